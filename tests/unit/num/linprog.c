/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "num/linprog.h"

#include "near.h"
#include "num/rng.h"

/* Dantzig's first example: 3x + 5y, x <= 4, 2y <= 12, 3x + 2y <= 18. */
TEST(a_textbook_program)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct linprog_result r;
	const double m[] = { 1, 0, 3, 0, 2, 2 };
	const double b[] = { 4, 12, 18 };
	const double c[] = { 3, 5 };
	const enum linprog_sense s[] = { LINPROG_AT_MOST, LINPROG_AT_MOST, LINPROG_AT_MOST };
	const struct linprog p = { 3, 2, m, b, s, c };
	CHECK_OK(linprog_max(&p, a, &r, &e), &e);
	CHECK_INT(r.state, LINPROG_OPTIMAL);
	CHECK_NEAR(r.value, 36, 1e-12);
	CHECK_NEAR(r.x[0], 2, 1e-12);
	CHECK_NEAR(r.x[1], 6, 1e-12);
}

TEST(all_senses_and_negative_right_sides)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct linprog_result r;
	/* least x + 2y with x + y = 10, x <= 7, -y <= -2: x 7, y 3. */
	const double m[] = { 1, 1, 0, 1, 0, -1 };
	const double b[] = { 10, 7, -2 };
	const double c[] = { -1, -2 };
	const enum linprog_sense s[] = { LINPROG_EQUAL, LINPROG_AT_MOST, LINPROG_AT_MOST };
	struct linprog p = { 3, 2, m, b, s, c };
	CHECK_OK(linprog_max(&p, a, &r, &e), &e);
	CHECK_NEAR(r.value, -13, 1e-12);
	const double impossible[] = { 10, 7, -11 };
	p.b = impossible;
	CHECK_OK(linprog_max(&p, a, &r, &e), &e);
	CHECK_INT(r.state, LINPROG_INFEASIBLE);
	const enum linprog_sense open[] = { LINPROG_AT_LEAST, LINPROG_AT_LEAST, LINPROG_AT_MOST };
	const double up[] = { 1, 1 };
	p = (struct linprog){ 3, 2, m, b, open, up };
	CHECK_OK(linprog_max(&p, a, &r, &e), &e);
	CHECK_INT(r.state, LINPROG_UNBOUNDED);
}

/* Beale 1955: the steepest column alone goes round for ever. */
TEST(a_program_that_cycles_ends)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct linprog_result r;
	const double m[] = { 0.25, 0.5, 0, -60, -90, 0, -1.0 / 25, -1.0 / 50, 1, 9, 3, 0 };
	const double b[] = { 0, 0, 1 };
	const double c[] = { 0.75, -150, 0.02, -6 };
	const enum linprog_sense s[] = { LINPROG_AT_MOST, LINPROG_AT_MOST, LINPROG_AT_MOST };
	const struct linprog p = { 3, 4, m, b, s, c };
	CHECK_OK(linprog_max(&p, a, &r, &e), &e);
	CHECK_NEAR(r.value, 0.05, 1e-9);
}

TEST(rows_that_repeat_others)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct linprog_result r;
	const double m[] = { 1, 2, 1, 1, 2, 0 };
	const double b[] = { 5, 10, 3 };
	const double c[] = { 0, 1 };
	const struct linprog p = { 3, 2, m, b, NULL, c };
	CHECK_OK(linprog_max(&p, a, &r, &e), &e);
	CHECK_INT(r.state, LINPROG_OPTIMAL);
	CHECK_NEAR(r.x[0], 3, 1e-12);
	CHECK_NEAR(r.x[1], 2, 1e-12);
}

/* Weak and strong duality on random programs: max c'x, a x <= b and min b'y, a'y >= c meet. */
TEST(duality)
{
	enum { R = 8, C = 12 };
	for (uint64_t stream = 0; stream < 100; stream++) {
		AUTO_ARENA *a = arena_new(0);
		struct rng g = rng_start(70, stream);
		double m[R * C], t[R * C], b[R], c[C], minus_b[R];
		enum linprog_sense most[R], least[C];
		struct linprog_result p, d;
		struct err e;
		for (size_t i = 0; i < R; i++) {
			b[i] = 1 + 10 * rng_uniform(&g);
			minus_b[i] = -b[i];
			most[i] = LINPROG_AT_MOST;
			for (size_t j = 0; j < C; j++)
				t[i * C + j] = m[j * R + i] =
					rng_below(&g, 3) ? rng_uniform(&g) : 0;
		}
		for (size_t j = 0; j < C; j++) {
			c[j] = rng_normal(&g);
			least[j] = LINPROG_AT_LEAST;
		}
		const struct linprog primal = { R, C, m, b, most, c };
		const struct linprog dual = { C, R, t, c, least, minus_b };
		CHECK_OK(linprog_max(&primal, a, &p, &e), &e);
		CHECK_OK(linprog_max(&dual, a, &d, &e), &e);
		if (p.state == LINPROG_OPTIMAL)
			CHECK_WITHIN(p.value, -d.value, 1e-8 * (1 + fabs(p.value)));
		else
			CHECK(p.state == LINPROG_UNBOUNDED && d.state == LINPROG_INFEASIBLE);
	}
}

/* Columns of a log-linear model on the 7 cells of three lists: terms as sets of lists. */
static size_t design(const unsigned *term, size_t terms, double *x)
{
	for (size_t k = 0; k < terms; k++)
		for (unsigned cell = 1; cell < 8; cell++)
			x[k * 7 + cell - 1] = (cell & term[k]) == term[k];
	return terms;
}

/* Chan, Silverman & Vincent 2021, table 2 (data of SparseMSE, GPL): with the pair AB, or with any of the
 * empty pairs, no estimate exists; with the lists alone one does. */
TEST(estimates_that_do_not_exist)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	const double y[] = { 40, 30, 6, 20, 0, 0, 0 }; /* A, B, AB, C, AC, BC, ABC */
	static const struct {
		unsigned term[7];
		size_t terms;
		bool exists;
	} t[] = {
		{ { 0, 1, 2, 4 }, 4, true },	       { { 0, 1, 2, 4, 3 }, 5, false },
		{ { 0, 1, 2, 4, 5 }, 5, false },       { { 0, 1, 2, 4, 6 }, 5, false },
		{ { 0, 1, 2, 4, 3, 5, 6 }, 7, false },
	};
	for (size_t i = 0; i < COUNT(t); i++) {
		double x[49];
		double least;
		bool exists = !t[i].exists;
		size_t p = design(t[i].term, t[i].terms, x);
		CHECK_OK(linprog_estimate_exists(x, y, 7, p, a, &exists, &least, &e), &e);
		CHECK(exists == t[i].exists);
		CHECK(exists ? least > 0.1 : fabs(least) < 1e-6);
	}
}

TEST(full_tables_always_have_one)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	const unsigned all[] = { 0, 1, 2, 4, 3, 5, 6 };
	double x[49];
	double least;
	bool exists = false;
	design(all, 7, x);
	const double y[] = { 1e6, 3, 2, 1, 1, 2, 1 };
	CHECK_OK(linprog_estimate_exists(x, y, 7, 7, a, &exists, &least, &e), &e);
	CHECK(exists);
	CHECK_NEAR(least, 1, 1e-8); /* as many parameters as cells: the table itself */
}

TEST(nonsense_is_refused)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e;
	struct linprog_result r;
	bool exists;
	const double one[] = { 1 }, nan[] = { NAN }, less[] = { -1 };
	const struct linprog t[] = { { 1, 1, nan, one, NULL, one },
				     { 1, 1, one, nan, NULL, one },
				     { 1, 1, one, one, NULL, nan } };
	for (size_t i = 0; i < COUNT(t); i++)
		CHECK_ERR(linprog_max(&t[i], a, &r, &e), ERR_INPUT);
	const struct linprog big = { LINPROG_ROWS_MAX + 1, 1, one, one, NULL, one };
	CHECK_ERR(linprog_max(&big, a, &r, &e), ERR_TOOBIG);
	CHECK_ERR(linprog_estimate_exists(one, less, 1, 1, a, &exists, NULL, &e), ERR_INPUT);
}
