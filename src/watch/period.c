/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "watch/period.h"

#include "text/calendar.h"

static const struct msg NOT_PERIOD = MSG("\"{1}\" is not a period", "«{1}» دوره نیست");
static const struct msg NOT_PERIOD_DO =
	MSG("write a number (7), a month (2025-10) or the first day of the period (2025-10-06)",
	    "یک عدد (7)، یک ماه (2025-10) یا روز نخست دوره (2025-10-06) بنویسید");
static const struct msg OTHER_KIND =
	MSG("\"{1}\" is another kind of period than those above", "«{1}» گونهٔ دیگری از دوره است");
static const struct msg OTHER_KIND_DO =
	MSG("write all periods of the column in one way",
	    "همهٔ دوره‌های ستون را یک‌گونه بنویسید");
static const struct msg NO_COUNT = MSG("there is no count", "شماری نوشته نشده");
static const struct msg NO_COUNT_DO =
	MSG("write 0 if there was nothing; leave the whole series out if it is not known",
	    "اگر چیزی نبوده ۰ بنویسید؛ اگر دانسته نیست همهٔ این سری را کنار بگذارید");
static const struct msg NOT_COUNT = MSG("\"{1}\" is not a count", "«{1}» شمار نیست");
static const struct msg NOT_COUNT_DO =
	MSG("write a whole number from 0", "یک عدد درست از ۰ به بالا بنویسید");
static const struct msg NEGATIVE = MSG("{1} is below 0", "{1} کمتر از صفر است");
static const struct msg TOO_MANY =
	MSG("{1} is more than 2,147,483,647", "{1} از ۲٬۱۴۷٬۴۸۳٬۶۴۷ بیشتر است");
static const struct msg NOT_REAL =
	MSG("\"{1}\" is not a number between {2} and {3}", "«{1}» عددی میان {2} و {3} نیست");
static const struct msg NOT_REAL_DO =
	MSG("write a decimal number such as 35.69", "یک عدد اعشاری مانند 35.69 بنویسید");
static const struct msg NO_COLUMN = MSG("there is no column {1}", "ستون {1} نیست");
static const struct msg NO_COLUMN_DO =
	MSG("name the columns in the first row",
	    "نام ستون‌ها را در ردیف نخست بنویسید");

/* ---- cells ---------------------------------------------------------------- */

void cell_problem(struct csv_problems *ps, int64_t row, ptrdiff_t column, const struct msg *what,
		  const struct msg *todo, struct str cell)
{
	struct str args[] = { cell };
	csv_problem_add(ps, row, column < 0 ? 0 : (size_t)column + 1, what, todo, args, 1);
}

static bool is_whole(struct str s)
{
	size_t from = s.n > 0 && s.p[0] == '-';
	bool digits = s.n > from;
	for (size_t i = from; i < s.n; i++)
		digits = digits && s.p[i] >= '0' && s.p[i] <= '9';
	return digits;
}

bool cell_count(const struct csv_row *row, size_t column, struct csv_problems *ps, int64_t *ret)
{
	struct str cell = str_trim(row->cells[column]);
	ptrdiff_t at = (ptrdiff_t)column;
	if (!cell.n)
		cell_problem(ps, row->number, at, &NO_COUNT, &NO_COUNT_DO, cell);
	else if (!is_whole(cell))
		cell_problem(ps, row->number, at, &NOT_COUNT, &NOT_COUNT_DO, cell);
	else if (cell.p[0] == '-')
		cell_problem(ps, row->number, at, &NEGATIVE, &NOT_COUNT_DO, cell);
	else if (!str_to_int(cell, ret) || *ret > INT32_MAX)
		cell_problem(ps, row->number, at, &TOO_MANY, &NOT_COUNT_DO, cell);
	else
		return true;
	return false;
}

bool cell_real(const struct csv_row *row, size_t column, double lo, double hi,
	       struct csv_problems *ps, double *ret)
{
	struct str cell = str_trim(row->cells[column]);
	if (str_to_real(cell, ret) && *ret >= lo && *ret <= hi)
		return true;
	struct str args[] = { cell, str_printf(ps->a, "%g", lo), str_printf(ps->a, "%g", hi) };
	csv_problem_add(ps, row->number, column + 1, &NOT_REAL, &NOT_REAL_DO, args, COUNT(args));
	return false;
}

ptrdiff_t cell_column(const struct csv_row *header, const char *name)
{
	for (size_t i = 0; i < header->n; i++)
		if (str_same_word(str_trim(header->cells[i]), str_of(name)))
			return (ptrdiff_t)i;
	return -1;
}

ptrdiff_t cell_column_needed(const struct csv_row *header, const char *name,
			     struct csv_problems *ps)
{
	ptrdiff_t at = cell_column(header, name);
	if (at < 0)
		cell_problem(ps, 1, -1, &NO_COLUMN, &NO_COLUMN_DO, str_of(name));
	return at;
}

/* ---- periods -------------------------------------------------------------- */

/* 1988-07-28 or 1988-07, by its form. */
static bool is_dated(struct str s)
{
	if ((s.n != 7 && s.n != 10) || s.p[4] != '-' || (s.n == 10 && s.p[7] != '-'))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (i != 4 && i != 7 && (s.p[i] < '0' || s.p[i] > '9'))
			return false;
	return true;
}

bool period_parse(struct str s, enum period_kind *ret_kind, int64_t *ret)
{
	int64_t y;
	int64_t m;
	int64_t d;
	int32_t jdn;
	*ret_kind = s.n == 10 ? PERIOD_DAY : s.n == 7 ? PERIOD_MONTH : PERIOD_NUMBER;
	if (!is_dated(s)) {
		*ret_kind = PERIOD_NUMBER;
		return str_to_int(s, ret) && *ret >= 0 && *ret < INT32_MAX;
	}
	if (!str_to_int(str_n(s.p, 4), &y) || !str_to_int(str_n(s.p + 5, 2), &m) || y < 1 ||
	    m < 1 || m > 12)
		return false;
	*ret = y * 12 + m - 1;
	if (s.n == 7)
		return true;
	if (!str_to_int(str_n(s.p + 8, 2), &d) ||
	    !cal_to_jdn(CAL_GREGORIAN, (int32_t)y, (int)m, (int)d, &jdn))
		return false;
	*ret = jdn;
	return true;
}

bool period_take(struct period_list *l, const struct csv_row *row, size_t column,
		 struct csv_problems *ps)
{
	struct str cell = str_trim(row->cells[column]);
	enum period_kind kind;
	int64_t at;
	if (!period_parse(cell, &kind, &at)) {
		cell_problem(ps, row->number, (ptrdiff_t)column, &NOT_PERIOD, &NOT_PERIOD_DO, cell);
		return false;
	}
	if (l->n && kind != l->kind) {
		cell_problem(ps, row->number, (ptrdiff_t)column, &OTHER_KIND, &OTHER_KIND_DO, cell);
		return false;
	}
	l->kind = kind;
	l->column = column;
	l->items = arena_grow(ps->a, l->items, l->n, &l->cap, sizeof *l->items);
	l->items[l->n].at = at;
	l->items[l->n++].row = row->number;
	return true;
}

int period_settle(const struct period_list *l, struct period_axis *ret, struct err *e)
{
	struct period_axis x = { .kind = l->kind, .step = 1 };
	int64_t last = 0;
	bool weeks = l->kind == PERIOD_DAY && l->n > 1;
	for (size_t i = 0; i < l->n; i++) {
		int64_t at = l->items[i].at;
		x.first = i == 0 || at < x.first ? at : x.first;
		last = i == 0 || at > last ? at : last;
		weeks = weeks && (at - l->items[0].at) % 7 == 0;
	}
	if (weeks) {
		x.kind = PERIOD_WEEK;
		x.step = 7;
	}
	x.n = l->n ? (last - x.first) / x.step + 1 : 0;
	if (x.n > PERIOD_AXIS_MAX)
		return err_set(e, ERR_TOOBIG,
			       "periods go from %lld to %lld of their kind: more than %d",
			       (long long)x.first, (long long)last, PERIOD_AXIS_MAX);
	*ret = x;
	return 0;
}

/* Rounded down, so that a day belongs to the week it is in. */
int64_t period_index(const struct period_axis *x, int64_t at)
{
	int64_t off = at - x->first;
	return off >= 0 ? off / x->step : -((-off + x->step - 1) / x->step);
}

int period_find(const struct period_axis *x, struct str s, int64_t *ret, struct err *e)
{
	enum period_kind kind;
	int64_t at;
	bool dated = x->kind == PERIOD_DAY || x->kind == PERIOD_WEEK;
	if (!period_parse(s, &kind, &at) || kind != (dated ? PERIOD_DAY : x->kind))
		return err_set(e, ERR_INPUT,
			       "\"%.*s\" is not a period of this table: write it as %s", STR_FMT(s),
			       dated			 ? "2025-10-06"
			       : x->kind == PERIOD_MONTH ? "2025-10"
							 : "a number");
	*ret = period_index(x, at);
	return 0;
}

struct str period_text(const struct period_axis *x, int64_t index, struct arena *a)
{
	int64_t at = x->first + index * x->step;
	struct cal_day d;
	if (x->kind == PERIOD_NUMBER)
		return str_printf(a, "%lld", (long long)at);
	if (x->kind == PERIOD_MONTH)
		return str_printf(a, "%04lld-%02lld", (long long)(at / 12),
				  (long long)(at % 12 + 1));
	if (!cal_from_jdn(CAL_GREGORIAN, (int32_t)at, &d))
		return STR("");
	return str_printf(a, "%04d-%02d-%02d", (int)d.year, d.month, d.day);
}

/* As text: days and months are compared by the digits that both have. */
int period_check_today(const struct period_axis *x, struct str today, struct arena *a,
		       struct err *e)
{
	if (x->kind == PERIOD_NUMBER || !x->n)
		return 0;
	struct str last = period_text(x, x->n - 1, a);
	if (last.n && memcmp(last.p, today.p, last.n) <= 0)
		return 0;
	return err_set(e, ERR_INPUT, "%.*s is yet to come: leave out periods that have not begun",
		       STR_FMT(last));
}

double period_per_year(const struct period_axis *x)
{
	switch (x->kind) {
	case PERIOD_NUMBER:
		break;
	case PERIOD_MONTH:
		return 12;
	case PERIOD_WEEK:
		return 52;
	case PERIOD_DAY:
		return 365.25;
	}
	return NUM_NAN;
}
