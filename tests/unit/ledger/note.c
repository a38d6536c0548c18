/* SPDX-License-Identifier: Apache-2.0 */
/* Notes, checkpoints, proofs and policies: the C2SP formats. */
#include "example.h"

#include "ledger/checkpoint.h"
#include "ledger/note.h"
#include "ledger/policy.h"
#include "ledger/proof.h"

/* From golang.org/x/mod sumdb/note (BSD-3-Clause): example of the package. */
#define PETER	  "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
#define PETER_KEY "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
#define PETER_TEXT                                                                                 \
	"If you think cryptography is the answer to your problem,\n"                               \
	"then you don't know what your problem is.\n"
#define PETER_LINE                                                                                 \
	"\xE2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZS"  \
	"NXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"

TEST(the_published_note_is_made_and_verified)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct note_key k;
	struct note n;
	struct sign_key signer;
	struct key seed;
	uint8_t raw[33];
	size_t len;
	struct str made;
	bool is_signed = false;
	int64_t time = -1;
	CHECK_OK(crypto_init(&e), &e);
	CHECK_OK(note_key_read(STR(PETER), a, &k, &e), &e);
	CHECK_STR(note_key_write(&k, a), PETER);
	CHECK_OK(note_parse(STR(PETER_TEXT "\n" PETER_LINE), a, &n, &e), &e);
	CHECK_STR(n.text, PETER_TEXT);
	CHECK_INT(n.n, 1);
	CHECK_OK(note_check(&n, &k, &is_signed, &time, &e), &e);
	CHECK(is_signed && time == 0);
	CHECK(b64_decode(raw, sizeof raw, &len, STR(PETER_KEY)) && len == 33);
	memcpy(seed.b, raw + 1, 32);
	sign_key_from_seed(&signer, &seed);
	CHECK_OK(note_sign(STR(PETER_TEXT), STR("PeterNeumann"), &signer, a, &made, &e), &e);
	CHECK_STR(made, PETER_TEXT "\n" PETER_LINE);
	/* A changed text under the same signature. */
	CHECK_OK(note_parse(STR("x" PETER_TEXT "\n" PETER_LINE), a, &n, &e), &e);
	CHECK_ERR(note_check(&n, &k, &is_signed, NULL, &e), ERR_CORRUPT);
}

TEST(verifier_keys_are_read_as_others_write_them)
{
	static const struct {
		const char *vkey;
		int rc;
	} CASES[] = {
		{ "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop", 0 },
		{ "TEST+7997405c+AQcC+FTVKf0jlTdHDY3rbevmnKxxPjigCXlVtGe6RIr6", 0 },
		{ "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2", 0 },
		{ "some.example/ml-dsa+00000000+BgEB", 0 }, /* a type we keep and cannot judge */
		{ "remora.n621.de+da77ade8+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
		  ERR_INPUT },
		{ "remora.n621.de+da77ade7+AevN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
		  ERR_INPUT },
		{ "Remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2",
		  ERR_INPUT },
		{ "bananas.sigstore.dev+12344556", ERR_INPUT },
		{ "rekor.sigstore.dev+12345678+THIS_IS_NOT_BASE64!", ERR_INPUT },
		{ "rekor.sigstore.dev+1234567g+AQEB", ERR_INPUT },
		{ "rekor.sigstore.dev+1234567+AQEB", ERR_INPUT },
		{ "a+12345678+", ERR_INPUT },
		{ "a+12345678+AQ==", ERR_INPUT },
		{ "a b+12345678+BgEB", ERR_INPUT },
		{ "a\xC2\xA0"
		  "b+12345678+BgEB",
		  ERR_INPUT },
		{ "a\xFF+12345678+BgEB", ERR_INPUT },
		{ "+12345678+BgEB", ERR_INPUT },
		{ "", ERR_INPUT },
	};
	AUTO_ARENA *a = arena_new(0);
	struct note_key k;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int rc = note_key_read(str_of(CASES[i].vkey), a, &k, NULL);
		if (rc != CASES[i].rc)
			FAIL("%s: %d", CASES[i].vkey, rc);
		else if (rc == 0)
			CHECK_STR(note_key_write(&k, a), CASES[i].vkey);
	}
}

#define DASH "\xE2\x80\x94 "

TEST(notes_of_other_forms_are_refused)
{
	static const char *const CASES[] = {
		"",
		"\n",
		"\n\n",
		"text\n",
		"text\n\n",
		"text\n\n\n",
		"text\n" DASH "a AAAAAAA=\n",
		"text\n\n" DASH "a AAAAAAA=",	/* no last newline */
		"text\n\n" DASH "a AAAAAA==\n", /* an id and nothing signed */
		"text\n\n" DASH "a AAAAAAB=\n", /* not canonical */
		"text\n\n" DASH "a  AAAAAAA=\n",
		"text\n\n" DASH " AAAAAAA=\n",
		"text\n\n" DASH "a\n",
		"text\n\n" DASH "a+b AAAAAAA=\n",
		"text\n\n" DASH "a AAAAAAA= \n",
		"text\n\n- a AAAAAAA=\n",
		"text\n\n\xE2\x80\x94"
		"a AAAAAAA=\n",
		"text\n\n" DASH "a AAAAAAA=\nmore\n",
		"text\n\n" DASH "a AAAAAAA=\n\n",
		"te\txt\n\n" DASH "a AAAAAAA=\n",
		"te\rxt\n\n" DASH "a AAAAAAA=\n",
		"te\xFFxt\n\n" DASH "a AAAAAAA=\n",
		"text\n\n" DASH "a\xE2\x80\x89z AAAAAAA=\n",
	};
	AUTO_ARENA *a = arena_new(0);
	struct note n;
	struct err e;
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (note_parse(str_of(CASES[i]), a, &n, NULL) != ERR_INPUT)
			FAIL("taken: %s", CASES[i]);
	CHECK_OK(note_parse(STR("a\n\nb\n\n" DASH "a AAAAAAA=\n"), a, &n, &e), &e);
	CHECK_STR(n.text, "a\n\nb\n"); /* the last empty line separates */
}

/* Sixteen signatures and a line of 5 kB must be accepted; so are ours. */
TEST(notes_have_room_for_others_signatures)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct note_key k;
	struct note n;
	struct err e;
	bool is_signed = false;
	AUTO_BUF b;
	example_make(x, a);
	buf_init(&b, NOTE_MAX + 9999);
	buf_add(&b, x->note);
	uint8_t *large = NEW_N(a, 4000, uint8_t);
	for (int i = 1; i < NOTE_SIGS_MAX; i++) {
		struct str line = b64_str(a, large, i == 1 ? 4000 : 100);
		buf_printf(&b, DASH "other.example/%d ", i);
		buf_add(&b, line);
		buf_char(&b, '\n');
	}
	CHECK_OK(note_parse(buf_str(&b), a, &n, &e), &e);
	CHECK_INT(n.n, NOTE_SIGS_MAX);
	CHECK_OK(note_key_make(STR(EXAMPLE_ORIGIN), NOTE_ED25519, x->log.public, &k, &e), &e);
	CHECK_OK(note_check(&n, &k, &is_signed, NULL, &e), &e);
	CHECK(is_signed);
	buf_lit(&b, DASH "one.more AAAAAAA=\n");
	CHECK_ERR(note_parse(buf_str(&b), a, &n, &e), ERR_TOOBIG);
	/* Same name, other id; same id, other name: unknown keys, ignored. */
	struct str bad = b64_str(a, large, 68);
	struct str s =
		str_printf(a, "%.*s" DASH EXAMPLE_ORIGIN " %.*s\n", STR_FMT(x->note), STR_FMT(bad));
	CHECK_OK(note_parse(s, a, &n, &e), &e);
	CHECK_OK(note_check(&n, &k, &is_signed, NULL, &e), &e);
	CHECK(is_signed);
	/* The known key twice, once badly: refused. */
	memcpy(large, k.id, 4);
	bad = b64_str(a, large, 68);
	s = str_printf(a, "%.*s" DASH EXAMPLE_ORIGIN " %.*s\n", STR_FMT(x->note), STR_FMT(bad));
	CHECK_OK(note_parse(s, a, &n, &e), &e);
	CHECK_ERR(note_check(&n, &k, &is_signed, NULL, &e), ERR_CORRUPT);
}

TEST(a_cosignature_covers_time_and_text)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct note_key k;
	struct note_key plain;
	struct note n;
	struct str line;
	struct err e;
	bool is_signed = false;
	int64_t time = 0;
	example_make(x, a);
	CHECK_OK(note_parse(x->note, a, &n, &e), &e);
	CHECK_OK(note_cosign(n.text, 1679315147, STR("w"), &x->founder, a, &line, &e), &e);
	CHECK_OK(note_key_make(STR("w"), NOTE_COSIGNATURE, x->founder.public, &k, &e), &e);
	CHECK_OK(note_key_make(STR("w"), NOTE_ED25519, x->founder.public, &plain, &e), &e);
	struct str both = str_join(a, x->note, line);
	CHECK_OK(note_parse(both, a, &n, &e), &e);
	CHECK_OK(note_check(&n, &k, &is_signed, &time, &e), &e);
	CHECK(is_signed && time == 1679315147);
	CHECK_OK(note_check(&n, &plain, &is_signed, NULL, &e), &e);
	CHECK(!is_signed); /* the two types have different ids */
	CHECK_ERR(note_cosign(n.text, -1, STR("w"), &x->founder, a, &line, &e), ERR_INPUT);
	CHECK_ERR(note_cosign(n.text, 1, STR("w w"), &x->founder, a, &line, &e), ERR_INPUT);
	/* The time is part of what is signed. */
	uint8_t raw[76];
	size_t len;
	struct str b64 = str_from(line, STR(DASH "w ").n);
	CHECK(b64_decode(raw, sizeof raw, &len, str_trim(b64)) && len == 76);
	raw[11] ^= 1;
	b64 = b64_str(a, raw, 76);
	both = str_printf(a, "%.*s" DASH "w %.*s\n", STR_FMT(x->note), STR_FMT(b64));
	CHECK_OK(note_parse(both, a, &n, &e), &e);
	CHECK_ERR(note_check(&n, &k, &is_signed, NULL, &e), ERR_CORRUPT);
}

/* ---- checkpoints ---- */

#define ROOT "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"

TEST(checkpoints_have_one_spelling)
{
	static const struct {
		const char *text;
		int64_t size; /* -1: refused */
	} CASES[] = {
		{ "o\n0\n" ROOT, 0 },
		{ "o p+q\n12\n" ROOT, 12 },
		{ "o\n9223372036854775807\n" ROOT, INT64_MAX },
		{ "o\n1\n" ROOT "extension\nanother\n", 1 },
		{ "o\n9223372036854775808\n" ROOT, -1 },
		{ "o\n01\n" ROOT, -1 },
		{ "o\n+1\n" ROOT, -1 },
		{ "o\n-1\n" ROOT, -1 },
		{ "o\n-0\n" ROOT, -1 },
		{ "o\n1 \n" ROOT, -1 },
		{ "o\n\n" ROOT, -1 },
		{ "\n1\n" ROOT, -1 },
		{ "o\n1\n", -1 },
		{ "o\n1\n" ROOT "\n", -1 },
		{ "o\n1\n" ROOT "a\n\nb\n", -1 },
		{ "o\n1\n" ROOT "a", -1 },
		{ "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n", -1 },
		{ "o\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==\n", -1 },
		{ "", -1 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct checkpoint c = { .size = -1 };
		int rc = checkpoint_parse(str_of(CASES[i].text), &c, NULL);
		if (rc != (CASES[i].size < 0 ? ERR_INPUT : 0) || c.size != CASES[i].size)
			FAIL("%s: %d", CASES[i].text, rc);
	}
}

TEST(a_checkpoint_is_opened_with_the_key_of_its_log_only)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct note_key k;
	struct checkpoint c;
	struct err e;
	struct str note;
	char origin[CHECKPOINT_ORIGIN_LEN + 1];
	example_make(x, a);
	CHECK_OK(note_key_make(STR(EXAMPLE_ORIGIN), NOTE_ED25519, x->log.public, &k, &e), &e);
	CHECK_OK(checkpoint_open(x->note, &k, a, &c, &e), &e);
	CHECK_INT(c.size, EXAMPLE_ENTRIES);
	/* A key of another log signs under its own name: not this origin's. */
	CHECK_OK(note_key_make(STR("w"), NOTE_ED25519, x->founder.public, &k, &e), &e);
	CHECK_ERR(checkpoint_open(x->note, &k, a, &c, &e), ERR_DENIED);
	CHECK_OK(note_sign(STR(EXAMPLE_ORIGIN "\n1\n" ROOT), STR("w"), &x->founder, a, &note, &e),
		 &e);
	CHECK_ERR(checkpoint_open(note, &k, a, &c, &e), ERR_DENIED);
	checkpoint_origin(origin);
	CHECK_INT(strlen(origin), CHECKPOINT_ORIGIN_LEN);
	CHECK(str_starts(str_of(origin), STR("vigil.example/")));
	c = (struct checkpoint){ .origin = STR("a b"), .size = 1 };
	CHECK_ERR(checkpoint_sign(&c, &x->log, a, &note, &e), ERR_INPUT);
	c = (struct checkpoint){ .origin = STR("ab"), .size = -1 };
	CHECK_ERR(checkpoint_sign(&c, &x->log, a, &note, &e), ERR_INPUT);
	c = (struct checkpoint){ .origin = STR("a\nb"), .size = 1 };
	CHECK_ERR(checkpoint_sign(&c, &x->log, a, &note, &e), ERR_INPUT);
}

/* ---- proofs ---- */

#define PROOF_HEAD "c2sp.org/tlog-proof@v1\n"

TEST(tlog_proofs_are_read_and_written_back)
{
	static const char *const GOOD[] = {
		PROOF_HEAD "index 0\n\nnote",
		PROOF_HEAD "index 73894\n" ROOT ROOT "\nnote\n",
		PROOF_HEAD "extra \nindex 1\n" ROOT "\nnote\n",
		PROOF_HEAD
		"extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6\n"
		"index 1\n" ROOT "\nnote\n",
	};
	static const char *const BAD[] = {
		"",
		PROOF_HEAD,
		"c2sp.org/tlog-proof@v2\nindex 0\n\nnote",
		PROOF_HEAD "index 0\n",
		PROOF_HEAD "index 00\n\nnote",
		PROOF_HEAD "index -1\n\nnote",
		PROOF_HEAD "index\n\nnote",
		PROOF_HEAD "index 1\nx\n\nnote",
		PROOF_HEAD "index 1 \n\nnote",
		" " PROOF_HEAD "index 1\n\nnote",
		PROOF_HEAD "extra !\nindex 1\n\nnote",
		PROOF_HEAD "index 1\nextra AAAA\n\nnote",
		PROOF_HEAD "extra AAAA\nextra AAAA\nindex 1\n\nnote",
		PROOF_HEAD "index 1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n\nnote",
	};
	AUTO_ARENA *a = arena_new(0);
	struct tlog_proof p;
	struct err e;
	for (size_t i = 0; i < COUNT(GOOD); i++) {
		AUTO_BUF b;
		buf_init(&b, PROOF_MAX);
		CHECK_OK(tlog_proof_read(str_of(GOOD[i]), a, &p, &e), &e);
		tlog_proof_write(&b, &p);
		CHECK_STR(buf_str(&b), GOOD[i]);
	}
	for (size_t i = 0; i < COUNT(BAD); i++)
		if (tlog_proof_read(str_of(BAD[i]), a, &p, NULL) != ERR_INPUT)
			FAIL("taken: %s", BAD[i]);
	AUTO_BUF b;
	buf_init(&b, PROOF_MAX);
	buf_lit(&b, PROOF_HEAD "index 1\n");
	for (int i = 0; i <= PROOF_HASHES_MAX; i++)
		buf_lit(&b, ROOT);
	buf_lit(&b, "\nnote");
	CHECK_ERR(tlog_proof_read(buf_str(&b), a, &p, &e), ERR_TOOBIG);
}

/* ---- policies ---- */

#define LOG "log " PETER "\n"
#define W1  "witness w1 remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2\n"
#define W2  "witness w2 some.example/ml-dsa+00000000+BgEB https://w.example/\n"

TEST(policies_are_read_strictly)
{
	static const struct {
		const char *text;
		bool ok;
	} CASES[] = {
		{ "quorum none\n", true },
		{ LOG "quorum none\n", true },
		{ "\n# who we trust\n \t# too\n\t log\t" PETER
		  "  https://log.example/ \nquorum  none \n",
		  true },
		{ LOG W1 "quorum w1\n", true },
		{ LOG W1 W2 "group g any w1 w2\nquorum g\n", true },
		{ LOG W1 W2 "group g 2 w1 w2\nquorum g\n", true },
		{ LOG W1 W2 "group g all w1\ngroup h all g w2\nquorum h\n", true },
		{ "quorum none\n" LOG, true },
		{ "# caf\xC3\xA9 \xFF\nquorum none\n", true },
		{ "", false },
		{ LOG, false },
		{ "quorum none", false },
		{ "quorum none\nquorum none\n", false },
		{ "quorum\n", false },
		{ "quorum w1\n" W1, false },
		{ "Quorum none\n", false },
		{ LOG LOG "quorum none\n", false },
		{ "log\nquorum none\n", false },
		{ "log x\nquorum none\n", false },
		{ "log " PETER " a b\nquorum none\n", false },
		{ W1 W1 "quorum none\n", false },
		{ W1
		  "witness w3 remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2\nquorum none\n",
		  false },
		{ "witness none remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2\nquorum none\n",
		  false },
		{ "witness p " PETER "\nquorum none\n", false },
		{ W1 "group g 0 w1\nquorum g\n", false },
		{ W1 "group g 2 w1\nquorum g\n", false },
		{ W1 "group g 01 w1\nquorum g\n", false },
		{ W1 "group g all\nquorum g\n", false },
		{ W1 "group g any w1 w1\nquorum g\n", false },
		{ W1 "group g any w1\ngroup h any w1\nquorum h\n", false },
		{ W1 "group g any g\nquorum g\n", false },
		{ W1 "group g any none\nquorum g\n", false },
		{ W1 "group w1 any w1\nquorum w1\n", false },
		{ "quorum none\r\n", false },
		{ "quorum none\x7F\n", false },
	};
	AUTO_ARENA *a = arena_new(0);
	struct policy p;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int rc = policy_read(str_of(CASES[i].text), a, &p, NULL);
		if (rc != (CASES[i].ok ? 0 : ERR_INPUT))
			FAIL("%s: %d", CASES[i].text, rc);
		arena_clear(a);
	}
}

/* Witnesses 0 to 4 in groups, and every set of them that may have cosigned. */
TEST(a_quorum_is_counted_as_stated)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct err e;
	struct note n;
	struct str line[5];
	AUTO_BUF p;
	example_make(x, a);
	CHECK_OK(note_parse(x->note, a, &n, &e), &e);
	buf_init(&p, POLICY_MAX);
	buf_add(&p, str_n(x->policy.p, x->policy.n - STR("quorum none\n").n));
	for (int i = 0; i < 5; i++) {
		struct sign_key k;
		struct note_key key;
		struct str name = str_printf(a, "w%d.example", i);
		example_key(&k, (uint8_t)(20 + i));
		CHECK_OK(note_key_make(name, NOTE_COSIGNATURE, k.public, &key, &e), &e);
		buf_printf(&p, "witness %d %.*s\n", i, STR_FMT(note_key_write(&key, a)));
		CHECK_OK(note_cosign(n.text, 1000 + i, name, &k, a, &line[i], &e), &e);
	}
	buf_lit(&p, "group x 2 0 1 2\ngroup y any 3 4\ngroup both all x y\nquorum both\n");
	struct policy policy;
	CHECK_OK(policy_read(buf_str(&p), a, &policy, &e), &e);
	for (int set = 0; set < 32; set++) {
		struct str note = x->note;
		struct policy_verdict v = { 0 };
		size_t count = 0;
		for (int i = 0; i < 5; i++) {
			if (set >> i & 1) {
				note = str_join(a, note, line[i]);
				count++;
			}
		}
		bool x_ok = (set & 1) + (set >> 1 & 1) + (set >> 2 & 1) >= 2;
		bool y_ok = set >> 3 != 0;
		int rc = policy_check(&policy, note, a, &v, &e);
		if (rc != (x_ok && y_ok ? 0 : ERR_DENIED))
			FAIL("set %d: %d", set, rc);
		if (rc == 0)
			CHECK_INT(v.cosigned, count);
	}
}
