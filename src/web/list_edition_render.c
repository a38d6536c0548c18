/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_edition_render.c - the editions of a list, and what changed between two of them. */
#include "web/page_lists.h"

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

void part_list_editions(const struct part *p, const struct shell *s, const struct list_view *v)
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

void part_list_changes(const struct part *p, const struct list_view *v)
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
