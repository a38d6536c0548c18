/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: watch */
/* Any bytes, events and places apart by a zero byte: what is read can be scanned, and counts add up. */
#include "fuzz.h"

#include "watch/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct str events = str_n((const char *)p, n);
	struct str where = str_cut(events, '\0', &events);
	struct scan_options o = { .method = (enum scan_method)(n % 3), .replicates = 19 };
	struct scan_table t;
	struct scan_result r;
	struct csv_problems ps;
	struct csv_problems at;
	if (scan_read(events, where.p ? where : STR(""), LANG_EN, a, &t, &ps, &at, NULL) < 0 ||
	    ps.n || at.n || t.n_events > 10000 || t.n_places > 50 || t.axis.n > 500 ||
	    scan_run(&t, &o, NULL, a, &r, NULL) < 0)
		return 0;
	for (size_t i = 0; i < r.n; i++) {
		const struct scan_cluster *c = &r.clusters[i];
		assert(c->from <= c->to && c->to < (size_t)t.axis.n);
		assert(c->persons >= c->events && c->persons <= t.persons);
		assert((double)c->persons > c->expected && c->p > 0 && c->p <= 1);
	}
	return 0;
}
