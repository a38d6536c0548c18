/* SPDX-License-Identifier: Apache-2.0 */
/* Policies that are written: read again, they ask for what was said. */
#include "forked.h"

#include "ledger/policy.h"

enum { N = 4 };

struct keys {
	struct str log, witness[N];
	struct sign_key sign[N];
	struct note_key note[N];
};

static struct keys keys_of(struct arena *a, struct forked *x)
{
	struct keys k = { 0 };
	struct note_key log;
	struct err e;
	CHECK_OK(note_key_make(STR(FORKED_ORIGIN), NOTE_ED25519, x->key.public, &log, &e), &e);
	k.log = note_key_write(&log, a);
	for (int i = 0; i < N; i++) {
		forked_key(&k.sign[i], (uint8_t)(40 + i));
		struct str name = str_printf(a, "witness.example/%d", i);
		CHECK_OK(note_key_make(name, NOTE_COSIGNATURE, k.sign[i].public, &k.note[i], &e),
			 &e);
		k.witness[i] = note_key_write(&k.note[i], a);
	}
	return k;
}

/* Every k of every n, against every set that may have cosigned. */
TEST(k_of_n_is_k_of_n)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 3, 3);
	struct keys k = keys_of(a, x);
	struct err e;
	struct note note;
	struct str plain = forked_note(x, 0, 3);
	CHECK_OK(note_parse(plain, a, &note, &e), &e);
	for (size_t n = 0; n <= N; n++) {
		for (size_t q = n ? 1 : 0; q <= n; q++) {
			struct policy p;
			struct policy_verdict v;
			AUTO_BUF b;
			buf_init(&b, POLICY_MAX);
			CHECK_OK(policy_write(&b, &k.log, 1, k.witness, n, q, &e), &e);
			CHECK_OK(policy_read(buf_str(&b), a, &p, &e), &e);
			for (int set = 0; set < 1 << N; set++) {
				struct str s = plain;
				size_t good = 0;
				for (size_t i = 0; i < N; i++) {
					struct str line;
					if (!(set >> i & 1))
						continue;
					CHECK_OK(note_cosign(note.text, 5, k.note[i].name,
							     &k.sign[i], a, &line, &e),
						 &e);
					s = str_join(a, s, line);
					good += i < n;
				}
				int rc = policy_check(&p, s, a, &v, &e);
				if (rc != (good >= q ? 0 : ERR_DENIED))
					FAIL("%zu of %zu, set %d: %d", q, n, set, rc);
			}
		}
	}
}

TEST(what_is_no_policy_is_not_written)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 1, 1);
	struct keys k = keys_of(a, x);
	struct err e;
	struct str twice[2] = { k.witness[0], k.witness[0] };
	struct str none = STR("hello");
	AUTO_BUF b;
	buf_init(&b, POLICY_MAX);
	CHECK_ERR(policy_write(&b, &k.log, 1, k.witness, 2, 3, &e), ERR_INPUT);
	CHECK_ERR(policy_write(&b, &k.log, 1, k.witness, 2, 0, &e), ERR_INPUT);
	CHECK_ERR(policy_write(&b, &k.log, 1, NULL, 0, 1, &e), ERR_INPUT);
	CHECK_ERR(policy_write(&b, &k.log, 1, twice, 2, 1, &e), ERR_INPUT);
	CHECK_ERR(policy_write(&b, &k.log, 1, &k.log, 1, 1, &e), ERR_INPUT);
	CHECK_ERR(policy_write(&b, &none, 1, NULL, 0, 0, &e), ERR_INPUT);
	CHECK_ERR(policy_write(&b, &k.witness[0], 1, NULL, 0, 0, &e), ERR_INPUT);
}
