/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chart/fall.h"

enum { ROOM = 500 }; /* on both sides, and so never a width of nothing */

void chart_fall_fit(struct chart_fall *f, int64_t milli)
{
	f->lo = milli < f->lo ? milli : f->lo;
	f->hi = milli > f->hi ? milli : f->hi;
}

static double place(struct chart_fall f, int64_t milli)
{
	return 100.0 * (double)(milli - f.lo + ROOM) / (double)(f.hi - f.lo + 2 * ROOM);
}

void chart_fall_bar(struct html *h, struct chart_fall f, int64_t from, int64_t to, bool sum)
{
	const int64_t first = from < to ? from : to;
	const int64_t last = from < to ? to : from;
	if (sum)
		html_lit(h, "<span class=\"hbar sum\" aria-hidden=\"true\" style=\"");
	else if (to < from)
		html_lit(h, "<span class=\"hbar against\" aria-hidden=\"true\" style=\"");
	else
		html_lit(h, "<span class=\"hbar for\" aria-hidden=\"true\" style=\"");
	html_style_num(h, "zero", place(f, 0));
	html_lit(h, "\"><i style=\"");
	html_style_num(h, "a", place(f, first));
	html_style_num(h, "w", place(f, last) - place(f, first));
	html_lit(h, "\"></i></span>");
}
