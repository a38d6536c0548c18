/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_warn.c - the guard rails that spoke. */
#include "link/run_priv.h"

/* On made lists of fewer records with doubles every tenth accepted link was wrong. */
enum { FEW = 100 };

static struct link_warning *warn(struct link_run_state *st, enum link_warning_code code)
{
	struct link_result *r = st->ret;
	r->warnings = arena_grow(st->a, r->warnings, r->n_warnings, &st->warnings_cap,
				 sizeof *r->warnings);
	struct link_warning *w = &r->warnings[r->n_warnings++];
	*w = (struct link_warning){ .code = code };
	return w;
}

static void warn_of_model(struct link_run_state *st)
{
	size_t n = st->ret->counts.linkable;
	bool few = n > 1 && (n < FEW || st->em.few);
	if (few)
		warn(st, LINK_WARN_FEW)->n[0] = (double)n;
	if (!st->em.starts_agree) {
		struct link_warning *w = warn(st, LINK_WARN_STARTS);
		for (size_t i = 0; i < LINK_WARN_NUMBERS; i++)
			w->n[i] = st->em.lambdas[i];
	}
	if (st->em.lambda_bounded) {
		struct link_warning *w = warn(st, LINK_WARN_HELD);
		w->n[0] = st->ret->model->lambda;
		w->n[1] = st->em.sure;
	}
	if (st->em.families)
		warn(st, LINK_WARN_FAMILIES);
	/* Of few records levels are out of order whatever a column holds. */
	for (size_t f = 0; f < st->s->n_fields && !few; f++)
		if (st->not_monotone >> f & 1)
			warn(st, LINK_WARN_ORDER)->text[0] = st->s->fields[f].label;
}

static void warn_of_together(struct link_run_state *st)
{
	const struct link_model *m = st->ret->model;
	for (size_t i = 0; i < m->n_together; i++) {
		const struct link_together *t = &m->together[i];
		if (t->bits < 2)
			continue;
		struct link_warning *w = warn(st, LINK_WARN_TOGETHER);
		w->text[0] = m->fields[t->f].field.label;
		w->text[1] = m->fields[t->g].field.label;
		w->n[0] = t->bits;
	}
}

static void warn_of_lists(struct link_run_state *st)
{
	const struct link_set *s = st->s;
	size_t *within = NEW_N(st->a, s->n_lists, size_t);
	for (size_t i = 0; i < st->ret->n_pairs; i++) {
		const struct link_pair *p = &st->ret->pairs[i];
		if (s->list[p->a] == s->list[p->b] && p->bits > 2)
			within[s->list[p->a]]++;
	}
	for (size_t l = 0; l < s->n_lists; l++) {
		if (!s->lists[l].duplicate_free || !within[l])
			continue;
		struct link_warning *w = warn(st, LINK_WARN_DUPLICATES);
		w->text[0] = s->lists[l].name;
		w->n[0] = (double)within[l];
	}
}

/* Lists that number their own records, of those that have the field at all. */
static void warn_of_spaces(struct link_run_state *st)
{
	const struct link_set *s = st->s;
	bool *has = NEW_N(st->a, s->n_lists, bool);
	for (size_t f = 0; f < s->n_fields; f++) {
		double apart = 0;
		double all = 0;
		if (!s->apart[f])
			continue;
		for (size_t l = 0; l < s->n_lists; l++)
			has[l] = false;
		for (size_t i = 0; i < s->n; i++)
			has[s->list[i]] |= s->row[i * s->n_fields + f] != 0;
		for (size_t x = 0; x < s->n_lists; x++)
			for (size_t y = 0; y <= x; y++) {
				bool asked = has[x] && has[y] &&
					     st->o.mode != (x == y ? LINK_ACROSS : LINK_DEDUPE);
				all += asked;
				apart += asked && s->apart[f][x * s->n_lists + y];
			}
		if (apart < 1)
			continue;
		struct link_warning *w = warn(st, LINK_WARN_APART);
		w->text[0] = s->fields[f].label;
		w->n[0] = apart;
		w->n[1] = all;
	}
}

static void warn_of_never(struct link_run_state *st)
{
	double n = 0;
	for (size_t i = 0; i < st->ret->n_pairs; i++) {
		double bits = (double)st->ret->pairs[i].bits;
		enum link_never why = link_never_of(bits);
		n += why != LINK_MAY_BE && bits + LINK_NEVER_BITS * (int)why > 0;
	}
	if (n > 0)
		warn(st, LINK_WARN_NEVER)->n[0] = n;
}

void link_run_warn(struct link_run_state *st)
{
	if (!st->o.frozen) /* else nothing was learned here */
		warn_of_model(st);
	warn_of_together(st);
	warn_of_lists(st);
	warn_of_spaces(st);
	warn_of_never(st);
}
