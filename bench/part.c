/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part.c - a part of the benchmark in a process of its own. */
#define _GNU_SOURCE /* pipe2 */
#include "bench.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COST_FD = 9 };

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

/* What a process had in memory before it became another program counts as that program's peak. So it is begun by
 * one that has next to nothing: this program, anew. */
void bench_run_alone(char **argv)
{
	int64_t start = bench_now();
	pid_t pid = fork();
	if (pid == 0) {
		close(COST_FD);
		if (!freopen("/dev/null", "w", stdout))
			_exit(126);
		execv(argv[0], argv);
		_exit(127);
	}
	struct bench_cost c = cost_of(pid, start, argv[0]);
	if (write(COST_FD, &c, sizeof c) != (ssize_t)sizeof c)
		die("the cost of %s cannot be told", argv[0]);
}

struct bench_cost bench_run(const char *const *argv)
{
	char *args[1024] = { (char *)(uintptr_t) "bench", (char *)(uintptr_t)BENCH_ALONE };
	int tells[2];
	size_t n = 2;
	for (; argv[n - 2]; n++) {
		if (n + 1 == COUNT(args))
			die("too many arguments");
		args[n] = (char *)(uintptr_t)argv[n - 2]; /* execv takes them as they are */
	}
	args[n] = NULL;
	fflush(stdout);
	if (pipe2(tells, O_CLOEXEC) < 0)
		die("no pipe");
	pid_t pid = fork();
	if (pid == 0) {
		if (dup2(tells[1], COST_FD) == COST_FD)
			execv("/proc/self/exe", args);
		_exit(127);
	}
	close(tells[1]);
	struct bench_cost c;
	bool told = read(tells[0], &c, sizeof c) == (ssize_t)sizeof c;
	close(tells[0]);
	(void)cost_of(pid, bench_now(), argv[0]);
	if (!told)
		die("%s was not measured", argv[0]);
	return c;
}
