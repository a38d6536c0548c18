/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shut.c - the lists. They name what libc, zlib, libmagic, libarchive, libav, libheif and libcrypto were seen
 * to call once their libraries are loaded, and what perl calls when it starts and reads. A library
 * that asks for more on another system gets EPERM, which fails its job and nothing else.
 */
#include "worker/shut.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/confine.h"

static const int ALWAYS[] = {
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(pread64),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(pwrite64),
	SCMP_SYS(lseek),
	SCMP_SYS(close),
	SCMP_SYS(fstat),
	SCMP_SYS(fcntl),
	SCMP_SYS(ftruncate),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(madvise),
	SCMP_SYS(brk),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(futex),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_getres),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(nanosleep),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(restart_syscall),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity),
	SCMP_SYS(sysinfo),
	SCMP_SYS(uname),
	SCMP_SYS(rseq),
	SCMP_SYS(set_robust_list),
	SCMP_SYS(getrusage),
};

/* To start a program and hear what it says, and what perl needs to run. */
static const int STARTING[] = {
	SCMP_SYS(clone),       SCMP_SYS(fork),	     SCMP_SYS(vfork),
	SCMP_SYS(wait4),       SCMP_SYS(waitid),     SCMP_SYS(setpgid),
	SCMP_SYS(getpgrp),     SCMP_SYS(getppid),    SCMP_SYS(kill),
	SCMP_SYS(pipe),	       SCMP_SYS(pipe2),	     SCMP_SYS(poll),
	SCMP_SYS(ppoll),       SCMP_SYS(select),     SCMP_SYS(pselect6),
	SCMP_SYS(dup),	       SCMP_SYS(dup2),	     SCMP_SYS(dup3),
	SCMP_SYS(close_range), SCMP_SYS(chdir),	     SCMP_SYS(prctl),
	SCMP_SYS(seccomp),     SCMP_SYS(setrlimit),  SCMP_SYS(prlimit64),
	SCMP_SYS(getrlimit),   SCMP_SYS(execve),     SCMP_SYS(open),
	SCMP_SYS(openat),      SCMP_SYS(stat),	     SCMP_SYS(lstat),
	SCMP_SYS(newfstatat),  SCMP_SYS(statx),	     SCMP_SYS(access),
	SCMP_SYS(faccessat),   SCMP_SYS(faccessat2), SCMP_SYS(readlink),
	SCMP_SYS(readlinkat),  SCMP_SYS(getcwd),     SCMP_SYS(getdents64),
	SCMP_SYS(getdents),    SCMP_SYS(arch_prctl), SCMP_SYS(set_tid_address),
	SCMP_SYS(getuid),      SCMP_SYS(geteuid),    SCMP_SYS(getgid),
	SCMP_SYS(getegid),     SCMP_SYS(getgroups),  SCMP_SYS(umask),
	SCMP_SYS(mmap),	       SCMP_SYS(mprotect),   SCMP_SYS(ioctl),
};

/* Nothing that reads a file makes these. */
static const int NEVER[] = {
	SCMP_SYS(socket),
	SCMP_SYS(socketpair),
	SCMP_SYS(connect),
	SCMP_SYS(bind),
	SCMP_SYS(listen),
	SCMP_SYS(accept),
	SCMP_SYS(accept4),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
	SCMP_SYS(sendmmsg),
	SCMP_SYS(ptrace),
	SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev),
	SCMP_SYS(unshare),
	SCMP_SYS(setns),
	SCMP_SYS(mount),
	SCMP_SYS(umount2),
	SCMP_SYS(pivot_root),
	SCMP_SYS(chroot),
	SCMP_SYS(bpf),
	SCMP_SYS(perf_event_open),
	SCMP_SYS(keyctl),
	SCMP_SYS(add_key),
	SCMP_SYS(request_key),
	SCMP_SYS(init_module),
	SCMP_SYS(finit_module),
	SCMP_SYS(kexec_load),
	SCMP_SYS(io_uring_setup),
	SCMP_SYS(userfaultfd),
	SCMP_SYS(reboot),
	SCMP_SYS(setuid),
	SCMP_SYS(setgid),
	SCMP_SYS(execveat),
	SCMP_SYS(open_by_handle_at),
	SCMP_SYS(pidfd_open),
	SCMP_SYS(pidfd_getfd),
	SCMP_SYS(swapon),
	SCMP_SYS(settimeofday),
	SCMP_SYS(clock_settime),
};

/* Also these, once no program is to be started any more. */
static const int NEVER_AGAIN[] = { SCMP_SYS(clone), SCMP_SYS(fork), SCMP_SYS(vfork),
				   SCMP_SYS(execve) };

static int add_all(scmp_filter_ctx f, uint32_t action, const int *calls, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int rc = seccomp_rule_add(f, action, calls[i], 0);
		if (rc != 0 && rc != -EACCES &&
		    rc != -EDOM) /* the default already; not of this machine */
			return rc;
	}
	return 0;
}

/* Memory that is made executable, files looked at by name, limits that are changed and signals to
 * others are what an intruder would want of calls that are otherwise needed. */
static int add_narrow(scmp_filter_ctx f)
{
	int rc = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				  SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	rc = rc ? rc
		: seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
				   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	/* fstat() of newer libraries: an empty name and a descriptor. */
	rc = rc ? rc
		: seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
				   SCMP_A3(SCMP_CMP_MASKED_EQ, 0x1000, 0x1000));
	rc = rc ? rc
		: seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
				   SCMP_A2(SCMP_CMP_EQ, 0, 0));
	return rc ? rc
		  : seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				     SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
}

static int load(enum shut what)
{
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	if (!f)
		return -ENOMEM;
	int rc = add_all(f, SCMP_ACT_ALLOW, ALWAYS, COUNT(ALWAYS));
	rc = rc ? rc : add_all(f, SCMP_ACT_KILL_PROCESS, NEVER, COUNT(NEVER));
	if (what == SHUT_STARTING) {
		rc = rc ? rc : add_all(f, SCMP_ACT_ALLOW, STARTING, COUNT(STARTING));
		rc = rc ? rc : seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 0);
	} else {
		rc = rc ? rc : add_narrow(f);
		rc = rc ? rc : add_all(f, SCMP_ACT_KILL_PROCESS, NEVER_AGAIN, COUNT(NEVER_AGAIN));
	}
	/* Threads and the newer fork: libc tries clone() when it is told there is no clone3(). */
	rc = rc ? rc : seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	rc = rc ? rc : seccomp_load(f);
	seccomp_release(f);
	return rc;
}

static int shut_files(enum shut what, int in, bool *ret_done, struct err *e)
{
	/* Perl, its modules, the libraries of both, and what the loader reads. */
	static const char *const readable[] = {
		"/usr/share/perl",
		"/usr/share/perl5",
		"/usr/lib",
		"/lib",
		"/lib64",
		"/usr/lib64",
		"/etc/perl",
		"/etc/ld.so.cache",
		"/dev/null",
		SHUT_EXIFTOOL,
		"/dev/urandom",
		"/etc/localtime",
		"/usr/share/zoneinfo",
		SHUT_PERL,
	};
	static const char *const programs[] = { SHUT_PERL, "/lib64/ld-linux-x86-64.so.2",
						"/lib/ld-linux-aarch64.so.1" };
	bool starts = what == SHUT_STARTING;
	struct confine_reading c = {
		.readable = readable,
		.n_readable = starts ? COUNT(readable) : 0,
		.programs = programs,
		.n_programs = starts ? COUNT(programs) : 0,
		.fd = starts ? in : -1,
	};
	return confine_reading(&c, ret_done, e);
}

int shut(enum shut what, int in, const char **ret_how, struct err *e)
{
	bool files = false;
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return err_set(e, ERR_IO, "cannot confine the worker: %s", strerror(errno));
	TRY(shut_files(what, in, &files, e));
	int rc = load(what);
	if (rc != 0)
		return err_set(e, ERR_IO, "cannot confine the worker: seccomp: %s", strerror(-rc));
	*ret_how = files ? "Landlock and seccomp" : "seccomp only";
	return 0;
}

int shut_program(void *unused)
{
	(void)unused;
	scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
	if (!f)
		return -1;
	static const int CALLS[] = { SCMP_SYS(clone), SCMP_SYS(fork),  SCMP_SYS(vfork),
				     SCMP_SYS(kill),  SCMP_SYS(prctl), SCMP_SYS(setrlimit) };
	int rc = add_all(f, SCMP_ACT_KILL_PROCESS, CALLS, COUNT(CALLS));
	rc = rc ? rc : seccomp_load(f);
	seccomp_release(f);
	return rc == 0 ? 0 : -1;
}
