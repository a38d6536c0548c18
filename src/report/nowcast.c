/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/nowcast.h"

#include <math.h>

#include "report/plain.h"

enum { SHOWN_SERIES = 40 };

/* ---- in words ------------------------------------------------------------------------ */

static const struct msg *unit_words(enum period_kind kind)
{
	static const struct msg WORDS[] = { MSG("periods", "دوره"), MSG("months", "ماه"),
					    MSG("weeks", "هفته"), MSG("days", "روز") };
	return &WORDS[kind];
}

/* The age by which this share is known. */
static int64_t age_of(const struct nowcast_delay *d, double share)
{
	int64_t age = 0;
	while (age < d->max_delay && d->share[age] < share)
		age++;
	return age;
}

struct str report_nowcast_when(const struct nowcast_page *p, int64_t t, struct arena *a)
{
	return digits_local(a, p->lang, period_text(&p->table->axis, t, a));
}

static const struct msg *changed_words(const struct nowcast_delay *d)
{
	static const struct msg GROWN = MSG(
		"Delays have grown, from {1} to {2} {3} on average: less of the newest is known than assumed, and the numbers below "
		"may be too low.",
		"تأخیرها از میانگین {1} به {2} {3} رسیده است: از تازه‌ترین‌ها کمتر از آنچه فرض شده دانسته است و شاید شمارهای زیر کم "
		"باشد.");
	static const struct msg SHRUNK = MSG(
		"Delays have become shorter, from {1} to {2} {3} on average: more of the newest is known than assumed, and the "
		"numbers below may be too high.",
		"تأخیرها از میانگین {1} به {2} {3} کوتاه شده است: از تازه‌ترین‌ها بیش از آنچه فرض شده دانسته است و شاید شمارهای زیر "
		"زیاد باشد.");
	return d->mean_new > d->mean_old ? &GROWN : &SHRUNK;
}

void report_nowcast_said(const struct nowcast_page *p, struct arena *a,
			 struct str ret[NOWCAST_SAID])
{
	const struct nowcast_delay *d = p->delay;
	struct str unit = tr(p->lang, unit_words(p->table->axis.kind));
	struct str learned[] = {
		report_nowcast_when(p, d->now, a),    num_text(a, p->lang, d->learned),
		num_text(a, p->lang, d->max_delay),   unit,
		num_text(a, p->lang, age_of(d, 0.5)), num_text(a, p->lang, age_of(d, 0.9))
	};
	struct str means[] = { decimal_text(a, p->lang, d->mean_old, 1),
			       decimal_text(a, p->lang, d->mean_new, 1), unit };
	struct str one = num_text(a, p->lang, d->later);
	ret[0] = tr_fmt(
		a, p->lang,
		MSG_P("As known at {1}. Delays of {2} cases, in {4}, up to {3}: half are known after {5}, nine tenths after {6}.",
		      "چنان‌که در {1} دانسته بود. تأخیر {2} مورد به {4}، تا {3}: نیمی پس از {5} و نُه دهم پس از {6} دانسته می‌شود."),
		learned, COUNT(learned));
	ret[1] =
		!d->later
			? STR("")
			: tr_fmt(a, p->lang,
				 MSG_P("{1} of them came later than that; such are not foreseen here.",
				       "{1} مورد دیرتر از آن آمد؛ چنین مواردی این‌جا پیش‌بینی نمی‌شود."),
				 &one, 1);
	ret[2] = d->p_change < 0.05 ? tr_fmt(a, p->lang, changed_words(d), means, COUNT(means))
				    : STR("");
	ret[3] = STR("");
	if (p->o->now < 0 && p->table->last > d->now) {
		struct str last = report_nowcast_when(p, p->table->last, a);
		ret[3] = tr_fmt(
			a, p->lang,
			MSG_P("Reports go on to {1}, events end before. If nothing happened since, give --as-of {1}.",
			      "گزارش‌ها تا {1} ادامه دارد و رویدادها پیش از آن پایان می‌یابد. اگر از آن پس چیزی رخ نداده، ‎--as-of {1} را بدهید."),
			&last, 1);
	}
}

/* ---- tables --------------------------------------------------------------------------- */

static const struct msg EVENT = MSG("Event", "رویداد");
static const struct msg KNOWN = MSG("Known", "دانسته");
static const struct msg SHARE = MSG("Share", "سهم");
static const struct msg END = MSG("In the end", "در پایان");
static const struct msg BOUNDS = MSG("Bounds", "کران‌ها");

static double largest(const struct nowcast_point *v, size_t n)
{
	double max = 1;
	for (size_t i = 0; i < n; i++)
		max = fmax(max, fmax((double)v[i].known, v[i].hi));
	return max;
}

/* What is known, solid; up to what is likely, hatched. */
static void put_bar(const struct plain *p, const struct nowcast_point *x, double max)
{
	double known = 100 * (double)x->known / max;
	html_lit(p->h, "<td><span class=\"hbar\" aria-hidden=\"true\"><i style=\"--a:0;");
	html_style_num(p->h, "w", known);
	html_lit(p->h, "\"></i><i class=\"open\" style=\"");
	html_style_num(p->h, "a", known);
	html_style_num(p->h, "w", fmax(0, 100 * x->hi / max - known));
	html_lit(p->h, "\"></i></span></td>");
}

static void put_point(const struct plain *p, const struct nowcast_page *page,
		      const struct nowcast_point *x, double max)
{
	struct str hundred = plain_decimal(p, 100 * x->share, 0);
	plain_row_head(p, report_nowcast_when(page, x->t, p->a));
	plain_number(p, &KNOWN, plain_count(p, x->known));
	plain_number(p, &SHARE, tr_fmt(p->a, p->lang, MSG_P("{1} %", "{1} ٪"), &hundred, 1));
	plain_number(p, &END, plain_decimal(p, x->median, 0));
	plain_number(p, &BOUNDS,
		     plain_between(p, plain_decimal(p, x->lo, 0), plain_decimal(p, x->hi, 0)));
	put_bar(p, x, max);
	html_lit(p->h, "<td class=\"src\">");
	if (x->early)
		plain_say(
			p,
			MSG_P("too early: this is the level of those before",
			      "زود است: این سطح دوره‌های پیشین است"));
	html_lit(p->h, "</td></tr>\n");
}

void report_nowcast_table(struct html *h, const struct nowcast_page *page, size_t series,
			  struct arena *a)
{
	const struct plain sheet = { h, page->lang, a };
	const struct plain *p = &sheet;
	const size_t n = page->n_points[series];
	const size_t from = n > NOWCAST_SHOWN ? n - NOWCAST_SHOWN : 0;
	const struct nowcast_point *v = page->points[series];
	const double max = largest(v + from, n - from);
	struct str conf = plain_decimal(p, 100 * page->o->conf, 0);
	html_lit(h, "<table class=\"cards\"><thead><tr>");
	plain_head(p, &EVENT, false);
	plain_head(p, &KNOWN, true);
	plain_head(p, &SHARE, true);
	plain_head(p, &END, true);
	plain_head(p, &BOUNDS, true);
	html_lit(h, "<th scope=\"col\"><span class=\"vh\">");
	plain_say(p, MSG_P("Drawn", "نمودار"));
	html_lit(h, "</span></th><th scope=\"col\"><span class=\"vh\">");
	plain_say(p, MSG_P("Remark", "یادداشت"));
	html_lit(h, "</span></th></tr></thead><tbody>\n");
	for (size_t i = from; i < n; i++)
		put_point(p, page, &v[i], max);
	html_lit(h, "</tbody></table>\n<ul class=\"key\"><li><i class=\"k-bar\"></i> ");
	plain_say(p, MSG_P("known by then", "آنچه تا آن زمان دانسته بود"));
	html_lit(
		h,
		"</li><li><i style=\"background:repeating-linear-gradient(90deg,var(--step-3) 0 4px,"
		"transparent 4px 7px)\"></i> ");
	plain_say_with(
		p,
		MSG_P("what it may still come to, with a chance of {1} in 100 in all",
		      "آنچه شاید به آن برسد، با کران‌های {1} درصد"),
		&conf, 1);
	html_lit(h, "</li></ul>\n");
}

/* ---- the page ---------------------------------------------------------------------------- */

static void put_series(const struct plain *p, const struct nowcast_page *page)
{
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"nw\"><h2 id=\"nw\">");
	plain_say(p, MSG_P("The newest periods", "تازه‌ترین دوره‌ها"));
	html_lit(p->h, "</h2>\n");
	for (size_t i = 0; i < page->table->n && i < SHOWN_SERIES; i++) {
		if (page->table->series[i].name.n)
			html_el(p->h, "h3", page->table->series[i].name);
		report_nowcast_table(p->h, page, i, p->a);
	}
	if (page->table->n > SHOWN_SERIES) {
		struct str more = plain_count(p, (int64_t)page->table->n - SHOWN_SERIES);
		html_lit(p->h, "<p class=\"muted\">");
		plain_say_with(p,
			       MSG_P("{1} more series are not shown; they stand in the JSON.",
				     "{1} سری دیگر نیامده است؛ در JSON هستند."),
			       &more, 1);
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}

static void put_back(const struct plain *p, const struct nowcast_page *page)
{
	static const struct msg HEADS[] = { MSG("Age", "سن"),	   MSG("Judged", "سنجیده"),
					    MSG("Within", "درون"), MSG("Width", "پهنا"),
					    MSG("Off by", "خطا"),  MSG("Raw off by", "خطای خام") };
	if (!page->n_back)
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"bk\"><h2 id=\"bk\">");
	plain_say(p, MSG_P("Did it hold before?", "پیش از این درست بود؟"));
	html_lit(p->h, "</h2><p>");
	plain_say(
		p,
		MSG_P("The same as of each earlier day, held against what became known since.",
		      "همین محاسبه چنان‌که در هر روز پیشین بود، در برابر آنچه از آن پس دانسته شد."));
	html_lit(p->h, "</p>\n<table class=\"cards\"><thead><tr>");
	for (size_t i = 0; i < COUNT(HEADS); i++)
		plain_head(p, &HEADS[i], i > 0);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < page->n_back && i < NOWCAST_SHOWN; i++) {
		const struct nowcast_check *c = &page->back[i];
		struct str share = plain_decimal(p, 100 * (double)c->within / (double)c->n, 0);
		plain_row_head(p, plain_count(p, c->age));
		plain_number(p, &HEADS[1], plain_count(p, c->n));
		plain_number(p, &HEADS[2],
			     tr_fmt(p->a, p->lang, MSG_P("{1} %", "{1} ٪"), &share, 1));
		plain_number(p, &HEADS[3], plain_decimal(p, c->width, 1));
		plain_number(p, &HEADS[4], plain_decimal(p, c->error, 1));
		plain_number(p, &HEADS[5], plain_decimal(p, c->raw, 1));
		html_lit(p->h, "</tr>\n");
	}
	html_lit(p->h, "</tbody></table></section>\n");
}

static const struct msg ASSUMED = MSG("Assumed", "فرض");

static void put_limits(const struct plain *p, const struct nowcast_page *page)
{
	struct str said[NOWCAST_SAID];
	report_nowcast_said(page, p->a, said);
	plain_limits_begin(p);
	plain_limit(
		p, &ASSUMED,
		tr(p->lang,
		   MSG_P("Reports come as late as they did before. A new source, a strike or a cut network changes that, and no table of the past shows it.",
			 "گزارش‌ها به همان دیری می‌رسد که پیش‌تر می‌رسید. منبع تازه، اعتصاب یا قطع شبکه آن را دگرگون می‌کند و هیچ جدولی از گذشته این را نشان نمی‌دهد.")));
	for (size_t i = 1; i < NOWCAST_SAID + NOWCAST_NOTES; i++) {
		struct str s = i < NOWCAST_SAID ? said[i] : page->notes[i - NOWCAST_SAID];
		if (!s.n)
			continue;
		plain_limit(p, MSG_P("Caution", "هشیار"), s);
	}
	plain_limits_end(p);
}

int report_nowcast(const struct nowcast_page *page, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	const struct plain p = { &h, page->lang, a };
	struct str said[NOWCAST_SAID];
	report_nowcast_said(page, a, said);
	plain_begin(&p, ret,
		    MSG_P("The newest periods – Vigil",
			  "تازه‌ترین دوره‌ها – Vigil"),
		    MSG_P("What will the newest periods come to?",
			  "تازه‌ترین دوره‌ها به چند می‌رسد؟"),
		    page->title, said[0]);
	put_series(&p, page);
	put_limits(&p, page);
	put_back(&p, page);
	return plain_end(&p, ret, STR(""), e);
}
