/* SPDX-License-Identifier: Apache-2.0 */
/*
 * claim_short.c - the JWT of a claim in half the bytes, and back.
 *
 * All that varies in a JWT of ours is the id of its key, its digests and its signature. As text each digest
 * is base64url of base64url: 78 characters for 32 bytes. Decoding is strict both times and the frame is
 * compared in full, so one JWT has one short form and that gives the same bytes back.
 */
#include "ledger/claim.h"

#include "base/bytes.h"
#include "ledger/claim_priv.h"

/* form ‖ key id ‖ signature ‖ digests. A JWT begins with "e". */
enum { FORM = 1, HEAD_LEN = 1 + HASH_LEN + SIG_LEN };
static_assert((int)CLAIM_SHORT_MAX == HEAD_LEN + CLAIM_SHORT_DIGESTS_MAX * HASH_LEN,
	      "what the header promises");

enum {
	HEADER_LEN = sizeof CLAIM_HEADER_START - 1 + CLAIM_KID_LEN + sizeof CLAIM_HEADER_END - 1,
	HEADER_TEXT_LEN = (HEADER_LEN * 4 + 2) / 3,
	FRAME_LEN = sizeof CLAIM_SD_START - 1 + sizeof CLAIM_PAYLOAD_END - 1,
	PAYLOAD_MAX = FRAME_LEN + CLAIM_SHORT_DIGESTS_MAX * DIGEST_STRIDE
};

static bool read_exactly(uint8_t *ret, size_t n, struct str text)
{
	size_t m = 0;
	return b64url_decode(ret, n, &m, text) && m == n;
}

static bool shorten_header(struct str text, uint8_t *ret_kid)
{
	char t[HEADER_LEN];
	const size_t start = sizeof CLAIM_HEADER_START - 1;
	return text.n == HEADER_TEXT_LEN && read_exactly((uint8_t *)t, sizeof t, text) &&
	       memcmp(t, CLAIM_HEADER_START, start) == 0 &&
	       str_eq(str_from(str_n(t, sizeof t), start + CLAIM_KID_LEN), STR(CLAIM_HEADER_END)) &&
	       read_exactly(ret_kid, HASH_LEN, str_n(t + start, CLAIM_KID_LEN));
}

/* Gives how many digests there are; 0: not our form, or too many. */
static size_t shorten_payload(struct str text, uint8_t *ret)
{
	char t[PAYLOAD_MAX];
	size_t len = 0;
	const size_t start = sizeof CLAIM_SD_START - 1;
	if (!b64url_decode((uint8_t *)t, sizeof t, &len, text) || len < FRAME_LEN ||
	    memcmp(t, CLAIM_SD_START, start) != 0 ||
	    !str_ends(str_n(t, len), STR(CLAIM_PAYLOAD_END)))
		return 0;
	size_t list = len - FRAME_LEN + 1; /* with a comma for the last one too */
	if (list % DIGEST_STRIDE != 0)
		return 0;
	size_t n = list / DIGEST_STRIDE;
	for (size_t i = 0; i < n; i++) {
		const char *p = t + start + i * DIGEST_STRIDE;
		if (p[0] != '"' || p[DIGEST_LEN + 1] != '"' ||
		    (i + 1 < n && p[DIGEST_LEN + 2] != ',') ||
		    !read_exactly(ret + i * HASH_LEN, HASH_LEN, str_n(p + 1, DIGEST_LEN)))
			return 0;
	}
	return n;
}

bool claim_shorten(struct str jwt, uint8_t ret[static CLAIM_SHORT_MAX], size_t *ret_n)
{
	struct str header;
	struct str payload;
	struct str sig = str_cut(str_cut(jwt, '.', &header), '.', &payload);
	ret[0] = FORM;
	if (!sig.p || !shorten_header(header, ret + 1) ||
	    !read_exactly(ret + 1 + HASH_LEN, SIG_LEN, sig))
		return false;
	size_t n = shorten_payload(payload, ret + HEAD_LEN);
	if (n == 0)
		return false;
	*ret_n = HEAD_LEN + n * HASH_LEN;
	return true;
}

bool claim_is_short(struct str s)
{
	return s.n && s.p[0] == FORM;
}

static int not_short(struct err *e)
{
	return err_set(e, ERR_CORRUPT, "a claim as it is kept is damaged");
}

/* The bytes of the payload in `t`. */
static size_t write_payload(char *t, const uint8_t *digests, size_t n)
{
	size_t at = sizeof CLAIM_SD_START - 1;
	memcpy(t, CLAIM_SD_START, at);
	for (size_t i = 0; i < n; i++) {
		t[at] = '"';
		b64url_encode(t + at + 1, digests + i * HASH_LEN, HASH_LEN);
		t[at + DIGEST_LEN + 1] = '"';
		t[at + DIGEST_LEN + 2] = ',';
		at += DIGEST_STRIDE;
	}
	at--; /* the last comma */
	memcpy(t + at, CLAIM_PAYLOAD_END, sizeof CLAIM_PAYLOAD_END - 1);
	return at + sizeof CLAIM_PAYLOAD_END - 1;
}

int claim_lengthen(struct str s, struct arena *a, struct str *ret_jwt, struct err *e)
{
	char header[HEADER_LEN];
	char payload[PAYLOAD_MAX];
	const uint8_t *p = (const uint8_t *)s.p;
	if (!claim_is_short(s) || s.n <= HEAD_LEN || s.n > CLAIM_SHORT_MAX ||
	    (s.n - HEAD_LEN) % HASH_LEN != 0)
		return not_short(e);
	const size_t start = sizeof CLAIM_HEADER_START - 1;
	memcpy(header, CLAIM_HEADER_START, start);
	b64url_encode(header + start, p + 1, HASH_LEN);
	memcpy(header + start + CLAIM_KID_LEN, CLAIM_HEADER_END, sizeof CLAIM_HEADER_END - 1);
	size_t len = write_payload(payload, p + HEAD_LEN, (s.n - HEAD_LEN) / HASH_LEN);

	size_t payload_text = b64url_len(len);
	size_t all = HEADER_TEXT_LEN + 1 + payload_text + 1 + SIG_TEXT_LEN;
	char *t = NEW_N(a, all, char);
	b64url_encode(t, (const uint8_t *)header, sizeof header);
	t[HEADER_TEXT_LEN] = '.';
	b64url_encode(t + HEADER_TEXT_LEN + 1, (const uint8_t *)payload, len);
	t[HEADER_TEXT_LEN + 1 + payload_text] = '.';
	b64url_encode(t + all - SIG_TEXT_LEN, p + 1 + HASH_LEN, SIG_LEN);
	*ret_jwt = str_n(t, all);
	return 0;
}

int claim_short_kid(struct str s, char ret[static CLAIM_KID_LEN + 1], struct err *e)
{
	if (!claim_is_short(s) || s.n <= HEAD_LEN)
		return not_short(e);
	b64url_encode(ret, (const uint8_t *)s.p + 1, HASH_LEN);
	ret[CLAIM_KID_LEN] = '\0';
	return 0;
}
