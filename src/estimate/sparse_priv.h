/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sparse_priv.h - one selection of pairs. */
#ifndef VIGIL_ESTIMATE_SPARSE_PRIV_H
#define VIGIL_ESTIMATE_SPARSE_PRIV_H

#include "estimate/sparse.h"

enum { SPARSE_PAIRS_MAX = FIT_LISTS_MAX * (FIT_LISTS_MAX - 1) / 2 };

struct sparse_pairs {
	size_t n;
	uint32_t at[SPARSE_PAIRS_MAX]; /* sets of two lists, in the order AB, AC, ... BC */
};
void sparse_pairs_of(size_t lists, struct sparse_pairs *ret);

/* A model on its way: the table it still speaks of, its terms, its fit. */
struct sparse_model {
	struct fit_table t;
	struct fit_terms m;
	struct fit f;
	uint64_t chosen; /* bit i for pair i */
};

/* Independence. Lists without anybody (of a replicate) leave the table. */
void sparse_begin(const struct fit_table *table, struct sparse_model *ret);
/* *x with one pair more, fitted. `begin` takes the fit of x to start from. */
void sparse_add(const struct sparse_model *x, const struct sparse_pairs *p, size_t pair,
		struct sparse_model *ret);
/* The whole selection. N is +inf when not even independence has an estimate: nobody is on two lists. */
int sparse_select(const struct fit_table *table, const struct sparse_pairs *p, double threshold,
		  struct sparse_model *ret, double *ret_n, struct err *e) MUST_USE;

#endif
