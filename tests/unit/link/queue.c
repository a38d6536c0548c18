/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pair whose answer moves the published count most is looked at first. */
#include "link/queue.h"

#include <math.h>

#include "check.h"

enum { LIST = 0, OTHER = 1 };

static size_t ask(const struct cluster_in *in, const bool *published, struct queue_item *ret)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct queue_item *list;
	size_t n = 0;
	CHECK_OK(queue_order(in, published, -7, 4, a, &list, &n, &e), &e);
	for (size_t i = 0; i < n; i++)
		ret[i] = list[i];
	return n;
}

TEST(pairs_come_in_the_order_in_which_answers_move_the_count)
{
	/* Of 1-2 and 3-5 the answer "different" gives one more; 1-2 is less sure. 6 and 7 are apart. */
	static const struct cluster_edge EDGES[] = { { 0, 1, 12 }, { 1, 2, 0.5 }, { 3, 4, 12 },
						     { 4, 5, 12 }, { 3, 5, 1 },	  { 6, 7, -3 } };
	static const uint16_t LISTS[8] = { LIST };
	static const bool FREE[1] = { false };
	struct cluster_in in = { .n = 8,
				 .edges = EDGES,
				 .n_edges = COUNT(EDGES),
				 .list = LISTS,
				 .duplicate_free = FREE,
				 .absent = -2 };
	struct queue_item item[8];
	size_t n = ask(&in, NULL, item);
	CHECK_INT(n, 3);
	CHECK_INT(item[0].edge, 1);
	CHECK_INT(item[1].edge, 4);
	CHECK_INT(item[2].edge, 5);
	CHECK(fabs(item[2].effect - 1.0 / 9) < 1e-12);
}

TEST(what_is_not_published_waits)
{
	static const struct cluster_edge EDGES[] = { { 0, 1, 0 }, { 2, 3, 2 } };
	static const uint16_t LISTS[4] = { LIST };
	static const bool FREE[1] = { false };
	static const bool PUBLISHED[4] = { true, false, true, true };
	struct cluster_in in = { .n = 4,
				 .edges = EDGES,
				 .n_edges = COUNT(EDGES),
				 .list = LISTS,
				 .duplicate_free = FREE,
				 .absent = -2 };
	struct queue_item item[2];
	CHECK_INT(ask(&in, PUBLISHED, item), 2);
	CHECK_INT(item[0].edge, 1);
	CHECK(fabs(item[1].effect) < 1e-12);
}

TEST(decided_pairs_are_not_asked_again_and_unsure_ones_are)
{
	static const struct cluster_edge EDGES[] = { { 0, 1, 0 }, { 1, 2, 0 }, { 2, 3, 0 } };
	static const uint16_t LISTS[4] = { LIST, OTHER };
	static const bool FREE[2] = { false };
	static const struct link_decision DECIDED[] = { { 1, 0, VERDICT_SAME },
							{ 2, 3, VERDICT_UNSURE } };
	struct cluster_in in = { .n = 4,
				 .edges = EDGES,
				 .n_edges = COUNT(EDGES),
				 .list = LISTS,
				 .duplicate_free = FREE,
				 .decisions = { DECIDED, COUNT(DECIDED) },
				 .absent = -2 };
	struct queue_item item[3];
	CHECK_INT(ask(&in, NULL, item), 2);
	CHECK(item[0].edge != 0 && item[1].edge != 0);
}
