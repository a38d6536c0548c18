/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kin.c - families that died together: brothers share all names but their own, and are a year or two apart. What learns
 * without labels would take them for one person.
 */
#include "check.h"

#include "people.h"

enum { FAMILIES = 260, CHILDREN = 4, ROWS_MAX = FAMILIES * CHILDREN * 2 };

static const struct link_field OF_FAMILIES[] = {
	{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	{ .type = LINK_AGE, .label = { "age", 3 } },
	{ .type = LINK_CATEGORY, .label = { "sex", 3 } },
};

struct families {
	uint32_t person[ROWS_MAX];
	size_t n;
};

/* Each child in list A, most in B as well: a year older, one letter in ten names mistyped. */
static struct link_set *make_families(struct arena *a, struct families *ret)
{
	struct err e = { 0 };
	struct rng r = rng_start(11, 1);
	struct link_set_builder *b = link_set_begin(OF_FAMILIES, COUNT(OF_FAMILIES), a);
	struct link_set *s = NULL;
	uint16_t lists[2];
	struct str given[60];
	CHECK_OK(link_set_list(b, STR("A"), false, &lists[0], &e), &e);
	CHECK_OK(link_set_list(b, STR("B"), false, &lists[1], &e), &e);
	for (size_t i = 0; i < COUNT(given); i++)
		given[i] = word(a, &r, 2 + i % 2);
	ret->n = 0;
	for (uint32_t f = 0; f < FAMILIES; f++) {
		struct str father = given[rng_below(&r, COUNT(given))];
		struct str grandfather = given[rng_below(&r, COUNT(given))];
		struct str family = word(a, &r, 3);
		size_t first = rng_below(&r, COUNT(given));
		for (uint32_t c = 0; c < CHILDREN; c++) {
			struct str own = given[(first + 7 * c) % COUNT(given)];
			int age = 3 + 2 * (int)c + (int)rng_below(&r, 3);
			for (size_t l = 0; l < 2 && (!l || rng_uniform(&r) < .8); l++) {
				struct str name = str_printf(
					a, "%.*s %.*s %.*s %.*s", STR_FMT(mistyped(a, &r, own, .1)),
					STR_FMT(father), STR_FMT(grandfather), STR_FMT(family));
				struct str cells[] = { name, str_printf(a, "%d", age + (int)l),
						       c % 2 ? STR("f") : STR("m") };
				struct str id = str_printf(a, "%zu", ret->n);
				ret->person[ret->n++] = f * CHILDREN + c;
				CHECK_OK(link_set_add(b, lists[l], id, cells, NULL, &e), &e);
			}
		}
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

TEST(brothers_are_not_one_person)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct families m;
	struct link_set *s = make_families(a, &m);
	struct link_result x;
	size_t together = 0;
	size_t wrong = 0;
	size_t missed = 0;
	link_people(a, s, 1, NULL, &x);
	for (size_t i = 0; i < m.n; i++) {
		for (size_t k = i + 1; k < m.n; k++) {
			bool one = m.person[i] == m.person[k];
			bool said = x.cluster[i] == x.cluster[k];
			together += one && said;
			wrong += said && !one;
			missed += one && !said;
		}
	}
	CHECK(together > 600);
	CHECK(wrong * 50 < together);
	CHECK(missed * 20 < together);
	printf("brothers: %zu pairs right, %zu of two people, %zu missed\n", together, wrong,
	       missed);
}
