/* SPDX-License-Identifier: GPL-3.0-or-later */
/* review_render.c - the queue of possible matches. */
#include "web/page_lists.h"
#include "web/page_review.h"

void part_record_a(const struct part *p, const struct linkage_record *r)
{
	if (r->is_person)
		page_entity_a(p->h, STR("person"), r->number);
	else
		mention_a(p->h, r->number);
	part_label(p, r->label);
	html_lit(p->h, "</a> <span class=\"src\">");
	part_number(p, r->number);
	if (r->list_label.n) {
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		page_foreign(p->h, p->lang, r->list_label, STR(""));
	}
	html_lit(p->h, "</span>");
}

static const struct msg ONE_RECORD = MSG("One record", "یک رکورد");
static const struct msg OTHER = MSG("The other", "دیگری");
static const struct msg CHANCE = MSG("The program thinks", "برآورد برنامه");
static const struct msg EFFECT = MSG("Effect on the count", "اثر بر شمار");
static const struct msg LOOK = MSG("Look", "بررسی");

static void row(const struct part *p, const struct review_view *v, const struct linkage_item *i)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_record_a(p, &i->a);
	html_lit(p->h, "</th>");
	part_cell(p, &OTHER);
	part_record_a(p, &i->b);
	html_lit(p->h, "</td>");
	part_right_cell(p, &CHANCE, word_ppm(p->a, p->lang, i->ppm));
	part_right_cell(p, &EFFECT, word_bits(p->a, p->lang, i->effect_milli, false));
	part_cell(p, &LOOK);
	html_lit(p->h, "<a href=\"/match/");
	html_url_arg(p->h, i->a.number);
	html_lit(p->h, "/");
	html_url_arg(p->h, i->b.number);
	html_lit(p->h, "?round=");
	html_word(p->h, str_of(review_round_code(v->round)));
	html_lit(p->h, "#de\">");
	part_say(p, MSG_P("Side by side", "کنار هم"));
	html_lit(p->h, "<span class=\"vh\">: ");
	html_text(p->h, i->a.number);
	html_text(p->h, tr(p->lang, MSG_P(" and ", " و ")));
	html_text(p->h, i->b.number);
	html_lit(p->h, "</span></a>");
	if (i->flagged) {
		html_lit(p->h, " <span class=\"tag open\">");
		part_say(p, MSG_P("odd person", "شخص نامعمول"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td></tr>\n");
}

static void rounds(const struct part *p, const struct review_view *v)
{
	html_lit(p->h, "<p class=\"actions noprint\">");
	for (int i = 0; i < REVIEW_ROUNDS; i++) {
		html_lit(p->h, "<a href=\"/review?round=");
		html_word(p->h, str_of(review_round_code((enum review_round)i)));
		html_lit(p->h, "\"");
		html_if(p->h, (int)v->round == i, " aria-current=\"true\"");
		html_lit(p->h, ">");
		if ((int)v->round == i)
			html_el(p->h, "b", tr(p->lang, review_round_label((enum review_round)i)));
		else
			part_say(p, review_round_label((enum review_round)i));
		html_lit(p->h, "</a> ");
	}
	html_lit(p->h, "</p>\n");
}

static const struct msg UNTIL = MSG(
	"Pairs that wait: {1}; decided by people: {2}. Until all are decided the lists speak of {3} to {4} "
	"persons; as it stands, {5}.",
	"{1} جفت در انتظار است و {2} جفت را کسان تصمیم گرفته‌اند. تا همه تصمیم گرفته نشود فهرست‌ها از {3} تا {4} "
	"نفر می‌گویند؛ چنان که هست، {5}.");
static const struct msg EXPECTED = MSG(
	"Pairs that wait: {1}; decided by people: {2}. The lists are expected to speak of {6} persons, {7} to {8} (95 %); the "
	"clusters, as it stands, have {5}, and {3} were every pair that waits one person.",
	"{1} جفت در انتظار است و {2} جفت را کسان تصمیم گرفته‌اند. انتظار می‌رود فهرست‌ها از {6} نفر بگویند، {7} تا {8} (۹۵٪)؛ "
	"خوشه‌ها چنان که هست {5} نفر دارند، و {3} نفر اگر هر جفت در انتظار یک نفر بود.");

void part_unseen(const struct part *p, const struct linkage_count *c)
{
	if (!c->unseen)
		return;
	html_lit(p->h, "<p class=\"notice\">");
	part_say_n(p,
		   MSG_P("{1} record came or changed since, and was compared with nothing yet.",
			 "{1} رکورد از آن پس آمده یا دگرگون شده و هنوز با چیزی سنجیده نشده است."),
		   MSG_P("{1} records came or changed since, and were compared with nothing yet.",
			 "{1} رکورد از آن پس آمده یا دگرگون شده و هنوز با چیزی سنجیده نشده است."),
		   c->unseen);
	html_lit(p->h, "</p>\n");
}

static void standfirst(const struct part *p, const struct review_view *v)
{
	const struct linkage_count *c = &v->count;
	struct str n[] = { num_text(p->a, p->lang, c->undecided),
			   num_text(p->a, p->lang, c->decided),
			   num_text(p->a, p->lang, c->lo),
			   num_text(p->a, p->lang, c->hi),
			   num_text(p->a, p->lang, c->persons),
			   num_text(p->a, p->lang, linkage_whole(c->expected_milli)),
			   num_text(p->a, p->lang, c->expected_lo),
			   num_text(p->a, p->lang, c->expected_hi) };
	html_lit(p->h, "<p class=\"standfirst\">");
	if (!c->run) {
		part_say(p, MSG_P("Nothing has been linked yet: run linking first.",
				  "هنوز چیزی پیوند داده نشده: نخست پیوند را اجرا کنید."));
		html_lit(p->h, " <a href=\"/linkage\">");
		part_say(p, MSG_P("Linking", "پیوند"));
		html_lit(p->h, "</a></p>\n");
		return;
	}
	html_text(p->h, tr_fmt(p->a, p->lang, c->expected_milli ? &EXPECTED : &UNTIL, n, COUNT(n)));
	html_lit(p->h, " <a class=\"num\" href=\"/linkage\">");
	part_say(p, MSG_P("How do we know this?", "از کجا می‌دانیم؟"));
	html_lit(p->h, "</a></p>\n");
	part_unseen(p, c);
}

static void table(const struct part *p, const struct review_view *v)
{
	part_table(p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	part_head_cell(p, &ONE_RECORD);
	part_head_cell(p, &OTHER);
	part_head_number(p, &CHANCE);
	part_head_number(p, &EFFECT);
	part_head_cell(p, &LOOK);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n; i++)
		row(p, v, &v->items[i]);
	html_lit(p->h, "</tbody></table></div>\n");
	part_pages(p, str_printf(p->a, "/review?round=%s", review_round_code(v->round)), v->page,
		   REVIEW_PAGE, v->total, STR(""));
}

void review_render(struct html *h, const struct shell *s, const struct review_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	page_begin(h, s, tr(s->lang, MSG_P("Possible matches", "تطبیق‌های ممکن")),
		   SECTION_REVIEW);
	html_lit(h, "<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	html_lit(h, "</h1>");
	standfirst(&p, v);
	if (v->n) {
		html_lit(h,
			 "<p class=\"actions noprint\"><a class=\"button primary\" href=\"/match/");
		html_url_arg(h, v->items[0].a.number);
		html_lit(h, "/");
		html_url_arg(h, v->items[0].b.number);
		html_lit(h, "?round=");
		html_word(h, str_of(review_round_code(v->round)));
		html_lit(h, "#de\">");
		part_say(&p, MSG_P("Begin with the first", "آغاز از نخستین"));
		html_lit(h, "</a></p>");
	}
	html_lit(h, "</div>\n");
	rounds(&p, v);
	if (v->n)
		table(&p, v);
	else
		html_el(h, "p",
			tr(s->lang, MSG_P("None wait here.", "اینجا چیزی در انتظار نیست.")));
	page_end(h, s);
}
