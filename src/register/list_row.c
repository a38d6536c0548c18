/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_row.c - cells of a row as they are sealed, and what they say by a mapping. */
#include "register/list_priv.h"

#include "text/msg.h"

static struct str cell_text(const struct json *cell)
{
	struct str text = STR("");
	if (!json_str(cell, &text))
		json_str(json_get(cell, STR("text")), &text);
	return text;
}

int list_cells_read(struct str json, struct arena *a, struct str **ret, size_t *ret_n,
		    struct err *e)
{
	const struct json *list;
	TRY(json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, a, &list, e));
	if (list->type != JSON_ARRAY || list->n > LIST_COLUMNS_MAX)
		return err_set(e, ERR_CORRUPT, "these are no cells of a row");
	struct str *cells = NEW_N(a, list->n, struct str);
	size_t n = 0;
	for (const struct json *i = json_first(list); i; i = i->next)
		cells[n++] = cell_text(i);
	*ret = cells;
	*ret_n = n;
	return 0;
}

/* ---- a date in three columns ---- */

/* "07", "۷", "7.0" of a spreadsheet: 7. A name of a month or anything else: -1. */
static int64_t small_number(struct str s, struct arena *a)
{
	int64_t v;
	s = str_trim(digits_ascii(a, s));
	if (str_ends(s, STR(".0")))
		s.n -= 2;
	return str_to_int(s, &v) && v >= 0 ? v : -1;
}

/* As one text: in figures when all are figures, else as worded, "20 Mehr 1404". */
static struct str joined_date(struct str year, struct str month, struct str day, struct arena *a)
{
	int64_t y = small_number(year, a);
	int64_t m = small_number(month, a);
	int64_t d = small_number(day, a);
	bool has_month = month.n && m != 0;
	bool has_day = has_month && day.n && d != 0;
	if (!year.n)
		return STR("");
	if (!has_month)
		return year;
	if (y < 0 || m < 0 || (has_day && d < 0))
		return has_day ? str_printf(a, "%.*s %.*s %.*s", STR_FMT(day), STR_FMT(month),
					    STR_FMT(year))
			       : str_printf(a, "%.*s %.*s", STR_FMT(month), STR_FMT(year));
	return has_day ? str_printf(a, "%04lld-%02lld-%02lld", (long long)y, (long long)m,
				    (long long)d)
		       : str_printf(a, "%04lld-%02lld", (long long)y, (long long)m);
}

/* ---- by a mapping ---- */

static struct str calendar_word(enum calendar c)
{
	static const char *const WORDS[CAL_COUNT] = { "gregorian", "jalali", "hijri" };
	return str_of(WORDS[c]);
}

bool list_cell_is_error(struct str cell)
{
	static const char *const ERRORS[] = {
		"#NULL!", "#DIV/0!", "#VALUE!", "#REF!",   "#NAME?",	"#NUM!",
		"#N/A",	  "#SPILL!", "#CALC!",	"#FIELD!", "#BLOCKED!", "#GETTING_DATA",
	};
	int64_t n;
	if (str_starts(cell, STR("Err:")))
		return str_to_int(str_from(cell, 4), &n);
	if (!cell.n || cell.p[0] != '#')
		return false;
	for (size_t i = 0; i < COUNT(ERRORS); i++)
		if (str_eq(cell, str_of(ERRORS[i])))
			return true;
	return false;
}

static void take_cell(const struct list_column *c, struct str cell, struct arena *a,
		      struct list_row *r)
{
	struct str *to = &r->field[c->field];
	*to = to->n ? str_printf(a, "%.*s %.*s", STR_FMT(*to), STR_FMT(cell)) : cell;
	if (!c->has_calendar)
		return;
	if (c->field == LIST_DATE || c->field == LIST_YEAR)
		r->calendar = calendar_word(c->calendar);
	if (c->field == LIST_BIRTH || c->field == LIST_BIRTH_YEAR)
		r->birth_calendar = calendar_word(c->calendar);
}

void list_row_understand(const struct list_mapping *m, const struct str *cells, size_t n,
			 struct arena *a, struct list_row *ret)
{
	struct list_row r = { .calendar = STR(""), .birth_calendar = STR("") };
	for (int f = 0; f < LIST_FIELDS; f++)
		r.field[f] = STR("");
	for (size_t i = 0; i < m->n && i < n; i++) {
		struct str cell = str_trim(cells[i]);
		if (cell.n && m->columns[i].field != LIST_KEPT && !m->columns[i].sealed &&
		    !list_cell_is_error(cell))
			take_cell(&m->columns[i], cell, a, &r);
	}
	/* What the row says of its calendar goes before what the mapping says of the column. */
	if (r.field[LIST_CALENDAR].n) {
		r.calendar = r.field[LIST_CALENDAR];
		if (!r.birth_calendar.n)
			r.birth_calendar = r.field[LIST_CALENDAR];
	}
	if (!r.field[LIST_DATE].n)
		r.field[LIST_DATE] =
			joined_date(r.field[LIST_YEAR], r.field[LIST_MONTH], r.field[LIST_DAY], a);
	if (!r.field[LIST_BIRTH].n)
		r.field[LIST_BIRTH] =
			joined_date(r.field[LIST_BIRTH_YEAR], r.field[LIST_BIRTH_MONTH],
				    r.field[LIST_BIRTH_DAY], a);
	*ret = r;
}

struct str list_row_label(const struct list_row *row, struct arena *a)
{
	struct str given = row->field[LIST_GIVEN];
	struct str family = row->field[LIST_FAMILY];
	if (row->field[LIST_NAME].n)
		return row->field[LIST_NAME];
	if (given.n && family.n)
		return str_printf(a, "%.*s %.*s", STR_FMT(given), STR_FMT(family));
	return given.n ? given : family.n ? family : row->field[LIST_OTHER_NAME];
}
