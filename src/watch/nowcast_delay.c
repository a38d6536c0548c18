/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nowcast_delay.c - how late things become known, from a triangle whose newest periods are not complete. */
#include "watch/nowcast_priv.h"

#include "num/dist.h"

/* Sums over the periods of all series that are at least d periods old: x became known at d, of N within d. */
struct sums {
	double x, n, xx, xn, nn;
};

struct hazards {
	size_t wide;
	struct sums *all, *old, *new_; /* by d */
	double together;
};

static void add(struct sums *s, double x, double n)
{
	s->x += x;
	s->n += n;
	s->xx += x * x;
	s->xn += x * n;
	s->nn += n * n;
}

static void add_series(struct hazards *h, const struct nowcast_triangle *x, size_t from)
{
	size_t middle = from + (x->n - from) / 2;
	for (size_t t = from; t < x->n; t++) {
		for (size_t d = 1; d < h->wide && t + d < x->n; d++) {
			double within = (double)nowcast_by_age(x, t, d);
			double before = (double)nowcast_by_age(x, t, d - 1);
			if (within <= 0)
				continue;
			add(&h->all[d], within - before, within);
			add(t < middle ? &h->old[d] : &h->new_[d], within - before, within);
		}
	}
}

/* Correlation within a period by moments: squares of x - N g beyond what a binomial has. */
static double together_of(const struct hazards *h)
{
	double beyond = 0;
	double room = 0;
	for (size_t d = 1; d < h->wide; d++) {
		const struct sums *s = &h->all[d];
		double g = s->n > 0 ? s->x / s->n : 0;
		double v = g * (1 - g);
		beyond += s->xx - 2 * g * s->xn + g * g * s->nn - v * s->n;
		room += v * (s->nn - s->n);
	}
	double r = room > 0 ? beyond / room : 0;
	return r < 0 ? 0 : r > 0.9 ? 0.9 : r;
}

/* How many times more the sum x of a delay varies than a binomial one. */
static double spread(const struct hazards *h, size_t d)
{
	const struct sums *s = &h->all[d];
	return s->n > 0 ? 1 + h->together * (s->nn - s->n) / s->n : 1;
}

/* Mean and variance of g_d for one period to come. The prior is that of p_0 .. p_D all alike, weight 1. */
static double hazard(const struct hazards *h, const struct sums *s, size_t d, double *ret_variance)
{
	double phi = spread(h, d);
	double one = 1 / (double)h->wide;
	double yes = one + s->x / phi;
	double all = one * (double)(d + 1) + s->n / phi;
	double g = yes / all;
	*ret_variance = g * (1 - g) * (1 / (all + 1) + h->together);
	return g;
}

static double mean_delay(const struct hazards *h, const struct sums *by_d)
{
	double share = 1;
	double mean = 0;
	double v;
	for (size_t d = h->wide - 1; d > 0; d--) {
		/* Where half of the periods says nothing, what all say. */
		share *= 1 - hazard(h, by_d[d].n > 0 ? &by_d[d] : &h->all[d], d, &v);
		mean += 1 - share;
	}
	return mean;
}

/* Cochran's and Mantel & Haenszel's test over the delays, with the variance of correlated reports. */
static double p_change(const struct hazards *h)
{
	double off = 0;
	double variance = 0;
	for (size_t d = 1; d < h->wide; d++) {
		const struct sums *s = &h->all[d];
		double r = h->new_[d].n / s->n;
		if (!(s->n > 1) || !(h->old[d].n > 0) || !(h->new_[d].n > 0))
			continue;
		off += h->new_[d].x - r * s->x;
		variance += spread(h, d) * r * (1 - r) * s->x * (s->n - s->x) / (s->n - 1);
	}
	if (!(variance > 0))
		return 1;
	return 2 * dist_p(dist_normal(0, 1), fabs(off) / sqrt(variance), DIST_ABOVE);
}

static void put_shares(const struct hazards *h, struct nowcast_delay *d, struct arena *a)
{
	double share = 1;
	double square = 1;
	d->share = NEW_N(a, h->wide, double);
	d->sd = NEW_N(a, h->wide, double);
	d->share[h->wide - 1] = 1;
	for (size_t k = h->wide - 1; k > 0; k--) {
		double v;
		double rest = 1 - hazard(h, &h->all[k], k, &v);
		share *= rest;
		square *= rest * rest + v;
		d->share[k - 1] = share;
		d->sd[k - 1] = square > share * share ? sqrt(square - share * share) : 0;
	}
}

/* Half of the periods at most, so that both ends of the triangle say something of each delay. */
static int64_t longest(const struct nowcast_table *t, int64_t now)
{
	int64_t d = 1;
	for (size_t i = 0; i < t->n; i++) {
		for (size_t k = 0; k < t->series[i].n; k++) {
			const struct nowcast_cell *c = &t->series[i].cells[k];
			if (c->count && c->t + c->delay <= now && c->delay > d)
				d = c->delay;
		}
	}
	d = d > now / 2 ? now / 2 : d;
	return d > NOWCAST_DELAY_MAX ? NOWCAST_DELAY_MAX : d;
}

static int settle(const struct nowcast_table *t, const struct nowcast_options *o,
		  struct nowcast_delay *d, struct err *e)
{
	d->now = o->now;
	if (d->now < 0)
		d->now = t->last < t->axis.n - 1 ? t->last : t->axis.n - 1;
	if (d->now < NOWCAST_PERIODS_MIN)
		return err_set(
			e, ERR_INPUT,
			"there are %lld periods up to the day it is seen from: delays need at least %d before it",
			(long long)(d->now > 0 ? d->now : 0), NOWCAST_PERIODS_MIN);
	if (d->now > t->axis.n + PERIOD_AXIS_MAX)
		return err_set(e, ERR_TOOBIG,
			       "the day it is seen from is too far behind the table");
	d->max_delay = o->max_delay < 0 ? longest(t, d->now) : o->max_delay;
	if (d->max_delay < 1 || d->max_delay > NOWCAST_DELAY_MAX)
		return err_set(e, ERR_INPUT, "the longest delay is from 1 to %d periods",
			       NOWCAST_DELAY_MAX);
	if (d->max_delay >= d->now)
		return err_set(
			e, ERR_INPUT,
			"no period is %lld periods old yet: take a shorter longest delay (there are %lld periods before)",
			(long long)d->max_delay, (long long)d->now);
	if (o->window > 0 && o->window <= d->max_delay)
		return err_set(e, ERR_INPUT,
			       "delays up to %lld need a window of more than %lld periods",
			       (long long)d->max_delay, (long long)d->max_delay);
	return 0;
}

int nowcast_learn(const struct nowcast_table *t, const struct nowcast_options *o, struct arena *a,
		  struct nowcast_delay *ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	AUTO_ARENA *one = arena_new(0);
	struct nowcast_delay d = { 0 };
	TRY(settle(t, o, &d, e));
	size_t wide = (size_t)d.max_delay + 1;
	struct hazards h = { .wide = wide,
			     .all = NEW_N(scratch, wide, struct sums),
			     .old = NEW_N(scratch, wide, struct sums),
			     .new_ = NEW_N(scratch, wide, struct sums) };
	size_t from = o->window > 0 && o->window <= d.now ? (size_t)(d.now + 1 - o->window) : 0;
	for (size_t i = 0; i < t->n; i++) {
		arena_clear(one);
		struct nowcast_triangle x =
			nowcast_triangle_of(&t->series[i], d.now, d.max_delay, one);
		add_series(&h, &x, from);
		for (size_t k = from; k < x.n; k++) {
			d.learned += x.known[k];
			d.later += x.known[k] - nowcast_by_age(&x, k, wide - 1);
		}
	}
	if (!d.learned)
		return err_set(e, ERR_INPUT,
			       "nothing was known by then: there is no delay to learn from");
	h.together = together_of(&h);
	put_shares(&h, &d, a);
	d.together = h.together;
	d.mean = mean_delay(&h, h.all);
	d.mean_old = mean_delay(&h, h.old);
	d.mean_new = mean_delay(&h, h.new_);
	d.p_change = p_change(&h);
	*ret = d;
	return 0;
}
