/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Long work that has not said anything yet: what a page shows of it. */
#include "site.h"

#include <semaphore.h>

#include "web/job_page.h"

static const struct job_kind KIND = { "waiting", NULL };
static const struct msg HEADING = MSG("A wait", "درنگ");

static int wait_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	(void)j;
	(void)r;
	(void)a;
	(void)e;
	sem_t *go_on = ctx;
	return sem_wait(go_on);
}

/* Overwrites what those who were called before left on the stack. */
static int use_stack(void)
{
	volatile char a[4096];
	for (size_t i = 0; i < sizeof a; i++)
		a[i] = 8;
	return a[sizeof a / 2];
}

TEST(what_has_said_nothing_yet_begins)
{
	SITE s;
	struct session *ss;
	struct job_state state;
	sem_t go_on;
	struct html h;
	AUTO_BUF b;
	int64_t wait_s;
	site_open(&s);
	sem_init(&go_on, 0, 0);
	buf_init(&b, 1 << 16);
	CHECK_OK(session_begin(&s.web->sessions, s.path, STR(""), STR(PASS), 0, &ss, &wait_s, &s.e),
		 &s.e);
	CHECK_OK(job_begin(ss, &KIND, arena_new(0), &go_on, wait_step, &s.e), &s.e);
	CHECK_INT(use_stack(), 8);
	job_state(ss->job, &state);
	CHECK_INT(state.phase, JOB_RUNS);
	struct shell shell = { .lang = LANG_FA };
	struct job_view v = { .state = state, .heading = &HEADING, .path = "/wait" };
	html_begin(&h, &b);
	job_render(&h, &shell, &v);
	CHECK_OK(html_finish(&h, &s.e), &s.e);
	CHECK(str_has(buf_str(&b), STR("آغاز")));
	sem_post(&go_on);
	job_drop(&ss->job);
	sem_destroy(&go_on);
}
