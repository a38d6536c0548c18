/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run.c - waiting for the end, with a tick about every second. No globals: signals come as bytes
 * of a signalfd. */
#include "http/server_priv.h"

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"

void http_end_signals(sigset_t *ret)
{
	sigemptyset(ret);
	sigaddset(ret, SIGINT);
	sigaddset(ret, SIGTERM);
	sigaddset(ret, SIGHUP);
}

static void tick(struct http_server *s)
{
	http_end_slow(s);
	if (!s->app->tick)
		return;
	pthread_mutex_lock(&s->turn);
	s->app->tick(s->app->ctx);
	pthread_mutex_unlock(&s->turn);
}

static int wait_for_end(struct http_server *s, int signal_fd, struct err *e)
{
	struct pollfd fds[] = { { .fd = signal_fd, .events = POLLIN },
				{ .fd = s->stop_fd, .events = POLLIN } };
	const int64_t tick_ns = 1000000000;
	int64_t next = clock_mono_ns() + tick_ns;

	for (;;) {
		int64_t left_ms = (next - clock_mono_ns()) / 1000000;
		int n = poll(fds, COUNT(fds), left_ms > 0 ? (int)left_ms : 0);
		if (n < 0 && errno != EINTR)
			return err_set(e, ERR_IO, "waiting for requests: %s", strerror(errno));
		if (n > 0 && (fds[0].revents || fds[1].revents))
			return 0;
		if (clock_mono_ns() >= next) {
			tick(s);
			next = clock_mono_ns() + tick_ns; /* late ones are not made up for */
		}
	}
}

int http_run(struct http_server *s, struct err *e)
{
	sigset_t ends;
	sigset_t before;
	http_end_signals(&ends);
	AUTO_FD fd = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd < 0)
		return err_set(e, ERR_IO, "waiting for signals: %s", strerror(errno));
	pthread_sigmask(SIG_BLOCK, &ends, &before);
	int rc = wait_for_end(s, fd, e);
	/* Taken, so that unblocking does not deliver it after all. */
	struct signalfd_siginfo taken;
	while (read(fd, &taken, sizeof taken) > 0)
		;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return rc;
}

void http_stop(struct http_server *s)
{
	uint64_t one = 1;
	ssize_t n = write(s->stop_fd, &one, sizeof one);
	(void)n; /* it can only fail when it is full already */
}
