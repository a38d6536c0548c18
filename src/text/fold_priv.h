/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fold_priv.h - what becomes of one character. */
#ifndef VIGIL_FOLD_PRIV_H
#define VIGIL_FOLD_PRIV_H

#include "base/base.h"

enum fold_act {
	FOLD_TAKE, /* the bytes in ret, at least one */
	FOLD_DROP,
	FOLD_BREAK, /* words end here */
	FOLD_LINK   /* a possible boundary inside a word: ZWNJ, hyphen */
};

enum { FOLD_OUT_MAX = 80 }; /* the longest decomposition has 18 characters of up to 4 bytes */

/* `sounds` keeps apart what sounds apart (ş as sh) and drops vowel letters of Kurdish. */
enum fold_act fold_char(uint32_t cp, bool sounds, char ret[static FOLD_OUT_MAX], size_t *ret_n);

/* Text that grows in an arena. */
struct fold_out {
	struct arena *a;
	char *p;
	size_t n, cap;
};

void fold_out_add(struct fold_out *o, struct str s);

/* Words of `s` behind each other with a space between; with `joins`, the joined forms follow. */
struct str fold_run(struct arena *a, struct str s, bool sounds, bool joins);

#endif
