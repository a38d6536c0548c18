/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_import.c - a file that was planned becomes an edition, in one transaction. */
#include "intake/list_priv.h"

#include "base/clock.h"
#include "base/json.h"

enum { PROGRESS_ROWS = 1000 };

static const char *const FORMATS[TABLE_FORMATS] = { "csv", "xlsx", "ods", "jsonl", "json" };

struct str list_sheet_of(const struct table_look *look)
{
	return look->n_sheets ? look->sheets[look->sheet].name : STR("");
}

struct str list_date_of(const struct list_source *src, struct arena *a)
{
	char now[CLOCK_TEXT_LEN + 1];
	if (src->date.n)
		return src->date;
	clock_text(clock_now_ms(), now);
	return str_copy(a, str_n(now, 10));
}

void list_faults_join(struct table_faults *to, const struct table_faults *more)
{
	for (size_t i = 0; i < more->n; i++) {
		to->items = arena_grow(to->a, to->items, to->n, &to->cap, sizeof *to->items);
		to->items[to->n++] = more->items[i];
	}
	to->all += more->all;
	to->stopping += more->stopping;
}

struct importing {
	struct reg_tx tx;
	const struct list_source *src;
	const struct list_plan *plan;
	struct arena *a, *one;
	struct str *header;
	bool *sealed;
	size_t *order;
	int64_t edition;
	int64_t i; /* the next of plan->match */
	size_t next_skip;
	struct edition_run *runs; /* of `base` */
	size_t n_runs, cap_runs;
	int64_t base;
	list_progress *progress;
	void *ctx;
};

static void importing_done(struct importing *m)
{
	reg_tx_done(&m->tx);
}

/* ---- rows that are there ---- */

static int flush_runs(struct importing *m, struct err *e)
{
	if (m->n_runs)
		TRY(reg_edition_contains(&m->tx, m->edition, m->base, m->runs, m->n_runs, e));
	m->n_runs = 0;
	return 0;
}

/* Rows that follow each other on both sides are one run. */
static int add_run(struct importing *m, const struct list_match *x, struct err *e)
{
	if (m->base != x->base)
		TRY(flush_runs(m, e));
	m->base = x->base;
	struct edition_run *last = m->n_runs ? &m->runs[m->n_runs - 1] : NULL;
	if (last && last->row + last->n == x->row && last->base_row + last->n == x->base_row) {
		last->n++;
		return 0;
	}
	m->runs = arena_grow(m->a, m->runs, m->n_runs, &m->cap_runs, sizeof *m->runs);
	m->runs[m->n_runs++] = (struct edition_run){ x->row, x->base_row, 1 };
	return 0;
}

/* ---- rows that are new or changed ---- */

static int add_mention(struct importing *m, const struct table_row *row, const struct list_match *x,
		       struct err *e)
{
	AUTO_BUF cells;
	AUTO_BUF sealed;
	struct mention_new in = { .edition = m->edition, .row = row->number };
	struct entity mention;
	int64_t seq;
	buf_init(&cells, TABLE_ROW_MAX);
	buf_init(&sealed, TABLE_ROW_MAX);
	list_cells_write(row, m->src->mapping, &cells, &sealed);
	TRY(buf_check(&cells, e));
	TRY(buf_check(&sealed, e));
	in.cells = buf_str(&cells);
	in.sealed = buf_str(&sealed);
	if (x->fate == LIST_CHANGED)
		TRY(reg_entity_by_id(m->tx.r, x->mention, m->one, &in.mention, e));
	return reg_mention_add(&m->tx, &in, &mention, &seq, e);
}

static int changed_file(struct err *e)
{
	return err_set(
		e, ERR_CONFLICT,
		"the file is not the one that was looked at: it changed meanwhile; nothing was taken in");
}

static bool is_skipped(struct importing *m, int64_t row)
{
	const struct list_source *src = m->src;
	while (m->next_skip < src->n_skip_rows && src->skip_rows[m->next_skip] < row)
		m->next_skip++;
	return m->next_skip < src->n_skip_rows && src->skip_rows[m->next_skip] == row;
}

static int take_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct importing *m = ctx;
	size_t n = m->src->mapping->n;
	uint8_t hash[LIST_HASH];
	bool any = false;
	arena_clear(m->one);
	if (is_skipped(m, row->number))
		return 0;
	struct str *cells = NEW_N(m->one, n, struct str);
	for (size_t i = 0; i < n; i++) {
		cells[i] = i < row->n ? row->cells[i].text : STR("");
		any |= str_trim(cells[i]).n > 0;
	}
	if (!any)
		return 0;
	if (m->i >= m->plan->rows)
		return changed_file(e);
	const struct list_match *x = &m->plan->match[m->i];
	list_hash_cells(m->header, m->order, n, cells, m->sealed, hash);
	if (x->row != row->number || memcmp(hash, x->hash, LIST_HASH) != 0)
		return changed_file(e);
	if (m->progress && m->i % PROGRESS_ROWS == 0)
		TRY(m->progress(m->ctx, m->i, m->plan->rows));
	m->i++;
	return x->fate == LIST_SAME ? add_run(m, x, e) : add_mention(m, row, x, e);
}

/* ---- the edition ---- */

static struct str left_out(const struct importing *m)
{
	AUTO_BUF b;
	buf_init(&b, CLAIM_DISCLOSURE_MAX / 2);
	if (!m->src->n_skip_rows)
		return STR("");
	for (size_t i = 0; i < m->src->n_skip_rows; i++)
		buf_printf(&b, "%s%lld", i ? "," : "[", (long long)m->src->skip_rows[i]);
	buf_char(&b, ']');
	return buf_copy(&b, m->a);
}

static int begin_edition(struct importing *m, struct err *e)
{
	const struct list_source *src = m->src;
	const struct table_look *look = src->look;
	const struct list_plan *plan = m->plan;
	bool text = look->format == TABLE_CSV;
	struct edition_new in = {
		.list = src->list,
		.name = src->name,
		.file = plan->file,
		.date = list_date_of(src, m->a),
		.label = src->label,
		.format = str_of(FORMATS[look->format]),
		.sheet = list_sheet_of(look),
		.encoding = text ? encoding_name(look->encoding) : STR(""),
		.separator = text ? str_n(&look->separator, 1) : STR(""),
		.quote = text && look->quote != ' ' ? str_n(&look->quote, 1) : STR(""),
		.header_row = look->header_row,
		.header = m->header,
		.n_header = src->mapping->n,
		.mapping = src->mapping,
		.rows = plan->rows,
		.added = plan->added,
		.changed = plan->changed,
		.same = plan->same,
		.removed = plan->removed,
		.left_out = left_out(m),
	};
	for (size_t i = 0; i < plan->n_columns; i++)
		in.not_understood += plan->columns[i].not_understood;
	return reg_edition_begin(&m->tx, &in, &m->edition, e);
}

/* Somebody can have taken in another edition between the plan and now. */
static int check_base(struct importing *m, struct err *e)
{
	struct edition *d;
	size_t n;
	bool there = m->plan->base == 0;
	TRY(reg_editions(m->tx.r, m->src->list.id, false, m->a, &d, &n, e));
	for (size_t i = 0; i < n; i++)
		there |= d[i].seq == m->plan->base;
	if (!there || (size_t)m->plan->editions != n)
		return err_set(
			e, ERR_CONFLICT,
			"another edition of this list came in or was taken back meanwhile: compare again");
	return 0;
}

static void prepare(struct importing *m)
{
	size_t n = m->src->mapping->n;
	m->header = NEW_N(m->a, n, struct str);
	m->sealed = NEW_N(m->a, n, bool);
	for (size_t i = 0; i < n; i++) {
		m->header[i] = m->src->look->columns[i].name;
		m->sealed[i] = m->src->mapping->columns[i].sealed;
	}
	m->order = list_hash_order(m->header, n, m->a);
}

int list_import(struct reg *r, const struct list_source *src, const struct list_plan *plan,
		list_progress *progress, void *ctx, struct list_result *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *one = arena_new(0);
	AUTO(importing_done)
	struct importing m = {
		.src = src, .plan = plan, .a = a, .one = one, .progress = progress, .ctx = ctx
	};
	struct table_sink sink = { .row = take_row, .ctx = &m };
	struct table_faults faults;
	if (plan->faults.stopping)
		return err_set(e, ERR_INPUT,
			       "the file has %lld faults that stop it; nothing was taken in",
			       (long long)plan->faults.stopping);
	if (src->mapping->n != plan->n_columns || !plan->rows)
		return err_set(e, ERR_INPUT, "there is nothing to take in");
	TRY(list_room_check(&plan->room, e));
	prepare(&m);
	TRY(reg_begin(&m.tx, r, e));
	TRY(check_base(&m, e));
	TRY(begin_edition(&m, e));
	TRY(table_rows(src->in, src->look, &sink, a, &faults, e));
	if (m.i != plan->rows)
		return changed_file(e);
	TRY(flush_runs(&m, e));
	TRY(reg_commit(&m.tx, e));
	*ret = (struct list_result){ .edition = m.edition,
				     .added = plan->added,
				     .changed = plan->changed,
				     .same = plan->same,
				     .removed = plan->removed,
				     .left_out = plan->left_out };
	return 0;
}
