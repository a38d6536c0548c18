/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "estimate/cells_table.h"

#include <stdlib.h>

static const struct msg SHAPE_DO =
	MSG("A column for each list with 0 or 1, and a column “count” with the number of people.",
	    "برای هر فهرست یک ستون با ۰ یا ۱، و ستون count با شمار افراد.");

struct reading {
	const struct csv_table *t;
	struct csv_problems *ps;
	struct arena *a;
	ptrdiff_t count; /* the column */
	struct cell *rows;
	int64_t *numbers; /* of the rows, as a person sees them */
	size_t n;
	int64_t total;
};

static void tell(struct reading *r, int64_t row, size_t column, const struct msg *what,
		 const struct msg *todo, struct str x, struct str y)
{
	struct str args[] = { x, y };
	csv_problem_add(r->ps, row, column, what, todo, args, COUNT(args));
}

static bool read_mark(struct str cell, struct arena *a, bool *ret)
{
	struct str s = digits_ascii(a, str_trim(cell));
	*ret = str_eq(s, STR("1"));
	return *ret || str_eq(s, STR("0"));
}

static bool is_digits(struct str s)
{
	size_t n = 0;
	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n && n == s.n;
}

static bool read_count(struct reading *r, const struct csv_row *row, int64_t *ret)
{
	size_t at = (size_t)r->count;
	struct str s = digits_ascii(r->a, str_trim(row->cells[at]));
	if (s.n > 0 && s.n < 19 && str_to_int(s, ret) && *ret >= 0 && *ret <= CELLS_COUNT_MAX)
		return true;
	if (!s.n)
		tell(r, row->number, at + 1, MSG_P("There is no count.", "شماری نوشته نشده است."),
		     MSG_P("Write 0 if nobody is on exactly these lists, or leave the row out.",
			   "اگر کسی درست در همین فهرست‌ها نیست ۰ بنویسید یا ردیف را بردارید."),
		     STR(""), STR(""));
	else if (is_digits(s))
		tell(r, row->number, at + 1,
		     MSG_P("The count {1} is above {2}.", "شمار {1} از {2} بیشتر است."),
		     MSG_P("A count is of people found on lists, one by one. Numbers taken from elsewhere are not such counts.",
			   "شمار از کسانی است که یک‌یک در فهرست‌ها یافت شده‌اند. رقمی که از جای دیگر آمده چنین شماری نیست."),
		     s, num_text(r->a, r->ps->lang, CELLS_COUNT_MAX));
	else if (str_to_int(s, ret) && *ret < 0)
		tell(r, row->number, at + 1,
		     MSG_P("The count is below 0: {1}.", "شمار زیر صفر است: {1}."),
		     MSG_P("Write how many people are on exactly these lists.",
			   "بنویسید چند نفر درست در همین فهرست‌ها هستند."),
		     s, STR(""));
	else
		tell(r, row->number, at + 1,
		     MSG_P("The count is not a whole number: “{1}”.",
			   "شمار عددی درست نیست: «{1}»."),
		     MSG_P("Write it in digits, without separators.",
			   "آن را با رقم و بی‌جداکننده بنویسید."),
		     s, STR(""));
	return false;
}

static void read_row(struct reading *r, const struct csv_row *row)
{
	struct cell c = { 0, 0 };
	bool good = true;
	for (size_t i = 0, list = 0; i < row->n; i++) {
		bool on;
		if ((ptrdiff_t)i == r->count)
			continue;
		if (!read_mark(row->cells[i], r->a, &on)) {
			tell(r, row->number, i + 1,
			     MSG_P("“{1}” is neither 0 nor 1.", "«{1}» نه ۰ است و نه ۱."),
			     &SHAPE_DO, row->cells[i], STR(""));
			good = false;
		}
		c.on |= (uint32_t)on << list++;
	}
	good = read_count(r, row, &c.count) && good;
	if (good && c.on == 0) {
		tell(r, row->number, 0,
		     MSG_P("These people are on no list.", "این افراد در هیچ فهرستی نیستند."),
		     MSG_P("Leave the row out: nobody can have counted them, and it is what shall be estimated.",
			   "این ردیف را بردارید: کسی نمی‌تواند آنان را شمرده باشد و همین است که باید برآورد شود."),
		     STR(""), STR(""));
		good = false;
	}
	if (!good)
		return;
	r->numbers[r->n] = row->number;
	r->rows[r->n++] = c;
	r->total += c.count;
}

static bool read_header(struct reading *r)
{
	const struct csv_row *h = &r->t->header;
	for (size_t i = 0; i < h->n; i++)
		if (str_same_word(h->cells[i], STR("count")))
			r->count = (ptrdiff_t)i;
	if (r->count < 0)
		tell(r, 1, 0, MSG_P("There is no column “count”.", "ستون count نیست."), &SHAPE_DO,
		     STR(""), STR(""));
	else if (h->n < 2)
		tell(r, 1, 0, MSG_P("There is no list.", "فهرستی نیست."), &SHAPE_DO, STR(""),
		     STR(""));
	else if (h->n - 1 > CELLS_LISTS_MAX)
		tell(r, 1, 0,
		     MSG_P("There are {1} lists; the most is {2}.", "{1} فهرست است؛ بیشینه {2}."),
		     MSG_P("Put lists of the same origin together.",
			   "فهرست‌های هم‌خاستگاه را یکی کنید."),
		     num_text(r->a, r->ps->lang, (int64_t)h->n - 1),
		     num_text(r->a, r->ps->lang, CELLS_LISTS_MAX));
	else
		return true;
	return false;
}

struct numbered {
	uint32_t on;
	int64_t row;
};

static int by_pattern(const void *a, const void *b)
{
	const struct numbered *x = a;
	const struct numbered *y = b;
	if (x->on != y->on)
		return x->on < y->on ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void check_twice(struct reading *r)
{
	struct numbered *p = NEW_N(r->a, r->n, struct numbered);
	for (size_t i = 0; i < r->n; i++)
		p[i] = (struct numbered){ r->rows[i].on, r->numbers[i] };
	qsort(p, r->n, sizeof *p, by_pattern);
	for (size_t i = 1; i < r->n; i++)
		if (p[i].on == p[i - 1].on)
			tell(r, p[i].row, 0,
			     MSG_P("The same lists stand in row {1} already.",
				   "همین فهرست‌ها در ردیف {1} آمده است."),
			     MSG_P("Put the two counts together in one row.",
				   "دو شمار را در یک ردیف با هم جمع کنید."),
			     num_text(r->a, r->ps->lang, p[i - 1].row), STR(""));
}

/* What is wrong with the table as a whole, when its rows are good. */
static void check_whole(struct reading *r)
{
	if (r->total > CELLS_COUNT_MAX)
		tell(r, 0, 0, MSG_P("More than {1} people in all.", "روی هم بیش از {1} نفر."),
		     MSG_P("Check the counts.", "شمارها را بازبینی کنید."),
		     num_text(r->a, r->ps->lang, CELLS_COUNT_MAX), STR(""));
	else if (r->total == 0)
		tell(r, 0, 0, MSG_P("Nobody is on any of the lists.", "در هیچ فهرستی کسی نیست."),
		     MSG_P("There must be people to estimate from.",
			   "برای برآورد باید کسانی دیده شده باشند."),
		     STR(""), STR(""));
}

int cells_read(struct str bytes, enum lang lang, struct arena *a, struct cells *ret,
	       struct csv_problems *ret_problems, struct err *e)
{
	struct csv_table t;
	struct csv_options o = { .lang = lang };
	csv_read(bytes, &o, a, &t);
	struct reading r = { .t = &t, .ps = &t.problems, .a = a, .count = -1 };
	struct str *names = NEW_N(a, t.header.n, struct str);
	size_t lists = 0;
	if (t.n_rows > CELLS_MAX)
		return err_set(e, ERR_TOOBIG, "%zu rows, the limit is %d", t.n_rows, CELLS_MAX);
	if (t.header.n > 0 && read_header(&r)) {
		r.rows = NEW_N(a, t.n_rows, struct cell);
		r.numbers = NEW_N(a, t.n_rows, int64_t);
		for (size_t i = 0; i < t.n_rows; i++)
			read_row(&r, &t.rows[i]);
		check_twice(&r);
		if (t.problems.n == 0)
			check_whole(&r);
		for (size_t i = 0; i < t.header.n; i++)
			if ((ptrdiff_t)i != r.count)
				names[lists++] = t.header.cells[i];
	}
	*ret_problems = t.problems;
	if (t.problems.n > 0)
		return err_set(e, ERR_INPUT, "%.*s", STR_FMT(t.problems.items[0].what));
	return cells_make(names, lists, r.rows, r.n, a, ret, e);
}
