/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* O_PATH */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/file.h"

#ifdef __linux__

/* The kernel's interface, written out: Debian 12's headers know rights up to version 2 of it, and
 * the kernel refuses rights it does not know, so they are asked for by its own version. */
enum {
	LL_CREATE = 444,
	LL_ADD_RULE = 445,
	LL_RESTRICT = 446,
	LL_VERSION_FLAG = 1,
	LL_PATH_BENEATH = 1
};
enum {
	LL_EXECUTE = 1 << 0,
	LL_WRITE_FILE = 1 << 1,
	LL_READ_FILE = 1 << 2,
	LL_READ_DIR = 1 << 3,
	LL_ALL_V1 = (1 << 13) - 1, /* of version 1: everything about files and folders */
	LL_REFER = 1 << 13,	   /* version 2 */
	LL_TRUNCATE = 1 << 14,	   /* version 3 */
	LL_OF_FILES = LL_EXECUTE | LL_WRITE_FILE | LL_READ_FILE | LL_TRUNCATE,
};

/* As of version 6; the kernel takes the shorter ones of earlier versions by their size. */
struct ll_ruleset {
	uint64_t fs;
	uint64_t net;	 /* version 4: bind and connect by TCP */
	uint64_t scoped; /* version 6: abstract sockets, signals */
};
enum { LL_SIZE_V1 = 8, LL_SIZE_V4 = 16, LL_SIZE_V6 = 24, LL_NET_ALL = 3, LL_SCOPED_ALL = 3 };
struct ll_path {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

/* A file has no entries to read; the kernel refuses a rule that says so. */
static int allow(int rules, const char *path, uint64_t rights, struct err *e)
{
	struct stat st;
	AUTO_FD fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd >= 0 && fstat(fd, &st) == 0 && !S_ISDIR(st.st_mode))
		rights &= LL_OF_FILES;
	struct ll_path p = { .allowed = rights, .fd = fd };
	if (fd < 0 || syscall(LL_ADD_RULE, rules, LL_PATH_BENEATH, &p, 0) != 0)
		return err_set(e, ERR_IO, "cannot confine the program to %s: %s", path,
			       strerror(errno));
	return 0;
}

/* All rights about files that the kernel knows. */
static uint64_t rights_of(long version)
{
	return LL_ALL_V1 | (version >= 2 ? (uint64_t)LL_REFER : 0) |
	       (version >= 3 ? (uint64_t)LL_TRUNCATE : 0);
}

static int restrict_self(int rules, struct err *e)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(LL_RESTRICT, rules, 0) != 0)
		return err_set(e, ERR_IO, "cannot confine the program: %s", strerror(errno));
	return 0;
}

int confine_files(const char *const *folders, size_t n, const char *const *readable,
		  size_t n_readable, bool *ret_done, struct err *e)
{
	long version = syscall(LL_CREATE, NULL, 0, LL_VERSION_FLAG);
	*ret_done = false;
	if (version < 1)
		return 0;
	uint64_t all = rights_of(version);
	struct ll_ruleset set = { .fs = all };
	AUTO_FD rules = (int)syscall(LL_CREATE, &set, (size_t)LL_SIZE_V1, 0);
	if (rules < 0)
		return err_set(e, ERR_IO, "cannot confine the program: %s", strerror(errno));
	for (size_t i = 0; i < n; i++)
		TRY(allow(rules, folders[i], all & ~(uint64_t)LL_EXECUTE, e));
	for (size_t i = 0; i < n_readable; i++)
		TRY(allow(rules, readable[i], LL_READ_FILE | LL_READ_DIR, e));
	TRY(restrict_self(rules, e));
	*ret_done = true;
	return 0;
}

/* The input, opened by its number. A file without a place in the tree (memfd, pipe) needs no rule
 * and the kernel takes none. */
static int allow_fd(int rules, int fd, struct err *e)
{
	struct ll_path p = { .allowed = LL_READ_FILE, .fd = fd };
	if (syscall(LL_ADD_RULE, rules, LL_PATH_BENEATH, &p, 0) != 0 && errno != EBADFD)
		return err_set(e, ERR_IO, "cannot confine the program to its input: %s",
			       strerror(errno));
	return 0;
}

int confine_reading(const struct confine_reading *c, bool *ret_done, struct err *e)
{
	long version = syscall(LL_CREATE, NULL, 0, LL_VERSION_FLAG);
	*ret_done = false;
	if (version < 1)
		return 0;
	struct ll_ruleset set = { .fs = rights_of(version),
				  .net = version >= 4 && !c->network ? LL_NET_ALL : 0,
				  .scoped = version >= 6 && !c->network ? LL_SCOPED_ALL : 0 };
	size_t size = version >= 6 ? LL_SIZE_V6 : version >= 4 ? LL_SIZE_V4 : LL_SIZE_V1;
	AUTO_FD rules = (int)syscall(LL_CREATE, &set, size, 0);
	if (rules < 0)
		return err_set(e, ERR_IO, "cannot confine the program: %s", strerror(errno));
	for (size_t i = 0; i < c->n_folders; i++)
		TRY(allow(rules, c->folders[i], rights_of(version) & ~(uint64_t)LL_EXECUTE, e));
	for (size_t i = 0; i < c->n_readable; i++)
		TRY(allow(rules, c->readable[i], LL_READ_FILE | LL_READ_DIR, e));
	for (size_t i = 0; i < c->n_programs; i++)
		TRY(allow(rules, c->programs[i], LL_READ_FILE | LL_EXECUTE, e));
	if (c->n_programs) /* what a program without a terminal has for one */
		TRY(allow(rules, "/dev/null", LL_READ_FILE | LL_WRITE_FILE, e));
	if (c->fd >= 0)
		TRY(allow_fd(rules, c->fd, e));
	TRY(restrict_self(rules, e));
	*ret_done = true;
	return 0;
}

#else

int confine_reading(const struct confine_reading *c, bool *ret_done, struct err *e)
{
	(void)c;
	(void)e;
	*ret_done = false;
	return 0;
}

int confine_files(const char *const *folders, size_t n, const char *const *readable,
		  size_t n_readable, bool *ret_done, struct err *e)
{
	(void)folders;
	(void)n;
	(void)readable;
	(void)n_readable;
	(void)e;
	*ret_done = false;
	return 0;
}

#endif
