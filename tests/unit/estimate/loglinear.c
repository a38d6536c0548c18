/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/loglinear.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "estimate/loglinear_fit.h"
#include "estimate/loglinear_priv.h"
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
		{ &UK_5, 22991, 17991, 30142, 13570 },
		{ &WESTERN, 2483, 1681, 3928, 2201 },
		{ &HIV, 11125, 9532, 13114, 11701 },
		{ &MADIGAN_5, 620, 593, 652, 660 },
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
