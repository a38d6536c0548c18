/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/special.h"

#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_psi.h>

#include "near.h"

TEST(gamma_functions_agree_with_another_library)
{
	for (double x = 0.013; x < 1e6; x *= 1.7) {
		if (fabs(x - 1) > 0.2 && fabs(x - 2) > 0.2)
			CHECK_NEAR(special_lgamma(x), gsl_sf_lngamma(x), 1e-13);
		CHECK_WITHIN(special_digamma(x), gsl_sf_psi(x), 1e-13 * (1 + 1 / x));
		CHECK_NEAR(special_trigamma(x), gsl_sf_psi_1(x), 1e-12);
		CHECK_WITHIN(special_lbeta(x, 3.5), gsl_sf_lnbeta(x, 3.5), 1e-11);
	}
	CHECK_NEAR(special_lgamma(0), INFINITY, 0);
	CHECK_NEAR(special_lgamma(-3), INFINITY, 0);
	CHECK_NAN(special_digamma(0));
	CHECK_NAN(special_lbeta(0, 1));
}

TEST(choosing)
{
	CHECK_NEAR(special_lchoose(10, 3), log(120), 1e-13);
	CHECK_WITHIN(special_lchoose(10, 0), 0, 1e-14);
	CHECK_NEAR(special_lchoose(1000, 500), gsl_sf_lnchoose(1000, 500), 1e-13);
	CHECK_NAN(special_lchoose(3, 4));
}

TEST(stirling_leaves_factorials)
{
	for (double n = 0; n < 3000; n++) {
		double want =
			lgamma(n + 1) - ((n + 0.5) * log(n + 1) - (n + 1) + 0.5 * log(2 * M_PI));
		CHECK_WITHIN(special_stirling(n), want, 1e-11);
	}
	/* Where the sum above cancels nothing: the table meets the series. */
	CHECK_WITHIN(special_stirling(9), 1.0 / 120 - 1.0 / 360000 + 1.0 / 1260e5 - 1.0 / 1680e7,
		     1e-12);
}

TEST(logs_of_sums)
{
	const double x[] = { 1000, 1000, 1000 - M_LN2 };
	CHECK_NEAR(special_log_sum(x, 3), 1000 + log(2.5), 1e-15);
	CHECK_NEAR(special_log_sum(x, 0), -INFINITY, 0);
	const double none[] = { -INFINITY, -INFINITY };
	CHECK_NEAR(special_log_sum(none, 2), -INFINITY, 0);
	CHECK_NEAR(special_log_add(none[0], none[1]), -INFINITY, 0);
	CHECK_NEAR(special_log_add(-INFINITY, 3), 3, 0);
	CHECK_NEAR(special_log_add(-800, -800), -800 + M_LN2, 1e-15);
	const double bad[] = { 1, NAN };
	CHECK_NAN(special_log_sum(bad, 2));
	CHECK_NAN(special_log_add(NAN, 1));
}

TEST(small_and_large_ends)
{
	CHECK_NEAR(special_log1m_exp(-1e-20), log(1e-20), 1e-14);
	CHECK_NEAR(special_log1m_exp(-50), -exp(-50), 1e-14);
	CHECK_NEAR(special_log1m_exp(-M_LN2), -M_LN2, 1e-14);
	CHECK_NEAR(special_log1m_exp(0), -INFINITY, 0);
	CHECK_NAN(special_log1m_exp(0.1));
	CHECK_NEAR(special_log1p_exp(800), 800, 1e-15);
	CHECK_NEAR(special_log1p_exp(-800), exp(-800), 1e-15);
	CHECK_NEAR(special_expit(-800), exp(-800), 1e-14);
	CHECK_NEAR(special_expit(special_logit(1e-12)), 1e-12, 1e-13);
	CHECK_NEAR(special_logit(0.5), 0, 0);
	CHECK_NEAR(special_logit(0), -INFINITY, 0);
	CHECK_NAN(special_logit(1.1));
}
