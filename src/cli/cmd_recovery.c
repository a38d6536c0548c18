/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_recovery.c - recovery create, open: a key in shares that trustees keep on paper. */
#include "cli/app.h"

#include "vault/recovery.h"

#include "base/clock.h"

enum { SHARE_FILE_MAX = 64 * 1024 };

static void put_share(struct app *app, const struct recovery_share *s)
{
	char text[RECOVERY_SHARE_LEN + 1];
	char when[CLOCK_TEXT_LEN + 1];
	recovery_share_write(s, text);
	clock_text(s->made_ms, when);
	app_say(app,
		MSG_P("Share {1} of {2} of a recovery key; {3} of them open the vault. Made {4}.",
		      "سهم {1} از {2} سهم کلید بازیابی؛ {3} سهم دفتر را می‌گشاید. ساخته‌شده {4}."),
		ARGS(app_num(app, s->number), app_num(app, s->of), app_num(app, s->needed),
		     str_n(when, 10)));
	for (size_t at = 0; at < RECOVERY_SHARE_LEN; at += 24)
		buf_printf(&app->out, "    %.23s\n", text + at);
	buf_char(&app->out, '\n');
	wipe(text, sizeof text);
}

static int run_create(struct app *app, struct err *e)
{
	struct recovery_share *s;
	int64_t shares = given_number(&app->given, "--shares", 0);
	int64_t needed = given_number(&app->given, "--threshold", 0);
	if (shares < 2 || shares > RECOVERY_SHARES_MAX || needed < 2 || needed > shares)
		return err_set(e, CLI_USAGE,
			       "give --shares N from 2 to %d and --threshold K from 2 to N",
			       RECOVERY_SHARES_MAX);
	TRY(vault_recovery_create(reg_vault(app->reg), (int)shares, (int)needed, app->a, &s, e));
	for (int i = 0; i < (int)shares; i++)
		put_share(app, &s[i]);
	wipe(s, (size_t)shares * sizeof *s);
	app_say(app,
		MSG_P("Write each on paper for another trustee, by hand or on a printer that keeps nothing, and close "
		      "this window. The shares are kept nowhere and cannot be shown again; shares made before open "
		      "nothing any more.",
		      "هر یک را برای امینی دیگر بر کاغذ بنویسید، با دست یا چاپگری که چیزی نگه نمی‌دارد، و "
		      "این پنجره را "
		      "ببندید. سهم‌ها هیچ‌جا نگهداری نمی‌شود و دوباره نشان دادنی نیست؛ سهم‌های پیشین دیگر "
		      "چیزی را "
		      "نمی‌گشاید."),
		NULL, 0);
	return 0;
}

static const struct option CREATE_OPTIONS[] = {
	{ "--shares", 0, OPTION_NUMBER, "N", false,
	  MSG("how many shares", "شمار سهم‌ها") },
	{ "--threshold", 0, OPTION_NUMBER, "K", false,
	  MSG("how many of them open the vault",
	      "شمار سهم‌هایی که دفتر را می‌گشاید") },
	{ 0 },
};

const struct command cmd_recovery_create = {
	.name = "recovery create",
	.summary = MSG("Make a recovery key in shares for trustees.",
		       "ساختن کلید بازیابی در چند سهم برای امینان."),
	.help = MSG(
		"Any K of the N shares open the vault as the officer who made them; fewer say nothing. Evidence that "
		"is added from then on can be opened by them as well. Make a new one when a trustee changes, and "
		"when the officer is revoked.",
		"هر K سهم از N سهم، دفتر را به نام مسئولی که آنها را ساخت می‌گشاید؛ کمتر از آن هیچ "
		"نمی‌گوید. شواهدی که از این پس افزوده شود نیز با آنها باز می‌شود. با تغییر هر امین "
		"یا لغو آن مسئول، کلید تازه‌ای بسازید."),
	.options = CREATE_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE,
	.run = run_create,
};

/* ---- open ---- */

struct shares {
	struct recovery_share s[RECOVERY_SHARES_MAX];
	size_t n;
};

static void shares_wipe(struct shares *x)
{
	wipe(x, sizeof *x);
}

static int add(struct shares *x, struct str text, struct err *e)
{
	if (x->n == RECOVERY_SHARES_MAX)
		return err_set(e, ERR_INPUT, "more than %d shares", RECOVERY_SHARES_MAX);
	TRY(recovery_share_read(text, &x->s[x->n], e));
	x->n++;
	return 0;
}

/* A file as printed, or the letters alone: all lines with letters of shares in groups. */
static int add_file(struct app *app, struct shares *x, const char *path, struct err *e)
{
	struct str text;
	AUTO_BUF letters;
	buf_init(&letters, SHARE_FILE_MAX);
	TRY(app_file(app, str_of(path), SHARE_FILE_MAX, &text, e));
	while (text.n) {
		struct str line;
		text = str_cut(text, '\n', &line);
		line = str_trim(line);
		if (line.n >= 5 && str_find(line, STR(" ")) < 0) {
			buf_add(&letters, line);
			buf_char(&letters, '\n');
		}
	}
	return add(x, buf_str(&letters), e) < 0 ? err_wrap(e, "%s", path) : 0;
}

static int ask(struct app *app, struct shares *x, struct err *e)
{
	static const struct msg PROMPT = MSG("A share: ", "یک سهم: ");
	while (x->n == 0 || x->n < (size_t)x->s[0].needed) {
		AUTO_PASSPHRASE p;
		passphrase_init(&p);
		TRY(passphrase_ask(app->lang, &PROMPT, &p, e));
		if (add(x, passphrase_str(&p), e) < 0)
			fprintf(stderr, "vigil: %s\n", e->text);
	}
	return 0;
}

static int run_open(struct app *app, struct err *e)
{
	static const struct msg PROMPT = MSG("A new passphrase for the vault: ",
					     "گذرواژه‌ای تازه برای دفتر: ");
	static const struct projector NONE = { 0 };
	AUTO(shares_wipe) struct shares x = { .n = 0 };
	AUTO_KEY seed;
	AUTO_PASSPHRASE s;
	const char *path;
	struct vault *v = NULL;
	struct id slot;
	passphrase_init(&s);
	TRY(app_vault_path(app, &path, e));
	for (struct str rest = given_arg(&app->given, 0); rest.n;) {
		struct str one;
		rest = str_cut(rest, ' ', &one);
		TRY(add_file(app, &x, str_z(app->a, one), e));
	}
	if (x.n == 0)
		TRY(ask(app, &x, e));
	TRY(recovery_combine(x.s, x.n, &seed, e));
	TRY(vault_open_recovery(path, &seed, &NONE, &v, e));
	int rc = app_new_passphrase(app, "--new-passphrase-file", &PROMPT, &s, e);
	if (rc == 0)
		rc = vault_slot_add(v, passphrase_str(&s), &slot, e);
	vault_close(v);
	TRY(rc);
	app_say(app,
		MSG_P("The new passphrase opens the vault, as the officer who made the recovery key. Remove passphrases "
		      "that were lost (`vigil passphrase remove`), and make a new recovery key if shares may be in "
		      "wrong hands.",
		      "گذرواژهٔ تازه دفتر را می‌گشاید، به نام مسئولی که کلید بازیابی را ساخت. گذرواژه‌های "
		      "گم‌شده را "
		      "بردارید (`vigil passphrase remove`) و اگر سهم‌ها به دست نادرست افتاده کلید تازه‌ای "
		      "بسازید."),
		NULL, 0);
	return 0;
}

static const struct option OPEN_OPTIONS[] = {
	{ "--new-passphrase-file", 0, OPTION_FILE, "FILE", false,
	  MSG("read the new passphrase there instead of asking",
	      "خواندن گذرواژهٔ تازه از این پرونده") },
	{ 0 },
};

const struct command cmd_recovery_open = {
	.name = "recovery open",
	.args = "[SHARE...]",
	.summary = MSG("Open a vault with shares of its recovery key.",
		       "گشودن دفتر با سهم‌های کلید بازیابی."),
	.help = MSG(
		"SHARE is a file with one share, as it was printed or the letters alone; without any, shares are "
		"asked for and not shown while they are typed. Sets a new passphrase.",
		"SHARE پرونده‌ای با یک سهم است، چنان‌که چاپ شد یا تنها حرف‌هایش؛ بی آن، سهم‌ها "
		"پرسیده می‌شود و هنگام نوشتن دیده نمی‌شود. گذرواژهٔ تازه‌ای گذاشته می‌شود."),
	.options = OPEN_OPTIONS,
	.run = run_open,
};
