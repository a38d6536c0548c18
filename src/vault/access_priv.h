/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * access_priv.h - slots and members after something changed: whose a slot is, what was cut short.
 */
#ifndef VIGIL_ACCESS_PRIV_H
#define VIGIL_ACCESS_PRIV_H

#include "vault/slot_priv.h"
#include "vault/vault_priv.h"

/* Note in the vault whose a slot is; the file of slots names nobody. Inside a transaction. */
int slot_note_owner(struct vault *v, const struct id *slot, const struct id *member,
		    struct err *e) MUST_USE;
/* Complete what was cut short: revocations, rotations, erasures. For a vault open for writing. */
int access_finish(struct vault *v, struct err *e) MUST_USE;
/* ERR_DENIED when the log says that the member who opened the vault was revoked. */
int access_require_member(struct vault *v, struct err *e) MUST_USE;
/* Which of two seeds of the member counts, while a rotation was cut short. */
int access_take_rotation(struct vault *v, const struct opened_slot *slot, struct err *e) MUST_USE;
/* Give the database another key, or have it done when the vault is next opened for writing: the note
 * is made in the transaction that makes it necessary. */
int rekey_note_due(struct vault *v, struct err *e) MUST_USE;
int access_rekey(struct vault *v, struct err *e) MUST_USE;
/* Until the descriptor is closed nobody changes slots or keys. ERR_BUSY. */
int access_lock(struct vault *v, int *ret_fd, struct err *e) MUST_USE;
/* The slots of one member. A slot nobody is noted for cannot be made by this program; it counts as
 * everybody's when somebody is shut out, and as nobody's when keys are put into it. */
enum slots_whose { SLOTS_NOTED, SLOTS_ALSO_NOBODYS };
int slots_of(struct vault *v, const struct id *member, enum slots_whose whose, struct arena *a,
	     struct id **ret, size_t *ret_n, struct err *e) MUST_USE;
/* The author key of the member's next seed vouches for itself (key_claim.h). */
void member_vouch_next(const struct vault *v, const struct key *next, uint8_t ret[static SIG_LEN]);
/* For a vault open for writing: nothing of a rotation is left in the slots. */
int rotation_finish(struct vault *v, struct err *e) MUST_USE;
/* A slot that opens with this seed, in place of any such slot before; and what evidence is sealed to. */
int access_set_recovery(struct vault *v, const struct key *seed,
			const uint8_t recipient[static KEY_LEN], struct err *e) MUST_USE;
/* What all shares of one seed have in common. */
void recovery_set_of(const struct key *seed, uint8_t ret[static 4]);
void vault_take_member(struct vault *v, const struct id *member, const struct key *seed);
/* The public halves of the keys that follow from a member's seed. */
void member_public_keys(const struct key *seed, uint8_t ret_sign[KEY_LEN],
			uint8_t ret_box[KEY_LEN]);

#endif
