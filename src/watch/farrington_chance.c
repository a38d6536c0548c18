/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * farrington_chance.c - how often such a count comes when nothing rises, with what the fit does not know.
 *
 * The quantile that gives the bound takes mean and dispersion for known. Far out that is not so: where it says once in
 * ten years, counts came up to two and a half times as often on simulated series in which nothing rises. Two things
 * are missing. Weighing old outbreaks down also weighs down the large counts that an ordinary wide distribution has, so
 * that its dispersion comes out too low; how much is known, and is put back. And both are estimates: the probability is
 * the mean over what they may be.
 */
#include "watch/farrington_priv.h"

#include "num/dist.h"

/* What is no rarer than this is nothing to say years of, and is told without doubt. */
#define RARE 0.05

enum { ROUNDS = 3, TERMS_MAX = 400 };

/* Of squared Pearson residuals under the weights, when counts are a negative binomial: their mean, and their variance
 * over the square of it; and the mean count over the true mean. */
struct trimmed {
	double square, spread, mean;
};

static struct dist law(double mu, double phi)
{
	return phi > 1 ? dist_nbinom(mu / (phi - 1), 1 / phi) : dist_poisson(mu);
}

/* All is 1 but for the tail that is weighed down, which is summed: by counts, by steps of a fortieth of the standard
 * deviation where these are many. */
static struct trimmed trim(double mu, double phi)
{
	double step = ceil(sqrt(phi * mu) / 40);
	double root = sqrt(mu);
	double edge = cbrt(root) * (OUTBREAK * sqrt(phi) / 1.5 + root);
	double size = (phi - 1) / mu;
	double y = floor(edge * sqrt(edge)) + 1;
	double p = dist_d(law(mu, phi), y);
	double weight = 1;
	double count = 1;
	double square = 1;
	double fourth = 3 + 6 * size + 1 / (phi * mu);
	for (int k = 0; k < TERMS_MAX && p * step > 1e-12; k++) {
		double off = y - mu;
		double r = off * off / (phi * mu);
		double s = 1.5 * (cbrt(y * y) / cbrt(root) - root) / sqrt(phi);
		double w = s > OUTBREAK ? 1 / (s * s) : 1;
		double share = (1 - w) * p * step;
		weight -= share;
		count -= share * y / mu;
		square -= share * r;
		fourth -= share * (1 + w) * r * r;
		p = step > 1 ? dist_d(law(mu, phi), y + step)
			     : p * (mu + y * (phi - 1)) / (phi * (y + 1));
		y += step;
	}
	double mean = square / weight;
	return (struct trimmed){ mean, fourth / (square * square) - 1, count / weight };
}

/* Half of the same count, so that over many series it comes as often as it says although counts move in steps. */
static double above(double y, double mu, double phi)
{
	struct dist d = law(mu, phi);
	return dist_p(d, y, DIST_ABOVE) + dist_d(d, y) / 2;
}

double farrington_chance(double y, const struct farrington_known *k)
{
	double phi = k->phi;
	double plain = above(y, k->mu, phi);
	if (!(plain < RARE))
		return plain;
	struct trimmed t = { 1, 2, 1 };
	for (int i = 0; i < ROUNDS && phi > 1; i++) {
		t = trim(k->mean, phi);
		phi = k->phi / t.square;
	}
	double mu = k->mu / t.mean;
	double spread = sqrt(log1p(t.spread / k->df));
	double sum = 0;
	for (size_t i = 0; i < DIST_NODES; i++)
		for (size_t j = 0; j < DIST_NODES; j++) {
			double wide = phi * exp(spread * (spread / 2 + DIST_NODE[j]));
			sum += DIST_WEIGHT[i] * DIST_WEIGHT[j] *
			       above(y, mu * exp(DIST_NODE[i] * k->se), wide);
		}
	return sum;
}
