/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xlsx_book.c - relations, the list of sheets, styles and shared strings of a workbook. */
#include "worker/xlsx.h"

#include "worker/tables.h"

/* ---- relations: who is where ----------------------------------------- */

struct relations {
	struct xlsx *x;
	struct str base;	 /* folder of the part that has them, with a slash at its end */
	struct str kind, target; /* found: the last of that kind */
	bool to_sheets;
};

static struct str folder_of(struct str path)
{
	size_t n = path.n;
	while (n && path.p[n - 1] != '/')
		n--;
	return str_n(path.p, n);
}

/* "../x" and "/x" and "x", seen from `base`. */
static struct str resolve(struct arena *a, struct str base, struct str target)
{
	if (str_starts(target, STR("/")))
		return str_copy(a, str_from(target, 1));
	while (str_starts(target, STR("../")) && base.n) {
		base = folder_of(str_n(base.p, base.n - 1));
		target = str_from(target, 3);
	}
	return str_join(a, base, target);
}

static int relation(void *ctx, struct str name, const char **attributes, struct err *e)
{
	struct relations *r = ctx;
	struct str type = xml_attribute(attributes, "Type");
	(void)e;
	if (!str_eq(name, STR("Relationship")) ||
	    str_eq(xml_attribute(attributes, "TargetMode"), STR("External")))
		return 0;
	struct str path = resolve(r->x->a, r->base, xml_attribute(attributes, "Target"));
	if (!r->to_sheets) {
		if (str_ends(type, STR("/officeDocument")))
			r->x->workbook = path;
		return 0;
	}
	if (str_ends(type, STR("/sharedStrings")))
		r->x->strings_path = path;
	else if (str_ends(type, STR("/styles")))
		r->x->styles_path = path;
	struct str id = xml_attribute(attributes, "Id");
	for (size_t i = 0; i < r->x->n_sheets; i++)
		if (str_eq(r->x->sheets[i].id, id) && str_ends(type, STR("/worksheet")))
			r->x->sheets[i].path = path;
	return 0;
}

static int nothing_at_end(void *ctx, struct str name, struct err *e)
{
	(void)ctx, (void)name, (void)e;
	return 0;
}

static int read_part(struct xlsx *x, struct str path, const struct xml_events *ev, bool must,
		     struct err *e)
{
	const struct part *part = package_find(&x->p, path);
	if (part)
		return xml_read(&x->p, part, ev, e);
	return must ? err_set(e, ERR_INPUT, "the file is no whole XLSX workbook: a part is missing")
		    : 0;
}

static int read_relations(struct xlsx *x, struct str path, struct str base, bool to_sheets,
			  struct err *e)
{
	struct relations r = { .x = x, .base = base, .to_sheets = to_sheets };
	struct xml_events ev = { relation, nothing_at_end, NULL, &r };
	return read_part(x, path, &ev, true, e);
}

/* ---- the workbook ---------------------------------------------------- */

static bool is_true(struct str s)
{
	return str_eq(s, STR("1")) || str_eq(s, STR("true"));
}

static int workbook(void *ctx, struct str name, const char **attributes, struct err *e)
{
	struct xlsx *x = ctx;
	if (str_eq(name, STR("workbookPr")))
		x->from_1904 = is_true(xml_attribute(attributes, "date1904"));
	if (!str_eq(name, STR("sheet")))
		return 0;
	if (x->n_sheets == TABLE_SHEETS_MAX)
		return err_set(e, ERR_TOOBIG, "the workbook has more than %d sheets",
			       TABLE_SHEETS_MAX);
	x->sheets = arena_grow(x->a, x->sheets, x->n_sheets, &x->cap_sheets, sizeof *x->sheets);
	struct str state = xml_attribute(attributes, "state");
	x->sheets[x->n_sheets++] = (struct xlsx_sheet){
		.shown = { str_copy(x->a, xml_attribute(attributes, "name")),
			   state.n && !str_eq(state, STR("visible")) },
		.id = str_copy(x->a, xml_attribute(attributes, "id")),
	};
	return 0;
}

/* ---- styles ---------------------------------------------------------- */

struct styles {
	struct xlsx *x;
	struct {
		int64_t id;
		struct str code;
	} * formats;
	size_t n, cap;
	bool in_cells; /* <cellXfs> */
};

static struct str format_code(const struct styles *s, int64_t id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->formats[i].id == id)
			return s->formats[i].code;
	return xlsx_format_builtin(id);
}

static int style(void *ctx, struct str name, const char **attributes, struct err *e)
{
	struct styles *s = ctx;
	struct xlsx *x = s->x;
	(void)e;
	if (str_eq(name, STR("cellXfs")))
		s->in_cells = true;
	if (str_eq(name, STR("numFmt")) && s->n < XLSX_STYLES_MAX / 16) {
		s->formats = arena_grow(x->a, s->formats, s->n, &s->cap, sizeof *s->formats);
		s->formats[s->n].id = xml_number(attributes, "numFmtId", -1);
		s->formats[s->n++].code = str_copy(x->a, xml_attribute(attributes, "formatCode"));
	}
	if (!str_eq(name, STR("xf")) || !s->in_cells || x->n_styles == XLSX_STYLES_MAX)
		return 0;
	struct str code = format_code(s, xml_number(attributes, "numFmtId", 0));
	x->styles = arena_grow(x->a, x->styles, x->n_styles, &x->cap_styles, sizeof *x->styles);
	x->styles[x->n_styles++] =
		(struct xlsx_style){ str_same_word(code, STR("general")) ? STR_NULL : code,
				     (uint8_t)xlsx_format_shows(code),
				     xlsx_format_other_calendar(code) };
	return 0;
}

static int style_end(void *ctx, struct str name, struct err *e)
{
	struct styles *s = ctx;
	(void)e;
	if (str_eq(name, STR("cellXfs")))
		s->in_cells = false;
	return 0;
}

/* ---- shared strings -------------------------------------------------- */

struct strings {
	struct xlsx *x;
	int in_text;  /* <t> */
	int in_sound; /* <rPh>: how it is pronounced, not part of the text */
};

static int string_begin(void *ctx, struct str name, const char **attributes, struct err *e)
{
	struct strings *s = ctx;
	(void)attributes, (void)e;
	s->in_text += str_eq(name, STR("t"));
	s->in_sound += str_eq(name, STR("rPh"));
	return 0;
}

static int too_many_texts(struct err *e)
{
	return err_set(e, ERR_TOOBIG,
		       "the workbook has more than %d MB of different texts: save the sheet as CSV",
		       XLSX_STRINGS_BYTES_MAX >> 20);
}

static int string_end(void *ctx, struct str name, struct err *e)
{
	struct strings *s = ctx;
	struct xlsx *x = s->x;
	s->in_text -= str_eq(name, STR("t"));
	s->in_sound -= str_eq(name, STR("rPh"));
	if (!str_eq(name, STR("si")))
		return 0;
	uint32_t end = (uint32_t)x->text.n;
	buf_add_n(&x->ends, &end, sizeof end);
	return x->ends.full || x->text.full ? too_many_texts(e) : 0;
}

static int string_text(void *ctx, struct str text, struct err *e)
{
	struct strings *s = ctx;
	if (s->in_text && !s->in_sound)
		buf_add(&s->x->text, text);
	return s->x->text.full ? too_many_texts(e) : 0;
}

bool xlsx_string(const struct xlsx *x, int64_t i, struct str *ret)
{
	uint32_t from = 0;
	uint32_t to = 0;
	if (i < 0 || i >= (int64_t)(x->ends.n / sizeof to))
		return false;
	memcpy(&to, x->ends.p + (size_t)i * sizeof to, sizeof to);
	if (i > 0)
		memcpy(&from, x->ends.p + ((size_t)i - 1) * sizeof from, sizeof from);
	*ret = str_n(to > from ? x->text.p + from : NULL, to - from);
	return true;
}

/* ---- all of it ------------------------------------------------------- */

static int read_book(struct xlsx *x, struct err *e)
{
	struct xml_events book = { workbook, nothing_at_end, NULL, x };
	struct styles st = { .x = x };
	struct xml_events styles = { style, style_end, NULL, &st };
	struct strings ss = { .x = x };
	struct xml_events strings = { string_begin, string_end, string_text, &ss };
	TRY(read_relations(x, STR("_rels/.rels"), STR(""), false, e));
	TRY(read_part(x, x->workbook, &book, true, e));
	struct str folder = folder_of(x->workbook);
	struct str file = str_from(x->workbook, folder.n);
	TRY(read_relations(x,
			   str_printf(x->a, "%.*s_rels/%.*s.rels", STR_FMT(folder), STR_FMT(file)),
			   folder, true, e));
	TRY(read_part(x, x->styles_path, &styles, false, e));
	return read_part(x, x->strings_path, &strings, false, e);
}

int xlsx_open(struct xlsx *x, int fd, int64_t bytes, struct arena *a, struct err *e)
{
	*x = (struct xlsx){ .a = a };
	buf_init(&x->text, XLSX_STRINGS_BYTES_MAX);
	buf_init(&x->ends, (size_t)XLSX_STRINGS_MAX * sizeof(uint32_t));
	TRY(package_open(&x->p, fd, bytes, a, e));
	for (size_t i = 0; i < x->p.n; i++)
		x->n_comments += str_has(x->p.parts[i].name, STR("omments")) &&
				 str_ends(x->p.parts[i].name, STR(".xml"));
	return read_book(x, e);
}

void xlsx_close(struct xlsx *x)
{
	buf_done(&x->text);
	buf_done(&x->ends);
}

/* ---- the table ------------------------------------------------------- */

static void tell_sheets(const struct xlsx *x, struct rows *r)
{
	for (size_t i = 0; i < x->n_sheets; i++) {
		frame_sheet(&r->b, &x->sheets[i].shown);
		if (x->sheets[i].shown.hidden)
			rows_mark(r, TABLE_FAULT_HIDDEN_SHEET, 0, 0, x->sheets[i].shown.name,
				  STR_NULL);
	}
	if (x->n_comments)
		rows_mark(r, TABLE_FAULT_COMMENTS, 0, 0, STR_NULL, STR_NULL);
}

static int named_sheet(struct xlsx *x, struct str name, struct rows *r, struct table_found *ret,
		       struct err *e)
{
	for (size_t i = 0; i < x->n_sheets; i++)
		if (str_eq(x->sheets[i].shown.name, name)) {
			ret->sheet = name;
			return xlsx_sheet_rows(x, &x->sheets[i], r, e);
		}
	return err_set(e, ERR_NOTFOUND, "there is no sheet of that name");
}

/* Empty sheets are passed over, as are hidden ones while there is another. */
static int first_sheet(struct xlsx *x, struct rows *r, struct table_found *ret, struct err *e)
{
	for (int hidden = 0; hidden < 2; hidden++)
		for (size_t i = 0; i < x->n_sheets && r->n == 0; i++) {
			if (x->sheets[i].shown.hidden != (hidden == 1) || !x->sheets[i].path.n)
				continue;
			ret->sheet = x->sheets[i].shown.name;
			TRY(xlsx_sheet_rows(x, &x->sheets[i], r, e));
		}
	return 0;
}

int xlsx_table(const struct table_ask *ask, struct rows *r, struct table_found *ret, struct err *e)
{
	struct xlsx x;
	int rc = xlsx_open(&x, ask->fd, ask->bytes, ask->a, e);
	ret->format = TABLE_XLSX;
	if (rc == 0) {
		tell_sheets(&x, r);
		ret->n_sheets = x.n_sheets;
		rc = ask->sheet.n ? named_sheet(&x, ask->sheet, r, ret, e)
				  : first_sheet(&x, r, ret, e);
	}
	xlsx_close(&x);
	return rc;
}
