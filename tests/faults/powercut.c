/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * powercut.c - what a disk may hold after the power went.
 *
 *	powercut ROOT START TRACE N MODEL SEED OUT
 *
 * Takes the folder START (as ROOT was before), applies the first N calls of TRACE (vigil-fault with
 * VIGIL_FAULT_TRACE), cuts the power, and writes what is left into OUT. N beyond the last means all.
 * Prints how many calls there are when N is `count`.
 *
 * POSIX promises only this: data of a file is on the disk when fsync of it returned, a name when fsync of
 * its folder returned. What else arrived is the model's choice:
 *	strict   nothing that was not synced
 *	all      everything: a kill, not a power cut
 *	some     for each file a seeded choice of its unsynced writes, in any order, the last one torn at a
 *	         sector; for each folder a seeded choice of its unsynced names
 *	zeros    sizes and names arrived, the unsynced bytes did not: zeros where they would be
 *	deaf     strict, on a disk that ignores fsync: what is done must then be lost, or nothing was tested
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wrap.h"

enum { SECTOR = 512 };
enum model { STRICT, ALL, SOME, ZEROS, DEAF };

static void stop(const char *what, const char *of)
{
	fprintf(stderr, "powercut: %s: %s: %s\n", of, what, strerror(errno));
	exit(2);
}

static void *grow(void *p, size_t n)
{
	p = realloc(p, n ? n : 1);
	if (!p)
		stop("out of memory", "realloc");
	return p;
}

/* ---- a seeded choice ---- */

static uint64_t random_state;

static uint64_t choose(uint64_t n)
{
	random_state += 0x9E3779B97F4A7C15u;
	uint64_t z = random_state;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (z ^ z >> 31) % n;
}

/* ---- files: what is on the disk, and what is not yet ---- */

struct change {
	bool truncate;
	uint64_t at;
	const char *data;
	size_t n;
};

struct file {
	char *p; /* on the disk */
	size_t n;
	struct change *changes;
	size_t n_changes;
};

static void apply(struct file *f, const struct change *c, size_t n)
{
	size_t end = c->truncate ? c->at : c->at + n;
	if (end > f->n || c->truncate) {
		f->p = grow(f->p, end);
		if (end > f->n)
			memset(f->p + f->n, 0, end - f->n);
		f->n = end;
	}
	if (!c->truncate)
		memcpy(f->p + c->at, c->data, n);
}

static void sync_file(struct file *f)
{
	for (size_t i = 0; i < f->n_changes; i++)
		apply(f, &f->changes[i], f->changes[i].n);
	f->n_changes = 0;
}

static void change(struct file *f, struct change c)
{
	f->changes = grow(f->changes, (f->n_changes + 1) * sizeof c);
	f->changes[f->n_changes++] = c;
}

static void cut_file(struct file *f, enum model m)
{
	for (size_t i = 0; i < f->n_changes; i++) {
		struct change *c = &f->changes[i];
		if (m == SOME && i + 1 < f->n_changes) {
			/* Two neighbours in the other order, now and then. */
			struct change other = f->changes[i + 1];
			if (choose(4) == 0) {
				f->changes[i + 1] = *c;
				*c = other;
			}
		}
		if (m == ALL)
			apply(f, c, c->n);
		if (m == SOME && choose(2))
			apply(f, c,
			      choose(3) || c->truncate ? c->n : choose(c->n / SECTOR + 1) * SECTOR);
		if (m == ZEROS) {
			size_t end = c->truncate ? c->at : c->at + c->n;
			struct change size = { .truncate = true, .at = end };
			if (end > f->n)
				apply(f, &size, 0);
		}
	}
	f->n_changes = 0; /* it may have another name */
}

/* ---- names ---- */

/* `file` NULL: a folder. */
struct name {
	char *path;
	struct file *file;
	bool folder;
};

struct names {
	struct name *p;
	size_t n;
};

/* A name appears (file or folder set) or goes. */
struct renaming {
	char *path;
	struct file *file;
	bool folder, gone;
	bool done; /* on the disk */
};

static struct names disk; /* what a power cut leaves */
static struct names seen; /* what the program sees */
static struct renaming *log_;
static size_t n_log;

static struct name *find(struct names *all, const char *path)
{
	for (size_t i = 0; i < all->n; i++)
		if (strcmp(all->p[i].path, path) == 0)
			return &all->p[i];
	return NULL;
}

static void put(struct names *all, const char *path, struct file *file, bool folder)
{
	struct name *n = find(all, path);
	if (!n) {
		all->p = grow(all->p, (all->n + 1) * sizeof *all->p);
		n = &all->p[all->n++];
		n->path = strdup(path);
	}
	n->file = file;
	n->folder = folder;
}

static void drop(struct names *all, const char *path)
{
	struct name *n = find(all, path);
	if (n)
		*n = all->p[--all->n];
}

static void note(const char *path, struct file *file, bool folder, bool gone)
{
	log_ = grow(log_, (n_log + 1) * sizeof *log_);
	log_[n_log++] = (struct renaming){ strdup(path), file, folder, gone, false };
	if (gone)
		drop(&seen, path);
	else
		put(&seen, path, file, folder);
}

static bool stands_in(const char *path, const char *folder)
{
	size_t n = strlen(folder);
	return strncmp(path, folder, n) == 0 && path[n] == '/' && !strchr(path + n + 1, '/');
}

static void to_disk(struct renaming *r)
{
	if (r->done)
		return;
	r->done = true;
	if (r->gone)
		drop(&disk, r->path);
	else
		put(&disk, r->path, r->file, r->folder);
}

static void sync_folder(const char *folder)
{
	for (size_t i = 0; i < n_log; i++)
		if (stands_in(log_[i].path, folder))
			to_disk(&log_[i]);
}

/* ---- the beginning ---- */

static void load(const char *from, const char *as)
{
	struct stat st;
	if (lstat(from, &st) != 0)
		stop("lstat", from);
	if (S_ISDIR(st.st_mode)) {
		put(&disk, as, NULL, true);
		DIR *d = opendir(from);
		if (!d)
			stop("opendir", from);
		for (struct dirent *t; (t = readdir(d));) {
			char *a = NULL;
			char *b = NULL;
			if (strcmp(t->d_name, ".") == 0 || strcmp(t->d_name, "..") == 0)
				continue;
			if (asprintf(&a, "%s/%s", from, t->d_name) < 0 ||
			    asprintf(&b, "%s/%s", as, t->d_name) < 0)
				stop("out of memory", from);
			load(a, b);
			free(a);
			free(b);
		}
		closedir(d);
		return;
	}
	struct file *f = calloc(1, sizeof *f);
	int fd = open(from, O_RDONLY);
	if (!f || fd < 0)
		stop("open", from);
	f->n = (size_t)st.st_size;
	f->p = grow(NULL, f->n);
	for (size_t at = 0; at < f->n;) {
		ssize_t k = read(fd, f->p + at, f->n - at);
		if (k <= 0)
			stop("read", from);
		at += (size_t)k;
	}
	close(fd);
	put(&disk, as, f, false);
}

/* ---- the trace ---- */

static struct file *file_of(const char *path)
{
	struct name *n = find(&seen, path);
	return n ? n->file : NULL;
}

static bool deaf;

static void one(const struct trace_head *h, const char *path, const char *other, const char *data)
{
	struct file *f = file_of(path);
	switch ((enum trace_op)h->op) {
	case TRACE_CREATE:
		if (!f)
			note(path, calloc(1, sizeof *f), false, false);
		return;
	case TRACE_WRITE:
		if (f)
			change(f, (struct change){ false, h->at, data, h->n_data });
		return;
	case TRACE_TRUNCATE:
		if (f)
			change(f, (struct change){ .truncate = true, .at = h->at });
		return;
	case TRACE_SYNC:
		if (deaf)
			return;
		if (f)
			sync_file(f);
		else
			sync_folder(path);
		return;
	case TRACE_SYNC_ALL:
		if (deaf)
			return;
		for (size_t i = 0; i < seen.n; i++)
			if (seen.p[i].file)
				sync_file(seen.p[i].file);
		for (size_t i = 0; i < n_log; i++)
			to_disk(&log_[i]);
		return;
	case TRACE_RENAME:
		if (find(&seen, path)) {
			bool folder = find(&seen, path)->folder;
			note(path, NULL, folder, true);
			note(other, f, folder, false);
		}
		return;
	case TRACE_LINK:
		if (f)
			note(other, f, false, false);
		return;
	case TRACE_UNLINK:
		note(path, NULL, false, true);
		return;
	case TRACE_MKDIR:
		note(path, NULL, true, false);
		return;
	}
	errno = EINVAL;
	stop("no such call", path);
}

static char *read_trace(const char *path, size_t *ret_n)
{
	struct stat st;
	int fd = open(path, O_RDONLY);
	if (fd < 0 || fstat(fd, &st) != 0)
		stop("open", path);
	char *p = grow(NULL, (size_t)st.st_size);
	for (size_t at = 0; at < (size_t)st.st_size;) {
		ssize_t k = read(fd, p + at, (size_t)st.st_size - at);
		if (k <= 0)
			stop("read", path);
		at += (size_t)k;
	}
	close(fd);
	*ret_n = (size_t)st.st_size;
	return p;
}

static long replay(const char *trace, long calls)
{
	size_t n;
	long done = 0;
	char *p = read_trace(trace, &n);
	for (size_t at = 0; at + sizeof(struct trace_head) <= n && done < calls; done++) {
		struct trace_head h;
		memcpy(&h, p + at, sizeof h);
		at += sizeof h;
		char *path = strndup(p + at, h.n_path);
		char *other = strndup(p + at + h.n_path, h.n_other);
		one(&h, path, other, p + at + h.n_path + h.n_other);
		at += (size_t)h.n_path + h.n_other + h.n_data;
		free(path);
		free(other);
	}
	return done;
}

/* ---- the end ---- */

static int by_path(const void *x, const void *y)
{
	return strcmp(((const struct name *)x)->path, ((const struct name *)y)->path);
}

static void write_out(const char *root, const char *out)
{
	qsort(disk.p, disk.n, sizeof *disk.p, by_path); /* folders before what is in them */
	for (size_t i = 0; i < disk.n; i++) {
		const struct name *n = &disk.p[i];
		char *path = NULL;
		if (strncmp(n->path, root, strlen(root)) != 0)
			continue;
		if (asprintf(&path, "%s%s", out, n->path + strlen(root)) < 0)
			stop("out of memory", out);
		/* What is in a folder that did not arrive did not arrive. */
		if (n->folder) {
			if (mkdir(path, 0700) != 0 && errno != EEXIST && errno != ENOENT)
				stop("mkdir", path);
		} else {
			int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
			if (fd < 0 && errno != ENOENT)
				stop("open", path);
			if (fd >= 0 && write(fd, n->file->p, n->file->n) != (ssize_t)n->file->n)
				stop("write", path);
			if (fd >= 0)
				close(fd);
		}
		free(path);
	}
}

static void cut(enum model m)
{
	for (size_t i = 0; i < n_log; i++)
		if (m == ALL || m == ZEROS || (m == SOME && choose(2)))
			to_disk(&log_[i]);
	for (size_t i = 0; i < disk.n; i++)
		if (disk.p[i].file)
			cut_file(disk.p[i].file, m);
}

int main(int argc, char **argv)
{
	static const char *const MODELS[] = { "strict", "all", "some", "zeros", "deaf" };
	int m = 0;
	if (argc != 8) {
		fprintf(stderr, "usage: powercut ROOT START TRACE N MODEL SEED OUT\n");
		return 2;
	}
	load(argv[2], argv[1]);
	for (size_t i = 0; i < disk.n; i++)
		put(&seen, disk.p[i].path, disk.p[i].file, disk.p[i].folder);
	if (strcmp(argv[4], "count") == 0) {
		printf("%ld\n", replay(argv[3], __LONG_MAX__));
		return 0;
	}
	while (m < DEAF && strcmp(MODELS[m], argv[5]) != 0)
		m++;
	deaf = m == DEAF;
	random_state = strtoull(argv[6], NULL, 10) * 1000003u + strtoull(argv[4], NULL, 10);
	replay(argv[3], strtol(argv[4], NULL, 10));
	cut((enum model)m);
	write_out(argv[1], argv[7]);
	return 0;
}
