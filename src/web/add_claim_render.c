/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add_claim_render.c - the form for one claim, and the sentence it becomes. */
#include "web/page_add.h"

/* ---- about whom -------------------------------------------------------- */

static void about(const struct form *f, const struct add_claim_view *v)
{
	html_lit(f->h, "<section class=\"block heavy\"><h2>");
	page_say(f->h, f->lang, MSG_P("1. Of whom or what", "۱. دربارهٔ که یا چه"));
	html_lit(f->h, "</h2>\n");
	ask_render(f, &v->c.subject, MSG_P("Subject", "موضوع"),
		   MSG_P("A name in any script, or a record number such as P-00012.",
			 "نامی به هر خط، یا شمارهٔ پرونده مانند P-00012."));
	html_lit(f->h, "<p class=\"actions\">");
	form_button(f, MSG_P("Find", "یافتن"), STR("check"), STR("subject"), false);
	html_lit(f->h, "</p></section>\n");
}

/* ---- when, where, of what --------------------------------------------------- */

static void qualifiers(const struct form *f, const struct add_claim_view *v)
{
	struct choice *c;
	struct field scope = { .name = STR("scope"),
			       .value = v->c.scope,
			       .label = MSG_P("What is counted",
					      "چه چیزی شمرده می‌شود") };
	struct field basis = { .name = STR("basis"),
			       .value = v->c.basis.n ? v->c.basis : STR("stated"),
			       .label = MSG_P("How we come to it",
					      "چگونه به آن رسیده‌ایم") };
	struct field wording = {
		.name = STR("wording"),
		.value = v->c.wording,
		.label = MSG_P("In the words of the source", "به بیان منبع"),
		.hint = MSG_P(
			"The few words it was read from. May stay empty.",
			"چند واژه‌ای که از آن خوانده شد. می‌تواند خالی بماند.")
	};
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang,
		 MSG_P("3. When and where it holds", "۳. چه هنگام و کجا برقرار است"));
	html_lit(f->h, "</h2>\n");
	ask_date_render(
		f, &v->c.when, MSG_P("When", "چه هنگام"),
		MSG_P("The time the value holds for, such as the window of a count. May stay empty.",
		      "زمانی که مقدار در آن برقرار است، مانند بازهٔ یک شمارش. می‌تواند خالی بماند."));
	ask_render(f, &v->c.where, MSG_P("Where", "کجا"),
		   MSG_P("May stay empty.", "می‌تواند خالی بماند."));
	if (!v->c.prop || v->c.prop->type == VALUE_QUANTITY || v->c.scope.n) {
		size_t n = add_choices(v->vocab, "scopes", 0, f->lang, f->a, &c);
		form_select(f, &scope, c, n, MSG_P("Not given", "داده نشده"));
	}
	size_t n = add_choices(v->vocab, "basis", 0, f->lang, f->a, &c);
	form_radios(f, &basis, c, n);
	form_input(f, &wording);
	html_lit(f->h, "</section>\n");
}

static void who_says(const struct form *f, const struct add_claim_view *v)
{
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, MSG_P("4. Who says so", "۴. چه کسی می‌گوید"));
	html_lit(f->h, "</h2>\n");
	party_source_render(f, &v->c.party);
	html_lit(f->h, "<details class=\"help\"");
	const struct add_party *s = &v->c.party;
	html_if(f->h,
		s->reliability.n || s->credibility.n || s->certainty.n || s->note.n ||
			s->position.n,
		" open");
	html_lit(f->h, "><summary>");
	page_say(f->h, f->lang, MSG_P("Grades and remarks", "درجه‌ها و یادداشت"));
	html_lit(f->h, "</summary><div>");
	party_grades_render(f, v->vocab, s);
	html_lit(f->h, "</div></details></section>\n");
}

/* ---- the sentence ------------------------------------------------------------ */

static struct str value_words(const struct form *f, const struct part *part,
			      const struct add_claim *c)
{
	enum lang as;
	const struct term *t;
	if (c->unknown)
		return tr(f->lang, MSG_P("not stated by the source", "منبع نمی‌گوید"));
	switch (c->prop->type) {
	case VALUE_DATE:
		return c->value_date.state != ASK_FOUND
			       ? c->value_date.text
			       : word_date(part, c->value_date.meant->edtf_text);
	case VALUE_ENTITY:
		return ask_words(f->lang, &c->value_entity);
	case VALUE_CODE:
		t = vocab_term(part->vocab, c->prop->set, c->value);
		return t ? term_label(t, f->lang, &as) : c->value;
	case VALUE_BOOLEAN:
		return str_eq(c->value, STR("yes")) ? tr(f->lang, MSG_P("yes", "آری"))
						    : tr(f->lang, MSG_P("no", "نه"));
	case VALUE_TEXT:
	case VALUE_NAME:
	case VALUE_QUANTITY:
	case VALUE_COORDINATES:
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	return c->value;
}

static void bold(const struct form *f, struct str s)
{
	html_lit(f->h, "<b>");
	page_foreign(f->h, f->lang, s, STR(""));
	html_lit(f->h, "</b>");
}

static void narrowed(const struct form *f, const struct part *part, const struct add_claim *c)
{
	if (c->when.state == ASK_FOUND) {
		page_say(f->h, f->lang, MSG_P(", in the time ", "، در زمان "));
		bold(f, word_date(part, c->when.meant->edtf_text));
	}
	if (c->where.text.n) {
		page_say(f->h, f->lang, MSG_P(", in ", "، در "));
		bold(f, ask_words(f->lang, &c->where));
	}
	if (c->scope.n) {
		page_say(f->h, f->lang, MSG_P(", counting ", "، با شمارش "));
		bold(f, word_code(part, "scopes", c->scope));
	}
	if (c->basis.n && !str_eq(c->basis, STR("stated"))) {
		html_lit(f->h, " (");
		part_code(part, "basis", c->basis);
		html_lit(f->h, ")");
	}
}

/* "According to S, in D (p. 3): Example person 12 – age: 38, in the time 2024." */
static void sentence(const struct form *f, const struct add_claim_view *v)
{
	const struct add_claim *c = &v->c;
	struct part part = part_of(f->h, f->lang, v->vocab, &v->names, f->a);
	html_lit(f->h, "<p class=\"serif\">");
	party_sentence(f, &c->party);
	html_lit(f->h, ": ");
	bold(f, c->subject.text.n ? ask_words(f->lang, &c->subject) : STR("…"));
	html_lit(f->h, " – ");
	if (c->prop) {
		struct str value = value_words(f, &part, c);
		part_property(&part, c->property);
		html_lit(f->h, ": ");
		bold(f, value.n ? value : STR("…"));
		narrowed(f, &part, c);
	} else {
		html_lit(f->h, "…");
	}
	html_lit(f->h, ".</p>");
}

/* ---- editing ------------------------------------------------------------------ */

static void old_claim(const struct form *f, const struct add_claim_view *v)
{
	struct part part = part_of(f->h, f->lang, v->vocab, &v->names, f->a);
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, MSG_P("What stands now", "آنچه اکنون هست"));
	html_lit(f->h, "</h2>\n");
	part_claim(&part, &v->c.old, PART_PROPERTY | PART_QUALIFIERS | PART_STANDING);
	html_lit(f->h, "<p class=\"small\">");
	page_say(
		f->h, f->lang,
		MSG_P("It is never overwritten. What you seal stands beside it.",
		      "هرگز بازنویسی نمی‌شود. آنچه مُهر کنید کنار آن می‌ماند."));
	html_lit(f->h, "</p></section>\n");
}

static void take_back(const struct form *f, const struct add_claim_view *v)
{
	struct field d = { .name = STR("take-back"),
			   .value = STR("1"),
			   .label = MSG_P("Take the earlier claim back",
					  "ادعای پیشین پس گرفته شود") };
	struct field reason = { .name = STR("reason"),
				.value = v->c.reason,
				.label = MSG_P("Why", "چرا"),
				.hint = MSG_P(
					"For instance: mistyped; the source has corrected itself.",
					"برای نمونه: اشتباه نوشتاری؛ منبع خود تصحیح کرده است.") };
	if (!v->c.has_old || v->c.old.retracted)
		return;
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, MSG_P("5. The earlier claim", "۵. ادعای پیشین"));
	html_lit(f->h, "</h2><p>");
	if (v->c.old_fields > 1) {
		struct str n = num_text(f->a, f->lang, v->c.old_fields);
		html_text(
			f->h,
			tr_fmt(f->a, f->lang,
			       MSG_P("It was sealed together with others: taking it back takes back all {1} things "
				     "said in that entry.",
				     "همراه ادعاهای دیگری مُهر شده است: با پس گرفتنش هر {1} چیزی که در آن مدخل ادعا "
				     "شده پس گرفته می‌شود."),
			       &n, 1));
	} else {
		page_say(
			f->h, f->lang,
			MSG_P("Both stay in the log; one that is taken back no longer counts.",
			      "هر دو در دفتر می‌مانند؛ آنچه پس گرفته شود دیگر به حساب نمی‌آید."));
	}
	html_lit(f->h, "</p>\n");
	form_check(f, &d, v->c.take_back);
	form_input(f, &reason);
	html_lit(f->h, "</section>\n");
}

/* ---- the pages ------------------------------------------------------------------- */

static void begin(struct html *h, const struct shell *s, const struct add_claim_view *v, bool wrong)
{
	const struct msg *title = v->c.has_old ? MSG_P("Change a claim", "تغییر یک ادعا")
					       : MSG_P("Add a claim", "افزودن یک ادعا");
	AUTO_ARENA *a = arena_new(0);
	struct str plain = tr(s->lang, title);
	page_begin(h, s, wrong ? str_join(a, tr(s->lang, MSG_P("Error: ", "خطا: ")), plain) : plain,
		   SECTION_REGISTER);
	html_lit(h, "<p class=\"crumbs\"><a href=\"/register\">");
	page_say(h, s->lang, MSG_P("Register", "پرونده‌ها"));
	html_lit(h, "</a> / ");
	html_text(h, plain);
	html_lit(h, "</p>\n<div class=\"headline\"><h1>");
	html_text(h, plain);
	html_lit(h, "</h1><p class=\"standfirst\">");
	page_say(
		h, s->lang,
		MSG_P("Write down what one source says of one subject. If two sources differ, record each; do not choose "
		      "between them here.",
		      "آنچه یک منبع دربارهٔ یک موضوع می‌گوید بنویسید. اگر دو منبع یکی نمی‌گویند، هر دو را ثبت کنید؛ اینجا "
		      "میان آن‌ها برنگزینید."));
	html_lit(h, "</p></div>\n");
}

static void began_hidden(struct html *h, const struct add_claim_view *v)
{
	html_lit(h, "<input type=\"hidden\" name=\"began\" value=\"");
	html_int(h, v->c.began);
	html_lit(h, "\">");
	if (v->c.edit.n)
		html_hidden(h, "edit", v->c.edit);
}

void add_claim_render(struct html *h, const struct shell *s, const struct add_claim_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/add/claim", v->show_errors ? &v->errors : NULL };
	begin(h, s, v, v->show_errors && v->errors.n);
	html_lit(
		h,
		"<div class=\"cols rail\"><form method=\"post\" action=\"/add/claim\" enctype=\"multipart/form-data\" novalidate>\n");
	page_form_hidden(h, &v->form);
	began_hidden(h, v);
	form_enter(&f);
	form_summary(&f);
	about(&f, v);
	add_claim_value(&f, v);
	qualifiers(&f, v);
	who_says(&f, v);
	html_lit(h, "<section class=\"block\"><h2>");
	page_say(h, s->lang, MSG_P("Evidence", "مدارک"));
	html_lit(h, "</h2>\n");
	form_files_render(&f, &v->files);
	html_lit(h, "</section>\n");
	if (s->may_decide)
		take_back(&f, v);
	html_lit(h,
		 "<p class=\"actions\"><button class=\"primary\" name=\"do\" value=\"preview\">");
	page_say(h, s->lang, MSG_P("Check and preview", "بررسی و پیش‌نمایش"));
	html_lit(
		h,
		"</button></p></form>\n<aside aria-labelledby=\"pv\"><section class=\"block\"><h2 id=\"pv\">");
	page_say(h, s->lang, MSG_P("So far this says", "تا اینجا چنین می‌گوید"));
	html_lit(h, "</h2>");
	sentence(&f, v);
	html_lit(h, "</section>\n");
	if (v->c.has_old)
		old_claim(&f, v);
	form_next(&f);
	html_lit(h, "</aside></div>\n");
	page_end(h, s);
}

void add_claim_preview(struct html *h, const struct shell *s, const struct add_claim_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct form f = { h, s->lang, a, "/add/claim", NULL };
	begin(h, s, v, false);
	form_preview_begin(&f, &v->form, v->sent, FILES_FIELDS, COUNT(FILES_FIELDS));
	sentence(&f, v);
	if (v->c.has_old && v->c.take_back) {
		html_lit(h, "<p>");
		page_say(h, s->lang,
			 MSG_P("The earlier claim is taken back: ",
			       "ادعای پیشین پس گرفته می‌شود: "));
		page_foreign(h, s->lang, v->c.reason, STR(""));
		html_lit(h, "</p>");
	}
	form_files_list(&f, &v->files);
	form_preview_unsealed(&f);
	form_preview_end(&f);
	page_end(h, s);
}
