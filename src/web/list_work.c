/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create */
#include "web/list_work.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

#include "intake/table_check.h"

static void done(void *ctx)
{
	struct list_work *w = ctx;
	spool_free(w->spool);
	if (w->fd >= 0)
		close(w->fd);
	arena_free(w->plan_a);
}
const struct job_kind LIST_JOB = { "list", done };

static int write_all(int fd, const char *p, size_t n, struct err *e)
{
	while (n) {
		ssize_t did = write(fd, p, n);
		if (did < 0 && errno == EINTR)
			continue;
		if (did <= 0)
			return err_set(e, ERR_IO, "there is no memory for the file: %s",
				       strerror(errno));
		p += did;
		n -= (size_t)did;
	}
	return 0;
}

/* The worker reads a descriptor, and from its beginning each time. */
static int into_memory(struct job *j, struct list_work *w, struct err *e)
{
	enum { PIECE = 1 << 20, TELL_EVERY = 16 };
	static const struct msg DOING = MSG("Opening the file", "گشودن فایل");
	AUTO_ARENA *a = arena_new(0);
	char *piece = arena_alloc(a, PIECE, 1);
	int64_t all = spool_bytes(w->spool);
	size_t n = 1;
	if (all > LIST_FILE_MAX)
		return err_set(e, ERR_TOOBIG,
			       "the file is larger than %d MB; take it in with `vigil list import`",
			       LIST_FILE_MAX >> 20);
	w->fd = memfd_create("list", MFD_CLOEXEC);
	if (w->fd < 0)
		return err_set(e, ERR_IO, "there is no memory for the file: %s", strerror(errno));
	for (int64_t at = 0; at < all && n; at += (int64_t)n) {
		TRY(spool_read(w->spool, at, piece, PIECE, &n, e));
		TRY(write_all(w->fd, piece, n, e));
		if (at / PIECE % TELL_EVERY == 0 && job_tell(j, &DOING, at, all) < 0)
			return err_set(e, ERR_CONFLICT, "stopped");
	}
	wipe(piece, PIECE);
	spool_free(w->spool);
	w->spool = NULL;
	return 0;
}

int list_look_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	static const struct msg DOING = MSG("Looking into the file", "نگاه به درون فایل");
	struct list_work *w = ctx;
	if (w->fd < 0)
		TRY(into_memory(j, w, e));
	(void)job_tell(j, &DOING, 0, 0);
	w->in = (struct table_input){ w->fd, &w->worker };
	TRY(table_look(&w->in, &w->options, a, &w->look, e));
	TRY(table_check_file(&w->in, &w->look, a, e));
	TRY(list_guess(r, w->list.id, &w->look, a, &w->guess, e));
	w->mapping = w->guess.mapping;
	w->stage = LIST_LOOKED;
	return 0;
}

struct telling {
	struct job *j;
	const struct msg *doing;
};

static int on_progress(void *ctx, int64_t rows, int64_t of)
{
	struct telling *t = ctx;
	return job_tell(t->j, t->doing, rows, of);
}

int list_plan_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	static const struct msg DOING = MSG(
		"Reading every row and comparing it with the edition before",
		"خواندن همهٔ ردیف‌ها و سنجیدن با ویرایش پیش");
	struct list_work *w = ctx;
	struct telling t = { j, &DOING };
	(void)a;
	arena_free(w->plan_a);
	w->plan_a = arena_new((size_t)8 << 30);
	w->plan = (struct list_plan){ 0 };
	w->src = (struct list_source){ .in = &w->in,
				       .look = &w->look,
				       .mapping = &w->mapping,
				       .list = w->list,
				       .name = w->name,
				       .date = w->date,
				       .label = w->label,
				       .skip_rows = w->skip,
				       .n_skip_rows = w->n_skip,
				       .lang = w->options.lang };
	if (!w->guess.before) {
		/* Of an edition most rows may be there already: that is known when it was read. */
		struct list_room room = list_room_ahead(r, &w->src);
		TRY(list_room_check(&room, e));
	}
	TRY(list_plan(r, &w->src, on_progress, &t, w->plan_a, &w->plan, e));
	w->stage = LIST_PLANNED;
	return 0;
}

int list_seal_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	static const struct msg DOING =
		MSG("Sealing the rows", "مُهر کردن ردیف‌ها");
	struct list_work *w = ctx;
	struct telling t = { j, &DOING };
	(void)a;
	TRY(list_import(r, &w->src, &w->plan, on_progress, &t, &w->result, e));
	w->stage = LIST_SEALED;
	return 0;
}
