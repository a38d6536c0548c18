/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw_tiles.c - places as squares. */
#include "chart/chart_priv.h"

enum { GAP = 3 };

bool draw_tiles(struct drawing *d, const struct chart_tiles *s)
{
	int columns = 0;
	int rows = 0;
	size_t n = s->n < CHART_TILES_MAX ? s->n : CHART_TILES_MAX;
	for (size_t i = 0; i < n; i++) {
		columns = s->p[i].x > columns ? s->p[i].x : columns;
		rows = s->p[i].y > rows ? s->p[i].y : rows;
	}
	if (!n || columns < 1)
		return false;
	double side = d->width / columns;
	d->height = side * rows;
	for (size_t i = 0; i < n; i++) {
		const struct chart_tile *t = &s->p[i];
		double x = (t->x - 1) * side;
		double y = (t->y - 1) * side;
		int shade = chart_shade(s, t->value);
		enum ink text = shade >= 3 ? INK_TEXT_ON_DARK : INK_TEXT_STRONG;
		draw_box(d, (enum ink)(INK_SHADE_0 + shade), x + GAP, y + GAP, x + side - GAP,
			 y + side - GAP);
		if (t->mark)
			draw_box(d, INK_FRAME, x + GAP + 1.5, y + GAP + 1.5, x + side - GAP - 1.5,
				 y + side - GAP - 1.5);
		draw_text(d, text, x + GAP + 5, y + GAP + 16, ANCHOR_START, t->code);
		if (t->mark)
			draw_shape(d, SHAPE_AREA, text,
				   (const struct spot[]){ { x + side - GAP - 16, y + GAP + 16 },
							  { x + side - GAP - 6, y + GAP + 16 },
							  { x + side - GAP - 11, y + GAP + 6 } },
				   3);
		draw_text(d, text, x + side - GAP - 5, y + side - GAP - 6, ANCHOR_END,
			  isfinite(t->value) ? draw_number(d, t->value) : STR("–"));
	}
	return true;
}
