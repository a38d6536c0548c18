/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder as a remote: what is put is there whole; links and strange names lead nowhere. */
#define _XOPEN_SOURCE 700 /* nftw */
#include "check.h"

#include <fcntl.h>
#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "sync/remote.h"

struct place {
	struct arena *a;
	char folder[256];
	struct remote *r;
};

static struct place place_new(void)
{
	struct place p = { .a = arena_new(0) };
	check_folder(p.folder, sizeof p.folder, "remote");
	CHECK(remote_folder_open(p.folder, &p.r, NULL) == 0);
	return p;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static void remove_all(const char *folder)
{
	CHECK_INT(nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS), 0);
}

static void place_done(struct place *p)
{
	remote_close(p->r);
	remove_all(p->folder);
	arena_free(p->a);
}

static const char *in(struct place *p, const char *name)
{
	return str_printf(p->a, "%s/%s", p->folder, name).p;
}

TEST(puts_gets_lists_removes)
{
	struct place p = place_new();
	struct err e = { 0 };
	struct str s;
	struct remote_file *f;
	size_t n;
	CHECK_OK(p.r->ops->put(p.r, STR("a/b/one"), STR("first"), &e), &e);
	CHECK_OK(p.r->ops->put(p.r, STR("a/b/one"), STR("second"), &e), &e);
	CHECK_OK(p.r->ops->put(p.r, STR("a/b/two"), STR("x"), &e), &e);
	CHECK_OK(p.r->ops->get(p.r, STR("a/b/one"), 100, p.a, &s, &e), &e);
	CHECK_STR(s, "second");
	CHECK_ERR(p.r->ops->get(p.r, STR("a/b/one"), 3, p.a, &s, NULL), ERR_TOOBIG);
	CHECK_ERR(p.r->ops->get(p.r, STR("a/c"), 100, p.a, &s, NULL), ERR_NOTFOUND);
	CHECK_OK(p.r->ops->list(p.r, STR("a/b"), p.a, &f, &n, &e), &e);
	CHECK_INT(n, 2);
	CHECK_STR(f[0].name, "one");
	CHECK_OK(p.r->ops->list(p.r, STR("nowhere/at/all"), p.a, &f, &n, &e), &e);
	CHECK_INT(n, 0);
	CHECK_OK(p.r->ops->remove(p.r, STR("a/b/one"), &e), &e);
	CHECK_OK(p.r->ops->remove(p.r, STR("a/b/one"), &e), &e);
	CHECK_ERR(p.r->ops->get(p.r, STR("a/b/one"), 100, p.a, &s, NULL), ERR_NOTFOUND);
	place_done(&p);
}

TEST(follows_no_link)
{
	struct place p = place_new();
	struct str s;
	struct remote_file *f;
	size_t n;
	CHECK_INT(mkdir(in(&p, "real"), 0700), 0);
	CHECK(file_write(in(&p, "secret"), STR("of somebody"), 0600, NULL) == 0);
	CHECK_INT(symlink("real", in(&p, "folder")), 0);
	CHECK_INT(symlink("../secret", in(&p, "real/file")), 0);
	CHECK(p.r->ops->put(p.r, STR("folder/x"), STR("y"), NULL) < 0);
	CHECK(p.r->ops->get(p.r, STR("real/file"), 100, p.a, &s, NULL) < 0);
	CHECK(p.r->ops->list(p.r, STR("real"), p.a, &f, &n, NULL) == 0);
	CHECK_INT(n, 0);
	CHECK_INT(mkfifo(in(&p, "real/pipe"), 0600), 0);
	CHECK_ERR(p.r->ops->get(p.r, STR("real/pipe"), 100, p.a, &s, NULL), ERR_INPUT);
	place_done(&p);
}

TEST(goes_on_with_a_part_that_is_ours)
{
	static const char *const PARTS[] = { "abc", "abX", "", "abcdefghij and more" };
	for (size_t i = 0; i < COUNT(PARTS); i++) {
		struct place p = place_new();
		struct str s;
		CHECK(file_write(in(&p, "plain"), STR("abcdefghij"), 0600, NULL) == 0);
		CHECK_INT(mkdir(in(&p, "objects"), 0700), 0);
		CHECK(file_write(in(&p, "objects/x.part"), str_of(PARTS[i]), 0600, NULL) == 0);
		AUTO_FD fd = open(in(&p, "plain"), O_RDONLY | O_CLOEXEC);
		CHECK(p.r->ops->store(p.r, STR("objects/x"), fd, 10, NULL) == 0);
		CHECK(p.r->ops->get(p.r, STR("objects/x"), 100, p.a, &s, NULL) == 0);
		CHECK_STR(s, "abcdefghij");
		CHECK(!file_exists(in(&p, "objects/x.part")));
		place_done(&p);
	}
}

TEST(knows_names)
{
	CHECK(remote_is_name(STR("vigil-00/log/ab/0000000001-0000000002-ff")));
	CHECK(!remote_is_name(STR("../x")));
	CHECK(!remote_is_name(STR("a//b")));
	CHECK(!remote_is_name(STR("/a")));
	CHECK(!remote_is_name(STR("a/")));
	CHECK(!remote_is_name(STR("a/.b")));
	CHECK(!remote_is_name(STR("A")));
	CHECK(!remote_is_name(STR("")));
}

TEST(says_what_is_no_remote)
{
	struct remote *r;
	CHECK_ERR(remote_open(STR("ftp:x"), &r, NULL), ERR_INPUT);
	CHECK_ERR(remote_open(STR("folder:"), &r, NULL), ERR_INPUT);
	CHECK_ERR(remote_open(STR("folder:/nowhere-at-all"), &r, NULL), ERR_NOTFOUND);
}
