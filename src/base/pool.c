/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/hash.h"

/* Indexes a thread takes at a time of what costs 10 to 100 microseconds each. */
enum { STRIDE = 16 };

struct helper {
	struct pool *pool;
	pthread_t thread;
	int worker;
};

struct pool {
	int threads; /* with the caller's */
	struct helper helpers[POOL_THREADS_MAX];
	pthread_mutex_t lock;
	pthread_cond_t begin, done;
	/* Under the lock. */
	uint64_t round;
	int at_work;
	bool closing;
	/* Of the round: set before it begins. */
	pool_fn *fn;
	void *ctx;
	size_t n;
	size_t stride;
	atomic_size_t next;
};

static void work(struct pool *p, int worker)
{
	const size_t stride = p->stride;
	for (;;) {
		size_t from = atomic_fetch_add(&p->next, stride);
		if (from >= p->n)
			return;
		size_t to = p->n - from < stride ? p->n : from + stride;
		for (size_t i = from; i < to; i++)
			p->fn(p->ctx, i, worker);
	}
}

static void *helper_run(void *arg)
{
	const struct helper *h = arg;
	struct pool *p = h->pool;
	uint64_t seen = 0;
	pthread_mutex_lock(&p->lock);
	for (;;) {
		while (!p->closing && p->round == seen)
			pthread_cond_wait(&p->begin, &p->lock);
		if (p->closing)
			break;
		seen = p->round;
		pthread_mutex_unlock(&p->lock);
		work(p, h->worker);
		pthread_mutex_lock(&p->lock);
		if (--p->at_work == 0)
			pthread_cond_signal(&p->done);
	}
	pthread_mutex_unlock(&p->lock);
	hash_thread_done();
	crypto_thread_done();
	return NULL;
}

struct pool *pool_new(int threads)
{
	struct pool *p = calloc(1, sizeof *p);
	long have = threads > 0 ? threads : sysconf(_SC_NPROCESSORS_ONLN);
	if (!p)
		die("out of memory");
	pthread_mutex_init(&p->lock, NULL);
	pthread_cond_init(&p->begin, NULL);
	pthread_cond_init(&p->done, NULL);
	for (p->threads = 1; p->threads < have && p->threads < POOL_THREADS_MAX; p->threads++) {
		struct helper *h = &p->helpers[p->threads];
		*h = (struct helper){ .pool = p, .worker = p->threads };
		if (pthread_create(&h->thread, NULL, helper_run, h) != 0)
			break;
	}
	return p;
}

void pool_free(struct pool *p)
{
	if (!p)
		return;
	pthread_mutex_lock(&p->lock);
	p->closing = true;
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
	for (int i = 1; i < p->threads; i++)
		pthread_join(p->helpers[i].thread, NULL);
	pthread_cond_destroy(&p->begin);
	pthread_cond_destroy(&p->done);
	pthread_mutex_destroy(&p->lock);
	free(p);
}

void pool_freep(struct pool **p)
{
	pool_free(*p);
}

int pool_threads(const struct pool *p)
{
	return p->threads;
}

static void begin(struct pool *p, size_t n, size_t stride, pool_fn *fn, void *ctx)
{
	p->fn = fn;
	p->ctx = ctx;
	p->n = n;
	p->stride = stride;
	atomic_store(&p->next, 0);
	if (p->threads == 1 || n <= stride)
		return;
	pthread_mutex_lock(&p->lock);
	p->at_work = p->threads - 1;
	p->round++;
	pthread_cond_broadcast(&p->begin);
	pthread_mutex_unlock(&p->lock);
}

void pool_begin(struct pool *p, size_t n, pool_fn *fn, void *ctx)
{
	begin(p, n, STRIDE, fn, ctx);
}

void pool_begin_long(struct pool *p, size_t n, pool_fn *fn, void *ctx)
{
	begin(p, n, 1, fn, ctx);
}

void pool_join(struct pool *p)
{
	work(p, 0);
	pthread_mutex_lock(&p->lock);
	while (p->at_work)
		pthread_cond_wait(&p->done, &p->lock);
	pthread_mutex_unlock(&p->lock);
}

bool pool_is_done(struct pool *p)
{
	pthread_mutex_lock(&p->lock);
	bool done = p->at_work == 0 && atomic_load(&p->next) >= p->n;
	pthread_mutex_unlock(&p->lock);
	return done;
}

void pool_each(struct pool *p, size_t n, pool_fn *fn, void *ctx)
{
	pool_begin(p, n, fn, ctx);
	pool_join(p);
}

void pool_each_long(struct pool *p, size_t n, pool_fn *fn, void *ctx)
{
	pool_begin_long(p, n, fn, ctx);
	pool_join(p);
}
