/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lcmcr_priv.h - one chain of the latent-class model, and its steps. */
#ifndef VIGIL_LCMCR_PRIV_H
#define VIGIL_LCMCR_PRIV_H

#include "estimate/lcmcr.h"
#include "num/rng.h"

/* Spread of log alpha under the lognormal prior. */
#define LCMCR_LOG_SD 0.25

#define NO_PARENT UINT32_MAX

/* Loops over classes are short: where their number is the usual one the compiler is told so, and unrolls them. The sums are
 * the same, in the same order. */
enum { USUAL_CLASSES = 10 };
#define ALWAYS_INLINE inline __attribute__((always_inline))

enum { CLASSES = LCMCR_CLASSES_MAX, LISTS = CELLS_LISTS_MAX };

/* What all chains of a run share. */
struct lcmcr_model {
	const struct cells *c;
	int k; /* classes */
	int lists;
	double n; /* people seen */
	enum lcmcr_prior prior;
	double a, b;		   /* of alpha */
	double lambda_a, lambda_b; /* of lambda */
	/* Cell i is on the lists of its parent, a cell before it that lacks one of its lists, and on
	 * member[first[i]] .. member[first[i + 1]], at least one. */
	const uint32_t *parent;
	const uint8_t *member;
	const uint32_t *first;
};

/* Where a trajectory is, how it moves, or how steep it is there. */
struct lcmcr_place {
	double x[LISTS][CLASSES]; /* log odds of lambda */
	double y[CLASSES];	  /* log odds of V */
	double t;		  /* log alpha */
};
/* Scratch of lcmcr_drift. */
struct lcmcr_drift {
	struct lcmcr_place at, pace, slope;
	double odds[LISTS][CLASSES], lambda[LISTS][CLASSES];
	double v[CLASSES], nu[CLASSES], none[CLASSES], base[CLASSES];
	double people[CLASSES];
	double *cell, *sum;	/* by pattern and class */
	double *total, *change; /* by pattern */
};

struct lcmcr_state {
	struct rng r;
	unsigned tick; /* sweeps begun */
	bool warm;     /* draws are not yet kept: `step` may still be learned */
	double step;   /* of a trajectory, */
	double tried;  /* and from how many it was learned */
	struct lcmcr_drift
		*drift; /* scratch, lent by the lane; Gibbs steps share `cell` and what follows */
	double alpha;
	double log_nu[CLASSES];
	double nu[CLASSES];
	double log_rest[CLASSES];    /* log(1 - V_k) */
	double none[CLASSES];	     /* share of a class that no list reaches */
	double odds[LISTS][CLASSES]; /* lambda / (1 - lambda) */
	int64_t on[LISTS][CLASSES];  /* people of the class seen on the list */
	int64_t seen[CLASSES];
	int64_t unseen[CLASSES];
	double p0; /* share of all that no list reaches, when the unseen were last drawn */
	double n0; /* the unseen */
};

/* What each class gives each pattern, and all together: base[h] times the odds of the lists, pattern
 * after pattern. A total of nothing is 1e-300. */
void lcmcr_spread(const struct lcmcr_model *m, const double base[CLASSES],
		  double odds[LISTS][CLASSES], double *restrict cell, double *restrict total);
/* Begin far from other chains: `chain` says where. */
void lcmcr_begin(struct lcmcr_state *s, const struct lcmcr_model *m, uint64_t seed, size_t chain);
/* The next of the ten kinds of sweep: see lcmcr.h. */
void lcmcr_sweep(struct lcmcr_state *s, const struct lcmcr_model *m);

/* One chain with what it kept of it, by draw. */
struct lcmcr_lane {
	struct lcmcr_state s;
	double *p0, *n0, *alpha;
	uint8_t *classes;
};
/* lcmcr_result.c: from draws of all chains to what is answered, all but the sizes of the run. */
void lcmcr_summarise(const struct lcmcr_model *m, const struct lcmcr_lane *lane,
		     struct arena *scratch, struct arena *a, struct lcmcr_result *ret);

/* lcmcr_moves.c */
void lcmcr_move_labels(struct lcmcr_state *s, const struct lcmcr_model *m);
void lcmcr_move_order(struct lcmcr_state *s, const struct lcmcr_model *m);
void lcmcr_move_odds(struct lcmcr_state *s, const struct lcmcr_model *m);

/* lcmcr_drift.c */
void lcmcr_drift(struct lcmcr_state *s, const struct lcmcr_model *m);

#endif
