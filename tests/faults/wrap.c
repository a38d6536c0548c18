/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wrap.c - a disk that fails. Linked into build/MODE/vigil-fault with --wrap, so that every call of the
 * whole program, SQLite's included, that changes files passes here.
 *
 *	VIGIL_FAULT_AT=N     the N-th such call fails, and every one after it
 *	VIGIL_FAULT_HOW=     eio, enospc, short (half of it is written, then enospc), once (eio for this
 *	                     call only), kill (SIGKILL before it)
 *	VIGIL_FAULT_COUNT=F  write the number of calls into file F at exit
 *	VIGIL_FAULT_READ=1   calls that read are counted and fail as well
 *	VIGIL_FAULT_TRACE=F  write down each call that succeeded, for powercut (wrap.h)
 *
 * Calls on terminals and pipes are not the disk's and are not counted.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "wrap.h"

ssize_t __real_write(int fd, const void *p, size_t n);
ssize_t __real_pwrite64(int fd, const void *p, size_t n, off64_t at);
ssize_t __real_read(int fd, void *p, size_t n);
ssize_t __real_pread64(int fd, void *p, size_t n, off64_t at);
int __real_fsync(int fd);
int __real_fdatasync(int fd);
int __real_syncfs(int fd);
int __real_ftruncate64(int fd, off64_t n);
int __real_rename(const char *from, const char *to);
int __real_renameat(int from_dir, const char *from, int to_dir, const char *to);
int __real_link(const char *from, const char *to);
int __real_linkat(int from_dir, const char *from, int to_dir, const char *to, int flags);
int __real_rmdir(const char *path);
int __real_unlink(const char *path);
int __real_unlinkat(int dir, const char *path, int flags);
int __real_mkdir(const char *path, mode_t mode);
int __real_mkdirat(int dir, const char *path, mode_t mode);
int __real_open64(const char *path, int flags, ...);
int __real_openat64(int dir, const char *path, int flags, ...);
ssize_t __wrap_write(int fd, const void *p, size_t n);
ssize_t __wrap_pwrite64(int fd, const void *p, size_t n, off64_t at);
ssize_t __wrap_read(int fd, void *p, size_t n);
ssize_t __wrap_pread64(int fd, void *p, size_t n, off64_t at);
int __wrap_fsync(int fd);
int __wrap_fdatasync(int fd);
int __wrap_syncfs(int fd);
int __wrap_ftruncate64(int fd, off64_t n);
int __wrap_rename(const char *from, const char *to);
int __wrap_renameat(int from_dir, const char *from, int to_dir, const char *to);
int __wrap_link(const char *from, const char *to);
int __wrap_linkat(int from_dir, const char *from, int to_dir, const char *to, int flags);
int __wrap_rmdir(const char *path);
int __wrap_unlink(const char *path);
long fault_begin(void);
int __wrap_unlinkat(int dir, const char *path, int flags);
int __wrap_mkdir(const char *path, mode_t mode);
int __wrap_mkdirat(int dir, const char *path, mode_t mode);
int __wrap_open64(const char *path, int flags, ...);
int __wrap_openat64(int dir, const char *path, int flags, ...);

enum { PATH_BYTES = 4096 };

static long calls;
static int trace_fd = -1;
static int reads_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* For unit tests that fork a child for each point: counts from 0 again, and says how many there were. */
long fault_begin(void)
{
	long n = calls;
	calls = 0;
	return n;
}

static void write_count(void)
{
	const char *path = getenv("VIGIL_FAULT_COUNT");
	char text[32];
	int n = snprintf(text, sizeof text, "%ld\n", calls);
	int fd = path ? __real_open64(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	if (fd < 0)
		return;
	if (__real_write(fd, text, (size_t)n) != n)
		abort();
	close(fd);
}

__attribute__((constructor)) static void begin(void)
{
	const char *trace = getenv("VIGIL_FAULT_TRACE");
	if (trace)
		trace_fd = __real_open64(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	reads_count = getenv("VIGIL_FAULT_READ") != NULL;
	atexit(write_count);
}

/* ---- what is to happen ---- */

enum how { FINE, FAIL, HALF };

static enum how next(void)
{
	const char *at = getenv("VIGIL_FAULT_AT");
	const char *how = getenv("VIGIL_FAULT_HOW");
	long now = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
	if (!at || !how || now < strtol(at, NULL, 10))
		return FINE;
	if (strcmp(how, "once") == 0 && now > strtol(at, NULL, 10))
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

/* ---- writing it down ---- */

static void put(const void *p, size_t n)
{
	const char *at = p;
	while (n) {
		ssize_t k = __real_write(trace_fd, at, n);
		if (k < 0)
			abort();
		at += k;
		n -= (size_t)k;
	}
}

static void trace(enum trace_op op, const char *path, const char *other, uint64_t at,
		  const void *data, size_t n)
{
	int was = errno;
	if (trace_fd < 0 || !*path)
		return;
	struct trace_head h = { (uint32_t)op, (uint32_t)strlen(path), (uint32_t)strlen(other),
				(uint32_t)n, at };
	pthread_mutex_lock(&lock);
	put(&h, sizeof h);
	put(path, h.n_path);
	put(other, h.n_other);
	put(data, n);
	pthread_mutex_unlock(&lock);
	errno = was;
}

/* Where a descriptor leads; "" for what is no file with a name. */
static void path_of(int fd, char ret[PATH_BYTES])
{
	char link[64];
	ret[0] = 0;
	if (trace_fd < 0)
		return;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, ret, PATH_BYTES - 1);
	ret[n < 0 ? 0 : n] = 0;
	if (ret[0] != '/' || strstr(ret, " (deleted)"))
		ret[0] = 0;
}

static void path_at(int dir, const char *name, char ret[PATH_BYTES])
{
	char folder[PATH_BYTES];
	ret[0] = 0;
	if (trace_fd < 0)
		return;
	if (name[0] == '/') {
		snprintf(ret, PATH_BYTES, "%s", name);
		return;
	}
	if (dir == AT_FDCWD) {
		if (!getcwd(folder, sizeof folder))
			return;
	} else {
		path_of(dir, folder);
	}
	if (!*folder || snprintf(ret, PATH_BYTES, "%s/%s", folder,
				 strncmp(name, "./", 2) == 0 ? name + 2 : name) >= PATH_BYTES)
		ret[0] = 0;
}

static void trace_fd_op(enum trace_op op, int fd, uint64_t at, const void *data, size_t n)
{
	char path[PATH_BYTES];
	path_of(fd, path);
	trace(op, path, "", at, data, n);
}

/* ---- the calls ---- */

ssize_t __wrap_write(int fd, const void *p, size_t n)
{
	int file = is_file(fd);
	enum how h = file ? next() : FINE;
	off64_t at = file && trace_fd >= 0 ? lseek64(fd, 0, SEEK_CUR) : 0;
	ssize_t k = h == FINE		 ? __real_write(fd, p, n)
		    : h == HALF && n > 1 ? __real_write(fd, p, n / 2)
					 : -1;
	if (file && k > 0)
		trace_fd_op(TRACE_WRITE, fd, (uint64_t)at, p, (size_t)k);
	return k;
}

ssize_t __wrap_pwrite64(int fd, const void *p, size_t n, off64_t at)
{
	enum how h = next();
	ssize_t k = h == FINE		 ? __real_pwrite64(fd, p, n, at)
		    : h == HALF && n > 1 ? __real_pwrite64(fd, p, n / 2, at)
					 : -1;
	if (k > 0)
		trace_fd_op(TRACE_WRITE, fd, (uint64_t)at, p, (size_t)k);
	return k;
}

ssize_t __wrap_read(int fd, void *p, size_t n)
{
	return reads_count && is_file(fd) && next() != FINE ? -1 : __real_read(fd, p, n);
}

ssize_t __wrap_pread64(int fd, void *p, size_t n, off64_t at)
{
	return reads_count && next() != FINE ? -1 : __real_pread64(fd, p, n, at);
}

static int synced(enum trace_op op, int fd, int rc)
{
	if (rc == 0)
		trace_fd_op(op, fd, 0, "", 0);
	return rc;
}

int __wrap_fsync(int fd)
{
	return next() == FINE ? synced(TRACE_SYNC, fd, __real_fsync(fd)) : -1;
}

int __wrap_fdatasync(int fd)
{
	return next() == FINE ? synced(TRACE_SYNC, fd, __real_fdatasync(fd)) : -1;
}

int __wrap_syncfs(int fd)
{
	return next() == FINE ? synced(TRACE_SYNC_ALL, fd, __real_syncfs(fd)) : -1;
}

int __wrap_ftruncate64(int fd, off64_t n)
{
	int rc = next() == FINE ? __real_ftruncate64(fd, n) : -1;
	if (rc == 0)
		trace_fd_op(TRACE_TRUNCATE, fd, (uint64_t)n, "", 0);
	return rc;
}

int __wrap_renameat(int from_dir, const char *from, int to_dir, const char *to)
{
	char a[PATH_BYTES];
	char b[PATH_BYTES];
	path_at(from_dir, from, a);
	path_at(to_dir, to, b);
	int rc = next() == FINE ? __real_renameat(from_dir, from, to_dir, to) : -1;
	if (rc == 0)
		trace(TRACE_RENAME, a, b, 0, "", 0);
	return rc;
}

int __wrap_rename(const char *from, const char *to)
{
	return __wrap_renameat(AT_FDCWD, from, AT_FDCWD, to);
}

int __wrap_linkat(int from_dir, const char *from, int to_dir, const char *to, int flags)
{
	char a[PATH_BYTES];
	char b[PATH_BYTES];
	path_at(from_dir, from, a);
	path_at(to_dir, to, b);
	int rc = next() == FINE ? __real_linkat(from_dir, from, to_dir, to, flags) : -1;
	if (rc == 0)
		trace(TRACE_LINK, a, b, 0, "", 0);
	return rc;
}

int __wrap_link(const char *from, const char *to)
{
	return __wrap_linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int __wrap_unlinkat(int dir, const char *path, int flags)
{
	char a[PATH_BYTES];
	path_at(dir, path, a);
	int rc = next() == FINE ? __real_unlinkat(dir, path, flags) : -1;
	if (rc == 0)
		trace(TRACE_UNLINK, a, "", 0, "", 0);
	return rc;
}

int __wrap_unlink(const char *path)
{
	return __wrap_unlinkat(AT_FDCWD, path, 0);
}

int __wrap_rmdir(const char *path)
{
	return __wrap_unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int __wrap_mkdirat(int dir, const char *path, mode_t mode)
{
	char a[PATH_BYTES];
	path_at(dir, path, a);
	int rc = next() == FINE ? __real_mkdirat(dir, path, mode) : -1;
	if (rc == 0)
		trace(TRACE_MKDIR, a, "", 0, "", 0);
	return rc;
}

int __wrap_mkdir(const char *path, mode_t mode)
{
	return __wrap_mkdirat(AT_FDCWD, path, mode);
}

/* Opening counts only when it makes or empties a file. */
int __wrap_openat64(int dir, const char *path, int flags, ...)
{
	va_list ap;
	struct stat st;
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	int makes = flags & O_CREAT && fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) != 0;
	int changes = makes || flags & O_TRUNC;
	int fd = changes && next() != FINE ? -1 : __real_openat64(dir, path, flags, mode);
	if (fd >= 0 && makes)
		trace_fd_op(TRACE_CREATE, fd, 0, "", 0);
	else if (fd >= 0 && changes)
		trace_fd_op(TRACE_TRUNCATE, fd, 0, "", 0);
	return fd;
}

int __wrap_open64(const char *path, int flags, ...)
{
	va_list ap;
	mode_t mode = 0;
	if (flags & O_CREAT) {
		va_start(ap, flags);
		mode = va_arg(ap, mode_t);
		va_end(ap);
	}
	return __wrap_openat64(AT_FDCWD, path, flags, mode);
}
