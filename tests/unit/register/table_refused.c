/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every refusal of docs/manual/claim-table.md ("What is refused"): row, column, and what to do. */
#include "table_help.h"

#define HEAD                                                                                       \
	"claim,subject,property,value,value_lang,when,where,scope,basis,source,source_date,via,reliability,credibility,certainty,note,q:wording,q:document,q:relative_to\n"
#define OK_ROW "1,person:p,age,38,,,,,,person:x,,,,,,,,,\n"

struct refused {
	const char *csv;
	int64_t row;
	const char *column;
	const char *cell;
	const char *what; /* part of it */
	const char *todo;
};

static bool is_persian(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((uint8_t)s.p[i] >= 0xD8 && (uint8_t)s.p[i] <= 0xDB)
			return true;
	return false;
}

static void check_refused(const struct refused *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct refused *c = &cases[i];
		AUTO_GOT g = understand(str_of(c->csv));
		const struct table_problem *p = g.t.problems;
		if (g.t.all_problems != 1 || p->row != c->row ||
		    !str_eq(p->column, str_of(c->column)) || !str_eq(p->cell, str_of(c->cell)) ||
		    !str_has(p->what, str_of(c->what)) || !str_has(p->todo, str_of(c->todo))) {
			FAIL("case %zu (%s): %d problems", i, c->what, (int)g.t.all_problems);
			print_problems(&g.t);
		}
		/* Persian readers get Persian words; what is quoted and codes stay as they are. */
		AUTO_GOT fa = understand_in(str_of(c->csv), LANG_FA);
		CHECK_INT(fa.t.all_problems, 1);
		CHECK(is_persian(fa.t.problems[0].todo) && is_persian(fa.t.problems[0].what));
	}
}

TEST(refused_encodings)
{
	static const struct refused CASES[] = {
		{ "\xEF\xBB\xBF" HEAD OK_ROW, 0, "", "", "byte order mark",
		  "UTF-8 without a byte order mark" },
		{ HEAD "1,person:p,demand,\xE3\xCD\xC7\xD1\xC8\xE5,,,,,,person:x,,,,,,,,,\n", 2,
		  "value", "", "Windows-1256", "UTF-8 without a byte order mark" },
	};
	check_refused(CASES, COUNT(CASES));
	/* UTF-16 has NULs, so its length is given. */
	static const char LE[] = "\xFF\xFE"
				 "c\0l\0a\0i\0m\0\n\0";
	AUTO_GOT g = understand(str_n(LE, sizeof LE - 1));
	CHECK_INT(g.t.all_problems, 1);
	CHECK_INT(g.t.problems[0].row, 0);
	CHECK(str_has(g.t.problems[0].what, STR("UTF-16")));
	CHECK_STR(g.t.problems[0].todo, "Save the file as UTF-8 without a byte order mark.");
}

TEST(refused_characters)
{
	static const struct refused CASES[] = {
		{ HEAD "1,person:p,age,3\a8,,,,,,person:x,,,,,,,,,\n", 2, "value", "3\a8", "U+0007",
		  "Remove it" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,\xC2\x85 x,,,\n", 2, "note",
		  "\xC2\x85 x", "U+0085", "Remove it" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,=1+1,,,\n", 2, "note", "=1+1",
		  "spreadsheet", "the value itself" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,@x,,,\n", 2, "note", "@x",
		  "spreadsheet", "itself" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,, \t x,,,\n", 0, "", "", "", "" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,\tx,,,\n", 2, "note", "x",
		  "spreadsheet", "itself" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,+cmd,,,\n", 2, "note", "+cmd",
		  "spreadsheet", "itself" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,-x,,,\n", 2, "note", "-x",
		  "spreadsheet", "itself" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,\xEF\xBC\x9D"
		       "1,,,\n",
		  2, "note",
		  "\xEF\xBC\x9D"
		  "1",
		  "spreadsheet", "itself" },
	};
	check_refused(CASES, 4);
	check_refused(CASES + 5, COUNT(CASES) - 5);
	/* Blanks in front are ignored; a number may have a sign. */
	AUTO_GOT fine =
		understand(STR(HEAD "1,person:p,age,38,,,,,,person:x,,,,,,+98 and so on,-5,,\n"));
	print_problems(&fine.t);
	CHECK_INT(fine.t.all_problems, 0);
	static const char NUL[] = HEAD "1,person:p,age,3\0"
				       "8,,,,,,person:x,,,,,,,,,\n";
	AUTO_GOT g = understand(str_n(NUL, sizeof NUL - 1));
	CHECK_INT(g.t.all_problems, 1);
	CHECK_INT(g.t.problems[0].row, 2);
	CHECK_STR(g.t.problems[0].column, "value");
	CHECK(str_has(g.t.problems[0].what, STR("NUL")));
}

TEST(refused_shapes)
{
	static const struct refused CASES[] = {
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,\"open,,,\n", 2, "note", "",
		  "never closed", "quotation" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,a \"b\" c,,,\n", 2, "note", "",
		  "quotation", "quotation" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,,,\n", 2, "", "", "18 cells",
		  "missing cells" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,,,,,\n", 2, "", "", "20 cells",
		  "quotation marks" },
		{ "claim,subject,property,value,vlaue_lang,source\n1,person:p,age,38,,person:x\n",
		  1, "vlaue_lang", "", "\"vlaue_lang\"", "value_lang" },
		{ "claim,subject,property,value,q:word,source\n1,person:p,age,38,,person:x\n", 1,
		  "q:word", "", "\"q:word\"", "q:wording" },
		{ "claim,subject,property,value,q:age,source\n1,person:p,age,38,,person:x\n", 1,
		  "q:age", "", "\"q:age\"", "claim-table.md" },
		{ "claim,subject,property,value,source,value\n1,person:p,age,38,person:x,39\n", 1,
		  "value", "", "twice", "Rename" },
		{ "claim,subject,property,value\n1,person:p,age,38\n", 1, "", "", "source",
		  "Add the column source" },
	};
	check_refused(CASES, COUNT(CASES));
}

TEST(refused_cells_that_are_missing)
{
	static const struct refused CASES[] = {
		{ HEAD ",person:p,age,38,,,,,,person:x,,,,,,,,,\n", 2, "claim", "",
		  "claim is empty", "Fill it in" },
		{ HEAD "1,,age,38,,,,,,person:x,,,,,,,,,\n", 2, "subject", "", "subject is empty",
		  "Fill" },
		{ HEAD "1,person:p,,38,,,,,,person:x,,,,,,,,,\n", 2, "property", "",
		  "property is empty", "Fill" },
		{ HEAD "1,person:p,age,,,,,,,person:x,,,,,,,,,\n", 2, "value", "", "value is empty",
		  "unknown" },
		{ HEAD "1,person:p,age,38,,,,,,,,,,,,,,,\n", 2, "source", "", "source is empty",
		  "Fill" },
	};
	check_refused(CASES, COUNT(CASES));
}

TEST(refused_claims)
{
	static const struct refused CASES[] = {
		{ HEAD "a b,person:p,age,38,,,,,,person:x,,,,,,,,,\n", 2, "claim", "a b", "no name",
		  "1 to 64" },
		{ HEAD OK_ROW "2,person:p,age,39,,,,,,person:x,,,,,,,,,\n" OK_ROW, 4, "claim", "1",
		  "also stands in row 2", "Bring its rows together" },
		{ HEAD OK_ROW "1,person:q,age,38,,,,,,person:x,,,,,,,,,\n", 3, "subject",
		  "person:q", "\"person:q\" here and \"person:p\"", "its own claim" },
		{ HEAD OK_ROW "1,person:p,age,38,,,,,,person:y,,,,,,,,,\n", 3, "source", "person:y",
		  "\"person:x\"", "its own claim" },
		{ HEAD OK_ROW "1,person:p,age,38,,,,,,person:x,2025,,,,,,,,\n", 3, "source_date",
		  "2025", "\"2025\"", "its own claim" },
		{ HEAD OK_ROW "1,person:p,age,38,,,,,,person:x,,document:d,,,,,,,\n", 3, "via",
		  "document:d", "document:d", "its own claim" },
		{ HEAD OK_ROW "1,person:p,age,38,,,,,,person:x,,,A,,,,,,\n", 3, "reliability", "A",
		  "\"A\"", "its own claim" },
	};
	check_refused(CASES, COUNT(CASES));
}

TEST(refused_words_that_are_not_known)
{
	static const struct refused CASES[] = {
		{ HEAD "1,persn:p,age,38,,,,,,person:x,,,,,,,,,\n", 2, "subject", "persn:p",
		  "\"persn\"", "Did you mean person?" },
		{ HEAD "1,person:P x,age,38,,,,,,person:x,,,,,,,,,\n", 2, "subject", "person:P x",
		  "no key", "1 to 64" },
		{ HEAD "1,the man,age,38,,,,,,person:x,,,,,,,,,\n", 2, "subject", "the man",
		  "no subject", "P-00012" },
		{ HEAD "1,P-00013,age,38,,,,,,person:x,,,,,,,,,\n", 2, "subject", "P-00013",
		  "P-00013", "Search for the record" },
		{ HEAD "1,Z-1,age,38,,,,,,person:x,,,,,,,,,\n", 2, "subject", "Z-1", "Z-1",
		  "Search" },
		{ HEAD "1,person:p,aeg,38,,,,,,person:x,,,,,,,,,\n", 2, "property", "aeg",
		  "\"aeg\"", "vocab/properties.csv" },
		{ HEAD "1,person:p,natonality,x,,,,,,person:x,,,,,,,,,\n", 2, "property",
		  "natonality", "", "Did you mean nationality" },
		{ HEAD "1,person:p,wording,x,,,,,,person:x,,,,,,,,,\n", 2, "property", "wording",
		  "qualifier", "q:wording" },
		{ HEAD "1,person:p,victim,person:q,,,,,,person:x,,,,,,,,,\n", 2, "property",
		  "victim", "person", "event" },
		{ HEAD "1,event:e,charge,moharabeh,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "moharabeh", "charges", "Did you mean moharebeh" },
		{ HEAD "1,event:e,type,exection,,,,,,person:x,,,,,,,,,\n", 2, "value", "exection",
		  "event_types", "vocab/event_types.csv" },
		{ HEAD "1,person:p,sex,mail,,,,,,person:x,,,,,,,,,\n", 2, "value", "mail", "sex",
		  "vocab/terms.csv (sex)" },
		{ HEAD "1,person:p,age,38,,,,,sated,person:x,,,,,,,,,\n", 2, "basis", "sated",
		  "basis", "stated" },
		{ HEAD "1,person:p,age,38,,,,woman,,person:x,,,,,,,,,\n", 2, "scope", "woman",
		  "scopes", "women" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,7,,,,,\n", 2, "credibility", "7",
		  "credibility", "vocab/grades.csv" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,sure,,,,\n", 2, "certainty", "sure",
		  "certainty", "vocab/certainty.csv" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,G,,,,,,\n", 2, "reliability", "G",
		  "grade", "A to F" },
		{ HEAD "1,person:p,age,38,,,prisons:P99,,,person:x,,,,,,,,,\n", 2, "where",
		  "prisons:P99", "P99", "vocab/prisons.csv" },
		{ HEAD "1,person:p,age,38,,,plcae:x,,,person:x,,,,,,,,,\n", 2, "where", "plcae:x",
		  "plcae", "place" },
	};
	check_refused(CASES, COUNT(CASES));
}

TEST(refused_values)
{
	static const struct refused CASES[] = {
		{ HEAD "1,person:p,age,old,,,,,,person:x,,,,,,,,,\n", 2, "value", "old",
		  "whole number", "at least 17" },
		{ HEAD "1,event:e,participants,12-10,,,,,,person:x,,,,,,,,,\n", 2, "value", "12-10",
		  "less than the first", "smaller number first" },
		{ HEAD "1,event:e,secret,maybe,,,,,,person:x,,,,,,,,,\n", 2, "value", "maybe",
		  "yes nor no", "unknown" },
		{ HEAD "1,place:l,location,91 0,,,,,,person:x,,,,,,,,,\n", 2, "value", "91 0",
		  "coordinates", "35.7 51.4" },
		{ HEAD "1,document:d,url,example.org,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "example.org", "address", "https://" },
		{ HEAD "1,document:d,url,ftp://example.org,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "ftp://example.org", "address", "https://" },
		{ HEAD "1,event:e,victim,organisation:o,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "organisation:o", "person|group", "person|group" },
		{ HEAD "1,event:e,victim,somebody,,,,,,person:x,,,,,,,,,\n", 2, "value", "somebody",
		  "no subject", "kind:key" },
		{ HEAD "1,person:p,name,x,f a,,,,,person:x,,,,,,,,,\n", 2, "value_lang", "f a",
		  "language", "fa-Latn" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,,,person:d,\n", 2, "q:document",
		  "person:d", "no document", "document:KEY" },
		{ HEAD "1,person:p,age,38,,,person:q,,,person:x,,,,,,,,,\n", 2, "where", "person:q",
		  "where", "place" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,,,,,,,,,soon\n", 2, "q:relative_to", "soon",
		  "no subject", "kind:key" },
		{ HEAD "1,event:e,participants,9007199254740992,,,,,,person:x,,,,,,,,,\n", 2,
		  "value", "9007199254740992", "over 9,007", "at least" },
	};
	check_refused(CASES, COUNT(CASES));
}

TEST(refused_dates)
{
	static const struct refused CASES[] = {
		{ HEAD "1,event:e,date,31 April 2025,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "31 April 2025", "", "2025-10-12" },
		{ HEAD "1,event:e,date,2025-02-30,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "2025-02-30", "", "" },
		{ HEAD "1,event:e,date,Monday 12 October 2025,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "Monday 12 October 2025", "12 Oct 2025 is a Sunday", "without the weekday" },
		{ HEAD "1,event:e,date,03/04/2025,,,,,,person:x,,,,,,,,,\n", 2, "value",
		  "03/04/2025", "2025-03-04", "name of the month" },
		{ HEAD "1,person:p,age,38,,soonish,,,,person:x,,,,,,,,,\n", 2, "when", "soonish",
		  "", "" },
		{ HEAD "1,person:p,age,38,,,,,,person:x,unknown,,,,,,,,\n", 2, "source_date",
		  "unknown", "", "" },
	};
	check_refused(CASES, COUNT(CASES));
}

TEST(refused_when_two_terms_share_a_word)
{
	AUTO_GOT g = understand(STR(HEAD OK_ROW));
	CHECK_INT(g.t.all_problems, 0);
	/* The shipped lists share no word (tests of the vocabulary), so one is made for the test. */
	struct vocab_set *set = map_get(&g.v->sets, STR("charges"));
	struct sense *both = NEW(g.a, struct sense);
	*both = (struct sense){ &set->terms[0], &set->terms[1] };
	*map_at(&set->by_words, STR("theword")) = both;
	struct table_input in = {
		.v = g.v,
		.csv = STR(HEAD "1,event:e,charge,The Word,,,,,,person:x,,,,,,,,,\n"),
		.lookup.record = help_lookup,
	};
	struct table t = { 0 };
	struct err e = { 0 };
	CHECK_OK(table_understand(&in, g.a, &t, &e), &e);
	CHECK_INT(t.all_problems, 1);
	CHECK(str_has(t.problems[0].what, set->terms[0].code));
	CHECK(str_has(t.problems[0].what, set->terms[1].code));
	CHECK(str_has(t.problems[0].todo, STR("Write the code")));
}

TEST(refused_sizes)
{
	AUTO_BUF b;
	buf_init(&b, 64 << 20);
	buf_lit(&b, HEAD "1,person:p,demand,38,,,,,,person:x,,,,,,");
	for (int i = 0; i < 10000000; i++)
		buf_char(&b, 'x');
	buf_lit(&b, ",,,\n");
	AUTO_GOT g = understand(buf_str(&b));
	CHECK_INT(g.t.all_problems, 2); /* demand is no property of a person */
	CHECK_STR(g.t.problems[0].column, "note");
	CHECK_STR(g.t.problems[0].cell, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
	CHECK(str_has(g.t.problems[0].what, STR("10,000,000 bytes; the most is 65,536")));
	CHECK(str_has(g.t.problems[0].todo, STR("evidence")));

	buf_clear(&b);
	buf_lit(&b, HEAD);
	for (int i = 0; i < TABLE_ROWS_MAX + 3; i++)
		buf_lit(&b, OK_ROW);
	AUTO_GOT many = understand(buf_str(&b));
	CHECK_INT(many.t.all_problems, 1);
	CHECK_INT(many.t.problems[0].row, TABLE_ROWS_MAX + 2);
	CHECK(str_has(many.t.problems[0].what, STR("more than 200 rows")));

	buf_clear(&b);
	buf_lit(&b, HEAD);
	for (int i = 0; i < 20; i++) {
		buf_lit(&b, "1,event:e,demand,");
		for (int k = 0; k < TABLE_CELL_MAX; k++)
			buf_char(&b, 'x');
		buf_lit(&b, ",,,,,,person:x,,,,,,,,,\n");
	}
	AUTO_GOT heavy = understand(buf_str(&b));
	CHECK_INT(heavy.t.all_problems, 1);
	CHECK_INT(heavy.t.n_claims, 0);
	CHECK(str_has(heavy.t.problems[0].what, STR("more text than a claim can")));
}

TEST(refused_rows_are_told_in_their_order_and_the_rest_is_counted)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	buf_lit(&b, HEAD);
	for (int i = 0; i < 1500; i++)
		buf_printf(&b,
			   i % 2 ? "%d,person:p,aeg,38,,,,,,person:x,,,,,,,,,\n"
				 : "%d,person:p,age\n",
			   i);
	AUTO_GOT g = understand(buf_str(&b));
	CHECK_INT(g.t.all_problems, 1500);
	CHECK_INT(g.t.rows, 750); /* those that have the header's cells */
	CHECK_INT(g.t.n_problems, TABLE_PROBLEMS_MAX);
	for (size_t i = 1; i < g.t.n_problems; i++)
		CHECK(g.t.problems[i].row >= g.t.problems[i - 1].row);
	CHECK_INT(g.t.n_claims, 0);
}

/* Several things are wrong: all are told at once. */
TEST(refused_all_at_once)
{
	AUTO_GOT g = understand(STR(HEAD "1,persn:p,age,old,,soon,,woman,sated,,,,,,,,,,\n"));
	static const char *const COLUMNS_TOLD[] = { "subject", "source", "value",
						    "when",    "scope",	 "basis" };
	CHECK_INT(g.t.all_problems, COUNT(COLUMNS_TOLD));
	for (size_t i = 0; i < g.t.n_problems && i < COUNT(COLUMNS_TOLD); i++)
		CHECK_STR(g.t.problems[i].column, COLUMNS_TOLD[i]);
}

TEST(refused_empty_files)
{
	static const char *const CASES[] = { "", "\n\n", "claim\n" };
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_GOT g = understand(str_of(CASES[i]));
		CHECK(g.t.all_problems > 0);
	}
	AUTO_GOT g = understand(STR(HEAD));
	CHECK_INT(g.t.all_problems, 0); /* a table without rows says nothing, and nothing wrong */
	CHECK_INT(g.t.n_claims, 0);
}
