/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token.h - proof that a form was written by us, for this session, not long ago.
 *
 * A token is the time of making and HMAC-SHA-256(session key, purpose, form, time), in hex. It may
 * be used again until it is too old; that a form is used once only is for `web/` to see to. The
 * session key never leaves the server and dies with the session, and with it all its tokens.
 */
#ifndef VIGIL_HTTP_TOKEN_H
#define VIGIL_HTTP_TOKEN_H

#include "base/crypto.h"

enum { TOKEN_LEN = 16 + 64 };

/* `purpose` is ours ("claim-add"); `form` names the one form ("" when there is but one). */
void token_make(char ret[static TOKEN_LEN + 1], const struct key *session, struct str purpose,
		struct str form, int64_t now_ms);

/* Constant time in the secret part. False: not ours, for something else, older than `max_age_ms`,
 * or from the future. */
bool token_check(struct str token, const struct key *session, struct str purpose, struct str form,
		 int64_t now_ms, int64_t max_age_ms);

#endif
