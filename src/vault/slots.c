/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * slots.c - NAME.vigil.keys: several passphrases, one vault (docs/formats/vault.md).
 *
 * A slot has a key pair of its own. Its secret half is encrypted under the passphrase; the database's
 * key and the member's seed are sealed to its public half. So the database can be re-keyed, and a
 * member's keys rotated, for all slots without knowing their passphrases. All slots share one salt, so
 * that one derivation, half a second, tells which slot a passphrase opens; the price is that a guess is
 * tried against all of them at once. A slot of the kind `recovery` opens with a seed that trustees have
 * shares of (recovery.c), which needs no derivation. The file names nobody.
 */
#include "vault/slots_priv.h"
#include "vault/slot_priv.h"

#include "base/clock.h"
#include "base/file.h"

/* ---- one slot ---- */

/* The key of one slot under a passphrase's master key. */
static void slot_kek(struct key *ret, const struct key *master, const struct id *id)
{
	char label[64] = "vigil/slot/v1 ";
	id_text(id, label + strlen(label));
	key_derive(ret, master, label);
}

static void seal_member(uint8_t ret[static SEALED_MEMBER_LEN], const struct slot *t,
			const struct id *member, const struct key *seed)
{
	uint8_t plain[MEMBER_LEN];
	memcpy(plain, seed->b, KEY_LEN);
	memcpy(plain + KEY_LEN, member->b, ID_LEN);
	box_seal(ret, str_n((char *)plain, MEMBER_LEN), t->public);
	wipe(plain, sizeof plain);
}

/* `master`: of the passphrase, or of the recovery seed. */
static void slot_make(const struct id *slot, const struct key *master, const struct key *db_key,
		      const struct id *member, const struct key *seed, struct arena *a,
		      struct slot *ret)
{
	AUTO_KEY box_seed;
	AUTO_KEY kek;
	AUTO_BOX_KEY box;
	char now[CLOCK_TEXT_LEN + 1];
	memset(ret, 0, sizeof *ret);
	ret->id = *slot;
	clock_text(clock_now_ms(), now);
	ret->created = str_copy(a, str_of(now));
	random_bytes(box_seed.b, KEY_LEN);
	box_key_from_seed(&box, &box_seed);
	memcpy(ret->public, box.public, KEY_LEN);
	slot_kek(&kek, master, &ret->id);
	random_bytes(ret->secret, AEAD_NONCE_LEN);
	aead_seal(ret->secret + AEAD_NONCE_LEN, str_n((char *)box_seed.b, KEY_LEN),
		  STR("vigil/slot/v2"), ret->secret, &kek);
	seal_member(ret->member, ret, member, seed);
	box_seal(ret->key, str_n((const char *)db_key->b, KEY_LEN), ret->public);
}

static bool open_member(const uint8_t sealed[static SEALED_MEMBER_LEN], const struct box_key *box,
			struct id *ret_member, struct key *ret_seed)
{
	uint8_t plain[MEMBER_LEN];
	if (!box_open(plain, sealed, SEALED_MEMBER_LEN, box))
		return false;
	memcpy(ret_seed->b, plain, KEY_LEN);
	memcpy(ret_member->b, plain + KEY_LEN, ID_LEN);
	wipe(plain, sizeof plain);
	return true;
}

static bool slot_try(const struct slot *t, const struct key *master, struct opened_slot *ret)
{
	AUTO_KEY kek;
	AUTO_KEY box_seed;
	AUTO_BOX_KEY box;
	struct id same;
	slot_kek(&kek, master, &t->id);
	if (!aead_open(box_seed.b, t->secret + AEAD_NONCE_LEN, SECRET_LEN - AEAD_NONCE_LEN,
		       STR("vigil/slot/v2"), t->secret, &kek))
		return false;
	box_key_from_seed(&box, &box_seed);
	ret->slot = t->id;
	ret->has_next = t->has_next && box_open(ret->db_key_next.b, t->next, SEALED_KEY_LEN, &box);
	ret->has_seed_next =
		t->has_member_next && open_member(t->member_next, &box, &same, &ret->seed_next);
	return open_member(t->member, &box, &ret->member, &ret->seed) &&
	       box_open(ret->db_key.b, t->key, SEALED_KEY_LEN, &box);
}

/* ---- what others call ---- */

void opened_slot_wipe(struct opened_slot *s)
{
	wipe(s, sizeof *s);
}

int slots_create(const char *path, const struct id *slot, struct str passphrase,
		 const struct vault_kdf *kdf, const struct key *db_key, const struct id *member,
		 const struct key *seed, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY master;
	struct slots *s = NEW(a, struct slots);
	if (file_exists(path))
		return err_set(e, ERR_CONFLICT, "%s exists already; choose another name", path);
	if (kdf->mem < KDF_MEM_MIN || kdf->mem > KDF_MEM_MAX || kdf->ops < 1 ||
	    kdf->ops > KDF_OPS_MAX)
		return err_set(e, ERR_INPUT,
			       "key derivation takes 8 MiB to 4 GiB and 1 to %d passes",
			       KDF_OPS_MAX);
	s->kdf = *kdf;
	random_bytes(s->salt, SALT_LEN);
	TRY(key_from_passphrase(&master, passphrase, s->salt, s->kdf.ops, s->kdf.mem, e));
	slot_make(slot, &master, db_key, member, seed, a, &s->slot[0]);
	s->n = 1;
	return slots_save(path, s, e);
}

static bool try_all(const struct slots *s, bool recovery, const struct key *master,
		    struct opened_slot *ret)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->slot[i].recovery == recovery && slot_try(&s->slot[i], master, ret))
			return true;
	return false;
}

int slots_open(const char *path, struct str passphrase, struct opened_slot *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY master;
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	TRY(key_from_passphrase(&master, passphrase, s->salt, s->kdf.ops, s->kdf.mem, e));
	if (!try_all(s, false, &master, ret))
		return err_set(e, ERR_DENIED, "this passphrase does not open the vault");
	return 0;
}

static void recovery_master(struct key *ret, const struct key *seed)
{
	key_derive(ret, seed, "vigil/recovery-slot/v1");
}

int slots_open_recovery(const char *path, const struct key *seed, struct opened_slot *ret,
			struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY master;
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	recovery_master(&master, seed);
	if (!try_all(s, true, &master, ret))
		return err_set(e, ERR_DENIED,
			       "the recovery key of these shares does not open the vault: it was "
			       "made for another vault, or a newer one took its place");
	return 0;
}

int slots_kdf(const char *path, struct vault_kdf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	*ret = s->kdf;
	return 0;
}

int slots_must_be_new(const char *path, struct str passphrase, struct err *e)
{
	struct opened_slot other;
	int rc = slots_open(path, passphrase, &other, e);
	opened_slot_wipe(&other);
	if (rc == 0)
		return err_set(e, ERR_CONFLICT,
			       "this passphrase opens the vault already; choose another");
	return rc == ERR_DENIED ? 0 : rc;
}

static int too_many(struct err *e)
{
	return err_set(e, ERR_TOOBIG, "a vault has at most %d key slots", SLOTS_MAX);
}

int slots_add(const char *path, const struct id *slot, struct str passphrase,
	      const struct key *db_key, const struct id *member, const struct key *seed,
	      struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY master;
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	TRY(key_from_passphrase(&master, passphrase, s->salt, s->kdf.ops, s->kdf.mem, e));
	if (s->n == SLOTS_MAX)
		return too_many(e);
	slot_make(slot, &master, db_key, member, seed, a, &s->slot[s->n++]);
	return slots_save(path, s, e);
}

int slots_add_recovery(const char *path, const struct id *slot, const struct key *recovery,
		       const struct key *db_key, const struct id *member, const struct key *seed,
		       struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY master;
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	if (s->n == SLOTS_MAX)
		return too_many(e);
	recovery_master(&master, recovery);
	slot_make(slot, &master, db_key, member, seed, a, &s->slot[s->n]);
	s->slot[s->n++].recovery = true;
	return slots_save(path, s, e);
}

static bool is_among(const struct id *id, const struct id *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (id_eq(id, &list[i]))
			return true;
	return false;
}

int slots_rekey_begin(const char *path, const struct id *drop, size_t n_drop,
		      const struct key *next, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct slots *s = NEW(a, struct slots);
	size_t kept = 0;
	TRY(slots_load(path, a, s, e));
	for (size_t i = 0; i < s->n; i++) {
		if (is_among(&s->slot[i].id, drop, n_drop))
			continue;
		s->slot[kept] = s->slot[i];
		s->slot[kept].has_next = true;
		box_seal(s->slot[kept].next, str_n((const char *)next->b, KEY_LEN),
			 s->slot[kept].public);
		kept++;
	}
	if (kept == 0)
		return err_set(
			e, ERR_CONFLICT,
			"this is the last passphrase; without it nobody could open the vault");
	s->n = kept;
	return slots_save(path, s, e);
}

int slots_rekey_end(const char *path, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	for (size_t i = 0; i < s->n; i++) {
		if (s->slot[i].has_next)
			memcpy(s->slot[i].key, s->slot[i].next, SEALED_KEY_LEN);
		s->slot[i].has_next = false;
	}
	return slots_save(path, s, e);
}

int slots_member_begin(const char *path, const struct id *slots, size_t n, const struct id *member,
		       const struct key *next, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	for (size_t i = 0; i < s->n; i++) {
		if (!is_among(&s->slot[i].id, slots, n))
			continue;
		s->slot[i].has_member_next = true;
		seal_member(s->slot[i].member_next, &s->slot[i], member, next);
	}
	return slots_save(path, s, e);
}

int slots_member_end(const char *path, const struct id *slots, size_t n, bool take, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	for (size_t i = 0; i < s->n; i++) {
		if (!is_among(&s->slot[i].id, slots, n))
			continue;
		if (take && s->slot[i].has_member_next)
			memcpy(s->slot[i].member, s->slot[i].member_next, SEALED_MEMBER_LEN);
		s->slot[i].has_member_next = false;
	}
	return slots_save(path, s, e);
}

int slots_list(const char *path, struct arena *a, struct slot_info **ret, size_t *ret_n,
	       struct err *e)
{
	struct slots *s = NEW(a, struct slots);
	TRY(slots_load(path, a, s, e));
	*ret = NEW_N(a, s->n, struct slot_info);
	for (size_t i = 0; i < s->n; i++) {
		(*ret)[i].id = s->slot[i].id;
		(*ret)[i].created = s->slot[i].created;
		(*ret)[i].recovery = s->slot[i].recovery;
		memcpy((*ret)[i].public, s->slot[i].public, KEY_LEN);
	}
	*ret_n = s->n;
	return 0;
}
