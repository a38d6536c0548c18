/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_render.c - one list: what is known of it, its rows, whom it shares. */
#include "web/page_lists.h"

/* ---- head --------------------------------------------------------------- */

static const struct msg EXPECTED = MSG(
	" By the probabilities of all pairs when it was last linked, {1} rows that name somebody are of {2} persons.",
	" بنا بر احتمال همهٔ جفت‌ها در آخرین پیوند، {1} ردیف که نام کسی را دارد دربارهٔ {2} نفر است.");

static void headline(const struct part *p, const struct list_view *v)
{
	const struct list_summary *s = &v->line.s;
	struct str n[] = { num_text(p->a, p->lang, s->standing),
			   num_text(p->a, p->lang, s->removed), num_text(p->a, p->lang, s->linked),
			   num_text(p->a, p->lang, s->persons) };
	struct str by_run[] = { num_text(p->a, p->lang, v->line.named),
				num_text(p->a, p->lang, linkage_whole(v->line.expected_milli)) };
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/lists\">");
	part_say(p, MSG_P("Lists", "فهرست‌ها"));
	html_lit(p->h, "</a> / ");
	part_number(p, s->number);
	html_lit(p->h, "</p>\n<div class=\"headline\"><h1>");
	page_foreign(p->h, p->lang, s->label, STR(""));
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("{1} rows stand in its newest edition, {2} that were in an earlier one were removed and are kept "
			     "here. {3} rows are linked with another record; all that are linked to somebody are of {4} persons.",
			     "{1} ردیف در تازه‌ترین ویرایش آن است؛ {2} ردیف که در ویرایشی پیش‌تر بود حذف شده و اینجا نگه داشته "
			     "می‌شود. {3} ردیف با رکوردی دیگر پیوند دارد؛ همهٔ ردیف‌های پیونددار از آنِ {4} نفرند."),
		       n, COUNT(n)));
	if (v->line.expected_milli)
		html_text(p->h, tr_fmt(p->a, p->lang, &EXPECTED, by_run, COUNT(by_run)));
	html_lit(
		p->h,
		"</p>\n<p class=\"actions noprint\"><a class=\"button primary\" href=\"/lists/import?list=");
	html_url_arg(p->h, s->number);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Bring in a newer edition", "ورود ویرایشی تازه‌تر"));
	html_lit(p->h, "</a> <a class=\"button\" href=\"/entity/");
	html_url_arg(p->h, s->number);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("All that is said of it", "همهٔ آنچه دربارهٔ آن گفته شده"));
	html_lit(p->h, "</a></p></div>\n");
}

static void done(const struct part *p, const struct list_view *v)
{
	static const struct msg ONE = MSG("{1} row was taken in.", "{1} ردیف وارد شد.");
	static const struct msg MANY = MSG("{1} rows were taken in.", "{1} ردیف وارد شد.");
	if (!v->done)
		return;
	html_lit(p->h, "<p class=\"notice\" role=\"status\">");
	part_say_n(p, &ONE, &MANY, v->done);
	html_lit(p->h, " ");
	part_say(p, MSG_P("Next: link them with what is here. ", "سپس: پیوند با آنچه اینجاست. "));
	html_lit(p->h, "<a href=\"/linkage\">");
	part_say(p, MSG_P("Linking", "پیوند"));
	html_lit(p->h, "</a></p>\n");
}

/* ---- what is said of it ----------------------------------------------------- */

static void facts(const struct part *p, const struct list_view *v)
{
	part_block(p, MSG_P("The list", "فهرست"), "claims");
	html_lit(p->h, "<dl class=\"facts\">");
	for (size_t i = 0; i < v->n_claims; i++) {
		if (v->claims[i].retracted)
			continue;
		html_lit(p->h, "<dt>");
		part_property(p, v->claims[i].property);
		html_lit(p->h, "</dt><dd>");
		if (v->claims[i].unknown)
			part_say(p, MSG_P("nobody says", "کسی نگفته"));
		else
			part_claim_value(p, &v->claims[i]);
		html_lit(p->h, " <span class=\"src\">");
		part_entry(p, v->claims[i].seq);
		html_lit(p->h, "</span></dd>");
	}
	html_lit(p->h, "<dt>");
	part_say(p, MSG_P("Duplicates, as tested", "تکرار، چنان که آزموده شد"));
	html_lit(p->h, "</dt><dd>");
	if (v->line.tested)
		part_say_n(
			p,
			MSG_P("{1} pair of its rows is taken for one person",
			      "{1} جفت از ردیف‌هایش یک نفر گرفته می‌شود"),
			MSG_P("{1} pairs of its rows are taken for one person",
			      "{1} جفت از ردیف‌هایش یک نفر گرفته می‌شود"),
			v->line.within);
	else
		part_say(p, MSG_P("not tested yet: nothing was linked since",
				  "هنوز آزموده نشده: از آن پس پیوندی داده نشده"));
	html_lit(p->h, "</dd></dl></section>\n");
}

static void twice(const struct part *p, const struct list_view *v)
{
	part_block(p, MSG_P("In it more than once", "بیش از یک بار در آن"), "twice");
	if (!v->n_twice) {
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("Nobody, by what is linked now.",
				 "هیچ‌کس، بنا بر پیوندهای کنونی.")));
		html_lit(p->h, "</section>\n");
		return;
	}
	html_lit(p->h, "<ul class=\"pairs\">");
	for (size_t i = 0; i < v->n_twice; i++) {
		html_lit(p->h, "<li><span>");
		html_a(p->h, "/cluster/", v->twice[i].number, "");
		if (v->twice[i].label.n)
			page_foreign(p->h, p->lang, v->twice[i].label, STR(""));
		else
			part_number(p, v->twice[i].number);
		html_lit(p->h, "</a></span><span>");
		part_say_n(p, MSG_P("{1} row", "{1} ردیف"), MSG_P("{1} rows", "{1} ردیف"),
			   v->twice[i].rows);
		html_lit(p->h, "</span></li>");
	}
	html_lit(p->h, "</ul>\n");
	if (v->twice_total > (int64_t)v->n_twice) {
		struct str n = num_text(p->a, p->lang, v->twice_total);
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} persons in all; those with most rows are shown.",
				     "روی هم {1} نفر؛ آنان که بیشترین ردیف را دارند نشان داده شده‌اند."),
			       &n, 1));
	}
	html_lit(p->h, "</section>\n");
}

static void shared(const struct part *p, const struct list_view *v)
{
	part_block(p, MSG_P("Persons it shares with", "کسانی که در آنان شریک است با"), "overlap");
	if (!v->n_shared)
		html_el(p->h, "p",
			tr(p->lang, MSG_P("No other list, by what is linked now.",
					  "هیچ فهرست دیگری، بنا بر پیوندهای کنونی.")));
	html_lit(p->h, "<ul class=\"pairs\">");
	for (size_t i = 0; i < v->n_shared; i++) {
		html_lit(p->h, "<li><span>");
		list_a(p->h, v->shared[i].number);
		page_foreign(p->h, p->lang, v->shared[i].label, STR(""));
		html_lit(p->h, "</a></span><b>");
		page_num(p->h, p->lang, v->shared[i].persons);
		html_lit(p->h, "</b></li>");
	}
	html_lit(p->h, "</ul></section>\n");
}

/* ---- rows -------------------------------------------------------------------------- */

static const struct msg NAME = MSG("Row, and name", "ردیف و نام");
static const struct msg REST = MSG("Other cells", "دیگر خانه‌ها");
static const struct msg OF_WHOM = MSG("Of whom", "از آنِ");

static void one_row(const struct part *p, const struct list_row_line *r)
{
	html_lit(p->h, "<tr><th scope=\"row\"><span class=\"src\">");
	page_num(p->h, p->lang, r->row);
	html_lit(p->h, "</span> ");
	mention_a(p->h, r->number);
	part_label(p, r->label);
	html_lit(p->h, "</a>");
	if (!r->stands) {
		html_lit(p->h, " <span class=\"tag ink\">");
		part_say(p, MSG_P("Removed", "حذف‌شده"));
		html_lit(p->h, "</span> <span class=\"src\">");
		part_say(p, MSG_P("last in ", "آخرین بار در "));
		html_text(p->h, word_date(p, r->last_in));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
	part_cell(p, &REST);
	html_text(p->h, r->rest); /* each cell in its own direction */
	html_lit(p->h, "</td>");
	part_cell(p, &OF_WHOM);
	if (r->person.n) {
		html_a(p->h, "/cluster/", r->person, "");
		part_number(p, r->person);
		html_lit(p->h, "</a>");
	} else {
		part_say(p, MSG_P("linked to nobody", "بی‌پیوند"));
	}
	html_lit(p->h, "</td></tr>\n");
}

static const char *const SHOWS[] = { "standing", "removed", "all" };

static void show_links(const struct part *p, const struct list_view *v)
{
	static const struct msg WORDS[] = { MSG("Standing", "برقرار"),
					    MSG("Removed by the publisher",
						"حذف‌شده به دست ناشر"),
					    MSG("All", "همه") };
	html_lit(p->h, "<p class=\"actions noprint\">");
	for (size_t i = 0; i < COUNT(WORDS); i++) {
		html_lit(p->h, "<a href=\"/list/");
		html_url_arg(p->h, v->line.s.number);
		html_lit(p->h, "?show=");
		html_word(p->h, str_of(SHOWS[i]));
		html_lit(p->h, "#rows\"");
		html_if(p->h, v->show == (int)i, " aria-current=\"true\"");
		html_lit(p->h, ">");
		if (v->show == (int)i)
			html_el(p->h, "b", tr(p->lang, &WORDS[i]));
		else
			part_say(p, &WORDS[i]);
		html_lit(p->h, "</a> ");
	}
	html_lit(p->h, "</p>\n");
}

static void rows(const struct part *p, const struct list_view *v)
{
	part_block(p, MSG_P("Rows", "ردیف‌ها"), "rows");
	show_links(p, v);
	if (!v->n_rows) {
		html_el(p->h, "p", tr(p->lang, MSG_P("None.", "هیچ.")));
		html_lit(p->h, "</section>\n");
		return;
	}
	part_table(p, MSG_P("Table of rows", "جدول ردیف‌ها"));
	part_head_cell(p, &NAME);
	part_head_cell(p, &REST);
	part_head_cell(p, &OF_WHOM);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < v->n_rows; i++)
		one_row(p, &v->rows[i]);
	html_lit(p->h, "</tbody></table></div>\n");
	part_pages(
		p,
		str_printf(p->a, "/list/%.*s?show=%s", STR_FMT(v->line.s.number), SHOWS[v->show]),
		v->page, LIST_ROWS_PAGE, v->rows_total, STR("rows"));
	html_lit(p->h, "</section>\n");
}

void list_render(struct html *h, const struct shell *s, const struct list_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	struct str title = tr_fmt(a, s->lang, MSG_P("List {1}", "فهرست {1}"), &v->line.s.number, 1);
	page_begin(h, s, title, SECTION_LISTS);
	headline(&p, v);
	done(&p, v);
	html_lit(h, "<div class=\"cols rail\">\n<div>\n");
	part_list_editions(&p, s, v);
	part_list_changes(&p, v);
	rows(&p, v);
	html_lit(h, "</div>\n<div>\n");
	facts(&p, v);
	shared(&p, v);
	twice(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
