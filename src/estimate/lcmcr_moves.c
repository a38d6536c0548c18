/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Moves that a Gibbs sampler lacks: classes change places, and a class changes how reachable it is. */
#include "estimate/lcmcr_priv.h"

#include "num/special.h"

static void swap_double(double *x, double *y)
{
	double held = *x;
	*x = *y;
	*y = held;
}

static void swap_int(int64_t *x, int64_t *y)
{
	int64_t held = *x;
	*x = *y;
	*y = held;
}

static void swap_classes(struct lcmcr_state *s, const struct lcmcr_model *m, int a, int b)
{
	for (int j = 0; j < m->lists; j++) {
		swap_double(&s->odds[j][a], &s->odds[j][b]);
		swap_int(&s->on[j][a], &s->on[j][b]);
	}
	swap_double(&s->none[a], &s->none[b]);
	swap_int(&s->seen[a], &s->seen[b]);
	swap_int(&s->unseen[a], &s->unseen[b]);
}

/* 1 + x <= e^x <= 1 / (1 - x + x^2/2) for x <= 0 spares most logarithms. */
static bool accept(struct rng *r, double x)
{
	if (x >= 0 || !(x > -40))
		return x >= 0;
	const double u = rng_uniform(r);
	if (u < 1 + x)
		return true;
	return u * (1 - x + x * x / 2) <= 1 && log(u) < x;
}

/* Papaspiliopoulos & Roberts 2008 (Biometrika 95:169), section 3.4: a pair at random changes contents;
 * neighbours change contents together with their V. Two empty classes have nothing to change. */
void lcmcr_move_labels(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	int64_t n[CLASSES];
	for (int h = 0; h < m->k; h++)
		n[h] = s->seen[h] + s->unseen[h];
	for (int i = 0; i < m->k; i++) {
		int a = (int)rng_below(&s->r, (uint64_t)m->k);
		int b = (int)rng_below(&s->r, (uint64_t)m->k);
		if (a == b || n[a] + n[b] == 0)
			continue;
		if (accept(&s->r, (s->log_nu[a] - s->log_nu[b]) * (double)(n[b] - n[a]))) {
			swap_classes(s, m, a, b);
			swap_int(&n[a], &n[b]);
		}
	}
	/* The last has V = 1 and cannot give it away. */
	for (int a = 0; a + 2 < m->k; a++) {
		int b = a + 1;
		if (n[a] + n[b] == 0)
			continue;
		if (!accept(&s->r, s->log_rest[b] * (double)n[a] - s->log_rest[a] * (double)n[b]))
			continue;
		double left = 0;
		for (int h = 0; h < a; h++)
			left += s->log_rest[h];
		double va = s->log_nu[a] - left;
		double vb = s->log_nu[b] - left - s->log_rest[a];
		swap_double(&s->log_rest[a], &s->log_rest[b]);
		s->log_nu[a] = vb + left;
		s->log_nu[b] = va + left + s->log_rest[a];
		swap_classes(s, m, a, b);
		swap_int(&n[a], &n[b]);
	}
}

/* log of p(order of classes, alpha), in log alpha, the shares summed out: with S_k the people in classes k and
 * beyond, the product over k < K of alpha B(1 + n_k, alpha + S_{k+1}) telescopes. */
static double order_weight(const struct lcmcr_model *m, const int64_t *n, double alpha)
{
	const int last = m->k - 1;
	double beyond = (double)n[last];
	double factors = 1;
	double w = special_lgamma(alpha + beyond) - special_lgamma(1 + beyond);
	for (int h = last - 1; h >= 0; h--) {
		beyond += (double)n[h];
		factors *= alpha / (alpha + beyond);
		if (factors < 1e-200) {
			w += log(factors);
			factors = 1;
		}
	}
	w += log(factors) - special_lgamma(alpha + beyond);
	if (m->prior == LCMCR_GAMMA)
		return w + m->a * log(alpha) - m->b * alpha;
	return w - log(alpha) * log(alpha) / (2 * LCMCR_LOG_SD * LCMCR_LOG_SD);
}

/* Cut off at K, the process has a second hump: the largest class in the last place, which nothing
 * stands behind, and an alpha of tens. It is left only by changing both at once: the last class trades places
 * with another while alpha makes a large step. The shares are drawn right after. */
void lcmcr_move_order(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	static const double SIZE[] = { 0.7, 3 };
	const int last = m->k - 1;
	int64_t n[CLASSES];
	if (last < 1)
		return;
	for (int h = 0; h <= last; h++)
		n[h] = s->seen[h] + s->unseen[h];
	double now = order_weight(m, n, s->alpha);
	for (size_t i = 0; i < COUNT(SIZE); i++) {
		double alpha = s->alpha * exp(SIZE[i] * rng_normal(&s->r));
		int a = (int)rng_below(&s->r, (uint64_t)last);
		if (!(alpha > 1e-12 && alpha < 1e6))
			continue;
		swap_int(&n[a], &n[last]);
		double then = order_weight(m, n, alpha);
		if (accept(&s->r, then - now)) {
			swap_classes(s, m, a, last);
			s->alpha = alpha;
			now = then;
		} else {
			swap_int(&n[a], &n[last]);
		}
	}
}

/* A step of one class: odds of list j times e^log_e[j], and its share of those on no list over e^log_c. */
struct odds_step {
	int k;
	double log_e[LISTS];
	double log_c;
};

/*
 * Both those seen and the unseen summed out over classes. The shares of the other classes stay as they were and
 * all are made to add up to 1 again. With w the share of class k, q what no list reaches of it, e_j the step
 * of list j, G = prod (1 + odds_j) / (1 + e_j odds_j): q' = q G, w' = r w, r = 1 / (c G). The
 * logarithm of the ratio:
 *
 *	sum f_x log(p_x' / p_x) - n log(reached' / reached)		the table, up to the scale of the shares
 *	+ a sum log e_j + (a + b) log G					lambda's prior and Jacobian
 *	+ log r - K log Z						Jacobian of the shares, Z their sum
 *	+ (alpha - 1) log(nu_K' / nu_K) - sum_{h=2}^{K-1} log(S_h' / S_h)	stick breaking, S_h = sum_{i>=h} nu_i
 */
static double table_change(struct lcmcr_state *s, const struct lcmcr_model *m,
			   const struct odds_step *t, const double *e)
{
	struct lcmcr_drift *d = s->drift;
	const double shrink = exp(-t->log_c);
	double *grow = d->sum;
	double up = 0;
	double product = 1; /* logarithms cost: taken of several factors at once */
	for (size_t i = 0; i < m->c->n; i++) {
		grow[i] = m->parent[i] == NO_PARENT ? shrink : grow[m->parent[i]];
		for (uint32_t f = m->first[i]; f < m->first[i + 1]; f++)
			grow[i] *= e[m->member[f]];
		double change =
			d->cell[i * (size_t)m->k + (size_t)t->k] * (grow[i] - 1) / d->total[i];
		d->change[i] = change;
		if (!(change > -1 && isfinite(change)))
			return -HUGE_VAL;
		if (m->c->p[i].count == 1) {
			product *= 1 + change;
			if (product < 1e-250 || product > 1e250) {
				up += log(product);
				product = 1;
			}
		} else {
			up += (double)m->c->p[i].count * log1p(change);
		}
	}
	return up + log(product);
}

/* log of the product of S_h' / S_h over the classes that stick breaking has in its prior, but for Z. */
static double sticks_change(const struct lcmcr_state *s, const struct lcmcr_model *m, int k,
			    double r)
{
	double sticks = 1;
	double tail = s->nu[m->k - 1];
	for (int h = m->k - 2; h >= 1; h--) {
		tail += s->nu[h];
		if (h <= k && tail > 0)
			sticks *= (tail + (r - 1) * s->nu[k]) / tail;
	}
	return log(sticks);
}

/* Worth a step: a class that reaches nobody is drawn from its prior soon enough. Asked before and after the
 * step, so that there is a way back. */
static bool is_peopled(const struct lcmcr_state *s, const struct lcmcr_model *m, int k, double r,
		       double g)
{
	return r * s->nu[k] * (1 - s->none[k] * g) * m->n > 0.5;
}

static void step_class(struct lcmcr_state *s, const struct lcmcr_model *m,
		       const struct odds_step *t)
{
	const int k = t->k;
	const int last = m->k - 1;
	double e[LISTS];
	double g = 1;
	double steps = 0;
	double old_reached = 0;
	for (int j = 0; j < m->lists; j++) {
		e[j] = exp(t->log_e[j]);
		g *= (1 + s->odds[j][k]) / (1 + e[j] * s->odds[j][k]);
		steps += t->log_e[j];
	}
	for (int h = 0; h < m->k; h++)
		old_reached += s->nu[h] * (1 - s->none[h]);
	const double log_r = -t->log_c - log(g);
	const double r = exp(log_r);
	const double z = 1 + (r - 1) * s->nu[k];
	double reached =
		old_reached - s->nu[k] * (1 - s->none[k]) + r * s->nu[k] * (1 - s->none[k] * g);
	if (!(g > 0 && z > 0 && reached > 0 && old_reached > 0 && isfinite(r)) ||
	    !is_peopled(s, m, k, r / z, g))
		return;
	const double log_z = log(z);
	double up = table_change(s, m, t, e) - m->n * log(reached / old_reached) +
		    m->lambda_a * steps + (m->lambda_a + m->lambda_b) * log(g) + log_r -
		    m->k * log_z + (s->alpha - 1) * ((k == last ? log_r : 0) - log_z) -
		    (sticks_change(s, m, k, r) - (last > 1 ? last - 1 : 0) * log_z);
	if (isnan(up) || !accept(&s->r, up))
		return;
	/* Up to z, which all patterns have in common. */
	for (size_t i = 0; i < m->c->n; i++) {
		s->drift->total[i] *= 1 + s->drift->change[i];
		s->drift->cell[i * (size_t)m->k + (size_t)k] *= s->drift->sum[i];
	}
	for (int j = 0; j < m->lists; j++)
		s->odds[j][k] *= e[j];
	s->none[k] *= g;
	s->log_nu[k] += log_r;
	s->nu[k] *= r;
	for (int h = 0; h < m->k; h++) {
		s->log_nu[h] -= log_z;
		s->nu[h] /= z;
	}
}

/*
 * Three kinds of step: all odds of a class up and its unseen down, which leaves people on one list only where
 * they were; one list up in one class, those not on it left where they were; and the share of a class
 * alone. Of several sizes, since nobody knows which a table wants.
 */
void lcmcr_move_odds(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	static const double SIZE[] = { 0.1, 0.4, 1.5 };
	double base[CLASSES];
	for (int h = 0; h < m->k; h++)
		base[h] = s->nu[h] * s->none[h];
	lcmcr_spread(m, base, s->odds, s->drift->cell, s->drift->total);
	for (int i = 0; i < 6; i++) {
		struct odds_step t = { .k = (int)rng_below(&s->r, (uint64_t)m->k) };
		double by = SIZE[i % 3] * rng_normal(&s->r);
		if (i < 3) {
			t.log_c = by;
			for (int j = 0; j < m->lists; j++)
				t.log_e[j] = by;
		} else if (rng_chance(&s->r, 0.7)) {
			t.log_e[rng_below(&s->r, (uint64_t)m->lists)] = by;
		} else {
			t.log_c = by;
		}
		if (is_peopled(s, m, t.k, 1, 1))
			step_class(s, m, &t);
	}
}
