/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/dist.h"

#include <unistd.h>

#include "near.h"

/* Digits that R 4.2 prints, which textbooks' tables agree with as far as they go. */
TEST(known_quantiles)
{
	CHECK_NEAR(dist_q(dist_normal(0, 1), 0.975, DIST_BELOW), 1.95996398454005, 1e-14);
	CHECK_NEAR(dist_q(dist_normal(10, 2), 0.025, DIST_ABOVE), 10 + 2 * 1.95996398454005, 1e-14);
	CHECK_NEAR(dist_z(0.95), 1.95996398454005, 1e-14);
	CHECK_NEAR(dist_q(dist_t(4), 0.975, DIST_BELOW), 2.77644510519779, 1e-13);
	CHECK_NEAR(dist_q(dist_chi2(1), 0.95, DIST_BELOW), 3.84145882069412, 1e-13);
	CHECK_NEAR(dist_q(dist_f(2, 10), 0.95, DIST_BELOW), 4.10282101513013, 1e-12);
	CHECK_NEAR(dist_q(dist_gamma(1, 1), 0.975, DIST_BELOW), 3.68887945411394, 1e-13);
	CHECK_NEAR(dist_p(dist_beta(2, 3), 0.4, DIST_BELOW), 0.5248, 1e-14);
	CHECK_NEAR(dist_p(dist_t(INFINITY), 1, DIST_BELOW), 0.841344746068543, 1e-14);
}

TEST(known_probabilities_of_counts)
{
	CHECK_NEAR(dist_d(dist_binomial(10, 0.5), 5), 252.0 / 1024, 1e-14);
	CHECK_NEAR(dist_p(dist_binomial(10, 0.5), 2, DIST_BELOW), 56.0 / 1024, 1e-14);
	CHECK_NEAR(dist_p(dist_binomial(10, 0.5), 7, DIST_ABOVE), 56.0 / 1024, 1e-14);
	CHECK_NEAR(dist_d(dist_poisson(2), 3), exp(-2) * 8 / 6, 1e-14);
	CHECK_NEAR(dist_log_d(dist_poisson(2), 3), -2 + log(8.0 / 6), 1e-14);
	CHECK_NEAR(dist_d(dist_nbinom(3, 0.25), 2), 6 * pow(0.25, 3) * 0.5625, 1e-14);
	CHECK_NEAR(dist_d(dist_nbinom_mu(3, 9), 2), 6 * pow(0.25, 3) * 0.5625, 1e-14);
	CHECK_NEAR(dist_d(dist_hyper(5, 5, 4), 2), 100.0 / 210, 1e-14);
	CHECK_NEAR(dist_p(dist_hyper(5, 5, 4), 0, DIST_BELOW), 5.0 / 210, 1e-14);
	CHECK_NEAR(dist_p(dist_nbinom_mu(INFINITY, 9), 4, DIST_BELOW),
		   dist_p(dist_poisson(9), 4, DIST_BELOW), 1e-15);
	/* Far in the tail, where 1 - p would be 0. */
	CHECK_NEAR(dist_p(dist_poisson(1), 40, DIST_ABOVE), 1.1273e-50, 1e-3);
	CHECK_NEAR(dist_log_p(dist_normal(0, 1), 40, DIST_ABOVE), -804.608442013754, 1e-13);
}

/* The quantile of a probability is where the probability was taken, for every count: R's allowance. */
TEST(quantiles_lead_back)
{
	const struct dist t[] = { dist_binomial(37, 0.3),  dist_poisson(7.7),
				  dist_nbinom(2.5, 0.125), dist_nbinom_mu(1.3, 11),
				  dist_hyper(20, 30, 25),  dist_binomial(1000, 0.999) };
	for (size_t i = 0; i < COUNT(t); i++) {
		for (double x = 0; x < 25; x++) {
			if (t[i].kind == DIST_BINOMIAL && t[i].b > 0.9)
				x += 975;
			double p = dist_p(t[i], x, DIST_BELOW);
			if (p < 1 - 1e-12 && dist_d(t[i], x) > 1e-14)
				CHECK_NEAR(dist_q(t[i], p, DIST_BELOW), x, 0);
			double up = dist_p(t[i], x, DIST_ABOVE);
			if (up > 1e-12 && up < 0.99 && dist_d(t[i], x) > 1e-14)
				CHECK_NEAR(dist_q(t[i], up, DIST_ABOVE), x, 0);
		}
	}
}

TEST(both_parametrisations_agree)
{
	for (double size = 0.1; size < 200; size *= 3)
		for (double prob = 0.01; prob < 1; prob += 0.14)
			for (double x = 0; x < 50; x += 7) {
				struct dist a = dist_nbinom(size, prob);
				struct dist b = dist_nbinom_mu(size, size * (1 - prob) / prob);
				CHECK_NEAR(dist_p(a, x, DIST_BELOW), dist_p(b, x, DIST_BELOW),
					   1e-11);
				CHECK_NEAR(dist_d(a, x), dist_d(b, x), 1e-11);
			}
}

TEST(nonsense_is_refused)
{
	const struct dist t[] = {
		dist_normal(0, 0),
		dist_normal(NAN, 1),
		dist_normal(0, INFINITY),
		dist_t(0),
		dist_t(NAN),
		dist_chi2(-1),
		dist_f(0, 1),
		dist_f(1, NAN),
		dist_gamma(0, 1),
		dist_gamma(1, -1),
		dist_beta(0, 1),
		dist_beta(1, NAN),
		dist_binomial(-1, 0.5),
		dist_binomial(2.5, 0.5),
		dist_binomial(3, 1.01),
		dist_binomial(3, NAN),
		dist_binomial(1e17, .5),
		dist_poisson(-1),
		dist_poisson(INFINITY),
		dist_nbinom(0, 0.5),
		dist_nbinom(1, 0),
		dist_nbinom(1, 2),
		dist_nbinom_mu(-1, 2),
		dist_nbinom_mu(1, NAN),
		dist_nbinom_mu(NAN, 1),
		dist_hyper(1, 2, 4),
		dist_hyper(-1, 2, 1),
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		CHECK_NAN(dist_d(t[i], 1));
		CHECK_NAN(dist_log_d(t[i], 1));
		CHECK_NAN(dist_p(t[i], 1, DIST_BELOW));
		CHECK_NAN(dist_log_p(t[i], 1, DIST_ABOVE));
		CHECK_NAN(dist_q(t[i], 0.5, DIST_BELOW));
	}
	CHECK_NAN(dist_d(dist_poisson(3), NAN));
	CHECK_NAN(dist_p(dist_poisson(3), NAN, DIST_BELOW));
	CHECK_NAN(dist_q(dist_poisson(3), 1.5, DIST_BELOW));
	CHECK_NAN(dist_q(dist_poisson(3), NAN, DIST_BELOW));
	CHECK_NAN(dist_z(1));
	CHECK_NEAR(dist_d(dist_poisson(3), 1.5), 0, 0);
	CHECK_NEAR(dist_log_d(dist_poisson(3), 1.5), -INFINITY, 0);
	CHECK_NEAR(dist_d(dist_poisson(3), -1), 0, 0);
}

/* R's own code prints "full precision may not have been achieved" on standard output; here it is mute. */
TEST(nothing_is_printed)
{
	char folder[200];
	char path[240];
	check_folder(folder, sizeof folder, "num-dist");
	snprintf(path, sizeof path, "%s/out", folder);
	fflush(stdout);
	int held = dup(1);
	FILE *f = freopen(path, "w", stdout);
	CHECK(f != NULL);
	(void)dist_q(dist_beta(501187233.62727147, 17.782794100389228), 1.9952623149689318e-270,
		     DIST_ABOVE);
	(void)dist_q(dist_beta(0.00015848931924611109, 3.5481338923357605e-13),
		     3.1622776601683791e-151, DIST_ABOVE);
	fflush(stdout);
	long size = ftell(stdout);
	CHECK(dup2(held, 1) == 1);
	close(held);
	unlink(path);
	rmdir(folder);
	CHECK_INT(size, 0);
}
