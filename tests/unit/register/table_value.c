/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cells of a claim table become. */
#include "table_help.h"

/* One claim of one row, said of `subject`. */
static struct str one_row(struct arena *a, const char *subject, const char *property,
			  const char *value, const char *lang)
{
	return str_printf(a,
			  "claim,subject,property,value,value_lang,source\n"
			  "1,%s,%s,\"%s\",%s,organisation:example-monitor\n",
			  subject, property, value, lang);
}

struct value_case {
	const char *subject, *property, *value, *lang;
	const char *json;
};

static const char BASIS[] =
	"\"q\":{\"basis\":{\"t\":\"code\",\"set\":\"basis\",\"code\":\"stated\"}}}";

static void check_values(const struct value_case *cases, size_t n)
{
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < n; i++) {
		const struct value_case *c = &cases[i];
		AUTO_GOT g = understand(one_row(a, c->subject, c->property, c->value, c->lang));
		if (g.t.all_problems || g.t.n_claims != 1) {
			FAIL("%s = %s is not understood", c->property, c->value);
			print_problems(&g.t);
			continue;
		}
		struct str want =
			str_printf(a, "{\"p\":\"%s\",\"v\":%s,%s", c->property, c->json, BASIS);
		CHECK_STR(field_json(a, &g.t.claims[0].st.fields[0]), want.p);
	}
}

TEST(table_value_of_each_type)
{
	static const struct value_case CASES[] = {
		{ "event:e", "demand", "chants, \"\"loud\"\"", "en",
		  "{\"t\":\"text\",\"text\":\"chants, \\\"loud\\\"\",\"lang\":\"en\"}" },
		{ "event:e", "demand", "نان", "",
		  "{\"t\":\"text\",\"text\":\"نان\",\"lang\":\"und\"}" },
		{ "person:p", "name", "Nemouneh Davazdahom", "fa-Latn",
		  "{\"t\":\"name\",\"text\":\"Nemouneh Davazdahom\",\"lang\":\"fa-Latn\"}" },
		{ "person:p", "name", "نمونهٔ دوازدهم", "fa",
		  "{\"t\":\"name\",\"text\":\"نمونهٔ دوازدهم\",\"lang\":\"fa-Arab\"}" },
		{ "person:p", "name", "Example person 12", "en-GB",
		  "{\"t\":\"name\",\"text\":\"Example person 12\",\"lang\":\"en-Latn-GB\"}" },
		{ "person:p", "name", "Example person 12", "",
		  "{\"t\":\"name\",\"text\":\"Example person 12\",\"lang\":\"und-Latn\"}" },
		{ "person:p", "sex", "زن", "",
		  "{\"t\":\"code\",\"set\":\"sex\",\"code\":\"female\"}" },
		{ "event:e", "charge", "Waging war on God", "",
		  "{\"t\":\"code\",\"set\":\"charges\",\"code\":\"moharebeh\"}" },
		{ "event:e", "type", "death_sentence", "",
		  "{\"t\":\"code\",\"set\":\"event_types\",\"code\":\"death_sentence\"}" },
		{ "event:e", "secret", "yes", "", "{\"t\":\"boolean\",\"is\":true}" },
		{ "event:e", "secret", "FALSE", "", "{\"t\":\"boolean\",\"is\":false}" },
		{ "event:e", "secret", "بله", "", "{\"t\":\"boolean\",\"is\":true}" },
		{ "event:e", "secret", "خير", "", "{\"t\":\"boolean\",\"is\":false}" },
		{ "place:l", "location", "35.7 51.4", "",
		  "{\"t\":\"coordinates\",\"lat\":\"35.7\",\"lon\":\"51.4\"}" },
		{ "place:l", "location", "-35.70, +51.4", "",
		  "{\"t\":\"coordinates\",\"lat\":\"-35.70\",\"lon\":\"51.4\"}" },
		{ "place:l", "location", "۳۵٫۷ ۵۱٫۴", "",
		  "{\"t\":\"coordinates\",\"lat\":\"35.7\",\"lon\":\"51.4\"}" },
		{ "document:d", "url", "https://example.org/1?a=b", "",
		  "{\"t\":\"text\",\"text\":\"https://example.org/1?a=b\",\"lang\":\"zxx\"}" },
		{ "event:e", "victim", "P-00012", "",
		  "{\"t\":\"entity\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"kind\":"
		  "\"person\",\"no\":12}" },
		{ "event:e", "victim", "unknown", "", "{\"t\":\"unknown\"}" },
		{ "person:p", "age", "unknown", "", "{\"t\":\"unknown\"}" },
		{ "person:p", "name", "unknown", "", "{\"t\":\"unknown\"}" },
	};
	check_values(CASES, COUNT(CASES));
}

#define Q(bounds, about, given)                                                                    \
	"{\"t\":\"quantity\"," bounds ",\"about\":" about ",\"given\":\"" given "\"}"
#define IS(n, given)   Q("\"lo\":" n ",\"hi\":" n, "false", given)
#define FROM(n, given) Q("\"lo\":" n, "false", given)
#define UPTO(n, given) Q("\"hi\":" n, "false", given)

TEST(table_quantity_words_of_the_manual)
{
	static const struct value_case CASES[] = {
		{ "figure:f", "total", "17", "", IS("17", "") },
		{ "figure:f", "total", "0", "", IS("0", "") },
		{ "figure:f", "total", "017", "", IS("17", "017") },
		{ "figure:f", "total", "1,276", "", IS("1276", "1,276") },
		{ "figure:f", "total", "۱۷", "", IS("17", "۱۷") },
		{ "figure:f", "total", "١٧", "", IS("17", "١٧") },
		{ "figure:f", "total", "१७", "", IS("17", "१७") },
		{ "figure:f", "total", "۱٬۲۷۶", "", IS("1276", "۱٬۲۷۶") },
		{ "figure:f", "total", "9,007,199,254,740,991", "",
		  IS("9007199254740991", "9,007,199,254,740,991") },
		{ "figure:f", "total", "at least 17", "", FROM("17", "at least 17") },
		{ "figure:f", "total", "At Least 17", "", FROM("17", "At Least 17") },
		{ "figure:f", "total", "no fewer than 17", "", FROM("17", "no fewer than 17") },
		{ "figure:f", "total", "minimum 17", "", FROM("17", "minimum 17") },
		{ "figure:f", "total", ">= 17", "", FROM("17", ">= 17") },
		{ "figure:f", "total", "دست‌کم ۱۷", "", FROM("17", "دست‌کم ۱۷") },
		{ "figure:f", "total", "دست کم 17", "", FROM("17", "دست کم 17") },
		{ "figure:f", "total", "حداقل ۱۷", "", FROM("17", "حداقل ۱۷") },
		{ "figure:f", "total", "more than 1276", "", FROM("1277", "more than 1276") },
		{ "figure:f", "total", "over 1276", "", FROM("1277", "over 1276") },
		{ "figure:f", "total", "above 1276", "", FROM("1277", "above 1276") },
		{ "figure:f", "total", "> 1276", "", FROM("1277", "> 1276") },
		{ "figure:f", "total", "بیش از ۱۲۷۶", "", FROM("1277", "بیش از ۱۲۷۶") },
		{ "figure:f", "total", "up to 30000", "", UPTO("30000", "up to 30000") },
		{ "figure:f", "total", "at most 30000", "", UPTO("30000", "at most 30000") },
		{ "figure:f", "total", "no more than 30000", "",
		  UPTO("30000", "no more than 30000") },
		{ "figure:f", "total", "<= 30000", "", UPTO("30000", "<= 30000") },
		{ "figure:f", "total", "حداکثر ۳۰۰۰۰", "", UPTO("30000", "حداکثر ۳۰۰۰۰") },
		{ "figure:f", "total", "fewer than 50", "", UPTO("49", "fewer than 50") },
		{ "figure:f", "total", "less than 50", "", UPTO("49", "less than 50") },
		{ "figure:f", "total", "under 50", "", UPTO("49", "under 50") },
		{ "figure:f", "total", "< 50", "", UPTO("49", "< 50") },
		{ "figure:f", "total", "کمتر از ۵۰", "", UPTO("49", "کمتر از ۵۰") },
		{ "figure:f", "total", "around 1500", "",
		  Q("\"lo\":1500,\"hi\":1500", "true", "around 1500") },
		{ "figure:f", "total", "about 1500", "",
		  Q("\"lo\":1500,\"hi\":1500", "true", "about 1500") },
		{ "figure:f", "total", "approximately 1,500", "",
		  Q("\"lo\":1500,\"hi\":1500", "true", "approximately 1,500") },
		{ "figure:f", "total", "some 1500", "",
		  Q("\"lo\":1500,\"hi\":1500", "true", "some 1500") },
		{ "figure:f", "total", "nearly 1500", "",
		  Q("\"lo\":1500,\"hi\":1500", "true", "nearly 1500") },
		{ "figure:f", "total", "~1500", "", Q("\"lo\":1500,\"hi\":1500", "true", "~1500") },
		{ "figure:f", "total", "حدود ۱۵۰۰", "",
		  Q("\"lo\":1500,\"hi\":1500", "true", "حدود ۱۵۰۰") },
		{ "figure:f", "total", "10-12", "", Q("\"lo\":10,\"hi\":12", "false", "10-12") },
		{ "figure:f", "total", "10–12", "", Q("\"lo\":10,\"hi\":12", "false", "10–12") },
		{ "figure:f", "total", "10 to 12", "",
		  Q("\"lo\":10,\"hi\":12", "false", "10 to 12") },
		{ "figure:f", "total", "between 10 and 12", "",
		  Q("\"lo\":10,\"hi\":12", "false", "between 10 and 12") },
		{ "figure:f", "total", "بین ۱۰ و ۱۲", "",
		  Q("\"lo\":10,\"hi\":12", "false", "بین ۱۰ و ۱۲") },
		{ "figure:f", "total", "۱۰ تا ۱۲", "",
		  Q("\"lo\":10,\"hi\":12", "false", "۱۰ تا ۱۲") },
	};
	check_values(CASES, COUNT(CASES));
}

TEST(table_quantity_is_not_guessed)
{
	static const char *const CASES[] = {
		"hundreds",
		"17.5",
		"1.276",
		"12,34",
		"1276,000",
		"1,,276",
		",17",
		"17,",
		"17 people",
		"seventeen",
		"at least",
		"almost 17",
		"not 17",
		"-17",
		"10-",
		"12-10",
		"10-12-14",
		"between 10",
		"between 12 and 10",
		"10 and 12",
		"fewer than 0",
		"9007199254740992",
		"99999999999999999999999",
		"at least at least 17",
		"~",
		"17~",
		"1 7",
		"two to 3",
		"no 17",
		"yes 17",
		"to 17",
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_GOT g = understand(one_row(a, "figure:f", "total", CASES[i], ""));
		if (g.t.all_problems != 1 || g.t.n_claims)
			FAIL("\"%s\" was taken for a quantity", CASES[i]);
		else
			CHECK_STR(g.t.problems[0].column, "value");
	}
}

#define D(edtf, cal, given)                                                                        \
	"{\"t\":\"date\",\"edtf\":\"" edtf "\",\"cal\":\"" cal "\",\"given\":\"" given "\"}"

TEST(table_dates_of_the_manual)
{
	static const struct value_case CASES[] = {
		{ "event:e", "date", "2025-10-12", "", D("2025-10-12", "gregorian", "") },
		{ "event:e", "date", "2025~", "", D("2025~", "gregorian", "") },
		{ "event:e", "date", "[2025-09-08,2025-09-27]", "",
		  D("[2025-09-08,2025-09-27]", "gregorian", "") },
		{ "event:e", "date", "{1988,2025}", "", D("{1988,2025}", "gregorian", "") },
		{ "event:e", "date", "2025-07/", "", D("2025-07/", "gregorian", "") },
		{ "event:e", "date", "2024/..", "", D("2024/..", "gregorian", "") },
		{ "event:e", "date", "12 October 2025", "",
		  D("2025-10-12", "gregorian", "12 October 2025") },
		{ "event:e", "date", "12 July 2025", "",
		  D("2025-07-12", "gregorian", "12 July 2025") },
		{ "event:e", "date", "۲۰ مهر ۱۴۰۴", "", D("2025-10-12", "jalali", "۲۰ مهر ۱۴۰۴") },
		{ "event:e", "date", "۲۱ تیر ۱۴۰۴", "", D("2025-07-12", "jalali", "۲۱ تیر ۱۴۰۴") },
		{ "event:e", "date", "1404-07-20", "", D("2025-10-12", "jalali", "1404-07-20") },
		{ "event:e", "date", "Oct 2025", "", D("2025-10", "gregorian", "Oct 2025") },
		{ "event:e", "date", "about Oct 2025", "",
		  D("2025-10~", "gregorian", "about Oct 2025") },
		{ "event:e", "date", "early 2025", "", D("2025~", "gregorian", "early 2025") },
		{ "event:e", "date", "8 or 27 Sep 2025", "",
		  D("[2025-09-08,2025-09-27]", "gregorian", "8 or 27 Sep 2025") },
		{ "event:e", "date", "since 2024", "", D("2024/..", "gregorian", "since 2024") },
		{ "event:e", "date", "12 to 14 Oct 2025", "",
		  D("2025-10-12/2025-10-14", "gregorian", "12 to 14 Oct 2025") },
		{ "event:e", "date", "Sunday 12 October 2025", "",
		  D("2025-10-12", "gregorian", "Sunday 12 October 2025") },
	};
	check_values(CASES, COUNT(CASES));
}

TEST(table_where_is_a_place_an_entry_or_words)
{
	static const struct {
		const char *cell, *json, *key;
	} CASES[] = {
		{ "place:example-prison-a",
		  "{\"t\":\"entity\",\"id\":\"00000000-0000-0000-0000-000000000000\",\"kind\":\"place\"}",
		  "place:example-prison-a" },
		{ "prisons:P01", "{\"t\":\"code\",\"set\":\"prisons\",\"code\":\"P01\"}", "" },
		{ "provinces:IR-23", "{\"t\":\"code\",\"set\":\"provinces\",\"code\":\"IR-23\"}",
		  "" },
		{ "the hall of ward 4",
		  "{\"t\":\"text\",\"text\":\"the hall of ward 4\",\"lang\":\"und\"}", "" },
		{ "B-12", "{\"t\":\"text\",\"text\":\"B-12\",\"lang\":\"und\"}", "" },
		{ "ward: the new one",
		  "{\"t\":\"text\",\"text\":\"ward: the new one\",\"lang\":\"und\"}", "" },
		{ "unknown", "{\"t\":\"unknown\"}", "" },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_GOT g = understand(str_printf(
			a,
			"claim,subject,property,value,where,source\n1,figure:f,total,3,%s,person:p\n",
			CASES[i].cell));
		if (g.t.all_problems || g.t.n_claims != 1) {
			FAIL("%s is not understood", CASES[i].cell);
			print_problems(&g.t);
			continue;
		}
		const struct value_field *f = &g.t.claims[0].st.fields[0];
		struct str want = str_printf(a, ",\"where\":%s}}", CASES[i].json);
		CHECK(str_ends(field_json(a, f), want));
		CHECK_INT(g.t.claims[0].n_refs, CASES[i].key[0] ? 1 : 0);
		if (CASES[i].key[0])
			CHECK_STR(g.t.claims[0].refs[0].key, CASES[i].key);
	}
}

TEST(table_qualifiers_of_a_row)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_GOT g = understand(STR(
		"note,certainty,credibility,locator,q:counted_by,q:wording,position,basis,scope,where,when,"
		"claim,subject,property,value,source,source_date,via,reliability\n"
		" a remark ,Reported,2,p. 3,organisation:o,since early 2025,Call to action,derived,women,"
		"unknown,unknown,S1,figure:f,total,17,organisation:m,Oct 2025,document:r,b\n"));
	print_problems(&g.t);
	CHECK_INT(g.t.n_claims, 1);
	if (g.t.n_claims != 1)
		return;
	const struct table_claim *c = &g.t.claims[0];
	CHECK_STR(c->name, "S1");
	CHECK_STR(c->st.row, "S1");
	CHECK_STR(c->subject_key, "figure:f");
	CHECK_STR(c->st.subject.kind, "figure");
	CHECK_STR(c->source_key, "organisation:m");
	CHECK_STR(c->via_key, "document:r");
	CHECK_STR(c->st.reliability, "B");
	CHECK(c->st.has_source_date);
	CHECK_STR(c->st.source_date.u.date.edtf, "2025-10");
	CHECK_INT(c->n_refs, 1);
	CHECK_STR(c->refs[0].key, "organisation:o");
	/* Completed as table_record does, the reference stands in the field. */
	c->refs[0].at->no = 5;
	CHECK_STR(
		field_json(a, &c->st.fields[0]),
		"{\"p\":\"total\",\"v\":{\"t\":\"quantity\",\"lo\":17,\"hi\":17,\"about\":false,\"given\":\"\"},"
		"\"q\":{\"basis\":{\"t\":\"code\",\"set\":\"basis\",\"code\":\"derived\"},"
		"\"certainty\":{\"t\":\"code\",\"set\":\"certainty\",\"code\":\"reported\"},"
		"\"counted_by\":{\"t\":\"entity\",\"id\":\"00000000-0000-0000-0000-000000000000\","
		"\"kind\":\"organisation\",\"no\":5},"
		"\"credibility\":{\"t\":\"code\",\"set\":\"grades\",\"code\":\"2\"},"
		"\"locator\":{\"t\":\"text\",\"text\":\"p. 3\",\"lang\":\"und\"},"
		"\"note\":{\"t\":\"text\",\"text\":\"a remark\",\"lang\":\"und\"},"
		"\"position\":{\"t\":\"code\",\"set\":\"position\",\"code\":\"call_to_action\"},"
		"\"scope\":{\"t\":\"code\",\"set\":\"scopes\",\"code\":\"women\"},"
		"\"when\":{\"t\":\"unknown\"},\"where\":{\"t\":\"unknown\"},"
		"\"wording\":{\"t\":\"text\",\"text\":\"since early 2025\",\"lang\":\"und\"}}}");
}

/* A value that is an entity and a qualifier that is one: each reference points into its own field,
 * also when the claim has many. */
TEST(table_references_point_into_their_fields)
{
	AUTO_ARENA *a = arena_new(0);
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	buf_lit(&b, "claim,subject,property,value,source,q:relative_to\n");
	for (int i = 0; i < TABLE_ROWS_MAX; i++)
		buf_printf(&b, "1,event:e,victim,person:p%d,person:x,event:r%d\n", i, i);
	AUTO_GOT g = understand(buf_str(&b));
	print_problems(&g.t);
	CHECK_INT(g.t.n_claims, 1);
	const struct table_claim *c = &g.t.claims[0];
	CHECK_INT(c->st.n_fields, TABLE_ROWS_MAX);
	CHECK_INT(c->n_refs, 2 * TABLE_ROWS_MAX);
	for (size_t i = 0; i < c->n_refs; i++) {
		int64_t no = 0;
		str_to_int(str_from(str_from(c->refs[i].key,
					     (size_t)str_find(c->refs[i].key, STR(":"))),
				    2),
			   &no);
		c->refs[i].at->no = 1 + no;
	}
	for (size_t i = 0; i < c->st.n_fields; i++) {
		const struct value_field *f = &c->st.fields[i];
		CHECK_INT(f->v.u.entity.no, 1 + i);
		CHECK_STR(f->v.u.entity.kind, "person");
		CHECK_INT(f->n_q, 2);
		CHECK_STR(f->q[1].p, "relative_to");
		CHECK_INT(f->q[1].v.u.entity.no, 1 + i);
	}
	(void)a;
}

TEST(table_document_goes_where_it_belongs)
{
	static const struct {
		const char *docs[3];
		const char *statement; /* document_key */
		int qualifiers;	       /* rows with a qualifier document */
	} CASES[] = {
		{ { "document:d", "document:d", "document:d" }, "document:d", 0 },
		{ { "document:d", "", "document:d" }, "document:d", 0 },
		{ { "", "", "" }, "", 0 },
		{ { "document:d", "document:f", "" }, "", 2 },
		{ { "document:d", "unknown", "" }, "", 2 },
		{ { "unknown", "unknown", "unknown" }, "", 3 },
	};
	AUTO_ARENA *a = arena_new(0);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_GOT g = understand(str_printf(
			a,
			"claim,subject,property,value,source,q:document\n1,event:e,demand,a,person:x,%s\n"
			"1,event:e,demand,b,person:x,%s\n1,event:e,demand,c,person:x,%s\n",
			CASES[i].docs[0], CASES[i].docs[1], CASES[i].docs[2]));
		print_problems(&g.t);
		CHECK_INT(g.t.n_claims, 1);
		const struct table_claim *c = &g.t.claims[0];
		int n = 0;
		for (size_t k = 0; k < c->st.n_fields; k++)
			for (size_t j = 0; j < c->st.fields[k].n_q; j++)
				n += str_eq(c->st.fields[k].q[j].p, STR("document"));
		CHECK_INT(n, CASES[i].qualifiers);
		CHECK_STR(c->document_key, CASES[i].statement);
		CHECK_STR(c->st.document.kind, CASES[i].statement[0] ? "document" : "");
	}
}
