/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The payload store: in, out, cut short and continued. Scrubbing: payload_scrub.c; failing disks:
 * payload_fault.c. */
#define _GNU_SOURCE /* nftw */
#include "check.h"

#include <signal.h>
#include <sys/wait.h>

#include "store.h"

enum { MIB = 1 << 20 };

static void put_file(struct bed *b, const char *path, struct payload *ret)
{
	struct err e;
	AUTO_FD fd = -1;
	CHECK_OK(payload_source_open(path, &fd, &e), &e);
	struct payload_put in = bed_put(b, fd);
	CHECK_OK(payload_put(b->store, &in, b->a, ret, &e), &e);
}

static void put_bytes(struct bed *b, struct str s, struct payload *ret)
{
	put_file(b, bed_file(b, "source", s), ret);
}

/* What was put comes out, for both recipients, whole and in pieces. */
static void check_out(struct bed *b, const struct payload *p, struct str want)
{
	struct err e;
	struct str s;
	struct hash h = hash_of(want);
	CHECK(hash_eq(&p->plain, &h));
	CHECK_INT(p->plain_bytes, want.n);
	CHECK_INT(p->bytes, age_payload_bytes((int64_t)want.n));
	for (int who = 0; who < 2; who++) {
		struct payload_key k = bed_key(b, p, who);
		const char *out = bed_path(b, "out");
		CHECK_OK(payload_get(b->store, &p->name, &k, &p->plain, out, &e), &e);
		CHECK_OK(file_read(out, 1 << 30, b->a, &s, &e), &e);
		CHECK(str_eq(s, want));
		unlink(out);
	}
	CHECK_INT(bed_count(bed_path(b, "objects/tmp")), 0);
}

TEST(files_of_every_length_come_back)
{
	static const size_t SIZES[] = { 0,	 1,   AGE_CHUNK - 1, AGE_CHUNK, AGE_CHUNK + 1,
					MIB - 1, MIB, MIB + 1,	     9 * MIB,	9 * MIB + 3 };
	for (size_t i = 0; i < COUNT(SIZES); i++) {
		AUTO_BED b;
		struct payload p;
		struct err e;
		struct str stored;
		bed_init(&b);
		struct str s = bed_bytes(&b, SIZES[i], 1);
		put_bytes(&b, s, &p);
		check_out(&b, &p, s);
		/* sha256sum of the file is its name. */
		const char *object = bed_object(&b, &p.name);
		CHECK_OK(file_read(object, 1 << 30, b.a, &stored, &e), &e);
		struct hash h = hash_of(stored);
		CHECK(hash_eq(&h, &p.name));
		CHECK_INT(stored.n, p.bytes);
		int64_t bytes = 0;
		CHECK_OK(payload_there(b.store, &p.name, &bytes, &e), &e);
		CHECK_INT(bytes, p.bytes);
	}
}

TEST(equal_files_look_unequal)
{
	AUTO_BED b;
	struct payload p;
	struct payload q;
	bed_init(&b);
	put_bytes(&b, STR("the same"), &p);
	put_bytes(&b, STR("the same"), &q);
	CHECK(!hash_eq(&p.name, &q.name));
	CHECK(hash_eq(&p.plain, &q.plain));
	CHECK(!str_eq(p.header, q.header));
}

TEST(nobody_else_opens_it)
{
	AUTO_BED b;
	struct payload p;
	struct payload q;
	struct age_identity stranger;
	struct payload_reader *r = NULL;
	struct err e;
	struct key k;
	bed_init(&b);
	put_bytes(&b, STR("one"), &p);
	put_bytes(&b, STR("two"), &q);
	memset(k.b, 99, KEY_LEN);
	age_identity_from_secret(&stranger, &k);
	struct payload_key no = { p.header, &stranger, 1 };
	CHECK_ERR(payload_reader_open(b.store, &p.name, &no, &r, &e), ERR_DENIED);
	/* The header of another payload. */
	struct payload_key other = bed_key(&b, &q, 0);
	CHECK_ERR(payload_get(b.store, &p.name, &other, NULL, bed_path(&b, "out"), &e),
		  ERR_CORRUPT);
	CHECK(!file_exists(bed_path(&b, "out")));
	struct payload_key more = { str_join(b.a, p.header, STR("x")), &b.id[0], 1 };
	CHECK_ERR(payload_reader_open(b.store, &p.name, &more, &r, &e), ERR_INPUT);
	struct hash none = { { 1 } };
	struct payload_key mine = bed_key(&b, &p, 0);
	CHECK_ERR(payload_reader_open(b.store, &none, &mine, &r, &e), ERR_NOTFOUND);
}

TEST(any_part_can_be_read)
{
	AUTO_BED b;
	struct payload p;
	struct err e;
	bed_init(&b);
	struct str s = bed_bytes(&b, 3 * AGE_CHUNK + 1000, 2);
	put_bytes(&b, s, &p);
	struct payload_key k = bed_key(&b, &p, 0);
	AUTO_PAYLOAD_READER *r = NULL;
	CHECK_OK(payload_reader_open(b.store, &p.name, &k, &r, &e), &e);
	CHECK_INT(payload_reader_bytes(r), s.n);
	for (size_t at = s.n + 70000; at > 0; at -= at < 7919 ? at : 7919) {
		struct str got;
		payload_reader_seek(r, (int64_t)at);
		CHECK_OK(payload_reader_next(r, &got, &e), &e);
		CHECK(str_starts(str_from(s, at < s.n ? at : s.n), got));
		CHECK((got.n == 0) == (at >= s.n));
	}
}

/* ---- what is not taken ---- */

TEST(what_is_no_file_is_refused)
{
	AUTO_BED b;
	struct err e;
	int fd = -1;
	bed_init(&b);
	bed_file(&b, "real", STR("x"));
	CHECK(symlink("real", bed_path(&b, "link")) == 0);
	CHECK(mkfifo(bed_path(&b, "pipe"), 0600) == 0);
	static const struct {
		const char *name;
		const char *word;
	} CASES[] = { { "link", "symbolic link" }, { "pipe", "a pipe" }, { ".", "a folder" } };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_ERR(payload_source_open(bed_path(&b, CASES[i].name), &fd, &e), ERR_INPUT);
		CHECK(str_has(str_of(e.text), str_of(CASES[i].word)));
	}
	CHECK_ERR(payload_source_open("/dev/zero", &fd, &e), ERR_INPUT);
	CHECK(str_has(str_of(e.text), STR("a device")));
	CHECK_ERR(payload_source_open(bed_path(&b, "absent"), &fd, &e), ERR_NOTFOUND);
	AUTO_FD dev = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	struct payload_put in = bed_put(&b, dev);
	struct payload p;
	CHECK_ERR(payload_put(b.store, &in, b.a, &p, &e), ERR_INPUT);
	CHECK_INT(bed_count(b.store), 1);
}

struct meddle {
	const char *path;
	int how;
	int calls;
};

static int meddle(void *ctx, int64_t done, int64_t of, struct err *e)
{
	struct meddle *m = ctx;
	(void)e;
	CHECK(done <= of);
	if (++m->calls != 2)
		return 0;
	AUTO_FD fd = open(m->path, O_RDWR | O_CLOEXEC | (m->how == 0 ? O_APPEND : 0));
	struct timespec later[2] = { { .tv_sec = 5 }, { .tv_sec = 5 } };
	if (m->how == 0)
		CHECK(write(fd, "more", 4) == 4);
	else if (m->how == 1)
		CHECK(ftruncate(fd, 10) == 0);
	else
		CHECK(futimens(fd, later) == 0);
	return 0;
}

TEST(a_file_that_changes_while_it_is_read_is_not_stored)
{
	for (int how = 0; how < 3; how++) {
		AUTO_BED b;
		struct payload p;
		struct err e;
		bed_init(&b);
		struct meddle m = { bed_file(&b, "source", bed_bytes(&b, 20 * MIB, 3)), how, 0 };
		AUTO_FD fd = -1;
		CHECK_OK(payload_source_open(m.path, &fd, &e), &e);
		struct payload_put in = bed_put(&b, fd);
		in.progress = meddle;
		in.progress_ctx = &m;
		in.resume = &b.resume;
		in.checkpoint = MIB;
		CHECK_ERR(payload_put(b.store, &in, b.a, &p, &e), ERR_CONFLICT);
		CHECK(str_has(str_of(e.text), STR("changed")));
		CHECK_INT(bed_count(b.store), 1);
		CHECK_INT(bed_count(bed_path(&b, "objects/tmp")), 0);
	}
}

/* ---- from a callback ---- */

struct feed {
	struct str s;
	size_t step;
	int fail_after; /* calls; -1: never */
};

static int feed(void *ctx, void *p, size_t n, size_t *ret_n, struct err *e)
{
	struct feed *f = ctx;
	if (f->fail_after >= 0 && f->fail_after-- == 0)
		return err_set(e, ERR_TOOBIG, "the line was cut");
	if (n > f->step)
		n = f->step;
	if (n > f->s.n)
		n = f->s.n;
	if (n)
		memcpy(p, f->s.p, n);
	f->s = str_from(f->s, n);
	*ret_n = n;
	return 0;
}

TEST(bytes_from_a_callback_are_stored_in_any_pieces)
{
	static const size_t STEPS[] = { 7777, AGE_CHUNK, MIB, 3 * MIB };
	AUTO_BED b;
	struct err e;
	bed_init(&b);
	struct str s = bed_bytes(&b, 3 * MIB + 5, 4);
	for (size_t i = 0; i < COUNT(STEPS); i++) {
		struct feed f = { s, STEPS[i], -1 };
		struct payload p;
		struct payload_put in = bed_put(&b, -1);
		in.read = feed;
		in.read_ctx = &f;
		CHECK_OK(payload_put(b.store, &in, b.a, &p, &e), &e);
		check_out(&b, &p, s);
	}
}

TEST(what_the_callback_says_is_passed_on_and_nothing_is_left)
{
	AUTO_BED b;
	struct err e;
	bed_init(&b);
	struct str s = bed_bytes(&b, 20 * MIB, 4);
	for (int after = 0; after < 20; after += 3) {
		struct feed f = { s, MIB, after };
		struct payload p;
		struct payload_put in = bed_put(&b, -1);
		in.read = feed;
		in.read_ctx = &f;
		CHECK_ERR(payload_put(b.store, &in, b.a, &p, &e), ERR_TOOBIG);
		CHECK_STR(str_of(e.text), "the line was cut");
		CHECK_INT(bed_count(b.store), 1);
		CHECK_INT(bed_count(bed_path(&b, "objects/tmp")), 0);
	}
}

TEST(sealed_bytes_are_taken_as_what_they_are)
{
	AUTO_BED b;
	AUTO_BED other;
	struct payload p;
	struct str stored;
	struct err e;
	bed_init(&b);
	bed_init(&other);
	struct str s = bed_bytes(&b, 2 * MIB + 9, 5);
	put_bytes(&b, s, &p);
	CHECK_OK(file_read(bed_object(&b, &p.name), 1 << 30, b.a, &stored, &e), &e);
	struct feed f = { stored, 100000, -1 };
	CHECK_OK(payload_take(other.store, &p.name, feed, &f, &e), &e);
	check_out(&other, &p, s);
	/* Again: what is there is looked at, and nothing is read. */
	f = (struct feed){ stored, 100000, 0 };
	CHECK_OK(payload_take(other.store, &p.name, feed, &f, &e), &e);
	/* Damaged here: written anew. */
	const char *object = bed_object(&other, &p.name);
	chmod(object, 0600);
	CHECK(truncate(object, 1000) == 0);
	f = (struct feed){ stored, 100000, -1 };
	CHECK_OK(payload_take(other.store, &p.name, feed, &f, &e), &e);
	check_out(&other, &p, s);
	/* A remote that lies. */
	struct hash wrong = p.name;
	wrong.b[31] ^= 1;
	f = (struct feed){ stored, 100000, -1 };
	CHECK_ERR(payload_take(other.store, &wrong, feed, &f, &e), ERR_CORRUPT);
	CHECK_ERR(payload_there(other.store, &wrong, &(int64_t){ 0 }, &e), ERR_NOTFOUND);
	CHECK_INT(bed_count(bed_path(&other, "objects/tmp")), 0);
}

/* ---- damage ---- */

TEST(damage_is_noticed_and_no_file_is_called_complete)
{
	AUTO_BED b;
	struct payload p;
	struct err e;
	bed_init(&b);
	struct str s = bed_bytes(&b, 3 * AGE_CHUNK, 6);
	put_bytes(&b, s, &p);
	struct payload_key k = bed_key(&b, &p, 1);
	const char *object = bed_object(&b, &p.name);
	const char *out = bed_path(&b, "out");
	chmod(object, 0600);
	/* A byte of the third chunk. */
	AUTO_FD fd = open(object, O_RDWR | O_CLOEXEC);
	off_t at = AGE_NONCE_LEN + 2 * AGE_SEALED + 77;
	uint8_t byte = 0;
	CHECK(pread(fd, &byte, 1, at) == 1);
	byte ^= 4;
	CHECK(pwrite(fd, &byte, 1, at) == 1);
	CHECK_ERR(payload_get(b.store, &p.name, &k, NULL, out, &e), ERR_CORRUPT);
	CHECK(!file_exists(out));
	/* To a pipe or screen: the beginning, and a failure. */
	AUTO_FD to = open(out, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	CHECK_ERR(payload_get_fd(b.store, &p.name, &k, NULL, to, &e), ERR_CORRUPT);
	struct str got;
	CHECK_OK(file_read(out, 1 << 30, b.a, &got, &e), &e);
	CHECK_INT(got.n, 2 * AGE_CHUNK);
	CHECK(str_starts(s, got));
	unlink(out);
	/* Whole again, then cut at every kind of place: never complete. */
	byte ^= 4;
	CHECK(pwrite(fd, &byte, 1, at) == 1);
	CHECK_OK(payload_get(b.store, &p.name, &k, &p.plain, out, &e), &e);
	CHECK_ERR(payload_get(b.store, &p.name, &k, &p.plain, out, &e), ERR_CONFLICT);
	unlink(out);
	static const off_t CUTS[] = { AGE_NONCE_LEN + 2 * AGE_SEALED + AEAD_TAG_LEN,
				      AGE_NONCE_LEN + 2 * AGE_SEALED,
				      AGE_NONCE_LEN + AGE_SEALED + 17,
				      AGE_NONCE_LEN + AEAD_TAG_LEN,
				      AGE_NONCE_LEN,
				      3,
				      0 };
	for (size_t i = 0; i < COUNT(CUTS); i++) {
		CHECK(ftruncate(fd, CUTS[i]) == 0);
		CHECK_ERR(payload_get(b.store, &p.name, &k, NULL, out, &e), ERR_CORRUPT);
		CHECK(!file_exists(out));
	}
}

TEST(another_file_than_was_recorded_is_noticed)
{
	AUTO_BED b;
	struct payload p;
	struct err e;
	bed_init(&b);
	put_bytes(&b, STR("something"), &p);
	struct payload_key k = bed_key(&b, &p, 0);
	struct hash other = hash_of(STR("something else"));
	CHECK_ERR(payload_get(b.store, &p.name, &k, &other, bed_path(&b, "out"), &e), ERR_CORRUPT);
	CHECK(!file_exists(bed_path(&b, "out")));
	CHECK_INT(bed_count(b.dir), 2);
}

TEST(a_payload_can_be_removed)
{
	AUTO_BED b;
	struct payload p;
	struct err e;
	int64_t bytes;
	bed_init(&b);
	put_bytes(&b, STR("to be erased"), &p);
	CHECK_OK(payload_remove(b.store, &p.name, &e), &e);
	CHECK_ERR(payload_there(b.store, &p.name, &bytes, &e), ERR_NOTFOUND);
	CHECK_OK(payload_remove(b.store, &p.name, &e), &e);
}

/* ---- cut and continued ---- */

static int stop_at(void *ctx, int64_t done, int64_t of, struct err *e)
{
	int *left = ctx;
	(void)done;
	(void)of;
	return --*left == 0 ? err_set(e, ERR_BUSY, "stopped") : 0;
}

static int put_resumable(struct bed *b, const char *path, int stop_after, struct payload *ret,
			 struct err *e)
{
	AUTO_FD fd = -1;
	TRY(payload_source_open(path, &fd, e));
	struct payload_put in = bed_put(b, fd);
	in.resume = &b->resume;
	in.checkpoint = 2 * MIB;
	in.progress = stop_after ? stop_at : NULL;
	in.progress_ctx = &stop_after;
	return payload_put(b->store, &in, b->a, ret, e);
}

static struct str nonce_of(struct bed *b, const char *path)
{
	struct str s = STR_NULL;
	struct err e;
	CHECK_OK(file_read(path, 1 << 30, b->a, &s, &e), &e);
	return str_n(s.p, s.n < AGE_NONCE_LEN ? s.n : AGE_NONCE_LEN);
}

/* The one ID.part of tmp/, or NULL. */
static const char *part_of(struct bed *b)
{
	const char *r = NULL;
	DIR *d = opendir(bed_path(b, "objects/tmp"));
	for (struct dirent *x; d && (x = readdir(d));)
		if (str_ends(str_of(x->d_name), STR(".part")))
			r = str_printf(b->a, "%s/tmp/%s", b->store, x->d_name).p;
	if (d)
		closedir(d);
	return r;
}

/* Stopped after each piece in turn: the next attempt goes on from the last checkpoint (its nonce is
 * the same) or begins anew when there was none. */
TEST(an_ingest_that_was_cut_goes_on)
{
	AUTO_BED b;
	struct err e;
	bed_init(&b);
	struct str s = bed_bytes(&b, 9 * MIB + 5, 7);
	const char *path = bed_file(&b, "source", s);
	for (int stop = 1; stop <= 9; stop++) {
		struct payload p = { 0 };
		CHECK_ERR(put_resumable(&b, path, stop, &p, &e), ERR_BUSY);
		const char *part = part_of(&b);
		CHECK(part != NULL);
		struct str nonce = nonce_of(&b, part);
		/* Tidying leaves it, another stop in between does too. */
		int tidied = 0;
		CHECK_OK(payload_tidy(b.store, false, &tidied, &e), &e);
		CHECK_INT(tidied, 0);
		if (stop > 3)
			CHECK_ERR(put_resumable(&b, path, 3, &p, &e), ERR_BUSY);
		CHECK_OK(put_resumable(&b, path, 0, &p, &e), &e);
		check_out(&b, &p, s);
		bool same = str_eq(nonce_of(&b, bed_object(&b, &p.name)), nonce);
		if (same != (stop >= 2))
			FAIL("stopped after %d: %s", stop, same ? "gone on" : "begun anew");
	}
}

static int kill_at(void *ctx, int64_t done, int64_t of, struct err *e)
{
	(void)of;
	(void)e;
	if (done >= *(int64_t *)ctx)
		kill(getpid(), SIGKILL);
	return 0;
}

static void put_and_die(struct bed *b, const char *path, int64_t at)
{
	AUTO_FD fd = -1;
	struct payload p;
	if (payload_source_open(path, &fd, NULL) < 0)
		_exit(1);
	struct payload_put in = bed_put(b, fd);
	in.resume = &b->resume;
	in.checkpoint = 2 * MIB;
	in.progress = kill_at;
	in.progress_ctx = &at;
	_exit(payload_put(b->store, &in, b->a, &p, NULL) < 0);
}

TEST(an_ingest_that_was_killed_goes_on)
{
	AUTO_BED b;
	struct err e;
	struct payload p = { 0 };
	int status = 0;
	bed_init(&b);
	struct str s = bed_bytes(&b, 9 * MIB, 8);
	const char *path = bed_file(&b, "source", s);
	pid_t pid = fork();
	if (pid == 0)
		put_and_die(&b, path, 6 * MIB);
	waitpid(pid, &status, 0);
	CHECK(WIFSIGNALED(status));
	struct str nonce = nonce_of(&b, part_of(&b));
	CHECK_OK(put_resumable(&b, path, 0, &p, &e), &e);
	CHECK(str_eq(nonce_of(&b, bed_object(&b, &p.name)), nonce));
	check_out(&b, &p, s);
}

/* What was left is believed only where it is what this file gives. */
TEST(what_does_not_belong_to_the_file_is_begun_anew)
{
	static const char *const HOW[] = { "a byte of the part",
					   "a byte of the state",
					   "a byte of the file, with its old time",
					   "another secret",
					   "the part is cut",
					   "the part is gone" };
	for (size_t how = 0; how < COUNT(HOW); how++) {
		AUTO_BED b;
		struct err e;
		struct payload p = { 0 };
		struct stat st;
		bed_init(&b);
		struct str s = bed_bytes(&b, 9 * MIB, 9);
		const char *path = bed_file(&b, "source", s);
		CHECK_ERR(put_resumable(&b, path, 7, &p, &e), ERR_BUSY);
		const char *part = part_of(&b);
		struct str nonce = nonce_of(&b, part);
		struct str id = str_n(part, strlen(part) - 5);
		const char *state = str_printf(b.a, "%.*s.state", STR_FMT(id)).p;
		if (how == 0)
			check_damage(part, 3 * MIB);
		if (how == 1)
			check_damage(state, 100);
		if (how == 2) {
			CHECK(stat(path, &st) == 0);
			check_damage(path, 2 * MIB);
			struct timespec t[2] = { st.st_atim, st.st_mtim };
			CHECK(utimensat(AT_FDCWD, path, t, 0) == 0);
			CHECK_OK(file_read(path, 1 << 30, b.a, &s, &e), &e);
		}
		if (how == 3)
			b.resume.b[0]++;
		if (how == 4)
			CHECK(truncate(part, 3 * MIB) == 0);
		if (how == 5)
			unlink(part);
		CHECK_OK(put_resumable(&b, path, 0, &p, &e), &e);
		if (str_eq(nonce_of(&b, bed_object(&b, &p.name)), nonce))
			FAIL("%s: gone on", HOW[how]);
		int tidied = 0;
		CHECK_OK(payload_tidy(b.store, true, &tidied, &e), &e);
		CHECK_INT(tidied, how == 3 ? 2 : 0);
		check_out(&b, &p, s);
	}
}

struct nested {
	struct bed *b;
	const char *path;
	struct payload p;
	int calls;
};

static int put_the_same(void *ctx, int64_t done, int64_t of, struct err *e)
{
	struct nested *n = ctx;
	int tidied = 0;
	(void)done;
	(void)of;
	if (++n->calls != 5)
		return 0;
	CHECK_OK(put_resumable(n->b, n->path, 0, &n->p, e), e);
	/* What is being worked on is nobody's leftover. */
	CHECK_OK(payload_tidy(n->b->store, true, &tidied, e), e);
	CHECK_INT(tidied, 0);
	return 0;
}

TEST(two_at_once_do_not_disturb_each_other)
{
	AUTO_BED b;
	struct err e;
	struct payload p = { 0 };
	bed_init(&b);
	struct str s = bed_bytes(&b, 9 * MIB, 10);
	struct nested n = { .b = &b, .path = bed_file(&b, "source", s) };
	AUTO_FD fd = -1;
	CHECK_OK(payload_source_open(n.path, &fd, &e), &e);
	struct payload_put in = bed_put(&b, fd);
	in.resume = &b.resume;
	in.checkpoint = 2 * MIB;
	in.progress = put_the_same;
	in.progress_ctx = &n;
	CHECK_OK(payload_put(b.store, &in, b.a, &p, &e), &e);
	CHECK(!hash_eq(&p.name, &n.p.name));
	check_out(&b, &p, s);
	check_out(&b, &n.p, s);
}

/* ---- with other programs ---- */

static int run(const char *command)
{
	int status = system(command);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(header_and_payload_open_with_age)
{
	AUTO_BED b;
	struct payload p;
	struct err e;
	bed_init(&b);
	if (run("command -v age >/dev/null 2>&1") != 0)
		SKIP("age is not installed");
	struct str s = bed_bytes(&b, 2 * AGE_CHUNK, 11);
	put_bytes(&b, s, &p);
	CHECK_OK(file_write(bed_path(&b, "header"), p.header, 0600, &e), &e);
	struct str key = age_identity_write(&b.id[1], b.a);
	CHECK_OK(file_write(bed_path(&b, "key"), key, 0600, &e), &e);
	CHECK_INT(
		run(str_printf(b.a, "cd %s && cat header %s | age -d -i key >out && cmp out source",
			       b.dir, bed_object(&b, &p.name))
			    .p),
		0);
	CHECK(run(str_printf(b.a, "cd %s && age -d -i key <%s >/dev/null 2>&1", b.dir,
			     bed_object(&b, &p.name))
			  .p) != 0);
	/* And the other way: what age sealed for us, cut after its header, opens here. */
	struct str file;
	struct age_header h;
	CHECK_INT(run(str_printf(b.a, "cd %s && age -r %.*s <source >theirs.age", b.dir,
				 STR_FMT(age_recipient_write(b.recipients[0], b.a)))
			      .p),
		  0);
	CHECK_OK(file_read(bed_path(&b, "theirs.age"), 1 << 30, b.a, &file, &e), &e);
	CHECK_OK(age_header_read(file, b.a, &h, &e), &e);
	struct feed f = { str_from(file, h.bytes), MIB, -1 };
	struct hash name = hash_of(f.s);
	CHECK_OK(payload_take(b.store, &name, feed, &f, &e), &e);
	struct payload_key k = { str_n(file.p, h.bytes), &b.id[0], 1 };
	unlink(bed_path(&b, "out"));
	CHECK_OK(payload_get(b.store, &name, &k, &p.plain, bed_path(&b, "out"), &e), &e);
}
