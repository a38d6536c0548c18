/* SPDX-License-Identifier: Apache-2.0 */
/* age_key.c - identities and recipients as Bech32 (BIP 173, without its limit on length). */
#include "ledger/age.h"

static const char CHARSET[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
static const char SECRET_HRP[] = "age-secret-key-";
static const char PUBLIC_HRP[] = "age";

enum { CHECKSUM = 6, GROUPS = (KEY_LEN * 8 + 4) / 5, TEXT_MAX = 128 };

static uint32_t polymod_step(uint32_t c, uint8_t v)
{
	static const uint32_t G[5] = { 0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3 };
	uint32_t top = c >> 25;
	c = (c & 0x1ffffff) << 5 ^ v;
	for (int i = 0; i < 5; i++)
		if (top >> i & 1)
			c ^= G[i];
	return c;
}

static uint32_t checksum(const char *hrp, const uint8_t *group, size_t n)
{
	uint32_t c = 1;
	for (const char *h = hrp; *h; h++)
		c = polymod_step(c, (uint8_t)*h >> 5);
	c = polymod_step(c, 0);
	for (const char *h = hrp; *h; h++)
		c = polymod_step(c, *h & 31);
	for (size_t i = 0; i < n; i++)
		c = polymod_step(c, group[i]);
	return c;
}

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static struct str encode(const char *hrp, const uint8_t key[static KEY_LEN], bool in_upper,
			 struct arena *a)
{
	uint8_t group[GROUPS + CHECKSUM] = { 0 };
	for (size_t i = 0; i < KEY_LEN * 8; i++)
		group[i / 5] |= (uint8_t)((key[i / 8] >> (7 - i % 8) & 1) << (4 - i % 5));
	uint32_t c = checksum(hrp, group, sizeof group) ^ 1;
	for (size_t i = 0; i < CHECKSUM; i++)
		group[GROUPS + i] = (uint8_t)(c >> (5 * (CHECKSUM - 1 - i)) & 31);
	size_t h = strlen(hrp);
	char *t = NEW_N(a, h + 1 + sizeof group + 1, char);
	memcpy(t, hrp, h);
	t[h] = '1';
	for (size_t i = 0; i < sizeof group; i++)
		t[h + 1 + i] = CHARSET[group[i]];
	for (char *p = t; in_upper && *p; p++)
		*p = upper(*p);
	wipe(group, sizeof group);
	return str_of(t);
}

/* The groups after the prefix; false when a character is of neither case or of the other. */
static bool read_groups(struct str s, bool in_upper, uint8_t *ret)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t v = 0;
		while (v < 32 && (in_upper ? upper(CHARSET[v]) : CHARSET[v]) != s.p[i])
			v++;
		if (v == 32)
			return false;
		ret[i] = (uint8_t)v;
	}
	return true;
}

static bool decode(const char *hrp, bool in_upper, struct str s, uint8_t ret[static KEY_LEN])
{
	uint8_t group[GROUPS + CHECKSUM];
	uint8_t key[KEY_LEN] = { 0 };
	bool good = s.n == sizeof group && read_groups(s, in_upper, group) &&
		    checksum(hrp, group, sizeof group) == 1;
	/* 52 groups are 260 bits: the last four are nothing, and zero. */
	good = good && (group[GROUPS - 1] & 15) == 0;
	for (size_t i = 0; good && i < KEY_LEN * 8; i++)
		key[i / 8] |= (uint8_t)((group[i / 5] >> (4 - i % 5) & 1) << (7 - i % 8));
	if (good)
		memcpy(ret, key, KEY_LEN);
	wipe(group, sizeof group);
	wipe(key, sizeof key);
	return good;
}

void age_identity_from_secret(struct age_identity *ret, const struct key *secret)
{
	ret->secret = *secret;
	x25519_public(ret->recipient, secret);
}

void age_identity_wipe(struct age_identity *id)
{
	wipe(id, sizeof *id);
}

void age_file_key_wipe(struct age_file_key *k)
{
	wipe(k, sizeof *k);
}

int age_identity_read(struct str text, struct age_identity *ret, struct err *e)
{
	static const struct str MINE = { "AGE-SECRET-KEY-1", 16 };
	AUTO_KEY secret;
	if (!str_starts(text, MINE)) {
		if (str_starts(text, STR("AGE-SECRET-KEY-")) ||
		    str_starts(text, STR("AGE-PLUGIN-")))
			return err_set(e, ERR_INPUT,
				       "unsupported identity: only AGE-SECRET-KEY-1… (X25519) is "
				       "understood");
		return err_set(e, ERR_INPUT, "an identity begins with AGE-SECRET-KEY-1");
	}
	if (!decode(SECRET_HRP, true, str_from(text, MINE.n), secret.b))
		return err_set(e, ERR_INPUT,
			       "the identity is mistyped: its checksum does not fit (it has 74 "
			       "characters, all in upper case)");
	age_identity_from_secret(ret, &secret);
	return 0;
}

struct str age_identity_write(const struct age_identity *id, struct arena *a)
{
	return encode(SECRET_HRP, id->secret.b, true, a);
}

int age_recipient_read(struct str text, uint8_t ret[static KEY_LEN], struct err *e)
{
	static const struct str MINE = { "age1", 4 };
	if (!str_starts(text, MINE))
		return err_set(e, ERR_INPUT, "a recipient begins with age1");
	if (text.n > TEXT_MAX || str_starts(text, STR("age1pq")) ||
	    str_starts(text, STR("age1tag")))
		return err_set(
			e, ERR_INPUT,
			"unsupported recipient kind: only age1… of 62 characters (X25519) is "
			"understood");
	if (!decode(PUBLIC_HRP, false, str_from(text, MINE.n), ret))
		return err_set(e, ERR_INPUT,
			       "the recipient is mistyped: its checksum does not fit (it has 62 "
			       "characters, all in lower case)");
	return 0;
}

struct str age_recipient_write(const uint8_t recipient[static KEY_LEN], struct arena *a)
{
	return encode(PUBLIC_HRP, recipient, false, a);
}
