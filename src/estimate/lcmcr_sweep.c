/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One Gibbs sweep, in the numbering of Manrique-Vallier 2016. The unseen are drawn right after the seen were
 * split over classes and thrown away before they are split again, and so is the split itself: the moves at
 * the beginning sum both out.
 *
 * Cells are weighed by odds: nu_k prod(1 - lambda) times the odds of the lists they are on. Odds come
 * as the quotient of the two gammas that a beta draw is made of, so nothing cancels where lambda is next to 1.
 */
#include "estimate/lcmcr_priv.h"

#include "num/special.h"

/* Odds of a beta draw; *ret_none is 1 - x. Kept away from 0 and infinity. */
static double draw_odds(struct rng *r, double a, double b, double *ret_none)
{
	double x;
	double y;
	if (a == 1 && b == 1) {
		x = rng_uniform(r);
		y = 1 - x;
	} else {
		x = rng_gamma(r, a);
		y = rng_gamma(r, b);
	}
	x = x > 1e-280 ? x : 1e-280;
	y = y > 1e-280 ? y : 1e-280;
	*ret_none = y / (x + y);
	return x / y;
}

/* Where few are to be split, one after the other. */
static void split_few(struct lcmcr_state *s, const struct lcmcr_model *m, int64_t n,
		      const double *w, int64_t *ret)
{
	memset(ret, 0, (size_t)m->k * sizeof *ret);
	while (n-- > 0)
		ret[rng_pick(&s->r, w, (size_t)m->k)]++;
}

static ALWAYS_INLINE void spread(const struct lcmcr_model *m, const double base[CLASSES],
				 double odds[LISTS][CLASSES], double *restrict cell,
				 double *restrict total, const int k)
{
	for (size_t i = 0; i < m->c->n; i++) {
		double *restrict w = cell + i * (size_t)k;
		const bool root = m->parent[i] == NO_PARENT;
		const double *restrict from = root ? base : cell + m->parent[i] * (size_t)k;
		uint32_t f = m->first[i];
		const double *restrict by = odds[m->member[f]];
		double sum = 0;
		for (int h = 0; h < k; h++)
			w[h] = from[h] * by[h];
		while (++f < m->first[i + 1]) {
			by = odds[m->member[f]];
			for (int h = 0; h < k; h++)
				w[h] *= by[h];
		}
		for (int h = 0; h < k; h++)
			sum += w[h];
		total[i] = sum > 1e-300 ? sum : 1e-300;
	}
}

void lcmcr_spread(const struct lcmcr_model *m, const double base[CLASSES],
		  double odds[LISTS][CLASSES], double *restrict cell, double *restrict total)
{
	if (m->k == USUAL_CLASSES)
		spread(m, base, odds, cell, total, USUAL_CLASSES);
	else
		spread(m, base, odds, cell, total, m->k);
}

/* Step 1, by the table that the moves of odds left. */
static void split_seen(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	int64_t part[CLASSES];
	double even[CLASSES];
	const int k = m->k;
	memset(s->seen, 0, sizeof s->seen);
	memset(s->on, 0, (size_t)m->lists * sizeof s->on[0]);
	for (size_t i = 0; i < m->c->n; i++) {
		const int64_t count = m->c->p[i].count;
		const uint32_t lists = m->c->p[i].on;
		const double *w = s->drift->cell + i * (size_t)k;
		/* Thirty lists that hardly reach anybody: below what a double tells from 0, any class
		 * explains the cell equally badly. */
		if (!(s->drift->total[i] > 1e-290 && s->drift->total[i] < 1e290)) {
			for (int h = 0; h < k; h++)
				even[h] = s->nu[h] + 1e-300;
			w = even;
		}
		if (count <= 2)
			split_few(s, m, count, w, part);
		else
			rng_multinomial(&s->r, count, w, (size_t)k, part);
		for (int h = 0; h < k; h++)
			s->seen[h] += part[h];
		for (int j = 0; j < m->lists; j++)
			if (lists >> j & 1)
				for (int h = 0; h < k; h++)
					s->on[j][h] += part[h];
	}
}

/* Steps 4 to 6. */
static void draw_unseen(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	double w[CLASSES];
	double p0 = 0;
	double reached = 0; /* 1 - p0, summed by itself: p0 may be next to 1 */
	for (int h = 0; h < m->k; h++) {
		w[h] = s->nu[h] * s->none[h];
		p0 += w[h];
		reached += s->nu[h] * (1 - s->none[h]);
	}
	reached = reached > 1e-12 ? reached : 1e-12;
	s->p0 = p0 < 1 ? p0 : 1;
	int64_t n0 = p0 > 0 ? rng_nbinom_mu(&s->r, m->n, m->n * (p0 / reached)) : 0;
	s->n0 = (double)n0;
	rng_multinomial(&s->r, n0, w, (size_t)m->k, s->unseen);
}

/* Step 2. */
static void draw_lambda(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	for (int h = 0; h < m->k; h++)
		s->none[h] = 1;
	for (int j = 0; j < m->lists; j++)
		for (int h = 0; h < m->k; h++) {
			double on = (double)s->on[j][h];
			double off = (double)(s->seen[h] + s->unseen[h]) - on;
			double none;
			s->odds[j][h] =
				draw_odds(&s->r, m->lambda_a + on, m->lambda_b + off, &none);
			s->none[h] *= none;
		}
}

/* Step 3: log V and log(1 - V) of Beta(1 + n, alpha + beyond). */
static void draw_stick(struct rng *r, double n, double rest, double *ret_v, double *ret_rest)
{
	if (n > 0) {
		rng_log_beta(r, 1 + n, rest, ret_v, ret_rest);
		return;
	}
	*ret_rest = log(rng_uniform(r)) / rest;
	*ret_v = special_log1m_exp(*ret_rest);
}

static void draw_shares(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	double beyond[CLASSES];
	double log_v[CLASSES];
	double sum = 0;
	for (int h = m->k - 1; h >= 0; h--) {
		beyond[h] = sum;
		sum += (double)(s->seen[h] + s->unseen[h]);
	}
	double left = 0;
	for (int h = 0; h < m->k; h++) {
		s->log_rest[h] = -HUGE_VAL;
		log_v[h] = 0;
		if (h < m->k - 1)
			draw_stick(&s->r, (double)(s->seen[h] + s->unseen[h]), s->alpha + beyond[h],
				   &log_v[h], &s->log_rest[h]);
		s->log_nu[h] = log_v[h] + left;
		left += s->log_rest[h];
	}
}

/* Step 7. The lognormal prior has no conjugate: a few steps of a random walk. */
static void draw_alpha(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	double last = s->log_nu[m->k - 1];
	double k1 = m->k - 1;
	if (m->prior == LCMCR_GAMMA) {
		s->alpha = rng_gamma(&s->r, m->a + k1) / (m->b - last);
		s->alpha = s->alpha > 1e-12 ? s->alpha : 1e-12;
		return;
	}
	for (int i = 0; i < 3; i++) {
		double x = log(s->alpha);
		double y = x + 0.6 * rng_normal(&s->r);
		double sd2 = LCMCR_LOG_SD * LCMCR_LOG_SD;
		double up = k1 * (y - x) + (exp(y) - s->alpha) * last - (y * y - x * x) / (2 * sd2);
		if (log(rng_uniform(&s->r)) < up)
			s->alpha = exp(y);
	}
}

/* Steps 1 to 7 and the moves. */
static void gibbs(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	lcmcr_move_odds(s, m);
	split_seen(s, m);
	draw_unseen(s, m);
	lcmcr_move_order(s, m);
	draw_lambda(s, m);
	draw_shares(s, m);
	lcmcr_move_labels(s, m);
	draw_alpha(s, m);
	for (int h = 0; h < m->k; h++)
		s->nu[h] = exp(s->log_nu[h]);
}

/* Eight of ten go into the trajectory, which comes first, so that a Gibbs sweep ends each ten: the unseen that
 * are kept are drawn by it. */
void lcmcr_sweep(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	static const bool GIBBS[10] = { [5] = true, [9] = true };
	const unsigned i = s->tick++ % COUNT(GIBBS);
	if (i == 0)
		lcmcr_drift(s, m);
	if (GIBBS[i])
		gibbs(s, m);
}

/* Chain 0 begins with lists that reach half of everybody, each further chain with an eighth of the odds
 * of the one before, and with another taste for many classes: from next to nobody unseen to very many. */
void lcmcr_begin(struct lcmcr_state *s, const struct lcmcr_model *m, uint64_t seed, size_t chain)
{
	static const double ALPHA[] = { 1, 0.1, 5, 0.3 };
	double shrink = 1;
	*s = (struct lcmcr_state){ .r = rng_start(seed, chain),
				   .alpha = ALPHA[chain % 4],
				   .drift = s->drift,
				   .warm = true,
				   .step = 0.05 };
	for (size_t i = 0; i < chain % 4; i++)
		shrink /= 8;
	draw_shares(s, m);
	for (int h = 0; h < m->k; h++) {
		s->nu[h] = exp(s->log_nu[h]);
		s->none[h] = 1;
		for (int j = 0; j < m->lists; j++) {
			double none;
			double odds = shrink * draw_odds(&s->r, 1, 1, &none);
			s->odds[j][h] = odds;
			s->none[h] /= 1 + odds;
		}
	}
}
