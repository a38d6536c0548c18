/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_seen.c - which claim names came before, in 16 bytes each; keyed, as in base/map.c. */
#include "register/table_priv.h"

#include <sodium.h>

#include "base/crypto.h"

void seen_init(struct seen *s)
{
	*s = (struct seen){ 0 };
	static_assert(sizeof s->key == crypto_shorthash_KEYBYTES, "SipHash key");
	random_bytes(s->key, sizeof s->key);
}

void seen_done(struct seen *s)
{
	free(s->items);
	s->items = NULL;
}

uint64_t seen_hash(const struct seen *s, struct str text)
{
	uint64_t h = 0;
	crypto_shorthash((unsigned char *)&h, (const unsigned char *)(text.n ? text.p : ""), text.n,
			 s->key);
	return h ? h : 1;
}

static struct seen_item *seen_slot(const struct seen *s, uint64_t hash)
{
	size_t i = hash & (s->cap - 1);
	while (s->items[i].hash && s->items[i].hash != hash)
		i = (i + 1) & (s->cap - 1);
	return &s->items[i];
}

bool seen_has(const struct seen *s, uint64_t hash)
{
	return s->n > 0 && seen_slot(s, hash)->hash;
}

int64_t *seen_at(struct seen *s, uint64_t hash)
{
	if (2 * (s->n + 1) > s->cap) {
		struct seen old = *s;
		s->cap = old.cap ? 2 * old.cap : 1024;
		s->items = mem_need(calloc(s->cap, sizeof *s->items));
		for (size_t i = 0; i < old.cap; i++)
			if (old.items[i].hash)
				*seen_slot(s, old.items[i].hash) = old.items[i];
		free(old.items);
	}
	struct seen_item *it = seen_slot(s, hash);
	if (!it->hash) {
		it->hash = hash;
		s->n++;
	}
	return &it->row;
}
