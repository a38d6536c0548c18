/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * chart.h - a chart is described once, and drawn as SVG, as PNG and as a table of the same numbers.
 *
 * The description holds numbers and words and no colour, size or place. Words are in the reader's
 * language already; numbers are written here, in its digits. Where a number is not known it is NaN and
 * nothing is drawn there.
 *
 *	struct chart c = { .kind = CHART_SERIES, .lang = lang, .title = ..., .desc = ... };
 *	c.of.series = (struct chart_series){ points, n };
 *	chart_figure(&h, &c, STR("c1"));	<figure>: the drawing, and the table under <details>
 *
 * No chart carries work alone: where SVG is switched off, title and desc read as a paragraph and the
 * table has every number. `desc` is a sentence of whoever describes, with the main numbers in it. Time
 * goes from left to right in both directions of writing; bars and overlaps begin where the line
 * begins. Colours are those of the stylesheet (svg.plot), so light, dark and print follow the page; a file
 * of its own brings them along, a PNG has those of paper.
 *
 * The same description gives the same bytes of SVG; of PNG as well, with the same fonts installed.
 */
#ifndef VIGIL_CHART_H
#define VIGIL_CHART_H

#include "html/html.h"
#include "text/msg.h"

enum {
	CHART_POINTS_MAX = 1000, /* of a series: the last ones are drawn */
	CHART_ROWS_MAX = 40,	 /* bars, rows of an overlap: the first ones are drawn */
	CHART_LISTS_MAX = 30,
	CHART_TILES_MAX = 64,
	CHART_CURVE_MAX = 4096,
	CHART_PNG_MAX = 8 << 20,
	CHART_SCALE_MAX = 8
};

enum chart_kind { CHART_SERIES, CHART_DENSITY, CHART_BARS, CHART_OVERLAP, CHART_TILES };

/* One period. */
struct chart_point {
	struct str label;
	double value;		/* 0 or more */
	double expected, upper; /* the ordinary: its middle, and where it ends */
	bool mark;		/* out of the ordinary */
	bool part;		/* not over yet, or not all reported: drawn dashed */
	struct str remark;	/* for the table; may be empty */
};
struct chart_series {
	const struct chart_point *p;
	size_t n;
};

/* A value with words: "1,094 documented"; a dashed line where `line`. */
struct chart_mark {
	double at;
	struct str text;
	bool line;
};
struct chart_chance {
	struct str chance; /* "75 in 100" */
	double value;
};
struct chart_density {
	double lo, hi; /* of the curve: y at n equally spaced places */
	const double *y;
	size_t n;
	double from, to;	  /* shaded; NaN: nothing is */
	struct str shaded;	  /* "95 in 100" */
	struct str x;		  /* what is below the axis */
	struct str chance, total; /* heads of the table's columns */
	const struct chart_mark *marks;
	size_t n_marks;
	const struct chart_chance *chances; /* the table */
	size_t n_chances;
};

/* From `from` to `to`; an open one has no upper end. */
struct chart_bar {
	struct str label, text; /* of the row, and the number as it is said */
	double from, to;
	bool open, strong;
};
struct chart_bars {
	struct str head, value; /* of the table's columns */
	const struct chart_bar *p;
	size_t n;
};

struct chart_overlap_row {
	uint32_t on;  /* bit i: on list i; 0: on none, which is estimated */
	double count; /* NaN: `text` alone says it */
	struct str text;
	struct str words; /* "A and B, not C": for pages; may be empty */
};
struct chart_overlap {
	const struct str *lists;
	const int64_t *sizes;
	size_t n_lists;
	struct str people; /* head of the column of counts */
	const struct chart_overlap_row *p;
	size_t n;
};

/* Places as squares, about where they are on the map. */
struct chart_tile {
	struct str code, name;
	int x, y;     /* from 1 */
	double value; /* NaN: nothing is known */
	bool mark;    /* out of the ordinary */
};
struct chart_tiles {
	struct str place, value; /* heads of the table's columns */
	const struct chart_tile *p;
	size_t n;
	double steps[3]; /* 0, then up to each of these, then above: five shades */
};

struct chart {
	enum chart_kind kind;
	enum lang lang;
	struct str title, desc;
	struct str foot; /* of files, which travel alone: what the drawing rests on; may be empty */
	union {
		struct chart_series series;
		struct chart_density density;
		struct chart_bars bars;
		struct chart_overlap overlap;
		struct chart_tiles tiles;
	} of;
};

/* <svg class="plot">; `id` is a word that no other chart of the page has. Nothing to draw (no point, no
 * finite number): nothing is written, and false. */
bool chart_svg(struct html *h, const struct chart *c, struct str id);
/* <details> with the same numbers. */
void chart_table(struct html *h, const struct chart *c);
/* <figure>: both. */
void chart_figure(struct html *h, const struct chart *c, struct str id);

/* An overlap as <table class="upset">: a dot for each list, and a bar, so it works where SVG is switched off and each
 * row is read aloud. The first CHART_ROWS_MAX rows, and that of those on no list. */
void chart_upset(struct html *h, const struct chart *c);

/* A file of its own. ERR_INPUT: there is nothing to draw. */
int chart_svg_file(const struct chart *c, struct buf *ret, struct err *e) MUST_USE;
/* The same drawing, `scale` times as large (416 dots wide for 1), drawn by vigil-draw at `program`
 * (child_find), a program of its own (main.c). ERR_INPUT: nothing to draw; ERR_NOTFOUND: no such program; ERR_IO: it did
 * not succeed. About 100 ms. */
int chart_png(const struct chart *c, int scale, const char *program, struct buf *ret,
	      struct err *e) MUST_USE;

/* 1, 2 or 5 times a power of ten, so that about `ticks` fit into a span above 0. */
double chart_step(double span, int ticks);
/* Three steps for tiles, by what is there: about a quarter of those above 0 in each shade. */
void chart_steps(const struct chart_tile *p, size_t n, double ret[3]);
/* 0 for none or not known, 1 to 4: the shade of a value. */
int chart_shade(const struct chart_tiles *t, double value);

#endif
