/* SPDX-License-Identifier: GPL-3.0-or-later */
/* payload.c - where payloads are, and the plain calls on files. */
#include "evidence/payload_priv.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"

/* ---- paths ---- */

static int fits(int n, struct err *e)
{
	if (n < 0 || n >= PATH_BYTES)
		return err_set(e, ERR_INPUT, "the path of the evidence folder is too long");
	return 0;
}

int payload_path_of(const char *folder, const struct hash *name, struct payload_path *ret,
		    struct err *e)
{
	char hex[2 * HASH_LEN + 1];
	hex_encode(hex, name->b, HASH_LEN);
	return fits(snprintf(ret->z, sizeof ret->z, "%s/%.2s/%s", folder, hex, hex), e);
}

int payload_path_tmp(const char *folder, const char *id, const char *end, struct payload_path *ret,
		     struct err *e)
{
	return fits(
		snprintf(ret->z, sizeof ret->z, "%s/tmp%s%s%s", folder, *id ? "/" : "", id, end),
		e);
}

/* Synced also when they are there: whoever made them may have been killed, or be about to sync. */
int payload_store_make(const char *folder, struct err *e)
{
	struct payload_path tmp;
	TRY(payload_path_tmp(folder, "", "", &tmp, e));
	if (mkdir(folder, 0700) != 0 && errno != EEXIST)
		return err_set(e, ERR_IO, "cannot make the folder %s: %s", folder, strerror(errno));
	if (mkdir(tmp.z, 0700) != 0 && errno != EEXIST)
		return err_set(e, ERR_IO, "cannot make the folder %s: %s", tmp.z, strerror(errno));
	TRY(file_sync_folder_of(folder, e));
	return payload_sync_folder(folder, e);
}

int payload_sync_folder(const char *folder, struct err *e)
{
	AUTO_FD fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		return err_set(e, ERR_IO, "cannot make the folder %s durable: %s", folder,
			       strerror(errno));
	return 0;
}

/* ---- bytes ---- */

int payload_read_at(int fd, void *p, size_t n, int64_t at, struct err *e)
{
	uint8_t *to = p;
	while (n) {
		ssize_t got = pread(fd, to, n, at);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_set(e, ERR_IO, "an evidence file cannot be read: %s",
				       strerror(errno));
		if (got == 0)
			return err_set(e, ERR_CORRUPT, "an evidence file is cut short");
		to += got;
		n -= (size_t)got;
		at += got;
	}
	return 0;
}

int payload_hash_of(int fd, int64_t bytes, struct hash *ret, struct err *e)
{
	uint8_t *p = malloc(PIECE);
	struct hasher *h = hasher_new();
	int rc = 0;
	if (!p)
		die("out of memory");
	for (int64_t at = 0; at < bytes && rc == 0; at += PIECE) {
		size_t n = bytes - at < PIECE ? (size_t)(bytes - at) : PIECE;
		rc = payload_read_at(fd, p, n, at, e);
		if (rc == 0)
			hasher_add(h, p, n);
	}
	free(p);
	struct hash got = hasher_end(h);
	if (rc == 0)
		*ret = got;
	return rc;
}

int payload_write_all(int fd, const void *p, size_t n, struct err *e)
{
	const uint8_t *from = p;
	while (n) {
		ssize_t put = write(fd, from, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0) {
			int was = errno;
			(void)err_set(e, ERR_IO, "cannot write: %s", strerror(was));
			errno = was;
			return ERR_IO;
		}
		from += put;
		n -= (size_t)put;
	}
	return 0;
}

/* ---- files ---- */

static const char *kind_of(mode_t mode)
{
	if (S_ISLNK(mode))
		return "a symbolic link";
	if (S_ISDIR(mode))
		return "a folder";
	if (S_ISFIFO(mode))
		return "a pipe";
	if (S_ISSOCK(mode))
		return "a socket";
	return "a device";
}

/* Looked at before it is opened, since opening a device or a pipe can do something or wait; and again
 * after, since it may have been exchanged in between. */
int payload_open_regular(const char *path, int *ret_fd, int64_t *ret_bytes, struct err *e)
{
	struct stat st;
	if (lstat(path, &st) != 0)
		return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO,
			       "cannot read %s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "%s is %s, not a file: give the file itself", path,
			       kind_of(st.st_mode));
	AUTO_FD fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) != 0)
		return err_set(e, ERR_IO, "cannot read %s: %s", path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "%s was exchanged for %s", path, kind_of(st.st_mode));
	*ret_bytes = st.st_size;
	*ret_fd = fd;
	fd = -1;
	return 0;
}

int payload_source_open(const char *path, int *ret_fd, struct err *e)
{
	int64_t bytes;
	return payload_open_regular(path, ret_fd, &bytes, e);
}

int payload_open(const char *folder, const struct hash *name, int *ret_fd, struct err *e)
{
	struct payload_path path;
	int64_t bytes;
	TRY(payload_path_of(folder, name, &path, e));
	return payload_open_regular(path.z, ret_fd, &bytes, e);
}

int payload_there(const char *folder, const struct hash *name, int64_t *ret_bytes, struct err *e)
{
	struct payload_path path;
	struct stat st;
	TRY(payload_path_of(folder, name, &path, e));
	if (lstat(path.z, &st) != 0)
		return err_set(e, errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO,
			       "cannot read %s: %s", path.z, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_CORRUPT, "%s is %s, not a file", path.z, kind_of(st.st_mode));
	*ret_bytes = st.st_size;
	return 0;
}

int payload_remove(const char *folder, const struct hash *name, struct err *e)
{
	struct payload_path path;
	TRY(payload_path_of(folder, name, &path, e));
	if (unlink(path.z) == 0)
		return file_sync_folder_of(path.z, e);
	if (errno != ENOENT && errno != ENOTDIR)
		return err_set(e, ERR_IO, "cannot remove %s: %s", path.z, strerror(errno));
	return 0;
}

/* ---- tidying ---- */

static bool can_go_on(const char *folder, const char *name)
{
	struct payload_path state;
	const char *dot = strrchr(name, '.');
	char id[LANDING_ID_LEN + 1] = { 0 };
	if (!dot || dot - name != LANDING_ID_LEN)
		return false;
	memcpy(id, name, LANDING_ID_LEN);
	return payload_path_tmp(folder, id, ".state", &state, NULL) == 0 && file_exists(state.z);
}

static int tidy_one(const char *folder, const char *name, bool all, int *ret_n, struct err *e)
{
	struct payload_path path;
	AUTO_FD held = -1;
	TRY(payload_path_tmp(folder, name, "", &path, e));
	if ((!all && can_go_on(folder, name)) || !landing_is_free(folder, name, &held))
		return 0;
	if (unlink(path.z) == 0) {
		++*ret_n;
		return 0;
	}
	/* A folder is not ours: scrubbing names it. */
	if (errno == ENOENT || errno == EISDIR || errno == EPERM)
		return 0;
	return err_set(e, ERR_IO, "cannot remove %s: %s", path.z, strerror(errno));
}

int payload_tidy(const char *folder, bool all, int *ret_n, struct err *e)
{
	struct payload_path tmp;
	struct dirent **entry = NULL;
	int done = 0;
	int rc = 0;
	TRY(payload_path_tmp(folder, "", "", &tmp, e));
	int n = scandir(tmp.z, &entry, NULL, alphasort);
	if (n < 0 && errno != ENOENT)
		return err_set(e, ERR_IO, "cannot read %s: %s", tmp.z, strerror(errno));
	for (int i = 0; i < n; i++) {
		if (rc == 0 && strcmp(entry[i]->d_name, ".") != 0 &&
		    strcmp(entry[i]->d_name, "..") != 0)
			rc = tidy_one(folder, entry[i]->d_name, all, &done, e);
		free(entry[i]);
	}
	free(entry);
	if (rc == 0 && done)
		rc = payload_sync_folder(tmp.z, e);
	if (rc == 0)
		*ret_n = done;
	return rc;
}
