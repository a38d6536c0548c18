/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Configs read, refused, written and guessed. */
#include "check.h"

#include "link/config.h"
#include "link/guess.h"
#include "text/csv.h"

TEST(reads_the_config_of_the_manual)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct link_config c = { 0 };
	static const char JSON[] =
		"{\"id\":\"record_id\",\"list\":\"list\",\"mode\":\"both\",\"duplicate_free\":[\"A\"],\"fields\":["
		"{\"column\":\"name\",\"type\":\"name\"},{\"column\":\"surname\",\"type\":\"name\",\"role\":\"family\"},"
		"{\"column\":\"died\",\"type\":\"date\",\"calendar_column\":\"calendar\"},"
		"{\"type\":\"date\",\"role\":\"birth\",\"year\":\"by\",\"month\":\"bm\",\"day\":\"bd\"},"
		"{\"column\":\"age\",\"type\":\"age\",\"reference\":\"died\"},{\"columns\":[\"a\",\"b\"],\"type\":\"place\"},"
		"{\"column\":\"sex\",\"type\":\"category\"},"
		"{\"column\":\"age now\",\"type\":\"age\",\"reference\":\"2025-10-12\"}]}";
	CHECK_OK(link_config_read(str_of(JSON), a, &c, &e), &e);
	CHECK_STR(c.id, "record_id");
	CHECK_INT(c.n_duplicate_free, 1);
	CHECK_INT(c.n_fields, 8);
	CHECK_INT(c.fields[7].reference, 2460961);
	CHECK_INT(c.fields[1].role, NAME_FAMILY);
	CHECK_STR(c.columns[2].calendar_column, "calendar");
	CHECK(c.fields[2].is_event && c.fields[3].is_birth && c.columns[3].by_parts);
	CHECK_STR(c.fields[3].label, "by+bm+bd");
	CHECK_INT(c.columns[5].n_parts, 2);
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	link_config_write(&c, &b);
	struct link_config again = { 0 };
	CHECK_OK(link_config_read(buf_str(&b), a, &again, &e), &e);
	CHECK_INT(again.n_fields, c.n_fields);
	for (size_t f = 0; f < c.n_fields; f++) {
		CHECK_INT(again.fields[f].type, c.fields[f].type);
		CHECK(str_eq(again.fields[f].label, c.fields[f].label));
		CHECK_INT(again.fields[f].is_event, c.fields[f].is_event);
		CHECK_INT(again.fields[f].reference, c.fields[f].reference);
	}
}

TEST(refuses_what_it_does_not_know_by_name)
{
	static const struct {
		const char *json, *says;
	} CASES[] = {
		{ "[]", "must be an object" },
		{ "{\"id\":\"x\"}", "\"fields\" is missing" },
		{ "{\"fields\":[]}", "\"fields\" is missing" },
		{ "{\"feilds\":[]}", "\"feilds\" is no key" },
		{ "{\"mode\":\"merge\",\"fields\":[]}", "allowed are dedupe, link, both" },
		{ "{\"id\":3,\"fields\":[]}", "\"id\" must be a text" },
		{ "{\"fields\":[{\"column\":\"a\"}]}", "has no \"type\"" },
		{ "{\"fields\":[{\"type\":\"name\"}]}", "has no \"column\"" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"string\"}]}",
		  "allowed are name, text" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"name\",\"role\":\"mother\"}]}",
		  "allowed are full" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"date\",\"role\":\"given\"}]}",
		  "birth, event" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"text\",\"role\":\"full\"}]}",
		  "is allowed with" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"name\",\"colour\":\"x\"}]}",
		  "\"colour\" is no key" },
		{ "{\"fields\":[{\"type\":\"date\",\"month\":\"m\"}]}", "with \"year\"" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"date\",\"calendar\":\"x\"}]}",
		  "gregorian, jalali" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"age\",\"reference\":\"x\"}]}",
		  "neither the column" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"text\",\"reference\":\"x\"}]}",
		  "with the type age" },
		{ "{\"duplicate_free\":\"A\",\"fields\":[]}", "must be a list" },
		{ "{\"fields\":[{\"column\":\"a\",\"type\":\"name\"},"
		  "{\"columns\":[\"a\"],\"type\":\"name\",\"role\":\"father\"}]}",
		  "have the column \"a\": what it says would count twice" },
		{ "{", "reading the config" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct link_config c;
		CHECK_ERR(link_config_read(str_of(CASES[i].json), a, &c, &e), ERR_INPUT);
		if (!str_has(str_of(e.text), str_of(CASES[i].says)))
			FAIL("%s: %s", CASES[i].json, e.text);
	}
}

TEST(refuses_more_fields_than_a_pattern_holds)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct link_config c;
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	buf_lit(&b, "{\"fields\":[");
	for (int i = 0; i <= LINK_FIELDS_MAX; i++)
		buf_printf(&b, "%s{\"column\":\"c%d\",\"type\":\"text\"}", i ? "," : "", i);
	buf_lit(&b, "]}");
	CHECK_ERR(link_config_read(buf_str(&b), a, &c, &e), ERR_INPUT);
}

static struct link_sample sample_of(const struct csv_table *t, struct arena *a)
{
	struct table_row *rows = NEW_N(a, t->n_rows, struct table_row);
	for (size_t i = 0; i < t->n_rows; i++) {
		struct table_cell *cells = NEW_N(a, t->rows[i].n, struct table_cell);
		for (size_t k = 0; k < t->rows[i].n; k++)
			cells[k].text = t->rows[i].cells[k];
		rows[i] = (struct table_row){ t->rows[i].number, cells, t->rows[i].n, false };
	}
	return (struct link_sample){ t->header.cells, t->header.n, rows, t->n_rows };
}

TEST(guesses_by_headers_and_by_cells)
{
	static const struct {
		const char *csv, *config;
	} CASES[] = {
		{ "record_id,list,name,died,calendar,age,sex,place\n1,A,Nemouneh Yekom,1401-07-16,jalali,30,m,Abad\n",
		  "{\"id\":\"record_id\",\"list\":\"list\",\"mode\":\"both\",\"fields\":[\n "
		  "{\"column\":\"name\",\"type\":\"name\"},\n "
		  "{\"column\":\"died\",\"type\":\"date\",\"role\":\"event\",\"calendar_column\":\"calendar\"},\n "
		  "{\"column\":\"age\",\"type\":\"age\"},\n {\"column\":\"sex\",\"type\":\"category\"},\n "
		  "{\"column\":\"place\",\"type\":\"place\"}]}\n" },
		{ "ردیف,نام,نام خانوادگی,نام پدر,تاریخ تولد\n1,نمونه,یکم,آزمون,1370-01-02\n",
		  "{\"id\":\"ردیف\",\"mode\":\"both\",\"fields\":[\n {\"column\":\"نام\",\"type\":\"name\",\"role\":\"given\"},\n "
		  "{\"column\":\"نام خانوادگی\",\"type\":\"name\",\"role\":\"family\"},\n "
		  "{\"column\":\"نام پدر\",\"type\":\"name\",\"role\":\"father\"},\n "
		  "{\"column\":\"تاریخ تولد\",\"type\":\"date\",\"role\":\"birth\"}]}\n" },
		/* A family name beside the whole one; whole dates among years. */
		{ "Name,Surname,Died\nNemouneh Yekom,Yekom,2011\nNemouneh Dovom,Dovom,2012-10-08\n",
		  "{\"mode\":\"both\",\"fields\":[\n {\"column\":\"Name\",\"type\":\"name\"},\n "
		  "{\"column\":\"Surname\",\"type\":\"name\",\"role\":\"family\"},\n "
		  "{\"column\":\"Died\",\"type\":\"date\",\"role\":\"event\"}]}\n" },
		{ "radif,nam,nam khanevadegi,nam pedar,tarikh\n1,nemouneh,yekom,azmoun,1390\n2,nemouneh,dovom,,1391-02\n3,b,c,,1390-01-02\n",
		  "{\"id\":\"radif\",\"mode\":\"both\",\"fields\":[\n "
		  "{\"column\":\"nam\",\"type\":\"name\",\"role\":\"given\"},\n "
		  "{\"column\":\"nam khanevadegi\",\"type\":\"name\",\"role\":\"family\"},\n "
		  "{\"column\":\"nam pedar\",\"type\":\"name\",\"role\":\"father\"},\n "
		  "{\"column\":\"tarikh\",\"type\":\"date\"}]}\n" },
		{ "Vorname,Nachname,soc_sec_id,x\nnemouneh,yekom,123,http://example.org/1\n",
		  "{\"mode\":\"both\",\"fields\":[\n {\"column\":\"Vorname\",\"type\":\"name\",\"role\":\"given\"},\n "
		  "{\"column\":\"Nachname\",\"type\":\"name\",\"role\":\"family\"},\n "
		  "{\"column\":\"soc_sec_id\",\"type\":\"id\"},\n {\"column\":\"x\",\"type\":\"url\"}]}\n" },
		/* Whole names that have both words in their header; where somebody was born is no date. */
		{ "نام و نام خانوادگی,birth_place\nنمونه یکم,آباد\nنمونه دوم,آباد\n",
		  "{\"mode\":\"both\",\"fields\":[\n {\"column\":\"نام و نام خانوادگی\",\"type\":\"name\"},\n "
		  "{\"column\":\"birth_place\",\"type\":\"place\"}]}\n" },
		{ "first_and_surname,place of death,birth_date\nNemouneh Yekom,Abad,1990-01-02\n",
		  "{\"mode\":\"both\",\"fields\":[\n {\"column\":\"first_and_surname\",\"type\":\"name\"},\n "
		  "{\"column\":\"place of death\",\"type\":\"place\"},\n "
		  "{\"column\":\"birth_date\",\"type\":\"date\",\"role\":\"birth\"}]}\n" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct csv_table t;
		struct csv_options o = { .lang = LANG_EN };
		struct link_config c = { 0 };
		struct link_guessed *why;
		size_t n;
		csv_read(str_of(CASES[i].csv), &o, a, &t);
		struct link_sample sample = sample_of(&t, a);
		CHECK_OK(link_guess(&sample, 1, a, &c, &why, &n, &e), &e);
		CHECK_INT(n, t.header.n);
		AUTO_BUF b;
		buf_init(&b, 1 << 16);
		link_config_write(&c, &b);
		CHECK_STR(buf_str(&b), CASES[i].config);
	}
}

TEST(guesses_one_config_for_several_tables)
{
	static const struct {
		const char *csv[2], *config;
	} CASES[] = {
		/* What they call differently is one field; both count from 1, so that is no id. */
		{ { "شماره,نام,تاریخ,سن\n1,نمونه یکم,1404/07/01,30\n2,نمونه دوم,1404/07/01,31\n3,نمونه سوم,,\n",
		    "no,Name,Died,Age,City\n1,x y,2025-09-23,30,Abad\n2,x z,2025-09-24,30,Abad\n3,y z,2025-09-24,30,Abad\n" },
		  "{\"mode\":\"both\",\"fields\":[\n {\"columns\":[\"نام\",\"Name\"],\"type\":\"name\"},\n "
		  "{\"columns\":[\"تاریخ\",\"Died\"],\"type\":\"date\",\"role\":\"event\"},\n "
		  "{\"columns\":[\"سن\",\"Age\"],\"type\":\"age\"},\n {\"column\":\"City\",\"type\":\"place\"}]}\n" },
		/* An id that is one over both; texts of different names are not the same. */
		{ { "id,name,occupation\n1,a b,baker\n", "id,name,suburb\n2,a b,Abad\n" },
		  "{\"id\":\"id\",\"mode\":\"both\",\"fields\":[\n {\"column\":\"name\",\"type\":\"name\"},\n "
		  "{\"column\":\"occupation\",\"type\":\"text\"},\n {\"column\":\"suburb\",\"type\":\"text\"}]}\n" },
		/* Two places here and two there: the first with the first. */
		{ { "name,city,prison\na b,x,y\n", "name,place,location\na b,x,y\n" },
		  "{\"mode\":\"both\",\"fields\":[\n {\"column\":\"name\",\"type\":\"name\"},\n "
		  "{\"columns\":[\"city\",\"place\"],\"type\":\"place\"},\n "
		  "{\"columns\":[\"prison\",\"location\"],\"type\":\"place\"}]}\n" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		struct err e = { 0 };
		struct csv_options o = { .lang = LANG_EN };
		struct link_sample samples[2];
		struct link_config c = { 0 };
		struct link_guessed *why;
		size_t n;
		for (size_t k = 0; k < 2; k++) {
			struct csv_table t;
			csv_read(str_of(CASES[i].csv[k]), &o, a, &t);
			samples[k] = sample_of(&t, a);
		}
		CHECK_OK(link_guess(samples, 2, a, &c, &why, &n, &e), &e);
		AUTO_BUF b;
		buf_init(&b, 1 << 16);
		link_config_write(&c, &b);
		CHECK_STR(buf_str(&b), CASES[i].config);
	}
}

TEST(joins_the_columns_of_a_name)
{
	AUTO_ARENA *a = arena_new(0);
	struct err e = { 0 };
	struct link_config c = { 0 };
	struct link_config joined = { 0 };
	struct str what;
	static const char JSON[] =
		"{\"fields\":[{\"column\":\"family\",\"type\":\"name\",\"role\":\"family\"},"
		"{\"column\":\"age\",\"type\":\"age\"},{\"column\":\"father\",\"type\":\"name\",\"role\":\"father\"},"
		"{\"column\":\"alias\",\"type\":\"name\"},{\"column\":\"given\",\"type\":\"name\",\"role\":\"given\"}]}";
	CHECK_OK(link_config_read(str_of(JSON), a, &c, &e), &e);
	CHECK(link_config_join_names(&c, a, &joined, &what));
	CHECK_STR(what, "given, father, family");
	CHECK_INT(joined.n_fields, 3);
	CHECK_INT(joined.columns[0].n_parts, 3);
	CHECK_STR(joined.columns[0].parts[0], "given");
	CHECK_STR(joined.columns[0].parts[2], "family");
	CHECK_INT(joined.fields[0].role, NAME_FULL);
	CHECK_STR(joined.fields[1].label, "age");
	CHECK_STR(joined.columns[2].parts[0], "alias");
	CHECK(!link_config_join_names(&joined, a, &c, &what));
}
