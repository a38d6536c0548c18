/* SPDX-License-Identifier: Apache-2.0 */
#include "base/crypto.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>
#include <unistd.h>

#include "base/hash.h"

int crypto_init(struct err *e)
{
	if (sodium_init() < 0)
		return err_set(e, ERR_IO, "libsodium could not start: no source of randomness");
	return 0;
}

void wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}

void key_wipe(struct key *k)
{
	wipe(k, sizeof *k);
}

bool secret_eq(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

/* ---- random ---- */

/* One pool a thread: mutable, but nobody can observe it other than as randomness. Bytes handed
 * out are wiped from it, and a forked child sees another process id and throws the pool away. */
static _Thread_local struct {
	uint8_t b[1024];
	size_t left;
	pid_t owner;
} pool;

void random_bytes(void *p, size_t n)
{
	if (n > sizeof pool.b / 4) {
		randombytes_buf(p, n);
		return;
	}
	if (pool.left < n || pool.owner != getpid()) {
		randombytes_buf(pool.b, sizeof pool.b);
		pool.left = sizeof pool.b;
		pool.owner = getpid();
	}
	pool.left -= n;
	memcpy(p, pool.b + pool.left, n);
	wipe(pool.b + pool.left, n);
}

/* ---- Ed25519 ---- */

void sign_key_from_seed(struct sign_key *ret, const struct key *seed)
{
	crypto_sign_seed_keypair(ret->public, ret->secret, seed->b);
}

void sign_key_wipe(struct sign_key *k)
{
	wipe(k, sizeof *k);
}

void sign(uint8_t ret[static SIG_LEN], struct str msg, const struct sign_key *k)
{
	crypto_sign_detached(ret, NULL, (const unsigned char *)msg.p, msg.n, k->secret);
}

bool sign_verify(const uint8_t sig[static SIG_LEN], struct str msg,
		 const uint8_t pub[static KEY_LEN])
{
	return crypto_sign_verify_detached(sig, (const unsigned char *)msg.p, msg.n, pub) == 0;
}

/* ---- ChaCha20-Poly1305 ---- */

/*
 * Set up once a thread, with the cipher looked up once: OpenSSL 3 looks up what EVP_chacha20_poly1305()
 * names under a lock at every call, which costs about as much as opening a claim. One for each direction, as
 * the way back is not there once a context has one.
 */
static _Thread_local EVP_CIPHER_CTX *sealing, *opening;

static EVP_CIPHER_CTX *cipher_begin(int encrypt)
{
	EVP_CIPHER *c = EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL);
	EVP_CIPHER_CTX *x = EVP_CIPHER_CTX_new();
	if (!c || !x || EVP_CipherInit_ex2(x, c, NULL, NULL, encrypt, NULL) != 1)
		die("ChaCha20-Poly1305 is not available");
	EVP_CIPHER_free(c); /* the context holds it */
	return x;
}

void crypto_thread_done(void)
{
	EVP_CIPHER_CTX_free(sealing);
	EVP_CIPHER_CTX_free(opening);
	sealing = opening = NULL;
	wipe(&pool, sizeof pool);
}

void aead_seal(uint8_t *ret, struct str plain, struct str ad,
	       const uint8_t nonce[static AEAD_NONCE_LEN], const struct key *k)
{
	assert(plain.n < INT32_MAX && ad.n < INT32_MAX);
	int n = 0;
	int end = 0;
	if (!sealing)
		sealing = cipher_begin(1);
	EVP_CIPHER_CTX *c = sealing;
	int ok = EVP_EncryptInit_ex2(c, NULL, k->b, nonce, NULL);
	if (ad.n)
		ok &= EVP_EncryptUpdate(c, NULL, &n, (const unsigned char *)ad.p, (int)ad.n);
	n = 0;
	if (plain.n)
		ok &= EVP_EncryptUpdate(c, ret, &n, (const unsigned char *)plain.p, (int)plain.n);
	ok &= EVP_EncryptFinal_ex(c, ret + n, &end);
	ok &= EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG_LEN, ret + plain.n);
	if (ok != 1)
		die("ChaCha20-Poly1305 is not available");
}

bool aead_open(uint8_t *ret, const uint8_t *p, size_t n, struct str ad,
	       const uint8_t nonce[static AEAD_NONCE_LEN], const struct key *k)
{
	if (n < AEAD_TAG_LEN || n >= INT32_MAX || ad.n >= INT32_MAX)
		return false;
	if (!opening)
		opening = cipher_begin(0);
	EVP_CIPHER_CTX *c = opening;
	size_t body = n - AEAD_TAG_LEN;
	uint8_t tag[AEAD_TAG_LEN];
	int m = 0;
	memcpy(tag, p + body, sizeof tag);
	if (EVP_DecryptInit_ex2(c, NULL, k->b, nonce, NULL) != 1 ||
	    EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, AEAD_TAG_LEN, tag) != 1)
		return false;
	if (ad.n && EVP_DecryptUpdate(c, NULL, &m, (const unsigned char *)ad.p, (int)ad.n) != 1)
		return false;
	m = 0;
	if (body && EVP_DecryptUpdate(c, ret, &m, p, (int)body) != 1)
		return false;
	if (EVP_DecryptFinal_ex(c, ret + m, &m) != 1) {
		wipe(ret, body);
		return false;
	}
	return true;
}

/* Two contexts, since one that has sealed must be told its key again before it opens. */
struct aead {
	EVP_CIPHER_CTX *seal;
	EVP_CIPHER_CTX *open;
};

struct aead *aead_new(const struct key *k)
{
	struct aead *x = malloc(sizeof *x);
	EVP_CIPHER *c = EVP_CIPHER_fetch(NULL, "ChaCha20-Poly1305", NULL);
	if (!x || !(x->seal = EVP_CIPHER_CTX_new()) || !(x->open = EVP_CIPHER_CTX_new()))
		die("out of memory");
	if (!c || EVP_EncryptInit_ex2(x->seal, c, k->b, NULL, NULL) != 1 ||
	    EVP_DecryptInit_ex2(x->open, c, k->b, NULL, NULL) != 1)
		die("ChaCha20-Poly1305 is not available");
	EVP_CIPHER_free(c); /* the contexts hold it */
	return x;
}

void aead_free(struct aead *x)
{
	if (!x)
		return;
	EVP_CIPHER_CTX_free(x->seal); /* wipes the key */
	EVP_CIPHER_CTX_free(x->open);
	free(x);
}

void aead_seal_with(struct aead *x, uint8_t *ret, struct str plain,
		    const uint8_t nonce[static AEAD_NONCE_LEN])
{
	int n = 0;
	int end = 0;
	assert(plain.n < INT32_MAX);
	int ok = EVP_EncryptInit_ex2(x->seal, NULL, NULL, nonce, NULL);
	if (plain.n)
		ok &= EVP_EncryptUpdate(x->seal, ret, &n, (const unsigned char *)plain.p,
					(int)plain.n);
	ok &= EVP_EncryptFinal_ex(x->seal, ret + n, &end);
	ok &= EVP_CIPHER_CTX_ctrl(x->seal, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG_LEN, ret + plain.n);
	if (ok != 1)
		die("ChaCha20-Poly1305 is not available");
}

bool aead_open_with(struct aead *x, uint8_t *ret, const uint8_t *p, size_t n,
		    const uint8_t nonce[static AEAD_NONCE_LEN])
{
	uint8_t tag[AEAD_TAG_LEN];
	int m = 0;
	if (n < AEAD_TAG_LEN || n >= INT32_MAX)
		return false;
	size_t body = n - AEAD_TAG_LEN;
	memcpy(tag, p + body, sizeof tag);
	if (EVP_DecryptInit_ex2(x->open, NULL, NULL, nonce, NULL) != 1 ||
	    EVP_CIPHER_CTX_ctrl(x->open, EVP_CTRL_AEAD_SET_TAG, AEAD_TAG_LEN, tag) != 1)
		return false;
	if (body && EVP_DecryptUpdate(x->open, ret, &m, p, (int)body) != 1)
		return false;
	if (EVP_DecryptFinal_ex(x->open, ret + m, &m) != 1) {
		wipe(ret, body);
		return false;
	}
	return true;
}

/* ---- X25519 ---- */

void x25519_public(uint8_t ret[static KEY_LEN], const struct key *secret)
{
	if (crypto_scalarmult_base(ret, secret->b) != 0)
		die("X25519 is not available");
}

bool x25519_shared(struct key *ret, const struct key *secret, const uint8_t pub[static KEY_LEN])
{
	return crypto_scalarmult(ret->b, secret->b, pub) == 0;
}

/* ---- sealed boxes ---- */

void box_key_from_seed(struct box_key *ret, const struct key *seed)
{
	crypto_box_seed_keypair(ret->public, ret->secret.b, seed->b);
}

void box_key_wipe(struct box_key *k)
{
	wipe(k, sizeof *k);
}

void box_seal(uint8_t *ret, struct str plain, const uint8_t pub[static KEY_LEN])
{
	static_assert(SEAL_EXTRA == crypto_box_SEALBYTES, "libsodium's sealed box overhead");
	if (crypto_box_seal(ret, (const unsigned char *)plain.p, plain.n, pub) != 0)
		die("a sealed box could not be made");
}

bool box_open(uint8_t *ret, const uint8_t *p, size_t n, const struct box_key *k)
{
	return n >= SEAL_EXTRA && crypto_box_seal_open(ret, p, n, k->public, k->secret.b) == 0;
}

/* ---- derivation ---- */

void key_derive(struct key *ret, const struct key *master, const char *label)
{
	struct hash h = hash_hmac(master->b, str_of(label));
	memcpy(ret->b, h.b, KEY_LEN);
	wipe(&h, sizeof h);
}

static void hmac(uint8_t ret[static HASH_LEN], struct str key, struct str s)
{
	/* HMAC() takes NULL for "the key of before". */
	if (!HMAC(EVP_sha256(), key.n ? key.p : "", (int)key.n, (const unsigned char *)s.p, s.n,
		  ret, NULL))
		die("HMAC is not available");
}

void hkdf(uint8_t *ret, size_t n, struct str secret, struct str salt, struct str info)
{
	uint8_t prk[HASH_LEN];
	uint8_t block[HASH_LEN] = { 0 };
	uint8_t in[HASH_LEN + 256 + 1];
	size_t have = 0;
	assert(n <= (size_t)255 * HASH_LEN && info.n <= 256 && "bounds of a label of ours");
	hmac(prk, salt, secret);
	for (int i = 1; n; i++) {
		size_t take = n < HASH_LEN ? n : HASH_LEN;
		memcpy(in, block, have);
		if (info.n)
			memcpy(in + have, info.p, info.n);
		in[have + info.n] = (uint8_t)i;
		hmac(block, str_n((const char *)prk, HASH_LEN),
		     str_n((const char *)in, have + info.n + 1));
		memcpy(ret, block, take);
		ret += take;
		n -= take;
		have = HASH_LEN;
	}
	wipe(prk, sizeof prk);
	wipe(block, sizeof block);
	wipe(in, sizeof in);
}

int key_from_scrypt(struct key *ret, struct str passphrase, struct str salt, int log_n,
		    struct err *e)
{
	assert(log_n > 0 && log_n < 32);
	if (crypto_pwhash_scryptsalsa208sha256_ll((const uint8_t *)passphrase.p, passphrase.n,
						  (const uint8_t *)salt.p, salt.n,
						  (uint64_t)1 << log_n, 8, 1, ret->b, KEY_LEN) != 0)
		return err_set(e, ERR_TOOBIG,
			       "not enough memory for this passphrase: it needs %d MiB free",
			       1 << (log_n > 10 ? log_n - 10 : 0));
	return 0;
}

int key_from_passphrase(struct key *ret, struct str passphrase, const uint8_t salt[static SALT_LEN],
			uint64_t ops, size_t mem, struct err *e)
{
	static_assert(SALT_LEN == crypto_pwhash_SALTBYTES, "Argon2id salt");
	if (crypto_pwhash(ret->b, KEY_LEN, passphrase.p, passphrase.n, salt, ops, mem,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		return err_set(e, ERR_TOOBIG,
			       "not enough memory to open the key slot: it needs %zu MiB free",
			       mem >> 20);
	return 0;
}
