/* SPDX-License-Identifier: Apache-2.0 */
/*
 * age.h - sealed files in the format age-encryption.org/v1 (C2SP age.md), header and payload apart.
 *
 * An age file is a header, which wraps a file key for each recipient, and a payload, which is a nonce
 * and chunks of 64 KiB under a key made from both. Vigil keeps the two in different places: the
 * payload is a file that anybody may carry and check, the header is what is erased. The header's
 * bytes followed by the payload's are an age file, which other programs open.
 *
 * Written: headers for X25519 recipients. Read: those, and headers of one passphrase (scrypt).
 * Stanzas of other kinds are passed over as the specification asks; when nothing else is there, the
 * refusal says "unsupported recipient kind" and names it. Text armor is read and not written.
 *
 * Reading is strict: one spelling of everything (no CR, canonical base64 without padding, lines of
 * exactly 64 columns), so that equal headers have equal bytes.
 *
 * Errors: ERR_INPUT not of the format, or not a kind we know; ERR_DENIED the format is right and these
 * keys do not open it; ERR_CORRUPT it is for this key, and header or payload were changed, cut or
 * mixed up; ERR_TOOBIG over a ceiling. Call crypto_init() first.
 */
#ifndef VIGIL_AGE_H
#define VIGIL_AGE_H

#include "base/buf.h"
#include "base/crypto.h"

enum {
	AGE_FILE_KEY_LEN = 16,
	AGE_NONCE_LEN = 16,
	AGE_CHUNK = 64 * 1024, /* plain bytes of every chunk but the last */
	AGE_SEALED = AGE_CHUNK + AEAD_TAG_LEN,
	AGE_HEADER_MAX = 64 * 1024,
	AGE_STANZAS_MAX = 128,
	AGE_ARGS_MAX = 16,
	AGE_RECIPIENTS_MAX = 32, /* of a header that we write */
	AGE_SCRYPT_MAX = 20	 /* log N a reader should allow: 1 GiB of memory, some seconds */
};

/* ---- keys ------------------------------------------------------------ */

/* Who can open: an X25519 secret, and the recipient (public key) that belongs to it. */
struct age_identity {
	struct key secret;
	uint8_t recipient[KEY_LEN];
};
void age_identity_from_secret(struct age_identity *ret, const struct key *secret);
void age_identity_wipe(struct age_identity *id);
#define AUTO_AGE_IDENTITY AUTO(age_identity_wipe) struct age_identity

/* AGE-SECRET-KEY-1…, in upper case only. ERR_INPUT "unsupported" for identities of other kinds. */
int age_identity_read(struct str text, struct age_identity *ret, struct err *e) MUST_USE;
struct str age_identity_write(const struct age_identity *id, struct arena *a);
/* age1…, in lower case only. */
int age_recipient_read(struct str text, uint8_t ret[static KEY_LEN], struct err *e) MUST_USE;
struct str age_recipient_write(const uint8_t recipient[static KEY_LEN], struct arena *a);

/* The key of one file. Wiped by age_file_key_wipe or AUTO_AGE_FILE_KEY. */
struct age_file_key {
	uint8_t b[AGE_FILE_KEY_LEN];
};
void age_file_key_wipe(struct age_file_key *k);
#define AUTO_AGE_FILE_KEY AUTO(age_file_key_wipe) struct age_file_key

/* ---- header ---------------------------------------------------------- */

struct age_stanza {
	struct str type;
	const struct str *args; /* without the type */
	size_t n_args;
	struct str body; /* decoded */
};

struct age_header {
	const struct age_stanza *stanzas; /* at least one */
	size_t n;
	struct str covered; /* the bytes the MAC is over */
	uint8_t mac[KEY_LEN];
	size_t bytes; /* of the whole header: where the payload begins */
};

/* Read the header at the beginning of `s`; more may follow. Borrows `s`. */
int age_header_read(struct str s, struct arena *a, struct age_header *ret, struct err *e) MUST_USE;

/* A header for 1 to AGE_RECIPIENTS_MAX recipients. ERR_INPUT: one of them is no key (a point of small
 * order). Random: never the same bytes twice. */
int age_header_write(const struct age_file_key *k, const uint8_t (*recipients)[KEY_LEN], size_t n,
		     struct arena *a, struct str *ret, struct err *e) MUST_USE;

/* The file key, with the first of `ids` that opens a stanza; the MAC is checked. */
int age_header_open(const struct age_header *h, const struct age_identity *ids, size_t n,
		    struct age_file_key *ret, struct err *e) MUST_USE;
/* The same with a passphrase. ERR_TOOBIG when the file asks for a log N over `max_log_n`, which is at
 * most 30; it then says what it would cost. */
int age_header_open_passphrase(const struct age_header *h, struct str passphrase, int max_log_n,
			       struct age_file_key *ret, struct err *e) MUST_USE;

/* ---- payload --------------------------------------------------------- */

/* Bytes of the payload, nonce included, for so many plain bytes; and back, -1 when no payload has
 * that length. */
int64_t age_payload_bytes(int64_t plain);
int64_t age_plain_bytes(int64_t payload);

/* One payload, chunk by chunk, in either direction. No memory is asked for a chunk. */
struct age_stream;
struct age_stream *age_stream_new(const struct age_file_key *k,
				  const uint8_t nonce[static AGE_NONCE_LEN]);
void age_stream_free(struct age_stream *s); /* NULL is fine; wipes */
/* Which chunk comes next, 0 first: for reading from the middle, and for going on with a cut file. */
void age_stream_seek(struct age_stream *s, uint64_t chunk);

/* Seal the next chunk: AGE_CHUNK bytes, or fewer when `last`; not 0 unless it is the only one. `ret`
 * gets plain.n + AEAD_TAG_LEN bytes. A chunk is never sealed twice with different content. */
void age_seal_chunk(struct age_stream *s, uint8_t *ret, struct str plain, bool last);
/* Open the next chunk; `ret` gets n - AEAD_TAG_LEN bytes. `last`: the payload ends with it. ERR_CORRUPT
 * also when it is the end and should not be, or the other way round. */
int age_open_chunk(struct age_stream *s, uint8_t *ret, const uint8_t *p, size_t n, bool last,
		   struct err *e) MUST_USE;

/* The same for bytes that come in pieces of any size. `sink` gets plain bytes that are verified; what
 * it returns, when negative, is passed on. Only when age_reader_end has returned 0 is it the whole
 * file. After a failure the reader stays failed. */
typedef int age_sink(void *ctx, struct str plain, struct err *e);
struct age_reader;
struct age_reader *age_reader_new(const struct age_file_key *k, age_sink *sink, void *ctx);
void age_reader_free(struct age_reader *r); /* NULL is fine; wipes */
int age_reader_add(struct age_reader *r, struct str payload, struct err *e) MUST_USE;
int age_reader_end(struct age_reader *r, struct err *e) MUST_USE;

/* ---- armor ----------------------------------------------------------- */

/* The binary file in a text one (RFC 7468, strict): adds it to `ret`, whose maximum is the ceiling.
 * White space around it and lines that end in CR LF are allowed, nothing else. */
int age_dearmor(struct str text, struct buf *ret, struct err *e) MUST_USE;

#endif
