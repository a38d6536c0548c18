/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date_parse.c - tokens into a phrase of dates.
 *
 * A date itself is one of a table of shapes, tried longest first; what a shape cannot hold
 * (weekday, era, "about") stands before or behind it.
 */
#include "text/date_parse_priv.h"

static const struct msg TOO_MANY =
	MSG("This is too long for a date.", "این برای یک تاریخ بیش از اندازه بلند است.");

/* ---- shapes ---------------------------------------------------------- */

/*
 * Y year of 3 or 4 digits, y of 2; D day, m month in figures, M by name; a b c figures in the
 * order of the mode; S season; o an ordinal that may stand; , a comma that may stand; / one of
 * / - . without spaces; s the s of 1980s. Longer shapes first: the first that fits is taken.
 */
static const char *const SHAPES[] = {
	"Y/m/D", "a/b/Y", "a/b/c", "D/M/Y", "D/M/y", "Y/M/D", "DoM,Y", "MDo,Y", "DoM,y", "MDo,y",
	"YMDo",	 "YDoM",  "Y/m",   "m/Y",   "M,Y",   "M-Y",   "YM",    "S,Y",	"YS",	 "Do,Y",
	"DoM",	 "MDo",	  "D/M",   "Ys",    "M",     "S",     "Y",     "Do",
};

struct parser {
	struct arena *a;
	enum lang lang;
	const struct date_tokens *t;
	const struct date_mode *mode;
	size_t at;
	struct err *e;
};

static const struct date_token *tok(const struct parser *p, size_t ahead)
{
	size_t i = p->at + ahead;
	return &p->t->t[i < p->t->n ? i : p->t->n];
}

static bool is_word(const struct date_token *t, enum date_word w)
{
	return t->kind == TOKEN_WORD && t->term->word == w;
}

static bool is_sign(const struct date_token *t, char c)
{
	return t->kind == TOKEN_SIGN && t->sign == c;
}

/* One of / - . with nothing between it and its neighbours. */
static bool is_separator(const struct parser *p, size_t ahead)
{
	const struct date_token *t = tok(p, ahead);
	return t->kind == TOKEN_SIGN && (t->sign == '/' || t->sign == '-' || t->sign == '.') &&
	       !t->space_before && !tok(p, ahead + 1)->space_before;
}

/* Tokens a letter of a shape takes at `ahead`, or -1 when it does not fit. */
static int fits(const struct parser *p, char letter, size_t ahead)
{
	const struct date_token *t = tok(p, ahead);
	bool number = t->kind == TOKEN_NUMBER;
	switch (letter) {
	case 'Y':
		return number && t->digits >= 3 ? 1 : -1;
	case 'y':
		return number && t->digits == 2 ? 1 : -1;
	case 'D':
	case 'm':
	case 'a':
	case 'b':
		return number && t->digits <= 2 ? 1 : -1;
	case 'c':
		return number && t->digits == 2 ? 1 : -1;
	case 'M':
		return is_word(t, WORD_MONTH) ? 1 : -1;
	case 'S':
		return is_word(t, WORD_SEASON) ? 1 : -1;
	case 's':
		return is_word(t, WORD_DECADE) && !t->space_before ? 1 : -1;
	case 'o':
		return is_word(t, WORD_ORDINAL) ? 1 : 0;
	case ',':
		return is_sign(t, ',') ? 1 : 0;
	default: /* / and - */
		return is_separator(p, ahead) ? 1 : -1;
	}
}

/* Words that say nothing may stand between the parts: "12th of October", "مهر ماه سال ۱۴۰۴". */
static size_t skip_fill(const struct parser *p, size_t ahead)
{
	while (is_word(tok(p, ahead), WORD_FILL))
		ahead++;
	return ahead;
}

static int find_century(const struct parser *p, enum calendar cal, int yy)
{
	bool jalali = cal == CAL_JALALI;
	bool hijri = cal == CAL_HIJRI;
	/* The years of people now alive; the other century is its own reading. */
	int now = jalali     ? (yy <= 20 ? 1400 : 1300)
		  : hijri    ? (yy <= 60 ? 1400 : 1300)
		  : yy <= 40 ? 2000
			     : 1900;
	return now + yy - (p->mode->old_century ? 100 : 0);
}

/* Put three figures in the mode's order. False: they do not go into it. */
static bool set_figures(const struct parser *p, struct date_atom *at, const int v[3],
			bool year_last)
{
	static const struct {
		int year, month, day;
	} PLACES[] = {
		[ORDER_DMY] = { 2, 1, 0 }, [ORDER_MDY] = { 2, 0, 1 }, [ORDER_YMD] = { 0, 1, 2 }
	};
	enum date_order o = p->mode->order;

	/* Two-digit figures have readings enough without the century before. */
	if (year_last ? o == ORDER_YMD : p->mode->old_century)
		return false;
	at->month = v[PLACES[o].month];
	at->day = v[PLACES[o].day];
	at->year = v[PLACES[o].year];
	if (!year_last) {
		at->cal = p->mode->two_digits;
		at->cal_said = true;
		at->year = find_century(p, at->cal, at->year);
		at->year_digits = 2;
	}
	return true;
}

/* The tokens `shape` takes, filling *at; 0 when it does not fit. */
static size_t match(const struct parser *p, const char *shape, struct date_atom *at)
{
	struct date_atom got = *at;
	int v[3] = { 0 };
	size_t figures = 0;
	size_t ahead = 0;
	for (const char *s = shape; *s; s++) {
		if (s > shape && *s != '/' && *s != '-')
			ahead = skip_fill(p, ahead);
		int n = fits(p, *s, ahead);
		const struct date_token *t = tok(p, ahead);
		if (n < 0)
			return 0;
		if (*s == 'Y' || *s == 'y') {
			got.year = t->number;
			got.year_digits = t->digits;
		} else if (*s == 'D') {
			got.day = t->number;
		} else if (*s == 'm') {
			got.month = t->number;
		} else if (*s == 'M') {
			got.month = t->term->n;
			got.cal = t->term->cal;
			got.cal_said = true;
		} else if (*s == 'S') {
			got.season = t->term->n;
		} else if (*s == 's') {
			got.decade = true;
		} else if (*s == 'a' || *s == 'b' || *s == 'c') {
			v[figures++] = t->number;
		}
		ahead += (size_t)n;
	}
	if (figures == 2) {
		v[2] = got.year;
		if (!set_figures(p, &got, v, true))
			return 0;
	} else if (figures == 3 && !set_figures(p, &got, v, false)) {
		return 0;
	}
	if (got.year_digits == 2 && figures == 0)
		got.year = find_century(p, got.cal, got.year);
	*at = got;
	return ahead;
}

/* ---- one date -------------------------------------------------------- */

static const struct msg NO_DATE =
	MSG("There is no date that can be read here.", "در اینجا تاریخی خوانده نشد.");
static const struct msg NOT_UNDERSTOOD = MSG(
	"The date cannot be read as a whole. Write it like 12 Oct 2025, 20 Mehr 1404, 2025-10-12, about Oct 2025, 8 or 27 Sep 2025.",
	"تاریخ به‌طور کامل خوانده نشد. آن را مانند ۲۰ مهر ۱۴۰۴، ۱۴۰۴/۰۷/۲۰، 12 Oct 2025، حدود مهر ۱۴۰۴ یا ۲۸ یا ۲۹ خرداد ۱۴۰۴ بنویسید.");

static bool take_mark(struct date_atom *at, const struct date_token *t)
{
	if (t->kind != TOKEN_WORD)
		return false;
	switch (t->term->word) {
	case WORD_ABOUT:
		at->approx = true;
		return true;
	case WORD_PART:
		at->approx = at->part = true;
		return true;
	case WORD_PERHAPS:
		at->perhaps = true;
		return true;
	case WORD_WEEKDAY:
		at->weekday = t->term->n;
		return true;
	case WORD_DECADE_BEFORE:
		at->decade = true;
		return true;
	case WORD_FILL:
		return true;
	case WORD_NONE:
	case WORD_MONTH:
	case WORD_SEASON:
	case WORD_ERA:
	case WORD_BEFORE:
	case WORD_AFTER:
	case WORD_SINCE:
	case WORD_UNTIL:
	case WORD_BETWEEN:
	case WORD_FROM:
	case WORD_TO:
	case WORD_OR:
	case WORD_AND:
	case WORD_ORDINAL:
	case WORD_DECADE:
	case WORD_RELATIVE:
		break;
	}
	return false;
}

static void take_prefix(struct parser *p, struct date_atom *at)
{
	for (;; p->at++) {
		const struct date_token *t = tok(p, 0);
		const struct date_token *last = p->at > 0 ? &p->t->t[p->at - 1] : t;
		if (is_sign(t, '~')) {
			at->approx = true;
			continue;
		}
		/* "mid-2025", "Sunday, 12 October" */
		bool after_mark = is_word(last, WORD_PART) || is_word(last, WORD_WEEKDAY);
		if (p->at > 0 && after_mark && (is_sign(t, '-') || is_sign(t, ',')))
			continue;
		if (!take_mark(at, t))
			return;
	}
}

static bool take_suffix_word(struct date_atom *at, const struct date_token *t)
{
	if (is_word(t, WORD_ERA)) {
		at->cal = t->term->cal;
		at->cal_said = at->era_said = true;
		return true;
	}
	if (is_word(t, WORD_WEEKDAY)) {
		at->weekday = t->term->n;
		return true;
	}
	return is_word(t, WORD_ABOUT) || is_word(t, WORD_PERHAPS) ? take_mark(at, t) : false;
}

/* "(Sunday)", ", Sunday", "AD", "?", "~" */
static void take_suffix(struct parser *p, struct date_atom *at)
{
	for (;;) {
		const struct date_token *t = tok(p, 0);
		if (is_sign(t, '~') || is_sign(t, '?') || is_sign(t, '%')) {
			at->approx = at->approx || t->sign != '?';
			at->perhaps = at->perhaps || t->sign != '~';
			p->at++;
		} else if (is_sign(t, '(') && take_suffix_word(at, tok(p, 1)) &&
			   is_sign(tok(p, 2), ')')) {
			p->at += 3;
		} else if (is_sign(t, ',') && is_word(tok(p, 1), WORD_WEEKDAY)) {
			take_suffix_word(at, tok(p, 1));
			p->at += 2;
		} else if (!is_word(t, WORD_ABOUT) && !is_word(t, WORD_PERHAPS) &&
			   take_suffix_word(at, t)) {
			p->at++;
		} else {
			return;
		}
	}
}

static int parse_atom(struct parser *p, struct date_atom *ret)
{
	struct date_atom at = { .weekday = -1 };
	take_prefix(p, &at);
	for (size_t i = 0; i < COUNT(SHAPES); i++) {
		size_t n = match(p, SHAPES[i], &at);
		if (n == 0)
			continue;
		p->at += n;
		take_suffix(p, &at);
		*ret = at;
		return 0;
	}
	return date_bad(p->a, p->lang, p->e, p->t->n == 0 ? &NO_DATE : &NOT_UNDERSTOOD, NULL, 0);
}

/* ---- the phrase ------------------------------------------------------ */

static enum date_link take_link(struct parser *p, const struct date_phrase *ph)
{
	static const struct {
		enum date_word word;
		enum date_link link;
	} LINKS[] = { { WORD_OR, LINK_OR },
		      { WORD_AND, LINK_AND },
		      { WORD_TO, LINK_TO },
		      { WORD_UNTIL, LINK_TO } };
	const struct date_token *t = tok(p, 0);
	enum date_link link = LINK_NONE;

	for (size_t i = 0; i < COUNT(LINKS); i++) {
		if (is_word(t, LINKS[i].word))
			link = LINKS[i].link;
	}
	/* 2025-10-12-13 is a slip, not a period. */
	bool slip = p->at > 1 && is_sign(&p->t->t[p->at - 2], '-') && is_separator(p, 0) &&
		    tok(p, 1)->digits < 3;
	if (is_sign(t, '-') && !slip)
		link = LINK_TO;
	/* "1403/1404": a slash between whole years. */
	if (is_sign(t, '/') && tok(p, 1)->digits == 4 && ph->atoms[ph->n - 1].year_digits == 4)
		link = LINK_TO;
	if (is_sign(t, ',')) {
		link = LINK_COMMA;
		if (is_word(tok(p, 1), WORD_OR) || is_word(tok(p, 1), WORD_AND)) {
			link = is_word(tok(p, 1), WORD_OR) ? LINK_OR : LINK_AND;
			p->at++;
		}
	}
	if (link != LINK_NONE)
		p->at++;
	return link;
}

static enum date_word take_head(struct parser *p)
{
	static const struct {
		enum date_word word, head;
	} HEADS[] = {
		{ WORD_BEFORE, WORD_BEFORE },	{ WORD_AFTER, WORD_AFTER },
		{ WORD_SINCE, WORD_SINCE },	{ WORD_UNTIL, WORD_UNTIL },
		{ WORD_TO, WORD_UNTIL },	{ WORD_FROM, WORD_FROM },
		{ WORD_BETWEEN, WORD_BETWEEN },
	};
	while (is_word(tok(p, 0), WORD_FILL))
		p->at++;
	for (size_t i = 0; i < COUNT(HEADS); i++) {
		if (is_word(tok(p, 0), HEADS[i].word)) {
			p->at++;
			return HEADS[i].head;
		}
	}
	return WORD_NONE;
}

/* "8 or 27 Sep 2025", "Sep 8 or 27, 2025": what one date does not say its neighbour says. */
static void share_parts(struct date_phrase *ph)
{
	for (size_t i = ph->n - 1; i-- > 0;) {
		struct date_atom *x = &ph->atoms[i];
		const struct date_atom *y = &ph->atoms[i + 1];
		if (x->month == 0 && x->day && y->month) {
			x->month = y->month;
			x->cal = y->cal;
			x->cal_said = y->cal_said;
		}
		if (x->year == 0 && y->year && (x->cal == y->cal || !y->cal_said)) {
			x->year = y->year;
			x->year_digits = y->year_digits;
			x->era_said = x->era_said || y->era_said;
		}
	}
	for (size_t i = 1; i < ph->n; i++) {
		struct date_atom *y = &ph->atoms[i];
		const struct date_atom *x = &ph->atoms[i - 1];
		if (y->month == 0 && y->day && x->month) {
			y->month = x->month;
			y->cal = x->cal;
			y->cal_said = x->cal_said;
		}
		if (y->year == 0 && x->year && x->cal == y->cal) {
			y->year = x->year;
			y->year_digits = x->year_digits;
		}
		/* "Sep 8 or 27, 2025": the first gets its year from the second. */
		if (ph->atoms[i - 1].year == 0 && y->year && x->cal == y->cal) {
			ph->atoms[i - 1].year = y->year;
			ph->atoms[i - 1].year_digits = y->year_digits;
		}
	}
	/* "about 12 to 14 Oct" doubts both. */
	for (size_t i = 1; i < ph->n; i++) {
		ph->atoms[i].approx =
			ph->atoms[i].approx || (ph->atoms[0].approx && !ph->atoms[0].part);
		ph->atoms[i].perhaps = ph->atoms[i].perhaps || ph->atoms[0].perhaps;
	}
}

int date_parse(struct arena *a, enum lang lang, const struct date_tokens *t,
	       const struct date_mode *mode, struct date_phrase *ret, struct err *e)
{
	struct parser p = { a, lang, t, mode, 0, e };
	struct date_phrase ph = { .head = take_head(&p) };
	do {
		if (ph.n == DATE_ATOMS_MAX)
			return date_bad(a, lang, e, &TOO_MANY, NULL, 0);
		TRY(parse_atom(&p, &ph.atoms[ph.n]));
		ph.n++;
		ph.links[ph.n - 1] = take_link(&p, &ph);
	} while (ph.links[ph.n - 1] != LINK_NONE);
	if (tok(&p, 0)->kind != TOKEN_END)
		return date_bad(a, lang, e, &NOT_UNDERSTOOD, NULL, 0);
	share_parts(&ph);
	*ret = ph;
	return 0;
}
