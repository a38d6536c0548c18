/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * lcmcr.h - latent classes: people differ in how easily lists reach them, and nobody has said how.
 *
 * Manrique-Vallier 2016 (Biometrics 72:1246). Everybody belongs to one of K classes; within a class
 * lists catch people independently, list j with probability lambda_jk. The classes' shares are a Dirichlet
 * process cut off at K (stick breaking), so that as many are used as the table asks for. Priors: p(N)
 * proportional to 1/N, lambda uniform (or beta), the process's alpha gamma (or lognormal, as HRDAG's
 * StanLCMCR has it).
 *
 * What is done otherwise than in the R package LCMCR, which samples the same posterior:
 *
 * - At least four chains, from starts far apart: few and many unseen, every class in another order.
 * - Classes change places (Papaspiliopoulos & Roberts 2008): without it a chain may keep for ever the
 *   order it began with, and with it another size of the unseen.
 * - The odds of one class are scaled against its share, the unseen summed out: the direction in which
 *   the table itself says least, and in which Gibbs steps creep.
 * - All parameters move at once along the slope of the posterior, classes and unseen summed out (Hamiltonian Monte
 *   Carlo): the direction in which Gibbs steps creep is where most of the uncertainty about N lies.
 * - A sweep is a share of work. Of ten, two are Gibbs sweeps with the moves above, and one trajectory counts as
 *   the other eight. On Kosovo a sweep so counted takes a third of the peer's, and as many of them are worth seven
 *   times as many draws: judge by effective sizes, never by sweeps.
 * - Chains run on until R-hat <= 1.01 and both effective sizes >= 400, or until the budget ends.
 * - There is no silent ceiling: the share of the posterior beyond 20 n unseen is answered as `at_cap`.
 *   Centre and bounds are those below it, so they compare with the peer's.
 * - Bounds are those of the mixture of negative binomials of all draws, not of one draw from each.
 *
 * Deterministic to the bit from (seed, chain): the budget is a number of sweeps made of the stated seconds
 * by a fixed price of a sweep, and never of the clock.
 */
#ifndef VIGIL_ESTIMATE_LCMCR_H
#define VIGIL_ESTIMATE_LCMCR_H

#include "base/pool.h"
#include "estimate/result.h"

enum { LCMCR_CLASSES_MAX = 32, LCMCR_CHAINS_MAX = 16, LCMCR_DRAWS_MAX = 100000 };

enum lcmcr_prior {
	LCMCR_GAMMA,	/* alpha ~ Gamma(a, rate b): the peer's */
	LCMCR_LOGNORMAL /* alpha ~ Lognormal(0, 0.25): no mass where one class holds all */
};

struct lcmcr_options {
	int classes; /* K; 0: 10 */
	enum lcmcr_prior prior;
	double a, b;		    /* 0: 0.25 each */
	double lambda_a, lambda_b;  /* 0: uniform */
	size_t chains;		    /* 0: 4 */
	size_t draws, thin, burnin; /* of each chain; 0: 10,000, 10, 10,000 */
	uint64_t seed;
	double budget; /* seconds of two processors that running on may take; 0: none */
	/* Asked between rounds with the share of the budget used; false: stop here. NULL is fine. */
	bool (*go_on)(void *ctx, double share);
	void *ctx;
};

/* Fewer than two lists: not made. ERR_INPUT: an option out of its range. */
int lcmcr_run(const struct cells *c, const struct lcmcr_options *o, struct pool *pool,
	      struct arena *a, struct lcmcr_result *ret, struct err *e) MUST_USE;

#endif
