/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_warn.c - the guard rails that spoke. */
#include "link/run_priv.h"

static void warn(struct link_run_state *st, struct str what, struct str todo)
{
	struct link_result *r = st->ret;
	r->warnings = arena_grow(st->a, r->warnings, r->n_warnings, &st->warnings_cap,
				 sizeof *r->warnings);
	r->warnings[r->n_warnings++] = (struct link_warning){ what, todo };
}

static void warn_of_model(struct link_run_state *st)
{
	struct arena *a = st->a;
	if (!st->em.starts_agree)
		warn(st,
		     str_printf(
			     a,
			     "learning from different starts did not agree: %.3g, %.3g and %.3g of all pairs are one person",
			     st->em.lambdas[0], st->em.lambdas[1], st->em.lambdas[2]),
		     STR("review pairs of middling probability; add a field that tells people apart"));
	if (st->em.lambda_bounded)
		warn(st,
		     str_printf(
			     a,
			     "the share of pairs that are one person was held at %.3g: sure links are %.0f",
			     st->ret->model->lambda, st->em.sure),
		     STR("compare with a reviewed sample before using probabilities"));
	for (size_t f = 0; f < st->s->n_fields; f++)
		if (st->not_monotone >> f & 1)
			warn(st,
			     str_printf(
				     a,
				     "levels of %.*s were not in order and have been put in order",
				     STR_FMT(st->s->fields[f].label)),
			     STR("look whether the column has the type it was given"));
}

static void warn_of_together(struct link_run_state *st)
{
	const struct link_model *m = st->ret->model;
	for (size_t i = 0; i < m->n_together; i++) {
		const struct link_together *t = &m->together[i];
		if (t->bits >= 2)
			warn(st,
			     str_printf(
				     st->a,
				     "%.*s and %.*s go together: agreement in both was counted %.1f bits lower",
				     STR_FMT(m->fields[t->f].field.label),
				     STR_FMT(m->fields[t->g].field.label), t->bits),
			     STR("nothing, unless one of them is made from the other: then leave it out"));
	}
}

static void warn_of_lists(struct link_run_state *st)
{
	const struct link_set *s = st->s;
	size_t *within = NEW_N(st->a, s->n_lists, size_t);
	for (size_t i = 0; i < st->ret->n_pairs; i++) {
		const struct link_pair *p = &st->ret->pairs[i];
		if (s->list[p->a] == s->list[p->b] && p->bits > 4)
			within[s->list[p->a]]++;
	}
	for (size_t l = 0; l < s->n_lists; l++)
		if (s->lists[l].duplicate_free && within[l])
			warn(st,
			     str_printf(
				     st->a,
				     "list %.*s is said to be without duplicates; %zu pairs within it look like one person",
				     STR_FMT(s->lists[l].name), within[l]),
			     STR("look at them; if they are, take the list out of duplicate_free"));
}

void link_run_warn(struct link_run_state *st)
{
	if (!st->o.frozen) /* else nothing was learned here */
		warn_of_model(st);
	warn_of_together(st);
	warn_of_lists(st);
}
