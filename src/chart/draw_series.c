/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw_series.c - counts over time, on the range that is ordinary. */
#include "chart/chart_priv.h"

enum { LEFT = 40, RIGHT = 392, TOP = 14, BASE = 170, HEIGHT = 200, LABEL_GAP = 18 };

struct plot {
	struct drawing *d;
	const struct chart_point *p;
	size_t n;
	double top;
};

static double x_at(const struct plot *q, size_t i)
{
	if (q->n == 1)
		return (LEFT + RIGHT) / 2.0;
	return LEFT + (double)(RIGHT - LEFT) * (double)i / (double)(q->n - 1);
}

static double y_at(const struct plot *q, double v)
{
	double part = fmin(fmax(v / q->top, 0), 1);
	return BASE - (BASE - TOP) * part;
}

/* Where the scale ends. A bound far above all that was counted would press the counts flat: it is cut
 * at three times them. */
static double top_of(const struct chart_series *s)
{
	double seen = 0;
	double upper = 0;
	for (size_t i = 0; i < s->n; i++) {
		seen = isfinite(s->p[i].value) ? fmax(seen, s->p[i].value) : seen;
		upper = isfinite(s->p[i].upper) ? fmax(upper, s->p[i].upper) : upper;
	}
	double top = fmax(1, fmax(seen, fmin(upper, 3 * seen + 3)));
	double step = fmax(1, chart_step(top, 4));
	return ceil(top / step) * step;
}

/* The ordinary range, in as many pieces as there are gaps. */
static void put_range(const struct plot *q)
{
	struct spot *edge = NEW_N(q->d->a, q->n + 2, struct spot);
	struct spot *middle = NEW_N(q->d->a, q->n, struct spot);
	for (size_t i = 0; i < q->n;) {
		size_t first = i;
		size_t m = 0;
		size_t k = 0;
		edge[k++] = (struct spot){ x_at(q, i), BASE };
		for (; i < q->n && isfinite(q->p[i].upper); i++) {
			edge[k++] = (struct spot){ x_at(q, i), y_at(q, q->p[i].upper) };
			if (isfinite(q->p[i].expected))
				middle[m++] =
					(struct spot){ x_at(q, i), y_at(q, q->p[i].expected) };
		}
		if (i - first > 1) {
			edge[k++] = (struct spot){ x_at(q, i - 1), BASE };
			draw_shape(q->d, SHAPE_AREA, INK_BAND, edge, k);
			if (m > 1)
				draw_shape(q->d, SHAPE_LINE, INK_EXPECTED, middle, m);
		}
		i += i == first;
	}
}

/* The last periods may be under way: from the one before them the line is dashed. */
static void put_counts(const struct plot *q)
{
	struct spot *line = NEW_N(q->d->a, q->n, struct spot);
	size_t k = 0;
	bool dashed = false;
	for (size_t i = 0; i <= q->n; i++) {
		bool there = i < q->n && isfinite(q->p[i].value);
		bool part = there && q->p[i].part;
		if (k && (!there || part != dashed)) {
			struct spot last = line[k - 1];
			struct spot here =
				there ? (struct spot){ x_at(q, i), y_at(q, q->p[i].value) } : last;
			if (there && dashed)
				line[k++] = here;
			if (k > 1)
				draw_shape(q->d, SHAPE_LINE, dashed ? INK_DASHED : INK_LINE, line,
					   k);
			k = 0;
			if (there && !dashed)
				line[k++] = last;
		}
		dashed = part;
		if (there)
			line[k++] = (struct spot){ x_at(q, i), y_at(q, q->p[i].value) };
	}
	for (size_t i = 0; i < q->n; i++)
		if (isfinite(q->p[i].value) && (q->p[i].mark || q->n == 1))
			draw_circle(q->d, INK_MARK, x_at(q, i), y_at(q, q->p[i].value),
				    q->n > 80 ? 4 : 5);
}

static void put_axes(const struct plot *q)
{
	struct drawing *d = q->d;
	double step = fmax(1, chart_step(q->top, 4));
	for (int k = 1; k * step <= q->top * 1.0001; k++) {
		draw_line(d, INK_TICK, LEFT, y_at(q, k * step), RIGHT, y_at(q, k * step));
		draw_text(d, INK_TEXT, LEFT - 6, y_at(q, k * step) + 5, ANCHOR_END,
			  draw_number(d, k * step));
	}
	draw_text(d, INK_TEXT, LEFT - 6, BASE + 5, ANCHOR_END, draw_number(d, 0));
}

/* Where label k of n stands, and by which end it is held there. */
static size_t label_at(const struct plot *q, size_t k, size_t n, enum anchor *ret)
{
	*ret = n == 1	    ? ANCHOR_MIDDLE
	       : k == 0	    ? ANCHOR_START
	       : k + 1 == n ? ANCHOR_END
			    : ANCHOR_MIDDLE;
	return n > 1 ? k * (q->n - 1) / (n - 1) : 0;
}

/* Of few periods the steps between labels are uneven, so each is asked whether it reaches the next. */
static bool labels_touch(const struct plot *q, size_t n)
{
	double end = -1e9;
	for (size_t k = 0; k < n; k++) {
		enum anchor by;
		size_t i = label_at(q, k, n, &by);
		double width = draw_text_width(q->p[i].label);
		double from = x_at(q, i) - (by == ANCHOR_START ? 0
					    : by == ANCHOR_END ? width
							       : width / 2);
		if (from < end + LABEL_GAP)
			return true;
		end = from + width;
	}
	return false;
}

static void put_labels(const struct plot *q)
{
	enum { LABELS_MOST = 5 };
	size_t n = q->n < LABELS_MOST ? q->n : LABELS_MOST;
	while (n > 2 && labels_touch(q, n))
		n--;
	for (size_t k = 0; k < n; k++) {
		enum anchor by;
		size_t i = label_at(q, k, n, &by);
		draw_line(q->d, INK_AXIS, x_at(q, i), BASE, x_at(q, i), BASE + 5);
		draw_text(q->d, INK_TEXT, x_at(q, i), BASE + 22, by, q->p[i].label);
	}
}

bool draw_series(struct drawing *d, const struct chart_series *s)
{
	struct chart_series shown = *s;
	bool any = false;
	if (shown.n > CHART_POINTS_MAX) {
		shown.p += shown.n - CHART_POINTS_MAX;
		shown.n = CHART_POINTS_MAX;
	}
	for (size_t i = 0; i < shown.n; i++)
		any = any || isfinite(shown.p[i].value);
	if (!any)
		return false;
	struct plot q = { d, shown.p, shown.n, top_of(&shown) };
	d->height = HEIGHT;
	put_axes(&q);
	put_range(&q);
	draw_line(d, INK_AXIS, LEFT, BASE, RIGHT, BASE);
	put_labels(&q);
	put_counts(&q);
	return true;
}
