/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query_priv.h - what the reading files of this room share. */
#ifndef VIGIL_QUERY_PRIV_H
#define VIGIL_QUERY_PRIV_H

#include "base/map.h"
#include "register/query.h"
#include "register/register_priv.h"

/* How entities are called, each looked up once: a page names the same sources again and again. */
struct naming {
	struct entity entity;
	struct str label; /* never empty but for id 0 */
	struct str number;
};
struct namer {
	struct reg *r;
	struct arena *a; /* where names live */
	struct map known;
};
void namer_init(struct namer *n, struct reg *r, struct arena *a);
/* Of id 0: all empty. */
int namer_get(struct namer *n, int64_t id, struct naming *ret, struct err *e) MUST_USE;

/* A list that grows in an arena. */
struct list {
	struct arena *a;
	void *p;
	size_t n, cap, size; /* items, room for, bytes of each */
};
void list_init(struct list *l, struct arena *a, size_t size);
void *list_add(struct list *l); /* a zeroed item */
/* The one item of a key of n bytes, zeroed when it was not there. The map is the list's own. Valid until the next. */
void *list_of_key(struct list *l, struct map *at, const void *key, size_t n);

/* As reg_claim, by the field's id in the view. */
int claim_load(struct reg *r, int64_t field, struct arena *a, struct claim_row *ret,
	       struct err *e) MUST_USE;

int64_t col_id(struct stmt *q, int i);			     /* NULL gives 0 */
struct str col_text(struct stmt *q, int i, struct arena *a); /* copied; NULL gives "" */

#endif
