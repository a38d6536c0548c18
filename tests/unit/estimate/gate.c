/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each gate on a table that trips it and on one that does not; the verdict; linkages put together. */
#include "estimate/gate.h"

#include "../num/near.h"
#include "estimate/combine.h"
#include "estimate/words.h"
#include "num/dist.h"
#include "tables.h"

static const struct estimate_reason *find(const struct estimate_result *r, enum estimate_gate g)
{
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i].gate == g)
			return &r->reasons[i];
	return NULL;
}

/* ---- the table alone -------------------------------------------------------------- */

#define GOOD "1,0,0,60\n0,1,0,50\n0,0,1,40\n1,1,0,20\n1,0,1,15\n0,1,1,12\n1,1,1,8\n"

TEST(gates_of_the_table)
{
	static const struct {
		const char *csv;
		int gate; /* GATES: none speaks */
		enum estimate_verdict at_best;
	} t[] = {
		{ "A,B,C,count\n" GOOD, GATES, ESTIMATE_GIVEN },
		{ "A,B,count\n1,0,60\n0,1,50\n1,1,20\n", GATE_LISTS, ESTIMATE_REFUSED },
		{ "A,count\n1,60\n", GATE_LISTS, ESTIMATE_REFUSED },
		{ "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,5\n1,1,0,20\n1,0,1,2\n0,1,1,1\n1,1,1,1\n",
		  GATE_LISTS, ESTIMATE_REFUSED }, /* 9 on C */
		{ "A,B,C,count\n1,0,0,60\n0,1,0,50\n0,0,1,6\n1,1,0,20\n1,0,1,2\n0,1,1,1\n1,1,1,1\n",
		  GATES, ESTIMATE_GIVEN }, /* 10 */
		{ "A,B,C,D,count\n1,0,0,0,30\n1,1,0,0,30\n0,0,1,0,30\n0,0,1,1,30\n0,1,0,0,20\n0,0,0,1,20\n",
		  GATE_CONNECTED, ESTIMATE_REFUSED },
		{ "A,B,C,count\n1,1,0,60\n0,0,1,50\n1,1,1,20\n1,0,0,2\n0,1,0,1\n", GATE_COPY,
		  ESTIMATE_REFUSED }, /* 80 of 83 */
		{ "A,B,C,count\n1,1,0,60\n0,0,1,50\n1,1,1,20\n1,0,0,3\n0,1,0,3\n", GATES,
		  ESTIMATE_GIVEN }, /* 80 of 86 */
		{ "A,B,C,count\n0,1,0,60\n0,0,1,50\n1,1,1,20\n0,1,1,10\n1,1,0,10\n", GATE_COPY,
		  ESTIMATE_RANGE }, /* all 30 of A on B, of C's others 10 of 60 */
		{ "A,B,C,count\n0,1,0,60\n0,0,1,1\n1,1,1,20\n0,1,1,60\n1,1,0,10\n", GATES,
		  ESTIMATE_GIVEN }, /* B has nearly everybody */
		{ "A,B,C,count\n1,0,0,300\n0,1,0,300\n0,0,1,300\n1,1,0,50\n1,0,1,25\n0,1,1,20\n",
		  GATE_OVERLAP, ESTIMATE_RANGE }, /* 95 of 995 */
		{ "A,B,C,count\n1,0,0,300\n0,1,0,300\n0,0,1,255\n1,1,0,50\n1,0,1,25\n0,1,1,20\n",
		  GATES, ESTIMATE_GIVEN }, /* 95 of 950: a tenth */
		{ "A,B,C,D,count\n1,0,0,0,60\n0,1,0,0,50\n0,0,1,0,40\n0,0,0,1,30\n1,1,0,0,30\n0,1,1,0,20\n0,0,1,1,20\n1,1,1,0,19\n",
		  GATE_OVERLAP, ESTIMATE_RANGE }, /* four lists, 19 on three */
		{ "A,B,C,D,count\n1,0,0,0,60\n0,1,0,0,50\n0,0,1,0,40\n0,0,0,1,30\n1,1,0,0,30\n0,1,1,0,20\n0,0,1,1,20\n1,1,1,0,20\n",
		  GATES, ESTIMATE_GIVEN },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct cells c = table_of(t[i].csv, a);
		struct estimate_result r = { .cells = &c };
		gate_table(&r, a);
		if (t[i].gate == GATES) {
			if (r.n_reasons)
				FAIL("table %zu: %s spoke", i, gate_code(r.reasons[0].gate));
			continue;
		}
		const struct estimate_reason *x = find(&r, (enum estimate_gate)t[i].gate);
		if (!x)
			FAIL("table %zu: %s is silent", i,
			     gate_code((enum estimate_gate)t[i].gate));
		else
			CHECK_INT(x->at_best, t[i].at_best);
	}
}

/* ---- the models --------------------------------------------------------------------- */

/* A result in which all is well: each case spoils one thing. */
static struct estimate_result well(const struct cells *c, struct arena *a)
{
	struct estimate_result r = { .cells = c };
	gate_table(&r, a);
	r.lcmcr = (struct lcmcr_result){ .head = { .made = true, .n = { 400, 350, 480 } },
					 .median = 400,
					 .lo = 350,
					 .hi = 480,
					 .rhat = 1.004,
					 .ess_bulk = 900,
					 .ess_tail = 800 };
	r.dga.head = (struct estimate_head){ .made = true, .n = { 420, 360, 500 } };
	r.dga.median = 420;
	r.loglinear.head = (struct estimate_head){ .made = true, .n = { 410, 360, 490 } };
	r.loglinear.near2_lo = 390;
	r.loglinear.near2_hi = 450;
	return r;
}

static struct estimate_variant moves[2];

static void nothing(struct estimate_result *r)
{
	(void)r;
}
static void rhat_so_so(struct estimate_result *r)
{
	r->lcmcr.rhat = 1.02;
}
static void rhat_bad(struct estimate_result *r)
{
	r->lcmcr.rhat = 1.06;
}
static void ess_so_so(struct estimate_result *r)
{
	r->lcmcr.ess_tail = 399;
}
static void ess_bad(struct estimate_result *r)
{
	r->lcmcr.ess_bulk = 99;
}
static void at_cap(struct estimate_result *r)
{
	r->lcmcr.at_cap = 0.0011;
}
static void expansion(struct estimate_result *r)
{
	r->lcmcr.median = 10.1 * (double)r->cells->total;
}
static void apart(struct estimate_result *r)
{
	r->loglinear.near2_hi = 1.51 * 390;
}
static void disjoint(struct estimate_result *r)
{
	r->dga.head.n.lo = 481;
	r->dga.head.n.hi = 560;
}
static void alone(struct estimate_result *r)
{
	r->dga.head.made = r->loglinear.head.made = false;
}
static void prior(struct estimate_result *r)
{
	moves[1] = (struct estimate_variant){ .name = STR("K = 5"), .moved = -0.26 };
	r->sensitivity = moves;
	r->n_sensitivity = 2;
}
static void prior_little(struct estimate_result *r)
{
	moves[1] = (struct estimate_variant){ .name = STR("K = 5"), .moved = -0.24 };
	r->sensitivity = moves;
	r->n_sensitivity = 2;
}
static void prior_unknown(struct estimate_result *r)
{
	moves[1] = (struct estimate_variant){ .name = STR("K = 5"), .moved = NUM_NAN };
	r->sensitivity = moves;
	r->n_sensitivity = 2;
}
static void left_out(struct estimate_result *r)
{
	moves[1] = (struct estimate_variant){ .name = STR("A"), .moved = 0.51 };
	r->left_out = moves;
	r->n_left_out = 2;
}
/* Runs that disagree tell nothing of how far it moves, however little that seems. */
static void left_out_untold(struct estimate_result *r)
{
	moves[1] = (struct estimate_variant){
		.name = STR("A"), .moved = 0.1, .rhat = 1.14, .disagree = true
	};
	r->left_out = moves;
	r->n_left_out = 2;
}
static void prior_untold(struct estimate_result *r)
{
	moves[1] = (struct estimate_variant){
		.name = STR("K = 5"), .moved = 0.1, .rhat = 1.14, .disagree = true
	};
	r->sensitivity = moves;
	r->n_sensitivity = 2;
}
static void excluded(struct estimate_result *r)
{
	r->loglinear.n_excluded = 3;
}

TEST(gates_of_the_models)
{
	static const struct {
		void (*spoil)(struct estimate_result *r);
		int gate;
		enum estimate_verdict verdict;
	} t[] = {
		{ nothing, GATES, ESTIMATE_GIVEN },
		{ rhat_so_so, GATE_CONVERGENCE, ESTIMATE_RANGE },
		{ rhat_bad, GATE_CONVERGENCE, ESTIMATE_REFUSED },
		{ ess_so_so, GATE_CONVERGENCE, ESTIMATE_RANGE },
		{ ess_bad, GATE_CONVERGENCE, ESTIMATE_REFUSED },
		{ at_cap, GATE_CEILING, ESTIMATE_REFUSED },
		{ expansion, GATE_CEILING, ESTIMATE_REFUSED },
		{ apart, GATE_AGREEMENT, ESTIMATE_RANGE },
		{ disjoint, GATE_AGREEMENT, ESTIMATE_RANGE },
		{ alone, GATE_AGREEMENT, ESTIMATE_RANGE },
		{ prior, GATE_PRIOR, ESTIMATE_RANGE },
		{ prior_little, GATES, ESTIMATE_GIVEN },
		{ prior_unknown, GATE_PRIOR, ESTIMATE_RANGE },
		{ left_out, GATE_LEAVE_ONE_OUT, ESTIMATE_RANGE },
		{ left_out_untold, GATE_LEAVE_ONE_OUT, ESTIMATE_RANGE },
		{ prior_untold, GATE_PRIOR, ESTIMATE_RANGE },
		{ excluded, GATE_EXISTENCE, ESTIMATE_GIVEN },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct cells c = table_of("A,B,C,count\n" GOOD, a);
		struct estimate_result r = well(&c, a);
		memset(moves, 0, sizeof moves);
		moves[0].name = STR("other");
		t[i].spoil(&r);
		gate_models(&r, a);
		gate_judge(&r);
		if (r.verdict != t[i].verdict)
			FAIL("case %zu: %s, not %s", i, verdict_code(r.verdict),
			     verdict_code(t[i].verdict));
		if (t[i].gate == GATES)
			CHECK_INT(r.n_reasons, 0);
		else
			CHECK(find(&r, (enum estimate_gate)t[i].gate));
		/* No number where none is allowed, and never a centre without a full verdict. */
		CHECK(isnan(r.range.lo) == (r.verdict == ESTIMATE_REFUSED));
		CHECK(isnan(r.range.centre) == (r.verdict != ESTIMATE_GIVEN));
		for (size_t k = 0; k < r.n_reasons; k++)
			for (int l = LANG_EN; l <= LANG_FA; l++) {
				CHECK(words_reason(&r, &r.reasons[k], (enum lang)l, a).n > 20);
				CHECK(words_todo(&r.reasons[k], (enum lang)l, a).n > 10);
			}
	}
}

TEST(range_is_that_of_the_classes_and_of_all_models_on_thin_tables)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of("A,B,C,count\n" GOOD, a);
	struct estimate_result r = well(&c, a);
	gate_models(&r, a);
	gate_judge(&r);
	CHECK_NEAR(r.range.lo, 350, 0);
	CHECK_NEAR(r.range.hi, 480, 0);
	CHECK_NEAR(r.range.centre, 400, 0);
	r.dga.head.n.centre = 490;
	gate_judge(&r);
	CHECK_NEAR(r.range.hi, 490, 0);
	gate_say(&r, a,
		 (struct estimate_reason){ .gate = GATE_OVERLAP, .at_best = ESTIMATE_RANGE });
	gate_judge(&r);
	CHECK_NEAR(r.range.lo, 350, 0);
	CHECK_NEAR(r.range.hi, 500, 0);
	CHECK(isnan(r.range.centre));
}

TEST(what_is_said_of_variants_that_disagree_and_of_three_lists)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of("A,B,C,count\n" GOOD, a);
	struct estimate_result r = well(&c, a);
	CHECK(str_has(words_nothing_left_out(&r, LANG_EN), STR("Of three lists none")));
	CHECK(words_nothing_left_out(&r, LANG_FA).n > 20);
	memset(moves, 0, sizeof moves);
	left_out_untold(&r);
	CHECK_INT(words_nothing_left_out(&r, LANG_EN).n, 0);
	gate_models(&r, a);
	CHECK_INT(r.n_reasons, 1);
	CHECK(str_has(
		words_reason(&r, &r.reasons[0], LANG_EN, a),
		STR("Without the list “A” runs from different places did not settle on one answer (R-hat 1.14)")));
	/* One that moves too far is the better reason. */
	moves[0] = (struct estimate_variant){ .name = STR("B"), .moved = -0.6 };
	r = well(&c, a);
	r.left_out = moves;
	r.n_left_out = 2;
	gate_models(&r, a);
	CHECK(str_has(words_reason(&r, &r.reasons[0], LANG_EN, a),
		      STR("“B” the number moves by 60")));
	r.lcmcr.head.made = false;
	CHECK_INT(words_nothing_left_out(&r, LANG_EN).n, 0);
}

/* ---- all of it ---------------------------------------------------------------------- */

TEST(a_refused_table_gives_no_number_but_a_floor)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_file("artificial_3", a);
	struct estimate_result r;
	struct err e;
	CHECK_OK(estimate_run(&c, NULL, a, &r, &e), &e);
	CHECK_INT(r.verdict, ESTIMATE_REFUSED);
	CHECK(!r.lcmcr.head.made && !r.dga.head.made && !r.loglinear.head.made &&
	      !r.sparse.head.made);
	CHECK(r.floor.head.made);
	CHECK(isnan(r.range.lo) && isnan(r.range.hi));
}

TEST(kosovo_is_a_range_that_holds_the_later_count)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_file("kosovo1999", a);
	struct estimate_options o = { .seed = 1, .quick = true, .budget = 1 };
	struct estimate_result r;
	struct err e;
	CHECK_OK(estimate_run(&c, &o, a, &r, &e), &e);
	CHECK_INT(r.verdict, ESTIMATE_RANGE);
	CHECK(r.range.lo < 10401 && 10401 < r.range.hi);
	CHECK_NEAR(r.loglinear.head.n.centre, 10356.5, 1e-4);
	CHECK(find(&r, GATE_AGREEMENT));
}

TEST(an_empty_list_is_left_out_and_named)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of(
		"A,X,B,C,count\n1,0,0,0,60\n0,0,1,0,50\n0,0,0,1,40\n1,0,1,0,20\n1,0,0,1,15\n0,0,1,1,12\n1,0,1,1,8\n",
		a);
	struct estimate_options o = { .methods = ESTIMATE_LOGLINEAR };
	struct estimate_result r;
	struct err e;
	CHECK_OK(estimate_run(&c, &o, a, &r, &e), &e);
	CHECK_INT(r.n_empty, 1);
	CHECK_STR(r.empty[0], "X");
	CHECK_INT(r.cells->n_lists, 3);
	CHECK_INT(cells_on(r.cells, 7), 8);
}

/* ---- linkages ----------------------------------------------------------------------- */

/* By hand, as verdata 1.0 computes it: two linkages with draws 100, 200 and 200, 400 unseen. */
TEST(linkages_put_together_as_verdata_does)
{
	AUTO_ARENA *a = arena_new(0);
	static const double X[] = { 1100, 1200 };
	static const double Y[] = { 1190, 1390 };
	struct combine_part p[] = { { 1000, X, 2 }, { 990, Y, 2 } };
	struct combine_result r;
	struct err e;
	CHECK_OK(combine_estimates(p, 2, a, &r, &e), &e);
	double w = log(2) * log(2) / 2;
	double b = log(2) * log(2) / 2;
	CHECK_NEAR(r.within, w, 1e-12);
	CHECK_NEAR(r.between, b, 1e-12);
	CHECK_NEAR(r.df, (1 + w / (3 * b)) * (1 + w / (3 * b)), 1e-12);
	CHECK_NEAR(r.n.centre, 995 + 225, 0);
	CHECK(r.few);
	/* The mean of the logarithms is log 200; bounds are whole people. */
	double reach = dist_q(dist_t(r.df), 0.975, DIST_BELOW) * sqrt(w + 1.5 * b);
	CHECK_NEAR(r.n.lo, 995 + 200 * exp(-reach), 0.5);
	CHECK_NEAR(r.n.hi, 995 + 200 * exp(reach), 0.5);
	CHECK_ERR(combine_estimates(p, 1, a, &r, &e), ERR_INPUT);
	static const double LOW[] = { 900, 1100 };
	p[0].draw = LOW;
	CHECK_ERR(combine_estimates(p, 2, a, &r, &e), ERR_INPUT);
}
