/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job.c - one thread a session, and a few words under a lock between it and the pages. */
#include "web/job.h"

#include <malloc.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/hash.h"
#include "web/session.h"

static const struct msg BEGINNING = MSG("Beginning", "آغاز");

struct job {
	const struct job_kind *kind;
	void *ctx;
	struct arena *a;
	struct reg *r;
	job_step *step;
	pthread_t thread;
	bool has_thread; /* began, and was not joined */
	pthread_mutex_t lock;
	/* under the lock: */
	struct job_state said;
	bool stop;
	struct err e;
};

static void *run(void *arg)
{
	struct job *j = arg;
	struct err e = { 0 };
	int rc = j->step(j, j->r, j->ctx, j->a, &e);
	/* A thread's own contexts hold keys and do not go with it. */
	crypto_thread_done();
	hash_thread_done();
	pthread_mutex_lock(&j->lock);
	j->e = e;
	j->said.phase = rc < 0 ? JOB_FAILED : JOB_WAITS;
	j->said.code = rc;
	pthread_mutex_unlock(&j->lock);
	return NULL;
}

static void join(struct job *j)
{
	if (j->has_thread)
		pthread_join(j->thread, NULL);
	j->has_thread = false;
}

static bool runs(struct job *j)
{
	struct job_state s;
	job_state(j, &s);
	return s.phase == JOB_RUNS;
}

int job_go_on(struct job *j, job_step *next, struct err *e)
{
	if (runs(j) && j->has_thread)
		return err_set(e, ERR_CONFLICT, "this is being worked on already");
	join(j);
	j->step = next;
	j->said = (struct job_state){ .phase = JOB_RUNS,
				      .doing = &BEGINNING,
				      .started_ms = clock_mono_ns() / 1000000 };
	if (pthread_create(&j->thread, NULL, run, j) != 0) {
		j->said.phase = JOB_FAILED;
		return err_set(e, ERR_IO, "the system gives no further thread");
	}
	j->has_thread = true;
	return 0;
}

static void free_job(struct job *j)
{
	pthread_mutex_lock(&j->lock);
	j->stop = true;
	pthread_mutex_unlock(&j->lock);
	join(j);
	if (j->kind->done)
		j->kind->done(j->ctx);
	reg_close(j->r);
	arena_free(j->a);
	pthread_mutex_destroy(&j->lock);
	wipe(j, sizeof *j);
	free(j);
	malloc_trim(0);
}

void job_drop(struct job **j)
{
	if (*j)
		free_job(*j);
	*j = NULL;
}

int job_begin(struct session *ss, const struct job_kind *kind, struct arena *a, void *ctx,
	      job_step *first, struct err *e)
{
	struct job *j = mem_need(calloc(1, sizeof *j));
	*j = (struct job){ .kind = kind, .ctx = ctx, .a = a };
	pthread_mutex_init(&j->lock, NULL);
	int rc = 0;
	if (ss->job && runs(ss->job))
		rc = err_set(e, ERR_CONFLICT,
			     "something long is under way in this session; wait for it");
	if (rc == 0)
		rc = reg_open_beside(ss->desk->reg, true, &j->r, e);
	if (rc == 0)
		rc = job_go_on(j, first, e);
	if (rc < 0) {
		free_job(j);
		return rc;
	}
	job_drop(&ss->job);
	ss->job = j;
	return 0;
}

void job_state(struct job *j, struct job_state *ret)
{
	pthread_mutex_lock(&j->lock);
	*ret = j->said;
	ret->why = str_of(j->e.text);
	pthread_mutex_unlock(&j->lock);
}

void job_calm(struct job *j)
{
	pthread_mutex_lock(&j->lock);
	if (j->said.phase == JOB_FAILED)
		j->said.phase = JOB_WAITS;
	pthread_mutex_unlock(&j->lock);
}

void *job_of(struct job *j, const struct job_kind *kind)
{
	return j && j->kind == kind ? j->ctx : NULL;
}

struct arena *job_arena(struct job *j)
{
	return j->a;
}

int job_tell(struct job *j, const struct msg *doing, int64_t done, int64_t of)
{
	pthread_mutex_lock(&j->lock);
	j->said.doing = doing;
	j->said.done = done;
	j->said.of = of;
	bool stop = j->stop;
	pthread_mutex_unlock(&j->lock);
	return stop ? ERR_CONFLICT : 0;
}
