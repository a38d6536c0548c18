/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_plan.c - all of a file is read and compared before anything is written. */
#include "intake/list_priv.h"

#include <unistd.h>

#include "base/json.h"
#include "base/map.h"
#include "intake/table_check.h"
#include "names/names.h"
#include "text/fold.h"

enum { PROGRESS_ROWS = 2000 };

struct planning {
	struct reg *r;
	const struct list_source *src;
	const struct list_mapping *m;
	struct arena *keep; /* what is compared; given up with the plan made */
	struct arena *one;  /* of the row at hand */
	struct arena *a;    /* of the plan */
	struct list_plan *plan;
	struct str *header;
	bool *sealed;
	size_t *order;
	bool is_name[LIST_COLUMNS_MAX];
	struct table_check *traces;
	struct list_seen *rows;
	size_t n_rows, cap_rows;
	struct map doubles; /* hashes seen */
	size_t next_skip;
	list_progress *progress;
	void *ctx;
};

/* ---- rows of the file ---- */

/* Somebody said to leave it out; numbers ascend on both sides. */
static bool is_skipped(struct planning *p, int64_t row)
{
	const struct list_source *src = p->src;
	while (p->next_skip < src->n_skip_rows && src->skip_rows[p->next_skip] < row)
		p->next_skip++;
	return p->next_skip < src->n_skip_rows && src->skip_rows[p->next_skip] == row;
}

static void count_cells(struct planning *p, const struct str *cells, int64_t row)
{
	for (size_t i = 0; i < p->m->n; i++) {
		struct list_column_count *c = &p->plan->columns[i];
		struct list_reading r;
		if (!str_trim(cells[i]).n)
			continue;
		c->filled++;
		if (p->m->columns[i].field == LIST_KEPT || p->sealed[i])
			continue;
		list_read_cell(&p->m->columns[i], cells[i], p->src->lang, p->one, &r);
		c->understood += r.verdict == LIST_UNDERSTOOD;
		c->doubtful += r.verdict == LIST_DOUBTFUL;
		c->not_understood += r.verdict == LIST_NOT_UNDERSTOOD;
		if (r.verdict == LIST_NOT_UNDERSTOOD && !c->first_row) {
			c->first_row = row;
			c->first_cell =
				str_copy(p->a, str_n(r.given.p, r.given.n < 80 ? r.given.n : 0));
		}
	}
}

/* What is compared of a row by the columns of the new file. `at[i]`: the column of cell i; SIZE_MAX none. */
static void see(struct planning *p, const struct list_mapping *m, const struct str *header,
		const bool *sealed, const size_t *order, const size_t *at, const struct str *cells,
		struct list_seen *ret)
{
	struct list_row said;
	list_hash_cells(header, order, m->n, cells, sealed, ret->hash);
	list_row_understand(m, cells, m->n, p->one, &said);
	ret->id = str_copy(p->keep, said.field[LIST_ID]);
	struct str name = said.field[LIST_NAME];
	if (!name.n)
		name = str_trim(str_printf(p->one, "%.*s %.*s", STR_FMT(said.field[LIST_GIVEN]),
					   STR_FMT(said.field[LIST_FAMILY])));
	ret->shown = str_copy(p->keep, name);
	ret->name = fold_key(p->keep, name);
	ret->cells = NEW_N(p->keep, p->m->n, uint32_t);
	for (size_t i = 0; i < m->n; i++)
		if (at[i] != SIZE_MAX && !(sealed && sealed[i]))
			ret->cells[at[i]] = list_hash_cell(cells[i]);
}

static int sealed_text(struct planning *p, const struct table_row *row, struct list_seen *ret,
		       struct err *e)
{
	AUTO_BUF cells;
	AUTO_BUF sealed;
	buf_init(&cells, TABLE_ROW_MAX);
	buf_init(&sealed, TABLE_ROW_MAX);
	list_cells_write(row, p->m, &cells, &sealed);
	TRY(buf_check(&cells, e));
	TRY(buf_check(&sealed, e));
	ret->sealed = buf_copy(&sealed, p->keep);
	if (cells.n + sealed.n > LIST_ROW_SEALED_MAX) {
		static const struct msg WHAT = MSG(
			"the row has more text than can be sealed at once",
			"این ردیف متنی بیش از آن دارد که یک‌جا مُهر شود");
		static const struct msg TODO = MSG(
			"Move long texts into a file of their own, or leave the row out by its number.",
			"متن‌های بلند را به پروندهٔ جداگانه ببرید، یا ردیف را با شماره کنار بگذارید.");
		struct table_fault f = { .code = "row_too_long",
					 .row = row->number,
					 .stops = true };
		table_fault_add(&p->plan->faults, &f, &WHAT, &TODO, NULL, 0);
	}
	return 0;
}

/* As linking sees it: "unknown", initials, several people. */
static bool names_nobody(struct str shown, struct arena *a)
{
	struct name name;
	name_read(shown, NAME_FULL, a, &name);
	return name.missing || name.group;
}

static int take_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct planning *p = ctx;
	struct list_plan *plan = p->plan;
	arena_clear(p->one);
	if (p->progress && p->n_rows % PROGRESS_ROWS == 0)
		TRY(p->progress(p->ctx, (int64_t)p->n_rows, p->src->look->rows));
	table_check_row(p->traces, row);
	if (is_skipped(p, row->number)) {
		plan->left_out++;
		return 0;
	}
	if (p->n_rows == LIST_ROWS_MAX)
		return err_set(e, ERR_TOOBIG, "a list has at most %d rows", LIST_ROWS_MAX);
	struct str *cells = NEW_N(p->one, p->m->n, struct str);
	size_t *at = NEW_N(p->one, p->m->n, size_t);
	bool any = false;
	for (size_t i = 0; i < p->m->n; i++) {
		cells[i] = i < row->n ? row->cells[i].text : STR("");
		at[i] = i;
		any |= str_trim(cells[i]).n > 0;
	}
	if (!any)
		return 0; /* as empty as a row that is not there */
	p->rows = arena_grow(p->keep, p->rows, p->n_rows, &p->cap_rows, sizeof *p->rows);
	struct list_seen *seen = &p->rows[p->n_rows++];
	*seen = (struct list_seen){ .row = row->number };
	see(p, p->m, p->header, p->sealed, p->order, at, cells, seen);
	TRY(sealed_text(p, row, seen, e));
	count_cells(p, cells, row->number);
	plan->unnamed += names_nobody(seen->shown, p->one);

	void **double_of = map_at(&p->doubles, str_n((const char *)seen->hash, LIST_HASH));
	plan->doubles += *double_of != NULL;
	*double_of = p;
	return 0;
}

/* ---- rows of the register ---- */

struct loading {
	struct planning *p;
	struct list_seen *list;
	size_t n, cap;
	const struct edition *of; /* of the row before: the same for thousands */
	size_t *order, *at;
	struct map newest;  /* mention -> index + 1 of its newest version */
	struct map in_base; /* mention: the edition before has it */
	bool older;
};

/* Where the columns of another edition are in the new file: the second "Name" is the second one there. */
static size_t *columns_at(struct planning *p, const struct edition *of)
{
	size_t *at = NEW_N(p->keep, of->n_header, size_t);
	for (size_t i = 0; i < of->n_header; i++) {
		size_t nth = 0;
		at[i] = SIZE_MAX;
		for (size_t k = 0; k < i; k++)
			nth += str_eq(of->header[k], of->header[i]);
		for (size_t k = 0; k < p->m->n && at[i] == SIZE_MAX; k++)
			if (str_eq(p->header[k], of->header[i]) && nth-- == 0)
				at[i] = k;
	}
	return at;
}

static int load_row(void *ctx, const struct edition_row *row, struct err *e)
{
	struct loading *l = ctx;
	struct planning *p = l->p;
	struct str *given;
	size_t n;
	struct str mention = str_n((const char *)&row->mention, sizeof row->mention);
	arena_clear(p->one);
	if (l->of != row->of) {
		l->of = row->of;
		l->order = list_hash_order(row->of->header, row->of->n_header, p->keep);
		l->at = columns_at(p, row->of);
	}
	TRY(list_cells_read(row->cells, p->one, &given, &n, e));
	struct str *cells = NEW_N(p->one, row->of->n_header, struct str);
	for (size_t i = 0; i < row->of->n_header; i++)
		cells[i] = i < n ? given[i] : STR("");
	l->list = arena_grow(p->keep, l->list, l->n, &l->cap, sizeof *l->list);
	struct list_seen *seen = &l->list[l->n++];
	*seen = (struct list_seen){ .row = row->row,
				    .edition = row->edition,
				    .base_row = row->row,
				    .mention = row->mention,
				    .version = row->version,
				    .sealed = STR("") };
	see(p, &row->of->mapping, row->of->header, NULL, l->order, l->at, cells, seen);
	if (!l->older) {
		*map_at(&l->in_base, mention) = p;
		return 0;
	}
	seen->taken = map_get(&l->in_base, mention) != NULL;
	/* Looked for by its id is the newest version only. */
	void **last = map_at(&l->newest, mention);
	if (*last)
		l->list[(size_t)(uintptr_t)*last - 1].id = STR("");
	*last = (void *)(uintptr_t)l->n;
	return 0;
}

/* The edition that comes before one of this date; the first that comes after it when none does. */
static int find_base(struct planning *p, struct str date, struct edition *ret, bool *ret_there,
		     struct err *e)
{
	struct edition *d;
	size_t n;
	*ret_there = false;
	TRY(reg_editions(p->r, p->src->list.id, false, p->a, &d, &n, e));
	p->plan->editions = (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		char hex[2 * HASH_LEN + 1];
		hex_encode(hex, p->plan->file.b, HASH_LEN);
		if (str_eq(d[i].sha256, str_n(hex, (size_t)2 * HASH_LEN)) &&
		    str_eq(d[i].sheet, list_sheet_of(p->src->look)))
			p->plan->twin = d[i].seq;
		/* EDTF dates of one precision are ordered as text; a coarser one stands before. */
		if (!*ret_there || str_cmp(d[i].date, date) <= 0) {
			*ret = d[i];
			*ret_there = true;
		}
	}
	return 0;
}

static int compare(struct planning *p, struct err *e)
{
	struct loading base = { .p = p };
	struct loading older = { .p = p, .older = true };
	struct edition ed;
	bool there;
	TRY(find_base(p, list_date_of(p->src, p->a), &ed, &there, e));
	if (p->plan->twin) {
		char number[NUMBER_TEXT_MAX];
		return err_set(
			e, ERR_CONFLICT,
			"this very file is in the register already: it is edition %s of the list",
			number_text(p->plan->twin, 1, number));
	}
	map_init(&base.in_base, p->keep);
	if (there) {
		p->plan->base = ed.seq;
		p->plan->erased = ed.rows - ed.found;
		TRY(reg_edition_rows(p->r, ed.seq, load_row, &base, e));
	}
	older.in_base = base.in_base;
	map_init(&older.newest, p->keep);
	TRY(reg_list_versions(p->r, p->src->list.id, load_row, &older, e));

	struct list_sides s = { .fresh = p->rows,
				.n_fresh = p->n_rows,
				.old = base.list,
				.n_old = base.n,
				.older = older.list,
				.n_older = older.n,
				.n_columns = p->m->n,
				.a = p->keep,
				.r = p->r };
	for (size_t i = 0; i < p->m->n; i++)
		s.has_sealed |= p->m->columns[i].sealed;
	p->plan->match = NEW_N(p->a, p->n_rows, struct list_match);
	TRY(list_match_rows(&s, p->is_name, p->plan->match, &p->plan->back, &p->plan->id_doubles,
			    e));
	for (size_t i = 0; i < p->n_rows; i++) {
		p->plan->added += !p->plan->match[i].in_base;
		p->plan->changed += p->plan->match[i].in_base && !p->plan->match[i].is_base;
		p->plan->same += p->plan->match[i].is_base;
	}
	for (size_t i = 0; i < base.n; i++)
		p->plan->removed += !base.list[i].taken;
	return 0;
}

/* ---- the whole ---- */

static int hash_file(int fd, struct hash *ret, struct err *e)
{
	enum { PIECE = 1 << 18 };
	AUTO_ARENA *a = arena_new(0);
	char *piece = NEW_N(a, PIECE, char);
	struct hasher *h = hasher_new();
	off_t at = 0;
	for (;;) {
		ssize_t n = pread(fd, piece, PIECE, at);
		if (n < 0) {
			hasher_free(h);
			return err_set(e, ERR_IO, "the file cannot be read");
		}
		if (n == 0)
			break;
		hasher_add(h, piece, (size_t)n);
		at += n;
	}
	*ret = hasher_end(h);
	return 0;
}

/* Rows that were left out stop nothing. */
static void forgive_skipped(const struct list_source *src, struct table_faults *fs)
{
	for (size_t i = 0; i < fs->n; i++)
		for (size_t k = 0; k < src->n_skip_rows; k++)
			if (fs->items[i].stops && fs->items[i].row == src->skip_rows[k]) {
				fs->items[i].stops = false;
				fs->stopping--;
			}
}

/* A guess that is hardly better than another one would change names in silence: somebody has to choose. */
static void stop_at_guess(const struct table_look *look, struct table_faults *fs)
{
	const char *guess = table_fault_code_name(TABLE_FAULT_ENCODING_UNSURE);
	for (size_t i = 0; i < fs->n && look->encoding_sure < LIST_ENCODING_SURE; i++)
		if (strcmp(fs->items[i].code, guess) == 0 && !fs->items[i].stops) {
			fs->items[i].stops = true;
			fs->stopping++;
		}
}

static void prepare(struct planning *p)
{
	const struct table_look *look = p->src->look;
	p->header = NEW_N(p->keep, p->m->n, struct str);
	p->sealed = NEW_N(p->keep, p->m->n, bool);
	for (size_t i = 0; i < p->m->n; i++) {
		enum list_field f = p->m->columns[i].field;
		p->header[i] = look->columns[i].name;
		p->sealed[i] = p->m->columns[i].sealed;
		p->is_name[i] = f == LIST_NAME || f == LIST_GIVEN || f == LIST_FAMILY;
	}
	p->order = list_hash_order(p->header, p->m->n, p->keep);
	map_init(&p->doubles, p->keep);
	p->plan->n_columns = p->m->n;
	p->plan->columns = NEW_N(p->a, p->m->n, struct list_column_count);
	for (size_t i = 0; i < p->m->n; i++)
		p->plan->columns[i].first_cell = STR("");
}

static void traces_free(struct table_check **k)
{
	table_check_free(*k);
}

int list_plan(struct reg *r, const struct list_source *src, list_progress *progress, void *ctx,
	      struct arena *a, struct list_plan *ret, struct err *e)
{
	AUTO_ARENA *keep = arena_new((size_t)16 << 30);
	AUTO_ARENA *one = arena_new(0);
	struct list_plan plan = { .base = 0 };
	struct planning p = { .r = r,
			      .src = src,
			      .m = src->mapping,
			      .keep = keep,
			      .one = one,
			      .a = a,
			      .plan = &plan,
			      .progress = progress,
			      .ctx = ctx };
	struct table_sink sink = { take_row, &p, src->skip_rows, src->n_skip_rows };
	struct table_faults faults;
	if (!str_eq(src->list.kind, STR("list")))
		return err_set(e, ERR_INPUT, "this record is no list; `vigil list add` makes one");
	if (src->mapping->n != src->look->n_columns)
		return err_set(e, ERR_INPUT, "the mapping is not one for these columns");
	prepare(&p);
	TRY(hash_file(src->in->fd, &plan.file, e));
	AUTO(traces_free) struct table_check *traces = table_check_new(keep, p.m->n);
	p.traces = traces;
	/* Faults of rows while they come; those of the reading are put before them. */
	table_faults_init(&plan.faults, a, src->lang, 0);
	TRY(table_rows(src->in, src->look, &sink, a, &faults, e));
	list_faults_join(&faults, &plan.faults);
	plan.faults = faults;
	table_check_end(traces, &plan.faults);
	table_faults_head(src->look, &plan.faults);
	stop_at_guess(src->look, &plan.faults);
	table_faults_sort(&plan.faults);
	forgive_skipped(src, &plan.faults);
	plan.rows = (int64_t)p.n_rows;
	TRY(compare(&p, e));
	*ret = plan;
	return 0;
}
