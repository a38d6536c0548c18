/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rotating a member's keys and the log's own: whole, cut short, and judged by others. */
#include "check.h"

#include <unistd.h>

#include "base/file.h"
#include "ledger/key_claim.h"
#include "ledger/policy.h"
#include "ledger/proof_text.h"
#include "vault/access_priv.h"
#include "vault/compartment_priv.h"
#include "vault/slot_priv.h"
#include "vault/vault_priv.h"

static int view_nothing(void *ctx, struct store *st, struct err *e)
{
	(void)ctx;
	(void)st;
	(void)e;
	return 0;
}
static int view_apply(void *ctx, struct store *st, const struct vault_entry *entry, void *said,
		      struct arena *a, struct err *e)
{
	(void)said;
	(void)entry;
	(void)a;
	return view_nothing(ctx, st, e);
}
static const struct projector VIEW = { .reset = view_nothing,
				       .apply = view_apply,
				       .settle = view_nothing };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	char path[80];
	struct vault *v;
	struct arena *a;
	struct err e;
};

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-rotate");
	snprintf(r->path, sizeof r->path, "%s/v.vigil", r->dir);
	r->a = arena_new(0);
	CHECK_OK(vault_create(r->path, STR("correct horse"), STR("Example officer"), &LIGHT, &VIEW,
			      &r->v, &r->e),
		 &r->e);
}

static void room_close(struct room *r)
{
	static const char *const ENDS[] = { "", "-wal", "-shm", ".keys" };
	vault_close(r->v);
	for (size_t i = 0; i < COUNT(ENDS); i++)
		unlink(str_printf(r->a, "%s%s", r->path, ENDS[i]).p);
	rmdir(r->dir);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static int reopen(struct room *r, const char *passphrase, bool write)
{
	vault_close(r->v);
	r->v = NULL;
	return vault_open(r->path, str_of(passphrase), write, &VIEW, &r->v, &r->e);
}

static const struct id WHO = { { 1, 2, 3 } };

static int say(struct room *r, const char *compartment)
{
	const struct claim_part source[] = {
		{ .name = STR("id"), .value = STR("\"s\""), .group = CLAIM_GROUP_SOURCE },
	};
	const struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("source"), .parts = source, .n_parts = 1 },
	};
	const struct vault_claim c = { .kind = ENTRY_CLAIM,
				       .parts = parts,
				       .n_parts = COUNT(parts),
				       .subject_group = WHO,
				       .source_group = { { 7 } },
				       .source_compartment = compartment };
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq;
	TRY(vault_begin(&tx, r->v, &r->e));
	TRY(vault_append(&tx, &c, &seq, &r->e));
	return vault_commit(&tx, &r->e);
}

static void check_all(struct room *r, int64_t entries)
{
	struct vault_report report;
	CHECK_OK(vault_check(r->v, NULL, NULL, &report, &r->e), &r->e);
	CHECK_INT(report.entries, entries);
	CHECK_INT(report.unreadable, 0);
}

/* What `vigil-verify` says of entry `seq` with a policy that knows one key of the log. */
static int judged(struct room *r, int64_t seq, struct str vkey)
{
	struct str proof;
	struct proof_text text;
	struct policy policy;
	struct proof_verdict verdict;
	TRY(vault_proof(r->v, seq, NULL, NULL, r->a, &proof, &r->e));
	TRY(proof_text_read(proof, r->a, &text, &r->e));
	TRY(policy_read(str_printf(r->a, "log %.*s\nquorum none\n", STR_FMT(vkey)), r->a, &policy,
			&r->e));
	return proof_text_verify(&text, &policy, r->a, &verdict, &r->e);
}

TEST(a_member_rotates_their_keys_in_all_their_slots)
{
	ROOM r;
	struct id slot;
	struct vault_member *m;
	size_t n;
	uint8_t before[KEY_LEN];
	room_open(&r);
	memcpy(before, r.v->author.public, KEY_LEN);
	CHECK_OK(say(&r, "sources"), &r.e);
	CHECK_OK(vault_slot_add(r.v, STR("a second one"), &slot, &r.e), &r.e);
	CHECK_OK(vault_member_rotate(r.v, &r.e), &r.e);
	CHECK(memcmp(before, r.v->author.public, KEY_LEN) != 0);
	CHECK_OK(say(&r, "sources"), &r.e);
	check_all(&r, 4);
	for (int i = 0; i < 2; i++) {
		CHECK_OK(reopen(&r, i ? "a second one" : "correct horse", i == 0), &r.e);
		CHECK(memcmp(before, r.v->author.public, KEY_LEN) != 0);
		check_all(&r, 4); /* also what is in the compartment */
		CHECK_OK(vault_members(r.v, r.a, &m, &n, &r.e), &r.e);
		CHECK_INT(n, 1);
		CHECK(memcmp(m[0].sign_public, r.v->author.public, KEY_LEN) == 0);
		CHECK(memcmp(m[0].box_public, r.v->box.public, KEY_LEN) == 0);
	}
	/* Claims by either key are proved, each through its own chain. */
	struct str vkey = vault_log_vkey(r.v, r.a);
	for (int64_t seq = 0; seq < 4; seq++)
		CHECK_OK(judged(&r, seq, vkey), &r.e);
	CHECK_OK(reopen(&r, "correct horse", true), &r.e);
	CHECK_OK(vault_member_rotate(r.v, &r.e), &r.e); /* and again */
	CHECK_OK(say(&r, NULL), &r.e);
	check_all(&r, 6);
}

TEST(a_rotation_cut_short_before_the_log_says_so_never_was)
{
	ROOM r;
	struct key next;
	uint8_t before[KEY_LEN];
	room_open(&r);
	memcpy(before, r.v->author.public, KEY_LEN);
	random_bytes(next.b, KEY_LEN);
	CHECK_OK(slots_member_begin(r.v->keys_path, &r.v->slot, 1, &r.v->member, &next, &r.e),
		 &r.e);
	CHECK_OK(reopen(&r, "correct horse", false), &r.e); /* a reader leaves it */
	CHECK(memcmp(before, r.v->author.public, KEY_LEN) == 0);
	CHECK_OK(reopen(&r, "correct horse", true), &r.e);
	CHECK(memcmp(before, r.v->author.public, KEY_LEN) == 0);
	struct str keys;
	CHECK_OK(file_read(r.v->keys_path, 1 << 20, r.a, &keys, &r.e), &r.e);
	CHECK(!str_has(keys, STR("member_next")));
	CHECK_OK(say(&r, "sources"), &r.e);
	check_all(&r, 2);
}

TEST(a_rotation_cut_short_after_the_log_says_so_is_finished)
{
	ROOM r;
	struct key next;
	struct key_claim k = {
		.action = KEY_ROTATE, .has_member = true, .has_box = true, .has_vouch = true
	};
	room_open(&r);
	CHECK_OK(say(&r, "sources"), &r.e);
	random_bytes(next.b, KEY_LEN);
	member_public_keys(&next, k.public, k.box);
	member_vouch_next(r.v, &next, k.vouch);
	k.member = r.v->member;
	CHECK_OK(slots_member_begin(r.v->keys_path, &r.v->slot, 1, &r.v->member, &next, &r.e),
		 &r.e);
	{
		AUTO_VAULT_TX tx = { 0 };
		CHECK_OK(vault_begin(&tx, r.v, &r.e), &r.e);
		CHECK_OK(key_entry_append(&tx, &k, &r.e), &r.e);
		CHECK_OK(compartment_admit(r.v, &r.v->member, k.box, &r.e), &r.e);
		CHECK_OK(vault_commit(&tx, &r.e), &r.e);
	}
	CHECK_OK(reopen(&r, "correct horse", false), &r.e);
	CHECK(memcmp(k.public, r.v->author.public, KEY_LEN) == 0);
	CHECK_OK(reopen(&r, "correct horse", true), &r.e);
	CHECK(memcmp(k.public, r.v->author.public, KEY_LEN) == 0);
	struct str keys;
	CHECK_OK(file_read(r.v->keys_path, 1 << 20, r.a, &keys, &r.e), &r.e);
	CHECK(!str_has(keys, STR("member_next")));
	CHECK_OK(say(&r, "sources"), &r.e);
	check_all(&r, 4);
}

TEST(what_was_sealed_to_the_key_before_a_rotation_still_opens)
{
	ROOM r;
	room_open(&r);
	CHECK_OK(say(&r, "sources"), &r.e);
	const struct open_ckey old = r.v->ckeys[0];
	uint8_t box[KEY_LEN];
	memcpy(box, r.v->box.public, KEY_LEN);
	CHECK_OK(vault_member_rotate(r.v, &r.e), &r.e);
	/* As another site seals that has not heard of it. */
	AUTO_TX tx = { 0 };
	CHECK_OK(tx_begin(&tx, r.v->st, &r.e), &r.e);
	CHECK_OK(ckey_seal_to(r.v, &old, &r.v->member, box, &r.e), &r.e);
	CHECK_OK(tx_commit(&tx, &r.e), &r.e);
	CHECK_OK(reopen(&r, "correct horse", true), &r.e);
	CHECK_INT(r.v->n_ckeys, 1);
	check_all(&r, 3);
}

TEST(two_keys_of_the_log_sign_until_one_is_retired)
{
	ROOM r;
	struct str next;
	struct str *keys;
	size_t n;
	room_open(&r);
	struct str first = vault_log_vkey(r.v, r.a);
	CHECK_ERR(vault_log_key_retire(r.v, &r.e), ERR_CONFLICT);
	CHECK_OK(vault_log_key_rotate(r.v, &next, r.a, &r.e), &r.e);
	CHECK(!str_eq(first, next));
	CHECK_ERR(vault_log_key_rotate(r.v, &next, r.a, &r.e), ERR_CONFLICT);
	CHECK_OK(vault_log_vkeys(r.v, vault_site(r.v), NUMBER_COUNT_MAX, r.a, &keys, &n, &r.e),
		 &r.e);
	CHECK_INT(n, 2);
	CHECK(str_eq(keys[0], first));
	CHECK_OK(say(&r, NULL), &r.e);
	/* Whoever knows the old key and whoever knows the new one: both are content. */
	CHECK_OK(judged(&r, 2, first), &r.e);
	CHECK_OK(judged(&r, 2, keys[1]), &r.e);
	check_all(&r, 3);
	CHECK_OK(reopen(&r, "correct horse", true), &r.e);
	CHECK_OK(vault_log_key_retire(r.v, &r.e), &r.e);
	CHECK_OK(say(&r, NULL), &r.e);
	CHECK_ERR(judged(&r, 2, first), ERR_DENIED);
	CHECK_OK(judged(&r, 2, keys[1]), &r.e);
	check_all(&r, 5);
	CHECK_OK(reopen(&r, "correct horse", true), &r.e);
	check_all(&r, 5);
	CHECK_OK(vault_log_vkeys(r.v, vault_site(r.v), NUMBER_COUNT_MAX, r.a, &keys, &n, &r.e),
		 &r.e);
	CHECK_INT(n, 1);
	CHECK(str_eq(keys[0], next));
}

/* Older heads were signed by older keys, whatever signs now: by the entries 1 (rotate) and 2 (retire). */
TEST(the_keys_of_a_head_are_those_of_its_time)
{
	ROOM r;
	struct str next;
	room_open(&r);
	struct str first = vault_log_vkey(r.v, r.a);
	CHECK_OK(vault_log_key_rotate(r.v, &next, r.a, &r.e), &r.e);
	CHECK_OK(vault_log_key_retire(r.v, &r.e), &r.e);
	CHECK_OK(say(&r, NULL), &r.e);
	static const struct {
		int64_t size;
		bool first, next;
	} CASES[] = {
		{ 1, true, false }, { 2, true, true }, { 3, false, true }, { 4, false, true }
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		bool has_first = false;
		bool has_next = false;
		struct str *keys;
		size_t n;
		CHECK_OK(vault_log_vkeys(r.v, vault_site(r.v), CASES[i].size, r.a, &keys, &n, &r.e),
			 &r.e);
		for (size_t k = 0; k < n; k++) {
			has_first |= str_eq(keys[k], first);
			has_next |= str_eq(keys[k], next);
		}
		CHECK_INT(n, (CASES[i].first ? 1 : 0) + (CASES[i].next ? 1 : 0));
		CHECK(has_first == CASES[i].first && has_next == CASES[i].next);
	}
}

TEST(only_an_officer_changes_the_key_of_the_log)
{
	ROOM r;
	struct id id;
	struct str next;
	room_open(&r);
	CHECK_OK(vault_member_add(r.v, STR("R"), ROLE_EDITOR, STR("battery staple"), &id, &r.e),
		 &r.e);
	CHECK_OK(reopen(&r, "battery staple", true), &r.e);
	CHECK_ERR(vault_log_key_rotate(r.v, &next, r.a, &r.e), ERR_DENIED);
	CHECK_ERR(vault_log_key_retire(r.v, &r.e), ERR_DENIED);
	CHECK_OK(vault_member_rotate(r.v, &r.e), &r.e); /* one's own keys are one's own */
	CHECK_OK(say(&r, "sources"), &r.e);
	check_all(&r, 4);
}
