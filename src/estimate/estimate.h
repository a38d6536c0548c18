/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * estimate.h - how many are missing from every list: a range or a refusal, and why.
 *
 * From lists that overlap, the number of people who are on none of them is estimated by several models at
 * once. None of them can be checked against what nobody saw, so what is given is never the winner of one: the gates
 * below look at the table, at each model's diagnostics and at how far models agree, and answer with an
 * estimate, a range, or a refusal in words. The identifying assumption is printed with every answer.
 *
 *	cells.h     the table: one row for each pattern of lists
 *	lcmcr.h     latent classes with a Dirichlet process (Manrique-Vallier 2016), the default
 *	dga.h       decomposable graphs averaged (Madigan & York 1997)
 *	loglinear.h hierarchical models and their near ties (Fienberg 1972; Baillargeon & Rivest 2007)
 *	sparse.h    stepwise for sparse tables, with existence test and BCa (Chan, Silverman & Vincent 2021)
 *	floor.h     Chapman, Chao: two lists, and floors
 *	gate.h      what lets an answer out
 *	estimate.h  all of it
 *
 * Everything works on the cell table, never on persons. Deterministic to the bit from (seed, chain), for any
 * number of threads. May use base/ and num/ only, so that it can be read and tested alone; the faces bring
 * tables from files or from the register.
 */
#ifndef VIGIL_ESTIMATE_H
#define VIGIL_ESTIMATE_H

#include "estimate/cells.h"
#include "num/interval.h"

enum estimate_method {
	ESTIMATE_LCMCR = 1,
	ESTIMATE_DGA = 2,
	ESTIMATE_LOGLINEAR = 4,
	ESTIMATE_SPARSE = 8,
	ESTIMATE_CHAO = 16,
	ESTIMATE_ALL = 31
};

enum estimate_verdict { ESTIMATE_GIVEN, ESTIMATE_RANGE, ESTIMATE_REFUSED };

/* Why the verdict is no better: one for each gate that spoke. `what` and `todo` say it in words. */
struct estimate_reason {
	enum estimate_gate {
		GATE_LISTS,
		GATE_CONNECTED,
		GATE_OVERLAP,
		GATE_EXISTENCE,
		GATE_CONVERGENCE,
		GATE_AGREEMENT,
		GATE_PRIOR,
		GATE_CEILING,
		GATE_LEAVE_ONE_OUT
	} gate;
	enum estimate_verdict at_best;	 /* what this gate still allows */
	struct str what, todo, measured; /* in the language asked for */
};

struct estimate_options {
	unsigned methods; /* enum estimate_method; 0: all */
	uint64_t seed;
	int threads;   /* 0: all processors */
	double budget; /* seconds for more sweeps while chains disagree; 0: 20 */
	bool quick;    /* no sensitivity, no leave-one-out: for drawn linkages */
};

struct estimate_result; /* full content in result.h: what the JSON, the pages and reports are made of */

#endif
