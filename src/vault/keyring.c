/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * keyring.c - giving other sites what opens sealed parts, and taking theirs.
 *
 * Taking is a union: what is here stays as it is. Three things never come in: the key of a group that
 * was erased here, and keys sealed to members who were revoked or excluded. The one row that is
 * changed is a group whose wrapping nobody has opened for us and theirs opens.
 *
 * Who may read a compartment is what the log says (`admit`, `exclude`); of a member it says nothing of,
 * having a key of the compartment says yes, since whoever enrols a member admits them.
 */
#include "vault/keyring.h"

#include "ledger/key_claim.h"
#include "vault/compartment_priv.h"
#include "vault/group_priv.h"
#include "vault/keyring_priv.h"
#include "vault/vault_priv.h"

static const struct sql GROUPS =
	SQL("SELECT g.gid, g.entity, c.name, g.ckey, g.key FROM shred_group g"
	    " LEFT JOIN compartment c ON c.id = g.compartment"
	    " WHERE g.gid >= :from AND g.gid < :to AND g.key IS NOT NULL ORDER BY g.gid");
static const struct sql KEYS =
	SQL("SELECT c.name, k.ckey, k.member, k.sealed FROM compartment_key k"
	    " JOIN compartment c ON c.id = k.compartment WHERE substr(k.ckey, 16, 1) = :last"
	    " AND c.name <> '" SYNC_COMPARTMENT "' ORDER BY k.ckey, k.member, c.name");
static const struct sql SYNC_KEYS =
	SQL("SELECT c.name, k.ckey, k.member, k.sealed FROM compartment_key k"
	    " JOIN compartment c ON c.id = k.compartment WHERE c.name = '" SYNC_COMPARTMENT "'"
	    " ORDER BY k.ckey, k.member");
static const struct sql OBJECTS =
	SQL("SELECT o.name, o.bytes, o.dedup, g.gid, o.header FROM object o"
	    " JOIN shred_group g ON g.id = o.grp"
	    " WHERE o.name >= :from AND o.name < :to AND o.header IS NOT NULL ORDER BY o.name");
static const struct sql GROUP =
	SQL("SELECT id, key IS NULL, erased, ckey FROM shred_group WHERE gid = :gid");
static const struct sql ADD_GROUP =
	SQL("INSERT INTO shred_group (gid, entity, compartment, ckey, key)"
	    " VALUES (:gid, :entity, :compartment, :ckey, :key)");
static const struct sql SET_GROUP =
	SQL("UPDATE shred_group SET entity = :entity, compartment = :compartment, ckey = :ckey,"
	    " key = :key WHERE gid = :gid AND erased = 0");
static const struct sql COMPARTMENT = SQL("SELECT id FROM compartment WHERE name = :name");
static const struct sql COUNT_COMPARTMENTS = SQL("SELECT count(*) FROM compartment");
static const struct sql ADD_COMPARTMENT = SQL("INSERT INTO compartment (name) VALUES (:name)");
static const struct sql ADD_KEY =
	SQL("INSERT OR IGNORE INTO compartment_key (compartment, ckey, member, sealed)"
	    " VALUES (:compartment, :ckey, :member, :sealed)");
static const struct sql ADD_OBJECT =
	SQL("INSERT OR IGNORE INTO object (name, bytes, dedup, grp, header)"
	    " VALUES (:name, :bytes, :dedup, :grp, :header)");
static const struct sql ERASED = SQL("SELECT erased FROM shred_group WHERE id = :id");
static const struct sql LAST_GROUP = SQL("SELECT coalesce(max(id), 0) FROM shred_group");

/* ---- giving ---- */

struct span {
	uint8_t from[1];
	uint8_t to[HASH_LEN + 1]; /* above every id that begins as the last bucket does */
	size_t to_n;
};

static struct span span_of(int bucket)
{
	struct span s = { { (uint8_t)bucket }, { (uint8_t)(bucket + 1) }, 1 };
	if (bucket == VAULT_KEY_BUCKETS - 1) {
		memset(s.to, 0xff, sizeof s.to);
		s.to_n = sizeof s.to;
	}
	return s;
}

static int load_groups(struct vault *v, const struct span *s, struct arena *a, struct keyring *k,
		       struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t cap = 0;
	TRY(store_stmt(v->st, &GROUPS, &q, e));
	bind_blob(q, ":from", s->from, 1);
	bind_blob(q, ":to", s->to, s->to_n);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		k->groups = arena_grow(a, k->groups, k->n_groups, &cap, sizeof *k->groups);
		struct keyring_group *g = &k->groups[k->n_groups++];
		memset(g, 0, sizeof *g);
		TRY(col_blob(q, 0, g->gid.b, ID_LEN, e));
		TRY(col_blob(q, 1, g->entity.b, ID_LEN, e));
		g->compartment = col_copy(q, 2, a);
		if (g->compartment.n)
			TRY(col_blob(q, 3, g->ckey.b, ID_LEN, e));
		TRY(col_blob(q, 4, g->key, g->compartment.n ? KEYRING_WRAPPED : KEY_LEN, e));
	}
}

static int load_keys(struct vault *v, int bucket, struct arena *a, struct keyring *k, struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t cap = 0;
	const uint8_t last = (uint8_t)bucket;
	bool sync = bucket == VAULT_KEY_BUCKET_SYNC;
	TRY(store_stmt(v->st, sync ? &SYNC_KEYS : &KEYS, &q, e));
	if (!sync)
		bind_blob(q, ":last", &last, 1);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		k->keys = arena_grow(a, k->keys, k->n_keys, &cap, sizeof *k->keys);
		struct keyring_key *key = &k->keys[k->n_keys++];
		key->compartment = col_copy(q, 0, a);
		TRY(col_blob(q, 1, key->ckey.b, ID_LEN, e));
		TRY(col_blob(q, 2, key->member.b, ID_LEN, e));
		TRY(col_blob(q, 3, key->sealed, KEYRING_SEALED, e));
	}
}

static int load_objects(struct vault *v, const struct span *s, struct arena *a, struct keyring *k,
			struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t cap = 0;
	TRY(store_stmt(v->st, &OBJECTS, &q, e));
	bind_blob(q, ":from", s->from, 1);
	bind_blob(q, ":to", s->to, s->to_n);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		k->objects = arena_grow(a, k->objects, k->n_objects, &cap, sizeof *k->objects);
		struct keyring_object *o = &k->objects[k->n_objects++];
		TRY(col_blob(q, 0, o->name.b, HASH_LEN, e));
		o->bytes = col_int(q, 1);
		TRY(col_blob(q, 2, o->dedup.b, HASH_LEN, e));
		TRY(col_blob(q, 3, o->gid.b, ID_LEN, e));
		o->header = col_copy(q, 4, a);
	}
}

int vault_keys_write(struct vault *v, int bucket, struct buf *b, struct hash *ret_hash,
		     struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct keyring k = { 0 };
	assert(bucket >= 0 && bucket <= VAULT_KEY_BUCKET_SYNC && "a byte, or that of sync keys");
	TRY(load_keys(v, bucket, a, &k, e));
	if (bucket != VAULT_KEY_BUCKET_SYNC) {
		const struct span s = span_of(bucket);
		TRY(load_groups(v, &s, a, &k, e));
		TRY(load_objects(v, &s, a, &k, e));
	}
	size_t before = b->n;
	if (k.n_groups || k.n_keys || k.n_objects)
		keyring_write(b, &k);
	TRY(buf_check(b, e));
	*ret_hash = hash_of(str_n(b->p + before, b->n - before));
	/* Arenas are not wiped; what stood in this one opens everything. */
	if (k.groups)
		wipe(k.groups, k.n_groups * sizeof *k.groups);
	return 0;
}

/* ---- taking ---- */

int keyring_take_begin(struct keyring_take *t, struct vault *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	*t = (struct keyring_take){ .v = v, .a = arena_new(0) };
	TRY(compartment_world_load(v, t->a, &t->world, e));
	TRY(store_stmt(v->st, &LAST_GROUP, &q, e));
	TRY(stmt_row(q, e));
	t->groups_before = col_int(q, 0);
	return 0;
}

void keyring_take_done(struct keyring_take *t)
{
	if (t->others)
		wipe(t->others, t->n_others * sizeof *t->others);
	arena_free(t->a);
	memset(t, 0, sizeof *t);
}

static int take_compartment(struct vault *v, struct str name, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *count = NULL;
	AUTO_STMT *add = NULL;
	bool there;
	TRY(store_stmt(v->st, &COMPARTMENT, &q, e));
	bind_str(q, ":name", name);
	TRY(stmt_next(q, &there, e));
	if (there) {
		*ret = col_int(q, 0);
		return 0;
	}
	TRY(store_stmt(v->st, &COUNT_COMPARTMENTS, &count, e));
	TRY(stmt_row(count, e));
	if (col_int(count, 0) >= COMPARTMENTS_MAX - 1)
		return err_set(e, ERR_TOOBIG, "a vault has at most %d compartments",
			       COMPARTMENTS_MAX - 1);
	TRY(store_stmt(v->st, &ADD_COMPARTMENT, &add, e));
	bind_str(add, ":name", name);
	TRY(stmt_run(add, e));
	*ret = store_last_rowid(v->st);
	return 0;
}

static int put_group_row(struct vault *v, const struct sql *sql, const struct keyring_group *g,
			 struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, sql, &q, e));
	bind_blob(q, ":gid", g->gid.b, ID_LEN);
	bind_blob(q, ":entity", g->entity.b, ID_LEN);
	if (g->compartment.n) {
		int64_t id;
		TRY(take_compartment(v, g->compartment, &id, e));
		bind_int(q, ":compartment", id);
		bind_blob(q, ":ckey", g->ckey.b, ID_LEN);
	} else {
		bind_null(q, ":compartment");
		bind_null(q, ":ckey");
	}
	bind_blob(q, ":key", g->key, g->compartment.n ? KEYRING_WRAPPED : KEY_LEN);
	return stmt_run(q, e);
}

static void remember_other(struct keyring_take *t, const struct keyring_group *g)
{
	t->others = arena_grow(t->a, t->others, t->n_others, &t->cap_others, sizeof *t->others);
	t->others[t->n_others] = *g;
	t->others[t->n_others++].compartment = str_copy(t->a, g->compartment);
}

static int take_group(struct keyring_take *t, const struct keyring_group *g, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(t->v->st, &GROUP, &q, e));
	bind_blob(q, ":gid", g->gid.b, ID_LEN);
	TRY(stmt_next(q, &there, e));
	if (!there)
		return put_group_row(t->v, &ADD_GROUP, g, e);
	bool waiting = col_int(q, 1) != 0;
	if (col_int(q, 2)) /* erased */
		return 0;
	if (waiting) {
		if (col_int(q, 0) <= t->groups_before)
			t->for_shown = true;
		return put_group_row(t->v, &SET_GROUP, g, e);
	}
	if (g->compartment.n && !col_is_null(q, 3)) {
		struct id ckey;
		TRY(col_blob(q, 3, ckey.b, ID_LEN, e));
		if (!id_eq(&ckey, &g->ckey) && !ckey_find(t->v, &ckey))
			remember_other(t, g);
	}
	return 0;
}

static int take_key(struct keyring_take *t, const struct keyring_key *k, struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t id;
	if (!compartment_world_allows(&t->world, k->compartment, &k->member))
		return 0;
	TRY(take_compartment(t->v, k->compartment, &id, e));
	if (id_eq(&k->member, &t->v->member)) {
		AUTO_KEY opened;
		if (!box_open(opened.b, k->sealed, sizeof k->sealed, &t->v->box) &&
		    !box_open(opened.b, k->sealed, sizeof k->sealed, &t->v->box_before))
			return 0; /* a true one may come yet */
		if (sync_key_compartment(k->compartment) && !sync_key_holds(&k->ckey, &opened))
			return 0;
	}
	TRY(store_stmt(t->v->st, &ADD_KEY, &q, e));
	bind_int(q, ":compartment", id);
	bind_blob(q, ":ckey", k->ckey.b, ID_LEN);
	bind_blob(q, ":member", k->member.b, ID_LEN);
	bind_blob(q, ":sealed", k->sealed, sizeof k->sealed);
	return stmt_run(q, e);
}

static int take_object(struct keyring_take *t, const struct keyring_object *o, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_STMT *erased = NULL;
	int64_t grp;
	TRY(group_by_gid(t->v, &o->gid, &grp, e));
	TRY(store_stmt(t->v->st, &ERASED, &erased, e));
	bind_int(erased, ":id", grp);
	TRY(stmt_row(erased, e));
	TRY(store_stmt(t->v->st, &ADD_OBJECT, &q, e));
	bind_blob(q, ":name", o->name.b, HASH_LEN);
	bind_int(q, ":bytes", o->bytes);
	bind_blob(q, ":dedup", o->dedup.b, HASH_LEN);
	bind_int(q, ":grp", grp);
	if (col_int(erased, 0))
		bind_null(q, ":header");
	else
		bind_blob(q, ":header", o->header.p, o->header.n);
	return stmt_run(q, e);
}

int keyring_take(struct keyring_take *t, struct str bytes, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct keyring k;
	int rc = 0;
	if (!bytes.n)
		return 0; /* an empty bucket */
	TRY(keyring_read(bytes, a, &k, e));
	for (size_t i = 0; i < k.n_groups && rc == 0; i++)
		rc = take_group(t, &k.groups[i], e);
	for (size_t i = 0; i < k.n_keys && rc == 0; i++)
		rc = take_key(t, &k.keys[i], e);
	for (size_t i = 0; i < k.n_objects && rc == 0; i++)
		rc = take_object(t, &k.objects[i], e);
	wipe(k.groups, k.n_groups * sizeof *k.groups);
	return rc;
}

/* A group whose wrapping here nobody opens for us: theirs takes its place if we can open it. */
static int take_others(struct keyring_take *t, struct err *e)
{
	for (size_t i = 0; i < t->n_others; i++) {
		AUTO_KEY k;
		const struct keyring_group *g = &t->others[i];
		const struct open_ckey *by = ckey_find(t->v, &g->ckey);
		if (by && ckey_unwrap(by, str_n((const char *)g->key, KEYRING_WRAPPED), &k))
			TRY(put_group_row(t->v, &SET_GROUP, g, e));
	}
	return 0;
}

int keyring_take_end(struct keyring_take *t, bool *ret_for_shown, struct err *e)
{
	TRY(group_compartments_open(t->v, e));
	TRY(take_others(t, e));
	TRY(compartments_settle(t->v, e));
	group_forget(t->v);
	*ret_for_shown = t->for_shown;
	return 0;
}
