/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * names.h - names of people and places, in whatever script and spelling a source gives them.
 *
 * A name is read into tokens, a token into *sound classes*: one small alphabet in which Arabic, Persian,
 * Kurdish and Latin spellings of one name come out nearly equal, vowels that a script leaves out being
 * weak. Two names are compared by aligning the classes of their tokens, each step at a cost that was
 * learned from pairs of spellings (bench/names/train.c; names/costs.csv has the result and says from what).
 * Nothing is transliterated on the way, and nothing is decided: a comparison gives a score and says why.
 *
 *	sound.h     text to sound classes; the cost of aligning two sequences of them
 *	names.h     tokens and their roles; comparing whole names; keys for looking names up
 *	variant.h   nicknames, short forms and other names that stand for each other
 *	place.h     places and prisons by gazetteer, their parents and spellings
 *
 * Pure functions on text; may use base/, num/, text/. Every table is constant. The result is the same on every
 * processor, whether or not vector instructions are used.
 *
 * Sources: the design note's measurements are reproduced by `make bench-names` (bench/names/); the alphabets are
 * those of BGN/PCGN, ALA-LC, IJMES and press usage for Persian, Arabic and Kurdish (Hawar for Kurmanji).
 */
#ifndef VIGIL_NAMES_H
#define VIGIL_NAMES_H

#include "base/base.h"
#include "names/sound.h"

enum {
	NAME_TOKENS_MAX = 16, /* more are joined to the last */
	NAME_CODES_MAX =
		192,	 /* sound classes of all tokens; what is longer is cut and `cut` says so */
	NAME_VERSION = 3 /* of reading and keys: grows when either gives something else */
};

/* What part of a name a text is said to be. A `full` name is read for all the others. */
enum name_role { NAME_FULL, NAME_GIVEN, NAME_FAMILY, NAME_FATHER, NAME_OTHER };

/* What a token does in a name. */
enum token_kind {
	TOKEN_PLAIN,
	TOKEN_TITLE,	/* Seyed, Haj, Mulla, Dr, ...: weak evidence */
	TOKEN_PARTICLE, /* al-, bin, ibn, o, e, de, ...: hardly any */
	TOKEN_KUNYA,	/* Abu X, Umm X: one token with what follows */
	TOKEN_NISBA,	/* -i of origin or descent, al-Tikriti: often left out */
	TOKEN_SUFFIX,	/* Jr., the second, -2 of a scraper */
	TOKEN_INITIAL	/* one letter that stands for a name */
};

enum { NAME_VARIANTS_MAX = 4 };
struct name_token {
	uint16_t at, n;	    /* its classes are codes[at .. at+n) */
	uint16_t from, len; /* its bytes in the text as given */
	uint8_t kind;	    /* enum token_kind */
	uint8_t part;  /* enum name_role: of which column, or before or behind "surname, given" */
	uint8_t glued; /* 1: ZWNJ, hyphen or a compound's seam and no space stands before it */
	uint8_t alias; /* 0: the name itself; 1, 2, ..: alternative names in brackets or after "alias" */
	uint8_t lead; /* classes right before `at` of al-, bin, van, Abu, a title: the token with them is codes[at-lead ..) */
	uint8_t seam; /* of a compound (Abd|X, Gholam|X, X|din): classes of its first part; 0: none */
	bool called_by_first; /* of a compound: X|din, X|allah, of which X is the name */
	uint8_t common;	      /* 1: a very common given name, worth little where it is left out */
	uint8_t generation;   /* of a suffix: 1 senior, 2 junior, the second, ...; 0: none */
	uint32_t
		key; /* of its strong consonants, near ones merged: equal for most spellings of it */
	uint32_t exact;	     /* of its classes: equal where only letters of one sound differ */
	uint32_t sounds;     /* a bit for each class of its key; 0: it is all vowels */
	uint8_t first, last; /* classes of its key; 0: none */
	uint16_t variant[NAME_VARIANTS_MAX]; /* groups of variant.h, ascending, 0 for none */
	bool derived; /* a family's name made of a given name (Karimi): the groups are those of the given name */
};

/* A name as it was read. Lives in the arena it was read into; the same text and role give the same bytes. */
struct name {
	struct str given;     /* as given, untouched */
	const uint8_t *codes; /* enum sound */
	const struct name_token *tokens;
	const uint32_t *words; /* numbers of its tokens, see name_number; NULL: it has none */
	uint16_t n_codes;
	uint8_t n_tokens;
	uint8_t role; /* enum name_role */
	bool missing; /* empty, "unknown", "unnamed", ناشناس, initials only: nothing can be compared */
	bool group; /* several people ("three brothers", "and family"): never linked by itself */
	bool cut;
	uint64_t key; /* of the strong consonants of all plain tokens in their order */
	uint64_t
		folded; /* of the text after folding: equal for what a reader calls the same letters */
};

/* Never fails: text that is no name is `missing`. Invalid UTF-8 is read as if the bytes were absent. */
void name_read(struct str text, enum name_role role, struct arena *a, struct name *ret);
/* Several columns of one name (given, middle, family) as one: tokens keep the role of their part. */
void name_join(const struct name *const *parts, size_t n, struct arena *a, struct name *ret);

/* Of its first token that has one; 0: none has. */
int name_generation(const struct name *n);

/*
 * Numbers for the words of names that are compared with each other: two words of one number are compared alike, so that
 * what two words cost need be found once. In `a`, as long as the names; borrows them.
 */
struct name_numbers;
struct name_numbers *name_numbers_new(struct arena *a);
/* Gives `n` its `words`, in `a`. Names that were numbered apart must not be compared by one name_many. */
void name_number(struct name_numbers *w, struct name *n, struct arena *a);

/* ---- comparing -------------------------------------------------------- */

/* How common a token is among the people of a set: bits it is worth, 0 (everybody has it) to 20. NULL in a
 * comparison: the constant table of common given names is used. */
typedef float name_bits(void *ctx, uint32_t exact, uint32_t key);

struct name_weigher {
	name_bits *bits;
	void *ctx;
};

/*
 * 0 to 1: 1 the same letters after folding. Tokens are matched with tokens (reordered, glued together,
 * left out, abbreviated to an initial, said by another name for it) in the way that costs least; what is
 * left over costs by what it is and how rare it is. Between two scripts the sounds of all words in their order
 * are a second witness (compare_order.c): where they are nearer, they count twice and the words once. Missing on either side: 0. Symmetric.
 * `w` may be NULL. About 2 microseconds for names of two or three words in two scripts, 6 for four words with articles.
 */
float name_compare(const struct name *x, const struct name *y, const struct name_weigher *w);

/*
 * name_compare of x and each of `ys`, the same to the bit. All sounds in their order are aligned with many at a time
 * (sound_many.h), and what words cost is kept where they have numbers: three times as fast from a dozen names on, and
 * ten times where words have been met before.
 */
struct name_many; /* of one thread */
/* `names`: how many different ones there are, about; 200 kB and 256 bytes for each, 8 MB at most. */
struct name_many *name_many_new(size_t names);
void name_many_free(struct name_many *m); /* NULL is fine */
/* `order`: what name_align_many gave for them; NULL: it is computed. */
void name_compare_many(struct name_many *m, const struct name *x, const struct name *const *ys,
		       size_t n, const struct name_weigher *w, const struct sound_cost *order,
		       float *ret);
/* name_compare of two, the same to the bit, with what words cost kept. */
float name_compare_with(struct name_many *m, const struct name *x, const struct name *y,
			const struct name_weigher *w);
/* sound_align of all classes of x and of each of `ys`, titles and alternative names with them. */
void name_align_many(struct name_many *m, const struct name *x, const struct name *const *ys,
		     size_t n, struct sound_cost *ret);

/*
 * As brothers or cousins are named: two words or more are the same, and what is left over on both sides is another name
 * ("Mohammad Ahmad Ali Example", "Yusef Ahmad Ali Example"). What one side merely leaves out, a title, a short form or
 * a name cut in other places is no other name. Symmetric. Needs three words on both sides, or there is no telling.
 * `m` keeps what words cost; it may be NULL.
 */
bool name_is_kin(struct name_many *m, const struct name *x, const struct name *y);

/* How one token of x, or none, met one token of y, or none. */
enum name_match {
	MATCH_SAME,    /* the same letters after folding */
	MATCH_SOUND,   /* aligned sounds, see steps */
	MATCH_VARIANT, /* a short form, nickname or other name for it */
	MATCH_INITIAL,
	MATCH_JOINED,  /* two tokens here are one there */
	MATCH_LEFT_OUT /* only on one side */
};
struct name_pairing {
	enum name_match how;
	int8_t x, y;	       /* token, or -1 */
	int8_t x_more, y_more; /* the further token joined to it, or -1 */
	float similarity;      /* of this pairing, 0 to 1; left out: 0 */
	float weight;	       /* its share in the whole */
	float cost;	       /* what it takes away from the score */
	bool moved;	       /* not in the order of the other name */
	const struct sound_step *steps;
	size_t n_steps;
};
struct name_explanation {
	float score; /* exactly name_compare's: words + order */
	float words; /* 1 less the costs of the pairings and of what is said beside them, at least 0 */
	float order; /* what all sounds in their order add to that, read as one or as a second witness */
	const struct name_pairing *pairings; /* in the order of x, what only y has behind */
	size_t n;
	bool in_order; /* of two scripts, and nearer in all sounds in their order: two thirds of the cost are theirs */
	bool as_one; /* the words are cut in another way; the score is that of all sounds in their order */
	bool titles; /* are not the same on both sides */
	bool shuffled; /* tokens stand in another order than a family name put first or last explains */
};
void name_explain(const struct name *x, const struct name *y, const struct name_weigher *w,
		  struct arena *a, struct name_explanation *ret);

/* ---- looking up ------------------------------------------------------- */

/* Families of keys under which a name is filed and looked for; two names are candidates when they share
 * one of one family. */
enum name_key_family {
	NAME_KEY_WHOLE, /* all strong consonants, in order */
	NAME_KEY_DELETE, /* the same with one left out, and whole: one deletion on either side meets */
	NAME_KEY_SORTED, /* tokens' keys without regard to order */
	NAME_KEY_GRAMS,	 /* each 5 consonants in a row */
	NAME_KEY_PAIRS,	 /* each two tokens, in either order */
	NAME_KEY_TOKENS, /* each plain token: only together with a date, place or age */
	NAME_KEY_TRIPLES, /* each three of the first tokens, in any order: names of father and grandfather */
	NAME_KEY_FAMILIES
};
enum { NAME_KEYS_MAX = 256 };
/* Keys of one family, ascending, each once; how many. `ret` has room for NAME_KEYS_MAX. 0 when missing. */
size_t name_keys(const struct name *n, enum name_key_family f, uint64_t *ret);

#endif
