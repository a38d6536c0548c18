/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * archive.h - going through a zip or tar file of somebody else, entry by entry, with ceilings.
 *
 * Sizes are counted as bytes come out, never taken from headers. The walk stops with ERR_TOOBIG when
 * there are too many entries, too many bytes, or more than WALK_RATIO times what the archive itself
 * holds (and WALK_SMALL besides), which is how a zip bomb is known whatever its trick. An archive
 * within an archive is a file like any other. Links, devices, encrypted and badly named entries are
 * met, told and passed over.
 */
#ifndef VIGIL_WORKER_ARCHIVE_H
#define VIGIL_WORKER_ARCHIVE_H

#include "base/base.h"

enum { WALK_RATIO = 200, WALK_SMALL = 64 << 20, WALK_ENTRIES_MAX = 10000 };

struct walk_entry {
	struct str name;     /* as it stands, until the next entry */
	const char *refused; /* why its content is not read; NULL for a file that is */
	bool folder;
	bool stored;	  /* not compressed */
	int64_t declared; /* bytes, as its header says; -1: does not say */
};

struct walk;
/* Once, while files can still be opened: names are UTF-8. Without it other names than ASCII are none. */
void walk_prepare(void);
/* Reads `fd` from its beginning. `max_bytes` of content over all entries. */
int walk_open(int fd, int64_t max_bytes, struct walk **ret, struct err *e) MUST_USE;
void walk_close(struct walk *w);
void walk_closep(struct walk **w);
#define AUTO_WALK AUTO(walk_closep) struct walk
/* *ret_more is false after the last one. What was not read of the one before is skipped. */
int walk_next(struct walk *w, struct walk_entry *ret, bool *ret_more, struct err *e) MUST_USE;
/* Content of the entry; *ret_n is 0 at its end. */
int walk_read(struct walk *w, void *p, size_t max, size_t *ret_n, struct err *e) MUST_USE;

#endif
