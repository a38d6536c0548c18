/* SPDX-License-Identifier: Apache-2.0 */
/*
 * pool.h - the same computation for many things, on all processors.
 *
 * For pure computation only: the function given reads what it is handed, writes its own place in a
 * result, and calls nothing that knows a file, a store or a clock. So the result is the same for any
 * number of threads, and everything outside stays single-threaded.
 */
#ifndef VIGIL_POOL_H
#define VIGIL_POOL_H

#include "base/base.h"

enum { POOL_THREADS_MAX = 64 };

struct pool;

/* `threads`: how many compute at once, the caller's included; 0: as many as there are processors. When
 * the system gives fewer, fewer compute. Never NULL. */
struct pool *pool_new(int threads);
void pool_free(struct pool *p); /* NULL is fine */
int pool_threads(const struct pool *p);

/* Call fn(ctx, i, worker) once for each i below `n`, in any order, and return when all have returned.
 * `worker` is below pool_threads and tells calls apart that run at once: for scratch memory. */
typedef void pool_fn(void *ctx, size_t i, int worker);
void pool_each(struct pool *p, size_t n, pool_fn *fn, void *ctx);
/* The same where each call takes milliseconds or more, such as a chain of draws: threads take one index
 * at a time and begin also for two. */
void pool_each_long(struct pool *p, size_t n, pool_fn *fn, void *ctx);
/* pool_each in two halves: the other threads begin, the caller does something else (fetch what comes next),
 * then joins in until all is done. One at a time. */
void pool_begin(struct pool *p, size_t n, pool_fn *fn, void *ctx);
void pool_begin_long(struct pool *p, size_t n, pool_fn *fn, void *ctx); /* as pool_each_long */
void pool_join(struct pool *p);
/* Whether the others have done all that was begun, so that joining costs nothing. True before any beginning. */
bool pool_is_done(struct pool *p);

void pool_freep(struct pool **p);
#define AUTO_POOL AUTO(pool_freep) struct pool

#endif
