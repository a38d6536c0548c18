/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * worker.h - asking vigil-worker (worker/worker.h there) about one file.
 *
 * Each question starts the program anew, with the file open for reading, a deadline and limits, and
 * nothing else. Whatever it met in the file, its answer is not trusted: it is JSON under a ceiling,
 * read strictly, and what is not as expected is a refused file and no answer. After a fault in a
 * library that it uses, the answer may still be a lie about that one file.
 *
 * Costs about 30 ms to start; metadata about 150 ms.
 */
#ifndef VIGIL_EVIDENCE_WORKER_H
#define VIGIL_EVIDENCE_WORKER_H

#include "base/child.h"
#include "base/json.h"

enum { WORKER_OUTPUTS_MAX = 16, WORKER_ANSWER_MAX_BYTES = 4 << 20 };

struct worker {
	const char *path;
};

/* vigil-worker beside the running program, or in ../libexec/vigil/. ERR_NOTFOUND says so. */
int worker_find(struct arena *a, struct worker *ret, struct err *e) MUST_USE;

/* For a program that confines itself and starts the worker later: what confine_reading must leave it
 * in `readable` and `programs` (added behind those that are there; the lists live in `a`). The worker
 * gives up most of it again. Such a program keeps signals (`network`), to end a worker in time. For
 * metadata the file is opened anew, so it lies in memory or where the program may read. */
struct confine_reading;
void worker_needs(const struct worker *w, struct arena *a, struct confine_reading *c);

struct worker_job {
	struct str options; /* the line of JSON: {"job":"sniff"} */
	int input;	    /* read from its beginning; its position is moved */
	const int *outputs; /* descriptors it may write to */
	size_t n_outputs;
	/* What it says while it works, as in base/child.h, on the descriptor behind those of `outputs`;
	 * `theirs` is set here. NULL: nothing. */
	const struct child_stream *stream;
	int64_t deadline_ms; /* 0: 60 seconds */
	uint64_t memory;     /* bytes; 0: 512 MiB */
	uint64_t file_bytes; /* that an output may grow to; 0: 1 GiB */
	size_t answer_max; /* bytes; 0: WORKER_ANSWER_MAX_BYTES. Reading takes JSON_NODE_COST as much */
};

struct worker_answer {
	const struct json *result; /* an object */
	struct str confined;	   /* "Landlock and seccomp", "seccomp only" */
};

/*
 * ERR_INPUT: the file is broken, of a kind that is not read, or ended the worker; ERR_TOOBIG: over a
 * ceiling or the deadline; ERR_IO: the worker could not do its work; ERR_NOTFOUND: no such program, or
 * what was asked for is not in the file; or what `take` of the stream said. Messages from the worker are ASCII and short.
 */
int worker_run(const struct worker *w, const struct worker_job *job, struct arena *a,
	       struct worker_answer *ret, struct err *e) MUST_USE;

#endif
