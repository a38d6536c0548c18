/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures: the rule in words, what is counted beside what is reported, as of any size. */
#include "site.h"

#include "register/figure.h"
#include "web/page_figure.h"

static const char RULE[] =
	"{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2025\",\"dates\":\"whole\","
	"\"title\":{\"en\":\"Executions in 2025\",\"fa\":\"اعدام‌ها\"}}";

static void define(struct site *s)
{
	AUTO_REG *r = NULL;
	struct entity en;
	int64_t seq;
	CHECK_OK(reg_open(s->path, STR(PASS), true, &r, &s->e), &s->e);
	AUTO_REG_TX tx = { 0 };
	CHECK_OK(reg_entity(r, STR("figure:executions-iran"), s->a, &en, &s->e), &s->e);
	CHECK_OK(reg_begin(&tx, r, &s->e), &s->e);
	CHECK_OK(reg_define_figure(&tx, &en, str_of(RULE), &seq, &s->e), &s->e);
	CHECK_OK(reg_commit(&tx, &s->e), &s->e);
}

TEST(a_rule_is_taken_apart)
{
	static const char *const BAD[] = { "",	  "{", "[]", "{\"type\":[\"x\"]}", "{\"count\":1}",
					   "null" };
	AUTO_ARENA *a = arena_new(0);
	struct figure_words w;
	CHECK(figure_words_read(str_of(RULE), a, &w));
	CHECK_STR(w.count, "events");
	CHECK_INT(w.n_codes, 1);
	CHECK_STR(w.codes[0], "execution");
	CHECK_STR(w.window, "2025");
	CHECK(!w.touching);
	CHECK_STR(w.place, "");
	CHECK(figure_words_read(STR("{\"count\":\"status\",\"status\":[\"executed\",\"killed\"]}"),
				a, &w));
	CHECK_INT(w.n_codes, 2);
	for (size_t i = 0; i < COUNT(BAD); i++)
		CHECK(!figure_words_read(str_of(BAD[i]), a, &w));
}

TEST(counted_and_reported_stand_side_by_side)
{
	SITE s;
	site_example(&s);
	define(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/figures");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "Executions in 2025"));
	CHECK(has(&b, ">more than 1200</a>") && has(&b, ">more than 1276</a>"));
	CHECK(has(&b, "#cases\">2</a>"));
	get(&b, "/figure/F-00001");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "<title>Figure F-00001 – Vigil</title>")); /* no name in the title */
	CHECK(has(&b, "class=\"num big\" href=\"#cases\">2</a>"));
	CHECK(has(&b, "more than 1200") && has(&b, "more than 1276"));
	CHECK(!has(&b, "than 1278") && !has(&b, ">1278") && !has(&b, "1,278")); /* never added */
	CHECK(has(&b, "Behrouz Ehsani"));
	CHECK(has(&b, "/proof/"));
	CHECK(has(&b, "as of log entry"));
	/* What else is said of it has no other page. */
	CHECK(has(&b, "id=\"c-onset\"") && has(&b, "id=\"c-direction\"") &&
	      has(&b, "id=\"c-total\""));
	CHECK(has(&b, "/conflict/"));
	b.languages = STR("fa");
	get(&b, "/figure/F-00001");
	CHECK(has(&b, "این را از کجا می‌دانیم؟"));
	CHECK(has(&b, "dir=\"rtl\""));
}

TEST(a_figure_of_an_earlier_log)
{
	static const struct {
		const char *target;
		int status;
	} CASES[] = {
		{ "/figure/F-00001?as_of=60", 200 },
		{ "/figure/F-00001?as_of=0", 200 },
		{ "/figure/F-00001?as_of=999999", 400 },
		{ "/figure/F-00001?as_of=x", 400 },
		{ "/figure/F-00001?as_of=-1", 400 },
		{ "/figure/F-00001?page=0", 400 },
		{ "/figure/F-00001?page=2", 404 },
		{ "/figure/F-00001?page=99999999999", 400 },
		{ "/figure/P-00001", 404 },
		{ "/figure/F-99", 404 },
		{ "/figures?as_of=60", 200 },
		{ "/figures?as_of=999999", 400 },
	};
	SITE s;
	site_example(&s);
	define(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	for (size_t i = 0; i < COUNT(CASES); i++) {
		get(&b, CASES[i].target);
		if (b.status != CASES[i].status)
			FAIL("%s: %d", CASES[i].target, b.status);
	}
	get(&b, "/figure/F-00001?as_of=60"); /* before the rule was sealed */
	CHECK(has(&b, "Nothing is counted here"));
	CHECK(has(&b, "an earlier log"));
}

TEST(an_empty_register_has_no_figures)
{
	SITE s;
	site_open(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/figures");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "No figure is recorded yet"));
}
