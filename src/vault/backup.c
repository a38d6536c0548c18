/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * backup.c - copying a vault that is open.
 *
 * A write transaction is held, so nobody adds to the database. Another process may move frames of the
 * write-ahead log into it meanwhile; the log is copied after the database and keeps those frames until
 * somebody writes, so the two together are the state of the moment. The database comes last into place.
 */
#include "vault/backup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "vault/access_priv.h"
#include "vault/log.h"
#include "vault/object.h"
#include "vault/vault_priv.h"

enum { STEP = 1 << 20 };

struct copier {
	struct arena *a;
	const char *folder; /* of the copy */
	const char *name;   /* of the vault, without its folder */
	const char *objects;
	uint8_t *room; /* STEP bytes */
	struct vault_backup sum;
};

static int write_all(int fd, const uint8_t *p, size_t n, const char *path, struct err *e)
{
	while (n) {
		ssize_t w = write(fd, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w < 0)
			return err_set(e, ERR_IO, "cannot write %s: %s", path, strerror(errno));
		p += w;
		n -= (size_t)w;
	}
	return 0;
}

static int read_some(int fd, uint8_t *p, size_t *ret_n, const char *path, struct err *e)
{
	ssize_t n;
	do {
		n = read(fd, p, STEP);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_set(e, ERR_IO, "cannot read %s: %s", path, strerror(errno));
	*ret_n = (size_t)n;
	return 0;
}

/* All of a file into a new one, durable; gives the hash of what was read. */
static int copy_file(struct copier *c, const char *from, const char *to, struct hash *ret,
		     struct err *e)
{
	AUTO_FD in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (in < 0)
		return errno == ENOENT
			       ? err_set(e, ERR_NOTFOUND, "there is no %s", from)
			       : err_set(e, ERR_IO, "cannot open %s: %s", from, strerror(errno));
	AUTO_FD out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (out < 0)
		return err_set(e, ERR_IO, "cannot make %s: %s", to, strerror(errno));
	struct hasher *h = hasher_new();
	int rc = 0;
	for (size_t n = 1; n && rc == 0;) {
		rc = read_some(in, c->room, &n, from, e);
		if (rc == 0 && n) {
			hasher_add(h, c->room, n);
			rc = write_all(out, c->room, n, to, e);
			c->sum.bytes += (int64_t)n;
		}
	}
	*ret = hasher_end(h);
	TRY(rc);
	if (fsync(out) != 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", to, strerror(errno));
	/* So that reading it back means the disk and not the memory. */
	posix_fadvise(out, 0, 0, POSIX_FADV_DONTNEED);
	return 0;
}

static int hash_file(struct copier *c, const char *path, struct hash *ret, struct err *e)
{
	AUTO_FD in = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (in < 0)
		return err_set(e, ERR_IO, "cannot open %s: %s", path, strerror(errno));
	struct hasher *h = hasher_new();
	int rc = 0;
	for (size_t n = 1; n && rc == 0;) {
		rc = read_some(in, c->room, &n, path, e);
		if (rc == 0)
			hasher_add(h, c->room, n);
	}
	*ret = hasher_end(h);
	return rc;
}

/* Copied and read back. */
static int copy_checked(struct copier *c, const char *from, const char *to, struct hash *ret,
			struct err *e)
{
	struct hash back;
	TRY(copy_file(c, from, to, ret, e));
	TRY(hash_file(c, to, &back, e));
	if (!hash_eq(ret, &back))
		return err_set(
			e, ERR_CORRUPT,
			"%s does not read back as it was written: the disk of the backup fails",
			to);
	return 0;
}

static int make_folder(const char *path, struct err *e)
{
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return err_set(e, ERR_IO, "cannot make %s: %s", path, strerror(errno));
	return file_sync_folder_of(path, e);
}

static int must_be_empty(const char *path, struct err *e)
{
	DIR *d = opendir(path);
	if (!d)
		return err_set(e, ERR_IO, "cannot open %s: %s", path, strerror(errno));
	bool empty = true;
	for (const struct dirent *x; empty && (x = readdir(d));)
		empty = strcmp(x->d_name, ".") == 0 || strcmp(x->d_name, "..") == 0;
	closedir(d);
	return empty ? 0
		     : err_set(e, ERR_CONFLICT,
			       "%s is not empty; a backup goes into a folder of its own", path);
}

/* ---- the parts ---- */

static int copy_object(void *ctx, const struct vault_object *o, bool open, struct err *e)
{
	struct copier *c = ctx;
	char hex[2 * HASH_LEN + 1];
	struct hash h;
	(void)open; /* what was erased opens nowhere; the file may be there still */
	hex_encode(hex, o->name.b, HASH_LEN);
	AUTO_ARENA *a = arena_new(0);
	const char *from = str_printf(a, "%s/%.2s/%s", c->objects, hex, hex).p;
	const char *sub = str_printf(a, "%s/%s.objects/%.2s", c->folder, c->name, hex).p;
	const char *to = str_printf(a, "%s/%s", sub, hex).p;
	if (!file_exists(from)) {
		c->sum.missing += open;
		return 0;
	}
	TRY(make_folder(sub, e));
	TRY(copy_checked(c, from, to, &h, e));
	if (!hash_eq(&h, &o->name))
		return err_set(e, ERR_CORRUPT,
			       "the payload %s is damaged; see `vigil evidence scrub`", from);
	c->sum.objects++;
	return file_sync_folder_of(to, e);
}

static int copy_objects(struct vault *v, struct copier *c, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	if (!file_exists(c->objects))
		return 0;
	TRY(make_folder(str_printf(a, "%s/%s.objects", c->folder, c->name).p, e));
	return vault_objects(v, copy_object, c, e);
}

/* Nobody can be held off there; somebody else may be able to write where we are not. */
static int must_be_still(struct copier *c, const char *path, const struct hash *was, struct err *e)
{
	struct hash now;
	TRY(hash_file(c, path, &now, e));
	if (hash_eq(&now, was))
		return 0;
	return err_set(e, ERR_BUSY, "somebody wrote to %s meanwhile; try again", path);
}

static int copy_database(struct vault *v, struct copier *c, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_TX hold = { 0 };
	struct hash h;
	struct hash h_wal;
	const char *to = str_printf(a, "%s/%s", c->folder, c->name).p;
	const char *part = str_printf(a, "%s.part", to).p;
	const char *wal = str_printf(a, "%s-wal", v->path).p;
	int rc = store_checkpoint(v->st, e); /* so that there is little of a log */
	if (rc < 0 && rc != ERR_BUSY)
		return rc;
	bool fixed = store_is_fixed(v->st);
	if (!fixed)
		TRY(tx_begin(&hold, v->st, e));
	TRY(copy_checked(c, v->keys_path, str_printf(a, "%s.keys", to).p, &h, e));
	TRY(copy_checked(c, v->path, part, &h, e));
	if (file_exists(wal))
		TRY(copy_checked(c, wal, str_printf(a, "%s-wal", to).p, &h_wal, e));
	if (fixed)
		TRY(must_be_still(c, v->path, &h, e));
	if (fixed && file_exists(wal))
		TRY(must_be_still(c, wal, &h_wal, e));
	/* The write-ahead log has its name before the database has: one without the other is older. */
	TRY(file_sync_folder_of(to, e));
	if (rename(part, to) != 0)
		return err_set(e, ERR_IO, "cannot make %s: %s", to, strerror(errno));
	return file_sync_folder_of(to, e);
}

int vault_backup(struct vault *v, const char *folder, struct vault_backup *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD lock = -1;
	const char *slash = strrchr(v->path, '/');
	struct copier c = { .a = a,
			    .folder = folder,
			    .name = slash ? slash + 1 : v->path,
			    .objects = v->objects_path,
			    .room = NEW_N(a, STEP, uint8_t) };
	TRY(make_folder(folder, e));
	TRY(must_be_empty(folder, e));
	/* Slots and database are of one key while this is held. */
	TRY(access_lock(v, &lock, e));
	int rc = copy_objects(v, &c, e);
	if (rc == 0)
		rc = copy_database(v, &c, e);
	if (rc < 0)
		return err_wrap(e, "no backup; what was begun in %s is none, remove it", folder);
	char *whole = realpath(folder, NULL);
	rc = vault_copy_note(v, "backup", str_of(whole ? whole : folder), e);
	free(whole);
	TRY(rc);
	*ret = c.sum;
	return 0;
}
