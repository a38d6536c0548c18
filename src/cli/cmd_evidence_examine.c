/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_evidence_examine.c - what was sealed without being looked into, looked into now. */
#include "cli/view.h"

#include "cli/grid.h"
#include "intake/evidence.h"

static int run(struct app *app, struct err *e)
{
	struct worker w;
	struct entity en;
	struct evidence_added got;
	TRY(worker_find(app->a, &w, e));
	TRY(reg_entity(app->reg, given_arg(&app->given, 0), app->a, &en, e));
	TRY(evidence_examine(app->reg, &en, &w, app->a, &got, e));
	struct str number = reg_number(app->reg, &en, app->a);
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "id", number);
		jout_str(&j, "media_type", got.media_type);
		jout_bool(&j, "covered", got.covered);
		jout_int(&j, "working_copies", (int64_t)got.copies);
		jout_text(&j, "not_examined", got.not_examined);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("{1}: {2}, working copies {3}.",
		      "{1}: {2}، نسخه‌های کاری {3}."),
		ARGS(number, got.media_type, app_num(app, (int64_t)got.copies)));
	if (got.not_examined.n)
		app_say(app, MSG_P("  Not examined: {1}.", "  بررسی نشد: {1}."),
			ARGS(text_harmless(app->a, got.not_examined)));
	return 0;
}

const struct command cmd_evidence_examine = {
	.name = "evidence examine",
	.args = "EVIDENCE",
	.summary = MSG(
		"Look into a file that was sealed without being looked into.",
		"نگاه به درون پرونده‌ای که نادیده مُهر شده."),
	.help = MSG(
		"For files sealed with --no-worker, or that vigil-worker could not read then. They are opened in memory, "
		"never on the disk, so at most 256 MiB; a longer one is looked into when the same file is added again. "
		"What was said of the kind is taken back and said anew; the file and its custody stand.",
		"برای پرونده‌هایی که با --no-worker مُهر شدند یا آن زمان خوانده نشدند. تنها در حافظه گشوده می‌شوند، تا ۲۵۶ مبی‌بایت."),
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run,
};
