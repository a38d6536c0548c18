/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cluster_render.c - the records of one person, and why. */
#include "web/page_lists.h"
#include "web/page_review.h"

static void headline(const struct part *p, const struct cluster_view *v)
{
	static const struct msg ONE =
		MSG("{1} record is taken to speak of this person.",
		    "{1} رکورد از این شخص گرفته می‌شود.");
	static const struct msg MANY =
		MSG("{1} records are taken to speak of this person.",
		    "{1} رکورد از این شخص گرفته می‌شود.");
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/review\">");
	part_say(p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	html_lit(p->h, "</a> / ");
	html_a(p->h, "/person/", v->c.number, "");
	part_number(p, v->c.number);
	html_lit(p->h, "</a></p>\n<div class=\"headline\"><h1>");
	part_label(p, v->c.label);
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	part_say_n(p, &ONE, &MANY, (int64_t)v->c.n_members);
	html_lit(p->h, " ");
	part_say(
		p,
		MSG_P("Each stays as it was received; what is linked can be parted again.",
		      "هر یک همان‌گونه که رسید می‌ماند؛ پیوند را می‌توان باز گشود."));
	html_lit(p->h, "</p>");
	if (v->c.n_under) {
		html_lit(p->h, "<p class=\"small\">");
		part_say(p, MSG_P("Also found under: ", "همچنین زیر: "));
		for (size_t i = 0; i < v->c.n_under; i++) {
			if (i)
				html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
			part_number(p, v->c.under[i]);
		}
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</div>\n");
	if (v->done) {
		html_lit(p->h, "<p class=\"notice\" role=\"status\">");
		part_say(
			p,
			MSG_P("It is recorded. Each part of it can be taken back.",
			      "ثبت شد. هر بخش آن را می‌توان پس گرفت."));
		html_lit(p->h, "</p>\n");
	}
}

/* ---- members --------------------------------------------------------------------- */

static bool was_checked(const struct cluster_view *v, struct str number)
{
	for (size_t i = 0; v->sent && i < v->sent->n; i++)
		if (str_eq(v->sent->v[i].name, STR("m")) && str_eq(v->sent->v[i].value, number))
			return true;
	return false;
}

static void member(const struct part *p, const struct cluster_view *v, size_t i, bool may)
{
	const struct linkage_record *m = &v->c.members[i];
	html_lit(p->h, "<li>");
	if (may) {
		html_lit(p->h,
			 "<span class=\"choice\"><input type=\"checkbox\" name=\"m\" id=\"m-");
		html_attr(p->h, m->number);
		html_lit(p->h, "\" value=\"");
		html_attr(p->h, m->number);
		html_lit(p->h, "\"");
		html_if(p->h, was_checked(v, m->number), " checked");
		html_lit(p->h, "><span><label class=\"vh\" for=\"m-");
		html_attr(p->h, m->number);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Choose ", "برگزیدن "));
		html_text(p->h, m->number);
		html_lit(p->h, "</label>");
		part_record_a(p, m);
		html_lit(p->h, "</span></span>");
	} else {
		html_lit(p->h, "<span>");
		part_record_a(p, m);
		html_lit(p->h, "</span>");
	}
	if (i == 0) {
		html_lit(p->h, "<span class=\"t\">");
		part_say(p, MSG_P("the person was founded on it", "شخص بر پایهٔ آن بنیاد شد"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</li>\n");
}

static void hands(const struct part *p, const struct cluster_view *v)
{
	html_lit(p->h, "<div class=\"field\"><label for=\"reason\">");
	part_say(p, MSG_P("Reason", "دلیل"));
	html_lit(p->h, "</label>");
	form_error_show(p->h, p->lang, &v->errors, STR("reason"));
	html_lit(p->h, "<textarea id=\"reason\" name=\"reason\" rows=\"2\" dir=\"auto\">");
	html_text(p->h, v->reason);
	html_lit(p->h, "</textarea></div>\n<fieldset class=\"field\"><legend>");
	part_say(p, MSG_P("Part the chosen records", "جدا کردن رکوردهای برگزیده"));
	html_lit(
		p->h,
		"</legend><span class=\"choice\"><input type=\"checkbox\" id=\"together\" name=\"together\""
		" value=\"1\" checked><label for=\"together\">");
	part_say(p, MSG_P("Among themselves they are one person",
			  "میان خود یک شخص‌اند"));
	html_lit(p->h, "</label></span><p class=\"actions\"><button name=\"do\" value=\"split\">");
	part_say(p, MSG_P("Part them", "جدا کردن"));
	html_lit(p->h, "</button></p></fieldset>\n<fieldset class=\"field\"><legend>");
	part_say(p, MSG_P("Move one record", "جابه‌جایی یک رکورد"));
	html_lit(p->h, "</legend><label for=\"to\">");
	part_say(p, MSG_P("To the person", "به شخص"));
	html_lit(p->h, "</label>");
	form_error_show(p->h, p->lang, &v->errors, STR("to"));
	html_lit(
		p->h,
		"<input type=\"text\" class=\"w-s\" id=\"to\" name=\"to\" dir=\"ltr\" autocomplete=\"off\""
		" placeholder=\"P-00012\" value=\"");
	html_attr(p->h, v->to);
	html_lit(p->h, "\"><p class=\"actions\"><button name=\"do\" value=\"move\">");
	part_say(p, MSG_P("Move it", "جابه‌جا کردن"));
	html_lit(p->h, "</button></p></fieldset>\n");
}

static void members(const struct part *p, const struct cluster_view *v, bool may)
{
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"members\" aria-labelledby=\"me\"><h2 id=\"me\">");
	part_say(p, MSG_P("Records", "رکوردها"));
	html_lit(p->h, "</h2>\n");
	if (may) {
		html_lit(p->h, "<form method=\"post\" action=\"/cluster/");
		html_url_arg(p->h, v->c.number);
		html_lit(p->h, "\">\n");
		page_form_hidden(p->h, &v->form);
		form_error_show(p->h, p->lang, &v->errors, STR("members"));
	}
	html_lit(p->h, "<ul class=\"brief\">\n");
	for (size_t i = 0; i < v->c.n_members; i++)
		member(p, v, i, may);
	html_lit(p->h, "</ul>\n");
	if (may) {
		hands(p, v);
		html_lit(p->h, "</form>\n");
	}
	html_lit(p->h, "</section>\n");
}

/* ---- why --------------------------------------------------------------------------- */

static const struct msg PAIR = MSG("Two of them", "دو تا از آنها");
static const struct msg WEIGHT = MSG("Weight", "وزن");
static const struct msg CHANCE = MSG("The program thinks", "برآورد برنامه");
static const struct msg DECIDED = MSG("People decided", "تصمیم کسان");

static void why_row(const struct part *p, const struct cluster_view *v, const struct linkage_why *w)
{
	const struct linkage_record *a = &v->c.members[w->a];
	const struct linkage_record *b = &v->c.members[w->b];
	html_lit(p->h, "<tr><th scope=\"row\"><a href=\"/match/");
	html_url_arg(p->h, a->number);
	html_lit(p->h, "/");
	html_url_arg(p->h, b->number);
	html_lit(p->h, "\">");
	part_number(p, a->number);
	html_text(p->h, tr(p->lang, MSG_P(" and ", " و ")));
	part_number(p, b->number);
	html_lit(p->h, "</a></th>");
	part_right_cell(p, &WEIGHT,
			w->compared ? word_bits(p->a, p->lang, w->milli, true) : STR(""));
	part_right_cell(p, &CHANCE, w->compared ? word_ppm(p->a, p->lang, w->ppm) : STR(""));
	part_cell(p, &DECIDED);
	if (w->decided)
		part_say(p, says_label(w->says));
	html_lit(p->h, "</td></tr>\n");
}

static void why(const struct part *p, const struct cluster_view *v)
{
	enum { SHOWN = 100 };
	html_lit(p->h, "<section class=\"block\" id=\"why\" aria-labelledby=\"wy\"><h2 id=\"wy\">");
	part_say(p, MSG_P("Why they are together", "چرا با هم‌اند"));
	html_lit(p->h, "</h2>\n<p>");
	part_say(
		p,
		MSG_P("The weakest first. Pairs that are not listed were never compared, or not near enough.",
		      "سست‌ترین نخست. جفت‌هایی که نیامده هرگز سنجیده نشده یا نزدیک نبوده است."));
	html_lit(p->h, "</p>\n");
	if (v->c.n_why) {
		part_table(p, MSG_P("Pairs", "جفت‌ها"));
		part_head_cell(p, &PAIR);
		part_head_number(p, &WEIGHT);
		part_head_number(p, &CHANCE);
		part_head_cell(p, &DECIDED);
		html_lit(p->h, "</tr></thead><tbody>\n");
		for (size_t i = 0; i < v->c.n_why && i < SHOWN; i++)
			why_row(p, v, &v->c.why[i]);
		html_lit(p->h, "</tbody></table></div>\n");
	}
	html_lit(p->h, "</section>\n");
}

void cluster_render(struct html *h, const struct shell *s, const struct cluster_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct form f = { h, s->lang, a, "/cluster", &v->errors };
	struct str title =
		tr_fmt(a, s->lang, MSG_P("Records of {1}", "رکوردهای {1}"), &v->c.number, 1);
	if (v->errors.n)
		title = tr_fmt(a, s->lang, MSG_P("Error: {1}", "خطا: {1}"), &title, 1);
	page_begin(h, s, title, SECTION_REVIEW);
	headline(&p, v);
	form_summary(&f);
	html_lit(h, "<div class=\"cols two\"><div>\n");
	members(&p, v, s->may_decide && v->c.n_members > 0);
	html_lit(h, "</div><div>\n");
	why(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
