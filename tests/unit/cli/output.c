/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns, JSON, progress and passphrases. */
#include "check.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/passphrase.h"
#include "cli/progress.h"

/* ---- columns ---- */

TEST(width_counts_columns_of_a_terminal)
{
	static const struct {
		const char *s;
		size_t width;
	} CASES[] = {
		{ "", 0 },
		{ "abc", 3 },
		{ "é", 1 },
		{ "e\xCC\x81", 1 }, /* a combining accent */
		{ "نمونه", 5 },
		{ "نمونهٔ", 5 },		    /* hamza above */
		{ "می\xE2\x80\x8Cرود", 5 }, /* a half-space */
		{ "漢字", 4 },
	};
	for (size_t i = 0; i < COUNT(CASES); i++)
		CHECK_INT(text_width(str_of(CASES[i].s)), CASES[i].width);
}

TEST(a_value_cannot_command_the_terminal)
{
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(text_harmless(a, STR("a\x1B[2Jb\nc\td")), "a [2Jb c d");
	CHECK_STR(text_harmless(a, STR("a\xC2\x9B"
				       "2Jb")),
		  "a2Jb"); /* CSI as one character */
	CHECK_STR(text_harmless(a, STR("a\xE2\x80\xAE"
				       "b\xE2\x81\xA6"
				       "c")),
		  "abc"); /* RLO, LRI */
	CHECK_STR(text_harmless(a, STR("a\xE2\x80\xA8"
				       "b\x7F")),
		  "a b"); /* LINE SEPARATOR, DEL */
	CHECK_STR(text_harmless(a, STR("می\xE2\x80\x8Cرود")), "می\xE2\x80\x8Cرود");
}

static struct str grid_text(struct grid *g, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	grid_put(g, 2, &b);
	return buf_copy(&b, a);
}

TEST(columns_line_up)
{
	AUTO_ARENA *a = arena_new(0);
	struct grid g = grid_new(a, 3);
	static const char *const CELLS[] = { "A", "B", "C", "long", "x", "1", "é", "", "22" };
	g.right[2] = true;
	for (size_t i = 0; i < COUNT(CELLS); i++)
		grid_add(&g, str_of(CELLS[i]));
	CHECK_STR(grid_text(&g, a), "  A     B   C\n  long  x   1\n  é        22\n");

	/* An empty column takes no room, an empty last cell no blanks. */
	g = grid_new(a, 3);
	static const char *const HOLES[] = { "a", "", "b", "cc", "", "" };
	for (size_t i = 0; i < COUNT(HOLES); i++)
		grid_add(&g, str_of(HOLES[i]));
	CHECK_STR(grid_text(&g, a), "  a   b\n  cc\n");

	g = grid_new(a, 1);
	g.max[0] = 5;
	grid_add(&g, STR("12345"));
	grid_add(&g, STR("123456"));
	grid_add(&g, STR("نمونه دوازدهم"));
	CHECK_STR(grid_text(&g, a), "  12345\n  1234…\n  نمون…\n");
}

TEST(words_wrap)
{
	AUTO_BUF b;
	buf_init(&b, 1000);
	text_wrap(&b, 2, 10, STR("one two three\n\nfour  verylongword"));
	CHECK_STR(buf_str(&b), "  one two\n  three\n\n  four\n  verylongword\n");
}

/* ---- JSON ---- */

TEST(json_answers_are_json)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 1000);
	struct jout j = jout_begin(&b);
	jout_str(&j, "a", STR("\"\x01"));
	jout_text(&j, "b", STR(""));
	jout_array(&j, "c");
	jout_int(&j, NULL, -1);
	jout_object(&j, NULL);
	jout_bool(&j, "d", true);
	jout_close(&j);
	jout_raw(&j, NULL, STR("{\"t\":1}"));
	jout_close(&j);
	jout_time(&j, "e", 0);
	jout_end(&j);
	CHECK_STR(buf_str(&b),
		  "{\"a\":\"\\\"\\u0001\",\"b\":null,\"c\":[-1,{\"d\":true},{\"t\":1}],"
		  "\"e\":\"1970-01-01T00:00:00Z\"}\n");
	const struct json *v;
	struct err e = { 0 };
	CHECK_OK(json_read(str_trim(buf_str(&b)), 1000, JSON_COMPACT, a, &v, &e), &e);
}

/* ---- progress ---- */

TEST(a_bar_says_how_far_it_is)
{
	static const struct msg WHAT = MSG("Sealing", "مُهرکردن");
	AUTO_ARENA *a = arena_new(0);
	CHECK_STR(progress_text(a, LANG_EN, &WHAT, 250, 1000, 2000000000),
		  "\r\033[KSealing  [######                  ] 250 / 1,000  125 a second, 0:07 left");
	CHECK_STR(progress_text(a, LANG_EN, &WHAT, 0, 0, 1), "\r\033[KSealing  0");
	/* Also for a caller that counts wrongly. */
	CHECK_STR(progress_text(a, LANG_EN, &WHAT, 12, 10, 1),
		  "\r\033[KSealing  [########################] 10 / 10");
	CHECK_STR(progress_text(a, LANG_EN, &WHAT, -5, 10, 1),
		  "\r\033[KSealing  [                        ] 0 / 10");
	CHECK(str_has(progress_text(a, LANG_FA, &WHAT, 250, 1000, 2000000000),
		      STR("۲۵۰ / ۱٬۰۰۰  ۱۲۵ در ثانیه، ۰:۰۷ مانده")));
}

static int64_t fake_now(void)
{
	return 5000000000;
}

TEST(a_bar_waits_a_second_and_takes_itself_away)
{
	static const struct msg WHAT = MSG("Sealing", "");
	int fds[2];
	char got[1000];
	CHECK(pipe(fds) == 0);
	struct progress p = progress_start(fds[1], LANG_EN, &WHAT);
	CHECK_INT(p.fd, -1); /* a pipe is no terminal */

	p = (struct progress){
		.fd = fds[1], .what = &WHAT, .now_ns = fake_now, .started = 4500000000
	};
	CHECK_INT(progress_step(&p, 1, 10), 0);
	progress_end(&p);
	CHECK(!p.shown);
	p.started = 3900000000;
	p.drawn = 4950000000;
	progress_step(&p, 1, 10); /* drawn just now */
	CHECK(!p.shown);
	p.drawn = 3900000000;
	progress_step(&p, 1, 10);
	CHECK(p.shown);
	progress_end(&p);
	close(fds[1]);
	ssize_t n = read(fds[0], got, sizeof got);
	close(fds[0]);
	CHECK(n > 0);
	CHECK(str_starts(str_n(got, (size_t)n), STR("\r\033[KSealing")));
	CHECK(str_ends(str_n(got, (size_t)n), STR("1 / 10  0:10 left\r\033[K")));
}

/* ---- passphrases ---- */

static struct str read_of(struct str content, struct passphrase *s, int *ret_rc, struct err *e)
{
	char dir[64], path[80];
	check_folder(dir, sizeof dir, "vigil-cli");
	snprintf(path, sizeof path, "%s/passphrase", dir);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	CHECK(fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n);
	close(fd);
	*ret_rc = passphrase_read(path, s, e);
	unlink(path);
	rmdir(dir);
	return passphrase_str(s);
}

TEST(a_passphrase_file_is_read_as_bytes)
{
	static char big[PASSPHRASE_MAX + 3];
	static const struct {
		struct str content;
		struct str want;
	} CASES[] = {
		{ { "words", 5 }, { "words", 5 } },
		{ { "words\n", 6 }, { "words", 5 } },
		{ { "words\n\n", 7 }, { "words\n", 6 } },
		{ { " a b \r\n", 7 }, { " a b \r", 6 } },
		{ { "a\0b\xFF\n", 5 }, { "a\0b\xFF", 4 } },
	};
	AUTO_PASSPHRASE s;
	struct err e = { 0 };
	int rc;
	passphrase_init(&s);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct str got = read_of(CASES[i].content, &s, &rc, &e);
		CHECK_OK(rc, &e);
		CHECK(str_eq(got, CASES[i].want));
	}
	memset(big, 'x', sizeof big);
	big[PASSPHRASE_MAX] = '\n';
	CHECK_INT(read_of(str_n(big, PASSPHRASE_MAX + 1), &s, &rc, &e).n, PASSPHRASE_MAX);
	CHECK_OK(rc, &e);
	read_of(str_n(big, PASSPHRASE_MAX + 2), &s, &rc, &e);
	CHECK_ERR(rc, ERR_TOOBIG);
	read_of(STR("\n"), &s, &rc, &e);
	CHECK_ERR(rc, ERR_INPUT);
	read_of(STR(""), &s, &rc, &e);
	CHECK_ERR(rc, ERR_INPUT);
	CHECK_ERR(passphrase_read("no/such/file", &s, &e), ERR_IO);
	/* A message names the file and never what is in it. */
	CHECK(str_has(str_of(e.text), STR("no/such/file")));
}

TEST(a_new_passphrase_is_long_enough)
{
	struct err e = { 0 };
	CHECK_ERR(passphrase_check_new(STR("elevenchars"), &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("Six words")) &&
	      !str_has(str_of(e.text), STR("elevenchars")));
	CHECK_OK(passphrase_check_new(STR("twelve chars"), &e), &e);
	/* Characters are counted, not bytes. */
	CHECK_ERR(passphrase_check_new(STR("نمونه نمونه"), &e), ERR_INPUT);
	CHECK_OK(passphrase_check_new(STR("نمونه نمونهٔ"), &e), &e);
	CHECK_ERR(passphrase_check_new(STR("aaaaaaaaaaaaaaaa"), &e), ERR_INPUT);
}

TEST(wiping_leaves_nothing)
{
	struct passphrase s;
	passphrase_init(&s);
	passphrase_done(&s);
	CHECK(s.p == NULL && s.n == 0);
	passphrase_done(&s);
}
