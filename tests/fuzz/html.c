/* room: html */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any text in every context of a page, read back by a reader that knows only where a value must
 * end: what it finds there is the text again, so nothing of it became markup. Then the same bytes
 * as markup, for the follower of literals.
 */
#include "fuzz.h"

#include "base/buf.h"
#include "html/html.h"
#include "html/html_priv.h"

struct reader {
	struct str rest;
};

static void expect(struct reader *r, struct str lit)
{
	assert(str_starts(r->rest, lit) && "the markup around a value is as written");
	r->rest = str_from(r->rest, lit.n);
}

static struct str until(struct reader *r, char end)
{
	struct str head;
	struct str rest = str_cut(r->rest, end, &head);
	assert(rest.p && "a value ends");
	r->rest = str_from(r->rest, head.n);
	return head;
}

static void add_decoded(struct buf *b, struct str s)
{
	static const struct {
		const char *entity;
		char c;
	} ENTITIES[] = { { "&amp;", '&' },  { "&lt;", '<' },   { "&gt;", '>' },
			 { "&quot;", '"' }, { "&#39;", '\'' }, { "&#13;", '\r' } };
	while (s.n) {
		size_t i = 0;
		assert(s.p[0] != '<' && s.p[0] != '>' && s.p[0] != '"' && s.p[0] != '\'');
		if (s.p[0] != '&') {
			buf_char(b, s.p[0]);
			s = str_from(s, 1);
			continue;
		}
		while (i < COUNT(ENTITIES) && !str_starts(s, str_of(ENTITIES[i].entity)))
			i++;
		assert(i < COUNT(ENTITIES) && "every & begins an entity");
		buf_char(b, ENTITIES[i].c);
		s = str_from(s, strlen(ENTITIES[i].entity));
	}
}

/* What a reader of the page must see: the text, control characters replaced. */
static void add_wanted(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f)
			buf_lit(b, "\xef\xbf\xbd");
		else
			buf_char(b, s.p[i]);
	}
}

static void expect_text(struct reader *r, char end, struct str want)
{
	AUTO_BUF got;
	AUTO_BUF clean;
	buf_init(&got, SIZE_MAX / 2);
	buf_init(&clean, SIZE_MAX / 2);
	add_decoded(&got, until(r, end));
	add_wanted(&clean, want);
	assert(str_eq(buf_str(&got), buf_str(&clean)) && "the text comes back");
}

static unsigned hex(char c)
{
	assert((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'));
	return (unsigned)(c <= '9' ? c - '0' : c - 'A' + 10);
}

static void expect_arg(struct reader *r, char end, struct str want)
{
	struct str got = until(r, end);
	size_t n = 0;
	for (size_t i = 0; i < got.n; i++, n++) {
		char c = got.p[i];
		if (c == '%') {
			assert(i + 2 < got.n);
			c = (char)(hex(got.p[i + 1]) << 4 | hex(got.p[i + 2]));
			i += 2;
		}
		assert(n < want.n && want.p[n] == c);
	}
	assert(n == want.n);
}

static void write_page(struct html *h, struct str s, double v)
{
	html_lit(h, "<div title=\"");
	html_attr(h, s);
	html_lit(h, "\" style=\"");
	html_style_num(h, "v", v);
	html_lit(h, "\">");
	html_text(h, s);
	html_lit(h, "<a href=\"/p/");
	html_url_arg(h, s);
	html_query(h, "q", s);
	html_query(h, "r", s);
	html_lit(h, "\">");
	html_bdi(h, s, s, HTML_RTL);
	html_lit(h, "</a><a href=\"");
	html_url(h, s);
	html_lit(h, "\">x</a><textarea>");
	html_text(h, s);
	html_lit(h, "</textarea></div>");
}

static void read_page(struct reader *r, struct str s)
{
	expect(r, STR("<div title=\""));
	expect_text(r, '"', s);
	expect(r, STR("\" style=\"--v:"));
	struct str number = until(r, ';');
	for (size_t i = 0; i < number.n; i++)
		assert(strchr("-.0123456789", number.p[i]));
	expect(r, STR(";\">"));
	expect_text(r, '<', s);
	expect(r, STR("<a href=\"/p/"));
	expect_arg(r, '?', s);
	expect(r, STR("?q="));
	expect_arg(r, '&', s);
	expect(r, STR("&amp;r="));
	expect_arg(r, '"', s);
	expect(r, STR("\"><bdi"));
	if (s.n) {
		expect(r, STR(" lang=\""));
		expect_text(r, '"', s);
		expect(r, STR("\""));
	}
	expect(r, STR(" dir=\"rtl\">"));
	expect_text(r, '<', s);
	expect(r, STR("</bdi></a><a href=\""));
	struct str url = until(r, '"');
	assert(str_eq(url, STR("#")) || (url.n && url.p[0] == '/' && !str_starts(url, STR("//"))) ||
	       str_starts(url, STR("http://")) || str_starts(url, STR("https://")));
	for (size_t i = 0; i < url.n; i++)
		assert((unsigned char)url.p[i] > 0x20 && (unsigned char)url.p[i] < 0x7f &&
		       !strchr("<>\"'`\\", url.p[i]));
	expect(r, STR("\">x</a><textarea>"));
	if (s.n && s.p[0] == '\n')
		expect(r, STR("\n"));
	expect_text(r, '<', s);
	expect(r, STR("</textarea></div>"));
	assert(r->rest.n == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	AUTO_BUF out;
	struct html h;
	struct err e;
	struct str s = { (const char *)p, n };
	double v = 0;

	memcpy(&v, p, n < sizeof v ? n : sizeof v);
	buf_init(&out, SIZE_MAX / 2);
	html_begin(&h, &out);
	write_page(&h, s, v);
	assert(html_finish(&h, &e) == 0);
	struct reader r = { buf_str(&out) };
	read_page(&r, s);

	/* As markup, whole and in two halves: never a crash, and after a refusal not a byte more. */
	for (size_t cut = 0; cut <= n; cut += n / 2 + 1) {
		buf_clear(&out);
		html_begin(&h, &out);
		html_lit_(&h, s.p, cut);
		html_lit_(&h, s.p + cut, n - cut);
		size_t written = out.n;
		if (html_finish(&h, &e) < 0 && h.fault) {
			html_lit(&h, "<p>");
			html_text(&h, s);
			html_attr(&h, s);
			assert(out.n == written);
		}
	}
	return 0;
}
