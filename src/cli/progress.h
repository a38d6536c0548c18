/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * progress.h - a bar on standard error for work that takes longer than a second, on a terminal only.
 */
#ifndef VIGIL_CLI_PROGRESS_H
#define VIGIL_CLI_PROGRESS_H

#include "text/msg.h"

struct progress {
	int fd; /* -1: never shown */
	enum lang lang;
	const struct msg *what; /* "Importing" */
	int64_t (*now_ns)(void);
	int64_t started, drawn;
	bool shown;
};

/* `fd` is looked at: unless it is a terminal, nothing will be shown. */
struct progress progress_start(int fd, enum lang lang, const struct msg *what);
/* Fits vault_progress and table_progress; `ctx` is a struct progress. Draws at most ten times a
 * second. Always 0. */
int progress_step(void *ctx, int64_t done, int64_t of);
void progress_end(struct progress *p); /* takes the bar away */
#define AUTO_PROGRESS AUTO(progress_end) struct progress

/* The bar as text, "\r" first: for `done` of `of` after `ns`. `of` 0: not known. */
struct str progress_text(struct arena *a, enum lang lang, const struct msg *what, int64_t done,
			 int64_t of, int64_t ns);

#endif
