/* SPDX-License-Identifier: Apache-2.0 */
/*
 * file.h - whole files in and out, and the order in which writes become durable.
 *
 * file_write writes beside the target, syncs, renames over it and syncs the
 * folder, so that after a power cut the target has its old or its new content
 * and nothing else. A failed fsync is never retried: the data may be gone.
 * Messages name the path that the person gave, which is theirs to see.
 */
#ifndef VIGIL_FILE_H
#define VIGIL_FILE_H

#include "base/buf.h"

void fd_close(int *fd); /* -1 is fine */
#define AUTO_FD AUTO(fd_close) int

/* All of a file, NUL-terminated, in `a`. ERR_TOOBIG over `max`; ERR_NOTFOUND; ERR_IO. "-" is
 * standard input. */
int file_read(const char *path, size_t max, struct arena *a, struct str *ret,
	      struct err *e) MUST_USE;
/* `mode` as for open(2); 0600 for anything secret. */
int file_write(const char *path, struct str content, unsigned mode, struct err *e) MUST_USE;
/* For many files: whole or not there, but durable only after a file_sync_all of their folder. */
int file_write_later(const char *path, struct str content, unsigned mode, struct err *e) MUST_USE;
/* All that was written so far to the file system that holds `folder` is durable. */
int file_sync_all(const char *folder, struct err *e) MUST_USE;
bool file_exists(const char *path);
int file_sync_folder_of(const char *path, struct err *e) MUST_USE;

#endif
