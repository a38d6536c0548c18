/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guess_config.c - columns of tables to fields of a config. */
#include "link/guess_priv.h"

#include <unistd.h>

#include "base/map.h"

struct guesser {
	const struct link_sample *tables;
	size_t n;
	struct link_config *c;
	enum guess_what kind[LINK_FIELDS_MAX]; /* of each field of the config */
	size_t nth[LINK_FIELDS_MAX];	       /* among those of its kind in its table */
	struct link_guessed *columns;
	size_t n_columns;
	struct str id, list, calendar;
	/* Of one table: */
	struct str year, month, day;
	size_t seen[IS_LEFT_OUT + 1];
	struct arena *a;
};

/* ---- fields ---- */

/* Columns of two tables that can be one field although they are called differently. A date is a date, whether
 * the header says of what or not. */
static enum guess_what kin(enum guess_what w)
{
	switch (w) {
	case IS_EVENT:
	case IS_DATE:
		return IS_DATE;
	case IS_NAME:
	case IS_GIVEN:
	case IS_FAMILY:
	case IS_FATHER:
	case IS_MIDDLE:
	case IS_BIRTH:
	case IS_AGE:
	case IS_SEX:
	case IS_PLACE:
		return w;
	case IS_RECORD_ID:
	case IS_LIST:
	case IS_CALENDAR:
	case IS_YEAR_PART:
	case IS_MONTH_PART:
	case IS_DAY_PART:
	case IS_ADDRESS:
	case IS_NUMBER:
	case IS_ID:
	case IS_URL:
	case IS_TEXT:
	case IS_LEFT_OUT:
		break;
	}
	return IS_LEFT_OUT;
}

static bool has_part(const struct link_column *c, struct str name)
{
	for (size_t i = 0; i < c->n_parts; i++)
		if (str_eq(c->parts[i], name))
			return true;
	return false;
}

/* The field of an earlier table that this column is the same as; n_fields: none. */
static size_t same_field(const struct guesser *g, struct str column, enum guess_what what,
			 size_t nth)
{
	const struct link_config *c = g->c;
	for (size_t f = 0; f < c->n_fields; f++)
		if (!c->columns[f].by_parts && has_part(&c->columns[f], column))
			return f;
	for (size_t f = 0; f < c->n_fields && kin(what) != IS_LEFT_OUT; f++)
		if (kin(g->kind[f]) == kin(what) && g->nth[f] == nth)
			return f;
	return c->n_fields;
}

static void add_field(struct guesser *g, struct str column, enum guess_what what,
		      enum link_type type, enum name_role role)
{
	struct link_config *c = g->c;
	size_t nth = g->seen[kin(what)]++;
	size_t f = same_field(g, column, what, nth);
	if (f < c->n_fields) {
		struct link_column *to = &c->columns[f];
		if (!has_part(to, column) && to->n_parts < LINK_PARTS_MAX)
			to->parts[to->n_parts++] = column;
		c->fields[f].is_event |= what == IS_EVENT;
		return;
	}
	if (f == LINK_FIELDS_MAX)
		return;
	c->fields[f] = (struct link_field){ .type = type, .role = role, .label = column };
	c->fields[f].is_birth = what == IS_BIRTH;
	c->fields[f].is_event = what == IS_EVENT;
	c->columns[f] = (struct link_column){ .parts = { column }, .n_parts = 1 };
	g->kind[f] = what;
	g->nth[f] = nth;
	c->n_fields++;
}

static const char *take(struct guesser *g, struct str column, enum guess_what what)
{
	switch (what) {
	case IS_RECORD_ID:
		if (g->id.n && !str_eq(g->id, column))
			return "left out";
		g->id = column;
		return "id of the record";
	case IS_LIST:
		if (g->list.n && !str_eq(g->list, column))
			return "left out";
		g->list = column;
		return "list";
	case IS_NAME:
		add_field(g, column, what, LINK_NAME, NAME_FULL);
		return "name";
	case IS_GIVEN:
		add_field(g, column, what, LINK_NAME, NAME_GIVEN);
		return "given name";
	case IS_FAMILY:
		add_field(g, column, what, LINK_NAME, NAME_FAMILY);
		return "family name";
	case IS_FATHER:
		add_field(g, column, what, LINK_NAME, NAME_FATHER);
		return "name of father or grandfather";
	case IS_MIDDLE:
		add_field(g, column, what, LINK_NAME, NAME_OTHER);
		return "further name";
	case IS_BIRTH:
	case IS_EVENT:
	case IS_DATE:
		add_field(g, column, what, LINK_DATE, NAME_FULL);
		return what == IS_BIRTH ? "date of birth" : "date";
	case IS_CALENDAR:
		g->calendar = column;
		return "calendar of the date";
	case IS_YEAR_PART:
		g->year = column;
		return "year";
	case IS_MONTH_PART:
		g->month = column;
		return "month";
	case IS_DAY_PART:
		g->day = column;
		return "day";
	case IS_AGE:
		add_field(g, column, what, LINK_AGE, NAME_FULL);
		return "age";
	case IS_SEX:
		add_field(g, column, what, LINK_CATEGORY, NAME_FULL);
		return "category";
	case IS_PLACE:
		add_field(g, column, what, LINK_PLACE, NAME_FULL);
		return "place";
	case IS_ADDRESS:
	case IS_TEXT:
		add_field(g, column, what, LINK_TEXT, NAME_FULL);
		return "text";
	case IS_NUMBER:
		add_field(g, column, what, LINK_NUMBER, NAME_FULL);
		return "number";
	case IS_ID:
		add_field(g, column, what, LINK_ID, NAME_FULL);
		return "id of the person";
	case IS_URL:
		add_field(g, column, what, LINK_URL, NAME_FULL);
		return "link";
	case IS_LEFT_OUT:
		break;
	}
	return "left out";
}

/* Year, month and day of one table as one field; those of the next with the same names are the same. */
static void join_parts(struct guesser *g)
{
	struct link_config *c = g->c;
	struct str month = g->month;
	struct str day = month.n ? g->day : STR("");
	if (!g->year.n || c->n_fields == LINK_FIELDS_MAX)
		return;
	for (size_t f = 0; f < c->n_fields; f++)
		if (c->columns[f].by_parts && str_eq(c->columns[f].parts[0], g->year))
			return;
	c->columns[c->n_fields] = (struct link_column){ .parts = { g->year, month, day },
							.n_parts = 3,
							.by_parts = true };
	c->fields[c->n_fields] =
		(struct link_field){ .type = LINK_DATE, .role = NAME_FULL, .label = g->year };
	c->fields[c->n_fields].is_birth = str_starts(g->year, STR("b"));
	g->kind[c->n_fields++] = IS_YEAR_PART;
}

/* ---- ids ---- */

static size_t column_called(const struct link_sample *t, struct str name)
{
	size_t i = 0;
	while (i < t->n_columns && !str_eq(t->names[i], name))
		i++;
	return i;
}

static bool in_all(const struct guesser *g, struct str column)
{
	for (size_t i = 0; i < g->n; i++)
		if (column_called(&g->tables[i], column) == g->tables[i].n_columns)
			return false;
	return true;
}

/* An id is one when no two rows of all tables share it: two lists that both count from 1 do not have one. */
static const char *why_no_id(const struct guesser *g, struct str column)
{
	AUTO_ARENA *a = arena_new((size_t)1 << 30);
	struct map seen;
	map_init(&seen, a);
	if (!in_all(g, column))
		return "not all tables have it";
	for (size_t i = 0; i < g->n; i++) {
		const struct link_sample *t = &g->tables[i];
		size_t at = column_called(t, column);
		for (size_t k = 0; k < t->n_rows; k++) {
			struct str id = link_sample_cell(t, k, at);
			void **there = map_at(&seen, id);
			if (!id.n || *there)
				return id.n ? "two rows have the same" : "a row has none";
			*there = &seen;
		}
	}
	return NULL;
}

/* What is not used as it was guessed says so. */
static void leave_out(struct guesser *g, struct str column, const char *as, const char *why)
{
	for (size_t i = 0; i < g->n_columns; i++)
		if (str_eq(g->columns[i].column, column) && str_eq(g->columns[i].as, str_of(as))) {
			g->columns[i].as = STR("left out");
			g->columns[i].why = str_of(why);
		}
}

static void settle(struct guesser *g)
{
	struct link_config *c = g->c;
	const char *why = g->id.n ? why_no_id(g, g->id) : NULL;
	if (why)
		leave_out(g, g->id, "id of the record", why);
	else
		c->id = g->id;
	if (g->list.n && !in_all(g, g->list))
		leave_out(g, g->list, "list", "not all tables have it");
	else
		c->list = g->list;
	for (size_t f = 0; g->calendar.n && f < c->n_fields; f++)
		if (c->fields[f].type == LINK_DATE && !c->fields[f].is_birth)
			c->columns[f].calendar_column = g->calendar;
}

/* ---- tables ---- */

/* A name beside a family name that it does not hold: the given one. */
static bool is_only_given(const struct link_sample *t, size_t name, size_t family)
{
	size_t both = 0;
	size_t holds = 0;
	for (size_t i = 0; i < t->n_rows; i++) {
		struct str n = link_sample_cell(t, i, name);
		struct str f = link_sample_cell(t, i, family);
		both += n.n && f.n;
		holds += n.n && f.n && str_find(n, f) >= 0;
	}
	return holds * 2 < both;
}

struct guessed_kind {
	enum guess_what what;
	struct str why;
};

static void find_given(const struct link_sample *t, struct guessed_kind *k)
{
	size_t name = t->n_columns;
	size_t family = t->n_columns;
	for (size_t i = 0; i < t->n_columns; i++) {
		if (k[i].what == IS_GIVEN)
			return;
		if (k[i].what == IS_NAME && name == t->n_columns)
			name = i;
		if (k[i].what == IS_FAMILY && family == t->n_columns)
			family = i;
	}
	if (name == t->n_columns || family == t->n_columns || !is_only_given(t, name, family))
		return;
	k[name] = (struct guessed_kind){ IS_GIVEN,
					 STR("a family name stands in a column of its own") };
}

static void guess_table(struct guesser *g, size_t table)
{
	const struct link_sample *t = &g->tables[table];
	g->year = g->month = g->day = STR("");
	memset(g->seen, 0, sizeof g->seen);
	struct guessed_kind *kind = NEW_N(g->a, t->n_columns, struct guessed_kind);
	for (size_t i = 0; i < t->n_columns; i++) {
		AUTO_ARENA *scratch = arena_new((size_t)2 << 30);
		struct str why;
		kind[i].what = link_guess_column(t, i, scratch, &why);
		kind[i].why = str_copy(g->a, why);
	}
	find_given(t, kind);
	for (size_t i = 0; i < t->n_columns; i++) {
		struct link_guessed *col = &g->columns[g->n_columns];
		if (!t->names[i].n)
			continue;
		g->n_columns++;
		*col = (struct link_guessed){ .table = table, .column = t->names[i] };
		col->as = str_of(take(g, col->column, kind[i].what));
		col->why = kind[i].why;
	}
	join_parts(g);
}

int link_guess(const struct link_sample *tables, size_t n, struct arena *a, struct link_config *ret,
	       struct link_guessed **ret_columns, size_t *ret_n, struct err *e)
{
	struct guesser g = { .tables = tables, .n = n, .a = a };
	size_t columns = 0;
	for (size_t i = 0; i < n; i++)
		columns += tables[i].n_columns;
	g.c = NEW(a, struct link_config);
	g.columns = NEW_N(a, columns, struct link_guessed);
	g.c->mode = LINK_BOTH;
	for (size_t i = 0; i < n; i++)
		guess_table(&g, i);
	settle(&g);
	if (!g.c->n_fields)
		return err_set(e, ERR_INPUT,
			       columns ? "no column of %s could be compared"
				       : "%s has no columns: is the file empty?",
			       n > 1 ? "these tables" : "this table");
	*ret = *g.c;
	*ret_columns = g.columns;
	*ret_n = g.n_columns;
	return 0;
}

/* ---- reading ---- */

struct str link_sample_cell(const struct link_sample *t, size_t row, size_t column)
{
	const struct table_row *r = &t->rows[row];
	return column < r->n ? str_trim(r->cells[column].text) : STR("");
}

struct sampling {
	struct arena *a;
	struct table_row *rows;
	size_t n;
};

static int keep_row(void *ctx, const struct table_row *row, struct err *e)
{
	struct sampling *s = ctx;
	if (s->n == GUESS_ROWS)
		return err_set(e, ERR_INPUT, "enough rows");
	struct table_cell *cells = NEW_N(s->a, row->n, struct table_cell);
	for (size_t i = 0; i < row->n; i++)
		cells[i].text = str_copy(s->a, row->cells[i].text);
	s->rows[s->n++] = (struct table_row){ .number = row->number, .cells = cells, .n = row->n };
	return 0;
}

int link_sample_read(const struct link_input *in, struct str path, struct arena *a,
		     struct link_sample *ret, struct err *e)
{
	struct link_table t;
	int fd;
	struct sampling s = { .a = a, .rows = NEW_N(a, GUESS_ROWS, struct table_row) };
	struct table_sink sink = { .row = keep_row, .ctx = &s };
	struct table_faults faults;
	TRY(link_table_look(in, path, a, &t, &fd, e));
	struct table_input input = { fd, in->worker };
	int rc = table_rows(&input, &t.look, &sink, a, &faults, e);
	close(fd);
	if (rc < 0 && s.n < GUESS_ROWS)
		return err_wrap(e, "%.*s", STR_FMT(path));
	struct str *names = NEW_N(a, t.look.n_columns, struct str);
	for (size_t i = 0; i < t.look.n_columns; i++)
		names[i] = t.look.columns[i].name;
	*ret = (struct link_sample){ names, t.look.n_columns, s.rows, s.n };
	return 0;
}
