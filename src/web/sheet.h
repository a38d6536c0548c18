/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sheet.h - a form as a claim table: what was filled in becomes rows of docs/manual/claim-table.md
 * and is understood by register/table.h, so that there is one set of rules for what may be said.
 *
 * Each cell remembers the field of the form it came from; problems of the table come back as errors
 * of the form.
 */
#ifndef VIGIL_WEB_SHEET_H
#define VIGIL_WEB_SHEET_H

#include "register/table.h"
#include "web/ask.h"

enum sheet_column {
	SHEET_CLAIM,
	SHEET_SUBJECT,
	SHEET_PROPERTY,
	SHEET_VALUE,
	SHEET_VALUE_LANG,
	SHEET_WHEN,
	SHEET_WHERE,
	SHEET_SCOPE,
	SHEET_BASIS,
	SHEET_POSITION,
	SHEET_SOURCE,
	SHEET_SOURCE_DATE,
	SHEET_LOCATOR,
	SHEET_VIA,
	SHEET_RELIABILITY,
	SHEET_CREDIBILITY,
	SHEET_CERTAINTY,
	SHEET_NOTE,
	SHEET_DOCUMENT,
	SHEET_WORDING
};
enum { SHEET_COLUMNS = SHEET_WORDING + 1, SHEET_ROWS_MAX = 120 };

struct sheet_cell {
	struct str text;
	struct str field; /* of the form; "" none */
};
struct sheet_row {
	struct sheet_cell cell[SHEET_COLUMNS];
};
struct sheet {
	struct sheet_row *rows;
	size_t n;
	struct str name; /* the first half of its claims' names, of this form alone */
};

void sheet_init(struct sheet *s, struct arena *a);
/* A further row of claim `no`; rows of one claim follow each other. A full sheet gives the last row
 * again: the forms are limited to far fewer. */
struct sheet_row *sheet_row(struct sheet *s, struct arena *a, int no);
void sheet_set(struct sheet_row *r, enum sheet_column c, struct str text, struct str field);
/* Who says it, when, in what, through whom: the same in every row of a form. */
void sheet_party(struct sheet_row *r, const struct sheet_row *from);

struct str sheet_csv(const struct sheet *s, struct arena *a);
/* Is it understood? Problems become errors. Writes nothing. */
int sheet_check(struct page_request *p, const struct sheet *s, struct form_errors *es,
		struct err *e) MUST_USE;
/* Seal it: all or nothing. *ret->added 0: all was said exactly so before, which becomes an error of
 * the whole form. */
int sheet_seal(struct page_request *p, const struct sheet *s, struct str name,
	       struct form_errors *es, struct table_result *ret, struct err *e) MUST_USE;

/* Claims for new records that the form names, each said by the same source: its name, or, of a
 * protected source, its sealed real name. */
void sheet_name(struct sheet *s, struct arena *a, int no, const struct ask *k,
		const struct sheet_row *party);

#endif
