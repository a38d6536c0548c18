/* room: http */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A request's head, "METHOD TARGET\nName: value\n...\n\nbody", through the guard, the target, the
 * cookies and the form. What passes has one host that is ours, one length, and a path that leads
 * nowhere else.
 */
#include "fuzz.h"

#include "http/http_priv.h"
#include "text/utf8.h"

static const struct http_hosts HOSTS = { .port = 8484 };

static void check_path(struct str path)
{
	assert(path.n && path.p[0] == '/' && utf8_check(path));
	assert(!str_has(path, STR("//")) && !str_has(path, STR("/../")) &&
	       !str_has(path, STR("/./")) && !str_ends(path, STR("/..")) &&
	       !str_ends(path, STR("/.")) && !str_has(path, STR("\\")));
	for (size_t i = 0; i < path.n; i++)
		assert((unsigned char)path.p[i] >= ' ' && path.p[i] != 0x7f);
}

static void check_verdict(const struct http_head *h, const struct http_verdict *v)
{
	assert(h->host.n == 1 && h->length.n <= 1 && h->encoding.n == 0 && h->cookie.n <= 1);
	assert(http_host_is_ours(h->host.value, &HOSTS));
	assert(v->method == HTTP_POST || v->length == 0);
	assert(h->target.n <= HTTP_TARGET_MAX);
	if (v->method == HTTP_POST && h->fetch_site.n)
		assert(str_eq(h->fetch_site.value, STR("same-origin")) ||
		       str_eq(h->fetch_site.value, STR("none")));
	if (v->method == HTTP_POST && h->origin.n)
		assert(str_eq(h->origin.value, STR("null")) ||
		       str_starts(h->origin.value, STR("http://")));
}

static struct str read_head(struct str s, struct http_head *h)
{
	struct str line;
	struct str rest = str_cut(s, '\n', &line);
	h->target = str_cut(line, ' ', &h->method);
	h->size = s.n;
	while (rest.n) {
		struct str name;
		rest = str_cut(rest, '\n', &line);
		if (!line.n)
			return rest;
		struct str value = str_cut(line, ':', &name);
		http_head_add(h, name, str_trim(value));
	}
	return STR("");
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct http_head h = { 0 };
	struct http_request rq;
	struct err e;
	int status;
	struct str body = read_head(str_n((const char *)p, n), &h);

	struct http_verdict v = http_guard(&h, &HOSTS);
	assert(v.status == 0 || (v.status >= 400 && v.status < 500 && v.why));
	if (v.status)
		return 0;
	check_verdict(&h, &v);
	if (http_request_begin(&h, &v, a, &rq, &e) < 0)
		return 0;
	check_path(rq.path);
	assert(rq.cookies.n <= HTTP_COOKIES_MAX);
	if (v.method == HTTP_POST && http_request_form(&rq, h.type.value, body, &status, &e) < 0)
		assert(status == 400 || status == 415);
	return 0;
}
