/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_file.c - a list of somebody else from the command line: opened, looked at, mapped. */
#include "cli/list_file.h"

#include <unistd.h>

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "text/csv.h"

enum { SHOWN_FAULTS = 20, SHOWN_ROWS = 3, MAPPING_MAX = 1 << 20 };

/* ---- what is asked ---- */

static int separator_of(struct str s, char *ret, struct err *e)
{
	static const struct {
		const char *word;
		char c;
	} WORDS[] = { { "comma", ',' }, { ",", ',' },	{ "semicolon", ';' }, { ";", ';' },
		      { "tab", '\t' },	{ "\t", '\t' }, { "pipe", '|' },      { "|", '|' } };
	for (size_t i = 0; i < COUNT(WORDS); i++)
		if (str_eq(s, str_of(WORDS[i].word))) {
			*ret = WORDS[i].c;
			return 0;
		}
	return err_set(e, CLI_USAGE, "--separator is comma, semicolon, tab or pipe");
}

int list_file_options(struct app *app, struct table_options *ret, struct err *e)
{
	const struct given *g = &app->given;
	*ret = (struct table_options){ .lang = app->lang };
	if (given_has(g, "--sheet"))
		ret->sheet = given_str(g, "--sheet");
	if (given_has(g, "--separator"))
		TRY(separator_of(given_str(g, "--separator"), &ret->separator, e));
	if (given_has(g, "--encoding") &&
	    !encoding_parse(given_str(g, "--encoding"), &ret->encoding))
		return err_set(
			e, CLI_USAGE,
			"--encoding is UTF-8, UTF-16LE, UTF-16BE, windows-1256, windows-1252, "
			"windows-1254, ISO-8859-1, ISO-8859-6 or ISO-8859-9");
	if (given_has(g, "--header-row")) {
		ret->header_row = given_number(g, "--header-row", 0);
		ret->header_row = ret->header_row ? ret->header_row : -1;
	}
	return 0;
}

/* What says nothing about such a file is a mistake of who said it, and would hide itself. */
static int check_options(struct app *app, const struct table_look *look, struct err *e)
{
	const struct given *g = &app->given;
	bool text = look->format == TABLE_CSV;
	if (given_has(g, "--sheet") && !look->n_sheets)
		return err_set(e, CLI_USAGE, "--sheet is for spreadsheets, and this file is none");
	if (!text && (given_has(g, "--encoding") || given_has(g, "--separator")))
		return err_set(
			e, CLI_USAGE,
			"--encoding and --separator are for text tables, and this file is none");
	return 0;
}

static struct str base_name(struct str path)
{
	for (size_t i = path.n; i--;)
		if (path.p[i] == '/')
			return str_from(path, i + 1);
	return path;
}

void list_file_done(struct list_file *f)
{
	if (f->fd >= 0)
		close(f->fd);
	f->fd = -1;
}

int list_file_open(struct app *app, size_t arg, struct list_file *ret, struct err *e)
{
	struct str path = given_arg(&app->given, arg);
	struct table_options o;
	TRY(list_file_options(app, &o, e));
	list_file_done(ret);
	TRY(table_open(path, app->a, &ret->fd, e));
	ret->name = base_name(path);
	TRY(worker_find(app->a, &ret->worker, e));
	ret->in = (struct table_input){ ret->fd, &ret->worker };
	TRY(table_look(&ret->in, &o, app->a, &ret->look, e));
	return check_options(app, &ret->look, e);
}

/* ---- faults ---- */

void list_json_faults(struct jout *j, const struct table_faults *fs)
{
	jout_int(j, "all_problems", fs->all);
	jout_int(j, "stopping", fs->stopping);
	jout_array(j, "problems");
	for (size_t i = 0; i < fs->n; i++) {
		const struct table_fault *f = &fs->items[i];
		jout_object(j, NULL);
		jout_str(j, "code", str_of(f->code));
		jout_int(j, "row", f->row);
		jout_int(j, "column", (int64_t)f->column);
		jout_text(j, "cell", f->cell);
		jout_str(j, "what", f->what);
		jout_str(j, "todo", f->todo);
		jout_bool(j, "stops", f->stops);
		jout_close(j);
	}
	jout_close(j);
}

void list_put_faults(struct app *app, const struct table_faults *fs, const struct table_look *t)
{
	struct str all[] = { app_num(app, fs->all), app_num(app, fs->stopping) };
	size_t shown = fs->n < SHOWN_FAULTS ? fs->n : SHOWN_FAULTS;
	if (fs->all == 0)
		return;
	app_say(app,
		MSG_P("Things to know: {1}. To be settled before an import (!): {2}.",
		      "نکته‌ها: {1}. آنچه پیش از وارد کردن باید روشن شود (!): {2}."),
		all, COUNT(all));
	for (size_t i = 0; i < TABLE_FAULT_CODES; i++)
		if (fs->by_code[i])
			buf_printf(&app->out, "  %.*s: %.*s%s\n",
				   STR_FMT(table_fault_kind((enum table_fault_code)i, app->lang)),
				   STR_FMT(app_num(app, fs->by_code[i])),
				   fs->stopping && table_fault_code_stops((enum table_fault_code)i)
					   ? " (!)"
					   : "");
	for (size_t i = 0; i < shown; i++) {
		const struct table_fault *f = &fs->items[i];
		bool named = f->column && f->column <= t->n_columns;
		struct str at =
			table_fault_place(fs, f, named ? t->columns[f->column - 1].name : STR_NULL);
		struct str quoted[] = { at, f->cell };
		if (f->cell.n)
			at = tr_fmt(app->a, app->lang, MSG_P("{1}, \"{2}\"", "{1}، «{2}»"), quoted,
				    COUNT(quoted));
		buf_printf(&app->out, "%.*s: %.*s\n", STR_FMT(text_harmless(app->a, at)),
			   STR_FMT(text_harmless(app->a, f->what)));
		text_wrap(&app->out, 4, app->width - 4, text_harmless(app->a, f->todo));
	}
	struct str more = app_num(app, fs->all - (int64_t)shown);
	if (fs->all > (int64_t)shown)
		app_say(app,
			MSG_P("... and {1} more (--json lists up to a thousand).",
			      "... و {1} مورد دیگر (--json تا هزار مورد را فهرست می‌کند)."),
			&more, 1);
}

/* ---- mapping ---- */

static struct str *header_of(const struct list_file *f, struct arena *a)
{
	struct str *header = NEW_N(a, f->look.n_columns, struct str);
	for (size_t i = 0; i < f->look.n_columns; i++)
		header[i] = f->look.columns[i].name;
	return header;
}

static int read_mapping(struct app *app, const struct list_file *f, struct list_choice *ret,
			struct err *e)
{
	struct str text;
	struct list_mapping m;
	TRY(app_file(app, given_str(&app->given, "--map"), MAPPING_MAX, &text, e));
	TRY(list_mapping_read(str_trim(text), app->a, &m, e));
	list_mapping_fit(&m, header_of(f, app->a), f->look.n_columns, app->a, &ret->mapping,
			 &ret->missing, &ret->fresh);
	if (ret->missing)
		return err_set(e, ERR_INPUT,
			       "the mapping names %zu columns that the file does not have",
			       ret->missing);
	return 0;
}

int list_choose_mapping(struct app *app, const struct list_file *f, int64_t list,
			struct list_choice *ret, struct err *e)
{
	struct list_guess g;
	*ret = (struct list_choice){ .before = 0 };
	if (given_has(&app->given, "--map"))
		return read_mapping(app, f, ret, e);
	if (given_has(&app->given, "--guess")) {
		ret->guessed = true;
		list_guess_columns(&f->look, app->a, &ret->mapping);
		return 0;
	}
	TRY(list_guess(app->reg, list, &f->look, app->a, &g, e));
	ret->mapping = g.mapping;
	ret->before = g.before;
	ret->missing = g.missing;
	ret->fresh = g.fresh;
	ret->guessed = g.before == 0;
	return 0;
}

static struct str cell_shown(struct app *app, const struct list_reading *r)
{
	struct str cell = text_harmless(app->a, r->given);
	switch (r->verdict) {
	case LIST_UNDERSTOOD:
		return str_eq(r->as, r->given)
			       ? cell
			       : str_printf(app->a, "%.*s = %.*s", STR_FMT(cell), STR_FMT(r->as));
	case LIST_DOUBTFUL:
		return str_printf(app->a, "%.*s = %.*s ?", STR_FMT(cell), STR_FMT(r->as));
	case LIST_NOT_UNDERSTOOD:
		return str_printf(app->a, "%.*s !", STR_FMT(cell));
	case LIST_AS_GIVEN:
	case LIST_NOTHING:
		break;
	}
	return cell;
}

static struct str meaning(struct app *app, const struct list_column *c)
{
	static const char *const ORDERS[] = { "", "dmy", "mdy", "ymd" };
	static const char *const CALENDARS[CAL_COUNT] = { "gregorian", "jalali", "hijri" };
	if (c->sealed)
		return app_tr(app, MSG_P("sealed", "مُهر و پنهان"));
	if (c->field == LIST_KEPT)
		return STR("-");
	return str_printf(app->a, "%s%s%s%s%s", list_field_code(c->field),
			  c->has_calendar ? " " : "", c->has_calendar ? CALENDARS[c->calendar] : "",
			  c->order ? " " : "", ORDERS[c->order]);
}

int list_put_mapping(struct app *app, const struct list_file *f, const struct list_mapping *m,
		     struct err *e)
{
	struct list_preview p;
	struct grid g = grid_new(app->a, 3 + SHOWN_ROWS);
	TRY(list_preview(&f->look, m, app->lang, app->a, &p, e));
	for (size_t i = 1; i < 3 + SHOWN_ROWS; i++)
		g.max[i] = 34;
	for (size_t i = 0; i < m->n; i++) {
		grid_add(&g, csv_column_letters(app->a, i + 1));
		grid_add(&g, text_harmless(app->a, m->columns[i].name));
		grid_add(&g, meaning(app, &m->columns[i]));
		for (size_t k = 0; k < SHOWN_ROWS; k++)
			grid_add(&g, k >= p.n_rows	    ? STR("")
				     : m->columns[i].sealed ? STR("***")
							    : cell_shown(app, &p.rows[k].cells[i]));
	}
	grid_put(&g, 2, &app->out);
	return 0;
}

/* ---- records ---- */

int list_find(struct app *app, struct str what, struct entity *ret, struct err *e)
{
	TRY(reg_entity(app->reg, what, app->a, ret, e));
	if (!str_eq(ret->kind, STR("list")))
		return err_set(e, ERR_INPUT, "this record is no list; `vigil list all` shows them");
	return 0;
}

struct str list_cells_line(struct app *app, struct str cells)
{
	AUTO_BUF b;
	struct str *c;
	size_t n;
	bool some = false;
	buf_init(&b, TABLE_ROW_MAX);
	if (!cells.n || list_cells_read(cells, app->a, &c, &n, NULL) < 0)
		return STR("");
	for (size_t i = 0; i < n; i++) {
		if (!c[i].n)
			continue;
		buf_add(&b, some ? STR(" | ") : STR(""));
		buf_add(&b, text_harmless(app->a, c[i]));
		some = true;
	}
	return buf_copy(&b, app->a);
}
