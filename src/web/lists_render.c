/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lists_render.c - all lists, in one table, and a matrix of whom they share. */
#include "web/page_lists.h"

void list_a(struct html *h, struct str number)
{
	html_a(h, "/list/", number, "");
}

void mention_a(struct html *h, struct str number)
{
	html_a(h, "/mention/", number, "");
}

void part_label(const struct part *p, struct str label)
{
	if (label.n)
		page_foreign(p->h, p->lang, label, STR(""));
	else
		html_el_class(p->h, "span", "muted",
			      tr(p->lang, MSG_P("unnamed", "بی‌نام")));
}

void part_count_line(const struct part *p, const struct msg *what, int64_t n)
{
	html_lit(p->h, "<li><span>");
	part_say(p, what);
	html_lit(p->h, "</span><b>");
	page_num(p->h, p->lang, n);
	html_lit(p->h, "</b></li>");
}

static const struct msg LIST = MSG("List", "فهرست");
static const struct msg PUBLISHER = MSG("Publisher", "ناشر");
static const struct msg EDITIONS = MSG("Editions", "ویرایش‌ها");
static const struct msg ROWS = MSG("Rows in the newest", "ردیف‌های تازه‌ترین");
static const struct msg GONE = MSG("Removed since", "حذف‌شده از آن پس");
static const struct msg LINKED = MSG("Linked", "پیوندخورده");
static const struct msg DOUBLES = MSG("Without duplicates", "بی تکرار");

static void duplicates(const struct part *p, const struct list_line *l)
{
	static const struct msg ONE =
		MSG("tested: {1} pair looks like one person",
		    "آزموده: {1} جفت به یک نفر می‌ماند");
	static const struct msg MANY =
		MSG("tested: {1} pairs look like one person",
		    "آزموده: {1} جفت به یک نفر می‌ماند");
	if (str_eq(l->s.duplicate_free, STR("yes")))
		part_say(p, MSG_P("claimed", "ادعا شده"));
	else if (str_eq(l->s.duplicate_free, STR("no")))
		part_say(p, MSG_P("not claimed", "ادعا نشده"));
	else
		part_say(p, MSG_P("nobody says", "کسی نگفته"));
	html_lit(p->h, "<br><span class=\"src\">");
	if (l->tested)
		part_say_n(p, &ONE, &MANY, l->within);
	else
		part_say(p, MSG_P("not tested yet", "هنوز آزموده نشده"));
	html_lit(p->h, "</span>");
	if (l->tested && l->within && str_eq(l->s.duplicate_free, STR("yes"))) {
		html_lit(p->h, " <span class=\"tag open\">");
		part_say(p, MSG_P("Look at these", "ببینید"));
		html_lit(p->h, "</span>");
	}
}

static void row(const struct part *p, const struct list_line *l)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	list_a(p->h, l->s.number);
	page_foreign(p->h, p->lang, l->s.label, STR(""));
	html_lit(p->h, "</a> <span class=\"src\">");
	part_number(p, l->s.number);
	html_lit(p->h, "</span></th>");
	part_cell(p, &PUBLISHER);
	if (l->publisher.n)
		page_foreign(p->h, p->lang, l->publisher, STR(""));
	else
		part_say(p, MSG_P("not recorded", "ثبت نشده"));
	html_lit(p->h, "</td>");
	part_cell(p, &EDITIONS);
	page_num(p->h, p->lang, l->s.editions);
	if (l->newest_date.n) {
		html_text(p->h, tr(p->lang, MSG_P(", the newest ", "، تازه‌ترین ")));
		html_text(p->h, word_date(p, l->newest_date));
	}
	html_lit(p->h, "</td>");
	part_number_cell(p, &ROWS, l->s.standing);
	part_number_cell(p, &GONE, l->s.removed);
	part_number_cell(p, &LINKED, l->s.linked);
	part_cell(p, &DOUBLES);
	duplicates(p, l);
	html_lit(p->h, "</td></tr>\n");
}

static void table(const struct part *p, const struct lists_view *v)
{
	part_table(p, MSG_P("Lists", "فهرست‌ها"));
	part_head_cell(p, &LIST);
	part_head_cell(p, &PUBLISHER);
	part_head_cell(p, &EDITIONS);
	part_head_number(p, &ROWS);
	part_head_number(p, &GONE);
	part_head_number(p, &LINKED);
	part_head_cell(p, &DOUBLES);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n; i++)
		row(p, &v->lists[i]);
	html_lit(p->h, "</tbody></table></div>\n");
}

/* ---- whom they share ------------------------------------------------------ */

static int64_t shared(const struct lists_view *v, int64_t a, int64_t b)
{
	for (size_t i = 0; i < v->n_overlaps; i++)
		if ((v->overlaps[i].a == a && v->overlaps[i].b == b) ||
		    (v->overlaps[i].a == b && v->overlaps[i].b == a))
			return v->overlaps[i].persons;
	return 0;
}

static void matrix_row(const struct part *p, const struct lists_view *v, size_t i, size_t n)
{
	const struct list_summary *s = &v->lists[i].s;
	html_lit(p->h, "<tr><th scope=\"row\">");
	list_a(p->h, s->number);
	page_foreign(p->h, p->lang, s->label, STR(""));
	html_lit(p->h, "</a></th>");
	for (size_t k = 0; k < n; k++) {
		int64_t both = shared(v, s->list.id, v->lists[k].s.list.id);
		html_lit(p->h, "<td class=\"r\">");
		if (i == k) {
			html_lit(p->h, "<b>");
			page_num(p->h, p->lang, s->persons);
			html_lit(p->h, "</b>");
		} else {
			page_num(p->h, p->lang, both);
		}
		html_lit(p->h, "</td>");
	}
	html_lit(p->h, "</tr>\n");
}

static void matrix(const struct part *p, const struct lists_view *v)
{
	size_t n = v->n < LIST_MATRIX_MAX ? v->n : LIST_MATRIX_MAX;
	html_lit(p->h,
		 "<section class=\"block\" id=\"overlap\" aria-labelledby=\"ov\"><h2 id=\"ov\">");
	part_say(p, MSG_P("Persons that lists share",
			  "کسانی که فهرست‌ها در آنان شریک‌اند"));
	html_lit(p->h, "</h2>\n<p>");
	part_say(
		p,
		MSG_P("By what is linked now. Bold: all persons of a list. Rows that are linked to nobody are in none.",
		      "بنا بر آنچه اکنون پیوند دارد. پررنگ: همهٔ کسان یک فهرست. ردیف‌های بی‌پیوند در هیچ‌یک نیستند."));
	html_lit(p->h, "</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Table of shared persons", "جدول کسان مشترک")));
	html_lit(p->h, "\">"
		       "<table><thead><tr><th scope=\"col\">");
	part_say(p, &LIST);
	html_lit(p->h, "</th>");
	for (size_t k = 0; k < n; k++) {
		html_lit(p->h, "<th scope=\"col\" class=\"r\">");
		part_number(p, v->lists[k].s.number);
		html_lit(p->h, "<span class=\"vh\"> ");
		html_text(p->h, v->lists[k].s.label);
		html_lit(p->h, "</span></th>");
	}
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < n; i++)
		matrix_row(p, v, i, n);
	html_lit(p->h, "</tbody></table></div>\n");
	if (v->n > n)
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("Further lists have this on their own pages.",
				 "فهرست‌های دیگر این را در صفحهٔ خود دارند.")));
	html_lit(p->h, "</section>\n");
}

void lists_render(struct html *h, const struct shell *s, const struct lists_view *v)
{
	static const struct msg ONE = MSG(
		"{1} list of somebody else: every row kept as it was received, in every edition.",
		"{1} فهرست از دیگران: هر ردیف همان‌گونه که رسید، در هر ویرایش.");
	static const struct msg MANY = MSG(
		"{1} lists of others: every row kept as it was received, in every edition.",
		"{1} فهرست از دیگران: هر ردیف همان‌گونه که رسید، در هر ویرایش.");
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	page_begin(h, s, tr(s->lang, MSG_P("Lists", "فهرست‌ها")), SECTION_LISTS);
	html_lit(h, "<div class=\"headline\"><h1>");
	part_say(&p, MSG_P("Lists of others", "فهرست‌های دیگران"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	if (v->n)
		part_say_n(&p, &ONE, &MANY, (int64_t)v->n);
	else
		part_say(
			&p,
			MSG_P("No list has been taken in yet. Bring in the first: CSV, XLSX, ODS or JSON, as its makers publish it.",
			      "هنوز فهرستی وارد نشده است. نخستین را بیاورید: CSV، XLSX، ODS یا JSON، همان‌گونه که منتشر شده."));
	html_lit(
		h,
		"</p>\n<p class=\"actions noprint\"><a class=\"button primary\" href=\"/lists/import\">");
	part_say(&p, MSG_P("Bring in a list", "ورود فهرست"));
	html_lit(h, "</a> <a class=\"button\" href=\"/linkage\">");
	part_say(&p, MSG_P("Link all lists", "پیوند همهٔ فهرست‌ها"));
	html_lit(h, "</a> <a class=\"button\" href=\"/review\">");
	part_say(&p, MSG_P("Possible matches", "تطبیق‌های ممکن"));
	html_lit(h, "</a> <a class=\"button\" href=\"/mentions\">");
	part_say(&p, MSG_P("Find a row by a name", "یافتن ردیف به نام"));
	html_lit(h, "</a></p></div>\n");
	if (v->n)
		table(&p, v);
	if (v->n > 1)
		matrix(&p, v);
	page_end(h, s);
}
