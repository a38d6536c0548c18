/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_logs.h - Logs: of which logs the register is made, what is known of each, who holds their heads,
 * and the forks: two signed heads of one log that cannot both be.
 *
 * /logs?fork=1&note=ours, ...&note=theirs: one of the two notes of a fork as a file, for others to judge.
 */
#ifndef VIGIL_WEB_PAGE_LOGS_H
#define VIGIL_WEB_PAGE_LOGS_H

#include "register/fork.h"
#include "web/page.h"

struct log_line {
	struct vault_log log;
	int64_t head_size; /* of the newest signed head; 0: there is none */
	struct str root;   /* of it, in hexadecimal digits */
	struct str *witnesses;
	size_t n_witnesses; /* names under the newest head other than the log's own */
};

struct fork_line {
	struct fork fork;
	struct str found, accepted_when;
	int64_t site; /* -1: of a log that is not of this register */
	int64_t ours_size, theirs_size;
};

struct logs_view {
	struct log_line *logs;
	size_t n;
	struct fork_line *forks;
	size_t n_forks;
};
void logs_render(struct html *h, const struct shell *s, const struct logs_view *v);

/* "the founding log", or "site qk7d2". */
struct str log_words(struct arena *a, enum lang lang, int64_t site);

#endif
