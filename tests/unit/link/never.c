/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be true of one person: who is born after another died, however much else agrees. */
#include "people.h"

#include "link/explain.h"

enum { NAMESAKES = 30 };

static const struct link_field BORN_DIED[] = {
	{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	{ .type = LINK_DATE, .is_birth = true, .label = { "born", 4 } },
	{ .type = LINK_DATE, .is_event = true, .label = { "died", 4 } },
	{ .type = LINK_TEXT, .label = { "town", 4 } },
};

struct row {
	struct str id, name, born, died, town;
};

static struct link_set *set_of_rows(struct arena *a, const struct row *rows, size_t n)
{
	struct err e = { 0 };
	struct link_set_builder *b = link_set_begin(BORN_DIED, COUNT(BORN_DIED), a);
	struct link_set *s = NULL;
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (size_t i = 0; i < n; i++) {
		struct str cells[] = { rows[i].name, rows[i].born, rows[i].died, rows[i].town };
		CHECK_OK(link_set_add(b, list, rows[i].id, cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

TEST(who_is_born_after_the_other_died)
{
	static const struct {
		const char *born_x, *died_x, *born_y, *died_y;
		bool never;
	} CASES[] = {
		{ "1985-03-01", "", "", "1981-06-20", true },
		{ "1364", "", "", "1981-06-20", true }, /* from 21 March 1985 on */
		{ "1985", "", "", "1985-06-20", false },
		{ "1981-06-20", "", "", "1981-06-20", false },
		{ "1950", "", "", "1981-06-20", false },
		{ "1985-03-01", "2010", "1955", "1981-06-20", true },
		{ "1985-03-01", "1980", "", "1981-06-20", false }, /* x is wrong by itself */
		{ "1985-03-01", "", "1983", "1981-06-20", false }, /* y is */
		{ "1985-13-41", "", "", "1981-06-20", false },
		{ "", "1985", "", "1981-06-20", false },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct row rows[] = {
			{ STR("x"), STR("b c"), str_of(CASES[i].born_x), str_of(CASES[i].died_x),
			  STR("") },
			{ STR("y"), STR("b c"), str_of(CASES[i].born_y), str_of(CASES[i].died_y),
			  STR("") },
		};
		struct link_rarity r = { .s = set_of_rows(a, rows, 2) };
		link_never_begin(&r, a);
		double bits = link_never_bits(&r, 0, 1);
		if ((bits < 0) != CASES[i].never || bits != link_never_bits(&r, 1, 0))
			FAIL("case %zu: %g", i, bits);
	}
}

/* Grandchildren of the name and the town of one who died; each name on three rows, so that it links. */
static size_t make_namesakes(struct arena *a, struct row *ret)
{
	struct rng r = rng_start(5, 9);
	size_t n = 0;
	for (size_t i = 0; i < NAMESAKES; i++) {
		struct str name = str_printf(a, "%.*s %.*s", STR_FMT(word(a, &r, 3)),
					     STR_FMT(word(a, &r, 4)));
		struct str town = str_printf(a, "town%d", (int)(i % 7));
		int died = 1960 + (int)rng_below(&r, 20);
		struct str day = str_printf(a, "%d-05-%02d", died, 1 + (int)(i % 28));
		struct str born = str_printf(a, "%d-02-%02d", died + 3, 1 + (int)(i % 28));
		for (int k = 0; k < 2; k++)
			ret[n++] = (struct row){ str_printf(a, "old%zu-%d", i, k), name, STR(""),
						 day, town };
		for (int k = 0; k < 2; k++)
			ret[n++] = (struct row){ str_printf(a, "new%zu-%d", i, k), name, born,
						 STR(""), town };
	}
	return n;
}

static bool is_old(const struct link_set *s, uint32_t r)
{
	return str_starts(s->id[r], STR("old"));
}

static void check_pair(const struct link_result *r, const struct link_rarity *rare,
		       const struct link_pair *p)
{
	bool never = is_old(r->set, p->a) != is_old(r->set, p->b) &&
		     r->set->value[0][p->a] == r->set->value[0][p->b];
	int64_t rarity[LINK_RARITY_MAX];
	struct link_waterfall w;
	link_rarity_milli(rare, p->levels, p->a, p->b, rarity);
	link_explain(r->model, p->levels, rarity, &w);
	int64_t sum = w.prior_milli + w.together_milli + w.never_milli;
	for (size_t f = 0; f < w.n; f++)
		sum += w.bars[f].milli;
	CHECK_INT(w.total_milli, sum);
	if (never) {
		CHECK(w.never && w.never_milli == link_milli(-LINK_NEVER_BITS));
		CHECK(w.prior_milli > -30000 && p->probability < 1e-9F);
	}
}

TEST(nobody_is_linked_to_who_died_before_and_the_summary_says_so)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct row rows[4 * NAMESAKES];
	struct err e = { 0 };
	size_t n = make_namesakes(a, rows);
	struct link_set *s = set_of_rows(a, rows, n);
	struct link_result r;
	size_t linked = 0;
	link_people(a, s, 2, NULL, &r);
	struct link_rarity rare = link_rarity_new(s, r.model, a);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = i + 1; k < n; k++) {
			bool one = r.cluster[i] == r.cluster[k];
			CHECK(!one || is_old(s, i) == is_old(s, k));
			linked += one;
		}
	CHECK(linked >= NAMESAKES); /* those that can be are */
	size_t never = 0;
	for (size_t i = 0; i < r.n_pairs; i++) {
		check_pair(&r, &rare, &r.pairs[i]);
		never += (double)r.pairs[i].bits < -LINK_NEVER_BITS / 2;
	}
	CHECK_INT(never, 4 * NAMESAKES);
	bool said = false;
	for (size_t i = 0; i < r.n_warnings; i++)
		said |= r.warnings[i].code == LINK_WARN_NEVER;
	CHECK(said);

	/* People may say that a date is mistyped. */
	struct link_decision same = { 0, 2, VERDICT_SAME };
	struct link_decisions d = { &same, 1 };
	struct link_options o = { .mode = LINK_BOTH, .threads = 1, .seed = 3, .draws = 20 };
	CHECK_OK(link_run(s, &d, &o, NULL, NULL, a, &r, &e), &e);
	CHECK_INT(r.cluster[0], r.cluster[2]);
}

TEST(clusters_with_two_dates_that_contradict_are_flagged)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		if (m[i].person % 40 == 1 && str_eq(m[i].list, STR("B")))
			m[i].born = STR("1903-11-01");
	}
	struct link_result r;
	link_people(a, set_of(a, m, order, n), 2, NULL, &r);
	size_t inside = 0;
	size_t flagged = 0;
	for (size_t i = 0; i < r.n_pairs; i++) {
		const struct link_pair *p = &r.pairs[i];
		bool one = r.cluster[p->a] == r.cluster[p->b];
		inside += one && link_level_at(p->levels, 1) != LINK_MISSING &&
			  link_level_at(p->levels, 1) >= 10;
	}
	for (size_t i = 0; i < r.n_flags; i++) {
		const struct cluster_flag *f = &r.flags[i];
		if (f->why != CLUSTER_DATES)
			continue;
		flagged++;
		CHECK_INT(r.cluster[f->a], f->cluster);
		CHECK_INT(r.cluster[f->b], f->cluster);
	}
	CHECK(inside > 5);
	CHECK_INT(flagged, inside);
}

/* ---- another sex ---- */

static const struct link_field NAME_SEX[] = {
	{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	{ .type = LINK_CATEGORY, .label = { "sex", 3 } },
};

/* `men` Farid, as many women Farideh but for `slips` who are called men, and twenty of each sex Shahin. */
static struct link_set *siblings(struct arena *a, size_t men, size_t women, size_t slips)
{
	struct err e = { 0 };
	struct link_set *s = NULL;
	struct link_set_builder *b = link_set_begin(NAME_SEX, COUNT(NAME_SEX), a);
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (size_t i = 0; i < men + women + 40; i++) {
		bool man = i < men || (i >= men + women && i % 2);
		const char *given = i >= men + women ? "Shahin" : man ? "Farid" : "Farideh";
		struct str cells[] = { str_printf(a, "%s Nemouneh%zu", given, i),
				       man || i - men < slips ? STR("male") : STR("female") };
		CHECK_OK(link_set_add(b, list, str_printf(a, "%zu", i), cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

TEST(a_brother_and_a_sister_are_never_one)
{
	static const struct {
		size_t men, women, slips;
		bool never;
	} CASES[] = {
		{ 60, 60, 0, true },  { 60, 60, 1, true },
		{ 60, 60, 6, false }, /* a name of both, then */
		{ 15, 60, 0, false }, /* too few to say */
		{ 800, 25, 0, true }, /* nearly all are men, and still too many are */
		{ 300, 25, 0, true }, { 100, 3, 0, false },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		size_t men = CASES[i].men;
		struct link_set *s = siblings(a, men, CASES[i].women, CASES[i].slips);
		struct link_model m = { 0 };
		link_sexes_learn(&m, s, a);
		struct link_rarity r = { .s = s, .m = &m };
		link_never_begin(&r, a);
		uint32_t him = 0;
		uint32_t her = (uint32_t)(men + CASES[i].women - 1);
		double bits = link_never_bits(&r, him, her);
		CHECK(bits == link_never_bits(&r, her, him));
		if ((link_never_of(bits + 30) == LINK_OTHER_SEX) != CASES[i].never)
			FAIL("case %zu: %g", i, bits);
		/* Another sex with a name of both is a slip as often as not. */
		CHECK(link_never_bits(&r, her + 1, her + 2) == 0);
		CHECK(link_never_bits(&r, him, him + 1) == 0);
	}
}

TEST(a_pair_tells_why_it_is_never_one)
{
	CHECK_INT(link_never_of(0), LINK_MAY_BE);
	CHECK_INT(link_never_of(-60), LINK_MAY_BE);
	CHECK_INT(link_never_of(90), LINK_MAY_BE);
	for (double w = -60; w <= 60; w += 30) {
		CHECK_INT(link_never_of(w - LINK_NEVER_BITS), LINK_BORN_AFTER);
		CHECK_INT(link_never_of(w - 2 * LINK_NEVER_BITS), LINK_OTHER_SEX);
	}
	CHECK(link_is_kept(-1, -6.6F) && !link_is_kept(-7, -6.6F));
	CHECK(link_is_kept(-401, -6.6F) && !link_is_kept(-407, -6.6F));
}
