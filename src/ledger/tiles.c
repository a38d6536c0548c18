/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/tiles.h"

#include "ledger/ledger_priv.h"

/* Hashes a level has in all, and of them in full tiles. */
static int64_t level_hashes(int64_t size, int level)
{
	return level == TILE_ENTRIES ? size : size >> (8 * level);
}

/* ---- names ---- */

void tiles_path(struct buf *b, const struct tile_file *f)
{
	if (f->level == TILE_ENTRIES) {
		buf_lit(b, "tile/entries");
		tile_path_end(b, f->n, f->width);
	} else {
		tile_path(b, f->level, f->n, f->width);
	}
}

/* "x001/x234/067", and what follows it. */
static bool parse_index(struct str s, int64_t *ret, struct str *ret_rest)
{
	int64_t n = 0;
	for (int groups = 0; groups < 6; groups++) {
		bool more = str_starts(s, STR("x"));
		s = str_from(s, more);
		if (s.n < 3)
			return false;
		for (int i = 0; i < 3; i++) {
			if (s.p[i] < '0' || s.p[i] > '9')
				return false;
			n = n * 10 + (s.p[i] - '0');
		}
		s = str_from(s, 3);
		if (!more) {
			*ret = n;
			*ret_rest = s;
			return true;
		}
		if (!str_starts(s, STR("/")))
			return false;
		s = str_from(s, 1);
	}
	return false; /* a log has less than 10^18 tiles */
}

bool tiles_path_parse(struct str s, struct tile_file *ret)
{
	struct tile_file f = { .width = TILE_WIDTH };
	struct str level;
	struct str rest;
	int64_t v = 0;
	if (!str_starts(s, STR("tile/")))
		return false;
	rest = str_cut(str_from(s, 5), '/', &level);
	if (str_eq(level, STR("entries")))
		f.level = TILE_ENTRIES;
	else if (ledger_decimal(level, &v) && v < TREE_LEVELS)
		f.level = (int)v;
	else
		return false;
	if (!parse_index(rest, &f.n, &rest))
		return false;
	if (rest.n) {
		if (!str_starts(rest, STR(".p/")) || !ledger_decimal(str_from(rest, 3), &v) ||
		    v < 1 || v >= TILE_WIDTH)
			return false;
		f.width = (int)v;
	}
	/* Numbers have more spellings ("x000/001"); names have one. */
	AUTO_BUF b;
	buf_init(&b, 256);
	tiles_path(&b, &f);
	if (!str_eq(buf_str(&b), s))
		return false;
	*ret = f;
	return true;
}

/* ---- which there are ---- */

/* The tiles of a level from the one where `old` ended. */
static int needed_of_level(int level, int64_t old, int64_t size, int64_t n, tiles_each *each,
			   void *ctx, struct err *e)
{
	int64_t now = level_hashes(size, level);
	int64_t left = now - n * TILE_WIDTH;
	struct tile_file f = { level, n, left < TILE_WIDTH ? (int)left : TILE_WIDTH };
	if (now == level_hashes(old, level))
		return 0;
	return each(ctx, &f, e);
}

int tiles_needed(int64_t old, int64_t size, tiles_each *each, void *ctx, struct err *e)
{
	assert(0 <= old && old <= size);
	for (int level = 0; level < TREE_LEVELS; level++) {
		int64_t first = level_hashes(old, level) / TILE_WIDTH;
		int64_t tiles = (level_hashes(size, level) + TILE_WIDTH - 1) / TILE_WIDTH;
		for (int64_t n = first; n < tiles; n++) {
			if (level == 0)
				TRY(needed_of_level(TILE_ENTRIES, old, size, n, each, ctx, e));
			TRY(needed_of_level(level, old, size, n, each, ctx, e));
		}
	}
	return 0;
}

static int count_one(void *ctx, const struct tile_file *f, struct err *e)
{
	(void)f;
	(void)e;
	++*(int64_t *)ctx;
	return 0;
}

int64_t tiles_count(int64_t old, int64_t size)
{
	int64_t n = 0;
	struct err e;
	if (tiles_needed(old, size, count_one, &n, &e) < 0)
		die("counting cannot fail");
	return n;
}

bool tiles_may_be(const struct tile_file *f, int64_t size)
{
	if (f->n > INT64_MAX / TILE_WIDTH)
		return false;
	int64_t left = level_hashes(size, f->level) - f->n * TILE_WIDTH;
	if (f->width == TILE_WIDTH)
		return left >= TILE_WIDTH;
	return f->width <= left && left < TILE_WIDTH;
}

/* ---- bundles ---- */

void tiles_entry_add(struct buf *b, struct str entry)
{
	assert(entry.n <= TILES_ENTRY_MAX);
	buf_char(b, (char)(entry.n >> 8));
	buf_char(b, (char)(entry.n & 0xFF));
	buf_add(b, entry);
}

int tiles_entries_read(struct str bundle, int width, struct str ret[static TILE_WIDTH],
		       struct err *e)
{
	for (int i = 0; i < width; i++) {
		if (bundle.n < 2)
			return err_set(e, ERR_INPUT, "it holds %d entries, and %d are needed", i,
				       width);
		size_t n = (size_t)(uint8_t)bundle.p[0] << 8 | (uint8_t)bundle.p[1];
		bundle = str_from(bundle, 2);
		if (bundle.n < n)
			return err_set(e, ERR_INPUT, "its entry %d is cut short", i);
		ret[i] = str_n(bundle.p, n);
		bundle = str_from(bundle, n);
	}
	if (bundle.n)
		return err_set(e, ERR_INPUT, "more than %d entries stand in it", width);
	return 0;
}

/* ---- reading ---- */

/* The width of a tile in a log of the source's size; 0: it has none. */
static int width_of(const struct tiles_source *s, int level, int64_t n)
{
	int64_t left = level_hashes(s->size, level) - n * TILE_WIDTH;
	return left <= 0 ? 0 : left < TILE_WIDTH ? (int)left : TILE_WIDTH;
}

static struct str path_of(const struct tile_file *f, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 256);
	tiles_path(&b, f);
	return buf_copy(&b, a);
}

/* The file, or the full one that has taken its place; *ret_width is what it holds. */
static int get(struct tiles_source *s, int level, int64_t n, size_t max, struct arena *a,
	       struct str *ret, struct tile_file *ret_file, struct err *e)
{
	struct tile_file f = { level, n, width_of(s, level, n) };
	if (f.width == 0)
		return err_set(e, ERR_NOTFOUND, "a log of %lld entries has no such tile",
			       (long long)s->size);
	int rc = s->get(s->ctx, path_of(&f, a), max, a, ret, e);
	if (rc == ERR_NOTFOUND && f.width < TILE_WIDTH) {
		f.width = TILE_WIDTH;
		rc = s->get(s->ctx, path_of(&f, a), max, a, ret, e);
		f.width = rc == ERR_NOTFOUND ? width_of(s, level, n) : TILE_WIDTH;
	}
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "%.*s is missing", STR_FMT(path_of(&f, a)));
	TRY(rc);
	*ret_file = f;
	return 0;
}

static int read_tile(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES],
		     int *ret_width, struct err *e)
{
	struct tiles_source *s = ctx;
	struct tile_file f;
	struct str bytes;
	AUTO_ARENA *a = arena_new(0);
	TRY(get(s, level, n, TILE_BYTES, a, &bytes, &f, e));
	if (bytes.n != (size_t)f.width * HASH_LEN)
		return err_set(e, ERR_CORRUPT, "%.*s does not hold %d hashes",
			       STR_FMT(path_of(&f, a)), f.width);
	memcpy(ret, bytes.p, bytes.n);
	*ret_width = width_of(s, level, n);
	return 0;
}

struct tile_store tiles_store(struct tiles_source *s)
{
	return (struct tile_store){ .ctx = s, .read = read_tile };
}

int tiles_entries(struct tiles_source *s, int64_t n, struct arena *a,
		  struct str ret[static TILE_WIDTH], int *ret_width, struct err *e)
{
	struct tile_file f;
	struct str bytes;
	struct err why = { 0 };
	TRY(get(s, TILE_ENTRIES, n, TILES_FILE_MAX, a, &bytes, &f, e));
	if (tiles_entries_read(bytes, f.width, ret, &why) < 0)
		return err_set(e, ERR_CORRUPT, "%.*s: %s", STR_FMT(path_of(&f, a)), why.text);
	*ret_width = width_of(s, TILE_ENTRIES, n);
	return 0;
}

/* ---- checking ---- */

/* A tree is grown from the entries; what it writes is compared with what is there. Tiles that still
 * grow are written as often as they do, and only the last time counts. */
static int compare(void *ctx, int level, int64_t n, const uint8_t *hashes, int width, struct err *e)
{
	struct tiles_source *s = ctx;
	uint8_t there[TILE_BYTES];
	int got;
	if (width != width_of(s, level, n))
		return 0;
	TRY(read_tile(s, level, n, there, &got, e));
	if (memcmp(there, hashes, (size_t)width * HASH_LEN) == 0)
		return 0;
	AUTO_ARENA *a = arena_new(0);
	struct tile_file f = { level, n, width };
	return err_set(e, ERR_CORRUPT, "%.*s is not what the entries make of it",
		       STR_FMT(path_of(&f, a)));
}

static int grow(struct tiles_source *s, struct tree *t, tiles_entry *each, void *ctx, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct str *entry = NEW_N(a, TILE_WIDTH, struct str);
	struct hash *leaf = NEW_N(a, TILE_WIDTH, struct hash);
	AUTO_ARENA *scratch = arena_new(0);
	int width = 0;
	for (int64_t n = 0; t->size < s->size; n++) {
		arena_clear(scratch);
		TRY(tiles_entries(s, n, scratch, entry, &width, e));
		for (int i = 0; i < width; i++) {
			leaf[i] = tree_leaf(entry[i]);
			if (each)
				TRY(each(ctx, t->size + i, entry[i], e));
		}
		TRY(tree_append(t, leaf, (size_t)width, e));
	}
	return 0;
}

int tiles_check(struct tiles_source *s, const struct checkpoint *c, tiles_entry *each, void *ctx,
		struct err *e)
{
	struct tile_store st = { .ctx = s, .read = read_tile, .write = compare };
	AUTO_ARENA *a = arena_new(0);
	struct tree *t = NEW(a, struct tree);
	assert(s->size == c->size && "the checkpoint says which files there are");
	TRY(tree_open(t, &st, 0, e));
	TRY(grow(s, t, each, ctx, e));
	struct hash root = tree_root(t);
	if (!hash_eq(&root, &c->root))
		return err_set(e, ERR_CORRUPT, "the entries do not have the root that was signed");
	return 0;
}
