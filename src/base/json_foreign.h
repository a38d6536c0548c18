/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json_foreign.h - JSON that other programs wrote, and JSON made of what others wrote.
 *
 * What is signed is read by json_read and nothing else. Here, data of other programs is made fit for
 * that strict reader first: a byte order mark is dropped; numbers that are no integers below 2^53
 * (and NaN, Infinity, which Python writes) become strings with the same characters; bytes that are
 * no UTF-8, NUL and lone surrogates become U+FFFD; control characters in strings are escaped.
 * Names that occur twice, depth over 16 and broken syntax are refused as ever.
 */
#ifndef VIGIL_JSON_FOREIGN_H
#define VIGIL_JSON_FOREIGN_H

#include "base/json.h"

/* The tree and all it borrows live in `a`. ERR_TOOBIG over `max` bytes, ERR_INPUT. */
int json_read_foreign(struct str s, size_t max, struct arena *a, const struct json **ret,
		      struct err *e) MUST_USE;

/* `s` as valid UTF-8 without NUL, at most `max` bytes of it; `s` itself when it is that already. */
struct str text_made_valid(struct arena *a, struct str s, size_t max);

/*
 * Objects and arrays, written in order:
 *	json_out_begin(&o, NULL, '{');
 *	json_out_text(&o, "name", name);	a key in an object, NULL in an array
 *	json_out_end(&o, '}');
 * Texts may be any bytes; they are cut at JSON_OUT_TEXT_MAX.
 */
enum { JSON_OUT_TEXT_MAX = 4096 };
struct json_out {
	struct buf *b;
	struct arena *a; /* for texts that have to be made valid */
	bool comma;
};
void json_out_begin(struct json_out *o, const char *key, char open);
void json_out_end(struct json_out *o, char close);
void json_out_text(struct json_out *o, const char *key, struct str value);
void json_out_int(struct json_out *o, const char *key, int64_t value);
void json_out_bool(struct json_out *o, const char *key, bool value);
void json_out_hex(struct json_out *o, const char *key, const uint8_t *p, size_t n); /* n <= 64 */

#endif
