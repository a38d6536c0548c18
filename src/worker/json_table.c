/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * json_table.c - one object a line, or one array of objects. An object is cut out of the file first, so
 * that a broken one is told and does not hide the next. Columns come in the order in which their names
 * first occur; the answer at the end lists them.
 */
#include "worker/tables.h"

#include "base/json_foreign.h"
#include "base/map.h"
#include "text/utf8.h"

enum { READ_BYTES = 256 << 10, NAME_MAX_BYTES = 500, OBJECT_MAX = 4 << 20 };

struct reader {
	const struct table_ask *ask;
	struct rows *r;
	struct map names; /* to struct str of `columns`, +1 */
	struct str *columns;
	size_t n_columns;
	size_t cap;
	struct made_row row;
	struct table_cell *cells; /* by column */
	struct arena *scratch;
	struct buf object;
	int64_t number;
	bool array, wide;
	/* of an array: where the scanning is */
	int depth;
	bool in_string, escaped, begun, ended;
};

/* ---- cells ----------------------------------------------------------- */

static int column_of(struct reader *r, struct str name, size_t *ret, bool *ret_there, struct err *e)
{
	*ret_there = true;
	struct str *known = map_get(&r->names, name);
	if (known) {
		*ret = (size_t)(known - r->columns);
		return 0;
	}
	if (name.n > NAME_MAX_BYTES)
		return err_set(e, ERR_TOOBIG, "object %lld: a name has more than %d bytes",
			       (long long)r->number, NAME_MAX_BYTES);
	*ret_there = r->n_columns < TABLE_COLUMNS_MAX;
	if (!*ret_there)
		return 0;
	*ret = r->n_columns++;
	r->columns[*ret] = str_copy(r->ask->a, name);
	*map_at(&r->names, name) = &r->columns[*ret];
	return 0;
}

static struct table_cell cell_of(struct reader *r, const struct json *v, size_t column)
{
	struct table_cell c = { .kind = TABLE_TEXT };
	switch (v->type) {
	case JSON_NULL:
		c.kind = TABLE_EMPTY;
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		c.kind = TABLE_BOOL;
		c.text = v->type == JSON_TRUE ? STR("TRUE") : STR("FALSE");
		break;
	case JSON_INT:
		c.kind = TABLE_NUMBER;
		c.text = v->raw;
		break;
	case JSON_STRING:
		c.text = v->u.text;
		/* U+0000 and half a pair became U+FFFD on the way. */
		if (str_has(c.text, STR("\xEF\xBF\xBD")) &&
		    !str_has(buf_str(&r->object), STR("\xEF\xBF\xBD"))) {
			c.flags = TABLE_BROKEN;
			rows_mark(r->r, TABLE_FAULT_BROKEN_BYTES, r->number, column + 1, c.text,
				  STR("?"));
		}
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		c.kind = TABLE_NESTED;
		c.text = v->raw;
		rows_mark(r->r, TABLE_FAULT_JSON_NESTED, r->number, column + 1, c.text, STR_NULL);
	}
	if (c.text.n > TABLE_CELL_MAX) {
		rows_mark(r->r, TABLE_FAULT_CELL_TOO_LONG, r->number, column + 1, c.text, STR_NULL);
		c.text.n = TABLE_CELL_MAX;
		c.text.n = utf8_bad_at(c.text);
	}
	if (!c.text.n)
		c.kind = TABLE_EMPTY;
	return c;
}

static int put_object(struct reader *r, const struct json *o, struct err *e)
{
	size_t last = 0;
	made_row_clear(&r->row);
	memset(r->cells, 0, TABLE_COLUMNS_MAX * sizeof *r->cells);
	for (const struct json *v = json_first(o); v; v = v->next) {
		size_t column = 0;
		bool there;
		TRY(column_of(r, v->name, &column, &there, e));
		if (!there) {
			if (!r->wide)
				rows_mark(r->r, TABLE_FAULT_TOO_MANY_COLUMNS, r->number, 0,
					  STR_NULL, STR_NULL);
			r->wide = true;
			continue;
		}
		r->cells[column] = cell_of(r, v, column);
		if (r->cells[column].text.n && column + 1 > last)
			last = column + 1;
	}
	if (!last)
		return 0;
	for (size_t i = 0; i < last; i++)
		made_row_set(&r->row, i, &r->cells[i]);
	return made_row_send(&r->row, r->r, r->number, false, e);
}

/* The text between two line ends, or between the commas of the array. */
static int take_object(struct reader *r, struct err *e)
{
	const struct json *v = NULL;
	struct err why = { 0 };
	struct str s = str_trim(buf_str(&r->object));
	AUTO_BUF shown;
	size_t bad = 0;
	buf_init(&shown, 4 * (size_t)OBJECT_MAX + 16);
	if (r->object.full)
		return err_set(e, ERR_TOOBIG, "object %lld has more than %d MB",
			       (long long)r->number, OBJECT_MAX >> 20);
	if (!s.n)
		return 0;
	struct str readable = table_readable(&shown, s, false, &bad);
	if (bad < s.n) {
		char place[32];
		snprintf(place, sizeof place, "%zu", bad + 1);
		rows_mark(r->r, s.p[bad] ? TABLE_FAULT_BROKEN_BYTES : TABLE_FAULT_NUL_BYTE,
			  r->number, 0, readable, str_of(place));
	}
	arena_clear(r->scratch);
	if (json_read_foreign(readable, 4 * (size_t)OBJECT_MAX, r->scratch, &v, &why) < 0)
		rows_mark(r->r, TABLE_FAULT_JSON_BROKEN, r->number, 0, readable, str_of(why.text));
	else if (v->type != JSON_OBJECT)
		rows_mark(r->r, TABLE_FAULT_JSON_NOT_OBJECT, r->number, 0, readable, STR_NULL);
	else
		return put_object(r, v, e);
	return 0;
}

/* ---- cutting --------------------------------------------------------- */

static int end_object(struct reader *r, struct err *e)
{
	TRY(take_object(r, e));
	buf_clear(&r->object);
	r->number++;
	return 0;
}

static int take_lines(struct reader *r, struct str piece, struct err *e)
{
	while (piece.n && !r->r->enough) {
		const char *end = memchr(piece.p, '\n', piece.n);
		size_t n = end ? (size_t)(end - piece.p) : piece.n;
		buf_add(&r->object, str_n(piece.p, n));
		if (r->object.full)
			return end_object(r, e);
		if (!end)
			return 0;
		TRY(end_object(r, e));
		piece = str_from(piece, n + 1);
	}
	return 0;
}

/* Nothing is checked here but strings and brackets: the rest is the object's own matter. */
static int take_array_byte(struct reader *r, char c, struct err *e)
{
	if (r->in_string) {
		r->in_string = r->escaped || c != '"';
		r->escaped = !r->escaped && c == '\\';
	} else if (c == '"') {
		r->in_string = true;
	} else if (c == '[' || c == '{') {
		if (++r->depth == 1)
			return 0;
	} else if (c == ']' || c == '}') {
		if (--r->depth == 0) {
			r->ended = true;
			return r->object.n ? end_object(r, e) : 0;
		}
	} else if (c == ',' && r->depth == 1) {
		return end_object(r, e);
	}
	buf_char(&r->object, c);
	return r->object.full ? end_object(r, e) : 0;
}

static int take_array(struct reader *r, struct str piece, struct err *e)
{
	for (size_t i = 0; i < piece.n && !r->r->enough; i++) {
		bool blank = piece.p[i] == ' ' || piece.p[i] == '\n' || piece.p[i] == '\r' ||
			     piece.p[i] == '\t';
		if (r->ended && !blank)
			return err_set(e, ERR_INPUT,
				       "there is something behind the end of the array");
		if (!r->ended && !(r->depth == 0 && blank))
			TRY(take_array_byte(r, piece.p[i], e));
	}
	return 0;
}

static int take_all(struct reader *r, struct err *e)
{
	char *p = NEW_N(r->ask->a, READ_BYTES, char);
	size_t got = READ_BYTES;
	for (int64_t at = 0; got == READ_BYTES && !r->r->enough; at += READ_BYTES) {
		TRY(table_pread(r->ask->fd, at, p, READ_BYTES, &got, e));
		struct str piece = str_n(p, got);
		if (at == 0 && str_starts(piece, STR("\xEF\xBB\xBF")))
			piece = str_from(piece, 3);
		TRY(r->array ? take_array(r, piece, e) : take_lines(r, piece, e));
	}
	if (r->r->enough)
		return 0;
	if (r->array && !r->ended)
		return err_set(
			e, ERR_INPUT,
			"the array is not closed: the file was cut off, or a quotation mark is missing");
	return r->array ? 0 : end_object(r, e);
}

int json_table(const struct table_ask *ask, struct rows *r, struct table_found *ret, struct err *e)
{
	struct reader rd = {
		.ask = ask, .r = r, .number = 1, .array = ret->format == TABLE_JSON_ARRAY
	};
	ret->encoding = (struct encoding_guess){ .encoding = ENCODING_UTF8, .sure = 100 };
	map_init(&rd.names, ask->a);
	rd.columns = NEW_N(ask->a, TABLE_COLUMNS_MAX, struct str);
	rd.cells = NEW_N(ask->a, TABLE_COLUMNS_MAX, struct table_cell);
	rd.scratch = arena_new((size_t)1 << 30);
	buf_init(&rd.object, OBJECT_MAX);
	made_row_init(&rd.row, ask->a);
	int rc = take_all(&rd, e);
	made_row_done(&rd.row);
	buf_done(&rd.object);
	arena_free(rd.scratch);
	ret->columns = rd.columns;
	ret->n_columns = rd.n_columns;
	return rc;
}
