/* SPDX-License-Identifier: GPL-3.0-or-later */
/* splink_priv.h - what the two halves of splink.h share. */
#ifndef VIGIL_LINK_SPLINK_PRIV_H
#define VIGIL_LINK_SPLINK_PRIV_H

#include "link/splink.h"

enum { SPLINK_STEPS = 31 }; /* of LINK_WORDS_STEP, either way: more than there are */

/* "f3_date_of_birth": a column name that any SQL takes. */
struct str link_splink_column(const struct link_set *s, size_t f, struct arena *a);
/* `families`: of keys, 0: all pairs. `steps[f]`: bit i says that a pair of classes has i - SPLINK_STEPS for words in
 * common. */
void link_splink_settings(const struct link_result *r, enum link_mode mode, size_t families,
			  const uint64_t *steps, struct arena *a, struct buf *b);

#endif
