/* SPDX-License-Identifier: Apache-2.0 */
#include "base/map.h"

#include <sodium.h>

#include "base/crypto.h"

void map_init(struct map *m, struct arena *a)
{
	static_assert(sizeof m->seed == crypto_shorthash_KEYBYTES, "SipHash key");
	*m = (struct map){ .a = a };
	random_bytes(m->seed, sizeof m->seed);
}

static uint64_t hash_key(const struct map *m, struct str key)
{
	uint64_t h;
	crypto_shorthash((unsigned char *)&h, (const unsigned char *)(key.n ? key.p : ""), key.n,
			 m->seed);
	return h;
}

/* The slot that holds `key`, or the empty one where it would go. */
static size_t find_slot(const struct map *m, struct str key, uint64_t h)
{
	size_t i = h & (m->n_slots - 1);
	while (m->slots[i]) {
		const struct map_item *it = &m->items[m->slots[i] - 1];
		if (it->hash == h && str_eq(it->key, key))
			break;
		i = (i + 1) & (m->n_slots - 1);
	}
	return i;
}

void *map_get(const struct map *m, struct str key)
{
	if (m->n == 0)
		return NULL;
	size_t i = find_slot(m, key, hash_key(m, key));
	return m->slots[i] ? m->items[m->slots[i] - 1].value : NULL;
}

static void grow(struct map *m)
{
	size_t cap = m->cap ? m->cap * 2 : 16;
	struct map_item *items = NEW_N(m->a, cap, struct map_item);
	if (m->n)
		memcpy(items, m->items, m->n * sizeof *items);
	m->items = items;
	m->cap = cap;
	m->n_slots = cap * 2;
	m->slots = NEW_N(m->a, m->n_slots, uint32_t);
	for (size_t k = 0; k < m->n; k++)
		m->slots[find_slot(m, m->items[k].key, m->items[k].hash)] = (uint32_t)k + 1;
}

void **map_at(struct map *m, struct str key)
{
	uint64_t h = hash_key(m, key);
	if (m->n == m->cap)
		grow(m);
	size_t i = find_slot(m, key, h);
	if (!m->slots[i]) {
		m->items[m->n] = (struct map_item){ str_copy(m->a, key), NULL, h };
		m->slots[i] = (uint32_t)++m->n;
	}
	return &m->items[m->slots[i] - 1].value;
}
