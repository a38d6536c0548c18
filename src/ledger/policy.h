/* SPDX-License-Identifier: Apache-2.0 */
/*
 * policy.h - whom a verifier trusts (C2SP tlog-policy): logs, witnesses, and how many of them.
 *
 *	log <vkey> [<url>]
 *	witness <name> <vkey> [<url>]
 *	group <name> <k>|any|all <member>...
 *	quorum <name>|none
 *
 * The file belongs to the verifier. A policy that came with a proof is a suggestion and is never
 * read by a program that judges.
 */
#ifndef VIGIL_POLICY_H
#define VIGIL_POLICY_H

#include "base/buf.h"
#include "ledger/checkpoint.h"

struct policy_node { /* a witness or a group */
	struct str name;
	struct note_key key; /* witness */
	const int *members;  /* group: earlier nodes */
	size_t n;	     /* members; 0: a witness */
	size_t k;	     /* how many of them it takes */
};

struct policy {
	const struct note_key *logs;
	size_t n_logs;
	const struct policy_node *nodes;
	size_t n_nodes;
	int quorum; /* a node, or -1: none is asked for */
};

int policy_read(struct str s, struct arena *a, struct policy *ret, struct err *e) MUST_USE;

/* What a note was found to carry. */
struct policy_verdict {
	struct checkpoint checkpoint;
	const struct note_key *log; /* the policy's log that signed it */
	size_t cosigned;	    /* witnesses of the policy with a good cosignature */
	size_t unknown;		    /* signature lines of keys the policy does not name */
};

/* Accept or refuse a checkpoint. The result borrows from the note and the policy.
 * ERR_INPUT: not a checkpoint; ERR_CORRUPT: a known key's signature does not hold;
 * ERR_DENIED: not signed by a listed log under its own origin, or no quorum. */
int policy_check(const struct policy *p, struct str note, struct arena *a,
		 struct policy_verdict *ret, struct err *e) MUST_USE;

/* A policy that trusts these logs (vkeys) and asks for `k` of these witnesses, 1 <= k <= n_witnesses; with no
 * witness given it asks for none. ERR_INPUT: what would be written is no policy. */
int policy_write(struct buf *b, const struct str *logs, size_t n_logs, const struct str *witnesses,
		 size_t n_witnesses, size_t k, struct err *e) MUST_USE;
/* A policy of one log and no quorum, as `vigil init` writes it beside a vault. */
void policy_write_log(struct buf *b, struct str vkey);

#endif
