/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_add_render.c - the form for a list of others. */
#include "web/page_list_import.h"

static void begin(struct html *h, const struct shell *s, bool wrong)
{
	page_begin(h, s,
		   wrong ? tr(s->lang, MSG_P("Error: Add a list", "خطا: افزودن فهرست"))
			 : tr(s->lang, MSG_P("Add a list", "افزودن فهرست")),
		   SECTION_LISTS);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/lists\">");
	page_say(h, s->lang, MSG_P("Lists", "فهرست‌ها"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("New", "تازه"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("Add a list", "افزودن فهرست"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("Who makes it and how: what is said of the list itself. Its files come in afterwards, edition by edition.",
		      "که آن را می‌سازد و چگونه: آنچه دربارهٔ خود فهرست گفته می‌شود. فایل‌هایش سپس می‌آید، ویرایش به ویرایش."));
	html_lit(h, "</p></div>\n");
}

static const struct msg NAME = MSG("Name of the list", "نام فهرست");
static const struct msg PUBLISHER = MSG("Publisher", "ناشر");
static const struct msg METHOD = MSG("How it is made", "چگونه ساخته می‌شود");
static const struct msg WEB = MSG("Address on the web", "نشانی وب");
static const struct msg COVERS = MSG("Period it covers", "دورهٔ پوشش");
static const struct msg PUBLISHED = MSG("Published", "تاریخ انتشار");
static const struct msg FREE_OF = MSG(
	"Do its makers say that nobody is in it twice?",
	"آیا سازندگانش می‌گویند هیچ‌کس دو بار در آن نیست؟");
static const struct msg YES = MSG("Yes", "بله");
static const struct msg NO = MSG("No", "نه");
static const struct msg UNKNOWN = MSG("They do not say", "نمی‌گویند");

static void fields(const struct form *f, const struct list_add_view *v)
{
	struct field name = { .name = STR("name"), .label = &NAME, .value = v->name };
	struct field publisher = { .name = STR("publisher"),
				   .label = &PUBLISHER,
				   .value = v->publisher };
	struct field method = { .name = STR("method"),
				.label = &METHOD,
				.hint = MSG_P("In a sentence: interviews, media, official notices.",
					      "در یک جمله: مصاحبه، رسانه، آگهی رسمی."),
				.value = v->method };
	struct field url = { .name = STR("url"), .label = &WEB, .value = v->url, .ltr = true };
	struct field twice = {
		.name = STR("duplicate_free"),
		.label = &FREE_OF,
		.hint = MSG_P(
			"If so, linking takes at most one row of it for one person. It is tested.",
			"اگر چنین است، پیوند برای هر نفر حداکثر یک ردیف از آن می‌گیرد. آزموده می‌شود."),
		.value = v->duplicate_free
	};
	struct choice c[] = { { .value = STR("yes"), .label = tr(f->lang, &YES) },
			      { .value = STR("no"), .label = tr(f->lang, &NO) },
			      { .value = STR("unknown"), .label = tr(f->lang, &UNKNOWN) } };
	form_input(f, &name);
	form_input(f, &publisher);
	form_area(f, &method, 2);
	form_input(f, &url);
	ask_date_render(
		f, &v->covers, &COVERS,
		MSG_P("For example 2024/2025. May stay empty.",
		      "برای نمونه 2024/2025. می‌تواند خالی بماند."));
	ask_date_render(f, &v->published, &PUBLISHED,
			MSG_P("May stay empty.", "می‌تواند خالی بماند."));
	form_radios(f, &twice, c, COUNT(c));
}

void list_add_render(struct html *h, const struct shell *s, const struct list_add_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/lists/add", &v->errors };
	begin(h, s, v->errors.n > 0);
	html_lit(h, "<form method=\"post\" action=\"/lists/add\" novalidate>\n");
	page_form_hidden(h, &v->form);
	form_enter(&f);
	form_summary(&f);
	fields(&f, v);
	html_lit(h,
		 "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"preview\">");
	page_say(h, s->lang, MSG_P("Check and preview", "بررسی و پیش‌نمایش"));
	html_lit(h, "</button></p></form>\n");
	page_end(h, s);
}

static void line(const struct form *f, const struct msg *label, struct str value)
{
	if (!value.n)
		return;
	html_lit(f->h, "<dt>");
	page_say(f->h, f->lang, label);
	html_lit(f->h, "</dt><dd>");
	page_foreign(f->h, f->lang, value, STR(""));
	html_lit(f->h, "</dd>");
}

void list_add_preview(struct html *h, const struct shell *s, const struct list_add_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/lists/add", NULL };
	struct str free_of = str_eq(v->duplicate_free, STR("yes"))	 ? tr(s->lang, &YES)
			     : str_eq(v->duplicate_free, STR("no"))	 ? tr(s->lang, &NO)
			     : str_eq(v->duplicate_free, STR("unknown")) ? tr(s->lang, &UNKNOWN)
									 : STR("");
	begin(h, s, false);
	form_preview_begin(&f, &v->form, v->sent, NULL, 0);
	html_lit(h, "<dl class=\"facts\">");
	line(&f, &NAME, v->name);
	line(&f, &PUBLISHER, v->publisher);
	line(&f, &METHOD, v->method);
	line(&f, &WEB, v->url);
	line(&f, &COVERS, ask_date_cell(&v->covers));
	line(&f, &PUBLISHED, ask_date_cell(&v->published));
	line(&f, &FREE_OF, free_of);
	html_lit(h, "</dl>");
	form_preview_unsealed(&f);
	form_preview_end(&f);
	page_end(h, s);
}
