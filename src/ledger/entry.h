/* SPDX-License-Identifier: Apache-2.0 */
/*
 * entry.h - one entry of a log: a kind and a hash, nothing that speaks.
 *
 *	vigil/leaf/v1\n<kind> <base64 of a SHA-256>\n
 *
 * For claim, key and shred the hash is of the issuer-signed JWT, for import and end of the bytes
 * that docs/formats/log.md names.
 */
#ifndef VIGIL_ENTRY_H
#define VIGIL_ENTRY_H

#include "base/hash.h"
#include "ledger/ledger.h"

enum entry_kind { ENTRY_CLAIM, ENTRY_KEY, ENTRY_SHRED, ENTRY_IMPORT, ENTRY_END };
enum { ENTRY_KINDS = ENTRY_END + 1, ENTRY_MAX = 66 }; /* the longest: kind `import` */

/* Writes the entry without a NUL and returns it as a view of `ret`. */
struct str entry_write(char ret[static ENTRY_MAX], enum entry_kind kind, const struct hash *h);
/* ERR_INPUT for anything that entry_write would not write. */
int entry_parse(struct str s, enum entry_kind *ret_kind, struct hash *ret_hash,
		struct err *e) MUST_USE;

struct str entry_kind_name(enum entry_kind k);

#endif
