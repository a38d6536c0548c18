/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "http/fetch.h"

#include <curl/curl.h>
#include <dlfcn.h>

#include "base/buf.h"

/* The functions of libcurl that are used, with the types its header gives them. */
struct curl_lib {
	void *handle;
	__typeof__(curl_global_init) *global_init;
	__typeof__(curl_global_cleanup) *global_cleanup;
	CURL *(*easy_init)(void);
	CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
	CURLcode (*easy_perform)(CURL *);
	CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
	void (*easy_cleanup)(CURL *);
	const char *(*easy_strerror)(CURLcode);
	struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
	void (*slist_free_all)(struct curl_slist *);
};

/* A function's address is no object's in ISO C; POSIX says dlsym's is both. */
static bool find(const struct curl_lib *l, const char *name, void *ret)
{
	void *p = dlsym(l->handle, name);
	memcpy(ret, &p, sizeof p);
	return p != NULL;
}

static void lib_close(struct curl_lib *l)
{
	if (l->global_cleanup)
		l->global_cleanup();
	if (l->handle)
		dlclose(l->handle);
}

static int lib_open(struct curl_lib *l, struct err *e)
{
	memset(l, 0, sizeof *l);
	l->handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
	if (!l->handle)
		return err_set(e, ERR_IO,
			       "libcurl is not installed, which is needed to talk to a server; the "
			       "same works by files");
	bool all = find(l, "curl_global_init", &l->global_init) &&
		   find(l, "curl_easy_init", &l->easy_init) &&
		   find(l, "curl_easy_setopt", &l->easy_setopt) &&
		   find(l, "curl_easy_perform", &l->easy_perform) &&
		   find(l, "curl_easy_getinfo", &l->easy_getinfo) &&
		   find(l, "curl_easy_cleanup", &l->easy_cleanup) &&
		   find(l, "curl_easy_strerror", &l->easy_strerror) &&
		   find(l, "curl_slist_append", &l->slist_append) &&
		   find(l, "curl_slist_free_all", &l->slist_free_all);
	if (!all || l->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, ERR_IO, "libcurl does not start");
	if (!find(l, "curl_global_cleanup", &l->global_cleanup))
		return err_set(e, ERR_IO, "libcurl is not complete");
	return 0;
}

/* ---- one request ---- */

struct request {
	struct curl_lib lib;
	CURL *curl;
	struct curl_slist *headers;
	struct buf answer;
	char why[CURL_ERROR_SIZE];
};

static void request_done(struct request *r)
{
	if (r->headers)
		r->lib.slist_free_all(r->headers);
	if (r->curl)
		r->lib.easy_cleanup(r->curl);
	buf_done(&r->answer);
	lib_close(&r->lib);
}

static size_t on_data(char *p, size_t size, size_t n, void *ctx)
{
	struct buf *b = ctx;
	buf_add_n(b, p, size * n);
	return b->full ? 0 : size * n;
}

static bool add_header(struct request *r, const char *text)
{
	struct curl_slist *more = r->lib.slist_append(r->headers, text);
	r->headers = more ? more : r->headers;
	return more != NULL;
}

static bool set_headers(struct request *r, const struct http_fetch *f, struct arena *a)
{
	struct str accept = f->accept.n ? f->accept : STR("*/*");
	bool ok = add_header(r, str_printf(a, "Accept: %.*s", STR_FMT(accept)).p);
	/* No "Expect: 100-continue": it costs a second where the server does not know it. */
	ok = ok && add_header(r, "Expect:");
	if (f->body.p)
		ok = ok && add_header(r, str_printf(a, "Content-Type: %.*s", STR_FMT(f->type)).p);
	return ok;
}

static bool set_options(struct request *r, const struct http_fetch *f, struct arena *a)
{
	long timeout = f->timeout_s ? (long)f->timeout_s : HTTP_FETCH_TIMEOUT_S;
	bool ok = true;
#define SET(option, value) ok = ok && r->lib.easy_setopt(r->curl, option, value) == CURLE_OK
	SET(CURLOPT_ERRORBUFFER, r->why);
	SET(CURLOPT_URL, str_z(a, f->url));
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_TIMEOUT, timeout);
	SET(CURLOPT_HTTPHEADER, r->headers);
	SET(CURLOPT_WRITEFUNCTION, on_data);
	SET(CURLOPT_WRITEDATA, &r->answer);
	if (f->body.p) {
		SET(CURLOPT_POST, 1L);
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)f->body.n);
		SET(CURLOPT_POSTFIELDS, f->body.p);
	}
#undef SET
	return ok;
}

static int perform(struct request *r, const struct http_fetch *f, struct err *e)
{
	CURLcode rc = r->lib.easy_perform(r->curl);
	if (r->answer.full)
		return err_set(e, ERR_TOOBIG, "%.*s answers with more than %zu bytes",
			       STR_FMT(f->url), r->answer.max);
	if (rc != CURLE_OK)
		return err_set(e, ERR_IO, "%.*s: %s", STR_FMT(f->url),
			       r->why[0] ? r->why : r->lib.easy_strerror(rc));
	return 0;
}

static bool is_url(struct str s)
{
	if (!str_starts(s, STR("http://")) && !str_starts(s, STR("https://")))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return s.n < 2000;
}

int http_fetch(const struct http_fetch *f, struct arena *a, struct http_fetched *ret, struct err *e)
{
	AUTO(request_done) struct request r = { 0 };
	long status = 0;
	char *type = NULL;
	buf_init(&r.answer, f->max ? f->max : HTTP_FETCH_MAX);
	if (!is_url(f->url))
		return err_set(e, ERR_INPUT, "an address begins with http:// or https://");
	TRY(lib_open(&r.lib, e));
	r.curl = r.lib.easy_init();
	if (!r.curl || !set_headers(&r, f, a) || !set_options(&r, f, a))
		return err_set(e, ERR_IO, "libcurl does not take the request");
	TRY(perform(&r, f, e));
	r.lib.easy_getinfo(r.curl, CURLINFO_RESPONSE_CODE, &status);
	r.lib.easy_getinfo(r.curl, CURLINFO_CONTENT_TYPE, &type);
	ret->status = (int)status;
	ret->type = str_copy(a, str_of(type));
	ret->body = buf_copy(&r.answer, a);
	return 0;
}
