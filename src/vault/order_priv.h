/* SPDX-License-Identifier: GPL-3.0-or-later */
/* order_priv.h - what the files share that make the view. */
#ifndef VIGIL_VAULT_ORDER_PRIV_H
#define VIGIL_VAULT_ORDER_PRIV_H

#include "vault/take_priv.h"

struct extent *extent_of(const struct extents *x, int64_t site);

/*
 * Apply the rows of `q` (seq and ENTRY_COLUMNS, in order) that are within `to` and, unless `from` is NULL,
 * not within `from`, but for imports and ends. A negative result of `progress` stops it.
 */
int order_feed(struct vault *v, struct stmt *q, const struct extents *from,
	       const struct extents *to, const struct projector *p, struct store *into,
	       vault_progress *progress, void *ctx, struct err *e) MUST_USE;

#endif
