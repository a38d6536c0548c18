/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nowcasts: by hand, under simulation, and held against what became known later. */
#include "watch/nowcast.h"

#include "base/buf.h"
#include "check.h"
#include "num/rng.h"
#include "stats.h"

static const struct nowcast_options PLAIN = { .now = -1, .max_delay = -1, .above = (double)NAN };

static struct nowcast_table read(struct arena *a, struct str bytes)
{
	struct nowcast_table t = { .n = 0 };
	struct csv_problems ps = { .n = 0 };
	struct err e = { 0 };
	CHECK_OK(nowcast_read(bytes, LANG_EN, a, &t, &ps, &e), &e);
	CHECK_INT(ps.n, 0);
	return t;
}

static bool stored(struct arena *a, const char *name, struct nowcast_table *ret)
{
	struct str bytes;
	if (!stats_bytes(a, name, &bytes))
		return false;
	*ret = read(a, bytes);
	return true;
}

static struct nowcast_delay learn(struct arena *a, const struct nowcast_table *t,
				  const struct nowcast_options *o)
{
	struct nowcast_delay d = { 0 };
	struct err e = { 0 };
	CHECK_OK(nowcast_learn(t, o, a, &d, &e), &e);
	return d;
}

/* ---- by hand -------------------------------------------------------------- */

TEST(the_share_known_is_the_product_of_what_each_delay_leaves)
{
	/* As of period 4 and up to delay 2. Known within 1 and 2 of the periods 0 .. 2: 15 of them, 3 at delay 2; known
	 * within 0 and 1 of the periods 0 .. 3: 16, 6 at delay 1. With the prior 1/3 in each of three cells. */
	static const char TABLE[] = "event,delay,count\n0,0,2\n0,1,2\n0,2,1\n1,0,3\n1,1,1\n1,2,1\n"
				    "2,0,2\n2,1,2\n2,2,1\n3,0,3\n3,1,1\n4,0,1\n4,1,50\n3,2,50\n";
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table t = read(a, str_of(TABLE));
	struct nowcast_options o = PLAIN;
	o.now = 4;
	o.max_delay = 2;
	struct nowcast_delay d = learn(a, &t, &o);
	double g2 = (1.0 / 3 + 3) / (1 + 15);
	double g1 = (1.0 / 3 + 6) / (2.0 / 3 + 16);
	CHECK(d.together == 0); /* these vary less than binomially */
	CHECK(fabs(d.share[2] - 1) < 1e-15);
	CHECK(fabs(d.share[1] - (1 - g2)) < 1e-12);
	CHECK(fabs(d.share[0] - (1 - g2) * (1 - g1)) < 1e-12);
	CHECK(fabs(d.mean - ((1 - d.share[0]) + (1 - d.share[1]))) < 1e-12);
	CHECK_INT(d.learned, 20);
}

TEST(what_is_known_later_changes_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF then;
	AUTO_BUF later;
	buf_init(&then, 1 << 16);
	buf_init(&later, 1 << 16);
	struct rng r = rng_start(3, 1);
	buf_add(&then, STR("event,delay,count\n"));
	buf_add(&later, STR("event,delay,count\n"));
	for (int t = 0; t < 30; t++) {
		for (int d = 0; d < 5; d++) {
			int n = (int)rng_poisson(&r, 6.0 / (1 + d));
			buf_printf(&later, "%d,%d,%d\n", t, d, n);
			if (t + d <= 20)
				buf_printf(&then, "%d,%d,%d\n", t, d, n);
		}
	}
	struct nowcast_table x = read(a, buf_str(&then));
	struct nowcast_table y = read(a, buf_str(&later));
	struct nowcast_options o = PLAIN;
	o.now = 20;
	struct nowcast_delay dx = learn(a, &x, &o);
	struct nowcast_delay dy = learn(a, &y, &o);
	struct nowcast_point *px;
	struct nowcast_point *py;
	size_t nx;
	size_t ny;
	nowcast_predict(&x.series[0], &dx, &o, a, &px, &nx);
	nowcast_predict(&y.series[0], &dy, &o, a, &py, &ny);
	CHECK_INT(nx, ny);
	CHECK(nx == 5);
	for (size_t i = 0; i < nx && i < ny; i++) {
		CHECK(px[i].mean == py[i].mean && px[i].hi == py[i].hi);
		CHECK(px[i].known == py[i].known);
	}
}

TEST(complete_periods_are_what_they_are)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table t = read(
		a,
		STR("event,delay,count\n0,0,4\n1,0,5\n2,0,6\n3,0,4\n4,0,7\n5,0,3\n6,0,5\n0,1,3\n"));
	struct nowcast_options o = PLAIN;
	o.above = 4;
	struct nowcast_delay d = learn(a, &t, &o);
	struct nowcast_point *p;
	size_t n;
	nowcast_predict(&t.series[0], &d, &o, a, &p, &n);
	CHECK_INT(n, d.max_delay + 1);
	CHECK(p[0].lo == p[0].hi && p[0].mean == (double)p[0].known);
	for (size_t i = 0; i < n; i++) {
		CHECK(p[i].lo <= p[i].lo_half && p[i].lo_half <= p[i].median);
		CHECK(p[i].median <= p[i].hi_half && p[i].hi_half <= p[i].hi);
		CHECK(p[i].lo >= (double)p[i].known);
		CHECK(p[i].known > 4 ? p[i].p_above == 1 : p[i].p_above < 1);
	}
}

/* ---- under simulation ----------------------------------------------------- */

struct world {
	double mean, shape; /* of the gamma that rates are drawn from */
	double stop;	    /* of the geometric delay */
	double stop_late;   /* in the second half of the periods */
	int batch;	    /* cases that are reported together */
};

static struct nowcast_table simulate(struct arena *a, const struct world *w, int periods,
				     uint64_t seed)
{
	AUTO_BUF b;
	struct rng r = rng_start(seed, 7);
	buf_init(&b, 1 << 22);
	buf_add(&b, STR("event,delay,count\n"));
	for (int t = 0; t < periods; t++) {
		int known[40] = { 0 };
		double stop = t < periods / 2 ? w->stop : w->stop_late;
		int64_t n = rng_nbinom_mu(&r, w->shape, w->mean / w->batch);
		for (int64_t i = 0; i < n; i++) {
			int d = 0;
			while (d < 39 && !rng_chance(&r, stop))
				d++;
			known[d] += w->batch;
		}
		for (int d = 0; d < 40; d++)
			if (known[d] || d == 0)
				buf_printf(&b, "%d,%d,%d\n", t, d, known[d]);
	}
	return read(a, buf_str(&b));
}

/* As of many days, share of nowcasts of the newest three periods that hold the truth. */
static double coverage(const struct world *w, uint64_t seed, int64_t *ret_n)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table t = simulate(a, w, 200, seed);
	struct nowcast_options o = PLAIN;
	struct nowcast_check *c;
	struct err e = { 0 };
	size_t n;
	int64_t within = 0;
	*ret_n = 0;
	o.now = 199;
	o.max_delay = 12;
	CHECK_OK(nowcast_back(&t, &o, 60, a, &c, &n, &e), &e);
	for (size_t i = 0; i < 3; i++) {
		within += c[i].within;
		*ret_n += c[i].n;
	}
	return (double)within / (double)*ret_n;
}

TEST(intervals_hold_what_they_promise)
{
	static const struct world WORLDS[] = {
		{ 20, 5, 0.4, 0.4, 1 },
		{ 3, 2, 0.5, 0.5, 1 },
		{ 60, 30, 0.3, 0.3, 1 },
		{ 12, 2, 0.4, 0.4, 3 }, /* reported three at a time */
	};
	for (size_t i = 0; i < COUNT(WORLDS); i++) {
		int64_t n;
		double share = coverage(&WORLDS[i], 11 + i, &n);
		printf("  world %zu: %.3f of %lld\n", i, share, (long long)n);
		CHECK(n == 3 * 128);
		CHECK(share >= 0.91 && share <= 1);
	}
}

TEST(reports_in_batches_are_seen)
{
	AUTO_ARENA *a = arena_new(0);
	static const struct world ONE = { 30, 10, 0.4, 0.4, 1 };
	static const struct world BATCH = { 30, 10, 0.4, 0.4, 6 };
	struct nowcast_table one = simulate(a, &ONE, 150, 5);
	struct nowcast_table batch = simulate(a, &BATCH, 150, 5);
	struct nowcast_options o = PLAIN;
	struct nowcast_delay d1 = learn(a, &one, &o);
	struct nowcast_delay d6 = learn(a, &batch, &o);
	CHECK(d1.together < 0.02);
	CHECK(d6.together > 0.08); /* 5 / (n - 1) for batches of 6 among n = 30 or so */
	CHECK(d6.sd[0] > 2 * d1.sd[0]);
}

TEST(a_change_of_delays_is_told_and_no_change_is_not)
{
	static const struct world SAME = { 15, 5, 0.45, 0.45, 1 };
	static const struct world GROWN = { 15, 5, 0.45, 0.3, 1 };
	struct nowcast_options o = PLAIN;
	o.now = 119;
	int told = 0;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		AUTO_ARENA *a = arena_new(0);
		struct nowcast_table same = simulate(a, &SAME, 120, seed);
		told += learn(a, &same, &o).p_change < 0.05;
	}
	CHECK(told <= 6); /* of 40 at 5 %: more has a chance of 1 in 100 */
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table grown = simulate(a, &GROWN, 120, 1);
	struct nowcast_delay d = learn(a, &grown, &o);
	CHECK(d.p_change < 0.01);
	CHECK(d.mean_new > d.mean_old + 0.5);
}

/* ---- against what became known --------------------------------------------- */

static void print_back(const char *name, const struct nowcast_check *c, size_t n)
{
	printf("  %s, by age: n, in 95 %%, in 50 %%, width, error, error of known, WIS\n", name);
	for (size_t i = 0; i < n && i < 6; i++)
		printf("    %zu %6lld  %.3f  %.3f  %6.1f  %6.2f  %6.2f  %6.2f\n", i,
		       (long long)c[i].n, (double)c[i].within / (double)c[i].n,
		       (double)c[i].within_half / (double)c[i].n, c[i].width, c[i].error, c[i].raw,
		       c[i].wis);
}

static void check_back(const struct nowcast_check *c, size_t n)
{
	for (size_t i = 0; i < n && i < 4; i++) {
		CHECK((double)c[i].within / (double)c[i].n >= 0.9);
		CHECK(c[i].error < c[i].raw);
	}
}

/* NobBS 1.0.0 gave 140 (77 to 261) for the week of 1990-10-01 as of that week; it came to 75. */
TEST(dengue_as_it_was_known)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table t;
	struct nowcast_options o = PLAIN;
	struct nowcast_point *p;
	struct nowcast_check *c;
	struct err e = { 0 };
	size_t n;
	if (!stored(a, "nowcast_dengue_triangle.csv", &t))
		SKIP("no development data");
	CHECK_OK(period_find(&t.axis, STR("1990-10-01"), &o.now, &e), &e);
	struct nowcast_delay d = learn(a, &t, &o);
	nowcast_predict(&t.series[0], &d, &o, a, &p, &n);
	const struct nowcast_point *newest = &p[n - 1];
	printf("  1990-10-01: %.0f (%.0f to %.0f); NobBS 140 (77 to 261); truth 75\n",
	       newest->median, newest->lo, newest->hi);
	CHECK(newest->lo <= 75 && newest->hi >= 75);
	CHECK(newest->hi - newest->lo < 261 - 77);
	CHECK(newest->early);
	o.now = -1;
	CHECK_OK(nowcast_back(&t, &o, 26, a, &c, &n, &e), &e);
	print_back("dengue", c, n);
	check_back(c, n);
}

TEST(sparse_series_as_they_were_known)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table t;
	struct nowcast_options o = PLAIN;
	struct nowcast_check *c;
	struct err e = { 0 };
	size_t n;
	if (!stored(a, "sparse_delays_last104w.csv", &t))
		SKIP("no development data");
	CHECK_INT(t.axis.n, 104);
	o.now = 103;
	o.max_delay = 15;
	CHECK_OK(nowcast_back(&t, &o, 86, a, &c, &n, &e), &e);
	print_back("sparse", c, n);
	check_back(c, n);
}

/* ---- tables ----------------------------------------------------------------- */

TEST(broken_tables_are_refused_by_row_and_column)
{
	static const struct {
		const char *text;
		int64_t row;
		size_t column;
	} CASES[] = {
		{ "event,delay\n1,0\n", 1, 0 },
		{ "event,delay,count\n1,0,-3\n", 2, 3 },
		{ "event,delay,count\n1,0,x\n", 2, 3 },
		{ "event,delay,count\n1,-1,4\n", 2, 2 },
		{ "event,delay,count\n1,0,\n", 2, 3 },
		{ "event,delay,count\n2025-13,0,3\n", 2, 1 },
		{ "event,delay,count\n2025-10,0,3\n2025-10-06,0,3\n", 3, 1 },
		{ "event,delay,count\n1,0,3\n1,1,3\n1,0,3\n", 4, 0 },
		{ "event,delay,count\n1,0,2147483648\n", 2, 3 },
		{ "event,delay,count\n1,20001,1\n", 2, 2 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct nowcast_table t;
		struct csv_problems ps;
		struct err e = { 0 };
		CHECK_OK(nowcast_read(str_of(CASES[i].text), LANG_EN, a, &t, &ps, &e), &e);
		CHECK_INT(ps.n, 1);
		if (ps.n == 1) {
			CHECK_INT(ps.items[0].row, CASES[i].row);
			CHECK_INT(ps.items[0].column, CASES[i].column);
		}
	}
}

TEST(what_cannot_be_learned_from_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table few = read(a, STR("event,delay,count\n1,0,3\n2,0,3\n3,0,2\n"));
	struct nowcast_table none = read(a, STR("event,delay,count\n1,0,0\n9,0,0\n"));
	struct nowcast_table t = read(a, STR("event,delay,count\n1,0,3\n9,0,3\n"));
	struct nowcast_options o = PLAIN;
	struct nowcast_delay d;
	CHECK_ERR(nowcast_learn(&few, &o, a, &d, NULL), ERR_INPUT);
	o.now = 8;
	CHECK_ERR(nowcast_learn(&none, &o, a, &d, NULL), ERR_INPUT);
	CHECK_ERR(nowcast_learn(&few, &PLAIN, a, &d, NULL), ERR_INPUT);
	o.max_delay = 8;
	CHECK_ERR(nowcast_learn(&t, &o, a, &d, NULL), ERR_INPUT);
	o.max_delay = 3;
	o.window = 3;
	CHECK_ERR(nowcast_learn(&t, &o, a, &d, NULL), ERR_INPUT);
	struct csv_problems ps;
	struct nowcast_table far;
	CHECK_ERR(nowcast_read(STR("event,delay,count\n1,0,3\n900000,0,3\n"), LANG_EN, a, &far, &ps,
			       NULL),
		  ERR_TOOBIG);
}

TEST(days_that_are_weeks_apart_are_weeks)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_table w =
		read(a, STR("onset_week,delay_weeks,count\n2025-09-01,0,1\n2025-09-15,0,2\n"));
	CHECK_INT(w.axis.kind, PERIOD_WEEK);
	CHECK_INT(w.axis.n, 3);
	CHECK_STR(period_text(&w.axis, 1, a), "2025-09-08");
	struct nowcast_table d =
		read(a, STR("event,delay,count\n2025-09-01,0,1\n2025-09-03,0,2\n"));
	CHECK_INT(d.axis.kind, PERIOD_DAY);
	struct nowcast_table m = read(a, STR("event,delay,count\n2024-11,0,1\n2025-02,0,2\n"));
	CHECK_INT(m.axis.n, 4);
	CHECK_STR(period_text(&m.axis, 2, a), "2025-01");
}
