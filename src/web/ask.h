/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ask.h - what a form names in words: which record is meant, which day. Nothing is guessed: where
 * several fit, all are offered, and the form waits for the answer.
 *
 * A field NAME has two more beside it: NAME-is, the answer (a record number, "new:KIND", "text", or
 * an EDTF), and NAME-of, the words it answers. When the words change the answer is forgotten.
 */
#ifndef VIGIL_WEB_ASK_H
#define VIGIL_WEB_ASK_H

#include "text/date.h"
#include "web/form.h"

enum { ASK_CARDS_MAX = 8, ASK_TEXT_MAX = 500 };

enum ask_state {
	ASK_NOTHING, /* nothing was written */
	ASK_WHICH,   /* candidates, or a new one */
	ASK_FOUND,   /* `card` */
	ASK_NEW,     /* a new record of `kind` with these words as its name */
	ASK_AS_TEXT, /* only these words */
	ASK_REFUSED  /* `why` */
};

struct ask {
	const char *name;
	struct str kinds;	 /* "person|group", or "any" */
	bool as_text;		 /* words alone are an answer */
	struct str text, answer; /* as sent; answer "" when it answers other words */
	enum ask_state state;
	struct card card;
	struct str kind; /* of ASK_NEW */
	struct str key;	 /* "person:n-0123456789ab", of ASK_NEW */
	struct card *cards;
	size_t n;
	struct str why;
	const struct vocab *vocab;
};

/* Fields of the form, trimmed. */
struct ask ask_parse(const struct page_request *p, const char *name, const char *kinds,
		     bool as_text);
/* Searches at most once. */
int ask_load(struct page_request *p, struct ask *k, struct err *e) MUST_USE;
/* How a table names it: a record number or kind:key, or the words. "" when nothing was written. */
struct str ask_cell(const struct ask *k);
/* How a sentence names it. */
struct str ask_words(enum lang lang, const struct ask *k);
/* An error for a form that cannot wait: not found out yet, refused, or not given; `needed` is what is
 * said then, NULL when it may stay empty. */
void ask_errors(const struct ask *k, enum lang lang, const struct msg *needed, struct arena *a,
		struct form_errors *es);
/* The field, and below it what was understood or what is asked. */
void ask_render(const struct form *f, const struct ask *k, const struct msg *label,
		const struct msg *hint);

struct ask_date {
	const char *name;
	struct str text, answer;
	enum ask_state state; /* NOTHING, WHICH, FOUND, REFUSED */
	struct date_reading *readings;
	size_t n;
	struct date_reading *meant; /* of ASK_FOUND */
	struct str why;
};
struct ask_date ask_date_parse(const struct page_request *p, const char *name);
void ask_date_load(struct arena *a, enum lang lang, struct ask_date *d);
/* The words themselves when they have one reading, else the EDTF that was chosen. */
struct str ask_date_cell(const struct ask_date *d);
void ask_date_errors(const struct ask_date *d, enum lang lang, const struct msg *needed,
		     struct arena *a, struct form_errors *es);
void ask_date_render(const struct form *f, const struct ask_date *d, const struct msg *label,
		     const struct msg *hint);

#endif
