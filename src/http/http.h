/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * http.h - a small HTTP/1.1 server for one machine: loopback or a Unix socket, nothing else.
 *
 * It listens, refuses what no honest browser sends, reads a request whole, calls one handler, and
 * sends what that wrote. It knows nothing of pages or of who may see them.
 *
 * Large things do not pass through memory. Forms of paths that http_app.spools names may bring files
 * of any size, which arrive in spools (spool.h); an answer may be a stream.
 *
 * One at a time: two threads read and write connections, but the handler, `refuse` and `tick` run
 * under one mutex, so they may use the vault and their context without further locks. A handler
 * that takes long holds up all others; long jobs are child processes (which must unblock SIGINT,
 * SIGTERM and SIGHUP: the server's threads have them blocked).
 *
 * What is refused before a byte of the body is read (guard.c): other hosts than ours, doubtful
 * framing, other methods than GET, HEAD and POST, what is too long, and requests that another site
 * made. Every response carries the security headers of response.c.
 *
 * Same-site requests. `Referrer-Policy: same-origin` is sent, not `no-referrer`: under no-referrer
 * browsers send "Origin: null" with every form, which is also what a sandboxed frame of a hostile
 * page sends. Both policies give other sites nothing. Whether a page asks for no-referrer in a
 * <meta> of its own, and whatever Tor Browser strips, the rule is
 *
 *	Sec-Fetch-Site: same-origin or none   ours, unless Origin names another
 *	Sec-Fetch-Site: anything else         refused (another port of localhost is "same-site")
 *	Origin: http://HOST                   ours
 *	Origin: null, or neither header       unknown: the Referer must not name another site, and
 *	                                      the form's token (token.h) decides
 *	Origin: any other                     refused
 *
 * and a POST needs a valid token in every case: these headers only refuse, they never admit.
 */
#ifndef VIGIL_HTTP_H
#define VIGIL_HTTP_H

#include "base/buf.h"
#include "http/parse.h"

enum {
	HTTP_TARGET_MAX = 8 << 10,
	HTTP_HEADERS_MAX = 32 << 10,
	HTTP_BODY_MAX = 2 << 20,     /* unless the application allows a path more */
	HTTP_BODIES_MAX = 256 << 20, /* bodies of all connections together */
	HTTP_RESPONSE_MAX = 256 << 20,
	HTTP_ARENA_MAX = 1 << 30, /* beside the body; going over it ends the program */
	HTTP_TIMEOUT_S = 30,
	HTTP_CONNECTIONS_MAX = 128,
	HTTP_COOKIES_SET_MAX = 4
};

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

enum http_site {
	HTTP_SITE_SAME,	  /* the browser says the request comes from our own page */
	HTTP_SITE_UNKNOWN /* it does not say */
};

/* A request, valid while the handler runs. Texts are checked as parse.h says. */
struct http_request {
	struct arena *a; /* for whatever the handler makes; gone after the response */
	enum http_method method;
	enum http_site site;
	struct str target; /* as sent: "/register?q=x" */
	struct str path;   /* decoded: "/register" */
	struct str host;   /* "127.0.0.1:8484" */
	struct http_params query;
	struct http_params cookies;
	struct http_form form; /* of a POST: url-encoded or multipart */
	struct str raw;	       /* of a POST to a path that http_app.raw names: the body as sent */
	struct str if_none_match;
	struct str languages; /* Accept-Language as sent: printable ASCII, maybe empty */
};

enum http_cache {
	HTTP_NO_STORE, /* pages: nothing stays on the disk of the reader */
	HTTP_FOREVER   /* an address whose content never changes */
};

/* An answer that is read as it is sent. */
struct http_stream {
	void *ctx;
	int64_t bytes;
	/* Up to `n` of the next bytes, at least one. Runs in turn, as the handler. A failure ends the
	 * connection before the announced length, which tells the browser that it did not get all. */
	int (*read)(void *ctx, char *p, size_t n, size_t *ret_n, struct err *e);
	void (*done)(void *ctx); /* called once in any case; from any thread, out of turn */
};

/* What a handler fills in. It begins as 200, text/html, an empty body, no-store. */
struct http_response {
	struct arena *a;
	int status;
	struct str type;
	struct buf body;	   /* up to HTTP_RESPONSE_MAX; a full one becomes a 500 */
	struct str fixed;	   /* instead of the body: bytes that live as long as the program */
	struct http_stream stream; /* instead of the body, when it has a `read` */
	bool sandbox; /* bytes of strangers: whatever they are, they run nothing and load nothing */
	struct str location;
	struct str etag;
	struct str disposition;
	enum http_cache cache;
	struct str cookies[HTTP_COOKIES_SET_MAX]; /* set by cookie.h */
	size_t n_cookies;
};

struct http_app {
	void *ctx;
	/* Answer a request. A failure is answered by `refuse` with http_status(code) and the
	 * error's text; what was written so far is dropped. */
	int (*handle)(void *ctx, const struct http_request *rq, struct http_response *rs,
		      struct err *e);
	/* Fill `rs` with a page that says why a request was refused; its status is set already.
	 * NULL: a line of plain text. `target` may be hostile, or empty. */
	void (*refuse)(void *ctx, struct str target, struct str why, struct http_response *rs);
	/* The largest body that a POST to `path` may have; NULL: HTTP_BODY_MAX. Called by any
	 * thread at any time, so it may look at nothing but its arguments and constants. */
	size_t (*max_body)(void *ctx, struct str path);
	/* About once a second while http_run runs; for the idle lock. May be NULL. */
	void (*tick)(void *ctx);
	/* Is the body of a POST to `path` no form but something that other programs send? It is then
	 * given as it came, whatever its type. May be NULL. Called as max_body is. */
	bool (*raw)(void *ctx, struct str path);
	/* The folder where files sent to `path` may wait, so that max_body may be over HTTP_BODIES_MAX:
	 * a form's fields have HTTP_BODY_MAX then. NULL, or an answer of NULL: in memory. Called as
	 * max_body is. */
	const char *(*spools)(void *ctx, struct str path);
	/* May whoever sends this (its head, without a form) send files? Asked in turn, before the body
	 * is read and again every half minute while it comes. With `spools` only. */
	bool (*may_send)(void *ctx, const struct http_request *rq);
};

struct http_options {
	/* "127.0.0.1:8484", "[::1]:8484", "localhost:8484" (port 0: any free one) or "unix:PATH".
	 * Anything that is not loopback is refused. */
	struct str address;
	unsigned timeout_s; /* 0: HTTP_TIMEOUT_S */
	/* The only values of Host to accept. None given: for an address localhost, 127.0.0.1 and
	 * [::1] with its port; for a Unix socket localhost and any version 3 onion name. */
	const struct str *hosts;
	size_t n_hosts;
};

struct http_server;

/* Start to listen and to answer. A Unix socket has mode 0600, and a stale one is replaced only if
 * nobody listens on it. `app` must outlive the server. ERR_INPUT: not an address we may use;
 * ERR_CONFLICT: somebody listens there; ERR_IO. */
int http_listen(const struct http_options *o, const struct http_app *app, struct http_server **ret,
		struct err *e) MUST_USE;
/* Wait until SIGINT, SIGTERM or SIGHUP comes or http_stop is called, ticking meanwhile. To be
 * called by the thread that called http_listen. Slow clients are only ended while this runs. */
int http_run(struct http_server *s, struct err *e) MUST_USE;
void http_stop(struct http_server *s); /* from any thread, also from a handler */
/* Finish the requests being answered, close all, remove the Unix socket. NULL is fine. */
void http_close(struct http_server *s);

unsigned http_port(const struct http_server *s);     /* 0 for a Unix socket */
const char *http_where(const struct http_server *s); /* "http://127.0.0.1:8484/" or "unix:PATH" */

/* ---- reading a request ----------------------------------------------- */

/* First value, or STR_NULL (p == NULL) when there is none. */
struct str http_query(const struct http_request *rq, const char *name);
struct str http_field(const struct http_request *rq, const char *name);
/* The file of a field; NULL when none was chosen. The n-th of several. */
const struct http_file *http_file(const struct http_request *rq, const char *name, size_t n);

/* Take its spool, to be freed with spool_free; NULL: it is empty, or in memory, or was taken. */
struct spool *http_take_spool(const struct http_request *rq, const char *name, size_t n);

/* ---- writing a response ---------------------------------------------- */

/* 303 to a path of this site. ERR_INPUT when `path` is not one ("//host", "http:...", spaces). */
int http_redirect(struct http_response *rs, struct str path, struct err *e) MUST_USE;
/* Bytes that live as long as the program, under an address that never changes its content; 304
 * when the reader has them. `etag` without quotes. */
void http_fixed(const struct http_request *rq, struct http_response *rs, struct str bytes,
		struct str type, struct str etag);
/* The body is to be saved as a file of this name. */
void http_download(struct http_response *rs, struct str name, struct str type);

int http_status(int code); /* of an error: 404, 400, 413, 409, 403, 500 */

#endif
