/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Targets, forms, multipart bodies and cookies: one spelling is taken, all others refused. */
#include "check.h"

#include "base/buf.h"
#include "http/parse.h"

/* Fields as "name=value|name=value", to compare with one string. */
static struct str shown(const struct http_params *ps, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < ps->n; i++)
		buf_printf(&b, "%s%.*s=%.*s", i ? "|" : "", STR_FMT(ps->v[i].name),
			   STR_FMT(ps->v[i].value));
	return buf_copy(&b, a);
}

TEST(urlencoded_takes_what_browsers_write)
{
	static const struct {
		const char *in, *out; /* out NULL: refused */
	} CASES[] = {
		{ "", "" },
		{ "a=b", "a=b" },
		{ "a=b&c=d&a=e", "a=b|c=d|a=e" },
		{ "a", "a=" },
		{ "a=", "a=" },
		{ "a=b=c", "a=b=c" },
		{ "q=%D9%86%D9%85+%26%3d", "q=نم &=" },
		{ "t=one%0D%0Atwo%0Dthree%0A", "t=one\ntwo\nthree\n" },
		{ "a=%2B+", "a=+ " },
		{ "=b", NULL },
		{ "a=b&", NULL },
		{ "&a=b", NULL },
		{ "a=b&&c=d", NULL },
		{ "a=%", NULL },
		{ "a=%4", NULL },
		{ "a=%4g", NULL },
		{ "a=%00", NULL },
		{ "a%00b=c", NULL },
		{ "a=%FF", NULL },
		{ "a=%C0%80", NULL },
		{ "a=%ED%A0%80", NULL },
		{ "a=\xd9\x86", NULL },
		{ "a=b c", NULL },
		{ "a=b\r\n", NULL },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct http_params ps;
		struct err e;
		int rc = http_parse_urlencoded(str_of(CASES[i].in), a, &ps, &e);
		if (!CASES[i].out && rc != ERR_INPUT)
			FAIL("\"%s\" is taken", CASES[i].in);
		else if (CASES[i].out && rc < 0)
			FAIL("\"%s\": %s", CASES[i].in, e.text);
		else if (CASES[i].out)
			CHECK_STR(shown(&ps, a), CASES[i].out);
	}
}

TEST(a_thousand_fields_and_no_more)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct http_params ps;
	struct err e;
	buf_init(&b, 1 << 20);
	for (int i = 0; i < HTTP_FIELDS_MAX; i++)
		buf_printf(&b, "%sk=%d", i ? "&" : "", i);
	CHECK_OK(http_parse_urlencoded(buf_str(&b), a, &ps, &e), &e);
	CHECK_INT(ps.n, HTTP_FIELDS_MAX);
	CHECK_INT(http_param_count(&ps, STR("k")), HTTP_FIELDS_MAX);
	CHECK_STR(http_param_get(&ps, STR("k")), "0");
	CHECK(http_param_get(&ps, STR("l")).p == NULL);
	buf_lit(&b, "&k=");
	CHECK_ERR(http_parse_urlencoded(buf_str(&b), a, &ps, &e), ERR_TOOBIG);
}

TEST(targets_have_one_spelling)
{
	static const struct {
		const char *in, *path, *query; /* path NULL: refused */
	} CASES[] = {
		{ "/", "/", "" },
		{ "/person/018f", "/person/018f", "" },
		{ "/register?q=a+b&k=1", "/register", "q=a b|k=1" },
		{ "/register?", "/register", "" },
		{ "/a%20b/%D9%86", "/a b/ن", "" },
		{ "/a+b", "/a+b", "" },
		{ "/a/", "/a/", "" },
		{ "/a?b?c", "/a", "b?c=" },
		{ "", NULL, NULL },
		{ "*", NULL, NULL },
		{ "person", NULL, NULL },
		{ "http://127.0.0.1/", NULL, NULL },
		{ "//evil.example/", NULL, NULL },
		{ "/a//b", NULL, NULL },
		{ "/a/../b", NULL, NULL },
		{ "/a/./b", NULL, NULL },
		{ "/..", NULL, NULL },
		{ "/%2e%2e/etc", NULL, NULL },
		{ "/a%2Fb", NULL, NULL },
		{ "/a\\b", NULL, NULL },
		{ "/a%5Cb", NULL, NULL },
		{ "/a%00b", NULL, NULL },
		{ "/a%0Ab", NULL, NULL },
		{ "/a%7F", NULL, NULL },
		{ "/%FF", NULL, NULL },
		{ "/a#b", NULL, NULL },
		{ "/a?b#c", NULL, NULL },
		{ "/\xd9\x86", NULL, NULL },
		{ "/a?b=%zz", NULL, NULL },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct http_params query;
		struct str path;
		struct err e;
		int rc = http_parse_target(str_of(CASES[i].in), a, &path, &query, &e);
		if (!CASES[i].path && rc != ERR_INPUT) {
			FAIL("\"%s\" is taken", CASES[i].in);
		} else if (CASES[i].path && rc < 0) {
			FAIL("\"%s\": %s", CASES[i].in, e.text);
		} else if (CASES[i].path) {
			CHECK_STR(path, CASES[i].path);
			CHECK_STR(shown(&query, a), CASES[i].query);
		}
	}
}

TEST(cookies_never_fail_and_leave_out_what_is_odd)
{
	static const struct {
		const char *in, *out;
	} CASES[] = {
		{ "", "" },
		{ "a=b", "a=b" },
		{ "a=b; c=d", "a=b|c=d" },
		{ "a=b;c=d", "a=b|c=d" },
		{ "a; b=; =c; d=e", "b=|d=e" },
		{ "a=b c; d=\xd9\x86; e=f", "e=f" },
		{ "j={\"x\":1}; s=1", "j={\"x\":1}|s=1" },
		{ ";;;", "" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct http_params ps;
		http_parse_cookies(str_of(CASES[i].in), a, &ps);
		CHECK_STR(shown(&ps, a), CASES[i].out);
	}
}

TEST(content_types_are_compared_without_case_and_parameters)
{
	CHECK(http_type_is(STR("Text/HTML; charset=utf-8"), STR("text/html")));
	CHECK(http_type_is(STR("text/html"), STR("text/html")));
	CHECK(!http_type_is(STR("text/htmlx"), STR("text/html")));
	CHECK(!http_type_is(STR(""), STR("text/html")));
}

TEST(boundaries_are_read_as_browsers_and_curl_write_them)
{
	static const struct {
		const char *in, *out;
	} CASES[] = {
		{ "multipart/form-data; boundary=----WebKitFormBoundaryX1",
		  "----WebKitFormBoundaryX1" },
		{ "multipart/form-data; boundary=\"a b\"", NULL },
		{ "multipart/form-data;boundary=\"ab\"", "ab" },
		{ "Multipart/Form-Data; Boundary=ab", "ab" },
		{ "multipart/form-data", NULL },
		{ "multipart/form-data; boundary=", NULL },
		{ "multipart/form-data; boundary=a;b=c", NULL },
		{ "multipart/form-data; charset=x; boundary=a", NULL },
		{ "multipart/form-data; boundary=aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeff"
		  "ffffffffgggggggggg1",
		  NULL },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str b;
		struct err e;
		int rc = http_parse_boundary(str_of(CASES[i].in), &b, &e);
		if (!CASES[i].out)
			CHECK_ERR(rc, ERR_INPUT);
		else if (rc < 0)
			FAIL("%s: %s", CASES[i].in, e.text);
		else
			CHECK_STR(b, CASES[i].out);
	}
}

#define PART(head, content)  "--B\r\n" head "\r\n\r\n" content "\r\n"
#define FIELD(name, content) PART("Content-Disposition: form-data; name=\"" name "\"", content)
#define FILE_PART(name, file, content)                                                             \
	PART("Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n"        \
	     "Content-Type: text/csv",                                                             \
	     content)
#define END "--B--\r\n"

TEST(multipart_gives_fields_and_files)
{
	AUTO_ARENA *a = arena_new(0);
	struct http_form f;
	struct err e;
	struct str body = STR(FIELD("sum", "one\r\ntwo")
				      FILE_PART("ev", "C:\\x\\list \xd9\x86.csv", "a,b\r\n\0\r\n--")
					      FIELD("sum", "") FILE_PART("ev", "", "")
						      FILE_PART("ev", "%22q%22.csv", "") END);
	CHECK_OK(http_parse_multipart(body, STR("B"), a, &f, &e), &e);
	CHECK_STR(shown(&f.fields, a), "sum=one\ntwo|sum=");
	CHECK_INT(f.n_files, 2);
	CHECK_STR(f.files[0].name, "list ن.csv");
	CHECK_STR(f.files[0].field, "ev");
	CHECK_STR(f.files[0].type, "text/csv");
	CHECK(str_eq(f.files[0].bytes, STR("a,b\r\n\0\r\n--")));
	CHECK_STR(f.files[1].name, "\"q\".csv");
	CHECK_INT(f.files[1].bytes.n, 0);
}

TEST(multipart_refuses_what_no_browser_sends)
{
	static const struct {
		const char *body;
		bool ok;
	} CASES[] = {
		{ "--B--\r\n", true },
		{ "--B--", true },
		{ FIELD("a", "b") "--B--", true },
		{ FIELD("a", "--B") END, true },
		{ "", false },
		{ "preamble\r\n" FIELD("a", "b") END, false },
		{ FIELD("a", "b") END "epilogue", false },
		{ FIELD("a", "b"), false },
		{ FIELD("a", "b") "--B", false },
		{ FIELD("a", "b") "--B \r\n", false },
		{ "--B\r\n", false },
		{ "--B\nContent-Disposition: form-data; name=\"a\"\n\nb\n--B--\n", false },
		{ FIELD("", "b") END, false },
		{ FIELD("a", "\xff") END, false },
		{ FIELD("\xff", "b") END, false },
		{ PART("Content-Type: text/plain", "b") END, false },
		{ PART("Content-Disposition: form-data", "b") END, false },
		{ PART("Content-Disposition: attachment; name=\"a\"", "b") END, false },
		{ PART("Content-Disposition: form-data; name=a", "b") END, false },
		{ PART("Content-Disposition: form-data; name=\"a", "b") END, false },
		{ PART("Content-Disposition: form-data; name=\"a\"x", "b") END, false },
		{ PART("Content-Disposition: form-data; name=\"a\"; name=\"b\"", "b") END, false },
		{ PART("Content-Disposition: form-data; name=\"a\"; filename*=UTF-8''x", "b") END,
		  false },
		{ PART("Content-Disposition: form-data; name=\"a\"\r\n"
		       "Content-Disposition: form-data; name=\"b\"",
		       "b") END,
		  false },
		{ PART("Content-Disposition: form-data; name=\"a\"\r\n"
		       "Content-Transfer-Encoding: base64",
		       "b") END,
		  false },
		{ FILE_PART("a", "x%0Ay", "b") END, false },
		{ FILE_PART("a", "x\x01y", "b") END, false },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct http_form f;
		struct err e;
		int rc = http_parse_multipart(str_of(CASES[i].body), STR("B"), a, &f, &e);
		if (rc != (CASES[i].ok ? 0 : ERR_INPUT))
			FAIL("case %zu gives %d: %s", i, rc, CASES[i].body);
	}
}

/* As it arrives, cut at each byte in turn, is the same as whole. */
static void check_fed(struct str body, size_t cut, struct arena *a)
{
	struct http_form whole;
	struct http_form fed;
	struct err e;
	struct err e2 = { 0 };
	int rc = http_parse_multipart(body, STR("B"), a, &whole, &e);
	struct http_feed *f = http_feed_new(STR("B"), "build", 1 << 20, a);
	int rc2 = http_feed_add(f, body.p, cut, &e2);
	if (rc2 == 0)
		rc2 = http_feed_add(f, body.p + cut, body.n - cut, &e2);
	if (rc2 == 0)
		rc2 = http_feed_end(f, &fed, &e2);
	if ((rc < 0) != (rc2 < 0))
		FAIL("cut at %zu: %d “%s”, whole %d: %.*s", cut, rc2, e2.text, rc, STR_FMT(body));
	else if (rc == 0) {
		CHECK_INT(fed.fields.n, whole.fields.n);
		CHECK_INT(fed.n_files, whole.n_files);
		for (size_t i = 0; i < whole.fields.n && i < fed.fields.n; i++)
			CHECK(str_eq(fed.fields.v[i].name, whole.fields.v[i].name) &&
			      str_eq(fed.fields.v[i].value, whole.fields.v[i].value));
		for (size_t i = 0; i < whole.n_files && i < fed.n_files; i++) {
			struct spool *s = fed.files[i].spool;
			CHECK_INT(s ? spool_bytes(s) : 0, (int64_t)whole.files[i].bytes.n);
			CHECK(str_eq(fed.files[i].name, whole.files[i].name));
			CHECK(str_eq(fed.files[i].type, whole.files[i].type));
			struct hash want = hash_of(whole.files[i].bytes);
			struct hash got = s ? spool_sha256(s) : hash_of(STR(""));
			CHECK(hash_eq(&want, &got));
		}
	}
	http_feed_free(f);
}

TEST(a_form_that_arrives_in_pieces_is_the_same_form)
{
	static const struct {
		const char *body;
	} CASES[] = {
		{ FIELD("a", "b") FIELD("c", "\r\nd\r\n--") END },
		{ FIELD("token", "x") "--B\r\nContent-Disposition: form-data; name=\"f\"; "
				      "filename=\"x/y.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"
				      "\r\n-\r\n--\r\n--A\r\n" END },
		{ "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"\"\r\n\r\n\r\n" END },
		{ "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"e\"\r\n\r\n\r\n" END },
		{ FIELD("a", "b") "--B-" },
		{ FIELD("a", "b") "--B--\r" },
		{ FIELD("a", "b") "--B--\r\nx" },
		{ FIELD("a", "b") "--B--x" },
		{ FIELD("a", "b") "--Bx" },
		{ "--B\r\nX: y\r\n\r\nz\r\n--B--" },
		{ "--B\r\nContent-Disposition: form-data; name=\"a\"" },
		{ "-" },
		{ "x" },
		{ "--B--" },
		{ "" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		for (size_t cut = 0; cut <= strlen(CASES[i].body); cut++) {
			AUTO_ARENA *a = arena_new(0);
			check_fed(str_of(CASES[i].body), cut, a);
		}
}

TEST(fields_that_arrive_have_one_ceiling)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	static const struct {
		size_t max;
		int code;
	} CASES[] = { { 5, 0 }, { 4, ERR_TOOBIG } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str body = STR(FIELD("a", "123") FIELD("b", "45") END);
		struct http_feed *f = http_feed_new(STR("B"), "build", CASES[i].max, a);
		int rc = 0;
		for (size_t k = 0; k < body.n && rc == 0; k++)
			rc = http_feed_add(f, body.p + k, 1, &e);
		CHECK_INT(rc, CASES[i].code);
		http_feed_free(f);
	}
}

TEST(a_spool_gives_back_what_it_got_and_leaves_nothing)
{
	enum { BYTES = (64 << 10) * 2 + 77 };
	AUTO_ARENA *a = arena_new(0);
	struct spool *s = NULL;
	struct err e;
	char *p = NEW_N(a, BYTES, char);
	for (size_t i = 0; i < BYTES; i++)
		p[i] = (char)(i * 31 % 251);
	CHECK_OK(spool_new("build", &s, &e), &e);
	for (size_t at = 0; at < BYTES; at += 1000)
		CHECK_OK(spool_add(s, p + at, BYTES - at < 1000 ? BYTES - at : 1000, &e), &e);
	CHECK_OK(spool_end(s, &e), &e);
	CHECK_INT(spool_bytes(s), BYTES);
	struct hash want = hash_of(str_n(p, BYTES));
	struct hash got = spool_sha256(s);
	CHECK(hash_eq(&want, &got));
	static const int64_t FROM[] = { BYTES - 1, 0, 65535, 65536, 131072, 3, BYTES, BYTES + 9 };
	for (size_t i = 0; i < COUNT(FROM); i++) {
		char back[64];
		size_t n;
		CHECK_OK(spool_read(s, FROM[i], back, sizeof back, &n, &e), &e);
		CHECK((n == 0) == (FROM[i] >= BYTES));
		CHECK(n == 0 || memcmp(back, p + FROM[i], n) == 0);
	}
	spool_free(s);
	s = NULL;
	CHECK_ERR(spool_new("build/there-is-no-such-folder", &s, &e), ERR_IO);
}

TEST(multipart_refuses_nul_in_fields_and_too_many_parts)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct http_form f;
	struct err e;
	CHECK_ERR(http_parse_multipart(STR(FIELD("a", "b\0c") END), STR("B"), a, &f, &e),
		  ERR_INPUT);
	buf_init(&b, 1 << 20);
	for (int i = 0; i <= HTTP_FIELDS_MAX; i++)
		buf_lit(&b, FIELD("a", "b"));
	buf_lit(&b, END);
	CHECK_ERR(http_parse_multipart(buf_str(&b), STR("B"), a, &f, &e), ERR_TOOBIG);
}
