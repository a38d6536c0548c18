/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part.c - a part of the benchmark in a process of its own. */
#include "bench.h"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static struct bench_cost cost_of(pid_t pid, int64_t start, const char *what)
{
	struct rusage u;
	int status;
	if (pid < 0 || wait4(pid, &status, 0, &u) != pid)
		die("cannot run %s", what);
	if (status != 0)
		die("%s ended with status %d", what, status);
	return (struct bench_cost){ .s = bench_since(start),
				    .cpu_s = seconds(u.ru_utime) + seconds(u.ru_stime),
				    .peak_mb = (double)u.ru_maxrss / 1024 };
}

struct bench_cost bench_part(void (*part)(const struct bench *b, void *ctx), const struct bench *b,
			     void *ctx)
{
	int64_t start = bench_now();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		part(b, ctx);
		fflush(stdout);
		_exit(0);
	}
	return cost_of(pid, start, "a part of the benchmark");
}

struct bench_cost bench_run(const char *const *argv)
{
	char *args[1024];
	size_t n = 0;
	for (; argv[n]; n++) {
		if (n + 1 == COUNT(args))
			die("too many arguments");
		args[n] = (char *)(uintptr_t)argv[n]; /* execv takes them as they are */
	}
	args[n] = NULL;
	int64_t start = bench_now();
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		execv(args[0], args);
		_exit(127);
	}
	return cost_of(pid, start, argv[0]);
}
