/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The gates that look at what the models answered, and the verdict of all. */
#include "estimate/gate.h"

static void look_at_existence(struct estimate_result *r, struct arena *a)
{
	if (r->loglinear.n_excluded == 0)
		return;
	struct estimate_reason x = { .gate = GATE_EXISTENCE,
				     .at_best = ESTIMATE_GIVEN,
				     .value = { (double)r->loglinear.n_excluded,
						(double)r->loglinear.tried } };
	if (r->loglinear.n_excluded_named)
		x.name[0] = r->loglinear.excluded[0];
	gate_say(r, a, x);
}

static void look_at_chains(struct estimate_result *r, struct arena *a)
{
	const struct lcmcr_result *m = &r->lcmcr;
	const struct estimate_limits *t = &r->limits;
	double ess = m->ess_bulk < m->ess_tail ? m->ess_bulk : m->ess_tail;
	struct estimate_reason x = { .gate = GATE_CONVERGENCE,
				     .at_best = ESTIMATE_RANGE,
				     .value = { m->rhat, m->ess_bulk, m->ess_tail } };
	/* Draws that are all alike have no R-hat: nobody is missing in any of them. */
	if (!m->head.made || isnan(m->rhat) || (m->rhat <= t->rhat && ess >= t->ess))
		return;
	if (m->rhat > t->rhat_refused || !(ess >= t->ess_refused))
		x.at_best = ESTIMATE_REFUSED;
	gate_say(r, a, x);
}

static void look_at_ceiling(struct estimate_result *r, struct arena *a)
{
	const struct lcmcr_result *m = &r->lcmcr;
	double times = m->median / (double)r->cells->total;
	if (m->head.made && (m->at_cap > r->limits.at_cap || times > r->limits.expansion))
		gate_say(r, a,
			 (struct estimate_reason){ .gate = GATE_CEILING,
						   .at_best = ESTIMATE_REFUSED,
						   .value = { m->at_cap, times } });
}

/* ---- agreement ------------------------------------------------------------ */

struct voice {
	struct str method;
	double lo, hi;	       /* its 95 % set, end to end */
	double least, largest; /* its centre, or those of its near ties */
};

static size_t voices(const struct estimate_result *r, struct voice *v)
{
	size_t n = 0;
	if (r->lcmcr.head.made)
		v[n++] = (struct voice){ STR("lcmcr"), r->lcmcr.lo, r->lcmcr.hi, r->lcmcr.median,
					 r->lcmcr.median };
	if (r->dga.head.made)
		v[n++] = (struct voice){ STR("dga"), r->dga.head.n.lo, r->dga.head.n.hi,
					 r->dga.head.n.centre, r->dga.head.n.centre };
	if (r->loglinear.head.made)
		v[n++] = (struct voice){ STR("loglinear"), r->loglinear.head.n.lo,
					 r->loglinear.head.n.hi, r->loglinear.near2_lo,
					 r->loglinear.near2_hi };
	return n;
}

static void look_at_agreement(struct estimate_result *r, struct arena *a)
{
	struct voice v[3];
	size_t n = voices(r, v);
	struct estimate_reason x = { .gate = GATE_AGREEMENT, .at_best = ESTIMATE_RANGE };
	size_t low = 0;
	size_t high = 0;
	for (size_t i = 0; i < n; i++) {
		low = v[i].least < v[low].least ? i : low;
		high = v[i].largest > v[high].largest ? i : high;
		for (size_t j = 0; j < i; j++)
			if (v[i].lo > v[j].hi || v[j].lo > v[i].hi)
				x.value[3] = 1;
	}
	if (n > 0) {
		x.value[0] = v[low].least;
		x.value[1] = v[high].largest;
		x.value[2] = x.value[1] / x.value[0];
		x.name[0] = v[low].method;
		x.name[1] = v[high].method;
	}
	if (n < 2 || x.value[3] > 0 || x.value[2] > r->limits.agreement)
		gate_say(r, a, x);
}

/* ---- what else was assumed, what was left out -------------------------------- */

/* What moves too far is said before what nobody can tell. */
static void look_at_moves(struct estimate_result *r, struct arena *a, enum estimate_gate gate,
			  const struct estimate_variant *v, size_t n, double limit)
{
	const struct estimate_variant *most = NULL;
	const struct estimate_variant *unknown = NULL;
	for (size_t i = 0; i < n; i++) {
		if (v[i].disagree)
			unknown = unknown ? unknown : &v[i];
		else if (!most || !(fabs(v[i].moved) <= fabs(most->moved)))
			most = &v[i];
	}
	bool far = most && !(fabs(most->moved) <= limit);
	if (!far && !unknown)
		return;
	struct estimate_reason x = { .gate = gate, .at_best = ESTIMATE_RANGE };
	x.name[0] = far ? most->name : unknown->name;
	x.value[0] = far ? most->moved : NUM_NAN;
	x.value[1] = far ? most->rhat : unknown->rhat;
	gate_say(r, a, x);
}

void gate_models(struct estimate_result *r, struct arena *a)
{
	look_at_existence(r, a);
	look_at_chains(r, a);
	look_at_ceiling(r, a);
	look_at_agreement(r, a);
	look_at_moves(r, a, GATE_PRIOR, r->sensitivity, r->n_sensitivity, r->limits.prior);
	look_at_moves(r, a, GATE_LEAVE_ONE_OUT, r->left_out, r->n_left_out,
		      r->limits.leave_one_out);
}

/* ---- verdict ----------------------------------------------------------------- */

static void widen(struct estimate_interval *x, double lo, double hi)
{
	if (isfinite(lo) && !(x->lo <= lo))
		x->lo = lo;
	if (isfinite(hi) && !(x->hi >= hi))
		x->hi = hi;
}

/*
 * The range is that of the latent classes, and reaches to where the graphs have their centre. Log-linear
 * selection is not in it: where people differ it misses the truth more often than not (measured on
 * simulated populations), so it warns and does not widen. But where hardly anybody is on several lists the
 * model makes the answer, and then the range is from the lowest to the highest that any of them allows.
 */
void gate_judge(struct estimate_result *r)
{
	const struct estimate_head *all[] = { &r->lcmcr.head, &r->dga.head, &r->loglinear.head,
					      &r->sparse.head };
	const struct estimate_head *first = NULL;
	bool thin = false;
	r->verdict = ESTIMATE_GIVEN;
	r->range = (struct estimate_interval){ NUM_NAN, NUM_NAN, NUM_NAN };
	for (size_t i = 0; i < r->n_reasons; i++) {
		thin = thin || r->reasons[i].gate == GATE_OVERLAP;
		if (r->reasons[i].at_best > r->verdict)
			r->verdict = r->reasons[i].at_best;
	}
	for (size_t i = 0; i < COUNT(all); i++) {
		if (!all[i]->made)
			continue;
		if (!first || thin)
			widen(&r->range, all[i]->n.lo, all[i]->n.hi);
		first = first ? first : all[i];
	}
	if (!first)
		r->verdict = ESTIMATE_REFUSED;
	if (r->verdict == ESTIMATE_REFUSED) {
		r->range = (struct estimate_interval){ NUM_NAN, NUM_NAN, NUM_NAN };
		return;
	}
	if (r->dga.head.made)
		widen(&r->range, r->dga.head.n.centre, r->dga.head.n.centre);
	r->range.centre = r->verdict == ESTIMATE_GIVEN ? first->n.centre : NUM_NAN;
}
