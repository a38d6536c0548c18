/* SPDX-License-Identifier: Apache-2.0 */
/*
 * map.h - from a string to a pointer, in an arena. Keys are copied. Iteration is in the order of
 * insertion, so that hash order never reaches an output. The hash is keyed with random bytes, so
 * that hostile keys cannot be chosen to collide.
 */
#ifndef VIGIL_MAP_H
#define VIGIL_MAP_H

#include "base/base.h"

struct map_item {
	struct str key;
	void *value;
	uint64_t hash;
};

struct map {
	struct arena *a;
	struct map_item *items; /* n of them, in the order of insertion */
	size_t n;
	size_t cap;
	uint32_t *slots; /* index + 1 into items, 0 empty; open addressing */
	size_t n_slots;
	uint8_t seed[16];
};

void map_init(struct map *m, struct arena *a);
void *map_get(const struct map *m, struct str key); /* NULL: not there */
/* The place of the value for `key`, made with NULL when it was not there. Valid until the next
 * map_at. */
void **map_at(struct map *m, struct str key);

#endif
