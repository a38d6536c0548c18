/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tileset.h - a log written to a folder as C2SP tlog-tiles, and added to (ledger/tiles.h).
 *
 * The checkpoint is written last, when all it needs is durable. Full tiles that an earlier checkpoint
 * covers are never written again. Cut short, the next export goes on.
 */
#ifndef VIGIL_CLI_TILESET_H
#define VIGIL_CLI_TILESET_H

#include "ledger/tiles.h"
#include "vault/log.h"

struct tileset {
	struct vault *v;
	int64_t site;
	struct checkpoint head; /* what is written; its note: */
	struct str note;
	const char *folder; /* made when it is not there */
	vault_progress *progress;
	void *ctx;
};

/* vault_compare_head for a note in a file of somebody: what is wrong with it is the file's fault (ERR_INPUT),
 * not the vault's. */
int tileset_compare(struct vault *v, struct str note, const char *path,
		    enum vault_head_verdict *ret, struct err *e) MUST_USE;

/* What became of the two heads of a fork, for the end of a message. */
const char *tileset_fork_kept(struct vault *v);

struct tileset_made {
	int64_t old;	 /* entries the folder had */
	int64_t written; /* files */
	int64_t removed; /* partial tiles that are full now */
};

/*
 * ERR_CONFLICT: the folder holds another log, or a head that the log here does not have; when they cannot
 * both be, that is kept as a fork, and the message says so. Nothing is written then.
 */
int tileset_write(const struct tileset *t, struct tileset_made *ret, struct err *e) MUST_USE;

#endif
