/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * guard.c - may this request be read at all?
 *
 * libmicrohttpd takes a Content-Length together with a Transfer-Encoding, and two different
 * Content-Lengths, and goes on to serve what follows as a second request. Nothing in front of us
 * should be able to disagree with us about where a request ends, so all of that is refused and the
 * connection closed. Chunked bodies are refused too: no browser sends a form so, and a length that
 * is known at the start can be refused at the start.
 */
#include "http/http_priv.h"

void http_head_add(struct http_head *h, struct str name, struct str value)
{
	const struct {
		const char *name;
		struct head_field *to;
	} KNOWN[] = {
		{ "host", &h->host },
		{ "content-length", &h->length },
		{ "transfer-encoding", &h->encoding },
		{ "cookie", &h->cookie },
		{ "content-type", &h->type },
		{ "origin", &h->origin },
		{ "referer", &h->referer },
		{ "sec-fetch-site", &h->fetch_site },
		{ "sec-fetch-mode", &h->fetch_mode },
		{ "sec-fetch-dest", &h->fetch_dest },
		{ "if-none-match", &h->if_none_match },
		{ "accept-language", &h->languages },
	};
	for (size_t i = 0; i < COUNT(KNOWN); i++) {
		if (!str_same_word(name, str_of(KNOWN[i].name)))
			continue;
		if (KNOWN[i].to->n++ == 0)
			KNOWN[i].to->value = value;
	}
}

/* ---- whose name is it? ----------------------------------------------- */

/* A version 3 onion name: 56 characters of base32 (Tor rend-spec-v3, section 6). */
static bool is_onion(struct str s)
{
	if (s.n != 56 + 6 || !str_ends(s, STR(".onion")))
		return false;
	for (size_t i = 0; i < 56; i++)
		if (!((s.p[i] >= 'a' && s.p[i] <= 'z') || (s.p[i] >= '2' && s.p[i] <= '7')))
			return false;
	return true;
}

/* "NAME:PORT", or "NAME" where the port is 80 or unknown. */
static bool is_name_with_port(struct str host, const char *name, unsigned port)
{
	char with_port[80];
	int n = snprintf(with_port, sizeof with_port, "%s:%u", name, port);
	if (str_same_word(host, str_n(with_port, (size_t)n)))
		return true;
	return (port == 80 || port == 0) && str_same_word(host, str_of(name));
}

bool http_host_is_ours(struct str host, const struct http_hosts *hosts)
{
	if (hosts->n_names) {
		for (size_t i = 0; i < hosts->n_names; i++)
			if (str_same_word(host, hosts->names[i]))
				return true;
		return false;
	}
	if (!hosts->any_onion)
		return is_name_with_port(host, "127.0.0.1", hosts->port) ||
		       is_name_with_port(host, "localhost", hosts->port) ||
		       is_name_with_port(host, "[::1]", hosts->port);
	/* Tor forwards any virtual port to the socket, so the port says nothing. */
	struct str name;
	struct str port = str_cut(host, ':', &name);
	int64_t number = 0;
	if (port.p && (port.n > 5 || !str_to_int(port, &number) || number < 1))
		return false;
	return is_onion(name) || str_same_word(name, STR("localhost"));
}

/* ---- where does it come from? ---------------------------------------- */

/* Is `url` of our own origin? The browser writes Origin and Host from the same address. */
static bool is_ours(struct str url, struct str host)
{
	static const struct str HTTP = { "http://", 7 };
	if (!str_starts(url, HTTP))
		return false;
	url = str_from(url, HTTP.n);
	struct str name;
	str_cut(url, '/', &name);
	return str_same_word(name, host);
}

/* False: another site made this request. The table is in http.h. */
static bool judge_site(const struct http_head *h, enum http_site *ret)
{
	bool null_origin = str_eq(h->origin.value, STR("null"));
	bool says_site = h->fetch_site.n > 0;

	if (h->fetch_site.n > 1 || h->origin.n > 1)
		return false;
	if (says_site && !str_eq(h->fetch_site.value, STR("same-origin")) &&
	    !str_eq(h->fetch_site.value, STR("none")))
		return false;
	if (h->origin.n && !null_origin && !is_ours(h->origin.value, h->host.value))
		return false;
	if (!says_site && (!h->origin.n || null_origin) && h->referer.n &&
	    !is_ours(h->referer.value, h->host.value))
		return false;
	*ret = says_site || (h->origin.n && !null_origin) ? HTTP_SITE_SAME : HTTP_SITE_UNKNOWN;
	return true;
}

/* Looking is allowed from anywhere by following a link; loading us into another page is not, which
 * would tell that page whether somebody is logged in here. */
static bool is_foreign_load(const struct http_head *h)
{
	if (!h->fetch_site.n || str_eq(h->fetch_site.value, STR("same-origin")) ||
	    str_eq(h->fetch_site.value, STR("none")))
		return false;
	return !str_eq(h->fetch_mode.value, STR("navigate")) ||
	       !str_eq(h->fetch_dest.value, STR("document"));
}

/* ---- the verdict ----------------------------------------------------- */

static struct http_verdict refuse(int status, const char *why)
{
	return (struct http_verdict){ .status = status, .why = why };
}

static bool parse_method(struct str s, enum http_method *ret)
{
	if (str_eq(s, STR("GET")))
		*ret = HTTP_GET;
	else if (str_eq(s, STR("HEAD")))
		*ret = HTTP_HEAD;
	else if (str_eq(s, STR("POST")))
		*ret = HTTP_POST;
	else
		return false;
	return true;
}

/* Digits only: no sign, no list, no space. */
static bool parse_length(struct str s, size_t *ret)
{
	int64_t v;
	if (!s.n || s.p[0] < '0' || s.p[0] > '9' || !str_to_int(s, &v))
		return false;
	*ret = (size_t)v;
	return true;
}

struct http_verdict http_guard(const struct http_head *h, const struct http_hosts *hosts)
{
	struct http_verdict v = { 0 };

	if (h->length.n > 1 || h->encoding.n > 1 || (h->length.n && h->encoding.n))
		return refuse(400, "The request says twice how long it is.");
	if (h->length.n && !parse_length(h->length.value, &v.length))
		return refuse(400, "The request's length is not a number.");
	if (h->host.n != 1)
		return refuse(400, "The request must name one host.");
	if (!http_host_is_ours(h->host.value, hosts))
		return refuse(400, "This is not the host that the request names.");
	if (!parse_method(h->method, &v.method))
		return refuse(405, "Only GET, HEAD and POST are answered here.");
	if (h->target.n > HTTP_TARGET_MAX)
		return refuse(414, "The address is too long.");
	if (h->size > HTTP_HEADERS_MAX)
		return refuse(431, "The request's headers are too long.");
	if (h->encoding.n)
		return refuse(411, "A body must come with its length.");
	if (v.method != HTTP_POST && v.length)
		return refuse(400, "A request that only looks has no body.");
	if (h->cookie.n > 1 || h->type.n > 1)
		return refuse(400, "The request has a header twice.");
	if (v.method == HTTP_POST ? !judge_site(h, &v.site) : is_foreign_load(h))
		return refuse(403, "This request was made by another site. Nothing was changed.");
	if (v.method != HTTP_POST && !judge_site(h, &v.site))
		v.site = HTTP_SITE_UNKNOWN;
	return v;
}
