/* SPDX-License-Identifier: Apache-2.0 */
/*
 * id.h - UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, then random bits.
 * Ids made by one process in one millisecond still ascend (method 2: the random part counts up).
 */
#ifndef VIGIL_ID_H
#define VIGIL_ID_H

#include "base/base.h"

enum { ID_LEN = 16, ID_TEXT_LEN = 36 };

struct id {
	uint8_t b[ID_LEN];
};

struct id id_new(void);
void id_text(const struct id *id, char ret[static ID_TEXT_LEN + 1]); /* lower case */
bool id_parse(struct str s, struct id *ret); /* lower case, hyphens, any version */
bool id_eq(const struct id *a, const struct id *b);
bool id_is_nil(const struct id *id);
struct str id_str(struct arena *a, const struct id *id);

#endif
