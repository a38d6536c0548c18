/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_render.c - one list: what is known of it, its editions, what changed, its rows, whom it shares. */
#include "web/page_lists.h"

/* ---- head --------------------------------------------------------------- */

static void headline(const struct part *p, const struct list_view *v)
{
	const struct list_summary *s = &v->line.s;
	struct str n[] = { num_text(p->a, p->lang, s->standing),
			   num_text(p->a, p->lang, s->removed), num_text(p->a, p->lang, s->linked),
			   num_text(p->a, p->lang, s->persons) };
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

/* ---- editions ----------------------------------------------------------------- */

static const struct msg EDITION = MSG("Edition", "ویرایش");
static const struct msg FILE_OF = MSG("File", "فایل");
static const struct msg ROWS = MSG("Rows", "ردیف‌ها");
static const struct msg AGAINST = MSG("Against the one before", "در برابر پیشین");
static const struct msg TAKEN_IN = MSG("Taken in", "وارد شده");
static const struct msg STANDING = MSG("Standing", "وضع");

static struct str edition_words(const struct part *p, const struct edition *d)
{
	struct str when = word_date(p, d->date);
	return d->label.n ? str_printf(p->a, "%.*s (%.*s)", STR_FMT(when), STR_FMT(d->label))
			  : when;
}

static void undo_form(const struct part *p, const struct list_view *v, const struct edition *d)
{
	html_lit(p->h, "<details class=\"noprint\"><summary>");
	part_say(p, MSG_P("Take it back", "پس گرفتن"));
	html_lit(p->h, "</summary><form method=\"post\" action=\"/undo/");
	page_entry_id(p->h, d->seq);
	html_lit(p->h, "\">");
	page_form_hidden(p->h, &v->undo);
	html_lit(p->h, "<input type=\"hidden\" name=\"back\" value=\"/list/");
	html_attr(p->h, v->line.s.number);
	html_lit(p->h, "\"><label for=\"r");
	page_entry_id(p->h, d->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Reason", "دلیل"));
	html_lit(p->h, "</label><input type=\"text\" dir=\"auto\" name=\"reason\" id=\"r");
	page_entry_id(p->h, d->seq);
	html_lit(p->h, "\"><button>");
	part_say(p, MSG_P("Take the edition back", "پس گرفتن ویرایش"));
	html_lit(p->h, "</button></form></details>");
}

static void edition_row(const struct part *p, const struct shell *s, const struct list_view *v,
			size_t i)
{
	const struct edition *d = &v->editions[i];
	struct str n[] = { num_text(p->a, p->lang, d->added), num_text(p->a, p->lang, d->changed),
			   num_text(p->a, p->lang, d->removed) };
	html_lit(p->h, "<tr id=\"e-");
	page_entry_id(p->h, d->seq);
	html_lit(p->h, "\"><th scope=\"row\">");
	part_date(p, d->date);
	if (d->label.n) {
		html_lit(p->h, " ");
		page_foreign(p->h, p->lang, d->label, STR(""));
	}
	html_lit(p->h, "</th>");
	part_cell(p, &FILE_OF);
	html_lit(p->h, "<bdi>");
	html_text(p->h, d->name);
	html_lit(p->h, "</bdi>");
	if (d->sheet.n) {
		html_lit(p->h, " <span class=\"src\">");
		html_text(p->h, d->sheet);
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td>");
	part_cell(p, &ROWS);
	page_num(p->h, p->lang, d->rows);
	html_lit(p->h, "</td>");
	part_cell(p, &AGAINST);
	html_text(p->h, tr_fmt(p->a, p->lang,
			       MSG_P("{1} added, {2} changed, {3} removed",
				     "{1} افزوده، {2} دگرگون، {3} حذف"),
			       n, COUNT(n)));
	html_lit(p->h, "</td>");
	part_cell(p, &TAKEN_IN);
	html_text(p->h, word_day(p, d->recorded_ms));
	html_lit(p->h, ", <a class=\"num\" href=\"/proof/");
	page_entry_id(p->h, d->seq);
	html_lit(p->h, "\">");
	part_say(p, MSG_P("entry ", "مدخل "));
	page_entry(p->h, p->lang, d->seq);
	html_lit(p->h, "</a></td>");
	part_cell(p, &STANDING);
	if (d->retracted)
		part_say(p, MSG_P("taken back", "پس گرفته شده"));
	else if (s->may_decide)
		undo_form(p, v, d);
	else
		part_say(p, MSG_P("stands", "برقرار"));
	html_lit(p->h, "</td></tr>\n");
}

static void editions(const struct part *p, const struct shell *s, const struct list_view *v)
{
	static const struct msg *const HEADS[] = { &EDITION, &FILE_OF,	&ROWS,
						   &AGAINST, &TAKEN_IN, &STANDING };
	part_block(p, MSG_P("Editions", "ویرایش‌ها"), "editions");
	if (!v->n_editions) {
		html_el(p->h, "p", tr(p->lang, MSG_P("None yet.", "هنوز هیچ.")));
		html_lit(p->h, "</section>\n");
		return;
	}
	part_table(p, MSG_P("Table of editions", "جدول ویرایش‌ها"));
	for (size_t i = 0; i < COUNT(HEADS); i++)
		part_head_cell(p, HEADS[i]);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = v->n_editions; i-- > 0;)
		edition_row(p, s, v, i);
	html_lit(p->h, "</tbody></table></div></section>\n");
}

/* ---- differences ----------------------------------------------------------------- */

static void edition_options(const struct part *p, const struct list_view *v, int64_t chosen)
{
	for (size_t i = 0; i < v->n_editions; i++) {
		if (v->editions[i].retracted && v->editions[i].seq != chosen)
			continue;
		html_lit(p->h, "<option value=\"");
		page_entry_id(p->h, v->editions[i].seq);
		html_lit(p->h, "\"");
		html_if(p->h, v->editions[i].seq == chosen, " selected");
		html_lit(p->h, ">");
		html_text(p->h, edition_words(p, &v->editions[i]));
		html_lit(p->h, "</option>");
	}
}

static void choose_form(const struct part *p, const struct list_view *v)
{
	html_lit(p->h, "<form class=\"noprint actions\" method=\"get\" action=\"/list/");
	html_url_arg(p->h, v->line.s.number);
	html_lit(p->h, "#changes\"><label for=\"older\">");
	part_say(p, MSG_P("From", "از"));
	html_lit(p->h, "</label> <select class=\"w-m\" id=\"older\" name=\"older\">");
	edition_options(p, v, v->older.seq);
	html_lit(p->h, "</select> <label for=\"newer\">");
	part_say(p, MSG_P("to", "تا"));
	html_lit(p->h, "</label> <select class=\"w-m\" id=\"newer\" name=\"newer\">");
	edition_options(p, v, v->newer.seq);
	html_lit(p->h, "</select> <button>");
	part_say(p, MSG_P("Compare", "سنجیدن"));
	html_lit(p->h, "</button></form>\n");
}

static const struct msg WHAT = MSG("What", "چه");
static const struct msg ROW = MSG("Row", "ردیف");
static const struct msg CHANGED = MSG("Cells", "خانه‌ها");

static void what_tag(const struct part *p, enum edition_change what)
{
	switch (what) {
	case EDITION_ADDED:
		html_lit(p->h, "<span class=\"tag\">");
		part_say(p, MSG_P("Added", "افزوده"));
		break;
	case EDITION_CHANGED:
		html_lit(p->h, "<span class=\"tag open\">");
		part_say(p, MSG_P("Changed", "دگرگون"));
		break;
	case EDITION_REMOVED:
		html_lit(p->h, "<span class=\"tag ink\">");
		part_say(p, MSG_P("Removed", "حذف‌شده"));
		break;
	}
	html_lit(p->h, "</span>");
}

static void cell_text(const struct part *p, struct str s)
{
	if (s.n)
		page_foreign(p->h, p->lang, s, STR(""));
	else
		html_el_class(p->h, "span", "muted", tr(p->lang, MSG_P("empty", "تهی")));
}

static void diff_row(const struct part *p, const struct list_diff_line *l)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	what_tag(p, l->what);
	html_lit(p->h, " ");
	mention_a(p->h, l->number);
	part_label(p, l->label);
	html_lit(p->h, "</a></th>");
	part_cell(p, &ROW);
	page_num(p->h, p->lang, l->row ? l->row : l->old_row);
	if (l->row && l->old_row && l->row != l->old_row) {
		html_lit(p->h, " <span class=\"src\">");
		part_say(p, MSG_P("was ", "پیش‌تر "));
		page_num(p->h, p->lang, l->old_row);
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td>");
	part_cell(p, &CHANGED);
	for (size_t i = 0; i < l->n_cells; i++) {
		html_lit(p->h, "<div><span class=\"src\">");
		page_foreign(p->h, p->lang, l->cells[i].column, STR(""));
		html_lit(p->h, ":</span> <del>");
		cell_text(p, l->cells[i].was);
		html_lit(p->h, "</del> <ins>");
		cell_text(p, l->cells[i].is);
		html_lit(p->h, "</ins></div>");
	}
	if (l->rest.n)
		html_text(p->h, l->rest); /* each cell in its own direction */
	html_lit(p->h, "</td></tr>\n");
}

static struct str diff_path(const struct part *p, const struct list_view *v)
{
	return str_printf(p->a, "/list/%.*s?older=%.*s&newer=%.*s", STR_FMT(v->line.s.number),
			  STR_FMT(number_str(p->a, v->older.seq)),
			  STR_FMT(number_str(p->a, v->newer.seq)));
}

static void changes(const struct part *p, const struct list_view *v)
{
	const struct edition_totals *t = &v->totals;
	struct str n[] = { num_text(p->a, p->lang, t->added), num_text(p->a, p->lang, t->changed),
			   num_text(p->a, p->lang, t->removed), num_text(p->a, p->lang, t->same) };
	if (!v->has_diff)
		return;
	part_block(p,
		   MSG_P("What changed between editions",
			 "آنچه میان ویرایش‌ها دگرگون شد"),
		   "changes");
	choose_form(p, v);
	html_lit(p->h, "<p>");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("{1} rows added, {2} changed, {3} removed, {4} the same. What was removed stays here.",
			     "{1} ردیف افزوده، {2} دگرگون، {3} حذف، {4} همان. آنچه حذف شده اینجا می‌ماند."),
		       n, COUNT(n)));
	html_lit(p->h, "</p>\n");
	if (v->n_diff) {
		part_table(p, MSG_P("Changes", "دگرگونی‌ها"));
		part_head_cell(p, &WHAT);
		part_head_cell(p, &ROW);
		part_head_cell(p, &CHANGED);
		html_lit(p->h, "</tr></thead><tbody>\n");
		for (size_t i = 0; i < v->n_diff; i++)
			diff_row(p, &v->diff[i]);
		html_lit(p->h, "</tbody></table></div>\n");
		part_pages_of(p, diff_path(p, v), "diff", v->diff_page, LIST_DIFF_PAGE,
			      t->added + t->changed + t->removed, STR("changes"));
	}
	html_lit(p->h, "</section>\n");
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
	editions(&p, s, v);
	changes(&p, v);
	rows(&p, v);
	html_lit(h, "</div>\n<div>\n");
	facts(&p, v);
	shared(&p, v);
	twice(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
