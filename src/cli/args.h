/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * args.h - what was typed, as a command with its options and arguments.
 *
 * Options may stand before, between and after the words of the command; "--" ends them; a value
 * follows its option or stands behind "=". Whatever cannot be understood is CLI_USAGE, with the
 * nearest name that exists.
 */
#ifndef VIGIL_CLI_ARGS_H
#define VIGIL_CLI_ARGS_H

#include "cli/command.h"

enum {
	CLI_USAGE = -100, /* beside the codes of base.h: the program was called wrongly */
	ARGS_TEXT_MAX = 1 << 20
};

struct given_option {
	const struct option *option;
	struct str value; /* NUL-terminated */
};

struct given {
	const struct command *command; /* NULL: none was named */
	struct given_option *options;
	size_t n_options;
	struct str *args; /* NUL-terminated */
	size_t n_args;
	const struct str
		*rest; /* of a last X...: its words before they were joined, for names of files */
	size_t n_rest;
	bool wants_help; /* --help stands somewhere; arguments were not counted */
};

/* Understand `n` words, without the name of the program. All is copied into `a`. */
int args_parse(const struct str *words, size_t n, struct arena *a, struct given *ret,
	       struct err *e) MUST_USE;

/* `name` must be an option of the command or of every command: anything else is our own mistake. */
bool given_has(const struct given *g, const char *name);
struct str given_str(const struct given *g, const char *name); /* p is NULL when it was not given */
struct str given_text(const struct given *g, const char *name, const char *when_missing);
size_t given_count(const struct given *g, const char *name);
struct str given_nth(const struct given *g, const char *name, size_t i);
int64_t given_number(const struct given *g, const char *name, int64_t when_missing);
/* A number of which 0 makes no sense. CLI_USAGE: it was given as 0. */
int given_above_zero(const struct given *g, const char *name, int64_t when_missing, int64_t *ret,
		     struct err *e) MUST_USE;
int64_t given_size(const struct given *g, const char *name); /* 0 when missing */
struct str given_arg(const struct given *g, size_t i);	     /* p is NULL when there is none */

#endif
