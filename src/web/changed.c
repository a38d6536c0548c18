/* SPDX-License-Identifier: GPL-3.0-or-later */
/* changed.c - "Someone else changed this first": the page of an edit conflict (409). */
#include "web/page_priv.h"

static void side(struct html *h, const struct shell *s, struct str value, const struct msg *whose)
{
	html_lit(h, "<p class=\"v\">");
	page_foreign(h, s->lang, value, STR(""));
	html_lit(h, "</p><p class=\"src\">");
	page_say(h, s->lang, whose);
}

static void sides(struct html *h, const struct shell *s, const struct changed_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	html_lit(h, "<div class=\"sides\" style=\"margin-block:1rem\">");
	if (v->begun.n) {
		html_lit(h, "<div class=\"claim\">");
		side(h, s, v->begun, MSG_P("What you began from", "آنچه از آن آغاز کردید"));
		html_lit(h, "</p></div>");
	}
	html_lit(h, "<div class=\"claim adopted\">");
	side(h, s, v->now, MSG_P("What stands now, entry ", "آنچه اکنون هست، مدخل "));
	html_lit(h, "<a class=\"num\" href=\"/claim/");
	page_entry_id(h, v->now_seq);
	html_lit(h, "\">");
	page_entry(h, s->lang, v->now_seq);
	html_lit(h, "</a> · ");
	if (v->now_by.n) {
		page_foreign(h, s->lang, v->now_by, STR(""));
		html_lit(h, " · ");
	}
	html_text(h, page_when(a, s->lang, v->now_ms));
	html_lit(h, "</p></div><div class=\"claim\">");
	side(h, s, v->mine, MSG_P("Yours, not saved", "از شما، ذخیره‌نشده"));
	html_lit(h, "</p><p><span class=\"tag open\">");
	page_say(h, s->lang, MSG_P("Waiting", "در انتظار"));
	html_lit(h, "</span></p></div></div>\n");
}

static void choices(struct html *h, const struct shell *s)
{
	html_lit(h, "<fieldset class=\"field\"><legend>");
	page_say(h, s->lang, MSG_P("What should happen?", "چه باید بشود؟"));
	html_lit(
		h,
		"</legend><div class=\"choices\"><div class=\"choice\">"
		"<input type=\"radio\" name=\"anyway\" value=\"1\" id=\"x0\" checked aria-describedby=\"xh\">"
		"<label for=\"x0\">");
	page_say(h, s->lang,
		 MSG_P("Keep both: record mine as well", "هر دو بماند: از من هم ثبت شود"));
	html_lit(h, "</label><span class=\"hint\" id=\"xh\">");
	page_say(h, s->lang,
		 MSG_P("What stands now stays beside it.",
		       "آنچه اکنون هست در کنار آن می‌ماند."));
	html_lit(h,
		 "</span></div><div class=\"choice\">"
		 "<input type=\"radio\" name=\"anyway\" value=\"0\" id=\"x1\"><label for=\"x1\">");
	page_say(h, s->lang,
		 MSG_P("Leave it as it is now", "چنان‌که اکنون هست بماند"));
	html_lit(h, "</label></div></div></fieldset>\n");
}

void changed_render(struct html *h, const struct shell *s, const struct changed_view *v)
{
	page_begin(h, s,
		   tr(s->lang, MSG_P("Someone else changed this first",
				     "کسی پیش‌تر این را دگرگون کرد")),
		   SECTION_NONE);
	html_lit(h, "<div class=\"headline\"><p class=\"kicker\">");
	page_say(h, s->lang, MSG_P("Not saved", "ذخیره نشد"));
	html_lit(h, "</p><h1>");
	page_say(h, s->lang,
		 MSG_P("Someone else changed this first",
		       "کسی پیش‌تر این را دگرگون کرد"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("Your text is safe below. Something was recorded here after you opened the form.",
		      "متن شما در زیر محفوظ است. پس از گشودن فرم، چیزی در اینجا ثبت شده است."));
	html_lit(h, "</p></div>\n<form method=\"post\" class=\"block heavy\" action=\"");
	html_url(h, v->action);
	html_lit(h, "\">\n<h2>");
	page_foreign(h, s->lang, v->heading, STR(""));
	html_lit(h, "</h2>\n");
	page_form_hidden(h, &v->form);
	page_form_kept(h, v->keep);
	sides(h, s, v);
	choices(h, s);
	html_lit(h, "<p class=\"actions\"><button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Continue", "ادامه"));
	html_lit(h, "</button>");
	page_entity_a(h, v->back_kind, v->back_number);
	page_say(h, s->lang, MSG_P("Back to the record", "بازگشت به پرونده"));
	html_lit(h, "</a></p></form>\n<p class=\"small muted\">");
	page_say(h, s->lang, MSG_P("Nothing was written to the log.", "چیزی در دفتر نوشته نشد."));
	if (v->error_id.n) {
		page_say(
			h, s->lang,
			MSG_P(" If you report this, quote ",
			      " اگر این را گزارش می‌کنید، این را بنویسید: "));
		html_lit(h, "<code class=\"copy\" lang=\"en\" dir=\"ltr\">");
		html_text(h, v->error_id);
		html_lit(h, "</code>");
	}
	html_lit(h, "</p>\n");
	page_end(h, s);
}
