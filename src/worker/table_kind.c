/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_kind.c - which table is this? By its bytes: names of files are often wrong. */
#include "worker/package.h"
#include "worker/tables.h"

#include "base/json_foreign.h"

enum { HEAD = 4096 };

static int no_table(struct err *e, const char *what, const char *todo)
{
	return err_set(e, ERR_INPUT, "this is %s: %s", what, todo);
}

#define SAVE_AS "open it in a spreadsheet program and save it as XLSX, ODS or CSV"

static int refuse_known(struct str head, struct err *e)
{
	static const struct {
		struct str begin;
		const char *what, *todo;
	} T[] = {
#define LIT(s) { s, sizeof(s) - 1 }
		{ LIT("%PDF-"), "a PDF", "take the table out of it first; a PDF has no cells" },
		{ LIT("\x1F\x8B"), "packed with gzip", "unpack it first" },
		{ LIT("7z\xBC\xAF\x27\x1C"), "a 7z archive", "unpack it first" },
		{ LIT("Rar!"), "a RAR archive", "unpack it first" },
		{ LIT("BZh"), "packed with bzip2", "unpack it first" },
		{ LIT("\xFD"
		      "7zXZ"),
		  "packed with xz", "unpack it first" },
		{ LIT("SQLite format 3"), "a SQLite database", "export the table as CSV" },
		{ LIT("\x89PNG"), "a picture", "a picture of a table has no cells" },
		{ LIT("\xFF\xD8\xFF"), "a picture", "a picture of a table has no cells" },
		{ LIT("PAR1"), "a Parquet file", "export it as CSV" },
		{ LIT("{\\rtf"), "a text document", "take the table out of it first" },
		{ LIT("<!DOCTYPE html"), "a web page", SAVE_AS },
		{ LIT("<!doctype html"), "a web page", SAVE_AS },
		{ LIT("<html"), "a web page", SAVE_AS },
		{ LIT("<table"), "a web page", SAVE_AS },
		{ LIT("<?xml"), "an XML file", SAVE_AS },
		{ LIT("\xFF\xFE\0\0"), "a text in UTF-32", "save it as UTF-8" },
		{ LIT("\0\0\xFE\xFF"), "a text in UTF-32", "save it as UTF-8" },
	};
	for (size_t i = 0; i < COUNT(T); i++)
		if (str_starts(head, T[i].begin))
			return no_table(e, T[i].what, T[i].todo);
	return 0;
}

/* What Office wrote before 2007, and the wrapping of a newer file that has a password. */
static int refuse_ole(const struct table_ask *ask, struct err *e)
{
	static const char ENCRYPTED[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
	size_t n = ask->bytes < (8 << 20) ? (size_t)ask->bytes : 8 << 20;
	char *p = NEW_N(ask->a, n + 1, char);
	TRY(table_pread(ask->fd, 0, p, n, &n, e));
	if (str_has(str_n(p, n), str_n(ENCRYPTED, sizeof ENCRYPTED)))
		return no_table(e, "an XLSX workbook with a password", "save it without one");
	return no_table(e, "an old Excel file (.xls) or another old Office file", SAVE_AS);
}

static int kind_of_package(const struct table_ask *ask, enum table_format *ret, struct err *e)
{
	static const struct {
		const char *part, *what, *todo;
	} NOT[] = {
		{ "xl/workbook.bin", "a binary Excel workbook (.xlsb)", SAVE_AS },
		{ "word/document.xml", "a Word document", "take the table out of it first" },
		{ "Index/Document.iwa", "an Apple Numbers file", "export it as XLSX or CSV" },
		{ "Index.zip", "an Apple Numbers file", "export it as XLSX or CSV" },
		{ "index.apxl", "an old Apple file", "export it as XLSX or CSV" },
	};
	struct package p;
	TRY(package_open(&p, ask->fd, ask->bytes, ask->a, e));
	for (size_t i = 0; i < COUNT(NOT); i++)
		if (package_find(&p, str_of(NOT[i].part)))
			return no_table(e, NOT[i].what, NOT[i].todo);
	if (package_find(&p, STR("[Content_Types].xml")) && package_find(&p, STR("_rels/.rels")))
		*ret = TABLE_XLSX;
	else if (package_find(&p, STR("content.xml")) && package_find(&p, STR("mimetype")))
		*ret = TABLE_ODS;
	else
		return no_table(e, "a ZIP archive", "unpack it and choose the table in it");
	return 0;
}

/* JSON when the first object, or the array's beginning, can be nothing else: a CSV may begin with a
 * bracket, too. */
static bool is_json(struct str head, enum table_format *ret)
{
	struct str s = str_trim(head);
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_trim(str_from(s, 3));
	char first = s.n ? s.p[0] : '\0';
	struct str behind = str_trim(str_from(s, 1));
	char second = behind.n ? behind.p[0] : '\0';
	*ret = first == '[' ? TABLE_JSON_ARRAY : TABLE_JSON_LINES;
	return (first == '[' && (second == '{' || second == ']')) ||
	       (first == '{' && (second == '"' || second == '}'));
}

int table_kind_of(const struct table_ask *ask, enum table_format *ret, struct err *e)
{
	char head[HEAD];
	size_t n = 0;
	TRY(table_pread(ask->fd, 0, head, sizeof head, &n, e));
	struct str s = str_n(head, n);
	TRY(refuse_known(s, e));
	if (str_starts(s, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
		return refuse_ole(ask, e);
	if (str_starts(s, STR("PK\3\4")) || str_starts(s, STR("PK\5\6")))
		return kind_of_package(ask, ret, e);
	if (!is_json(s, ret))
		*ret = TABLE_CSV;
	return 0;
}

int any_table(const struct table_ask *ask, struct rows *r, struct table_found *ret, struct err *e)
{
	TRY(table_kind_of(ask, &ret->format, e));
	frame_format(&r->b, ret->format);
	switch (ret->format) {
	case TABLE_CSV:
		return csv_table(ask, r, ret, e);
	case TABLE_XLSX:
		return xlsx_table(ask, r, ret, e);
	case TABLE_ODS:
		return ods_table(ask, r, ret, e);
	case TABLE_JSON_LINES:
	case TABLE_JSON_ARRAY:
		return json_table(ask, r, ret, e);
	}
	return err_set(e, ERR_INPUT, "no table");
}
