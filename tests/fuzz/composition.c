/* SPDX-License-Identifier: GPL-3.0-or-later */
/* room: watch */
/* Any bytes: shares of what is read are shares, and worst cases hold the difference. */
#include "fuzz.h"

#include "watch/composition.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	struct composition_options o = { .draws = 19, .length_before = 3, .length_now = 2 };
	struct composition_table t;
	struct csv_problems ps;
	if (composition_read(str_n((const char *)p, n), LANG_FA, a, &t, &ps, NULL) < 0)
		return 0;
	for (size_t i = 0; i < t.n; i++)
		if (t.items[i].known_before > 10000 || t.items[i].known_now > 10000)
			return 0;
	if (composition_compare(&t, &o, a, NULL) < 0)
		return 0;
	for (size_t i = 0; i < t.n; i++) {
		const struct composition *c = &t.items[i];
		assert(c->p > 0 && c->p <= 1 && c->v >= 0 && c->v <= 1 + 1e-9);
		for (size_t k = 0; k < c->n; k++) {
			const struct composition_row *r = &c->rows[k];
			double d =
				(double)r->now / (double)(c->known_now + c->unknown_now) -
				(double)r->before / (double)(c->known_before + c->unknown_before);
			assert(r->worst.lo <= d + 1e-12 && r->worst.hi >= d - 1e-12);
			assert(r->tipping >= 1 && r->p >= 0 && r->p <= 1 && r->q >= r->p - 1e-12);
		}
	}
	return 0;
}
