/* SPDX-License-Identifier: Apache-2.0 */
/*
 * confine.h - a program gives up what it does not need, before it listens to strangers.
 *
 * Uses Landlock (Linux 5.13 and later; landlock(7)). Where the kernel has none, or it is not
 * switched on, nothing happens and *ret_done is false: the caller decides whether to say so.
 * Newer versions of Landlock also refuse TCP, signals to and abstract sockets of other processes;
 * confine_reading asks for all that the kernel has.
 */
#ifndef VIGIL_CONFINE_H
#define VIGIL_CONFINE_H

#include "base/base.h"

/*
 * From here on this thread, and the threads and programs it starts, can open, make and remove files
 * beneath `folders` only, read those beneath `readable`, and start no program at all. What is open
 * stays open. Cannot be taken back. A folder that does not exist is passed over.
 */
int confine_files(const char *const *folders, size_t n, const char *const *readable,
		  size_t n_readable, bool *ret_done, struct err *e) MUST_USE;

/* What a program may still do that reads and nothing else. */
struct confine_reading {
	const char *const *readable; /* folders and files, with what is beneath */
	size_t n_readable;
	const char *const
		*programs; /* files that it may start, and what those need to be started */
	size_t n_programs;
	int fd; /* the file open here may be opened anew by /proc/self/fd/N; -1: none */
	/* For a server that starts such a program: folders in which it may also make, change and remove
	 * files, and whether it keeps TCP and signals to others. */
	const char *const *folders;
	size_t n_folders;
	bool network;
};

/* From here on: read what is named and start what is named, and nothing else about files. What
 * does not exist is passed over. */
int confine_reading(const struct confine_reading *c, bool *ret_done, struct err *e) MUST_USE;

#endif
