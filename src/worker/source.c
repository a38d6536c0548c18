/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/source.h"

#include <errno.h>
#include <unistd.h>

int source_read_fd(void *ctx, void *p, size_t max, size_t *ret_n, struct err *e)
{
	ssize_t n;
	while ((n = read(*(int *)ctx, p, max)) < 0 && errno == EINTR)
		;
	if (n < 0)
		return err_set(e, ERR_IO, "cannot read: %s", strerror(errno));
	*ret_n = (size_t)n;
	return 0;
}

int source_read_str(void *ctx, void *p, size_t max, size_t *ret_n, struct err *e)
{
	struct str *s = ctx;
	size_t n = s->n < max ? s->n : max;
	(void)e;
	if (n)
		memcpy(p, s->p, n);
	*s = str_from(*s, n);
	*ret_n = n;
	return 0;
}

/* Fewer than two bytes may be at hand when a read was short, so the first look asks again. */
static int fill(struct members *m, struct err *e)
{
	size_t n = 0;
	if (m->used == m->n) {
		m->at += (int64_t)m->n;
		m->n = m->used = 0;
	}
	if (m->n == sizeof m->in)
		return 0;
	TRY(m->src.read(m->src.ctx, m->in + m->n, sizeof m->in - m->n, &n, e));
	m->n += n;
	return 0;
}

int members_open(struct members *m, struct source src, struct err *e)
{
	memset(m, 0, sizeof *m);
	m->src = src;
	if (inflateInit2(&m->z, 15 + 16) != Z_OK)
		die("no memory for zlib");
	size_t before;
	do {
		before = m->n;
		TRY(fill(m, e));
	} while (m->n < 2 && m->n > before);
	m->zipped = m->n >= 2 && m->in[0] == 0x1F && m->in[1] == 0x8B;
	return 0;
}

void members_close(struct members *m)
{
	inflateEnd(&m->z);
}

static int inflate_some(struct members *m, struct err *e)
{
	m->z.next_out = m->out;
	m->z.avail_out = sizeof m->out;
	while (m->z.avail_out == sizeof m->out && !m->done) {
		if (m->used == m->n)
			TRY(fill(m, e));
		if (m->used == m->n)
			return err_set(e, ERR_INPUT, "the file ends within a gzip member");
		m->z.next_in = m->in + m->used;
		m->z.avail_in = (uInt)(m->n - m->used);
		int rc = inflate(&m->z, Z_NO_FLUSH);
		m->used = m->n - m->z.avail_in;
		if (rc != Z_OK && rc != Z_STREAM_END && rc != Z_BUF_ERROR)
			return err_set(e, ERR_INPUT, "a gzip member is broken");
		m->done = rc == Z_STREAM_END;
	}
	m->out_n = sizeof m->out - m->z.avail_out;
	return 0;
}

static int more_out(struct members *m, struct err *e)
{
	m->out_used = m->out_n = 0;
	if (m->zipped) {
		TRY(inflate_some(m, e));
	} else {
		if (m->used == m->n)
			TRY(fill(m, e));
		m->out_n = m->n - m->used;
		memcpy(m->out, m->in + m->used, m->out_n);
		m->used = m->n;
		m->done = m->out_n == 0;
	}
	m->bytes += (int64_t)m->out_n;
	return 0;
}

int members_take(struct members *m, size_t max, struct str *ret, struct err *e)
{
	while (m->out_used == m->out_n && !m->done)
		TRY(more_out(m, e));
	size_t n = m->out_n - m->out_used;
	n = n < max ? n : max;
	*ret = str_n((const char *)m->out + m->out_used, n);
	m->out_used += n;
	return 0;
}

int members_at_end(struct members *m, bool *ret, struct err *e)
{
	while (m->out_used == m->out_n && !m->done)
		TRY(more_out(m, e));
	*ret = m->out_used == m->out_n;
	return 0;
}

int members_byte(struct members *m, int *ret, struct err *e)
{
	struct str s = STR_NULL;
	TRY(members_take(m, 1, &s, e));
	*ret = s.n ? (uint8_t)s.p[0] : -1;
	return 0;
}

int members_next(struct members *m, bool *ret_more, struct err *e)
{
	*ret_more = false;
	if (!m->zipped)
		return 0;
	assert(m->done && m->out_used == m->out_n);
	do {
		if (m->used == m->n)
			TRY(fill(m, e));
		if (m->used == m->n)
			return 0;
	} while (m->in[m->used] == 0 && m->used++ < m->n);
	m->begin = m->at + (int64_t)m->used;
	if (m->in[m->used] != 0x1F)
		return err_set(e, ERR_INPUT, "what follows byte %lld is no gzip member",
			       (long long)m->begin);
	if (inflateReset(&m->z) != Z_OK)
		die("zlib cannot begin again");
	m->done = false;
	m->out_n = m->out_used = 0;
	*ret_more = true;
	return 0;
}

int64_t members_offset(const struct members *m)
{
	return m->at + (int64_t)m->used - (m->zipped ? 0 : (int64_t)(m->out_n - m->out_used));
}
