/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of pages, from plain values: dates, numbers, sources, claims side by side. */
#include "check.h"

#include "web/part.h"

struct bench {
	struct arena *a;
	struct vocab *vocab;
	struct names names;
	struct buf out;
	struct html h;
	struct part en, fa;
};

static void bench_open(struct bench *b)
{
	struct err e;
	b->a = arena_new(0);
	if (vocab_new(&b->vocab, &e) < 0)
		die("%s", e.text);
	names_init(&b->names, b->a);
	buf_init(&b->out, 1 << 20);
	html_begin(&b->h, &b->out);
	b->en = part_of(&b->h, LANG_EN, b->vocab, &b->names, b->a);
	b->fa = part_of(&b->h, LANG_FA, b->vocab, &b->names, b->a);
}

static void bench_close(struct bench *b)
{
	buf_done(&b->out);
	vocab_free(b->vocab);
	arena_free(b->a);
}
#define BENCH AUTO(bench_close) struct bench

/* What was written since the last call; the page so far must be whole. */
static struct str taken(struct bench *b)
{
	struct err e;
	struct str s = buf_copy(&b->out, b->a);
	CHECK_OK(html_finish(&b->h, &e), &e);
	buf_clear(&b->out);
	html_begin(&b->h, &b->out);
	return s;
}

static void name_as(struct bench *b, const char *kind, const char *number, const char *label,
		    const char *source_kind)
{
	struct part_name n = { .kind = str_of(kind),
			       .number = str_of(number),
			       .label = str_of(label),
			       .label_lang = STR("en"),
			       .source_kind = str_of(source_kind) };
	names_set(&b->names, &n);
}

/* ---- dates ------------------------------------------------------------ */

TEST(a_date_stands_in_both_calendars)
{
	static const struct {
		const char *edtf, *en, *fa;
	} CASES[] = {
		{ "2025-06-18",
		  "<span class=\"gj\"><time datetime=\"2025-06-18\">18 Jun 2025</time> "
		  "<span class=\"jal\" lang=\"fa\" dir=\"rtl\">۲۸ خرداد ۱۴۰۴</span></span>",
		  "<span class=\"gj\"><span>۲۸ خرداد ۱۴۰۴</span> "
		  "<span class=\"jal\"><time datetime=\"2025-06-18\">۱۸ ژوئن ۲۰۲۵</time></span></span>" },
		/* Only the month is known: said, and no day is made of it. */
		{ "2023-11",
		  "<span class=\"gj\"><time datetime=\"2023-11\">Nov 2023</time> "
		  "<span class=\"jal\" lang=\"fa\" dir=\"rtl\">آبان–آذر ۱۴۰۲</span><em class=\"prec\">month only</em></span>",
		  "<span class=\"gj\"><span>آبان–آذر ۱۴۰۲</span> <span class=\"jal\"><time datetime=\"2023-11\">نوامبر "
		  "۲۰۲۳</time></span><em class=\"prec\">فقط ماه</em></span>" },
		/* What the words say already is not said twice. */
		{ "[2025-09-08,2025-09-27]",
		  "<span class=\"gj\">8 or 27 Sep 2025 "
		  "<span class=\"jal\" lang=\"fa\" dir=\"rtl\">۱۷ شهریور یا ۵ مهر ۱۴۰۴</span></span>",
		  "<span class=\"gj\"><span>۱۷ شهریور یا ۵ مهر ۱۴۰۴</span> "
		  "<span class=\"jal\">۸ یا ۲۷ سپتامبر ۲۰۲۵</span></span>" },
		{ "2022-03-14~",
		  "<span class=\"gj\">about 14 Mar 2022 "
		  "<span class=\"jal\" lang=\"fa\" dir=\"rtl\">حدود ۲۳ اسفند ۱۴۰۰</span></span>",
		  "<span class=\"gj\"><span>حدود ۲۳ اسفند ۱۴۰۰</span> <span class=\"jal\">حدود ۱۴ مارس ۲۰۲۲</span></span>" },
		{ "<b>", "&lt;b&gt;", "&lt;b&gt;" },
		{ "", "", "" },
	};
	BENCH b;
	bench_open(&b);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		part_date(&b.en, str_of(CASES[i].edtf));
		CHECK_STR(taken(&b), CASES[i].en);
		part_date(&b.fa, str_of(CASES[i].edtf));
		CHECK_STR(taken(&b), CASES[i].fa);
	}
}

TEST(a_spine_has_a_column_for_each_calendar)
{
	BENCH b;
	bench_open(&b);
	part_date_columns(&b.en, STR("2025-06-02"));
	CHECK_STR(taken(&b),
		  "<span class=\"g\"><time datetime=\"2025-06-02\">2 Jun 2025</time></span>"
		  "<span class=\"j\" lang=\"fa\" dir=\"rtl\">۱۲ خرداد ۱۴۰۴</span>");
	part_date_columns(&b.en, STR(""));
	CHECK_STR(taken(&b), "<span class=\"g\">Not recorded</span><span class=\"j\"></span>");
	part_date_columns(&b.fa, STR("2025-06-02"));
	CHECK_STR(taken(&b),
		  "<span class=\"g\">۱۲ خرداد ۱۴۰۴</span>"
		  "<span class=\"j\"><time datetime=\"2025-06-02\">۲ ژوئن ۲۰۲۵</time></span>");
}

/* ---- values ----------------------------------------------------------- */

static struct value quantity(int64_t lo, int64_t hi, bool about, const char *given)
{
	struct value v = { .type = VALUE_QUANTITY };
	v.u.quantity.has_lo = lo >= 0;
	v.u.quantity.has_hi = hi >= 0;
	v.u.quantity.lo = lo >= 0 ? lo : 0;
	v.u.quantity.hi = hi >= 0 ? hi : 0;
	v.u.quantity.about = about;
	v.u.quantity.given = str_of(given);
	return v;
}

TEST(the_words_of_a_number_are_kept)
{
	const struct {
		struct value v;
		const char *en, *fa;
	} CASES[] = {
		{ quantity(1276, 1276, false, ""), "1,276", "۱٬۲۷۶" },
		{ quantity(1277, -1, false, "over 1,276"), "over 1,276", "بیش از ۱٬۲۷۶" },
		{ quantity(1277, -1, false, "بیش از ۱٬۲۷۶"), "more than 1,276", "بیش از ۱٬۲۷۶" },
		{ quantity(17, -1, false, "at least 17"), "at least 17", "دست‌کم ۱۷" },
		{ quantity(17, -1, false, ""), "at least 17", "دست‌کم ۱۷" },
		{ quantity(-1, 49, false, "< 50"), "fewer than 50", "کمتر از ۵۰" },
		{ quantity(-1, 50, false, "up to 50"), "up to 50", "حداکثر ۵۰" },
		{ quantity(1500, 1500, true, "some 1500"), "some 1500", "حدود ۱٬۵۰۰" },
		{ quantity(10, 12, false, "10-12"), "10 to 12", "۱۰ تا ۱۲" },
		/* Numbers that are no number of the bounds decide nothing. */
		{ quantity(30, -1, false, "99999999999999999999"), "at least 30",
		  "دست‌کم ۳۰" },
	};
	BENCH b;
	bench_open(&b);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		CHECK_STR(word_value(&b.en, &CASES[i].v), CASES[i].en);
		CHECK_STR(word_value(&b.fa, &CASES[i].v), CASES[i].fa);
	}
	part_value(&b.fa, &CASES[1].v);
	CHECK_STR(
		taken(&b),
		"بیش از ۱٬۲۷۶ <span class=\"muted\">(<bdi lang=\"en\" dir=\"ltr\">over 1,276</bdi>)</span>");
	part_value(&b.en, &CASES[1].v);
	CHECK_STR(taken(&b), "over 1,276");
}

TEST(every_type_of_value_is_shown)
{
	struct value text = { .type = VALUE_TEXT, .u.text = { STR("a <b> & \"c\""), STR("en") } };
	struct value name = { .type = VALUE_NAME, .u.text = { STR("نمونهٔ دوازدهم"), STR("fa") } };
	struct value code = { .type = VALUE_CODE, .u.code = { STR("charges"), STR("qisas") } };
	struct value odd = { .type = VALUE_CODE, .u.code = { STR("charges"), STR("no<such>") } };
	struct value is = { .type = VALUE_BOOLEAN, .u.is = true };
	struct value unknown = { .type = VALUE_UNKNOWN };
	struct value place = { .type = VALUE_ENTITY,
			       .u.entity = { .kind = STR("place"), .no = 3 } };
	struct value where = { .type = VALUE_COORDINATES,
			       .u.coordinates = { STR("35.7"), STR("51.4") } };
	BENCH b;
	bench_open(&b);
	name_as(&b, "place", "L-00003", "Example prison A", "");
	part_value(&b.en, &text);
	CHECK_STR(taken(&b), "a &lt;b&gt; &amp; &quot;c&quot;");
	part_value(&b.en, &name);
	CHECK_STR(taken(&b), "<bdi lang=\"fa\" dir=\"rtl\">نمونهٔ دوازدهم</bdi>");
	part_value(&b.fa, &name);
	CHECK_STR(taken(&b), "نمونهٔ دوازدهم");
	part_value(&b.fa, &code);
	CHECK_STR(taken(&b), "قصاص");
	part_value(&b.en, &odd);
	CHECK_STR(taken(&b), "no&lt;such&gt;");
	part_value(&b.en, &is);
	CHECK_STR(taken(&b), "yes");
	part_value(&b.en, &unknown);
	CHECK_STR(taken(&b), "<span class=\"muted\">not stated by the source</span>");
	part_value(&b.en, &place);
	CHECK_STR(taken(&b), "<a href=\"/place/L-00003\">Example prison A</a>");
	part_value(&b.en, &where);
	CHECK_STR(taken(&b), "<bdi dir=\"ltr\">35.7 51.4</bdi>");
	place.u.entity.no = 99; /* not known here: its number */
	part_value(&b.en, &place);
	CHECK_STR(taken(&b), "<a href=\"/place/L-00099\"><bdi>L-00099</bdi></a>");
}

/* ---- sources ---------------------------------------------------------- */

static struct entity entity_of(const char *kind, int64_t no)
{
	return (struct entity){ .id = 1000 + no, .kind = str_of(kind), .no = no };
}

TEST(a_source_is_cited_with_its_way)
{
	struct claim_row c = {
		.seq = 41,
		.source = entity_of("organisation", 6),
		.document = entity_of("document", 3),
		.via = entity_of("document", 12),
		.has_source_date = true,
		.source_date = { .type = VALUE_DATE, .u.date.edtf = STR("2025-08") },
		.position = STR("body"),
		.reliability = STR("B"),
	};
	BENCH b;
	bench_open(&b);
	name_as(&b, "organisation", "O-00006", "AP News", "");
	name_as(&b, "document", "D-00003", "Item", "");
	name_as(&b, "document", "D-00012", "Report", "");
	part_source(&b.en, &c);
	CHECK_STR(
		taken(&b),
		"<a href=\"/entity/O-00006\">AP News</a>, Aug 2025, in <a href=\"/entity/D-00003\">Item</a>, "
		"as cited in <a href=\"/entity/D-00012\">Report</a> · Body · reliability B · "
		"<a class=\"num\" href=\"/claim/41\">entry 41</a>");
	CHECK_STR(word_source(&b.en, &c), "AP News, Aug 2025, as cited in Report");
	c.seq = -1; /* not sealed yet */
	c.has_source_date = false;
	c.via = c.document = (struct entity){ .kind = STR("") };
	c.position = c.reliability = STR("");
	part_source(&b.en, &c);
	CHECK_STR(taken(&b), "<a href=\"/entity/O-00006\">AP News</a>");
	c.source = (struct entity){ .kind = STR("") };
	part_source(&b.en, &c);
	CHECK_STR(taken(&b), "source not open to you");
}

/* Whatever is recorded as its name. */
TEST(a_protected_source_has_no_name)
{
	struct claim_row c = { .seq = 7, .source = entity_of("source", 14) };
	BENCH b;
	bench_open(&b);
	name_as(&b, "source", "S-00014", "Example Informant", "lawyer");
	part_source(&b.en, &c);
	struct str got = taken(&b);
	CHECK_STR(got,
		  "<a href=\"/source/S-00014\"><bdi>S-00014</bdi>, Lawyer, identity sealed</a> · "
		  "<a class=\"num\" href=\"/claim/7\">entry 7</a>");
	CHECK(!str_has(word_source(&b.en, &c), STR("Informant")));
	CHECK(!str_has(word_source(&b.fa, &c), STR("Informant")));
}

/* ---- side by side ----------------------------------------------------- */

static struct claim_row said(int64_t seq, const char *property, int64_t n, int64_t source)
{
	struct claim_row c = { .field = seq * 256 + 1,
			       .seq = seq,
			       .property = str_of(property),
			       .subject = entity_of("group", 1),
			       .source = entity_of("organisation", source),
			       .value = quantity(n, n, false, "") };
	return c;
}

TEST(claims_that_say_the_same_share_a_box)
{
	struct claim_row c[] = { said(5, "members_total", 17, 1), said(6, "age", 38, 1),
				 said(7, "members_total", 17, 2), said(8, "members_total", 18, 3) };
	struct value_qualifier scope = {
		STR("scope"), { .type = VALUE_CODE, .u.code = { STR("scopes"), STR("women") } }
	};
	struct field_group *g;
	size_t n;
	struct conflict_side side = { &c[3], 1 };
	struct conflict conflict = {
		.ident = STR("abc"), .property = STR("count_at_risk"), .sides = &side, .n_sides = 1
	};
	BENCH b;
	bench_open(&b);
	field_groups(b.vocab, c, COUNT(c), &conflict, 1, b.a, &g, &n);
	CHECK_INT(n, 2);
	CHECK_STR(g[0].property, "age"); /* in the order of the vocabulary, not of the log */
	CHECK_STR(g[0].conflict, "");
	CHECK_INT(g[1].n_sides, 2);
	CHECK_INT(g[1].sides[0].n, 2);
	CHECK_STR(g[1].conflict, "abc"); /* by its claims, not by its property */
	/* What is counted tells two values apart. */
	c[2].parsed.q = &scope;
	c[2].parsed.n_q = 1;
	field_groups(b.vocab, c, COUNT(c), &conflict, 1, b.a, &g, &n);
	CHECK_INT(g[1].n_sides, 3);
	conflict.decided = 9;
	field_groups(b.vocab, c, COUNT(c), &conflict, 1, b.a, &g, &n);
	CHECK_STR(g[1].conflict, "");
}

TEST(the_adopted_value_is_marked_and_hides_none)
{
	struct claim_row c[] = { said(5, "members_total", 17, 1), said(7, "members_total", 18, 2) };
	struct field_group *g;
	size_t n;
	BENCH b;
	bench_open(&b);
	c[1].adopted = true;
	c[0].in_conflict = true;
	field_groups(b.vocab, c, COUNT(c), NULL, 0, b.a, &g, &n);
	part_field_claims(&b.en, &g[0], true);
	struct str got = taken(&b);
	CHECK(str_has(got, STR("<div class=\"claim\" id=\"c5-1\"><p class=\"v\">17</p>")));
	CHECK(str_has(got, STR("<div class=\"claim adopted\" id=\"c7-1\"><p class=\"v\">18</p>")));
	CHECK(str_has(got, STR("<span class=\"tag\">Adopted</span>")));
	CHECK(str_has(got, STR("<span class=\"tag open\">Stands beside</span>")));
	c[0].retracted = 9;
	part_claim(&b.en, &c[0], PART_STANDING);
	CHECK(str_has(taken(&b), STR("Taken back</span> <a class=\"num\" href=\"/claim/9\">")));
}

/* A side that holds several things shows each once, and each entry once. */
TEST(a_roster_on_one_side_is_not_repeated)
{
	struct claim_row c[] = { said(5, "named_members", 2, 1), said(5, "age", 20, 1),
				 said(5, "age", 21, 1), said(5, "age", 20, 1) };
	struct conflict_side side = { c, COUNT(c) };
	struct conflict conflict = { .property = STR("named_members"),
				     .subject = entity_of("group", 1),
				     .sides = &side,
				     .n_sides = 1 };
	BENCH b;
	bench_open(&b);
	part_sides(&b.en, &conflict);
	struct str got = taken(&b);
	CHECK(str_has(
		got,
		STR("<p class=\"v\">2</p><p class=\"quote\">Age: 20, 21</p><p class=\"src\">")));
	ptrdiff_t first = str_find(got, STR("/claim/5"));
	CHECK(first >= 0 && str_find(str_from(got, (size_t)first + 1), STR("/claim/5")) < 0);
}

/* ---- lists ------------------------------------------------------------ */

TEST(pages_of_a_list_keep_its_address)
{
	BENCH b;
	bench_open(&b);
	part_pages(&b.en, STR("/conflicts"), 1, 20, 20, STR(""));
	CHECK_STR(taken(&b), "");
	part_pages_of(&b.en, STR("/source/S-00001?a=1"), "said", 2, 100, 250, STR("says"));
	struct str got = taken(&b);
	CHECK(str_has(got, STR("<span>101 to 200 of 250</span>")));
	CHECK(str_has(got, STR("<a href=\"/source/S-00001?a=1&amp;said=1#says\">Previous</a>")));
	CHECK(str_has(got, STR("<a href=\"/source/S-00001?a=1&amp;said=3#says\">Last</a>")));
	part_pages(&b.en, STR("/x"), 3, 100, 250, STR(""));
	CHECK(!str_has(taken(&b), STR("Next")));
}

TEST(a_chain_links_only_what_opens)
{
	static const struct chain_step STEPS[] = { { 1, { "figure", 6 }, { "", 0 } },
						   { 1094, { "cases", 5 }, { "#cases", 6 } },
						   { 3, { "odd", 3 }, { "javascript:1", 12 } } };
	BENCH b;
	bench_open(&b);
	part_chain(&b.en, STEPS, COUNT(STEPS));
	struct str got = taken(&b);
	CHECK(str_has(got,
		      STR("<li><span><b>1</b></span><span class=\"muted\">figure</span></li>")));
	CHECK(str_has(got, STR("<a class=\"num\" href=\"#cases\">1,094</a>")));
	CHECK(str_has(got, STR("href=\"#\">3</a>"))); /* no address but of this site and the web */
}

TEST(a_spine_shows_how_sure_a_day_is)
{
	struct timeline_row t[] = {
		{ .event = { .entity = { .kind = STR("event"), .no = 1 },
			     .number = STR("E-00001"),
			     .label = STR("x") },
		  .type = STR("arrest"),
		  .role = STR("victim"),
		  .date = STR("2022-03-14~") },
		{ .event = { .entity = { .kind = STR("event"), .no = 2 },
			     .number = STR("E-00002"),
			     .label = STR("x") },
		  .type = STR("execution"),
		  .role = STR("victim"),
		  .date = STR("2025-06-19"),
		  .disputed = true,
		  .claims = 4 },
		{ .event = { .entity = { .kind = STR("event"), .no = 3 },
			     .number = STR("E-00003"),
			     .label = STR("x") },
		  .type = STR("trial"),
		  .role = STR("victim"),
		  .date = STR("2025-06-02") },
	};
	BENCH b;
	bench_open(&b);
	part_spine(&b.en, t, COUNT(t));
	struct str got = taken(&b);
	CHECK(str_has(
		got,
		STR("<li class=\"unsure\"><div class=\"dates\"><span class=\"g\">about 14 Mar 2022")));
	CHECK(str_has(got, STR("<li class=\"disputed\">")) &&
	      str_has(got, STR("Date in conflict")));
	CHECK(str_has(got, STR("<li><div class=\"dates\">")));
	CHECK(str_has(got, STR("<h3><a href=\"/event/E-00002\">Execution</a></h3>")));
	CHECK(str_has(got, STR("<a class=\"num\" href=\"/event/E-00002\">4 claims</a>")));
}
