/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * witness.h - partners who cosign heads: those who do it for us, and we for them (ledger/witness.h).
 *
 * As a witness a vault has a key of its own, apart from its log's, and keeps the newest head it cosigned
 * of each log it was told to witness. What it cosigned is durable before the answer leaves, in one
 * transaction with the check, so that two requests at once cannot turn it back.
 *
 * Nothing here says that a log holds the truth, or all of it: only that it has one history.
 */
#ifndef VIGIL_VAULT_WITNESS_H
#define VIGIL_VAULT_WITNESS_H

#include "ledger/witness.h"
#include "vault/log.h"

/* ---- we cosign for others ---------------------------------------------- */

/*
 * Our key as a witness, as a vkey; made on first use, under `name` or, when name.n == 0, under
 * `vigil.example/` and random digits. ERR_CONFLICT: it has another name already, which never changes.
 */
int vault_witness_key(struct vault *v, struct str name, struct arena *a, struct str *ret_vkey,
		      struct err *e) MUST_USE;
/* Witness a log from now on; a further key of a log that is known is added to the first, for a log that
 * changes its key, or takes the place of all it had (`alone`), when the change is done. Officers only.
 * ERR_INPUT: no key of a log; ERR_CONFLICT: our own log. */
int vault_witness_add_log(struct vault *v, struct str vkey, bool alone, bool *ret_new,
			  struct err *e) MUST_USE;

struct vault_witnessed {
	struct str origin;
	struct note_key *keys;
	size_t n_keys;
	int64_t size; /* 0: nothing cosigned yet */
	struct hash root;
	struct str note;  /* of that head */
	struct str doubt; /* a head it signed that came with a proof that does not hold; or empty */
};
int vault_witness_logs(struct vault *v, struct arena *a, struct vault_witnessed **ret,
		       size_t *ret_n, struct err *e) MUST_USE;

struct vault_answer {
	enum witness_status status;
	int http;	 /* and what is said of it over HTTP */
	struct str body; /* cosignature lines, the size we have, or a sentence */
	const char *type;
	struct str origin; /* empty when it could not be read */
	int64_t size;	   /* of the head in the request */
	int64_t ours;	   /* of the head we had before; 0: none */
	bool fork;	   /* the log has signed two stories: both heads are kept (vault_forks) */
};
/*
 * Answer a request, at `time` (seconds since 1970). Refusals are answers: the status says which. Fails
 * when the vault does; ERR_BUSY: somebody else writes for long.
 */
int vault_witness_answer(struct vault *v, struct str request, int64_t time, struct arena *a,
			 struct vault_answer *ret, struct err *e) MUST_USE;
/* Is there a log we witness? */
int vault_witness_is_one(struct vault *v, bool *ret, struct err *e) MUST_USE;

/* ---- others cosign for us ---------------------------------------------- */

struct vault_witness {
	struct str vkey;
	struct note_key key;
	struct str url;	  /* where it answers over HTTP; or empty */
	int64_t known;	  /* entries of our log it is known to have; 0: not known */
	int64_t ahead;	  /* it said it has this many, more than our log had; 0: it did not */
	int64_t refused;  /* it refused our head of this size; 0: it did not */
	int64_t cosigned; /* newest head of our log here that it cosigned; 0: none */
};
/* Believe a witness's cosignatures over our heads; again with another `url` changes that. Officers only.
 * What outsiders believe is written in their own policies. */
int vault_witness_trust(struct vault *v, struct str vkey, struct str url, struct err *e) MUST_USE;
/* Believe it no more: what it said of our log is forgotten, lines of it that are kept stay. Officers only.
 * ERR_NOTFOUND: it is not trusted. */
int vault_witness_distrust(struct vault *v, struct str vkey, struct err *e) MUST_USE;
/* In order of their vkeys. */
int vault_witnesses(struct vault *v, struct arena *a, struct vault_witness **ret, size_t *ret_n,
		    struct err *e) MUST_USE;

/*
 * The request for the head of our log to a witness that has `old` entries of it (0: not known). The head
 * is durable as one that left. ERR_CONFLICT: `old` is above our size, or as vault_head_for_others: this
 * vault was restored from a backup or copied, and the message says what to do.
 */
int vault_witness_request(struct vault *v, int64_t old, struct arena *a, struct str *ret,
			  int64_t *ret_size, struct err *e) MUST_USE;
/* What a witness answered that is no cosignature: the size it has, or that it refused our head of `size`.
 * `vkey` of one that is trusted, else ERR_NOTFOUND. */
int vault_witness_told(struct vault *v, struct str vkey, int64_t has, struct err *e) MUST_USE;
int vault_witness_refused(struct vault *v, struct str vkey, int64_t size, struct err *e) MUST_USE;

struct vault_cosigned {
	struct str witness; /* name of its key */
	struct str origin;
	int64_t size;
};
/*
 * Keep the lines of an answer that trusted witnesses wrote over heads that are here, ours or other sites';
 * `also` (or NULL) is believed this once. Lines of others are passed over. ERR_INPUT: no line is by a
 * trusted witness, or a line of one does not fit any head that is here.
 */
int vault_witness_take(struct vault *v, struct str lines, const struct note_key *also,
		       struct arena *a, struct vault_cosigned **ret, size_t *ret_n,
		       struct err *e) MUST_USE;

#endif
