/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * train.h - how often each step of an alignment happens, and what it shall cost.
 *
 * The model is the memoryless pair model of Ristad and Yianilos (Learning String Edit Distance, IEEE PAMI 20, 1998): a
 * pair of words comes about step by step, each step a class for a class or a class left out; expectation
 * maximisation over all alignments gives how often each step happens.
 */
#ifndef VIGIL_BENCH_TRAIN_H
#define VIGIL_BENCH_TRAIN_H

#include "names/sound_priv.h"

/* One pair of words, and what it counts for. */
struct example {
	const uint8_t *x, *y;
	uint8_t nx, ny;
	double weight;
};
struct examples {
	struct example *p;
	size_t n, cap;
	struct arena *a;
};

/* Expected counts of steps. `take` is symmetric, `leave` as in sound_costs, `there` is not left out. */
struct steps {
	double take[SOUNDS][SOUNDS];
	double leave[2][SOUND_PLACES][SOUNDS];
	double there[2][SOUND_PLACES][SOUNDS];
};

struct train_options {
	int rounds;
	double scale;	 /* cost of a chance of 1/e */
	double prior;	 /* so many steps of each class are counted as the costs so far say */
	uint8_t rare;	 /* taking a class for another that comes out dearer than this ... */
	uint8_t dearest; /* ... costs this */
};

/* The counts, by costs so far as the beginning and as `prior`. */
void train_steps(const struct examples *ex, const struct sound_costs *so_far,
		 const struct train_options *o, struct arena *a, struct steps *ret);
/* Classes that were hardly seen keep what they cost so far. */
void train_costs(const struct steps *n, const struct sound_costs *so_far,
		 const struct train_options *o, struct sound_costs *ret);

#endif
