/* SPDX-License-Identifier: Apache-2.0 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

bool file_exists(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0;
}

int file_read(const char *path, size_t max, struct arena *a, struct str *ret, struct err *e)
{
	AUTO_FD fd = -1;
	bool in = strcmp(path, "-") == 0;
	if (!in) {
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
		if (fd < 0)
			return err_set(e, errno == ENOENT ? ERR_NOTFOUND : ERR_IO,
				       "cannot read %s: %s", path, strerror(errno));
	}
	AUTO_BUF b;
	buf_init(&b, max);
	char chunk[65536];
	for (;;) {
		ssize_t n = read(in ? STDIN_FILENO : fd, chunk, sizeof chunk);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_set(e, ERR_IO, "cannot read %s: %s", path, strerror(errno));
		if (n == 0)
			break;
		buf_add_n(&b, chunk, (size_t)n);
		if (b.full)
			return err_set(e, ERR_TOOBIG, "%s is larger than %zu bytes", path, max);
	}
	*ret = buf_copy(&b, a);
	return 0;
}

static int write_all(int fd, struct str s)
{
	while (s.n) {
		ssize_t n = write(fd, s.p, s.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		s = str_from(s, (size_t)n);
	}
	return 0;
}

int file_sync_folder_of(const char *path, struct err *e)
{
	char dir[4096];
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;
	if (n >= sizeof dir)
		return err_set(e, ERR_INPUT, "the path %.40s... is too long", path);
	memcpy(dir, path, n);
	dir[n] = '\0';
	const char *name = !slash ? "." : n == 0 ? "/" : dir;
	AUTO_FD fd = open(name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || fsync(fd) != 0)
		return err_set(e, ERR_IO, "cannot make the folder of %s durable: %s", path,
			       strerror(errno));
	return 0;
}

static int replace(const char *path, struct str content, unsigned mode, bool sync, struct err *e)
{
	char temp[4096];
	if (snprintf(temp, sizeof temp, "%s.new-%ld", path, (long)getpid()) >= (int)sizeof temp)
		return err_set(e, ERR_INPUT, "the path %.40s... is too long", path);
	AUTO_FD fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	if (fd < 0)
		return err_set(e, ERR_IO, "cannot write %s: %s", temp, strerror(errno));
	if (write_all(fd, content) != 0 || (sync && fsync(fd) != 0) || rename(temp, path) != 0) {
		int was = errno;
		unlink(temp);
		return err_set(e, ERR_IO, "cannot write %s: %s", path, strerror(was));
	}
	return 0;
}

int file_write(const char *path, struct str content, unsigned mode, struct err *e)
{
	TRY(replace(path, content, mode, true, e));
	return file_sync_folder_of(path, e);
}

int file_write_later(const char *path, struct str content, unsigned mode, struct err *e)
{
	return replace(path, content, mode, false, e);
}

int syncfs(int fd); /* Linux; unistd.h has it under _GNU_SOURCE only */

int file_sync_all(const char *folder, struct err *e)
{
	AUTO_FD fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 || syncfs(fd) != 0)
		return err_set(e, ERR_IO, "cannot make what was written to %s durable: %s", folder,
			       strerror(errno));
	return 0;
}
