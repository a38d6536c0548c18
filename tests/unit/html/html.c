/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer: each value escaped for its place, and pages with a mistake refused. */
#include "check.h"

#include <math.h>

#include "html/html.h"

struct page {
	struct html h;
	struct buf out;
	struct err e;
};

static void page_open(struct page *p)
{
	buf_init(&p->out, 1 << 20);
	html_begin(&p->h, &p->out);
}

static void page_done(struct page *p)
{
	buf_done(&p->out);
}
#define AUTO_PAGE AUTO(page_done) struct page

#define CHECK_PAGE(p, want)                                                                        \
	do {                                                                                       \
		CHECK_OK(html_finish(&(p)->h, &(p)->e), &(p)->e);                                  \
		CHECK_STR(buf_str(&(p)->out), want);                                               \
	} while (0)

/* The page is refused, and the message says why. */
#define CHECK_REFUSED(p, why)                                                                      \
	do {                                                                                       \
		CHECK_ERR(html_finish(&(p)->h, &(p)->e), ERR_CORRUPT);                             \
		if (!strstr((p)->e.text, (why)))                                                   \
			FAIL("the message is: %s", (p)->e.text);                                   \
	} while (0)

TEST(text_is_escaped_between_tags_and_in_values)
{
	AUTO_PAGE p;
	page_open(&p);
	html_lit(&p.h, "<p title=\"");
	html_attr(&p.h, STR("a\"b'c<d>&"));
	html_lit(&p.h, "\">");
	html_text(&p.h, STR("<b>&amp;\r\x01"));
	html_lit(&p.h, "</p>");
	CHECK_PAGE(&p,
		   "<p title=\"a&quot;b&#39;c&lt;d&gt;&amp;\">&lt;b&gt;&amp;amp;&#13;\xef\xbf\xbd"
		   "</p>");
}

TEST(a_text_that_begins_with_a_line_end_survives_a_textarea)
{
	AUTO_PAGE p;
	page_open(&p);
	html_lit(&p.h, "<textarea name=\"t\">");
	html_text(&p.h, STR("\nx"));
	html_lit(&p.h, "</textarea>");
	html_el(&p.h, "p", STR("\ny"));
	CHECK_PAGE(&p, "<textarea name=\"t\">\n\nx</textarea><p>\ny</p>");
}

TEST(addresses_are_encoded_in_pieces)
{
	AUTO_PAGE p;
	page_open(&p);
	html_link(&p.h, "/person/", STR("a/b?c"), "#claims", STR("A & B"));
	html_num(&p.h, "/figure/", STR("F-1"), "", STR("12"));
	html_lit(&p.h, "<a href=\"/register");
	html_query(&p.h, "q", STR("نم ن&=+"));
	html_query(&p.h, "page", STR("2"));
	html_lit(&p.h, "\">x</a><a href=\"/register?k=1");
	html_query(&p.h, "s", STR("~"));
	html_lit(&p.h, "\">y</a>");
	CHECK_PAGE(&p, "<a href=\"/person/a%2Fb%3Fc#claims\">A &amp; B</a>"
		       "<a class=\"num\" href=\"/figure/F-1\">12</a>"
		       "<a href=\"/register?q=%D9%86%D9%85%20%D9%86%26%3D%2B&amp;page=2\">x</a>"
		       "<a href=\"/register?k=1&amp;s=~\">y</a>");
}

TEST(whole_addresses_are_local_or_of_the_web_or_nothing)
{
	static const struct {
		const char *in, *out;
		bool local;
	} CASES[] = {
		{ "/register?q=a&k=1#x", "/register?q=a&amp;k=1#x", true },
		{ "/", "/", true },
		{ "https://example.org/\"x\"", "https://example.org/%22x%22", false },
		{ "http://example.org/نم", "http://example.org/%D9%86%D9%85", false },
		{ "//example.org/", "#", false },
		{ "/\\example.org/", "#", false },
		{ "/\t/example.org/", "#", false },
		{ "javascript:alert(1)", "#", false },
		{ " https://example.org/", "#", false },
		{ "data:text/html,x", "#", false },
		{ "HTTPS://example.org/", "#", false },
		{ "person/1", "#", false },
		{ "", "#", false },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_PAGE p;
		page_open(&p);
		html_lit(&p.h, "<a href=\"");
		html_url(&p.h, str_of(CASES[i].in));
		html_lit(&p.h, "\">x</a>");
		struct str got = buf_str(&p.out);
		got = str_n(got.p + 9, got.n - 9 - 7);
		CHECK_STR(got, CASES[i].out);
		CHECK_OK(html_finish(&p.h, &p.e), &p.e);
		CHECK(html_url_is_local(str_of(CASES[i].in)) == CASES[i].local);
	}
}

TEST(styles_take_numbers_in_plain_decimals)
{
	static const struct {
		double v;
		const char *out;
	} CASES[] = {
		{ 0, "0" },    { 41, "41" },	     { 33.3, "33.3" },	    { -2.5, "-2.5" },
		{ 1e-9, "0" }, { 100000, "100000" }, { 66.6666, "66.667" }, { 1e300, "0" },
		{ NAN, "0" },  { -INFINITY, "0" },   { 0.25, "0.25" },	    { 1000, "1000" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_PAGE p;
		AUTO_ARENA *a = arena_new(0);
		page_open(&p);
		html_lit(&p.h, "<i style=\"");
		html_style_num(&p.h, "a", CASES[i].v);
		html_style_num(&p.h, "w", 1);
		html_lit(&p.h, "\"></i>");
		CHECK_PAGE(&p, str_printf(a, "<i style=\"--a:%s;--w:1;\"></i>", CASES[i].out).p);
	}
}

TEST(conveniences_write_what_they_say)
{
	AUTO_PAGE p;
	page_open(&p);
	html_bdi(&p.h, STR("نمونه"), STR("fa"), HTML_RTL);
	html_bdi(&p.h, STR("x"), STR(""), HTML_AUTO);
	html_bdi(&p.h, STR("<y>"), STR("en"), HTML_LTR);
	html_el_class(&p.h, "td", "r", STR("1"));
	html_hidden(&p.h, "token", STR("\"&"));
	html_lit(&p.h, "<input type=\"checkbox\"");
	html_if(&p.h, true, " checked");
	html_if(&p.h, false, " disabled");
	html_lit(&p.h, ">");
	html_int(&p.h, INT64_MIN);
	html_lit(&p.h, "<a id=\"e-");
	html_word(&p.h, STR("qk7d2-81"));
	html_lit(&p.h, "\" href=\"/claim/");
	html_word(&p.h, STR("qk7d2-81"));
	html_lit(&p.h, "\">");
	html_word(&p.h, STR("qk7d2-81"));
	html_lit(&p.h, "</a>");
	CHECK_PAGE(&p, "<bdi lang=\"fa\" dir=\"rtl\">نمونه</bdi><bdi dir=\"auto\">x</bdi>"
		       "<bdi lang=\"en\" dir=\"ltr\">&lt;y&gt;</bdi><td class=\"r\">1</td>"
		       "<input type=\"hidden\" name=\"token\" value=\"&quot;&amp;\">"
		       "<input type=\"checkbox\" checked>-9223372036854775808"
		       "<a id=\"e-qk7d2-81\" href=\"/claim/qk7d2-81\">qk7d2-81</a>");
}

TEST(a_whole_page_passes)
{
	AUTO_PAGE p;
	page_open(&p);
	html_lit(&p.h,
		 "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">"
		 "<title>");
	html_text(&p.h, STR("</title><script>"));
	html_lit(&p.h, "</title><link rel=\"stylesheet\" href=\"");
	html_url(&p.h, STR("/assets/0/vigil.css"));
	html_lit(&p.h, "\"></head><body><svg class=\"plot\" viewBox=\"0 0 9 9\"><path d=\"M0 0\"/>"
		       "</svg><br><hr></body></html>");
	CHECK_OK(html_finish(&p.h, &p.e), &p.e);
	CHECK(!str_has(buf_str(&p.out), STR("<script")));
}

/* Markup that no page may have; each is refused with its reason. */
TEST(mistakes_in_the_markup_are_refused)
{
	static const struct {
		const char *markup, *why;
	} CASES[] = {
		{ "<p>", "not closed" },
		{ "<p", "not closed" },
		{ "<p title=\"", "not closed" },
		{ "</p>", "without a beginning" },
		{ "<p><b></p></b>", "closes another" },
		{ "<ul><li>a<li>b</ul>", "closes another" },
		{ "<p></p >", "not complete" },
		{ "<p title=x></p>", "double quotes" },
		{ "<p title='x'></p>", "double quotes" },
		{ "<p onclick=\"x\"></p>", "attribute" },
		{ "<meta http-equiv=\"refresh\" content=\"2;url=/x\">", "attribute" },
		{ "<meta http-equiv=\"refresh\" content=\"", "attribute" },
		{ "<meta http-equiv=\"refresh\" content=\"0\">", "attribute" },
		{ "<meta http-equiv=\"refresh\" content=\"12\">", "attribute" },
		{ "<p http-equiv=\"refresh\" content=\"2\"></p>", "attribute" },
		{ "<p srcdoc=\"x\"></p>", "attribute" },
		{ "<script></script>", "element" },
		{ "<style></style>", "element" },
		{ "<iframe src=\"/\"></iframe>", "element" },
		{ "<!-- note -->", "begins no tag" },
		{ "1 < 2", "begins no tag" },
		{ "<p /x></p>", "stray /" },
		{ "<p <b>", "attribute" },
	};
	for (size_t i = 0; i < COUNT(CASES); i++) {
		AUTO_PAGE p;
		page_open(&p);
		html_lit_(&p.h, CASES[i].markup, strlen(CASES[i].markup));
		CHECK_REFUSED(&p, CASES[i].why);
	}
}

TEST(nesting_has_a_limit)
{
	AUTO_PAGE p;
	page_open(&p);
	for (int i = 0; i < HTML_DEPTH_MAX; i++)
		html_lit(&p.h, "<b>");
	CHECK(!p.h.fault);
	html_lit(&p.h, "<b>");
	CHECK_REFUSED(&p, "too deep");
}

enum wrong {
	TEXT_IN_TAG,
	TEXT_IN_VALUE,
	ATTR_IN_TEXT,
	ATTR_IN_URL,
	ATTR_IN_STYLE,
	ARG_FIRST,
	ARG_IN_PLAIN,
	QUERY_IN_TEXT,
	URL_LATE,
	NUM_IN_PLAIN,
	INT_IN_STYLE,
	INT_IN_TAG,
	WRONG_N
};

static void write_wrong(struct html *h, enum wrong w)
{
	struct str s = STR("secret");
	switch (w) {
	case TEXT_IN_TAG:
		html_lit(h, "<p ");
		html_text(h, s);
		break;
	case TEXT_IN_VALUE:
		html_lit(h, "<p title=\"");
		html_text(h, s);
		break;
	case ATTR_IN_TEXT:
		html_attr(h, s);
		break;
	case ATTR_IN_URL:
		html_lit(h, "<a href=\"");
		html_attr(h, s);
		break;
	case ATTR_IN_STYLE:
		html_lit(h, "<i style=\"");
		html_attr(h, s);
		break;
	case ARG_FIRST:
		html_lit(h, "<a href=\"");
		html_url_arg(h, s);
		break;
	case ARG_IN_PLAIN:
		html_lit(h, "<a title=\"x");
		html_url_arg(h, s);
		break;
	case QUERY_IN_TEXT:
		html_query(h, "q", s);
		break;
	case URL_LATE:
		html_lit(h, "<a href=\"/x");
		html_url(h, s);
		break;
	case NUM_IN_PLAIN:
		html_lit(h, "<i title=\"");
		html_style_num(h, "a", 1);
		break;
	case INT_IN_STYLE:
		html_lit(h, "<i style=\"");
		html_int(h, 1);
		break;
	case INT_IN_TAG:
		html_lit(h, "<i ");
		html_int(h, 1);
		break;
	case WRONG_N:
		break;
	}
}

TEST(a_value_in_the_wrong_place_is_not_written_and_refuses_the_page)
{
	for (int w = 0; w < WRONG_N; w++) {
		AUTO_PAGE p;
		page_open(&p);
		write_wrong(&p.h, (enum wrong)w);
		size_t n = p.out.n;
		html_lit(&p.h, "</p>");
		if (!p.h.fault || p.out.n != n || str_has(buf_str(&p.out), STR("secret")))
			FAIL("case %d was written: %.*s", w, STR_FMT(buf_str(&p.out)));
		CHECK_ERR(html_finish(&p.h, &p.e), ERR_CORRUPT);
		CHECK(!strstr(p.e.text, "secret"));
	}
}

TEST(a_full_buffer_is_too_big)
{
	struct buf out;
	struct html h;
	struct err e;
	buf_init(&out, 8);
	html_begin(&h, &out);
	html_el(&h, "p", STR("more than eight"));
	CHECK_ERR(html_finish(&h, &e), ERR_TOOBIG);
	buf_done(&out);
}
