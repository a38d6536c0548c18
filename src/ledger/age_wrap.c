/* SPDX-License-Identifier: Apache-2.0 */
/* age_wrap.c - file keys under recipients: X25519 and scrypt stanzas, and the MAC of a header. */
#include "ledger/age_priv.h"

#include "base/bytes.h"
#include "base/hash.h"

static const struct str X25519_INFO = { "age-encryption.org/v1/X25519", 28 };
static const struct str SCRYPT_INFO = { "age-encryption.org/v1/scrypt", 28 };

enum { LOG_N_CEILING = 30 };

/* Every wrapping key is used once, so the nonce is zero. */
static const uint8_t ZERO[AEAD_NONCE_LEN];

static struct str bytes(const uint8_t *p, size_t n)
{
	return str_n((const char *)p, n);
}

static bool wrap_key(struct key *ret, const struct key *secret, const uint8_t other[static KEY_LEN],
		     const uint8_t share[static KEY_LEN], const uint8_t recipient[static KEY_LEN])
{
	AUTO_KEY shared;
	uint8_t salt[2 * KEY_LEN];
	if (!x25519_shared(&shared, secret, other))
		return false;
	memcpy(salt, share, KEY_LEN);
	memcpy(salt + KEY_LEN, recipient, KEY_LEN);
	hkdf(ret->b, KEY_LEN, bytes(shared.b, KEY_LEN), bytes(salt, sizeof salt), X25519_INFO);
	return true;
}

int age_wrap_x25519(const struct age_file_key *k, const uint8_t recipient[static KEY_LEN],
		    struct age_wrapped *ret, struct err *e)
{
	AUTO_KEY secret;
	AUTO_KEY wrap;
	struct age_wrapped w;
	random_bytes(secret.b, KEY_LEN);
	x25519_public(w.share, &secret);
	if (!wrap_key(&wrap, &secret, recipient, w.share, recipient))
		return err_set(e, ERR_INPUT, "a recipient is no key: anybody could open the file");
	aead_seal(w.body, bytes(k->b, sizeof k->b), STR_NULL, ZERO, &wrap);
	*ret = w;
	return 0;
}

void age_header_mac(const struct age_file_key *k, struct str covered, uint8_t ret[static KEY_LEN])
{
	AUTO_KEY mac;
	hkdf(mac.b, KEY_LEN, bytes(k->b, sizeof k->b), STR_NULL, STR("header"));
	struct hash h = hash_hmac(mac.b, covered);
	memcpy(ret, h.b, KEY_LEN);
}

static int check_mac(const struct age_header *h, const struct age_file_key *k, struct err *e)
{
	uint8_t mac[KEY_LEN];
	age_header_mac(k, h->covered, mac);
	if (!secret_eq(mac, h->mac, sizeof mac))
		return err_set(e, ERR_CORRUPT, "the header of the age file was changed");
	return 0;
}

/* Malformed stanzas refuse the file, also when another one would open it: what is not of the format
 * was not made by a program that follows it. */
static int read_x25519(const struct age_stanza *s, uint8_t ret_share[static KEY_LEN], struct err *e)
{
	size_t n = 0;
	if (s->n_args != 1 || !b64raw_decode(ret_share, KEY_LEN, &n, s->args[0]) || n != KEY_LEN ||
	    s->body.n != AGE_WRAPPED_LEN)
		return err_set(e, ERR_INPUT, "an X25519 recipient of the age file is malformed");
	return 0;
}

static int try_x25519(const struct age_stanza *s, const struct age_identity *id, bool *ret_opened,
		      struct age_file_key *ret, struct err *e)
{
	uint8_t share[KEY_LEN];
	AUTO_KEY wrap;
	*ret_opened = false;
	TRY(read_x25519(s, share, e));
	if (!wrap_key(&wrap, &id->secret, share, share, id->recipient))
		return err_set(e, ERR_INPUT, "an X25519 recipient of the age file is no key");
	*ret_opened =
		aead_open(ret->b, (const uint8_t *)s->body.p, s->body.n, STR_NULL, ZERO, &wrap);
	return 0;
}

/* Nothing opened it: a wrong key, or recipients of kinds that are not known here. */
static int refuse(const struct age_header *h, struct str kind, const char *what, struct err *e)
{
	struct str type = h->stanzas[0].type;
	for (size_t i = 0; i < h->n; i++)
		if (str_eq(h->stanzas[i].type, kind))
			return err_set(e, ERR_DENIED, "%s does not open this file", what);
	return err_set(e, ERR_DENIED,
		       "unsupported recipient kind: the file is sealed for %.*s, not for %.*s",
		       (int)(type.n < 40 ? type.n : 40), type.p, STR_FMT(kind));
}

int age_header_open(const struct age_header *h, const struct age_identity *ids, size_t n,
		    struct age_file_key *ret, struct err *e)
{
	AUTO_AGE_FILE_KEY k;
	AUTO_AGE_FILE_KEY found;
	bool any = false;
	for (size_t i = 0; i < h->n; i++) {
		if (!str_eq(h->stanzas[i].type, AGE_X25519))
			continue;
		for (size_t j = 0; j < n; j++) {
			bool opened;
			TRY(try_x25519(&h->stanzas[i], &ids[j], &opened, &k, e));
			if (opened && !any)
				found = k;
			any |= opened;
		}
	}
	if (!any)
		return refuse(h, AGE_X25519, "the key", e);
	TRY(check_mac(h, &found, e));
	*ret = found;
	return 0;
}

/* One to two digits without a leading zero; more would be over any ceiling. */
static bool read_log_n(struct str s, int *ret)
{
	int64_t n;
	if (s.n < 1 || s.p[0] < '1' || s.p[0] > '9' || !str_to_int(s, &n))
		return false;
	*ret = n > 99 ? 99 : (int)n;
	return true;
}

int age_header_open_passphrase(const struct age_header *h, struct str passphrase, int max_log_n,
			       struct age_file_key *ret, struct err *e)
{
	const struct age_stanza *s = &h->stanzas[0];
	uint8_t salt[28 + 16];
	size_t n = 0;
	int log_n = 0;
	AUTO_KEY wrap;
	AUTO_AGE_FILE_KEY k;
	assert(max_log_n > 0 && max_log_n <= LOG_N_CEILING);
	if (!str_eq(s->type, AGE_SCRYPT))
		return refuse(h, AGE_SCRYPT, "the passphrase", e);
	memcpy(salt, SCRYPT_INFO.p, SCRYPT_INFO.n);
	if (s->n_args != 2 || !b64raw_decode(salt + SCRYPT_INFO.n, 16, &n, s->args[0]) || n != 16 ||
	    s->body.n != AGE_WRAPPED_LEN || !read_log_n(s->args[1], &log_n))
		return err_set(e, ERR_INPUT, "the passphrase line of the age file is malformed");
	if (log_n > max_log_n)
		return err_set(
			e, ERR_TOOBIG,
			"opening this file with a passphrase would take 2^%d KiB of memory; at "
			"most 2^%d are allowed here",
			log_n, max_log_n);
	TRY(key_from_scrypt(&wrap, passphrase, bytes(salt, sizeof salt), log_n, e));
	if (!aead_open(k.b, (const uint8_t *)s->body.p, s->body.n, STR_NULL, ZERO, &wrap))
		return refuse(h, AGE_SCRYPT, "the passphrase", e);
	TRY(check_mac(h, &k, e));
	*ret = k;
	return 0;
}
