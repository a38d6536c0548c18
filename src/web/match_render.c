/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match_render.c - two records side by side, what speaks for and against, and the decision. */
#include "web/page_lists.h"
#include "web/page_review.h"

#include "text/script.h"

/* ---- side by side ------------------------------------------------------------ */

static void name_large(const struct part *p, const struct linkage_record *r)
{
	struct str tag = str_of(text_lang(r->label));
	html_lit(p->h, "<p class=\"bigname\">");
	if (!r->label.n)
		part_say(p, MSG_P("unnamed", "بی‌نام"));
	else
		html_bdi(p->h, r->label, tag, text_is_rtl(r->label) ? HTML_RTL : HTML_LTR);
	html_lit(p->h, "</p>\n");
}

static void said(const struct part *p, const struct linkage_pair *pair, bool second)
{
	html_lit(p->h, "<dl class=\"facts\">");
	for (size_t i = 0; i < pair->n_bars; i++) {
		const struct linkage_bar *b = &pair->bars[i];
		struct str text = second ? b->b : b->a;
		if (!text.n)
			continue;
		html_lit(p->h, "<dt>");
		part_say(p, list_field_label(b->field));
		html_lit(p->h, "</dt><dd>");
		page_foreign(p->h, p->lang, text, STR(""));
		html_lit(p->h, "</dd>");
	}
	html_lit(p->h, "</dl>\n");
}

static void side(const struct part *p, const struct linkage_pair *pair, bool second)
{
	const struct linkage_record *r = second ? &pair->b : &pair->a;
	html_lit(p->h, "<div><p class=\"kicker\">");
	if (r->is_person) {
		part_say(p, MSG_P("Case page ", "پروندهٔ شخص "));
	} else {
		page_foreign(p->h, p->lang, r->list_label, STR(""));
		html_text(p->h, tr(p->lang, MSG_P(", row ", "، ردیف ")));
	}
	part_number(p, r->number);
	if (r->person_number.n && !str_eq(r->person_number, r->number)) {
		html_text(p->h, tr(p->lang, MSG_P(", now of ", "، اکنون از آنِ ")));
		html_a(p->h, "/cluster/", r->person_number, "");
		part_number(p, r->person_number);
		html_lit(p->h, "</a>");
	}
	html_lit(p->h, "</p>");
	name_large(p, r);
	said(p, pair, second);
	html_lit(p->h, "<p class=\"src\">");
	if (r->is_person) {
		page_entity_a(p->h, STR("person"), r->number);
		part_say(p, MSG_P("Open the person", "گشودن پرونده"));
	} else {
		mention_a(p->h, r->number);
		part_say(p, MSG_P("Whole row as received",
				  "همهٔ ردیف، آن‌گونه که رسید"));
	}
	html_lit(p->h, "</a></p></div>\n");
}

/* ---- readers ------------------------------------------------------------------- */

static void verdict(const struct part *p, const struct match_view *v,
		    const struct linkage_verdict *x)
{
	struct str who = x->recorder_name.n ? x->recorder_name
					    : tr(p->lang, MSG_P("A member", "یکی از اعضا"));
	html_lit(p->h, "<li><span><b>");
	if (x->mine)
		part_say(p, MSG_P("You", "شما"));
	else
		page_foreign(p->h, p->lang, who, STR(""));
	html_lit(p->h, "</b>: ");
	part_say(p, says_label(x->says));
	if (x->round == LINK_ROUND_ADJUDICATED)
		part_say(p, MSG_P(" (settled)", " (داوری)"));
	if (x->reason.n) {
		html_lit(p->h, "<br>");
		page_foreign(p->h, p->lang, x->reason, STR(""));
	}
	if (x->changed) {
		html_lit(p->h, " <span class=\"tag open\">");
		part_say(p, MSG_P("a row changed since", "ردیفی از آن پس دگرگون شده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</span><span class=\"t\">");
	html_text(p->h, word_day(p, x->recorded_ms));
	html_lit(p->h, " · <a class=\"num\" href=\"/proof/");
	page_entry_id(p->h, x->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("entry ", "مدخل "));
	page_entry(p->h, p->lang, x->seq);
	html_lit(p->h, "</a></span>");
	if (x->mine) {
		html_lit(p->h, "<button class=\"text\" name=\"do\" value=\"undo\" form=\"undo\">");
		part_say(p, MSG_P("Take mine back", "پس گرفتن تصمیم من"));
		html_lit(p->h,
			 "</button><input type=\"hidden\" form=\"undo\" name=\"seq\" value=\"");
		page_entry_id(p->h, x->seq);
		html_lit(p->h, "\">");
	}
	html_lit(p->h, "</li>\n");
	(void)v;
}

static void readers(const struct part *p, const struct match_view *v)
{
	size_t shown = 0;
	for (size_t i = 0; i < v->pair.n_verdicts; i++)
		shown += !v->pair.verdicts[i].hidden;
	if (!shown)
		return;
	html_lit(p->h,
		 "<section class=\"block\" id=\"decisions\" aria-labelledby=\"ds\"><h2 id=\"ds\">");
	part_say(p, MSG_P("Decided so far", "تصمیم‌ها تاکنون"));
	html_lit(p->h, "</h2>\n");
	if (v->pair.disputed)
		html_el_class(
			p->h, "p", "notice",
			tr(p->lang,
			   MSG_P("Two readers differ. An editor settles it, with a reason.",
				 "دو خواننده هم‌نظر نیستند. ویراستاری با ذکر دلیل داوری می‌کند.")));
	html_lit(p->h, "<ul class=\"brief\">");
	for (size_t i = 0; i < v->pair.n_verdicts; i++)
		if (!v->pair.verdicts[i].hidden)
			verdict(p, v, &v->pair.verdicts[i]);
	html_lit(p->h, "</ul></section>\n");
}

/* The other reader's name and nothing of the answer. */
static void blind(const struct part *p, const struct match_view *v)
{
	for (size_t i = 0; i < v->pair.n_verdicts; i++) {
		const struct linkage_verdict *x = &v->pair.verdicts[i];
		struct str who = x->recorder_name.n
					 ? x->recorder_name
					 : tr(p->lang, MSG_P("Another member", "عضوی دیگر"));
		if (!x->hidden)
			continue;
		html_lit(p->h, "<p class=\"small muted\">");
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("Two readers decide independently; {1} has decided this pair and the answer is hidden "
				     "until yours is in.",
				     "دو خواننده جدا از هم تصمیم می‌گیرند؛ {1} دربارهٔ این جفت تصمیم گرفته و پاسخش تا تصمیم شما پنهان است."),
			       &who, 1));
		html_lit(p->h, "</p>\n");
	}
}

/* ---- deciding -------------------------------------------------------------------- */

static void choices(const struct part *p, const struct match_view *v)
{
	static const struct msg HINTS[] = {
		[LINK_SAYS_SAME] = MSG(
			"They become records of one person. Can be undone at any time.",
			"رکوردهای یک شخص می‌شوند. هر زمان می‌توان بازگرداند."),
		[LINK_SAYS_DIFFERENT] = MSG(
			"The pair is not offered again, unless a row changes.",
			"این جفت دیگر پیشنهاد نمی‌شود، مگر ردیفی دگرگون شود."),
		[LINK_SAYS_UNSURE] = MSG(
			"Stays open, with your note, for a second reader.",
			"با یادداشت شما برای خوانندهٔ دوم باز می‌ماند."),
	};
	html_lit(p->h, "<div class=\"choices\" id=\"says\">");
	for (int i = LINK_SAYS_SAME; i <= LINK_SAYS_UNSURE; i++) {
		const char *code = link_says_code((enum link_says)i);
		html_lit(p->h,
			 "<div class=\"choice\"><input type=\"radio\" name=\"says\" id=\"says-");
		html_word(p->h, str_of(code));
		html_lit(p->h, "\" accesskey=\"");
		html_int(p->h, i + 1);
		html_lit(p->h, "\" aria-describedby=\"sh-");
		html_word(p->h, str_of(code));
		html_lit(p->h, "\" value=\"");
		html_word(p->h, str_of(code));
		html_lit(p->h, "\"");
		html_if(p->h, str_eq(v->says, str_of(code)), " checked");
		html_lit(p->h, "><label for=\"says-");
		html_word(p->h, str_of(code));
		html_lit(p->h, "\">");
		part_say(p, says_label((enum link_says)i));
		html_lit(p->h, "</label><span class=\"hint\" id=\"sh-");
		html_word(p->h, str_of(code));
		html_lit(p->h, "\">");
		part_say(p, &HINTS[i]);
		html_lit(p->h, "</span></div>");
	}
	html_lit(p->h, "</div>");
}

static void action_begin(const struct part *p, const struct match_view *v)
{
	html_lit(p->h, " method=\"post\" action=\"/match/");
	html_url_arg(p->h, v->pair.a.number);
	html_lit(p->h, "/");
	html_url_arg(p->h, v->pair.b.number);
	html_lit(p->h, "\">\n");
	page_form_hidden(p->h, &v->form);
	html_lit(p->h, "<input type=\"hidden\" name=\"round\" value=\"");
	html_word(p->h, str_of(review_round_code(v->round)));
	html_lit(p->h, "\">");
}

static void decision(const struct part *p, const struct match_view *v)
{
	html_lit(p->h, "<form class=\"block\" aria-labelledby=\"de\"");
	action_begin(p, v);
	html_lit(p->h, "<h2 id=\"de\">");
	part_say(p, MSG_P("Your decision", "تصمیم شما"));
	html_lit(p->h, "</h2><fieldset class=\"field\"><legend class=\"vh\">");
	part_say(p, MSG_P("Decision", "تصمیم"));
	html_lit(p->h, "</legend>");
	form_error_show(p->h, p->lang, &v->errors, STR("says"));
	choices(p, v);
	html_lit(p->h, "</fieldset>\n<div class=\"field\"><label for=\"reason\">");
	part_say(p, MSG_P("Reason", "دلیل"));
	html_lit(p->h, "</label><span class=\"hint\" id=\"reason-h\">");
	part_say(p, MSG_P("Needed for “different” and “unsure”.",
			  "برای «دو شخص» و «نامطمئن» لازم است."));
	html_lit(p->h, "</span>");
	form_error_show(p->h, p->lang, &v->errors, STR("reason"));
	html_lit(p->h,
		 "<textarea id=\"reason\" name=\"reason\" rows=\"3\" dir=\"auto\" accesskey=\"4\""
		 " aria-describedby=\"reason-h\">");
	html_text(p->h, v->reason);
	html_lit(p->h, "</textarea></div>\n");
	if (v->pair.may_adjudicate) {
		html_lit(
			p->h,
			"<div class=\"field\"><span class=\"choice\"><input type=\"checkbox\" id=\"settle\""
			" name=\"settle\" value=\"1\" checked><label for=\"settle\">");
		part_say(p, MSG_P("This settles it between the two readers",
				  "این میان دو خواننده داوری می‌کند"));
		html_lit(p->h, "</label></span></div>\n");
	}
	html_lit(
		p->h,
		"<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"record\" accesskey=\"r\">");
	part_say(p, MSG_P("Record and show next", "ثبت و نمایش بعدی"));
	html_lit(p->h, "</button><button name=\"do\" value=\"skip\" accesskey=\"k\">");
	part_say(p, MSG_P("Skip", "رد کردن"));
	html_lit(p->h,
		 "</button></p>\n<p class=\"small muted\" style=\"margin-block-start:1rem\">");
	part_say(
		p,
		MSG_P("By keyboard: Tab comes here first, then space or an arrow, then Enter. Access keys: 1, 2, 3 for the "
		      "answers, 4 for the reason, R to record, K to skip.",
		      "با صفحه‌کلید: Tab نخست اینجا می‌آید، سپس فاصله یا پیکان، سپس Enter. کلیدهای دسترسی: ۱، ۲ و ۳ برای پاسخ‌ها، "
		      "۴ برای دلیل، R برای ثبت، K برای رد کردن."));
	html_lit(p->h, "</p>\n");
	blind(p, v);
	html_lit(p->h, "</form>\n<form id=\"undo\"");
	action_begin(p, v);
	html_lit(p->h, "<input type=\"hidden\" name=\"reason\" value=\"");
	html_attr(p->h,
		  tr(p->lang, MSG_P("taken back by its reader",
				    "به دست خواننده‌اش پس گرفته شد")));
	html_lit(p->h, "\"></form>\n");
}

/* ---- the page ----------------------------------------------------------------------- */

static void headline(const struct part *p, const struct match_view *v)
{
	const struct linkage_pair *x = &v->pair;
	struct str n[] = { num_text(p->a, p->lang, x->before + 1), num_text(p->a, p->lang, x->of),
			   num_text(p->a, p->lang, v->count.decided) };
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/review?round=");
	html_word(p->h, str_of(review_round_code(v->round)));
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	html_lit(p->h, "</a> / ");
	part_number(p, x->a.number);
	html_text(p->h, tr(p->lang, MSG_P(" and ", " و ")));
	part_number(p, x->b.number);
	html_lit(p->h, "</p>\n<div class=\"headline\"><h1>");
	part_say(p, MSG_P("Are these the same person?", "آیا این دو یک نفرند؟"));
	html_lit(p->h, "</h1><p class=\"small\">");
	if (x->before >= 0)
		html_text(p->h,
			  tr_fmt(p->a, p->lang,
				 MSG_P("{1} of {2} in this queue · {3} pairs decided so far",
				       "{1} از {2} در این صف · {3} جفت تاکنون تصمیم گرفته شده"),
				 n, 3));
	else
		html_text(p->h, tr_fmt(p->a, p->lang,
				       MSG_P("Not in the queue · {3} pairs decided so far",
					     "در صف نیست · {3} جفت تاکنون تصمیم گرفته شده"),
				       n, 3));
	html_lit(p->h, "</p>");
	if (x->before >= 0 && x->of > 0) {
		html_lit(p->h, "<span class=\"progress\" aria-hidden=\"true\" style=\"");
		html_style_num(p->h, "w", 100.0 * (double)(x->before + 1) / (double)x->of);
		html_lit(p->h, "\"><i></i></span>");
	}
	html_lit(p->h, "</div>\n");
}

static void weighed(const struct part *p, const struct match_view *v)
{
	const struct linkage_pair *x = &v->pair;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"wf\"><header><h2 id=\"wf\">");
	part_say(p, MSG_P("What speaks for and against", "آنچه به سود و علیه است"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(p, MSG_P("Weight: each +1 doubles the odds",
			  "وزن: هر ۱+ بخت را دو برابر می‌کند"));
	html_lit(p->h, "</p></header>\n");
	part_waterfall(p, x);
	for (size_t i = 0; i < x->n_bars; i++)
		if (x->bars[i].has_names)
			part_sounds(p, &x->bars[i]);
	html_lit(p->h, "<p class=\"small muted\">");
	part_say(
		p,
		MSG_P("The weights are learned from the lists themselves and from what people decided. They order the queue; "
		      "below the line of acceptance they decide nothing.",
		      "وزن‌ها از خود فهرست‌ها و تصمیم‌های کسان آموخته شده. صف را مرتب می‌کند؛ زیر خط پذیرش تصمیمی نمی‌گیرد."));
	html_lit(p->h, "</p></section>\n");
}

void match_render(struct html *h, const struct shell *s, const struct match_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct form f = { h, s->lang, a, "/match", &v->errors };
	page_begin(h, s,
		   v->errors.n ? tr(s->lang, MSG_P("Error: Possible match", "خطا: تطبیق ممکن"))
			       : tr(s->lang, MSG_P("Possible match", "تطبیق ممکن")),
		   SECTION_REVIEW);
	headline(&p, v);
	form_summary(&f);
	html_lit(h, "<section class=\"block heavy\" aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("The two records", "دو رکورد")));
	html_lit(h, "\"><div class=\"versus\">\n");
	side(&p, &v->pair, false);
	side(&p, &v->pair, true);
	html_lit(h, "</div></section>\n<div class=\"cols rail\"><div>\n");
	weighed(&p, v);
	readers(&p, v);
	html_lit(h, "</div><div>\n");
	decision(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
