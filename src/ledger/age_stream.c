/* SPDX-License-Identifier: Apache-2.0 */
/* age_stream.c - the payload: a nonce, then chunks whose nonce is their number and whether they are the
 * last (the STREAM construction), so that none can be left out, put elsewhere or cut off. */
#include "ledger/age.h"

static const int64_t PLAIN_MAX = INT64_MAX / AGE_SEALED * AGE_CHUNK - AGE_SEALED;

int64_t age_payload_bytes(int64_t plain)
{
	assert(plain >= 0 && plain <= PLAIN_MAX);
	int64_t chunks = plain == 0 ? 1 : (plain + AGE_CHUNK - 1) / AGE_CHUNK;
	return AGE_NONCE_LEN + plain + chunks * AEAD_TAG_LEN;
}

int64_t age_plain_bytes(int64_t payload)
{
	int64_t sealed = payload - AGE_NONCE_LEN;
	if (sealed < AEAD_TAG_LEN)
		return -1;
	int64_t tail = sealed % AGE_SEALED;
	/* Only a payload of nothing ends in an empty chunk. */
	if (tail != 0 && tail <= AEAD_TAG_LEN && sealed != AEAD_TAG_LEN)
		return -1;
	return sealed - (sealed + AGE_SEALED - 1) / AGE_SEALED * AEAD_TAG_LEN;
}

struct age_stream {
	struct aead *aead;
	uint64_t next;
};

struct age_stream *age_stream_new(const struct age_file_key *k,
				  const uint8_t nonce[static AGE_NONCE_LEN])
{
	AUTO_KEY payload;
	struct age_stream *s = mem_need(malloc(sizeof *s));
	hkdf(payload.b, KEY_LEN, str_n((const char *)k->b, sizeof k->b),
	     str_n((const char *)nonce, AGE_NONCE_LEN), STR("payload"));
	*s = (struct age_stream){ .aead = aead_new(&payload) };
	return s;
}

void age_stream_free(struct age_stream *s)
{
	if (!s)
		return;
	aead_free(s->aead);
	free(s);
}

void age_stream_seek(struct age_stream *s, uint64_t chunk)
{
	s->next = chunk;
}

static void chunk_nonce(uint8_t ret[static AEAD_NONCE_LEN], uint64_t n, bool last)
{
	memset(ret, 0, AEAD_NONCE_LEN);
	for (int i = 0; i < 8; i++)
		ret[10 - i] = (uint8_t)(n >> (8 * i));
	ret[AEAD_NONCE_LEN - 1] = last;
}

void age_seal_chunk(struct age_stream *s, uint8_t *ret, struct str plain, bool last)
{
	uint8_t nonce[AEAD_NONCE_LEN];
	assert(last ? plain.n <= AGE_CHUNK : plain.n == AGE_CHUNK);
	assert((plain.n > 0 || s->next == 0) && "only a payload of nothing has an empty chunk");
	chunk_nonce(nonce, s->next++, last);
	aead_seal_with(s->aead, ret, plain, nonce);
}

int age_open_chunk(struct age_stream *s, uint8_t *ret, const uint8_t *p, size_t n, bool last,
		   struct err *e)
{
	uint8_t nonce[AEAD_NONCE_LEN];
	if (n < AEAD_TAG_LEN || n > AGE_SEALED || (!last && n != AGE_SEALED) ||
	    (n == AEAD_TAG_LEN && s->next > 0))
		return err_set(e, ERR_CORRUPT, "the sealed file is cut short");
	chunk_nonce(nonce, s->next, last);
	if (!aead_open_with(s->aead, ret, p, n, nonce))
		return err_set(e, ERR_CORRUPT,
			       "the sealed file is damaged or cut short: its part %llu of 64 KiB "
			       "does not hold",
			       (unsigned long long)s->next + 1);
	s->next++;
	return 0;
}

/* ---- bytes in pieces ---- */

struct age_reader {
	age_sink *sink;
	void *ctx;
	struct age_file_key key;
	struct age_stream *stream; /* once the nonce is there */
	bool failed;
	size_t n;
	/* A chunk is opened when the byte after it, or the end, has come: only then is it known
	 * whether it is the last. */
	uint8_t held[AGE_SEALED];
	uint8_t plain[AGE_CHUNK];
};

struct age_reader *age_reader_new(const struct age_file_key *k, age_sink *sink, void *ctx)
{
	struct age_reader *r = mem_need(malloc(sizeof *r));
	r->sink = sink;
	r->ctx = ctx;
	r->key = *k;
	r->stream = NULL;
	r->failed = false;
	r->n = 0;
	return r;
}

void age_reader_free(struct age_reader *r)
{
	if (!r)
		return;
	age_stream_free(r->stream);
	wipe(r, sizeof *r);
	free(r);
}

static int hand_on(struct age_reader *r, struct err *e)
{
	struct str plain = str_n((const char *)r->plain, r->n - AEAD_TAG_LEN);
	r->n = 0;
	return r->sink(r->ctx, plain, e);
}

/* A whole chunk is held and more follows. When it does not hold as one in the middle but is a true
 * last one, its content is good and what follows is not: hand it on, and say so. */
static int give_chunk(struct age_reader *r, struct err *e)
{
	if (age_open_chunk(r->stream, r->plain, r->held, r->n, false, e) == 0)
		return hand_on(r, e);
	TRY(age_open_chunk(r->stream, r->plain, r->held, r->n, true, e));
	TRY(hand_on(r, e));
	return err_set(e, ERR_CORRUPT, "something was added after the end of the sealed file");
}

/* Takes from `s` until `want` bytes are held; true when they are. */
static bool hold(struct age_reader *r, struct str *s, size_t want)
{
	size_t take = s->n < want - r->n ? s->n : want - r->n;
	memcpy(r->held + r->n, s->p, take);
	r->n += take;
	*s = str_from(*s, take);
	return r->n == want;
}

static int add(struct age_reader *r, struct str s, struct err *e)
{
	if (s.n && !r->stream) {
		if (!hold(r, &s, AGE_NONCE_LEN))
			return 0;
		r->stream = age_stream_new(&r->key, r->held);
		r->n = 0;
	}
	while (s.n) {
		if (r->n == AGE_SEALED)
			TRY(give_chunk(r, e));
		(void)hold(r, &s, AGE_SEALED);
	}
	return 0;
}

int age_reader_add(struct age_reader *r, struct str payload, struct err *e)
{
	if (r->failed)
		return err_set(e, ERR_CORRUPT, "the sealed file is damaged");
	int rc = add(r, payload, e);
	r->failed = rc < 0;
	return rc;
}

int age_reader_end(struct age_reader *r, struct err *e)
{
	if (r->failed)
		return err_set(e, ERR_CORRUPT, "the sealed file is damaged");
	if (!r->stream)
		return err_set(e, ERR_INPUT, "the sealed file ends before its content begins");
	if (age_open_chunk(r->stream, r->plain, r->held, r->n, true, e) == 0)
		return hand_on(r, e);
	if (r->n != AGE_SEALED ||
	    age_open_chunk(r->stream, r->plain, r->held, r->n, false, NULL) < 0)
		return ERR_CORRUPT;
	TRY(hand_on(r, e));
	return err_set(e, ERR_CORRUPT, "the sealed file is cut short");
}
