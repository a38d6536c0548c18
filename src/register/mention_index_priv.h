/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_index_priv.h - the index by which rows of lists are found: filed by version, asked with FTS5 expressions. */
#ifndef VIGIL_MENTION_INDEX_PRIV_H
#define VIGIL_MENTION_INDEX_PRIV_H

#include "register/list_priv.h"

int mention_index_add(struct store *st, int64_t pos, struct str label, const struct list_row *row,
		      struct arena *a, struct err *e) MUST_USE;
int mention_index_drop(struct store *st, int64_t pos, struct err *e) MUST_USE;

/* Words in the name; with `other` also in what else it is found by. */
struct str mention_index_words(struct str text, bool other, struct arena *a);
/* What may sound like it, to be compared; "" when no word of it has a sound to go by. */
struct str mention_index_sounds(struct str text, struct arena *a);

#endif
