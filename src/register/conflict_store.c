/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * conflict_store.c - what was found becomes rows, and only what changed is written.
 *
 * The ident of a conflict is made of its kind, subject, property and the claims on its sides, so it
 * names the same disagreement after a rebuild. A further claim on one side makes it another one: a
 * decision is about the claims that were there, and a newer claim opens the question again.
 */
#include "register/conflict_priv.h"

#include "base/bytes.h"
#include "base/order.h"
#include "register/record_priv.h"

static const struct sql SUBJECT = SQL("SELECT uuid FROM entity WHERE id = :id");
static const struct sql CLAIM = SQL("SELECT claim FROM statement WHERE pos = :pos");
static const struct sql STORED =
	SQL("SELECT id, ident, decided FROM conflict WHERE subject = :id ORDER BY id");
static const struct sql DROP = SQL("DELETE FROM conflict WHERE id = :id");
static const struct sql DROP_SIDES = SQL("DELETE FROM conflict_side WHERE conflict = :id");
static const struct sql DECIDE = SQL("UPDATE conflict SET decided = :decided WHERE id = :id");
static const struct sql ADD =
	SQL("INSERT INTO conflict (ident, kind, subject, property, decided, first, rank)"
	    " VALUES (:ident, :kind, :subject, :property, :decided, :first, :rank)");
static const struct sql ADD_SIDE =
	SQL("INSERT INTO conflict_side (conflict, side, field) VALUES (:conflict, :side, :field)");

enum { IDENT_BYTES = 16 };

struct stored {
	int64_t id;
	struct str ident;
	int64_t decided;
	bool kept;
};

/* ---- ident ---- */

static int hash_claim(struct store *st, struct hasher *h, int64_t field, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id claim;
	uint8_t place = (uint8_t)(field % FIELDS_PER_CLAIM);
	TRY(store_stmt(st, &CLAIM, &q, e));
	bind_int(q, ":pos", field / FIELDS_PER_CLAIM);
	TRY(stmt_row(q, e));
	TRY(col_blob(q, 0, claim.b, ID_LEN, e));
	hasher_add(h, claim.b, ID_LEN);
	hasher_add(h, &place, 1);
	return 0;
}

static size_t all_fields(const struct conflict_found *c, struct arena *a, int64_t **ret)
{
	size_t n = 0;
	size_t at = 0;
	for (size_t i = 0; i < c->n_sides; i++)
		n += c->sides[i].n;
	*ret = NEW_N(a, n, int64_t);
	for (size_t i = 0; i < c->n_sides; i++)
		for (size_t k = 0; k < c->sides[i].n; k++)
			(*ret)[at++] = c->sides[i].fields[k];
	qsort(*ret, n, sizeof **ret, order_i64);
	return n;
}

static void hash_text(struct hasher *h, struct str s)
{
	hasher_add(h, s.p, s.n);
	hasher_add(h, "", 1); /* a NUL between */
}

static int ident_of(struct store *st, const struct conflict_found *c, const struct id *subject,
		    const int64_t *fields, size_t n, struct arena *a, struct str *ret,
		    struct err *e)
{
	struct hasher *h = hasher_new();
	int rc = 0;
	hash_text(h, c->kind);
	hasher_add(h, subject->b, ID_LEN);
	hash_text(h, c->property);
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = hash_claim(st, h, fields[i], e);
	struct hash sum = hasher_end(h);
	*ret = hex_str(a, sum.b, IDENT_BYTES);
	return rc;
}

/* ---- rows ---- */

static void bind_decided(struct stmt *q, int64_t decided)
{
	if (decided)
		bind_int(q, ":decided", decided);
	else
		bind_null(q, ":decided");
}

static int add_sides(struct store *st, const struct conflict_found *c, int64_t id, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &ADD_SIDE, &q, e));
	bind_int(q, ":conflict", id);
	for (size_t i = 0; i < c->n_sides; i++) {
		bind_int(q, ":side", (int64_t)i);
		for (size_t k = 0; k < c->sides[i].n; k++) {
			bind_int(q, ":field", c->sides[i].fields[k]);
			TRY(stmt_run(q, e));
		}
	}
	return 0;
}

static int add(struct store *st, const struct conflict_found *c, int64_t subject, struct str ident,
	       int64_t first, int64_t decided, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &ADD, &q, e));
	bind_str(q, ":ident", ident);
	bind_str(q, ":kind", c->kind);
	bind_int(q, ":subject", subject);
	bind_str(q, ":property", c->property);
	bind_decided(q, decided);
	bind_int(q, ":first", first);
	bind_int(q, ":rank", c->rank);
	TRY(stmt_run(q, e));
	return add_sides(st, c, store_last_rowid(st), e);
}

static int decide(struct store *st, int64_t id, int64_t decided, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &DECIDE, &q, e));
	bind_int(q, ":id", id);
	bind_decided(q, decided);
	return stmt_run(q, e);
}

static int drop(struct store *st, const struct sql *sql, int64_t id, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_int(q, ":id", id);
	return stmt_run(q, e);
}

/* ---- one subject ---- */

static int load_stored(struct store *st, int64_t subject, struct arena *a, struct stored **ret,
		       size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct stored *list = NULL;
	size_t n = 0;
	size_t cap = 0;
	bool more = true;
	TRY(store_stmt(st, &STORED, &q, e));
	bind_int(q, ":id", subject);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		list = arena_grow(a, list, n, &cap, sizeof *list);
		list[n++] = (struct stored){ col_int(q, 0), col_copy(q, 1, a),
					     col_is_null(q, 2) ? 0 : col_int(q, 2), false };
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

static int subject_uuid(struct store *st, int64_t id, struct id *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &SUBJECT, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	return col_blob(q, 0, ret->b, ID_LEN, e);
}

static int keep_or_add(struct reg *r, struct store *st, const struct conflict_found *c,
		       int64_t subject, const struct id *uuid, struct stored *old, size_t n_old,
		       struct arena *a, struct err *e)
{
	int64_t *fields;
	struct str ident;
	int64_t decided;
	size_t n = all_fields(c, a, &fields);
	TRY(ident_of(st, c, uuid, fields, n, a, &ident, e));
	TRY(conflict_decision(r, st, subject, c->property, fields, n, a, &decided, e));
	for (size_t i = 0; i < n_old; i++) {
		if (!str_eq(old[i].ident, ident))
			continue;
		old[i].kept = true;
		TRY(drop(st, &DROP_SIDES, old[i].id,
			 e)); /* the same claims may stand on other sides now */
		TRY(add_sides(st, c, old[i].id, e));
		return old[i].decided == decided ? 0 : decide(st, old[i].id, decided, e);
	}
	return add(st, c, subject, ident, fields[0], decided, e);
}

int conflict_refresh(struct reg *r, struct store *st, int64_t entity, struct arena *a,
		     struct err *e)
{
	struct conflict_input in;
	struct conflict_found *found = NULL;
	struct stored *old;
	struct id uuid;
	size_t n = 0;
	size_t n_old;
	bool any;
	TRY(load_stored(st, entity, a, &old, &n_old, e));
	TRY(conflict_load(r, st, entity, a, &in, &any, e));
	if (any)
		conflict_find(&in, a, &found, &n);
	if (n)
		TRY(subject_uuid(st, entity, &uuid, e));
	for (size_t i = 0; i < n; i++)
		TRY(keep_or_add(r, st, &found[i], entity, &uuid, old, n_old, a, e));
	for (size_t i = 0; i < n_old; i++) {
		if (old[i].kept)
			continue;
		TRY(drop(st, &DROP_SIDES, old[i].id, e));
		TRY(drop(st, &DROP, old[i].id, e));
	}
	return 0;
}
