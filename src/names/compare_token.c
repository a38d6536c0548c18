/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare_token.c - how far apart two tokens are. */
#include "names/compare_priv.h"

#include "names/sound_priv.h"
#include "names/variant.h"

/* Set on tests/names/adversarial.csv and the development pairs of names, by hand, in PARTS; what is said of families,
 * compounds and kunyas on traditions.csv there. */
enum {
	COST_VARIANT = 40,
	COST_INITIAL = 60,
	COST_LEAD = 15,		/* one of them without its article */
	COST_KNOWN_APART = 620, /* both are known names, and of no common group */
	COST_END = 260,		/* one more vowel at the end: Karim, Karima */
	COST_DERIVED = 300,	/* a given name and a family's that is made of it: Karim, Karimi */
	COST_SHORTENED = 220,	/* one part of a compound: Abd al-Rahman, Rahman */
	COST_JOINED = 10
};

/* Distance of sounds to cost: proportional while it can be a matter of spelling, then steeply up,
 * since what is half alike is another name. */
static const struct {
	int from, to;
} BEND[] = { { 0, 0 }, { 90, 90 }, { 200, 400 }, { 330, 900 }, { 400, PARTS }, { PARTS, PARTS } };

int compare_bend(int d)
{
	size_t i = 1;
	while (i + 1 < COUNT(BEND) && d > BEND[i].from)
		i++;
	int from = BEND[i - 1].from;
	int span = BEND[i].from - from;
	return BEND[i - 1].to + (BEND[i].to - BEND[i - 1].to) * (d - from) / span;
}

int compare_unbend(int cost)
{
	size_t i = 1;
	while (i + 2 < COUNT(BEND) && cost > BEND[i].to)
		i++;
	int of = BEND[i].to - BEND[i - 1].to;
	return BEND[i - 1].from +
	       ((cost - BEND[i - 1].to) * (BEND[i].from - BEND[i - 1].from) + of - 1) / of;
}

enum { FAR = 400 }; /* where BEND has become all */

int compare_distance(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny, int most)
{
	UNCLEARED uint8_t gx[SOUND_ALIGN_MAX];
	UNCLEARED uint8_t gy[SOUND_ALIGN_MAX];
	if (nx == ny && memcmp(x, y, nx) == 0)
		return 0;
	nx = nx < SOUND_ALIGN_MAX ? nx : SOUND_ALIGN_MAX;
	ny = ny < SOUND_ALIGN_MAX ? ny : SOUND_ALIGN_MAX;
	unsigned of = sound_leave(&sound_costs, x, nx, sound_of_arabic(y, ny), gx);
	of += sound_leave(&sound_costs, y, ny, sound_of_arabic(x, nx), gy);
	if (!of)
		return PARTS;
	/* The greatest cost whose distance, rounded down, is at most `most`. */
	unsigned limit = (((unsigned)most + 1) * of - 1) / PARTS;
	unsigned cost = sound_align_within(x, gx, nx, y, gy, ny, limit);
	return cost > limit ? PARTS : (int)(cost * PARTS / of);
}

static int distance(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny)
{
	return compare_distance(x, nx, y, ny, FAR);
}

int compare_parts(struct sound_cost c, int most)
{
	int d = c.of ? c.cost * PARTS / c.of : PARTS;
	return d > most ? PARTS : d;
}

static const uint8_t *codes(const struct name *n, const struct name_token *t)
{
	return n->codes + t->at;
}

static int distance_of(const struct name *x, const struct name_token *i, bool lead_i,
		       const struct name *y, const struct name_token *j, bool lead_j)
{
	size_t li = lead_i ? i->lead : 0;
	size_t lj = lead_j ? j->lead : 0;
	return distance(codes(x, i) - li, i->n + li, codes(y, j) - lj, j->n + lj);
}

/* With and without articles and particles, whichever is nearest. */
static int nearest(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j)
{
	int d = distance_of(x, i, false, y, j, false);
	if (d == 0 || (!i->lead && !j->lead))
		return d;
	bool which[3][2] = { { true, true }, { true, false }, { false, true } };
	for (size_t w = 0; w < COUNT(which); w++) {
		if ((which[w][0] && !i->lead) || (which[w][1] && !j->lead))
			continue;
		int with = distance_of(x, i, which[w][0], y, j, which[w][1]) + COST_LEAD;
		d = with < d ? with : d;
	}
	return d;
}

/* Of two compounds each part must be near: Abd al-Rahman is not Abd al-Rahim. */
static int of_parts(const struct name *x, const struct name_token *i, const struct name *y,
		    const struct name_token *j)
{
	/* What is as short as -llah is heard in too many ways. */
	if (!i->seam || !j->seam || i->seam + 3 >= i->n || j->seam + 3 >= j->n)
		return 0;
	int first = distance(codes(x, i), i->seam, codes(y, j), j->seam);
	int second = distance(codes(x, i) + i->seam, (size_t)(i->n - i->seam),
			      codes(y, j) + j->seam, (size_t)(j->n - j->seam));
	return first > second ? first : second;
}

static bool ends_in_vowel(const uint8_t *c, size_t n)
{
	static const uint8_t OPEN[] = {
		SOUND_A, SOUND_E, SOUND_ALEF, SOUND_HE, SOUND_TEH, SOUND_AE
	};
	return n > 2 && memchr(OPEN, c[n - 1], sizeof OPEN) && !sound_is_strong(c[n - 1]);
}

/* Maria and Mario. */
static bool ends_in_a_for_o(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny)
{
	return nx == ny && nx > 3 && memcmp(x, y, nx - 1) == 0 &&
	       ((x[nx - 1] == SOUND_A && y[nx - 1] == SOUND_O) ||
		(x[nx - 1] == SOUND_O && y[nx - 1] == SOUND_A));
}

/* Karima for Karim: the same letters and an open vowel (with a silent h) more at the end. */
static bool another_sex(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny)
{
	if (ends_in_a_for_o(x, nx, y, ny))
		return true;
	if (nx > 3 && x[nx - 1] == SOUND_H && ends_in_vowel(x, nx - 1))
		nx--;
	if (ny > 3 && y[ny - 1] == SOUND_H && ends_in_vowel(y, ny - 1))
		ny--;
	return (ends_in_vowel(x, nx) && sound_is_strong(y[ny - 1])) ||
	       (ends_in_vowel(y, ny) && sound_is_strong(x[nx - 1]));
}

/* Can the first `n` classes stand for the same initial? A vowel or ayn for most of its kind, a consonant for its
 * near ones. */
static char initial_of(uint8_t sound)
{
	switch (sound) {
	case SOUND_H:
	case SOUND_HE:
	case SOUND_HHA:
		return 'H';
	case SOUND_W:
	case SOUND_V:
	case SOUND_VAV:
	case SOUND_VEH:
		return 'W';
	case SOUND_Y:
	case SOUND_YE:
		return 'Y';
	default: /* vowels and ayn; key classes are other letters */
		return (char)(sound_key_class(sound) ? sound_key_class(sound) : 'V');
	}
}

static bool same_letter(const uint8_t *x, const uint8_t *y, size_t n)
{
	if (initial_of(x[0]) == initial_of(y[0]))
		return true;
	return sound_is_strong(x[0]) && sound_is_strong(y[0]) &&
	       compare_distance(x, n, y, n, PARTS / 2) * 2 < PARTS;
}

/* Does the initial stand for this? Only the front is looked at. */
static int initial_cost(const struct name *x, const struct name_token *i, const struct name *y,
			const struct name_token *j)
{
	size_t n = i->n < j->n ? i->n : j->n;
	if (!n || j->kind == TOKEN_KUNYA)
		return PARTS;
	return same_letter(codes(x, i), codes(y, j), n) ? COST_INITIAL : PARTS;
}

/* Is it known which given name this is? */
static bool is_known(const struct name_token *t)
{
	return t->variant[0] && !t->derived;
}

static bool known_apart(const struct name_token *i, const struct name_token *j)
{
	return is_known(i) && is_known(j) && !variant_shared(i->variant, j->variant);
}

/* One is a given name, the other the family's name made of it. */
static bool is_of_family(const struct name_token *i, const struct name_token *j)
{
	return i->derived != j->derived && variant_shared(i->variant, j->variant);
}

/* Abd|X and Gholam|X and X|din, of which many are called X alone. */
static int shortened_cost(const struct name *x, const struct name_token *i, const struct name *y,
			  const struct name_token *j)
{
	enum { NEAR = 90 };
	const uint8_t *part = codes(x, i) + (i->called_by_first ? 0 : i->seam);
	size_t n = i->called_by_first ? i->seam : (size_t)(i->n - i->seam);
	int d = compare_distance(part, n, codes(y, j), j->n, NEAR);
	return d > NEAR ? PARTS : COST_SHORTENED + compare_bend(d);
}

static int kunya_cost(const struct name *x, const struct name_token *i, const struct name *y,
		      const struct name_token *j)
{
	if (i->kind == TOKEN_KUNYA && j->kind == TOKEN_KUNYA) {
		int lead = compare_distance(codes(x, i) - i->lead, i->lead, codes(y, j) - j->lead,
					    j->lead, PARTS / 2);
		int d = compare_bend(distance(codes(x, i), i->n, codes(y, j), j->n));
		if (lead > PARTS / 2 || known_apart(i, j))
			return PARTS;
		return d;
	}
	bool first = i->kind == TOKEN_KUNYA;
	int d = compare_bend(distance_of(x, i, first, y, j, !first));
	return d < PARTS / 4 ? d : PARTS;
}

bool compare_contradicts(const struct name *x, const struct name_token *i, const struct name *y,
			 const struct name_token *j)
{
	return known_apart(i, j) || is_of_family(i, j) ||
	       (i->n && j->n && another_sex(codes(x, i), i->n, codes(y, j), j->n));
}

int compare_tokens(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j, enum name_match *ret_how)
{
	*ret_how = MATCH_SOUND;
	if ((i->kind == TOKEN_INITIAL) != (j->kind == TOKEN_INITIAL)) {
		*ret_how = MATCH_INITIAL;
		return i->kind == TOKEN_INITIAL ? initial_cost(x, i, y, j)
						: initial_cost(y, j, x, i);
	}
	if (i->kind == TOKEN_INITIAL)
		return same_letter(codes(x, i), codes(y, j), 1) ? 0 : PARTS;
	if (i->kind == TOKEN_KUNYA || j->kind == TOKEN_KUNYA)
		return kunya_cost(x, i, y, j);
	if (i->n == j->n && memcmp(codes(x, i), codes(y, j), i->n) == 0) {
		*ret_how = MATCH_SAME;
		return 0;
	}
	int d = nearest(x, i, y, j);
	int parts = d < FAR ? of_parts(x, i, y, j) : 0;
	int cost = compare_bend(parts > d ? parts : d);
	if (is_of_family(i, j))
		return cost + COST_DERIVED < PARTS ? cost + COST_DERIVED : PARTS;
	if (is_known(i) && is_known(j) && variant_shared(i->variant, j->variant)) {
		*ret_how = cost > COST_VARIANT ? MATCH_VARIANT : MATCH_SOUND;
		return cost > COST_VARIANT ? COST_VARIANT : cost;
	}
	if (known_apart(i, j))
		cost = cost > COST_KNOWN_APART ? cost : COST_KNOWN_APART;
	else if (cost < PARTS / 2 && i->n && j->n &&
		 another_sex(codes(x, i), i->n, codes(y, j), j->n))
		cost += COST_END;
	if (cost > COST_SHORTENED && !i->seam != !j->seam) { /* one of them is a compound */
		int shorter = i->seam ? shortened_cost(x, i, y, j) : shortened_cost(y, j, x, i);
		cost = shorter < cost ? shorter : cost;
	}
	return cost;
}

int compare_joined(const struct name *x, const struct name_token *i, const struct name *y,
		   const struct name_token *j)
{
	const struct name_token *more = i + 1;
	size_t n = (size_t)(more->at + more->n - i->at);
	if (i->kind == TOKEN_INITIAL && more->kind == TOKEN_INITIAL) {
		/* M. R. for Mohammadreza: the first is its first sound, the second a later one. */
		if (initial_cost(x, i, y, j) == PARTS || j->n < 5)
			return PARTS;
		for (size_t from = 2; from + more->n < j->n; from++) {
			if (distance(codes(x, more), more->n, codes(y, j) + from, more->n) * 4 <
			    PARTS)
				return 2 * COST_INITIAL;
		}
		return PARTS;
	}
	int d = distance(codes(x, i), n, codes(y, j), j->n);
	if (i->lead || j->lead) {
		int with = distance(codes(x, i) - i->lead, n + i->lead, codes(y, j) - j->lead,
				    (size_t)j->n + j->lead);
		d = with < d ? with : d;
	}
	/* Amir Hosseini is not Amirhossein. */
	bool of_family = more->derived != j->derived && more->variant[0] && j->variant[0];
	return compare_bend(d) + (of_family ? COST_DERIVED : COST_JOINED);
}
