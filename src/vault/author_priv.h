/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * author_priv.h - whose signatures count in one log, and from which entry to which.
 */
#ifndef VIGIL_AUTHOR_PRIV_H
#define VIGIL_AUTHOR_PRIV_H

#include "vault/vault_priv.h"

/* A key and the entries of that log it counts from and to, as numbers. */
struct author_key {
	char kid[CLAIM_KID_LEN + 1];
	uint8_t public[KEY_LEN];
	struct id member;
	int64_t from_seq;    /* the entry that enrolled it */
	int64_t revoked_seq; /* -1: not revoked; that entry itself still counts */
};
int author_keys(struct vault *v, int64_t site, struct arena *a, struct author_key **ret,
		size_t *ret_n, struct err *e) MUST_USE;
/* The key that may sign entry `seq`. ERR_CORRUPT: never enrolled, or not in force there. */
int author_find(const struct author_key *keys, size_t n, int64_t seq, const char *kid,
		const struct author_key **ret, struct err *e) MUST_USE;

/* The same, entry by entry, and the keys of the log itself: those that sign its heads of more than
 * `from` and up to `to` entries (-1: no end). */
struct key_claim;
struct log_key {
	int64_t from, to;
	uint8_t public[KEY_LEN];
};
struct authors {
	struct arena *a;
	struct author_key *keys;
	size_t n, cap;
	struct str origin;
	struct log_key *log;
	size_t n_log, cap_log;
	/* What was revoked before it was enrolled here: it never counts. */
	struct gone {
		char kid[CLAIM_KID_LEN + 1];
		bool has_member;
		struct id member;
		int64_t seq;
	} * gone;
	size_t n_gone, cap_gone;
};
/* Ends of author keys in all logs, for the logs that import them. Begins as { .a = arena }. */
struct revocation {
	int64_t seq;
	char kid[CLAIM_KID_LEN + 1];
	bool has_member;
	struct id member;
};
struct revocations {
	struct arena *a;
	struct revocation *list;
	size_t n, cap;
};
/* Before entry 0. `vkey`: the log's key of that time. */
int authors_begin(struct authors *l, struct arena *a, struct str vkey, struct err *e) MUST_USE;
/* All that stands in the rows. `l` as authors_begin left it. */
int authors_load(struct vault *v, int64_t site, struct authors *l, struct revocations *r,
		 struct err *e) MUST_USE;
/* Both: as the log of `site` stands. */
int authors_of(struct vault *v, int64_t site, struct arena *a, struct authors *ret,
	       struct err *e) MUST_USE;
/* The next key claim of the log, signed by `by_kid`. */
void authors_key(struct authors *l, int64_t seq, const struct key_claim *k, struct str by_kid);
void revocations_key(struct revocations *r, int64_t seq, const struct key_claim *k,
		     struct str by_kid);
/* The next import of the log: it knows `size` entries of `site` from here on. */
void authors_import(struct authors *l, const struct revocations *r, int64_t seq, int64_t site,
		    int64_t size);
/* Whether it is in force for heads of `size` entries. */
bool log_key_signs(const struct log_key *k, int64_t size);
/* ERR_CORRUPT unless a key of the log that is in force at `size` signed the note. */
int authors_note(const struct authors *l, const struct note *note, int64_t size,
		 struct err *e) MUST_USE;

#endif
