/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "base/hash.h"
#include "base/pool.h"

#include <stdatomic.h>

struct sums {
	struct hash *ret;
	int *calls;
	int threads;
};

static void hash_one(void *ctx, size_t i, int worker)
{
	struct sums *s = ctx;
	char text[32];
	int n = snprintf(text, sizeof text, "number %zu", i);
	s->ret[i] = hash_of(str_n(text, (size_t)n));
	s->calls[i] += worker >= 0 && worker < s->threads ? 1 : 100;
}

TEST(each_is_called_once_and_the_result_is_the_same_for_any_number_of_threads)
{
	enum { N = 1000 };
	static const size_t SIZES[] = { 0, 1, 15, 16, 17, 33, N };
	AUTO_ARENA *a = arena_new(0);
	struct hash *first = NEW_N(a, N, struct hash);
	for (int threads = 1; threads <= 5; threads++) {
		AUTO_POOL *p = pool_new(threads);
		CHECK(pool_threads(p) >= 1 && pool_threads(p) <= threads);
		for (size_t k = 0; k < COUNT(SIZES); k++) {
			struct sums s = { NEW_N(a, N, struct hash), NEW_N(a, N, int),
					  pool_threads(p) };
			pool_each(p, SIZES[k], hash_one, &s);
			for (size_t i = 0; i < N; i++)
				CHECK_INT(s.calls[i], i < SIZES[k]);
			if (SIZES[k] == N && threads == 1)
				memcpy(first, s.ret, N * sizeof *first);
			if (SIZES[k] == N)
				CHECK(memcmp(first, s.ret, N * sizeof *first) == 0);
		}
	}
}

TEST(a_pool_works_again_and_again_and_as_wide_as_the_machine)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *p = pool_new(0);
	for (int round = 0; round < 200; round++) {
		struct sums s = { NEW_N(a, 64, struct hash), NEW_N(a, 64, int), pool_threads(p) };
		pool_begin(p, 64, hash_one, &s);
		pool_join(p);
		for (size_t i = 0; i < 64; i++)
			CHECK_INT(s.calls[i], 1);
	}
}

struct meeting {
	atomic_int came;
	int met[2];
};

/* Comes, and waits up to a minute for the other: they meet only when both run at once. */
static void meet(void *ctx, size_t i, int worker)
{
	struct meeting *m = ctx;
	const struct timespec ms = { .tv_nsec = 1000000 };
	(void)worker;
	atomic_fetch_add(&m->came, 1);
	for (int k = 0; k < 60000 && atomic_load(&m->came) < 2; k++)
		nanosleep(&ms, NULL);
	m->met[i] = atomic_load(&m->came) == 2;
}

TEST(two_long_tasks_run_at_once)
{
	AUTO_POOL *p = pool_new(2);
	struct meeting m = { 0 };
	if (pool_threads(p) < 2)
		SKIP("the system gave one thread");
	pool_each_long(p, 2, meet, &m);
	CHECK(m.met[0] && m.met[1]);
	pool_each_long(p, 0, meet, &m);
}
