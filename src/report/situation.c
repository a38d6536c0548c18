/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * situation.c - the situation report: its sections in order, and the page around them.
 *
 * The head of the page is ours from end to end and is written as it is: the writer of html/ refuses
 * styles, rightly, since a value in one could become anything. No value reaches the head.
 */
#include "report/report_priv.h"

#include "html/assets.h"

static void (*const SECTIONS[])(struct page *) = {
	section_summary, section_numbers, section_cases,     section_collective, section_statements,
	section_sites,	 section_other,	  section_parallels, section_asks,	 section_conflicts,
	section_gaps,	 section_method,  section_sources,   section_claims, /* last: it lists what the others cited */
};

static void add_style(struct buf *b, struct str asset)
{
	const struct asset *x = asset_find(asset_url(asset));
	assert(x && "asset_url ends the program otherwise");
	struct str css = str_n((const char *)x->bytes, x->size);
	/* The site's own begins by fetching tokens.css, which stands before it here. */
	if (str_starts(css, STR("@import")))
		css = str_from(css, (size_t)str_find(css, STR("\n")));
	assert(str_find(css, STR("</")) < 0 && "a stylesheet that would end its own element");
	buf_add(b, css);
}

void put_page_head(struct buf *b, enum lang lang, const struct msg *title, struct str style)
{
	if (lang == LANG_FA)
		buf_lit(b, "<!doctype html>\n<html lang=\"fa\" dir=\"rtl\">\n<head>\n");
	else
		buf_lit(b, "<!doctype html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n");
	buf_lit(b, "<meta charset=\"utf-8\">\n<title>");
	buf_add(b, tr(lang, title));
	buf_lit(b, "</title>\n"
		   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		   "<meta name=\"referrer\" content=\"no-referrer\">\n<style>\n");
	add_style(b, STR("tokens.css"));
	add_style(b, style);
	buf_lit(b, "</style>\n</head>\n");
}

static void put_as_of(struct page *p)
{
	const struct view_head *h = &p->v->head;
	html_lit(&p->h, "<dl class=\"facts\"><div><dt>");
	TELL(p, "As of", "وضعیت تا");
	html_lit(&p->h, "</dt><dd>");
	if (h->size > 0)
		SAY(p, "log entry {1} (size {2})", "سطر {1} دفتر ثبت (اندازه {2})",
		    A_ENTRY(h->size - 1), A_ENTRY(h->size));
	else
		TELL(p, "an empty log", "دفتر خالی");
	html_lit(&p->h, "</dd></div><div><dt>");
	TELL(p, "Root", "ریشه");
	html_lit(&p->h, "</dt><dd><bdi dir=\"ltr\"><code>");
	html_text(&p->h, h->root);
	html_lit(&p->h, "</code></bdi></dd></div><div><dt>");
	TELL(p, "Last entry made", "زمان آخرین سطر");
	html_lit(&p->h, "</dt><dd><bdi dir=\"ltr\">");
	html_text(&p->h, h->time);
	html_lit(&p->h, "</bdi> ");
	TELL(p, "(by the clock of the device that recorded it: a claim, not evidence)",
	     "(به ساعت دستگاهی که آن را ثبت کرد: یک ادعا، نه مدرک)");
	html_lit(&p->h, "</dd></div><div><dt>");
	TELL(p, "Log", "دفتر");
	html_lit(&p->h, "</dt><dd><bdi dir=\"ltr\"><code>");
	html_text(&p->h, h->origin);
	html_lit(&p->h, "</code></bdi></dd></div></dl>");
}

static void put_title(struct page *p)
{
	html_lit(&p->h, "<header class=\"headline\"><p class=\"kicker\">");
	switch (p->v->audience) {
	case AUDIENCE_INTERNAL:
		html_lit(&p->h, "<span class=\"tag ink\">");
		TELL(p, "Internal: not for publication", "داخلی: برای انتشار نیست");
		html_lit(&p->h, "</span>");
		break;
	case AUDIENCE_PUBLIC:
		html_lit(&p->h, "<span class=\"tag\">");
		TELL(p, "Public edition", "نسخهٔ عمومی");
		html_lit(&p->h, "</span>");
		break;
	}
	html_lit(&p->h, "</p><h1>");
	TELL(p, "Situation report", "گزارش وضعیت");
	html_lit(&p->h, "</h1>");
	put_as_of(p);
	html_lit(&p->h, "</header>");
}

static void put_contents(struct page *p)
{
#define ITEM(id, en, fa)                                                                           \
	(html_lit(&p->h, "<li><a href=\"#" id "\">"), TELL(p, en, fa),                             \
	 html_lit(&p->h, "</a></li>\n"))
	html_lit(&p->h, "<nav class=\"contents\" aria-label=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Contents", "فهرست")));
	html_lit(&p->h, "\"><ul>");
	ITEM("summary", "Summary", "چکیده");
	ITEM("numbers", "Numbers", "شمارها");
	ITEM("cases", "Cases", "پرونده‌ها");
	ITEM("collective", "Collective events", "رویدادهای جمعی");
	ITEM("statements", "Statements", "بیانیه‌ها");
	ITEM("sites", "Sites", "محل‌ها");
	ITEM("other", "Other events", "رویدادهای دیگر");
	ITEM("parallels", "Parallels", "همانندی‌ها");
	ITEM("asks", "Asks", "درخواست‌ها");
	ITEM("conflicts", "Conflicts", "تعارض‌ها");
	ITEM("gaps", "Gaps", "کمبودها");
	ITEM("method", "Method", "روش");
	ITEM("sources", "Sources", "منابع");
	ITEM("claims", "Claims", "ادعاها");
	html_lit(&p->h, "</ul></nav>");
#undef ITEM
}

static void put_colophon(struct page *p)
{
	html_lit(&p->h, "<footer class=\"colophon\"><p>");
	SAY(p, "Situation report as of log size {1}, root ",
	    "گزارش وضعیت تا اندازهٔ {1} دفتر ثبت، ریشه ", A_ENTRY(p->v->head.size));
	html_lit(&p->h, "<bdi dir=\"ltr\"><code>");
	html_text(&p->h, p->v->head.root);
	html_lit(&p->h, "</code></bdi></p><p>");
	TELL(p,
	     "What is said here is what the named sources are recorded to have said. Whoever made this report says none of it "
	     "by recording it.",
	     "آنچه در اینجا آمده همان است که ثبت شده منابع نام‌برده گفته‌اند. سازندهٔ این گزارش با ثبت آن، خود چیزی نگفته است.");
	html_lit(&p->h, "</p></footer>");
}

int report_situation(const struct view *v, enum lang lang, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct page p = { .v = v, .lang = lang, .a = a, .cited = NEW_N(a, v->n_claims, bool) };
	index_naming(&p);
	put_page_head(ret, lang, MSG_P("Situation report – Vigil", "گزارش وضعیت – Vigil"),
		      STR("report.css"));
	html_begin(&p.h, ret);
	html_lit(&p.h, "<body><main class=\"wrap\">");
	put_title(&p);
	put_contents(&p);
	for (size_t i = 0; i < COUNT(SECTIONS); i++)
		SECTIONS[i](&p);
	put_colophon(&p);
	html_lit(&p.h, "</main></body>");
	TRY(html_finish(&p.h, e));
	buf_lit(ret, "\n</html>\n");
	return buf_check(ret, e);
}
