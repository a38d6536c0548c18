/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * unpacked.c - an archive as a set of files. The worker writes the content of all of them one behind
 * the other into one file without a name; a name from the archive never becomes a path.
 *
 * That file holds what the archive holds, in clear, as long as this program looks at it. It lies in
 * the folder of the archive, where the same already lies in clear, and its space is free again as soon
 * as it is closed, also after kill -9.
 */
#define _GNU_SOURCE /* O_TMPFILE, memfd_create */
#include "intake/preserve_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"

enum { MEMORY_MAX = 256 << 20 }; /* bytes unpacked when there is no folder */

void unpacked_done(struct unpacked *u)
{
	fd_close(&u->fd);
}

/* In memory when there is no folder, or it cannot be written (a stick that is read only). */
static int place_for(const char *scratch, int *ret, int64_t *max, struct err *e)
{
	int fd = scratch ? open(scratch, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600) : -1;
	if (fd < 0) {
		fd = memfd_create("unpacked", MFD_CLOEXEC);
		*max = *max > MEMORY_MAX ? MEMORY_MAX : *max;
	}
	if (fd < 0)
		return err_set(e, ERR_IO, "no room to unpack into: %s", strerror(errno));
	*ret = fd;
	return 0;
}

static int stream(void *ctx, size_t i, bag_sink *to, void *to_ctx, struct err *e)
{
	const struct unpacked *u = ctx;
	char chunk[65536];
	int64_t at = u->offsets[i];
	int64_t left = u->files.list[i].size;
	while (left > 0) {
		size_t want = left < (int64_t)sizeof chunk ? (size_t)left : sizeof chunk;
		ssize_t n = pread(u->fd, chunk, want, at);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, "cannot read what was unpacked: %s",
				       strerror(errno));
		if (n == 0)
			return err_set(e, ERR_CORRUPT, "what was unpacked is shorter than it was");
		TRY(to(to_ctx, chunk, (size_t)n, e));
		at += n;
		left -= n;
	}
	return 0;
}

struct placed {
	struct bag_file file; /* first, so that bag_file_order takes a `struct placed` too */
	int64_t offset;
	struct hash sha256;
};

/* The archive's files that have a fit name, in the order of their names. */
static size_t fit_files(struct making *m, const struct look_entries *en, struct placed *list)
{
	size_t n = 0;
	for (size_t i = 0; i < en->n; i++) {
		const struct look_entry *x = &en->items[i];
		const char *fault = x->refused.n || x->folder ? NULL : bag_path_fault(x->name);
		if (x->refused.n || fault)
			making_finding(m, STR("member-refused"), x->name, STR(""),
				       fault ? str_of(fault) : x->refused);
		else if (!x->folder)
			list[n++] = (struct placed){ { x->name, x->bytes }, x->offset, x->sha256 };
		if (x->declared >= 0 && !x->refused.n)
			making_finding(m, STR("member-size"), x->name,
				       str_printf(m->a, "%lld", (long long)x->declared),
				       str_printf(m->a, "%lld", (long long)x->bytes));
	}
	qsort(list, n, sizeof *list, bag_file_order);
	return n;
}

/* Of several with one name none is the right one: the first is kept and the matter told. */
static size_t without_repeats(struct making *m, struct placed *list, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (kept && str_eq(list[kept - 1].file.path, list[i].file.path))
			making_finding(m, STR("member-twice"), list[i].file.path, STR(""),
				       STR("two files of one name"));
		else
			list[kept++] = list[i];
	return kept;
}

int unpacked_make(struct making *m, int fd, const char *scratch, struct unpacked *u, struct err *e)
{
	struct look_entries en;
	int64_t max = m->o->max_bytes ? m->o->max_bytes : INT64_C(16) << 30;
	u->fd = -1;
	TRY(place_for(scratch, &u->fd, &max, e));
	TRY(look_archive(&m->o->worker, fd, u->fd, max, m->a, &en, e));
	struct placed *placed = NEW_N(m->a, en.n, struct placed);
	size_t n = without_repeats(m, placed, fit_files(m, &en, placed));
	struct bag_file *list = NEW_N(m->a, n, struct bag_file);
	int64_t *offsets = NEW_N(m->a, n, int64_t);
	for (size_t i = 0; i < n; i++) {
		list[i] = placed[i].file;
		offsets[i] = placed[i].offset;
	}
	const struct bag_file *alike = bag_files_alike(list, n, m->a);
	if (alike)
		making_finding(m, STR("member-alike"), alike->path, STR(""),
			       STR("one file with another on some systems"));
	u->offsets = offsets;
	u->files = (struct bag_files){ .ctx = u, .list = list, .n = n, .stream = stream };
	return 0;
}
