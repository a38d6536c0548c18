/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.c - what a report must not show, must say, and must give again byte for byte. */
#include "../redact/marked.h"

#include "report/report.h"

static struct str rendered(struct made *m, const struct view *v, enum lang lang)
{
	AUTO_BUF page;
	buf_init(&page, REPORT_MAX);
	CHECK_OK(report_situation(v, lang, &page, &m->e), &m->e);
	return buf_copy(&page, m->a);
}

static struct str report(struct made *m, enum view_audience audience, int64_t as_of, enum lang lang)
{
	return rendered(m, made_view(m, audience, as_of), lang);
}

static void check_absent(struct str page, const char *const *marks, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t at = str_find(page, str_of(marks[i]));
		if (at >= 0)
			FAIL("%s is in a report: %.*s", marks[i], 60, page.p + at);
	}
}

/* ---- what must not leave ---- */

TEST(no_mark_is_in_a_report)
{
	MADE m;
	made_open(&m);
	made_marked(&m);
	for (int lang = 0; lang <= LANG_FA; lang++) {
		struct str out = report(&m, AUDIENCE_PUBLIC, 0, (enum lang)lang);
		struct str in = report(&m, AUDIENCE_INTERNAL, 0, (enum lang)lang);
		check_absent(out, NEVER, COUNT(NEVER));
		check_absent(out, NOT_PUBLIC, COUNT(NOT_PUBLIC));
		check_absent(in, NEVER, COUNT(NEVER));
		CHECK(str_has(in, STR("MARKI of health"))); /* so the search can find something */
		CHECK(str_has(out, STR("<span class=\"withheld\">")));
	}
}

/* ---- the same bytes ---- */

struct copies {
	struct str page[AUDIENCES][LANG_FA + 1];
};

static struct copies all_copies(struct made *m, int64_t as_of)
{
	struct copies c;
	for (int audience = 0; audience < AUDIENCES; audience++)
		for (int lang = 0; lang <= LANG_FA; lang++)
			c.page[audience][lang] =
				report(m, (enum view_audience)audience, as_of, (enum lang)lang);
	return c;
}

static bool copies_eq(const struct copies *x, const struct copies *y)
{
	for (int audience = 0; audience < AUDIENCES; audience++)
		for (int lang = 0; lang <= LANG_FA; lang++)
			if (!str_eq(x->page[audience][lang], y->page[audience][lang]))
				return false;
	return true;
}

static struct entity entity(struct made *m, const char *key)
{
	struct entity en = { .id = 0 };
	CHECK_OK(reg_entity(m->r, str_of(key), m->a, &en, &m->e), &m->e);
	return en;
}

static int64_t first_field(struct made *m, const char *key, const char *property)
{
	struct claim_row *rows = NULL;
	size_t n = 0;
	int64_t total;
	struct entity en = entity(m, key);
	CHECK_OK(reg_claims(m->r, CLAIMS_OF_SUBJECT, en.id, false, 0, 100, m->a, &rows, &n, &total,
			    &m->e),
		 &m->e);
	for (size_t i = 0; i < n; i++)
		if (str_eq(rows[i].property, str_of(property)))
			return rows[i].field;
	FAIL("%s has no %s", key, property);
	return 0;
}

/* One act a commit: take back, adopt, define a figure. */
static int64_t undo(struct made *m, int64_t seq)
{
	AUTO_REG_TX tx = { 0 };
	int64_t ret = 0;
	CHECK_OK(reg_begin(&tx, m->r, &m->e), &m->e);
	CHECK_OK(reg_undo(&tx, seq, STR("a reason"), &ret, &m->e), &m->e);
	CHECK_OK(reg_commit(&tx, &m->e), &m->e);
	return ret;
}

static void adopt(struct made *m, const char *key, const char *property)
{
	AUTO_REG_TX tx = { 0 };
	struct entity en = entity(m, key);
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m->r, &m->e), &m->e);
	CHECK_OK(reg_adopt(&tx, &en, str_of(property), first_field(m, key, property),
			   STR("a reason"), &seq, &m->e),
		 &m->e);
	CHECK_OK(reg_commit(&tx, &m->e), &m->e);
}

static void define(struct made *m, const char *key, struct str rule)
{
	AUTO_REG_TX tx = { 0 };
	struct entity en = entity(m, key);
	int64_t seq;
	CHECK_OK(reg_begin(&tx, m->r, &m->e), &m->e);
	CHECK_OK(reg_define_figure(&tx, &en, rule, &seq, &m->e), &m->e);
	CHECK_OK(reg_commit(&tx, &m->e), &m->e);
}

/* After each step the reports are kept with the size of the log; at the end each can be made again. */
TEST(an_old_report_can_be_made_again)
{
	enum { STEPS = 7 };
	MADE m;
	struct copies then[STEPS];
	int64_t size[STEPS];
	int n = 0;
	int64_t batch;
	int64_t back;
	made_open(&m);
#define STEP() (size[n] = made_size(&m), then[n] = all_copies(&m, 0), n++)
	made_example(&m, "subjects.csv");
	STEP();
	batch = made_example(&m, "claims.csv");
	STEP();
	adopt(&m, "event:hunger-strike-qezel-hesar", "start");
	STEP();
	define(&m, "figure:executions-iran",
	       STR("{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\",\"dates\":\"whole\","
		   "\"title\":{\"en\":\"Executions recorded in 2025\"}}"));
	STEP();
	back = undo(&m, batch);
	STEP();
	undo(&m, back);
	STEP();
	made_import(
		&m, "more.csv",
		STR("claim,subject,property,value,source\n"
		    "Z1,event:execution-behrouz-ehsani,date,2025-07-26,organisation:ap-news\n"
		    "Z2,person:saeed-masouri,name,Saeed Masouri of another source,organisation:ap-news\n"
		    "Z3,ask:immediate-action,due,2025-11-30,organisation:ap-news\n"));
	STEP();
	CHECK_INT(n, STEPS);
	for (int i = 0; i < STEPS; i++) {
		struct copies again = all_copies(&m, size[i]);
		if (!copies_eq(&then[i], &again))
			FAIL("the report of step %d, size %lld, differs when it is made later", i,
			     (long long)size[i]);
		if (i)
			CHECK(!copies_eq(&then[i - 1], &then[i]));
	}
	struct copies twice = all_copies(&m, 0);
	CHECK(copies_eq(&twice, &then[STEPS - 1]));
}

/* ---- what must be said ---- */

static void check_says(struct str page, const char *what)
{
	if (!str_has(page, str_of(what)))
		FAIL("the report does not say: %s", what);
}

TEST(the_example_says_what_it_must)
{
	MADE m;
	made_open(&m);
	made_example(&m, "subjects.csv");
	made_example(&m, "claims.csv");
	struct str page = report(&m, AUDIENCE_PUBLIC, 0, LANG_EN);
	check_says(page, "Counted in this register");
	check_says(page, "Reported by sources");
	check_says(page, "more than 1200");
	check_says(page, "more than 1276");
	check_says(page, "over 1500");
	check_says(page, "around 1500");
	check_says(page, "8 or 27 Sep 2025");
	check_says(page, "17 Shahrivar or 5 Mehr 1404");
	check_says(page, "For 6 of them no difference is recorded in the source.");
	check_says(page, "none recorded in the source");
	check_says(page, "no addressee named");
	check_says(page, "30 Oct 2025");
	check_says(page, "8 Aban 1404");
	check_says(page, "Count against list of names");
	check_says(page, "Derived against stated: ");
	check_says(page, "not stated by the source");
	check_says(page, "Documents cited and not held: 11");
	check_says(page, "withheld: internal");
	/* one source confirms nothing, and a public edition has no working notes */
	CHECK(!str_has(page, STR("class=\"cert c2\"")) && !str_has(page, STR("class=\"cert c3\"")));
	CHECK(!str_has(page, STR("adopt one with a reason")));
	CHECK(!str_has(page, STR("P-0000")));
}

/* Each link to a claim leads to a row of the list, and each row is linked to. */
TEST(every_claim_named_is_listed)
{
	MADE m;
	made_open(&m);
	made_example(&m, "subjects.csv");
	made_example(&m, "claims.csv");
	struct str page = report(&m, AUDIENCE_INTERNAL, 0, LANG_EN);
	size_t links = 0;
	struct str rest = page;
	ptrdiff_t at;
	while ((at = str_find(rest, STR("href=\"#c-"))) >= 0) {
		struct str id;
		rest = str_cut(str_from(rest, (size_t)at + 7), '"', &id);
		links++;
		if (!str_has(page, str_printf(m.a, "<tr id=\"%.*s\">", STR_FMT(id))))
			FAIL("%.*s is named and not listed", STR_FMT(id));
	}
	CHECK(links > 300);
}

TEST(a_difference_is_shown_when_there_is_one)
{
	MADE m;
	made_open(&m);
	made_import(&m, "t.csv",
		    STR("claim,subject,property,value,source\n"
			"1,parallel:p,dimension,Trials,organisation:m\n"
			"1,parallel:p,past,then,organisation:m\n"
			"1,parallel:p,present,now,organisation:m\n"
			"1,parallel:p,difference,these were public,organisation:m\n"));
	struct str page = report(&m, AUDIENCE_PUBLIC, 0, LANG_EN);
	check_says(page, "these were public");
	check_says(page, "For 0 of them no difference is recorded");
	CHECK(!str_has(page, STR("<em>none recorded in the source</em>")));
}

TEST(a_counted_figure_says_its_rule)
{
	MADE m;
	made_open(&m);
	made_import(&m, "t.csv",
		    STR("claim,subject,property,value,source\n"
			"1,event:a,type,execution,organisation:m\n"
			"1,event:a,date,2025-07-12,organisation:m\n"
			"2,event:b,type,execution,organisation:m\n"
			"2,event:b,date,2025-12-30/2026-01-02,organisation:m\n"
			"3,figure:f,name,Executions,organisation:m\n"
			"3,figure:f,total,at least 40,organisation:m\n"));
	define(&m, "figure:f",
	       STR("{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\",\"dates\":\"whole\","
		   "\"title\":{\"en\":\"Executions in 2025\",\"fa\":\"اعدام‌ها\"}}"));
	struct str page = report(&m, AUDIENCE_PUBLIC, 0, LANG_EN);
	check_says(page, "Executions in 2025");
	check_says(page, "Rule: events of the type Execution, in ");
	check_says(page, "1 set apart, because the date may lie outside");
	check_says(page, "(set apart)");
	check_says(page, "at least 40");
	check_says(report(&m, AUDIENCE_PUBLIC, 0, LANG_FA), "اعدام‌ها");
}

/* ---- odd registers ---- */

TEST(an_empty_register_has_a_report)
{
	MADE m;
	made_open(&m);
	struct str page = report(&m, AUDIENCE_PUBLIC, 0, LANG_EN);
	check_says(page, "This report rests on 0 claims by 0 sources about 0 subjects.");
	check_says(page, "No person with a stage is recorded.");
	check_says(page, "Nothing is withheld.");
	CHECK(str_ends(page, STR("</html>\n")));
}

TEST(hostile_texts_stay_texts)
{
	MADE m;
	made_open(&m);
	made_import(
		&m, "t.csv",
		STR("claim,subject,property,value,source,q:wording,locator\n"
		    "1,person:p,name,<script>alert(1)</script>,organisation:m,\"\"\" onload=\"\"x\",</style><b>\n"
		    "1,person:p,charge_wording,{1}{9}{2} & \xE2\x80\xAE reversed,organisation:m,</td>,x\n"
		    "2,event:e,type,execution,organisation:m,,\n"
		    "2,event:e,victim,person:p,organisation:m,,\n"));
	for (int lang = 0; lang <= LANG_FA; lang++) {
		struct str page = report(&m, AUDIENCE_INTERNAL, 0, (enum lang)lang);
		CHECK(!str_has(page, STR("<script")));
		CHECK(!str_has(page, STR("</style><b>")));
		check_says(page, "&lt;script&gt;alert(1)&lt;/script&gt;");
		check_says(page, "{1}{9}{2} &amp; ");
	}
}
