/* SPDX-License-Identifier: GPL-3.0-or-later */
/* act.c - what members do with claims: take back, adopt, define. Nothing is removed; rows get the
 * number of the statement that changed their standing. */
#include "register/list_priv.h"
#include "register/said_priv.h"

static const struct sql BY_CLAIM =
	SQL("SELECT pos, kind, subject, retracted, body FROM statement WHERE claim = :claim");
static const struct sql OF_BATCH = SQL(
	"SELECT pos, subject FROM statement WHERE batch = :batch AND retracted IS NULL ORDER BY pos");
static const struct sql RETRACTED_BY =
	SQL("SELECT pos, subject FROM statement WHERE retracted = :pos ORDER BY pos");
/* Another undoing of the same, of another site, that stands. `kind <> 'statement'` lets SQLite use the index of acts. */
static const struct sql OTHER_UNDOING = SQL(
	"SELECT pos FROM statement WHERE kind <> 'statement' AND kind = 'undo' AND retracted IS NULL"
	" AND seq >> 30 <> (SELECT seq >> 30 FROM statement WHERE pos = :by)"
	" AND json_extract(body, '$.target') = :target ORDER BY pos LIMIT 1");
static const struct sql SET_RETRACTED =
	SQL("UPDATE statement SET retracted = :by WHERE pos = :pos");
static const struct sql SET_FIELDS = SQL("UPDATE field SET retracted = :by WHERE pos = :pos");
static const struct sql FIELDS = SQL(
	"SELECT id, subject, ref, doc, value, property FROM field WHERE pos = :pos ORDER BY id");
static const struct sql DROP_DOC = SQL("DELETE FROM search WHERE rowid = :rowid");
static const struct sql SET_DOC = SQL("UPDATE field SET doc = :doc WHERE id = :id");
static const struct sql ADD_ADOPTION = SQL(
	"INSERT INTO adoption (pos, subject, property, field, reason) VALUES (:pos, :subject, :property, :field, :reason)");
static const struct sql UNDO_ADOPTION = SQL("UPDATE adoption SET undone = :by WHERE pos = :pos");
static const struct sql ADOPTION_SUBJECT = SQL("SELECT subject FROM adoption WHERE pos = :pos");
static const struct sql ADD_RULE =
	SQL("INSERT INTO figure_rule (pos, figure, rule) VALUES (:pos, :figure, :rule)");

/* ---- taking back ---- */

static int set_standing(const struct list_act *t, const struct sql *sql, int64_t pos, int64_t by,
			struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(t->st, sql, &q, e));
	bind_int(q, ":pos", pos);
	if (by)
		bind_int(q, ":by", by);
	else
		bind_null(q, ":by");
	return stmt_run(q, e);
}

/* The words of its fields leave the search or come back to it. */
static int set_found(const struct list_act *t, int64_t field, int64_t subject, int64_t doc,
		     struct str json, bool found, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *set = NULL;
	struct value v;
	if (!found && !doc)
		return 0;
	if (!found) {
		TRY(store_stmt(t->st, &DROP_DOC, &q, e));
		bind_int(q, ":rowid", doc);
		TRY(stmt_run(q, e));
		doc = 0;
	} else {
		TRY(reg_value(json, t->a, &v, e));
		struct said_words words = said_words_of(&v, t->a);
		TRY(search_add(t->st, subject, &words, &doc, e));
	}
	TRY(store_stmt(t->st, &SET_DOC, &set, e));
	bind_int(set, ":id", field);
	if (doc)
		bind_int(set, ":doc", doc);
	else
		bind_null(set, ":doc");
	return stmt_run(set, e);
}

/* One statement stands no longer (`by` says why), or stands again (`by` 0). */
static int set_statement(const struct list_act *t, int64_t pos, int64_t subject, int64_t by,
			 struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(set_standing(t, &SET_RETRACTED, pos, by, e));
	TRY(set_standing(t, &SET_FIELDS, pos, by, e));
	reg_touch(t->r, subject);
	TRY(store_stmt(t->st, &FIELDS, &q, e));
	bind_int(q, ":pos", pos);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		if (!col_is_null(q, 2))
			reg_touch(t->r, col_int(q, 2));
		reg_touch_field(t->r, col_int(q, 1), col_str(q, 5));
		TRY(set_found(t, col_int(q, 0), col_int(q, 1), col_int(q, 3), col_copy(q, 4, t->a),
			      by == 0, e));
	}
}

struct standing {
	int64_t pos, subject;
};

/* All statements a query gives, collected first: they are changed while walking otherwise. */
static int set_statements(const struct list_act *t, const struct sql *sql, const char *name,
			  int64_t key, int64_t by, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct standing *list = NULL;
	size_t n = 0;
	size_t cap = 0;
	int rc = 0;
	bool more = true;
	TRY(store_stmt(t->st, sql, &q, e));
	bind_int(q, name, key);
	while ((rc = stmt_next(q, &more, e)) == 0 && more) {
		if (n == cap) {
			cap = cap ? cap * 2 : 64;
			struct standing *grown = mem_need(realloc(list, cap * sizeof *list));
			list = grown;
		}
		list[n++] =
			(struct standing){ col_int(q, 0), col_is_null(q, 1) ? 0 : col_int(q, 1) };
	}
	for (size_t i = 0; rc == 0 && i < n; i++)
		rc = set_statement(t, list[i].pos, list[i].subject, by, e);
	free(list);
	return rc;
}

/* An earlier act or statement, as its row has it. */
struct target {
	int64_t pos, subject, retracted;
	struct str kind, body;
};

static int find_target(const struct list_act *t, struct str claim, struct target *ret,
		       bool *ret_there, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id id;
	*ret_there = false;
	if (!id_parse(claim, &id))
		return 0; /* it takes back nothing that is a claim */
	TRY(store_stmt(t->st, &BY_CLAIM, &q, e));
	bind_blob(q, ":claim", id.b, ID_LEN);
	TRY(stmt_next(q, ret_there, e));
	if (!*ret_there)
		return 0; /* erased, or not readable here */
	ret->pos = col_int(q, 0);
	ret->kind = col_copy(q, 1, t->a);
	ret->subject = col_is_null(q, 2) ? 0 : col_int(q, 2);
	ret->retracted = col_is_null(q, 3) ? 0 : col_int(q, 3);
	ret->body = col_copy(q, 4, t->a);
	return 0;
}

static int touch_adopted(const struct list_act *t, int64_t pos, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(t->st, &ADOPTION_SUBJECT, &q, e));
	bind_int(q, ":pos", pos);
	TRY(stmt_next(q, &there, e));
	if (there)
		reg_touch(t->r, col_int(q, 0));
	return 0;
}

/* What an act did stands no longer because of entry `by`, or stands again since `by` does not. */
static int set_effect(const struct list_act *t, const struct target *x, bool stands, int64_t by,
		      struct err *e)
{
	TRY(set_standing(t, &SET_RETRACTED, x->pos, stands ? 0 : by, e));
	reg_touch(t->r, x->subject);
	if (str_eq(x->kind, STR("statement")))
		return set_statement(t, x->pos, x->subject, stands ? 0 : by, e);
	if (str_eq(x->kind, STR("batch")))
		return stands ? set_statements(t, &RETRACTED_BY, ":pos", by, 0, e)
			      : set_statements(t, &OF_BATCH, ":batch", x->pos, by, e);
	if (str_eq(x->kind, STR("adopt"))) {
		TRY(touch_adopted(t, x->pos, e));
		return set_standing(t, &UNDO_ADOPTION, x->pos, stands ? 0 : by, e);
	}
	TRY(list_set_effect(t->r, t->st, x->kind, x->pos, stands ? 0 : by, t->a, e));
	return link_set_effect(t->r, t->st, x->kind, x->pos, stands ? 0 : by, e);
}

static int other_undoing(const struct list_act *t, struct str target, int64_t by, int64_t *ret,
			 struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(t->st, &OTHER_UNDOING, &q, e));
	bind_str(q, ":target", target);
	bind_int(q, ":by", by);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

/*
 * Taking back an undoing lets stand again what it took back; taking back that takes it away again,
 * and so on: each step along the chain of undoings turns the answer round. What another entry took
 * back stays taken back: two sites can take back the same without having seen each other, and then
 * the first of them did it, and the other one still stands.
 */
static int apply_undo(const struct list_act *t, struct err *e)
{
	struct str claim = list_part_text(t, "target");
	int64_t by = t->pos;
	for (bool stands = false;; stands = !stands) {
		struct target x = { 0 };
		const struct json *body;
		int64_t other = 0;
		bool there;
		TRY(find_target(t, claim, &x, &there, e));
		/* What is taken back stands before what does it: a circle would never end. */
		if (!there || x.pos >= by || (stands ? x.retracted != by : x.retracted != 0))
			return 0;
		TRY(set_effect(t, &x, stands, by, e));
		if (stands)
			TRY(other_undoing(t, claim, by, &other, e));
		if (other)
			return set_effect(t, &x, false, other, e);
		if (!str_eq(x.kind, STR("undo")))
			return 0;
		TRY(json_read(x.body, CLAIM_COMPACT_MAX, JSON_ANY, t->a, &body, e));
		claim = STR("");
		json_str(json_get(body, STR("target")), &claim);
		by = x.pos;
	}
}

/* ---- adopting, defining ---- */

static int apply_adopt(const struct list_act *t, int64_t subject, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *find = NULL;
	struct id claim;
	int64_t place = 0;
	int64_t field = 0;
	bool chosen = id_parse(list_part_text(t, "claim"), &claim) &&
		      json_int(list_part(t, "field"), &place);
	if (!subject)
		return 0;
	if (chosen && place > 0 && place < FIELDS_PER_CLAIM) {
		bool there = false;
		TRY(store_stmt(t->st, &BY_CLAIM, &find, e));
		bind_blob(find, ":claim", claim.b, ID_LEN);
		TRY(stmt_next(find, &there, e));
		field = there ? col_int(find, 0) * FIELDS_PER_CLAIM + place : 0;
	}
	TRY(store_stmt(t->st, &ADD_ADOPTION, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":subject", subject);
	bind_str(q, ":property", list_part_text(t, "property"));
	if (chosen)
		bind_int(q, ":field", field);
	else
		bind_null(q, ":field");
	bind_str(q, ":reason", list_part_text(t, "reason"));
	return stmt_run(q, e);
}

static int apply_figure(const struct list_act *t, int64_t subject, struct err *e)
{
	AUTO_STMT *q = NULL;
	const struct json *rule = list_part(t, "rule");
	if (!rule || !subject)
		return 0; /* it defines nothing */
	TRY(store_stmt(t->st, &ADD_RULE, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":figure", subject);
	bind_str(q, ":rule", rule->raw);
	return stmt_run(q, e);
}

int act_apply(struct reg *r, struct store *st, int64_t pos, struct str kind, int64_t subject,
	      const struct vault_entry *entry, struct arena *a, struct err *e)
{
	const struct list_act t = { .r = r, .st = st, .a = a, .pos = pos, .entry = entry };
	if (str_eq(kind, STR("undo")))
		return apply_undo(&t, e);
	if (str_eq(kind, STR("adopt")))
		return apply_adopt(&t, subject, e);
	if (str_eq(kind, STR("figure")))
		return apply_figure(&t, subject, e);
	const struct list_act l = { r, st, a, pos, subject, entry };
	bool ours;
	TRY(list_apply(&l, kind, &ours, e));
	if (ours)
		return 0;
	TRY(link_apply(&l, kind, &ours, e));
	return 0; /* batch, key, shred, and kinds of later versions: their row in `statement` is all */
}
