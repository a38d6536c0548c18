/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which heads are refused, and with what. */
#include "check.h"

#include "http/http_priv.h"

#define ONION "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrstuvwx.onion"
#define HOST  "Host: 127.0.0.1:8484\n"

static const struct http_hosts TCP = { .port = 8484 };
static const struct http_hosts UNIX = { .any_onion = true };

/* "METHOD TARGET\nName: value\n..." */
static struct http_verdict judge(const char *text, const struct http_hosts *hosts)
{
	struct http_head h = { 0 };
	struct str line;
	struct str rest = str_cut(str_of(text), '\n', &line);
	h.target = str_cut(line, ' ', &h.method);
	h.size = strlen(text);
	while (rest.n) {
		struct str name;
		rest = str_cut(rest, '\n', &line);
		struct str value = str_cut(line, ':', &name);
		http_head_add(&h, name, str_trim(value));
	}
	return http_guard(&h, hosts);
}

TEST(framing_hosts_and_methods)
{
	static const struct {
		const char *head;
		int status;
	} CASES[] = {
		{ "GET /\n" HOST, 0 },
		{ "HEAD /\n" HOST, 0 },
		{ "POST /\n" HOST "Content-Length: 5\n", 0 },
		{ "POST /\n" HOST, 0 },
		{ "GET /\n" HOST "Content-Length: 0\n", 0 },
		{ "POST /\n" HOST "Content-Length: 5\nTransfer-Encoding: chunked\n", 400 },
		{ "POST /\n" HOST "Content-Length: 5\ncontent-length: 5\n", 400 },
		{ "POST /\n" HOST "Transfer-Encoding: chunked\nTransfer-Encoding: identity\n",
		  400 },
		{ "POST /\n" HOST "Transfer-Encoding: chunked\n", 411 },
		{ "POST /\n" HOST "Content-Length: -1\n", 400 },
		{ "POST /\n" HOST "Content-Length: +1\n", 400 },
		{ "POST /\n" HOST "Content-Length: 1, 1\n", 400 },
		{ "POST /\n" HOST "Content-Length: 0x10\n", 400 },
		{ "POST /\n" HOST "Content-Length: 99999999999999999999\n", 400 },
		{ "POST /\n" HOST "Content-Length:\n", 400 },
		{ "GET /\n" HOST "Content-Length: 5\n", 400 },
		{ "GET /\n", 400 },
		{ "GET /\n" HOST HOST, 400 },
		{ "GET /\nHost: evil.example\n", 400 },
		{ "GET /\nHost: 127.0.0.1\n", 400 },
		{ "GET /\nHost: 127.0.0.1:80\n", 400 },
		{ "GET /\nHost: 127.0.0.1:8484.evil.example\n", 400 },
		{ "GET /\nHost: 127.0.0.1.evil.example:8484\n", 400 },
		{ "GET /\nHost: localhost:8484\n", 0 },
		{ "GET /\nHost: LocalHost:8484\n", 0 },
		{ "GET /\nHost: [::1]:8484\n", 0 },
		{ "GET /\nHost: " ONION "\n", 400 },
		{ "PUT /\n" HOST, 405 },
		{ "OPTIONS *\n" HOST, 405 },
		{ "TRACE /\n" HOST, 405 },
		{ "get /\n" HOST, 405 },
		{ "GET /\n" HOST "Cookie: a=b\nCookie: a=c\n", 400 },
		{ "POST /\n" HOST "Content-Type: a\nContent-Type: b\n", 400 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct http_verdict v = judge(CASES[i].head, &TCP);
		if (v.status != CASES[i].status)
			FAIL("%d, not %d: %s", v.status, CASES[i].status, CASES[i].head);
	}
	CHECK_INT(judge("POST /\n" HOST "Content-Length: 5\n", &TCP).length, 5);
}

TEST(hosts_of_a_unix_socket_and_of_a_list)
{
	static const struct str LIST[] = { { "vigil.example", 13 } };
	const struct http_hosts listed = { .names = LIST, .n_names = 1, .any_onion = true };
	static const struct {
		const char *host;
		bool unix_ok, list_ok;
	} CASES[] = {
		{ ONION, true, false },
		{ ONION ":8080", true, false },
		{ ONION ":0", false, false },
		{ ONION ":x", false, false },
		{ ONION ":123456", false, false },
		{ "localhost", true, false },
		{ "localhost:80", true, false },
		{ "x" ONION, false, false },
		{ "a.onion", false, false },
		{ "127.0.0.1", false, false },
		{ "vigil.example", false, true },
		{ "Vigil.Example", false, true },
		{ "", false, false },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str host = str_of(CASES[i].host);
		if (http_host_is_ours(host, &UNIX) != CASES[i].unix_ok ||
		    http_host_is_ours(host, &listed) != CASES[i].list_ok)
			FAIL("%s", CASES[i].host);
	}
	CHECK(http_host_is_ours(STR("localhost"), &(struct http_hosts){ .port = 80 }));
}

/* The table of http.h. */
TEST(other_sites_cannot_post)
{
	enum { SAME = HTTP_SITE_SAME, UNKNOWN = HTTP_SITE_UNKNOWN, CROSS = -1 };
	static const struct {
		const char *headers;
		int site;
	} CASES[] = {
		{ "", UNKNOWN },
		{ "Origin: null\n", UNKNOWN },
		{ "Origin: http://127.0.0.1:8484\n", SAME },
		{ "Origin: http://127.0.0.1:8484\nSec-Fetch-Site: same-origin\n", SAME },
		{ "Origin: null\nSec-Fetch-Site: same-origin\n", SAME },
		{ "Sec-Fetch-Site: none\n", SAME },
		{ "Sec-Fetch-Site: cross-site\n", CROSS },
		{ "Sec-Fetch-Site: same-site\n", CROSS },
		{ "Sec-Fetch-Site: Same-Origin\n", CROSS },
		{ "Sec-Fetch-Site: same-origin\nSec-Fetch-Site: cross-site\n", CROSS },
		{ "Origin: null\nSec-Fetch-Site: cross-site\n", CROSS },
		{ "Origin: http://127.0.0.1:3000\n", CROSS },
		{ "Origin: http://127.0.0.1:3000\nSec-Fetch-Site: same-origin\n", CROSS },
		{ "Origin: https://127.0.0.1:8484\n", CROSS },
		{ "Origin: http://localhost:8484\n", CROSS },
		{ "Origin: http://127.0.0.1:8484.evil.example\n", CROSS },
		{ "Origin: https://evil.example\n", CROSS },
		{ "Origin: \n", CROSS },
		{ "Origin: null\nOrigin: http://127.0.0.1:8484\n", CROSS },
		{ "Referer: http://127.0.0.1:8484/add\n", UNKNOWN },
		{ "Referer: https://evil.example/\n", CROSS },
		{ "Origin: null\nReferer: https://evil.example/\n", CROSS },
		{ "Referer: http://127.0.0.1:8484@evil.example/\n", CROSS },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str head = str_printf(a, "POST /\n" HOST "%s", CASES[i].headers);
		struct http_verdict v = judge(head.p, &TCP);
		int got = v.status == 403 ? CROSS : v.status ? 1000 + v.status : (int)v.site;
		if (got != CASES[i].site)
			FAIL("%d, not %d: %s", got, CASES[i].site, CASES[i].headers);
	}
}

TEST(other_sites_may_link_to_us_but_not_load_us)
{
	static const struct {
		const char *headers;
		int status;
	} CASES[] = {
		{ "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document\n",
		  0 },
		{ "Sec-Fetch-Site: same-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: document\n",
		  0 },
		{ "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: navigate\nSec-Fetch-Dest: iframe\n",
		  403 },
		{ "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: no-cors\nSec-Fetch-Dest: image\n",
		  403 },
		{ "Sec-Fetch-Site: cross-site\nSec-Fetch-Mode: cors\nSec-Fetch-Dest: empty\n",
		  403 },
		{ "Sec-Fetch-Site: cross-site\n", 403 },
		{ "Sec-Fetch-Site: same-origin\nSec-Fetch-Mode: cors\nSec-Fetch-Dest: font\n", 0 },
		{ "Sec-Fetch-Site: none\n", 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct str head = str_printf(a, "GET /\n" HOST "%s", CASES[i].headers);
		CHECK_INT(judge(head.p, &TCP).status, CASES[i].status);
	}
}

TEST(what_is_too_long_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	char *long_target = NEW_N(a, HTTP_TARGET_MAX + 1, char);
	struct http_head h = { .method = STR("GET"), .size = 100 };
	memset(long_target, 'a', HTTP_TARGET_MAX + 1);
	long_target[0] = '/';
	http_head_add(&h, STR("host"), STR("localhost:8484"));
	h.target = str_n(long_target, HTTP_TARGET_MAX);
	CHECK_INT(http_guard(&h, &TCP).status, 0);
	h.target.n++;
	CHECK_INT(http_guard(&h, &TCP).status, 414);
	h.target.n = 1;
	h.size = HTTP_HEADERS_MAX;
	CHECK_INT(http_guard(&h, &TCP).status, 0);
	h.size++;
	CHECK_INT(http_guard(&h, &TCP).status, 431);
}
