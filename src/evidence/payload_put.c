/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * payload_put.c - into the store. One pass over the file: a second thread reads and hashes it, this one
 * seals, hashes and writes what is sealed. What landing.c does follows.
 */
#include "evidence/payload_priv.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- the file that is given ---- */

struct source {
	int fd;
	int64_t at;
	struct stat before;
};

/* A file that somebody writes to while it is read is half of each: no evidence of either. */
static int source_changed(struct err *e)
{
	return err_set(
		e, ERR_CONFLICT,
		"the file changed while it was read, so nothing was stored: give it again when "
		"no program writes to it");
}

static int source_read(void *ctx, void *p, size_t n, size_t *ret_n, struct err *e)
{
	struct source *s = ctx;
	ssize_t got;
	do
		got = pread(s->fd, p, n, s->at);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_set(e, ERR_IO, "the file cannot be read: %s", strerror(errno));
	s->at += got;
	if (s->at > s->before.st_size) /* it grows, perhaps for ever */
		return source_changed(e);
	*ret_n = (size_t)got;
	return 0;
}

static int source_begin(struct source *s, int fd, struct err *e)
{
	s->fd = fd;
	s->at = 0;
	if (fstat(fd, &s->before) != 0)
		return err_set(e, ERR_IO, "the file cannot be read: %s", strerror(errno));
	if (!S_ISREG(s->before.st_mode))
		return err_set(e, ERR_INPUT, "what was given is not a file");
	(void)!posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return 0;
}

static int64_t nanoseconds(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

static int source_same(const struct source *s, int64_t read, struct err *e)
{
	struct stat now;
	if (fstat(s->fd, &now) != 0)
		return err_set(e, ERR_IO, "the file cannot be read: %s", strerror(errno));
	if (read != s->before.st_size || now.st_size != s->before.st_size ||
	    nanoseconds(&now) != nanoseconds(&s->before))
		return source_changed(e);
	return 0;
}

/* ---- sealing and writing ---- */

struct put {
	const char *folder;
	const struct payload_put *in;
	struct put_state *st;
	struct landing *land;
	struct age_stream *stream;
	struct hasher *stored;
	int64_t done;  /* plain bytes */
	int64_t of;    /* -1: not known */
	int64_t piece; /* number of the next */
	int64_t there; /* so many pieces an earlier ingest left */
	bool stale;    /* they are of another file */
	uint8_t *sealed;
	uint8_t *old;
};

static size_t seal_piece(struct put *p, struct str plain, bool last)
{
	size_t n = 0;
	do {
		size_t m = plain.n < AGE_CHUNK ? plain.n : AGE_CHUNK;
		age_seal_chunk(p->stream, p->sealed + n, str_n(plain.p, m), last && m == plain.n);
		hasher_add(p->stored, p->sealed + n, m + AEAD_TAG_LEN);
		n += m + AEAD_TAG_LEN;
		plain = str_from(plain, m);
	} while (plain.n);
	return n;
}

/* What is there already was sealed from the same bytes with the same key, or it is of no use: after
 * a power cut a file can be as long as it was and hold other bytes. */
static int compare_piece(struct put *p, size_t n, struct err *e)
{
	int64_t at = AGE_NONCE_LEN + p->piece * SEALED_PIECE;
	int rc = n == SEALED_PIECE ? payload_read_at(p->land->fd, p->old, n, at, e) : ERR_CORRUPT;
	if (rc == ERR_IO)
		return rc;
	p->stale = rc < 0 || memcmp(p->old, p->sealed, n) != 0;
	return p->stale ? err_set(e, ERR_CONFLICT, "what an earlier attempt left is of no use") : 0;
}

static int checkpoint(struct put *p, struct err *e)
{
	if (!p->st->on || p->piece % p->st->every != 0)
		return 0;
	if (fdatasync(p->land->fd) != 0) {
		p->land->broken = true;
		return err_set(e, ERR_IO, "cannot make evidence durable: %s", strerror(errno));
	}
	p->st->pieces = p->piece;
	return put_state_write(p->st, p->folder, e);
}

static int put_piece(struct put *p, struct str plain, bool last, struct err *e)
{
	size_t n = seal_piece(p, plain, last);
	bool written = p->piece >= p->there;
	TRY(written ? landing_write(p->land, p->sealed, n, e) : compare_piece(p, n, e));
	p->piece++;
	p->done += (int64_t)plain.n;
	if (written && !last)
		TRY(checkpoint(p, e));
	return p->in->progress ? p->in->progress(p->in->progress_ctx, p->done, p->of, e) : 0;
}

static int pump(struct put *p, struct ring *ring, struct err *e)
{
	struct str plain;
	bool last = false;
	while (!last && ring_next(ring, &plain, &last))
		TRY(put_piece(p, plain, last, e));
	return 0;
}

/* ---- beginning, or beginning again ---- */

static int begin_new(struct put *p, struct arena *a, struct err *e)
{
	struct put_state *st = p->st;
	random_bytes(st->file_key.b, sizeof st->file_key.b);
	random_bytes(st->nonce, sizeof st->nonce);
	st->pieces = 0;
	TRY(age_header_write(&st->file_key, p->in->recipients, p->in->n_recipients, a, &st->header,
			     e));
	if (ftruncate(p->land->fd, 0) != 0)
		return err_set(e, ERR_IO, "cannot write in the evidence folder: %s",
			       strerror(errno));
	if (st->on)
		TRY(put_state_write(st, p->folder, e));
	return landing_write(p->land, st->nonce, sizeof st->nonce, e);
}

static bool can_go_on(struct put *p, struct arena *a)
{
	struct stat st;
	uint8_t nonce[AGE_NONCE_LEN];
	return p->st->on && put_state_read(p->st, p->folder, a) && p->st->pieces > 0 &&
	       p->st->pieces < (p->of + PIECE - 1) / PIECE && fstat(p->land->fd, &st) == 0 &&
	       st.st_size >= AGE_NONCE_LEN + p->st->pieces * SEALED_PIECE &&
	       payload_read_at(p->land->fd, nonce, sizeof nonce, 0, NULL) == 0 &&
	       memcmp(nonce, p->st->nonce, sizeof nonce) == 0;
}

static int begin(struct put *p, struct arena *a, struct err *e)
{
	if (!can_go_on(p, a))
		return begin_new(p, a, e);
	/* What came after the last sync is cut off: it may be anything. */
	int64_t at = AGE_NONCE_LEN + p->st->pieces * SEALED_PIECE;
	if (ftruncate(p->land->fd, at) != 0 || lseek(p->land->fd, at, SEEK_SET) != at)
		return err_set(e, ERR_IO, "cannot write in the evidence folder: %s",
			       strerror(errno));
	p->there = p->st->pieces;
	p->land->sent = at;
	return 0;
}

/* ---- the whole ---- */

static int transfer(struct put *p, struct source *src, struct arena *a, struct payload *ret,
		    struct err *e)
{
	struct payload r = { 0 };
	TRY(begin(p, a, e));
	hasher_add(p->stored, p->st->nonce, sizeof p->st->nonce);
	p->stream = age_stream_new(&p->st->file_key, p->st->nonce);
	struct ring *ring = p->in->read ? ring_start(p->in->read, p->in->read_ctx)
					: ring_start(source_read, src);
	int rc = pump(p, ring, e);
	int read = ring_stop(ring, &r.plain, rc < 0 ? NULL : e);
	TRY(rc < 0 ? rc : read);
	if (!p->in->read)
		TRY(source_same(src, p->done, e));
	r.name = hasher_end(p->stored);
	p->stored = NULL;
	TRY(landing_finish(p->land, &r.name, e));
	r.bytes = age_payload_bytes(p->done);
	r.plain_bytes = p->done;
	r.header = p->st->header;
	*ret = r;
	return 0;
}

/* What can be continued is kept, unless the disk failed or the file is another one now. */
static void put_away(struct put *p, int rc)
{
	if (p->land->broken || p->stale || rc == ERR_CONFLICT)
		p->land->keep = false;
	if (!p->land->keep)
		put_state_remove(p->st, p->folder);
}

static int put_once(const char *folder, const struct payload_put *in, struct put_state *st,
		    struct source *src, struct arena *a, struct payload *ret, bool *ret_stale,
		    struct err *e)
{
	AUTO_LANDING land = { .fd = -1 };
	struct put p = { .folder = folder, .in = in, .st = st, .land = &land };
	int rc = landing_open(&land, folder, st->on ? st->id : NULL, e);
	if (rc == ERR_BUSY) { /* the same file at the same time: this one goes its own way */
		st->on = false;
		rc = landing_open(&land, folder, NULL, e);
	}
	TRY(rc);
	land.keep = st->on;
	p.of = in->read ? -1 : src->before.st_size;
	p.stored = hasher_new();
	p.sealed = malloc(SEALED_PIECE);
	p.old = malloc(SEALED_PIECE);
	if (!p.sealed || !p.old)
		die("out of memory");
	rc = transfer(&p, src, a, ret, e);
	put_away(&p, rc);
	*ret_stale = p.stale;
	age_stream_free(p.stream);
	hasher_free(p.stored);
	free(p.sealed);
	free(p.old);
	return rc;
}

int payload_put(const char *folder, const struct payload_put *in, struct arena *a,
		struct payload *ret, struct err *e)
{
	AUTO_PUT_STATE st = { 0 };
	struct source src = { .fd = -1 };
	bool stale = false;
	assert(in->n_recipients > 0 && in->n_recipients <= AGE_RECIPIENTS_MAX);
	TRY(payload_store_make(folder, e));
	if (!in->read) {
		TRY(source_begin(&src, in->fd, e));
		TRY(put_state_name(&st, in, src.before.st_size, nanoseconds(&src.before), e));
	}
	int rc = put_once(folder, in, &st, &src, a, ret, &stale, e);
	if (!stale)
		return rc;
	src.at = 0;
	return put_once(folder, in, &st, &src, a, ret, &stale, e);
}
