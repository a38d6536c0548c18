/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/tileset.h"

#include <dirent.h>
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

struct writing {
	const struct tileset *t;
	struct tileset_made made;
	struct vault_tree tree;
	struct tile_store tiles;
	int64_t done, of;
	struct arena *a; /* cleared at every file */
};

/* ---- what the folder has ---- */

int tileset_compare(struct vault *v, struct str note, const char *path,
		    enum vault_head_verdict *ret, struct err *e)
{
	int rc = vault_compare_head(v, note, NULL, 0, ret, e);
	if (rc == ERR_CORRUPT || rc == ERR_DENIED) {
		err_wrap(e, "%s", path);
		rc = e->code = ERR_INPUT;
	}
	return rc;
}

const char *tileset_fork_kept(struct vault *v)
{
	return store_is_fixed(vault_store(v))
		       ? "Keep that head: nothing can be noted in this vault"
		       : "Both heads are kept as proof; `vigil witness status` shows them";
}

static int judge_old(const struct tileset *t, struct str note, const struct checkpoint *c,
		     struct err *e)
{
	enum vault_head_verdict verdict;
	if (!str_eq(c->origin, t->head.origin))
		return err_set(e, ERR_CONFLICT, "%s holds another log, %.*s; choose another folder",
			       t->folder, STR_FMT(c->origin));
	TRY(tileset_compare(t->v, note, t->folder, &verdict, e));
	switch (verdict) {
	case HEAD_SAME:
	case HEAD_AHEAD:
		return 0;
	case HEAD_BEHIND:
		return err_set(
			e, ERR_CONFLICT,
			"%s holds a head of this log with %lld entries, and this vault has %lld: "
			"the vault was restored from a backup, or is a copy of one that went on. "
			"Nothing was written. Fetch what the others have with `vigil sync`, then "
			"begin a new log with `vigil log epoch`",
			t->folder, (long long)c->size, (long long)t->head.size);
	case HEAD_FORK:
		break;
	}
	return err_set(
		e, ERR_CONFLICT,
		"FORK: %s holds a head of this log with %lld entries that is signed and is not "
		"what this vault has. The log was continued twice. Nothing was written. %s",
		t->folder, (long long)c->size, tileset_fork_kept(t->v));
}

/* Entries of the folder's checkpoint; 0 when it has none. */
static int read_old(const struct tileset *t, struct arena *a, int64_t *ret, struct err *e)
{
	struct str note;
	struct note n;
	struct checkpoint c;
	int rc = file_read(str_printf(a, "%s/checkpoint", t->folder).p, NOTE_MAX, a, &note, e);
	*ret = 0;
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	TRY(note_parse(note, a, &n, e));
	TRY(checkpoint_parse(n.text, &c, e));
	TRY(judge_old(t, note, &c, e));
	*ret = c.size;
	return 0;
}

/* ---- one file ---- */

static char *path_of(const struct writing *w, const struct tile_file *f)
{
	AUTO_BUF b;
	buf_init(&b, 4096 + 256);
	buf_printf(&b, "%s/", w->t->folder);
	tiles_path(&b, f);
	char *path = NEW_N(w->a, b.n + 1, char);
	memcpy(path, b.p, b.n);
	return path;
}

static int make_folders(char *path, struct err *e)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0755) != 0 && errno != EEXIST)
			return err_set(e, ERR_IO, "cannot make the folder %s: %s", path,
				       strerror(errno));
		*slash = '/';
	}
	return 0;
}

static int add_entry(void *ctx, const struct log_row *row, struct err *e)
{
	char bytes[ENTRY_MAX];
	struct hash h = hash_of(row->bytes);
	(void)e;
	tiles_entry_add(ctx, entry_write(bytes, row->kind, &h));
	return 0;
}

static int content_of(struct writing *w, const struct tile_file *f, struct buf *b, struct err *e)
{
	uint8_t hashes[TILE_BYTES];
	int width;
	if (f->level == TILE_ENTRIES) {
		int64_t from = f->n * TILE_WIDTH;
		TRY(vault_log_rows(w->t->v, w->t->site, from, from + f->width, add_entry, b, e));
		return buf_check(b, e);
	}
	TRY(w->tiles.read(w->tiles.ctx, f->level, f->n, hashes, &width, e));
	if (width < f->width)
		return err_set(e, ERR_CORRUPT,
			       "a tile of the log is too short; `vigil check` says "
			       "what is damaged");
	buf_add_n(b, hashes, (size_t)f->width * HASH_LEN);
	return buf_check(b, e);
}

static bool is_same(const char *path, struct str content, struct arena *a)
{
	struct str there;
	return file_read(path, content.n, a, &there, NULL) == 0 && str_eq(there, content);
}

/* Full, and covered by the checkpoint that is there: it is what it will always be. */
static bool is_settled(const struct writing *w, const struct tile_file *f, const char *path)
{
	struct stat st;
	int64_t level = f->level == TILE_ENTRIES ? w->made.old : w->made.old >> (8 * f->level);
	return f->width == TILE_WIDTH && (f->n + 1) * TILE_WIDTH <= level && stat(path, &st) == 0 &&
	       (f->level == TILE_ENTRIES ? st.st_size > 0 : st.st_size == TILE_BYTES);
}

static int put_file(void *ctx, const struct tile_file *f, struct err *e)
{
	struct writing *w = ctx;
	AUTO_BUF b;
	buf_init(&b, TILES_FILE_MAX);
	arena_clear(w->a);
	char *path = path_of(w, f);
	if (w->t->progress)
		TRY(w->t->progress(w->t->ctx, w->done, w->of));
	w->done++;
	if (is_settled(w, f, path))
		return 0;
	TRY(content_of(w, f, &b, e));
	if (is_same(path, buf_str(&b), w->a))
		return 0;
	TRY(make_folders(path, e));
	w->made.written++;
	return file_write_later(path, buf_str(&b), 0644, e);
}

/* ---- what is full now ---- */

static int remove_partial(struct writing *w, int level, int64_t n, struct err *e)
{
	struct tile_file full = { level, n, TILE_WIDTH };
	arena_clear(w->a);
	const char *folder = str_printf(w->a, "%s.p", path_of(w, &full)).p;
	DIR *d = opendir(folder);
	if (!d)
		return 0;
	for (struct dirent *f = readdir(d); f; f = readdir(d))
		if (f->d_name[0] != '.' &&
		    unlink(str_printf(w->a, "%s/%s", folder, f->d_name).p) == 0)
			w->made.removed++;
	closedir(d);
	if (rmdir(folder) != 0)
		return err_set(e, ERR_IO, "cannot remove %s: %s", folder, strerror(errno));
	return 0;
}

/* At the edge the folder had, where the tile has filled up since. */
static int remove_partials(struct writing *w, struct err *e)
{
	for (int level = TILE_ENTRIES; level < TREE_LEVELS; level++) {
		int shift = level == TILE_ENTRIES ? 0 : 8 * level;
		int64_t old = w->made.old >> shift;
		int64_t now = w->t->head.size >> shift;
		if (old % TILE_WIDTH && old / TILE_WIDTH < now / TILE_WIDTH)
			TRY(remove_partial(w, level, old / TILE_WIDTH, e));
	}
	return 0;
}

int tileset_write(const struct tileset *t, struct tileset_made *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct writing w = { .t = t, .tree = { t->v, t->site }, .a = a };
	w.tiles = vault_tree_tiles(&w.tree);
	AUTO_ARENA *keep = arena_new(0);
	const char *checkpoint = str_printf(keep, "%s/checkpoint", t->folder).p;
	TRY(read_old(t, keep, &w.made.old, e));
	if (mkdir(t->folder, 0755) != 0 && errno != EEXIST)
		return err_set(e, ERR_IO, "cannot make the folder %s: %s", t->folder,
			       strerror(errno));
	w.of = tiles_count(0, t->head.size);
	TRY(tiles_needed(0, t->head.size, put_file, &w, e));
	TRY(file_sync_all(t->folder, e));
	if (!is_same(checkpoint, t->note, keep))
		TRY(file_write(checkpoint, t->note, 0644, e));
	TRY(remove_partials(&w, e));
	*ret = w.made;
	return 0;
}
