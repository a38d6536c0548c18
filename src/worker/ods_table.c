/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ods_table.c - spreadsheets of ISO 26300 (OpenDocument, ODS). All sheets stand in one part, one behind
 * the other; cells and rows that repeat are written once with a number, which is the format's own way
 * to be a bomb: empty ones cost nothing here, and others are counted against a ceiling.
 */
#include "worker/tables.h"
#include "worker/xml.h"

enum { VALUE_MAX = TABLE_CELL_MAX + 1, HIDDEN_STYLES_MAX = 4096, ROWS_MAX = 1 << 20 };
enum { COPIES_MAX = 8 << 20 }; /* cells that are there because something repeats */

struct ods {
	const struct table_ask *ask;
	struct rows *r;
	struct table_found *ret;
	struct package p;
	struct str *hidden_styles; /* of sheets that are not shown */
	size_t n_hidden, cap_hidden;
	struct str style; /* that is being read */
	/* where we are */
	int depth_skip;	       /* within what is no text of the cell: notes, pictures */
	bool in_sheet, chosen; /* chosen: this is the sheet that is given */
	bool done;
	bool second_pass; /* hidden sheets are taken, too */
	int64_t number;	  /* of the row, its first */
	int64_t row_repeat;
	int64_t copies;
	bool row_hidden;
	size_t column; /* next column of the row, also of those definitions */
	size_t defined;
	struct made_row row;
	/* the cell */
	bool in_cell, has_formula, covered;
	int64_t cell_repeat, span_columns, span_rows;
	char type; /* t f(loat) d(ate) c(lock) b e */
	int in_p;
	int n_p;
	bool wide, has_notes;
	struct buf text;  /* as it is shown */
	struct buf value; /* as it is stored */
};

/* ---- texts ----------------------------------------------------------- */

static void put_blanks(struct ods *o, int64_t n)
{
	for (n = n < 1 ? 1 : n > TABLE_CELL_MAX ? TABLE_CELL_MAX : n; n > 0 && !o->text.full; n--)
		buf_char(&o->text, ' ');
}

static void text_begin(struct ods *o, struct str name, const char **attributes)
{
	if (str_eq(name, STR("p"))) {
		if (o->n_p++)
			buf_char(&o->text, '\n');
		o->in_p++;
	} else if (str_eq(name, STR("s"))) {
		put_blanks(o, xml_number(attributes, "c", 1));
	} else if (str_eq(name, STR("tab"))) {
		buf_char(&o->text, '\t');
	} else if (str_eq(name, STR("line-break"))) {
		buf_char(&o->text, '\n');
	} else if (str_eq(name, STR("annotation")) || str_eq(name, STR("frame")) ||
		   str_eq(name, STR("custom-shape")) || str_eq(name, STR("ruby-text"))) {
		o->has_notes = o->has_notes || str_eq(name, STR("annotation"));
		o->depth_skip = 1;
	}
}

/* ---- cells ----------------------------------------------------------- */

static char type_of(struct str t)
{
	static const struct {
		const char *name;
		char type;
	} T[] = { { "float", 'f' }, { "percentage", 'f' }, { "currency", 'f' },
		  { "date", 'd' },  { "time", 'c' },	   { "boolean", 'b' } };
	for (size_t i = 0; i < COUNT(T); i++)
		if (str_eq(t, str_of(T[i].name)))
			return T[i].type;
	return 't';
}

/* How often: a number that nobody can mean is damage, and the row or cell is there once. */
static int64_t repeated(struct ods *o, const char **attributes, const char *name, size_t column)
{
	struct str given = xml_attribute(attributes, name);
	int64_t n = 1;
	if (given.p && (!str_to_int(given, &n) || n < 1 || n > INT32_MAX)) {
		rows_mark(o->r, TABLE_FAULT_BAD_REFERENCE, o->number, column, STR_NULL, given);
		n = 1;
	}
	return n;
}

static void begin_cell(struct ods *o, struct str name, const char **attributes)
{
	static const char *const VALUES[] = { "value", "date-value", "time-value", "boolean-value",
					      "string-value" };
	o->in_cell = true;
	o->covered = str_eq(name, STR("covered-table-cell"));
	o->has_formula = xml_attribute(attributes, "formula").p != NULL;
	o->type = type_of(xml_attribute(attributes, "value-type"));
	o->cell_repeat = repeated(o, attributes, "number-columns-repeated", o->column + 1);
	o->span_columns = xml_number(attributes, "number-columns-spanned", 1);
	o->span_rows = xml_number(attributes, "number-rows-spanned", 1);
	o->n_p = o->in_p = o->depth_skip = 0;
	buf_clear(&o->text);
	buf_clear(&o->value);
	for (size_t i = 0; i < COUNT(VALUES); i++)
		if (!o->value.n)
			buf_add(&o->value, xml_attribute(attributes, VALUES[i]));
}

/* PT10H20M30S as 10:20:30; more than a day and fractions stay as they are. */
static struct str clock_of(struct str s, char ret[static 32])
{
	int64_t v[3] = { 0 };
	static const char UNITS[] = "HMS";
	size_t i = 2;
	if (!str_starts(s, STR("PT")))
		return s;
	for (size_t u = 0; u < 3; u++) {
		size_t k = i;
		while (k < s.n && s.p[k] >= '0' && s.p[k] <= '9')
			k++;
		if (k < s.n && s.p[k] == UNITS[u] && k > i && k - i < 9) {
			(void)str_to_int(str_n(s.p + i, k - i), &v[u]);
			i = k + 1;
		}
	}
	if (i != s.n || v[0] > 23 || v[1] > 59 || v[2] > 59)
		return s;
	snprintf(ret, 32, "%02d:%02d:%02d", (int)v[0], (int)v[1], (int)v[2]);
	return str_of(ret);
}

static struct table_cell made_cell(struct ods *o, char *clock)
{
	static const struct {
		char type;
		uint8_t kind;
	} KINDS[] = {
		{ 'f', TABLE_NUMBER }, { 'd', TABLE_DATE }, { 'c', TABLE_DATE }, { 'b', TABLE_BOOL }
	};
	struct str shown = buf_str(&o->text);
	struct str stored = buf_str(&o->value);
	struct table_cell c = { .kind = TABLE_TEXT, .text = shown };
	for (size_t i = 0; i < COUNT(KINDS); i++)
		if (o->type == KINDS[i].type && stored.n) {
			c.kind = KINDS[i].kind;
			c.text = o->type == 'c' ? clock_of(stored, clock) : stored;
			c.raw = str_eq(shown, c.text) ? STR_NULL : shown;
		}
	/* 2025-03-21T00:00:00 is what programs write for a day. */
	if (o->type == 'd' && str_ends(c.text, STR("T00:00:00")))
		c.text.n -= 9;
	if (o->type == 'b' && stored.n)
		c.text = str_eq(stored, STR("true")) ? STR("TRUE") : STR("FALSE");
	if (o->type == 't' && !shown.n && stored.n)
		c.text = stored;
	if (o->has_formula && o->type == 't' &&
	    (str_starts(shown, STR("#")) || str_starts(shown, STR("Err:"))))
		c.kind = TABLE_ERROR;
	if (!c.text.n)
		c.kind = TABLE_EMPTY;
	return c;
}

static void mark_cell(struct ods *o, struct table_cell *c)
{
	size_t column = o->column + 1;
	char text[64];
	if (o->text.full || o->value.full || c->text.n > TABLE_CELL_MAX) {
		rows_mark(o->r, TABLE_FAULT_CELL_TOO_LONG, o->number, column, c->text, STR_NULL);
		c->raw = STR_NULL;
		while (c->text.n > TABLE_CELL_MAX ||
		       (c->text.n && ((uint8_t)c->text.p[c->text.n - 1] & 0xC0) == 0x80))
			c->text.n--;
		c->text.n -= c->text.n && (uint8_t)c->text.p[c->text.n - 1] >= 0xC0;
	}
	if (c->kind == TABLE_ERROR)
		rows_mark(o->r, TABLE_FAULT_ERROR_CELL, o->number, column, c->text, STR_NULL);
	if (o->has_formula) {
		c->flags = TABLE_FORMULA | (c->text.n ? 0 : TABLE_NO_CACHED);
		rows_mark(o->r, c->text.n ? TABLE_FAULT_FORMULA_CELL : TABLE_FAULT_NO_VALUE,
			  o->number, column, c->text, STR_NULL);
	}
	if (o->span_columns > 1 || o->span_rows > 1) {
		snprintf(text, sizeof text, "%lld x %lld", (long long)o->span_rows,
			 (long long)o->span_columns);
		rows_mark(o->r, TABLE_FAULT_MERGED, o->number, column, c->text, str_of(text));
	}
}

static void end_cell(struct ods *o)
{
	char clock[32];
	struct table_cell c = made_cell(o, clock);
	int64_t n = o->cell_repeat;
	o->in_cell = false;
	if (o->column < TABLE_COLUMNS_MAX)
		mark_cell(o, &c);
	bool there = c.text.n || c.flags;
	for (int64_t i = 0; there && i < n; i++) {
		size_t at = o->column + (size_t)i;
		if (at >= TABLE_COLUMNS_MAX) {
			o->wide = true;
			break;
		}
		made_row_set(&o->row, at, &c);
	}
	/* Beyond the ceiling only one thing matters: that there was something. */
	o->column += n < TABLE_COLUMNS_MAX ? (size_t)n : TABLE_COLUMNS_MAX;
	if (o->column > TABLE_COLUMNS_MAX)
		o->column = TABLE_COLUMNS_MAX;
}

/* ---- rows ------------------------------------------------------------ */

static bool is_hidden(struct str visibility)
{
	return str_eq(visibility, STR("collapse")) || str_eq(visibility, STR("filter"));
}

static void begin_row(struct ods *o, const char **attributes)
{
	o->row_repeat = repeated(o, attributes, "number-rows-repeated", 0);
	o->row_hidden = is_hidden(xml_attribute(attributes, "visibility"));
	o->column = 0;
	o->wide = false;
	made_row_clear(&o->row);
}

static int end_row(struct ods *o, struct err *e)
{
	int64_t first = o->number;
	o->number += o->row_repeat;
	if (!o->row.n)
		return 0;
	if (o->wide)
		rows_mark(o->r, TABLE_FAULT_TOO_MANY_COLUMNS, first, 0, STR_NULL, STR_NULL);
	for (int64_t i = 0; i < o->row_repeat; i++) {
		if (first + i > ROWS_MAX)
			return err_set(
				e, ERR_TOOBIG,
				"the sheet has more than %d rows, which no spreadsheet program writes: save it as CSV",
				ROWS_MAX);
		if (o->row_hidden)
			rows_mark(o->r, TABLE_FAULT_HIDDEN_ROW, first + i, 0, STR_NULL, STR_NULL);
		o->copies += i ? (int64_t)o->row.n : 0;
		if (o->copies > COPIES_MAX)
			return err_set(
				e, ERR_TOOBIG,
				"the sheet repeats rows into more than %d million cells: save it as CSV",
				COPIES_MAX >> 20);
		TRY(made_row_send(&o->row, o->r, first + i, o->row_hidden, e));
		if (o->r->enough)
			return XML_ENOUGH;
	}
	return 0;
}

static void define_columns(struct ods *o, const char **attributes)
{
	int64_t n = xml_number(attributes, "number-columns-repeated", 1);
	bool hidden = is_hidden(xml_attribute(attributes, "visibility"));
	for (int64_t i = 0; i < n && o->defined < TABLE_COLUMNS_MAX; i++, o->defined++)
		if (hidden)
			rows_mark(o->r, TABLE_FAULT_HIDDEN_COLUMN, 0, o->defined + 1, STR_NULL,
				  STR_NULL);
}

/* ---- sheets ---------------------------------------------------------- */

static bool style_is_hidden(const struct ods *o, struct str style)
{
	for (size_t i = 0; i < o->n_hidden; i++)
		if (str_eq(o->hidden_styles[i], style))
			return true;
	return false;
}

static int begin_sheet(struct ods *o, const char **attributes, struct err *e)
{
	struct table_sheet s = {
		.name = str_copy(o->ask->a, xml_attribute(attributes, "name")),
		.hidden = style_is_hidden(o, xml_attribute(attributes, "style-name")),
	};
	if (!o->second_pass) {
		if (o->ret->n_sheets++ == TABLE_SHEETS_MAX)
			return err_set(e, ERR_TOOBIG, "the file has more than %d sheets",
				       TABLE_SHEETS_MAX);
		frame_sheet(&o->r->b, &s);
		if (s.hidden)
			rows_mark(o->r, TABLE_FAULT_HIDDEN_SHEET, 0, 0, s.name, STR_NULL);
	}
	o->in_sheet = true;
	o->chosen = !o->done &&
		    (o->ask->sheet.n ? str_eq(s.name, o->ask->sheet) : s.hidden == o->second_pass);
	if (o->chosen)
		o->ret->sheet = s.name;
	o->number = 1;
	o->defined = 0;
	return 0;
}

static void end_sheet(struct ods *o)
{
	o->in_sheet = false;
	o->done = o->done || (o->chosen && (o->r->n || o->ask->sheet.n));
	o->chosen = false;
}

/* ---- events ---------------------------------------------------------- */

static void style(struct ods *o, struct str name, const char **attributes)
{
	if (str_eq(name, STR("style")))
		o->style = str_copy(o->ask->a, xml_attribute(attributes, "name"));
	if (!str_eq(name, STR("table-properties")) || o->n_hidden == HIDDEN_STYLES_MAX ||
	    !str_eq(xml_attribute(attributes, "display"), STR("false")))
		return;
	o->hidden_styles = arena_grow(o->ask->a, o->hidden_styles, o->n_hidden, &o->cap_hidden,
				      sizeof *o->hidden_styles);
	o->hidden_styles[o->n_hidden++] = o->style;
}

static int on_start(void *ctx, struct str name, const char **attributes, struct err *e)
{
	struct ods *o = ctx;
	if (o->in_cell && o->depth_skip) {
		o->depth_skip++;
		return 0;
	}
	if (o->in_cell)
		text_begin(o, name, attributes);
	else if (!o->in_sheet && str_eq(name, STR("table")))
		return begin_sheet(o, attributes, e);
	else if (!o->in_sheet)
		style(o, name, attributes);
	else if (o->chosen && str_eq(name, STR("table-column")))
		define_columns(o, attributes);
	else if (o->chosen && str_eq(name, STR("table-row")))
		begin_row(o, attributes);
	else if (o->chosen &&
		 (str_eq(name, STR("table-cell")) || str_eq(name, STR("covered-table-cell"))))
		begin_cell(o, name, attributes);
	return 0;
}

static int on_end(void *ctx, struct str name, struct err *e)
{
	struct ods *o = ctx;
	if (o->in_cell && o->depth_skip) {
		o->depth_skip--;
		return 0;
	}
	if (o->in_cell) {
		o->in_p -= str_eq(name, STR("p"));
		if (str_eq(name, STR("table-cell")) || str_eq(name, STR("covered-table-cell")))
			end_cell(o);
	} else if (o->chosen && str_eq(name, STR("table-row"))) {
		return end_row(o, e);
	} else if (o->in_sheet && str_eq(name, STR("table"))) {
		end_sheet(o);
	}
	return 0;
}

static int on_text(void *ctx, struct str text, struct err *e)
{
	struct ods *o = ctx;
	(void)e;
	if (o->in_cell && o->in_p > 0 && !o->depth_skip)
		buf_add(&o->text, text);
	return 0;
}

/* ---- all of it ------------------------------------------------------- */

static int is_encrypted(void *ctx, struct str name, const char **attributes, struct err *e)
{
	(void)ctx, (void)attributes;
	return str_eq(name, STR("encryption-data"))
		       ? err_set(e, ERR_INPUT, "the file has a password: save it without one")
		       : 0;
}

static int nothing_at_end(void *ctx, struct str name, struct err *e)
{
	(void)ctx, (void)name, (void)e;
	return 0;
}

static int read_all(struct ods *o, struct err *e)
{
	struct xml_events content = { on_start, on_end, on_text, o };
	struct xml_events manifest = { is_encrypted, nothing_at_end, NULL, o };
	const struct part *m = package_find(&o->p, STR("META-INF/manifest.xml"));
	const struct part *c = package_find(&o->p, STR("content.xml"));
	if (m)
		TRY(xml_read(&o->p, m, &manifest, e));
	if (!c)
		return err_set(e, ERR_INPUT,
			       "the file is no whole ODS spreadsheet: a part is missing");
	TRY(xml_read(&o->p, c, &content, e));
	/* Only hidden sheets have something in them. */
	if (!o->r->n && !o->ask->sheet.n && o->n_hidden) {
		o->second_pass = true;
		TRY(xml_read(&o->p, c, &content, e));
	}
	if (o->has_notes)
		rows_mark(o->r, TABLE_FAULT_COMMENTS, 0, 0, STR_NULL, STR_NULL);
	if (o->ask->sheet.n && !o->ret->sheet.p)
		return err_set(e, ERR_NOTFOUND, "there is no sheet of that name");
	return 0;
}

static void ods_init(struct ods *o, const struct table_ask *ask, struct rows *r,
		     struct table_found *ret)
{
	*o = (struct ods){ .ask = ask, .r = r, .ret = ret };
	ret->format = TABLE_ODS;
	buf_init(&o->text, VALUE_MAX);
	buf_init(&o->value, VALUE_MAX);
	made_row_init(&o->row, ask->a);
}

static void ods_done(struct ods *o)
{
	made_row_done(&o->row);
	buf_done(&o->text);
	buf_done(&o->value);
}

int ods_table(const struct table_ask *ask, struct rows *r, struct table_found *ret, struct err *e)
{
	struct ods o;
	ods_init(&o, ask, r, ret);
	int rc = package_open(&o.p, ask->fd, ask->bytes, ask->a, e);
	rc = rc < 0 ? rc : read_all(&o, e);
	ods_done(&o);
	return rc;
}

int ods_content_str(const struct table_ask *ask, struct str xml, struct rows *r,
		    struct table_found *ret, struct err *e)
{
	struct ods o;
	struct xml_events content = { on_start, on_end, on_text, &o };
	ods_init(&o, ask, r, ret);
	int rc = xml_read_str(xml, &content, e);
	ods_done(&o);
	return rc;
}
