/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sync_key.c - what files on a remote are sealed under once somebody was revoked.
 *
 * The first secret of the register stays with everybody who ever had it. So each revocation brings a
 * key that the member revoked is not given, and names it in the log; files are sealed under all keys
 * that the log names. Two officers who revoke each other's partners at two sites need not agree on a
 * newest: whoever was revoked lacks at least one.
 *
 * The keys are kept as those of a compartment that every member is in. The id of one is a hash of it, so
 * a row that somebody put on a remote cannot stand in for the key that an officer named.
 */
#include "vault/log.h"

#include "ledger/key_claim.h"
#include "vault/compartment_priv.h"
#include "vault/vault_priv.h"

static const char ID_LABEL[] = "vigil/sync-key/v1";
static const char SECRET_LABEL[] = "vigil/sync-keys/v1\n";

static const struct sql ADD = SQL("INSERT OR IGNORE INTO compartment (name) VALUES (:name)");

bool sync_key_compartment(struct str name)
{
	return str_eq(name, STR(SYNC_COMPARTMENT));
}

static struct id id_of(const struct key *k)
{
	AUTO_KEY said;
	struct id id;
	key_derive(&said, k, ID_LABEL);
	memcpy(id.b, said.b, ID_LEN);
	return id;
}

bool sync_key_holds(const struct id *id, const struct key *k)
{
	struct id is = id_of(k);
	return id_eq(&is, id);
}

int sync_key_new(struct vault *v, const struct id *gone, const struct vault_member *stay, size_t n,
		 struct id *ret, struct err *e)
{
	AUTO_STMT *add = NULL;
	struct open_ckey fresh;
	TRY(store_stmt(v->st, &ADD, &add, e));
	bind_str(add, ":name", STR(SYNC_COMPARTMENT));
	TRY(stmt_run(add, e));
	TRY(compartment_find(v, SYNC_COMPARTMENT, &fresh.compartment, e));
	TRY(compartment_forget(v, fresh.compartment, gone, e));
	random_bytes(fresh.key.b, KEY_LEN);
	fresh.id = *ret = id_of(&fresh.key);
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = ckey_seal_to(v, &fresh, &stay[i].id, stay[i].box_public, e);
	wipe(&fresh, sizeof fresh);
	return rc;
}

/* ---- those that the log names ---- */

static int add_named(void *ctx, const struct vault_entry *entry, const struct claim_view *view,
		     const struct key_claim *k, struct err *e)
{
	struct vault_sync_keys *s = ctx;
	size_t at = 0;
	(void)entry;
	(void)view;
	if (k->action != KEY_REVOKE || !k->has_sync_key)
		return 0;
	while (at < s->n && memcmp(s->ids[at].b, k->sync_key.b, ID_LEN) < 0)
		at++;
	if (at < s->n && id_eq(&s->ids[at], &k->sync_key))
		return 0;
	if (s->n == VAULT_SYNC_KEYS_MAX)
		return err_set(e, ERR_TOOBIG,
			       "more than %d revocations have changed what remotes are sealed "
			       "under",
			       VAULT_SYNC_KEYS_MAX);
	memmove(&s->ids[at + 1], &s->ids[at], (s->n - at) * sizeof *s->ids);
	s->ids[at] = k->sync_key;
	s->n++;
	return 0;
}

int vault_sync_keys(struct vault *v, struct vault_sync_keys *ret, struct err *e)
{
	ret->n = 0;
	return key_entries_allowed(v, add_named, ret, e);
}

int vault_sync_secret(const struct vault *v, const struct vault_sync_keys *k, struct key *ret,
		      struct err *e)
{
	AUTO_KEY first;
	uint8_t all[sizeof SECRET_LABEL - 1 + VAULT_SYNC_KEYS_MAX * KEY_LEN];
	size_t n = sizeof SECRET_LABEL - 1;
	vault_register_key(v, "sync", &first);
	if (k->n == 0) {
		*ret = first;
		return 0;
	}
	memcpy(all, SECRET_LABEL, n);
	for (size_t i = 0; i < k->n; i++, n += KEY_LEN) {
		const struct open_ckey *c = ckey_find(v, &k->ids[i]);
		if (!c || !sync_key_holds(&c->id, &c->key)) {
			wipe(all, sizeof all);
			return err_set(e, ERR_DENIED,
				       "a key that came with a revocation is not open to you: what "
				       "brings it has not come yet, or it was you who was revoked");
		}
		memcpy(all + n, c->key.b, KEY_LEN);
	}
	struct hash h = hash_hmac(first.b, str_n((const char *)all, n));
	memcpy(ret->b, h.b, KEY_LEN);
	wipe(all, sizeof all);
	return 0;
}
