/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/rng.h"

__extension__ typedef unsigned __int128 u128;

enum { ROUNDS = 10 };

/* Constants of Salmon et al. 2011 (Random123): an odd multiplier, and a Weyl step from the golden ratio. */
static const uint64_t MULTIPLIER = 0xD2B74407B1CE6E93, STEP = 0x9E3779B97F4A7C15;

static inline uint64_t block(uint64_t c0, uint64_t c1, uint64_t key, uint64_t *ret_second)
{
	for (int i = 0; i < ROUNDS; i++) {
		u128 m = (u128)MULTIPLIER * c0;
		c0 = (uint64_t)(m >> 64) ^ key ^ c1;
		c1 = (uint64_t)m;
		key += STEP;
	}
	*ret_second = c1;
	return c0;
}

void rng_block(const uint64_t counter[2], uint64_t key, uint64_t ret[2])
{
	uint64_t second;
	ret[0] = block(counter[0], counter[1], key, &second);
	ret[1] = second;
}

struct rng rng_start(uint64_t seed, uint64_t stream)
{
	return (struct rng){ .seed = seed, .stream = stream };
}

/* A short stream pays for what it takes: one block first, then many. */
void rng_fill(struct rng *r)
{
	enum { LANES = RNG_WORDS / 2 };
	if (r->at == 0) {
		r->word[0] = block(r->at++, r->stream, r->seed, &r->word[1]);
		r->have = 2;
	} else {
		uint64_t c0[LANES];
		uint64_t c1[LANES];
		uint64_t key = r->seed;
		for (int k = 0; k < LANES; k++) {
			c0[k] = r->at++;
			c1[k] = r->stream;
		}
		for (int i = 0; i < ROUNDS; i++, key += STEP)
			for (int k = 0; k < LANES; k++) {
				u128 m = (u128)MULTIPLIER * c0[k];
				c0[k] = (uint64_t)(m >> 64) ^ key ^ c1[k];
				c1[k] = (uint64_t)m;
			}
		for (int k = 0; k < LANES; k++) {
			r->word[2 * k] = c0[k];
			r->word[2 * k + 1] = c1[k];
		}
		r->have = RNG_WORDS;
	}
	r->next = 0;
}

uint64_t rng_below(struct rng *r, uint64_t n)
{
	assert(n > 0);
	u128 m = (u128)rng_word(r) * n;
	if ((uint64_t)m < n) {
		uint64_t unfair = -n % n; /* 2^64 mod n */
		while ((uint64_t)m < unfair)
			m = (u128)rng_word(r) * n;
	}
	return (uint64_t)(m >> 64);
}

bool rng_chance(struct rng *r, double p)
{
	return rng_uniform(r) < p;
}

size_t rng_pick(struct rng *r, const double *weight, size_t k)
{
	double total = 0;
	for (size_t i = 0; i < k; i++)
		total += weight[i];
	assert(total > 0);
	double u = rng_uniform(r) * total;
	size_t last = 0;
	for (size_t i = 0; i < k; i++) {
		if (!(weight[i] > 0))
			continue;
		last = i; /* where rounding leaves u over the sum of all */
		u -= weight[i];
		if (u < 0)
			break;
	}
	return last;
}

void rng_shuffle(struct rng *r, size_t *list, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t j = rng_below(r, i);
		size_t held = list[i - 1];
		list[i - 1] = list[j];
		list[j] = held;
	}
}

void rng_sample(struct rng *r, size_t n, size_t k, size_t *ret)
{
	assert(k <= n);
	size_t have = 0;
	for (size_t i = 0; have < k; i++)
		if (rng_below(r, n - i) < k - have)
			ret[have++] = i;
}
