/* SPDX-License-Identifier: GPL-3.0-or-later */
/* add_claim_value.c - what a claim says: its property, and a field for the value that the property takes. */
#include "web/page_add.h"

static const struct msg UNKNOWN_HINT =
	MSG("There is such a value, and the source leaves it out.",
	    "چنین مقداری هست و منبع آن را نمی‌گوید.");

/* ---- what is said -------------------------------------------------------- */

static struct str type_label(enum lang lang, const struct property *p)
{
	switch (p->type) {
	case VALUE_TEXT:
		return p->is_url
			       ? tr(lang, MSG_P("Addresses on the web", "نشانی‌های وب"))
			       : tr(lang, MSG_P("Words", "واژه‌ها"));
	case VALUE_NAME:
		return tr(lang, MSG_P("Names", "نام‌ها"));
	case VALUE_DATE:
		return tr(lang, MSG_P("Dates", "تاریخ‌ها"));
	case VALUE_QUANTITY:
		return tr(lang, MSG_P("Numbers", "شماره‌ها"));
	case VALUE_ENTITY:
		return tr(lang, MSG_P("Other records", "پرونده‌های دیگر"));
	case VALUE_CODE:
		return tr(lang, MSG_P("From a list", "از فهرست"));
	case VALUE_BOOLEAN:
		return tr(lang, MSG_P("Yes or no", "آری یا نه"));
	case VALUE_COORDINATES:
		return tr(lang, MSG_P("Coordinates", "مختصات"));
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	return tr(lang, MSG_P("Other", "دیگر"));
}

static bool is_offered(const struct property *p, struct str kind)
{
	if (p->type == VALUE_EVIDENCE || str_eq(p->kinds, STR("qualifier")))
		return false;
	return !kind.n || vocab_takes(p->kinds, kind);
}

static void property_select(const struct form *f, const struct add_claim_view *v)
{
	static const enum value_type ORDER[] = { VALUE_NAME, VALUE_DATE,       VALUE_QUANTITY,
						 VALUE_CODE, VALUE_ENTITY,     VALUE_BOOLEAN,
						 VALUE_TEXT, VALUE_COORDINATES };
	struct field d = { .name = STR("property"),
			   .value = v->c.property,
			   .label = MSG_P("What is said", "چه گفته می‌شود") };
	size_t all;
	size_t n = 0;
	const struct property *p = vocab_properties(v->vocab, &all);
	struct choice *c = NEW_N(f->a, all, struct choice);
	for (size_t t = 0; t < COUNT(ORDER); t++)
		for (size_t i = 0; i < all; i++) {
			enum lang as;
			if (p[i].type != ORDER[t] || !is_offered(&p[i], v->c.kind))
				continue;
			c[n] = (struct choice){ .value = p[i].term.code,
						.group = type_label(f->lang, &p[i]) };
			c[n].label = term_label(&p[i].term, f->lang, &as);
			c[n++].label_lang = str_of(lang_code(as));
		}
	static const struct msg FIND_FIRST = MSG(
		"Write the subject and press “Find” to see only what can be said of it.",
		"موضوع را بنویسید و «یافتن» را بزنید تا تنها آنچه دربارهٔ آن می‌توان گفت دیده شود.");
	if (!v->c.kind.n)
		d.hint = &FIND_FIRST;
	form_select(f, &d, c, n, MSG_P("Choose", "برگزینید"));
}

/* ---- the value ------------------------------------------------------------ */

static void code_select(const struct form *f, const struct add_claim_view *v)
{
	struct choice *c;
	struct field d = { .name = STR("value"),
			   .value = v->c.value,
			   .label = MSG_P("Value", "مقدار") };
	size_t n = add_choices(v->vocab, str_z(f->a, v->c.prop->set), 0, f->lang, f->a, &c);
	form_select(f, &d, c, n, MSG_P("Choose", "برگزینید"));
}

static void yes_no(const struct form *f, const struct add_claim_view *v)
{
	struct field d = { .name = STR("value"),
			   .value = v->c.value,
			   .label = MSG_P("Value", "مقدار") };
	struct choice c[] = {
		{ .value = STR("yes"), .label = tr(f->lang, MSG_P("Yes", "آری")) },
		{ .value = STR("no"), .label = tr(f->lang, MSG_P("No", "نه")) },
	};
	form_radios(f, &d, c, COUNT(c));
}

static void value_input(const struct form *f, const struct add_claim_view *v)
{
	struct field d = { .name = STR("value"),
			   .value = v->c.value,
			   .label = MSG_P("Value", "مقدار") };
	const struct msg *date_hint = MSG_P(
		"As the source gives it, in either calendar: 12 Oct 2025, 20 Mehr 1404, about Oct 2025, 8 or 27 Sep 2025.",
		"همان‌گونه که منبع می‌دهد، در هر دو تقویم: ۲۰ مهر ۱۴۰۴، 12 Oct 2025، حدود مهر ۱۴۰۴.");
	switch (v->c.prop->type) {
	case VALUE_DATE:
		ask_date_render(f, &v->c.value_date, MSG_P("Date", "تاریخ"), date_hint);
		return;
	case VALUE_ENTITY:
		ask_render(f, &v->c.value_entity, MSG_P("Value", "مقدار"),
			   MSG_P("A name or a record number.", "نام یا شمارهٔ پرونده."));
		return;
	case VALUE_CODE:
		code_select(f, v);
		return;
	case VALUE_BOOLEAN:
		yes_no(f, v);
		return;
	case VALUE_QUANTITY:
		d.hint = MSG_P(
			"A whole number, with its word if it is not exact: 17, at least 17, over 1,276, about 1500, 10-12.",
			"عددی درست، با واژهٔ آن اگر دقیق نیست: ۱۷، دست‌کم ۱۷، بیش از ۱۲۷۶، حدود ۱۵۰۰.");
		form_input(f, &d);
		return;
	case VALUE_TEXT:
		d.hint =
			v->c.prop->is_url
				? MSG_P("It is kept, and never opened.",
					"نگه داشته و هرگز گشوده نمی‌شود.")
				: MSG_P("Neutral words, as the source puts it. Any language.",
					"واژه‌های بی‌طرف، آن‌گونه که منبع می‌گوید. به هر زبان.");
		form_area(f, &d, 2);
		return;
	case VALUE_NAME:
		d.hint = MSG_P(
			"As the source writes it, in one script.",
			"همان‌گونه که منبع می‌نویسد، به یک خط.");
		form_input(f, &d);
		return;
	case VALUE_COORDINATES:
		d.hint = MSG_P("Latitude and longitude in degrees: 35.7 51.4",
			       "عرض و طول به درجه: 35.7 51.4");
		form_input(f, &d);
		return;
	case VALUE_EVIDENCE:
	case VALUE_UNKNOWN:
		break;
	}
	form_input(f, &d);
}

void add_claim_value(const struct form *f, const struct add_claim_view *v)
{
	struct field lang = {
		.name = STR("value-lang"),
		.value = v->c.value_lang,
		.short_one = true,
		.ltr = true,
		.label = MSG_P("Language and script", "زبان و خط"),
		.hint = MSG_P(
			"en, fa, or fa-Latn for Persian in Latin letters. May stay empty.",
			"fa، en، یا fa-Latn برای فارسی به خط لاتین. می‌تواند خالی بماند.")
	};
	struct field unknown = { .name = STR("unknown"),
				 .value = STR("1"),
				 .hint = &UNKNOWN_HINT,
				 .label = MSG_P("The source does not give it",
						"منبع آن را نمی‌دهد") };
	html_lit(f->h, "<section class=\"block\"><h2>");
	page_say(f->h, f->lang, MSG_P("2. What is said", "۲. چه گفته می‌شود"));
	html_lit(f->h, "</h2>\n");
	property_select(f, v);
	if (v->c.prop) {
		value_input(f, v);
		if (v->c.prop->type == VALUE_NAME ||
		    (v->c.prop->type == VALUE_TEXT && !v->c.prop->is_url))
			form_input(f, &lang);
		form_check(f, &unknown, v->c.unknown);
	} else {
		html_lit(f->h, "<p class=\"actions\">");
		form_button(f, MSG_P("Go on to the value", "رفتن به مقدار"), STR("check"),
			    STR("property"), false);
		html_lit(f->h, "</p>");
	}
	html_lit(f->h, "</section>\n");
}
