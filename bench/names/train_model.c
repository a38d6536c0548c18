/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_model.c - expectation, maximisation, costs. */
#include "train.h"

#include <math.h>

struct lattice {
	double f[SOUND_ALIGN_MAX + 1][SOUND_ALIGN_MAX + 1]; /* chance of the first i and j */
	double b[SOUND_ALIGN_MAX + 1][SOUND_ALIGN_MAX + 1]; /* and of those behind them */
};

/* A pair under the chances so far. */
struct pairing {
	const struct steps *p;
	const struct example *e;
	double gx[SOUND_ALIGN_MAX], gy[SOUND_ALIGN_MAX];
	double *nx[SOUND_ALIGN_MAX], *ny[SOUND_ALIGN_MAX]; /* where leaving out is counted */
	double *tx[SOUND_ALIGN_MAX], *ty[SOUND_ALIGN_MAX]; /* and not leaving out */
};

static void pairing_side(const struct steps *p, struct steps *n, const uint8_t *x, size_t len,
			 bool other, double *g, double **left, double **there)
{
	for (size_t i = 0; i < len; i++) {
		enum sound_place at = sound_place_of(x, len, i);
		g[i] = p->leave[other][at][x[i]];
		left[i] = &n->leave[other][at][x[i]];
		there[i] = &n->there[other][at][x[i]];
	}
}

static double taking(const struct pairing *t, size_t i, size_t j)
{
	return t->p->take[t->e->x[i]][t->e->y[j]];
}

static void fill(const struct pairing *t, struct lattice *l)
{
	size_t nx = t->e->nx;
	size_t ny = t->e->ny;
	for (size_t i = 0; i <= nx; i++)
		for (size_t j = 0; j <= ny; j++) {
			double v = i + j == 0;
			v += i ? l->f[i - 1][j] * t->gx[i - 1] : 0;
			v += j ? l->f[i][j - 1] * t->gy[j - 1] : 0;
			v += i && j ? l->f[i - 1][j - 1] * taking(t, i - 1, j - 1) : 0;
			l->f[i][j] = v;
		}
	for (size_t i = nx + 1; i-- > 0;)
		for (size_t j = ny + 1; j-- > 0;) {
			double v = i == nx && j == ny;
			v += i < nx ? l->b[i + 1][j] * t->gx[i] : 0;
			v += j < ny ? l->b[i][j + 1] * t->gy[j] : 0;
			v += i < nx && j < ny ? l->b[i + 1][j + 1] * taking(t, i, j) : 0;
			l->b[i][j] = v;
		}
}

static void count_taken(const struct pairing *t, struct steps *n, size_t i, size_t j, double v)
{
	uint8_t x = t->e->x[i];
	uint8_t y = t->e->y[j];
	n->take[x][y] += v;
	if (x != y)
		n->take[y][x] += v;
	*t->tx[i] += v;
	*t->ty[j] += v;
}

/* Adds the expected steps of one pair. */
static void expect(const struct steps *p, const struct example *e, struct lattice *l,
		   struct steps *n)
{
	struct pairing t = { .p = p, .e = e };
	pairing_side(p, n, e->x, e->nx, sound_of_arabic(e->y, e->ny), t.gx, t.nx, t.tx);
	pairing_side(p, n, e->y, e->ny, sound_of_arabic(e->x, e->nx), t.gy, t.ny, t.ty);
	fill(&t, l);
	double all = l->f[e->nx][e->ny];
	if (!(all > 0))
		return;
	for (size_t i = 0; i <= e->nx; i++)
		for (size_t j = 0; j <= e->ny; j++) {
			double f = l->f[i][j] * e->weight / all;
			if (i < e->nx)
				*t.nx[i] += f * t.gx[i] * l->b[i + 1][j];
			if (j < e->ny)
				*t.ny[j] += f * t.gy[j] * l->b[i][j + 1];
			if (i < e->nx && j < e->ny)
				count_taken(&t, n, i, j, f * taking(&t, i, j) * l->b[i + 1][j + 1]);
		}
}

/* Steps between words of two scripts sum to one. */
static void normalise(struct steps *n)
{
	double all[2][2] = { { 0 } };
	for (uint8_t x = 1; x < SOUNDS; x++) {
		bool ax = sound_is_arabic(x);
		for (uint8_t y = 1; y < SOUNDS; y++)
			all[ax][sound_is_arabic(y)] += n->take[x][y];
		for (int o = 0; o < 2; o++)
			for (int p = 0; p < SOUND_PLACES; p++) {
				all[ax][o] += n->leave[o][p][x];
				if (o != ax)
					all[o][ax] += n->leave[o][p][x];
			}
	}
	for (uint8_t x = 1; x < SOUNDS; x++) {
		bool ax = sound_is_arabic(x);
		for (uint8_t y = 1; y < SOUNDS; y++)
			n->take[x][y] /= all[ax][sound_is_arabic(y)];
		for (int o = 0; o < 2; o++)
			for (int p = 0; p < SOUND_PLACES; p++)
				n->leave[o][p][x] /= all[ax][o];
	}
}

static double chance(uint8_t cost, const struct train_options *o)
{
	return exp(-cost / o->scale);
}

/* One step of each kind, as the costs say. */
static void steps_of(const struct sound_costs *c, const struct train_options *o, struct steps *ret)
{
	*ret = (struct steps){ 0 };
	for (int x = 1; x < SOUNDS; x++) {
		for (int y = 1; y < SOUNDS; y++)
			ret->take[x][y] = chance(c->take[x][y], o);
		for (int s = 0; s < 2; s++)
			for (int p = 0; p < SOUND_PLACES; p++)
				ret->leave[s][p][x] = chance(c->leave[s][p][x], o);
	}
}

void train_steps(const struct examples *ex, const struct sound_costs *so_far,
		 const struct train_options *o, struct arena *a, struct steps *ret)
{
	struct steps *p = NEW(a, struct steps);
	struct lattice *l = NEW(a, struct lattice);
	steps_of(so_far, o, p);
	for (int round = 0; round < o->rounds; round++) {
		normalise(p);
		steps_of(so_far, o, ret);
		for (size_t i = 0; i < ex->n; i++)
			expect(p, &ex->p[i], l, ret);
		*p = *ret;
	}
}

/* ---- costs ------------------------------------------------------------ */

static uint8_t cost_of(double chance, const struct train_options *o, uint8_t low, uint8_t high)
{
	long v = lround(-o->scale * log(chance));
	return v < low ? low : v > high ? high : (uint8_t)v;
}

/* How often x was taken for a class of a script. */
static double taken(const struct steps *n, uint8_t x, bool arabic)
{
	double ret = 0;
	for (uint8_t y = 1; y < SOUNDS; y++)
		if (sound_is_arabic(y) == arabic)
			ret += n->take[x][y];
	return ret;
}

/*
 * What one of the two says surely is no difference: all س are s, though an s may be ص as well. Tried on pairs
 * held out: the mean of both sides' logarithms, as a symmetric likelihood would have it, finds fewer partners.
 */
static uint8_t take_cost(const struct steps *n, uint8_t x, uint8_t y, uint8_t so_far,
			 const struct train_options *o)
{
	double both = n->take[x][y] + o->prior * chance(so_far, o);
	double of_x = both / (taken(n, x, sound_is_arabic(y)) + o->prior);
	double of_y = both / (taken(n, y, sound_is_arabic(x)) + o->prior);
	uint8_t ret = cost_of(fmax(of_x, of_y), o, 0, o->dearest);
	return ret < o->rare ? ret : o->dearest;
}

static uint8_t leave_cost(double left, double there, uint8_t so_far, const struct train_options *o)
{
	double h = o->prior * chance(so_far, o);
	return cost_of((left + h) / (left + there + o->prior), o, 1, SOUND_UNIT + 4);
}

void train_costs(const struct steps *n, const struct sound_costs *so_far,
		 const struct train_options *o, struct sound_costs *ret)
{
	*ret = *so_far;
	for (uint8_t x = 1; x < SOUNDS; x++) {
		if (x >= SOUND_DIGIT_0 && x < SOUND_ALEF)
			continue;
		for (uint8_t y = 1; y < SOUNDS; y++)
			if (x != y && (y < SOUND_DIGIT_0 || y >= SOUND_ALEF))
				ret->take[x][y] = take_cost(n, x, y, so_far->take[x][y], o);
		for (int s = 0; s < 2; s++)
			for (int p = 0; p < SOUND_PLACES; p++)
				ret->leave[s][p][x] =
					leave_cost(n->leave[s][p][x], n->there[s][p][x],
						   so_far->leave[s][p][x], o);
	}
}
