/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"
#include "cli/jout.h"

#include "vault/log.h"

enum { KDF_MIB_MIN = 8, KDF_MIB_MAX = 4096, DAYS_MAX = 3650 };

static int kdf_of(const struct given *g, struct vault_kdf *ret, struct err *e)
{
	int64_t mib = given_number(g, "--kdf-memory", (int64_t)(VAULT_KDF_DEFAULT.mem >> 20));
	if (mib < KDF_MIB_MIN || mib > KDF_MIB_MAX)
		return err_set(e, CLI_USAGE, "--kdf-memory is from %d to %d", KDF_MIB_MIN,
			       KDF_MIB_MAX);
	*ret = VAULT_KDF_DEFAULT;
	ret->mem = (size_t)mib << 20;
	return 0;
}

/* The invitation says who the first member is; its passphrase becomes theirs. */
static int join(struct app *app, const struct vault_kdf *kdf, struct err *e)
{
	static const struct msg PROMPT =
		MSG("The passphrase of the invitation: ", "گذرواژهٔ دعوت‌نامه: ");
	struct str file;
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	TRY(app_file(app, given_str(&app->given, "--join"), 1 << 20, &file, e));
	TRY(app_passphrase(app, "--passphrase-file", &PROMPT, &s, e));
	return reg_join(given_arg(&app->given, 0).p, file, passphrase_str(&s), kdf, &app->reg, e);
}

static int set_wait(struct app *app, struct err *e)
{
	if (!given_has(&app->given, "--shred-wait"))
		return 0;
	int64_t days = given_number(&app->given, "--shred-wait", 0);
	if (days > DAYS_MAX)
		return err_set(e, CLI_USAGE, "--shred-wait is from 0 to %d", DAYS_MAX);
	return vault_setting_put(reg_vault(app->reg), "shred_wait_days",
				 str_printf(app->a, "%lld", (long long)days), e);
}

static int run(struct app *app, struct err *e)
{
	static const struct msg PROMPT = MSG("A passphrase for the new vault: ",
					     "گذرواژه‌ای برای دفتر تازه: ");
	const struct given *g = &app->given;
	struct str path = given_arg(g, 0);
	struct str name = given_text(g, "--name", "");
	struct vault_kdf kdf;
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	TRY(kdf_of(g, &kdf, e));
	if (given_has(g, "--join")) {
		if (given_has(g, "--name"))
			return err_set(e, CLI_USAGE, "the invitation says the name");
		TRY(join(app, &kdf, e));
	} else {
		TRY(app_new_passphrase(app, "--passphrase-file", &PROMPT, &s, e));
		TRY(reg_create(path.p, passphrase_str(&s), name, &kdf, &app->reg, e));
	}
	TRY(set_wait(app, e));
	struct str origin = vault_origin(reg_vault(app->reg));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "vault", path);
		jout_str(&j, "log", origin);
		jout_end(&j);
		return 0;
	}
	struct str keys = str_printf(app->a, "%.*s.keys", STR_FMT(path));
	app_say(app,
		MSG_P("Made {1} with its key slots {2}. Keep both together; without them or without the "
		      "passphrase nobody can open the register.",
		      "{1} با شیارهای کلید {2} ساخته شد. هر دو را با هم نگه دارید؛ بی آنها یا بی گذرواژه هیچ‌کس "
		      "نمی‌تواند دفتر را بگشاید."),
		ARGS(path, keys));
	app_say(app,
		MSG_P("Its log is {1}; `vigil log policy` prints what a verifier needs to know of it.",
		      "نام گزارش آن {1} است؛ `vigil log policy` آنچه را راستی‌آزما باید بداند چاپ می‌کند."),
		&origin, 1);
	if (given_has(g, "--join"))
		app_say(app,
			MSG_P("It is a further site of a register and knows nothing of it yet: `vigil sync REMOTE` "
			      "brings what the others have. An erasure takes two officers: enrol a second one here "
			      "(`vigil member add --role officer`).",
			      "این جایگاهی تازه از یک دفتر است و هنوز چیزی از آن نمی‌داند: `vigil sync REMOTE` آنچه "
			      "دیگران دارند می‌آورد. پاک‌کردن دو مسئول می‌خواهد: دومی را اینجا بیفزایید "
			      "(`vigil member add --role officer`)."),
			NULL, 0);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--name", 0, OPTION_TEXT, "NAME", false,
	  MSG("what the first member is called inside the vault", "نام نخستین عضو در درون دفتر") },
	{ "--join", 0, OPTION_FILE, "FILE", false,
	  MSG("make it a further site of a register, by an invitation of `vigil site invite`",
	      "ساختن جایگاهی تازه از یک دفتر با دعوت‌نامهٔ `vigil site invite`") },
	{ "--shred-wait", 0, OPTION_NUMBER, "DAYS", false,
	  MSG("days between asking for the erasure of evidence and carrying it out; 7 when not given",
	      "روزهای میان درخواست پاک‌کردن شواهد و انجام آن؛ پیش‌فرض ۷") },
	{ "--kdf-memory", 0, OPTION_NUMBER, "MIB", false,
	  MSG("memory that trying a passphrase costs; 256 when not given, less makes guessing cheaper",
	      "حافظه‌ای که آزمودن هر گذرواژه می‌خواهد؛ پیش‌فرض ۲۵۶، کمتر از آن حدس‌زدن را آسان می‌کند") },
	{ 0 },
};

const struct command cmd_init = {
	.name = "init",
	.args = "FILE",
	.summary = MSG("Make a new, empty vault.", "ساختن دفتری تازه و خالی."),
	.help = MSG(
		"Makes FILE and its key slots FILE.keys, with one member, an officer. The passphrase is asked for "
		"twice, or read from --passphrase-file; it needs at least 12 characters. Six words drawn by "
		"chance are a good one. It cannot be recovered.\n\n"
		"A file that exists is never touched.",
		"FILE و شیارهای کلید FILE.keys را با یک عضو می‌سازد. گذرواژه دو بار پرسیده می‌شود و دست‌کم ۱۲ نویسه "
		"دارد. شش واژهٔ تصادفی گذرواژهٔ خوبی است. بازیافتنی نیست.\n\n"
		"پروندهٔ موجود هرگز دست نمی‌خورد."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
