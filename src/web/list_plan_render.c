/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_plan_render.c - a file against the edition before it, and what will be sealed. */
#include "web/list_faults.h"

static void title(struct html *h, const struct shell *s, bool wrong)
{
	page_begin(h, s,
		   wrong ? tr(s->lang, MSG_P("Error: An edition", "خطا: یک ویرایش"))
			 : tr(s->lang, MSG_P("An edition", "یک ویرایش")),
		   SECTION_LISTS);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/lists\">");
	page_say(h, s->lang, MSG_P("Lists", "فهرست‌ها"));
	html_lit(h, "</a> / <a href=\"/lists/import\">");
	page_say(h, s->lang, MSG_P("Bring in", "ورود"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("Seal", "مُهر کردن"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	if (wrong)
		page_say(h, s->lang,
			 MSG_P("It cannot be taken in as it stands",
			       "چنین که هست وارد نمی‌شود"));
	else
		page_say(h, s->lang,
			 MSG_P("This is what will be sealed",
			       "این است آنچه مُهر می‌شود"));
	html_lit(h, "</h1><p class=\"standfirst\">");
}

static void sentence(const struct part *p, const struct list_run_view *v)
{
	const struct list_plan *plan = &v->w->plan;
	struct str n[] = { word_n(p, MSG_P("{1} row", "{1} ردیف"), MSG_P("{1} rows", "{1} ردیف"),
				  plan->rows),
			   v->w->list_label,
			   num_text(p->a, p->lang, plan->added),
			   num_text(p->a, p->lang, plan->changed),
			   num_text(p->a, p->lang, plan->same),
			   num_text(p->a, p->lang, plan->removed),
			   word_date(p, v->base_date) };
	if (plan->base_is_later)
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} as an edition of {2} of an earlier date than that of {7}. Against it: not in that one, "
				     "and here as removed: {3}; {4} changed, {5} the same. Only in that one: {6}. The rows of that "
				     "one stay those that count.",
				     "{1} به شکل ویرایشی از {2} با تاریخی پیش از ویرایش {7}. در برابر آن: {3} ردیف در آن نیست و اینجا "
				     "به نام حذف‌شده می‌ماند؛ {4} دگرگون، {5} همان؛ {6} ردیف تنها در آن است. ردیف‌های آن همچنان "
				     "همان‌هایی است که شمرده می‌شود."),
			       n, COUNT(n)));
	else if (plan->base)
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("{1} as an edition of {2}. Against that of {7}: {3} added, {4} changed, {5} the same. Not in this "
				     "file any more, and here as removed: {6}.",
				     "{1} به شکل ویرایشی از {2}. در برابر ویرایش {7}: {3} افزوده، {4} دگرگون، {5} همان؛ {6} ردیف "
				     "آن دیگر در این فایل نیست و اینجا به نام حذف‌شده می‌ماند."),
			       n, COUNT(n)));
	else
		html_text(p->h, tr_fmt(p->a, p->lang,
				       MSG_P("{1} as the first edition of {2}.",
					     "{1} به شکل نخستین ویرایش {2}."),
				       n, 2));
	html_lit(p->h, "</p></div>\n");
}

static void notes(const struct part *p, const struct list_plan *plan)
{
	const struct {
		int64_t n;
		struct msg what;
	} NOTES[] = {
		{ plan->newer,
		  MSG("Editions of a later date that are here: their rows stay those that count, also those told as removed",
		      "ویرایش‌های با تاریخ دیرتر که اینجاست: ردیف‌های آن‌ها همچنان به شمار می‌آید، حذف‌شده‌های بالا هم") },
		{ plan->left_out,
		  MSG("Rows left out because you said so; the edition keeps which",
		      "ردیف‌هایی که به گفتهٔ شما کنار ماند؛ ویرایش نگه می‌دارد کدام‌ها") },
		{ plan->back,
		  MSG("Rows that an older edition had, and this one has again",
		      "ردیف‌هایی که در ویرایشی کهن‌تر بود و بازگشته") },
		{ plan->doubles,
		  MSG("Rows equal to an earlier row in every cell; each stays a row",
		      "ردیف‌هایی که در همهٔ خانه‌ها برابر ردیفی پیشین است؛ هر یک ردیفی می‌ماند") },
		{ plan->id_doubles,
		  MSG("Rows whose own id stands in several rows; compared by their cells",
		      "ردیف‌هایی که شناسه‌شان در چند ردیف است؛ با خانه‌ها سنجیده شد") },
		{ plan->unnamed,
		  MSG("Rows without a name: counted, and never linked by the program",
		      "ردیف‌های بی‌نام: شمرده می‌شود و برنامه هرگز پیوندشان نمی‌دهد") },
		{ plan->erased,
		  MSG("Rows of the edition before that were erased for somebody's safety; they may be among those added",
		      "ردیف‌هایی از ویرایش پیش که برای ایمنی کسی پاک شد؛ شاید در میان افزوده‌ها باشد") },
	};
	html_lit(p->h, "<ul class=\"pairs\" style=\"max-width:46rem\">");
	for (size_t i = 0; i < COUNT(NOTES); i++) {
		if (!NOTES[i].n)
			continue;
		html_lit(p->h, "<li><span>");
		part_say(p, &NOTES[i].what);
		html_lit(p->h, "</span><b>");
		page_num(p->h, p->lang, NOTES[i].n);
		html_lit(p->h, "</b></li>");
	}
	html_lit(p->h, "</ul>\n");
}

/* What takes a while is told before it begins. */
static void room(const struct part *p, const struct list_room *x)
{
	enum { LONG_SECONDS = 60 };
	static const struct msg TAKES = MSG(
		"Sealing takes about {1} minutes and {2} MB in the vault ({3} MB of room meanwhile, {4} MB are free). It can be "
		"stopped at any time: nothing of it stays then.",
		"مُهر کردن حدود {1} دقیقه و {2} مگابایت در دفتر می‌برد (در این میان {3} مگابایت جا، {4} مگابایت آزاد است). هر گاه "
		"بایستد چیزی از آن نمی‌ماند.");
	struct str n[] = { num_text(p->a, p->lang, (x->seconds + 59) / 60),
			   num_text(p->a, p->lang, x->vault_bytes / 1000000),
			   num_text(p->a, p->lang, x->beside_bytes / 1000000),
			   x->free_bytes < 0 ? STR("?")
					     : num_text(p->a, p->lang, x->free_bytes / 1000000) };
	bool too_little = list_room_check(x, NULL) < 0;
	if (x->seconds < LONG_SECONDS && !too_little)
		return;
	html_lit(p->h, "<p class=\"notice\">");
	html_text(p->h, tr_fmt(p->a, p->lang, &TAKES, n, COUNT(n)));
	html_lit(p->h, "</p>\n");
}

static const struct msg COLUMN = MSG("Column", "ستون");
static const struct msg IS = MSG("What it is", "چیست");
static const struct msg FILLED = MSG("Filled", "پر");
static const struct msg UNDERSTOOD = MSG("Understood", "فهمیده‌شده");
static const struct msg DOUBT = MSG("In doubt", "با تردید");
static const struct msg NOT = MSG("Not understood, kept as given",
				  "فهمیده‌نشده، همان‌گونه می‌ماند");

static void column(const struct part *p, const struct list_column *c,
		   const struct list_column_count *n)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	page_foreign(p->h, p->lang, c->name, STR(""));
	html_lit(p->h, "</th>");
	part_cell(p, &IS);
	part_say(p, list_field_label(c->field));
	if (c->sealed) {
		html_lit(p->h, " <span class=\"withheld\">");
		part_say(p, MSG_P("sealed", "مُهرشده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td>");
	part_number_cell(p, &FILLED, n->filled);
	if (c->field == LIST_KEPT || c->sealed ||
	    !(n->understood || n->doubtful || n->not_understood)) {
		html_lit(p->h, "<td></td><td></td><td></td></tr>\n");
		return;
	}
	part_number_cell(p, &UNDERSTOOD, n->understood);
	part_number_cell(p, &DOUBT, n->doubtful);
	part_cell(p, &NOT);
	page_num(p->h, p->lang, n->not_understood);
	if (n->not_understood) {
		html_lit(p->h, " <span class=\"src\">");
		part_say(p, MSG_P("the first in row ", "نخستین در ردیف "));
		page_num(p->h, p->lang, n->first_row);
		html_text(p->h, STR(": "));
		page_foreign(p->h, p->lang, n->first_cell, STR(""));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</td></tr>\n");
}

static void columns(const struct part *p, const struct list_work *w)
{
	static const struct msg *const HEADS[] = {
		&COLUMN, &IS, &FILLED, &UNDERSTOOD, &DOUBT, &NOT
	};
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"cc\"><h2 id=\"cc\">");
	part_say(p, MSG_P("Columns, over all rows",
			  "ستون‌ها، در همهٔ ردیف‌ها"));
	html_lit(p->h, "</h2>");
	part_table(p, MSG_P("Table of columns", "جدول ستون‌ها"));
	for (size_t i = 0; i < COUNT(HEADS); i++)
		if (HEADS[i] == &FILLED || HEADS[i] == &UNDERSTOOD || HEADS[i] == &DOUBT)
			part_head_number(p, HEADS[i]);
		else
			part_head_cell(p, HEADS[i]);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < w->plan.n_columns && i < w->mapping.n; i++)
		column(p, &w->mapping.columns[i], &w->plan.columns[i]);
	html_lit(p->h, "</tbody></table></div></section>\n");
}

void list_plan_render(struct html *h, const struct shell *s, const struct list_run_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, NULL, a);
	const struct list_plan *plan = &v->w->plan;
	bool stops = plan->faults.stopping > 0;
	title(h, s, stops);
	sentence(&p, v);
	notes(&p, plan);
	html_lit(h, "<form method=\"post\" action=\"/lists/import/run\">\n");
	page_form_hidden(h, &v->form);
	if (plan->twin) {
		html_lit(h, "<p class=\"notice\">");
		part_say(
			&p,
			MSG_P("This very file is in the register already, and stands: there is nothing to seal. ",
			      "همین فایل از پیش در دفتر هست و برقرار است: چیزی برای مُهر کردن نیست. "));
		part_entry(&p, plan->twin);
		html_lit(h, "</p>\n");
	}
	if (!stops && !plan->twin)
		room(&p, &plan->room);
	html_lit(h, "<p class=\"actions\">");
	if (!stops && !plan->twin) {
		html_lit(h, "<button class=\"primary\" name=\"do\" value=\"seal\">");
		part_say_n(&p, MSG_P("Seal {1} row", "مُهر کردن {1} ردیف"),
			   MSG_P("Seal {1} rows", "مُهر کردن {1} ردیف"), plan->rows);
		html_lit(h, "</button>");
	}
	html_lit(h, "<button name=\"do\" value=\"back\">");
	part_say(&p, MSG_P("Go back and change it", "بازگشت و تغییر"));
	html_lit(h, "</button><button name=\"do\" value=\"drop\">");
	part_say(&p, MSG_P("Leave it", "کنار گذاشتن"));
	html_lit(h, "</button></p><p class=\"small muted\">");
	part_say(
		&p,
		MSG_P("Nothing has been written to the log yet. An edition can be taken back as a whole.",
		      "هنوز چیزی در دفتر نوشته نشده است. یک ویرایش را می‌توان یکجا پس گرفت."));
	html_lit(h, "</p></form>\n");
	list_faults(&p, &plan->faults, &v->w->look);
	columns(&p, v->w);
	page_end(h, s);
}
