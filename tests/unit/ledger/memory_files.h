/* SPDX-License-Identifier: Apache-2.0 */
/* memory_files.h - a set of files in memory, to be changed by tests, and a bag written into one. */
#ifndef VIGIL_TEST_MEMORY_FILES_H
#define VIGIL_TEST_MEMORY_FILES_H

#include "check.h"

#include "ledger/bag.h"

enum { MEMORY_FILES = 64 };

struct memory_files {
	struct arena *a;
	struct bag_file list[MEMORY_FILES];
	struct str content[MEMORY_FILES];
	size_t n;
	struct buf open; /* the file being written */
	struct bag_files files;
};

static inline int memory_stream(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	struct memory_files *m = ctx;
	for (size_t k = 0; k < m->n; k++)
		if (str_eq(m->list[k].path, m->files.list[i].path))
			return to(to_ctx, m->content[k].p, m->content[k].n, e);
	return err_set(e, ERR_NOTFOUND, "no such file");
}

/* The set as it is now; ask again after a change. */
static inline const struct bag_files *memory_set(struct memory_files *m)
{
	struct bag_file *sorted = NEW_N(m->a, m->n, struct bag_file);
	memcpy(sorted, m->list, m->n * sizeof *sorted);
	for (size_t i = 0; i < m->n; i++)
		sorted[i].size = (int64_t)m->content[i].n;
	qsort(sorted, m->n, sizeof *sorted, bag_file_order);
	m->files =
		(struct bag_files){ .ctx = m, .list = sorted, .n = m->n, .stream = memory_stream };
	return &m->files;
}

static inline ptrdiff_t memory_find(const struct memory_files *m, const char *path)
{
	for (size_t i = 0; i < m->n; i++)
		if (str_eq(m->list[i].path, str_of(path)))
			return (ptrdiff_t)i;
	return -1;
}

static inline void memory_put(struct memory_files *m, const char *path, struct str content)
{
	ptrdiff_t i = memory_find(m, path);
	if (i < 0) {
		assert(m->n < MEMORY_FILES);
		i = (ptrdiff_t)m->n++;
		m->list[i].path = str_copy(m->a, str_of(path));
	}
	m->content[i] = content;
}

static inline void memory_remove(struct memory_files *m, const char *path)
{
	ptrdiff_t i = memory_find(m, path);
	assert(i >= 0);
	m->n--;
	m->list[i] = m->list[m->n];
	m->content[i] = m->content[m->n];
}

/* ---- a bag goes there ---- */

static inline int memory_begin(void *ctx, struct str path, int64_t size, struct err *e)
{
	struct memory_files *m = ctx;
	(void)size;
	(void)e;
	memory_put(m, str_z(m->a, path), STR(""));
	buf_init(&m->open, 64 << 20);
	return 0;
}

static inline int memory_add(void *ctx, const void *p, size_t n, struct err *e)
{
	struct memory_files *m = ctx;
	(void)e;
	buf_add_n(&m->open, p, n);
	return 0;
}

static inline int memory_end(void *ctx, struct err *e)
{
	struct memory_files *m = ctx;
	(void)e;
	m->content[m->n - 1] = buf_copy(&m->open, m->a);
	buf_done(&m->open);
	return 0;
}

static inline struct bag_out memory_out(struct memory_files *m)
{
	return (struct bag_out){
		.ctx = m, .begin = memory_begin, .add = memory_add, .end = memory_end
	};
}

#endif
