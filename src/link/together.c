/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * together.c - fields that people share together: postcode and suburb, place and date of one massacre.
 *
 * For two fields, the chance that two people share both is counted exactly, from how many people have each pair of
 * values, and compared with the product of the chances. Names of course go with sex and origin; what is far from
 * chance is taken off where both agree. Of all pairs of fields those are kept that form a forest of the greatest
 * sum (Chow & Liu 1968, "Approximating discrete probability distributions with dependence trees"): more would
 * take off the same thing twice.
 *
 * Whoever is not known yet to be one person would pass for two who share everything, so of those who share two values it
 * is asked what else they share: a suburb's people share a postcode and little more, one person shares the rest as well.
 */
#include "link/run_priv.h"

#include <math.h>

/* Chance agreements that must have been seen, and how far from chance is a matter of counting only. */
enum { SEEN_LEAST = 30 };
static const double BITS_LEAST = .5;

/* Records that share two values are asked what else they share where they are few, for one person has few; and of so many
 * records. A field in which one person seldom agrees tells nothing. */
enum { FEW = 8, ASKED_MOST = 20000 };
static const double TELLS_LEAST = .1;

struct edge {
	uint8_t f, g;
	double bits;
};

/* What each record says in each field as a number, 0 nothing: the groups, out of the dictionaries once. */
struct said {
	const struct link_set *s;
	uint32_t *group[LINK_FIELDS_MAX]; /* NULL: a field that goes with none */
	double one[LINK_FIELDS_MAX],
		two[LINK_FIELDS_MAX]; /* chance that one person, or two, agree */
	size_t parted; /* the field that alone told who is who; LINK_FIELDS_MAX: all did */
};

/* Shares of pairs of people that agree in both, in f and in g, among people who have both. */
struct shared {
	double n, both, f, g;
};

/* A key of 40 bits above a record of 24, as blocks have it. */
enum { RECORD_BITS = 24 };
#define RECORD_MASK ((uint64_t)((1 << RECORD_BITS) - 1))

static size_t run_end(const uint64_t *p, size_t from, size_t n)
{
	size_t to = from + 1;
	while (to < n && p[to] >> RECORD_BITS == p[from] >> RECORD_BITS)
		to++;
	return to;
}

/* What pairs that share two values share besides, field by field. */
struct besides {
	double there[LINK_FIELDS_MAX], same[LINK_FIELDS_MAX];
};

static void ask_run(const struct said *said, const uint64_t *p, size_t n, struct besides *ret)
{
	for (size_t h = 0; h < said->s->n_fields; h++) {
		const uint32_t *of = said->group[h];
		for (size_t i = 0; i < n && of; i++)
			for (size_t k = i + 1; k < n; k++) {
				uint32_t x = of[p[i] & RECORD_MASK];
				uint32_t y = of[p[k] & RECORD_MASK];
				ret->there[h] += x && y;
				ret->same[h] += x && x == y;
			}
	}
}

/* Share of such pairs that are one person: the field in which they agree least tells most. */
static double share_of_one(const struct said *said, const struct besides *b, size_t f, size_t g)
{
	double ret = 1;
	bool asked = false;
	for (size_t h = 0; h < said->s->n_fields; h++) {
		double one = said->one[h];
		double two = said->two[h];
		if (h == f || h == g || h == said->parted || b->there[h] < SEEN_LEAST ||
		    one < two + TELLS_LEAST)
			continue;
		ret = fmin(ret, (b->same[h] / b->there[h] - two) / (one - two));
		asked = true;
	}
	return asked ? fmax(ret, 0) : 0;
}

/* Twice the pairs of two people that share both values. */
static double pairs_of_two(const struct said *said, size_t f, size_t g, const uint64_t *p, size_t n)
{
	double few = 0;
	double many = 0;
	struct besides b = { 0 };
	uint64_t part = n / ASKED_MOST + 1;
	for (size_t from = 0, to; from < n; from = to) {
		to = run_end(p, from, n);
		double size = (double)(to - from);
		if (to - from > FEW) {
			many += size * (size - 1);
			continue;
		}
		few += size * (size - 1);
		size_t r = p[from] & RECORD_MASK;
		uint64_t kf = said->s->values[f].group_key[said->group[f][r]];
		uint64_t kg = said->s->values[g].group_key[said->group[g][r]];
		if (to - from > 1 && (part == 1 || link_mix2(kf, kg) % part == 0))
			ask_run(said, p + from, to - from, &b);
	}
	return many + few * (1 - share_of_one(said, &b, f, g));
}

static double pairs_of_counts(const uint32_t *count, size_t n)
{
	double pairs = 0;
	for (size_t i = 0; i < n; i++)
		pairs += (double)count[i] * ((double)count[i] - 1);
	return pairs;
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
	memset(room->lowest, 0xFF, s->n * sizeof *room->lowest);
	memset(room->of_f, 0, s->values[f].n_groups * sizeof *room->of_f);
	memset(room->of_g, 0, s->values[g].n_groups * sizeof *room->of_g);
	for (size_t r = 0; r < s->n; r++)
		if (of[r] && og[r] && s->rank[r] < room->lowest[cluster[r]])
			room->lowest[cluster[r]] = s->rank[r];
	for (size_t r = 0; r < s->n; r++) {
		if (!of[r] || !og[r] || s->rank[r] != room->lowest[cluster[r]])
			continue;
		room->p[n++] = (link_mix(((uint64_t)of[r] << 32) | og[r]) & ~RECORD_MASK) | r;
		room->of_f[of[r]]++;
		room->of_g[og[r]]++;
	}
	link_sort(room->p, room->spare, n, RECORD_BITS, 64);
	sh.n = (double)n;
	sh.both = pairs_of_two(said, f, g, room->p, n);
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

/* That two records taken at random are of one group. */
static double chance_of_two(const uint32_t *group, size_t n, size_t n_groups)
{
	uint32_t *count = mem_need(calloc(n_groups + 1, sizeof *count));
	double with = 0;
	for (size_t r = 0; r < n; r++) {
		count[group[r]] += group[r] != 0;
		with += group[r] != 0;
	}
	double pairs = pairs_of_counts(count, n_groups);
	free(count);
	return with > 1 ? pairs / (with * (with - 1)) : 0;
}

static void said_make(struct said *ret, const struct link_set *s, const struct link_model *m,
		      size_t parted)
{
	*ret = (struct said){ .s = s, .parted = parted };
	for (size_t f = 0; f < m->n_fields; f++) {
		if (!can_go_together(&m->fields[f]))
			continue;
		uint32_t *group = ret->group[f] = mem_need(malloc((s->n + 1) * sizeof *group));
		for (size_t r = 0; r < s->n; r++) {
			bool linkable = link_is_linkable(s, r);
			group[r] = linkable ? s->values[f].p[s->row[r * s->n_fields + f]].group : 0;
		}
		ret->two[f] = chance_of_two(group, s->n, s->values[f].n_groups);
		ret->one[f] = m->fields[f].levels[0].m;
		if (m->fields[f].field.type == LINK_NAME)
			ret->one[f] += m->fields[f].levels[1].m;
	}
}

struct looking {
	struct said said;
	const uint32_t *cluster;
	struct room room[POOL_THREADS_MAX];
	struct edge edges[LINK_FIELDS_MAX * LINK_FIELDS_MAX]; /* bits 0: none */
	size_t n;
};

/* Before anybody is known, whoever shares a name and a date is one person as often as not. */
static bool can_be_asked(const struct looking *l, size_t f, size_t g)
{
	const struct link_set *s = l->said.s;
	if (!l->said.group[f] || !l->said.group[g] || s->holds[f] >> g & 1 || s->holds[g] >> f & 1)
		return false;
	return l->said.parted == LINK_FIELDS_MAX ||
	       (s->fields[f].type != LINK_NAME && s->fields[g].type != LINK_NAME);
}

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
		r->lowest = mem_need(malloc((s->n + 1) * sizeof *r->lowest));
		r->p = mem_need(malloc((2 * s->n + 1) * sizeof *r->p));
		r->spare = r->p + s->n;
		r->of_f = mem_need(malloc((2 * groups + 1) * sizeof *r->of_f));
		r->of_g = r->of_f + groups;
	}
	pool_each_long(pool, l->n, look, l);
	for (int i = 0; i < pool_threads(pool); i++) {
		free(l->room[i].lowest);
		free(l->room[i].p);
		free(l->room[i].of_f);
	}
}

static void find_together(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
			  size_t parted, struct pool *pool)
{
	struct looking l = { .cluster = cluster };
	said_make(&l.said, s, m, parted);
	for (size_t f = 0; f < m->n_fields; f++)
		for (size_t g = f + 1; g < m->n_fields; g++)
			if (can_be_asked(&l, f, g))
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

void link_find_together(struct link_model *m, const struct link_set *s, const uint32_t *cluster,
			struct pool *pool)
{
	find_together(m, s, cluster, LINK_FIELDS_MAX, pool);
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
	uint32_t *first = mem_need(malloc((s->values[f].n_groups + 1) * sizeof *first));
	uint32_t *cluster = mem_need(malloc((s->n + 1) * sizeof *cluster));
	memset(first, 0xFF, (s->values[f].n_groups + 1) * sizeof *first);
	for (uint32_t i = 0; i < s->n; i++) {
		uint32_t g = s->values[f].p[s->value[f][i]].group;
		if (g && first[g] == UINT32_MAX)
			first[g] = i;
		cluster[i] = g ? first[g] : i;
	}
	find_together(m, s, cluster, (size_t)f, pool);
	free(first);
	free(cluster);
}
