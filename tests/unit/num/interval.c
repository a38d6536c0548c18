/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/interval.h"

#include "near.h"
#include "num/dist.h"

/* R's poisson.test, to the digits of the table. */
TEST(garwood_reference)
{
	FILE *f = fopen("tests/unit/num/data/ref_garwood.csv", "r");
	char line[200];
	int rows = 0;
	if (!f || !fgets(line, sizeof line, f)) {
		FAIL("the table is not there");
		return;
	}
	while (fgets(line, sizeof line, f)) {
		double x, lo, hi;
		CHECK_INT(sscanf(line, "%lf,%lf,%lf", &x, &lo, &hi), 3);
		struct num_interval got = interval_rate((int64_t)x, 1, 0.95, INTERVAL_EXACT);
		CHECK_NEAR(got.lo, lo, 5e-9);
		CHECK_NEAR(got.hi, hi, 5e-9);
		rows++;
	}
	CHECK_INT(rows, 10);
	fclose(f);
}

enum { RATIO_COLUMNS = 14 };

static bool read_ratio(char *line, double *ret)
{
	char *at = strchr(line, ',');
	for (int i = 0; i < RATIO_COLUMNS; i++) {
		if (!at)
			return false;
		char *end;
		at++;
		while (*at == ' ')
			at++;
		ret[i] = strncmp(at, "NA", 2) == 0 ? NUM_NAN : strtod(at, &end);
		at = strchr(at, ',');
	}
	return true;
}

/* binom.test and mid-P by root finding in R: 11 comparisons from 0 events to 993. In two rows the table's
 * mid-P probability is that of the count seen alone: 1 - P(X <= x) was 0 where P(X > x) is not. There
 * the definition is what counts. */
TEST(rate_ratio_reference)
{
	FILE *f = fopen("tests/unit/num/data/ref_rate_ratio.csv", "r");
	char line[600];
	int rows = 0;
	int lost = 0;
	if (!f || !fgets(line, sizeof line, f)) {
		FAIL("the table is not there");
		return;
	}
	while (fgets(line, sizeof line, f)) {
		double v[RATIO_COLUMNS];
		CHECK(read_ratio(line, v));
		int64_t x1 = (int64_t)v[0], x0 = (int64_t)v[2];
		struct interval_ratio got = interval_rate_ratio(x1, v[1], x0, v[3], 0.95);
		/* One row's probabilities are subnormal and carry eight digits themselves. */
		double p_tol = v[6] < 1e-300 ? 2e-8 : 5e-9;
		const double have[] = { got.ratio,     got.exact.lo, got.exact.hi, got.p_minlike,
					got.p_central, got.midp.lo,  got.midp.hi,  got.p_mid };
		if (v[4 + 7] < 1e-30) {
			struct dist same = dist_binomial(v[0] + v[2], v[1] / (v[1] + v[3]));
			CHECK_NEAR(v[4 + 7], dist_d(same, v[0]), p_tol);
			v[4 + 7] += 2 * dist_p(same, v[0], DIST_ABOVE);
			lost++;
		}
		for (size_t i = 0; i < COUNT(have); i++) {
			bool is_p = i == 3 || i == 4 || i == 7;
			if (!near_is(have[i], v[4 + i], is_p ? p_tol : 5e-9))
				FAIL("%.20s column %zu: %.12g, not %.12g", line, i, have[i],
				     v[4 + i]);
		}
		struct num_interval spread =
			interval_rate_ratio_spread(x1, v[1], x0, v[3], 3, 0.95);
		CHECK_NEAR(spread.lo, v[12], 5e-9);
		CHECK_NEAR(spread.hi, v[13], 5e-9);
		rows++;
	}
	CHECK_INT(rows, 11);
	CHECK_INT(lost, 2);
	fclose(f);
}

/* binom.test(7, 20), prop.test(7, 20, correct = FALSE); Newcombe 1998 tables I and II. */
TEST(proportions)
{
	struct num_interval i = interval_proportion(7, 20, 0.95, INTERVAL_EXACT);
	CHECK_WITHIN(i.lo, 0.1539092, 5e-8);
	CHECK_WITHIN(i.hi, 0.5921885, 5e-8);
	i = interval_proportion(7, 20, 0.95, INTERVAL_WILSON);
	CHECK_WITHIN(i.lo, 0.1811918, 5e-8);
	CHECK_WITHIN(i.hi, 0.5671457, 5e-8);
	i = interval_proportion(81, 263, 0.95, INTERVAL_MIDP);
	CHECK_WITHIN(i.lo, 0.2544, 5e-5);
	CHECK_WITHIN(i.hi, 0.3658, 5e-5);
	i = interval_proportion(81, 263, 0.95, INTERVAL_EXACT);
	CHECK_WITHIN(i.lo, 0.2527, 5e-5);
	CHECK_WITHIN(i.hi, 0.3676, 5e-5);
	i = interval_proportion(81, 263, 0.95, INTERVAL_WILSON);
	CHECK_WITHIN(i.lo, 0.2553, 5e-5);
	CHECK_WITHIN(i.hi, 0.3662, 5e-5);
	i = interval_proportion(0, 20, 0.95, INTERVAL_MIDP);
	CHECK_NEAR(i.lo, 0, 0);
	CHECK_WITHIN(i.hi, 0.1391, 5e-5);
	i = interval_proportion(0, 0, 0.95, INTERVAL_EXACT);
	CHECK(i.lo == 0 && i.hi == 1);
}

/* What the bounds are defined by, for every count. */
TEST(bounds_hold_what_they_say)
{
	for (int64_t n = 1; n <= 40; n += 3)
		for (int64_t x = 0; x <= n; x++) {
			double dn = (double)n, dx = (double)x;
			struct num_interval cp = interval_proportion(x, n, 0.9, INTERVAL_EXACT);
			struct num_interval mid = interval_proportion(x, n, 0.9, INTERVAL_MIDP);
			struct num_interval w = interval_proportion(x, n, 0.9, INTERVAL_WILSON);
			if (x > 0) {
				CHECK_NEAR(dist_p(dist_binomial(dn, cp.lo), dx - 1, DIST_ABOVE),
					   0.05, 1e-9);
				struct dist d = dist_binomial(dn, mid.lo);
				CHECK_NEAR(dist_p(d, dx, DIST_ABOVE) + dist_d(d, dx) / 2, 0.05,
					   1e-9);
				CHECK_NEAR(dx / dn - w.lo,
					   dist_z(.9) * sqrt(w.lo * (1 - w.lo) / dn), 1e-9);
			}
			if (x < n) {
				CHECK_NEAR(dist_p(dist_binomial(dn, cp.hi), dx, DIST_BELOW), 0.05,
					   1e-9);
				struct dist d = dist_binomial(dn, mid.hi);
				CHECK_NEAR(dist_p(d, dx - 1, DIST_BELOW) + dist_d(d, dx) / 2, 0.05,
					   1e-9);
			}
			CHECK(cp.lo <= mid.lo && mid.hi <= cp.hi);
			/* The other outcome counted: everything turns round. */
			struct num_interval turned =
				interval_proportion(n - x, n, 0.9, INTERVAL_MIDP);
			CHECK_WITHIN(turned.lo, 1 - mid.hi, 1e-12);
		}
}

/* Every truth is inside the exact interval in at least 95 of 100 cases: summed, not drawn. */
TEST(exact_intervals_cover)
{
	enum { N = 30 };
	struct num_interval at[N + 1];
	for (int64_t x = 0; x <= N; x++)
		at[x] = interval_proportion(x, N, 0.95, INTERVAL_EXACT);
	for (double p = 0.005; p < 1; p += 0.005) {
		double inside = 0;
		for (int x = 0; x <= N; x++)
			if (at[x].lo <= p && p <= at[x].hi)
				inside += dist_d(dist_binomial(N, p), x);
		CHECK(inside >= 0.95);
	}
}

TEST(rates_in_units_of_time)
{
	struct num_interval i = interval_rate(10, 4, 0.95, INTERVAL_EXACT);
	CHECK_WITHIN(i.lo, 4.7953887 / 4, 1e-7);
	CHECK_WITHIN(i.hi, 18.390356 / 4, 1e-7);
	struct num_interval mid = interval_rate(10, 4, 0.95, INTERVAL_MIDP);
	struct dist d = dist_poisson(mid.lo * 4);
	CHECK_NEAR(dist_p(d, 10, DIST_ABOVE) + dist_d(d, 10) / 2, 0.025, 1e-9);
	struct num_interval w = interval_rate(10, 4, 0.95, INTERVAL_WILSON);
	CHECK_NEAR((10 - w.lo * 4), dist_z(0.95) * sqrt(w.lo * 4), 1e-12);
	CHECK(i.lo < mid.lo && mid.hi < i.hi);
	i = interval_rate(0, 1, 0.95, INTERVAL_MIDP);
	CHECK_NEAR(i.lo, 0, 0);
	CHECK_NEAR(i.hi, -log(0.05), 1e-12);
}

TEST(none_seen)
{
	CHECK_NEAR(interval_none_seen(30, 0.95), 1 - pow(0.05, 1.0 / 30), 1e-13);
	CHECK_WITHIN(interval_none_seen(1000, 0.95), 0.003, 1e-5);
	CHECK_NEAR(interval_none_seen(0, 0.95), 1, 0);
	CHECK_NAN(interval_none_seen(-1, 0.95));
}

/* Newcombe 1998, table II, method 10. */
TEST(newcombe_differences)
{
	static const struct {
		int64_t x1, n1, x0, n0;
		double lo, hi;
	} t[] = {
		{ 56, 70, 48, 80, 0.0524, 0.3339 }, { 9, 10, 3, 10, 0.1705, 0.8090 },
		{ 6, 7, 2, 7, 0.0582, 0.8062 },	    { 5, 56, 0, 29, -0.0381, 0.1926 },
		{ 0, 10, 0, 20, -0.1611, 0.2775 },  { 0, 10, 0, 10, -0.2775, 0.2775 },
		{ 10, 10, 0, 20, 0.6791, 1.0000 },  { 10, 10, 0, 10, 0.6075, 1.0000 },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		struct num_interval got =
			interval_difference(t[i].x1, t[i].n1, t[i].x0, t[i].n0, 0.95);
		CHECK_WITHIN(got.lo, t[i].lo, 5.1e-5);
		CHECK_WITHIN(got.hi, t[i].hi, 5.1e-5);
	}
}

TEST(strata)
{
	double share;
	/* One stratum, a small part of it looked at: Wilson. */
	const struct interval_stratum one = { NUM_COUNT_MAX, 20, 7 };
	struct num_interval i = interval_stratified(&one, 1, 0.95, &share);
	CHECK_NEAR(share, 0.35, 1e-15);
	CHECK_WITHIN(i.lo, 0.1811918, 5e-8);
	CHECK_WITHIN(i.hi, 0.5671457, 5e-8);
	/* All looked at: known. */
	const struct interval_stratum all[] = { { 10, 10, 9 }, { 30, 30, 3 } };
	i = interval_stratified(all, 2, 0.95, &share);
	CHECK_NEAR(share, 0.3, 1e-15);
	CHECK(i.lo == share && i.hi == share);
	/* One not looked at may be all or nothing. */
	const struct interval_stratum half[] = { { 50, 50, 50 }, { 50, 0, 0 }, { 0, 0, 0 } };
	i = interval_stratified(half, 3, 0.95, &share);
	CHECK_NEAR(i.lo, 0.5, 1e-15);
	CHECK_NEAR(i.hi, 1, 1e-15);
	CHECK_NEAR(share, 0.75, 1e-15);
	const struct interval_stratum bad[] = { { 10, 11, 5 }, { 10, 5, 6 }, { -1, 0, 0 } };
	for (size_t k = 0; k < COUNT(bad); k++)
		CHECK_NAN(interval_stratified(&bad[k], 1, 0.95, NULL).lo);
	CHECK_NAN(interval_stratified(NULL, 0, 0.95, NULL).lo);
}

/* Two strata at different rates, every outcome of the sample: the truth is inside about as often as promised. */
TEST(stratified_intervals_cover)
{
	const double p[] = { 0.95, 0.1 };
	double inside = 0;
	for (int64_t a = 0; a <= 40; a++)
		for (int64_t b = 0; b <= 60; b++) {
			const struct interval_stratum s[] = { { 100000, 40, a },
							      { 300000, 60, b } };
			struct num_interval i = interval_stratified(s, 2, 0.95, NULL);
			double truth = 0.25 * p[0] + 0.75 * p[1];
			if (i.lo <= truth && truth <= i.hi)
				inside += dist_d(dist_binomial(40, p[0]), (double)a) *
					  dist_d(dist_binomial(60, p[1]), (double)b);
		}
	CHECK(inside > 0.94 && inside < 0.98);
}

TEST(nonsense_is_refused)
{
	for (int m = 0; m < 3; m++) {
		CHECK_NAN(interval_proportion(-1, 5, 0.95, (enum interval_method)m).lo);
		CHECK_NAN(interval_proportion(6, 5, 0.95, (enum interval_method)m).hi);
		CHECK_NAN(interval_proportion(3, 5, 1, (enum interval_method)m).lo);
		CHECK_NAN(interval_proportion(3, 5, NAN, (enum interval_method)m).lo);
		CHECK_NAN(interval_rate(-1, 1, 0.95, (enum interval_method)m).lo);
		CHECK_NAN(interval_rate(1, 0, 0.95, (enum interval_method)m).lo);
		CHECK_NAN(interval_rate(1, NAN, 0.95, (enum interval_method)m).lo);
	}
	CHECK_NAN(interval_difference(1, 0, 1, 2, 0.95).lo);
	CHECK_NAN(interval_rate_ratio(-1, 1, 1, 1, 0.95).p_mid);
	CHECK_NAN(interval_rate_ratio(1, 1, 1, NAN, 0.95).exact.lo);
	CHECK_NAN(interval_rate_ratio_spread(0, 1, 1, 1, 2, 0.95).lo);
	CHECK_NAN(interval_rate_ratio_spread(1, 1, 1, 1, 0.5, 0.95).lo);
	struct interval_ratio none = interval_rate_ratio(0, 1, 0, 1, 0.95);
	CHECK_NAN(none.ratio);
	CHECK(none.exact.lo == 0 && none.exact.hi == HUGE_VAL && none.p_central == 1);
}
