/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof_text.h - the self-contained proof of one claim: `vigil proof` prints it, vigil-verify reads it.
 *
 *	vigil/proof/v1
 *	record <jwt~disclosure~…~>
 *	entry <base64 of the entry>
 *	<tlog-proof of that entry>
 *	key <jwt~disclosure~…~>           the enrolment of the key that signed the record
 *	entry <base64>
 *	<tlog-proof>
 *	key …                             of the key that signed that, and so on to entry 0
 *	end <base64 of the SHA-256 of everything before this line>
 *
 * There is one spelling: no white space to vary, no optional lines, sections in this order, the same
 * checkpoint bytes in each. So a proof with any byte changed is refused. Trust comes from a policy
 * that the verifier keeps, never from the text.
 */
#ifndef VIGIL_PROOF_TEXT_H
#define VIGIL_PROOF_TEXT_H

#include "ledger/claim.h"
#include "ledger/entry.h"
#include "ledger/key_claim.h"
#include "ledger/policy.h"
#include "ledger/proof.h"

struct proof_item {
	struct str record; /* SD-JWT in compact form, with the disclosures to be shown */
	struct str entry;  /* its bytes */
	struct tlog_proof proof;
};

struct proof_text {
	struct proof_item record;
	/* keys[0] enrolled the key of the record, keys[i + 1] the key that signed keys[i]; the last
	 * is entry 0 and signed by itself. At least one. Kind, action and public are disclosed. */
	const struct proof_item *keys;
	size_t n_keys;
};

/* Writes what it is given; proof_text_verify says whether it holds. */
void proof_text_write(struct buf *b, const struct proof_text *p);
int proof_text_read(struct str s, struct arena *a, struct proof_text *ret, struct err *e) MUST_USE;

struct proof_verdict {
	struct policy_verdict log;
	struct claim_view claim;
	enum entry_kind kind;
	int64_t index;
	struct key_claim author; /* as far as disclosed */
	int64_t author_index;	 /* entry that enrolled the key */
	struct str root_kid;	 /* the key of entry 0, where the chain ends */
	size_t n_keys;
};

/* All checks that can be made from a proof and a policy. Fails with the first that does not hold.
 * Needs a policy; there is no verdict without one. */
int proof_text_verify(const struct proof_text *p, const struct policy *policy, struct arena *a,
		      struct proof_verdict *ret, struct err *e) MUST_USE;

#endif
