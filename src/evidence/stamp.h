/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stamp.h - time stamps of our log's heads, from authorities (ledger/tsp.h) and from calendars
 * (ledger/ots.h), kept with what it takes to judge them.
 *
 * What is stamped is the text of a checkpoint (three lines); so one stamp covers every entry before it.
 * Heads are made durable as ones that left before anything is asked for (vault_head_for_others).
 *
 * Nothing here talks to a server. A request goes out and its answer comes in as bytes, whoever carried
 * them; a request that waits is remembered here by its nonce, so that an answer is only taken to a question
 * that was asked. One token is known by its authority and serial number and kept once.
 *
 * Whom we trust (roots) and the block headers somebody gave us are kept as settings of this device. They
 * are used whenever a stamp is shown: that one was good on the day it came is not kept as a fact.
 */
#ifndef VIGIL_EVIDENCE_STAMP_H
#define VIGIL_EVIDENCE_STAMP_H

#include "ledger/ots.h"
#include "ledger/tsp.h"
#include "vault/log.h"

enum {
	STAMP_WAITING_MAX = 16,	   /* requests remembered; the oldest go */
	STAMP_ROOTS_MAX = 1 << 20, /* bytes */
	STAMP_EXPIRES_DAYS = 90	   /* before a certificate ends, it is said */
};

enum stamp_kind { STAMP_RFC3161, STAMP_OTS };

struct stamp {
	int64_t id;
	int64_t site, size; /* of the checkpoint */
	enum stamp_kind kind;
	struct str token; /* response as it came, or proof file */
	struct str chain; /* PEM; empty: none */
	int64_t over; /* a renewal: covers the tokens of this checkpoint up to this id; else 0 */
	int64_t added_ms;
};

/* ---- what there is ----------------------------------------------------- */

/* Of one checkpoint, by id. */
int stamp_list(struct vault *v, int64_t site, int64_t size, struct arena *a, struct stamp **ret,
	       size_t *ret_n, struct err *e) MUST_USE;
/* All, by id. */
int stamp_all(struct vault *v, struct arena *a, struct stamp **ret, size_t *ret_n,
	      struct err *e) MUST_USE;
int stamp_get(struct vault *v, int64_t id, struct arena *a, struct stamp *ret,
	      struct err *e) MUST_USE;
/*
 * The stamped heads (by any kind) that cover entry `seq`: sizes of its log, the smallest and the largest. The
 * smallest bounds its time best; a bundle that shows a stamp takes its checkpoint at that size.
 * ERR_NOTFOUND: none.
 */
int stamp_covering(struct vault *v, int64_t seq, int64_t *ret_first, int64_t *ret_last,
		   struct err *e) MUST_USE;
/* The text of a checkpoint that is stamped, and the bytes a stamp is over: that text, or those of a
 * renewal (docs/formats/time.md). */
int stamp_text(struct vault *v, int64_t site, int64_t size, struct arena *a, struct str *ret,
	       struct err *e) MUST_USE;
int stamp_data(struct vault *v, const struct stamp *s, struct arena *a, struct str *ret,
	       struct err *e) MUST_USE;

/* ---- judging ------------------------------------------------------------ */

struct stamp_judged {
	bool verified;		/* by the roots or block headers kept here */
	struct str why;		/* not verified: a sentence */
	struct tsp_info tsp;	/* STAMP_RFC3161 */
	struct ots_verdict ots; /* STAMP_OTS */
};
/* Never fails for what a stamp is: that is in *ret. */
int stamp_judge(struct vault *v, const struct stamp *s, struct arena *a, struct stamp_judged *ret,
		struct err *e) MUST_USE;

/* Trust these roots from now on (PEM). *ret_n: how many certificates that makes. */
int stamp_roots_add(struct vault *v, struct str pem, size_t *ret_n, struct err *e) MUST_USE;
/* Judge the proofs of calendars by these block headers and keep those that one needs. ERR_CORRUPT: a header
 * contradicts a proof. *ret_n: proofs verified by them. */
int stamp_headers_add(struct vault *v, const struct ots_headers *hs, size_t *ret_n,
		      struct err *e) MUST_USE;

/* ---- authorities --------------------------------------------------------- */

/* A request for our newest head. */
int stamp_request(struct vault *v, struct arena *a, struct str *ret_der, int64_t *ret_size,
		  struct err *e) MUST_USE;
/* A request to renew stamp `id`: over its checkpoint's text and all tokens of it so far. ERR_INPUT: it is
 * no token of an authority. */
int stamp_renew_request(struct vault *v, int64_t id, struct arena *a, struct str *ret_der,
			struct err *e) MUST_USE;

struct stamp_taken {
	int64_t id;
	int64_t size;
	bool again;    /* it was here; what came beside it was added */
	bool verified; /* else no roots were given, and nothing is known of its signature */
	struct tsp_info tsp;
};
/*
 * Take an answer. `chain`: PEM of certificates and revocation lists to be kept with it. It is verified
 * before it is stored when roots are kept here; without roots only its imprint and nonce are compared.
 * ERR_NOTFOUND: it answers nothing that waits. Otherwise as tsp_verify.
 */
int stamp_response(struct vault *v, struct str response, struct str chain, struct arena *a,
		   struct stamp_taken *ret, struct err *e) MUST_USE;

/* ---- calendars ------------------------------------------------------------- */

/* What to give a calendar for our newest head: a digest of its text and random bytes. Only the newest
 * such question waits for an answer. */
int stamp_ots_request(struct vault *v, struct arena *a, struct hash *ret, int64_t *ret_size,
		      struct err *e) MUST_USE;
/* The answer to that: pending until it is upgraded. It may be given for several calendars. */
int stamp_ots_response(struct vault *v, struct str answer, struct arena *a, int64_t *ret_id,
		       struct err *e) MUST_USE;
/* A proof file that somebody upgraded, or made of one of our checkpoints: merged into what is kept, or
 * kept. ERR_NOTFOUND: it is of no checkpoint of ours. */
int stamp_ots_merge(struct vault *v, struct str proof, struct arena *a, int64_t *ret_id,
		    struct err *e) MUST_USE;
/* What calendars can be asked: where a proof is pending. Messages in hex make the path of the address. */
struct stamp_pending {
	int64_t id;
	struct str uri, msg;
};
int stamp_ots_pending(struct vault *v, struct arena *a, struct stamp_pending **ret, size_t *ret_n,
		      struct err *e) MUST_USE;
int stamp_ots_answer(struct vault *v, int64_t id, struct str msg, struct str answer,
		     struct arena *a, struct err *e) MUST_USE;

#endif
