/* SPDX-License-Identifier: GPL-3.0-or-later */
/* set.h - development sets of name pairs, read into sounds. */
#ifndef VIGIL_BENCH_SET_H
#define VIGIL_BENCH_SET_H

#include "names/sound_priv.h"

struct name;
struct peer_text;
enum {
	SET_SEED = 1,
	SET_WORDS_MAX = 12,
	SET_HELD_OUT = 4 /* one pair in so many is not learned from */
};

/* A spelling: its words' classes behind each other. */
struct spelling {
	struct str text;
	uint8_t codes[SOUND_ALIGN_MAX];
	uint8_t leave[2]
		     [SOUND_ALIGN_MAX]; /* cost of leaving each out, by the other side's script */
	uint8_t n, words;
	uint8_t at[SET_WORDS_MAX + 1]; /* where each word begins; the last is n */
	const struct name *name;       /* for other scorers, NULL until they are prepared */
	const struct peer_text *peer;
};
struct set_pair {
	struct spelling x, y; /* of Arabic script; of Latin */
	struct str source;
	bool held; /* out of the learning */
};
struct set {
	struct set_pair *pairs;
	size_t n;
};

void spelling_read(struct str text, struct spelling *ret);
void spelling_leave(const struct sound_costs *c, struct spelling *s);
/* names_LANG_latin.csv below the folder; false: it is not there. The same seed holds out the same pairs. */
bool set_load(const char *dev_data, const char *lang, uint64_t seed, struct arena *a,
	      struct set *ret);
struct set set_part(const struct set *s, const char *source, struct arena *a); /* of one source */
/* The folder of VIGIL_DEV_DATA or beside the tree. */
const char *set_root(void);

uint64_t set_mix(uint64_t x); /* splitmix64 */
float spelling_similarity(const struct sound_costs *c, const struct spelling *x,
			  const struct spelling *y);

/* What a scorer reaches on a set. */
struct set_score {
	double auc, f1, first_xy, first_yx;
	size_t pairs, queries;
};
struct scored {
	float s;
	bool is; /* a true pair */
};
/* AUC and best F1 into `ret`; puts `v` in order. */
void set_area(struct scored *v, size_t n, struct set_score *ret);
typedef float set_scorer(const void *ctx, const struct spelling *x, const struct spelling *y);
/* Of the pairs held out: against names that share a word (hard negatives), and looked for among all distinct
 * names of the set, both ways (`queries` of them, 0: all). */
struct set_score set_measure(const struct set *s, set_scorer *f, const void *ctx, size_t queries,
			     struct arena *a);

#endif
