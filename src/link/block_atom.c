/* SPDX-License-Identifier: GPL-3.0-or-later */
/* block_atom.c - what records are filed under, field by field. */
#include "link/block_priv.h"
#include "link/link_priv.h"

static const struct {
	const char *what;
	double chance;
} KINDS[ATOM_KINDS] = {
	/* Chances are what the development lists show, rounded down. */
	[ATOM_NAME] = { "consonants", .80 },
	[ATOM_DELETE] = { "one consonant left out", .92 },
	[ATOM_GRAMS] = { "5 consonants in a row", .93 },
	[ATOM_PAIRS] = { "two of its words", .90 },
	[ATOM_TRIPLES] = { "three of its words", .85 },
	[ATOM_TOKENS] = { "one of its words", .95 },
	[ATOM_BOTH] = { "both names in either order", .68 },
	[ATOM_SAME] = { "equal", .78 },
	[ATOM_HEAD] = { "first half", .87 },
	[ATOM_TAIL] = { "second half", .87 },
	[ATOM_DAY] = { "day", .78 },
	[ATOM_NEAR] = { "within days", .84 },
	[ATOM_MONTH] = { "month", .88 },
	[ATOM_YEAR] = { "year", .93 },
	[ATOM_YEARDAY] = { "day of the year", .85 },
	[ATOM_CLOSE] = { "close", .90 },
};

double atom_chance(enum atom_kind k)
{
	return KINDS[k].chance;
}

struct str atom_words(const struct link_set *s, const struct atom *at, struct arena *a)
{
	struct str label = s->fields[at->field].label;
	if (at->kind == ATOM_BOTH)
		return str_printf(a, "%.*s and %.*s: %s", STR_FMT(label),
				  STR_FMT(s->fields[at->other].label), KINDS[at->kind].what);
	return str_printf(a, "%.*s: %s", STR_FMT(label), KINDS[at->kind].what);
}

static const struct link_value *value_at(const struct link_set *s, size_t f, uint32_t r)
{
	return &s->values[f].p[s->value[f][r]];
}

/* Half of a text by letters: typing errors leave the other half alone. */
static size_t half_of(const struct link_value *v, bool tail, uint64_t *ret)
{
	uint16_t letters[LINK_LETTERS_MAX];
	size_t n = link_letters(v->folded, letters);
	if (n < 4)
		return 0;
	size_t half = n / 2 < 3 ? n / 2 : n / 2 > 5 ? 5 : n / 2;
	const uint16_t *from = tail ? letters + n - half : letters;
	*ret = link_hash(str_n((const char *)from, half * sizeof *from));
	return 1;
}

/* Floor division, for days before the epoch of the count. */
static uint64_t stretch(int32_t day, int32_t of)
{
	return (uint64_t)(int64_t)(day >= 0 ? day / of : -((-day + of - 1) / of));
}

/* Day and month exchanged is the commonest error of all. */
static uint64_t yearday_key(enum calendar c, uint32_t month, uint32_t day)
{
	uint32_t lo = day < month ? day : month;
	uint32_t hi = day < month ? month : day;
	return ((uint64_t)c << 16) | (lo << 8) | hi;
}

/* As written, and in the Gregorian calendar: one list may write it, and another not. */
static size_t yearday_keys(const struct link_date *d, uint64_t *ret)
{
	struct cal_day g;
	if (!d->day || !d->month)
		return 0;
	ret[0] = yearday_key((enum calendar)d->calendar, d->month, d->day);
	if (d->calendar == CAL_GREGORIAN || d->lo != d->hi ||
	    !cal_from_jdn(CAL_GREGORIAN, d->lo, &g))
		return 1;
	ret[1] = yearday_key(CAL_GREGORIAN, (uint32_t)g.month, (uint32_t)g.day);
	return 2;
}

static size_t date_keys(const struct link_date *d, enum atom_kind k, uint64_t *ret)
{
	if (k == ATOM_YEARDAY)
		return yearday_keys(d, ret);
	if (d->lo > d->hi) {
		/* No date, yet the year may be right. */
		int32_t day;
		if (k != ATOM_YEAR || !cal_to_jdn((enum calendar)d->calendar, d->year, 6, 1, &day))
			return 0;
		ret[0] = stretch(day, 365);
		return 1;
	}
	int32_t of = k == ATOM_NEAR ? 5 : k == ATOM_MONTH ? 32 : 365;
	bool exact = d->lo == d->hi;
	if (k == ATOM_DAY || k == ATOM_NEAR) {
		if (!exact)
			return 0;
		ret[0] = k == ATOM_DAY ? (uint64_t)(int64_t)d->lo : stretch(d->lo, of);
		if (k == ATOM_DAY)
			return 1;
		ret[1] = ret[0] + 1;
		return 2;
	}
	if (d->hi - d->lo > (k == ATOM_MONTH ? 32 : 400))
		return 0;
	ret[0] = stretch(d->lo, of);
	ret[1] = stretch(d->hi, of);
	return ret[0] == ret[1] ? 1 : 2;
}

static size_t name_atom_keys(const struct name *n, enum atom_kind k, uint64_t *ret)
{
	enum name_key_family f = k == ATOM_DELETE    ? NAME_KEY_DELETE
				 : k == ATOM_GRAMS   ? NAME_KEY_GRAMS
				 : k == ATOM_PAIRS   ? NAME_KEY_PAIRS
				 : k == ATOM_TRIPLES ? NAME_KEY_TRIPLES
						     : NAME_KEY_TOKENS;
	if (k != ATOM_NAME)
		return name_keys(n, f, ret);
	ret[0] = n->key ? n->key : n->folded;
	return 1;
}

size_t atom_value_keys(const struct link_value *v, enum atom_kind k, uint64_t ret[ATOM_KEYS_MAX])
{
	if (v->missing)
		return 0;
	switch (k) {
	case ATOM_NAME:
	case ATOM_DELETE:
	case ATOM_GRAMS:
	case ATOM_PAIRS:
	case ATOM_TRIPLES:
	case ATOM_TOKENS:
		return name_atom_keys(v->name, k, ret);
	case ATOM_SAME:
		ret[0] = v->group;
		return 1;
	case ATOM_HEAD:
	case ATOM_TAIL:
		return half_of(v, k == ATOM_TAIL, ret);
	case ATOM_DAY:
	case ATOM_NEAR:
	case ATOM_MONTH:
	case ATOM_YEAR:
	case ATOM_YEARDAY:
		return date_keys(&v->date, k, ret);
	case ATOM_CLOSE:
		ret[0] = (uint64_t)(int64_t)v->number.lo / 4;
		ret[1] = ret[0] + 1;
		return 2;
	case ATOM_BOTH:
	case ATOM_KINDS:
		break;
	}
	return 0;
}

uint64_t atom_both_key(uint64_t x, uint64_t y)
{
	return link_mix2(x < y ? x : y, x < y ? y : x);
}

size_t atom_keys(const struct link_set *s, const struct atom *at, uint32_t r,
		 uint64_t ret[ATOM_KEYS_MAX])
{
	UNCLEARED uint64_t y[ATOM_KEYS_MAX];
	if (at->kind != ATOM_BOTH)
		return atom_value_keys(value_at(s, at->field, r), at->kind, ret);
	if (!atom_value_keys(value_at(s, at->field, r), ATOM_NAME, ret) ||
	    !atom_value_keys(value_at(s, at->other, r), ATOM_NAME, y))
		return 0;
	ret[0] = atom_both_key(ret[0], y[0]);
	return 1;
}

static void add_atom(struct atom *ret, size_t *n, enum atom_kind k, size_t f, size_t other)
{
	if (*n < ATOMS_MAX)
		ret[(*n)++] =
			(struct atom){ .kind = k, .field = (uint8_t)f, .other = (uint8_t)other };
}

static void add_name_atoms(const struct link_set *s, size_t f, struct atom *ret, size_t *n)
{
	add_atom(ret, n, ATOM_NAME, f, 0);
	add_atom(ret, n, ATOM_DELETE, f, 0);
	if (s->fields[f].role == NAME_FULL) {
		add_atom(ret, n, ATOM_GRAMS, f, 0);
		add_atom(ret, n, ATOM_PAIRS, f, 0);
		add_atom(ret, n, ATOM_TRIPLES, f, 0);
		add_atom(ret, n, ATOM_TOKENS, f, 0);
	}
	for (size_t g = f + 1; g < s->n_fields; g++)
		if (s->fields[g].type == LINK_NAME && s->fields[g].role != s->fields[f].role &&
		    s->fields[f].role != NAME_FATHER && s->fields[g].role != NAME_FATHER)
			add_atom(ret, n, ATOM_BOTH, f, g);
}

/* Numbers that say nothing between any two lists bring nobody together. */
static bool says_nothing(const struct link_set *s, size_t f)
{
	size_t apart = 0;
	for (size_t i = 0; s->apart[f] && i < s->n_lists * s->n_lists; i++)
		apart += s->apart[f][i];
	return apart == s->n_lists * s->n_lists;
}

size_t atoms_of(const struct link_set *s, struct atom ret[ATOMS_MAX])
{
	size_t n = 0;
	for (size_t f = 0; f < s->n_fields; f++) {
		if (says_nothing(s, f))
			continue;
		switch (s->fields[f].type) {
		case LINK_NAME:
			add_name_atoms(s, f, ret, &n);
			break;
		case LINK_PLACE:
			add_atom(ret, &n, ATOM_SAME, f, 0);
			break;
		case LINK_DATE:
			add_atom(ret, &n, ATOM_DAY, f, 0);
			add_atom(ret, &n, ATOM_NEAR, f, 0);
			add_atom(ret, &n, ATOM_MONTH, f, 0);
			add_atom(ret, &n, ATOM_YEAR, f, 0);
			add_atom(ret, &n, ATOM_YEARDAY, f, 0);
			break;
		case LINK_YEAR:
		case LINK_AGE:
			add_atom(ret, &n, ATOM_SAME, f, 0);
			add_atom(ret, &n, ATOM_CLOSE, f, 0);
			break;
		case LINK_TEXT:
		case LINK_NUMBER:
		case LINK_ID:
			add_atom(ret, &n, ATOM_SAME, f, 0);
			add_atom(ret, &n, ATOM_HEAD, f, 0);
			add_atom(ret, &n, ATOM_TAIL, f, 0);
			break;
		case LINK_CATEGORY:
		case LINK_URL:
			add_atom(ret, &n, ATOM_SAME, f, 0);
			break;
		}
	}
	return n;
}
