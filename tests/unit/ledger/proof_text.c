/* SPDX-License-Identifier: Apache-2.0 */
/* The proof of one claim: that a good one is accepted, and that nothing else is. */
#include "example.h"

static int judge(struct arena *a, struct str text, struct str policy_text,
		 struct proof_verdict *ret, struct err *e)
{
	struct proof_text p;
	struct policy policy;
	CHECK_OK(policy_read(policy_text, a, &policy, e), e);
	TRY(proof_text_read(text, a, &p, e));
	return proof_text_verify(&p, &policy, a, ret, e);
}

static int judge_made(struct example *x, const struct proof_text *p, struct err *e)
{
	struct proof_verdict v;
	return judge(x->a, example_text(x, p), x->policy, &v, e);
}

/* `end` made to fit again, so that only what it covers is judged. */
static void fix_end(char *p, size_t n)
{
	struct hash h = hash_of(str_n(p, n - 49));
	b64_encode(p + n - 45, h.b, HASH_LEN);
}

TEST(a_good_proof_is_accepted_and_says_what_it_found)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_verdict v = { 0 };
	struct err e;
	char kid[CLAIM_KID_LEN + 1];
	example_make(x, a);
	example_proof(x, &p);
	CHECK_OK(judge(a, example_text(x, &p), x->policy, &v, &e), &e);
	CHECK_INT(v.index, EXAMPLE_RECORD);
	CHECK_INT(v.kind, ENTRY_CLAIM);
	CHECK_INT(v.author_index, 1);
	CHECK_INT(v.n_keys, 2);
	CHECK_INT(v.log.checkpoint.size, EXAMPLE_ENTRIES);
	CHECK_STR(v.log.checkpoint.origin, EXAMPLE_ORIGIN);
	CHECK(v.author.has_member && memcmp(v.author.public, x->member.public, KEY_LEN) == 0);
	claim_kid(kid, x->founder.public);
	CHECK_STR(v.root_kid, kid);
	CHECK_INT(v.claim.n, 10);
}

TEST(what_is_written_is_read_back)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_text q = { 0 };
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	struct str text = example_text(x, &p);
	CHECK_OK(proof_text_read(text, a, &q, &e), &e);
	CHECK(str_eq(example_text(x, &q), text));
}

TEST(any_flipped_bit_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *scratch = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_verdict v;
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	struct str text = example_text(x, &p);
	char *t = NEW_N(a, text.n, char);
	for (size_t i = 0; i < text.n * 8; i += check_step(1)) {
		memcpy(t, text.p, text.n);
		t[i / 8] = (char)(t[i / 8] ^ 1 << i % 8);
		if (judge(scratch, str_n(t, text.n), x->policy, &v, &e) == 0)
			FAIL("bit %zu of byte %zu", i % 8, i / 8);
		arena_clear(scratch);
	}
}

/* The same with the closing hash made to fit: the format itself leaves no slack. */
TEST(any_changed_byte_is_refused_even_when_the_closing_hash_fits)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *scratch = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_verdict v;
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	struct str text = example_text(x, &p);
	char *t = NEW_N(a, text.n + 1, char);
	for (size_t i = 0; i < text.n - 45; i += check_step(1)) {
		for (int how = 0; how < 10; how++) {
			size_t n = text.n;
			memcpy(t, text.p, n);
			if (how < 8) {
				t[i] = (char)(t[i] ^ 1 << how);
			} else if (how == 8) {
				memmove(t + i, t + i + 1, n - i - 1);
				n--;
			} else {
				memmove(t + i + 1, t + i, n - i);
				n++;
			}
			fix_end(t, n);
			if (judge(scratch, str_n(t, n), x->policy, &v, &e) == 0)
				FAIL("byte %zu changed (%d)", i, how);
			arena_clear(scratch);
		}
	}
}

TEST(a_cut_or_lengthened_proof_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_ARENA *scratch = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_verdict v;
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	struct str text = example_text(x, &p);
	for (size_t n = 0; n < text.n; n += check_step(1)) {
		CHECK(judge(scratch, str_n(text.p, n), x->policy, &v, &e) < 0);
		arena_clear(scratch);
	}
	CHECK(judge(a, str_join(a, text, STR("\n")), x->policy, &v, &e) < 0);
	CHECK(judge(a, str_join(a, STR("\n"), text), x->policy, &v, &e) < 0);
	CHECK(judge(a, str_join(a, text, text), x->policy, &v, &e) < 0);
	CHECK(judge(a, STR(""), x->policy, &v, &e) < 0);
}

TEST(parts_can_be_left_out_of_a_proof)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_verdict v = { 0 };
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	struct str jwt = x->claim[EXAMPLE_RECORD].jwt;
	p.record.record = str_join(a, jwt, STR("~"));
	CHECK_OK(judge(a, example_text(x, &p), x->policy, &v, &e), &e);
	CHECK_INT(v.claim.n, 0);
	/* A key claim must show what it is about. */
	struct proof_item keys[2] = { p.keys[0], p.keys[1] };
	keys[0].record = str_join(a, x->claim[1].jwt, STR("~"));
	p.keys = keys;
	CHECK_ERR(judge_made(x, &p, &e), ERR_NOTFOUND);
}

TEST(the_policy_decides_and_nothing_in_the_proof)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_verdict v;
	struct note_key other;
	struct sign_key k;
	struct err e;
	AUTO_BUF b;
	example_make(x, a);
	example_proof(x, &p);
	struct str text = example_text(x, &p);
	CHECK_ERR(judge(a, text, STR("quorum none\n"), &v, &e), ERR_DENIED);
	/* Another key under the same name; the log's key under another name. */
	example_key(&k, 9);
	CHECK_OK(note_key_make(STR(EXAMPLE_ORIGIN), NOTE_ED25519, k.public, &other, &e), &e);
	buf_init(&b, POLICY_MAX);
	policy_write_log(&b, note_key_write(&other, a));
	CHECK_ERR(judge(a, text, buf_str(&b), &v, &e), ERR_DENIED);
	CHECK_OK(note_key_make(STR("vigil.example/other"), NOTE_ED25519, x->log.public, &other, &e),
		 &e);
	buf_clear(&b);
	policy_write_log(&b, note_key_write(&other, a));
	CHECK_ERR(judge(a, text, buf_str(&b), &v, &e), ERR_DENIED);
	/* A witness is asked for and has not signed; then it has. */
	CHECK_OK(note_key_make(STR("witness.example/w"), NOTE_COSIGNATURE, k.public, &other, &e),
		 &e);
	struct str vkey = note_key_write(&other, a);
	struct str asks =
		str_printf(a, "%.*switness w %.*s\nquorum w\n",
			   (int)(x->policy.n - STR("quorum none\n").n), x->policy.p, STR_FMT(vkey));
	CHECK_ERR(judge(a, text, asks, &v, &e), ERR_DENIED);
	struct note n;
	struct str line;
	CHECK_OK(note_parse(x->note, a, &n, &e), &e);
	CHECK_OK(note_cosign(n.text, 1760000000, STR("witness.example/w"), &k, a, &line, &e), &e);
	x->note = str_join(a, x->note, line);
	example_proof(x, &p);
	CHECK_OK(judge(a, example_text(x, &p), asks, &v, &e), &e);
	CHECK_INT(v.log.cosigned, 1);
	CHECK_INT(v.log.unknown, 0);
	/* A verifier that does not know the witness skips its line and says so. */
	CHECK_OK(judge(a, example_text(x, &p), x->policy, &v, &e), &e);
	CHECK_INT(v.log.unknown, 1);
}

/* ---- logs that a dishonest or mistaken keeper could have signed ---- */

TEST(a_proof_of_another_entry_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_item other;
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	example_item(x, 4, &other);
	struct proof_text q = p;
	q.record.entry = other.entry;
	CHECK_ERR(judge_made(x, &q, &e), ERR_CORRUPT);
	q = p;
	q.record.proof = other.proof;
	CHECK_ERR(judge_made(x, &q, &e), ERR_CORRUPT);
	q = p;
	q.record.entry = other.entry;
	q.record.proof = other.proof;
	CHECK_ERR(judge_made(x, &q, &e), ERR_CORRUPT);
	q.record.record =
		other.record; /* consistent again, but by the founder: the chain is the member's */
	CHECK_ERR(judge_made(x, &q, &e), ERR_CORRUPT);
}

TEST(the_chain_of_keys_is_followed_to_the_first_entry)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	const struct proof_item *keys = p.keys;
	struct proof_item twice[3] = { keys[0], keys[1], keys[1] };
	p.n_keys = 1; /* stops at the member */
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	p.keys = keys + 1; /* skips the member */
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	p.keys = twice;
	p.n_keys = 3;
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	p.keys = NULL;
	p.n_keys = 0;
	CHECK_ERR(judge_made(x, &p, &e), ERR_INPUT);
	/* The founder's own record needs only entry 0. */
	example_item(x, 4, &p.record);
	p.keys = keys + 1;
	p.n_keys = 1;
	CHECK_OK(judge_made(x, &p, &e), &e);
	/* The shred and the key records have proofs as well. */
	example_item(x, 5, &p.record);
	CHECK_OK(judge_made(x, &p, &e), &e);
	example_item(x, 1, &p.record);
	CHECK_OK(judge_made(x, &p, &e), &e);
}

/* The first entry is signed by the key that it enrols: its own proof ends where it begins. */
TEST(the_first_entry_can_be_proved)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_item keys[2];
	struct err e;
	example_make(x, a);
	example_item(x, 0, &p.record);
	keys[0] = keys[1] = p.record;
	p.keys = keys;
	p.n_keys = 1;
	CHECK_OK(judge_made(x, &p, &e), &e);
	p.n_keys = 2;
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
}

TEST(a_key_enrolled_later_or_by_itself_does_not_count)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct err e;
	/* The member enrols after the record. */
	example_make(x, a);
	example_enrol(x, 1, &x->founder, &x->founder, KEY_ENROL);
	example_enrol(x, 4, &x->member, &x->founder, KEY_ENROL);
	example_seal(x);
	struct proof_item keys[2];
	example_item(x, EXAMPLE_RECORD, &p.record);
	example_item(x, 4, &keys[0]);
	example_item(x, 0, &keys[1]);
	p.keys = keys;
	p.n_keys = 2;
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	/* The member enrols itself. */
	example_make(x, a);
	example_enrol(x, 1, &x->member, &x->member, KEY_ENROL);
	example_seal(x);
	example_proof(x, &p);
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	p.n_keys = 1;
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
}

TEST(a_revocation_enrols_nobody_and_a_rotation_does)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct err e;
	example_make(x, a);
	example_enrol(x, 1, &x->member, &x->founder, KEY_REVOKE);
	example_seal(x);
	example_proof(x, &p);
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	static const enum key_action OTHERS[] = { KEY_LOG_ROTATE, KEY_LOG_RETIRE, KEY_ADMIT,
						  KEY_EXCLUDE };
	for (size_t i = 0; i < COUNT(OTHERS); i++) {
		example_enrol(x, 1, &x->member, &x->founder, OTHERS[i]);
		example_seal(x);
		example_proof(x, &p);
		CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
	}
	example_enrol(x, 1, &x->member, &x->founder, KEY_ROTATE);
	example_seal(x);
	example_proof(x, &p);
	CHECK_OK(judge_made(x, &p, &e), &e);
	/* The first entry is an enrolment. */
	example_enrol(x, 0, &x->founder, &x->founder, KEY_ROTATE);
	example_seal(x);
	example_proof(x, &p);
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
}

TEST(a_record_is_of_the_kind_it_was_entered_as)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct err e;
	for (int k = 0; k < ENTRY_KINDS; k++) {
		example_make(x, a);
		example_enter(x, EXAMPLE_RECORD, (enum entry_kind)k);
		example_seal(x);
		example_proof(x, &p);
		CHECK_INT(judge_made(x, &p, &e),
			  k == ENTRY_CLAIM
				  ? 0
				  : (k == ENTRY_KEY || k == ENTRY_SHRED ? ERR_CORRUPT : ERR_INPUT));
	}
	/* A key claim entered as a statement enrols nobody. */
	example_make(x, a);
	example_enter(x, 1, ENTRY_CLAIM);
	example_seal(x);
	example_proof(x, &p);
	CHECK_ERR(judge_made(x, &p, &e), ERR_CORRUPT);
}

TEST(parts_under_different_heads_are_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct example *x = NEW(a, struct example);
	struct proof_text p;
	struct proof_item keys[2];
	struct str line;
	struct note n;
	struct err e;
	example_make(x, a);
	example_proof(x, &p);
	keys[0] = p.keys[0];
	keys[1] = p.keys[1];
	p.keys = keys;
	CHECK_OK(note_parse(x->note, a, &n, &e), &e);
	CHECK_OK(note_cosign(n.text, 1, STR("w"), &x->founder, a, &line, &e), &e);
	keys[1].proof.note = str_join(a, x->note, line);
	CHECK_ERR(judge_made(x, &p, &e), ERR_INPUT);
}
