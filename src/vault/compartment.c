/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compartment.c - who may read what: compartments, their keys, and who has them.
 *
 * A compartment has keys, each with an id of its own (a UUIDv7). The newest that is open to us wraps
 * what is sealed now; the older ones open what they wrapped. Each key is sealed to the box keys of
 * the members who may read the compartment. Two sites make keys for one compartment without asking
 * each other; after a sync both have both.
 *
 * A row that does not open with our box key is passed over: it came from elsewhere, and a bad one must
 * not shut the vault.
 */
#include "vault/vault_priv.h"
#include "vault/compartment_priv.h"
#include "vault/group_priv.h"

static const struct sql COMPARTMENT = SQL("SELECT id FROM compartment WHERE name = :name");
static const struct sql ADD_COMPARTMENT = SQL("INSERT INTO compartment (name) VALUES (:name)");
/* Keys of remotes are made with a revocation (sync_key.c). */
static const struct sql ALL =
	SQL("SELECT id FROM compartment WHERE name <> '" SYNC_COMPARTMENT "' ORDER BY id");
/* Newest first: when there are more than we keep, the oldest stay shut. */
static const struct sql OUR_KEYS =
	SQL("SELECT compartment, ckey, sealed FROM compartment_key WHERE member = :member"
	    " ORDER BY ckey DESC, compartment");
static const struct sql ADMIT =
	SQL("INSERT OR REPLACE INTO compartment_key (compartment, ckey, member, sealed)"
	    " VALUES (:compartment, :ckey, :member, :sealed)");
static const struct sql FORGET_KEY =
	SQL("DELETE FROM compartment_key WHERE compartment = :compartment AND ckey = :ckey");
static const struct sql FORGET_MEMBER =
	SQL("DELETE FROM compartment_key WHERE compartment = :compartment AND member = :member");
static const struct sql MEMBERS =
	SQL("SELECT DISTINCT member FROM compartment_key WHERE compartment = :compartment"
	    " ORDER BY member");
static const struct sql GROUPS_IN =
	SQL("SELECT id, ckey, key FROM shred_group WHERE compartment = :compartment"
	    " AND key IS NOT NULL ORDER BY id");
static const struct sql SET_GROUP_KEY =
	SQL("UPDATE shred_group SET key = :key, ckey = :ckey WHERE id = :id");

/* ---- keys ---- */

static const char WRAP_AD[] = "vigil/group-key/v1";

void ckey_wrap(const struct open_ckey *c, const struct key *k, uint8_t ret[static WRAPPED_LEN])
{
	random_bytes(ret, AEAD_NONCE_LEN);
	aead_seal(ret + AEAD_NONCE_LEN, str_n((const char *)k->b, KEY_LEN), str_of(WRAP_AD), ret,
		  &c->key);
}

bool ckey_unwrap(const struct open_ckey *c, struct str stored, struct key *ret)
{
	const uint8_t *p = (const uint8_t *)stored.p;
	return stored.n == WRAPPED_LEN &&
	       aead_open(ret->b, p + AEAD_NONCE_LEN, stored.n - AEAD_NONCE_LEN, str_of(WRAP_AD), p,
			 &c->key);
}

const struct open_ckey *ckey_find(const struct vault *v, const struct id *ckey)
{
	for (size_t i = 0; i < v->n_ckeys; i++)
		if (id_eq(&v->ckeys[i].id, ckey))
			return &v->ckeys[i];
	return NULL;
}

const struct open_ckey *compartment_newest(const struct vault *v, int64_t compartment)
{
	const struct open_ckey *best = NULL;
	for (size_t i = 0; i < v->n_ckeys; i++) {
		const struct open_ckey *c = &v->ckeys[i];
		if (c->compartment == compartment &&
		    (!best || memcmp(c->id.b, best->id.b, ID_LEN) > 0))
			best = c;
	}
	return best;
}

int group_compartments_open(struct vault *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	wipe(v->ckeys, sizeof v->ckeys);
	v->n_ckeys = 0;
	TRY(store_stmt(v->st, &OUR_KEYS, &q, e));
	bind_blob(q, ":member", v->member.b, ID_LEN);
	while (v->n_ckeys < CKEYS_MAX) {
		bool more;
		struct open_ckey *c = &v->ckeys[v->n_ckeys];
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		struct str sealed = col_str(q, 2);
		c->compartment = col_int(q, 0);
		TRY(col_blob(q, 1, c->id.b, ID_LEN, e));
		const uint8_t *p = (const uint8_t *)sealed.p;
		/* What another site sealed before it heard of a rotation is for the box before. */
		if (sealed.n == KEY_LEN + SEAL_EXTRA &&
		    (box_open(c->key.b, p, sealed.n, &v->box) ||
		     box_open(c->key.b, p, sealed.n, &v->box_before)))
			v->n_ckeys++;
	}
	return 0;
}

/* ---- compartments ---- */

int compartment_find(struct vault *v, const char *name, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &COMPARTMENT, &q, e));
	bind_str(q, ":name", str_of(name));
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no compartment \"%s\"", name);
	TRY(rc);
	*ret = col_int(q, 0);
	return 0;
}

int compartment_id(struct vault *v, const char *name, int64_t *ret, struct err *e)
{
	int64_t id;
	TRY(compartment_find(v, name, &id, e));
	if (!compartment_newest(v, id))
		return err_set(
			e, ERR_DENIED,
			"the compartment \"%s\" is not open to you; an officer can admit you",
			name);
	*ret = id;
	return 0;
}

int ckey_seal_to(struct vault *v, const struct open_ckey *c, const struct id *member,
		 const uint8_t box_public[KEY_LEN], struct err *e)
{
	AUTO_STMT *q = NULL;
	uint8_t sealed[KEY_LEN + SEAL_EXTRA];
	box_seal(sealed, str_n((const char *)c->key.b, KEY_LEN), box_public);
	TRY(store_stmt(v->st, &ADMIT, &q, e));
	bind_int(q, ":compartment", c->compartment);
	bind_blob(q, ":ckey", c->id.b, ID_LEN);
	bind_blob(q, ":member", member->b, ID_LEN);
	bind_blob(q, ":sealed", sealed, sizeof sealed);
	return stmt_run(q, e);
}

static int new_ckey(struct vault *v, int64_t compartment, struct open_ckey **ret, struct err *e)
{
	if (v->n_ckeys == CKEYS_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d keys of compartments are open",
			       CKEYS_MAX);
	struct open_ckey *c = &v->ckeys[v->n_ckeys++];
	c->compartment = compartment;
	c->id = id_new();
	random_bytes(c->key.b, KEY_LEN);
	*ret = c;
	return 0;
}

int compartment_create(struct vault *v, const char *name, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct open_ckey *c;
	TRY(store_stmt(v->st, &ADD_COMPARTMENT, &q, e));
	bind_str(q, ":name", str_of(name));
	TRY(stmt_run(q, e));
	TRY(new_ckey(v, store_last_rowid(v->st), &c, e));
	return ckey_seal_to(v, c, &v->member, v->box.public, e);
}

int compartment_admit(struct vault *v, const struct id *member, const uint8_t box_public[KEY_LEN],
		      struct err *e)
{
	for (size_t i = 0; i < v->n_ckeys; i++)
		TRY(ckey_seal_to(v, &v->ckeys[i], member, box_public, e));
	return 0;
}

/* ---- a new key ---- */

/* Every group that opens gets a fresh wrapping under the fresh key. The data keys stay: what the
 * member who left has read, they have read; what they copied without its key stays shut. */
static int rewrap_groups(struct vault *v, const struct open_ckey *fresh, struct err *e)
{
	AUTO_STMT *list = NULL;
	AUTO_STMT *set = NULL;
	TRY(store_stmt(v->st, &GROUPS_IN, &list, e));
	TRY(store_stmt(v->st, &SET_GROUP_KEY, &set, e));
	bind_int(list, ":compartment", fresh->compartment);
	for (;;) {
		AUTO_KEY k;
		uint8_t stored[WRAPPED_LEN];
		struct id ckey;
		bool more;
		TRY(stmt_next(list, &more, e));
		if (!more)
			return 0;
		TRY(col_blob(list, 1, ckey.b, ID_LEN, e));
		const struct open_ckey *by = ckey_find(v, &ckey);
		if (!by || by == fresh)
			continue;
		if (!ckey_unwrap(by, col_str(list, 2), &k))
			return err_set(e, ERR_CORRUPT, "the key of shred group %lld is damaged",
				       (long long)col_int(list, 0));
		ckey_wrap(fresh, &k, stored);
		bind_int(set, ":id", col_int(list, 0));
		bind_blob(set, ":key", stored, sizeof stored);
		bind_blob(set, ":ckey", fresh->id.b, ID_LEN);
		TRY(stmt_run(set, e));
	}
}

static const struct vault_member *among(const struct vault_member *m, size_t n, const struct id *id)
{
	for (size_t i = 0; i < n; i++)
		if (id_eq(&m[i].id, id))
			return &m[i];
	return NULL;
}

int compartment_holders(struct vault *v, int64_t compartment, struct arena *a, struct id **ret,
			size_t *ret_n, struct err *e)
{
	AUTO_STMT *q = NULL;
	size_t n = 0;
	size_t cap = 16;
	struct id *list = NEW_N(a, cap, struct id);
	TRY(store_stmt(v->st, &MEMBERS, &q, e));
	bind_int(q, ":compartment", compartment);
	for (;;) {
		bool more;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		list = arena_grow(a, list, n, &cap, sizeof *list);
		TRY(col_blob(q, 0, list[n++].b, ID_LEN, e));
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

int compartment_forget(struct vault *v, int64_t compartment, const struct id *member, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &FORGET_MEMBER, &q, e));
	bind_int(q, ":compartment", compartment);
	bind_blob(q, ":member", member->b, ID_LEN);
	return stmt_run(q, e);
}

int compartment_renew_one(struct vault *v, int64_t compartment, const struct vault_member *members,
			  size_t n, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_STMT *forget = NULL;
	struct open_ckey *fresh;
	struct id *had;
	size_t n_had;
	size_t before = v->n_ckeys;
	if (!compartment_newest(v, compartment))
		return err_set(e, ERR_DENIED,
			       "compartment %lld is not open to you, so it cannot get a new key; "
			       "an officer who can read it must revoke the member",
			       (long long)compartment);
	TRY(compartment_holders(v, compartment, a, &had, &n_had, e));
	TRY(new_ckey(v, compartment, &fresh, e));
	TRY(rewrap_groups(v, fresh, e));
	TRY(store_stmt(v->st, &FORGET_KEY, &forget, e));
	for (size_t i = 0; i < before; i++) {
		if (v->ckeys[i].compartment != compartment)
			continue;
		bind_int(forget, ":compartment", compartment);
		bind_blob(forget, ":ckey", v->ckeys[i].id.b, ID_LEN);
		TRY(stmt_run(forget, e));
	}
	for (size_t i = 0; i < n_had; i++) {
		const struct vault_member *m = among(members, n, &had[i]);
		if (m) {
			TRY(ckey_seal_to(v, fresh, &m->id, m->box_public, e));
			continue;
		}
		/* Keys of another site that are not open to us: theirs go too. */
		TRY(compartment_forget(v, compartment, &had[i], e));
	}
	group_forget(v);
	return group_compartments_open(v, e);
}

int compartment_renew(struct vault *v, const struct vault_member *members, size_t n, struct err *e)
{
	int64_t ids[COMPARTMENTS_MAX];
	size_t count = 0;
	AUTO_STMT *q = NULL;
	bool more;
	TRY(store_stmt(v->st, &ALL, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (count == COMPARTMENTS_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d compartments",
				       COMPARTMENTS_MAX);
		ids[count++] = col_int(q, 0);
	}
	for (size_t i = 0; i < count; i++)
		TRY(compartment_renew_one(v, ids[i], members, n, e));
	return 0;
}
