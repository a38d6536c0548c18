/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cli.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "cli/app.h"
#include "cli/help.h"
#include "store/store.h"

static const size_t ANSWER_MAX = (size_t)1 << 31;
static const size_t MEMORY_MAX = (size_t)8 << 30; /* a table of a million claims takes about one */

const struct option GLOBAL_OPTIONS[] = {
	{ "--vault", 0, OPTION_FILE, "FILE", false,
	  MSG("the vault; or the variable VIGIL_VAULT", "پروندهٔ دفتر؛ یا متغیر VIGIL_VAULT") },
	{ "--passphrase-file", 0, OPTION_FILE, "FILE", false,
	  MSG("read the passphrase there (- is standard input); or the variable VIGIL_PASSPHRASE_FILE; otherwise it "
	      "is asked for and not shown",
	      "خواندن گذرواژه از این پرونده؛ یا متغیر VIGIL_PASSPHRASE_FILE؛ وگرنه پرسیده می‌شود و نمایش داده نمی‌شود") },
	{ "--json", 0, OPTION_FLAG, NULL, false,
	  MSG("answer with one JSON object", "پاسخ به صورت یک شیء JSON") },
	{ "--lang", 0, OPTION_CHOICE, "en|fa", false, MSG("language of the answer", "زبان پاسخ") },
	{ "--help", 'h', OPTION_FLAG, NULL, false,
	  MSG("explain the command and do nothing", "شرح فرمان، بدون انجام کاری") },
	{ "--version", 0, OPTION_FLAG, NULL, false,
	  MSG("say which version this is and do nothing", "شمارهٔ نسخه، بدون انجام کاری") },
	{ 0 },
};

/* Files that are made are ours alone; memory with keys in it goes into no core file and cannot be
 * looked at by other programs of the same user. */
static void harden(void)
{
	struct rlimit none = { 0, 0 };
	umask(077);
	setrlimit(RLIMIT_CORE, &none);
#ifndef __SANITIZE_ADDRESS__ /* its search for leaks looks at the process from outside */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
}

/* Within what can be read in one line. */
static size_t width_of(int fd)
{
	struct winsize w;
	if (ioctl(fd, TIOCGWINSZ, &w) != 0 || w.ws_col == 0)
		return 100;
	return w.ws_col < 60 ? 60 : w.ws_col > 140 ? 140 : w.ws_col;
}

static struct str *copy_words(int argc, char **argv, struct arena *a)
{
	struct str *words = NEW_N(a, (size_t)argc, struct str);
	for (int i = 1; i < argc; i++)
		words[i - 1] = str_copy(a, str_of(argv[i]));
	return words;
}

/* What is left in the list of processes: names of commands and options. */
static void blank_words(int argc, char **argv, const struct given *g)
{
	for (int i = 1; i < argc; i++) {
		struct str w = str_of(argv[i]);
		if (str_starts(w, STR("-")) && !str_has(w, STR("=")) && w.n > 1)
			continue;
		if (g->command && str_has(str_of(g->command->name), w))
			continue;
		memset(argv[i], '.', w.n);
	}
}

static bool wants_to_write(struct app *app, const struct command *c)
{
	const char *path;
	if (!(c->needs & NEEDS_WRITE))
		return false;
	return !(c->needs & NOTES_ONLY) || app_vault_path(app, &path, NULL) < 0 ||
	       store_can_write(path);
}

static int run_command(struct app *app, struct err *e)
{
	const struct command *c = app->given.command;
	if (app->json && !(c->needs & HAS_JSON))
		return err_set(e, CLI_USAGE, "`vigil %s` has no --json", c->name);
	TRY(crypto_init(e));
	if (c->needs & NEEDS_VAULT)
		TRY(app_open(app, wants_to_write(app, c), e));
	return c->run(app, e);
}

static int run(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	app->json = given_has(g, "--json");
	lang_parse(given_str(g, "--lang"), &app->lang);
	if (given_has(g, "--version"))
		buf_lit(&app->out, "vigil " VIGIL_VERSION "\n");
	else if (g->wants_help && g->command)
		help_command(&app->out, g->command, app->lang, app->a);
	else if (g->wants_help)
		help_overview(&app->out, app->lang, app->a);
	else if (!g->command)
		return err_set(e, CLI_USAGE, "which command? `vigil help` lists them all");
	else
		return run_command(app, e);
	return 0;
}

static int exit_status(struct app *app, int rc, const struct err *e)
{
	if (rc < 0)
		fprintf(stderr, "vigil: %s\n", e->text);
	if (rc == CLI_USAGE)
		return 2;
	return rc == 0 && app->answer_is_no ? 1 : err_exit(rc);
}

int cli_main(int argc, char **argv)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	struct app app = { .a = a, .width = width_of(STDOUT_FILENO) };
	struct err e = { 0 };
	harden();
	buf_init(&app.out, ANSWER_MAX);
	struct str *words = copy_words(argc, argv, a);
	int rc = args_parse(words, argc > 0 ? (size_t)argc - 1 : 0, a, &app.given, &e);
	if (rc == 0) {
		blank_words(argc, argv, &app.given);
		rc = run(&app, &e);
	}
	/* What was found out before a failure is part of the answer: the problems of a table. */
	struct err later = { 0 };
	int flushed = app_flush(&app, &later);
	if (rc == 0 && flushed < 0) {
		rc = flushed;
		e = later;
	}
	int status = exit_status(&app, rc, &e);
	reg_close(app.reg);
	buf_done(&app.out);
	return status;
}
