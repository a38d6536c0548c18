/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import_render.c - choosing a claim table, its problems, and how it was understood. */
#include "web/page_import.h"

static struct str n_text(const struct part *p, int64_t n)
{
	return num_text(p->a, p->lang, n);
}

static void td(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, tr(p->lang, label));
	html_lit(p->h, "\">");
}

static void head_row(const struct part *p, const struct msg *heads, size_t n)
{
	html_lit(p->h, "<thead><tr>");
	for (size_t i = 0; i < n; i++) {
		html_lit(p->h, "<th scope=\"col\">");
		part_say(p, &heads[i]);
		html_lit(p->h, "</th>");
	}
	html_lit(p->h, "</tr></thead><tbody>\n");
}

/* ---- problems ------------------------------------------------------------------ */

static const struct msg PROBLEM_HEADS[] = { MSG("Row", "ردیف"), MSG("Column", "ستون"),
					    MSG("Cell", "خانه"), MSG("What is wrong", "ایراد"),
					    MSG("What to do", "چاره") };

static void problem_row(const struct part *p, const struct table_problem *pr)
{
	struct str no = n_text(p, pr->row);
	html_lit(p->h, "<tr><th scope=\"row\">");
	if (pr->row)
		html_text(p->h, tr_fmt(p->a, p->lang, MSG_P("Row {1}", "ردیف {1}"), &no, 1));
	else
		part_say(p, MSG_P("The file", "پرونده"));
	html_lit(p->h, "</th>");
	td(p, &PROBLEM_HEADS[1]);
	if (pr->column.n) {
		html_lit(p->h, "<code lang=\"en\" dir=\"ltr\">");
		html_text(p->h, pr->column);
		html_lit(p->h, "</code>");
	}
	html_lit(p->h, "</td>");
	td(p, &PROBLEM_HEADS[2]);
	if (pr->cell.n)
		part_given(p, pr->cell);
	html_lit(p->h, "</td>");
	td(p, &PROBLEM_HEADS[3]);
	html_text(p->h, pr->what);
	html_lit(p->h, "</td>");
	td(p, &PROBLEM_HEADS[4]);
	html_text(p->h, pr->todo);
	html_lit(p->h, "</td></tr>\n");
}

static void problems(const struct part *p, const struct import_view *v)
{
	size_t shown = v->table.n_problems < IMPORT_PROBLEMS_SHOWN ? v->table.n_problems
								   : IMPORT_PROBLEMS_SHOWN;
	struct str args[] = { v->name, n_text(p, v->table.all_problems),
			      n_text(p, (int64_t)shown) };
	if (!v->table.all_problems)
		return;
	html_lit(
		p->h,
		"<div class=\"errors\" role=\"alert\" aria-labelledby=\"es\" tabindex=\"-1\"><h2 id=\"es\">");
	part_say(p, MSG_P("Nothing was imported", "چیزی وارد نشد"));
	html_lit(p->h, "</h2><p>");
	html_text(p->h,
		  tr_fmt(p->a, p->lang,
			 v->table.all_problems == 1
				 ? MSG_P("{1} has one problem. Nothing was written to the log.",
					 "{1} یک ایراد دارد. چیزی در دفتر نوشته نشد.")
				 : MSG_P("{1} has {2} problems. Nothing was written to the log.",
					 "{1} {2} ایراد دارد. چیزی در دفتر نوشته نشد."),
			 args, COUNT(args)));
	html_lit(p->h, " <a href=\"#problems\">");
	part_say(p, MSG_P("See what to do", "چاره را ببینید"));
	html_lit(
		p->h,
		"</a></p></div>\n<section class=\"block heavy\" id=\"problems\" aria-labelledby=\"pr\"><h2 id=\"pr\">");
	part_say(p, MSG_P("Problems", "ایرادها"));
	html_lit(p->h, "</h2>\n");
	if ((int64_t)shown < v->table.all_problems)
		html_el(p->h, "p",
			tr_fmt(p->a, p->lang,
			       MSG_P("The first {3} of {2}. Mend these and choose the file again.",
				     "{3} ایراد نخست از {2}. این‌ها را رفع کنید و پرونده را دوباره برگزینید."),
			       args, COUNT(args)));
	html_lit(p->h, "<table class=\"cards\">");
	head_row(p, PROBLEM_HEADS, COUNT(PROBLEM_HEADS));
	for (size_t i = 0; i < shown; i++)
		problem_row(p, &v->table.problems[i]);
	html_lit(p->h, "</tbody></table></section>\n");
}

/* ---- choosing, and what was imported before --------------------------------------- */

static void file_field(const struct part *p, const struct form_errors *es)
{
	struct str why = form_error_at(es, STR("table"));
	if (why.n)
		html_lit(p->h, "<div class=\"field wrong\">");
	else
		html_lit(p->h, "<div class=\"field\">");
	html_lit(p->h, "<label for=\"table\">");
	part_say(p, MSG_P("Claim table", "جدول ادعاها"));
	html_lit(p->h, "</label><span class=\"hint\" id=\"table-h\">");
	part_say(
		p,
		MSG_P("CSV in UTF-8, up to 64 MB. The manual says what the columns hold; the program comes with a template. "
		      "It is read in memory and not kept on this disk.",
		      "CSV با کدگذاری UTF-8، تا ۶۴ مگابایت. راهنما می‌گوید ستون‌ها چه دارند؛ الگویی همراه برنامه است. در حافظه "
		      "خوانده و روی این دیسک نگه داشته نمی‌شود."));
	html_lit(p->h, "</span>");
	if (why.n) {
		html_lit(p->h, "<span class=\"errmsg\" id=\"table-e\">");
		part_say(p, MSG_P("Error: ", "خطا: "));
		html_text(p->h, why);
		html_lit(p->h, "</span>");
	}
	html_lit(
		p->h,
		"<input id=\"table\" name=\"table\" type=\"file\" accept=\".csv,text/csv\" aria-describedby=\"table-h");
	html_if(p->h, why.n > 0, " table-e");
	html_lit(p->h, "\"");
	html_if(p->h, why.n > 0, " aria-invalid=\"true\"");
	html_lit(p->h, "></div>\n");
}

static void batch_row(const struct part *p, const struct batch *b)
{
	html_lit(p->h, "<tr><th scope=\"row\"><a class=\"num\" href=\"/import/");
	page_entry_id(p->h, b->seq);
	html_lit(p->h, "\">");
	html_text(p->h, page_entry_text(p->a, p->lang, b->seq));
	html_lit(p->h, "</a></th>");
	td(p, MSG_P("File", "پرونده"));
	page_foreign(p->h, p->lang, b->name, STR(""));
	html_lit(p->h, "</td>");
	td(p, MSG_P("Claims", "ادعاها"));
	html_text(p->h, n_text(p, b->statements));
	html_lit(p->h, "</td>");
	td(p, MSG_P("Recorded", "ثبت شده"));
	html_text(p->h, word_time(p, b->recorded_ms));
	html_lit(p->h, "</td>");
	td(p, MSG_P("Standing", "وضع"));
	if (b->retracted) {
		part_say(p, MSG_P("taken back by ", "پس‌گرفته با "));
		part_entry(p, b->retracted);
	} else {
		part_say(p, MSG_P("stands", "برقرار"));
	}
	html_lit(p->h, "</td></tr>\n");
}

static void batches(const struct part *p, const struct import_view *v)
{
	static const struct msg HEADS[] = { MSG("Entry", "مدخل"), MSG("File", "پرونده"),
					    MSG("Claims", "ادعاها"), MSG("Recorded", "ثبت شده"),
					    MSG("Standing", "وضع") };
	enum { SHOWN = 100 };
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"il\"><h2 id=\"il\">");
	part_say(p, MSG_P("Imports so far", "ورودهای پیشین"));
	html_lit(p->h, "</h2>\n");
	if (!v->n_batches) {
		html_el(p->h, "p", tr(p->lang, MSG_P("None yet.", "هنوز هیچ.")));
		html_lit(p->h, "</section>\n");
		return;
	}
	html_lit(p->h, "<table class=\"cards\">");
	head_row(p, HEADS, COUNT(HEADS));
	for (size_t i = 0; i < v->n_batches && i < SHOWN; i++)
		batch_row(p, &v->batches[i]);
	html_lit(p->h, "</tbody></table>\n");
	if (v->n_batches > SHOWN) {
		html_lit(p->h, "<p><a href=\"/history\">");
		part_say(p, MSG_P("Earlier ones are in the history",
				  "ورودهای پیش‌تر در تاریخچه‌اند"));
		html_lit(p->h, "</a></p>\n");
	}
	html_lit(p->h, "</section>\n");
}

static void begin(const struct part *p, const struct shell *s, bool wrong)
{
	page_begin(p->h, s,
		   wrong ? tr(s->lang, MSG_P("Error: Import", "خطا: ورود داده"))
			 : tr(s->lang, MSG_P("Import", "ورود داده")),
		   SECTION_IMPORT);
	html_lit(p->h, "<div class=\"headline\"><h1>");
	part_say(p, MSG_P("Bring in a claim table", "ورود جدول ادعاها"));
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	part_say(
		p,
		MSG_P("Many claims at once, each with its source. The whole table is checked first; you look at it, then it "
		      "is sealed. An import can be taken back as a whole.",
		      "ادعاهای بسیار در یک بار، هر یک با منبعش. نخست همهٔ جدول آزموده می‌شود؛ به آن نگاه می‌کنید، سپس مُهر "
		      "می‌شود. یک ورود را می‌توان یکجا پس گرفت."));
	html_lit(p->h, "</p></div>\n");
}

void import_render(struct html *h, const struct shell *s, const struct import_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	struct form f = { h, s->lang, a, "/import", &v->errors };
	begin(&p, s, v->errors.n || v->table.all_problems);
	if (v->nothing_new) {
		struct str n = n_text(&p, v->nothing_of);
		html_lit(h, "<p class=\"notice\" role=\"status\">");
		html_text(
			h,
			tr_fmt(a, s->lang,
			       MSG_P("Nothing new: all {1} claims of this file were in the register already.",
				     "چیز تازه‌ای نیست: هر {1} ادعای این پرونده از پیش در دفتر بود."),
			       &n, 1));
		html_lit(h, "</p>\n");
	}
	problems(&p, v);
	form_summary(&f);
	html_lit(
		h,
		"<form method=\"post\" action=\"/import\" enctype=\"multipart/form-data\" class=\"block heavy\">\n");
	page_form_hidden(h, &v->form);
	file_field(&p, &v->errors);
	html_lit(h, "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"check\">");
	part_say(&p, MSG_P("Check and preview", "بررسی و پیش‌نمایش"));
	html_lit(h, "</button></p></form>\n");
	batches(&p, v);
	page_end(h, s);
}

/* ---- the preview --------------------------------------------------------------------- */

static void counts(const struct part *p, const struct import_view *v)
{
	html_lit(p->h, "<ul class=\"pairs\" style=\"max-width:40rem\"><li><span>");
	part_say(p, MSG_P("Rows", "ردیف‌ها"));
	html_lit(p->h, "</span><b>");
	html_text(p->h, n_text(p, v->table.rows));
	html_lit(p->h, "</b></li><li><span>");
	part_say(p, MSG_P("Claims", "ادعاها"));
	html_lit(p->h, "</span><b>");
	html_text(p->h, n_text(p, (int64_t)v->table.n_claims));
	html_lit(p->h, "</b></li>");
	if (v->counts.known) {
		html_lit(p->h, "<li><span>");
		part_say(
			p,
			MSG_P("In the register already, and not added again",
			      "از پیش در دفتر، و دوباره افزوده نمی‌شود"));
		html_lit(p->h, "</span><b>");
		html_text(p->h, n_text(p, v->counts.already));
		html_lit(p->h, "</b></li><li><span>");
		part_say(p, MSG_P("New records", "پرونده‌های تازه"));
		html_lit(p->h, "</span><b>");
		html_text(p->h, n_text(p, v->counts.new_subjects));
		html_lit(p->h, "</b></li>");
	}
	html_lit(p->h, "</ul>\n");
	if (!v->counts.known)
		html_el(p->h, "p",
			tr(p->lang,
			   MSG_P("The table is large. How many are new is found out while recording, which can "
				 "take minutes; other pages wait meanwhile. If the browser gives up, look "
				 "into the list of imports: the same file can be imported again.",
				 "جدول بزرگ است. اینکه چند تا تازه است هنگام ثبت دانسته می‌شود و شاید چند دقیقه طول بکشد؛ "
				 "صفحه‌های دیگر در این میان منتظر می‌مانند. اگر مرورگر رها کرد، فهرست ورودها را ببینید: همان "
				 "پرونده را می‌توان دوباره وارد کرد.")));
}

static void first_rows(const struct part *p, const struct import_view *v)
{
	static const struct msg HEADS[] = { MSG("Row", "ردیف"), MSG("Subject", "موضوع"),
					    MSG("What is said", "چه گفته می‌شود"),
					    MSG("Understood as", "فهمیده شد"),
					    MSG("Source", "منبع") };
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"fr\"><h2 id=\"fr\">");
	part_say(p, MSG_P("The first rows, as they were understood",
			  "ردیف‌های نخست، آن‌گونه که فهمیده شد"));
	html_lit(p->h, "</h2>\n<table class=\"cards\">");
	head_row(p, HEADS, COUNT(HEADS));
	for (size_t i = 0; i < v->n_rows; i++) {
		const struct import_row *r = &v->rows[i];
		html_lit(p->h, "<tr><th scope=\"row\">");
		html_text(p->h, n_text(p, r->row));
		html_lit(p->h, "</th>");
		td(p, &HEADS[1]);
		html_lit(p->h, "<code lang=\"en\" dir=\"ltr\">");
		html_text(p->h, r->subject);
		html_lit(p->h, "</code></td>");
		td(p, &HEADS[2]);
		part_property(p, r->property);
		html_lit(p->h, "</td>");
		td(p, &HEADS[3]);
		if (r->value.type == VALUE_ENTITY) {
			html_lit(p->h, "<code lang=\"en\" dir=\"ltr\">");
			html_text(p->h, r->ref);
			html_lit(p->h, "</code>");
		} else {
			part_value(p, &r->value);
		}
		html_lit(p->h, "</td>");
		td(p, &HEADS[4]);
		html_lit(p->h, "<code lang=\"en\" dir=\"ltr\">");
		html_text(p->h, r->source);
		html_lit(p->h, "</code></td></tr>\n");
	}
	html_lit(p->h, "</tbody></table></section>\n");
}

void import_preview(struct html *h, const struct shell *s, const struct import_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	int64_t adds = (int64_t)v->table.n_claims - v->counts.already;
	struct str n = n_text(&p, adds);
	begin(&p, s, false);
	html_lit(h, "<section class=\"block heavy\" aria-labelledby=\"un\"><h2 id=\"un\">");
	part_say(&p, MSG_P("It is understood", "فهمیده شد"));
	html_lit(h, "</h2><p>");
	page_foreign(h, s->lang, v->name, STR(""));
	html_lit(h, " · ");
	part_say(&p, MSG_P("no problem was found. Nothing has been written to the log yet.",
			   "ایرادی یافت نشد. هنوز چیزی در دفتر نوشته نشده است."));
	html_lit(h, "</p>\n");
	counts(&p, v);
	if (v->counts.known && !adds) {
		html_lit(h, "<p class=\"notice\">");
		part_say(
			&p,
			MSG_P("Nothing is new: there is nothing to record.",
			      "چیز تازه‌ای نیست: چیزی برای ثبت نیست."));
		html_lit(h, " <a href=\"/import\">");
		part_say(&p, MSG_P("Choose another file", "پرونده‌ای دیگر"));
		html_lit(h, "</a></p></section>\n");
		first_rows(&p, v);
		page_end(h, s);
		return;
	}
	html_lit(
		h,
		"<form method=\"post\" action=\"/import\" enctype=\"multipart/form-data\" style=\"margin-block-start:1rem\">\n");
	page_form_hidden(h, &v->form);
	html_hidden(h, "sha256", v->sha256);
	if (!v->kept)
		file_field(&p, &v->errors);
	html_lit(h, "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"record\">");
	html_text(h, tr_fmt(a, s->lang,
			    adds == 1 ? MSG_P("Record {1} claim", "ثبت {1} ادعا")
				      : MSG_P("Record {1} claims", "ثبت {1} ادعا"),
			    &n, 1));
	html_lit(h, "</button><a href=\"/import\">");
	part_say(&p, MSG_P("Leave it", "کنار بگذارید"));
	html_lit(h, "</a></p><p class=\"small muted\">");
	if (v->kept)
		part_say(
			&p,
			MSG_P("The file waits in memory until you record it or lock; it is on no disk here.",
			      "پرونده تا ثبت یا قفل در حافظه می‌ماند؛ اینجا روی هیچ دیسکی نیست."));
	else
		part_say(
			&p,
			MSG_P("There is no room to keep the file until then: choose the same one again.",
			      "جای نگه‌داشتن پرونده تا آن هنگام نیست: همان را دوباره برگزینید."));
	html_lit(h, "</p></form></section>\n");
	first_rows(&p, v);
	page_end(h, s);
}
