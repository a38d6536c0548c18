/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * query.h - reading the register: plain values, loaded whole, in the caller's arena.
 */
#ifndef VIGIL_QUERY_H
#define VIGIL_QUERY_H

#include "register/register.h"

/* One line of a list. */
struct card {
	struct entity entity;
	struct str number;     /* P-00012 */
	struct str label;      /* never empty: its name, what stands for one, or its number */
	struct str label_lang; /* BCP 47 */
	struct str label_fa;   /* may be empty */
	struct str status;     /* code; "" none */
	struct str date;       /* EDTF; "" none */
	bool has_lo, has_hi;
	int32_t date_lo, date_hi;
	int64_t place; /* entity, 0 none */
	struct str place_label;
	struct str province; /* provinces code, "" not recorded */
	struct str charge;   /* charges code, "" not recorded */
	int64_t sources, claims, conflicts;
	int certainty; /* 0 unverified .. 3 confirmed */
	int64_t first_seq, last_seq;
};
int reg_card(struct reg *r, int64_t entity, struct arena *a, struct card *ret,
	     struct err *e) MUST_USE;
int reg_cards(struct reg *r, const int64_t *ids, size_t n, struct arena *a, struct card *ret,
	      struct err *e) MUST_USE;

/* A field is called by its entry and its place in it, from 1: "48.2". The number is seq * REG_FIELD_PLACES + place. */
enum { REG_FIELD_PLACES = 256 };
struct str reg_field_text(int64_t field, struct arena *a);
bool reg_field_parse(struct str s, int64_t *ret);

/* One field of one statement: who says which value. */
struct claim_row {
	int64_t field;
	int64_t seq;
	struct entity subject;
	struct str property;
	bool unknown; /* the source does not give the value */
	struct value value;
	struct value_field parsed; /* with all qualifiers */
	struct entity source;
	struct str source_label;
	struct entity document;
	struct str document_label;
	struct entity via;
	struct str via_label;
	bool has_source_date;
	struct value source_date;
	struct str reliability;
	struct str when_text; /* EDTF, "" not given */
	struct str scope;
	struct str basis;
	struct str position;
	struct str row; /* name in the imported table */
	int64_t batch;
	int64_t recorded_ms;
	int64_t retracted; /* seq that took it back; 0: it stands */
	bool adopted;
	bool in_conflict;     /* an open one */
	struct str ref_label; /* value is an entity: how it is called */
	struct str ref_number;
};

enum claims_of {
	CLAIMS_OF_SUBJECT,
	CLAIMS_BY_SOURCE,
	CLAIMS_NAMING,
	CLAIMS_OF_BATCH,
	CLAIMS_OF_STATEMENT,
	CLAIMS_IN_DOCUMENT
};
/*
 * Claims in the order of the log: of a subject, by a source, with the entity as a value, of an
 * import (id is its seq), of one statement (id is its seq), said in a document. `limit` at most;
 * *ret_total counts all. Statements taken back are left out unless `all`.
 */
int reg_claims(struct reg *r, enum claims_of what, int64_t id, bool all, int64_t offset,
	       int64_t limit, struct arena *a, struct claim_row **ret, size_t *ret_n,
	       int64_t *ret_total, struct err *e) MUST_USE;
int reg_claim(struct reg *r, int64_t field, struct arena *a, struct claim_row *ret,
	      struct err *e) MUST_USE;

/* Events in which an entity has a role, in the order of their dates (unknown ones last); for an
 * event, itself. An event in which it has two roles comes twice. At most TIMELINE_MAX. */
enum { TIMELINE_MAX = 2000 };
struct timeline_row {
	struct card event;
	struct str type; /* event type code */
	struct str role; /* property that names the entity: victim, participant, ... */
	struct str date; /* EDTF, "" none */
	bool disputed;	 /* an open conflict about its date */
	int64_t claims;
};
int reg_timeline(struct reg *r, int64_t entity, struct arena *a, struct timeline_row **ret,
		 size_t *ret_n, struct err *e) MUST_USE;

/* What was done, newest first: statements, imports, adoptions, undoings. */
struct history_row {
	int64_t seq;
	/* statement, batch, undo, adopt, figure, edition, mapping, link, run, key, shred, shred_request; unreadable: erased, or its key is not here;
	 * again: a claim that stands before it, entered a second time; import: another site's log was taken
	 * in. */
	struct str kind;
	int64_t recorded_ms;
	struct id recorder;
	struct str recorder_name;
	int64_t subject; /* 0 none */
	struct str subject_label, subject_number;
	struct str text; /* reason (of shred a code: safety, ...), name of the file, ...; "" none */
	bool hidden;   /* of a pair that waits for my second answer (reg_link_is_hidden): no text */
	int64_t count; /* fields of a statement, rows of a table, entries of a log now known */
	int64_t retracted;
	int64_t site;	  /* import: whose log */
	struct hash root; /* import: its head; all zeros else */
	int64_t pos, at;  /* its place; for this room */
};
/* Of one entity (what was said and decided of it, and what took that back), or of the whole register
 * with entity 0. `before`: a number of an entry; 0 or none that is here: from the newest. `limit`: at
 * most HISTORY_MAX. */
enum { HISTORY_MAX = 1000 };
int reg_history(struct reg *r, int64_t entity, int64_t before, int64_t limit, struct arena *a,
		struct history_row **ret, size_t *ret_n, struct err *e) MUST_USE;

/* One entry. *ret_there false: it has no row in the history. */
int reg_history_entry(struct reg *r, int64_t seq, struct arena *a, struct history_row *ret,
		      bool *ret_there, struct err *e) MUST_USE;

/* Imports, newest first. */
struct batch {
	int64_t seq;
	struct str name;
	int64_t rows, statements;
	int64_t recorded_ms;
	int64_t retracted;
};
int reg_batches(struct reg *r, struct arena *a, struct batch **ret, size_t *ret_n,
		struct err *e) MUST_USE;

/* Sealed fields of a subject: what a member of the compartment sees. *ret_withheld counts the
 * statements whose sealed part is not ours to read. */
struct sealed_row {
	int64_t seq;
	struct value_field field;
};
int reg_sealed(struct reg *r, int64_t subject, struct arena *a, struct sealed_row **ret,
	       size_t *ret_n, int64_t *ret_withheld, struct err *e) MUST_USE;

/* What came since the last entry of our own log was `since_seq`, from here and from other sites: claims (fields) recorded, subjects first spoken of, conflicts
 * open now that were none before. -1: all. For Today. */
struct news {
	int64_t claims, entities, conflicts;
};
int reg_news(struct reg *r, int64_t since_seq, struct news *ret, struct err *e) MUST_USE;

/* Whether entry `seq` came, from here or from another site, after our own log had `size` entries. */
int reg_came_after(struct reg *r, int64_t size, int64_t seq, bool *ret, struct err *e) MUST_USE;

#endif
