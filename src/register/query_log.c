/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query_log.c - what was done and when: history, tables that were read, and what is sealed. */
#include "register/query_priv.h"

#include "ledger/checkpoint.h"
#include "register/mention.h"
#include "register/record_priv.h"

#define HISTORY_COLUMNS                                                                            \
	"SELECT s.seq, s.kind, s.recorded_ms, s.recorder, s.subject, s.body,"                      \
	" (SELECT b.seq FROM statement b WHERE b.pos = s.retracted),"                              \
	" (SELECT count(*) FROM field f WHERE f.pos = s.pos), s.pos, s.at FROM statement s "
/* Rows of lists are told by the edition they came with, assignments by their run. */
static const struct sql HISTORY = SQL(
	HISTORY_COLUMNS
	"WHERE s.pos < :before AND :entity = 0 AND s.kind NOT IN ('mention', 'contains', 'assign',"
	" 'pairs', 'model')"
	" ORDER BY s.pos DESC LIMIT :limit");
/* With what took its statements back. */
static const struct sql HISTORY_OF =
	SQL(HISTORY_COLUMNS
	    "WHERE s.pos IN (SELECT pos FROM statement WHERE subject = :entity UNION"
	    " SELECT retracted FROM statement WHERE subject = :entity AND retracted IS NOT NULL)"
	    " AND s.pos < :before ORDER BY s.pos DESC LIMIT :limit");
static const struct sql HISTORY_ENTRY = SQL(HISTORY_COLUMNS "WHERE s.seq = :seq");
/* Heads of other logs that our own took in: few beside what they brought, so that they are sorted here and
 * not looked for among all entries in their order. */
static const struct sql IMPORTS =
	SQL("SELECT seq, at, bytes FROM ledger_entry INDEXED BY ledger_import"
	    " WHERE kind = 'import' AND (at, seq) < (:at, :seq)"
	    " AND seq >> 30 IN (SELECT site FROM log_state WHERE state IN ('own', 'ended'))"
	    " ORDER BY at DESC, seq DESC LIMIT :limit");
static const struct sql ENTRY_AT =
	SQL("SELECT at FROM ledger_entry WHERE seq = :seq AND kind = 'import'");
static const struct sql PLACE_AT = SQL("SELECT at, seq FROM statement WHERE pos = :pos");
static const struct sql SITE_OF = SQL("SELECT site FROM ledger_log WHERE origin = :origin");
static const struct sql BY_CLAIM = SQL("SELECT subject FROM statement WHERE claim = :claim");
/* `kind <> 'statement'` lets SQLite use the index of acts. */
static const struct sql BATCHES = SQL(
	"SELECT s.seq, s.body, s.recorded_ms, (SELECT b.seq FROM statement b WHERE b.pos = s.retracted),"
	" (SELECT count(*) FROM statement b WHERE b.batch = s.pos)"
	" FROM statement s WHERE s.kind <> 'statement' AND s.kind = 'batch' ORDER BY s.pos DESC");
static const struct sql SEALED = SQL(
	"SELECT seq FROM statement WHERE subject = :id AND has_sealed = 1 AND retracted IS NULL ORDER BY pos");

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
	struct str action = STR("");
	if (str_eq(row->kind, STR("shred")) && json_str(json_get(o, STR("action")), &action) &&
	    str_eq(action, STR("request")))
		row->kind = STR("shred_request");
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
	row->pos = col_int(q, 8);
	row->at = col_int(q, 9);
	TRY(take_body(names->r, col_text(q, 5, names->a), names->a, row, e));
	TRY(namer_get(names, row->subject, &n, e));
	row->subject_label = n.label;
	row->subject_number = n.number;
	row->hidden = false;
	if (str_eq(row->kind, STR("link")))
		TRY(reg_link_is_hidden(names->r, row->seq, &row->hidden, e));
	if (row->hidden)
		row->text = STR("");
	return 0;
}

/* ---- heads that were taken in, between the entries ---- */

/* Where a page ends: before this in the order. */
struct bound {
	int64_t pos, at, seq;
};

static bool comes_before(int64_t at, int64_t seq, int64_t other_at, int64_t other_seq)
{
	return at != other_at ? at < other_at : seq < other_seq;
}

/* The first place that is not before (at, seq), found by halving. */
static int place_of(struct store *st, int64_t at, int64_t seq, int64_t *ret, struct err *e)
{
	int64_t lo = 1;
	int64_t hi;
	TRY(reg_last_pos(st, &hi, e));
	for (hi++; lo < hi;) {
		AUTO_STMT *q = NULL;
		int64_t mid = lo + (hi - lo) / 2;
		TRY(store_stmt(st, &PLACE_AT, &q, e));
		bind_int(q, ":pos", mid);
		TRY(stmt_row(q, e));
		if (comes_before(col_int(q, 0), col_int(q, 1), at, seq))
			lo = mid + 1;
		else
			hi = mid;
	}
	*ret = lo;
	return 0;
}

/* The end of a page that is named by entry `before`. */
static int find_bound(struct reg *r, int64_t before, struct bound *ret, struct err *e)
{
	struct store *st = reg_store(r);
	*ret = (struct bound){ INT64_MAX, INT64_MAX, INT64_MAX };
	if (!before)
		return 0;
	AUTO_STMT *q = NULL;
	int64_t pos;
	bool there = true;
	TRY(reg_pos(st, before, &pos, e));
	if (!pos && r->past)
		return 0;
	TRY(store_stmt(st, pos ? &PLACE_AT : &ENTRY_AT, &q, e));
	bind_int(q, pos ? ":pos" : ":seq", pos ? pos : before);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return 0;
	ret->at = col_int(q, 0);
	ret->seq = before;
	ret->pos = pos;
	return pos ? 0 : place_of(st, ret->at, before, &ret->pos, e);
}

static int import_row(struct reg *r, struct stmt *q, struct arena *a, struct history_row *row,
		      struct err *e)
{
	AUTO_STMT *site = NULL;
	struct checkpoint c;
	int64_t known;
	bool there;
	*row = (struct history_row){ .seq = col_int(q, 0),
				     .kind = STR("import"),
				     .recorded_ms = col_int(q, 1),
				     .recorder_name = STR(""),
				     .subject_label = STR(""),
				     .subject_number = STR(""),
				     .at = col_int(q, 1) };
	TRY(checkpoint_parse(col_str(q, 2), &c, e));
	row->text = str_copy(a, c.origin);
	row->root = c.root;
	TRY(store_stmt(reg_store(r), &SITE_OF, &site, e));
	bind_str(site, ":origin", c.origin);
	TRY(stmt_next(site, &there, e));
	row->site = there ? col_int(site, 0) : -1;
	TRY(reg_known_of(r, row->seq, row->site, &known, e));
	row->count = c.size - known;
	return 0;
}

/* Put them where they belong among `n` rows; `rows` has room for `limit` in all. */
static int add_imports(struct reg *r, const struct bound *b, int64_t limit, struct arena *a,
		       struct history_row *rows, size_t *n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list imports;
	bool more;
	list_init(&imports, a, sizeof(struct history_row));
	knew_free(r->knew); /* what was imported since */
	r->knew = NULL;
	TRY(store_stmt(reg_store(r), &IMPORTS, &q, e));
	bind_int(q, ":at", b->at);
	bind_int(q, ":seq", b->seq);
	bind_int(q, ":limit", limit);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(import_row(r, q, a, list_add(&imports), e));
	}
	const struct history_row *in = imports.p;
	size_t at = 0;
	for (size_t i = 0; i < imports.n; i++) {
		while (at < *n && !comes_before(rows[at].at, rows[at].seq, in[i].at, in[i].seq))
			at++;
		if (at == (size_t)limit)
			break;
		if (*n == (size_t)limit)
			--*n;
		memmove(&rows[at + 1], &rows[at], (*n - at) * sizeof *rows);
		rows[at] = in[i];
		++*n;
	}
	return 0;
}

int reg_history(struct reg *r, int64_t entity, int64_t before, int64_t limit, struct arena *a,
		struct history_row **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct members members;
	struct namer names;
	struct bound end;
	size_t n = 0;
	bool more;
	assert(limit >= 0 && limit <= HISTORY_MAX && "a page longer than any");
	struct history_row *rows = NEW_N(a, (size_t)limit, struct history_row);
	namer_init(&names, r, a);
	TRY(find_bound(r, before, &end, e));
	TRY(vault_members(r->v, a, &members.list, &members.n, e));
	TRY(store_stmt(reg_store(r), entity ? &HISTORY_OF : &HISTORY, &q, e));
	bind_int(q, ":entity", entity);
	bind_int(q, ":before", end.pos);
	bind_int(q, ":limit", limit);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(history_row(&names, q, &members, &rows[n++], e));
	}
	if (!entity && !r->past)
		TRY(add_imports(r, &end, limit, a, rows, &n, e));
	*ret = rows;
	*ret_n = n;
	return 0;
}

int reg_history_entry(struct reg *r, int64_t seq, struct arena *a, struct history_row *ret,
		      bool *ret_there, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct members members;
	struct namer names;
	namer_init(&names, r, a);
	TRY(vault_members(r->v, a, &members.list, &members.n, e));
	TRY(store_stmt(reg_store(r), &HISTORY_ENTRY, &q, e));
	bind_int(q, ":seq", seq);
	TRY(stmt_next(q, ret_there, e));
	return *ret_there ? history_row(&names, q, &members, ret, e) : 0;
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
