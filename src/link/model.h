/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * model.h - the Fellegi-Sunter model: how much each level of each field speaks for or against.
 *
 * weight of a level = log2(m / u); m: share of the level among pairs of one person, u: among pairs of two.
 * u comes from random pairs, m and lambda from EM over the histogram of level patterns (never over pairs), with
 * people's decisions at fixed membership. Names, dates and places are weighed by how common the shared value is,
 * counted over clusters. Missing on either side: exactly 0 bits.
 *
 * Guard rails, each told by name when it speaks: levels monotone in m/u; lambda within what sure links allow;
 * several starts agree; the match class agrees more than the other, or ERR_INPUT; dependent fields warned of.
 */
#ifndef VIGIL_LINK_MODEL_H
#define VIGIL_LINK_MODEL_H

#include "link/set.h"

struct link_level {
	struct str
		what; /* "same letters", "same sound", "within 3 days": MSG in compare.h for other languages */
	double m, u;
	double bits;
	int64_t pairs; /* seen at this level, weighted by probability of being one person */
};
struct link_model_field {
	struct link_field field;
	struct link_level
		levels[LINK_LEVELS_MAX]; /* best first; the last: contradiction. Missing has none */
	size_t n_levels;
	bool by_frequency;
};
struct link_model {
	struct link_model_field fields[LINK_FIELDS_MAX];
	size_t n_fields;
	double lambda;	   /* share of all pairs that are one person */
	double prior_bits; /* log2 of its odds */
	uint64_t seed;
	int iterations, starts;
	size_t labels;	 /* decisions that took part */
	bool calibrated; /* by isotonic regression on decisions */
	struct link_calibration {
		float bits, probability;
	} * calibration;
	size_t n_calibration;
};

#endif
