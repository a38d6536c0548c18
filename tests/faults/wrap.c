/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wrap.c - a disk that fails. Linked into build/MODE/vigil-fault with --wrap, so that every write,
 * sync, rename, truncation and removal of the whole program, SQLite's included, passes here.
 *
 *	VIGIL_FAULT_AT=N     the N-th such call fails, and every one after it
 *	VIGIL_FAULT_HOW=     eio, enospc, short (half of it is written, then enospc), once (eio for this
 *	                     call only), kill (SIGKILL before it)
 *	VIGIL_FAULT_COUNT=F  write the number of calls into file F at exit
 *
 * Calls on terminals and pipes are not the disk's and are not counted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __real_pwrite64(int fd, const void *p, size_t n, off64_t at);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_ftruncate64(int fd, off64_t n);
int __real_rename(const char *from, const char *to);
int __real_unlink(const char *path);
ssize_t __wrap_write(int fd, const void *p, size_t n);
ssize_t __wrap_pwrite64(int fd, const void *p, size_t n, off64_t at);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_ftruncate64(int fd, off64_t n);
int __wrap_rename(const char *from, const char *to);
int __wrap_unlink(const char *path);

static long calls;

static void write_count(void)
{
	const char *path = getenv("VIGIL_FAULT_COUNT");
	char text[32];
	int n = snprintf(text, sizeof text, "%ld\n", calls);
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd < 0)
		return;
	if (__real_write(fd, text, (size_t)n) != n)
		abort();
	close(fd);
}

__attribute__((constructor)) static void begin(void)
{
	atexit(write_count);
}

enum how { FINE, FAIL, HALF };

/* What is to happen to this call. */
static enum how next(void)
{
	const char *at = getenv("VIGIL_FAULT_AT");
	const char *how = getenv("VIGIL_FAULT_HOW");
	calls++;
	if (!at || !how || calls < strtol(at, NULL, 10))
		return FINE;
	if (strcmp(how, "once") == 0 && calls > strtol(at, NULL, 10))
		return FINE;
	if (strcmp(how, "kill") == 0)
		kill(getpid(), SIGKILL);
	errno = strcmp(how, "eio") == 0 || strcmp(how, "once") == 0 ? EIO : ENOSPC;
	return strcmp(how, "short") == 0 ? HALF : FAIL;
}

static int is_file(int fd)
{
	struct stat st;
	return fstat(fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode));
}

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	enum how h = is_file(fd) ? next() : FINE;
	if (h == HALF && n > 1)
		return __real_write(fd, p, n / 2);
	return h == FINE ? __real_write(fd, p, n) : -1;
}

ssize_t __wrap_pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	enum how h = next();
	if (h == HALF && n > 1)
		return __real_pwrite64(fd, p, n / 2, at);
	return h == FINE ? __real_pwrite64(fd, p, n, at) : -1;
}

int __wrap_fsync(int fd)
{
	return next() == FINE ? __real_fsync(fd) : -1;
}

int __wrap_fdatasync(int fd)
{
	return next() == FINE ? __real_fdatasync(fd) : -1;
}

int __wrap_ftruncate64(int fd, off64_t n)
{
	return next() == FINE ? __real_ftruncate64(fd, n) : -1;
}

int __wrap_rename(const char *from, const char *to)
{
	return next() == FINE ? __real_rename(from, to) : -1;
}

int __wrap_unlink(const char *path)
{
	return next() == FINE ? __real_unlink(path) : -1;
}
