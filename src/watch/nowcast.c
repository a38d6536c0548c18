/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nowcast.c - what a period will have come to, given what is known of it and of those before. */
#include "watch/nowcast_priv.h"

#include "num/dist.h"
#include "num/special.h"

enum { FIT_PERIODS = 104, ROUNDS = 2, NODES = 5 };
#define EARLY_SHARE  0.1
#define LEVEL_WEIGHT 0.1 /* of the mean of all periods in each level, in periods */

/* How quickly levels forget, and how far rates spread about them: gamma of this shape. */
static const double FORGET[] = { 0.3, 0.5, 0.6, 0.7, 0.8, 0.87, 0.93, 0.97, 1 };
static const double SHAPE[] = { 0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 256, 4096 };

/* Gauss & Hermite for a standard normal. */
static const double NODE_AT[NODES] = { -2.8569700138728, -1.3556261799742, 0, 1.3556261799742,
				       2.8569700138728 };
static const double NODE_WEIGHT[NODES] = { 0.0112574113277, 0.2220759220056, 0.5333333333333,
					   0.2220759220056, 0.0112574113277 };

struct model {
	const struct nowcast_triangle *x;
	const struct nowcast_delay *d;
	double average;
	double *level; /* of each period, as it could be seen when it was the newest */
	size_t from;   /* first period fitted */
	double forget, shape;
};

static double share_at(const struct nowcast_delay *d, size_t age)
{
	return age < (size_t)d->max_delay ? d->share[age] : 1;
}

static double average_of(const struct nowcast_triangle *x, const struct nowcast_delay *d)
{
	double known = 0.5;
	double seen = 0;
	for (size_t t = 0; t < x->n; t++) {
		known += (double)x->known[t];
		seen += share_at(d, x->n - 1 - t);
	}
	return known / seen;
}

/* For period t as of `now` >= t, from the periods before it. */
static double level_of(const struct model *m, size_t t, size_t now, double forget)
{
	double known = LEVEL_WEIGHT * m->average;
	double seen = LEVEL_WEIGHT;
	double w = 1;
	for (size_t j = 1; j <= t && w > 1e-6; j++) {
		size_t age = now - (t - j);
		bool whole = age + 1 >= m->x->wide;
		known +=
			w * (double)(whole ? m->x->known[t - j] : nowcast_by_age(m->x, t - j, age));
		seen += w * share_at(m->d, age);
		w *= forget;
	}
	return known / seen;
}

/* Log probability of y, but for what does not depend on the model. */
static double log_p(double y, double shape, double mean)
{
	double p = shape * log(shape / (shape + mean));
	if (y > 0)
		p += special_lgamma(y + shape) - special_lgamma(shape) +
		     y * log(mean / (shape + mean));
	return p;
}

static double likelihood(const struct model *m, double shape)
{
	double sum = 0;
	for (size_t t = m->from; t < m->x->n; t++)
		sum += log_p((double)m->x->known[t], shape,
			     m->level[t] * share_at(m->d, m->x->n - 1 - t));
	return sum;
}

static void put_levels(struct model *m, double forget)
{
	for (size_t t = m->from; t < m->x->n; t++)
		m->level[t] = level_of(m, t, t, forget);
}

/* By turns, each of few values: the likelihood is flat, and finer steps would be read from noise. */
static void fit(struct model *m)
{
	m->shape = 4;
	for (int round = 0; round < ROUNDS; round++) {
		double best = -HUGE_VAL;
		for (size_t i = 0; i < COUNT(FORGET); i++) {
			put_levels(m, FORGET[i]);
			double l = likelihood(m, m->shape);
			if (l > best) {
				best = l;
				m->forget = FORGET[i];
			}
		}
		put_levels(m, m->forget);
		best = -HUGE_VAL;
		for (size_t i = 0; i < COUNT(SHAPE); i++) {
			double l = likelihood(m, SHAPE[i]);
			if (l > best) {
				best = l;
				m->shape = SHAPE[i];
			}
		}
	}
}

/* Mean and variance of what is still to come, over the shares that fit what is known. */
static void rest_of(const struct model *m, int64_t known, double level, double share, double sd,
		    double *ret_mean, double *ret_variance)
{
	double spread = sd / (share * (1 - share));
	double weight[NODES];
	double mean[NODES];
	double total = 0;
	double square = 0;
	*ret_mean = 0;
	for (size_t i = 0; i < NODES; i++) {
		double p = special_expit(special_logit(share) + spread * NODE_AT[i]);
		weight[i] = log(NODE_WEIGHT[i]) + log_p((double)known, m->shape, p * level);
		mean[i] = (m->shape + (double)known) * (1 - p) / (m->shape / level + p);
	}
	double all = special_log_sum(weight, NODES);
	for (size_t i = 0; i < NODES; i++) {
		double w = exp(weight[i] - all);
		total += w;
		*ret_mean += w * mean[i];
		square += w * (mean[i] + mean[i] * mean[i] * (1 + 1 / (m->shape + (double)known)));
	}
	*ret_mean /= total;
	*ret_variance = square / total - *ret_mean * *ret_mean;
}

/* The negative binomial with those two moments stands for the mixture. */
static struct dist rest_dist(double mean, double variance)
{
	if (variance <= mean * (1 + 1e-9))
		return dist_poisson(mean);
	return dist_nbinom_mu(mean * mean / (variance - mean), mean);
}

static struct nowcast_point predict(const struct model *m, size_t t,
				    const struct nowcast_options *o)
{
	size_t age = m->x->n - 1 - t;
	double conf = o->conf > 0 ? o->conf : 0.95;
	struct nowcast_point p = { .t = (int64_t)t,
				   .known = m->x->known[t],
				   .share = share_at(m->d, age),
				   .p_above = NUM_NAN };
	double known = (double)p.known;
	double mean = 0;
	double variance = 0;
	if (p.share < 1)
		rest_of(m, p.known, level_of(m, t, m->x->n - 1, m->forget), p.share, m->d->sd[age],
			&mean, &variance);
	struct dist rest = rest_dist(mean, variance);
	p.early = p.share < EARLY_SHARE;
	p.mean = known + mean;
	p.median = known + dist_q(rest, 0.5, DIST_BELOW);
	p.lo = known + dist_q(rest, (1 - conf) / 2, DIST_BELOW);
	p.hi = known + dist_q(rest, (1 + conf) / 2, DIST_BELOW);
	p.lo_half = known + dist_q(rest, 0.25, DIST_BELOW);
	p.hi_half = known + dist_q(rest, 0.75, DIST_BELOW);
	if (!isnan(o->above))
		p.p_above =
			known > o->above ? 1 : dist_p(rest, floor(o->above) - known, DIST_ABOVE);
	return p;
}

void nowcast_predict(const struct nowcast_series *s, const struct nowcast_delay *d,
		     const struct nowcast_options *o, struct arena *a, struct nowcast_point **ret,
		     size_t *ret_n)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct nowcast_triangle x = nowcast_triangle_of(s, d->now, d->max_delay, scratch);
	struct model m = { .x = &x, .d = d, .level = NEW_N(scratch, x.n, double) };
	m.average = average_of(&x, d);
	m.from = x.n > FIT_PERIODS ? x.n - FIT_PERIODS : 1;
	fit(&m);
	size_t n = x.wide < x.n ? x.wide : x.n;
	*ret = NEW_N(a, n, struct nowcast_point);
	for (size_t i = 0; i < n; i++)
		(*ret)[i] = predict(&m, x.n - n + i, o);
	*ret_n = n;
}

/* ---- looking back --------------------------------------------------------- */

/* Bracher et al. 2021, PLoS Comput. Biol. 17:e1008618: of the median, the half and the outer interval. */
static double wis_of(const struct nowcast_point *p, double truth, double conf)
{
	double alpha[] = { 0.5, 1 - conf };
	double lo[] = { p->lo_half, p->lo };
	double hi[] = { p->hi_half, p->hi };
	double sum = 0.5 * fabs(truth - p->median);
	for (size_t i = 0; i < COUNT(alpha); i++) {
		double score = hi[i] - lo[i];
		score += truth < lo[i] ? 2 / alpha[i] * (lo[i] - truth) : 0;
		score += truth > hi[i] ? 2 / alpha[i] * (truth - hi[i]) : 0;
		sum += alpha[i] / 2 * score;
	}
	const size_t intervals = COUNT(alpha);
	return sum / (0.5 + (double)intervals);
}

static int64_t truth_of(const struct nowcast_series *s, int64_t t, int64_t max_delay)
{
	int64_t sum = 0;
	for (size_t i = 0; i < s->n; i++)
		if (s->cells[i].t == t && s->cells[i].delay <= max_delay)
			sum += s->cells[i].count;
	return sum;
}

static void judge(struct nowcast_check *c, const struct nowcast_point *p, double truth, double conf)
{
	c->n++;
	c->within += truth >= p->lo && truth <= p->hi;
	c->within_half += truth >= p->lo_half && truth <= p->hi_half;
	c->width += p->hi - p->lo;
	c->error += fabs(p->median - truth);
	c->raw += fabs((double)p->known - truth);
	c->wis += wis_of(p, truth, conf);
}

int nowcast_back(const struct nowcast_table *t, const struct nowcast_options *o, int64_t from,
		 struct arena *a, struct nowcast_check **ret, size_t *ret_n, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct nowcast_options then = *o;
	struct nowcast_delay d;
	TRY(nowcast_learn(t, o, scratch, &d, e));
	int64_t now = d.now;
	int64_t max_delay = d.max_delay;
	double conf = o->conf > 0 ? o->conf : 0.95;
	struct nowcast_check *c = NEW_N(a, (size_t)max_delay, struct nowcast_check);
	then.max_delay = max_delay;
	for (then.now = from; then.now + max_delay <= now; then.now++) {
		arena_clear(scratch);
		if (then.now <= max_delay || nowcast_learn(t, &then, scratch, &d, NULL) < 0)
			continue;
		for (size_t i = 0; i < t->n; i++) {
			struct nowcast_point *p;
			size_t n;
			nowcast_predict(&t->series[i], &d, &then, scratch, &p, &n);
			for (size_t k = 0; k < n; k++) {
				size_t age = (size_t)(then.now - p[k].t);
				if (age < (size_t)max_delay)
					judge(&c[age], &p[k],
					      (double)truth_of(&t->series[i], p[k].t, max_delay),
					      conf);
			}
		}
	}
	for (size_t i = 0; i < (size_t)max_delay; i++) {
		double n = c[i].n ? (double)c[i].n : 1;
		c[i].age = (int64_t)i;
		c[i].width /= n;
		c[i].error /= n;
		c[i].raw /= n;
		c[i].wis /= n;
	}
	*ret = c;
	*ret_n = (size_t)max_delay;
	return 0;
}
