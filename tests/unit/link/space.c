/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers that lists give their records: which lists mean the same by them. */
#include "check.h"

#include "link/compare.h"
#include "link/link_priv.h"

enum { PEOPLE = 40, EACH = 4 };

/* A record of each person in each list. A and B give the number of a ministry, C and D the number of the row. */
struct row {
	const char *list;
	struct str id, name, number;
};

static size_t make(struct arena *a, struct row *ret)
{
	static const char *const LISTS[EACH] = { "A", "B", "C", "D" };
	static const char *const GIVEN[] = { "Balo", "Dirun", "Fepa", "Gamis", "Hotel" };
	static const char *const FAMILY[] = { "Karbedo", "Liman",  "Morvash", "Natiru",
					      "Pelogan", "Rastev", "Sibulo",  "Tarmek" };
	size_t n = 0;
	for (size_t i = 0; i < PEOPLE; i++)
		for (size_t l = 0; l < EACH; l++) {
			/* C and D have their rows in orders of their own. */
			size_t row = l == 2 ? i * 7 % PEOPLE : i * 11 % PEOPLE;
			ret[n++] = (struct row){
				LISTS[l],
				str_printf(a, "%s%zu", LISTS[l], i),
				str_printf(a, "%s %s", GIVEN[i % 5], FAMILY[i / 5]),
				l < 2 ? str_printf(a, "%zu", 700000 + i * 7919)
				      : str_printf(a, "%zu", 1 + row),
			};
		}
	return n;
}

static struct link_set *set_of(struct arena *a, const struct row *rows, size_t n, bool backwards,
			       enum link_type type)
{
	struct err e = { 0 };
	struct link_set *s = NULL;
	struct link_field fields[] = {
		{ .type = LINK_NAME, .role = NAME_FULL, .label = { "name", 4 } },
		{ .type = type, .label = { "number", 6 } },
	};
	struct link_set_builder *b = link_set_begin(fields, COUNT(fields), a);
	for (size_t i = 0; i < n; i++) {
		const struct row *r = &rows[backwards ? n - 1 - i : i];
		struct str cells[] = { r->name, r->number };
		uint16_t list;
		CHECK_OK(link_set_list(b, str_of(r->list), false, &list, &e), &e);
		CHECK_OK(link_set_add(b, list, r->id, cells, NULL, &e), &e);
	}
	CHECK_OK(link_set_done(b, &s, &e), &e);
	return s;
}

static bool are_apart(const struct link_set *s, const char *x, const char *y)
{
	size_t at[2] = { s->n_lists, s->n_lists };
	for (size_t l = 0; l < s->n_lists; l++) {
		at[0] = str_eq(s->lists[l].name, str_of(x)) ? l : at[0];
		at[1] = str_eq(s->lists[l].name, str_of(y)) ? l : at[1];
	}
	CHECK(at[0] < s->n_lists && at[1] < s->n_lists);
	return s->apart[1] && s->apart[1][at[0] * s->n_lists + at[1]];
}

TEST(numbers_of_rows_are_told_from_numbers_of_people)
{
	AUTO_ARENA *a = arena_new(0);
	struct row rows[PEOPLE * EACH];
	size_t n = make(a, rows);
	for (int backwards = 0; backwards < 2; backwards++) {
		struct link_set *s = set_of(a, rows, n, backwards, LINK_ID);
		CHECK(!are_apart(s, "A", "B"));
		CHECK(are_apart(s, "C", "D") && are_apart(s, "A", "C") && are_apart(s, "B", "D"));
		/* Each once: but what A means is known by B. */
		CHECK(!are_apart(s, "A", "A") && are_apart(s, "C", "C"));
	}
	/* What is no number of its own kind is compared as ever. */
	struct link_set *s = set_of(a, rows, n, false, LINK_NUMBER);
	CHECK(!s->apart[1]);
}

TEST(numbers_of_rows_are_as_if_they_were_missing)
{
	AUTO_ARENA *a = arena_new(0);
	struct row rows[PEOPLE * EACH];
	size_t n = make(a, rows);
	struct link_set *s = set_of(a, rows, n, false, LINK_ID);
	AUTO_LINK_COMPARER *c = link_comparer_new(s);
	size_t compared = 0;
	for (uint32_t i = 0; i < n; i++) {
		uint32_t others[PEOPLE * EACH];
		uint64_t many[PEOPLE * EACH];
		for (uint32_t k = 0; k < n; k++)
			others[k] = k;
		link_compare_many(c, i, others, n, many);
		for (uint32_t k = 0; k < n; k++) {
			bool both = rows[i].list[0] < 'C' && rows[k].list[0] < 'C';
			CHECK((link_level_at(many[k], 1) != LINK_MISSING) == both);
			CHECK(link_compare(c, i, k) == many[k]);
			compared += both;
		}
	}
	CHECK_INT(compared, 4 * PEOPLE * PEOPLE);
}

/* A list that has people twice, each time with their number. */
TEST(a_number_is_compared_within_a_list_that_repeats_it)
{
	AUTO_ARENA *a = arena_new(0);
	struct row rows[PEOPLE * EACH];
	size_t n = make(a, rows);
	for (size_t i = 0; i < n; i++)
		rows[i].list = rows[i].list[0] < 'C' ? "A" : rows[i].list;
	struct link_set *s = set_of(a, rows, n, false, LINK_ID);
	CHECK(!are_apart(s, "A", "A") && are_apart(s, "A", "C"));
}

/* Ten people on one page: one in ten that share it is enough for a page. */
TEST(a_page_of_several_people_is_a_page)
{
	AUTO_ARENA *a = arena_new(0);
	struct row rows[PEOPLE * EACH];
	size_t n = make(a, rows);
	for (size_t i = 0; i < n; i++)
		rows[i].number = rows[i].list[0] < 'C'
					 ? str_printf(a, "https://press.example/%zu", i / EACH / 5)
					 : str_printf(a, "https://%s.example/%zu", rows[i].list, i);
	struct link_set *s = set_of(a, rows, n, false, LINK_URL);
	CHECK(!are_apart(s, "A", "B") && are_apart(s, "C", "D") && are_apart(s, "A", "C"));
}

/* A shares with B and B with E, A and E nobody. */
TEST(what_lists_share_by_way_of_another_they_share)
{
	AUTO_ARENA *a = arena_new(0);
	struct row rows[PEOPLE * EACH];
	size_t n = make(a, rows);
	for (size_t i = 0; i < n; i++) {
		size_t person = i / EACH;
		bool of_a = rows[i].list[0] == 'A';
		if (of_a && person >= PEOPLE / 2)
			rows[i].list = "E";
	}
	struct link_set *s = set_of(a, rows, n, false, LINK_ID);
	CHECK(!are_apart(s, "A", "B") && !are_apart(s, "B", "E") && !are_apart(s, "A", "E"));
	CHECK(are_apart(s, "A", "C") && are_apart(s, "E", "D"));
}
