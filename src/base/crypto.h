/* SPDX-License-Identifier: Apache-2.0 */
/*
 * crypto.h - keys and what is done with them.
 *
 * Signatures, sealed boxes and Argon2id come from libsodium, whose Ed25519
 * verdict (S < L, canonical A and R, no small order, cofactorless) is Vigil's
 * rule everywhere. ChaCha20-Poly1305 (RFC 8439) comes from libcrypto, which
 * was measured twice as fast. Call crypto_init() once before anything else.
 */
#ifndef VIGIL_CRYPTO_H
#define VIGIL_CRYPTO_H

#include "base/base.h"

enum {
	KEY_LEN = 32,	      /* symmetric keys, seeds, public keys */
	SIG_LEN = 64,	      /* Ed25519 signature */
	SIGN_SECRET_LEN = 64, /* libsodium's form: seed and public key */
	AEAD_NONCE_LEN = 12,
	AEAD_TAG_LEN = 16,
	SEAL_EXTRA = 48, /* bytes a sealed box is longer than its content */
	SALT_LEN = 16
};

/* A secret of 32 bytes. Wiped by key_wipe or AUTO_KEY; never printed, never in a message. */
struct key {
	uint8_t b[KEY_LEN];
};
void key_wipe(struct key *k);
#define AUTO_KEY AUTO(key_wipe) struct key
void wipe(void *p, size_t n); /* zeroes in a way the compiler keeps */

int crypto_init(struct err *e) MUST_USE;
bool secret_eq(const void *a, const void *b, size_t n); /* constant time */

/* Let go of what this thread keeps, and wipe it. A thread calls it last. */
void crypto_thread_done(void);

/* ---- random ---------------------------------------------------------- */
/* From the system's generator, drawn in blocks so that a salt costs no system call.
 * Safe after fork: a child draws anew. */
void random_bytes(void *p, size_t n);

/* ---- Ed25519 --------------------------------------------------------- */
struct sign_key {
	uint8_t secret[SIGN_SECRET_LEN];
	uint8_t public[KEY_LEN];
};
void sign_key_from_seed(struct sign_key *ret, const struct key *seed);
void sign_key_wipe(struct sign_key *k);
#define AUTO_SIGN_KEY AUTO(sign_key_wipe) struct sign_key
void sign(uint8_t ret[static SIG_LEN], struct str msg, const struct sign_key *k);
bool sign_verify(const uint8_t sig[static SIG_LEN], struct str msg,
		 const uint8_t pub[static KEY_LEN]);

/* ---- authenticated encryption ---------------------------------------- */
/* `ret` has room for n + AEAD_TAG_LEN. A nonce is never used twice with one key. */
void aead_seal(uint8_t *ret, struct str plain, struct str ad,
	       const uint8_t nonce[static AEAD_NONCE_LEN], const struct key *k);
/* `n` includes the tag; writes n - AEAD_TAG_LEN bytes. False: not sealed with this key. */
bool aead_open(uint8_t *ret, const uint8_t *p, size_t n, struct str ad,
	       const uint8_t nonce[static AEAD_NONCE_LEN], const struct key *k);

/* The same with the key set up once, for long streams: no memory is asked for a call, and the calls on
 * one object come from one thread at a time. NULL is fine to free. */
struct aead;
struct aead *aead_new(const struct key *k);
void aead_free(struct aead *x);
void aead_seal_with(struct aead *x, uint8_t *ret, struct str plain,
		    const uint8_t nonce[static AEAD_NONCE_LEN]);
bool aead_open_with(struct aead *x, uint8_t *ret, const uint8_t *p, size_t n,
		    const uint8_t nonce[static AEAD_NONCE_LEN]);

/* ---- X25519 (RFC 7748) ------------------------------------------------ */
void x25519_public(uint8_t ret[static KEY_LEN], const struct key *secret);
/* False: `pub` is a point of small order, the shared secret would be zero. */
bool x25519_shared(struct key *ret, const struct key *secret, const uint8_t pub[static KEY_LEN]);

/* ---- sealed boxes to a member (X25519, anonymous sender) -------------- */
struct box_key {
	struct key secret;
	uint8_t public[KEY_LEN];
};
void box_key_from_seed(struct box_key *ret, const struct key *seed);
void box_key_wipe(struct box_key *k);
#define AUTO_BOX_KEY AUTO(box_key_wipe) struct box_key
void box_seal(uint8_t *ret, struct str plain,
	      const uint8_t pub[static KEY_LEN]); /* n + SEAL_EXTRA */
bool box_open(uint8_t *ret, const uint8_t *p, size_t n,
	      const struct box_key *k); /* n - SEAL_EXTRA */

/* ---- derivation ------------------------------------------------------ */
/* A subkey for a purpose: HMAC-SHA-256(master, label). */
void key_derive(struct key *ret, const struct key *master, const char *label);
/* HKDF-SHA-256 (RFC 5869), extract and expand; `n` is at most 255 * 32. */
void hkdf(uint8_t *ret, size_t n, struct str secret, struct str salt, struct str info);
/* scrypt (RFC 7914) with N = 2^log_n, r = 8, p = 1: takes 2^log_n KiB of memory. For reading what
 * others sealed with a passphrase; Vigil's own key slots use Argon2id. ERR_TOOBIG: no such memory. */
int key_from_scrypt(struct key *ret, struct str passphrase, struct str salt, int log_n,
		    struct err *e) MUST_USE;
/* Argon2id 1.3. `mem` in bytes. Costs `mem` of memory and about half a second at the default.
 * ERR_TOOBIG when the memory is not to be had. */
int key_from_passphrase(struct key *ret, struct str passphrase, const uint8_t salt[static SALT_LEN],
			uint64_t ops, size_t mem, struct err *e) MUST_USE;

#endif
