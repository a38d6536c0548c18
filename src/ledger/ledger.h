/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ledger.h - the room of the formats that other people can verify.
 *
 * Everything here is pure: bytes in, bytes or a verdict out. No SQL, no clock, no network, no files but
 * in bag_folder.c, which reads a folder, and zip.h, which is given descriptors; and no trust in a key
 * that came with the thing to be checked. The formats are fixed in docs/formats/, whose test vectors
 * the unit tests of this room read.
 *
 *	claim.h       a claim: signed once (SD-JWT, RFC 9901), shown in part
 *	value.h       the spelling of typed values, references and fields inside a claim
 *	key_claim.h   claims that enrol, rotate and revoke author keys
 *	entry.h       the line of the log that commits to a claim
 *	tree.h        the Merkle tree over entries (RFC 6962), kept in tiles; proofs
 *	note.h        signed notes and their keys (C2SP signed-note, cosignature/v1)
 *	checkpoint.h  the signed head of a log (C2SP tlog-checkpoint)
 *	proof.h       proof that an entry is in a log (C2SP tlog-proof)
 *	policy.h      whom a verifier trusts (C2SP tlog-policy)
 *	tiles.h       a log as files for outsiders (C2SP tlog-tiles)
 *	consistency.h proof that a log was only added to, between two heads
 *	witness.h     asking for a cosignature, and judging who asks (C2SP tlog-witness)
 *	age.h         sealed evidence files, header and payload apart (C2SP age)
 *	tsp.h         time stamps of authorities (RFC 3161)
 *	ots.h         proofs of time by OpenTimestamps
 *	proof_text.h  the self-contained proof of one claim, and its verification
 *	bag_files.h   a set of files, in a folder, a ZIP file or memory; names that are allowed
 *	bag.h         BagIt bags (RFC 8493), read and written
 *	zip.h         ZIP files without compression
 *	bundle.h      records, proofs, stamps and files together, for a court
 *
 * The Ed25519 rule is libsodium's everywhere (base/crypto.h). Call crypto_init() first.
 *
 * Errors: ERR_INPUT the bytes are not of the format; ERR_TOOBIG over a ceiling below;
 * ERR_CORRUPT the format is right but a hash or signature does not hold; ERR_DENIED what holds
 * is not what the policy asks for; ERR_NOTFOUND something needed is not there.
 */
#ifndef VIGIL_LEDGER_H
#define VIGIL_LEDGER_H

#include "base/base.h"

/* Ceilings, part of the formats: every program that follows them accepts the same set. */
enum {
	CLAIM_DISCLOSURES_MAX = 512,	   /* of one claim, nested ones included */
	CLAIM_DIGESTS_MAX = 1024,	   /* in one `_sd`, decoys included */
	CLAIM_NESTING_MAX = 4,		   /* a part in a part in a part in a part */
	CLAIM_NAME_MAX = 32,		   /* bytes of a disclosure's name */
	CLAIM_JWT_MAX = 128 * 1024,	   /* bytes of the issuer-signed JWT */
	CLAIM_DISCLOSURE_MAX = 512 * 1024, /* bytes of one disclosure as base64url */
	CLAIM_COMPACT_MAX = 1024 * 1024,   /* bytes of JWT and disclosures with their tildes */
	NOTE_MAX = 512 * 1024,		   /* bytes of a signed note */
	NOTE_SIGS_MAX = 64,
	NOTE_SIG_LINE_MAX = 8192, /* an ML-DSA-44 line has about 3.4 kB */
	PROOF_HASHES_MAX = 63,	  /* a tree has less than 2^63 leaves */
	PROOF_MAX = 1024 * 1024,  /* bytes of a tlog-proof */
	PROOF_KEYS_MAX = 16,	  /* enrolments from an author's key back to the first */
	PROOF_TEXT_MAX = 4 * 1024 * 1024,
	POLICY_MAX = 64 * 1024,
	POLICY_LOGS_MAX = 64,
	POLICY_NODES_MAX = 128 /* witnesses and groups */
};

#endif
