/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chart_priv.h - a drawing: shapes with a meaning, in dots of a sheet, before anybody knows of what format.
 *
 * chart_draw makes one of a description; svg.c and png.c write it. What a meaning looks like stands in one
 * table, ink.c.
 */
#ifndef VIGIL_CHART_PRIV_H
#define VIGIL_CHART_PRIV_H

#include <math.h>

#include "chart/chart.h"

enum { DRAW_WIDTH = 400, DRAW_SHAPES_MAX = 20000, DRAW_POINTS_MAX = 100000, DRAW_FONT = 14 };

enum ink {
	INK_AXIS,
	INK_TICK,
	INK_LINE,     /* what was counted */
	INK_EXPECTED, /* what was to be expected */
	INK_BAND,     /* the ordinary, 95 in 100 */
	INK_DASHED,   /* an edge that is not sure */
	INK_BAR,
	INK_STRONG,
	INK_OPEN, /* a bar without an end */
	INK_MARK, /* out of the ordinary */
	INK_ON,	  /* on this list */
	INK_OFF,
	INK_SHADE_0, /* of tiles; the others follow */
	INK_SHADE_1,
	INK_SHADE_2,
	INK_SHADE_3,
	INK_SHADE_4,
	INK_FRAME, /* around a tile out of the ordinary */
	INK_TEXT,
	INK_TEXT_STRONG,
	INK_TEXT_ON_DARK,
	INKS
};

/* Names of tokens.css. */
enum colour {
	NONE,
	PAPER,
	INK,
	INK_2,
	RULE,
	EDGE,
	ACCENT,
	STEP_1,
	STEP_2,
	STEP_3,
	STEP_4,
	COLOURS
};
struct ink_look {
	const char *name; /* class in svg.plot */
	enum colour fill, stroke;
	double width;
	const char *dash; /* "4 3", or NULL */
	bool bold;
};
extern const struct ink_look INK_LOOKS[INKS];
struct ink_colour {
	const char *name, *light, *dark; /* "--ink", "#1b1a17", ... */
};
extern const struct ink_colour INK_COLOURS[COLOURS];

enum shape_type { SHAPE_LINE, SHAPE_AREA, SHAPE_BOX, SHAPE_CIRCLE, SHAPE_TEXT, SHAPES };
enum anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };
struct spot {
	double x, y;
};
struct shape {
	enum shape_type type;
	enum ink ink;
	const struct spot
		*p; /* a box: two corners; a circle: its middle; a text: where it is anchored */
	size_t n;
	double r;
	struct str text;
	enum anchor anchor;
};
struct drawing {
	double width, height;
	struct shape *shapes;
	size_t n, cap;
	struct arena *a;
	enum lang lang;
	bool mirror; /* drawn from the right: bars and overlaps in Persian */
};

/* False: there is nothing to draw. */
bool chart_draw(const struct chart *c, struct arena *a, struct drawing *ret);
/* The same with `foot` below it. */
bool chart_draw_alone(const struct chart *c, struct arena *a, struct drawing *ret);
/* Each of one kind. */
bool draw_series(struct drawing *d, const struct chart_series *s);
bool draw_density(struct drawing *d, const struct chart_density *s);
bool draw_bars(struct drawing *d, const struct chart_bars *s);
bool draw_overlap(struct drawing *d, const struct chart_overlap *s);
bool draw_tiles(struct drawing *d, const struct chart_tiles *s);

struct shape *draw_shape(struct drawing *d, enum shape_type type, enum ink ink,
			 const struct spot *p, size_t n);
void draw_line(struct drawing *d, enum ink ink, double x1, double y1, double x2, double y2);
void draw_box(struct drawing *d, enum ink ink, double x1, double y1, double x2, double y2);
void draw_circle(struct drawing *d, enum ink ink, double x, double y, double r);
void draw_text(struct drawing *d, enum ink ink, double x, double y, enum anchor anchor,
	       struct str text);
/* About how wide a text is: no fonts are asked. */
double draw_text_width(struct str s);
/* At most `room` wide, cut with an ellipsis. */
struct str draw_fit(struct drawing *d, struct str s, double room);
struct str draw_number(struct drawing *d, double v);

#endif
