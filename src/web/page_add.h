/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_add.h - adding one claim, adding one event: what the forms hold.
 *
 * /add/claim?subject=P-00012&property=age begins with both; ?edit=41.2 begins with the second field
 * of entry 41, which stays: what is sealed stands beside it, and the earlier one may be taken back
 * with a reason.
 */
#ifndef VIGIL_WEB_PAGE_ADD_H
#define VIGIL_WEB_PAGE_ADD_H

#include "web/files.h"
#include "web/part.h"
#include "web/sheet.h"

enum { ADD_LINES_MAX = 12, ADD_NEAR_MAX = 5, ADD_NEAR_DAYS = 7 };

/* Who says it: the same in both forms (add_party.c). */
struct add_party {
	struct ask source, document, via;
	struct ask_date source_date;
	struct str locator, position, reliability, credibility, certainty, note;
};
struct add_party party_parse(const struct page_request *p);
int party_load(struct page_request *p, struct add_party *s, struct err *e) MUST_USE;
void party_errors(const struct add_party *s, enum lang lang, struct arena *a,
		  struct form_errors *es);
void party_to_row(const struct add_party *s, struct sheet_row *r);
/* Names of new sources and documents, as claims from `no` on. */
void party_names(const struct add_party *s, struct sheet *sheet, struct arena *a, int no);
void party_source_render(const struct form *f,
			 const struct add_party *s); /* who, in what, where in it */
void party_grades_render(const struct form *f, const struct vocab *v, const struct add_party *s);
/* "According to S, in D (p. 3), as passed on by V, on 15 October 2025" */
void party_sentence(const struct form *f, const struct add_party *s);

/* All terms of a set as choices; `first` is the first letter of its codes, 0 any. */
size_t add_choices(const struct vocab *v, const char *set, char first, enum lang lang,
		   struct arena *a, struct choice **ret);
/* The same words named twice in a form are one new record: `again` gets the key of `k`. True when so. */
bool add_same(struct arena *a, const struct ask *k, struct ask *again);

/* ---- one claim --------------------------------------------------------- */

struct add_claim {
	struct ask subject;
	struct str kind; /* of the subject; "" not known yet */
	struct str property;
	const struct property *prop; /* NULL: none chosen, or not one of this kind */
	struct str value, value_lang;
	struct ask value_entity; /* of a property that names a record */
	struct ask_date value_date;
	bool unknown; /* the source does not give it */
	struct ask_date when;
	struct ask where;
	struct str scope, basis, wording;
	struct add_party party;
	/* editing */
	struct str edit; /* "41.2" */
	bool has_old;
	struct claim_row old;
	int64_t old_fields; /* of its statement */
	bool take_back;
	struct str reason;
	int64_t began; /* size of the log when the form was first opened */
};

struct add_claim_view {
	struct add_claim c;
	const struct vocab *vocab;
	struct names names;
	struct form_errors errors;
	struct page_form form;
	struct form_files files;
	const struct http_params *sent;
	bool show_errors;
};
/* Its property, and a field for the value. */
void add_claim_value(const struct form *f, const struct add_claim_view *v);
void add_claim_render(struct html *h, const struct shell *s, const struct add_claim_view *v);
void add_claim_preview(struct html *h, const struct shell *s, const struct add_claim_view *v);
/* The rows of the claim and of what it makes new. */
void add_claim_sheet(const struct add_claim *c, struct arena *a, struct sheet *ret);

/* ---- one event --------------------------------------------------------- */

enum { ADD_KNOWS_N = 4, ADD_KNOWS_REPEATS = 2, ADD_SURE_N = 3 };
extern const struct str ADD_KNOWS[ADD_KNOWS_N]; /* how the source knows, as it is kept */
extern const struct str ADD_SURE[ADD_SURE_N];

/* Who did what to whom. */
struct add_line {
	struct ask who, whom;
	struct str act; /* type of event; "" that of the form */
};

struct add_event {
	struct str type;
	const struct event_type *kind; /* NULL: none chosen */
	struct str summary;
	struct ask_date date, end;
	struct ask place;
	struct add_line lines[ADD_LINES_MAX];
	size_t n_lines;
	struct add_party party;
	struct str knows, sure; /* kept as a remark */
	struct str same;	/* record number of an event this is about; "" a new one */
	struct card near[ADD_NEAR_MAX];
	size_t n_near;
};

struct add_event_view {
	struct add_event ev;
	const struct vocab *vocab;
	struct form_errors errors;
	struct page_form form;
	struct form_files files;
	const struct http_params *sent;
	bool show_errors;
};
void add_event_render(struct html *h, const struct shell *s, const struct add_event_view *v);
void add_event_preview(struct html *h, const struct shell *s, const struct add_event_view *v);
/* *ret_key: the event, as a record number or kind:key. */
void add_event_sheet(const struct vocab *v, const struct add_event *ev, struct arena *a,
		     struct sheet *ret, struct str *ret_key);
/* The property in which a record of this kind has a part in an event of this type: as the one who
 * acts, or the one it is done to; "" none. */
struct str add_role(const struct vocab *v, const struct event_type *t, bool acts, struct str kind);
/* The property for its (first) day: date, or start where it has no date. */
struct str add_date_property(const struct event_type *t);

/* ---- files to what was just sealed ----------------------------------------- */

/* Seal the files of the form: they support claim `c`, from the same source. Then lead to `location`, or,
 * when one could not be sealed, to where the rest is kept and why. */
int add_files_done(struct page_request *p, const struct form_files *files,
		   const struct add_party *party, const struct claim_row *c, struct str location,
		   struct err *e) MUST_USE;

#endif
