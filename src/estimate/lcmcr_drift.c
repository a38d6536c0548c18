/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All parameters at once along the slope of the posterior, everybody's class and the unseen summed out:
 * Hamiltonian Monte Carlo (Duane et al. 1987; Neal 2011, "MCMC using Hamiltonian dynamics", section 5.3). Gibbs
 * steps hold people where they are, and so creep along the direction in which a class that lists hardly reach
 * grows while their reach shrinks; a trajectory runs along it. On Kosovo 110,000 sweeps of four chains are worth 5,000
 * draws with it, and 1,200 without, in half the time.
 *
 * Coordinates: x_jk = log odds of lambda_jk, y_k = log odds of V_k, t = log alpha. With w_ik what class k gives
 * pattern i, p_i = sum_k w_ik, R = the share that some list reaches, the logarithm of the density is
 *
 *	sum f_i log p_i - n log R					the table, N summed out under 1/N
 *	+ sum_jk (a x - (a + b) log(1 + e^x))				lambda ~ Beta(a, b)
 *	+ sum_{k<K} (log V_k + alpha log(1 - V_k) + t) + prior of t	stick breaking
 */
#include "estimate/lcmcr_priv.h"

/* Long enough to cross the widest direction by steps that the narrowest bears. */
enum { STEPS = 30 };
/* How many of ten trajectories shall be accepted (Betancourt, Byrne & Girolami 2014: 0.6 to 0.9). */
#define WANTED 0.75
/* Beyond this a place is as good as infinite, and its exponential still a number. */
#define FAR 600

static double clamp(double x)
{
	return x > FAR ? FAR : x < -FAR ? -FAR : x;
}

/* What each coordinate stands for, at place `p`; answers the logarithm of the product of 1 - V. */
static ALWAYS_INLINE double open_place(const struct lcmcr_model *m, const struct lcmcr_place *p,
				       struct lcmcr_drift *d, const int k)
{
	double left = 1;
	double rest = 0;
	double product = 1;
	double *restrict none = d->none;
	for (int h = 0; h < k; h++)
		none[h] = 1;
	for (int j = 0; j < m->lists; j++) {
		const double *restrict x = p->x[j];
		double *restrict odds = d->odds[j];
		double *restrict lambda = d->lambda[j];
		for (int h = 0; h < k; h++)
			odds[h] = exp(clamp(x[h]));
		for (int h = 0; h < k; h++) {
			const double off = 1 / (1 + odds[h]);
			lambda[h] = odds[h] * off;
			none[h] *= off;
		}
	}
	for (int h = 0; h < k - 1; h++) {
		const double odds = exp(clamp(p->y[h]));
		const double off = 1 / (1 + odds);
		d->v[h] = odds * off;
		d->nu[h] = left * d->v[h];
		left *= off;
		product *= off;
		if (product < 1e-30) { /* one factor may be 1e-261 */
			rest += log(product);
			product = 1;
		}
	}
	d->v[k - 1] = 1;
	d->nu[k - 1] = left;
	return rest + log(product);
}

static ALWAYS_INLINE void gather(double *restrict to, const double *restrict x, int k)
{
	for (int h = 0; h < k; h++)
		to[h] += x[h];
}

/* From the last pattern to the first, each handing what came to it on to its parent: the people expected in
 * each class to d->people, and those of them on list j to d->slope.x[j]. */
static ALWAYS_INLINE void collect(const struct lcmcr_model *m, struct lcmcr_drift *d, const int k)
{
	memset(d->people, 0, sizeof d->people);
	for (int j = 0; j < m->lists; j++)
		memset(d->slope.x[j], 0, (size_t)k * sizeof(double));
	memset(d->sum, 0, m->c->n * (size_t)k * sizeof(double));
	for (size_t i = m->c->n; i-- > 0;) {
		const double each = (double)m->c->p[i].count / d->total[i];
		const double *restrict w = d->cell + i * (size_t)k;
		double *restrict sum = d->sum + i * (size_t)k;
		for (int h = 0; h < k; h++)
			sum[h] += each * w[h];
		for (uint32_t f = m->first[i]; f < m->first[i + 1]; f++)
			gather(d->slope.x[m->member[f]], sum, k);
		gather(m->parent[i] == NO_PARENT ? d->people : d->sum + m->parent[i] * (size_t)k,
		       sum, k);
	}
}

static double table_of(const struct lcmcr_model *m, const struct lcmcr_drift *d)
{
	double sum = 0;
	for (size_t i = 0; i < m->c->n; i++)
		sum += (double)m->c->p[i].count * log(d->total[i]);
	return sum;
}

static double prior_of(const struct lcmcr_model *m, const struct lcmcr_place *p,
		       const struct lcmcr_drift *d, double alpha, double rest)
{
	const int k = m->k;
	double w = alpha * rest + (k - 1) * p->t;
	for (int j = 0; j < m->lists; j++)
		for (int h = 0; h < k; h++)
			w += m->lambda_a * p->x[j][h];
	for (int h = 0; h < k; h++)
		w += (m->lambda_a + m->lambda_b) * log(d->none[h]);
	for (int h = 0; h < k - 1; h++)
		w += log(d->v[h]);
	if (m->prior == LCMCR_GAMMA)
		return w + m->a * p->t - m->b * alpha;
	return w - p->t * p->t / (2 * LCMCR_LOG_SD * LCMCR_LOG_SD);
}

/* Slope of the log density at `p` into d->slope; its height only where `ret` asks for it. */
static ALWAYS_INLINE void look_at(const struct lcmcr_model *m, const struct lcmcr_place *p,
				  struct lcmcr_drift *d, double *ret, const int k)
{
	const double alpha = exp(clamp(p->t));
	const double rest = open_place(m, p, d, k);
	double reached = 0;
	for (int h = 0; h < k; h++) {
		d->base[h] = d->nu[h] * d->none[h];
		reached += d->nu[h] * (1 - d->none[h]);
	}
	reached = reached > 1e-300 ? reached : 1e-300;
	lcmcr_spread(m, d->base, d->odds, d->cell, d->total);
	collect(m, d, k);
	if (ret)
		*ret = table_of(m, d) - m->n * log(reached) + prior_of(m, p, d, alpha, rest);
	const double per = m->n / reached;
	double *restrict all = d->base;
	for (int h = 0; h < k; h++)
		all[h] = d->people[h] + per * d->base[h] + m->lambda_a + m->lambda_b;
	for (int j = 0; j < m->lists; j++) {
		double *restrict x = d->slope.x[j];
		const double *restrict lambda = d->lambda[j];
		for (int h = 0; h < k; h++)
			x[h] += m->lambda_a - lambda[h] * all[h];
	}
	double beyond = d->people[k - 1] - per * d->nu[k - 1] * (1 - d->none[k - 1]);
	for (int h = k - 2; h >= 0; h--) {
		const double here = d->people[h] - per * d->nu[h] * (1 - d->none[h]);
		d->slope.y[h] = (1 - d->v[h]) * (here + 1) - d->v[h] * (beyond + alpha);
		beyond += here;
	}
	d->slope.t = k - 1 + alpha * rest;
	d->slope.t += m->prior == LCMCR_GAMMA ? m->a - m->b * alpha
					      : -p->t / (LCMCR_LOG_SD * LCMCR_LOG_SD);
}

static void look(const struct lcmcr_model *m, const struct lcmcr_place *p, struct lcmcr_drift *d,
		 double *ret)
{
	if (m->k == USUAL_CLASSES)
		look_at(m, p, d, ret, USUAL_CLASSES);
	else
		look_at(m, p, d, ret, m->k);
}

/* to += by * from, in all coordinates. */
static void add(const struct lcmcr_model *m, struct lcmcr_place *to, const struct lcmcr_place *from,
		double by)
{
	for (int j = 0; j < m->lists; j++)
		for (int h = 0; h < m->k; h++)
			to->x[j][h] += by * from->x[j][h];
	for (int h = 0; h < m->k - 1; h++)
		to->y[h] += by * from->y[h];
	to->t += by * from->t;
}

static double kinetic(const struct lcmcr_model *m, const struct lcmcr_place *v)
{
	double sum = v->t * v->t;
	for (int j = 0; j < m->lists; j++)
		for (int h = 0; h < m->k; h++)
			sum += v->x[j][h] * v->x[j][h];
	for (int h = 0; h < m->k - 1; h++)
		sum += v->y[h] * v->y[h];
	return sum / 2;
}

static void set_out(struct lcmcr_state *s, const struct lcmcr_model *m, struct lcmcr_drift *d)
{
	double left = 0;
	for (int j = 0; j < m->lists; j++)
		for (int h = 0; h < m->k; h++) {
			d->at.x[j][h] = log(s->odds[j][h]);
			d->pace.x[j][h] = rng_normal(&s->r);
		}
	for (int h = 0; h < m->k - 1; h++) {
		d->at.y[h] = s->log_nu[h] - left - s->log_rest[h];
		d->pace.y[h] = rng_normal(&s->r);
		left += s->log_rest[h];
	}
	d->at.t = log(s->alpha);
	d->pace.t = rng_normal(&s->r);
}

static void arrive(struct lcmcr_state *s, const struct lcmcr_model *m, const struct lcmcr_drift *d)
{
	double left = 0;
	s->alpha = exp(d->at.t);
	for (int h = 0; h < m->k; h++) {
		const double y = h < m->k - 1 ? d->at.y[h] : 0;
		const double rest = y > 0 ? -y - log1p(exp(-y)) : -log1p(exp(y));
		s->log_rest[h] = h < m->k - 1 ? rest : -HUGE_VAL;
		s->log_nu[h] = left + (h < m->k - 1 ? rest + y : 0);
		left += rest;
		s->nu[h] = exp(s->log_nu[h]);
		s->none[h] = d->none[h];
		for (int j = 0; j < m->lists; j++)
			s->odds[j][h] = d->odds[j][h];
	}
}

/* Is everything where exponentials are numbers? Beyond, a trajectory is not taken, from either end. */
static bool is_near(const struct lcmcr_model *m, const struct lcmcr_place *p)
{
	bool near = fabs(p->t) < FAR;
	for (int j = 0; j < m->lists; j++)
		for (int h = 0; h < m->k; h++)
			near = near && fabs(p->x[j][h]) < FAR;
	for (int h = 0; h < m->k - 1; h++)
		near = near && fabs(p->y[h]) < FAR;
	return near;
}

void lcmcr_drift(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	struct lcmcr_drift *d = s->drift;
	double before;
	double after;
	set_out(s, m, d);
	if (!is_near(m, &d->at))
		return;
	/* Of several lengths, or trajectories may come back to where they began (Neal 2011, section 3.2). */
	const double step = s->step * (0.3 + rng_uniform(&s->r));
	look(m, &d->at, d, &before);
	before -= kinetic(m, &d->pace);
	for (int i = 0; i < STEPS; i++) {
		add(m, &d->pace, &d->slope, i ? step : step / 2);
		add(m, &d->at, &d->pace, step);
		look(m, &d->at, d, i == STEPS - 1 ? &after : NULL);
	}
	add(m, &d->pace, &d->slope, step / 2);
	after -= kinetic(m, &d->pace);
	const bool good = isfinite(after) && is_near(m, &d->at);
	const double chance = !good ? 0 : after >= before ? 1 : exp(after - before);
	if (rng_uniform(&s->r) < chance)
		arrive(s, m, d);
	/* Learned while chains warm up, and then left: Robbins & Monro 1951. */
	if (s->warm) {
		s->tried++;
		s->step *= exp((chance - WANTED) / sqrt(s->tried));
		s->step = s->step < 1 ? s->step : 1;
	}
}
