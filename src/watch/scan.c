/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan.c - the largest statistic over zones and windows, and that of replicates in which nothing rises. */
#include "watch/scan_priv.h"

#include <string.h>

#include "num/rng.h"

enum { NEAREST = 10, REPLICATES = 999, BLOCK = 250 };
#define TIE 1e-9 /* statistics closer than this share are alike: sums in other orders differ so */

const char *scan_method_code(enum scan_method m)
{
	static const char *const CODES[] = { "permutation", "poisson", "nb" };
	return CODES[m];
}

/* ---- replicates ------------------------------------------------------------- */

static void shuffle_periods(struct rng *r, struct scan_event *events, size_t n)
{
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)rng_below(r, i);
		uint32_t held = events[i - 1].period;
		events[i - 1].period = events[k].period;
		events[k].period = held;
	}
}

static uint32_t place_by_share(const struct scan_plan *p, double u)
{
	size_t lo = 0;
	size_t hi = p->t->n_places - 1;
	u *= p->share[hi];
	while (lo < hi) {
		size_t middle = (lo + hi) / 2;
		if (p->share[middle] > u)
			hi = middle;
		else
			lo = middle + 1;
	}
	return (uint32_t)lo;
}

static void draw(const struct scan_plan *p, struct rng *r, struct scan_event *events)
{
	memcpy(events, p->t->events, p->t->n_events * sizeof *events);
	if (p->o->method == SCAN_PERMUTATION) {
		shuffle_periods(r, events, p->t->n_events);
		return;
	}
	for (size_t i = 0; i < p->t->n_events; i++) {
		events[i].period = (uint32_t)rng_below(r, p->periods);
		if (p->o->method == SCAN_POISSON && p->share)
			events[i].place = place_by_share(p, rng_uniform(r));
	}
}

struct replicates {
	const struct scan_plan *p;
	struct scan_work *work; /* by worker */
	double *maxima;
	size_t first;
};

static void replicate(void *ctx, size_t i, int worker)
{
	const struct replicates *x = ctx;
	struct scan_work *w = &x->work[worker];
	struct rng r = rng_start(x->p->o->seed, x->first + i);
	double most = 0;
	draw(x->p, &r, w->events);
	scan_count(x->p, w->events, w);
	scan_prepare(x->p, w);
	for (size_t z = 0; z < x->p->zones.n; z++)
		if (!x->p->zones.items[z].again)
			most = fmax(most, scan_look_at_zone(x->p, w, z).value);
	x->maxima[x->first + i] = most;
}

static size_t as_large(const double *maxima, size_t n, double value)
{
	size_t more = 0;
	for (size_t i = 0; i < n; i++)
		more += maxima[i] >= value * (1 - TIE);
	return more;
}

/* Up to the replicate at which SCAN_ENOUGH were as large; blocks keep this the same for any number of threads. */
static size_t run_replicates(const struct scan_plan *p, double value, struct pool *pool,
			     double *maxima, struct arena *a)
{
	size_t workers = pool ? (size_t)pool_threads(pool) : 1;
	struct replicates x = { p, NEW_N(a, workers, struct scan_work), maxima, 0 };
	size_t done = 0;
	size_t more = 0;
	for (size_t i = 0; i < workers; i++)
		x.work[i] = scan_work_new(p, a);
	while (done < p->o->replicates) {
		size_t n = p->o->replicates - done < BLOCK ? p->o->replicates - done : BLOCK;
		x.first = done;
		if (pool)
			pool_each(pool, n, replicate, &x);
		else
			for (size_t i = 0; i < n; i++)
				replicate(&x, i, 0);
		for (size_t i = 0; i < n; i++, done++) {
			more += maxima[done] >= value * (1 - TIE);
			if (more >= SCAN_ENOUGH)
				return done + 1;
		}
	}
	return done;
}

static double p_of(const double *maxima, size_t done, double value)
{
	double more = (double)as_large(maxima, done, value);
	/* When it was the number as large that ended the scan, it and not one more is the share. */
	if (more >= SCAN_ENOUGH)
		return more / (double)done;
	return (1 + more) / (1 + (double)done);
}

/* ---- clusters --------------------------------------------------------------- */

static void fill(const struct scan_plan *p, const struct scan_work *w, const struct scan_best *b,
		 struct scan_cluster *c)
{
	assert(p->zones.items && "a cluster stands in a zone");
	const struct scan_zone *z = &p->zones.items[b->zone];
	*c = (struct scan_cluster){
		.zone = b->zone,
		.places = z->places,
		.n_places = z->n_places,
		.from = p->from + b->from,
		.to = p->from + b->to - 1,
		.expected = scan_expected_in(p, w, b->zone, b->from, b->to),
		.statistic = b->value,
	};
	for (size_t i = 0; i < p->t->n_events; i++) {
		const struct scan_event *x = &p->t->events[i];
		bool inside = false;
		for (size_t k = 0; k < c->n_places; k++)
			inside = inside || c->places[k] == x->place;
		if (inside && x->period >= c->from && x->period <= c->to) {
			c->events++;
			c->persons += x->persons;
		}
	}
}

static bool is_free(const struct scan_zone *z, const bool *taken)
{
	for (size_t i = 0; i < z->n_places; i++)
		if (taken[z->places[i]])
			return false;
	return true;
}

/* The largest first; then the largest that shares no place with those before. */
static void find_clusters(const struct scan_plan *p, const struct scan_work *w,
			  struct scan_result *r, struct arena *scratch)
{
	struct scan_best *best = NEW_N(scratch, p->zones.n, struct scan_best);
	bool *taken = NEW_N(scratch, p->t->n_places, bool);
	for (size_t z = 0; z < p->zones.n; z++)
		best[z] = scan_look_at_zone(p, w, z);
	while (r->n < COUNT(r->clusters)) {
		const struct scan_best *top = NULL;
		for (size_t z = 0; z < p->zones.n; z++) {
			const struct scan_zone *x = &p->zones.items[z];
			bool more = best[z].value > (top ? top->value * (1 + TIE) : 0);
			if (!x->again && more && is_free(x, taken))
				top = &best[z];
		}
		if (!top)
			return;
		const struct scan_zone *x = &p->zones.items[top->zone];
		for (size_t i = 0; i < x->n_places; i++)
			taken[x->places[i]] = true;
		fill(p, w, top, &r->clusters[r->n++]);
	}
}

/* How far counts of a place in a period spread beyond a Poisson's, by moments, over the periods that means are of. */
static double theta_of(const struct scan_plan *p, const struct scan_work *w, struct arena *scratch)
{
	size_t periods = p->o->anywhere ? p->periods : p->from;
	double *cells = NEW_N(scratch, p->t->n_places * periods, double);
	double beyond = 0;
	double square = 0;
	for (size_t i = 0; i < p->t->n_events; i++)
		if (p->t->events[i].period < periods)
			cells[p->t->events[i].place * periods + p->t->events[i].period] +=
				(double)p->t->events[i].persons;
	for (size_t i = 0; i < p->t->n_places; i++) {
		double m = w->mean[i];
		for (size_t k = 0; k < periods; k++) {
			double off = cells[i * periods + k] - m;
			beyond += off * off - m;
			square += m * m;
		}
	}
	return beyond > 0 ? square / beyond : HUGE_VAL;
}

static size_t longest_of(const struct scan_table *t)
{
	size_t most = t->axis.kind == PERIOD_WEEK ? 8 : t->axis.kind == PERIOD_DAY ? 30 : 6;
	size_t half = (size_t)t->axis.n / 2;
	return most < half ? most : half;
}

static int plan_of(const struct scan_table *t, struct scan_options *o, struct scan_plan *p,
		   struct arena *a, struct err *e)
{
	if (!t->n_places || t->persons == 0)
		return err_set(e, ERR_INPUT, "there is no event to scan");
	if (t->axis.n < 2)
		return err_set(e, ERR_INPUT, "one period has nothing to be compared with");
	o->nearest = o->nearest ? o->nearest : NEAREST;
	o->longest = o->longest ? o->longest : longest_of(t);
	o->replicates = o->replicates ? o->replicates : REPLICATES;
	if (o->nearest > SCAN_NEAREST_MAX)
		return err_set(e, ERR_INPUT, "a zone has at most %d places", SCAN_NEAREST_MAX);
	if (o->longest > (size_t)t->axis.n / 2)
		return err_set(
			e, ERR_INPUT,
			"a window has at most half of the %lld periods: what is longer is not new",
			(long long)t->axis.n);
	if (o->replicates > SCAN_REPLICATES_MAX || o->replicates < 19)
		return err_set(e, ERR_INPUT, "replicates are from 19 to %d", SCAN_REPLICATES_MAX);
	*p = (struct scan_plan){ .t = t, .o = o, .periods = (size_t)t->axis.n, .theta = HUGE_VAL };
	p->from = o->anywhere ? 0 : p->periods - o->longest;
	p->span = p->periods - p->from;
	p->zones = scan_zones_of(t, o->nearest, a);
	if (t->population && o->method == SCAN_POISSON) {
		p->share = NEW_N(a, t->n_places, double);
		for (size_t i = 0; i < t->n_places; i++)
			p->share[i] = t->population[i] + (i ? p->share[i - 1] : 0);
		for (size_t i = 0; i < t->n_events; i++)
			if (!(t->population[t->events[i].place] > 0))
				return err_set(e, ERR_INPUT,
					       "\"%.*s\" has events and no population",
					       STR_FMT(t->places[t->events[i].place]));
	}
	return 0;
}

int scan_run(const struct scan_table *t, const struct scan_options *o, struct pool *pool,
	     struct arena *a, struct scan_result *ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct scan_result r = { .o = *o };
	struct scan_plan p;
	TRY(plan_of(t, &r.o, &p, a, e));
	struct scan_work w = scan_work_new(&p, scratch);
	scan_count(&p, t->events, &w);
	if (r.o.method == SCAN_NB) {
		scan_put_means(&p, &w);
		p.theta = theta_of(&p, &w, scratch);
	}
	scan_prepare(&p, &w);
	find_clusters(&p, &w, &r, scratch);
	r.zones = p.zones.distinct;
	r.theta = p.theta;
	r.maxima = NEW_N(a, r.o.replicates, double);
	/* Where nothing is above what is expected, nothing has to be judged. */
	if (r.n)
		r.done = run_replicates(&p, r.clusters[0].statistic, pool, r.maxima, scratch);
	for (size_t i = 0; i < r.n; i++)
		r.clusters[i].p = p_of(r.maxima, r.done, r.clusters[i].statistic);
	*ret = r;
	return 0;
}

struct scan_cluster scan_again(const struct scan_table *t, const struct scan_result *r,
			       const struct scan_cluster *c, struct arena *a)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct scan_options o = r->o;
	struct scan_cluster again = *c;
	struct scan_plan p;
	again.p = 1;
	again.persons = again.events = 0;
	again.expected = again.statistic = 0;
	if (plan_of(t, &o, &p, a, NULL) < 0)
		return again;
	struct scan_work w = scan_work_new(&p, scratch);
	p.theta = r->theta;
	scan_count(&p, t->events, &w);
	scan_prepare(&p, &w);
	struct scan_best b = { c->zone, c->from - p.from, c->to + 1 - p.from, 0 };
	b.value = scan_statistic(&p, &w, b.zone, b.from, b.to);
	fill(&p, &w, &b, &again);
	again.p = r->done && b.value > 0 ? p_of(r->maxima, r->done, b.value) : 1;
	return again;
}

double scan_recurrence(const struct scan_table *t, int freq, double p, bool *ret_capped)
{
	double a_year = freq ? freq : period_per_year(&t->axis);
	double years = 1 / (p * a_year);
	double most = (double)t->axis.n / a_year;
	*ret_capped = years > most;
	return years > most ? most : years;
}
