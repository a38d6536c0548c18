/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register.h - the whole on a vault: records of all lists, decisions of people, persons.
 *
 * A *run* reads every record (register/mention.h), learns or takes a model, and says which records are of one
 * person: only where a pair is at least `accept` probable, or where people decided. All it thought of pairs, its
 * model and its counts are entries of the log that belong to the run, so that a page or another site can show
 * why, and undoing the run (reg_undo) takes all of it back. Pairs between are the *queue*.
 *
 * A *decision* of an editor or officer counts at once (that of a researcher with their next run or decision): what hangs together with the two records by pairs of the newest run is solved again
 * under all decisions, and what follows from that is assigned in the same transaction.
 *
 * Ids. A person is minted when two records are found to be of one person and none of them has one; described
 * persons are persons already. When persons come together, the one whose uuid is the oldest lives, and the others
 * are found under it. When one is parted, its id stays with the record it was founded on: itself, or the first
 * record that was assigned to it and is still here. No number is given twice.
 *
 * Cells that are sealed are not read, compared or shown here.
 *
 * Everything is a function of (records, decisions, options): not of the order in which lists came.
 */
#ifndef VIGIL_LINK_REGISTER_H
#define VIGIL_LINK_REGISTER_H

#include "link/evaluate.h"
#include "link/link.h"
#include "register/figure.h"
#include "register/mention.h"
#include "register/pair.h"

/* ---- running ----------------------------------------------------------- */

struct linkage_options {
	uint64_t seed;
	size_t audit;  /* records compared with every other */
	double accept; /* 0: 0.95 */
	size_t draws;  /* 0: 200 */
	int threads;   /* 0: all */
	bool only_new; /* learn nothing: the model of the newest run that stands. ERR_NOTFOUND without one */
	bool anew; /* with only_new: all records, also where few came since */
};

/*
 * A run in two steps, so that somebody can look at what would change: `begin` reads the register and computes (seconds for
 * a hundred thousand records), telling `progress` (may be NULL; a negative answer stops it with that code); `commit`
 * writes it, `free` drops it. Between the two it needs no register.
 */
struct linkage_job;
int linkage_begin(struct reg *r, const struct linkage_options *o, link_progress *progress,
		  void *ctx, struct linkage_job **ret, struct err *e) MUST_USE;
void linkage_free(struct linkage_job *j); /* NULL is fine */
void linkage_freep(struct linkage_job **j);
#define AUTO_LINKAGE AUTO(linkage_freep) struct linkage_job

/*
 * What came since the newest run, a few records at a time. With `only_new` a run is made this way when at most LINKAGE_FEW
 * records came and stand: each is compared with those that share a key with it, what hangs together is solved again under
 * all decisions, and an entry that adds to the newest run says so (register/pair.h). What comes out is what a run over all
 * records with the model of the newest would give, as far as its pairs are found by the same keys.
 *
 * An open one keeps the model and the gazetteer, so that a record more among a hundred thousand takes milliseconds; it reads
 * them again when there is a newer run. The first time all records are filed under their keys, which takes seconds.
 */
enum { LINKAGE_FEW = 500 };
struct linkage_arrivals;
int linkage_arrivals_open(struct reg *r, struct linkage_arrivals **ret, struct err *e) MUST_USE;
void linkage_arrivals_free(struct linkage_arrivals *x); /* NULL is fine */
void linkage_arrivals_freep(struct linkage_arrivals **x);
#define AUTO_LINKAGE_ARRIVALS AUTO(linkage_arrivals_freep) struct linkage_arrivals
/* File what is not filed yet, without comparing anything. */
int linkage_arrivals_file(struct linkage_arrivals *x, struct reg *r, struct err *e) MUST_USE;
/* As linkage_begin with only_new, for whoever keeps it open; *ret NULL: nothing came, or more than LINKAGE_FEW. */
int linkage_arrive(struct linkage_arrivals *x, struct reg *r, struct linkage_job **ret,
		   struct err *e) MUST_USE;

/* What a run would change: persons before and after. For looking before it is accepted. */
struct linkage_change {
	enum linkage_what {
		LINKAGE_NEW,   /* a person is minted for records that had none */
		LINKAGE_GROWS, /* records come to a person */
		LINKAGE_JOINS, /* a person is found under another one from now on */
		LINKAGE_PARTS, /* records leave a person */
	} what;
	int64_t person;	   /* entity; 0: not minted yet */
	struct str number; /* of the person; "" not minted yet */
	struct str *
		records; /* numbers of those that come, leave, or (JOINS) the person that is found under it */
	size_t n_records;
};
struct linkage_diff {
	struct linkage_change *changes; /* in the order of the oldest record concerned */
	size_t n;
	int64_t minted, grown, joined, parted, same;
};
int linkage_diff(struct linkage_job *j, struct reg *r, struct arena *a, struct linkage_diff *ret,
		 struct err *e) MUST_USE;
/* Writes the run. ERR_CONFLICT: records or decisions changed since `begin`: run again. ERR_DENIED: researchers
 * do not run. `reason` may be empty. */
int linkage_commit(struct linkage_job *j, struct reg *r, struct str reason, int64_t *ret_run,
		   struct err *e) MUST_USE;
/* What it found, before or without writing: as linkage_report of a run that was written. */
struct linkage_report;
void linkage_found(const struct linkage_job *j, struct linkage_report *ret);

/* ---- report ------------------------------------------------------------ */

struct linkage_list {
	int64_t list; /* entity; 0: case pages */
	struct str number, label;
	int64_t records, linked, unnamed;
	int64_t within;		/* pairs of its own records that are at least `accept` probable */
	int64_t expected_milli; /* thousandths: persons it is expected to have; 0: not known */
	bool duplicate_free;	/* claimed */
};
struct linkage_level {
	struct str what;
	double m, u, bits;
	int64_t pairs;
};
struct linkage_model_field {
	struct str label; /* code of enum list_field: "name" */
	enum link_type type;
	bool by_frequency;
	struct linkage_level *levels;
	size_t n_levels;
};
struct linkage_report {
	int64_t run; /* seq; 0: not written */
	int64_t recorded_ms;
	struct str model; /* the first 16 digits of its hash */
	bool frozen;	  /* taken from an earlier run */
	uint64_t seed;
	double accept;
	double lambda, prior_bits;
	int64_t records, linkable, unnamed, groups;
	int64_t persons; /* as assigned: of linkable records */
	/* Thousandths of persons. How many there are by the probabilities of all pairs, between drawn_lo and drawn_hi; 0: not
	 * known (runs of earlier versions). And how many fewer that is than are assigned, for other reasons than pairs that
	 * wait. */
	int64_t expected_milli, besides_milli;
	int64_t likely; /* persons of the best clustering, also where it is not sure enough */
	int64_t linked; /* records that are with another one */
	int64_t lo, hi; /* persons if all undecided pairs are one, if none is */
	int64_t drawn_lo, drawn_hi; /* 95 % of drawn clusterings, around what is expected */
	int64_t pairs, accepted, in_review;
	int64_t candidates;
	bool exhaustive;
	int64_t audited, audit_missed, audit_found;
	double recall_captured, recall_bound; /* NaN: not known */
	struct linkage_list *lists;
	size_t n_lists;
	struct linkage_model_field *fields;
	size_t n_fields;
	struct link_warning *warnings;
	size_t n_warnings;
	int64_t milliseconds;
};
/* Of a run that is in the log; `run` 0: the newest that stands. ERR_NOTFOUND: none. */
int linkage_report(struct reg *r, int64_t run, struct arena *a, struct linkage_report *ret,
		   struct err *e) MUST_USE;
/* The number of persons now, with the decisions since: bounds over what is still undecided. */
struct linkage_count {
	int64_t records;	 /* standing mentions and described persons */
	int64_t persons, lo, hi; /* of linkable records; unnamed ones are each one more at least */
	/* Thousandths: what the run expected, with all that was decided and came since (register_expect.c); 0: not known.
	 * Its range is as wide as that of the run, though decisions make it narrower. */
	int64_t expected_milli, expected_lo, expected_hi;
	int64_t unnamed;
	int64_t undecided; /* pairs in the queue */
	int64_t decided;   /* pairs that people decided */
	int64_t disputed;  /* two readers differ */
	int64_t run;	   /* that this is based on; 0 none */
	int64_t unseen;	   /* records that came or changed since: not compared with anything yet */
	struct conservation conserved; /* that none got lost, counted on the way */
};
int linkage_count(struct reg *r, struct linkage_count *ret, struct err *e) MUST_USE;

/* What pairs that wait mean for a number of persons, a figure for instance: how many there are between two of them, how
 * many fewer they are were all of these one, and thousandths of how many fewer are expected. Ascending. */
struct linkage_among {
	int64_t pairs, joined, milli;
};
int linkage_among(struct reg *r, const int64_t *persons, size_t n, struct linkage_among *ret,
		  struct err *e) MUST_USE;

/* As people are told it: whole persons. */
static inline int64_t linkage_whole(int64_t milli)
{
	return (milli + 500) / 1000;
}

/* ---- reviewing ----------------------------------------------------------- */

struct linkage_record {
	struct entity entity;
	struct str number, label;	    /* "" unnamed */
	struct str list_number, list_label; /* "" a person described by claims */
	bool is_person;
	int64_t person; /* 0 none */
	struct str person_number;
};

enum linkage_round { LINKAGE_FIRST, LINKAGE_SECOND, LINKAGE_DISPUTED, LINKAGE_ALL };
struct linkage_item {
	struct linkage_record a, b;
	int64_t ppm, bits_milli;
	int64_t effect_milli; /* persons that the count is expected to move by */
	bool flagged; /* its cluster is odd: a bridge, a weak pair, too large; these come first */
};
/*
 * Pairs to look at, in their order. FIRST: nobody decided them. SECOND: somebody else did, and I did not
 * (their answer is hidden until mine is in). DISPUTED: two readers differ. ALL: whatever was not decided, first
 * and second.
 */
int linkage_queue(struct reg *r, enum linkage_round round, int64_t offset, int64_t limit,
		  struct arena *a, struct linkage_item **ret, size_t *ret_n, int64_t *ret_total,
		  struct err *e) MUST_USE;

/* One bar of a waterfall. */
struct linkage_bar {
	enum list_field field; /* what it compares; list_field_label says how it is called */
	enum link_type type;
	struct str a, b;	/* as given; "" not given */
	bool missing;		/* one of them is: exactly 0 bits */
	unsigned level;		/* 0 the best */
	const struct msg *what; /* "same sound"; NULL: missing */
	double m, u;
	int64_t level_milli, rarity_milli; /* thousandths of a bit */
	int64_t milli;			   /* their sum */
	int64_t running_milli;		   /* the prior and all bars to this one */
	struct name x, y;		   /* of a name: as it was read */
	struct name_explanation names;	   /* of a name on both sides: which sounds met which */
	bool has_names;
};
struct linkage_verdict { /* one reader's answer */
	int64_t seq;
	enum link_says says;
	enum link_round round;
	struct str reason;
	struct id recorder;
	struct str recorder_name;
	bool mine;
	bool hidden; /* of another reader, and mine is not in: says and reason are not filled */
	bool changed;
	int64_t recorded_ms;
};
struct linkage_pair {
	struct linkage_record a, b;
	int64_t run; /* 0: not among the pairs of a run: computed now by the model of the newest */
	struct str model;
	/* total = prior + the sum of the bars + together + never, exactly. Together, 0 or less: fields that agree because they
	 * say the same thing twice, as place and day of one attack do. */
	int64_t prior_milli, together_milli, never_milli, total_milli;
	const struct msg *never; /* why they cannot be of one person; NULL: they can */
	double probability;	 /* of the total; */
	int64_t ppm;		 /* what the run gives it, given its rivals */
	struct linkage_bar *bars;
	size_t n_bars;
	struct linkage_verdict *verdicts;
	size_t n_verdicts;
	bool standing; /* decided: says */
	enum link_says says;
	bool disputed;
	bool may_second, may_adjudicate; /* me, now */
	int64_t before, of;		 /* its place in my queue, from 0; -1: not in it */
	bool one_person;		 /* they are assigned to the same person now */
};
/* ERR_NOTFOUND: not two records. Without a run: only raw values, no bars. While an answer is hidden, so is of whom the
 * records are. */
int linkage_pair(struct reg *r, int64_t x, int64_t y, struct arena *a, struct linkage_pair *ret,
		 struct err *e) MUST_USE;
/* {"a":{..},"b":{..},"prior_bits":..,"fields":[..],"together_bits":..,"total_bits":..,"probability":..} */
void linkage_pair_json(const struct linkage_pair *p, const struct reg *r, struct buf *b);

/*
 * A reader's answer. The round follows: first, second when somebody else's first answer stands, adjudicated when
 * `adjudicate` (editors and officers; a reason is needed). A reader's later answer replaces their earlier one, which
 * is taken back. ERR_INPUT: `different` or `unsure` without a reason. ERR_CONFLICT: both rounds are in.
 */
struct linkage_decide {
	int64_t a, b;
	enum link_says says;
	struct str reason;
	bool adjudicate;
};
struct linkage_decided {
	int64_t seq;
	enum link_round round;
	bool disputed; /* now */
	bool counts;   /* assigned at once; false: with the next run or answer of an editor */
	int64_t persons_before, persons_after; /* of the records that hang together with them */
};
int linkage_decide(struct reg *r, const struct linkage_decide *in, struct linkage_decided *ret,
		   struct err *e) MUST_USE;
/* Takes back a decision, split or move (by its seq), and what followed from it. */
int linkage_undo(struct reg *r, int64_t seq, struct str reason, struct err *e) MUST_USE;

/* ---- clusters ------------------------------------------------------------ */

struct linkage_cluster_row {
	struct entity person;
	struct str number, label;
	int64_t records, lists;
	int64_t weakest_milli; /* the least sure of the pairs that hold it together */
	bool has_weakest;
	bool flagged; /* more records than lists, a pair inside that speaks against, ... */
};
/* Persons with two records and more, the largest first. */
int linkage_clusters(struct reg *r, bool only_flagged, int64_t offset, int64_t limit,
		     struct arena *a, struct linkage_cluster_row **ret, size_t *ret_n,
		     int64_t *ret_total, struct err *e) MUST_USE;

struct linkage_why {   /* two members, and what holds them together or speaks against */
	size_t a, b;   /* places in `members` */
	bool compared; /* among the pairs of the run */
	int64_t milli, ppm;
	bool decided;
	enum link_says says;
};
struct linkage_cluster {
	struct entity person;
	struct str number, label;
	struct linkage_record *members; /* the founding one first */
	size_t n_members;
	struct linkage_why *why; /* compared or decided pairs, the weakest first */
	size_t n_why;
	struct str *under; /* numbers of persons that are found under this one */
	size_t n_under;
};
int linkage_cluster(struct reg *r, int64_t person, struct arena *a, struct linkage_cluster *ret,
		    struct err *e) MUST_USE;

/*
 * People's own hand on clusters; both are decisions about pairs, so that later runs keep to them. `split` says that
 * `records` are not of one person with the others of `person` (and are of one person among themselves, when
 * `together`); `move` that `record` is of `to` and not of the person it was of. A reason is needed.
 * ERR_DENIED: editors and officers. *ret_first: seq of the first decision.
 */
int linkage_split(struct reg *r, int64_t person, const int64_t *records, size_t n, bool together,
		  struct str reason, int64_t *ret_first, struct err *e) MUST_USE;
int linkage_move(struct reg *r, int64_t record, int64_t to, struct str reason, int64_t *ret_first,
		 struct err *e) MUST_USE;

/* ---- evaluating ------------------------------------------------------------ */

/* Pairs to look at for measuring: `want` of the newest run's, from all bins of probability; the same for the same
 * run and seed, less those of rows that were taken out since. */
int linkage_sample(struct reg *r, size_t want, uint64_t seed, struct arena *a,
		   struct linkage_item **ret, size_t *ret_n, struct err *e) MUST_USE;
enum linkage_by { LINKAGE_BY_LISTS, LINKAGE_BY_SCRIPTS, LINKAGE_BY_SEX, LINKAGE_BY_TRADITION };
struct linkage_part {
	enum linkage_by by;
	struct str
		what; /* "I-00001 I-00002", "Arab Latn", "female", "kurdish" (names/tradition.h) */
	int64_t pairs, looked;
	struct eval_review review;
};
struct linkage_evaluation {
	int64_t run;
	int64_t sampled, looked; /* of the sample: wanted, decided */
	struct eval_review review;
	struct eval_agreement agreement; /* of all pairs that two people read */
	struct linkage_part *parts;
	size_t n_parts;
};
int linkage_evaluate(struct reg *r, size_t want, uint64_t seed, struct arena *a,
		     struct linkage_evaluation *ret, struct err *e) MUST_USE;
/* The same without its parts: what a page shows, and for which no record is read. */
int linkage_evaluate_whole(struct reg *r, size_t want, uint64_t seed, struct arena *a,
			   struct linkage_evaluation *ret, struct err *e) MUST_USE;

/* ---- for estimation -------------------------------------------------------- */

/*
 * Drawn clusterings as tables of cells: for each of `n` draws and each pattern of the `lists` (in their order) that some
 * person has, how many persons have it. Unnamed and group records are in none. ERR_INPUT: fewer than two lists, or one
 * twice, or one without a record that stands; ERR_NOTFOUND: nothing was linked yet.
 */
enum { LINKAGE_DRAW_LISTS_MAX = 16 };
struct linkage_draw_options {
	const int64_t *lists;
	size_t n_lists, n;
	uint64_t seed;
	/* Only records whose date lies in it. Not wholly, or no date: apart. */
	struct figure_window window;
	/* Only records of this place (names/place.h) and of what lies in it; 0: anywhere. A place around it, none, or
	 * columns that disagree: perhaps. */
	uint32_t place;
};
struct linkage_drawn_list {
	struct str number, label;
	int64_t records;	 /* that are counted */
	int64_t unnamed, groups; /* left out: no name that could be compared; several people */
	int64_t outside, apart;	 /* left out: not in the window; perhaps in it, or without a date */
	int64_t elsewhere, perhaps; /* left out: not of the place; perhaps of it, or without one */
	double duplicates; /* of those counted: by how many they are more than persons, on average */
};
struct linkage_drawn {
	struct linkage_drawn_list *lists;
	int64_t run; /* whose pairs were drawn from, seq */
};
/* The place of a figure's rule, a record number, as lists can be held to it: by its names, in the gazetteer. "": anywhere.
 * ERR_INPUT: the gazetteer has no such place. */
int linkage_draw_place(struct reg *r, struct str place, uint32_t *ret, struct err *e) MUST_USE;
/* count[p]: persons whose pattern is p, bit l for list l; lives during the call. */
typedef int linkage_cells_fn(void *ctx, size_t draw, const uint32_t *count, struct err *e);
int linkage_draw_cells(struct reg *r, const struct linkage_draw_options *o, linkage_cells_fn *each,
		       void *ctx, struct arena *a, struct linkage_drawn *ret,
		       struct err *e) MUST_USE;
/* The same as lines "draw,I-00001,I-00002,...,count" with 0 and 1, a header first. */
int linkage_draws(struct reg *r, const int64_t *lists, size_t n_lists, size_t n, uint64_t seed,
		  struct buf *b, struct err *e) MUST_USE;

#endif
