/* SPDX-License-Identifier: GPL-3.0-or-later */
/* take_log.c - one log in the course of a take: its tree, its heads, its rows that wait. */
#include "vault/taking_priv.h"
#include "vault/group_priv.h"

static const struct sql STAGE =
	SQL("INSERT INTO take_row (seq, at, kind, bytes, gid, sealed, src_gid, src_sealed)"
	    " VALUES (:seq, :at, :kind, :bytes, :gid, :sealed, :src_gid, :src_sealed)");
static const struct sql STAGED =
	SQL("SELECT seq, at, kind, bytes, gid, sealed, src_gid, src_sealed FROM take_row"
	    " WHERE seq >= :from AND seq < :to ORDER BY seq LIMIT :max");
static const struct sql UNSTAGE = SQL("DELETE FROM take_row WHERE seq >= :from");
static const struct sql STATE = SQL("SELECT state FROM log_state WHERE site = :site");
static const struct sql LAST_KIND = SQL("SELECT kind FROM ledger_entry WHERE seq = :seq");

/* ---- which log ---- */

static int load_known(struct take_log *l, struct err *e)
{
	struct vault *v = l->t->v;
	AUTO_STMT *q = NULL;
	AUTO_STMT *last = NULL;
	TRY(log_size(v, l->site, &l->size, NULL, e));
	TRY(log_last_at(v, l->site, l->size, &l->at, e));
	l->known = true;
	TRY(store_stmt(v->st, &STATE, &q, e));
	bind_int(q, ":site", l->site);
	TRY(stmt_row(q, e));
	l->own = str_eq(col_str(q, 0), STR("own"));
	if (l->size == 0)
		return 0;
	TRY(store_stmt(v->st, &LAST_KIND, &last, e));
	bind_int(last, ":seq", number_of(l->site, l->size - 1));
	TRY(stmt_row(last, e));
	l->was_ended = l->ended = str_eq(col_str(last, 0), entry_kind_name(ENTRY_END));
	return 0;
}

static struct take_log *among(const struct take *t, struct str origin)
{
	for (size_t i = 0; i < t->n_logs; i++)
		if (str_eq(t->logs[i]->origin, origin))
			return t->logs[i];
	return NULL;
}

static int64_t site_for(const struct take *t, struct str origin)
{
	struct str founder;
	str_cut(t->v->reg, '+', &founder);
	return str_eq(founder, origin) ? 0 : number_site_of_origin(origin);
}

int take_log_of(struct take *t, struct str origin, struct take_log **ret, struct err *e)
{
	struct take_log *l = among(t, origin);
	*ret = l;
	if (l)
		return 0;
	l = NEW(t->keep, struct take_log);
	l->t = t;
	l->denied = -1;
	l->origin = str_copy(t->keep, origin);
	int rc = log_site_of(t->v, origin, &l->site, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	if (rc == 0)
		TRY(load_known(l, e));
	else
		l->site = site_for(t, origin);
	/* Two names with the same numbers: one in eight million pairs. The first stays. */
	for (size_t i = 0; i < t->n_logs; i++)
		if (t->logs[i]->site == l->site)
			return err_set(e, ERR_CONFLICT, "two logs would give out the same numbers");
	l->tree = (struct vault_tree){ t->v, l->site };
	l->before = l->staged = l->pos = l->size;
	t->logs = arena_grow(t->keep, t->logs, t->n_logs, &t->cap_logs, sizeof *t->logs);
	t->logs[t->n_logs++] = l;
	*ret = l;
	return 0;
}

int take_log_find(struct take *t, struct str origin, struct take_log **ret, struct err *e)
{
	int64_t site;
	*ret = among(t, origin);
	if (*ret)
		return 0;
	int rc = log_site_of(t->v, origin, &site, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	return take_log_of(t, origin, ret, e);
}

/* ---- its tree, with what is staged ---- */

static struct take_tile *tile_find(struct take_log *l, int level, int64_t n)
{
	for (size_t i = l->n_tiles; i-- > 0;)
		if (l->tiles[i].level == level && l->tiles[i].n == n)
			return &l->tiles[i];
	return NULL;
}

static int64_t width_at(int64_t size, int level, int64_t n)
{
	int64_t w = (size >> (8 * level)) - n * TILE_WIDTH;
	return w < 0 ? 0 : w > TILE_WIDTH ? TILE_WIDTH : w;
}

static int cut_read(void *ctx, int level, int64_t n, uint8_t ret[static TILE_BYTES], int *ret_width,
		    struct err *e)
{
	struct take_cut *cut = ctx;
	int width = (int)width_at(cut->size, level, n);
	const struct take_tile *tile = tile_find(cut->l, level, n);
	if (width == 0)
		return err_set(e, ERR_NOTFOUND, "the tree is not that large");
	if (tile) {
		memcpy(ret, tile->hashes, (size_t)tile->width * HASH_LEN);
		*ret_width = tile->width;
	} else {
		struct tile_store under = vault_tree_tiles(&cut->l->tree);
		TRY(under.read(under.ctx, level, n, ret, ret_width, e));
	}
	if (*ret_width > width)
		*ret_width = width;
	return 0;
}

static int cut_write(void *ctx, int level, int64_t n, const uint8_t *hashes, int width,
		     struct err *e)
{
	struct take_cut *cut = ctx;
	struct arena *a = cut->l->t->a;
	(void)e;
	cut->wrote = arena_grow(a, cut->wrote, cut->n_wrote, &cut->cap_wrote, sizeof *cut->wrote);
	struct take_tile *tile = &cut->wrote[cut->n_wrote++];
	*tile = (struct take_tile){ level, n, width, NEW_N(a, TILE_BYTES, uint8_t) };
	memcpy(tile->hashes, hashes, (size_t)width * HASH_LEN);
	return 0;
}

struct tile_store take_tiles(struct take_cut *cut, struct take_log *l, int64_t size)
{
	*cut = (struct take_cut){ .l = l, .size = size };
	return (struct tile_store){ .ctx = cut, .read = cut_read, .write = cut_write };
}

void take_tiles_keep(struct take_cut *cut)
{
	struct take_log *l = cut->l;
	for (size_t i = 0; i < cut->n_wrote; i++) {
		const struct take_tile *from = &cut->wrote[i];
		struct take_tile *to = tile_find(l, from->level, from->n);
		if (!to) {
			l->tiles = arena_grow(l->t->keep, l->tiles, l->n_tiles, &l->cap_tiles,
					      sizeof *l->tiles);
			to = &l->tiles[l->n_tiles++];
			*to = (struct take_tile){ from->level, from->n, 0,
						  NEW_N(l->t->keep, TILE_BYTES, uint8_t) };
		}
		memcpy(to->hashes, from->hashes, (size_t)from->width * HASH_LEN);
		to->width = from->width;
	}
}

int take_tiles_store(struct take_log *l, int64_t size, struct err *e)
{
	struct tile_store under = vault_tree_tiles(&l->tree);
	size_t kept = 0;
	for (size_t i = 0; i < l->n_tiles; i++) {
		const struct take_tile *tile = &l->tiles[i];
		int width = (int)width_at(size, tile->level, tile->n);
		if (width > 0)
			TRY(under.write(under.ctx, tile->level, tile->n, tile->hashes,
					width < tile->width ? width : tile->width, e));
		if (width < tile->width)
			l->tiles[kept++] = *tile;
	}
	l->n_tiles = kept;
	return 0;
}

/* ---- its heads ---- */

int64_t take_note_before(const struct take_log *l, int64_t size)
{
	int64_t best = l->size;
	for (size_t i = 0; i < l->n_notes; i++)
		if (l->notes[i].size <= size && l->notes[i].size > best)
			best = l->notes[i].size;
	return best;
}

void take_note_add(struct take_log *l, const struct checkpoint *c, struct str note)
{
	l->notes = arena_grow(l->t->keep, l->notes, l->n_notes, &l->cap_notes, sizeof *l->notes);
	l->notes[l->n_notes++] = (struct take_note){ c->size, c->root, str_copy(l->t->keep, note) };
}

/* ---- its rows that wait ---- */

static int group_number(struct take *t, const struct id *gid, int64_t *ret, struct err *e)
{
	size_t at = ((size_t)gid->b[0] << 8 | gid->b[1]) % TAKE_GROUPS;
	*ret = 0;
	if (id_is_nil(gid))
		return 0;
	if (!t->groups[at].id || !id_eq(&t->groups[at].gid, gid)) {
		TRY(group_by_gid(t->v, gid, &t->groups[at].id, e));
		t->groups[at].gid = *gid;
	}
	*ret = t->groups[at].id;
	return 0;
}

int take_entry(struct take *t, const struct log_row *row, struct stored_entry *ret, struct err *e)
{
	*ret = (struct stored_entry){ .kind = row->kind,
				      .bytes = row->bytes,
				      .sealed = row->sealed,
				      .src_sealed = row->src_sealed,
				      .at = row->at };
	TRY(group_number(t, &row->gid, &ret->grp, e));
	return group_number(t, &row->src_gid, &ret->src_grp, e);
}

static void bind_part(struct stmt *q, const char *gid, const struct id *id, const char *sealed,
		      struct str s)
{
	if (id_is_nil(id)) {
		bind_null(q, gid);
		bind_null(q, sealed);
	} else {
		bind_blob(q, gid, id->b, ID_LEN);
		bind_blob(q, sealed, s.p, s.n);
	}
}

int take_row_put(struct vault *v, int64_t seq, const struct log_row *row, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &STAGE, &q, e));
	bind_int(q, ":seq", seq);
	bind_int(q, ":at", row->at);
	bind_str(q, ":kind", entry_kind_name(row->kind));
	bind_blob(q, ":bytes", row->bytes.p, row->bytes.n);
	bind_part(q, ":gid", &row->gid, ":sealed", row->sealed);
	bind_part(q, ":src_gid", &row->src_gid, ":src_sealed", row->src_sealed);
	return stmt_run(q, e);
}

int take_stage(struct take_log *l, const struct log_row *rows, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		const struct log_row *row = &rows[i];
		struct checkpoint c;
		TRY(take_row_put(l->t->v, number_of(l->site, row->index), row, e));
		l->staged = row->index + 1;
		if (row->kind != ENTRY_IMPORT || checkpoint_parse(row->bytes, &c, e) < 0)
			continue; /* one that cannot be read is judged when its turn comes */
		l->imports = arena_grow(l->t->keep, l->imports, l->n_imports, &l->cap_imports,
					sizeof *l->imports);
		l->imports[l->n_imports++] =
			(struct take_import){ row->index, str_copy(l->t->keep, c.origin), c.size };
	}
	return 0;
}

static int part_read(struct stmt *q, int gid, struct arena *a, struct id *ret_gid,
		     struct str *ret_sealed, struct err *e)
{
	if (col_is_null(q, gid))
		return 0;
	*ret_sealed = col_copy(q, gid + 1, a);
	return col_blob(q, gid, ret_gid->b, ID_LEN, e);
}

int take_rows_read(struct vault *v, int64_t from, int64_t to, size_t max, struct arena *a,
		   struct log_row **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	*ret = NEW_N(a, max, struct log_row);
	*ret_n = 0;
	TRY(store_stmt(v->st, &STAGED, &q, e));
	bind_int(q, ":from", from);
	bind_int(q, ":to", to);
	bind_int(q, ":max", (int64_t)max);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		struct log_row *row = &(*ret)[(*ret_n)++];
		row->index = number_count(col_int(q, 0)); /* also of one put aside */
		row->at = col_int(q, 1);
		TRY(entry_kind_parse(col_str(q, 2), &row->kind, e));
		row->bytes = col_copy(q, 3, a);
		TRY(part_read(q, 4, a, &row->gid, &row->sealed, e));
		TRY(part_read(q, 6, a, &row->src_gid, &row->src_sealed, e));
	}
}

int take_staged(struct take_log *l, int64_t from, int64_t to, size_t max, struct arena *a,
		struct log_row **ret, size_t *ret_n, struct err *e)
{
	return take_rows_read(l->t->v, number_of(l->site, from), number_of(l->site, to), max, a,
			      ret, ret_n, e);
}

int take_unstage(struct take *t, int64_t from, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(t->v->st, &UNSTAGE, &q, e));
	bind_int(q, ":from", from);
	return stmt_run(q, e);
}
