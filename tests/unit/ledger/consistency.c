/* SPDX-License-Identifier: Apache-2.0 */
/* Consistency files, and what two heads and a proof show. */
#include "forked.h"

#include "ledger/consistency.h"

static struct str policy_of(struct arena *a, const struct sign_key *k)
{
	struct note_key key;
	struct err e;
	CHECK_OK(note_key_make(STR(FORKED_ORIGIN), NOTE_ED25519, k->public, &key, &e), &e);
	return str_printf(a, "log %.*s\nquorum none\n", STR_FMT(note_key_write(&key, a)));
}

static struct str file_of(struct arena *a, const struct consistency *c)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	consistency_write(&b, c);
	return buf_copy(&b, a);
}

/* All pairs of sizes up to 20: the honest proof holds, each of its hashes changed does not, and
 * nothing of an honest log is ever called a fork. */
TEST(honest_heads_fit_and_are_never_a_fork)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct forked *x = forked_new(a, 20, 20);
	for (int64_t old = 1; old <= 20; old++) {
		for (int64_t size = old; size <= 20; size++) {
			struct hash proof[PROOF_HASHES_MAX + 1];
			size_t n = 0;
			struct checkpoint was = forked_head(x, 0, old);
			struct checkpoint now = forked_head(x, 0, size);
			CHECK_OK(tree_consistency(&x->tiles[0], old, size, proof, &n, &e), &e);
			CHECK(consistency_fit(&was, &now, proof, n) == FIT_HOLDS);
			for (size_t i = 0; i < n; i++) {
				proof[i].b[3] ^= 1;
				CHECK(consistency_fit(&was, &now, proof, n) == FIT_UNSHOWN);
				proof[i].b[3] ^= 1;
			}
			CHECK(n == 0 || consistency_fit(&was, &now, proof, n - 1) == FIT_UNSHOWN);
			CHECK(consistency_fit(&was, &now, proof, n + 1) == FIT_UNSHOWN);
		}
	}
}

/* Two stories that part after three entries. */
TEST(a_fork_is_shown_by_the_other_storys_own_proof)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct forked *x = forked_new(a, 20, 3);
	int shown = 0;
	int unshown = 0;
	for (int64_t old = 1; old <= 20; old++) {
		for (int64_t size = old; size <= 20; size++) {
			struct hash proof[PROOF_HASHES_MAX + 1];
			size_t n = 0;
			struct checkpoint was = forked_head(x, 0, old);
			struct checkpoint now = forked_head(x, 1, size);
			CHECK_OK(tree_consistency(&x->tiles[1], old, size, proof, &n, &e), &e);
			enum consistency_fit fit = consistency_fit(&was, &now, proof, n);
			bool power = (old & (old - 1)) == 0;
			if (old <= 3)
				CHECK(fit == FIT_HOLDS);
			else if (power && old < size)
				CHECK(fit == FIT_UNSHOWN);
			else
				CHECK(fit == FIT_FORK);
			shown += fit == FIT_FORK;
			unshown += fit == FIT_UNSHOWN;
			/* A proof of the story that was known first leads nowhere. */
			CHECK_OK(tree_consistency(&x->tiles[0], old, size, proof, &n, &e), &e);
			if (size > 3 && n > 0)
				CHECK(consistency_fit(&was, &now, proof, n) != FIT_HOLDS);
		}
	}
	CHECK(shown > 100 && unshown > 10);
}

TEST(from_nothing_only_an_empty_proof_is_one)
{
	AUTO_ARENA *a = arena_new(0);
	struct forked *x = forked_new(a, 5, 5);
	struct checkpoint nothing = { .origin = STR(FORKED_ORIGIN) };
	struct checkpoint head = forked_head(x, 0, 5);
	struct checkpoint empty = { head.origin, 0, tree_empty() };
	CHECK(consistency_fit(&nothing, &head, NULL, 0) == FIT_HOLDS);
	CHECK(consistency_fit(&nothing, &head, &head.root, 1) == FIT_UNSHOWN);
	CHECK(consistency_fit(&nothing, &empty, NULL, 0) == FIT_HOLDS);
	empty.root = head.root; /* which no empty tree has */
	CHECK(consistency_fit(&nothing, &empty, NULL, 0) == FIT_UNSHOWN);
}

TEST(a_file_is_read_as_it_was_written)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct forked *x = forked_new(a, 20, 20);
	for (int64_t old = 1; old <= 20; old += 3) {
		struct hash proof[PROOF_HASHES_MAX + 1];
		struct consistency c = { .hashes = proof };
		struct consistency got;
		CHECK_OK(tree_consistency(&x->tiles[0], old, 20, proof, &c.n, &e), &e);
		c.old_note = forked_note(x, 0, old);
		c.note = forked_note(x, 0, 20);
		struct str s = file_of(a, &c);
		CHECK_OK(consistency_read(s, a, &got, &e), &e);
		CHECK_INT(got.n, c.n);
		CHECK(str_eq(got.old_note, c.old_note) && str_eq(got.note, c.note));
		CHECK(str_eq(file_of(a, &got), s));
	}
}

TEST(files_that_are_none_are_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct forked *x = forked_new(a, 4, 4);
	struct consistency c;
	struct str n3 = forked_note(x, 0, 3);
	struct str n4 = forked_note(x, 0, 4);
	static const char H[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	const struct str cases[] = {
		STR(""),
		STR("vigil/consistency/v1\n"),
		STR("vigil/consistency/v1\n\n"),
		str_printf(a, "vigil/consistency/v2\n\n%.*s\n%.*s", STR_FMT(n3), STR_FMT(n4)),
		str_printf(a, "vigil/consistency/v1\n\n%.*s", STR_FMT(n3)),
		str_printf(a, "vigil/consistency/v1\n\n%.*s%.*s", STR_FMT(n3), STR_FMT(n4)),
		str_printf(a, "vigil/consistency/v1\n\n%.*s\n\n%.*s", STR_FMT(n3), STR_FMT(n4)),
		str_printf(a, "vigil/consistency/v1\n\n%.*s\n%.*s\n", STR_FMT(n3), STR_FMT(n4)),
		str_printf(a, "vigil/consistency/v1\n%.43s\n\n%.*s\n%.*s", H, STR_FMT(n3),
			   STR_FMT(n4)),
		str_printf(a, "vigil/consistency/v1\n%.*s\n%.*s", STR_FMT(n3), STR_FMT(n4)),
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		if (consistency_read(cases[i], a, &c, &e) != ERR_INPUT)
			FAIL("case %zu was not refused", i);
	struct str many = STR("vigil/consistency/v1\n");
	for (int i = 0; i <= PROOF_HASHES_MAX; i++)
		many = str_printf(a, "%.*s%s\n", STR_FMT(many), H);
	CHECK_ERR(consistency_read(str_printf(a, "%.*s\n%.*s\n%.*s", STR_FMT(many), STR_FMT(n3),
					      STR_FMT(n4)),
				   a, &c, &e),
		  ERR_TOOBIG);
}

TEST(a_file_is_judged_by_the_verifiers_policy)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct forked *x = forked_new(a, 20, 3);
	struct sign_key stranger;
	struct policy p;
	struct policy other;
	struct hash proof[PROOF_HASHES_MAX + 1];
	struct consistency c = { .hashes = proof };
	struct consistency_verdict v;
	bool fork = true;
	forked_key(&stranger, 77);
	CHECK_OK(policy_read(policy_of(a, &x->key), a, &p, &e), &e);
	CHECK_OK(policy_read(policy_of(a, &stranger), a, &other, &e), &e);

	CHECK_OK(tree_consistency(&x->tiles[0], 7, 20, proof, &c.n, &e), &e);
	c.old_note = forked_note(x, 0, 7);
	c.note = forked_note(x, 0, 20);
	CHECK_OK(consistency_verify(&c, &p, a, &v, &fork, &e), &e);
	CHECK(!fork);
	CHECK_INT(v.old.size, 7);
	CHECK_INT(v.head.size, 20);
	CHECK_ERR(consistency_verify(&c, &other, a, &v, &fork, &e), ERR_DENIED);

	/* Spoilt: no word of a fork. */
	proof[0].b[0] ^= 1;
	CHECK_ERR(consistency_verify(&c, &p, a, &v, &fork, &e), ERR_CORRUPT);
	CHECK(!fork);

	/* The other story. */
	CHECK_OK(tree_consistency(&x->tiles[1], 7, 20, proof, &c.n, &e), &e);
	c.note = forked_note(x, 1, 20);
	CHECK_ERR(consistency_verify(&c, &p, a, &v, &fork, &e), ERR_CORRUPT);
	CHECK(fork);

	c.old_note = forked_note(x, 0, 20);
	c.note = forked_note(x, 0, 7);
	CHECK_ERR(consistency_verify(&c, &p, a, &v, &fork, &e), ERR_INPUT);
}
