/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date_lex.c - wording into numbers, words of dates and signs. Words are looked up up to three at
 * a time ("ربیع الثانی", "prior to"); a word that is not known is an error, because a date read
 * without it might mean something else.
 */
#include "text/date_parse_priv.h"

#include "text/fold.h"
#include "text/fold_priv.h"
#include "text/utf8.h"

int date_bad(struct arena *a, enum lang lang, struct err *e, const struct msg *m,
	     const struct str *args, size_t n)
{
	struct str t = tr_fmt(a, lang, m, args, n);
	return err_set(e, ERR_INPUT, "%.*s", STR_FMT(t));
}

/* ---- tokens ---------------------------------------------------------- */

static const struct msg TOO_MANY =
	MSG("This is too long for a date.", "این برای یک تاریخ بیش از اندازه بلند است.");
static const struct msg UNKNOWN_WORD =
	MSG("“{1}” is not a word of a date that is known here.", "«{1}» در تاریخ شناخته نشد.");
static const struct msg RELATIVE =
	MSG("“{1}” depends on the day it was said: write the date itself.",
	    "«{1}» به روزِ گفتن وابسته است: خودِ تاریخ را بنویسید.");
static const struct msg BIG_NUMBER = MSG("“{1}” is too long for a number of a date.",
					 "«{1}» برای عددِ یک تاریخ بیش از اندازه بلند است.");

enum piece { PIECE_SPACE, PIECE_DIGIT, PIECE_LETTER, PIECE_SIGN, PIECE_NOTHING };

/* What the character at the front of `s` is, which moves on behind it. */
static enum piece next_piece(struct str *s, char *ret_c)
{
	/* Signs that mean the same as an ASCII one. */
	static const struct {
		uint32_t cp;
		char as;
	} SIGNS[] = {
		{ 0x60C, ',' },	 { 0x2013, '-' }, { 0x2014, '-' }, { 0x2010, '-' }, { 0x2011, '-' },
		{ 0x2212, '-' }, { 0x61F, '?' },  { 0x66B, '.' },  { 0x2044, '/' },
	};
	char out[FOLD_OUT_MAX];
	size_t n = 0;
	uint32_t cp = 0;
	utf8_next(s, &cp);
	for (size_t i = 0; i < COUNT(SIGNS); i++) {
		if (SIGNS[i].cp == cp) {
			*ret_c = SIGNS[i].as;
			return PIECE_SIGN;
		}
	}
	/* The letter he of "ه.ش" and apostrophes inside words must not split them. */
	enum fold_act act = fold_char(cp, false, out, &n);
	*ret_c = out[0];
	if (act == FOLD_TAKE)
		return n == 1 && out[0] >= '0' && out[0] <= '9' ? PIECE_DIGIT : PIECE_LETTER;
	if (act == FOLD_DROP || cp == 0x200C)
		return PIECE_NOTHING;
	*ret_c = (char)cp;
	return cp > ' ' && cp < 0x80 ? PIECE_SIGN : PIECE_SPACE;
}

static int lex_number(struct arena *a, enum lang lang, struct str *s, struct date_token *t,
		      struct err *e)
{
	struct str all = *s;
	struct str rest = *s;
	char c;
	while (rest.n && next_piece(&rest, &c) == PIECE_DIGIT) {
		*s = rest;
		if (++t->digits > 4) {
			struct str arg = str_n(all.p, all.n - s->n);
			return date_bad(a, lang, e, &BIG_NUMBER, &arg, 1);
		}
		t->number = t->number * 10 + (c - '0');
	}
	t->kind = TOKEN_NUMBER;
	return 0;
}

/* Behind the word at the front of `s`. */
static struct str skip_word(struct str s)
{
	struct str rest = s;
	char c;
	while (rest.n) {
		enum piece p = next_piece(&rest, &c);
		if (p != PIECE_LETTER && p != PIECE_NOTHING)
			break;
		s = rest;
	}
	return s;
}

/* Where the next word begins behind spaces or one dot; `s` unchanged when none does. */
static struct str skip_gap(struct str s)
{
	struct str rest = s;
	while (rest.n) {
		struct str before = rest;
		char c;
		enum piece p = next_piece(&rest, &c);
		if (p == PIECE_LETTER)
			return before;
		if (p != PIECE_SPACE && p != PIECE_NOTHING &&
		    !(p == PIECE_SIGN && (c == '.' || c == '-')))
			break;
	}
	return s;
}

/* The longest of one to three words that is a term. */
static int lex_word(struct arena *a, enum lang lang, struct str *s, struct date_token *t,
		    struct err *e)
{
	struct str ends[3] = { skip_word(*s) };
	size_t n = 1;
	for (; n < COUNT(ends); n++) {
		struct str next = skip_gap(ends[n - 1]);
		if (next.n == ends[n - 1].n)
			break;
		ends[n] = skip_word(next);
	}
	t->kind = TOKEN_WORD;
	for (; n > 0 && !t->term; n--) {
		t->term = date_term_find(fold_key(a, str_n(s->p, s->n - ends[n - 1].n)));
		if (t->term)
			break;
	}
	struct str word = str_n(s->p, s->n - ends[t->term ? n - 1 : 0].n);
	if (!t->term)
		return date_bad(a, lang, e, &UNKNOWN_WORD, &word, 1);
	if (t->term->word == WORD_RELATIVE)
		return date_bad(a, lang, e, &RELATIVE, &word, 1);
	*s = ends[n - 1];
	/* The dot of an abbreviation: "Oct. 12", "c. 2025". */
	if (str_starts(*s, STR(".")))
		*s = str_from(*s, 1);
	return 0;
}

int date_lex(struct arena *a, enum lang lang, struct str s, struct date_tokens *ret, struct err *e)
{
	bool space = false;
	ret->n = 0;
	while (s.n) {
		struct date_token t = { .space_before = space };
		struct str after = s;
		char c = 0;
		enum piece p = next_piece(&after, &c);
		space = p == PIECE_SPACE || (space && p == PIECE_NOTHING);
		if (p == PIECE_SPACE || p == PIECE_NOTHING) {
			s = after;
			continue;
		}
		if (ret->n == DATE_TOKENS_MAX)
			return date_bad(a, lang, e, &TOO_MANY, NULL, 0);
		if (p == PIECE_DIGIT) {
			TRY(lex_number(a, lang, &s, &t, e));
		} else if (p == PIECE_LETTER) {
			TRY(lex_word(a, lang, &s, &t, e));
		} else {
			t.kind = TOKEN_SIGN;
			t.sign = c;
			s = after;
		}
		ret->t[ret->n++] = t;
	}
	ret->t[ret->n] = (struct date_token){ .kind = TOKEN_END };
	return 0;
}
