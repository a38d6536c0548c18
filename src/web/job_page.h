/* SPDX-License-Identifier: GPL-3.0-or-later */
/* job_page.h - how far something long is (job.h): a page that refreshes itself, or what became of it. */
#ifndef VIGIL_WEB_JOB_PAGE_H
#define VIGIL_WEB_JOB_PAGE_H

#include "web/job.h"
#include "web/page.h"

struct job_view {
	struct job_state state;
	int64_t now_ms;		   /* monotonic */
	const struct msg *heading; /* "A list comes in" */
	enum section section;
	const char *path; /* of the page and of its form: do=drop stops it, do=back goes on */
	bool may_go_back; /* what was there before a failure still is */
	struct page_form form;
};
void job_render(struct html *h, const struct shell *s, const struct job_view *v);
/* Answers with it; what became of it wrongly with 422. `now_ms` and `form` are filled in here. */
int page_show_job(struct page_request *p, struct job_view v, struct err *e) MUST_USE;

#endif
