/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_error.c - when there is no page: what happened, what did not, and what to do.
 *
 * The id at the foot says which line of the program refused. It is made from the source's name and
 * line and so says nothing about the reader or what was asked for.
 */
#include "web/page_priv.h"

struct str page_error_id(struct arena *a, int status, const struct err *e)
{
	uint32_t sum = 2166136261U; /* FNV-1a */
	const char *slash = e && e->file ? strrchr(e->file, '/') : NULL;
	struct str where = slash ? str_printf(a, "%s:%d", slash + 1, e->line) : STR("?");
	for (size_t i = 0; i < where.n; i++)
		sum = (sum ^ (uint8_t)where.p[i]) * 16777619U;
	return str_printf(a, "%d-%04x", status, (sum ^ sum >> 16) & 0xffff);
}

static const struct msg *heading(int status)
{
	static const struct msg NOT_FOUND =
		MSG("There is nothing at this address", "در این نشانی چیزی نیست");
	static const struct msg REFUSED = MSG("This could not be understood", "این فهمیده نشد");
	static const struct msg NOT_MAY = MSG("This is not open to you", "این برای شما باز نیست");
	static const struct msg CONFLICT =
		MSG("Someone else was first", "کسی پیش‌تر رسید");
	static const struct msg TOO_BIG = MSG("This is too large", "این بیش از اندازه بزرگ است");
	static const struct msg BUSY =
		MSG("The vault is busy just now",
		    "پرونده اکنون در دست برنامه‌ای دیگر است");
	static const struct msg OURS = MSG("Something went wrong here", "اینجا خطایی رخ داد");
	switch (status) {
	case 403:
		return &NOT_MAY;
	case 404:
	case 405:
		return &NOT_FOUND;
	case 409:
		return &CONFLICT;
	case 503:
		return &BUSY;
	case 413:
	case 414:
	case 431:
		return &TOO_BIG;
	default:
		return status >= 500 ? &OURS : &REFUSED;
	}
}

struct error_view {
	const struct msg *heading;
	struct str why;
	struct str id;
};

static void error_render(struct html *h, const struct shell *s, const struct error_view *v)
{
	page_begin(h, s, tr(s->lang, v->heading), SECTION_NONE);
	html_lit(h, "<div class=\"headline\"><p class=\"kicker\">");
	page_say(h, s->lang, MSG_P("Not done", "انجام نشد"));
	html_lit(h, "</p><h1>");
	page_say(h, s->lang, v->heading);
	html_lit(h, "</h1>");
	if (v->why.n) {
		html_lit(h, "<p class=\"standfirst\">");
		page_foreign(h, s->lang, v->why, STR(""));
		html_lit(h, "</p>");
	}
	html_lit(h, "</div>\n<section class=\"block heavy\"><h2>");
	page_say(h, s->lang, MSG_P("Where to go from here", "از اینجا به کجا"));
	html_lit(h, "</h2>\n<ul class=\"stack\"><li><a href=\"/\">");
	page_say(h, s->lang, MSG_P("Today", "امروز"));
	html_lit(h, "</a></li><li><a href=\"/register\">");
	page_say(h, s->lang,
		 MSG_P("The register, with search", "پرونده‌ها، با جست‌وجو"));
	html_lit(h, "</a></li></ul></section>\n<p class=\"small muted\">");
	page_say(
		h, s->lang,
		MSG_P("Nothing was written to the log. If you report this, quote ",
		      "چیزی در دفتر نوشته نشد. اگر این را گزارش می‌کنید، این را بنویسید: "));
	html_lit(h, "<code class=\"copy\" lang=\"en\" dir=\"ltr\">");
	html_text(h, v->id);
	html_lit(h, "</code>");
	page_say(h, s->lang, MSG_P("; it holds no personal data.", "؛ دادهٔ شخصی در آن نیست."));
	html_lit(h, "</p>\n");
	page_end(h, s);
}

struct str page_sentence(struct arena *a, struct str s)
{
	if (!s.n)
		return s;
	bool stop = strchr(".!?", s.p[s.n - 1]) != NULL;
	char *p = arena_alloc(a, s.n + 2, 1);
	memcpy(p, s.p, s.n);
	if (p[0] >= 'a' && p[0] <= 'z')
		p[0] = (char)(p[0] - 'a' + 'A');
	if (!stop)
		p[s.n] = '.';
	return str_n(p, s.n + !stop);
}

void page_error(struct page_request *p, int status, const struct err *e)
{
	struct html h;
	struct err fault;
	struct error_view v = {
		.heading = heading(status),
		.why = page_sentence(p->a, page_refusal(p->a, p->lang, str_of(e->text))),
		.id = page_error_id(p->a, status, e),
	};
	/* A fault of ours may have left anything in its text: parts of a page, of a statement. */
	if (status >= 500)
		v.why = tr(p->lang,
			   MSG_P("The page could not be made. The register itself is as it was.",
				 "صفحه ساخته نشد. خود دفتر همان است که بود."));
	buf_clear(&p->rs->body);
	p->rs->status = status;
	p->rs->type = STR("text/html; charset=utf-8");
	p->rs->location = p->rs->etag = p->rs->disposition = p->rs->fixed = STR("");
	p->rs->cache = HTTP_NO_STORE;
	html_begin(&h, &p->rs->body);
	error_render(&h, &p->shell, &v);
	if (html_finish(&h, &fault) < 0) {
		buf_clear(&p->rs->body);
		p->rs->type = STR("text/plain; charset=utf-8");
		buf_printf(&p->rs->body, "%.*s\n", STR_FMT(v.id));
	}
}
