/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * command.h - what a command is: its words, its options, what it needs, what it does.
 */
#ifndef VIGIL_CLI_COMMAND_H
#define VIGIL_CLI_COMMAND_H

#include "text/msg.h"

struct app;

enum option_kind {
	OPTION_FLAG, /* takes nothing */
	OPTION_TEXT,
	OPTION_NUMBER, /* a whole number from 0 */
	OPTION_SIZE,   /* a size of the log: 300, or qk7d2-300 (vault/number.h) */
	OPTION_CHOICE, /* one of the words of `arg`, which are separated by | */
	OPTION_FILE    /* like TEXT; completion offers files */
};

struct option {
	const char *name; /* "--dry-run"; an option of one name takes a value everywhere or nowhere */
	int letter;	  /* 'o' for -o; 0: none */
	enum option_kind kind;
	const char *arg; /* how its value is called: "FILE"; the choices: "internal|public" */
	bool many;	 /* may stand more than once */
	struct msg help; /* half a sentence, small letter, no full stop */
};

/* Of what is decided or taken back: given_text(g, "--reason", ""). */
/* clang-format off */
#define OPTION_REASON \
	{ "--reason", 0, OPTION_TEXT, "TEXT", false, \
	  MSG("why; kept with it", "چرا؛ همراه آن نگه داشته می‌شود") }
/* clang-format on */

enum {
	NEEDS_VAULT = 1, /* opened before `run`, closed after */
	NEEDS_WRITE = 2, /* opened for writing */
	HAS_JSON = 4,	 /* can answer with --json */
	/* All it writes are notes of what it did: where nothing can be written, it does without and says so. */
	NOTES_ONLY = 8
};

struct command {
	const char *name; /* "import claims": one or two words */
	/* Names of the arguments: "SUBJECT PROPERTY VALUE"; [X] may be missing, a last X... takes
	 * the rest, joined by blanks. */
	const char *args;
	struct msg summary;	      /* one line, a full sentence */
	struct msg help;	      /* paragraphs, separated by an empty line */
	const struct option *options; /* the last has no name; NULL: none */
	unsigned needs;
	/* 0 or an error, which the caller prints. The answer goes into app->out. */
	int (*run)(struct app *app, struct err *e);
};

/* In the order of the manual; the last is NULL. */
extern const struct command *const COMMANDS[];
/* Of every command. */
extern const struct option GLOBAL_OPTIONS[];

/* The option `name` of `c` or of every command; NULL: neither. */
const struct option *command_option(const struct command *c, struct str name);
/* How many arguments it takes at least and at most. */
void command_count_args(const struct command *c, size_t *ret_min, size_t *ret_max);

#endif
