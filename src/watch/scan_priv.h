/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_priv.h - zones. */
#ifndef VIGIL_WATCH_SCAN_PRIV_H
#define VIGIL_WATCH_SCAN_PRIV_H

#include "watch/scan.h"

/* A zone is an earlier one and more places, so that sums over it cost what is more. */
struct scan_zone {
	ptrdiff_t base; /* -1: none */
	const uint32_t *added;
	size_t n_added;
	const uint32_t *places; /* all */
	size_t n_places;
	bool again; /* the same places as an earlier one: only a base */
};

struct scan_zones {
	struct scan_zone *items;
	size_t n;
	size_t distinct;
};

struct scan_zones scan_zones_of(const struct scan_table *t, size_t nearest, struct arena *a);

#endif
