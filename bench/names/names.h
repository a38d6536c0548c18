/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names.h - the parts of bench-names. */
#ifndef VIGIL_BENCH_NAMES_H
#define VIGIL_BENCH_NAMES_H

#include "names/names.h"
#include "peer.h"
#include "set.h"

struct names_scorer {
	const char *name;
	set_scorer *score;
	size_t work; /* thousands of comparisons of a query for one set */
};
extern const struct names_scorer NAMES_SCORERS[];
extern const size_t NAMES_SCORERS_N;

int64_t bench_clock(void); /* nanoseconds */
/* What the scorers need of a spelling. */
void names_prepare(struct spelling *s, struct arena *a);
/* Which pairs share a key, by family, and how many candidates that costs. */
void names_tell_keys(const struct set *s, struct arena *a);
/* Latin registers with typing errors. */
void names_tell_registers(struct arena *a);
void names_tell_speed(const struct set *s, struct arena *a);

#endif
