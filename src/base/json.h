/* SPDX-License-Identifier: Apache-2.0 */
/*
 * json.h - JSON for data that is signed: one strict profile, read into a tree, and a small writer.
 *
 * The reader takes RFC 8259 and refuses what two programs could understand differently: names that
 * occur twice in an object, invalid UTF-8 (also as lone surrogate escapes), NUL in strings, numbers
 * that are not integers below 2^53 (no fraction, no exponent, no minus zero), depth over 16, and
 * anything after the value. A byte order mark is refused with the rest.
 *
 * Why not jansson: it reads fractions as doubles and nests 2048 deep, so its verdict is not this
 * one, and it asks for memory several times a value, where a rebuild reads hundreds of thousands
 * of small objects a second.
 *
 * The tree lives in the arena and borrows the text that was read, which must live as long. It takes
 * at most JSON_NODE_COST bytes for each byte of text (an array of one-digit numbers), so choose
 * `max` with the arena's ceiling in mind.
 */
#ifndef VIGIL_JSON_H
#define VIGIL_JSON_H

#include "base/buf.h"

enum { JSON_DEPTH_MAX = 16, JSON_NODE_COST = 40 };
static const int64_t JSON_INT_MAX = 9007199254740991; /* 2^53 - 1 */

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_INT, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* One value. Use the accessors; the fields are here so that a loop can walk without calls. */
struct json {
	enum json_type type;
	uint32_t n;	 /* array, object: how many children */
	struct str name; /* in an object: the member's name, escapes resolved */
	struct str raw;	 /* the bytes of the value as they were received */
	union {
		struct str text;	  /* JSON_STRING, escapes resolved */
		int64_t num;		  /* JSON_INT */
		const struct json *first; /* JSON_ARRAY, JSON_OBJECT: first child or NULL */
	} u;
	const struct json *next; /* the next child of the same parent, in the order given */
};

enum json_flags {
	JSON_ANY = 0,
	/* The spelling that json_put writes and no other: no white space, no superfluous escape. */
	JSON_COMPACT = 1
};

/* Read all of `s`. ERR_TOOBIG over `max` bytes; ERR_INPUT with the offset of the first fault. */
int json_read(struct str s, size_t max, enum json_flags flags, struct arena *a,
	      const struct json **ret, struct err *e) MUST_USE;

/* The member `name` of `o`, or NULL; NULL also when `o` is NULL or no object. */
const struct json *json_get(const struct json *o, struct str name);
/* These are false, and leave *ret alone, when `v` is NULL or of another type. */
bool json_str(const struct json *v, struct str *ret);
bool json_int(const struct json *v, int64_t *ret);
bool json_bool(const struct json *v, bool *ret);
/* The first child of an array or object, NULL when there is none or `v` is neither:
 *	for (const struct json *i = json_first(v); i; i = i->next) */
const struct json *json_first(const struct json *v);

/* ---- writing --------------------------------------------------------- */

/* With quotes; escapes only the quote, the backslash and U+0001 to U+001F (short forms where JSON
 * has them, else \u00xx in lower case), as RFC 8785. `s` is valid UTF-8 without NUL: anything else
 * is our own mistake, since text is checked where it comes in. */
void json_put_str(struct buf *b, struct str s);
void json_put_int(struct buf *b, int64_t n); /* |n| <= JSON_INT_MAX */
void json_put_bool(struct buf *b, bool v);
/* A tree in its compact spelling, members in the order they have. */
void json_put(struct buf *b, const struct json *v);

/* RFC 3629: shortest forms, no surrogates, nothing above U+10FFFF. NUL is valid here. */
bool str_is_utf8(struct str s);

#endif
