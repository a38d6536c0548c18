/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/http_priv.h"

#include <microhttpd.h>
#include <stdlib.h>

/* The policy of the interface design: no scripts, nothing from elsewhere, no framing; style attributes
 * for the numbers of charts. And that of what we did not write. */
static const char *const PAGE_POLICY =
	"default-src 'none'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; "
	"font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
static const char *const SANDBOX_POLICY =
	"default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/* On every response. */
static const struct {
	const char *name;
	const char *value;
} SECURITY[] = {
	{ "X-Content-Type-Options", "nosniff" },
	{ "Referrer-Policy", "same-origin" }, /* why not no-referrer: http.h */
	{ "Cross-Origin-Opener-Policy", "same-origin" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};

void http_response_begin(struct http_response *rs, struct arena *a, int status)
{
	*rs = (struct http_response){
		.a = a,
		.status = status,
		.type = STR("text/html; charset=utf-8"),
	};
	buf_init(&rs->body, HTTP_RESPONSE_MAX);
}

void http_response_done(struct http_response *rs)
{
	if (rs->stream.done)
		rs->stream.done(rs->stream.ctx);
	rs->stream = (struct http_stream){ 0 };
	buf_done(&rs->body);
}

void http_response_plain(struct http_response *rs, struct str why)
{
	rs->type = STR("text/plain; charset=utf-8");
	buf_clear(&rs->body);
	buf_add(&rs->body, why);
	buf_char(&rs->body, '\n');
}

int http_status(int code)
{
	switch (code) {
	case 0:
		return 200;
	case ERR_NOTFOUND:
		return 404;
	case ERR_INPUT:
		return 400;
	case ERR_TOOBIG:
		return 413;
	case ERR_CONFLICT:
		return 409;
	case ERR_BUSY:
		return 503;
	case ERR_DENIED:
		return 403;
	default: /* ERR_CORRUPT, ERR_IO: nothing the reader could do better */
		return 500;
	}
}

int http_redirect(struct http_response *rs, struct str path, struct err *e)
{
	bool local = path.n && path.p[0] == '/' &&
		     !(path.n > 1 && (path.p[1] == '/' || path.p[1] == '\\'));
	for (size_t i = 0; local && i < path.n; i++)
		local = (unsigned char)path.p[i] > ' ' && (unsigned char)path.p[i] < 0x7f;
	if (!local)
		return err_set(e, ERR_INPUT, "the next page is not one of this register");
	buf_clear(&rs->body);
	rs->status = 303;
	rs->location = str_copy(rs->a, path);
	return 0;
}

void http_fixed(const struct http_request *rq, struct http_response *rs, struct str bytes,
		struct str type, struct str etag)
{
	rs->cache = HTTP_FOREVER;
	rs->type = type;
	rs->etag = str_printf(rs->a, "\"%.*s\"", STR_FMT(etag));
	if (str_has(rq->if_none_match, rs->etag))
		rs->status = 304;
	else
		rs->fixed = bytes;
}

/* RFC 6266: a plain name for old readers, and the real one in UTF-8 beside it. */
void http_download(struct http_response *rs, struct str name, struct str type)
{
	AUTO_BUF plain;
	AUTO_BUF coded;
	buf_init(&plain, SIZE_MAX / 2);
	buf_init(&coded, SIZE_MAX / 2);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (c >= '0' && c <= '9') || (c && strchr("-_.", c));
		buf_char(&plain, good ? c : '_');
		if (good)
			buf_char(&coded, c);
		else
			buf_printf(&coded, "%%%02X", (unsigned)(unsigned char)c);
	}
	rs->type = type;
	rs->disposition = str_printf(rs->a, "attachment; filename=\"%.*s\"; filename*=UTF-8''%.*s",
				     STR_FMT(buf_str(&plain)), STR_FMT(buf_str(&coded)));
}

/* ---- sending --------------------------------------------------------- */

static bool add(struct MHD_Response *r, const char *name, const char *value)
{
	return MHD_add_response_header(r, name, value) == MHD_YES;
}

/* `value` comes from an arena and ends in NUL; an empty one is left out. */
static bool add_str(struct MHD_Response *r, const char *name, struct str value)
{
	return !value.n || add(r, name, value.p);
}

static bool add_headers(struct MHD_Response *r, const struct http_response *rs, bool close)
{
	bool ok = true;
	bool empty = rs->status == 303 || rs->status == 304;

	ok = ok && add(r, "Content-Security-Policy", rs->sandbox ? SANDBOX_POLICY : PAGE_POLICY);
	for (size_t i = 0; i < COUNT(SECURITY); i++)
		ok = ok && add(r, SECURITY[i].name, SECURITY[i].value);
	ok = ok &&
	     add(r, "Cache-Control",
		 rs->cache == HTTP_FOREVER ? "public, max-age=31536000, immutable" : "no-store");
	ok = ok && add_str(r, "Content-Type", empty ? STR("") : str_copy(rs->a, rs->type));
	ok = ok && add_str(r, "Location", rs->location) && add_str(r, "ETag", rs->etag) &&
	     add_str(r, "Content-Disposition", rs->disposition);
	for (size_t i = 0; i < rs->n_cookies; i++)
		ok = ok && add_str(r, "Set-Cookie", rs->cookies[i]);
	if (rs->status == 405)
		ok = ok && add(r, "Allow", "GET, HEAD, POST");
	if (close)
		ok = ok && add(r, "Connection", "close");
	return ok;
}

/* A stream in the library's hands. */
struct sent {
	struct http_stream stream;
	pthread_mutex_t *turn;
};

static ssize_t on_read(void *cls, uint64_t at, char *p, size_t n)
{
	struct sent *x = cls;
	size_t got = 0;
	struct err e;
	(void)at; /* in order, without gaps: the length is announced and the answer is not a range */
	pthread_mutex_lock(x->turn);
	int rc = x->stream.read(x->stream.ctx, p, n, &got, &e);
	pthread_mutex_unlock(x->turn);
	return rc < 0 || !got ? MHD_CONTENT_READER_END_WITH_ERROR : (ssize_t)got;
}

static void on_sent(void *cls)
{
	struct sent *x = cls;
	if (x->stream.done)
		x->stream.done(x->stream.ctx);
	free(x);
}

static struct MHD_Response *make_stream(struct http_response *rs, pthread_mutex_t *turn)
{
	enum { BLOCK = 128 << 10 };
	struct sent *x = mem_need(calloc(1, sizeof *x));
	*x = (struct sent){ rs->stream, turn };
	struct MHD_Response *r = MHD_create_response_from_callback((uint64_t)rs->stream.bytes,
								   BLOCK, on_read, x, on_sent);
	if (r)
		rs->stream = (struct http_stream){ 0 };
	else
		free(x);
	return r;
}

/* The body goes to the library, which frees it when it is sent. */
static struct MHD_Response *make_response(struct http_response *rs, pthread_mutex_t *turn)
{
	if (rs->stream.read && rs->stream.bytes > 0)
		return make_stream(rs, turn);
	if (rs->fixed.n) /* it is only read, whatever the type says */
		return MHD_create_response_from_buffer(rs->fixed.n, (void *)(uintptr_t)rs->fixed.p,
						       MHD_RESPMEM_PERSISTENT);
	if (!rs->body.n)
		return MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
	struct MHD_Response *r =
		MHD_create_response_from_buffer(rs->body.n, rs->body.p, MHD_RESPMEM_MUST_FREE);
	if (r)
		rs->body = (struct buf){ .max = rs->body.max };
	return r;
}

bool http_response_send(struct http_response *rs, struct MHD_Connection *c, pthread_mutex_t *turn,
			bool close)
{
	if (rs->body.full) {
		struct arena *a = rs->a;
		http_response_done(rs);
		http_response_begin(rs, a, 500);
		http_response_plain(rs, STR("The page became too large to send."));
	}
	struct MHD_Response *r = make_response(rs, turn);
	if (!r)
		return false;
	bool ok = add_headers(r, rs, close) &&
		  MHD_queue_response(c, (unsigned)rs->status, r) == MHD_YES;
	MHD_destroy_response(r); /* our reference only */
	return ok;
}
