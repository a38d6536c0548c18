/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_head.c - which row has the names of the columns.
 *
 * Names are text, one for most columns, short, and do not come again below. Above them may stand titles,
 * which fill one or two cells. Where cells are merged over several columns, or left empty, a second row
 * of names below says what each column is.
 */
#include "intake/table_priv.h"

enum { NAME_MAX_BYTES = 200 };

/* What a name hardly is: a number, a date, an address. */
static bool is_value(const struct table_cell *c)
{
	if (c->kind == TABLE_NUMBER || c->kind == TABLE_DATE || c->kind == TABLE_BOOL ||
	    c->text.n > NAME_MAX_BYTES)
		return true;
	struct str s = str_trim(c->text);
	if (str_starts(s, STR("http://")) || str_starts(s, STR("https://")))
		return true;
	size_t digits = 0;
	for (size_t i = 0; i < s.n; i++) {
		uint8_t b = (uint8_t)s.p[i];
		uint8_t next = i + 1 < s.n ? (uint8_t)s.p[i + 1] : 0;
		bool arabic = (b == 0xD9 && next >= 0xA0 && next <= 0xA9) ||
			      (b == 0xDB && next >= 0xB0 && next <= 0xB9);
		digits += table_is_digit(s.p[i]) || arabic;
		i += arabic;
		if (!arabic && !table_is_digit(s.p[i]) && !strchr("+-./: ,", s.p[i]))
			return false;
	}
	return digits > 0;
}

struct tally {
	size_t filled, values;
	size_t last; /* column behind the last that has something */
};

static struct tally tally_row(const struct table_row *r)
{
	struct tally t = { 0 };
	for (size_t i = 0; i < r->n; i++) {
		if (!str_trim(r->cells[i].text).n)
			continue;
		t.filled++;
		t.last = i + 1;
		t.values += is_value(&r->cells[i]);
	}
	return t;
}

static size_t usual_width(const struct table_head *h)
{
	size_t by[TABLE_COLUMNS_MAX + 1] = { 0 };
	size_t best = 0;
	for (size_t i = 0; i < h->n; i++)
		by[tally_row(&h->rows[i]).filled]++;
	for (size_t i = 1; i <= TABLE_COLUMNS_MAX; i++)
		if (by[i] && by[i] >= by[best])
			best = i;
	return best;
}

static bool same_cell(const struct table_row *r, const struct table_row *s, size_t i)
{
	return i < s->n && str_eq(s->cells[i].text, r->cells[i].text);
}

static bool same_row(const struct table_row *r, const struct table_row *s)
{
	bool same = r->n == s->n;
	for (size_t i = 0; i < r->n && same; i++)
		same = same_cell(r, s, i);
	return same;
}

/* How many cells of the row stand again below, in their own column; not where all of them do: tables that were put one
 * below the other say their names again. */
static size_t come_again(const struct table_head *h, size_t at)
{
	const struct table_row *r = &h->rows[at];
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++) {
		bool again = false;
		for (size_t k = at + 1; k < h->n && r->cells[i].text.n && !again; k++)
			again = same_cell(r, &h->rows[k], i) && !same_row(r, &h->rows[k]);
		n += again;
	}
	return n;
}

static bool may_be_names(const struct table_head *h, size_t at, size_t width)
{
	struct tally t = tally_row(&h->rows[at]);
	return t.filled > 0 && t.filled * 10 >= width * 6 && t.values * 10 <= t.filled * 3 &&
	       come_again(h, at) * 4 <= t.filled;
}

/* Cells of this row that reach over several columns, but not over all. */
static bool has_groups(const struct table_head *h, size_t at, size_t width)
{
	for (size_t i = 0; i < h->n_merges; i++)
		if (h->merges[i].row == h->rows[at].number && h->merges[i].columns > 1 &&
		    h->merges[i].columns < width)
			return true;
	return false;
}

static bool is_all_text(const struct table_row *r)
{
	struct tally t = tally_row(r);
	return t.filled >= 2 && t.values == 0;
}

/* Row `at` and the one below are names together when groups stand above what fills them. */
static bool is_pair(const struct table_head *h, size_t at, size_t width)
{
	if (at + 1 >= h->n || h->rows[at + 1].number != h->rows[at].number + 1 ||
	    !is_all_text(&h->rows[at]) || !is_all_text(&h->rows[at + 1]))
		return false;
	return has_groups(h, at, width) && come_again(h, at + 1) == 0;
}

/* As full as most rows, and of what names hardly are. */
static bool may_be_data(const struct table_head *h, size_t at, size_t width)
{
	struct tally t = tally_row(&h->rows[at]);
	return t.filled > 1 && t.filled >= width && t.values > 0;
}

void table_find_header(const struct table_head *h, ptrdiff_t *ret_at, int *ret_rows)
{
	size_t width = usual_width(h);
	*ret_at = -1;
	*ret_rows = 1;
	for (size_t i = 0; i < h->n && i < 20; i++) {
		if (is_pair(h, i, width)) {
			*ret_at = (ptrdiff_t)i + 1;
			*ret_rows = 2;
			return;
		}
		if (may_be_names(h, i, width)) {
			*ret_at = (ptrdiff_t)i;
			return;
		}
		/* Nothing that may be somebody's row is passed over for a title. */
		if (may_be_data(h, i, width))
			return;
	}
}

static struct str cell_text(const struct table_row *r, size_t i)
{
	return i < r->n ? str_trim(r->cells[i].text) : STR_NULL;
}

/* Of the group that column `i` belongs to. */
static struct str group_name(const struct table_head *h, const struct table_row *r, size_t i)
{
	for (size_t k = 0; k < h->n_merges; k++) {
		const struct table_merge *m = &h->merges[k];
		if (m->row == r->number && i + 1 >= m->column && i + 1 < m->column + m->columns)
			return cell_text(r, m->column - 1);
	}
	return cell_text(r, i);
}

struct str table_column_name(const struct table_head *h, ptrdiff_t at, int rows, size_t i,
			     struct arena *a)
{
	if (at < 0)
		return STR_NULL;
	struct str name = cell_text(&h->rows[at], i);
	if (rows == 1)
		return str_copy(a, name);
	struct str group = group_name(h, &h->rows[at - 1], i);
	if (!group.n || !name.n)
		return str_copy(a, group.n ? group : name);
	return str_printf(a, "%.*s / %.*s", STR_FMT(group), STR_FMT(name));
}

/* ---- merged cells ---------------------------------------------------- */

static bool reference(struct str s, int64_t *ret_column, int64_t *ret_row)
{
	size_t i = 0;
	*ret_column = 0;
	for (; i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z' && i < 4; i++)
		*ret_column = *ret_column * 26 + (s.p[i] - 'A' + 1);
	return i > 0 && str_to_int(str_from(s, i), ret_row) && *ret_row > 0;
}

bool table_merge_parse(const struct table_mark *m, struct table_merge *ret)
{
	int64_t c[2];
	int64_t r[2];
	struct str first;
	struct str second = str_cut(m->arg, ':', &first);
	ret->row = m->row;
	ret->column = m->column;
	if (reference(first, &c[0], &r[0]) && reference(second, &c[1], &r[1]) && c[1] >= c[0] &&
	    r[1] >= r[0]) {
		ret->columns = (size_t)(c[1] - c[0] + 1);
		ret->rows = (size_t)(r[1] - r[0] + 1);
		return true;
	}
	ptrdiff_t by = str_find(m->arg, STR(" x "));
	if (by < 0 || !str_to_int(str_n(m->arg.p, (size_t)by), &r[0]) ||
	    !str_to_int(str_from(m->arg, (size_t)by + 3), &c[0]) || r[0] < 1 || c[0] < 1)
		return false;
	ret->rows = (size_t)r[0];
	ret->columns = (size_t)c[0];
	return true;
}
