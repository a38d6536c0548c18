/* SPDX-License-Identifier: Apache-2.0 */
/*
 * consistency.h - proof that a log was only added to between two of its signed heads, as a file.
 *
 *	vigil/consistency/v1
 *	<base64 hash>, as in RFC 6962 section 2.1.2; none when the sizes are equal
 *	<empty line>
 *	<the older checkpoint, a signed note>
 *	<empty line>
 *	<the newer checkpoint, a signed note>
 *
 * Neither note has an empty line but the one before its signatures, so the file is taken apart in one
 * way only. docs/formats/log.md.
 */
#ifndef VIGIL_CONSISTENCY_H
#define VIGIL_CONSISTENCY_H

#include "ledger/policy.h"

struct consistency {
	const struct hash *hashes;
	size_t n;
	struct str old_note, note; /* whole */
};

void consistency_write(struct buf *b, const struct consistency *c);
/* The result borrows `s`; hashes live in `a`. Notes are parsed and not verified. */
int consistency_read(struct str s, struct arena *a, struct consistency *ret,
		     struct err *e) MUST_USE;

/* What two heads of one log and a proof between them show. Signatures are the caller's matter. */
enum consistency_fit {
	FIT_HOLDS,  /* the newer tree begins with the older one */
	FIT_FORK,   /* it cannot: equal sizes with other roots, or the proof shows another past */
	FIT_UNSHOWN /* the proof is not one between these; of the log it says nothing */
};
/*
 * From `old` (size 0: nothing was known, and the proof is empty) to `head`, which is not smaller and has the
 * same origin. A proof is not signed and anybody can spoil one, so a fork is said only when both heads
 * prove it: the proof leads to the root of `head` and on its way there to another root at the size of
 * `old`. From a size that is a power of two no proof shows that, and the answer is FIT_UNSHOWN.
 */
enum consistency_fit consistency_fit(const struct checkpoint *old, const struct checkpoint *head,
				     const struct hash *proof, size_t n);

struct consistency_verdict {
	struct checkpoint old, head;
	struct policy_verdict policy; /* of the newer head */
};
/*
 * Judge a file by the verifier's policy: the newer head by all of it, the older by the log's key alone,
 * since witnesses may have come later. The result borrows from `c` and the policy.
 * ERR_DENIED as policy_check, or heads of two logs; ERR_CORRUPT: a signature or the proof does not hold,
 * or (*ret_fork, which is always set) both heads are signed and they cannot both be.
 */
int consistency_verify(const struct consistency *c, const struct policy *p, struct arena *a,
		       struct consistency_verdict *ret, bool *ret_fork, struct err *e) MUST_USE;

#endif
