/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_priv.h - the parts of a statement, as they are sealed and as they are compared. */
#ifndef VIGIL_RECORD_PRIV_H
#define VIGIL_RECORD_PRIV_H

#include "register/register_priv.h"

enum {
	STATEMENT_FIELDS_MAX = 200,
	FIELDS_PER_CLAIM =
		256, /* field id = pos * this + place from 1; outside: seq * this + place */
	DIGEST_KEPT = 16
};

struct parts {
	struct claim_part part[STATEMENT_FIELDS_MAX + 16];
	size_t n;
};

struct statement_parts {
	struct parts top, source;
	struct vault_claim vc;
};

int statement_build(struct reg *r, const struct statement *st, struct arena *a,
		    struct statement_parts *ret, struct err *e) MUST_USE;

/* What a statement says, whoever recorded it when and however it came, is the SHA-256 of its parts
 * that count, each as path and value on a line, those below `source` last. The projector computes
 * the same from what it can read. */
bool digest_counts(struct str path);
void digest_add(struct buf *b, struct str path, struct str value);
struct str part_ref(const struct entity *en, struct arena *a);
struct str part_text(struct str s, struct arena *a);

#endif
