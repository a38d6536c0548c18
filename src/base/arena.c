/* SPDX-License-Identifier: Apache-2.0 */
/*
 * arena.c - memory by lifetime.
 *
 * Blocks double up to a limit, so that a page costs a handful of mallocs.
 * Under ASan every object is a block of its own with its exact size, so that
 * an overrun by one byte is seen.
 *
 * What is given back is wiped: names of sources pass through arenas, and memory
 * that was freed is still in the process (docs/threat-model.md).
 */
#include "base/base.h"

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_EXACT 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_EXACT 1
#endif
#endif
#ifndef ARENA_EXACT
#define ARENA_EXACT 0
#endif

enum { BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20, ALIGN = 16 };

struct block {
	struct block *next;
	size_t size; /* usable bytes after the header */
	size_t used;
};

struct arena {
	struct block *head; /* the one being filled, newest first */
	size_t ceiling;
	size_t used; /* bytes handed out, after alignment */
	size_t next_size;
};

static const size_t HEADER = (sizeof(struct block) + ALIGN - 1) / ALIGN * ALIGN;

struct arena *arena_new(size_t ceiling)
{
	struct arena *a = mem_need(calloc(1, sizeof *a));
	a->ceiling = ceiling ? ceiling : (size_t)1 << 30;
	a->next_size = BLOCK_MIN;
	return a;
}

static void free_blocks(struct block *b)
{
	while (b) {
		struct block *next = b->next;
		explicit_bzero((char *)b + HEADER, b->used);
		free(b);
		b = next;
	}
}

void arena_free(struct arena *a)
{
	if (!a)
		return;
	free_blocks(a->head);
	free(a);
}

void arena_freep(struct arena **a)
{
	arena_free(*a);
}

void arena_clear(struct arena *a)
{
	/* The newest block is the largest; it alone is kept for the next round, unless it is one thing's own. */
	if (a->head && (ARENA_EXACT || a->head->size > BLOCK_MAX)) {
		free_blocks(a->head);
		a->head = NULL;
	}
	if (a->head) {
		free_blocks(a->head->next);
		a->head->next = NULL;
		explicit_bzero((char *)a->head + HEADER, a->head->used);
		a->head->used = 0;
	}
	a->used = 0;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

/* Of zeroes, which for a large one costs nothing until it is written to. */
static struct block *add_block(struct arena *a, size_t size)
{
	struct block *b = mem_need(calloc(1, HEADER + size));
	b->next = a->head;
	b->size = size;
	b->used = 0;
	a->head = b;
	return b;
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
	if (size && n > (SIZE_MAX - ALIGN) / size)
		die("out of memory: %zu objects of %zu bytes", n, size);
	size_t bytes = n * size;
	size_t want = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	if (want > a->ceiling - a->used)
		die("out of memory: more than %zu bytes for one task", a->ceiling);
	a->used += want;

	struct block *b = a->head;
	if (ARENA_EXACT) {
		b = add_block(a, bytes);
	} else if (!b || b->size - b->used < want) {
		size_t block = want > a->next_size ? want : a->next_size;
		b = add_block(a, block);
		if (a->next_size < BLOCK_MAX)
			a->next_size *= 2;
	}
	char *p = (char *)b + HEADER + b->used;
	b->used += ARENA_EXACT ? bytes : want;
	return p;
}

void arena_take(struct arena *to, struct arena *from)
{
	if (from->used > to->ceiling - to->used)
		die("out of memory: more than %zu bytes for one task", to->ceiling);
	/* Behind the block that is being filled. */
	struct block **at = to->head ? &to->head->next : &to->head;
	struct block *rest = *at;
	*at = from->head;
	while (*at)
		at = &(*at)->next;
	*at = rest;
	to->used += from->used;
	from->head = NULL;
	from->used = 0;
}

void *arena_grow(struct arena *a, void *list, size_t n, size_t *cap, size_t size)
{
	if (n < *cap)
		return list;
	*cap = *cap ? *cap * 2 : 16;
	void *room = arena_alloc(a, *cap, size);
	if (n)
		memcpy(room, list, n * size);
	return room;
}

void arena_give_back(struct arena *a, void *p, size_t n, size_t size)
{
	size_t want = (n * size + ALIGN - 1) / ALIGN * ALIGN;
	if (!p || (!ARENA_EXACT && want < BLOCK_MAX))
		return;
	for (struct block **at = &a->head; *at; at = &(*at)->next) {
		struct block *b = *at;
		if ((char *)b + HEADER != p)
			continue;
		if (b->used != (ARENA_EXACT ? n * size : want))
			return;
		*at = b->next;
		b->next = NULL;
		free_blocks(b);
		a->used -= want;
		return;
	}
}

void *arena_regrow(struct arena *a, void *list, size_t n, size_t *cap, size_t size)
{
	size_t had = *cap;
	void *room = arena_grow(a, list, n, cap, size);
	if (room != list)
		arena_give_back(a, list, had, size);
	return room;
}
