/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/plain.h"

#include <math.h>

#include "report/report_priv.h"

void plain_say(const struct plain *p, const struct msg *m)
{
	html_text(p->h, tr(p->lang, m));
}

void plain_say_with(const struct plain *p, const struct msg *m, const struct str *args, size_t n)
{
	html_text(p->h, tr_fmt(p->a, p->lang, m, args, n));
}

void plain_limits_begin(const struct plain *p)
{
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"li\"><h2 id=\"li\">");
	plain_say(p, MSG_P("What this rests on", "این بر چه استوار است"));
	html_lit(p->h, "</h2><ul class=\"check\">");
}

void plain_limit(const struct plain *p, const struct msg *tag, struct str text)
{
	html_lit(p->h, "<li><span class=\"tag open\">");
	plain_say(p, tag);
	html_lit(p->h, "</span><span>");
	html_text(p->h, text);
	html_lit(p->h, "</span></li>\n");
}

void plain_limits_end(const struct plain *p)
{
	html_lit(p->h, "</ul></section>\n");
}

struct str plain_decimal(const struct plain *p, double v, int places)
{
	if (isnan(v))
		return STR("–");
	if (isinf(v))
		return tr(p->lang, MSG_P("no bound", "بی‌کران"));
	return decimal_text(p->a, p->lang, v, places);
}

struct str plain_count(const struct plain *p, int64_t v)
{
	return num_text(p->a, p->lang, v);
}

/* A dash between numbers would turn them round where the line runs from the right. */
struct str plain_between(const struct plain *p, struct str lo, struct str hi)
{
	struct str ends[] = { lo, hi };
	return tr_fmt(p->a, p->lang, MSG_P("{1}–{2}", "{1} تا {2}"), ends, 2);
}

void plain_head(const struct plain *p, const struct msg *m, bool right)
{
	if (right)
		html_lit(p->h, "<th scope=\"col\" class=\"r\">");
	else
		html_lit(p->h, "<th scope=\"col\">");
	plain_say(p, m);
	html_lit(p->h, "</th>");
}

void plain_row_head(const struct plain *p, struct str s)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	html_text(p->h, s);
	html_lit(p->h, "</th>");
}

void plain_number(const struct plain *p, const struct msg *label, struct str s)
{
	html_lit(p->h, "<td class=\"r\" data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
	html_text(p->h, s);
	html_lit(p->h, "</td>");
}

void plain_begin(const struct plain *p, struct buf *b, const struct msg *title,
		 const struct msg *heading, struct str kicker, struct str standfirst)
{
	put_page_head(b, p->lang, title, STR("style.css"));
	html_begin(p->h, b);
	html_lit(p->h, "<body><main id=\"main\" class=\"wrap\">\n<div class=\"headline\">");
	if (kicker.n)
		html_el_class(p->h, "p", "kicker", kicker);
	html_lit(p->h, "<h1>");
	plain_say(p, heading);
	html_lit(p->h, "</h1>");
	html_el_class(p->h, "p", "standfirst", standfirst);
	html_lit(p->h, "</div>\n");
}

int plain_end(const struct plain *p, struct buf *b, struct str made, struct err *e)
{
	struct str args[] = { STR(VIGIL_VERSION), made };
	html_lit(p->h, "</main><footer class=\"colophon\"><div class=\"wrap\"><p>");
	plain_say_with(
		p,
		made.n ? MSG_P("Vigil {1}, seed {2}.", "Vigil {1}، بذر {2}.")
		       : MSG_P("Vigil {1}. Nothing is drawn at random here.",
			       "Vigil {1}. اینجا چیزی به تصادف کشیده نمی‌شود."),
		args, COUNT(args));
	html_lit(p->h, "</p></div></footer></body>");
	TRY(html_finish(p->h, e));
	buf_lit(b, "\n</html>\n");
	return buf_check(b, e);
}
