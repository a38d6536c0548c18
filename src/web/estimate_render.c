/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_render.c - the form of an estimate, and the answer with what it was made of. */
#include "web/page_estimate.h"

#include "report/estimate.h"
#include "web/page_figure.h"

/* ---- the form ------------------------------------------------------------------------ */

static void choose_figure(const struct part *p, const struct estimate_view *v)
{
	html_lit(p->h, "<div class=\"field\"><label for=\"fi\">");
	part_say(p, MSG_P("Of which figure", "از کدام رقم"));
	html_lit(p->h, "</label><select id=\"fi\" name=\"figure\">");
	for (size_t i = 0; i < v->n_figures; i++) {
		html_lit(p->h, "<option value=\"");
		html_attr(p->h, v->figures[i].number);
		html_lit(p->h, "\">");
		html_text(p->h, figure_title(p->lang, &v->figures[i]));
		html_lit(p->h, "</option>");
	}
	html_lit(p->h, "</select></div>\n");
}

static void choose_lists(const struct part *p, const struct estimate_view *v)
{
	html_lit(p->h, "<fieldset class=\"choices\"><legend>");
	part_say(p, MSG_P("From which lists", "از کدام فهرست‌ها"));
	html_lit(p->h, "</legend>\n");
	for (size_t i = 0; i < v->n_lists; i++) {
		const struct list_summary *l = &v->lists[i];
		html_lit(p->h, "<div class=\"choice\"><input type=\"checkbox\" name=\"l\" id=\"l-");
		html_word(p->h, l->number);
		html_lit(p->h, "\" value=\"");
		html_attr(p->h, l->number);
		html_lit(p->h, "\"><label for=\"l-");
		html_word(p->h, l->number);
		html_lit(p->h, "\">");
		page_foreign(p->h, p->lang, l->label.n ? l->label : l->number, STR(""));
		html_lit(p->h, " <span class=\"muted\">");
		part_say_n(p, MSG_P("{1} row", "{1} ردیف"), MSG_P("{1} rows", "{1} ردیف"),
			   l->standing);
		html_lit(p->h, "</span></label></div>\n");
	}
	html_lit(p->h, "</fieldset>\n");
}

static void ask(const struct part *p, const struct estimate_view *v)
{
	html_lit(p->h, "<form method=\"post\" action=\"/estimate\" class=\"block\">");
	page_form_hidden(p->h, &v->form);
	choose_figure(p, v);
	choose_lists(p, v);
	html_lit(p->h, "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"run\">");
	part_say(p, MSG_P("Estimate", "برآورد"));
	html_lit(p->h, "</button></p><p class=\"small muted\">");
	part_say(
		p,
		MSG_P("Three lists at least, collected independently, that speak of the same people and time. It takes up to a minute; "
		      "nothing is written to the log.",
		      "دست‌کم سه فهرست که جدا از هم گردآوری شده و از همان مردم و همان زمان می‌گویند. تا یک دقیقه زمان می‌برد؛ چیزی در دفتر "
		      "نوشته نمی‌شود."));
	html_lit(p->h, "</p></form>\n");
}

/* What is missing before anything can be asked. */
static const struct msg *lacking(const struct estimate_view *v)
{
	static const struct msg BUSY =
		MSG("Other long work is open: finish it or leave it, then come back.",
		    "کار دراز دیگری باز است: آن را به پایان ببرید یا کنار بگذارید و بازگردید.");
	static const struct msg FIGURES = MSG(
		"Nothing is counted here yet: an estimate is of a figure that has a rule.",
		"هنوز چیزی اینجا شمرده نمی‌شود: برآورد از رقمی است که قاعده دارد.");
	static const struct msg LISTS = MSG(
		"There are fewer than three lists. From fewer no number can be given.",
		"کمتر از سه فهرست هست. از کمتر از آن شماری نمی‌توان داد.");
	static const struct msg LINKED = MSG(
		"The lists were not linked yet: who is on several of them is not known.",
		"فهرست‌ها هنوز پیوند نخورده‌اند: این‌که چه کسی در چند فهرست است دانسته نیست.");
	return v->busy		? &BUSY
	       : !v->n_figures	? &FIGURES
	       : v->n_lists < 3 ? &LISTS
	       : !v->linked	? &LINKED
				: NULL;
}

static void form_page(const struct part *p, const struct estimate_view *v)
{
	const struct msg *lack = lacking(v);
	html_lit(p->h, "<div class=\"headline\"><h1>");
	part_say(p, MSG_P("How many are missing from the lists?", "چند نفر در هیچ فهرستی نیستند؟"));
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	part_say(
		p,
		MSG_P("From how lists overlap one can estimate how many are on none of them, or see that one cannot. The answer is a "
		      "range or a refusal, with its assumptions.",
		      "از هم‌پوشانی فهرست‌ها می‌توان برآورد کرد چند نفر در هیچ‌یک نیستند، یا دید که نمی‌توان. پاسخ یک بازه یا خودداری است، با "
		      "فرض‌هایش."));
	html_lit(p->h, "</p></div>\n");
	if (v->wrong.n) {
		html_lit(p->h, "<div class=\"errors\" role=\"alert\" tabindex=\"-1\"><h2>");
		part_say(p, MSG_P("This cannot be estimated as asked",
				  "چنین برآوردی نمی‌توان کرد"));
		html_lit(p->h, "</h2><p lang=\"en\" dir=\"ltr\">");
		html_text(p->h, v->wrong);
		html_lit(p->h, "</p></div>\n");
	}
	if (lack) {
		html_lit(p->h, "<p class=\"notice\">");
		part_say(p, lack);
		html_lit(p->h, " <a href=\"/lists\">");
		part_say(p, MSG_P("Lists", "فهرست‌ها"));
		html_lit(p->h, "</a> · <a href=\"/linkage\">");
		part_say(p, MSG_P("Linking", "پیوند"));
		html_lit(p->h, "</a> · <a href=\"/figures\">");
		part_say(p, MSG_P("Figures", "ارقام"));
		html_lit(p->h, "</a></p>\n");
		return;
	}
	ask(p, v);
}

/* ---- the answer ------------------------------------------------------------------------- */

static const struct msg ELSEWHERE = MSG("Other places", "جاهای دیگر");
static const struct msg PERHAPS = MSG("Place not sure", "جای نامعلوم");

static void counted(const struct part *p, const struct linkage_drawn_list *l, bool placed)
{
	html_lit(p->h, "<tr><th scope=\"row\"><a href=\"/list/");
	html_url_arg(p->h, l->number);
	html_lit(p->h, "\">");
	page_foreign(p->h, p->lang, l->label.n ? l->label : l->number, STR(""));
	html_lit(p->h, "</a> <span class=\"src nowrap\">");
	part_number(p, l->number);
	html_lit(p->h, "</span></th>");
	part_number_cell(p, MSG_P("Counted", "شمرده"), l->records);
	part_right_cell(p, MSG_P("Twice", "دوباره"),
			decimal_text(p->a, p->lang, l->duplicates > 0 ? l->duplicates : 0, 1));
	part_number_cell(p, MSG_P("No name", "بی‌نام"), l->unnamed);
	part_number_cell(p, MSG_P("Several people", "چند نفر"), l->groups);
	part_number_cell(p, MSG_P("Outside the time", "بیرون از زمان"), l->outside);
	part_number_cell(p, MSG_P("Time not sure", "زمان نامعلوم"), l->apart);
	if (placed) {
		part_number_cell(p, &ELSEWHERE, l->elsewhere);
		part_number_cell(p, &PERHAPS, l->perhaps);
	}
	html_lit(p->h, "</tr>\n");
}

static void made_of(const struct part *p, const struct estimate_work *w)
{
	static const struct msg HEADS[] = { MSG("Counted", "شمرده"),
					    MSG("Twice", "دوباره"),
					    MSG("No name", "بی‌نام"),
					    MSG("Several people", "چند نفر"),
					    MSG("Outside the time", "بیرون از زمان"),
					    MSG("Time not sure", "زمان نامعلوم") };
	struct str n[] = { num_text(p->a, p->lang, (int64_t)w->r.n),
			   num_text(p->a, p->lang, w->r.least), num_text(p->a, p->lang, w->r.most),
			   decimal_text(p->a, p->lang, 100 * w->r.doubt, 0) };
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"mo\"><h2 id=\"mo\">");
	part_say(p, MSG_P("What it was made of", "از چه ساخته شد"));
	html_lit(p->h, "</h2>\n<p>");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("Who is the same person was drawn {1} times from the newest linkage: {2} to {3} persons. What stands below the "
			     "range is of the draw in the middle.",
			     "این‌که چه کسی همان شخص است {1} بار از تازه‌ترین پیوند کشیده شد: {2} تا {3} نفر. آنچه زیر بازه می‌آید از نمونهٔ "
			     "میانی است."),
		       n, COUNT(n)));
	if (w->r.combined) {
		html_lit(p->h, " ");
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("Of the doubt about the number, {4} % is doubt about who is who.",
				     "از تردید دربارهٔ شمار، {4} ٪ تردید دربارهٔ هویت‌هاست."),
			       n, COUNT(n)));
	}
	html_lit(p->h, "</p>\n<table class=\"cards\"><thead><tr><th scope=\"col\">");
	part_say(p, MSG_P("List", "فهرست"));
	html_lit(p->h, "</th>");
	for (size_t i = 0; i < COUNT(HEADS); i++)
		part_head_number(p, &HEADS[i]);
	if (w->o.place) {
		part_head_number(p, &ELSEWHERE);
		part_head_number(p, &PERHAPS);
	}
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < w->o.n_lists; i++)
		counted(p, &w->drawn.lists[i], w->o.place != 0);
	html_lit(p->h, "</tbody></table><p class=\"small\">");
	part_say(
		p,
		MSG_P("Counted are records, each of a person; “twice” is by how many they are more than persons. That the lists speak of what the "
		      "figure counts is taken on trust.",
		      "شمرده‌ها ردیف‌اند؛ «دوباره» شمار ردیف‌هایی است که بیش از شمار اشخاص است. این‌که فهرست‌ها از همان چیزی می‌گویند که رقم می‌شمارد به "
		      "اعتماد پذیرفته شده است."));
	html_lit(p->h, "</p></section>\n");
}

static void answer_page(const struct part *p, const struct estimate_view *v)
{
	const struct estimate_work *w = v->w;
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/figure/");
	html_url_arg(p->h, w->fig.number);
	html_lit(p->h, "\">");
	page_foreign(p->h, p->lang, figure_title(p->lang, &w->fig), STR(""));
	html_lit(p->h, "</a> / ");
	part_say(p, MSG_P("Estimate", "برآورد"));
	html_lit(p->h, "</p>\n");
	report_estimate_body(p->h, &w->r.shown, p->lang, p->a);
	made_of(p, w);
	html_lit(p->h, "<form method=\"post\" action=\"/estimate\" class=\"noprint\">");
	page_form_hidden(p->h, &v->form);
	html_lit(p->h, "<p class=\"actions\"><button name=\"do\" value=\"drop\">");
	part_say(p, MSG_P("Put it away and ask another", "کنار گذاشتن و پرسشی دیگر"));
	html_lit(p->h, "</button></p></form>\n");
}

void estimate_render(struct html *h, const struct shell *s, const struct estimate_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct str title = tr(s->lang, MSG_P("Estimate", "برآورد"));
	if (v->wrong.n)
		title = tr_fmt(a, s->lang, MSG_P("Error: {1}", "خطا: {1}"), &title, 1);
	page_begin(h, s, title, SECTION_ESTIMATES);
	if (v->w && v->w->made)
		answer_page(&p, v);
	else
		form_page(&p, v);
	page_end(h, s);
}
