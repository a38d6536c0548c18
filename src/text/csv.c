/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv.c - reading tables with libcsv in strict mode.
 *
 * libcsv says that something is wrong but not where, and stops. So it is fed a line at a time,
 * which tells at which byte each row begins, and after an error the reading goes on at the line
 * behind the one in which the faulty cell begins: a quotation mark that is never closed must not
 * hide the rest of the file. Each line is read at most twice that way, since a line that opens a
 * quotation when read from its beginning closes one when read from inside.
 */
#include "text/csv.h"

#include <csv.h>

#include "text/utf8.h"

struct reader {
	struct csv_parser p;
	struct str bytes;
	size_t row_at;	  /* where the row being read begins */
	int64_t row;	  /* its number */
	struct buf text;  /* its cells, one behind the other */
	size_t *ends;	  /* end of each cell in `text` */
	size_t n;	  /* cells of the row so far, also those not kept */
	size_t n_columns; /* of the header; 0 before it */
	bool bad;	  /* the row has a problem */
	bool after_cr;
	bool row_ended; /* by the last line fed */
	bool all_utf8, legacy, legacy_told, has_nul;
	size_t cell_max, columns_max;
	const struct csv_sink *sink;
	struct csv_problems *ps;
	int rc; /* what the sink answered */
	struct err *e;
	struct str *cells;
};

/* ---- what can be wrong ----------------------------------------------- */

static const struct msg EMPTY = MSG("The file has no rows.", "پرونده هیچ ردیفی ندارد.");
static const struct msg EMPTY_DO =
	MSG("Begin with a row of column names.",
	    "با یک ردیف از نام ستون‌ها آغاز کنید.");
static const struct msg UTF16 =
	MSG("The file is UTF-16, not UTF-8.", "پرونده UTF-16 است، نه UTF-8.");
static const struct msg LEGACY = MSG(
	"The text is not UTF-8; it is probably Windows-1256 (the Arabic encoding of older Windows).",
	"متن UTF-8 نیست؛ به احتمال زیاد Windows-1256 است (کدگذاری عربی ویندوزهای قدیمی).");
static const struct msg SAVE_UTF8 =
	MSG("Save it again as \"CSV UTF-8\" from the program it came from.",
	    "آن را در برنامهٔ اصلی دوباره با قالب «CSV UTF-8» ذخیره کنید.");
static const struct msg DAMAGED =
	MSG("The cell has bytes that are not UTF-8 text.",
	    "این خانه بایت‌هایی دارد که متن UTF-8 نیست.");
static const struct msg DAMAGED_DO =
	MSG("Type the cell again from the source.", "خانه را از روی منبع دوباره بنویسید.");
static const struct msg NUL = MSG("The cell has a NUL byte.", "این خانه بایت NUL دارد.");
static const struct msg NUL_DO = MSG("Delete the cell's content and type it again.",
				     "محتوای خانه را پاک کنید و دوباره بنویسید.");
static const struct msg OPEN_QUOTE =
	MSG("A quotation mark is opened and never closed.",
	    "علامت نقل‌قول باز شده و هرگز بسته نشده است.");
static const struct msg STRAY_QUOTE = MSG(
	"A quotation mark stands inside a cell that does not begin with one.",
	"درون خانه‌ای که با علامت نقل‌قول آغاز نمی‌شود، علامت نقل‌قول آمده است.");
static const struct msg AFTER_QUOTE =
	MSG("There is text behind the closing quotation mark.",
	    "پس از علامت نقل‌قول پایانی متن آمده است.");
static const struct msg QUOTE_DO = MSG(
	"Put the whole cell in quotation marks and write those inside it twice (\"\").",
	"همهٔ خانه را در علامت نقل‌قول بگذارید و علامت‌های درون آن را دوبار (\"\") بنویسید.");
static const struct msg TOO_LONG =
	MSG("The cell has {1} bytes; the most is {2}.", "این خانه {1} بایت دارد؛ بیشینه {2} است.");
static const struct msg TOO_LONG_DO = MSG(
	"Shorten it, or add the text as a file of evidence.",
	"کوتاهش کنید، یا متن را به‌صورت پروندهٔ مدرک بیفزایید.");
static const struct msg TOO_WIDE =
	MSG("The row has {1} cells; the most is {2}.", "این ردیف {1} خانه دارد؛ بیشینه {2} است.");
static const struct msg TOO_WIDE_DO =
	MSG("Delete the columns that are not needed.",
	    "ستون‌هایی را که لازم نیست حذف کنید.");
static const struct msg NO_NAME = MSG("The column has no name.", "این ستون نام ندارد.");
static const struct msg NO_NAME_DO = MSG("Name the column or delete it.",
					 "ستون را نام‌گذاری یا حذف کنید.");
static const struct msg TWICE = MSG("The column name \"{1}\" stands twice, also in column {2}.",
				    "نام ستون «{1}» دو بار آمده است، همچنین در ستون {2}.");
static const struct msg TWICE_DO =
	MSG("Rename or delete one of the two.", "نام یکی را تغییر دهید یا آن را حذف کنید.");
static const struct msg NOT_COMMA = MSG(
	"The cells are not separated by commas.",
	"خانه‌ها با ویرگول انگلیسی (,) از هم جدا نشده‌اند.");
static const struct msg NOT_COMMA_DO = MSG(
	"Save it again as CSV with commas.",
	"آن را دوباره به‌صورت CSV با ویرگول انگلیسی ذخیره کنید.");
static const struct msg FEWER = MSG("The row has {1} cells, the header has {2}.",
				    "این ردیف {1} خانه دارد، ردیف عنوان {2} خانه.");
static const struct msg FEWER_DO = MSG(
	"Add the missing cells; an empty cell still needs its comma.",
	"خانه‌های کم را بیفزایید؛ خانهٔ خالی هم ویرگول می‌خواهد.");
static const struct msg MORE_DO = MSG(
	"Put cells that contain a comma in quotation marks, or delete what is too many.",
	"خانه‌هایی را که ویرگول دارند در علامت نقل‌قول بگذارید، یا خانه‌های اضافی را حذف کنید.");

static struct str count_text(struct reader *r, size_t n)
{
	return num_text(r->ps->a, r->ps->lang, (int64_t)n);
}

static void tell(struct reader *r, size_t column, const struct msg *what, const struct msg *todo)
{
	csv_problem_add(r->ps, r->row, column, what, todo, NULL, 0);
	r->bad = true;
}

static void tell_counts(struct reader *r, size_t column, const struct msg *what,
			const struct msg *todo, size_t is, size_t should)
{
	struct str args[] = { count_text(r, is), count_text(r, should) };
	csv_problem_add(r->ps, r->row, column, what, todo, args, COUNT(args));
	r->bad = true;
}

/* ---- cells ----------------------------------------------------------- */

static void check_cell(struct reader *r, struct str cell)
{
	size_t column = r->n;
	if (cell.n > r->cell_max)
		tell_counts(r, column, &TOO_LONG, &TOO_LONG_DO, cell.n, r->cell_max);
	if (!r->all_utf8 && !utf8_check(cell)) {
		/* One sentence about the encoding says more than one for each cell. */
		if (!r->legacy)
			tell(r, column, &DAMAGED, &DAMAGED_DO);
		else if (!r->legacy_told)
			tell(r, column, &LEGACY, &SAVE_UTF8);
		r->legacy_told = r->legacy_told || r->legacy;
		r->bad = true;
	}
	if (r->has_nul && cell.n && memchr(cell.p, '\0', cell.n))
		tell(r, column, &NUL, &NUL_DO);
}

static void take_cell(void *p, size_t n, void *ctx)
{
	struct reader *r = ctx;
	r->n++;
	r->after_cr = false;
	check_cell(r, str_n(p, n));
	if (r->n > r->columns_max)
		return;
	if (!r->bad)
		buf_add_n(&r->text, p, n);
	r->ends[r->n - 1] = r->text.n;
}

static void check_header(struct reader *r, const struct csv_row *row)
{
	struct str args[2];
	if (row->n == 1 && (str_has(row->cells[0], STR(";")) || str_has(row->cells[0], STR("\t"))))
		tell(r, 0, &NOT_COMMA, &NOT_COMMA_DO);
	for (size_t i = 0; i < row->n; i++) {
		row->cells[i] = str_trim(row->cells[i]);
		if (row->cells[i].n == 0) {
			tell(r, i + 1, &NO_NAME, &NO_NAME_DO);
			continue;
		}
		struct csv_row before = { .cells = row->cells, .n = i };
		ptrdiff_t same = csv_column(&before, row->cells[i]);
		if (same >= 0) {
			args[0] = row->cells[i];
			args[1] = csv_column_letters(r->ps->a, (size_t)same + 1);
			csv_problem_add(r->ps, r->row, i + 1, &TWICE, &TWICE_DO, args, 2);
		}
	}
}

static bool is_blank(const struct reader *r)
{
	return !r->bad && str_trim(buf_str(&r->text)).n == 0;
}

static void finish_row(struct reader *r)
{
	bool header = r->n_columns == 0;
	if (r->n > r->columns_max)
		tell_counts(r, 0, &TOO_WIDE, &TOO_WIDE_DO, r->n, r->columns_max);
	else if (is_blank(r))
		return;
	else if (!header && r->n != r->n_columns)
		tell_counts(r, 0, &FEWER, r->n < r->n_columns ? &FEWER_DO : &MORE_DO, r->n,
			    r->n_columns);
	if (header)
		r->n_columns = r->n;
	if (r->bad)
		return;

	struct csv_row row = { r->row, r->cells, r->n };
	struct str text = buf_str(&r->text);
	for (size_t i = 0; i < r->n; i++) {
		size_t from = i ? r->ends[i - 1] : 0;
		r->cells[i] = str_n(text.p + from, r->ends[i] - from);
	}
	if (header)
		check_header(r, &row);
	r->rc = r->sink->row(r->sink->ctx, &row, r->e);
}

static void next_row(struct reader *r)
{
	r->row++;
	r->n = 0;
	r->bad = false;
	buf_clear(&r->text);
}

/* libcsv reports both halves of CRLF as ends of rows (CSV_REPALL_NL, so that empty rows are
 * counted): the LF behind a CR ends nothing. */
static void take_row(int c, void *ctx)
{
	struct reader *r = ctx;
	bool lf_of_crlf = c == '\n' && r->after_cr && r->n == 0;
	r->after_cr = c == '\r';
	r->row_ended = true;
	if (lf_of_crlf || r->rc < 0)
		return;
	if (r->n > 0)
		finish_row(r);
	next_row(r);
}

/* ---- lines and faults ------------------------------------------------ */

static int is_never_space(unsigned char c)
{
	(void)c;
	return 0;
}

static void parser_start(struct reader *r)
{
	csv_init(&r->p, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
	/* libcsv would cut spaces off; cells are given as they stand. */
	csv_set_space_func(&r->p, is_never_space);
	csv_set_blk_size(&r->p, 1 << 14);
	r->after_cr = false;
}

/* Behind the next end of a line at or after `at`. */
static size_t line_end(struct str s, size_t at)
{
	const char *from = s.p + at;
	const char *lf = memchr(from, '\n', s.n - at);
	size_t n = lf ? (size_t)(lf - from) + 1 : s.n - at;
	const char *cr = memchr(from, '\r', n);
	if (cr && cr + 1 < s.p + s.n && cr[1] == '\n')
		return (size_t)(cr - s.p) + 2;
	return cr ? (size_t)(cr - s.p) + 1 : at + n;
}

/* Where cell number `k` (from 0) of the row at `at` begins. The cells before it are sound. */
static size_t cell_at(struct str s, size_t at, size_t k)
{
	bool quoted = false;
	for (; at < s.n && k > 0; at++) {
		if (s.p[at] == '"')
			quoted = !quoted;
		else if (s.p[at] == ',' && !quoted)
			k--;
	}
	return at;
}

/* Tell the fault and start again on the line behind the one where the cell begins. */
static size_t recover(struct reader *r, const struct msg *what)
{
	size_t at = line_end(r->bytes, cell_at(r->bytes, r->row_at, r->n));
	tell(r, r->n + 1, what, &QUOTE_DO);
	csv_free(&r->p);
	parser_start(r);
	if (r->n_columns == 0) /* the header itself: its columns are unknown, so say no more */
		at = r->bytes.n;
	next_row(r);
	r->row_at = at;
	return at;
}

static void read_lines(struct reader *r)
{
	size_t at = 0;
	while (r->rc >= 0) {
		if (at == r->bytes.n) {
			r->row_ended = false;
			if (csv_fini(&r->p, take_cell, take_row, r) == 0)
				break;
			at = recover(r, &OPEN_QUOTE);
			continue;
		}
		size_t end = line_end(r->bytes, at);
		r->row_ended = false;
		size_t n = csv_parse(&r->p, r->bytes.p + at, end - at, take_cell, take_row, r);
		if (csv_error(&r->p) == CSV_ENOMEM)
			die("out of memory");
		if (n < end - at) {
			at = recover(r, r->p.quoted ? &AFTER_QUOTE : &STRAY_QUOTE);
			continue;
		}
		at = end;
		if (r->row_ended)
			r->row_at = at;
	}
}

/* ---- encodings ------------------------------------------------------- */

/* A byte order mark, or more NULs in the beginning than one byte in four. */
static bool is_utf16(struct str s)
{
	size_t n = s.n < 4096 ? s.n : 4096;
	size_t nuls = 0;
	for (size_t i = 0; i < n; i++)
		nuls += s.p[i] == '\0';
	return str_starts(s, STR("\xFF\xFE")) || str_starts(s, STR("\xFE\xFF")) ||
	       (n >= 4 && nuls > n / 4);
}

/* Text in a one-byte encoding has hardly any well-formed character beyond ASCII; UTF-8 that was
 * damaged has mostly those. */
static bool is_legacy(struct str s)
{
	size_t good = 0;
	size_t bad = 0;
	while (s.n) {
		uint32_t cp = 0;
		struct str before = s;
		utf8_next(&s, &cp);
		good += cp >= 0x80 && before.n - s.n > 1;
		bad += before.n - s.n == 1 && cp == UTF8_REPLACEMENT;
	}
	return bad > good;
}

int csv_each(struct str bytes, const struct csv_options *o, const struct csv_sink *sink,
	     struct arena *a, struct csv_problems *ret, struct err *e)
{
	*ret = (struct csv_problems){ .a = a, .lang = o->lang, .max = o->problems_max };
	if (is_utf16(bytes)) {
		csv_problem_add(ret, 0, 0, &UTF16, &SAVE_UTF8, NULL, 0);
		return 0;
	}
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_from(bytes, 3);

	struct reader r = { .bytes = bytes, .row = 1, .sink = sink, .ps = ret, .e = e };
	r.cell_max = o->cell_max ? o->cell_max : CSV_CELL_MAX;
	r.columns_max = o->columns_max ? o->columns_max : CSV_COLUMNS_MAX;
	r.all_utf8 = utf8_check(bytes);
	r.legacy = !r.all_utf8 && is_legacy(bytes);
	r.has_nul = bytes.n && memchr(bytes.p, '\0', bytes.n);
	r.ends = NEW_N(a, r.columns_max, size_t);
	r.cells = NEW_N(a, r.columns_max, struct str);
	/* A row is never longer than the file. */
	buf_init(&r.text, bytes.n + 1);
	parser_start(&r);
	read_lines(&r);
	csv_free(&r.p);
	buf_done(&r.text);
	if (r.rc >= 0 && r.n_columns == 0 && ret->n == 0)
		csv_problem_add(ret, 0, 0, &EMPTY, &EMPTY_DO, NULL, 0);
	return r.rc < 0 ? r.rc : 0;
}

/* ---- a whole table --------------------------------------------------- */

struct collect {
	struct arena *a;
	struct csv_table *t;
	size_t cap;
};

static int keep_row(void *ctx, const struct csv_row *row, struct err *e)
{
	struct collect *c = ctx;
	struct csv_row copy = { row->number, NEW_N(c->a, row->n, struct str), row->n };
	(void)e;
	for (size_t i = 0; i < row->n; i++)
		copy.cells[i] = str_copy(c->a, row->cells[i]);
	if (!c->t->header.n) {
		c->t->header = copy;
		return 0;
	}
	c->t->rows = arena_grow(c->a, c->t->rows, c->t->n_rows, &c->cap, sizeof *c->t->rows);
	c->t->rows[c->t->n_rows++] = copy;
	return 0;
}

void csv_read(struct str bytes, const struct csv_options *o, struct arena *a, struct csv_table *ret)
{
	struct csv_table t = { .n_rows = 0 };
	struct collect c = { a, &t, 0 };
	struct csv_sink sink = { keep_row, &c };
	struct csv_problems ps;
	int rc = csv_each(bytes, o, &sink, a, &ps, NULL);
	assert(rc == 0 && "keep_row never fails");
	t.problems = ps;
	*ret = t;
}
