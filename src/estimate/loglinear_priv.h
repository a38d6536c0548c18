/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loglinear_priv.h - which models there are, and what they are called. */
#ifndef VIGIL_ESTIMATE_LOGLINEAR_PRIV_H
#define VIGIL_ESTIMATE_LOGLINEAR_PRIV_H

#include "estimate/loglinear.h"
#include "estimate/loglinear_fit.h"

/* Interactions that a model may have; a model is a set of them, bit i for at[i]. */
struct model_space {
	size_t lists;
	size_t n;
	uint32_t at[FIT_TERMS_MAX];
};

/* All sets of 2 to `largest` lists, small ones first. */
void model_space_of(size_t lists, size_t largest, struct model_space *ret);
void model_terms(const struct model_space *s, uint64_t model, struct fit_terms *ret);
/* All models in which an interaction comes with all that it contains, but the saturated one. */
size_t models_hierarchical(const struct model_space *s, struct arena *a, uint64_t **ret);
/* "[A B][C]": the largest interactions, longer ones first. */
struct str model_name(const struct cells *c, const struct model_space *s, uint64_t model,
		      struct arena *a);
/* The same of any sets, which are put in order. */
struct str model_name_sets(const struct cells *c, uint32_t *sets, size_t n, struct arena *a);

#endif
