/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Packs and sealing: what is written is read; what is changed in any byte is refused. */
#define _GNU_SOURCE /* memmem */
#include "check.h"

#include "sync/pack.h"

static const struct id GROUP = { { 1, 2, 3 } };
static const struct id OTHER = { { 9 } };
static const struct vault_sync_keys NONE;

static void example(struct buf *b)
{
	const struct log_row rows[] = {
		{ .kind = ENTRY_KEY,
		  .bytes = STR("jwt one"),
		  .gid = GROUP,
		  .sealed = STR("sealed") },
		{ .kind = ENTRY_CLAIM,
		  .bytes = STR("jwt two"),
		  .gid = GROUP,
		  .sealed = STR("s"),
		  .src_gid = OTHER,
		  .src_sealed = STR("source") },
		{ .kind = ENTRY_IMPORT, .bytes = STR("origin\n1\nroot\n") },
	};
	pack_begin(b, STR("vigil.example/00"), 7);
	for (size_t i = 0; i < COUNT(rows); i++)
		pack_row(b, &rows[i]);
	pack_end(b, STR("a note"));
}

TEST(reads_what_it_wrote)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct err e = { 0 };
	struct pack p;
	buf_init(&b, 1 << 16);
	example(&b);
	CHECK_OK(pack_read(buf_str(&b), a, &p, &e), &e);
	CHECK_INT(p.n, 3);
	CHECK_INT(p.first, 7);
	CHECK_STR(p.note, "a note");
	CHECK_STR(p.origin, "vigil.example/00");
	CHECK_INT(p.rows[1].index, 8);
	CHECK_STR(p.rows[1].src_sealed, "source");
	CHECK(id_eq(&p.rows[1].src_gid, &OTHER));
	CHECK(id_is_nil(&p.rows[2].gid));
	CHECK_INT(p.rows[2].kind, ENTRY_IMPORT);
}

TEST(refuses_every_cut)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct pack p;
	buf_init(&b, 1 << 16);
	example(&b);
	for (size_t n = 0; n < b.n; n++)
		CHECK_ERR(pack_read(str_n(b.p, n), a, &p, NULL), ERR_INPUT);
	buf_char(&b, 'x');
	CHECK_ERR(pack_read(buf_str(&b), a, &p, NULL), ERR_INPUT);
}

TEST(sealed_opens_under_its_name_only)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct key k = { { 5 } };
	struct key other = { { 6 } };
	struct err e = { 0 };
	struct str plain;
	buf_init(&b, 1 << 16);
	sync_seal(&b, &k, &NONE, STR("log/a"), STR("what was said"));
	CHECK_OK(sync_open(&k, STR("log/a"), buf_str(&b), a, &plain, &e), &e);
	CHECK_STR(plain, "what was said");
	CHECK_ERR(sync_open(&k, STR("log/b"), buf_str(&b), a, &plain, NULL), ERR_CORRUPT);
	CHECK_ERR(sync_open(&other, STR("log/a"), buf_str(&b), a, &plain, NULL), ERR_CORRUPT);
	CHECK(memmem(b.p, b.n, "what was said", 13) == NULL);
}

TEST(every_changed_byte_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct key k = { { 5 } };
	struct str plain;
	buf_init(&b, 1 << 16);
	sync_seal(&b, &k, &NONE, STR("log/a"), STR("what was said"));
	for (size_t i = 0; i < b.n; i++) {
		b.p[i] = (char)(b.p[i] ^ 1);
		CHECK(sync_open(&k, STR("log/a"), buf_str(&b), a, &plain, NULL) < 0);
		b.p[i] = (char)(b.p[i] ^ 1);
	}
}

TEST(a_file_says_which_keys_it_is_sealed_under)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct key k = { { 5 } };
	struct err e = { 0 };
	struct str plain;
	struct vault_sync_keys under;
	const struct vault_sync_keys two = { .ids = { { { 1 } }, { { 2 } } }, .n = 2 };
	buf_init(&b, 1 << 16);
	sync_seal(&b, &k, &two, STR("log/a"), STR("what was said"));
	CHECK_OK(sync_sealed_under(STR("log/a"), buf_str(&b), &under, &e), &e);
	CHECK_INT(under.n, 2);
	CHECK(id_eq(&under.ids[0], &two.ids[0]) && id_eq(&under.ids[1], &two.ids[1]));
	CHECK_OK(sync_open(&k, STR("log/a"), buf_str(&b), a, &plain, &e), &e);
	CHECK_STR(plain, "what was said");
	for (size_t n = 0; n < 16 + 1 + 2 * ID_LEN + 32; n++)
		CHECK_ERR(sync_sealed_under(STR("log/a"), str_n(b.p, n), &under, NULL), ERR_INPUT);
	/* Not ascending, and none at all: there is one spelling. */
	b.p[17] = 3;
	CHECK_ERR(sync_sealed_under(STR("log/a"), buf_str(&b), &under, NULL), ERR_INPUT);
	b.p[16] = 0;
	CHECK_ERR(sync_sealed_under(STR("log/a"), buf_str(&b), &under, NULL), ERR_INPUT);
}

/* Each size that sealing gives, and none that a file cut at a block has. */
TEST(a_size_tells_what_was_cut_short)
{
	AUTO_ARENA *a = arena_new(0);
	struct key k = { { 5 } };
	struct vault_sync_keys keys = { .n = 0 };
	char *plain = NEW_N(a, 20000, char);
	for (keys.n = 0; keys.n < 256; keys.n++) {
		AUTO_BUF b;
		if (keys.n)
			keys.ids[keys.n - 1].b[0] = (uint8_t)keys.n;
		if (keys.n > 3 && keys.n < 250)
			continue;
		for (size_t n = 0; n < 20000; n += 4000) {
			buf_init(&b, 1 << 16);
			sync_seal(&b, &k, &keys, STR("log/a"), str_n(plain, n));
			CHECK(sync_size_fits((int64_t)b.n));
			buf_done(&b);
			buf_init(&b, 0);
		}
	}
	for (int64_t n = 0; n < 1 << 20; n += 512)
		CHECK(!sync_size_fits(n));
	CHECK(!sync_size_fits(4096 + 63) && sync_size_fits(4096 + 64) && !sync_size_fits(-1));
}

TEST(length_says_little)
{
	AUTO_BUF x;
	AUTO_BUF y;
	struct key k = { { 5 } };
	buf_init(&x, 1 << 16);
	buf_init(&y, 1 << 16);
	sync_seal(&x, &k, &NONE, STR("log/a"), STR("a"));
	sync_seal(&y, &k, &NONE, STR("log/a"), STR("what was said by somebody at some length"));
	CHECK_INT(x.n, y.n);
}
