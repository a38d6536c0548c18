/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/farrington.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "base/file.h"
#include "num/rng.h"
#include "text/csv.h"
#include "watch/farrington_priv.h"
#include "watch/series.h"

static struct str dev_path(struct arena *a, const char *name)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return str_printf(a, "%s/data/stats/%s", root ? root : "../shared", name);
}

static bool read_table(struct arena *a, const char *name, struct str *ret)
{
	struct err e;
	struct str path = dev_path(a, name);
	return file_exists(path.p) && file_read(path.p, SERIES_FILE_MAX, a, ret, &e) == 0;
}

static double number(struct str s)
{
	char text[64];
	if (!s.n || s.n >= sizeof text)
		return NUM_NAN;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	return strtod(text, NULL);
}

struct tally {
	size_t rows, bounds, integers, differ, beyond, alarms, trends;
	double worst;
};

/* The table as R's package gives it, each of its settings with the years of history it had. */
static void compare(struct arena *a, const struct series_set *set, struct str reference,
		    bool compat, struct tally *t)
{
	static const struct {
		const char *name;
		enum farrington_bound bound;
	} SETTINGS[] = { { "F1_delta", FARRINGTON_DELTA },
			 { "F2_noufaily", FARRINGTON_NB },
			 { "F3_muan", FARRINGTON_MUAN } };
	struct csv_options o = { .lang = LANG_EN };
	struct csv_table table;
	struct str series = STR("");
	struct str setting = STR("");
	struct farrington *f = NULL;
	enum farrington_bound bound = FARRINGTON_NB;
	struct err e;
	csv_read(reference, &o, a, &table);
	for (size_t i = 0; i < table.n_rows; i++) {
		const struct str *c = table.rows[i].cells;
		if (!str_eq(c[0], series) || !str_eq(c[1], setting)) {
			series = c[0];
			setting = c[1];
			const struct series *s = NULL;
			for (size_t k = 0; k < set->n; k++)
				if (str_eq(set->parts[k].s.name, series))
					s = &set->parts[k].s;
			for (size_t k = 0; k < COUNT(SETTINGS); k++)
				if (str_eq(setting, str_of(SETTINGS[k].name)))
					bound = SETTINGS[k].bound;
			if (!s) {
				FAIL("no series %.*s", STR_FMT(series));
				return;
			}
			struct farrington_options fo = farrington_defaults(bound, s->freq);
			fo.compat = compat;
			fo.years = farrington_years(&fo, s->freq, s->n);
			CHECK_OK(farrington_new(s, &fo, a, &f, &e), &e);
			CHECK_INT(farrington_first(&fo, s->freq), (int64_t)number(c[2]));
		}
		struct alarm_point p;
		struct farrington_fit fit;
		farrington_judge(f, (size_t)number(c[2]), &p, &fit);
		t->rows++;
		t->trends += (c[10].p[0] == '1') != !isnan(fit.trend);
		t->alarms += (c[12].p[0] == '1') != p.alarm;
		if (!c[6].n) {
			/* Where the upper mean is infinite there is no bound, in R neither. */
			CHECK(p.quiet == (c[7].n ? ALARM_TOO_FEW : ALARM_NO_FIT));
			continue;
		}
		double want = number(c[6]);
		double off = fabs(p.upper - want) / (want > 0 ? want : 1);
		t->bounds++;
		if (bound == FARRINGTON_NB) {
			t->integers += p.upper != want;
		} else if (off > 1e-4) {
			t->beyond++;
			if (getenv("VIGIL_SAY"))
				printf("%.*s %.*s %.*s: %.8g, R %.8g; phi %g R %.*s, mu %g R %.*s\n",
				       STR_FMT(c[0]), STR_FMT(c[1]), STR_FMT(c[2]), p.upper, want,
				       fit.phi, STR_FMT(c[9]), p.expected, STR_FMT(c[5]));
		} else {
			t->worst = off > t->worst ? off : t->worst;
		}
	}
}

static void check_reference(const char *name, bool compat)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str counts;
	struct str reference;
	struct series_set set;
	struct csv_problems ps;
	struct series_options o = { .lang = LANG_EN };
	struct tally t = { 0 };
	if (!read_table(a, "surge_series.csv", &counts) || !read_table(a, name, &reference))
		SKIP("the values of the R package are not here (VIGIL_DEV_DATA)");
	CHECK_OK(series_read(counts, &o, a, &set, &ps, &e), &e);
	CHECK_INT(ps.n, 0);
	compare(a, &set, reference, compat, &t);
	printf("%zu rows, %zu bounds, %zu integer differ, %zu beyond 1e-4, worst of the rest %g, alarms %zu, trends %zu\n",
	       t.rows, t.bounds, t.integers, t.beyond, t.worst, t.alarms, t.trends);
	CHECK_INT(t.rows, 3699);
	CHECK_INT(t.integers, 0);
	CHECK_INT(t.alarms, 0);
	CHECK_INT(t.trends, 0);
	CHECK_INT(t.beyond, 0);
}

TEST(bounds_are_those_of_the_package)
{
	check_reference("reference/surge_farrington_thresholds.csv", true);
}

TEST(corrected_bounds_are_those_of_the_corrected_package)
{
	check_reference("reference/surge_farrington_thresholds_corrected.csv", false);
}

/* ---- how rare -------------------------------------------------------------------------- */

/* Of series in which nothing rises, 312 weeks of history and a year judged: weeks that are rarer than once in `years`,
 * over those there should be. */
static void count_rare(enum farrington_bound bound, double mean, double spread, double *ret_year,
		       double *ret_three)
{
	enum { SERIES = 250, HISTORY = 312, WEEKS = HISTORY + 52 };
	AUTO_ARENA *a = arena_new(0);
	struct farrington_options o = farrington_defaults(bound, 52);
	struct rng r = rng_start(20131206, (uint64_t)(mean * 10 + spread));
	int64_t *y = NEW_N(a, WEEKS, int64_t);
	size_t year = 0;
	size_t three = 0;
	for (size_t k = 0; k < SERIES; k++) {
		struct series s = { .freq = 52, .n = WEEKS, .observed = y, .first = 1 };
		struct farrington *f;
		struct err e;
		for (size_t t = 0; t < WEEKS; t++)
			y[t] = rng_nbinom_mu(&r, mean / (spread - 1), mean);
		CHECK_OK(farrington_new(&s, &o, a, &f, &e), &e);
		for (size_t t = HISTORY + 1; t <= WEEKS; t++) {
			struct alarm_point p;
			farrington_judge(f, t, &p, NULL);
			year += p.p * 52 <= 1;
			three += p.p * 52 <= 1.0 / 3;
		}
	}
	*ret_year = (double)year / SERIES;
	*ret_three = (double)three * 3 / SERIES;
}

/* What is said to come once in so many years does: the quantile alone came up to 2.5 times as often. Bounds of 1996 learn
 * from 35 weeks and keep a trend that looks sure in them, which nothing here reckons with. */
TEST(rare_weeks_are_as_rare_as_is_said)
{
	static const struct {
		enum farrington_bound bound;
		double mean, spread;
		double most; /* at three years */
	} CASES[] = {
		{ FARRINGTON_NB, 3, 3, 1.5 },
		{ FARRINGTON_NB, 10, 4, 1.5 },
		{ FARRINGTON_MUAN, 40, 3, 1.5 },
		{ FARRINGTON_DELTA, 10, 2, 1.7 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		double year;
		double three;
		count_rare(CASES[i].bound, CASES[i].mean, CASES[i].spread, &year, &three);
		if (!(year > 0.8 && year < 1.25) || !(three > 0.67 && three < CASES[i].most))
			FAIL("case %zu: %g times as often at a year, %g at three", i, year, three);
	}
}

/* More cases are never less rare; doubt makes what is far out less rare; nothing breaks at either end. */
TEST(chances_fall_with_the_count)
{
	static const struct farrington_known CASES[] = {
		{ 2, 0.1, 1, 230, 2 },	     { 2, 0.1, 3, 230, 2 },
		{ 40, 0.05, 3, 230, 38 },    { 5000, 0.03, 1000, 230, 4800 },
		{ 0.01, 0.5, 1, 100, 0.02 }, { 1e6, 0.01, 50, 230, 1e6 },
		{ 0.6, 2, 1e9, 230, 4e6 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		double before = 1;
		for (double y = 0; y < 1e7; y = floor(y * 1.3) + 1) {
			double p = farrington_chance(y, &CASES[i]);
			CHECK(p >= 0 && p <= before);
			before = p;
		}
	}
	struct farrington_known sure = { 10, 0, 2, 1e9, 10 };
	struct farrington_known unsure = { 10, 0.2, 2, 40, 10 };
	CHECK(farrington_chance(30, &unsure) > 2 * farrington_chance(30, &sure));
}
