/* SPDX-License-Identifier: Apache-2.0 */
/*
 * checkpoint.h - the head of a log (C2SP tlog-checkpoint): origin, size, root, signed as a note.
 * The name of the signing key is the origin. Extension lines are accepted and not used; none are
 * written.
 */
#ifndef VIGIL_CHECKPOINT_H
#define VIGIL_CHECKPOINT_H

#include "base/hash.h"
#include "ledger/note.h"

enum { CHECKPOINT_ORIGIN_LEN = 46 }; /* "vigil.example/" and 32 hexadecimal digits */

struct checkpoint {
	struct str origin;
	int64_t size;
	struct hash root;
};

/* A new origin from 128 random bits; it names nobody and no country. */
void checkpoint_origin(char ret[static CHECKPOINT_ORIGIN_LEN + 1]);

/* The signed note. Whoever calls this has first made (size, root) durable as the head that will be
 * signed, and never signs another root at a size, nor a size that does not extend it. */
int checkpoint_sign(const struct checkpoint *c, const struct sign_key *k, struct arena *a,
		    struct str *ret_note, struct err *e) MUST_USE;
/* From the text of a note. The result borrows it. Nothing is verified. */
int checkpoint_parse(struct str text, struct checkpoint *ret, struct err *e) MUST_USE;
/* Parse a whole note, and require a signature of `key` whose name is the origin. ERR_CORRUPT: the
 * signature does not hold; ERR_DENIED: there is none of this key. */
int checkpoint_open(struct str note, const struct note_key *key, struct arena *a,
		    struct checkpoint *ret, struct err *e) MUST_USE;

#endif
