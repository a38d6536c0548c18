/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "set.h"
#include <stdio.h>
static float sound_score(const void *ctx, const struct spelling *x, const struct spelling *y)
{
	return spelling_similarity(ctx, x, y);
}
int main(void)
{
	AUTO_ARENA *a = arena_new(0);
	static const char *const SRC[][2] = {
		{ "fa", "boroumand" }, { "ar", "ibc" }, { "ar", "wikidata" }, { "ar", "google" }
	};
	for (size_t k = 0; k < 4; k++) {
		struct set s;
		if (!set_load(set_root(), SRC[k][0], 1, a, &s))
			return 0;
		struct set p = set_part(&s, SRC[k][1], true, a);
		for (size_t i = 0; i < p.n; i++) {
			spelling_leave(&sound_costs, &p.pairs[i].x);
			spelling_leave(&sound_costs, &p.pairs[i].y);
		}
		struct set_score r = set_measure(&p, sound_score, &sound_costs, 300, a);
		printf("%s %s auc %.4f f1 %.4f first %.4f %.4f (%zu)\n", SRC[k][0], SRC[k][1],
		       r.auc, r.f1, r.first_xy, r.first_yx, r.pairs);
	}
}
