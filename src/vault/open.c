/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * open.c - a vault comes into being, is opened, is closed.
 *
 * A new vault is made whole under NAME.new and then renamed into place, key slots first. A kill in
 * between leaves NAME.new, which no other step leaves, so the next attempt knows what it sees and
 * begins again.
 */
#include "vault/vault_priv.h"

#include <errno.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "schema.h"

const struct vault_kdf VAULT_KDF_DEFAULT = { 3, (size_t)256 << 20 };

static const struct sql SCHEMA = SQL(SCHEMA_001_VAULT);
static const struct sql HEAD =
	SQL("SELECT size, root, recorded_ms FROM ledger_checkpoint WHERE site = :site"
	    " ORDER BY size DESC LIMIT 1");
static const struct sql OWN = SQL("SELECT site, origin FROM ledger_log JOIN log_state USING (site)"
				  " WHERE state = 'own'");

static const char FORMAT[] = "vigil/vault/v1";

static struct vault *vault_new(const char *path, const struct projector *view)
{
	struct vault *v = calloc(1, sizeof *v);
	if (!v)
		die("out of memory");
	v->keep = arena_new(0);
	v->scratch = arena_new(0);
	v->path = str_printf(v->keep, "%s", path).p;
	v->keys_path = str_printf(v->keep, "%s.keys", path).p;
	v->view = *view;
	v->own.v = v;
	return v;
}

void vault_close(struct vault *v)
{
	if (!v)
		return;
	store_close(v->st);
	arena_free(v->keep);
	arena_free(v->scratch);
	wipe(v, sizeof *v);
	free(v);
}

static void vault_closep(struct vault **v)
{
	vault_close(*v);
}

/* ---- a new vault ---- */

/* The log that founds a register is site 0, so that its numbers are plain. */
static int make_log(struct vault *v, struct err *e)
{
	AUTO_KEY seed;
	char origin[CHECKPOINT_ORIGIN_LEN + 1];
	random_bytes(seed.b, KEY_LEN);
	sign_key_from_seed(&v->log_key, &seed);
	checkpoint_origin(origin);
	v->origin = str_copy(v->keep, str_of(origin));
	v->site = 0;
	v->own.site = 0;
	v->reg = vault_log_vkey(v, v->keep);
	random_bytes(v->reg_secret.b, KEY_LEN);
	TRY(meta_put(v->st, "format", str_of(FORMAT), e));
	TRY(meta_put(v->st, "register", v->reg, e));
	TRY(meta_put(v->st, "register_secret", str_n((char *)v->reg_secret.b, KEY_LEN), e));
	TRY(meta_put(v->st, "log_seed", str_n((char *)seed.b, KEY_LEN), e));
	return log_add(v, v->site, v->origin, v->reg, LOG_OWN, e);
}

static int fill_new(struct vault *v, struct str member_name, struct err *e)
{
	AUTO_TX tx = { 0 };
	TRY(tx_begin(&tx, v->st, e));
	TRY(store_run_script(v->st, &SCHEMA, e));
	TRY(make_log(v, e));
	TRY(compartment_create(v, "sources", e));
	TRY(slot_note_owner(v, &v->slot, &v->member, e));
	if (v->view.reset)
		TRY(v->view.reset(v->view.ctx, v->st, e));
	TRY(tx_commit(&tx, e));

	/* Entry 0 enrols the first member, signed by the key it enrols. */
	AUTO_VAULT_TX vtx = { 0 };
	TRY(vault_begin(&vtx, v, e));
	TRY(member_enrol(&vtx, &v->member, member_name, ROLE_OFFICER, v->author.public,
			 v->box.public, e));
	return vault_commit(&vtx, e);
}

static void remove_all(const char *path)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(a, "%s%s", path, ENDS[i]).p);
}

static int build_new(struct vault *v, const char *temp, struct str passphrase,
		     struct str member_name, const struct vault_kdf *kdf, struct err *e)
{
	AUTO_KEY seed;
	AUTO_ARENA *a = arena_new(0);
	struct id member = id_new();
	random_bytes(seed.b, KEY_LEN);
	random_bytes(v->db_key.b, KEY_LEN);
	vault_take_member(v, &member, &seed);
	v->slot = id_new();
	TRY(slots_create(str_printf(a, "%s.keys", temp).p, &v->slot, passphrase, kdf, &v->db_key,
			 &member, &seed, e));
	TRY(store_open(temp, &v->db_key, STORE_CREATE, VAULT_BUSY_MS, &v->st, e));
	TRY(fill_new(v, member_name, e));
	/* Closed before it is renamed, so that no write-ahead log stays behind under the old name. */
	TRY(store_checkpoint(v->st, e));
	store_close(v->st);
	v->st = NULL;
	return 0;
}

static int move(const char *from, const char *to, struct err *e)
{
	if (rename(from, to) != 0)
		return err_set(e, ERR_IO, "cannot make %s: %s", to, strerror(errno));
	return file_sync_folder_of(to, e);
}

int vault_create(const char *path, struct str passphrase, struct str member_name,
		 const struct vault_kdf *kdf, const struct projector *view, struct vault **ret,
		 struct err *e)
{
	AUTO(vault_closep) struct vault *v = vault_new(path, view);
	const char *temp = str_printf(v->keep, "%s.new", path).p;
	bool interrupted = file_exists(temp);
	TRY(crypto_init(e));
	if (file_exists(path))
		return err_set(e, ERR_CONFLICT, "%s exists already; choose another name", path);
	if (file_exists(v->keys_path) && !interrupted)
		return err_set(
			e, ERR_CONFLICT,
			"%s exists already, without its vault; it may be all that is left of one. "
			"Move it away or choose another name",
			v->keys_path);
	if (interrupted)
		remove_all(temp);

	int rc = build_new(v, temp, passphrase, member_name, kdf, e);
	if (rc == 0)
		rc = move(str_printf(v->keep, "%s.keys", temp).p, v->keys_path, e);
	if (rc == 0)
		rc = move(temp, path, e);
	if (rc == 0)
		rc = store_open(path, &v->db_key, STORE_WRITE, VAULT_BUSY_MS, &v->st, e);
	if (rc < 0) {
		store_close(v->st);
		v->st = NULL;
		remove_all(temp);
		if (!file_exists(path))
			unlink(v->keys_path);
		return rc;
	}
	TRY(group_compartments_open(v, e));
	*ret = v;
	v = NULL;
	return 0;
}

/* ---- opening ---- */

static int read_secret(struct vault *v, const char *name, struct key *ret, struct err *e)
{
	struct str s;
	TRY(meta_get(v->st, name, v->scratch, &s, e));
	if (s.n != KEY_LEN)
		return err_set(e, ERR_CORRUPT, "the key of the log is damaged");
	memcpy(ret->b, s.p, KEY_LEN);
	return 0;
}

static int read_log(struct vault *v, struct err *e)
{
	AUTO_STMT *q = NULL;
	AUTO_KEY k;
	struct str format;
	TRY(meta_get(v->st, "format", v->keep, &format, e));
	if (!str_eq(format, str_of(FORMAT)))
		return err_set(
			e, ERR_INPUT,
			"this vault has the format \"%.*s\", which this version of Vigil does not know",
			STR_FMT(format));
	TRY(meta_get(v->st, "register", v->keep, &v->reg, e));
	TRY(read_secret(v, "register_secret", &v->reg_secret, e));
	TRY(read_secret(v, "log_seed", &k, e));
	sign_key_from_seed(&v->log_key, &k);
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

int vault_open(const char *path, struct str passphrase, bool write, const struct projector *view,
	       struct vault **ret, struct err *e)
{
	AUTO(vault_closep) struct vault *v = vault_new(path, view);
	struct opened_slot slot;
	memset(&slot, 0, sizeof slot);
	TRY(crypto_init(e));
	if (!file_exists(path))
		return err_set(e, ERR_NOTFOUND, "there is no vault %s", path);
	TRY(slots_open(v->keys_path, passphrase, &slot, e));
	vault_take_member(v, &slot.member, &slot.seed);
	v->slot = slot.slot;
	int rc = open_store(v, &slot, write, e);
	wipe(&slot, sizeof slot);
	if (rc == ERR_DENIED)
		return err_set(
			e, ERR_CORRUPT,
			"the passphrase is right, but %s does not open with it: the file is damaged, "
			"cut short, or not the vault these key slots belong to. Restore the last backup",
			path);
	TRY(rc);
	TRY(read_log(v, e));
	/* A damaged log is opened all the same: `vigil check` has to say where it is damaged. */
	rc = access_require_member(v, e);
	if (rc == ERR_DENIED)
		return rc;
	TRY(group_compartments_open(v, e));
	rc = write && rc == 0 ? access_finish(v, e) : 0;
	if (rc < 0 && rc != ERR_BUSY) /* busy: somebody else is at it */
		return rc;
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

struct str vault_log_vkey(struct vault *v, struct arena *a)
{
	struct note_key k;
	struct err e;
	if (note_key_make(v->origin, NOTE_ED25519, v->log_key.public, &k, &e) < 0)
		die("the log's own name is no key name: %s", e.text);
	return note_key_write(&k, a);
}

int vault_head(struct vault *v, struct vault_head *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
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
