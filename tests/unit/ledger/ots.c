/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenTimestamps proofs: the published ones with their outcomes, the first block of the Bitcoin chain as
 * a proof that anybody can follow, and what must be refused.
 */
#include "check.h"

#include <openssl/evp.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "ledger/ots_priv.h"

/* ---- the first block: its only transaction and its header, known to all ---- */

#define COINBASE                                                                                   \
	"0100000001000000000000000000000000000000000000000000000000000000000000000"                \
	"0ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f323030392043"                \
	"68616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f7574"                 \
	"20666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1"               \
	"a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de"               \
	"5c384df7ba0b8d578a4c702b6bf11d5fac00000000"
#define GENESIS                                                                                    \
	"0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12"   \
	"b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"

static struct str unhex(struct arena *a, const char *hex)
{
	size_t n = strlen(hex) / 2;
	uint8_t *p = arena_alloc(a, n, 1);
	if (!hex_decode(p, n, str_of(hex)))
		die("not hexadecimal: %s", hex);
	return str_n((const char *)p, n);
}

static struct str start(struct arena *a, const struct hash *file)
{
	return str_join(a,
			str_n("\x00OpenTimestamps\x00\x00Proof\x00\xbf\x89\xe2\xe8\x84\xe8\x92\x94"
			      "\x01\x08",
			      33),
			str_n((const char *)file->b, HASH_LEN));
}

static struct str proof_of(struct arena *a, struct str data, const char *tree)
{
	struct hash file = hash_of(data);
	return str_join(a, start(a, &file), unhex(a, tree));
}

/* SHA-256 of SHA-256 of the transaction is the Merkle root of a block that has only this one. */
#define GENESIS_TREE "08000588960d73d719010100"

static struct str written(struct arena *a, const struct ots_proof *p)
{
	AUTO_BUF b = { 0 };
	buf_init(&b, OTS_MAX);
	ots_write(&b, p);
	return buf_copy(&b, a);
}

TEST(the_first_block_proves_its_transaction)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str data = unhex(a, COINBASE);
	struct hash file = hash_of(data);
	struct ots_proof p;
	struct ots_headers hs;
	struct ots_verdict v;
	struct hash other = hash_of(STR("another"));
	CHECK_OK(ots_read(proof_of(a, data, GENESIS_TREE), a, &p, &e), &e);
	CHECK_OK(ots_verify(&p, &file, NULL, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_COMPLETE);
	CHECK_INT(v.height, 0);
	CHECK_INT(v.time_ms, 0);

	CHECK_OK(ots_headers_read(STR("# a comment\n\n0 " GENESIS "\r\n"), a, &hs, &e), &e);
	CHECK_INT(hs.n, 1);
	CHECK_OK(ots_verify(&p, &file, &hs, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_VERIFIED);
	CHECK_INT(v.time_ms, 1231006505000);
	CHECK_STR(hex_str(a, v.block.b, HASH_LEN),
		  "6fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000");

	CHECK_OK(ots_headers_read(unhex(a, GENESIS), a, &hs, &e), &e);
	CHECK_INT(hs.n, 1);
	CHECK_INT(hs.list[0].height, -1);
	CHECK_OK(ots_verify(&p, &file, &hs, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_VERIFIED);
	CHECK_ERR(ots_verify(&p, &other, &hs, a, &v, &e), ERR_CORRUPT);
}

TEST(another_root_in_the_header_refuses)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str data = STR("not in the first block");
	struct hash file = hash_of(data);
	struct ots_proof p;
	struct ots_headers hs;
	struct ots_verdict v;
	CHECK_OK(ots_read(proof_of(a, data, GENESIS_TREE), a, &p, &e), &e);
	CHECK_OK(ots_headers_read(STR("0 " GENESIS), a, &hs, &e), &e);
	CHECK_ERR(ots_verify(&p, &file, &hs, a, &v, &e), ERR_CORRUPT);
	CHECK(str_has(str_of(e.text), STR("block 0 has another Merkle root")));
	/* A header without a height contradicts nothing: it may be of any block. */
	CHECK_OK(ots_headers_read(unhex(a, GENESIS), a, &hs, &e), &e);
	CHECK_OK(ots_verify(&p, &file, &hs, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_COMPLETE);
	/* Nor does one of another block. */
	CHECK_OK(ots_headers_read(STR("7 " GENESIS), a, &hs, &e), &e);
	CHECK_OK(ots_verify(&p, &file, &hs, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_COMPLETE);
}

/* The header of the first block with each byte changed in turn: the hash, and so the work, is another. */
TEST(a_changed_header_has_no_work)
{
	AUTO_ARENA *a = arena_new(0);
	struct str raw = unhex(a, GENESIS);
	struct ots_header h = { .height = 0 };
	memcpy(h.b, raw.p, OTS_HEADER_LEN);
	CHECK(ots_header_works(&h, OTS_BITCOIN_LIMIT));
	for (size_t i = 0; i < OTS_HEADER_LEN; i++) {
		h.b[i] ^= 1;
		CHECK(!ots_header_works(&h, OTS_BITCOIN_LIMIT));
		h.b[i] ^= 1;
	}
	/* Targets that are none, or easier than the chain ever was. */
	static const uint32_t BITS[] = { 0x1d010000, 0x207fffff, 0x1d80ffff, 0x1d000000,
					 0,	     0x21000001, 0x02ffff,   0xffffffff };
	for (size_t i = 0; i < COUNT(BITS); i++) {
		for (unsigned j = 0; j < 4; j++)
			h.b[72 + j] = (uint8_t)(BITS[i] >> (8 * j));
		CHECK(!ots_header_works(&h, OTS_BITCOIN_LIMIT));
	}
}

TEST(headers_that_are_none_are_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct ots_headers hs;
	static const struct {
		const char *text;
		int rc;
	} CASES[] = {
		{ "", 0 },
		{ "# nothing\n\n", 0 },
		{ "x " GENESIS, ERR_INPUT },
		{ "-1 " GENESIS, ERR_INPUT },
		{ "0 " GENESIS "00", ERR_INPUT },
		{ "0 01", ERR_INPUT },
		{ GENESIS, ERR_INPUT },
		{ "0 0200000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12"
		  "b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c",
		  ERR_CORRUPT },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		CHECK_INT(ots_headers_read(str_of(CASES[i].text), a, &hs, &e), CASES[i].rc);
	CHECK_ERR(ots_headers_read(str_n(unhex(a, GENESIS).p, 79), a, &hs, &e), ERR_INPUT);
}

/* ---- operations ---- */

TEST(operations_give_what_others_compute)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str out;
	static const struct {
		uint8_t tag;
		const char *msg, *arg, *want;
	} CASES[] = {
		{ OTS_SHA1, "abc", "", "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ OTS_RIPEMD160, "abc", "", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc" },
		{ OTS_SHA256, "abc", "",
		  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ OTS_KECCAK256, "", "",
		  "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470" },
		{ OTS_KECCAK256, "abc", "",
		  "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45" },
		{ OTS_APPEND, "ab", "cd", "61626364" },
		{ OTS_PREPEND, "ab", "cd", "63646162" },
		{ OTS_REVERSE, "abc", "", "636261" },
		{ OTS_HEXLIFY, "\xfa\x01", "", "66613031" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_OK(ots_op_apply(CASES[i].tag, str_of(CASES[i].arg), str_of(CASES[i].msg), a,
				      &out, &e),
			 &e);
		CHECK_STR(hex_str(a, (const uint8_t *)out.p, out.n), CASES[i].want);
	}
	CHECK_ERR(ots_op_apply(OTS_REVERSE, STR(""), STR(""), a, &out, &e), ERR_INPUT);
	CHECK_ERR(ots_op_apply(OTS_HEXLIFY, STR(""), STR(""), a, &out, &e), ERR_INPUT);
	CHECK_ERR(ots_op_apply(0x42, STR(""), STR("x"), a, &out, &e), ERR_INPUT);
	struct str big = str_n(arena_alloc(a, OTS_MESSAGE_MAX, 1), OTS_MESSAGE_MAX);
	CHECK_OK(ots_op_apply(OTS_REVERSE, STR(""), big, a, &out, &e), &e);
	CHECK_ERR(ots_op_apply(OTS_APPEND, STR("x"), big, a, &out, &e), ERR_TOOBIG);
	CHECK_ERR(ots_op_apply(OTS_HEXLIFY, STR(""), big, a, &out, &e), ERR_TOOBIG);
}

/* Our permutation with the padding of SHA-3 against libcrypto's, over all lengths around the block. */
TEST(keccak_is_that_of_libcrypto)
{
	char data[400];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (char)(i * 7 + i / 3);
	for (size_t n = 0; n <= sizeof data; n++) {
		uint8_t ours[HASH_LEN];
		uint8_t theirs[EVP_MAX_MD_SIZE];
		unsigned len = 0;
		ots_keccak(str_n(data, n), 0x06, ours);
		CHECK(EVP_Digest(data, n, theirs, &len, EVP_sha3_256(), NULL) == 1);
		CHECK(len == HASH_LEN && memcmp(ours, theirs, HASH_LEN) == 0);
	}
}

/* ---- refused ---- */

TEST(malformed_proofs_are_refused)
{
	static const struct {
		const char *tree, *why;
		int rc;
	} CASES[] = {
		{ "", "nothing", ERR_INPUT },
		{ "08", "an operation that leads nowhere", ERR_INPUT },
		{ "00", "an attestation without a tag", ERR_INPUT },
		{ "000588960d73d719010100ff", "more than a proof", ERR_INPUT },
		{ "ff000588960d73d719010100", "a fork with one side", ERR_INPUT },
		{ "ffff000588960d73d719010100000588960d73d719010101", "a fork of a fork",
		  ERR_INPUT },
		{ "42000588960d73d719010100", "an unknown operation", ERR_INPUT },
		{ "f000000588960d73d719010100", "an empty argument", ERR_TOOBIG },
		{ "f0ffff7f", "an argument beyond the file", ERR_TOOBIG },
		{ "f08120", "4097 bytes", ERR_TOOBIG },
		{ "f08020", "4096 bytes that are not there", ERR_INPUT },
		{ "000588960d73d71901020000", "more than a height", ERR_INPUT },
		{ "000588960d73d7190100", "no height", ERR_INPUT },
		{ "000588960d73d7190108ffffffffffffff7f", "a height over 2^53", ERR_TOOBIG },
		{ "000588960d73d71901ffffffffffffffffffff7f", "a length over 2^64", ERR_TOOBIG },
		{ "0083dfe30d2ef90c8e0302612a", "an address with a star", ERR_INPUT },
		{ "0083dfe30d2ef90c8e03020a61", "an address with a line end", ERR_INPUT },
		{ "0083dfe30d2ef90c8e03026162", "an address", 0 },
		{ "00112233445566778800", "an attestation that nobody knows", 0 },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct ots_proof p;
		struct err e;
		int rc = ots_read(proof_of(a, STR("x"), CASES[i].tree), a, &p, &e);
		if (rc != CASES[i].rc)
			FAIL("%s: %d, not %d", CASES[i].why, rc, CASES[i].rc);
	}
}

TEST(depth_and_number_have_ceilings)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct ots_proof p;
	AUTO_BUF b = { 0 };
	struct hash file = hash_of(STR("x"));
	static const char END[] = "\x00\x05\x88\x96\x0d\x73\xd7\x19\x01\x01\x00";
	for (size_t depth = 255; depth < 258; depth++) {
		buf_init(&b, OTS_MAX);
		buf_add(&b, start(a, &file));
		for (size_t i = 0; i < depth; i++)
			buf_char(&b, (char)(uint8_t)OTS_REVERSE);
		buf_add_n(&b, END, sizeof END - 1);
		CHECK_INT(ots_read(buf_str(&b), a, &p, &e), depth <= 256 ? 0 : ERR_TOOBIG);
		buf_done(&b);
	}
	for (size_t forks = 4094; forks < 4098; forks++) {
		buf_init(&b, OTS_MAX);
		buf_add(&b, start(a, &file));
		for (size_t i = 0; i < forks; i++) {
			buf_lit(&b, "\xff\xf2");
			buf_add_n(&b, END, sizeof END - 1);
		}
		buf_add_n(&b, END, sizeof END - 1);
		CHECK_INT(ots_read(buf_str(&b), a, &p, &e), forks <= 4095 ? 0 : ERR_TOOBIG);
		buf_done(&b);
	}
}

TEST(what_stands_behind_sha1_proves_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct str data = STR("x");
	struct hash file = hash_of(data);
	struct ots_proof p;
	struct ots_verdict v;
	CHECK_OK(ots_read(proof_of(a, data, "0208000588960d73d719010100"), a, &p, &e), &e);
	CHECK_OK(ots_verify(&p, &file, NULL, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_NOTHING);
	CHECK(v.weak);
	CHECK_OK(ots_read(proof_of(a, data, "ff0208000588960d73d719010100000588960d73d719010105"),
			  a, &p, &e),
		 &e);
	CHECK_OK(ots_verify(&p, &file, NULL, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_COMPLETE);
	CHECK_INT(v.height, 5);
	/* A message that is no Merkle root by its length commits to none. */
	CHECK_OK(ots_read(proof_of(a, data, "f3000588960d73d719010100"), a, &p, &e), &e);
	CHECK_OK(ots_verify(&p, &file, NULL, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_NOTHING);
}

/* ---- calendars and merging ---- */

#define PENDING "0083dfe30d2ef90c8e0f0e68747470733a2f2f632e74657374" /* https://c.test */

TEST(a_calendar_answers_twice)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct hash file = hash_of(STR("the head of a log\n"));
	uint8_t nonce[OTS_NONCE_LEN];
	struct ots_proof p;
	struct ots_proof again;
	struct ots_verdict v;
	struct ots_end *ends;
	size_t n;
	for (size_t i = 0; i < sizeof nonce; i++)
		nonce[i] = (uint8_t)i;
	CHECK_OK(ots_from_calendar(&file, nonce,
				   unhex(a, "f0020102"
					    "08" PENDING),
				   a, &p, &e),
		 &e);
	CHECK_OK(ots_verify(&p, &file, NULL, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_PENDING);
	CHECK_STR(v.calendar, "https://c.test");
	CHECK_OK(ots_read(written(a, &p), a, &again, &e), &e);
	CHECK(str_eq(written(a, &p), written(a, &again)));
	CHECK_INT(p.nodes, again.nodes);

	struct hash blind;
	struct str step;
	ots_blind(&file, nonce, &blind);
	CHECK_OK(ots_op_apply(OTS_APPEND, unhex(a, "0102"), str_n((char *)blind.b, HASH_LEN), a,
			      &step, &e),
		 &e);
	CHECK_OK(ots_op_apply(OTS_SHA256, STR(""), step, a, &step, &e), &e);
	ots_ends(&again, a, &ends, &n);
	CHECK_INT(n, 1);
	CHECK(str_eq(ends[0].msg, step));

	/* Later it knows the block. */
	struct str answer = unhex(a, "f101aa08000588960d73d71901020a01");
	CHECK_ERR(ots_upgrade(&again, STR("another"), answer, a, &e), ERR_NOTFOUND);
	CHECK_ERR(ots_upgrade(&again, step, unhex(a, "f1"), a, &e), ERR_INPUT);
	CHECK_INT(again.nodes, p.nodes);
	CHECK_ERR(ots_upgrade(&again, step, answer, a, &e), ERR_INPUT);
	answer = unhex(a, "f101aa08000588960d73d71901028a01");
	CHECK_OK(ots_upgrade(&again, step, answer, a, &e), &e);
	CHECK_OK(ots_verify(&again, &file, NULL, a, &v, &e), &e);
	CHECK_INT(v.state, OTS_COMPLETE);
	CHECK_INT(v.height, 138);
	CHECK_STR(v.calendar, "https://c.test");

	/* The upgraded file into the one kept: the same, however often. */
	CHECK_OK(ots_merge(&p, &again, a, &e), &e);
	CHECK(str_eq(written(a, &p), written(a, &again)));
	CHECK_OK(ots_merge(&p, &again, a, &e), &e);
	CHECK(str_eq(written(a, &p), written(a, &again)));
	CHECK_INT(p.nodes, again.nodes);
	struct ots_proof of_other;
	CHECK_OK(ots_read(proof_of(a, STR("other"), GENESIS_TREE), a, &of_other, &e), &e);
	CHECK_ERR(ots_merge(&p, &of_other, a, &e), ERR_CONFLICT);
}

/* ---- the published examples ---- */

static struct str vectors(struct arena *a, const char *name)
{
	const char *root = getenv("VIGIL_DEV_DATA");
	return str_printf(a, "%s/vectors/evidence/ots/%s", root ? root : "../shared", name);
}

struct published {
	const char *name, *data; /* data: NULL is not published beside it */
	int rc;			 /* of reading */
	enum ots_state state;
	int64_t height;
};

static const struct published PUBLISHED[] = {
	{ "hello-world.txt.ots", "hello-world.txt", 0, OTS_COMPLETE, 358391 },
	{ "bad-stamp.txt.ots", "bad-stamp.txt", 0, OTS_COMPLETE, 358391 },
	{ "bitcoin.pdf.ots", NULL, ERR_DENIED, OTS_NOTHING, -1 },
	{ "different-blockchains.txt.ots", "different-blockchains.txt", 0, OTS_COMPLETE, 455605 },
	{ "empty.ots", "empty", 0, OTS_COMPLETE, 129405 },
	{ "gdp2q25-2nd.pdf.ots", NULL, 0, OTS_COMPLETE, 912095 },
	{ "incomplete.txt.ots", "incomplete.txt", 0, OTS_PENDING, -1 },
	{ "known-and-unknown-notary.txt.ots", "known-and-unknown-notary.txt", 0, OTS_PENDING, -1 },
	{ "merkle1.txt.ots", "merkle1.txt", 0, OTS_PENDING, -1 },
	{ "merkle2.txt.ots", "merkle2.txt", 0, OTS_PENDING, -1 },
	{ "merkle3.txt.ots", "merkle3.txt", 0, OTS_PENDING, -1 },
	{ "two-calendars.txt.ots", "two-calendars.txt", 0, OTS_PENDING, -1 },
	{ "unknown-notary.txt.ots", "unknown-notary.txt", 0, OTS_NOTHING, -1 },
	{ "sha1/a-or-b.ots", "sha1/a", ERR_DENIED, OTS_NOTHING, -1 },
	{ "invalid/bad-major-version.ots", NULL, ERR_INPUT, OTS_NOTHING, -1 },
	{ "invalid/exceeds-max-msg-length.ots", NULL, ERR_TOOBIG, OTS_NOTHING, -1 },
	{ "invalid/invalid-file-digest-type.ots", NULL, ERR_INPUT, OTS_NOTHING, -1 },
};

static void judge(struct arena *a, const struct published *c, const struct ots_proof *p)
{
	struct err e;
	struct str data;
	struct hash file = p->file;
	struct ots_verdict v = { 0 };
	struct ots_proof again;
	if (c->data) {
		CHECK_OK(file_read(vectors(a, c->data).p, 1 << 20, a, &data, &e), &e);
		file = hash_of(data);
	}
	CHECK_OK(ots_verify(p, &file, NULL, a, &v, &e), &e);
	if (v.state != c->state)
		FAIL("%s is %.*s", c->name, STR_FMT(ots_state_name(v.state)));
	if (v.height != c->height)
		FAIL("%s is in block %lld", c->name, (long long)v.height);
	CHECK_OK(ots_read(written(a, p), a, &again, &e), &e);
	CHECK(str_eq(written(a, p), written(a, &again)));
}

TEST(the_published_examples_have_their_outcomes)
{
	AUTO_ARENA *a = arena_new(0);
	int right = 0;
	for (size_t i = 0; i < COUNT(PUBLISHED); i++) {
		int failures = check_failures;
		const struct published *c = &PUBLISHED[i];
		struct ots_proof p;
		struct str s;
		struct err e;
		if (file_read(vectors(a, c->name).p, OTS_MAX, a, &s, &e) == ERR_NOTFOUND)
			SKIP("the published OpenTimestamps proofs are not here (VIGIL_DEV_DATA)");
		int rc = ots_read(s, a, &p, &e);
		if (rc != c->rc)
			FAIL("%s: %d, not %d: %s", c->name, rc, c->rc, rc ? e.text : "");
		if (rc == 0)
			judge(a, c, &p);
		right += check_failures == failures;
	}
	printf("  %d of %zu OpenTimestamps proofs with the expected outcome\n", right,
	       COUNT(PUBLISHED));
}

/* The commitment that the reference client prints for this example. The other says the same block, and is
 * well formed, and leads elsewhere: only the header tells them apart. */
TEST(the_published_path_ends_in_the_root_of_its_block)
{
	static const struct {
		const char *name;
		bool right;
	} CASES[] = { { "hello-world.txt.ots", true }, { "bad-stamp.txt.ots", false } };
	AUTO_ARENA *a = arena_new(0);
	for (size_t c = 0; c < COUNT(CASES); c++) {
		struct err e;
		struct ots_proof p;
		struct str s;
		struct ots_end *ends;
		size_t n;
		bool found = false;
		if (file_read(vectors(a, CASES[c].name).p, OTS_MAX, a, &s, &e) < 0)
			SKIP("the published OpenTimestamps proofs are not here (VIGIL_DEV_DATA)");
		CHECK_OK(ots_read(s, a, &p, &e), &e);
		ots_ends(&p, a, &ends, &n);
		for (size_t i = 0; i < n; i++)
			found = found ||
				str_eq(hex_str(a, (const uint8_t *)ends[i].msg.p, ends[i].msg.n),
				       STR("007ee445d23ad061af4a36b809501fab1ac4f2d7e7a739817dd0cbb7ec661b8a"));
		CHECK_INT(found, CASES[c].right);
	}
}
