/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/scan.h"

#include <math.h>

#include "report/plain.h"

enum { SHOWN_PLACES = 6 };
#define SHOWN_P 0.5 /* after the first; the JSON has all */
#define ALARM_P 0.05

bool report_scan_is_alarm(const struct scan_page *p, double probability)
{
	bool capped;
	double years = scan_recurrence(p->table, p->freq, probability, &capped);
	if (p->r->o.anywhere || isnan(years))
		return probability <= ALARM_P;
	return years >= 1;
}

size_t report_scan_shown(const struct scan_page *p, bool *ret_alarm)
{
	size_t n = 0;
	*ret_alarm = false;
	for (; n < p->r->n && n < SCAN_SHOWN; n++) {
		if (n > 0 && p->r->clusters[n].p > SHOWN_P)
			break;
		*ret_alarm = *ret_alarm || report_scan_is_alarm(p, p->r->clusters[n].p);
	}
	return n;
}

/* ---- in words ------------------------------------------------------------------------ */

struct str report_scan_when(const struct scan_page *p, size_t from, size_t to, struct arena *a)
{
	struct str ends[] = {
		digits_local(a, p->lang, period_text(&p->table->axis, (int64_t)from, a)),
		digits_local(a, p->lang, period_text(&p->table->axis, (int64_t)to, a))
	};
	return from == to ? ends[0] : tr_fmt(a, p->lang, MSG_P("{1}–{2}", "{1} تا {2}"), ends, 2);
}

void report_scan_said(const struct scan_page *p, struct arena *a, struct str ret[SCAN_SAID])
{
	const struct scan_table *t = p->table;
	struct str args[] = { str_of(scan_method_code(p->r->o.method)),
			      num_text(a, p->lang, t->persons),
			      num_text(a, p->lang, (int64_t)t->n_events),
			      num_text(a, p->lang, (int64_t)t->n_places),
			      report_scan_when(p, 0, (size_t)t->axis.n - 1, a),
			      num_text(a, p->lang, (int64_t)p->r->zones),
			      num_text(a, p->lang, (int64_t)p->r->o.longest),
			      num_text(a, p->lang, (int64_t)p->r->done) };
	struct str missing = num_text(a, p->lang, (int64_t)t->missing);
	ret[0] = tr_fmt(
		a, p->lang,
		MSG_P("{1}: {2} persons in {3} events, {4} places, periods {5}. {6} zones, windows up to {7}; {8} "
		      "replicates that move whole events.",
		      "{1}: {2} نفر در {3} رویداد، {4} جا، دوره‌های {5}. {6} پهنه، پنجره‌ها تا {7}؛ {8} تکرار با جابه‌جایی "
		      "رویدادهای کامل."),
		args, COUNT(args));
	ret[1] =
		!t->missing
			? STR("")
			: tr_fmt(a, p->lang,
				 MSG_P("{1} places and periods have no row and were taken as 0. Where nobody looked, that is "
				       "not so.",
				       "{1} جا و دوره ردیفی ندارد و ۰ گرفته شد. جایی که کسی نگاه نکرده چنین نیست."),
				 &missing, 1);
	ret[2] =
		t->n_events && t->persons == (int64_t)t->n_events
			? tr(p->lang,
			     MSG_P("Every event has one person. If several were killed together, make them one event, "
				   "or alarms will be too many.",
				   "هر رویداد یک نفر دارد. اگر چند نفر با هم کشته شده‌اند آنان را یک رویداد کنید، وگرنه هشدارها "
				   "بیش از اندازه می‌شود."))
			: STR("");
}

static struct str chance(const struct scan_page *p, double probability, struct arena *a)
{
	static const struct msg ALONE =
		MSG("By chance with probability {1}.", "احتمال اتفاقی بودن {1}.");
	static const struct msg RARE = MSG(
		"By chance with probability {1}: less than once in {2} years, the length of the table.",
		"احتمال اتفاقی بودن {1}: کمتر از یک بار در {2} سال، درازای جدول.");
	static const struct msg YEARS =
		MSG("By chance with probability {1}: about once in {2} years.",
		    "احتمال اتفاقی بودن {1}: نزدیک یک بار در {2} سال.");
	static const struct msg OFTEN =
		MSG("By chance with probability {1}: about {2} times a year.",
		    "احتمال اتفاقی بودن {1}: نزدیک {2} بار در سال.");
	bool capped;
	double years = scan_recurrence(p->table, p->freq, probability, &capped);
	bool untold = p->r->o.anywhere || isnan(years);
	bool often = !untold && years < 1;
	struct str args[] = { number_local(a, p->lang, str_printf(a, "%.3g", probability)),
			      untold ? STR("")
				     : decimal_text(a, p->lang, often ? 1 / years : years,
						    often ? 0 : 1) };
	return tr_fmt(a, p->lang,
		      untold   ? &ALONE
		      : capped ? &RARE
		      : often  ? &OFTEN
			       : &YEARS,
		      args, 2);
}

static struct str places_of(const struct scan_page *p, const struct scan_cluster *c, bool isolate,
			    struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < c->n_places && i < SHOWN_PLACES; i++) {
		struct str name = p->table->places[c->places[i]];
		if (i)
			buf_add(&b, p->lang == LANG_FA ? STR("، ") : STR(", "));
		buf_add(&b, isolate ? text_isolate(a, name) : name);
	}
	struct str more = num_text(a, p->lang, (int64_t)c->n_places - SHOWN_PLACES);
	if (c->n_places > SHOWN_PLACES)
		buf_add(&b,
			tr_fmt(a, p->lang, MSG_P(" and {1} more", " و {1} جای دیگر"), &more, 1));
	return str_copy(a, buf_str(&b));
}

struct str report_scan_places(const struct scan_page *p, const struct scan_cluster *c,
			      struct arena *a)
{
	return places_of(p, c, false, a);
}

struct str report_scan_seen(const struct scan_page *p, const struct scan_cluster *c,
			    struct arena *a)
{
	struct str args[] = { num_text(a, p->lang, c->persons), num_text(a, p->lang, c->events),
			      decimal_text(a, p->lang, c->expected, 1),
			      decimal_text(a, p->lang, (double)c->persons / c->expected, 1),
			      chance(p, c->p, a) };
	return tr_fmt(a, p->lang,
		      MSG_P("{1} persons in {2} events, {3} expected ({4} times as many). {5}",
			    "{1} نفر در {2} رویداد، {3} مورد انتظار ({4} برابر). {5}"),
		      args, COUNT(args));
}

struct str report_scan_without(const struct scan_page *p, const struct scan_without *w,
			       struct arena *a)
{
	struct str args[] = { num_text(a, p->lang, w->left.persons),
			      decimal_text(a, p->lang, w->left.expected, 1) };
	return tr_fmt(a, p->lang,
		      report_scan_is_alarm(p, w->left.p)
			      ? MSG_P("without it {1} of {2} expected, still an alarm",
				      "بی آن {1} در برابر {2} مورد انتظار، هنوز هشدار")
			      : MSG_P("without it {1} of {2} expected, no alarm",
				      "بی آن {1} در برابر {2} مورد انتظار، بی هشدار"),
		      args, 2);
}

struct str report_scan_end(const struct scan_page *p)
{
	bool alarm;
	(void)report_scan_shown(p, &alarm);
	if (!p->r->n)
		return tr(p->lang, MSG_P("Nowhere is more than expected.",
					 "هیچ‌جا بیش از انتظار نیست."));
	if (!alarm)
		return tr(
			p->lang,
			MSG_P("No alarm: this comes by chance too often.",
			      "هشداری نیست: چنین چیزی بسیار اتفاقی رخ می‌دهد."));
	if (p->n_sources)
		return STR("");
	return tr(
		p->lang,
		MSG_P("(!) Provisional: not tested by source, and a new source looks like a surge. Give the events of each "
		      "source, in a column `source` or with --sources FILE, before "
		      "an alarm is used.",
		      "(!) موقت: به تفکیک منبع سنجیده نشده، و منبع تازه به افزایش می‌ماند. پیش از کاربرد هشدار رویدادهای "
		      "هر منبع را در ستون source یا با ‎--sources FILE بدهید."));
}

/* ---- the page ------------------------------------------------------------------------- */

static void put_cluster(const struct plain *p, const struct scan_page *page, size_t i)
{
	const struct scan_cluster *c = &page->r->clusters[i];
	html_lit(p->h, "<li><h3>");
	html_text(p->h, places_of(page, c, true, p->a));
	html_lit(p->h, " · ");
	html_text(p->h, report_scan_when(page, c->from, c->to, p->a));
	html_lit(p->h, "</h3>");
	html_el(p->h, "span", report_scan_seen(page, c, p->a));
	for (size_t k = 0; k < page->n_sources; k++) {
		const struct scan_without *w = &page->without[i * page->n_sources + k];
		struct str args[] = { text_isolate(p->a, w->source), plain_count(p, w->persons),
				      report_scan_without(page, w, p->a) };
		html_lit(p->h, "<span class=\"src\">");
		plain_say_with(p, MSG_P("{1}: {2} of them; {3}.", "{1}: {2} مورد؛ {3}."), args, 3);
		html_lit(p->h, "</span>");
	}
	if (report_scan_is_alarm(page, c->p)) {
		html_lit(p->h, "<span><span class=\"tag ink\">");
		plain_say(p, MSG_P("Alarm", "هشدار"));
		html_lit(p->h, "</span>");
		if (!page->n_sources) {
			html_lit(p->h, " <span class=\"small\">");
			plain_say(p, MSG_P("not tested by source", "به تفکیک منبع سنجیده نشده"));
			html_lit(p->h, "</span>");
		}
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</li>\n");
}

static void put_found(const struct plain *p, const struct scan_page *page)
{
	bool alarm;
	size_t n = report_scan_shown(page, &alarm);
	struct str end = report_scan_end(page);
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"cl\"><h2 id=\"cl\">");
	plain_say(p, MSG_P("Where it rose most", "بیشترین افزایش‌ها"));
	html_lit(p->h, "</h2>\n");
	if (n) {
		html_lit(p->h, "<ol class=\"brief\">");
		for (size_t i = 0; i < n; i++)
			put_cluster(p, page, i);
		html_lit(p->h, "</ol>\n");
	}
	if (end.n)
		html_el_class(p->h, "p", "notice", end);
	html_lit(p->h, "</section>\n");
}

static void put_made(const struct plain *p, const struct scan_page *page)
{
	struct str said[SCAN_SAID];
	report_scan_said(page, p->a, said);
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"hw\"><h2 id=\"hw\">");
	plain_say(p, MSG_P("How it was found", "چگونه یافته شد"));
	html_lit(p->h, "</h2>");
	for (size_t i = 0; i < SCAN_SAID; i++)
		if (said[i].n)
			html_el(p->h, "p", said[i]);
	html_lit(p->h, "<p>");
	plain_say(
		p,
		MSG_P("Every place with its neighbours and every window is held against what is expected, and the largest against the largest of replicates in which nothing rises. A count is what was recorded, not what happened.",
		      "هر جا با همسایه‌هایش و هر پنجره با مقدار مورد انتظار سنجیده می‌شود و بزرگ‌ترین در برابر بزرگ‌ترینِ تکرارهایی که در آن چیزی افزایش نمی‌یابد. شمار همان است که ثبت شده، نه آنچه رخ داده."));
	html_lit(p->h, "</p></section>\n");
}

static struct str standfirst(const struct scan_page *page, struct arena *a)
{
	bool alarm;
	(void)report_scan_shown(page, &alarm);
	if (!alarm)
		return report_scan_end(page);
	const struct scan_cluster *c = &page->r->clusters[0];
	struct str args[] = { places_of(page, c, true, a),
			      report_scan_when(page, c->from, c->to, a) };
	return tr_fmt(
		a, page->lang,
		page->n_sources
			? MSG_P("More than chance explains: {1}, {2}. Below it stands without each source.",
				"بیش از آنچه تصادف توضیح می‌دهد: {1}، {2}. در زیر بی هر یک از منابع نیز آمده است.")
			: MSG_P("More than chance explains: {1}, {2}. It was not tested by source: a new source looks the same.",
				"بیش از آنچه تصادف توضیح می‌دهد: {1}، {2}. به تفکیک منبع سنجیده نشده است: منبع تازه همین‌گونه می‌نماید."),
		args, 2);
}

int report_scan(const struct scan_page *page, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	const struct plain p = { &h, page->lang, a };
	plain_begin(&p, ret,
		    MSG_P("Did it rise somewhere? – Vigil", "آیا جایی رو به افزایش است؟ – Vigil"),
		    MSG_P("Did it rise somewhere?", "آیا جایی رو به افزایش است؟"), STR(""),
		    standfirst(page, a));
	put_found(&p, page);
	put_made(&p, page);
	return plain_end(&p, ret, num_text(a, page->lang, (int64_t)page->r->o.seed), e);
}
