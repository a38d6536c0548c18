/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The index of keys: in slices as in one piece, and nothing narrowed in silence. */
#include "people.h"

#include "link/block_priv.h"

static bool has_key(const uint64_t *keys, size_t n, uint64_t key)
{
	bool ret = false;
	for (size_t i = 0; i < n; i++)
		ret |= keys[i] == key;
	return ret;
}

TEST(slices_have_each_key_of_a_record_once)
{
	enum { BITS = 2 };
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	const struct link_set *s = set_of_people(a);
	AUTO_POOL *pool = pool_new(1);
	struct family families[LINK_FAMILIES_MAX];
	struct key_ring ring;
	uint64_t all[FAMILY_KEYS_MAX];
	uint64_t part[FAMILY_KEYS_MAX];
	size_t n_families = families_choose(s, 1, 100, 100, pool, families);
	size_t wrong = 0;
	size_t seen = 0;
	key_ring_make(&ring, s, families, n_families, pool);
	for (size_t k = 0; k < n_families; k++) {
		struct key_slice slice = { .lead = key_ring_lead(&ring, &families[k]),
					   .bits = BITS };
		for (uint32_t r = 0; r < s->n; r += 5) {
			size_t n_all = family_keys(s, &families[k], r, all);
			size_t n_parts = 0;
			wrong += n_all != key_ring_count(&ring, &families[k], r);
			for (slice.at = 0; slice.at < 1 << BITS; slice.at++) {
				size_t n_part =
					key_ring_family(&ring, &families[k], &slice, r, part);
				for (size_t i = 0; i < n_part; i++)
					wrong += !has_key(all, n_all, part[i]);
				n_parts += n_part;
			}
			wrong += n_parts != n_all;
			seen += n_all;
		}
	}
	key_ring_free(&ring);
	CHECK(seen > 1000);
	CHECK_INT(wrong, 0);
}

static double pairs_of(const struct family *f, size_t n)
{
	double ret = 0;
	for (size_t i = 0; i < n; i++)
		ret += f[i].pairs;
	return ret;
}

TEST(more_is_spent_on_keys_only_where_too_little_would_be_found)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	const struct link_set *s = set_of_people(a);
	AUTO_POOL *pool = pool_new(1);
	struct family few[LINK_FAMILIES_MAX];
	struct family more[LINK_FAMILIES_MAX];
	size_t n_few = families_choose(s, 1, .2, .2, pool, few);
	size_t n_more = families_choose(s, 1, .2, 50, pool, more);
	CHECK(pairs_of(few, n_few) <= .2);
	CHECK(pairs_of(more, n_more) > .2);
	CHECK(pairs_of(more, n_more) <= 50);
	n_few = families_choose(s, 1, 50, 50, pool, few);
	n_more = families_choose(s, 1, 50, 5000, pool, more);
	CHECK_INT(n_more, n_few);
	CHECK(pairs_of(more, n_more) <= pairs_of(few, n_few) && n_few > 1);
}

TEST(what_was_narrowed_is_still_known_when_the_index_is_given_back)
{
	enum { ALIKE = 400 };
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	for (size_t i = 0; i < ALIKE; i++)
		m[i].name = STR("beru daniva");
	const struct link_set *s = set_of(a, m, order, n);
	AUTO_POOL *pool = pool_new(2);
	AUTO_LINK_BLOCKS *b = link_blocks_new(s, LINK_BOTH, 1, false, pool, a);
	size_t narrowed = link_blocks_narrowed(b);
	CHECK(narrowed > 0);
	link_blocks_forget(b);
	CHECK_INT(link_blocks_narrowed(b), (int64_t)narrowed);
}
