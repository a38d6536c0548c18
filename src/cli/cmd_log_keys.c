/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_log_keys.c - log rotate-key, retire-key, epoch: the key of our own log, and its end. */
#include "cli/app.h"
#include "vault/log.h"

static int run_rotate(struct app *app, struct err *e)
{
	struct str vkey;
	TRY(vault_log_key_rotate(reg_vault(app->reg), &vkey, app->a, e));
	app_say(app,
		MSG_P("The log has a further key; both sign until `vigil log retire-key`.\n{1}\n"
		      "Give it to whoever verifies with a policy file, and to your witnesses, before you retire the "
		      "old one.",
		      "گزارش کلیدی تازه دارد؛ تا `vigil log retire-key` هر دو امضا می‌کنند.\n{1}\n"
		      "پیش از کنار گذاشتن کلید پیشین، آن را به راستی‌آزمایان و گواهان بدهید."),
		&vkey, 1);
	return 0;
}

const struct command cmd_log_rotate_key = {
	.name = "log rotate-key",
	.summary = MSG("Give the log a new key, beside the old one for a time.",
		       "دادن کلیدی تازه به گزارش، مدتی در کنار کلید پیشین."),
	.help = MSG(
		"The old key vouches for the new one in an entry of the log. Only an officer may.",
		"کلید پیشین در ورودی‌ای از گزارش ضامن کلید تازه می‌شود. تنها مسئول می‌تواند."),
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_rotate,
};

static int run_retire(struct app *app, struct err *e)
{
	TRY(vault_log_key_retire(reg_vault(app->reg), e));
	app_say(app,
		MSG_P("Retired: only the new key signs from now on.",
		      "کنار گذاشته شد: از این پس تنها کلید تازه امضا می‌کند."),
		NULL, 0);
	return 0;
}

const struct command cmd_log_retire_key = {
	.name = "log retire-key",
	.summary = MSG("Let the old key of the log sign no more.",
		       "دیگر امضا نکردن با کلید پیشین گزارش."),
	.help = MSG(
		"After `vigil log rotate-key`. Who verifies with the old key alone refuses heads from then on.",
		"پس از `vigil log rotate-key`. آن که تنها کلید پیشین را دارد از این پس سرهای گزارش "
		"را نمی‌پذیرد."),
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_retire,
};

static int run_epoch(struct app *app, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct str reason = given_str(&app->given, "--reason");
	struct str before = str_copy(app->a, vault_origin(v));
	/* It cannot be taken back, so a name that was typed to see what it does does nothing. */
	if (!reason.n)
		return err_set(
			e, CLI_USAGE,
			"why? The log ends for good: --reason lost, restored, planned or another word");
	TRY(vault_epoch(v, reason, e));
	app_say(app,
		MSG_P("The log has ended and {1} begins, with a key of its own. What was recorded stays and is "
		      "proved as before, by the policy of the old log (`vigil log policy --log {2}`).\n"
		      "Give the policy of the new one (`vigil log policy`) to your verifiers and witnesses.",
		      "گزارش پایان یافت و {1} با کلیدی از آن خود آغاز شد. آنچه ثبت شده می‌ماند و مانند پیش، با "
		      "سیاست گزارش پیشین، اثبات می‌شود (`vigil log policy --log {2}`).\n"
		      "سیاست گزارش تازه (`vigil log policy`) را به راستی‌آزمایان و گواهان بدهید."),
		ARGS(vault_origin(v), before));
	return 0;
}

static const struct option EPOCH_OPTIONS[] = {
	{ "--reason", 0, OPTION_TEXT, "CODE", false,
	  MSG("why, always to be given: a word such as lost, restored or planned",
	      "چرا؛ همیشه باید داده شود: واژه‌ای مانند lost، restored یا planned") },
	{ 0 },
};

const struct command cmd_log_epoch = {
	.name = "log epoch",
	.summary = MSG("End the log and begin another.", "پایان دادن به گزارش و آغاز گزارشی دیگر."),
	.help = MSG(
		"After its key may have become known to others, or when the program says that an older copy of "
		"the vault was restored. The new log takes in all the old one had. Only an officer may.",
		"وقتی شاید کلید آن به دست دیگران افتاده، یا برنامه می‌گوید که رونوشتی کهنه از دفتر "
		"بازگردانده شده است. گزارش تازه همهٔ آنچه را پیشین داشت دربر می‌گیرد. تنها مسئول "
		"می‌تواند."),
	.options = EPOCH_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_epoch,
};
