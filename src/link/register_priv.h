/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_priv.h - what the files of linking on a vault share. */
#ifndef VIGIL_LINK_REGISTER_PRIV_H
#define VIGIL_LINK_REGISTER_PRIV_H

#include "base/map.h"
#include "link/link_priv.h"
#include "link/register.h"

/* ---- register_set.c: records of the register as a set ---- */

struct linkage_one { /* a record, by place in the set */
	int64_t id;
	struct id uuid;
	struct str kind;
	int64_t no;
	uint16_t list; /* in linkage_set.lists */
	bool is_person;
	int64_t person; /* now; 0 none */
};
struct linkage_of_list {
	int64_t list; /* entity; 0: case pages */
	struct str number, label;
	bool duplicate_free;
};
/* What a set and its model call it. */
static inline struct str linkage_list_name(const struct linkage_of_list *l)
{
	return l->list ? l->number : l->label;
}
struct linkage_lists {
	struct linkage_of_list *p;
	size_t n, cap;
};
/* The place of a list (0: case pages) among `l`, put there when it is new. */
int linkage_list_place(struct reg *r, int64_t list, struct arena *a, struct linkage_lists *l,
		       uint16_t *ret, struct err *e) MUST_USE;
struct linkage_one linkage_one_of(const struct reg_record *rec, uint16_t list);
/* Of the records at places x and y. */
struct link_decision linkage_decision_of(const struct link_standing *st, ptrdiff_t x, ptrdiff_t y);

struct linkage_set {
	struct arena *a;
	struct link_set *set; /* NULL: no record at all */
	struct linkage_one *of;
	size_t n;
	enum list_field field[LINK_FIELDS_MAX];
	struct linkage_of_list *lists;
	size_t n_lists;
	struct map by_id; /* 8 bytes of id -> struct linkage_one * */
	struct link_decision *decisions;
	size_t n_decisions;
};
/* All records that can be linked and all decisions that stand. The fields are those of `model`, or without one those in
 * which any record has something. ERR_INPUT: nothing to link. */
int linkage_set_read(struct reg *r, const struct link_model *model, struct arena *a,
		     struct linkage_set *ret, struct err *e) MUST_USE;
/* The place of a record, or -1. */
ptrdiff_t linkage_place(const struct linkage_set *s, int64_t id);
/* What decides ties: the same for the same content, wherever it stands. */
uint64_t linkage_rank(struct str list_label, const struct list_row *row);
/* The text of a field as it is compared; `names`: one field for the whole name. */
struct str linkage_cell(const struct list_row *row, enum list_field f, bool whole_names,
			struct arena *a);
/* The calendar its own column says it is in; "". */
struct str linkage_calendar(const struct list_row *row, enum list_field f);
/* What is compared of a row, as one text, and back. */
struct str linkage_said_write(const struct list_row *row, struct arena *a);
void linkage_said_read(struct str said, struct list_row *ret);
/* What a model compares; ERR_INPUT: it is of another version. */
int linkage_fields_of(const struct link_model *m, enum list_field *ret_field,
		      struct link_field *fields, bool *ret_whole, struct err *e) MUST_USE;
/* Its dates as its own column was read. NULL: as any. */
struct link_reading linkage_reading_of(const struct link_model *m);
/* How fields are compared. */
struct link_field linkage_field(enum list_field f, bool whole_names);

/* ---- register_model.c ---- */

/* Canonical JSON: the same model gives the same bytes. */
void link_model_write(const struct link_model *m, struct buf *b);
int link_model_read(struct str json, struct arena *a, struct link_model *ret,
		    struct err *e) MUST_USE;
struct str linkage_model_name(struct str json, struct arena *a);

/* ---- register_ids.c: who is who before and after; no vault ---- */

struct linkage_person { /* one that has its founding record among these */
	int64_t id;
	struct id uuid;
	struct entity entity;
	uint32_t founder; /* place of the record */
	int64_t under;	  /* person it is found under now; 0 none */
};
struct linkage_plan_in {
	const struct linkage_one *of;
	size_t n;
	const uint32_t *cluster;
	const struct linkage_person *persons;
	size_t n_persons;
};
enum { LINKAGE_NOBODY = -1, LINKAGE_MINTED = -2 };
struct linkage_plan {
	/* Of each record that is the lowest of its cluster: place in `persons`, LINKAGE_MINTED, or LINKAGE_NOBODY. */
	int32_t *winner;
	size_t minted;
};
void linkage_plan(const struct linkage_plan_in *in, struct arena *a, struct linkage_plan *ret);
/* Parts clusters so that only what is sure is together: pairs of at least `accept`, or decided. */
void linkage_sure(const uint32_t *cluster, size_t n, const struct link_pair *pairs, size_t n_pairs,
		  float accept, const struct link_decision *d, size_t n_d, struct arena *a,
		  uint32_t *ret);

/* The strongest bits that hold each record where `sure` has it. */
const float *linkage_best(const uint32_t *sure, size_t n, const struct link_pair *pairs,
			  size_t n_pairs, struct arena *a);

/* ---- register_order.c: what people should look at first ---- */

/* What is probable given rivals in lists without duplicates counts, where that is less. */
float linkage_shared_bits(const struct link_pair *p);
/* Of each record, whether a published figure counts its person; *ret NULL: no figure counts anybody. */
int linkage_published(struct reg *r, const struct linkage_one *of, size_t n, struct arena *a,
		      const bool **ret, struct err *e) MUST_USE;
struct linkage_turn {
	size_t edge, place;
	int64_t effect_milli, published_milli;
};
/* Undecided edges between what is surely not and what is accepted, in their order. */
int linkage_turns(const struct cluster_in *in, const bool *published, double accept,
		  struct arena *a, struct linkage_turn **ret, size_t *ret_n,
		  struct err *e) MUST_USE;

/* ---- register_run.c, register_new.c ---- */

struct linkage_job {
	struct arena *a;
	struct linkage_options o;
	struct linkage_set s;
	struct link_model *frozen;
	struct link_result result;
	struct linkage_person *persons;
	size_t n_persons;
	uint32_t *sure;
	struct linkage_plan plan;
	int64_t mark; /* of the register when it was read */
	struct linkage_turn *queue;
	size_t n_queue;
	bool *flagged; /* of each cluster, by lowest record */
	struct str model_json;
	struct linkage_report report;
	/* Of one that adds to a run: `s` has what hangs together with what came, and these are written. */
	int64_t base; /* 0: it stands by itself */
	struct id *compared;
	size_t n_compared;
	struct run_pair *said;
	size_t n_said;
	struct linkage_report brief; /* what it says of itself in the log: of what came alone */
	int64_t more_persons;
};
/* Fills a job with what came since the newest run. *ret_done false: nothing came, or too much at once, or it cannot be
 * filed here; then all is to be looked at. */
int linkage_new_begin(struct linkage_job *j, struct linkage_arrivals *x, struct reg *r,
		      bool *ret_done, struct err *e) MUST_USE;
int linkage_new_count(struct linkage_job *j, struct reg *r, struct err *e) MUST_USE;
int linkage_new_write(struct linkage_job *j, struct reg_tx *tx, struct str reason, int64_t *ret_run,
		      struct err *e) MUST_USE;

/* ---- register_write.c: plans into the log ---- */

/* Persons that were founded on one of these records. */
int linkage_persons(struct reg *r, const struct linkage_one *of, size_t n, struct arena *a,
		    struct linkage_person **ret, size_t *ret_n, struct err *e) MUST_USE;
/* Assigns all records as planned. best[i]: the strongest bits that hold record i. Persons that are minted are put into
 * ret_minted by lowest record, may be NULL. */
int linkage_assign(struct reg_tx *tx, int64_t run, const struct linkage_plan_in *in,
		   const struct linkage_plan *plan, const float *best, struct err *e) MUST_USE;

/* ---- register_piece.c: what hangs together with some records ---- */

struct piece_pairs {
	struct run_pair *p;
	size_t n;
};
struct piece_tie {
	int64_t bits_milli, id; /* of a record that some in the piece are tied to */
};
struct linkage_piece {
	struct reg *r;
	struct arena *a;
	int64_t run;			/* whose pairs tie; 0 none */
	const struct link_model *model; /* of it; NULL none */
	float accept;
	/* Pairs that are not in the log yet, and records of which no others count; both may be none. */
	const struct run_pair *fresh;
	size_t n_fresh;
	struct map redone; /* 8 bytes of id -> anything */

	/* From here on what gathering finds, by place. */
	struct linkage_one *of;
	uint64_t *rank;
	uint16_t *list;
	struct linkage_lists lists;
	size_t n, cap[4];
	size_t n_asked, most; /* the first ones; how many may hang together */
	bool only_for; /* pairs that speak against were not followed: too much would hang together */
	struct piece_tie *ties;
	size_t n_ties, cap_ties;
	struct piece_pairs *of_record;
	struct map place, fresh_of; /* id -> place + 1; -> its first fresh pair */
	size_t *fresh_next;
	struct link_pair *pairs;
	struct run_pair *said; /* the same pairs, as they are or will be in the log */
	size_t n_pairs, cap_pairs, cap_said;
	struct link_decision *decisions;
	size_t n_decisions, cap_decisions;

	/* And what solving does. */
	uint32_t *cluster, *sure;
	struct cluster_flag *flags;
	size_t n_flags;
};
/* ERR_TOOBIG: more hangs together than is solved beside a page. */
int linkage_piece_gather(struct linkage_piece *c, const int64_t *records, size_t n,
			 struct err *e) MUST_USE;
int linkage_piece_solve(struct linkage_piece *c, struct err *e) MUST_USE;
struct cluster_in linkage_piece_edges(const struct linkage_piece *c);
/* Persons that its records are assigned to now; a record without one is one. */
int64_t linkage_persons_before(const struct linkage_piece *c);

/* ---- register_settle.c ---- */

/* Solve again what hangs together with these records, and assign what follows. `summary` of the run. */
int linkage_settle(struct reg_tx *tx, const int64_t *records, size_t n, struct str reason,
		   struct str summary, int64_t *ret_run, int64_t *ret_before, int64_t *ret_after,
		   struct err *e) MUST_USE;

/* ---- register_expect.c ---- */

struct linkage_awaited { /* were every pair that waits one person; by how many it is expected to be */
	int64_t joined, milli;
};
int linkage_awaited(struct reg *r, int64_t run, struct linkage_awaited *ret,
		    struct err *e) MUST_USE;
/* Fills what is expected, of the run and the persons that stand in `c`. */
int linkage_expect_now(struct reg *r, const struct linkage_awaited *w, struct linkage_count *c,
		       struct err *e) MUST_USE;
void linkage_expect_move(int64_t by_milli, int64_t *expected_milli, int64_t *lo, int64_t *hi);
/* Fills it in the report of a job whose queue is in order. */
void linkage_expect_run(struct linkage_job *j);

/* ---- register_queue.c ---- */

int linkage_record_of(struct reg *r, int64_t id, struct arena *a, struct linkage_record *ret,
		      struct err *e) MUST_USE;
int linkage_may(struct reg *r, enum vault_role least, const char *what, struct err *e) MUST_USE;

/* ---- register_report.c ---- */

void linkage_report_of(const struct linkage_set *s, const struct link_result *res,
		       const uint32_t *sure, const struct linkage_options *o, bool frozen,
		       struct str model, struct arena *a, struct linkage_report *ret);
/* What one run wrote of itself, without its model and what was added to it. */
int linkage_run_numbers(struct reg *r, int64_t run, struct arena *a, struct linkage_report *ret,
			struct err *e) MUST_USE;
/* The newest run with its model and what it accepts; ret_name of the model. NULL for what is not asked. No run: 0, NULL and
 * 0.95. */
int linkage_base(struct reg *r, struct arena *a, int64_t *ret_run,
		 const struct link_model **ret_model, struct str *ret_name, float *ret_accept,
		 struct err *e) MUST_USE;
/* Its warnings as a JSON array, and back. */
void linkage_warnings_write(const struct link_warning *w, size_t n, struct buf *b);
void linkage_warnings_read(const struct json *v, struct arena *a, struct linkage_report *ret);
void linkage_summary_write(const struct linkage_report *rep, struct buf *b);

#endif
