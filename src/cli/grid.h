/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * grid.h - text in columns for a terminal.
 *
 * Widths are counted in columns of a terminal, not in bytes: marks and joiners take none, letters of
 * East Asian scripts two. What comes from a register is made harmless first: control characters
 * and characters that change the direction of what follows would let a value forge what stands
 * around it, or command the terminal.
 */
#ifndef VIGIL_CLI_GRID_H
#define VIGIL_CLI_GRID_H

#include "base/buf.h"

enum { GRID_COLUMNS_MAX = 12 };

struct grid {
	struct arena *a;
	size_t cols;
	size_t max[GRID_COLUMNS_MAX]; /* wider cells end in an ellipsis; 0: no limit */
	bool right[GRID_COLUMNS_MAX];
	struct str *cells;
	size_t n, cap;
};

struct grid grid_new(struct arena *a, size_t cols);
void grid_add(struct grid *g, struct str cell); /* the next cell; rows fill up by themselves */
/* Rows so far, each after `indent` blanks, two blanks between columns, none at the end of a line.
 * A column in which no cell has anything is left out. */
void grid_put(const struct grid *g, size_t indent, struct buf *b);

size_t text_width(struct str s);
struct str text_harmless(struct arena *a, struct str s); /* line ends become blanks */
/* Words into lines of at most `width` columns, each after `indent` blanks; an empty line of the text
 * stays one. */
void text_wrap(struct buf *b, size_t indent, size_t width, struct str s);

#endif
