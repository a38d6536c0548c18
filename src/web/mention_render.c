/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_render.c - one row as it was received. */
#include "web/page_lists.h"

static void headline(const struct part *p, const struct mention_view *v)
{
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/lists\">");
	part_say(p, MSG_P("Lists", "فهرست‌ها"));
	html_lit(p->h, "</a> / ");
	list_a(p->h, v->list_number);
	page_foreign(p->h, p->lang, v->list_label, STR(""));
	html_lit(p->h, "</a> / ");
	part_number(p, v->m.number);
	html_lit(p->h, "</p>\n<div class=\"headline\"><p class=\"kicker\">");
	part_say(p, MSG_P("Row ", "ردیف "));
	page_num(p->h, p->lang, v->m.row);
	html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
	page_foreign(p->h, p->lang, v->list_label, STR(""));
	html_lit(p->h, "</p><h1>");
	part_label(p, v->m.label);
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	if (!v->m.standing) {
		part_say(p, MSG_P("Every edition that had this row was taken back.",
				  "هر ویرایشی که این ردیف را داشت پس گرفته شده است."));
	} else if (!v->m.stands) {
		struct str d[] = { word_date(p, v->edition_date), word_date(p, v->newest_date) };
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("Removed by its publisher: last in the edition of {1}, not in that of {2}.",
				     "ناشر آن را حذف کرده است: آخرین بار در ویرایش {1} بود و در ویرایش {2} نیست."),
			       d, COUNT(d)));
	} else {
		struct str d = word_date(p, v->edition_date);
		html_text(p->h,
			  tr_fmt(p->a, p->lang,
				 MSG_P("Stands in the newest edition, of {1}.",
				       "در تازه‌ترین ویرایش، {1}، هست."),
				 &d, 1));
	}
	html_lit(p->h, "</p></div>\n");
}

static const struct msg COLUMN = MSG("Column", "ستون");
static const struct msg GIVEN = MSG("As received", "آن‌گونه که رسید");
static const struct msg AS = MSG("Understood as", "فهمیده شده");

static void given(const struct part *p, const struct mention_cell *c)
{
	if (c->sealed) {
		html_lit(p->h, "<span class=\"withheld\">");
		part_say(p, MSG_P("sealed", "مُهرشده"));
		html_lit(p->h, "</span>");
		if (c->opened.n) {
			html_lit(p->h, " ");
			page_foreign(p->h, p->lang, c->opened, STR(""));
		}
		return;
	}
	if (c->given.n)
		page_foreign(p->h, p->lang, c->given, STR(""));
	else
		html_el_class(p->h, "span", "muted", tr(p->lang, MSG_P("empty", "تهی")));
	if (!c->changed)
		return;
	html_lit(p->h, " <span class=\"src\">");
	part_say(p, MSG_P("was: ", "پیش‌تر: "));
	html_lit(p->h, "<del>");
	if (c->was.n)
		page_foreign(p->h, p->lang, c->was, STR(""));
	else
		part_say(p, MSG_P("empty", "تهی"));
	html_lit(p->h, "</del></span>");
}

static void cell_row(const struct part *p, const struct mention_cell *c)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	if (c->column.n)
		page_foreign(p->h, p->lang, c->column, STR(""));
	else
		part_say(p, MSG_P("without a name", "بی‌نام"));
	html_lit(p->h, "</th>");
	part_cell(p, &GIVEN);
	given(p, c);
	html_lit(p->h, "</td>");
	part_cell(p, &AS);
	if (c->field && c->given.n) {
		part_say(p, c->field);
		if (c->as.n) {
			html_text(p->h, STR(": "));
			page_foreign(p->h, p->lang, c->as, STR(""));
		}
		if (c->why.n) {
			html_lit(p->h, " <span class=\"tag open\">");
			html_text(p->h, c->why);
			html_lit(p->h, "</span>");
		}
	}
	html_lit(p->h, "</td></tr>\n");
}

static void version(const struct part *p, const struct mention_view *v, size_t i)
{
	const struct mention_shown *s = &v->versions[i];
	struct str entry = page_entry_text(p->a, p->lang, s->seq);
	html_lit(p->h, "<section class=\"block\" id=\"v-");
	page_entry_id(p->h, s->seq);
	html_lit(p->h, "\"><header><h2>");
	if (i == 0)
		part_say(p, MSG_P("The whole row, as received",
				  "همهٔ ردیف، آن‌گونه که رسید"));
	else
		part_say(p, MSG_P("Before that", "پیش از آن"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(p, MSG_P("edition of ", "ویرایش "));
	html_text(p->h, word_date(p, s->date));
	html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
	html_lit(p->h, "<bdi>");
	html_text(p->h, s->file);
	html_lit(p->h, "</bdi>");
	html_text(p->h, tr(p->lang, MSG_P(", row ", "، ردیف ")));
	page_num(p->h, p->lang, s->row);
	html_lit(p->h, " · <a class=\"num\" href=\"/proof/");
	page_entry_id(p->h, s->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("entry ", "مدخل "));
	page_entry(p->h, p->lang, s->seq);
	html_lit(p->h, "</a>");
	if (s->retracted)
		part_say(p, MSG_P(", taken back", "، پس گرفته شده"));
	html_lit(
		p->h,
		"</p></header>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h,
		  tr_fmt(p->a, p->lang,
			 MSG_P("Cells of entry {1}", "خانه‌های مدخل {1}"), &entry, 1));
	html_lit(p->h, "\"><table class=\"cards\"><thead><tr>");
	part_head_cell(p, &COLUMN);
	part_head_cell(p, &GIVEN);
	part_head_cell(p, &AS);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t k = 0; k < s->n; k++)
		cell_row(p, &s->cells[k]);
	html_lit(p->h, "</tbody></table></div></section>\n");
}

static void sealed_link(const struct part *p, const struct mention_view *v)
{
	if (!v->has_sealed)
		return;
	html_lit(p->h, "<p class=\"small noprint\"><a href=\"/mention/");
	html_url_arg(p->h, v->m.number);
	if (v->open) {
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Cover what is sealed again",
				  "پوشاندن دوبارهٔ مُهرشده‌ها"));
	} else {
		html_lit(p->h, "?open=1\">");
		part_say(
			p,
			MSG_P("Open what is sealed, for members of the compartment",
			      "گشودن مُهرشده‌ها، برای اعضای بخش محرمانه"));
	}
	html_lit(p->h, "</a></p>\n");
}

static void person(const struct part *p, const struct mention_view *v)
{
	html_lit(p->h,
		 "<section class=\"block\" id=\"person\" aria-labelledby=\"pe\"><h2 id=\"pe\">");
	part_say(p, MSG_P("Of whom", "از آنِ"));
	html_lit(p->h, "</h2>\n<p>");
	if (v->person_number.n) {
		html_a_class(p->h, "name", "/person/", v->person_number, "");
		page_foreign(p->h, p->lang, v->person_label, STR(""));
		html_lit(p->h, "</a><br>");
		html_a_class(p->h, "num", "/cluster/", v->person_number, "");
		part_say(p, MSG_P("which records are of this person, and why",
				  "کدام رکوردها از آنِ این شخص است و چرا"));
		html_lit(p->h, "</a>");
	} else {
		part_say(p, MSG_P("Linked to nobody.", "بی‌پیوند."));
	}
	html_lit(p->h, "</p></section>\n");
}

static void says(const struct part *p, const struct mention_partner *m)
{
	static const struct msg SAYS[] = { MSG("decided: same person", "تصمیم: یک شخص"),
					   MSG("decided: different persons", "تصمیم: دو شخص"),
					   MSG("decided: unsure", "تصمیم: نامطمئن") };
	struct str percent;
	if (m->hidden) {
		part_say(p, MSG_P("another reader has decided; hidden until you have",
				  "خوانندهٔ دیگری تصمیم گرفته؛ تا تصمیم شما پنهان است"));
		return;
	}
	if (m->disputed)
		part_say(p, MSG_P("two readers differ",
				  "دو خواننده هم‌نظر نیستند"));
	else if (m->decided)
		part_say(p, &SAYS[m->says]);
	else if (m->compared) {
		percent = num_text(p->a, p->lang, m->ppm / 10000);
		html_text(p->h, tr_fmt(p->a, p->lang,
				       MSG_P("the program: {1} in 100", "برنامه: {1} از ۱۰۰"),
				       &percent, 1));
	}
}

static void partners(const struct part *p, const struct mention_view *v)
{
	html_lit(p->h,
		 "<section class=\"block\" id=\"compared\" aria-labelledby=\"co\"><h2 id=\"co\">");
	part_say(p, MSG_P("Compared with", "سنجیده با"));
	html_lit(p->h, "</h2>\n");
	if (!v->n_partners)
		html_el(p->h, "p",
			tr(p->lang, MSG_P("Nothing yet, or nothing that comes near.",
					  "هنوز با چیزی، یا با چیزی نزدیک.")));
	html_lit(p->h, "<ul class=\"brief\">");
	for (size_t i = 0; i < v->n_partners; i++) {
		const struct linkage_record *o = &v->partners[i].other;
		html_lit(p->h, "<li><span><a href=\"/match/");
		html_url_arg(p->h, v->m.number);
		html_lit(p->h, "/");
		html_url_arg(p->h, o->number);
		html_lit(p->h, "\">");
		part_label(p, o->label);
		html_lit(p->h, "</a> <span class=\"src\">");
		part_number(p, o->number);
		html_lit(p->h, "</span></span><span class=\"t\">");
		says(p, &v->partners[i]);
		html_lit(p->h, "</span></li>");
	}
	html_lit(p->h, "</ul></section>\n");
}

void mention_render(struct html *h, const struct shell *s, const struct mention_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct str title = tr_fmt(a, s->lang, MSG_P("Row {1}", "ردیف {1}"), &v->m.number, 1);
	page_begin(h, s, title, SECTION_LISTS);
	headline(&p, v);
	html_lit(h, "<div class=\"cols rail\">\n<div>\n");
	for (size_t i = 0; i < v->n_versions; i++)
		version(&p, v, i);
	sealed_link(&p, v);
	html_lit(h, "</div>\n<div>\n");
	person(&p, v);
	partners(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
