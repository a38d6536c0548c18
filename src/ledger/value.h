/* SPDX-License-Identifier: Apache-2.0 */
/*
 * value.h - the spelling of what stands inside a claim: typed values, references, fields.
 *
 * One meaning has one spelling: members in the order of the structs below, compact JSON, optional
 * members absent rather than null. The readers accept exactly what the writers write. Nothing here
 * knows calendars, vocabularies or places: an EDTF string is checked for its characters only.
 *
 * Strings are borrowed in both directions and are valid UTF-8 without NUL.
 */
#ifndef VIGIL_VALUE_H
#define VIGIL_VALUE_H

#include "base/id.h"
#include "base/json.h"
#include "ledger/ledger.h"

/* {"id":"<uuid>","kind":"person","no":12}. `no` is the number people know it by; 0: none, and the
 * member is absent. */
struct value_ref {
	struct id id;
	struct str kind;
	int64_t no;
};

enum value_type {
	VALUE_TEXT,
	VALUE_NAME,
	VALUE_DATE,
	VALUE_QUANTITY,
	VALUE_ENTITY,
	VALUE_CODE,
	VALUE_COORDINATES,
	VALUE_BOOLEAN,
	VALUE_EVIDENCE,
	VALUE_UNKNOWN /* {"t":"unknown"}: there is such a value, and the source does not give it */
};
enum { VALUE_TYPES = VALUE_UNKNOWN + 1 };

enum value_calendar { VALUE_GREGORIAN, VALUE_JALALI, VALUE_HIJRI };

struct value {
	enum value_type type;
	union {
		struct
		{ /* {"t":"text","text":"…","lang":"en"}, and "name", whose tag has a script */
			struct str text;
			struct str lang; /* BCP 47; "und" when not known */
		} text;
		struct
		{ /* {"t":"date","edtf":"2025-10-12","cal":"jalali","given":"20 Mehr 1404"} */
			struct str edtf;	 /* always Gregorian */
			enum value_calendar cal; /* the calendar it was given in */
			struct str given;	 /* the wording, may be empty */
		} date;
		struct { /* {"t":"quantity","lo":30,"hi":30,"about":false,"given":"thirty"} */
			bool has_lo, has_hi; /* absent: no bound on that side; at least one */
			int64_t lo, hi;
			bool about;
			struct str given;
		} quantity;
		struct value_ref entity; /* {"t":"entity","id":"…","kind":"place","no":3} */
		struct {		 /* {"t":"code","set":"…","code":"…"} */
			struct str set;
			struct str code;
		} code;
		struct { /* {"t":"coordinates","lat":"35.68","lon":"51.38"}: degrees, WGS 84 */
			struct str lat;
			struct str lon;
		} coordinates;
		bool is; /* {"t":"boolean","is":true} */
		struct { /* {"t":"evidence","sha256":"…","bytes":1,"media_type":"…","object":"…",
			    "captured_at":"…"} */
			struct str
				sha256; /* 64 hexadecimal digits, lower case: of the file itself */
			int64_t bytes;
			struct str media_type;
			struct str object; /* name of the stored payload, 64 digits, or empty */
			struct str captured_at; /* RFC 3339 as clock.h writes it, or empty */
		} evidence;
	} u;
};

/* One qualifier of a field: a property and its value. */
struct value_qualifier {
	struct str p;
	struct value v;
};

/* {"p":"<property>","v":<value>,"q":{"<property>":<value>,…}}; `q` is always written, its members
 * in ascending order of bytes. */
struct value_field {
	struct str p;
	struct value v;
	const struct value_qualifier *q; /* n_q of them */
	size_t n_q;
};
enum { VALUE_QUALIFIERS_MAX = 64 };

/* Writers check what they are given, since what is sealed stays: ERR_INPUT names the member. On
 * failure the buffer keeps what was already written. */
int value_write(struct buf *b, const struct value *v, struct err *e) MUST_USE;
int value_ref_write(struct buf *b, const struct value_ref *r, struct err *e) MUST_USE;
/* Qualifiers may come in any order; their properties are unequal. */
int value_field_write(struct buf *b, const struct value_field *f, struct err *e) MUST_USE;

/* `v` may be NULL, which is ERR_INPUT like any other wrong form. Results borrow from the tree;
 * the qualifiers of a field live in `a`. */
int value_read(const struct json *v, struct value *ret, struct err *e) MUST_USE;
int value_ref_read(const struct json *v, struct value_ref *ret, struct err *e) MUST_USE;
int value_field_read(const struct json *v, struct arena *a, struct value_field *ret,
		     struct err *e) MUST_USE;

/* "text", "name", …: the value of "t". */
struct str value_type_name(enum value_type t);
bool value_type_parse(struct str s, enum value_type *ret);
struct str value_calendar_name(enum value_calendar c);

#endif
