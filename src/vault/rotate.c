/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * rotate.c - new keys for a member, in three steps that survive a crash between any two.
 *
 * Every slot of theirs gets the next seed beside the one it has; the log says so, by a claim that the
 * old key signs; the next seed takes the place of the old one. Which of two seeds counts is what the
 * log says.
 */
#include "vault/vault_priv.h"
#include "vault/access_priv.h"
#include "vault/compartment_priv.h"
#include "vault/slot_priv.h"

#include "base/file.h"
#include "ledger/key_claim.h"

enum { BEFORE_NAME = 12 + ID_TEXT_LEN };

/* The seed before, sealed to the box key after: other sites seal to that box until they hear of it. */
static void before_name(const struct id *member, char ret[static BEFORE_NAME])
{
	memcpy(ret, "box_before ", 11);
	id_text(member, ret + 11);
}

static int note_before(struct vault *v, const struct key *old, const uint8_t box_public[KEY_LEN],
		       struct err *e)
{
	char name[BEFORE_NAME];
	uint8_t sealed[KEY_LEN + SEAL_EXTRA];
	box_seal(sealed, str_n((const char *)old->b, KEY_LEN), box_public);
	before_name(&v->member, name);
	return meta_put(v->st, name, str_n((char *)sealed, sizeof sealed), e);
}

static int take_before(struct vault *v, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY k;
	char name[BEFORE_NAME];
	struct str sealed;
	before_name(&v->member, name);
	int rc = meta_get(v->st, name, a, &sealed, e);
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	if (sealed.n != KEY_LEN + SEAL_EXTRA ||
	    !box_open(k.b, (const uint8_t *)sealed.p, sealed.n, &v->box))
		return err_set(e, ERR_CORRUPT, "the member's key before the last is damaged");
	key_derive(&k, &k, "vigil/box/v1");
	box_key_from_seed(&v->box_before, &k);
	return 0;
}

void member_vouch_next(const struct vault *v, const struct key *next, uint8_t ret[static SIG_LEN])
{
	AUTO_SIGN_KEY author;
	AUTO_KEY k;
	key_derive(&k, next, "vigil/author/v1");
	sign_key_from_seed(&author, &k);
	author_key_vouch(ret, &v->member, str_of(v->kid), &author);
}

int vault_member_rotate(struct vault *v, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_KEY next;
	AUTO_FD lock = -1;
	struct id *slots;
	size_t n;
	struct key_claim k = {
		.action = KEY_ROTATE, .has_member = true, .has_box = true, .has_vouch = true
	};
	random_bytes(next.b, KEY_LEN);
	member_public_keys(&next, k.public, k.box);
	k.member = v->member;
	member_vouch_next(v, &next, k.vouch);
	TRY(access_require_member(v, e));
	TRY(access_lock(v, &lock, e));
	TRY(slots_of(v, &v->member, SLOTS_NOTED, a, &slots, &n, e));
	TRY(slots_member_begin(v->keys_path, slots, n, &v->member, &next, e));

	AUTO_VAULT_TX tx = { 0 };
	TRY(vault_begin(&tx, v, e));
	TRY(key_entry_append(&tx, &k, e)); /* signed by the key it replaces */
	TRY(compartment_admit(v, &v->member, k.box, e));
	TRY(note_before(v, &v->seed, k.box, e));
	TRY(vault_commit(&tx, e));
	const struct id member = v->member;
	vault_take_member(v, &member, &next);
	TRY(take_before(v, e));
	return slots_member_end(v->keys_path, slots, n, true, e);
}

/* What a rotation that was cut short left in the slots counts if the log says so. */
int access_take_rotation(struct vault *v, const struct opened_slot *slot, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct vault_member *m;
	size_t n;
	uint8_t sign_public[KEY_LEN];
	uint8_t box_public[KEY_LEN];
	if (slot->has_seed_next) {
		v->rotation = ROTATION_CUT;
		member_public_keys(&slot->seed_next, sign_public, box_public);
		if (vault_members(v, a, &m, &n, NULL) < 0)
			n = 0; /* damaged: the check will say where */
		for (size_t i = 0; i < n; i++) {
			if (!id_eq(&m[i].id, &v->member) ||
			    memcmp(m[i].sign_public, sign_public, KEY_LEN) != 0)
				continue;
			vault_take_member(v, &slot->member, &slot->seed_next);
			v->rotation = ROTATION_DONE;
		}
	}
	return take_before(v, e);
}

int rotation_finish(struct vault *v, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_FD lock = -1;
	struct id *slots;
	size_t n;
	if (v->rotation == ROTATION_NONE)
		return 0;
	TRY(access_lock(v, &lock, e));
	TRY(slots_of(v, &v->member, SLOTS_NOTED, a, &slots, &n, e));
	TRY(slots_member_end(v->keys_path, slots, n, v->rotation == ROTATION_DONE, e));
	v->rotation = ROTATION_NONE;
	return 0;
}
