/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_priv.h - what the files of link/ share and nobody else needs. */
#ifndef VIGIL_LINK_PRIV_H
#define VIGIL_LINK_PRIV_H

#include "base/pool.h"
#include "link/link.h"

/* Hashes that are the same on every run and machine: ranks and keys may reach results. */
static inline uint64_t link_mix(uint64_t h)
{
	h ^= h >> 32;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 29;
	h *= 0xd6e8feb86659fd93u;
	h ^= h >> 32;
	return h;
}
/* link_mix2 in two halves, where one b comes with many a. */
static inline uint64_t link_mix_more(uint64_t b)
{
	return link_mix(b + 0x632be59bd9b4e019u);
}
static inline uint64_t link_mix_two(uint64_t a, uint64_t more)
{
	return link_mix(a * 0x9e3779b97f4a7c15u + more);
}
static inline uint64_t link_mix2(uint64_t a, uint64_t b)
{
	return link_mix_two(a, link_mix_more(b));
}
uint64_t link_hash(struct str s);

/* Sort by bits from .. to of each, stably; `spare` has room for as many. */
void link_sort(uint64_t *p, uint64_t *spare, size_t n, int from, int to);

/* ---- set_date.c ---- */

/* All dates of a field, which decide together whether 03/04 is March or April, unless `as` says so. */
void link_dates_read(struct link_values *vs, const struct link_date_habits *as, struct arena *a);

/* ---- tokens.c: how common the words of names are, among the records that a model was learned from ---- */

const struct link_tokens *link_tokens_count(const struct link_values *vs, struct arena *a);
/* The words that two records and more have, ascending by key, and among how many records: from these the same weights
 * come out again. */
struct link_word {
	uint32_t key, records;
};
struct link_word *link_tokens_list(const struct link_tokens *t, struct arena *a, size_t *ret_n,
				   double *ret_records);
/* `key` of none is 0. */
const struct link_tokens *link_tokens_of(const struct link_word *words, size_t n, double records,
					 struct arena *a);
struct name_weigher link_tokens_weigher(const struct link_tokens *t);
/* Bits of the words that two names have in common, spelling aside; 0: none that could be looked up. */
double link_tokens_shared(const struct link_tokens *t, const struct name *x, const struct name *y);
/* What 2^(slope * bits) comes to on average for the word that two people share, one word being all they share. */
double link_tokens_sharing(const struct link_tokens *t, double slope);

/* ---- space.c: which lists mean the same by a number ---- */

enum { LINK_SPACES_MOST = 100 }; /* lists; of more all do */
/* `apart` of a set that is read. */
void link_spaces_find(struct link_set *s, struct arena *scratch);
/* Into a model, and from it into another set: a list that the model does not know shares nothing. */
void link_spaces_keep(struct link_model *m, const struct link_set *s, struct arena *a);
void link_spaces_under(struct link_set *s, const struct link_model *m);

/* ---- repeat.c: columns that say again what others say ---- */

/* `holds` of a set that is read; into a model, and from it into another set. */
void link_repeats_find(struct link_set *s, struct arena *scratch);
void link_repeats_keep(struct link_model *m, const struct link_set *s);
void link_repeats_under(struct link_set *s, const struct link_model *m);
/* A pattern in which nothing is said twice: what is left out is as if it were missing. */
uint64_t link_repeats_once(const struct link_set *s, uint64_t pattern);

/* ---- sexes.c: given names that are of one sex ---- */

void link_sexes_learn(struct link_model *m, const struct link_set *s, struct arena *a);
/* Of each record its sex where name and cell agree on it, else 0; NULL: no record has one. */
uint8_t *link_sexes_of(const struct link_model *m, const struct link_set *s, struct arena *a);

/* ---- run_count.c ---- */

/* In a list without duplicates at most one is right: each pair shares its odds with its rivals. */
struct link_shared {
	size_t n; /* records */
	const uint16_t *list;
	const bool *duplicate_free; /* of each list that the pairs are of */
	size_t n_lists;
	size_t n_lists_in_all; /* also those of which none of these records is */
};
void link_share_odds(struct link_pair *pairs, size_t n_pairs, const struct link_shared *in,
		     struct arena *scratch);

/* ---- compare_text.c: spelling, on folded text ---- */

enum { LINK_LETTERS_MAX = 64 };
/* Letters of UTF-8 text, at most LINK_LETTERS_MAX; how many. */
size_t link_letters(struct str s, uint16_t *ret);
uint64_t link_bag(struct str folded);
/* Typing errors between two texts (letters changed, left out, added, neighbours swapped), counted up to
 * `max`; max + 1: more (Damerau 1964, optimal string alignment). */
int link_typos(struct str x, struct str y, int max);
/* Jaro's similarity with Winkler's prefix (Winkler 1990), 0 to 1. */
float link_jaro_winkler(struct str x, struct str y);

#endif
