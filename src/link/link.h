/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * link.h - mentions to persons: which records of which lists speak of the same human being.
 *
 * A *record* is one row of one list, or one case page. Records are compared field by field, each comparison
 * falling into a level; levels have weights in bits that add up (Fellegi & Sunter 1969), learned without labels
 * by EM (Winkler 1988) under guard rails, and with them where people have decided. Pairs above the review
 * floor become clusters under constraints (one record for one person in a list without duplicates; what people
 * decided). Nothing is merged: a cluster is a statement about records that all stay.
 *
 *	set.h       records and their fields, as the comparison needs them
 *	config.h    what is compared: JSON, written by people or guessed
 *	block.h     which pairs are looked at at all, and how many true ones that misses
 *	compare.h   levels of one pair
 *	model.h     m, u, lambda, frequencies; EM; weights; saving
 *	cluster.h   edges and constraints to clusters; drawn clusterings
 *	queue.h     what people should look at first
 *	explain.h   a weight as a sum of bars
 *	evaluate.h  precision, recall, B-cubed, count, calibration, agreement, with intervals
 *	files.h     the whole on plain files
 *	register.h  the whole on a vault: mentions, decisions, persons
 *
 * Everything here is a function of (records, config, decisions, seed): not of the order of records or lists, nor
 * of the number of threads. Conservation is checked at the end of every run: each record is in exactly one
 * cluster or among the unlinked, and unnamed or group records are never linked by the program.
 */
#ifndef VIGIL_LINK_H
#define VIGIL_LINK_H

#include "link/cluster.h"
#include "link/model.h"
#include "link/set.h"
#include "link/warning.h"

enum link_mode { LINK_DEDUPE, LINK_ACROSS, LINK_BOTH };

struct link_options {
	enum link_mode mode;
	int threads;   /* 0: all processors */
	uint64_t seed; /* of what is sampled: u, audit, draws; printed with the result */
	float floor;   /* pairs below this probability are not kept; 0: 0.01 */
	float accept;  /* at least this probable: linked without review; 0: 0.95 */
	size_t audit; /* compare that many records with every other, to bound what blocking missed */
	size_t draws; /* drawn clusterings for the interval of the count; 0: 200, fewer above 100,000 records */
	bool by_list;			 /* also how many persons each list is expected to have */
	const struct link_model *frozen; /* use this model, learn nothing; NULL: learn */
};

/* Two records (a < b by place in the set) that may be one person. */
struct link_pair {
	uint32_t a, b;
	float bits;	   /* all weights and the prior */
	float probability; /* after constraints of one-to-one lists: given what else is there */
	uint64_t levels;   /* 4 bits a field, field 0 lowest */
};

/* What one run found, and what it cannot promise. */
struct link_counts {
	size_t records, linkable; /* linkable: neither unnamed nor a group */
	size_t unnamed, groups;
	size_t clusters; /* persons, of linkable records; a record alone is one */
	size_t linked;	 /* records in clusters of two and more */
	size_t lo, hi;	 /* persons if all undecided pairs are one, if none is */
	double unseen;	 /* links expected among pairs under the floor, and missed by blocking */
	double drawn_lo,
		drawn_hi; /* 95 % of drawn clusterings, less what is unseen; of three models */
	double expected;  /* persons on average over drawn clusterings, less what is unseen */
	size_t pairs, auto_accepted, in_review;
};
struct link_recall {
	size_t candidates;
	size_t completed; /* of them without a key of their own: between records that others tie (complete.c) */
	bool exhaustive; /* all pairs were compared: nothing can be missed by blocking */
	double captured; /* estimated by capture-recapture between families of keys */
	size_t audited, audit_missed,
		audit_found; /* records, true pairs not among candidates, and among them */
	double bound;	     /* 95 % lower bound of the recall of blocking */
	size_t tightened;    /* oversized blocks that were narrowed, never dropped */
};
struct link_result {
	const struct link_set *set;
	struct link_model *model;
	struct link_pair *pairs; /* ascending by (a, b) */
	size_t n_pairs;
	uint32_t
		*cluster; /* of each record: the lowest record in it; of an unlinkable one itself */
	struct cluster_flag *flags; /* of clusters that people should look at first */
	size_t n_flags;
	struct link_counts counts;
	/* With by_list: persons on each list, on average over drawn clusterings. NULL: not asked, or more than 64 lists. */
	double *on_list;
	struct link_recall recall;
	struct link_warning *warnings;
	size_t n_warnings;
	double seconds[8]; /* by phase, see link_phase_name */
};

typedef int link_progress(void *ctx, struct str phase, int64_t done, int64_t of);

struct str link_phase_name(size_t phase); /* "comparing"; empty beyond the last */

/* ERR_INPUT with reasons when a guard rail refuses (the match class agrees less than the other, too few
 * records, a field without values). All in `a`. Memory: about 60 bytes a record and field, 24 a pair kept. */
int link_run(const struct link_set *set, const struct link_decisions *d,
	     const struct link_options *o, link_progress *progress, void *ctx, struct arena *a,
	     struct link_result *ret, struct err *e) MUST_USE;

#endif
