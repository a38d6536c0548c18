/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * estimate.h - how many are missing from every list: a range or a refusal, and why.
 *
 * From lists that overlap, the number of people who are on none of them is estimated by several models at
 * once. None of them can be checked against what nobody saw, so what is given is never the winner of one: the gates
 * look at the table, at each model's diagnostics and at how far models agree, and answer with an
 * estimate, a range, or a refusal in words. The identifying assumption is printed with every answer.
 *
 *	cells.h     the table: one row for each pattern of lists
 *	lcmcr.h     latent classes with a Dirichlet process (Manrique-Vallier 2016), the default
 *	dga.h       decomposable graphs averaged (Madigan & York 1997)
 *	loglinear.h hierarchical models and their near ties (Fienberg 1972; Baillargeon & Rivest 2007)
 *	sparse.h    stepwise for sparse tables, with existence test and BCa (Chan, Silverman & Vincent 2021)
 *	floor.h     Chapman, Chao: two lists, and floors
 *	gate.h      what lets an answer out
 *	combine.h   one interval from several drawn linkages
 *	linkages.h  the whole answer from them
 *	words.h     all of it in words
 *	result.h    what each method and all together answer
 *
 * Everything works on the cell table, never on persons. Deterministic to the bit from (seed, chain), for any
 * number of threads. May use base/, num/ and the messages of text/ only, so that it can be read and
 * tested alone; the faces bring tables from files or from the register.
 */
#ifndef VIGIL_ESTIMATE_H
#define VIGIL_ESTIMATE_H

#include "estimate/lcmcr.h"
#include "estimate/result.h"

enum estimate_method {
	ESTIMATE_LCMCR = 1,
	ESTIMATE_DGA = 2,
	ESTIMATE_LOGLINEAR = 4,
	ESTIMATE_SPARSE = 8,
	ESTIMATE_CHAO = 16,
	ESTIMATE_ALL = 31
};

struct estimate_options {
	unsigned methods; /* enum estimate_method; 0: all */
	uint64_t seed;
	int threads;   /* 0: all processors */
	double budget; /* seconds for more sweeps while chains disagree; 0: 20 */
	bool quick;    /* no sensitivity, no leave-one-out: for drawn linkages */
	size_t draws;  /* of each chain; 0: 10,000 */
	int classes;   /* K; 0: 10 */
	enum lcmcr_prior prior;
	double a, b; /* of the gamma prior of alpha; 0: 0.25 */
	/* Told the share done, from 0 to 1, as it goes; false stops: ERR_BUSY. NULL is fine. */
	bool (*progress)(void *ctx, double share);
	void *ctx;
};

/* `o` may be NULL. A table that allows nothing is not an error: the verdict is a refusal. ERR_INPUT: an
 * option out of its range; ERR_BUSY: `progress` said stop. `c` is borrowed by the result. */
int estimate_run(const struct cells *c, const struct estimate_options *o, struct arena *a,
		 struct estimate_result *ret, struct err *e) MUST_USE;

#endif
