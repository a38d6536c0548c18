/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kin.c - families that died together: brothers share all names but their own, and are a year or two apart. What learns
 * without labels would take them for one person.
 */
#include "check.h"

#include "people.h"

enum { FAMILIES = 260, CHILDREN = 4, ROWS_MAX = FAMILIES * CHILDREN * 2 };

static const struct link_field AS_ONE[] = {
	{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
	{ .type = LINK_AGE, .label = { "age", 3 } },
	{ .type = LINK_CATEGORY, .label = { "sex", 3 } },
};
static const struct link_field IN_COLUMNS[] = {
	{ .type = LINK_NAME, .role = NAME_GIVEN, .label = { "given", 5 } },
	{ .type = LINK_NAME, .role = NAME_FATHER, .label = { "father", 6 } },
	{ .type = LINK_NAME, .role = NAME_FATHER, .label = { "grandfather", 11 } },
	{ .type = LINK_NAME, .role = NAME_FAMILY, .label = { "family", 6 } },
	{ .type = LINK_AGE, .label = { "age", 3 } },
	{ .type = LINK_CATEGORY, .label = { "sex", 3 } },
};

struct families {
	uint32_t person[ROWS_MAX];
	size_t n;
};

/* Each child in list A, most in B as well: a year older, one letter in ten names mistyped. */
static struct link_set *make_families(struct arena *a, bool in_columns, struct families *ret)
{
	struct err e = { 0 };
	struct rng r = rng_start(11, 1);
	struct link_set_builder *b = in_columns ? link_set_begin(IN_COLUMNS, COUNT(IN_COLUMNS), a)
						: link_set_begin(AS_ONE, COUNT(AS_ONE), a);
	struct link_set *s = NULL;
	uint16_t lists[2];
	struct str names[60];
	CHECK_OK(link_set_list(b, STR("A"), false, &lists[0], &e), &e);
	CHECK_OK(link_set_list(b, STR("B"), false, &lists[1], &e), &e);
	for (size_t i = 0; i < COUNT(names); i++)
		names[i] = word(a, &r, 2 + i % 2);
	ret->n = 0;
	for (uint32_t f = 0; f < FAMILIES; f++) {
		struct str father = names[rng_below(&r, COUNT(names))];
		struct str grandfather = names[rng_below(&r, COUNT(names))];
		struct str family = word(a, &r, 3);
		size_t first = rng_below(&r, COUNT(names));
		for (uint32_t c = 0; c < CHILDREN; c++) {
			struct str own = names[(first + 7 * c) % COUNT(names)];
			int age = 3 + 2 * (int)c + (int)rng_below(&r, 3);
			for (size_t l = 0; l < 2 && (!l || rng_uniform(&r) < .8); l++) {
				struct str given = mistyped(a, &r, own, .1);
				struct str years = str_printf(a, "%d", age + (int)l);
				struct str sex = c % 2 ? STR("f") : STR("m");
				struct str name = str_printf(a, "%.*s %.*s %.*s %.*s",
							     STR_FMT(given), STR_FMT(father),
							     STR_FMT(grandfather), STR_FMT(family));
				struct str one[] = { name, years, sex };
				struct str cells[] = { given,  father, grandfather,
						       family, years,  sex };
				struct str id = str_printf(a, "%zu", ret->n);
				ret->person[ret->n++] = f * CHILDREN + c;
				CHECK_OK(link_set_add(b, lists[l], id, in_columns ? cells : one,
						      NULL, &e),
					 &e);
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
	struct link_set *s = make_families(a, false, &m);
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

TEST(families_that_pass_for_persons_are_told)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct families m;
	struct link_result x;
	bool told = false;
	link_people(a, make_families(a, true, &m), 1, NULL, &x);
	for (size_t i = 0; i < x.n_warnings; i++)
		told |= x.warnings[i].code == LINK_WARN_FAMILIES;
	CHECK(told);
	link_people(a, make_families(a, false, &m), 1, NULL, &x);
	for (size_t i = 0; i < x.n_warnings; i++)
		CHECK(x.warnings[i].code != LINK_WARN_FAMILIES);
}
