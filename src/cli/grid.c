/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/grid.h"

#include "text/utf8.h"

/* ---- widths ---- */

struct range {
	uint32_t from, to;
};

/* Marks and formats of the scripts that occur here (Unicode 15: general category Mn, Me, Cf). */
static const struct range NO_WIDTH[] = {
	{ 0x0300, 0x036F }, { 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A },
	{ 0x061C, 0x061C }, { 0x064B, 0x065F }, { 0x0670, 0x0670 }, { 0x06D6, 0x06DC },
	{ 0x06DF, 0x06E4 }, { 0x06E7, 0x06E8 }, { 0x06EA, 0x06ED }, { 0x08CA, 0x08FF },
	{ 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x2069 }, { 0x20D0, 0x20F0 },
	{ 0xFE00, 0xFE0F }, { 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF },
};
/* East Asian Width W and F, in blocks. */
static const struct range WIDE[] = {
	{ 0x1100, 0x115F },   { 0x2E80, 0x303E },   { 0x3041, 0xA4CF }, { 0xAC00, 0xD7A3 },
	{ 0xF900, 0xFAFF },   { 0xFE30, 0xFE6F },   { 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 },
	{ 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
};
/* Embeddings, overrides and isolates (UAX #9). The two plain marks, LRM and RLM, only lean. */
static const struct range TURNS[] = { { 0x202A, 0x202E }, { 0x2066, 0x2069 } };

static bool is_in(const struct range *list, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (cp >= list[i].from && cp <= list[i].to)
			return true;
	return false;
}

static size_t char_width(uint32_t cp)
{
	if (cp < 0x0300)
		return 1;
	if (is_in(NO_WIDTH, COUNT(NO_WIDTH), cp))
		return 0;
	return is_in(WIDE, COUNT(WIDE), cp) ? 2 : 1;
}

size_t text_width(struct str s)
{
	size_t w = 0;
	uint32_t cp;
	while (utf8_next(&s, &cp))
		w += char_width(cp);
	return w;
}

struct str text_harmless(struct arena *a, struct str s)
{
	AUTO_BUF b;
	uint32_t cp;
	buf_init(&b, s.n * 3 + 1);
	while (utf8_next(&s, &cp)) {
		if (is_in(TURNS, COUNT(TURNS), cp) || (cp >= 0x7F && cp < 0xA0))
			continue;
		if (cp == 0x2028 || cp == 0x2029 || cp < 0x20)
			cp = ' ';
		utf8_put(&b, cp);
	}
	return buf_copy(&b, a);
}

/* ---- columns ---- */

struct grid grid_new(struct arena *a, size_t cols)
{
	assert(cols > 0 && cols <= GRID_COLUMNS_MAX);
	return (struct grid){ .a = a, .cols = cols };
}

/* At most `max` columns wide, the last an ellipsis when something is missing. */
static struct str shorten(struct arena *a, struct str s, size_t max)
{
	struct str rest = s;
	struct str before = s; /* `rest` where max - 1 columns were taken */
	size_t w = 0;
	uint32_t cp;
	if (text_width(s) <= max)
		return s;
	while (utf8_next(&rest, &cp) && (w += char_width(cp)) < max)
		before = rest;
	return str_join(a, str_n(s.p, s.n - before.n), STR("…"));
}

void grid_add(struct grid *g, struct str cell)
{
	g->cells = arena_grow(g->a, g->cells, g->n, &g->cap, sizeof *g->cells);
	size_t max = g->max[g->n % g->cols];
	cell = text_harmless(g->a, cell);
	g->cells[g->n++] = max ? shorten(g->a, cell, max) : cell;
}

static void pad(struct buf *b, size_t n)
{
	while (n--)
		buf_char(b, ' ');
}

void grid_put(const struct grid *g, size_t indent, struct buf *b)
{
	size_t width[GRID_COLUMNS_MAX] = { 0 };
	for (size_t i = 0; i < g->n; i++) {
		size_t w = text_width(g->cells[i]);
		if (w > width[i % g->cols])
			width[i % g->cols] = w;
	}
	for (size_t at = 0; at < g->n; at += g->cols) {
		size_t behind = indent; /* blanks owed before the next cell that is not empty */
		for (size_t c = 0; c < g->cols && at + c < g->n; c++) {
			struct str cell = g->cells[at + c];
			size_t room = width[c] - text_width(cell);
			if (width[c] == 0)
				continue;
			if (cell.n) {
				pad(b, behind + (g->right[c] ? room : 0));
				buf_add(b, cell);
				behind = 0;
			} else {
				behind += room;
				room = 0;
			}
			behind += 2 + (g->right[c] ? 0 : room);
		}
		buf_char(b, '\n');
	}
}

/* ---- paragraphs ---- */

void text_wrap(struct buf *b, size_t indent, size_t width, struct str s)
{
	while (s.p) {
		struct str line;
		size_t w = 0;
		s = str_cut(s, '\n', &line);
		for (struct str word; line.n;) {
			line = str_cut(line, ' ', &word);
			if (word.n == 0)
				continue;
			if (w && w + 1 + text_width(word) > width) {
				buf_char(b, '\n');
				w = 0;
			}
			pad(b, w ? 1 : indent);
			buf_add(b, word);
			w += (w ? 1 : 0) + text_width(word);
		}
		buf_char(b, '\n');
	}
}
