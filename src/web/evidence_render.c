/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_render.c - one piece of evidence: what it is, and where it stands. */
#include "web/page_evidence.h"

static void term(const struct part *p, const struct msg *label)
{
	html_lit(p->h, "<dt>");
	part_say(p, label);
	html_lit(p->h, "</dt><dd>");
}

/* ---- one: the head -------------------------------------------------------- */

static void headline(const struct part *p, const struct evidence_view *v)
{
	const struct evidence *ev = &v->ev;
	evidence_crumbs(p, ev->row.number);
	html_lit(p->h, "<div class=\"headline\"><p class=\"kicker\">");
	html_text(p->h, word_media(p->lang, ev->row.media_type));
	html_lit(p->h, "</p>\n<h1>");
	if (ev->row.title.n)
		page_foreign(p->h, p->lang, ev->row.title, STR(""));
	else
		html_text(p->h, tr_fmt(p->a, p->lang, MSG_P("Evidence {1}", "مدرک {1}"),
				       &ev->row.number, 1));
	html_lit(p->h, "</h1>\n<p class=\"standfirst\">");
	if (v->done) {
		static const struct msg ONE = MSG("{1} file was sealed. ", "{1} فایل مُهر شد. ");
		static const struct msg MANY =
			MSG("{1} files were sealed; this is the first. ",
			    "{1} فایل مُهر شد؛ این نخستین آن‌هاست. ");
		part_say_n(p, &ONE, &MANY, v->done);
	}
	if (ev->has_file) {
		struct str words[] = { word_size(p->a, p->lang, ev->file.bytes),
				       word_day(p, ev->row.added_ms) };
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("{1}, sealed as it came on {2}. Its fingerprint stands in ",
				     "{1}، در {2} همان‌گونه که رسید مُهر شد. اثر انگشت آن در "),
			       words, COUNT(words)));
		part_entry(p, ev->file.field / 256);
		part_say(
			p,
			MSG_P(" of the log: a changed byte would show.",
			      " دفتر است: تغییر یک بایت هم دیده می‌شود."));
	} else {
		part_say(
			p,
			MSG_P("What was said of this file is erased; that there was one stays in the log.",
			      "آنچه از این فایل گفته شده پاک شده است؛ اینکه بوده در دفتر می‌ماند."));
	}
	html_lit(p->h, "</p>\n");
	if (ev->has_file) {
		html_lit(p->h, "<p class=\"actions noprint\"><a class=\"button\" href=\"/proof/");
		page_entry_id(p->h, ev->file.field / 256);
		html_lit(p->h, "\">");
		part_say(p, MSG_P("Proof of this entry", "برهان این مدخل"));
		html_lit(p->h, "</a></p>");
	}
	html_lit(p->h, "</div>\n");
}

/* ---- one: what is to be seen ----------------------------------------------- */

static void covered(const struct part *p, const struct evidence_view *v)
{
	html_lit(p->h, "<div class=\"sheet covered wide\"><span>");
	part_say(p, MSG_P("Covered: may show injury", "پوشیده: شاید جراحت نشان دهد"));
	html_lit(p->h, "</span></div>\n<p class=\"actions\"><a class=\"button\" href=\"");
	html_lit(p->h, "/evidence/");
	html_url_arg(p->h, v->ev.row.number);
	html_lit(p->h, "?open=1#look\">");
	part_say(p, MSG_P("Show it", "نشان بده"));
	html_lit(p->h, "</a></p>\n");
}

static void pictures(const struct part *p, const struct evidence_view *v)
{
	const struct evidence *ev = &v->ev;
	for (size_t i = 0; i < ev->n_copies; i++) {
		const struct evidence_file *f = &ev->copies[i];
		struct str n = num_text(p->a, p->lang, (int64_t)i + 1);
		html_lit(p->h, "<figure class=\"copy\">");
		if (f->state == EVIDENCE_HERE) {
			html_lit(p->h, "<img alt=\"");
			html_attr(p->h, tr_fmt(p->a, p->lang,
					       MSG_P("Working copy {1}", "نسخهٔ کاری {1}"), &n, 1));
			html_lit(p->h, "\" src=\"/copy/");
			html_url_arg(p->h, ev->row.number);
			html_lit(p->h, "/");
			html_int(p->h, (int64_t)i + 1);
			html_lit(p->h, "\">");
		}
		html_lit(p->h, "<figcaption class=\"small muted\">");
		html_text(p->h,
			  tr_fmt(p->a, p->lang, MSG_P("Working copy {1}", "نسخهٔ کاری {1}"), &n, 1));
		if (f->state != EVIDENCE_HERE) {
			html_lit(p->h, ": ");
			evidence_state_words(p, f->state);
		}
		html_text(p->h, tr(p->lang, MSG_P(", ", "، ")));
		html_text(p->h, word_size(p->a, p->lang, f->bytes));
		if (f->tool.n || f->parameters.n) {
			html_lit(p->h, " · ");
			evidence_code(p->h, f->tool);
			html_lit(p->h, " ");
			evidence_code(p->h, f->parameters);
		}
		html_lit(p->h, "</figcaption></figure>\n");
	}
}

static void look(const struct part *p, const struct evidence_view *v)
{
	const struct evidence *ev = &v->ev;
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"look\" aria-labelledby=\"lk\"><h2 id=\"lk\">");
	part_say(p, MSG_P("To look at", "برای دیدن"));
	html_lit(p->h, "</h2>\n");
	if (ev->not_examined.n) {
		html_lit(p->h, "<p>");
		part_say(p, MSG_P("Sealed without being looked into: ",
				  "بی آنکه درون آن دیده شود مُهر شد: "));
		page_foreign(p->h, p->lang, ev->not_examined, STR("en"));
		html_lit(p->h, " · <code lang=\"en\" dir=\"ltr\">vigil evidence examine ");
		html_text(p->h, ev->row.number);
		html_lit(p->h, "</code></p>\n");
	}
	if (!ev->n_copies && !ev->not_examined.n) {
		html_lit(p->h, "<p>");
		part_say(
			p,
			MSG_P("There is no picture of it: files of this kind are downloaded to be seen.",
			      "تصویری از آن نیست: فایل‌هایی از این گونه برای دیدن دریافت می‌شوند."));
		html_lit(p->h, "</p>\n");
	}
	if (ev->n_copies && ev->row.covered && !v->open) {
		covered(p, v);
	} else if (ev->n_copies) {
		pictures(p, v);
		html_lit(p->h, "<p class=\"small muted\">");
		part_say(
			p,
			MSG_P("Small pictures made from the original, without its position and device data.",
			      "تصویرهای کوچکی که از اصل ساخته شده، بی دادهٔ مکان و دستگاه."));
		html_lit(p->h, "</p>\n");
	}
	html_lit(p->h, "</section>\n");
}

static void original(const struct part *p, const struct evidence_view *v)
{
	const struct evidence *ev = &v->ev;
	html_lit(p->h,
		 "<section class=\"block\" id=\"original\" aria-labelledby=\"og\"><h2 id=\"og\">");
	part_say(p, MSG_P("The original", "اصل"));
	html_lit(p->h, "</h2>\n<p>");
	if (ev->row.state == EVIDENCE_HERE) {
		part_say(
			p,
			MSG_P("It is handed out as a download and never opened here: it is a stranger's file, may "
			      "show injury, and may hold the position and device of who made it. That you took it is "
			      "recorded as viewed.",
			      "تنها برای دریافت داده می‌شود و اینجا باز نمی‌شود: فایل دیگری است، شاید جراحت نشان دهد و "
			      "شاید مکان و دستگاه سازنده‌اش در آن باشد. گرفتن آن به عنوان دیده‌شده ثبت می‌شود."));
		html_lit(
			p->h,
			"</p>\n<form method=\"post\" class=\"actions noprint\" action=\"/original/");
		html_url_arg(p->h, ev->row.number);
		html_lit(p->h, "\">");
		page_form_hidden(p->h, &v->form);
		html_lit(p->h, "<button>");
		part_say(p, MSG_P("Show the original", "نمایش اصل"));
		html_lit(p->h, "</button></form>\n");
	} else if (ev->row.state == EVIDENCE_MISSING) {
		part_say(
			p,
			MSG_P("It is known and sealed, and its file is not in the folder of this vault: not fetched "
			      "yet, or lost. A scrub says so too.",
			      "شناخته و مُهرشده است، ولی فایلش در پوشهٔ این مخزن نیست: هنوز آورده نشده یا گم شده. "
			      "بازبینی هم همین را می‌گوید."));
		html_lit(p->h, "</p>\n");
	} else {
		part_say(
			p,
			MSG_P("Its content is erased, or was not given to this site: nothing here opens it. Its "
			      "fingerprint, and what was done with it, stay and can be proved. Copies handed out before "
			      "are not taken back by that.",
			      "محتوای آن پاک شده یا به این پایگاه داده نشده است: اینجا چیزی آن را نمی‌گشاید. اثر انگشت آن و "
			      "آنچه با آن شده می‌ماند و اثبات‌شدنی است. نسخه‌هایی که پیش‌تر داده شده با این کار پس گرفته نمی‌شود."));
		html_lit(p->h, "</p>\n");
	}
	html_lit(p->h, "</section>\n");
}

/* ---- one: the rail ------------------------------------------------------------ */

static void fact(const struct part *p, const struct msg *label, struct str s)
{
	if (!s.n)
		return;
	term(p, label);
	evidence_code(p->h, s);
	html_lit(p->h, "</dd>");
}

static void checks(const struct part *p, const struct evidence_view *v)
{
	term(p, MSG_P("Last checked", "آخرین بازبینی"));
	if (v->verified >= 0)
		html_text(p->h, word_time(p, v->ev.custody[v->verified].recorded_ms));
	else
		part_say(p, MSG_P("not since it was sealed", "از زمان مُهر تاکنون نه"));
	html_lit(p->h, "</dd>");
	term(p, MSG_P("Time stamp", "مُهر زمان"));
	if (v->stamped) {
		struct str n = page_entry_text(p->a, p->lang, v->stamped);
		html_text(p->h, tr_fmt(p->a, p->lang,
				       MSG_P("covered by a stamped head of {1} entries",
					     "زیر پوشش سری مُهرشده با {1} مدخل"),
				       &n, 1));
	} else {
		part_say(p, MSG_P("none covers its entry yet",
				  "هنوز مدخل آن را نمی‌پوشاند"));
	}
	html_lit(p->h, "</dd>");
}

static void facts(const struct part *p, const struct evidence_view *v)
{
	const struct evidence *ev = &v->ev;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"fa\"><h2 id=\"fa\">");
	part_say(p, MSG_P("The file", "فایل"));
	html_lit(p->h, "</h2>\n<dl class=\"facts\">");
	term(p, MSG_P("From", "از"));
	if (ev->row.source.id)
		part_entity(p, ev->row.source.kind, ev->row.source.no);
	else
		part_say(p, MSG_P("not open to you", "برای شما باز نیست"));
	html_lit(p->h, "</dd>");
	fact(p, MSG_P("Kind", "گونه"), ev->row.media_type);
	if (ev->has_file) {
		term(p, MSG_P("Size", "اندازه"));
		html_text(p->h, word_size(p->a, p->lang, ev->file.bytes));
		html_lit(p->h, "</dd>");
	}
	fact(p, MSG_P("Width and height", "پهنا و بلندا"), ev->dimensions);
	fact(p, MSG_P("Length", "مدت"), ev->duration);
	if (ev->captured.n) {
		term(p, MSG_P("Captured, it says", "زمان ثبت، به گفتهٔ خودش"));
		part_date(p, ev->captured);
		html_lit(p->h, "</dd>");
	}
	term(p, MSG_P("State", "وضعیت"));
	evidence_state_words(p, ev->row.state);
	html_lit(p->h, "</dd>");
	checks(p, v);
	html_lit(p->h, "</dl>");
	if (ev->file.sha256.n) {
		html_lit(p->h, "<p class=\"mono-line\">SHA-256 ");
		evidence_code(p->h, ev->file.sha256);
		html_lit(p->h, "</p>");
	}
	if (ev->description.n) {
		html_lit(p->h, "<p>");
		page_foreign(p->h, p->lang, ev->description, STR(""));
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}

static void supports(const struct part *p, const struct evidence *ev)
{
	html_lit(p->h,
		 "<section class=\"block\" id=\"supports\" aria-labelledby=\"su\"><h2 id=\"su\">");
	part_say(p, MSG_P("What it speaks of", "از چه می‌گوید"));
	html_lit(p->h, "</h2>\n");
	if (!ev->n_supports) {
		html_lit(p->h, "<p>");
		part_say(p, MSG_P("Not tied to any record yet.",
				  "هنوز به پرونده‌ای پیوسته نیست."));
		html_lit(p->h, "</p></section>\n");
		return;
	}
	html_lit(p->h, "<ul class=\"brief\">\n");
	for (size_t i = 0; i < ev->n_supports; i++) {
		const struct evidence_support *s = &ev->supports[i];
		html_lit(p->h, "<li><h3>");
		part_entity(p, s->subject.kind, s->subject.no);
		html_lit(p->h, "</h3><p class=\"src\">");
		if (s->supports) {
			part_say(p, MSG_P("supports the claim in ", "پشتیبان ادعا در "));
			part_entry(p, s->supports / 256);
		} else {
			part_say(p, MSG_P("as a whole", "به طور کلی"));
		}
		html_lit(p->h, " · ");
		part_entry(p, s->field / 256);
		html_lit(p->h, "</p></li>\n");
	}
	html_lit(p->h, "</ul></section>\n");
}

static void sealed(const struct part *p, const struct evidence *ev)
{
	static const struct msg N = MSG("{1} sealed statements are not open to you",
					"{1} گفتهٔ مُهرشده برای شما باز نیست");
	if (!ev->original_name.n && !ev->metadata.n && !ev->withheld)
		return;
	html_lit(p->h,
		 "<section class=\"block\" id=\"sealed\" aria-labelledby=\"se\"><h2 id=\"se\">");
	part_say(p, MSG_P("Sealed", "مُهرشده"));
	html_lit(p->h, "</h2>\n");
	if (ev->original_name.n || ev->metadata.n) {
		html_lit(p->h, "<details class=\"noprint\"><summary>");
		part_say(p, MSG_P("What it was called and says of itself",
				  "نام آن و آنچه از خود می‌گوید"));
		html_lit(p->h, "</summary><p class=\"small\">");
		part_say(
			p,
			MSG_P("For members of this compartment only: it can show who a source is.",
			      "تنها برای اعضای این بخش: می‌تواند نشان دهد منبع کیست."));
		html_lit(p->h, "</p>");
		if (ev->original_name.n) {
			html_lit(p->h, "<p>");
			page_foreign(p->h, p->lang, ev->original_name, STR(""));
			html_lit(p->h, "</p>");
		}
		if (ev->metadata.n) {
			html_lit(p->h, "<p class=\"mono-line\">");
			evidence_code(p->h, ev->metadata);
			html_lit(p->h, "</p>");
		}
		html_lit(p->h, "</details>\n");
	}
	if (ev->withheld) {
		html_lit(p->h, "<p><span class=\"withheld\">");
		part_say(p, MSG_P("Withheld: safety of sources and relatives",
				  "محفوظ: ایمنی منابع و بستگان"));
		html_lit(p->h, "</span></p><p class=\"small\">");
		part_say_n(p, &N, &N, ev->withheld);
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}

void evidence_render(struct html *h, const struct shell *s, const struct evidence_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	page_begin(h, s,
		   tr_fmt(a, s->lang, MSG_P("Evidence {1}", "مدرک {1}"), &v->ev.row.number, 1),
		   SECTION_REGISTER);
	headline(&p, v);
	/* What leads to the claims about a record leads here as well. */
	html_lit(h, "<div class=\"cols rail\">\n<div id=\"claims\">\n");
	look(&p, v);
	original(&p, v);
	part_custody(&p, &v->ev);
	part_findings(&p, &v->ev);
	html_lit(h, "</div>\n<div>\n");
	facts(&p, v);
	supports(&p, &v->ev);
	sealed(&p, &v->ev);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
