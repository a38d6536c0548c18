/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * job.h - what takes long, beside the pages: a long list taken in, all lists linked.
 *
 * A job runs in a thread of its own with a handle on the vault of its own (reg_open_beside), so that
 * pages go on being answered. A session has one at a time. It does its work in steps: between two it waits
 * for what somebody answers to a page. While it runs, a page asks for its state and nothing else; what it
 * found belongs to the pages when it does not run.
 *
 *	job_begin(p, &kind, ctx, e);		first step
 *	job_state(p->session->job, &state);	a page that refreshes itself shows it
 *	job_go_on(p->session->job, step, e);	the next step, after an answer
 *	job_drop(&p->session->job);		stops it, and gives up what it had
 *
 * It ends with the session: what it was about to write is rolled back then, and nothing of it stays.
 */
#ifndef VIGIL_WEB_JOB_H
#define VIGIL_WEB_JOB_H

#include "register/register.h"
#include "text/msg.h"

struct job;
struct session;

enum job_phase {
	JOB_RUNS,
	JOB_WAITS, /* a step is done; what follows is decided on a page */
	JOB_FAILED /* the last step did not succeed; what was there before it still is */
};

struct job_state {
	enum job_phase phase;
	const struct msg *doing;
	int64_t done, of;   /* of 0: not known */
	int64_t started_ms; /* of this step, monotonic */
	int code;	    /* of a failure: ERR_INPUT ... */
	struct str why;	    /* lives as long as the step */
};

/* One step, on the thread. `r` and `a` are the job's own. */
typedef int job_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e);
struct job_kind {
	const char *code;	 /* which pages know it by: "list", "linkage" */
	void (*done)(void *ctx); /* called once, by whoever drops it; may be NULL */
};

/* `ctx` lives in `a`, the job's arena, which is given up with it. Replaces a job that waits or failed.
 * ERR_CONFLICT: one runs; `a` and `ctx` are given up then. */
int job_begin(struct session *ss, const struct job_kind *kind, struct arena *a, void *ctx,
	      job_step *first, struct err *e) MUST_USE;
/* The next step. ERR_CONFLICT: it runs. */
int job_go_on(struct job *j, job_step *next, struct err *e) MUST_USE;
void job_state(struct job *j, struct job_state *ret);
void job_calm(struct job *j); /* a failure was read: what was there before it waits again */
/* Its context when it is of this kind, else NULL; of NULL: NULL. To be read while it does not run. */
void *job_of(struct job *j, const struct job_kind *kind);
struct arena *job_arena(struct job *j);
/* Waits for the thread to notice. */
void job_drop(struct job **j);

/* ---- from the step ---- */

/* ERR_CONFLICT once the job is to stop. */
int job_tell(struct job *j, const struct msg *doing, int64_t done, int64_t of);

#endif
