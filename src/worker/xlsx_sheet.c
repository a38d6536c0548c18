/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx_sheet.c - the cells of one sheet, row by row (ECMA-376 part 1, 18.3.1). */
#include "worker/xlsx.h"

enum { VALUE_MAX = TABLE_CELL_MAX + 1 };

struct sheet {
	struct xlsx *x;
	struct rows *r;
	struct made_row row;
	int64_t number; /* of the row */
	bool in_row, row_hidden, row_skipped;
	bool in_cell;
	size_t column; /* of the cell, 0 ... */
	size_t next;   /* column of a cell without a reference */
	char type;     /* n s b e i(nline) d(ate) t(ext of a formula) */
	int64_t style;
	bool has_formula, has_value;
	int in_value, in_text, in_sound;
	struct buf value;
	struct buf scratch;
	bool wide;
};

/* ---- a cell ---------------------------------------------------------- */

static char type_of(struct str t)
{
	static const struct {
		const char *name;
		char type;
	} T[] = { { "s", 's' },	  { "b", 'b' },		{ "e", 'e' },
		  { "str", 't' }, { "inlineStr", 'i' }, { "d", 'd' } };
	for (size_t i = 0; i < COUNT(T); i++)
		if (str_eq(t, str_of(T[i].name)))
			return T[i].type;
	return 'n';
}

static void begin_cell(struct sheet *s, const char **attributes)
{
	struct str ref = xml_attribute(attributes, "r");
	size_t column = 0;
	int64_t row = 0;
	s->in_cell = true;
	s->has_formula = s->has_value = false;
	s->type = type_of(xml_attribute(attributes, "t"));
	s->style = xml_number(attributes, "s", 0);
	s->column = s->next;
	buf_clear(&s->value);
	if (ref.n && xlsx_reference(ref, &column, &row) && column > s->next &&
	    (row == 0 || row == s->number))
		s->column = column - 1;
	else if (ref.n)
		rows_mark(s->r, TABLE_FAULT_BAD_REFERENCE, s->number, s->next + 1, STR_NULL, ref);
	s->next = s->column + 1;
}

static const struct xlsx_style *style_of(const struct sheet *s)
{
	static const struct xlsx_style GENERAL = { .format = { NULL, 0 } };
	return s->style >= 0 && s->style < (int64_t)s->x->n_styles ? &s->x->styles[s->style]
								   : &GENERAL;
}

static void number_cell(struct sheet *s, struct str value, char *date, struct table_cell *c)
{
	const struct xlsx_style *st = style_of(s);
	c->kind = TABLE_NUMBER;
	c->text = value;
	c->format = st->format;
	if (st->shows == XLSX_SHOWS_NUMBER)
		return;
	if (!xlsx_date(value, s->x->from_1904, st->shows, date)) {
		rows_mark(s->r, TABLE_FAULT_ODD_DATE, s->number, s->column + 1, value, st->format);
		return;
	}
	c->kind = TABLE_DATE;
	c->text = str_of(date);
	c->raw = value;
	if (st->other_calendar)
		rows_mark(s->r, TABLE_FAULT_OTHER_CALENDAR, s->number, s->column + 1, c->text,
			  st->format);
}

static struct str shared(struct sheet *s, struct str value)
{
	int64_t i = -1;
	struct str text = STR_NULL;
	if (!str_to_int(value, &i) || !xlsx_string(s->x, i, &text))
		rows_mark(s->r, TABLE_FAULT_BAD_REFERENCE, s->number, s->column + 1, value,
			  STR("shared string"));
	return text;
}

static void value_cell(struct sheet *s, char *date, struct table_cell *c)
{
	struct str value = buf_str(&s->value);
	c->text = value;
	c->kind = TABLE_TEXT;
	switch (s->type) {
	case 's':
		c->text = xlsx_unescape(&s->scratch, shared(s, value));
		break;
	case 'i':
	case 't':
		c->text = xlsx_unescape(&s->scratch, value);
		break;
	case 'b':
		c->kind = TABLE_BOOL;
		c->text = str_eq(value, STR("1"))   ? STR("TRUE")
			  : str_eq(value, STR("0")) ? STR("FALSE")
						    : value;
		break;
	case 'e':
		c->kind = TABLE_ERROR;
		rows_mark(s->r, TABLE_FAULT_ERROR_CELL, s->number, s->column + 1, value, STR_NULL);
		break;
	case 'd':
		c->kind = TABLE_DATE;
		break;
	default:
		if (value.n)
			number_cell(s, value, date, c);
	}
}

static void check_length(struct sheet *s, struct table_cell *c)
{
	char count[32];
	if (c->text.n <= TABLE_CELL_MAX && !s->value.full)
		return;
	snprintf(count, sizeof count, "%zu", c->text.n);
	rows_mark(s->r, TABLE_FAULT_CELL_TOO_LONG, s->number, s->column + 1, c->text,
		  str_of(count));
	size_t n = c->text.n < TABLE_CELL_MAX ? c->text.n : TABLE_CELL_MAX;
	while (n && n < c->text.n && ((uint8_t)c->text.p[n] & 0xC0) == 0x80)
		n--;
	c->text.n = n;
}

static void end_cell(struct sheet *s)
{
	struct table_cell c = { .kind = TABLE_EMPTY };
	char date[32];
	s->in_cell = false;
	if (s->column >= TABLE_COLUMNS_MAX) {
		s->wide = s->wide || s->value.n || s->has_formula;
		return;
	}
	value_cell(s, date, &c);
	check_length(s, &c);
	if (s->has_formula) {
		c.flags = TABLE_FORMULA | (s->has_value ? 0 : TABLE_NO_CACHED);
		rows_mark(s->r, s->has_value ? TABLE_FAULT_FORMULA_CELL : TABLE_FAULT_NO_VALUE,
			  s->number, s->column + 1, c.text, STR_NULL);
	}
	if (!c.text.n)
		c.kind = TABLE_EMPTY;
	if ((c.text.n || c.flags) && s->column >= s->row.n)
		made_row_set(&s->row, s->column, &c);
}

/* ---- rows ------------------------------------------------------------ */

static void begin_row(struct sheet *s, const char **attributes)
{
	int64_t number = xml_number(attributes, "r", s->number + 1);
	if (number <= s->number || number > 100000000) {
		rows_mark(s->r, TABLE_FAULT_BAD_REFERENCE, s->number + 1, 0, STR_NULL,
			  xml_attribute(attributes, "r"));
		number = s->number + 1;
	}
	struct str hidden = xml_attribute(attributes, "hidden");
	s->number = number;
	s->in_row = true;
	s->wide = false;
	s->row_hidden = str_eq(hidden, STR("1")) || str_eq(hidden, STR("true"));
	s->next = 0;
	made_row_clear(&s->row);
}

static int end_row(struct sheet *s, struct err *e)
{
	s->in_row = false;
	if (s->wide)
		rows_mark(s->r, TABLE_FAULT_TOO_MANY_COLUMNS, s->number, 0, STR_NULL, STR_NULL);
	if (!s->row.n)
		return 0;
	if (s->row_hidden)
		rows_mark(s->r, TABLE_FAULT_HIDDEN_ROW, s->number, 0, STR_NULL, STR_NULL);
	TRY(made_row_send(&s->row, s->r, s->number, s->row_hidden, e));
	return s->r->enough ? XML_ENOUGH : 0;
}

static void columns(struct sheet *s, const char **attributes)
{
	struct str hidden = xml_attribute(attributes, "hidden");
	int64_t from = xml_number(attributes, "min", 1);
	int64_t to = xml_number(attributes, "max", 0);
	if (!str_eq(hidden, STR("1")) && !str_eq(hidden, STR("true")))
		return;
	for (int64_t i = from < 1 ? 1 : from; i <= to && i <= TABLE_COLUMNS_MAX; i++)
		rows_mark(s->r, TABLE_FAULT_HIDDEN_COLUMN, 0, (size_t)i, STR_NULL, STR_NULL);
}

static void merged(struct sheet *s, const char **attributes)
{
	struct str ref = xml_attribute(attributes, "ref");
	struct str from;
	size_t column = 0;
	int64_t row = 0;
	(void)str_cut(ref, ':', &from);
	if (xlsx_reference(from, &column, &row))
		rows_mark(s->r, TABLE_FAULT_MERGED, row, column, STR_NULL, ref);
}

/* ---- events ---------------------------------------------------------- */

static int on_start(void *ctx, struct str name, const char **attributes, struct err *e)
{
	struct sheet *s = ctx;
	(void)e;
	if (s->in_cell) {
		if (str_eq(name, STR("f")))
			s->has_formula = true;
		s->in_value += str_eq(name, STR("v"));
		s->in_text += str_eq(name, STR("t"));
		s->in_sound += str_eq(name, STR("rPh"));
		s->has_value = s->has_value || s->in_value;
	} else if (s->in_row && str_eq(name, STR("c"))) {
		begin_cell(s, attributes);
	} else if (str_eq(name, STR("row"))) {
		begin_row(s, attributes);
	} else if (str_eq(name, STR("col"))) {
		columns(s, attributes);
	} else if (str_eq(name, STR("mergeCell"))) {
		merged(s, attributes);
	}
	return 0;
}

static int on_end(void *ctx, struct str name, struct err *e)
{
	struct sheet *s = ctx;
	if (s->in_cell) {
		s->in_value -= str_eq(name, STR("v"));
		s->in_text -= str_eq(name, STR("t"));
		s->in_sound -= str_eq(name, STR("rPh"));
		if (str_eq(name, STR("c")))
			end_cell(s);
		return 0;
	}
	return s->in_row && str_eq(name, STR("row")) ? end_row(s, e) : 0;
}

static int on_text(void *ctx, struct str text, struct err *e)
{
	struct sheet *s = ctx;
	(void)e;
	if (s->in_cell && !s->in_sound && (s->in_value || (s->in_text && s->type == 'i')))
		buf_add(&s->value, text);
	return 0;
}

static void sheet_init(struct sheet *s, struct xlsx *x, struct rows *r)
{
	*s = (struct sheet){ .x = x, .r = r };
	buf_init(&s->value, VALUE_MAX);
	buf_init(&s->scratch, XLSX_STRINGS_BYTES_MAX);
	made_row_init(&s->row, x->a);
}

static void sheet_done(struct sheet *s)
{
	buf_done(&s->value);
	buf_done(&s->scratch);
	made_row_done(&s->row);
}

int xlsx_sheet_rows(struct xlsx *x, const struct xlsx_sheet *s, struct rows *r, struct err *e)
{
	const struct part *part = package_find(&x->p, s->path);
	struct sheet sheet;
	struct xml_events ev = { on_start, on_end, on_text, &sheet };
	if (!part)
		return err_set(e, ERR_INPUT,
			       "the sheet is no table of cells, or its part is missing");
	sheet_init(&sheet, x, r);
	int rc = xml_read(&x->p, part, &ev, e);
	sheet_done(&sheet);
	return rc;
}

int xlsx_sheet_str(struct xlsx *x, struct str xml, struct rows *r, struct err *e)
{
	struct sheet sheet;
	struct xml_events ev = { on_start, on_end, on_text, &sheet };
	sheet_init(&sheet, x, r);
	int rc = xml_read_str(xml, &ev, e);
	sheet_done(&sheet);
	return rc;
}
