/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rng.h - draws that anybody can repeat from two numbers, the seed and the stream.
 *
 * The generator is Philox2x64-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as
 * easy as 1, 2, 3", SC'11): a keyed bijection of a counter. The key is the seed; the counter's first
 * word is the position, its second the stream. It was taken rather than xoshiro256++, which is
 * quicker for bare words, because streams are a number and not a jump: stream 1,000,000 of a bootstrap
 * costs what stream 0 costs, no two overlap by construction, and the published vectors test the whole
 * of it. A draw costs far more than its words. Of the Philoxes it is the one whose key and stream are
 * each one word, and twice as quick as 4x32 on the processors we have.
 *
 * One stream for each chain, replicate or row, never one for each thread: then the result does
 * not depend on how many threads there are.
 *
 * All methods are exact: they draw from the distribution named and not from an approximation of
 * it, up to the rounding of doubles. A parameter out of its range is our own mistake and asserted.
 */
#ifndef VIGIL_NUM_RNG_H
#define VIGIL_NUM_RNG_H

#include "num/num.h"

/* Words made at once. Blocks do not wait for each other, as the rounds of one do. */
enum { RNG_WORDS = 16 };

struct rng {
	uint64_t seed;
	uint64_t stream;
	uint64_t at;	     /* the next block */
	uint32_t next, have; /* of `word`: the next to give, how many there are */
	uint64_t word[RNG_WORDS];
};

/* Begin `stream` of `seed`. Copying a struct rng copies its place: both go on alike. */
struct rng rng_start(uint64_t seed, uint64_t stream);

/* One block of the bijection, for tests against the published vectors. */
void rng_block(const uint64_t counter[2], uint64_t key, uint64_t ret[2]);

void rng_fill(struct rng *r);		       /* for rng_word alone */
static inline uint64_t rng_word(struct rng *r) /* 64 bits */
{
	if (r->next == r->have)
		rng_fill(r);
	return r->word[r->next++];
}
/* In (0, 1), never 0 and never 1; 2^52 values, mean exactly 1/2: the middle of one of as many equal cells.
 * With 53 bits the last middle would round to 1. */
static inline double rng_uniform(struct rng *r)
{
	return ((double)(rng_word(r) >> 12) + 0.5) * 0x1p-52;
}
/* 0 .. n-1, each equally often (Lemire 2019, ACM TOMACS 29:3). n > 0. */
uint64_t rng_below(struct rng *r, uint64_t n);
bool rng_chance(struct rng *r, double p); /* true with probability p */

/* ---- continuous ------------------------------------------------------ */

/* Mean 0, variance 1: ziggurat of 256 layers (Marsaglia & Tsang 2000, J. Stat. Softw. 5:8), value
 * and layer from different bits (Doornik 2005). */
double rng_normal(struct rng *r);
double rng_exponential(struct rng *r); /* mean 1 */

/* Density x^(shape-1) e^-x / Gamma(shape); shape > 0. Multiply by the scale (Marsaglia & Tsang 2000,
 * ACM TOMS 26:363; below shape 1 by a power of a uniform). May round to 0 for shapes below 0.01:
 * whoever takes logarithms takes rng_log_gamma. */
double rng_gamma(struct rng *r, double shape);
double rng_log_gamma(struct rng *r,
		     double shape); /* the logarithm of such a draw, never -inf by rounding */
double rng_beta(struct rng *r, double a, double b);
/* log x and log(1 - x) of a beta draw, both accurate where x is next to 0 or 1: stick breaking. */
void rng_log_beta(struct rng *r, double a, double b, double *ret_log_x, double *ret_log_rest);
/* Proportions that add up to 1, from n weights > 0 each. `ret` may be `alpha`. */
void rng_dirichlet(struct rng *r, const double *alpha, size_t n, double *ret);

/* ---- counts ---------------------------------------------------------- */

/* Means beyond this give this: nobody counts so far, and the caller's ceiling speaks. */
#define RNG_COUNT_MAX ((int64_t)1 << 52)

/* Successes in n <= RNG_COUNT_MAX trials: inversion while n min(p, 1-p) < 10, else transformed rejection
 * with decomposition with squeezes (Hörmann 1993, J. Stat. Comput. Simul. 46:101, BTRD). */
int64_t rng_binomial(struct rng *r, int64_t n, double p);
/* Multiplication below mean 10, else transformed rejection (Hörmann 1993, Insurance Math. Econ. 12:39, PTRS). */
int64_t rng_poisson(struct rng *r, double mean);
/* Failures before `size` successes, size > 0 not need be whole: a Poisson of a gamma mean.
 * Mean size (1-prob)/prob, variance mean + mean^2/size. */
int64_t rng_nbinom(struct rng *r, double size, double prob);
int64_t rng_nbinom_mu(struct rng *r, double size, double mean);
/* n things over k places with weights >= 0, not all 0: binomials one after the other. */
void rng_multinomial(struct rng *r, int64_t n, const double *weight, size_t k, int64_t *ret);

/* ---- choices --------------------------------------------------------- */

/* Index of one of k, by weights >= 0 that are not all 0. */
size_t rng_pick(struct rng *r, const double *weight, size_t k);
/* Every order equally likely (Fisher & Yates, Durstenfeld 1964). */
void rng_shuffle(struct rng *r, size_t *list, size_t n);
/* k of 0..n-1 without replacement, ascending (Knuth, TAOCP 2, 3.4.2, algorithm S). k <= n; O(n). */
void rng_sample(struct rng *r, size_t n, size_t k, size_t *ret);

#endif
