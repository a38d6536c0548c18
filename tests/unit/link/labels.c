/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people decided moves the model the right way, and calibrates it. Then the guard rails of learning, one by one. */
#include "people.h"

#include <math.h>

#include "link/em.h"
#include "link/run_priv.h"

/* ---- decisions in EM ---- */

enum { CELLS = 8, EXACT = 3 };

/* Three fields of two levels: pairs of one person agree with chance m, others with chance u, by field. */
struct world {
	double m[EXACT], u[EXACT];
	double matches, others;
	float same[CELLS], different[CELLS]; /* decided, by pattern as below */
};

static uint64_t pattern_of(size_t cell)
{
	uint64_t p = ~(uint64_t)0 << (4 * EXACT);
	for (size_t f = 0; f < EXACT; f++)
		p |= (uint64_t)(cell >> (EXACT - 1 - f) & 1) << (4 * (EXACT - 1 - f));
	return p;
}

static int learn(const struct world *w, enum link_type type, double lambda, struct link_model *m,
		 struct link_em_report *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct link_set s = { .n_fields = EXACT };
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { { 0 } };
	uint64_t pattern[CELLS];
	uint64_t count[CELLS];
	float same[CELLS];
	float different[CELLS];
	for (size_t f = 0; f < EXACT; f++) {
		s.fields[f] = (struct link_field){ .type = type, .label = { "x", 1 } };
		u[f][0] = 1e6 * w->u[f];
		u[f][1] = 1e6 * (1 - w->u[f]);
	}
	link_model_begin(m, &s, u, lambda);
	for (size_t c = 0; c < CELLS; c++) {
		double one = w->matches;
		double two = w->others;
		pattern[c] = pattern_of(c);
		for (size_t f = 0; f < EXACT; f++) {
			bool differs = link_level_at(pattern[c], f) != 0;
			one *= differs ? 1 - w->m[f] : w->m[f];
			two *= differs ? 1 - w->u[f] : w->u[f];
		}
		count[c] = (uint64_t)(one + two + .5);
		same[c] = w->same[c];
		different[c] = w->different[c];
	}
	struct link_histogram h = { .pattern = pattern,
				    .count = count,
				    .fixed = same,
				    .fixed_not = different,
				    .n = CELLS,
				    .all = w->matches + w->others };
	return link_em(m, &h, a, ret, e);
}

static const struct world WORLD = {
	.m = { .9, .9, .9 }, .u = { .01, .01, .01 }, .matches = 5000, .others = 1e6
};

TEST(decisions_move_shares_the_right_way)
{
	struct err e = { 0 };
	struct link_em_report r;
	struct link_model none = { 0 };
	struct link_model same = { 0 };
	struct link_model different = { 0 };
	struct world w = WORLD;
	CHECK_OK(learn(&w, LINK_CATEGORY, .005, &none, &r, &e), &e);
	/* Field 2 (the highest) disagrees, the others agree: people say that these are one person after all. */
	size_t cell = 4;
	w.same[cell] = 300;
	CHECK_OK(learn(&w, LINK_CATEGORY, .005, &same, &r, &e), &e);
	w.same[cell] = 0;
	w.different[cell] = 300;
	CHECK_OK(learn(&w, LINK_CATEGORY, .005, &different, &r, &e), &e);
	CHECK(same.fields[2].levels[1].m > none.fields[2].levels[1].m + .001);
	CHECK(different.fields[2].levels[1].m < none.fields[2].levels[1].m - .01);
	CHECK(same.lambda > none.lambda && different.lambda < none.lambda);
	/* What people say alike changes nothing that was clear: agreement in all. */
	w.different[cell] = 0;
	w.same[0] = 1000;
	struct link_model sure = { 0 };
	CHECK_OK(learn(&w, LINK_CATEGORY, .005, &sure, &r, &e), &e);
	CHECK(fabs(sure.lambda / none.lambda - 1) < .01);
}

/* In a run: as many of the middling pairs decided as there are. */
TEST(a_run_learns_from_decisions_and_says_how_many)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct err e = { 0 };
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	struct link_set *s = set_of(a, m, order, n);
	struct link_result before;
	link_people(a, s, 2, NULL, &before);
	struct link_decision *d = NEW_N(a, before.n_pairs + 3, struct link_decision);
	size_t n_d = 0;
	for (size_t i = 0; i < before.n_pairs; i++) {
		const struct link_pair *p = &before.pairs[i];
		bool same = m[p->a].person == m[p->b].person;
		d[n_d++] = (struct link_decision){ p->b, p->a, /* in any order */
						   same ? VERDICT_SAME : VERDICT_DIFFERENT };
	}
	size_t decided = n_d;
	d[n_d++] = (struct link_decision){ 0, 9, VERDICT_UNSURE };
	CHECK(decided >= CALIBRATION_LABELS);
	struct link_decisions ds = { d, n_d };
	struct link_options o = { .mode = LINK_BOTH, .threads = 2, .seed = 3, .draws = 20 };
	struct link_result after;
	CHECK_OK(link_run(s, &ds, &o, NULL, NULL, a, &after, &e), &e);
	CHECK_INT(after.model->labels, decided);
	CHECK(after.model->calibrated);
	double wrong[2] = { 0, 0 };
	const struct link_result *both[] = { &before, &after };
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < both[k]->n_pairs; i++) {
			const struct link_pair *p = &both[k]->pairs[i];
			double is = m[p->a].person == m[p->b].person;
			wrong[k] += (is - (double)p->probability) * (is - (double)p->probability);
		}
	}
	CHECK(wrong[1] <= wrong[0]);
	/* Few decisions take part and calibrate nothing. */
	ds.n = 20;
	CHECK_OK(link_run(s, &ds, &o, NULL, NULL, a, &after, &e), &e);
	CHECK_INT(after.model->labels, 20);
	CHECK(!after.model->calibrated);
}

/* ---- calibration ---- */

/* What is true at a weight: the model is too sure by a factor of two, and two bits too high. */
static double truth(double bits)
{
	return link_probability(bits / 2 - 1);
}

TEST(calibrated_probabilities_rise_and_are_right)
{
	AUTO_ARENA *a = arena_new(0);
	enum { N = 4000 };
	struct link_model m = { 0 };
	struct rng r = rng_start(5, 1);
	double *bits = NEW_N(a, N, double);
	bool *same = NEW_N(a, N, bool);
	for (size_t i = 0; i < N; i++) {
		bits[i] = 16 * rng_uniform(&r) - 8;
		same[i] = rng_uniform(&r) < truth(bits[i]);
	}
	link_calibrate(&m, bits, same, CALIBRATION_LABELS - 1, a);
	CHECK(!m.calibrated);
	CHECK(fabs(link_model_probability(&m, 3) - link_probability(3)) < 1e-12);
	link_calibrate(&m, bits, same, N, a);
	CHECK(m.calibrated);
	double last = 0;
	double off = 0;
	double was_off = 0;
	for (int k = -300; k <= 300; k++) {
		double x = k / 10.0;
		double p = link_model_probability(&m, x);
		CHECK(p >= last && p <= 1);
		last = p;
		if (x < -7 || x > 7)
			continue;
		off = fmax(off, fabs(p - truth(x)));
		was_off = fmax(was_off, fabs(link_probability(x) - truth(x)));
	}
	/* 130 in a bin: their share is right within .13 at three standard errors. */
	CHECK(off < .13 && was_off > .25);
	/* Where nobody looked, what is sure stays so. */
	CHECK(link_model_probability(&m, 40) > .999999);
	CHECK(link_model_probability(&m, -40) < .000001);
	CHECK(fabs(link_model_odds(&m, 40) - 40) < 1e-9);
}

TEST(ten_of_ten_are_not_certainty)
{
	AUTO_ARENA *a = arena_new(0);
	struct link_model m = { 0 };
	double bits[CALIBRATION_LABELS];
	bool same[CALIBRATION_LABELS];
	for (size_t i = 0; i < CALIBRATION_LABELS; i++) {
		bits[i] = i < 50 ? 1 : 2;
		same[i] = i >= 50;
	}
	link_calibrate(&m, bits, same, CALIBRATION_LABELS, a);
	CHECK(m.calibrated && m.n_calibration == 2);
	CHECK(link_model_probability(&m, 1) > 0 && link_model_probability(&m, 1) < .1);
	CHECK(link_model_probability(&m, 2) < 1 && link_model_probability(&m, 2) > .9);
}

/* ---- guard rails ---- */

TEST(the_share_of_matches_is_held_where_sure_links_allow_it)
{
	/* Middling agreement abounds and hardly a pair is sure: EM wants far more matches than that. */
	struct world w = {
		.m = { .55, .55, .55 }, .u = { .3, .3, .3 }, .matches = 4e5, .others = 6e5
	};
	struct err e = { 0 };
	struct link_em_report r;
	struct link_model m = { 0 };
	CHECK_OK(learn(&w, LINK_CATEGORY, 1e-5, &m, &r, &e), &e);
	CHECK(r.lambda_bounded);
	CHECK(m.lambda <= fmax(10 * r.sure, 20) / 1e6 * (1 + 1e-9));
	CHECK(m.lambda >= fmax(.5 * r.sure, .5) / 1e6 * (1 - 1e-9));
	/* And is left alone where it belongs. */
	struct world good = WORLD;
	struct link_model free_of = { 0 };
	CHECK_OK(learn(&good, LINK_CATEGORY, .005, &free_of, &r, &e), &e);
	CHECK(!r.lambda_bounded && r.starts_agree);
}

/* Pairs where the first shares and clean ones and dirty ones each find something else. */
TEST(starts_that_disagree_are_told)
{
	struct err e = { 0 };
	struct link_em_report r;
	int disagree = 0;
	struct rng g = rng_start(11, 0);
	for (int i = 0; i < 300; i++) {
		struct world w = { .matches = 2000 + 20000 * rng_uniform(&g), .others = 1e6 };
		for (size_t f = 0; f < EXACT; f++) {
			w.u[f] = .02 + .3 * rng_uniform(&g);
			w.m[f] = w.u[f] + (1 - w.u[f]) * rng_uniform(&g);
		}
		struct link_model m = { 0 };
		if (learn(&w, LINK_CATEGORY, .01, &m, &r, &e) < 0)
			continue;
		bool apart = false;
		for (int k = 0; k < 3; k++)
			apart |= fabs(r.lambdas[k] - m.lambda) > .1 * m.lambda;
		CHECK_INT(r.starts_agree, !apart);
		disagree += apart;
	}
	CHECK(disagree > 0 && disagree < 300);
}

static bool warns(const struct link_result *r, enum link_warning_code code)
{
	for (size_t i = 0; i < r->n_warnings; i++)
		if (r->warnings[i].code == code)
			return true;
	return false;
}

static void link_towns(struct arena *a, bool together, struct link_result *ret)
{
	struct link_field f[] = { { .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
				  { .type = LINK_TEXT, .label = { "street", 6 } },
				  { .type = LINK_TEXT, .label = { "town", 4 } } };
	struct err e = { 0 };
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	struct rng r = rng_start(2, 2);
	size_t n = make_people(a, m);
	struct link_set_builder *b = link_set_begin(f, COUNT(f), a);
	struct link_set *s;
	struct str towns[40];
	struct str streets[40];
	for (size_t i = 0; i < 40; i++) {
		towns[i] = word(a, &r, 4);
		streets[i] = word(a, &r, 5);
	}
	for (size_t i = 0; i < n; i++) {
		uint16_t list;
		/* Digits after "town". */
		size_t home = 0;
		for (size_t k = 4; k < m[i].town.n; k++)
			home = home * 10 + (size_t)(m[i].town.p[k] - '0');
		size_t lives = together ? home : rng_below(&r, 40);
		bool given = m[i].town.n > 0;
		struct str cells[] = { m[i].name, given ? streets[lives] : STR(""),
				       given ? towns[home] : STR("") };
		CHECK_OK(link_set_list(b, m[i].list, false, &list, &e), &e);
		CHECK_OK(link_set_add(b, list, m[i].id, cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	link_people(a, s, 2, NULL, ret);
}

/* A dirty register: number, birth and house are one's own, town and postcode everybody's in it. */
static struct link_set *dirty_register(struct arena *a, size_t people, uint32_t *person)
{
	static const struct link_field REGISTER[] = {
		{ .type = LINK_NAME, .role = NAME_FAMILY, .label = { "family", 6 } },
		{ .type = LINK_NUMBER, .label = { "house", 5 } },
		{ .type = LINK_TEXT, .label = { "town", 4 } },
		{ .type = LINK_NUMBER, .label = { "postcode", 8 } },
		{ .type = LINK_DATE, .label = { "born", 4 }, .is_birth = true },
		{ .type = LINK_ID, .label = { "number", 6 } },
	};
	struct err e = { 0 };
	struct rng r = rng_start(4, 4);
	struct link_set_builder *b = link_set_begin(REGISTER, COUNT(REGISTER), a);
	struct link_set *s = NULL;
	uint16_t list;
	size_t n = 0;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	struct str towns[60];
	for (size_t i = 0; i < 60; i++)
		towns[i] = word(a, &r, 4);
	for (size_t i = 0; i < people; i++) {
		size_t home = rng_below(&r, 60);
		struct str family = word(a, &r, 4);
		struct str house = str_printf(a, "%d", (int)rng_below(&r, 300));
		struct str born =
			str_printf(a, "%d-%02d-%02d", 1950 + (int)rng_below(&r, 50),
				   1 + (int)rng_below(&r, 12), 1 + (int)rng_below(&r, 28));
		struct str number = str_printf(a, "%d", 1000000 + (int)rng_below(&r, 8999999));
		struct str code = str_printf(a, "%d", 4000 + 37 * (int)home);
		for (int k = 0; k < 1 + (i % 2 == 0); k++) {
			/* One in three comes again with another family name. */
			struct str other = word(a, &r, 4);
			struct str cells[] = { k && i % 6 == 0 ? other : family,
					       house,
					       towns[home],
					       code,
					       born,
					       number };
			person[n] = (uint32_t)i;
			struct str id = str_printf(a, "%zu", n++);
			CHECK_OK(link_set_add(b, list, id, cells, NULL, &e), &e);
		}
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

/* Records of one person whose names are unlike share number, birth and house: that does not make these go together. */
TEST(what_one_person_shares_is_not_taken_for_what_goes_together)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	enum { DIRTY = 900 };
	uint32_t person[2 * DIRTY];
	struct link_set *s = dirty_register(a, DIRTY, person);
	struct link_result r;
	link_people(a, s, 2, NULL, &r);
	CHECK(warns(&r, LINK_WARN_TOGETHER));
	CHECK_INT(r.model->n_together, 1);
	size_t right = 0;
	for (size_t i = 1; i < s->n; i++)
		right += (person[i] == person[i - 1]) == (r.cluster[i] == r.cluster[i - 1]);
	CHECK(right >= (s->n - 1) * 99 / 100);
}

TEST(fields_that_say_the_same_are_told_and_counted_once)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct link_result apart;
	struct link_result together;
	link_towns(a, false, &apart);
	link_towns(a, true, &together);
	CHECK(!warns(&apart, LINK_WARN_TOGETHER));
	CHECK(warns(&together, LINK_WARN_TOGETHER));
	CHECK(together.model->n_together >= 1);
	CHECK(together.counts.clusters > PEOPLE * 9 / 10);
	/* Agreement in both, by name alone told apart: what is taken off is most of what the second adds. */
	uint64_t both = ~(uint64_t)0xFF0;
	double second = together.model->fields[2].levels[0].bits;
	CHECK(-link_together_bits(together.model, both) > .7 * second);
}
