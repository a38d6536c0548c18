/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say.c - messages with names, numbers, dates and claims in them; each run in its own language. */
#include "report/report_priv.h"

#include "text/date.h"
#include "text/edtf.h"
#include "text/script.h"

/* ---- runs ---- */

void put_num(struct page *p, int64_t n)
{
	html_text(&p->h, num_text(p->a, p->lang, n));
}

void put_entry(struct page *p, int64_t number)
{
	if (view_number_is_plain(number))
		put_num(p, number);
	else
		put_entry_id(p, number);
}

void put_entry_id(struct page *p, int64_t number)
{
	html_word(&p->h, view_number(number, p->a));
}

/* Marked only where it differs from the page, so that most text stays plain. */
void put_text(struct page *p, struct str s, struct str lang)
{
	struct str own = str_of(lang_code(p->lang));
	if (!lang.n)
		lang = str_of(text_lang(s));
	if (str_eq(lang, own) && text_is_rtl(s) == lang_is_rtl(p->lang))
		html_text(&p->h, s);
	else
		html_bdi(&p->h, s, lang, text_is_rtl(s) ? HTML_RTL : HTML_LTR);
}

void put_entity(struct page *p, size_t entity)
{
	if (entity == VIEW_NONE) {
		html_lit(&p->h, "<span class=\"withheld\">");
		TELL(p, "withheld: protected source",
		     "پوشیده: منبع محافظت‌شده");
		html_lit(&p->h, "</span>");
		return;
	}
	const struct view_entity *en = &p->v->entities[entity];
	if (p->lang == LANG_FA && en->label_fa.n)
		put_text(p, en->label_fa, STR("fa"));
	else
		put_text(p, en->label, en->label_lang);
}

void put_term(struct page *p, const struct view_term *t)
{
	if (p->lang == LANG_FA && t->fa.n)
		html_text(&p->h, t->fa);
	else
		put_text(p, t->en, STR("en"));
}

void put_certainty(struct page *p, int certainty)
{
	switch (certainty) {
	case 0:
		html_lit(&p->h, "<span class=\"cert c0\">");
		TELL(p, "Unverified", "تأییدنشده");
		break;
	case 1:
		html_lit(&p->h, "<span class=\"cert c1\">");
		TELL(p, "Reported", "گزارش‌شده");
		break;
	case 2:
		html_lit(&p->h, "<span class=\"cert c2\">");
		TELL(p, "Corroborated", "چندمنبعی");
		break;
	default:
		html_lit(&p->h, "<span class=\"cert c3\">");
		TELL(p, "Confirmed", "تأییدشده");
		break;
	}
	html_lit(&p->h, "</span>");
}

/* ---- values ---- */

void put_date(struct page *p, const struct view_value *v)
{
	struct edtf date;
	enum calendar first = p->lang == LANG_FA ? CAL_JALALI : CAL_GREGORIAN;
	enum calendar other = p->lang == LANG_FA ? CAL_GREGORIAN : CAL_JALALI;
	if (edtf_read(v->text, p->a, &date, NULL) < 0) {
		put_text(p, v->text, STR("en"));
		return;
	}
	struct str in_first = date_show(p->a, p->lang, &date, first);
	struct str in_other = date_show(p->a, p->lang, &date, other);
	html_lit(&p->h, "<span class=\"gj\">");
	html_if(&p->h, edtf_is_exact_day(&date), "<span class=\"nowrap\">");
	html_text(&p->h, in_first);
	html_if(&p->h, edtf_is_exact_day(&date), "</span>");
	if (!str_eq(in_first, in_other)) {
		html_lit(&p->h, " <span class=\"jal\">(");
		html_text(&p->h, in_other);
		html_lit(&p->h, ")</span>");
	}
	if (!edtf_is_exact_day(&date)) {
		html_lit(&p->h, " <span class=\"prec\">");
		html_text(&p->h, date_precision_words(p->a, p->lang, &date));
		html_lit(&p->h, "</span>");
	}
	html_lit(&p->h, "</span>");
}

static bool begins_over(struct str s)
{
	static const char *const OVER[] = { "more than", "over", "above", ">", "بیش از" };
	for (size_t i = 0; i < COUNT(OVER); i++)
		if (str_starts(s, str_of(OVER[i])) && !str_starts(s, STR(">=")))
			return true;
	return false;
}

static void put_bounds(struct page *p, const struct view_value *v)
{
	if (v->has_lo && v->has_hi && v->lo == v->hi)
		SAY(p, "about {1}", "حدود {1}", A_NUM(v->lo));
	else if (v->has_lo && v->has_hi)
		SAY(p, "{1} to {2}", "{1} تا {2}", A_NUM(v->lo), A_NUM(v->hi));
	else if (v->has_lo && begins_over(v->given))
		SAY(p, "more than {1}", "بیش از {1}", A_NUM(v->lo - 1));
	else if (v->has_lo)
		SAY(p, "at least {1}", "دست‌کم {1}", A_NUM(v->lo));
	else
		SAY(p, "at most {1}", "حداکثر {1}", A_NUM(v->hi));
}

/* The source's own words where they are in the reader's language, since "over" stays "over"; in
 * another language they stand behind the number. */
static void put_quantity(struct page *p, const struct view_value *v)
{
	bool worded = v->given.n && text_script(v->given) != SCRIPT_NONE;
	bool own = worded && (text_script(v->given) == SCRIPT_ARAB) == (p->lang == LANG_FA);
	if (v->has_lo && v->has_hi && v->lo == v->hi && !v->about) {
		put_num(p, v->lo);
	} else if (own) {
		html_text(&p->h, v->given);
	} else {
		put_bounds(p, v);
		if (worded)
			SAY(p, " (“{1}”)", " («{1}»)", A_TEXT(v->given, STR("")));
	}
}

void put_value(struct page *p, const struct view_value *v)
{
	switch (v->type) {
	case VIEW_ABSENT:
		break;
	case VIEW_NOT_STATED:
		html_lit(&p->h, "<em>");
		TELL(p, "not stated by the source", "منبع نگفته است");
		html_lit(&p->h, "</em>");
		break;
	case VIEW_TEXT:
	case VIEW_NAME:
		put_text(p, v->text, v->lang);
		break;
	case VIEW_DATE:
		put_date(p, v);
		break;
	case VIEW_QUANTITY:
		put_quantity(p, v);
		break;
	case VIEW_ENTITY:
		put_entity(p, v->entity);
		break;
	case VIEW_CODE:
		put_term(p, &v->term);
		break;
	case VIEW_COORDINATES:
	case VIEW_EVIDENCE:
		html_bdi(&p->h, v->text, STR("en"), HTML_LTR);
		break;
	case VIEW_BOOLEAN:
		if (v->is)
			TELL(p, "yes", "بله");
		else
			TELL(p, "no", "خیر");
		break;
	}
}

/* ---- claims ---- */

static void put_claim_link(struct page *p, size_t claim)
{
	const struct view_claim *c = &p->v->claims[claim];
	p->cited[claim] = true;
	html_lit(&p->h, "<a class=\"num\" href=\"#c-");
	put_entry_id(p, c->entry);
	html_lit(&p->h, "-");
	html_int(&p->h, c->place);
	html_lit(&p->h, "\">");
	put_entry_id(p, c->entry);
	html_lit(&p->h, ".");
	html_int(&p->h, c->place);
	html_lit(&p->h, "</a>");
}

void cite(struct page *p, const size_t *claims, size_t n)
{
	if (n == 0)
		return;
	html_lit(&p->h, " <bdi class=\"cite\" dir=\"ltr\">[");
	for (size_t i = 0; i < n; i++) {
		if (i)
			html_lit(&p->h, ", ");
		put_claim_link(p, claims[i]);
	}
	html_lit(&p->h, "]</bdi>");
}

void cite_one(struct page *p, size_t claim)
{
	cite(p, &claim, 1);
}

void put_source(struct page *p, const struct view_claim *c)
{
	put_entity(p, c->source);
	if (c->via != VIEW_NONE)
		SAY(p, ", as relayed in {1}", "، به نقل در {1}", A_ENTITY(c->via));
}

void put_narrowing(struct page *p, const struct view_claim *c)
{
	bool any = false;
#define NEXT() (html_text(&p->h, any ? tr(p->lang, MSG_P("; ", "؛ ")) : STR(" · ")), any = true)
	if (c->scope.type != VIEW_ABSENT)
		NEXT(), SAY(p, "counts: {1}", "می‌شمارد: {1}", A_VALUE(&c->scope));
	if (c->when.type != VIEW_ABSENT)
		NEXT(), SAY(p, "for: {1}", "برای: {1}", A_VALUE(&c->when));
	if (c->where.type != VIEW_ABSENT)
		NEXT(), SAY(p, "where: {1}", "کجا: {1}", A_VALUE(&c->where));
	if (c->period.type != VIEW_ABSENT)
		NEXT(), SAY(p, "period spoken of: {1}", "دورهٔ مورد سخن: {1}", A_VALUE(&c->period));
	if (c->wording.n)
		NEXT(), SAY(p, "in the words: “{1}”", "به بیان: «{1}»",
			    A_TEXT(c->wording, c->wording_lang));
	if (c->counted_by.type != VIEW_ABSENT)
		NEXT(), SAY(p, "counted by: {1}", "شمارش از: {1}", A_VALUE(&c->counted_by));
	if (c->comparison_base.type != VIEW_ABSENT)
		NEXT(), SAY(p, "compared with: {1}", "در مقایسه با: {1}",
			    A_VALUE(&c->comparison_base));
	if (c->relative_to.type != VIEW_ABSENT)
		NEXT(), SAY(p, "counted from: {1}", "شمرده از: {1}", A_VALUE(&c->relative_to));
	if (c->label_by.type != VIEW_ABSENT)
		NEXT(), SAY(p, "label given by: {1}", "برچسب از: {1}", A_VALUE(&c->label_by));
	if (c->basis == VIEW_DERIVED)
		NEXT(), TELL(p, "worked out from what the source says", "برگرفته از گفتهٔ منبع");
	if (c->basis == VIEW_INFERRED)
		NEXT(), TELL(p, "concluded by the recorder", "استنباط ثبت‌کننده");
#undef NEXT
}

/* ---- messages ---- */

static void put_arg(struct page *p, const struct arg *a)
{
	switch (a->type) {
	case ARG_NUM:
		put_num(p, a->num);
		break;
	case ARG_ENTRY:
		put_entry(p, a->num);
		break;
	case ARG_TEXT:
		put_text(p, a->text, a->lang);
		break;
	case ARG_ENTITY:
		put_entity(p, a->entity);
		break;
	case ARG_VALUE:
		put_value(p, a->value);
		break;
	case ARG_TERM:
		put_term(p, a->term);
		break;
	case ARG_CITE:
		cite(p, a->claims, a->n);
		break;
	}
}

void say_args(struct page *p, const struct msg *m, const struct arg *args, size_t n)
{
	struct str s = tr(p->lang, m);
	size_t from = 0;
	for (size_t i = 0; i + 2 < s.n; i++) {
		if (s.p[i] != '{' || s.p[i + 1] < '1' || s.p[i + 1] > '9' || s.p[i + 2] != '}')
			continue;
		size_t at = (size_t)(s.p[i + 1] - '1');
		assert(at < n && "a placeholder without an argument");
		html_text(&p->h, str_n(s.p + from, i - from));
		put_arg(p, &args[at]);
		from = i + 3;
		i += 2;
	}
	html_text(&p->h, str_from(s, from));
}
