/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_json.c - all that was computed, numbers as they are; what is not known is null. */
#include "cli/estimate_show.h"

#include <stdio.h>

#include "cli/jout.h"
#include "estimate/gate.h"
#include "estimate/words.h"

/* Ten digits: what is the same on every system, and more than anybody needs. */
static void number(struct app *app, struct jout *j, const char *key, double v)
{
	if (isfinite(v))
		jout_raw(j, key, str_printf(app->a, "%.10g", v));
	else
		jout_null(j, key);
}

static void pair(struct app *app, struct jout *j, const char *key, double lo, double hi)
{
	if (!isfinite(lo) && !isfinite(hi)) {
		jout_null(j, key);
		return;
	}
	jout_array(j, key);
	number(app, j, NULL, lo);
	number(app, j, NULL, hi);
	jout_close(j);
}

/* Opens the method's object; false, and closed again or null, when it could not be made or was not asked. */
static bool begin(struct jout *j, const char *key, const struct estimate_head *h)
{
	if (!h->made && !h->why_not.n) {
		jout_null(j, key);
		return false;
	}
	jout_object(j, key);
	jout_bool(j, "made", h->made);
	jout_text(j, "why_not", h->why_not);
	if (!h->made)
		jout_close(j);
	return h->made;
}

static void put_lcmcr(struct app *app, struct jout *j, const struct lcmcr_result *m)
{
	if (!begin(j, "lcmcr", &m->head))
		return;
	number(app, j, "mean", m->mean);
	number(app, j, "median", m->median);
	number(app, j, "lo", m->lo);
	number(app, j, "hi", m->hi);
	pair(app, j, "half", m->half.lo, m->half.hi);
	number(app, j, "rhat", m->rhat);
	number(app, j, "ess_bulk", m->ess_bulk);
	number(app, j, "ess_tail", m->ess_tail);
	number(app, j, "mcse_median", m->mcse_median);
	number(app, j, "mcse_lo", m->mcse_lo);
	number(app, j, "mcse_hi", m->mcse_hi);
	number(app, j, "at_cap", m->at_cap);
	number(app, j, "cap", m->cap);
	number(app, j, "nearly_all_unseen", m->nobody);
	number(app, j, "alpha", m->alpha);
	pair(app, j, "alpha_interval", m->alpha_lo, m->alpha_hi);
	number(app, j, "classes", m->classes);
	jout_int(j, "k", m->n_classes);
	number(app, j, "a", m->prior_a);
	number(app, j, "b", m->prior_b);
	jout_int(j, "draws", (int64_t)m->draws);
	jout_int(j, "thin", (int64_t)m->thin);
	jout_int(j, "burnin", (int64_t)m->burnin);
	jout_int(j, "longer", m->longer);
	jout_array(j, "chains");
	for (size_t i = 0; i < m->n_chains; i++) {
		jout_object(j, NULL);
		number(app, j, "median", m->chains[i].median);
		number(app, j, "lo", m->chains[i].lo);
		number(app, j, "hi", m->chains[i].hi);
		number(app, j, "classes", m->chains[i].classes);
		jout_close(j);
	}
	jout_close(j);
	number(app, j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_dga(struct app *app, struct jout *j, const struct dga_result *m)
{
	if (!begin(j, "dga", &m->head))
		return;
	number(app, j, "mean", m->mean);
	number(app, j, "median", m->median);
	number(app, j, "mode", m->mode);
	number(app, j, "lo", m->lo);
	number(app, j, "hi", m->hi);
	jout_array(j, "set");
	for (size_t i = 0; i < m->n_set; i++)
		pair(app, j, NULL, m->set[i].lo, m->set[i].hi);
	jout_close(j);
	number(app, j, "delta", m->delta);
	number(app, j, "at_end", m->at_end);
	jout_int(j, "graphs_averaged", (int64_t)m->all_graphs);
	jout_array(j, "graphs");
	for (size_t i = 0; i < m->n_graphs; i++) {
		jout_object(j, NULL);
		jout_str(j, "name", m->graphs[i].name);
		number(app, j, "probability", m->graphs[i].probability);
		number(app, j, "mean", m->graphs[i].mean);
		jout_close(j);
	}
	jout_close(j);
	number(app, j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_model(struct app *app, struct jout *j, const struct loglinear_model *m)
{
	jout_object(j, NULL);
	jout_str(j, "name", m->name);
	jout_bool(j, "exists", m->exists);
	jout_int(j, "df", m->df);
	number(app, j, "deviance", m->deviance);
	number(app, j, "aic", m->aic);
	number(app, j, "bic", m->bic);
	number(app, j, "n", m->n);
	number(app, j, "lo", m->lo);
	number(app, j, "hi", m->hi);
	jout_close(j);
}

static void put_loglinear(struct app *app, struct jout *j, const struct loglinear_result *m)
{
	if (!begin(j, "loglinear", &m->head))
		return;
	jout_int(j, "tried", (int64_t)m->tried);
	jout_int(j, "within_2", (int64_t)m->near2);
	jout_int(j, "within_6", (int64_t)m->near6);
	pair(app, j, "within_2_n", m->near2_lo, m->near2_hi);
	jout_array(j, "models");
	for (size_t i = 0; i < m->n_models; i++)
		put_model(app, j, &m->models[i]);
	jout_close(j);
	jout_array(j, "variants");
	for (size_t i = 0; i < m->n_variants; i++)
		put_model(app, j, &m->variants[i]);
	jout_close(j);
	jout_int(j, "excluded", (int64_t)m->n_excluded);
	jout_array(j, "excluded_names");
	for (size_t i = 0; i < m->n_excluded_named; i++)
		jout_str(j, NULL, m->excluded[i]);
	jout_close(j);
	number(app, j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_sparse(struct app *app, struct jout *j, const struct sparse_result *m)
{
	if (!begin(j, "sparse", &m->head))
		return;
	number(app, j, "n", m->n);
	pair(app, j, "bca", m->bca.lo, m->bca.hi);
	pair(app, j, "percentile", m->percentile.lo, m->percentile.hi);
	jout_str(j, "model", m->model);
	jout_int(j, "replicates", m->replicates);
	jout_int(j, "failed", m->failed);
	jout_array(j, "not_exist");
	for (size_t i = 0; i < m->n_not_exist; i++)
		jout_str(j, NULL, m->not_exist[i]);
	jout_close(j);
	number(app, j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_chao(struct app *app, struct jout *j, const struct floor_result *m)
{
	if (!begin(j, "chao", &m->head))
		return;
	number(app, j, "n", m->chao);
	pair(app, j, "interval", m->chao_lo, m->chao_hi);
	number(app, j, "mth", m->chao_mth);
	pair(app, j, "mth_interval", m->chao_mth_lo, m->chao_mth_hi);
	if (m->has_chapman)
		number(app, j, "chapman", m->chapman);
	else
		jout_null(j, "chapman");
	pair(app, j, "chapman_interval", m->has_chapman ? m->chapman_lo : NUM_NAN,
	     m->has_chapman ? m->chapman_hi : NUM_NAN);
	jout_text(j, "caveat", m->caveat);
	jout_close(j);
}

static void put_variants(struct app *app, struct jout *j, const struct estimate_variant *v,
			 size_t n, bool lists)
{
	for (size_t i = 0; i < n; i++) {
		jout_object(j, NULL);
		jout_str(j, lists ? "list" : "name", v[i].name);
		number(app, j, "n", v[i].n.centre);
		number(app, j, "lo", v[i].n.lo);
		number(app, j, "hi", v[i].n.hi);
		number(app, j, "moved", v[i].moved);
		number(app, j, "rhat", v[i].rhat);
		if (lists) {
			jout_int(j, "lost", v[i].lost);
			jout_int(j, "truth", v[i].truth);
			jout_bool(j, "inside", v[i].inside);
		}
		jout_close(j);
	}
}

static void put_sensitivity(struct app *app, struct jout *j, const struct estimate_result *r)
{
	jout_object(j, "sensitivity");
	jout_array(j, "assumed");
	put_variants(app, j, r->sensitivity, r->n_sensitivity, false);
	jout_close(j);
	jout_array(j, "delta");
	for (size_t i = 0; i < r->dga.n_priors; i++) {
		const struct dga_prior *p = &r->dga.priors[i];
		jout_object(j, NULL);
		number(app, j, "delta", p->delta);
		number(app, j, "mean", p->mean);
		number(app, j, "median", p->median);
		number(app, j, "lo", p->lo);
		number(app, j, "hi", p->hi);
		jout_close(j);
	}
	jout_close(j);
	jout_array(j, "list_as_population");
	put_variants(app, j, r->within, r->n_within, true);
	jout_close(j);
	jout_close(j);
}

static void put_reasons(struct app *app, struct jout *j, const struct estimate_result *r)
{
	jout_array(j, "reasons");
	for (size_t i = 0; i < r->n_reasons; i++) {
		const struct estimate_reason *x = &r->reasons[i];
		jout_object(j, NULL);
		jout_str(j, "gate", str_of(gate_code(x->gate)));
		jout_str(j, "at_best", str_of(verdict_code(x->at_best)));
		jout_str(j, "what", words_reason(r, x, app->lang, app->a));
		jout_str(j, "todo", words_todo(x, app->lang, app->a));
		jout_array(j, "measured");
		for (size_t k = 0; k < COUNT(x->value); k++)
			number(app, j, NULL, x->value[k]);
		jout_close(j);
		jout_close(j);
	}
	jout_close(j);
}

static void put_limits(struct app *app, struct jout *j, const struct estimate_limits *t)
{
	jout_object(j, "limits");
	jout_int(j, "lists", t->lists);
	jout_int(j, "list_people", t->list_people);
	number(app, j, "overlap_share", t->overlap_share);
	jout_int(j, "overlap_triples", t->overlap_triples);
	number(app, j, "rhat", t->rhat);
	number(app, j, "rhat_refused", t->rhat_refused);
	number(app, j, "ess", t->ess);
	number(app, j, "ess_refused", t->ess_refused);
	number(app, j, "agreement", t->agreement);
	number(app, j, "prior", t->prior);
	number(app, j, "at_cap", t->at_cap);
	number(app, j, "expansion", t->expansion);
	number(app, j, "leave_one_out", t->leave_one_out);
	number(app, j, "copy_share", t->copy_share);
	number(app, j, "copy_luck", t->copy_luck);
	jout_close(j);
}

static void put_lists(struct app *app, struct jout *j, const struct estimate_result *r)
{
	jout_array(j, "lists");
	for (size_t i = 0; i < r->cells->n_lists; i++) {
		jout_object(j, NULL);
		jout_str(j, "name", r->lists[i].name);
		jout_int(j, "people", r->lists[i].people);
		jout_int(j, "alone", r->lists[i].alone);
		jout_bool(j, "usable", r->lists[i].usable);
		jout_close(j);
	}
	jout_close(j);
	jout_array(j, "empty");
	for (size_t i = 0; i < r->n_empty; i++)
		jout_str(j, NULL, r->empty[i]);
	jout_close(j);
	number(app, j, "share_on_two", r->share_two);
	jout_int(j, "on_three", r->on_three);
}

static void put_notes(struct jout *j, const struct estimate_result *r)
{
	if (!r->n_notes)
		return;
	jout_array(j, "notes");
	for (size_t i = 0; i < r->n_notes; i++)
		jout_str(j, NULL, r->notes[i]);
	jout_close(j);
}

void estimate_put_json(struct app *app, const struct estimate_result *r)
{
	struct jout j = jout_begin(&app->out);
	estimate_put_members(app, &j, r);
	jout_end(&j);
}

void estimate_put_members(struct app *app, struct jout *j, const struct estimate_result *r)
{
	jout_int(j, "n", r->cells->total);
	jout_str(j, "verdict", str_of(verdict_code(r->verdict)));
	jout_str(j, "words", words_verdict(r, app->lang, app->a));
	jout_str(j, "say", words_say(r, app->lang, app->a));
	jout_str(j, "do_not_say", words_not_say(r, app->lang, app->a));
	put_reasons(app, j, r);
	pair(app, j, "range", r->range.lo, r->range.hi);
	number(app, j, "centre", r->range.centre);
	jout_array(j, "assumptions");
	for (size_t i = 0; i < WORDS_ASSUMPTIONS; i++)
		jout_str(j, NULL, words_assumption(i, app->lang));
	jout_close(j);
	jout_object(j, "methods");
	put_lcmcr(app, j, &r->lcmcr);
	put_dga(app, j, &r->dga);
	put_loglinear(app, j, &r->loglinear);
	put_sparse(app, j, &r->sparse);
	put_chao(app, j, &r->floor);
	jout_close(j);
	put_sensitivity(app, j, r);
	jout_array(j, "leave_one_out");
	put_variants(app, j, r->left_out, r->n_left_out, true);
	jout_close(j);
	put_lists(app, j, r);
	put_notes(j, r);
	put_limits(app, j, &r->limits);
	jout_int(j, "seed", (int64_t)r->seed);
	number(app, j, "seconds", r->seconds);
}
