/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_json.c - all that was computed, numbers as they are; what is not known is null. */
#include "cli/estimate_show.h"

#include <stdio.h>

#include "cli/jout.h"
#include "estimate/gate.h"
#include "estimate/words.h"

static void pair(struct jout *j, const char *key, double lo, double hi)
{
	if (!isfinite(lo) && !isfinite(hi)) {
		jout_null(j, key);
		return;
	}
	jout_array(j, key);
	jout_real(j, NULL, lo);
	jout_real(j, NULL, hi);
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

static void put_lcmcr(struct jout *j, const struct lcmcr_result *m)
{
	if (!begin(j, "lcmcr", &m->head))
		return;
	jout_real(j, "mean", m->mean);
	jout_real(j, "median", m->median);
	jout_real(j, "lo", m->lo);
	jout_real(j, "hi", m->hi);
	pair(j, "half", m->half.lo, m->half.hi);
	jout_real(j, "rhat", m->rhat);
	jout_real(j, "ess_bulk", m->ess_bulk);
	jout_real(j, "ess_tail", m->ess_tail);
	jout_real(j, "mcse_median", m->mcse_median);
	jout_real(j, "mcse_lo", m->mcse_lo);
	jout_real(j, "mcse_hi", m->mcse_hi);
	jout_real(j, "at_cap", m->at_cap);
	jout_real(j, "cap", m->cap);
	jout_real(j, "nearly_all_unseen", m->nobody);
	jout_real(j, "alpha", m->alpha);
	pair(j, "alpha_interval", m->alpha_lo, m->alpha_hi);
	jout_real(j, "classes", m->classes);
	jout_int(j, "k", m->n_classes);
	jout_real(j, "a", m->prior_a);
	jout_real(j, "b", m->prior_b);
	jout_int(j, "draws", (int64_t)m->draws);
	jout_int(j, "thin", (int64_t)m->thin);
	jout_int(j, "burnin", (int64_t)m->burnin);
	jout_int(j, "longer", m->longer);
	jout_array(j, "chains");
	for (size_t i = 0; i < m->n_chains; i++) {
		jout_object(j, NULL);
		jout_real(j, "median", m->chains[i].median);
		jout_real(j, "lo", m->chains[i].lo);
		jout_real(j, "hi", m->chains[i].hi);
		jout_real(j, "classes", m->chains[i].classes);
		jout_close(j);
	}
	jout_close(j);
	jout_real(j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_dga(struct jout *j, const struct dga_result *m)
{
	if (!begin(j, "dga", &m->head))
		return;
	jout_real(j, "mean", m->mean);
	jout_real(j, "median", m->median);
	jout_real(j, "mode", m->mode);
	jout_real(j, "lo", m->lo);
	jout_real(j, "hi", m->hi);
	jout_array(j, "set");
	for (size_t i = 0; i < m->n_set; i++)
		pair(j, NULL, m->set[i].lo, m->set[i].hi);
	jout_close(j);
	jout_real(j, "delta", m->delta);
	jout_real(j, "at_end", m->at_end);
	jout_int(j, "graphs_averaged", (int64_t)m->all_graphs);
	jout_array(j, "graphs");
	for (size_t i = 0; i < m->n_graphs; i++) {
		jout_object(j, NULL);
		jout_str(j, "name", m->graphs[i].name);
		jout_real(j, "probability", m->graphs[i].probability);
		jout_real(j, "mean", m->graphs[i].mean);
		jout_close(j);
	}
	jout_close(j);
	jout_real(j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_model(struct jout *j, const struct loglinear_model *m)
{
	jout_object(j, NULL);
	jout_str(j, "name", m->name);
	jout_bool(j, "exists", m->exists);
	jout_int(j, "df", m->df);
	jout_real(j, "deviance", m->deviance);
	jout_real(j, "aic", m->aic);
	jout_real(j, "bic", m->bic);
	jout_real(j, "n", m->n);
	jout_real(j, "lo", m->lo);
	jout_real(j, "hi", m->hi);
	jout_close(j);
}

static void put_loglinear(struct jout *j, const struct loglinear_result *m)
{
	if (!begin(j, "loglinear", &m->head))
		return;
	jout_int(j, "tried", (int64_t)m->tried);
	jout_int(j, "within_2", (int64_t)m->near2);
	jout_int(j, "within_6", (int64_t)m->near6);
	pair(j, "within_2_n", m->near2_lo, m->near2_hi);
	jout_array(j, "models");
	for (size_t i = 0; i < m->n_models; i++)
		put_model(j, &m->models[i]);
	jout_close(j);
	jout_array(j, "variants");
	for (size_t i = 0; i < m->n_variants; i++)
		put_model(j, &m->variants[i]);
	jout_close(j);
	jout_int(j, "excluded", (int64_t)m->n_excluded);
	jout_array(j, "excluded_names");
	for (size_t i = 0; i < m->n_excluded_named; i++)
		jout_str(j, NULL, m->excluded[i]);
	jout_close(j);
	jout_real(j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_sparse(struct jout *j, const struct sparse_result *m)
{
	if (!begin(j, "sparse", &m->head))
		return;
	jout_real(j, "n", m->n);
	pair(j, "bca", m->bca.lo, m->bca.hi);
	pair(j, "percentile", m->percentile.lo, m->percentile.hi);
	jout_str(j, "model", m->model);
	jout_int(j, "replicates", m->replicates);
	jout_int(j, "failed", m->failed);
	jout_array(j, "not_exist");
	for (size_t i = 0; i < m->n_not_exist; i++)
		jout_str(j, NULL, m->not_exist[i]);
	jout_close(j);
	jout_real(j, "seconds", m->head.seconds);
	jout_close(j);
}

static void put_chao(struct jout *j, const struct floor_result *m)
{
	if (!begin(j, "chao", &m->head))
		return;
	jout_real(j, "n", m->chao);
	pair(j, "interval", m->chao_lo, m->chao_hi);
	jout_real(j, "mth", m->chao_mth);
	pair(j, "mth_interval", m->chao_mth_lo, m->chao_mth_hi);
	if (m->has_chapman)
		jout_real(j, "chapman", m->chapman);
	else
		jout_null(j, "chapman");
	pair(j, "chapman_interval", m->has_chapman ? m->chapman_lo : NUM_NAN,
	     m->has_chapman ? m->chapman_hi : NUM_NAN);
	jout_text(j, "caveat", m->caveat);
	jout_close(j);
}

static void put_variants(struct jout *j, const struct estimate_variant *v, size_t n, bool lists)
{
	for (size_t i = 0; i < n; i++) {
		jout_object(j, NULL);
		jout_str(j, lists ? "list" : "name", v[i].name);
		jout_real(j, "n", v[i].n.centre);
		jout_real(j, "lo", v[i].n.lo);
		jout_real(j, "hi", v[i].n.hi);
		jout_real(j, "moved", v[i].moved);
		jout_real(j, "rhat", v[i].rhat);
		jout_bool(j, "agree", !v[i].disagree);
		if (lists) {
			jout_int(j, "lost", v[i].lost);
			jout_int(j, "truth", v[i].truth);
			jout_bool(j, "inside", v[i].inside);
		}
		jout_close(j);
	}
}

static void put_sensitivity(struct jout *j, const struct estimate_result *r)
{
	jout_object(j, "sensitivity");
	jout_array(j, "assumed");
	put_variants(j, r->sensitivity, r->n_sensitivity, false);
	jout_close(j);
	jout_array(j, "delta");
	for (size_t i = 0; i < r->dga.n_priors; i++) {
		const struct dga_prior *p = &r->dga.priors[i];
		jout_object(j, NULL);
		jout_real(j, "delta", p->delta);
		jout_real(j, "mean", p->mean);
		jout_real(j, "median", p->median);
		jout_real(j, "lo", p->lo);
		jout_real(j, "hi", p->hi);
		jout_close(j);
	}
	jout_close(j);
	jout_array(j, "list_as_population");
	put_variants(j, r->within, r->n_within, true);
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
			jout_real(j, NULL, x->value[k]);
		jout_close(j);
		jout_close(j);
	}
	jout_close(j);
}

static void put_limits(struct jout *j, const struct estimate_limits *t)
{
	jout_object(j, "limits");
	jout_int(j, "lists", t->lists);
	jout_int(j, "list_people", t->list_people);
	jout_real(j, "overlap_share", t->overlap_share);
	jout_int(j, "overlap_triples", t->overlap_triples);
	jout_real(j, "rhat", t->rhat);
	jout_real(j, "rhat_refused", t->rhat_refused);
	jout_real(j, "ess", t->ess);
	jout_real(j, "ess_refused", t->ess_refused);
	jout_real(j, "agreement", t->agreement);
	jout_real(j, "prior", t->prior);
	jout_real(j, "at_cap", t->at_cap);
	jout_real(j, "expansion", t->expansion);
	jout_real(j, "leave_one_out", t->leave_one_out);
	jout_real(j, "copy_share", t->copy_share);
	jout_real(j, "copy_luck", t->copy_luck);
	jout_close(j);
}

static void put_lists(struct jout *j, const struct estimate_result *r)
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
	jout_real(j, "share_on_two", r->share_two);
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
	pair(j, "range", r->range.lo, r->range.hi);
	jout_real(j, "centre", r->range.centre);
	jout_array(j, "assumptions");
	for (size_t i = 0; i < WORDS_ASSUMPTIONS; i++)
		jout_str(j, NULL, words_assumption(i, app->lang));
	jout_close(j);
	jout_object(j, "methods");
	put_lcmcr(j, &r->lcmcr);
	put_dga(j, &r->dga);
	put_loglinear(j, &r->loglinear);
	put_sparse(j, &r->sparse);
	put_chao(j, &r->floor);
	jout_close(j);
	put_sensitivity(j, r);
	jout_array(j, "leave_one_out");
	put_variants(j, r->left_out, r->n_left_out, true);
	jout_close(j);
	put_lists(j, r);
	put_notes(j, r);
	put_limits(j, &r->limits);
	jout_int(j, "seed", (int64_t)r->seed);
	jout_real(j, "seconds", r->seconds);
}
