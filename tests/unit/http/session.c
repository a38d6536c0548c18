/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tokens and cookies. */
#include "check.h"

#include "base/buf.h"
#include "http/cookie.h"
#include "http/http_priv.h"
#include "http/token.h"

enum { HOUR_MS = 3600 * 1000 };
static const int64_t NOW = 1760600000000;

static bool ok(const char *token, const struct key *k, const char *purpose, const char *form,
	       int64_t now)
{
	return token_check(str_of(token), k, str_of(purpose), str_of(form), now, HOUR_MS);
}

TEST(a_token_holds_for_its_session_purpose_form_and_time)
{
	struct key k = { { 1 } };
	struct key other = { { 2 } };
	char t[TOKEN_LEN + 1];
	token_make(t, &k, STR("claim"), STR("f1"), NOW);
	CHECK_INT(strlen(t), TOKEN_LEN);
	CHECK(ok(t, &k, "claim", "f1", NOW));
	CHECK(ok(t, &k, "claim", "f1", NOW + HOUR_MS));
	CHECK(!ok(t, &k, "claim", "f1", NOW + HOUR_MS + 1));
	CHECK(!ok(t, &k, "claim", "f1", NOW - 1));
	CHECK(!ok(t, &other, "claim", "f1", NOW));
	CHECK(!ok(t, &k, "claim", "f2", NOW));
	CHECK(!ok(t, &k, "lock", "f1", NOW));
	CHECK(!ok(t, &k, "claimf", "1", NOW)); /* the parts do not run together */
	CHECK(!ok("", &k, "claim", "f1", NOW));
}

TEST(a_token_with_any_character_changed_is_refused)
{
	struct key k = { { 1 } };
	char t[TOKEN_LEN + 1];
	token_make(t, &k, STR("claim"), STR(""), NOW);
	for (int i = 0; i < TOKEN_LEN; i++) {
		char was = t[i];
		t[i] = was == '0' ? '1' : '0';
		if (ok(t, &k, "claim", "", NOW))
			FAIL("changed at %d", i);
		t[i] = was;
	}
	CHECK(ok(t, &k, "claim", "", NOW));
}

TEST(cookies_are_set_strict_and_read_only_when_single)
{
	AUTO_ARENA *a = arena_new(0);
	struct http_response rs;
	struct http_request rq = { .a = a };
	http_response_begin(&rs, a, 200);
	cookie_set(&rs, STR("vigil8484"), STR("0a1b"));
	cookie_drop(&rs, STR("old"));
	CHECK_STR(rs.cookies[0], "vigil8484=0a1b; Path=/; HttpOnly; SameSite=Strict");
	CHECK_STR(rs.cookies[1], "old=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
	http_response_done(&rs);

	http_parse_cookies(STR("s=1; t=2; t=3"), a, &rq.cookies);
	CHECK_STR(cookie_get(&rq, STR("s")), "1");
	CHECK(cookie_get(&rq, STR("t")).p == NULL);
	CHECK(cookie_get(&rq, STR("u")).p == NULL);
}

TEST(redirects_stay_on_the_site)
{
	static const struct {
		const char *to;
		bool ok;
	} CASES[] = {
		{ "/", true },
		{ "/person/1?x=y#claims", true },
		{ "", false },
		{ "person", false },
		{ "//evil.example/", false },
		{ "/\\evil.example", false },
		{ "/a b", false },
		{ "/a\r\nX: y", false },
		{ "/\xd9\x86", false },
		{ "http://x/", false },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct http_response rs;
		struct err e;
		http_response_begin(&rs, a, 200);
		int rc = http_redirect(&rs, str_of(CASES[i].to), &e);
		if (rc != (CASES[i].ok ? 0 : ERR_INPUT) || rs.status != (CASES[i].ok ? 303 : 200))
			FAIL("%s: %d, status %d", CASES[i].to, rc, rs.status);
		http_response_done(&rs);
	}
}

TEST(a_download_has_a_plain_and_a_real_name)
{
	AUTO_ARENA *a = arena_new(0);
	struct http_response rs;
	http_response_begin(&rs, a, 200);
	http_download(&rs, STR("list \"ن\".csv"), STR("text/csv"));
	CHECK_STR(rs.disposition, "attachment; filename=\"list_____.csv\"; "
				  "filename*=UTF-8''list%20%22%D9%86%22.csv");
	http_response_done(&rs);
}
