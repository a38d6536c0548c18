/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What two lists have of their own, and what words in common are worth. */
#include "people.h"

#include <math.h>

#include "link/compare.h"
#include "link/run_priv.h"

/* ---- lists ---- */

static const struct link_between *between(const struct link_model *m, const char *x, const char *y)
{
	return link_between_of(m, link_hash(str_of(x)), link_hash(str_of(y)));
}

/* A repeats nobody, B somebody now and then: nobody said so. */
TEST(a_list_without_duplicates_is_found_out)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		if (m[i].person % 10 == 0)
			m[i].list = STR("B");
	}
	struct link_result r;
	link_people(a, set_of(a, m, order, n), 2, NULL, &r);
	CHECK_INT(r.model->n_between, 3);
	const struct link_between *aa = between(r.model, "A", "A");
	const struct link_between *ab = between(r.model, "A", "B");
	const struct link_between *bb = between(r.model, "B", "B");
	CHECK(aa && ab && bb && between(r.model, "B", "A") == ab);
	CHECK(aa->prior < -3 && ab->prior > .3 && bb->prior > aa->prior + 2);
	CHECK(!aa->own && ab->own);
	CHECK(!between(r.model, "A", "C"));

	/* The prior that a pair is given is that of its lists, whichever comes first. */
	struct link_rarity rare = link_rarity_new(r.set, r.model, a);
	for (size_t i = 0; i < r.n_pairs; i++) {
		const struct link_pair *p = &r.pairs[i];
		bool within = r.set->list[p->a] == r.set->list[p->b];
		double prior = link_prior_between(&rare, p->a, p->b);
		CHECK(prior == link_prior_between(&rare, p->b, p->a));
		CHECK(within ? prior == aa->prior || prior == bb->prior : prior == ab->prior);
	}
}

/*
 * A quarter of all are on B alone; of the others, all of whom are on A, 245 of 525 are on B too, or 70 when a quarter is on A
 * alone. Of N persons 525 * 420 / 245 or 525 * 245 / 70 there are (Lincoln & Petersen), one in N pairs is one person; of pairs
 * of those who are left over one in N - 700.
 */
TEST(who_is_left_over_is_likelier_one_person_by_those_who_may_be_on_no_list)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	static const double N[] = { 525 * 420 / 245.0, 525 * 245 / 70.0 };
	for (size_t k = 0; k < 2; k++) {
		struct link_result r;
		size_t some = 0;
		for (size_t i = 0; i < n; i++) {
			bool on_a = str_eq(m[i].list, STR("A"));
			if ((m[i].person % 4 == 1 && on_a) || (k && m[i].person % 4 == 3 && !on_a))
				continue;
			order[some++] = i;
		}
		link_people(a, set_of(a, m, order, some), 2, NULL, &r);
		CHECK(fabs(r.model->core_bits - log2(N[k] / (N[k] - 700))) < .2);
	}
}

TEST(what_lists_have_of_their_own_does_not_depend_on_the_order_of_records)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	struct link_result r[2];
	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < n; i++)
			order[i] = k ? n - 1 - i : i;
		link_people(a, set_of(a, m, order, n), 1 + (int)k, NULL, &r[k]);
	}
	for (size_t i = 0; i < 3; i++) {
		const struct link_between *p = &r[0].model->between[i];
		const struct link_between *q = link_between_of(r[1].model, p->x, p->y);
		CHECK(q && p->prior == q->prior && p->own == q->own);
		for (size_t f = 0; f < r[0].model->n_fields; f++)
			for (size_t l = 0; l < LINK_LEVELS_MAX; l++)
				CHECK(p->levels[f][l] == q->levels[f][l]);
	}
}

/* ---- words ---- */

/* 300 names: everybody's first word is one of two, the second is of one in ten or of one alone. */
static struct link_set *set_of_words(struct arena *a)
{
	static const struct link_field NAME_FIELD[] = {
		{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	};
	static const char *const OFTEN[] = { "Bokar", "Timel" };
	struct err e = { 0 };
	struct rng r = rng_start(5, 5);
	struct link_set_builder *b = link_set_begin(NAME_FIELD, 1, a);
	struct link_set *s = NULL;
	uint16_t list;
	CHECK_OK(link_set_list(b, STR("A"), false, &list, &e), &e);
	for (int i = 0; i < 300; i++) {
		struct str second = i % 10 ? word(a, &r, 4) : STR("Sorunak");
		struct str name = str_printf(a, "%s %.*s", OFTEN[i & 1], STR_FMT(second));
		CHECK_OK(link_set_add(b, list, str_printf(a, "%d", i), &name, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

static struct name *read_name(const char *text, struct arena *a)
{
	struct name *n = NEW(a, struct name);
	name_read(str_of(text), NAME_FULL, a, n);
	return n;
}

TEST(words_in_common_are_added_up_whatever_their_order_and_spelling)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	const struct link_tokens *t = set_of_words(a)->values[0].tokens;
	const struct name *x = read_name("Bokar Sorunak", a);
	double both = link_tokens_shared(t, x, read_name("Sorunak Bokar", a));
	double often = link_tokens_shared(t, x, read_name("Bokar Zimdag", a));
	double seldom = link_tokens_shared(t, x, read_name("Timel Sorunak", a));
	CHECK(often > .8 && often < 1.2);
	CHECK(seldom > 2.9 && seldom < 3.6);
	CHECK(fabs(both - often - seldom) < 1e-6);
	CHECK(fabs(link_tokens_shared(t, x, read_name("Bokaar Sorounak", a)) - both) < 1e-6);
	CHECK(link_tokens_shared(t, x, read_name("Timel Zimdag", a)) == 0);
	/* A word meets one word. */
	CHECK(link_tokens_shared(t, read_name("Bokar Bokar", a), x) == often);
}

TEST(the_rarer_the_words_in_common_the_more_they_add)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	struct link_set *s = set_of_words(a);
	struct link_model_field f = { .field = s->fields[0], .tokens = s->values[0].tokens };
	struct link_value x = { .name = read_name("Bokar Sorunak", a) };
	struct link_value often = { .name = read_name("Bokar Zimdag", a) };
	struct link_value seldom = { .name = read_name("Timel Sorunak", a) };
	enum { PARTLY = 7, ANOTHER = 11 };
	CHECK(link_words_bits(&f, PARTLY, &x, &often) == 0); /* not learned */
	f.levels[PARTLY].words = 2;
	CHECK(link_words_bits(&f, PARTLY, &x, &often) < 0);
	CHECK(link_words_bits(&f, PARTLY, &x, &seldom) > 0);
	CHECK(link_words_bits(&f, ANOTHER, &x, &seldom) == 0);
	for (double words = .5; words < 30; words += .5) {
		f.levels[PARTLY].words = words;
		double bits = link_words_bits(&f, PARTLY, &x, &seldom);
		CHECK(bits >= -4 && bits <= 6);
		CHECK(bits / LINK_WORDS_STEP == nearbyint(bits / LINK_WORDS_STEP));
	}
}

TEST(that_there_is_any_word_in_common_says_something_by_itself)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	struct link_set *s = set_of_words(a);
	struct link_model_field f = { .field = s->fields[0], .tokens = s->values[0].tokens };
	struct link_value x = { .name = read_name("Bokar Sorunak", a) };
	struct link_value seldom = { .name = read_name("Timel Sorunak", a) };
	struct link_value never = { .name = read_name("Timel Zimdag", a) };
	enum { LITTLE = 10 };
	f.levels[LITTLE].words = 2;
	double before = link_words_bits(&f, LITTLE, &x, &seldom);
	CHECK(link_words_bits(&f, LITTLE, &x, &never) == 0);
	f.levels[LITTLE].any = 2.5;
	f.levels[LITTLE].none = -1.5;
	CHECK(link_words_bits(&f, LITTLE, &x, &seldom) == before + 2.5);
	CHECK(link_words_bits(&f, LITTLE, &x, &never) == -1.5);
}

/* Pairs of record 0 with one that has a word of its name, SHARED of a hundred, or with one that has none. */
static struct kept_pair *little_in_common(size_t n, size_t shared, struct arena *a)
{
	enum { LITTLE = 10, SHARES = 2, SHARES_NONE = 1 };
	struct kept_pair *ret = NEW_N(a, n, struct kept_pair);
	for (size_t i = 0; i < n; i++)
		ret[i] = (struct kept_pair){ 0, i % 100 < shared ? SHARES : SHARES_NONE, LITTLE };
	return ret;
}

/*
 * Of pairs of two people one in four has a word in common. Of one person three in four have: it is worth log2(3) that there
 * is one, and as much the other way that there is none. Of pairs that are as likely as not of one person, and of which
 * a half have one, those of one person are three in four again. Of no pairs nothing is learned.
 */
TEST(any_word_in_common_is_worth_how_much_oftener_one_person_has_it)
{
	enum { PAIRS = 20000, LITTLE = 10 };
	static const struct {
		size_t pairs, shared;
		float bits;
		double any;
	} CASES[] = { { PAIRS, 75, 40, 1.585 },
		      { PAIRS, 50, 0, 1.585 },
		      { PAIRS, 25, 40, 0 },
		      { PAIRS, 75, -30, 0 },
		      { 0, 0, 0, 0 } };
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	struct link_set *s = set_of_words(a);
	struct link_model *m = NEW(a, struct link_model);
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX] = { 0 };
	struct link_sample sample = { .p = little_in_common(PAIRS, 25, a), .n = PAIRS };
	uint32_t *cluster = NEW_N(a, s->n, uint32_t);
	float *bits = NEW_N(a, PAIRS, float);
	link_model_begin(m, s, u, .001);
	m->fields[0].tokens = s->values[0].tokens;
	for (uint32_t i = 0; i < s->n; i++)
		cluster[i] = i;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct link_pass pass = { .n_kept = CASES[i].pairs };
		pass.kept = little_in_common(pass.n_kept, CASES[i].shared, a);
		for (size_t k = 0; k < pass.n_kept; k++)
			bits[k] = CASES[i].bits;
		link_weigh_words(m, s, &sample, cluster);
		link_weigh_any(m, s, &sample, &pass, cluster, bits);
		const struct link_level *l = &m->fields[0].levels[LITTLE];
		CHECK(fabs(l->any - CASES[i].any) < .03);
		CHECK(fabs(l->none + CASES[i].any) < .03);
	}
}

/* Were the words' weights right for one person, they would have to be one on average for two: they are ratios. */
TEST(words_say_nothing_on_average_of_two_people)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++) {
		order[i] = i;
		/* One given name in three is one of four. */
		struct str family;
		struct str given;
		family = str_cut(m[i].name, ' ', &given);
		if (m[i].person % 3 == 0)
			m[i].name = str_printf(a, "name%c %.*s", "bdgk"[m[i].person / 3 % 4],
					       STR_FMT(family));
	}
	struct link_result r;
	struct link_set *s = set_of(a, m, order, n);
	link_people(a, s, 2, NULL, &r);
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	double mean[LINK_LEVELS_MAX] = { 0 };
	double pairs[LINK_LEVELS_MAX] = { 0 };
	for (uint32_t i = 0; i < s->n; i++)
		for (uint32_t k = i + 1; k < s->n; k += 3) {
			unsigned l = link_level_at(link_compare(c, i, k), 0);
			if (m[i].person == m[k].person || link_level_words(LINK_NAME, l) <= 0)
				continue;
			const struct link_value *v = s->values[0].p;
			const struct link_value *x = &v[s->value[0][i]];
			const struct link_value *y = &v[s->value[0][k]];
			mean[l] += exp2(link_words_bits(&r.model->fields[0], l, x, y));
			pairs[l]++;
		}
	size_t seen = 0;
	for (unsigned l = 0; l < LINK_LEVELS_MAX; l++)
		if (pairs[l] >= 2000) {
			CHECK(mean[l] / pairs[l] > .6 && mean[l] / pairs[l] < 1.6);
			seen++;
		}
	CHECK(seen > 0);
}
