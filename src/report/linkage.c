/* SPDX-License-Identifier: GPL-3.0-or-later */
/* linkage.c - the page about lists that were linked: what came out, of what, and how sure that is. */
#include "report/linkage_priv.h"

#include <math.h>

#include "report/report_priv.h"
#include "text/script.h"

void link_page_say(const struct link_page *p, const struct msg *m)
{
	html_text(p->h, tr(p->lang, m));
}

struct str link_page_decimal(const struct link_page *p, double v, int places)
{
	return decimal_text(p->a, p->lang, v, places);
}

void link_page_given(const struct link_page *p, struct str s)
{
	html_bdi(p->h, s, str_of(text_lang(s)), text_is_rtl(s) ? HTML_RTL : HTML_LTR);
}

void link_page_head_cell(const struct link_page *p, const struct msg *m, bool right)
{
	if (right)
		html_lit(p->h, "<th scope=\"col\" class=\"r\">");
	else
		html_lit(p->h, "<th scope=\"col\">");
	link_page_say(p, m);
	html_lit(p->h, "</th>");
}

static void number_cell(const struct link_page *p, const struct msg *label, struct str text)
{
	html_lit(p->h, "<td class=\"r\" data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
	html_text(p->h, text);
	html_lit(p->h, "</td>");
}

static void block(const struct link_page *p, const char *id, const struct msg *title)
{
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\"><h2 id=\"");
	html_word(p->h, str_of(id));
	html_lit(p->h, "\">");
	link_page_say(p, title);
	html_lit(p->h, "</h2>\n");
}

static void scroll(const struct link_page *p, const struct msg *label)
{
	html_lit(p->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\"><table class=\"cards\"><thead><tr>");
}

/* ---- parts ----------------------------------------------------------------------- */

static void put_headline(const struct link_page *p, const struct linkage_sheet *s)
{
	html_lit(p->h, "<div class=\"headline\"><h1>");
	link_page_say(p, MSG_P("Many lists, one count", "چند فهرست، یک شمار"));
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	html_text(p->h, s->persons);
	html_lit(p->h, "</p></div>\n<p class=\"notice\"><b>");
	link_page_say(
		p,
		MSG_P("This page shows rows of your own files, with names and dates as they stand there.",
		      "این برگه ردیف‌هایی از پرونده‌های خود شما را نشان می‌دهد، با نام‌ها و تاریخ‌ها چنان که آنجاست."));
	html_lit(p->h, "</b> ");
	link_page_say(p, MSG_P("Keep it as you keep those.",
			       "همچون خود آنها نگهداری‌اش کنید."));
	html_lit(p->h, "</p>\n");
}

static void put_lines(const struct link_page *p, const struct linkage_sheet *s)
{
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"out\"><h2 id=\"out\">");
	link_page_say(p, MSG_P("What came out", "آنچه به دست آمد"));
	html_lit(p->h, "</h2>\n<table><tbody>");
	for (size_t i = 0; i < s->n_lines; i++) {
		html_lit(p->h, "<tr><th scope=\"row\">");
		html_text(p->h, s->lines[i].label);
		html_lit(p->h, "</th><td>");
		html_text(p->h, s->lines[i].text);
		html_lit(p->h, "</td></tr>\n");
	}
	html_lit(p->h, "</tbody></table></section>\n");
}

static void put_warnings(const struct link_page *p, const struct linkage_sheet *s)
{
	if (!s->n_warnings)
		return;
	block(p, "look", MSG_P("To look at", "برای بررسی"));
	html_lit(p->h, "<ul>");
	for (size_t i = 0; i < s->n_warnings; i++) {
		html_lit(p->h, "<li>");
		/* In the language of the program that says it: one run, so that the colon stays in its place. */
		link_page_given(p, str_printf(p->a, "%.*s: %.*s", STR_FMT(s->warnings[i].label),
					      STR_FMT(s->warnings[i].text)));
		html_lit(p->h, "</li>\n");
	}
	html_lit(p->h, "</ul></section>\n");
}

static void put_faults(const struct link_page *p, const struct linkage_file *f)
{
	html_lit(p->h, "<ul>");
	for (size_t i = 0; i < f->n_faults; i++) {
		html_lit(p->h, "<li><b>");
		html_text(p->h, f->faults[i].place);
		html_lit(p->h, "</b>: ");
		html_text(p->h, f->faults[i].what);
		html_lit(p->h, " <span class=\"muted\">");
		html_text(p->h, f->faults[i].todo);
		html_lit(p->h, "</span></li>\n");
	}
	if (f->more) {
		struct str n = num_text(p->a, p->lang, f->more);
		html_el(p->h, "li",
			tr_fmt(p->a, p->lang,
			       MSG_P("and {1} more; `vigil list look` shows all",
				     "و {1} مورد دیگر؛ `vigil list look` همه را نشان می‌دهد"),
			       &n, 1));
	}
	html_lit(p->h, "</ul>\n");
}

static void put_files(const struct link_page *p, const struct linkage_sheet *s)
{
	block(p, "files",
	      MSG_P("The tables as they came", "جدول‌ها، چنان که رسیدند"));
	for (size_t i = 0; i < s->n_files; i++) {
		const struct linkage_file *f = &s->files[i];
		struct str args[] = { f->kind, num_text(p->a, p->lang, f->rows) };
		html_lit(p->h, "<h3>");
		link_page_given(p, f->name);
		html_lit(p->h, "</h3><p class=\"small\">");
		html_text(p->h, tr_fmt(p->a, p->lang, MSG_P("{1}, {2} rows.", "{1}، {2} ردیف."),
				       args, COUNT(args)));
		html_lit(p->h, " ");
		if (!f->n_faults)
			link_page_say(p, MSG_P("Nothing stood out.",
					       "نکته‌ای به چشم نیامد."));
		html_lit(p->h, "</p>\n");
		if (f->n_faults)
			put_faults(p, f);
	}
	html_lit(p->h, "</section>\n");
}

static void put_model(const struct link_page *p, const struct linkage_sheet *s)
{
	static const struct msg LEVEL = MSG("How they agree", "چگونه همخوان‌اند");
	static const struct msg M = MSG("Of one person (m)", "از یک شخص (m)");
	static const struct msg U = MSG("By chance (u)", "به تصادف (u)");
	static const struct msg BITS = MSG("Bits", "بیت");
	block(p, "model",
	      MSG_P("What each agreement is worth", "هر همخوانی چه می‌ارزد"));
	html_lit(p->h, "<p class=\"small\">");
	link_page_say(
		p,
		MSG_P("Learned from these lists. m is the share of this level among pairs of one person, u among pairs of two. "
		      "One bit doubles the odds.",
		      "آموخته از همین فهرست‌ها. m سهم این سطح میان جفت‌های یک شخص است و u میان جفت‌های دو شخص. هر بیت بخت را دو "
		      "برابر می‌کند."));
	html_lit(p->h, "</p>\n");
	scroll(p, MSG_P("Table of the model", "جدول مدل"));
	link_page_head_cell(p, &LEVEL, false);
	link_page_head_cell(p, &M, true);
	link_page_head_cell(p, &U, true);
	link_page_head_cell(p, &BITS, true);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < s->n_levels; i++) {
		const struct linkage_level *l = &s->levels[i];
		html_lit(p->h, "<tr><th scope=\"row\">");
		if (l->field.n) {
			link_page_given(p, l->field);
			html_lit(p->h, "<br>");
		}
		html_lit(p->h, "<span class=\"src\">");
		html_text(p->h, l->what);
		html_lit(p->h, "</span></th>");
		number_cell(p, &M, link_page_decimal(p, l->m, 4));
		number_cell(p, &U, link_page_decimal(p, l->u, 6));
		number_cell(p, &BITS, link_page_decimal(p, l->bits, 1));
		html_lit(p->h, "</tr>\n");
	}
	html_lit(p->h, "</tbody></table></div></section>\n");
}

static void put_bands(const struct link_page *p, const struct linkage_sheet *s)
{
	static const struct msg BAND = MSG("Probability", "احتمال");
	static const struct msg PAIRS = MSG("Pairs", "جفت‌ها");
	static const struct msg EXPECTED = MSG("Of one person, expected", "از یک شخص، برآورد");
	block(p, "sure", MSG_P("How sure it is", "چه اندازه مطمئن است"));
	html_lit(p->h, "<p class=\"small\">");
	if (s->labels)
		html_text(p->h, tr_fmt(p->a, p->lang,
				       MSG_P("{1} decisions of people took part.",
					     "{1} تصمیم کسان در آن بود."),
				       (struct str[]){ num_text(p->a, p->lang, s->labels) }, 1));
	else
		link_page_say(
			p,
			MSG_P("Nobody has decided a pair of these files, so whether its probabilities are right is not measured. Read "
			      "twenty pairs of the middle bands: as many should be one person as is expected.",
			      "کسی دربارهٔ جفتی از این پرونده‌ها تصمیم نگرفته است، پس درستی احتمال‌ها سنجیده نشده. بیست جفت از میانه را "
			      "بخوانید: باید همان اندازه یک نفر باشند که برآورد شده است."));
	html_lit(p->h, "</p>\n");
	scroll(p, MSG_P("Table of probabilities", "جدول احتمال‌ها"));
	link_page_head_cell(p, &BAND, false);
	link_page_head_cell(p, &PAIRS, true);
	link_page_head_cell(p, &EXPECTED, true);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < s->n_bands; i++) {
		const struct linkage_band *b = &s->bands[i];
		html_lit(p->h, "<tr><th scope=\"row\">");
		html_text(p->h, link_page_decimal(p, b->from, 2));
		html_lit(p->h, " – ");
		html_text(p->h, link_page_decimal(p, b->to, 2));
		html_lit(p->h, "</th>");
		number_cell(p, &PAIRS, num_text(p->a, p->lang, b->pairs));
		number_cell(p, &EXPECTED, link_page_decimal(p, b->expected, 1));
		html_lit(p->h, "</tr>\n");
	}
	html_lit(p->h, "</tbody></table></div></section>\n");
}

static void put_colophon(const struct link_page *p, const struct linkage_sheet *s)
{
	struct str arg[] = { STR(VIGIL_VERSION), num_text(p->a, p->lang, (int64_t)s->seed) };
	html_lit(p->h, "<footer class=\"colophon\"><div class=\"wrap\"><p>");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("Vigil {1}, seed {2}. Nothing was merged: a cluster is a statement about records that all stay. The same files, "
			     "config, version and seed give the same page, whatever the order of rows or files.",
			     "Vigil {1}، بذر {2}. چیزی ادغام نشد: هر خوشه سخنی است دربارهٔ ردیف‌هایی که همه می‌مانند. همان پرونده‌ها، پیکربندی، "
			     "نسخه و بذر همین برگه را می‌دهد، به هر ترتیب ردیف‌ها و پرونده‌ها."),
		       arg, COUNT(arg)));
	html_lit(p->h, "</p></div></footer>");
}

int report_linkage(const struct linkage_sheet *s, enum lang lang, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	struct link_page p = { &h, lang, a };
	put_page_head(ret, lang,
		      MSG_P("Many lists, one count – Vigil", "چند فهرست، یک شمار – Vigil"),
		      STR("style.css"));
	html_begin(&h, ret);
	html_lit(&h, "<body><main id=\"main\" class=\"wrap\">\n");
	put_headline(&p, s);
	put_lines(&p, s);
	put_warnings(&p, s);
	link_page_put_falls(&p, s);
	put_bands(&p, s);
	put_model(&p, s);
	put_files(&p, s);
	html_lit(&h, "</main>");
	put_colophon(&p, s);
	html_lit(&h, "</body>");
	TRY(html_finish(&h, e));
	buf_lit(ret, "\n</html>\n");
	return buf_check(ret, e);
}
