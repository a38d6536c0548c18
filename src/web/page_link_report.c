/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_link_report.c - linking all lists: run, looked at, written; and what the newest run says. */
#include "web/page_review.h"

#include "web/page_priv.h"
#include "web/routes.h"

#define HERE "/linkage"

static const struct msg HEADING =
	MSG("Linking all lists", "پیوند همهٔ فهرست‌ها");

enum { EVALUATED = REVIEW_SAMPLE, ODD_SHOWN = 20 };

/* ---- the job ------------------------------------------------------------------ */

static void done(void *ctx)
{
	struct linkage_work *w = ctx;
	linkage_free(w->job);
}
const struct job_kind LINKAGE_JOB = { "linkage", done };

/* What the engine calls its phases, as readers know them. */
static const struct msg *phase_words(struct str phase)
{
	static const struct {
		const char *phase;
		struct msg words;
	} PHASES[] = {
		{ "sampling",
		  MSG("Looking at pairs at random", "نگاه به جفت‌های تصادفی") },
		{ "keys",
		  MSG("Finding pairs that may be one person",
		      "یافتن جفت‌هایی که شاید یک نفر باشند") },
		{ "comparing", MSG("Comparing pairs", "سنجیدن جفت‌ها") },
		{ "learning", MSG("Learning the weights", "آموختن وزن‌ها") },
		{ "clustering", MSG("Putting records together", "کنار هم گذاشتن رکوردها") },
		{ "checking recall",
		  MSG("Checking what may have been missed", "آزمودن آنچه شاید از قلم افتاده") },
	};
	static const struct msg READING = MSG("Reading all records", "خواندن همهٔ رکوردها");
	for (size_t i = 0; i < COUNT(PHASES); i++)
		if (str_eq(phase, str_of(PHASES[i].phase)))
			return &PHASES[i].words;
	return &READING;
}

static int on_progress(void *ctx, struct str phase, int64_t at, int64_t of)
{
	return job_tell(ctx, phase_words(phase), at, of);
}

static int compute_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	struct linkage_work *w = ctx;
	(void)a;
	(void)job_tell(j, phase_words(STR("")), 0, 0);
	TRY(linkage_begin(r, &w->options, on_progress, j, &w->job, e));
	w->stage = LINKAGE_COMPUTED;
	return 0;
}

static int write_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	static const struct msg SEALING = MSG("Sealing the run", "مُهر کردن اجرا");
	struct linkage_work *w = ctx;
	(void)a;
	(void)job_tell(j, &SEALING, 0, 0);
	TRY(linkage_commit(w->job, r, w->reason, &w->run, e));
	w->stage = LINKAGE_WRITTEN;
	return 0;
}

/* ---- showing --------------------------------------------------------------------- */

static int load_report(struct page_request *p, struct linkage_view *v, struct err *e)
{
	int64_t run;
	int64_t total;
	TRY(page_arg_entry(p, "run", &run, e));
	int rc = linkage_report(p->reg, run, p->a, &v->report, e);
	if (rc == ERR_NOTFOUND && !run)
		return 0;
	TRY(rc);
	v->has_report = true;
	rc = linkage_evaluate_whole(p->reg, EVALUATED, REVIEW_SEED, p->a, &v->evaluation, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	v->has_evaluation = rc == 0;
	return linkage_clusters(p->reg, true, 0, ODD_SHOWN, p->a, &v->odd, &v->n_odd, &total, e);
}

static int load(struct page_request *p, struct linkage_view *v, struct linkage_work *w,
		struct err *e)
{
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, HERE);
	v->undo = page_form(p, "/undo/*");
	TRY(linkage_count(p->reg, &v->count, e));
	v->conserved = v->count.conserved;
	TRY(reg_assign_runs(p->reg, p->a, &v->runs, &v->n_runs, e));
	if (!w)
		return load_report(p, v, e);
	v->found = v->has_report = true;
	linkage_found(w->job, &v->report);
	return linkage_diff(w->job, p->reg, p->a, &v->diff, e);
}

int page_linkage(struct page_request *p, struct err *e)
{
	struct linkage_view *v = NEW(p->a, struct linkage_view);
	struct linkage_work *w = job_of(p->session->job, &LINKAGE_JOB);
	struct job_state state;
	struct html h;
	if (w) {
		job_state(p->session->job, &state);
		if (state.phase != JOB_WAITS)
			return page_show_job(
				p,
				(struct job_view){ .state = state,
						   .heading = &HEADING,
						   .section = SECTION_REVIEW,
						   .path = HERE,
						   .may_go_back = state.phase == JOB_FAILED &&
								  w->stage > LINKAGE_ASKED },
				e);
	}
	if (w && w->stage == LINKAGE_WRITTEN) {
		job_drop(&p->session->job);
		return http_redirect(p->rs, STR(HERE), e);
	}
	TRY(load(p, v, w, e));
	html_begin(&h, &p->rs->body);
	linkage_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

/* ---- answers -------------------------------------------------------------------------- */

static int run(struct page_request *p, struct err *e)
{
	enum { AUDIT = 200 };
	struct arena *a = arena_new(0);
	struct linkage_work *w = NEW(a, struct linkage_work);
	w->options.seed = REVIEW_SEED;
	w->options.only_new = page_field(p, "new").n > 0;
	w->options.audit = page_field(p, "audit").n ? AUDIT : 0;
	w->reason = str_copy(a, page_field(p, "reason"));
	TRY(job_begin(p->session, &LINKAGE_JOB, a, w, compute_step, e));
	return page_done(p, STR(HERE), e);
}

int page_linkage_post(struct page_request *p, struct err *e)
{
	struct linkage_work *w = job_of(p->session->job, &LINKAGE_JOB);
	struct str what = page_field(p, "do");
	struct job_state state = { .phase = JOB_WAITS };
	if (str_eq(what, STR("run")))
		return run(p, e);
	if (!w)
		return http_redirect(p->rs, STR(HERE), e);
	if (str_eq(what, STR("drop"))) {
		job_drop(&p->session->job);
		return page_done(p, STR(HERE), e);
	}
	job_state(p->session->job, &state);
	if (state.phase != JOB_RUNS && str_eq(what, STR("back")))
		job_calm(p->session->job);
	if (state.phase == JOB_WAITS && str_eq(what, STR("write")) && w->stage == LINKAGE_COMPUTED)
		TRY(job_go_on(p->session->job, write_step, e));
	return page_done(p, STR(HERE), e);
}
