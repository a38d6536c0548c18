/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sync.h - the room that brings the sites of one register together, through stores that understand
 * nothing.
 *
 * A remote is a place for sealed bytes: a folder on a stick or a shared drive. Everything in it but
 * evidence payloads (which are encrypted already) is sealed under a key that the sites of the register
 * share and the remote never sees; names tell counts, sizes and times and nothing else. The layout and
 * every byte stand in docs/formats/sync.md.
 *
 * A remote is not believed. It can lie, cut short, put back old files, hold files back or mix them
 * up: what it gives is opened, checked against the logs' signed heads (vault/log.h) and taken in as
 * one transaction, or refused by name. What it holds back waits; what it has lost is put there again;
 * that it has less than it once had is said.
 *
 * Both ways in one call: first everything of the others is taken in, then what the remote lacks is
 * put. A call that is cut short leaves whole files and is simply made again. Two sites may use one
 * remote at the same time: no file is ever changed by two.
 */
#ifndef VIGIL_SYNC_H
#define VIGIL_SYNC_H

#include "sync/remote.h"
#include "vault/log.h"

struct sync_options {
	bool pull, push;
	bool objects; /* evidence payloads too */
	/* Called now and then; a negative result stops with that code. `of` can grow. */
	vault_progress *progress;
	void *ctx;
};

struct sync_result {
	struct vault_taken taken;
	int64_t packs_read, packs_put;
	int64_t entries_put;
	int64_t keys_put; /* files of keys */
	int64_t objects_got, objects_put;
	int64_t objects_absent; /* payloads we know of that neither side has */
	/* What was wrong with the remote; nothing of it was taken. Sentences, each names a file. */
	const struct str *faults;
	size_t n_faults;
	bool remote_has_less; /* it once had more of some log than it has now */
};

/*
 * `place` is how the person named the remote: it is remembered with what was there. Needs a vault open
 * for writing. ERR_CONFLICT: the folder holds another register. Faults of the remote are in the
 * result and no failure, unless nothing could be read at all.
 */
int sync_run(struct vault *v, struct remote *r, struct str place, const struct sync_options *o,
	     struct arena *a, struct sync_result *ret, struct err *e) MUST_USE;

#endif
