/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pair_priv.h - entries of runs to rows. */
#ifndef VIGIL_PAIR_PRIV_H
#define VIGIL_PAIR_PRIV_H

#include "register/list_priv.h"

/* *ret_ours false: it is of another kind. */
int pair_apply(const struct list_act *t, struct str kind, bool *ret_ours, struct err *e) MUST_USE;

#endif
