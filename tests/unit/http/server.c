/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real server on an ephemeral port or socket, driven by raw sockets, as a hostile client would. */
#include "check.h"

#include <dirent.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/bytes.h"
#include "base/file.h"
#include "http/cookie.h"
#include "http/fetch.h"
#include "http/http.h"

enum { UPLOAD_MAX = 8 << 20, ANSWER_MAX = 16 << 20 };

/* ---- the application under test -------------------------------------- */

struct app {
	int handled;
	int ticks;
	int inside; /* handlers running now; never above one */
	int worst;
	int asked;   /* may this be sent? */
	int streams; /* open */
	size_t streamed;
	bool stream_fails;
	struct http_server *server;
};

static int echo_form(const struct http_request *rq, struct http_response *rs)
{
	for (size_t i = 0; i < rq->form.fields.n; i++)
		buf_printf(&rs->body, "%.*s=%.*s;", STR_FMT(rq->form.fields.v[i].name),
			   STR_FMT(rq->form.fields.v[i].value));
	for (size_t i = 0; i < rq->form.n_files; i++)
		if (rq->form.files[i].spool) {
			struct hash h = spool_sha256(rq->form.files[i].spool);
			buf_printf(&rs->body, "spool %.*s %lld %.*s;",
				   STR_FMT(rq->form.files[i].name),
				   (long long)spool_bytes(rq->form.files[i].spool),
				   STR_FMT(hex_str(rs->a, h.b, 4)));
		} else {
			buf_printf(&rs->body, "file %.*s %zu;", STR_FMT(rq->form.files[i].name),
				   rq->form.files[i].bytes.n);
		}
	return 0;
}

enum { STREAM_BYTES = 5 << 20 };

/* Numbers that show what is missing; half-way it ends when the path says so. */
static int read_stream(void *ctx, char *p, size_t n, size_t *ret_n, struct err *e)
{
	struct app *app = ctx;
	size_t left = STREAM_BYTES - app->streamed;
	size_t take = n < 10000 ? n : 10000;
	take = take < left ? take : left;
	if (app->stream_fails && app->streamed > STREAM_BYTES / 2)
		return err_set(e, ERR_CORRUPT, "damaged");
	for (size_t i = 0; i < take; i++)
		p[i] = (char)('a' + (app->streamed + i) % 23);
	app->streamed += take;
	*ret_n = take;
	return 0;
}

static void done_stream(void *ctx)
{
	struct app *app = ctx;
	app->streams--;
}

static int route(struct app *app, const struct http_request *rq, struct http_response *rs,
		 struct err *e)
{
	if (rq->method == HTTP_POST && rq->raw.p) {
		buf_printf(&rs->body, "raw %zu %zu:%.*s", rq->raw.n, rq->form.fields.n,
			   STR_FMT(rq->raw));
		rs->type = STR("text/x.tlog.size");
		rs->status = 409;
		return 0;
	}
	if (rq->method == HTTP_POST && str_eq(rq->path, STR("/go")))
		return http_redirect(rs, STR("/done#claims"), e);
	if (rq->method == HTTP_POST)
		return echo_form(rq, rs);
	if (str_eq(rq->path, STR("/login"))) {
		cookie_set(rs, STR("s"), STR("abc"));
		return 0;
	}
	if (str_eq(rq->path, STR("/asset"))) {
		http_fixed(rq, rs, STR("body { }"), STR("text/css; charset=utf-8"), STR("e1"));
		return 0;
	}
	if (str_eq(rq->path, STR("/big"))) {
		for (int i = 0; i < 1 << 18; i++)
			buf_lit(&rs->body, "0123456789abcdef");
		return 0;
	}
	if (str_starts(rq->path, STR("/stream"))) {
		app->streams++;
		app->streamed = 0;
		app->stream_fails = str_eq(rq->path, STR("/stream/fails"));
		rs->stream = (struct http_stream){ app, STREAM_BYTES, read_stream, done_stream };
		rs->sandbox = true;
		return str_eq(rq->path, STR("/stream/refused"))
			       ? err_set(e, ERR_DENIED, "not for you")
			       : 0;
	}
	if (str_eq(rq->path, STR("/stop"))) {
		http_stop(app->server);
		return 0;
	}
	if (str_eq(rq->path, STR("/missing")))
		return err_set(e, ERR_NOTFOUND, "there is no such page");
	buf_printf(&rs->body, "<p>%.*s q=%.*s s=%.*s</p>", STR_FMT(rq->path),
		   STR_FMT(http_query(rq, "q")), STR_FMT(cookie_get(rq, STR("s"))));
	return 0;
}

static int handle(void *ctx, const struct http_request *rq, struct http_response *rs, struct err *e)
{
	struct app *app = ctx;
	app->handled++;
	if (++app->inside > app->worst)
		app->worst = app->inside;
	int rc = route(app, rq, rs, e);
	app->inside--;
	return rc;
}

static size_t max_body(void *ctx, struct str path)
{
	(void)ctx;
	if (str_starts(path, STR("/send")))
		return (size_t)1 << 40;
	return str_eq(path, STR("/upload")) ? UPLOAD_MAX : HTTP_BODY_MAX;
}

static void tick(void *ctx)
{
	struct app *app = ctx;
	app->ticks++;
}

static bool is_raw(void *ctx, struct str path)
{
	(void)ctx;
	return str_eq(path, STR("/add-checkpoint"));
}

static const char *spools(void *ctx, struct str path)
{
	(void)ctx;
	return str_starts(path, STR("/send")) ? "build" : NULL;
}

/* Everybody for a while; then nobody. */
static bool may_send(void *ctx, const struct http_request *rq)
{
	struct app *app = ctx;
	app->asked++;
	return !str_eq(cookie_get(rq, STR("s")), STR("locked"));
}

struct server {
	struct app app;
	struct http_app vtable;
	struct http_server *http;
	pthread_t runner;
	int run_rc;
	char path[64]; /* of a Unix socket */
};

static void *run(void *arg)
{
	struct server *s = arg;
	s->run_rc = http_run(s->http, NULL);
	return NULL;
}

static bool server_start(struct server *s, const char *address, unsigned timeout_s)
{
	struct err e;
	struct http_options o = { .address = str_of(address), .timeout_s = timeout_s };
	*s = (struct server){ .vtable = { NULL, handle, NULL, max_body, tick, is_raw, spools,
					  may_send },
			      .run_rc = 1 };
	s->vtable.ctx = &s->app;
	if (!strncmp(address, "unix:", 5))
		snprintf(s->path, sizeof s->path, "%s", address + 5);
	if (http_listen(&o, &s->vtable, &s->http, &e) < 0) {
		FAIL("%s: %s", address, e.text);
		return false;
	}
	s->app.server = s->http;
	pthread_create(&s->runner, NULL, run, s);
	return true;
}

static void server_done(struct server *s)
{
	if (!s->http)
		return;
	http_stop(s->http);
	pthread_join(s->runner, NULL);
	http_close(s->http);
	CHECK_INT(s->run_rc, 0);
	CHECK(s->app.worst <= 1);
}
#define AUTO_SERVER AUTO(server_done) struct server

/* ---- the client ------------------------------------------------------ */

static int dial(const struct server *s)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
				  .sin_port = htons((uint16_t)http_port(s->http)),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	int fd = socket(s->path[0] ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	snprintf(un.sun_path, sizeof un.sun_path, "%s", s->path);
	int rc = s->path[0] ? connect(fd, (struct sockaddr *)&un, sizeof un)
			    : connect(fd, (struct sockaddr *)&to, sizeof to);
	if (rc < 0)
		FAIL("connect: %s", strerror(errno));
	return fd;
}

/* False when the server has closed. */
static bool put(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = send(fd, s.p, s.n, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		s = str_from(s, (size_t)n);
	}
	return true;
}

/* How much of what came is the first answer of it; 0 when that is not here to its end. To HEAD comes no body. */
static size_t first_answer(struct str s, bool head)
{
	int64_t body = 0;
	ptrdiff_t end = str_find(s, STR("\r\n\r\n"));
	if (end < 0)
		return 0;
	struct str lines = str_n(s.p, (size_t)end + 2);
	ptrdiff_t at = str_find(lines, STR("\r\nContent-Length: "));
	if (at >= 0 && !head) {
		struct str n = str_from(lines, (size_t)at + strlen("\r\nContent-Length: "));
		(void)str_to_int(str_n(n.p, (size_t)str_find(n, STR("\r\n"))), &body);
	}
	size_t whole = (size_t)end + 4 + (size_t)body;
	return whole <= s.n ? whole : 0;
}

static bool are_whole(struct str s, int answers, bool head)
{
	while (answers-- > 0) {
		size_t n = first_answer(s, head);
		if (!n)
			return false;
		s = str_from(s, n);
	}
	return true;
}

/* What is waited for, however slow the machine is; only when it does not come this ends the test. */
enum { LONG_MS = 60000 };

struct expect {
	int answers; /* which must come, though the server stays open */
	bool head;
	bool end; /* it must close */
};

/* All that comes until the server closes, which is true, or is silent after all that must come. */
static bool get(int fd, struct buf *b, const struct expect *x)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	char piece[65536];
	while (poll(&p, 1, !x->end && are_whole(buf_str(b), x->answers, x->head) ? 150 : LONG_MS) >
	       0) {
		ssize_t n = recv(fd, piece, sizeof piece, 0);
		if (n <= 0)
			return true;
		buf_add_n(b, piece, (size_t)n);
	}
	return false;
}

/* Host filled in for {H}. */
static struct str with_host(const struct server *s, struct str request, struct arena *a)
{
	ptrdiff_t at = str_find(request, STR("{H}"));
	if (at < 0)
		return request;
	struct str host =
		s->path[0] ? STR("localhost") : str_printf(a, "127.0.0.1:%u", http_port(s->http));
	struct str rest = str_from(request, (size_t)at + 3);
	return str_join(a, str_join(a, str_n(request.p, (size_t)at), host), with_host(s, rest, a));
}

/* One connection: send, then read all the server says. */
static struct str ask_for(const struct server *s, struct str request, const struct expect *x,
			  struct arena *a, bool *ret_closed)
{
	AUTO_BUF b;
	AUTO_FD fd = dial(s);
	buf_init(&b, ANSWER_MAX);
	put(fd, with_host(s, request, a));
	*ret_closed = get(fd, &b, x);
	return buf_copy(&b, a);
}

static struct str ask(const struct server *s, struct str request, struct arena *a)
{
	struct expect x = { .answers = 1, .head = str_starts(request, STR("HEAD ")) };
	bool closed;
	return ask_for(s, request, &x, a, &closed);
}

static int status_of(struct str answer)
{
	int64_t v;
	if (!str_starts(answer, STR("HTTP/1.1 ")) || answer.n < 12 ||
	    !str_to_int(str_n(answer.p + 9, 3), &v))
		return 0;
	return (int)v;
}

static int count(struct str s, struct str part)
{
	int n = 0;
	for (ptrdiff_t at; (at = str_find(s, part)) >= 0; n++)
		s = str_from(s, (size_t)at + part.n);
	return n;
}

static struct str body_of(struct str answer)
{
	ptrdiff_t at = str_find(answer, STR("\r\n\r\n"));
	return at < 0 ? STR("") : str_from(answer, (size_t)at + 4);
}

static const char LOCAL[] = "127.0.0.1:0";
#define GET(target) "GET " target " HTTP/1.1\r\nHost: {H}\r\n"
#define POST(target, type, n)                                                                      \
	"POST " target " HTTP/1.1\r\nHost: {H}\r\nContent-Type: " type "\r\nContent-Length: " n    \
	"\r\n"
#define FORM "application/x-www-form-urlencoded"

/* ---- ordinary life --------------------------------------------------- */

TEST(a_page_comes_with_all_security_headers)
{
	static const char *const HEADERS[] = {
		"\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; style-src-attr "
		"'unsafe-inline'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
		"frame-ancestors 'none'\r\n",
		"\r\nX-Content-Type-Options: nosniff\r\n",
		"\r\nReferrer-Policy: same-origin\r\n",
		"\r\nCross-Origin-Opener-Policy: same-origin\r\n",
		"\r\nCross-Origin-Resource-Policy: same-origin\r\n",
		"\r\nCache-Control: no-store\r\n",
		"\r\nContent-Type: text/html; charset=utf-8\r\n",
	};
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	struct str r = ask(&s, STR(GET("/register?q=%D9%86") "Cookie: s=1\r\n\r\n"), a);
	CHECK_INT(status_of(r), 200);
	CHECK_STR(body_of(r), "<p>/register q=ن s=1</p>");
	struct str bad = ask(&s, STR("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"), a);
	CHECK_INT(status_of(bad), 400);
	for (size_t i = 0; i < COUNT(HEADERS); i++) {
		CHECK_INT(count(r, str_of(HEADERS[i])), 1);
		if (i < 6)
			CHECK_INT(count(bad, str_of(HEADERS[i])), 1);
	}
	CHECK(!str_has(r, STR("\r\nDate:")) && !str_has(r, STR("\r\nServer:")));
}

TEST(head_has_the_length_but_no_body)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	struct str r = ask(&s, STR("HEAD /x HTTP/1.1\r\nHost: {H}\r\n\r\n"), a);
	CHECK_INT(status_of(r), 200);
	CHECK(str_has(r, STR("\r\nContent-Length: 15\r\n")));
	CHECK_INT(body_of(r).n, 0);
}

TEST(forms_redirects_cookies_assets_and_errors)
{
	static const struct {
		struct {
			const char *p;
		} request;
		int status;
		const char *part;
	} CASES[] = {
		{ { POST("/form", FORM, "14") "\r\na=b&c=%D9%86&d" }, 200, "a=b;c=ن;" },
		{ { POST("/form", FORM "; charset=UTF-8", "3") "\r\na=b" }, 200, "a=b;" },
		{ { "POST /form HTTP/1.1\r\nHost: {H}\r\n\r\n" }, 200, "" },
		{ { POST("/form", "multipart/form-data; boundary=B",
			 "89") "\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.csv\""
			       "\r\n\r\nabc\r\n--B--\r\n1234567890" },
		  400,
		  "" },
		{ { POST("/form", "multipart/form-data; boundary=B",
			 "79") "\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.csv\""
			       "\r\n\r\nabc\r\n--B--\r\n" },
		  200,
		  "file x.csv 3;" },
		{ { POST("/form", "application/json", "2") "\r\n{}" }, 415, "only forms" },
		{ { POST("/form", "text/plain", "3") "\r\na=b" }, 415, "" },
		{ { POST("/form", FORM "; charset=windows-1256", "3") "\r\na=b" }, 415, "" },
		{ { POST("/form", FORM, "5") "\r\na=%00" }, 400, "NUL" },
		{ { POST("/form", FORM, "5") "\r\na=%FF" }, 400, "UTF-8" },
		{ { POST("/go", FORM, "3") "\r\na=b" }, 303, "\r\nLocation: /done#claims\r\n" },
		{ { GET("/login") "\r\n" },
		  200,
		  "\r\nSet-Cookie: s=abc; Path=/; HttpOnly; SameSite=Strict\r\n" },
		{ { GET("/asset") "\r\n" }, 200, "max-age=31536000, immutable\r\n" },
		{ { GET("/asset") "If-None-Match: \"e1\"\r\n\r\n" }, 304, "\r\nETag: \"e1\"\r\n" },
		{ { GET("/asset") "If-None-Match: \"e2\"\r\n\r\n" }, 200, "body { }" },
		{ { GET("/missing") "\r\n" }, 404, "there is no such page" },
		{ { GET("/a%00b") "\r\n" }, 400, "" },
		{ { GET("/../etc/passwd") "\r\n" }, 400, "" },
		{ { GET("//evil.example/") "\r\n" }, 400, "" },
		{ { GET("http://evil.example/") "\r\n" }, 400, "" },
	};
	AUTO_SERVER s;
	if (!server_start(&s, LOCAL, 5))
		return;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str r = ask(&s, str_of(CASES[i].request.p), a);
		if (status_of(r) != CASES[i].status || !str_has(r, str_of(CASES[i].part)))
			FAIL("case %zu: %s\n%.*s", i, CASES[i].request.p, STR_FMT(r));
	}
}

TEST(a_connection_is_kept_and_pipelined_requests_are_answered_in_order)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	bool closed;
	struct str r =
		ask_for(&s, STR(GET("/1") "\r\n" POST("/2", FORM, "3") "\r\na=b" GET("/3") "\r\n"),
			&(struct expect){ .answers = 3 }, a, &closed);
	CHECK(!closed);
	CHECK_INT(count(r, STR("HTTP/1.1 200")), 3);
	CHECK(str_find(r, STR("<p>/1")) < str_find(r, STR("a=b;")));
	CHECK(str_find(r, STR("a=b;")) < str_find(r, STR("<p>/3")));
}

TEST(a_thousand_requests_one_after_another)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	AUTO_BUF b;
	AUTO_FD fd = dial(&s);
	struct str request = with_host(&s, STR(GET("/k?q=x") "\r\n"), a);
	buf_init(&b, ANSWER_MAX);
	for (int i = 0; i < 1000; i++) {
		size_t before = b.n;
		if (!put(fd, request))
			break;
		struct str end = STR("</p>");
		while (!str_has(str_from(buf_str(&b), before), end)) {
			char piece[4096];
			ssize_t n = recv(fd, piece, sizeof piece, 0);
			if (n <= 0)
				break;
			buf_add_n(&b, piece, (size_t)n);
		}
	}
	CHECK_INT(count(buf_str(&b), STR("HTTP/1.1 200")), 1000);
	CHECK_INT(s.app.handled, 1000);
}

static void *hammer(void *arg)
{
	AUTO_ARENA *a = arena_new(0);
	for (int i = 0; i < 20; i++) {
		struct str r = ask(arg, STR(GET("/k") "Connection: close\r\n\r\n"), a);
		if (status_of(r) != 200)
			return arg;
		arena_clear(a);
	}
	return NULL;
}

TEST(handlers_never_run_at_the_same_time)
{
	AUTO_SERVER s;
	pthread_t t[4];
	if (!server_start(&s, LOCAL, 5))
		return;
	for (size_t i = 0; i < COUNT(t); i++)
		pthread_create(&t[i], NULL, hammer, &s);
	for (size_t i = 0; i < COUNT(t); i++) {
		void *failed;
		pthread_join(t[i], &failed);
		CHECK(!failed);
	}
	CHECK_INT(s.app.handled, 80);
	CHECK_INT(s.app.worst, 1);
}

/* ---- hostile life ---------------------------------------------------- */

/* Each gets one refusal, the connection closes, and what was smuggled behind it is not served. */
TEST(doubtful_requests_get_one_refusal_and_a_closed_connection)
{
#define SMUGGLED "GET /smuggled HTTP/1.1\r\nHost: {H}\r\n\r\n"
	static const struct {
		const char *request;
		int status;
	} CASES[] = {
		{ "POST /f HTTP/1.1\r\nHost: {H}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
		  "0\r\n\r\n" SMUGGLED,
		  400 },
		{ "POST /f HTTP/1.1\r\nHost: {H}\r\nContent-Length: 0\r\nContent-Length: 41\r\n\r\n" SMUGGLED,
		  400 },
		{ "POST /f HTTP/1.1\r\nHost: {H}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" SMUGGLED,
		  411 },
		{ "GET /f HTTP/1.1\r\nHost: {H}\r\nHost: {H}\r\n\r\n" SMUGGLED, 400 },
		{ "GET /f HTTP/1.0\r\n\r\n" SMUGGLED, 400 },
		{ "GET /f HTTP/1.1\r\nHost: evil.example\r\n\r\n" SMUGGLED, 400 },
		{ GET("/f") "Content-Length: 3\r\n\r\nabc" SMUGGLED, 400 },
		{ "DELETE /f HTTP/1.1\r\nHost: {H}\r\n\r\n" SMUGGLED, 405 },
		{ "CONNECT /f HTTP/1.1\r\nHost: {H}\r\n\r\n" SMUGGLED, 405 },
		{ POST("/f", FORM, "3") "Origin: https://evil.example\r\n\r\na=b" SMUGGLED, 403 },
		{ POST("/f", FORM, "3") "Sec-Fetch-Site: cross-site\r\n\r\na=b" SMUGGLED, 403 },
		{ POST("/f", FORM,
		       "3") "Sec-Fetch-Site: same-site\r\nOrigin: null\r\n\r\na=b" SMUGGLED,
		  403 },
		{ GET("/f") "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n\r\n" SMUGGLED,
		  403 },
		{ POST("/f", FORM, "3000000") "\r\na=b", 413 },
		{ POST("/f", FORM, "100000000") "\r\n", 413 },
		{ POST("/f", FORM, "100000000") "Expect: 100-continue\r\n\r\n", 413 },
		{ POST("/f", FORM, "99999999999999999") "\r\n", 413 },
	};
	AUTO_SERVER s;
	if (!server_start(&s, LOCAL, 5))
		return;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		bool closed;
		struct str r = ask_for(&s, str_of(CASES[i].request),
				       &(struct expect){ .end = true }, a, &closed);
		if (status_of(r) != CASES[i].status || !closed || count(r, STR("HTTP/1.1 ")) != 1 ||
		    str_has(r, STR("smuggled")))
			FAIL("case %zu, closed %d: %s\n%.*s", i, closed, CASES[i].request,
			     STR_FMT(r));
	}
	CHECK_INT(s.app.handled, 0);
}

/* What the library itself refuses, or cuts off without a word: no answer of ours, no crash. */
TEST(garbage_reaches_no_handler)
{
	static const struct {
		const char *p;
		size_t n;
	} CASES[] = {
#define RAW(lit) { lit, sizeof(lit) - 1 }
		RAW("\0\0\0\0\r\n\r\n"),
		RAW("GET /\0x HTTP/1.1\r\nHost: {H}\r\n\r\n"),
		RAW("GET / HTTP/1.1\r\n\r\n"), /* no Host */
		RAW("GET / HTTP/9.9\r\nHost: {H}\r\n\r\n"),
		RAW("GET /a b HTTP/1.1\r\nHost: {H}\r\n\r\n"),
		RAW("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
		RAW("GET / HTTP/1.1\r\nHost : {H}\r\n\r\n"),
		RAW("GET / HTTP/1.1\r\nHost: {H}\0.evil.example\r\nHost: x\r\n\r\n"),
		RAW("GET / HTTP/1.1\r\n Host: {H}\r\n\r\n"),
		RAW("POST / HTTP/1.1\r\nHost: {H}\r\nContent-Length: 5x\r\n\r\nabcde"),
		RAW("POST / HTTP/1.1\r\nHost: {H}\r\nContent-Length: -5\r\n\r\nabcde"),
	};
	AUTO_SERVER s;
	if (!server_start(&s, LOCAL, 5))
		return;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str r = ask(&s, str_n(CASES[i].p, CASES[i].n), a);
		if (status_of(r) == 200)
			FAIL("case %zu was answered: %.*s", i, STR_FMT(r));
	}
	CHECK_INT(s.app.handled, 0);
}

TEST(long_targets_and_header_bombs_are_refused)
{
	static const struct {
		size_t target, header;
		int status;
	} CASES[] = {
		{ HTTP_TARGET_MAX - 100, 10, 200 },
		{ HTTP_TARGET_MAX + 1, 10, 414 },
		{ 10, HTTP_HEADERS_MAX - 1000, 200 },
		{ 10, HTTP_HEADERS_MAX + 1, 431 },
		{ 10, 1 << 20, 431 },
		{ 1 << 20, 10, 414 },
	};
	AUTO_SERVER s;
	if (!server_start(&s, LOCAL, 5))
		return;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_BUF b;
		buf_init(&b, 4 << 20);
		buf_lit(&b, "GET /");
		for (size_t k = 1; k < CASES[i].target; k++)
			buf_char(&b, 'a');
		buf_lit(&b, " HTTP/1.1\r\nHost: {H}\r\n");
		for (size_t k = 0; k < CASES[i].header; k += 100)
			buf_printf(&b, "X-%07zu: %087d\r\n", k, 0);
		buf_lit(&b, "\r\n");
		/* The library may reset a connection whose request it has not read to the end, and
		 * the refusal is lost with it; that is a refusal too. */
		struct str r = ask(&s, buf_str(&b), a);
		int status = status_of(r);
		if (status != CASES[i].status && !(status == 0 && CASES[i].status != 200))
			FAIL("case %zu: %d, not %d", i, status, CASES[i].status);
	}
	CHECK_INT(s.app.handled, 2);
}

TEST(bodies_have_the_limit_of_their_path)
{
	enum { CONTENT = 5 << 20 };
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	AUTO_BUF part;
	if (!server_start(&s, LOCAL, 5))
		return;
	buf_init(&b, ANSWER_MAX);
	buf_init(&part, ANSWER_MAX);
	buf_lit(&part, "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n");
	for (int i = 0; i < CONTENT; i += 16)
		buf_lit(&part, "0123456789abcd\r\n");
	buf_lit(&part, "\r\n--B--\r\n");
	buf_printf(&b,
		   "POST /upload HTTP/1.1\r\nHost: {H}\r\nContent-Type: multipart/form-data; "
		   "boundary=B\r\nContent-Length: %zu\r\n\r\n",
		   part.n);
	buf_add(&b, buf_str(&part));
	struct str r = ask(&s, buf_str(&b), a);
	CHECK_STR(body_of(r), "file f 5242880;");
	r = ask(&s, STR(POST("/upload", FORM, "8388609") "\r\n"), a);
	CHECK_INT(status_of(r), 413);
}

/* ---- large files ------------------------------------------------------ */

#define PART_TEXT "--B\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n7\r\n"
#define PART_FILE "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.bin\"\r\n\r\n"
#define PART_END  "\r\n--B--\r\n"

/* Of this process, in bytes: what large files must not raise. */
static long resident(void)
{
	long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	if (!f || fscanf(f, "%*d %ld", &pages) != 1)
		pages = -1;
	if (f)
		fclose(f);
	return pages * sysconf(_SC_PAGESIZE);
}

/* `mib` of zeros as a file of a form; the answer. */
static struct str send_file(const struct server *s, const char *target, size_t mib,
			    const char *cookie, struct arena *a)
{
	static const char ZEROS[1 << 20];
	AUTO_BUF b;
	AUTO_FD fd = dial(s);
	size_t n = strlen(PART_TEXT PART_FILE PART_END) + (mib << 20);
	buf_init(&b, ANSWER_MAX);
	put(fd,
	    with_host(s,
		      str_printf(a,
				 "POST %s HTTP/1.1\r\nHost: {H}\r\nCookie: s=%s\r\nContent-Type: "
				 "multipart/form-data; boundary=B\r\nContent-Length: %zu\r\n\r\n",
				 target, cookie, n),
		      a));
	bool open = put(fd, STR(PART_TEXT PART_FILE));
	for (size_t i = 0; open && i < mib; i++)
		open = put(fd, str_n(ZEROS, sizeof ZEROS));
	if (open)
		put(fd, STR(PART_END));
	get(fd, &b, &(struct expect){ .answers = 1 });
	return buf_copy(&b, a);
}

TEST(a_large_file_arrives_on_the_disk_and_not_in_memory)
{
	/* sha256 of 400 MiB of zeros begins so (head -c 419430400 /dev/zero | sha256sum) */
	enum { MIB = 400 };
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	send_file(&s, "/send", 1, "x", a);
	long before = resident();
	struct str r = send_file(&s, "/send", MIB, "x", a);
	CHECK_INT(status_of(r), 200);
	struct hasher *h = hasher_new();
	static const char ZEROS[1 << 20];
	for (int i = 0; i < MIB; i++)
		hasher_add(h, ZEROS, sizeof ZEROS);
	struct hash want = hasher_end(h);
	CHECK_STR(body_of(r), str_printf(a, "t=7;spool a.bin %d %.*s;", MIB << 20,
					 STR_FMT(hex_str(a, want.b, 4)))
				      .p);
	CHECK(resident() - before < 16 << 20);
	CHECK(s.app.asked >= 2);
}

TEST(who_may_not_send_is_told_before_a_byte_is_kept)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	struct str r = send_file(&s, "/send", 3, "locked", a);
	CHECK(status_of(r) == 413 || status_of(r) == 0); /* cut off while still sending */
	CHECK_INT(s.app.handled, 0);
	/* A small one comes to the page, which says so. */
	r = send_file(&s, "/send", 1, "locked", a);
	CHECK_STR(body_of(r), "t=7;file a.bin 1048576;");
	s.app.handled = 0;
	r = ask(&s,
		STR("POST /send HTTP/1.1\r\nHost: {H}\r\nContent-Type: multipart/form-data; boundary=B\r\n"
		    "Content-Length: 9\r\n\r\n--B--\r\n12"),
		a);
	CHECK_INT(status_of(r), 400);
	CHECK_INT(s.app.handled, 0);
}

TEST(small_forms_of_such_a_page_are_as_ever)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	CHECK_STR(body_of(ask(&s, STR(POST("/send", FORM, "7") "\r\na=b&c=d"), a)), "a=b;c=d;");
	/* No memory is promised to a form that announces more than all of them may have. */
	CHECK_INT(status_of(ask(&s, STR(POST("/send", FORM, "999999999999") "\r\n"), a)), 413);
}

TEST(a_stream_comes_whole_or_is_cut_off)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	struct str r = ask(&s, STR(GET("/stream") "\r\n"), a);
	struct str body = body_of(r);
	CHECK_INT(status_of(r), 200);
	CHECK_INT(body.n, STREAM_BYTES);
	bool same = true;
	for (size_t i = 0; i < body.n; i++)
		same = same && body.p[i] == (char)('a' + i % 23);
	CHECK(same);
	CHECK_INT(count(r, STR("\r\nContent-Security-Policy: default-src 'none'; sandbox; ")), 1);
	CHECK_INT(count(r, STR("\r\nContent-Security-Policy:")), 1);

	bool closed;
	r = ask_for(&s, STR(GET("/stream/fails") "\r\n"), &(struct expect){ .end = true }, a,
		    &closed);
	CHECK(body_of(r).n < STREAM_BYTES && closed);
	CHECK_INT(status_of(ask(&s, STR(GET("/stream/refused") "\r\n"), a)), 403);
	r = ask(&s, STR("HEAD /stream HTTP/1.1\r\nHost: {H}\r\n\r\n"), a);
	CHECK_INT(body_of(r).n, 0);
	for (int ms = 0; ms < LONG_MS && s.app.streams; ms += 20)
		poll(NULL, 0, 20);
	CHECK_INT(s.app.streams, 0);
}

/* Milliseconds until the server closes, having sent `first` and then a byte of `more` every 200 ms;
 * -1 when it does not. */
static int64_t closes_after(const struct server *s, struct str first, struct str more)
{
	AUTO_ARENA *a = arena_new(0);
	int64_t begin = clock_mono_ns(); /* before the server can have begun to count */
	AUTO_FD fd = dial(s);
	struct pollfd p = { .fd = fd, .events = POLLIN };
	put(fd, with_host(s, first, a));
	for (int i = 0; i < LONG_MS / 200; i++) {
		char c;
		if (poll(&p, 1, 200) > 0 && recv(fd, &c, 1, 0) <= 0)
			return (clock_mono_ns() - begin) / 1000000;
		if (more.n && !put(fd, str_n(more.p + (size_t)i % more.n, 1)))
			return (clock_mono_ns() - begin) / 1000000;
	}
	return -1;
}

TEST(slow_clients_are_ended_silent_or_trickling)
{
	static const struct {
		const char *what, *first, *more;
	} CASES[] = {
		{ "says nothing", "", "" },
		{ "stops in the head", "GET / HTTP/1.1\r\nHost: {H}\r\nX", "" },
		{ "stops in the body", POST("/f", FORM, "100") "\r\na=b", "" },
		{ "trickles its head", "GET / HTTP/1.1\r\nHost: {H}\r\nX: ", "a" },
		{ "trickles its body", POST("/f", FORM, "100") "\r\na=", "b" },
	};
	AUTO_SERVER s;
	if (!server_start(&s, LOCAL, 1))
		return;
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t ms = closes_after(&s, str_of(CASES[i].first), str_of(CASES[i].more));
		if (ms < 500)
			FAIL("%s: closed after %lld ms", CASES[i].what, (long long)ms);
	}
	CHECK_INT(s.app.handled, 0);
	CHECK(s.app.ticks > 0);
}

static int open_files(void)
{
	int n = 0;
	DIR *d = opendir("/proc/self/fd");
	while (d && readdir(d))
		n++;
	if (d)
		closedir(d);
	return n;
}

/* Seen from the server's side, as a descriptor less: what the kernel has taken is still to be read
 * by the client before it sees the end. */
TEST(a_client_that_does_not_read_is_ended)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 1))
		return;
	for (int ms = 0; ms < LONG_MS && !s.app.ticks; ms += 20)
		poll(NULL, 0, 20); /* when it runs, it has opened what it needs itself */
	int before = open_files();
	AUTO_FD fd = dial(&s);
	int small = 4096;
	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
	for (int i = 0; i < 4; i++)
		put(fd, with_host(&s, STR(GET("/big") "\r\n"), a));
	for (int ms = 0; ms < LONG_MS && !s.app.handled; ms += 20)
		poll(NULL, 0, 20);
	for (int ms = 0; ms < LONG_MS && open_files() != before + 1; ms += 20)
		poll(NULL, 0, 20);
	CHECK_INT(open_files(), before + 1); /* the client's own */
	CHECK(s.app.handled > 0 && s.app.handled < 4);
}

/* ---- addresses and the end ------------------------------------------- */

TEST(only_loopback_is_listened_on)
{
	static const char *const REFUSED[] = {
		"0.0.0.0:8484",
		"192.0.2.1:8484",
		"[::]:8484",
		"[2001:db8::1]:80",
		"example.org:80",
		"8484",
		":8484",
		"127.0.0.1",
		"127.0.0.1:",
		"127.0.0.1:65536",
		"127.0.0.1:-1",
		"127.0.0.1:8x",
		"127.1:8484",
		"::1:8484",
		"",
		"unix:",
		"*:8484",
		"127.0.0.2:0",
		"[::ffff:127.0.0.1]:80",
	};
	for (size_t i = 0; i < COUNT(REFUSED); i++) {
		struct http_app app = { NULL, handle, NULL, NULL, NULL, NULL, NULL, NULL };
		struct http_options o = { .address = str_of(REFUSED[i]) };
		struct http_server *s = NULL;
		struct err e;
		if (http_listen(&o, &app, &s, &e) != ERR_INPUT || s)
			FAIL("%s: %s", REFUSED[i], s ? "is listened on" : e.text);
		http_close(s);
	}
}

TEST(two_servers_do_not_share_a_port)
{
	AUTO_SERVER s;
	AUTO_ARENA *a = arena_new(0);
	if (!server_start(&s, LOCAL, 5))
		return;
	struct http_app app = { NULL, handle, NULL, NULL, NULL, NULL, NULL, NULL };
	struct http_options o = { .address = str_printf(a, "127.0.0.1:%u", http_port(s.http)) };
	struct http_server *second = NULL;
	struct err e;
	CHECK_ERR(http_listen(&o, &app, &second, &e), ERR_CONFLICT);
	CHECK(!second);
}

TEST(a_unix_socket_is_private_replaced_when_stale_and_removed)
{
	AUTO_ARENA *a = arena_new(0);
	char folder[64];
	struct stat st;
	check_folder(folder, sizeof folder, "vigil-http");
	struct str path = str_printf(a, "%s/s", folder);
	struct str address = str_printf(a, "unix:%.*s", STR_FMT(path));

	/* Something that is no socket stays. */
	struct http_app app = { NULL, handle, NULL, NULL, NULL, NULL, NULL, NULL };
	struct http_options o = { .address = address };
	struct http_server *none = NULL;
	struct err e;
	CHECK_OK(file_write(path.p, STR("mine"), 0600, &e), &e);
	CHECK_ERR(http_listen(&o, &app, &none, &e), ERR_CONFLICT);
	CHECK(file_exists(path.p));
	unlink(path.p);

	/* A socket nobody listens on, as a crash leaves it. */
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	snprintf(un.sun_path, sizeof un.sun_path, "%s", path.p);
	int stale = socket(AF_UNIX, SOCK_STREAM, 0);
	CHECK(bind(stale, (struct sockaddr *)&un, sizeof un) == 0);
	close(stale);
	{
		AUTO_SERVER s;
		if (!server_start(&s, address.p, 5))
			return;
		CHECK(stat(path.p, &st) == 0 && (st.st_mode & 07777) == 0600);
		CHECK_INT(http_port(s.http), 0);
		struct str r = ask(&s, STR(GET("/u") "\r\n"), a);
		CHECK_STR(body_of(r), "<p>/u q= s=</p>");
		r = ask(&s, STR("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), a);
		CHECK_INT(status_of(r), 400);
		/* Somebody listens: neither taken nor removed. */
		CHECK_ERR(http_listen(&o, &app, &none, &e), ERR_CONFLICT);
		CHECK(file_exists(path.p));
	}
	CHECK(!file_exists(path.p));
	CHECK(rmdir(folder) == 0);
}

TEST(http_run_ends_by_signal_and_by_a_handler)
{
	AUTO_ARENA *a = arena_new(0);
	struct app app = { 0 };
	struct http_app vtable = { &app, handle, NULL, NULL, NULL, NULL, NULL, NULL };
	struct http_options o = { .address = STR("[::1]:0") };
	struct http_server *s = NULL;
	struct err e;
	sigset_t term;
	if (http_listen(&o, &vtable, &s, &e) < 0)
		SKIP("there is no IPv6 loopback here");
	CHECK(!strncmp(http_where(s), "http://[::1]:", 13));
	/* Blocked before it is raised, as http_run blocks it; it is pending when the wait begins. */
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	pthread_sigmask(SIG_BLOCK, &term, NULL);
	raise(SIGTERM);
	CHECK_OK(http_run(s, &e), &e);
	pthread_sigmask(SIG_UNBLOCK, &term, NULL);
	http_close(s);

	AUTO_SERVER t;
	if (!server_start(&t, LOCAL, 5))
		return;
	CHECK_INT(status_of(ask(&t, STR(GET("/stop") "\r\n"), a)), 200);
}

TEST(nothing_stays_open_after_the_end)
{
	AUTO_ARENA *a = arena_new(0);
	int before = open_files();
	for (int i = 0; i < 3; i++) {
		AUTO_SERVER s;
		if (!server_start(&s, LOCAL, 5))
			return;
		AUTO_FD left_open = dial(&s);
		put(left_open, with_host(&s, STR(POST("/f", FORM, "100") "\r\na=b"), a));
		CHECK_INT(status_of(ask(&s, STR(GET("/") "\r\n"), a)), 200);
	}
	CHECK_INT(open_files(), before);
}

/* ---- what other programs send ----------------------------------------- */

TEST(a_raw_path_gets_the_body_as_it_came)
{
	static const char *const TYPES[] = { "", "Content-Type: text/plain\r\n",
					     "Content-Type: application/x-www-form-urlencoded\r\n",
					     "Content-Type: multipart/form-data\r\n" };
	AUTO_ARENA *a = arena_new(0);
	AUTO_SERVER s;
	if (!server_start(&s, "127.0.0.1:0", 5))
		return;
	for (size_t i = 0; i < COUNT(TYPES); i++) {
		struct str got = ask(&s,
				     str_printf(a,
						"POST /add-checkpoint HTTP/1.1\r\nHost: {H}\r\n%s"
						"Content-Length: 7\r\n\r\nold 0\n\n",
						TYPES[i]),
				     a);
		CHECK(str_starts(got, STR("HTTP/1.1 409 ")));
		CHECK(str_has(got, STR("Content-Type: text/x.tlog.size\r\n")));
		CHECK(str_ends(got, STR("raw 7 0:old 0\n\n")));
	}
	/* Another path takes forms only, and another site's page may not post here either. */
	struct str got = ask(&s,
			     STR("POST /other HTTP/1.1\r\nHost: {H}\r\nContent-Type: text/plain\r\n"
				 "Content-Length: 2\r\n\r\nhi"),
			     a);
	CHECK(str_starts(got, STR("HTTP/1.1 415 ")));
	got = ask(
		&s,
		STR("POST /add-checkpoint HTTP/1.1\r\nHost: {H}\r\nOrigin: http://elsewhere.example\r\n"
		    "Content-Length: 2\r\n\r\nhi"),
		a);
	CHECK(str_starts(got, STR("HTTP/1.1 403 ")));
}

static int fetch(const struct server *s, const char *path, struct str body, size_t max,
		 struct arena *a, struct http_fetched *ret, struct err *e)
{
	struct http_fetch f = { .body = body, .type = STR("text/plain"), .max = max };
	f.url = str_printf(a, "http://127.0.0.1:%u%s", http_port(s->http), path);
	return http_fetch(&f, a, ret, e);
}

TEST(our_own_client_asks_and_gets_answers)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_SERVER s;
	struct http_fetched got;
	struct err e;
	if (!server_start(&s, "127.0.0.1:0", 5))
		return;
	CHECK_OK(fetch(&s, "/x?q=1", STR_NULL, 0, a, &got, &e), &e);
	CHECK_INT(got.status, 200);
	CHECK_STR(got.type, "text/html; charset=utf-8");
	CHECK_STR(got.body, "<p>/x q=1 s=</p>");
	CHECK_OK(fetch(&s, "/add-checkpoint", STR("old 5\n\n"), 0, a, &got, &e), &e);
	CHECK_INT(got.status, 409);
	CHECK_STR(got.type, "text/x.tlog.size");
	CHECK_STR(got.body, "raw 7 0:old 5\n\n");
	CHECK_OK(fetch(&s, "/missing", STR_NULL, 0, a, &got, &e), &e);
	CHECK_INT(got.status, 404);
	/* A redirect is not followed, and a large answer not taken. */
	struct http_fetch go = { .url = str_printf(a, "http://127.0.0.1:%u/go", http_port(s.http)),
				 .body = STR("a=b"),
				 .type = STR("application/x-www-form-urlencoded") };
	CHECK_OK(http_fetch(&go, a, &got, &e), &e);
	CHECK_INT(got.status, 303);
	CHECK_ERR(fetch(&s, "/big", STR_NULL, 1000, a, &got, &e), ERR_TOOBIG);
	/* Nobody there. */
	struct http_fetch f = { .url = STR("http://127.0.0.1:1/") };
	CHECK_ERR(http_fetch(&f, a, &got, &e), ERR_IO);
	static const char *const NONE[] = {
		"",	   "ftp://127.0.0.1/", "file:///etc/passwd", "http://a b/",
		"HTTP//x", "gopher://x/"
	};
	for (size_t i = 0; i < COUNT(NONE); i++) {
		f.url = str_of(NONE[i]);
		CHECK_ERR(http_fetch(&f, a, &got, &e), ERR_INPUT);
	}
}
