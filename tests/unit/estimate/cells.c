/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/cells.h"

#include "tables.h"

TEST(cells_in_order_without_empty_rows)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of("A,count,B,C\n1,5,1,0\n0,7,0,1\n1,0,1,1\n1,3,0,0\n", a);
	CHECK_INT(c.n, 3);
	CHECK_INT(c.n_lists, 3);
	CHECK_INT(c.total, 15);
	CHECK_INT(c.p[0].on, 1);
	CHECK_INT(c.p[0].count, 3);
	CHECK_INT(c.p[1].on, 3);
	CHECK_INT(c.p[2].on, 4);
	CHECK_STR(c.lists[2], "C");
	CHECK_INT(cells_on(&c, 1), 8);
	CHECK_INT(cells_on(&c, 3), 5);
	CHECK_INT(cells_on(&c, 0), 15);
}

TEST(cells_from_counts_of_every_pattern)
{
	static const struct str NAMES[] = { { "A", 1 }, { "B", 1 } };
	static const uint32_t COUNTS[] = { 9, 5, 0, 2 }; /* nobody counts who is on none */
	static const uint32_t NOBODY[] = { 9, 0, 0, 0 };
	AUTO_ARENA *a = arena_new(0);
	struct cells c;
	struct err e;
	CHECK_OK(cells_of_counts(NAMES, 2, COUNTS, a, &c, &e), &e);
	CHECK_INT(c.n, 2);
	CHECK_INT(c.total, 7);
	CHECK_INT(c.p[0].on, 1);
	CHECK_INT(c.p[0].count, 5);
	CHECK_INT(c.p[1].on, 3);
	CHECK_INT(c.p[1].count, 2);
	CHECK_STR(c.lists[1], "B");
	CHECK_ERR(cells_of_counts(NAMES, 2, NOBODY, a, &c, &e), ERR_INPUT);
}

TEST(without_a_list_patterns_fold)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of("A,B,C,count\n1,0,0,5\n1,1,0,2\n0,1,0,3\n0,1,1,4\n1,1,1,1\n", a);
	struct cells d;
	int64_t lost;
	struct err e;
	CHECK_OK(cells_without(&c, 1, a, &d, &lost, &e), &e);
	CHECK_INT(lost, 3);
	CHECK_INT(d.n_lists, 2);
	CHECK_INT(d.n, 3);
	CHECK_INT(d.p[0].count, 7); /* A alone: with and without B */
	CHECK_INT(d.p[1].count, 4); /* C */
	CHECK_INT(d.p[2].count, 1);
	CHECK_STR(d.lists[1], "C");
}

TEST(tables_that_are_refused)
{
	static const struct {
		const char *csv;
		int64_t row;
		size_t column, n;
	} t[] = {
		{ "A,B,C\n1,0,0\n", 1, 0, 1 },
		{ "count\n5\n", 1, 0, 1 },
		{ "A,B,count\n1,0,5\n1,0,6\n", 3, 0, 1 },
		{ "A,B,count\n0,0,5\n", 2, 0, 1 },
		{ "A,B,count\n1,2,5\n", 2, 2, 1 },
		{ "A,B,count\n1,,5\n", 2, 2, 1 },
		{ "A,B,count\n1,0,-5\n", 2, 3, 1 },
		{ "A,B,count\n1,0,5.5\n", 2, 3, 1 },
		{ "A,B,count\n1,0,2147483648\n", 2, 3, 1 },
		{ "A,B,count\n1,0,99999999999999999999\n", 2, 3, 1 },
		{ "A,B,count\n1,0,2147483647\n0,1,1\n", 0, 0, 1 },
		{ "A,B,count\n1,0,0\n0,1,0\n", 0, 0, 1 },
		{ "A,B,count\n1,x,5\n0,1,y\n0,0,1\n", 2, 2, 3 },
		{ "A,A,count\n1,0,5\n", 1, 2, 1 },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct cells c = { 0 };
		struct csv_problems ps = { 0 };
		struct err e;
		CHECK_ERR(cells_read(str_of(t[i].csv), LANG_FA, a, &c, &ps, &e), ERR_INPUT);
		if (ps.n != t[i].n || ps.items[0].row != t[i].row ||
		    ps.items[0].column != t[i].column)
			FAIL("table %zu: %zu problems, the first in row %d, column %zu", i, ps.n,
			     ps.n ? (int)ps.items[0].row : -1, ps.n ? ps.items[0].column : 0);
		CHECK_INT(c.n, 0);
	}
}

TEST(persian_digits)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_of("الف,ب,count\n۱,۰,۱۲\n۰,۱,٧\n۱,۱,۳\n", a);
	CHECK_INT(c.total, 22);
}
