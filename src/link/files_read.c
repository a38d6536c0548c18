/* SPDX-License-Identifier: GPL-3.0-or-later */
/* files_read.c - tables to records by the columns that a config names. */
#include "link/files.h"

#include <unistd.h>

#include "base/file.h"
#include "intake/table_check.h"
#include "link/link_priv.h"
#include "register/list.h"
#include "text/csv.h"

enum { NO_COLUMN = -1, NOTES_MAX = 200, LOOKED_AT = 2000 };

/* Of a record and one of its fields while it is compared, measured on a million records of seven fields. */
static const double BYTES_A_FIELD = 190;

struct places { /* of one file: columns of a field */
	ptrdiff_t parts[LINK_PARTS_MAX];
	ptrdiff_t calendar;
};

struct reader {
	const struct link_config *c;
	const struct link_input *in;
	struct link_tables *ret;
	struct link_set_builder *b;
	struct arena *a;
	struct arena *row; /* cleared for each */
	struct link_table *table;
	struct table_check *check;
	ptrdiff_t id, list;
	struct places of[LINK_FIELDS_MAX];
	bool seen[LINK_FIELDS_MAX][LINK_PARTS_MAX]; /* in any file */
	bool seen_calendar[LINK_FIELDS_MAX];
	size_t notes_cap;
	double expected; /* records, of all files looked at so far */
};

/* What it says is thrown away once there are NOTES_MAX. */
static struct link_warning *note(struct reader *r, enum link_warning_code code)
{
	struct link_tables *t = r->ret;
	if (t->n_notes < NOTES_MAX)
		t->notes = arena_grow(r->a, t->notes, t->n_notes, &r->notes_cap, sizeof *t->notes);
	struct link_warning *w =
		t->n_notes < NOTES_MAX ? &t->notes[t->n_notes++] : NEW(r->row, struct link_warning);
	*w = (struct link_warning){ .code = code };
	return w;
}

static struct str list_of(struct str path)
{
	for (size_t i = path.n; i-- > 0;) {
		if (path.p[i] == '/') {
			path = str_from(path, i + 1);
			break;
		}
	}
	for (size_t i = path.n; i-- > 1;)
		if (path.p[i] == '.')
			return str_n(path.p, i);
	return path;
}

/* ---- columns ---- */

/* *ret NO_COLUMN: there is none. ERR_INPUT: several have that name. */
static int find_column(const struct reader *r, struct str name, ptrdiff_t *ret, struct err *e)
{
	const struct table_look *t = &r->table->look;
	*ret = NO_COLUMN;
	for (size_t i = 0; i < t->n_columns && name.n; i++) {
		if (!str_eq(t->columns[i].name, str_trim(name)))
			continue;
		if (*ret >= 0)
			return err_set(
				e, ERR_INPUT,
				"row %lld, columns %s and %s are both called \"%.*s\": which one is meant? Give "
				"one of them another name",
				(long long)t->header_row,
				csv_column_letters(r->a, (size_t)*ret + 1).p,
				csv_column_letters(r->a, i + 1).p, STR_FMT(name));
		*ret = (ptrdiff_t)i;
	}
	return 0;
}

static bool stands_in(const struct table_row *row, struct str name)
{
	bool found = false;
	for (size_t i = 0; i < row->n && name.n; i++)
		found |= str_eq(str_trim(row->cells[i].text), str_trim(name));
	return found;
}

/* How many columns of the config a row names. */
static size_t count_names(const struct link_config *c, const struct table_row *row)
{
	size_t n = (size_t)stands_in(row, c->id) + stands_in(row, c->list);
	for (size_t f = 0; f < c->n_fields; f++) {
		n += stands_in(row, c->columns[f].calendar_column);
		for (size_t i = 0; i < c->columns[f].n_parts; i++)
			n += stands_in(row, c->columns[f].parts[i]);
	}
	return n;
}

/* Which row has the names is guessed where nobody says it; a config knows them. 0: none of the first ones. */
static int64_t find_names(const struct reader *r)
{
	const struct table_look *t = &r->table->look;
	int64_t at = 0;
	size_t most = 0;
	for (size_t i = 0; i < t->n_above + t->n_first; i++) {
		const struct table_row *row =
			i < t->n_above ? &t->above[i] : &t->first[i - t->n_above];
		size_t n = count_names(r->c, row);
		if (n > most) {
			most = n;
			at = row->number;
		}
	}
	return at;
}

static bool has_no_names(const struct table_look *t)
{
	return !t->header_row && t->format < TABLE_JSON_LINES;
}

static int need_column(const struct reader *r, struct str name, const char *key, ptrdiff_t *ret,
		       struct err *e)
{
	TRY(find_column(r, name, ret, e));
	if (!name.n || *ret >= 0)
		return 0;
	if (has_no_names(&r->table->look))
		return err_set(
			e, ERR_INPUT,
			"no row with the names of the columns was found; --header-row says which");
	return err_set(e, ERR_INPUT, "there is no column \"%.*s\", which \"%s\" names",
		       STR_FMT(name), key);
}

static int take_header(struct reader *r, struct err *e)
{
	const struct link_config *c = r->c;
	TRY(need_column(r, c->id, "id", &r->id, e));
	TRY(need_column(r, c->list, "list", &r->list, e));
	for (size_t f = 0; f < c->n_fields; f++) {
		const struct link_column *col = &c->columns[f];
		bool some = false;
		TRY(find_column(r, col->calendar_column, &r->of[f].calendar, e));
		r->seen_calendar[f] |= r->of[f].calendar >= 0 || !col->calendar_column.n;
		for (size_t i = 0; i < col->n_parts; i++) {
			ptrdiff_t *at = &r->of[f].parts[i];
			TRY(find_column(r, col->parts[i], at, e));
			r->seen[f][i] |= *at >= 0 || !col->parts[i].n;
			some |= *at >= 0;
		}
		if (!some) {
			struct link_warning *w = note(r, LINK_WARN_COLUMN);
			w->text[0] = r->table->list;
			w->text[1] = c->fields[f].label;
		}
	}
	return 0;
}

static int no_column(const struct reader *r, struct str name, struct err *e)
{
	for (size_t i = 0; i < r->ret->n; i++)
		if (has_no_names(&r->ret->tables[i].look))
			return err_set(
				e, ERR_INPUT,
				"no file has a column \"%.*s\": in %.*s no row with the names of the columns "
				"was found; --header-row says which",
				STR_FMT(name), STR_FMT(r->ret->tables[i].path));
	return err_set(e, ERR_INPUT, "no file has a column \"%.*s\"", STR_FMT(name));
}

static int check_columns(const struct reader *r, struct err *e)
{
	for (size_t f = 0; f < r->c->n_fields; f++) {
		const struct link_column *col = &r->c->columns[f];
		for (size_t i = 0; i < col->n_parts; i++)
			if (!r->seen[f][i])
				return no_column(r, col->parts[i], e);
		if (!r->seen_calendar[f])
			return no_column(r, col->calendar_column, e);
	}
	return 0;
}

/* ---- rows ---- */

static struct str cell_of(const struct table_row *row, ptrdiff_t at)
{
	struct str cell = at < 0 || (size_t)at >= row->n ? STR("") : str_trim(row->cells[at].text);
	return list_cell_is_error(cell) ? STR("") : cell;
}

static struct str joined(struct reader *r, size_t f, const struct table_row *row)
{
	const struct link_column *col = &r->c->columns[f];
	struct str s = STR("");
	for (size_t i = 0; i < col->n_parts; i++) {
		struct str cell = cell_of(row, r->of[f].parts[i]);
		if (col->by_parts && i && !cell.n)
			break;
		if (!cell.n)
			continue;
		s = !s.n ? cell
			 : str_printf(r->row, "%.*s%c%.*s", STR_FMT(s), col->by_parts ? '-' : ' ',
				      STR_FMT(cell));
	}
	return s;
}

static bool is_duplicate_free(const struct link_config *c, struct str list)
{
	for (size_t i = 0; i < c->n_duplicate_free; i++)
		if (str_eq(c->duplicate_free[i], list))
			return true;
	return false;
}

static int wrap_place(const struct reader *r, int64_t row, ptrdiff_t column, struct err *e)
{
	struct table_fault at = { .row = row, .column = (size_t)(column + 1) };
	struct str name = column < 0 ? STR("") : r->table->look.columns[column].name;
	return err_wrap(e, "%.*s", STR_FMT(table_fault_place(&r->table->faults, &at, name)));
}

static int take_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct reader *r = ctx;
	struct str cells[LINK_FIELDS_MAX];
	struct str calendars[LINK_FIELDS_MAX];
	table_check_row(r->check, row);
	/* What is refused in the end is read for its faults only. */
	if (r->table->faults.stopping)
		return 0;
	arena_clear(r->row);
	for (size_t f = 0; f < r->c->n_fields; f++) {
		ptrdiff_t calendar = r->of[f].calendar;
		cells[f] = joined(r, f, row);
		calendars[f] = calendar >= 0 ? cell_of(row, calendar) : r->c->columns[f].calendar;
	}
	struct str list = r->list >= 0 ? cell_of(row, r->list) : r->table->list;
	struct str id = r->id >= 0 ? cell_of(row, r->id)
				   : str_printf(r->row, "%.*s:%lld", STR_FMT(r->table->list),
						(long long)row->number);
	uint16_t l;
	if (link_set_list(r->b, list, is_duplicate_free(r->c, list), &l, e) < 0)
		return wrap_place(r, row->number, r->list, e);
	link_set_row(r->b, row->number);
	if (link_set_add(r->b, l, id, cells, calendars, e) < 0)
		return wrap_place(r, link_set_refused(r->b), r->id, e);
	r->table->rows++;
	return 0;
}

/* ---- files ---- */

int link_table_look(const struct link_input *in, struct str path, struct arena *a,
		    struct link_table *ret, int *ret_fd, struct err *e)
{
	struct table_options o = in->options;
	int fd;
	TRY(table_open(path, a, &fd, e));
	struct table_input input = { fd, in->worker };
	*ret = (struct link_table){ .path = path, .list = list_of(path) };
	table_faults_init(&ret->faults, a, o.lang, 0);
	/* Rows are read once more anyway, and with them all that is wrong; but what a workbook or a table of
	 * objects has is known at its end only. */
	o.rows_max = LOOKED_AT;
	int rc = table_look(&input, &o, a, &ret->look, e);
	if (rc == 0 && ret->look.format != TABLE_CSV && !ret->look.all_seen) {
		o.rows_max = 0;
		rc = table_look(&input, &o, a, &ret->look, e);
	}
	if (rc < 0) {
		close(fd);
		return err_wrap(e, "%.*s", STR_FMT(path));
	}
	*ret_fd = fd;
	return 0;
}

/* Of a table of few rows, or of numbers, the guess can be wrong. */
static int look_again(struct reader *r, int fd, struct err *e)
{
	const struct table_look *t = &r->table->look;
	struct table_options o = r->in->options;
	struct table_input input = { fd, r->in->worker };
	struct table_cell *names = NEW_N(r->a, t->n_columns, struct table_cell);
	struct table_row named = { .cells = names, .n = t->n_columns };
	for (size_t i = 0; i < t->n_columns; i++)
		names[i].text = t->columns[i].name;
	if (o.header_row || t->format >= TABLE_JSON_LINES || count_names(r->c, &named))
		return 0;
	o.header_row = find_names(r);
	if (!o.header_row)
		return 0;
	o.rows_max = t->all_seen ? 0 : LOOKED_AT;
	return table_look(&input, &o, r->a, &r->table->look, e);
}

/* Said before hours are spent: from how long the first rows are. */
static int check_size(struct reader *r, struct err *e)
{
	const struct table_look *t = &r->table->look;
	double bytes = 0;
	for (size_t i = 0; i < t->n_first; i++)
		for (size_t k = 0; k < t->first[i].n; k++)
			bytes += (double)t->first[i].cells[k].text.n + 1;
	r->expected +=
		t->all_seen ? (double)t->rows : (double)t->bytes * (double)t->n_first / (bytes + 1);
	double needs = r->expected * BYTES_A_FIELD * (double)r->c->n_fields / 1e9;
	double has = (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE) / 1e9;
	/* A guess from few rows: a file is refused only when it is far over what it may be. */
	if (r->expected > 1.25 * LINK_RECORDS_MAX)
		return err_set(
			e, ERR_TOOBIG,
			"about %.0f million records; at most %.0f million are compared at once. Part the lists by "
			"year or place, or train on a part and take the model to Spark with --export-splink",
			r->expected / 1e6, LINK_RECORDS_MAX / 1e6);
	if (needs > has)
		return err_set(
			e, ERR_TOOBIG,
			"about %.1f million records need about %.0f GB of memory, and there are %.0f GB. Part the "
			"lists by year or place, or train on a part and take the model to Spark with "
			"--export-splink",
			r->expected / 1e6, needs, has);
	return 0;
}

static int read_rows(struct reader *r, int fd, struct err *e)
{
	struct link_table *t = r->table;
	struct table_input input = { fd, r->in->worker };
	struct table_sink sink = { .row = take_row, .ctx = r };
	TRY(check_size(r, e));
	TRY(take_header(r, e));
	r->check = table_check_new(r->a, &t->look);
	int rc = table_rows(&input, &t->look, &sink, r->a, &t->faults, e);
	table_faults_head(&t->look, &t->faults);
	table_check_end(r->check, &t->faults);
	table_check_free(r->check);
	/* What stands before that which ended the reading is said first. */
	if (link_set_flush(r->b, e) < 0)
		return wrap_place(r, link_set_refused(r->b), r->id, e);
	return rc;
}

static int read_file(struct reader *r, struct str path, struct err *e)
{
	int fd = -1;
	r->table = &r->ret->tables[r->ret->n];
	TRY(link_table_look(r->in, path, r->a, r->table, &fd, e));
	r->ret->n++;
	int rc = look_again(r, fd, e);
	if (rc == 0)
		rc = read_rows(r, fd, e);
	close(fd);
	return rc < 0 ? err_wrap(e, "%.*s", STR_FMT(path)) : 0;
}

/* The first fault that stops, and how many there are. */
static int check_faults(const struct link_tables *t, struct err *e)
{
	int64_t all = 0;
	const struct link_table *of = NULL;
	const struct table_fault *first = NULL;
	for (size_t i = 0; i < t->n; i++) {
		all += t->tables[i].faults.stopping;
		for (size_t k = 0; k < t->tables[i].faults.n && !first; k++)
			if (t->tables[i].faults.items[k].stops) {
				of = &t->tables[i];
				first = &of->faults.items[k];
			}
	}
	if (!first)
		return 0;
	bool named = first->column && first->column <= of->look.n_columns;
	struct str name = named ? of->look.columns[first->column - 1].name : STR("");
	struct str place = table_fault_place(&of->faults, first, name);
	struct str more =
		all > 1 ? str_printf(of->faults.a, " (%lld faults in all)", (long long)all)
			: STR("");
	return err_set(e, ERR_INPUT, "%.*s: %.*s: %.*s %.*s%.*s Nothing was read.",
		       STR_FMT(of->path), STR_FMT(place), STR_FMT(first->what),
		       STR_FMT(first->todo), STR_FMT(more));
}

static void note_number(struct reader *r, enum link_warning_code code, struct str label, size_t n)
{
	if (!n)
		return;
	struct link_warning *w = note(r, code);
	w->text[0] = label;
	w->n[0] = (double)n;
}

static void note_value(struct reader *r, enum link_warning_code code, const struct link_field *f,
		       size_t n, struct str example)
{
	if (!n)
		return;
	struct link_warning *w = note(r, code);
	w->n[0] = (double)n;
	w->text[0] = f->label;
	w->text[1] = link_type_name(f->type);
	w->text[2] = example;
}

static void note_values(struct reader *r, const struct link_set *s)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		const struct link_values *vs = &s->values[f];
		struct str label = s->fields[f].label;
		note_value(r, LINK_WARN_UNREAD, &s->fields[f], vs->unread, vs->unread_example);
		note_value(r, LINK_WARN_NO_DAY, &s->fields[f], vs->no_days, vs->no_day_example);
		note_number(r, LINK_WARN_TWO_WAYS, label, vs->two_ways);
		note_number(r, LINK_WARN_FIRST_DAYS, label, vs->suspected);
	}
}

static int check_lists(const struct link_config *c, const struct link_set *s, struct err *e)
{
	if (c->mode == LINK_ACROSS && s->n_lists < 2)
		return err_set(
			e, ERR_INPUT,
			"\"mode\" is \"link\", which compares lists with each other, and there is one "
			"list: give another table, or name the column of lists by \"list\"");
	for (size_t i = 0; i < c->n_duplicate_free; i++) {
		bool there = false;
		for (size_t l = 0; l < s->n_lists; l++)
			there |= str_eq(s->lists[l].name, c->duplicate_free[i]);
		if (!there)
			return err_set(
				e, ERR_INPUT,
				"\"duplicate_free\" names \"%.*s\", and there is no such list",
				STR_FMT(c->duplicate_free[i]));
	}
	return 0;
}

int link_files_read(const struct link_config *c, const struct link_input *in,
		    const struct str *names, size_t n, struct arena *a, struct link_tables *ret,
		    struct err *e)
{
	AUTO_ARENA *row = arena_new((size_t)1 << 30);
	struct reader *r = NEW(a, struct reader);
	*r = (struct reader){ .c = c, .in = in, .ret = ret, .a = a, .row = row };
	*ret = (struct link_tables){ .tables = NEW_N(a, n, struct link_table) };
	AUTO_POOL *pool = pool_new(in->threads);
	r->b = link_set_begin(c->fields, c->n_fields, a);
	link_set_use(r->b, pool);
	for (size_t i = 0; i < n; i++)
		TRY(read_file(r, names[i], e));
	TRY(check_faults(ret, e));
	TRY(check_columns(r, e));
	struct link_set *s;
	TRY(link_set_done(r->b, &s, e));
	TRY(check_lists(c, s, e));
	note_values(r, s);
	ret->set = s;
	return 0;
}
