/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/linprog.h"

/* Zero for a tableau whose rows are scaled to a largest entry of 1. */
#define TINY 1e-9

enum { STALL_MAX = 20 };

/* Row-major here, since a pivot works on rows: t[r * width + j]. The last column is the right side,
 * the last row the objective, whose entries are what a unit of the column would gain, negated. */
struct tableau {
	size_t rows, columns, width;
	double *t;
	size_t *basis;	    /* column that stands for each row */
	size_t artificials; /* columns from here on may not come back */
	int steps;
};

static double *row(const struct tableau *t, size_t r)
{
	return t->t + r * t->width;
}

static void pivot(struct tableau *t, size_t r, size_t c)
{
	double *own = row(t, r);
	double by = own[c];
	for (size_t j = 0; j < t->width; j++)
		own[j] /= by;
	own[c] = 1;
	for (size_t i = 0; i <= t->rows; i++) {
		double *other = row(t, i);
		double f = other[c];
		if (i == r || f == 0)
			continue;
		for (size_t j = 0; j < t->width; j++)
			other[j] -= f * own[j];
		other[c] = 0;
	}
	t->basis[r] = c;
	t->steps++;
}

/* The column to come in: most gain a unit, or the first with any (Bland). `columns`: none. */
static size_t entering(const struct tableau *t, bool bland)
{
	const double *gain = row(t, t->rows);
	size_t best = t->columns;
	double most = -TINY;
	for (size_t j = 0; j < t->artificials; j++) {
		if (gain[j] >= most)
			continue;
		best = j;
		if (bland)
			break;
		most = gain[j];
	}
	return best;
}

/* The row that gives out first, of equals the one with the lowest column. `rows`: none does. */
static size_t leaving(const struct tableau *t, size_t c)
{
	size_t best = t->rows;
	double least = HUGE_VAL;
	for (size_t i = 0; i < t->rows; i++) {
		const double *r = row(t, i);
		if (r[c] <= TINY)
			continue;
		double ratio = r[t->width - 1] / r[c];
		bool equal = best < t->rows && fabs(ratio - least) <= TINY * (1 + fabs(least));
		if (equal ? t->basis[i] < t->basis[best] : ratio < least) {
			best = i;
			least = ratio < least ? ratio : least;
		}
	}
	return best;
}

/* Until no column gains: 0; or one gains without end: 1. */
static int climb(struct tableau *t, struct err *e)
{
	int limit = 50 * (int)(t->rows + t->columns) + 1000;
	int stalled = 0;
	while (t->steps < limit) {
		size_t c = entering(t, stalled > STALL_MAX);
		if (c == t->columns)
			return 0;
		size_t r = leaving(t, c);
		if (r == t->rows)
			return 1;
		double before = row(t, t->rows)[t->width - 1];
		pivot(t, r, c);
		double now = row(t, t->rows)[t->width - 1];
		stalled = now > before + TINY * (1 + fabs(before)) ? 0 : stalled + 1;
	}
	return err_set(e, ERR_INPUT, "the linear program did not end after %d steps", limit);
}

static enum linprog_sense sense_of(const struct linprog *p, size_t i)
{
	return p->sense ? p->sense[i] : LINPROG_EQUAL;
}

static int check(const struct linprog *p, struct err *e)
{
	if (p->rows > LINPROG_ROWS_MAX || p->columns > LINPROG_COLUMNS_MAX)
		return err_set(e, ERR_TOOBIG, "a linear program of %zu rows and %zu columns",
			       p->rows, p->columns);
	for (size_t i = 0; i < p->rows * p->columns; i++)
		if (!isfinite(p->a[i]))
			return err_set(e, ERR_INPUT, "a coefficient is not a number");
	for (size_t i = 0; i < p->rows; i++)
		if (!isfinite(p->b[i]))
			return err_set(e, ERR_INPUT, "a right side is not a number");
	for (size_t j = 0; j < p->columns; j++)
		if (!isfinite(p->c[j]))
			return err_set(e, ERR_INPUT, "an objective is not a number");
	return 0;
}

/* Row i with a right side >= 0 and a largest coefficient of 1; its slack, if any; an artificial. */
static void fill_row(struct tableau *t, const struct linprog *p, size_t i, size_t slack,
		     double b_scale)
{
	double *r = row(t, i);
	double big = 0;
	for (size_t j = 0; j < p->columns; j++) {
		r[j] = p->a[j * p->rows + i];
		big = fabs(r[j]) > big ? fabs(r[j]) : big;
	}
	double scale = (p->b[i] < 0 ? -1 : 1) / (big > 0 ? big : 1);
	for (size_t j = 0; j < p->columns; j++)
		r[j] *= scale;
	r[t->width - 1] = p->b[i] * scale / b_scale;
	if (sense_of(p, i) != LINPROG_EQUAL)
		r[slack] = (sense_of(p, i) == LINPROG_AT_MOST ? 1 : -1) * (scale < 0 ? -1 : 1);
	r[t->artificials + i] = 1;
	t->basis[i] = t->artificials + i;
}

static double b_largest(const struct linprog *p)
{
	double big = 0;
	for (size_t i = 0; i < p->rows; i++)
		big = fabs(p->b[i]) > big ? fabs(p->b[i]) : big;
	return big > 0 ? big : 1;
}

static struct tableau begin(const struct linprog *p, struct arena *a, double b_scale)
{
	size_t slacks = 0;
	for (size_t i = 0; i < p->rows; i++)
		slacks += sense_of(p, i) != LINPROG_EQUAL;
	struct tableau t = {
		.rows = p->rows,
		.columns = p->columns + slacks + p->rows,
		.artificials = p->columns + slacks,
	};
	t.width = t.columns + 1;
	t.t = NEW_N(a, (t.rows + 1) * t.width, double);
	t.basis = NEW_N(a, t.rows, size_t);
	size_t slack = p->columns;
	for (size_t i = 0; i < t.rows; i++) {
		fill_row(&t, p, i, slack, b_scale);
		slack += sense_of(p, i) != LINPROG_EQUAL;
	}
	/* First objective: minus the sum of the artificials, expressed by the other columns. */
	double *last = row(&t, t.rows);
	for (size_t i = 0; i < t.rows; i++)
		for (size_t j = 0; j < t.width; j++)
			if (j < t.artificials || j == t.width - 1)
				last[j] -= row(&t, i)[j];
	return t;
}

/* An artificial left in the basis stands at 0: any column of its row takes its place; a row without
 * one says what others say already, and is emptied. */
static void drive_out(struct tableau *t)
{
	for (size_t i = 0; i < t->rows; i++) {
		double *r = row(t, i);
		size_t best = t->columns;
		double big = TINY;
		if (t->basis[i] < t->artificials)
			continue;
		for (size_t j = 0; j < t->artificials; j++)
			if (fabs(r[j]) > big) {
				big = fabs(r[j]);
				best = j;
			}
		if (best < t->columns)
			pivot(t, i, best);
		else
			memset(r, 0, t->width * sizeof *r);
	}
}

/* The objective asked for, in terms of the columns outside the basis. */
static void set_objective(struct tableau *t, const struct linprog *p, double c_scale)
{
	double *last = row(t, t->rows);
	memset(last, 0, t->width * sizeof *last);
	for (size_t j = 0; j < p->columns; j++)
		last[j] = -p->c[j] / c_scale;
	for (size_t i = 0; i < t->rows; i++) {
		size_t in = t->basis[i];
		double f = in < p->columns ? p->c[in] / c_scale : 0;
		if (f == 0)
			continue;
		for (size_t j = 0; j < t->width; j++)
			last[j] += f * row(t, i)[j];
	}
}

int linprog_max(const struct linprog *p, struct arena *a, struct linprog_result *ret, struct err *e)
{
	struct linprog_result r = { .state = LINPROG_INFEASIBLE };
	TRY(check(p, e));
	double b_scale = b_largest(p);
	double c_scale = 0;
	for (size_t j = 0; j < p->columns; j++)
		c_scale = fabs(p->c[j]) > c_scale ? fabs(p->c[j]) : c_scale;
	c_scale = c_scale > 0 ? c_scale : 1;
	struct tableau t = begin(p, a, b_scale);
	TRY(climb(&t, e));
	if (row(&t, t.rows)[t.width - 1] < -TINY * 10 * (double)(t.rows + 1)) {
		r.steps = t.steps;
		*ret = r;
		return 0;
	}
	drive_out(&t);
	set_objective(&t, p, c_scale);
	int endless = climb(&t, e);
	TRY(endless);
	r.steps = t.steps;
	r.state = endless ? LINPROG_UNBOUNDED : LINPROG_OPTIMAL;
	r.x = NEW_N(a, p->columns, double);
	for (size_t i = 0; i < t.rows; i++)
		if (t.basis[i] < p->columns)
			r.x[t.basis[i]] = row(&t, i)[t.width - 1] * b_scale;
	for (size_t j = 0; j < p->columns; j++)
		r.value += p->c[j] * r.x[j];
	*ret = r;
	return 0;
}

int linprog_estimate_exists(const double *x, const double *y, size_t n, size_t p, struct arena *a,
			    bool *ret, double *ret_least, struct err *e)
{
	/* m = s + rest with rest >= 0: x'rest + s (x'1) = x'y, s as large as can be. It cannot be larger than
	 * a bound that the total of a design with an intercept sets; without one, it is cut at the sum. */
	size_t columns = n + 1;
	if (p >= LINPROG_ROWS_MAX || columns > LINPROG_COLUMNS_MAX)
		return err_set(e, ERR_TOOBIG, "a table of %zu cells and a model of %zu parameters",
			       n, p);
	size_t rows = p + 1;
	double *m = NEW_N(a, rows * columns, double);
	double *b = NEW_N(a, rows, double);
	double *c = NEW_N(a, columns, double);
	enum linprog_sense *sense = NEW_N(a, rows, enum linprog_sense);
	double total = 0;
	for (size_t i = 0; i < n; i++) {
		if (!(y[i] >= 0 && y[i] < HUGE_VAL))
			return err_set(e, ERR_INPUT, "cell %zu: %g is not a count", i + 1, y[i]);
		total += y[i];
	}
	for (size_t k = 0; k < p; k++) {
		sense[k] = LINPROG_EQUAL;
		for (size_t i = 0; i < n; i++) {
			m[i * rows + k] = x[k * n + i];
			m[n * rows + k] += x[k * n + i];
			b[k] += x[k * n + i] * y[i];
		}
	}
	sense[p] = LINPROG_AT_MOST;
	m[n * rows + p] = 1;
	b[p] = total;
	c[n] = 1;
	const struct linprog lp = { rows, columns, m, b, sense, c };
	struct linprog_result r;
	TRY(linprog_max(&lp, a, &r, e));
	if (r.state != LINPROG_OPTIMAL)
		return err_set(e, ERR_INPUT, "the margins of the table could not be met");
	if (ret_least)
		*ret_least = r.value;
	*ret = r.value > 1e-7 * (total > 0 ? total / (double)n : 1);
	return 0;
}
