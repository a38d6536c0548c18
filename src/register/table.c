/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table.c - a claim table from its first byte to its last: the encoding, the header, then row by row
 * (table_row.c). Everything is read once; what is wrong is collected and never repaired.
 */
#include "register/table.h"

#include "register/table_priv.h"

/* ---- columns -------------------------------------------------------------- */

static const struct {
	const char *name;
	bool needed;
} KNOWN[COLUMNS] = {
	[COL_CLAIM] = { "claim", true },
	[COL_SUBJECT] = { "subject", true },
	[COL_PROPERTY] = { "property", true },
	[COL_VALUE] = { "value", true },
	[COL_VALUE_LANG] = { "value_lang", false },
	[COL_WHEN] = { "when", false },
	[COL_WHERE] = { "where", false },
	[COL_SCOPE] = { "scope", false },
	[COL_BASIS] = { "basis", false },
	[COL_POSITION] = { "position", false },
	[COL_SOURCE] = { "source", true },
	[COL_SOURCE_DATE] = { "source_date", false },
	[COL_LOCATOR] = { "locator", false },
	[COL_VIA] = { "via", false },
	[COL_RELIABILITY] = { "reliability", false },
	[COL_CREDIBILITY] = { "credibility", false },
	[COL_CERTAINTY] = { "certainty", false },
	[COL_NOTE] = { "note", false },
};

struct str column_name(enum column c)
{
	assert(c < COLUMNS && "a column with a name of its own");
	return str_of(KNOWN[c].name);
}

static const struct msg NO_COLUMN = MSG("There is no column \"{1}\".", "ستون «{1}» وجود ندارد.");
static const struct msg NO_COLUMN_DO = MSG(
	"{2} The columns are in docs/manual/claim-table.md; delete what is not one of them.",
	"{2} ستون‌ها در docs/manual/claim-table.md آمده‌اند؛ آنچه از آن‌ها نیست حذف کنید.");
static const struct msg NOT_NEAR = MSG("No known name is near it.",
				       "نام شناخته‌ای نزدیک به آن نیست.");
static const struct msg MISSING = MSG("The column {1} is missing.", "ستون {1} نیست.");
static const struct msg MISSING_DO = MSG("Add the column {1}.", "ستون {1} را بیفزایید.");

/* Names of all columns there are, in the scratch arena. */
static size_t all_names(struct table_reader *t, struct str **ret)
{
	size_t n_properties;
	size_t n = 0;
	const struct property *p = vocab_properties(t->v, &n_properties);
	struct str *names = NEW_N(t->scratch, COLUMNS + n_properties, struct str);
	for (; n < COLUMNS; n++)
		names[n] = column_name((enum column)n);
	for (size_t i = 0; i < n_properties; i++)
		if (p[i].qualifier)
			names[n++] = str_join(t->scratch, STR("q:"), p[i].term.code);
	*ret = names;
	return n;
}

static void tell_no_column(struct table_reader *t, size_t i)
{
	struct str near[NEAR_MAX];
	struct str *all;
	size_t n_all = all_names(t, &all);
	size_t n = near_strings(t->columns[i].name, all, n_all, near, NEAR_MAX);
	struct str args[] = { t->columns[i].name, names_list(t, near, n, &NOT_NEAR) };
	problem_at(t, t->row, (ptrdiff_t)i, STR(""), &NO_COLUMN, &NO_COLUMN_DO, args, 2);
}

static void read_column(struct table_reader *t, size_t i)
{
	struct table_column *c = &t->columns[i];
	if (str_starts(c->name, STR("q:"))) {
		c->property = vocab_property(t->v, str_from(c->name, 2));
		c->what = c->property && c->property->qualifier ? COL_QUALIFIER : COL_IGNORED;
	} else {
		for (c->what = 0; c->what < COLUMNS; c->what++)
			if (str_eq(c->name, column_name(c->what)))
				break;
		if (c->what == COLUMNS)
			c->what = COL_IGNORED;
		else if (t->place[c->what] >= 0)
			return; /* twice: csv.h has told so */
		else
			t->place[c->what] = (ptrdiff_t)i;
	}
	if (c->what == COL_IGNORED && c->name.n)
		tell_no_column(t, i);
}

static void read_header(struct table_reader *t, const struct csv_row *row)
{
	t->n_columns = row->n;
	t->columns = NEW_N(t->keep, row->n, struct table_column);
	t->cells = NEW_N(t->keep, row->n, struct str);
	t->row = row->number;
	for (size_t i = 0; i < row->n; i++)
		t->columns[i].name = str_copy(t->keep, str_trim(row->cells[i]));
	for (size_t i = 0; i < row->n; i++)
		read_column(t, i);
	for (size_t c = 0; c < COLUMNS; c++) {
		struct str name = column_name((enum column)c);
		if (!KNOWN[c].needed || t->place[c] >= 0)
			continue;
		t->hopeless = true;
		problem_at(t, t->row, -1, STR(""), &MISSING, &MISSING_DO, &name, 1);
	}
}

/* ---- rows ------------------------------------------------------------------- */

static int take_row(void *ctx, const struct csv_row *row, struct err *e)
{
	struct table_reader *t = ctx;
	arena_clear(t->scratch);
	if (!t->columns) {
		read_header(t, row);
		return 0;
	}
	t->t->rows++;
	t->row = row->number;
	if (t->hopeless)
		return 0;
	TRY(row_read(t, row->cells, e));
	return t->rc;
}

static const struct msg MARKED =
	MSG("The file begins with a byte order mark (UTF-8 with BOM).",
	    "پرونده با نشان ترتیب بایت (BOM) آغاز می‌شود.");
static const struct msg MARKED_DO =
	MSG("Save the file as UTF-8 without a byte order mark.",
	    "پرونده را با کدگذاری UTF-8 و بدون نشان ترتیب بایت ذخیره کنید.");

static int read_rows(struct table_reader *t, struct err *e)
{
	/* A cell may be as long as it likes here: row_read tells its length and how it begins. */
	struct csv_options o = { .lang = t->in->lang,
				 .cell_max = SIZE_MAX,
				 .problems_max = TABLE_PROBLEMS_MAX };
	struct csv_sink sink = { take_row, t };
	struct csv_problems ps;
	if (str_starts(t->in->csv, STR("\xEF\xBB\xBF")))
		problem_at(t, 0, -1, STR(""), &MARKED, &MARKED_DO, NULL, 0);
	TRY(csv_each(t->in->csv, &o, &sink, t->keep, &ps, e));
	TRY(claim_end(t, e));
	problems_of_csv(t, &ps);
	problems_sort(t->t);
	return t->rc;
}

static void reader_free(struct table_reader *t)
{
	if (!t)
		return;
	seen_done(&t->names);
	arena_free(t->scratch);
	if (!t->in->keep) {
		arena_free(t->a);
		arena_free(t->cache_arena);
	}
	free(t);
}

static void reader_freep(struct table_reader **t)
{
	reader_free(*t);
}

void cache_forget(struct table_reader *t)
{
	if (!t->in->keep)
		arena_clear(t->cache_arena);
	map_init(&t->cache, t->cache_arena);
	map_init(&t->numbers, t->cache_arena);
	words_init(t);
}

static struct table_reader *reader_new(const struct table_input *in, struct arena *a,
				       struct table *got, struct err *e)
{
	struct table_reader *t = mem_need(calloc(1, sizeof *t));
	t->in = in;
	t->v = in->v;
	t->keep = a;
	t->a = in->keep ? a : arena_new(0);
	t->cache_arena = in->keep ? a : arena_new(0);
	t->scratch = arena_new(0);
	t->t = got;
	t->e = e;
	for (size_t c = 0; c < COLUMNS; c++)
		t->place[c] = -1;
	seen_init(&t->names);
	cache_forget(t);
	return t;
}

int table_understand(const struct table_input *in, struct arena *a, struct table *ret,
		     struct err *e)
{
	struct table got = { 0 };
	AUTO(reader_freep) struct table_reader *t = reader_new(in, a, &got, e);
	TRY(read_rows(t, e));
	got.claims = ret->claims;
	*ret = got;
	return 0;
}

/* ---- single values ------------------------------------------------------------ */

struct value_reader {
	struct table_input in;
	struct table table; /* takes what would be told of a table */
	struct table_column column;
	struct str cell;
	struct arena *told;
	struct table_reader *t;
};

struct value_reader *value_reader_new(const struct vocab *v)
{
	struct value_reader *r = mem_need(calloc(1, sizeof *r));
	r->in.v = v;
	r->told = arena_new(0);
	r->column.name = STR("value");
	r->t = reader_new(&r->in, r->told, &r->table, NULL);
	r->t->columns = &r->column;
	r->t->cells = &r->cell;
	r->t->n_columns = 1;
	return r;
}

void value_reader_free(struct value_reader *r)
{
	if (!r)
		return;
	reader_free(r->t);
	arena_free(r->told);
	free(r);
}

bool value_reads_as(struct value_reader *r, enum value_type type, struct str s, struct value *ret)
{
	const struct property p = { .type = type };
	struct str key;
	arena_clear(r->told);
	arena_clear(r->t->scratch);
	r->table = (struct table){ 0 };
	r->t->cap_problems = 0;
	if (arena_used(r->t->cache_arena) > CACHE_BYTES_MAX)
		cache_forget(r->t);
	assert((type == VALUE_DATE || type == VALUE_QUANTITY) && "types without a vocabulary");
	return cell_value(r->t, 0, &p, s, STR_NULL, ret, &key);
}
