/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The whole: what is found does not depend on order or threads, a frozen model gives what it gave, unnamed records stay
 * apart, blocking finds what there is, guard rails speak.
 */
#include "check.h"

#include <math.h>

#include "link/block.h"
#include "link/em.h"
#include "link/link_priv.h"
#include "people.h"

/* Of record `id`, the least id in its cluster. */
static struct str cluster_name(const struct link_result *r, size_t i)
{
	struct str least = r->set->id[i];
	for (size_t k = 0; k < r->set->n; k++)
		if (r->cluster[k] == r->cluster[i] && str_cmp(r->set->id[k], least) < 0)
			least = r->set->id[k];
	return least;
}

static size_t find_id(const struct link_set *s, struct str id)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->id[i], id))
			return i;
	return s->n;
}

TEST(finds_people_and_does_not_depend_on_order_or_threads)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	size_t *back = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		back[i] = (i * 7919 + 13) % n;
	}
	struct link_result x;
	struct link_result y;
	link_people(a, set_of(a, m, order, n), 1, NULL, &x);
	link_people(a, set_of(a, m, back, n), 3, NULL, &y);
	CHECK_INT(x.n_pairs, y.n_pairs);
	CHECK_INT(x.counts.clusters, y.counts.clusters);
	CHECK_INT((int64_t)x.counts.drawn_lo, (int64_t)y.counts.drawn_lo);
	CHECK(x.model->lambda == y.model->lambda);
	for (size_t f = 0; f < COUNT(FIELDS); f++)
		for (size_t l = 0; l < x.model->fields[f].n_levels; l++)
			CHECK(x.model->fields[f].levels[l].bits ==
			      y.model->fields[f].levels[l].bits);
	size_t right = 0;
	size_t true_pairs = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = find_id(y.set, x.set->id[i]);
		CHECK(str_eq(cluster_name(&x, i), cluster_name(&y, k)));
		for (size_t j = i + 1; j < n && m[j].person == m[i].person; j++) {
			true_pairs++;
			right += x.cluster[i] == x.cluster[j];
		}
	}
	CHECK(right * 100 >= true_pairs * 97);
	CHECK(x.counts.clusters >= PEOPLE * 99 / 100 && x.counts.clusters <= PEOPLE * 102 / 100);
	CHECK(x.counts.lo <= x.counts.clusters && x.counts.clusters <= x.counts.hi);
	CHECK(x.counts.drawn_lo <= x.counts.drawn_hi);
	CHECK(x.recall.captured > .98);
	CHECK(x.recall.bound > .9 && x.recall.bound <= x.recall.captured);
}

TEST(unnamed_records_are_counted_and_never_linked)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n + 20, size_t);
	for (size_t i = 0; i < 20; i++) {
		m[n] = m[0];
		m[n].id = str_printf(a, "unnamed%zu", i);
		m[n].name = i % 2 ? STR("unknown") : STR("");
		n++;
	}
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	struct link_result r;
	link_people(a, set_of(a, m, order, n), 2, NULL, &r);
	CHECK_INT(r.counts.unnamed, 20);
	CHECK_INT(r.counts.linkable, n - 20);
	for (size_t i = n - 20; i < n; i++)
		CHECK_INT(r.cluster[i], i);
	for (size_t i = 0; i < r.n_pairs; i++)
		CHECK(r.pairs[i].a < n - 20 && r.pairs[i].b < n - 20);
}

TEST(what_people_decided_holds)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct err e = { 0 };
	struct link_set *s = set_of_people(a);
	struct link_decision d[] = { { 1, 2, VERDICT_DIFFERENT }, { 0, 5, VERDICT_SAME } };
	struct link_decisions ds = { d, COUNT(d) };
	struct link_options o = { .mode = LINK_BOTH, .seed = 3, .draws = 5 };
	struct link_result r;
	CHECK_OK(link_run(s, &ds, &o, NULL, NULL, a, &r, &e), &e);
	CHECK(r.cluster[1] != r.cluster[2]);
	CHECK(r.cluster[0] == r.cluster[5]);
}

/* ---- learning ---- */

/* Two fields of two levels, with shares that are known. */
static void learn(double m0, double u0, double matches, double others, bool swap, int want)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct link_field f[] = { { .type = LINK_CATEGORY, .label = { "x", 1 } },
				  { .type = LINK_CATEGORY, .label = { "y", 1 } },
				  { .type = LINK_CATEGORY, .label = { "z", 1 } } };
	struct link_set s = { .n_fields = 3 };
	memcpy(s.fields, f, sizeof f);
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { { 0 } };
	for (int i = 0; i < 3; i++) {
		u[i][0] = 1e6 * (swap ? 1 - u0 : u0);
		u[i][1] = 1e6 * (swap ? u0 : 1 - u0);
	}
	struct link_model model = { 0 };
	link_model_begin(&model, &s, u, matches / (matches + others));
	uint64_t pattern[8];
	uint64_t count[8];
	for (uint64_t p = 0; p < 8; p++) {
		double pm = 1;
		double pu = 1;
		pattern[p] = ~(uint64_t)0 << 12;
		for (int i = 0; i < 3; i++) {
			uint64_t l = p >> i & 1;
			pattern[p] |= l << (4 * i);
			pm *= l ? 1 - m0 : m0;
			pu *= l ? 1 - u0 : u0;
		}
		count[p] = (uint64_t)(matches * pm + others * pu + .5);
	}
	/* Ascending, as the histogram is. */
	for (int i = 0; i < 8; i++)
		for (int k = i + 1; k < 8; k++)
			if (pattern[k] < pattern[i]) {
				uint64_t t = pattern[i];
				pattern[i] = pattern[k];
				pattern[k] = t;
				t = count[i];
				count[i] = count[k];
				count[k] = t;
			}
	struct link_histogram h = {
		.pattern = pattern, .count = count, .n = 8, .all = matches + others
	};
	struct link_em_report report;
	CHECK_INT(link_em(&model, &h, a, &report, &e), want);
	if (want)
		return;
	CHECK(fabs(model.lambda / (matches / (matches + others)) - 1) < .2);
	for (int i = 0; i < 3; i++)
		CHECK(fabs(model.fields[i].levels[0].m - m0) < .03);
	CHECK(report.starts_agree);
	CHECK_INT(link_model_weigh(&model, h.all), 0);
	CHECK(fabs(model.fields[0].levels[0].bits - log2(m0 / u0)) < .1);
}

TEST(learns_the_shares_it_was_given)
{
	learn(.9, .01, 5000, 1e6, false, 0);
	learn(.95, .001, 800, 1e7, false, 0);
}

/* In a list that repeats itself, most pairs that agree are one person: what is left of all pairs is u. */
TEST(chance_agreement_is_what_one_person_leaves)
{
	AUTO_ARENA *a = arena_new(1 << 20);
	struct link_set s = { .n_fields = 3 };
	double total[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { 0 };
	struct err e = { 0 };
	const double matches = 5000;
	const double all = 1e6;
	for (int i = 0; i < 3; i++) {
		s.fields[i] = (struct link_field){ .type = LINK_CATEGORY, .label = { "c", 1 } };
		total[i][0] = .9 * matches + .001 * (all - matches);
		total[i][1] = all - total[i][0];
	}
	uint64_t pattern[8];
	uint64_t count[8];
	for (uint64_t p = 0; p < 8; p++) {
		int off = __builtin_popcountll(p);
		pattern[p] = ~(uint64_t)0 << 12 | (p & 1) | (p & 2) << 3 | (p & 4) << 6;
		double one = matches * pow(.1, off) * pow(.9, 3 - off);
		count[p] = (uint64_t)(one + (all - matches) * pow(.999, off) * pow(.001, 3 - off));
	}
	struct link_histogram h = { .pattern = pattern, .count = count, .n = 8, .all = all };
	h.total = (const double(*)[LINK_LEVELS_MAX])total;
	h.share = 1;
	struct link_em_report report;
	struct link_model model = { 0 };
	link_model_begin(&model, &s, total, .003);
	CHECK(model.fields[0].levels[0].u > .005);
	CHECK_OK(link_em(&model, &h, a, &report, &e), &e);
	for (int i = 0; i < 3; i++) {
		CHECK(fabs(model.fields[i].levels[0].u / .001 - 1) < .1);
		CHECK(fabs(model.fields[i].levels[0].m - .9) < .02);
	}
	CHECK(fabs(model.lambda / (matches / all) - 1) < .05);
}

TEST(exchanged_classes_are_refused)
{
	learn(.3, .05, 5000, 1e6, true, ERR_INPUT);
}

TEST(levels_are_put_in_order)
{
	struct link_set s = { .n_fields = 1 };
	s.fields[0] = (struct link_field){ .type = LINK_AGE, .label = { "age", 3 } };
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { { 1000, 1000, 1000, 1000, 96000 } };
	struct link_model m = { 0 };
	link_model_begin(&m, &s, u, .001);
	/* The second level is made to say more than the first. */
	m.fields[0].levels[0].m = .1;
	m.fields[0].levels[1].m = .8;
	CHECK_INT(link_model_weigh(&m, 1e6), 1);
	for (size_t l = 1; l < m.fields[0].n_levels; l++)
		CHECK(m.fields[0].levels[l].bits <= m.fields[0].levels[l - 1].bits + 1e-9);
}

TEST(missing_is_no_evidence)
{
	struct link_model m = { .n_fields = 2, .prior_bits = -3 };
	m.fields[0].levels[0].bits = 5;
	CHECK(fabs(link_model_bits(&m, 0xFFFFFFFFFFFFFFF0u) - 2) < 1e-9);
	CHECK(fabs(link_model_bits(&m, 0xFFFFFFFFFFFFFFFFu) + 3) < 1e-9);
}

/* ---- blocking ---- */

TEST(blocking_finds_each_pair_once_and_nearly_all)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	struct link_set *s = set_of(a, m, order, n);
	AUTO_POOL *pool = pool_new(2);
	AUTO_LINK_BLOCKS *b = link_blocks_new(s, LINK_BOTH, 1, false, pool, a);
	struct link_found f;
	link_found_init(&f, s);
	size_t found = 0;
	size_t all = 0;
	for (uint32_t i = 0; i < n; i++) {
		link_blocks_find(b, i, &f);
		for (size_t k = 0; k < f.n; k++) {
			CHECK(f.p[k] > i && f.p[k] < n);
			CHECK(link_blocks_families_of(b, i, f.p[k]) != 0);
			found += m[f.p[k]].person == m[i].person;
			for (size_t j = 0; j < k && j < 50; j++)
				CHECK(f.p[j] != f.p[k]);
		}
		for (size_t k = i + 1; k < n && m[k].person == m[i].person; k++)
			all++;
	}
	link_found_done(&f);
	CHECK(found * 1000 >= all * 990);
}

TEST(sorts_by_the_bits_it_is_told)
{
	uint64_t p[500];
	uint64_t spare[500];
	struct rng r = rng_start(1, 1);
	for (size_t i = 0; i < COUNT(p); i++)
		p[i] = rng_word(&r);
	link_sort(p, spare, COUNT(p), 24, 64);
	for (size_t i = 1; i < COUNT(p); i++)
		CHECK(p[i] >> 24 >= p[i - 1] >> 24);
}

/* ---- small tables ---- */

/* Distinct people of few given names, family names and towns; the first `twice` of them once more, to the letter. */
static size_t make_few(struct arena *a, uint64_t seed, size_t people, size_t twice, struct made *m)
{
	static const char *const GIVEN[] = { "Nemouneh", "Mesali",  "Farzi",  "Elgou",
					     "Tarhi",	 "Numaneh", "Sanji",  "Azmun",
					     "Khiali",	 "Pendari", "Gomani", "Namayesh" };
	static const char *const FAMILY[] = { "Davazdahom", "Yekom",  "Dovom",	 "Sevom",
					      "Chaharom",   "Panjom", "Sheshom", "Haftom",
					      "Hashtom",    "Nohom",  "Dahom",	 "Yazdahom",
					      "Sizdahom" };
	static const char *const TOWN[] = { "Azarak", "Bimonak", "Tolestan", "Gordanu",
					    "Kishvand" };
	struct rng r = rng_start(seed, 1);
	size_t step = 1 + 12 * (size_t)rng_below(&r, 12); /* prime to 156: no name comes twice */
	while (step % 2 == 0 || step % 3 == 0 || step % 13 == 0)
		step++;
	size_t at = (size_t)rng_below(&r, 156);
	for (size_t i = 0; i < people; i++, at = (at + step) % 156) {
		m[i] = (struct made){ .list = STR("A"), .person = (uint32_t)i };
		m[i].id = str_printf(a, "r%zu", i);
		m[i].name = str_printf(a, "%s %s", GIVEN[at % 12], FAMILY[at % 13]);
		m[i].born = str_printf(a, "%d-%02d-%02d", 1950 + (int)rng_below(&r, 50),
				       1 + (int)rng_below(&r, 12), 1 + (int)rng_below(&r, 28));
		m[i].town = str_of(TOWN[rng_below(&r, COUNT(TOWN))]);
	}
	for (size_t i = 0; i < twice; i++) {
		m[people + i] = m[i];
		m[people + i].id = str_printf(a, "r%zu again", i);
	}
	return people + twice;
}

static bool is_told(const struct link_result *r, enum link_warning_code code)
{
	for (size_t i = 0; i < r->n_warnings; i++)
		if (r->warnings[i].code == code)
			return true;
	return false;
}

static void link_few(uint64_t seed, size_t people, size_t twice)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, 2 * people, struct made);
	size_t n = make_few(a, seed, people, twice, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	struct link_result r;
	link_people(a, set_of(a, m, order, n), 1, NULL, &r);
	CHECK_INT(r.counts.clusters, people);
	CHECK(is_told(&r, LINK_WARN_FEW));
	for (size_t i = 0; i < twice; i++)
		CHECK_INT(r.cluster[people + i], r.cluster[i]);
}

TEST(nobody_is_twice_in_a_short_list_of_few_names)
{
	static const size_t PEOPLE_OF[] = { 3, 4, 5, 8, 12, 16, 24, 40 };
	for (size_t i = 0; i < COUNT(PEOPLE_OF); i++)
		for (uint64_t seed = 1; seed <= 4; seed++)
			link_few(seed, PEOPLE_OF[i], 0);
}

TEST(who_is_twice_in_a_short_list_is_found)
{
	static const size_t PEOPLE_OF[] = { 4, 8, 12, 24, 40 };
	for (size_t i = 0; i < COUNT(PEOPLE_OF); i++)
		for (uint64_t seed = 1; seed <= 4; seed++)
			link_few(seed, PEOPLE_OF[i], 1 + PEOPLE_OF[i] / 8);
}

/* Where enough are twice, a list of some size teaches; where nobody is, it does not. */
TEST(it_is_told_where_records_are_too_few_to_learn_from)
{
	static const struct {
		size_t people, twice;
		bool told;
	} T[] = { { 60, 30, true }, { 90, 40, false }, { 120, 60, false }, { 150, 0, true } };
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made m[256];
	size_t order[256];
	for (size_t i = 0; i < COUNT(order); i++)
		order[i] = i;
	for (size_t i = 0; i < COUNT(T); i++) {
		struct link_result r;
		size_t n = make_few(a, 1, T[i].people, T[i].twice, m);
		link_people(a, set_of(a, m, order, n), 1, NULL, &r);
		CHECK_INT(is_told(&r, LINK_WARN_FEW), T[i].told);
	}
}

/* Of four records no share can be learned: one given name and days of one month are not one person. */
TEST(one_given_name_and_near_days_are_not_one_person)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	static const char *const CELLS[][3] = {
		{ "Nemouneh Yekom", "2025-01-03", "Azarak" },
		{ "Nemouneh Dovom", "2025-01-15", "Bimonak" },
		{ "Nemouneh Haftom", "2025-01-28", "Tolestan" },
		{ "Nemouneh Panjom", "2025-01-20", "Azarak" },
	};
	struct made m[COUNT(CELLS)] = { 0 };
	for (size_t n = 3; n <= COUNT(CELLS); n++) {
		size_t order[COUNT(CELLS)];
		for (size_t i = 0; i < n; i++) {
			m[i].id = str_printf(a, "r%zu", i);
			m[i].name = str_of(CELLS[i][0]);
			m[i].born = str_of(CELLS[i][1]);
			m[i].town = str_of(CELLS[i][2]);
			m[i].list = STR("A");
			order[i] = i;
		}
		struct link_result r;
		link_people(a, set_of(a, m, order, n), 1, NULL, &r);
		CHECK_INT(r.counts.clusters, n);
		for (size_t i = 0; i < r.n_pairs; i++)
			CHECK(r.pairs[i].probability < .5F);
		/* Half a match a record would be one in n - 1 pairs. */
		CHECK(r.model->lambda <= 1. / (double)n);
	}
}
