/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * group.c - who can read what: compartments, shred groups, and sealing under a group's key.
 *
 * A sealed blob is nonce ‖ ChaCha20-Poly1305(plain padded with zero bytes to a multiple of 64),
 * with the group's number as associated data, so that a blob cannot be moved to another group.
 */
#include "vault/vault_priv.h"

static const struct sql BY_ENTITY = SQL("SELECT id FROM shred_group WHERE entity = :entity");
static const struct sql ADD_GROUP = SQL(
	"INSERT INTO shred_group (entity, compartment, key) VALUES (:entity, :compartment, :key)");
static const struct sql GROUP_KEY = SQL("SELECT compartment, key FROM shred_group WHERE id = :id");
static const struct sql SET_GROUP_KEY = SQL("UPDATE shred_group SET key = :key WHERE id = :id");
static const struct sql GROUPS_IN = SQL(
	"SELECT id FROM shred_group WHERE compartment = :compartment AND key IS NOT NULL ORDER BY id");
static const struct sql COMPARTMENT = SQL("SELECT id FROM compartment WHERE name = :name");
static const struct sql ADD_COMPARTMENT = SQL("INSERT INTO compartment (name) VALUES (:name)");
static const struct sql ALL_COMPARTMENTS = SQL("SELECT id FROM compartment ORDER BY id");
static const struct sql OUR_KEYS = SQL(
	"SELECT compartment, sealed FROM compartment_key WHERE member = :member ORDER BY compartment");
static const struct sql ADMIT =
	SQL("INSERT OR REPLACE INTO compartment_key (compartment, member, sealed)"
	    " VALUES (:compartment, :member, :sealed)");
static const struct sql FORGET_KEYS =
	SQL("DELETE FROM compartment_key WHERE compartment = :compartment");

/* A data key wrapped under a compartment's key: nonce ‖ sealed key. */
enum { WRAPPED_LEN = AEAD_NONCE_LEN + KEY_LEN + AEAD_TAG_LEN };

static struct str group_ad(int64_t group, char ret[static 40])
{
	int n = snprintf(ret, 40, "vigil/group/v1 %lld", (long long)group);
	return str_n(ret, (size_t)n);
}

static bool compartment_is_open(const struct vault *v, int64_t id)
{
	return id > 0 && id < COMPARTMENTS_MAX && v->compartment_open[id];
}

int group_compartments_open(struct vault *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool more;
	memset(v->compartment_open, 0, sizeof v->compartment_open);
	TRY(store_stmt(v->st, &OUR_KEYS, &q, e));
	bind_blob(q, ":member", v->member.b, ID_LEN);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			return 0;
		int64_t id = col_int(q, 0);
		struct str sealed = col_str(q, 1);
		if (id <= 0 || id >= COMPARTMENTS_MAX || sealed.n != KEY_LEN + SEAL_EXTRA ||
		    !box_open(v->compartment[id].b, (const uint8_t *)sealed.p, sealed.n, &v->box))
			return err_set(e, ERR_CORRUPT,
				       "the key of compartment %lld cannot be opened",
				       (long long)id);
		v->compartment_open[id] = true;
	}
}

static int compartment_id(struct vault *v, const char *name, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &COMPARTMENT, &q, e));
	bind_str(q, ":name", str_of(name));
	int rc = stmt_row(q, e);
	if (rc == ERR_NOTFOUND)
		return err_set(e, ERR_NOTFOUND, "there is no compartment \"%s\"", name);
	TRY(rc);
	*ret = col_int(q, 0);
	if (!compartment_is_open(v, *ret))
		return err_set(
			e, ERR_DENIED,
			"the compartment \"%s\" is not open to you; an officer can admit you",
			name);
	return 0;
}

/* The stored form of a data key: itself, or wrapped when the group is in a compartment. */
static size_t wrap(struct vault *v, int64_t compartment, const struct key *k,
		   uint8_t ret[static WRAPPED_LEN])
{
	if (compartment == 0) {
		memcpy(ret, k->b, KEY_LEN);
		return KEY_LEN;
	}
	random_bytes(ret, AEAD_NONCE_LEN);
	aead_seal(ret + AEAD_NONCE_LEN, str_n((const char *)k->b, KEY_LEN),
		  STR("vigil/group-key/v1"), ret, &v->compartment[compartment]);
	return WRAPPED_LEN;
}

static bool unwrap(struct vault *v, int64_t compartment, struct str stored, struct key *ret)
{
	if (compartment == 0) {
		if (stored.n != KEY_LEN)
			return false;
		memcpy(ret->b, stored.p, KEY_LEN);
		return true;
	}
	const uint8_t *p = (const uint8_t *)stored.p;
	return stored.n == WRAPPED_LEN &&
	       aead_open(ret->b, p + AEAD_NONCE_LEN, stored.n - AEAD_NONCE_LEN,
			 STR("vigil/group-key/v1"), p, &v->compartment[compartment]);
}

static void remember(struct vault *v, int64_t group, bool sealed, const struct key *k)
{
	struct group_key *c = &v->cache[group % GROUP_CACHE];
	c->id = group;
	c->sealed = sealed;
	c->key = *k;
}

static int add_group(struct vault *v, const struct id *entity, int64_t compartment, int64_t *ret,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_KEY k;
	uint8_t stored[WRAPPED_LEN];
	random_bytes(k.b, KEY_LEN);
	size_t n = wrap(v, compartment, &k, stored);
	TRY(store_stmt(v->st, &ADD_GROUP, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	if (compartment)
		bind_int(q, ":compartment", compartment);
	else
		bind_null(q, ":compartment");
	bind_blob(q, ":key", stored, n);
	TRY(stmt_run(q, e));
	*ret = store_last_rowid(v->st);
	remember(v, *ret, compartment != 0, &k);
	wipe(stored, sizeof stored);
	return 0;
}

int group_of(struct vault *v, const struct id *entity, const char *compartment, int64_t *ret,
	     struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t c = 0;
	if (compartment)
		TRY(compartment_id(v, compartment, &c, e));
	TRY(store_stmt(v->st, &BY_ENTITY, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	bool there;
	TRY(stmt_next(q, &there, e));
	if (!there)
		return add_group(v, entity, c, ret, e);
	*ret = col_int(q, 0);
	return 0;
}

static int out_of_reach(struct err *e)
{
	return err_set(e, ERR_DENIED, "sealed in a compartment that is not open to you");
}

int group_key(struct vault *v, int64_t group, enum group_reach reach, struct key *ret,
	      struct err *e)
{
	const struct group_key *c = &v->cache[group % GROUP_CACHE];
	if (c->id == group) {
		if (c->sealed && reach == REACH_VIEW)
			return out_of_reach(e);
		*ret = c->key;
		return 0;
	}
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &GROUP_KEY, &q, e));
	bind_int(q, ":id", group);
	TRY(stmt_row(q, e));
	if (col_is_null(q, 1))
		return err_set(e, ERR_NOTFOUND, "erased for somebody's safety");
	int64_t compartment = col_is_null(q, 0) ? 0 : col_int(q, 0);
	if (compartment && (reach == REACH_VIEW || !compartment_is_open(v, compartment)))
		return out_of_reach(e);
	if (!unwrap(v, compartment, col_str(q, 1), ret))
		return err_set(e, ERR_CORRUPT, "the key of shred group %lld is damaged",
			       (long long)group);
	remember(v, group, compartment != 0, ret);
	return 0;
}

int group_is_sealed(struct vault *v, int64_t group, bool *ret, struct err *e)
{
	const struct group_key *c = &v->cache[group % GROUP_CACHE];
	if (c->id == group) {
		*ret = c->sealed;
		return 0;
	}
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &GROUP_KEY, &q, e));
	bind_int(q, ":id", group);
	TRY(stmt_row(q, e));
	*ret = !col_is_null(q, 0);
	return 0;
}

int group_seal(struct vault *v, int64_t group, struct str plain, struct arena *a, struct str *ret,
	       struct err *e)
{
	AUTO_KEY k;
	char ad[40];
	TRY(group_key(v, group, REACH_MEMBER, &k, e));
	size_t padded = (plain.n + SEAL_BLOCK - 1) / SEAL_BLOCK * SEAL_BLOCK;
	char *p = NEW_N(a, padded, char);
	uint8_t *out = NEW_N(a, AEAD_NONCE_LEN + padded + AEAD_TAG_LEN, uint8_t);
	if (plain.n)
		memcpy(p, plain.p, plain.n);
	random_bytes(out, AEAD_NONCE_LEN);
	aead_seal(out + AEAD_NONCE_LEN, str_n(p, padded), group_ad(group, ad), out, &k);
	*ret = str_n((char *)out, AEAD_NONCE_LEN + padded + AEAD_TAG_LEN);
	return 0;
}

int group_open(struct vault *v, int64_t group, enum group_reach reach, struct str sealed,
	       struct arena *a, struct str *ret, struct err *e)
{
	AUTO_KEY k;
	char ad[40];
	TRY(group_key(v, group, reach, &k, e));
	const uint8_t *p = (const uint8_t *)sealed.p;
	if (sealed.n < AEAD_NONCE_LEN + AEAD_TAG_LEN)
		return err_set(e, ERR_CORRUPT, "a sealed part is cut short");
	size_t n = sealed.n - AEAD_NONCE_LEN;
	uint8_t *out = NEW_N(a, n, uint8_t);
	if (!aead_open(out, p + AEAD_NONCE_LEN, n, group_ad(group, ad), p, &k))
		return err_set(e, ERR_CORRUPT,
			       "a sealed part does not open with the key of its group");
	n -= AEAD_TAG_LEN;
	while (n && out[n - 1] == 0)
		n--;
	*ret = str_n((char *)out, n);
	return 0;
}

/* ---- compartments ---- */

static int admit(struct vault *v, int64_t compartment, const struct id *member,
		 const uint8_t box_public[KEY_LEN], struct err *e)
{
	AUTO_STMT *q = NULL;
	uint8_t sealed[KEY_LEN + SEAL_EXTRA];
	box_seal(sealed, str_n((char *)v->compartment[compartment].b, KEY_LEN), box_public);
	TRY(store_stmt(v->st, &ADMIT, &q, e));
	bind_int(q, ":compartment", compartment);
	bind_blob(q, ":member", member->b, ID_LEN);
	bind_blob(q, ":sealed", sealed, sizeof sealed);
	return stmt_run(q, e);
}

int compartment_create(struct vault *v, const char *name, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &ADD_COMPARTMENT, &q, e));
	bind_str(q, ":name", str_of(name));
	TRY(stmt_run(q, e));
	int64_t id = store_last_rowid(v->st);
	if (id >= COMPARTMENTS_MAX)
		return err_set(e, ERR_TOOBIG, "a vault has at most %d compartments",
			       COMPARTMENTS_MAX - 1);
	random_bytes(v->compartment[id].b, KEY_LEN);
	v->compartment_open[id] = true;
	return admit(v, id, &v->member, v->box.public, e);
}

int compartment_admit(struct vault *v, const struct id *member, const uint8_t box_public[KEY_LEN],
		      struct err *e)
{
	for (int64_t id = 1; id < COMPARTMENTS_MAX; id++)
		if (v->compartment_open[id])
			TRY(admit(v, id, member, box_public, e));
	return 0;
}

/* Every group of a compartment gets a fresh wrapping under the fresh key. The data keys stay: what
 * the member who left has read, they have read; what they copied without its key stays shut. */
static int rewrap_groups(struct vault *v, int64_t compartment, const struct key *fresh,
			 struct err *e)
{
	AUTO_STMT *list = NULL;
	AUTO_STMT *set = NULL;
	bool more;
	struct key old = v->compartment[compartment];
	TRY(store_stmt(v->st, &GROUPS_IN, &list, e));
	TRY(store_stmt(v->st, &SET_GROUP_KEY, &set, e));
	bind_int(list, ":compartment", compartment);
	for (;;) {
		AUTO_KEY k;
		uint8_t stored[WRAPPED_LEN];
		TRY(stmt_next(list, &more, e));
		if (!more)
			break;
		int64_t group = col_int(list, 0);
		TRY(group_key(v, group, REACH_MEMBER, &k, e));
		v->compartment[compartment] = *fresh;
		size_t n = wrap(v, compartment, &k, stored);
		v->compartment[compartment] = old;
		bind_int(set, ":id", group);
		bind_blob(set, ":key", stored, n);
		TRY(stmt_run(set, e));
	}
	v->compartment[compartment] = *fresh;
	wipe(&old, sizeof old);
	return 0;
}

int compartment_renew(struct vault *v, const struct vault_member *members, size_t n, struct err *e)
{
	AUTO_STMT *list = NULL;
	AUTO_STMT *forget = NULL;
	bool more;
	TRY(store_stmt(v->st, &ALL_COMPARTMENTS, &list, e));
	TRY(store_stmt(v->st, &FORGET_KEYS, &forget, e));
	for (;;) {
		AUTO_KEY fresh;
		TRY(stmt_next(list, &more, e));
		if (!more)
			return 0;
		int64_t id = col_int(list, 0);
		if (!compartment_is_open(v, id))
			return err_set(
				e, ERR_DENIED,
				"compartment %lld is not open to you, so it cannot get a new key; "
				"an officer who can read it must revoke the member",
				(long long)id);
		random_bytes(fresh.b, KEY_LEN);
		TRY(rewrap_groups(v, id, &fresh, e));
		bind_int(forget, ":compartment", id);
		TRY(stmt_run(forget, e));
		for (size_t i = 0; i < n; i++)
			TRY(admit(v, id, &members[i].id, members[i].box_public, e));
	}
}

int vault_sealed_mac(struct vault *v, const struct id *group, const char *compartment,
		     struct str text, struct hash *ret, struct err *e)
{
	AUTO_KEY k;
	int64_t id;
	TRY(group_of(v, group, compartment, &id, e));
	TRY(group_key(v, id, REACH_MEMBER, &k, e));
	key_derive(&k, &k, "vigil/sealed-mac/v1");
	*ret = hash_hmac(k.b, text);
	return 0;
}
