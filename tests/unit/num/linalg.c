/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/linalg.h"

#include <gsl/gsl_linalg.h>

#include "near.h"
#include "num/rng.h"

static void fill(double *x, size_t n, uint64_t stream)
{
	struct rng r = rng_start(40, stream);
	for (size_t i = 0; i < n; i++)
		x[i] = rng_normal(&r);
}

TEST(least_squares_agrees_with_another_library)
{
	AUTO_ARENA *a = arena_new(0);
	for (uint64_t stream = 0; stream < 30; stream++) {
		size_t n = 5 + stream * 3, p = 1 + stream % 5;
		double *x = NEW_N(a, n * p, double);
		double *y = NEW_N(a, n, double);
		double *z = NEW_N(a, n, double);
		double coef[5];
		fill(x, n * p, 2 * stream);
		fill(y, n, 2 * stream + 1);
		memcpy(z, y, n * sizeof *y);
		gsl_matrix *m = gsl_matrix_alloc(n, p);
		gsl_vector *tau = gsl_vector_alloc(p), *b = gsl_vector_alloc(n);
		gsl_vector *s = gsl_vector_alloc(p), *res = gsl_vector_alloc(n);
		for (size_t i = 0; i < n; i++) {
			gsl_vector_set(b, i, y[i]);
			for (size_t j = 0; j < p; j++)
				gsl_matrix_set(m, i, j, x[j * n + i]);
		}
		gsl_linalg_QR_decomp(m, tau);
		gsl_linalg_QR_lssolve(m, tau, b, s, res);
		struct linalg_qr q = linalg_qr_room(a, n, p);
		linalg_qr_factor(&q, x, LINALG_TOL);
		CHECK_INT(q.rank, p);
		linalg_qr_solve(&q, z, coef);
		for (size_t j = 0; j < p; j++)
			CHECK_WITHIN(coef[j], gsl_vector_get(s, j), 1e-12);
		linalg_qr_qy(&q, z);
		for (size_t i = 0; i < n; i++)
			CHECK_WITHIN(z[i], y[i], 1e-12);
		gsl_matrix_free(m);
		gsl_vector_free(tau), gsl_vector_free(b), gsl_vector_free(s), gsl_vector_free(res);
	}
}

/* Rows = columns: the last reflection has nothing to do. */
TEST(square_systems)
{
	AUTO_ARENA *a = arena_new(0);
	double x[] = { 2, 1, 0, 1, 3, 1, 0, 1, 4 };
	double y[] = { 4, 10, 14 }; /* of 1, 2, 3 */
	double coef[3];
	struct linalg_qr q = linalg_qr_room(a, 3, 3);
	linalg_qr_factor(&q, x, LINALG_TOL);
	linalg_qr_solve(&q, y, coef);
	for (size_t j = 0; j < 3; j++)
		CHECK_WITHIN(coef[j], (double)j + 1, 1e-13);
	double hat[3];
	linalg_qr_hat(&q, hat);
	CHECK_NEAR(hat[0], 1, 0);
}

/* A column that is a sum of earlier ones is given up, as R gives it up: the later one, in its place the
 * next; the order of the others stays. */
TEST(sums_of_columns_are_given_up)
{
	AUTO_ARENA *a = arena_new(0);
	enum { N = 12 };
	double x[6 * N];
	double y[N];
	double coef[6];
	fill(x, 6 * N, 7);
	fill(y, N, 8);
	for (size_t i = 0; i < N; i++) {
		x[i] = 1;
		x[2 * N + i] = 3 * x[N + i] - 2; /* the third by the first two */
		x[4 * N + i] = x[3 * N + i] + x[N + i];
	}
	CHECK_INT(linalg_rank(x, N, 6, LINALG_TOL, a), 4);
	struct linalg_qr q = linalg_qr_room(a, N, 6);
	linalg_qr_factor(&q, x, LINALG_TOL);
	static const size_t want[] = { 0, 1, 3, 5, 2, 4 };
	for (size_t j = 0; j < 6; j++)
		CHECK_INT(q.pivot[j], want[j]);
	linalg_qr_solve(&q, y, coef);
	CHECK(isnan(coef[2]) && isnan(coef[4]) && !isnan(coef[5]));
	double inv[36];
	double hat[N];
	double sum = 0;
	linalg_qr_inverse(&q, inv);
	CHECK(isnan(inv[2 * 6 + 3]) && isnan(inv[1 * 6 + 4]) && !isnan(inv[5 * 6 + 3]));
	linalg_qr_hat(&q, hat);
	for (size_t i = 0; i < N; i++)
		sum += hat[i];
	CHECK_NEAR(sum, 4, 1e-13);
}

TEST(ranks)
{
	AUTO_ARENA *a = arena_new(0);
	double zero[6] = { 0 };
	CHECK_INT(linalg_rank(zero, 3, 2, LINALG_TOL, a), 0);
	double wide[] = { 1, 2, 3, 4, 5, 7 };
	CHECK_INT(linalg_rank(wide, 2, 3, LINALG_TOL, a), 2);
	double tiny[] = { 1e-200, 2e-200, 3e-200, 1, 1, 1 };
	CHECK_INT(linalg_rank(tiny, 3, 2, LINALG_TOL, a), 2);
}

TEST(inverse_and_leverage)
{
	AUTO_ARENA *a = arena_new(0);
	enum { N = 9, P = 3 };
	double x[N * P];
	double inv[P * P];
	double hat[N];
	fill(x, N * P, 9);
	struct linalg_qr q = linalg_qr_room(a, N, P);
	linalg_qr_factor(&q, x, LINALG_TOL);
	linalg_qr_inverse(&q, inv);
	linalg_qr_hat(&q, hat);
	for (size_t i = 0; i < P; i++)
		for (size_t j = 0; j < P; j++) {
			double sum = 0; /* of inverse times X'X */
			for (size_t k = 0; k < P; k++)
				for (size_t r = 0; r < N; r++)
					sum += inv[k * P + i] * x[k * N + r] * x[j * N + r];
			CHECK_WITHIN(sum, i == j, 1e-12);
		}
	for (size_t r = 0; r < N; r++) {
		double h = 0;
		for (size_t i = 0; i < P; i++)
			for (size_t j = 0; j < P; j++)
				h += x[i * N + r] * inv[j * P + i] * x[j * N + r];
		CHECK_WITHIN(hat[r], h, 1e-12);
	}
}

TEST(cholesky)
{
	double m[] = { 4, 2, 2, 2, 5, 3, 2, 3, 6 };
	double b[] = { 14, 21, 26 }; /* of 1, 2, 3 */
	CHECK(linalg_cholesky(m, 3));
	linalg_cholesky_solve(m, 3, b);
	for (size_t i = 0; i < 3; i++)
		CHECK_WITHIN(b[i], (double)i + 1, 1e-13);
	CHECK_NEAR(linalg_cholesky_logdet(m, 3), log(64), 1e-14);
	double flat[] = { 1, 2, 2, 4 };
	double bad[] = { 1, NAN, NAN, 1 };
	CHECK(!linalg_cholesky(flat, 2));
	CHECK(!linalg_cholesky(bad, 2));
}
