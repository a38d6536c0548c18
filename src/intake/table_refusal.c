/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_refusal.c - why a file is no table, for readers of another language than that of error messages.
 *
 * The worker that finds it out knows no language. What it says is found here again by its English words; what is
 * not found stays as it is.
 */
#include "intake/table.h"

#define OPEN_AND_SAVE "open it in a spreadsheet program and save it as XLSX, ODS or CSV"
#define OPEN_AND_SAVE_FA                                                                           \
	"آن را در برنامهٔ صفحه‌گسترده باز کنید و به شکل XLSX، ODS یا CSV ذخیره کنید"
#define UNPACK	  "unpack it first"
#define UNPACK_FA "نخست بازش کنید"
#define NO_CELLS  "a picture of a table has no cells"

/* {1}: anything. */
static const struct msg REFUSALS[] = {
	MSG("this is a PDF: take the table out of it first; a PDF has no cells",
	    "این PDF است: نخست جدول را از آن بیرون بکشید؛ PDF خانه ندارد"),
	MSG("this is packed with gzip: " UNPACK,
	    "این با gzip بسته‌بندی شده است: " UNPACK_FA),
	MSG("this is a 7z archive: " UNPACK, "این بایگانی 7z است: " UNPACK_FA),
	MSG("this is a RAR archive: " UNPACK, "این بایگانی RAR است: " UNPACK_FA),
	MSG("this is packed with bzip2: " UNPACK,
	    "این با bzip2 بسته‌بندی شده است: " UNPACK_FA),
	MSG("this is packed with xz: " UNPACK,
	    "این با xz بسته‌بندی شده است: " UNPACK_FA),
	MSG("this is a SQLite database: export the table as CSV",
	    "این پایگاه دادهٔ SQLite است: جدول را به شکل CSV برون‌برید"),
	MSG("this is a picture: " NO_CELLS, "این تصویر است: تصویر جدول خانه ندارد"),
	MSG("this is a Parquet file: export it as CSV",
	    "این فایل Parquet است: به شکل CSV برون‌برید"),
	MSG("this is a text document: take the table out of it first",
	    "این سند متنی است: نخست جدول را از آن بیرون بکشید"),
	MSG("this is a Word document: take the table out of it first",
	    "این سند Word است: نخست جدول را از آن بیرون بکشید"),
	MSG("this is a web page: " OPEN_AND_SAVE, "این صفحهٔ وب است: " OPEN_AND_SAVE_FA),
	MSG("this is an XML file: " OPEN_AND_SAVE, "این فایل XML است: " OPEN_AND_SAVE_FA),
	MSG("this is a text in UTF-32: save it as UTF-8",
	    "این متن UTF-32 است: به شکل UTF-8 ذخیره کنید"),
	MSG("this is an XLSX workbook with a password: save it without one",
	    "این کارپوشهٔ XLSX گذرواژه دارد: بی گذرواژه ذخیره کنید"),
	MSG("the file has a password: save it without one",
	    "این فایل گذرواژه دارد: بی گذرواژه ذخیره کنید"),
	MSG("this is an old Excel file (.xls) or another old Office file: " OPEN_AND_SAVE,
	    "این فایل قدیمی اکسل (.xls) یا آفیس است: " OPEN_AND_SAVE_FA),
	MSG("this is a binary Excel workbook (.xlsb): " OPEN_AND_SAVE,
	    "این کارپوشهٔ دودویی اکسل (.xlsb) است: " OPEN_AND_SAVE_FA),
	MSG("this is an Apple Numbers file: export it as XLSX or CSV",
	    "این فایل Numbers اپل است: به شکل XLSX یا CSV برون‌برید"),
	MSG("this is an old Apple file: export it as XLSX or CSV",
	    "این فایل قدیمی اپل است: به شکل XLSX یا CSV برون‌برید"),
	MSG("this is a ZIP archive: unpack it and choose the table in it",
	    "این بایگانی ZIP است: بازش کنید و جدول درون آن را برگزینید"),
	MSG("the file is a damaged or hostile ZIP ({1}): open it where it was made and save it again",
	    "این فایل ZIP آسیب‌دیده یا ساختگی است ({1}): همان‌جا که ساخته شد باز و دوباره ذخیره کنید"),
	MSG("the XML in the file defines entities, which no spreadsheet program writes: not read",
	    "XML درون فایل entity تعریف می‌کند، که هیچ برنامهٔ صفحه‌گسترده‌ای نمی‌نویسد: خوانده نشد"),
	MSG("the XML in the file is broken ({1}): save it again",
	    "XML درون فایل شکسته است ({1}): دوباره ذخیره کنید"),
	MSG("the workbook has more than {1} MB of different texts: save the sheet as CSV",
	    "کارپوشه بیش از {1} مگابایت متن جداگانه دارد: برگه را به شکل CSV ذخیره کنید"),
	MSG("the sheet repeats rows into more than {1} million cells: save it as CSV",
	    "برگه ردیف‌ها را تا بیش از {1} میلیون خانه تکرار می‌کند: به شکل CSV ذخیره کنید"),
	MSG("the sheet has more than {1} rows, which no spreadsheet program writes: save it as CSV",
	    "برگه بیش از {1} ردیف دارد، که هیچ برنامهٔ صفحه‌گسترده‌ای نمی‌نویسد: به شکل CSV ذخیره کنید"),
	MSG("the table becomes larger than {1} GB when it is unpacked",
	    "جدول هنگام باز شدن از {1} گیگابایت بزرگ‌تر می‌شود"),
	MSG("row {1} has more than 16 MB: is this a table, and is the separator right?",
	    "ردیف {1} از ۱۶ مگابایت بزرگ‌تر است: آیا این جدول است و جداکننده درست است؟"),
	MSG("the array is not closed: the file was cut off, or a quotation mark is missing",
	    "آرایه بسته نشده است: فایل بریده شده یا علامت نقل‌قولی کم است"),
	MSG("the file is no whole XLSX workbook: a part is missing",
	    "این فایل کارپوشهٔ کامل XLSX نیست: بخشی از آن کم است"),
	MSG("the file is no whole ODS spreadsheet: a part is missing",
	    "این فایل صفحه‌گستردهٔ کامل ODS نیست: بخشی از آن کم است"),
	MSG("this very file is in the register already: it is edition {1} of the list",
	    "همین فایل از پیش در دفتر هست: ویرایش {1} فهرست است"),
};

/* What stands for {1}; false: these are other words. */
static bool is_said(struct str why, struct str pattern, struct str *ret_arg)
{
	ptrdiff_t at = str_find(pattern, STR("{1}"));
	*ret_arg = STR("");
	if (at < 0)
		return str_eq(why, pattern);
	struct str before = str_n(pattern.p, (size_t)at);
	struct str behind = str_from(pattern, (size_t)at + 3);
	if (why.n < before.n + behind.n || !str_starts(why, before) || !str_ends(why, behind))
		return false;
	*ret_arg = str_n(why.p + before.n, why.n - before.n - behind.n);
	return true;
}

struct str table_refusal(struct arena *a, enum lang lang, struct str why)
{
	struct str arg;
	for (size_t i = 0; i < COUNT(REFUSALS) && lang != LANG_EN; i++)
		if (is_said(why, str_of(REFUSALS[i].en), &arg)) {
			arg = digits_local(a, lang, arg);
			return tr_fmt(a, lang, &REFUSALS[i], &arg, 1);
		}
	return why;
}
