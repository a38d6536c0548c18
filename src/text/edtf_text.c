/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * edtf_text.c - reading both spellings, writing the final one.
 *
 * Reading is by hand over a cursor. Every refusal goes through bad(), which names the place as a
 * character number, because the person has the text before them and not the grammar.
 */
#include "text/edtf.h"

#include "text/calendar.h"
#include "text/utf8.h"

struct cursor {
	struct str all, rest;
	struct err *e;
};

static int bad(const struct cursor *c, const char *what)
{
	size_t at = utf8_count(str_n(c->all.p, c->all.n - c->rest.n)) + 1;
	return err_set(c->e, ERR_INPUT, "not an EDTF date, at character %zu: %s", at, what);
}

static bool take(struct cursor *c, const char *lit)
{
	struct str s = str_of(lit);
	if (!str_starts(c->rest, s))
		return false;
	c->rest = str_from(c->rest, s.n);
	return true;
}

static char peek(const struct cursor *c)
{
	return c->rest.n ? c->rest.p[0] : '\0';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* X is the final spelling; u and x are those of the draft. */
static bool is_unspecified(char c)
{
	return c == 'X' || c == 'u' || c == 'x';
}

/* `n` characters that are digits or unspecified. The unspecified ones count as 0 in *ret. */
static int take_digits(struct cursor *c, int n, int *ret, int *ret_x)
{
	int v = 0;
	int x = 0;
	for (int i = 0; i < n; i++) {
		char d = peek(c);
		if (is_unspecified(d))
			x++;
		else if (!is_digit(d))
			return bad(c, "a digit or X is missing");
		else if (x > 0)
			return bad(c, "digits can be unspecified only at the end");
		v = v * 10 + (is_digit(d) ? d - '0' : 0);
		c->rest = str_from(c->rest, 1);
	}
	*ret = v;
	*ret_x = x;
	return 0;
}

/* Y17000, Y-17000: years of five digits and more. */
static int take_long_year(struct cursor *c, struct edtf_date *d)
{
	bool minus = take(c, "-");
	int64_t v = 0;
	int n = 0;
	for (; is_digit(peek(c)); n++) {
		if (v <= EDTF_YEAR_MAX)
			v = v * 10 + (peek(c) - '0');
		c->rest = str_from(c->rest, 1);
	}
	if (n < 5)
		return bad(c, "a year after Y has five digits or more");
	if (v > EDTF_YEAR_MAX)
		return bad(c, "years beyond 4999998 are not supported");
	d->year = (int32_t)(minus ? -v : v);
	return 0;
}

static int take_year(struct cursor *c, struct edtf_date *d)
{
	int v, x;
	if (take(c, "Y") || take(c, "y"))
		return take_long_year(c, d);
	bool minus = take(c, "-");
	if (!minus && !is_digit(peek(c)) && !is_unspecified(peek(c)))
		return bad(c, "a year of four digits is missing");
	TRY(take_digits(c, 4, &v, &x));
	if (is_digit(peek(c)))
		return bad(c, "a year has four digits; longer years begin with Y");
	if (x == 3)
		return bad(c, "at most two digits of a year can be unspecified");
	if (minus && (v == 0 || x == 4))
		return bad(c, "there is no year -0000");
	d->year = minus ? -v : v;
	d->year_x = (uint8_t)x;
	return 0;
}

static int take_month(struct cursor *c, struct edtf_date *d)
{
	int v, x;
	TRY(take_digits(c, 2, &v, &x));
	if (x == 1)
		return bad(c, "both digits of a month can be unspecified, or none");
	d->month_x = x == 2;
	if (x == 0 && (v < 1 || v > CAL_MONTHS) && (v < 21 || v > 24))
		return bad(c, "a month is 01 to 12, a season 21 to 24");
	d->month = (uint8_t)v;
	if (d->year_x > 0 && (d->year_x < 4 || d->month_x || v > CAL_MONTHS))
		return bad(c, "a month needs a whole year before it");
	return 0;
}

static int take_day(struct cursor *c, struct edtf_date *d)
{
	int v, x;
	if (d->month > CAL_MONTHS)
		return bad(c, "a season has no days");
	TRY(take_digits(c, 2, &v, &x));
	if (x == 1)
		return bad(c, "both digits of a day can be unspecified, or none");
	d->day_x = x == 2;
	if (d->month_x && x == 0)
		return bad(c, "a day needs a month before it");
	/* Without a year any day of a leap year may exist. */
	int32_t year = d->year_x == 4 ? 2000 : d->year;
	if (x == 0 && (v < 1 || v > cal_month_len(CAL_GREGORIAN, year, d->month)))
		return bad(c, "there is no such day in this month");
	d->day = (uint8_t)v;
	return 0;
}

/* hh:mm:ss or hh:mm, then Z or +hh:mm or nothing. */
static int take_time(struct cursor *c, struct edtf_date *d)
{
	int h, m, s = 0, x = 0, any = 0;
	TRY(take_digits(c, 2, &h, &x));
	any += x;
	if (!take(c, ":"))
		return bad(c, "a time is hh:mm:ss");
	TRY(take_digits(c, 2, &m, &x));
	any += x;
	if (take(c, ":")) {
		TRY(take_digits(c, 2, &s, &x));
		any += x;
	}
	if (any || h > 23 || m > 59 || s > 59)
		return bad(c, "there is no such time");
	d->has_time = true;
	d->seconds = h * 3600 + m * 60 + s;
	if (take(c, "Z")) {
		d->zone_min = 0;
		return 0;
	}
	int sign = take(c, "+") ? 1 : take(c, "-") ? -1 : 0;
	if (sign == 0)
		return 0;
	TRY(take_digits(c, 2, &h, &any));
	m = 0;
	if (take(c, ":"))
		TRY(take_digits(c, 2, &m, &x));
	if (any || x || h > 14 || m > 59)
		return bad(c, "there is no such time zone");
	d->zone_min = (int16_t)(sign * (h * 60 + m));
	return 0;
}

static void take_qualifiers(struct cursor *c, struct edtf_date *d)
{
	/* "?~" and "~?" are the draft's "%". */
	for (;;) {
		bool both = take(c, "%");
		bool q = take(c, "?");
		bool t = take(c, "~");
		d->uncertain = d->uncertain || q || both;
		d->approximate = d->approximate || t || both;
		if (!both && !q && !t)
			return;
	}
}

static int take_date(struct cursor *c, struct edtf_date *ret)
{
	struct edtf_date d = edtf_date_end(EDTF_KNOWN);
	TRY(take_year(c, &d));
	if (peek(c) == '-') {
		take(c, "-");
		TRY(take_month(c, &d));
		if (peek(c) == '-') {
			take(c, "-");
			TRY(take_day(c, &d));
		}
	}
	if (d.year_x == 4 && d.month == 0)
		return bad(c, "without a year there must be a month");
	if (peek(c) == 'T') {
		if (!d.day || d.year_x)
			return bad(c, "a time needs a whole date before it");
		take(c, "T");
		TRY(take_time(c, &d));
	}
	take_qualifiers(c, &d);
	*ret = d;
	return 0;
}

/* An end of an interval: a date, "..", "open", "unknown" or nothing. */
static int take_end(struct cursor *c, struct edtf_date *ret)
{
	if (take(c, "..") || take(c, "open"))
		*ret = edtf_date_end(EDTF_OPEN);
	else if (c->rest.n == 0 || peek(c) == '/' || take(c, "unknown"))
		*ret = edtf_date_end(EDTF_UNKNOWN);
	else
		return take_date(c, ret);
	return 0;
}

static int check_order(const struct cursor *c, const struct edtf_span *s)
{
	int32_t lo, hi, other;
	edtf_date_bounds(&s->from, &lo, &other);
	edtf_date_bounds(&s->to, &other, &hi);
	if (s->from.state == EDTF_KNOWN && s->to.state == EDTF_KNOWN && lo > hi)
		return bad(c, "it ends before it begins");
	if (s->from.has_time && s->to.has_time && lo == hi && s->from.seconds > s->to.seconds &&
	    s->from.zone_min == s->to.zone_min)
		return bad(c, "it ends before it begins");
	return 0;
}

static void skip_spaces(struct cursor *c)
{
	while (take(c, " "))
		;
}

static int take_item(struct cursor *c, struct edtf_span *ret)
{
	struct edtf_span s = { .from = edtf_date_end(EDTF_OPEN), .to = edtf_date_end(EDTF_OPEN) };
	skip_spaces(c);
	if (take(c, "..")) {
		s.range = true;
		TRY(take_date(c, &s.to));
	} else {
		TRY(take_date(c, &s.from));
		s.range = take(c, "..");
		skip_spaces(c);
		if (s.range && peek(c) != ']' && peek(c) != '}' && peek(c) != ',')
			TRY(take_date(c, &s.to));
	}
	TRY(check_order(c, &s));
	skip_spaces(c);
	*ret = s;
	return 0;
}

static int take_set(struct cursor *c, const char *close, struct edtf_span *items, size_t *ret_n)
{
	size_t n = 0;
	do {
		if (n == EDTF_SET_MAX)
			return bad(c, "a set has at most 64 dates");
		TRY(take_item(c, &items[n++]));
	} while (take(c, ","));
	if (!take(c, close))
		return bad(c, "a comma or the closing bracket is missing");
	*ret_n = n;
	return 0;
}

int edtf_read(struct str s, struct arena *a, struct edtf *ret, struct err *e)
{
	struct edtf_span items[EDTF_SET_MAX];
	struct cursor c = { s, str_trim(s), e };
	enum edtf_kind kind = EDTF_SINGLE;
	size_t n = 1;

	if (s.n > EDTF_TEXT_MAX)
		return err_set(e, ERR_INPUT, "a date has at most %d characters", EDTF_TEXT_MAX);
	c.all = str_n(s.p, (size_t)(c.rest.p - s.p) + c.rest.n);
	if (c.rest.n == 0)
		return bad(&c, "there is nothing");
	if (take(&c, "[")) {
		kind = EDTF_ONE_OF;
		TRY(take_set(&c, "]", items, &n));
	} else if (take(&c, "{")) {
		kind = EDTF_ALL_OF;
		TRY(take_set(&c, "}", items, &n));
	} else {
		items[0] = (struct edtf_span){ .to = edtf_date_end(EDTF_KNOWN) };
		TRY(take_end(&c, &items[0].from));
		if (take(&c, "/")) {
			kind = EDTF_INTERVAL;
			items[0].range = true;
			TRY(take_end(&c, &items[0].to));
			TRY(check_order(&c, &items[0]));
			if (items[0].from.state == EDTF_UNKNOWN &&
			    items[0].to.state == EDTF_UNKNOWN)
				return bad(&c, "an interval needs an end");
		} else if (items[0].from.state != EDTF_KNOWN) {
			return bad(&c, "a date is missing");
		}
	}
	if (c.rest.n)
		return bad(&c, "there is more than a date");
	*ret = edtf_set(a, kind, items, n);
	return 0;
}

/* ---- writing --------------------------------------------------------- */

static void write_year(struct buf *b, const struct edtf_date *d)
{
	char digits[16];
	int32_t abs = d->year < 0 ? -d->year : d->year;
	if (abs > 9999) {
		buf_printf(b, "Y%d", d->year);
		return;
	}
	int n = snprintf(digits, sizeof digits, "%04d", abs);
	for (int i = 0; i < d->year_x; i++)
		digits[n - 1 - i] = 'X';
	buf_printf(b, "%s%s", d->year < 0 ? "-" : "", digits);
}

static void write_part(struct buf *b, unsigned v, bool unspecified)
{
	if (unspecified)
		buf_lit(b, "-XX");
	else if (v)
		buf_printf(b, "-%02u", v);
}

static void write_date(struct buf *b, const struct edtf_date *d)
{
	if (d->state != EDTF_KNOWN) {
		if (d->state == EDTF_OPEN)
			buf_lit(b, "..");
		return;
	}
	write_year(b, d);
	write_part(b, d->month, d->month_x);
	write_part(b, d->day, d->day_x);
	if (d->has_time) {
		buf_printf(b, "T%02d:%02d:%02d", d->seconds / 3600, d->seconds / 60 % 60,
			   d->seconds % 60);
		int z = d->zone_min < 0 ? -d->zone_min : d->zone_min;
		if (d->zone_min == 0)
			buf_lit(b, "Z");
		else if (d->zone_min != EDTF_ZONE_NONE)
			buf_printf(b, "%c%02d:%02d", d->zone_min < 0 ? '-' : '+', z / 60, z % 60);
	}
	if (d->approximate || d->uncertain)
		buf_char(b, d->approximate && d->uncertain ? '%' : d->approximate ? '~' : '?');
}

static void write_range(struct buf *b, const struct edtf_span *s)
{
	if (s->from.state == EDTF_KNOWN)
		write_date(b, &s->from);
	if (s->range)
		buf_lit(b, "..");
	if (s->range && s->to.state == EDTF_KNOWN)
		write_date(b, &s->to);
}

void edtf_write(struct buf *b, const struct edtf *v)
{
	switch (v->kind) {
	case EDTF_SINGLE:
		write_date(b, &v->items[0].from);
		return;
	case EDTF_INTERVAL:
		write_date(b, &v->items[0].from);
		buf_lit(b, "/");
		write_date(b, &v->items[0].to);
		return;
	case EDTF_ONE_OF:
	case EDTF_ALL_OF:
		break;
	}
	buf_char(b, v->kind == EDTF_ONE_OF ? '[' : '{');
	for (size_t i = 0; i < v->n; i++) {
		if (i)
			buf_char(b, ',');
		write_range(b, &v->items[i]);
	}
	buf_char(b, v->kind == EDTF_ONE_OF ? ']' : '}');
}

struct str edtf_text(struct arena *a, const struct edtf *v)
{
	AUTO_BUF b;
	buf_init(&b, 2 * EDTF_TEXT_MAX);
	edtf_write(&b, v);
	return buf_copy(&b, a);
}
