/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gen_lists.h - what the kinds of made lists share: rows with the truth beside them, words, spellings. */
#ifndef VIGIL_GEN_LISTS_H
#define VIGIL_GEN_LISTS_H

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "num/rng.h"

enum { RECORDS_MAX = 10 * 1000 * 1000, COLUMNS_MAX = 8 };

struct out {
	FILE *rows, *truth;
	struct buf b, t;
	int64_t records;
};
/* A record of that person, its id before the cells. */
void put_row(struct out *o, const struct str *cells, size_t n, int64_t person);

bool chance(struct rng *r, double p);
size_t below(struct rng *r, size_t n);
/* Zipf by inversion: rank k about as often as 1 / (k + 3). */
size_t zipf(struct rng *r, size_t n);
/* The same with 1 / (k + from): the larger `from`, the more even. */
size_t zipf_from(struct rng *r, size_t n, double from);

struct word {
	char p[128];
	size_t n;
};
struct str word_str(const struct word *w);
/* put_row of a row of words. */
void put_words(struct out *o, const struct word *w, size_t n, int64_t person);
void word_set(struct word *w, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* One typing error on a Latin keyboard. */
void mistype(struct word *w, struct rng *r);
/* One letter of Arabic script left out. */
void drop_letter(struct word *w, struct rng *r);
/* Both of one length. */
void replace_all(struct word *w, const char *from, const char *to);

struct spelling {
	const char *fa;
	const char *latin[4];
};
enum { GIVEN_NAMES = 44, STEMS = 40, ENDINGS = 10 };
extern const struct spelling given_names[GIVEN_NAMES];
extern const struct spelling stems[STEMS];
extern const struct spelling endings[ENDINGS];

/* Who it is, before any list wrote it down: gen_victims.c. */
struct victim {
	size_t given, middle, stem, ending, second, second_ending; /* beyond a table: none */
	size_t place;
	int32_t day;
	int age;
	bool female;
};
struct victim victim_draw(struct rng *r);
void victim_name_latin(const struct victim *p, struct rng *r, struct word *w);
void victim_name_persian(const struct victim *p, struct rng *r, struct word *w);
size_t victim_any_place(struct rng *r);
void victim_place(size_t place, bool persian, struct rng *r, struct word *w);

void gen_register(struct out *o, int64_t records, uint64_t seed);
void gen_victims(struct out *o, int64_t records, uint64_t seed);
void gen_families(struct out *o, int64_t records, uint64_t seed);
void gen_german(struct out *o, int64_t records, uint64_t seed);
void gen_archive(struct out *o, int64_t records, uint64_t seed);
void gen_pair(struct out *o, int64_t records, uint64_t seed);

#endif
