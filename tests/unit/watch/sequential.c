/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sequential.c - CUSUM, GLR and change points against the R packages, and their limits against simulation. */
#include "check.h"
#include "num/rng.h"
#include "watch/changepoint.h"
#include "watch/cusum.h"
#include "unit/watch/stats.h"

/* ---- values of the packages -------------------------------------------------------- */

struct rows {
	const struct csv_row *first;
	size_t n;
};

static struct rows rows_of(const struct csv_table *t, struct str series, struct str method)
{
	struct rows r = { NULL, 0 };
	for (size_t i = 0; i < t->n_rows; i++)
		if (str_eq(t->rows[i].cells[0], series) && str_eq(t->rows[i].cells[1], method)) {
			r.first = r.first ? r.first : &t->rows[i];
			r.n++;
		}
	return r;
}

static size_t compare(struct arena *a, const struct csv_row *p, const struct series *s,
		      const struct rows *want)
{
	double alpha = stats_number(p->cells[3]);
	double h = stats_number(p->cells[4]);
	size_t from = (size_t)stats_number(want->first->cells[2]);
	size_t n = want->n;
	double *mu0 = NEW_N(a, n, double);
	double *stat = NEW_N(a, n, double);
	bool *alarm = NEW_N(a, n, bool);
	size_t off = 0;
	for (size_t i = 0; i < n; i++)
		mu0[i] = stats_number(p->cells[2]);
	if (str_has(p->cells[1], STR("glr")))
		glr_run(s->observed + from - 1, mu0, n, alpha, 104, h, stat, alarm);
	else
		cusum_run(s->observed + from - 1, mu0, n, alpha, CUSUM_DOUBLE, h, stat, alarm);
	for (size_t i = 0; i < n; i++) {
		double r = stats_number(want->first[i].cells[4]);
		CHECK_INT(alarm[i], want->first[i].cells[5].p[0] == '1');
		if (fabs(stat[i] - r) > 1e-6 * (1 + r)) {
			if (!off++)
				FAIL("%.*s %.*s t %zu: %.9g, R %.9g", STR_FMT(s->name),
				     STR_FMT(p->cells[1]), from + i, stat[i], r);
		}
	}
	return n;
}

TEST(statistics_are_those_of_the_package)
{
	AUTO_ARENA *a = arena_new(0);
	struct series_set set;
	struct csv_table params;
	struct csv_table values;
	size_t compared = 0;
	if (!stats_series(a, "surge_series.csv", &set) ||
	    !stats_table(a, "reference/surge_sequential_params.csv", &params) ||
	    !stats_table(a, "reference/surge_sequential_values.csv", &values))
		SKIP("the values of the R package are not here (VIGIL_DEV_DATA)");
	for (size_t i = 0; i < params.n_rows; i++) {
		const struct csv_row *p = &params.rows[i];
		const struct series *s = stats_find(&set, p->cells[0]);
		if (!str_starts(p->cells[1], STR("nb_")))
			continue;
		struct rows want = rows_of(&values, p->cells[0], p->cells[1]);
		if (!s || !want.n)
			FAIL("no series %.*s", STR_FMT(p->cells[0]));
		else
			compared += compare(a, p, s, &want);
	}
	CHECK_INT(compared, 2 * 414);
}

TEST(the_poisson_form_is_that_of_the_package)
{
	AUTO_ARENA *a = arena_new(0);
	struct series_set set;
	struct csv_table t;
	size_t compared = 0;
	if (!stats_series(a, "surge_series.csv", &set) ||
	    !stats_table(a, "reference/ref_bocpd.csv", &t))
		SKIP("the values of the R package are not here (VIGIL_DEV_DATA)");
	for (size_t i = 0; i < t.n_rows;) {
		const struct csv_row *row = &t.rows[i];
		size_t n = 0;
		while (i + n < t.n_rows && str_eq(row[n].cells[0], row->cells[0]))
			n++;
		int64_t *y = NEW_N(a, n, int64_t);
		struct changepoint_poisson *c = NEW_N(a, n, struct changepoint_poisson);
		for (size_t k = 0; k < n; k++)
			y[k] = (int64_t)stats_number(row[k].cells[2]);
		changepoint_poisson(y, n, stats_number(row->cells[3]), stats_number(row->cells[4]),
				    stats_number(row->cells[5]), a, c);
		double worst = 0;
		for (size_t k = 0; k < n; k++) {
			worst = fmax(worst, fabs(c[k].change_now - stats_number(row[k].cells[6])));
			worst = fmax(worst, fabs(c[k].run_le4 - stats_number(row[k].cells[7])));
			worst = fmax(worst,
				     fabs(c[k].mean_rate / stats_number(row[k].cells[9]) - 1));
			CHECK_INT(c[k].run, (int64_t)stats_number(row[k].cells[8]));
		}
		if (worst > 1e-6)
			FAIL("%.*s: off by %g", STR_FMT(row->cells[0]), worst);
		compared += n;
		i += n;
	}
	CHECK_INT(compared, 2216);
}

/* ---- limits ---------------------------------------------------------------------------- */

/* Alarms a period of a chart run on counts in which nothing rises. */
static double rate_seen(struct arena *a, double mu, double alpha, size_t window, double h)
{
	enum { N = 200000 };
	struct rng r = rng_start(77, 5);
	int64_t *y = NEW_N(a, N, int64_t);
	double *mu0 = NEW_N(a, N, double);
	double *stat = NEW_N(a, N, double);
	bool *alarm = NEW_N(a, N, bool);
	size_t alarms = 0;
	for (size_t i = 0; i < N; i++) {
		mu0[i] = mu;
		y[i] = alpha > 0 ? rng_nbinom_mu(&r, 1 / alpha, mu) : rng_poisson(&r, mu);
	}
	if (window)
		glr_run(y, mu0, N, alpha, window, h, stat, alarm);
	else
		cusum_run(y, mu0, N, alpha, CUSUM_DOUBLE, h, stat, alarm);
	for (size_t i = 0; i < N; i++)
		alarms += alarm[i];
	return (double)alarms / N;
}

TEST(limits_give_the_rate_that_was_asked_for)
{
	static const struct {
		double mu, alpha, rate;
	} CASES[] = { { 0.05, 1, 1.0 / 520 }, { 0.5, 0, 1.0 / 208 },  { 0.5, 1.5, 1.0 / 520 },
		      { 3, 0.5, 1.0 / 104 },  { 3, 0.5, 1.0 / 1040 }, { 40, 0.1, 1.0 / 520 },
		      { 1.2, 0.3, 1.0 / 260 } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		double mu = CASES[i].mu;
		double alpha = CASES[i].alpha;
		struct cusum_law law = { .mu0 = mu, .alpha = alpha };
		struct cusum_limit c = cusum_limit(&law, CUSUM_DOUBLE, a);
		struct cusum_limit g = glr_limit(&law, a);
		double hc = cusum_limit_h(&c, CASES[i].rate);
		double hg = cusum_limit_h(&g, CASES[i].rate);
		double seen_c = rate_seen(a, mu, alpha, 0, hc) / CASES[i].rate;
		double seen_g = rate_seen(a, mu, alpha, GLR_WINDOW, hg) / CASES[i].rate;
		printf("mu %g alpha %g: CUSUM h %.2f %.2f times, GLR h %.2f %.2f times\n", mu,
		       alpha, hc, seen_c, hg, seen_g);
		/* Issue: within a factor 1.5. Counts are whole, so small means move in steps. */
		CHECK(seen_c > (mu < 0.1 ? 0.2 : 1 / 1.5) && seen_c < 1.5);
		CHECK(seen_g > (mu < 0.1 ? 0.2 : 1 / 1.5) && seen_g < 1.5);
	}
}

/* ---- what was learned -------------------------------------------------------------------- */

static struct series drawn(struct rng *r, double mu, double spread, size_t n, struct arena *a)
{
	int64_t *y = NEW_N(a, n, int64_t);
	for (size_t i = 0; i < n; i++)
		y[i] = spread > 1 ? rng_nbinom_mu(r, mu / (spread - 1), mu) : rng_poisson(r, mu);
	return (struct series){ .name = STR("x"), .freq = 52, .n = n, .observed = y, .first = 1 };
}

TEST(what_is_ordinary_is_learned_with_its_doubt)
{
	struct rng r = rng_start(12, 0);
	size_t inside = 0;
	size_t spread_inside = 0;
	for (int i = 0; i < 200; i++) {
		AUTO_ARENA *a = arena_new(0);
		struct series s = drawn(&r, 2, 3, 312, a);
		struct cusum_mean m;
		struct err e;
		CHECK_OK(cusum_learn(&s, 260, a, &m, &e), &e);
		CHECK(m.law.alpha_low < m.law.alpha && m.law.alpha < m.law.alpha_high);
		inside += fabs(log(m.law.mu0 / 2)) < 2 * m.law.mu0_se;
		spread_inside += m.law.alpha_low < 1 && 1 < m.law.alpha_high;
	}
	/* 95 and 92 of 100, and the prior is on the side of caution. */
	CHECK(inside >= 185);
	CHECK(spread_inside >= 176);
}

static const double A_YEAR = 0.5;

/* Alarms in the year after what was learned. */
static size_t sounds(const struct series *s, size_t train, bool glr, struct arena *a)
{
	struct cusum_mean m;
	struct err e;
	double stat[52];
	bool alarm[52];
	double mu0[52];
	size_t alarms = 0;
	CHECK_OK(cusum_learn(s, train, a, &m, &e), &e);
	double raise = cusum_raise(&m.law, glr ? glr_kappa(&m.law) : CUSUM_DOUBLE);
	struct cusum_limit l = glr ? glr_limit(&m.law, a) : cusum_limit(&m.law, CUSUM_DOUBLE, a);
	double h = cusum_limit_h(&l, A_YEAR / 52);
	for (size_t t = 0; t < 52; t++)
		mu0[t] = m.mu0[train + t] * raise;
	if (glr)
		glr_run(s->observed + train, mu0, 52, m.law.alpha, GLR_WINDOW, h, stat, alarm);
	else
		cusum_run(s->observed + train, mu0, 52, m.law.alpha, CUSUM_DOUBLE, h, stat, alarm);
	for (size_t t = 0; t < 52; t++)
		alarms += alarm[t];
	return alarms;
}

/* What is asked for holds over series of many kinds; bench-watch has more of them, and shows each. */
TEST(doubt_is_paid_for_by_the_limit)
{
	static const struct {
		double mu, spread;
		size_t train;
	} CASES[] = { { 2, 3, 104 }, { 0.5, 2, 156 }, { 10, 4, 260 }, { 0.05, 1, 468 } };
	enum { SERIES = 300 };
	for (int glr = 0; glr < 2; glr++) {
		size_t all = 0;
		for (size_t c = 0; c < COUNT(CASES); c++) {
			struct rng r = rng_start(13, c);
			size_t alarms = 0;
			for (int i = 0; i < SERIES; i++) {
				AUTO_ARENA *a = arena_new(0);
				struct series s = drawn(&r, CASES[c].mu, CASES[c].spread,
							CASES[c].train + 52, a);
				alarms += sounds(&s, CASES[c].train, glr, a);
			}
			double ratio = (double)alarms / (A_YEAR * SERIES);
			printf("mean %g spread %g, %s: %.2f times\n", CASES[c].mu, CASES[c].spread,
			       glr ? "GLR" : "CUSUM", ratio);
			CHECK(ratio > 0.5 && ratio < 2);
			all += alarms;
		}
		double ratio = (double)all / (A_YEAR * SERIES * COUNT(CASES));
		CHECK(ratio > 1 / 1.5 && ratio < 1.5);
	}
}
