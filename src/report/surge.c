/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/surge.h"

#include <stdio.h>

#include "html/html.h"
#include "report/plain.h"
#include "watch/words.h"

enum { SHOWN_QUIET = 40 };

struct sheet {
	struct html *h;
	const struct surge_page *page;
	const struct alarm_set *set;
	enum lang lang;
	struct arena *a;
};

static struct plain plain_of(const struct sheet *p)
{
	return (struct plain){ p->h, p->lang, p->a };
}

static struct sheet sheet_of(struct html *h, const struct surge_page *p, struct arena *a)
{
	return (struct sheet){ h, p, p->set, p->lang, a };
}

static void say(const struct sheet *p, const struct msg *m)
{
	const struct plain x = plain_of(p);
	plain_say(&x, m);
}

static void say_with(const struct sheet *p, const struct msg *m, const struct str *args, size_t n)
{
	const struct plain x = plain_of(p);
	plain_say_with(&x, m, args, n);
}

static struct str decimal(const struct sheet *p, double v, int places)
{
	return decimal_text(p->a, p->lang, v, places);
}

static struct str whole(const struct sheet *p, int64_t v)
{
	return num_text(p->a, p->lang, v);
}

bool surge_is_provisional(const struct alarm_series *x, enum surge_sources tested)
{
	return tested == SURGE_UNTESTED || (tested == SURGE_BY_SOURCE && x->n_without == 0);
}

int64_t surge_unsourced(const struct alarm_series *x, size_t t, enum surge_sources tested)
{
	int64_t rest = x->s->observed[t - 1];
	for (size_t i = 0; i < x->n_without; i++)
		rest -= x->s->observed[t - 1] - x->without[i].left->points[t - 1].observed;
	/* Sources may name the same cases. */
	return tested == SURGE_BY_SOURCE && x->n_without && rest > 0 ? rest : 0;
}

/* ---- what was found ---------------------------------------------------------------- */

static const struct msg *without_words(enum surge_sources tested, const struct alarm_point *left)
{
	static const struct msg WORDS[2][3] = {
		{ MSG("{1}: {2} of them. Without it {3}, which cannot be judged.",
		      "{1}: {2} مورد. بی آن {3}، که سنجیدنی نیست."),
		  MSG("{1}: {2} of them. Without it {3}, still above range.",
		      "{1}: {2} مورد. بی آن {3}، هنوز بالای بازه."),
		  MSG("{1}: {2} of them. Without it {3}, within the ordinary.",
		      "{1}: {2} مورد. بی آن {3}، عادی است.") },
		{ MSG("{1}: {2} of them are known from it alone. Without it {3}, which cannot be judged.",
		      "{1}: {2} مورد تنها از آن دانسته است. بی آن {3}، که سنجیدنی نیست."),
		  MSG("{1}: {2} of them are known from it alone. Without it {3}, still above range.",
		      "{1}: {2} مورد تنها از آن دانسته است. بی آن {3}، هنوز بالای بازه."),
		  MSG("{1}: {2} of them are known from it alone. Without it {3}, within the ordinary.",
		      "{1}: {2} مورد تنها از آن دانسته است. بی آن {3}، عادی است.") },
	};
	return &WORDS[tested == SURGE_BY_ALONE][left->quiet != ALARM_SPOKE ? 0
						: left->alarm		   ? 1
									   : 2];
}

static void put_without(const struct sheet *p, const struct alarm_series *x, size_t t)
{
	size_t shown = 0;
	for (size_t i = 0; i < x->n_without; i++) {
		const struct alarm_without *w = &x->without[i];
		const struct alarm_point *left = &w->left->points[t - 1];
		/* A name in another script than the sentence is a run of its own. */
		struct str source = text_isolate(p->a, w->source);
		struct str args[] = { source, whole(p, x->s->observed[t - 1] - left->observed),
				      whole(p, left->observed) };
		if (left->observed == x->s->observed[t - 1])
			continue;
		shown++;
		html_lit(p->h, "<span class=\"src\">");
		say_with(p, without_words(p->page->sources, left), args, 3);
		html_lit(p->h, "</span>");
	}
	int64_t rest = surge_unsourced(x, t, p->page->sources);
	if (rest && shown) {
		struct str n = whole(p, rest);
		html_lit(p->h, "<span class=\"src\">");
		say_with(p,
			 MSG_P("{1} of them with no source named: not tested.",
			       "{1} مورد بی نام منبع: سنجیده نشد."),
			 &n, 1);
		html_lit(p->h, "</span>");
	}
	if (shown || p->page->sources == SURGE_UNTESTED)
		return;
	html_lit(p->h, "<span class=\"src\">");
	say(p,
	    p->page->sources == SURGE_BY_ALONE
		    ? MSG_P("No case of it rests on one source alone: it stands without any of them.",
			    "هیچ مورد آن تنها بر یک منبع استوار نیست: بی هر یک از آن‌ها هم برجاست.")
		    : MSG_P("No source has counts for it.", "هیچ منبعی برای آن شمار ندارد."));
	html_lit(p->h, "</span>");
}

static void put_episode(const struct sheet *p, size_t series, size_t episode)
{
	const struct alarm_series *x = &p->set->items[series];
	const struct alarm_episode *ep = &x->episodes[episode];
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
	html_text(h, surge_name(x, p->lang));
	say(p, MSG_P(", ", "، "));
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
	if (ep->open)
		html_lit(h, "<span><span class=\"tag ink\">");
	else
		html_lit(h, "<span><span class=\"tag\">");
	say(p, watch_state_words(ep->state));
	html_lit(h, "</span> <span class=\"small\">");
	say(p, ep->open ? MSG_P("open", "باز")
			: MSG_P("four quiet periods since", "چهار دورهٔ آرام پس از آن"));
	if (surge_is_provisional(x, p->page->sources))
		say(p, MSG_P("; provisional: not tested by source",
			     "؛ موقت: بر پایهٔ منبع سنجیده نشده"));
	html_lit(h, "</span></span>");
	if (p->page->more)
		p->page->more(h, p->page->ctx, series, episode);
	html_lit(h, "</li>\n");
}

static size_t episodes(const struct alarm_set *set)
{
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++)
		n += set->items[i].n_episodes;
	return n;
}

static size_t judged(const struct alarm_set *set)
{
	size_t n = 0;
	for (size_t i = 0; i < set->n; i++)
		n += !set->items[i].refused;
	return n;
}

void report_surge_found(struct html *h, const struct surge_page *page, struct arena *a)
{
	struct sheet p = sheet_of(h, page, a);
	const struct alarm_set *set = page->set;
	size_t n = episodes(set);
	if (n) {
		html_lit(h, "<ul class=\"brief\">");
		for (size_t i = 0; i < set->n; i++)
			for (size_t k = 0; k < set->items[i].n_episodes; k++)
				put_episode(&p, i, k);
		html_lit(h, "</ul>\n");
	} else {
		html_lit(h, "<p>");
		say(&p, judged(set) ? MSG_P("Nothing is out of the ordinary.", "چیز غیرعادی نیست.")
				    : MSG_P("Nothing could be judged.", "هیچ چیز سنجیدنی نبود."));
		html_lit(h, "</p>");
	}
	if (n && page->sources == SURGE_UNTESTED) {
		html_lit(h, "<p class=\"notice\">");
		say(&p, MSG_P("Not tested by source: a new source looks like a surge.",
			      "بر پایهٔ منبع سنجیده نشد: منبع تازه شبیه افزایش است."));
		html_lit(h, "</p>");
	}
}

void report_surge_episode(struct html *h, const struct surge_page *page, size_t series,
			  size_t episode, struct arena *a)
{
	struct sheet p = sheet_of(h, page, a);
	html_lit(h, "<ul class=\"brief\">");
	put_episode(&p, series, episode);
	html_lit(h, "</ul>\n");
}

struct str report_surge_verdict(const struct surge_page *p, struct arena *a)
{
	size_t firing = 0;
	size_t open = 0;
	for (size_t i = 0; i < p->set->n; i++) {
		const struct alarm_series *x = &p->set->items[i];
		firing += x->n_episodes > 0;
		for (size_t k = 0; k < x->n_episodes; k++)
			open += x->episodes[k].open;
	}
	struct str args[] = { num_text(a, p->lang, (int64_t)firing),
			      num_text(a, p->lang, (int64_t)judged(p->set)),
			      num_text(a, p->lang, (int64_t)open) };
	if (!judged(p->set))
		return tr(p->lang, MSG_P("Nothing could be judged.", "هیچ چیز سنجیدنی نبود."));
	if (!firing)
		return tr_fmt(
			a, p->lang,
			MSG_P("None of the {2} series judged is out of the ordinary.",
			      "هیچ‌یک از {2} سری سنجیده غیرعادی نیست."),
			args, 3);
	return tr_fmt(
		a, p->lang,
		MSG_P("{1} of {2} series judged were out of the ordinary at some time. Surges that are not over: {3}.",
		      "{1} سری از {2} سری سنجیده زمانی غیرعادی بوده‌اند. افزایش‌هایی که پایان نیافته‌اند: {3}."),
		args, 3);
}

static void put_section_found(const struct sheet *p)
{
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"sg\"><h2 id=\"sg\">");
	say(p, MSG_P("Surges", "افزایش‌ها"));
	html_lit(p->h, "</h2>\n");
	report_surge_found(p->h, p->page, p->a);
	html_lit(p->h, "</section>\n");
}

/* ---- series ------------------------------------------------------------------------- */

static void put_chart(const struct sheet *p, const struct alarm_series *x, size_t id)
{
	struct chart c;
	surge_chart(x, SURGE_CHART_PERIODS, p->lang, p->a, &c);
	chart_figure(p->h, &c, str_printf(p->a, "s%zu", id));
}

static void put_series(const struct sheet *p)
{
	size_t quiet = 0;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"se\"><h2 id=\"se\">");
	say(p, MSG_P("Series and their ordinary range",
		     "سری‌ها و بازهٔ عادی آن‌ها"));
	html_lit(p->h, "</h2>\n<div class=\"cols two\">");
	for (size_t i = 0; i < p->set->n; i++) {
		const struct alarm_series *x = &p->set->items[i];
		quiet += x->n_episodes == 0;
		if (x->n_episodes == 0 && quiet > SHOWN_QUIET)
			continue;
		html_lit(p->h, "<div><h3>");
		html_text(p->h, surge_name(x, p->lang));
		html_lit(p->h, "</h3>\n");
		if (x->refused) {
			html_lit(p->h, "<p class=\"notice\">");
			html_text(p->h, watch_refusal(x, p->lang, p->a));
			html_lit(p->h, "</p>\n");
		} else if (x->from <= x->s->n) {
			put_chart(p, x, i + 1);
		}
		html_lit(p->h, "</div>\n");
	}
	html_lit(p->h, "</div>\n");
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

void report_surge_method(struct html *h, const struct surge_page *page, struct arena *a)
{
	struct sheet sheet = sheet_of(h, page, a);
	const struct sheet *p = &sheet;
	struct str args[] = { str_of(alarm_method_code(p->set->o.method)),
			      decimal(p, p->set->o.budget, 0), decimal(p, p->set->nominal, 1),
			      str_printf(p->a, "%llu", (unsigned long long)p->set->o.seed),
			      STR(VIGIL_VERSION) };
	html_lit(p->h, "<p>");
	static const struct msg CHANGE = MSG(
		"Method {1}: how probable it is that the level rose within the last four periods; an alarm when that is more likely than not. If nothing rose, single counts would pass their range about {3} times a year in all.",
		"روش {1}: احتمال این‌که سطح در چهار دورهٔ اخیر بالا رفته باشد؛ هشدار وقتی که از نیمی بیشتر است. اگر افزایشی نبود تک‌شمارها سالی نزدیک {3} بار از بازه بیرون می‌رفتند.");
	say_with(
		p,
		p->set->o.method == ALARM_CHANGEPOINT ? &CHANGE
		: p->set->o.method == ALARM_CUSUM || p->set->o.method == ALARM_GLR
			? MSG_P("Method {1}: evidence for a higher rate is added up over periods; its limit was computed from how often such counts pass it when nothing rises. Budget: {2} false alarms a year in all.",
				"روش {1}: نشانه‌های افزایش در دوره‌ها جمع می‌شود؛ کران آن از این حساب شد که چنین شمارهایی بی هیچ افزایشی چند بار از آن می‌گذرند. بودجه: در همه سالی {2} هشدار نادرست.")
			: MSG_P("Method {1}: from the same season of earlier years, with trend, old outbreaks weighing little. If nothing rose, bounds would be passed about {3} times a year in all; shown is what keeps within {2}.",
				"روش {1}: از همان فصل در سال‌های پیش، با روند، و با وزن کم برای اوج‌های گذشته. اگر افزایشی نبود سالی نزدیک {3} بار از کران‌ها گذر می‌شد؛ آنچه آمده در {2} می‌گنجد."),
		args, COUNT(args));
	html_lit(p->h, "</p><p>");
	say(p,
	    MSG_P("A count is what was recorded, not what happened: more sources, quicker reports or a list entered in one day raise it too.",
		  "شمار همان است که ثبت شده، نه آنچه رخ داده: منبع بیشتر، گزارش زودتر یا فهرستی که یک‌روزه وارد شود هم آن را بالا می‌برد."));
	html_lit(p->h, "</p>\n");
	for (size_t i = 0; i < COUNT(page->notes); i++)
		if (page->notes[i].n)
			html_el(h, "p", page->notes[i]);
}

static void put_made(const struct sheet *p)
{
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"hw\"><h2 id=\"hw\">");
	say(p, MSG_P("How the range is made", "بازه چگونه ساخته شد"));
	html_lit(p->h, "</h2>");
	report_surge_method(p->h, p->page, p->a);
	html_lit(p->h, "</section>\n");
}

int report_surge(const struct surge_page *page, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	const struct sheet p = sheet_of(&h, page, a);
	const struct plain whole_page = plain_of(&p);
	plain_begin(&whole_page, ret,
		    MSG_P("Is it rising? – Vigil", "آیا رو به افزایش است؟ – Vigil"),
		    MSG_P("Is it rising?", "آیا رو به افزایش است؟"), page->title,
		    report_surge_verdict(page, a));
	put_section_found(&p);
	put_series(&p);
	put_made(&p);
	return plain_end(&whole_page, ret,
			 str_printf(a, "%llu", (unsigned long long)page->set->o.seed), e);
}
