/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_figure.c - figure list, show: numbers reported and numbers counted, side by side. */
#include "cli/figures.h"
#include "cli/grid.h"
#include "cli/view.h"
#include "register/figure.h"

static struct str title(struct app *app, const struct figure *f)
{
	return app->lang == LANG_FA && f->title_fa.n ? f->title_fa : f->title;
}

static void row(struct app *app, struct grid *g, const struct msg *label, struct str text)
{
	grid_add(g, app_tr(app, label));
	grid_add(g, text);
}

static void put_counted(struct app *app, const struct figure *f)
{
	struct grid g = grid_new(app->a, 2);
	struct str size = number_str(app->a, f->as_of);
	struct str rule = number_str(app->a, f->rule_seq);
	row(app, &g, MSG_P("counted", "شمرده"), app_num(app, f->count));
	if (f->apart)
		row(app, &g, MSG_P("set apart", "کنار نهاده"), app_num(app, f->apart));
	row(app, &g, MSG_P("as of", "تا"),
	    tr_fmt(app->a, app->lang, MSG_P("{1} entries in the log", "{1} ورودی گزارش"), &size,
		   1));
	row(app, &g, MSG_P("behind it", "پشت آن"),
	    str_printf(app->a, "%.*s, %.*s",
		       STR_FMT(view_count(app, f->n_claims, MSG_P("{1} claim", "{1} گفته"),
					  MSG_P("{1} claims", "{1} گفته"))),
		       STR_FMT(view_count(app, f->n_sources, MSG_P("{1} source", "{1} منبع"),
					  MSG_P("{1} sources", "{1} منبع")))));
	row(app, &g, MSG_P("rule", "قاعده"), f->rule);
	row(app, &g, MSG_P("its hash", "هش آن"), figure_rule_hash(app, f));
	row(app, &g, MSG_P("defined by", "تعریف‌شده با"),
	    tr_fmt(app->a, app->lang, MSG_P("entry {1}", "ورودی {1}"), &rule, 1));
	grid_put(&g, 2, &app->out);
}

static void put_cases(struct app *app, const struct figure *f, bool apart)
{
	struct card *cards = NEW_N(app->a, f->n_cases, struct card);
	size_t n = 0;
	for (size_t i = 0; i < f->n_cases; i++)
		if (f->cases[i].apart == apart)
			cards[n++] = f->cases[i].entity;
	if (!n)
		return;
	app_say(app,
		apart ? MSG_P("\nSet apart: the date may lie outside the window",
			      "\nکنار نهاده: شاید تاریخ بیرون از بازه باشد")
		      : MSG_P("\nCases counted", "\nموردهای شمرده"),
		NULL, 0);
	view_cards(app, cards, n);
}

static void put_figure(struct app *app, const struct figure *f)
{
	bool untitled = !title(app, f).n || str_eq(title(app, f), f->number);
	buf_printf(&app->out, "%.*s%s%.*s\n", STR_FMT(f->number), untitled ? "" : "  ",
		   STR_FMT(untitled ? STR("") : text_harmless(app->a, title(app, f))));
	if (f->rule.n)
		put_counted(app, f);
	else
		app_say(app,
			MSG_P("  Nothing is counted for it in this register.",
			      "  در این دفتر چیزی برای آن شمرده نمی‌شود."),
			NULL, 0);
	if (f->n_reported) {
		app_say(app, MSG_P("\nReported by sources", "\nگزارش‌شدهٔ منابع"),
			NULL, 0);
		view_claims(app, f->reported, f->n_reported, false);
	}
	put_cases(app, f, false);
	put_cases(app, f, true);
}

static void jout_figure(struct app *app, struct jout *j, const char *key, const struct figure *f,
			bool cases)
{
	jout_object(j, key);
	jout_str(j, "id", f->number);
	jout_text(j, "title", f->title);
	jout_text(j, "title_fa", f->title_fa);
	jout_number(j, "as_of", f->as_of);
	if (f->rule.n) {
		jout_int(j, "count", f->count);
		jout_int(j, "set_apart", f->apart);
		jout_raw(j, "rule", f->rule);
		jout_str(j, "rule_sha256", figure_rule_hash(app, f));
		jout_number(j, "rule_entry", f->rule_seq);
	} else {
		jout_null(j, "count");
		jout_null(j, "set_apart");
		jout_null(j, "rule");
		jout_null(j, "rule_sha256");
		jout_null(j, "rule_entry");
	}
	jout_int(j, "claims", f->n_claims);
	jout_int(j, "sources", f->n_sources);
	jout_claims(app, j, "reported", f->reported, f->n_reported);
	if (cases) {
		jout_array(j, "cases");
		for (size_t i = 0; i < f->n_cases; i++) {
			jout_object(j, NULL);
			jout_card(app, j, "subject", &f->cases[i].entity);
			jout_bool(j, "set_apart", f->cases[i].apart);
			jout_close(j);
		}
		jout_close(j);
	}
	jout_close(j);
}

int figure_show(struct app *app, const struct entity *en, int64_t size, struct err *e)
{
	struct figure f;
	TRY(reg_figure(app->reg, en->id, size, true, app->a, &f, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_figure(app, &j, "figure", &f, true);
		jout_end(&j);
	} else {
		put_figure(app, &f);
	}
	return 0;
}

/* ---- the commands ---- */

static const struct option OPTIONS[] = {
	FIGURE_SIZE_OPTIONS,
	{ 0 },
};

static int run_show(struct app *app, struct err *e)
{
	struct entity en;
	int64_t size;
	TRY(figure_named(app, &en, e));
	TRY(figure_size(app, &size, e));
	return figure_show(app, &en, size, e);
}

const struct command cmd_figure_show = {
	.name = "figure show",
	.args = "FIGURE",
	.summary = MSG(
		"Open a figure: its rule, its cases, and what sources report.",
		"گشودن یک رقم: قاعده، موردها و آنچه منابع گزارش کرده‌اند."),
	.help = MSG(
		"FIGURE is a record number (F-00003) or figure:key. A counted number is a stored rule applied to the log: "
		"with --as-of it is the number, and the list of cases, that the rule gave at that size. What "
		"sources report stands beside it and is never mixed with it.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_show,
};

static struct str reported_values(struct app *app, const struct figure *f)
{
	struct str s = STR("");
	for (size_t i = 0; i < f->n_reported; i++)
		s = str_printf(app->a, "%.*s%s%.*s", STR_FMT(s), i ? " | " : "",
			       STR_FMT(view_claim_value(app, &f->reported[i])));
	return s;
}

static int run_list(struct app *app, struct err *e)
{
	struct figure *list;
	size_t n;
	struct grid g = grid_new(app->a, 5);
	int64_t size;
	TRY(figure_size(app, &size, e));
	TRY(reg_figures(app->reg, size, app->a, &list, &n, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "figures");
		for (size_t i = 0; i < n; i++)
			jout_figure(app, &j, NULL, &list[i], false);
		jout_close(&j);
		jout_end(&j);
		return 0;
	}
	g.max[1] = 60;
	g.max[4] = 48;
	g.right[2] = g.right[3] = true;
	grid_add(&g, app_tr(app, MSG_P("FIGURE", "رقم")));
	grid_add(&g, app_tr(app, MSG_P("TITLE", "عنوان")));
	grid_add(&g, app_tr(app, MSG_P("COUNTED", "شمرده")));
	grid_add(&g, app_tr(app, MSG_P("APART", "کنار")));
	grid_add(&g, app_tr(app, MSG_P("REPORTED", "گزارش‌شده")));
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, list[i].number);
		grid_add(&g, title(app, &list[i]));
		grid_add(&g, list[i].rule.n ? app_num(app, list[i].count) : STR("-"));
		grid_add(&g, list[i].apart ? app_num(app, list[i].apart) : STR(""));
		grid_add(&g, reported_values(app, &list[i]));
	}
	grid_put(&g, 0, &app->out);
	return 0;
}

const struct command cmd_figure_list = {
	.name = "figure list",
	.summary = MSG("List the figures: what is counted and what is reported.",
		       "فهرست رقم‌ها: شمرده و گزارش‌شده."),
	.help = MSG("", ""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};
