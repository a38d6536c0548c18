/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * space.c - whether two lists mean the same by a number.
 *
 * A number of a ministry is the same in every list that gives it, and a page is cited by all who read it; a number that
 * each list gives its own records says nothing across lists, whether it is equal or not, and within one it only says
 * that rows were counted. Which of both it is shows where numbers are equal: there names agree, or do no more often than
 * by chance. Lists that mean the same by numbers, by way of others too, are of one space: there another number speaks
 * against, also within a list that repeats nobody. All others are apart in that field, and it counts as missing
 * between them.
 */
#include "link/compare_priv.h"
#include "link/link_priv.h"
#include "link/parts.h"

/* Pairs looked at for each two lists, records of one number, and two people that are imagined beside the pairs seen. */
enum { PAIRS_MOST = 300, RECORDS_MOST = 20, IMAGINED = 10 };
/* So many of those with one number are one person, or nobody would call it a number of persons. */
static const double SHARED_LEAST = .1;

struct seen { /* of two lists */
	uint32_t pairs, agree;
};

struct looking {
	const struct link_set *s;
	size_t names[LINK_FIELDS_MAX];
	size_t n_names;
	struct seen *seen;
};

static bool is_number(enum link_type t)
{
	return t == LINK_ID || t == LINK_URL;
}

/* More than half of the names that both have; *ret_any: there was one. */
static bool names_agree(const struct looking *l, uint32_t a, uint32_t b, bool *ret_any)
{
	size_t there = 0;
	size_t agree = 0;
	for (size_t i = 0; i < l->n_names; i++) {
		const struct link_value *p = l->s->values[l->names[i]].p;
		const struct link_value *x = &p[l->s->value[l->names[i]][a]];
		const struct link_value *y = &p[l->s->value[l->names[i]][b]];
		if (x->missing || y->missing)
			continue;
		struct name_weigher w = link_tokens_weigher(l->s->values[l->names[i]].tokens);
		there++;
		agree += link_level_name(x, y, &w) <= LINK_NAME_CLOSE;
	}
	*ret_any = there > 0;
	return agree * 2 > there;
}

static struct seen *seen_of(const struct looking *l, uint32_t a, uint32_t b)
{
	size_t x = l->s->list[a];
	size_t y = l->s->list[b];
	return &l->seen[x < y ? x * l->s->n_lists + y : y * l->s->n_lists + x];
}

/* Records of one number, ascending by rank. */
static void look_at(const struct looking *l, const uint32_t *records, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t k = i + 1; k < n; k++) {
			struct seen *seen = seen_of(l, records[i], records[k]);
			bool any;
			if (seen->pairs == PAIRS_MOST)
				continue;
			bool agree = names_agree(l, records[i], records[k], &any);
			seen->pairs += any;
			seen->agree += any && agree;
		}
}

struct ordered {
	uint64_t key;
	uint32_t what;
};

static int by_key(const void *x, const void *y)
{
	const struct ordered *p = x;
	const struct ordered *q = y;
	return (p->key > q->key) - (p->key < q->key);
}

/* The first few of a group, by rank. */
static void look_at_group(const struct looking *l, const uint32_t *of, size_t n,
			  struct arena *scratch)
{
	struct ordered *o = NEW_N(scratch, n, struct ordered);
	uint32_t first[RECORDS_MOST];
	for (size_t i = 0; i < n; i++)
		o[i] = (struct ordered){ l->s->rank[of[i]], of[i] };
	qsort(o, n, sizeof *o, by_key);
	n = n < RECORDS_MOST ? n : RECORDS_MOST;
	for (size_t i = 0; i < n; i++)
		first[i] = o[i].what;
	look_at(l, first, n);
}

/* Groups by what they are called, which is the same in any order of records. */
static void look_at_all(const struct looking *l, size_t f, struct arena *scratch)
{
	const struct link_set *s = l->s;
	const struct link_values *vs = &s->values[f];
	size_t *at = NEW_N(scratch, vs->n_groups + 2, size_t);
	uint32_t *record = NEW_N(scratch, s->n, uint32_t);
	struct ordered *group = NEW_N(scratch, vs->n_groups, struct ordered);
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		at[vs->p[s->value[f][i]].group + 2]++;
	for (size_t g = 1; g < vs->n_groups; g++)
		if (at[g + 2] > 1)
			group[n++] = (struct ordered){ vs->group_key[g], (uint32_t)g };
	parts_begin(at, vs->n_groups);
	for (uint32_t i = 0; i < s->n; i++)
		record[at[vs->p[s->value[f][i]].group + 1]++] = i;
	if (n)
		qsort(group, n, sizeof *group, by_key);
	AUTO_ARENA *one = arena_new((size_t)1 << 30);
	for (size_t i = 0; i < n; i++) {
		size_t g = group[i].what;
		look_at_group(l, record + at[g], at[g + 1] - at[g], one);
		arena_clear(one);
	}
}

static bool is_shared(const struct seen *seen)
{
	return seen->agree >= SHARED_LEAST * (seen->pairs + IMAGINED);
}

/* NULL: all lists are of one space. */
static const bool *part(const struct seen *seen, size_t n, struct arena *scratch, struct arena *a)
{
	uint32_t *up = NEW_N(scratch, n, uint32_t);
	bool *sure = NEW_N(scratch, n, bool); /* of lists: means something by numbers at all */
	bool *apart = NEW_N(a, n * n, bool);
	bool any = false;
	parts_alone(up, n);
	for (uint32_t x = 0; x < n; x++)
		for (uint32_t y = x; y < n; y++) {
			if (!is_shared(&seen[x * n + y]))
				continue;
			sure[x] = sure[y] = true;
			parts_join(up, x, y);
		}
	for (uint32_t x = 0; x < n; x++)
		for (uint32_t y = 0; y < n; y++) {
			apart[x * n + y] = !sure[x] || parts_root(up, x) != parts_root(up, y);
			any |= apart[x * n + y];
		}
	return any ? apart : NULL;
}

void link_spaces_find(struct link_set *s, struct arena *scratch)
{
	struct looking l = { .s = s };
	size_t n = s->n_lists;
	for (size_t f = 0; f < s->n_fields; f++)
		if (s->fields[f].type == LINK_NAME && s->fields[f].role != NAME_FATHER)
			l.names[l.n_names++] = f;
	for (size_t f = 0; f < s->n_fields; f++) {
		if (!is_number(s->fields[f].type) || !l.n_names || n > LINK_SPACES_MOST)
			continue;
		l.seen = NEW_N(scratch, n * n, struct seen);
		look_at_all(&l, f, scratch);
		s->apart[f] = part(l.seen, n, scratch, s->a);
	}
}

/* ---- in a model: lists by name, for records that come later ---- */

void link_spaces_keep(struct link_model *m, const struct link_set *s, struct arena *a)
{
	size_t cap = 0;
	m->spaces_known = true;
	m->spaces = NULL;
	m->n_spaces = 0;
	for (size_t f = 0; f < s->n_fields; f++)
		for (size_t y = 0; s->apart[f] && y < s->n_lists; y++)
			for (size_t x = 0; x <= y; x++) {
				uint64_t p = link_hash(s->lists[x].name);
				uint64_t q = link_hash(s->lists[y].name);
				if (s->apart[f][x * s->n_lists + y])
					continue;
				m->spaces = arena_grow(a, m->spaces, m->n_spaces, &cap,
						       sizeof *m->spaces);
				m->spaces[m->n_spaces++] =
					(struct link_space){ (uint8_t)f, p < q ? p : q,
							     p < q ? q : p };
			}
	for (size_t f = 0; f < s->n_fields; f++)
		m->fields[f].apart = s->apart[f] != NULL;
}

static bool model_has(const struct link_model *m, size_t f, uint64_t x, uint64_t y)
{
	for (size_t i = 0; i < m->n_spaces; i++)
		if (m->spaces[i].field == f && m->spaces[i].x == (x < y ? x : y) &&
		    m->spaces[i].y == (x < y ? y : x))
			return true;
	return false;
}

void link_spaces_under(struct link_set *s, const struct link_model *m)
{
	size_t n = s->n_lists;
	for (size_t f = 0; f < s->n_fields; f++) {
		s->apart[f] = NULL;
		if (!m->spaces_known || !m->fields[f].apart)
			continue;
		bool *apart = NEW_N(s->a, n * n, bool);
		for (size_t x = 0; x < n; x++)
			for (size_t y = 0; y < n; y++)
				apart[x * n + y] = !model_has(m, f, link_hash(s->lists[x].name),
							      link_hash(s->lists[y].name));
		s->apart[f] = apart;
	}
}
