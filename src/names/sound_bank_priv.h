/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sound_bank_priv.h - what a block of words is, and the kernels that go through one. */
#ifndef VIGIL_SOUND_BANK_PRIV_H
#define VIGIL_SOUND_BANK_PRIV_H

#include "names/sound_bank.h"
#include "names/sound_priv.h"

/* Classes of one script fit a table of 64: those of Arabic script are numbered from 1 on. */
enum { SOUND_ROW = 64 };

/*
 * Words of one script, about equally long, side by side. Where a word has ended its class is 0, which costs nothing to
 * leave out and is never taken for anything.
 */
struct sound_block {
	const uint8_t *codes;	 /* [ny][SOUND_LANES] */
	const uint8_t *leave[2]; /* the same, by the script of x */
	uint16_t of[2][SOUND_LANES];
	uint32_t word[SOUND_LANES]; /* in the order given; UINT32_MAX: none */
	uint8_t ny;
	bool arabic;
};

/* x against words of one script. */
struct sound_probe {
	uint8_t row[SOUND_ALIGN_MAX][SOUND_ROW]; /* of taking x[i]; [0] is never */
	uint8_t codes[SOUND_ALIGN_MAX]; /* numbered as the block's, 255: of the other script */
	uint8_t leave[SOUND_ALIGN_MAX];
	size_t n;
	uint8_t swap;
	bool arabic; /* x is */
	bool swaps;  /* x is of the block's script: otherwise no two letters can be the same */
};

void sound_probe_make(const uint8_t *x, size_t nx, bool arabic, struct sound_probe *ret);
/* A class as blocks of a script number it; 255: it is of the other. */
static inline uint8_t sound_numbered(uint8_t code, bool arabic)
{
	if (sound_is_arabic(code) != arabic)
		return 255;
	return arabic ? (uint8_t)(code - SOUND_ALEF + 1) : code;
}

/*
 * The least cost for each lane. Ends early when every lane has more than its limit: then what is given is a
 * bound from below, above the limit.
 */
typedef void sound_kernel(const struct sound_block *b, const struct sound_probe *x,
			  const uint16_t limit[SOUND_LANES], uint16_t ret[SOUND_LANES]);
sound_kernel sound_kernel_plain;
#if defined(__x86_64__)
sound_kernel sound_kernel_avx2;
#endif
sound_kernel *sound_kernel_best(void);
/* false: not on this processor, *ret is left alone. */
bool sound_kernel_of(enum sound_way way, sound_kernel **ret);

#endif
