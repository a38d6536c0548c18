/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The worker's confinement, tried from within: the same shut() as in the program, in a process of its
 * own, which then does what an intruder would.
 */
#define _GNU_SOURCE /* unshare, memfd_create */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "worker/shut.h"

enum { GOT_THROUGH = 7, REFUSED = 8, NOT_SHUT = 9 };

static int tried(long rc)
{
	return rc >= 0 ? GOT_THROUGH : REFUSED;
}

static int try_read(void)
{
	return tried(open("/etc/passwd", O_RDONLY));
}
static int try_write(void)
{
	return tried(open("/tmp/vigil-shut", O_WRONLY | O_CREAT, 0600));
}
static int try_proc(void)
{
	return tried(open("/proc/self/mem", O_RDWR));
}
static int try_folder(void)
{
	return tried(open("/", O_RDONLY | O_DIRECTORY));
}
static int try_unlink(void)
{
	return tried(unlink("/tmp/vigil-shut"));
}
static int try_rename(void)
{
	return tried(rename("/tmp/vigil-shut", "/tmp/vigil-shut2"));
}
static int try_socket(void)
{
	return tried(socket(AF_INET, SOCK_STREAM, 0));
}
static int try_unix(void)
{
	return tried(socket(AF_UNIX, SOCK_DGRAM, 0));
}
static int try_ptrace(void)
{
	return tried(ptrace(PTRACE_ATTACH, getppid(), 0, 0));
}
static int try_fork(void)
{
	return tried(fork());
}
static int try_thread(void)
{
	return tried(syscall(SYS_clone3, NULL, 0));
}
static int try_unshare(void)
{
	return tried(unshare(CLONE_NEWUSER));
}
static int try_kill(void)
{
	return tried(kill(getppid(), 0));
}
static int try_exec(void)
{
	char *argv[] = { NULL };
	return tried(execve("/bin/true", argv, argv));
}
static int try_memory(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);
	return tried(p == MAP_FAILED ? -1 : 0);
}
static int try_protect(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return p == MAP_FAILED ? NOT_SHUT : tried(mprotect(p, 4096, PROT_READ | PROT_EXEC));
}
static int try_limit(void)
{
	struct rlimit l = { 1000, 1000 };
	return tried(setrlimit(RLIMIT_CPU, &l));
}
static int try_memfd(void)
{
	return tried(memfd_create("x", 0));
}
static int try_exec_fd(void)
{
	char *argv[] = { NULL };
	return tried(syscall(SYS_execveat, 0, "", argv, argv, AT_EMPTY_PATH));
}

/* Status of a process that is shut and then does `act`; -SIGNAL when it was ended. */
static int within(enum shut what, int (*act)(void))
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		const char *how;
		struct rlimit none = { 0, 0 };
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGSYS, SIG_DFL); /* not to be caught by a sanitizer */
		if (shut(what, -1, &how, NULL) != 0)
			_exit(NOT_SHUT);
		_exit(act());
	}
	int status = 0;
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

TEST(an_intruder_gets_nothing)
{
	static const struct {
		const char *name;
		int (*act)(void);
		int want; /* REFUSED, or -SIGSYS */
	} T[] = {
		{ "read a file", try_read, REFUSED },
		{ "write a file", try_write, REFUSED },
		{ "open memory", try_proc, REFUSED },
		{ "open a folder", try_folder, REFUSED },
		{ "remove", try_unlink, REFUSED },
		{ "rename", try_rename, REFUSED },
		{ "socket", try_socket, -SIGSYS },
		{ "local socket", try_unix, -SIGSYS },
		{ "ptrace", try_ptrace, -SIGSYS },
		{ "fork", try_fork, -SIGSYS },
		{ "clone3", try_thread, REFUSED },
		{ "execve", try_exec, -SIGSYS },
		{ "execveat", try_exec_fd, -SIGSYS },
		{ "unshare", try_unshare, -SIGSYS },
		{ "signal another", try_kill, REFUSED },
		{ "executable memory", try_memory, REFUSED },
		{ "make memory executable", try_protect, REFUSED },
		{ "raise a limit", try_limit, REFUSED },
		{ "memory file", try_memfd, REFUSED },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		int got = within(SHUT_ALL, T[i].act);
		if (got != T[i].want)
			FAIL("%s gave %d, not %d", T[i].name, got, T[i].want);
	}
}

/* What it must still be able to do. */
static int work(void)
{
	char *p = malloc(1 << 20);
	int fds[2] = { 0, 0 };
	if (!p || memset(p, 1, 1 << 20) != p)
		return 1;
	if (clock_gettime(CLOCK_MONOTONIC, &(struct timespec){ 0 }) != 0)
		return 2;
	if (write(1, "", 0) != 0 || lseek(1, 0, SEEK_CUR) == 12345)
		return 3;
	free(p);
	(void)fds;
	return 0;
}

TEST(work_goes_on)
{
	CHECK_INT(within(SHUT_ALL, work), 0);
	CHECK_INT(within(SHUT_STARTING, work), 0);
}

/* While it may start exiftool: only perl, no file that is not perl's, no socket. */
static int starting_other(void)
{
	char *argv[] = { NULL };
	return tried(execve("/bin/true", argv, argv));
}
static int starting_perl(void)
{
	char name[] = "perl";
	char code[] = "-e";
	char prog[] = "exit 21";
	char *argv[] = { name, code, prog, NULL };
	char *env[] = { NULL };
	execve(SHUT_PERL, argv, env);
	return REFUSED;
}
static int program_forks(void)
{
	char name[] = "perl";
	char code[] = "-e";
	char prog[] = "exit(defined(fork) ? 7 : 8)";
	char *argv[] = { name, code, prog, NULL };
	char *env[] = { NULL };
	if (shut_program(NULL) != 0)
		return NOT_SHUT;
	execve(SHUT_PERL, argv, env);
	return REFUSED;
}
static int program_reads(void)
{
	char name[] = "perl";
	char code[] = "-e";
	char prog[] = "exit(open(my $f, '<', '/etc/passwd') ? 7 : 8)";
	char *argv[] = { name, code, prog, NULL };
	char *env[] = { NULL };
	if (shut_program(NULL) != 0)
		return NOT_SHUT;
	execve(SHUT_PERL, argv, env);
	return REFUSED;
}
static int program_writes(void)
{
	char name[] = "perl";
	char code[] = "-e";
	char prog[] = "exit(open(my $f, '>', '/tmp/vigil-shut') ? 7 : 8)";
	char *argv[] = { name, code, prog, NULL };
	char *env[] = { NULL };
	if (shut_program(NULL) != 0)
		return NOT_SHUT;
	execve(SHUT_PERL, argv, env);
	return REFUSED;
}
static int again(void)
{
	const char *how;
	if (shut(SHUT_ALL, -1, &how, NULL) != 0)
		return NOT_SHUT;
	return tried(fork());
}

TEST(starting_one_program)
{
	bool landlock = syscall(444, NULL, 0, 1) >= 1;
	if (access(SHUT_PERL, X_OK) != 0)
		SKIP("no perl");
	CHECK_INT(within(SHUT_STARTING, starting_perl), 21);
	CHECK_INT(within(SHUT_STARTING, program_forks), -SIGSYS);
	CHECK_INT(within(SHUT_STARTING, try_socket), -SIGSYS);
	CHECK_INT(within(SHUT_STARTING, try_ptrace), -SIGSYS);
	CHECK_INT(within(SHUT_STARTING, try_unshare), -SIGSYS);
	CHECK_INT(within(SHUT_STARTING, again), -SIGSYS);
	if (!landlock)
		SKIP("no Landlock on this kernel: files are open to exiftool here");
	CHECK_INT(within(SHUT_STARTING, starting_other), REFUSED);
	CHECK_INT(within(SHUT_STARTING, try_read), REFUSED);
	CHECK_INT(within(SHUT_STARTING, try_write), REFUSED);
	CHECK_INT(within(SHUT_STARTING, program_reads), REFUSED);
	CHECK_INT(within(SHUT_STARTING, program_writes), REFUSED);
}
