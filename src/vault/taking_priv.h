/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * taking_priv.h - what the files share that take in other logs (take*.c, own_back.c).
 *
 * Rows go through three states. Staged: they are under a head that fits them, and wait in the table
 * take_row. Judged: their keys, signatures, sealed parts, imports and heads hold. Accepted: they are
 * entries. A run of rows of a log that is known, whose imports are here, goes through all three at
 * once and never touches the table.
 */
#ifndef VIGIL_VAULT_TAKING_PRIV_H
#define VIGIL_VAULT_TAKING_PRIV_H

#include "vault/author_priv.h"
#include "vault/authority_priv.h"
#include "vault/keyring_priv.h"
#include "vault/take_priv.h"

/* ---- taking in ---- */

/* A head that came with rows, not yet judged. */
struct take_note {
	int64_t size;
	struct hash root;
	struct str note;
};
/* An import among rows that are staged. */
struct take_import {
	int64_t index;
	struct str origin;
	int64_t size;
};
struct take_tile {
	int level;
	int64_t n;
	int width;
	uint8_t *hashes;
};

/* One log in the course of a take. What is accepted is in ledger_entry; what is staged waits in
 * take_row until its log and its imports are settled. */
struct take_log {
	struct take *t;
	int64_t site;
	struct str origin;
	bool known;		 /* it has a row in ledger_log */
	bool own;		 /* our own, or one that was */
	int64_t before;		 /* entries accepted when the take began */
	int64_t size;		 /* accepted */
	int64_t staged;		 /* end of the staged rows; `size` when there are none */
	int64_t at;		 /* of the last accepted entry */
	int64_t brought;	 /* accepted in this take, without imports and ends */
	bool was_ended;		 /* the accepted entries end with its end */
	bool ended;		 /* the judged ones do */
	struct take_note *notes; /* of the staged rows, by size */
	size_t n_notes, cap_notes;
	struct take_import *imports; /* likewise */
	size_t n_imports, cap_imports;
	struct take_tile *tiles; /* of the tree, beyond what is in tree_tile */
	size_t n_tiles, cap_tiles;
	struct vault_tree tree; /* what is in tree_tile */
	/* While staged rows are judged: how far they may come, how far they are, what they say of when. */
	int64_t limit, pos;
	int64_t *recorded; /* of entry size + i; from malloc */
	struct str vkey;   /* once admitted, until it is known */
	bool never;	   /* no key of the register vouches for it */
	struct authors authors;
	bool authors_loaded;
	/* The entry that was not judged further because its signer may not do this, and why. -1: none. */
	int64_t denied;
	struct err why;
};

enum { TAKE_GROUPS = 4096 };

/* An entry that was judged and counted, and is not in its table yet. */
struct take_later {
	int64_t seq;
	struct stored_entry row;
};

struct take {
	struct vault *v;
	struct arena *keep; /* lives as long as the take */
	struct arena *fold; /* what authors are folded into; made anew after a failure */
	struct arena *a;    /* one call */
	struct vault_tx tx;
	struct keyring_take keys;
	struct verifier verifier;
	struct later
		*later_signed; /* NULL: signatures are verified before their rows are accepted */
	bool leave;	       /* what is judged now may be left to it */
	bool unproven;	       /* one of those it was given does not hold */
	struct arena *later_a;
	struct take_later *later; /* claims of one run at most */
	size_t n_later, cap_later;
	struct take_log **logs;
	size_t n_logs, cap_logs;
	struct authors all; /* keys of all logs: who may begin one */
	struct revocations ends;
	struct authority roles;
	bool folded; /* the three above are loaded */
	bool higher; /* a key that was known got a higher role: what it did may count now */
	struct {
		struct id gid;
		int64_t id;
	} groups[TAKE_GROUPS];	     /* local numbers, by the first bytes of the id */
	int64_t first_at, first_seq; /* of the first new entry that is shown, in order; -1: none */
	struct vault_taken sum;
	struct extents was; /* what people saw before */
	bool keys_came;	    /* since keys of compartments were opened last */
	bool committed;
	bool back;	    /* our own log was overtaken */
	struct own_log own; /* what it was before that */
};

static inline int err_recode(struct err *e, int code)
{
	if (e)
		e->code = code;
	return code;
}

/* ---- take_log.c: trees, notes and rows of one log that are not settled ---- */

int take_log_of(struct take *t, struct str origin, struct take_log **ret, struct err *e) MUST_USE;
/* *ret is NULL when it is neither here nor given. */
int take_log_find(struct take *t, struct str origin, struct take_log **ret, struct err *e) MUST_USE;
/* The tree with what is staged, cut to `size`. `cut` is the reader's place; both borrowed. */
struct take_cut {
	struct take_log *l;
	int64_t size;
	struct take_tile *wrote;
	size_t n_wrote, cap_wrote;
};
struct tile_store take_tiles(struct take_cut *cut, struct take_log *l, int64_t size);
void take_tiles_keep(struct take_cut *cut);
/* Put the tiles up to `size` into the vault. */
int take_tiles_store(struct take_log *l, int64_t size, struct err *e) MUST_USE;
int take_stage(struct take_log *l, const struct log_row *rows, size_t n, struct err *e) MUST_USE;
/* Staged rows from..to-1, at most `max` of them; texts live in `a`. */
int take_staged(struct take_log *l, int64_t from, int64_t to, size_t max, struct arena *a,
		struct log_row **ret, size_t *ret_n, struct err *e) MUST_USE;
/* As it will be stored, with the local numbers of its groups. */
int take_entry(struct take *t, const struct log_row *row, struct stored_entry *ret,
	       struct err *e) MUST_USE;
/* Any rows of take_row, by the numbers they have there: entries put aside have negative ones. */
int take_row_put(struct vault *v, int64_t seq, const struct log_row *row, struct err *e) MUST_USE;
int take_rows_read(struct vault *v, int64_t from, int64_t to, size_t max, struct arena *a,
		   struct log_row **ret, size_t *ret_n, struct err *e) MUST_USE;
int take_unstage(struct take *t, int64_t from, struct err *e) MUST_USE;
/* The last head at or below `size` that came with staged rows, or what is accepted. */
int64_t take_note_before(const struct take_log *l, int64_t size);
void take_note_add(struct take_log *l, const struct checkpoint *c, struct str note);

/* ---- take_judge.c: whose entries these are ---- */

/* Begin to judge: keys as the accepted rows say. */
int take_fold_begin(struct take *t, struct err *e) MUST_USE;
void take_fold_forget(struct take *t); /* after a failure */
enum admission { ADMITTED, ADMIT_LATER, ADMIT_NEVER };
/* Whether the log whose entry 0 is `row` is of the register. Gives its vkey (in `keep`). */
int take_admit(struct take_log *l, const struct log_row *row, enum admission *ret,
	       struct str *ret_vkey, struct err *e) MUST_USE;
/*
 * Judge rows that follow what was judged: keys in force, signatures, sealed parts, imports, heads.
 * Stops without a failure before an entry whose key or shred claim cannot be opened or is not allowed to whoever
 * signed it (l->denied), or whose import names more of a log than was judged: *ret_done rows hold. ERR_CORRUPT: row *ret_done does not. `vkey` is of a log
 * that is not known yet.
 */
int take_judge(struct take_log *l, struct str vkey, const struct log_row *rows, size_t n,
	       int64_t *recorded, size_t *ret_done, struct err *e) MUST_USE;

/* ---- verify_later.c ---- */

struct later *later_new(void);
void later_free(struct later *l); /* NULL is fine */
/* Verify it soon, by this key; both are copied. */
void later_add(struct later *l, const uint8_t public[static KEY_LEN], struct str jwt);
/* Now and then, from whoever is at work meanwhile: begin with what was gathered, if the others are done. */
void later_poll(struct later *l);
/* Help until all is verified; whether all that was ever added holds. */
bool later_hold(struct later *l);

/* ---- take_accept.c ---- */

/* A log that was admitted gets its row. */
int take_know(struct take_log *l, struct str vkey, struct err *e) MUST_USE;
/* Rows that were judged become entries; at once, or when take_flush is called. Only claims may be put later:
 * of other kinds it is read what they say before all are there. */
enum take_when { PUT_NOW, PUT_LATER };
int take_accept(struct take_log *l, const struct log_row *rows, size_t n, const int64_t *recorded,
		enum take_when when, struct err *e) MUST_USE;
/* Put what was left for later: while the next rows are verified, and before anything reads entries. */
int take_flush(struct take *t, struct err *e) MUST_USE;
/* The heads up to `size`, the tree and the size itself. */
int take_accept_end(struct take_log *l, int64_t size, struct err *e) MUST_USE;

/* ---- take_settle.c ---- */

/* Take of the staged rows what can be taken. */
int take_settle(struct take *t, struct err *e) MUST_USE;

/* ---- take_show.c ---- */

/* Import entries for what is new. */
int take_import(struct take *t, struct err *e) MUST_USE;
/* The view of it. `keys_for_shown`: keys came for entries that were shown without. */
int take_show(struct take *t, bool keys_for_shown, struct err *e) MUST_USE;

/* ---- own_back.c: our own log was overtaken ---- */

/* Rows of our own log from `common` on leave it: to ledger_fork_entry when there is a fork, and aside to be
 * entered again. The log is another's from here on, and ends. `fork`: 0 when nothing contradicts. */
int own_go_back(struct take_log *l, int64_t common, int64_t fork, struct err *e) MUST_USE;
/* Begin a log of our own. Before anything is appended to it. */
int own_begin_again(struct take *t, struct err *e) MUST_USE;
/* What was put aside, appended to it. */
int own_enter_again(struct take *t, struct err *e) MUST_USE;

#endif
