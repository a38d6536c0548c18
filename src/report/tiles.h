/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiles.h - the provinces as squares, each about where it is on the map: for pages and for files. */
#ifndef VIGIL_REPORT_TILES_H
#define VIGIL_REPORT_TILES_H

#include "chart/chart.h"

struct province_tile {
	const char *code, *shown; /* of the list of provinces, and a short name */
	int x, y;		  /* from 1 */
};
enum { PROVINCE_TILES_N = 31 };
extern const struct province_tile PROVINCE_TILES[PROVINCE_TILES_N];

/* What is known of one province. */
struct province_count {
	struct str name; /* in the reader's language */
	int64_t count;
	bool surged; /* a surge is open there */
};
/* `counts` in the order of PROVINCE_TILES; `nowhere` are those of no province, which have no tile. The chart lives
 * in `a`. */
void report_tiles(const struct province_count counts[PROVINCE_TILES_N], int64_t nowhere,
		  enum lang lang, struct arena *a, struct chart *ret);
/* "3 more are recorded without a province."; empty for 0. */
struct str report_tiles_nowhere(int64_t nowhere, enum lang lang, struct arena *a);

#endif
