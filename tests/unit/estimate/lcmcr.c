/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sampler against sums over everything, against other people's long runs, and against itself. */
#include "estimate/lcmcr.h"

#include "num/dist.h"
#include "num/rng.h"
#include "num/special.h"
#include "tables.h"
#include "../num/near.h"

/* What asks for the values of long chains says nothing of memory that short ones do not. */
static const char LONG[] = "long chains, in the plain build";

/* ---- one class: the sum over N is in closed form -------------------------------- */

/*
 * K = 1 is independence with uniform lambda: p(n0 | table) is proportional to
 * (N-1)! / n0! prod_j B(1 + n_j, 1 + N - n_j).
 */
static double one_class_quantile(const struct cells *c, double p)
{
	enum { MAX = 20000 };
	static double mass[MAX];
	double top = -HUGE_VAL;
	double sum = 0;
	for (int i = 0; i < MAX; i++) {
		double n = (double)c->total + i;
		mass[i] = special_lgamma(n) - special_lgamma(i + 1);
		for (size_t j = 0; j < c->n_lists; j++) {
			double on = (double)cells_on(c, UINT32_C(1) << j);
			mass[i] += special_lbeta(1 + on, 1 + n - on);
		}
		top = mass[i] > top ? mass[i] : top;
	}
	for (int i = 0; i < MAX; i++)
		sum += mass[i] = exp(mass[i] - top);
	double below = 0;
	for (int i = 0; i < MAX; i++)
		if ((below += mass[i] / sum) >= p)
			return (double)c->total + i;
	return NUM_NAN;
}

TEST(one_class_is_independence_summed_exactly)
{
	static const struct {
		const char *csv;
	} t[] = {
		{ "A,B,C,count\n1,0,0,30\n0,1,0,25\n0,0,1,20\n1,1,0,9\n1,0,1,7\n0,1,1,6\n1,1,1,3\n" },
		{ "A,B,C,count\n1,0,0,4\n0,1,0,3\n0,0,1,5\n1,1,0,2\n1,0,1,1\n1,1,1,1\n" },
		{ "A,B,C,D,count\n1,0,0,0,60\n0,1,0,0,50\n0,0,1,0,40\n0,0,0,1,9\n1,1,0,0,20\n1,0,1,0,12\n0,1,1,0,9\n1,1,1,1,4\n" },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_POOL *pool = pool_new(1);
		struct cells c = table_of(t[i].csv, a);
		struct lcmcr_options o = {
			.classes = 1, .seed = 7, .draws = 10000, .thin = 3, .burnin = 500
		};
		struct lcmcr_result r;
		struct err e;
		CHECK_OK(lcmcr_run(&c, &o, pool, a, &r, &e), &e);
		CHECK(r.rhat < 1.01);
		static const double P[] = { 0.025, 0.5, 0.975 };
		const double got[] = { r.lo, r.median, r.hi };
		for (size_t k = 0; k < COUNT(P); k++) {
			double want = one_class_quantile(&c, P[k]);
			/* Three Monte Carlo errors of the worst of the three, in unseen. */
			if (fabs(got[k] - want) > 3 * r.mcse_hi + 1)
				FAIL("quantile %g is %g, not %g", P[k], got[k], want);
		}
	}
}

/* ---- several classes: the prior sampled and weighed ----------------------------------- */

/*
 * No chain, no Gibbs: draws of the prior, each weighed by the likelihood with N summed out, prod p_x^{f_x} /
 * (1 - p0)^n, and the unseen drawn from each. The mean of log(n0 + 1) and its standard deviation.
 */
static void by_weights(const struct cells *c, int k, enum lcmcr_prior prior, size_t draws,
		       double *ret_mean, double *ret_sd, double *ret_ess)
{
	struct rng r = rng_start(99, 0);
	double top = -HUGE_VAL;
	double sum = 0;
	double sum2 = 0;
	double mean = 0;
	double square = 0;
	for (size_t d = 0; d < draws; d++) {
		double alpha = prior == LCMCR_GAMMA ? rng_gamma(&r, 2.0) / 2.0
						    : exp(0.25 * rng_normal(&r));
		double nu[4];
		double lambda[4][4];
		double left = 1;
		double p0 = 0;
		double w = 0;
		for (int h = 0; h < k; h++) {
			double v = h == k - 1 ? 1 : rng_beta(&r, 1, alpha);
			nu[h] = left * v;
			left *= 1 - v;
			double none = 1;
			for (size_t j = 0; j < c->n_lists; j++) {
				lambda[h][j] = rng_uniform(&r);
				none *= 1 - lambda[h][j];
			}
			p0 += nu[h] * none;
		}
		for (size_t i = 0; i < c->n; i++) {
			double p = 0;
			for (int h = 0; h < k; h++) {
				double q = nu[h];
				for (size_t j = 0; j < c->n_lists; j++)
					q *= c->p[i].on >> j & 1 ? lambda[h][j] : 1 - lambda[h][j];
				p += q;
			}
			w += (double)c->p[i].count * log(p);
		}
		w -= (double)c->total * log(1 - p0);
		if (w > top) {
			double scale = exp(top - w);
			sum *= scale;
			sum2 *= scale * scale;
			mean *= scale;
			square *= scale;
			top = w;
		}
		double weight = exp(w - top);
		sum += weight;
		sum2 += weight * weight;
		double unseen = log(
			(double)rng_nbinom(&r, (double)c->total, 1 - p0 > 1e-9 ? 1 - p0 : 1e-9) +
			1);
		mean += weight * unseen;
		square += weight * unseen * unseen;
	}
	*ret_mean = mean / sum;
	*ret_sd = sqrt(square / sum - *ret_mean * *ret_mean);
	*ret_ess = sum * sum / sum2;
}

TEST(several_classes_agree_with_weighted_draws_of_the_prior)
{
	if (CHECK_SANITISED)
		SKIP(LONG);
	static const struct {
		const char *csv;
		int k;
		enum lcmcr_prior prior;
	} t[] = {
		{ "A,B,C,count\n1,0,0,9\n0,1,0,7\n0,0,1,6\n1,1,0,4\n1,0,1,3\n0,1,1,2\n1,1,1,3\n", 2,
		  LCMCR_GAMMA },
		{ "A,B,C,count\n1,0,0,12\n0,1,0,3\n0,0,1,2\n1,1,0,1\n1,0,1,2\n0,1,1,1\n1,1,1,4\n",
		  3, LCMCR_GAMMA },
		{ "A,B,C,count\n1,0,0,12\n0,1,0,3\n0,0,1,2\n1,1,0,1\n1,0,1,2\n0,1,1,1\n1,1,1,4\n",
		  3, LCMCR_LOGNORMAL },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_POOL *pool = pool_new(1);
		struct cells c = table_of(t[i].csv, a);
		struct lcmcr_options o = { .classes = t[i].k,
					   .prior = t[i].prior,
					   .a = 2,
					   .b = 2,
					   .seed = 3,
					   .thin = 5,
					   .burnin = 2000 };
		struct lcmcr_result r;
		struct err e;
		double mean;
		double sd;
		double size;
		double got = 0;
		double square = 0;
		CHECK_OK(lcmcr_run(&c, &o, pool, a, &r, &e), &e);
		by_weights(&c, t[i].k, t[i].prior, 300000, &mean, &sd, &size);
		CHECK(size > 300);
		CHECK(r.ess_bulk > 1000);
		double all = (double)(r.draws * r.n_chains);
		for (size_t d = 0; d < r.draws * r.n_chains; d++) {
			double x = log(r.draw[d] - (double)c.total + 1);
			got += x / all;
			square += x * x / all;
		}
		double error = 4 * sd * sqrt(1 / size + 1 / r.ess_bulk);
		if (fabs(got - mean) > error)
			FAIL("mean log of the unseen %g, not %g (+- %g)", got, mean, error);
		CHECK_NEAR(sqrt(square - got * got), sd, 0.12);
	}
}

/* ---- other people's runs ------------------------------------------------------------ */

TEST(kosovo_as_long_runs_have_it)
{
	if (CHECK_SANITISED)
		SKIP(LONG);
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(2);
	struct cells c = table_file("kosovo1999", a);
	struct lcmcr_options o = { .seed = 1, .draws = 4000 };
	struct lcmcr_result r;
	struct err e;
	CHECK_OK(lcmcr_run(&c, &o, pool, a, &r, &e), &e);
	/* 4 million sweeps of another sampler: 10,448 (9,099-13,959); LCMCR itself 10,788 (9,122-14,287). */
	CHECK(r.median > 10100 && r.median < 10850);
	CHECK(r.lo > 8800 && r.lo < 9350);
	CHECK(r.hi > 12900 && r.hi < 14900);
	CHECK(r.at_cap < 0.001);
	CHECK(r.rhat < 1.01);
	/* Gibbs sweeps alone make 500 of so many: a trajectory along a wrong slope would be worth no more. */
	CHECK(r.ess_bulk > 1000);
}

TEST(simulated_population_one)
{
	if (CHECK_SANITISED)
		SKIP(LONG);
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(2);
	struct cells c = table_file("sim1", a);
	struct lcmcr_options o = { .seed = 1, .draws = 3000 };
	struct lcmcr_result r;
	struct err e;
	CHECK_OK(lcmcr_run(&c, &o, pool, a, &r, &e), &e);
	/* LCMCR: mean 2,031 (1,625-2,648), R-hat 1.003. */
	CHECK_NEAR(r.mean, 2031, 0.02);
	CHECK_NEAR(r.lo, 1625, 0.02);
	CHECK_NEAR(r.hi, 2648, 0.04);
	CHECK(r.rhat < 1.02);
}

/* ---- itself ------------------------------------------------------------------------- */

static bool same_draws(const struct lcmcr_result *x, const struct lcmcr_result *y)
{
	return x->n_chains == y->n_chains && x->draws == y->draws && x->lo == y->lo &&
	       x->hi == y->hi && x->median == y->median &&
	       memcmp(x->draw, y->draw, x->n_chains * x->draws * sizeof *x->draw) == 0;
}

TEST(the_same_for_any_number_of_threads)
{
	AUTO_ARENA *a = arena_new(0);
	struct cells c = table_file("kosovo1999", a);
	/* Too few draws to agree, so that it runs on: that must not hang on the clock either. */
	struct lcmcr_options o = {
		.seed = 5, .draws = 200, .thin = 2, .burnin = 100, .budget = 0.2
	};
	struct lcmcr_result r[3];
	struct err e;
	for (int i = 0; i < 3; i++) {
		AUTO_POOL *pool = pool_new(i + 1);
		CHECK_OK(lcmcr_run(&c, &o, pool, a, &r[i], &e), &e);
	}
	CHECK(r[0].longer > 0);
	CHECK(same_draws(&r[0], &r[1]));
	CHECK(same_draws(&r[0], &r[2]));
	o.seed = 6;
	AUTO_POOL *pool = pool_new(2);
	CHECK_OK(lcmcr_run(&c, &o, pool, a, &r[1], &e), &e);
	CHECK(!same_draws(&r[0], &r[1]));
}

TEST(order_of_lists_changes_nothing_but_luck)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(2);
	struct cells c = table_of(
		"A,B,C,D,count\n1,0,0,0,50\n0,1,0,0,40\n0,0,1,0,30\n0,0,0,1,20\n1,1,0,0,20\n1,0,1,0,12\n0,1,1,0,9\n1,1,1,0,8\n1,1,1,1,4\n",
		a);
	struct cells d = table_of(
		"D,C,B,A,count\n0,0,0,1,50\n0,0,1,0,40\n0,1,0,0,30\n1,0,0,0,20\n0,0,1,1,20\n0,1,0,1,12\n0,1,1,0,9\n0,1,1,1,8\n1,1,1,1,4\n",
		a);
	struct lcmcr_options o = { .seed = 2, .draws = 4000, .thin = 5, .burnin = 1000 };
	struct lcmcr_result r;
	struct lcmcr_result s;
	struct err e;
	CHECK_OK(lcmcr_run(&c, &o, pool, a, &r, &e), &e);
	CHECK_OK(lcmcr_run(&d, &o, pool, a, &s, &e), &e);
	CHECK(fabs(r.median - s.median) < 5 * (r.mcse_median + s.mcse_median) + 1);
}

TEST(what_cannot_be_run)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_POOL *pool = pool_new(1);
	struct cells c = table_of("A,B,count\n1,0,5\n0,1,4\n1,1,3\n", a);
	struct cells one = table_of("A,count\n1,5\n", a);
	struct lcmcr_result r;
	struct err e;
	static const struct lcmcr_options BAD[] = { { .classes = 99 },	  { .classes = -1 },
						    { .chains = 100 },	  { .draws = 3 },
						    { .draws = 1 << 30 }, { .budget = -1 } };
	for (size_t i = 0; i < COUNT(BAD); i++)
		CHECK_ERR(lcmcr_run(&c, &BAD[i], pool, a, &r, &e), ERR_INPUT);
	CHECK_OK(lcmcr_run(&one, NULL, pool, a, &r, &e), &e);
	CHECK(!r.head.made && r.head.why_not.n > 0);
}

/* Odd tables must come to an end with finite numbers, whatever they say. */
TEST(odd_tables)
{
	static const char *const ODD[] = {
		"A,B,C,count\n1,0,0,1\n",
		"A,B,C,count\n1,1,1,1000000\n",
		"A,B,C,count\n1,0,0,1\n0,1,0,1\n0,0,1,1\n",
		"A,B,C,count\n1,0,0,500000\n0,1,0,700000\n0,0,1,900000\n1,1,0,3\n",
		"A,B,C,count\n1,1,0,10\n1,0,1,10\n0,1,1,10\n",
		"A,B,count\n1,0,2000000000\n0,1,100000000\n",
	};
	for (size_t i = 0; i < COUNT(ODD); i++) {
		AUTO_ARENA *a = arena_new(0);
		AUTO_POOL *pool = pool_new(1);
		struct cells c = table_of(ODD[i], a);
		struct lcmcr_options o = { .draws = 200, .thin = 2, .burnin = 200, .seed = i };
		struct lcmcr_result r;
		struct err e;
		for (int p = LCMCR_GAMMA; p <= LCMCR_LOGNORMAL; p++) {
			o.prior = (enum lcmcr_prior)p;
			CHECK_OK(lcmcr_run(&c, &o, pool, a, &r, &e), &e);
			CHECK(r.head.made);
			CHECK(isfinite(r.lo) && isfinite(r.median) && isfinite(r.hi));
			CHECK(r.lo >= (double)c.total && r.lo <= r.median && r.median <= r.hi);
			CHECK(r.at_cap >= 0 && r.at_cap <= 1);
		}
	}
}
