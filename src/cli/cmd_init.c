/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"
#include "cli/jout.h"

enum { KDF_MIB_MIN = 8, KDF_MIB_MAX = 4096 };

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

static int run(struct app *app, struct err *e)
{
	static const struct msg PROMPT = MSG("A passphrase for the new vault: ",
					     "گذرواژه‌ای برای دفتر تازه: ");
	const struct given *g = &app->given;
	struct str path = given_arg(g, 0);
	struct str name = given_has(g, "--name") ? given_str(g, "--name") : STR("");
	struct vault_kdf kdf;
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	TRY(kdf_of(g, &kdf, e));
	TRY(app_new_passphrase(app, "--passphrase-file", &PROMPT, &s, e));
	TRY(reg_create(path.p, passphrase_str(&s), name, &kdf, &app->reg, e));
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
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--name", 0, OPTION_TEXT, "NAME", false,
	  MSG("what the first member is called inside the vault", "نام نخستین عضو در درون دفتر") },
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
