/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * payload_state.c - what it takes to go on with an ingest that was cut: the file key, the nonce and the
 * header, sealed under the caller's secret, and how many pieces were on the disk at the last sync. The
 * state of a running hash is not kept (libcrypto has no way to); what was done is hashed again.
 *
 *	"vigil/payload-state/v1\n" nonce[12] ChaCha20-Poly1305(file key[16] nonce[16] pieces[8, big
 *	endian] header), with the text line and the id as associated data
 */
#include "evidence/payload_priv.h"

#include <unistd.h>

#include "base/bytes.h"
#include "base/file.h"

static const struct str MAGIC = { "vigil/payload-state/v1\n", 23 };

enum { FIXED = AGE_FILE_KEY_LEN + AGE_NONCE_LEN + 8, STATE_MAX = AGE_HEADER_MAX + 256 };

void put_state_wipe(struct put_state *s)
{
	wipe(s, sizeof *s);
}

static void put_u64(uint8_t *p, uint64_t v)
{
	for (int i = 0; i < 8; i++)
		p[i] = (uint8_t)(v >> (56 - 8 * i));
}

static uint64_t get_u64(const uint8_t *p)
{
	uint64_t v = 0;
	for (int i = 0; i < 8; i++)
		v = v << 8 | p[i];
	return v;
}

/* Length, time and the first MiB tell files apart well enough: what is taken for the same file and is
 * not, is noticed piece by piece. Path and device are left out, since a stick may be elsewhere after
 * the power came back. */
int put_state_name(struct put_state *s, const struct payload_put *in, int64_t bytes,
		   int64_t mtime_ns, struct err *e)
{
	AUTO_KEY secret;
	AUTO_BUF b;
	uint8_t number[16];
	buf_init(&b, PIECE + AGE_RECIPIENTS_MAX * KEY_LEN + sizeof number);
	s->on = false;
	s->every = (in->checkpoint ? in->checkpoint : PAYLOAD_CHECKPOINT) / PIECE;
	assert(s->every > 0 && "checkpoints are whole MiB apart");
	if (!in->resume || in->read || bytes <= s->every * PIECE)
		return 0;
	uint8_t *first = mem_need(malloc(PIECE));
	int rc = payload_read_at(in->fd, first, PIECE, 0, e);
	put_u64(number, (uint64_t)bytes);
	put_u64(number + 8, (uint64_t)mtime_ns);
	buf_add_n(&b, number, sizeof number);
	buf_add_n(&b, in->recipients, in->n_recipients * KEY_LEN);
	buf_add_n(&b, first, PIECE);
	wipe(first, PIECE);
	free(first);
	TRY(rc);
	key_derive(&secret, in->resume, "vigil/payload/name");
	struct hash h = hash_hmac(secret.b, buf_str(&b));
	wipe(b.p, b.n);
	hex_encode(s->id, h.b, LANDING_ID_LEN / 2);
	key_derive(&s->key, in->resume, "vigil/payload/state");
	s->on = true;
	return 0;
}

static struct str associated(const struct put_state *s, struct arena *a)
{
	return str_join(a, MAGIC, str_of(s->id));
}

bool put_state_read(struct put_state *s, const char *folder, struct arena *a)
{
	struct payload_path path;
	struct str f;
	if (payload_path_tmp(folder, s->id, ".state", &path, NULL) < 0 ||
	    file_read(path.z, STATE_MAX, a, &f, NULL) < 0 || !str_starts(f, MAGIC))
		return false;
	struct str sealed = str_from(f, MAGIC.n + AEAD_NONCE_LEN);
	if (sealed.n < FIXED + AEAD_TAG_LEN)
		return false;
	uint8_t *p = NEW_N(a, sealed.n, uint8_t);
	if (!aead_open(p, (const uint8_t *)sealed.p, sealed.n, associated(s, a),
		       (const uint8_t *)f.p + MAGIC.n, &s->key))
		return false;
	uint64_t pieces = get_u64(p + AGE_FILE_KEY_LEN + AGE_NONCE_LEN);
	memcpy(s->file_key.b, p, AGE_FILE_KEY_LEN);
	memcpy(s->nonce, p + AGE_FILE_KEY_LEN, AGE_NONCE_LEN);
	s->pieces = (int64_t)(pieces % (INT64_MAX / SEALED_PIECE));
	s->header = str_copy(a, str_n((const char *)p + FIXED, sealed.n - AEAD_TAG_LEN - FIXED));
	wipe(p, sealed.n);
	return true;
}

int put_state_write(const struct put_state *s, const char *folder, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct payload_path path;
	uint8_t nonce[AEAD_NONCE_LEN];
	uint8_t number[8];
	buf_init(&b, STATE_MAX);
	TRY(payload_path_tmp(folder, s->id, ".state", &path, e));
	put_u64(number, (uint64_t)s->pieces);
	buf_add_n(&b, s->file_key.b, sizeof s->file_key.b);
	buf_add_n(&b, s->nonce, sizeof s->nonce);
	buf_add_n(&b, number, sizeof number);
	buf_add(&b, s->header);
	TRY(buf_check(&b, e));
	size_t n = b.n;
	uint8_t *sealed = NEW_N(a, n + AEAD_TAG_LEN, uint8_t);
	random_bytes(nonce, sizeof nonce);
	aead_seal(sealed, buf_str(&b), associated(s, a), nonce, &s->key);
	wipe(b.p, b.n);
	buf_clear(&b);
	buf_add(&b, MAGIC);
	buf_add_n(&b, nonce, sizeof nonce);
	buf_add_n(&b, sealed, n + AEAD_TAG_LEN);
	TRY(buf_check(&b, e));
	return file_write(path.z, buf_str(&b), 0600, e);
}

void put_state_remove(const struct put_state *s, const char *folder)
{
	struct payload_path path;
	if (s->on && payload_path_tmp(folder, s->id, ".state", &path, NULL) == 0)
		unlink(path.z);
}
