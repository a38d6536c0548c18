/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw.c - from a description to shapes: what all kinds share. */
#include "chart/chart_priv.h"

#include <stdlib.h>

#include "base/order.h"
#include "text/utf8.h"

struct shape *draw_shape(struct drawing *d, enum shape_type type, enum ink ink,
			 const struct spot *p, size_t n)
{
	struct spot *copy = NEW_N(d->a, n, struct spot);
	for (size_t i = 0; i < n; i++)
		copy[i] = (struct spot){ d->mirror ? d->width - p[i].x : p[i].x, p[i].y };
	d->shapes = arena_grow(d->a, d->shapes, d->n, &d->cap, sizeof *d->shapes);
	struct shape *s = &d->shapes[d->n++];
	*s = (struct shape){ .type = type, .ink = ink, .p = copy, .n = n };
	return s;
}

void draw_line(struct drawing *d, enum ink ink, double x1, double y1, double x2, double y2)
{
	draw_shape(d, SHAPE_LINE, ink, (const struct spot[]){ { x1, y1 }, { x2, y2 } }, 2);
}

void draw_box(struct drawing *d, enum ink ink, double x1, double y1, double x2, double y2)
{
	draw_shape(d, SHAPE_BOX, ink, (const struct spot[]){ { x1, y1 }, { x2, y2 } }, 2);
}

void draw_circle(struct drawing *d, enum ink ink, double x, double y, double r)
{
	draw_shape(d, SHAPE_CIRCLE, ink, &(const struct spot){ x, y }, 1)->r = r;
}

void draw_text(struct drawing *d, enum ink ink, double x, double y, enum anchor anchor,
	       struct str text)
{
	struct shape *s = draw_shape(d, SHAPE_TEXT, ink, &(const struct spot){ x, y }, 1);
	if (d->mirror && anchor != ANCHOR_MIDDLE)
		anchor = anchor == ANCHOR_START ? ANCHOR_END : ANCHOR_START;
	s->anchor = anchor;
	s->text = text;
}

double draw_text_width(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return 7.2 * (double)n;
}

struct str draw_fit(struct drawing *d, struct str s, double room)
{
	if (draw_text_width(s) <= room)
		return s;
	size_t keep = room > 14 ? (size_t)(room / 7.2) - 1 : 1;
	size_t at = 0;
	while (at < s.n && keep) {
		at++;
		while (at < s.n && ((unsigned char)s.p[at] & 0xC0) == 0x80)
			at++;
		keep--;
	}
	return str_printf(d->a, "%.*s…", (int)at, s.p);
}

struct str draw_number(struct drawing *d, double v)
{
	return num_text(d->a, d->lang, (int64_t)nearbyint(fmin(fmax(v, -9e15), 9e15)));
}

double chart_step(double span, int ticks)
{
	static const double NICE[] = { 1, 2, 5, 10 };
	double unit = pow(10, floor(log10(span / ticks)));
	for (size_t i = 0; i < COUNT(NICE); i++)
		if (span / (NICE[i] * unit) <= ticks + 1)
			return NICE[i] * unit;
	return 10 * unit;
}

void chart_steps(const struct chart_tile *p, size_t n, double ret[3])
{
	double seen[CHART_TILES_MAX] = { 0 };
	size_t k = 0;
	for (size_t i = 0; i < n && k < COUNT(seen); i++)
		if (p[i].value > 0)
			seen[k++] = p[i].value;
	qsort(seen, k, sizeof *seen, order_f64);
	for (size_t i = 0; i < 3; i++) {
		double v = k ? seen[(k - 1) * (i + 1) / 4] : (double)(i + 1);
		/* Shades must differ, also where all counts are alike. */
		ret[i] = i && v <= ret[i - 1] ? ret[i - 1] + 1 : fmax(v, 1);
	}
}

int chart_shade(const struct chart_tiles *t, double value)
{
	if (!(value > 0))
		return 0;
	for (int i = 0; i < 3; i++)
		if (value <= t->steps[i])
			return i + 1;
	return 4;
}

bool chart_draw(const struct chart *c, struct arena *a, struct drawing *ret)
{
	struct drawing d = { .width = DRAW_WIDTH, .a = a, .lang = c->lang };
	bool drawn = false;
	switch (c->kind) {
	case CHART_SERIES:
		drawn = draw_series(&d, &c->of.series);
		break;
	case CHART_DENSITY:
		drawn = draw_density(&d, &c->of.density);
		break;
	case CHART_BARS:
		d.mirror = lang_is_rtl(c->lang);
		drawn = draw_bars(&d, &c->of.bars);
		break;
	case CHART_OVERLAP:
		d.mirror = lang_is_rtl(c->lang);
		drawn = draw_overlap(&d, &c->of.overlap);
		break;
	case CHART_TILES:
		drawn = draw_tiles(&d, &c->of.tiles);
		break;
	}
	*ret = d;
	return drawn;
}

/* Words of `text` that fit into a line, at least one; the rest is left in it. */
static struct str take_line(struct str *text, double room)
{
	struct str rest = *text;
	size_t end = 0;
	while (rest.n) {
		struct str word;
		rest = str_cut(rest, ' ', &word);
		size_t to = (size_t)(word.p + word.n - text->p);
		if (end && draw_text_width((struct str){ text->p, to }) > room)
			break;
		end = to;
	}
	struct str line = { text->p, end };
	*text = str_from(*text, end < text->n ? end + 1 : end);
	return line;
}

bool chart_draw_alone(const struct chart *c, struct arena *a, struct drawing *ret)
{
	enum { LINE = 18 };
	struct str rest = c->foot;
	bool rtl = lang_is_rtl(c->lang);
	if (!chart_draw(c, a, ret))
		return false;
	ret->height += rest.n ? 6 : 0;
	while (rest.n) {
		ret->height += LINE;
		/* Turned by hand: not every kind is mirrored. */
		draw_text(ret, INK_TEXT, rtl && !ret->mirror ? ret->width : 0, ret->height - 5,
			  rtl && !ret->mirror ? ANCHOR_END : ANCHOR_START,
			  take_line(&rest, ret->width));
	}
	return true;
}
