/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/interval.h"

#include "num/dist.h"
#include "num/optimise.h"

static bool is_share(int64_t x, int64_t n, double conf)
{
	return x >= 0 && x <= n && n <= NUM_COUNT_MAX && conf > 0 && conf < 1;
}

static struct num_interval clopper_pearson(double x, double n, double conf)
{
	double tail = (1 - conf) / 2;
	return (struct num_interval){
		.lo = x > 0 ? dist_q(dist_beta(x, n - x + 1), tail, DIST_BELOW) : 0,
		.hi = x < n ? dist_q(dist_beta(x + 1, n - x), tail, DIST_ABOVE) : 1,
	};
}

static struct num_interval wilson(double x, double n, double conf)
{
	double z = dist_z(conf);
	double z2 = z * z;
	double middle = (x + z2 / 2) / (n + z2);
	double half = z / (n + z2) * sqrt(x * (n - x) / n + z2 / 4);
	/* At the ends the bound is the end, which the subtraction misses by a rounding. */
	return (struct num_interval){ x > 0 ? middle - half : 0, x < n ? middle + half : 1 };
}

/* What mid-P solves for: the tail with half of what was seen, at a proportion or a mean. */
struct midp {
	double x, n; /* n < 0: a Poisson count */
	double tail;
	enum dist_tail side;
};

static double midp_tail(double x, struct dist d, enum dist_tail side)
{
	double seen = dist_d(d, x) / 2;
	return seen +
	       (side == DIST_ABOVE ? dist_p(d, x, DIST_ABOVE) : dist_p(d, x - 1, DIST_BELOW));
}

static double midp_excess(void *ctx, double at)
{
	const struct midp *m = ctx;
	struct dist d = m->n < 0 ? dist_poisson(at) : dist_binomial(m->n, at);
	return midp_tail(m->x, d, m->side) - m->tail;
}

/* The bounds lie between the exact ones and what was seen. */
static struct num_interval midp_within(double x, double n, double seen, struct num_interval exact,
				       double conf)
{
	struct midp m = { x, n, (1 - conf) / 2, DIST_ABOVE };
	struct num_interval ret = exact;
	if (x > 0 && opt_root(midp_excess, &m, exact.lo, seen, &ret.lo, NULL) != 0)
		return NUM_NO_INTERVAL;
	m.side = DIST_BELOW;
	if (x != n && opt_root(midp_excess, &m, seen, exact.hi, &ret.hi, NULL) != 0)
		return NUM_NO_INTERVAL;
	return ret;
}

struct num_interval interval_proportion(int64_t x, int64_t n, double conf, enum interval_method m)
{
	if (!is_share(x, n, conf))
		return NUM_NO_INTERVAL;
	if (n == 0)
		return (struct num_interval){ 0, 1 };
	double dx = (double)x;
	double dn = (double)n;
	switch (m) {
	case INTERVAL_EXACT:
		return clopper_pearson(dx, dn, conf);
	case INTERVAL_MIDP:
		return midp_within(dx, dn, dx / dn, clopper_pearson(dx, dn, conf), conf);
	case INTERVAL_WILSON:
		return wilson(dx, dn, conf);
	}
	return NUM_NO_INTERVAL;
}

double interval_none_seen(int64_t n, double conf)
{
	if (!is_share(0, n, conf))
		return NUM_NAN;
	return n == 0 ? 1 : -expm1(log1p(-conf) / (double)n);
}

static struct num_interval garwood(double x, double conf)
{
	double tail = (1 - conf) / 2;
	return (struct num_interval){
		.lo = x > 0 ? dist_q(dist_gamma(x, 1), tail, DIST_BELOW) : 0,
		.hi = dist_q(dist_gamma(x + 1, 1), tail, DIST_ABOVE),
	};
}

static struct num_interval score_of_count(double x, double conf)
{
	double z = dist_z(conf);
	double half = z * sqrt(x + z * z / 4);
	double middle = x + z * z / 2;
	return (struct num_interval){ x > 0 ? middle - half : 0, middle + half };
}

struct num_interval interval_rate(int64_t x, double time, double conf, enum interval_method m)
{
	if (!is_share(0, x, conf) || !(time > 0 && time < HUGE_VAL))
		return NUM_NO_INTERVAL;
	double dx = (double)x;
	struct num_interval count = NUM_NO_INTERVAL;
	switch (m) {
	case INTERVAL_EXACT:
		count = garwood(dx, conf);
		break;
	case INTERVAL_MIDP:
		count = midp_within(dx, -1, dx, garwood(dx, conf), conf);
		break;
	case INTERVAL_WILSON:
		count = score_of_count(dx, conf);
		break;
	}
	return (struct num_interval){ count.lo / time, count.hi / time };
}

struct num_interval interval_difference(int64_t x1, int64_t n1, int64_t x0, int64_t n0, double conf)
{
	if (!is_share(x1, n1, conf) || !is_share(x0, n0, conf) || n1 == 0 || n0 == 0)
		return NUM_NO_INTERVAL;
	double p1 = (double)x1 / (double)n1;
	double p0 = (double)x0 / (double)n0;
	struct num_interval i1 = wilson((double)x1, (double)n1, conf);
	struct num_interval i0 = wilson((double)x0, (double)n0, conf);
	return (struct num_interval){
		.lo = p1 - p0 - hypot(p1 - i1.lo, i0.hi - p0),
		.hi = p1 - p0 + hypot(i1.hi - p1, p0 - i0.lo),
	};
}

static bool is_stratum(const struct interval_stratum *s)
{
	return s->found >= 0 && s->found <= s->looked && s->looked <= s->size &&
	       s->size <= NUM_COUNT_MAX;
}

/* Sums over strata, in units of the whole. */
struct mover {
	double share;
	double down2, up2; /* squares of distances that chance makes */
	double open;	   /* half of the weight of what nobody looked at */
};

static void add_stratum(struct mover *m, const struct interval_stratum *s, double all, double conf)
{
	double weight = (double)s->size / all;
	if (s->looked == 0) {
		m->share += weight / 2;
		m->open += weight / 2;
		return;
	}
	double p = (double)s->found / (double)s->looked;
	m->share += weight * p;
	if (s->looked == s->size)
		return;
	struct num_interval i = wilson((double)s->found, (double)s->looked, conf);
	double known = sqrt((double)(s->size - s->looked) / (double)(s->size - 1));
	double down = weight * known * (p - i.lo);
	double up = weight * known * (i.hi - p);
	m->down2 += down * down;
	m->up2 += up * up;
}

struct num_interval interval_stratified(const struct interval_stratum *s, size_t n, double conf,
					double *ret_share)
{
	double all = 0;
	struct mover m = { 0 };
	for (size_t i = 0; i < n; i++) {
		if (!is_stratum(&s[i]))
			return NUM_NO_INTERVAL;
		all += (double)s[i].size;
	}
	if (!(all > 0 && conf > 0 && conf < 1))
		return NUM_NO_INTERVAL;
	for (size_t i = 0; i < n; i++)
		if (s[i].size > 0)
			add_stratum(&m, &s[i], all, conf);
	double lo = m.share - sqrt(m.down2) - m.open;
	double hi = m.share + sqrt(m.up2) + m.open;
	if (ret_share)
		*ret_share = m.share;
	return (struct num_interval){ lo > 0 ? lo : 0, hi < 1 ? hi : 1 };
}
