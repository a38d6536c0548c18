/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_date.c - a date in both calendars, with how much is known of it in words.
 *
 * Words such as "about" and "8 or 27" already stand in the date itself; what is added is what a date
 * alone does not say: that only the month or the year is known.
 */
#include "web/part.h"

#include "base/clock.h"
#include "web/page.h"

enum { MS_PER_DAY = 86400000, JDN_1970 = 2440588 };

static bool read_date(const struct part *p, struct str edtf, struct edtf *ret)
{
	return edtf.n && edtf_read(edtf, p->a, ret, NULL) == 0;
}

static struct edtf without_doubt(const struct part *p, const struct edtf *v)
{
	struct edtf_span *items = NEW_N(p->a, v->n, struct edtf_span);
	for (size_t i = 0; i < v->n; i++) {
		items[i] = v->items[i];
		items[i].from.approximate = items[i].to.approximate = false;
		items[i].from.uncertain = items[i].to.uncertain = false;
	}
	return (struct edtf){ .kind = v->kind, .items = items, .n = v->n };
}

/* "" where the date says it all: an exact day, a set, a stretch that is named by its ends. */
static struct str precision(const struct part *p, const struct edtf *v)
{
	static const struct msg PERIOD = MSG("period", "بازه"); /* as date.h calls a plain one */
	struct edtf plain = without_doubt(p, v);
	const struct edtf_span *s = &v->items[0];
	bool closed = s->from.state == EDTF_KNOWN && s->to.state == EDTF_KNOWN;
	struct str words;
	if (v->kind == EDTF_SINGLE && edtf_is_exact_day(&plain))
		return STR("");
	if (v->kind != EDTF_SINGLE && (v->kind != EDTF_INTERVAL || !closed))
		return STR("");
	words = date_precision_words(p->a, p->lang, &plain);
	return str_eq(words, tr(p->lang, &PERIOD)) ? STR("") : words;
}

static void write_precision(const struct part *p, const struct edtf *v)
{
	struct str words = precision(p, v);
	if (words.n)
		html_el_class(p->h, "em", "prec", words);
}

/* What may stand in <time datetime>: a year, a month or a day, without doubts. */
static bool has_datetime(struct str edtf)
{
	static const char *const FORMS[] = { "0000", "0000-00", "0000-00-00" };
	for (size_t k = 0; k < COUNT(FORMS); k++) {
		struct str form = str_of(FORMS[k]);
		bool fits = edtf.n == form.n;
		for (size_t i = 0; fits && i < form.n; i++)
			fits = form.p[i] == '-' ? edtf.p[i] == '-'
						: edtf.p[i] >= '0' && edtf.p[i] <= '9';
		if (fits)
			return true;
	}
	return false;
}

static void write_gregorian(const struct part *p, struct str edtf, const struct edtf *v)
{
	struct str text = date_show(p->a, p->lang, v, CAL_GREGORIAN);
	if (!has_datetime(edtf)) {
		html_text(p->h, text);
		return;
	}
	html_lit(p->h, "<time datetime=\"");
	html_attr(p->h, edtf);
	html_lit(p->h, "\">");
	html_text(p->h, text);
	html_lit(p->h, "</time>");
}

static struct str jalali(const struct part *p, const struct edtf *v)
{
	return date_show(p->a, LANG_FA, v, CAL_JALALI);
}

/* What has no place in the Jalali calendar is shown as Gregorian there: once is enough. */
static bool has_jalali(const struct part *p, const struct edtf *v)
{
	return !str_eq(jalali(p, v), date_show(p->a, LANG_FA, v, CAL_GREGORIAN));
}

void part_date(const struct part *p, struct str edtf)
{
	struct edtf v;
	if (!read_date(p, edtf, &v)) {
		html_text(p->h, edtf);
		return;
	}
	html_lit(p->h, "<span class=\"gj\">");
	if (!has_jalali(p, &v)) {
		write_gregorian(p, edtf, &v);
	} else if (p->lang == LANG_FA) {
		html_el(p->h, "span", jalali(p, &v));
		html_lit(p->h, " <span class=\"jal\">");
		write_gregorian(p, edtf, &v);
		html_lit(p->h, "</span>");
	} else {
		write_gregorian(p, edtf, &v);
		html_lit(p->h, " <span class=\"jal\" lang=\"fa\" dir=\"rtl\">");
		html_text(p->h, jalali(p, &v));
		html_lit(p->h, "</span>");
	}
	write_precision(p, &v);
	html_lit(p->h, "</span>");
}

static void no_date(const struct part *p)
{
	html_lit(p->h, "<span class=\"g\">");
	part_say(p, MSG_P("Not recorded", "ثبت نشده"));
	html_lit(p->h, "</span><span class=\"j\"></span>");
}

void part_date_columns(const struct part *p, struct str edtf)
{
	struct edtf v;
	if (!read_date(p, edtf, &v)) {
		no_date(p);
		return;
	}
	html_lit(p->h, "<span class=\"g\">");
	if (p->lang == LANG_FA)
		html_text(p->h, jalali(p, &v));
	else
		write_gregorian(p, edtf, &v);
	write_precision(p, &v);
	html_lit(p->h, "</span>");
	if (p->lang == LANG_FA) {
		html_lit(p->h, "<span class=\"j\">");
		if (has_jalali(p, &v))
			write_gregorian(p, edtf, &v);
	} else {
		html_lit(p->h, "<span class=\"j\" lang=\"fa\" dir=\"rtl\">");
		if (has_jalali(p, &v))
			html_text(p->h, jalali(p, &v));
	}
	html_lit(p->h, "</span>");
}

struct str word_date(const struct part *p, struct str edtf)
{
	struct edtf v;
	if (!read_date(p, edtf, &v))
		return edtf;
	return date_show(p->a, p->lang, &v, p->lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN);
}

struct str word_date_other(const struct part *p, struct str edtf)
{
	struct edtf v;
	if (!read_date(p, edtf, &v) || !has_jalali(p, &v))
		return STR("");
	return p->lang == LANG_FA ? date_show(p->a, LANG_FA, &v, CAL_GREGORIAN) : jalali(p, &v);
}

struct str word_day(const struct part *p, int64_t ms)
{
	struct edtf day = edtf_single(p->a, edtf_date_jdn((int32_t)(ms / MS_PER_DAY) + JDN_1970));
	return date_show(p->a, p->lang, &day, p->lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN);
}

struct str word_time(const struct part *p, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	clock_text(ms, text);
	struct str parts[] = { word_day(p, ms), digits_local(p->a, p->lang, str_n(text + 11, 5)) };
	return tr_fmt(p->a, p->lang, MSG_P("{1} {2} UTC", "{1}، {2} UTC"), parts, 2);
}
