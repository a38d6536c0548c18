/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * place.c - a vault that lies where nothing can be written: a write-protected stick, a disc, a mounted
 * backup, a folder of somebody else.
 *
 * A write-ahead log and its index are kept beside the file, and SQLite makes both, also for whoever only
 * reads. Where it cannot, three cases are left:
 *
 *	no log, or an empty one: the file is all there is, and it is read as something that does not change;
 *	a log with its index: somebody has the vault open, or had when the stick was pulled. SQLite reads
 *		both without writing, and keeps to the locks of whoever writes;
 *	a log alone, as `vigil backup` of a vault in use leaves it: the index is made in memory, which SQLite
 *		does for a file that is held alone. No lock can be taken of a file that is open for
 *		reading, so there it goes without.
 *
 * The log is never passed over: what was acknowledged last may stand in it and nowhere else.
 */
#include "store/store_priv.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

bool store_can_write(const char *path)
{
	AUTO_ARENA *a = arena_new(0);
	const char *slash = strrchr(path, '/');
	struct str folder = slash ? str_n(path, (size_t)(slash - path) + 1) : STR(".");
	return faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 &&
	       faccessat(AT_FDCWD, str_z(a, folder), W_OK, AT_EACCESS) == 0;
}

/* `path` as SQLite takes it: '?', '#' and '%' have a meaning of their own there. */
static const char *address(const char *path, const char *how, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 4 * PATH_MAX);
	buf_add(&b, str_of(*path == '/' ? "file://" : "file:"));
	for (const char *p = path; *p; p++) {
		if (*p == '?' || *p == '#' || *p == '%')
			buf_printf(&b, "%%%02x", (unsigned)(unsigned char)*p);
		else
			buf_char(&b, *p);
	}
	buf_add(&b, str_of(how));
	return str_z(a, buf_str(&b));
}

int place_open_fixed(struct store *st)
{
	AUTO_ARENA *a = arena_new(0);
	struct stat wal;
	bool log = stat(str_printf(a, "%s-wal", st->path).p, &wal) == 0;
	bool index = file_exists(str_printf(a, "%s-shm", st->path).p);
	st->alone = log && !index && wal.st_size > 0;
	bool changes = log && (index || st->alone);
	int rc = sqlite3_open_v2(address(st->path, changes ? "" : "?immutable=1", a), &st->db,
				 SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
				 st->alone ? "multipleciphers-unix-none" : NULL);
	if (rc == SQLITE_OK)
		sqlite3_db_config(st->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return rc;
}
