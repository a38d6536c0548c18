/* SPDX-License-Identifier: Apache-2.0 */
/*
 * proof.h - proof that an entry is in a log (C2SP tlog-proof v1), as a file.
 *
 *	c2sp.org/tlog-proof@v1
 *	[extra <base64>]
 *	index <decimal>
 *	<base64 hash>, from the leaf's sibling upward
 *	<empty line>
 *	<checkpoint, a signed note>
 */
#ifndef VIGIL_PROOF_H
#define VIGIL_PROOF_H

#include "base/buf.h"
#include "ledger/checkpoint.h"

struct tlog_proof {
	struct str extra; /* decoded and never trusted; STR_NULL: no such line */
	int64_t index;
	const struct hash *hashes;
	size_t n;
	struct str note; /* the checkpoint, whole */
};

void tlog_proof_write(struct buf *b, const struct tlog_proof *p);
int tlog_proof_read(struct str s, struct arena *a, struct tlog_proof *ret, struct err *e) MUST_USE;

#endif
