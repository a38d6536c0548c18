/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_priv.h - what the files of this room share. */
#ifndef VIGIL_REGISTER_PRIV_H
#define VIGIL_REGISTER_PRIV_H

#include "base/map.h"
#include "register/conflict.h"
#include "register/figure.h"
#include "register/find.h"
#include "register/query.h"
#include "register/record.h"
#include "register/register.h"
#include "text/edtf.h"
#include "vault/log.h"
#include "vault/number.h"

struct knew;
struct list_memo;   /* list_project.c: the edition whose rows come in */
struct deck;	    /* find.c: the cards in memory */
struct figure_memo; /* figure_memo.c: what was counted */
struct kept;	    /* kept.c */

struct reg {
	struct vault *v;
	struct store
		*past; /* a view of an earlier size (asof.c); then `v` and `vocab` are borrowed */
	struct vocab *vocab;
	struct arena *keep;
	struct deck *deck;	     /* NULL until a list is asked for */
	struct figure_memo *figures; /* NULL until a figure is */
	struct kept *kept;	     /* kept.c; NULL until something is */
	/* Entities whose cards, stages and conflicts are to be made again before the commit; by
	 * view id, each once. Emptied by settle. */
	int64_t *touched;
	size_t n_touched, cap_touched;
	/* Of these, the places whose own whereabouts changed. */
	int64_t *placed;
	size_t n_placed, cap_placed;
	/* Lists whose mentions, and records whose persons, are to be made out again. */
	int64_t *listed, *moved;
	size_t n_listed, cap_listed, n_moved, cap_moved;
	struct list_memo *list_memo; /* list_project.c */
	bool conserve;		     /* records are being assigned: nothing may get lost */
	struct reg *then; /* the register at an earlier size, kept for the next question (asof.c) */
	int64_t then_size;
	struct id made;	   /* which making of the view `deck` and `figures` are of */
	struct knew *knew; /* what each log had taken in when (knew.c); NULL until asked for */
	/* New entities of the open transaction: numbers given out and keys not yet recorded. */
	struct arena *tx_keep;
	struct map tx_next; /* kind -> next number (int64_t *) */
	struct map tx_new;  /* uuid bytes -> struct new_entity *, until a statement has it */
	struct map tx_keys; /* key -> struct new_entity * */
};

struct new_entity {
	struct entity entity;
	struct str key;
};

/* ---- project.c: the projector ---- */

struct projector reg_projector(struct reg *r);
void reg_touch(struct reg *r, int64_t entity);
/* The subject of a field of this property that came, went or came back. */
void reg_touch_field(struct reg *r, int64_t subject, struct str property);
void reg_touch_list(struct reg *r, int64_t list);
void reg_touch_record(struct reg *r, int64_t record);
/* The entity that entry `seq` at `pos` speaks of, made when it is not in the view yet. */
int reg_project_ref(struct store *st, int64_t pos, int64_t seq, const struct value_ref *ref,
		    int64_t *ret, struct err *e) MUST_USE;
/* The next number of a kind that a site has not given out. */
int reg_next_number(struct store *st, struct str kind, int64_t site, int64_t *ret,
		    struct err *e) MUST_USE;

/* The text by which two values of one property are compared. */
struct str value_same(const struct value *v, struct arena *a);
/* Words become a row of `search`; *ret_doc is it, 0 when there are none. */
struct said_words;
int search_add(struct store *st, int64_t entity, const struct said_words *w, int64_t *ret_doc,
	       struct err *e) MUST_USE;
/*
 * Whether a member may do this: adopting is for editors and officers, and so are taking back what somebody else
 * entered (`target`: its claim's id) and defining anew a figure that somebody else defined (`subject`).
 */
int act_may(struct reg *r, struct store *st, const struct id *who, struct str kind, int64_t subject,
	    struct str target, bool *ret, struct err *e) MUST_USE;
int act_apply(struct reg *r, struct store *st, int64_t pos, struct str kind, int64_t subject,
	      const struct vault_entry *entry, struct arena *a, struct err *e) MUST_USE;

/* ---- settle.c, digest.c: what follows from several entries, before a commit; a hash of all ---- */

int reg_settle(void *ctx, struct store *st, struct err *e) MUST_USE;
int reg_view_digest(void *ctx, struct store *st, struct hash *ret, struct err *e) MUST_USE;

/* ---- card.c, stage.c: derived from the fields of one entity ---- */

/* The status of a person now, the event that gives it (0: none) and its date as EDTF. */
struct stage_now {
	struct str status, date;
	int64_t event;
};
int stage_refresh(struct reg *r, struct store *st, int64_t person, struct arena *a,
		  struct stage_now *ret, struct err *e) MUST_USE;
/* `now` is what stage_refresh gave of a person, NULL of anything else. */
int card_refresh(struct reg *r, struct store *st, int64_t entity, const struct stage_now *now,
		 struct arena *a, struct err *e) MUST_USE;
/* Open conflicts of the card, counted anew. */
int card_count_conflicts(struct store *st, int64_t entity, struct err *e) MUST_USE;

/* ---- conflict_*.c ---- */

/* Find the conflicts of one entity anew and store what changed. Called after every card of the
 * transaction is fresh. Also touches nothing: entities whose conflicts depend on this one's fields
 * are given by conflict_neighbours. */
int conflict_refresh(struct reg *r, struct store *st, int64_t entity, struct arena *a,
		     struct err *e) MUST_USE;
/* Entities other than `entity` whose conflicts may change when it changes (those sharing a set of
 * dates, members and their groups, persons of an event): added with reg_touch. */
int conflict_neighbours(struct reg *r, struct store *st, int64_t entity, struct err *e) MUST_USE;

/* ---- deck ---- */

void deck_free(struct deck *d);
void figure_memo_free(struct figure_memo *m);

/* ---- order.c: numbers of entries, and their places in the order of the view ---- */

/* Size of our own log as a number (vault/log.h). */
int reg_log_size(struct store *st, int64_t *ret, struct err *e) MUST_USE;
/* The last place there is; 0 in an empty view. */
int reg_last_pos(struct store *st, int64_t *ret, struct err *e) MUST_USE;
/* Of entry `seq`; 0: nothing in the view is of it. */
int reg_pos(struct store *st, int64_t seq, int64_t *ret, struct err *e) MUST_USE;
/* The entry at a place. For place 0: 0. */
int reg_seq(struct store *st, int64_t pos, int64_t *ret, struct err *e) MUST_USE;
/*
 * Whether everything here came through one log, so that a size of it is a place in the order, and what
 * was can be told from rows of now. Otherwise an earlier size is reg_as_of.
 */
int reg_has_one_log(struct reg *r, bool *ret, struct err *e) MUST_USE;
/* Give up what is kept in memory of a view. */
void kept_free(struct kept *k); /* NULL is fine */
void reg_forget(struct reg *r);
/* The same when the view was made again since. */
int reg_forget_if_made_again(struct reg *r, struct err *e) MUST_USE;
/* A claim as outsiders name it, entry number * 256 + place, and as the view does. ERR_NOTFOUND. */
int reg_field_in(struct store *st, int64_t claim, int64_t *ret, struct err *e) MUST_USE;

/* ---- knew.c ---- */

/* Whether whoever wrote entry `seq` could know entry `other`: it stands before it in the same log, or
 * in what that log had taken in. */
int reg_knew(struct reg *r, int64_t seq, int64_t other, bool *ret, struct err *e) MUST_USE;
/* Entries of log `site` that our own log knew of when it had `size` entries, itself included. */
int reg_known_of(struct reg *r, int64_t size, int64_t site, int64_t *ret, struct err *e) MUST_USE;
void knew_free(struct knew *k);

/* ---- small helpers ---- */

/* A stored JSON value of value.h. ERR_CORRUPT when it is none. */
int reg_value(struct str json, struct arena *a, struct value *ret, struct err *e) MUST_USE;
/* First and last day of an EDTF text, open ends as INT32_MIN and INT32_MAX. False: no EDTF. */
bool reg_days(struct str edtf, struct arena *a, int32_t *ret_lo, int32_t *ret_hi);
/* A day of the view, and one for it; INT32_MIN and INT32_MAX are stored as NULL. */
int32_t day_col(struct stmt *q, int i, int32_t otherwise);
void day_bind(struct stmt *q, const char *name, int32_t day);

#endif
