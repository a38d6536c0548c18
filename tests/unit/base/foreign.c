/* SPDX-License-Identifier: Apache-2.0 */
/* JSON and hashes as other programs write them. */
#include "check.h"

#include "base/bytes.h"
#include "base/digest.h"
#include "base/json_foreign.h"

TEST(reads_what_others_write)
{
	static const struct {
		const char *in;
		const char *out; /* as json_put writes it; NULL: refused */
	} T[] = {
		{ "{\"a\":1}", "{\"a\":1}" },
		{ "\xEF\xBB\xBF[]", "[]" },
		{ "[1.5,-0,1e9,007,-7,9007199254740993]",
		  "[\"1.5\",\"-0\",\"1e9\",\"007\",-7,\"9007199254740993\"]" },
		{ "[NaN,Infinity,-Infinity]", "[\"NaN\",\"Infinity\",\"-Infinity\"]" },
		{ "[\"1.5\",\"NaN\",\"\\\"1.5\"]", "[\"1.5\",\"NaN\",\"\\\"1.5\"]" },
		{ "[\"\\ud83d\\ude00\"]", "[\"\xF0\x9F\x98\x80\"]" },
		{ "[\"\\ud83d\",\"\\ude00\",\"\\ud83d\\u0041\",\"\\u0000\"]",
		  "[\"\xEF\xBF\xBD\",\"\xEF\xBF\xBD\",\"\xEF\xBF\xBD"
		  "A\",\"\xEF\xBF\xBD\"]" },
		{ "[\"a\xFF\xC3(\"]", "[\"a\xEF\xBF\xBD\xEF\xBF\xBD(\"]" },
		{ "[\"a\nb\tc\"]", "[\"a\\nb\\tc\"]" },
		{ "[true,false,null]", "[true,false,null]" },
		{ "{\"a\":1,\"a\":2}", NULL },
		{ "[1", NULL },
		{ "\"open", NULL },
		{ "\"\\", NULL },
		{ "[1,]", NULL },
		{ "", NULL },
		{ "[-]", "[\"-\"]" }, /* kept as it stands: nothing is made of it */
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_BUF b;
		const struct json *v = NULL;
		buf_init(&b, 4096);
		int rc = json_read_foreign(str_of(T[i].in), 4096, a, &v, NULL);
		if (!T[i].out) {
			CHECK_INT(rc, ERR_INPUT);
			continue;
		}
		CHECK_INT(rc, 0);
		if (rc == 0)
			json_put(&b, v);
		CHECK_STR(buf_str(&b), T[i].out);
	}
	AUTO_ARENA *a = arena_new(0);
	const struct json *v;
	CHECK_ERR(json_read_foreign(STR("[1,2]"), 4, a, &v, NULL), ERR_TOOBIG);
}

TEST(text_becomes_valid)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(text_made_valid(a, STR("plain"), 100), "plain");
	CHECK_STR(text_made_valid(a, STR("a\0b"), 100), "a\xEF\xBF\xBD"
							"b");
	CHECK_STR(text_made_valid(a, STR("\xF0\x9F"), 100), "\xEF\xBF\xBD\xEF\xBF\xBD");
	CHECK_STR(text_made_valid(a, STR("\xD8\xA7\xD8\xA8\xD8\xA9"), 5), "\xD8\xA7\xD8\xA8");
	CHECK_STR(text_made_valid(a, STR("abc"), 0), "");
}

TEST(writes_objects)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 4096);
	struct json_out o = { .b = &b, .a = a };
	json_out_begin(&o, NULL, '{');
	json_out_text(&o, "t", STR("x\xFF\"\x1b"));
	json_out_begin(&o, "l", '[');
	json_out_int(&o, NULL, INT64_MAX);
	json_out_bool(&o, NULL, true);
	json_out_begin(&o, NULL, '{');
	json_out_end(&o, '}');
	json_out_end(&o, ']');
	json_out_hex(&o, "h", (const uint8_t *)"\x01\xab", 2);
	json_out_end(&o, '}');
	CHECK_STR(
		buf_str(&b),
		"{\"t\":\"x\xEF\xBF\xBD\\\"\\u001b\",\"l\":[9007199254740991,true,{}],\"h\":\"01ab\"}");
}

/* Of "abc": FIPS 180-4 and 202 examples, RFC 1321. */
TEST(digests_of_abc)
{
	static const struct {
		enum digest_kind k;
		const char *hex;
	} T[] = {
		{ DIGEST_MD5, "900150983cd24fb0d6963f7d28e17f72" },
		{ DIGEST_SHA1, "a9993e364706816aba3e25717850c26c9cd0d89d" },
		{ DIGEST_SHA256,
		  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ DIGEST_SHA512,
		  "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f" },
		{ DIGEST_SHA3_512,
		  "b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0" },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		uint8_t got[DIGEST_LEN_MAX];
		char hex[2 * DIGEST_LEN_MAX + 1];
		struct digest *d = digest_new(T[i].k);
		digest_update(d, "a", 1);
		digest_update(d, "bc", 2);
		digest_end(d, got);
		hex_encode(hex, got, digest_len(T[i].k));
		CHECK_STR(str_of(hex), T[i].hex);
		CHECK(digest_of_name(str_of(digest_name(T[i].k))) == T[i].k);
	}
}

TEST(digests_as_written)
{
	static const struct {
		const char *in;
		enum digest_kind otherwise;
		enum digest_kind kind; /* NONE: refused */
	} T[] = {
		{ "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", 0, DIGEST_SHA1 },
		{ "sha1:vgmt4nsha2awvor6evyxqugcnsonbwe5", 0, DIGEST_SHA1 },
		{ "SHA-1:a9993e364706816aba3e25717850c26c9cd0d89d", 0, DIGEST_SHA1 },
		{ "a9993e364706816aba3e25717850c26c9cd0d89d", 0, DIGEST_SHA1 },
		{ "A9993E364706816ABA3E25717850C26C9CD0D89D", DIGEST_SHA1, DIGEST_SHA1 },
		{ "sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", 0, DIGEST_SHA1 },
		{ "sha1:qZk-NkcGgWq6PiVxeFDCbJzQ2J0=", 0, DIGEST_SHA1 },
		{ "sha1:qZk-NkcGgWq6PiVxeFDCbJzQ2J0", 0, DIGEST_SHA1 },
		{ "md5:900150983cd24fb0d6963f7d28e17f72", 0, DIGEST_MD5 },
		{ "md5:SAAVBGB42JH3BVUWH56SRYL7OI======", 0, DIGEST_MD5 },
		{ "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 0,
		  DIGEST_SHA256 },
		{ "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====", 0,
		  DIGEST_SHA256 },
		{ "sha-256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", 0, DIGEST_SHA256 },
		{ "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE", 0, DIGEST_NONE },
		{ "sha256:a9993e364706816aba3e25717850c26c9cd0d89d", 0, DIGEST_NONE },
		{ "crc32:352441c2", 0, DIGEST_NONE },
		{ "", 0, DIGEST_NONE },
		{ ":", 0, DIGEST_NONE },
		{ "not-calculated", 0, DIGEST_NONE },
	};
	struct digest_value abc = { .kind = DIGEST_NONE };
	for (size_t i = 0; i < COUNT(T); i++) {
		struct digest_value v = { .kind = DIGEST_NONE };
		CHECK_INT(digest_read(str_of(T[i].in), T[i].otherwise, &v),
			  T[i].kind != DIGEST_NONE);
		CHECK_INT(v.kind, T[i].kind);
		if (v.kind == DIGEST_NONE)
			continue;
		abc.kind = v.kind;
		struct digest *d = digest_new(v.kind);
		digest_update(d, "abc", 3);
		digest_end(d, abc.b);
		if (!digest_eq(&abc, &v))
			FAIL("%s is not read as the hash of abc", T[i].in);
	}
}
