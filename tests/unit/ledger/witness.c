/* SPDX-License-Identifier: Apache-2.0 */
/* Asking a witness, and a witness's verdict (C2SP tlog-witness). */
#include "forked.h"

#include "base/bytes.h"
#include "ledger/witness.h"

static struct str request_of(struct arena *a, const struct witness_request *r)
{
	AUTO_BUF b;
	buf_init(&b, WITNESS_REQUEST_MAX);
	witness_request_write(&b, r);
	return buf_copy(&b, a);
}

/* A request for `size` of a story, with the proof from `old` (0: none). */
static struct witness_request ask(struct forked *x, int story, int64_t old, int64_t size)
{
	struct hash *proof = NEW_N(x->a, PROOF_HASHES_MAX + 1, struct hash);
	struct witness_request r = { .old = old, .hashes = proof };
	struct err e;
	if (old > 0 && old <= size)
		CHECK_OK(tree_consistency(&x->tiles[story], old, size, proof, &r.n, &e), &e);
	r.note = forked_note(x, story, size);
	return r;
}

static struct witness_log knows(struct forked *x, struct note_key *key, int64_t size)
{
	struct err e;
	struct witness_log log = { .keys = key, .n_keys = 1, .size = size };
	CHECK_OK(note_key_make(STR(FORKED_ORIGIN), NOTE_ED25519, x->key.public, key, &e), &e);
	if (size)
		log.root = forked_head(x, 0, size).root;
	return log;
}

/* From the specification's example. */
static const char EXAMPLE[] =
	"old 20852014\n"
	"PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n"
	"jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
	"5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n"
	"/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n"
	"\n"
	"example.com/behind-the-sofa\n"
	"20852163\n"
	"CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
	"\n"
	"\xE2\x80\x94 example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
	"\xE2\x80\x94 example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

TEST(the_specifications_request_is_read_and_written)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct witness_request r;
	struct str origin;
	CHECK_OK(witness_request_read(str_of(EXAMPLE), a, &r, &e), &e);
	CHECK_INT(r.old, 20852014);
	CHECK_INT(r.n, 4);
	CHECK_OK(witness_request_origin(&r, a, &origin, &e), &e);
	CHECK_STR(origin, "example.com/behind-the-sofa");
	CHECK_STR(request_of(a, &r), EXAMPLE);
	struct witness_verdict v;
	witness_judge(&r, NULL, a, &v);
	CHECK_INT(v.status, 404);
}

TEST(requests_that_are_none_are_refused)
{
	static const char H[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct witness_request r;
	static const char *const CASES[] = {
		"",
		"old 0",
		"old 0\n",
		"old -1\n\nx",
		"old 01\n\nx",
		"old  1\n\nx",
		"old 1 \n\nx",
		"old 9223372036854775808\n\nx",
		"OLD 1\n\nx",
		"new 1\n\nx",
		"old 1\r\n\r\nx",
		"old 1\nAAAA\n\nx",
		"old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\nx",
		"old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\nx",
		"old 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (witness_request_read(str_of(CASES[i]), a, &r, &e) != ERR_INPUT)
			FAIL("case %zu was not refused", i);
	struct str s = STR("old 5\n");
	for (int i = 0; i < PROOF_HASHES_MAX; i++)
		s = str_printf(a, "%.*s%s\n", STR_FMT(s), H);
	CHECK_OK(witness_request_read(str_printf(a, "%.*s\nx", STR_FMT(s)), a, &r, &e), &e);
	CHECK_INT(r.n, 63);
	CHECK_ERR(witness_request_read(str_printf(a, "%.*s%s\n\nx", STR_FMT(s), H), a, &r, &e),
		  ERR_TOOBIG);
	char *large = NEW_N(a, WITNESS_REQUEST_MAX + 1, char);
	CHECK_ERR(witness_request_read(str_n(large, WITNESS_REQUEST_MAX + 1), a, &r, &e),
		  ERR_TOOBIG);
}

/* Every old size and size against a witness that has 6 entries of the log. */
TEST(an_honest_log_is_cosigned_when_it_knows_what_the_witness_has)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 12, 12);
	struct note_key key;
	struct witness_log log = knows(x, &key, 6);
	for (int64_t old = 0; old <= 13; old++) {
		for (int64_t size = 1; size <= 12; size++) {
			struct witness_request r = ask(x, 0, old, size);
			struct witness_verdict v;
			witness_judge(&r, &log, a, &v);
			int want = old > size ? 400 : old != 6 ? 409 : 200;
			if ((int)v.status != want)
				FAIL("old %d size %d: %d, not %d", (int)old, (int)size,
				     (int)v.status, want);
			CHECK(v.fit != FIT_FORK);
			CHECK_INT(v.head.size, size);
		}
	}
	/* A witness that has nothing yet takes the first head as it is. */
	log = knows(x, &key, 0);
	struct witness_request r = ask(x, 0, 0, 12);
	struct witness_verdict v;
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 200);
	r.hashes = &log.root;
	r.n = 1;
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 422);
	CHECK_INT(v.http, 422);
	/* The head it has, with a proof of something else. */
	log = knows(x, &key, 6);
	r = ask(x, 0, 6, 6);
	r.hashes = &log.root;
	r.n = 1;
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.http, 422);
}

TEST(a_head_is_cosigned_for_the_logs_key_only)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 12, 12);
	struct note_key keys[2];
	struct sign_key other;
	struct err e;
	struct witness_verdict v;
	struct witness_request r = ask(x, 0, 6, 12);
	struct witness_log log = knows(x, &keys[0], 6);
	forked_key(&other, 12);

	/* Another key of the same name: 403. It beside the right one: fine, a log changes its key. */
	CHECK_OK(note_key_make(STR(FORKED_ORIGIN), NOTE_ED25519, other.public, &keys[1], &e), &e);
	log.keys = &keys[1];
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 403);
	log.keys = keys;
	log.n_keys = 2;
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 200);
	/* What is kept of the note has no lines of strangers. */
	CHECK(str_eq(v.kept, r.note));
	struct str line;
	CHECK_OK(note_cosign(v.text, 5, STR("somebody.example"), &other, a, &line, &e), &e);
	r.note = str_join(a, r.note, line);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 200);
	CHECK(str_eq(str_join(a, v.kept, line), r.note));
	r.note = v.kept;
	/* No key at all. */
	log.n_keys = 0;
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 403);

	/* A signature that does not hold. */
	log = knows(x, &keys[0], 6);
	char *bad = NEW_N(a, r.note.n, char);
	memcpy(bad, r.note.p, r.note.n);
	bad[sizeof FORKED_ORIGIN] = '3'; /* of the size: 32 entries */
	r.note = str_n(bad, r.note.n);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 403);
	/* Not a checkpoint at all. */
	r.note = STR("x\n");
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 400);
}

TEST(another_story_is_refused_and_known_as_one)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 12, 3);
	struct note_key key;
	struct witness_verdict v;
	struct witness_log log = knows(x, &key, 6);

	/* The same size with another root: whatever old size the request names. */
	struct witness_request r = ask(x, 1, 6, 6);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 422);
	CHECK_INT(v.http, 409);
	CHECK(v.fit == FIT_FORK);
	r = ask(x, 1, 0, 6);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 409);
	CHECK(v.fit == FIT_FORK);

	/* Larger, with the proof that its own tree gives. */
	r = ask(x, 1, 6, 12);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 422);
	CHECK_INT(v.http, 422);
	CHECK(v.fit == FIT_FORK);

	/* The same head with a spoilt proof accuses nobody. */
	struct hash proof[PROOF_HASHES_MAX];
	memcpy(proof, r.hashes, r.n * sizeof *proof);
	proof[0].b[0] ^= 1;
	r.hashes = proof;
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 422);
	CHECK(v.fit == FIT_UNSHOWN);

	/* A proof from another size than ours accuses nobody either. */
	r = ask(x, 1, 5, 12);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 409);
	CHECK(v.fit == FIT_UNSHOWN);
	/* Smaller than what the witness has: it cannot tell. */
	r = ask(x, 1, 0, 5);
	witness_judge(&r, &log, a, &v);
	CHECK_INT(v.status, 409);
	CHECK(v.fit == FIT_UNSHOWN);
}

/* ---- answers ---- */

static struct note_key witness_key(struct sign_key *k, const char *name, uint8_t n)
{
	struct note_key key = { 0 };
	struct err e;
	forked_key(k, n);
	CHECK_OK(note_key_make(str_of(name), NOTE_COSIGNATURE, k->public, &key, &e), &e);
	return key;
}

TEST(good_lines_of_known_witnesses_are_taken_and_no_others)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 5, 5);
	struct err e;
	struct sign_key s1, s2, s3;
	struct note_key keys[2] = { witness_key(&s1, "witness.example/one", 1),
				    witness_key(&s2, "witness.example/two", 2) };
	(void)witness_key(&s3, "witness.example/three", 3);
	struct note note;
	struct str l1 = STR_NULL, l2 = STR_NULL, l3 = STR_NULL, got, old = STR_NULL;
	size_t which = 9;
	CHECK_OK(note_parse(forked_note(x, 0, 5), a, &note, &e), &e);
	CHECK_OK(note_cosign(note.text, 1700000000, keys[0].name, &s1, a, &l1, &e), &e);
	CHECK_OK(note_cosign(note.text, 1700000001, keys[1].name, &s2, a, &l2, &e), &e);
	CHECK_OK(note_cosign(note.text, 1700000002, STR("witness.example/three"), &s3, a, &l3, &e),
		 &e);
	struct str all = str_join(a, l3, str_join(a, l2, l1));
	CHECK_OK(witness_answer_check(all, note.text, keys, 2, a, &got, &which, &e), &e);
	CHECK(str_eq(got, str_join(a, l1, l2)));
	CHECK_INT(which, 0);
	CHECK_OK(witness_answer_check(l3, note.text, keys, 2, a, &got, &which, &e), &e);
	CHECK(got.n == 0 && which == 2);
	/* Over another text. */
	CHECK_ERR(witness_answer_check(l1, STR("other\n"), keys, 2, a, &got, &which, &e),
		  ERR_CORRUPT);
	/* A log's signature is no cosignature, though the key is the same. */
	CHECK_OK(note_sign(note.text, keys[0].name, &s1, a, &old, &e), &e);
	struct str plain = str_from(old, note.text.n + 1);
	CHECK_OK(witness_answer_check(plain, note.text, keys, 2, a, &got, &which, &e), &e);
	CHECK_INT(got.n, 0);
	/* Smuggling a text of its own. */
	CHECK_ERR(witness_answer_check(str_printf(a, "x\n\n%.*s", STR_FMT(l1)), note.text, keys, 2,
				       a, &got, &which, &e),
		  ERR_INPUT);
}

TEST(an_answer_is_lines_or_a_size)
{
	static const struct {
		const char *s;
		int rc;
		int64_t size;
	} CASES[] = {
		{ "0\n", 0, 0 },
		{ "20852163\n", 0, 20852163 },
		{ "\xE2\x80\x94 w AAAA\n", 0, 0 },
		{ "20852163", ERR_INPUT, 0 },
		{ "-1\n", ERR_INPUT, 0 },
		{ "007\n", ERR_INPUT, 0 },
		{ "7\n7\n", ERR_INPUT, 0 },
		{ "", ERR_INPUT, 0 },
		{ "\n", ERR_INPUT, 0 },
		{ "no\n", ERR_INPUT, 0 },
	};
	struct err e;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct witness_answer w = { .size = -1 };
		int rc = witness_answer_read(str_of(CASES[i].s), &w, &e);
		if (rc != CASES[i].rc)
			FAIL("\"%s\" gave %d", CASES[i].s, rc);
		if (rc == 0)
			CHECK_INT(w.size, CASES[i].size);
		if (rc == 0)
			CHECK((w.lines.n > 0) == ((uint8_t)CASES[i].s[0] == 0xE2));
	}
}

TEST(a_files_name_is_the_hash_of_the_origin)
{
	char name[WITNESS_FILE_LEN + 1];
	witness_file_name(STR("example.com/behind-the-sofa"), name);
	/* echo -n example.com/behind-the-sofa | sha256sum */
	CHECK_STR(str_of(name), "5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4");
}
