/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * payload_ring.c - one thread reads and hashes, the caller's seals and writes; between them a ring of
 * pieces, so that neither waits for the other's slow moments and memory stays what it is.
 */
#include "evidence/payload_priv.h"

#include <pthread.h>
#include <signal.h>

enum { SLOTS = 8 };

struct ring {
	payload_read *read;
	void *ctx;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	/* Under the lock. Slots [taken, filled) are the caller's, the others the thread's. */
	uint64_t filled;
	uint64_t taken;
	bool ended; /* nothing more will be filled */
	bool stop;  /* nothing more is wanted */
	/* The thread's until it has ended. */
	struct hasher *hasher;
	int rc;
	struct err err;
	bool holds; /* the caller has slot `taken` in its hands */
	struct {
		uint8_t p[PIECE];
		size_t n;
		bool last;
	} slot[SLOTS];
};

/* Wait until slot `n` is the thread's. False: stop. */
static bool wait_free(struct ring *r, uint64_t n)
{
	pthread_mutex_lock(&r->lock);
	while (!r->stop && n - r->taken >= SLOTS)
		pthread_cond_wait(&r->changed, &r->lock);
	bool go = !r->stop;
	pthread_mutex_unlock(&r->lock);
	return go;
}

static int fill(struct ring *r, uint64_t n)
{
	uint8_t *p = r->slot[n % SLOTS].p;
	size_t have = 0;
	while (have < PIECE) {
		size_t got = 0;
		TRY(r->read(r->ctx, p + have, PIECE - have, &got, &r->err));
		assert(got <= PIECE - have && "a reader gives what was asked for");
		if (got == 0)
			break;
		hasher_add(r->hasher, p + have, got);
		have += got;
	}
	r->slot[n % SLOTS].n = have;
	return 0;
}

static void publish(struct ring *r, uint64_t n, bool last)
{
	r->slot[n % SLOTS].last = last;
	pthread_mutex_lock(&r->lock);
	r->filled = n + 1;
	pthread_cond_broadcast(&r->changed);
	pthread_mutex_unlock(&r->lock);
}

/* A full piece is handed on when it is known whether another follows: the last chunk is sealed as
 * such, and an empty one after it is not allowed. */
static int read_all(struct ring *r)
{
	uint64_t n = 0;
	if (!wait_free(r, n))
		return 0;
	TRY(fill(r, n));
	while (r->slot[n % SLOTS].n == PIECE) {
		if (!wait_free(r, n + 1))
			return 0;
		TRY(fill(r, n + 1));
		if (r->slot[(n + 1) % SLOTS].n == 0)
			break;
		publish(r, n, false);
		n++;
	}
	publish(r, n, true);
	return 0;
}

static void *run(void *arg)
{
	struct ring *r = arg;
	int rc = read_all(r);
	pthread_mutex_lock(&r->lock);
	r->rc = rc;
	r->ended = true;
	pthread_cond_broadcast(&r->changed);
	pthread_mutex_unlock(&r->lock);
	return NULL;
}

struct ring *ring_start(payload_read *read, void *ctx)
{
	sigset_t all;
	sigset_t before;
	struct ring *r = mem_need(malloc(sizeof *r));
	r->read = read;
	r->ctx = ctx;
	r->filled = r->taken = 0;
	r->ended = r->stop = r->holds = false;
	r->hasher = hasher_new();
	r->rc = 0;
	/* Signals are for the thread that the program knows of. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_mutex_init(&r->lock, NULL) != 0 || pthread_cond_init(&r->changed, NULL) != 0 ||
	    pthread_create(&r->thread, NULL, run, r) != 0)
		die("a second thread could not be started");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return r;
}

bool ring_next(struct ring *r, struct str *ret, bool *ret_last)
{
	pthread_mutex_lock(&r->lock);
	if (r->holds) {
		r->taken++;
		pthread_cond_broadcast(&r->changed);
	}
	while (r->filled == r->taken && !r->ended)
		pthread_cond_wait(&r->changed, &r->lock);
	r->holds = r->filled != r->taken;
	pthread_mutex_unlock(&r->lock);
	if (!r->holds)
		return false;
	uint64_t at = r->taken % SLOTS;
	*ret = str_n((const char *)r->slot[at].p, r->slot[at].n);
	*ret_last = r->slot[at].last;
	return true;
}

int ring_stop(struct ring *r, struct hash *ret, struct err *e)
{
	if (!r)
		return 0;
	pthread_mutex_lock(&r->lock);
	r->stop = true;
	pthread_cond_broadcast(&r->changed);
	pthread_mutex_unlock(&r->lock);
	pthread_join(r->thread, NULL);
	struct hash h = hasher_end(r->hasher);
	int rc = r->rc;
	if (rc < 0 && e)
		*e = r->err;
	if (rc == 0 && ret)
		*ret = h;
	pthread_cond_destroy(&r->changed);
	pthread_mutex_destroy(&r->lock);
	for (uint64_t i = 0; i < SLOTS && i < r->filled; i++)
		wipe(r->slot[i].p, r->filled > 1 ? PIECE : r->slot[i].n);
	free(r);
	return rc;
}
