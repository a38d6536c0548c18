/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/job_page.h"

#include "base/clock.h"
#include "web/page_priv.h"

int page_show_job(struct page_request *p, struct job_view v, struct err *e)
{
	struct html h;
	v.now_ms = clock_mono_ns() / 1000000;
	v.form = page_form(p, v.path);
	if (v.state.phase == JOB_FAILED)
		p->rs->status = 422;
	html_begin(&h, &p->rs->body);
	job_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
