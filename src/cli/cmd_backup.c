/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_backup.c - a copy of the vault, its key slots and its evidence. */
#include "cli/app.h"

#include "vault/backup.h"

#include "cli/jout.h"

static int run(struct app *app, struct err *e)
{
	struct vault_backup b;
	struct str folder = given_arg(&app->given, 0);
	TRY(vault_backup(reg_vault(app->reg), folder.p, &b, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "folder", folder);
		jout_int(&j, "bytes", b.bytes);
		jout_int(&j, "evidence_files", b.objects);
		jout_int(&j, "missing", b.missing);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Copied to {1} and read back: the vault, its key slots, {2} evidence files. It opens with the "
		      "passphrases of today: guard it like the vault.",
		      "در {1} رونوشت شد و باز خوانده شد: دفتر، شیارهای کلید و {2} پروندهٔ شواهد. با "
		      "گذرواژه‌های امروز "
		      "باز می‌شود: مانند خود دفتر نگهش دارید."),
		ARGS(folder, app_num(app, b.objects)));
	if (b.missing)
		app_say(app,
			MSG_P("{1} evidence files are not on this device and so not in the copy.",
			      "{1} پروندهٔ شواهد در این دستگاه نیست و در رونوشت هم نیست."),
			ARGS(app_num(app, b.missing)));
	return 0;
}

const struct command cmd_backup = {
	.name = "backup",
	.args = "FOLDER",
	.summary = MSG("Copy the vault, its key slots and its evidence.",
		       "رونوشت از دفتر، شیارهای کلید و شواهد آن."),
	.help = MSG(
		"FOLDER is made and must be empty. The vault may be in use; nothing is written to it meanwhile. "
		"Everything is read back after it was written.\n\n"
		"To restore, put the files where the vault was. If the vault had gone on since the backup, the "
		"next sync notices, keeps both and begins a new log.",
		"FOLDER ساخته می‌شود و باید خالی باشد. دفتر می‌تواند در این میان باز باشد؛ چیزی در "
		"آن نوشته نمی‌شود. همه‌چیز پس از نوشتن بازخوانده می‌شود.\n\n"
		"برای بازگرداندن، پرونده‌ها را به جای دفتر بگذارید. اگر دفتر پس از پشتیبان پیش رفته "
		"باشد، هماهنگ‌سازی بعدی درمی‌یابد، هر دو را نگه می‌دارد و گزارشی تازه آغاز می‌کند."),
	.needs = NEEDS_VAULT | NEEDS_WRITE | NOTES_ONLY | HAS_JSON,
	.run = run,
};
