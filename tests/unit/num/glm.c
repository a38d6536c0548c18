/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/glm.h"

#include "near.h"
#include "num/dist.h"
#include "num/optimise.h"
#include "num/rng.h"

/* Dobson 1990, p. 93, as R's ?glm prints it. */
TEST(dobson)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct glm_fit f;
	const double y[] = { 18, 17, 15, 20, 10, 20, 25, 13, 12 };
	double x[9 * 5] = { 0 };
	for (size_t i = 0; i < 9; i++) {
		x[i] = 1;
		x[9 + i] = i % 3 == 1;
		x[18 + i] = i % 3 == 2;
		x[27 + i] = i / 3 == 1;
		x[36 + i] = i / 3 == 2;
	}
	const struct glm_problem m = { .n = 9, .p = 5, .x = x, .y = y };
	CHECK_OK(glm_fit(&m, a, &f, &e), &e);
	static const double coef[] = { 3.045, -0.4543, -0.2930, 0, 0 };
	static const double se[] = { 0.1709, 0.2022, 0.1927, 0.2, 0.2 };
	for (size_t j = 0; j < 5; j++) {
		CHECK_WITHIN(f.coef[j], coef[j], 5e-4);
		CHECK_WITHIN(sqrt(f.vcov[j * 5 + j]), se[j], 5e-5);
	}
	CHECK_WITHIN(f.deviance, 5.1291, 5e-5);
	CHECK_INT(f.df, 4);
	CHECK_INT(f.rank, 5);
	CHECK_INT(f.steps, 4); /* "Number of Fisher Scoring iterations: 4" */
	CHECK_WITHIN(-2 * f.log_likelihood + 10, 56.76, 5e-3);
	CHECK(f.converged && !f.at_edge);
	/* The same as a quasi-Poisson: dispersion 1.2933. */
	CHECK_WITHIN(f.dispersion, 1.2933, 5e-4);
	CHECK_NEAR(f.pearson / 4, f.dispersion, 1e-6);
	struct glm_problem quick = m;
	struct glm_fit g;
	quick.lean = true;
	CHECK_OK(glm_fit(&quick, a, &g, &e), &e);
	CHECK(!g.hat && !g.vcov && g.deviance == f.deviance && g.coef[1] == f.coef[1]);
	double hat = 0;
	for (size_t i = 0; i < 9; i++)
		hat += f.hat[i];
	CHECK_NEAR(hat, 5, 1e-12);
}

/* Ball, Betts, Scheuren, Dudukovic & Asher 2002, from the R package LCMCR (GPL): patterns EXH ABA OSCE
 * HRW as bits 1 2 4 8. */
static const double KOSOVO[16] = { 0,	1131, 845, 177, 936, 228, 217, 181,
				   306, 106,  31,  18,	123, 42,  32,  27 };

/* Columns of the hierarchical model written as by Rcapture, "[123+14+34]". */
static size_t model_columns(const char *name, double *x)
{
	bool in[16] = { true };
	unsigned term = 0;
	size_t p = 0;
	for (const char *c = name; *c; c++) {
		if (*c >= '1' && *c <= '4') {
			term |= 1u << (*c - '1');
			continue;
		}
		for (unsigned s = 1; s < 16; s++)
			in[s] = in[s] || (s & ~term) == 0;
		term = 0;
	}
	/* The intercept, the lists, then pairs and triples. */
	for (int size = 0; size < 4; size++)
		for (unsigned s = 0; s < 16; s++) {
			if (!in[s] || __builtin_popcount(s) != size)
				continue;
			for (unsigned cell = 1; cell < 16; cell++)
				x[p * 15 + cell - 1] = (cell & s) == s;
			p++;
		}
	return p;
}

/* Every model that Rcapture fits to Kosovo: abundance, deviance, degrees of freedom, AIC. */
TEST(rcapture_on_kosovo)
{
	FILE *f = fopen("tests/unit/num/data/kosovo_models.csv", "r");
	char line[400];
	int rows = 0;
	if (!f || !fgets(line, sizeof line, f)) {
		FAIL("the table is not there");
		return;
	}
	double n = 0;
	for (size_t i = 1; i < 16; i++)
		n += KOSOVO[i];
	while (fgets(line, sizeof line, f)) {
		AUTO_ARENA *a = arena_new(0);
		struct err e;
		struct glm_fit fit;
		char name[100];
		double x[16 * 15];
		double abundance, stderror, deviance, df, aic;
		CHECK_INT(sscanf(line, "%99[^,],%lf,%lf,%lf,%lf,%lf", name, &abundance, &stderror,
				 &deviance, &df, &aic),
			  6);
		struct glm_problem m = {
			.n = 15, .x = x, .y = KOSOVO + 1, .p = model_columns(name, x)
		};
		CHECK_OK(glm_fit(&m, a, &fit, &e), &e);
		CHECK_INT(fit.df, (int)df);
		if (!near_is(n + exp(fit.coef[0]), abundance, 1e-6) ||
		    fabs(fit.deviance - deviance) > 1e-4 ||
		    fabs(2 * (double)m.p - 2 * fit.log_likelihood - aic) > 1e-3)
			FAIL("%s: %.9g %.9g, not %.9g %.9g", name, n + exp(fit.coef[0]),
			     fit.deviance, abundance, deviance);
		rows++;
	}
	CHECK_INT(rows, 113);
	fclose(f);
}

/* Collett 1991, ch. 4 (in MASS p. 190, as "budworm"): moths killed of 20 by log2 dose and sex. */
TEST(budworms)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct glm_fit f;
	static const double dead[] = { 1, 4, 9, 13, 18, 20, 0, 2, 6, 10, 12, 16 };
	double x[36], y[12], w[12];
	for (size_t i = 0; i < 12; i++) {
		x[i] = 1;
		x[12 + i] = i < 6;
		x[24 + i] = (double)(i % 6);
		y[i] = dead[i] / 20;
		w[i] = 20;
	}
	const struct glm_problem m = {
		.n = 12, .p = 3, .x = x, .y = y, .weights = w, .family = GLM_BINOMIAL
	};
	CHECK_OK(glm_fit(&m, a, &f, &e), &e);
	CHECK_WITHIN(f.coef[0], -3.4732, 5e-4);
	CHECK_WITHIN(f.coef[1], 1.1007, 5e-4);
	CHECK_WITHIN(f.coef[2], 1.0642, 5e-4);
	CHECK_WITHIN(sqrt(f.vcov[4 * 2]), 0.1311, 5e-4);
	CHECK_WITHIN(f.deviance, 6.7571, 5e-4);
	CHECK_WITHIN(-2 * f.log_likelihood + 6, 42.867, 5e-3);
	CHECK_INT(f.df, 9);
}

/* Twice the weight is twice the rows; an offset is a rate. */
TEST(weights_and_offsets)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct glm_fit f, g;
	double x[] = { 1, 1, 1, 1, 0, 1, 2, 3 };
	double xx[] = { 1, 1, 1, 1, 1, 0, 1, 2, 2, 3 };
	double y[] = { 3, 5, 4, 9 }, yy[] = { 3, 5, 4, 4, 9 };
	double w[] = { 1, 1, 2, 1 };
	const struct glm_problem m = { .n = 4, .p = 2, .x = x, .y = y, .weights = w };
	const struct glm_problem mm = { .n = 5, .p = 2, .x = xx, .y = yy };
	CHECK_OK(glm_fit(&m, a, &f, &e), &e);
	CHECK_OK(glm_fit(&mm, a, &g, &e), &e);
	CHECK_NEAR(f.coef[1], g.coef[1], 1e-10);
	CHECK_NEAR(f.deviance, g.deviance, 1e-9);
	CHECK_INT(g.df, 3);
	CHECK_INT(f.df, 2);
	double one[] = { 1, 1, 1, 1 };
	double offset[] = { 0, log(2), log(3), log(4) };
	const struct glm_problem rate = { .n = 4, .p = 1, .x = one, .y = y, .offset = offset };
	CHECK_OK(glm_fit(&rate, a, &f, &e), &e);
	CHECK_NEAR(f.coef[0], log(21.0 / 10), 1e-10);
}

TEST(aliased_columns_are_nan)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct glm_fit f;
	double x[] = { 1, 1, 1, 1, 2, 2, 2, 2, 0, 1, 2, 3 };
	double y[] = { 3, 5, 4, 9 };
	const struct glm_problem m = { .n = 4, .p = 3, .x = x, .y = y };
	CHECK_OK(glm_fit(&m, a, &f, &e), &e);
	CHECK_INT(f.rank, 2);
	CHECK_INT(f.df, 2);
	CHECK_NAN(f.coef[1]);
	CHECK(f.coef[2] > 0);
	CHECK_NAN(f.vcov[1]);
}

/* No finite maximum: told by at_edge and not by a number. */
TEST(estimates_at_the_edge_are_told)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct glm_fit f;
	double x[] = { 1, 1, 1, 1, 0, 0, 1, 1 };
	double none[] = { 5, 7, 0, 0 };
	struct glm_problem m = { .n = 4, .p = 2, .x = x, .y = none, .steps_max = 100 };
	CHECK_OK(glm_fit(&m, a, &f, &e), &e);
	CHECK(f.coef[1] < -15);
	double split[] = { 0, 0, 1, 1 };
	m.y = split;
	m.family = GLM_BINOMIAL;
	CHECK_OK(glm_fit(&m, a, &f, &e), &e);
	CHECK(f.coef[1] > 40);
	CHECK(f.deviance < 1e-8);
}

TEST(nonsense_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct glm_fit f;
	double x[] = { 1, 1, 1 }, nan_x[] = { 1, NAN, 1 };
	double y[] = { 1, 2, 3 }, less[] = { 1, -2, 3 }, none[] = { 1, NAN, 3 },
	       many[] = { 1, INFINITY, 3 };
	double w[] = { 1, -1, 1 }, o[] = { 0, NAN, 0 }, start[] = { 1, 0, 1 };
	const struct glm_problem t[] = {
		{ .n = 3, .p = 1, .x = nan_x, .y = y },
		{ .n = 3, .p = 1, .x = x, .y = less },
		{ .n = 3, .p = 1, .x = x, .y = none },
		{ .n = 3, .p = 1, .x = x, .y = many },
		{ .n = 3, .p = 1, .x = x, .y = y, .family = GLM_BINOMIAL },
		{ .n = 3, .p = 1, .x = x, .y = y, .family = GLM_NBINOM },
		{ .n = 3, .p = 1, .x = x, .y = y, .weights = w },
		{ .n = 3, .p = 1, .x = x, .y = y, .offset = o },
		{ .n = 3, .p = 1, .x = x, .y = y, .mu_start = start },
		{ .n = 0, .p = 1, .x = x, .y = y },
		{ .n = 3, .p = 0, .x = x, .y = y },
	};
	for (size_t i = 0; i < COUNT(t); i++)
		CHECK_ERR(glm_fit(&t[i], a, &f, &e), ERR_INPUT);
	const struct glm_problem big = { .n = (size_t)GLM_ROWS_MAX + 1, .p = 1 };
	CHECK_ERR(glm_fit(&big, a, &f, &e), ERR_TOOBIG);
}

/* ---- negative binomial ----------------------------------------------- */

struct drawn {
	size_t n;
	const double *x, *y;
};

static double minus_likelihood(void *ctx, const double *c)
{
	const struct drawn *d = ctx;
	double sum = 0;
	for (size_t i = 0; i < d->n; i++)
		sum -= dist_log_d(dist_nbinom_mu(exp(c[2]), exp(c[0] + c[1] * d->x[d->n + i])),
				  d->y[i]);
	return sum;
}

/* The same maximum as another minimiser finds without derivatives. */
TEST(nbinom_finds_the_maximum)
{
	for (uint64_t stream = 0; stream < 5; stream++) {
		AUTO_ARENA *a = arena_new(0);
		enum { N = 150 };
		struct rng r = rng_start(50, stream);
		double x[2 * N], y[N];
		for (size_t i = 0; i < N; i++) {
			x[i] = 1;
			x[N + i] = (double)i / N;
			y[i] = (double)rng_nbinom_mu(&r, 0.5 + (double)stream,
						     exp(1 + 1.5 * x[N + i]));
		}
		struct err e;
		struct glm_nbinom nb;
		struct opt_result best;
		const struct glm_problem m = { .n = N, .p = 2, .x = x, .y = y };
		struct drawn d = { N, x, y };
		const double start[] = { 1, 1, 0 };
		CHECK_OK(glm_fit_nbinom(&m, a, &nb, &e), &e);
		CHECK_OK(opt_simplex(minus_likelihood, &d, start, 3, NULL, a, &best, &e), &e);
		CHECK(nb.converged && !nb.no_spread);
		CHECK_NEAR(-nb.fit.log_likelihood, best.value, 1e-9);
		CHECK_WITHIN(nb.fit.coef[0], best.x[0], 1e-4);
		CHECK_WITHIN(nb.fit.coef[1], best.x[1], 1e-4);
		CHECK_WITHIN(log(nb.theta), best.x[2], 1e-4);
		CHECK(nb.theta_se > 0 && nb.theta_se < nb.theta);
		CHECK_WITHIN(log(nb.theta), log(0.5 + (double)stream), 4 * nb.theta_se / nb.theta);
	}
}

TEST(nbinom_of_even_counts_is_poisson)
{
	AUTO_ARENA *a = arena_new(0);
	double x[] = { 1, 1, 1, 1, 1, 1 };
	double y[] = { 5, 6, 5, 4, 5, 5 };
	struct err e;
	struct glm_nbinom nb;
	const struct glm_problem m = { .n = 6, .p = 1, .x = x, .y = y };
	CHECK_OK(glm_fit_nbinom(&m, a, &nb, &e), &e);
	CHECK(nb.no_spread && nb.theta >= GLM_THETA_MAX);
	CHECK_NAN(nb.theta_se);
	CHECK_NEAR(nb.fit.coef[0], log(5), 1e-10);
}
