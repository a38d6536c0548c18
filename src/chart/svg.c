/* SPDX-License-Identifier: GPL-3.0-or-later */
/* svg.c - a drawing as SVG: inside a page, with its colours, or as a file that brings its own. */
#include "chart/chart_priv.h"

/* At most one decimal: a hundredth of a dot is nothing to see and makes files a quarter larger. */
static struct str dots(struct arena *a, double v)
{
	struct str s = str_printf(a, "%.1f", fabs(v) < 0.05 ? 0 : v);
	return str_ends(s, STR(".0")) ? str_n(s.p, s.n - 2) : s;
}

static void put_class(struct html *h, const struct shape *s)
{
	html_lit(h, " class=\"");
	html_word(h, str_of(INK_LOOKS[s->ink].name));
	html_lit(h, "\"");
}

#define PUT(h, a, name, v)                                                                         \
	(html_lit(h, " " name "=\""), html_attr((h), dots((a), (v))), html_lit(h, "\""))

static void put_points(struct html *h, struct arena *a, const struct shape *s)
{
	html_lit(h, " points=\"");
	for (size_t i = 0; i < s->n; i++) {
		html_attr(h, dots(a, s->p[i].x));
		html_lit(h, ",");
		html_attr(h, dots(a, s->p[i].y));
		if (i + 1 < s->n)
			html_lit(h, " ");
	}
	html_lit(h, "\"/>");
}

static void put_words(struct html *h, struct arena *a, const struct drawing *d,
		      const struct shape *s)
{
	html_lit(h, "<text");
	put_class(h, s);
	PUT(h, a, "x", s->p[0].x);
	PUT(h, a, "y", s->p[0].y);
	/* The sheet is laid out from the left; a Persian text runs from the right, and begins there. (An isolate around
	 * it would do, but Chromium then draws the first digit by itself.) */
	bool rtl = lang_is_rtl(d->lang);
	html_if(h, rtl, " direction=\"rtl\"");
	html_if(h, s->anchor == ANCHOR_MIDDLE, " text-anchor=\"middle\"");
	html_if(h, s->anchor == (rtl ? ANCHOR_START : ANCHOR_END), " text-anchor=\"end\"");
	html_lit(h, ">");
	html_text(h, s->text);
	html_lit(h, "</text>");
}

static void put_shape(struct html *h, struct arena *a, const struct drawing *d,
		      const struct shape *s)
{
	switch (s->type) {
	case SHAPE_LINE:
		html_lit(h, "<polyline");
		put_class(h, s);
		put_points(h, a, s);
		break;
	case SHAPE_AREA:
		html_lit(h, "<polygon");
		put_class(h, s);
		put_points(h, a, s);
		break;
	case SHAPE_BOX:
		html_lit(h, "<rect");
		put_class(h, s);
		PUT(h, a, "x", fmin(s->p[0].x, s->p[1].x));
		PUT(h, a, "y", fmin(s->p[0].y, s->p[1].y));
		PUT(h, a, "width", fabs(s->p[1].x - s->p[0].x));
		PUT(h, a, "height", fabs(s->p[1].y - s->p[0].y));
		html_lit(h, "/>");
		break;
	case SHAPE_CIRCLE:
		html_lit(h, "<circle");
		put_class(h, s);
		PUT(h, a, "cx", s->p[0].x);
		PUT(h, a, "cy", s->p[0].y);
		PUT(h, a, "r", s->r);
		html_lit(h, "/>");
		break;
	case SHAPE_TEXT:
		put_words(h, a, d, s);
		break;
	case SHAPES:
		break;
	}
}

static void put_title(struct html *h, const struct chart *c, struct str id)
{
	html_lit(h, "<title id=\"");
	html_word(h, id);
	html_lit(h, "-t\">");
	html_text(h, c->title);
	html_lit(h, "</title><desc id=\"");
	html_word(h, id);
	html_lit(h, "-d\">");
	html_text(h, c->desc);
	html_lit(h, "</desc>\n");
}

static void put_shapes(struct html *h, const struct drawing *d)
{
	AUTO_ARENA *scratch = arena_new(0);
	for (size_t i = 0; i < d->n; i++) {
		arena_clear(scratch);
		put_shape(h, scratch, d, &d->shapes[i]);
	}
}

bool chart_svg(struct html *h, const struct chart *c, struct str id)
{
	AUTO_ARENA *a = arena_new(0);
	struct drawing d;
	if (!chart_draw(c, a, &d))
		return false;
	html_lit(h, "<svg class=\"plot\" viewBox=\"0 0 ");
	html_attr(h, dots(a, d.width));
	html_lit(h, " ");
	html_attr(h, dots(a, d.height));
	html_lit(h, "\" role=\"img\" aria-labelledby=\"");
	html_word(h, id);
	html_lit(h, "-t ");
	html_word(h, id);
	html_lit(h, "-d\">");
	put_title(h, c, id);
	put_shapes(h, &d);
	html_lit(h, "</svg>");
	return true;
}

void chart_figure(struct html *h, const struct chart *c, struct str id)
{
	html_lit(h, "<figure class=\"chart\">");
	if (!chart_svg(h, c, id))
		html_el(h, "p", c->desc);
	html_lit(h, "</figure>\n");
	chart_table(h, c);
}

/* ---- a file of its own ---------------------------------------------------------- */

static void put_colours(struct buf *b, bool dark)
{
	for (size_t i = 1; i < COLOURS; i++)
		buf_printf(b, "%s:%s;", INK_COLOURS[i].name,
			   dark ? INK_COLOURS[i].dark : INK_COLOURS[i].light);
}

static void put_looks(struct buf *b)
{
	for (size_t i = 0; i < INKS; i++) {
		const struct ink_look *l = &INK_LOOKS[i];
		buf_printf(b, ".%s{fill:", l->name);
		buf_printf(b, l->fill == NONE ? "%s" : "var(%s)",
			   l->fill == NONE ? "none" : INK_COLOURS[l->fill].name);
		if (l->stroke != NONE)
			buf_printf(b, ";stroke:var(%s);stroke-width:%g",
				   INK_COLOURS[l->stroke].name, l->width);
		if (l->dash)
			buf_printf(b, ";stroke-dasharray:%s", l->dash);
		if (l->bold)
			buf_lit(b, ";font-weight:650");
		buf_lit(b, "}");
	}
}

int chart_svg_file(const struct chart *c, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct drawing d;
	struct html h;
	if (!chart_draw_alone(c, a, &d))
		return err_set(e, ERR_INPUT, "there is nothing to draw");
	buf_printf(
		ret,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
		"xml:lang=\"%s\" viewBox=\"-8 -8 %g %g\" width=\"%g\" height=\"%g\" role=\"img\" "
		"aria-labelledby=\"c-t c-d\">\n<style>:root{",
		lang_code(c->lang), d.width + 16, ceil(d.height) + 16, d.width + 16,
		ceil(d.height) + 16);
	put_colours(ret, false);
	buf_printf(
		ret,
		"}}\nsvg{background:var(--paper);font:14px %s\"Source Sans 3\",\"Noto Sans\",Vazirmatn,"
		"\"Noto Naskh Arabic\",sans-serif}\n",
		lang_is_rtl(c->lang) ? "Vazirmatn," : "");
	put_looks(ret);
	buf_lit(ret, "</style>\n");
	html_begin(&h, ret);
	put_title(&h, c, STR("c"));
	put_shapes(&h, &d);
	TRY(html_finish(&h, e));
	buf_lit(ret, "\n</svg>\n");
	return buf_check(ret, e);
}
