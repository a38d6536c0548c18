/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/isotonic.h"

/* Places with one fit. */
struct run {
	size_t end; /* one past its last */
	double weight;
	double mean;
};

static void pool(const double *y, const double *w, size_t n, double sign, double *ret)
{
	struct run *run = calloc(n ? n : 1, sizeof *run);
	size_t runs = 0;
	if (!run)
		die("out of memory");
	for (size_t i = 0; i < n; i++) {
		struct run r = { i + 1, w ? w[i] : 1, sign * y[i] };
		while (runs > 0 && run[runs - 1].mean >= r.mean) {
			const struct run *before = &run[--runs];
			double both = before->weight + r.weight;
			r.mean = (before->mean * before->weight + r.mean * r.weight) / both;
			r.weight = both;
		}
		run[runs++] = r;
	}
	for (size_t k = 0, i = 0; k < runs; k++)
		for (; i < run[k].end; i++)
			ret[i] = sign * run[k].mean;
	free(run);
}

void isotonic_fit(const double *y, const double *w, size_t n, double *ret)
{
	pool(y, w, n, 1, ret);
}

void isotonic_fit_falling(const double *y, const double *w, size_t n, double *ret)
{
	pool(y, w, n, -1, ret);
}

double isotonic_at(const double *x, const double *fit, size_t n, double at)
{
	size_t lo = 0;
	size_t hi = n - 1;
	assert(n > 0);
	if (isnan(at))
		return NUM_NAN;
	if (at <= x[0])
		return fit[0];
	if (at >= x[hi])
		return fit[hi];
	while (hi - lo > 1) {
		size_t middle = lo + (hi - lo) / 2;
		if (x[middle] <= at)
			lo = middle;
		else
			hi = middle;
	}
	return fit[lo] + (fit[hi] - fit[lo]) * ((at - x[lo]) / (x[hi] - x[lo]));
}
