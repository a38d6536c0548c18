/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set_room.c - memory of a set that is built: asked for before it is filled, since threads fill it. */
#include "link/set_priv.h"

enum { TEXTS_LEAST = 256, TEXTS_MOST = 1 << 20 };

void set_table_room(struct set_table *t, struct arena *a, size_t n)
{
	if (t->next) /* left behind by set_table_fill */
		arena_give_back(a, t->next, t->n_next, sizeof *t->next);
	t->next = NULL;
	if (n * 2 < t->n_slots)
		return;
	t->n_next = t->n_slots ? t->n_slots : 16;
	while (n * 2 >= t->n_next)
		t->n_next *= 4;
	t->next = NEW_N(a, t->n_next, uint32_t);
}

void set_table_fill(struct set_table *t, const uint64_t *hash, size_t n)
{
	if (!t->next || t->n_next < t->n_slots)
		return;
	for (size_t i = 0; i < n; i++) {
		size_t k = hash[i] & (t->n_next - 1);
		while (t->next[k])
			k = (k + 1) & (t->n_next - 1);
		t->next[k] = (uint32_t)i + 1;
	}
	struct set_table old = *t;
	*t = (struct set_table){ old.next, old.slots, old.n_next, old.n_slots };
}

void *set_list_room(struct arena *a, void *list, size_t n, size_t more, size_t *cap, size_t size)
{
	size_t had = *cap;
	if (n + more <= had)
		return list;
	*cap = had ? had : 8;
	while (*cap < n + more)
		*cap *= 2;
	void *room = arena_alloc(a, *cap, size);
	if (n)
		memcpy(room, list, n * size);
	arena_give_back(a, list, had, size);
	return room;
}

void set_texts_room(struct set_texts *t, struct arena *a, size_t bytes)
{
	if (bytes <= t->left)
		return;
	t->next = t->next < TEXTS_LEAST ? TEXTS_LEAST : t->next;
	t->left = bytes > t->next ? bytes : t->next;
	t->next = t->next < TEXTS_MOST ? t->next * 2 : TEXTS_MOST;
	t->p = NEW_N(a, t->left, char);
}

struct str set_texts_keep(struct set_texts *t, struct str s)
{
	struct str ret = { t->p, s.n };
	assert(s.n < t->left && "room was made");
	memcpy(t->p, s.p, s.n);
	t->p += s.n + 1;
	t->left -= s.n + 1;
	return ret;
}
