/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fail.c - what SQLite and the system answer, in words for people. */
#include "store/store_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"

/* Byte 120 of the WAL index is the lock a writer holds (SQLite, "WAL-mode File Format", 2.2.1).
 * Asking the system who holds it names the other process without any lock file of our own. */
enum { WAL_WRITE_LOCK = 120 };

static long holder(const struct store *st)
{
	char path[4096];
	if (snprintf(path, sizeof path, "%s-shm", st->path) >= (int)sizeof path)
		return 0;
	AUTO_FD fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return 0;
	struct flock l = {
		.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = WAL_WRITE_LOCK, .l_len = 1
	};
	if (fcntl(fd, F_GETLK, &l) != 0 || l.l_type == F_UNLCK)
		return 0;
	return (long)l.l_pid;
}

static int busy(struct store *st, struct err *e)
{
	long pid = holder(st);
	if (pid <= 0)
		return err_set(e, ERR_BUSY,
			       "another program is using the vault; nothing was written. "
			       "Wait until it is done, then try again");
	char name[64] = "";
	char path[64];
	AUTO_ARENA *a = arena_new(0);
	struct str comm = STR_NULL;
	snprintf(path, sizeof path, "/proc/%ld/comm", pid);
	if (file_read(path, sizeof name, a, &comm, NULL) == 0)
		snprintf(name, sizeof name, " (%.*s)", STR_FMT(str_trim(comm)));
	return err_set(e, ERR_BUSY,
		       "process %ld%s is writing to the vault; nothing was written. "
		       "Wait until it is done, then try again",
		       pid, name);
}

static int full(const char *doing, struct err *e)
{
	return err_set(e, ERR_IO,
		       "the disk is full (while %s); nothing of this step was written. "
		       "Free some space and try again",
		       doing);
}

int store_no_writing(const char *path, int code, struct err *e)
{
	return err_set(
		e, code,
		"nothing can be written where %s is. It can be looked at there and not added to; to work "
		"with it, copy it with its key slots and its evidence to a folder of your own "
		"(`vigil backup FOLDER`)",
		path);
}

int store_fail(struct store *st, int rc, const char *doing, struct err *e)
{
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return busy(st, e);
	case SQLITE_NOTADB:
		return err_set(e, ERR_DENIED,
			       "the key does not open this file, or it is not a vault");
	case SQLITE_CORRUPT:
		return err_set(
			e, ERR_CORRUPT,
			"the vault is damaged: a page does not have the bytes that were stored "
			"(while %s). Do not write to it; restore the last backup",
			doing);
	case SQLITE_FULL:
		return full(doing, e);
	case SQLITE_READONLY:
	case SQLITE_AUTH:
		if (st->fixed)
			return store_no_writing(st->path, ERR_DENIED, e);
		return err_set(e, ERR_DENIED, "the vault is open for reading only (while %s)",
			       doing);
	case SQLITE_CANTOPEN:
		return err_set(e, ERR_IO, "the vault's file cannot be opened: %s",
			       strerror(sqlite3_system_errno(st->db)));
	case SQLITE_IOERR:
		/* The index of the write-ahead log needs room as well, also for whoever only reads. */
		if (sqlite3_system_errno(st->db) == ENOSPC)
			return full(doing, e);
		return err_set(e, ERR_IO, "the disk failed (while %s): %s", doing,
			       strerror(sqlite3_system_errno(st->db)));
	default:
		/* Constraint failures and syntax errors are our own mistakes; say all we know. */
		return err_set(e, ERR_CORRUPT, "the vault refused a step (while %s): %s", doing,
			       sqlite3_errmsg(st->db));
	}
}
