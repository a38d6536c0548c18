/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_look.c - what a table is: one pass over all of it, its first rows kept. */
#include "intake/table_priv.h"

#include <sys/stat.h>

enum { HEAD_ROWS = 60, MERGES_MAX = 2000 };

struct looking {
	const struct table_options *o;
	struct arena *a;
	struct table_look look;
	struct table_row head[HEAD_ROWS];
	size_t n_head;
	struct table_merge *merges;
	size_t n_merges, cap_merges;
	size_t cap_sheets;
	bool decided;
	bool is_text; /* CSV: every row says how many cells it has */
	bool is_json; /* objects have names of their own and no header row */
	size_t widest;
	int64_t last_row;
	int64_t *filled; /* TABLE_COLUMNS_MAX, data rows behind the head */
	bool *hidden;	 /* columns */
};

/* ---- rows ------------------------------------------------------------ */

static struct table_row copy_row(struct arena *a, const struct table_row *row)
{
	struct table_cell *cells = NEW_N(a, row->n, struct table_cell);
	for (size_t i = 0; i < row->n; i++) {
		cells[i] = row->cells[i];
		cells[i].text = str_copy(a, cells[i].text);
		cells[i].raw = str_copy(a, cells[i].raw);
		cells[i].format = str_copy(a, cells[i].format);
	}
	return (struct table_row){ row->number, cells, row->n, row->hidden };
}

static void count_row(struct looking *l, const struct table_row *row)
{
	l->look.rows++;
	if (l->is_text && row->n != l->look.n_columns)
		table_check_width(&l->look.faults, row, l->look.n_columns);
	for (size_t i = 0; i < row->n; i++)
		l->filled[i] += row->cells[i].text.n > 0;
	l->widest = row->n > l->widest ? row->n : l->widest;
}

static size_t usual_cells(const struct looking *l)
{
	size_t by[TABLE_COLUMNS_MAX + 1] = { 0 };
	size_t best = 0;
	for (size_t i = 0; i < l->n_head; i++)
		if (++by[l->head[i].n] > by[best])
			best = l->head[i].n;
	return best;
}

static ptrdiff_t chosen_header(const struct looking *l)
{
	for (size_t i = 0; i < l->n_head; i++)
		if (l->head[i].number == l->o->header_row)
			return (ptrdiff_t)i;
	return -1;
}

static void decide(struct looking *l)
{
	struct table_look *look = &l->look;
	struct table_head h = { l->head, l->n_head, l->merges, l->n_merges };
	ptrdiff_t at = -1;
	look->header_rows = 1;
	l->decided = true;
	if (l->is_json)
		at = -1;
	else if (l->o->header_row > 0)
		at = chosen_header(l);
	else if (l->o->header_row == 0)
		table_find_header(&h, &at, &look->header_rows);
	size_t names = at >= 0 ? l->head[at].n : 0;
	look->header_row = at >= 0 ? l->head[at].number : 0;
	look->n_columns = at >= 0 && l->is_text ? names : usual_cells(l);
	look->n_columns = look->n_columns > names ? look->n_columns : names;
	look->columns = NEW_N(l->a, TABLE_COLUMNS_MAX, struct table_column);
	for (size_t i = 0; i < TABLE_COLUMNS_MAX && at >= 0; i++) {
		look->columns[i].name = table_column_name(&h, at, look->header_rows, i, l->a);
		look->columns[i].as_given = i < names ? l->head[at].cells[i].text : STR_NULL;
	}
	size_t titles = at < 0 ? 0 : (size_t)(at + 1 - look->header_rows);
	look->above = l->head;
	look->n_above = titles;
	size_t first = (size_t)(at + 1);
	look->first = l->head + first;
	look->n_first = l->n_head - first < TABLE_FIRST_ROWS ? l->n_head - first : TABLE_FIRST_ROWS;
	for (size_t i = first; i < l->n_head; i++)
		count_row(l, &l->head[i]);
}

/* The names in a text table are needed to count the cells of its rows. Those of a spreadsheet are
 * judged at the end, since merged cells are told behind the rows. */
static int on_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct looking *l = ctx;
	(void)e;
	l->look.empty += row->number - l->last_row - 1;
	l->last_row = row->number;
	if (!l->decided && l->n_head < HEAD_ROWS) {
		l->head[l->n_head++] = copy_row(l->a, row);
		return 0;
	}
	if (!l->decided && l->is_text)
		decide(l);
	count_row(l, row);
	return 0;
}

static int on_mark(void *ctx, const struct table_mark *m, struct err *e)
{
	struct looking *l = ctx;
	(void)e;
	struct table_merge merge;
	table_fault_mark(&l->look.faults, m);
	if (m->code == TABLE_FAULT_HIDDEN_COLUMN && m->column - 1 < TABLE_COLUMNS_MAX)
		l->hidden[m->column - 1] = true;
	if (m->code == TABLE_FAULT_MERGED && l->n_merges < MERGES_MAX &&
	    table_merge_parse(m, &merge)) {
		l->merges = arena_grow(l->a, l->merges, l->n_merges, &l->cap_merges, sizeof merge);
		l->merges[l->n_merges++] = merge;
	}
	return 0;
}

static int on_format(void *ctx, enum table_format format, struct err *e)
{
	struct looking *l = ctx;
	(void)e;
	l->is_text = format == TABLE_CSV;
	l->is_json = format == TABLE_JSON_LINES || format == TABLE_JSON_ARRAY;
	return 0;
}

static int on_sheet(void *ctx, const struct table_sheet *s, struct err *e)
{
	struct looking *l = ctx;
	struct table_look *look = &l->look;
	if (look->n_sheets == TABLE_SHEETS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d sheets", TABLE_SHEETS_MAX);
	look->sheets = arena_grow(l->a, look->sheets, look->n_sheets, &l->cap_sheets,
				  sizeof *look->sheets);
	look->sheets[look->n_sheets++] = (struct table_sheet){ str_copy(l->a, s->name), s->hidden };
	return 0;
}

/* ---- at the end ------------------------------------------------------ */

static void tell(struct looking *l, enum table_fault_code code, size_t column, struct str cell,
		 struct str arg)
{
	struct table_mark m = { .code = code,
				.row = column ? l->look.header_row : 0,
				.column = column,
				.cell = cell,
				.arg = arg };
	table_fault_mark(&l->look.faults, &m);
}

static void check_names(struct looking *l)
{
	struct table_look *look = &l->look;
	for (size_t i = 0; i < look->n_columns; i++) {
		struct str name = look->columns[i].name;
		if (!name.n && look->columns[i].filled && look->header_row)
			tell(l, TABLE_FAULT_NO_NAME, i + 1, STR_NULL, STR_NULL);
		for (size_t k = 0; k < i && name.n; k++)
			if (str_eq(look->columns[k].name, name)) {
				tell(l, TABLE_FAULT_NAME_TWICE, i + 1, name,
				     str_printf(l->a, "%zu", k + 1));
				break;
			}
	}
}

static void check_header(struct looking *l)
{
	struct table_look *look = &l->look;
	struct str row = str_printf(l->a, "%lld", (long long)look->header_row);
	if (!look->rows)
		tell(l, TABLE_FAULT_NO_ROWS, 0, STR_NULL, STR_NULL);
	if (!look->header_row && l->n_head && !l->o->header_row && !l->is_json)
		tell(l, TABLE_FAULT_NO_HEADER, 0, STR_NULL, STR_NULL);
	if (look->n_above)
		tell(l, TABLE_FAULT_ROWS_ABOVE, 0, STR_NULL, row);
	if (look->header_rows == 2)
		tell(l, TABLE_FAULT_TWO_HEADER_ROWS, 0, STR_NULL, row);
}

static void take_answer(struct looking *l, const struct table_answer *answer)
{
	struct table_look *look = &l->look;
	look->format = answer->format;
	look->encoding = answer->encoding;
	look->encoding_sure = answer->sure;
	look->bom = answer->bom;
	look->separator = answer->separator;
	look->quote = answer->quote;
	look->all_seen = answer->all;
	for (size_t i = 0; i < look->n_sheets; i++)
		if (str_eq(look->sheets[i].name, answer->sheet))
			look->sheet = i;
}

static void take_names(struct looking *l, const struct table_answer *answer)
{
	struct table_look *look = &l->look;
	look->n_columns = answer->n_columns;
	for (size_t i = 0; i < answer->n_columns; i++)
		look->columns[i].name = look->columns[i].as_given = answer->columns[i];
}

static void finish(struct looking *l, const struct table_answer *answer)
{
	struct table_look *look = &l->look;
	take_answer(l, answer);
	if (!l->decided)
		decide(l);
	if (l->is_json)
		take_names(l, answer);
	else if (!l->is_text && l->widest > look->n_columns)
		look->n_columns = l->widest;
	for (size_t i = 0; i < look->n_columns; i++) {
		look->columns[i].filled = l->filled[i];
		look->columns[i].hidden = l->hidden[i];
	}
	check_header(l);
	if (!l->is_json)
		check_names(l);
	table_count_marks(&look->faults, answer->marks);
	table_faults_sort(&look->faults);
}

int table_look(const struct table_input *in, const struct table_options *o, struct arena *a,
	       struct table_look *ret, struct err *e)
{
	struct stat st;
	struct table_answer answer;
	struct looking *l = NEW(a, struct looking);
	struct frame_sink frames = { on_format, on_row, on_mark, on_sheet, l };
	struct table_question q = { o->sheet, o->encoding, o->separator, o->quote, o->rows_max };
	*l = (struct looking){ .o = o, .a = a };
	l->filled = NEW_N(a, TABLE_COLUMNS_MAX, int64_t);
	l->hidden = NEW_N(a, TABLE_COLUMNS_MAX, bool);
	table_faults_init(&l->look.faults, a, o->lang, o->faults_max);
	TRY(table_ask(in, &q, &frames, a, &answer, e));
	if (fstat(in->fd, &st) == 0)
		l->look.bytes = (int64_t)st.st_size;
	finish(l, &answer);
	*ret = l->look;
	return 0;
}
