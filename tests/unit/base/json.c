/* SPDX-License-Identifier: Apache-2.0 */
/* The JSON profile: what is read, what is refused, and that reading undoes writing. */
#include "check.h"

#include "base/crypto.h"
#include "base/json.h"

static const struct json *read_any(struct arena *a, const char *s)
{
	const struct json *v = NULL;
	struct err e;
	return json_read(str_of(s), 1 << 20, JSON_ANY, a, &v, &e) == 0 ? v : NULL;
}

TEST(json_reads_every_type_and_keeps_the_bytes)
{
	AUTO_ARENA *a = arena_new(0);
	const struct json *v = read_any(
		a, " { \"a\" : [ 1 , -20, true, false, null ], \"b\":\"x\\n\\u06cc\", \"c\":{} } ");
	CHECK(v && v->type == JSON_OBJECT && v->n == 3);
	const struct json *list = json_get(v, STR("a"));
	CHECK(list && list->type == JSON_ARRAY && list->n == 5);
	CHECK_STR(list->raw, "[ 1 , -20, true, false, null ]");
	int64_t sum = 0;
	int64_t i = 0;
	struct str s = STR_NULL;
	bool b = false;
	for (const struct json *c = json_first(list); c; c = c->next)
		if (json_int(c, &i))
			sum += i;
	CHECK_INT(sum, -19);
	CHECK(json_str(json_get(v, STR("b")), &s));
	CHECK_STR(s, "x\n\xDB\x8C");
	CHECK(json_bool(list->u.first->next->next, &b) && b);
	CHECK(json_get(v, STR("c"))->type == JSON_OBJECT && !json_first(json_get(v, STR("c"))));
	CHECK(!json_get(v, STR("d")) && !json_get(NULL, STR("a")) && !json_get(list, STR("a")));
	CHECK(!json_str(list, &s) && !json_int(NULL, &i) && !json_bool(v, &b));
}

TEST(json_takes_these)
{
	static const char *const CASES[] = {
		"0",
		"-1",
		"9007199254740991",
		"-9007199254740991",
		"\"\"",
		"\"\\/\"",
		"[]",
		"{}",
		"null",
		"\"\\ud83d\\ude00\"",
		"\"\xF0\x9F\x98\x80\"",
		"\"\xEF\xBF\xBF\"",
		"\"\xC2\x80\"",
		"\"\x7F\"",
		"{\"\":1}",
		"{\"a\":{\"a\":1}}",
		"\t[\r\n]",
		"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (!read_any(a, CASES[i]))
			FAIL("refused: %s", CASES[i]);
}

TEST(json_refuses_these)
{
	static const char *const CASES[] = {
		"",
		" ",
		"nul",
		"nulll",
		"tru",
		"True",
		"[",
		"]",
		"{",
		"[1,]",
		"[,1]",
		"[1 2]",
		"{\"a\"}",
		"{\"a\":}",
		"{\"a\":1,}",
		"{a:1}",
		"{'a':1}",
		"{1:1}",
		"1 2",
		"{} {}",
		"[] x",
		"\xEF\xBB\xBF[]",
		/* numbers */
		"-",
		"+1",
		"01",
		"-0",
		"00",
		"-01",
		"1.0",
		"1e2",
		"1E2",
		".5",
		"1.",
		"NaN",
		"Infinity",
		"9007199254740992",
		"-9007199254740992",
		"99999999999999999999999999",
		"0x10",
		"--1",
		/* names twice, also by escape */
		"{\"a\":1,\"a\":2}",
		"{\"a\":1,\"b\":2,\"\\u0061\":3}",
		"[{\"x\":{\"a\":1,\"a\":1}}]",
		/* strings */
		"\"",
		"\"\\\"",
		"\"\\x\"",
		"\"\\u12\"",
		"\"\\u12g4\"",
		"\"\\u0000\"",
		"\"\n\"",
		"\"\t\"",
		"\"\x01\"",
		/* surrogates */
		"\"\\ud800\"",
		"\"\\udc00\"",
		"\"\\ud800\\ud800\"",
		"\"\\ud800x\"",
		"\"\\ud83d\\u0041\"",
		"\"\\ude00\\ud83d\"",
		"\"\xED\xA0\x80\"",
		/* UTF-8 */
		"\"\x80\"",
		"\"\xC0\x80\"",
		"\"\xC1\xBF\"",
		"\"\xE0\x80\x80\"",
		"\"\xF0\x80\x80\x80\"",
		"\"\xF4\x90\x80\x80\"",
		"\"\xF5\x80\x80\x80\"",
		"\"\xE2\x82\"",
		"\"\xFF\"",
		"\"\xC3\"",
		/* seventeen deep */
		"[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]",
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (read_any(a, CASES[i]))
			FAIL("taken: %s", CASES[i]);
}

TEST(json_refuses_nul_bytes_wherever_they_stand)
{
	AUTO_ARENA *a = arena_new(0);
	const struct json *v;
	struct err e;
	CHECK_ERR(json_read(STR("\"a\0b\""), 99, JSON_ANY, a, &v, &e), ERR_INPUT);
	CHECK_ERR(json_read(STR("[]\0"), 99, JSON_ANY, a, &v, &e), ERR_INPUT);
	CHECK_ERR(json_read(STR("\0[]"), 99, JSON_ANY, a, &v, &e), ERR_INPUT);
}

TEST(json_has_a_ceiling_and_says_where_a_fault_is)
{
	AUTO_ARENA *a = arena_new(0);
	const struct json *v;
	struct err e;
	CHECK_OK(json_read(STR("[12]"), 4, JSON_ANY, a, &v, &e), &e);
	CHECK_ERR(json_read(STR("[12]"), 3, JSON_ANY, a, &v, &e), ERR_TOOBIG);
	CHECK_ERR(json_read(STR("[12,x]"), 99, JSON_ANY, a, &v, &e), ERR_INPUT);
	CHECK_STR(str_of(e.text), "JSON: not a value at byte 4");
}

TEST(json_compact_takes_one_spelling_only)
{
	static const struct {
		const char *s;
		bool ok;
	} CASES[] = {
		{ "{\"a\":[1,\"\\n\\\"\\\\\\u001f\\u000b\\b\"]}", true },
		{ "\"\xDB\x8C\x7F/\"", true },
		{ " 1", false },
		{ "1\n", false },
		{ "[ ]", false },
		{ "{\"a\": 1}", false },
		{ "[1, 2]", false },
		{ "\"\\/\"", false },
		{ "\"\\u0041\"", false },
		{ "\"\\u000a\"", false },
		{ "\"\\u001F\"", false },
		{ "\"\\ud83d\\ude00\"", false },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		const struct json *v;
		int rc = json_read(str_of(CASES[i].s), 99, JSON_COMPACT, a, &v, NULL);
		if ((rc == 0) != CASES[i].ok)
			FAIL("%s: %d", CASES[i].s, rc);
	}
}

/* Equal names are found in objects of every size, at every distance. */
TEST(json_finds_a_second_name_in_large_objects)
{
	AUTO_ARENA *a = arena_new(0);
	for (int n = 2; n < 80; n++) {
		for (int twice = -1; twice < n - 1; twice++) {
			AUTO_BUF b;
			const struct json *v;
			buf_init(&b, 1 << 16);
			for (int i = 0; i < n; i++)
				buf_printf(&b, "%c\"k%d\":0", i ? ',' : '{',
					   i == n - 1 && twice >= 0 ? twice : i);
			buf_char(&b, '}');
			int rc = json_read(buf_str(&b), 1 << 16, JSON_ANY, a, &v, NULL);
			if ((rc == 0) != (twice < 0))
				FAIL("%d members, name %d twice: %d", n, twice, rc);
		}
		arena_clear(a);
	}
}

/* ---- writing, then reading ---- */

static uint8_t byte(void)
{
	uint8_t c;
	random_bytes(&c, 1);
	return c;
}

static void put_random_str(struct buf *b)
{
	static const char *const BITS[] = { "a",
					    "\"",
					    "\\",
					    "\n",
					    "\x01",
					    "\x1f",
					    "\x7f",
					    "\xDB\x8C",
					    "\xE2\x80\x8C",
					    "\xF0\x9F\x98\x80",
					    "/",
					    " ",
					    "\v",
					    "\r" };
	AUTO_BUF t;
	buf_init(&t, 999);
	for (int n = byte() % 8; n > 0; n--)
		buf_add(&t, str_of(BITS[byte() % COUNT(BITS)]));
	json_put_str(b, buf_str(&t));
}

static void put_random(struct buf *b, int depth)
{
	int64_t n;
	switch (byte() % (depth < 6 ? 7 : 5)) {
	case 0:
		random_bytes(&n, sizeof n);
		json_put_int(b, n % (JSON_INT_MAX + 1));
		return;
	case 1:
		put_random_str(b);
		return;
	case 2:
		json_put_bool(b, byte() & 1);
		return;
	case 3:
		buf_lit(b, "null");
		return;
	case 4:
		json_put_int(b, byte());
		return;
	case 5:
		buf_char(b, '[');
		for (int i = 0, k = byte() % 5; i < k; i++) {
			if (i)
				buf_char(b, ',');
			put_random(b, depth + 1);
		}
		buf_char(b, ']');
		return;
	default:
		buf_char(b, '{');
		for (int i = 0, k = byte() % 5; i < k; i++) {
			buf_printf(b, "%s\"%d\\n\":", i ? "," : "", i);
			put_random(b, depth + 1);
		}
		buf_char(b, '}');
	}
}

TEST(json_written_then_read_then_written_is_the_same)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	CHECK_OK(crypto_init(&e), &e);
	for (int i = 0; i < 3000; i++) {
		AUTO_BUF b;
		AUTO_BUF again;
		const struct json *v = NULL;
		buf_init(&b, 1 << 20);
		buf_init(&again, 1 << 20);
		put_random(&b, 0);
		CHECK_OK(json_read(buf_str(&b), 1 << 20, JSON_COMPACT, a, &v, &e), &e);
		if (!v)
			return;
		json_put(&again, v);
		CHECK(str_eq(buf_str(&b), buf_str(&again)));
		arena_clear(a);
	}
}

TEST(json_strings_come_back_as_they_were)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	for (uint32_t c = 1; c < 0x80; c++) {
		AUTO_BUF b;
		const struct json *v;
		struct str got = STR_NULL;
		char t[1] = { (char)c };
		buf_init(&b, 99);
		json_put_str(&b, str_n(t, 1));
		CHECK_OK(json_read(buf_str(&b), 99, JSON_COMPACT, a, &v, &e), &e);
		CHECK(json_str(v, &got) && str_eq(got, str_n(t, 1)));
	}
}

/* Stated in the header, so that callers can choose a ceiling. */
TEST(json_takes_no_more_memory_than_it_says)
{
	static const struct {
		const char *open, *unit, *close;
	} CASES[] = {
		{ "[", "0,", "0]" },
		{ "[", "[],", "0]" },
		{ "[", "\"\\n\",", "0]" },
		{ "[", "[[[]]],", "0]" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_BUF b;
		const struct json *v;
		struct err e;
		buf_init(&b, 1 << 20);
		buf_add(&b, str_of(CASES[i].open));
		while (b.n < 20000)
			buf_add(&b, str_of(CASES[i].unit));
		buf_add(&b, str_of(CASES[i].close));
		CHECK_OK(json_read(buf_str(&b), 1 << 20, JSON_ANY, a, &v, &e), &e);
		if (arena_used(a) > b.n * JSON_NODE_COST)
			FAIL("case %zu: %zu bytes for %zu", i, arena_used(a), b.n);
	}
}

TEST(str_is_utf8_knows_the_edges)
{
	static const struct {
		const char *s;
		bool ok;
	} CASES[] = {
		{ "", true },
		{ "\x7F", true },
		{ "\xC2\x80", true },
		{ "\xDF\xBF", true },
		{ "\xE0\xA0\x80", true },
		{ "\xED\x9F\xBF", true },
		{ "\xEE\x80\x80", true },
		{ "\xF0\x90\x80\x80", true },
		{ "\xF4\x8F\xBF\xBF", true },
		{ "\xE0\x9F\xBF", false },
		{ "\xED\xBF\xBF", false },
		{ "\xF0\x8F\xBF\xBF", false },
		{ "a\xC2", false },
		{ "\xC2\xC2", false },
		{ "\xE1\x80", false },
		{ "\xF1\x80\x80", false },
		{ "\xF1\x80\x80\xC0", false },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		if (str_is_utf8(str_of(CASES[i].s)) != CASES[i].ok)
			FAIL("case %zu", i);
}

/* Nothing at all is UTF-8, and no arithmetic is done on where it is not. */
TEST(an_empty_text_without_a_place_is_utf8)
{
	CHECK(str_is_utf8(STR_NULL));
	CHECK(str_is_utf8(STR("")));
	CHECK(!str_is_utf8(STR("\xff")));
}
