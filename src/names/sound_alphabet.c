/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_alphabet.c - alphabets whose letters stand in one row of Unicode, a sound or two for each.
 *
 * Hebrew and Syriac write few vowels and are read as the letters of Arabic script of the same origin, the others as the
 * Latin classes they sound like. Syllables of Hangul come as the parts Unicode takes them apart into. Sources: ISO 259
 * and 9984, BGN/PCGN for Armenian, the Revised Romanization of Korean; the Unicode charts.
 */
#include "names/sound_priv.h"

static const uint8_t ARMENIAN[][SOUND_LETTER_MAX] = {
	S1(A), S1(B), S1(G),	S1(D),	  S1(E),  S1(Z), S1(E),	   S1(E),  S1(T),   S1(ZH),
	S1(I), S1(L), S1(KH),	S2(T, S), S1(K),  S1(H), S2(D, Z), S1(GH), S1(CH),  S1(M),
	S1(Y), S1(N), S1(SH),	S1(O),	  S1(CH), S1(P), S1(J),	   S1(R),  S1(S),   S1(V),
	S1(T), S1(R), S2(T, S), S1(W),	  S1(P),  S1(K), S1(O),	   S1(F),  S2(E, V)
};
static const uint8_t HEBREW[][SOUND_LETTER_MAX] = {
	S1(ALEF), S1(BE),  S1(GAF), S1(DAL),	 S1(HE),      S1(VAV), S1(ZE),	S1(HHA),  S1(TA),
	S1(YE),	  S1(KAF), S1(KAF), S1(LAM),	 S1(MIM),     S1(MIM), S1(NUN), S1(NUN),  S1(SIN),
	S1(AYN),  S1(FE),  S1(PE),  S2(TE, SIN), S2(TE, SIN), S1(QAF), S1(RE),	S1(SHIN), S1(TE)
};
static const uint8_t SYRIAC[][SOUND_LETTER_MAX] = {
	S1(ALEF), S1(ALEF), S1(BE), S1(GAF), S1(GAF), S1(DAL), S1(DAL), S1(HE),	  S1(VAV), S1(ZE),
	S1(HHA),  S1(TA),   S1(TA), S1(YE),  S1(YE),  S1(KAF), S1(LAM), S1(MIM),  S1(NUN), S1(SIN),
	S1(SIN),  S1(AYN),  S1(PE), S1(PE),  S1(SAD), S1(QAF), S1(RE),	S1(SHIN), S1(TE)
};
static const uint8_t GEORGIAN[][SOUND_LETTER_MAX] = {
	S1(A),	S1(B), S1(G),  S1(D),  S1(E),	 S1(V),	   S1(Z),    S1(T),  S1(I),  S1(K), S1(L),
	S1(M),	S1(N), S1(O),  S1(P),  S1(ZH),	 S1(R),	   S1(S),    S1(T),  S1(U),  S1(P), S1(K),
	S1(GH), S1(Q), S1(SH), S1(CH), S2(T, S), S2(D, Z), S2(T, S), S1(CH), S1(KH), S1(J), S1(H)
};
static const uint8_t HANGUL_FIRST[][SOUND_LETTER_MAX] = { S1(G), S1(K), S1(N), S1(D), S1(T),
							  S1(R), S1(M), S1(B), S1(P), S1(S),
							  S1(S), { 0 }, S1(J), S1(J), S1(CH),
							  S1(K), S1(T), S1(P), S1(H) };
static const uint8_t HANGUL_VOWEL[][SOUND_LETTER_MAX] = {
	S1(A),	  S2(A, E), S2(Y, A), S3(Y, A, E), S2(E, O), S1(E),	  S3(Y, E, O),
	S2(Y, E), S1(O),    S2(W, A), S3(W, A, E), S2(O, E), S2(Y, O),	  S1(U),
	S2(W, O), S2(W, E), S2(W, I), S2(Y, U),	   S2(E, U), S3(E, U, I), S1(I)
};
static const uint8_t HANGUL_LAST[][SOUND_LETTER_MAX] = {
	S1(K), S1(K), S1(K),	S1(N), S1(N), S1(N), S1(T), S1(L), S1(K),
	S1(M), S1(L), S1(L),	S1(L), S1(P), S1(L), S1(M), S1(P), S1(P),
	S1(T), S1(T), S2(N, G), S1(T), S1(T), S1(K), S1(T), S1(P), S1(H)
};

static const struct {
	uint16_t first, n;
	const uint8_t (*letters)[SOUND_LETTER_MAX];
} ALPHABETS[] = {
	{ 0x561, COUNT(ARMENIAN), ARMENIAN },
	{ 0x5D0, COUNT(HEBREW), HEBREW },
	{ 0x710, COUNT(SYRIAC), SYRIAC },
	{ 0x10D0, COUNT(GEORGIAN), GEORGIAN },
	{ 0x1100, COUNT(HANGUL_FIRST), HANGUL_FIRST },
	{ 0x1161, COUNT(HANGUL_VOWEL), HANGUL_VOWEL },
	{ 0x11A8, COUNT(HANGUL_LAST), HANGUL_LAST },
};

const uint8_t *sound_alphabet_find(uint32_t cp)
{
	for (size_t i = 0; i < COUNT(ALPHABETS) && cp >= ALPHABETS[i].first; i++)
		if (cp - ALPHABETS[i].first < ALPHABETS[i].n)
			return ALPHABETS[i].letters[cp - ALPHABETS[i].first];
	return NULL;
}
