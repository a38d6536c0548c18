/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/of_figure.h"

#include "base/map.h"
#include "text/calendar.h"

struct str watch_figure_period(const struct figure_series *f, size_t t, enum lang lang,
			       struct arena *a)
{
	struct cal_day d;
	if (lang == LANG_FA && f->by == FIGURE_BY_WEEK && cal_from_jdn(CAL_JALALI, f->first[t], &d))
		return str_printf(a, "%04d-%02d-%02d", (int)d.year, d.month, d.day);
	return f->label[t];
}

/* A slash would be another level. */
static struct str one_level(struct str s, struct arena *a)
{
	char *p = NEW_N(a, s.n + 1, char);
	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)(s.p[i] == '/' ? '-' : s.p[i]);
	return str_n(p, s.n);
}

static struct str label_of(struct str en, struct str fa, struct str code, enum lang lang)
{
	struct str s = lang == LANG_FA && fa.n ? fa : en;
	return s.n ? s : code;
}

/* Names are paths, each once: two prisons of one name have their numbers behind it. */
static struct str *name_lines(const struct figure_series *f, enum lang lang, struct arena *a)
{
	struct str *names = NEW_N(a, f->n_lines, struct str);
	struct map known;
	map_init(&known, a);
	for (size_t i = 0; i < f->n_lines; i++) {
		const struct figure_line *l = &f->lines[i];
		struct str own = one_level(label_of(l->label, l->label_fa, l->code, lang), a);
		struct str path =
			i ? str_printf(a, "%.*s/%.*s", STR_FMT(names[l->parent]), STR_FMT(own))
			  : own;
		if (*map_at(&known, path))
			path = str_printf(a, "%.*s (%.*s)", STR_FMT(path), STR_FMT(l->code));
		*map_at(&known, path) = names;
		names[i] = path;
	}
	return names;
}

static bool any(const int64_t *n, size_t count)
{
	for (size_t t = 0; t < count; t++)
		if (n[t])
			return true;
	return false;
}

void watch_of_figure(const struct figure_series *f, enum lang lang, struct arena *a,
		     struct series_set *ret, struct series_set *ret_sources)
{
	size_t n = f->n - (f->n && f->unfinished);
	struct str *labels = NEW_N(a, n, struct str);
	struct str *names = name_lines(f, lang, a);
	size_t k = 0;
	*ret = (struct series_set){ NULL, 0 };
	*ret_sources = (struct series_set){ NULL, 0 };
	if (!n)
		return;
	for (size_t t = 0; t < n; t++)
		labels[t] = watch_figure_period(f, t, lang, a);
	ret->parts = NEW_N(a, f->n_lines, struct series_part);
	ret->n = f->n_lines;
	for (size_t i = 0; i < f->n_lines; i++)
		ret->parts[i].s = (struct series){ .name = names[i],
						   .freq = figure_by_freq(f->by),
						   .n = n,
						   .observed = f->lines[i].count,
						   .label = labels,
						   .first = 1,
						   .by_date = true };
	ret_sources->parts = NEW_N(a, f->n_parts, struct series_part);
	for (size_t i = 0; i < f->n_parts; i++) {
		const struct figure_part *p = &f->parts[i];
		if (!any(p->alone, n))
			continue;
		ret_sources->parts[k].s = ret->parts[p->line].s;
		ret_sources->parts[k].s.observed = p->alone;
		ret_sources->parts[k++].source = label_of(p->label, p->label_fa, p->number, lang);
	}
	ret_sources->n = k;
}

/* ---- what must be said of it --- */

static struct str note(enum lang lang, struct arena *a, int64_t n, const struct msg *one,
		       const struct msg *many)
{
	struct str arg = num_text(a, lang, n);
	return n ? tr_fmt(a, lang, n == 1 ? one : many, &arg, 1) : STR("");
}

void watch_figure_notes(const struct figure_series *s, enum lang lang, struct arena *a,
			struct str ret[WATCH_FIGURE_NOTES])
{
	ret[0] = note(
		lang, a, s->apart,
		MSG_P("{1} case is in no period: its date lies in several, or has no end.",
		      "{1} مورد در هیچ دوره‌ای نیست: تاریخش در چند دوره است یا پایانی ندارد."),
		MSG_P("{1} cases are in no period: their dates lie in several, or have no end.",
		      "{1} مورد در هیچ دوره‌ای نیست: تاریخشان در چند دوره است یا پایانی ندارد."));
	ret[1] = note(
		lang, a, s->spread,
		MSG_P("{1} case is spread over the periods in which its date lies, and rounded.",
		      "{1} مورد میان دوره‌هایی که تاریخش در آن‌هاست پخش و گرد شده است."),
		MSG_P("{1} cases are spread over the periods in which their dates lie, and rounded.",
		      "{1} مورد میان دوره‌هایی که تاریخشان در آن‌هاست پخش و گرد شده است."));
	ret[2] = note(
		lang, a, s->new_year,
		MSG_P("{1} case dated on the first day of a year is taken for one of that year.",
		      "{1} مورد با تاریخ نخستین روز سال، مورد همان سال گرفته شده است."),
		MSG_P("{1} cases dated on the first day of a year are taken for ones of that year.",
		      "{1} مورد با تاریخ نخستین روز سال، مورد همان سال گرفته شده است."));
	ret[3] = note(
		lang, a, s->later,
		MSG_P("{1} case is dated later than the log and is in no period.",
		      "{1} مورد تاریخی پس از دفتر دارد و در هیچ دوره‌ای نیست."),
		MSG_P("{1} cases are dated later than the log and are in no period.",
		      "{1} مورد تاریخی پس از دفتر دارند و در هیچ دوره‌ای نیستند."));
}
