/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/rng.h"

__extension__ typedef unsigned __int128 u128;

enum { ROUNDS = 10, BLOCKS = 4, WORDS = 2 * BLOCKS };

/* Constants of Salmon et al. 2011, section 3.3: odd multipliers, and Weyl steps from the golden
 * ratio and the square root of 3. */
static const uint64_t MUL0 = 0xD2511F53, MUL1 = 0xCD9E8D57;
static const uint32_t STEP0 = 0x9E3779B9, STEP1 = 0xBB67AE85;

void rng_block(const uint32_t counter[4], const uint32_t key[2], uint32_t ret[4])
{
	uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
	uint32_t k0 = key[0], k1 = key[1];
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t a = MUL0 * c0;
		uint64_t b = MUL1 * c2;
		c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
		c1 = (uint32_t)b;
		c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
		c3 = (uint32_t)a;
		k0 += STEP0;
		k1 += STEP1;
	}
	ret[0] = c0;
	ret[1] = c1;
	ret[2] = c2;
	ret[3] = c3;
}

struct rng rng_start(uint64_t seed, uint64_t stream)
{
	return (struct rng){ .seed = seed, .stream = stream };
}

/* Four blocks at once: their multiplications do not wait for each other. */
static void fill(struct rng *r)
{
	uint32_t key[2] = { (uint32_t)r->seed, (uint32_t)(r->seed >> 32) };
	for (unsigned i = 0; i < BLOCKS; i++) {
		uint64_t at = r->at + i;
		uint32_t counter[4] = { (uint32_t)at, (uint32_t)(at >> 32), (uint32_t)r->stream,
					(uint32_t)(r->stream >> 32) };
		uint32_t out[4];
		rng_block(counter, key, out);
		r->word[2 * i] = out[0] | (uint64_t)out[1] << 32;
		r->word[2 * i + 1] = out[2] | (uint64_t)out[3] << 32;
	}
	r->at += BLOCKS;
	r->left = WORDS;
}

uint64_t rng_word(struct rng *r)
{
	if (r->left == 0)
		fill(r);
	return r->word[WORDS - r->left--];
}

/* The middle of one of 2^52 equal cells: with 53 bits the last middle would round to 1. */
double rng_uniform(struct rng *r)
{
	return ((double)(rng_word(r) >> 12) + 0.5) * 0x1p-52;
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
