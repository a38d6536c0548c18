/* SPDX-License-Identifier: GPL-3.0-or-later */
/* series_rows.c - the columns of a table of counts, its cells and its rows. */
#include "watch/series_priv.h"

#include "watch/period.h"

enum { NO_COLUMN = -1 };

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
static const struct msg OTHER_FREQ = MSG(
	"\"{1}\" had another number of periods a year in the rows above",
	"«{1}» در ردیف‌های بالاتر شمار دیگری دوره در سال داشت");
static const struct msg OTHER_FREQ_DO = MSG(
	"one series has weeks (52) or months (12); give months another name",
	"یک سری یا هفته دارد (۵۲) یا ماه (۱۲)؛ به ماه‌ها نام دیگری بدهید");
static const struct msg NO_COLUMNS = MSG(
	"this is neither a long table (series,t,date,freq,observed) nor a wide one (a column a period)",
	"این نه جدول بلند است (series,t,date,freq,observed) و نه جدول پهن (هر دوره یک ستون)");
static const struct msg NO_COLUMNS_DO = MSG(
	"name the columns in the first row: the counts `observed`, the periods `t` or `date`; or a column for each period",
	"نام ستون‌ها را در ردیف نخست بنویسید: شمارها `observed` و دوره‌ها `t` یا `date`؛ یا برای هر دوره یک ستون");
static const struct msg NO_TIME =
	MSG("there is neither a column t nor a column date", "نه ستون t هست و نه ستون date");
static const struct msg TWICE = MSG("period {1} of \"{2}\" stands here again; first in row {3}",
				    "دورهٔ {1} از «{2}» دوباره آمده؛ نخست در ردیف {3}");
static const struct msg TWICE_DO =
	MSG("keep one of the rows", "یکی از ردیف‌ها را نگه دارید");
static const struct msg GAP = MSG("before period {1} of \"{2}\", {3} periods are missing",
				  "پیش از دورهٔ {1} از «{2}»، {3} دوره نیست");
static const struct msg GAP_DO = MSG("add a row for each of them, with 0 if there was nothing",
				     "برای هر کدام ردیفی بیفزایید، و اگر چیزی نبوده با ۰");
static const struct msg GAP_ONE = MSG("before period {1} of \"{2}\", 1 period is missing",
				      "پیش از دورهٔ {1} از «{2}»، یک دوره نیست");
static const struct msg WIDE_TWO = MSG("the series \"{1}\" stands here again; first in row {2}",
				       "سری «{1}» دوباره آمده؛ نخست در ردیف {2}");
static const struct msg WIDE_GAP =
	MSG("before the column {1}, periods are missing: {2}",
	    "پیش از ستون {1} دوره‌هایی نیست: {2}");
static const struct msg WIDE_TWICE = MSG("the column {1} is not the period after the one before it",
					 "ستون {1} دورهٔ پس از ستون پیش از خود نیست");
static const struct msg WIDE_GAP_DO =
	MSG("add a column for each of them, with 0 if there was nothing",
	    "برای هر کدام ستونی بیفزایید، و اگر چیزی نبوده با ۰");
static const struct msg WIDE_TWICE_DO = MSG(
	"put the columns in the order of time, each period once",
	"ستون‌ها را به ترتیب زمان بگذارید، هر دوره یک بار");

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

static bool read_freq(struct series_reader *r, const struct csv_row *row, struct str date, int *ret)
{
	int64_t v;
	struct str cell = r->freq < 0 ? STR("") : str_trim(row->cells[r->freq]);
	if (!cell.n) {
		*ret = r->o->freq ? r->o->freq : is_month(date) ? 12 : 52;
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
static bool check_today(struct series_reader *r, int64_t row, ptrdiff_t column, struct str date)
{
	enum period_kind kind;
	int64_t at;
	if (!r->o->today.n || !period_parse(date, &kind, &at) || kind == PERIOD_NUMBER ||
	    memcmp(date.p, r->o->today.p, date.n) <= 0)
		return true;
	cell_problem(r->ps, row, column, &FUTURE, &FUTURE_DO, date);
	return false;
}

static bool read_period(struct series_reader *r, const struct csv_row *row, struct str date,
			int freq, int64_t *ret)
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

/* ---- order ---------------------------------------------------------------- */

void series_not_next(struct series_reader *r, int64_t row, struct str when, struct str name,
		     int64_t step, int64_t before)
{
	struct str args[] = { when, name,
			      num_text(r->a, r->o->lang, step > 0 ? step - 1 : before) };
	const struct msg *what = step <= 0 ? &TWICE : step == 2 ? &GAP_ONE : &GAP;
	csv_problem_add(r->ps, row, 0, what, step <= 0 ? &TWICE_DO : &GAP_DO, args, COUNT(args));
}

/* ---- rows ------------------------------------------------------------------ */

static int part_of(struct series_reader *r, struct str name, struct str source, int freq,
		   struct series_lines **ret, struct err *e)
{
	*ret = r->last;
	if (r->last && str_eq(r->last->name, name) && str_eq(r->last->source, source))
		return 0;
	struct str key = str_printf(r->a, "%.*s%c%.*s", STR_FMT(name), '\0', STR_FMT(source));
	void **at = map_at(&r->by_name, key);
	if (!*at) {
		if (r->n == SERIES_MAX)
			return err_set(e, ERR_TOOBIG, "more than %d series", SERIES_MAX);
		struct series_lines *p = NEW(r->a, struct series_lines);
		p->name = str_copy(r->a, name);
		p->source = str_copy(r->a, source);
		p->freq = freq;
		r->parts = arena_grow(r->a, r->parts, r->n, &r->cap, sizeof(struct series_lines *));
		r->parts[r->n++] = p;
		*at = p;
	}
	*ret = r->last = *at;
	return 0;
}

static int add_point(struct series_reader *r, struct series_lines *p, const struct series_point *at,
		     struct err *e)
{
	if (p->n == SERIES_PERIODS_MAX)
		return err_set(e, ERR_TOOBIG, "\"%.*s\" has more than %d periods", STR_FMT(p->name),
			       SERIES_PERIODS_MAX);
	p->points = arena_grow(r->scratch, p->points, p->n, &p->cap, sizeof *p->points);
	p->points[p->n++] = *at;
	return 0;
}

static int long_row(struct series_reader *r, const struct csv_row *row, struct err *e)
{
	struct str name = r->series < 0 ? STR("") : str_trim(row->cells[r->series]);
	struct str source = r->source < 0 ? STR("") : str_trim(row->cells[r->source]);
	struct str date = r->date < 0 ? STR("") : str_trim(row->cells[r->date]);
	struct series_point at = { .row = row->number };
	struct series_lines *p;
	int freq = 52;
	bool fine = read_freq(r, row, date, &freq);
	fine = check_today(r, row->number, r->date, date) && fine;
	fine = read_period(r, row, date, freq, &at.t) && fine;
	fine = cell_count(row, (size_t)r->observed, r->ps, &at.count) && fine;
	TRY(part_of(r, name, source, freq, &p, e));
	if (fine && freq != p->freq) {
		cell_problem(r->ps, row->number, r->freq, &OTHER_FREQ, &OTHER_FREQ_DO, name);
		fine = false;
	}
	if (!fine) {
		p->spoiled = true;
		return 0;
	}
	at.label = date.n ? str_copy(r->a, date) : STR("");
	return add_point(r, p, &at, e);
}

/* Whether column i of a wide table is a period. */
static bool is_period(const struct series_reader *r, size_t i)
{
	return (ptrdiff_t)i != r->series && (ptrdiff_t)i != r->freq;
}

static int wide_row(struct series_reader *r, const struct csv_row *row, struct err *e)
{
	struct str name = r->series < 0 ? STR("") : str_trim(row->cells[r->series]);
	struct series_lines *p;
	int64_t t = 0;
	int freq = r->wide_freq;
	bool fine = r->freq < 0 || read_freq(r, row, STR(""), &freq);
	TRY(part_of(r, name, STR(""), freq, &p, e));
	p->spoiled = p->spoiled || !fine;
	if (p->row) {
		struct str args[] = { name, num_text(r->a, r->o->lang, p->row) };
		csv_problem_add(r->ps, row->number, 0, &WIDE_TWO, &TWICE_DO, args, COUNT(args));
		p->spoiled = true;
		return 0;
	}
	p->row = row->number;
	p->points = NEW_N(r->scratch, row->n, struct series_point);
	p->cap = row->n;
	for (size_t i = 0; i < row->n; i++) {
		struct series_point at = { .row = row->number };
		if (!is_period(r, i))
			continue;
		at.label = r->labels[t];
		at.t = ++t;
		if (!cell_count(row, i, r->ps, &at.count))
			p->spoiled = true;
		else
			TRY(add_point(r, p, &at, e));
	}
	return 0;
}

/* ---- header ------------------------------------------------------------------ */

/* Any column but the name's and that of freq must look like a period: its name has a digit. */
static bool is_wide(const struct series_reader *r, const struct csv_row *header)
{
	for (size_t i = 0; i < header->n; i++) {
		bool digit = false;
		for (size_t k = 0; k < header->cells[i].n; k++)
			digit = digit ||
				(header->cells[i].p[k] >= '0' && header->cells[i].p[k] <= '9');
		if (!digit && is_period(r, i))
			return false;
	}
	return header->n > 1;
}

/* The period a column's name says: a date, or a number after what all have in common ("w12"). */
static bool column_period(const struct series_reader *r, struct str s, struct str common,
			  int64_t *ret)
{
	if (period_of(s, r->wide_freq, ret))
		return true;
	return str_starts(s, common) && str_to_int(str_from(s, common.n), ret) && *ret >= 0;
}

/* What stands before the number at the end of a name. */
static struct str before_number(struct str s)
{
	size_t n = s.n;
	while (n > 0 && s.p[n - 1] >= '0' && s.p[n - 1] <= '9')
		n--;
	return str_n(s.p, n);
}

/* Where the names of columns are all dates or all numbered they must be in order, each one period after the last. */
static void check_columns(struct series_reader *r, const struct csv_row *header)
{
	struct str common = STR_NULL;
	int64_t before = 0;
	size_t n = 0;
	for (size_t i = 0; i < header->n; i++) {
		int64_t t;
		if (!is_period(r, i))
			continue;
		common = n ? common : before_number(header->cells[i]);
		if (!column_period(r, header->cells[i], common, &t))
			return;
		n++;
	}
	for (size_t i = 0, k = 0; i < header->n; i++) {
		int64_t t = 0;
		if (!is_period(r, i))
			continue;
		(void)column_period(r, header->cells[i], common, &t);
		if (k && t != before + 1) {
			bool gap = t > before;
			struct str args[] = { header->cells[i],
					      num_text(r->a, r->o->lang, t - before - 1) };
			r->spoiled = true;
			csv_problem_add(r->ps, 1, i + 1, gap ? &WIDE_GAP : &WIDE_TWICE,
					gap ? &WIDE_GAP_DO : &WIDE_TWICE_DO, args, COUNT(args));
		}
		before = t;
		k++;
	}
}

static bool is_date(struct str s)
{
	enum period_kind kind;
	int64_t at;
	return period_parse(s, &kind, &at) && kind != PERIOD_NUMBER;
}

/* Names of columns are dates, all of them or none. */
static bool check_dated(struct series_reader *r, const struct csv_row *header)
{
	size_t n = 0;
	size_t dated = 0;
	for (size_t i = 0; i < header->n; i++) {
		n += is_period(r, i);
		dated += is_period(r, i) && is_date(header->cells[i]);
	}
	for (size_t i = 0; dated && dated < n && i < header->n; i++)
		if (is_period(r, i) && !is_date(header->cells[i]))
			cell_problem(r->ps, 1, (ptrdiff_t)i, &NOT_DATE, &NOT_DATE_DO,
				     header->cells[i]);
	r->spoiled = r->spoiled || (dated && dated < n);
	return !dated || dated == n;
}

static void wide_header(struct series_reader *r, const struct csv_row *header)
{
	bool months = true;
	size_t n = 0;
	r->labels = NEW_N(r->a, header->n, struct str);
	for (size_t i = 0; i < header->n; i++) {
		if (!is_period(r, i))
			continue;
		r->labels[n++] = str_copy(r->a, header->cells[i]);
		months = months && is_month(header->cells[i]);
	}
	r->wide_freq = r->o->freq ? r->o->freq : months ? 12 : 52;
	for (size_t i = 0; i < header->n; i++)
		if (is_period(r, i))
			r->spoiled =
				!check_today(r, 1, (ptrdiff_t)i, header->cells[i]) || r->spoiled;
	if (check_dated(r, header))
		check_columns(r, header);
}

static void take_header(struct series_reader *r, const struct csv_row *header)
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

int series_take_row(void *ctx, const struct csv_row *row, struct err *e)
{
	struct series_reader *r = ctx;
	if (row->number == 1) {
		take_header(r, row);
		return 0;
	}
	if (r->wide)
		return wide_row(r, row, e);
	return r->observed >= 0 && (r->t >= 0 || r->date >= 0) ? long_row(r, row, e) : 0;
}
