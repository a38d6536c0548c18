/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_priv.h - what the files of linking on a vault share. */
#ifndef VIGIL_LINK_REGISTER_PRIV_H
#define VIGIL_LINK_REGISTER_PRIV_H

#include "base/map.h"
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

/* ---- register_write.c: plans into the log ---- */

/* Persons that were founded on one of these records. */
int linkage_persons(struct reg *r, const struct linkage_one *of, size_t n, struct arena *a,
		    struct linkage_person **ret, size_t *ret_n, struct err *e) MUST_USE;
/* Assigns all records as planned. best[i]: the strongest bits that hold record i. Persons that are minted are put into
 * ret_minted by lowest record, may be NULL. */
int linkage_assign(struct reg_tx *tx, int64_t run, const struct linkage_plan_in *in,
		   const struct linkage_plan *plan, const float *best, struct err *e) MUST_USE;

/* ---- register_settle.c ---- */

/* Solve again what hangs together with these records, and assign what follows. `summary` of the run. */
int linkage_settle(struct reg_tx *tx, const int64_t *records, size_t n, struct str reason,
		   struct str summary, int64_t *ret_run, int64_t *ret_before, int64_t *ret_after,
		   struct err *e) MUST_USE;

/* ---- register_queue.c ---- */

int linkage_record_of(struct reg *r, int64_t id, struct arena *a, struct linkage_record *ret,
		      struct err *e) MUST_USE;
int linkage_may(struct reg *r, enum vault_role least, const char *what, struct err *e) MUST_USE;

/* ---- register_report.c ---- */

void linkage_report_of(const struct linkage_set *s, const struct link_result *res,
		       const uint32_t *sure, const struct linkage_options *o, bool frozen,
		       struct str model, struct arena *a, struct linkage_report *ret);
void linkage_summary_write(const struct linkage_report *rep, struct buf *b);

#endif
