/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * names.c - what comparing names reaches on the development sets, beside what is used elsewhere, and how
 * fast. No name is printed. Ends with 1 when a gate is missed.
 */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>

static float by_sound(const void *ctx, const struct spelling *x, const struct spelling *y)
{
	return spelling_similarity(ctx, x, y);
}
static float by_name(const void *ctx, const struct spelling *x, const struct spelling *y)
{
	(void)ctx;
	return name_compare(x->name, y->name, NULL);
}
static float by_jaro(const void *ctx, const struct spelling *x, const struct spelling *y)
{
	(void)ctx;
	return peer_jaro_winkler(x->peer, y->peer);
}
static float by_letters(const void *ctx, const struct spelling *x, const struct spelling *y)
{
	(void)ctx;
	return peer_levenshtein(x->peer, y->peer);
}

const struct names_scorer NAMES_SCORERS[] = {
	{ "vigil: whole names", by_name, 6000 },
	{ "vigil: sounds alone", by_sound, 20000 },
	{ "Jaro-Winkler, romanised", by_jaro, 6000 },
	{ "Levenshtein, romanised", by_letters, 3000 },
};
const size_t NAMES_SCORERS_N = COUNT(NAMES_SCORERS);

void names_prepare(struct spelling *s, struct arena *a)
{
	struct name *n = NEW(a, struct name);
	struct peer_text *t = NEW(a, struct peer_text);
	name_read(s->text, NAME_FULL, a, n);
	peer_romanise(s->text, a, t);
	spelling_leave(&sound_costs, s);
	s->name = n;
	s->peer = t;
}

/* Both directions; the worse one counts. */
static bool tell_set(const char *what, const struct set *all, const char *source, double gate,
		     struct arena *a)
{
	struct set s = set_part(all, source, a);
	bool good = true;
	for (size_t i = 0; i < s.n; i++) {
		names_prepare(&s.pairs[i].x, a);
		names_prepare(&s.pairs[i].y, a);
	}
	printf("\n%s: %zu pairs, one in %d held out and measured\n", what, s.n, SET_HELD_OUT);
	for (size_t k = 0; k < NAMES_SCORERS_N; k++) {
		const struct names_scorer *f = &NAMES_SCORERS[k];
		int64_t start = bench_clock();
		/* As many alignments for each set: queries times names, both ways. */
		size_t queries = f->work * 1000 / (s.n ? s.n : 1);
		struct set_score r = set_measure(&s, f->score, &sound_costs, queries, a);
		double low = r.first_xy < r.first_yx ? r.first_xy : r.first_yx;
		printf("  %-24s AUC %.4f  best F1 %.4f  right partner first %.4f and %.4f  (%.1f s)\n",
		       f->name, r.auc, r.f1, r.first_xy, r.first_yx,
		       (double)(bench_clock() - start) / 1e9);
		if (k == 0 && low < gate) {
			printf("  MISSED: right partner first for %.4f, the gate is %.4f\n", low,
			       gate);
			good = false;
		}
	}
	names_tell_keys(&s, a);
	return good;
}

int main(void)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct set fa;
	struct set ar;
	bool good = true;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!set_load(set_root(), "fa", SET_SEED, a, &fa) ||
	    !set_load(set_root(), "ar", SET_SEED, a, &ar)) {
		puts("not run: bench-names: the development sets are not here (VIGIL_DEV_DATA)");
		return 0;
	}
	good &= tell_set("Persian-Latin, memorial", &fa, "boroumand", 0.985, a);
	good &= tell_set("Arabic-Latin, Iraqi list", &ar, "ibc", 0.985, a);
	good &= tell_set("Arabic-Latin, Wikidata, one word each", &ar, "wikidata", 0, a);
	good &= tell_set("Arabic-Latin, Google, one word each", &ar, "google", 0, a);
	names_tell_registers(a);
	names_tell_speed(&ar, a);
	return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
