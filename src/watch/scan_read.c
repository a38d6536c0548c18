/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_read.c - events by place and period, and where the places are. */
#include "watch/scan.h"

#include <stdlib.h>

#include "base/map.h"

static const struct msg NO_NAME = MSG("there is no name", "نامی نوشته نشده");
static const struct msg NO_NAME_DO =
	MSG("write the place as it stands in the other table",
	    "جا را چنان‌که در جدول دیگر آمده بنویسید");
static const struct msg PLACE_TWICE =
	MSG("\"{1}\" stands here again; first in row {2}", "«{1}» دوباره آمده؛ نخست در ردیف {2}");
static const struct msg PLACE_TWICE_DO =
	MSG("keep one of the rows", "یکی از ردیف‌ها را نگه دارید");
static const struct msg NO_PLACE =
	MSG("\"{1}\" is not in the table of places", "«{1}» در جدول جاها نیست");
static const struct msg NO_PLACE_DO = MSG(
	"add a row for it there, or write it as it stands there",
	"ردیفی برایش آن‌جا بیفزایید، یا چنان‌که آن‌جا آمده بنویسید");
static const struct msg CIRCLE = MSG("\"{1}\" lies below itself", "«{1}» زیر خود است");
static const struct msg CIRCLE_DO =
	MSG("leave `parent` empty at the top of the tree", "در سر درخت `parent` را خالی بگذارید");
static const struct msg FEW_PERSONS = MSG("{1} events with {2} persons", "{1} رویداد با {2} نفر");
static const struct msg FEW_PERSONS_DO = MSG(
	"an event has at least one person; where there is no event there is nobody",
	"هر رویداد دست‌کم یک نفر دارد؛ جایی که رویدادی نیست کسی نیست");
static const struct msg CELL_TWICE = MSG("\"{1}\" in {2} stands here again; first in row {3}",
					 "«{1}» در {2} دوباره آمده؛ نخست در ردیف {3}");
static const struct msg CELL_TWICE_DO = MSG(
	"give one row for each place and period, or one for each event with events 1 in all rows",
	"برای هر جا و دوره یک ردیف بدهید، یا برای هر رویداد یکی با events برابر ۱ در همهٔ ردیف‌ها");

/* ---- places ----------------------------------------------------------------- */

struct places {
	struct map by_name; /* to its number + 1, as a pointer to it */
	struct scan_table *t;
	int64_t *row;
	struct csv_problems *ps;
	struct arena *a;
};

static ptrdiff_t place_of(const struct map *by_name, struct str name)
{
	const ptrdiff_t *at = map_get(by_name, name);
	return at ? *at : -1;
}

/* The name of the place in this row, new; -1: a problem. */
static ptrdiff_t new_place(struct places *p, const struct csv_row *row, size_t column)
{
	struct str name = str_trim(row->cells[column]);
	if (!name.n) {
		cell_problem(p->ps, row->number, (ptrdiff_t)column, &NO_NAME, &NO_NAME_DO, name);
		return -1;
	}
	ptrdiff_t before = place_of(&p->by_name, name);
	if (before >= 0) {
		struct str args[] = { name, num_text(p->a, p->ps->lang, p->row[before]) };
		csv_problem_add(p->ps, row->number, column + 1, &PLACE_TWICE, &PLACE_TWICE_DO, args,
				COUNT(args));
		return -1;
	}
	ptrdiff_t *number = NEW(p->a, ptrdiff_t);
	*number = (ptrdiff_t)p->t->n_places++;
	p->t->places[*number] = str_copy(p->a, name);
	p->row[*number] = row->number;
	*map_at(&p->by_name, name) = number;
	return *number;
}

static void read_map(struct places *p, const struct csv_table *csv)
{
	ptrdiff_t place = cell_column_needed(&csv->header, "place", p->ps);
	ptrdiff_t lat = cell_column_needed(&csv->header, "lat", p->ps);
	ptrdiff_t lon = cell_column_needed(&csv->header, "lon", p->ps);
	ptrdiff_t people = cell_column(&csv->header, "population");
	if (place < 0 || lat < 0 || lon < 0)
		return;
	p->t->lat = NEW_N(p->a, csv->n_rows, double);
	p->t->lon = NEW_N(p->a, csv->n_rows, double);
	p->t->population = people < 0 ? NULL : NEW_N(p->a, csv->n_rows, double);
	for (size_t i = 0; i < csv->n_rows; i++) {
		const struct csv_row *row = &csv->rows[i];
		ptrdiff_t at = new_place(p, row, (size_t)place);
		double v = 0;
		(void)(cell_real(row, (size_t)lat, -90, 90, p->ps, &v) && at >= 0 &&
		       (p->t->lat[at] = v, true));
		(void)(cell_real(row, (size_t)lon, -180, 180, p->ps, &v) && at >= 0 &&
		       (p->t->lon[at] = v, true));
		if (people >= 0 && cell_real(row, (size_t)people, 0, 1e12, p->ps, &v) && at >= 0)
			p->t->population[at] = v;
	}
}

static void read_parents(struct places *p, const struct csv_table *csv, size_t node, size_t parent)
{
	struct scan_table *t = p->t;
	t->parent = NEW_N(p->a, csv->n_rows, ptrdiff_t);
	for (size_t i = 0; i < csv->n_rows; i++)
		(void)new_place(p, &csv->rows[i], node);
	for (size_t i = 0; i < csv->n_rows; i++) {
		struct str name = str_trim(csv->rows[i].cells[parent]);
		ptrdiff_t at = place_of(&p->by_name, str_trim(csv->rows[i].cells[node]));
		ptrdiff_t up = name.n ? place_of(&p->by_name, name) : -1;
		if (name.n && up < 0)
			cell_problem(p->ps, csv->rows[i].number, (ptrdiff_t)parent, &NO_PLACE,
				     &NO_PLACE_DO, name);
		if (at >= 0)
			t->parent[at] = up;
	}
	for (size_t i = 0; i < t->n_places; i++) {
		size_t steps = 0;
		for (ptrdiff_t k = (ptrdiff_t)i; k >= 0 && steps <= t->n_places; k = t->parent[k])
			steps++;
		if (steps > t->n_places)
			cell_problem(p->ps, p->row[i], (ptrdiff_t)parent, &CIRCLE, &CIRCLE_DO,
				     t->places[i]);
	}
}

static int read_places(struct places *p, struct str bytes, struct err *e)
{
	struct csv_options o = { .lang = p->ps->lang };
	struct csv_table csv;
	csv_read(bytes, &o, p->a, &csv);
	*p->ps = csv.problems;
	map_init(&p->by_name, p->a);
	if (csv.n_rows > SCAN_PLACES_MAX)
		return err_set(e, ERR_TOOBIG, "more than %d places", SCAN_PLACES_MAX);
	p->t->places = NEW_N(p->a, csv.n_rows, struct str);
	p->row = NEW_N(p->a, csv.n_rows, int64_t);
	ptrdiff_t node = cell_column(&csv.header, "node");
	ptrdiff_t parent = cell_column(&csv.header, "parent");
	if (node >= 0 && parent >= 0)
		read_parents(p, &csv, (size_t)node, (size_t)parent);
	else
		read_map(p, &csv);
	return 0;
}

/* ---- events ----------------------------------------------------------------- */

struct row {
	uint32_t place;
	uint32_t source;
	int64_t at; /* the period as it stands, then its place on the axis */
	int64_t events, persons;
	int64_t number; /* of the row */
};

struct rows {
	struct row *items;
	size_t n, cap;
	struct period_list periods;
	struct map sources; /* to a struct str, numbered by their order */
	bool each;	    /* every row is one event */
	bool zeros;	    /* some row has no event */
	struct csv_problems *ps;
	struct arena *a;
	const struct map *places;
};

struct columns {
	ptrdiff_t place, period, source, events, persons;
};

static bool take_counts(struct rows *r, const struct csv_row *csv, const struct columns *c,
			struct row *row)
{
	bool fine = cell_count(csv, (size_t)c->events, r->ps, &row->events);
	row->persons = row->events;
	if (c->persons >= 0)
		fine = cell_count(csv, (size_t)c->persons, r->ps, &row->persons) && fine;
	if (!fine || (row->persons >= row->events && (row->events > 0) == (row->persons > 0)))
		return fine;
	struct str args[] = { num_text(r->a, r->ps->lang, row->events),
			      num_text(r->a, r->ps->lang, row->persons) };
	csv_problem_add(r->ps, csv->number, (size_t)c->persons + 1, &FEW_PERSONS, &FEW_PERSONS_DO,
			args, COUNT(args));
	return false;
}

static void take_row(struct rows *r, const struct csv_row *csv, const struct columns *c)
{
	struct row row = { .number = csv->number };
	struct str name = str_trim(csv->cells[c->place]);
	ptrdiff_t place = place_of(r->places, name);
	bool fine = period_take(&r->periods, csv, (size_t)c->period, r->ps);
	if (place < 0)
		cell_problem(r->ps, csv->number, c->place, name.n ? &NO_PLACE : &NO_NAME,
			     name.n ? &NO_PLACE_DO : &NO_NAME_DO, name);
	fine = take_counts(r, csv, c, &row) && fine && place >= 0;
	if (!fine)
		return;
	if (c->source >= 0) {
		void **at = map_at(&r->sources, str_trim(csv->cells[c->source]));
		if (!*at) {
			uint32_t *number = NEW(r->a, uint32_t);
			*number = (uint32_t)r->sources.n - 1;
			*at = number;
		}
		row.source = *(const uint32_t *)*at;
	}
	row.place = (uint32_t)place;
	row.at = r->periods.items[r->periods.n - 1].at;
	r->each = r->each && row.events == 1;
	r->zeros = r->zeros || row.events == 0;
	r->items = arena_grow(r->a, r->items, r->n, &r->cap, sizeof *r->items);
	r->items[r->n++] = row;
}

static int by_cell(const void *x, const void *y)
{
	const struct row *a = x;
	const struct row *b = y;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->place != b->place)
		return a->place < b->place ? -1 : 1;
	return (a->number > b->number) - (a->number < b->number);
}

/* Only where rows are events may a place and period stand twice. */
static void check_twice(struct rows *r, const struct scan_table *t, size_t column)
{
	for (size_t i = 1; i < r->n && !r->each; i++) {
		const struct row *x = &r->items[i];
		if (x[-1].source != x->source || x[-1].at != x->at || x[-1].place != x->place)
			continue;
		struct str args[] = { t->places[x->place], period_text(&t->axis, x->at, r->a),
				      num_text(r->a, r->ps->lang, x[-1].number) };
		csv_problem_add(r->ps, x->number, column + 1, &CELL_TWICE, &CELL_TWICE_DO, args,
				COUNT(args));
	}
}

static struct columns read_rows(struct rows *r, struct str bytes, bool sources_needed)
{
	struct csv_options o = { .lang = r->ps->lang };
	struct csv_table csv;
	csv_read(bytes, &o, r->a, &csv);
	*r->ps = csv.problems;
	map_init(&r->sources, r->a);
	r->each = true;
	struct columns c = {
		.place = cell_column_needed(&csv.header, "place", r->ps),
		.period = cell_column_needed(&csv.header, "period", r->ps),
		.source = sources_needed ? cell_column_needed(&csv.header, "source", r->ps)
					 : cell_column(&csv.header, "source"),
		.events = cell_column_needed(&csv.header, "events", r->ps),
		.persons = cell_column(&csv.header, "persons"),
	};
	bool complete = c.place >= 0 && c.period >= 0 && c.events >= 0 &&
			(c.source >= 0 || !sources_needed);
	for (size_t i = 0; complete && i < csv.n_rows; i++)
		take_row(r, &csv.rows[i], &c);
	return c;
}

/* Events of one cell; persons shared evenly, the first have one more. */
static void add_events(struct scan_table *t, uint32_t place, int64_t period, int64_t events,
		       int64_t persons)
{
	for (int64_t i = 0; i < events; i++)
		t->events[t->n_events++] =
			(struct scan_event){ place, (uint32_t)period,
					     persons / events + (i < persons % events) };
	t->persons += persons;
}

static int check_total(const struct rows *r, size_t *ret, struct err *e)
{
	int64_t events = 0;
	int64_t persons = 0;
	for (size_t i = 0; i < r->n; i++) {
		events += r->items[i].events;
		persons += r->items[i].persons;
		if (events > SCAN_EVENTS_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d events", SCAN_EVENTS_MAX);
		if (persons > INT32_MAX)
			return err_set(e, ERR_TOOBIG, "more than 2,147,483,647 persons");
	}
	*ret = (size_t)events;
	return 0;
}

/* Places and periods that no row speaks of; several rows may speak of one. */
static size_t count_missing(const struct rows *r, const struct scan_table *t)
{
	AUTO_ARENA *scratch = arena_new(0);
	size_t n = (size_t)t->axis.n * t->n_places;
	size_t told = 0;
	bool *seen = NEW_N(scratch, n, bool);
	for (size_t i = 0; i < r->n; i++) {
		bool *at = &seen[r->items[i].place * (size_t)t->axis.n + (size_t)r->items[i].at];
		told += !*at;
		*at = true;
	}
	return n - told;
}

int scan_read(struct str events, struct str where, enum lang lang, struct arena *a,
	      struct scan_table *ret, struct csv_problems *ret_problems,
	      struct csv_problems *ret_where, struct err *e)
{
	struct scan_table t = { .n_places = 0 };
	struct places p = { .t = &t, .ps = ret_where, .a = a };
	struct rows r = { .ps = ret_problems, .a = a, .places = &p.by_name };
	size_t n = 0;
	*ret_where = (struct csv_problems){ .a = a, .lang = lang };
	*ret_problems = *ret_where;
	TRY(read_places(&p, where, e));
	if (ret_where->n)
		return 0;
	struct columns c = read_rows(&r, events, false);
	TRY(period_settle(&r.periods, &t.axis, e));
	for (size_t i = 0; i < r.n; i++)
		r.items[i].at = period_index(&t.axis, r.items[i].at);
	if (r.n)
		qsort(r.items, r.n, sizeof *r.items, by_cell);
	check_twice(&r, &t, c.place < 0 ? 0 : (size_t)c.place);
	TRY(check_total(&r, &n, e));
	t.events = NEW_N(a, n, struct scan_event);
	for (size_t i = 0; i < r.n; i++)
		add_events(&t, r.items[i].place, r.items[i].at, r.items[i].events,
			   r.items[i].persons);
	t.by_source = c.source >= 0;
	if (r.zeros)
		t.missing = count_missing(&r, &t);
	*ret = t;
	return 0;
}

/* ---- sources ---------------------------------------------------------------- */

/* Events and persons by place and period. */
struct cells {
	int64_t *events, *persons;
	size_t n, wide;
};

static struct cells cells_new(const struct scan_table *t, struct arena *a)
{
	struct cells c = { .wide = (size_t)t->axis.n, .n = t->n_places * (size_t)t->axis.n };
	c.events = NEW_N(a, c.n, int64_t);
	c.persons = NEW_N(a, c.n, int64_t);
	return c;
}

static int take_away(struct scan_source *s, const struct scan_table *all, const struct cells *of,
		     const struct cells *source, struct arena *a, struct err *e)
{
	struct scan_table left = *all;
	left.events = NEW_N(a, all->n_events, struct scan_event);
	left.n_events = 0;
	left.persons = 0;
	s->persons = NEW_N(a, source->n, int64_t);
	for (size_t period = 0; period < of->wide; period++) {
		for (size_t place = 0; place < all->n_places; place++) {
			size_t i = place * of->wide + period;
			int64_t events = of->events[i] - source->events[i];
			int64_t persons = of->persons[i] - source->persons[i];
			s->persons[i] = source->persons[i];
			if (events < 0 || persons < events || (events == 0 && persons > 0))
				return err_set(
					e, ERR_INPUT,
					"\"%.*s\", %.*s: the source \"%.*s\" alone has %lld events and %lld "
					"persons, of %lld and %lld in all",
					STR_FMT(all->places[place]),
					STR_FMT(period_text(&all->axis, (int64_t)period, a)),
					STR_FMT(s->name), (long long)source->events[i],
					(long long)source->persons[i], (long long)of->events[i],
					(long long)of->persons[i]);
			add_events(&left, (uint32_t)place, (int64_t)period, events, persons);
		}
	}
	s->left = left;
	return 0;
}

int scan_read_sources(struct str sources, const struct scan_table *all, enum lang lang,
		      struct arena *a, struct scan_source **ret, size_t *ret_n,
		      struct csv_problems *ret_problems, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(0);
	struct map places;
	struct rows r = { .ps = ret_problems, .a = a, .places = &places };
	size_t n = 0;
	*ret_problems = (struct csv_problems){ .a = a, .lang = lang };
	map_init(&places, scratch);
	for (size_t i = 0; i < all->n_places; i++) {
		ptrdiff_t *number = NEW(scratch, ptrdiff_t);
		*number = (ptrdiff_t)i;
		*map_at(&places, all->places[i]) = number;
	}
	(void)read_rows(&r, sources, true);
	TRY(check_total(&r, &n, e));
	*ret = NEW_N(a, r.sources.n, struct scan_source);
	*ret_n = ret_problems->n ? 0 : r.sources.n;
	struct cells of = cells_new(all, scratch);
	for (size_t i = 0; i < all->n_events; i++) {
		const struct scan_event *x = &all->events[i];
		of.events[x->place * of.wide + x->period]++;
		of.persons[x->place * of.wide + x->period] += x->persons;
	}
	for (size_t k = 0; k < *ret_n; k++) {
		struct cells source = cells_new(all, scratch);
		for (size_t i = 0; i < r.n; i++) {
			int64_t at = period_index(&all->axis, r.items[i].at);
			if (r.items[i].source != k)
				continue;
			if (at < 0 || at >= all->axis.n)
				return err_set(
					e, ERR_INPUT,
					"row %lld of the sources is in no period of the table",
					(long long)r.items[i].number);
			source.events[r.items[i].place * source.wide + (size_t)at] +=
				r.items[i].events;
			source.persons[r.items[i].place * source.wide + (size_t)at] +=
				r.items[i].persons;
		}
		(*ret)[k].name = str_copy(a, r.sources.items[k].key);
		TRY(take_away(&(*ret)[k], all, &of, &source, a, e));
	}
	return 0;
}
