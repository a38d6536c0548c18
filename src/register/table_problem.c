/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_problem.c - the list of what is wrong with a table. */
#include "register/table_priv.h"
#include "text/utf8.h"

static struct str start_of(struct arena *a, struct str cell)
{
	struct str rest = cell;
	uint32_t cp;
	for (int i = 0; i < TABLE_START_MAX && utf8_next(&rest, &cp); i++)
		;
	return str_copy(a, str_n(cell.p, cell.n - rest.n));
}

static struct table_problem *add(struct table_reader *t)
{
	struct table *list = t->t;
	if (list->all_problems++ >= TABLE_PROBLEMS_MAX)
		return NULL;
	list->problems = arena_grow(t->keep, list->problems, list->n_problems, &t->cap_problems,
				    sizeof *list->problems);
	return &list->problems[list->n_problems++];
}

void problem_at(struct table_reader *t, int64_t row, ptrdiff_t column, struct str cell,
		const struct msg *what, const struct msg *todo, const struct str *args, size_t n)
{
	struct table_problem *p = add(t);
	if (!p)
		return;
	*p = (struct table_problem){
		.row = row,
		.column = column >= 0 ? t->columns[column].name : STR(""),
		.cell = start_of(t->keep, cell),
		.what = tr_fmt(t->keep, t->in->lang, what, args, n),
		.todo = tr_fmt(t->keep, t->in->lang, todo, args, n),
	};
}

void problem(struct table_reader *t, size_t column, const struct msg *what, const struct msg *todo,
	     const struct str *args, size_t n)
{
	t->bad = true;
	problem_at(t, t->row, (ptrdiff_t)column, t->cells[column], what, todo, args, n);
}

/* What csv.h advises for other encodings is the way to a file with a byte order mark. */
static const struct msg SAVE_PLAIN =
	MSG("Save the file as UTF-8 without a byte order mark.",
	    "پرونده را با کدگذاری UTF-8 و بدون نشان ترتیب بایت (BOM) ذخیره کنید.");

void problems_of_csv(struct table_reader *t, const struct csv_problems *ps)
{
	for (size_t i = 0; i < ps->n; i++) {
		const struct csv_problem *c = &ps->items[i];
		struct table_problem *p = add(t);
		if (!p)
			continue; /* counted */
		bool encoding =
			str_has(c->what, STR("UTF-16")) || str_has(c->what, STR("Windows-1256"));
		*p = (struct table_problem){
			.row = c->row,
			.column = c->column && c->column <= t->n_columns
					  ? t->columns[c->column - 1].name
					  : STR(""),
			.cell = STR(""),
			.what = c->what,
			.todo = encoding ? tr(t->in->lang, &SAVE_PLAIN) : c->todo,
		};
	}
	t->t->all_problems += (int64_t)ps->dropped;
}

struct ordered {
	struct table_problem p;
	size_t at;
};

static int by_row(const void *x, const void *y)
{
	const struct ordered *a = x;
	const struct ordered *b = y;
	if (a->p.row != b->p.row)
		return a->p.row < b->p.row ? -1 : 1;
	return (a->at > b->at) - (a->at < b->at);
}

/* By row; within a row as they were found. */
void problems_sort(struct table *t)
{
	AUTO_ARENA *a = arena_new(0);
	struct ordered *o = NEW_N(a, t->n_problems, struct ordered);
	for (size_t i = 0; i < t->n_problems; i++)
		o[i] = (struct ordered){ t->problems[i], i };
	if (t->n_problems)
		qsort(o, t->n_problems, sizeof *o, by_row);
	for (size_t i = 0; i < t->n_problems; i++)
		t->problems[i] = o[i].p;
}

struct str names_list(struct table_reader *t, const struct str *names, size_t n,
		      const struct msg *none)
{
	static const struct msg MEAN = MSG("Did you mean {1}?", "آیا منظورتان {1} است؟");
	static const struct msg OR = MSG("{1} or {2}", "{1} یا {2}");
	static const struct msg COMMA = MSG("{1}, {2}", "{1}، {2}");
	if (n == 0)
		return tr(t->in->lang, none);
	struct str all = names[0];
	for (size_t i = 1; i < n; i++) {
		struct str args[] = { all, names[i] };
		all = tr_fmt(t->scratch, t->in->lang, i + 1 < n ? &COMMA : &OR, args, 2);
	}
	return tr_fmt(t->scratch, t->in->lang, &MEAN, &all, 1);
}
