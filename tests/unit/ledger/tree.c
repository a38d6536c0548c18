/* SPDX-License-Identifier: Apache-2.0 */
/* The tree on tiles against the definition, and the published Merkle probes. */
#include "check.h"

#include <dirent.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/json.h"
#include "ledger/checkpoint.h"
#include "ledger/tree.h"

/* ---- tiles in memory ---- */

enum { TILES = 700 };

struct memory {
	struct {
		int level;
		int64_t n;
		int width;
		uint8_t hashes[TILE_BYTES];
	} tile[TILES];
	int n;
	int writes;
	int fail_after; /* writes that succeed; -1: all */
};

static int find(const struct memory *m, int level, int64_t n)
{
	for (int i = 0; i < m->n; i++)
		if (m->tile[i].level == level && m->tile[i].n == n)
			return i;
	return -1;
}

static int mem_read(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES], int *ret_width,
		    struct err *e)
{
	struct memory *m = ctx;
	int i = find(m, level, n);
	if (i < 0)
		return err_set(e, ERR_NOTFOUND, "no tile");
	memcpy(ret, m->tile[i].hashes, (size_t)m->tile[i].width * HASH_LEN);
	*ret_width = m->tile[i].width;
	return 0;
}

static int mem_write(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
		     struct err *e)
{
	struct memory *m = ctx;
	int i = find(m, level, n);
	if (m->fail_after >= 0 && m->writes >= m->fail_after)
		return err_set(e, ERR_IO, "disk full");
	if (i < 0)
		i = m->n++;
	assert(i < TILES);
	if (m->tile[i].width > width ||
	    memcmp(m->tile[i].hashes, hashes, (size_t)m->tile[i].width * HASH_LEN) != 0)
		FAIL("tile %d/%lld did not only grow", level, (long long)n);
	m->tile[i].level = level;
	m->tile[i].n = n;
	m->tile[i].width = width;
	memcpy(m->tile[i].hashes, hashes, (size_t)width * HASH_LEN);
	m->writes++;
	return 0;
}

static struct tile_store store_of(struct memory *m)
{
	m->fail_after = -1;
	return (struct tile_store){ .ctx = m, .read = mem_read, .write = mem_write };
}

/* ---- the definition (RFC 6962 section 2.1), as slow as it is plain ---- */

static int64_t half(int64_t n)
{
	int64_t k = 1;
	while (2 * k < n)
		k *= 2;
	return k;
}

static struct hash mth(const struct hash *leaf, int64_t n)
{
	if (n == 0)
		return tree_empty();
	if (n == 1)
		return leaf[0];
	int64_t k = half(n);
	struct hash l = mth(leaf, k);
	struct hash r = mth(leaf + k, n - k);
	return tree_node(&l, &r);
}

static struct hash *some_leaves(struct arena *a, int64_t n)
{
	struct hash *h = NEW_N(a, (size_t)n, struct hash);
	for (int64_t i = 0; i < n; i++)
		h[i] = tree_leaf(str_printf(a, "entry %lld", (long long)i));
	return h;
}

/* ---- tests ---- */

TEST(leaf_node_and_empty_have_their_prefixes)
{
	char hex[65];
	char large[1000] = { 1, 2, 3 };
	struct hash h = tree_empty();
	hex_encode(hex, h.b, HASH_LEN);
	CHECK_STR(str_of(hex), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
	h = tree_leaf(STR(""));
	hex_encode(hex, h.b, HASH_LEN);
	CHECK_STR(str_of(hex), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
	/* Both ways of hashing a leaf agree. */
	for (size_t n = 250; n < 260; n++) {
		char t[261] = { 0 };
		memcpy(t + 1, large, n);
		struct hash want = hash_of(str_n(t, n + 1));
		h = tree_leaf(str_n(large, n));
		CHECK(hash_eq(&h, &want));
	}
}

/* In steps of every kind up to 700: the root after each step, from the edge and from the tiles. */
TEST(a_tree_grown_in_any_steps_has_the_root_of_the_definition)
{
	static const int STEPS[] = { 1, 2, 3, 7, 255, 256, 257, 300, 700 };
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct hash *leaf = some_leaves(a, 700);
	for (size_t s = 0; s < COUNT(STEPS); s++) {
		struct memory *m = calloc(1, sizeof *m);
		struct tree *t = NEW(a, struct tree);
		struct tile_store st = store_of(m);
		CHECK_OK(tree_open(t, &st, 0, &e), &e);
		struct hash got = tree_root(t);
		struct hash want = tree_empty();
		CHECK(hash_eq(&got, &want));
		while (t->size < 700) {
			int64_t n = 700 - t->size < STEPS[s] ? 700 - t->size : STEPS[s];
			int writes = m->writes;
			int64_t old = t->size;
			CHECK_OK(tree_append(t, leaf + t->size, (size_t)n, &e), &e);
			/* One write for each tile touched: those of level 0, and that of level 1 when
			 * a tile below it filled up. */
			int64_t touched =
				(t->size - 1) / 256 - old / 256 + 1 + (t->size / 256 > old / 256);
			CHECK_INT(m->writes - writes, touched);
			got = tree_root(t);
			want = mth(leaf, t->size);
			if (!hash_eq(&got, &want))
				FAIL("steps of %d, size %lld", STEPS[s], (long long)t->size);
			if (t->size % 13 == 0 || t->size > 690) {
				CHECK_OK(tree_root_at(&st, t->size, &got, &e), &e);
				CHECK(hash_eq(&got, &want));
				/* A tree opened anew stands where the grown one does. */
				struct tree *u = NEW(a, struct tree);
				CHECK_OK(tree_open(u, &st, t->size, &e), &e);
				got = tree_root(u);
				CHECK(hash_eq(&got, &want));
			}
		}
		free(m);
	}
}

TEST(every_inclusion_proof_up_to_130_holds_and_only_where_it_belongs)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct memory *m = calloc(1, sizeof *m);
	struct tree *t = NEW(a, struct tree);
	struct tile_store st = store_of(m);
	struct hash *leaf = some_leaves(a, 130);
	struct hash p[PROOF_HASHES_MAX];
	size_t n = 0;
	CHECK_OK(tree_open(t, &st, 0, &e), &e);
	CHECK_OK(tree_append(t, leaf, 130, &e), &e);
	for (int64_t size = 1; size <= 130; size++) {
		struct hash root = mth(leaf, size);
		for (int64_t i = 0; i < size; i++) {
			CHECK_OK(tree_inclusion(&st, i, size, p, &n, &e), &e);
			if (!tree_check_inclusion(i, size, &leaf[i], p, n, &root))
				FAIL("entry %lld of %lld", (long long)i, (long long)size);
			if (tree_check_inclusion(i + 1, size, &leaf[i], p, n, &root) ||
			    (i && tree_check_inclusion(i - 1, size, &leaf[i], p, n, &root)) ||
			    tree_check_inclusion(i, size, &leaf[(i + 1) % 130], p, n, &root) ||
			    (n && tree_check_inclusion(i, size, &leaf[i], p, n - 1, &root)))
				FAIL("entry %lld of %lld holds elsewhere", (long long)i,
				     (long long)size);
			if (n) {
				p[(size_t)i % n].b[i % 32] ^= 1;
				CHECK(!tree_check_inclusion(i, size, &leaf[i], p, n, &root));
			}
		}
	}
	CHECK_ERR(tree_inclusion(&st, 130, 130, p, &n, &e), ERR_INPUT);
	CHECK_ERR(tree_inclusion(&st, -1, 130, p, &n, &e), ERR_INPUT);
	CHECK_ERR(tree_inclusion(&st, 0, 131, p, &n, &e), ERR_CORRUPT);
	free(m);
}

TEST(every_consistency_proof_up_to_130_holds_and_a_changed_one_does_not)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct memory *m = calloc(1, sizeof *m);
	struct tree *t = NEW(a, struct tree);
	struct tile_store st = store_of(m);
	struct hash *leaf = some_leaves(a, 130);
	struct hash root[131];
	struct hash p[PROOF_HASHES_MAX + 1];
	size_t n = 0;
	CHECK_OK(tree_open(t, &st, 0, &e), &e);
	CHECK_OK(tree_append(t, leaf, 130, &e), &e);
	for (int64_t size = 0; size <= 130; size++)
		root[size] = mth(leaf, size);
	for (int64_t size = 1; size <= 130; size++) {
		for (int64_t old = 1; old <= size; old++) {
			CHECK_OK(tree_consistency(&st, old, size, p, &n, &e), &e);
			if (!tree_check_consistency(old, size, p, n, &root[old], &root[size]))
				FAIL("from %lld to %lld", (long long)old, (long long)size);
			if (tree_check_consistency(old, size, p, n, &root[old - 1], &root[size]) ||
			    tree_check_consistency(old, size, p, n, &root[old], &root[size - 1]) ||
			    tree_check_consistency(old, size, p, n + 1, &root[old], &root[size]) ||
			    (n &&
			     tree_check_consistency(old, size, p, n - 1, &root[old], &root[size])))
				FAIL("a wrong proof from %lld to %lld holds", (long long)old,
				     (long long)size);
			if (n) {
				p[(size_t)old % n].b[size % 32] ^= 0x80;
				CHECK(!tree_check_consistency(old, size, p, n, &root[old],
							      &root[size]));
			}
		}
	}
	CHECK_ERR(tree_consistency(&st, 0, 10, p, &n, &e), ERR_INPUT);
	CHECK_ERR(tree_consistency(&st, 11, 10, p, &n, &e), ERR_INPUT);
	free(m);
}

/* Three levels of tiles, with proofs at sizes around their edges. */
TEST(a_tree_of_three_levels_proves_old_and_new_entries)
{
	static const int64_t SIZES[] = { 256, 257, 511, 65535, 65536, 65537, 66000, 70001 };
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct memory *m = calloc(1, sizeof *m);
	struct tree *t = NEW(a, struct tree);
	struct tile_store st = store_of(m);
	struct hash *leaf = some_leaves(a, 70001);
	struct hash p[PROOF_HASHES_MAX + 1];
	struct hash got;
	size_t n = 0;
	CHECK_OK(tree_open(t, &st, 0, &e), &e);
	CHECK_OK(tree_append(t, leaf, 70001, &e), &e);
	for (size_t s = 0; s < COUNT(SIZES); s++) {
		int64_t size = SIZES[s];
		struct hash root = mth(leaf, size);
		CHECK_OK(tree_root_at(&st, size, &got, &e), &e);
		CHECK(hash_eq(&got, &root));
		for (int64_t i = 0; i < size; i += 1 + size / 50) {
			CHECK_OK(tree_inclusion(&st, i, size, p, &n, &e), &e);
			CHECK(tree_check_inclusion(i, size, &leaf[i], p, n, &root));
			CHECK_OK(tree_leaf_at(&st, i, &got, &e), &e);
			CHECK(hash_eq(&got, &leaf[i]));
		}
		for (size_t o = 0; o <= s; o++) {
			struct hash old = mth(leaf, SIZES[o]);
			CHECK_OK(tree_consistency(&st, SIZES[o], size, p, &n, &e), &e);
			CHECK(tree_check_consistency(SIZES[o], size, p, n, &old, &root));
		}
	}
	free(m);
}

TEST(missing_short_and_wide_tiles_are_noticed)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct memory *m = calloc(1, sizeof *m);
	struct tree *t = NEW(a, struct tree);
	struct tile_store st = store_of(m);
	struct hash *leaf = some_leaves(a, 600);
	struct hash h;
	CHECK_OK(tree_open(t, &st, 0, &e), &e);
	CHECK_OK(tree_append(t, leaf, 600, &e), &e);
	CHECK_ERR(tree_open(t, &st, 601, &e), ERR_CORRUPT);
	CHECK_ERR(tree_open(t, &st, 599, &e), ERR_CORRUPT);
	CHECK_ERR(tree_open(t, &st, -1, &e), ERR_INPUT);
	CHECK_ERR(tree_root_at(&st, 601, &h, &e), ERR_CORRUPT);
	CHECK_ERR(tree_leaf_at(&st, 600, &h, &e), ERR_CORRUPT);
	m->tile[find(m, 1, 0)].n = 7;
	CHECK_ERR(tree_root_at(&st, 600, &h, &e), ERR_CORRUPT);
	CHECK_ERR(tree_open(t, &st, 600, &e), ERR_CORRUPT);
	/* A write that fails is passed on. */
	CHECK_OK(tree_open(t, &st, 0, &e), &e);
	m->n = 0;
	memset(m->tile, 0, sizeof m->tile);
	m->fail_after = 0;
	CHECK_ERR(tree_append(t, leaf, 1, &e), ERR_IO);
	free(m);
}

TEST(tile_paths_are_those_of_the_specification)
{
	static const struct {
		int level;
		int64_t n;
		int width;
		const char *want;
	} CASES[] = {
		{ 0, 0, 256, "tile/0/000" },
		{ 1, 999, 1, "tile/1/999.p/1" },
		{ 0, 1234067, 256, "tile/0/x001/x234/067" },
		{ 3, 1000, 255, "tile/3/x001/000.p/255" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_BUF b;
		buf_init(&b, 99);
		tile_path(&b, CASES[i].level, CASES[i].n, CASES[i].width);
		CHECK_STR(buf_str(&b), CASES[i].want);
	}
}

/* ---- published probes ---- */

struct probes {
	int run, wrong, accepted;
};

/* Some probes have roots and leaves of other lengths, which our types cannot hold: such a value is
 * stood in for by its hash, so that equal ones stay equal and no others. An empty one is nothing. */
static bool hash_from(const struct json *v, struct hash *ret)
{
	struct str s;
	size_t n;
	uint8_t b[256];
	if (!json_str(v, &s) || !b64_decode(b, sizeof b, &n, s) || n == 0)
		return false;
	*ret = hash_of(str_n((const char *)b, n));
	if (n == HASH_LEN)
		memcpy(ret->b, b, HASH_LEN);
	return true;
}

static bool probe_holds(const struct json *v)
{
	struct hash p[100];
	struct hash x;
	struct hash y;
	size_t n = 0;
	int64_t i = -1;
	int64_t j = -1;
	for (const struct json *h = json_first(json_get(v, STR("proof"))); h; h = h->next)
		if (n == COUNT(p) || !hash_from(h, &p[n++]))
			return false;
	if (json_get(v, STR("leafIdx")))
		return json_int(json_get(v, STR("leafIdx")), &i) &&
		       json_int(json_get(v, STR("treeSize")), &j) &&
		       hash_from(json_get(v, STR("leafHash")), &x) &&
		       hash_from(json_get(v, STR("root")), &y) &&
		       tree_check_inclusion(i, j, &x, p, n, &y);
	return json_int(json_get(v, STR("size1")), &i) && json_int(json_get(v, STR("size2")), &j) &&
	       hash_from(json_get(v, STR("root1")), &x) &&
	       hash_from(json_get(v, STR("root2")), &y) &&
	       tree_check_consistency(i, j, p, n, &x, &y);
}

static void run_probe(struct arena *a, const char *path, struct probes *ret)
{
	struct str s;
	struct err e;
	const struct json *v = NULL;
	bool want_err = false;
	CHECK_OK(file_read(path, 1 << 20, a, &s, &e), &e);
	/* Two probes have the index 2^64 - 1, which is refused where numbers are read. */
	if (json_read(s, 1 << 20, JSON_ANY, a, &v, &e) < 0)
		want_err = str_has(s, STR("18446744073709551615")) &&
			   str_has(s, STR("\"wantErr\": true"));
	else
		CHECK(json_bool(json_get(v, STR("wantErr")), &want_err));
	bool holds = probe_holds(v);
	ret->run++;
	ret->accepted += holds;
	if (holds == want_err) {
		ret->wrong++;
		FAIL("%s: %s", path, holds ? "accepted" : "refused");
	}
}

static void run_probes(struct arena *a, const char *folder, struct probes *ret)
{
	struct dirent **d = NULL;
	int n = scandir(folder, &d, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		struct str path = str_printf(a, "%s/%s", folder, d[i]->d_name);
		if (str_ends(path, STR(".json")))
			run_probe(a, path.p, ret);
		else if (d[i]->d_name[0] != '.')
			run_probes(a, path.p, ret);
		free(d[i]);
	}
	free(d);
}

static struct str dev_data(struct arena *a, const char *path)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return str_printf(a, "%s/vectors/evidence/%s", root ? root : "../shared", path);
}

TEST(shipped_merkle_probes_get_the_right_answer)
{
	AUTO_ARENA *a = arena_new(0);
	struct probes p = { 0 };
	run_probes(a, "tests/data/merkle", &p);
	CHECK_INT(p.run, 27);
	CHECK_INT(p.accepted, 10);
}

TEST(all_merkle_probes_get_the_right_answer)
{
	AUTO_ARENA *a = arena_new(0);
	struct probes p = { 0 };
	struct str folder = dev_data(a, "merkle");
	if (!file_exists(folder.p))
		SKIP("the published probes are not here (VIGIL_DEV_DATA)");
	run_probes(a, folder.p, &p);
	CHECK_INT(p.run, 196);
	CHECK_INT(p.accepted, 12);
}

/* A log written by another program: its entries give its tile and its roots. */
static void check_tessera(struct arena *a, const char *folder, const int *sizes, size_t n_sizes)
{
	struct err e;
	struct str s;
	struct memory *m = calloc(1, sizeof *m);
	struct tree *t = NEW(a, struct tree);
	struct tile_store st = store_of(m);
	CHECK_OK(tree_open(t, &st, 0, &e), &e);
	CHECK_OK(file_read(str_printf(a, "%s/tile/entries/000.p/15", folder).p, 1 << 20, a, &s, &e),
		 &e);
	for (size_t i = 0; i + 2 <= s.n;) {
		size_t n = (size_t)(uint8_t)s.p[i] << 8 | (uint8_t)s.p[i + 1];
		struct hash leaf = tree_leaf(str_n(s.p + i + 2, n));
		CHECK_OK(tree_append(t, &leaf, 1, &e), &e);
		i += 2 + n;
	}
	CHECK_INT(t->size, 15);
	CHECK_OK(file_read(str_printf(a, "%s/tile/0/000.p/15", folder).p, TILE_BYTES, a, &s, &e),
		 &e);
	CHECK(s.n == 15 * HASH_LEN && memcmp(s.p, t->edge[0], s.n) == 0);
	for (size_t i = 0; i < n_sizes; i++) {
		struct checkpoint c = { 0 };
		struct note note = { 0 };
		struct hash root;
		CHECK_OK(file_read(str_printf(a, "%s/checkpoint.%d", folder, sizes[i]).p, 1 << 16,
				   a, &s, &e),
			 &e);
		CHECK_OK(note_parse(s, a, &note, &e), &e);
		CHECK_OK(checkpoint_parse(note.text, &c, &e), &e);
		CHECK_INT(c.size, sizes[i]);
		CHECK_OK(tree_root_at(&st, sizes[i], &root, &e), &e);
		CHECK(hash_eq(&root, &c.root));
	}
	free(m);
}

TEST(a_log_of_another_program_has_the_same_tiles_and_roots)
{
	static const int SHIPPED[] = { 5, 8, 15 };
	AUTO_ARENA *a = arena_new(0);
	check_tessera(a, "tests/data/tessera", SHIPPED, COUNT(SHIPPED));
}

TEST(all_checkpoints_of_the_other_log_have_our_roots)
{
	static const int ALL[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
	AUTO_ARENA *a = arena_new(0);
	struct str folder = dev_data(a, "tessera-log");
	if (!file_exists(folder.p))
		SKIP("the published log is not here (VIGIL_DEV_DATA)");
	check_tessera(a, folder.p, ALL, COUNT(ALL));
}
