/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_log_fork.c - log accept-fork: an officer says in the log what a fork was. */
#include "cli/alarm.h"
#include "register/fork.h"

static int run(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct str id = given_arg(&app->given, 0);
	struct str reason = given_str(&app->given, "--reason");
	int64_t seq;
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_fork_accept(&tx, id, reason.p ? reason : STR(""), &seq, e));
	TRY(reg_commit(&tx, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "fork", id);
		jout_number(&j, "entry", seq);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Entry {1} says what the fork {2} was. It is told from now on and no longer an alarm; both heads "
		      "are kept. Another head of the other story is a fork of its own.",
		      "ورودی {1} می‌گوید دوشاخگی {2} چه بود. از این پس گفته می‌شود و دیگر هشدار نیست؛ هر دو سر می‌ماند. "
		      "سر دیگری از آن روایت، دوشاخگی تازه‌ای است."),
		ARGS(number_str(app->a, seq), id));
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--reason", 0, OPTION_TEXT, "TEXT", false,
	  MSG("what happened; sealed with it, members read it",
	      "چه شد؛ همراه آن مُهر می‌شود و اعضا می‌خوانند") },
	{ 0 },
};

const struct command cmd_log_accept_fork = {
	.name = "log accept-fork",
	.args = "FORK",
	.summary = MSG("Say in the log what a fork was, so that it is no alarm any more.",
		       "گفتن در گزارش که دوشاخگی چه بود، تا دیگر هشدار نباشد."),
	.help = MSG(
		"FORK is the number that `vigil check` and `vigil witness status` print, or its first 12 digits. First find out "
		"what happened: ask the keepers of that log, and compare both heads (`vigil witness status --json`). Both "
		"heads are kept, and the fork is listed with who explained it, when and why. A further head of the other "
		"story is an alarm again, and so is this one when the entry is taken back (`vigil undo`). Only an officer "
		"may.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run,
};
