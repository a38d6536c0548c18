/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_look.c - what a list of somebody else is, before anything is done with it. */
#include "cli/app.h"

#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/list_file.h"
#include "intake/table_check.h"
#include "text/csv.h"

enum { SHOWN_ROWS = 3 };

/* ---- for programs ---- */

static const char *const FORMATS[TABLE_FORMATS] = { "csv", "xlsx", "ods", "json-lines",
						    "json-array" };

static void put_json_columns(struct jout *j, const struct table_look *t, struct arena *a)
{
	jout_array(j, "columns");
	for (size_t i = 0; i < t->n_columns; i++) {
		jout_object(j, NULL);
		jout_str(j, "letters", csv_column_letters(a, i + 1));
		jout_text(j, "name", t->columns[i].name);
		jout_int(j, "filled", t->columns[i].filled);
		jout_bool(j, "hidden", t->columns[i].hidden);
		jout_close(j);
	}
	jout_close(j);
}

static void put_json_rows(struct jout *j, const struct table_look *t)
{
	jout_array(j, "first_rows");
	for (size_t i = 0; i < t->n_first; i++) {
		jout_object(j, NULL);
		jout_int(j, "row", t->first[i].number);
		jout_array(j, "cells");
		for (size_t k = 0; k < t->first[i].n; k++)
			jout_str(j, NULL, t->first[i].cells[k].text);
		jout_close(j);
		jout_close(j);
	}
	jout_close(j);
}

static void put_json(struct app *app, const struct table_look *t)
{
	struct jout j = jout_begin(&app->out);
	bool text = t->format == TABLE_CSV;
	jout_str(&j, "format", str_of(FORMATS[t->format]));
	jout_int(&j, "bytes", t->bytes);
	jout_text(&j, "encoding", encoding_name(t->encoding));
	jout_int(&j, "encoding_sure", t->encoding_sure);
	jout_bool(&j, "byte_order_mark", t->bom);
	jout_text(&j, "separator", text ? str_n(&t->separator, 1) : STR_NULL);
	jout_text(&j, "quote", text && t->quote != ' ' ? str_n(&t->quote, 1) : STR_NULL);
	jout_text(&j, "sheet", t->n_sheets ? t->sheets[t->sheet].name : STR_NULL);
	jout_array(&j, "sheets");
	for (size_t i = 0; i < t->n_sheets; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "name", t->sheets[i].name);
		jout_bool(&j, "hidden", t->sheets[i].hidden);
		jout_close(&j);
	}
	jout_close(&j);
	jout_int(&j, "header_row", t->header_row);
	jout_int(&j, "header_rows", t->header_row ? t->header_rows : 0);
	jout_int(&j, "rows", t->rows);
	put_json_columns(&j, t, app->a);
	put_json_rows(&j, t);
	list_json_faults(&j, &t->faults);
	jout_end(&j);
}

/* ---- for people ---- */

static struct str separator_name(struct app *app, char c)
{
	switch (c) {
	case ',':
		return app_tr(app, MSG_P("commas", "ویرگول"));
	case ';':
		return app_tr(app, MSG_P("semicolons", "نقطه‌ویرگول"));
	case '\t':
		return app_tr(app, MSG_P("tabs", "جهش (tab)"));
	default:
		return str_printf(app->a, "%c", c);
	}
}

static void put_format(struct app *app, const struct table_look *t)
{
	static const char *const NAMES[TABLE_FORMATS] = { "CSV", "XLSX", "ODS", "JSON lines",
							  "JSON" };
	struct str args[] = { str_of(NAMES[t->format]), encoding_name(t->encoding),
			      app_num(app, t->encoding_sure), separator_name(app, t->separator) };
	switch (t->format) {
	case TABLE_CSV:
		app_say(app,
			MSG_P("Text table: cells between {4}, encoding {2} ({3} % sure).",
			      "جدول متنی: جداکننده {4}، کدگذاری {2} (با اطمینان {3} درصد)."),
			args, COUNT(args));
		return;
	case TABLE_XLSX:
	case TABLE_ODS:
		args[1] = t->n_sheets ? text_harmless(app->a, t->sheets[t->sheet].name) : STR("");
		args[2] = app_num(app, (int64_t)t->n_sheets);
		app_say(app,
			MSG_P("{1} spreadsheet: sheet \"{2}\" of {3}.",
			      "صفحه‌گستردهٔ {1}: برگهٔ «{2}» از {3} برگه."),
			args, COUNT(args));
		return;
	case TABLE_JSON_LINES:
	case TABLE_JSON_ARRAY:
		app_say(app, MSG_P("{1}: one object a row.", "{1}: هر ردیف یک شیء."), args,
			COUNT(args));
	}
}

static void put_rows(struct app *app, const struct table_look *t)
{
	struct str args[] = { app_num(app, t->rows), app_num(app, (int64_t)t->n_columns),
			      app_num(app, t->header_row) };
	app_say(app,
		t->header_row
			? MSG_P("{1} rows, {2} columns; their names stand in row {3}.",
				"{1} ردیف، {2} ستون؛ نام ستون‌ها در ردیف {3} است.")
			: MSG_P("{1} rows, {2} columns.", "{1} ردیف، {2} ستون."),
		args, COUNT(args));
	struct grid g = grid_new(app->a, 3 + SHOWN_ROWS);
	for (size_t i = 1; i < 3 + SHOWN_ROWS; i++)
		g.max[i] = 24;
	g.right[2] = true;
	for (size_t i = 0; i < t->n_columns; i++) {
		const struct table_column *c = &t->columns[i];
		grid_add(&g, csv_column_letters(app->a, i + 1));
		grid_add(&g, c->name);
		grid_add(&g, app_num(app, c->filled));
		for (size_t k = 0; k < SHOWN_ROWS; k++)
			grid_add(&g, k < t->n_first && i < t->first[k].n ? t->first[k].cells[i].text
									 : STR_NULL);
	}
	grid_put(&g, 2, &app->out);
}

static int run(struct app *app, struct err *e)
{
	AUTO_LIST_FILE f = { .fd = -1 };
	TRY(list_file_open(app, 0, &f, e));
	TRY(table_check_file(&f.in, &f.look, app->a, e));
	if (app->json) {
		put_json(app, &f.look);
		return 0;
	}
	put_format(app, &f.look);
	put_rows(app, &f.look);
	list_put_faults(app, &f.look.faults, &f.look);
	return 0;
}

static const struct option OPTIONS[] = { LIST_FILE_OPTIONS, { 0 } };

const struct command cmd_list_look = {
	.name = "list look",
	.args = "FILE",
	.summary = MSG("Look at a list of somebody else: what it is, and what is wrong with it.",
		       "نگاه به فهرست دیگران: چیست و چه ایرادی دارد."),
	.help = MSG(
		"FILE is a table in CSV, TSV, XLSX, ODS, JSON lines or a JSON array of objects; what it is is found "
		"in its bytes. Nothing is written and no vault is needed. All of the file is read, by vigil-worker.\n\n"
		"Everything that is not as it should be is told with row and column: broken encoding, shifted rows, "
		"merged cells, formulas, hidden rows. (!) marks what has to be settled before an import.",
		"FILE جدولی است به شکل CSV، TSV، XLSX، ODS، سطرهای JSON یا آرایهٔ JSON از شیءها. چیزی نوشته نمی‌شود و "
		"گنجه لازم نیست.\n\n"
		"هر ایراد با ردیف و ستون گفته می‌شود. (!) یعنی پیش از وارد کردن باید روشن شود."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
