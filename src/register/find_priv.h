/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * find_priv.h - the deck: all cards in memory, small enough to look at every one of them for every
 * page (40 bytes each, and 4 for each order that was asked for, and 4 for each source of each).
 *
 * Cards stand in the order of their entity's id, which is the order in which they came; a card's
 * place in that array is its *position* and never changes, since cards are never removed. Codes,
 * places and sources are small numbers given out as they are met; 0 stands for none.
 *
 * The deck is brought up to date at the beginning of each reg_find: card.changed tells which lines
 * were made anew since. This also sees what another process wrote.
 */
#ifndef VIGIL_FIND_PRIV_H
#define VIGIL_FIND_PRIV_H

#include "base/map.h"
#include "register/find.h"
#include "register/register_priv.h"

enum { ORDERS = ORDER_CONFLICTS + 1 };

enum {
	DECK_HAS_LO = 1,
	DECK_HAS_HI = 2,
	DECK_HIDDEN = 4 /* all that spoke of it was taken back: in no list */
};

struct deck_card {
	uint32_t entity;
	uint32_t last;
	int32_t lo, hi;
	uint32_t conflicts;
	uint32_t place;
	uint32_t sources; /* where its sources begin in deck.pool */
	uint16_t n_sources;
	uint16_t status, province, charge;
	uint8_t kind, certainty, flags;
};

/* Names given small numbers, in the order in which they are met; 0 is the empty one. */
struct codes {
	struct map map; /* name -> its number as a pointer */
	struct str *name;
	size_t n, cap;
};

struct deck {
	struct arena *a; /* names of codes */
	struct deck_card *cards;
	size_t n, cap;
	int64_t changed; /* card.changed up to which it is up to date */
	/* Codes as they are; places and sources as 8 bytes of an entity's id. */
	struct codes codes[FACETS];

	bool has_sources; /* pool is filled */
	uint32_t *pool;
	size_t n_pool, cap_pool;

	uint32_t *order[ORDERS]; /* positions in this order; NULL: not made yet */
};

/* Make it or bring it up to date; with `sources`, who speaks of each entity is in the pool. */
int deck_ready(struct reg *r, bool sources, struct deck **ret, struct err *e) MUST_USE;
/* Position of an entity, or -1. */
ptrdiff_t deck_at(const struct deck *d, int64_t entity);

/* The number of a name; made when it has none. */
uint32_t code_number(struct codes *c, struct str name);
/* False: no card has this name. */
bool code_find(const struct codes *c, struct str name, uint32_t *ret);
struct str code_of_id(const int64_t *id); /* borrows */
int64_t id_of_code(struct str name);

/* One more place in an array of the heap. */
void *deck_grow(void *p, size_t n, size_t *cap, size_t size);

/* find_source.c */
int deck_load_sources(struct reg *r, struct deck *d, struct err *e) MUST_USE;
int deck_reload_sources(struct reg *r, struct deck *d, const int64_t *changed, size_t n,
			struct err *e) MUST_USE;

/* find_order.c: make an order, or put changed cards where they belong now. Orders hold the first
 * `before` positions; the changed ones are ascending and new ones are among them. */
int deck_make_order(struct reg *r, struct deck *d, enum find_order o, struct err *e) MUST_USE;
int deck_reorder(struct reg *r, struct deck *d, size_t before, const uint32_t *changed, size_t n,
		 struct err *e) MUST_USE;
void deck_drop_orders(struct deck *d);

/*
 * find_text.c: what a text finds. For each position FOUND_EXACT when it is named so exactly (or is
 * the number that was typed), FOUND when its words fit, 0 else.
 */
enum { FOUND = 1, FOUND_EXACT = 2 };
int deck_search(struct reg *r, const struct deck *d, struct str text, struct arena *a,
		uint8_t **ret, struct err *e) MUST_USE;

#endif
