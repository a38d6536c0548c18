/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vigil-worker: see worker.h. Started by vigil with descriptors 3 and 4 open; not for people. */
#include "worker/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/file.h"

/* Looking for leaks at the end needs ptrace, which is given up. */
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "detect_leaks=0";
}

static void answer(struct str s)
{
	while (s.n) {
		ssize_t n = write(WORKER_ANSWER, s.p, s.n);
		if (n < 0 && errno != EINTR)
			_exit(1);
		s = str_from(s, n > 0 ? (size_t)n : 0);
	}
}

int main(void)
{
	AUTO_ARENA *a = arena_new(0);
	struct str line = STR_NULL;
	struct err e = { 0 };
	if (fcntl(WORKER_IN, F_GETFD) < 0 || fcntl(WORKER_ANSWER, F_GETFD) < 0) {
		static const char SAY[] =
			"vigil-worker is started by vigil and reads one file for it\n";
		(void)!write(STDERR_FILENO, SAY, sizeof SAY - 1);
		return 2;
	}
	if (crypto_init(&e) < 0 || file_read("-", 65536, a, &line, &e) < 0)
		return 1;
	AUTO_BUF b;
	buf_init(&b, WORKER_ANSWER_MAX + 8192);
	job_do(line, WORKER_IN, WORKER_OUT, a, &b);
	answer(buf_str(&b));
	/* Not exit(): what libraries do at their end may need what was given up. */
	_exit(0);
}
