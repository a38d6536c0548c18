/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * em.h - learning m and lambda from patterns.
 *
 * Expectation-maximisation for two classes of pairs (Dempster, Laird & Rubin 1977; Winkler 1988), over a histogram:
 * so a step costs what there are patterns, not pairs, and sums have a fixed order. u is what is left of all pairs when
 * those of one person are taken away: in a list that repeats itself, most of those with one name are. With fewer than
 * three fields classes cannot be told apart so (Goodman 1974), nor among few records, and u stays as it was. lambda is a share of all pairs; those that are not in the histogram count as two persons.
 */
#ifndef VIGIL_LINK_EM_H
#define VIGIL_LINK_EM_H

#include "link/model.h"

struct link_histogram {
	uint64_t *pattern; /* ascending */
	uint64_t *count;
	float *fixed; /* count of labelled pairs that are one person, by pattern; NULL: none */
	float *fixed_not;
	/* Pairs at each level of each field, of one person or two, in parts of which `share` is one pair; NULL: u stays */
	const double (*total)[LINK_LEVELS_MAX];
	double share;
	const float *more; /* bits beside those of the pattern; NULL: none */
	const float *
		one; /* of each entry, pairs of one person, where clusters have told; NULL: to be found */
	size_t n;
	double all; /* pairs that there are in all */
	/* Of whole names of one person so many have nothing to do with each other, at most; 0: any share. The dead of one day
	 * share all but the name, and are as good a class of pairs as any (a constraint as of Winkler 1993). */
	double unlike;
};

struct link_em_report {
	bool starts_agree;
	double lambdas[3];   /* by start */
	double sure;	     /* pairs that are sure before anything is learned */
	bool families;	     /* pairs taken for one person mostly have two given names */
	bool few;	     /* too few of them to learn shares from: these stay */
	bool lambda_bounded; /* learning left what sure links allow, and was held */
};

/* m, u: as link_model_begin left them. ERR_INPUT: the classes came out exchanged. */
int link_em(struct link_model *m, const struct link_histogram *h, struct arena *a,
	    struct link_em_report *ret, struct err *e) MUST_USE;

/* Once more from the shares as they are, for a histogram that knows more: in classes of pairs that are parted better m comes
 * out closer. `from` is what link_em said. */
void link_em_again(struct link_model *m, const struct link_histogram *h,
		   const struct link_em_report *from);

#endif
