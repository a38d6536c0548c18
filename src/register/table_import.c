/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_import.c - understood claims become statements.
 *
 * Keys are looked up before anything is made: only when a claim says something new are subjects made
 * for its unknown keys. What was said exactly so before is left alone, so that a table can be read
 * again after an interruption, or with more rows.
 */
#include "register/register_priv.h"
#include "register/table_priv.h"

/* Statements of one subject looked through for one with the same name. */
#define BESIDE_LOOK "200"
enum {
	KEYS_KEPT_MAX = 50000, /* then forgotten: a look-up costs microseconds, a key 200 bytes */
	BESIDE_FILES_MAX = 20  /* earlier imports of a file of the same name, newest first */
};

static const struct sql ROWS_OF_BATCH = SQL(
	"SELECT row FROM statement WHERE batch = :batch AND retracted IS NULL AND row IS NOT NULL");
static const struct sql SAME_NAME =
	SQL("SELECT 1 FROM (SELECT row, batch, retracted FROM statement WHERE subject = :subject"
	    " LIMIT " BESIDE_LOOK
	    ") WHERE row = :row AND batch IS NOT NULL AND retracted IS NULL LIMIT 1");
static const struct sql BATCHES_OF_NAME = SQL(
	"SELECT pos FROM statement WHERE kind = 'batch' AND kind <> 'statement' AND retracted IS NULL"
	" AND json_extract(body, '$.name') = :name ORDER BY pos DESC LIMIT :limit");

struct importer {
	struct reg *r;
	struct reg_tx tx;
	struct str name;
	const struct hash *file;
	int64_t rows;
	struct table_result *ret;
	struct arena *a;       /* of the keys */
	struct map keys;       /* key -> struct known * */
	struct arena *scratch; /* one claim */
	struct seen names;     /* of claims in earlier imports of this file */
	int64_t tx_no;
	int64_t in_tx; /* statements */
	table_progress *progress;
	void *ctx;
	int64_t done, of; /* what was done before, and all there is to do */
};

/* An entity that was made in the open transaction has no id in the view yet (record.h). */
struct known {
	struct entity entity;
	int64_t tx_no;
};

/* ---- keys ------------------------------------------------------------------- */

static struct known *known_at(struct importer *m, struct str key)
{
	void **at = map_at(&m->keys, key);
	if (!*at)
		*at = NEW(m->a, struct known);
	return *at;
}

/* *ret has no number when the key is of nobody yet. */
static int find_key(struct importer *m, struct str key, struct entity *ret, struct err *e)
{
	struct known *k = known_at(m, key);
	if (!k->entity.no || (k->entity.id <= 0 && k->tx_no != m->tx_no)) {
		struct entity en = { 0 };
		int rc = reg_entity(m->r, key, m->scratch, &en, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		if (rc == 0)
			*k = (struct known){ en, m->tx_no };
	}
	*ret = k->entity;
	return 0;
}

static int make_key(struct importer *m, struct str key, struct entity *ret, struct err *e)
{
	struct str kind;
	TRY(find_key(m, key, ret, e));
	if (ret->no)
		return 0;
	str_cut(key, ':', &kind);
	TRY(reg_entity_new(&m->tx, kind, key, ret, e));
	*known_at(m, key) = (struct known){ *ret, m->tx_no };
	m->ret->entities++;
	return 0;
}

typedef int key_step(struct importer *m, struct str key, struct entity *ret, struct err *e);

static int complete_party(struct importer *m, key_step *step, struct str key, struct entity *ret,
			  bool *ret_all, struct err *e)
{
	if (!key.n || ret->id) /* nobody, or given by number */
		return 0;
	TRY(step(m, key, ret, e));
	*ret_all = *ret_all && ret->no;
	return 0;
}

static int complete(struct importer *m, key_step *step, const struct table_claim *c,
		    struct statement *st, bool *ret_all, struct err *e)
{
	bool all = true;
	TRY(complete_party(m, step, c->subject_key, &st->subject, &all, e));
	TRY(complete_party(m, step, c->source_key, &st->source, &all, e));
	TRY(complete_party(m, step, c->document_key, &st->document, &all, e));
	TRY(complete_party(m, step, c->via_key, &st->via, &all, e));
	for (size_t i = 0; i < c->n_refs; i++) {
		struct entity en = { 0 };
		TRY(step(m, c->refs[i].key, &en, e));
		*c->refs[i].at = (struct value_ref){ en.uuid, c->refs[i].at->kind, en.no };
		all = all && en.no;
	}
	*ret_all = all;
	return 0;
}

/* ---- beside ------------------------------------------------------------------ */

static int load_names_of(struct importer *m, int64_t batch, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(m->r), &ROWS_OF_BATCH, &q, e));
	bind_int(q, ":batch", batch);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		*seen_at(&m->names, seen_hash(&m->names, col_str(q, 0))) = batch;
	}
}

static int load_names(struct importer *m, struct err *e)
{
	int64_t batches[BESIDE_FILES_MAX];
	size_t n = 0;
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(reg_store(m->r), &BATCHES_OF_NAME, &q, e));
	bind_str(q, ":name", m->name);
	bind_int(q, ":limit", BESIDE_FILES_MAX);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		batches[n++] = col_int(q, 0);
	}
	stmt_done(&q);
	for (size_t i = 0; i < n; i++)
		TRY(load_names_of(m, batches[i], e));
	return 0;
}

static int note_beside(struct importer *m, const struct statement *st, struct err *e)
{
	struct table_result *ret = m->ret;
	bool beside = seen_has(&m->names, seen_hash(&m->names, st->row));
	if (!beside && st->subject.id > 0) {
		AUTO_STMT *q = NULL;
		TRY(store_stmt(reg_store(m->r), &SAME_NAME, &q, e));
		bind_int(q, ":subject", st->subject.id);
		bind_str(q, ":row", st->row);
		TRY(stmt_next(q, &beside, e));
	}
	if (!beside)
		return 0;
	ret->beside++;
	if (ret->n_beside_names < TABLE_NAMES_MAX && st->row.n <= TABLE_NAME_MAX)
		memcpy(ret->beside_names[ret->n_beside_names++], st->row.p, st->row.n);
	return 0;
}

/* ---- one claim ----------------------------------------------------------------- */

static int commit(struct importer *m, struct err *e)
{
	TRY(reg_commit(&m->tx, e));
	m->in_tx = 0;
	m->tx_no++;
	return 0;
}

static int record(struct importer *m, const struct table_claim *c, struct statement *st,
		  struct err *e)
{
	int64_t seq;
	bool all;
	TRY(note_beside(m, st, e));
	if (m->in_tx == TABLE_COMMIT) {
		TRY(commit(m, e));
		TRY(reg_begin(&m->tx, m->r, e));
	}
	if (!m->ret->batch)
		TRY(reg_batch_begin(&m->tx, m->name, m->file, m->rows, &m->ret->batch, e));
	st->batch = m->ret->batch;
	TRY(complete(m, make_key, c, st, &all, e));
	TRY(reg_record(&m->tx, st, &seq, e));
	m->in_tx++;
	m->ret->added++;
	return 0;
}

static int take_claim(void *ctx, const struct table_claim *c, struct err *e)
{
	enum { CLAIMS_A_STEP = 100 };
	struct importer *m = ctx;
	struct statement st = c->st;
	int64_t before = -1;
	bool all;
	arena_clear(m->scratch);
	if (m->keys.n > KEYS_KEPT_MAX) {
		arena_clear(m->a);
		map_init(&m->keys, m->a);
	}
	TRY(complete(m, find_key, c, &st, &all, e));
	if (all)
		TRY(reg_already(m->r, &st, &before, e));
	if (before >= 0)
		m->ret->already++;
	else
		TRY(record(m, c, &st, e));
	int64_t done = m->ret->added + m->ret->already;
	if (m->progress && done % CLAIMS_A_STEP == 0)
		TRY(m->progress(m->ctx, m->done + c->row, m->of));
	return 0;
}

/* ---- a table ------------------------------------------------------------------- */

static void importer_done(struct importer *m)
{
	reg_tx_done(&m->tx);
	seen_done(&m->names);
	arena_free(m->a);
	arena_free(m->scratch);
}

static int importer_begin(struct importer *m, struct err *e)
{
	m->a = arena_new(0);
	m->scratch = arena_new(0);
	map_init(&m->keys, m->a);
	seen_init(&m->names);
	TRY(load_names(m, e));
	return reg_begin(&m->tx, m->r, e);
}

static int importer_end(struct importer *m, struct err *e)
{
	if (m->in_tx)
		TRY(commit(m, e));
	return m->progress ? m->progress(m->ctx, m->of, m->of) : 0;
}

int table_record(struct reg *r, const struct table *t, struct str name, const struct hash *file,
		 table_progress *progress, void *ctx, struct table_result *ret, struct err *e)
{
	assert(t->all_problems == 0 && "a table with problems is not recorded");
	struct table_result got = { 0 };
	AUTO(importer_done)
	struct importer m = { .r = r,
			      .name = name,
			      .file = file,
			      .rows = t->rows,
			      .ret = &got,
			      .progress = progress,
			      .ctx = ctx };
	m.of = t->n_claims ? t->claims[t->n_claims - 1].row : 0;
	TRY(importer_begin(&m, e));
	for (size_t i = 0; i < t->n_claims; i++)
		TRY(take_claim(&m, &t->claims[i], e));
	TRY(importer_end(&m, e));
	*ret = got;
	return 0;
}

int table_lookup_record(void *ctx, struct str number, struct arena *a, struct entity *ret,
			struct err *e)
{
	return reg_entity(ctx, number, a, ret, e);
}

static struct table_input input_of(struct reg *r, struct str csv, enum lang lang)
{
	return (struct table_input){
		.v = reg_vocab(r), .csv = csv, .lang = lang, .lookup = { table_lookup_record, r }
	};
}

int table_check(struct reg *r, struct str csv, enum lang lang, struct arena *a, struct table *ret,
		struct err *e)
{
	struct table_input in = input_of(r, csv, lang);
	struct table got = { 0 };
	TRY(table_understand(&in, a, &got, e));
	*ret = got;
	return 0;
}

/* ---- the claims of a table, kept -------------------------------------------------- */

struct keeper {
	struct arena *a;
	struct table_claim *claims;
	size_t n, cap;
};

static int keep_claim(void *ctx, const struct table_claim *c, struct err *e)
{
	struct keeper *k = ctx;
	(void)e;
	k->claims = arena_grow(k->a, k->claims, k->n, &k->cap, sizeof *k->claims);
	k->claims[k->n++] = *c;
	return 0;
}

int table_read(struct reg *r, struct str csv, struct arena *a, struct table *ret, struct err *e)
{
	struct table_input in = input_of(r, csv, LANG_EN);
	struct keeper k = { .a = a };
	struct table got = { 0 };
	in.keep = true;
	in.sink = (struct table_sink){ keep_claim, &k };
	TRY(table_understand(&in, a, &got, e));
	got.claims = k.claims;
	*ret = got;
	return 0;
}

/* ---- both passes ---------------------------------------------------------------------- */

/* Looking at a row takes about a twentieth of the time of sealing it. */
enum { CHECK_SHARE = 20 };

static int64_t count_lines(struct str s)
{
	int64_t n = 0;
	while (s.n) {
		const char *end = memchr(s.p, '\n', s.n);
		n++;
		s = end ? str_from(s, (size_t)(end - s.p) + 1) : STR_NULL;
	}
	return n;
}

struct looker {
	table_progress *progress;
	void *ctx;
	int64_t of, claims;
};

static int look_at_claim(void *ctx, const struct table_claim *c, struct err *e)
{
	enum { CLAIMS_A_STEP = 10000 };
	struct looker *l = ctx;
	(void)e;
	if (l->progress && ++l->claims % CLAIMS_A_STEP == 0)
		return l->progress(l->ctx, c->row / CHECK_SHARE, l->of);
	return 0;
}

int table_import(struct reg *r, const struct table_source *src, table_progress *progress, void *ctx,
		 struct arena *a, struct table *ret_table, struct table_result *ret, struct err *e)
{
	int64_t lines = count_lines(src->csv);
	struct table_input in = input_of(r, src->csv, src->lang);
	struct looker l = { progress, ctx, lines + lines / CHECK_SHARE, 0 };
	struct table seen = { 0 };
	struct table again = { 0 };
	struct table_result got = { 0 };
	in.sink = (struct table_sink){ look_at_claim, &l };
	TRY(table_understand(&in, a, &seen, e));
	if (seen.all_problems == 0) {
		struct hash file = hash_of(src->csv);
		AUTO(importer_done)
		struct importer m = { .r = r,
				      .name = src->name,
				      .file = &file,
				      .rows = seen.rows,
				      .ret = &got,
				      .progress = progress,
				      .ctx = ctx };
		m.done = lines / CHECK_SHARE;
		m.of = l.of;
		in.sink = (struct table_sink){ take_claim, &m };
		TRY(importer_begin(&m, e));
		TRY(table_understand(&in, a, &again, e));
		/* Only a register that changed in between can make the second look differ. */
		if (again.all_problems)
			return err_set(e, ERR_CONFLICT,
				       "the register changed while the table was read; "
				       "read it again");
		TRY(importer_end(&m, e));
	}
	*ret_table = seen;
	*ret = got;
	return 0;
}
