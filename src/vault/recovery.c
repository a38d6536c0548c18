/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recovery.c - making the recovery key of a vault. */
#include "vault/recovery.h"

#include "base/clock.h"
#include "base/shamir.h"
#include "vault/access_priv.h"
#include "vault/vault_priv.h"

static const char RECIPIENT[] = "recovery_recipient";

void recovery_identity(const struct key *seed, struct key *ret)
{
	key_derive(ret, seed, "vigil/recovery-age/v1");
}

int vault_recovery_recipient(struct vault *v, uint8_t ret[static KEY_LEN], bool *ret_there,
			     struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct str s;
	int rc = meta_get(v->st, RECIPIENT, a, &s, e);
	*ret_there = rc == 0;
	if (rc == ERR_NOTFOUND)
		return 0;
	TRY(rc);
	if (s.n != KEY_LEN)
		return err_set(e, ERR_CORRUPT, "the key for recovering evidence is damaged");
	memcpy(ret, s.p, KEY_LEN);
	return 0;
}

static int make_shares(const struct key *seed, int shares, int needed, struct arena *a,
		       struct recovery_share **ret)
{
	uint8_t *y = NEW_N(a, (size_t)shares * KEY_LEN, uint8_t);
	struct recovery_share *s = NEW_N(a, (size_t)shares, struct recovery_share);
	shamir_split(seed->b, KEY_LEN, needed, shares, y);
	for (int i = 0; i < shares; i++) {
		s[i] = (struct recovery_share){
			.needed = needed, .of = shares, .number = i + 1, .made_ms = clock_now_ms()
		};
		recovery_set_of(seed, s[i].set);
		memcpy(s[i].y, y + (size_t)i * KEY_LEN, KEY_LEN);
	}
	wipe(y, (size_t)shares * KEY_LEN);
	*ret = s;
	return 0;
}

int vault_recovery_create(struct vault *v, int shares, int needed, struct arena *a,
			  struct recovery_share **ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	AUTO_KEY seed;
	AUTO_KEY identity;
	struct vault_member *m;
	size_t n;
	uint8_t recipient[KEY_LEN];
	if (shares < 1 || shares > RECOVERY_SHARES_MAX || needed < 1 || needed > shares)
		return err_set(e, ERR_INPUT, "1 to %d shares, of which at most all are needed",
			       RECOVERY_SHARES_MAX);
	TRY(vault_members(v, scratch, &m, &n, e));
	TRY(member_require_officer(v, m, n, e));
	random_bytes(seed.b, KEY_LEN);
	recovery_identity(&seed, &identity);
	x25519_public(recipient, &identity);
	TRY(access_set_recovery(v, &seed, recipient, e));
	return make_shares(&seed, shares, needed, a, ret);
}
