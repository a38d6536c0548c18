/* SPDX-License-Identifier: GPL-3.0-or-later */
/* check_priv.h - what the files of the check share. */
#ifndef VIGIL_VAULT_CHECK_PRIV_H
#define VIGIL_VAULT_CHECK_PRIV_H

#include <pthread.h>

#include "base/pool.h"
#include "vault/author_priv.h"
#include "vault/authority_priv.h"
#include "vault/take_priv.h"

enum { CHECK_BATCH = 1024 };

/* A head that stands at the end of an entry of the batch. */
struct check_head {
	int64_t size;
	struct hash root;
	struct str note;
	int rc; /* whether a key of the log that is in force signed it */
};

struct check_batch {
	struct checker *c;
	struct arena *a;
	int64_t first; /* index of the first entry */
	size_t n;
	struct stored_entry *rows;
	struct verify_job
		*jobs; /* of the rows, in their order, but for imports and ends; hold keys */
	size_t n_jobs;
	struct check_head *heads;
	size_t n_heads;
	/* The first row that failed before its signature was looked at, and how; n: none. */
	size_t failed;
	struct err why;
};

struct checker {
	struct vault *v;
	struct vault_report *r;
	struct verifier verifier;
	struct arena *keep; /* one log */
	int64_t of;	    /* entries of all logs */
	struct authority roles;
	/* Of the log that is checked. */
	int64_t site, size;
	int64_t from; /* checked before */
	struct hash from_root;
	int64_t at; /* of the entry before */
	int64_t last_head;
	bool ended;
	struct authors authors;
	struct tree *tree;
	struct tile_store compare;
	struct check_batch batch[2];
};

/* ---- check_batch.c ---- */

void check_batch_init(struct check_batch *b);
void check_batch_done(struct check_batch *b);
/* Read the entries from `first` on and the keys they are checked by. n 0: there are none. */
int check_batch_load(struct checker *c, struct check_batch *b, int64_t first,
		     struct err *e) MUST_USE;
/* Signatures and sealed parts, on all processors; pool_join waits for them. */
void check_batch_begin(struct checker *c, struct check_batch *b);
/* Then all that goes in order: places, imports, the tree, heads. */
int check_batch_judge(struct checker *c, struct check_batch *b, struct err *e) MUST_USE;

/* ---- check_pages.c ---- */

struct check_pages {
	struct store *st;
	pthread_t thread;
	bool running;
	int rc;
	struct err e;
};
/* What was begun has to be ended, also after a failure of something else. */
int check_pages_begin(struct check_pages *p, struct vault *v, struct err *e) MUST_USE;
/* Waits for it. ERR_CORRUPT with the first fault. */
int check_pages_end(struct check_pages *p, struct err *e) MUST_USE;

/* ---- check_mark.c: what was checked last ---- */

struct check_mark {
	int64_t size; /* 0: never */
	struct hash root;
};
/* One for each log. */
int check_mark_get(struct vault *v, const struct vault_log *logs, size_t n, struct arena *a,
		   struct check_mark **ret, struct err *e) MUST_USE;
/* Nothing happens when the vault is open for reading only, or somebody else writes. */
int check_mark_put(struct vault *v, const struct vault_log *logs, size_t n, struct err *e) MUST_USE;

#endif
