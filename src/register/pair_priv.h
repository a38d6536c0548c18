/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair_priv.h - entries of runs to rows. */
#ifndef VIGIL_PAIR_PRIV_H
#define VIGIL_PAIR_PRIV_H

#include "register/list_priv.h"

/* What runs that add to others change (pair_part.c). */
int pair_apply_run(const struct list_act *t, struct err *e) MUST_USE;
int pair_apply_compared(const struct list_act *t, struct err *e) MUST_USE;
/* The run that `run` adds to, or itself; 0: it is none. */
int pair_base(struct store *st, int64_t run, int64_t *ret, struct err *e) MUST_USE;
/* Whether what was said of these two still counts, made out again. */
int pair_refresh(struct store *st, int64_t base, int64_t a, int64_t b, struct err *e) MUST_USE;
/* A run stands no longer because of `by`, or stands again (`by` 0). */
int pair_set_effect(struct store *st, int64_t run, int64_t by, struct err *e) MUST_USE;

/* *ret_ours false: it is of another kind. */
int pair_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e) MUST_USE;

#endif
