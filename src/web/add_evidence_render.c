/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add_evidence_render.c - the form for files, and what will be sealed. */
#include "web/page_evidence.h"

static void begin(struct html *h, const struct shell *s, bool wrong)
{
	page_begin(h, s,
		   wrong ? tr(s->lang, MSG_P("Error: Add evidence", "خطا: افزودن مدرک"))
			 : tr(s->lang, MSG_P("Add evidence", "افزودن مدرک")),
		   SECTION_REGISTER);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/register\">");
	page_say(h, s->lang, MSG_P("Register", "پرونده‌ها"));
	html_lit(h, "</a> / <a href=\"/evidence\">");
	page_say(h, s->lang, MSG_P("Evidence", "مدارک"));
	html_lit(h, "</a> / ");
	page_say(h, s->lang, MSG_P("New", "تازه"));
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("Add evidence", "افزودن مدرک"));
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("A photo, a video, a document: sealed as it came, never changed, opened by members only.",
		      "عکس، ویدئو، سند: همان‌گونه که رسید مُهر می‌شود، هرگز دگرگون نمی‌شود و تنها برای اعضا گشوده است."));
	html_lit(h, "</p></div>\n");
}

static void block(const struct form *f, const struct msg *title)
{
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, title);
	html_lit(f->h, "</h2>\n");
}

static void where_from(const struct form *f, const struct add_evidence_view *v)
{
	struct field claim = {
		.name = STR("claim"),
		.value = v->claim,
		.label = MSG_P("Claim it supports",
			       "ادعایی که پشتیبانی می‌کند"),
		.hint = MSG_P(
			"As 48.2, the second of entry 48. May stay empty.",
			"مانند 48.2، دومی مدخل ۴۸. می‌تواند خالی بماند."),
		.short_one = true,
		.ltr = true
	};
	block(f, MSG_P("2. From whom, and of what", "۲. از چه کسی، و دربارهٔ چه"));
	ask_render(f, &v->source, MSG_P("From whom it came", "از چه کسی رسید"),
		   MSG_P("A name or a record number.", "نام یا شمارهٔ پرونده."));
	ask_render(
		f, &v->about, MSG_P("What it speaks of", "از چه می‌گوید"),
		MSG_P("The person, event or other record. May stay empty.",
		      "شخص، رویداد یا پروندهٔ دیگر. می‌تواند خالی بماند."));
	form_input(f, &claim);
	html_lit(f->h, "</section>\n");
}

static void described(const struct form *f, const struct add_evidence_view *v)
{
	struct field title = {
		.name = STR("title"),
		.value = v->title,
		.label = MSG_P("Title", "عنوان"),
		.hint = MSG_P(
			"What it is, in a few words without names: it stands in lists.",
			"در چند واژه و بی نام کسی: در فهرست‌ها می‌آید.")
	};
	struct field cover = { .name = STR("cover"),
			       .value = v->cover,
			       .label = MSG_P("May it show injury?", "آیا شاید جراحت نشان دهد؟") };
	struct choice c[] = {
		{ .value = STR("yes"),
		  .label = tr(f->lang, MSG_P("It may, or I do not know",
					     "شاید، یا نمی‌دانم")),
		  .hint = tr(
			  f->lang,
			  MSG_P("Pictures and videos are covered with words until somebody opens them.",
				"تصویر و ویدئو تا کسی آن را نگشاید زیر واژه‌ها پوشیده است.")) },
		{ .value = STR("no"),
		  .label = tr(f->lang, MSG_P("It does not", "نه")),
		  .hint = tr(f->lang, MSG_P("Say why below.", "در زیر بگویید چرا.")) },
	};
	struct field reason = { .name = STR("reason"),
				.value = v->reason,
				.label = MSG_P("Why it need not be covered",
					       "چرا نباید پوشیده باشد") };
	block(f, MSG_P("3. What it is", "۳. چیست"));
	form_input(f, &title);
	ask_date_render(
		f, &v->captured, MSG_P("When it was captured", "چه هنگام ثبت شده"),
		MSG_P("As whoever gave it says. May stay empty.",
		      "به گفتهٔ دهنده‌اش. می‌تواند خالی بماند."));
	form_radios(f, &cover, c, COUNT(c));
	form_input(f, &reason);
	html_lit(f->h, "</section>\n");
}

static void next(const struct form *f)
{
	html_lit(f->h, "<aside aria-labelledby=\"nx\"><section class=\"block\"><h2 id=\"nx\">");
	page_say(f->h, f->lang, MSG_P("What happens next", "سپس چه می‌شود"));
	html_lit(f->h, "</h2><ol class=\"small\"><li>");
	page_say(
		f->h, f->lang,
		MSG_P("The files arrive and wait beside the register, sealed; nothing is written to the log.",
		      "فایل‌ها می‌رسند و کنار دفتر، مُهرشده، می‌مانند؛ چیزی در دفتر نوشته نمی‌شود."));
	html_lit(f->h, "</li><li>");
	page_say(
		f->h, f->lang,
		MSG_P("You see what will be sealed, and say so. Locking the register before that drops them.",
		      "می‌بینید چه مُهر می‌شود و تأیید می‌کنید. اگر پیش از آن دفتر قفل شود کنار گذاشته می‌شوند."));
	html_lit(f->h, "</li><li>");
	page_say(
		f->h, f->lang,
		MSG_P("Each is written, read back and compared; a confined program looks what kind it is and makes "
		      "small pictures. For large files this takes a while.",
		      "هر یک نوشته، بازخوانده و سنجیده می‌شود؛ برنامه‌ای محصور می‌بیند چه گونه است و تصویرهای کوچک می‌سازد. "
		      "برای فایل‌های بزرگ کمی طول می‌کشد."));
	html_lit(f->h, "</li></ol></section></aside>\n");
}

void add_evidence_render(struct html *h, const struct shell *s, const struct add_evidence_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/add/evidence", v->show_errors ? &v->errors : NULL };
	begin(h, s, v->show_errors && v->errors.n);
	html_lit(h, "<div class=\"cols rail\"><form method=\"post\" action=\"/add/evidence\" "
		    "enctype=\"multipart/form-data\" novalidate>\n");
	page_form_hidden(h, &v->form);
	form_enter(&f);
	form_summary(&f);
	block(&f, MSG_P("1. The files", "۱. فایل‌ها"));
	form_files_render(&f, &v->files);
	html_lit(h, "</section>\n");
	where_from(&f, v);
	described(&f, v);
	html_lit(h,
		 "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"preview\">");
	page_say(h, s->lang, MSG_P("Check and preview", "بررسی و پیش‌نمایش"));
	html_lit(h, "</button></p></form>\n");
	next(&f);
	html_lit(h, "</div>\n");
	page_end(h, s);
}

static void bold(const struct form *f, struct str s)
{
	html_lit(f->h, "<b>");
	page_foreign(f->h, f->lang, s, STR(""));
	html_lit(f->h, "</b>");
}

void add_evidence_preview(struct html *h, const struct shell *s, const struct add_evidence_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/add/evidence", NULL };
	begin(h, s, false);
	form_preview_begin(&f, &v->form, v->sent, FILES_FIELDS, COUNT(FILES_FIELDS));
	html_lit(h, "<p class=\"serif\">");
	page_say(h, s->lang, MSG_P("From ", "از "));
	bold(&f, ask_words(s->lang, &v->source));
	if (v->about.text.n) {
		page_say(h, s->lang, MSG_P(", about ", "، دربارهٔ "));
		bold(&f, ask_words(s->lang, &v->about));
	}
	if (v->claim.n) {
		page_say(h, s->lang, MSG_P(", for claim ", "، برای ادعای "));
		html_lit(h, "<bdi lang=\"en\" dir=\"ltr\">");
		html_text(h, v->claim);
		html_lit(h, "</bdi>");
	}
	if (v->title.n) {
		html_lit(h, ": ");
		bold(&f, v->title);
	}
	html_lit(h, ". ");
	page_say(h, s->lang,
		 str_eq(v->cover, STR("no"))
			 ? MSG_P("Not covered.", "پوشیده نیست.")
			 : MSG_P("Covered when it is a picture, a video or unknown.",
				 "اگر تصویر، ویدئو یا ناشناخته باشد پوشیده است."));
	html_lit(h, "</p>\n");
	form_files_list(&f, &v->files);
	form_preview_unsealed(&f);
	form_preview_end(&f);
	page_end(h, s);
}
