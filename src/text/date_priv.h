/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date_priv.h - the words dates are made of, and what is shared by reading and showing. */
#ifndef VIGIL_DATE_PRIV_H
#define VIGIL_DATE_PRIV_H

#include "text/date.h"

enum date_word {
	WORD_NONE,
	WORD_MONTH,   /* calendar, n */
	WORD_SEASON,  /* n: 21 to 24 */
	WORD_WEEKDAY, /* n: enum weekday */
	WORD_ERA,     /* calendar */
	WORD_ABOUT,
	WORD_PART, /* early, mid, late */
	WORD_PERHAPS,
	WORD_BEFORE,
	WORD_AFTER,
	WORD_SINCE,
	WORD_UNTIL,
	WORD_BETWEEN,
	WORD_FROM, /* with "to" behind it a period, alone as since */
	WORD_TO,   /* at the beginning as until */
	WORD_OR,
	WORD_AND,
	WORD_ORDINAL,	    /* th, ام */
	WORD_DECADE,	    /* the s of 1980s */
	WORD_DECADE_BEFORE, /* دهه */
	WORD_RELATIVE,	    /* today: cannot be read without the day it was said */
	WORD_FILL	    /* of, on, the: says nothing */
};

struct date_term {
	const char *key; /* as fold_key gives it */
	enum date_word word;
	enum calendar cal;
	int n;
};

/* NULL: not a word of dates. "مهرماه" is found as "مهر". */
const struct date_term *date_term_find(struct str key);
/* All of them, for the test that they are folded. */
const struct date_term *date_terms(size_t *ret_n);

#endif
