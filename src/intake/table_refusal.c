/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_refusal.c - why a file is no table or is not taken in, for readers of another language than that of error messages.
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
	MSG("row {1} has more than {2} MB: is this a table, and is the separator right?",
	    "ردیف {1} از {2} مگابایت بزرگ‌تر است: آیا این جدول است و جداکننده درست است؟"),
	MSG("the array is not closed: the file was cut off, or a quotation mark is missing",
	    "آرایه بسته نشده است: فایل بریده شده یا علامت نقل‌قولی کم است"),
	MSG("the file is no whole XLSX workbook: a part is missing",
	    "این فایل کارپوشهٔ کامل XLSX نیست: بخشی از آن کم است"),
	MSG("the file is no whole ODS spreadsheet: a part is missing",
	    "این فایل صفحه‌گستردهٔ کامل ODS نیست: بخشی از آن کم است"),
	MSG("there is no sheet of that name", "برگه‌ای به این نام نیست"),
	MSG("the sheet is no table of cells, or its part is missing",
	    "این برگه جدولی از خانه‌ها نیست، یا بخش آن کم است"),
	MSG("the workbook has more than {1} sheets", "کارپوشه بیش از {1} برگه دارد"),
	MSG("the file has more than {1} sheets", "فایل بیش از {1} برگه دارد"),
	MSG("the file has too many parts for a spreadsheet",
	    "بخش‌های این فایل برای صفحه‌گسترده بیش از اندازه است"),
	MSG("the file would unpack to more than {1} times its size: save the sheet as CSV",
	    "این فایل هنگام باز شدن بیش از {1} برابر می‌شود: برگه را به شکل CSV ذخیره کنید"),
	MSG("the XML in the file is nested too deeply", "XML درون فایل بیش از اندازه تودرتو است"),
	MSG("row {1} has more than {2} MB",
	    "ردیف {1} از {2} مگابایت بزرگ‌تر است"),
	MSG("object {1} has more than {2} MB",
	    "شیء {1} از {2} مگابایت بزرگ‌تر است"),
	MSG("object {1}: a name has more than {2} bytes", "شیء {1}: نامی از {2} بایت بلندتر است"),
	MSG("there is something behind the end of the array", "پس از پایان آرایه چیزی هست"),
	MSG("JSON: {1} at byte {2}", "JSON در بایت {2} شکسته است: {1}"),
	MSG("looking into the file failed: the worker {1}",
	    "نگاه به درون فایل به جایی نرسید: the worker {1}"),
	MSG("looking into the file took longer than it may", "نگاه به درون فایل از زمان مجاز گذشت"),
	MSG("looking into the file said more than it may",
	    "آنچه از درون فایل گفته شد از اندازهٔ مجاز گذشت"),
	MSG("vigil-worker is not installed beside this program: without it no file is looked into",
	    "vigil-worker کنار این برنامه نصب نیست: بی آن درون هیچ فایلی دیده نمی‌شود"),
	MSG("the answer about this file is not to be understood",
	    "پاسخی که دربارهٔ این فایل آمد فهمیدنی نیست"),
	MSG("the file has too many rows to be compared with what the list has: with row {1} more than {2} GB of memory "
	    "would be needed",
	    "ردیف‌های فایل بیش از آن است که با آنچه فهرست دارد سنجیده شود: با ردیف {1} بیش از {2} گیگابایت حافظه "
	    "می‌خواهد"),
	MSG("a list has at most {1} rows", "فهرست حداکثر {1} ردیف دارد"),
	MSG("row {1} has more text than can be sealed at once ({2} kB)",
	    "متن ردیف {1} بیش از آن است که یک‌جا مهر شود ({2} کیلوبایت)"),
	MSG("the names of the columns are too long",
	    "نام‌های ستون‌ها بیش از اندازه بلند است"),
	MSG("the mapping is not one for these columns",
	    "این نگاشت از آنِ این ستون‌ها نیست"),
	MSG("{1} rows need about {2} GB of room while they are taken in, half of which stays; {3} GB are free where the "
	    "vault lies. Make room, or take in a part of the file",
	    "{1} ردیف هنگام آوردن حدود {2} گیگابایت جا می‌خواهد که نیمی از آن می‌ماند؛ آنجا که پرونده است {3} گیگابایت "
	    "آزاد است. جا باز کنید، یا بخشی از فایل را بیاورید"),
	MSG("the file is not the one that was looked at: it changed meanwhile; nothing was taken in",
	    "این همان فایلی نیست که دیده شد: در این میان عوض شد؛ چیزی آورده نشد"),
	MSG("another edition of this list came in or was taken back meanwhile: compare again",
	    "در این میان ویرایش دیگری از این فهرست آمد یا پس گرفته شد: دوباره بسنجید"),
	MSG("the file has {1} faults that stop it; nothing was taken in",
	    "فایل {1} خطا دارد که جلوی آن را می‌گیرد؛ چیزی آورده نشد"),
	MSG("there is nothing to take in", "چیزی برای آوردن نیست"),
	MSG("this very file is in the register already: it is edition {1} of the list",
	    "همین فایل از پیش در دفتر هست: ویرایش {1} فهرست است"),
};

struct str table_refusal(struct arena *a, enum lang lang, struct str why)
{
	return tr_english(a, lang, REFUSALS, COUNT(REFUSALS), why);
}
