/* SPDX-License-Identifier: Apache-2.0 */
/* age_priv.h - what the files of age.h share. */
#ifndef VIGIL_AGE_PRIV_H
#define VIGIL_AGE_PRIV_H

#include "ledger/age.h"

enum { AGE_WRAPPED_LEN = AGE_FILE_KEY_LEN + AEAD_TAG_LEN };

static const struct str AGE_X25519 = { "X25519", 6 };
static const struct str AGE_SCRYPT = { "scrypt", 6 };

/* A file key wrapped for one X25519 recipient. */
struct age_wrapped {
	uint8_t share[KEY_LEN];
	uint8_t body[AGE_WRAPPED_LEN];
};
int age_wrap_x25519(const struct age_file_key *k, const uint8_t recipient[static KEY_LEN],
		    struct age_wrapped *ret, struct err *e) MUST_USE;
void age_header_mac(const struct age_file_key *k, struct str covered, uint8_t ret[static KEY_LEN]);

#endif
