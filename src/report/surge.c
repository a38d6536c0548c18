/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/surge.h"

#include <stdio.h>

#include "html/html.h"
#include "report/report_priv.h"
#include "watch/words.h"

enum { SHOWN_QUIET = 40, SHOWN_PERIODS = 156, LEFT = 44, RIGHT = 628, TOP = 12, BASE = 180 };

struct sheet {
	struct html *h;
	const struct alarm_set *set;
	bool by_source;
	enum lang lang;
	struct arena *a;
	size_t ids;
};

static void say(const struct sheet *p, const struct msg *m)
{
	html_text(p->h, tr(p->lang, m));
}

static void say_with(const struct sheet *p, const struct msg *m, const struct str *args, size_t n)
{
	html_text(p->h, tr_fmt(p->a, p->lang, m, args, n));
}

static struct str decimal(const struct sheet *p, double v, int places)
{
	if (!isfinite(v))
		return STR("–");
	return digits_local(p->a, p->lang, str_printf(p->a, "%.*f", places, v));
}

static struct str whole(const struct sheet *p, int64_t v)
{
	return num_text(p->a, p->lang, v);
}

static struct str name_of(const struct sheet *p, const struct alarm_series *x)
{
	return x->s->name.n ? x->s->name : tr(p->lang, MSG_P("One series", "یک سری"));
}

/* ---- a chart --------------------------------------------------------------------- */

struct scale {
	size_t from, n; /* periods, from 1 */
	double top;
};

static int64_t x_at(const struct scale *s, size_t t)
{
	return LEFT + (int64_t)((RIGHT - LEFT) * (t - s->from) / (s->n > 1 ? s->n - 1 : 1));
}

static int64_t y_at(const struct scale *s, double v)
{
	double part = v / s->top;
	return BASE - (int64_t)nearbyint((BASE - TOP) * (part > 1 ? 1 : part));
}

static struct scale scale_of(const struct alarm_series *x)
{
	struct scale s = { x->from, x->s->n - x->from + 1, 1 };
	if (s.n > SHOWN_PERIODS) {
		s.from = x->s->n - SHOWN_PERIODS + 1;
		s.n = SHOWN_PERIODS;
	}
	double seen = 0;
	double upper = 0;
	for (size_t t = s.from; t < s.from + s.n; t++) {
		const struct alarm_point *p = &x->points[t - 1];
		seen = fmax(seen, (double)p->observed);
		upper = isfinite(p->upper) ? fmax(upper, p->upper) : upper;
	}
	/* A bound far above all that was seen would press the counts flat: it is cut at three times them. */
	s.top = fmax(1, fmax(seen, fmin(upper, 3 * seen + 3)));
	return s;
}

static void point(struct html *h, int64_t x, int64_t y)
{
	html_int(h, x);
	html_lit(h, ",");
	html_int(h, y);
	html_lit(h, " ");
}

/* The ordinary range, in as many pieces as there are gaps. */
static void put_range(const struct sheet *p, const struct alarm_series *x, const struct scale *s)
{
	size_t end = s->from + s->n;
	for (size_t t = s->from; t < end;) {
		size_t first = t;
		while (t < end && isfinite(x->points[t - 1].upper))
			t++;
		if (t - first > 1) {
			html_lit(p->h, "<polygon class=\"bd\" points=\"");
			point(p->h, x_at(s, first), BASE);
			for (size_t k = first; k < t; k++)
				point(p->h, x_at(s, k), y_at(s, x->points[k - 1].upper));
			point(p->h, x_at(s, t - 1), BASE);
			html_lit(p->h, "\"/><polyline class=\"gr\" fill=\"none\" points=\"");
			for (size_t k = first; k < t; k++)
				point(p->h, x_at(s, k), y_at(s, x->points[k - 1].expected));
			html_lit(p->h, "\"/>");
		}
		t += t == first;
	}
}

static void put_counts(const struct sheet *p, const struct alarm_series *x, const struct scale *s)
{
	html_lit(p->h, "<polyline class=\"ln\" points=\"");
	for (size_t t = s->from; t < s->from + s->n; t++)
		point(p->h, x_at(s, t), y_at(s, (double)x->points[t - 1].observed));
	html_lit(p->h, "\"/>");
	for (size_t t = s->from; t < s->from + s->n; t++)
		if (x->fires[t - 1]) {
			html_lit(p->h, "<circle class=\"pe\" r=\"5\" cx=\"");
			html_int(p->h, x_at(s, t));
			html_lit(p->h, "\" cy=\"");
			html_int(p->h, y_at(s, (double)x->points[t - 1].observed));
			html_lit(p->h, "\"/>");
		}
}

static void put_axes(const struct sheet *p, const struct alarm_series *x, const struct scale *s)
{
	struct html *h = p->h;
	size_t last = s->from + s->n - 1;
	html_lit(h, "<line class=\"ax\" x1=\"44\" y1=\"180\" x2=\"628\" y2=\"180\"/>"
		    "<text class=\"lo\" x=\"38\" y=\"184\" text-anchor=\"end\">");
	html_text(h, whole(p, 0));
	html_lit(h, "</text><text class=\"lo\" x=\"38\" y=\"18\" text-anchor=\"end\">");
	html_text(h, whole(p, (int64_t)s->top));
	html_lit(h, "</text><text class=\"lo\" x=\"44\" y=\"200\">");
	html_text(h, watch_period(x->s, s->from, p->lang, p->a));
	html_lit(h, "</text><text class=\"lo\" x=\"628\" y=\"200\" text-anchor=\"end\">");
	html_text(h, watch_period(x->s, last, p->lang, p->a));
	html_lit(h, "</text>");
}

static void put_rows(const struct sheet *p, const struct alarm_series *x, const struct scale *s)
{
	html_lit(p->h, "<details><summary>");
	say(p, MSG_P("Show as a table", "نمایش به صورت جدول"));
	html_lit(p->h, "</summary><table><thead><tr><th scope=\"col\">");
	say(p, MSG_P("Period", "دوره"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	say(p, MSG_P("Recorded", "ثبت‌شده"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	say(p, MSG_P("Expected", "انتظار"));
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	say(p, MSG_P("Ordinary up to", "عادی تا"));
	html_lit(p->h, "</th><th scope=\"col\">");
	say(p, MSG_P("Remark", "یادداشت"));
	html_lit(p->h, "</th></tr></thead><tbody>\n");
	for (size_t t = s->from; t < s->from + s->n; t++) {
		const struct alarm_point *at = &x->points[t - 1];
		html_lit(p->h, "<tr><th scope=\"row\">");
		html_text(p->h, watch_period(x->s, t, p->lang, p->a));
		html_lit(p->h, "</th>");
		html_el_class(p->h, "td", "r", whole(p, at->observed));
		html_el_class(p->h, "td", "r", decimal(p, at->expected, 1));
		html_el_class(p->h, "td", "r", decimal(p, at->upper, 0));
		html_lit(p->h, "<td>");
		if (at->quiet != ALARM_SPOKE)
			say(p, watch_quiet_words(at->quiet));
		else if (at->alarm)
			say(p, x->fires[t - 1] ? MSG_P("alarm", "هشدار")
					       : MSG_P("above, within the budget of chance",
						       "بالای کران، در بودجهٔ تصادف"));
		html_lit(p->h, "</td></tr>\n");
	}
	html_lit(p->h, "</tbody></table></details>");
}

static void put_chart(struct sheet *p, const struct alarm_series *x)
{
	struct html *h = p->h;
	struct scale s = scale_of(x);
	size_t alarms = 0;
	for (size_t t = s.from; t < s.from + s.n; t++)
		alarms += x->fires[t - 1];
	p->ids++;
	html_lit(h,
		 "<figure class=\"chart\"><svg class=\"plot\" viewBox=\"0 0 640 206\" role=\"img\" "
		 "aria-labelledby=\"t");
	html_int(h, (int64_t)p->ids);
	html_lit(h, " d");
	html_int(h, (int64_t)p->ids);
	html_lit(h, "\"><title id=\"t");
	html_int(h, (int64_t)p->ids);
	html_lit(h, "\">");
	html_text(h, name_of(p, x));
	html_lit(h, "</title><desc id=\"d");
	html_int(h, (int64_t)p->ids);
	html_lit(h, "\">");
	struct str args[] = { whole(p, (int64_t)s.n), whole(p, (int64_t)alarms) };
	say_with(
		p,
		MSG_P("Counts of {1} periods as a line, over a shaded range from 0 to the upper bound; circles mark {2} alarms. The table below has the same figures.",
		      "شمار {1} دوره به صورت خط بر بازهٔ سایه‌دار از ۰ تا کران بالا؛ دایره‌ها {2} هشدار را نشان می‌دهند. جدول زیر همین رقم‌ها را دارد."),
		args, 2);
	html_lit(h, "</desc>");
	put_range(p, x, &s);
	put_axes(p, x, &s);
	put_counts(p, x, &s);
	html_lit(h, "</svg></figure>\n");
	put_rows(p, x, &s);
}

/* ---- what was found ---------------------------------------------------------------- */

static void put_without(const struct sheet *p, const struct alarm_series *x, size_t t)
{
	for (size_t i = 0; i < x->n_without; i++) {
		const struct alarm_without *w = &x->without[i];
		const struct alarm_point *left = &w->left->points[t - 1];
		struct str args[] = { w->source, whole(p, x->s->observed[t - 1] - left->observed),
				      whole(p, left->observed) };
		html_lit(p->h, "<span class=\"src\">");
		say_with(
			p,
			left->quiet != ALARM_SPOKE
				? MSG_P("{1}: {2} of them. Without it {3}, which cannot be judged.",
					"{1}: {2} مورد. بی آن {3}، که سنجیدنی نیست.")
			: left->alarm
				? MSG_P("{1}: {2} of them. Without it {3}, still above range.",
					"{1}: {2} مورد. بی آن {3}، هنوز بالای بازه.")
				: MSG_P("{1}: {2} of them. Without it {3}, within the ordinary.",
					"{1}: {2} مورد. بی آن {3}، عادی است."),
			args, 3);
		html_lit(p->h, "</span>");
	}
}

static void put_episode(const struct sheet *p, const struct alarm_series *x,
			const struct alarm_episode *ep)
{
	struct html *h = p->h;
	size_t t = alarm_episode_peak(x, ep);
	const struct alarm_point *at = &x->points[t - 1];
	struct str args[] = { watch_period(x->s, ep->first, p->lang, p->a),
			      watch_period(x->s, ep->last, p->lang, p->a),
			      watch_period(x->s, t, p->lang, p->a),
			      whole(p, at->observed),
			      decimal(p, at->expected, 1),
			      decimal(p, at->upper, 0),
			      watch_recurrence(at->p, x->s->freq, p->lang, p->a) };
	html_lit(h, "<li><h3>");
	html_text(h, name_of(p, x));
	html_lit(h, ", ");
	say_with(p, ep->first == ep->last ? MSG_P("{1}", "{1}") : MSG_P("{1} to {2}", "{1} تا {2}"),
		 args, 2);
	html_lit(h, "</h3><span>");
	say_with(
		p,
		MSG_P("{3}: {4} recorded, {5} expected, up to {6} ordinary. Would occur by chance {7}.",
		      "{3}: {4} ثبت شده، {5} انتظار می‌رفت، تا {6} عادی است. به تصادف {7}."),
		args, COUNT(args));
	html_lit(h, "</span>");
	put_without(p, x, t);
	html_lit(h, "<span><span class=\"tag ink\">");
	say(p, watch_state_words(ep->state));
	html_lit(h, "</span> <span class=\"small\">");
	say(p, ep->open ? MSG_P("open", "باز")
			: MSG_P("four quiet periods since", "چهار دورهٔ آرام پس از آن"));
	html_lit(h, "</span></span></li>\n");
}

static size_t put_found(const struct sheet *p)
{
	size_t n = 0;
	bool judged = false;
	for (size_t i = 0; i < p->set->n; i++)
		judged = judged || !p->set->items[i].refused;
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"sg\"><h2 id=\"sg\">");
	say(p, MSG_P("Surges", "افزایش‌ها"));
	html_lit(p->h, "</h2>\n");
	for (size_t i = 0; i < p->set->n; i++)
		n += p->set->items[i].n_episodes;
	if (n) {
		html_lit(p->h, "<ul class=\"brief\">");
		for (size_t i = 0; i < p->set->n; i++)
			for (size_t k = 0; k < p->set->items[i].n_episodes; k++)
				put_episode(p, &p->set->items[i], &p->set->items[i].episodes[k]);
		html_lit(p->h, "</ul>\n");
	} else {
		html_lit(p->h, "<p>");
		say(p, judged ? MSG_P("Nothing is out of the ordinary.", "چیز غیرعادی نیست.")
			      : MSG_P("Nothing could be judged.", "هیچ چیز سنجیدنی نبود."));
		html_lit(p->h, "</p>");
	}
	if (n && !p->by_source) {
		html_lit(p->h, "<p class=\"notice\">");
		say(p, MSG_P("Not tested by source: a new source looks like a surge.",
			     "بر پایهٔ منبع سنجیده نشد: منبع تازه شبیه افزایش است."));
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
	return n;
}

static void put_series(struct sheet *p)
{
	size_t quiet = 0;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"se\"><h2 id=\"se\">");
	say(p, MSG_P("Series and their ordinary range",
		     "سری‌ها و بازهٔ عادی آن‌ها"));
	html_lit(p->h, "</h2>\n");
	for (size_t i = 0; i < p->set->n; i++) {
		const struct alarm_series *x = &p->set->items[i];
		quiet += x->n_episodes == 0;
		if (x->n_episodes == 0 && quiet > SHOWN_QUIET)
			continue;
		html_lit(p->h, "<h3>");
		html_text(p->h, name_of(p, x));
		html_lit(p->h, "</h3>\n");
		if (x->refused) {
			html_lit(p->h, "<p class=\"notice\">");
			html_text(p->h, str_of(x->why.text));
			html_lit(p->h, "</p>\n");
		} else if (x->from <= x->s->n) {
			put_chart(p, x);
		}
	}
	if (quiet > SHOWN_QUIET) {
		struct str n = whole(p, (int64_t)(quiet - SHOWN_QUIET));
		html_lit(p->h, "<p class=\"muted\">");
		say_with(
			p,
			MSG_P("{1} more series without an alarm are not drawn; they stand in the JSON.",
			      "{1} سری دیگر بی هشدار رسم نشده‌اند؛ در JSON هستند."),
			&n, 1);
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}

static void put_made(const struct sheet *p)
{
	struct str args[] = { str_of(alarm_method_code(p->set->o.method)),
			      decimal(p, p->set->o.budget, 0), decimal(p, p->set->nominal, 1),
			      str_printf(p->a, "%llu", (unsigned long long)p->set->o.seed),
			      STR(VIGIL_VERSION) };
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"hw\"><h2 id=\"hw\">");
	say(p, MSG_P("How the range is made", "بازه چگونه ساخته شد"));
	html_lit(p->h, "</h2><p>");
	say_with(
		p,
		p->set->o.method == ALARM_CUSUM || p->set->o.method == ALARM_GLR
			? MSG_P("Method {1}: evidence for a higher rate is added up over periods; its limit was found by simulation. Budget: {2} false alarms a year in all.",
				"روش {1}: نشانه‌های افزایش در دوره‌ها جمع می‌شود؛ کران آن با شبیه‌سازی یافته شد. بودجه: در همه سالی {2} هشدار نادرست.")
			: MSG_P("Method {1}: from the same season of earlier years, with trend, old outbreaks weighing little. If nothing rose, bounds would be passed about {3} times a year in all; shown is what keeps within {2}.",
				"روش {1}: از همان فصل در سال‌های پیش، با روند، و با وزن کم برای اوج‌های گذشته. اگر افزایشی نبود سالی نزدیک {3} بار از کران‌ها گذر می‌شد؛ آنچه آمده در {2} می‌گنجد."),
		args, COUNT(args));
	html_lit(p->h, "</p><p>");
	say(p,
	    MSG_P("A count is what was recorded, not what happened: more sources, quicker reports or a list entered in one day raise it too.",
		  "شمار همان است که ثبت شده، نه آنچه رخ داده: منبع بیشتر، گزارش زودتر یا فهرستی که یک‌روزه وارد شود هم آن را بالا می‌برد."));
	html_lit(p->h, "</p></section>\n</main><footer class=\"colophon\"><div class=\"wrap\"><p>");
	say_with(p, MSG_P("Vigil {5}, seed {4}.", "Vigil {5}، بذر {4}."), args, COUNT(args));
	html_lit(p->h, "</p></div></footer>");
}

int report_surge(const struct alarm_set *set, bool by_source, enum lang lang, struct buf *ret,
		 struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	struct sheet p = { &h, set, by_source, lang, a, 0 };
	put_page_head(ret, lang, MSG_P("Is it rising? – Vigil", "آیا رو به افزایش است؟ – Vigil"),
		      STR("style.css"));
	html_begin(&h, ret);
	html_lit(&h, "<body><main id=\"main\" class=\"wrap\">\n<div class=\"headline\"><h1>");
	say(&p, MSG_P("Is it rising?", "آیا رو به افزایش است؟"));
	html_lit(&h, "</h1></div>\n");
	put_found(&p);
	put_series(&p);
	put_made(&p);
	html_lit(&h, "</body>");
	TRY(html_finish(&h, e));
	buf_lit(ret, "\n</html>\n");
	return buf_check(ret, e);
}
