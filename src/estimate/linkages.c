/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/linkages.h"

#include <stdlib.h>

#include "estimate/gate.h"

/* Of each chain and table: ten tables together have as many draws as one estimated alone. */
enum { DRAWS_EACH = 2500 };

struct steps {
	const struct estimate_options *o;
	size_t done, all;
};

static bool tell(void *ctx, double share)
{
	const struct steps *s = ctx;
	return !s->o->progress ||
	       s->o->progress(s->o->ctx, ((double)s->done + share) / (double)s->all);
}

struct sized {
	int64_t total;
	size_t at;
};

static int by_total(const void *a, const void *b)
{
	const struct sized *x = a;
	const struct sized *y = b;
	if (x->total != y->total)
		return x->total < y->total ? -1 : 1;
	return (x->at > y->at) - (x->at < y->at);
}

static size_t median_table(const struct cells *t, size_t n, struct arena *a,
			   struct linkages_result *r)
{
	struct sized *p = NEW_N(a, n, struct sized);
	for (size_t i = 0; i < n; i++)
		p[i] = (struct sized){ t[i].total, i };
	qsort(p, n, sizeof *p, by_total);
	r->least = p[0].total;
	r->most = p[n - 1].total;
	return p[(n - 1) / 2].at;
}

/* A reason of another table, when the one that is shown has none of its kind that is as bad. */
static void add_reasons(struct estimate_result *to, const struct estimate_result *from,
			struct arena *a)
{
	for (size_t i = 0; i < from->n_reasons; i++) {
		const struct estimate_reason *x = &from->reasons[i];
		bool known = x->at_best == ESTIMATE_GIVEN;
		for (size_t k = 0; k < to->n_reasons; k++)
			known = known || (to->reasons[k].gate == x->gate &&
					  to->reasons[k].at_best >= x->at_best);
		if (!known)
			gate_say(to, a, *x);
	}
}

static void widen(struct estimate_interval *to, double lo, double hi)
{
	to->lo = to->lo <= lo ? to->lo : lo;
	to->hi = to->hi >= hi ? to->hi : hi;
}

static bool is_thin(const struct estimate_result *r)
{
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i].gate == GATE_OVERLAP)
			return true;
	return false;
}

/*
 * As gate_judge has it for one table: the combined interval of the latent classes, to where the graphs have their
 * centre. Where the model makes the answer, or nothing could be combined, from the lowest to the highest of all tables.
 */
static void judge(struct linkages_result *r, const struct estimate_result *each)
{
	struct estimate_result *s = &r->shown;
	double graphs = 0;
	bool all_graphs = true;
	s->verdict = ESTIMATE_GIVEN;
	for (size_t i = 0; i < s->n_reasons; i++)
		s->verdict =
			s->reasons[i].at_best > s->verdict ? s->reasons[i].at_best : s->verdict;
	for (size_t i = 0; i < r->n; i++)
		s->verdict = each[i].verdict > s->verdict ? each[i].verdict : s->verdict;
	if (!r->combined && s->verdict == ESTIMATE_GIVEN)
		s->verdict = ESTIMATE_RANGE;
	s->range = (struct estimate_interval){ NUM_NAN, NUM_NAN, NUM_NAN };
	if (s->verdict == ESTIMATE_REFUSED)
		return;
	if (r->combined)
		widen(&s->range, r->c.n.lo, r->c.n.hi);
	for (size_t i = 0; i < r->n; i++) {
		all_graphs = all_graphs && each[i].dga.head.made;
		graphs += each[i].dga.head.n.centre / (double)r->n;
		if (!r->combined || is_thin(s))
			widen(&s->range, each[i].range.lo, each[i].range.hi);
	}
	if (all_graphs)
		widen(&s->range, graphs, graphs);
	if (s->verdict == ESTIMATE_GIVEN)
		s->range.centre = r->c.n.centre;
}

static int combine(struct linkages_result *r, const struct estimate_result *each, struct arena *a,
		   struct err *e)
{
	struct combine_part *part = NEW_N(a, r->n, struct combine_part);
	for (size_t i = 0; i < r->n; i++) {
		const struct lcmcr_result *m = &each[i].lcmcr;
		if (!m->head.made)
			return 0;
		part[i] = (struct combine_part){ (double)each[i].cells->total, m->draw,
						 m->draws * m->n_chains };
	}
	TRY(combine_estimates(part, r->n, a, &r->c, e));
	r->combined = true;
	const double between = ((double)r->n + 1) / (double)r->n * r->c.between;
	r->doubt = between + r->c.within > 0 ? between / (between + r->c.within) : 0;
	return 0;
}

int estimate_linkages(const struct cells *tables, size_t n, const struct estimate_options *o,
		      struct arena *a, struct linkages_result *ret, struct err *e)
{
	static const struct estimate_options DEFAULTS = { 0 };
	struct linkages_result r = { .n = n, .doubt = NUM_NAN };
	if (n < 2 || n > LINKAGES_MAX)
		return err_set(e, ERR_INPUT, "%zu linkages; from 2 to %d can be combined", n,
			       LINKAGES_MAX);
	o = o ? o : &DEFAULTS;
	struct estimate_result *each = NEW_N(a, n, struct estimate_result);
	struct steps s = { o, 0, n + 1 };
	struct estimate_options brief = *o;
	brief.progress = tell;
	brief.ctx = &s;
	struct estimate_options whole = brief;
	brief.quick = true;
	brief.draws = o->draws ? o->draws : DRAWS_EACH;
	const size_t middle = median_table(tables, n, a, &r);
	for (; s.done < n; s.done++) {
		TRY(estimate_run(&tables[s.done], &brief, a, &each[s.done], e));
		r.refused += each[s.done].verdict == ESTIMATE_REFUSED;
		r.ranges += each[s.done].verdict == ESTIMATE_RANGE;
	}
	TRY(estimate_run(&tables[middle], &whole, a, &r.shown, e));
	TRY(combine(&r, each, a, e));
	for (size_t i = 0; i < n; i++)
		add_reasons(&r.shown, &each[i], a);
	judge(&r, each);
	*ret = r;
	return 0;
}
