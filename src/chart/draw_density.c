/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw_density.c - how plausible each total is. */
#include "chart/chart_priv.h"

enum { LEFT = 12, RIGHT = 390, TOP = 62, BASE = 180, HEIGHT = 232, DRAWN = 128 };

static double x_at(const struct chart_density *s, double v)
{
	double share = (v - s->lo) / (s->hi - s->lo);
	return LEFT + fmin(fmax(share, 0), 1) * (RIGHT - LEFT);
}

static double height_at(const struct chart_density *s, double v, double max)
{
	double place = fmin(fmax((v - s->lo) / (s->hi - s->lo), 0), 1) * (double)(s->n - 1);
	size_t i = (size_t)place;
	size_t k = i + 1 < s->n ? i + 1 : i;
	double y = s->y[i] + (s->y[k] - s->y[i]) * (place - (double)i);
	return BASE - y / max * (BASE - TOP);
}

static void put_curve(struct drawing *d, const struct chart_density *s, double max, double from,
		      double to, enum ink ink)
{
	struct spot p[DRAWN + 2];
	size_t n = 0;
	if (ink == INK_BAND)
		p[n++] = (struct spot){ x_at(s, from), BASE };
	for (size_t i = 0; i < DRAWN; i++) {
		double v = from + (to - from) * (double)i / (DRAWN - 1);
		p[n++] = (struct spot){ x_at(s, v), height_at(s, v, max) };
	}
	if (ink == INK_BAND)
		p[n++] = (struct spot){ x_at(s, to), BASE };
	draw_shape(d, ink == INK_BAND ? SHAPE_AREA : SHAPE_LINE, ink, p, n);
}

static void put_axis(struct drawing *d, const struct chart_density *s)
{
	double widest = draw_text_width(draw_number(d, s->hi)) + 14;
	int ticks = (int)fmax(2, fmin(5, (RIGHT - LEFT) / widest));
	double step = chart_step(s->hi - s->lo, ticks);
	draw_line(d, INK_AXIS, LEFT, BASE, RIGHT, BASE);
	for (int i = 0; i <= ticks + 2; i++) {
		double v = (ceil(s->lo / step) + i) * step;
		if (v > s->hi)
			break;
		double half = draw_text_width(draw_number(d, v)) / 2;
		draw_line(d, INK_TICK, x_at(s, v), BASE, x_at(s, v), BASE + 6);
		if (x_at(s, v) - half >= 0 && x_at(s, v) + half <= d->width)
			draw_text(d, INK_TEXT, x_at(s, v), BASE + 22, ANCHOR_MIDDLE,
				  draw_number(d, v));
	}
	draw_text(d, INK_TEXT, d->width / 2, HEIGHT - 6, ANCHOR_MIDDLE,
		  draw_fit(d, s->x, d->width - 8));
}

/* Words stand in two lines above the curve, so that a mark near another does not cover it. */
static void put_marks(struct drawing *d, const struct chart_density *s)
{
	for (size_t i = 0; i < s->n_marks; i++) {
		const struct chart_mark *m = &s->marks[i];
		double x = x_at(s, m->at);
		double y = i % 2 ? 38 : 18;
		double half = draw_text_width(m->text) / 2;
		enum anchor at = x - half < 4		   ? ANCHOR_START
				 : x + half > d->width - 4 ? ANCHOR_END
							   : ANCHOR_MIDDLE;
		if (m->line)
			draw_line(d, INK_DASHED, x, y + 6, x, BASE);
		draw_text(d, INK_TEXT_STRONG,
			  at == ANCHOR_START ? fmax(4, x - 4)
			  : at == ANCHOR_END ? fmin(d->width - 4, x + 4)
					     : x,
			  y, at, m->text);
	}
}

static bool can_draw(const struct chart_density *s, double *ret_max)
{
	double max = 0;
	if (s->n < 2 || s->n > CHART_CURVE_MAX || !(s->hi > s->lo) || !isfinite(s->lo) ||
	    !isfinite(s->hi))
		return false;
	for (size_t i = 0; i < s->n; i++) {
		if (!isfinite(s->y[i]))
			return false;
		max = fmax(max, s->y[i]);
	}
	*ret_max = max;
	return max > 0;
}

bool draw_density(struct drawing *d, const struct chart_density *s)
{
	double max;
	if (!can_draw(s, &max))
		return false;
	d->height = HEIGHT;
	if (isfinite(s->from) && isfinite(s->to) && s->to > s->from) {
		double from = fmin(fmax(s->from, s->lo), s->hi);
		double to = fmin(fmax(s->to, s->lo), s->hi);
		put_curve(d, s, max, from, to, INK_BAND);
		/* Where the words are wider than what they name, the line under the axis names it. */
		if (x_at(s, to) - x_at(s, from) > draw_text_width(s->shaded) + 8)
			draw_text(d, INK_TEXT, (x_at(s, from) + x_at(s, to)) / 2, BASE - 12,
				  ANCHOR_MIDDLE, s->shaded);
	}
	put_curve(d, s, max, s->lo, s->hi, INK_LINE);
	put_axis(d, s);
	put_marks(d, s);
	return true;
}
