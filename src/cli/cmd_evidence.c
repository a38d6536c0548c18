/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_evidence.c - what evidence there is, one piece of it, its bytes, and its custody. */
#include "cli/view.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/map.h"
#include "cli/grid.h"
#include "evidence/stamp.h"
#include "intake/evidence.h"
#include "vault/object.h"

enum { LIST_MAX = 200 };

static int load(struct app *app, struct evidence *ret, struct err *e)
{
	struct entity en;
	TRY(reg_entity(app->reg, given_arg(&app->given, 0), app->a, &en, e));
	return evidence_load(app->reg, en.id, app->a, ret, e);
}

static struct str time_of(struct app *app, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	clock_text(ms, text);
	return str_copy(app->a, str_of(text));
}

static struct str state_label(struct app *app, enum evidence_state s)
{
	switch (s) {
	case EVIDENCE_HERE:
		return app_tr(app, MSG_P("here", "اینجاست"));
	case EVIDENCE_MISSING:
		return app_tr(app, MSG_P("not on this device", "روی این دستگاه نیست"));
	case EVIDENCE_SHUT:
		return app_tr(
			app,
			MSG_P("does not open: erased, or not given to this site",
			      "باز نمی‌شود: پاک شده یا به این جایگاه داده نشده"));
	case EVIDENCE_ERASED:
		return app_tr(app, MSG_P("erased", "پاک شده"));
	}
	return STR("");
}

/* ---- list ---- */

static void json_row(struct app *app, struct jout *j, const struct evidence_row *x)
{
	jout_object(j, NULL);
	jout_str(j, "id", x->number);
	jout_text(j, "title", x->title);
	jout_text(j, "media_type", x->media_type);
	jout_int(j, "bytes", x->bytes);
	jout_text(j, "sha256", x->sha256);
	jout_bool(j, "covered", x->covered);
	jout_str(j, "state", evidence_state_name(x->state));
	jout_int(j, "working_copies", (int64_t)x->copies);
	if (x->added_ms)
		jout_time(j, "added", x->added_ms);
	else
		jout_null(j, "added");
	jout_entity(app, j, "source", &x->source, x->source_label);
	jout_close(j);
}

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
			json_row(app, &j, &rows[i]);
		jout_close(&j);
		jout_int(&j, "all", total);
		jout_int(&j, "without_number", (int64_t)gone.seen.n);
		jout_end(&j);
		return 0;
	}
	struct grid g = grid_new(app->a, 5);
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, rows[i].number);
		grid_add(&g, state_label(app, rows[i].state));
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

static void row(struct app *app, struct grid *g, const struct msg *label, struct str text)
{
	if (!text.n)
		return;
	grid_add(g, app_tr(app, label));
	grid_add(g, text_harmless(app->a, text));
}

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

static void put_facts(struct app *app, const struct evidence *ev, int64_t stamped)
{
	struct grid g = grid_new(app->a, 2);
	const struct evidence_row *r = &ev->row;
	buf_printf(&app->out, "%.*s%s%.*s\n", STR_FMT(r->number), r->title.n ? "  " : "",
		   STR_FMT(text_harmless(app->a, r->title)));
	row(app, &g, MSG_P("payload", "پرونده"), state_label(app, r->state));
	row(app, &g, MSG_P("kind", "گونه"), r->media_type);
	row(app, &g, MSG_P("bytes", "بایت"), r->bytes ? app_num(app, r->bytes) : STR(""));
	row(app, &g, MSG_P("SHA-256", "SHA-256"), r->sha256);
	row(app, &g, MSG_P("from", "از"), r->source_label);
	row(app, &g, MSG_P("description", "شرح"), ev->description);
	row(app, &g, MSG_P("captured, as claimed", "ثبت به ادعا"), view_date(app, ev->captured));
	row(app, &g, MSG_P("dimensions", "اندازه"), ev->dimensions);
	row(app, &g, MSG_P("duration", "مدت"), ev->duration);
	row(app, &g, MSG_P("covered", "پوشیده"),
	    r->covered ? app_tr(app, MSG_P("yes: it may show injury", "بله: شاید آسیب را نشان دهد"))
		       : view_join(app, app_tr(app, MSG_P("no", "نه")), ev->cover_reason));
	row(app, &g, MSG_P("not examined", "بررسی‌نشده"), ev->not_examined);
	row(app, &g, MSG_P("stamped head", "سرِ مُهرزده"),
	    stamped ? number_str(app->a, stamped) : STR(""));
	row(app, &g, MSG_P("sealed: name", "مُهرشده: نام"), ev->original_name);
	grid_put(&g, 2, &app->out);
}

static struct str after(struct app *app, const struct msg *word, struct str s)
{
	return s.n ? str_printf(app->a, "%.*s %.*s", STR_FMT(app_tr(app, word)), STR_FMT(s)) : s;
}

/* Who recorded it stands in a column of its own, by their key; "by" is a word of theirs. */
static void put_custody(struct app *app, const struct evidence *ev)
{
	struct grid g = grid_new(app->a, 4);
	if (!ev->n_custody)
		return;
	app_say(app, MSG_P("\nCustody", "\nزنجیرهٔ نگهداری"), NULL, 0);
	for (size_t i = 0; i < ev->n_custody; i++) {
		const struct evidence_act *c = &ev->custody[i];
		struct str what = after(app, MSG_P("by", "توسط"), c->by);
		what = view_join(app, what, after(app, MSG_P("from", "از"), c->from));
		what = view_join(app, what, after(app, MSG_P("to", "به"), c->to));
		what = view_join(app, what, view_join(app, c->tool, c->parameters));
		what = view_join(app, what, c->note);
		if (c->retracted)
			what = view_join(app, app_tr(app, MSG_P("taken back", "پس‌گرفته")),
					 what);
		grid_add(&g, c->when.n ? view_date(app, c->when) : time_of(app, c->recorded_ms));
		grid_add(&g, view_term(app, "custody", c->code));
		grid_add(&g, c->recorder);
		grid_add(&g, text_harmless(app->a, what));
	}
	grid_put(&g, 2, &app->out);
}

static void put_rest(struct app *app, const struct evidence *ev)
{
	struct grid copies = grid_new(app->a, 4);
	struct grid links = grid_new(app->a, 3);
	struct grid findings = grid_new(app->a, 4);
	if (ev->n_copies)
		app_say(app, MSG_P("\nWorking copies", "\nنسخه‌های کاری"), NULL, 0);
	for (size_t i = 0; i < ev->n_copies; i++) {
		grid_add(&copies, app_num(app, (int64_t)i + 1));
		grid_add(&copies, state_label(app, ev->copies[i].state));
		grid_add(&copies, ev->copies[i].media_type);
		grid_add(&copies, text_harmless(app->a, ev->copies[i].parameters));
	}
	grid_put(&copies, 2, &app->out);
	if (ev->n_supports)
		app_say(app, MSG_P("\nSpeaks of", "\nدربارهٔ"), NULL, 0);
	for (size_t i = 0; i < ev->n_supports; i++) {
		const struct evidence_support *s = &ev->supports[i];
		grid_add(&links, s->number);
		grid_add(&links, s->supports ? view_claim_id(app, s->supports) : STR(""));
		grid_add(&links, text_harmless(app->a, s->label));
	}
	grid_put(&links, 2, &app->out);
	if (ev->n_findings)
		app_say(app, MSG_P("\nFound in it", "\nیافته‌ها"), NULL, 0);
	for (size_t i = 0; i < ev->n_findings; i++) {
		const struct evidence_finding *f = &ev->findings[i];
		grid_add(&findings, text_harmless(app->a, f->code));
		grid_add(&findings, text_harmless(app->a, f->where));
		grid_add(&findings, text_harmless(app->a, f->claimed));
		grid_add(&findings, text_harmless(app->a, f->found));
	}
	grid_put(&findings, 2, &app->out);
}

static void json_file(struct jout *j, const char *key, const struct evidence_file *f)
{
	jout_object(j, key);
	jout_str(j, "sha256", f->sha256);
	jout_int(j, "bytes", f->bytes);
	jout_str(j, "media_type", f->media_type);
	jout_text(j, "object", f->object);
	jout_text(j, "tool", f->tool);
	jout_text(j, "parameters", f->parameters);
	jout_str(j, "state", evidence_state_name(f->state));
	jout_close(j);
}

static void json_custody(struct jout *j, const struct evidence *ev)
{
	jout_array(j, "custody");
	for (size_t i = 0; i < ev->n_custody; i++) {
		const struct evidence_act *c = &ev->custody[i];
		jout_object(j, NULL);
		jout_str(j, "act", c->code);
		jout_number(j, "entry", c->seq);
		jout_time(j, "recorded", c->recorded_ms);
		jout_text(j, "recorder", c->recorder);
		jout_text(j, "when", c->when);
		jout_text(j, "by", c->by);
		jout_text(j, "from", c->from);
		jout_text(j, "to", c->to);
		jout_text(j, "tool", c->tool);
		jout_text(j, "parameters", c->parameters);
		jout_text(j, "note", c->note);
		jout_bool(j, "taken_back", c->retracted != 0);
		jout_close(j);
	}
	jout_close(j);
}

static void json_show(struct app *app, const struct evidence *ev, int64_t first, int64_t last)
{
	struct jout j = jout_begin(&app->out);
	jout_array(&j, "evidence");
	json_row(app, &j, &ev->row);
	jout_close(&j);
	if (ev->has_file)
		json_file(&j, "file", &ev->file);
	else
		jout_null(&j, "file");
	jout_array(&j, "working_copies");
	for (size_t i = 0; i < ev->n_copies; i++)
		json_file(&j, NULL, &ev->copies[i]);
	jout_close(&j);
	json_custody(&j, ev);
	jout_text(&j, "captured", ev->captured);
	jout_text(&j, "dimensions", ev->dimensions);
	jout_text(&j, "duration", ev->duration);
	jout_text(&j, "not_examined", ev->not_examined);
	jout_text(&j, "original_name", ev->original_name);
	jout_array(&j, "speaks_of");
	for (size_t i = 0; i < ev->n_supports; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "id", ev->supports[i].number);
		jout_text(&j, "claim",
			  ev->supports[i].supports ? view_claim_id(app, ev->supports[i].supports)
						   : STR(""));
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "findings");
	for (size_t i = 0; i < ev->n_findings; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "code", ev->findings[i].code);
		jout_text(&j, "where", ev->findings[i].where);
		jout_text(&j, "claimed", ev->findings[i].claimed);
		jout_text(&j, "found", ev->findings[i].found);
		jout_close(&j);
	}
	jout_close(&j);
	if (last) {
		jout_number(&j, "first_stamped_head", first);
		jout_number(&j, "last_stamped_head", last);
	} else {
		jout_null(&j, "first_stamped_head");
		jout_null(&j, "last_stamped_head");
	}
	jout_end(&j);
}

static int run_show(struct app *app, struct err *e)
{
	struct evidence *ev = NEW(app->a, struct evidence);
	int64_t first;
	int64_t last;
	TRY(load(app, ev, e));
	TRY(stamps_of(app, ev, &first, &last, e));
	if (app->json) {
		json_show(app, ev, first, last);
		return 0;
	}
	put_facts(app, ev, first);
	put_custody(app, ev);
	put_rest(app, ev);
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

/* That the original was seen is durable before anybody sees it. */
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
	if (f == &ev->file)
		TRY(evidence_custody(app->reg, &ev->row.entity, &seen, e));
	if (!path.p)
		return evidence_get_fd(app->reg, f, STDOUT_FILENO, e);
	TRY(evidence_get(app->reg, f, path.p, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "file", path);
		jout_str(&j, "sha256", f->sha256);
		jout_int(&j, "bytes", f->bytes);
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
		json_custody(&j, ev);
		jout_end(&j);
	} else {
		put_custody(app, ev);
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
		"before a byte leaves. Without --output it goes to standard output, which must not be a "
		"terminal.",
		"هر بایت هنگام بازشدن سنجیده می‌شود. دیده‌شدن اصل، پیش از بیرون‌رفتن نخستین بایت، ثبت می‌شود."),
	.options = GET_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
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
