/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * view.h - what an audience may see of a register: plain values, and nothing that leads back.
 *
 * A view holds text, dates, numbers and positions in its own lists. It has no id of the vault, no
 * handle and no pointer into the register; whoever has a view (report/, publish/) has what it holds
 * and no more. Only redact/ makes one (redact.h). A claim is named by its log entry and its place in
 * it, 41.2: with the vault that opens the claim and its proof, without it it is a number.
 *
 * Everything lives in the arena given to redact_view. Positions in lists are size_t, VIEW_NONE for
 * none. Lists are in a fixed order (of the log, unless said otherwise), so equal registers at equal
 * sizes give equal views. Empty strings mean: not given.
 */
#ifndef VIGIL_VIEW_H
#define VIGIL_VIEW_H

#include "text/calendar.h"

#define VIEW_NONE ((size_t)-1)

enum view_audience { AUDIENCE_INTERNAL, AUDIENCE_PUBLIC };
enum { AUDIENCES = AUDIENCE_PUBLIC + 1 };

/* A word of the vocabulary; `fa` is empty where no checked Persian word is known. */
struct view_term {
	struct str code, en, fa;
};

enum view_type {
	VIEW_ABSENT,	 /* nothing is said */
	VIEW_NOT_STATED, /* there is such a value, and the source does not give it */
	VIEW_TEXT,
	VIEW_NAME,
	VIEW_DATE,
	VIEW_QUANTITY,
	VIEW_ENTITY,
	VIEW_CODE,
	VIEW_COORDINATES,
	VIEW_BOOLEAN,
	VIEW_EVIDENCE
};

struct view_value {
	enum view_type type;
	struct str text;  /* text, name; "35.7 51.4"; the SHA-256 of evidence; EDTF of a date */
	struct str lang;  /* of a text or name: BCP 47, "" not known */
	struct str given; /* the wording of a date or quantity */
	enum calendar calendar;	    /* a date was given in */
	bool has_lo, has_hi, about; /* quantity */
	int64_t lo, hi;
	size_t entity;
	struct view_term term; /* of a code */
	bool is;
};

enum view_basis { VIEW_STATED, VIEW_DERIVED, VIEW_INFERRED };

/* One field of one claim: who says which value of whom. */
struct view_claim {
	int64_t entry;	/* of the log (vault/number.h) */
	int place;	/* in the claim, from 1 */
	size_t subject; /* entities */
	struct view_term property;
	struct view_value value;
	size_t source, document, via; /* entities */
	bool source_protected;	      /* where and when it was said is withheld */
	struct view_value said;	      /* when the source said it */
	struct str locator;	      /* place in the document */
	struct view_term position;    /* part of the document */
	struct view_value when, where, scope, period;
	enum view_basis basis;
	struct str wording, wording_lang; /* the few words it was read from */
	struct view_value counted_by, comparison_base, relative_to, label_by;
	struct view_term certainty;
	struct str reliability, credibility; /* Admiralty; "" not graded */
	bool adopted;			     /* an editor's choice */
	bool disputed;			     /* in an open conflict */
};

struct view_entity {
	struct view_term kind;	      /* code of vocab/kinds.csv */
	bool is_protected;	      /* a source of which nothing is shown but what kind it is */
	struct str number;	      /* P-00012; "" when this audience does not get it */
	struct str label, label_lang; /* never empty */
	struct str label_fa;	      /* "" none */
	size_t first_claim, n_claims; /* what is said of it: claims[first_claim ...] */
	struct view_term type;	      /* of an event */
	struct view_term status;      /* of a person, worked out from events */
	int status_order;	      /* a later stage is greater */
	bool at_risk;
	struct view_value date; /* of an event, or of the event that gives a person's status */
	bool has_days;		/* its first and last possible day; INT32_MIN and INT32_MAX open */
	int32_t day_lo, day_hi;
	int certainty;	  /* 0 unverified .. 3 confirmed */
	size_t n_sources; /* that this audience sees */
};

struct view_side {
	size_t *claims;
	size_t n;
};
struct view_conflict {
	struct view_term kind; /* code of vocab/conflict_kinds.csv */
	struct str advice;     /* what to do, in English; "" when this audience does not get it */
	size_t subject;
	struct view_term property;
	struct view_side *sides; /* in the order of the log; one side: something is missing */
	size_t n_sides;
	bool decided;
	int64_t decided_entry;
	size_t adopted;	   /* the claim chosen; VIEW_NONE: both stand */
	struct str reason; /* "" when this audience does not get it */
};

enum view_count { VIEW_COUNT_EVENTS, VIEW_COUNT_PERSONS, VIEW_COUNT_STATUS };
struct view_case {
	size_t entity;
	bool apart; /* left out because its date may lie outside the window */
};
/* A number counted by a stored rule. What sources report is in the claims of the entity. */
struct view_figure {
	size_t entity;
	struct str title, title_fa;
	int64_t rule_entry; /* log entry of the rule */
	enum view_count what;
	struct view_term *terms; /* event types, or status codes */
	size_t n_terms;
	struct view_value window; /* absent: any time */
	bool touching;		  /* a date that only partly lies in the window is counted */
	size_t place;
	int64_t count, apart;
	struct view_case *cases;
	size_t n_cases;
};

/* Why something is not in the view. */
enum view_reason {
	WITHHELD_INTERNAL, /* claims of properties that only members see */
	WITHHELD_SEALED,   /* claims with parts in a compartment */
	WITHHELD_SOURCE, /* claims of protected sources: where, when and in which words they were said */
	WITHHELD_FREE_TEXT, /* notes and reasons, which can name anybody */
	WITHHELD_CONFLICT   /* conflicts over something withheld */
};
enum { VIEW_REASONS = WITHHELD_CONFLICT + 1 };

struct view_head {
	int64_t size;	   /* entries of the log (vault/number.h) */
	struct str root;   /* hexadecimal */
	struct str time;   /* RFC 3339: when this device says the last entry was made */
	struct str origin; /* the log's name */
};

struct view {
	enum view_audience audience;
	struct view_head head;
	struct view_entity *entities;
	size_t n_entities;
	struct view_claim *claims; /* by subject, each in the order of the log */
	size_t n_claims;
	struct view_conflict
		*conflicts; /* in the order of vocab/conflict_kinds.csv, then of subjects */
	size_t n_conflicts;
	struct view_figure *figures; /* with a rule */
	size_t n_figures;
	int64_t withheld[VIEW_REASONS];
};

/* Numbers of entries and sizes of the log are kept as vault/number.h has them: 81 of the founding log is
 * plain, another site's is written with its letters, qk7d2-81. */
bool view_number_is_plain(int64_t number);
struct str view_number(int64_t number, struct arena *a);

#endif
