/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page_estimate.c - how many are missing: the form, the job, the answer. */
#include "web/page_estimate.h"

#include "web/job_page.h"
#include "web/page_priv.h"
#include "web/routes.h"

#define HERE "/estimate"

enum { HUNDRED = 100 };

static const struct msg HEADING =
	MSG("How many are missing is being estimated", "برآورد شمار کسانی که نیستند");
static const struct msg DRAWING =
	MSG("Drawing who may be the same person",
	    "کشیدن این‌که چه کسی شاید همان شخص است");
static const struct msg ESTIMATING = MSG("Estimating from each drawn linkage",
					 "برآورد از هر پیوند کشیده‌شده");

static const struct job_kind ESTIMATE_JOB = { "estimate", NULL };

/* ---- the job ---------------------------------------------------------------------- */

struct taking {
	struct estimate_work *w;
	struct arena *a;
};

static int take_cells(void *ctx, size_t draw, const uint32_t *count, struct err *e)
{
	const struct taking *t = ctx;
	struct estimate_work *w = t->w;
	return cells_of_counts(w->names, w->o.n_lists, count, t->a, &w->tables[draw], e);
}

static bool on_progress(void *ctx, double share)
{
	return job_tell(ctx, &ESTIMATING, (int64_t)(share * HUNDRED), HUNDRED) == 0;
}

static int compute_step(struct job *j, struct reg *r, void *ctx, struct arena *a, struct err *e)
{
	struct estimate_work *w = ctx;
	struct taking t = { w, a };
	struct estimate_options o = { .seed = w->o.seed, .progress = on_progress, .ctx = j };
	TRY(job_tell(j, &DRAWING, 0, 0));
	TRY(linkage_draw_cells(r, &w->o, take_cells, &t, a, &w->drawn, e));
	TRY(estimate_linkages(w->tables, w->o.n, &o, a, &w->r, e));
	w->made = true;
	return 0;
}

/* ---- what is asked ------------------------------------------------------------------ */

static int take_lists(struct page_request *p, struct estimate_work *w, struct arena *a,
		      struct err *e)
{
	const struct http_params *form = &p->rq->form.fields;
	for (size_t i = 0; i < form->n; i++) {
		struct entity en;
		if (!str_eq(form->v[i].name, STR("l")))
			continue;
		if (w->o.n_lists == LINKAGE_DRAW_LISTS_MAX)
			return err_set(e, ERR_INPUT, "at most %d lists", LINKAGE_DRAW_LISTS_MAX);
		TRY(reg_entity(p->reg, form->v[i].value, p->a, &en, e));
		w->lists[w->o.n_lists] = en.id;
		w->names[w->o.n_lists++] = reg_number(p->reg, &en, a);
	}
	if (w->o.n_lists < 2)
		return err_set(
			e, ERR_INPUT,
			"choose lists: at least three, collected independently of each other");
	w->o.lists = w->lists;
	return 0;
}

static int take_form(struct page_request *p, struct arena *a, struct estimate_work *w,
		     struct err *e)
{
	struct entity en;
	struct figure f;
	struct str place;
	w->o.n = ESTIMATE_DRAWS;
	w->o.seed = 1;
	TRY(reg_entity(p->reg, page_field(p, "figure"), p->a, &en, e));
	TRY(reg_figure(p->reg, en.id, 0, false, a, &f, e));
	w->fig = f;
	if (!f.rule.n)
		return err_set(e, ERR_INPUT, "nothing is counted for this figure");
	TRY(figure_rule_window(reg_vocab(p->reg), f.rule, a, &w->o.window, &place, e));
	TRY(linkage_draw_place(p->reg, place, &w->o.place, e));
	return take_lists(p, w, a, e);
}

/* ---- showing ------------------------------------------------------------------------- */

static int load(struct page_request *p, struct estimate_view *v, struct err *e)
{
	struct linkage_report report;
	struct figure *all;
	size_t n;
	v->vocab = reg_vocab(p->reg);
	v->form = page_form(p, HERE);
	if (v->w)
		return 0;
	TRY(reg_figures(p->reg, 0, p->a, &all, &n, e));
	v->figures = NEW_N(p->a, n, struct figure);
	for (size_t i = 0; i < n; i++)
		if (all[i].rule.n)
			v->figures[v->n_figures++] = all[i];
	TRY(reg_lists(p->reg, p->a, &v->lists, &v->n_lists, e));
	int rc = linkage_report(p->reg, 0, p->a, &report, e);
	if (rc < 0 && rc != ERR_NOTFOUND)
		return rc;
	v->linked = rc == 0;
	return 0;
}

static int show(struct page_request *p, struct estimate_view *v, struct err *e)
{
	struct html h;
	TRY(load(p, v, e));
	html_begin(&h, &p->rs->body);
	estimate_render(&h, &p->shell, v);
	return html_finish(&h, e);
}

int page_estimate(struct page_request *p, struct err *e)
{
	struct estimate_view v = { .w = job_of(p->session->job, &ESTIMATE_JOB) };
	struct job_state state;
	v.busy = p->session->job && !v.w;
	if (v.w) {
		job_state(p->session->job, &state);
		if (state.phase != JOB_WAITS)
			return page_show_job(p,
					     (struct job_view){ .state = state,
								.heading = &HEADING,
								.section = SECTION_ESTIMATES,
								.path = HERE },
					     e);
	}
	return show(p, &v, e);
}

int page_estimate_post(struct page_request *p, struct err *e)
{
	bool ours = job_of(p->session->job, &ESTIMATE_JOB) != NULL;
	struct str what = page_field(p, "do");
	struct err wrong = { 0 };
	if (ours && str_eq(what, STR("drop")))
		job_drop(&p->session->job);
	if (!str_eq(what, STR("run")) || (p->session->job && !ours))
		return page_done(p, STR(HERE), e);
	struct arena *a = arena_new(0);
	struct estimate_work *w = NEW(a, struct estimate_work);
	if (take_form(p, a, w, &wrong) < 0) {
		struct estimate_view v = { .wrong = str_copy(p->a, str_of(wrong.text)) };
		arena_free(a);
		p->rs->status = 422;
		return show(p, &v, e);
	}
	TRY(job_begin(p->session, &ESTIMATE_JOB, a, w, compute_step, e));
	return page_done(p, STR(HERE), e);
}
