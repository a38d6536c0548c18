/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clusters under constraints: against all partitions of few records, and as properties of many. */
#include "link/cluster.h"

#include <math.h>
#include <string.h>

#include "base/pool.h"
#include "num/rng.h"
#include "check.h"

enum { MOST = 8 };

/* A graph small enough to look at all its partitions. */
struct small {
	size_t n;
	struct cluster_edge edges[MOST * MOST];
	size_t n_edges;
	uint16_t list[MOST];
	bool duplicate_free[3];
	struct link_decision decisions[4];
	size_t n_decisions;
	uint64_t rank[MOST];
};

static struct cluster_in in_of(const struct small *s)
{
	return (struct cluster_in){
		.n = s->n,
		.edges = s->edges,
		.n_edges = s->n_edges,
		.list = s->list,
		.duplicate_free = s->duplicate_free,
		.rank = s->rank,
		.decisions = { s->decisions, s->n_decisions },
		.absent = -4,
	};
}

static struct small random_small(struct rng *r)
{
	struct small s = { .n = 2 + rng_below(r, MOST - 1) };
	for (uint32_t a = 0; a < s.n; a++) {
		s.list[a] = (uint16_t)rng_below(r, 3);
		s.rank[a] = a;
		for (uint32_t b = a + 1; b < s.n; b++)
			if (rng_chance(r, 0.6))
				s.edges[s.n_edges++] = (struct cluster_edge){
					a, b, (float)(7 * (rng_uniform(r) - 0.45))
				};
	}
	/* Two that cannot be one person. */
	if (s.n_edges && rng_chance(r, 0.3))
		s.edges[rng_below(r, s.n_edges)].bits = -200;
	s.duplicate_free[0] = rng_chance(r, 0.5);
	return s;
}

static double bits_between(const struct small *s, uint32_t a, uint32_t b)
{
	for (size_t i = 0; i < s->n_edges; i++)
		if (s->edges[i].a == a && s->edges[i].b == b)
			return round((double)s->edges[i].bits * 65536) / 65536;
	return -4;
}

/* Records that people called the same are one: what they say about a third, on average. */
static double bits_of_one(const struct small *s, uint32_t a, uint32_t b)
{
	bool one = s->n_decisions && s->decisions[0].verdict == VERDICT_SAME;
	if (!one || b < 2)
		return one && b == 1 && a == 0 ? 0 : bits_between(s, a, b);
	if (a > 1)
		return bits_between(s, a, b);
	double sum = 0;
	double n = 0;
	for (size_t i = 0; i < s->n_edges; i++)
		if (s->edges[i].a < 2 && s->edges[i].b == b) {
			sum += bits_between(s, s->edges[i].a, b);
			n++;
		}
	return (n > 0 ? sum / n : -4) / 2;
}

/* Whether a partition keeps to the constraints, and its bits. */
static bool value_of(const struct small *s, const uint32_t *cluster, double *ret)
{
	*ret = 0;
	for (uint32_t a = 0; a < s->n; a++)
		for (uint32_t b = a + 1; b < s->n; b++) {
			if (cluster[a] != cluster[b])
				continue;
			if (s->list[a] == s->list[b] && s->duplicate_free[s->list[a]])
				return false;
			*ret += bits_of_one(s, a, b);
		}
	for (size_t i = 0; i < s->n_decisions; i++) {
		const struct link_decision *d = &s->decisions[i];
		bool together = cluster[d->a] == cluster[d->b];
		if ((d->verdict == VERDICT_SAME && !together) ||
		    (d->verdict == VERDICT_DIFFERENT && together))
			return false;
	}
	return true;
}

/* Each partition once: record i joins an earlier cluster or begins one. */
typedef void each_partition(void *ctx, const uint32_t *cluster);
static void partitions(size_t n, size_t i, uint32_t *cluster, each_partition *each, void *ctx)
{
	if (i == n) {
		each(ctx, cluster);
		return;
	}
	for (uint32_t c = 0; c <= i; c++) {
		if (c < i && cluster[c] != c)
			continue;
		cluster[i] = c;
		partitions(n, i + 1, cluster, each, ctx);
	}
}

/* Records that no chain of edges ties are never together. */
static bool ties_all(const struct small *s, const uint32_t *cluster)
{
	uint32_t part[MOST];
	for (uint32_t i = 0; i < s->n; i++)
		part[i] = i;
	for (size_t round = 0; round < s->n; round++)
		for (size_t i = 0; i < s->n_edges; i++) {
			if (s->edges[i].bits < CLUSTER_APART)
				continue;
			uint32_t *a = &part[s->edges[i].a];
			uint32_t *b = &part[s->edges[i].b];
			*a = *b = *a < *b ? *a : *b;
		}
	for (size_t i = 0; i < s->n_decisions; i++)
		if (s->decisions[i].verdict == VERDICT_SAME)
			for (uint32_t k = 0, was = part[s->decisions[i].b]; k < s->n; k++)
				part[k] = part[k] == was ? part[s->decisions[i].a] : part[k];
	for (uint32_t i = 0; i < s->n; i++)
		if (part[i] != part[cluster[i]])
			return false;
	return true;
}

/* How likely each two records are one, over all partitions; and the most of sum(p - 1/2) that one has. */
struct best {
	const struct small *s;
	double z, p[MOST][MOST];
	double most;
};

static void add_weight(void *ctx, const uint32_t *cluster)
{
	struct best *b = ctx;
	double v;
	if (!value_of(b->s, cluster, &v) || !ties_all(b->s, cluster))
		return;
	b->z += exp2(v);
	for (size_t i = 0; i < b->s->n; i++)
		for (size_t k = 0; k < i; k++)
			b->p[i][k] += cluster[i] == cluster[k] ? exp2(v) : 0;
}

static double gain_of(const struct best *b, const uint32_t *cluster)
{
	double ret = 0;
	for (size_t i = 0; i < b->s->n; i++)
		for (size_t k = 0; k < i; k++)
			ret += cluster[i] == cluster[k] ? b->p[i][k] / b->z - .5 : 0;
	return ret;
}

static void keep_best(void *ctx, const uint32_t *cluster)
{
	struct best *b = ctx;
	double v;
	if (value_of(b->s, cluster, &v) && ties_all(b->s, cluster))
		b->most = fmax(b->most, gain_of(b, cluster));
}

static void solve(const struct small *s, uint32_t *ret)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_flag *flags;
	size_t n;
	struct cluster_in in = in_of(s);
	CHECK_OK(cluster_solve(&in, a, ret, &flags, &n, &e), &e);
}

static void check_best(const struct small *s, double missing)
{
	struct best b = { .s = s, .most = -HUGE_VAL };
	uint32_t cluster[MOST];
	double v = 0;
	partitions(s->n, 0, cluster, add_weight, &b);
	partitions(s->n, 0, cluster, keep_best, &b);
	solve(s, cluster);
	CHECK(value_of(s, cluster, &v));
	CHECK(gain_of(&b, cluster) > b.most - missing);
}

TEST(a_small_component_gets_the_partition_with_the_fewest_errors_expected)
{
	struct rng r = rng_start(1, 0);
	for (int i = 0; i < 400; i++) {
		struct small s = random_small(&r);
		check_best(&s, 1e-4);
	}
}

/* What two records that people called the same say together may fall under what is weighed. */
TEST(what_people_decided_holds_and_the_rest_is_still_best)
{
	struct rng r = rng_start(2, 0);
	for (int i = 0; i < 400; i++) {
		struct small s = random_small(&r);
		memset(s.duplicate_free, 0, sizeof s.duplicate_free);
		s.decisions[s.n_decisions++] = (struct link_decision){ 0, 1, VERDICT_SAME };
		if (s.n > 2)
			s.decisions[s.n_decisions++] =
				(struct link_decision){ 2, 1, VERDICT_DIFFERENT };
		check_best(&s, .1);
	}
}

TEST(the_newest_of_decisions_that_contradict_each_other_counts_and_it_is_said)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_flag *flags;
	size_t n;
	uint32_t cluster[3];
	struct small s = { .n = 3,
			   .decisions = { { 0, 1, VERDICT_SAME },
					  { 1, 2, VERDICT_SAME },
					  { 0, 2, VERDICT_DIFFERENT } },
			   .n_decisions = 3,
			   .rank = { 0, 1, 2 } };
	struct cluster_in in = in_of(&s);
	CHECK_OK(cluster_solve(&in, a, cluster, &flags, &n, &e), &e);
	CHECK_INT(cluster[0], 0);
	CHECK_INT(cluster[1], 1);
	CHECK_INT(cluster[2], 1);
	CHECK_INT(n, 1);
	CHECK_INT(flags[0].why, CLUSTER_CONTRADICTS);
	CHECK_INT(flags[0].a, 0);
	CHECK_INT(flags[0].b, 1);
}

TEST(people_may_say_that_a_list_without_duplicates_has_one)
{
	uint32_t cluster[2];
	struct small s = { .n = 2,
			   .duplicate_free = { true },
			   .decisions = { { 1, 0, VERDICT_SAME } },
			   .n_decisions = 1,
			   .rank = { 0, 1 } };
	solve(&s, cluster);
	CHECK_INT(cluster[1], 0);
}

/* ---- many records ----------------------------------------------------------- */

enum { PEOPLE = 300, EACH = 4, RECORDS = PEOPLE * EACH };

struct many {
	struct cluster_edge edges[RECORDS * 12];
	size_t n_edges;
	uint16_t list[RECORDS];
	bool duplicate_free[EACH];
	uint64_t rank[RECORDS];
};

/* Four records a person; wrong edges tie all of them into one component. */
static void make_many(struct many *m, uint64_t seed)
{
	struct rng r = rng_start(seed, 0);
	m->n_edges = 0;
	for (uint32_t i = 0; i < RECORDS; i++) {
		m->list[i] = (uint16_t)(i % EACH);
		m->rank[i] = i;
		for (uint32_t k = i + 1; k < RECORDS; k++) {
			bool one = i / EACH == k / EACH;
			if (one || rng_chance(&r, 0.004))
				m->edges[m->n_edges++] = (struct cluster_edge){
					i, k,
					(float)(one ? 4 + 4 * rng_uniform(&r)
						    : 3 * rng_uniform(&r) - 1)
				};
		}
	}
}

static struct cluster_in many_in(const struct many *m)
{
	return (struct cluster_in){ .n = RECORDS,
				    .edges = m->edges,
				    .n_edges = m->n_edges,
				    .list = m->list,
				    .duplicate_free = m->duplicate_free,
				    .rank = m->rank,
				    .absent = -8 };
}

TEST(errors_that_tie_everybody_together_are_cut)
{
	static struct many m;
	static uint32_t cluster[RECORDS];
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_flag *flags;
	size_t n;
	make_many(&m, 3);
	struct cluster_in in = many_in(&m);
	CHECK_OK(cluster_solve(&in, a, cluster, &flags, &n, &e), &e);
	for (uint32_t i = 0; i < RECORDS; i++)
		CHECK_INT(cluster[i], i / EACH * EACH);
}

TEST(the_order_of_records_and_edges_changes_no_cluster)
{
	static struct many m, other;
	static uint32_t cluster[RECORDS], again[RECORDS];
	static size_t to[RECORDS];
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_flag *flags;
	size_t n;
	struct rng r = rng_start(4, 0);
	make_many(&m, 5);
	/* Weights so low that much is undecided and ties of equal sums occur. */
	for (size_t i = 0; i < m.n_edges; i++)
		m.edges[i].bits = (float)((int)m.edges[i].bits % 3);
	for (size_t i = 0; i < RECORDS; i++)
		to[i] = i;
	rng_shuffle(&r, to, RECORDS);
	other = m;
	for (size_t i = 0; i < RECORDS; i++) {
		other.list[to[i]] = m.list[i];
		other.rank[to[i]] = m.rank[i];
	}
	for (size_t i = 0; i < m.n_edges; i++) {
		uint32_t x = (uint32_t)to[m.edges[i].a];
		uint32_t y = (uint32_t)to[m.edges[i].b];
		other.edges[m.n_edges - 1 - i] =
			(struct cluster_edge){ x < y ? x : y, x < y ? y : x, m.edges[i].bits };
	}
	struct cluster_in in = many_in(&m);
	struct cluster_in in2 = many_in(&other);
	CHECK_OK(cluster_solve(&in, a, cluster, &flags, &n, &e), &e);
	CHECK_OK(cluster_solve(&in2, a, again, &flags, &n, &e), &e);
	for (size_t i = 0; i < RECORDS; i++)
		for (size_t k = 0; k < i; k++)
			CHECK((cluster[i] == cluster[k]) == (again[to[i]] == again[to[k]]));
}

/* ---- drawn ------------------------------------------------------------------ */

struct tally {
	const struct small *s;
	double z;     /* sum of 2^bits over all partitions */
	double count; /* of clusters, weighted */
	double drawn;
	size_t draws;
};

static size_t clusters_of(const uint32_t *cluster, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		count += cluster[i] == i;
	return count;
}

static void add_exact(void *ctx, const uint32_t *cluster)
{
	struct tally *t = ctx;
	double v;
	if (!value_of(t->s, cluster, &v) || !ties_all(t->s, cluster))
		return;
	t->z += exp2(v);
	t->count += exp2(v) * (double)clusters_of(cluster, t->s->n);
}

static int add_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	struct tally *t = ctx;
	double v;
	(void)draw;
	(void)e;
	CHECK(value_of(t->s, cluster, &v));
	t->drawn += (double)clusters_of(cluster, t->s->n);
	t->draws++;
	return 0;
}

/* Records that nothing ties are never drawn together: each is tied to the next, if only by what no edge says. */
static void tie_all(struct small *s)
{
	for (uint32_t i = 0; i + 1 < s->n; i++) {
		bool tied = false;
		for (size_t k = 0; k < s->n_edges; k++)
			tied |= s->edges[k].a == i && s->edges[k].b == i + 1;
		if (!tied)
			s->edges[s->n_edges++] = (struct cluster_edge){ i, i + 1, -4 };
	}
}

TEST(draws_have_the_probabilities_that_weights_give)
{
	struct rng r = rng_start(6, 0);
	for (int i = 0; i < 20; i++) {
		AUTO_ARENA *a = arena_new(0);
		struct err e = { 0 };
		struct small s = random_small(&r);
		tie_all(&s);
		struct tally t = { .s = &s };
		uint32_t cluster[MOST];
		partitions(s.n, 0, cluster, add_exact, &t);
		struct cluster_in in = in_of(&s);
		CHECK_OK(cluster_draws(&in, 7, 4000, a, add_draw, &t, &e), &e);
		/* Counts spread by less than 1.2: the mean of 4,000 is within 0.1 but once in a million. */
		CHECK(fabs(t.drawn / (double)t.draws - t.count / t.z) < 0.1);
	}
}

static int keep_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	uint32_t *all = ctx;
	(void)e;
	memcpy(all + draw * RECORDS, cluster, RECORDS * sizeof *cluster);
	return 0;
}

static int count_errors(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	size_t *wrong = ctx;
	(void)draw;
	(void)e;
	for (uint32_t i = 0; i < RECORDS; i++)
		*wrong += cluster[i] != i / EACH * EACH;
	return 0;
}

TEST(large_components_are_drawn_near_their_best_partition)
{
	static struct many m;
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	size_t wrong = 0;
	make_many(&m, 8);
	struct cluster_in in = many_in(&m);
	CHECK_OK(cluster_draws(&in, 9, 5, a, count_errors, &wrong, &e), &e);
	CHECK(wrong < RECORDS * 5 / 20);
}

TEST(draws_do_not_depend_on_threads)
{
	enum { DRAWS = 5 };
	static struct many m;
	static uint32_t alone[DRAWS * RECORDS], together[DRAWS * RECORDS];
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(3);
	struct err e = { 0 };
	make_many(&m, 8);
	for (size_t i = 0; i < m.n_edges; i++)
		m.edges[i].bits /= 4;
	struct cluster_in in = many_in(&m);
	CHECK_OK(cluster_draws(&in, 9, DRAWS, a, keep_draw, alone, &e), &e);
	in.pool = pool;
	CHECK_OK(cluster_draws(&in, 9, DRAWS, a, keep_draw, together, &e), &e);
	CHECK(!memcmp(alone, together, sizeof alone));
	CHECK(memcmp(alone, alone + RECORDS, RECORDS * sizeof *alone) != 0);
}

/* ---- probabilities in parts too large to sum over ---- */

enum { PATH = 40, NAMESAKES = 20 };

static struct cluster_in in_of_edges(const struct cluster_edge *edges, size_t n_edges, size_t n)
{
	static const uint16_t LIST[PATH];
	static const bool DUPLICATE_FREE[1];
	return (struct cluster_in){ .n = n,
				    .edges = edges,
				    .n_edges = n_edges,
				    .list = LIST,
				    .duplicate_free = DUPLICATE_FREE,
				    .absent = -40 };
}

/* Each may be one with the record before or with the one after, and with both never: pairings of a path, which can be counted. */
TEST(neighbours_in_a_long_row_are_one_as_often_as_in_its_pairings)
{
	static const double ODDS = 2;
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct clustering *c;
	struct cluster_edge edges[PATH - 1];
	float p[PATH - 1];
	double pairings[PATH + 1] = { 1, 1 }; /* of so many in a row */
	for (uint32_t i = 0; i + 1 < PATH; i++) {
		edges[i] = (struct cluster_edge){ i, i + 1, (float)log2(ODDS) };
		pairings[i + 2] = pairings[i + 1] + ODDS * pairings[i];
	}
	struct cluster_in in = in_of_edges(edges, PATH - 1, PATH);
	CHECK_OK(clustering_new(&in, a, &c, &e), &e);
	clustering_probabilities(c, p);
	for (size_t i = 0; i + 1 < PATH; i++) {
		double both = ODDS * pairings[i] * pairings[PATH - 2 - i] / pairings[PATH];
		CHECK(fabs((double)p[i] - both) < 0.002);
	}
}

TEST(of_many_namesakes_each_is_one_more_seldom)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct clustering *c;
	struct cluster_edge edges[NAMESAKES + 1];
	float p[NAMESAKES + 1];
	for (uint32_t i = 0; i < NAMESAKES; i++)
		edges[i] = (struct cluster_edge){ 0, i + 1, -1 };
	/* One of them is somebody else's with even odds, and then not to be had. */
	edges[NAMESAKES] = (struct cluster_edge){ NAMESAKES, NAMESAKES + 1, 0 };
	struct cluster_in in = in_of_edges(edges, NAMESAKES + 1, NAMESAKES + 2);
	CHECK_OK(clustering_new(&in, a, &c, &e), &e);
	clustering_probabilities(c, p);
	double all = 2 * (1 + .5 * (NAMESAKES - 1)) + .5;
	CHECK(fabs((double)p[0] - .5 * 2 / all) < 0.002);
	CHECK(fabs((double)p[NAMESAKES - 1] - .5 / all) < 0.002);
	CHECK(fabs((double)p[NAMESAKES] - (1 + .5 * (NAMESAKES - 1)) / all) < 0.002);
}

/* ---- bounds and flags --------------------------------------------------------- */

TEST(the_count_lies_between_all_doubtful_pairs_one_and_none)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	size_t lo, hi;
	struct small s = { .n = 5,
			   .edges = { { 0, 1, 9 }, { 1, 2, 1 }, { 2, 3, -2 } },
			   .n_edges = 3,
			   .rank = { 0, 1, 2, 3, 4 } };
	struct cluster_in in = in_of(&s);
	CHECK_OK(cluster_count_bounds(&in, 4, a, &lo, &hi, &e), &e);
	CHECK_INT(lo, 2);
	CHECK_INT(hi, 4);
	s.decisions[0] = (struct link_decision){ 1, 2, VERDICT_DIFFERENT };
	s.decisions[1] = (struct link_decision){ 3, 4, VERDICT_SAME };
	s.n_decisions = 2;
	in = in_of(&s);
	CHECK_OK(cluster_count_bounds(&in, 4, a, &lo, &hi, &e), &e);
	CHECK_INT(lo, 2);
	CHECK_INT(hi, 3);
}

TEST(a_bridge_and_a_pair_that_speaks_against_are_flagged)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_flag *flags;
	size_t n;
	uint32_t cluster[4];
	struct small s = { .n = 4,
			   .edges = { { 0, 1, 20 }, { 1, 2, 40 }, { 2, 3, 20 } },
			   .n_edges = 3,
			   .rank = { 0, 1, 2, 3 } };
	struct cluster_in in = in_of(&s);
	CHECK_OK(cluster_solve(&in, a, cluster, &flags, &n, &e), &e);
	CHECK_INT(cluster[3], 0);
	CHECK_INT(n, 2);
	CHECK_INT(flags[0].why, CLUSTER_BRIDGE);
	CHECK_INT(flags[0].a, 1);
	CHECK_INT(flags[0].b, 2);
	CHECK_INT(flags[1].why, CLUSTER_WEAK);
}

/* 0 and 1 are one, 2 agrees with both; 0 and 2 are of a list that repeats hardly anybody. */
TEST(two_cores_of_one_list_that_repeats_few_have_that_against_them_in_full)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_cores c;
	struct clustering *all;
	const float within[3] = { -6, 0, 0 };
	struct small s = { .n = 3,
			   .edges = { { 0, 1, 20 }, { 0, 2, -3 }, { 1, 2, 3 } },
			   .n_edges = 3,
			   .list = { 0, 1, 0 },
			   .rank = { 0, 1, 2 } };
	struct cluster_in in = in_of(&s);
	CHECK_OK(clustering_new(&in, a, &all, &e), &e);
	clustering_cores(all, a, &c);
	CHECK_INT(c.n, 2);
	CHECK(c.bits[0] == 0);
	in.within = within;
	CHECK_OK(clustering_new(&in, a, &all, &e), &e);
	clustering_cores(all, a, &c);
	/* Half of their pairs say it already. */
	CHECK_INT(c.n, 2);
	CHECK(c.bits[0] == -3);
	/* Another list: nothing of it. */
	s.list[2] = 2;
	in = in_of(&s);
	in.within = within;
	CHECK_OK(clustering_new(&in, a, &all, &e), &e);
	clustering_cores(all, a, &c);
	CHECK(c.bits[0] == 0);
}

TEST(edges_and_decisions_that_are_none_are_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct cluster_flag *flags;
	size_t n;
	uint32_t cluster[2];
	struct small s = { .n = 2, .edges = { { 1, 1, 3 } }, .n_edges = 1 };
	struct cluster_in in = in_of(&s);
	CHECK_ERR(cluster_solve(&in, a, cluster, &flags, &n, &e), ERR_INPUT);
	s.n_edges = 0;
	s.decisions[s.n_decisions++] = (struct link_decision){ 0, 2, VERDICT_SAME };
	in = in_of(&s);
	CHECK_ERR(cluster_solve(&in, a, cluster, &flags, &n, &e), ERR_INPUT);
}
