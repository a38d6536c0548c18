/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound.h - spelling to sound classes, and what it costs to take one sequence of them for another.
 *
 * A class is a letter or digraph of Latin script (sh, kh, ...) or a letter of Arabic script (Arabic, Persian and
 * Kurdish alike). They are kept apart by script because what may stand for what, and what may be left out,
 * depends on both sides: the a of Latin is hardly ever written in Arabic script, but between two Latin
 * spellings it is. Cyrillic, Greek, Armenian, Georgian and Korean letters are read as the Latin classes they sound
 * like, Hebrew and Syriac as those of Arabic script. Ambiguous letters (c, x) are classes of their own, cheap to take
 * for each of their sounds. Doubled letters of Latin script become one; two of Arabic script are two sounds, the vowel
 * between them unwritten.
 *
 * Classes are *weak* (vowels, alef, vav, ya, he, ayn, h, w: their absence costs little) or *strong*.
 *
 * Costs are in units of which leaving out a strong consonant costs about SOUND_UNIT. They come from names/costs.csv, made
 * into a constant table when the program is built: for two classes, and for one class left out, by the
 * other side's script and by where in the word it stands.
 */
#ifndef VIGIL_SOUND_H
#define VIGIL_SOUND_H

#include "base/base.h"

/*
 * Every class: its name, how it is shown, strong (1) or weak (0), and the class of the key it belongs to (near
 * ones merged, 0: not in the key). Latin first; what is from SOUND_ALEF on is of Arabic script.
 */
#define SOUND_LIST(CLASS)                                                                          \
	CLASS(A, "a", 0, 0)                                                                        \
	CLASS(E, "e", 0, 0)                                                                        \
	CLASS(I, "i", 0, 0)                                                                        \
	CLASS(O, "o", 0, 0)                                                                        \
	CLASS(U, "u", 0, 0)                                                                        \
	CLASS(Y, "y", 0, 0)                                                                        \
	CLASS(H, "h", 0, 0)                                                                        \
	CLASS(W, "w", 0, 0)                                                                        \
	CLASS(V, "v", 1, 0)                                                                        \
	CLASS(B, "b", 1, 'b')                                                                      \
	CLASS(P, "p", 1, 'b')                                                                      \
	CLASS(T, "t", 1, 't')                                                                      \
	CLASS(TH, "th", 1, 's')                                                                    \
	CLASS(S, "s", 1, 's')                                                                      \
	CLASS(J, "j", 1, 'j')                                                                      \
	CLASS(C, "c", 1, 'k')                                                                      \
	CLASS(CE, "c(e)", 1, 's')                                                                  \
	CLASS(CH, "ch", 1, 'c')                                                                    \
	CLASS(SH, "sh", 1, 'c')                                                                    \
	CLASS(KH, "kh", 1, 'x')                                                                    \
	CLASS(X, "x", 1, 'x')                                                                      \
	CLASS(D, "d", 1, 'd')                                                                      \
	CLASS(DH, "dh", 1, 'z')                                                                    \
	CLASS(Z, "z", 1, 'z')                                                                      \
	CLASS(ZH, "zh", 1, 'j')                                                                    \
	CLASS(R, "r", 1, 'r')                                                                      \
	CLASS(F, "f", 1, 'f')                                                                      \
	CLASS(Q, "q", 1, 'k')                                                                      \
	CLASS(GH, "gh", 1, 'k')                                                                    \
	CLASS(K, "k", 1, 'k')                                                                      \
	CLASS(G, "g", 1, 'k')                                                                      \
	CLASS(L, "l", 1, 'l')                                                                      \
	CLASS(M, "m", 1, 'm')                                                                      \
	CLASS(N, "n", 1, 'n')                                                                      \
	CLASS(DIGIT_0, "0", 1, '0')                                                                \
	CLASS(DIGIT_1, "1", 1, '1')                                                                \
	CLASS(DIGIT_2, "2", 1, '2')                                                                \
	CLASS(DIGIT_3, "3", 1, '3')                                                                \
	CLASS(DIGIT_4, "4", 1, '4')                                                                \
	CLASS(DIGIT_5, "5", 1, '5')                                                                \
	CLASS(DIGIT_6, "6", 1, '6')                                                                \
	CLASS(DIGIT_7, "7", 1, '7')                                                                \
	CLASS(DIGIT_8, "8", 1, '8')                                                                \
	CLASS(DIGIT_9, "9", 1, '9')                                                                \
	CLASS(OTHER_0, "?", 1, 'A')                                                                \
	CLASS(OTHER_1, "?", 1, 'B')                                                                \
	CLASS(OTHER_2, "?", 1, 'C')                                                                \
	CLASS(OTHER_3, "?", 1, 'D')                                                                \
	CLASS(OTHER_4, "?", 1, 'E')                                                                \
	CLASS(OTHER_5, "?", 1, 'F')                                                                \
	CLASS(OTHER_6, "?", 1, 'G')                                                                \
	CLASS(OTHER_7, "?", 1, 'H')                                                                \
	CLASS(ALEF, "ا", 0, 0)                                                                     \
	CLASS(MADDA, "آ", 0, 0)                                                                    \
	CLASS(VAV, "و", 0, 0)                                                                      \
	CLASS(YE, "ی", 0, 0)                                                                       \
	CLASS(HE, "ه", 0, 0)                                                                       \
	CLASS(TEH, "ة", 0, 0)                                                                      \
	CLASS(HHA, "ح", 0, 0)                                                                      \
	CLASS(AYN, "ع", 0, 0)                                                                      \
	CLASS(HAMZA, "ء", 0, 0)                                                                    \
	CLASS(AE, "ە", 0, 0)                                                                       \
	CLASS(EE, "ێ", 0, 0)                                                                       \
	CLASS(OO, "ۆ", 0, 0)                                                                       \
	CLASS(VEH, "ڤ", 1, 0)                                                                      \
	CLASS(BE, "ب", 1, 'b')                                                                     \
	CLASS(PE, "پ", 1, 'b')                                                                     \
	CLASS(TE, "ت", 1, 't')                                                                     \
	CLASS(TA, "ط", 1, 't')                                                                     \
	CLASS(SE, "ث", 1, 's')                                                                     \
	CLASS(SIN, "س", 1, 's')                                                                    \
	CLASS(SAD, "ص", 1, 's')                                                                    \
	CLASS(JIM, "ج", 1, 'j')                                                                    \
	CLASS(CHE, "چ", 1, 'c')                                                                    \
	CLASS(SHIN, "ش", 1, 'c')                                                                   \
	CLASS(KHE, "خ", 1, 'x')                                                                    \
	CLASS(DAL, "د", 1, 'd')                                                                    \
	CLASS(ZAL, "ذ", 1, 'z')                                                                    \
	CLASS(ZE, "ز", 1, 'z')                                                                     \
	CLASS(ZAD, "ض", 1, 'z')                                                                    \
	CLASS(ZA, "ظ", 1, 'z')                                                                     \
	CLASS(ZHE, "ژ", 1, 'j')                                                                    \
	CLASS(RE, "ر", 1, 'r')                                                                     \
	CLASS(FE, "ف", 1, 'f')                                                                     \
	CLASS(QAF, "ق", 1, 'k')                                                                    \
	CLASS(GHAYN, "غ", 1, 'k')                                                                  \
	CLASS(KAF, "ک", 1, 'k')                                                                    \
	CLASS(GAF, "گ", 1, 'k')                                                                    \
	CLASS(LAM, "ل", 1, 'l')                                                                    \
	CLASS(MIM, "م", 1, 'm')                                                                    \
	CLASS(NUN, "ن", 1, 'n')

enum sound {
	SOUND_NONE,
#define SOUND_ENUM(id, shown, strong, key) SOUND_##id,
	SOUND_LIST(SOUND_ENUM)
#undef SOUND_ENUM
		SOUNDS
};
enum { SOUND_UNIT = 40, SOUND_ALIGN_MAX = 64 };

/*
 * Classes of one word; how many, at most `cap`. Compatibility forms are resolved; tatweel, harakat, controls,
 * ZWNJ, apostrophes and ayn signs give nothing (but keep s'h from being sh); digits of any script give their
 * DIGIT. Letters of a script not read here give two of eight OTHER by their number; all else nothing.
 * ArabTeX's .h _t ^s are read, so leave a dot, underscore or circumflex before a letter in the word.
 */
size_t sound_read(struct str word, uint8_t *ret, size_t cap);
bool sound_is_strong(uint8_t sound);
static inline bool sound_is_arabic(uint8_t sound) /* of Arabic script */
{
	return sound >= SOUND_ALEF && sound < SOUNDS;
}
struct str sound_name(uint8_t sound); /* as shown to a reader: "kh", "ع" */

/* ---- keys ------------------------------------------------------------- */

/*
 * The class of the key a class belongs to, a printing character; 0: it is not in the key. Blind to vowels, alef
 * (PDFs reverse lam-alef), h, v and w; b = p, th = s, dh = z, ch = sh, zh = j, k = g = q = gh.
 */
uint8_t sound_key_class(uint8_t sound);
/* The key classes of a sequence, runs collapsed; how many (at most n). */
size_t sound_key_read(const uint8_t *x, size_t n, uint8_t *ret);
/* Hash of the key classes: `key` of a token. Equal for most spellings of a name in all scripts. Not 0. */
uint32_t sound_key(const uint8_t *x, size_t n);
/* Hash of the classes themselves: `exact` of a token. Not 0. */
uint32_t sound_exact(const uint8_t *x, size_t n);

/* ---- aligning --------------------------------------------------------- */

/* One step of an alignment: x and y are classes, SOUND_NONE on one side: left out there. Two letters
 * that changed places are two steps with moved = true, the cost in the first. */
struct sound_step {
	uint8_t x, y;
	uint8_t cost;
	bool moved;
};
/* The least cost of taking x for y, and the sum of what leaving out all of both would cost; similarity is
 * 1 - cost / of. */
struct sound_cost {
	uint16_t cost, of;
};
/* At most SOUND_ALIGN_MAX classes of each are looked at. Both empty: 0 of 0. Symmetric. */
struct sound_cost sound_align(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny);
/* The same, with the steps. */
struct sound_cost sound_explain(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny,
				struct arena *a, struct sound_step **ret, size_t *ret_n);

/* 0 to 1; 0 when there is nothing to compare. */
static inline float sound_similarity(struct sound_cost c)
{
	return c.of ? 1.0F - (float)c.cost / (float)c.of : 0.0F;
}

#endif
