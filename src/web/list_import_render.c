/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_import_render.c - which file, and of which list it is an edition. */
#include "web/page_list_import.h"

static void begin(struct html *h, const struct shell *s, bool wrong)
{
	page_begin(h, s,
		   wrong ? tr(s->lang, MSG_P("Error: Bring in a list", "خطا: ورود فهرست"))
			 : tr(s->lang, MSG_P("Bring in a list", "ورود فهرست")),
		   SECTION_LISTS);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/lists\">");
	page_say(h, s->lang, MSG_P("Lists", "فهرست‌ها"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("Bring in", "ورود"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("Bring in a list", "ورود فهرست"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("A table that somebody else made: CSV, TSV, XLSX, ODS or JSON. Every row stays as it is; nothing is "
		      "corrected, merged or left out in silence.",
		      "جدولی که دیگری ساخته: CSV، TSV، XLSX، ODS یا JSON. هر ردیف همان‌گونه می‌ماند؛ چیزی بی‌صدا اصلاح، "
		      "ادغام یا کنار گذاشته نمی‌شود."));
	html_lit(h, "</p></div>\n");
}

static void under_way(struct html *h, enum lang lang)
{
	html_lit(h, "<p class=\"notice\" role=\"status\">");
	page_say(h, lang,
		 MSG_P("A list is on its way in already. ",
		       "فهرستی هم‌اکنون در راه است. "));
	html_lit(h, "<a href=\"/lists/import/run\">");
	page_say(h, lang, MSG_P("Go on with it", "ادامهٔ آن"));
	html_lit(h, "</a>");
	page_say(h, lang,
		 MSG_P("; a new file replaces it.",
		       "؛ فایل تازه جای آن را می‌گیرد."));
	html_lit(h, "</p>\n");
}

static void next(const struct form *f)
{
	html_lit(f->h, "<aside aria-labelledby=\"nx\"><section class=\"block\"><h2 id=\"nx\">");
	page_say(f->h, f->lang, MSG_P("What happens next", "سپس چه می‌شود"));
	html_lit(f->h, "</h2><ol class=\"small\"><li>");
	page_say(
		f->h, f->lang,
		MSG_P("A confined program opens the file. You see its encoding, separator, sheets and columns, and every "
		      "problem with row and column.",
		      "برنامه‌ای محصور فایل را می‌گشاید. کدگذاری، جداکننده، برگه‌ها و ستون‌ها را می‌بینید، و هر ایراد را با ردیف و ستون."));
	html_lit(f->h, "</li><li>");
	page_say(
		f->h, f->lang,
		MSG_P("You say what each column is; real rows show how they would be understood.",
		      "می‌گویید هر ستون چیست؛ ردیف‌های واقعی نشان می‌دهند چگونه فهمیده می‌شوند."));
	html_lit(f->h, "</li><li>");
	page_say(
		f->h, f->lang,
		MSG_P("All rows are read and compared with the edition before. Nothing is written until you seal it; then all "
		      "of it, or nothing.",
		      "همهٔ ردیف‌ها خوانده و با ویرایش پیش سنجیده می‌شود. تا مُهر نکنید چیزی نوشته نمی‌شود؛ آنگاه همه یا هیچ."));
	html_lit(f->h, "</li></ol></section></aside>\n");
}

void list_import_render(struct html *h, const struct shell *s, const struct list_import_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/lists/import", v->show_errors ? &v->errors : NULL };
	struct field list = { .name = STR("list"),
			      .label = MSG_P("Of which list is it an edition?",
					     "ویرایشی از کدام فهرست است؟"),
			      .value = v->list };
	struct field label = {
		.name = STR("label"),
		.label = MSG_P(
			"What its makers call the edition",
			"نامی که سازندگانش به ویرایش داده‌اند"),
		.hint = MSG_P("Such as v3. May stay empty.",
			      "مانند v3. می‌تواند خالی بماند."),
		.value = v->label,
		.short_one = true
	};
	begin(h, s, v->show_errors && v->errors.n);
	if (v->under_way)
		under_way(h, s->lang);
	html_lit(h, "<div class=\"cols rail\"><form method=\"post\" action=\"/lists/import\" "
		    "enctype=\"multipart/form-data\" novalidate>\n");
	page_form_hidden(h, &v->form);
	form_enter(&f);
	form_summary(&f);
	html_lit(h, "<section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("1. The list", "۱. فهرست"));
	html_lit(h, "</h2>\n");
	form_select(&f, &list, v->lists, v->n_lists, MSG_P("choose", "برگزینید"));
	html_lit(h, "<p><a href=\"/lists/add\">");
	page_say(h, s->lang,
		 MSG_P("It is not here yet: add the list", "هنوز اینجا نیست: افزودن فهرست"));
	html_lit(h, "</a></p></section>\n<section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("2. The file", "۲. فایل"));
	html_lit(h, "</h2>\n");
	form_files_render(&f, &v->files);
	html_lit(h, "</section>\n<section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("3. Which edition", "۳. کدام ویرایش"));
	html_lit(h, "</h2>\n");
	ask_date_render(&f, &v->date, MSG_P("Date of the edition", "تاریخ ویرایش"),
			MSG_P("As its makers say; today when it stays empty.",
			      "به گفتهٔ سازندگانش؛ اگر خالی بماند، امروز."));
	form_input(&f, &label);
	html_lit(
		h,
		"</section>\n<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"look\">");
	page_say(h, s->lang, MSG_P("Look into the file", "نگاه به درون فایل"));
	html_lit(h, "</button></p></form>\n");
	next(&f);
	html_lit(h, "</div>\n");
	page_end(h, s);
}
