/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * passphrase.h - where a passphrase comes from: a file, or the person at the terminal.
 *
 * It is held in memory that is locked where the system allows it, left out of core files, and wiped.
 * It is never an argument, never in a message, never in the environment.
 */
#ifndef VIGIL_CLI_PASSPHRASE_H
#define VIGIL_CLI_PASSPHRASE_H

#include "text/msg.h"

enum {
	PASSPHRASE_MAX = 1024, /* bytes */
	PASSPHRASE_MIN = 12    /* characters of a new one */
};

struct passphrase {
	char *p; /* a page of its own */
	size_t n;
};
void passphrase_init(struct passphrase *s);
void passphrase_done(struct passphrase *s); /* wipes; fine when it was not begun */
#define AUTO_PASSPHRASE AUTO(passphrase_done) struct passphrase
struct str passphrase_str(const struct passphrase *s);

/* The bytes of a file without the last line end, "-" is standard input. ERR_IO, ERR_TOOBIG;
 * ERR_INPUT when it is empty. */
int passphrase_read(const char *path, struct passphrase *ret, struct err *e) MUST_USE;
/* Ask at the terminal, without echo. ERR_INPUT: there is no terminal, or Ctrl-C was pressed. */
int passphrase_ask(enum lang lang, const struct msg *prompt, struct passphrase *ret,
		   struct err *e) MUST_USE;
/* ERR_INPUT when a new passphrase is too short, with what makes a good one. */
int passphrase_check_new(struct str s, struct err *e) MUST_USE;

#endif
