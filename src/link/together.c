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

/* What each record says in each field as a number, 0 nothing: the groups, out of the dictionaries once. */
struct said {
	const struct link_set *s;
	uint32_t *group[LINK_FIELDS_MAX]; /* NULL: a field that goes with none */
};

/* Shares of pairs of people that agree in both, in f and in g, among people who have both. */
struct shared {
	double n, both, f, g;
};

static double pairs_of_runs(const uint64_t *p, size_t n)
{
	double pairs = 0;
	for (size_t from = 0, to; from < n; from = to) {
		for (to = from + 1; to < n && p[to] == p[from]; to++)
			;
		double size = (double)(to - from);
		pairs += size * (size - 1);
	}
	return pairs;
}

static double pairs_of_counts(const uint32_t *count, size_t n)
{
	double pairs = 0;
	for (size_t i = 0; i < n; i++)
		pairs += (double)count[i] * ((double)count[i] - 1);
	return pairs;
}

static int bits_of(size_t n)
{
	int bits = 1;
	while (n >> bits)
		bits++;
	return bits;
}

/* Two fields at a time, in memory of a thread's own. */
struct room {
	uint64_t *lowest; /* of each cluster: the rank of who speaks for it */
	uint64_t *p, *spare;
	uint32_t *of_f, *of_g; /* people of each group */
};

/* One record speaks for a cluster: of those that have both, the one of lowest rank. */
static struct shared share_of(const struct said *said, size_t f, size_t g, const uint32_t *cluster,
			      struct room *room)
{
	const struct link_set *s = said->s;
	const uint32_t *of = said->group[f];
	const uint32_t *og = said->group[g];
	struct shared sh = { 0 };
	size_t n = 0;
	int width = bits_of(s->values[g].n_groups);
	memset(room->lowest, 0xFF, s->n * sizeof *room->lowest);
	memset(room->of_f, 0, s->values[f].n_groups * sizeof *room->of_f);
	memset(room->of_g, 0, s->values[g].n_groups * sizeof *room->of_g);
	for (size_t r = 0; r < s->n; r++)
		if (of[r] && og[r] && s->rank[r] < room->lowest[cluster[r]])
			room->lowest[cluster[r]] = s->rank[r];
	for (size_t r = 0; r < s->n; r++) {
		if (!of[r] || !og[r] || s->rank[r] != room->lowest[cluster[r]])
			continue;
		room->p[n++] = ((uint64_t)of[r] << width) | og[r];
		room->of_f[of[r]]++;
		room->of_g[og[r]]++;
	}
	link_sort(room->p, room->spare, n, 0, width + bits_of(s->values[f].n_groups));
	sh.n = (double)n;
	sh.both = pairs_of_runs(room->p, n);
	sh.f = pairs_of_counts(room->of_f, s->values[f].n_groups);
	sh.g = pairs_of_counts(room->of_g, s->values[g].n_groups);
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

static void *must(void *p)
{
	if (!p)
		die("out of memory");
	return p;
}

static void said_make(struct said *ret, const struct link_set *s, const struct link_model *m)
{
	*ret = (struct said){ .s = s };
	for (size_t f = 0; f < m->n_fields; f++) {
		if (!can_go_together(&m->fields[f]))
			continue;
		uint32_t *group = ret->group[f] = must(malloc((s->n + 1) * sizeof *group));
		for (size_t r = 0; r < s->n; r++) {
			bool linkable = !(s->flags[r] & (LINK_UNNAMED | LINK_GROUP));
			group[r] = linkable ? s->values[f].p[s->row[r * s->n_fields + f]].group : 0;
		}
	}
}

struct looking {
	struct said said;
	const uint32_t *cluster;
	struct room room[POOL_THREADS_MAX];
	struct edge edges[LINK_FIELDS_MAX * LINK_FIELDS_MAX]; /* bits 0: none */
	size_t n;
};

static void look(void *ctx, size_t i, int worker)
{
	struct looking *l = ctx;
	struct edge *e = &l->edges[i];
	struct shared sh = share_of(&l->said, e->f, e->g, l->cluster, &l->room[worker]);
	double pairs = sh.n * (sh.n - 1);
	if (pairs <= 0 || sh.f <= 0 || sh.g <= 0 || sh.both / 2 < SEEN_LEAST)
		return;
	double bits = log2(sh.both / pairs / (sh.f / pairs * (sh.g / pairs)));
	e->bits = bits >= BITS_LEAST ? bits : 0;
}

static void look_at_all(struct looking *l, struct pool *pool)
{
	const struct link_set *s = l->said.s;
	size_t groups = 0;
	for (size_t f = 0; f < s->n_fields; f++)
		groups = s->values[f].n_groups > groups ? s->values[f].n_groups : groups;
	for (int i = 0; i < pool_threads(pool); i++) {
		struct room *r = &l->room[i];
		r->lowest = must(malloc((s->n + 1) * sizeof *r->lowest));
		r->p = must(malloc((2 * s->n + 1) * sizeof *r->p));
		r->spare = r->p + s->n;
		r->of_f = must(malloc((2 * groups + 1) * sizeof *r->of_f));
		r->of_g = r->of_f + groups;
	}
	pool_each_long(pool, l->n, look, l);
	for (int i = 0; i < pool_threads(pool); i++) {
		free(l->room[i].lowest);
		free(l->room[i].p);
		free(l->room[i].of_f);
	}
}

void link_find_together(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
			struct pool *pool)
{
	struct looking l = { .cluster = cluster };
	said_make(&l.said, s, m);
	for (size_t f = 0; f < m->n_fields; f++)
		for (size_t g = f + 1; g < m->n_fields; g++)
			if (l.said.group[f] && l.said.group[g])
				l.edges[l.n++] = (struct edge){ (uint8_t)f, (uint8_t)g, 0 };
	look_at_all(&l, pool);
	for (size_t f = 0; f < m->n_fields; f++)
		free(l.said.group[f]);
	if (l.n)
		qsort(l.edges, l.n, sizeof *l.edges, by_bits);
	uint8_t tree[LINK_FIELDS_MAX];
	for (size_t f = 0; f < LINK_FIELDS_MAX; f++)
		tree[f] = (uint8_t)f;
	m->n_together = 0;
	for (size_t i = 0; i < l.n && l.edges[i].bits > 0; i++) {
		const struct edge *e = &l.edges[i];
		size_t x = root_of(tree, e->f);
		size_t y = root_of(tree, e->g);
		if (x == y)
			continue;
		tree[x] = (uint8_t)y;
		m->together[m->n_together++] = (struct link_together){ e->f, e->g, e->bits };
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

void link_find_together_first(struct link_model *m, const struct link_set *s, struct pool *pool)
{
	ptrdiff_t f = name_field(s);
	m->n_together = 0;
	if (f < 0)
		return;
	uint32_t *first = must(malloc((s->values[f].n_groups + 1) * sizeof *first));
	uint32_t *cluster = must(malloc((s->n + 1) * sizeof *cluster));
	memset(first, 0xFF, (s->values[f].n_groups + 1) * sizeof *first);
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t g = s->values[f].p[s->value[f][i]].group;
		if (g && first[g] == UINT32_MAX)
			first[g] = i;
		cluster[i] = g ? first[g] : i;
	}
	link_find_together(m, s, cluster, pool);
	free(first);
	free(cluster);
}
