/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_bank.h - one sequence of sounds against very many.
 *
 * A bank holds sequences as the processor's vectors want them, SOUND_LANES side by side, and is made once. Costs
 * are exactly sound_align's on every processor: with AVX2 where it is there, else by vectors of whatever width the
 * compiler has.
 *
 *	struct sound_bank *b = sound_bank_new(a, words, n);
 *	sound_bank_align(b, x, nx, 0.8F, costs);
 */
#ifndef VIGIL_SOUND_BANK_H
#define VIGIL_SOUND_BANK_H

#include "names/sound.h"

enum { SOUND_LANES = 16 };

struct sound_word {
	const uint8_t *codes;
	size_t n; /* more than SOUND_ALIGN_MAX are cut, as sound_align does */
};

struct sound_bank;
/* Copies the words into the arena: about 3 bytes a class and 10 a word. */
struct sound_bank *sound_bank_new(struct arena *a, const struct sound_word *words, size_t n);
/*
 * The costs of x against each word, in the order of the words, into `ret`. A similarity below `floor` may
 * be given as any other below it; 0: all are exact. Reads the bank only: any number of threads may do so at
 * once.
 */
void sound_bank_align(const struct sound_bank *b, const uint8_t *x, size_t nx, float floor,
		      struct sound_cost *ret);

/* How it is computed, for tests and measurements; a new bank has the best there is. */
enum sound_way { SOUND_PLAIN, SOUND_AVX2 };
/* false: not on this processor, nothing changed. */
bool sound_bank_use(struct sound_bank *b, enum sound_way way);

#endif
