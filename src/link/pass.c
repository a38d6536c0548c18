/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pass.c - every candidate once.
 *
 * Records are taken in runs of RUN; each run fills a list of its own, and lists are put together in the order of
 * runs, so that threads leave no trace. Counts of patterns are whole numbers, which add up alike in any order.
 */
#include "link/run_priv.h"

enum { RUN = 512, RUNS_AT_ONCE = 64 };

struct tally {
	uint64_t *pattern, *count; /* count 0: empty */
	size_t n, slots;
};

struct run {
	struct kept_pair *p;
	size_t n, cap;
};

struct worker {
	struct link_comparer *comparer;
	struct link_found found;
	struct tally tally;
	size_t candidates;
	uint64_t *patterns; /* of candidates */
	size_t n_patterns;
};

struct pass {
	const struct link_set *s;
	const struct link_blocks *b;
	const struct link_model *first;
	double least;
	struct worker of[POOL_THREADS_MAX];
	struct run runs[RUNS_AT_ONCE];
	size_t base; /* the first run of those at work */
};

static size_t tally_slot(const struct tally *t, uint64_t pattern)
{
	size_t k = link_mix(pattern) & (t->slots - 1);
	while (t->count[k] && t->pattern[k] != pattern)
		k = (k + 1) & (t->slots - 1);
	return k;
}

static void tally_add(struct tally *t, uint64_t pattern, uint64_t count)
{
	if (t->n * 2 >= t->slots) {
		struct tally old = *t;
		t->slots = old.slots ? old.slots * 2 : 1024;
		t->pattern = mem_need(calloc(t->slots, sizeof *t->pattern));
		t->count = mem_need(calloc(t->slots, sizeof *t->count));
		for (size_t i = 0; i < old.slots; i++) {
			if (!old.count[i])
				continue;
			size_t k = tally_slot(t, old.pattern[i]);
			t->pattern[k] = old.pattern[i];
			t->count[k] = old.count[i];
		}
		free(old.pattern);
		free(old.count);
	}
	size_t k = tally_slot(t, pattern);
	t->n += !t->count[k];
	t->pattern[k] = pattern;
	t->count[k] += count;
}

static void keep(struct run *r, uint32_t a, uint32_t b, uint64_t pattern)
{
	if (r->n == r->cap) {
		r->cap = r->cap ? r->cap * 2 : 256;
		r->p = mem_need(realloc(r->p, r->cap * sizeof *r->p));
	}
	r->p[r->n++] = (struct kept_pair){ a, b, pattern };
}

static int by_b(const void *x, const void *y)
{
	const struct kept_pair *p = x;
	const struct kept_pair *q = y;
	return (p->b > q->b) - (p->b < q->b);
}

static void compare_run(void *ctx, size_t i, int worker)
{
	struct pass *ps = ctx;
	struct worker *w = &ps->of[worker];
	struct run *run = &ps->runs[i];
	size_t from = (ps->base + i) * RUN;
	size_t to = from + RUN < ps->s->n ? from + RUN : ps->s->n;
	run->n = 0;
	for (size_t r = from; r < to; r++) {
		size_t begin = run->n;
		link_blocks_find(ps->b, (uint32_t)r, &w->found);
		w->candidates += w->found.n;
		if (w->n_patterns < w->found.n) {
			w->n_patterns = w->found.cap;
			w->patterns =
				mem_need(realloc(w->patterns, w->n_patterns * sizeof *w->patterns));
		}
		link_compare_many(w->comparer, (uint32_t)r, w->found.p, w->found.n, w->patterns);
		for (size_t k = 0; k < w->found.n; k++) {
			uint64_t p = w->patterns[k];
			tally_add(&w->tally, p, 1);
			if (link_model_bits(ps->first, p) >= ps->least)
				keep(run, (uint32_t)r, w->found.p[k], p);
		}
		if (run->n > begin)
			qsort(run->p + begin, run->n - begin, sizeof *run->p, by_b);
	}
}

static int by_pattern(const void *x, const void *y)
{
	const uint64_t *p = x;
	const uint64_t *q = y;
	return (p[0] > q[0]) - (p[0] < q[0]);
}

static void histogram_of(struct tally *t, struct link_histogram *ret)
{
	uint64_t(*both)[2] = mem_need(malloc((t->n + 1) * sizeof *both));
	size_t n = 0;
	for (size_t i = 0; i < t->slots; i++) {
		if (t->count[i]) {
			both[n][0] = t->pattern[i];
			both[n++][1] = t->count[i];
		}
	}
	qsort(both, n, sizeof *both, by_pattern);
	*ret = (struct link_histogram){ .n = n };
	ret->pattern = mem_need(malloc((n + 1) * sizeof *ret->pattern));
	ret->count = mem_need(malloc((n + 1) * sizeof *ret->count));
	for (size_t i = 0; i < n; i++) {
		ret->pattern[i] = both[i][0];
		ret->count[i] = both[i][1];
	}
	free(both);
}

static int tell(const struct link_told *t, size_t done, size_t of)
{
	return t->fn ? t->fn(t->ctx, t->phase, (int64_t)done, (int64_t)of) : 0;
}

int link_pass_run(const struct link_set *s, const struct link_blocks *b,
		  const struct link_model *first, double least, struct pool *pool,
		  const struct link_told *told, struct link_pass *ret, struct err *e)
{
	struct pass *ps = mem_need(calloc(1, sizeof *ps));
	*ps = (struct pass){ .s = s, .b = b, .first = first, .least = least };
	*ret = (struct link_pass){ 0 };
	for (int i = 0; i < pool_threads(pool); i++) {
		ps->of[i].comparer = link_comparer_new(s);
		link_found_init(&ps->of[i].found, s);
	}
	size_t runs = (s->n + RUN - 1) / RUN;
	size_t cap = 0;
	int rc = 0;
	for (ps->base = 0; ps->base < runs && rc >= 0; ps->base += RUNS_AT_ONCE) {
		size_t n = runs - ps->base < RUNS_AT_ONCE ? runs - ps->base : RUNS_AT_ONCE;
		pool_each(pool, n, compare_run, ps);
		for (size_t i = 0; i < n; i++) {
			while (ret->n_kept + ps->runs[i].n > cap) {
				cap = cap ? cap * 2 : 4096;
				ret->kept = mem_need(realloc(ret->kept, cap * sizeof *ret->kept));
			}
			if (ps->runs[i].n)
				memcpy(ret->kept + ret->n_kept, ps->runs[i].p,
				       ps->runs[i].n * sizeof *ret->kept);
			ret->n_kept += ps->runs[i].n;
		}
		rc = tell(told, ps->base + n, runs);
	}
	struct tally *all = &ps->of[0].tally;
	for (int i = 0; i < pool_threads(pool); i++) {
		struct worker *w = &ps->of[i];
		ret->candidates += w->candidates;
		for (size_t k = 0; i > 0 && k < w->tally.slots; k++)
			if (w->tally.count[k])
				tally_add(all, w->tally.pattern[k], w->tally.count[k]);
		link_comparer_free(w->comparer);
		link_found_done(&w->found);
		free(w->patterns);
	}
	histogram_of(all, &ret->h);
	for (int i = 0; i < pool_threads(pool); i++) {
		free(ps->of[i].tally.pattern);
		free(ps->of[i].tally.count);
	}
	for (size_t i = 0; i < RUNS_AT_ONCE; i++)
		free(ps->runs[i].p);
	free(ps);
	return rc < 0 ? err_set(e, rc, "stopped") : 0;
}

void link_pass_done(struct link_pass *p)
{
	free(p->h.pattern);
	free(p->h.count);
	free(p->h.fixed);
	free(p->h.fixed_not);
	free(p->kept);
	free(p->shared);
	*p = (struct link_pass){ 0 };
}
