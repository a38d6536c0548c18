/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_diff.c - what differs between two editions of a list, and the rows of one. */
#include "cli/list_file.h"

#include "cli/grid.h"
#include "cli/jout.h"
#include "text/csv.h"

enum { LIMIT = 50, MENTIONS_LIMIT = 100 };

static const char *const CHANGES[] = {
	[EDITION_ADDED] = "added", [EDITION_CHANGED] = "changed", [EDITION_REMOVED] = "removed"
};

static int edition_arg(struct app *app, size_t at, int64_t *ret, struct err *e)
{
	return number_parse(given_arg(&app->given, at), ret)
		       ? 0
		       : err_set(e, CLI_USAGE,
				 "OLD and NEW are numbers, as `vigil list editions` shows them");
}

/* ---- differences ---- */

static void json_cells(struct jout *j, const char *key, struct str cells)
{
	if (cells.n)
		jout_raw(j, key, cells);
	else
		jout_null(j, key);
}

static void put_diff_json(struct app *app, const struct edition_diff *d, size_t n,
			  const struct edition_totals *t)
{
	struct jout j = jout_begin(&app->out);
	jout_int(&j, "added", t->added);
	jout_int(&j, "changed", t->changed);
	jout_int(&j, "same", t->same);
	jout_int(&j, "removed", t->removed);
	jout_array(&j, "rows");
	for (size_t i = 0; i < n; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "what", str_of(CHANGES[d[i].what]));
		jout_str(&j, "mention", d[i].number);
		jout_int(&j, "row", d[i].row);
		jout_int(&j, "old_row", d[i].old_row);
		json_cells(&j, "cells", d[i].cells);
		json_cells(&j, "old_cells", d[i].old_cells);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

static void put_diff(struct app *app, const struct edition_diff *d)
{
	static const char SIGNS[] = {
		[EDITION_ADDED] = '+', [EDITION_CHANGED] = '~', [EDITION_REMOVED] = '-'
	};
	struct str row = app_num(app, d->row ? d->row : d->old_row);
	buf_printf(&app->out, "%c %.*s  %.*s %.*s\n", SIGNS[d->what], STR_FMT(d->number),
		   STR_FMT(app_tr(app, MSG_P("row", "ردیف"))), STR_FMT(row));
	struct str old = list_cells_line(app, d->old_cells);
	struct str now = list_cells_line(app, d->cells);
	if (old.n)
		buf_printf(&app->out, "    - %.*s\n", STR_FMT(old));
	if (now.n)
		buf_printf(&app->out, "    + %.*s\n", STR_FMT(now));
}

static int run_diff(struct app *app, struct err *e)
{
	struct entity list;
	struct edition_diff *d;
	struct edition_totals t;
	size_t n;
	int64_t older;
	int64_t newer;
	TRY(list_find(app, given_arg(&app->given, 0), &list, e));
	TRY(edition_arg(app, 1, &older, e));
	TRY(edition_arg(app, 2, &newer, e));
	TRY(reg_edition_diff(app->reg, older, newer, given_number(&app->given, "--offset", 0),
			     given_number(&app->given, "--limit", LIMIT), app->a, &d, &n, &t, e));
	if (app->json) {
		put_diff_json(app, d, n, &t);
		return 0;
	}
	struct str args[] = { app_num(app, t.added), app_num(app, t.changed), app_num(app, t.same),
			      app_num(app, t.removed) };
	app_say(app,
		MSG_P("{1} added, {2} changed, {3} the same, {4} removed.",
		      "{1} افزوده، {2} دگرگون، {3} همان، {4} حذف‌شده."),
		args, COUNT(args));
	for (size_t i = 0; i < n; i++)
		put_diff(app, &d[i]);
	return 0;
}

/* ---- mentions ---- */

static int query_of(struct app *app, struct mention_query *q, struct err *e)
{
	struct str which = given_text(&app->given, "--which", "standing");
	struct entity en;
	*q = (struct mention_query){ .offset = given_number(&app->given, "--offset", 0),
				     .limit = given_number(&app->given, "--limit", MENTIONS_LIMIT),
				     .unlinked = given_has(&app->given, "--unlinked") };
	q->which = str_eq(which, STR("removed")) ? MENTIONS_REMOVED
		   : str_eq(which, STR("all"))	 ? MENTIONS_ALL
						 : MENTIONS_STANDING;
	TRY(reg_entity(app->reg, given_arg(&app->given, 0), app->a, &en, e));
	if (str_eq(en.kind, STR("person")))
		q->person = en.id;
	else if (str_eq(en.kind, STR("list")))
		q->list = en.id;
	else
		return err_set(e, ERR_INPUT, "rows are of a list (I-00001) or a person (P-00001)");
	return 0;
}

static void json_mention(struct app *app, struct jout *j, const struct mention *m)
{
	jout_object(j, NULL);
	jout_str(j, "mention", m->number);
	jout_str(j, "list", reg_number(app->reg, &m->list, app->a));
	jout_int(j, "row", m->row);
	jout_bool(j, "stands", m->stands);
	jout_text(j, "name", m->label);
	jout_text(j, "person", m->person.no ? reg_number(app->reg, &m->person, app->a) : STR_NULL);
	jout_int(j, "versions", m->versions);
	jout_raw(j, "cells", m->cells);
	jout_close(j);
}

static int run_mentions(struct app *app, struct err *e)
{
	struct mention_query q;
	struct mention *m;
	size_t n;
	int64_t total;
	TRY(query_of(app, &q, e));
	TRY(reg_mentions(app->reg, &q, app->a, &m, &n, &total, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_int(&j, "total", total);
		jout_array(&j, "mentions");
		for (size_t i = 0; i < n; i++)
			json_mention(app, &j, &m[i]);
		jout_close(&j);
		jout_end(&j);
		return 0;
	}
	struct grid g = grid_new(app->a, 4);
	g.max[3] = app->width > 60 ? app->width - 40 : 40;
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, m[i].number);
		grid_add(&g,
			 m[i].person.no ? reg_number(app->reg, &m[i].person, app->a) : STR("-"));
		grid_add(&g, m[i].stands ? app_num(app, m[i].row)
					 : app_tr(app, MSG_P("removed", "حذف‌شده")));
		grid_add(&g, list_cells_line(app, m[i].cells));
	}
	grid_put(&g, 2, &app->out);
	struct str args[] = { app_num(app, (int64_t)n), app_num(app, total) };
	app_say(app,
		MSG_P("{1} of {2} rows (--offset, --limit)", "{1} از {2} ردیف (--offset، --limit)"),
		args, 2);
	return 0;
}

#define PAGE_OPTIONS                                                                               \
	{ "--limit", 0, OPTION_NUMBER, "N", false, MSG("at most so many", "بیشینهٔ شمار") },        \
	{                                                                                          \
		"--offset", 0, OPTION_NUMBER, "N", false,                                          \
			MSG("leave out the first ones", "رد کردن نخستین‌ها")       \
	}

static const struct option DIFF_OPTIONS[] = { PAGE_OPTIONS, { 0 } };

const struct command cmd_list_diff = {
	.name = "list diff",
	.args = "LIST OLD NEW",
	.summary = MSG("Show what differs between two editions of a list.",
		       "تفاوت دو ویرایش از یک فهرست."),
	.help = MSG(
		"OLD and NEW are numbers of editions. Rows that were added (+), changed (~) and, last, removed (-); "
		"50 unless --limit says otherwise.",
		"OLD و NEW شماره‌های ویرایش‌اند. ردیف‌های افزوده (+)، دگرگون (~) و در پایان حذف‌شده (-)."),
	.options = DIFF_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_diff,
};

static const struct option MENTIONS_OPTIONS[] = {
	{ "--which", 0, OPTION_CHOICE, "standing|removed|all", false,
	  MSG("in the newest edition, removed since, or both; standing when not given",
	      "در تازه‌ترین ویرایش، حذف‌شده از آن، یا هر دو") },
	{ "--unlinked", 0, OPTION_FLAG, NULL, false,
	  MSG("only those that are of no person", "تنها آنها که از هیچ شخصی نیستند") },
	PAGE_OPTIONS,
	{ 0 },
};

const struct command cmd_list_mentions = {
	.name = "list mentions",
	.args = "RECORD",
	.summary = MSG(
		"List the rows of a list, or those that are of a person.",
		"ردیف‌های یک فهرست، یا آنها که از یک شخص‌اند."),
	.help = MSG(
		"RECORD is a list (I-00001) or a person (P-00001). Each row with its number (N-00001), the person it "
		"is of, its place in the file and its cells. What is sealed is not shown.",
		"RECORD فهرست (I-00001) یا شخص (P-00001) است. هر ردیف با شماره‌اش (N-00001)، شخصی که از آن اوست، جایش در "
		"پرونده و خانه‌هایش."),
	.options = MENTIONS_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_mentions,
};
