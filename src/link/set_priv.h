/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set_priv.h - a set while it is built: set_add.c fills it, set.c reads what it was filled with. */
#ifndef VIGIL_LINK_SET_PRIV_H
#define VIGIL_LINK_SET_PRIV_H

#include "base/pool.h"
#include "link/set.h"

/* Open addressing over places in a list of hashes; a slot holds place + 1. A table gets room before it is filled, so that
 * it can be filled where nothing is allocated. */
struct set_table {
	uint32_t *slots, *next; /* NULL: it does not grow */
	size_t n_slots, n_next;
};
/* Room for n in all. The old slots are given back when room is asked for again. */
void set_table_room(struct set_table *t, struct arena *a, size_t n);
/* Into the room that is new the n that were there. */
void set_table_fill(struct set_table *t, const uint64_t *hash, size_t n);

/* Texts one behind the other. */
struct set_texts {
	char *p;
	size_t left, next;
};

/* Room for `bytes` more, an end of one byte for each text among them. */
void set_texts_room(struct set_texts *t, struct arena *a, size_t bytes);
struct str set_texts_keep(struct set_texts *t, struct str s);

/* A list of n with room for `more`; the old one is given back. */
void *set_list_room(struct arena *a, void *list, size_t n, size_t more, size_t *cap, size_t size);

struct set_dictionary {
	struct link_value *p;
	uint64_t *hash;
	size_t n, cap, hash_cap;
	struct set_table t;
	struct set_texts texts;
};

/* Rows that were given and are not yet records: of each its cells, the text of row i and field f at i * n_fields + f. */
struct set_rows {
	struct str *cells, *id;
	uint8_t *calendar;
	uint16_t *list;
	int64_t *row; /* as the caller calls it */
	size_t n;
	size_t base; /* the first becomes that record */
	size_t bytes[LINK_FIELDS_MAX], id_bytes;
	uint64_t *hash; /* room for n of each field and of ids */
	char *text;	/* of the cells; `used` bytes of it */
	size_t used;
};

struct link_set_builder {
	struct link_set *s;
	struct set_dictionary of[LINK_FIELDS_MAX];
	struct set_table ids, twins;
	struct set_texts id_texts;
	uint64_t *twin_hash;
	size_t lists_cap;
	size_t cap[5]; /* of list, flags, id, rank, twin_hash */
	size_t value_cap[LINK_FIELDS_MAX];
	struct link_reading as;
	struct pool *pool; /* NULL: each row at once */
	struct set_rows rows[2];
	struct set_rows *filling, *adding; /* `adding`: at work, or NULL */
	int64_t row;			   /* what the next row is called */
	size_t twins_known;		   /* records below it are told apart from their twins */
	size_t twins_to;
	bool ended;  /* a row of many was refused: there will be no set */
	int refused; /* why a row was, or 0; which */
	int64_t refused_row;
	struct str refused_id;
};

/* What only building needed is given back. */
void set_tables_done(struct link_set_builder *b);

#endif
