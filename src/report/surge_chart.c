/* SPDX-License-Identifier: GPL-3.0-or-later */
/* surge_chart.c - a judged series as a chart. */
#include "report/surge.h"

#include "watch/words.h"

struct str surge_name(const struct alarm_series *x, enum lang lang)
{
	return x->s->name.n ? x->s->name : tr(lang, MSG_P("One series", "یک سری"));
}

static struct str remark_of(const struct alarm_series *x, size_t t, enum lang lang)
{
	const struct alarm_point *at = &x->points[t - 1];
	if (x->refused || t < x->from)
		return STR("");
	if (at->quiet != ALARM_SPOKE)
		return tr(lang, watch_quiet_words(at->quiet));
	if (!at->alarm)
		return STR("");
	return tr(lang, x->fires[t - 1] ? MSG_P("alarm", "هشدار")
					: MSG_P("above, within the budget of chance",
						"بالای کران، در بودجهٔ تصادف"));
}

static struct str desc_of(const struct alarm_series *x, size_t from, size_t alarms, enum lang lang,
			  struct arena *a)
{
	size_t n = x->s->n;
	struct str args[] = { num_text(a, lang, (int64_t)(n - from + 1)),
			      watch_period(x->s, from, lang, a), watch_period(x->s, n, lang, a),
			      num_text(a, lang, x->s->observed[n - 1]),
			      num_text(a, lang, (int64_t)alarms) };
	if (x->refused)
		return tr_fmt(
			a, lang,
			MSG_P("A line of {1} periods from {2} to {3}; {4} in the last. No range is drawn: it could not be judged.",
			      "خط {1} دوره از {2} تا {3}؛ {4} در واپسین دوره. بازه‌ای رسم نشده: سنجیدنی نبود."),
			args, COUNT(args));
	return tr_fmt(
		a, lang,
		alarms ? MSG_P("A line of {1} periods from {2} to {3}, {4} in the last, on the shaded range of what is ordinary. Circles mark {5} out of it.",
			       "خط {1} دوره از {2} تا {3}، {4} در واپسین دوره، بر بازهٔ سایه‌دار آنچه عادی است. دایره‌ها {5} مورد بیرون از آن را نشان می‌دهند.")
		       : MSG_P("A line of {1} periods from {2} to {3}, {4} in the last, on the shaded range of what is ordinary. None is out of it.",
			       "خط {1} دوره از {2} تا {3}، {4} در واپسین دوره، بر بازهٔ سایه‌دار آنچه عادی است. هیچ‌یک بیرون از آن نیست."),
		args, COUNT(args));
}

void surge_chart(const struct alarm_series *x, size_t periods, enum lang lang, struct arena *a,
		 struct chart *ret)
{
	size_t from = x->refused || x->from > x->s->n ? 1 : x->from;
	size_t alarms = 0;
	if (x->s->n - from + 1 > periods)
		from = x->s->n - periods + 1;
	size_t n = x->s->n - from + 1;
	struct chart_point *p = NEW_N(a, n, struct chart_point);
	for (size_t t = from; t <= x->s->n; t++) {
		bool judged = !x->refused && x->points;
		p[t - from] = (struct chart_point){
			.label = watch_period(x->s, t, lang, a),
			.value = (double)x->s->observed[t - 1],
			.expected = judged ? x->points[t - 1].expected : NUM_NAN,
			.upper = judged ? x->points[t - 1].upper : NUM_NAN,
			.mark = judged && x->fires[t - 1],
			.remark = judged ? remark_of(x, t, lang) : STR(""),
		};
		alarms += p[t - from].mark;
	}
	*ret = (struct chart){ .kind = CHART_SERIES,
			       .lang = lang,
			       .title = surge_name(x, lang),
			       .desc = desc_of(x, from, alarms, lang, a) };
	ret->of.series = (struct chart_series){ p, n };
}
