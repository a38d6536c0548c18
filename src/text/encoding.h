/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * encoding.h - in which encoding is this text? And: the text as UTF-8.
 *
 * What is UTF-8 can be proved nearly; which of the older Windows and ISO encodings is meant can only be
 * guessed, from what letters the bytes would be. So the guess says how sure it is.
 */
#ifndef VIGIL_TEXT_ENCODING_H
#define VIGIL_TEXT_ENCODING_H

#include "base/buf.h"

enum text_encoding {
	ENCODING_FIND, /* in questions only */
	ENCODING_UTF8,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_1256, /* Windows, Arabic and Persian */
	ENCODING_1252, /* Windows, western Europe */
	ENCODING_1254, /* Windows, Turkish */
	ENCODING_ISO_1,
	ENCODING_ISO_6, /* Arabic */
	ENCODING_ISO_9, /* Turkish */
	ENCODINGS
};

/* "UTF-8", "windows-1256", "ISO-8859-6". */
struct str encoding_name(enum text_encoding en);
/* By name, any case, also "cp1256", "1256", "latin1". */
bool encoding_parse(struct str name, enum text_encoding *ret);

/* What a text is made of, counted over all of it or over a part. Begins as zeros; pieces in order. */
struct encoding_count {
	int64_t bytes;
	int64_t by_byte[256];
	int64_t bad_byte[256];	     /* those that are not UTF-8 */
	int64_t bad;		     /* all of them */
	int64_t chars;		     /* of UTF-8, beyond ASCII */
	int64_t zero_even, zero_odd; /* NUL at even and at odd places: UTF-16 */
	uint8_t first[4];	     /* the beginning of the text */
	uint8_t left[4];	     /* of a character that the end of the piece cut */
	size_t n_left;
};
void encoding_count_add(struct encoding_count *c, struct str piece);
void encoding_count_end(struct encoding_count *c);

struct encoding_guess {
	enum text_encoding encoding;
	int sure;		  /* 0 to 100 */
	int bom;		  /* bytes of the byte order mark */
	bool mixed;		  /* some of it is UTF-8 and some is not */
	enum text_encoding other; /* what the part that is not UTF-8 is likely to be, when mixed */
};
struct encoding_guess encoding_guess(const struct encoding_count *c);

/*
 * Into UTF-8, piece by piece. What has no letter (a byte without one, half a surrogate pair) is written
 * as three bytes from F8 to FF for each byte, which UTF-8 never has: see encoding_escaped.
 */
struct encoding_reader {
	enum text_encoding from;
	char map[128][4]; /* of single-byte encodings */
	uint8_t n[128];
	uint8_t left[4]; /* UTF-16: bytes that wait for more */
	int n_left;
};
void encoding_start(struct encoding_reader *r, enum text_encoding from);
/* Returns how many bytes it wrote: at most three for each of `piece`, and 12. */
size_t encoding_read(struct encoding_reader *r, struct str piece, bool last, char *ret);
/* The byte that the three bytes at `p` stand for, or -1. */
int encoding_escaped(const uint8_t *p, size_t n);

#endif
