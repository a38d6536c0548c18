/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * warning.h - what a run or a table has to say beside its result: a code and its numbers; words for readers are made of
 * them, in their language, where they are shown.
 */
#ifndef VIGIL_LINK_WARNING_H
#define VIGIL_LINK_WARNING_H

#include "text/msg.h"

enum link_warning_code {
	LINK_WARN_STARTS,     /* n: shares of pairs that are one person, from three starts */
	LINK_WARN_HELD,	      /* n: the share that was held; sure links */
	LINK_WARN_ORDER,      /* text: a field */
	LINK_WARN_TOGETHER,   /* text: two fields; n: bits */
	LINK_WARN_DUPLICATES, /* text: a list of files; n: pairs within it */
	LINK_WARN_DOUBLES,    /* the same of a list of the register */
	LINK_WARN_COLUMN,     /* text: a list, a field that it lacks */
	LINK_WARN_UNREAD,     /* text: a field, its type, a value; n: how many */
	LINK_WARN_TWO_WAYS,   /* text: a field; n: dates */
	LINK_WARN_FIRST_DAYS, /* text: a field; n: records */
	LINK_WARN_APART, /* text: a field of numbers; n: pairs of lists that share none, of how many */
	LINK_WARN_NO_DAY, /* text: a field, its type, a value; n: records */
	LINK_WARN_NEVER,  /* n: pairs that cannot be one person and would have been taken for one */
	LINK_WARN_FAMILIES, /* families pass for persons */
	LINK_WARN_JOINED,   /* text: columns read as one name, so that they do not */
	LINK_WARN_FEW,	    /* n: records that name somebody, too few to learn from */
	LINK_WARN_OTHER,    /* text: the code of a newer version */
	LINK_WARNINGS
};
enum { LINK_WARN_TEXTS = 3, LINK_WARN_NUMBERS = 3 };
struct link_warning {
	enum link_warning_code code;
	struct str text[LINK_WARN_TEXTS];
	double n[LINK_WARN_NUMBERS];
};

const char *link_warning_code(enum link_warning_code c); /* "starts", ... */
/* LINK_WARN_OTHER for what is none. */
enum link_warning_code link_warning_of(struct str code);

/* What is the matter, and what to do about it. `fields`: a field is the code of an enum list_field and shown by its
 * label; otherwise it is the name that a config gives it. */
struct str link_warning_what(const struct link_warning *w, enum lang lang, bool fields,
			     struct arena *a);
struct str link_warning_todo(const struct link_warning *w, enum lang lang);

#endif
