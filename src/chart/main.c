/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * vigil-draw: a drawing (sheet.h) from descriptor 3 becomes a PNG on descriptor 4. Started by vigil; not for people.
 *
 * A program of its own: opening pango and what it brings takes as long as a whole command may take to start, and
 * shaping texts with fonts is no work for the process that has the keys. It has our own fonts, from memory, and no
 * others, so that a picture does not depend on the machine.
 */
#define _GNU_SOURCE /* memfd_create */
#include "chart/sheet.h"

#include <fcntl.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "html/assets.h"

enum { IN = 3, OUT = 4, MARGIN = 8, FONT_MAX = 4 << 20 };

/* ---- colours ------------------------------------------------------------------ */

static double part(const char *hex)
{
	char two[3] = { hex[0], hex[1], 0 };
	return (double)strtol(two, NULL, 16) / 255;
}

static void set_colour(cairo_t *cr, enum colour c)
{
	const char *hex = INK_COLOURS[c].light;
	cairo_set_source_rgb(cr, part(hex + 1), part(hex + 3), part(hex + 5));
}

static void set_dash(cairo_t *cr, const char *dash)
{
	double on = 0;
	double off = 0;
	if (dash && sscanf(dash, "%lf %lf", &on, &off) == 2)
		cairo_set_dash(cr, (const double[]){ on, off }, 2, 0);
	else
		cairo_set_dash(cr, NULL, 0, 0);
}

/* ---- fonts --------------------------------------------------------------------- */

/* As sfnt: HarfBuzz knows no WOFF2, FreeType unpacks it. */
static bool unpacked(FT_Library ft, const struct asset *f, struct buf *ret)
{
	FT_Face face;
	FT_ULong n = 0;
	if (FT_New_Memory_Face(ft, f->bytes, (FT_Long)f->size, 0, &face))
		return false;
	bool done = FT_Load_Sfnt_Table(face, 0, 0, NULL, &n) == 0 && n < FONT_MAX;
	if (done) {
		FT_Byte *p = malloc(n);
		done = p && FT_Load_Sfnt_Table(face, 0, 0, p, &n) == 0;
		buf_add_n(ret, p, done ? n : 0);
		free(p);
	}
	FT_Done_Face(face);
	return done;
}

static void add_font(FcConfig *fonts, FT_Library ft, const struct asset *f)
{
	AUTO_BUF sfnt;
	char path[64];
	buf_init(&sfnt, FONT_MAX);
	if (!unpacked(ft, f, &sfnt))
		return;
	int fd = memfd_create("font", MFD_CLOEXEC); /* stays open: glyphs are read when needed */
	if (fd < 0 || write(fd, sfnt.p, sfnt.n) != (ssize_t)sfnt.n)
		return;
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	FcConfigAppFontAddFile(fonts, (const FcChar8 *)path);
}

static PangoContext *context_new(void)
{
	PangoFontMap *map = pango_cairo_font_map_new();
	FcConfig *fonts = FcConfigCreate();
	FT_Library ft;
	if (FT_Init_FreeType(&ft))
		die("no FreeType");
	for (size_t i = 0; i < ASSETS_N; i++)
		if (str_starts(ASSETS[i].name, STR("fonts/")) &&
		    str_ends(ASSETS[i].name, STR(".woff2")) &&
		    !str_has(ASSETS[i].name, STR("serif")))
			add_font(fonts, ft, &ASSETS[i]);
	FT_Done_FreeType(ft);
	pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), fonts);
	PangoContext *c = pango_font_map_create_context(map);
	pango_context_set_round_glyph_positions(c, FALSE);
	return c;
}

static void put_text(cairo_t *cr, PangoContext *fonts, const struct drawing *d,
		     const struct shape *s)
{
	PangoLayout *l = pango_layout_new(fonts);
	PangoFontDescription *f = pango_font_description_new();
	int width;
	int height;
	bool rtl = lang_is_rtl(d->lang);
	pango_font_description_set_family(f, rtl ? "Vazirmatn,Source Sans 3 ExtraLight"
						 : "Source Sans 3 ExtraLight,Vazirmatn");
	pango_font_description_set_absolute_size(f, DRAW_FONT * PANGO_SCALE);
	pango_font_description_set_weight(f, INK_LOOKS[s->ink].bold ? PANGO_WEIGHT_SEMIBOLD
								    : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(l, f);
	pango_layout_set_auto_dir(l, FALSE);
	pango_context_set_base_dir(fonts, rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_layout_context_changed(l);
	/* Numbers and codes keep their order in a line that runs from the right. */
	pango_layout_set_text(l, s->text.n ? s->text.p : "", (int)s->text.n);
	pango_layout_get_size(l, &width, &height);
	double w = (double)width / PANGO_SCALE;
	double base = (double)pango_layout_get_baseline(l) / PANGO_SCALE;
	double x = s->p[0].x - (s->anchor == ANCHOR_START    ? 0
				: s->anchor == ANCHOR_MIDDLE ? w / 2
							     : w);
	cairo_move_to(cr, x, s->p[0].y - base);
	pango_cairo_show_layout(cr, l);
	pango_font_description_free(f);
	g_object_unref(l);
}

/* ---- shapes --------------------------------------------------------------------- */

static void put_path(cairo_t *cr, const struct shape *s)
{
	switch (s->type) {
	case SHAPE_LINE:
	case SHAPE_AREA:
		for (size_t i = 0; i < s->n; i++)
			cairo_line_to(cr, s->p[i].x, s->p[i].y);
		if (s->type == SHAPE_AREA)
			cairo_close_path(cr);
		break;
	case SHAPE_BOX:
		cairo_rectangle(cr, s->p[0].x, s->p[0].y, s->p[1].x - s->p[0].x,
				s->p[1].y - s->p[0].y);
		break;
	case SHAPE_CIRCLE:
		cairo_arc(cr, s->p[0].x, s->p[0].y, s->r, 0, 6.283185307179586);
		break;
	case SHAPE_TEXT:
	case SHAPES:
		break;
	}
}

static void put_shape(cairo_t *cr, PangoContext *fonts, const struct drawing *d,
		      const struct shape *s)
{
	const struct ink_look *look = &INK_LOOKS[s->ink];
	cairo_new_path(cr);
	if (s->type == SHAPE_TEXT) {
		set_colour(cr, look->fill);
		put_text(cr, fonts, d, s);
		return;
	}
	put_path(cr, s);
	if (look->fill != NONE) {
		set_colour(cr, look->fill);
		cairo_fill_preserve(cr);
	}
	if (look->stroke != NONE) {
		set_colour(cr, look->stroke);
		cairo_set_line_width(cr, look->width);
		set_dash(cr, look->dash);
		cairo_stroke(cr);
	}
}

static cairo_status_t keep(void *ctx, const unsigned char *p, unsigned n)
{
	buf_add_n(ctx, p, n);
	return CAIRO_STATUS_SUCCESS;
}

static int draw(const struct drawing *d, int scale, struct buf *ret, struct err *e)
{
	cairo_surface_t *sheet = cairo_image_surface_create(
		CAIRO_FORMAT_RGB24, (int)ceil(d->width + 2 * MARGIN) * scale,
		(int)ceil(d->height + 2 * MARGIN) * scale);
	cairo_t *cr = cairo_create(sheet);
	PangoContext *fonts = context_new();
	set_colour(cr, PAPER);
	cairo_paint(cr);
	cairo_scale(cr, scale, scale);
	cairo_translate(cr, MARGIN, MARGIN);
	for (size_t i = 0; i < d->n; i++)
		put_shape(cr, fonts, d, &d->shapes[i]);
	cairo_surface_flush(sheet);
	if (cairo_status(cr) != CAIRO_STATUS_SUCCESS ||
	    cairo_surface_write_to_png_stream(sheet, keep, ret) != CAIRO_STATUS_SUCCESS)
		return err_set(e, ERR_IO, "the picture was not drawn");
	return buf_check(ret, e);
}

static int run(struct arena *a, struct err *e)
{
	struct str text;
	struct drawing d;
	int scale;
	AUTO_BUF png;
	buf_init(&png, CHART_PNG_MAX);
	TRY(file_read("/dev/fd/3", SHEET_MAX, a, &text, e));
	TRY(sheet_read(text, a, &d, &scale, e));
	TRY(draw(&d, scale, &png, e));
	for (struct str rest = buf_str(&png); rest.n;) {
		ssize_t n = write(OUT, rest.p, rest.n);
		if (n <= 0)
			return err_set(e, ERR_IO, "nobody takes the picture");
		rest = str_from(rest, (size_t)n);
	}
	return 0;
}

int main(void)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	if (fcntl(IN, F_GETFD) < 0 || fcntl(OUT, F_GETFD) < 0) {
		fputs("vigil-draw is started by vigil and draws one picture for it\n", stderr);
		return 2;
	}
	/* _exit: what libraries keep until the end is not tidied up. */
	_exit(run(a, &e) < 0 ? 1 : 0);
}
