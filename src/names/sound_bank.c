/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sound_bank.c - words laid side by side, and one gone through with all of them. */
#include "names/sound_bank_priv.h"

#include <stdlib.h>
#include <string.h>

struct placed;
struct sound_bank {
	struct sound_block *blocks;
	size_t n_blocks;
	sound_kernel *kernel;
	struct placed *odd; /* of two scripts: one by one */
	size_t n_odd;
};

/* A word on its way to a block. */
struct placed {
	const uint8_t *codes;
	uint32_t word;
	uint8_t n;
	bool arabic;
};

static int by_shape(const void *a, const void *b)
{
	const struct placed *x = a;
	const struct placed *y = b;
	if (x->arabic != y->arabic)
		return x->arabic - y->arabic;
	if (x->n != y->n)
		return x->n - y->n;
	return x->word < y->word ? -1 : x->word > y->word;
}

/* Words are of one script but for slips and digits: a letter of the other has no number among 64. */
static bool is_odd(const struct placed *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (sound_is_arabic(p->codes[i]) != p->arabic)
			return true;
	return false;
}

/* Room for the classes of a block, all 0. */
static uint8_t *columns(struct arena *a, size_t ny)
{
	return NEW_N(a, ny * SOUND_LANES, uint8_t);
}

static void block_make(struct arena *a, const struct placed *p, size_t n, struct sound_block *ret)
{
	uint8_t leave[SOUND_ALIGN_MAX];
	size_t ny = p[n - 1].n; /* the longest */
	uint8_t *codes = columns(a, ny);
	ret->ny = (uint8_t)ny;
	ret->arabic = p->arabic;
	ret->codes = codes;
	for (size_t k = 0; k < n; k++) {
		ret->word[k] = p[k].word;
		for (size_t j = 0; j < p[k].n; j++)
			codes[j * SOUND_LANES + k] = sound_numbered(p[k].codes[j], ret->arabic);
	}
	for (size_t k = n; k < SOUND_LANES; k++)
		ret->word[k] = UINT32_MAX;
	for (int s = 0; s < 2; s++) {
		uint8_t *g = columns(a, ny);
		ret->leave[s] = g;
		for (size_t k = 0; k < n; k++) {
			ret->of[s][k] =
				(uint16_t)sound_leave(&sound_costs, p[k].codes, p[k].n, s, leave);
			for (size_t j = 0; j < p[k].n; j++)
				g[j * SOUND_LANES + k] = leave[j];
		}
	}
}

static void place_words(struct arena *a, const struct sound_word *words, size_t n,
			struct sound_bank *b, struct placed **ret, size_t *ret_n)
{
	struct placed *even = NEW_N(a, n, struct placed);
	b->odd = NEW_N(a, n, struct placed);
	*ret_n = 0;
	for (size_t i = 0; i < n; i++) {
		size_t len = words[i].n < SOUND_ALIGN_MAX ? words[i].n : SOUND_ALIGN_MAX;
		struct placed p = { words[i].codes, (uint32_t)i, (uint8_t)len,
				    sound_of_arabic(words[i].codes, len) };
		if (is_odd(&p))
			b->odd[b->n_odd++] = p;
		else
			even[(*ret_n)++] = p;
	}
	qsort(even, *ret_n, sizeof *even, by_shape);
	*ret = even;
}

struct sound_bank *sound_bank_new(struct arena *a, const struct sound_word *words, size_t n)
{
	AUTO_ARENA *scratch = arena_new((size_t)1 << 40);
	struct sound_bank *b = NEW(a, struct sound_bank);
	struct placed *even;
	size_t n_even;
	assert(n < UINT32_MAX);
	place_words(scratch, words, n, b, &even, &n_even);
	b->blocks = NEW_N(a, n_even / SOUND_LANES + 2, struct sound_block);
	for (size_t i = 0, end; i < n_even; i = end) {
		for (end = i; end < n_even && end < i + SOUND_LANES; end++)
			if (even[end].arabic != even[i].arabic)
				break;
		block_make(a, even + i, end - i, &b->blocks[b->n_blocks++]);
	}
	struct placed *odd = NEW_N(a, b->n_odd, struct placed);
	for (size_t i = 0; i < b->n_odd; i++) {
		uint8_t *codes = NEW_N(a, b->odd[i].n, uint8_t);
		memcpy(codes, b->odd[i].codes, b->odd[i].n);
		odd[i] = b->odd[i];
		odd[i].codes = codes;
	}
	b->odd = odd;
	b->kernel = sound_kernel_best();
	return b;
}

bool sound_kernel_of(enum sound_way way, sound_kernel **ret)
{
	switch (way) {
	case SOUND_PLAIN:
		*ret = sound_kernel_plain;
		return true;
	case SOUND_AVX2:
#if defined(__x86_64__)
		if (__builtin_cpu_supports("avx2")) {
			*ret = sound_kernel_avx2;
			return true;
		}
#endif
		return false;
	}
	return false;
}

sound_kernel *sound_kernel_best(void)
{
	sound_kernel *ret = sound_kernel_plain;
	sound_kernel_of(SOUND_AVX2, &ret);
	return ret;
}

bool sound_bank_use(struct sound_bank *b, enum sound_way way)
{
	return sound_kernel_of(way, &b->kernel);
}

/* ---- going through ---------------------------------------------------- */

void sound_probe_make(const uint8_t *x, size_t nx, bool arabic, struct sound_probe *ret)
{
	/* The classes of a script stand side by side, in the table of costs as in a row. */
	size_t from = arabic ? SOUND_ALEF : 1;
	size_t n = arabic ? SOUNDS - SOUND_ALEF : SOUND_ALEF - 1;
	ret->n = nx;
	ret->swap = sound_costs.swap;
	ret->arabic = sound_of_arabic(x, nx);
	ret->swaps = false;
	sound_leave(&sound_costs, x, nx, arabic, ret->leave);
	for (size_t i = 0; i < nx; i++) {
		memset(ret->row[i], 255, SOUND_ROW);
		memcpy(ret->row[i] + 1, sound_costs.take[x[i]] + from, n);
		ret->codes[i] = sound_numbered(x[i], arabic);
		ret->swaps = ret->swaps || ret->codes[i] != 255;
	}
}

static void align_block(const struct sound_bank *bank, const struct sound_block *b,
			const struct sound_probe *x, uint16_t of_x, float floor,
			struct sound_cost *ret)
{
	uint16_t limit[SOUND_LANES];
	uint16_t cost[SOUND_LANES];
	for (size_t k = 0; k < SOUND_LANES; k++) {
		float most = (1.0F - floor) * (float)(of_x + b->of[x->arabic][k]);
		limit[k] = b->word[k] == UINT32_MAX ? 0 : (uint16_t)(most + 1.0F);
	}
	bank->kernel(b, x, limit, cost);
	for (size_t k = 0; k < SOUND_LANES; k++)
		if (b->word[k] != UINT32_MAX)
			ret[b->word[k]] =
				(struct sound_cost){ cost[k],
						     (uint16_t)(of_x + b->of[x->arabic][k]) };
}

void sound_bank_align(const struct sound_bank *b, const uint8_t *x, size_t nx, float floor,
		      struct sound_cost *ret)
{
	struct sound_probe probe[2];
	uint16_t of[2] = { 0, 0 };
	nx = nx < SOUND_ALIGN_MAX ? nx : SOUND_ALIGN_MAX;
	for (int s = 0; s < 2; s++) {
		sound_probe_make(x, nx, s, &probe[s]);
		for (size_t i = 0; i < nx; i++)
			of[s] = (uint16_t)(of[s] + probe[s].leave[i]);
	}
	for (size_t i = 0; i < b->n_blocks; i++) {
		bool s = b->blocks[i].arabic;
		align_block(b, &b->blocks[i], &probe[s], of[s], floor, ret);
	}
	for (size_t i = 0; i < b->n_odd; i++)
		ret[b->odd[i].word] = sound_align(x, nx, b->odd[i].codes, b->odd[i].n);
}
