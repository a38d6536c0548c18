/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * worker.h - the program that looks into files of strangers, so that nobody else has to.
 *
 * vigil-worker lives for one job. It is started by evidence/worker.h with three things: one line of
 * JSON on standard input that says what to do, the file on descriptor 3, and a place for the answer
 * on descriptor 4 (and for files it makes on 5, 6 ...). It loads what it needs, gives up everything
 * else (shut.h), and only then reads the first byte of the file. It cannot open, write, connect,
 * trace or start anything; its memory, time and output are limited by whoever started it.
 *
 * This room alone links with libmagic, libarchive, libav, libheif, expat and libseccomp, and sees base/ and text/
 * only. What it says is checked again by the one who asked: after a fault in one of these libraries
 * the answer may be what the file's author wanted it to be. It can then lie about that file, and
 * nothing more.
 *
 * The answer is one object: {"ok":true,"confined":HOW,"result":{...}} or
 * {"ok":false,"confined":HOW,"code":CODE,"error":TEXT}, codes as in base.h. Sizes, names and
 * numbers that a file declares are reported, never trusted: every job has ceilings of its own.
 *
 * A new job is a function here and a line in the table of job.c.
 */
#ifndef VIGIL_WORKER_WORKER_H
#define VIGIL_WORKER_WORKER_H

#include "base/json_foreign.h"
#include "worker/shut.h"

enum { WORKER_IN = 3, WORKER_ANSWER = 4, WORKER_OUT = 5, WORKER_OUTS_MAX = 16 };
enum { WORKER_ANSWER_MAX = 4 << 20 };

struct job {
	const struct json *options;
	int in;
	int outs[WORKER_OUTS_MAX]; /* descriptors for what is made */
	size_t n_outs;
	struct arena *a;
	struct json_out *out; /* within the result's braces */
	void *state;	      /* what `prepare` loaded */
};

/* Read a job from `line`, confine the process, do it, and leave the whole answer in `ret`. Never
 * fails: what goes wrong is the answer. For the program, and for tests that can spare a process. */
void job_do(struct str line, int in, int first_out, struct arena *a, struct buf *ret);

/* The number of an option, `otherwise` when it is not there; held between min and max. */
int64_t job_number(const struct job *j, struct str name, int64_t otherwise, int64_t min,
		   int64_t max);

/* ---- jobs ---- */
int sniff_prepare(struct job *j, struct err *e) MUST_USE;
int sniff_run(struct job *j, struct err *e) MUST_USE;
int meta_run(struct job *j, struct err *e) MUST_USE;
int thumbnail_run(struct job *j, struct err *e) MUST_USE;
int keyframes_run(struct job *j, struct err *e) MUST_USE;
int archive_prepare(struct job *j, struct err *e) MUST_USE;
int list_run(struct job *j, struct err *e) MUST_USE;
int unpack_run(struct job *j, struct err *e) MUST_USE;
int extract_run(struct job *j, struct err *e) MUST_USE;
int warc_run(struct job *j, struct err *e) MUST_USE;
int wacz_run(struct job *j, struct err *e) MUST_USE;
int table_run(struct job *j, struct err *e) MUST_USE;

#endif
