/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xlsx.h - workbooks of ECMA-376 (XLSX): what stands around the cells, and numbers that are dates.
 */
#ifndef VIGIL_WORKER_XLSX_H
#define VIGIL_WORKER_XLSX_H

#include "worker/rows.h"
#include "worker/xml.h"

/* All texts of a workbook that its cells point to; over the ceiling it is refused. */
enum { XLSX_STRINGS_BYTES_MAX = 192 << 20, XLSX_STRINGS_MAX = 24 << 20, XLSX_STYLES_MAX = 65536 };

enum xlsx_shows { XLSX_SHOWS_NUMBER, XLSX_SHOWS_DATE, XLSX_SHOWS_TIME, XLSX_SHOWS_BOTH };

/* What a number format shows, by its code ("yyyy-mm-dd") or, where it has none, its number. */
enum xlsx_shows xlsx_format_shows(struct str code);
struct str xlsx_format_builtin(int64_t id); /* "" when it is not known: general */
/* Whether it shows another calendar than the Gregorian: "[$-fa-IR,96]", "[$-2060429]", "B2yyyy". */
bool xlsx_format_other_calendar(struct str code);

/*
 * A serial number as a date. False: it is none (negative, after 9999, or the 29 February 1900 that
 * never was, which Excel counts as day 60).
 */
bool xlsx_date(struct str serial, bool from_1904, enum xlsx_shows shows, char ret[static 32]);

/* "BC12" as column 55 (1 ...) and row 12; also "BC" or "12" alone, the other being 0. */
bool xlsx_reference(struct str s, size_t *ret_column, int64_t *ret_row);

/* _x000D_ and the like become the characters they stand for; false: nothing to change. */
struct str xlsx_unescape(struct buf *scratch, struct str s);

struct xlsx_style {
	struct str format;
	uint8_t shows; /* enum xlsx_shows */
	bool other_calendar;
};

struct xlsx_sheet {
	struct table_sheet shown;
	struct str id;
	struct str path;
};

struct xlsx {
	struct package p;
	struct arena *a;
	struct str workbook;
	struct str strings_path, styles_path;
	struct xlsx_sheet *sheets;
	size_t n_sheets, cap_sheets;
	bool from_1904;
	struct xlsx_style *styles;
	size_t n_styles, cap_styles;
	struct buf text;    /* shared strings, one behind the other */
	struct buf ends;    /* uint32_t: where each ends */
	int64_t n_comments; /* parts with comments */
};

/* Everything but the sheets' cells. */
int xlsx_open(struct xlsx *x, int fd, int64_t bytes, struct arena *a, struct err *e) MUST_USE;
void xlsx_close(struct xlsx *x);
/* Shared string `i`; false when there is none. */
bool xlsx_string(const struct xlsx *x, int64_t i, struct str *ret);

int xlsx_sheet_rows(struct xlsx *x, const struct xlsx_sheet *s, struct rows *r,
		    struct err *e) MUST_USE;
/* The XML of a sheet without a package, for tests. */
int xlsx_sheet_str(struct xlsx *x, struct str xml, struct rows *r, struct err *e) MUST_USE;

#endif
