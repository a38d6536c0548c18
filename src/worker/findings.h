/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * findings.h - differences between what a file claims and what is there, in the order found, for the
 * answer: "findings":[{"code","where","claimed","found"}]. The codes are listed in
 * docs/formats/preserve.md. Beyond FINDINGS_MAX they are counted only.
 */
#ifndef VIGIL_WORKER_FINDINGS_H
#define VIGIL_WORKER_FINDINGS_H

#include "base/json_foreign.h"

enum { FINDINGS_MAX = 500 };

struct findings {
	struct buf b; /* objects with commas between */
	struct json_out out;
	int64_t n;
};

void findings_init(struct findings *f, struct arena *a);
void findings_done(struct findings *f);
#define AUTO_FINDINGS AUTO(findings_done) struct findings
/* `claimed` and `found` may be empty. */
void findings_add(struct findings *f, const char *code, struct str where, struct str claimed,
		  struct str found);
/* The members "findings" and "findings_left_off". */
void findings_put(struct findings *f, struct json_out *o);

#endif
