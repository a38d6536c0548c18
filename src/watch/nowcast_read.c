/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nowcast_read.c - the table of delays, and one series of it as a triangle. */
#include "watch/nowcast_priv.h"

#include "base/map.h"

static const struct msg TWICE = MSG("{1} with delay {2} stands here again; first in row {3}",
				    "{1} با تأخیر {2} دوباره آمده؛ نخست در ردیف {3}");
static const struct msg TWICE_DO =
	MSG("keep one of the rows", "یکی از ردیف‌ها را نگه دارید");
static const struct msg TOO_LATE = MSG("a delay of {1} periods is beyond what can be read",
				       "تأخیر {1} دوره خوانده نمی‌شود");
static const struct msg TOO_LATE_DO = MSG(
	"give the delay in the periods of the column event (weeks, if these are weeks), at most 20,000",
	"تأخیر را به دوره‌های ستون event بنویسید (هفته، اگر آن‌ها هفته‌اند)، تا ۲۰٬۰۰۰");

struct columns {
	ptrdiff_t series, event, delay, count;
};

/* A column may say its unit: `delay_weeks`, `event_month`. */
static ptrdiff_t column_begins(const struct csv_row *header, const char *name)
{
	size_t n = str_of(name).n;
	for (size_t i = 0; i < header->n; i++) {
		struct str cell = str_trim(header->cells[i]);
		if (cell.n > n && cell.p[n] == '_' && str_same_word(str_n(cell.p, n), str_of(name)))
			return (ptrdiff_t)i;
	}
	return -1;
}

static ptrdiff_t find_column(const struct csv_row *header, const char *name, const char *other,
			     struct csv_problems *ps)
{
	const char *names[] = { name, other };
	for (size_t i = 0; i < COUNT(names) && names[i]; i++) {
		ptrdiff_t at = cell_column(header, names[i]);
		at = at < 0 ? column_begins(header, names[i]) : at;
		if (at >= 0)
			return at;
	}
	return cell_column_needed(header, name, ps);
}

static struct columns columns_of(const struct csv_row *header, struct csv_problems *ps)
{
	return (struct columns){
		.series = cell_column(header, "series"),
		.event = find_column(header, "event", "onset", ps),
		.delay = find_column(header, "delay", NULL, ps),
		.count = find_column(header, "count", NULL, ps),
	};
}

/* One cell a row; each may stand once. */
struct reader {
	struct arena *a;
	struct csv_problems *ps;
	struct map names, cells;
	struct nowcast_table *t;
};

static int series_of(struct reader *r, struct str name, struct nowcast_series **ret, struct err *e)
{
	void **at = map_at(&r->names, name);
	if (!*at) {
		if (r->t->n == NOWCAST_SERIES_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d series", NOWCAST_SERIES_MAX);
		*at = &r->t->series[r->t->n++];
		**(struct nowcast_series **)at =
			(struct nowcast_series){ .name = str_copy(r->a, name) };
	}
	*ret = *at;
	return 0;
}

static bool is_new(struct reader *r, const struct csv_row *row, const struct columns *c,
		   const struct str *name, const struct nowcast_cell *cell)
{
	struct str key = str_printf(r->a, "%lld %lld %.*s", (long long)cell->t,
				    (long long)cell->delay, STR_FMT(*name));
	void **at = map_at(&r->cells, key);
	if (!*at) {
		int64_t *number = NEW(r->a, int64_t);
		*number = row->number;
		*at = number;
		return true;
	}
	struct str args[] = { str_trim(row->cells[c->event]), str_trim(row->cells[c->delay]),
			      num_text(r->a, r->ps->lang, *(const int64_t *)*at) };
	csv_problem_add(r->ps, row->number, 0, &TWICE, &TWICE_DO, args, COUNT(args));
	return false;
}

/* Adds the cell with `t` as it stands; the axis is not known before all rows are read. */
static int take_row(struct reader *r, const struct csv_row *row, const struct columns *c,
		    struct period_list *periods, struct err *e)
{
	struct nowcast_cell cell = { 0 };
	struct nowcast_series *s;
	struct str name = c->series < 0 ? STR("") : str_trim(row->cells[c->series]);
	bool fine = period_take(periods, row, (size_t)c->event, r->ps);
	fine = cell_count(row, (size_t)c->delay, r->ps, &cell.delay) && fine;
	fine = cell_count(row, (size_t)c->count, r->ps, &cell.count) && fine;
	if (fine && cell.delay > PERIOD_AXIS_MAX) {
		cell_problem(r->ps, row->number, c->delay, &TOO_LATE, &TOO_LATE_DO,
			     str_trim(row->cells[c->delay]));
		fine = false;
	}
	if (!fine)
		return 0;
	cell.t = periods->items[periods->n - 1].at;
	if (!is_new(r, row, c, &name, &cell))
		return 0;
	TRY(series_of(r, name, &s, e));
	s->cells = arena_grow(r->a, s->cells, s->n, &s->cap, sizeof *s->cells);
	s->cells[s->n++] = cell;
	return 0;
}

int nowcast_read(struct str bytes, enum lang lang, struct arena *a, struct nowcast_table *ret,
		 struct csv_problems *ret_problems, struct err *e)
{
	struct csv_options o = { .lang = lang };
	struct csv_table csv;
	struct period_list periods = { 0 };
	struct nowcast_table t = { .series = NEW_N(a, NOWCAST_SERIES_MAX, struct nowcast_series) };
	struct reader r = { .a = a, .ps = ret_problems, .t = &t };
	map_init(&r.names, a);
	map_init(&r.cells, a);
	csv_read(bytes, &o, a, &csv);
	*ret_problems = csv.problems;
	struct columns c = columns_of(&csv.header, ret_problems);
	bool complete = c.event >= 0 && c.delay >= 0 && c.count >= 0;
	for (size_t i = 0; complete && i < csv.n_rows; i++)
		TRY(take_row(&r, &csv.rows[i], &c, &periods, e));
	TRY(period_settle(&periods, &t.axis, e));
	for (size_t i = 0; i < t.n; i++) {
		for (size_t k = 0; k < t.series[i].n; k++) {
			struct nowcast_cell *cell = &t.series[i].cells[k];
			cell->t = period_index(&t.axis, cell->t);
			if (cell->count && cell->t + cell->delay > t.last)
				t.last = cell->t + cell->delay;
		}
	}
	*ret = t;
	return 0;
}

struct nowcast_triangle nowcast_triangle_of(const struct nowcast_series *s, int64_t now,
					    int64_t max_delay, struct arena *a)
{
	struct nowcast_triangle x = { .n = (size_t)now + 1, .wide = (size_t)max_delay + 1 };
	x.by_age = NEW_N(a, x.n * x.wide, int64_t);
	x.known = NEW_N(a, x.n, int64_t);
	for (size_t i = 0; i < s->n; i++) {
		const struct nowcast_cell *c = &s->cells[i];
		if (c->t + c->delay > now)
			continue;
		x.known[c->t] += c->count;
		if (c->delay <= max_delay)
			x.by_age[(size_t)c->t * x.wide + (size_t)c->delay] += c->count;
	}
	for (size_t t = 0; t < x.n; t++)
		for (size_t d = 1; d < x.wide; d++)
			x.by_age[t * x.wide + d] += x.by_age[t * x.wide + d - 1];
	return x;
}
