/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * repeat.c - columns that say again what others say.
 *
 * Many lists have the whole name and its parts beside it, or the father's name in both. All of them agree together, and three
 * times one name would pass for three reasons: EM then takes namesakes for one person. Which columns they are shows in
 * the rows themselves: the words of one stand in the other. Of two records either the parts are asked, where both
 * have the given and the family name, or else the whole; which of them depends on what is there, never on what agrees.
 */
#include "link/compare_priv.h"
#include "link/link_priv.h"

/* Rows looked at, those with both cells that are asked for, and the share that holds the other: by chance few do, and
 * misspellings in one of the two are not rare. */
enum { ROWS_MOST = 4096, ROWS_LEAST = 20 };
static const double HELD_LEAST = .5;

struct held {
	double both, within, back;
};

static void look_at_row(const struct link_set *s, size_t row, struct held *held)
{
	for (size_t f = 0; f < s->n_fields; f++) {
		const struct link_value *x = &s->values[f].p[s->value[f][row]];
		if (s->fields[f].type != LINK_NAME || x->missing)
			continue;
		for (size_t g = 0; g < s->n_fields; g++) {
			const struct link_value *y = &s->values[g].p[s->value[g][row]];
			struct held *h = &held[f * s->n_fields + g];
			if (g == f || s->fields[g].type != LINK_NAME || y->missing)
				continue;
			h->both++;
			h->within += link_is_within(y->folded, x->folded);
			h->back += link_is_within(x->folded, y->folded);
		}
	}
}

/* Of two columns that say the same the first is the whole. */
static bool is_held(const struct held *h, bool first)
{
	bool enough = h->both >= ROWS_LEAST && h->within >= HELD_LEAST * h->both;
	return enough && (h->within > h->back || (first && h->within >= h->back));
}

void link_repeats_find(struct link_set *s, struct arena *scratch)
{
	size_t names = 0;
	struct held *held = NEW_N(scratch, s->n_fields * s->n_fields, struct held);
	for (size_t f = 0; f < s->n_fields; f++)
		names += s->fields[f].type == LINK_NAME;
	if (names < 2)
		return;
	/* By rank, so that the order of rows does not matter. */
	uint64_t most = s->n > ROWS_MOST ? UINT64_MAX / s->n * ROWS_MOST : UINT64_MAX;
	for (size_t i = 0; i < s->n; i++)
		if (s->rank[i] <= most)
			look_at_row(s, i, held);
	for (size_t f = 0; f < s->n_fields; f++)
		for (size_t g = 0; g < s->n_fields; g++)
			if (is_held(&held[f * s->n_fields + g], f < g))
				s->holds[f] |= (uint16_t)(1U << g);
}

static bool is_there(uint64_t pattern, size_t f)
{
	return link_level_at(pattern, f) != LINK_MISSING;
}

/* Both have a given and a family name among what `whole` holds, each in a column that holds nothing itself. */
static bool has_parts(const struct link_set *s, size_t whole, uint64_t pattern)
{
	bool given = false;
	bool family = false;
	for (size_t g = 0; g < s->n_fields; g++) {
		if (!(s->holds[whole] >> g & 1) || s->holds[g] || !is_there(pattern, g))
			continue;
		given |= s->fields[g].role == NAME_GIVEN;
		family |= s->fields[g].role == NAME_FAMILY;
	}
	return given && family;
}

uint64_t link_repeats_once(const struct link_set *s, uint64_t pattern)
{
	const uint64_t missing = LINK_MISSING;
	bool left[LINK_FIELDS_MAX] = { false };
	/* What holds most goes first: a whole that is asked makes those within it needless. */
	for (;;) {
		size_t f = s->n_fields;
		for (size_t g = 0; g < s->n_fields; g++)
			if (!left[g] && s->holds[g] && is_there(pattern, g) &&
			    (f == s->n_fields ||
			     __builtin_popcount(s->holds[g]) > __builtin_popcount(s->holds[f])))
				f = g;
		if (f == s->n_fields)
			return pattern;
		left[f] = true;
		if (has_parts(s, f, pattern)) {
			pattern |= missing << (4 * f);
			continue;
		}
		for (size_t g = 0; g < s->n_fields; g++)
			if (s->holds[f] >> g & 1)
				pattern |= missing << (4 * g);
	}
}

void link_repeats_keep(struct link_model *m, const struct link_set *s)
{
	for (size_t f = 0; f < s->n_fields; f++)
		m->fields[f].holds = s->holds[f];
}

void link_repeats_under(struct link_set *s, const struct link_model *m)
{
	for (size_t f = 0; f < s->n_fields; f++)
		s->holds[f] = m->fields[f].holds;
}
