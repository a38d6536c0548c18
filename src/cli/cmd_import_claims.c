/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_import_claims.c - a claim table becomes sealed claims: all of it is understood first. */
#include "cli/app.h"

#include "cli/problems.h"
#include "cli/progress.h"

static const size_t TABLE_MAX = (size_t)512 << 20;

/* Folders may say more than the register may know. */
static struct str name_of(struct str path)
{
	const char *slash = strrchr(path.p, '/');
	if (str_eq(path, STR("-")))
		return STR("standard input");
	return slash ? str_of(slash + 1) : path;
}

static void put_json(struct app *app, const struct table *t, const struct table_result *r, bool dry)
{
	struct jout j = jout_begin(&app->out);
	jout_bool(&j, "dry_run", dry);
	jout_int(&j, "rows", t->rows);
	jout_int(&j, "claims", (int64_t)t->n_claims);
	if (r && r->batch)
		jout_number(&j, "import", r->batch);
	else
		jout_null(&j, "import");
	jout_int(&j, "added", r ? r->added : 0);
	jout_int(&j, "already", r ? r->already : 0);
	jout_int(&j, "beside", r ? r->beside : 0);
	jout_int(&j, "new_subjects", r ? r->entities : 0);
	problems_json(app, &j, t);
	jout_end(&j);
}

static void put_done(struct app *app, struct str name, const struct table_result *r)
{
	struct str args[] = { name,
			      number_str(app->a, r->batch),
			      app_num(app, r->added),
			      app_num(app, r->entities),
			      app_num(app, r->already),
			      app_num(app, r->beside) };
	if (r->added == 0) {
		app_say(app,
			MSG_P("Nothing new in {1}: all its {5} claims were in the register already.",
			      "{1} چیز تازه‌ای ندارد: هر {5} گفتهٔ آن پیش‌تر در دفتر بود."),
			args, COUNT(args));
		return;
	}
	app_say(app,
		MSG_P("Imported {1} as entry {2}: {3} claims, {4} new subjects.",
		      "{1} با ورودی {2} وارد شد: {3} گفته، {4} موضوع تازه."),
		args, COUNT(args));
	if (r->already)
		app_say(app,
			MSG_P("{5} were in the register already.",
			      "{5} گفته پیش‌تر در دفتر بود."),
			args, COUNT(args));
	if (r->beside)
		app_say(app,
			MSG_P("{6} have the name of an earlier claim and other content; they stand beside it.",
			      "{6} گفته نام گفته‌ای پیشین و محتوایی دیگر دارند؛ کنار آن می‌مانند."),
			args, COUNT(args));
	app_say(app,
		MSG_P("`vigil undo {2}` takes it back.",
		      "`vigil undo {2}` آن را پس می‌گیرد."),
		args, COUNT(args));
}

static int refuse(struct app *app, const struct table *t, struct str name, bool dry, struct err *e)
{
	if (app->json)
		put_json(app, t, NULL, dry);
	else
		problems_put(app, t, true);
	return err_set(e, ERR_INPUT, "%lld problem%s in %.*s; nothing was written",
		       (long long)t->all_problems, t->all_problems == 1 ? "" : "s", STR_FMT(name));
}

/* Two passes over the text: the first understands and checks all of it, the second records. */
static int import(struct app *app, struct str csv, struct str name, struct table *ret_table,
		  struct table_result *ret, struct err *e)
{
	static const struct msg WHAT = MSG("Sealing claims", "مُهرکردن گفته‌ها");
	AUTO_PROGRESS p = progress_start(2, app->lang, &WHAT);
	const struct table_source src = { csv, name, app->lang };
	return table_import(app->reg, &src, progress_step, &p, app->a, ret_table, ret, e);
}

static int run(struct app *app, struct err *e)
{
	struct str path = given_arg(&app->given, 0);
	struct str name = name_of(path);
	bool dry = given_has(&app->given, "--dry-run");
	struct str csv;
	struct table t;
	struct table_result r = { 0 };
	/* The file first: nobody should type a passphrase to learn that it is not there. */
	TRY(app_file(app, path, TABLE_MAX, &csv, e));
	TRY(app_open(app, !dry, e));
	if (dry)
		TRY(table_check(app->reg, csv, app->lang, app->a, &t, e));
	else
		TRY(import(app, csv, name, &t, &r, e));
	if (t.all_problems)
		return refuse(app, &t, name, dry, e);
	if (app->json) {
		put_json(app, &t, &r, dry);
	} else if (dry) {
		struct str args[] = { name, app_num(app, (int64_t)t.n_claims),
				      app_num(app, t.rows) };
		app_say(app,
			MSG_P("{1} can be imported: {2} claims in {3} rows. Nothing was written.",
			      "{1} وارد‌کردنی است: {2} گفته در {3} ردیف. چیزی نوشته نشد."),
			args, COUNT(args));
	} else {
		put_done(app, name, &r);
	}
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--dry-run", 0, OPTION_FLAG, NULL, false,
	  MSG("read and check everything, list every problem, write nothing",
	      "خواندن و آزمودن همه‌چیز و فهرست‌کردن هر ایراد، بدون نوشتن") },
	{ 0 },
};

const struct command cmd_import_claims = {
	.name = "import claims",
	.args = "FILE",
	.summary = MSG("Seal the claims of a claim table.",
		       "مُهرکردن گفته‌های یک جدول."),
	.help = MSG(
		"FILE is a claim table (CSV; - is standard input). The whole table is read before anything is "
		"written; when there is a problem, every problem is listed with row, column and what to do, "
		"nothing is written, and the exit status is 3.\n\n"
		"Claims that stand in the register already are not added again, so a table may be imported "
		"twice. An import can be taken back with `vigil undo`.",
		"FILE جدول گفته‌هاست (CSV). پیش از نوشتن همهٔ جدول خوانده می‌شود؛ اگر ایرادی باشد، هر ایراد با ردیف و "
		"ستون و راه چاره فهرست می‌شود و چیزی نوشته نمی‌شود.\n\n"
		"گفته‌ای که در دفتر هست دوباره افزوده نمی‌شود."),
	.options = OPTIONS,
	.needs = HAS_JSON, /* opens the vault itself, after reading the table */
	.run = run,
};
