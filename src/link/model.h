/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * model.h - the Fellegi-Sunter model: how much each level of each field speaks for or against.
 *
 * weight of a level = log2(m / u); m: share of the level among pairs of one person, u: among pairs of two.
 * u comes from all candidates and a sample of the rest (chance.c), less the pairs of one person, which EM takes away; m and
 * lambda from EM over the histogram of level patterns (never over pairs), once more parted by rarity (refine.c), with
 * people's decisions at fixed membership. Names, dates and places are weighed by how common the shared value is,
 * counted over clusters. Missing on either side: exactly 0 bits.
 *
 * Guard rails, each told by name when it speaks: levels monotone in m/u; lambda within what sure links allow;
 * several starts agree; the match class agrees more than the other, or ERR_INPUT; dependent fields warned of.
 */
#ifndef VIGIL_LINK_MODEL_H
#define VIGIL_LINK_MODEL_H

#include "link/compare.h"
#include "link/set.h"

struct link_level {
	struct str
		what; /* "same letters", "same sound", "within 3 days": MSG in compare.h for other languages */
	double m, u;
	double bits;
	double words; /* of names that agree in part: bits of shared words that are usual between two people; 0: not asked */
	double any;   /* likewise: bits more where there is a word in common */
	double none;  /* and where there is none */
	int64_t pairs; /* seen at this level, weighted by probability of being one person */
};
/* How many people share what records say with one key (link_values.group_key). */
struct link_frequency {
	uint64_t key;
	uint32_t people;
};
struct link_model_field {
	struct link_field field;
	struct link_level
		levels[LINK_LEVELS_MAX]; /* best first; the last: contradiction. Missing has none */
	size_t n_levels;
	bool by_frequency;
	double common; /* chance that two people share a value: what a level's u stands for */
	double people; /* that the frequencies were counted over */
	double alone; /* others expected to share what only one person has: Good (1953), 2 n2 / n1 */
	struct link_frequency *frequency; /* ascending by key; those of two and more */
	size_t n_frequency;
	struct link_date_habits dates; /* of dates: how the column was read */
	bool has_dates;
	uint16_t holds; /* of names: fields that it says again, as bits (link_set.holds) */
	bool apart;	/* of numbers and pages: some lists give their own, see `spaces` */
	const struct link_tokens
		*tokens; /* of names: how common their words were; NULL: of others */
};
/* Two fields that people share together more often than by chance each: agreement in both is worth less than
 * the sum, by `bits`. The pairs of fields are the edges of a forest (Chow & Liu 1968), so nothing is
 * taken off twice. */
struct link_together {
	uint8_t f, g;
	double bits;
};
/* What two lists, or one with itself, have of their own: bits beside those of all lists. */
struct link_between {
	uint64_t x, y; /* link_hash of their names, x <= y */
	double prior;
	bool own; /* enough links between them for weights of their own */
	double levels[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
};
/* Two lists, or one with itself, that mean the same by a number. */
struct link_space {
	uint8_t field;
	uint64_t x, y; /* link_hash of their names, x <= y */
};
/* A given name of men (1) or of women (2), by its sounds. */
struct link_sexed {
	uint32_t name;
	uint8_t sex;
};
struct link_calibration {
	float bits, probability;
};
struct link_model {
	struct link_model_field fields[LINK_FIELDS_MAX];
	size_t n_fields;
	struct link_together together[LINK_FIELDS_MAX];
	size_t n_together;
	struct link_between *between;
	size_t n_between;	   /* 0: all lists alike */
	struct link_space *spaces; /* of fields that are `apart` between other lists */
	size_t n_spaces;
	struct link_sexed *sexes; /* ascending by name (sexes.c) */
	size_t n_sexes;
	bool spaces_known; /* not in models of before this was asked: all lists mean the same */
	double lambda;	   /* share of all pairs that are one person */
	double prior_bits; /* log2 of its odds */
	double core_bits;  /* what two cores have beside (cluster.h): learned in run_cores.c */
	float lean; /* of the best clustering (cluster.h): it then has as many persons as are expected */
	uint64_t seed;
	int iterations, starts;
	size_t labels;			      /* decisions that took part */
	bool calibrated;		      /* by isotonic regression on decisions */
	struct link_calibration *calibration; /* ascending by bits */
	size_t n_calibration;
};

/* m before anything is learned; u from how many pairs of two people are at each level, a few more imagined. */
void link_first_shares(enum link_type t, double ret[LINK_LEVELS_MAX]);
void link_chance_shares(enum link_type t, const double count[LINK_LEVELS_MAX],
			double ret[LINK_LEVELS_MAX]);
/* What u and the first m say before anything is learned. `u[f]` are counts of pairs at each level, in all as many as a sample has. */
void link_model_begin(struct link_model *m, const struct link_set *s,
		      double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX], double lambda);
/* Bits of all levels anew from m and u: made monotone where the levels have an order. Returns the fields in which
 * that changed a weight by more than a bit, as bits of a word. */
uint32_t link_model_weigh(struct link_model *m, double pairs);
/* What is taken off a pattern for fields that go together. */
double link_together_bits(const struct link_model *m, uint64_t pattern);
/* Prior, levels and what goes together; no frequencies. */
double link_model_bits(const struct link_model *m, uint64_t pattern);
/* Two dates of one kind are neither one day nor near, nor one a mistyped other. */
bool link_dates_differ(const struct link_model *m, uint64_t pattern);
double link_probability(double bits);
/* Bits of a probability between 0 and 1: the other way round. */
double link_log_odds(double probability);
enum { CALIBRATION_LABELS = 100 };
/* Probabilities by isotonic regression of what people said on weights. Fewer than CALIBRATION_LABELS: none. In `a`. */
void link_calibrate(struct link_model *m, const double *bits, const bool *same, size_t n,
		    struct arena *a);
/* As people decided, where there are enough decisions; beyond them whatever is more extreme; else the same. */
double link_model_probability(const struct link_model *m, double bits);
/* The same as log2 of its odds: `bits`, where nothing was calibrated. */
double link_model_odds(const struct link_model *m, double bits);

/* The set as it is compared under a model: how common words of names are is the model's to say, so that a record that
 * comes alone is judged as it would be among all others. Shares everything else with `s`. */
struct link_set link_set_under(const struct link_set *s, const struct link_model *m);

/* NULL: nothing of their own. By link_hash of the lists' names. */
const struct link_between *link_between_of(const struct link_model *m, uint64_t x, uint64_t y);
/* What two records within a list have beside one of it and one of another, on average; 0 or less. Of each list of a set
 * (NULL: all alike), or of one. */
float *link_within(const struct link_model *m, const struct link_set *s, struct arena *a);
float link_within_of(const struct link_model *m, uint64_t list);

/* What the values of a set are worth under a model: looked up once, used for every pair. */
struct link_rarity {
	const struct link_set *s;
	const struct link_model *m;
	const struct link_between **between; /* of each list and each other; NULL: all alike */
	float *bits
		[LINK_FIELDS_MAX]; /* of each group: log2(common / its chance); NULL: not weighed */
	float *of_value[LINK_FIELDS_MAX]; /* the same of each value */
	size_t words_field;		  /* the first whose names have words */
	size_t birth, event; /* dates that can contradict each other; LINK_FIELDS_MAX: none */
	const uint8_t
		*sure_sex; /* of each record whose given name and sex say the same; NULL: of none */
};
struct link_rarity link_rarity_new(const struct link_set *s, const struct link_model *m,
				   struct arena *a);
/* Bits to add in field f at this level: for the values, and for the two lists. */
double link_rarity_bits(const struct link_rarity *r, size_t f, unsigned level, uint32_t a,
			uint32_t b);
/* Names that agree in part: what their words in common add, or takes that there are none, a whole number of LINK_WORDS_STEP; 0
 * where words are not asked. Of two values, so that it can be tabulated. */
#define LINK_WORDS_STEP .5
#define LINK_WORDS_MOST 6.
double link_words_bits(const struct link_model_field *mf, unsigned level,
		       const struct link_value *x, const struct link_value *y);
/* Bits to add to the prior for the two lists. */
double link_prior_between(const struct link_rarity *r, uint32_t a, uint32_t b);
/* ---- never.c ---- */

/* Two records that cannot be of one person, however much agrees, have these bits less, times the reason; a pair of fewer than half
 * as many is never put together by the program (cluster.h). People may. */
#define LINK_NEVER_BITS 200.0
enum link_never {
	LINK_MAY_BE,
	LINK_BORN_AFTER, /* one is born after the date of the other's event */
	LINK_OTHER_SEX	 /* a man and a woman, by sex and by given name */
};
void link_never_begin(struct link_rarity *r, struct arena *a);
/* The reason, of bits that have that many less. */
enum link_never link_never_of(double bits);
/* 0, or LINK_NEVER_BITS less, times the reason. */
double link_never_bits(const struct link_rarity *r, uint32_t a, uint32_t b);
/* At least `floor` bits; also what would have them if it were not known to be never: clustering has to know. */
bool link_is_kept(float bits, float least);

/* All: prior, levels, rarity, lists, and what cannot be. */
double link_pair_bits(const struct link_rarity *r, uint64_t pattern, uint32_t a, uint32_t b);
/* The same of a pair that is weighed under one model after the other: `shared` keeps what the words are worth that its two
 * names share, LINK_NOT_ASKED at first. */
#define LINK_NOT_ASKED (-1.F)
double link_pair_bits_again(const struct link_rarity *r, uint64_t pattern, uint32_t a, uint32_t b,
			    float *shared);

#endif
