/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_many.h - a few sequences of sounds against some dozens that are met once.
 *
 * As sound_bank.h, with the same costs to the bit; but laying sequences side by side costs little more than one
 * alignment each, nothing is sorted and nothing allocated, so that it pays for the candidates of one record.
 *
 *	sound_many_clear(m);
 *	sound_many_add(m, codes, n);	the first, the second, ...
 *	sound_many_align(m, x, nx, costs);	costs[0] of the first; as often as wanted
 */
#ifndef VIGIL_SOUND_MANY_H
#define VIGIL_SOUND_MANY_H

#include "names/sound_bank.h"

enum { SOUND_MANY_MAX = 512 };

struct sound_many; /* of one thread, 150 kB */
struct sound_many *sound_many_new(void);
void sound_many_free(struct sound_many *m); /* NULL is fine */
void sound_many_clear(struct sound_many *m);
/* Borrowed until sound_many_clear. At most SOUND_MANY_MAX; what is longer than SOUND_ALIGN_MAX is cut. */
void sound_many_add(struct sound_many *m, const uint8_t *codes, size_t n);
/* `ret` has room for as many as were added. */
void sound_many_align(struct sound_many *m, const uint8_t *x, size_t nx, struct sound_cost *ret);
/* As sound_bank_use. */
bool sound_many_use(struct sound_many *m, enum sound_way way);

#endif
