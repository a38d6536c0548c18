/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * folder.c - a remote that is a folder.
 *
 * Files appear by renaming from NAME.part-..., so that another site never reads half of one. Links are
 * not followed anywhere below the top: a stick that somebody prepared must not lead us elsewhere.
 */
#include "sync/remote.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"

enum { PATH_BYTES = 512, COPY_BYTES = 1 << 20 };

struct folder {
	struct remote r;
	int top;
};

static int io_error(struct err *e, const char *what, struct str name)
{
	return err_set(e, errno == ENOENT ? ERR_NOTFOUND : ERR_IO,
		       "cannot %s %.*s on the remote: %s", what, STR_FMT(name), strerror(errno));
}

/* The folder that `name` stands in, opened one part at a time, made when `make`; *ret_last is the last
 * part. -1 with errno otherwise. */
static int open_parent(int top, struct str name, bool make, char ret_last[static PATH_BYTES])
{
	int at = fcntl(top, F_DUPFD_CLOEXEC, 3);
	while (at >= 0) {
		struct str part;
		char z[PATH_BYTES];
		struct str rest = str_cut(name, '/', &part);
		if (part.n >= PATH_BYTES) {
			close(at);
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(z, part.p, part.n);
		z[part.n] = 0;
		if (!rest.p) {
			memcpy(ret_last, z, part.n + 1);
			return at;
		}
		bool made = make && mkdirat(at, z, 0700) == 0;
		int next = openat(at, z, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		/* A new folder is there after a power cut only when its parent says so. */
		if (next >= 0 && made && fsync(at) != 0) {
			close(next);
			next = -1;
		}
		int was = errno;
		close(at);
		errno = was;
		at = next;
		name = rest;
	}
	return -1;
}

static int open_file(struct folder *f, struct str name, struct err *e)
{
	char last[PATH_BYTES];
	struct stat st;
	AUTO_FD dir = open_parent(f->top, name, false, last);
	int fd = dir < 0 ? -1
			 : openat(dir, last,
				  O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0)
		return io_error(e, "read", name);
	if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return err_set(e, ERR_INPUT, "%.*s on the remote is no ordinary file",
			       STR_FMT(name));
	}
	return fd;
}

/* ---- listing ---- */

static int by_name(const void *x, const void *y)
{
	const struct remote_file *a = x;
	const struct remote_file *b = y;
	return str_cmp(a->name, b->name);
}

static int read_names(DIR *d, struct arena *a, struct remote_file **ret, size_t *ret_n)
{
	size_t cap = 64;
	size_t n = 0;
	struct remote_file *list = NEW_N(a, cap, struct remote_file);
	for (struct dirent *t; (t = readdir(d));) {
		struct stat st;
		struct str name = str_of(t->d_name);
		if (!remote_is_name(name) || str_has(name, STR(".part")) ||
		    fstatat(dirfd(d), t->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
		    !(S_ISREG(st.st_mode) || S_ISDIR(st.st_mode)))
			continue;
		list = arena_grow(a, list, n, &cap, sizeof *list);
		list[n++] =
			(struct remote_file){ str_copy(a, name), st.st_size, S_ISDIR(st.st_mode) };
	}
	qsort(list, n, sizeof *list, by_name);
	*ret = list;
	*ret_n = n;
	return 0;
}

static int folder_list(struct remote *r, struct str name, struct arena *a, struct remote_file **ret,
		       size_t *ret_n, struct err *e)
{
	struct folder *f = (struct folder *)r;
	char last[PATH_BYTES] = ".";
	AUTO_FD dir =
		name.n ? open_parent(f->top, name, false, last) : fcntl(f->top, F_DUPFD_CLOEXEC, 3);
	int fd = dir < 0 ? -1 : openat(dir, last, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	*ret_n = 0;
	if (fd < 0)
		return errno == ENOENT ? 0 : io_error(e, "read the folder", name);
	DIR *d = fdopendir(fd);
	if (!d) {
		close(fd);
		return io_error(e, "read the folder", name);
	}
	int rc = read_names(d, a, ret, ret_n);
	closedir(d);
	return rc;
}

/* ---- small files ---- */

static int folder_get(struct remote *r, struct str name, size_t max, struct arena *a,
		      struct str *ret, struct err *e)
{
	struct stat st;
	size_t n = 0;
	AUTO_FD fd = open_file((struct folder *)r, name, e);
	if (fd < 0)
		return fd;
	if (fstat(fd, &st) != 0)
		return io_error(e, "read", name);
	if (st.st_size < 0 || (uintmax_t)st.st_size > max)
		return err_set(e, ERR_TOOBIG, "%.*s on the remote is larger than %zu bytes",
			       STR_FMT(name), max);
	/* What grows meanwhile is cut, and then does not open. */
	size_t size = (size_t)st.st_size;
	char *p = NEW_N(a, size, char);
	while (n < size) {
		ssize_t k = read(fd, p + n, size - n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return io_error(e, "read", name);
		if (k == 0)
			break;
		n += (size_t)k;
	}
	*ret = str_n(p, n);
	return 0;
}

static int write_all(int fd, const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0)
			return -1;
		p += k;
		n -= (size_t)k;
	}
	return 0;
}

/* From the part to the file; both names are in `dir`. */
static int settle(int dir, int fd, const char *part, const char *last, struct str name,
		  struct err *e)
{
	if (fsync(fd) != 0 || renameat(dir, part, dir, last) != 0 || fsync(dir) != 0) {
		int was = errno;
		unlinkat(dir, part, 0);
		errno = was;
		return io_error(e, "write", name);
	}
	return 0;
}

static int folder_put(struct remote *r, struct str name, struct str content, struct err *e)
{
	struct folder *f = (struct folder *)r;
	char last[PATH_BYTES];
	char part[PATH_BYTES + 32];
	AUTO_FD dir = open_parent(f->top, name, true, last);
	if (dir < 0)
		return io_error(e, "make the folder of", name);
	snprintf(part, sizeof part, "%s.part-%ld", last, (long)getpid());
	AUTO_FD fd = openat(dir, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return io_error(e, "write", name);
	if (write_all(fd, content.p, content.n) != 0) {
		int was = errno;
		unlinkat(dir, part, 0);
		errno = was;
		return io_error(e, "write", name);
	}
	return settle(dir, fd, part, last, name, e);
}

/* ---- files of any size ---- */

static int copy(int from, int to, struct str name, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	char *chunk = NEW_N(a, COPY_BYTES, char);
	for (;;) {
		ssize_t n = read(from, chunk, COPY_BYTES);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return io_error(e, "read", name);
		if (n == 0)
			return 0;
		if (write_all(to, chunk, (size_t)n) != 0)
			return io_error(e, "copy", name);
	}
}

static int folder_fetch(struct remote *r, struct str name, int64_t from, int fd, struct err *e)
{
	AUTO_FD in = open_file((struct folder *)r, name, e);
	if (in < 0)
		return in;
	if (lseek(in, from, SEEK_SET) < 0)
		return io_error(e, "read", name);
	return copy(in, fd, name, e);
}

/* How many bytes at the beginning of `part` are those of `fd`: a part that something else left there
 * must not become the beginning of ours. */
static int64_t same_bytes(int part, int fd, int64_t n)
{
	AUTO_ARENA *a = arena_new(0);
	char *x = NEW_N(a, COPY_BYTES, char);
	char *y = NEW_N(a, COPY_BYTES, char);
	int64_t at = 0;
	while (at < n) {
		size_t want = n - at < COPY_BYTES ? (size_t)(n - at) : COPY_BYTES;
		ssize_t k = pread(part, x, want, at);
		if (k <= 0 || pread(fd, y, (size_t)k, at) != k || memcmp(x, y, (size_t)k) != 0)
			return at;
		at += k;
	}
	return at;
}

static int folder_store(struct remote *r, struct str name, int fd, int64_t bytes, struct err *e)
{
	struct folder *f = (struct folder *)r;
	char last[PATH_BYTES];
	char part[PATH_BYTES + 32];
	struct stat st;
	AUTO_FD dir = open_parent(f->top, name, true, last);
	if (dir < 0)
		return io_error(e, "make the folder of", name);
	/* One name for every site: the content is the same, and what one began another can end. */
	snprintf(part, sizeof part, "%s.part", last);
	AUTO_FD out = openat(dir, part, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (out < 0 || fstat(out, &st) != 0)
		return io_error(e, "write", name);
	int64_t from = same_bytes(out, fd, st.st_size < bytes ? st.st_size : bytes);
	if (ftruncate(out, from) != 0 || lseek(out, from, SEEK_SET) < 0 ||
	    lseek(fd, from, SEEK_SET) < 0)
		return io_error(e, "write", name);
	TRY(copy(fd, out, name, e));
	return settle(dir, out, part, last, name, e);
}

static int folder_remove(struct remote *r, struct str name, struct err *e)
{
	struct folder *f = (struct folder *)r;
	char last[PATH_BYTES];
	AUTO_FD dir = open_parent(f->top, name, false, last);
	if (dir < 0 ? errno != ENOENT : unlinkat(dir, last, 0) != 0 && errno != ENOENT)
		return io_error(e, "remove", name);
	return 0;
}

static void folder_close(struct remote *r)
{
	struct folder *f = (struct folder *)r;
	close(f->top);
	free(f);
}

int remote_folder_open(const char *path, struct remote **ret, struct err *e)
{
	static const struct remote_ops OPS = { folder_list,  folder_get,   folder_put,
					       folder_fetch, folder_store, folder_remove,
					       folder_close };
	int top = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top < 0)
		return err_set(e, errno == ENOENT ? ERR_NOTFOUND : ERR_IO,
			       "cannot open the folder %s: %s. Is the stick in, the drive mounted?",
			       path, strerror(errno));
	struct folder *f = mem_need(calloc(1, sizeof *f));
	*f = (struct folder){ { &OPS }, top };
	*ret = &f->r;
	return 0;
}
