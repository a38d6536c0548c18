/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * app.h - one run of the program: what was typed, the open register, the answer.
 */
#ifndef VIGIL_CLI_APP_H
#define VIGIL_CLI_APP_H

#include "base/buf.h"
#include "cli/args.h"
#include "cli/passphrase.h"
#include "register/register.h"
#include "vault/number.h"

struct app {
	struct given given;
	enum lang lang;
	bool json;
	size_t width;	   /* columns of the terminal, 100 when the answer goes elsewhere */
	struct arena *a;   /* lives as long as the run */
	struct buf out;	   /* the answer, printed when the command has ended */
	struct reg *reg;   /* open when the command needs it */
	bool answer_is_no; /* exit status 1 although nothing failed */
};

/* All of a file that an option names. That it is not there is a failure (exit status 4), not the answer "no". */
int app_file(struct app *app, struct str path, size_t max, struct str *ret, struct err *e) MUST_USE;
/* That what `option` names (nothing is fine) can be written, and is none of the files that are read. */
int app_check_output(struct app *app, const char *option, const struct str *in, size_t n_in,
		     struct err *e) MUST_USE;
/* What was given by --vault or VIGIL_VAULT. CLI_USAGE when neither was. */
int app_vault_path(struct app *app, const char **ret, struct err *e) MUST_USE;
/* Open the register, asking for the passphrase when no file has it. Every failure but a wrong call
 * is one of the vault: exit status 4. */
int app_open(struct app *app, bool write, struct err *e) MUST_USE;
/* A passphrase that exists: from the file named by option `from`, or else asked for. */
int app_passphrase(struct app *app, const char *from, const struct msg *prompt,
		   struct passphrase *ret, struct err *e) MUST_USE;
/* A new passphrase: from the file named by option `from`, or else asked for twice. Too short ones are
 * refused. */
int app_new_passphrase(struct app *app, const char *from, const struct msg *prompt,
		       struct passphrase *ret, struct err *e) MUST_USE;

/* The answer so far goes out now: for `serve`, which does not end. */
int app_flush(struct app *app, struct err *e) MUST_USE;
/* The file of option --output; p is NULL when there is none, or it is "-". */
struct str app_output_path(struct app *app);
/* `content` to that file, or to the answer without one. */
int app_output(struct app *app, struct str content, struct err *e) MUST_USE;

/* A message into the answer, as a line: app_say(app, &ROWS, ARGS(x, y)). */
#define ARGS(...) (const struct str[]){ __VA_ARGS__ }, COUNT(((const struct str[]){ __VA_ARGS__ }))
void app_say(struct app *app, const struct msg *m, const struct str *args, size_t n);
/* The same beside the answer, at once, on standard error: what somebody has to know of it. */
void app_note(struct app *app, const struct msg *m, const struct str *args, size_t n);
/* The register was opened where nothing can be written: nothing can be noted in it. */
bool app_is_fixed(struct app *app);
struct str app_num(struct app *app, int64_t v); /* for people */
struct str app_today(struct app *app);		/* 2025-10-12, in UTC */
struct str app_tr(struct app *app, const struct msg *m);

#endif
