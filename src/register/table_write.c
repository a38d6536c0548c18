/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_write.c - what stands in the register, as a claim table.
 *
 * A value is written in the words it was given in when those are read as the same value, and in its
 * plain form otherwise, so that the table says the same when it is read again.
 */
#include "register/query.h"
#include "register/register_priv.h"
#include "register/table_priv.h"

static const struct sql STANDING = SQL(
	"SELECT pos, seq FROM statement WHERE kind = 'statement' AND retracted IS NULL AND pos > :after"
	" AND EXISTS (SELECT 1 FROM field f WHERE f.pos = statement.pos) ORDER BY pos LIMIT 500");
/* A key that two records have means the first of them; the other one goes by its number. */
static const struct sql KEY_OF = SQL(
	"SELECT CASE WHEN EXISTS (SELECT 1 FROM entity o WHERE o.key = n.key AND o.id < n.id) THEN NULL"
	" ELSE key END, no FROM entity n WHERE uuid = :uuid");

struct writer {
	struct reg *r;
	struct csv_writer w;
	struct arena *a; /* one statement */
	struct arena *keep;
	struct map keys; /* uuid -> struct str * */
	struct seen names;
	struct value_reader *t; /* to read values back */
	int64_t left_out;	/* claims that a table cannot hold */
};

/* ---- cells ----------------------------------------------------------------- */

/* The key of a subject, or its record number when it has none. */
static int subject_text(struct writer *x, const struct id *uuid, struct str kind, struct str *ret,
			struct err *e)
{
	enum { KEYS_KEPT_MAX = 50000 };
	struct str bytes = str_n((const char *)uuid->b, ID_LEN);
	if (x->keys.n > KEYS_KEPT_MAX) {
		arena_clear(x->keep);
		map_init(&x->keys, x->keep);
	}
	void **at = map_at(&x->keys, bytes);
	if (!*at) {
		AUTO_STMT *q = NULL;
		struct entity en = { .uuid = *uuid, .kind = kind };
		struct str *text = NEW(x->keep, struct str);
		TRY(store_stmt(reg_store(x->r), &KEY_OF, &q, e));
		bind_blob(q, ":uuid", uuid->b, ID_LEN);
		TRY(stmt_row(q, e));
		en.no = col_int(q, 1);
		*text = col_is_null(q, 0) ? reg_number(x->r, &en, x->keep)
					  : col_copy(q, 0, x->keep);
		*at = text;
	}
	*ret = str_copy(x->a, *(struct str *)*at);
	return 0;
}

static int entity_text(struct writer *x, const struct entity *en, struct str *ret, struct err *e)
{
	*ret = STR_NULL;
	return en->no ? subject_text(x, &en->uuid, en->kind, ret, e) : 0;
}

static bool same_value(const struct value *a, const struct value *b)
{
	AUTO_BUF x;
	AUTO_BUF y;
	buf_init(&x, 1 << 20);
	buf_init(&y, 1 << 20);
	return value_write(&x, a, NULL) == 0 && value_write(&y, b, NULL) == 0 &&
	       str_eq(buf_str(&x), buf_str(&y));
}

static struct str date_cell(struct writer *x, const struct value *v)
{
	struct value again;
	struct str given = v->u.date.given;
	if (!given.n)
		return v->u.date.edtf;
	bool same = value_reads_as(x->t, VALUE_DATE, given, &again) && same_value(v, &again);
	return same ? given : v->u.date.edtf;
}

static struct str quantity_cell(struct writer *x, const struct value *v)
{
	struct value again;
	int64_t lo = v->u.quantity.lo;
	int64_t hi = v->u.quantity.hi;
	struct str given = v->u.quantity.given;
	if (given.n && value_reads_as(x->t, VALUE_QUANTITY, given, &again) && same_value(v, &again))
		return given;
	if (!v->u.quantity.has_hi)
		return str_printf(x->a, "at least %lld", (long long)lo);
	if (!v->u.quantity.has_lo)
		return str_printf(x->a, "at most %lld", (long long)hi);
	if (lo != hi)
		return str_printf(x->a, "%lld-%lld", (long long)lo, (long long)hi);
	return str_printf(x->a, "%s%lld", v->u.quantity.about ? "about " : "", (long long)lo);
}

static int value_cell(struct writer *x, const struct value *v, struct str *ret, struct err *e)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		*ret = v->u.text.text;
		return 0;
	case VALUE_DATE:
		*ret = date_cell(x, v);
		return 0;
	case VALUE_QUANTITY:
		*ret = quantity_cell(x, v);
		return 0;
	case VALUE_ENTITY:
		return subject_text(x, &v->u.entity.id, v->u.entity.kind, ret, e);
	case VALUE_CODE:
		*ret = v->u.code.code;
		return 0;
	case VALUE_COORDINATES:
		*ret = str_printf(x->a, "%.*s %.*s", STR_FMT(v->u.coordinates.lat),
				  STR_FMT(v->u.coordinates.lon));
		return 0;
	case VALUE_BOOLEAN:
		*ret = v->u.is ? STR("yes") : STR("no");
		return 0;
	case VALUE_EVIDENCE:
		*ret = v->u.evidence.sha256;
		return 0;
	case VALUE_UNKNOWN:
		*ret = STR("unknown");
		return 0;
	}
	assert(0 && "a type of value that is not listed");
	return 0;
}

static const struct value *qualifier(const struct claim_row *row, struct str name)
{
	for (size_t i = 0; i < row->parsed.n_q; i++)
		if (str_eq(row->parsed.q[i].p, name))
			return &row->parsed.q[i].v;
	return NULL;
}

static int qualifier_cell(struct writer *x, const struct claim_row *row, struct str name,
			  struct str *ret, struct err *e)
{
	const struct value *v = qualifier(row, name);
	*ret = STR_NULL;
	if (!v)
		return 0;
	TRY(value_cell(x, v, ret, e));
	/* A gazetteer entry is a code with its list. */
	if (str_eq(name, STR("where")) && v->type == VALUE_CODE)
		*ret = str_printf(x->a, "%.*s:%.*s", STR_FMT(v->u.code.set),
				  STR_FMT(v->u.code.code));
	return 0;
}

/* ---- rows ------------------------------------------------------------------- */

static bool is_text(const struct value *v)
{
	return v->type == VALUE_TEXT || v->type == VALUE_NAME;
}

static int column_cell(struct writer *x, const struct claim_row *row, enum column c,
		       struct str name, struct str *ret, struct err *e)
{
	*ret = STR_NULL;
	switch (c) {
	case COL_CLAIM:
		*ret = name;
		return 0;
	case COL_SUBJECT:
		return entity_text(x, &row->subject, ret, e);
	case COL_PROPERTY:
		*ret = row->property;
		return 0;
	case COL_VALUE:
		return value_cell(x, &row->parsed.v, ret, e);
	case COL_VALUE_LANG:
		if (is_text(&row->parsed.v) && !str_eq(row->parsed.v.u.text.lang, STR("und")) &&
		    !str_eq(row->parsed.v.u.text.lang, STR("zxx")))
			*ret = row->parsed.v.u.text.lang;
		return 0;
	case COL_SOURCE:
		return entity_text(x, &row->source, ret, e);
	case COL_SOURCE_DATE:
		if (row->has_source_date)
			*ret = date_cell(x, &row->source_date);
		return 0;
	case COL_VIA:
		return entity_text(x, &row->via, ret, e);
	case COL_RELIABILITY:
		*ret = row->reliability;
		return 0;
	case COL_WHEN:
	case COL_WHERE:
	case COL_SCOPE:
	case COL_BASIS:
	case COL_POSITION:
	case COL_LOCATOR:
	case COL_CREDIBILITY:
	case COL_CERTAINTY:
	case COL_NOTE:
		return qualifier_cell(x, row, column_name(c), ret, e);
	case COL_QUALIFIER:
	case COL_IGNORED:
		break;
	}
	return 0;
}

static int write_row(struct writer *x, const struct claim_row *row, struct str name, struct err *e)
{
	const struct vocab *v = reg_vocab(x->r);
	struct str cell;
	size_t n;
	const struct property *p = vocab_properties(v, &n);
	for (size_t c = 0; c < COLUMNS; c++) {
		TRY(column_cell(x, row, (enum column)c, name, &cell, e));
		csv_write_cell(&x->w, cell);
	}
	for (size_t i = 0; i < n; i++) {
		if (!p[i].qualifier)
			continue;
		TRY(qualifier_cell(x, row, p[i].term.code, &cell, e));
		if (str_eq(p[i].term.code, STR("document")) && row->document.no)
			TRY(entity_text(x, &row->document, &cell, e));
		csv_write_cell(&x->w, cell);
	}
	csv_write_end(&x->w);
	return 0;
}

static void write_header(struct writer *x)
{
	size_t n;
	const struct property *p = vocab_properties(reg_vocab(x->r), &n);
	for (size_t c = 0; c < COLUMNS; c++)
		csv_write_cell(&x->w, column_name((enum column)c));
	for (size_t i = 0; i < n; i++)
		if (p[i].qualifier)
			csv_write_cell(&x->w, str_join(x->a, STR("q:"), p[i].term.code));
	csv_write_end(&x->w);
}

/* A sealed file travels otherwise, and the number of its record means nothing elsewhere: a row that
 * names one would be a problem wherever the table is read. */
static bool names_a_file(const struct claim_row *row)
{
	const struct value *v = &row->parsed.v;
	const struct str kinds[] = { row->subject.kind, row->source.kind, row->document.kind,
				     row->via.kind };
	for (size_t i = 0; i < COUNT(kinds); i++)
		if (str_eq(kinds[i], STR("evidence")))
			return true;
	for (size_t i = 0; i <= row->parsed.n_q; i++) {
		if (v->type == VALUE_EVIDENCE ||
		    (v->type == VALUE_ENTITY && str_eq(v->u.entity.kind, STR("evidence"))))
			return true;
		v = i < row->parsed.n_q ? &row->parsed.q[i].v : v;
	}
	return false;
}

/* Its name in the table it came from, unless that was taken before; else one of its own. */
static struct str claim_name(struct writer *x, const struct claim_row *row)
{
	struct str name = row->row;
	for (int i = 0; !name.n || *seen_at(&x->names, seen_hash(&x->names, name)); i++)
		name = i == 0 ? str_printf(x->a, "entry-%s", number_str(x->a, row->seq).p)
			      : str_printf(x->a, "entry-%s.%d", number_str(x->a, row->seq).p, i);
	*seen_at(&x->names, seen_hash(&x->names, name)) = row->seq;
	return name;
}

static int write_statement(struct writer *x, int64_t seq, struct err *e)
{
	struct claim_row *rows;
	size_t n;
	int64_t total;
	TRY(reg_claims(x->r, CLAIMS_OF_STATEMENT, seq, false, 0, TABLE_ROWS_MAX, x->a, &rows, &n,
		       &total, e));
	struct str name = STR_NULL;
	for (size_t i = 0; i < n; i++) {
		if (names_a_file(&rows[i])) {
			x->left_out++;
			continue;
		}
		if (!name.p)
			name = claim_name(x, &rows[0]);
		TRY(write_row(x, &rows[i], name, e));
	}
	return 0;
}

static int write_statements(struct writer *x, struct err *e)
{
	int64_t after = 0;
	for (;;) {
		int64_t seqs[500];
		size_t n = 0;
		bool more = true;
		AUTO_STMT *q = NULL;
		TRY(store_stmt(reg_store(x->r), &STANDING, &q, e));
		bind_int(q, ":after", after);
		while (n < COUNT(seqs)) {
			TRY(stmt_next(q, &more, e));
			if (!more)
				break;
			after = col_int(q, 0);
			seqs[n++] = col_int(q, 1);
		}
		stmt_done(&q);
		for (size_t i = 0; i < n; i++) {
			arena_clear(x->a);
			TRY(write_statement(x, seqs[i], e));
		}
		if (n < COUNT(seqs))
			return buf_check(x->w.b, e);
	}
}

static void writer_done(struct writer *x)
{
	arena_free(x->a);
	arena_free(x->keep);
	seen_done(&x->names);
	value_reader_free(x->t);
}

int table_write(struct reg *r, struct buf *ret, int64_t *ret_left_out, struct err *e)
{
	AUTO(writer_done) struct writer x = { .r = r, .w = { .b = ret } };
	x.a = arena_new(0);
	x.keep = arena_new(0);
	x.t = value_reader_new(reg_vocab(r));
	map_init(&x.keys, x.keep);
	seen_init(&x.names);
	write_header(&x);
	TRY(write_statements(&x, e));
	*ret_left_out = x.left_out;
	return 0;
}
