/* SPDX-License-Identifier: Apache-2.0 */
/* Strings, buffers, encodings, maps and errors: what everything else stands on. */
#include "check.h"

#include "base/buf.h"
#include "base/bytes.h"
#include "base/map.h"

TEST(str_cut_tells_the_last_part_from_an_empty_one)
{
	struct str head;
	struct str rest = str_cut(STR("a,b,"), ',', &head);
	CHECK_STR(head, "a");
	rest = str_cut(rest, ',', &head);
	CHECK_STR(head, "b");
	CHECK(rest.p != NULL && rest.n == 0);
	rest = str_cut(rest, ',', &head);
	CHECK(rest.p == NULL && head.n == 0);
}

TEST(str_find_sees_overlapping_beginnings)
{
	CHECK_INT(str_find(STR("aaab"), STR("aab")), 1);
	CHECK_INT(str_find(STR("abc"), STR("")), 0);
	CHECK_INT(str_find(STR("abc"), STR("abcd")), -1);
	CHECK_INT(str_find(STR(""), STR("a")), -1);
	CHECK_INT(str_find(STR("xxab"), STR("ab")), 2);
}

TEST(a_list_in_an_arena_grows_and_keeps_what_it_has)
{
	AUTO_ARENA *a = arena_new(0);
	size_t cap = 0;
	int *list = NULL;
	for (size_t n = 0; n < 1000; n++) {
		list = arena_grow(a, list, n, &cap, sizeof *list);
		CHECK(n < cap);
		list[n] = (int)n;
	}
	for (int i = 0; i < 1000; i++)
		CHECK_INT(list[i], i);
}

TEST(str_to_real_takes_decimal_numbers_only)
{
	static const struct {
		const char *s;
		bool ok;
		double v;
	} CASES[] = {
		{ "0.5", true, 0.5 }, { "-12", true, -12 }, { "1e-3", true, 0.001 },
		{ ".5", true, 0.5 },  { "", false, 0 },	    { "+1", false, 0 },
		{ "1 ", false, 0 },   { " 1", false, 0 },   { "0x10", false, 0 },
		{ "nan", false, 0 },  { "inf", false, 0 },  { "1e999", false, 0 },
		{ "1,5", false, 0 },  { "-", false, 0 },    { "1e", false, 0 },
		{ "۱", false, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		double v = 0;
		CHECK(str_to_real(str_of(CASES[i].s), &v) == CASES[i].ok);
		CHECK(!CASES[i].ok || (v >= CASES[i].v && v <= CASES[i].v));
	}
}

TEST(words_are_the_same_whatever_the_case_of_their_latin_letters)
{
	CHECK(str_same_word(STR("UTF-8"), STR("utf-8")));
	CHECK(str_same_word(STR(""), STR("")));
	CHECK(!str_same_word(STR("utf-8"), STR("utf-16")));
	CHECK(!str_same_word(STR("utf@8"), STR("utf`8")));
	CHECK(!str_same_word(STR("\xC3\x84"), STR("\xC3\xA4")));
}

TEST(str_to_hex_takes_up_to_sixteen_lower_case_digits)
{
	uint64_t v = 7;
	CHECK(str_to_hex(STR("0"), &v) && v == 0);
	CHECK(str_to_hex(STR("1f"), &v) && v == 31);
	CHECK(str_to_hex(STR("ffffffffffffffff"), &v) && v == UINT64_MAX);
	static const char *const NOT[] = { "", "1F", "0x1", "-1", "g", "10000000000000000", "1 " };
	for (size_t i = 0; i < COUNT(NOT); i++)
		CHECK(!str_to_hex(str_of(NOT[i]), &v) && v == UINT64_MAX);
}

TEST(str_to_int_takes_whole_numbers_only)
{
	static const struct {
		const char *s;
		bool ok;
		int64_t v;
	} CASES[] = {
		{ "0", true, 0 },
		{ "-17", true, -17 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "-9223372036854775808", true, INT64_MIN },
		{ "9223372036854775808", false, 0 },
		{ "-9223372036854775809", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "1 ", false, 0 },
		{ "+1", false, 0 },
		{ "1e3", false, 0 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		int64_t v = 0;
		bool ok = str_to_int(str_of(CASES[i].s), &v);
		if (ok != CASES[i].ok || v != CASES[i].v)
			FAIL("\"%s\" gives %d, %lld", CASES[i].s, ok, (long long)v);
	}
}

TEST(buf_over_its_maximum_says_so_once_and_keeps_what_it_has)
{
	AUTO_BUF b;
	struct err e;
	buf_init(&b, 5);
	buf_lit(&b, "abc");
	buf_printf(&b, "%d", 12);
	CHECK_OK(buf_check(&b, &e), &e);
	buf_char(&b, 'x');
	buf_lit(&b, "");
	CHECK_ERR(buf_check(&b, &e), ERR_TOOBIG);
	CHECK_STR(buf_str(&b), "abc12");
	buf_clear(&b);
	CHECK_STR(str_of(buf_z(&b)), "");
}

/* RFC 4648 section 10, and what only a lax decoder would take. */
TEST(base64_is_canonical_both_ways)
{
	static const struct {
		const char *plain, *std, *url;
	} RFC[] = {
		{ "", "", "" },
		{ "f", "Zg==", "Zg" },
		{ "fo", "Zm8=", "Zm8" },
		{ "foo", "Zm9v", "Zm9v" },
		{ "foob", "Zm9vYg==", "Zm9vYg" },
		{ "fooba", "Zm9vYmE=", "Zm9vYmE" },
		{ "\xff\xfe\xff", "//7/", "__7_" },
	};
	static const char *const BAD[] = { "Zg=",      "Zg===", "Zh==",	  "Zm9=", "Z",
					   "Zg==Zg==", " Zg==", "Zg==\n", "Z-==", "====" };
	AUTO_ARENA *a = arena_new(0);
	uint8_t out[16];
	size_t n;
	for (size_t i = 0; i < COUNT(RFC); i++) {
		struct str p = str_of(RFC[i].plain);
		CHECK_STR(b64_str(a, (const uint8_t *)p.p, p.n), RFC[i].std);
		CHECK_STR(b64url_str(a, (const uint8_t *)p.p, p.n), RFC[i].url);
		CHECK(b64_decode(out, sizeof out, &n, str_of(RFC[i].std)) &&
		      str_eq(str_n((char *)out, n), p));
		CHECK(b64url_decode(out, sizeof out, &n, str_of(RFC[i].url)) &&
		      str_eq(str_n((char *)out, n), p));
	}
	for (size_t i = 0; i < COUNT(BAD); i++)
		if (b64_decode(out, sizeof out, &n, str_of(BAD[i])))
			FAIL("took \"%s\"", BAD[i]);
	CHECK(!b64url_decode(out, sizeof out, &n, STR("Zg==")));
	CHECK(!b64url_decode(out, sizeof out, &n, STR("Zh")));
	CHECK(!b64_decode(out, 2, &n, STR("Zm9v")));
}

TEST(map_keeps_every_key_and_the_order_of_insertion)
{
	AUTO_ARENA *a = arena_new(0);
	struct map m;
	map_init(&m, a);
	CHECK(map_get(&m, STR("k1")) == NULL);
	for (int i = 0; i < 1000; i++) {
		int *v = NEW(a, int);
		*v = i;
		*map_at(&m, str_printf(a, "k%d", i)) = v;
	}
	for (int i = 0; i < 1000; i++) {
		int *v = map_get(&m, str_printf(a, "k%d", i));
		CHECK(v && *v == i);
	}
	CHECK_INT(m.n, 1000);
	CHECK_STR(m.items[999].key, "k999");
	CHECK(map_get(&m, STR("k1000")) == NULL);
}

TEST(errors_gather_context_on_the_way_up)
{
	struct err e;
	CHECK_INT(err_set(&e, ERR_INPUT, "row %d: no date", 3), ERR_INPUT);
	CHECK_INT(err_wrap(&e, "importing %s", "x.csv"), ERR_INPUT);
	CHECK_STR(str_of(e.text), "importing x.csv: row 3: no date");
	CHECK_INT(err_set(NULL, ERR_IO, "nobody listens"), ERR_IO);
	CHECK_INT(err_exit(ERR_NOTFOUND), 1);
	CHECK_INT(err_exit(ERR_TOOBIG), 3);
	CHECK_INT(err_exit(ERR_CORRUPT), 4);
	CHECK_INT(err_exit(ERR_BUSY), 4);
}

TEST(arena_gives_zeroed_aligned_memory_again_and_again)
{
	AUTO_ARENA *a = arena_new(0);
	for (int round = 0; round < 3; round++) {
		for (size_t n = 0; n < 3000; n += 37) {
			unsigned char *p = NEW_N(a, n, unsigned char);
			CHECK((uintptr_t)p % 16 == 0);
			for (size_t i = 0; i < n; i++)
				if (p[i])
					FAIL("byte %zu of %zu is not zero", i, n);
			memset(p, 0xaa, n);
		}
		arena_clear(a);
		CHECK_INT(arena_used(a), 0);
	}
}

/* Every character in every place, against the alphabet written out. */
TEST(base64_alphabets_are_exact)
{
	static const char STD[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	static const char URL[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	for (int c = 0; c < 256; c++) {
		uint8_t out[3];
		size_t n;
		char text[4] = { 'A', 'A', 'A', (char)c };
		const char *std = c ? strchr(STD, c) : NULL;
		const char *url = c ? strchr(URL, c) : NULL;
		CHECK(b64_decode(out, 3, &n, str_n(text, 4)) == (std || c == '='));
		if (std)
			CHECK_INT(out[2], std - STD);
		CHECK(b64url_decode(out, 3, &n, str_n(text, 4)) == (url != NULL));
		if (url)
			CHECK_INT(out[2], url - URL);
	}
}

/* Lists that grow past a megabyte leave no copies behind, and what shares a block stays. */
TEST(large_lists_give_back_what_they_leave)
{
	AUTO_ARENA *a = arena_new(0);
	uint64_t *list = NULL;
	size_t cap = 0;
	const size_t n = 1 << 20;
	struct str before = str_copy(a, STR("before"));
	for (size_t i = 0; i < n; i++) {
		list = arena_regrow(a, list, i, &cap, sizeof *list);
		list[i] = i;
	}
	struct str after = str_copy(a, STR("after"));
	size_t wrong = 0;
	for (size_t i = 0; i < n; i++)
		wrong += list[i] != i;
	CHECK_INT(wrong, 0);
	CHECK_STR(before, "before");
	CHECK_STR(after, "after");
	/* Copies of less than a megabyte may stay: 2 MB in all. */
	CHECK(arena_used(a) <= n * sizeof *list + (1 << 21));
	arena_give_back(a, list, cap, sizeof *list);
	CHECK(arena_used(a) <= 1 << 21);
	CHECK_STR(before, "before");
	arena_give_back(a, NULL, 0, 1);
	/* What is given anew is zeroed also where a block was given back. */
	uint64_t *again = NEW_N(a, n, uint64_t);
	for (size_t i = 0; i < n; i++)
		wrong += again[i] != 0;
	CHECK_INT(wrong, 0);
}
