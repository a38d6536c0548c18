/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * objects.c - evidence payloads: what one side lacks is copied from the other.
 *
 * A payload's name is the hash of its bytes, so nothing about a copy has to be believed: what arrives is
 * hashed before it gets its name. A copy that was cut short goes on where it stopped. Payloads that were
 * erased here are neither fetched nor put, and are taken from the remote.
 */
#include "sync/sync_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"
#include "vault/object.h"

enum { READ_BYTES = 1 << 20 };

struct object {
	struct hash name;
	int64_t bytes;
	bool open;
};

struct object_list {
	struct arena *a;
	struct object *p;
	size_t n, cap;
};

/* What the remote has in one of its folders: asked once, since objects come by name and so by folder. */
struct remote_folder {
	struct arena *a;
	struct str path; /* of the folder that was listed last; empty before the first */
	struct remote_file *f;
	size_t n;
};

static int collect(void *ctx, const struct vault_object *o, bool open, struct err *e)
{
	struct object_list *l = ctx;
	(void)e;
	l->p = arena_grow(l->a, l->p, l->n, &l->cap, sizeof *l->p);
	l->p[l->n++] = (struct object){ o->name, o->bytes, open };
	return 0;
}

/* ---- here ---- */

static const char *local_path(struct sync *s, const struct object *o, const char *end)
{
	struct str hex = hex_str(s->part, o->name.b, HASH_LEN);
	return str_printf(s->part, "%s/%.2s/%.*s%s", vault_objects_folder(s->v), hex.p,
			  STR_FMT(hex), end)
		.p;
}

static struct str remote_path(struct sync *s, const struct object *o)
{
	struct str hex = hex_str(s->part, o->name.b, HASH_LEN);
	return str_printf(s->part, "%.*s/objects/%.2s/%.*s", STR_FMT(s->top), hex.p, STR_FMT(hex));
}

static int make_folders(struct sync *s, const struct object *o, struct err *e)
{
	const char *top = vault_objects_folder(s->v);
	const char *folder =
		str_printf(s->part, "%s/%.2s", top, hex_str(s->part, o->name.b, 1).p).p;
	if ((mkdir(top, 0700) != 0 && errno != EEXIST) ||
	    (mkdir(folder, 0700) != 0 && errno != EEXIST))
		return err_set(e, ERR_IO, "cannot make %s: %s", folder, strerror(errno));
	TRY(file_sync_folder_of(top, e));
	return file_sync_folder_of(folder, e);
}

static int hash_file(int fd, struct arena *a, struct hash *ret, struct err *e)
{
	uint8_t *p = NEW_N(a, READ_BYTES, uint8_t);
	struct hasher *h = hasher_new();
	for (int64_t at = 0;;) {
		ssize_t n = pread(fd, p, READ_BYTES, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			*ret = hasher_end(h);
			return n < 0 ? err_set(e, ERR_IO, "cannot read a payload: %s",
					       strerror(errno))
				     : 0;
		}
		hasher_add(h, p, (size_t)n);
		at += n;
	}
}

/* ---- from the remote ---- */

/* Whole, or as far as it came; ERR_CORRUPT when all is there and is something else. */
static int fetch_part(struct sync *s, const struct object *o, const char *part, struct err *e)
{
	struct hash h;
	struct stat st;
	AUTO_FD fd = open(part, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || fstat(fd, &st) != 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", part, strerror(errno));
	int64_t from = st.st_size <= o->bytes ? st.st_size : 0;
	if (ftruncate(fd, from) != 0 || lseek(fd, from, SEEK_SET) < 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", part, strerror(errno));
	TRY(s->r->ops->fetch(s->r, remote_path(s, o), from, fd, e));
	TRY(hash_file(fd, s->part, &h, e));
	if (!hash_eq(&h, &o->name))
		return err_set(
			e, ERR_CORRUPT,
			"%.*s on the remote is not the payload its name says: it was changed "
			"or cut short",
			STR_FMT(remote_path(s, o)));
	if (fsync(fd) != 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", part, strerror(errno));
	return 0;
}

static int fetch(struct sync *s, const struct object *o, struct err *e)
{
	struct err theirs = { 0 };
	const char *part = local_path(s, o, ".part");
	const char *path = local_path(s, o, "");
	TRY(make_folders(s, o, e));
	int rc = fetch_part(s, o, part, &theirs);
	if (rc == ERR_NOTFOUND || rc == ERR_CORRUPT || rc == ERR_INPUT) {
		unlink(part);
		if (rc == ERR_NOTFOUND)
			s->ret->objects_absent++;
		else
			sync_fault(s, &theirs);
		return 0;
	}
	if (rc < 0) {
		*e = theirs;
		return rc;
	}
	if (rename(part, path) != 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", path, strerror(errno));
	s->ret->objects_got++;
	return file_sync_folder_of(path, e);
}

/* ---- to the remote ---- */

static int list_folder(struct sync *s, struct str hex, struct remote_folder *in, struct err *e)
{
	struct str path = str_printf(s->part, "%.*s/objects/%.2s", STR_FMT(s->top), hex.p);
	if (str_eq(path, in->path))
		return 0;
	arena_clear(in->a);
	in->path = STR(""); /* nothing is known, should this fail */
	TRY(s->r->ops->list(s->r, path, in->a, &in->f, &in->n, e));
	in->path = str_copy(in->a, path);
	return 0;
}

static int remote_has(struct sync *s, const struct object *o, struct remote_folder *in, bool *ret,
		      struct err *e)
{
	struct str hex = hex_str(s->part, o->name.b, HASH_LEN);
	*ret = false;
	TRY(list_folder(s, hex, in, e));
	for (size_t i = 0; i < in->n; i++)
		*ret |= str_eq(in->f[i].name, hex) && in->f[i].bytes == o->bytes;
	return 0;
}

static int store(struct sync *s, const struct object *o, int fd, struct err *e)
{
	struct stat st;
	if (fstat(fd, &st) != 0 || st.st_size != o->bytes)
		return err_set(
			e, ERR_CORRUPT,
			"%s has another size than when it was sealed; run vigil evidence scrub",
			local_path(s, o, ""));
	TRY(s->r->ops->store(s->r, remote_path(s, o), fd, o->bytes, e));
	s->ret->objects_put++;
	return 0;
}

static int one_object(struct sync *s, const struct object *o, struct remote_folder *in,
		      struct err *e)
{
	bool there;
	arena_clear(s->part);
	if (!o->open)
		return s->o->push ? s->r->ops->remove(s->r, remote_path(s, o), e) : 0;
	AUTO_FD fd = open(local_path(s, o, ""), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 && errno != ENOENT)
		return err_set(e, ERR_IO, "cannot read %s: %s", local_path(s, o, ""),
			       strerror(errno));
	if (fd < 0)
		return s->o->pull ? fetch(s, o, e) : 0;
	if (!s->o->push)
		return 0;
	TRY(remote_has(s, o, in, &there, e));
	return there ? 0 : store(s, o, fd, e);
}

int sync_objects(struct sync *s, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct object_list l = { .a = s->a };
	struct remote_folder in = { .a = a, .path = STR("") };
	TRY(vault_objects(s->v, collect, &l, e));
	for (size_t i = 0; i < l.n; i++) {
		TRY(one_object(s, &l.p[i], &in, e));
		TRY(sync_step(s, 1, e));
	}
	return 0;
}
