/* SPDX-License-Identifier: Apache-2.0 */
/*
 * forked.h - one log that tells two stories under one key: they have their first entries in common and
 * go on differently.
 */
#ifndef VIGIL_TEST_FORKED_H
#define VIGIL_TEST_FORKED_H

#include "check.h"

#include "base/crypto.h"
#include "ledger/checkpoint.h"
#include "ledger/tree.h"

#define FORKED_ORIGIN "vigil.example/f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0"
enum { FORKED_TILES = 64 };

struct forked_tile {
	int level;
	int64_t n;
	int width;
	uint8_t hashes[TILE_BYTES];
};

struct forked_story {
	struct forked_tile tile[FORKED_TILES];
	int n;
};

struct forked {
	struct arena *a;
	struct sign_key key;
	struct forked_story story[2];
	struct tile_store tiles[2];
};

static inline int forked_read(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES],
			      int *ret_width, struct err *e)
{
	struct forked_story *s = ctx;
	for (int i = 0; i < s->n; i++) {
		if (s->tile[i].level != level || s->tile[i].n != n)
			continue;
		memcpy(ret, s->tile[i].hashes, (size_t)s->tile[i].width * HASH_LEN);
		*ret_width = s->tile[i].width;
		return 0;
	}
	return err_set(e, ERR_NOTFOUND, "no tile");
}

static inline int forked_write(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
			       struct err *e)
{
	struct forked_story *s = ctx;
	int i = 0;
	(void)e;
	while (i < s->n && (s->tile[i].level != level || s->tile[i].n != n))
		i++;
	assert(i < FORKED_TILES);
	s->n = i == s->n ? i + 1 : s->n;
	s->tile[i].level = level;
	s->tile[i].n = n;
	s->tile[i].width = width;
	memcpy(s->tile[i].hashes, hashes, (size_t)width * HASH_LEN);
	return 0;
}

static inline void forked_key(struct sign_key *ret, uint8_t n)
{
	struct key seed;
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	memset(seed.b, n, sizeof seed.b);
	sign_key_from_seed(ret, &seed);
}

/* Entry `i` of a story; the same in both below `common`. */
static inline struct str forked_entry(struct arena *a, int story, int64_t i, int64_t common)
{
	return str_printf(a, "entry %lld%s", (long long)i,
			  i < common || !story ? "" : " otherwise");
}

static inline struct forked *forked_new(struct arena *a, int64_t size, int64_t common)
{
	struct forked *x = NEW(a, struct forked);
	struct err e;
	x->a = a;
	forked_key(&x->key, 9);
	for (int s = 0; s < 2; s++) {
		x->tiles[s] = (struct tile_store){ .ctx = &x->story[s],
						   .read = forked_read,
						   .write = forked_write };
		struct tree *t = NEW(a, struct tree);
		CHECK_OK(tree_open(t, &x->tiles[s], 0, &e), &e);
		for (int64_t i = 0; i < size; i++) {
			struct hash leaf = tree_leaf(forked_entry(a, s, i, common));
			CHECK_OK(tree_append(t, &leaf, 1, &e), &e);
		}
	}
	return x;
}

static inline struct checkpoint forked_head(struct forked *x, int story, int64_t size)
{
	struct checkpoint c = { .origin = STR(FORKED_ORIGIN), .size = size };
	struct err e;
	CHECK_OK(tree_root_at(&x->tiles[story], size, &c.root, &e), &e);
	return c;
}

static inline struct str forked_note(struct forked *x, int story, int64_t size)
{
	struct checkpoint c = forked_head(x, story, size);
	struct str note = STR_NULL;
	struct err e;
	CHECK_OK(checkpoint_sign(&c, &x->key, x->a, &note, &e), &e);
	return note;
}

#endif
