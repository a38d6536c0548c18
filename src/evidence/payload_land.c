/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * payload_land.c - a file in tmp/ on its way to its name. Order: write, sync, forget what memory holds of
 * it, read back and compare, rename, sync both folders. The lock is on the file, so that it ends with
 * the process, however that ends.
 */
#define _GNU_SOURCE /* sync_file_range */
#include "evidence/payload_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"

/* How much is written before the disk is told to begin, so that the sync at the end finds little left. */
enum { SEND_BYTES = 8 << 20 };

static bool is_still_there(int fd, const char *path)
{
	struct stat a;
	struct stat b;
	return fstat(fd, &a) == 0 && lstat(path, &b) == 0 && a.st_dev == b.st_dev &&
	       a.st_ino == b.st_ino;
}

/* Between opening and locking, whoever had it may have finished or removed it. */
static int lock(int fd, const char *path, struct err *e)
{
	if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_still_there(fd, path))
		return 0;
	return err_set(e, ERR_BUSY, "another program is storing this file");
}

/* The lock is on ID.part; ID.state and what becomes of it belong to the same work. */
bool landing_is_free(const char *folder, const char *name, int *ret_fd)
{
	struct payload_path path;
	char id[LANDING_ID_LEN + 1] = { 0 };
	bool part = strlen(name) > LANDING_ID_LEN && name[LANDING_ID_LEN] == '.';
	if (part)
		memcpy(id, name, LANDING_ID_LEN);
	if (payload_path_tmp(folder, part ? id : name, part ? ".part" : "", &path, NULL) < 0)
		return true;
	AUTO_FD fd = open(path.z, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno == ELOOP || errno == ENOENT; /* a link is nobody's work */
	if (lock(fd, path.z, NULL) < 0)
		return false;
	*ret_fd = fd;
	fd = -1;
	return true;
}

int landing_open(struct landing *l, const char *folder, const char *id, struct err *e)
{
	struct landing n = { .folder = folder, .fd = -1 };
	char own[LANDING_ID_LEN + 1];
	uint8_t random[LANDING_ID_LEN / 2];
	if (!id) {
		random_bytes(random, sizeof random);
		hex_encode(own, random, sizeof random);
	}
	TRY(payload_path_tmp(folder, id ? id : own, ".part", &n.part, e));
	AUTO_FD fd = open(n.part.z, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot write in the evidence folder: %s",
			       strerror(errno));
	TRY(lock(fd, n.part.z, e));
	n.fd = fd;
	fd = -1;
	*l = n;
	return 0;
}

/* Only a hint, so its answer is not asked for. */
static void send(struct landing *l, bool all)
{
#ifdef SYNC_FILE_RANGE_WRITE
	off_t at = lseek(l->fd, 0, SEEK_CUR);
	if (at - l->sent < (all ? 1 : SEND_BYTES))
		return;
	(void)!sync_file_range(l->fd, l->sent, at - l->sent, SYNC_FILE_RANGE_WRITE);
	l->sent = at;
#else
	(void)l;
	(void)all;
#endif
}

int landing_write(struct landing *l, const void *p, size_t n, struct err *e)
{
	errno = 0;
	int rc = payload_write_all(l->fd, p, n, e);
	if (rc < 0) {
		l->broken = errno != ENOSPC && errno != EDQUOT;
		return err_wrap(e, "storing evidence");
	}
	send(l, false);
	return 0;
}

/* From the disk: what memory holds of a synced file is let go first. */
static int read_back(int fd, int64_t bytes, struct hash *ret, struct err *e)
{
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return payload_hash_of(fd, bytes, ret, e);
}

static int give_name(struct landing *l, const struct hash *name, struct err *e)
{
	struct payload_path to;
	struct payload_path dir;
	TRY(payload_path_of(l->folder, name, &to, e));
	dir = to;
	*strrchr(dir.z, '/') = '\0';
	if (mkdir(dir.z, 0700) != 0 && errno != EEXIST)
		return err_set(e, ERR_IO, "cannot make the folder %s: %s", dir.z, strerror(errno));
	TRY(payload_sync_folder(l->folder, e)); /* also when another program made it just now */
	if (rename(l->part.z, to.z) != 0)
		return err_set(e, ERR_IO, "cannot name an evidence file: %s", strerror(errno));
	fd_close(&l->fd); /* it landed */
	TRY(payload_sync_folder(dir.z, e));
	return file_sync_folder_of(l->part.z, e);
}

int landing_finish(struct landing *l, const struct hash *name, struct err *e)
{
	struct hash got;
	struct stat st;
	send(l, true);
	l->keep = false;	    /* what a failed sync leaves is not to be trusted */
	(void)!fchmod(l->fd, 0400); /* against slips; not every file system can */
	if (fsync(l->fd) != 0 || fstat(l->fd, &st) != 0)
		return err_set(e, ERR_IO, "cannot make evidence durable: %s", strerror(errno));
	TRY(read_back(l->fd, st.st_size, &got, e));
	if (!hash_eq(&got, name))
		return err_set(
			e, ERR_IO,
			"the disk gave back other bytes than were written: do not use it for "
			"evidence");
	return give_name(l, name, e);
}

void landing_done(struct landing *l)
{
	if (l->fd < 0)
		return;
	if (!l->keep)
		unlink(l->part.z);
	fd_close(&l->fd);
}
