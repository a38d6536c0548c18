/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * special.h - functions that distributions and likelihoods are made of.
 * Gamma, digamma and trigamma are R's (r-mathlib), correct to about 1e-15 relative away from zeros.
 */
#ifndef VIGIL_NUM_SPECIAL_H
#define VIGIL_NUM_SPECIAL_H

#include "num/num.h"

double special_lgamma(double x);	    /* log |Gamma(x)|; +inf at 0, -1, -2 ... */
double special_digamma(double x);	    /* its derivative; NaN at 0, -1, -2 ... */
double special_trigamma(double x);	    /* and the next */
double special_lbeta(double a, double b);   /* log B(a, b), a, b > 0 */
double special_lchoose(double n, double k); /* log of n over k */
/* What Stirling's formula in the form of Hörmann 1993 leaves out, for whole n >= 0, to 1e-12:
 * log n! = (n + 1/2) log(n + 1) - (n + 1) + log(2 pi) / 2 + special_stirling(n). */
double special_stirling(double n);

/* log(e^a + e^b), also where both are -inf. */
double special_log_add(double a, double b);
/* log of the sum of e^x over n; -inf for n = 0. The largest is taken out, so nothing overflows. */
double special_log_sum(const double *x, size_t n);
double special_log1p_exp(double x); /* log(1 + e^x) */
/* log(1 - e^x) for x <= 0; NaN above (Mächler 2012, "Accurately computing log(1 - exp(-|a|))"). */
double special_log1m_exp(double x);
double special_logit(double p); /* NaN outside 0..1 */
double special_expit(double x); /* 1 / (1 + e^-x), both tails accurate */

#endif
