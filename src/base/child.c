/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child.c - between fork and exec only what signal-safety(7) allows, since the caller may have
 * threads. What goes wrong there comes back through a pipe that closes when exec succeeds.
 */
#define _GNU_SOURCE /* pipe2, close_range */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

enum { HIGH = 256 }; /* above any descriptor number that a program is given */

/* Under AddressSanitizer every program reserves terabytes of addresses, so the limit would end it
 * before it begins. */
#if defined(__SANITIZE_ADDRESS__)
#define LIMIT_MEMORY false
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIMIT_MEMORY false
#endif
#endif
#ifndef LIMIT_MEMORY
#define LIMIT_MEMORY true
#endif

/* ---- in the new process ---- */

static bool limit(int what, uint64_t n)
{
	struct rlimit l = { .rlim_cur = (rlim_t)n, .rlim_max = (rlim_t)n };
	return n == 0 || setrlimit((__rlimit_resource_t)what, &l) == 0;
}

static bool limits(const struct child_limits *l)
{
	struct rlimit none = { 0, 0 };
	return setrlimit(RLIMIT_CORE, &none) == 0 &&
	       (!LIMIT_MEMORY || limit(RLIMIT_AS, l->memory)) && limit(RLIMIT_CPU, l->cpu_s) &&
	       limit(RLIMIT_FSIZE, l->file_bytes) && limit(RLIMIT_NOFILE, l->files) &&
	       limit(RLIMIT_NPROC, l->processes);
}

static void close_others_on_exec(void)
{
	if (close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) == 0)
		return;
	long max = sysconf(_SC_OPEN_MAX); /* kernels before 5.11 */
	for (int fd = 3; fd < (max > 0 && max < 65536 ? (int)max : 65536); fd++)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* The given descriptors are moved out of the way first: one may have the number of another. */
static bool place(const struct child_fd *fds, size_t n)
{
	int high[CHILD_FDS_MAX + 3];
	for (size_t i = 0; i < n; i++)
		if ((high[i] = fcntl(fds[i].ours, F_DUPFD_CLOEXEC, HIGH)) < 0)
			return false;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd < 3; fd++)
		if (null < 0 || dup2(null, fd) < 0)
			return false;
	close_others_on_exec();
	for (size_t i = 0; i < n; i++)
		if (dup2(high[i], fds[i].theirs) < 0)
			return false;
	return true;
}

NORETURN static void become(const struct child_spec *s, const struct child_fd *fds, size_t n,
			    int tell, pid_t parent)
{
	static char *const EMPTY[] = { NULL };
	sigset_t none;
	sigemptyset(&none);
	struct sigaction usual = { .sa_handler = SIG_DFL };
	if (setpgid(0, 0) == 0 && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 &&
	    getppid() == parent && sigaction(SIGPIPE, &usual, NULL) == 0 &&
	    sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
	    (tell = fcntl(tell, F_DUPFD_CLOEXEC, HIGH)) >= 0 && place(fds, n) &&
	    chdir(s->folder ? s->folder : "/") == 0 && limits(&s->limits) &&
	    (!s->before || s->before(s->ctx) == 0)) {
		/* execve takes its strings as not const for reasons of history; it does not change them. */
		union {
			const char *const *given;
			char *const *taken;
		} argv = { .given = s->argv };
		execve(s->path, argv.taken, EMPTY);
	}
	int why = errno;
	(void)!write(tell, &why, sizeof why);
	_exit(127);
}

/* ---- in the caller ---- */

static int input_pipe(struct str input, int *ret_read, struct err *e)
{
	int p[2];
	if (input.n > CHILD_INPUT_MAX)
		return err_set(e, ERR_TOOBIG, "a program is given at most %d bytes",
			       CHILD_INPUT_MAX);
	if (pipe2(p, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
	/* It fits into the pipe, so nobody needs to read while it is written. */
	bool ok = fcntl(p[1], F_SETFL, O_NONBLOCK) == 0 &&
		  write(p[1], input.p, input.n) == (ssize_t)input.n;
	close(p[1]);
	if (!ok) {
		close(p[0]);
		return err_set(e, ERR_IO, "cannot hand a program its input");
	}
	*ret_read = p[0];
	return 0;
}

/* 1: more may come; 2: nothing now; 0: the end; -1: too much. */
static int take(int fd, struct buf *out, size_t max)
{
	char chunk[65536];
	ssize_t n = read(fd, chunk, sizeof chunk);
	if (n < 0)
		return errno == EINTR ? 1 : errno == EAGAIN ? 2 : 0;
	if (n == 0)
		return 0;
	if (out->n + (size_t)n > max)
		return -1;
	buf_add_n(out, chunk, (size_t)n);
	return out->full ? -1 : 1;
}

static bool has_ended(pid_t pid)
{
	siginfo_t info = { 0 };
	return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == pid;
}

/* What is being listened to: the answer and the stream, each open until its end came. */
struct ears {
	const struct child_spec *s;
	int fd[2];
	struct buf *out;
	char *chunk; /* of the stream */
	int64_t until;
	int rc; /* of `take` of the stream */
	struct err *e;
};

enum { STREAM_CHUNK = 1 << 20 };

static int take_stream(struct ears *ears)
{
	ssize_t n = read(ears->fd[1], ears->chunk, STREAM_CHUNK);
	if (n < 0)
		return errno == EINTR ? 1 : errno == EAGAIN ? 2 : 0;
	if (n == 0)
		return 0;
	const struct child_stream *to = ears->s->stream;
	assert(to); /* without one there is no descriptor to read from */
	int64_t before = clock_mono_ns();
	ears->rc = to->take(to->ctx, ears->chunk, (size_t)n, ears->e);
	ears->until += clock_mono_ns() - before;
	return ears->rc < 0 ? -1 : 1;
}

static int take_from(struct ears *ears, int which)
{
	return which ? take_stream(ears) : take(ears->fd[0], ears->out, ears->s->output_max);
}

/* What it wrote before it ended. */
static enum child_end take_rest(struct ears *ears)
{
	for (int i = 0; i < 2; i++)
		for (int r = 1; ears->fd[i] >= 0 && r == 1;)
			if ((r = take_from(ears, i)) < 0)
				return i ? CHILD_STOPPED : CHILD_OVERFLOWED;
	return CHILD_EXITED;
}

/* Listens until the program has ended and its answer too, or until it has to be ended. */
static enum child_end listen_to(pid_t pid, struct ears *ears)
{
	ears->until = clock_mono_ns() + ears->s->deadline_ms * 1000000;
	int wait_ms = 1;
	for (;;) {
		int64_t left_ms = (ears->until - clock_mono_ns()) / 1000000;
		if (left_ms <= 0)
			return CHILD_TIMED_OUT;
		/* What it started may keep the pipe open: when it has ended itself, that goes too. */
		if (has_ended(pid)) {
			kill(-pid, SIGKILL);
			return take_rest(ears);
		}
		struct pollfd p[2] = { { .fd = ears->fd[0], .events = POLLIN },
				       { .fd = ears->fd[1], .events = POLLIN } };
		int n = poll(p, 2, (int)(left_ms < wait_ms ? left_ms : wait_ms));
		wait_ms = wait_ms < 16 ? wait_ms * 2 : 16;
		if (n <= 0)
			continue;
		wait_ms = 1;
		for (int i = 0; i < 2; i++) {
			if (!p[i].revents)
				continue;
			int r = take_from(ears, i);
			if (r < 0)
				return i ? CHILD_STOPPED : CHILD_OVERFLOWED;
			if (r == 0)
				ears->fd[i] = -1;
		}
	}
}

static void settle(pid_t pid, enum child_end end, struct child_result *ret)
{
	int status = 0;
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL); /* it may not have its group yet */
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	ret->end = end;
	ret->code = 0;
	if (end != CHILD_EXITED)
		return;
	ret->end = WIFSIGNALED(status) ? CHILD_SIGNALLED : CHILD_EXITED;
	ret->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

/* 0 when the program runs; otherwise why it does not. */
static int why_not_started(int fd)
{
	int why = 0;
	ssize_t n;
	while ((n = read(fd, &why, sizeof why)) < 0 && errno == EINTR)
		;
	return n == (ssize_t)sizeof why ? (why ? why : EPERM) : 0;
}

int child_run(const struct child_spec *s, struct buf *output, struct child_result *ret,
	      struct err *e)
{
	struct child_fd fds[CHILD_FDS_MAX + 3];
	AUTO_FD in = -1;
	int answer[2] = { -1, -1 };
	int stream[2] = { -1, -1 };
	int told[2];
	size_t n = s->n_fds;
	assert(n <= CHILD_FDS_MAX && (s->collect < 0 || output));
	if (n)
		memcpy(fds, s->fds, n * sizeof *fds);
	if (s->input.n) {
		TRY(input_pipe(s->input, &in, e));
		fds[n++] = (struct child_fd){ in, 0 };
	}
	if (pipe2(told, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
	AUTO_FD told_read = told[0];
	AUTO_FD told_write = told[1];
	if (s->collect >= 0 && pipe2(answer, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
	AUTO_FD answer_read = answer[0];
	AUTO_FD answer_write = answer[1];
	if (s->collect >= 0)
		fds[n++] = (struct child_fd){ answer_write, s->collect };
	if (s->stream && pipe2(stream, O_CLOEXEC) != 0)
		return err_set(e, ERR_IO, "no pipe: %s", strerror(errno));
	AUTO_FD stream_read = stream[0];
	AUTO_FD stream_write = stream[1];
	if (s->stream)
		fds[n++] = (struct child_fd){ stream_write, s->stream->theirs };

	pid_t us = getpid();
	pid_t pid = fork();
	if (pid < 0)
		return err_set(e, ERR_IO, "cannot start %s: %s", s->path, strerror(errno));
	if (pid == 0)
		become(s, fds, n, told_write, us);
	(void)setpgid(pid, pid);
	fd_close(&told_write);
	fd_close(&answer_write);
	fd_close(&stream_write);
	fd_close(&in);

	int why = why_not_started(told_read);
	if (why) {
		settle(pid, CHILD_TIMED_OUT, ret);
		return err_set(e, why == ENOENT ? ERR_NOTFOUND : ERR_IO, "cannot start %s: %s",
			       s->path, strerror(why));
	}
	if (answer_read >= 0)
		(void)fcntl(answer_read, F_SETFL, O_NONBLOCK);
	struct ears ears = { .s = s, .fd = { answer_read, stream_read }, .out = output, .e = e };
	if (s->stream) {
		(void)fcntl(stream_read, F_SETFL, O_NONBLOCK);
		(void)fcntl(stream_read, F_SETPIPE_SZ,
			    STREAM_CHUNK); /* or what the system allows */
		if (!(ears.chunk = malloc(STREAM_CHUNK)))
			die("out of memory");
	}
	settle(pid, listen_to(pid, &ears), ret);
	if (ears.chunk)
		explicit_bzero(ears.chunk, STREAM_CHUNK);
	free(ears.chunk);
	return ears.rc < 0 ? ears.rc : 0;
}

struct str child_end_text(struct arena *a, const struct child_result *r)
{
	switch (r->end) {
	case CHILD_EXITED:
		return str_printf(a, "ended with status %d", r->code);
	case CHILD_SIGNALLED:
		return str_printf(a, "was ended by signal %d", r->code);
	case CHILD_TIMED_OUT:
		return STR("took longer than it may");
	case CHILD_OVERFLOWED:
		return STR("said more than it may");
	case CHILD_STOPPED:
		return STR("was stopped");
	}
	return STR_NULL;
}

int child_find(const char *name, struct arena *a, const char **ret, struct err *e)
{
	static const char *const PLACES[] = { "", "../libexec/vigil/" };
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self);
	if (n <= 0 || n == (ssize_t)sizeof self)
		return err_set(e, ERR_IO, "cannot tell where this program is");
	while (n > 0 && self[n - 1] != '/')
		n--;
	for (size_t i = 0; i < COUNT(PLACES); i++) {
		const char *path = str_printf(a, "%.*s%s%s", (int)n, self, PLACES[i], name).p;
		if (access(path, X_OK) == 0) {
			*ret = path;
			return 0;
		}
	}
	return err_set(e, ERR_NOTFOUND, "%s is not installed beside this program", name);
}
