/* SPDX-License-Identifier: GPL-3.0-or-later */
/* near.h - "did you mean": the nearest of some words. */
#ifndef VIGIL_CLI_NEAR_H
#define VIGIL_CLI_NEAR_H

#include "base/base.h"

/* Single letters to add, drop, change or swap with their neighbour to make one of the other
 * (optimal string alignment), by bytes; strings over 64 bytes are as far as can be. */
size_t near_distance(struct str a, struct str b);

/* The nearest so far. Begin with { .word = what was typed }; offer words; the best within a third
 * of the length, first offered first, is in `best`, whose p is NULL when nothing is near. */
struct near {
	struct str word;
	struct str best;
	size_t distance;
};
void near_offer(struct near *n, struct str candidate);

#endif
