/* SPDX-License-Identifier: GPL-3.0-or-later */
/* batch_render.c - one import with its claims, and taking back. */
#include "web/page_import.h"

static const struct msg REASON_HINT =
	MSG("For instance: the wrong file; the publisher withdrew it.",
	    "برای نمونه: پروندهٔ نادرست؛ ناشر آن را پس گرفت.");

static void told(const struct part *p, int64_t n, const struct msg *m)
{
	struct str text = num_text(p->a, p->lang, n);
	if (!n)
		return;
	html_lit(p->h, " ");
	html_text(p->h, tr_fmt(p->a, p->lang, m, &text, 1));
}

static void headline(const struct part *p, const struct batch_view *v)
{
	static const struct msg ONE = MSG("{1} claim", "{1} ادعا");
	static const struct msg MANY = MSG("{1} claims", "{1} ادعا");
	struct str args[] = { page_entry_text(p->a, p->lang, v->batch.seq),
			      word_n(p, &ONE, &MANY, v->batch.statements),
			      num_text(p->a, p->lang, v->batch.rows) };
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/import\">");
	part_say(p, MSG_P("Import", "ورود داده"));
	html_lit(p->h, "</a> / ");
	html_text(p->h, args[0]);
	html_lit(p->h, "</p>\n<div class=\"headline\"><p class=\"kicker\">");
	html_text(p->h,
		  tr_fmt(p->a, p->lang, MSG_P("Import, entry {1}", "ورود، مدخل {1}"), args, 1));
	html_lit(p->h, "</p><h1>");
	page_foreign(p->h, p->lang, v->batch.name, STR(""));
	html_lit(p->h, "</h1><p class=\"standfirst\"");
	html_if(p->h, v->fresh, " role=\"status\"");
	html_lit(p->h, ">");
	html_text(p->h, tr_fmt(p->a, p->lang,
			       v->fresh ? MSG_P("Recorded and sealed: {2}, from {3} rows.",
						"ثبت و مُهر شد: {2}، از {3} ردیف.")
					: MSG_P("{2}, from {3} rows.", "{2}، از {3} ردیف."),
			       args, COUNT(args)));
	told(p, v->already,
	     MSG_P("{1} were in the register already and were not added again.",
		   "{1} ادعا از پیش در دفتر بود و دوباره افزوده نشد."));
	told(p, v->beside,
	     MSG_P("{1} have the name of an earlier claim and other content; they stand beside it.",
		   "{1} ادعا نام ادعایی پیشین و محتوایی دیگر دارند؛ کنار آن می‌مانند."));
	if (v->batch.retracted) {
		html_lit(p->h, " ");
		part_say(p, MSG_P("It was taken back by ", "پس گرفته شد با "));
		part_entry(p, v->batch.retracted);
		html_lit(p->h, ".");
	}
	html_lit(p->h, "</p><p class=\"small muted\">");
	html_text(p->h, word_time(p, v->batch.recorded_ms));
	html_lit(p->h, "</p></div>\n");
}

static void take_back(const struct part *p, const struct batch_view *v)
{
	struct form f = { p->h, p->lang, p->a, "/undo", NULL };
	struct field d = { .name = STR("reason"),
			   .label = MSG_P("Why", "چرا"),
			   .hint = &REASON_HINT };
	html_lit(p->h,
		 "<section class=\"block\" id=\"undo\" aria-labelledby=\"ub\"><h2 id=\"ub\">");
	part_say(p, MSG_P("Take this import back", "پس گرفتن این ورود"));
	html_lit(p->h, "</h2><p>");
	part_say(
		p,
		MSG_P("All its claims stop to count at once. The log keeps them, and this decision with its reason.",
		      "همهٔ ادعاهای آن یکجا از شمار می‌افتند. دفتر آن‌ها و این تصمیم را با دلیلش نگه می‌دارد."));
	html_lit(p->h, "</p>\n<form method=\"post\" action=\"/undo/");
	page_entry_id(p->h, v->batch.seq);
	html_lit(p->h, "\">");
	page_form_hidden(p->h, &v->form);
	html_lit(p->h, "<input type=\"hidden\" name=\"back\" value=\"/import/");
	page_entry_id(p->h, v->batch.seq);
	html_lit(p->h, "\">");
	form_input(&f, &d);
	html_lit(p->h, "<p class=\"actions\"><button>");
	part_say(p, MSG_P("Take it back", "پس گرفتن"));
	html_lit(p->h, "</button></p></form></section>\n");
}

void batch_render(struct html *h, const struct shell *s, const struct batch_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	struct str no = page_entry_text(a, s->lang, v->batch.seq);
	page_begin(h, s, tr_fmt(a, s->lang, MSG_P("Import {1}", "ورود {1}"), &no, 1),
		   SECTION_IMPORT);
	headline(&p, v);
	html_lit(
		h,
		"<section class=\"block heavy\" id=\"claims\" aria-labelledby=\"cl\"><h2 id=\"cl\">");
	part_say(&p, MSG_P("Its claims", "ادعاهای آن"));
	html_lit(h, "</h2>\n<div class=\"stack\">");
	for (size_t i = 0; i < v->n; i++)
		part_claim(&p, &v->claims[i],
			   PART_SUBJECT | PART_PROPERTY | PART_QUALIFIERS | PART_STANDING);
	html_lit(h, "</div>\n");
	part_pages(&p, str_printf(a, "/import/%s", number_str(a, v->batch.seq).p), v->page,
		   BATCH_PAGE, v->total, STR("claims"));
	html_lit(h, "</section>\n");
	if (s->may_decide && !v->batch.retracted)
		take_back(&p, v);
	page_end(h, s);
}

void undo_render(struct html *h, const struct shell *s, const struct undo_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct str no = page_entry_text(a, s->lang, v->seq);
	struct form f = { h, s->lang, a, "/undo", &v->errors };
	struct field d = { .name = STR("reason"),
			   .value = v->reason,
			   .label = MSG_P("Why", "چرا"),
			   .hint = &REASON_HINT };
	page_begin(h, s, tr(s->lang, MSG_P("Error: Take back", "خطا: پس گرفتن")), SECTION_HISTORY);
	html_lit(h, "<div class=\"headline\"><h1>");
	html_text(h, tr_fmt(a, s->lang, MSG_P("Take back entry {1}", "پس گرفتن مدخل {1}"), &no, 1));
	html_lit(h, "</h1></div>\n");
	form_summary(&f);
	html_lit(h, "<form method=\"post\" class=\"block heavy\" action=\"/undo/");
	page_entry_id(h, v->seq);
	html_lit(h, "\">");
	page_form_hidden(h, &v->form);
	html_hidden(h, "back", v->back);
	form_input(&f, &d);
	html_lit(h, "<p class=\"actions\"><button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Take it back", "پس گرفتن"));
	html_lit(h, "</button><a href=\"");
	html_url(h, v->back);
	html_lit(h, "\">");
	page_say(h, s->lang, MSG_P("Leave it as it is", "همان‌گونه بماند"));
	html_lit(h, "</a></p></form>\n");
	page_end(h, s);
}
