/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sheet.h - a drawing on its way to vigil-draw, and back. See sheet.c for the lines. */
#ifndef VIGIL_CHART_SHEET_H
#define VIGIL_CHART_SHEET_H

#include "chart/chart_priv.h"

enum { SHEET_MAX = 4 << 20, DRAW_SIDE_MAX = 4000 };

/* ERR_TOOBIG: `ret` is full. */
int sheet_write(const struct drawing *d, int scale, struct buf *ret, struct err *e) MUST_USE;
/* ERR_INPUT says which shape is broken. Texts point into `text`. */
int sheet_read(struct str text, struct arena *a, struct drawing *ret, int *ret_scale,
	       struct err *e) MUST_USE;

#endif
