/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * event.c - a third of a register died on one of few days, each in one town. Day and town agree among thousands of pairs and the
 * register repeats few: what learns without labels must not take the dead of one day for one person.
 */
#include "check.h"

#include "people.h"

enum { DEAD = 2400, DAYS = 6, AGAIN = 12, TOWNS = 30 }; /* one in AGAIN stands there twice */

static struct str day_of(struct arena *a, struct rng *r)
{
	return str_printf(a, "%d-%02d-%02d", 1980 + (int)rng_below(r, 40),
			  1 + (int)rng_below(r, 12), 2 + (int)rng_below(r, 27));
}

static size_t make_dead(struct arena *a, struct made *m)
{
	struct rng r = rng_start(11, 1);
	struct str day[DAYS];
	struct str given[150];
	struct str town[TOWNS];
	size_t n = 0;
	for (size_t i = 0; i < DAYS; i++)
		day[i] = day_of(a, &r);
	for (size_t i = 0; i < COUNT(given); i++)
		given[i] = word(a, &r, 3);
	for (size_t i = 0; i < TOWNS; i++)
		town[i] = word(a, &r, 3);
	for (uint32_t i = 0; n < DEAD; i++) {
		size_t event = rng_below(&r, 3 * DAYS);
		bool one_of_many = event < DAYS;
		struct made one = { .list = STR("A"), .person = i };
		one.name = str_printf(a, "%.*s %.*s", STR_FMT(given[rng_below(&r, COUNT(given))]),
				      STR_FMT(word(a, &r, 4)));
		one.born = one_of_many ? day[event] : day_of(a, &r);
		one.town = town[one_of_many && rng_below(&r, 10) ? event : rng_below(&r, TOWNS)];
		for (int k = 0; k < (i % AGAIN ? 1 : 2); k++) {
			m[n] = one;
			m[n].name = k ? mistyped(a, &r, one.name, .5) : one.name;
			m[n].id = str_printf(a, "d%zu", n);
			n++;
		}
	}
	return n;
}

TEST(the_dead_of_one_day_are_not_one_person)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_dead(a, m);
	size_t *order = NEW_N(a, n, size_t);
	struct link_field fields[COUNT(FIELDS)];
	memcpy(fields, FIELDS, sizeof fields);
	fields[1].is_birth = false;
	fields[1].is_event = true;
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	struct link_result r;
	link_people(a, set_with(a, fields, m, order, n), 1, NULL, &r);
	size_t right = 0;
	size_t wrong = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			bool one = r.cluster[i] == r.cluster[k];
			right += one && m[i].person == m[k].person;
			wrong += one && m[i].person != m[k].person;
		}
	size_t twice = n - m[n - 1].person - 1;
	CHECK(twice > 40);
	CHECK(right * 20 >= twice * 19);
	CHECK(wrong * 2 <= twice);
}
