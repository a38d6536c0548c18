/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sound_priv.h - what the files of sounds share. */
#ifndef VIGIL_SOUND_PRIV_H
#define VIGIL_SOUND_PRIV_H

#include "names/sound.h"

/* ---- letters: sound_letter.c ------------------------------------------ */

enum { SOUND_LETTER_MAX = 3 };
/* The classes of a letter that is not ASCII, SOUND_NONE behind them, by the tables of Latin, Cyrillic, Greek and Arabic
 * script (small letters) and those of sound_alphabet.c; NULL: not there. */
const uint8_t *sound_letter_find(uint32_t cp);
/* How the tables write a letter's classes. */
#define S1(a)                                                                                      \
	{                                                                                          \
		SOUND_##a                                                                          \
	}
#define S2(a, b)                                                                                   \
	{                                                                                          \
		SOUND_##a, SOUND_##b                                                               \
	}
#define S3(a, b, c)                                                                                \
	{                                                                                          \
		SOUND_##a, SOUND_##b, SOUND_##c                                                    \
	}
/* Of an alphabet that stands in one row: sound_alphabet.c. */
const uint8_t *sound_alphabet_find(uint32_t cp);
/* The class of a Latin letter with a mark that changes its sound (s and caron); SOUND_NONE: it does not. */
uint8_t sound_marked(char letter, uint32_t mark);
/* The longest digraph at the front of `s` (small ASCII letters), or the letter alone: its classes (at most 2)
 * and how many letters they take. */
size_t sound_digraph(const char *s, size_t n, uint8_t ret[static 2]);
/* Letters at the front of `s` behind which two meet that elsewhere are one sound (Fat|hi, Es|haq); 0: no such word. */
size_t sound_seam(const char *s, size_t n);

/* ---- costs: made of costs.csv ----------------------------------------- */

/* Where in its word a class stands. */
enum sound_place { SOUND_FIRST, SOUND_INNER, SOUND_AFTER_WEAK, SOUND_LAST, SOUND_PLACES };

struct sound_costs {
	uint8_t take[SOUNDS][SOUNDS];		/* symmetric; 0 on the diagonal */
	uint8_t leave[2][SOUND_PLACES][SOUNDS]; /* [the other side is of Arabic script] */
	uint8_t swap;				/* two neighbours changed places */
};
extern const struct sound_costs sound_costs;

enum sound_place sound_place_of(const uint8_t *x, size_t n, size_t i);
/* What leaving out each class of x costs; the sum. */
unsigned sound_leave(const struct sound_costs *c, const uint8_t *x, size_t n, bool other_arabic,
		     uint8_t *ret);
/* gx, gy: what leaving out each of x and y costs. */
struct sound_cost sound_align_left(const struct sound_costs *c, const uint8_t *x, const uint8_t *gx,
				   size_t nx, const uint8_t *y, const uint8_t *gy, size_t ny);
/* The same cost by the costs of the program, where what is dearer than `most` does not matter: then anything above
 * `most`. At most SOUND_ALIGN_MAX classes each. */
unsigned sound_align_within(const uint8_t *x, const uint8_t *gx, size_t nx, const uint8_t *y,
			    const uint8_t *gy, size_t ny, unsigned most);
/* The same without vectors, and, of one side of at most SOUND_ROW_MAX classes, with them. */
unsigned sound_align_plainly(const uint8_t *x, const uint8_t *gx, size_t nx, const uint8_t *y,
			     const uint8_t *gy, size_t ny, unsigned most);
enum { SOUND_ROW_MAX = 16 }; /* classes of y */
#if defined(__x86_64__)
unsigned sound_row_avx2(const uint8_t *x, const uint8_t *gx, size_t nx, const uint8_t *y,
			const uint8_t *gy, size_t ny, unsigned most);
#endif
struct sound_cost sound_align_by(const struct sound_costs *c, const uint8_t *x, size_t nx,
				 const uint8_t *y, size_t ny);
/* A word is of the script of its first letter of either; digits and others alone are Latin. */
static inline bool sound_of_arabic(const uint8_t *x, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (sound_is_arabic(x[i]))
			return true;
		if (x[i] < SOUND_DIGIT_0)
			return false;
	}
	return false;
}

#endif
