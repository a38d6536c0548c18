/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * create.c - a vault comes into being: one that founds a register, or one that joins it.
 *
 * It is made whole under NAME.new and then renamed into place, key slots first. A kill in between
 * leaves NAME.new, which no other step leaves, so the next attempt knows what it sees and begins again.
 */
#include "vault/invite.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "schema.h"
#include "vault/access_priv.h"
#include "vault/compartment_priv.h"
#include "vault/slot_priv.h"
#include "vault/vault_priv.h"

static const struct sql SCHEMA = SQL(SCHEMA_001_VAULT);

int log_make_own(struct vault *v, bool founds, struct err *e)
{
	AUTO_KEY seed;
	char origin[CHECKPOINT_ORIGIN_LEN + 1];
	random_bytes(seed.b, KEY_LEN);
	sign_key_from_seed(&v->log_key, &seed);
	checkpoint_origin(origin);
	v->origin = str_copy(v->keep, str_of(origin));
	/* The log that founds a register is site 0, so that its numbers are plain. */
	v->site = founds ? 0 : number_site_of_origin(v->origin);
	v->own.site = v->site;
	TRY(meta_put(v->st, "log_seed", str_n((char *)seed.b, KEY_LEN), e));
	return log_add(v, v->site, v->origin, vault_log_vkey(v, v->scratch), LOG_OWN, e);
}

/* `in` has no register yet when the vault founds one. */
static int make_register(struct vault *v, const struct invitation *in, struct err *e)
{
	bool founds = in->reg.n == 0;
	TRY(meta_put(v->st, "format", str_of(VAULT_FORMAT), e));
	TRY(log_make_own(v, founds, e));
	if (founds) {
		v->reg = vault_log_vkey(v, v->keep);
		random_bytes(v->reg_secret.b, KEY_LEN);
	} else {
		v->reg = str_copy(v->keep, in->reg);
		v->reg_secret = in->reg_secret;
	}
	TRY(meta_put(v->st, "register", v->reg, e));
	return meta_put(v->st, "register_secret", str_n((char *)v->reg_secret.b, KEY_LEN), e);
}

static int fill_new(struct vault *v, const struct invitation *in, struct err *e)
{
	AUTO_TX tx = { 0 };
	TRY(tx_begin(&tx, v->st, e));
	TRY(store_run_script(v->st, &SCHEMA, e));
	TRY(make_register(v, in, e));
	TRY(compartment_create(v, "sources", e));
	TRY(slot_note_owner(v, &v->slot, &v->member, e));
	if (v->view.reset)
		TRY(v->view.reset(v->view.ctx, v->st, e));
	TRY(tx_commit(&tx, e));

	/* Entry 0 enrols the first member, signed by the key it enrols. */
	AUTO_ARENA *a = arena_new(0);
	AUTO_VAULT_TX vtx = { 0 };
	struct vault_member m = { .id = v->member, .name = in->name, .role = in->role };
	memcpy(m.sign_public, v->author.public, KEY_LEN);
	memcpy(m.box_public, v->box.public, KEY_LEN);
	TRY(vault_begin(&vtx, v, e));
	TRY(member_enrol_in(&vtx, &m, in->reg.n ? vault_log_vkey(v, a) : STR_NULL, STR_NULL, e));
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
		     const struct invitation *in, const struct vault_kdf *kdf, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	random_bytes(v->db_key.b, KEY_LEN);
	vault_take_member(v, &in->member, &in->seed);
	v->slot = id_new();
	TRY(slots_create(str_printf(a, "%s.keys", temp).p, &v->slot, passphrase, kdf, &v->db_key,
			 &in->member, &in->seed, e));
	TRY(store_open(temp, &v->db_key, STORE_CREATE, VAULT_BUSY_MS, &v->st, e));
	TRY(fill_new(v, in, e));
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

static int create(const char *path, struct str passphrase, const struct invitation *in,
		  const struct vault_kdf *kdf, const struct projector *view, struct vault **ret,
		  struct err *e)
{
	AUTO(vault_closep) struct vault *v = vault_new(path, view);
	const char *temp = str_printf(v->keep, "%s.new", path).p;
	bool interrupted = file_exists(temp);
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

	int rc = build_new(v, temp, passphrase, in, kdf, e);
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

int vault_create(const char *path, struct str passphrase, struct str member_name,
		 const struct vault_kdf *kdf, const struct projector *view, struct vault **ret,
		 struct err *e)
{
	AUTO(invitation_wipe)
	struct invitation in = { .name = member_name, .role = ROLE_OFFICER };
	TRY(crypto_init(e));
	in.member = id_new();
	random_bytes(in.seed.b, KEY_LEN);
	return create(path, passphrase, &in, kdf, view, ret, e);
}

int vault_join(const char *path, struct str file, struct str passphrase,
	       const struct vault_kdf *kdf, const struct projector *view, struct vault **ret,
	       struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO(invitation_wipe) struct invitation in = { 0 };
	TRY(crypto_init(e));
	TRY(invitation_open(file, passphrase, a, &in, e));
	return create(path, passphrase, &in, kdf, view, ret, e);
}
