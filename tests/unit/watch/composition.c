/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shares of two periods: exact tests against enumeration, worst cases against all cases. */
#include "watch/composition.h"

#include "base/buf.h"
#include "check.h"
#include "num/rng.h"
#include "num/special.h"

static struct composition_table read(struct arena *a, struct str bytes)
{
	struct composition_table t = { .n = 0 };
	struct csv_problems ps = { .n = 0 };
	struct err e = { 0 };
	CHECK_OK(composition_read(bytes, LANG_EN, a, &t, &ps, &e), &e);
	CHECK_INT(ps.n, 0);
	return t;
}

static void compare(struct arena *a, struct composition_table *t, size_t draws)
{
	struct composition_options o = { .draws = draws, .seed = 1 };
	struct err e = { 0 };
	CHECK_OK(composition_compare(t, &o, a, &e), &e);
}

/* The definition: all tables, one by one. */
static double fisher(int64_t x, int64_t n, int64_t y, int64_t m)
{
	double all = special_lchoose((double)(n + m), (double)(x + y));
	double own = special_lchoose((double)n, (double)x) + special_lchoose((double)m, (double)y);
	double p = 0;
	for (int64_t k = 0; k <= x + y && k <= n; k++) {
		if (x + y - k > m)
			continue;
		double l = special_lchoose((double)n, (double)k) +
			   special_lchoose((double)m, (double)(x + y - k));
		p += l <= own + 1e-7 ? exp(l - all) : 0;
	}
	return p;
}

TEST(fisher_is_the_sum_of_what_is_not_more_likely)
{
	CHECK(fabs(composition_fisher(3, 4, 1, 4) - 0.4857142857) <
	      1e-9); /* the lady tasting tea */
	CHECK(composition_fisher(0, 5, 0, 9) == 1);
	for (int64_t x = 0; x <= 12; x += 2)
		for (int64_t y = 0; y <= 9; y++)
			CHECK(fabs(composition_fisher(x, 12, y, 9) - fisher(x, 12, y, 9)) < 1e-9);
	CHECK(fabs(composition_fisher(45, 300, 80, 310) - fisher(45, 300, 80, 310)) < 1e-9);
	CHECK(isnan(composition_fisher(5, 4, 0, 1)));
}

static const char TABLE[] =
	"property,value,before,now\n"
	"charge,drugs,40,90\ncharge,murder,50,45\ncharge,other,10,15\ncharge,unknown,12,30\n"
	"sex,men,100,160\nsex,women,8,14\nsex,,4,6\n";

TEST(shares_are_of_the_known_and_the_unknown_is_kept_in_sight)
{
	AUTO_ARENA *a = arena_new(0);
	struct composition_table t = read(a, str_of(TABLE));
	compare(a, &t, 0);
	CHECK_INT(t.n, 2);
	const struct composition *c = &t.items[0];
	CHECK_INT(c->n, 3);
	CHECK_INT(c->unknown_now, 30);
	const struct composition_row *drugs = &c->rows[0];
	CHECK(fabs(drugs->share_now - 90 / 150.0) < 1e-15);
	CHECK(fabs(drugs->share_before - 40 / 100.0) < 1e-15);
	CHECK(drugs->difference.lo < 0.2 && drugs->difference.hi > 0.2);
	CHECK(drugs->difference.lo > 0);
	/* All ways that the unknown can have been. */
	double lo = 2;
	double hi = -2;
	for (int now = 0; now <= 30; now++)
		for (int before = 0; before <= 12; before++) {
			double d = (90 + now) / 180.0 - (40 + before) / 112.0;
			lo = fmin(lo, d);
			hi = fmax(hi, d);
		}
	CHECK(fabs(drugs->worst.lo - lo) < 1e-12 && fabs(drugs->worst.hi - hi) < 1e-12);
	CHECK(drugs->tipping > 1 && drugs->tipping < (90 * 60) / (60.0 * 40));
	CHECK(t.items[1].rows[0].tipping == 1); /* of sex, nothing changed */
	CHECK(drugs->q >= drugs->p && t.items[0].q >= t.items[0].p);
	CHECK(t.items[1].p > 0.5);
}

/* Of two values the drawn test has an exact answer: tables as far apart by chi-squared. */
TEST(drawn_tables_give_the_exact_answer)
{
	AUTO_ARENA *a = arena_new(0);
	struct composition_table t = read(a, STR("value,1988,2025\nA,12,25\nB,30,22\n"));
	CHECK_STR(t.name_before, "1988");
	compare(a, &t, 0);
	double exact = 0;
	double all = special_lchoose(89, 37);
	for (int k = 0; k <= 37; k++)
		if (abs(k * 89 - 37 * 47) >= abs(25 * 89 - 37 * 47))
			exact += exp(special_lchoose(47, k) + special_lchoose(42, 37 - k) - all);
	double sd = sqrt(exact * (1 - exact) / (double)t.items[0].drawn);
	CHECK(fabs(t.items[0].p - exact) < 4 * sd);
	CHECK_INT(t.items[0].drawn < 100000, 1); /* 200 were as far apart long before */
	double phi = fabs(12 * 22.0 - 25 * 30) / sqrt(42.0 * 47 * 37 * 52);
	CHECK(fabs(t.items[0].v - phi) < 1e-12);
}

TEST(nothing_is_found_where_nothing_is)
{
	size_t found = 0;
	size_t rows = 0;
	struct rng r = rng_start(17, 0);
	for (int i = 0; i < 200; i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_BUF b;
		buf_init(&b, 1 << 12);
		buf_add(&b, STR("value,before,now\n"));
		for (int k = 0; k < 5; k++)
			buf_printf(&b, "v%d,%lld,%lld\n", k,
				   (long long)rng_poisson(&r, 8 * (k + 1)),
				   (long long)rng_poisson(&r, 12 * (k + 1)));
		struct composition_table t = read(a, buf_str(&b));
		compare(a, &t, 399);
		found += t.items[0].p <= 0.05;
		for (size_t k = 0; k < 5; k++)
			rows += t.items[0].rows[k].q <= 0.05;
	}
	printf("  of 200 tables alike: %zu tables and %zu rows at 5 %%\n", found, rows);
	CHECK(found >= 2 && found <= 20); /* 10 are expected; beyond has 1 in 500 */
	CHECK(rows <= 20);
}

TEST(lengths_give_the_rate_ratio_as_well)
{
	AUTO_ARENA *a = arena_new(0);
	struct composition_table t = read(a, str_of(TABLE));
	struct composition_options o = { .draws = 99, .length_before = 12, .length_now = 9 };
	struct err e = { 0 };
	CHECK_OK(composition_compare(&t, &o, a, &e), &e);
	struct interval_ratio want = interval_rate_ratio(90, 9, 40, 12, 0.95);
	CHECK(fabs(t.items[0].rows[0].tipping_rate - want.exact.lo) < 1e-12);
	o.length_before = 0;
	CHECK_ERR(composition_compare(&t, &o, a, NULL), ERR_INPUT);
}

TEST(broken_tables_are_refused_by_row_and_column)
{
	static const struct {
		const char *text;
		int64_t row;
		size_t column;
	} CASES[] = {
		{ "value,before,now\nA,1,x\n", 2, 3 },
		{ "value,before,now\nA,-1,2\n", 2, 2 },
		{ "value,before,now\nA,1,2\nA,1,2\n", 3, 1 },
		{ "value,before,now\nunknown,1,2\n,1,2\n", 3, 1 },
		{ "value,before\nA,1\n", 1, 0 },
		{ "before,now\n1,2\n", 1, 0 },
		{ "value,1988,2025,2026\nA,1,2,3\n", 1, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct composition_table t;
		struct csv_problems ps;
		struct err e = { 0 };
		CHECK_OK(composition_read(str_of(CASES[i].text), LANG_EN, a, &t, &ps, &e), &e);
		CHECK_INT(ps.n, 1);
		CHECK_INT(t.n, 0);
		if (ps.n == 1) {
			CHECK_INT(ps.items[0].row, CASES[i].row);
			CHECK_INT(ps.items[0].column, CASES[i].column);
		}
	}
	AUTO_ARENA *a = arena_new(0);
	struct composition_options o = { .draws = 99 };
	struct composition_table none = read(a, STR("value,before,now\nA,0,2\nunknown,5,1\n"));
	CHECK_ERR(composition_compare(&none, &o, a, NULL), ERR_INPUT);
	struct composition_table empty = read(a, STR("value,before,now\n"));
	CHECK_ERR(composition_compare(&empty, &o, a, NULL), ERR_INPUT);
}
