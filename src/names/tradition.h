/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * tradition.h - of which people's naming a name looks, where it tells.
 *
 * For breaking numbers down: names of Kurds, Baluch or Turkmens must not be put together wrongly, or left apart, more often than others.
 * It is a guess from letters, words and endings that are common in one tradition and rare elsewhere, never recorded as a
 * fact about anybody, and most names tell nothing: those of many Kurds are Persian or Arabic names.
 */
#ifndef VIGIL_TRADITION_H
#define VIGIL_TRADITION_H

#include "base/base.h"

enum name_tradition {
	TRADITION_OTHER, /* nothing tells */
	TRADITION_KURDISH,
	TRADITION_BALUCH,
	TRADITION_TURKMEN,
	TRADITION_AZERBAIJANI,
	TRADITION_ARABIC
};
enum { TRADITIONS = TRADITION_ARABIC + 1 };

/* The words that tell, read once; in `a`. */
struct traditions;
struct traditions *traditions_new(struct arena *a);
/* Of several the first in the order above. */
enum name_tradition tradition_of(const struct traditions *t, struct str name);
struct str tradition_code(enum name_tradition t); /* "kurdish", ..; "other" */

#endif
