/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * compare.c - two records into a pattern.
 *
 * Spellings follow Zipf: most comparisons of names and texts have been made before. Each thread keeps the last
 * ones in a table of fixed size, so that memory does not grow and what is forgotten is computed again.
 */
#include "link/compare.h"

#include <math.h>

#include "link/compare_priv.h"
#include "link/link_priv.h"

enum { CACHE = 1 << 15 };

struct cached {
	uint32_t a, b; /* 0, 0: empty; missing values are never looked up */
	uint8_t level;
};

struct link_comparer {
	const struct link_set *s;
	struct cached *of[LINK_FIELDS_MAX]; /* NULL: cheaper to compute */
	struct name_weigher weigher[LINK_FIELDS_MAX];
	size_t names[LINK_FIELDS_MAX]; /* fields whose names can stand in for each other */
	size_t n_names;
	bool repeats;		  /* some names say others again */
	size_t birth, event, age; /* fields, or LINK_FIELDS_MAX */
	struct name_many *many;
	struct { /* names of one field that are not in the table, at most MANY at once */
		const struct link_value **y;
		uint32_t *v, *at;
		uint8_t *level;
	} asked;
};
enum { MANY = 512 };

struct link_comparer *link_comparer_new(const struct link_set *s)
{
	struct link_comparer *c = mem_need(calloc(1, sizeof *c));
	c->s = s;
	c->asked.y = mem_need(calloc(MANY, sizeof *c->asked.y));
	c->asked.v = mem_need(calloc(MANY, sizeof *c->asked.v));
	c->asked.at = mem_need(calloc(MANY, sizeof *c->asked.at));
	c->asked.level = mem_need(calloc(MANY, sizeof *c->asked.level));
	c->birth = c->event = c->age = LINK_FIELDS_MAX;
	size_t names = 0;
	for (size_t f = 0; f < s->n_fields; f++) {
		enum link_type t = s->fields[f].type;
		names += t == LINK_NAME ? s->values[f].n : 0;
		if (t == LINK_NAME || t == LINK_TEXT || t == LINK_PLACE || t == LINK_ID)
			c->of[f] = mem_need(calloc(CACHE, sizeof *c->of[f]));
		if (t == LINK_NAME)
			c->weigher[f] = link_tokens_weigher(s->values[f].tokens);
		if (link_is_own_name(&s->fields[f]))
			c->names[c->n_names++] = f;
		c->repeats |= s->holds[f] != 0;
		if (t == LINK_AGE)
			c->age = f;
		if (t == LINK_DATE && s->fields[f].is_birth)
			c->birth = f;
		if (t == LINK_DATE && s->fields[f].is_event)
			c->event = f;
	}
	c->many = name_many_new(names);
	return c;
}

void link_comparer_free(struct link_comparer *c)
{
	if (!c)
		return;
	for (size_t f = 0; f < c->s->n_fields; f++)
		free(c->of[f]);
	name_many_free(c->many);
	free(c->asked.y);
	free(c->asked.v);
	free(c->asked.at);
	free(c->asked.level);
	free(c);
}

void link_comparer_freep(struct link_comparer **c)
{
	link_comparer_free(*c);
}

static unsigned compute(const struct link_comparer *c, size_t f, uint32_t va, uint32_t vb)
{
	const struct link_value *x = &c->s->values[f].p[va];
	const struct link_value *y = &c->s->values[f].p[vb];
	switch (c->s->fields[f].type) {
	case LINK_NAME:
		return link_level_name(x, y, &c->weigher[f]);
	case LINK_TEXT:
		return link_level_text(x, y);
	case LINK_DATE:
		return link_level_date(&x->date, &y->date);
	case LINK_YEAR:
		return link_level_year(x->number.lo, x->number.hi, y->number.lo, y->number.hi);
	case LINK_AGE:
		return link_level_age(x->number.lo, x->number.hi, y->number.lo, y->number.hi);
	case LINK_PLACE:
		return link_level_place(x, y);
	case LINK_CATEGORY:
		return x->group != y->group;
	case LINK_NUMBER:
	case LINK_ID:
		return link_level_id(x, y);
	case LINK_URL:
		return link_level_url(x, y);
	}
	return LINK_MISSING;
}

static struct cached *slot_of(struct cached *table, uint32_t va, uint32_t vb)
{
	return &table[link_mix(((uint64_t)va << 32) | vb) & (CACHE - 1)];
}

/* Of values that are there, or 0. */
static unsigned level_of(struct link_comparer *c, size_t f, uint32_t va, uint32_t vb)
{
	if (!va || !vb)
		return LINK_MISSING;
	if (!c->of[f])
		return compute(c, f, va, vb);
	if (va == vb)
		return 0;
	if (va > vb) {
		uint32_t t = va;
		va = vb;
		vb = t;
	}
	struct cached *k = slot_of(c->of[f], va, vb);
	if (k->a != va || k->b != vb)
		*k = (struct cached){ va, vb, (uint8_t)compute(c, f, va, vb) };
	return k->level;
}

unsigned link_compare_values(struct link_comparer *c, size_t f, uint32_t va, uint32_t vb)
{
	const struct link_value *p = c->s->values[f].p;
	return level_of(c, f, p[va].missing ? 0 : va, p[vb].missing ? 0 : vb);
}

/* Numbers of two lists that give them each in its own way. */
static bool is_apart(const struct link_set *s, size_t f, uint32_t a, uint32_t b)
{
	return s->apart[f] && s->apart[f][s->list[a] * s->n_lists + s->list[b]];
}

/* Whether a name of field f is that of field g on the other side, but for spelling. */
static bool meets_across(struct link_comparer *c, size_t f, uint32_t vf, size_t g, uint32_t vg)
{
	const struct link_value *x = &c->s->values[f].p[vf];
	const struct link_value *y = &c->s->values[g].p[vg];
	if (!vf || !vg || x->missing || y->missing)
		return false;
	if (x->group == y->group && link_same_sound_key(x, y))
		return true;
	return link_is_close_name(c->many, x, y, &c->weigher[f]);
}

static uint64_t with_level(uint64_t pattern, size_t f, unsigned level)
{
	return (pattern & ~((uint64_t)15 << (4 * f))) | ((uint64_t)level << (4 * f));
}

/*
 * Names that are unlike in their own columns and alike in each other's. One column alone is enough when the
 * other one is empty on a side: a single name may be written in either.
 */
static uint64_t compare_across(struct link_comparer *c, uint32_t a, uint32_t b, uint64_t pattern)
{
	const struct link_set *s = c->s;
	for (size_t i = 0; i < c->n_names; i++) {
		for (size_t k = i + 1; k < c->n_names; k++) {
			size_t f = c->names[i];
			size_t g = c->names[k];
			unsigned lf = link_level_at(pattern, f);
			unsigned lg = link_level_at(pattern, g);
			if (lf <= LINK_NAME_CLOSE || lg <= LINK_NAME_CLOSE)
				continue;
			bool missing = lf == LINK_MISSING && lg == LINK_MISSING;
			if (missing && !(s->value[f][a] && s->value[g][b]) &&
			    !(s->value[g][a] && s->value[f][b]))
				continue;
			bool there = meets_across(c, f, s->value[f][a], g, s->value[g][b]);
			/* One that does not meet says all, where the other could not stand for both. */
			bool back = (there || missing) &&
				    meets_across(c, g, s->value[g][a], f, s->value[f][b]);
			if (there && back) {
				/* An exchange is one event, and counts once. */
				pattern = with_level(pattern, f, LINK_NAME_MOVED);
				pattern = with_level(pattern, g, LINK_MISSING);
			} else if ((there || back) && missing) {
				pattern = with_level(pattern, f, LINK_NAME_MOVED);
			}
		}
	}
	return pattern;
}

/* An age on one side and a birth date on the other, by way of the event's date. */
static unsigned age_by_birth(const struct link_comparer *c, uint32_t a, uint32_t b)
{
	const struct link_set *s = c->s;
	const struct link_value *age = &s->values[c->age].p[s->value[c->age][a]];
	const struct link_value *birth = &s->values[c->birth].p[s->value[c->birth][b]];
	if (age->missing || birth->missing || birth->date.lo > birth->date.hi)
		return LINK_MISSING;
	int32_t from = s->fields[c->age].reference;
	int32_t to = from;
	if (!from) {
		if (c->event == LINK_FIELDS_MAX)
			return LINK_MISSING;
		const struct link_value *event = &s->values[c->event].p[s->value[c->event][a]];
		if (event->missing || event->date.lo > event->date.hi)
			return LINK_MISSING;
		from = event->date.lo;
		to = event->date.hi;
	}
	double lo = floor((from - birth->date.hi) / 365.25);
	double hi = floor((to - birth->date.lo) / 365.25);
	return link_level_age(age->number.lo, age->number.hi, (float)lo, (float)hi);
}

/* What more than one field knows. */
static uint64_t compare_beyond(struct link_comparer *c, uint32_t a, uint32_t b, uint64_t pattern)
{
	if (c->n_names > 1)
		pattern = compare_across(c, a, b, pattern);
	if (c->age < LINK_FIELDS_MAX && c->birth < LINK_FIELDS_MAX &&
	    link_level_at(pattern, c->age) == LINK_MISSING) {
		unsigned level = age_by_birth(c, a, b);
		if (level == LINK_MISSING)
			level = age_by_birth(c, b, a);
		pattern = with_level(pattern, c->age, level);
	}
	return c->repeats ? link_repeats_once(c->s, pattern) : pattern;
}

uint64_t link_compare(struct link_comparer *c, uint32_t a, uint32_t b)
{
	const struct link_set *s = c->s;
	const uint32_t *ra = s->row + (size_t)a * s->n_fields;
	const uint32_t *rb = s->row + (size_t)b * s->n_fields;
	uint64_t pattern = ~(uint64_t)0 << (4 * s->n_fields);
	for (size_t f = 0; f < s->n_fields; f++) {
		unsigned l = is_apart(s, f, a, b) ? LINK_MISSING : level_of(c, f, ra[f], rb[f]);
		pattern |= (uint64_t)l << (4 * f);
	}
	return compare_beyond(c, a, b, pattern);
}

/* ---- many at a time ---- */

/* Levels of the names that were gathered, into the table and the patterns. */
static void ask_names(struct link_comparer *c, size_t f, uint32_t va, size_t n, uint64_t *ret)
{
	link_level_names(c->many, &c->s->values[f].p[va], c->asked.y, n, &c->weigher[f],
			 c->asked.level);
	for (size_t i = 0; i < n; i++) {
		uint32_t vb = c->asked.v[i];
		uint32_t lo = va < vb ? va : vb;
		uint32_t hi = va < vb ? vb : va;
		*slot_of(c->of[f], lo, hi) = (struct cached){ lo, hi, c->asked.level[i] };
		ret[c->asked.at[i]] |= (uint64_t)c->asked.level[i] << (4 * f);
	}
}

static void compare_names_of(struct link_comparer *c, size_t f, uint32_t a, const uint32_t *others,
			     size_t n, uint64_t *ret)
{
	const struct link_set *s = c->s;
	uint32_t va = s->row[(size_t)a * s->n_fields + f];
	size_t asked = 0;
	for (size_t i = 0; i < n; i++)
		__builtin_prefetch(&s->row[(size_t)others[i] * s->n_fields]);
	for (size_t i = 0; i < n; i++) {
		uint32_t vb = s->row[(size_t)others[i] * s->n_fields + f];
		if (!va || !vb) {
			ret[i] |= (uint64_t)LINK_MISSING << (4 * f);
			continue;
		}
		if (va == vb)
			continue; /* level 0 */
		uint32_t lo = va < vb ? va : vb;
		uint32_t hi = va < vb ? vb : va;
		const struct cached *k = slot_of(c->of[f], lo, hi);
		if (k->a == lo && k->b == hi) {
			ret[i] |= (uint64_t)k->level << (4 * f);
			continue;
		}
		c->asked.y[asked] = &s->values[f].p[vb];
		__builtin_prefetch(&c->asked.y[asked]->name);
		c->asked.v[asked] = vb;
		c->asked.at[asked++] = (uint32_t)i;
		if (asked == MANY) {
			ask_names(c, f, va, asked, ret);
			asked = 0;
		}
	}
	ask_names(c, f, va, asked, ret);
}

void link_compare_many(struct link_comparer *c, uint32_t a, const uint32_t *others, size_t n,
		       uint64_t *ret)
{
	const struct link_set *s = c->s;
	const uint32_t *ra = s->row + (size_t)a * s->n_fields;
	for (size_t i = 0; i < n; i++)
		ret[i] = ~(uint64_t)0 << (4 * s->n_fields);
	for (size_t f = 0; f < s->n_fields; f++) {
		if (s->fields[f].type == LINK_NAME) {
			compare_names_of(c, f, a, others, n, ret);
			continue;
		}
		for (size_t i = 0; i < n; i++) {
			uint32_t vb = s->row[(size_t)others[i] * s->n_fields + f];
			unsigned l = is_apart(s, f, a, others[i]) ? LINK_MISSING
								  : level_of(c, f, ra[f], vb);
			ret[i] |= (uint64_t)l << (4 * f);
		}
	}
	for (size_t i = 0; i < n; i++)
		ret[i] = compare_beyond(c, a, others[i], ret[i]);
}
