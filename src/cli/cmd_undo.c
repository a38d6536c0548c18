/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/jout.h"
#include "cli/view.h"
#include "register/record.h"

/* An entry by its number, or the import whose file had this name. */
static int find_entry(struct app *app, struct str what, int64_t *ret, struct err *e)
{
	struct batch *list;
	size_t n;
	int64_t found = -1;
	if (view_entry_parse(what, ret))
		return 0;
	TRY(reg_batches(app->reg, app->a, &list, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (list[i].retracted || !str_eq(list[i].name, what))
			continue;
		if (found >= 0)
			return err_set(
				e, ERR_INPUT,
				"several imports have this name, among them entries %s and %s; "
				"say which by its entry number",
				number_str(app->a, found).p, number_str(app->a, list[i].seq).p);
		found = list[i].seq;
	}
	if (found < 0)
		return err_set(e, ERR_NOTFOUND, "there is no import of this name that stands");
	*ret = found;
	return 0;
}

void view_taken_back(struct app *app, int64_t seq, int64_t by, const struct msg *words)
{
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_number(&j, "taken_back", seq);
		if (by)
			jout_number(&j, "entry", by);
		jout_end(&j);
		return;
	}
	app_say(app, words, ARGS(number_str(app->a, seq), number_str(app->a, by)));
}

static int run(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct str reason = given_text(&app->given, "--reason", "");
	int64_t seq;
	int64_t by;
	TRY(find_entry(app, given_arg(&app->given, 0), &seq, e));
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_undo(&tx, seq, reason, &by, e));
	TRY(reg_commit(&tx, e));
	view_taken_back(
		app, seq, by,
		MSG_P("Entry {1} is taken back by entry {2}: what it said no longer counts; the log keeps both.",
		      "ورودی {1} با ورودی {2} پس گرفته شد: گفته‌اش دیگر به شمار نمی‌آید؛ هر دو در گزارش می‌مانند."));
	return 0;
}

static const struct option OPTIONS[] = {
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_undo = {
	.name = "undo",
	.args = "IMPORT",
	.summary = MSG(
		"Take back an import, a claim or a decision, by one more statement.",
		"پس‌گرفتن یک ورود، گفته یا تصمیم، با گفته‌ای دیگر."),
	.help = MSG(
		"IMPORT is the number of an entry, or the name of an imported file. Nothing is removed: what was "
		"said no longer counts, and the log keeps that it was said and that it was taken back. Taking "
		"back the taking back makes it count again.",
		"IMPORT شمارهٔ یک ورودی یا نام پروندهٔ واردشده است. چیزی پاک نمی‌شود."),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run,
};
