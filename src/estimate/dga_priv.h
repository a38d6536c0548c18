/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dga_priv.h - the terms of graphs, and their sums over stretches of n0. */
#ifndef VIGIL_ESTIMATE_DGA_PRIV_H
#define VIGIL_ESTIMATE_DGA_PRIV_H

#include "estimate/chordal.h"
#include "estimate/dga.h"

enum { DGA_SETS = 1 << CHORDAL_LISTS_MAX, DGA_BLOCK = 256 };

/* Cliques and separators that are not empty; terms of graphs stand one after the other. */
struct dga_graph_terms {
	uint8_t n_plus, n_minus;
	uint8_t set[2 * CHORDAL_LISTS_MAX - 1]; /* n_plus cliques, then n_minus separators */
};

struct dga_model {
	size_t lists;
	double n; /* people seen */
	double delta;
	double on_none[DGA_SETS]; /* people seen who are on no list of the set */
	double fixed[DGA_SETS];	  /* what in M + D does not change with n0 */
	double (*log_prior)(void *ctx, double n);
	void *ctx;
	double constant; /* - sum log f! */
	size_t n_graphs;
	const struct dga_graph_terms *graphs;
};

void dga_model_of(const struct cells *c, const struct dga_options *o, struct arena *a,
		  struct dga_model *ret);

/* M + D of every set, and what all graphs share, at `n` <= DGA_BLOCK places from n0 on by `step`. */
struct dga_block {
	size_t n;
	double shared[DGA_BLOCK];
	double set[DGA_SETS][DGA_BLOCK];
	double sag[DGA_SETS]; /* how far the set's curve falls below its chord, at most */
	double bulge;	      /* how far the shared curve rises above its own */
};
void dga_block_at(const struct dga_model *m, double n0, double step, size_t n,
		  struct dga_block *ret);
/* log p of one graph at place i of the block. */
double dga_score(const struct dga_block *b, const struct dga_graph_terms *g, size_t i);

/* 40 times this is as far as the grid is looked over closely enough. */
#define DGA_PEOPLE_MAX INT64_C(10000000)
/* dga_posterior, and the model it is of. */
int dga_posterior_of(const struct cells *c, const struct dga_options *o, struct dga_model *m,
		     struct arena *a, struct dga_posterior *ret, struct err *e) MUST_USE;

#endif
