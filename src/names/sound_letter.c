/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_letter.c - the tables of letters. Sources: ALA-LC, IJMES, BGN/PCGN and DMG for the marks of Latin
 * transliteration; Hawar for Kurmanji; the alphabets of Turkish, Azerbaijani and Tajik; the Unicode charts.
 */
#include "names/sound_priv.h"

#include <string.h>

/* Ascending. Letters that decompose into a base and marks are not here but where the whole is a letter of its own. */
static const struct {
	uint16_t cp;
	uint8_t is[SOUND_LETTER_MAX];
} LETTERS[] = {
	{ 0xDF, S1(S) },
	{ 0xE6, S2(A, E) },
	{ 0xF0, S1(DH) },
	{ 0xF8, S1(O) },
	{ 0xFE, S1(TH) },
	{ 0x111, S1(D) },
	{ 0x127, S1(H) },
	{ 0x131, S1(I) },
	{ 0x142, S1(L) },
	{ 0x14B, S2(N, G) },
	{ 0x153, S2(O, E) },
	{ 0x192, S1(F) },
	{ 0x250, S1(A) },
	{ 0x254, S1(O) },
	{ 0x256, S1(D) },
	{ 0x259, S1(E) },
	{ 0x25B, S1(E) },
	{ 0x263, S1(GH) },
	{ 0x268, S1(I) },
	{ 0x283, S1(SH) },
	{ 0x292, S1(ZH) },
	/* Greek */
	{ 0x3B1, S1(A) },
	{ 0x3B2, S1(V) },
	{ 0x3B3, S1(G) },
	{ 0x3B4, S1(D) },
	{ 0x3B5, S1(E) },
	{ 0x3B6, S1(Z) },
	{ 0x3B7, S1(I) },
	{ 0x3B8, S1(TH) },
	{ 0x3B9, S1(I) },
	{ 0x3BA, S1(K) },
	{ 0x3BB, S1(L) },
	{ 0x3BC, S1(M) },
	{ 0x3BD, S1(N) },
	{ 0x3BE, S2(K, S) },
	{ 0x3BF, S1(O) },
	{ 0x3C0, S1(P) },
	{ 0x3C1, S1(R) },
	{ 0x3C2, S1(S) },
	{ 0x3C3, S1(S) },
	{ 0x3C4, S1(T) },
	{ 0x3C5, S1(Y) },
	{ 0x3C6, S1(F) },
	{ 0x3C7, S1(KH) },
	{ 0x3C8, S2(P, S) },
	{ 0x3C9, S1(O) },
	/* Cyrillic, with the letters of Tajik, Kazakh and Ukrainian */
	{ 0x430, S1(A) },
	{ 0x431, S1(B) },
	{ 0x432, S1(V) },
	{ 0x433, S1(G) },
	{ 0x434, S1(D) },
	{ 0x435, S1(E) },
	{ 0x436, S1(ZH) },
	{ 0x437, S1(Z) },
	{ 0x438, S1(I) },
	{ 0x439, S1(Y) },
	{ 0x43A, S1(K) },
	{ 0x43B, S1(L) },
	{ 0x43C, S1(M) },
	{ 0x43D, S1(N) },
	{ 0x43E, S1(O) },
	{ 0x43F, S1(P) },
	{ 0x440, S1(R) },
	{ 0x441, S1(S) },
	{ 0x442, S1(T) },
	{ 0x443, S1(U) },
	{ 0x444, S1(F) },
	{ 0x445, S1(KH) },
	{ 0x446, S2(T, S) },
	{ 0x447, S1(CH) },
	{ 0x448, S1(SH) },
	{ 0x449, S1(SH) },
	{ 0x44A, { 0 } },
	{ 0x44B, S1(Y) },
	{ 0x44C, { 0 } },
	{ 0x44D, S1(E) },
	{ 0x44E, S2(Y, U) },
	{ 0x44F, S2(Y, A) },
	{ 0x451, S2(Y, O) },
	{ 0x452, S1(J) },
	{ 0x453, S1(G) },
	{ 0x454, S2(Y, E) },
	{ 0x455, S1(Z) },
	{ 0x456, S1(I) },
	{ 0x457, S2(Y, I) },
	{ 0x458, S1(Y) },
	{ 0x459, S2(L, Y) },
	{ 0x45A, S2(N, Y) },
	{ 0x45B, S1(CH) },
	{ 0x45C, S1(K) },
	{ 0x45E, S1(U) },
	{ 0x45F, S1(J) },
	{ 0x491, S1(G) },
	{ 0x493, S1(GH) },
	{ 0x49B, S1(Q) },
	{ 0x4A3, S2(N, G) },
	{ 0x4AF, S1(U) },
	{ 0x4B1, S1(U) },
	{ 0x4B3, S1(H) },
	{ 0x4B7, S1(J) },
	{ 0x4BB, S1(H) },
	{ 0x4D9, S1(E) },
	{ 0x4E3, S1(I) },
	{ 0x4E9, S1(O) },
	{ 0x4EF, S1(U) },
	/* Arabic, Persian, Kurdish, Urdu, Pashto, Uyghur */
	{ 0x621, S1(HAMZA) },
	{ 0x622, S1(MADDA) },
	{ 0x623, S1(ALEF) },
	{ 0x624, S1(VAV) },
	{ 0x625, S1(ALEF) },
	{ 0x626, S1(YE) },
	{ 0x627, S1(ALEF) },
	{ 0x628, S1(BE) },
	{ 0x629, S1(TEH) },
	{ 0x62A, S1(TE) },
	{ 0x62B, S1(SE) },
	{ 0x62C, S1(JIM) },
	{ 0x62D, S1(HHA) },
	{ 0x62E, S1(KHE) },
	{ 0x62F, S1(DAL) },
	{ 0x630, S1(ZAL) },
	{ 0x631, S1(RE) },
	{ 0x632, S1(ZE) },
	{ 0x633, S1(SIN) },
	{ 0x634, S1(SHIN) },
	{ 0x635, S1(SAD) },
	{ 0x636, S1(ZAD) },
	{ 0x637, S1(TA) },
	{ 0x638, S1(ZA) },
	{ 0x639, S1(AYN) },
	{ 0x63A, S1(GHAYN) },
	{ 0x641, S1(FE) },
	{ 0x642, S1(QAF) },
	{ 0x643, S1(KAF) },
	{ 0x644, S1(LAM) },
	{ 0x645, S1(MIM) },
	{ 0x646, S1(NUN) },
	{ 0x647, S1(HE) },
	{ 0x648, S1(VAV) },
	{ 0x649, S1(YE) },
	{ 0x64A, S1(YE) },
	{ 0x671, S1(ALEF) },
	{ 0x672, S1(ALEF) },
	{ 0x673, S1(ALEF) },
	{ 0x679, S1(TA) },
	{ 0x67A, S1(TE) },
	{ 0x67B, S1(BE) },
	{ 0x67C, S1(TE) },
	{ 0x67D, S1(SE) },
	{ 0x67E, S1(PE) },
	{ 0x681, S1(ZE) },
	{ 0x685, S1(CHE) },
	{ 0x686, S1(CHE) },
	{ 0x688, S1(DAL) },
	{ 0x689, S1(DAL) },
	{ 0x68A, S1(DAL) },
	{ 0x691, S1(RE) },
	{ 0x692, S1(RE) },
	{ 0x693, S1(RE) },
	{ 0x694, S1(RE) },
	{ 0x695, S1(RE) },
	{ 0x696, S1(ZHE) },
	{ 0x698, S1(ZHE) },
	{ 0x69A, S1(SHIN) },
	{ 0x6A4, S1(VEH) },
	{ 0x6A8, S1(QAF) },
	{ 0x6A9, S1(KAF) },
	{ 0x6AA, S1(KAF) },
	{ 0x6AB, S1(GAF) },
	{ 0x6AD, S2(NUN, GAF) },
	{ 0x6AF, S1(GAF) },
	{ 0x6B5, S1(LAM) },
	{ 0x6B6, S1(LAM) },
	{ 0x6BA, S1(NUN) },
	{ 0x6BC, S1(NUN) },
	{ 0x6BE, S1(HE) },
	{ 0x6C0, S1(HE) },
	{ 0x6C1, S1(HE) },
	{ 0x6C2, S1(HE) },
	{ 0x6C3, S1(TEH) },
	{ 0x6C6, S1(OO) },
	{ 0x6C7, S1(VAV) },
	{ 0x6C8, S1(VAV) },
	{ 0x6CA, S1(VAV) },
	{ 0x6CB, S1(VEH) },
	{ 0x6CC, S1(YE) },
	{ 0x6CD, S1(YE) },
	{ 0x6CE, S1(EE) },
	{ 0x6D0, S1(EE) },
	{ 0x6D2, S1(YE) },
	{ 0x6D3, S1(YE) },
	{ 0x6D5, S1(AE) },
};

const uint8_t *sound_letter_find(uint32_t cp)
{
	size_t lo = 0;
	size_t hi = COUNT(LETTERS);
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (LETTERS[mid].cp == cp)
			return LETTERS[mid].is;
		if (LETTERS[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return sound_alphabet_find(cp);
}

/* Marks: 301 acute, 304 macron, 306 breve, 307 dot above, 30C caron, 326 comma below, 327 cedilla,
 * 32E breve below, 331 macron below. A mark that is not here leaves the letter what it is (ā, ḥ, ṭ). */
static const struct {
	uint16_t mark;
	char letter;
	uint8_t is;
} MARKED[] = {
	{ 0x301, 'c', SOUND_CH }, { 0x301, 's', SOUND_SH }, { 0x301, 'z', SOUND_ZH },
	{ 0x302, 'c', SOUND_CH }, { 0x302, 'j', SOUND_ZH }, { 0x302, 's', SOUND_SH },
	{ 0x304, 'g', SOUND_GH }, { 0x306, 'g', SOUND_GH }, { 0x307, 'g', SOUND_GH },
	{ 0x30C, 'c', SOUND_CH }, { 0x30C, 'g', SOUND_J },  { 0x30C, 'j', SOUND_ZH },
	{ 0x30C, 's', SOUND_SH }, { 0x30C, 'z', SOUND_ZH }, { 0x326, 's', SOUND_SH },
	{ 0x327, 'c', SOUND_CH }, { 0x327, 's', SOUND_SH }, { 0x32E, 'h', SOUND_KH },
	{ 0x331, 'd', SOUND_DH }, { 0x331, 'h', SOUND_KH }, { 0x331, 'k', SOUND_KH },
	{ 0x331, 't', SOUND_TH },
};

uint8_t sound_marked(char letter, uint32_t mark)
{
	for (size_t i = 0; i < COUNT(MARKED); i++)
		if (MARKED[i].mark == mark && MARKED[i].letter == letter)
			return MARKED[i].is;
	return SOUND_NONE;
}

/* Longest first. */
static const struct {
	char text[5];
	uint8_t is[2];
} DIGRAPHS[] = {
	{ "tsch", S1(CH) },  { "dsch", S1(J) },	  { "sch", S1(SH) }, { "tch", S1(CH) },
	{ "ch", S1(CH) },    { "sh", S1(SH) },	  { "kh", S1(KH) },  { "gh", S1(GH) },
	{ "zh", S1(ZH) },    { "ph", S1(F) },	  { "th", S1(TH) },  { "dh", S1(DH) },
	{ "dj", S1(J) },     { "ck", S1(K) },	  { "cz", S1(CH) },  { "ce", S2(CE, E) },
	{ "ci", S2(CE, I) }, { "cy", S2(CE, Y) }, { "ou", S1(U) },   { "oo", S1(U) },
	{ "ee", S1(I) },     { "wh", S1(W) },
};
static const uint8_t ALONE[26] = {
	SOUND_A, SOUND_B, SOUND_C, SOUND_D, SOUND_E, SOUND_F, SOUND_G, SOUND_H, SOUND_I,
	SOUND_J, SOUND_K, SOUND_L, SOUND_M, SOUND_N, SOUND_O, SOUND_P, SOUND_Q, SOUND_R,
	SOUND_S, SOUND_T, SOUND_U, SOUND_V, SOUND_W, SOUND_X, SOUND_Y, SOUND_Z,
};

size_t sound_digraph(const char *s, size_t n, uint8_t ret[static 2])
{
	for (size_t i = 0; i < COUNT(DIGRAPHS); i++) {
		size_t len = strlen(DIGRAPHS[i].text);
		if (DIGRAPHS[i].text[0] == s[0] && len <= n &&
		    memcmp(DIGRAPHS[i].text, s, len) == 0) {
			memcpy(ret, DIGRAPHS[i].is, 2);
			return len;
		}
	}
	ret[0] = ALONE[s[0] - 'a'];
	ret[1] = SOUND_NONE;
	return 1;
}

/*
 * Names in which the letters of a digraph are two sounds, by how they begin and how many letters stand before the seam: Arabic
 * فتح, اسحاق, اظهر, نزهت, ادهم, مدحت, and a given name before Hossein, Hassan or Hadi. 0: a longer beginning that is none.
 */
static const struct {
	char text[8];
	uint8_t before;
} SEAMS[] = {
	{ "father", 0 }, { "fathim", 0 }, { "fath", 3 },   { "eshaq", 2 },  { "eshagh", 2 },
	{ "ishaq", 2 },	 { "ishagh", 2 }, { "ishak", 2 },  { "azhar", 2 },  { "nozhat", 3 },
	{ "nuzhat", 3 }, { "adham", 2 },  { "medhat", 3 }, { "midhat", 3 }, { "madho", 3 },
	{ "madhu", 3 },	 { "madhas", 3 }, { "yedh", 3 },
};

size_t sound_seam(const char *s, size_t n)
{
	for (size_t i = 0; i < COUNT(SEAMS); i++) {
		size_t len = strlen(SEAMS[i].text);
		if (SEAMS[i].text[0] == s[0] && len <= n && memcmp(SEAMS[i].text, s, len) == 0)
			return SEAMS[i].before;
	}
	return 0;
}
