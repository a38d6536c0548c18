/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair.c - pairs and models of runs: entries of the log, rows of the view, and reading them. */
#include "register/pair.h"

#include <stdlib.h>

#include "register/kept.h"
#include "register/list_priv.h"
#include "register/pair_priv.h"
#include "register/query_priv.h"

enum { MODEL_CHUNK = 200 * 1024 };

static const struct sql ADD_PAIR = SQL(
	"INSERT INTO run_pair (pos, n, run, base, a, b, bits, ppm, levels, rarity, place, effect, published,"
	" flagged, over) VALUES (:pos, :n, :run, :base, :a, :b, :bits, :ppm, :levels, :rarity, :place, :effect,"
	" :published, :flagged, 0)");
static const struct sql ADD_MODEL =
	SQL("INSERT INTO run_model (pos, run, n, text) VALUES (:pos, :run, :n, :text)");
static const struct sql NEWEST =
	SQL("SELECT s.seq FROM statement s WHERE s.kind <> 'statement' AND s.kind = 'run'"
	    " AND s.retracted IS NULL AND EXISTS (SELECT 1 FROM run_model m WHERE m.run = s.pos)"
	    " ORDER BY s.pos DESC LIMIT 1");
static const struct sql MODEL = SQL(
	"SELECT m.text FROM run_model m WHERE m.run = (SELECT pos FROM statement WHERE seq = :run)"
	" ORDER BY m.n");
#define ASKED                                                                                        \
	"FROM run_pair p WHERE p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0" \
	" AND (:record = 0 OR p.a = :record OR p.b = :record)"                                       \
	" AND (:other = 0 OR p.a = :other OR p.b = :other) AND (NOT :queue OR p.place > 0)"          \
	" AND (NOT :undecided OR NOT EXISTS (SELECT 1 FROM link_decision l"                          \
	" WHERE l.a = p.a AND l.b = p.b AND l.retracted IS NULL)) "
/* Rows that were taken out since are for nobody to compare. */
#define GONE(record) "EXISTS (SELECT 1 FROM mention m WHERE m.id = " record " AND m.stands <> 2)"
#define BOTH_STAND   "NOT " GONE("p.a") " AND NOT " GONE("p.b") " "
/* The same of the queue alone, which the index of places finds. */
#define QUEUED ASKED "AND p.place > 0 AND " BOTH_STAND
#define COLUMNS                                                                                    \
	"SELECT p.a, p.b, p.bits, p.ppm, p.levels, p.rarity, p.place, p.effect, p.flagged, p.published "
static const struct sql COUNT_ASKED = SQL("SELECT count(*) " ASKED);
static const struct sql COUNT_QUEUED = SQL("SELECT count(*) " QUEUED);
static const struct sql IN_QUEUE = SQL(
	COLUMNS QUEUED
	"ORDER BY p.published DESC, p.effect DESC, abs(p.ppm - 500000), p.place, p.a, p.b LIMIT :limit OFFSET :offset");
static const struct sql BY_RECORD =
	SQL(COLUMNS ASKED "ORDER BY p.a, p.b LIMIT :limit OFFSET :offset");
/* One record is found by its own index, which the general question cannot use. */
static const struct sql OF_RECORD = SQL(
	COLUMNS
	"FROM run_pair p WHERE p.a = :record AND p.over = 0 AND +p.base = (SELECT pos FROM statement"
	" WHERE seq = :run) AND (:other = 0 OR p.b = :other) UNION ALL " COLUMNS
	"FROM run_pair p WHERE p.b = :record AND p.over = 0 AND +p.base = (SELECT pos FROM statement"
	" WHERE seq = :run) AND (:other = 0 OR p.a = :other) ORDER BY 1, 2 LIMIT :limit");

static const struct sql WEIGHTS =
	SQL("SELECT p.a, p.b, p.bits, p.effect, p.ppm, p.flagged, p.place > 0 FROM run_pair p"
	    " WHERE p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0");
/* Of an undecided pair of the queue: how many go before it. */
static const struct sql BEFORE = SQL(
	"WITH it AS MATERIALIZED (SELECT -x.published AS published, -x.effect AS effect, abs(x.ppm - 500000) AS doubt,"
	" x.place AS place, x.a AS a, x.b AS b FROM run_pair x WHERE x.a = :a AND x.b = :b AND x.over = 0 AND x.place > 0"
	" AND +x.base = (SELECT pos FROM statement WHERE seq = :run) AND NOT EXISTS (SELECT 1 FROM link_decision l"
	" WHERE l.a = x.a AND l.b = x.b AND l.retracted IS NULL) AND NOT " GONE("x.a") " AND NOT " GONE(
		"x.b") ")"
		       " SELECT (SELECT count(*) FROM it), (SELECT count(*) FROM run_pair p, it"
		       " WHERE p.base = (SELECT pos FROM statement WHERE seq = :run) AND p.over = 0 AND p.place > 0"
		       " AND (-p.published, -p.effect, abs(p.ppm - 500000), p.place, p.a, p.b)"
		       " < (it.published, it.effect, it.doubt, it.place, it.a, it.b)"
		       " AND NOT EXISTS (SELECT 1 FROM link_decision l WHERE l.a = p.a AND l.b = p.b AND l.retracted IS NULL)"
		       " AND " BOTH_STAND ")");

static const struct sql ASSIGNED =
	SQL("SELECT x.person, x.record, min(x.pos * 4096 + x.n) AS place FROM assignment x"
	    " JOIN statement s ON s.pos = x.run WHERE s.retracted IS NULL AND x.person IS NOT NULL"
	    " GROUP BY x.person, x.record ORDER BY place");
static const struct sql ASSIGNED_OF_RECORD =
	SQL("SELECT x.person, x.record, min(x.pos * 4096 + x.n) AS place FROM assignment x"
	    " JOIN statement s ON s.pos = x.run WHERE x.record = :id AND s.retracted IS NULL"
	    " AND x.person IS NOT NULL GROUP BY x.person, x.record ORDER BY place");
static const struct sql ASSIGNED_TO_PERSON =
	SQL("SELECT x.person, x.record, min(x.pos * 4096 + x.n) AS place FROM assignment x"
	    " JOIN statement s ON s.pos = x.run WHERE x.person = :id AND s.retracted IS NULL"
	    " GROUP BY x.person, x.record ORDER BY place");
static const struct sql MARK =
	SQL("SELECT coalesce(max(pos), 0) FROM statement WHERE kind <> 'statement'");

/* ---- saying it ---- */

static void put_pair(struct buf *b, const struct run_pair *p)
{
	char x[ID_TEXT_LEN + 1];
	char y[ID_TEXT_LEN + 1];
	id_text(&p->a.uuid, x);
	id_text(&p->b.uuid, y);
	buf_printf(b, "[\"%s\",\"%s\",%lld,%lld,\"%llx\",%lld,%lld,%d,[", x, y,
		   (long long)p->bits_milli, (long long)p->ppm, (unsigned long long)p->levels,
		   (long long)p->place, (long long)p->effect_milli, p->flagged);
	for (size_t f = 0; f < p->n_rarity; f++)
		buf_printf(b, "%s%lld", f ? "," : "", (long long)p->rarity_milli[f]);
	buf_printf(b, "],%lld]", (long long)p->published_milli);
}

static size_t entry_end(size_t from, size_t n)
{
	return n - from < PAIRS_PER_ENTRY ? n : from + PAIRS_PER_ENTRY;
}

int reg_run_pairs(struct reg_tx *tx, int64_t run, const struct run_pair *p, size_t n, struct err *e)
{
	struct id claim;
	TRY(link_run_claim(tx->r, run, &claim, e));
	for (size_t from = 0; from < n; from += PAIRS_PER_ENTRY) {
		AUTO_BUF b;
		buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
		for (size_t i = from; i < entry_end(from, n); i++) {
			buf_char(&b, i > from ? ',' : '[');
			put_pair(&b, &p[i]);
		}
		buf_char(&b, ']');
		TRY(parts_seal_of(tx, &claim, "pairs", "pairs", &b, e));
	}
	return 0;
}

int reg_run_compared(struct reg_tx *tx, int64_t run, const struct id *records, size_t n,
		     struct err *e)
{
	struct id claim;
	TRY(link_run_claim(tx->r, run, &claim, e));
	for (size_t from = 0; from < n; from += PAIRS_PER_ENTRY) {
		AUTO_BUF b;
		char id[ID_TEXT_LEN + 1];
		buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
		for (size_t i = from; i < entry_end(from, n); i++) {
			id_text(&records[i], id);
			buf_printf(&b, "%s\"%s\"", i > from ? "," : "[", id);
		}
		buf_char(&b, ']');
		TRY(parts_seal_of(tx, &claim, "compared", "records", &b, e));
	}
	return 0;
}

int reg_run_model(struct reg_tx *tx, int64_t run, struct str json, struct err *e)
{
	struct id claim;
	int64_t k = 0;
	TRY(link_run_claim(tx->r, run, &claim, e));
	if (json.n > RUN_MODEL_MAX)
		return err_set(e, ERR_TOOBIG, "a model has at most %d bytes", RUN_MODEL_MAX);
	/* Cut between bytes of ASCII only: what has others is made of names and short. */
	for (size_t from = 0; from < json.n; k++) {
		AUTO_ARENA *a = arena_new(0);
		int64_t seq;
		struct parts *parts = NEW(a, struct parts);
		size_t to = json.n - from < MODEL_CHUNK ? json.n : from + MODEL_CHUNK;
		while (to < json.n && ((uint8_t)json.p[to] & 0xc0) == 0x80)
			to--;
		parts_act(parts, "model", a);
		parts_add(parts, "import",
			  part_import(&claim, str_printf(a, "%lld", (long long)k), a));
		parts_add(parts, "text", part_text(str_n(json.p + from, to - from), a));
		TRY(parts_seal_act(tx, parts, &seq, e));
		from = to;
	}
	return 0;
}

/* ---- rows of the view ---- */

static int64_t next_int(const struct json **i)
{
	int64_t v = 0;
	json_int(*i, &v);
	*i = *i ? (*i)->next : NULL;
	return v;
}

static int add_pair(const struct list_act *t, int64_t run, int64_t base, int64_t n,
		    const struct json *pair, struct err *e)
{
	AUTO_STMT *q = NULL;
	const struct json *i = json_first(pair);
	int64_t a;
	int64_t b;
	struct str levels = STR("");
	TRY(list_find_record(t, i, &a, e));
	i = i ? i->next : NULL;
	TRY(list_find_record(t, i, &b, e));
	i = i ? i->next : NULL;
	if (!a || !b || a == b)
		return 0;
	TRY(store_stmt(t->st, &ADD_PAIR, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":n", n);
	bind_int(q, ":run", run);
	bind_int(q, ":base", base);
	bind_int(q, ":a", a < b ? a : b);
	bind_int(q, ":b", a < b ? b : a);
	bind_int(q, ":bits", next_int(&i));
	bind_int(q, ":ppm", next_int(&i));
	json_str(i, &levels);
	i = i ? i->next : NULL;
	bind_str(q, ":levels", levels);
	bind_int(q, ":place", next_int(&i));
	bind_int(q, ":effect", next_int(&i));
	bind_int(q, ":flagged", next_int(&i));
	bind_str(q, ":rarity", i && i->type == JSON_ARRAY ? i->raw : STR("[]"));
	i = i ? i->next : NULL;
	bind_int(q, ":published", next_int(&i));
	TRY(stmt_run(q, e));
	return base == run ? 0 : pair_refresh(t->st, base, a < b ? a : b, a < b ? b : a, e);
}

static int apply_pairs(const struct list_act *t, struct err *e)
{
	int64_t run;
	int64_t base = 0;
	int64_t n = 0;
	struct str row;
	TRY(list_part_import(t, &run, &row, e));
	if (run)
		TRY(pair_base(t->st, run, &base, e));
	if (!base)
		return 0;
	for (const struct json *i = json_first(list_part(t, "pairs")); i; i = i->next)
		TRY(add_pair(t, run, base, ++n, i, e));
	return 0;
}

static int apply_model(const struct list_act *t, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t run;
	int64_t n;
	struct str row;
	TRY(list_part_import(t, &run, &row, e));
	if (!run || !str_to_int(row, &n))
		return 0;
	TRY(store_stmt(t->st, &ADD_MODEL, &q, e));
	bind_int(q, ":pos", t->pos);
	bind_int(q, ":run", run);
	bind_int(q, ":n", n);
	bind_str(q, ":text", list_part_text(t, "text"));
	return stmt_run(q, e);
}

int pair_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e)
{
	*ret_ours = true;
	if (str_eq(kind, STR("pairs")))
		return apply_pairs(t, e);
	if (str_eq(kind, STR("model")))
		return apply_model(t, e);
	if (str_eq(kind, STR("run")))
		return pair_apply_run(t, e);
	if (str_eq(kind, STR("compared")))
		return pair_apply_compared(t, e);
	*ret_ours = false;
	return 0;
}

/* ---- reading ---- */

int reg_run_newest(struct reg *r, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(reg_store(r), &NEWEST, &q, e));
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : 0;
	return 0;
}

int reg_run_model_of(struct reg *r, int64_t run, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_BUF b;
	bool more;
	buf_init(&b, RUN_MODEL_MAX);
	TRY(store_stmt(reg_store(r), &MODEL, &q, e));
	bind_int(q, ":run", run);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		buf_add(&b, col_str(q, 0));
	}
	TRY(buf_check(&b, e));
	if (!b.n)
		return err_set(e, ERR_NOTFOUND, "that run has no model");
	*ret = buf_copy(&b, a);
	return 0;
}

static int take_pair(struct stmt *q, bool bare, struct arena *scratch, struct run_pair *ret,
		     struct err *e)
{
	const struct json *rarity;
	*ret = (struct run_pair){ .a.id = col_int(q, 0),
				  .b.id = col_int(q, 1),
				  .bits_milli = col_int(q, 2),
				  .ppm = col_int(q, 3),
				  .place = col_int(q, 6),
				  .effect_milli = col_int(q, 7),
				  .flagged = col_int(q, 8) != 0,
				  .published_milli = col_int(q, 9) };
	if (bare)
		return 0;
	struct str text = col_str(q, 4);
	uint64_t levels;
	if (text.n > PAIR_FIELDS_MAX || !str_to_hex(text, &levels))
		levels = 0xfffffffffffffff; /* nothing that we can read */
	ret->levels = (int64_t)levels;
	TRY(json_read(col_str(q, 5), CLAIM_DISCLOSURE_MAX, JSON_ANY, scratch, &rarity, e));
	for (const struct json *i = json_first(rarity); i && ret->n_rarity < PAIR_RARITY_MAX;
	     i = i->next)
		json_int(i, &ret->rarity_milli[ret->n_rarity++]);
	return 0;
}

static void bind_asked(struct stmt *s, const struct pair_query *q)
{
	bind_int(s, ":run", q->run);
	bind_int(s, ":record", q->record);
	bind_int(s, ":other", q->other);
	bind_int(s, ":queue", q->queue);
	bind_int(s, ":undecided", q->undecided);
}

static int count_asked(struct reg *r, const struct pair_query *q, int64_t *ret, struct err *e)
{
	AUTO_STMT *s = NULL;
	if (q->queue && q->undecided && !q->record)
		return reg_pairs_waiting(r, q->run, ret, e);
	TRY(store_stmt(reg_store(r), q->queue ? &COUNT_QUEUED : &COUNT_ASKED, &s, e));
	bind_asked(s, q);
	TRY(stmt_row(s, e));
	*ret = col_int(s, 0);
	return 0;
}

int reg_pairs(struct reg *r, const struct pair_query *q, struct arena *a, struct run_pair **ret,
	      size_t *ret_n, int64_t *ret_total, struct err *e)
{
	AUTO_STMT *s = NULL;
	AUTO_ARENA *scratch = arena_new(0);
	struct list found;
	bool more;
	bool one = q->record && !q->queue && !q->undecided && !q->offset;
	list_init(&found, a, sizeof(struct run_pair));
	if (ret_total)
		TRY(count_asked(r, q, ret_total, e));
	TRY(store_stmt(reg_store(r), one ? &OF_RECORD : q->queue ? &IN_QUEUE : &BY_RECORD, &s, e));
	if (one) {
		bind_int(s, ":run", q->run);
		bind_int(s, ":record", q->record);
		bind_int(s, ":other", q->other);
	} else {
		bind_asked(s, q);
		bind_int(s, ":offset", q->offset);
	}
	bind_int(s, ":limit", q->limit ? q->limit : -1);
	for (;;) {
		TRY(stmt_next(s, &more, e));
		if (!more)
			break;
		arena_clear(scratch);
		TRY(take_pair(s, q->bare, scratch, list_add(&found), e));
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

static int by_pair(const void *x, const void *y)
{
	const struct pair_weight *p = x;
	const struct pair_weight *q = y;
	if (p->a != q->a)
		return p->a < q->a ? -1 : 1;
	return (p->b > q->b) - (p->b < q->b);
}

int reg_pair_weights(struct reg *r, int64_t run, struct arena *a, const struct pair_weight **ret,
		     size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct kept_key key = { &WEIGHTS, run, KEPT_UNTIL_RUN };
	const void *kept;
	struct list found;
	bool more;
	TRY(reg_kept(r, key, &kept, ret_n, e));
	if (kept) {
		*ret = kept;
		*ret_n /= sizeof **ret;
		return 0;
	}
	list_init(&found, a, sizeof(struct pair_weight));
	TRY(store_stmt(reg_store(r), &WEIGHTS, &q, e));
	bind_int(q, ":run", run);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct pair_weight *p = list_add(&found);
		*p = (struct pair_weight){ .a = col_int(q, 0),
					   .b = col_int(q, 1),
					   .bits_milli = col_int(q, 2),
					   .effect_milli = col_int(q, 3),
					   .ppm = (int32_t)col_int(q, 4),
					   .flagged = col_int(q, 5) != 0,
					   .queued = col_int(q, 6) != 0 };
	}
	/* Sorted here: the index of records would look for each row by itself. */
	if (found.n)
		qsort(found.p, found.n, sizeof(struct pair_weight), by_pair);
	*ret = found.p;
	*ret_n = found.n;
	return reg_keep(r, key, found.p, found.n * sizeof(struct pair_weight), e);
}

int reg_pair_before(struct reg *r, int64_t run, int64_t x, int64_t y, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &BEFORE, &q, e));
	bind_int(q, ":run", run);
	bind_int(q, ":a", x < y ? x : y);
	bind_int(q, ":b", x < y ? y : x);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0) ? col_int(q, 1) : -1;
	return 0;
}

int reg_assigned(struct reg *r, int64_t record, int64_t person, struct arena *a,
		 struct assigned **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list found;
	bool more;
	static_assert(ASSIGN_PER_ENTRY < 4096, "places of an entry in the order of the log");
	list_init(&found, a, sizeof(struct assigned));
	TRY(store_stmt(reg_store(r),
		       record	? &ASSIGNED_OF_RECORD
		       : person ? &ASSIGNED_TO_PERSON
				: &ASSIGNED,
		       &q, e));
	if (record || person)
		bind_int(q, ":id", record ? record : person);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct assigned *x = list_add(&found);
		*x = (struct assigned){ col_int(q, 0), col_int(q, 1) };
	}
	*ret = found.p;
	*ret_n = found.n;
	return 0;
}

int reg_acts_mark(struct reg *r, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(reg_store(r), &MARK, &q, e));
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}
