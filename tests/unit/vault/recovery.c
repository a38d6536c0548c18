/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A recovery key: its shares on paper, and the vault they open. */
#include "check.h"

#include <unistd.h>

#include "vault/recovery.h"
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
	check_folder(r->dir, sizeof r->dir, "vigil-recovery");
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

static int reopen(struct room *r, const char *passphrase)
{
	vault_close(r->v);
	r->v = NULL;
	return vault_open(r->path, str_of(passphrase), true, &VIEW, &r->v, &r->e);
}

static int reopen_by(struct room *r, const struct key *seed)
{
	vault_close(r->v);
	r->v = NULL;
	return vault_open_recovery(r->path, seed, &VIEW, &r->v, &r->e);
}

TEST(shares_on_paper_are_read_as_they_were_written)
{
	ROOM r;
	struct recovery_share *s;
	struct recovery_share got;
	char text[RECOVERY_SHARE_LEN + 1];
	room_open(&r);
	CHECK_OK(vault_recovery_create(r.v, 5, 3, r.a, &s, &r.e), &r.e);
	for (int i = 0; i < 5; i++) {
		recovery_share_write(&s[i], text);
		CHECK_INT(strlen(text), RECOVERY_SHARE_LEN);
		CHECK_OK(recovery_share_read(str_of(text), &got, &r.e), &r.e);
		CHECK(got.number == i + 1 && got.of == 5 && got.needed == 3);
		CHECK(memcmp(got.y, s[i].y, KEY_LEN) == 0);
		CHECK(got.made_ms <= s[i].made_ms && s[i].made_ms - got.made_ms < 86400000);
		/* As people copy it. */
		char loose[2 * sizeof text] = "\n ";
		size_t n = 2;
		for (size_t k = 0; text[k]; k++) {
			char c = text[k];
			loose[n++] = (char)(c == '-' ? ' ' : c >= 'a' && c <= 'z' ? c - 32 : c);
		}
		CHECK_OK(recovery_share_read(str_n(loose, n), &got, &r.e), &r.e);
		CHECK(memcmp(got.y, s[i].y, KEY_LEN) == 0);
	}
}

TEST(every_wrong_letter_is_noticed)
{
	static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz234567";
	ROOM r;
	struct recovery_share *s;
	struct recovery_share got;
	char text[RECOVERY_SHARE_LEN + 1];
	int noticed = 0;
	room_open(&r);
	CHECK_OK(vault_recovery_create(r.v, 2, 2, r.a, &s, &r.e), &r.e);
	recovery_share_write(&s[0], text);
	for (size_t i = 0; text[i]; i++) {
		char was = text[i];
		if (was == '-')
			continue;
		for (size_t k = 0; k < 32; k++) {
			text[i] = LETTERS[k];
			if (LETTERS[k] != was)
				noticed +=
					recovery_share_read(str_of(text), &got, NULL) == ERR_INPUT;
		}
		text[i] = was;
	}
	CHECK_INT(noticed, 80 * 31);
	CHECK_ERR(recovery_share_read(str_n(text, 60), &got, &r.e), ERR_INPUT);
	CHECK_ERR(recovery_share_read(STR(""), &got, &r.e), ERR_INPUT);
}

TEST(every_three_of_five_shares_open_the_vault_and_no_two_do)
{
	ROOM r;
	struct recovery_share *s;
	int opened = 0;
	room_open(&r);
	const struct id us = *vault_member(r.v);
	CHECK_OK(vault_recovery_create(r.v, 5, 3, r.a, &s, &r.e), &r.e);
	for (unsigned set = 1; set < 32; set++) {
		struct recovery_share some[5];
		size_t n = 0;
		AUTO_KEY seed;
		for (unsigned i = 0; i < 5; i++)
			if (set >> i & 1)
				some[n++] = s[i];
		int rc = recovery_combine(some, n, &seed, &r.e);
		if (n < 3) {
			CHECK_ERR(rc, ERR_INPUT);
			continue;
		}
		CHECK_OK(rc, &r.e);
		CHECK_OK(reopen_by(&r, &seed), &r.e);
		CHECK(id_eq(vault_member(r.v), &us));
		opened++;
	}
	CHECK_INT(opened, 16);
}

TEST(shares_that_do_not_belong_together_are_told)
{
	ROOM r;
	struct recovery_share *s;
	struct recovery_share *t;
	AUTO_KEY seed;
	room_open(&r);
	CHECK_OK(vault_recovery_create(r.v, 3, 2, r.a, &s, &r.e), &r.e);
	CHECK_OK(vault_recovery_create(r.v, 3, 2, r.a, &t, &r.e), &r.e);
	const struct recovery_share mixed[] = { s[0], t[1] };
	CHECK_ERR(recovery_combine(mixed, 2, &seed, &r.e), ERR_INPUT);
	const struct recovery_share twice[] = { t[0], t[0] };
	CHECK_ERR(recovery_combine(twice, 2, &seed, &r.e), ERR_INPUT);
	struct recovery_share changed[] = { t[0], t[1] };
	changed[1].y[7] ^= 1;
	CHECK_ERR(recovery_combine(changed, 2, &seed, &r.e), ERR_INPUT);
	CHECK_ERR(recovery_combine(t, 0, &seed, &r.e), ERR_INPUT);
	/* A newer key took the place of the first. */
	CHECK_OK(recovery_combine(s, 2, &seed, &r.e), &r.e);
	CHECK_ERR(reopen_by(&r, &seed), ERR_DENIED);
	CHECK_OK(recovery_combine(t, 2, &seed, &r.e), &r.e);
	CHECK_OK(reopen_by(&r, &seed), &r.e);
}

TEST(a_recovered_vault_gets_a_new_passphrase_and_goes_on)
{
	ROOM r;
	struct recovery_share *s;
	struct id slot;
	struct id member;
	struct vault_slot *slots;
	size_t n;
	AUTO_KEY seed;
	AUTO_KEY identity;
	uint8_t recipient[KEY_LEN];
	uint8_t expected[KEY_LEN];
	bool there;
	struct vault_report report;
	room_open(&r);
	CHECK_OK(vault_recovery_recipient(r.v, recipient, &there, &r.e), &r.e);
	CHECK(!there);
	CHECK_ERR(vault_recovery_create(r.v, 2, 3, r.a, &s, &r.e), ERR_INPUT);
	CHECK_ERR(vault_recovery_create(r.v, 21, 3, r.a, &s, &r.e), ERR_INPUT);
	CHECK_OK(vault_recovery_create(r.v, 3, 2, r.a, &s, &r.e), &r.e);
	CHECK_OK(recovery_combine(s + 1, 2, &seed, &r.e), &r.e);
	CHECK_OK(vault_recovery_recipient(r.v, recipient, &there, &r.e), &r.e);
	recovery_identity(&seed, &identity);
	x25519_public(expected, &identity);
	CHECK(there && memcmp(recipient, expected, KEY_LEN) == 0);
	/* The database is re-keyed for somebody else, and the member rotates: the shares follow. */
	CHECK_OK(vault_member_add(r.v, STR("R"), ROLE_RESEARCHER, STR("battery staple"), &member,
				  &r.e),
		 &r.e);
	CHECK_OK(vault_member_revoke(r.v, &member, &r.e), &r.e);
	CHECK_OK(vault_member_rotate(r.v, &r.e), &r.e);
	CHECK_OK(reopen_by(&r, &seed), &r.e);
	CHECK_OK(vault_slot_add(r.v, STR("found again"), &slot, &r.e), &r.e);
	CHECK_OK(reopen(&r, "found again"), &r.e);
	CHECK_OK(vault_slots(r.v, r.a, &slots, &n, &r.e), &r.e);
	CHECK_INT(n, 3);
	CHECK_INT(slots[0].recovery + slots[1].recovery + slots[2].recovery, 1);
	CHECK_OK(vault_check(r.v, NULL, NULL, &report, &r.e), &r.e);
	/* Somebody else's passphrase is no recovery key and the other way round. */
	CHECK_ERR(reopen(&r, "not this one"), ERR_DENIED);
	AUTO_KEY other;
	random_bytes(other.b, KEY_LEN);
	CHECK_ERR(reopen_by(&r, &other), ERR_DENIED);
}
