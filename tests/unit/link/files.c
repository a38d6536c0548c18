/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables by a config: what is refused, what is noted, what is written. */
#include "check.h"

#include "base/file.h"
#include "link/files.h"
#include "worker.h"

static char folder[200];

static struct str put(struct arena *a, const char *name, const char *content)
{
	struct err e = { 0 };
	struct str path = str_printf(a, "%s/%s", folder, name);
	CHECK_OK(file_write(path.p, str_of(content), 0600, &e), &e);
	return path;
}

static const char CONFIG[] =
	"{\"id\":\"id\",\"fields\":[{\"column\":\"name\",\"type\":\"name\"},"
	"{\"column\":\"died\",\"type\":\"date\"},{\"column\":\"town\",\"type\":\"text\"}]}";

static int read_tables(struct arena *a, const struct str *paths, size_t n, struct link_tables *ret,
		       struct err *e)
{
	struct link_config c;
	struct worker w = the_worker(a);
	struct link_input in = { .worker = &w, .options = { .lang = LANG_EN } };
	CHECK_OK(link_config_read(str_of(CONFIG), a, &c, e), e);
	return link_files_read(&c, &in, paths, n, a, ret, e);
}

TEST(refuses_a_broken_table_with_its_place)
{
	static const struct {
		const char *csv, *says;
	} CASES[] = {
		{ "id,name,died,town\n1,a,2001\n", "row 2, column D (town)" },
		{ "id,name,died,town\n1,a,2001,b\n1,c,2002,d\n",
		  "row 3, column A (id): two records have the id 1" },
		{ "id,name,died,town\n,a,2001,b\n", "row 2, column A (id): a record has no id" },
		{ "nr,name,died,town\n1,a,2001,b\n", "no column \"id\"" },
		{ "id,name,died\n1,a,2001\n", "no file has a column \"town\"" },
		{ "1,2001,3\n4,2002,6\n", "no row with the names of the columns was found" },
		{ "id,name,died,town\n", "no rows of data" },
		{ "id,name,died,town\n1,a\xFF,2001,b\n2,\xD8\xA7,2001,b\n",
		  "row 2, column B (name)" },
		{ "id,name,name,died,town\n1,a,b,2001,b\n",
		  "row 1, columns B and C are both called \"name\"" },
		{ "id,name,died,town\n1,a,2001,b,x\n2,\"a,2001,b\n", "(2 faults in all)" },
	};
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	check_folder(folder, sizeof folder, "link");
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct link_tables t;
		struct str path = put(a, "a.csv", CASES[i].csv);
		CHECK(read_tables(a, &path, 1, &t, &e) < 0);
		if (!str_has(str_of(e.text), str_of(CASES[i].says)))
			FAIL("%s: %s", CASES[i].says, e.text);
		CHECK(str_has(str_of(e.text), path) || str_has(str_of(e.text), STR("no file")));
		unlink(path.p);
	}
	rmdir(folder);
}

/* What a config names and no table has would be passed over, and the answer look like one to it. */
TEST(refuses_what_no_table_has)
{
	static const struct {
		const char *config, *says;
	} CASES[] = {
		{ "{\"id\":\"id\",\"fields\":[{\"column\":\"died\",\"type\":\"date\",\"calendar_column\":\"era\"}]}",
		  "no file has a column \"era\"" },
		{ "{\"id\":\"id\",\"mode\":\"link\",\"fields\":[{\"column\":\"name\",\"type\":\"name\"}]}",
		  "there is one list" },
		{ "{\"id\":\"id\",\"duplicate_free\":[\"b\"],\"fields\":[{\"column\":\"name\",\"type\":\"name\"}]}",
		  "there is no such list" },
	};
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct worker w = the_worker(a);
	struct link_input in = { .worker = &w, .options = { .lang = LANG_EN } };
	check_folder(folder, sizeof folder, "link");
	struct str path = put(a, "a.csv", "id,name,died\n1,a,2001-01-02\n2,b,2001-01-03\n");
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct link_config c;
		struct link_tables t;
		CHECK_OK(link_config_read(str_of(CASES[i].config), a, &c, &e), &e);
		CHECK_ERR(link_files_read(&c, &in, &path, 1, a, &t, &e), ERR_INPUT);
		if (!str_has(str_of(e.text), str_of(CASES[i].says)))
			FAIL("%s: %s", CASES[i].says, e.text);
	}
	unlink(path.p);
	rmdir(folder);
}

/* Few rows, names that are numbers, a title that looks like names: a config knows which row it is. */
TEST(names_of_columns_are_where_a_config_finds_them)
{
	static const char CONFIG_OF_NUMBERS[] =
		"{\"fields\":[{\"column\":\"2019\",\"type\":\"name\"},{\"column\":\"2020\",\"type\":\"date\"}]}";
	static const char *const CSV[] = {
		"2019,2020\na,2001-02-03\n",
		"2019,2020\na,2001-02-03\nb,2001-02-04\nc,2001-02-05\n",
		"A list of somebody,of some year\n2019,2020\na,2001-02-03\nb,2001-02-04\n",
	};
	static const size_t ROWS[] = { 1, 3, 2 };
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct worker w = the_worker(a);
	struct link_input in = { .worker = &w, .options = { .lang = LANG_EN } };
	struct link_config c;
	struct err e = { 0 };
	CHECK_OK(link_config_read(str_of(CONFIG_OF_NUMBERS), a, &c, &e), &e);
	check_folder(folder, sizeof folder, "link");
	for (size_t i = 0; i < COUNT(CSV); i++) {
		struct link_tables t;
		struct str path = put(a, "a.csv", CSV[i]);
		CHECK_OK(link_files_read(&c, &in, &path, 1, a, &t, &e), &e);
		CHECK_INT(t.set->n, ROWS[i]);
		in.options.header_row = -1;
		CHECK_ERR(link_files_read(&c, &in, &path, 1, a, &t, &e), ERR_INPUT);
		in.options.header_row = 0;
		unlink(path.p);
	}
	rmdir(folder);
}

TEST(each_file_is_a_list_and_missing_columns_are_noted)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct err e = { 0 };
	struct link_tables t;
	check_folder(folder, sizeof folder, "link");
	struct str paths[] = { put(a, "first.list.csv",
				   "id,name,died,town\n1,Nemouneh Yekom,soon,Abad\n"),
			       put(a, "second.csv", "name,id,died\nNemouneh Yekom,2,2001\n") };
	CHECK_OK(read_tables(a, paths, 2, &t, &e), &e);
	CHECK_STR(t.set->lists[0].name, "first.list");
	CHECK_STR(t.set->lists[1].name, "second");
	CHECK_INT(t.n_notes, 2); /* no column town in the second; "soon" is no date */
	CHECK_INT(t.set->values[0].n, 2);
	for (size_t i = 0; i < 2; i++)
		unlink(paths[i].p);
	rmdir(folder);
}

/* The same person in five kinds of file: separators, encodings, a title above, a workbook, JSON. */
TEST(reads_what_the_import_of_lists_reads)
{
	static const struct {
		const char *name, *content;
	} FILES[] = {
		{ "semicolons.csv",
		  "A title of the list;;;\nid;name;died;town\n1;\xE4\xE3\xE6\xE4\xE5 \xCF\xE6\xC7\xD2\xCF\xE5\xE3;2001;\xCA\xE5\xD1\xC7\xE4\n" },
		{ "tabs.tsv", "\xEF\xBB\xBFid\tname\tdied\ttown\n2\tنمونه دوازدهم\t2001\tتهران\n" },
		{ "lines.jsonl",
		  "{\"id\":\"3\",\"name\":\"نمونه دوازدهم\",\"died\":2001,\"town\":\"تهران\"}\n" },
		{ "array.json",
		  "[{\"id\":\"4\",\"name\":\"نمونه دوازدهم\",\"died\":\"2001\",\"town\":\"تهران\"}]" },
	};
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct err e = { 0 };
	struct link_tables t;
	struct str paths[COUNT(FILES)];
	check_folder(folder, sizeof folder, "link");
	for (size_t i = 0; i < COUNT(FILES); i++)
		paths[i] = put(a, FILES[i].name, FILES[i].content);
	CHECK_OK(read_tables(a, paths, COUNT(FILES), &t, &e), &e);
	CHECK_INT(t.set->n, COUNT(FILES));
	for (size_t f = 0; f < 3; f++)
		CHECK_INT(t.set->values[f].n, 2); /* one spelling in all of them */
	CHECK_INT(t.tables[0].look.encoding, ENCODING_1256);
	CHECK_INT(t.tables[0].look.header_row, 2);
	CHECK_INT(t.tables[0].rows, 1);
	CHECK(t.tables[0].faults.all >
	      0); /* that the encoding was guessed, and that there is a title */
	CHECK_INT(t.tables[2].faults.all, 0);
	for (size_t i = 0; i < COUNT(FILES); i++)
		unlink(paths[i].p);
	rmdir(folder);
}

/* A table of two gigabytes, as far as its first rows tell: a hole in a file costs nothing. */
TEST(says_before_reading_what_is_too_much)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct err e = { 0 };
	struct link_tables t;
	AUTO_BUF b;
	check_folder(folder, sizeof folder, "link");
	buf_init(&b, 1 << 20);
	buf_lit(&b, "id,name,died,town\n");
	for (int i = 0; i < 3000; i++)
		buf_printf(&b, "%d,a b,2001,c\n", i);
	struct str path = put(a, "a.csv", buf_z(&b));
	CHECK(truncate(path.p, (off_t)2 << 30) == 0);
	CHECK(read_tables(a, &path, 1, &t, &e) < 0);
	CHECK_INT(e.code, ERR_TOOBIG);
	CHECK(str_has(str_of(e.text), STR("million records")));
	unlink(path.p);
	rmdir(folder);
}

TEST(writes_all_or_nothing)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	check_folder(folder, sizeof folder, "link");
	struct str good = str_printf(a, "%s/clusters.csv", folder);
	struct str bad = str_printf(a, "%s/none/pairs.csv", folder);
	struct link_output out[] = { { good, STR("a\n") }, { bad, STR("b\n") } };
	CHECK(link_files_write(out, 2, &e) < 0);
	CHECK(!file_exists(good.p));
	CHECK(!file_exists(str_printf(a, "%s.part", good.p).p));
	CHECK_OK(link_files_write(out, 1, &e), &e);
	CHECK(file_exists(good.p));
	unlink(good.p);
	rmdir(folder);
}
