/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_show.c - a list, its editions, and the taking back of one. */
#include "cli/list_file.h"

#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/view.h"

static void json_edition(struct jout *j, const struct edition *d)
{
	jout_object(j, NULL);
	jout_number(j, "edition", d->seq);
	jout_str(j, "date", d->date);
	jout_text(j, "label", d->label);
	jout_str(j, "file", d->name);
	jout_str(j, "sha256", d->sha256);
	jout_text(j, "sheet", d->sheet);
	jout_text(j, "encoding", d->encoding);
	jout_int(j, "rows", d->rows);
	jout_int(j, "erased", d->rows - d->found);
	jout_int(j, "added", d->added);
	jout_int(j, "changed", d->changed);
	jout_int(j, "same", d->same);
	jout_int(j, "removed", d->removed);
	jout_int(j, "not_understood", d->not_understood);
	jout_time(j, "recorded", d->recorded_ms);
	if (d->retracted)
		jout_number(j, "taken_back", d->retracted);
	else
		jout_null(j, "taken_back");
	jout_close(j);
}

static void put_editions(struct app *app, const struct edition *d, size_t n)
{
	struct grid g = grid_new(app->a, 9);
	const struct str head[] = { app_tr(app, MSG_P("edition", "ویرایش")),
				    app_tr(app, MSG_P("date", "تاریخ")),
				    app_tr(app, MSG_P("rows", "ردیف")),
				    app_tr(app, MSG_P("added", "افزوده")),
				    app_tr(app, MSG_P("changed", "دگرگون")),
				    app_tr(app, MSG_P("same", "همان")),
				    app_tr(app, MSG_P("removed", "حذف‌شده")),
				    app_tr(app, MSG_P("file", "پرونده")),
				    STR("") };
	for (size_t i = 2; i < 7; i++)
		g.right[i] = true;
	g.max[7] = 40;
	for (size_t i = 0; i < COUNT(head); i++)
		grid_add(&g, head[i]);
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, number_str(app->a, d[i].seq));
		grid_add(&g, view_date(app, d[i].date));
		grid_add(&g, app_num(app, d[i].rows));
		grid_add(&g, app_num(app, d[i].added));
		grid_add(&g, app_num(app, d[i].changed));
		grid_add(&g, app_num(app, d[i].same));
		grid_add(&g, app_num(app, d[i].removed));
		grid_add(&g, text_harmless(app->a, d[i].name));
		grid_add(&g, d[i].retracted ? app_tr(app, MSG_P("taken back", "پس‌گرفته"))
					    : STR(""));
	}
	grid_put(&g, 2, &app->out);
}

static int run_editions(struct app *app, struct err *e)
{
	struct entity list;
	struct edition *d;
	size_t n;
	TRY(list_find(app, given_arg(&app->given, 0), &list, e));
	TRY(reg_editions(app->reg, list.id, true, app->a, &d, &n, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "editions");
		for (size_t i = 0; i < n; i++)
			json_edition(&j, &d[i]);
		jout_close(&j);
		jout_end(&j);
		return 0;
	}
	if (!n)
		app_say(app, MSG_P("No edition of it is here yet.", "هنوز ویرایشی از آن نیست."),
			NULL, 0);
	else
		put_editions(app, d, n);
	return 0;
}

static int run_show(struct app *app, struct err *e)
{
	struct entity list;
	struct list_summary s;
	struct edition *d;
	struct claim_row *c;
	size_t n;
	size_t n_claims;
	int64_t total;
	TRY(list_find(app, given_arg(&app->given, 0), &list, e));
	TRY(reg_list_summary(app->reg, list.id, app->a, &s, e));
	TRY(reg_editions(app->reg, list.id, true, app->a, &d, &n, e));
	TRY(reg_claims(app->reg, CLAIMS_OF_SUBJECT, list.id, false, 0, 100, app->a, &c, &n_claims,
		       &total, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "list", s.number);
		jout_str(&j, "label", s.label);
		jout_text(&j, "duplicate_free", s.duplicate_free);
		jout_int(&j, "standing", s.standing);
		jout_int(&j, "removed", s.removed);
		jout_int(&j, "linked", s.linked);
		jout_int(&j, "persons", s.persons);
		jout_claims(app, &j, "claims", c, n_claims);
		jout_array(&j, "editions");
		for (size_t i = 0; i < n; i++)
			json_edition(&j, &d[i]);
		jout_close(&j);
		jout_end(&j);
		return 0;
	}
	buf_printf(&app->out, "%.*s  %.*s\n", STR_FMT(s.number), STR_FMT(s.label));
	view_claims(app, c, n_claims, false);
	struct str args[] = { app_num(app, s.standing), app_num(app, s.removed),
			      app_num(app, s.linked), app_num(app, s.persons) };
	app_say(app,
		MSG_P("Rows in the newest edition: {1}; of older ones and removed since: {2}. Linked with another record: "
		      "{3}; persons they are of: {4}.",
		      "ردیف‌های تازه‌ترین ویرایش: {1}؛ از ویرایش‌های پیش و حذف‌شده: {2}. پیوسته با رکوردی دیگر: {3}؛ اشخاص: {4}."),
		args, COUNT(args));
	if (n)
		put_editions(app, d, n);
	return 0;
}

/* ---- taking back ---- */

static int run_undo(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct edition ed;
	int64_t seq;
	int64_t by;
	if (!number_parse(given_arg(&app->given, 0), &seq))
		return err_set(e, CLI_USAGE,
			       "EDITION is a number, as `vigil list editions` shows it");
	TRY(reg_edition(app->reg, seq, app->a, &ed, e));
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_undo(&tx, seq, given_text(&app->given, "--reason", ""), &by, e));
	TRY(reg_commit(&tx, e));
	view_taken_back(
		app, seq, by,
		MSG_P("Edition {1} is taken back by entry {2}. Its rows keep their numbers: taken in again, they are the "
		      "same, with all that was decided of them.",
		      "ویرایش {1} با ورودی {2} پس گرفته شد. ردیف‌ها شماره‌شان را نگه می‌دارند: اگر باز وارد شوند همان‌اند، با هر آنچه "
		      "درباره‌شان تصمیم گرفته شد."));
	return 0;
}

const struct command cmd_list_show = {
	.name = "list show",
	.args = "LIST",
	.summary = MSG(
		"Show a list: what is said of it, its editions and its rows in numbers.",
		"نشان دادن فهرست: گفته‌ها، ویرایش‌ها و شمار ردیف‌ها."),
	.help = MSG("LIST is its number (I-00001), key or id.",
		    "LIST شماره، کلید یا شناسهٔ آن است."),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_show,
};

const struct command cmd_list_editions = {
	.name = "list editions",
	.args = "LIST",
	.summary = MSG("List the editions of a list, with what each changed.",
		       "ویرایش‌های یک فهرست و تفاوت هر یک."),
	.help = MSG(
		"Also those that were taken back. Each has a number, by which `vigil list diff` and `vigil list "
		"undo` know it.",
		"همچنین آنها که پس گرفته شده‌اند. هر یک شماره‌ای دارد."),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_editions,
};

static const struct option UNDO_OPTIONS[] = {
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_list_undo = {
	.name = "list undo",
	.args = "EDITION",
	.summary = MSG(
		"Take back an edition of a list, with all its rows.",
		"پس گرفتن ویرایشی از فهرست با همهٔ ردیف‌هایش."),
	.help = MSG(
		"Nothing is removed: the log keeps the rows and that they were taken back. Rows that another "
		"edition has as well still stand.",
		"چیزی پاک نمی‌شود: گزارش ردیف‌ها و پس گرفتنشان را نگه می‌دارد."),
	.options = UNDO_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_undo,
};
