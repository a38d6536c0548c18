/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The count of persons as an interval, on people whose number is known. */
#include "people.h"

#include <math.h>

static void check_count(struct arena *a, const struct made *m, const size_t *order, size_t n,
			double persons)
{
	struct link_result r;
	link_people(a, set_of(a, m, order, n), 2, NULL, &r);
	const struct link_counts *c = &r.counts;
	CHECK(c->drawn_lo <= persons && persons <= c->drawn_hi);
	CHECK(fabs(c->expected / persons - 1) < .01);
	CHECK(c->drawn_lo <= c->expected && c->expected <= c->drawn_hi);
	CHECK(c->drawn_lo == floor(c->drawn_lo) && c->drawn_hi == ceil(c->drawn_hi));
}

TEST(the_interval_of_the_count_holds_the_number_of_persons)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (uint32_t third = 0; third < 3; third++) {
		size_t k = 0;
		double persons = 0;
		for (size_t i = 0; i < n; i++) {
			if (m[i].person % 3 == third)
				continue;
			persons += !k || m[order[k - 1]].person != m[i].person;
			order[k++] = i;
		}
		check_count(a, m, order, k, persons);
	}
}

/* Where half of what was said is gone, the count is less sure. */
TEST(the_interval_widens_where_records_say_little)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	struct link_result r[2];
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	link_people(a, set_of(a, m, order, n), 2, NULL, &r[0]);
	for (size_t i = 0; i < n; i++) {
		if (i % 2)
			m[i].born = STR("");
		if (i % 3)
			m[i].town = STR("");
	}
	link_people(a, set_of(a, m, order, n), 2, NULL, &r[1]);
	CHECK(r[1].counts.drawn_hi - r[1].counts.drawn_lo >
	      r[0].counts.drawn_hi - r[0].counts.drawn_lo);
}
