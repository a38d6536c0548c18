/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sound_align.c - the least cost of taking one sequence of classes for another: dynamic programming over
 * taking, leaving out and changing places (Damerau's, each letter in one change at most), one row at a time.
 */
#include "names/sound_priv.h"

#include <string.h>

static const bool STRONG[SOUNDS] = {
#define SOUND_STRONG(id, shown, strong, key) [SOUND_##id] = (strong) != 0,
	SOUND_LIST(SOUND_STRONG)
#undef SOUND_STRONG
};

enum sound_place sound_place_of(const uint8_t *x, size_t n, size_t i)
{
	if (i == 0)
		return SOUND_FIRST;
	if (i == n - 1)
		return SOUND_LAST;
	return sound_is_strong(x[i - 1]) ? SOUND_INNER : SOUND_AFTER_WEAK;
}

unsigned sound_leave(const struct sound_costs *c, const uint8_t *x, size_t n, bool other_arabic,
		     uint8_t *ret)
{
	const uint8_t(*leave)[SOUNDS] = c->leave[other_arabic];
	unsigned sum = 0;
	enum sound_place place = SOUND_FIRST;
	for (size_t i = 0; i + 1 < n; i++) {
		ret[i] = leave[place][x[i]];
		sum += ret[i];
		place = STRONG[x[i]] ? SOUND_INNER : SOUND_AFTER_WEAK;
	}
	if (n) {
		ret[n - 1] = leave[n > 1 ? SOUND_LAST : SOUND_FIRST][x[n - 1]];
		sum += ret[n - 1];
	}
	return sum;
}

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* One alignment; row i of its costs is d[i * (ny + 1)]. */
struct table {
	const struct sound_costs *c;
	const uint8_t *x, *gx, *y, *gy;
	size_t nx, ny;
};

static uint16_t sum(const uint8_t *g, size_t n)
{
	uint16_t ret = 0;
	for (size_t i = 0; i < n; i++)
		ret = (uint16_t)(ret + g[i]);
	return ret;
}

/*
 * Row i from the two above it. What does not hang on the cell to the left comes first, so that only one sum
 * and one comparison wait for it. Returns the least cost of the row.
 */
static inline unsigned fill_row(const struct table *t, size_t i, const uint16_t *above2,
				const uint16_t *above, uint16_t *row)
{
	const uint8_t *take = t->c->take[t->x[i - 1]];
	unsigned leave = t->gx[i - 1];
	uint8_t last = t->x[i - 1];
	uint8_t before = i > 1 ? t->x[i - 2] : SOUND_NONE; /* which is nowhere in y */
	unsigned left = above[0] + leave;
	unsigned low = left;
	row[0] = (uint16_t)left;
	for (size_t j = 1; j <= t->ny; j++) {
		uint8_t y = t->y[j - 1];
		unsigned v = least((unsigned)above[j - 1] + take[y], above[j] + leave);
		if (y == before && j > 1 && t->y[j - 2] == last)
			v = least(v, (unsigned)above2[j - 2] + t->c->swap);
		left = least(v, left + t->gy[j - 1]);
		low = least(low, v);
		row[j] = (uint16_t)left;
	}
	return low;
}

static void fill_first(const struct table *t, uint16_t *row)
{
	row[0] = 0;
	for (size_t j = 1; j <= t->ny; j++)
		row[j] = (uint16_t)(row[j - 1] + t->gy[j - 1]);
}

struct sound_cost sound_align_left(const struct sound_costs *c, const uint8_t *x, const uint8_t *gx,
				   size_t nx, const uint8_t *y, const uint8_t *gy, size_t ny)
{
	struct table t = { c, x, gx, y, gy, nx, ny };
	UNCLEARED uint16_t rows[3][SOUND_ALIGN_MAX + 1];
	uint16_t *above2 = rows[2];
	uint16_t *above = rows[1];
	uint16_t *row = rows[0];
	fill_first(&t, row);
	for (size_t i = 1; i <= nx; i++) {
		uint16_t *spare = above2;
		above2 = above;
		above = row;
		row = spare;
		fill_row(&t, i, above2, above, row);
	}
	return (struct sound_cost){ row[ny], (uint16_t)(sum(gx, nx) + sum(gy, ny)) };
}

static size_t cut(size_t n)
{
	return n < SOUND_ALIGN_MAX ? n : SOUND_ALIGN_MAX;
}

struct sound_cost sound_align_by(const struct sound_costs *c, const uint8_t *x, size_t nx,
				 const uint8_t *y, size_t ny)
{
	UNCLEARED uint8_t gx[SOUND_ALIGN_MAX];
	UNCLEARED uint8_t gy[SOUND_ALIGN_MAX];
	nx = cut(nx);
	ny = cut(ny);
	sound_leave(c, x, nx, sound_of_arabic(y, ny), gx);
	sound_leave(c, y, ny, sound_of_arabic(x, nx), gy);
	return sound_align_left(c, x, gx, nx, y, gy, ny);
}

struct sound_cost sound_align(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny)
{
	return sound_align_by(&sound_costs, x, nx, y, ny);
}

/* ---- only as far as it matters ----------------------------------------- */

enum { FAR = 0x4000, EDGE = 2 }; /* 64 rows of 255 on top still fit 16 bits */

/* One row and which of its cells may lie on a way that is cheap enough: [lo, hi], lo > hi: none. Cells
 * [from, to] are computed, two on either side are FAR. */
struct band {
	uint16_t cell[EDGE + SOUND_ALIGN_MAX + 1 + EDGE];
	int from, to, lo, hi;
};

static void band_end(struct band *b, unsigned most)
{
	uint16_t *row = b->cell + EDGE;
	for (int k = 1; k <= EDGE; k++)
		row[b->from - k] = row[b->to + k] = FAR;
	b->lo = b->from;
	b->hi = b->to;
	while (b->lo <= b->hi && row[b->lo] > most)
		b->lo++;
	while (b->hi >= b->lo && row[b->hi] > most)
		b->hi--;
}

static void band_first(const struct table *t, unsigned most, struct band *b)
{
	uint16_t *row = b->cell + EDGE;
	int j = 0;
	row[0] = 0;
	while ((size_t)j < t->ny && row[j] <= most) {
		row[j + 1] = (uint16_t)(row[j] + t->gy[j]);
		j++;
	}
	b->from = 0;
	b->to = j;
	band_end(b, most);
}

static int lesser(int a, int b)
{
	return a < b ? a : b;
}
static int greater(int a, int b)
{
	return a > b ? a : b;
}

/* Row i from what counts of the two above it; behind that it grows to the right while it is cheap enough. */
static void band_row(const struct table *t, size_t i, unsigned most, const struct band *above2,
		     const struct band *above, struct band *b)
{
	const uint8_t *take = t->c->take[t->x[i - 1]];
	const uint16_t *up = above->cell + EDGE;
	uint16_t *row = b->cell + EDGE;
	unsigned leave = t->gx[i - 1];
	uint8_t last = t->x[i - 1];
	uint8_t before = i > 1 ? t->x[i - 2] : SOUND_NONE;
	bool far2 = above2->lo > above2->hi;
	bool far1 = above->lo > above->hi;
	int ny = (int)t->ny;
	int from = far1 ? above2->lo + 2 : far2 ? above->lo : lesser(above->lo, above2->lo + 2);
	int to = lesser(ny, greater(far1 ? -1 : above->hi + 1, far2 ? -1 : above2->hi + 2));
	unsigned left = FAR;
	int j = from;
	if (from == 0) {
		left = up[0] + leave;
		row[0] = (uint16_t)left;
		j = 1;
	}
	for (; j <= to; j++) {
		uint8_t y = t->y[j - 1];
		unsigned v = least((unsigned)up[j - 1] + take[y], up[j] + leave);
		if (y == before && j > 1 && t->y[j - 2] == last && j - 2 >= above2->from &&
		    j - 2 <= above2->to)
			v = least(v, (unsigned)above2->cell[EDGE + j - 2] + t->c->swap);
		left = least(v, left + t->gy[j - 1]);
		row[j] = (uint16_t)left;
	}
	for (; j <= ny && left <= most; j++) {
		left += t->gy[j - 1];
		row[j] = (uint16_t)left;
	}
	b->from = from;
	b->to = j - 1;
	if (b->to < b->from) { /* all that was left lies beyond y */
		b->lo = 1;
		b->hi = 0;
		return;
	}
	band_end(b, most);
}

static unsigned within_band(const struct table *t, unsigned most)
{
	struct band rows[3] = { 0 };
	rows[2].lo = 1; /* above the first row is nothing */
	band_first(t, most, &rows[0]);
	for (size_t i = 1; i <= t->nx; i++) {
		const struct band *above = &rows[(i + 2) % 3];
		const struct band *above2 = &rows[(i + 1) % 3];
		if (above->lo > above->hi && above2->lo > above2->hi)
			return most + 1;
		band_row(t, i, most, above2, above, &rows[i % 3]);
	}
	const struct band *end = &rows[t->nx % 3];
	bool near = end->lo <= end->hi && end->hi == (int)t->ny;
	return near ? end->cell[EDGE + t->ny] : most + 1;
}

/* Of words, where keeping a band would cost more than it saves: all cells, until two rows are too dear. */
enum { SHORT = 14 };
static unsigned within_short(const struct table *t, unsigned most)
{
	uint16_t d[3][SHORT + 1];
	unsigned low = 0;
	fill_first(t, d[0]);
	for (size_t i = 1; i <= t->nx; i++) {
		unsigned low_before = low;
		low = fill_row(t, i, d[(i + 1) % 3], d[(i + 2) % 3], d[i % 3]);
		/* The only way past a row is two letters that changed places. */
		if (low > most && low_before + t->c->swap > most)
			return most + 1;
	}
	return d[t->nx % 3][t->ny];
}

unsigned sound_align_plainly(const uint8_t *x, const uint8_t *gx, size_t nx, const uint8_t *y,
			     const uint8_t *gy, size_t ny, unsigned most)
{
	struct table t = { &sound_costs, x, gx, y, gy, nx, ny };
	most = most < FAR ? most : FAR - 1;
	return ny <= SHORT ? within_short(&t, most) : within_band(&t, most);
}

unsigned sound_align_within(const uint8_t *x, const uint8_t *gx, size_t nx, const uint8_t *y,
			    const uint8_t *gy, size_t ny, unsigned most)
{
#if defined(__x86_64__)
	/* Eight at once are nearly free; of more, rows of the shorter one are cheaper. */
	size_t longer = nx > ny ? nx : ny;
	bool turn = longer <= 8 ? nx > ny : ny > nx;
	if ((turn ? nx : ny) <= SOUND_ROW_MAX && __builtin_cpu_supports("avx2"))
		return turn ? sound_row_avx2(y, gy, ny, x, gx, nx, most)
			    : sound_row_avx2(x, gx, nx, y, gy, ny, most);
#endif
	return sound_align_plainly(x, gx, nx, y, gy, ny, most);
}

/* ---- with the steps --------------------------------------------------- */

/* The last step of the way to (i, j), and where it came from; taking before leaving out, x before y. */
static struct sound_step step_back(const struct table *t, const uint16_t *d, size_t *i, size_t *j)
{
	size_t w = t->ny + 1;
	uint16_t here = d[*i * w + *j];
	uint8_t x = *i ? t->x[*i - 1] : SOUND_NONE;
	uint8_t y = *j ? t->y[*j - 1] : SOUND_NONE;
	if (*i && *j && here == d[(*i - 1) * w + *j - 1] + t->c->take[x][y]) {
		--*i;
		--*j;
		return (struct sound_step){ x, y, t->c->take[x][y], false };
	}
	if (*i && here == d[(*i - 1) * w + *j] + t->gx[*i - 1]) {
		--*i;
		return (struct sound_step){ x, SOUND_NONE, t->gx[*i], false };
	}
	if (*j && here == d[*i * w + *j - 1] + t->gy[*j - 1]) {
		--*j;
		return (struct sound_step){ SOUND_NONE, y, t->gy[*j], false };
	}
	return (struct sound_step){ x, y, 0, true };
}

/* Steps from the last to the first; how many. */
static size_t walk_back(const struct table *t, const uint16_t *d, struct sound_step *ret)
{
	size_t i = t->nx;
	size_t j = t->ny;
	size_t n = 0;
	while (i || j) {
		struct sound_step s = step_back(t, d, &i, &j);
		ret[n++] = s;
		if (!s.moved)
			continue;
		ret[n++] = (struct sound_step){ t->x[i - 2], t->y[j - 2], t->c->swap, true };
		i -= 2;
		j -= 2;
	}
	return n;
}

struct sound_cost sound_explain(const uint8_t *x, size_t nx, const uint8_t *y, size_t ny,
				struct arena *a, struct sound_step **ret, size_t *ret_n)
{
	uint8_t gx[SOUND_ALIGN_MAX];
	uint8_t gy[SOUND_ALIGN_MAX];
	struct table t = { &sound_costs, x, gx, y, gy, cut(nx), cut(ny) };
	sound_leave(t.c, x, t.nx, sound_of_arabic(y, t.ny), gx);
	sound_leave(t.c, y, t.ny, sound_of_arabic(x, t.nx), gy);
	size_t w = t.ny + 1;
	uint16_t *d = NEW_N(a, (t.nx + 1) * w, uint16_t);
	struct sound_step *back = NEW_N(a, t.nx + t.ny, struct sound_step);
	fill_first(&t, d);
	for (size_t i = 1; i <= t.nx; i++)
		fill_row(&t, i, i > 1 ? d + (i - 2) * w : d, d + (i - 1) * w, d + i * w);
	size_t n = walk_back(&t, d, back);
	for (size_t i = 0; i < n / 2; i++) {
		struct sound_step s = back[i];
		back[i] = back[n - 1 - i];
		back[n - 1 - i] = s;
	}
	*ret = back;
	*ret_n = n;
	return (struct sound_cost){ d[t.nx * w + t.ny], (uint16_t)(sum(gx, t.nx) + sum(gy, t.ny)) };
}
