/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * names_priv.h - what the files of reading and comparing share.
 *
 *	token_split.c	text into pieces: bytes between blanks, hyphens, brackets, dots
 *	token_word.c	what is known of a piece: names/words.csv and names/variants.csv
 *	token_none.c	no name at all, or several people
 *	token_sound.c	pieces into classes of sounds
 *	token_role.c	pieces into tokens: titles, particles, kunya, compounds, initials
 *	read.c		tokens into a name with its classes
 */
#ifndef VIGIL_NAMES_PRIV_H
#define VIGIL_NAMES_PRIV_H

#include "names/names.h"

/* ---- words that are known --------------------------------------------- */

enum word_kind {
	WORD_TITLE,  /* anywhere */
	WORD_OFFICE, /* a title before the name only */
	WORD_PARTICLE,
	WORD_ARTICLE,
	WORD_KUNYA,
	WORD_ABD,
	WORD_FIRST, /* of a compound: Gholam */
	WORD_DIN,
	WORD_TAIL, /* of a compound: zadeh, pour */
	WORD_OPTIONAL,
	WORD_NISBA,
	WORD_GEN1,
	WORD_GEN2,
	WORD_GEN3,
	WORD_GEN4,
	WORD_THE,
	WORD_MISSING,
	WORD_SMALL,
	WORD_FILLER,
	WORD_GROUP,
	WORD_HOUSE, /* the same behind a name: "the Nemouneh family" */
	WORD_COUNT,
	WORD_RELATION,
	WORD_NUMBER,
	WORD_AND,
	WORD_HIS,
	WORD_ALIAS,
	WORD_KNOWN,
	WORD_INITIAL,
	WORD_COMMON, /* given names, worth little where left out */
	WORD_VARIANT
};
struct name_word {
	const char *text;
	uint8_t n;
	uint8_t kind;
	uint8_t is_short; /* of a variant: a short or pet form */
	uint16_t group;	  /* of a variant */
};
extern const struct name_word NAME_WORDS[]; /* by bytes of the text */
extern const size_t NAME_WORDS_N;

/* All entries of a folded text, one behind the other; how many. */
size_t name_word_find(struct str folded, const struct name_word **ret);

/* ---- pieces ------------------------------------------------------------ */

enum { PIECES_MAX = 40, PIECE_FOLD_MAX = 48 };
enum piece_gap { GAP_SPACE, GAP_HYPHEN, GAP_ZWNJ, GAP_APOSTROPHE };

struct piece {
	struct str raw; /* within the text as given */
	uint8_t gap;	/* what stands before it */
	uint8_t alias;
	uint8_t comma; /* how many commas before it */
	bool dot;      /* right behind it */
	bool upper;    /* begins with a capital letter */
	bool capitals; /* all of its letters are capitals, and they are several */
	bool arabic;   /* begins with a letter of Arabic script */
	uint8_t letters;
	uint8_t digits;
	uint8_t n_folded;
	char folded[PIECE_FOLD_MAX];
	uint32_t kinds; /* bit of each enum word_kind it is */
	uint16_t variant[NAME_VARIANTS_MAX];
	bool derived; /* as of a token */
	bool gone;    /* a marker, or part of a token before */
};

static inline struct str piece_folded(const struct piece *p)
{
	return str_n(p->folded, p->n_folded);
}
static inline bool piece_is(const struct piece *p, enum word_kind k)
{
	return (p->kinds >> k) & 1;
}

/* How many; *ret_cut when there were more. Pieces without letters and digits are left out. */
size_t name_split(struct str text, struct piece *ret, bool *ret_cut);
/* `kinds`, `variant` and `derived` of a piece from its folded text. */
void name_piece_look_up(struct piece *p);
/* The variant groups of a text, ascending; what of `ret` is not needed is 0. */
void name_variants(struct str folded, uint16_t ret[static NAME_VARIANTS_MAX]);

/* No name can be read from these pieces; they speak of several people. */
bool name_pieces_missing(const struct piece *p, size_t n);
bool name_pieces_group(const struct piece *p, size_t n);

/* ---- building a name ---------------------------------------------------- */

struct name_builder {
	struct str given;
	enum name_role role;
	uint8_t codes[NAME_CODES_MAX];
	struct name_token tokens[NAME_TOKENS_MAX];
	size_t n_codes, n_tokens;
	bool cut;
};
/* Classes of a text; how many. What finds no room is cut. */
size_t name_add_codes(struct name_builder *b, struct str s);
/* Classes of a piece into `t`, compounds inside the word taken apart. */
void name_add_piece(struct name_builder *b, struct name_token *t, const struct piece *p);
/* The article at the front of one word, in bytes of its folded text; 0: none, or a known name begins so (Elias). */
size_t name_article_in(const struct piece *p);
/* Tokens and classes of the pieces that are left. */
void name_build(struct name_builder *b, struct piece *p, size_t n);

#endif
