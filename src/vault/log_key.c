/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * log_key.c - the keys that sign the heads of our own log, and changing them.
 *
 * A new key is put in force by a `log_rotate` entry that the key before vouches for; from that head on
 * both sign, until a `log_retire` entry. Others thus have the time to learn the new key from a head
 * that they can check with the old one. Who judges heads: author.c.
 */
#include "vault/author_priv.h"

#include "ledger/key_claim.h"

static const struct sql FORGET = SQL("DELETE FROM vault_meta WHERE name = 'log_seed_before'");

int log_key_load(struct vault *v, struct err *e)
{
	AUTO_KEY k;
	TRY(meta_get_key(v, "log_seed", &k, e));
	sign_key_from_seed(&v->log_key, &k);
	int rc = meta_get_key(v, "log_seed_before", &k, e);
	v->has_log_key_before = rc == 0;
	if (rc == 0)
		sign_key_from_seed(&v->log_key_before, &k);
	return rc == ERR_NOTFOUND ? 0 : rc;
}

int log_sign(struct vault *v, const struct checkpoint *c, struct arena *a, struct str *ret_note,
	     struct err *e)
{
	struct str note;
	struct str more;
	TRY(checkpoint_sign(c, &v->log_key, a, &note, e));
	if (v->has_log_key_before) {
		/* Equal texts: what follows the empty line is the second signature. */
		TRY(checkpoint_sign(c, &v->log_key_before, a, &more, e));
		ptrdiff_t gap = str_find(more, STR("\n\n"));
		assert(gap >= 0 && "every note has an empty line");
		note = str_join(a, note, str_from(more, (size_t)gap + 2));
	}
	*ret_note = note;
	return 0;
}

struct str vault_log_vkey(struct vault *v, struct arena *a)
{
	struct note_key k;
	struct err e;
	if (note_key_make(v->origin, NOTE_ED25519, v->log_key.public, &k, &e) < 0)
		die("the log's own name is no key name: %s", e.text);
	return note_key_write(&k, a);
}

int vault_log_vkeys(struct vault *v, int64_t site, int64_t size, struct arena *a, struct str **ret,
		    size_t *ret_n, struct err *e)
{
	struct authors l;
	TRY(authors_of(v, site, a, &l, e));
	struct str *list = NEW_N(a, l.n_log, struct str);
	size_t n = 0;
	for (size_t i = 0; i < l.n_log; i++) {
		struct note_key k;
		if (!log_key_signs(&l.log[i], size))
			continue;
		TRY(note_key_make(l.origin, NOTE_ED25519, l.log[i].public, &k, e));
		list[n++] = note_key_write(&k, a);
	}
	*ret = list;
	*ret_n = n;
	return 0;
}

static int require_officer(struct vault *v, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_member *m;
	size_t n;
	TRY(vault_members(v, a, &m, &n, e));
	return member_require_officer(v, m, n, e);
}

static int put_seed(struct vault *v, const char *name, const struct key *seed, struct err *e)
{
	return meta_put(v->st, name, str_n((const char *)seed->b, KEY_LEN), e);
}

static int rotate(struct vault *v, const struct key *seed, struct err *e)
{
	AUTO_VAULT_TX tx = { 0 };
	AUTO_KEY old;
	struct key_claim k = {
		.action = KEY_LOG_ROTATE, .has_member = true, .member = v->member, .has_vouch = true
	};
	TRY(vault_begin(&tx, v, e)); /* from here on the keys are those of today */
	if (v->has_log_key_before)
		return err_set(e, ERR_CONFLICT,
			       "two keys sign already; retire the old one first "
			       "(`vigil log retire-key`)");
	TRY(meta_get_key(v, "log_seed", &old, e));
	v->log_key_before = v->log_key;
	v->has_log_key_before = true;
	sign_key_from_seed(&v->log_key, seed);
	memcpy(k.public, v->log_key.public, KEY_LEN);
	log_key_vouch(k.vouch, v->origin, k.public, &v->log_key_before);
	TRY(key_entry_append(&tx, &k, e));
	TRY(put_seed(v, "log_seed_before", &old, e));
	TRY(put_seed(v, "log_seed", seed, e));
	return vault_commit(&tx, e);
}

int vault_log_key_rotate(struct vault *v, struct str *ret_vkey, struct arena *a, struct err *e)
{
	AUTO_KEY seed;
	TRY(require_officer(v, e));
	random_bytes(seed.b, KEY_LEN);
	struct own_log saved = own_log_save(v);
	int rc = rotate(v, &seed, e);
	if (rc < 0)
		own_log_restore(v, &saved);
	else
		*ret_vkey = vault_log_vkey(v, a);
	wipe(&saved, sizeof saved);
	return rc;
}

static int retire(struct vault *v, struct err *e)
{
	AUTO_VAULT_TX tx = { 0 };
	AUTO_STMT *q = NULL;
	struct key_claim k = { .action = KEY_LOG_RETIRE, .has_member = true, .member = v->member };
	TRY(vault_begin(&tx, v, e));
	if (!v->has_log_key_before)
		return err_set(e, ERR_CONFLICT, "only one key signs; there is none to retire");
	memcpy(k.public, v->log_key_before.public, KEY_LEN);
	/* The head that holds the entry is signed by the other alone. */
	v->has_log_key_before = false;
	TRY(key_entry_append(&tx, &k, e));
	TRY(store_stmt(v->st, &FORGET, &q, e));
	TRY(stmt_run(q, e));
	return vault_commit(&tx, e);
}

int vault_log_key_retire(struct vault *v, struct err *e)
{
	TRY(require_officer(v, e));
	struct own_log saved = own_log_save(v);
	int rc = retire(v, e);
	if (rc < 0)
		own_log_restore(v, &saved);
	else
		sign_key_wipe(&v->log_key_before);
	wipe(&saved, sizeof saved);
	return rc;
}
