/* SPDX-License-Identifier: GPL-3.0-or-later */
/* date_parse_priv.h - wording as a struct: what date_read works with. */
#ifndef VIGIL_DATE_PARSE_PRIV_H
#define VIGIL_DATE_PARSE_PRIV_H

#include "text/date_priv.h"

enum { DATE_TOKENS_MAX = 96, DATE_ATOMS_MAX = 12 };

enum date_token_kind { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_SIGN };

struct date_token {
	enum date_token_kind kind;
	int number, digits;
	const struct date_term *term;
	char sign;
	bool space_before;
};

struct date_tokens {
	struct date_token t[DATE_TOKENS_MAX + 1]; /* ends with TOKEN_END */
	size_t n;
};

/* How figures are understood where they could be understood in several ways. */
enum date_order { ORDER_DMY, ORDER_MDY, ORDER_YMD };
struct date_mode {
	enum date_order order;
	enum calendar two_digits; /* calendar of 04/07/20 */
	bool old_century;	  /* 25 is 1925 */
	bool hijri_figures;	  /* 1447/04/20 is Hijri */
	struct msg note;
};

/* One date as worded; 0 for what is not said. */
struct date_atom {
	enum calendar cal;
	bool cal_said; /* by a month name or an era */
	bool era_said;
	int year, month, day, season;
	int year_digits;
	bool decade, approx, part, perhaps;
	int weekday; /* -1: none */
};

enum date_link { LINK_NONE, LINK_COMMA, LINK_OR, LINK_AND, LINK_TO };

struct date_phrase {
	enum date_word head; /* WORD_BEFORE ... or WORD_NONE */
	struct date_atom atoms[DATE_ATOMS_MAX];
	enum date_link links[DATE_ATOMS_MAX]; /* links[i] stands behind atoms[i] */
	size_t n;
};

int date_lex(struct arena *a, enum lang lang, struct str s, struct date_tokens *ret, struct err *e);
int date_parse(struct arena *a, enum lang lang, const struct date_tokens *t,
	       const struct date_mode *mode, struct date_phrase *ret, struct err *e);

struct date_reader {
	struct arena *a;
	enum lang lang;
	const struct date_mode *mode;
	struct err *e;
};

/* A date as a value: one EDTF date, or the days lo to hi that it has in the other calendar. */
struct date_value {
	struct edtf_date lo, hi;
	bool range;
};

enum { DATE_YEAR14_FIRST = 1300, DATE_YEAR14_LAST = 1499 };

/* Find the calendar of an atom, check that the date exists, and make it a value. */
int date_resolve(const struct date_reader *r, struct date_atom *at, struct date_value *ret);
/* The values of a phrase, in the order of its atoms, as one EDTF value. */
int date_combine(const struct date_reader *r, const struct date_phrase *ph,
		 const struct date_value *v, struct edtf *ret);
enum edtf_precision date_atom_precision(const struct date_atom *at);

/* State an error for the reader, in `lang`. */
int date_bad(struct arena *a, enum lang lang, struct err *e, const struct msg *m,
	     const struct str *args, size_t n);

#endif
