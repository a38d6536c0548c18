/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Warnings: an alarm is taken and explained, by those who may, and stays with what was seen without each source. */
#include "site.h"

#include "register/figure.h"

#define COLLEAGUE "a passphrase of a colleague"

/* Four cases a month for six years; 15 more in one month, all from one source. Nobody in it is real. */
static struct str table(struct arena *a)
{
	AUTO_BUF b;
	int n = 0;
	buf_init(&b, 1 << 20);
	buf_lit(&b, "claim,subject,property,value,source\n"
		    "p,place:p,name,Example prison,organisation:a\n"
		    "p,place:p,gazetteer,provinces:IR-30,organisation:a\n");
	for (int m = 0; m < 72; m++)
		for (int k = 0; k < (m == 68 ? 19 : 3 + (m * 7 + 3) % 4); k++, n++) {
			const char *by = k > 6 ? "b" : "a";
			buf_printf(&b, "e%d,event:e%d,type,execution,organisation:%s\n", n, n, by);
			buf_printf(&b, "e%d,event:e%d,date,%d-%02d-%02d,organisation:%s\n", n, n,
				   2019 + m / 12, m % 12 + 1, 3 + k, by);
			buf_printf(&b, "e%d,event:e%d,prison,place:p,organisation:%s\n", n, n, by);
		}
	return buf_copy(&b, a);
}

static void fill_site(struct site *s)
{
	AUTO_REG *r = NULL;
	struct table t;
	struct table_result done;
	struct table_source src = { .name = STR("t.csv"), .lang = LANG_EN };
	struct entity en;
	struct id who;
	int64_t seq;
	src.csv = table(s->a);
	CHECK_OK(reg_open(s->path, STR(PASS), true, &r, &s->e), &s->e);
	CHECK_OK(table_import(r, &src, NULL, NULL, s->a, &t, &done, &s->e), &s->e);
	CHECK_OK(vault_member_add(reg_vault(r), STR("Example researcher"), ROLE_RESEARCHER,
				  STR(COLLEAGUE), &who, &s->e),
		 &s->e);
	AUTO_REG_TX tx = { 0 };
	CHECK_OK(reg_begin(&tx, r, &s->e), &s->e);
	CHECK_OK(reg_entity_new(&tx, STR("figure"), STR("x"), &en, &s->e), &s->e);
	CHECK_OK(
		reg_define_figure(
			&tx, &en,
			STR("{\"count\":\"events\",\"type\":[\"execution\"],\"window\":\"2019/2024\"}"),
			&seq, &s->e),
		&s->e);
	CHECK_OK(reg_commit(&tx, &s->e), &s->e);
}

#define ALL_OF_IT                                                                                  \
	"/warning?figure=F-00001&amp;by=month&amp;of=province&amp;line=&amp;period=2024-09"
#define WARNING "/warning?figure=F-00001&by=month&of=province&line=&period=2024-09"

static void check_seen(const struct browser *b)
{
	/* An alarm never without its check by source. */
	CHECK(has(b, "of them are known from it alone. Without it"));
}

TEST(a_warning_is_taken_and_explained)
{
	SITE s;
	site_open(&s);
	fill_site(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	get(&b, "/warnings?figure=F-00001&by=month");
	CHECK_INT(b.status, 200);
	CHECK(has(&b, ALL_OF_IT));
	check_seen(&b);
	get(&b, WARNING);
	CHECK_INT(b.status, 200);
	check_seen(&b);
	CHECK(has(&b, "Nothing yet.") && has(&b, "Example researcher"));

	/* Nothing was written: all that was typed stands there again. */
	fill(&b, "do", "explain");
	fill(&b, "why", "");
	post(&b, ALL_OF_IT, WARNING);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "role=\"alert\"") && has(&b, "Say what explains it"));
	fill(&b, "do", "assign");
	fill(&b, "to", "nobody");
	fill(&b, "reason", "see &lt;the&gt; list");
	post(&b, ALL_OF_IT, WARNING);
	CHECK_INT(b.status, 422);
	CHECK(has(&b, "Choose to whom."));
	get(&b, WARNING);
	CHECK(has(&b, "Nothing yet."));

	fill(&b, "do", "explain");
	fill(&b, "why", "One <list> was entered in one day.");
	post(&b, ALL_OF_IT, WARNING);
	CHECK_INT(b.status, 303);
	get(&b, "/warnings?figure=F-00001&by=month");
	CHECK(has(&b, "Explained by \u2068Example member\u2069"));
	CHECK(has(&b, "One &lt;list&gt; was entered in one day."));
	check_seen(&b); /* an explained alarm keeps it */
	get(&b, "/history");
	CHECK(has(&b, "Warning explained"));
	/* By week it is another alarm. */
	get(&b, "/warnings?figure=F-00001&by=week");
	CHECK(!has(&b, "Explained by"));
	b.languages = STR("fa");
	get(&b, WARNING);
	CHECK_INT(b.status, 200);
	CHECK(has(&b, "dir=\"rtl\"") && has(&b, "توضیح"));
}

TEST(a_researcher_takes_a_warning_and_explains_none)
{
	SITE s;
	site_open(&s);
	fill_site(&s);
	struct browser b = { .site = &s };
	unlock(&b, COLLEAGUE);
	get(&b, WARNING);
	CHECK_INT(b.status, 200);
	CHECK(!has(&b, "value=\"explain\"") && has(&b, "for editors and officers to say"));
	ptrdiff_t at = str_find(b.body, STR("<option value=\""));
	struct str id = STR("");
	CHECK(at > 0);
	/* The reader is the one that is chosen. */
	for (struct str rest = b.body; at > 0; at = str_find(rest, STR("<option value=\""))) {
		rest = str_from(rest, (size_t)at + 15);
		str_cut(rest, '"', &id);
		if (str_starts(str_from(rest, id.n), STR("\" selected")))
			break;
	}
	fill(&b, "do", "assign");
	fill(&b, "to", str_z(s.a, id));
	fill(&b, "reason", "");
	post(&b, ALL_OF_IT, WARNING);
	CHECK_INT(b.status, 303);
	get(&b, "/warnings?figure=F-00001&by=month");
	CHECK(has(&b, "Taken by \u2068Example researcher\u2069"));
	get(&b, WARNING);
	fill(&b, "do", "explain");
	fill(&b, "why", "nothing to see");
	post(&b, ALL_OF_IT, WARNING);
	CHECK_INT(b.status, 403);
	get(&b, "/warnings?figure=F-00001&by=month");
	CHECK(!has(&b, "nothing to see"));
}

TEST(there_is_no_warning_of_that)
{
	static const char *const NONE[] = {
		"/warning?figure=F-00001&by=month&of=province&line=&period=2020-01",
		"/warning?figure=F-00001&by=month&of=province&line=IR-99&period=2024-09",
		"/warning?figure=F-00009&by=month&of=all&line=&period=2024-09",
		"/warning",
	};
	SITE s;
	site_open(&s);
	fill_site(&s);
	struct browser b = { .site = &s };
	unlock(&b, PASS);
	for (size_t i = 0; i < COUNT(NONE); i++) {
		get(&b, NONE[i]);
		CHECK_INT(b.status, 404);
	}
	get(&b, "/warning?figure=F-00001&by=day&of=all&line=&period=2024-09");
	CHECK_INT(b.status, 400);
}
