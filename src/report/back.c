/* SPDX-License-Identifier: GPL-3.0-or-later */
/* back.c - how it was made, who says all this, and every claim the report rests on. */
#include "report/report_priv.h"

#define POINT(p, en, fa) TELL_EL(p, "li", en, fa)

void section_method(struct page *p)
{
	SECTION(p, "method", "Method", "روش");
	html_lit(&p->h, "<ul>");
	POINT(p,
	      "A claim is what one source says of one subject. It was entered, signed and sealed in a log that only grows; "
	      "nothing in it is overwritten. A number like 41.2 is a claim: entry 41 of the log, second part. In the register "
	      "it opens, with its proof.",
	      "ادعا سخن یک منبع دربارهٔ یک موضوع است. در دفتری ثبت، امضا و مهروموم شده که تنها افزوده می‌شود و چیزی در آن "
	      "بازنویسی نمی‌شود. شماره‌ای مانند ۴۱.۲ یک ادعاست: سطر ۴۱ دفتر، بخش دوم. در دفتر همراه گواه خود باز می‌شود.");
	POINT(p,
	      "Counted numbers count the records of this register by the rule named. Reported numbers are what a source "
	      "says. The two are never mixed, and reported numbers are never added.",
	      "شمارهای شمرده ثبت‌های همین دفتر را با قاعدهٔ گفته‌شده می‌شمارند. شمارهای گزارش‌شده سخن منبع‌اند. این دو هرگز "
	      "درهم نمی‌آمیزند و شمارهای گزارش‌شده جمع نمی‌شوند.");
	POINT(p,
	      "The stage of a person is worked out from events. Where dates are imprecise, a stage is current unless another "
	      "is certainly later.",
	      "مرحلهٔ هر شخص از رویدادها به دست می‌آید. جایی که تاریخ‌ها دقیق نیستند، مرحله جاری است مگر آنکه مرحله‌ای دیگر "
	      "یقیناً پس از آن باشد.");
	POINT(p,
	      "Certainty: “Reported” means at least one known source says it; “Corroborated”, that two say the same which share "
	      "neither the source nor the document or person through whom it reached us; “Confirmed”, that it is corroborated, "
	      "an editor adopted it with a reason, and a source is graded A or B or a document is held; “Unverified”, that the "
	      "only source is graded as doubtful or not known.",
	      "درجهٔ اطمینان: «گزارش‌شده» یعنی دست‌کم یک منبع شناخته آن را می‌گوید؛ «چندمنبعی» یعنی دو منبع که نه خود و نه سند یا "
	      "واسطه‌شان یکی نیست همان را می‌گویند؛ «تأییدشده» یعنی چندمنبعی است، ویراستاری با ذکر دلیل آن را برگزیده و منبعی "
	      "با درجهٔ A یا B یا سندی در دست هست؛ «تأییدنشده» یعنی تنها منبع، مشکوک یا ناشناخته است.");
	POINT(p,
	      "Dates are shown in both calendars and never made more exact than they were given: a year is not a day. A value "
	      "worked out or concluded says so.",
	      "تاریخ‌ها در هر دو تقویم می‌آیند و هرگز دقیق‌تر از آنچه داده شده‌اند نمی‌شوند: سال روز نیست. مقدار برگرفته یا "
	      "استنباط‌شده چنین نام برده می‌شود.");
	POINT(p,
	      "Two sources of which one relays the other are one voice. What is known only through another’s report says so.",
	      "دو منبع که یکی سخن دیگری را بازگو می‌کند یک صدا هستند. آنچه تنها از گزارش دیگری دانسته شده چنین نام برده می‌شود.");
	POINT(p,
	      "The log shows that nothing was changed since it was sealed, and that this report can be made again, byte for "
	      "byte, from the same size of the log. It does not show that a claim is true, that nothing was left out, or at what "
	      "time it was entered: the time is that of the device.",
	      "دفتر ثبت نشان می‌دهد که از زمان مهروموم چیزی دگرگون نشده و این گزارش از همان اندازهٔ دفتر، بایت به بایت، دوباره ساخته "
	      "می‌شود. نشان نمی‌دهد که ادعایی درست است، چیزی جا نمانده، یا کی ثبت شده است: زمان، زمان همان دستگاه است.");
	html_lit(&p->h, "</ul>");
	SECTION_END(p);
}

/* ---- sources ---- */

static void put_carriers(struct page *p, const struct ids *carriers)
{
	for (size_t i = 0; i < carriers->n; i++) {
		html_text(&p->h, i ? tr(p->lang, MSG_P("; ", "؛ ")) : STR(""));
		put_entity(p, carriers->p[i]);
	}
}

static void put_values(struct page *p, const struct ids *s)
{
	for (size_t i = 0; i < s->n; i++) {
		html_text(&p->h, i ? tr(p->lang, MSG_P(", ", "، ")) : STR(""));
		put_value(p, &p->v->claims[s->p[i]].value);
		cite_one(p, s->p[i]);
	}
}

/* Through whose reports a source's claims reached us; each once. `seen` holds for each entity the
 * last source it was listed for, plus one. */
static struct ids carriers_of(struct page *p, size_t source, const struct ids *by, size_t *seen)
{
	struct ids s = ids_new(p, by->n);
	for (size_t i = 0; i < by->n; i++) {
		size_t via = p->v->claims[by->p[i]].via;
		if (via == VIEW_NONE || seen[via] == source + 1)
			continue;
		seen[via] = source + 1;
		ids_add(&s, via);
	}
	return s;
}

static void put_voice(struct page *p, size_t source, const struct ids *by, size_t *seen)
{
	struct ids carriers = carriers_of(p, source, by, seen);
	struct ids kind = claims_of(p, source, "source_kind");
	struct ids party = claims_of(p, source, "party_to_matter");
	struct ids relays = claims_of(p, source, "relays");
	struct ids name = claims_of(p, source, "name");
	html_lit(&p->h, "<tr><th scope=\"row\">");
	put_entity(p, source);
	cite(p, name.p, name.n);
	html_lit(&p->h, "</th><td>");
	if (kind.n)
		put_values(p, &kind);
	else
		put_term(p, &p->v->entities[source].kind);
	if (party.n) {
		TELL(p, "; party to the matter: ", "؛ طرف ماجرا: ");
		put_values(p, &party);
	}
	html_lit(&p->h, "</td><td class=\"r\">");
	put_num(p, (int64_t)by->n);
	html_lit(&p->h, "</td><td>");
	if (carriers.n)
		put_carriers(p, &carriers);
	else
		TELL(p, "directly", "مستقیم");
	if (relays.n) {
		TELL(p, "; relays ", "؛ بازگوکنندهٔ ");
		put_values(p, &relays);
	}
	html_lit(&p->h, "</td></tr>\n");
}

static void put_document(struct page *p, size_t i)
{
	struct ids name = claims_of(p, i, "name");
	html_lit(&p->h, "<tr><th scope=\"row\">");
	put_entity(p, i);
	cite(p, name.p, name.n);
	html_lit(&p->h, "</th>");
	CELL(p, i, "document_kind", "Kind", "نوع", "not recorded", "ثبت نشده");
	CELL(p, i, "issued_by", "Issued by", "صادرکننده", "not recorded", "ثبت نشده");
	CELL(p, i, "publication_date", "Published", "انتشار", "not recorded", "ثبت نشده");
	CELL(p, i, "held", "Held", "در دست", "not recorded", "ثبت نشده");
	html_lit(&p->h, "</tr>\n");
}

static void put_documents(struct page *p)
{
	TELL_EL(p, "h3", "Documents", "سندها");
	html_lit(&p->h, "<table class=\"cards\"><thead><tr>");
	HEAD_CELL(p, "Document", "سند");
	HEAD_CELL(p, "Kind", "نوع");
	HEAD_CELL(p, "Issued by", "صادرکننده");
	HEAD_CELL(p, "Published", "انتشار");
	HEAD_CELL(p, "Held", "در دست");
	html_lit(&p->h, "</tr></thead><tbody>");
	for (size_t i = 0; i < p->v->n_entities; i++)
		if (is_kind(p, i, "document"))
			put_document(p, i);
	html_lit(&p->h, "</tbody></table>");
}

void section_sources(struct page *p)
{
	struct ids *by = NEW_N(p->a, p->v->n_entities, struct ids);
	size_t *seen = NEW_N(p->a, p->v->n_entities, size_t);
	for (size_t i = 0; i < p->v->n_claims; i++)
		if (p->v->claims[i].source != VIEW_NONE)
			by[p->v->claims[i].source].n++;
	for (size_t i = 0; i < p->v->n_entities; i++)
		by[i] = ids_new(p, by[i].n);
	for (size_t i = 0; i < p->v->n_claims; i++)
		if (p->v->claims[i].source != VIEW_NONE)
			ids_add(&by[p->v->claims[i].source], i);
	SECTION(p, "sources", "Sources", "منابع");
	html_lit(&p->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Sources", "منابع")));
	html_lit(&p->h, "\"><table><thead><tr><th scope=\"col\">");
	TELL(p, "Source", "منبع");
	html_lit(&p->h, "</th><th scope=\"col\">");
	TELL(p, "What it is", "چیست");
	html_lit(&p->h, "</th><th scope=\"col\" class=\"r\">");
	TELL(p, "Claims", "ادعاها");
	html_lit(&p->h, "</th><th scope=\"col\">");
	TELL(p, "How they reached us", "چگونه به ما رسید");
	html_lit(&p->h, "</th></tr></thead><tbody>");
	for (size_t i = 0; i < p->v->n_entities; i++)
		if (by[i].n)
			put_voice(p, i, &by[i], seen);
	html_lit(&p->h, "</tbody></table></div>");
	put_documents(p);
	SECTION_END(p);
}

/* ---- claims ---- */

static void put_claim_row(struct page *p, size_t i)
{
	const struct view_claim *c = &p->v->claims[i];
	html_lit(&p->h, "<tr id=\"c-");
	put_entry_id(p, c->entry);
	html_lit(&p->h, "-");
	html_int(&p->h, c->place);
	html_lit(&p->h, "\"><th scope=\"row\"><bdi dir=\"ltr\">");
	put_entry_id(p, c->entry);
	html_lit(&p->h, ".");
	html_int(&p->h, c->place);
	html_lit(&p->h, "</bdi></th><td>");
	SAY(p, "{1}, {2}: ", "{1}، {2}: ", A_ENTITY(c->subject), A_TERM(&c->property));
	put_value(p, &c->value);
	html_lit(&p->h, "</td><td>");
	put_source(p, c);
	if (c->said.type != VIEW_ABSENT)
		SAY(p, ", {1}", "، {1}", A_VALUE(&c->said));
	html_lit(&p->h, "</td><td>");
	if (c->source_protected) {
		html_lit(&p->h, "<span class=\"withheld\">");
		TELL(p, "withheld: protected source",
		     "پوشیده: منبع محافظت‌شده");
		html_lit(&p->h, "</span>");
	}
	if (c->document != VIEW_NONE)
		put_entity(p, c->document);
	if (c->position.code.n)
		SAY(p, "; {1}", "؛ {1}", A_TERM(&c->position));
	if (c->locator.n)
		SAY(p, "; {1}", "؛ {1}", A_TEXT(c->locator, STR("")));
	html_lit(&p->h, "</td></tr>\n");
}

void section_claims(struct page *p)
{
	size_t n = 0;
	for (size_t i = 0; i < p->v->n_claims; i++)
		n += p->cited[i];
	SECTION(p, "claims", "Claims used", "ادعاهای به‌کاررفته");
	html_lit(&p->h, "<p class=\"src\">");
	SAY(p,
	    "{1} of the {2} claims in this audience’s view: entry and part, what is said, who says it and when, and where it "
	    "was read.",
	    "{1} ادعا از {2} ادعایی که این مخاطب می‌بیند: سطر و بخش، چه گفته شده، که گفته و کی، و کجا خوانده شده است.",
	    A_NUM(n), A_NUM(p->v->n_claims));
	html_lit(&p->h, "</p><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Claims used", "ادعاهای به‌کاررفته")));
	html_lit(&p->h, "\"><table class=\"claims\"><thead><tr><th scope=\"col\">");
	TELL(p, "Claim", "ادعا");
	html_lit(&p->h, "</th><th scope=\"col\">");
	TELL(p, "What is said", "چه گفته شده");
	html_lit(&p->h, "</th><th scope=\"col\">");
	TELL(p, "By whom, when", "از سوی که، کی");
	html_lit(&p->h, "</th><th scope=\"col\">");
	TELL(p, "Where it was read", "کجا خوانده شده");
	html_lit(&p->h, "</th></tr></thead><tbody>");
	for (size_t i = 0; i < p->v->n_claims; i++)
		if (p->cited[i])
			put_claim_row(p, i);
	html_lit(&p->h, "</tbody></table></div>");
	SECTION_END(p);
}
