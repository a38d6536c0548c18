/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The payload store on a disk that fails (tests/faults/wrap.c): at every call that writes, syncs, names or
 * removes, in every manner, and with a kill at every one. Afterwards nothing acknowledged is missing,
 * nothing half-done has the name of a payload, and the same file can be stored.
 */
#define _GNU_SOURCE /* nftw */
#include "check.h"

#include <sys/wait.h>

#include "store.h"

long fault_begin(void); /* tests/faults/wrap.c */

enum { MIB = 1 << 20, CONTINUED = 3 * MIB + 5, SMALL = 1000 };

static const char *const HOW[] = { "eio", "enospc", "short", "once", "kill" };

/* What a child tells: that the store said yes, and of what. */
struct answer {
	struct hash name;
	long calls;
	int rc;
};

typedef int operation(struct bed *b, struct hash *ret_name, struct err *e);

static int op_put(struct bed *b, struct hash *ret_name, struct err *e)
{
	AUTO_FD fd = -1;
	struct payload p;
	TRY(payload_source_open(bed_path(b, "source"), &fd, e));
	struct payload_put in = bed_put(b, fd);
	in.resume = &b->resume;
	in.checkpoint = MIB;
	TRY(payload_put(b->store, &in, b->a, &p, e));
	*ret_name = p.name;
	return 0;
}

static int feed_file(void *ctx, void *p, size_t n, size_t *ret_n, struct err *e)
{
	ssize_t got = read(*(int *)ctx, p, n);
	if (got < 0)
		return err_set(e, ERR_IO, "cannot read");
	*ret_n = (size_t)got;
	return 0;
}

static int op_take(struct bed *b, struct hash *ret_name, struct err *e)
{
	struct str s;
	TRY(file_read(bed_path(b, "source"), 1 << 30, b->a, &s, e));
	AUTO_FD fd = open(bed_path(b, "source"), O_RDONLY | O_CLOEXEC);
	struct hash name = hash_of(s);
	TRY(payload_take(b->store, &name, feed_file, &fd, e));
	*ret_name = name;
	return 0;
}

/* In a child, with the N-th call failing; 0: none. False: it was killed. */
static bool attempt(struct bed *b, operation *op, long at, const char *how, struct answer *ret)
{
	int ends[2];
	int status = 0;
	if (pipe(ends) != 0)
		die("no pipe");
	pid_t pid = fork();
	if (pid == 0) {
		struct answer a = { 0 };
		char number[32];
		snprintf(number, sizeof number, "%ld", at);
		setenv("VIGIL_FAULT_HOW", how, 1);
		if (at)
			setenv("VIGIL_FAULT_AT", number, 1);
		(void)fault_begin();
		a.rc = op(b, &a.name, NULL);
		a.calls = fault_begin();
		unsetenv("VIGIL_FAULT_AT");
		_exit(write(ends[1], &a, sizeof a) != sizeof a);
	}
	close(ends[1]);
	bool told = read(ends[0], ret, sizeof *ret) == sizeof *ret;
	close(ends[0]);
	waitpid(pid, &status, 0);
	if (!told && !WIFSIGNALED(status))
		FAIL("a child ended without a word");
	return told;
}

struct seen {
	int leftovers;
	int others;
	char first[300];
};

static int note(void *ctx, const struct payload_finding *f, struct err *e)
{
	struct seen *s = ctx;
	(void)e;
	if (f->fault == PAYLOAD_LEFTOVER)
		s->leftovers++;
	else if (s->others++ == 0)
		snprintf(s->first, sizeof s->first, "%s: %s", f->place, f->why);
	return 0;
}

/* The store as it is now: how many payloads, all of them whole. */
static int64_t look(struct bed *b, const char *when)
{
	struct seen s = { 0 };
	struct payload_scrub how = { .found = note, .ctx = &s };
	struct payload_sum sum = { 0 };
	struct err e;
	if (file_exists(b->store))
		CHECK_OK(payload_scrub(b->store, &how, &sum, &e), &e);
	if (s.others)
		FAIL("%s: %s", when, s.first);
	return sum.objects;
}

static void check_point(operation *op, size_t bytes, long at, const char *how)
{
	AUTO_BED b;
	struct answer a = { 0 };
	struct hash name;
	struct err e;
	int tidied = 0;
	bed_init(&b);
	bed_file(&b, "source", bed_bytes(&b, bytes, 1));
	const char *when = str_printf(b.a, "%s at call %ld", how, at).p;
	bool told = attempt(&b, op, at, how, &a);
	int64_t there = look(&b, when);
	if (told && a.rc == 0) {
		/* "once" and full disks can hit what may fail: then it is whole all the same. */
		int64_t n;
		CHECK_OK(payload_there(b.store, &a.name, &n, &e), &e);
		CHECK_INT(there, 1);
	} else if (there > 1) {
		FAIL("%s: %lld payloads", when, (long long)there);
	}
	/* The same again, on a disk that works, goes well, with or without what was left. */
	CHECK_OK(op(&b, &name, &e), &e);
	if (look(&b, when) > there + 1)
		FAIL("%s: more payloads than were stored", when);
	CHECK_OK(payload_tidy(b.store, true, &tidied, &e), &e);
	CHECK_INT(bed_count(bed_path(&b, "objects/tmp")), 0);
}

static void sweep(const char *what, operation *op, size_t bytes)
{
	struct answer a = { 0 };
	int points = 0;
	{
		AUTO_BED b;
		bed_init(&b);
		bed_file(&b, "source", bed_bytes(&b, bytes, 1));
		CHECK(attempt(&b, op, 0, "eio", &a) && a.rc == 0);
	}
	CHECK(a.calls > 5);
	for (size_t h = 0; h < COUNT(HOW); h++)
		for (long at = 1; at <= a.calls; at += (long)check_step(1), points++)
			check_point(op, bytes, at, HOW[h]);
	printf("faults: %s: %ld calls, %d points\n", what, a.calls, points);
}

TEST(storing_a_small_file)
{
	sweep("put, small", op_put, SMALL);
}

TEST(storing_a_large_file_that_can_be_continued)
{
	sweep("put, with checkpoints", op_put, CONTINUED);
}

TEST(taking_what_is_sealed)
{
	sweep("take", op_take, CONTINUED);
}

/* The disk acknowledges and keeps something else: found before the store says yes. */
static int spoil(void *ctx, int64_t done, int64_t of, struct err *e)
{
	struct bed *b = ctx;
	DIR *d = opendir(bed_path(b, "objects/tmp"));
	(void)e;
	for (struct dirent *x; done == of && d && (x = readdir(d));) {
		const char *path = str_printf(b->a, "%s/tmp/%s", b->store, x->d_name).p;
		if (str_ends(str_of(path), STR(".part")))
			check_damage(path, 100);
	}
	if (d)
		closedir(d);
	return 0;
}

TEST(other_bytes_than_were_written_are_not_acknowledged)
{
	AUTO_BED b;
	struct payload p;
	struct err e;
	bed_init(&b);
	bed_file(&b, "source", bed_bytes(&b, SMALL, 1));
	AUTO_FD fd = -1;
	CHECK_OK(payload_source_open(bed_path(&b, "source"), &fd, &e), &e);
	struct payload_put in = bed_put(&b, fd);
	in.progress = spoil;
	in.progress_ctx = &b;
	CHECK_ERR(payload_put(b.store, &in, b.a, &p, &e), ERR_IO);
	CHECK(str_has(str_of(e.text), STR("gave back other bytes")));
	CHECK_INT(bed_count(b.store), 1);
	CHECK_INT(bed_count(bed_path(&b, "objects/tmp")), 0);
}
