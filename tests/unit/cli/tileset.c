/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A log written to a folder and added to: whole each time, full tiles left alone, forks refused. */
#include "check.h"

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/tileset.h"

static const struct projector NO_VIEW = { 0 };
static const struct vault_kdf LIGHT = { 1, (size_t)8 << 20 };

struct room {
	char dir[64];
	struct vault *v, *copy;
	struct arena *a;
	struct err e;
};

static const char *in(struct room *r, const char *name)
{
	return str_printf(r->a, "%s/%s", r->dir, name).p;
}

static void room_open(struct room *r)
{
	memset(r, 0, sizeof *r);
	check_folder(r->dir, sizeof r->dir, "vigil-tiles");
	r->a = arena_new(0);
	CHECK_OK(vault_create(in(r, "v.vigil"), STR("correct horse"), STR(""), &LIGHT, &NO_VIEW,
			      &r->v, &r->e),
		 &r->e);
}

static void remove_all(struct room *r, const char *path)
{
	DIR *d = opendir(path);
	for (struct dirent *f = d ? readdir(d) : NULL; f; f = readdir(d))
		if (strcmp(f->d_name, ".") != 0 && strcmp(f->d_name, "..") != 0)
			remove_all(r, str_printf(r->a, "%s/%s", path, f->d_name).p);
	if (d)
		closedir(d);
	remove(path);
}

static void room_close(struct room *r)
{
	vault_close(r->v);
	vault_close(r->copy);
	remove_all(r, r->dir);
	arena_free(r->a);
}
#define ROOM AUTO(room_close) struct room

static void grow(struct room *r, struct vault *v, int64_t to, const char *what)
{
	AUTO_VAULT_TX tx = { 0 };
	int64_t seq;
	struct claim_part parts[] = {
		{ .name = STR("kind"), .value = STR("\"statement\"") },
		{ .name = STR("f1"), .value = str_printf(r->a, "\"%s\"", what) },
	};
	struct vault_claim c = { .kind = ENTRY_CLAIM,
				 .parts = parts,
				 .n_parts = COUNT(parts),
				 .subject_group = { { 7 } } };
	CHECK_OK(vault_begin(&tx, v, &r->e), &r->e);
	while (tx.size < to)
		CHECK_OK(vault_append(&tx, &c, &seq, &r->e), &r->e);
	CHECK_OK(vault_commit(&tx, &r->e), &r->e);
}

static int get_file(void *ctx, struct str path, size_t max, struct arena *a, struct str *ret,
		    struct err *e)
{
	struct room *r = ctx;
	return file_read(str_printf(a, "%s/set/%.*s", r->dir, STR_FMT(path)).p, max, a, ret, e);
}

/* What stands in the folder is whole under its own checkpoint. */
static int64_t whole(struct room *r)
{
	struct str s = STR("");
	struct note n = { 0 };
	struct checkpoint c = { 0 };
	CHECK_OK(file_read(in(r, "set/checkpoint"), NOTE_MAX, r->a, &s, &r->e), &r->e);
	CHECK_OK(note_parse(s, r->a, &n, &r->e), &r->e);
	CHECK_OK(checkpoint_parse(n.text, &c, &r->e), &r->e);
	struct tiles_source src = { r, get_file, c.size };
	CHECK_OK(tiles_check(&src, &c, NULL, NULL, &r->e), &r->e);
	return c.size;
}

static int export(struct room *r, struct vault *v, vault_progress *progress, void *ctx,
		  struct tileset_made *ret)
{
	struct tileset t = { .v = v,
			     .site = vault_site(v),
			     .folder = in(r, "set"),
			     .progress = progress,
			     .ctx = ctx };
	struct note n;
	memset(ret, 0, sizeof *ret);
	TRY(vault_head_for_others(v, r->a, &t.note, &r->e));
	TRY(note_parse(t.note, r->a, &n, &r->e));
	TRY(checkpoint_parse(n.text, &t.head, &r->e));
	return tileset_write(&t, ret, &r->e);
}

static ino_t inode(struct room *r, const char *name)
{
	struct stat st = { 0 };
	if (stat(in(r, name), &st) != 0)
		return 0;
	return st.st_ino;
}

TEST(a_set_grows_and_its_full_tiles_are_left_alone)
{
	static const int64_t SIZES[] = { 1, 2, 255, 256, 257, 511, 600, 600, 1100 };
	ROOM r;
	struct tileset_made made;
	int64_t old = 0;
	room_open(&r);
	for (size_t i = 0; i < COUNT(SIZES); i++) {
		ino_t full = inode(&r, "set/tile/0/000");
		ino_t bundle = inode(&r, "set/tile/entries/000");
		if (SIZES[i] > old)
			grow(&r, r.v, SIZES[i], "x");
		CHECK_OK(export(&r, r.v, NULL, NULL, &made), &r.e);
		CHECK_INT(made.old, old);
		CHECK_INT(made.written, tiles_count(old, SIZES[i]));
		CHECK_INT(whole(&r), SIZES[i]);
		CHECK(!full || (inode(&r, "set/tile/0/000") == full &&
				inode(&r, "set/tile/entries/000") == bundle));
		CHECK((inode(&r, "set/tile/0/000.p") != 0) == (SIZES[i] < 256));
		old = SIZES[i];
	}
	/* A reader with an older checkpoint still finds its partial tile. */
	CHECK(inode(&r, "set/tile/1/000.p/2") != 0 && inode(&r, "set/tile/1/000.p/4") != 0);
}

TEST(what_is_missing_is_written_again)
{
	ROOM r;
	struct tileset_made made;
	room_open(&r);
	grow(&r, r.v, 600, "x");
	CHECK_OK(export(&r, r.v, NULL, NULL, &made), &r.e);
	unlink(in(&r, "set/tile/0/000"));
	CHECK_OK(file_write(in(&r, "set/tile/0/001"), STR("cut"), 0644, &r.e), &r.e);
	CHECK_OK(file_write(in(&r, "set/tile/0/002.p/88"), STR("cut"), 0644, &r.e), &r.e);
	CHECK_OK(export(&r, r.v, NULL, NULL, &made), &r.e);
	CHECK_INT(made.written, 3);
	CHECK_INT(whole(&r), 600);
}

/* Stops before file number `*ctx`. */
static int stop(void *ctx, int64_t done, int64_t of)
{
	(void)of;
	return done == *(int64_t *)ctx ? ERR_IO : 0;
}

/* Cut short before every file in turn: the folder is what it was, and the next export completes it. */
TEST(an_export_that_was_cut_short_goes_on)
{
	ROOM r;
	struct tileset_made made;
	room_open(&r);
	grow(&r, r.v, 200, "x");
	CHECK_OK(export(&r, r.v, NULL, NULL, &made), &r.e);
	grow(&r, r.v, 900, "x");
	for (int64_t at = 0; at < tiles_count(0, 900); at++) {
		CHECK_ERR(export(&r, r.v, stop, &at, &made), ERR_IO);
		CHECK_INT(whole(&r), 200);
	}
	CHECK_OK(export(&r, r.v, NULL, NULL, &made), &r.e);
	CHECK_INT(whole(&r), 900);
	CHECK(inode(&r, "set/tile/0/000.p") == 0);
}

static void copy_vault(struct room *r)
{
	static const char *const ENDS[] = { "", ".keys" };
	CHECK_OK(store_checkpoint(vault_store(r->v), &r->e), &r->e);
	for (size_t i = 0; i < COUNT(ENDS); i++) {
		struct str s;
		CHECK_OK(file_read(str_printf(r->a, "%s%s", in(r, "v.vigil"), ENDS[i]).p, 1 << 26,
				   r->a, &s, &r->e),
			 &r->e);
		CHECK_OK(file_write(str_printf(r->a, "%s%s", in(r, "c.vigil"), ENDS[i]).p, s, 0600,
				    &r->e),
			 &r->e);
	}
	CHECK_OK(
		vault_open(in(r, "c.vigil"), STR("correct horse"), true, &NO_VIEW, &r->copy, &r->e),
		&r->e);
}

static size_t forks_of(struct room *r, struct vault *v)
{
	struct vault_fork *f;
	size_t n = 0;
	CHECK_OK(vault_forks(v, r->a, &f, &n, &r->e), &r->e);
	return n;
}

TEST(a_folder_with_another_story_is_left_as_it_is)
{
	ROOM r;
	struct tileset_made made;
	room_open(&r);
	grow(&r, r.v, 10, "x");
	copy_vault(&r);
	grow(&r, r.v, 300, "one story");
	CHECK_OK(export(&r, r.v, NULL, NULL, &made), &r.e);
	ino_t head = inode(&r, "set/checkpoint");

	/* Behind what the folder has, then beside it. */
	CHECK_ERR(export(&r, r.copy, NULL, NULL, &made), ERR_CONFLICT);
	CHECK_INT(forks_of(&r, r.copy), 0);
	grow(&r, r.copy, 400, "another story");
	CHECK_ERR(export(&r, r.copy, NULL, NULL, &made), ERR_CONFLICT);
	CHECK_INT(forks_of(&r, r.copy), 1);
	CHECK(str_starts(str_of(r.e.text), STR("FORK: ")));
	CHECK_INT(whole(&r), 300);
	CHECK(inode(&r, "set/checkpoint") == head);

	/* A checkpoint that nobody signed is the file's fault. */
	struct str s;
	CHECK_OK(file_read(in(&r, "set/checkpoint"), NOTE_MAX, r.a, &s, &r.e), &r.e);
	char *t = NEW_N(r.a, s.n, char);
	memcpy(t, s.p, s.n);
	t[CHECKPOINT_ORIGIN_LEN + 1] = '2';
	CHECK_OK(file_write(in(&r, "set/checkpoint"), str_n(t, s.n), 0644, &r.e), &r.e);
	CHECK_ERR(export(&r, r.v, NULL, NULL, &made), ERR_INPUT);
	t[20] = t[20] == 'a' ? 'b' : 'a';
	CHECK_OK(file_write(in(&r, "set/checkpoint"), str_n(t, s.n), 0644, &r.e), &r.e);
	CHECK_ERR(export(&r, r.v, NULL, NULL, &made), ERR_CONFLICT);
}
