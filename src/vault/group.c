/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * group.c - shred groups, and sealing under a group's key.
 *
 * A sealed blob is nonce ‖ ChaCha20-Poly1305(plain padded with zero bytes to a multiple of 64),
 * with the group's id as associated data, so that a blob cannot be moved to another group and reads
 * the same at every site.
 */
#include "vault/take_priv.h"
#include "vault/compartment_priv.h"
#include "vault/group_priv.h"

#include "base/bytes.h"

static const struct sql BY_ENTITY =
	SQL("SELECT id, ckey FROM shred_group WHERE entity = :entity AND key IS NOT NULL"
	    " AND compartment IS :compartment ORDER BY gid");
static const struct sql BY_GID = SQL("SELECT id FROM shred_group WHERE gid = :gid");
static const struct sql ADD_GROUP =
	SQL("INSERT INTO shred_group (gid, entity, compartment, ckey, key)"
	    " VALUES (:gid, :entity, :compartment, :ckey, :key)");
static const struct sql GROUP =
	SQL("SELECT compartment, key, gid, ckey, erased FROM shred_group WHERE id = :id");

enum { GROUP_AD = 16 + 2 * ID_LEN };

static struct str group_ad(const struct id *gid, char ret[static GROUP_AD])
{
	static const char PREFIX[] = "vigil/group/v1 ";
	const size_t n = sizeof PREFIX - 1;
	memcpy(ret, PREFIX, n);
	hex_encode(ret + n, gid->b, ID_LEN);
	return str_n(ret, n + 2 * (size_t)ID_LEN);
}

static struct group_key *remember(struct vault *v, int64_t group, const struct id *gid, bool sealed,
				  const struct key *k)
{
	struct group_key *c = &v->cache[group % GROUP_CACHE];
	c->id = group;
	c->gid = *gid;
	c->sealed = sealed;
	c->key = *k;
	return c;
}

static int add_group(struct vault *v, const struct id *entity, int64_t compartment, int64_t *ret,
		     struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_KEY k;
	struct id gid;
	uint8_t stored[WRAPPED_LEN];
	size_t n = KEY_LEN;
	random_bytes(k.b, KEY_LEN);
	random_bytes(gid.b, ID_LEN);
	TRY(store_stmt(v->st, &ADD_GROUP, &q, e));
	bind_blob(q, ":gid", gid.b, ID_LEN);
	bind_blob(q, ":entity", entity->b, ID_LEN);
	if (compartment) {
		const struct open_ckey *c = compartment_newest(v, compartment);
		assert(c && "asked by compartment_id, which refuses one that is shut");
		ckey_wrap(c, &k, stored);
		n = WRAPPED_LEN;
		bind_int(q, ":compartment", compartment);
		bind_blob(q, ":ckey", c->id.b, ID_LEN);
	} else {
		memcpy(stored, k.b, KEY_LEN);
		bind_null(q, ":compartment");
		bind_null(q, ":ckey");
	}
	bind_blob(q, ":key", stored, n);
	TRY(stmt_run(q, e));
	*ret = store_last_rowid(v->st);
	remember(v, *ret, &gid, compartment != 0, &k);
	wipe(stored, sizeof stored);
	return 0;
}

/* Sites that know of each other's groups use the same one: that of the smallest id that opens. */
int group_of(struct vault *v, const struct id *entity, const char *compartment, int64_t *ret,
	     struct err *e)
{
	AUTO_STMT *q = NULL;
	int64_t c = 0;
	if (compartment)
		TRY(compartment_id(v, compartment, &c, e));
	TRY(store_stmt(v->st, &BY_ENTITY, &q, e));
	bind_blob(q, ":entity", entity->b, ID_LEN);
	if (c)
		bind_int(q, ":compartment", c);
	else
		bind_null(q, ":compartment");
	for (;;) {
		bool there;
		struct id ckey;
		TRY(stmt_next(q, &there, e));
		if (!there)
			return add_group(v, entity, c, ret, e);
		if (c) {
			TRY(col_blob(q, 1, ckey.b, ID_LEN, e));
			if (!ckey_find(v, &ckey))
				continue;
		}
		*ret = col_int(q, 0);
		return 0;
	}
}

int group_find(struct vault *v, const struct id *gid, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(store_stmt(v->st, &BY_GID, &q, e));
	bind_blob(q, ":gid", gid->b, ID_LEN);
	TRY(stmt_row(q, e));
	*ret = col_int(q, 0);
	return 0;
}

int group_by_gid(struct vault *v, const struct id *gid, int64_t *ret, struct err *e)
{
	static const uint8_t NOBODY[ID_LEN] = { 0 };
	AUTO_STMT *add = NULL;
	int rc = group_find(v, gid, ret, e);
	if (rc != ERR_NOTFOUND)
		return rc;
	TRY(store_stmt(v->st, &ADD_GROUP, &add, e));
	bind_blob(add, ":gid", gid->b, ID_LEN);
	bind_blob(add, ":entity", NOBODY, ID_LEN);
	bind_null(add, ":compartment");
	bind_null(add, ":ckey");
	bind_null(add, ":key");
	TRY(stmt_run(add, e));
	*ret = store_last_rowid(v->st);
	return 0;
}

static int out_of_reach(struct err *e)
{
	return err_set(e, ERR_DENIED, "sealed in a compartment that is not open to you");
}

static int no_key(bool erased, struct err *e)
{
	return erased ? err_set(e, ERR_NOTFOUND, "erased for somebody's safety")
		      : err_set(e, ERR_NOTFOUND, "its key has not arrived from the other site yet");
}

/* *ret lives until the next group is looked up. */
static int find(struct vault *v, int64_t group, enum group_reach reach,
		const struct group_key **ret, struct err *e)
{
	const struct group_key *c = &v->cache[group % GROUP_CACHE];
	if (c->id == group) {
		if (c->sealed && reach == REACH_VIEW)
			return out_of_reach(e);
		*ret = c;
		return 0;
	}
	AUTO_STMT *q = NULL;
	AUTO_KEY k;
	struct id gid;
	TRY(store_stmt(v->st, &GROUP, &q, e));
	bind_int(q, ":id", group);
	TRY(stmt_row(q, e));
	if (col_is_null(q, 1))
		return no_key(col_int(q, 4) != 0, e);
	TRY(col_blob(q, 2, gid.b, ID_LEN, e));
	bool sealed = !col_is_null(q, 0);
	struct str stored = col_str(q, 1);
	if (sealed) {
		struct id ckey;
		if (reach == REACH_VIEW)
			return out_of_reach(e);
		TRY(col_blob(q, 3, ckey.b, ID_LEN, e));
		const struct open_ckey *by = ckey_find(v, &ckey);
		if (!by)
			return out_of_reach(e);
		if (!ckey_unwrap(by, stored, &k))
			goto damaged;
	} else {
		if (stored.n != KEY_LEN)
			goto damaged;
		memcpy(k.b, stored.p, KEY_LEN);
	}
	*ret = remember(v, group, &gid, sealed, &k);
	return 0;
damaged:
	return err_set(e, ERR_CORRUPT, "the key of shred group %lld is damaged", (long long)group);
}

int group_key(struct vault *v, int64_t group, enum group_reach reach, struct key *ret,
	      struct err *e)
{
	const struct group_key *g;
	TRY(find(v, group, reach, &g, e));
	*ret = g->key;
	return 0;
}

int group_key_gid(struct vault *v, int64_t group, enum group_reach reach, struct key *ret,
		  struct id *ret_gid, struct err *e)
{
	const struct group_key *g;
	TRY(find(v, group, reach, &g, e));
	*ret = g->key;
	*ret_gid = g->gid;
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
	TRY(store_stmt(v->st, &GROUP, &q, e));
	bind_int(q, ":id", group);
	TRY(stmt_row(q, e));
	*ret = !col_is_null(q, 0);
	return 0;
}

void group_forget(struct vault *v)
{
	wipe(v->cache, sizeof v->cache);
}

int group_seal(struct vault *v, int64_t group, struct str plain, struct arena *a, struct str *ret,
	       struct err *e)
{
	const struct group_key *g;
	char ad[GROUP_AD];
	TRY(find(v, group, REACH_MEMBER, &g, e));
	size_t padded = (plain.n + SEAL_BLOCK - 1) / SEAL_BLOCK * SEAL_BLOCK;
	char *p = NEW_N(a, padded, char);
	uint8_t *out = NEW_N(a, AEAD_NONCE_LEN + padded + AEAD_TAG_LEN, uint8_t);
	if (plain.n)
		memcpy(p, plain.p, plain.n);
	random_bytes(out, AEAD_NONCE_LEN);
	aead_seal(out + AEAD_NONCE_LEN, str_n(p, padded), group_ad(&g->gid, ad), out, &g->key);
	*ret = str_n((char *)out, AEAD_NONCE_LEN + padded + AEAD_TAG_LEN);
	return 0;
}

int sealed_open(const struct key *k, const struct id *gid, struct str sealed, struct arena *a,
		struct str *ret, struct err *e)
{
	char ad[GROUP_AD];
	const uint8_t *p = (const uint8_t *)sealed.p;
	if (sealed.n < AEAD_NONCE_LEN + AEAD_TAG_LEN)
		return err_set(e, ERR_CORRUPT, "a sealed part is cut short");
	size_t n = sealed.n - AEAD_NONCE_LEN;
	uint8_t *out = NEW_N(a, n, uint8_t);
	if (!aead_open(out, p + AEAD_NONCE_LEN, n, group_ad(gid, ad), p, k))
		return err_set(e, ERR_CORRUPT,
			       "a sealed part does not open with the key of its group");
	n -= AEAD_TAG_LEN;
	while (n && out[n - 1] == 0)
		n--;
	*ret = str_n((char *)out, n);
	return 0;
}

int group_open(struct vault *v, int64_t group, enum group_reach reach, struct str sealed,
	       struct arena *a, struct str *ret, struct err *e)
{
	const struct group_key *g;
	TRY(find(v, group, reach, &g, e));
	return sealed_open(&g->key, &g->gid, sealed, a, ret, e);
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
