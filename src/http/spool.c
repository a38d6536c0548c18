/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* O_TMPFILE */
#include "http/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"

enum { PLAIN = 64 << 10, SEALED = PLAIN + AEAD_TAG_LEN };

struct spool {
	int fd;
	struct aead *seal;
	struct hasher *hasher;
	struct hash sha256;
	bool ended;
	int64_t bytes;
	int64_t written; /* chunks on the disk */
	int64_t opened;	 /* the chunk that `plain` holds; -1: none */
	size_t n;	 /* bytes in `plain` */
	uint8_t plain[PLAIN];
	uint8_t sealed[SEALED];
};

/* Without O_TMPFILE (some file systems of sticks) the name lives for a moment. */
static int open_nameless(const char *folder, struct err *e)
{
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	AUTO_ARENA *a = arena_new(0);
	uint8_t chance[8];
	random_bytes(chance, sizeof chance);
	const char *path =
		str_printf(a, "%s/.upload-%s", folder, hex_str(a, chance, sizeof chance).p).p;
	fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_set(e, ERR_IO, "there is no room for what is sent: %s", strerror(errno));
	(void)unlink(path);
	return fd;
}

int spool_new(const char *folder, struct spool **ret, struct err *e)
{
	int fd = open_nameless(folder, e);
	if (fd < 0)
		return fd;
	struct spool *s = calloc(1, sizeof *s);
	struct key k;
	if (!s)
		die("out of memory");
	random_bytes(k.b, sizeof k.b);
	*s = (struct spool){ .fd = fd, .opened = -1 };
	s->seal = aead_new(&k);
	s->hasher = hasher_new();
	key_wipe(&k);
	*ret = s;
	return 0;
}

void spool_free(struct spool *s)
{
	if (!s)
		return;
	aead_free(s->seal);
	hasher_free(s->hasher);
	fd_close(&s->fd);
	wipe(s->plain, sizeof s->plain);
	free(s);
}

/* Each chunk is written once, so its number is a nonce. */
static void nonce_of(int64_t chunk, uint8_t ret[AEAD_NONCE_LEN])
{
	memset(ret, 0, AEAD_NONCE_LEN);
	for (int i = 0; i < 8; i++)
		ret[AEAD_NONCE_LEN - 1 - i] = (uint8_t)((uint64_t)chunk >> (8 * i));
}

static int write_chunk(struct spool *s, struct err *e)
{
	uint8_t nonce[AEAD_NONCE_LEN];
	size_t n = s->n + AEAD_TAG_LEN;
	off_t at = (off_t)(s->written * SEALED);
	nonce_of(s->written, nonce);
	aead_seal_with(s->seal, s->sealed, str_n((const char *)s->plain, s->n), nonce);
	for (size_t done = 0; done < n;) {
		ssize_t w = pwrite(s->fd, s->sealed + done, n - done, at + (off_t)done);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return err_set(e, ERR_IO, "what is sent cannot be kept: %s",
				       w < 0 ? strerror(errno) : "the disk is full");
		done += (size_t)w;
	}
	s->written++;
	s->n = 0;
	return 0;
}

int spool_add(struct spool *s, const void *p, size_t n, struct err *e)
{
	const uint8_t *from = p;
	assert(!s->ended);
	hasher_add(s->hasher, p, n);
	s->bytes += (int64_t)n;
	while (n) {
		size_t room = PLAIN - s->n;
		size_t take = n < room ? n : room;
		memcpy(s->plain + s->n, from, take);
		s->n += take;
		from += take;
		n -= take;
		if (s->n == PLAIN)
			TRY(write_chunk(s, e));
	}
	return 0;
}

int spool_end(struct spool *s, struct err *e)
{
	if (s->n)
		TRY(write_chunk(s, e));
	s->sha256 = hasher_end(s->hasher);
	s->hasher = NULL;
	s->ended = true;
	return 0;
}

int64_t spool_bytes(const struct spool *s)
{
	return s->bytes;
}

struct hash spool_sha256(const struct spool *s)
{
	assert(s->ended);
	return s->sha256;
}

static int open_chunk(struct spool *s, int64_t chunk, struct err *e)
{
	uint8_t nonce[AEAD_NONCE_LEN];
	int64_t left = s->bytes - chunk * PLAIN;
	size_t n = (size_t)(left < PLAIN ? left : PLAIN);
	size_t want = n + AEAD_TAG_LEN;
	if (s->opened == chunk)
		return 0;
	s->opened = -1;
	for (size_t done = 0; done < want;) {
		ssize_t r = pread(s->fd, s->sealed + done, want - done,
				  (off_t)(chunk * SEALED) + (off_t)done);
		if (r < 0 && errno == EINTR)
			continue;
		if (r <= 0)
			return err_set(e, ERR_IO, "what was sent cannot be read back: %s",
				       r < 0 ? strerror(errno) : "it is cut short");
		done += (size_t)r;
	}
	nonce_of(chunk, nonce);
	if (!aead_open_with(s->seal, s->plain, s->sealed, want, nonce))
		return err_set(e, ERR_CORRUPT, "what was sent was changed on the disk");
	s->opened = chunk;
	s->n = n;
	return 0;
}

int spool_read(struct spool *s, int64_t at, void *p, size_t n, size_t *ret_n, struct err *e)
{
	assert(s->ended && at >= 0);
	*ret_n = 0;
	if (at >= s->bytes)
		return 0;
	TRY(open_chunk(s, at / PLAIN, e));
	size_t skip = (size_t)(at % PLAIN);
	size_t take = s->n - skip;
	if (take > n)
		take = n;
	memcpy(p, s->plain + skip, take);
	*ret_n = take;
	return 0;
}
