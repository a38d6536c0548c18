/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/series.h"

#include <stdlib.h>

#include "base/map.h"
#include "watch/period.h"

enum { NO_COLUMN = -1 };

struct point {
	int64_t t, count;
	int64_t row;
	struct str label;
};

struct part {
	struct str name, source;
	int freq;
	struct point *points;
	size_t n, cap;
	bool spoiled;
};

struct reader {
	const struct series_options *o;
	struct arena *a;
	struct arena *scratch; /* points, until they are series */
	struct csv_problems *ps;
	bool wide;
	ptrdiff_t series, t, date, freq, observed, source;
	struct csv_row header; /* of a wide table */
	struct str *labels;    /* of its periods, for all its series */
	bool spoiled;	       /* its periods are not in order: no series of it is whole */
	int wide_freq;
	struct part **parts;
	size_t n, cap;
	struct map by_name;
	struct part *last;
};

/* ---- words ---------------------------------------------------------------- */

static const struct msg NOT_PERIOD =
	MSG("\"{1}\" is not the number of a period", "«{1}» شمارهٔ دوره نیست");
static const struct msg NOT_PERIOD_DO =
	MSG("number the periods 1, 2, 3 ... in the column t",
	    "دوره‌ها را در ستون t شماره بزنید: ۱، ۲، ۳ ...");
static const struct msg NOT_DATE = MSG("\"{1}\" is not a date", "«{1}» تاریخ نیست");
static const struct msg NOT_DATE_DO =
	MSG("write the first day of the period as 2025-10-06, or a month as 2025-10",
	    "روز نخست دوره را مانند 2025-10-06 بنویسید، یا ماه را مانند 2025-10");
static const struct msg FUTURE = MSG("{1} is yet to come", "{1} هنوز نیامده است");
static const struct msg FUTURE_DO =
	MSG("leave out periods that have not begun",
	    "دوره‌هایی را که آغاز نشده‌اند کنار بگذارید");
static const struct msg NOT_FREQ =
	MSG("\"{1}\" periods a year are not known", "«{1}» دوره در سال شناخته نیست");
static const struct msg NOT_FREQ_DO =
	MSG("52 for weeks, 12 for months", "۵۲ برای هفته، ۱۲ برای ماه");
static const struct msg TWICE = MSG("period {1} of \"{2}\" stands here again; first in row {3}",
				    "دورهٔ {1} از «{2}» دوباره آمده؛ نخست در ردیف {3}");
static const struct msg TWICE_DO =
	MSG("keep one of the rows", "یکی از ردیف‌ها را نگه دارید");
static const struct msg GAP = MSG("before period {1} of \"{2}\", {3} periods are missing",
				  "پیش از دورهٔ {1} از «{2}»، {3} دوره نیست");
static const struct msg GAP_DO = MSG("add a row for each of them, with 0 if there was nothing",
				     "برای هر کدام ردیفی بیفزایید، و اگر چیزی نبوده با ۰");
static const struct msg NO_COLUMNS = MSG(
	"this is neither a long table (series,t,date,freq,observed) nor a wide one (a column a period)",
	"این نه جدول بلند است (series,t,date,freq,observed) و نه جدول پهن (هر دوره یک ستون)");
static const struct msg NO_COLUMNS_DO =
	MSG("name the columns in the first row",
	    "نام ستون‌ها را در ردیف نخست بنویسید");
static const struct msg NO_TIME =
	MSG("there is neither a column t nor a column date", "نه ستون t هست و نه ستون date");

/* ---- cells ---------------------------------------------------------------- */

/* The number of the period a date is in: months since year 0, or weeks since day 0. */
static bool period_of(struct str date, int freq, int64_t *ret)
{
	enum period_kind kind;
	if (!period_parse(date, &kind, ret) || kind == PERIOD_NUMBER)
		return false;
	if (freq == 12)
		return kind == PERIOD_MONTH || period_parse(str_n(date.p, 7), &kind, ret);
	*ret /= 7;
	return kind == PERIOD_DAY;
}

static bool is_month(struct str s)
{
	enum period_kind kind;
	int64_t at;
	return period_parse(s, &kind, &at) && kind == PERIOD_MONTH;
}

static bool read_freq(struct reader *r, const struct csv_row *row, struct str date, int *ret)
{
	int64_t v;
	*ret = r->o->freq;
	if (*ret)
		return true;
	struct str cell = r->freq < 0 ? STR("") : str_trim(row->cells[r->freq]);
	if (!cell.n) {
		*ret = is_month(date) ? 12 : 52;
		return true;
	}
	if (!str_to_int(cell, &v) || (v != 52 && v != 12)) {
		cell_problem(r->ps, row->number, r->freq, &NOT_FREQ, &NOT_FREQ_DO, cell);
		return false;
	}
	*ret = (int)v;
	return true;
}

/* As text: days and months are compared by the digits that both have. */
static bool check_today(struct reader *r, int64_t row, ptrdiff_t column, struct str date)
{
	enum period_kind kind;
	int64_t at;
	if (!r->o->today.n || !period_parse(date, &kind, &at) || kind == PERIOD_NUMBER ||
	    memcmp(date.p, r->o->today.p, date.n) <= 0)
		return true;
	cell_problem(r->ps, row, column, &FUTURE, &FUTURE_DO, date);
	return false;
}

static bool read_period(struct reader *r, const struct csv_row *row, struct str date, int freq,
			int64_t *ret)
{
	struct str cell = r->t < 0 ? STR("") : str_trim(row->cells[r->t]);
	if (r->t >= 0) {
		if (str_to_int(cell, ret) && *ret > 0 && *ret < INT32_MAX)
			return true;
		cell_problem(r->ps, row->number, r->t, &NOT_PERIOD, &NOT_PERIOD_DO, cell);
		return false;
	}
	if (period_of(date, freq, ret))
		return true;
	cell_problem(r->ps, row->number, r->date, &NOT_DATE, &NOT_DATE_DO, date);
	return false;
}

/* ---- rows ------------------------------------------------------------------ */

static int part_of(struct reader *r, struct str name, struct str source, int freq,
		   struct part **ret, struct err *e)
{
	*ret = r->last;
	if (r->last && str_eq(r->last->name, name) && str_eq(r->last->source, source))
		return 0;
	struct str key = str_printf(r->a, "%.*s%c%.*s", STR_FMT(name), '\0', STR_FMT(source));
	void **at = map_at(&r->by_name, key);
	if (!*at) {
		if (r->n == SERIES_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d series", SERIES_MAX);
		struct part *p = NEW(r->a, struct part);
		p->name = str_copy(r->a, name);
		p->source = str_copy(r->a, source);
		p->freq = freq;
		r->parts = arena_grow(r->a, r->parts, r->n, &r->cap, sizeof(struct part *));
		r->parts[r->n++] = p;
		*at = p;
	}
	*ret = r->last = *at;
	return 0;
}

static int add_point(struct reader *r, struct part *p, const struct point *at, struct err *e)
{
	if (p->n == SERIES_PERIODS_MAX)
		return err_set(e, ERR_TOOBIG, "\"%.*s\" has more than %d periods", STR_FMT(p->name),
			       SERIES_PERIODS_MAX);
	p->points = arena_grow(r->scratch, p->points, p->n, &p->cap, sizeof *p->points);
	p->points[p->n++] = *at;
	return 0;
}

static int long_row(struct reader *r, const struct csv_row *row, struct err *e)
{
	struct str name = r->series < 0 ? STR("") : str_trim(row->cells[r->series]);
	struct str source = r->source < 0 ? STR("") : str_trim(row->cells[r->source]);
	struct str date = r->date < 0 ? STR("") : str_trim(row->cells[r->date]);
	struct point at = { .row = row->number };
	struct part *p;
	int freq = 52;
	bool fine = read_freq(r, row, date, &freq);
	fine = check_today(r, row->number, r->date, date) && fine;
	fine = read_period(r, row, date, freq, &at.t) && fine;
	fine = cell_count(row, (size_t)r->observed, r->ps, &at.count) && fine;
	TRY(part_of(r, name, source, freq, &p, e));
	if (!fine) {
		p->spoiled = true;
		return 0;
	}
	at.label = date.n ? str_copy(r->a, date) : STR("");
	return add_point(r, p, &at, e);
}

static int wide_row(struct reader *r, const struct csv_row *row, struct err *e)
{
	struct str name = r->series < 0 ? STR("") : str_trim(row->cells[r->series]);
	struct part *p;
	TRY(part_of(r, name, STR(""), r->wide_freq, &p, e));
	int64_t t = 0;
	if (!p->points) {
		p->points = NEW_N(r->scratch, row->n, struct point);
		p->cap = row->n;
	}
	for (size_t i = 0; i < row->n; i++) {
		struct point at = { .row = row->number };
		if ((ptrdiff_t)i == r->series)
			continue;
		at.t = ++t;
		at.label = r->header.cells[i];
		if (!cell_count(row, i, r->ps, &at.count))
			p->spoiled = true;
		else
			TRY(add_point(r, p, &at, e));
	}
	return 0;
}

/* ---- header ------------------------------------------------------------------ */

/* Any column but the name's must look like a period: its name has a digit. */
static bool is_wide(const struct reader *r, const struct csv_row *header)
{
	for (size_t i = 0; i < header->n; i++) {
		bool digit = false;
		for (size_t k = 0; k < header->cells[i].n; k++)
			digit = digit ||
				(header->cells[i].p[k] >= '0' && header->cells[i].p[k] <= '9');
		if (!digit && (ptrdiff_t)i != r->series)
			return false;
	}
	return header->n > 1;
}

/* A wide table with dates for names must have them in order, each one period after the last. */
static void wide_header(struct reader *r, const struct csv_row *header)
{
	bool months = true;
	int64_t before = 0;
	r->header.cells = NEW_N(r->a, header->n, struct str);
	r->header.n = header->n;
	for (size_t i = 0; i < header->n; i++) {
		r->header.cells[i] = str_copy(r->a, header->cells[i]);
		months = months && ((ptrdiff_t)i == r->series || is_month(header->cells[i]));
	}
	r->labels = NEW_N(r->a, header->n, struct str);
	for (size_t i = 0, n = 0; i < header->n; i++)
		if ((ptrdiff_t)i != r->series)
			r->labels[n++] = r->header.cells[i];
	r->wide_freq = r->o->freq ? r->o->freq : months ? 12 : 52;
	for (size_t i = 0; i < header->n; i++) {
		int64_t t;
		struct str date = header->cells[i];
		if ((ptrdiff_t)i == r->series || !period_of(date, r->wide_freq, &t))
			continue;
		r->spoiled = !check_today(r, 1, (ptrdiff_t)i, date) || r->spoiled;
		if (before && t != before + 1) {
			struct str args[] = { date, STR(""),
					      num_text(r->a, r->o->lang, t - before - 1) };
			r->spoiled = true;
			csv_problem_add(r->ps, 1, i + 1, t > before ? &GAP : &TWICE,
					t > before ? &GAP_DO : &TWICE_DO, args, COUNT(args));
		}
		before = t;
	}
}

static void take_header(struct reader *r, const struct csv_row *header)
{
	r->series = cell_column(header, "series");
	r->t = cell_column(header, "t");
	r->date = cell_column(header, "date");
	r->freq = cell_column(header, "freq");
	r->source = cell_column(header, "source");
	r->observed = cell_column(header, "observed");
	if (r->observed < 0)
		r->observed = cell_column(header, "count");
	if (r->observed >= 0) {
		if (r->t < 0 && r->date < 0)
			cell_problem(r->ps, 1, NO_COLUMN, &NO_TIME, &NOT_PERIOD_DO, STR(""));
		return;
	}
	r->wide = is_wide(r, header);
	if (r->wide)
		wide_header(r, header);
	else
		cell_problem(r->ps, 1, NO_COLUMN, &NO_COLUMNS, &NO_COLUMNS_DO, STR(""));
}

static int take_row(void *ctx, const struct csv_row *row, struct err *e)
{
	struct reader *r = ctx;
	if (row->number == 1) {
		take_header(r, row);
		return 0;
	}
	if (r->wide)
		return wide_row(r, row, e);
	return r->observed >= 0 && (r->t >= 0 || r->date >= 0) ? long_row(r, row, e) : 0;
}

/* ---- series -------------------------------------------------------------------- */

static int by_time(const void *x, const void *y)
{
	const struct point *a = x;
	const struct point *b = y;
	if (a->t != b->t)
		return a->t < b->t ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

static bool check_order(struct reader *r, const struct part *p)
{
	bool fine = true;
	for (size_t i = 1; i < p->n; i++) {
		const struct point *at = &p->points[i];
		int64_t step = at->t - at[-1].t;
		struct str when =
			at->label.n ? at->label : str_printf(r->a, "%lld", (long long)at->t);
		struct str args[] = {
			when, p->name, num_text(r->a, r->o->lang, step == 0 ? at[-1].row : step - 1)
		};
		if (step == 0)
			csv_problem_add(r->ps, at->row, 0, &TWICE, &TWICE_DO, args, COUNT(args));
		else if (step > 1 && r->source < 0)
			csv_problem_add(r->ps, at->row, 0, &GAP, &GAP_DO, args, COUNT(args));
		fine = fine && (step == 1 || (step > 1 && r->source >= 0));
	}
	return fine;
}

/* A source that says nothing of a period has none in it: only the whole may not have gaps. */
static struct series_part part_done(struct reader *r, const struct part *p)
{
	size_t n = (size_t)(p->points[p->n - 1].t - p->points[0].t) + 1;
	int64_t *observed = NEW_N(r->a, n, int64_t);
	struct str *label = r->wide ? NULL : NEW_N(r->a, n, struct str);
	bool labelled = false;
	for (size_t i = 0; i < p->n; i++) {
		size_t at = (size_t)(p->points[i].t - p->points[0].t);
		observed[at] = p->points[i].count;
		if (label) {
			label[at] = p->points[i].label;
			labelled = labelled || label[at].n;
		}
	}
	struct series whole = { .name = p->name,
				.freq = p->freq,
				.n = n,
				.observed = observed,
				.label = r->wide    ? r->labels
					 : labelled ? label
						    : NULL,
				.first = p->points[0].t,
				.by_date = !r->wide && r->t < 0 };
	return (struct series_part){ whole, p->source };
}

static bool is_within(const struct part *p)
{
	return p->points[p->n - 1].t - p->points[0].t < SERIES_PERIODS_MAX;
}

int series_read(struct str bytes, const struct series_options *o, struct arena *a,
		struct series_set *ret, struct csv_problems *ret_problems, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	struct reader r = { .o = o, .a = a, .scratch = scratch, .ps = ret_problems };
	struct csv_options csv = { .lang = o->lang, .columns_max = SERIES_COLUMNS_MAX };
	struct csv_sink sink = { take_row, &r };
	map_init(&r.by_name, a);
	TRY(csv_each(bytes, &csv, &sink, a, ret_problems, e));
	struct series_set set = { NEW_N(a, r.n, struct series_part), 0 };
	for (size_t i = 0; i < r.n; i++) {
		struct part *p = r.parts[i];
		if (!p->n)
			continue;
		qsort(p->points, p->n, sizeof *p->points, by_time);
		if (!r.spoiled && !p->spoiled && check_order(&r, p) && is_within(p))
			set.parts[set.n++] = part_done(&r, p);
	}
	*ret = set;
	return 0;
}

struct alarm_point alarm_point_silent(const struct series *s, size_t t, enum alarm_quiet why)
{
	return (struct alarm_point){
		.t = t,
		.observed = t > 0 && t <= s->n ? s->observed[t - 1] : 0,
		.expected = NUM_NAN,
		.upper = NUM_NAN,
		.score = NUM_NAN,
		.p = NUM_NAN,
		.quiet = why,
	};
}

int series_without(const struct series *s, const struct series *part, struct arena *a,
		   struct series *ret, struct err *e)
{
	int64_t *left = NEW_N(a, s->n, int64_t);
	for (size_t i = 0; i < s->n; i++) {
		int64_t at = s->first + (int64_t)i - part->first;
		left[i] = s->observed[i];
		if (at >= 0 && at < (int64_t)part->n)
			left[i] -= part->observed[at];
		if (left[i] < 0)
			return err_set(
				e, ERR_INPUT,
				"\"%.*s\", period %lld: a source alone has %lld, more than the %lld of all",
				STR_FMT(s->name), (long long)(s->first + (int64_t)i),
				(long long)(s->observed[i] - left[i]), (long long)s->observed[i]);
	}
	*ret = *s;
	ret->observed = left;
	return 0;
}
