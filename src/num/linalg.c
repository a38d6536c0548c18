/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/linalg.h"

static double norm(const double *x, size_t n)
{
	double big = 0;
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i] * x[i];
	if (isfinite(sum) && sum > 1e-280)
		return sqrt(sum);
	/* Squares beyond the range of doubles: once more by the largest. */
	for (size_t i = 0; i < n; i++)
		big = fabs(x[i]) > big ? fabs(x[i]) : big;
	if (!(big > 0) || isinf(big))
		return big;
	sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i] / big * (x[i] / big);
	return big * sqrt(sum);
}

static double dot(const double *x, const double *y, size_t n)
{
	double sum = 0;
	for (size_t i = 0; i < n; i++)
		sum += x[i] * y[i];
	return sum;
}

static void add_times(double *y, double t, const double *x, size_t n)
{
	for (size_t i = 0; i < n; i++)
		y[i] += t * x[i];
}

struct linalg_qr linalg_qr_room(struct arena *a, size_t n, size_t p)
{
	return (struct linalg_qr){
		.n = n,
		.p = p,
		.a = NEW_N(a, n * p, double),
		.aux = NEW_N(a, p, double),
		.length = NEW_N(a, 2 * p, double),
		.pivot = NEW_N(a, p, size_t),
	};
}

/* Column `at` goes to the end and the ones behind it come up by one. */
static void move_to_end(struct linalg_qr *q, size_t at)
{
	size_t n = q->n;
	size_t last = q->p - 1;
	for (size_t i = 0; i < n; i++) {
		double held = q->a[at * n + i];
		for (size_t j = at; j < last; j++)
			q->a[j * n + i] = q->a[(j + 1) * n + i];
		q->a[last * n + i] = held;
	}
	double *left = q->length;
	double *whole = q->length + q->p;
	double aux = q->aux[at], l = left[at], w = whole[at];
	size_t pivot = q->pivot[at];
	for (size_t j = at; j < last; j++) {
		q->aux[j] = q->aux[j + 1];
		left[j] = left[j + 1];
		whole[j] = whole[j + 1];
		q->pivot[j] = q->pivot[j + 1];
	}
	q->aux[last] = aux;
	left[last] = l;
	whole[last] = w;
	q->pivot[last] = pivot;
}

/* Make column l zero below its diagonal and turn the later ones with it; keep account of what is
 * left of their lengths, counted anew when little is. */
static void reflect(struct linalg_qr *q, size_t l)
{
	size_t m = q->n - l;
	double *x = q->a + l * q->n + l;
	double *left = q->length;
	double len = norm(x, m);
	if (len == 0)
		return;
	if (x[0] != 0)
		len = copysign(len, x[0]);
	for (size_t i = 0; i < m; i++)
		x[i] /= len;
	x[0] += 1;
	for (size_t j = l + 1; j < q->p; j++) {
		double *y = q->a + j * q->n + l;
		add_times(y, -dot(x, y, m) / x[0], x, m);
		if (q->aux[j] == 0)
			continue;
		double gone = fabs(y[0]) / q->aux[j];
		double t = 1 - gone * gone;
		if (t < 1e-6) {
			q->aux[j] = norm(y + 1, m - 1);
			left[j] = q->aux[j];
		} else {
			q->aux[j] *= sqrt(t);
		}
	}
	q->aux[l] = x[0];
	x[0] = -len;
}

void linalg_qr_factor(struct linalg_qr *q, const double *x, double tol)
{
	size_t n = q->n;
	double *left = q->length;
	double *whole = q->length + q->p;
	memcpy(q->a, x, n * q->p * sizeof *x);
	for (size_t j = 0; j < q->p; j++) {
		q->pivot[j] = j;
		q->aux[j] = left[j] = whole[j] = norm(q->a + j * n, n);
		if (whole[j] == 0)
			whole[j] = 1;
	}
	size_t k = q->p; /* columns not given up */
	for (size_t l = 0; l < n && l < q->p; l++) {
		while (l < k && q->aux[l] < whole[l] * tol) {
			move_to_end(q, l);
			k--;
		}
		if (l + 1 < n)
			reflect(q, l);
	}
	q->rank = k < n ? k : n;
}

static void turn(const struct linalg_qr *q, size_t l, double *y)
{
	size_t m = q->n - l;
	double *x = q->a + l * q->n + l;
	if (l + 1 >= q->n || q->aux[l] == 0)
		return;
	/* The vector's first element lies in aux, its place holds R. */
	double t = -(q->aux[l] * y[l] + dot(x + 1, y + l + 1, m - 1)) / q->aux[l];
	y[l] += t * q->aux[l];
	add_times(y + l + 1, t, x + 1, m - 1);
}

void linalg_qr_qty(const struct linalg_qr *q, double *y)
{
	for (size_t l = 0; l < q->rank; l++)
		turn(q, l, y);
}

void linalg_qr_qy(const struct linalg_qr *q, double *y)
{
	for (size_t l = q->rank; l-- > 0;)
		turn(q, l, y);
}

/* R z = z, upwards. */
static void back(const struct linalg_qr *q, double *z)
{
	for (size_t j = q->rank; j-- > 0;) {
		z[j] /= q->a[j * q->n + j];
		add_times(z, -z[j], q->a + j * q->n, j);
	}
}

void linalg_qr_solve(const struct linalg_qr *q, double *y, double *ret_coef)
{
	linalg_qr_qty(q, y);
	for (size_t j = 0; j < q->p; j++)
		q->length[j] = j < q->rank ? y[j] : NUM_NAN;
	back(q, q->length);
	for (size_t j = 0; j < q->p; j++)
		ret_coef[q->pivot[j]] = q->length[j];
}

void linalg_qr_hat(const struct linalg_qr *q, double *ret)
{
	size_t n = q->n;
	for (size_t i = 0; i < n; i++)
		ret[i] = 0;
	/* Row i of X R^-1 is row i of Q: solved by columns, without Q itself, would lose digits. So Q,
	 * a column at a time. */
	double *y = mem_need(calloc(n ? n : 1, sizeof *y));
	for (size_t j = 0; j < q->rank; j++) {
		memset(y, 0, n * sizeof *y);
		y[j] = 1;
		linalg_qr_qy(q, y);
		for (size_t i = 0; i < n; i++)
			ret[i] += y[i] * y[i];
	}
	for (size_t i = 0; i < n; i++)
		if (ret[i] > 1 - 10 * 2.220446e-16) /* as R does: what is one shall be one */
			ret[i] = 1;
	free(y);
}

void linalg_qr_inverse(const struct linalg_qr *q, double *ret)
{
	size_t p = q->p;
	size_t r = q->rank;
	for (size_t i = 0; i < p * p; i++)
		ret[i] = NUM_NAN;
	/* Column c of R^-1, then products of its rows. */
	double *inv = mem_need(calloc(r * r + 1, sizeof *inv));
	for (size_t c = 0; c < r; c++) {
		inv[c * r + c] = 1;
		back(q, inv + c * r);
	}
	for (size_t i = 0; i < r; i++)
		for (size_t j = 0; j <= i; j++) {
			double sum = 0;
			for (size_t c = i; c < r; c++)
				sum += inv[c * r + i] * inv[c * r + j];
			ret[q->pivot[i] * p + q->pivot[j]] = sum;
			ret[q->pivot[j] * p + q->pivot[i]] = sum;
		}
	free(inv);
}

size_t linalg_rank(const double *x, size_t n, size_t p, double tol, struct arena *a)
{
	struct linalg_qr q = linalg_qr_room(a, n, p);
	linalg_qr_factor(&q, x, tol);
	return q.rank;
}

bool linalg_cholesky(double *m, size_t n)
{
	for (size_t j = 0; j < n; j++) {
		double d = m[j * n + j];
		for (size_t k = 0; k < j; k++)
			d -= m[k * n + j] * m[k * n + j];
		if (!(d > 0) || isinf(d))
			return false;
		m[j * n + j] = d = sqrt(d);
		for (size_t i = j + 1; i < n; i++) {
			double s = m[j * n + i];
			for (size_t k = 0; k < j; k++)
				s -= m[k * n + i] * m[k * n + j];
			m[j * n + i] = s / d;
		}
	}
	return true;
}

void linalg_cholesky_solve(const double *l, size_t n, double *b)
{
	for (size_t j = 0; j < n; j++) {
		b[j] /= l[j * n + j];
		for (size_t i = j + 1; i < n; i++)
			b[i] -= l[j * n + i] * b[j];
	}
	for (size_t j = n; j-- > 0;) {
		for (size_t i = j + 1; i < n; i++)
			b[j] -= l[j * n + i] * b[i];
		b[j] /= l[j * n + j];
	}
}

double linalg_cholesky_logdet(const double *l, size_t n)
{
	double sum = 0;
	for (size_t j = 0; j < n; j++)
		sum += log(l[j * n + j]);
	return 2 * sum;
}
