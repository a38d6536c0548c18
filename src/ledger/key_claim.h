/* SPDX-License-Identifier: Apache-2.0 */
/*
 * key_claim.h - who may sign: claims that enrol, rotate and revoke author keys; and, as entries of the
 * same kind, what changes a log's own key and who may read a compartment.
 *
 * Rules (docs/formats/claim.md):
 * 1. Entry 0 of a log is a key claim with action `enrol`, signed by the very key it enrols. No
 *    other self-signed key claim counts.
 * 2. Any other key claim is signed by a key enrolled (or rotated in) by an earlier entry of the
 *    same log and not revoked by an earlier entry. `rotate` is signed by the key it replaces,
 *    which it thereby revokes.
 * 3. A signature counts when its entry comes after the enrolment of its key and before the
 *    revocation, by place in the log; clocks play no part.
 *    The new key vouches for it (author_key_vouch), so that nobody rotates to a key they do not have.
 * 4. Entry 0 of a log that did not found its register names the log's own key (`log`).
 * 5. `log_rotate` puts a further key of the log in force, for heads of more entries than stand before
 *    it; the key before it vouches for it (log_key_vouch). `log_retire` takes a key out of force, for
 *    heads that hold the entry itself. At most two are in force.
 *
 * This room checks forms and signatures; who stands where in the log, and whose role allows what, is checked
 * by the vault, which sees all entries, and the former by proof_text.h for the chain it is given.
 */
#ifndef VIGIL_KEY_CLAIM_H
#define VIGIL_KEY_CLAIM_H

#include "base/id.h"
#include "ledger/claim.h"

enum key_action {
	KEY_ENROL,
	KEY_ROTATE,
	KEY_REVOKE,
	KEY_LOG_ROTATE, /* public: a further key of this log */
	KEY_LOG_RETIRE, /* public: a key of this log that signs no more */
	KEY_ADMIT,	/* member may read `compartment` from here on; public: the member's */
	KEY_EXCLUDE	/* and no longer */
};
/* Of an author: the others say nothing of whose signature counts. */
bool key_action_is_author(enum key_action a);

/* Disclosures, in this order: kind ("key"), action, public, member, box, recorded, reason, log,
 * compartment, vouch, sync_key. */
struct key_claim {
	enum key_action action;
	uint8_t public[KEY_LEN]; /* enrolled, rotated in, or revoked */
	bool has_member;
	struct id member;
	bool has_box; /* the member's key for sealed compartments (X25519) */
	uint8_t box[KEY_LEN];
	struct str recorded; /* RFC 3339 as clock.h writes it; empty when not disclosed */
	struct str reason;   /* a code such as "lost"; empty: none */
	struct str log;	     /* vkey of the log this is entry 0 of; empty: not disclosed, or none */
	struct str compartment; /* empty: none */
	bool has_vouch;
	uint8_t vouch[SIG_LEN]; /* log_rotate: by the key before it; rotate: by the key itself */
	bool has_sync_key;
	struct id
		sync_key; /* revoke: what sites put on remotes from here on is sealed under this too */
};

/* What a log's key signs to vouch for the next:
 * "vigil/log-key/v1\n<origin>\n<base64 of the next public key>\n". */
void log_key_vouch(uint8_t ret[static SIG_LEN], struct str origin,
		   const uint8_t next[static KEY_LEN], const struct sign_key *by);
bool log_key_vouched(const uint8_t sig[static SIG_LEN], struct str origin,
		     const uint8_t next[static KEY_LEN], const uint8_t by[static KEY_LEN]);
/* What an author's next key signs when it takes the place of the one whose kid is `before`:
 * "vigil/author-key/v1\n<member>\n<kid before>\n". */
void author_key_vouch(uint8_t ret[static SIG_LEN], const struct id *member, struct str before,
		      const struct sign_key *next);
bool author_key_vouched(const struct key_claim *k, struct str before);

/* The parts as they are sealed; `recorded` is left out when it is empty, for whoever adds it. In `a`. */
enum { KEY_CLAIM_PARTS = 11 };
int key_claim_parts(const struct key_claim *in, struct arena *a,
		    struct claim_part ret[static KEY_CLAIM_PARTS], size_t *ret_n,
		    struct err *e) MUST_USE;
/* Sealed by `by`: the new key itself for the first of a log, else an existing key. `recorded` and
 * the member are required here. */
int key_claim_sign(const struct key_claim *in, const struct sign_key *by, struct arena *a,
		   struct claim *ret, struct err *e) MUST_USE;
/* From an opened claim. Kind, action and public must be disclosed. ERR_NOTFOUND when one is not;
 * ERR_INPUT when it is no key claim. */
int key_claim_read(const struct claim_view *v, struct key_claim *ret, struct err *e) MUST_USE;

struct str key_action_name(enum key_action a); /* enrol, rotate, revoke, log_rotate, ... */

#endif
