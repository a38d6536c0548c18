/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * token_none.c - texts in a column of names that name nobody, or several people.
 *
 * Both are counted and never compared, so a wrong guess here hides a person from the comparison: a text is
 * missing only when every word of it says so, and a group only by words that speak of several people.
 */
#include "names/names_priv.h"

static bool is_initial(const struct piece *p)
{
	return p->letters == 1 || piece_is(p, WORD_INITIAL);
}

static bool is_number(const struct piece *p)
{
	return p->letters == 0 && p->digits > 0;
}

/* 2 and more. */
static bool says_several(const struct piece *p)
{
	return piece_is(p, WORD_NUMBER) || (is_number(p) && !str_eq(piece_folded(p), STR("1")) &&
					    !str_eq(piece_folded(p), STR("0")));
}

/* "son of X", فرزند X: the child is not named. */
static bool is_relative_of(const struct piece *p, size_t n)
{
	return n >= 2 && piece_is(&p[0], WORD_RELATION) &&
	       (p[0].arabic || str_eq(piece_folded(&p[1]), STR("of")) ||
		(n >= 3 && str_eq(piece_folded(&p[2]), STR("of"))));
}

bool name_pieces_missing(const struct piece *p, size_t n)
{
	size_t initials = 0;
	size_t said = 0;
	size_t small = 0;
	size_t numbers = 0;
	for (size_t i = 0; i < n; i++) {
		if (piece_is(&p[i], WORD_MISSING) || piece_is(&p[i], WORD_FILLER))
			said++;
		else if (piece_is(&p[i], WORD_SMALL))
			small++;
		else if (is_initial(&p[i]))
			initials++;
		else if (is_number(&p[i]))
			numbers++;
	}
	if (initials + numbers == n) /* also when there is nothing */
		return true;
	if (said + small + numbers + initials == n && (said > 0 || small == n))
		return true;
	return is_relative_of(p, n);
}

static bool is_people(const struct piece *p)
{
	return piece_is(p, WORD_GROUP) || piece_is(p, WORD_COUNT);
}

/* "and his son", و همراهان, "and 3 others"; or two names with "and" between. */
static bool is_and_others(const struct piece *p, size_t n, size_t and_at)
{
	size_t before = 0;
	size_t after = 0;
	for (size_t i = and_at + 1; i < n && i <= and_at + 2; i++) {
		if (is_people(&p[i]) || piece_is(&p[i], WORD_HIS) || says_several(&p[i]))
			return true;
	}
	for (size_t i = 0; i < n; i++) {
		bool name = !piece_is(&p[i], WORD_TITLE) && p[i].letters > 1;
		before += name && i < and_at;
		after += name && i > and_at;
	}
	return before >= 1 && after >= 1 && before + after >= 3;
}

bool name_pieces_group(const struct piece *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (piece_is(&p[i], WORD_AND) && i > 0 && is_and_others(p, n, i))
			return true;
		if (says_several(&p[i]) &&
		    ((i + 1 < n && is_people(&p[i + 1])) || (i + 2 < n && is_people(&p[i + 2]))))
			return true;
		if (i > 0 && p[i].arabic && piece_is(&p[i], WORD_GROUP) && p[i].n_folded > 2 &&
		    str_starts(piece_folded(&p[i]), STR("و")))
			return true;
	}
	return n > 0 && (piece_is(&p[0], WORD_GROUP) || (n > 1 && piece_is(&p[n - 1], WORD_HOUSE)));
}
