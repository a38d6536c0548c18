/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * gate.h - what lets an answer out.
 *
 * Each gate looks at one thing, has its threshold in `struct estimate_limits`, and when it is over
 * says so with what it measured and with what is still allowed at best. The verdict is the worst of
 * those. No option moves a threshold.
 */
#ifndef VIGIL_ESTIMATE_GATE_H
#define VIGIL_ESTIMATE_GATE_H

#include "estimate/estimate.h"

struct estimate_limits gate_limits(void);

/* What the table alone says, before any model runs: lists, copies, connection, overlap. Fills `lists`,
 * `share_two`, `on_three`, `limits`, and adds to the reasons. */
void gate_table(struct estimate_result *r, struct arena *a);
void gate_say(struct estimate_result *r, struct arena *a, struct estimate_reason x);
/* What the models say. */
void gate_models(struct estimate_result *r, struct arena *a);
/* Verdict and range, from the reasons and the models. */
void gate_judge(struct estimate_result *r);

const char *gate_code(enum estimate_gate g);	   /* "overlap" */
const char *verdict_code(enum estimate_verdict v); /* "range" */

#endif
