/* SPDX-License-Identifier: Apache-2.0 */
/* age files as Vigil writes them, and what damage does to them. The format itself: vectors_age.c. */
#include "check.h"

#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "ledger/age.h"

static void start(void)
{
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
}

static struct age_identity some_identity(uint8_t fill)
{
	struct key k;
	struct age_identity id;
	memset(k.b, fill, KEY_LEN);
	age_identity_from_secret(&id, &k);
	return id;
}

/* ---- keys as text ---- */

/* The pair that the specification prints. */
static const char SPEC_SECRET[] =
	"AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
static const char SPEC_PUBLIC[] = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

TEST(keys_have_the_text_of_the_specification)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_identity id;
	uint8_t pub[KEY_LEN];
	struct err e;
	start();
	CHECK_OK(age_identity_read(str_of(SPEC_SECRET), &id, &e), &e);
	for (size_t i = 0; i < KEY_LEN; i++)
		CHECK_INT(id.secret.b[i], 0x42);
	CHECK_STR(age_identity_write(&id, a), SPEC_SECRET);
	CHECK_STR(age_recipient_write(id.recipient, a), SPEC_PUBLIC);
	CHECK_OK(age_recipient_read(str_of(SPEC_PUBLIC), pub, &e), &e);
	CHECK(memcmp(pub, id.recipient, KEY_LEN) == 0);
}

TEST(a_mistyped_key_is_refused)
{
	struct age_identity id;
	uint8_t pub[KEY_LEN];
	struct err e;
	start();
	for (size_t i = 0; i < sizeof SPEC_PUBLIC - 1; i++) {
		char t[sizeof SPEC_PUBLIC];
		memcpy(t, SPEC_PUBLIC, sizeof t);
		t[i] = t[i] == 'q' ? 'p' : 'q';
		CHECK_ERR(age_recipient_read(str_of(t), pub, NULL), ERR_INPUT);
		CHECK_ERR(age_recipient_read(str_n(SPEC_PUBLIC, i), pub, NULL), ERR_INPUT);
	}
	for (size_t i = 0; i < sizeof SPEC_SECRET - 1; i++) {
		char t[sizeof SPEC_SECRET];
		memcpy(t, SPEC_SECRET, sizeof t);
		t[i] = t[i] == 'Q' ? 'P' : 'Q';
		CHECK_ERR(age_identity_read(str_of(t), &id, NULL), ERR_INPUT);
		memcpy(t, SPEC_SECRET, sizeof t);
		t[i] = (char)(t[i] | 0x20); /* one letter in lower case, or a digit made strange */
		if (memcmp(t, SPEC_SECRET, sizeof t) != 0)
			CHECK_ERR(age_identity_read(str_of(t), &id, NULL), ERR_INPUT);
	}
	/* Unused bits set, with a checksum that fits: 260 bits carry 256. */
	CHECK_ERR(age_recipient_read(
			  STR("age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73epp9g8nq"),
			  pub, NULL),
		  ERR_INPUT);
	CHECK_ERR(age_recipient_read(
			  STR("AGE1ZVKYG2LQZRAA2LNJVQEJ32NKUU0UES2S82HZRYE869XEEXVN73EQUNUJWJ"),
			  pub, NULL),
		  ERR_INPUT);
	CHECK_ERR(age_recipient_read(STR("age1pq1x34nzsvr0rxjsgdn8zgyhfe8j7ceq5r9"), pub, &e),
		  ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("unsupported recipient kind")));
}

/* ---- header ---- */

TEST(each_recipient_opens_the_header_and_nobody_else)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_file_key k;
	struct age_file_key got;
	struct age_header h;
	struct str s;
	struct err e;
	uint8_t recipients[AGE_RECIPIENTS_MAX][KEY_LEN];
	struct age_identity stranger = some_identity(200);
	start();
	random_bytes(k.b, sizeof k.b);
	for (uint8_t i = 0; i < AGE_RECIPIENTS_MAX; i++) {
		struct age_identity id = some_identity((uint8_t)(i + 1));
		memcpy(recipients[i], id.recipient, KEY_LEN);
	}
	for (size_t n = 1; n <= AGE_RECIPIENTS_MAX; n += n < 3 ? 1 : 29) {
		CHECK_OK(age_header_write(&k, (const uint8_t(*)[KEY_LEN])recipients, n, a, &s, &e),
			 &e);
		CHECK_OK(age_header_read(s, a, &h, &e), &e);
		CHECK_INT(h.n, n);
		CHECK_INT(h.bytes, s.n);
		for (uint8_t i = 0; i < n; i++) {
			struct age_identity id[2] = { stranger, some_identity((uint8_t)(i + 1)) };
			memset(&got, 0, sizeof got);
			CHECK_OK(age_header_open(&h, id, 2, &got, &e), &e);
			CHECK(memcmp(got.b, k.b, sizeof k.b) == 0);
		}
		CHECK_ERR(age_header_open(&h, &stranger, 1, &got, &e), ERR_DENIED);
		CHECK_ERR(age_header_open(&h, NULL, 0, &got, &e), ERR_DENIED);
		CHECK_ERR(age_header_open_passphrase(&h, STR("word"), 10, &got, &e), ERR_DENIED);
	}
	uint8_t zero[1][KEY_LEN] = { { 0 } };
	CHECK_ERR(age_header_write(&k, (const uint8_t(*)[KEY_LEN])zero, 1, a, &s, &e), ERR_INPUT);
}

/* Nothing of a header can be changed, for the same recipient. */
TEST(every_changed_byte_of_a_header_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_identity id[2] = { some_identity(1), some_identity(2) };
	uint8_t recipients[2][KEY_LEN];
	struct age_file_key k;
	struct age_file_key got;
	struct age_header h;
	struct str s;
	struct err e;
	start();
	random_bytes(k.b, sizeof k.b);
	for (int i = 0; i < 2; i++)
		memcpy(recipients[i], id[i].recipient, KEY_LEN);
	CHECK_OK(age_header_write(&k, (const uint8_t(*)[KEY_LEN])recipients, 2, a, &s, &e), &e);
	for (size_t i = 0; i < s.n; i++) {
		for (int bit = 0; bit < 8; bit++) {
			struct str t = str_copy(a, s);
			char *p = NEW_N(a, t.n, char);
			memcpy(p, t.p, t.n);
			p[i] = (char)(p[i] ^ 1 << bit);
			if (age_header_read(str_n(p, t.n), a, &h, NULL) < 0)
				continue;
			int rc = age_header_open(&h, &id[1], 1, &got, NULL);
			if (rc == 0)
				FAIL("byte %zu, bit %d", i, bit);
		}
		CHECK(age_header_read(str_n(s.p, i), a, &h, NULL) < 0);
	}
}

TEST(kinds_that_are_not_supported_are_named)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_identity id = some_identity(1);
	struct age_file_key got;
	struct age_header h;
	struct err e;
	start();
	CHECK_OK(age_header_read(STR("age-encryption.org/v1\n-> ssh-ed25519 AAAA BBBB\nAAAA\n"
				     "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"),
				 a, &h, &e),
		 &e);
	CHECK_ERR(age_header_open(&h, &id, 1, &got, &e), ERR_DENIED);
	CHECK_STR(str_of(e.text),
		  "unsupported recipient kind: the file is sealed for ssh-ed25519, not for X25519");
	CHECK_ERR(age_identity_read(STR("AGE-SECRET-KEY-PQ-1ABC"), &id, &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("unsupported")));
}

TEST(headers_over_a_ceiling_are_refused)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct age_header h;
	struct err e;
	start();
	buf_init(&b, 1 << 20);
	buf_lit(&b, "age-encryption.org/v1\n");
	for (int i = 0; i <= AGE_STANZAS_MAX; i++)
		buf_lit(&b, "-> x\n\n");
	buf_lit(&b, "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	CHECK_ERR(age_header_read(buf_str(&b), a, &h, &e), ERR_TOOBIG);
	buf_clear(&b);
	buf_lit(&b, "age-encryption.org/v1\n-> x");
	for (int i = 0; i < AGE_ARGS_MAX; i++)
		buf_lit(&b, " y");
	buf_lit(&b, "\n\n--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	CHECK_ERR(age_header_read(buf_str(&b), a, &h, &e), ERR_TOOBIG);
	buf_clear(&b);
	buf_lit(&b, "age-encryption.org/v1\n-> x\n");
	for (int i = 0; i < 2000; i++)
		buf_lit(&b, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	CHECK_ERR(age_header_read(buf_str(&b), a, &h, &e), ERR_TOOBIG);
}

TEST(a_passphrase_that_costs_too_much_is_not_tried)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_file_key got;
	struct age_header h;
	struct err e;
	start();
	CHECK_OK(age_header_read(STR("age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 30\n"
				     "gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n"
				     "--- AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"),
				 a, &h, &e),
		 &e);
	CHECK_ERR(age_header_open_passphrase(&h, STR("password"), AGE_SCRYPT_MAX, &got, &e),
		  ERR_TOOBIG);
}

/* ---- payload ---- */

static const size_t SIZES[] = {
	0, 1, AGE_CHUNK - 1, AGE_CHUNK, AGE_CHUNK + 1, 2 * AGE_CHUNK, 3 * AGE_CHUNK + 17
};

static struct str seal_all(struct arena *a, const struct age_file_key *k, struct str plain)
{
	static const uint8_t NONCE[AGE_NONCE_LEN] = { 9, 8, 7 };
	size_t n = (size_t)age_payload_bytes((int64_t)plain.n);
	uint8_t *p = NEW_N(a, n, uint8_t);
	struct age_stream *s = age_stream_new(k, NONCE);
	size_t at = AGE_NONCE_LEN;
	memcpy(p, NONCE, sizeof NONCE);
	do {
		size_t m = plain.n < AGE_CHUNK ? plain.n : AGE_CHUNK;
		age_seal_chunk(s, p + at, str_n(plain.p, m), m == plain.n);
		at += m + AEAD_TAG_LEN;
		plain = str_from(plain, m);
	} while (plain.n);
	CHECK_INT(at, n);
	age_stream_free(s);
	return str_n((const char *)p, n);
}

static int collect(void *ctx, struct str plain, struct err *e)
{
	buf_add(ctx, plain);
	return buf_check(ctx, e);
}

static int open_all(const struct age_file_key *k, struct str payload, size_t piece, struct buf *ret,
		    struct err *e)
{
	struct age_reader *r = age_reader_new(k, collect, ret);
	int rc = 0;
	while (payload.n && rc == 0) {
		size_t n = payload.n < piece ? payload.n : piece;
		rc = age_reader_add(r, str_n(payload.p, n), e);
		payload = str_from(payload, n);
	}
	if (rc == 0)
		rc = age_reader_end(r, e);
	age_reader_free(r);
	return rc;
}

TEST(payloads_of_every_length_come_back)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_file_key k = { { 1, 2, 3 } };
	struct err e;
	start();
	for (size_t i = 0; i < COUNT(SIZES); i++) {
		char *plain = NEW_N(a, SIZES[i], char);
		for (size_t j = 0; j < SIZES[i]; j++)
			plain[j] = (char)(j * 31 + j / 251);
		struct str s = seal_all(a, &k, str_n(plain, SIZES[i]));
		CHECK_INT(age_plain_bytes((int64_t)s.n), SIZES[i]);
		for (size_t piece = 1000; piece < 200000; piece *= 7) {
			AUTO_BUF b;
			buf_init(&b, 1 << 20);
			CHECK_OK(open_all(&k, s, piece, &b, &e), &e);
			CHECK(str_eq(buf_str(&b), str_n(plain, SIZES[i])));
		}
		/* Chunk by chunk, from the end. */
		struct age_stream *st = age_stream_new(&k, (const uint8_t *)s.p);
		size_t chunks = SIZES[i] ? (SIZES[i] + AGE_CHUNK - 1) / AGE_CHUNK : 1;
		uint8_t *out = NEW_N(a, AGE_CHUNK, uint8_t);
		for (size_t c = chunks; c-- > 0;) {
			const uint8_t *p = (const uint8_t *)s.p + AGE_NONCE_LEN + c * AGE_SEALED;
			bool last = c + 1 == chunks;
			size_t n = last ? s.n - AGE_NONCE_LEN - c * AGE_SEALED : AGE_SEALED;
			age_stream_seek(st, c);
			CHECK_OK(age_open_chunk(st, out, p, n, last, &e), &e);
			CHECK(memcmp(out, plain + c * AGE_CHUNK, n - AEAD_TAG_LEN) == 0);
			age_stream_seek(st, c);
			CHECK_ERR(age_open_chunk(st, out, p, n, !last, &e), ERR_CORRUPT);
			age_stream_seek(st, c + 1);
			CHECK_ERR(age_open_chunk(st, out, p, n, last, &e), ERR_CORRUPT);
		}
		age_stream_free(st);
	}
}

TEST(lengths_that_no_payload_has_are_known)
{
	int64_t prev = age_payload_bytes(0);
	CHECK_INT(age_plain_bytes(prev), 0);
	for (int64_t n = 0; n < prev; n++)
		CHECK_INT(age_plain_bytes(n), -1);
	for (int64_t n = 1; n < 3 * AGE_CHUNK; n++) {
		int64_t p = age_payload_bytes(n);
		if (age_plain_bytes(p) != n)
			FAIL("%lld", (long long)n);
		while (++prev < p)
			if (age_plain_bytes(prev) != -1)
				FAIL("%lld bytes are a payload", (long long)prev);
	}
}

/* A payload in which anything was flipped, cut, doubled or put elsewhere is never accepted; what was let
 * out before is the beginning of the true content. */
TEST(a_damaged_payload_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_file_key k = { { 1 } };
	struct err e;
	size_t n = 2 * AGE_CHUNK + 100;
	char *plain = NEW_N(a, n, char);
	start();
	random_bytes(plain, 200);
	struct str s = seal_all(a, &k, str_n(plain, n));
	char *t = NEW_N(a, 2 * s.n, char);
	for (size_t i = 0; i < s.n; i += i < 40 || i + 140 > s.n ? 1 : 1021) {
		struct {
			const char *what;
			size_t n;
		} made[3] = { { "flipped", s.n }, { "cut", i }, { "doubled", s.n + s.n - i } };
		for (size_t m = 0; m < COUNT(made); m++) {
			AUTO_BUF b;
			buf_init(&b, 1 << 20);
			memcpy(t, s.p, s.n);
			if (m == 0)
				t[i] = (char)(t[i] ^ 1 << i % 8);
			if (m == 2)
				memcpy(t + s.n, s.p + i, s.n - i);
			if (open_all(&k, str_n(t, made[m].n), 50000, &b, &e) == 0)
				FAIL("%s at %zu is accepted", made[m].what, i);
			CHECK(str_starts(str_n(plain, n), buf_str(&b)));
		}
	}
	/* Two chunks exchanged. */
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	memcpy(t, s.p, s.n);
	memcpy(t + AGE_NONCE_LEN, s.p + AGE_NONCE_LEN + AGE_SEALED, AGE_SEALED);
	memcpy(t + AGE_NONCE_LEN + AGE_SEALED, s.p + AGE_NONCE_LEN, AGE_SEALED);
	CHECK_ERR(open_all(&k, str_n(t, s.n), 50000, &b, &e), ERR_CORRUPT);
	CHECK_INT(b.n, 0);
}

static int refuse(void *ctx, struct str plain, struct err *e)
{
	(void)plain;
	return ++*(int *)ctx == 2 ? err_set(e, ERR_IO, "no room") : 0;
}

TEST(what_the_sink_says_is_passed_on_and_final)
{
	AUTO_ARENA *a = arena_new(0);
	struct age_file_key k = { { 1 } };
	struct err e;
	int calls = 0;
	start();
	struct str s = seal_all(a, &k, str_n(NEW_N(a, 3 * AGE_CHUNK, char), 3 * AGE_CHUNK));
	struct age_reader *r = age_reader_new(&k, refuse, &calls);
	CHECK_ERR(age_reader_add(r, s, &e), ERR_IO);
	CHECK_INT(calls, 2);
	CHECK_ERR(age_reader_add(r, s, &e), ERR_CORRUPT);
	CHECK_ERR(age_reader_end(r, &e), ERR_CORRUPT);
	CHECK_INT(calls, 2);
	age_reader_free(r);
}

/* ---- the vector of docs/formats ---- */

static struct str member(const struct json *j, const char *name)
{
	struct str s = STR_NULL;
	CHECK(json_str(json_get(j, str_of(name)), &s));
	return s;
}

static void check_hash(struct str s, struct str hex)
{
	char t[2 * HASH_LEN + 1];
	struct hash h = hash_of(s);
	hex_encode(t, h.b, HASH_LEN);
	CHECK(str_eq(hex, str_of(t)));
}

TEST(the_vector_of_another_program_opens_and_is_sealed_alike)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct age_identity id;
	struct age_header h;
	struct age_file_key k;
	const struct json *j;
	struct str s;
	struct err e;
	size_t n = 0;
	buf_init(&b, 1 << 16);
	start();
	CHECK_OK(file_read("docs/formats/vectors/evidence.json", 1 << 16, a, &s, &e), &e);
	CHECK_OK(json_read(s, 1 << 16, JSON_ANY, a, &j, &e), &e);
	struct str text = member(j, "text");
	struct str b64 = member(j, "payload");
	uint8_t *payload = NEW_N(a, b64.n, uint8_t);
	CHECK(b64_decode(payload, b64.n, &n, b64));
	CHECK_OK(age_identity_read(member(j, "identity"), &id, &e), &e);
	CHECK(str_eq(age_recipient_write(id.recipient, a), member(j, "recipient")));
	CHECK_OK(age_header_read(member(j, "header"), a, &h, &e), &e);
	CHECK_INT(h.bytes, member(j, "header").n);
	CHECK_OK(age_header_open(&h, &id, 1, &k, &e), &e);
	CHECK_OK(open_all(&k, str_n((const char *)payload, n), 7, &b, &e), &e);
	CHECK(str_eq(buf_str(&b), text));
	check_hash(text, member(j, "text_sha256"));
	check_hash(str_n((const char *)payload, n), member(j, "name"));
	/* With its key and nonce, the same bytes. */
	struct age_stream *st = age_stream_new(&k, payload);
	uint8_t *again = NEW_N(a, n, uint8_t);
	age_seal_chunk(st, again, text, true);
	CHECK(memcmp(again, payload + AGE_NONCE_LEN, n - AGE_NONCE_LEN) == 0);
	age_stream_free(st);
}

/* ---- armor ---- */

TEST(armor_is_refused_when_its_maximum_is_reached)
{
	AUTO_BUF b;
	struct err e;
	buf_init(&b, 10);
	CHECK_ERR(
		age_dearmor(STR("-----BEGIN AGE ENCRYPTED FILE-----\nYWdlLWVuY3J5cHRpb24ub3JnL3Yx\n"
				"-----END AGE ENCRYPTED FILE-----\n"),
			    &b, &e),
		ERR_TOOBIG);
}
