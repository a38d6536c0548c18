/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: watch */
/* Any bytes: what is read can be nowcast, with bounds in order and never below what is known. */
#include "fuzz.h"

#include "watch/nowcast.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct nowcast_options o = { .now = -1, .max_delay = -1, .above = 3 };
	struct nowcast_table t;
	struct nowcast_delay d;
	struct csv_problems ps;
	if (nowcast_read(str_n((const char *)p, n), n % 2 ? LANG_EN : LANG_FA, a, &t, &ps, NULL) <
		    0 ||
	    ps.n || nowcast_learn(&t, &o, a, &d, NULL) < 0)
		return 0;
	for (size_t i = 0; i < t.n; i++) {
		struct nowcast_point *x;
		size_t k;
		nowcast_predict(&t.series[i], &d, &o, a, &x, &k);
		assert(k >= 1 && k <= (size_t)d.max_delay + 1);
		for (size_t j = 0; j < k; j++) {
			assert(x[j].share > 0 && x[j].share <= 1);
			assert(x[j].lo >= (double)x[j].known && x[j].lo <= x[j].median);
			assert(x[j].median <= x[j].hi && x[j].p_above >= 0 && x[j].p_above <= 1);
		}
	}
	return 0;
}
