/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/loglinear.h"

#include <stdio.h>

#include "estimate/loglinear_fit.h"
#include "estimate/profile.h"
#include "known.h"
#include "num/rng.h"

static struct loglinear_result run(const struct known *k, bool all, struct arena *a)
{
	struct cells c = known_cells(k, a);
	const struct loglinear_options o = { .all = all };
	struct loglinear_result r = { 0 };
	struct err e;
	CHECK_OK(loglinear_run(&c, &o, a, &r, &e), &e);
	return r;
}

/* "[123+14+34]" as "[A B C][A D][C D]". */
static void our_name(const char *theirs, char *ret)
{
	bool first = true;
	for (; *theirs; theirs++) {
		if (*theirs == '[' || *theirs == ']') {
			*ret++ = *theirs;
			first = true;
		} else if (*theirs == '+') {
			*ret++ = ']';
			*ret++ = '[';
			first = true;
		} else {
			if (!first)
				*ret++ = ' ';
			*ret++ = (char)('A' + (*theirs - '1'));
			first = false;
		}
	}
	*ret = '\0';
}

static const struct loglinear_model *by_name(const struct loglinear_result *r, const char *name)
{
	for (size_t i = 0; i < r->n_models; i++)
		if (str_eq(r->models[i].name, str_of(name)))
			return &r->models[i];
	return NULL;
}

TEST(all_models_of_kosovo_as_rcapture_has_them)
{
	AUTO_ARENA *a = arena_new(0);
	const struct loglinear_result r = run(&KOSOVO, true, a);
	FILE *f = fopen("tests/unit/num/data/kosovo_models.csv", "r");
	char line[400], theirs[100], ours[200];
	int rows = 0;
	if (!f || !fgets(line, sizeof line, f)) {
		FAIL("the table is not there");
		return;
	}
	while (fgets(line, sizeof line, f)) {
		double n, se, deviance, df, aic, bic;
		CHECK_INT(sscanf(line, "%99[^,],%lf,%lf,%lf,%lf,%lf,%lf", theirs, &n, &se,
				 &deviance, &df, &aic, &bic),
			  7);
		our_name(theirs, ours);
		const struct loglinear_model *m = by_name(&r, ours);
		if (!m) {
			FAIL("%s is not there", ours);
			continue;
		}
		CHECK_NEAR(m->n, n, 1e-6);
		CHECK_WITHIN(m->deviance, deviance, 1e-4);
		CHECK_WITHIN(m->aic, aic, 1e-4);
		CHECK_WITHIN(m->bic, bic, 1e-4);
		CHECK_INT(m->df, (int)df);
		CHECK(m->exists);
		rows++;
	}
	fclose(f);
	CHECK_INT(rows, 113);
	CHECK_INT(r.tried, 113);
	CHECK_INT(r.n_excluded, 0);
}

TEST(kosovo_has_near_ties)
{
	AUTO_ARENA *a = arena_new(0);
	const struct loglinear_result r = run(&KOSOVO, false, a);
	CHECK(r.head.made);
	CHECK_STR(r.models[0].name, "[A B C][A D][C D]");
	CHECK_WITHIN(r.head.n.centre, 10356.519, 0.001);
	CHECK_WITHIN(r.head.n.lo, 8994, 1);
	CHECK_WITHIN(r.head.n.hi, 12110, 1);
	CHECK_WITHIN(r.near2_lo, 10356.519, 0.001);
	CHECK_WITHIN(r.near2_hi, 18393.306, 0.001);
	CHECK(r.near2 >= 3 && r.near6 >= r.near2);
	CHECK_INT(r.n_models, r.near6);
	CHECK_INT(r.n_variants, 4);
	CHECK_STR(r.variants[0].name, "Mth Chao");
	CHECK_WITHIN(r.variants[0].n, 8591, 0.5);
}

/* statistics.md 4.1: the winner by BIC, its profile interval, and Chao's floor. */
TEST(tables_with_known_winners)
{
	static const struct {
		const struct known *k;
		double n, lo, hi, chao;
	} T[] = {
		{ &UK_5, 22991, 17991, 30142, 13570 }, { &WESTERN, 2483, 1681, 3928, 2201 },
		{ &HIV, 11125, 9532, 13114, 11701 },   { &MADIGAN_5, 620, 593, 652, 660 },
		{ &SIM_1, 5731, 4008, 8554, 1944 },    { &SIM_3, 4300, 3665, 5088, 1871 },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		const struct loglinear_result r = run(T[i].k, false, a);
		CHECK_WITHIN(r.head.n.centre, T[i].n, 0.5);
		CHECK_WITHIN(r.head.n.lo, T[i].lo, 1.5);
		CHECK_WITHIN(r.head.n.hi, T[i].hi, 1.5);
		CHECK_WITHIN(r.variants[0].n, T[i].chao, 0.5);
	}
}

/* ---- existence ------------------------------------------------------- */

/* A and C share nobody: every model with the pair has no finite value for it, and says so. */
TEST(models_without_an_estimate_are_named)
{
	AUTO_ARENA *a = arena_new(0);
	const struct known k = { 3, 5, { { 1, 40 }, { 2, 30 }, { 4, 20 }, { 3, 9 }, { 6, 7 } } };
	const struct loglinear_result r = run(&k, true, a);
	CHECK(r.head.made);
	CHECK_INT(r.tried, 8);
	CHECK_INT(r.n_excluded, 5);
	CHECK_STR(r.excluded[0], "[A C][B]: no finite estimate");
	for (size_t i = 0; i < r.n_models; i++) {
		const struct loglinear_model *m = &r.models[i];
		if (str_has(m->name, STR("[A C]")))
			CHECK(!m->exists && isnan(m->n) && isnan(m->bic));
	}
	CHECK_INT(r.n_excluded_named, 5);
}

TEST(tables_that_no_model_can_do_anything_with)
{
	AUTO_ARENA *a = arena_new(0);
	const struct known apart = { 3, 3, { { 1, 40 }, { 2, 30 }, { 4, 20 } } };
	const struct known empty = { 4, 4, { { 1, 40 }, { 2, 30 }, { 4, 20 }, { 7, 9 } } };
	const struct known two = { 2, 3, { { 1, 40 }, { 2, 30 }, { 3, 20 } } };
	const struct known wide = { 11, 2, { { 1, 5 }, { 2047, 30 } } };
	const struct known *const none[] = { &apart, &empty, &two, &wide };
	for (size_t i = 0; i < COUNT(none); i++) {
		const struct loglinear_result r = run(none[i], false, a);
		CHECK(!r.head.made);
		CHECK(r.head.why_not.n > 0);
		CHECK_INT(r.n_models, 0);
	}
}

/* ---- properties ------------------------------------------------------ */

TEST(the_order_of_lists_does_not_matter)
{
	AUTO_ARENA *a = arena_new(0);
	static const size_t TO[] = { 3, 0, 4, 1, 2 };
	const struct cells moved = known_moved(&WESTERN, TO, a);
	const struct loglinear_result r = run(&WESTERN, false, a);
	struct loglinear_result s;
	struct err e;
	CHECK_OK(loglinear_run(&moved, NULL, a, &s, &e), &e);
	CHECK_INT(s.n_models, r.n_models);
	for (size_t i = 0; i < r.n_models; i++) {
		CHECK_NEAR(s.models[i].bic, r.models[i].bic, 1e-9);
		CHECK_NEAR(s.models[i].n, r.models[i].n, 1e-7);
	}
	CHECK_NEAR(s.head.n.hi, r.head.n.hi, 1e-7);
	for (size_t i = 0; i < r.n_variants; i++)
		CHECK_NEAR(s.variants[i].n, r.variants[i].n, 1e-6);
}

static void check_scaled(int64_t by)
{
	AUTO_ARENA *a = arena_new(0);
	struct known more = KOSOVO;
	for (size_t i = 0; i < more.n; i++)
		more.p[i].count *= by;
	const struct loglinear_result r = run(&KOSOVO, true, a);
	const struct loglinear_result s = run(&more, true, a);
	const double f = (double)by;
	CHECK_INT(s.n_excluded, 0);
	CHECK(s.head.n.lo < s.head.n.centre && s.head.n.centre < s.head.n.hi);
	for (size_t i = 0; i < r.n_models; i++) {
		char name[200];
		(void)snprintf(name, sizeof name, "%.*s", STR_FMT(r.models[i].name));
		const struct loglinear_model *m = by_name(&s, name);
		CHECK(m != NULL);
		if (!m)
			continue;
		CHECK_NEAR(m->n, f * r.models[i].n, 1e-8);
		CHECK_WITHIN(m->deviance, f * r.models[i].deviance, 1e-6 * f);
	}
	for (size_t i = 0; i < r.n_variants; i++)
		CHECK_NEAR(s.variants[i].n, f * r.variants[i].n, 1e-6);
}

/* Every count times 7 is every N times 7, and seven times the deviance; also with counts near 2^31. */
TEST(numbers_scale)
{
	check_scaled(7);
	check_scaled(300000);
}

/* Two lists that agree with a third list's model of independence: N of the saturated margins by hand. */
TEST(three_lists_by_hand)
{
	AUTO_ARENA *a = arena_new(0);
	const struct known k = {
		3, 7, { { 1, 60 }, { 2, 50 }, { 3, 20 }, { 4, 70 }, { 5, 14 }, { 6, 10 }, { 7, 4 } }
	};
	const struct loglinear_result r = run(&k, true, a);
	const struct loglinear_model *all = by_name(&r, "[A B][A C][B C]");
	const struct loglinear_model *one = by_name(&r, "[A B][C]");
	CHECK(all && one);
	if (!all || !one)
		return;
	/* No interaction of three: odd cells over even cells. */
	CHECK_NEAR(all->n, 228 + 60.0 * 50 * 70 * 4 / (20.0 * 14 * 10), 1e-9);
	CHECK_WITHIN(all->deviance, 0, 1e-9);
	CHECK_INT(all->df, 0);
	/* C independent of A and B together: Lincoln & Petersen of C and of "A or B". */
	CHECK_NEAR(one->n, 98.0 * 158 / 28, 1e-9);
}

TEST(threads_do_not_matter)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *p = pool_new(3);
	const struct cells c = known_cells(&UK_5, a);
	const struct loglinear_options o = { .pool = p };
	const struct loglinear_result r = run(&UK_5, false, a);
	struct loglinear_result s;
	struct err e;
	CHECK_OK(loglinear_run(&c, &o, a, &s, &e), &e);
	CHECK_INT(s.n_models, r.n_models);
	for (size_t i = 0; i < r.n_models; i++)
		CHECK(s.models[i].n == r.models[i].n && s.models[i].bic == r.models[i].bic);
}

/* Six to ten lists, independent but for A and B: the walk ends at that pair, or near it. */
TEST(more_lists_are_walked_through)
{
	struct rng g = rng_start(3, 0);
	for (size_t lists = 6; lists <= 10; lists += 2) {
		AUTO_ARENA *a = arena_new(0);
		struct cell rows[1 << 10];
		size_t n = 0;
		int64_t count[1 << 10] = { 0 };
		for (int i = 0; i < 3000; i++) {
			uint32_t on = 0;
			for (size_t j = 0; j < lists; j++) {
				double p = j == 1 && on & 1 ? 0.7 : 0.15;
				if (rng_chance(&g, p))
					on |= UINT32_C(1) << j;
			}
			count[on]++;
		}
		for (uint32_t on = 1; on < UINT32_C(1) << lists; on++)
			if (count[on])
				rows[n++] = (struct cell){ on, count[on] };
		struct cells c;
		struct loglinear_result r;
		struct err e;
		CHECK_OK(cells_make(KNOWN_NAMES, lists, rows, n, a, &c, &e), &e);
		CHECK_OK(loglinear_run(&c, NULL, a, &r, &e), &e);
		CHECK(r.head.made);
		CHECK(str_starts(r.models[0].name, STR("[A B]")));
		CHECK(r.head.n.lo < 3000 && 3000 < r.head.n.hi);
		CHECK(r.tried > lists * (lists - 1) / 2);
	}
}

/* Bounds are where twice the loss of likelihood is the quantile: they hold N of independent lists in
 * about 95 of 100 tables. */
TEST(profile_intervals_keep_their_promise)
{
	struct rng g = rng_start(11, 0);
	enum { TIMES = 400 };
	int inside = 0;
	for (int i = 0; i < TIMES; i++) {
		struct fit_table t = { .lists = 3, .places = 8 };
		struct fit_terms m;
		struct fit f;
		struct profile p;
		struct err e;
		double share[8];
		int64_t drawn[8];
		for (size_t k = 0; k < 8; k++)
			share[k] =
				(k & 1 ? 0.3 : 0.7) * (k & 2 ? 0.25 : 0.75) * (k & 4 ? 0.2 : 0.8);
		rng_multinomial(&g, 600, share, 8, drawn);
		for (size_t k = 1; k < 8; k++) {
			t.in[k] = true;
			t.y[k] = (double)drawn[k];
		}
		fit_table_sum(&t);
		fit_terms_main(3, &m);
		fit_model(&t, &m, NULL, &f);
		CHECK_OK(profile_interval(&t, &m, t.n + exp(f.coef[0]), 0.95, &p, &e), &e);
		CHECK(p.lo >= t.n && p.lo < p.centre && p.centre < p.hi);
		CHECK(p.centre <= t.n + exp(f.coef[0]));
		inside += p.lo <= 600 && 600 <= p.hi;
	}
	CHECK(inside > 0.92 * TIMES && inside < 0.98 * TIMES);
}
