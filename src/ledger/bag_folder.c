/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bag_folder.c - the files of a folder, as a set. The only file of this room that asks the system for
 * anything. Every component is opened from the one before without following links, so that a name
 * cannot lead out however the folder changes meanwhile.
 */
#include "ledger/bag_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
	struct arena *a;
	struct bag_file *list;
	size_t n, cap;
};

static int too_many(struct err *e)
{
	return err_set(e, ERR_TOOBIG, "more than %d files", BAG_FILES_MAX);
}

static int add(struct walk *w, struct str path, int64_t size, struct err *e)
{
	if (w->n == BAG_FILES_MAX)
		return too_many(e);
	w->list = arena_grow(w->a, w->list, w->n, &w->cap, sizeof *w->list);
	w->list[w->n++] = (struct bag_file){ .path = path, .size = size };
	return 0;
}

static void dir_close(DIR **d)
{
	if (*d)
		closedir(*d);
}

static int walk_folder(struct walk *w, int at, const char *name, struct str prefix, int depth,
		       struct err *e);

static int walk_entry(struct walk *w, int dir, const char *name, struct str prefix, int depth,
		      struct err *e)
{
	struct stat st;
	struct str path = prefix.n ? str_printf(w->a, "%.*s/%s", STR_FMT(prefix), name)
				   : str_copy(w->a, str_of(name));
	if (path.n > BAG_PATH_MAX || depth > BAG_DEPTH_MAX)
		return err_set(e, ERR_INPUT, "%.80s... is too deep", path.p);
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return err_set(e, ERR_IO, "cannot read %s: %s", path.p, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return walk_folder(w, dir, name, path, depth + 1, e);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ERR_INPUT, "%s is neither a plain file nor a folder", path.p);
	return add(w, path, (int64_t)st.st_size, e);
}

static int walk_folder(struct walk *w, int at, const char *name, struct str prefix, int depth,
		       struct err *e)
{
	AUTO(dir_close) DIR *d = NULL;
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && !(d = fdopendir(fd)))
		close(fd);
	if (!d)
		return err_set(e, ERR_IO, "cannot read the folder %s: %s", name, strerror(errno));
	for (size_t seen = 0;; seen++) {
		errno = 0;
		const struct dirent *entry = readdir(d);
		if (!entry && errno)
			return err_set(e, ERR_IO, "cannot read the folder %s: %s", name,
				       strerror(errno));
		if (!entry)
			return 0;
		if (seen > BAG_FILES_MAX)
			return too_many(e);
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			TRY(walk_entry(w, fd, entry->d_name, prefix, depth, e));
	}
}

/* From folder to folder; -1 with errno when a component is not what it was. */
static int open_below(int root, struct str path)
{
	char name[BAG_PATH_MAX + 1];
	int at = root;
	struct str part;
	for (struct str rest = path;;) {
		rest = str_cut(rest, '/', &part);
		if (part.n >= sizeof name)
			return -1;
		memcpy(name, part.p, part.n);
		name[part.n] = '\0';
		int flags =
			O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | (rest.p ? O_DIRECTORY : 0);
		int fd = openat(at, name, flags);
		int was = errno;
		if (at != root)
			close(at);
		errno = was;
		if (fd < 0 || !rest.p)
			return fd;
		at = fd;
	}
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

static int stream(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	const struct bag_folder *f = ctx;
	const struct bag_file *file = &f->files.list[i];
	char chunk[65536];
	struct stat st;
	int64_t left = file->size;
	AUTO(close_fd) int fd = open_below(f->root, file->path);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return err_set(e, ERR_IO, "cannot read %.*s: %s", STR_FMT(file->path),
			       fd < 0 ? strerror(errno) : "it is no plain file");
	for (;;) {
		ssize_t n = read(fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, "cannot read %.*s: %s", STR_FMT(file->path),
				       strerror(errno));
		left -= n;
		if (left < 0 || (n == 0 && left > 0))
			return err_set(e, ERR_CORRUPT, "%.*s changes while it is read",
				       STR_FMT(file->path));
		if (n == 0)
			return 0;
		TRY(to(to_ctx, chunk, (size_t)n, e));
	}
}

int bag_folder_open(struct bag_folder *f, const char *path, struct arena *a, struct err *e)
{
	struct walk w = { .a = a };
	f->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (f->root < 0)
		return err_set(e, errno == ENOENT ? ERR_NOTFOUND : ERR_IO,
			       "cannot read the folder %s: %s", path, strerror(errno));
	TRY(walk_folder(&w, f->root, ".", STR(""), 0, e));
	if (w.n)
		qsort(w.list, w.n, sizeof *w.list, bag_file_order);
	f->files = (struct bag_files){ .ctx = f, .list = w.list, .n = w.n, .stream = stream };
	return 0;
}

void bag_folder_close(struct bag_folder *f)
{
	close_fd(&f->root);
	f->root = -1;
}
