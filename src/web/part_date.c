/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/part_date.h"

#include "text/date.h"

static bool read_edtf(struct str s, struct arena *a, struct edtf *ret)
{
	return s.n && edtf_read(s, a, ret, NULL) == 0;
}

static void not_recorded(struct html *h, enum lang lang)
{
	html_lit(h, "<span class=\"muted\">");
	html_text(h, tr(lang, MSG_P("not recorded", "ثبت نشده")));
	html_lit(h, "</span>");
}

/* The reader's calendar in the reader's language. */
static void own(struct html *h, enum lang lang, const struct edtf *d, struct arena *a)
{
	struct str text = date_show(a, lang, d, lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN);
	if (edtf_is_exact_day(d)) {
		html_lit(h, "<time datetime=\"");
		html_attr(h, edtf_text(a, d));
		html_lit(h, "\">");
		html_text(h, text);
		html_lit(h, "</time>");
	} else {
		html_lit(h, "<span>");
		html_text(h, text);
		html_lit(h, "</span>");
	}
}

/* The other calendar is shown in the script it is used in: Jalali in Persian on an English page,
 * Gregorian in English on a Persian one. */
static void other(struct html *h, enum lang lang, const struct edtf *d, struct arena *a)
{
	if (lang == LANG_FA) {
		html_lit(h, "<span class=\"jal\" lang=\"en\" dir=\"ltr\">");
		html_text(h, date_show(a, LANG_EN, d, CAL_GREGORIAN));
	} else {
		html_lit(h, "<span class=\"jal\" lang=\"fa\" dir=\"rtl\">");
		html_text(h, date_show(a, LANG_FA, d, CAL_JALALI));
	}
	html_lit(h, "</span>");
}

static void precision(struct html *h, enum lang lang, const struct edtf *d, struct arena *a)
{
	struct str words = date_precision_words(a, lang, d);
	if (edtf_is_exact_day(d) || !words.n)
		return;
	html_lit(h, " <em class=\"prec\">");
	html_text(h, words);
	html_lit(h, "</em>");
}

void part_date_own(struct html *h, enum lang lang, struct str edtf)
{
	AUTO_ARENA *a = arena_new(0);
	struct edtf d;
	if (read_edtf(edtf, a, &d))
		own(h, lang, &d, a);
	else if (edtf.n)
		html_text(h, edtf);
	else
		not_recorded(h, lang);
}

void part_date_other(struct html *h, enum lang lang, struct str edtf)
{
	AUTO_ARENA *a = arena_new(0);
	struct edtf d;
	if (read_edtf(edtf, a, &d))
		other(h, lang, &d, a);
}

void part_date_precision(struct html *h, enum lang lang, struct str edtf)
{
	AUTO_ARENA *a = arena_new(0);
	struct edtf d;
	if (read_edtf(edtf, a, &d))
		precision(h, lang, &d, a);
}

void part_date(struct html *h, enum lang lang, struct str edtf)
{
	AUTO_ARENA *a = arena_new(0);
	struct edtf d;
	if (!read_edtf(edtf, a, &d)) {
		part_date_own(h, lang, edtf);
		return;
	}
	html_lit(h, "<span class=\"gj\">");
	own(h, lang, &d, a);
	html_lit(h, " ");
	other(h, lang, &d, a);
	precision(h, lang, &d, a);
	html_lit(h, "</span>");
}

struct str part_date_text(struct arena *a, enum lang lang, struct str edtf)
{
	struct edtf d;
	if (!read_edtf(edtf, a, &d))
		return edtf;
	return date_show(a, lang, &d, lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN);
}
