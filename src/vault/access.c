/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * access.c - letting people in and shutting them out: slots, members, re-keying.
 *
 * The order of steps is chosen for the crash between any two. Letting in: the vault first learns of
 * the member and of whose slot it will be, then the slot is made; a member without a slot cannot
 * come in yet and can be added again. Shutting out: the log first says so, then slots and database
 * get a new key together (slots_rekey_begin).
 */
#include "vault/vault_priv.h"
#include "vault/access_priv.h"
#include "vault/compartment_priv.h"
#include "vault/slot_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"

enum { OWNER_NAME = 8 + ID_TEXT_LEN };

void vault_take_member(struct vault *v, const struct id *member, const struct key *seed)
{
	AUTO_KEY k;
	v->member = *member;
	v->seed = *seed;
	key_derive(&k, seed, "vigil/author/v1");
	sign_key_from_seed(&v->author, &k);
	key_derive(&k, seed, "vigil/box/v1");
	box_key_from_seed(&v->box, &k);
	claim_kid(v->kid, v->author.public);
}

void member_public_keys(const struct key *seed, uint8_t ret_sign[KEY_LEN], uint8_t ret_box[KEY_LEN])
{
	AUTO_KEY k;
	AUTO_SIGN_KEY author;
	AUTO_BOX_KEY box;
	key_derive(&k, seed, "vigil/author/v1");
	sign_key_from_seed(&author, &k);
	key_derive(&k, seed, "vigil/box/v1");
	box_key_from_seed(&box, &k);
	memcpy(ret_sign, author.public, KEY_LEN);
	memcpy(ret_box, box.public, KEY_LEN);
}

/* ---- whose a slot is ---- */

static void owner_name(const struct id *slot, char ret[static OWNER_NAME])
{
	memcpy(ret, "slot ", 5);
	id_text(slot, ret + 5);
}

int slot_note_owner(struct vault *v, const struct id *slot, const struct id *member, struct err *e)
{
	char name[OWNER_NAME];
	owner_name(slot, name);
	return meta_put(v->st, name, str_n((const char *)member->b, ID_LEN), e);
}

int slots_of(struct vault *v, const struct id *member, enum slots_whose whose, struct arena *a,
	     struct id **ret, size_t *ret_n, struct err *e)
{
	struct slot_info *s;
	size_t n;
	size_t mine = 0;
	TRY(slots_list(v->keys_path, a, &s, &n, e));
	*ret = NEW_N(a, n, struct id);
	for (size_t i = 0; i < n; i++) {
		struct str owner;
		char name[OWNER_NAME];
		owner_name(&s[i].id, name);
		int rc = meta_get(v->st, name, a, &owner, e);
		if (rc < 0 && rc != ERR_NOTFOUND)
			return rc;
		if ((rc == ERR_NOTFOUND && whose == SLOTS_ALSO_NOBODYS) ||
		    (rc == 0 && owner.n == ID_LEN && memcmp(owner.p, member->b, ID_LEN) == 0))
			(*ret)[mine++] = s[i].id;
	}
	*ret_n = mine;
	return 0;
}

/*
 * One change of slots at a time: two re-keyings with different keys would leave slots that do not
 * fit the database, and a slot made during one would hold the old key.
 * The lock is on the folder, because the slots are a new file each time, and closing a descriptor
 * of the database itself would drop the locks that SQLite holds on it.
 */
int access_lock(struct vault *v, int *ret_fd, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	const char *slash = strrchr(v->path, '/');
	size_t n = slash ? (size_t)(slash - v->path) : 0;
	const char *folder = !slash ? "." : n ? str_z(a, str_n(v->path, n)) : "/";
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot open the folder of %s: %s", v->path,
			       strerror(errno));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return err_set(e, ERR_BUSY,
			       "another program is giving a vault in this folder a new key. "
			       "Wait until it is done, then try again");
	}
	*ret_fd = fd;
	return 0;
}

/* ---- members ---- */

int vault_member_add(struct vault *v, struct str name, enum vault_role role, struct str passphrase,
		     struct id *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY seed;
	struct vault_member *m;
	size_t n;
	uint8_t sign_public[KEY_LEN];
	uint8_t box_public[KEY_LEN];
	struct id id = id_new();
	struct id slot = id_new();
	TRY(vault_members(v, a, &m, &n, e));
	TRY(member_require_officer(v, m, n, e));
	TRY(slots_must_be_new(v->keys_path, passphrase, e));
	random_bytes(seed.b, KEY_LEN);
	member_public_keys(&seed, sign_public, box_public);

	AUTO_FD lock = -1;
	AUTO_VAULT_TX tx = { 0 };
	TRY(access_lock(v, &lock, e));
	TRY(vault_begin(&tx, v, e));
	TRY(member_enrol(&tx, &id, name, role, sign_public, box_public, e));
	TRY(compartment_admit(v, &id, box_public, e));
	TRY(slot_note_owner(v, &slot, &id, e));
	TRY(vault_commit(&tx, e));
	TRY(slots_add(v->keys_path, &slot, passphrase, &v->db_key, &id, &seed, e));
	*ret = id;
	return 0;
}

/* Noted in the transaction that made it due. */
int rekey_note_due(struct vault *v, struct err *e)
{
	return meta_put(v->st, "rekey_due", STR("1"), e);
}

static int rekey_is_due(struct vault *v, bool *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct str due;
	int rc = meta_get(v->st, "rekey_due", a, &due, e);
	*ret = rc == 0 && str_eq(due, STR("1"));
	return rc == ERR_NOTFOUND ? 0 : rc;
}

static int rekey_was_done(struct vault *v, struct err *e)
{
	bool due;
	AUTO_TX tx = { 0 };
	TRY(rekey_is_due(v, &due, e));
	if (!due)
		return 0;
	TRY(tx_begin(&tx, v->st, e));
	TRY(meta_put(v->st, "rekey_due", STR("0"), e));
	return tx_commit(&tx, e);
}

/* Everything under a new key for the slots that stay. Holds the lock of rekey_lock. */
static int rekey(struct vault *v, const struct id *drop, size_t n_drop, struct err *e)
{
	AUTO_KEY next;
	random_bytes(next.b, KEY_LEN);
	TRY(slots_rekey_begin(v->keys_path, drop, n_drop, &next, e));
	TRY(store_rekey(v->st, &next, e));
	TRY(store_checkpoint(v->st, e));
	v->db_key = next;
	TRY(slots_rekey_end(v->keys_path, e));
	return rekey_was_done(v, e);
}

/* Looked up under the lock: whoever held it before may have dropped them. */
static int drop_slots_of(struct vault *v, const struct id *member, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD lock = -1;
	struct id *slots;
	size_t n;
	TRY(access_lock(v, &lock, e));
	TRY(slots_of(v, member, SLOTS_ALSO_NOBODYS, a, &slots, &n, e));
	return n ? rekey(v, slots, n, e) : 0;
}

/* Another site shut somebody out, and its word came while no member who could act on it was there. */
static int finish_compartments(struct vault *v, struct err *e)
{
	bool need;
	AUTO_TX tx = { 0 };
	TRY(compartments_need_settling(v, &need, e));
	if (!need)
		return 0;
	TRY(tx_begin(&tx, v->st, e));
	TRY(compartments_settle(v, e));
	return tx_commit(&tx, e);
}

/* An erasure is whole when the database has another key (shred.c). */
static int finish_rekey(struct vault *v, struct err *e)
{
	AUTO_FD lock = -1;
	bool due;
	TRY(rekey_is_due(v, &due, e));
	if (!due)
		return 0;
	TRY(access_lock(v, &lock, e));
	return rekey(v, NULL, 0, e);
}

int access_rekey(struct vault *v, struct err *e)
{
	AUTO_FD lock = -1;
	TRY(access_lock(v, &lock, e));
	return rekey(v, NULL, 0, e);
}

/*
 * A revocation has two steps, the claim and the re-keying, and can be cut short between them. Then
 * slots of the member are still in the file: whoever of the others opens the vault next, or revokes
 * again, finishes it. Until then vault_open refuses the member by what the log says.
 */
int access_finish(struct vault *v, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_member *m;
	size_t n;
	TRY(rotation_finish(v, e));
	TRY(finish_compartments(v, e));
	TRY(finish_rekey(v, e));
	TRY(vault_members(v, a, &m, &n, e));
	for (size_t i = 0; i < n; i++) {
		struct id *slots;
		size_t n_slots;
		bool again = false;
		for (size_t k = 0; k < n; k++)
			again |= m[k].revoked_seq < 0 && id_eq(&m[k].id, &m[i].id);
		if (m[i].revoked_seq < 0 || again)
			continue;
		TRY(slots_of(v, &m[i].id, SLOTS_ALSO_NOBODYS, a, &slots, &n_slots, e));
		if (n_slots)
			TRY(drop_slots_of(v, &m[i].id, e));
	}
	return 0;
}

int access_require_member(struct vault *v, struct err *e)
{
	enum vault_role role;
	return vault_my_role(v, &role, e);
}

int vault_member_revoke(struct vault *v, const struct id *member, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_member *m;
	const struct vault_member *gone = NULL;
	size_t n;
	size_t n_stay = 0;
	size_t officers = 0;
	TRY(vault_members(v, a, &m, &n, e));
	TRY(member_require_officer(v, m, n, e));
	struct vault_member *stay = NEW_N(a, n, struct vault_member);
	for (size_t i = 0; i < n; i++) {
		if (m[i].revoked_seq >= 0)
			continue;
		if (id_eq(&m[i].id, member)) {
			gone = &m[i];
			continue;
		}
		officers += m[i].role == ROLE_OFFICER;
		stay[n_stay++] = m[i];
	}
	if (!gone) {
		TRY(access_finish(v, e)); /* an earlier attempt may have been cut short */
		return err_set(e, ERR_NOTFOUND,
			       "there is no such member, or they were revoked before");
	}
	if (officers == 0)
		return err_set(e, ERR_CONFLICT,
			       "this is the last officer; enrol another one first");

	AUTO_FD lock = -1;
	struct id *slots;
	struct id sync_key;
	size_t n_slots;
	TRY(access_lock(v, &lock, e));
	TRY(slots_of(v, member, SLOTS_ALSO_NOBODYS, a, &slots, &n_slots, e));
	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, v, e));
	TRY(sync_key_new(v, member, stay, n_stay, &sync_key, e));
	TRY(member_revoke_key(&tx, gone, &sync_key, e));
	TRY(compartment_renew(v, stay, n_stay, e));
	TRY(vault_commit(&tx, e));
	return rekey(v, slots, n_slots, e);
}

/* ---- key slots ---- */

int vault_slots(struct vault *v, struct arena *a, struct vault_slot **ret, size_t *ret_n,
		struct err *e)
{
	struct slot_info *s;
	struct id *mine;
	size_t n_mine;
	size_t n;
	TRY(slots_of(v, &v->member, SLOTS_ALSO_NOBODYS, a, &mine, &n_mine, e));
	TRY(slots_list(v->keys_path, a, &s, &n, e));
	*ret = NEW_N(a, n, struct vault_slot);
	for (size_t i = 0; i < n; i++) {
		(*ret)[i] = (struct vault_slot){ .id = s[i].id,
						 .created = s[i].created,
						 .recovery = s[i].recovery,
						 .used = id_eq(&s[i].id, &v->slot) };
		for (size_t k = 0; k < n_mine; k++)
			(*ret)[i].ours |= id_eq(&mine[k], &s[i].id);
	}
	*ret_n = n;
	return 0;
}

int vault_slot_add(struct vault *v, struct str passphrase, struct id *ret, struct err *e)
{
	struct id slot = id_new();
	AUTO_FD lock = -1;
	AUTO_TX tx = { 0 };
	TRY(slots_must_be_new(v->keys_path, passphrase, e));
	TRY(access_lock(v, &lock, e));
	TRY(tx_begin(&tx, v->st, e));
	TRY(slot_note_owner(v, &slot, &v->member, e));
	TRY(tx_commit(&tx, e));
	TRY(slots_add(v->keys_path, &slot, passphrase, &v->db_key, &v->member, &v->seed, e));
	*ret = slot;
	return 0;
}

int access_set_recovery(struct vault *v, const struct key *seed,
			const uint8_t recipient[static KEY_LEN], struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD lock = -1;
	AUTO_TX tx = { 0 };
	struct id slot = id_new();
	struct slot_info *s;
	size_t n;
	size_t n_old = 0;
	TRY(access_lock(v, &lock, e));
	TRY(slots_list(v->keys_path, a, &s, &n, e));
	struct id *old = NEW_N(a, n, struct id);
	for (size_t i = 0; i < n; i++)
		if (s[i].recovery)
			old[n_old++] = s[i].id;
	TRY(tx_begin(&tx, v->st, e));
	TRY(slot_note_owner(v, &slot, &v->member, e));
	TRY(tx_commit(&tx, e));
	TRY(slots_add_recovery(v->keys_path, &slot, seed, &v->db_key, &v->member, &v->seed, e));
	TRY(tx_begin(&tx, v->st, e));
	TRY(meta_put(v->st, "recovery_recipient", str_n((const char *)recipient, KEY_LEN), e));
	TRY(tx_commit(&tx, e));
	/* Shares of the one before open nothing any more. */
	return n_old ? rekey(v, old, n_old, e) : 0;
}

int vault_slot_remove(struct vault *v, const struct id *slot, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD lock = -1;
	struct vault_slot *s;
	size_t n;
	TRY(access_lock(v, &lock, e));
	TRY(vault_slots(v, a, &s, &n, e));
	for (size_t i = 0; i < n; i++) {
		if (!id_eq(&s[i].id, slot))
			continue;
		if (!s[i].ours) {
			struct vault_member *m;
			size_t n_m;
			TRY(vault_members(v, a, &m, &n_m, e));
			TRY(member_require_officer(v, m, n_m, e));
		}
		return rekey(v, slot, 1, e);
	}
	return err_set(e, ERR_NOTFOUND, "there is no such key slot");
}
