/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/token.h"

#include "base/buf.h"
#include "base/bytes.h"
#include "base/hash.h"

enum { TIME_BYTES = 8 };

static void put_u64(struct buf *b, uint64_t v)
{
	for (int i = 7; i >= 0; i--)
		buf_char(b, (char)(v >> (8 * i)));
}

/* Lengths go before the parts, so that no two lists of parts give the same bytes. */
static struct hash mac_of(const struct key *session, struct str purpose, struct str form,
			  uint64_t time_ms)
{
	AUTO_BUF b;
	buf_init(&b, SIZE_MAX / 2);
	put_u64(&b, purpose.n);
	buf_add(&b, purpose);
	put_u64(&b, form.n);
	buf_add(&b, form);
	put_u64(&b, time_ms);
	return hash_hmac(session->b, buf_str(&b));
}

void token_make(char ret[static TOKEN_LEN + 1], const struct key *session, struct str purpose,
		struct str form, int64_t now_ms)
{
	uint64_t t = (uint64_t)now_ms;
	uint8_t time[TIME_BYTES];
	struct hash mac = mac_of(session, purpose, form, t);
	for (int i = 0; i < TIME_BYTES; i++)
		time[i] = (uint8_t)(t >> (8 * (7 - i)));
	hex_encode(ret, time, TIME_BYTES);
	hex_encode(ret + (size_t)2 * TIME_BYTES, mac.b, HASH_LEN);
}

bool token_check(struct str token, const struct key *session, struct str purpose, struct str form,
		 int64_t now_ms, int64_t max_age_ms)
{
	uint8_t bytes[TIME_BYTES + HASH_LEN];
	uint64_t t = 0;

	if (!hex_decode(bytes, sizeof bytes, token))
		return false;
	for (int i = 0; i < TIME_BYTES; i++)
		t = t << 8 | bytes[i];
	struct hash mac = mac_of(session, purpose, form, t);
	if (!secret_eq(mac.b, bytes + TIME_BYTES, HASH_LEN))
		return false;
	return t <= (uint64_t)now_ms && (uint64_t)now_ms - t <= (uint64_t)max_age_ms;
}
