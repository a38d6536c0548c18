/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * mention.h - mentions, what people decided about them, and the persons they are of.
 *
 * A *mention* is one row of one list, for good: a later edition with other cells gives it a further *version*,
 * and nothing takes it out of the register but the undoing of every edition it is in, or an erasure. Each
 * version is an entry of its own, sealed in the mention's shred group: one row can be shown, proved or erased
 * without another. A mention *stands* when the newest edition of its list that stands has it; those of older
 * editions only are *removed* by their publisher, and are counted and shown as such.
 *
 * A *record* is what can be linked: a mention, or a person that somebody described by claims (each case page
 * is at least one person). Records are never merged. A *decision* says that two records speak of one person,
 * or do not, or that it cannot be told: by whom, why, and on seeing which versions. An *assignment* says to
 * which person a record belongs: P-00012; of a person, which person it is found under. The newest that stands
 * counts; undoing a run lets stand what was before it.
 *
 * A mention keeps its number when its edition is undone and taken in again, so decisions hold.
 */
#ifndef VIGIL_MENTION_H
#define VIGIL_MENTION_H

#include "register/list.h"

/* ---- mentions ---------------------------------------------------------- */

struct mention {
	struct entity entity;
	struct str number; /* N-00012 */
	struct entity list;
	int64_t edition; /* the newest it is in, seq */
	int64_t row;	 /* there */
	int64_t version; /* seq of the entry that has its newest cells */
	int64_t versions;
	bool stands;   /* in the newest edition of its list */
	bool standing; /* some edition that is not taken back has it */
	struct str cells;
	struct str label; /* its name by the mapping; may be empty */
	bool unnamed,
		group; /* its label names nobody who could be told from others; several people */
	struct entity person; /* id 0: linked to nobody */
};
/* Ids of entities, as reg_entity gives them. A mention that another site recorded as well is found as the
 * first of the two. ERR_NOTFOUND: no mention, or nothing of it can be read. */
int reg_mention(struct reg *r, int64_t id, struct arena *a, struct mention *ret,
		struct err *e) MUST_USE;

enum mention_which { MENTIONS_STANDING, MENTIONS_REMOVED, MENTIONS_ALL };
struct mention_query {
	int64_t list;	 /* 0 all */
	int64_t edition; /* seq: those in it; 0 any */
	int64_t person;	 /* those of it; 0 any */
	enum mention_which which;
	bool unlinked; /* without a person */
	int64_t offset, limit;
};
/* By list, then row; *ret_total counts all. */
int reg_mentions(struct reg *r, const struct mention_query *q, struct arena *a,
		 struct mention **ret, size_t *ret_n, int64_t *ret_total, struct err *e) MUST_USE;

/* Everything a mention said, oldest first. */
struct mention_version {
	int64_t seq;
	struct id claim;
	int64_t edition, row;
	struct str cells;
	int64_t recorded_ms;
	int64_t retracted;
};
int reg_mention_versions(struct reg *r, int64_t id, struct arena *a, struct mention_version **ret,
			 size_t *ret_n, struct err *e) MUST_USE;
/* Cells of its newest version that are sealed, for a member of the compartment; [place, text] pairs as JSON,
 * "" when there are none or they are not ours to read. */
int reg_mention_sealed(struct reg *r, int64_t id, struct arena *a, struct str *ret,
		       struct err *e) MUST_USE;
/* The same of one version, by its entry. */
int reg_version_sealed(struct reg *r, int64_t seq, struct arena *a, struct str *ret,
		       struct err *e) MUST_USE;

/* ---- records ----------------------------------------------------------- */

struct reg_record {
	struct entity entity;
	struct str number;
	int64_t list; /* entity of the list; 0: a person described by claims */
	bool is_person;
	int64_t version;	     /* seq: what a decision saw */
	const struct list_row *said; /* lives during the call */
	int64_t person; /* to whom it is assigned now; 0 nobody; a person: under whom it is found, or itself */
};
typedef int reg_record_fn(void *ctx, const struct reg_record *rec, struct err *e);
/* All that can be linked: standing mentions with their newest cells, by list and row, then persons with
 * claims of their own, also those that are found under another one: what was joined is compared again. */
int reg_records_each(struct reg *r, reg_record_fn *each, void *ctx, struct err *e) MUST_USE;
/* One of them. ERR_NOTFOUND: it is none. */
int reg_record_one(struct reg *r, int64_t id, reg_record_fn *each, void *ctx,
		   struct err *e) MUST_USE;

/* Lists that have standing mentions; persons described by claims are one more. */
int reg_record_lists(struct reg *r, int64_t *ret, struct err *e) MUST_USE;

/* ---- decisions --------------------------------------------------------- */

enum link_says { LINK_SAYS_SAME, LINK_SAYS_DIFFERENT, LINK_SAYS_UNSURE };
enum link_round { LINK_ROUND_FIRST, LINK_ROUND_SECOND, LINK_ROUND_ADJUDICATED };
const char *link_says_code(enum link_says v);	/* same, different, unsure */
const char *link_round_code(enum link_round v); /* first, second, adjudicated */
bool link_says_parse(struct str s, enum link_says *ret);
bool link_round_parse(struct str s, enum link_round *ret);

struct link_new {
	struct entity a, b; /* records */
	enum link_says says;
	enum link_round round;
	struct str reason;    /* may be empty but with `adjudicated` */
	bool has_probability; /* what the program thought when it was decided */
	int64_t probability_ppm;
	int64_t bits_milli;
	struct str model; /* which; "" none */
};
/*
 * Sealed in a group of the two records' own, which goes when one of them is erased. ERR_INPUT: one of them is
 * no record, or both are one; ERR_DENIED: only editors and officers adjudicate.
 */
int reg_link_decide(struct reg_tx *tx, const struct link_new *in, int64_t *ret_seq,
		    struct err *e) MUST_USE;

struct link_row {
	int64_t seq;
	struct entity a, b;
	enum link_says says;
	enum link_round round;
	struct str reason, model;
	bool has_probability;
	int64_t probability_ppm, bits_milli;
	int64_t seen_a, seen_b; /* seq of the versions decided on; 0: of a person */
	bool changed;		/* one of the mentions has a newer version since */
	struct id recorder;
	int64_t recorded_ms;
	int64_t retracted;
};
/* Of one record (0: all), in the order of the log; with those taken back when `all`. */
int reg_links(struct reg *r, int64_t record, bool all, struct arena *a, struct link_row **ret,
	      size_t *ret_n, struct err *e) MUST_USE;
/* Whether entry `seq` is the first answer of another member to a pair that I have not answered: the second reader does not see
 * it. False for what is no answer. */
int reg_link_is_hidden(struct reg *r, int64_t seq, bool *ret, struct err *e) MUST_USE;
/*
 * What counts for a pair: an adjudication before the rounds, of two that agree that, of two that differ
 * neither: `unsure`. One for each pair decided, a before b by id.
 */
struct link_standing {
	int64_t a, b;
	enum link_says says;
	bool disputed; /* first and second round differ, and nobody adjudicated */
};
int reg_link_verdicts(struct reg *r, struct arena *a, struct link_standing **ret, size_t *ret_n,
		      struct err *e) MUST_USE;

/* ---- assignments ------------------------------------------------------- */

/* What made them: a run of the program, or a person who moved or split. */
struct assign_run {
	struct str model; /* its name or hash; "" when a person did it */
	struct str reason;
	struct str
		summary; /* JSON object of the run's counts and options, kept as given; "" none */
	int64_t of;	 /* the run whose model and pairs this one adds to; 0: none (pair.h) */
	bool all;	 /* all that stands was compared: it says which editions those were */
};
/* ERR_DENIED: only editors and officers; the view ignores what others sign. */
int reg_assign_begin(struct reg_tx *tx, const struct assign_run *in, int64_t *ret_seq,
		     struct err *e) MUST_USE;

struct assignment {
	struct entity record;
	struct entity person; /* no 0: a record that is taken out and belongs to nobody */
	int64_t bits_milli;   /* how sure, as the run has it */
};
/* Of run `run`; in entries of ASSIGN_PER_ENTRY. Persons may be new ones (reg_entity_new, kind person, without
 * key). ERR_INPUT: no record; a circle of persons. */
enum { ASSIGN_PER_ENTRY = 500 };
int reg_assign(struct reg_tx *tx, int64_t run, const struct assignment *list, size_t n,
	       struct err *e) MUST_USE;
/* The person a record is of: of a person the one it is found under, itself when nobody says so; id 0. */
int reg_person_of(struct reg *r, int64_t record, struct entity *ret, struct err *e) MUST_USE;
/* Runs, newest first. */
struct assign_row {
	int64_t seq;
	struct str model, reason, summary;
	int64_t records; /* it speaks of */
	int64_t recorded_ms, retracted;
	struct id recorder;
};
int reg_assign_run(struct reg *r, int64_t run, struct arena *a, struct assign_row *ret,
		   struct err *e) MUST_USE; /* one, without `records`; ERR_NOTFOUND */
int reg_assign_runs(struct reg *r, struct arena *a, struct assign_row **ret, size_t *ret_n,
		    struct err *e) MUST_USE;

/* ---- conservation ------------------------------------------------------ */

struct conservation {
	int64_t rows; /* rows that the editions which stand say they have; a row of several once */
	int64_t erased;	  /* of these, what can no longer be read, or not yet */
	int64_t mentions; /* all that some standing edition has: standing + removed */
	int64_t standing, removed;
	int64_t linked, unlinked; /* standing mentions of a person, and of none */
	int64_t unnamed,
		groups;	   /* of those unlinked: nothing in them names anybody; they name several */
	int64_t persons;   /* that standing mentions and described persons are of */
	int64_t described; /* persons with claims of their own */
};
/* ERR_CORRUPT, with what does not add up: a row that is in no mention, a mention in two persons, a person that
 * is not there. Called by `vigil check` and by reg_commit after assignments. */
int reg_conservation(struct reg *r, struct conservation *ret, struct err *e) MUST_USE;
/* The same, counted once and kept until there is another entry or the view is made again: for pages that are looked at
 * again and again. */
int reg_conserved(struct reg *r, struct conservation *ret, struct err *e) MUST_USE;

/* ---- erasing ----------------------------------------------------------- */

/* What is erased with a record: its groups and those of decisions about it; of a person also its mentions'. */
int reg_erased_with(struct reg *r, const struct entity *en, struct arena *a, struct id **ret,
		    size_t *ret_n, struct err *e) MUST_USE;

#endif
