/* SPDX-License-Identifier: Apache-2.0 */
/* bag_priv.h - what reading a bag's tag files and checking its files share. */
#ifndef VIGIL_BAG_PRIV_H
#define VIGIL_BAG_PRIV_H

#include "base/map.h"
#include "ledger/bag.h"

/* ---- several hashes of one file ---------------------------------------- */

enum bag_alg { BAG_MD5, BAG_SHA1, BAG_SHA224, BAG_SHA256, BAG_SHA384, BAG_SHA512 };
enum { BAG_ALGS = BAG_SHA512 + 1, BAG_DIGEST_MAX = 64 };
struct str bag_alg_name(enum bag_alg g); /* as it stands in the name of a manifest */
size_t bag_alg_bytes(enum bag_alg g);

struct bag_digests {
	uint8_t b[BAG_ALGS][BAG_DIGEST_MAX]; /* of the algorithms asked for */
};
/* Stream file `i` through the algorithms of the set `algs` (bit 1 << alg). */
int bag_hash_file(const struct bag_files *f, size_t i, unsigned algs, struct bag_digests *ret,
		  struct err *e) MUST_USE;

/* ---- tag files ---------------------------------------------------------- */

enum bag_encoding { BAG_UTF8, BAG_LATIN1, BAG_UTF16 };

/* A tag file as UTF-8. False: its bytes are not of this encoding. */
bool bag_decode(struct str s, enum bag_encoding enc, struct arena *a, struct str *ret);
bool bag_encoding_parse(struct str name, enum bag_encoding *ret);
/* Take one line off the front; it ends at LF, CR LF, CR or the end. False: nothing is left. */
bool bag_line(struct str *rest, struct str *ret_line);

/* A manifest's line: hash, white space, path. False: it is none. `ret_star`: the path was marked. */
bool bag_manifest_line(struct str line, size_t hash_bytes, uint8_t *ret_hash, struct str *ret_path,
		       bool *ret_star);
/* The path a manifest means: percent signs decoded as the version has it. Copied when it changes. */
struct str bag_decode_path(struct str path, int version, struct arena *a);
struct str bag_encode_path(struct str path, struct arena *a); /* CR, LF and % */

/* ---- checking ----------------------------------------------------------- */

struct bag_checking {
	const struct bag_files *files;
	struct arena *a;
	struct err *e;
	struct bag_report *r;
	enum bag_encoding encoding;
	size_t lines;
	unsigned algs;		/* all that any manifest needs, and sha256 */
	struct bag_list *lists; /* manifests */
	size_t n_lists;
	struct map fetched;	/* paths of fetch.txt */
	int64_t system_missing; /* listed system files that are not there */
};

void bag_find(struct bag_checking *c, enum bag_level level, enum bag_code code, struct str path,
	      const char *text);
/* bagit.txt; false: nothing more can be said. */
bool bag_check_declaration(struct bag_checking *c);
void bag_check_info(struct bag_checking *c);
void bag_check_fetch(struct bag_checking *c);
/* A tag file decoded, or STR_NULL with a finding. Missing: STR_NULL without. */
struct str bag_tag_file(struct bag_checking *c, struct str path);

#endif
