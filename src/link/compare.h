/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare.h - levels of one pair: how far two records agree, field by field.
 *
 * Each type of field has a short list of levels, best first, the last one being contradiction. A pair of records
 * is a *pattern*: 4 bits a field, field 0 lowest; LINK_MISSING where a side says nothing. What a level is worth is
 * the model's business (model.h).
 *
 * Names that stand in several fields are also compared crosswise and joined: a given name in the column of family
 * names, or a middle name that moved, is the level "in another column" of both fields.
 */
#ifndef VIGIL_LINK_COMPARE_H
#define VIGIL_LINK_COMPARE_H

#include "link/set.h"
#include "text/msg.h"

enum { LINK_MISSING = 15 };

struct link_level_kind {
	struct msg what;
	float m;	/* share among pairs of one person, before anything is learned */
	float frequent; /* how much of the rarity of the shared value counts: 1 all, 0 not at all */
};
/* The levels of a type, best first; how many. */
const struct link_level_kind *link_levels_of(enum link_type t, size_t *ret_n);

/* How much of what shared words are worth counts at a level of names that agree in part; 0: words are not asked. */
float link_level_words(enum link_type t, unsigned level);

/* Its m stands as it is stated until people have decided pairs: relatives share all else too, and what learns without
 * labels takes them for one person. */
bool link_level_is_stated(enum link_type t, unsigned level);

/* Comparing in one thread: keeps what it has compared. */
struct link_comparer;
struct link_comparer *link_comparer_new(const struct link_set *s);
void link_comparer_free(struct link_comparer *c);
void link_comparer_freep(struct link_comparer **c);
#define AUTO_LINK_COMPARER AUTO(link_comparer_freep) struct link_comparer

/* The pattern of records a and b. Symmetric. */
uint64_t link_compare(struct link_comparer *c, uint32_t a, uint32_t b);
/* The patterns of a and each of `others`, which is faster where names are compared: `ret` has room for n. */
void link_compare_many(struct link_comparer *c, uint32_t a, const uint32_t *others, size_t n,
		       uint64_t *ret);
/* The level of two values of a field by themselves, without what other fields know. */
unsigned link_compare_values(struct link_comparer *c, size_t field, uint32_t va, uint32_t vb);

static inline unsigned link_level_at(uint64_t pattern, size_t field)
{
	return (unsigned)(pattern >> (4 * field)) & 15;
}

#endif
