/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key_claim.h - who may sign: claims that enrol, rotate and revoke author keys.
 *
 * Rules (docs/formats/claim.md):
 * 1. Entry 0 of a log is a key claim with action `enrol`, signed by the very key it enrols. No
 *    other self-signed key claim counts.
 * 2. Any other key claim is signed by a key enrolled (or rotated in) by an earlier entry of the
 *    same log and not revoked by an earlier entry. `rotate` is signed by the key it replaces,
 *    which it thereby revokes.
 * 3. A signature counts when its entry comes after the enrolment of its key and before the
 *    revocation, by place in the log; clocks play no part.
 *
 * This room checks forms and signatures; who stands where in the log is checked by the vault, which
 * sees all entries, and by proof_text.h for the chain it is given.
 */
#ifndef VIGIL_KEY_CLAIM_H
#define VIGIL_KEY_CLAIM_H

#include "base/id.h"
#include "ledger/claim.h"

enum key_action { KEY_ENROL, KEY_ROTATE, KEY_REVOKE };

/* Disclosures, in this order: kind ("key"), action, public, member, box, recorded, reason. */
struct key_claim {
	enum key_action action;
	uint8_t public[KEY_LEN]; /* enrolled, rotated in, or revoked */
	bool has_member;
	struct id member;
	bool has_box; /* the member's key for sealed compartments (X25519) */
	uint8_t box[KEY_LEN];
	struct str recorded; /* RFC 3339 as clock.h writes it; empty when not disclosed */
	struct str reason;   /* a code such as "lost"; empty: none */
};

/* Sealed by `by`: the new key itself for the first of a log, else an existing key. `recorded` and
 * the member are required here. */
int key_claim_sign(const struct key_claim *in, const struct sign_key *by, struct arena *a,
		   struct claim *ret, struct err *e) MUST_USE;
/* From an opened claim. Kind, action and public must be disclosed. ERR_NOTFOUND when one is not;
 * ERR_INPUT when it is no key claim. */
int key_claim_read(const struct claim_view *v, struct key_claim *ret, struct err *e) MUST_USE;

struct str key_action_name(enum key_action a); /* enrol, rotate, revoke */

#endif
