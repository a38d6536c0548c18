/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bag_files.h - a set of files, wherever they are: in a folder, in a ZIP file, in memory.
 *
 * What checks a bag or a bundle sees its files through this and nothing else. A set is a list of paths
 * and a function that streams one file. Paths are relative, separated by slashes, and are names
 * inside the set only: nothing here opens a path that a file of the set contains.
 */
#ifndef VIGIL_BAG_FILES_H
#define VIGIL_BAG_FILES_H

#include "base/hash.h"
#include "base/json.h"

enum {
	BAG_PATH_MAX = 1024,   /* bytes of a path */
	BAG_DEPTH_MAX = 32,    /* folders in folders */
	BAG_FILES_MAX = 100000 /* files of a set */
};

struct bag_file {
	struct str path;
	int64_t size;
};

/* Takes the next piece of a file; a failure ends the streaming and is passed on. */
typedef int bag_sink(void *ctx, const void *p, size_t n, struct err *e);

struct bag_files {
	void *ctx;
	const struct bag_file *list; /* n of them, ascending by bytes of their paths, unequal */
	size_t n;
	/* All bytes of list[i], in order. ERR_CORRUPT: the file is not what the set says of it. */
	int (*stream)(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e);
};

/* The index of `path`, or -1. */
ptrdiff_t bag_files_find(const struct bag_files *f, struct str path);
/* A whole file in `a`. ERR_TOOBIG over `max`, before anything is read. */
int bag_files_read(const struct bag_files *f, size_t i, size_t max, struct arena *a,
		   struct str *ret, struct err *e) MUST_USE;
/* For qsort: by bytes of the paths. */
int bag_file_order(const void *x, const void *y);

/*
 * What is wrong with a path as the name of a file that will be written somewhere, as half a
 * sentence; NULL when nothing is. Refused: empty, absolute, too long or deep; `.`, `..` or nothing
 * between slashes; a drive; a tilde at its begin; a backslash, control and direction characters;
 * what is no UTF-8.
 */
const char *bag_path_fault(struct str path);
/* Equal for two paths that name one file on some system: without case, decomposed. */
struct hash bag_path_fold(struct str path, struct arena *scratch);
/* NULL when no two paths of the list fold alike and none is both a file and a folder; else one of
 * those. */
const struct bag_file *bag_files_alike(const struct bag_file *list, size_t n, struct arena *a);

/* ---- a folder ---------------------------------------------------------- */

/* The files below a folder. Everything that is no plain file or folder (symbolic links, devices, pipes)
 * is refused, and nothing outside of it is ever opened. Paths are as the system gives them. */
struct bag_folder {
	struct bag_files files;
	int root; /* descriptor, -1: not open: AUTO_BAG_FOLDER f = { .root = -1 }; */
};
int bag_folder_open(struct bag_folder *f, const char *path, struct arena *a,
		    struct err *e) MUST_USE;
void bag_folder_close(struct bag_folder *f);
#define AUTO_BAG_FOLDER AUTO(bag_folder_close) struct bag_folder

#endif
