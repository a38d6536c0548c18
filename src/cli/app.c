/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "store/store.h"

int app_vault_path(struct app *app, const char **ret, struct err *e)
{
	struct str s = given_str(&app->given, "--vault");
	const char *env = getenv("VIGIL_VAULT");
	if (s.p)
		*ret = s.p;
	else if (env && *env)
		*ret = env;
	else
		return err_set(e, CLI_USAGE, "which vault? Give --vault FILE or set VIGIL_VAULT");
	return 0;
}

/* NULL: ask for it. */
static const char *passphrase_file(struct app *app, const char *option)
{
	struct str s = given_str(&app->given, option);
	const char *env = getenv("VIGIL_PASSPHRASE_FILE");
	if (s.p)
		return s.p;
	return strcmp(option, "--passphrase-file") == 0 && env && *env ? env : NULL;
}

int app_passphrase(struct app *app, const char *from, const struct msg *prompt,
		   struct passphrase *ret, struct err *e)
{
	const char *path = passphrase_file(app, from);
	return path ? passphrase_read(path, ret, e) : passphrase_ask(app->lang, prompt, ret, e);
}

int app_new_passphrase(struct app *app, const char *from, const struct msg *prompt,
		       struct passphrase *ret, struct err *e)
{
	static const struct msg AGAIN = MSG("The same once more: ", "همان یک بار دیگر: ");
	const char *path = passphrase_file(app, from);
	AUTO_PASSPHRASE second;
	passphrase_init(&second);
	if (path) {
		TRY(passphrase_read(path, ret, e));
		return passphrase_check_new(passphrase_str(ret), e);
	}
	TRY(passphrase_ask(app->lang, prompt, ret, e));
	TRY(passphrase_check_new(passphrase_str(ret), e));
	TRY(passphrase_ask(app->lang, &AGAIN, &second, e));
	if (!str_eq(passphrase_str(ret), passphrase_str(&second)))
		return err_set(e, ERR_INPUT, "the two passphrases differ; nothing was done");
	return 0;
}

static int try_open(struct app *app, const char *path, bool write, struct err *e)
{
	static const struct msg PROMPT = MSG("Passphrase: ", "گذرواژه: ");
	const char *file = passphrase_file(app, "--passphrase-file");
	AUTO_PASSPHRASE s;
	passphrase_init(&s);
	if (file) {
		TRY(passphrase_read(file, &s, e));
		return reg_open(path, passphrase_str(&s), write, &app->reg, e);
	}
	for (int tries = 1;; tries++) {
		TRY(passphrase_ask(app->lang, &PROMPT, &s, e));
		int rc = reg_open(path, passphrase_str(&s), write, &app->reg, e);
		if (rc != ERR_DENIED || tries == 3)
			return rc;
		fprintf(stderr, "vigil: %s\n", e->text);
	}
}

int app_open(struct app *app, bool write, struct err *e)
{
	const char *path;
	TRY(app_vault_path(app, &path, e));
	/* Before anybody types a passphrase for nothing. */
	if (!file_exists(path))
		return err_set(e, ERR_IO, "there is no vault %s; `vigil init FILE` makes one",
			       path);
	int rc = try_open(app, path, write, e);
	if (rc == 0 && app_is_fixed(app))
		app_note(
			app,
			MSG_P("Nothing can be written where {1} is: it is read as it lies there.",
			      "جایی که {1} هست نمی‌توان نوشت: همان‌گونه که آنجاست خوانده می‌شود."),
			ARGS(str_of(path)));
	/* A vault that is busy or missing is no answer "no" and no refused input. */
	return rc == ERR_NOTFOUND || rc == ERR_CONFLICT || rc == ERR_INPUT ? ERR_IO : rc;
}

bool app_is_fixed(struct app *app)
{
	return store_is_fixed(vault_store(reg_vault(app->reg)));
}

void app_note(struct app *app, const struct msg *m, const struct str *args, size_t n)
{
	fprintf(stderr, "%.*s\n", STR_FMT(tr_fmt(app->a, app->lang, m, args, n)));
}

int app_flush(struct app *app, struct err *e)
{
	TRY(buf_check(&app->out, e));
	for (struct str s = buf_str(&app->out); s.n;) {
		ssize_t n = write(STDOUT_FILENO, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, "cannot write the answer: %s", strerror(errno));
		s = str_from(s, (size_t)n);
	}
	buf_clear(&app->out);
	return 0;
}

struct str app_output_path(struct app *app)
{
	struct str path = given_str(&app->given, "--output");
	return path.p && !str_eq(path, STR("-")) ? path : STR_NULL;
}

int app_output(struct app *app, struct str content, struct err *e)
{
	struct str path = app_output_path(app);
	if (path.p)
		return file_write(path.p, content, 0600, e);
	buf_add(&app->out, content);
	return 0;
}

void app_say(struct app *app, const struct msg *m, const struct str *args, size_t n)
{
	buf_add(&app->out, tr_fmt(app->a, app->lang, m, args, n));
	buf_char(&app->out, '\n');
}

int app_file(struct app *app, struct str path, size_t max, struct str *ret, struct err *e)
{
	struct err why = { 0 };
	int rc = file_read(str_z(app->a, path), max, app->a, ret, &why);
	if (rc == 0)
		return 0;
	return err_set(e, rc == ERR_NOTFOUND ? ERR_IO : rc, "%s", why.text);
}

int app_check_output(struct app *app, const char *option, const struct str *in, size_t n_in,
		     struct err *e)
{
	struct stat out;
	struct stat read;
	if (!given_has(&app->given, option))
		return 0;
	const char *path = str_z(app->a, given_str(&app->given, option));
	const char *slash = strrchr(path, '/');
	struct str folder = slash ? str_n(path, (size_t)(slash - path) + 1) : STR(".");
	if (access(str_z(app->a, folder), W_OK | X_OK) != 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	if (stat(path, &out) != 0)
		return 0;
	if (S_ISDIR(out.st_mode))
		return err_set(e, CLI_USAGE, "%s takes a file, and %s is a folder", option, path);
	for (size_t i = 0; i < n_in; i++)
		if (stat(str_z(app->a, in[i]), &read) == 0 && read.st_ino == out.st_ino &&
		    read.st_dev == out.st_dev)
			return err_set(e, CLI_USAGE, "%s would write over %s, which is read",
				       option, path);
	return 0;
}

struct str app_num(struct app *app, int64_t v)
{
	return num_text(app->a, app->lang, v);
}

struct str app_today(struct app *app)
{
	char now[CLOCK_TEXT_LEN + 1];
	clock_text(clock_now_ms(), now);
	return str_copy(app->a, str_n(now, 10));
}

struct str app_tr(struct app *app, const struct msg *m)
{
	return tr(app->lang, m);
}
