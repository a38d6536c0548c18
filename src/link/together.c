/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * together.c - fields that people share together: postcode and suburb, place and date of one massacre.
 *
 * For two fields, the chance that two people share both is counted exactly, from how many people have each pair of
 * values, and compared with the product of the chances. Names of course go with sex and origin; what is far from
 * chance is taken off where both agree. Of all pairs of fields those are kept that form a forest of the greatest
 * sum (Chow & Liu 1968, "Approximating discrete probability distributions with dependence trees"): more would
 * take off the same thing twice.
 */
#include "link/run_priv.h"

#include <math.h>

/* Chance agreements that must have been seen, and how far from chance is a matter of counting only. */
enum { SEEN_LEAST = 30 };
static const double BITS_LEAST = .5;

struct edge {
	uint8_t f, g;
	double bits;
};

/* One number for what a record says in both fields; 0: it does not. */
static uint64_t both_of(const struct link_set *s, size_t f, size_t g, size_t r)
{
	uint32_t x = s->values[f].p[s->row[r * s->n_fields + f]].group;
	uint32_t y = s->values[g].p[s->row[r * s->n_fields + g]].group;
	return x && y ? ((uint64_t)x << 32) | y : 0;
}

/* Shares of pairs of people that agree in both, in f and in g, among people who have both. */
struct shared {
	double n, both, f, g;
};

static double pairs_of_runs(const uint64_t *p, size_t n, int shift)
{
	double pairs = 0;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && p[to] >> shift == p[from] >> shift; to++)
			;
		double size = (double)(to - from);
		pairs += size * (size - 1);
	}
	return pairs;
}

/* One record speaks for a cluster: of those that have both, the one of lowest rank. */
static size_t collect(const struct link_set *s, size_t f, size_t g, const uint32_t *cluster,
		      uint64_t *lowest, uint64_t *p)
{
	size_t n = 0;
	memset(lowest, 0xFF, s->n * sizeof *lowest);
	for (size_t r = 0; r < s->n; r++)
		if (both_of(s, f, g, r) && !(s->flags[r] & (LINK_UNNAMED | LINK_GROUP)) &&
		    s->rank[r] < lowest[cluster[r]])
			lowest[cluster[r]] = s->rank[r];
	for (size_t r = 0; r < s->n; r++)
		if (s->rank[r] == lowest[cluster[r]])
			p[n++] = both_of(s, f, g, r);
	return n;
}

static struct shared share_of(const struct link_set *s, size_t f, size_t g, const uint32_t *cluster,
			      uint64_t *lowest, uint64_t *p)
{
	struct shared sh = { 0 };
	size_t n = collect(s, f, g, cluster, lowest, p);
	sh.n = (double)n;
	link_sort(p, p + s->n, n, 0, 64);
	sh.both = pairs_of_runs(p, n, 0);
	sh.f = pairs_of_runs(p, n, 32);
	for (size_t i = 0; i < n; i++)
		p[i] = (p[i] << 32) | (p[i] >> 32);
	link_sort(p, p + s->n, n, 0, 64);
	sh.g = pairs_of_runs(p, n, 32);
	return sh;
}

static bool can_go_together(const struct link_model_field *mf)
{
	return mf->by_frequency || mf->field.type == LINK_YEAR || mf->field.type == LINK_AGE;
}

static int by_bits(const void *x, const void *y)
{
	const struct edge *p = x;
	const struct edge *q = y;
	if (p->bits != q->bits)
		return p->bits > q->bits ? -1 : 1;
	return p->f != q->f ? p->f - q->f : p->g - q->g;
}

static size_t root_of(const uint8_t *tree, size_t f)
{
	while (tree[f] != f)
		f = tree[f];
	return f;
}

void link_find_together(struct link_model *m, const struct link_set *s, const uint32_t *cluster)
{
	struct edge edges[LINK_FIELDS_MAX * LINK_FIELDS_MAX];
	size_t n = 0;
	uint64_t *p = malloc((2 * s->n + 1) * sizeof *p);
	uint64_t *lowest = malloc((s->n + 1) * sizeof *lowest);
	if (!p || !lowest)
		die("out of memory");
	for (size_t f = 0; f < m->n_fields; f++) {
		for (size_t g = f + 1; g < m->n_fields; g++) {
			if (!can_go_together(&m->fields[f]) || !can_go_together(&m->fields[g]))
				continue;
			struct shared sh = share_of(s, f, g, cluster, lowest, p);
			double pairs = sh.n * (sh.n - 1);
			if (pairs <= 0 || sh.f <= 0 || sh.g <= 0 || sh.both / 2 < SEEN_LEAST)
				continue;
			double bits = log2(sh.both / pairs / (sh.f / pairs * (sh.g / pairs)));
			if (bits >= BITS_LEAST)
				edges[n++] = (struct edge){ (uint8_t)f, (uint8_t)g, bits };
		}
	}
	free(p);
	free(lowest);
	if (n)
		qsort(edges, n, sizeof *edges, by_bits);
	uint8_t tree[LINK_FIELDS_MAX];
	for (size_t f = 0; f < LINK_FIELDS_MAX; f++)
		tree[f] = (uint8_t)f;
	m->n_together = 0;
	for (size_t i = 0; i < n; i++) {
		size_t x = root_of(tree, edges[i].f);
		size_t y = root_of(tree, edges[i].g);
		if (x == y)
			continue;
		tree[x] = (uint8_t)y;
		m->together[m->n_together++] =
			(struct link_together){ edges[i].f, edges[i].g, edges[i].bits };
	}
}

/* The name field that tells people apart best: whole names, or family names. */
static ptrdiff_t name_field(const struct link_set *s)
{
	ptrdiff_t best = -1;
	for (size_t f = 0; f < s->n_fields; f++) {
		enum name_role role = s->fields[f].role;
		if (s->fields[f].type != LINK_NAME || role == NAME_FATHER)
			continue;
		if (best < 0 || role == NAME_FULL ||
		    (role == NAME_FAMILY && best >= 0 && s->fields[best].role != NAME_FULL))
			best = (ptrdiff_t)f;
	}
	return best;
}

void link_find_together_first(struct link_model *m, const struct link_set *s)
{
	ptrdiff_t f = name_field(s);
	m->n_together = 0;
	if (f < 0)
		return;
	uint32_t *first = malloc((s->values[f].n_groups + 1) * sizeof *first);
	uint32_t *cluster = malloc((s->n + 1) * sizeof *cluster);
	if (!first || !cluster)
		die("out of memory");
	memset(first, 0xFF, (s->values[f].n_groups + 1) * sizeof *first);
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t g = s->values[f].p[s->value[f][i]].group;
		if (g && first[g] == UINT32_MAX)
			first[g] = i;
		cluster[i] = g ? first[g] : i;
	}
	link_find_together(m, s, cluster);
	free(first);
	free(cluster);
}
