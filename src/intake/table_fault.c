/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_fault.c - what is wrong with a table of somebody else, in words. */
#include "intake/table.h"

#include <stdlib.h>

#include "base/order.h"
#include "text/csv.h"

static const struct {
	const char *code;
	bool stops;
} CODES[TABLE_FAULT_CODES] = {
#define X(name, code, stops) { code, stops },
	TABLE_FAULTS(X)
#undef X
};

/* {1} is what the reader found: a place, a number, a name. */
static const struct {
	struct msg kind, what, todo;
} WORDS[TABLE_FAULT_CODES] = {
	[TABLE_FAULT_BROKEN_BYTES] = { MSG("cells with bytes that are no text",
					   "خانه‌هایی با بایت‌هایی که متن نیست"),
				       MSG("Byte {1} of the cell is no text in this encoding; it is shown as <..>.",
					   "بایت {1} این خانه در این کدگذاری متن نیست؛ به شکل <..> نشان داده شده است."),
				       MSG("Choose another encoding, or correct the cell in the list it came from.",
					   "کدگذاری دیگری برگزینید، یا خانه را در فهرست اصلی درست کنید.") },
	[TABLE_FAULT_NUL_BYTE] = { MSG("cells with a NUL byte",
				       "خانه‌هایی با بایت NUL"),
				   MSG("The cell has a NUL byte at place {1}; it is shown as <00>.",
				       "این خانه در جای {1} بایت NUL دارد؛ به شکل <00> نشان داده شده است."),
				   MSG("Delete the cell's content and type it again.",
				       "محتوای خانه را پاک کنید و دوباره بنویسید.") },
	[TABLE_FAULT_MIXED_ENCODING] = { MSG("two encodings in one file",
					     "دو کدگذاری در یک پرونده"),
					 MSG("Parts of the file are in another encoding, probably {1}: lists were put together without converting them.",
					     "بخش‌هایی از پرونده کدگذاری دیگری دارد، به احتمال زیاد {1}: فهرست‌ها بدون تبدیل به هم چسبانده شده‌اند."),
					 MSG("Import the lists it was made of one by one, or convert them before joining.",
					     "فهرست‌های سازندهٔ آن را جداگانه وارد کنید، یا پیش از به‌هم‌پیوستن تبدیل کنید.") },
	[TABLE_FAULT_ENCODING_UNSURE] = { MSG("the encoding is a guess", "کدگذاری حدس است"),
					  MSG("The text is not UTF-8. It was read as {1}.",
					      "متن UTF-8 نیست و {1} خوانده شد."),
					  MSG("Look whether names with special letters are right; if not, choose another encoding.",
					      "ببینید نام‌ها درست خوانده شده‌اند؛ وگرنه کدگذاری دیگری برگزینید.") },
	[TABLE_FAULT_OPEN_QUOTE] = { MSG("quotation marks that are never closed",
					 "علامت‌های نقل‌قول بسته‌نشده"),
				     MSG("A quotation mark is opened and never closed; the line was read as if it were text.",
					 "علامت نقل‌قول باز شده و هرگز بسته نشده است؛ سطر چنان خوانده شد که گویی متن است."),
				     MSG("Close it, or write it twice (\"\") where it is part of the text.",
					 "آن را ببندید، یا اگر بخشی از متن است دوبار (\"\") بنویسید.") },
	[TABLE_FAULT_STRAY_QUOTE] = { MSG("quotation marks within cells",
					  "علامت نقل‌قول درون خانه‌ها"),
				      MSG("A quotation mark stands inside a cell that does not begin with one; it was taken as text.",
					  "درون خانه‌ای که با علامت نقل‌قول آغاز نمی‌شود، علامت نقل‌قول آمده است؛ متن شمرده شد."),
				      MSG("Nothing, if the cell looks right.",
					  "اگر خانه درست است، هیچ.") },
	[TABLE_FAULT_AFTER_QUOTE] = { MSG("text behind closing quotation marks",
					  "متن پس از علامت نقل‌قول پایانی"),
				      MSG("There is text behind the closing quotation mark; the cell is given with its marks.",
					  "پس از علامت نقل‌قول پایانی متن آمده است؛ خانه با علامت‌هایش داده شده است."),
				      MSG("Write marks inside a cell twice (\"\"), or choose the right separator.",
					  "علامت‌های درون خانه را دوبار (\"\") بنویسید، یا جداکنندهٔ درست را برگزینید.") },
	[TABLE_FAULT_CELL_TOO_LONG] = { MSG("cells that are too long",
					    "خانه‌های بسیار بلند"),
					MSG("The cell is longer than a megabyte; the rest of it is not here.",
					    "این خانه از یک مگابایت بلندتر است؛ دنبالهٔ آن این‌جا نیست."),
					MSG("Add the text as a file of evidence, and shorten the cell.",
					    "متن را به‌صورت پروندهٔ مدرک بیفزایید و خانه را کوتاه کنید.") },
	[TABLE_FAULT_TOO_MANY_COLUMNS] = { MSG("rows that are too wide",
					       "ردیف‌های بسیار پهن"),
					   MSG("The row has something beyond column 1,024, which is not read.",
					       "این ردیف پس از ستون ۱۰۲۴ چیزی دارد که خوانده نمی‌شود."),
					   MSG("Delete the columns that are not needed.",
					       "ستون‌هایی را که لازم نیست حذف کنید.") },
	[TABLE_FAULT_MERGED] = { MSG("merged cells", "خانه‌های ادغام‌شده"),
				 MSG("Cells are merged here ({1}). Their text is in the first of them only.",
				     "این‌جا خانه‌ها ادغام شده‌اند ({1}). متن تنها در نخستین آنهاست."),
				 MSG("If the text is meant for all of them, split the cells and fill them in.",
				     "اگر متن برای همه است، خانه‌ها را جدا و پر کنید.") },
	[TABLE_FAULT_FORMULA_CELL] = { MSG("cells with a formula",
					   "خانه‌های دارای فرمول"),
				       MSG("The cell is computed by a formula. The value that was stored with it is taken.",
					   "این خانه با فرمول حساب می‌شود. مقداری که همراه آن ذخیره شده گرفته شد."),
				       MSG("Nothing, if the value looks right.",
					   "اگر مقدار درست است، هیچ.") },
	[TABLE_FAULT_NO_VALUE] = { MSG("formulas without a stored value",
				       "فرمول‌های بی‌مقدار ذخیره‌شده"),
				   MSG("The cell is a formula and no value was stored with it.",
				       "این خانه فرمول است و مقداری همراه آن ذخیره نشده است."),
				   MSG("Open the file in a spreadsheet program and save it again.",
				       "پرونده را در برنامهٔ صفحه‌گسترده باز و دوباره ذخیره کنید.") },
	[TABLE_FAULT_ERROR_CELL] = { MSG("cells that show an error",
					 "خانه‌هایی که خطا نشان می‌دهند"),
				     MSG("The cell shows an error of the spreadsheet program instead of a value.", "این خانه به جای مقدار، خطای برنامهٔ صفحه‌گسترده را نشان می‌دهد."),
				     MSG("Ask the publisher of the list for the value.",
					 "مقدار را از ناشر فهرست بپرسید.") },
	[TABLE_FAULT_HIDDEN_ROW] = { MSG("hidden rows", "ردیف‌های پنهان"),
				     MSG("The row is hidden in the spreadsheet. It was read.",
					 "این ردیف در صفحه‌گسترده پنهان است. خوانده شد."),
				     MSG("Ask whether it belongs to the list.",
					 "بپرسید که آیا جزو فهرست است.") },
	[TABLE_FAULT_HIDDEN_COLUMN] = { MSG("hidden columns", "ستون‌های پنهان"),
					MSG("The column is hidden in the spreadsheet. It was read.",
					    "این ستون در صفحه‌گسترده پنهان است. خوانده شد."),
					MSG("It may hold what was not meant for you: look before you pass it on.",
					    "شاید چیزی دارد که برای شما نبوده است: پیش از بازفرستادن نگاه کنید.") },
	[TABLE_FAULT_HIDDEN_SHEET] = { MSG("hidden sheets", "برگه‌های پنهان"),
				       MSG("The sheet is hidden in the file.",
					   "این برگه در پرونده پنهان است."),
				       MSG("It is read when you name it.",
					   "اگر نامش را بدهید خوانده می‌شود.") },
	[TABLE_FAULT_ODD_DATE] = { MSG("dates that are none",
				       "تاریخ‌هایی که تاریخ نیستند"),
				   MSG("The cell is formatted as a date, and its number is none ({1}). The number is given.",
				       "این خانه قالب تاریخ دارد و عددش تاریخ نیست ({1}). عدد داده شده است."),
				   MSG("Compare with the source of the list.",
				       "با منبع فهرست بسنجید.") },
	[TABLE_FAULT_OTHER_CALENDAR] = { MSG("dates shown in another calendar",
					     "تاریخ‌هایی که در گاه‌شماری دیگر نشان داده می‌شوند"),
					 MSG("The spreadsheet shows this date in another calendar ({1}). The Gregorian day is given.",
					     "صفحه‌گسترده این تاریخ را در گاه‌شماری دیگری نشان می‌دهد ({1}). روز میلادی داده شده است."),
					 MSG("Check one or two against the source: a Jalali date typed as Gregorian looks alike.",
					     "یکی دو تا را با منبع بسنجید: تاریخ شمسی که میلادی ثبت شده همین‌گونه می‌نماید.") },
	[TABLE_FAULT_COMMENTS] = { MSG("comments", "یادداشت‌ها"),
				   MSG("The file has comments on cells. They are not read.",
				       "پرونده روی خانه‌ها یادداشت دارد. خوانده نمی‌شوند."),
				   MSG("Look at them in a spreadsheet program.",
				       "در برنامهٔ صفحه‌گسترده نگاهشان کنید.") },
	[TABLE_FAULT_BAD_REFERENCE] = { MSG("damaged places in the file",
					    "جاهای آسیب‌دیدهٔ پرونده"),
					MSG("The file is damaged here: it points to what is not there ({1}).",
					    "پرونده این‌جا آسیب دیده است: به چیزی اشاره می‌کند که نیست ({1})."),
					MSG("Open the file in a spreadsheet program and save it again.",
					    "پرونده را در برنامهٔ صفحه‌گسترده باز و دوباره ذخیره کنید.") },
	[TABLE_FAULT_JSON_BROKEN] = { MSG("objects that are broken", "شیءهای شکسته"),
				      MSG("This is no JSON ({1}).", "این JSON نیست ({1})."),
				      MSG("Ask for the file again; it may have been cut or edited by hand.",
					  "پرونده را دوباره بخواهید؛ شاید بریده یا دستی ویرایش شده است.") },
	[TABLE_FAULT_JSON_NOT_OBJECT] = { MSG("values that are no objects",
					      "مقدارهایی که شیء نیستند"),
					  MSG("This is JSON and no object with names and values.",
					      "این JSON است ولی شیئی با نام و مقدار نیست."),
					  MSG("Each line, or each element of the array, has to be an object: {\"name\": ...}.",
					      "هر سطر یا هر عضو آرایه باید یک شیء باشد: {\"name\": ...}.") },
	[TABLE_FAULT_JSON_NESTED] = { MSG("cells that hold lists or objects",
					  "خانه‌هایی که فهرست یا شیء دارند"),
				      MSG("The value is itself a list or an object; it is given as JSON.",
					  "مقدار خود فهرست یا شیء است؛ به شکل JSON داده شده است."),
				      MSG("Nothing, if the column is not needed.",
					  "اگر ستون لازم نیست، هیچ.") },
	[TABLE_FAULT_FEWER_CELLS] = { MSG("rows with fewer cells than columns",
					  "ردیف‌هایی با خانه‌های کمتر از ستون‌ها"),
				      MSG("The row has {1} cells, the table {2} columns: cells may be shifted.",
					  "این ردیف {1} خانه دارد و جدول {2} ستون: شاید خانه‌ها جابه‌جا شده‌اند."),
				      MSG("Add what is missing; an empty cell still needs its separator. A line break in a cell needs quotation marks.",
					  "خانه‌های کم را بیفزایید؛ خانهٔ خالی هم جداکننده می‌خواهد و شکست سطر در خانه علامت نقل‌قول.") },
	[TABLE_FAULT_MORE_CELLS] = { MSG("rows with more cells than columns",
					 "ردیف‌هایی با خانه‌های بیشتر از ستون‌ها"),
				     MSG("The row has {1} cells, the table {2} columns: cells may be shifted.",
					 "این ردیف {1} خانه دارد و جدول {2} ستون: شاید خانه‌ها جابه‌جا شده‌اند."),
				     MSG("Put cells that contain the separator in quotation marks, or delete what is too many.",
					 "خانه‌هایی را که جداکننده دارند در علامت نقل‌قول بگذارید، یا اضافی‌ها را حذف کنید.") },
	[TABLE_FAULT_NO_NAME] = { MSG("columns without a name", "ستون‌های بی‌نام"),
				  MSG("The column has no name and something in it.",
				      "این ستون نام ندارد و خالی هم نیست."),
				  MSG("It can be chosen by its letter.",
				      "می‌توان آن را با حرفش برگزید.") },
	[TABLE_FAULT_NAME_TWICE] = { MSG("column names that stand twice",
					 "نام‌های تکراری ستون"),
				     MSG("The column name stands also at column {1}.",
					 "نام این ستون در ستون {1} هم آمده است."),
				     MSG("They can be told apart by their letters.",
					 "با حرفشان از هم بازشناخته می‌شوند.") },
	[TABLE_FAULT_ROWS_ABOVE] = { MSG("rows above the column names",
					 "ردیف‌های بالای نام ستون‌ها"),
				     MSG("The names of the columns stand in row {1}; what is above was taken for a title.",
					 "نام ستون‌ها در ردیف {1} است؛ آنچه بالاتر است عنوان شمرده شد."),
				     MSG("Say which row has the names if this is wrong.",
					 "اگر نادرست است، ردیف نام‌ها را بگویید.") },
	[TABLE_FAULT_TWO_HEADER_ROWS] = { MSG("column names in two rows",
					      "نام ستون‌ها در دو ردیف"),
					  MSG("The columns are named by two rows, up to row {1}; the names were put together.", "ستون‌ها در دو ردیف نام‌گذاری شده‌اند، تا ردیف {1}؛ نام‌ها کنار هم گذاشته شدند."),
					  MSG("Look whether the names are right.",
					      "ببینید نام‌ها درست‌اند.") },
	[TABLE_FAULT_NO_HEADER] = { MSG("no row of column names",
					"نبود ردیف نام ستون‌ها"),
				    MSG("No row of column names was found; the first row was taken as data.",
					"ردیفی از نام ستون‌ها یافت نشد؛ ردیف نخست داده شمرده شد."),
				    MSG("Say which row has the names if there is one.",
					"اگر هست، ردیف نام‌ها را بگویید.") },
	[TABLE_FAULT_NO_ROWS] = { MSG("no rows", "نبود ردیف"),
				  MSG("There are no rows of data.",
				      "هیچ ردیف داده‌ای نیست."),
				  MSG("Choose another sheet or another file.",
				      "برگه یا پروندهٔ دیگری برگزینید.") },
};

const char *table_fault_code_name(enum table_fault_code code)
{
	return CODES[code].code;
}

bool table_fault_code_stops(enum table_fault_code code)
{
	return CODES[code].stops;
}

struct str table_fault_kind(enum table_fault_code code, enum lang lang)
{
	return tr(lang, &WORDS[code].kind);
}

void table_faults_init(struct table_faults *fs, struct arena *a, enum lang lang, size_t max)
{
	*fs = (struct table_faults){ .a = a, .lang = lang, .max = max ? max : TABLE_FAULTS_MAX };
}

struct str table_cell_short(struct arena *a, struct str s)
{
	size_t n = TABLE_FAULT_CELL_MAX;
	if (s.n <= n)
		return str_copy(a, s);
	while (n && ((uint8_t)s.p[n] & 0xC0) == 0x80)
		n--;
	return str_join(a, str_n(s.p, n), STR("…"));
}

void table_fault_add(struct table_faults *fs, const struct table_fault *f, const struct msg *what,
		     const struct msg *todo, const struct str *args, size_t n_args)
{
	fs->all++;
	fs->stopping += f->stops;
	if (fs->n >= fs->max)
		return;
	fs->items = arena_grow(fs->a, fs->items, fs->n, &fs->cap, sizeof *fs->items);
	struct table_fault *to = &fs->items[fs->n++];
	*to = *f;
	to->cell = table_cell_short(fs->a, f->cell);
	to->what = tr_fmt(fs->a, fs->lang, what, args, n_args);
	to->todo = tr_fmt(fs->a, fs->lang, todo, args, n_args);
}

static bool is_left_out(const struct table_faults *fs, int64_t row)
{
	return fs->n_skip && bsearch(&row, fs->skip, fs->n_skip, sizeof row, order_i64);
}

/* Numbers in the reader's digits; what has letters (A1:D1, a format) as it is, and from left to right. */
static struct str readable(const struct table_faults *fs, struct str arg)
{
	bool number = true;
	for (size_t i = 0; i < arg.n; i++)
		number = number && arg.p[i] >= '0' && arg.p[i] <= '9';
	if (number || fs->lang == LANG_EN)
		return digits_local(fs->a, fs->lang, arg);
	return str_printf(fs->a, "\u2066%.*s\u2069", STR_FMT(arg));
}

void table_fault_mark(struct table_faults *fs, const struct table_mark *m)
{
	struct table_fault f = { .code = CODES[m->code].code,
				 .row = m->row,
				 .column = m->column,
				 .cell = m->cell,
				 .stops = CODES[m->code].stops && !is_left_out(fs, m->row) };
	/* "3 7": two numbers for those that have {2}. */
	struct str args[2];
	struct str rest = str_cut(m->arg, '|', &args[0]);
	args[0] = readable(fs, args[0]);
	args[1] = readable(fs, rest);
	if (fs->by_code[m->code]++ >= (int64_t)(fs->max / 5 + 1)) {
		fs->all++;
		fs->stopping += f.stops;
		return;
	}
	table_fault_add(fs, &f, &WORDS[m->code].what, &WORDS[m->code].todo, args, COUNT(args));
}

static int by_place(const void *a, const void *b)
{
	const struct table_fault *x = a;
	const struct table_fault *y = b;
	int by_row = (x->row > y->row) - (x->row < y->row);
	int by_column = (x->column > y->column) - (x->column < y->column);
	return by_row ? by_row : by_column ? by_column : strcmp(x->code, y->code);
}

void table_faults_sort(struct table_faults *fs)
{
	if (fs->n)
		qsort(fs->items, fs->n, sizeof *fs->items, by_place);
}

void table_faults_head(const struct table_look *look, struct table_faults *to)
{
	static const enum table_fault_code HEAD[] = {
		TABLE_FAULT_ENCODING_UNSURE, TABLE_FAULT_MIXED_ENCODING,
		TABLE_FAULT_NO_NAME,	     TABLE_FAULT_NAME_TWICE,
		TABLE_FAULT_ROWS_ABOVE,	     TABLE_FAULT_TWO_HEADER_ROWS,
		TABLE_FAULT_NO_HEADER,	     TABLE_FAULT_NO_ROWS,
	};
	for (size_t i = 0; i < look->faults.n; i++)
		for (size_t k = 0; k < COUNT(HEAD); k++) {
			const struct table_fault *f = &look->faults.items[i];
			if (strcmp(f->code, CODES[HEAD[k]].code) != 0)
				continue;
			to->items =
				arena_grow(to->a, to->items, to->n, &to->cap, sizeof *to->items);
			to->items[to->n++] = *f;
			to->by_code[HEAD[k]]++;
			to->all++;
			to->stopping += f->stops;
		}
	table_faults_sort(to);
}

struct str table_fault_place(const struct table_faults *fs, const struct table_fault *f,
			     struct str column_name)
{
	struct csv_problem p = { .row = f->row, .column = f->column };
	if (!f->row && f->column) {
		struct str args[] = { csv_column_letters(fs->a, f->column), column_name };
		return tr_fmt(fs->a, fs->lang,
			      column_name.n ? MSG_P("column {1} ({2})", "ستون {1} ({2})")
					    : MSG_P("column {1}", "ستون {1}"),
			      args, COUNT(args));
	}
	return csv_problem_place(fs->a, fs->lang, &p, column_name);
}
