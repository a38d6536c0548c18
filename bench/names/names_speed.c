/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names_speed.c - how many comparisons a second. */
#include "names.h"

#include <stdio.h>
#include <time.h>

#include "base/pool.h"
#include "names/sound_bank.h"

enum { AUDIT_X = 1000, AUDIT_Y = 100000 };

int64_t bench_clock(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Names of both scripts, as often as it takes. */
struct audit {
	const struct spelling **s;
	struct sound_word *w;
	struct sound_bank *b;
	struct sound_cost *costs; /* of each worker */
	uint64_t sum[POOL_THREADS_MAX];
	float floor;
};

static void audit_one(void *ctx, size_t i, int worker)
{
	struct audit *t = ctx;
	struct sound_cost *c = t->costs + (size_t)worker * AUDIT_Y;
	const struct sound_word *x = &t->w[(i * 97) % AUDIT_Y];
	sound_bank_align(t->b, x->codes, x->n, t->floor, c);
	for (size_t j = 0; j < AUDIT_Y; j++)
		t->sum[worker] += c[j].cost;
}

static void tell_bank(struct audit *t, const char *what, int threads, size_t n)
{
	AUTO_POOL *pool = pool_new(threads);
	int64_t start = bench_clock();
	pool_each(pool, n, audit_one, t);
	double s = (double)(bench_clock() - start) / 1e9;
	printf("  %-46s %8.2f M/s  %zu x %d in %.2f s\n", what, (double)n * AUDIT_Y / s / 1e6, n,
	       AUDIT_Y, s);
}

static void tell_banks(struct audit *t, const char *what)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	double mean = 0;
	for (size_t i = 0; i < AUDIT_Y; i++) {
		t->w[i] = (struct sound_word){ t->s[i]->codes, t->s[i]->n };
		mean += (double)t->s[i]->n / AUDIT_Y;
	}
	printf("%s, %.1f classes each\n", what, mean);
	int64_t start = bench_clock();
	uint64_t sum = 0;
	for (size_t i = 0; i < 2000000; i++) {
		const struct sound_word *x = &t->w[i % 997];
		const struct sound_word *y = &t->w[(i * 31) % AUDIT_Y];
		sum += sound_align(x->codes, x->n, y->codes, y->n).cost;
	}
	printf("  %-46s %8.2f M/s  (sum %llu)\n", "one by one, one thread",
	       2e3 / ((double)(bench_clock() - start) / 1e6), (unsigned long long)sum);
	t->b = sound_bank_new(a, t->w, AUDIT_Y);
	t->floor = 0;
	sound_bank_use(t->b, SOUND_PLAIN);
	tell_bank(t, "many, plain vectors, one thread", 1, 100);
	if (sound_bank_use(t->b, SOUND_AVX2))
		tell_bank(t, "many, AVX2, one thread", 1, 200);
	t->floor = 0.8F;
	tell_bank(t, "many, ending early below 0.8, one thread", 1, 200);
	tell_bank(t, "audit: many, ending early, all threads", 0, AUDIT_X);
}

static void tell_names(const struct audit *t)
{
	int64_t start = bench_clock();
	double sum = 0;
	size_t n = 500000;
	for (size_t i = 0; i < n; i++) {
		const struct name *x = t->s[i % 997]->name;
		const struct name *y = t->s[(i * 31) % AUDIT_Y]->name;
		sum += (double)name_compare(x, y, NULL);
	}
	printf("  %-46s %8.2f M/s  (mean %.3f)\n", "whole names, one thread",
	       (double)n / 1e6 / ((double)(bench_clock() - start) / 1e9), sum / (double)n);
}

static size_t take_set(const struct set *s, const char *source, const struct spelling **ret,
		       struct arena *a)
{
	struct set part = set_part(s, source, a);
	for (size_t i = 0; i < part.n; i++) {
		names_prepare(&part.pairs[i].x, a);
		names_prepare(&part.pairs[i].y, a);
	}
	for (size_t i = 0; i < AUDIT_Y; i++) {
		const struct set_pair *p = &part.pairs[i / 2 % part.n];
		ret[i] = i % 2 ? &p->y : &p->x;
	}
	return part.n;
}

void names_tell_speed(const struct set *s, struct arena *a)
{
	struct audit t = { .s = NEW_N(a, AUDIT_Y, const struct spelling *) };
	t.w = NEW_N(a, AUDIT_Y, struct sound_word);
	t.costs = NEW_N(a, (size_t)AUDIT_Y * POOL_THREADS_MAX, struct sound_cost);
	puts("\nspeed");
	take_set(s, "wikidata", t.s, a);
	tell_banks(&t, "single words");
	take_set(s, "ibc", t.s, a);
	tell_banks(&t, "whole names");
	tell_names(&t);
}
