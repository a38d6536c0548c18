/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_read.c - how one cell would be understood, for previews and counts.
 *
 * Nothing that is sealed depends on it: cells stay as they are. It says beforehand what will be compared, and
 * where a cell says something else than its column is said to mean.
 */
#include "intake/list_priv.h"

#include "text/date.h"
#include "text/fold.h"

static struct list_reading as_given(struct str cell)
{
	return (struct list_reading){ cell.n ? LIST_AS_GIVEN : LIST_NOTHING, cell, STR(""), STR(""),
				      STR("") };
}

static void understood(struct list_reading *r, struct str as)
{
	r->verdict = LIST_UNDERSTOOD;
	r->as = as;
}

static void not_understood(struct list_reading *r, enum lang lang, const struct msg *why)
{
	r->verdict = LIST_NOT_UNDERSTOOD;
	r->why = tr(lang, why);
}

/* ---- dates ---- */

/* The first two numbers of 03/04/2025; false when it does not begin with such. */
static bool two_numbers(struct str s, struct arena *a, int64_t ret[2])
{
	struct str rest = digits_ascii(a, s);
	for (int k = 0; k < 2; k++) {
		size_t n = 0;
		while (n < rest.n && rest.p[n] >= '0' && rest.p[n] <= '9')
			n++;
		if (n == 0 || n > 2 || n == rest.n || !str_to_int(str_n(rest.p, n), &ret[k]))
			return false;
		rest = str_from(rest, n + 1);
	}
	return true;
}

static bool fits_order(const struct date_reading *d, const struct list_column *col,
		       const int64_t n[2])
{
	const struct edtf_date *x = &d->edtf.items[0].from;
	if (d->calendar != CAL_GREGORIAN || !d->has_day)
		return true;
	return col->order == LIST_ORDER_DMY   ? x->day == n[0] && x->month == n[1]
	       : col->order == LIST_ORDER_MDY ? x->month == n[0] && x->day == n[1]
					      : true;
}

/* Those readings that the mapping leaves, in place; how many. */
static size_t keep_fitting(struct date_reading *d, size_t n, const struct list_column *col,
			   struct str cell, struct arena *a)
{
	size_t kept = 0;
	int64_t two[2];
	bool figures = two_numbers(cell, a, two);
	for (size_t i = 0; i < n; i++) {
		if (col->has_calendar && d[i].calendar != col->calendar)
			continue;
		if (figures && !fits_order(&d[i], col, two))
			continue;
		d[kept++] = d[i];
	}
	return kept;
}

/* "12 Oct 2025", and as it was given when that was another calendar. */
static struct str shown(const struct date_reading *d, enum lang lang, struct arena *a)
{
	struct str g = date_show(a, lang, &d->edtf, CAL_GREGORIAN);
	if (d->calendar == CAL_GREGORIAN)
		return g;
	return str_printf(a, "%.*s (%.*s)", STR_FMT(g),
			  STR_FMT(date_show(a, lang, &d->edtf, d->calendar)));
}

/* 20251004 and 04102025, which date_read takes for no date. */
static struct str spread(struct str cell, struct arena *a)
{
	struct str s = digits_ascii(a, cell);
	int64_t v;
	if (s.n != 8 || s.p[0] < '0' || s.p[0] > '9' || !str_to_int(s, &v))
		return cell;
	if (date_run_year_first(v))
		return str_printf(a, "%.4s-%.2s-%.2s", s.p, s.p + 4, s.p + 6);
	return str_printf(a, "%.2s/%.2s/%.4s", s.p, s.p + 2, s.p + 4);
}

static void read_date(const struct list_column *col, enum lang lang, struct arena *a,
		      struct list_reading *r)
{
	static const struct msg OTHER =
		MSG("not in the calendar that the column is said to be in",
		    "نه در گاه‌شماری که برای ستون گفته شده");
	struct date_reading *d;
	struct err why = { 0 };
	struct str given = spread(r->given, a);
	size_t n;
	if (given.n > DATE_TEXT_MAX || date_read(a, lang, given, &d, &n, &why) < 0) {
		r->verdict = LIST_NOT_UNDERSTOOD;
		r->why = given.n > DATE_TEXT_MAX ? tr(lang, MSG_P("no date", "تاریخ نیست"))
						 : str_copy(a, str_of(why.text));
		return;
	}
	size_t kept = keep_fitting(d, n, col, given, a);
	if (!kept) {
		not_understood(r, lang, &OTHER);
		return;
	}
	understood(r, shown(&d[0], lang, a));
	r->edtf = d[0].edtf_text;
	/* A reading that the mapping singled out is not in doubt. */
	if (kept > 1 || (n == 1 && d[0].doubt != DATE_SURE)) {
		r->verdict = LIST_DOUBTFUL;
		r->why =
			kept > 1
				? tr_fmt(a, lang,
					 MSG_P("or {1}: say the order or calendar of the column",
					       "یا {1}: ترتیب یا گاه‌شمار ستون را بگویید"),
					 (struct str[]){ shown(&d[1], lang, a) }, 1)
				: d[0].note;
	}
}

/* ---- numbers ---- */

/* Whole numbers in a text of at most a few words: "34", "34 years", "30-35", "~40", "34.0". */
static size_t numbers_in(struct str s, struct arena *a, int64_t ret[2], size_t *ret_letters)
{
	size_t n = 0;
	*ret_letters = 0;
	s = digits_ascii(a, s);
	if (str_ends(s, STR(".0")))
		s.n -= 2;
	for (size_t i = 0; i < s.n;) {
		size_t from = i;
		while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
			i++;
		if (i == from) {
			*ret_letters += (uint8_t)s.p[i] >= 0x80 || (s.p[i] | 32) >= 'a';
			i++;
			continue;
		}
		if (n == 2 || !str_to_int(str_n(s.p + from, i - from), &ret[n]))
			return 3;
		n++;
	}
	return n;
}

static void read_number(int64_t lo, int64_t hi, size_t letters_max, const struct msg *why,
			enum lang lang, struct arena *a, struct list_reading *r)
{
	int64_t v[2] = { 0, 0 };
	size_t letters;
	size_t n = numbers_in(r->given, a, v, &letters);
	bool fits = n >= 1 && n <= 2 && letters <= letters_max && v[0] >= lo && v[0] <= hi &&
		    (n == 1 || (v[1] >= v[0] && v[1] <= hi));
	if (!fits) {
		not_understood(r, lang, why);
		return;
	}
	struct str first = str_printf(a, "%lld", (long long)v[0]);
	understood(r, n == 1 ? digits_local(a, lang, first)
			     : digits_local(a, lang,
					    str_printf(a, "%lld–%lld", (long long)v[0],
						       (long long)v[1])));
}

/* ---- words ---- */

struct word_meaning {
	const char *words; /* separated by | */
	struct msg as;
};

static bool read_word(const struct word_meaning *list, size_t n, enum lang lang, struct arena *a,
		      struct list_reading *r)
{
	struct str cell = fold_key(a, r->given);
	for (size_t i = 0; i < n; i++) {
		struct str word;
		for (struct str rest = str_of(list[i].words); rest.p;) {
			rest = str_cut(rest, '|', &word);
			if (str_eq(cell, fold_key(a, word))) {
				understood(r, tr(lang, &list[i].as));
				return true;
			}
		}
	}
	return false;
}

static void read_sex(enum lang lang, struct arena *a, struct list_reading *r)
{
	static const struct word_meaning SEXES[] = {
		{ "f|w|female|woman|girl|زن|مونث|مؤنث|دختر|خانم|أنثى|انثى|امرأة|ژن|مێ|jin|mê|kadın|2",
		  MSG("woman or girl", "زن یا دختر") },
		{ "m|male|man|boy|مرد|مذکر|پسر|آقا|ذكر|رجل|پیاو|نێر|mêr|nêr|erkek|1",
		  MSG("man or boy", "مرد یا پسر") },
		{ "unknown|unk|u|?|نامعلوم|نامشخص|غير معروف|نەزانراو|nenas",
		  MSG("not known", "نامعلوم") },
	};
	static const struct msg WHY =
		MSG("no word for a sex that is known here",
		    "واژهٔ شناخته‌ای برای جنس نیست");
	if (!read_word(SEXES, COUNT(SEXES), lang, a, r))
		not_understood(r, lang, &WHY);
}

static void read_calendar(enum lang lang, struct arena *a, struct list_reading *r)
{
	static const struct word_meaning CALENDARS[] = {
		{ "gregorian|greg|g|ce|ad|میلادی|ميلادي|زایینی|zayînî",
		  MSG("Gregorian", "میلادی") },
		{ "jalali|shamsi|solar|persian|sh|ap|j|شمسی|هجری شمسی|خورشیدی|جلالی|هەتاوی",
		  MSG("Jalali", "خورشیدی") },
		{ "hijri|islamic|lunar|ah|h|قمری|هجری|هجری قمری|هجري|کۆچی", MSG("Hijri", "قمری") },
	};
	static const struct msg WHY = MSG("no calendar that is known here",
					  "گاه‌شمار شناخته‌ای نیست");
	if (!read_word(CALENDARS, COUNT(CALENDARS), lang, a, r))
		not_understood(r, lang, &WHY);
}

/* ---- one cell ---- */

bool list_is_read(enum list_field f)
{
	return f == LIST_DATE || f == LIST_BIRTH || f == LIST_AGE || f == LIST_YEAR ||
	       f == LIST_BIRTH_YEAR || f == LIST_DAY || f == LIST_BIRTH_DAY || f == LIST_SEX ||
	       f == LIST_CALENDAR;
}

void list_read_cell(const struct list_column *col, struct str cell, enum lang lang, struct arena *a,
		    struct list_reading *ret)
{
	static const struct msg NO_AGE = MSG("no age from 0 to 130", "سن از ۰ تا ۱۳۰ نیست");
	static const struct msg NO_YEAR =
		MSG("no year from 1000 to 2200", "سال از ۱۰۰۰ تا ۲۲۰۰ نیست");
	static const struct msg NO_DAY = MSG("no day from 1 to 31", "روز از ۱ تا ۳۱ نیست");
	static const struct msg NO_VALUE =
		MSG("an error of the spreadsheet program, no value",
		    "خطای برنامهٔ صفحه‌گسترده، نه مقدار");
	struct list_reading r = as_given(str_trim(cell));
	bool meant = col->field != LIST_KEPT && !col->sealed;
	if (r.given.n && meant && list_cell_is_error(r.given)) {
		not_understood(&r, lang, &NO_VALUE);
	} else if (r.given.n && meant) {
		switch (col->field) {
		case LIST_DATE:
		case LIST_BIRTH:
			read_date(col, lang, a, &r);
			break;
		case LIST_AGE:
			read_number(0, 130, 24, &NO_AGE, lang, a, &r);
			break;
		case LIST_YEAR:
		case LIST_BIRTH_YEAR:
			read_number(1000, 2200, 0, &NO_YEAR, lang, a, &r);
			break;
		case LIST_DAY:
		case LIST_BIRTH_DAY:
			read_number(0, 31, 0, &NO_DAY, lang, a, &r);
			break;
		case LIST_SEX:
			read_sex(lang, a, &r);
			break;
		case LIST_CALENDAR:
			read_calendar(lang, a, &r);
			break;
		case LIST_KEPT:
		case LIST_NAME:
		case LIST_GIVEN:
		case LIST_FAMILY:
		case LIST_FATHER:
		case LIST_OTHER_NAME:
		case LIST_MONTH: /* a number or a name in any language: read with its year */
		case LIST_BIRTH_MONTH:
		case LIST_PLACE:
		case LIST_ORIGIN:
		case LIST_BURIAL:
		case LIST_PRISON:
		case LIST_CHARGE:
		case LIST_CAUSE:
		case LIST_ID:
		case LIST_URL:
		case LIST_NOTE:
		case LIST_FIELDS:
			break;
		}
	}
	*ret = r;
}

int list_preview(const struct table_look *look, const struct list_mapping *mapping, enum lang lang,
		 struct arena *a, struct list_preview *ret, struct err *e)
{
	struct list_preview p = { .n_rows = look->n_first, .n_columns = mapping->n };
	if (mapping->n != look->n_columns)
		return err_set(e, ERR_INPUT, "the mapping is not one for these columns");
	p.rows = NEW_N(a, p.n_rows, struct list_preview_row);
	for (size_t i = 0; i < p.n_rows; i++) {
		const struct table_row *row = &look->first[i];
		p.rows[i].row = row->number;
		p.rows[i].cells = NEW_N(a, p.n_columns, struct list_reading);
		for (size_t k = 0; k < p.n_columns; k++)
			list_read_cell(&mapping->columns[k],
				       k < row->n ? row->cells[k].text : STR(""), lang, a,
				       &p.rows[i].cells[k]);
	}
	*ret = p;
	return 0;
}
