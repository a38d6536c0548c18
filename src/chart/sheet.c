/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sheet.c - a drawing as lines of text, for vigil-draw.
 *
 *	vigil-draw 1 WIDTH HEIGHT SCALE LANG
 *	TYPE INK ANCHOR RADIUS N X Y X Y ... TEXT
 *
 * Numbers are in hundredths of a dot; TEXT is what is left of the line. No colour is in it: both programs have the table of ink.c.
 */
#include "chart/sheet.h"

enum { HUNDREDTHS = 100, COORDINATE_MAX = 10000000, TEXT_MAX = 2000 };

static void put(struct buf *b, double v)
{
	buf_printf(b, " %lld", (long long)nearbyint(v * HUNDREDTHS));
}

int sheet_write(const struct drawing *d, int scale, struct buf *ret, struct err *e)
{
	buf_lit(ret, "vigil-draw 1");
	put(ret, d->width);
	put(ret, d->height);
	buf_printf(ret, " %d %d\n", scale, (int)d->lang);
	for (size_t i = 0; i < d->n; i++) {
		const struct shape *s = &d->shapes[i];
		buf_printf(ret, "%d %d %d", (int)s->type, (int)s->ink, (int)s->anchor);
		put(ret, s->r);
		buf_printf(ret, " %zu", s->n);
		for (size_t k = 0; k < s->n; k++) {
			put(ret, s->p[k].x);
			put(ret, s->p[k].y);
		}
		buf_char(ret, ' ');
		for (size_t k = 0; k < s->text.n; k++)
			buf_char(ret, (unsigned char)s->text.p[k] < 0x20 ? ' ' : s->text.p[k]);
		buf_char(ret, '\n');
	}
	return buf_check(ret, e);
}

/* The next number of the line, from lo to hi. */
static bool take(struct str *line, int64_t lo, int64_t hi, int64_t *ret)
{
	struct str word;
	*line = str_cut(*line, ' ', &word);
	return str_to_int(word, ret) && *ret >= lo && *ret <= hi;
}

static bool take_dots(struct str *line, double *ret)
{
	int64_t v;
	if (!take(line, -COORDINATE_MAX, COORDINATE_MAX, &v))
		return false;
	*ret = (double)v / HUNDREDTHS;
	return true;
}

/* How many places a shape of this type has. */
static bool right_number(int64_t type, int64_t n)
{
	switch ((enum shape_type)type) {
	case SHAPE_LINE:
		return n >= 1;
	case SHAPE_AREA:
		return n >= 3;
	case SHAPE_BOX:
		return n == 2;
	case SHAPE_CIRCLE:
	case SHAPE_TEXT:
		return n == 1;
	case SHAPES:
		break;
	}
	return false;
}

static bool read_shape(struct str line, struct drawing *d)
{
	int64_t type;
	int64_t ink;
	int64_t anchor;
	int64_t n;
	double r;
	if (!take(&line, 0, SHAPES - 1, &type) || !take(&line, 0, INKS - 1, &ink) ||
	    !take(&line, 0, ANCHOR_END, &anchor) || !take_dots(&line, &r) ||
	    !take(&line, 1, DRAW_POINTS_MAX, &n) || !right_number(type, n))
		return false;
	/* Two numbers of a digit and their spaces at least: what is promised must be there. */
	if ((size_t)n * 4 > line.n + 1)
		return false;
	struct spot *p = NEW_N(d->a, (size_t)n, struct spot);
	for (int64_t i = 0; i < n; i++)
		if (!take_dots(&line, &p[i].x) || !take_dots(&line, &p[i].y))
			return false;
	if (line.n > TEXT_MAX)
		return false;
	struct shape *s = draw_shape(d, (enum shape_type)type, (enum ink)ink, p, (size_t)n);
	s->r = r;
	s->anchor = (enum anchor)anchor;
	s->text = line;
	return true;
}

int sheet_read(struct str text, struct arena *a, struct drawing *ret, int *ret_scale, struct err *e)
{
	struct drawing d = { .a = a };
	struct str line;
	int64_t version;
	int64_t scale;
	int64_t lang;
	struct str rest = str_cut(text, '\n', &line);
	if (!str_starts(line, STR("vigil-draw ")))
		return err_set(e, ERR_INPUT, "this is no drawing");
	line = str_from(line, STR("vigil-draw ").n);
	if (!take(&line, 1, 1, &version) || !take_dots(&line, &d.width) ||
	    !take_dots(&line, &d.height) || !take(&line, 1, CHART_SCALE_MAX, &scale) ||
	    !take(&line, 0, LANG_FA, &lang) || !(d.width >= 1 && d.width <= DRAW_SIDE_MAX) ||
	    !(d.height >= 1 && d.height <= DRAW_SIDE_MAX))
		return err_set(e, ERR_INPUT, "the first line of the drawing is broken");
	d.lang = (enum lang)lang;
	while (rest.n) {
		rest = str_cut(rest, '\n', &line);
		if (d.n == DRAW_SHAPES_MAX || !read_shape(line, &d))
			return err_set(e, ERR_INPUT, "shape %zu of the drawing is broken", d.n + 1);
	}
	*ret = d;
	*ret_scale = (int)scale;
	return 0;
}
