/* SPDX-License-Identifier: Apache-2.0 */
/* ZIP files: what is written, what is refused, and that no byte can be changed unseen. */
#include "memory_files.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/file.h"
#include "ledger/zip_priv.h"

static const struct {
	const char *path;
	const char *content;
} FILES[] = { { "b.txt", "second" },
	      { "data/a", "" },
	      { "data/\xD9\x86.txt", "\x00\x01 not text" } };

/* The bytes of a ZIP of FILES; numbers from `large` on are written as ZIP64. */
static struct str zipped(struct arena *a, const char *prefix, uint64_t large)
{
	char path[4096];
	struct err e;
	struct str s = STR("");
	struct zip_writer w;
	check_folder(path, sizeof path, "zip");
	struct str file = str_printf(a, "%s/x.zip", path);
	AUTO_FD fd = open(file.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	zip_write_begin(&w, fd, str_of(prefix), a);
	w.large = large;
	for (size_t i = 0; i < COUNT(FILES); i++) {
		size_t n = i == 2 ? 10 : strlen(FILES[i].content);
		CHECK_OK(zip_write_file(&w, str_of(FILES[i].path), (int64_t)n, &e), &e);
		/* In pieces, one of them empty. */
		CHECK_OK(zip_write_add(&w, FILES[i].content, n / 2, &e), &e);
		CHECK_OK(zip_write_add(&w, FILES[i].content, 0, &e), &e);
		CHECK_OK(zip_write_add(&w, FILES[i].content + n / 2, n - n / 2, &e), &e);
		CHECK_OK(zip_write_close(&w, &e), &e);
	}
	CHECK_OK(zip_write_end(&w, &e), &e);
	zip_write_done(&w);
	CHECK_OK(file_read(file.p, 1 << 20, a, &s, &e), &e);
	unlink(file.p);
	rmdir(path);
	return s;
}

static int opened(struct zip *z, const struct str *s, bool one_folder, struct arena *a,
		  struct err *e)
{
	struct zip_source src = zip_source_str(s);
	return zip_open(z, &src, one_folder, a, e);
}

/* All of what a ZIP shows, as one text; "refused" when it is none. */
static struct str shown(const struct str *s, struct arena *a)
{
	struct zip z;
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	if (opened(&z, s, true, a, NULL) < 0)
		return STR("refused");
	for (size_t i = 0; i < z.files.n; i++) {
		struct str text;
		if (bag_files_read(&z.files, i, 1 << 20, a, &text, NULL) < 0)
			return STR("refused");
		buf_printf(&b, "%.*s:%zu:", STR_FMT(z.files.list[i].path), text.n);
		buf_add(&b, text);
	}
	return buf_copy(&b, a);
}

TEST(crc32_has_its_check_value)
{
	struct crc32 c;
	char t[300];
	crc32_init(&c);
	CHECK_INT(crc32_add(&c, 0, "123456789", 9), 0xCBF43926u);
	CHECK_INT(crc32_add(&c, 0, "", 0), 0);
	for (size_t i = 0; i < sizeof t; i++)
		t[i] = (char)(i * 7);
	uint32_t whole = crc32_add(&c, 0, t, sizeof t);
	for (size_t i = 0; i < sizeof t; i++)
		if (crc32_add(&c, crc32_add(&c, 0, t, i), t + i, sizeof t - i) != whole)
			FAIL("cut at %zu", i);
}

TEST(what_is_written_is_read_again)
{
	AUTO_ARENA *a = arena_new(0);
	static const uint64_t LARGE[] = { ZIP_FULL, 0, 5, 60, 200 };
	for (size_t i = 0; i < COUNT(LARGE); i++) {
		struct str s = zipped(a, "bundle/", LARGE[i]);
		struct str same = zipped(a, "bundle/", LARGE[i]);
		struct zip z;
		struct str text = STR_NULL;
		struct err e;
		CHECK(str_eq(s, same));
		CHECK(zip_looks_like_one(s));
		CHECK_OK(opened(&z, &s, true, a, &e), &e);
		CHECK_INT(z.files.n, 3);
		CHECK_STR(z.files.list[0].path, "b.txt");
		CHECK_STR(z.files.list[2].path, "data/\xD9\x86.txt");
		CHECK_OK(bag_files_read(&z.files, 0, 100, a, &text, &e), &e);
		CHECK_STR(text, "second");
		CHECK_OK(bag_files_read(&z.files, 2, 100, a, &text, &e), &e);
		CHECK_INT(text.n, 10);
		CHECK_ERR(bag_files_read(&z.files, 2, 9, a, &text, NULL), ERR_TOOBIG);
	}
}

TEST(an_empty_zip_and_one_without_folder)
{
	AUTO_ARENA *a = arena_new(0);
	static const char EMPTY[22] = "PK\5\6";
	struct str s = str_n(EMPTY, sizeof EMPTY);
	struct zip z;
	struct err e;
	CHECK_OK(opened(&z, &s, true, a, &e), &e);
	CHECK_INT(z.files.n, 0);
	s = zipped(a, "", ZIP_FULL);
	CHECK_OK(opened(&z, &s, false, a, &e), &e);
	CHECK_ERR(opened(&z, &s, true, a, &e), ERR_INPUT);
}

TEST(no_byte_is_changed_unseen)
{
	static const uint64_t LARGE[] = { ZIP_FULL, 0 };
	for (size_t l = 0; l < COUNT(LARGE); l++) {
		AUTO_ARENA *a = arena_new(0);
		struct str s = zipped(a, "bundle/", LARGE[l]);
		struct str was = shown(&s, a);
		char *t = NEW_N(a, s.n, char);
		int harmless = 0;
		CHECK(!str_eq(was, STR("refused")));
		for (size_t i = 0; i < s.n; i++)
			for (int bit = 0; bit < 8; bit++) {
				AUTO_ARENA *b = arena_new(0);
				memcpy(t, s.p, s.n);
				t[i] = (char)(t[i] ^ 1 << bit);
				struct str flipped = str_n(t, s.n);
				struct str now = shown(&flipped, b);
				harmless += str_eq(now, was);
				/* The names of the folder and of the first file are held by nothing in a ZIP
				 * when both places change; one place is one flip. */
				if (!str_eq(now, was) && !str_eq(now, STR("refused")))
					FAIL("byte %zu bit %d shows something else", i, bit);
			}
		/* Who made it, rights and attributes: fields that nobody reads. */
		printf("  flips without any effect: %d of %zu\n", harmless, 8 * s.n);
		for (size_t n = 0; n < s.n; n++) {
			struct str cut = str_n(s.p, n);
			struct str longer = str_printf(a, "%.*s%c", STR_FMT(s), (char)n);
			if (!str_eq(shown(&cut, a), STR("refused")) ||
			    !str_eq(shown(&longer, a), STR("refused")))
				FAIL("cut at %zu", n);
		}
	}
}

/* ---- made by hand ---- */

struct made {
	const char *name;
	const char *local; /* NULL: the same */
	unsigned flags, method, attributes_high, made_by;
	int gap;
};

static void le(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_char(b, (char)(v >> 8 * i));
}

static struct str by_hand(struct arena *a, const struct made *m, size_t n, const char *comment)
{
	struct crc32 c;
	AUTO_BUF b;
	size_t at[8];
	crc32_init(&c);
	buf_init(&b, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		const char *name = m[i].local ? m[i].local : m[i].name;
		for (int k = 0; k < m[i].gap; k++)
			buf_char(&b, 0);
		at[i] = b.n;
		le(&b, ZIP_LOCAL_MAGIC, 4);
		le(&b, 10, 2);
		le(&b, m[i].flags, 2);
		le(&b, m[i].method, 2);
		le(&b, 0, 4);
		le(&b, crc32_add(&c, 0, "x", 1), 4);
		le(&b, 1, 4);
		le(&b, 1, 4);
		le(&b, strlen(name), 2);
		le(&b, 0, 2);
		buf_add(&b, str_of(name));
		buf_lit(&b, "x");
	}
	size_t start = b.n;
	for (size_t i = 0; i < n; i++) {
		le(&b, ZIP_CENTRAL_MAGIC, 4);
		le(&b, m[i].made_by, 2);
		le(&b, 10, 2);
		le(&b, m[i].flags, 2);
		le(&b, m[i].method, 2);
		le(&b, 0, 4);
		le(&b, crc32_add(&c, 0, "x", 1), 4);
		le(&b, 1, 4);
		le(&b, 1, 4);
		le(&b, strlen(m[i].name), 2);
		le(&b, 0, 6);
		le(&b, 0, 2);
		le(&b, (uint64_t)m[i].attributes_high << 16, 4);
		le(&b, at[i], 4);
		buf_add(&b, str_of(m[i].name));
	}
	size_t length = b.n - start;
	le(&b, ZIP_END_MAGIC, 4);
	le(&b, 0, 4);
	le(&b, n, 2);
	le(&b, n, 2);
	le(&b, length, 4);
	le(&b, start, 4);
	le(&b, strlen(comment), 2);
	buf_add(&b, str_of(comment));
	return buf_copy(&b, a);
}

TEST(tricks_with_names_links_and_gaps_are_refused)
{
	static const struct {
		struct made m[2];
		const char *comment;
	} BAD[] = {
		{ { { .name = "b/../x" }, { .name = "b/y" } }, "" },
		{ { { .name = "/b/x" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x\\y" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/" }, { .name = "b/y" } }, "" },
		{ { { .name = "b//x" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/C:x" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/~x" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x\n" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/\xE2\x80\xAE", .flags = ZIP_UTF8 }, { .name = "b/y" } }, "" },
		{ { { .name = "b/\xFF", .flags = ZIP_UTF8 }, { .name = "b/y" } }, "" },
		{ { { .name = "b/\xC3\xA9" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/y" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/Y" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/y" }, { .name = "b/y/z" } }, "" },
		{ { { .name = "b/x" }, { .name = "c/y" } }, "" },
		{ { { .name = "b/x", .local = "b/z" }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x", .flags = 1 }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x", .flags = 8 }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x", .method = 8 }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x", .attributes_high = 0xA1FF, .made_by = 0x0314 },
		    { .name = "b/y" } },
		  "" },
		{ { { .name = "b/x", .attributes_high = 0x41FF, .made_by = 0x0314 },
		    { .name = "b/y" } },
		  "" },
		{ { { .name = "b/x", .gap = 3 }, { .name = "b/y" } }, "" },
		{ { { .name = "b/x" }, { .name = "b/y", .gap = 1 } }, "" },
		{ { { .name = "b/x" }, { .name = "b/y" } }, "comment" },
	};
	static const struct made GOOD[2] = {
		{ .name = "b/x", .attributes_high = 0x81A4, .made_by = 0x0314 },
		{ .name = "b/\xC3\xA9", .flags = ZIP_UTF8 }
	};
	AUTO_ARENA *a = arena_new(0);
	struct str s = by_hand(a, GOOD, 2, "");
	CHECK_STR(shown(&s, a), "x:1:x\xC3\xA9:1:x");
	for (size_t i = 0; i < COUNT(BAD); i++) {
		s = by_hand(a, BAD[i].m, 2, BAD[i].comment);
		if (!str_eq(shown(&s, a), STR("refused")))
			FAIL("case %zu was read", i);
	}
}

TEST(a_writer_is_told_when_the_size_is_not_what_was_said)
{
	AUTO_ARENA *a = arena_new(0);
	struct zip_writer w;
	char path[4096];
	check_folder(path, sizeof path, "zip");
	struct str file = str_printf(a, "%s/x.zip", path);
	{
		AUTO_FD fd = open(file.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		struct err e;
		zip_write_begin(&w, fd, STR(""), a);
		CHECK_OK(zip_write_file(&w, STR("x"), 3, &e), &e);
		CHECK_OK(zip_write_add(&w, "ab", 2, &e), &e);
		CHECK_ERR(zip_write_close(&w, NULL), ERR_CORRUPT);
		CHECK_ERR(zip_write_add(&w, "ab", 2, NULL), ERR_CORRUPT);
		zip_write_done(&w);
		close(fd);
		fd = -1;
		zip_write_begin(&w, fd, STR(""), a);
		CHECK_OK(zip_write_file(&w, STR("x"), 0, &e), &e);
		CHECK_OK(zip_write_close(&w, &e), &e);
		CHECK_ERR(zip_write_end(&w, NULL), ERR_IO);
		zip_write_done(&w);
	}
	unlink(file.p);
	rmdir(path);
}

/* Four gigabytes take a while: `make torture`. */
TEST(files_over_4_gib_come_back)
{
	const char *torture = getenv("VIGIL_TORTURE");
	if (!torture || !*torture)
		SKIP("takes 4 GiB of disk; make torture");
	AUTO_ARENA *a = arena_new(0);
	enum { PIECE = 1 << 20 };
	int64_t size = ((int64_t)4 << 30) + 3;
	char path[4096];
	struct zip_writer w;
	struct zip z;
	struct err e;
	char *piece = NEW_N(a, PIECE, char);
	check_folder(path, sizeof path, "zip");
	struct str file = str_printf(a, "%s/x.zip", path);
	AUTO_FD fd = open(file.p, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	zip_write_begin(&w, fd, STR("b/"), a);
	CHECK_OK(zip_write_file(&w, STR("large"), size, &e), &e);
	for (int64_t left = size; left > 0; left -= PIECE)
		CHECK_OK(zip_write_add(&w, piece, left < PIECE ? (size_t)left : PIECE, &e), &e);
	CHECK_OK(zip_write_close(&w, &e), &e);
	CHECK_OK(zip_write_file(&w, STR("last"), 1, &e), &e);
	CHECK_OK(zip_write_add(&w, "x", 1, &e), &e);
	CHECK_OK(zip_write_close(&w, &e), &e);
	CHECK_OK(zip_write_end(&w, &e), &e);
	zip_write_done(&w);
	struct zip_source src = zip_source_fd(&fd, (int64_t)lseek(fd, 0, SEEK_END));
	CHECK_OK(zip_open(&z, &src, true, a, &e), &e);
	CHECK_INT(z.files.list[0].size, size);
	struct str last = STR_NULL;
	CHECK_OK(bag_files_read(&z.files, 1, 10, a, &last, &e), &e);
	CHECK_STR(last, "x");
	CHECK_INT(system(str_printf(a, "unzip -tqq '%s' || test $? = 127", file.p).p), 0);
	unlink(file.p);
	rmdir(path);
}
