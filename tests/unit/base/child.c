/* SPDX-License-Identifier: Apache-2.0 */
/* Another program, for a short while: what it gets, how it ends, what it leaves behind. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/child.h"
#include "base/clock.h"
#include "base/confine.h"
#include "base/file.h"

static struct child_result sh(const char *script, struct buf *out, struct child_spec s)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct child_result r = { 0 };
	struct err e = { 0 };
	s.path = "/bin/sh";
	s.argv = argv;
	s.collect = s.collect ? s.collect : 1;
	s.output_max = s.output_max ? s.output_max : 65536;
	s.deadline_ms = s.deadline_ms ? s.deadline_ms : 120000;
	CHECK_OK(child_run(&s, out, &r, &e), &e);
	return r;
}

/* One that has ended stays in the table until somebody asks for its status. */
static bool alive(int64_t pid)
{
	char path[64];
	char stat[256] = "";
	snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
	AUTO_FD fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || read(fd, stat, sizeof stat - 1) <= 0)
		return false;
	const char *state = strrchr(stat, ')');
	return state && !strstr(state, ") Z") && !strstr(state, ") X");
}

/* However slow the machine is; only when it stays this takes its time. */
static bool ends(int64_t pid)
{
	for (int i = 0; i < 6000 && alive(pid); i++)
		usleep(10000);
	return !alive(pid);
}

TEST(it_ends_and_says_how)
{
	static const struct {
		const char *script;
		enum child_end end;
		int code;
		const char *out;
	} T[] = {
		{ "echo good", CHILD_EXITED, 0, "good\n" },
		{ "exit 3", CHILD_EXITED, 3, "" },
		{ "kill -9 $$", CHILD_SIGNALLED, SIGKILL, "" },
		{ "echo no >&2; pwd", CHILD_EXITED, 0, "/\n" },
		/* No variable of ours; what is there the shell made itself. */
		{ "echo \"$HOME$TMPDIR$LANG\"", CHILD_EXITED, 0, "\n" },
		{ "ulimit -c", CHILD_EXITED, 0, "0\n" },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_BUF out;
		buf_init(&out, 65536);
		struct child_result r = sh(T[i].script, &out, (struct child_spec){ 0 });
		CHECK_INT(r.end, T[i].end);
		CHECK_INT(r.code, T[i].code);
		CHECK_STR(buf_str(&out), T[i].out);
	}
}

TEST(it_gets_its_input_and_the_given_descriptors_only)
{
	AUTO_BUF out;
	buf_init(&out, 65536);
	AUTO_FD secret = open("/etc/passwd", O_RDONLY); /* not even close-on-exec */
	AUTO_FD given = memfd_create("given", 0);
	CHECK(secret > 2 && given > 2 && write(given, "seven", 5) == 5 &&
	      lseek(given, 0, SEEK_SET) == 0);
	struct child_fd fds[] = { { given, 7 } };
	sh("read a; echo $a; head -c 9 <&7; for i in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$i ] && echo $i; done; true",
	   &out, (struct child_spec){ .input = STR("one\n"), .fds = fds, .n_fds = 1 });
	CHECK_STR(buf_str(&out), "one\nseven7\n");
}

TEST(a_descriptor_may_have_the_number_of_another)
{
	AUTO_BUF out;
	buf_init(&out, 65536);
	AUTO_FD a = memfd_create("a", 0);
	AUTO_FD b = memfd_create("b", 0);
	CHECK(write(a, "A", 1) == 1 && write(b, "B", 1) == 1);
	CHECK(lseek(a, 0, SEEK_SET) == 0 && lseek(b, 0, SEEK_SET) == 0);
	struct child_fd fds[] = { { a, b }, { b, a } };
	char script[80];
	snprintf(script, sizeof script, "cat <&%d; cat <&%d", a, b);
	sh(script, &out, (struct child_spec){ .fds = fds, .n_fds = 2 });
	CHECK_STR(buf_str(&out), "BA");
}

TEST(the_deadline_ends_the_whole_group)
{
	int64_t began = clock_mono_ns();
	int64_t pid = 0;
	/* Longer and longer, until the shell has come to where it names its child. */
	for (int64_t ms = 300; ms < 100000 && pid == 0; ms *= 3) {
		AUTO_BUF out;
		buf_init(&out, 65536);
		struct child_result r = sh("sleep 600 & echo $!; wait", &out,
					   (struct child_spec){ .deadline_ms = ms });
		CHECK_INT(r.end, CHILD_TIMED_OUT);
		(void)str_to_int(str_trim(buf_str(&out)), &pid);
	}
	CHECK(pid > 1 && ends(pid));
	CHECK(clock_mono_ns() - began < 600 * INT64_C(1000000000)); /* not by itself */
}

TEST(what_it_leaves_behind_ends_with_it)
{
	AUTO_BUF out;
	buf_init(&out, 65536);
	int64_t began = clock_mono_ns();
	int64_t pid = 0;
	/* The one left behind holds the answer's pipe open. */
	struct child_result r = sh("sleep 600 & echo $!", &out, (struct child_spec){ 0 });
	CHECK_INT(r.end, CHILD_EXITED);
	CHECK(str_to_int(str_trim(buf_str(&out)), &pid) && pid > 1 && ends(pid));
	CHECK(clock_mono_ns() - began < 600 * INT64_C(1000000000));
}

TEST(an_answer_has_a_ceiling)
{
	AUTO_BUF out;
	buf_init(&out, 1 << 20);
	struct child_result r =
		sh("while :; do echo more; done", &out, (struct child_spec){ .output_max = 10000 });
	CHECK_INT(r.end, CHILD_OVERFLOWED);
	CHECK(out.n <= 10000);
}

struct heard {
	int64_t n, stop_at;
	int64_t wait_ns;
};

static int hear(void *ctx, const char *p, size_t n, struct err *e)
{
	struct heard *h = ctx;
	h->n += (int64_t)n;
	CHECK(n && p[0] == 'x');
	for (int64_t until = clock_mono_ns() + h->wait_ns; clock_mono_ns() < until;)
		;
	return h->stop_at && h->n >= h->stop_at ? err_set(e, ERR_CONFLICT, "enough") : 0;
}

TEST(a_stream_is_taken_while_it_works)
{
	AUTO_BUF out;
	buf_init(&out, 1000);
	struct heard h = { 0 };
	struct child_stream stream = { 5, hear, &h };
	struct child_result r = sh("head -c 3000000 /dev/zero | tr '\\0' x >&5; echo done", &out,
				   (struct child_spec){ .stream = &stream });
	CHECK_INT(r.end, CHILD_EXITED);
	CHECK_INT(h.n, 3000000);
	CHECK_STR(buf_str(&out), "done\n");
}

TEST(a_stream_can_be_stopped_and_its_reader_may_be_slow)
{
	AUTO_BUF out;
	buf_init(&out, 1000);
	struct heard h = { .stop_at = 100000 };
	struct child_stream stream = { 5, hear, &h };
	const char *const argv[] = { "sh", "-c", "while :; do echo xxxxxxxx; done >&5", NULL };
	struct child_spec s = { .path = "/bin/sh",
				.argv = argv,
				.collect = -1,
				.stream = &stream,
				.deadline_ms = 120000 };
	struct child_result r = { 0 };
	struct err e = { 0 };
	CHECK_ERR(child_run(&s, NULL, &r, &e), ERR_CONFLICT);
	CHECK_INT(r.end, CHILD_STOPPED);
	CHECK(h.n >= 100000);
	/* More time of ours than it has does not use up its own; more and more, until it has enough. */
	r.end = CHILD_TIMED_OUT;
	for (int64_t ms = 200; ms < 20000 && r.end == CHILD_TIMED_OUT; ms *= 3) {
		h = (struct heard){ .wait_ns = ms * 1500000 };
		buf_clear(&out);
		r = sh("printf x >&5; sleep 0.05; echo done", &out,
		       (struct child_spec){ .stream = &stream, .deadline_ms = ms });
	}
	CHECK_INT(r.end, CHILD_EXITED);
	CHECK_STR(buf_str(&out), "done\n");
}

TEST(limits_hold)
{
	AUTO_BUF out;
	buf_init(&out, 65536);
	AUTO_FD fd = memfd_create("out", 0);
	struct child_fd fds[] = { { fd, 5 } };
	struct child_result r =
		sh("exec head -c 100000 /dev/zero >&5", &out,
		   (struct child_spec){ .fds = fds, .n_fds = 1, .limits = { .file_bytes = 4096 } });
	CHECK(r.end == CHILD_SIGNALLED && r.code == SIGXFSZ);
	CHECK_INT(lseek(fd, 0, SEEK_END), 4096);
	r = sh("while :; do :; done", &out, (struct child_spec){ .limits = { .cpu_s = 1 } });
	CHECK(r.end == CHILD_SIGNALLED && (r.code == SIGXCPU || r.code == SIGKILL));
	r = sh("ulimit -n", &out, (struct child_spec){ .limits = { .files = 32 } });
	CHECK_STR(buf_str(&out), "32\n");
}

static int refuse(void *ctx)
{
	(void)ctx;
	return -1;
}

TEST(what_cannot_start_is_told)
{
	struct err e = { 0 };
	struct child_result r;
	AUTO_BUF out;
	buf_init(&out, 100);
	const char *argv[] = { "x", NULL };
	struct child_spec s = { .path = "/nowhere/x",
				.argv = argv,
				.collect = 1,
				.output_max = 9,
				.deadline_ms = 120000 };
	CHECK_ERR(child_run(&s, &out, &r, &e), ERR_NOTFOUND);
	s.path = "/etc";
	CHECK_ERR(child_run(&s, &out, &r, &e), ERR_IO);
	s.path = "/bin/true";
	s.before = refuse;
	CHECK_ERR(child_run(&s, &out, &r, &e), ERR_IO);
	s.input.p = "";
	s.input.n = CHILD_INPUT_MAX + 1;
	CHECK_ERR(child_run(&s, &out, &r, &e), ERR_TOOBIG);
}

/* ---- confine_reading, in a child that can be shut ---- */

static int shut(void *ctx)
{
	static const char *const readable[] = { "/etc/hosts", "/usr", "/lib", "/lib64" };
	static const char *const programs[] = { "/bin/sh", "/usr/bin/head",
						"/lib64/ld-linux-x86-64.so.2" };
	bool done;
	struct confine_reading c = { .readable = readable,
				     .n_readable = COUNT(readable),
				     .programs = programs,
				     .n_programs = COUNT(programs),
				     .fd = -1 };
	int rc = confine_reading(&c, &done, NULL);
	*(bool *)ctx = done;
	return rc == 0 && done ? 0 : -1;
}

TEST(confined_to_reading)
{
	AUTO_BUF out;
	buf_init(&out, 65536);
	struct err e = { 0 };
	struct child_result r;
	bool done = false;
	const char *argv[] = {
		"sh", "-c",
		"head -c 9 <$0 | head -c 0; (: <$0) && echo read;"
		"(: </etc/passwd) && echo passwd; (: >/tmp/x) && echo wrote; /bin/ls; echo $?",
		"/etc/hosts", NULL
	};
	struct child_spec s = { .path = "/bin/sh",
				.argv = argv,
				.collect = 1,
				.output_max = 60000,
				.deadline_ms = 120000,
				.before = shut,
				.ctx = &done };
	if (syscall(444, NULL, 0, 1) < 1)
		SKIP("no Landlock on this kernel");
	CHECK_OK(child_run(&s, &out, &r, &e), &e);
	CHECK_STR(buf_str(&out), "read\n126\n");
}
