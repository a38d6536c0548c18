/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * shut.h - what the worker gives up before it reads: files by Landlock, everything else by seccomp.
 *
 * A call that is not on the list fails with EPERM. Those that only an intruder would make (sockets,
 * ptrace, new programs, new processes, namespaces, modules, keys) end the process with SIGSYS, and
 * the one who started it sees that.
 */
#ifndef VIGIL_WORKER_SHUT_H
#define VIGIL_WORKER_SHUT_H

#include "base/base.h"

enum shut {
	SHUT_ALL,     /* memory, time, and descriptors that are open: no file can be opened */
	SHUT_STARTING /* may start one program, which then gets shut_program; see meta.c */
};

/* For the rest of this process. `in` is the descriptor of the file. *ret_how says what holds:
 * "Landlock and seccomp", or "seccomp only" on a kernel without Landlock. */
int shut(enum shut what, int in, const char **ret_how, struct err *e) MUST_USE;

/* Between fork and exec, after SHUT_STARTING: no further process. 0, or -1. */
int shut_program(void *unused);

/* The interpreter and the program that read metadata. */
#define SHUT_PERL     "/usr/bin/perl"
#define SHUT_EXIFTOOL "/usr/bin/exiftool"

#endif
