/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recovery_share.c - shares as text, and back to the seed. */
#include "vault/recovery.h"

#include "base/hash.h"
#include "base/shamir.h"
#include "vault/access_priv.h"
#include "vault/vault_priv.h"

/*
 * Fifty bytes: version, needed, of, number, set (4), day since 1970 (4), y (32), check (6): the first of
 * SHA-256 over the 44 before. Sixteen groups of five letters of RFC 4648 base32, in lower case.
 */
enum { VERSION = 1, CHECKED = 44, CHECK_LEN = 6, BYTES = CHECKED + CHECK_LEN, GROUP = 5 };
static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz234567";
static const int64_t DAY_MS = 24 * 60 * 60 * 1000;

static void check_of(const uint8_t *p, uint8_t ret[static CHECK_LEN])
{
	struct hash h = hash_of(str_n((const char *)p, CHECKED));
	memcpy(ret, h.b, CHECK_LEN);
}

void recovery_share_write(const struct recovery_share *s, char ret[static RECOVERY_SHARE_LEN + 1])
{
	uint8_t p[BYTES] = { VERSION, (uint8_t)s->needed, (uint8_t)s->of, (uint8_t)s->number };
	uint32_t day = (uint32_t)(s->made_ms / DAY_MS);
	memcpy(p + 4, s->set, 4);
	for (int i = 0; i < 4; i++)
		p[8 + i] = (uint8_t)(day >> (24 - 8 * i));
	memcpy(p + 12, s->y, KEY_LEN);
	check_of(p, p + CHECKED);
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;
	int letters = 0;
	for (size_t i = 0; i < BYTES; i++) {
		bits = (bits << 8 | p[i]) & 0xffff;
		for (have += 8; have >= 5; have -= 5) {
			if (letters && letters % GROUP == 0)
				ret[n++] = '-';
			ret[n++] = LETTERS[bits >> (have - 5) & 31];
			letters++;
		}
	}
	assert(n == RECOVERY_SHARE_LEN && "fifty bytes are eighty letters");
	ret[n] = '\0';
	wipe(p, sizeof p);
}

static int letter_of(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c + 32);
	/* What people write for what they read; neither is in the alphabet. */
	if (c == '0')
		c = 'o';
	if (c == '1')
		c = 'l';
	for (int i = 0; i < 32; i++)
		if (LETTERS[i] == c)
			return i;
	return -1;
}

static bool decode(struct str text, uint8_t ret[static BYTES])
{
	size_t n = 0;
	uint32_t bits = 0;
	int have = 0;
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];
		if (c == '-' || c == ' ' || c == '\n' || c == '\r' || c == '\t')
			continue;
		int v = letter_of(c);
		if (v < 0)
			return false;
		bits = (bits << 5 | (uint32_t)v) & 0xffff;
		have += 5;
		if (have < 8)
			continue;
		if (n == BYTES)
			return false;
		have -= 8;
		ret[n++] = (uint8_t)(bits >> have);
	}
	return n == BYTES && have == 0;
}

int recovery_share_read(struct str text, struct recovery_share *ret, struct err *e)
{
	uint8_t p[BYTES];
	uint8_t check[CHECK_LEN];
	struct recovery_share s;
	bool good = text.n <= 1024 && decode(text, p);
	if (good)
		check_of(p, check);
	if (!good || memcmp(check, p + CHECKED, CHECK_LEN) != 0) {
		wipe(p, sizeof p);
		return err_set(
			e, ERR_INPUT,
			"this is not a share of a recovery key, or a letter of it is wrong: it "
			"has sixteen groups of five letters and digits");
	}
	s = (struct recovery_share){ .needed = p[1], .of = p[2], .number = p[3] };
	uint32_t day = 0;
	for (int i = 0; i < 4; i++)
		day = day << 8 | p[8 + i];
	s.made_ms = (int64_t)day * DAY_MS;
	memcpy(s.set, p + 4, 4);
	memcpy(s.y, p + 12, KEY_LEN);
	bool known = p[0] == VERSION && s.needed >= 1 && s.needed <= s.of &&
		     s.of <= RECOVERY_SHARES_MAX && s.number >= 1 && s.number <= s.of;
	wipe(p, sizeof p);
	if (!known)
		return err_set(e, ERR_INPUT,
			       "this share is of a form that this version of Vigil does not know");
	*ret = s;
	wipe(&s, sizeof s);
	return 0;
}

void recovery_set_of(const struct key *seed, uint8_t ret[static 4])
{
	struct key k;
	key_derive(&k, seed, "vigil/recovery-set/v1");
	memcpy(ret, k.b, 4);
	key_wipe(&k);
}

int recovery_combine(const struct recovery_share *s, size_t n, struct key *ret_seed, struct err *e)
{
	uint8_t xs[RECOVERY_SHARES_MAX];
	const uint8_t *ys[RECOVERY_SHARES_MAX];
	uint8_t set[4];
	AUTO_KEY seed;
	if (n == 0)
		return err_set(e, ERR_INPUT, "no share was given");
	if (n < (size_t)s[0].needed)
		return err_set(e, ERR_INPUT, "%d shares are needed, and %zu were given",
			       s[0].needed, n);
	for (size_t i = 0; i < n; i++) {
		if (memcmp(s[i].set, s[0].set, sizeof s[0].set) != 0 ||
		    s[i].needed != s[0].needed || s[i].of != s[0].of)
			return err_set(e, ERR_INPUT,
				       "share %d is of another recovery key than share %d",
				       s[i].number, s[0].number);
		for (size_t k = 0; k < i; k++)
			if (s[k].number == s[i].number)
				return err_set(e, ERR_INPUT, "share %d was given twice",
					       s[i].number);
	}
	size_t needed = (size_t)s[0].needed;
	for (size_t i = 0; i < needed; i++) {
		xs[i] = (uint8_t)s[i].number;
		ys[i] = s[i].y;
	}
	shamir_combine(xs, ys, (int)needed, KEY_LEN, seed.b);
	recovery_set_of(&seed, set);
	if (memcmp(set, s[0].set, sizeof set) != 0)
		return err_set(
			e, ERR_INPUT,
			"these shares do not give the key they were made from: one of them was "
			"changed");
	*ret_seed = seed;
	return 0;
}
