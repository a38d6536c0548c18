/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/problems.h"

#include "cli/grid.h"

static struct str place(struct app *app, const struct table_problem *p)
{
	struct str args[] = { app_num(app, p->row), p->column };
	if (p->row == 0)
		return p->column.n ? p->column : app_tr(app, MSG_P("the file", "پرونده"));
	if (!p->column.n)
		return tr_fmt(app->a, app->lang, MSG_P("row {1}", "ردیف {1}"), args, 1);
	return tr_fmt(app->a, app->lang, MSG_P("row {1}, column {2}", "ردیف {1}، ستون {2}"), args,
		      2);
}

void problems_put(struct app *app, const struct table *t, bool where)
{
	struct arena *a = app->a;
	for (size_t i = 0; i < t->n_problems; i++) {
		const struct table_problem *p = &t->problems[i];
		struct str at = where ? place(app, p) : p->column.n ? p->column : STR("claim");
		if (p->cell.n)
			at = str_printf(a, "%.*s, \"%.*s\"", STR_FMT(at), STR_FMT(p->cell));
		buf_printf(&app->out, "%.*s: %.*s\n", STR_FMT(text_harmless(a, at)),
			   STR_FMT(text_harmless(a, p->what)));
		if (p->todo.n)
			text_wrap(&app->out, 4, app->width - 4, text_harmless(a, p->todo));
	}
	int64_t more = t->all_problems - (int64_t)t->n_problems;
	if (more > 0) {
		struct str n = app_num(app, more);
		app_say(app, MSG_P("... and {1} more.", "... و {1} مورد دیگر."), &n, 1);
	}
}

void problems_json(struct app *app, struct jout *j, const struct table *t)
{
	(void)app;
	jout_int(j, "all_problems", t->all_problems);
	jout_array(j, "problems");
	for (size_t i = 0; i < t->n_problems; i++) {
		const struct table_problem *p = &t->problems[i];
		jout_object(j, NULL);
		jout_int(j, "row", p->row);
		jout_text(j, "column", p->column);
		jout_text(j, "cell", p->cell);
		jout_str(j, "what", p->what);
		jout_text(j, "todo", p->todo);
		jout_close(j);
	}
	jout_close(j);
}

/* ---- tables that are read here: estimates, series, events ---- */

static void foreign_json(struct app *app, const struct csv_problems *ps)
{
	struct jout j = jout_begin(&app->out);
	jout_int(&j, "all_problems", (int64_t)(ps->n + ps->dropped));
	jout_array(&j, "problems");
	for (size_t i = 0; i < ps->n; i++) {
		const struct csv_problem *p = &ps->items[i];
		jout_object(&j, NULL);
		jout_int(&j, "row", p->row);
		jout_int(&j, "column", (int64_t)p->column);
		jout_str(&j, "what", p->what);
		jout_str(&j, "todo", p->todo);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

void problems_put_csv(struct app *app, const struct csv_problems *ps)
{
	enum { SHOWN = 20 };
	if (app->json) {
		foreign_json(app, ps);
		return;
	}
	for (size_t i = 0; i < ps->n && i < SHOWN; i++) {
		const struct csv_problem *p = &ps->items[i];
		buf_printf(&app->out, "%.*s: %.*s\n",
			   STR_FMT(csv_problem_place(app->a, app->lang, p, STR(""))),
			   STR_FMT(text_harmless(app->a, p->what)));
		text_wrap(&app->out, 4, app->width - 4, text_harmless(app->a, p->todo));
	}
	struct str more = app_num(app, (int64_t)(ps->n + ps->dropped) - SHOWN);
	if (ps->n > SHOWN)
		app_say(app,
			MSG_P("... and {1} more (--json lists up to a thousand).",
			      "... و {1} مورد دیگر (--json تا هزار مورد را فهرست می‌کند)."),
			&more, 1);
}
