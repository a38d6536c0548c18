/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/dga_priv.h"

#include "num/special.h"

static void graphs_of(size_t lists, struct arena *a, struct dga_model *ret)
{
	const struct chordal_graph *all;
	ret->n_graphs = chordal_graphs(lists, a, &all);
	struct dga_graph_terms *t = NEW_N(a, ret->n_graphs, struct dga_graph_terms);
	for (size_t i = 0; i < ret->n_graphs; i++) {
		const struct chordal_graph *g = &all[i];
		uint8_t n = 0;
		for (size_t k = 0; k < g->n_cliques; k++)
			t[i].set[n++] = g->clique[k];
		t[i].n_plus = n;
		for (size_t k = 0; k + 1 < g->n_cliques; k++)
			if (g->separator[k])
				t[i].set[n++] = g->separator[k];
		t[i].n_minus = (uint8_t)(n - t[i].n_plus);
	}
	ret->graphs = t;
}

static double uninformed(void *ctx, double n)
{
	(void)ctx;
	return -log(n);
}

/* Cells of the table folded onto `set`, but the one of zeros; that one's people in *ret_none. */
static double fold(const struct cells *c, uint32_t set, double delta_a, double *ret_none)
{
	double y[DGA_SETS] = { 0 };
	double sum = 0;
	for (size_t i = 0; i < c->n; i++)
		y[c->p[i].on & set] += (double)c->p[i].count;
	/* All parts of `set`, from itself down to the empty one. */
	for (uint32_t part = set; part; part = (part - 1) & set)
		sum += special_lgamma(y[part] + delta_a) - special_lgamma(delta_a);
	*ret_none = y[0];
	return sum - special_lgamma(delta_a);
}

void dga_model_of(const struct cells *c, const struct dga_options *o, struct arena *a,
		  struct dga_model *ret)
{
	const double cells = ldexp(1, (int)c->n_lists);
	*ret = (struct dga_model){ .lists = c->n_lists,
				   .n = (double)c->total,
				   .delta = o->delta > 0 ? o->delta : 1 / cells,
				   .log_prior = o->log_prior ? o->log_prior : uninformed,
				   .ctx = o->ctx };
	for (uint32_t set = 1; set < UINT32_C(1) << c->n_lists; set++) {
		double delta_a = ldexp(ret->delta, (int)c->n_lists - cells_depth(set));
		ret->fixed[set] = fold(c, set, delta_a, &ret->on_none[set]) +
				  special_lgamma(cells * ret->delta);
	}
	for (size_t i = 0; i < c->n; i++)
		ret->constant -= special_lgamma((double)c->p[i].count + 1);
	graphs_of(c->n_lists, a, ret);
}

/* log Gamma(x + a) - log Gamma(x + b) at x, x + step ...: with steps of 1 by adding logarithms, which
 * is as exact as the differences of large numbers are not. */
static void differences(double x, double step, size_t n, double a, double b, double *ret)
{
	for (size_t i = 0; i < n; i++) {
		double at = x + (double)i * step;
		if (step == 1 && i % 64 > 0)
			ret[i] = ret[i - 1] + log((at - 1 + a) / (at - 1 + b));
		else
			ret[i] = special_lgamma(at + a) - special_lgamma(at + b);
	}
}

/* The most that y falls below (sign -1) or rises above (1) the line between its ends. */
static double from_chord(const double *y, size_t n, double sign)
{
	double most = 0;
	for (size_t i = 1; i + 1 < n; i++) {
		double part = (double)i / (double)(n - 1);
		double off = sign * (y[i] - (y[0] + part * (y[n - 1] - y[0])));
		most = off > most ? off : most;
	}
	return most;
}

void dga_block_at(const struct dga_model *m, double n0, double step, size_t n,
		  struct dga_block *ret)
{
	const double all = ldexp(m->delta, (int)m->lists);
	ret->n = n;
	differences(n0, step, n, m->n + 1, 1, ret->shared);
	for (size_t i = 0; i < n; i++)
		ret->shared[i] += m->constant + m->log_prior(m->ctx, m->n + n0 + (double)i * step);
	ret->bulge = from_chord(ret->shared, n, 1);
	for (uint32_t set = 1; set < UINT32_C(1) << m->lists; set++) {
		double *w = ret->set[set];
		double delta_a = ldexp(m->delta, (int)m->lists - cells_depth(set));
		differences(n0, step, n, m->on_none[set] + delta_a, m->n + all, w);
		for (size_t i = 0; i < n; i++)
			w[i] += m->fixed[set];
		ret->sag[set] = from_chord(w, n, -1);
	}
}

double dga_score(const struct dga_block *b, const struct dga_graph_terms *g, size_t i)
{
	double sum = b->shared[i];
	for (size_t k = 0; k < g->n_plus; k++)
		sum += b->set[g->set[k]][i];
	for (size_t k = g->n_plus; k < (size_t)g->n_plus + g->n_minus; k++)
		sum -= b->set[g->set[k]][i];
	return sum;
}
