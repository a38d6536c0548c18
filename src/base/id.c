/* SPDX-License-Identifier: Apache-2.0 */
#include "base/id.h"

#include "base/bytes.h"
#include "base/clock.h"
#include "base/crypto.h"

/* The last id given by this thread, so that the next one is greater. */
static _Thread_local struct id last;

struct id id_new(void)
{
	struct id id;
	uint64_t ms = (uint64_t)clock_now_ms();
	random_bytes(id.b + 6, ID_LEN - 6);
	for (int i = 0; i < 6; i++)
		id.b[i] = (uint8_t)(ms >> (40 - 8 * i));
	id.b[6] = (uint8_t)(0x70 | (id.b[6] & 0x0f));
	id.b[8] = (uint8_t)(0x80 | (id.b[8] & 0x3f));
	if (memcmp(id.b, last.b, 6) <= 0) {
		/* Same millisecond, or the clock went back: count up from the last one, with a
		 * random step in the lowest 32 bits so that ids stay unguessable. */
		uint64_t tail = 0;
		uint8_t r[4];
		random_bytes(r, sizeof r);
		uint64_t step = 1 + ((uint64_t)r[0] << 24 | (uint64_t)r[1] << 16 |
				     (uint64_t)r[2] << 8 | r[3]);
		id = last;
		for (int i = 9; i < ID_LEN; i++)
			tail = tail << 8 | id.b[i];
		tail += step;
		for (int i = ID_LEN - 1; i >= 9; i--) {
			id.b[i] = (uint8_t)tail;
			tail >>= 8;
		}
	}
	last = id;
	return id;
}

void id_text(const struct id *id, char ret[static ID_TEXT_LEN + 1])
{
	char hex[2 * ID_LEN + 1];
	hex_encode(hex, id->b, ID_LEN);
	snprintf(ret, ID_TEXT_LEN + 1, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
		 hex + 16, hex + 20);
}

bool id_parse(struct str s, struct id *ret)
{
	static const int dash[] = { 8, 13, 18, 23 };
	char hex[2 * ID_LEN];
	size_t n = 0;
	size_t k = 0;
	if (s.n != ID_TEXT_LEN)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (k < COUNT(dash) && (int)i == dash[k]) {
			if (s.p[i] != '-')
				return false;
			k++;
		} else {
			if (s.p[i] >= 'A' && s.p[i] <= 'F')
				return false;
			hex[n++] = s.p[i];
		}
	}
	return hex_decode(ret->b, ID_LEN, str_n(hex, n));
}

bool id_eq(const struct id *a, const struct id *b)
{
	return memcmp(a->b, b->b, ID_LEN) == 0;
}

bool id_is_nil(const struct id *id)
{
	static const struct id nil;
	return id_eq(id, &nil);
}

struct str id_str(struct arena *a, const struct id *id)
{
	char *t = NEW_N(a, ID_TEXT_LEN + 1, char);
	id_text(id, t);
	return str_n(t, ID_TEXT_LEN);
}
