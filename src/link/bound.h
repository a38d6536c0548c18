/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * bound.h - what one record and any other can come to at most, for a few nanoseconds a pair.
 *
 * Nearly all pairs of a set are two people, and mostly what is cheap to compare says so. For the record at hand each
 * value of a field has its level and what rarity adds, looked up from then on. Fields that are dear to compare (names,
 * texts of which there are nearly as many as records) and levels that hang on other fields (a name in the next
 * column, an age where there is only a birth date) count as much as they could at best.
 */
#ifndef VIGIL_LINK_BOUND_H
#define VIGIL_LINK_BOUND_H

#include "link/link_priv.h"

struct link_bound; /* of one thread */
struct link_bound *link_bound_new(const struct link_set *s, const struct link_rarity *r);
void link_bound_free(struct link_bound *b); /* NULL is fine */
/* From now on about record `a`. Costs a comparison for each distinct value of a field that is not dear. */
void link_bound_begin(struct link_bound *b, uint32_t a);
/* link_pair_bits of `a` and `x`, whatever their dear fields turn out to be, is at most this, but for rounding. */
double link_bound_most(const struct link_bound *b, uint32_t x);

#endif
