/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_check.c - check and rebuild: is the log what was sealed, and is the view what the log says? */
#include "cli/alarm.h"

#include "base/bytes.h"
#include "cli/grid.h"
#include "cli/progress.h"
#include "register/mention.h"

static void put_report(struct app *app, const struct vault_report *r, const struct vault_head *h)
{
	struct arena *a = app->a;
	struct grid g = grid_new(a, 2);
	g.right[1] = true;
	grid_add(&g, app_tr(app, MSG_P("entries in the log", "ورودی‌های گزارش")));
	grid_add(&g, app_num(app, r->entries));
	grid_add(&g, app_tr(app, MSG_P("signatures that hold", "امضاهای درست")));
	grid_add(&g, app_num(app, r->signatures));
	grid_add(&g, app_tr(app,
			    MSG_P("checkpoints, each consistent with the one before",
				  "بازبین‌ها، هر یک سازگار با پیشین")));
	grid_add(&g, app_num(app, r->checkpoints));
	grid_add(&g, app_tr(app, MSG_P("disclosures that fit their seals",
				       "بخش‌های سازگار با مُهر")));
	grid_add(&g, app_num(app, r->sealed));
	grid_add(&g, app_tr(app, MSG_P("disclosures not ours to read, or erased",
				       "بخش‌های ناخواندنی یا پاک‌شده")));
	grid_add(&g, app_num(app, r->unreadable));
	grid_put(&g, 0, &app->out);
	app_say(app,
		MSG_P("Everything holds. Root of the log: {1}", "همه درست است. ریشهٔ گزارش: {1}"),
		ARGS(hex_str(a, h->root.b, HASH_LEN)));
}

/* That no row of a list and no case page got lost on the way to persons. */
static void put_conservation(struct app *app, const struct conservation *c)
{
	struct grid g = grid_new(app->a, 2);
	const struct {
		int64_t n;
		struct msg what;
	} lines[] = {
		{ c->rows,
		  MSG("rows that editions of lists say they have",
		      "ردیف‌هایی که ویرایش‌های فهرست‌ها دارند") },
		{ c->erased, MSG("of these erased, or not arrived",
				 "از اینها پاک‌شده یا نرسیده") },
		{ c->standing, MSG("mentions in the newest editions",
				   "ردیف‌های تازه‌ترین ویرایش‌ها") },
		{ c->removed,
		  MSG("mentions removed by their publishers since",
		      "ردیف‌هایی که ناشران حذف کرده‌اند") },
		{ c->linked, MSG("standing mentions that are of a person",
				 "ردیف‌هایی که از شخصی‌اند") },
		{ c->unlinked, MSG("standing mentions that are of none yet",
				   "ردیف‌هایی که هنوز از کسی نیستند") },
		{ c->unnamed + c->groups,
		  MSG("of these without a name, or of several people",
		      "از اینها بی‌نام، یا دربارهٔ چند تن") },
		{ c->persons,
		  MSG("persons they and case pages are of",
		      "اشخاصی که اینها و پرونده‌ها از آنان‌اند") },
	};
	g.right[1] = true;
	for (size_t i = 0; i < COUNT(lines); i++) {
		grid_add(&g, app_tr(app, &lines[i].what));
		grid_add(&g, app_num(app, lines[i].n));
	}
	grid_put(&g, 0, &app->out);
	app_say(app,
		MSG_P("Mentions in = mentions of persons + mentions of none.",
		      "ردیف‌های آمده = ردیف‌های اشخاص + ردیف‌های بی‌پیوند."),
		NULL, 0);
}

static void json_conservation(struct jout *j, const struct conservation *c)
{
	jout_object(j, "conservation");
	jout_int(j, "rows", c->rows);
	jout_int(j, "erased", c->erased);
	jout_int(j, "mentions", c->mentions);
	jout_int(j, "standing", c->standing);
	jout_int(j, "removed", c->removed);
	jout_int(j, "linked", c->linked);
	jout_int(j, "unlinked", c->unlinked);
	jout_int(j, "unnamed", c->unnamed);
	jout_int(j, "groups", c->groups);
	jout_int(j, "persons", c->persons);
	jout_int(j, "described", c->described);
	jout_close(j);
}

static int check(struct app *app, struct vault *v, struct vault_report *ret, struct err *e)
{
	AUTO_PROGRESS p = progress_start(2, app->lang, MSG_P("Checking", "آزمودن"));
	if (given_has(&app->given, "--since-last"))
		return vault_check_since(v, progress_step, &p, ret, e);
	return vault_check(v, progress_step, &p, ret, e);
}

static int run_check(struct app *app, struct err *e)
{
	struct vault_report r;
	struct vault_head h;
	struct alarms alarms;
	struct conservation c;
	/* Where it stopped is noted in the vault; looking at all of it writes nothing. */
	TRY(app_open(app, given_has(&app->given, "--since-last"), e));
	struct vault *v = reg_vault(app->reg);
	TRY(check(app, v, &r, e));
	TRY(reg_conservation(app->reg, &c, e));
	TRY(vault_head(v, &h, e));
	/* What is here may be sound, and the log forked all the same. */
	TRY(alarms_load(app, &alarms, e));
	app->answer_is_no = alarms.n > 0;
	if (!app->json) {
		put_report(app, &r, &h);
		if (c.mentions)
			put_conservation(app, &c);
		alarms_put(app, &alarms);
		return 0;
	}
	struct jout j = jout_begin(&app->out);
	jout_int(&j, "entries", r.entries);
	jout_int(&j, "signatures", r.signatures);
	jout_int(&j, "checkpoints", r.checkpoints);
	jout_int(&j, "disclosures", r.sealed);
	jout_int(&j, "unreadable", r.unreadable);
	jout_str(&j, "log", vault_origin(v));
	jout_str(&j, "root", hex_str(app->a, h.root.b, HASH_LEN));
	alarms_json(&j, &alarms);
	json_conservation(&j, &c);
	jout_end(&j);
	return 0;
}

static const struct option CHECK_OPTIONS[] = {
	{ .name = "--since-last",
	  .kind = OPTION_FLAG,
	  .help = MSG("only what was added since the last time",
		      "تنها آنچه از بار پیش افزوده شده") },
	{ 0 },
};

const struct command cmd_check = {
	.name = "check",
	.summary = MSG(
		"Check everything: file, signatures, log, checkpoints.",
		"آزمودن همه‌چیز: پرونده، امضاها، گزارش، بازبین‌ها."),
	.help = MSG(
		"Reads the whole vault: the pages of the file, every signature by a key that was enrolled and not "
		"revoked, the tree made again from its leaves, every checkpoint, every disclosure that can be read. "
		"The first thing that does not hold is named, and the exit status is 4. Forks and what witnesses said are "
		"told again every time, with exit status 1.\n\n"
		"With --since-last only what was added since this was last asked with --since-last: a second each day, "
		"where the whole takes minutes. It does not see what a disk has spoilt in the meantime.",
		""),
	.options = CHECK_OPTIONS,
	.needs = HAS_JSON,
	.run = run_check,
};

static int run_rebuild(struct app *app, struct err *e)
{
	struct hash before;
	struct hash after;
	AUTO_PROGRESS p = progress_start(2, app->lang, MSG_P("Rebuilding", "بازسازی"));
	TRY(vault_rebuild(reg_vault(app->reg), progress_step, &p, &before, &after, e));
	struct str b = hex_str(app->a, before.b, HASH_LEN);
	struct str a = hex_str(app->a, after.b, HASH_LEN);
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "before", b);
		jout_str(&j, "after", a);
		jout_bool(&j, "same", str_eq(a, b));
		jout_end(&j);
		return 0;
	}
	app_say(app, MSG_P("view before  {1}\nview after   {2}", "نمای پیش  {1}\nنمای پس   {2}"),
		ARGS(b, a));
	app_say(app,
		str_eq(a, b)
			? MSG_P("The view was what the log says.",
				"نما همان بود که گزارش می‌گوید.")
			: MSG_P("The view was not what this version makes of the log; now it is.",
				"نما آن نبود که این نسخه از گزارش می‌سازد؛ اکنون هست."),
		NULL, 0);
	return 0;
}

const struct command cmd_rebuild = {
	.name = "rebuild",
	.summary = MSG("Throw the view away and make it again from the log.",
		       "دورریختن نما و ساختن دوبارهٔ آن از گزارش."),
	.help = MSG(
		"The tables that lists, searches and figures read are derived from the log. This makes them again, "
		"in one transaction, and prints a hash of all that is shown before and after.",
		""),
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_rebuild,
};
