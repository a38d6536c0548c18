/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add_party.c - who says so: the part of a form that both claims and events have. */
#include "web/page_add.h"

#include "text/fold.h"

#define SPEAKERS "organisation|person|authority|group|source"

struct add_party party_parse(const struct page_request *p)
{
	return (struct add_party){
		.source = ask_parse(p, "source", SPEAKERS, false),
		.document = ask_parse(p, "document", "document", false),
		.via = ask_parse(p, "via", SPEAKERS "|document", false),
		.source_date = ask_date_parse(p, "source-date"),
		.locator = page_field(p, "locator"),
		.position = page_field(p, "position"),
		.reliability = page_field(p, "reliability"),
		.credibility = page_field(p, "credibility"),
		.certainty = page_field(p, "certainty"),
		.note = page_field(p, "note"),
	};
}

bool add_same(struct arena *a, const struct ask *k, struct ask *again)
{
	if (k->state != ASK_NEW || again->state != ASK_NEW || !str_eq(k->kind, again->kind) ||
	    !str_eq(fold_key(a, k->text), fold_key(a, again->text)))
		return false;
	again->key = k->key;
	return true;
}

int party_load(struct page_request *p, struct add_party *s, struct err *e)
{
	TRY(ask_load(p, &s->source, e));
	TRY(ask_load(p, &s->document, e));
	TRY(ask_load(p, &s->via, e));
	ask_date_load(p->a, p->lang, &s->source_date);
	add_same(p->a, &s->source, &s->via);
	add_same(p->a, &s->document, &s->via);
	return 0;
}

void party_errors(const struct add_party *s, enum lang lang, struct arena *a,
		  struct form_errors *es)
{
	ask_errors(&s->source, lang,
		   MSG_P("Say who says it.", "بگویید چه کسی می‌گوید."), a, es);
	ask_date_errors(&s->source_date, lang, NULL, a, es);
	ask_errors(&s->document, lang, NULL, a, es);
	if (!s->locator.n && !str_eq(s->position, STR("whole")))
		form_error(es, STR("locator"),
			   tr(lang, MSG_P("Say where in the source this is stated.",
					  "بگویید این در کجای منبع گفته شده است.")));
	ask_errors(&s->via, lang, NULL, a, es);
}

void party_to_row(const struct add_party *s, struct sheet_row *r)
{
	sheet_set(r, SHEET_SOURCE, ask_cell(&s->source), STR("source"));
	sheet_set(r, SHEET_SOURCE_DATE, ask_date_cell(&s->source_date), STR("source-date"));
	sheet_set(r, SHEET_DOCUMENT, ask_cell(&s->document), STR("document"));
	sheet_set(r, SHEET_VIA, ask_cell(&s->via), STR("via"));
	sheet_set(r, SHEET_LOCATOR, s->locator, STR("locator"));
	sheet_set(r, SHEET_POSITION, s->position, STR("position"));
	sheet_set(r, SHEET_RELIABILITY, s->reliability, STR("reliability"));
}

void party_names(const struct add_party *s, struct sheet *sheet, struct arena *a, int no)
{
	struct sheet_row party = { 0 };
	bool via_again = str_eq(s->via.key, s->source.key) || str_eq(s->via.key, s->document.key);
	party_to_row(s, &party);
	sheet_name(sheet, a, no, &s->source, &party);
	sheet_name(sheet, a, no + 1, &s->document, &party);
	if (!via_again)
		sheet_name(sheet, a, no + 2, &s->via, &party);
}

size_t add_choices(const struct vocab *v, const char *set, char first, enum lang lang,
		   struct arena *a, struct choice **ret)
{
	size_t n;
	size_t kept = 0;
	const struct term *t = vocab_set(v, str_of(set), &n);
	*ret = NEW_N(a, n, struct choice);
	for (size_t i = 0; t && i < n; i++) {
		enum lang as;
		bool letter = t[i].code.p[0] >= 'A' && t[i].code.p[0] <= 'F';
		if (first && (first == 'A') != letter)
			continue;
		struct str label = term_label(&t[i], lang, &as);
		if (first)
			label = str_printf(a, "%.*s – %.*s", STR_FMT(t[i].code), STR_FMT(label));
		(*ret)[kept++] = (struct choice){ .value = t[i].code,
						  .label = label,
						  .label_lang = str_of(lang_code(as)) };
	}
	return kept;
}

/* ---- render ------------------------------------------------------------ */

void party_source_render(const struct form *f, const struct add_party *s)
{
	struct field locator = {
		.name = STR("locator"),
		.label = MSG_P("Where in the source", "در کجای منبع"),
		.hint = MSG_P(
			"Page, paragraph, minute or post, so that another person can find it.",
			"صفحه، بند، دقیقه یا پیام، تا کس دیگری هم بتواند آن را بیابد."),
		.value = s->locator,
	};
	ask_render(f, &s->source, MSG_P("Source", "منبع"),
		   MSG_P("Who says it: a name or a record number.",
			 "چه کسی می‌گوید: نام یا شمارهٔ پرونده."));
	ask_date_render(f, &s->source_date,
			MSG_P("When the source said it", "منبع چه هنگام گفته است"),
			MSG_P("May stay empty.", "می‌تواند خالی بماند."));
	ask_render(
		f, &s->document, MSG_P("In which document", "در کدام سند"),
		MSG_P("Its title or record number. May stay empty.",
		      "عنوان یا شمارهٔ پروندهٔ آن. می‌تواند خالی بماند."));
	form_input(f, &locator);
	ask_render(
		f, &s->via, MSG_P("Through whom it reached us", "به واسطهٔ چه کسی به ما رسید"),
		MSG_P("Only when we did not read the source itself: the report or person that cites it, so that one "
		      "voice is not counted twice.",
		      "تنها اگر خود منبع را نخوانده‌ایم: گزارش یا کسی که از آن نقل می‌کند، تا یک صدا دو بار شمرده نشود."));
}

void party_grades_render(const struct form *f, const struct vocab *v, const struct add_party *s)
{
	static const struct msg NONE = MSG("Not graded", "بی درجه");
	struct choice *c;
	struct field d = { .name = STR("position"),
			   .value = s->position,
			   .label = MSG_P("Part of the document", "بخش سند") };
	size_t n = add_choices(v, "position", 0, f->lang, f->a, &c);
	form_select(f, &d, c, n, MSG_P("Not given", "داده نشده"));
	d = (struct field){ .name = STR("reliability"),
			    .value = s->reliability,
			    .label = MSG_P("Reliability of the source", "اعتبار منبع") };
	n = add_choices(v, "grades", 'A', f->lang, f->a, &c);
	form_select(f, &d, c, n, &NONE);
	d = (struct field){ .name = STR("credibility"),
			    .value = s->credibility,
			    .label = MSG_P("Credibility of what it says",
					   "درستی آنچه می‌گوید") };
	n = add_choices(v, "grades", '1', f->lang, f->a, &c);
	form_select(f, &d, c, n, &NONE);
	d = (struct field){ .name = STR("certainty"),
			    .value = s->certainty,
			    .label = MSG_P("Word of certainty", "واژهٔ قطعیت") };
	n = add_choices(v, "certainty", 0, f->lang, f->a, &c);
	form_select(f, &d, c, n, MSG_P("Worked out by its rule", "از روی قاعده"));
	d = (struct field){
		.name = STR("note"),
		.value = s->note,
		.label = MSG_P("Remark", "یادداشت"),
		.hint = MSG_P(
			"Sealed with the claim; nothing is worked out from it.",
			"با ادعا مُهر می‌شود؛ چیزی از روی آن حساب نمی‌شود.")
	};
	form_area(f, &d, 2);
}

static void bold(const struct form *f, struct str s)
{
	html_lit(f->h, "<b>");
	page_foreign(f->h, f->lang, s, STR(""));
	html_lit(f->h, "</b>");
}

void party_sentence(const struct form *f, const struct add_party *s)
{
	bool secret = s->source.state == ASK_NEW && str_eq(s->source.kind, STR("source"));
	page_say(f->h, f->lang, MSG_P("According to ", "به گفتهٔ "));
	if (!s->source.text.n)
		page_say(f->h, f->lang, MSG_P("…", "…"));
	else if (secret)
		page_say(f->h, f->lang,
			 MSG_P("a new protected source",
			       "منبع محافظت‌شدهٔ تازه"));
	else
		bold(f, ask_words(f->lang, &s->source));
	if (s->document.text.n) {
		page_say(f->h, f->lang, MSG_P(", in ", "، در "));
		bold(f, ask_words(f->lang, &s->document));
	}
	if (s->locator.n) {
		html_lit(f->h, " (");
		page_foreign(f->h, f->lang, s->locator, STR(""));
		html_lit(f->h, ")");
	}
	if (s->via.text.n) {
		page_say(f->h, f->lang, MSG_P(", as passed on by ", "، به نقل از "));
		bold(f, ask_words(f->lang, &s->via));
	}
	if (s->source_date.state == ASK_FOUND) {
		page_say(f->h, f->lang, MSG_P(", said ", "، گفته‌شده در "));
		html_text(f->h, date_show(f->a, f->lang, &s->source_date.meant->edtf,
					  f->lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN));
	}
}
