/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * entity.h - one record with all that is said of it: what the pages Person, Event, Source, Place and
 * Entity load, and the blocks they are made of.
 *
 *	/person/P-00012?page=2     a further page of claims          #claims
 *	               ?said=2     of what it says as a source        #says
 *	               ?inside=2   of what is said in it (a document) #inside
 *	               ?before=41  of history, before entry 41        #history
 *	               ?done=41    entry 41 is what was just done, named in the standfirst
 */
#ifndef VIGIL_WEB_ENTITY_H
#define VIGIL_WEB_ENTITY_H

#include "intake/evidence.h"
#include "web/page.h"
#include "web/part.h"

enum {
	ENTITY_CLAIMS = 100,
	ENTITY_SAID = 60,
	ENTITY_LIST = 100,
	ENTITY_HISTORY = 20,
	ENTITY_TOLD = 100,
	ENTITY_EVENTS = 60,
	ENTITY_ROWS = 20
};

/* A page of claims of a longer list. */
struct claims_page {
	struct claim_row *v;
	size_t n;
	int64_t page, total; /* pages from 1 */
};

/* An event done to a person, with what is said of it. */
struct told {
	const struct timeline_row *event;
	struct claim_row *claims;
	size_t n;
};

/* A row of a list that is taken to be of a person. */
struct entity_row {
	struct str number, label, list_number, list_label;
	bool stands;
};

struct entity_view {
	const struct vocab *vocab;
	struct names names;
	struct str path; /* of this page, without arguments */
	struct card card;
	struct claims_page claims; /* of it */
	struct claims_page naming; /* with it as their value: the first page only */
	struct claims_page said;   /* by it */
	struct claims_page inside; /* in it, of a document */
	struct timeline_row *events;
	size_t n_events; /* ENTITY_EVENTS at most */
	int64_t all_events;
	struct told *told; /* of a person; ENTITY_TOLD claims in all */
	size_t n_told;
	struct conflict *conflicts; /* of it, and of the events told; decided ones as well */
	size_t n_conflicts;
	struct sealed_row *sealed; /* for members of the compartment */
	size_t n_sealed;
	int64_t withheld;	       /* statements with a part that is not ours to read */
	struct evidence_row *evidence; /* files that speak of it */
	size_t n_evidence;
	struct entity_row *rows; /* of lists, that are of this person: ENTITY_ROWS at most */
	size_t n_rows;
	int64_t all_rows;
	struct str *same_key; /* numbers of other records with its key: made at another site */
	size_t n_same_key;
	struct history_row *history;
	size_t n_history;
	int64_t before;		 /* the next page of history; 0: there is none */
	struct history_row done; /* what was just done to it: seq 0 nothing */
};

/* ERR_INPUT: an argument of the address that is no number. */
int entity_load(struct page_request *p, const struct entity *en, struct entity_view *ret,
		struct err *e) MUST_USE;
/* The page for any kind. */
void entity_render(struct html *h, const struct shell *s, const struct entity_view *v);
/* Load, render, finish. `kind` NULL: any that has no page of its own, for others a redirect to it. */
int entity_page(struct page_request *p, const char *kind, struct err *e) MUST_USE;

/* ---- blocks ----------------------------------------------------------- */

/* All write nothing when there is nothing to show, unless said otherwise. */
void entity_headline(const struct part *p, const struct shell *s, const struct entity_view *v);
void entity_timeline(const struct part *p, const struct entity_view *v);
void entity_claims(const struct part *p, const struct shell *s,
		   const struct entity_view *v); /* always */
void entity_evidence(const struct part *p, const struct entity_view *v);
void entity_rows(const struct part *p, const struct entity_view *v); /* of a person */
void entity_history(const struct part *p, const struct entity_view *v);
void entity_names(const struct part *p, const struct entity_view *v);
void entity_naming(const struct part *p, const struct entity_view *v);
void entity_says(const struct part *p, const struct entity_view *v);
/* What one kind has and others have not (entity_kind.c): the roster of a group, the two sides of a
 * parallel; and for the rail the fields that matter most of a kind, with those not recorded. */
void entity_kind_block(const struct part *p, const struct entity_view *v);
void entity_facts(const struct part *p, const struct entity_view *v);
/* Of whatever is a source here: through whom it reached us, how it was graded, its documents. */
void entity_as_source(const struct part *p, const struct entity_view *v);

/* The first standing claim of a property among those loaded, the adopted one before others; NULL. */
const struct claim_row *entity_claim(const struct entity_view *v, const char *property);
bool entity_is(const struct entity_view *v, const char *kind);

#endif
