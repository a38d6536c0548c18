/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_priv.h - lists and mentions inside this room: entries to rows, and what follows from them. */
#ifndef VIGIL_LIST_PRIV_H
#define VIGIL_LIST_PRIV_H

#include "register/mention.h"
#include "register/record_priv.h"

enum {
	LIST_RUNS_PER_ENTRY = 8000,
	LIST_CELLS_MAX = 300 * 1024 /* bytes of a row's JSON: what a claim can hold */
};

/* An entry of one of these kinds, read for the view. */
struct list_act {
	struct reg *r;
	struct store *st;
	struct arena *a;
	int64_t pos;
	int64_t subject; /* 0 none */
	const struct vault_entry *entry;
};
/* The part `name` as JSON, NULL when it is not there; as a text, "" then. */
const struct json *list_part(const struct list_act *t, const char *name);
struct str list_part_text(const struct list_act *t, const char *name);
/* The row that an entry belongs to: the place of what began it, 0 when that is not here, and its name. */
int list_part_import(const struct list_act *t, int64_t *ret_batch, struct str *ret_row,
		     struct err *e) MUST_USE;

/* Makes rows of an entry. *ret_ours false: it is of another kind. */
int list_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e) MUST_USE;
int link_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e) MUST_USE;
/* Entry `pos` of `kind` stands no longer because of `by`, or stands again (`by` 0). */
int list_set_effect(struct reg *r, struct store *st, struct str kind, int64_t pos, int64_t by,
		    struct arena *a, struct err *e) MUST_USE;
int link_set_effect(struct reg *r, struct store *st, struct str kind, int64_t pos, int64_t by,
		    struct err *e) MUST_USE;
/* The mapping that counts for an edition, and labels by it, made again. */
int list_refresh_mapping(struct reg *r, struct store *st, int64_t edition, struct arena *a,
			 struct err *e) MUST_USE;
/* What follows from several entries, for lists and records that were touched. */
int list_settle(struct reg *r, struct store *st, struct err *e) MUST_USE;
int link_settle(struct reg *r, struct store *st, struct err *e) MUST_USE;
/* What standing editions say they have, what is here of it, and how many mentions that is. ERR_CORRUPT: a record belongs to
 * a person that is not there. */
int link_conserve_editions(struct store *st, int64_t *ret_rows, int64_t *ret_here,
			   int64_t *ret_mentions, struct err *e) MUST_USE;
/* ERR_CORRUPT: one of these belongs to a person that is not there. */
int link_conserve_moved(struct store *st, const int64_t *records, size_t n, struct err *e) MUST_USE;
int link_conserve(struct store *st, struct conservation *ret, struct err *e) MUST_USE;
/* After records moved. All is counted; but where there are many rows and few moved, only what moving these can break:
 * whose they are is there and ends there. Counting a hundred thousand rows takes longer than a decision may; runs,
 * imports and `vigil check` do. */
int link_conserve_after(struct store *st, const int64_t *moved, size_t n, struct err *e) MUST_USE;
void list_memo_free(struct list_memo *m);

/* A ref {"id","kind","no"} of a part as an entity of the view; *ret 0: not here. */
int list_find_ref(const struct list_act *t, const struct json *ref, int64_t *ret,
		  struct err *e) MUST_USE;
/* The same, of a mention that another site made as well the one that counts. */
int list_find_record(const struct list_act *t, const struct json *ref, int64_t *ret,
		     struct err *e) MUST_USE;
/* The place of an entry, by its claim; 0: not here. */
int list_pos_of(struct store *st, struct str uuid, int64_t *ret, struct err *e) MUST_USE;
/* The claim of a run that stands. ERR_NOTFOUND. */
int link_run_claim(struct reg *r, int64_t run, struct id *ret, struct err *e) MUST_USE;

/* The group in which what was decided of two records is sealed. */
struct id link_group(const struct id *x, const struct id *y);

/* How a mention is called: its name, or its parts. "" when it has none. */
struct str list_row_label(const struct list_row *row, struct arena *a);

#endif
