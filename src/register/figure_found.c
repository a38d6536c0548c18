/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_found.c - under whom a person was found, at a size of the log: a figure counts human beings, and two persons that
 * were found to be one are one case.
 */
#include "register/figure_priv.h"

/* The newest that stood then. What a run says and what takes it back both have their place in the order. */
static const struct sql ASSIGNED = SQL(
	"SELECT x.person, x.run, s.retracted FROM assignment x JOIN statement s ON s.pos = x.run"
	" WHERE x.record = :id AND x.pos <= :upto ORDER BY x.pos DESC, x.n DESC");
static const struct sql ANY =
	SQL("SELECT EXISTS (SELECT 1 FROM entity e WHERE e.kind = 'person'"
	    " AND EXISTS (SELECT 1 FROM assignment x WHERE x.record = e.id))");

static int next_of(struct store *st, int64_t person, const struct past *p, int64_t *ret,
		   struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	*ret = 0;
	TRY(store_stmt(st, &ASSIGNED, &q, e));
	bind_int(q, ":id", person);
	bind_int(q, ":upto", p->upto);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		if (!past_stands(p, col_int(q, 1), col_id(q, 2)))
			continue;
		*ret = col_id(q, 0);
		return 0;
	}
}

int figure_found_under(struct store *st, int64_t person, const struct past *p, int64_t *ret,
		       struct err *e)
{
	/* In a circle, which two sites can make, the lowest of those in it: Floyd's hare and tortoise find it. */
	int64_t slow = person;
	int64_t fast = person;
	*ret = person;
	do {
		for (int step = 0; step < 2; step++) {
			int64_t next;
			TRY(next_of(st, fast, p, &next, e));
			if (!next) {
				*ret = fast;
				return 0;
			}
			fast = next;
		}
		TRY(next_of(st, slow, p, &slow, e));
	} while (slow != fast);
	*ret = slow;
	do {
		TRY(next_of(st, fast, p, &fast, e));
		*ret = fast < *ret ? fast : *ret;
	} while (fast != slow);
	return 0;
}

int figure_any_found_under(struct store *st, bool *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &ANY, &q, e));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0) != 0;
	return 0;
}
