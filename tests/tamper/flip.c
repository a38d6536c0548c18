/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * flip.c - one byte of a file changed, again and again, and what a program says to each.
 *
 *	flip ORIGINAL TARGET POINTS SEED SCRIPT
 *
 * Runs `sh -c SCRIPT` with TARGET as ORIGINAL is: status 0, and what it prints is the reference. Then for
 * POINTS bytes (0: for each), one by chance from each of as many equal stretches, TARGET is ORIGINAL with
 * that byte changed, and the script says one of:
 *	refused    it ends with another status
 *	no effect  it ends with 0 and prints the reference
 *	ACCEPTED   it ends with 0 and prints something else: the fault that is looked for
 *	CRASHED    it ends by a signal, or with a status over 4
 * Prints the counts; ends with 1 after the last two.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct bytes {
	char *p;
	size_t n;
};

static void stop(const char *what)
{
	fprintf(stderr, "flip: %s: %s\n", what, strerror(errno));
	exit(2);
}

static struct bytes read_all(int fd)
{
	struct bytes b = { malloc(65536), 0 };
	size_t room = 65536;
	for (;;) {
		if (b.n == room)
			b.p = realloc(b.p, room *= 2);
		ssize_t k = b.p ? read(fd, b.p + b.n, room - b.n) : -1;
		if (k < 0)
			stop("read");
		if (k == 0)
			return b;
		b.n += (size_t)k;
	}
}

static void write_all(const char *path, const char *p, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, p, n) != (ssize_t)n)
		stop(path);
	close(fd);
}

static int run(const char *script, struct bytes *ret)
{
	int pipes[2];
	int status;
	if (pipe2(pipes, O_CLOEXEC) != 0)
		stop("pipe");
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_RDWR);
		dup2(null, 0);
		dup2(pipes[1], 1);
		dup2(null, 2);
		execl("/bin/sh", "sh", "-c", script, (char *)NULL);
		_exit(127);
	}
	close(pipes[1]);
	*ret = read_all(pipes[0]);
	close(pipes[0]);
	if (child < 0 || waitpid(child, &status, 0) < 0)
		stop("fork");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static uint64_t random_state;

static uint64_t choose(uint64_t n)
{
	random_state += 0x9E3779B97F4A7C15u;
	uint64_t z = random_state;
	z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
	z = (z ^ z >> 27) * 0x94D049BB133111EBu;
	return (z ^ z >> 31) % n;
}

int main(int argc, char **argv)
{
	struct bytes reference;
	size_t refused = 0;
	size_t same = 0;
	size_t wrong = 0;
	if (argc != 6) {
		fprintf(stderr, "usage: flip ORIGINAL TARGET POINTS SEED SCRIPT\n");
		return 2;
	}
	int fd = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		stop(argv[1]);
	struct bytes original = read_all(fd);
	close(fd);
	size_t points = strtoul(argv[3], NULL, 10);
	if (points == 0 || points > original.n)
		points = original.n;
	random_state = strtoull(argv[4], NULL, 10);
	write_all(argv[2], original.p, original.n);
	if (run(argv[5], &reference) != 0 || reference.n == 0) {
		printf("FAULT: untouched it is refused, or says nothing\n");
		return 1;
	}
	for (size_t i = 0; i < points; i++) {
		struct bytes said;
		size_t from = i * original.n / points;
		size_t at = from + choose((i + 1) * original.n / points - from);
		char was = original.p[at];
		original.p[at] = (char)((uint8_t)was ^ (uint8_t)(1 + choose(255)));
		write_all(argv[2], original.p, original.n);
		int status = run(argv[5], &said);
		if (status > 4) {
			wrong++;
			printf("CRASHED: byte %zu: status %d\n", at, status);
		} else if (status != 0) {
			refused++;
		} else if (said.n == reference.n && memcmp(said.p, reference.p, said.n) == 0) {
			same++;
		} else {
			wrong++;
			printf("ACCEPTED: byte %zu from %02x to %02x: %.*s\n", at, (uint8_t)was,
			       (uint8_t)original.p[at], (int)(said.n < 300 ? said.n : 300), said.p);
		}
		free(said.p);
		original.p[at] = was;
	}
	write_all(argv[2], original.p, original.n);
	printf("%zu of %zu bytes changed in turn: %zu refused, %zu without effect\n", points,
	       original.n, refused, same);
	return wrong ? 1 : 0;
}
