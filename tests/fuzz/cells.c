/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: estimate */
/* Any bytes: refused with a problem, or a table that keeps what cells.h promises. */
#include "fuzz.h"

#include "estimate/cells_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c;
	struct csv_problems ps = { 0 };
	struct err e;
	int rc = cells_read(str_n((const char *)p, n), n % 2 ? LANG_EN : LANG_FA, a, &c, &ps, &e);
	if (rc < 0) {
		assert(ps.n > 0 || rc == ERR_TOOBIG);
		return 0;
	}
	int64_t total = 0;
	assert(c.n > 0 && c.n_lists > 0 && c.n_lists <= CELLS_LISTS_MAX);
	for (size_t i = 0; i < c.n; i++) {
		assert(c.p[i].on > 0 && c.p[i].on >> c.n_lists == 0 && c.p[i].count > 0);
		assert(i == 0 || c.p[i].on > c.p[i - 1].on);
		total += c.p[i].count;
	}
	assert(total == c.total && total <= CELLS_COUNT_MAX);
	for (size_t j = 0; j < c.n_lists && c.n_lists > 1; j++) {
		struct cells d;
		int64_t lost;
		if (cells_without(&c, j, a, &d, &lost, &e) == 0)
			assert(d.total + lost == c.total);
	}
	return 0;
}
