/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE /* O_PATH */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
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
	LL_READ_FILE = 1 << 2,
	LL_READ_DIR = 1 << 3,
	LL_ALL_V1 = (1 << 13) - 1, /* of version 1: everything about files and folders */
	LL_REFER = 1 << 13,	   /* version 2 */
	LL_TRUNCATE = 1 << 14,	   /* version 3 */
};

struct ll_ruleset {
	uint64_t fs;
};
struct ll_path {
	uint64_t allowed;
	int32_t fd;
} __attribute__((packed));

static int allow(int rules, const char *folder, uint64_t rights, struct err *e)
{
	AUTO_FD fd = open(folder, O_PATH | O_CLOEXEC | O_DIRECTORY);
	if (fd < 0 && errno == ENOENT)
		return 0;
	struct ll_path p = { .allowed = rights, .fd = fd };
	if (fd < 0 || syscall(LL_ADD_RULE, rules, LL_PATH_BENEATH, &p, 0) != 0)
		return err_set(e, ERR_IO, "cannot confine the program to %s: %s", folder,
			       strerror(errno));
	return 0;
}

int confine_files(const char *const *folders, size_t n, const char *const *readable,
		  size_t n_readable, bool *ret_done, struct err *e)
{
	long version = syscall(LL_CREATE, NULL, 0, LL_VERSION_FLAG);
	*ret_done = false;
	if (version < 1)
		return 0;
	uint64_t all = LL_ALL_V1;
	if (version >= 2)
		all |= LL_REFER;
	if (version >= 3)
		all |= LL_TRUNCATE;
	struct ll_ruleset set = { .fs = all };
	AUTO_FD rules = (int)syscall(LL_CREATE, &set, sizeof set, 0);
	if (rules < 0)
		return err_set(e, ERR_IO, "cannot confine the program: %s", strerror(errno));
	for (size_t i = 0; i < n; i++)
		TRY(allow(rules, folders[i], all & ~(uint64_t)LL_EXECUTE, e));
	for (size_t i = 0; i < n_readable; i++)
		TRY(allow(rules, readable[i], LL_READ_FILE | LL_READ_DIR, e));
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(LL_RESTRICT, rules, 0) != 0)
		return err_set(e, ERR_IO, "cannot confine the program: %s", strerror(errno));
	*ret_done = true;
	return 0;
}

#else

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
