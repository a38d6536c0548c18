/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * variant.h - names that stand for each other: short and pet forms (Bob, Robert; Mamad, Mohammad) and the forms of
 * one name in other languages (Yousef, Joseph, José).
 *
 * A group is a line of names/variants.csv; a form may stand in several (Alex). Two names that are both known
 * and share no group are known to be different, however alike they sound (Hasan, Hossein). The numbers
 * of groups mean nothing outside the program that was built with them.
 */
#ifndef VIGIL_VARIANT_H
#define VIGIL_VARIANT_H

#include "names/names.h"

/* The groups of one word in any script, ascending, 0 behind them; how many. */
size_t variant_find(struct str word, uint16_t ret[static NAME_VARIANTS_MAX]);
bool variant_shared(const uint16_t x[static NAME_VARIANTS_MAX],
		    const uint16_t y[static NAME_VARIANTS_MAX]);

#endif
