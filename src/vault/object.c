/* SPDX-License-Identifier: GPL-3.0-or-later */
/* object.c - names and headers of evidence payloads, as rows. */
#include "vault/object.h"

#include "vault/group_priv.h"
#include "vault/vault_priv.h"

static const struct sql ADD = SQL("INSERT INTO object (name, bytes, dedup, grp, header)"
				  " VALUES (:name, :bytes, :dedup, :grp, :header)");
static const struct sql IS_THERE = SQL("SELECT header IS NULL FROM object WHERE name = :name");
static const struct sql HEADER = SQL("SELECT header, grp FROM object WHERE name = :name");
static const struct sql BY_DEDUP =
	SQL("SELECT o.name, o.bytes, o.dedup, g.entity, o.header IS NOT NULL FROM object o"
	    " JOIN shred_group g ON g.id = o.grp WHERE o.dedup = :dedup AND o.header IS NOT NULL"
	    " AND g.key IS NOT NULL ORDER BY o.name LIMIT 1");
static const struct sql ALL =
	SQL("SELECT o.name, o.bytes, o.dedup, g.entity, o.header IS NOT NULL AND g.key IS NOT NULL"
	    " FROM object o JOIN shred_group g ON g.id = o.grp ORDER BY o.name");

enum { HEADER_MAX = 64 * 1024 };

int vault_object_add(struct vault_tx *tx, const struct vault_object *o, struct str header,
		     struct err *e)
{
	struct vault *v = tx->v;
	AUTO_ARENA *a = arena_new(0);
	AUTO_STMT *q = NULL;
	AUTO_STMT *there = NULL;
	bool is;
	int64_t grp;
	struct str sealed;
	if (header.n == 0 || header.n > HEADER_MAX)
		return err_set(e, ERR_INPUT, "a header of evidence has 1 to %d bytes", HEADER_MAX);
	TRY(store_stmt(v->st, &IS_THERE, &there, e));
	bind_blob(there, ":name", o->name.b, HASH_LEN);
	TRY(stmt_next(there, &is, e));
	if (is)
		return err_set(e, ERR_CONFLICT, "a payload of this name is in the vault already");
	TRY(group_of(v, &o->entity, NULL, &grp, e));
	/* The group's own encryption; which payload it opens is in the row, and a header of another
	 * does not fit it. */
	TRY(group_seal(v, grp, header, a, &sealed, e));
	TRY(store_stmt(v->st, &ADD, &q, e));
	bind_blob(q, ":name", o->name.b, HASH_LEN);
	bind_int(q, ":bytes", o->bytes);
	bind_blob(q, ":dedup", o->dedup.b, HASH_LEN);
	bind_int(q, ":grp", grp);
	bind_blob(q, ":header", sealed.p, sealed.n);
	return stmt_run(q, e);
}

int vault_object_header(struct vault *v, const struct hash *name, struct arena *a,
			struct str *ret_header, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &HEADER, &q, e));
	bind_blob(q, ":name", name->b, HASH_LEN);
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no such payload in the vault");
	TRY(rc);
	if (col_is_null(q, 0))
		return err_set(e, ERR_NOTFOUND, "the payload was erased");
	return group_open(v, col_int(q, 1), REACH_MEMBER, col_str(q, 0), a, ret_header, e);
}

static int read_object(struct stmt *q, struct vault_object *ret, bool *ret_open, struct err *e)
{
	struct vault_object o = { .bytes = col_int(q, 1) };
	TRY(col_blob(q, 0, o.name.b, HASH_LEN, e));
	TRY(col_blob(q, 2, o.dedup.b, HASH_LEN, e));
	TRY(col_blob(q, 3, o.entity.b, ID_LEN, e));
	*ret_open = col_int(q, 4) != 0;
	*ret = o;
	return 0;
}

int vault_object_find(struct vault *v, const struct hash *dedup, struct vault_object *ret,
		      bool *ret_there, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	bool open;
	TRY(store_stmt(v->st, &BY_DEDUP, &q, e));
	bind_blob(q, ":dedup", dedup->b, HASH_LEN);
	TRY(stmt_next(q, &there, e));
	if (there)
		TRY(read_object(q, ret, &open, e));
	*ret_there = there;
	return 0;
}

int vault_objects(struct vault *v, vault_each_object *each, void *ctx, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ALL, &q, e));
	for (;;) {
		struct vault_object o;
		bool open;
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		TRY(read_object(q, &o, &open, e));
		TRY(each(ctx, &o, open, e));
	}
}

const char *vault_objects_folder(const struct vault *v)
{
	return v->objects_path;
}
