/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * date_show.c - EDTF in words, in either calendar.
 *
 * A date becomes a piece: what there is to say of it in the calendar asked for. Pieces of a set or
 * an interval leave out the month and year that the next piece says: "8 or 27 Sep 2025".
 */
#include "text/date_priv.h"

static const struct msg ABOUT = MSG("about {1}", "حدود {1}");
static const struct msg PERHAPS = MSG("perhaps {1}", "شاید {1}");
static const struct msg SINCE = MSG("since {1}", "از {1}");
static const struct msg UNTIL = MSG("until {1}", "تا {1}");
static const struct msg END_UNKNOWN = MSG("from {1}, end not known", "از {1}، پایان نامعلوم");
static const struct msg START_UNKNOWN = MSG("until {1}, start not known", "تا {1}، آغاز نامعلوم");
static const struct msg ANY_TIME = MSG("at any time", "هر زمان");
static const struct msg PERIOD = MSG("{1} – {2}", "{1} تا {2}");
static const struct msg PERIOD_DAYS = MSG("{1}–{2}", "{1} تا {2}");
static const struct msg BETWEEN = MSG("between {1} and {2}", "بین {1} و {2}");
static const struct msg OR_EARLIER = MSG("{1} or earlier", "{1} یا پیش از آن");
static const struct msg OR_LATER = MSG("{1} or later", "{1} یا پس از آن");
static const struct msg OR = MSG(" or ", " یا ");
static const struct msg AND = MSG(" and ", " و ");
static const struct msg COMMA = MSG(", ", "، ");
static const struct msg DECADE = MSG("{1}s", "دههٔ {1}");
static const struct msg NO_YEAR = MSG("{1} (year not known)", "{1} (سال نامعلوم)");
static const struct msg AT_TIME = MSG("{1}, {2}", "{1}، {2}");
static const struct msg SEASONS[] = { MSG("spring", "بهار"), MSG("summer", "تابستان"),
				      MSG("autumn", "پاییز"), MSG("winter", "زمستان") };

struct shower {
	struct arena *a;
	enum lang lang;
	enum calendar cal;
	bool long_months;
};

/* A day, month or year, or a stretch from..to of months or years that an imprecise date of the
 * other calendar lies in. month 0: years only; day 0: no day. */
struct piece {
	enum calendar cal;
	struct cal_day from, to;
	bool stretch;
	const struct edtf_date *d;
};

static struct str number(const struct shower *s, int v)
{
	return digits_local(s->a, s->lang, str_printf(s->a, "%d", v));
}

static struct str fmt(const struct shower *s, const struct msg *m, struct str x, struct str y)
{
	struct str args[] = { x, y };
	return tr_fmt(s->a, s->lang, m, args, 2);
}

static struct str join3(struct arena *a, struct str x, struct str sep, struct str y)
{
	if (!x.n || !y.n)
		return x.n ? x : y;
	return str_join(a, str_join(a, x, sep), y);
}

static struct str month_name(const struct shower *s, enum calendar cal, int month)
{
	return s->long_months ? cal_month_name(cal, month, s->lang)
			      : cal_month_short(cal, month, s->lang);
}

/* "12 Oct 2025" without what `next` says as well. */
static struct str day_words(const struct shower *s, enum calendar cal, const struct cal_day *d,
			    const struct cal_day *next)
{
	bool same_year = next && d->year == next->year;
	bool same_month = next && same_year && d->month == next->month && d->day && next->day;
	bool with_month = d->month && !same_month;
	bool with_year = !(same_year && d->month && next->month && (with_month || d->day));
	struct str t = d->day ? number(s, d->day) : STR("");
	if (with_month)
		t = join3(s->a, t, STR(" "), month_name(s, cal, d->month));
	if (with_year)
		t = join3(s->a, t, STR(" "), number(s, d->year));
	return t;
}

/* ---- pieces ---------------------------------------------------------- */

/* First and last day of whole months of `cal`. */
static bool is_whole_months(enum calendar cal, int32_t lo, int32_t hi, struct cal_day *ret_from,
			    struct cal_day *ret_to)
{
	struct cal_day from, to;
	if (!cal_from_jdn(cal, lo, &from) || !cal_from_jdn(cal, hi, &to) || from.day != 1 ||
	    to.day != cal_month_len(cal, to.year, to.month))
		return false;
	from.day = to.day = 0;
	if (from.month == 1 && to.month == CAL_MONTHS)
		from.month = to.month = 0;
	*ret_from = from;
	*ret_to = to;
	return true;
}

static struct piece gregorian_piece(const struct edtf_date *d)
{
	struct piece p = { .cal = CAL_GREGORIAN, .d = d };
	static const int YEARS[] = { 0, 9, 99, 0, 0 };
	p.from = (struct cal_day){ d->year, d->month <= CAL_MONTHS ? d->month : 0, d->day };
	p.to = p.from;
	p.to.year += YEARS[d->year_x];
	p.stretch = d->year_x == 2;
	return p;
}

static struct piece make_piece(enum calendar cal, const struct edtf_date *d)
{
	struct piece p = { .cal = cal, .d = d };
	int32_t lo, hi;
	edtf_date_bounds(d, &lo, &hi);
	if (cal == CAL_GREGORIAN || lo == INT32_MIN || !cal_from_jdn(cal, lo, &p.from) ||
	    !cal_from_jdn(cal, hi, &p.to))
		return gregorian_piece(d);
	if (lo != hi) {
		p.from.day = p.to.day = 0;
		if (edtf_date_precision(d) > EDTF_SEASON)
			p.from.month = p.to.month = 0;
		p.stretch = true;
	}
	return p;
}

static struct str time_words(const struct shower *s, const struct edtf_date *d)
{
	struct str t = str_printf(s->a, "%02d:%02d", d->seconds / 3600, d->seconds / 60 % 60);
	int z = d->zone_min < 0 ? -d->zone_min : d->zone_min;
	if (d->zone_min != EDTF_ZONE_NONE)
		t = z ? str_printf(s->a, "%.*s UTC%c%02d:%02d", STR_FMT(t),
				   d->zone_min < 0 ? '-' : '+', z / 60, z % 60)
		      : str_printf(s->a, "%.*s UTC", STR_FMT(t));
	return digits_local(s->a, s->lang, t);
}

/* "مهر–آبان ۱۴۰۴", "1403–1404", "Dey 1403–Bahman 1404" */
static struct str stretch_words(const struct shower *s, const struct piece *p)
{
	struct str to = day_words(s, p->cal, &p->to, NULL);
	if (p->from.year == p->to.year && p->from.month == p->to.month)
		return to;
	return join3(s->a, day_words(s, p->cal, &p->from, &p->to), STR("–"), to);
}

static struct str qualified(const struct shower *s, const struct edtf_date *d, struct str t)
{
	if (d->approximate)
		t = fmt(s, &ABOUT, t, t);
	if (d->uncertain)
		t = fmt(s, &PERHAPS, t, t);
	return t;
}

static struct str plain_words(const struct shower *s, const struct piece *p,
			      const struct cal_day *next)
{
	const struct edtf_date *d = p->d;
	struct str t;
	if (p->stretch)
		t = stretch_words(s, p);
	else if (d->year_x == 1)
		t = fmt(s, &DECADE, number(s, d->year), STR_NULL);
	else if (d->year_x == 4)
		t = fmt(s, &NO_YEAR,
			join3(s->a, d->day ? number(s, d->day) : STR(""), STR(" "),
			      month_name(s, CAL_GREGORIAN, d->month)),
			STR_NULL);
	else if (d->month >= 21)
		t = join3(s->a, tr(s->lang, &SEASONS[d->month - 21]), STR(" "), number(s, d->year));
	else
		t = day_words(s, p->cal, &p->from, next);
	return d->has_time ? fmt(s, &AT_TIME, t, time_words(s, d)) : t;
}

/* Parts are left out only beside a plain neighbour with the same doubts. */
static const struct cal_day *sharable(const struct piece *p, const struct piece *next)
{
	bool plain = next && !p->stretch && !next->stretch && p->cal == next->cal &&
		     !p->d->year_x && !next->d->year_x && !p->d->has_time &&
		     p->d->month <= CAL_MONTHS && next->d->month <= CAL_MONTHS &&
		     !next->d->approximate && !next->d->uncertain;
	return plain ? &next->from : NULL;
}

static struct str date_words(const struct shower *s, const struct edtf_date *d,
			     const struct edtf_date *next)
{
	struct piece p = make_piece(s->cal, d);
	struct piece q;
	if (next)
		q = make_piece(s->cal, next);
	return qualified(s, d, plain_words(s, &p, next ? sharable(&p, &q) : NULL));
}

/* ---- intervals and sets ---------------------------------------------- */

/* A stretch of days that is a month, several or a year of the calendar shown. */
static bool whole_months(const struct shower *s, const struct edtf_span *span, struct str *ret)
{
	struct cal_day from, to;
	int32_t lo, hi, other;
	if (s->cal == CAL_GREGORIAN || !span->from.day || !span->to.day ||
	    span->from.approximate != span->to.approximate ||
	    span->from.uncertain != span->to.uncertain)
		return false;
	edtf_date_bounds(&span->from, &lo, &other);
	edtf_date_bounds(&span->to, &other, &hi);
	if (lo == INT32_MIN || hi == INT32_MAX || !is_whole_months(s->cal, lo, hi, &from, &to))
		return false;
	struct str t = day_words(s, s->cal, &to, NULL);
	if (from.year != to.year || from.month != to.month)
		t = fmt(s, &PERIOD, day_words(s, s->cal, &from, &to), t);
	*ret = qualified(s, &span->from, t);
	return true;
}

static struct str period_words(const struct shower *s, const struct edtf_span *span)
{
	const struct edtf_date *from = &span->from;
	const struct edtf_date *to = &span->to;
	struct str whole;
	if (from->state != EDTF_KNOWN && to->state != EDTF_KNOWN)
		return tr(s->lang, &ANY_TIME);
	if (to->state != EDTF_KNOWN)
		return fmt(s, to->state == EDTF_OPEN ? &SINCE : &END_UNKNOWN,
			   date_words(s, from, NULL), STR_NULL);
	if (from->state != EDTF_KNOWN)
		return fmt(s, from->state == EDTF_OPEN ? &UNTIL : &START_UNKNOWN,
			   date_words(s, to, NULL), STR_NULL);
	if (whole_months(s, span, &whole))
		return whole;
	struct str x = date_words(s, from, to);
	bool bare = !str_has(x, STR(" "));
	return fmt(s, bare && from->day ? &PERIOD_DAYS : &PERIOD, x, date_words(s, to, NULL));
}

static struct str item_words(const struct shower *s, const struct edtf *v, size_t i)
{
	const struct edtf_span *it = &v->items[i];
	const struct edtf_span *next = i + 1 < v->n ? &v->items[i + 1] : NULL;
	struct str whole;
	if (!it->range)
		return date_words(s, &it->from, next && !next->range ? &next->from : NULL);
	if (it->from.state != EDTF_KNOWN)
		return fmt(s, &OR_EARLIER, date_words(s, &it->to, NULL), STR_NULL);
	if (it->to.state != EDTF_KNOWN)
		return fmt(s, &OR_LATER, date_words(s, &it->from, NULL), STR_NULL);
	if (v->n > 1 || whole_months(s, it, &whole) || v->kind == EDTF_ALL_OF)
		return period_words(s, it);
	return fmt(s, &BETWEEN, date_words(s, &it->from, &it->to), date_words(s, &it->to, NULL));
}

static struct str set_words(const struct shower *s, const struct edtf *v)
{
	struct str t = item_words(s, v, 0);
	for (size_t i = 1; i < v->n; i++) {
		const struct msg *last = v->kind == EDTF_ONE_OF ? &OR : &AND;
		t = join3(s->a, t, tr(s->lang, i + 1 < v->n ? &COMMA : last), item_words(s, v, i));
	}
	return t;
}

static struct str show(const struct shower *s, const struct edtf *v)
{
	switch (v->kind) {
	case EDTF_SINGLE:
		return date_words(s, &v->items[0].from, NULL);
	case EDTF_INTERVAL:
		return period_words(s, &v->items[0]);
	case EDTF_ONE_OF:
	case EDTF_ALL_OF:
		break;
	}
	return set_words(s, v);
}

struct str date_show(struct arena *a, enum lang lang, const struct edtf *v, enum calendar cal)
{
	struct shower s = { a, lang, cal, false };
	return show(&s, v);
}

struct str date_show_long(struct arena *a, enum lang lang, const struct edtf *v, enum calendar cal)
{
	struct shower s = { a, lang, cal, true };
	struct str t = show(&s, v);
	int32_t lo, hi;
	edtf_bounds(v, &lo, &hi);
	if (v->kind != EDTF_SINGLE || lo != hi)
		return t;
	return join3(a, cal_weekday_name(cal_weekday(lo), lang), STR(" "), t);
}

/* ---- precision ------------------------------------------------------- */

struct str date_precision_name(enum lang lang, enum edtf_precision p)
{
	static const struct msg NAMES[] = {
		[EDTF_DAY] = MSG("day", "روز"),
		[EDTF_MONTH] = MSG("month", "ماه"),
		[EDTF_SEASON] = MSG("season", "فصل"),
		[EDTF_YEAR] = MSG("year", "سال"),
		[EDTF_DECADE] = MSG("decade", "دهه"),
		[EDTF_CENTURY] = MSG("century", "سده"),
		[EDTF_NONE] = MSG("not known", "نامعلوم"),
	};
	return tr(lang, &NAMES[p]);
}

static const struct msg *single_precision(const struct edtf_date *d)
{
	static const struct msg ONLY[] = {
		[EDTF_DAY] = MSG("exact day", "روز دقیق"),
		[EDTF_MONTH] = MSG("month only", "فقط ماه"),
		[EDTF_SEASON] = MSG("season only", "فقط فصل"),
		[EDTF_YEAR] = MSG("year only", "فقط سال"),
		[EDTF_DECADE] = MSG("decade only", "فقط دهه"),
		[EDTF_CENTURY] = MSG("century only", "فقط سده"),
		[EDTF_NONE] = MSG("not known", "نامعلوم"),
	};
	static const struct msg YEARLESS = MSG("year not known", "سال نامعلوم");
	static const struct msg DAYLESS = MSG("day not known", "روز نامعلوم");
	static const struct msg MONTHLESS = MSG("month not known", "ماه نامعلوم");
	if (d->year_x == 4)
		return &YEARLESS;
	if (d->month_x)
		return &MONTHLESS;
	return d->day_x ? &DAYLESS : &ONLY[edtf_date_precision(d)];
}

static const struct msg *interval_precision(const struct edtf_span *s)
{
	static const struct msg OPEN_BOTH = MSG("open on both sides", "باز از دو سو");
	static const struct msg OPEN_END = MSG("open end", "پایان باز");
	static const struct msg OPEN_START = MSG("open start", "آغاز باز");
	static const struct msg NO_END = MSG("end not known", "پایان نامعلوم");
	static const struct msg NO_START = MSG("start not known", "آغاز نامعلوم");
	static const struct msg A_PERIOD = MSG("period", "بازه");
	static const struct msg JALALI_YEAR = MSG("Jalali year", "فقط سال شمسی");
	static const struct msg JALALI_MONTH = MSG("Jalali month", "فقط ماه شمسی");
	struct cal_day from, to;
	int32_t lo, hi, other;

	if (s->from.state != EDTF_KNOWN && s->to.state != EDTF_KNOWN)
		return &OPEN_BOTH;
	if (s->to.state != EDTF_KNOWN)
		return s->to.state == EDTF_OPEN ? &OPEN_END : &NO_END;
	if (s->from.state != EDTF_KNOWN)
		return s->from.state == EDTF_OPEN ? &OPEN_START : &NO_START;
	edtf_date_bounds(&s->from, &lo, &other);
	edtf_date_bounds(&s->to, &other, &hi);
	if (s->from.day && s->to.day && lo != INT32_MIN &&
	    is_whole_months(CAL_JALALI, lo, hi, &from, &to) && from.year == to.year &&
	    from.month == to.month)
		return from.month ? &JALALI_MONTH : &JALALI_YEAR;
	return &A_PERIOD;
}

static struct str set_precision(struct arena *a, enum lang lang, const struct edtf *v)
{
	static const struct msg BETWEEN_TWO = MSG("one day between two", "یک روز میان دو روز");
	static const struct msg SOME_OPEN = MSG("one of several dates", "یکی از چند تاریخ");
	static const struct msg ONE_OF[] = {
		MSG("one of {1} days", "یکی از {1} روز"),
		MSG("one of {1} months", "یکی از {1} ماه"),
		MSG("one of {1} seasons", "یکی از {1} فصل"),
		MSG("one of {1} years", "یکی از {1} سال"),
	};
	static const struct msg ALL = MSG("all of {1} dates", "هر {1} تاریخ");
	static const struct msg TWO = MSG("two", "دو");
	struct str n = v->n == 2 ? tr(lang, &TWO) : num_text(a, lang, (int64_t)v->n);
	enum edtf_precision p = edtf_precision(v);
	bool ranges = false;
	bool mixed = false;
	for (size_t i = 0; i < v->n; i++) {
		ranges = ranges || v->items[i].range;
		mixed = mixed || edtf_date_precision(&v->items[i].from) != p;
	}
	if (v->kind == EDTF_ALL_OF)
		return tr_fmt(a, lang, &ALL, &n, 1);
	if (v->n == 1 && ranges && p == EDTF_DAY && !edtf_is_open(v))
		return tr(lang, &BETWEEN_TWO);
	if (ranges || mixed || p > EDTF_YEAR)
		return tr(lang, &SOME_OPEN);
	return tr_fmt(a, lang, &ONE_OF[p], &n, 1);
}

struct str date_precision_words(struct arena *a, enum lang lang, const struct edtf *v)
{
	static const struct msg IS_ABOUT = MSG("about", "حدود");
	static const struct msg NOT_CERTAIN = MSG("not certain", "نامطمئن");
	bool about = edtf_is_approximate(v);
	bool doubt = edtf_is_uncertain(v);
	const struct edtf_date *d = &v->items[0].from;
	struct str t = STR("");

	/* "about" alone for a day: "exact day, about" would contradict itself. */
	if (v->kind == EDTF_SINGLE && !((about || doubt) && d->day && !d->year_x))
		t = tr(lang, single_precision(d));
	else if (v->kind == EDTF_INTERVAL)
		t = tr(lang, interval_precision(&v->items[0]));
	else if (v->kind != EDTF_SINGLE)
		t = set_precision(a, lang, v);
	if (about)
		t = join3(a, t, tr(lang, &COMMA), tr(lang, &IS_ABOUT));
	if (doubt)
		t = join3(a, t, tr(lang, &COMMA), tr(lang, &NOT_CERTAIN));
	return t;
}
