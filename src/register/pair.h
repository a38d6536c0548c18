/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pair.h - what a run of linkage thought of pairs of records, and the model it thought so by.
 *
 * Both are entries of their own that belong to the run and stand and fall with it. They tell nothing of a record but
 * its id: what was compared stands in the records. Of a record that was erased no pair is left in the view.
 *
 * A run can add to another one (assign_run.of): it has that one's model, says which records it compared, and its pairs
 * stand beside those of the other. What it says of a pair, or of a record that it compared again, goes before what was
 * said earlier. Taken back, all is as before it.
 */
#ifndef VIGIL_PAIR_H
#define VIGIL_PAIR_H

#include "register/record.h"

enum { PAIR_FIELDS_MAX = 15, PAIR_RARITY_MAX = PAIR_FIELDS_MAX + 1, PAIRS_PER_ENTRY = 1000 };

struct run_pair {
	struct entity a, b;
	int64_t bits_milli; /* prior and all fields */
	int64_t ppm;	    /* probability in millionths, given what else is there */
	int64_t levels;	    /* 4 bits a field of the model, field 0 lowest: 15 missing */
	/* Of each field: what the shared value adds for being rare, and the two lists; and one more: what they add to the
	 * prior, which earlier versions did not have. */
	int64_t rarity_milli[PAIR_RARITY_MAX];
	size_t n_rarity;
	int64_t place;		 /* in the queue, from 1; 0: not in it */
	int64_t effect_milli;	 /* persons that the count is expected to move by */
	int64_t published_milli; /* the same of those whom a published figure counts */
	bool flagged;
};
/* Of a run that adds to another: the records that it compared with all that there was. */
int reg_run_compared(struct reg_tx *tx, int64_t run, const struct id *records, size_t n,
		     struct err *e) MUST_USE;
int reg_run_pairs(struct reg_tx *tx, int64_t run, const struct run_pair *p, size_t n,
		  struct err *e) MUST_USE;
/* The model of a run, any size up to RUN_MODEL_MAX, given back as it was. */
enum { RUN_MODEL_MAX = 64 << 20 };
int reg_run_model(struct reg_tx *tx, int64_t run, struct str json, struct err *e) MUST_USE;

/* The newest run that stands and has a model; 0: none. */
int reg_run_newest(struct reg *r, int64_t *ret, struct err *e) MUST_USE;
/* Those that stand and add to it, oldest first; itself is not among them. */
int reg_runs_added(struct reg *r, int64_t run, struct arena *a, int64_t **ret, size_t *ret_n,
		   struct err *e) MUST_USE;
int reg_run_model_of(struct reg *r, int64_t run, struct arena *a, struct str *ret,
		     struct err *e) MUST_USE;

/* The run it adds to; itself. ERR_NOTFOUND: it is none. */
int reg_run_base(struct reg *r, int64_t run, int64_t *ret, struct err *e) MUST_USE;
/* Records that came or changed since that run and those added to it, so that nobody compared them: standing mentions
 * that were in no edition it read with these cells, and described persons whose page changed. Ascending. */
int reg_unseen(struct reg *r, int64_t run, struct arena *a, int64_t **ret, size_t *ret_n,
	       struct err *e) MUST_USE;

struct pair_query {
	int64_t run;	/* and what was added to it */
	int64_t record; /* pairs of it; 0 all */
	int64_t other;	/* and of this one */
	/* Only those with a place and both records still standing, by what published figures move by, then by what the count of all does; else by a and b. */
	bool queue;
	bool undecided;	       /* without those that people decided, by any answer */
	int64_t offset, limit; /* limit 0: all */
	bool bare; /* without levels and rarity: cheaper where only weights are asked for */
};
/* Entities of pairs have their ids and nothing else. *ret_total may be NULL. */
int reg_pairs(struct reg *r, const struct pair_query *q, struct arena *a, struct run_pair **ret,
	      size_t *ret_n, int64_t *ret_total, struct err *e) MUST_USE;

/* How many pairs of the queue nobody decided: counted once, and kept until there is another act (kept.h). */
int reg_pairs_waiting(struct reg *r, int64_t run, int64_t *ret, struct err *e) MUST_USE;

/* All pairs of a run and what was added to it, by a and b, with their weights alone; kept in memory while the runs that
 * stand are the same. Borrowed until the next reg_keep, or in `a`. */
struct pair_weight {
	int64_t a, b, bits_milli, effect_milli;
	int32_t ppm;
	bool flagged;
	bool queued; /* has a place in the queue, decided or not */
};
int reg_pair_weights(struct reg *r, int64_t run, struct arena *a, const struct pair_weight **ret,
		     size_t *ret_n, struct err *e) MUST_USE;

/* How many undecided pairs of the queue go before this one; -1: it is none of them. */
int reg_pair_before(struct reg *r, int64_t run, int64_t x, int64_t y, int64_t *ret,
		    struct err *e) MUST_USE;

/* Persons with two records and more, the largest first: how many, of how many lists, the weakest pair of the run inside
 * and whether one is flagged or speaks against. *ret_total is 0 beyond the last. */
struct person_row {
	int64_t person, records, lists;
	bool has_weakest, flagged;
	int64_t weakest_milli;
};
int reg_persons(struct reg *r, int64_t run, bool only_flagged, int64_t offset, int64_t limit,
		struct arena *a, struct person_row **ret, size_t *ret_n, int64_t *ret_total,
		struct err *e) MUST_USE;

/* Which records were ever assigned to which persons by runs that stand: each pair once, in the order of the log. Of
 * one record, one person (0: all). The first record of a person is the one it was founded on. */
struct assigned {
	int64_t person, record;
};
int reg_assigned(struct reg *r, int64_t record, int64_t person, struct arena *a,
		 struct assigned **ret, size_t *ret_n, struct err *e) MUST_USE;

/* Of each undecided pair of the queue, the two persons its records are of, or a record that is of nobody, as now assigned;
 * the likeliest pair first. */
struct undecided {
	int64_t a, b;
	int64_t ppm;
};
int reg_undecided(struct reg *r, int64_t run, struct arena *a, struct undecided **ret,
		  size_t *ret_n, struct err *e) MUST_USE;

/* Grows with every import, decision, run and undoing: what was computed at one mark is stale at another. */
int reg_acts_mark(struct reg *r, int64_t *ret, struct err *e) MUST_USE;

#endif
