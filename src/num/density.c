/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/density.h"

#include "num/optimise.h"
#include "num/sum.h"

enum { PAIR_BINS = 1000, GRID = 2048 };

static bool is_range(double lo, double hi)
{
	return isfinite(lo) && isfinite(hi) && hi > lo && isfinite(hi - lo);
}

size_t density_bins(const double *sorted, size_t n)
{
	if (n < 2)
		return 1;
	double spread = sum_quantile(sorted, n, 0.75) - sum_quantile(sorted, n, 0.25);
	double range = sorted[n - 1] - sorted[0];
	double bins = ceil(range / (2 * spread / cbrt((double)n)));
	if (!(range > 0))
		return 1;
	/* Half of all values equal: no spread to go by. Sturges 1926. */
	if (!(spread > 0))
		bins = ceil(log2((double)n) + 1);
	return bins < 1 ? 1 : bins > DENSITY_BINS_MAX ? DENSITY_BINS_MAX : (size_t)bins;
}

bool density_histogram(const double *x, size_t n, double lo, double hi, size_t bins, int64_t *ret)
{
	if (!is_range(lo, hi) || bins == 0)
		return false;
	memset(ret, 0, bins * sizeof *ret);
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(x[i]))
			return false;
		if (x[i] < lo || x[i] > hi)
			continue;
		size_t at = (size_t)((x[i] - lo) / (hi - lo) * (double)bins);
		ret[at < bins ? at : bins - 1]++;
	}
	return true;
}

/* The smaller of the standard deviation and what the quartiles of a normal would say of it. */
static double spread_of(const double *sorted, size_t n)
{
	double sd = sqrt(sum_variance(sorted, n));
	double iqr = sum_quantile(sorted, n, 0.75) - sum_quantile(sorted, n, 0.25);
	double by_iqr = iqr / 1.34;
	return by_iqr > 0 && by_iqr < sd ? by_iqr : sd;
}

double density_width_nrd0(const double *sorted, size_t n)
{
	double s = n > 1 ? spread_of(sorted, n) : 0;
	return s > 0 && isfinite(s) ? 0.9 * s * pow((double)n, -0.2) : NUM_NAN;
}

/* Distances between all pairs, in bins, and the two functionals of the density that they give. */
struct pairs {
	double n;
	double bin;
	double count[PAIR_BINS];
	double scale; /* of the pilot for the width asked about */
};

/* Sum over pairs of the derivative of the normal density of order 4 or 6 (Jones & Sheather 1991). */
static double functional(const struct pairs *p, double h, int order)
{
	double sum = 0;
	for (size_t i = 0; i < PAIR_BINS; i++) {
		double d = (double)i * p->bin / h;
		d *= d;
		if (d >= 1000)
			break;
		double poly = order == 4 ? d * d - 6 * d + 3 : d * d * d - 15 * d * d + 45 * d - 15;
		sum += exp(-d / 2) * poly * p->count[i];
	}
	sum = 2 * sum + p->n * (order == 4 ? 3 : -15);
	return sum / (p->n * (p->n - 1) * pow(h, order + 1) * sqrt(2 * M_PI));
}

static void count_pairs(struct pairs *p, const double *sorted, size_t n)
{
	/* By bins and not by pairs: n may be a hundred thousand. */
	double held[PAIR_BINS] = { 0 };
	double range = (sorted[n - 1] - sorted[0]) * 1.01;
	p->bin = range / PAIR_BINS;
	for (size_t i = 0; i < n; i++)
		held[(size_t)((sorted[i] - sorted[0]) / p->bin)]++;
	for (size_t i = 0; i < PAIR_BINS; i++) {
		p->count[0] += held[i] * (held[i] - 1) / 2;
		for (size_t j = 0; j < i; j++)
			p->count[i - j] += held[i] * held[j];
	}
}

static double sj_equation(void *ctx, double h)
{
	const struct pairs *p = ctx;
	double c = 1 / (2 * sqrt(M_PI) * p->n);
	return pow(c / functional(p, p->scale * pow(h, 5.0 / 7), 4), 0.2) - h;
}

double density_width_sj(const double *sorted, size_t n)
{
	struct pairs p = { .n = (double)n };
	double iqr = n > 1 ? sum_quantile(sorted, n, 0.75) - sum_quantile(sorted, n, 0.25) : 0;
	double s = n > 1 ? sqrt(sum_variance(sorted, n)) : NUM_NAN;
	s = iqr > 0 && iqr / 1.349 < s ? iqr / 1.349 : s;
	if (!(s > 0 && isfinite(s)))
		return NUM_NAN;
	count_pairs(&p, sorted, n);
	double sixth = -functional(&p, 1.23 * s * pow(p.n, -1.0 / 9), 6);
	double fourth = functional(&p, 1.24 * s * pow(p.n, -1.0 / 7), 4);
	p.scale = 1.357 * pow(fourth / sixth, 1.0 / 7);
	double most = 1.144 * s * pow(p.n, -0.2);
	double h;
	if (!(p.scale > 0) || opt_root(sj_equation, &p, 0.01 * most, 2 * most, &h, NULL) != 0)
		return NUM_NAN;
	return h;
}

/* Each value's weight shared between the two places of the grid beside it. */
static bool put_on_grid(const double *x, size_t n, double lo, double step, double *grid)
{
	for (size_t i = 0; i < n; i++) {
		if (!isfinite(x[i]))
			return false;
		double at = (x[i] - lo) / step;
		if (at < 0 || at > GRID - 1)
			continue;
		size_t low = (size_t)at;
		double part = at - (double)low;
		grid[low] += 1 - part;
		if (low + 1 < GRID)
			grid[low + 1] += part;
	}
	return true;
}

bool density_curve(const double *x, size_t n, double width, double floor, double lo, double hi,
		   size_t points, double *ret, struct arena *a)
{
	if (!is_range(lo, hi) || !(width > 0 && width < HUGE_VAL) || points < 2 || n == 0 ||
	    isnan(floor))
		return false;
	/* The grid goes on beyond the ends as far as a kernel reaches in. */
	double from = lo - 8 * width;
	double step = (hi - lo + 16 * width) / (GRID - 1);
	double *grid = NEW_N(a, GRID, double);
	if (!put_on_grid(x, n, from, step, grid))
		return false;
	double norm = 1 / (sqrt(2 * M_PI) * width * (double)n);
	for (size_t k = 0; k < points; k++) {
		double at = lo + (hi - lo) * (double)k / (double)(points - 1);
		double sum = 0;
		for (size_t g = 0; g < GRID; g++) {
			if (grid[g] == 0)
				continue;
			double place = from + step * (double)g;
			double d = (at - place) / width;
			double mirror = (at - (2 * floor - place)) / width;
			sum += grid[g] * exp(-d * d / 2);
			if (mirror < 40)
				sum += grid[g] * exp(-mirror * mirror / 2);
		}
		ret[k] = at < floor ? 0 : sum * norm;
	}
	return true;
}
