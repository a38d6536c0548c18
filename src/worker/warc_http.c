/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "worker/warc_http.h"

void http_body_init(struct http_body *h, enum digest_kind k)
{
	memset(h, 0, sizeof *h);
	buf_init(&h->head, HTTP_HEAD_MAX);
	if (k != DIGEST_NONE) {
		h->as_sent = digest_new(k);
		h->decoded = digest_new(k);
	}
}

void http_body_done(struct http_body *h)
{
	digest_freep(&h->as_sent);
	digest_freep(&h->decoded);
	buf_done(&h->head);
}

bool http_body_decoded(const struct http_body *h)
{
	return h->chunked && h->state == CHUNK_LAST;
}

/* ---- the head: RFC 9112, read as widely as servers write ---- */

/* Bytes up to and with the empty line; 0 when it has not come yet. */
static size_t head_length(struct str s)
{
	ptrdiff_t crlf = str_find(s, STR("\r\n\r\n"));
	ptrdiff_t lf = str_find(s, STR("\n\n"));
	if (crlf >= 0 && (lf < 0 || crlf < lf))
		return (size_t)crlf + 4;
	return lf >= 0 ? (size_t)lf + 2 : 0;
}

static bool same_name(struct str a, const char *lower)
{
	size_t n = strlen(lower);
	if (a.n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		char c = a.p[i];
		if ((c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) != lower[i])
			return false;
	}
	return true;
}

static int status_of(struct str line)
{
	struct str version;
	struct str rest = str_trim(str_cut(line, ' ', &version));
	int64_t n = 0;
	if (!str_starts(version, STR("HTTP/")) || rest.n < 3 || !str_to_int(str_n(rest.p, 3), &n))
		return 0;
	return n >= 100 && n <= 999 ? (int)n : 0;
}

static void read_head(struct http_body *h, struct str head)
{
	struct str line;
	struct str rest = str_cut(head, '\n', &line);
	h->status = status_of(line);
	while (rest.p) {
		struct str name;
		rest = str_cut(rest, '\n', &line);
		struct str value = str_trim(str_cut(line, ':', &name));
		/* The last coding is what frames the body; "gzip, chunked" is chunks of gzip. */
		if (value.p && same_name(str_trim(name), "transfer-encoding"))
			h->chunked =
				value.n >= 7 && same_name(str_from(value, value.n - 7), "chunked");
	}
}

/* ---- chunks: RFC 9112 section 7.1 ---- */

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static enum chunk_state size_done(struct http_body *h)
{
	if (h->digits == 0)
		return CHUNK_BAD;
	return h->chunk ? CHUNK_DATA : CHUNK_LAST;
}

static enum chunk_state size_step(struct http_body *h, char c)
{
	int v = hex_value(c);
	if (v >= 0) {
		h->chunk = h->chunk << 4 | (uint64_t)v;
		return ++h->digits > 15 ? CHUNK_BAD : CHUNK_SIZE;
	}
	if (c == '\n')
		return size_done(h);
	return (c == ';' || c == ' ' || c == '\t' || c == '\r') && h->digits ? CHUNK_EXT
									     : CHUNK_BAD;
}

static void chunk_begin(struct http_body *h)
{
	h->chunk = 0;
	h->digits = 0;
	h->state = CHUNK_SIZE;
}

static void add_chunked(struct http_body *h, struct str s)
{
	while (s.n && h->state != CHUNK_BAD && h->state != CHUNK_LAST) {
		size_t n = 1;
		if (h->state == CHUNK_SIZE) {
			h->state = size_step(h, s.p[0]);
		} else if (h->state == CHUNK_EXT) {
			if (s.p[0] == '\n')
				h->state = size_done(h);
		} else if (h->state == CHUNK_DATA) {
			n = s.n < h->chunk ? s.n : (size_t)h->chunk;
			digest_update(h->decoded, s.p, n);
			h->chunk -= n;
			if (h->chunk == 0)
				h->state = CHUNK_AFTER;
		} else { /* CHUNK_AFTER: the line break behind the data */
			if (s.p[0] == '\n')
				chunk_begin(h);
			else if (s.p[0] != '\r')
				h->state = CHUNK_BAD;
		}
		s = str_from(s, n);
	}
}

static void add_body(struct http_body *h, struct str s)
{
	if (!h->as_sent)
		return;
	digest_update(h->as_sent, s.p, s.n);
	if (h->chunked)
		add_chunked(h, s);
}

void http_body_add(struct http_body *h, struct str s)
{
	if (h->in_body) {
		add_body(h, s);
		return;
	}
	/* Only the last bytes can be part of the end of the head; all is looked at again, up to
	 * HTTP_HEAD_MAX, which a block reaches in a few pieces. */
	size_t before = h->head.n;
	buf_add(&h->head, s);
	size_t from = before < 4 ? 0 : before - 4;
	size_t len = head_length(str_from(buf_str(&h->head), from));
	if (len == 0)
		return;
	h->in_body = true;
	read_head(h, str_n(h->head.p, from + len));
	chunk_begin(h);
	add_body(h, str_from(s, from + len - before));
}
