/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: watch */
/* Any bytes: what is read has no gap and no count that cannot be, or a problem with its row. */
#include "fuzz.h"

#include "watch/series.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct series_options o = { .lang = n % 2 ? LANG_EN : LANG_FA,
				    .freq = n % 3 == 1	 ? 12
					    : n % 3 == 2 ? 52
							 : 0,
				    .today = n % 5 ? STR("2026-11-22") : STR("") };
	struct series_set set;
	struct series_set sources;
	struct csv_problems ps;
	if (series_read_all(str_n((const char *)p, n), &o, a, &set, &sources, &ps, NULL) < 0)
		return 0;
	/* What a source has can be taken away from the whole. */
	for (size_t i = 0; i < sources.n && !ps.n; i++)
		for (size_t k = 0; k < set.n; k++) {
			struct series left;
			if (str_eq(set.parts[k].s.name, sources.parts[i].s.name))
				assert(series_without(&set.parts[k].s, &sources.parts[i].s, a,
						      &left, NULL) == 0);
		}
	for (size_t i = 0; i < set.n; i++) {
		const struct series *s = &set.parts[i].s;
		assert(s->n > 0 && s->n <= SERIES_PERIODS_MAX);
		assert(s->freq == 12 || s->freq == 52);
		for (size_t t = 0; t < s->n; t++)
			assert(s->observed[t] >= 0 && s->observed[t] <= SERIES_COUNT_MAX);
	}
	for (size_t i = 0; i < ps.n; i++)
		assert(ps.items[i].what.n > 0 && ps.items[i].row >= 0);
	return 0;
}
