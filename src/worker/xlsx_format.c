/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx_format.c - number formats, serial dates, references (ECMA-376 part 1, 18.8.30 and 18.17.4). */
#include "worker/xlsx.h"

#include <math.h>

#include "text/calendar.h"
#include "text/utf8.h"

struct str xlsx_format_builtin(int64_t id)
{
	static const struct {
		int id;
		const char *code;
	} T[] = {
		{ 1, "0" },	    { 2, "0.00" },	  { 3, "#,##0" },
		{ 4, "#,##0.00" },  { 9, "0%" },	  { 10, "0.00%" },
		{ 11, "0.00E+00" }, { 12, "# ?/?" },	  { 13, "# ?\?/?\?" },
		{ 14, "mm-dd-yy" }, { 15, "d-mmm-yy" },	  { 16, "d-mmm" },
		{ 17, "mmm-yy" },   { 18, "h:mm AM/PM" }, { 19, "h:mm:ss AM/PM" },
		{ 20, "h:mm" },	    { 21, "h:mm:ss" },	  { 22, "m/d/yy h:mm" },
		{ 45, "mm:ss" },    { 46, "[h]:mm:ss" },  { 47, "mmss.0" },
		{ 48, "##0.0E+0" }, { 49, "@" },
	};
	for (size_t i = 0; i < COUNT(T); i++)
		if (T[i].id == id)
			return str_of(T[i].code);
	/* 27-36 and 50-58 are dates whose form depends on the language of the program. */
	if ((id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 58))
		return STR("yyyy-mm-dd");
	return id >= 32 && id <= 35 ? STR("h:mm:ss") : STR("");
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

enum xlsx_shows xlsx_format_shows(struct str code)
{
	bool date = false;
	bool time = false;
	bool month = false;
	if (str_same_word(code, STR("general")))
		return XLSX_SHOWS_NUMBER;
	for (size_t i = 0; i < code.n && code.p[i] != ';'; i++) {
		char c = lower(code.p[i]);
		if (c == '"') {
			while (++i < code.n && code.p[i] != '"')
				;
		} else if (c == '\\' || c == '_' || c == '*') {
			i++;
		} else if (c == '[') {
			char first = i + 1 < code.n ? lower(code.p[i + 1]) : '\0';
			char second = i + 2 < code.n ? lower(code.p[i + 2]) : '\0';
			time = time || ((first == 'h' || first == 'm' || first == 's') &&
					(second == first || second == ']'));
			while (i < code.n && code.p[i] != ']')
				i++;
		} else if (c == 'y' || c == 'd') {
			date = true;
		} else if (c == 'h' || c == 's') {
			time = true;
		} else if (c == 'm') {
			month = true;
		}
	}
	if (month && !time)
		date = true;
	return date && time ? XLSX_SHOWS_BOTH
	       : date	    ? XLSX_SHOWS_DATE
	       : time	    ? XLSX_SHOWS_TIME
			    : XLSX_SHOWS_NUMBER;
}

bool xlsx_format_other_calendar(struct str code)
{
	if (str_starts(code, STR("B2")) || str_starts(code, STR("b2")) || str_has(code, STR("]B2")))
		return true;
	ptrdiff_t at = str_find(code, STR("[$-"));
	if (at < 0)
		return false;
	struct str in;
	(void)str_cut(str_from(code, (size_t)at + 3), ']', &in);
	/* "fa-IR,96": numerals and calendar behind the comma; or NNCCLLLL in hexadecimal. */
	struct str locale;
	struct str behind = str_cut(in, ',', &locale);
	if (behind.p)
		return behind.n > 0 && !str_eq(behind, STR("0")) && !str_eq(behind, STR("1"));
	if (str_starts(in, STR("fa")))
		return true;
	if (in.n < 6 || in.n > 8 || str_has(in, STR("-")))
		return false;
	struct str calendar = str_n(in.p + in.n - 6, 2);
	return !str_eq(calendar, STR("00")) && !str_eq(calendar, STR("01"));
}

/* ---- dates ----------------------------------------------------------- */

bool xlsx_date(struct str serial, bool from_1904, enum xlsx_shows shows, char ret[static 32])
{
	double v;
	int32_t first;
	struct cal_day d = { 0 };
	if (!str_to_real(serial, &v) || v < 0 || v >= 2958466)
		return false;
	int64_t day = (int64_t)floor(v);
	int64_t second = (int64_t)floor((v - floor(v)) * 86400 + 0.5);
	if (second == 86400) {
		day++;
		second = 0;
	}
	char clock[16];
	snprintf(clock, sizeof clock, "%02d:%02d:%02d", (int)(second / 3600),
		 (int)(second / 60 % 60), (int)(second % 60));
	if (shows == XLSX_SHOWS_TIME && day == 0) {
		snprintf(ret, 32, "%s", clock);
		return true;
	}
	/* Day 60 of the 1900 system is a 29 February that the calendar does not have. */
	if (!from_1904 && (day == 0 || day == 60))
		return false;
	if (!cal_to_jdn(CAL_GREGORIAN, from_1904 ? 1904 : 1899, from_1904 ? 1 : 12,
			from_1904  ? 1
			: day > 60 ? 30
				   : 31,
			&first) ||
	    !cal_from_jdn(CAL_GREGORIAN, first + (int32_t)day, &d) || d.year > 9999)
		return false;
	int n = snprintf(ret, 12, "%04d-%02d-%02d", d.year % 10000, d.month % 100, d.day % 100);
	/* A time that is there is told, also when the format hides it. */
	if (second)
		snprintf(ret + n, (size_t)(32 - n), "T%s", clock);
	return true;
}

/* ---- small things ---------------------------------------------------- */

bool xlsx_reference(struct str s, size_t *ret_column, int64_t *ret_row)
{
	size_t i = 0;
	size_t column = 0;
	int64_t row = 0;
	for (; i < s.n && lower(s.p[i]) >= 'a' && lower(s.p[i]) <= 'z' && column < 100000; i++)
		column = column * 26 + (size_t)(lower(s.p[i]) - 'a' + 1);
	for (; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && row < 100000000; i++)
		row = row * 10 + (s.p[i] - '0');
	*ret_column = column;
	*ret_row = row;
	return i == s.n && s.n > 0;
}

static int hex(char c)
{
	return c >= '0' && c <= '9'		    ? c - '0'
	       : lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10
						    : -1;
}

/* The character of _xHHHH_ at `p`: tab, line ends and the underscore, which programs write so; -1. */
static int escape_at(const char *p, size_t n)
{
	int cp = 0;
	if (n < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_')
		return -1;
	for (int i = 2; i < 6; i++) {
		int h = hex(p[i]);
		if (h < 0)
			return -1;
		cp = cp * 16 + h;
	}
	return cp == '\t' || cp == '\n' || cp == '\r' || cp == '_' ? cp : -1;
}

struct str xlsx_unescape(struct buf *scratch, struct str s)
{
	if (!str_has(s, STR("_x")))
		return s;
	buf_clear(scratch);
	for (size_t i = 0; i < s.n; i++) {
		int c = escape_at(s.p + i, s.n - i);
		buf_char(scratch, c < 0 ? s.p[i] : (char)c);
		i += c < 0 ? 0 : 6;
	}
	return buf_str(scratch);
}
