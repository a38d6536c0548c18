/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.c - a vault is opened, is closed, and says of itself what it is. */
#include "vault/authority_priv.h"
#include "vault/access_priv.h"
#include "vault/compartment_priv.h"
#include "vault/slot_priv.h"
#include "vault/take_priv.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

const struct vault_kdf VAULT_KDF_DEFAULT = { 3, (size_t)256 << 20 };

static const struct sql HEAD =
	SQL("SELECT size, root, recorded_ms FROM ledger_checkpoint WHERE site = :site"
	    " ORDER BY size DESC LIMIT 1");
static const struct sql OWN = SQL("SELECT site, origin FROM ledger_log JOIN log_state USING (site)"
				  " WHERE state = 'own'");

struct vault *vault_new(const char *path, const struct projector *view)
{
	struct vault *v = mem_need(calloc(1, sizeof *v));
	v->keep = arena_new(0);
	v->scratch = arena_new(0);
	v->path = str_printf(v->keep, "%s", path).p;
	v->keys_path = str_printf(v->keep, "%s.keys", path).p;
	v->objects_path = str_printf(v->keep, "%s.objects", path).p;
	v->view = *view;
	v->own.v = v;
	return v;
}

void vault_close(struct vault *v)
{
	if (!v)
		return;
	store_close(v->st);
	authority_forget(v);
	arena_free(v->keep);
	arena_free(v->scratch);
	wipe(v, sizeof *v);
	free(v);
}

void vault_closep(struct vault **v)
{
	vault_close(*v);
}

/* ---- opening ---- */

int meta_get_key(struct vault *v, const char *name, struct key *ret, struct err *e)
{
	struct str s;
	TRY(meta_get(v->st, name, v->scratch, &s, e));
	if (s.n != KEY_LEN)
		return err_set(e, ERR_CORRUPT, "a key in the vault is damaged");
	memcpy(ret->b, s.p, KEY_LEN);
	return 0;
}

static int read_log(struct vault *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct str format;
	TRY(meta_get(v->st, "format", v->keep, &format, e));
	v->was_long = str_eq(format, str_of(VAULT_FORMAT_LONG));
	if (!v->was_long && !str_eq(format, str_of(VAULT_FORMAT)))
		return err_set(
			e, ERR_INPUT,
			"this vault has the format \"%.*s\", which this version of Vigil does not know",
			STR_FMT(format));
	TRY(meta_get(v->st, "register", v->keep, &v->reg, e));
	TRY(meta_get_key(v, "register_secret", &v->reg_secret, e));
	TRY(log_key_load(v, e));
	arena_clear(v->scratch);
	TRY(store_stmt(v->st, &OWN, &q, e));
	TRY(stmt_row(q, e));
	v->site = col_int(q, 0);
	v->own.site = v->site;
	v->origin = col_copy(q, 1, v->keep);
	return 0;
}

/* While a re-key was interrupted, slots hold two keys and the database has one of them. */
static int open_store(struct vault *v, const struct opened_slot *slot, bool write, struct err *e)
{
	enum store_mode mode = write ? STORE_WRITE : STORE_READ;
	int rc = store_open(v->path, &slot->db_key, mode, VAULT_BUSY_MS, &v->st, e);
	v->db_key = slot->db_key;
	if (rc != ERR_DENIED || !slot->has_next)
		return rc;
	TRY(store_open(v->path, &slot->db_key_next, mode, VAULT_BUSY_MS, &v->st, e));
	v->db_key = slot->db_key_next;
	return write ? slots_rekey_end(v->keys_path, e) : 0;
}

static int open_with(struct vault *v, const struct opened_slot *slot, bool write, struct err *e)
{
	vault_take_member(v, &slot->member, &slot->seed);
	v->slot = slot->slot;
	int rc = open_store(v, slot, write, e);
	if (rc == ERR_DENIED)
		return err_set(
			e, ERR_CORRUPT,
			"the passphrase is right, but %s does not open with it: the file is damaged, "
			"cut short, or not the vault these key slots belong to. Restore the last backup",
			v->path);
	TRY(rc);
	TRY(read_log(v, e));
	TRY(access_take_rotation(v, slot, e));
	/* A damaged log is opened all the same: `vigil check` has to say where it is damaged. */
	rc = access_require_member(v, e);
	if (rc == ERR_DENIED)
		return rc;
	TRY(group_compartments_open(v, e));
	rc = write && rc == 0 ? access_finish(v, e) : 0;
	return rc == ERR_BUSY ? 0 : rc; /* busy: somebody else is at it */
}

int vault_open(const char *path, struct str passphrase, bool write, const struct projector *view,
	       struct vault **ret, struct err *e)
{
	AUTO(vault_closep) struct vault *v = vault_new(path, view);
	AUTO(opened_slot_wipe) struct opened_slot slot = { .has_next = false };
	TRY(crypto_init(e));
	if (!file_exists(path))
		return err_set(e, ERR_NOTFOUND, "there is no vault %s", path);
	TRY(slots_open(v->keys_path, passphrase, &slot, e));
	TRY(open_with(v, &slot, write, e));
	*ret = v;
	v = NULL;
	return 0;
}

int vault_open_recovery(const char *path, const struct key *seed, const struct projector *view,
			struct vault **ret, struct err *e)
{
	AUTO(vault_closep) struct vault *v = vault_new(path, view);
	AUTO(opened_slot_wipe) struct opened_slot slot = { .has_next = false };
	TRY(crypto_init(e));
	if (!file_exists(path))
		return err_set(e, ERR_NOTFOUND, "there is no vault %s", path);
	TRY(slots_open_recovery(v->keys_path, seed, &slot, e));
	TRY(open_with(v, &slot, true, e));
	*ret = v;
	v = NULL;
	return 0;
}

int vault_open_beside(const struct vault *of, bool write, const struct projector *view,
		      struct vault **ret, struct err *e)
{
	AUTO(vault_closep) struct vault *v = vault_new(of->path, view);
	AUTO(opened_slot_wipe)
	struct opened_slot slot = {
		.slot = of->slot, .member = of->member, .seed = of->seed, .db_key = of->db_key
	};
	TRY(open_with(v, &slot, write, e));
	*ret = v;
	v = NULL;
	return 0;
}

/* ---- what it says of itself ---- */

struct store *vault_store(struct vault *v)
{
	return v->st;
}

const struct id *vault_member(const struct vault *v)
{
	return &v->member;
}

struct str vault_origin(const struct vault *v)
{
	return v->origin;
}

int vault_head(struct vault *v, struct vault_head *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	TRY(log_own_refresh(v, e)); /* another program may have begun a new log */
	TRY(store_stmt(v->st, &HEAD, &q, e));
	bind_int(q, ":site", v->site);
	TRY(stmt_row(q, e));
	ret->size = number_of(v->site, col_int(q, 0));
	TRY(col_blob(q, 1, ret->root.b, HASH_LEN, e));
	ret->signed_ms = col_int(q, 2);
	return 0;
}

int vault_root(struct vault *v, int64_t size, struct hash *ret, struct err *e)
{
	struct vault_tree t = { v, number_site(size) };
	struct tile_store tiles = vault_tree_tiles(&t);
	TRY(log_require_size(v, size, e));
	return tree_root_at(&tiles, number_count(size), ret, e);
}
