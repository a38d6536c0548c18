/* SPDX-License-Identifier: Apache-2.0 */
/*
 * note.h - signed notes and their keys (C2SP signed-note, tlog-cosignature v1).
 *
 *	<text, ends in a newline>
 *	<empty line>
 *	— <key name> <base64 of key id and signature>
 *	…
 *
 * A key is written as a vkey, `name+<8 hex digits of the id>+base64(type || public key)`. Types:
 * 0x01 Ed25519 over the text; 0x04 Ed25519 cosignature with a time. Lines of any other key are
 * kept and not judged. A known key's bad signature refuses the note.
 */
#ifndef VIGIL_NOTE_H
#define VIGIL_NOTE_H

#include "base/crypto.h"
#include "ledger/ledger.h"

enum { NOTE_KEY_ID_LEN = 4, NOTE_ED25519 = 0x01, NOTE_COSIGNATURE = 0x04 };

struct note_key {
	struct str name;
	uint8_t type;
	uint8_t id[NOTE_KEY_ID_LEN];
	struct str material; /* the public key; KEY_LEN bytes for the two types above */
};

struct note_sig {
	struct str name;
	uint8_t id[NOTE_KEY_ID_LEN];
	struct str sig; /* decoded, without the id */
};

struct note {
	struct str text;	     /* with its last newline */
	const struct note_sig *sigs; /* at least one */
	size_t n;
};

/* A key from its parts; `name` and `pub` are borrowed. Name: not empty, no spaces of any kind, no
 * plus. */
int note_key_make(struct str name, uint8_t type, const uint8_t pub[static KEY_LEN],
		  struct note_key *ret, struct err *e) MUST_USE;
/* Also reads types it cannot verify with; for the two it can, id and length are checked. */
int note_key_read(struct str vkey, struct arena *a, struct note_key *ret, struct err *e) MUST_USE;
struct str note_key_write(const struct note_key *k, struct arena *a);

/* `text` ends in a newline and is UTF-8 without control characters: ERR_INPUT otherwise. The
 * result is the whole note with one signature of type 0x01. */
int note_sign(struct str text, struct str name, const struct sign_key *k, struct arena *a,
	      struct str *ret, struct err *e) MUST_USE;

int note_parse(struct str s, struct arena *a, struct note *ret, struct err *e) MUST_USE;

/* Look for the signatures of one key. *ret_signed: there is one and all of its lines hold. No line
 * of this key, or a key of a type we cannot verify: false. ERR_CORRUPT: a line does not hold.
 * `ret_time` (may be NULL) gets the seconds since 1970 of a cosignature, else 0. */
int note_check(const struct note *n, const struct note_key *k, bool *ret_signed, int64_t *ret_time,
	       struct err *e) MUST_USE;

/* One line `— name base64\n` of type 0x04 over a note's text, as a witness writes it. */
int note_cosign(struct str text, int64_t time, struct str name, const struct sign_key *k,
		struct arena *a, struct str *ret, struct err *e) MUST_USE;

#endif
