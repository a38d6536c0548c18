/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of others through vigil-worker: what they are, what is in them, what is wrong and where. */
#define _GNU_SOURCE /* memfd_create */
#include "check.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/file.h"
#include "intake/table.h"

static struct worker the_worker(struct arena *a)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
	assert(n > 0);
	self[n] = '\0';
	for (int i = 0; i < 3; i++)
		*strrchr(self, '/') = '\0';
	return (struct worker){ str_printf(a, "%s/vigil-worker", self).p };
}

static int memory(struct str s)
{
	int fd = memfd_create("test", MFD_CLOEXEC);
	for (size_t at = 0; fd >= 0 && at < s.n;) {
		ssize_t n = write(fd, s.p + at, s.n - at);
		if (n <= 0)
			die("no memory file");
		at += (size_t)n;
	}
	return fd;
}

/* ---- a table as a line ---- */

static void put_row(struct buf *b, const struct table_row *row)
{
	static const char KINDS[] = ".tndben";
	buf_printf(b, "%lld%s ", (long long)row->number, row->hidden ? "h" : "");
	for (size_t i = 0; i < row->n; i++) {
		const struct table_cell *c = &row->cells[i];
		buf_printf(b, "%s%.*s", i ? "|" : "", STR_FMT(c->text));
		if (c->kind > TABLE_TEXT)
			buf_printf(b, ":%c", KINDS[c->kind]);
		if (c->raw.n)
			buf_printf(b, "(%.*s)", STR_FMT(c->raw));
		if (c->flags)
			buf_printf(b, "!%d", c->flags);
	}
	buf_char(b, '/');
}

static int take_row(void *ctx, const struct table_row *row, struct err *e)
{
	(void)e;
	put_row(ctx, row);
	return 0;
}

static void put_faults(struct buf *b, const struct table_faults *fs)
{
	for (size_t i = 0; i < fs->n; i++) {
		const struct table_fault *f = &fs->items[i];
		CHECK(f->what.n && f->todo.n);
		buf_printf(b, "%s@%lld.%zu%s ", f->code, (long long)f->row, f->column,
			   f->stops ? "!" : "");
	}
}

static int read_all(int fd, const struct table_options *o, struct arena *a, struct table_look *look,
		    struct buf *rows, struct table_faults *faults, struct err *e)
{
	struct worker w = the_worker(a);
	struct table_input in = { fd, &w };
	struct table_sink sink = { .row = take_row, .ctx = rows };
	TRY(table_look(&in, o, a, look, e));
	return table_rows(&in, look, &sink, a, faults, e);
}

static struct str columns_of(struct arena *a, const struct table_look *look)
{
	AUTO_BUF b;
	buf_init(&b, 100000);
	for (size_t i = 0; i < look->n_columns; i++)
		buf_printf(&b, "%s%.*s%s", i ? "|" : "", STR_FMT(look->columns[i].name),
			   look->columns[i].hidden ? "(h)" : "");
	return buf_copy(&b, a);
}

struct case_text {
	const char *name;
	struct str in;
	const char *columns, *rows, *faults;
};

static void check_text(const struct case_text *t, int fd, const struct table_options *o)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF rows;
	AUTO_BUF faults;
	struct table_look look;
	struct table_faults fs;
	struct err e = { 0 };
	buf_init(&rows, 1 << 20);
	buf_init(&faults, 1 << 20);
	int rc = read_all(fd, o, a, &look, &rows, &fs, &e);
	CHECK_OK(rc, &e);
	if (rc < 0)
		return;
	put_faults(&faults, &look.faults);
	if (!str_eq(columns_of(a, &look), str_of(t->columns)) ||
	    !str_eq(buf_str(&rows), str_of(t->rows)) ||
	    !str_eq(buf_str(&faults), str_of(t->faults)))
		printf("  in %s:\n", t->name);
	CHECK_STR(columns_of(a, &look), t->columns);
	CHECK_STR(buf_str(&rows), t->rows);
	CHECK_STR(buf_str(&faults), t->faults);
	CHECK_INT(look.faults.all, (int64_t)look.faults.n);
}

#define LIT(s)                                                                                     \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}

TEST(text_tables)
{
	static const struct case_text T[] = {
		{ "plain", LIT("name,age\nExample person 1,22\n\nExample person 2,\n"), "name|age",
		  "2 Example person 1|22/4 Example person 2|/", "" },
		{ "semicolons, byte order mark", LIT("\xEF\xBB\xBFname;age\r\nA;1,5\r\n"),
		  "name|age", "2 A|1,5/", "" },
		{ "quotation marks", LIT("name,note\n\"A, B\",\"say \"\"x\"\"\nnext\"\nC,d\n"),
		  "name|note", "2 A, B|say \"x\"\nnext/3 C|d/", "" },
		{ "shifted", LIT("name,age,city\nA,1,X\nB,2\nC,3,Y,Z\nD,4,X\n"), "name|age|city",
		  "2 A|1|X/3 B|2/4 C|3|Y|Z/5 D|4|X/", "fewer_cells@3.3! more_cells@4.4! " },
		{ "titles above", LIT("List of examples,,\n,,\nname,age,city\nA,1,X\nB,2,Y\n"),
		  "name|age|city", "4 A|1|X/5 B|2|Y/", "rows_above_header@0.0 " },
		{ "no names", LIT("A,1,2022-01-01\nB,2,2022-01-02\n"), "||",
		  "1 A|1|2022-01-01/2 B|2|2022-01-02/", "no_header@0.0 " },
		{ "names again", LIT("name,age,city\nA,1,X\nname,age,city\nB,2,Y\n"),
		  "name|age|city", "2 A|1|X/3 name|age|city/4 B|2|Y/", "" },
		{ "no names, and a row without numbers",
		  LIT("A,1,2022-01-01\nB,2,2022-01-02\nC,none,none\n"), "||",
		  "1 A|1|2022-01-01/2 B|2|2022-01-02/3 C|none|none/", "no_header@0.0 " },
		{ "names", LIT("name,,name\nA,x,B\n"), "name||name", "2 A|x|B/",
		  "column_without_name@1.2 column_name_twice@1.3 " },
		{ "a broken byte",
		  LIT("name,city\nنمونه,A\nنمو\xC7نه,B\nنمونه دوازدهم و سیزدهم و چهاردهم,C\n"),
		  "name|city", "2 نمونه|A/3 نمو<C7>نه!4|B/4 نمونه دوازدهم و سیزدهم و چهاردهم|C/",
		  "broken_bytes@3.1! " },
		{ "a NUL", LIT("name,city\nA\0B,C\n"), "name|city", "2 A<00>B!4|C/",
		  "nul_byte@2.1! " },
		{ "windows-1256", LIT("name,city\n\xE4\xE3\xE6\xE4\xE5,\xD4\xE5\xD1\n"),
		  "name|city", "2 نمونه|شهر/", "encoding_unsure@0.0 " },
		{ "UTF-16", LIT("\xFF\xFEn\0,\0c\0\n\0'\x06,\0x\0\n\0"), "n|c", "2 ا|x/", "" },
		{ "never closed", LIT("name,city\n\"A,B\nC,D\n"), "name|city", "2 \"A|B/3 C|D/",
		  "open_quote@2.1! " },
		{ "marks", LIT("name,city\n\"A\" x,B\nC \"y\" d,D\n"), "name|city",
		  "2 \"A\" x|B/3 C \"y\" d|D/", "after_quote@2.1! stray_quote@3.1 " },
		{ "empty", LIT(""), "", "", "no_rows@0.0! " },
		{ "names only", LIT("name,city\n"), "name|city", "", "no_rows@0.0! " },
		{ "JSON lines",
		  LIT("{\"name\":\"A\",\"age\":22}\n\n{\"age\":1.50,\"x\":[1]}\n{bad\n\"x\"\n{\"name\":null,\"x\":true}\n"),
		  "name|age|x", "1 A|22:n/3 |1.50|[1]:n/6 ||TRUE:b/",
		  "json_nested@3.3 json_broken@4.0! json_not_object@5.0! " },
		{ "JSON array",
		  LIT("[\n {\"name\": \"A ]},{\", \"n\": 1},\n {\"n\": \"\\u0000\"}\n]\n"),
		  "name|n", "1 A ]},{|1:n/2 |\xEF\xBF\xBD!4/", "broken_bytes@2.2! " },
	};
	struct table_options o = { .lang = LANG_EN };
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_FD fd = memory(T[i].in);
		check_text(&T[i], fd, &o);
		o.lang = i % 2 ? LANG_EN : LANG_FA;
	}
}

static int open_file(const char *name)
{
	AUTO_ARENA *a = arena_new(0);
	int fd = open(str_printf(a, "tests/data/tables/%s", name).p, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		printf("  no file %s\n", name);
	return fd;
}

TEST(spreadsheets)
{
	static const struct case_text T[] = {
		{ "good.xlsx",
		  { NULL, 0 },
		  "name|died|age|note(h)",
		  "4 Example person 12|2022-09-21:d(44825)|22:n!1/"
		  "5h نمونه دوازدهم|2022-09-21T12:00:00:d(44825.5)||inline/"
		  "6 line\r\nend|60:n|#DIV/0!:e!1|TRUE:b/"
		  "7 !3|2022-09-21:d(44825)|1.2300000000000001E+10:n/",
		  "hidden_sheet@0.0 rows_above_header@0.0 hidden_column@0.4 merged@1.1 formula@4.3 "
		  "hidden_row@5.0 odd_date@6.2 error_value@6.3 formula@6.3 "
		  "formula_without_value@7.1! shown_in_other_calendar@7.2 " },
		{ "from1904.xlsx",
		  { NULL, 0 },
		  "name|died",
		  "2 Example person 12|2022-09-21:d(43363)/",
		  "" },
		{ "two_headers.xlsx",
		  { NULL, 0 },
		  "name|birth / year|birth / place|death / year|death / place",
		  "3 Example person 1|1380|City A|1401|City B/4 Example person 2|1375|City C|1401|City A/",
		  "two_header_rows@0.0 merged@1.1 merged@1.2 merged@1.4 " },
		{ "wide.xlsx",
		  { NULL, 0 },
		  "",
		  "1 1:n/",
		  "no_header@0.0 too_many_columns@1.0! bad_reference@1.16385! " },
		{ "backwards.xlsx",
		  { NULL, 0 },
		  "|||",
		  "2 |1:n|2:n|3:n/",
		  "no_header@0.0 bad_reference@2.3! bad_reference@2.4! bad_reference@3.0! bad_reference@3.1! bad_reference@3.1! " },
		{ "good.ods",
		  { NULL, 0 },
		  "name|died|age(h)|note",
		  "2 Example  person\nsecond line|2022-09-21:d(21.09.2022)|22:n!1|seen/"
		  "3h Example person 3|10:20:00:d(10:20)|TRUE:b(WAHR)/"
		  "4h Example person 3|10:20:00:d(10:20)|TRUE:b(WAHR)/"
		  "5h Example person 3|10:20:00:d(10:20)|TRUE:b(WAHR)/1000006 last/",
		  "comments_not_read@0.0 hidden_sheet@0.0 hidden_column@0.3 formula@2.3 hidden_row@3.0 "
		  "hidden_row@4.0 hidden_row@5.0 merged@1000006.1 " },
		{ "repeats.ods",
		  { NULL, 0 },
		  "name|died",
		  "2 Example person 1/3 x/",
		  "bad_reference@2.0! bad_reference@3.1! " },
	};
	struct table_options o = { .lang = LANG_EN };
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_FD fd = open_file(T[i].name);
		check_text(&T[i], fd, &o);
	}
}

TEST(what_is_no_table_is_refused_with_advice)
{
	static const struct {
		const char *name;
		int code;
		const char *says;
	} T[] = {
		{ "old.xls", ERR_INPUT, "save it as XLSX" },
		{ "password.xlsx", ERR_INPUT, "password" },
		{ "encrypted.xlsx", ERR_INPUT, "password" },
		{ "password.ods", ERR_INPUT, "password" },
		{ "binary.xlsb", ERR_INPUT, "save it as XLSX" },
		{ "apple.numbers", ERR_INPUT, "export it as XLSX" },
		{ "archive.zip", ERR_INPUT, "unpack it" },
		{ "bomb.xlsx", ERR_TOOBIG, "save the sheet as CSV" },
		{ "bomb.ods", ERR_TOOBIG, "repeats rows" },
		{ "entities.xlsx", ERR_INPUT, "entities" },
		{ "overlap.xlsx", ERR_INPUT, "overlap" },
		{ "cut.xlsx", ERR_INPUT, "damaged" },
		{ "utf32.csv", ERR_INPUT, "save it as UTF-8" },
	};
	for (size_t i = 0; i < COUNT(T); i++) {
		AUTO_ARENA *a = arena_new(0);
		struct err e = { 0 };
		struct table_look look;
		struct worker w = the_worker(a);
		AUTO_FD fd = open_file(T[i].name);
		struct table_input in = { fd, &w };
		struct table_options o = { .lang = LANG_EN };
		int rc = table_look(&in, &o, a, &look, &e);
		if (rc != T[i].code || !str_has(str_of(e.text), str_of(T[i].says)))
			printf("  %s: %d %s\n", T[i].name, rc, e.text);
		CHECK_INT(rc, T[i].code);
		CHECK(str_has(str_of(e.text), str_of(T[i].says)));
		/* And in the language of the reader: of those that are refused here, each. */
		struct str fa = table_refusal(a, LANG_FA, str_of(e.text));
		CHECK(!str_eq(fa, str_of(e.text)) && !str_has(fa, STR("{1}")));
		CHECK_STR(table_refusal(a, LANG_EN, str_of(e.text)), e.text);
	}
}

TEST(what_is_said_of_a_place_is_readable_in_persian)
{
	AUTO_ARENA *a = arena_new(0);
	struct table_faults fs;
	struct table_mark merged = { .code = TABLE_FAULT_MERGED, .arg = STR("A1:D1") };
	struct table_mark few = { .code = TABLE_FAULT_FEWER_CELLS, .arg = STR("2|12") };
	table_faults_init(&fs, a, LANG_FA, 0);
	table_fault_mark(&fs, &merged);
	table_fault_mark(&fs, &few);
	CHECK(str_has(fs.items[0].what, STR("\u2066A1:D1\u2069")));
	CHECK(str_has(fs.items[1].what, STR("۲ خانه")));
	CHECK(str_has(fs.items[1].what, STR("۱۲ ستون")));
	CHECK_STR(table_refusal(a, LANG_FA, STR("something else")), "something else");
	CHECK_STR(
		table_refusal(a, LANG_FA,
			      STR("the table becomes larger than 8 GB when it is unpacked")),
		"جدول هنگام باز شدن از ۸ گیگابایت بزرگ‌تر می‌شود");
}

TEST(the_caller_overrules)
{
	AUTO_ARENA *a = arena_new(0);
	struct case_text t = { "sheet", { NULL, 0 }, "x", "", "" };
	struct err e = { 0 };
	struct table_look look;
	struct worker w = the_worker(a);
	AUTO_FD fd = open_file("good.xlsx");
	struct table_input in = { fd, &w };
	struct table_options o = { .lang = LANG_EN, .sheet = STR("Nowhere") };
	CHECK_ERR(table_look(&in, &o, a, &look, &e), ERR_NOTFOUND);
	o.sheet = STR("Secret");
	CHECK_OK(table_look(&in, &o, a, &look, &e), &e);
	CHECK_STR(look.sheets[look.sheet].name, "Secret");
	CHECK(look.sheets[look.sheet].hidden);
	CHECK_INT((int64_t)look.n_sheets, 3);

	AUTO_FD pipes = memory(STR("a,b|c,d\n\xE4\xE3,1|2,3\n"));
	t = (struct case_text){ "pipes", STR_NULL, "a,b|c,d", "2 نم,1|2,3/", "" };
	o = (struct table_options){ .separator = '|', .encoding = ENCODING_1256 };
	check_text(&t, pipes, &o);
	AUTO_FD row = memory(STR("x,y\na,b\n1,2\n"));
	t = (struct case_text){ "row", { NULL, 0 }, "a|b", "3 1|2/", "rows_above_header@0.0 " };
	o = (struct table_options){ .header_row = 2 };
	check_text(&t, row, &o);
	t = (struct case_text){ "none", { NULL, 0 }, "|", "1 x|y/2 a|b/3 1|2/", "" };
	o = (struct table_options){ .header_row = -1 };
	check_text(&t, row, &o);
}

static int stop(void *ctx, const struct table_row *row, struct err *e)
{
	int *n = ctx;
	(void)row;
	return ++*n == 3 ? err_set(e, ERR_CONFLICT, "enough") : 0;
}

TEST(many_faults_are_counted_and_some_shown)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	struct err e = { 0 };
	struct table_look look;
	struct table_faults fs;
	struct worker w = the_worker(a);
	int n = 0;
	buf_init(&b, 1 << 24);
	buf_lit(&b, "name,city\n");
	for (int i = 0; i < 20000; i++)
		buf_add(&b, i % 2 ? STR("Example \xC7\xC8,Town\n") : STR("نمونه,شهر\n"));
	buf_lit(&b, "short\n");
	AUTO_FD fd = memory(buf_str(&b));
	struct table_input in = { fd, &w };
	struct table_options o = { .lang = LANG_EN };
	CHECK_OK(table_look(&in, &o, a, &look, &e), &e);
	CHECK_INT(look.faults.by_code[TABLE_FAULT_BROKEN_BYTES], 10000);
	CHECK_INT(look.faults.by_code[TABLE_FAULT_MIXED_ENCODING], 1);
	CHECK_INT(look.faults.by_code[TABLE_FAULT_FEWER_CELLS], 1);
	CHECK_INT(look.faults.all, 10002);
	CHECK(look.faults.n <= TABLE_FAULTS_MAX);
	CHECK_STR(str_of(look.faults.items[look.faults.n - 1].code), "fewer_cells");
	struct table_sink sink = { .row = stop, .ctx = &n };
	CHECK_ERR(table_rows(&in, &look, &sink, a, &fs, &e), ERR_CONFLICT);
	CHECK_INT(n, 3);
	o.rows_max = 100;
	CHECK_OK(table_look(&in, &o, a, &look, &e), &e);
	CHECK(!look.all_seen && look.rows <= 100);
}
