/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * project.c - one entry of the log becomes rows of the view (schema/view.sql).
 *
 * Only what stands in the entry is used: no clock, no randomness, no order but the one that all sites
 * share. What follows from several entries (labels, stages, conflicts) is left to settle.c, which works
 * on the entities that were touched here.
 *
 * Entries come from other sites too, signed by their members and by nobody else: what is not understood
 * in one shows as an entry that is not readable, and never stops the others. So everything is read
 * before the first row is written (said.c).
 */
#include "register/list_priv.h"
#include "register/said_priv.h"
#include "schema.h"

static const struct sql SCHEMA = SQL(SCHEMA_VIEW);
static const struct sql DROP = SQL(
	"DROP TABLE IF EXISTS filed_key; DROP TABLE IF EXISTS filed; DROP TABLE IF EXISTS filed_by;"
	"DROP TABLE IF EXISTS run_edition; DROP TABLE IF EXISTS run_record; DROP TABLE IF EXISTS run_part;"
	"DROP TABLE IF EXISTS run_model; DROP TABLE IF EXISTS run_pair;"
	"DROP TABLE IF EXISTS belongs; DROP TABLE IF EXISTS assignment; DROP TABLE IF EXISTS link_decision;"
	"DROP TABLE IF EXISTS mapping_change; DROP TABLE IF EXISTS edition_row;"
	"DROP TABLE IF EXISTS mention_search;"
	"DROP TABLE IF EXISTS mention_version; DROP TABLE IF EXISTS mention; DROP TABLE IF EXISTS edition;"
	"DROP TABLE IF EXISTS conflict_side; DROP TABLE IF EXISTS conflict; DROP TABLE IF EXISTS figure_rule;"
	"DROP TABLE IF EXISTS adoption; DROP TABLE IF EXISTS stage; DROP TABLE IF EXISTS card;"
	"DROP TABLE IF EXISTS search; DROP TABLE IF EXISTS field; DROP TABLE IF EXISTS statement;"
	"DROP TABLE IF EXISTS entity; DROP TABLE IF EXISTS view_made");
static const struct sql MADE = SQL("INSERT INTO view_made (by_chance) VALUES (:by_chance)");

/* Where the next entry stands, and whether its claim stands before it. */
static const struct sql PLACE = SQL("SELECT (SELECT coalesce(max(pos), 0) + 1 FROM statement),"
				    " EXISTS (SELECT 1 FROM statement WHERE claim = :claim)");
static const struct sql ENTITY = SQL("SELECT id FROM entity WHERE uuid = :uuid");
static const struct sql NUMBER_TAKEN = SQL("SELECT 1 FROM entity WHERE kind = :kind AND no = :no");
static const struct sql LAST_NUMBER = SQL(
	"SELECT coalesce(max(no), :from) + 1 FROM entity WHERE kind = :kind AND no BETWEEN :from AND :to");
static const struct sql FIRST_GAP = SQL(
	"SELECT coalesce(min(no), :from) + 1 FROM entity e WHERE kind = :kind AND no BETWEEN :from AND :to - 1"
	" AND NOT EXISTS (SELECT 1 FROM entity x WHERE x.kind = :kind AND x.no = e.no + 1)");
static const struct sql ADD_ENTITY =
	SQL("INSERT INTO entity (uuid, kind, no, first) VALUES (:uuid, :kind, :no, :pos)");
static const struct sql ADD_CARD = SQL(
	"INSERT INTO card (entity, kind, label, label_lang, label_fa, sort, status, date, province, charge,"
	" sources, claims, conflicts, certainty, first, last, docs, changed)"
	" VALUES (:entity, :kind, '', '', '', '', '', '', '', '', 0, 0, 0, 0, :pos, :pos, 0, 0)");
static const struct sql SET_KEY = SQL("UPDATE entity SET key = coalesce(key, :key) WHERE id = :id");

static void push(int64_t **list, size_t *n, size_t *cap, int64_t entity)
{
	if (entity <= 0 || (*n && (*list)[*n - 1] == entity))
		return;
	if (*n == *cap) {
		*cap = *cap ? *cap * 2 : 64;
		*list = realloc(*list, *cap * sizeof **list);
		if (!*list)
			die("out of memory");
	}
	(*list)[(*n)++] = entity;
}

void reg_touch(struct reg *r, int64_t entity)
{
	push(&r->touched, &r->n_touched, &r->cap_touched, entity);
}

void reg_touch_list(struct reg *r, int64_t list)
{
	push(&r->listed, &r->n_listed, &r->cap_listed, list);
}

void reg_touch_record(struct reg *r, int64_t record)
{
	push(&r->moved, &r->n_moved, &r->cap_moved, record);
}

void reg_touch_field(struct reg *r, int64_t subject, struct str property)
{
	reg_touch(r, subject);
	if (str_eq(property, STR("part_of")) || str_eq(property, STR("gazetteer")))
		push(&r->placed, &r->n_placed, &r->cap_placed, subject);
}

/* ---- entities ---- */

static int number_by(struct store *st, const struct sql *sql, struct str kind, int64_t site,
		     int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, sql, &q, e));
	bind_str(q, ":kind", kind);
	bind_int(q, ":from", number_of(site, 0));
	bind_int(q, ":to", number_of(site, NUMBER_COUNT_MAX));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

int reg_next_number(struct store *st, struct str kind, int64_t site, int64_t *ret, struct err *e)
{
	int64_t no;
	TRY(number_by(st, &LAST_NUMBER, kind, site, &no, e));
	/* Somebody gave the last number there is to a record of theirs. */
	if (number_site(no) != site)
		TRY(number_by(st, &FIRST_GAP, kind, site, &no, e));
	*ret = no;
	return 0;
}

/*
 * The number a new record gets: the one it was given, unless another record has it. Two can have one only
 * when a vault was restored from a backup and numbers were given out again; the second in order then
 * gets the next of the log that names it first.
 */
static int free_number(struct store *st, int64_t seq, const struct value_ref *ref, int64_t *ret,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	bool taken;
	TRY(store_stmt(st, &NUMBER_TAKEN, &q, e));
	bind_str(q, ":kind", ref->kind);
	bind_int(q, ":no", ref->no);
	TRY(stmt_next(q, &taken, e));
	*ret = ref->no;
	return taken ? reg_next_number(st, ref->kind, number_site(seq), ret, e) : 0;
}

int reg_project_ref(struct store *st, int64_t pos, int64_t seq, const struct value_ref *ref,
		    int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	int64_t no;
	TRY(store_stmt(st, &ENTITY, &q, e));
	bind_blob(q, ":uuid", ref->id.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (there) {
		*ret = col_int(q, 0);
		return 0;
	}
	AUTO_STMT *add = NULL;
	AUTO_STMT *card = NULL;
	TRY(free_number(st, seq, ref, &no, e));
	TRY(store_stmt(st, &ADD_ENTITY, &add, e));
	bind_blob(add, ":uuid", ref->id.b, ID_LEN);
	bind_str(add, ":kind", ref->kind);
	bind_int(add, ":no", no);
	bind_int(add, ":pos", pos);
	TRY(stmt_run(add, e));
	*ret = store_last_rowid(st);
	if (str_eq(ref->kind, STR("mention")))
		return 0; /* a row of a list: shown in its list, and by the person it is of */
	TRY(store_stmt(st, &ADD_CARD, &card, e));
	bind_int(card, ":entity", *ret);
	bind_str(card, ":kind", ref->kind);
	bind_int(card, ":pos", pos);
	return stmt_run(card, e);
}

static int open_key(struct reg *r, const struct store *st, const struct introduction *i,
		    struct arena *a, struct str *ret, struct err *e)
{
	*ret = i->key;
	if (!i->sealed)
		return 0;
	int rc = vault_aside_open(r->v, st, i->key, a, ret, e);
	if (rc < 0)
		*ret = STR("");
	/* What another site gave and does not open is a subject without a key. */
	return rc == ERR_NOTFOUND || rc == ERR_CORRUPT || rc == ERR_DENIED ? 0 : rc;
}

static int apply_introductions(struct reg *r, struct store *st, const struct said *s, struct err *e)
{
	for (size_t i = 0; i < s->n_introduces; i++) {
		AUTO_STMT *q = NULL;
		int64_t entity;
		struct str key;
		TRY(said_entity(st, s, &s->introduces[i].ref, &entity, e));
		reg_touch(r, entity);
		TRY(open_key(r, st, &s->introduces[i], s->a, &key, e));
		if (!key.n)
			continue;
		TRY(store_stmt(st, &SET_KEY, &q, e));
		bind_str(q, ":key", key);
		bind_int(q, ":id", entity);
		TRY(stmt_run(q, e));
	}
	return 0;
}

/* ---- one entry ---- */

static int place_entry(struct store *st, struct said *s, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(st, &PLACE, &q, e));
	bind_blob(q, ":claim", s->has_claim ? s->claim.b : NULL, ID_LEN);
	TRY(stmt_row(q, e));
	s->pos = col_int(q, 0);
	s->again = col_int(q, 1);
	return 0;
}

static int apply_said(struct reg *r, struct store *st, struct said *s, struct err *e)
{
	const struct id *recorder = &s->entry->signer;
	int64_t subject;
	int64_t source;
	bool may = true;
	TRY(place_entry(st, s, e));
	if (!s->understood)
		return said_add_statement(st, s, 0, &source, e);
	TRY(apply_introductions(r, st, s, e));
	TRY(said_entity(st, s, &s->subject, &subject, e));
	/* A card says what is said of a subject: who says it, and in which document, have cards of
	 * their own that do not change by it. */
	if (!str_eq(s->kind, STR("mention")))
		reg_touch(r, subject);
	if (!s->again) {
		TRY(act_may(r, st, recorder, s->kind, subject, s->target, &may, e));
		s->denied = !may;
	}
	TRY(said_add_statement(st, s, subject, &source, e));
	/* Entered twice: by a vault that had been restored, in its next log (vault/log.h). The first in
	 * order is the one that counts. */
	if (s->again || s->denied)
		return 0;
	if (!str_eq(s->kind, STR("statement")))
		return act_apply(r, st, s->pos, s->kind, subject, s->entry, s->a, e);
	for (size_t i = 0; i < s->n_fields; i++)
		if (s->field[i].there)
			TRY(said_add_field(r, st, s, i, subject, source, e));
	return 0;
}

static void *read_entry(const struct vault_entry *entry, struct arena *a)
{
	return said_read(entry, a);
}

static int apply(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		 struct arena *scratch, struct err *e)
{
	struct said *s = said;
	s->a = scratch;
	int rc = apply_said(ctx, st, s, e);
	return rc < 0 ? err_wrap(e, "entry %s", number_str(scratch, entry->seq).p) : 0;
}

static int reset(void *ctx, struct store *st, struct err *e)
{
	struct reg *r = ctx;
	AUTO_STMT *q = NULL;
	struct id made = id_new();
	r->n_touched = 0;
	r->n_placed = 0;
	r->n_listed = 0;
	r->n_moved = 0;
	list_memo_free(r->list_memo);
	r->list_memo = NULL;
	reg_forget(r); /* at once: what was erased is in no memory either */
	TRY(store_run_script(st, &DROP, e));
	TRY(store_run_script(st, &SCHEMA, e));
	TRY(store_stmt(st, &MADE, &q, e));
	bind_blob(q, ":by_chance", made.b, ID_LEN);
	return stmt_run(q, e);
}

struct projector reg_projector(struct reg *r)
{
	return (struct projector){ .reset = reset,
				   .read = read_entry,
				   .apply = apply,
				   .settle = reg_settle,
				   .digest = reg_view_digest,
				   .ctx = r };
}
