/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw_rows.c - bars side by side, and how lists overlap: a row each. */
#include "chart/chart_priv.h"

enum { ROW = 26, TEXT_AT = 18, BAR_TOP = 6, BAR_BOTTOM = 21, GAP = 8 };

/* ---- bars -------------------------------------------------------------------- */

bool draw_bars(struct drawing *d, const struct chart_bars *s)
{
	size_t n = s->n < CHART_ROWS_MAX ? s->n : CHART_ROWS_MAX;
	double label = 0;
	double text = 0;
	double top = 0;
	for (size_t i = 0; i < n; i++) {
		label = fmax(label, draw_text_width(s->p[i].label));
		text = fmax(text, draw_text_width(s->p[i].text));
		if (isfinite(s->p[i].to))
			top = fmax(top, s->p[i].to);
		if (isfinite(s->p[i].from))
			top = fmax(top, s->p[i].open ? s->p[i].from * 1.25 : s->p[i].from);
	}
	if (!n || !(top > 0))
		return false;
	label = fmin(label, d->width * 0.45);
	text = fmin(text, d->width * 0.25);
	double zero = label + GAP;
	double end = d->width - text - GAP;
	d->height = (double)n * ROW + 4;
	for (size_t i = 0; i < n; i++) {
		const struct chart_bar *b = &s->p[i];
		double y = (double)i * ROW;
		double to = b->open ? top : b->to;
		draw_text(d, INK_TEXT_STRONG, 0, y + TEXT_AT, ANCHOR_START,
			  draw_fit(d, b->label, label));
		draw_text(d, INK_TEXT, d->width, y + TEXT_AT, ANCHOR_END,
			  draw_fit(d, b->text, text));
		if (!isfinite(b->from) || !isfinite(to))
			continue;
		draw_box(d,
			 b->open     ? INK_OPEN
			 : b->strong ? INK_STRONG
				     : INK_BAR,
			 zero + (end - zero) * b->from / top, y + BAR_TOP,
			 zero + (end - zero) * to / top, y + BAR_BOTTOM);
	}
	draw_line(d, INK_AXIS, zero, 0, zero, d->height - 2);
	return true;
}

/* ---- overlap ----------------------------------------------------------------- */

static void put_lists(struct drawing *d, const struct chart_overlap *s, double step, size_t n)
{
	/* Names stand one below the other, each above its column, with a line down to it. */
	for (size_t i = 0; i < n; i++) {
		double x = 10 + step * (double)i;
		double y = TEXT_AT + (double)i * 20;
		struct str name = text_isolate(d->a, draw_fit(d, s->lists[i], 240));
		struct str words = str_printf(d->a, "%.*s: %.*s", STR_FMT(name),
					      STR_FMT(draw_number(d, (double)s->sizes[i])));
		draw_line(d, INK_TICK, x, y - 4, x, (double)n * 20 + 12);
		draw_text(d, INK_TEXT, x + 6, y, ANCHOR_START, words);
	}
}

static void put_row(struct drawing *d, const struct chart_overlap *s, size_t i, size_t lists,
		    double y, double step, double max, double room)
{
	const struct chart_overlap_row *row = &s->p[i];
	double zero = 10 + step * (double)lists + 6;
	double end = d->width - room - GAP;
	for (size_t k = 0; k < lists; k++)
		draw_circle(d, row->on >> k & 1 ? INK_ON : INK_OFF, 10 + step * (double)k, y + 13,
			    6);
	draw_text(d, row->on ? INK_TEXT : INK_TEXT_STRONG, d->width, y + TEXT_AT, ANCHOR_END,
		  draw_fit(d, row->text, room));
	if (row->on == 0)
		draw_box(d, INK_OPEN, zero + 1, y + BAR_TOP, end, y + BAR_BOTTOM);
	else if (isfinite(row->count))
		draw_box(d, INK_STRONG, zero, y + BAR_TOP, zero + (end - zero) * row->count / max,
			 y + BAR_BOTTOM);
}

bool draw_overlap(struct drawing *d, const struct chart_overlap *s)
{
	size_t lists = s->n_lists < CHART_LISTS_MAX ? s->n_lists : CHART_LISTS_MAX;
	double max = 0;
	double room = 64;
	for (size_t i = 0; i < s->n; i++) {
		max = s->p[i].on && isfinite(s->p[i].count) ? fmax(max, s->p[i].count) : max;
		/* Bold words are wider than others. */
		room = fmax(room, draw_text_width(s->p[i].text) * (s->p[i].on ? 1 : 1.08));
	}
	room = fmin(room, d->width * 0.4);
	if (!lists || !(max > 0))
		return false;
	double step = fmin(22, 180.0 / (double)lists);
	double y = (double)lists * 20 + 14;
	put_lists(d, s, step, lists);
	for (size_t i = 0; i < s->n; i++) {
		/* The row of those on no list is drawn even where rows are left out. */
		if (i >= CHART_ROWS_MAX && s->p[i].on)
			continue;
		put_row(d, s, i, lists, y, step, max, room);
		y += ROW;
	}
	d->height = y + 4;
	return true;
}
