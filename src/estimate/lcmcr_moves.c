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

static bool accept(struct rng *r, double log_ratio)
{
	return log_ratio >= 0 || (log_ratio > -40 && log(rng_uniform(r)) < log_ratio);
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
	for (int h = 0; h < m->k; h++)
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

/*
 * All odds of class k times c, its share of those seen on no list over c, the other shares as they were
 * and all made to add up to 1 again; the unseen are summed out. People on one list only are then as
 * likely as before, those on two are c times as likely. With w the share of a class, q what no list
 * reaches of it, G = prod (1 + odds) / (1 + c odds): q' = q G, w' = w / (c G). The logarithm of the ratio:
 *
 *	(captures - seen) log c - n log(reached' / reached)		those seen, the unseen summed out
 *	+ a J log c + (a + b) log G					lambda's prior and Jacobian
 *	+ log r - K log Z						Jacobian of the shares, r = w'/w, Z their sum
 *	+ (alpha - 1) log(nu_K' / nu_K) - sum_{h=2}^{K-1} log(S_h' / S_h)	stick breaking, S_h = sum_{i>=h} nu_i
 */
static void scale_class(struct lcmcr_state *s, const struct lcmcr_model *m, int k, double log_c)
{
	const double c = exp(log_c);
	double g = 1;
	double captures = 0;
	for (int j = 0; j < m->lists; j++) {
		g *= (1 + s->odds[j][k]) / (1 + c * s->odds[j][k]);
		captures += (double)s->on[j][k];
	}
	const double r = 1 / (c * g);
	const double z = 1 + (r - 1) * s->nu[k];
	double old_reached = 0;
	for (int h = 0; h < m->k; h++)
		old_reached += s->nu[h] * (1 - s->none[h]);
	double reached =
		old_reached - s->nu[k] * (1 - s->none[k]) + r * s->nu[k] * (1 - s->none[k] * g);
	if (!(g > 0 && z > 0 && reached > 0 && old_reached > 0 && isfinite(r)))
		return;
	const int last = m->k - 1;
	double sticks = 1; /* product of S_h' / S_h but for Z */
	double tail = 0;
	for (int h = last; h >= 1; h--) {
		tail += s->nu[h];
		if (h < last && h <= k && tail > 0)
			sticks *= (tail + (r - 1) * s->nu[k]) / tail;
	}
	const double log_z = log(z);
	const double log_r = log(r);
	double up = (captures - (double)s->seen[k]) * log_c - m->n * log(reached / old_reached) +
		    m->lambda_a * m->lists * log_c + (m->lambda_a + m->lambda_b) * log(g) + log_r -
		    m->k * log_z + (s->alpha - 1) * ((k == last ? log_r : 0) - log_z) -
		    (log(sticks) - (last > 1 ? last - 1 : 0) * log_z);
	if (!(sticks > 0) || !accept(&s->r, up))
		return;
	for (int j = 0; j < m->lists; j++)
		s->odds[j][k] *= c;
	s->none[k] *= g;
	s->log_nu[k] += log_r;
	s->nu[k] *= r;
	for (int h = 0; h < m->k; h++) {
		s->log_nu[h] -= log_z;
		s->nu[h] /= z;
	}
}

/* Steps of three sizes, since nobody knows which a table wants: of the classes with people seen in them. */
void lcmcr_move_odds(struct lcmcr_state *s, const struct lcmcr_model *m)
{
	static const double SIZE[] = { 0.1, 0.4, 1.5 };
	for (int i = 0; i < 3; i++) {
		int k = (int)rng_below(&s->r, (uint64_t)m->k);
		if (s->seen[k] > 0)
			scale_class(s, m, k, SIZE[i] * rng_normal(&s->r));
	}
}
