/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/figure_time.h"

#include "base/pool.h"
#include "text/date.h"

int figure_time_asked(const struct page_request *p, enum figure_by *ret_by, enum figure_of *ret_of,
		      struct err *e)
{
	struct str by = page_arg(p, "by");
	struct str of = page_arg(p, "of");
	*ret_by = FIGURE_BY_MONTH;
	*ret_of = FIGURE_OF_ALL;
	if (by.n && !figure_by_parse(by, ret_by))
		return err_set(e, ERR_INPUT, "“by” in the address is week, month or jalali-month");
	if (of.n && !figure_of_parse(of, ret_of))
		return err_set(e, ERR_INPUT,
			       "“of” in the address is all, province, prison or charge");
	return 0;
}

int figure_known(const struct page_request *p, struct str *ret_text, int64_t *ret, struct err *e)
{
	struct str text = page_arg(p, "known");
	struct date_reading *r;
	size_t n;
	*ret = 0;
	*ret_text = text;
	if (!text.n)
		return 0;
	TRY(date_read(p->a, p->lang, text, &r, &n, e));
	if (n != 1 || !r->has_day || r->doubt != DATE_SURE)
		return err_set(e, ERR_INPUT,
			       "“known” is one day, such as 2025-10-12 or 20 Mehr 1404");
	TRY(reg_size_on(p->reg, r->jdn, ret, e));
	if (!*ret)
		return err_set(e, ERR_NOTFOUND,
			       "nothing had been recorded here by the end of that day");
	return 0;
}

int figure_time_load(struct page_request *p, int64_t figure, int64_t as_of, enum figure_by by,
		     enum figure_of of, struct figure_time *ret, struct err *e)
{
	struct figure_time t = { .by = by, .of = of };
	struct series_set all;
	struct series_set sources;
	struct alarm_options o = { .seed = 1 };
	int rc = reg_figure_series(p->reg, figure, as_of, by, of, p->a, &t.s, e);
	if (rc == ERR_INPUT) {
		t.why = page_refusal(p->a, p->lang, str_copy(p->a, str_of(e->text)));
		*ret = t;
		return 0;
	}
	TRY(rc);
	t.there = t.s.n > 0;
	watch_of_figure(&t.s, p->lang, p->a, &all, &sources);
	watch_figure_notes(&t.s, p->lang, p->a, t.notes);
	const struct series **list = NEW_N(p->a, all.n, const struct series *);
	for (size_t i = 0; i < all.n; i++)
		list[i] = &all.parts[i].s;
	alarm_judge(list, all.n, &o, NULL, p->a, &t.set);
	TRY(alarm_check_sources(&t.set, &sources, p->a, e));
	TRY(reg_warning_notes(p->reg, figure, p->a, &t.said, &t.n_said, e));
	t.now = as_of == 0;
	*ret = t;
	return 0;
}

/* ---- what was said of alarms ----------------------------------------------------------- */

struct warning_at figure_time_at(const struct figure_time *t, size_t line, size_t episode)
{
	const struct alarm_episode *ep = &t->set.items[line].episodes[episode];
	return (struct warning_at){ .by = t->by,
				    .of = line ? t->of : FIGURE_OF_ALL,
				    .code = line ? t->s.lines[line].code : STR(""),
				    .day = t->s.first[ep->last - 1] };
}

bool figure_time_is_of(const struct figure_time *t, size_t line, size_t episode,
		       const struct warning_note *n)
{
	const struct alarm_episode *ep = &t->set.items[line].episodes[episode];
	struct warning_at at = figure_time_at(t, line, episode);
	return warning_is_of(n, &at, t->s.first[ep->first - 1], t->s.first[ep->last]);
}

struct episode_said figure_time_said(const struct figure_time *t, size_t line, size_t episode)
{
	struct episode_said ret = { 0 };
	for (size_t i = 0; i < t->n_said; i++) {
		const struct warning_note *n = &t->said[i];
		if (!figure_time_is_of(t, line, episode, n))
			continue;
		if (n->explained)
			ret.explained = n;
		else
			ret.assigned = n;
	}
	ret.went_on = ret.explained && ret.explained->at.day < figure_time_at(t, line, episode).day;
	return ret;
}

struct str figure_time_address(const struct figure_time *t, size_t line, size_t episode,
			       struct arena *a)
{
	struct warning_at at = figure_time_at(t, line, episode);
	return str_printf(a, "/warning?figure=%.*s&by=%s&of=%s&line=%.*s&period=%.*s",
			  STR_FMT(t->s.figure.number), figure_by_code(t->by), figure_of_code(t->of),
			  STR_FMT(at.code),
			  STR_FMT(t->s.label[t->set.items[line].episodes[episode].last - 1]));
}

static void more_en(struct html *h, const void *ctx, size_t line, size_t episode)
{
	figure_time_more(h, ctx, line, episode, LANG_EN);
}

static void more_fa(struct html *h, const void *ctx, size_t line, size_t episode)
{
	figure_time_more(h, ctx, line, episode, LANG_FA);
}

struct surge_page figure_time_page(const struct figure_time *t, enum lang lang)
{
	struct surge_page page = { .set = &t->set,
				   .sources = SURGE_BY_ALONE,
				   .lang = lang,
				   .more = lang == LANG_FA ? more_fa : more_en,
				   .ctx = t };
	for (size_t i = 0; i < WATCH_FIGURE_NOTES; i++)
		page.notes[i] = t->notes[i];
	return page;
}

/* Of a series that has no finished period there is only that one. */
static void chart_of_last(const struct figure_time *t, size_t line, enum lang lang, struct arena *a,
			  struct chart *ret)
{
	struct str n = num_text(a, lang, t->s.lines[line].count[t->s.n - 1]);
	*ret = (struct chart){
		.kind = CHART_SERIES,
		.lang = lang,
		.title = t->s.lines[line].label,
		.desc = tr_fmt(a, lang,
			       MSG_P("{1} in the period that is not over.",
				     "{1} در دوره‌ای که پایان نیافته."),
			       &n, 1),
	};
}

void figure_time_chart(const struct figure_time *t, size_t line, enum lang lang, struct arena *a,
		       struct chart *ret)
{
	if (line < t->set.n)
		surge_chart(&t->set.items[line], SURGE_CHART_PERIODS, lang, a, ret);
	else
		chart_of_last(t, line, lang, a, ret);
	if (!t->s.unfinished)
		return;
	struct chart_series *c = &ret->of.series;
	struct chart_point *p = NEW_N(a, c->n + 1, struct chart_point);
	if (c->n)
		memcpy(p, c->p, c->n * sizeof *p);
	p[c->n] = (struct chart_point){
		.label = digits_local(a, lang, watch_figure_period(&t->s, t->s.n - 1, lang, a)),
		.value = (double)t->s.lines[line].count[t->s.n - 1],
		.expected = NUM_NAN,
		.upper = NUM_NAN,
		.part = true,
		.remark = tr(lang, MSG_P("not over yet", "هنوز پایان نیافته")),
	};
	*c = (struct chart_series){ p, c->n + 1 };
}
