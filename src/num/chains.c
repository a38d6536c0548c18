/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/chains.h"

#include "num/dist.h"
#include "num/sum.h"

/* Chains cut in halves: 2 m of n / 2; the middle draw of an odd number is left out. */
struct split {
	double *x;
	size_t n, m;
};

static struct split halves(const double *x, size_t n, size_t m, struct arena *a)
{
	size_t half = n / 2;
	struct split s = { NEW_N(a, 2 * half * m, double), half, 2 * m };
	for (size_t c = 0; c < m; c++) {
		memcpy(s.x + 2 * c * half, x + c * n, half * sizeof *x);
		memcpy(s.x + (2 * c + 1) * half, x + c * n + n - half, half * sizeof *x);
	}
	return s;
}

static bool says_something(const double *x, size_t n, size_t m)
{
	bool differ = false;
	if (n < 4 || m == 0 || m > CHAINS_DRAWS_MAX / n)
		return false;
	for (size_t i = 0; i < n * m; i++) {
		if (!isfinite(x[i]))
			return false;
		differ = differ || x[i] != x[0];
	}
	return differ;
}

struct place {
	double x;
	size_t at;
};

static int by_value(const void *a, const void *b)
{
	const struct place *p = a;
	const struct place *q = b;
	if (p->x != q->x)
		return p->x < q->x ? -1 : 1;
	return (p->at > q->at) - (p->at < q->at);
}

/* Ranks, equal ones sharing their mean, as normal quantiles (Blom 1958). In place. */
static void normal_scores(struct split *s, struct arena *a)
{
	size_t all = s->n * s->m;
	struct place *p = NEW_N(a, all, struct place);
	struct dist normal = dist_normal(0, 1);
	for (size_t i = 0; i < all; i++)
		p[i] = (struct place){ s->x[i], i };
	qsort(p, all, sizeof *p, by_value);
	for (size_t i = 0, j; i < all; i = j) {
		for (j = i; j < all && p[j].x == p[i].x;)
			j++;
		double rank = ((double)i + 1 + (double)j) / 2;
		double z = dist_q(normal, (rank - 0.375) / ((double)all + 0.25), DIST_BELOW);
		for (size_t k = i; k < j; k++)
			s->x[p[k].at] = z;
	}
}

static double rhat(const struct split *s, struct arena *a)
{
	double *mean = NEW_N(a, s->m, double);
	double *within = NEW_N(a, s->m, double);
	double n = (double)s->n;
	for (size_t c = 0; c < s->m; c++) {
		mean[c] = sum_mean(s->x + c * s->n, s->n);
		within[c] = sum_variance(s->x + c * s->n, s->n);
	}
	double b = n * sum_variance(mean, s->m);
	double w = sum_mean(within, s->m);
	return sqrt((b / w + n - 1) / n);
}

/* Mean over chains of the autocovariance at a lag, each over n. */
static double autocovariance(const struct split *s, const double *mean, size_t lag)
{
	double all = 0;
	for (size_t c = 0; c < s->m; c++) {
		const double *x = s->x + c * s->n;
		double sum = 0;
		for (size_t i = 0; i + lag < s->n; i++)
			sum += (x[i] - mean[c]) * (x[i + lag] - mean[c]);
		all += sum / (double)s->n;
	}
	return all / (double)s->m;
}

/* Sums of correlations at lags 2k and 2k + 1, as long as they are positive (Geyer 1992). Computed one
 * lag after the other and not by Fourier transform: where chains are good a few lags are all. */
struct geyer {
	double *rho; /* by lag */
	size_t last; /* the even lag at which the sums stopped being positive */
};

static struct geyer correlations(const struct split *s, const double *mean, double within,
				 double total, struct arena *a)
{
	struct geyer g = { NEW_N(a, s->n + 2, double), 0 };
	double even = 1;
	double odd = 1 - (within - autocovariance(s, mean, 1)) / total;
	g.rho[0] = even;
	g.rho[1] = odd;
	while (g.last + 5 < s->n && even + odd > 0) {
		g.last += 2;
		even = 1 - (within - autocovariance(s, mean, g.last)) / total;
		odd = 1 - (within - autocovariance(s, mean, g.last + 1)) / total;
		if (even + odd >= 0) {
			g.rho[g.last] = even;
			g.rho[g.last + 1] = odd;
		}
	}
	if (even > 0)
		g.rho[g.last] = even;
	return g;
}

/* Made to fall, then summed up to where they stop. */
static double autocorrelation_time(struct geyer *g)
{
	double *rho = g->rho;
	for (size_t t = 2; t + 2 <= g->last; t += 2)
		if (rho[t] + rho[t + 1] > rho[t - 2] + rho[t - 1])
			rho[t] = rho[t + 1] = (rho[t - 2] + rho[t - 1]) / 2;
	size_t terms = g->last > 0 ? g->last : 1;
	return -1 + 2 * sum_of(rho, terms) + rho[g->last];
}

static double ess(const struct split *s, struct arena *a)
{
	double n = (double)s->n;
	double draws = n * (double)s->m;
	double *mean = NEW_N(a, s->m, double);
	if (!says_something(s->x, s->n, s->m))
		return NUM_NAN;
	for (size_t c = 0; c < s->m; c++)
		mean[c] = sum_mean(s->x + c * s->n, s->n);
	double zero = autocovariance(s, mean, 0);
	double within = zero * n / (n - 1);
	double total = zero + (s->m > 1 ? sum_variance(mean, s->m) : 0);
	struct geyer g = correlations(s, mean, within, total, a);
	double tau = autocorrelation_time(&g);
	double least = 1 / log10(draws);
	return draws / (tau > least ? tau : least);
}

/* Effective size for a quantile: that of being below it. */
static double ess_below(const double *x, size_t n, size_t m, double quantile, struct arena *a)
{
	double *below = NEW_N(a, n * m, double);
	for (size_t i = 0; i < n * m; i++)
		below[i] = x[i] <= quantile;
	struct split s = halves(below, n, m, a);
	return ess(&s, a);
}

static double *sorted_copy(const double *x, size_t n, struct arena *a)
{
	double *s = NEW_N(a, n, double);
	memcpy(s, x, n * sizeof *x);
	sum_sort(s, n);
	return s;
}

/* Where the order statistics that far from the quantile stand, by the beta distribution of its rank. */
static double mcse_quantile(const double *sorted, size_t all, double size, double p)
{
	struct dist rank = dist_beta(size * p + 1, size * (1 - p) + 1);
	double one_sd = dist_p(dist_normal(0, 1), -1, DIST_BELOW);
	double lo = floor(dist_q(rank, one_sd, DIST_BELOW) * (double)all);
	double hi = ceil(dist_q(rank, one_sd, DIST_ABOVE) * (double)all);
	if (isnan(lo) || isnan(hi))
		return NUM_NAN;
	lo = lo < 1 ? 1 : lo;
	hi = hi > (double)all ? (double)all : hi;
	return (sorted[(size_t)hi - 1] - sorted[(size_t)lo - 1]) / 2;
}

double chains_mcse_quantile(const double *x, size_t n, size_t m, double p, struct arena *a)
{
	if (!says_something(x, n, m) || !(p > 0 && p < 1))
		return NUM_NAN;
	double *s = sorted_copy(x, n * m, a);
	double size = ess_below(x, n, m, sum_quantile(s, n * m, p), a);
	return mcse_quantile(s, n * m, size, p);
}

static double smaller(double a, double b)
{
	return isnan(a) || isnan(b) ? NUM_NAN : a < b ? a : b;
}

struct chains chains_look(const double *x, size_t n, size_t m, struct arena *a)
{
	struct chains r = { NUM_NAN, NUM_NAN, NUM_NAN, NUM_NAN, NUM_NAN, NUM_NAN,
			    NUM_NAN, NUM_NAN, NUM_NAN, NUM_NAN, NUM_NAN };
	size_t all = n * m;
	if (!says_something(x, n, m))
		return r;
	double *sorted = sorted_copy(x, all, a);
	r.mean = sum_mean(x, all);
	r.sd = sqrt(sum_variance(x, all));
	r.median = sum_quantile(sorted, all, 0.5);
	struct split s = halves(x, n, m, a);
	r.ess_mean = ess(&s, a);
	normal_scores(&s, a);
	r.rhat_bulk = rhat(&s, a);
	r.ess_bulk = ess(&s, a);
	double *fold = NEW_N(a, all, double);
	for (size_t i = 0; i < all; i++)
		fold[i] = fabs(x[i] - r.median);
	struct split f = halves(fold, n, m, a);
	normal_scores(&f, a);
	r.rhat_folded = rhat(&f, a);
	/* Draws of two values only have no distances: what is left is the first. */
	r.rhat = r.rhat_folded > r.rhat_bulk ? r.rhat_folded : r.rhat_bulk;
	r.ess_tail = smaller(ess_below(x, n, m, sum_quantile(sorted, all, 0.05), a),
			     ess_below(x, n, m, sum_quantile(sorted, all, 0.95), a));
	r.mcse_mean = r.sd / sqrt(r.ess_mean);
	r.mcse_median = mcse_quantile(sorted, all, ess_below(x, n, m, r.median, a), 0.5);
	return r;
}

double chains_rhat_basic(const double *x, size_t n, size_t m, struct arena *a)
{
	if (!says_something(x, n, m))
		return NUM_NAN;
	struct split s = halves(x, n, m, a);
	return rhat(&s, a);
}

double chains_ess_basic(const double *x, size_t n, size_t m, struct arena *a)
{
	if (!says_something(x, n, m))
		return NUM_NAN;
	struct split s = halves(x, n, m, a);
	return ess(&s, a);
}
