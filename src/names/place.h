/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * place.h - provinces, cities and prisons, by any spelling.
 *
 * The table is made of vocab/provinces.csv, vocab/prisons.csv and names/places.csv when the program is built. A place that is
 * not in it has no id and is compared as text by whoever asks. Where a person was killed, where they
 * were buried and where they came from are different fields; nothing here puts them together.
 *
 * Ids are stable: 1001.. provinces by their code, 2001.. prisons by their number, 3001.. cities by theirs.
 */
#ifndef VIGIL_PLACE_H
#define VIGIL_PLACE_H

#include "base/base.h"

enum place_kind { PLACE_PROVINCE, PLACE_CITY, PLACE_PRISON };

/* Spellings as sound classes; made once, lives in the arena. */
struct places;
struct places *places_new(struct arena *a);

/*
 * The place a text names: by folded spelling (sure = 1), or by the nearest sound when its similarity is at
 * least PLACE_SURE_MIN (sure = the similarity). Words for the kind of place ("province", زندان) decide
 * between places of one name; without one a city comes before its province. Of "Evin, Tehran" the
 * innermost. 0: not in the table, or two places that do not lie in each other.
 */
#define PLACE_SURE_MIN 0.85F
uint32_t place_find(const struct places *ps, struct str text, float *ret_sure);

enum place_relation {
	PLACE_UNKNOWN,
	PLACE_SAME,
	PLACE_PARENT,
	PLACE_SAME_PROVINCE,
	PLACE_DIFFERENT
};
/* PLACE_PARENT: one lies in the other. PLACE_UNKNOWN: one of them is 0 or no id. Symmetric. */
enum place_relation place_relation(uint32_t a, uint32_t b);

uint32_t place_parent(uint32_t id);   /* 0: none */
uint32_t place_province(uint32_t id); /* itself when it is one */
enum place_kind place_kind(uint32_t id);
struct str place_name(uint32_t id, bool persian); /* empty: no such id */

#endif
