/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - what the register holds, as text for people and as members of a JSON answer.
 *
 * A claim is called ENTRY.PLACE: 48.2 is the second field of the statement in entry 48, qk7d2-48.2 in
 * entry 48 of another site's log (vault/number.h). Dates are
 * shown in the calendar of the language, with the wording they were given in when it was another.
 * JSON has codes, record numbers, EDTF and values as they are sealed (docs/formats), never labels
 * of the vocabulary.
 */
#ifndef VIGIL_CLI_VIEW_H
#define VIGIL_CLI_VIEW_H

#include "cli/app.h"
#include "cli/jout.h"
#include "register/conflict.h"
#include "register/query.h"
#include "vault/number.h"

/* ---- names of things ---- */

struct str view_claim_id(struct app *app, int64_t field); /* "48.2" */
bool view_claim_parse(struct str s, int64_t *ret_field);
/* An entry: "48", "#48" or "qk7d2-48". */
bool view_entry_parse(struct str s, int64_t *ret_seq);

struct str view_property(struct app *app, struct str id); /* label, or the id itself */
struct str view_term(struct app *app, const char *set, struct str code); /* the same */
struct str view_province(struct app *app, struct str code);
struct str view_kind(struct app *app, struct str code);
struct str view_status(struct app *app, struct str code); /* of a person, or the type of an event */
struct str view_certainty(struct app *app, int certainty);
/* What was taken back, and by which entry (0: several, not told), in the words {1} and {2}. */
void view_taken_back(struct app *app, int64_t seq, int64_t by, const struct msg *words);
struct str view_label(struct app *app,
		      const struct card *c); /* in the language, when there is one */
struct str view_count(struct app *app, int64_t n, const struct msg *one, const struct msg *many);

struct str view_join(struct app *app, struct str a,
		     struct str b); /* "a; b", or the one that is not empty */

/* ---- values ---- */

struct str view_date(struct app *app, struct str edtf); /* "" stays "" */
/* The date that an option gives; NULL when it was not given. ERR_INPUT: it is none, or can be read in several ways. */
struct date_reading;
int view_given_date(struct app *app, const char *option, const struct date_reading **ret,
		    struct err *e) MUST_USE;
/* `label` and `number` are those of the entity, when the value is one. */
struct str view_value(struct app *app, const struct value *v, struct str label, struct str number);
struct str view_claim_value(struct app *app, const struct claim_row *c);
struct str view_claim_when(struct app *app, const struct claim_row *c);
/* Who says it, in what, through whom, when: one line. */
struct str view_claim_source(struct app *app, const struct claim_row *c);
/* When it holds, of what, how we come to it, where in the document: one line, may be empty. */
struct str view_claim_frame(struct app *app, const struct claim_row *c);
/* "adopted", "in conflict", "taken back by 60"; or "". */
struct str view_claim_standing(struct app *app, const struct claim_row *c);

/* ---- lists ---- */

void view_claims(struct app *app, const struct claim_row *c, size_t n, bool with_subject);
void view_cards(struct app *app, const struct card *c, size_t n);
void view_conflict(struct app *app, const struct conflict *c);

/* ---- JSON ---- */

void jout_card(struct app *app, struct jout *j, const char *key, const struct card *c);
void jout_claims(struct app *app, struct jout *j, const char *key, const struct claim_row *c,
		 size_t n);
void jout_conflict(struct app *app, struct jout *j, const char *key, const struct conflict *c);
/* {"id","kind","label"} of an entity, or null when it is none. */
void jout_entity(struct app *app, struct jout *j, const char *key, const struct entity *en,
		 struct str label);

#endif
