/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_evidence.c - what evidence there is, one piece of it, its bytes, and its custody. */
#include "cli/evidence_show.h"

#include <unistd.h>

#include "base/map.h"
#include "cli/grid.h"
#include "evidence/stamp.h"
#include "vault/object.h"

enum { LIST_MAX = 200 };

static int load(struct app *app, struct evidence *ret, struct err *e)
{
	struct entity en;
	TRY(reg_entity(app->reg, given_arg(&app->given, 0), app->a, &en, e));
	return evidence_load(app->reg, en.id, app->a, ret, e);
}

/* ---- list ---- */

/* Evidence of which not even a number can be read: its payload's name is all that is left. */
struct gone {
	struct app *app;
	struct map seen;
};

static int count_gone(void *ctx, const struct vault_object *o, bool open, struct err *e)
{
	struct gone *g = ctx;
	struct entity en;
	struct arena *a = g->app->a;
	(void)e;
	if (!open && reg_entity(g->app->reg, id_str(a, &o->entity), a, &en, NULL) < 0)
		*map_at(&g->seen, str_copy(a, str_n((const char *)o->entity.b, ID_LEN))) = g;
	return 0;
}

static int run_list(struct app *app, struct err *e)
{
	struct gone gone = { .app = app };
	struct evidence_row *rows;
	size_t n;
	int64_t total;
	TRY(evidence_list(app->reg, 0, given_number(&app->given, "--limit", LIST_MAX), app->a,
			  &rows, &n, &total, e));
	map_init(&gone.seen, app->a);
	TRY(vault_objects(reg_vault(app->reg), count_gone, &gone, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "evidence");
		for (size_t i = 0; i < n; i++)
			evidence_show_row_json(app, &j, &rows[i]);
		jout_close(&j);
		jout_int(&j, "all", total);
		jout_int(&j, "without_number", (int64_t)gone.seen.n);
		jout_end(&j);
		return 0;
	}
	struct grid g = grid_new(app->a, 5);
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, rows[i].number);
		grid_add(&g, evidence_show_state(app, rows[i].state));
		grid_add(&g, rows[i].media_type);
		grid_add(&g, rows[i].bytes ? app_num(app, rows[i].bytes) : STR(""));
		grid_add(&g, text_harmless(app->a, rows[i].title));
	}
	grid_put(&g, 0, &app->out);
	if (total > (int64_t)n)
		app_say(app, MSG_P("... and {1} more (--limit).", "... و {1} مورد دیگر (--limit)."),
			ARGS(app_num(app, total - (int64_t)n)));
	if (gone.seen.n)
		app_say(app,
			MSG_P("And {1} of which not even the number can be read: erased, or not given to this site.",
			      "و {1} مدرک که حتی شماره‌اش خوانده نمی‌شود: پاک شده یا به این جایگاه داده نشده."),
			ARGS(app_num(app, (int64_t)gone.seen.n)));
	else if (!total)
		app_say(app,
			MSG_P("No evidence yet: `vigil evidence add`.",
			      "هنوز مدرکی نیست: `vigil evidence add`."),
			NULL, 0);
	return 0;
}

/* ---- show ---- */

/* Stamped heads over the entry that states it; *ret_last 0: none. */
static int stamps_of(struct app *app, const struct evidence *ev, int64_t *ret_first,
		     int64_t *ret_last, struct err *e)
{
	*ret_first = *ret_last = 0;
	if (!ev->has_file)
		return 0;
	int rc = stamp_covering(reg_vault(app->reg), ev->file.field / REG_FIELD_PLACES, ret_first,
				ret_last, e);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int run_show(struct app *app, struct err *e)
{
	struct evidence *ev = NEW(app->a, struct evidence);
	int64_t first;
	int64_t last;
	TRY(load(app, ev, e));
	TRY(stamps_of(app, ev, &first, &last, e));
	if (app->json) {
		evidence_show_json(app, ev, first, last);
		return 0;
	}
	evidence_show_text(app, ev, first);
	return 0;
}

/* ---- get ---- */

static int choose_file(struct app *app, const struct evidence *ev, const struct evidence_file **ret,
		       struct err *e)
{
	int64_t n = given_number(&app->given, "--working-copy", 0);
	if (n > (int64_t)ev->n_copies)
		return err_set(e, ERR_NOTFOUND, "it has %zu working copies", ev->n_copies);
	if (n == 0 && !ev->has_file)
		return err_set(e, ERR_NOTFOUND, "its content was erased, or was never here");
	*ret = n ? &ev->copies[n - 1] : &ev->file;
	return 0;
}

/* That the original was seen is durable before anybody sees it, where anything can be. */
static int run_get(struct app *app, struct err *e)
{
	struct evidence *ev = NEW(app->a, struct evidence);
	const struct evidence_file *f;
	struct payload_reader *probe = NULL;
	struct str path = app_output_path(app);
	TRY(load(app, ev, e));
	TRY(choose_file(app, ev, &f, e));
	if (!path.p && (app->json || isatty(STDOUT_FILENO)))
		return err_set(e, CLI_USAGE, "where to? Give --output FILE");
	TRY(evidence_open(app->reg, f, &probe, e));
	payload_reader_free(probe);
	const struct evidence_note seen = { .code = STR("viewed"),
					    .tool = STR("vigil evidence get") };
	bool recorded = f == &ev->file && !app_is_fixed(app);
	if (recorded)
		TRY(evidence_custody(app->reg, &ev->row.entity, &seen, e));
	else if (f == &ev->file)
		app_note(
			app,
			MSG_P("That it was looked at is not recorded. Record it where the register can be written: "
			      "`vigil evidence custody {1} --add viewed`.",
			      "دیده‌شدن آن ثبت نشد. جایی که می‌توان در دفتر نوشت ثبتش کنید: "
			      "`vigil evidence custody {1} --add viewed`."),
			ARGS(ev->row.number));
	if (!path.p)
		return evidence_get_fd(app->reg, f, STDOUT_FILENO, e);
	TRY(evidence_get(app->reg, f, path.p, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "file", path);
		jout_str(&j, "sha256", f->sha256);
		jout_int(&j, "bytes", f->bytes);
		jout_bool(&j, "recorded", recorded);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Wrote {1}, in clear: {2} bytes, SHA-256 as recorded.",
		      "{1} آشکار نوشته شد: {2} بایت، SHA-256 همان ثبت‌شده."),
		ARGS(path, app_num(app, f->bytes)));
	return 0;
}

/* ---- custody ---- */

static int run_custody(struct app *app, struct err *e)
{
	struct evidence *ev = NEW(app->a, struct evidence);
	const struct evidence_note n = { .code = given_text(&app->given, "--add", ""),
					 .when = given_text(&app->given, "--when", ""),
					 .by = given_text(&app->given, "--by", ""),
					 .from = given_text(&app->given, "--from", ""),
					 .to = given_text(&app->given, "--to", ""),
					 .note = given_text(&app->given, "--note", "") };
	TRY(app_open(app, n.code.n > 0, e));
	TRY(load(app, ev, e));
	if (n.code.n) {
		TRY(evidence_custody(app->reg, &ev->row.entity, &n, e));
		TRY(load(app, ev, e));
	}
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "id", ev->row.number);
		evidence_show_custody_json(&j, ev);
		jout_end(&j);
	} else {
		evidence_show_custody(app, ev);
	}
	return 0;
}

/* ---- the commands ---- */

static const struct option LIST_OPTIONS[] = {
	{ "--limit", 0, OPTION_NUMBER, "N", false,
	  MSG("at most N; 200 when not given", "حداکثر N؛ اگر داده نشود 200") },
	{ 0 },
};
const struct command cmd_evidence_list = {
	.name = "evidence list",
	.summary = MSG("List the evidence.", "فهرست مدارک."),
	.help = MSG(
		"Each file with its number, whether its payload is here, its kind, size and title.",
		"هر پرونده با شماره، بودن یا نبودنش، گونه، اندازه و عنوان."),
	.options = LIST_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};

const struct command cmd_evidence_show = {
	.name = "evidence show",
	.args = "EVIDENCE",
	.summary = MSG("Show all that is known of one file.",
		       "نمایش همهٔ آنچه از یک پرونده دانسته است."),
	.help = MSG(
		"Its hash and kind, whether its payload is here, the chain of custody in order, its working "
		"copies, what it speaks of, what was found in it, and the first time-stamped head of the log "
		"over it. What the file or its device says of a time is a claim.",
		"درهم‌ساز و گونه، زنجیرهٔ نگهداری، نسخه‌های کاری، گفته‌هایی که پشتیبانی می‌کند و یافته‌ها."),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_show,
};

static const struct option GET_OPTIONS[] = {
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("where to; it must not exist", "کجا؛ نباید از پیش باشد") },
	{ "--working-copy", 0, OPTION_NUMBER, "N", false,
	  MSG("a working copy instead of the original", "نسخهٔ کاری به جای اصل") },
	{ 0 },
};
const struct command cmd_evidence_get = {
	.name = "evidence get",
	.args = "EVIDENCE",
	.summary = MSG("Write a file of evidence out, in clear.", "نوشتن پروندهٔ مدرک، آشکار."),
	.help = MSG(
		"Every byte is checked as it is opened, and the whole against the recorded SHA-256; a file "
		"that differs is not written. That the original was looked at is recorded in its custody "
		"before a byte leaves, or, where nothing can be written, said not to be. Without --output it goes to standard output, which must not be a "
		"terminal.",
		"هر بایت هنگام بازشدن سنجیده می‌شود. دیده‌شدن اصل، پیش از بیرون‌رفتن نخستین بایت، ثبت می‌شود."),
	.options = GET_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | NOTES_ONLY | HAS_JSON,
	.run = run_get,
};

static const struct option CUSTODY_OPTIONS[] = {
	{ "--add", 0, OPTION_CHOICE,
	  "collected|received|copied|derived|viewed|transferred|verified", false,
	  MSG("add this act", "افزودن این رخداد") },
	{ "--when", 0, OPTION_TEXT, "DATE", false, MSG("when it was, EDTF", "چه هنگام، EDTF") },
	{ "--by", 0, OPTION_TEXT, "TEXT", false, MSG("who did it", "چه کسی") },
	{ "--from", 0, OPTION_TEXT, "TEXT", false, MSG("from whom", "از چه کسی") },
	{ "--to", 0, OPTION_TEXT, "TEXT", false, MSG("to whom", "به چه کسی") },
	{ "--note", 0, OPTION_TEXT, "TEXT", false, MSG("a remark", "یادداشت") },
	{ 0 },
};
const struct command cmd_evidence_custody = {
	.name = "evidence custody",
	.args = "EVIDENCE",
	.summary = MSG("Show the chain of custody of a file, or add to it.",
		       "نمایش زنجیرهٔ نگهداری یک پرونده، یا افزودن به آن."),
	.help = MSG(
		"What the commands do is added by itself: received, derived, viewed, verified. What happened "
		"outside is added here. Nothing of the chain can be changed; an act that was wrong is taken "
		"back with `vigil undo` and stays to be seen.",
		"آنچه فرمان‌ها می‌کنند خودبه‌خود افزوده می‌شود؛ آنچه بیرون رخ داده اینجا."),
	.options = CUSTODY_OPTIONS,
	.needs = HAS_JSON,
	.run = run_custody,
};
