/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_link_run.c - link all lists of the vault, and look at what would change before it does. */
#include "cli/link_say.h"

#include <unistd.h>

#include "cli/link_options.h"
#include "cli/progress.h"

enum { CHANGES_SHOWN = 40 };

static int step(void *ctx, struct str phase, int64_t done, int64_t of)
{
	(void)phase;
	return progress_step(ctx, done, of);
}

/* --accept is a probability, and options are whole numbers or texts. */
static int accept_of(struct app *app, double *ret, struct err *e)
{
	struct str s = given_str(&app->given, "--accept");
	int64_t digits;
	*ret = 0;
	if (!s.p)
		return 0;
	if (s.n < 3 || s.n > 8 || !str_starts(s, STR("0.")) || !str_to_int(str_from(s, 2), &digits))
		return err_set(e, CLI_USAGE, "--accept takes a probability such as 0.95");
	*ret = (double)digits;
	for (size_t i = 2; i < s.n; i++)
		*ret /= 10;
	return 0;
}

static const struct msg WHAT[] = {
	[LINKAGE_NEW] = MSG("a new person of {2}", "شخصی تازه از {2}"),
	[LINKAGE_GROWS] = MSG("{1} also of {2}", "{1} نیز از {2}"),
	[LINKAGE_JOINS] = MSG("{2} is found under {1}", "{2} زیر {1} یافت می‌شود"),
	[LINKAGE_PARTS] = MSG("{2} leaves {1}", "{2} از {1} جدا می‌شود"),
};

static void say_diff(struct app *app, const struct linkage_diff *d)
{
	for (size_t i = 0; i < d->n && i < CHANGES_SHOWN; i++) {
		const struct linkage_change *c = &d->changes[i];
		AUTO_BUF b;
		buf_init(&b, 1 << 16);
		for (size_t k = 0; k < c->n_records; k++)
			buf_printf(&b, "%s%.*s", k ? ", " : "", STR_FMT(c->records[k]));
		buf_lit(&app->out, "  ");
		app_say(app, &WHAT[c->what], ARGS(c->number, buf_copy(&b, app->a)));
	}
	app_say(app,
		MSG_P("Persons: {1} new, {2} with further records, {3} found under another, {4} records part; "
		      "{5} as before.",
		      "اشخاص: {1} تازه، {2} با ردیف‌های بیشتر، {3} زیر دیگری، {4} ردیف جدا؛ {5} بی‌تغییر."),
		ARGS(app_num(app, d->minted), app_num(app, d->grown), app_num(app, d->joined),
		     app_num(app, d->parted), app_num(app, d->same)));
}

static void diff_json(struct jout *j, const struct linkage_diff *d)
{
	static const char *const CODES[] = { "new", "grows", "joins", "parts" };
	jout_array(j, "changes");
	for (size_t i = 0; i < d->n; i++) {
		const struct linkage_change *c = &d->changes[i];
		jout_object(j, NULL);
		jout_str(j, "what", str_of(CODES[c->what]));
		jout_text(j, "person", c->number);
		jout_array(j, "records");
		for (size_t k = 0; k < c->n_records; k++)
			jout_str(j, NULL, c->records[k]);
		jout_close(j);
		jout_close(j);
	}
	jout_close(j);
}

static void answer(struct app *app, const struct linkage_report *r, const struct linkage_diff *d,
		   bool dry)
{
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		link_found_json(&j, r);
		diff_json(&j, d);
		jout_end(&j);
		return;
	}
	link_found(app, r);
	say_diff(app, d);
	if (dry)
		app_say(app, MSG_P("Nothing was written.", "چیزی نوشته نشد."), NULL, 0);
	else
		app_say(app,
			MSG_P("Written as run {1}; `vigil undo {1}` takes it back.",
			      "به‌صورت اجرای {1} نوشته شد؛ `vigil undo {1}` آن را پس می‌گیرد."),
			ARGS(number_str(app->a, r->run)));
}

static int run(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	struct linkage_options o = { .seed = (uint64_t)given_number(g, "--seed", 1),
				     .audit = (size_t)given_number(g, "--audit", 0),
				     .threads = link_threads(app),
				     .only_new = given_has(g, "--new") };
	struct linkage_report r;
	struct linkage_diff d;
	bool dry = given_has(g, "--dry-run");
	struct str reason = given_text(g, "--reason", "");
	TRY(accept_of(app, &o.accept, e));
	AUTO_LINKAGE *j = NULL;
	{
		AUTO_PROGRESS p =
			progress_start(STDERR_FILENO, app->lang, MSG_P("Comparing", "سنجش"));
		TRY(linkage_begin(app->reg, &o, step, &p, &j, e));
	}
	TRY(linkage_diff(j, app->reg, app->a, &d, e));
	linkage_found(j, &r);
	if (!dry)
		TRY(linkage_commit(j, app->reg, reason, &r.run, e));
	answer(app, &r, &d, dry);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--dry-run", 0, OPTION_FLAG, NULL, false,
	  MSG("say what would change, and write nothing",
	      "تنها گفتن تغییرها، بی‌نوشتن") },
	{ "--new", 0, OPTION_FLAG, NULL, false,
	  MSG("learn nothing: take the model of the newest run", "نیاموختن: مدل آخرین اجرا") },
	{ "--accept", 0, OPTION_TEXT, "P", false,
	  MSG("link without review what is at least so probable (0.95)",
	      "پیوند بی‌بازبینی از این احتمال به بالا (۰٫۹۵)") },
	LINK_RUN_OPTIONS,
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_link_run = {
	.name = "link run",
	.summary = MSG("Link the records of all lists to persons.",
		       "پیوند ردیف‌های همهٔ فهرست‌ها به اشخاص."),
	.help = MSG(
		"Rows of lists and persons described by claims are compared with each other; who is how likely one "
		"person is learned from them, without labels. Only what is at least --accept probable, or was "
		"decided by people, is linked; the rest waits in `vigil link review`, and the count is an interval "
		"meanwhile. Records that name nobody, or several people, are counted and never linked.\n\n"
		"Nothing is merged: a run is an entry that says which records are of one person, and can be taken "
		"back. A person keeps its number: when two come together the older lives and the other is found "
		"under it, and after a split the number stays with the record it was founded on.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run,
};
