/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/sparse_priv.h"

#include "num/dist.h"

void sparse_pairs_of(size_t lists, struct sparse_pairs *ret)
{
	ret->n = 0;
	for (size_t i = 0; i < lists; i++)
		for (size_t j = i + 1; j < lists; j++)
			ret->at[ret->n++] = UINT32_C(1) << i | UINT32_C(1) << j;
}

void sparse_begin(const struct fit_table *table, struct sparse_model *ret)
{
	ret->t = *table;
	ret->chosen = 0;
	ret->m.n = 0;
	ret->m.at[ret->m.n++] = 0;
	for (size_t i = 0; i < table->lists; i++) {
		uint32_t list = UINT32_C(1) << i;
		if (table->margin[list] > 0)
			ret->m.at[ret->m.n++] = list;
		else
			fit_table_drop(&ret->t, list);
	}
	fit_model(&ret->t, &ret->m, NULL, &ret->f);
}

void sparse_add(const struct sparse_model *x, const struct sparse_pairs *p, size_t pair,
		struct sparse_model *ret)
{
	ret->t = x->t;
	ret->m = x->m;
	ret->chosen = x->chosen | UINT64_C(1) << pair;
	if (x->t.margin[p->at[pair]] > 0)
		ret->m.at[ret->m.n++] = p->at[pair];
	else
		fit_table_drop(&ret->t, p->at[pair]);
	fit_model(&ret->t, &ret->m, x->f.converged ? x->f.mu : NULL, &ret->f);
}

/* log of the smaller side: how unlikely so many, or so few, common people are without the pair. */
static double unlikely(const struct sparse_model *x, uint32_t pair)
{
	double expected = 0;
	double seen = x->t.margin[pair];
	for (size_t i = 0; i < x->t.places; i++)
		if ((i & pair) == pair)
			expected += x->f.mu[i];
	double few = dist_log_p(dist_poisson(expected), seen, DIST_BELOW);
	double many = dist_log_p(dist_poisson(expected), seen - 1, DIST_ABOVE);
	return few < many ? few : many;
}

/* The least likely pair that gives a model with an estimate; *ret_found false when none is below `level`. */
static int next_pair(const struct sparse_model *x, const struct sparse_pairs *p, double level,
		     struct sparse_model *ret, bool *ret_found, struct err *e)
{
	double score[SPARSE_PAIRS_MAX] = { 0 };
	for (size_t i = 0; i < p->n; i++)
		score[i] = x->chosen >> i & 1 ? 0 : unlikely(x, p->at[i]);
	*ret_found = false;
	for (;;) {
		enum fit_exists exists;
		size_t best = 0;
		for (size_t i = 1; i < p->n; i++)
			best = score[i] < score[best] ? i : best;
		if (!(score[best] < level))
			return 0;
		sparse_add(x, p, best, ret);
		TRY(fit_check(&ret->t, &ret->m, &ret->f, &exists, e));
		if (exists == FIT_EXISTS && ret->f.converged) {
			*ret_found = true;
			return 0;
		}
		score[best] = 0;
	}
}

int sparse_select(const struct fit_table *table, const struct sparse_pairs *p, double threshold,
		  struct sparse_model *ret, double *ret_n, struct err *e)
{
	struct sparse_model other;
	struct sparse_model *here = ret, *next = &other;
	enum fit_exists exists;
	bool found = true;
	sparse_begin(table, here);
	TRY(fit_check(&here->t, &here->m, &here->f, &exists, e));
	*ret_n = HUGE_VAL;
	if (exists != FIT_EXISTS)
		return 0;
	while (found && here->f.converged) {
		TRY(next_pair(here, p, log(threshold), next, &found, e));
		if (found) {
			struct sparse_model *x = here;
			here = next;
			next = x;
		}
	}
	if (here != ret)
		*ret = *here;
	*ret_n = ret->f.converged ? table->n + exp(ret->f.coef[0]) : NUM_NAN;
	return 0;
}
