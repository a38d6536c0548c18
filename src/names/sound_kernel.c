/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_kernel.c - the recurrence of sound_align.c, a column at a time, for 16 words at once. The loops over
 * lanes have a fixed length and no branches, so that any compiler makes vectors of them. A cost
 * is at most 2 * SOUND_ALIGN_MAX * 255 = 32640, so signed 16 bits do.
 */
#include "names/sound_bank_priv.h"

#include <string.h>

struct lanes {
	int16_t v[SOUND_LANES];
};

static int16_t least(int16_t a, int16_t b)
{
	return a < b ? a : b;
}

/* What a cell costs by taking, by leaving out y and by leaving out x. */
static void cell(struct lanes *d, const struct lanes *corner, const struct lanes *left,
		 const struct lanes *up, const struct lanes *take, const struct lanes *leave_y,
		 int16_t leave_x)
{
	for (size_t k = 0; k < SOUND_LANES; k++) {
		int16_t v = (int16_t)(corner->v[k] + take->v[k]);
		v = least(v, (int16_t)(left->v[k] + leave_y->v[k]));
		d->v[k] = least(v, (int16_t)(up->v[k] + leave_x));
	}
}

/* And by changing places, where the two classes before are the same crosswise. */
static void cell_swap(struct lanes *d, const struct lanes *from, const struct sound_probe *x,
		      size_t i, const struct lanes *before, const struct lanes *here)
{
	for (size_t k = 0; k < SOUND_LANES; k++) {
		bool is = (before->v[k] == x->codes[i - 1]) & (here->v[k] == x->codes[i - 2]);
		int16_t v = (int16_t)(is ? from->v[k] + x->swap : INT16_MAX);
		d->v[k] = least(d->v[k], v);
	}
}

static void widen(struct lanes *ret, const uint8_t *p)
{
	for (size_t k = 0; k < SOUND_LANES; k++)
		ret->v[k] = p[k];
}

static void look_up(struct lanes *ret, const uint8_t *row, const uint8_t *codes)
{
	for (size_t k = 0; k < SOUND_LANES; k++)
		ret->v[k] = row[codes[k]];
}

static void lower(struct lanes *ret, const struct lanes *v)
{
	for (size_t k = 0; k < SOUND_LANES; k++)
		ret->v[k] = least(ret->v[k], v->v[k]);
}

static bool all_above(const struct lanes *v, const uint16_t limit[SOUND_LANES])
{
	int below = 0;
	for (size_t k = 0; k < SOUND_LANES; k++)
		below += v->v[k] <= limit[k];
	return below == 0;
}

/* Column 0: all of x left out. */
static void first_column(const struct sound_probe *x, struct lanes *d)
{
	d[0] = (struct lanes){ { 0 } };
	for (size_t i = 1; i <= x->n; i++)
		for (size_t k = 0; k < SOUND_LANES; k++)
			d[i].v[k] = (int16_t)(d[i - 1].v[k] + x->leave[i - 1]);
}

void sound_kernel_plain(const struct sound_block *b, const struct sound_probe *x,
			const uint16_t limit[SOUND_LANES], uint16_t ret[SOUND_LANES])
{
	struct lanes column[3][SOUND_ALIGN_MAX + 1];
	struct lanes here = { { 0 } };
	first_column(x, column[0]);
	struct lanes low = column[0][0];
	for (size_t j = 1; j <= b->ny; j++) {
		const uint8_t *codes = b->codes + (j - 1) * SOUND_LANES;
		const struct lanes *left = column[(j + 2) % 3];
		struct lanes *d = column[j % 3];
		struct lanes before = here;
		struct lanes low_before = low;
		struct lanes leave;
		struct lanes take;
		widen(&here, codes);
		widen(&leave, b->leave[x->arabic] + (j - 1) * SOUND_LANES);
		for (size_t k = 0; k < SOUND_LANES; k++)
			d[0].v[k] = (int16_t)(left[0].v[k] + leave.v[k]);
		low = d[0];
		for (size_t i = 1; i <= x->n; i++) {
			look_up(&take, x->row[i - 1], codes);
			cell(&d[i], &left[i - 1], &left[i], &d[i - 1], &take, &leave,
			     x->leave[i - 1]);
			if (x->swaps && i > 1 && j > 1)
				cell_swap(&d[i], &column[(j + 1) % 3][i - 2], x, i, &before, &here);
			lower(&low, &d[i]);
		}
		/* Changing places skips a column, so two of them bound the rest. */
		lower(&low_before, &low);
		if (all_above(&low_before, limit)) {
			memcpy(ret, &low_before, sizeof low_before);
			return;
		}
	}
	memcpy(ret, &column[b->ny % 3][x->n], sizeof low);
}
