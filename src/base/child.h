/* SPDX-License-Identifier: Apache-2.0 */
/*
 * child.h - run another program for a short while, with little, and end it in time.
 *
 * The program gets the descriptors it is given and no others, an empty environment, a folder of
 * the caller's choice, limits (setrlimit(2)), no core file, and a process group of its own. When
 * the deadline passes, or it writes more than was asked for, the whole group is killed; the same
 * happens to what it leaves behind when it ends, and to itself when the caller dies.
 *
 * How it ended is an answer and no error: the caller knows what a program that timed out means.
 */
#ifndef VIGIL_CHILD_H
#define VIGIL_CHILD_H

#include "base/buf.h"

enum { CHILD_INPUT_MAX = 32768, CHILD_FDS_MAX = 32 };

/* 0: as the caller has it. */
struct child_limits {
	uint64_t memory;     /* bytes of address space */
	uint64_t cpu_s;	     /* seconds of processor time, then SIGKILL */
	uint64_t file_bytes; /* a file may not grow beyond */
	uint64_t files;	     /* descriptors open at a time */
	uint64_t processes;  /* of this user, so no use for root: see RLIMIT_NPROC */
};

struct child_fd {
	int ours;
	int theirs;
};

/* What comes while it works, on a descriptor of its own, in pieces as they come. A negative answer of
 * `take` ends the program. The time that `take` needs does not count against the deadline. */
struct child_stream {
	int theirs;
	int (*take)(void *ctx, const char *p, size_t n, struct err *e);
	void *ctx;
};

struct child_spec {
	const char *path;
	const char *const *argv;    /* ends with NULL */
	const char *folder;	    /* where it starts; NULL: / */
	struct str input;	    /* its standard input, at most CHILD_INPUT_MAX bytes */
	const struct child_fd *fds; /* what else is open in it; 0 to 2 are /dev/null otherwise */
	size_t n_fds;
	int collect;	   /* the descriptor on which it writes its answer; -1: nobody listens */
	size_t output_max; /* bytes of answer; more than that ends it */
	const struct child_stream *stream; /* NULL: none */
	int64_t deadline_ms;
	struct child_limits limits;
	/* Called in the new process just before the program starts, when not NULL; not 0 keeps it
	 * from starting. If the caller has threads, only what signal-safety(7) allows. */
	int (*before)(void *ctx);
	void *ctx;
};

enum child_end {
	CHILD_EXITED,	 /* code is its status */
	CHILD_SIGNALLED, /* code is the signal, also of a limit: SIGXCPU, SIGXFSZ, SIGSYS */
	CHILD_TIMED_OUT,
	CHILD_OVERFLOWED, /* its answer was over output_max */
	CHILD_STOPPED	  /* `take` did not want more */
};

struct child_result {
	enum child_end end;
	int code;
};

/* Run to the end. What came on `collect` is added to `output` (NULL when collect is -1).
 * ERR_NOTFOUND: there is no such program; ERR_IO: it could not be started; or what `take` said. */
int child_run(const struct child_spec *s, struct buf *output, struct child_result *ret,
	      struct err *e) MUST_USE;

/* The path of a program of ours: beside the running one, or in ../libexec/vigil/. ERR_NOTFOUND. */
int child_find(const char *name, struct arena *a, const char **ret, struct err *e) MUST_USE;

/* "ended by signal 9" and the like, for messages. */
struct str child_end_text(struct arena *a, const struct child_result *r);

#endif
