/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/dga.h"

#include <stdlib.h>
#include <string.h>

#include "estimate/chordal.h"
#include "known.h"
#include "num/special.h"

/* ---- a second, straightforward implementation ------------------------ */

struct plain_graph {
	unsigned near[6];
};

static struct plain_graph plain_graph(size_t lists, unsigned edges)
{
	struct plain_graph g = { { 0 } };
	for (size_t i = 0; i < lists; i++)
		for (size_t j = i + 1; j < lists; j++, edges >>= 1)
			if (edges & 1) {
				g.near[i] |= 1U << j;
				g.near[j] |= 1U << i;
			}
	return g;
}

/* Some 4 or more lists of which each has two neighbours among them: a cycle without a chord (two cycles
 * apart need 6 lists and triangles, which are not of 4). */
static bool has_hole(const struct plain_graph *g, size_t lists)
{
	for (unsigned set = 0; set < 1U << lists; set++) {
		bool all_two = __builtin_popcount(set) >= 4;
		unsigned reached = set & (~set + 1);
		for (size_t i = 0; i < lists && all_two; i++)
			if (set >> i & 1)
				all_two = __builtin_popcount(g->near[i] & set) == 2;
		for (size_t round = 0; round < lists; round++)
			for (size_t i = 0; i < lists; i++)
				if (reached >> i & 1)
					reached |= g->near[i] & set;
		if (all_two && reached == set)
			return true;
	}
	return false;
}

struct plain {
	size_t lists;
	double n, delta;
	double y[64][64]; /* folded onto a set: [set][pattern] */
	double at[64];	  /* plain_set of all sets at one n0 */
};

static struct plain plain_table(const struct cells *c, double delta)
{
	struct plain p = { .lists = c->n_lists, .n = (double)c->total, .delta = delta };
	for (unsigned set = 0; set < 1U << c->n_lists; set++)
		for (size_t i = 0; i < c->n; i++)
			p.y[set][c->p[i].on & set] += (double)c->p[i].count;
	return p;
}

/* log of the marginal likelihood of the table folded onto a set. */
static double plain_set(const struct plain *p, unsigned set, double n0)
{
	int k = __builtin_popcount(set);
	double d = p->delta * exp2((double)p->lists - k);
	double all = p->delta * exp2((double)p->lists);
	double sum = lgamma(all) - lgamma(p->n + n0 + all);
	if (set == 0)
		return 0;
	for (unsigned part = 0; part < 64; part++)
		if ((part & ~set) == 0)
			sum += lgamma(p->y[set][part] + (part == 0 ? n0 : 0) + d) - lgamma(d);
	return sum;
}

/* List by list, each given its neighbours among those already there, in the order of largest cardinality
 * (Tarjan & Yannakakis 1984). */
static double plain_graph_score(const struct plain *p, const struct plain_graph *g)
{
	unsigned in = 0;
	double sum = 0;
	for (size_t step = 0; step < p->lists; step++) {
		int best = -1;
		size_t v = 0;
		for (size_t i = 0; i < p->lists; i++) {
			int known = __builtin_popcount(g->near[i] & in);
			if (!(in >> i & 1) && known > best) {
				best = known;
				v = i;
			}
		}
		unsigned before = g->near[v] & in;
		sum += p->at[before | 1U << v] - p->at[before];
		in |= 1U << v;
	}
	return sum;
}

static size_t plain_graphs(size_t lists, struct arena *a, struct plain_graph **ret)
{
	size_t n = 0;
	*ret = NEW_N(a, 1 << 15, struct plain_graph);
	for (unsigned edges = 0; edges < 1U << lists * (lists - 1) / 2; edges++) {
		struct plain_graph g = plain_graph(lists, edges);
		if (!has_hole(&g, lists))
			(*ret)[n++] = g;
	}
	return n;
}

/* ---- graphs ---------------------------------------------------------- */

TEST(as_many_graphs_as_there_are)
{
	static const size_t WANTED[] = { 1, 2, 8, 61, 822, 18154 };
	for (size_t lists = 1; lists <= 6; lists++) {
		AUTO_ARENA *a = arena_new(0);
		const struct chordal_graph *ours;
		struct plain_graph *plain;
		CHECK_INT(chordal_graphs(lists, a, &ours), WANTED[lists - 1]);
		CHECK_INT(plain_graphs(lists, a, &plain), WANTED[lists - 1]);
		/* In the same order: the cliques of each join exactly what its edges join. */
		for (size_t i = 0; i < WANTED[lists - 1]; i++) {
			unsigned near[6] = { 0 };
			for (size_t k = 0; k < ours[i].n_cliques; k++)
				for (size_t v = 0; v < lists; v++)
					if (ours[i].clique[k] >> v & 1)
						near[v] |= ours[i].clique[k] & ~(1U << v);
			if (memcmp(near, plain[i].near, sizeof near) != 0) {
				FAIL("graph %zu of %zu lists differs", i, lists);
				break;
			}
		}
	}
}

/* ---- posterior ------------------------------------------------------- */

static struct dga_posterior ours(const struct cells *c, const struct dga_options *o,
				 struct arena *a)
{
	struct dga_posterior p = { 0 };
	struct err e;
	CHECK_OK(dga_posterior(c, o, a, &p, &e), &e);
	return p;
}

/* Every place and every graph, normalised over the grid lo..hi. */
static void compare(const struct cells *c, const struct dga_options *o, double delta, int64_t lo,
		    int64_t hi, struct arena *a)
{
	struct plain t = plain_table(c, delta);
	struct plain_graph *g;
	size_t n = plain_graphs(c->n_lists, a, &g);
	const struct dga_posterior p = ours(c, o, a);
	double *mass = NEW_N(a, (size_t)(hi - lo + 1), double);
	double *graph = NEW_N(a, n, double);
	double top = -HUGE_VAL, total = 0, worst = 0, worst_graph = 0;
	for (int pass = 0; pass < 2; pass++)
		for (int64_t n0 = lo; n0 <= hi; n0++) {
			double all = t.n + (double)n0;
			double shared = lgamma(all + 1) - lgamma((double)n0 + 1) +
					(o->log_prior ? o->log_prior(o->ctx, all) : -log(all));
			for (unsigned set = 0; set < 1U << t.lists; set++)
				t.at[set] = plain_set(&t, set, (double)n0);
			for (size_t i = 0; i < n; i++) {
				double s = shared + plain_graph_score(&t, &g[i]);
				if (pass == 0) {
					top = s > top ? s : top;
					continue;
				}
				mass[n0 - lo] += exp(s - top);
				graph[i] += exp(s - top);
				total += exp(s - top);
			}
		}
	CHECK_INT(p.n_graphs, n);
	for (int64_t n0 = lo; n0 <= hi; n0++) {
		double at = t.n + (double)n0 - p.at[0];
		double m = at >= 0 && at < (double)p.n ? p.mass[(size_t)at] : 0;
		double off = fabs(m - mass[n0 - lo] / total);
		worst = off > worst ? off : worst;
	}
	for (size_t i = 0; i < n; i++) {
		double off = fabs(p.graph[i] - graph[i] / total);
		worst_graph = off > worst_graph ? off : worst_graph;
	}
	CHECK(worst < 1e-9);
	CHECK(worst_graph < 1e-9);
	CHECK_NEAR(p.at[p.n - 1] - p.at[0], (double)p.n - 1, 0);
}

struct york {
	double a, b;
};
static double york_prior(void *ctx, double n)
{
	const struct york *y = ctx;
	return n * log(y->b) - (n + y->a) * log1p(y->b) + lgamma(n + y->a) - lgamma(n + 1) -
	       lgamma(y->a);
}

TEST(masses_are_those_of_a_plain_implementation)
{
	AUTO_ARENA *a = arena_new(0);
	struct york y = { 13.14, 55.17 };
	const struct cells my3 = known_cells(&MADIGAN_3, a);
	const struct dga_options informed = {
		.delta = 1, .n0_lo = 1, .n0_hi = 300, .log_prior = york_prior, .ctx = &y
	};
	compare(&my3, &informed, 1, 1, 300, a);
	const struct cells my5 = known_cells(&MADIGAN_5, a);
	const struct dga_options five = { .delta = 0.5, .n0_lo = 1, .n0_hi = 300 };
	compare(&my5, &five, 0.5, 1, 300, a);
	const struct cells kosovo = known_cells(&KOSOVO, a);
	const struct dga_options four = { .n0_lo = 0, .n0_hi = 12000 };
	compare(&kosovo, &four, 1.0 / 16, 0, 12000, a);
}

/* Invented counts: six lists, some of which depend. */
static const struct known SIX = {
	6, 20, { { 1, 60 }, { 2, 45 },	{ 3, 22 },  { 4, 51 }, { 5, 9 },   { 6, 7 },  { 7, 3 },
		 { 8, 30 }, { 9, 4 },	{ 12, 12 }, { 15, 1 }, { 16, 25 }, { 17, 3 }, { 20, 2 },
		 { 24, 5 }, { 32, 40 }, { 33, 6 },  { 36, 5 }, { 48, 8 },  { 63, 1 } }
};

TEST(six_lists_too)
{
	AUTO_ARENA *a = arena_new(0);
	const struct cells six = known_cells(&SIX, a);
	const struct dga_options o = { .n0_lo = 200, .n0_hi = 280 };
	compare(&six, &o, 1.0 / 64, 200, 280, a);
}

/* Madigan & York 1997: 731, mode 728, and the best graph with 0.37 of the posterior. */
TEST(three_lists_of_madigan_and_york)
{
	AUTO_ARENA *a = arena_new(0);
	struct york y = { 13.14, 55.17 };
	const struct cells c = known_cells(&MADIGAN_3, a);
	const struct dga_options o = {
		.delta = 1, .n0_lo = 1, .n0_hi = 300, .log_prior = york_prior, .ctx = &y
	};
	struct dga_result r;
	struct err e;
	CHECK_OK(dga_run(&c, &o, a, &r, &e), &e);
	CHECK_INT(lround(r.relative), 731);
	CHECK_INT((long)r.mode, 728);
	CHECK_WITHIN(r.graphs[0].probability, 0.37, 0.005);
	CHECK_WITHIN(r.graphs[0].mean, 731, 1.5);
	CHECK_INT(r.all_graphs, 8);
}

/* statistics.md 4.1, the peer with its grid from 0 to 10 n. */
TEST(tables_the_peer_was_run_on)
{
	static const struct {
		const struct known *k;
		double mean, lo, hi;
	} T[] = {
		{ &KOSOVO, 12749, 9827, 16544 }, { &UK_5, 20228, 10343, 29446 },
		{ &WESTERN, 2186, 1339, 3420 },	 { &MADIGAN_5, 619, 590, 656 },
		{ &HIV, 11357, 9404, 14094 },	 { &SIM_1, 1628, 1024, 3144 },
		{ &SIM_3, 1759, 1599, 1974 },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		const struct cells c = known_cells(T[i].k, a);
		const struct dga_options o = { .n0_hi = 10 * c.total, .quick = true };
		struct dga_result r;
		struct err e;
		CHECK_OK(dga_run(&c, &o, a, &r, &e), &e);
		CHECK_WITHIN(r.mean, T[i].mean, 0.51);
		CHECK_WITHIN(r.lo, T[i].lo, 1);
		CHECK_WITHIN(r.hi, T[i].hi, 1);
	}
}

static struct dga_result answer(const struct cells *c, const struct dga_options *o, struct arena *a)
{
	struct dga_result r = { 0 };
	struct err e;
	CHECK_OK(dga_run(c, o, a, &r, &e), &e);
	return r;
}

/* The UK table ends beyond the peer's grid, has two humps, and is the prior's more than the data's. */
TEST(what_a_fixed_grid_and_one_interval_hide)
{
	AUTO_ARENA *a = arena_new(0);
	const struct cells c = known_cells(&UK_5, a);
	const struct dga_options peer = { .n0_lo = 1, .n0_hi = 10 * c.total, .quick = true };
	const struct dga_result cut = answer(&c, &peer, a);
	const struct dga_result r = answer(&c, NULL, a);
	CHECK(cut.at_end > 0.005);
	CHECK(r.at_end < 1e-6);
	CHECK(r.hi > cut.hi + 3000);
	CHECK_INT(r.n_set, 2);
	CHECK(r.set[0].hi < r.set[1].lo);
	CHECK_WITHIN(r.mode, 11718, 1);
	CHECK_INT(r.n_priors, 2);
	CHECK(r.priors[0].mean < 3000);
	CHECK(r.head.n.centre == r.median);
}

/* Kosovo, statistics.md 1.2: delta 1 says 4,828 where 1/16 says 12,749. */
TEST(delta_is_a_strong_prior)
{
	AUTO_ARENA *a = arena_new(0);
	const struct cells c = known_cells(&KOSOVO, a);
	const struct dga_result r = answer(&c, NULL, a);
	double area = 0;
	CHECK_WITHIN(r.mean, 12749, 0.51);
	CHECK_NEAR(r.priors[0].delta, 0.5, 0);
	CHECK_NEAR(r.priors[1].delta, 1, 0);
	CHECK_WITHIN(r.priors[1].mean, 4828, 0.51);
	CHECK_STR(r.graphs[0].name, "[A B C][A C D]");
	for (size_t i = 0; i < r.density.n; i++)
		area += r.density.y[i] * (r.density.hi - r.density.lo) / (double)(r.density.n - 1);
	CHECK_NEAR(area, 1, 1e-9);
}

TEST(the_order_of_lists_does_not_matter)
{
	AUTO_ARENA *a = arena_new(0);
	static const size_t TO[] = { 3, 0, 4, 1, 2 };
	const struct cells c = known_cells(&WESTERN, a);
	const struct cells moved = known_moved(&WESTERN, TO, a);
	const struct dga_result r = answer(&c, NULL, a);
	const struct dga_result s = answer(&moved, NULL, a);
	CHECK_NEAR(s.mean, r.mean, 1e-9);
	CHECK_NEAR(s.median, r.median, 0);
	CHECK_NEAR(s.set[0].hi, r.set[0].hi, 0);
	CHECK_NEAR(s.graphs[0].probability, r.graphs[0].probability, 1e-9);
}

TEST(the_number_of_threads_does_not_matter)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *p = pool_new(3);
	const struct cells c = known_cells(&WESTERN, a);
	const struct dga_options o = { .pool = p };
	const struct dga_result r = answer(&c, NULL, a);
	const struct dga_result s = answer(&c, &o, a);
	CHECK(s.mean == r.mean);
	CHECK(s.graphs[0].mean == r.graphs[0].mean);
	CHECK(s.at_end == r.at_end);
}

/* Counts of millions: most places are passed over. Without a graph that leaves the unseen to the prior the
 * posterior is as narrow as counts of this size make it. */
TEST(large_counts)
{
	AUTO_ARENA *a = arena_new(0);
	const struct known pair = { 2, 3, { { 1, 3000000 }, { 2, 2000000 }, { 3, 1000000 } } };
	const struct cells c = known_cells(&pair, a);
	const struct dga_options o = { .quick = true };
	const struct dga_posterior p = ours(&c, &o, a);
	const struct dga_result r = answer(&c, &o, a);
	double all = 0;
	CHECK(p.n < 700000);
	for (size_t i = 0; i < p.n; i++)
		all += p.mass[i];
	CHECK_NEAR(all, 1, 1e-9);
	/* Independence: n0 = 3e6 * 2e6 / 1e6, with an error of some 11,000. */
	CHECK(r.graphs[0].probability > 0 && r.hi > r.lo);
	CHECK_STR(r.graphs[0].name, "[A][B]");
	CHECK_WITHIN(r.graphs[0].mean, 12e6, 300);
}

TEST(what_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct dga_result r;
	struct dga_posterior p;
	const struct known one = { 1, 1, { { 1, 5 } } };
	const struct known seven = { 7, 2, { { 1, 5 }, { 127, 3 } } };
	const struct cells c1 = known_cells(&one, a);
	const struct cells c7 = known_cells(&seven, a);
	const struct cells c3 = known_cells(&MADIGAN_3, a);
	CHECK_OK(dga_run(&c1, NULL, a, &r, &e), &e);
	CHECK(!r.head.made && r.head.why_not.n > 0);
	CHECK_OK(dga_run(&c7, NULL, a, &r, &e), &e);
	CHECK(!r.head.made);
	CHECK_ERR(dga_posterior(&c7, NULL, a, &p, &e), ERR_INPUT);
	const struct dga_options bad[] = {
		{ .delta = -1 },
		{ .delta = NUM_NAN },
		{ .n0_lo = -1, .n0_hi = 10 },
		{ .n0_lo = 10, .n0_hi = 10 },
		{ .n0_hi = -5 },
	};
	for (size_t i = 0; i < COUNT(bad); i++)
		CHECK_ERR(dga_run(&c3, &bad[i], a, &r, &e), ERR_INPUT);
}
