/* SPDX-License-Identifier: Apache-2.0 */
/*
 * verify_priv.h - the program vigil-verify: one file a kind of thing it judges. Not part of the library.
 *
 * Each verify_... writes its verdict to `out` and returns the exit status.
 */
#ifndef VIGIL_VERIFY_PRIV_H
#define VIGIL_VERIFY_PRIV_H

#include "ledger/bundle.h"

enum { ACCEPTED = 0, REFUSED = 1, USAGE = 2 };

struct question {
	const char *policy, *tsa_roots, *ots_headers, *file; /* paths, NULL: not given */
	const char *what;				     /* path, "-": standard input */
	bool json;
};

struct verifying {
	struct question q;
	struct arena *a;
	struct buf *out;
	bool has_policy;
	struct policy policy;
	struct str tsa_roots;
	struct ots_headers headers;
	bool has_file; /* --file */
	struct hash file_sha256;
	int64_t file_bytes;
};

int verify_proof(struct verifying *v, struct str text);
int verify_bundle(struct verifying *v, const struct bag_files *files);
int verify_checkpoint(struct verifying *v, struct str note);
int verify_consistency(struct verifying *v, struct str text);
int verify_tiles(struct verifying *v, const char *folder);

/* ---- words ------------------------------------------------------------- */

int verify_refuse(struct verifying *v, const char *why);
/* `origin`: what the thing says of its log. */
int verify_no_policy(struct verifying *v, struct str origin);
/* Of a note; "unknown". */
struct str verify_origin(struct verifying *v, struct str note);

/* What steers a terminal or turns the order of a line is written as \u00xx; `s` is JSON or plain. */
void verify_put_safe(struct buf *b, struct str s);
/* A string of foreign text, quoted and escaped as JSON does. */
void verify_put_quoted(struct buf *b, struct str s);
/* The parts that are shown: a line each, or members of a JSON object. */
void verify_put_fields(struct buf *b, const struct claim_view *c, bool json);
void verify_put_withheld(struct buf *b, const struct claim_view *c);

/* Half-sentences after "This shows" or as a JSON list: each is one call. */
struct verify_list {
	struct buf *b;
	bool json;
	bool some;
};
struct verify_list verify_list_begin(struct verifying *v, const char *title, const char *member);
void verify_item(struct verify_list *l, const char *fmt, ...) PRINTF_LIKE(2, 3);
void verify_list_end(struct verify_list *l);
/* The usual "This does not show"; ends the answer. */
void verify_put_limits(struct verifying *v, const char *const *more, size_t n);

/* --file: whether one of these is that file. */
struct verify_named {
	struct str sha256;
	int64_t bytes;
};
bool verify_file_is(const struct verifying *v, struct str sha256, int64_t bytes);

#endif
