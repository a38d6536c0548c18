/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan.c - the largest statistic over zones and windows, and that of replicates in which nothing rises. */
#include "watch/scan_priv.h"

#include <string.h>

#include "num/rng.h"

enum { NEAREST = 10, REPLICATES = 999, BLOCK = 250 };
#define TIE 1e-9 /* statistics closer than this share are alike: sums in other orders differ so */

double scan_llr_total(double c, double expected, double n)
{
	if (!(c > expected))
		return 0;
	double rest = n > c ? (n - c) * log((n - c) / (n - expected)) : 0;
	return c * log(c / expected) + rest;
}

double scan_llr_expected(double c, double expected)
{
	return c > expected ? c * log(c / expected) - (c - expected) : 0;
}

const char *scan_method_code(enum scan_method m)
{
	static const char *const CODES[] = { "permutation", "poisson", "nb" };
	return CODES[m];
}

/* ---- one set of events ---------------------------------------------------- */

/* What does not change from replicate to replicate. */
struct plan {
	const struct scan_table *t;
	const struct scan_options *o;
	struct scan_zones zones;
	size_t periods;
	size_t from; /* first period that a window can hold */
	size_t span; /* periods from there on */
	double theta;
	double *share; /* of the population, up to and with each place; NULL without */
};

/* What does, for one worker. Sums over periods begin at plan.from: index k is the sum of the first k. */
struct work {
	double *place;	/* n_places x (span + 1), weighted for nb */
	double *zone;	/* zones x (span + 1), the same */
	double *total;	/* of each place, all periods */
	double *period; /* sums over periods of all places: span + 1 */
	double *mean;	/* expected in a period, of each place; of zones at zone_mean */
	double *zone_mean;
	double *zone_all; /* for permutation the total of the zone; for nb the sum of m/w */
	double persons;
	struct scan_event *events; /* of a replicate */
};

static struct work work_new(const struct plan *p, struct arena *a)
{
	size_t n = p->t->n_places;
	size_t wide = p->span + 1;
	return (struct work){
		.place = NEW_N(a, n * wide, double),
		.zone = NEW_N(a, p->zones.n * wide, double),
		.total = NEW_N(a, n, double),
		.period = NEW_N(a, wide, double),
		.mean = NEW_N(a, n, double),
		.zone_mean = NEW_N(a, p->zones.n, double),
		.zone_all = NEW_N(a, p->zones.n, double),
		.persons = (double)p->t->persons,
		.events = NEW_N(a, p->t->n_events, struct scan_event),
	};
}

static void count(const struct plan *p, const struct scan_event *events, struct work *w)
{
	size_t wide = p->span + 1;
	memset(w->place, 0, p->t->n_places * wide * sizeof *w->place);
	memset(w->total, 0, p->t->n_places * sizeof *w->total);
	memset(w->period, 0, wide * sizeof *w->period);
	for (size_t i = 0; i < p->t->n_events; i++) {
		const struct scan_event *x = &events[i];
		double v = (double)x->persons;
		w->total[x->place] += v;
		if (x->period < p->from)
			continue;
		w->place[x->place * wide + x->period - p->from + 1] += v;
		w->period[x->period - p->from + 1] += v;
	}
	for (size_t k = 1; k < wide; k++)
		w->period[k] += w->period[k - 1];
	for (size_t i = 0; i < p->t->n_places; i++)
		for (size_t k = 1; k < wide; k++)
			w->place[i * wide + k] += w->place[i * wide + k - 1];
}

/* Before the longest window, a period's average of a place added to each; over all periods where windows lie anywhere. */
static void put_means(const struct plan *p, struct work *w)
{
	size_t wide = p->span + 1;
	double history = (double)(p->o->anywhere ? p->periods : p->from);
	double seen = w->persons - (p->o->anywhere ? 0 : w->period[p->span]);
	double average = (seen + 0.5) / (history * (double)p->t->n_places);
	for (size_t i = 0; i < p->t->n_places; i++) {
		double mine = w->total[i] - (p->o->anywhere ? 0 : w->place[i * wide + p->span]);
		w->mean[i] = (mine + average) / (history + 1);
	}
}

static bool is_expected(const struct plan *p)
{
	return p->o->method == SCAN_NB || (p->o->method == SCAN_POISSON && !p->share);
}

static void prepare(const struct plan *p, struct work *w)
{
	size_t wide = p->span + 1;
	if (is_expected(p))
		put_means(p, w);
	for (size_t i = 0; i < p->t->n_places && p->o->method == SCAN_NB; i++) {
		double spread = 1 + w->mean[i] / p->theta;
		for (size_t k = 1; k < wide; k++)
			w->place[i * wide + k] /= spread;
	}
	for (size_t i = 0; i < p->zones.n; i++) {
		const struct scan_zone *z = &p->zones.items[i];
		double *sum = w->zone + i * wide;
		w->zone_mean[i] = z->base < 0 ? 0 : w->zone_mean[z->base];
		w->zone_all[i] = z->base < 0 ? 0 : w->zone_all[z->base];
		if (z->base < 0)
			memset(sum, 0, wide * sizeof *sum);
		else
			memcpy(sum, w->zone + (size_t)z->base * wide, wide * sizeof *sum);
		for (size_t k = 0; k < z->n_added; k++) {
			size_t place = z->added[k];
			const double *add = w->place + place * wide;
			w->zone_mean[i] += w->mean[place];
			if (p->o->method == SCAN_NB)
				w->zone_all[i] += w->mean[place] / (1 + w->mean[place] / p->theta);
			else if (p->share)
				w->zone_all[i] += p->t->population[place] * w->persons /
						  p->share[p->t->n_places - 1];
			else
				w->zone_all[i] += w->total[place];
			for (size_t s = 1; s < wide; s++)
				sum[s] += add[s];
		}
	}
}

/* Expected persons of a zone in periods from .. to - 1 of the span. */
static double expected_in(const struct plan *p, const struct work *w, size_t zone, size_t from,
			  size_t to)
{
	if (is_expected(p))
		return w->zone_mean[zone] * (double)(to - from);
	if (p->o->method == SCAN_POISSON)
		return w->zone_all[zone] * (double)(to - from) / (double)p->periods;
	return w->zone_all[zone] * (w->period[to] - w->period[from]) / w->persons;
}

static double statistic(const struct plan *p, const struct work *w, size_t zone, size_t from,
			size_t to)
{
	const double *sum = w->zone + zone * (p->span + 1);
	double c = sum[to] - sum[from];
	if (p->o->method == SCAN_NB) {
		double m = w->zone_all[zone] * (double)(to - from);
		return c > m ? (c - m) / sqrt(m) : 0;
	}
	double expected = expected_in(p, w, zone, from, to);
	if (!(c > expected))
		return 0;
	return is_expected(p) ? scan_llr_expected(c, expected)
			      : scan_llr_total(c, expected, w->persons);
}

struct best {
	size_t zone, from, to;
	double value;
};

/* Windows end at `to`, and are at most o->longest long. */
static void look(const struct plan *p, const struct work *w, size_t zone, size_t to,
		 struct best *best)
{
	size_t first = to > p->o->longest ? to - p->o->longest : 0;
	for (size_t from = first; from < to; from++) {
		double v = statistic(p, w, zone, from, to);
		if (v > best->value)
			*best = (struct best){ zone, from, to, v };
	}
}

static struct best look_at_zone(const struct plan *p, const struct work *w, size_t zone)
{
	struct best best = { zone, 0, 0, 0 };
	for (size_t to = p->o->anywhere ? 1 : p->span; to <= p->span; to++)
		look(p, w, zone, to, &best);
	return best;
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

static uint32_t place_by_share(const struct plan *p, double u)
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

static void draw(const struct plan *p, struct rng *r, struct scan_event *events)
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
	const struct plan *p;
	struct work *work; /* by worker */
	double *maxima;
	size_t first;
};

static void replicate(void *ctx, size_t i, int worker)
{
	const struct replicates *x = ctx;
	struct work *w = &x->work[worker];
	struct rng r = rng_start(x->p->o->seed, x->first + i);
	double most = 0;
	draw(x->p, &r, w->events);
	count(x->p, w->events, w);
	prepare(x->p, w);
	for (size_t z = 0; z < x->p->zones.n; z++)
		if (!x->p->zones.items[z].again)
			most = fmax(most, look_at_zone(x->p, w, z).value);
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
static size_t run_replicates(const struct plan *p, double value, struct pool *pool, double *maxima,
			     struct arena *a)
{
	size_t workers = pool ? (size_t)pool_threads(pool) : 1;
	struct replicates x = { p, NEW_N(a, workers, struct work), maxima, 0 };
	size_t done = 0;
	size_t more = 0;
	for (size_t i = 0; i < workers; i++)
		x.work[i] = work_new(p, a);
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

static void fill(const struct plan *p, const struct work *w, const struct best *b,
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
		.expected = expected_in(p, w, b->zone, b->from, b->to),
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
static void find_clusters(const struct plan *p, const struct work *w, struct scan_result *r,
			  struct arena *scratch)
{
	struct best *best = NEW_N(scratch, p->zones.n, struct best);
	bool *taken = NEW_N(scratch, p->t->n_places, bool);
	for (size_t z = 0; z < p->zones.n; z++)
		best[z] = look_at_zone(p, w, z);
	while (r->n < COUNT(r->clusters)) {
		const struct best *top = NULL;
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
static double theta_of(const struct plan *p, const struct work *w, struct arena *scratch)
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

static int plan_of(const struct scan_table *t, struct scan_options *o, struct plan *p,
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
	*p = (struct plan){ .t = t, .o = o, .periods = (size_t)t->axis.n, .theta = HUGE_VAL };
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
	struct plan p;
	TRY(plan_of(t, &r.o, &p, a, e));
	struct work w = work_new(&p, scratch);
	count(&p, t->events, &w);
	if (r.o.method == SCAN_NB) {
		put_means(&p, &w);
		p.theta = theta_of(&p, &w, scratch);
	}
	prepare(&p, &w);
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
	struct plan p;
	again.p = 1;
	again.persons = again.events = 0;
	again.expected = again.statistic = 0;
	if (plan_of(t, &o, &p, a, NULL) < 0)
		return again;
	struct work w = work_new(&p, scratch);
	p.theta = r->theta;
	count(&p, t->events, &w);
	prepare(&p, &w);
	struct best b = { c->zone, c->from - p.from, c->to + 1 - p.from, 0 };
	b.value = statistic(&p, &w, b.zone, b.from, b.to);
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
