/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/of_delay.h"

#include "text/calendar.h"

/* The first period as period.h numbers it: a month since year 0, or a day. */
static int64_t first_of(const struct figure_delays *d)
{
	struct cal_day day;
	if (d->by == FIGURE_BY_WEEK || !cal_from_jdn(CAL_GREGORIAN, d->first, &day))
		return d->first;
	return (int64_t)day.year * 12 + day.month - 1;
}

int watch_of_delays(const struct figure_delays *d, struct arena *a, struct nowcast_table *ret,
		    struct err *e)
{
	const bool weeks = d->by == FIGURE_BY_WEEK;
	assert(d->by != FIGURE_BY_JALALI_MONTH);
	if (d->n < 1 || d->n > PERIOD_AXIS_MAX)
		return err_set(e, ERR_INPUT,
			       "no %s of this register is over yet: it says nothing about delay",
			       weeks ? "week" : "month");
	struct nowcast_series *s = NEW(a, struct nowcast_series);
	s->name = STR("");
	s->cells = NEW_N(a, d->n_cells, struct nowcast_cell);
	s->n = s->cap = d->n_cells;
	for (size_t i = 0; i < d->n_cells; i++)
		s->cells[i] = (struct nowcast_cell){ d->cells[i].t, d->cells[i].delay,
						     d->cells[i].count };
	*ret = (struct nowcast_table){
		.axis = { .kind = weeks ? PERIOD_WEEK : PERIOD_MONTH,
			  .first = first_of(d),
			  .step = weeks ? 7 : 1,
			  .n = d->n },
		.series = s,
		.n = 1,
		.last = d->n - 1,
	};
	return 0;
}

static struct str note(const struct msg *m, int64_t n, enum lang lang, struct arena *a)
{
	struct str arg = num_text(a, lang, n);
	return n ? tr_fmt(a, lang, m, &arg, 1) : STR("");
}

void watch_delay_notes(const struct figure_delays *d, enum lang lang, struct arena *a,
		       struct str ret[WATCH_DELAY_NOTES])
{
	ret[0] = note(
		MSG_P("Left out, since they happened before this register was begun: {1}. When others first reported them is not what this log knows.",
		      "کنار نهاده، چون پیش از آغاز این دفتر رخ داده است: {1}. این دفتر نمی‌داند دیگران نخست کی گزارش کردند."),
		d->before, lang, a);
	ret[1] = note(
		MSG_P("Left out, since their date lies in several periods or is not known: {1}.",
		      "کنار نهاده، چون تاریخشان در چند دوره است یا دانسته نیست: {1}."),
		d->apart, lang, a);
	ret[2] = note(
		MSG_P("Left out, since the period in which they happened or were entered is not over: {1}.",
		      "کنار نهاده، چون دوره‌ای که در آن رخ داده یا وارد شده پایان نیافته است: {1}."),
		d->later, lang, a);
}
