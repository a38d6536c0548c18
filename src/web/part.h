/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part.h - pieces that several pages are made of: a date, a source, a claim, values side by side, a
 * timeline, history, a way from number to proof.
 *
 * A part is a function of plain values: it sees no register. What a value refers to is looked up
 * before, while the page loads, and handed over as `names`:
 *
 *	names_init(&v->names, p->a);
 *	TRY(names_load_claims(&v->names, p, v->claims, v->n_claims, e));
 *
 * and when the page is rendered
 *
 *	struct part part = part_of(h, s->lang, v->vocab, &v->names, a);
 *	part_claim(&part, &v->claims[0], PART_QUALIFIERS);
 *
 * Everything is in the reader's language and calendar; what exists only in the other language is
 * marked with its lang and dir. Record numbers, EDTF and fingerprints stay Latin.
 */
#ifndef VIGIL_WEB_PART_H
#define VIGIL_WEB_PART_H

#include "base/map.h"
#include "html/html.h"
#include "register/conflict.h"
#include "register/query.h"
#include "text/date.h"
#include "text/msg.h"
#include "vault/number.h"

struct page_request;

/* ---- how entities are called (part_name.c) ---------------------------- */

struct part_name {
	struct str kind, number;
	struct str label, label_lang; /* in the reader's language where it is known */
	struct str source_kind;	      /* code, of a protected source only */
};

/* By record number. */
struct names {
	struct arena *a;
	struct map known;
};

void names_init(struct names *n, struct arena *a);
/* For tests, and for cards that are there already. */
void names_set(struct names *n, const struct part_name *one);
void names_set_card(struct names *n, enum lang lang, const struct card *c);
/* Look up all that these claims, events, rows name: subject, source, document, via, values and
 * qualifiers. What is known already is not asked again. */
int names_load_claims(struct names *n, struct page_request *p, const struct claim_row *c,
		      size_t count, struct err *e) MUST_USE;
int names_load_entity(struct names *n, struct page_request *p, const struct entity *en,
		      struct err *e) MUST_USE;
const struct part_name *names_find(const struct names *n, struct str number); /* NULL: not known */

/* "P-00012", without a register. */
struct str subject_number(const struct vocab *v, struct str kind, int64_t no, struct arena *a);

/* ---- a part and what it writes to ------------------------------------- */

struct part {
	struct html *h;
	enum lang lang;
	const struct vocab *vocab;
	const struct names *names; /* NULL: entities are shown by their number */
	struct arena *a;	   /* for texts on the way; as long as the page */
};
struct part part_of(struct html *h, enum lang lang, const struct vocab *v, const struct names *n,
		    struct arena *a);

/* ---- words (part_word.c) ---------------------------------------------- */

/* A text of the page's own, and one with numbers: {1} to {9} as in tr_fmt. */
void part_say(const struct part *p, const struct msg *m);
void part_say_n(const struct part *p, const struct msg *one, const struct msg *many, int64_t n);
/* <section class="block">, left open, with its heading; `id` and "h-`id`" are of it. */
void part_block(const struct part *p, const struct msg *title, const char *id);
/* A cell of somebody's table as it stands there: "=1", a date and a sign at either end keep their own direction. */
void part_given(const struct part *p, struct str s);
/* A table that a narrow screen makes into cards, in a region that can be scrolled: open at the heads of its columns. */
void part_table(const struct part *p, const struct msg *label);
/* <td>, left open, that says `label` beside its value where a narrow screen makes the row a card. */
void part_cell(const struct part *p, const struct msg *label);
void part_head_cell(const struct part *p, const struct msg *label);
/* The same for figures, at the end of their column; closed. */
void part_right_cell(const struct part *p, const struct msg *label, struct str text);
void part_number_cell(const struct part *p, const struct msg *label, int64_t n);
void part_head_number(const struct part *p, const struct msg *label);
/* Labels of the vocabulary, marked when there is only the English one. An unknown code is shown. */
void part_code(const struct part *p, const char *set, struct str code);
void part_property(const struct part *p, struct str id);
void part_kind(const struct part *p, struct str code);	 /* "Person" */
void part_status(const struct part *p, struct str code); /* of a person, or a type of event */
void part_cert(const struct part *p, int certainty);	 /* <span class="cert c1">Reported</span> */
/* The same as text, for sentences and attributes. */
struct str word_code(const struct part *p, const char *set, struct str code);
struct str word_property(const struct part *p, struct str id);
struct str word_kind(const struct part *p, struct str code); /* begin with a capital: "Person" */
struct str word_kind_plural(const struct part *p, struct str code);
struct str word_n(const struct part *p, const struct msg *one, const struct msg *many, int64_t n);
/* A name, a number of a record: <a href="/person/P-00012">name</a>; without a name the number. */
void part_entity(const struct part *p, struct str kind, int64_t no);
struct str word_entity(const struct part *p, struct str kind, int64_t no);
void part_number(const struct part *p, struct str number); /* <bdi>P-00012</bdi> */
/* <a class="num" href="/claim/41">entry 41</a> */
void part_entry(const struct part *p, int64_t seq);

/* ---- dates (part_date.c) ---------------------------------------------- */

/* Both calendars, the reader's first, and how much is known: <span class="gj">. "" writes nothing,
 * and what is no EDTF is written as it is. */
void part_date(const struct part *p, struct str edtf);
/* <span class="g"> and <span class="j"> of a spine; "" is "Not recorded". */
void part_date_columns(const struct part *p, struct str edtf);
/* In the reader's calendar, as text. */
struct str word_date(const struct part *p, struct str edtf);
/* In the other one: Jalali in Persian, Gregorian in the reader's language; "" when there is none. */
struct str word_date_other(const struct part *p, struct str edtf);
struct str word_day(const struct part *p, int64_t ms);	/* "4 Jul 2025" of a time of recording */
struct str word_time(const struct part *p, int64_t ms); /* "4 Jul 2025 09:12 UTC" */

/* ---- values (part_value.c) -------------------------------------------- */

/* By type: entities are links, dates in both calendars, codes by their label, quantities in the
 * words of the source; "not stated by the source" for the unknown. */
void part_value(const struct part *p, const struct value *v);
struct str word_value(const struct part *p, const struct value *v);
/* What narrows it, one line: "Jan to Oct 2025; executions; Iran; derived". Nothing when nothing
 * does. */
void part_qualifiers(const struct part *p, const struct claim_row *c);
bool claim_has_qualifiers(const struct claim_row *c);
/* Of a field; NULL when it is not given. */
const struct value *claim_qualifier(const struct claim_row *c, const char *property);

/* ---- a claim and its source (part_claim.c) ----------------------------- */

/* Who says it, when, in what, through whom, where in the document, in which entry: "AP News, Aug 2025,
 * as cited in Report of ...; summary, paragraph 3 · entry 41". Inside a <p class="src">. A claim
 * with seq -1 is not sealed yet and has no entry. */
void part_source(const struct part *p, const struct claim_row *c);
/* The same without who and when: "in Report of ..., summary, paragraph 3 · entry 41". */
void part_where(const struct part *p, const struct claim_row *c);
/* Only where in its document: "summary · paragraph 3 · entry 41". */
void part_place(const struct part *p, const struct claim_row *c);
struct str word_source(const struct part *p, const struct claim_row *c); /* who, when, in what */

/* What is said of a protected source, but for its kind: no page shows it. */
bool claim_is_withheld(const struct claim_row *c);
void part_claim_value(const struct part *p,
		      const struct claim_row *c); /* part_value, or withheld */
struct str word_claim_value(const struct part *p, const struct claim_row *c);

enum {
	PART_PROPERTY = 1,   /* what is said stands above the value */
	PART_SUBJECT = 2,    /* and of whom */
	PART_QUALIFIERS = 4, /* the line below the value */
	PART_STANDING = 8    /* Adopted, Stands beside, Taken back */
};
/* <div class="claim" id="c41-2">...</div> */
void part_claim(const struct part *p, const struct claim_row *c, unsigned with);

/* Claims that say the same, together: one value, each source on its line. */
struct side {
	const struct claim_row **claims;
	size_t n;
};
struct field_group {
	struct str property;
	struct side *sides; /* in the order of the log */
	size_t n_sides;
	bool in_conflict;    /* an open one */
	struct str conflict; /* ident, for the link; may be "" */
	bool adopted;	     /* one of them */
	struct str under; /* what tells two groups of one property on a page apart: "E-00007"; "" */
};
/* In the order of vocab/properties.csv; `conflicts` gives the idents. */
void field_groups(const struct vocab *v, const struct claim_row *c, size_t n,
		  const struct conflict *conflicts, size_t n_conflicts, struct arena *a,
		  struct field_group **ret, size_t *ret_n);
/* <div class="field-claims" id="c-date">, "c-E-00007-date" with `under`: the property, its values side by side, and the way to a
 * decision for those who may. */
void part_field_claims(const struct part *p, const struct field_group *g, bool may_decide);
/* The sides of a conflict; with their property where they speak of several. */
void part_sides(const struct part *p, const struct conflict *c);

/* ---- lists (part_list.c) ---------------------------------------------- */

/* <ol class="spine">: solid where the day is certain, hollow where not, half where disputed. */
void part_spine(const struct part *p, const struct timeline_row *t, size_t n);
/* <ul class="brief timed">: what was done, when, by whom, each with its entry. `with_subject`: for
 * lists that are not of one entity. */
void part_history(const struct part *p, const struct history_row *r, size_t n, bool with_subject);
/* What a code of shred.h means: "for the safety of a person"; the code itself when it is none. */
struct str word_shred_reason(struct arena *a, enum lang lang, struct str code);
const struct msg *word_verb(const struct history_row *r); /* what was done; NULL: a claim */
struct str word_history(const struct part *p, const struct history_row *r); /* without the date */

/* <ol class="chain">: from a number to its proof. `href` "" is no link. */
struct chain_step {
	int64_t n;
	struct str says; /* "claims" */
	struct str href; /* of this page or site: "#claims", "/claim/41" */
};
void part_chain(const struct part *p, const struct chain_step *c, size_t n);

/* A row of links to the pages of a list, nothing when there is one page: `path` is the address
 * without its page, "/source/O-00003" or "/source/O-00003?all=1"; `after` the block, "claims" or "". */
void part_pages(const struct part *p, struct str path, int64_t page, int64_t per, int64_t total,
		struct str after);
/* The same for the second list of a page: `arg` is the name of its page number, "said". */
void part_pages_of(const struct part *p, struct str path, const char *arg, int64_t page,
		   int64_t per, int64_t total, struct str after);

/* ---- the proof of an entry (part_proof.c) ------------------------------ */

struct proof_view {
	int64_t seq, size;	/* entry seq of the size entries */
	struct str root;	/* hexadecimal */
	struct str origin;	/* of the log */
	struct str kid;		/* of the key that signed the claim */
	int64_t author_seq;	/* the entry that enrolled it */
	size_t hashes;		/* fingerprints from the entry to the head */
	size_t shown, withheld; /* parts of the claim that the proof shows and does not */
	struct str fingerprint; /* of the sealed claim, hexadecimal */
	struct str why;		/* it does not hold: the reason, English; "" it does */
	struct str text;	/* the proof itself */
	struct str policy;	/* the line a verifier keeps */
	int64_t computed_ms;
};
/* Make the proof of an entry and check it with what a verifier has: the text and a policy of this
 * log's own key. A proof that does not hold is no failure here: it is shown. ERR_NOTFOUND: no such
 * entry. It shows what may stand in public. */
int proof_load(struct page_request *p, int64_t seq, struct proof_view *ret, struct err *e) MUST_USE;
/* <section class="proof" id="proof"> with "this shows / this does not show". */
void part_proof(const struct part *p, const struct proof_view *v);

#endif
