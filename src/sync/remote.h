/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * remote.h - a place for files by name, behind one face.
 *
 * Names are relative, of the characters a-z 0-9 - _ . and slash; no part begins with a dot. A file that
 * was put is whole or not there, and is durable when put returns. What a remote gives back may be
 * anything; who asks must check it.
 */
#ifndef VIGIL_SYNC_REMOTE_H
#define VIGIL_SYNC_REMOTE_H

#include "base/base.h"

struct remote_file {
	struct str name; /* the last part */
	int64_t bytes;
	bool folder;
};

struct remote;
struct remote_ops {
	/* What stands in `folder` ("" is the top), in order of name. A folder that is not there has
	 * nothing in it. Names that no put could have made are passed over. */
	int (*list)(struct remote *r, struct str folder, struct arena *a, struct remote_file **ret,
		    size_t *ret_n, struct err *e);
	/* ERR_NOTFOUND; ERR_TOOBIG over `max`. */
	int (*get)(struct remote *r, struct str name, size_t max, struct arena *a, struct str *ret,
		   struct err *e);
	/* Replaces what was there. */
	int (*put)(struct remote *r, struct str name, struct str content, struct err *e);
	/* Bytes from `from` on into `fd`, to the end. ERR_NOTFOUND. For files of any size. */
	int (*fetch)(struct remote *r, struct str name, int64_t from, int fd, struct err *e);
	/* All of `fd` from its beginning. What a call that was cut short left there is used again as far as
	 * its bytes are ours. */
	int (*store)(struct remote *r, struct str name, int fd, int64_t bytes, struct err *e);
	/* One that is not there is no failure. */
	int (*remove)(struct remote *r, struct str name, struct err *e);
	void (*close)(struct remote *r);
};
struct remote {
	const struct remote_ops *ops;
};

void remote_close(struct remote *r); /* NULL is fine */
void remote_closep(struct remote **r);
#define AUTO_REMOTE AUTO(remote_closep) struct remote

/* ERR_INPUT: no remote we know; says which there are. "folder:PATH". */
int remote_open(struct str place, struct remote **ret, struct err *e) MUST_USE;
/* A folder that exists: a stick that is not there must not become a folder on the disk. */
int remote_folder_open(const char *path, struct remote **ret, struct err *e) MUST_USE;

bool remote_is_name(struct str s);

#endif
