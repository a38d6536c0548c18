/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query_log.c - what was done and when: history, imports, news, and what is sealed. */
#include "register/query_priv.h"
#include "register/record_priv.h"

#define HISTORY_COLUMNS                                                                            \
	"SELECT s.seq, s.kind, s.recorded_ms, s.recorder, s.subject, s.body, s.retracted,"         \
	" (SELECT count(*) FROM field f WHERE f.seq = s.seq) FROM statement s "
static const struct sql HISTORY = SQL(
	HISTORY_COLUMNS "WHERE s.seq < :before AND :entity = 0 ORDER BY s.seq DESC LIMIT :limit");
/* With what took its statements back. */
static const struct sql HISTORY_OF =
	SQL(HISTORY_COLUMNS
	    "WHERE s.seq IN (SELECT seq FROM statement WHERE subject = :entity UNION"
	    " SELECT retracted FROM statement WHERE subject = :entity AND retracted IS NOT NULL)"
	    " AND s.seq < :before ORDER BY s.seq DESC LIMIT :limit");
static const struct sql BY_CLAIM = SQL("SELECT subject FROM statement WHERE claim = :claim");
/* `kind <> 'statement'` lets SQLite use the index of acts. */
static const struct sql BATCHES = SQL(
	"SELECT s.seq, s.body, s.recorded_ms, s.retracted,"
	" (SELECT count(*) FROM statement b WHERE b.batch = s.seq)"
	" FROM statement s WHERE s.kind <> 'statement' AND s.kind = 'batch' ORDER BY s.seq DESC");
static const struct sql SEALED = SQL(
	"SELECT seq FROM statement WHERE subject = :id AND has_sealed = 1 AND retracted IS NULL ORDER BY seq");
static const struct sql NEW_CLAIMS = SQL("SELECT count(*) FROM field WHERE seq > :since");
static const struct sql LAST_ENTITY = SQL("SELECT coalesce(max(id), 0) FROM entity");
static const struct sql FROM_ENTITY = SQL("SELECT count(*) FROM entity WHERE id >= :id");
static const struct sql ENTITY_SEQ =
	SQL("SELECT first_seq FROM entity WHERE id >= :id ORDER BY id LIMIT 1");
/* Open ones that were none, or were none yet, without what was said since: before it, fewer than
 * two sides were there (of a conflict with one side, none). */
static const struct sql NEW_CONFLICTS = SQL(
	"SELECT count(*) FROM (SELECT DISTINCT o.conflict AS id FROM conflict_side o"
	" JOIN conflict c ON c.id = o.conflict WHERE o.field > :field AND c.decided IS NULL) x"
	" WHERE (SELECT count(DISTINCT side) FROM conflict_side p WHERE p.conflict = x.id AND p.field <= :field)"
	" < (SELECT min(2, count(DISTINCT side)) FROM conflict_side p WHERE p.conflict = x.id)");

/* ---- history ---- */

struct members {
	struct vault_member *list;
	size_t n;
};

static struct str member_name(const struct members *m, const struct id *id)
{
	for (size_t i = 0; i < m->n; i++)
		if (id_eq(&m->list[i].id, id))
			return m->list[i].name;
	return STR("");
}

static int subject_of_claim(struct reg *r, struct str uuid, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct id claim;
	bool there;
	if (!id_parse(uuid, &claim))
		return 0;
	TRY(store_stmt(reg_store(r), &BY_CLAIM, &q, e));
	bind_blob(q, ":claim", claim.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (there)
		*ret = col_id(q, 0);
	return 0;
}

/* What an act says of itself: its reason, the name of the file, the title of the rule. */
static int take_body(struct reg *r, struct str body, struct arena *a, struct history_row *row,
		     struct err *e)
{
	const struct json *o;
	struct str target = STR("");
	row->text = STR("");
	if (!body.n)
		return 0;
	TRY(json_read(body, body.n, JSON_ANY, a, &o, e));
	if (!json_str(json_get(o, STR("reason")), &row->text) &&
	    !json_str(json_get(o, STR("name")), &row->text))
		json_str(json_get(json_get(json_get(o, STR("rule")), STR("title")), STR("en")),
			 &row->text);
	json_int(json_get(o, STR("rows")), &row->count);
	if (json_str(json_get(o, STR("target")), &target) && !row->subject)
		TRY(subject_of_claim(r, target, &row->subject, e));
	return 0;
}

static int history_row(struct namer *names, struct stmt *q, const struct members *m,
		       struct history_row *row, struct err *e)
{
	struct naming n;
	row->seq = col_int(q, 0);
	row->kind = col_text(q, 1, names->a);
	row->recorded_ms = col_int(q, 2);
	TRY(col_blob(q, 3, row->recorder.b, ID_LEN, e));
	row->recorder_name = member_name(m, &row->recorder);
	row->subject = col_id(q, 4);
	row->retracted = col_id(q, 6);
	row->count = col_int(q, 7);
	TRY(take_body(names->r, col_text(q, 5, names->a), names->a, row, e));
	TRY(namer_get(names, row->subject, &n, e));
	row->subject_label = n.label;
	row->subject_number = n.number;
	return 0;
}

int reg_history(struct reg *r, int64_t entity, int64_t before, int64_t limit, struct arena *a,
		struct history_row **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct members members;
	struct namer names;
	struct list rows;
	bool more;
	namer_init(&names, r, a);
	list_init(&rows, a, sizeof(struct history_row));
	TRY(vault_members(r->v, a, &members.list, &members.n, e));
	TRY(store_stmt(reg_store(r), entity ? &HISTORY_OF : &HISTORY, &q, e));
	bind_int(q, ":entity", entity);
	bind_int(q, ":before", before ? before : INT64_MAX);
	bind_int(q, ":limit", limit);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(history_row(&names, q, &members, list_add(&rows), e));
	}
	*ret = rows.p;
	*ret_n = rows.n;
	return 0;
}

int reg_batches(struct reg *r, struct arena *a, struct batch **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list rows;
	bool more;
	list_init(&rows, a, sizeof(struct batch));
	TRY(store_stmt(reg_store(r), &BATCHES, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct batch *b = list_add(&rows);
		struct str body = col_text(q, 1, a);
		const struct json *o;
		b->seq = col_int(q, 0);
		b->name = STR("");
		TRY(json_read(body, body.n, JSON_ANY, a, &o, e));
		json_str(json_get(o, STR("name")), &b->name);
		json_int(json_get(o, STR("rows")), &b->rows);
		b->recorded_ms = col_int(q, 2);
		b->retracted = col_id(q, 3);
		b->statements = col_int(q, 4);
	}
	*ret = rows.p;
	*ret_n = rows.n;
	return 0;
}

/* ---- news ---- */

static int one_number(struct reg *r, const struct sql *sql, const char *name, int64_t v,
		      int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), sql, &q, e));
	if (name)
		bind_int(q, name, v);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

/* Ids are given out in the order of the log, so the first new entity is found by halving. */
static int new_entities(struct reg *r, int64_t since, int64_t *ret, struct err *e)
{
	int64_t lo = 1;
	int64_t hi;
	TRY(one_number(r, &LAST_ENTITY, NULL, 0, &hi, e));
	for (hi++; lo < hi;) {
		int64_t mid = lo + (hi - lo) / 2;
		int64_t seq;
		TRY(one_number(r, &ENTITY_SEQ, ":id", mid, &seq, e));
		if (seq > since)
			hi = mid;
		else
			lo = mid + 1;
	}
	return one_number(r, &FROM_ENTITY, ":id", lo, ret, e);
}

int reg_news(struct reg *r, int64_t since_seq, struct news *ret, struct err *e)
{
	struct news n;
	int64_t field = since_seq < 0 ? 0 : since_seq * FIELDS_PER_CLAIM + FIELDS_PER_CLAIM - 1;
	TRY(one_number(r, &NEW_CLAIMS, ":since", since_seq, &n.claims, e));
	TRY(new_entities(r, since_seq, &n.entities, e));
	TRY(one_number(r, &NEW_CONFLICTS, ":field", field, &n.conflicts, e));
	*ret = n;
	return 0;
}

/* ---- sealed ---- */

static bool is_field(struct str path)
{
	int64_t n;
	return path.n > 1 && path.p[0] == 'f' && str_to_int(str_from(path, 1), &n) && n > 0;
}

/* The sealed fields of one statement. *ret_open: at least one could be read. */
static int open_sealed(struct reg *r, int64_t seq, struct str kind, struct arena *a,
		       struct list *rows, bool *ret_open, struct err *e)
{
	struct vault_entry entry;
	TRY(vault_entry_read(r->v, seq, a, &entry, e));
	for (size_t i = 0; i < entry.n_parts; i++) {
		const struct json *v;
		struct value_field f;
		if (!is_field(entry.parts[i].path))
			continue;
		TRY(json_read(entry.parts[i].value, entry.parts[i].value.n, JSON_ANY, a, &v, e));
		TRY(value_field_read(v, a, &f, e));
		const struct property *p = vocab_property(r->vocab, f.p);
		if (!p || vocab_sensitivity(p, kind) != SENS_SEALED)
			continue;
		*(struct sealed_row *)list_add(rows) =
			(struct sealed_row){ .seq = seq, .field = f };
		*ret_open = true;
	}
	return 0;
}

int reg_sealed(struct reg *r, int64_t subject, struct arena *a, struct sealed_row **ret,
	       size_t *ret_n, int64_t *ret_withheld, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list rows;
	int64_t withheld = 0;
	bool more;
	struct entity en;
	list_init(&rows, a, sizeof(struct sealed_row));
	TRY(reg_entity_by_id(r, subject, a, &en, e));
	TRY(store_stmt(reg_store(r), &SEALED, &q, e));
	bind_int(q, ":id", subject);
	for (;;) {
		bool open = false;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(open_sealed(r, col_int(q, 0), en.kind, a, &rows, &open, e));
		withheld += !open;
	}
	*ret = rows.p;
	*ret_n = rows.n;
	*ret_withheld = withheld;
	return 0;
}
