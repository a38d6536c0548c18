/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The bound of a pair is one: no pair of a set has more bits than it, whatever its names turn out to be, in whichever
 * column they stand and whoever tells an age. And it is low enough to spare most comparisons.
 */
#include "check.h"

#include "link/block.h"
#include "link/bound.h"
#include "people.h"

static const struct link_field ALL_TYPES[] = {
	{ .type = LINK_NAME, .role = NAME_GIVEN, .label = { "given", 5 } },
	{ .type = LINK_NAME, .role = NAME_FAMILY, .label = { "family", 6 } },
	{ .type = LINK_NAME, .role = NAME_FATHER, .label = { "father", 6 } },
	{ .type = LINK_DATE, .is_birth = true, .label = { "born", 4 } },
	{ .type = LINK_DATE, .is_event = true, .label = { "died", 4 } },
	{ .type = LINK_AGE, .label = { "age", 3 } },
	{ .type = LINK_CATEGORY, .label = { "sex", 3 } },
	{ .type = LINK_TEXT, .label = { "town", 4 } },
	{ .type = LINK_TEXT, .label = { "note", 4 } },
	{ .type = LINK_ID, .label = { "number", 6 } },
};
enum { PERSONS = 160, CELLS = COUNT(ALL_TYPES) };

struct draft {
	struct str cell[CELLS];
};

static void draw_person(struct arena *a, struct rng *r, struct draft *ret)
{
	int born = 1940 + (int)rng_below(r, 60);
	int age = 15 + (int)rng_below(r, 50);
	struct str *c = ret->cell;
	c[0] = word(a, r, 2 + rng_below(r, 2));
	c[1] = word(a, r, 3);
	c[2] = word(a, r, 2);
	c[3] = str_printf(a, "%d-%02d-%02d", born, 1 + (int)rng_below(r, 12), 5);
	c[4] = str_printf(a, "%d-%02d-%02d", born + age, 1 + (int)rng_below(r, 12), 15);
	c[5] = str_printf(a, "%d", age);
	c[6] = rng_below(r, 2) ? STR("f") : STR("m");
	c[7] = str_printf(a, "town%d", (int)rng_below(r, 9));
	c[8] = str_printf(a, "some note %d", 100 + (int)rng_below(r, 40));
	c[9] = str_printf(a, "%d", 10000 + (int)rng_below(r, 80000));
}

/* What lists make of a person: columns exchanged, cells empty or mistyped. */
static void draw_record(struct arena *a, struct rng *r, const struct draft *p, struct draft *ret)
{
	*ret = *p;
	if (rng_uniform(r) < .1) {
		ret->cell[0] = p->cell[1];
		ret->cell[1] = p->cell[0];
	}
	for (size_t f = 0; f < CELLS; f++) {
		if (f < 3)
			ret->cell[f] = mistyped(a, r, ret->cell[f], .2);
		if (rng_uniform(r) < .25)
			ret->cell[f] = STR("");
	}
	if (!ret->cell[0].n && !ret->cell[1].n)
		ret->cell[1] = p->cell[0]; /* one name, in the other column */
}

static struct link_set *draw_set(struct arena *a)
{
	struct err e = { 0 };
	struct rng r = rng_start(11, 3);
	struct link_set_builder *b = link_set_begin(ALL_TYPES, CELLS, a);
	struct link_set *s = NULL;
	uint16_t list[2];
	CHECK_OK(link_set_list(b, STR("A"), false, &list[0], &e), &e);
	CHECK_OK(link_set_list(b, STR("B"), false, &list[1], &e), &e);
	for (int i = 0; i < PERSONS; i++) {
		struct draft person;
		struct draft record;
		draw_person(a, &r, &person);
		for (int k = 0; k < 3; k++) {
			draw_record(a, &r, &person, &record);
			CHECK_OK(link_set_add(b, list[k & 1], str_printf(a, "%d-%d", i, k),
					      record.cell, NULL, &e),
				 &e);
		}
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

/* Every pair: none above its bound; how many the bound alone tells to be two people. */
static void compare_with_bounds(struct arena *a, const struct link_set *s, size_t *ret_pairs,
				size_t *ret_told)
{
	struct link_result found;
	link_people(a, s, 1, NULL, &found);
	struct link_rarity rarity = link_rarity_new(s, found.model, a);
	struct link_bound *b = link_bound_new(s, &rarity);
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	size_t above = 0;
	size_t links = 0;
	*ret_pairs = *ret_told = 0;
	for (uint32_t x = 0; x<s->n; x += s->n> 1000 ? 9 : 2) {
		link_bound_begin(b, x);
		for (uint32_t y = 0; y < s->n; y++) {
			if (x == y)
				continue;
			double bits = link_pair_bits(&rarity, link_compare(c, x, y), x, y);
			above += bits > link_bound_most(b, y) + 1e-3;
			links += bits > 0;
			++*ret_pairs;
			*ret_told += link_bound_most(b, y) < -1e-3;
		}
	}
	link_bound_free(b);
	CHECK_INT(above, 0);
	CHECK(links > 50);
}

TEST(no_pair_is_above_its_bound_whatever_the_fields)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	size_t pairs;
	size_t told;
	compare_with_bounds(a, draw_set(a), &pairs, &told);
	/* Three dear fields that each tell everybody apart and one that tells less leave most pairs open. */
	CHECK(told > 0);
}

TEST(no_pair_is_above_its_bound_where_lists_have_weights_of_their_own)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	size_t pairs;
	size_t told;
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	compare_with_bounds(a, set_of(a, m, order, n), &pairs, &told);
	CHECK(told * 3 > pairs * 2);
}
