/* SPDX-License-Identifier: Apache-2.0 */
/* A log as files: which there are, how they are called, what they hold (C2SP tlog-tiles). */
#include "check.h"

#include "base/crypto.h"
#include "base/file.h"
#include "ledger/tiles.h"

/* ---- a folder in memory ---- */

enum { FILES_MAX = 2000 };

struct folder {
	struct arena *a;
	struct {
		struct str path, bytes;
	} file[FILES_MAX];
	size_t n;
	size_t gets;
};

static size_t find(const struct folder *d, struct str path)
{
	size_t i = 0;
	while (i < d->n && !str_eq(d->file[i].path, path))
		i++;
	return i;
}

static void put(struct folder *d, struct str path, struct str bytes)
{
	size_t i = find(d, path);
	assert(i < FILES_MAX);
	d->n = i == d->n ? i + 1 : d->n;
	d->file[i].path = str_copy(d->a, path);
	d->file[i].bytes = str_copy(d->a, bytes);
}

static int get(void *ctx, struct str path, size_t max, struct arena *a, struct str *ret,
	       struct err *e)
{
	struct folder *d = ctx;
	size_t i = find(d, path);
	d->gets++;
	if (i == d->n)
		return err_set(e, ERR_NOTFOUND, "no file");
	if (d->file[i].bytes.n > max)
		return err_set(e, ERR_TOOBIG, "too large");
	*ret = str_copy(a, d->file[i].bytes);
	return 0;
}

/* ---- a log that is written there, by nothing but the definition ---- */

static struct str entry_of(struct arena *a, int64_t i)
{
	/* Of different lengths, one of them empty. */
	return str_printf(a, "%.*s", (int)(i % 13), "abcdefghijklmnop");
}

static struct hash mth(struct arena *a, int64_t from, int64_t n)
{
	if (n == 1)
		return tree_leaf(entry_of(a, from));
	int64_t k = 1;
	while (2 * k < n)
		k *= 2;
	struct hash l = mth(a, from, k);
	struct hash r = mth(a, from + k, n - k);
	return tree_node(&l, &r);
}

static int add_file(void *ctx, const struct tile_file *f, struct err *e)
{
	struct folder *d = ctx;
	AUTO_BUF path;
	AUTO_BUF b;
	(void)e;
	buf_init(&path, 200);
	buf_init(&b, TILES_FILE_MAX);
	tiles_path(&path, f);
	for (int i = 0; i < f->width; i++) {
		int64_t at = f->n * TILE_WIDTH + i;
		if (f->level == TILE_ENTRIES) {
			tiles_entry_add(&b, entry_of(d->a, at));
			continue;
		}
		int64_t leaves = (int64_t)1 << (8 * f->level);
		struct hash h = mth(d->a, at * leaves, leaves);
		buf_add_n(&b, h.b, HASH_LEN);
	}
	put(d, buf_str(&path), buf_str(&b));
	return 0;
}

static struct checkpoint head_of(struct folder *d, int64_t size)
{
	struct checkpoint c = { .origin = STR("vigil.example/x"), .size = size };
	c.root = size ? mth(d->a, 0, size) : tree_empty();
	return c;
}

static struct folder *folder_of(struct arena *a, int64_t size)
{
	struct folder *d = NEW(a, struct folder);
	struct err e;
	d->a = a;
	CHECK_OK(tiles_needed(0, size, add_file, d, &e), &e);
	return d;
}

/* ---- names ---- */

TEST(paths_are_those_of_the_specification)
{
	static const struct {
		struct tile_file f;
		const char *path;
	} CASES[] = {
		{ { 0, 0, 256 }, "tile/0/000" },
		{ { 0, 0, 1 }, "tile/0/000.p/1" },
		{ { 0, 1234067, 256 }, "tile/0/x001/x234/067" },
		{ { 3, 999, 255 }, "tile/3/999.p/255" },
		{ { 0, 1000, 256 }, "tile/0/x001/000" },
		{ { TILE_ENTRIES, 0, 256 }, "tile/entries/000" },
		{ { TILE_ENTRIES, 1234067, 7 }, "tile/entries/x001/x234/067.p/7" },
	};
	static const char *const WRONG[] = {
		"",
		"tile",
		"tile/0",
		"tile/0/",
		"tile/0/00",
		"tile/0/0000",
		"tile/0/000.p",
		"tile/0/000.p/",
		"tile/0/000.p/0",
		"tile/0/000.p/256",
		"tile/0/000.p/01",
		"tile/00/000",
		"tile/8/000",
		"tile/-1/000",
		"tile/x/000",
		"tile/0/x000/001",
		"tile/0/001/234",
		"tile/0/x001",
		"tile/0/x001/x234",
		"tile/0/000/",
		"/tile/0/000",
		"tile/0/000 ",
		"tile/0/../000",
		"tile/8/0/000",
		"tile/entries/000.p/3x",
		"tile/entry/000",
		"checkpoint",
		"tile/0/x999/x999/x999/x999/x999/x999/999",
		"tile/0/\xD9\xA0\xD9\xA0\xD9\xA0",
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct tile_file f = { 0 };
		AUTO_BUF b;
		buf_init(&b, 200);
		tiles_path(&b, &CASES[i].f);
		CHECK_STR(buf_str(&b), CASES[i].path);
		CHECK(tiles_path_parse(buf_str(&b), &f));
		CHECK(f.level == CASES[i].f.level && f.n == CASES[i].f.n &&
		      f.width == CASES[i].f.width);
	}
	for (size_t i = 0; i < COUNT(WRONG); i++) {
		struct tile_file f;
		if (tiles_path_parse(str_of(WRONG[i]), &f))
			FAIL("\"%s\" is no path of a tile", WRONG[i]);
	}
}

struct tally {
	int64_t full[TREE_LEVELS], width[TREE_LEVELS];
	int64_t bundles, files;
};

static int tally(void *ctx, const struct tile_file *f, struct err *e)
{
	struct tally *t = ctx;
	(void)e;
	t->files++;
	if (f->level == TILE_ENTRIES)
		t->bundles++;
	else if (f->width == TILE_WIDTH)
		t->full[f->level]++;
	else
		t->width[f->level] = f->width;
	return 0;
}

/* The example of the specification. */
TEST(seventy_thousand_entries_have_these_tiles)
{
	struct tally t = { 0 };
	struct err e;
	CHECK_OK(tiles_needed(0, 70000, tally, &t, &e), &e);
	CHECK_INT(t.full[0], 273);
	CHECK_INT(t.width[0], 112);
	CHECK_INT(t.full[1], 1);
	CHECK_INT(t.width[1], 17);
	CHECK_INT(t.full[2], 0);
	CHECK_INT(t.width[2], 1);
	CHECK_INT(t.full[3] + t.width[3], 0);
	CHECK_INT(t.bundles, 274);
	CHECK_INT(t.files, tiles_count(0, 70000));
	memset(&t, 0, sizeof t);
	CHECK_OK(tiles_needed(0, 256, tally, &t, &e), &e);
	CHECK_INT(t.full[0], 1);
	CHECK_INT(t.width[0], 0);
	CHECK_INT(t.width[1], 1);
}

/* In steps of every kind: what is written step by step has all that a log written at once has. */
TEST(what_is_added_step_by_step_is_what_is_written_at_once)
{
	static const int64_t STEPS[] = { 1, 7, 255, 256, 257, 300 };
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	for (size_t s = 0; s < COUNT(STEPS); s++) {
		struct folder *d = NEW(a, struct folder);
		d->a = a;
		for (int64_t size = 0; size < 600;) {
			int64_t next = size + STEPS[s] < 600 ? size + STEPS[s] : 600;
			size_t before = d->n;
			CHECK_OK(tiles_needed(size, next, add_file, d, &e), &e);
			/* Never again what was there. */
			CHECK_INT(d->n, before + (size_t)tiles_count(size, next));
			size = next;
			if (STEPS[s] == 1 && size % 50)
				continue;
			struct checkpoint c = head_of(d, size);
			struct tiles_source src = { d, get, size };
			CHECK_OK(tiles_check(&src, &c, NULL, NULL, &e), &e);
		}
		CHECK_INT(tiles_count(600, 600), 0);
		for (size_t i = 0; i < d->n; i++) {
			struct tile_file f;
			CHECK(tiles_path_parse(d->file[i].path, &f));
			bool stays = f.width == TILE_WIDTH || f.n == 2 || f.level == 1;
			CHECK(tiles_may_be(&f, 600) == stays);
		}
	}
}

struct entries {
	struct arena *a;
	int64_t n;
};

static int next_entry(void *ctx, int64_t index, struct str entry, struct err *e)
{
	struct entries *x = ctx;
	(void)e;
	CHECK_INT(index, x->n++);
	CHECK(str_eq(entry, entry_of(x->a, index)));
	return 0;
}

TEST(a_set_gives_entries_roots_and_proofs)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct folder *d = folder_of(a, 530);
	struct checkpoint c = head_of(d, 530);
	struct tiles_source src = { d, get, 530 };
	struct tile_store st = tiles_store(&src);
	struct entries x = { a, 0 };
	struct hash root;
	struct hash proof[PROOF_HASHES_MAX];
	size_t n;
	CHECK_OK(tiles_check(&src, &c, next_entry, &x, &e), &e);
	CHECK_INT(x.n, 530);
	CHECK_OK(tree_root_at(&st, 530, &root, &e), &e);
	CHECK(hash_eq(&root, &c.root));
	CHECK_OK(tree_inclusion(&st, 300, 530, proof, &n, &e), &e);
	struct hash leaf = tree_leaf(entry_of(a, 300));
	CHECK(tree_check_inclusion(300, 530, &leaf, proof, n, &root));
	/* A reader with an older head finds what it needs, in full tiles where those have come. */
	struct checkpoint old = head_of(d, 250);
	src.size = 250;
	CHECK_OK(tiles_check(&src, &old, NULL, NULL, &e), &e);
	src.size = 0;
	struct checkpoint none = head_of(d, 0);
	CHECK_OK(tiles_check(&src, &none, NULL, NULL, &e), &e);
}

/* Every byte of every file in turn, each file cut, missing and longer. */
TEST(no_changed_byte_is_accepted)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct folder *d = folder_of(a, 259);
	struct checkpoint c = head_of(d, 259);
	struct tiles_source src = { d, get, 259 };
	size_t tried = 0;
	for (size_t i = 0; i < d->n; i++) {
		struct str was = d->file[i].bytes;
		char *t = NEW_N(a, was.n + 1, char);
		memcpy(t, was.p, was.n);
		/* Full tiles at a stride: each try makes the whole tree again. */
		for (size_t k = 0; k<was.n; k += was.n> 1000 ? 61 : 1) {
			t[k] = (char)(t[k] ^ (1 << (k % 8)));
			d->file[i].bytes = str_n(t, was.n);
			if (tiles_check(&src, &c, NULL, NULL, &e) != ERR_CORRUPT)
				FAIL("%.*s: byte %zu", STR_FMT(d->file[i].path), k);
			t[k] = was.p[k];
			tried++;
		}
		d->file[i].bytes = str_n(t, was.n - 1);
		CHECK_ERR(tiles_check(&src, &c, NULL, NULL, &e), ERR_CORRUPT);
		d->file[i].bytes = str_n(t, was.n + 1);
		CHECK(tiles_check(&src, &c, NULL, NULL, &e) < 0);
		struct str path = d->file[i].path;
		d->file[i].path = STR("elsewhere");
		CHECK_ERR(tiles_check(&src, &c, NULL, NULL, &e), ERR_NOTFOUND);
		d->file[i].path = path;
		d->file[i].bytes = was;
	}
	CHECK(tried > 300);
	CHECK_OK(tiles_check(&src, &c, NULL, NULL, &e), &e);
	c.root.b[0] ^= 1;
	CHECK_ERR(tiles_check(&src, &c, NULL, NULL, &e), ERR_CORRUPT);
}

/* ---- the set another program wrote ---- */

static struct str dev_data(struct arena *a, const char *path)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return str_printf(a, "%s/vectors/evidence/%s", root ? root : "../shared", path);
}

struct disk {
	const char *folder;
};

static int get_disk(void *ctx, struct str path, size_t max, struct arena *a, struct str *ret,
		    struct err *e)
{
	struct disk *d = ctx;
	return file_read(str_printf(a, "%s/%.*s", d->folder, STR_FMT(path)).p, max, a, ret, e);
}

/* Its sets of every size are accepted, and ours from the same entries are the same bytes. */
static void check_tessera(struct arena *a, const char *folder, int64_t size)
{
	struct disk disk = { folder };
	struct tiles_source src = { &disk, get_disk, size };
	struct str s = STR_NULL;
	struct note note = { 0 };
	struct checkpoint c = { 0 };
	struct str entry[TILE_WIDTH];
	int width = 0;
	struct err e;
	CHECK_OK(file_read(str_printf(a, "%s/checkpoint.%d", folder, (int)size).p, NOTE_MAX, a, &s,
			   &e),
		 &e);
	CHECK_OK(note_parse(s, a, &note, &e), &e);
	CHECK_OK(checkpoint_parse(note.text, &c, &e), &e);
	CHECK_INT(c.size, size);
	CHECK_OK(tiles_check(&src, &c, NULL, NULL, &e), &e);
	if (size == 0)
		return;
	CHECK_OK(tiles_entries(&src, 0, a, entry, &width, &e), &e);
	CHECK_INT(width, size);
	AUTO_BUF bundle;
	AUTO_BUF tile;
	AUTO_BUF path;
	buf_init(&bundle, TILES_FILE_MAX);
	buf_init(&tile, TILE_BYTES);
	buf_init(&path, 200);
	for (int i = 0; i < width; i++) {
		struct hash leaf = tree_leaf(entry[i]);
		tiles_entry_add(&bundle, entry[i]);
		buf_add_n(&tile, leaf.b, HASH_LEN);
	}
	tiles_path(&path, &(struct tile_file){ TILE_ENTRIES, 0, width });
	CHECK_OK(get_disk(&disk, buf_str(&path), TILES_FILE_MAX, a, &s, &e), &e);
	CHECK(str_eq(s, buf_str(&bundle)));
	buf_clear(&path);
	tiles_path(&path, &(struct tile_file){ 0, 0, width });
	CHECK_OK(get_disk(&disk, buf_str(&path), TILE_BYTES, a, &s, &e), &e);
	CHECK(str_eq(s, buf_str(&tile)));
}

TEST(the_shipped_set_of_another_program_is_accepted_and_made)
{
	AUTO_ARENA *a = arena_new(0);
	check_tessera(a, "tests/data/tessera", 15);
}

TEST(sets_of_all_sizes_of_the_other_program_are_accepted_and_made)
{
	AUTO_ARENA *a = arena_new(0);
	struct str folder = dev_data(a, "tessera-log");
	if (!file_exists(folder.p))
		SKIP("the published log is not here (VIGIL_DEV_DATA)");
	for (int64_t size = 0; size <= 15; size++)
		check_tessera(a, folder.p, size);
}
