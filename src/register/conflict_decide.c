/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_decide.c - what editors decided, and whether they could know what there was to decide.
 *
 * Editors of two sites can decide the same question before either has seen what the other one did. The
 * newest decision in the order counts wherever one value has to be shown; the question is open again until
 * somebody decides who has seen both. In one log a decision has seen all before it.
 */
#include "register/conflict_priv.h"

#include "register/query_priv.h"
#include "register/record_priv.h"

/* Most registers have no decision for most subjects, and then this is one look into an index. */
static const struct sql OF_SUBJECT = SQL(
	"SELECT a.pos, s.seq, a.property, a.field FROM adoption a JOIN statement s ON s.pos = a.pos"
	" WHERE a.subject = :id AND a.undone IS NULL ORDER BY a.property, a.pos DESC");

enum { DECISIONS_MAX = 64 }; /* of one property that are compared: the newest */

struct made {
	int64_t pos, seq;
	struct str property;
	bool both; /* both stand */
	int64_t field;
};

static int load(struct store *st, int64_t subject, struct arena *a, struct list *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	list_init(ret, a, sizeof(struct made));
	TRY(store_stmt(st, &OF_SUBJECT, &q, e));
	bind_int(q, ":id", subject);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		*(struct made *)list_add(ret) =
			(struct made){ .pos = col_int(q, 0),
				       .seq = col_int(q, 1),
				       .property = col_copy(q, 2, a),
				       .both = col_is_null(q, 3),
				       .field = col_is_null(q, 3) ? 0 : col_int(q, 3) };
	}
}

/* Of the decisions of one property, newest first, those that no other one had seen. Who decided can have
 * known only what stands before it. */
static int unseen(struct reg *r, const struct made *d, size_t n, struct made ret[DECISIONS_MAX],
		  size_t *ret_n, struct err *e)
{
	size_t kept = 0;
	for (size_t i = 0; i < n && i < DECISIONS_MAX; i++) {
		bool seen = false;
		for (size_t k = 0; k < i && !seen; k++)
			TRY(reg_knew(r, d[k].seq, d[i].seq, &seen, e));
		if (!seen)
			ret[kept++] = d[i];
	}
	*ret_n = kept;
	return 0;
}

static bool differ(const struct made *d, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (d[i].both != d[0].both || d[i].field != d[0].field)
			return true;
	return false;
}

static size_t same_property(const struct made *d, size_t n)
{
	size_t i = 1;
	while (i < n && str_eq(d[i].property, d[0].property))
		i++;
	return i;
}

static bool of_one_site(const struct made *d, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (number_site(d[i].seq) != number_site(d[0].seq))
			return false;
	return true;
}

/* The unseen ones when they differ, else none. */
static int quarrel(struct reg *r, const struct made *d, size_t n, struct made ret[DECISIONS_MAX],
		   size_t *ret_n, struct err *e)
{
	*ret_n = 0;
	if (of_one_site(d, n))
		return 0;
	TRY(unseen(r, d, n, ret, ret_n, e));
	if (!differ(ret, *ret_n))
		*ret_n = 0;
	return 0;
}

static int knew_all(struct reg *r, struct store *st, int64_t seq, const int64_t *fields, size_t n,
		    bool *ret, struct err *e)
{
	*ret = true;
	for (size_t i = 0; i < n && *ret; i++) {
		int64_t claim;
		TRY(reg_seq(st, fields[i] / FIELDS_PER_CLAIM, &claim, e));
		TRY(reg_knew(r, seq, claim, ret, e));
	}
	return 0;
}

int conflict_decision(struct reg *r, struct store *st, int64_t subject, struct str property,
		      const int64_t *fields, size_t n, struct arena *a, int64_t *ret, struct err *e)
{
	struct list all;
	struct made *d;
	struct made differing[DECISIONS_MAX];
	size_t n_differing;
	bool knew;
	*ret = 0;
	TRY(load(st, subject, a, &all, e));
	d = all.p;
	while (all.n && !str_eq(d->property, property)) {
		d++;
		all.n--;
	}
	if (!all.n || (!d->both && !d->field))
		return 0;
	TRY(quarrel(r, d, same_property(d, all.n), differing, &n_differing, e));
	TRY(knew_all(r, st, d->seq, fields, n, &knew, e));
	*ret = knew && !n_differing ? d->pos : 0;
	return 0;
}

int conflict_load_decisions(struct reg *r, struct store *st, struct conflict_input *in,
			    struct arena *a, struct err *e)
{
	struct list all;
	struct list out;
	TRY(load(st, in->subject, a, &all, e));
	list_init(&out, a, sizeof(struct conflict_decision));
	const struct made *d = all.p;
	for (size_t at = 0; at < all.n;) {
		struct made differing[DECISIONS_MAX];
		size_t n = same_property(&d[at], all.n - at);
		size_t k;
		TRY(quarrel(r, &d[at], n, differing, &k, e));
		for (size_t i = 0; i < k; i++)
			*(struct conflict_decision *)list_add(&out) =
				(struct conflict_decision){ differing[i].property,
							    differing[i].field };
		at += n;
	}
	in->decisions = out.p;
	in->n_decisions = out.n;
	return 0;
}

void rule_decided_differently(const struct conflict_input *in, struct conflict_out *o)
{
	for (size_t i = 0; i < in->n_decisions; i++)
		for (size_t k = 0; k < in->n_fields; k++)
			if (in->fields[k].id == in->decisions[i].field)
				conflict_mark(
					o, in->decisions[i].property, &in->fields[k],
					str_printf(o->a, "%lld", (long long)in->fields[k].id));
}
