/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_quantity.c - numbers with the words before them, yes and no, coordinates.
 *
 * The words are those of the manual and no others: a word that is not known could turn "at least"
 * into "exactly", so the cell is refused.
 */
#include "register/table_priv.h"
#include "text/fold.h"
#include "text/utf8.h"

enum { NUMBER_TEXT_MAX = 200 }; /* bytes; folding a long text costs, and no number has more */

enum phrase {
	PHRASE_NONE,
	PHRASE_AT_LEAST,
	PHRASE_MORE,
	PHRASE_AT_MOST,
	PHRASE_FEWER,
	PHRASE_ABOUT,
	PHRASE_BETWEEN,
	PHRASE_TO,
	PHRASE_AND,
	PHRASE_YES,
	PHRASE_NO
};

struct word {
	const char *text;
	enum phrase phrase;
};

static const struct word WORDS[] = {
	{ "at least", PHRASE_AT_LEAST },
	{ "no fewer than", PHRASE_AT_LEAST },
	{ "minimum", PHRASE_AT_LEAST },
	{ "دست‌کم", PHRASE_AT_LEAST },
	{ "حداقل", PHRASE_AT_LEAST },
	{ "more than", PHRASE_MORE },
	{ "over", PHRASE_MORE },
	{ "above", PHRASE_MORE },
	{ "بیش از", PHRASE_MORE },
	{ "up to", PHRASE_AT_MOST },
	{ "at most", PHRASE_AT_MOST },
	{ "no more than", PHRASE_AT_MOST },
	{ "حداکثر", PHRASE_AT_MOST },
	{ "fewer than", PHRASE_FEWER },
	{ "less than", PHRASE_FEWER },
	{ "under", PHRASE_FEWER },
	{ "کمتر از", PHRASE_FEWER },
	{ "around", PHRASE_ABOUT },
	{ "about", PHRASE_ABOUT },
	{ "approximately", PHRASE_ABOUT },
	{ "some", PHRASE_ABOUT },
	{ "nearly", PHRASE_ABOUT },
	{ "حدود", PHRASE_ABOUT },
	{ "between", PHRASE_BETWEEN },
	{ "بین", PHRASE_BETWEEN },
	{ "to", PHRASE_TO },
	{ "تا", PHRASE_TO },
	{ "and", PHRASE_AND },
	{ "و", PHRASE_AND },
	{ "yes", PHRASE_YES },
	{ "true", PHRASE_YES },
	{ "بله", PHRASE_YES },
	{ "no", PHRASE_NO },
	{ "false", PHRASE_NO },
	{ "خیر", PHRASE_NO },
};

/* Signs are dropped by folding, so they are compared as they stand; the longer one first. */
static const struct word SIGNS[] = {
	{ ">=", PHRASE_AT_LEAST }, { "≥", PHRASE_AT_LEAST }, { "<=", PHRASE_AT_MOST },
	{ "≤", PHRASE_AT_MOST },   { ">", PHRASE_MORE },     { "<", PHRASE_FEWER },
	{ "~", PHRASE_ABOUT },
};

void words_init(struct table_reader *t)
{
	map_init(&t->words, t->cache_arena);
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		struct word *w = NEW(t->cache_arena, struct word);
		*w = WORDS[i];
		*map_at(&t->words, fold_key(t->scratch, str_of(w->text))) = w;
	}
}

static enum phrase phrase_of(struct table_reader *t, struct str s)
{
	if (!s.n || s.n > NUMBER_TEXT_MAX)
		return PHRASE_NONE;
	const struct word *w = map_get(&t->words, fold_key(t->scratch, s));
	return w ? w->phrase : PHRASE_NONE;
}

/* ---- one spelling for digits, separators and dashes --------------------- */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_one_of(uint32_t cp, const uint32_t *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (list[i] == cp)
			return true;
	return false;
}

/* Folding knows the digits of all scripts. */
static char digit_of(struct table_reader *t, struct str character)
{
	struct str f = fold_key(t->scratch, character);
	return f.n == 1 && is_digit(f.p[0]) ? f.p[0] : '\0';
}

static struct str one_spelling(struct table_reader *t, struct str s)
{
	/* Persian and Arabic separators and comma; spaces some typesetters put between thousands. */
	static const uint32_t GROUP[] = { 0x66C, 0x60C };
	static const uint32_t SPACE[] = { 0xA0, 0x2009, 0x202F };
	static const uint32_t DASH[] = { 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212 };
	char *p = NEW_N(t->scratch, s.n + 1, char);
	size_t n = 0;
	while (s.n) {
		uint32_t cp;
		struct str before = s;
		utf8_next(&s, &cp);
		struct str character = str_n(before.p, before.n - s.n);
		char digit = cp >= 0x80 ? digit_of(t, character) : '\0';
		bool after_digit = n > 0 && is_digit(p[n - 1]);
		if (digit) {
			p[n++] = digit;
		} else if (is_one_of(cp, GROUP, COUNT(GROUP)) ||
			   (is_one_of(cp, SPACE, COUNT(SPACE)) && after_digit)) {
			p[n++] = ',';
		} else if (is_one_of(cp, SPACE, COUNT(SPACE))) {
			p[n++] = ' ';
		} else if (is_one_of(cp, DASH, COUNT(DASH))) {
			p[n++] = '-';
		} else {
			memcpy(p + n, character.p, character.n);
			n += character.n;
		}
	}
	return str_n(p, n);
}

/* ---- quantities --------------------------------------------------------- */

/* Take a whole number off the front: digits, or one to three and groups of three. */
static enum quantity_fault take_number(struct str *s, int64_t *ret)
{
	int64_t v = 0;
	size_t i = 0;
	size_t group = 0;
	bool grouped = false;
	bool huge = false;
	for (; i < s->n; i++) {
		char c = s->p[i];
		if (is_digit(c)) {
			group++;
			huge = huge || v > JSON_INT_MAX / 10;
			v = huge ? v : 10 * v + (c - '0');
		} else if (c == ',' && i + 1 < s->n && is_digit(s->p[i + 1])) {
			if (grouped ? group != 3 : group < 1 || group > 3)
				return QUANTITY_NONE;
			grouped = true;
			group = 0;
		} else {
			break;
		}
	}
	if (i == 0 || (grouped && group != 3))
		return QUANTITY_NONE;
	*s = str_from(*s, i);
	*ret = v;
	return huge || v > JSON_INT_MAX ? QUANTITY_HUGE : QUANTITY_FINE;
}

static enum phrase take_prefix(struct table_reader *t, struct str *s, bool *ret_known)
{
	size_t i = 0;
	*ret_known = true;
	for (size_t k = 0; k < COUNT(SIGNS); k++) {
		if (str_starts(*s, str_of(SIGNS[k].text))) {
			*s = str_trim(str_from(*s, strlen(SIGNS[k].text)));
			return SIGNS[k].phrase;
		}
	}
	while (i < s->n && !is_digit(s->p[i]))
		i++;
	if (i == 0)
		return PHRASE_NONE;
	enum phrase p = phrase_of(t, str_n(s->p, i));
	*ret_known = p >= PHRASE_AT_LEAST && p <= PHRASE_BETWEEN;
	*s = str_from(*s, i);
	return p;
}

static enum quantity_fault read_range(struct table_reader *t, struct str rest, enum phrase prefix,
				      int64_t lo, struct value *ret)
{
	size_t i = 0;
	int64_t hi = 0;
	while (i < rest.n && !is_digit(rest.p[i]))
		i++;
	struct str joint = str_trim(str_n(rest.p, i));
	enum phrase word = phrase_of(t, joint);
	bool fits = prefix == PHRASE_BETWEEN ? word == PHRASE_AND
					     : word == PHRASE_TO || str_eq(joint, STR("-"));
	rest = str_from(rest, i);
	enum quantity_fault fault = fits ? take_number(&rest, &hi) : QUANTITY_NONE;
	if (fault != QUANTITY_FINE)
		return fault;
	if (rest.n)
		return QUANTITY_NONE;
	if (hi < lo)
		return QUANTITY_ORDER;
	ret->u.quantity.has_lo = ret->u.quantity.has_hi = true;
	ret->u.quantity.lo = lo;
	ret->u.quantity.hi = hi;
	return QUANTITY_FINE;
}

static enum quantity_fault set_bounds(enum phrase prefix, int64_t n, struct value *ret)
{
	bool lower = prefix == PHRASE_AT_LEAST || prefix == PHRASE_MORE;
	bool upper = prefix == PHRASE_AT_MOST || prefix == PHRASE_FEWER;
	ret->u.quantity.has_lo = !upper;
	ret->u.quantity.has_hi = !lower;
	ret->u.quantity.lo = prefix == PHRASE_MORE ? n + 1 : n;
	ret->u.quantity.hi = prefix == PHRASE_FEWER ? n - 1 : n;
	/* What is left out of the JSON stays zero, so that equal values are equal structs. */
	if (upper)
		ret->u.quantity.lo = 0;
	if (lower)
		ret->u.quantity.hi = 0;
	ret->u.quantity.about = prefix == PHRASE_ABOUT;
	if (prefix == PHRASE_FEWER && n == 0)
		return QUANTITY_BELOW;
	return prefix == PHRASE_MORE && n == JSON_INT_MAX ? QUANTITY_HUGE : QUANTITY_FINE;
}

static bool is_canonical(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]))
			return false;
	return s.n == 1 || (s.n > 1 && s.p[0] != '0');
}

enum quantity_fault quantity_read(struct table_reader *t, struct str s, struct value *ret)
{
	int64_t n = 0;
	bool known;
	*ret = (struct value){ .type = VALUE_QUANTITY };
	if (s.n > NUMBER_TEXT_MAX)
		return QUANTITY_NONE;
	struct str rest = one_spelling(t, s);
	ret->u.quantity.given = is_canonical(s) ? STR_NULL : s;
	enum phrase prefix = take_prefix(t, &rest, &known);
	if (!known)
		return QUANTITY_NONE;
	enum quantity_fault fault = take_number(&rest, &n);
	if (fault != QUANTITY_FINE)
		return fault;
	if (prefix == PHRASE_BETWEEN || (prefix == PHRASE_NONE && rest.n))
		return read_range(t, rest, prefix, n, ret);
	return rest.n ? QUANTITY_NONE : set_bounds(prefix, n, ret);
}

/* ---- yes and no, coordinates -------------------------------------------- */

bool boolean_read(struct table_reader *t, struct str s, bool *ret)
{
	enum phrase p = phrase_of(t, s);
	*ret = p == PHRASE_YES;
	return p == PHRASE_YES || p == PHRASE_NO;
}

bool coordinates_read(struct table_reader *t, struct str s, struct value *ret)
{
	struct str lat;
	if (s.n > NUMBER_TEXT_MAX)
		return false;
	struct str one = one_spelling(t, s);
	char *p = NEW_N(t->scratch, one.n + 1, char);
	size_t n = 0;
	for (size_t i = 0; i < one.n; i++) {
		/* U+066B, the decimal sign of Persian numbers. */
		bool decimal = i + 1 < one.n && one.p[i] == '\xD9' && one.p[i + 1] == '\xAB';
		i += decimal;
		p[n++] = decimal ? '.' : one.p[i] == ',' || one.p[i] == '\t' ? ' ' : one.p[i];
	}
	struct str lon = str_trim(str_cut(str_n(p, n), ' ', &lat));
	if (str_starts(lat, STR("+")))
		lat = str_from(lat, 1);
	if (str_starts(lon, STR("+")))
		lon = str_from(lon, 1);
	*ret = (struct value){ .type = VALUE_COORDINATES };
	ret->u.coordinates.lat = lat;
	ret->u.coordinates.lon = lon;
	AUTO_BUF b;
	buf_init(&b, 4096);
	return value_write(&b, ret, NULL) == 0;
}
