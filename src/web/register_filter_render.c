/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_filter_render.c - what the register can be narrowed by. */
#include "web/page_register.h"

#include "web/part.h"

enum { CHOICES_SHOWN = 14 };

static const struct {
	struct msg label;
	enum facet_by by;
	bool open; /* without a choice in it */
} FACET_BLOCKS[] = {
	{ MSG("Kind", "گونه"), FACET_KIND, true },
	{ MSG("Status", "وضعیت"), FACET_STATUS, true },
	{ MSG("Certainty", "اطمینان"), FACET_CERTAINTY, true },
	{ MSG("Province", "استان"), FACET_PROVINCE, false },
	{ MSG("Place or prison", "جا یا زندان"), FACET_PLACE, false },
	{ MSG("Charge", "اتهام"), FACET_CHARGE, false },
	{ MSG("Source", "منبع"), FACET_SOURCE, false },
};

static void choice(struct html *h, const struct shell *s, enum facet_by by, size_t i,
		   const struct register_choice *c)
{
	struct str key = str_of(REGISTER_FACET_KEYS[by]);
	html_lit(h, "<div class=\"choice\"><input type=\"checkbox\" id=\"");
	html_attr(h, key);
	html_int(h, (int64_t)i);
	html_lit(h, "\" name=\"");
	html_attr(h, key);
	html_lit(h, "\" value=\"");
	html_attr(h, c->code.n ? c->code : STR("-"));
	html_lit(h, "\"");
	html_if(h, c->chosen, " checked");
	html_lit(h, "><label for=\"");
	html_attr(h, key);
	html_int(h, (int64_t)i);
	html_lit(h, "\"><span>");
	page_foreign(h, s->lang, c->label, c->label_lang);
	html_lit(h, "</span><span class=\"c\">");
	page_num(h, s->lang, c->count);
	html_lit(h, "</span></label></div>");
}

static void facet(struct html *h, const struct shell *s, size_t block,
		  const struct register_view *v)
{
	enum facet_by by = FACET_BLOCKS[block].by;
	const struct register_facet *f = &v->facets[by];
	size_t left = 0;
	if (!f->n)
		return;
	html_lit(h, "<details class=\"facet\"");
	html_if(h, FACET_BLOCKS[block].open || v->params->find.n_choices[by], " open");
	html_lit(h, "><summary>");
	page_say(h, s->lang, &FACET_BLOCKS[block].label);
	html_lit(h, "</summary><fieldset class=\"choices\"><legend class=\"vh\">");
	page_say(h, s->lang, &FACET_BLOCKS[block].label);
	html_lit(h, "</legend>");
	for (size_t i = 0; i < f->n; i++) {
		if (i < CHOICES_SHOWN || f->choices[i].chosen)
			choice(h, s, by, i, &f->choices[i]);
		else
			left++;
	}
	html_lit(h, "</fieldset>");
	if (left) {
		html_lit(h, "<p class=\"hint\">");
		page_num(h, s->lang, (int64_t)left);
		page_say(
			h, s->lang,
			MSG_P(" more; search narrows them.",
			      " مورد دیگر؛ جست‌وجو کوتاهشان می‌کند."));
		html_lit(h, "</p>");
	}
	html_lit(h, "</details>\n");
}

static void period(struct html *h, const struct shell *s, const struct register_params *q)
{
	html_lit(h, "<details class=\"facet\" open><summary>");
	page_say(h, s->lang, MSG_P("Period", "بازه"));
	html_lit(h, "</summary><div style=\"display:grid;gap:.5rem;padding-block-end:.75rem\">"
		    "<label class=\"small\" for=\"from\">");
	page_say(h, s->lang, MSG_P("From", "از"));
	html_lit(h, "</label><input id=\"from\" name=\"from\" type=\"text\" dir=\"auto\" "
		    "aria-describedby=\"ph\" value=\"");
	html_attr(h, q->from);
	html_lit(h, "\"><label class=\"small\" for=\"to\">");
	page_say(h, s->lang, MSG_P("To", "تا"));
	html_lit(h, "</label><input id=\"to\" name=\"to\" type=\"text\" dir=\"auto\" "
		    "aria-describedby=\"ph\" value=\"");
	html_attr(h, q->to);
	html_lit(h, "\"><span class=\"hint\" id=\"ph\">");
	page_say(h, s->lang,
		 MSG_P("Either calendar: 2025-07 or Tir 1404", "هر دو تقویم: تیر ۱۴۰۴ یا ۲۰۲۵-۰۷"));
	html_lit(h, "</span></div></details>\n");
}

void register_filters(struct html *h, const struct shell *s, const struct register_view *v)
{
	html_lit(h, "<form action=\"/register\" method=\"get\" aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("Narrow the register", "کوتاه کردن فهرست")));
	html_lit(h,
		 "\">\n<div class=\"field\" style=\"margin-block-end:.75rem\"><label for=\"q\">");
	page_say(h, s->lang, MSG_P("Search", "جست‌وجو"));
	html_lit(h, "</label><span class=\"hint\" id=\"qh\">");
	page_say(
		h, s->lang,
		MSG_P("Any spelling or script. Also finds near spellings.",
		      "به هر املا و خط. املاهای نزدیک را نیز می‌یابد."));
	html_lit(
		h,
		"</span><input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" aria-describedby=\"qh\" value=\"");
	html_attr(h, v->params->find.text);
	html_lit(h, "\"></div>\n");
	for (size_t i = 0; i < COUNT(FACET_BLOCKS); i++) {
		facet(h, s, i, v);
		if (FACET_BLOCKS[i].by == FACET_STATUS)
			period(h, s, v->params);
	}
	html_lit(h,
		 "<div class=\"choice\"><input type=\"checkbox\" id=\"x\" name=\"x\" value=\"1\"");
	html_if(h, v->params->find.only_conflicts, " checked");
	html_lit(h, "><label for=\"x\" class=\"small\">");
	page_say(h, s->lang, MSG_P("Only with an open conflict", "فقط با تعارض باز"));
	html_lit(h, "</label></div>\n");
	if (v->params->find.order != ORDER_LATEST_EVENT)
		html_hidden(h, "sort", str_of(REGISTER_SORT_KEYS[v->params->find.order]));
	if (v->params->find.limit != 12)
		html_hidden(h, "n", v->params->find.limit == 50 ? STR("50") : STR("100"));
	html_lit(h, "<p class=\"actions\" style=\"margin-block:1rem\"><button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Apply", "اعمال"));
	html_lit(h, "</button> <a href=\"/register\">");
	page_say(h, s->lang, MSG_P("Clear", "پاک کردن"));
	html_lit(h, "</a></p>\n</form>\n");
}
