/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * part_value.c - a value, and what narrows it.
 *
 * The words of a source are kept: "over 1,276" stays so. In the other language the number is told in
 * that language's words and the source's own stand beside it.
 */
#include "web/part.h"

#include "text/script.h"
#include "web/page.h"

static const struct msg NOT_STATED = MSG("not stated by the source", "منبع نگفته است");
static const struct msg YES = MSG("yes", "بله");
static const struct msg NO = MSG("no", "خیر");

/* ---- quantities ------------------------------------------------------- */

/* The first number in the words of a source; -1: none. */
static int64_t first_number(const struct part *p, struct str given)
{
	struct str s = digits_ascii(p->a, given);
	int64_t v = -1;
	for (size_t i = 0; i < s.n; i++) {
		bool digit = s.p[i] >= '0' && s.p[i] <= '9';
		if (digit && v > INT64_MAX / 10 - 1)
			return -1;
		if (digit)
			v = (v < 0 ? 0 : v * 10) + (s.p[i] - '0');
		else if (v >= 0 && s.p[i] >= 0 && s.p[i] != ',')
			break; /* thousands may be set apart by a comma or the Arabic mark, nothing else */
	}
	return v;
}

static struct str bounded(const struct part *p, const struct msg *m, int64_t n)
{
	return word_n(p, m, m, n);
}

/* From the numbers alone. "More than 1,276" is kept as 1,277 or more: the words tell which it was. */
static struct str bounds_words(const struct part *p, const struct value *v)
{
	static const struct msg MORE = MSG("more than {1}", "بیش از {1}");
	static const struct msg LEAST = MSG("at least {1}", "دست‌کم {1}");
	static const struct msg LESS = MSG("fewer than {1}", "کمتر از {1}");
	static const struct msg MOST = MSG("at most {1}", "حداکثر {1}");
	static const struct msg ABOUT = MSG("about {1}", "حدود {1}");
	int64_t lo = v->u.quantity.lo;
	int64_t hi = v->u.quantity.hi;
	int64_t said = first_number(p, v->u.quantity.given);
	if (!v->u.quantity.has_hi)
		return said >= 0 && said == lo - 1 ? bounded(p, &MORE, said)
						   : bounded(p, &LEAST, lo);
	if (!v->u.quantity.has_lo)
		return said >= 0 && said == hi + 1 ? bounded(p, &LESS, said)
						   : bounded(p, &MOST, hi);
	if (v->u.quantity.about)
		return bounded(p, &ABOUT, lo);
	if (lo != hi) {
		struct str both[] = { num_text(p->a, p->lang, lo), num_text(p->a, p->lang, hi) };
		return tr_fmt(p->a, p->lang, MSG_P("{1} to {2}", "{1} تا {2}"), both, 2);
	}
	return num_text(p->a, p->lang, lo);
}

/* Whether the reader reads the words of the source as they are. */
static bool is_readers(const struct part *p, struct str given)
{
	enum script s = text_script(given);
	return p->lang == LANG_FA ? s == SCRIPT_ARAB : s == SCRIPT_LATN;
}

static struct str quantity_words(const struct part *p, const struct value *v)
{
	struct str given = v->u.quantity.given;
	if (given.n && is_readers(p, given))
		return digits_local(p->a, p->lang, given);
	return bounds_words(p, v);
}

static void write_quantity(const struct part *p, const struct value *v)
{
	struct str given = v->u.quantity.given;
	html_text(p->h, quantity_words(p, v));
	if (!given.n || is_readers(p, given) || text_script(given) == SCRIPT_NONE)
		return;
	html_lit(p->h, " <span class=\"muted\">(");
	page_foreign(p->h, p->lang, given, STR(""));
	html_lit(p->h, ")</span>");
}

/* ---- dates ------------------------------------------------------------ */

/* "Early 2025" says more than 2025~, and a Hijri day is an approximation. */
static bool shows_wording(const struct part *p, const struct value *v)
{
	struct edtf d;
	struct edtf same;
	struct str given = v->u.date.given;
	if (!given.n || edtf_read(v->u.date.edtf, p->a, &d, NULL) < 0)
		return false;
	if (edtf_read(given, p->a, &same, NULL) == 0 || str_eq(given, word_date(p, v->u.date.edtf)))
		return false;
	return v->u.date.cal == VALUE_HIJRI || edtf_is_approximate(&d) || edtf_is_uncertain(&d);
}

static void write_date(const struct part *p, const struct value *v)
{
	part_date(p, v->u.date.edtf);
	if (!shows_wording(p, v))
		return;
	html_lit(p->h, " <span class=\"muted\">(");
	page_foreign(p->h, p->lang, v->u.date.given, STR(""));
	html_lit(p->h, ")</span>");
}

/* ---- all types -------------------------------------------------------- */

static struct str coordinates(const struct part *p, const struct value *v)
{
	return str_printf(p->a, "%.*s %.*s", STR_FMT(v->u.coordinates.lat),
			  STR_FMT(v->u.coordinates.lon));
}

struct str word_value(const struct part *p, const struct value *v)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		return v->u.text.text;
	case VALUE_DATE:
		return word_date(p, v->u.date.edtf);
	case VALUE_QUANTITY:
		return quantity_words(p, v);
	case VALUE_ENTITY:
		return word_entity(p, v->u.entity.kind, v->u.entity.no);
	case VALUE_CODE:
		return word_code(p, str_z(p->a, v->u.code.set), v->u.code.code);
	case VALUE_COORDINATES:
		return coordinates(p, v);
	case VALUE_BOOLEAN:
		return tr(p->lang, v->u.is ? &YES : &NO);
	case VALUE_EVIDENCE:
		return v->u.evidence.sha256;
	case VALUE_UNKNOWN:
		return tr(p->lang, &NOT_STATED);
	}
	return STR("");
}

void part_value(const struct part *p, const struct value *v)
{
	switch (v->type) {
	case VALUE_TEXT:
	case VALUE_NAME:
		page_foreign(p->h, p->lang, v->u.text.text, v->u.text.lang);
		return;
	case VALUE_DATE:
		write_date(p, v);
		return;
	case VALUE_QUANTITY:
		write_quantity(p, v);
		return;
	case VALUE_ENTITY:
		part_entity(p, v->u.entity.kind, v->u.entity.no);
		return;
	case VALUE_CODE:
		part_code(p, str_z(p->a, v->u.code.set), v->u.code.code);
		return;
	case VALUE_COORDINATES:
		html_bdi(p->h, coordinates(p, v), STR(""), HTML_LTR);
		return;
	case VALUE_EVIDENCE:
		html_lit(p->h, "<code lang=\"en\" dir=\"ltr\">");
		html_text(p->h, v->u.evidence.sha256);
		html_lit(p->h, "</code>");
		return;
	case VALUE_UNKNOWN:
		html_el_class(p->h, "span", "muted", tr(p->lang, &NOT_STATED));
		return;
	case VALUE_BOOLEAN:
		html_text(p->h, word_value(p, v));
		return;
	}
}

/* ---- qualifiers ------------------------------------------------------- */

/* What is said before the value, and what the qualifier is called when the source does not give it.
 * The place in a document belongs to the source and the wording is a quotation; both stand there. */
struct narrowing {
	const char *p;
	struct msg before, called;
};
static const struct narrowing NARROWINGS[] = {
	{ "when", MSG("", ""), MSG("time", "زمان") },
	{ "where", MSG("", ""), MSG("place", "جا") },
	{ "scope", MSG("counted: ", "شمرده‌شده: "),
	  MSG("what is counted", "آنچه شمرده شده") },
	{ "period", MSG("speaks of ", "دربارهٔ "), MSG("period spoken of", "دوره") },
	{ "counted_by", MSG("counted by ", "شمارش از "), MSG("who counted", "شمارنده") },
	{ "comparison_base", MSG("compared with ", "در مقایسه با "),
	  MSG("compared with what", "پایهٔ مقایسه") },
	{ "relative_to", MSG("counted from ", "به شمارش از "), MSG("counted from what", "مبنا") },
	{ "label_by", MSG("label by ", "برچسب از "), MSG("whose label", "صاحب برچسب") },
	{ "response_by", MSG("by ", "از سوی "), MSG("by whom", "از سوی چه کسی") },
	{ "derived_from", MSG("worked out from claim ", "برگرفته از ادعای "),
	  MSG("worked out from what", "مبنا") },
	{ "certainty", MSG("certainty given: ", "قطعیت داده‌شده: "),
	  MSG("certainty", "قطعیت") },
	{ "credibility", MSG("credibility ", "درجهٔ محتوا "), MSG("credibility", "درجهٔ محتوا") },
	{ "note", MSG("note: ", "یادداشت: "), MSG("note", "یادداشت") },
};

const struct value *claim_qualifier(const struct claim_row *c, const char *property)
{
	for (size_t i = 0; i < c->parsed.n_q; i++)
		if (str_eq(c->parsed.q[i].p, str_of(property)))
			return &c->parsed.q[i].v;
	return NULL;
}

/* The source says it: nothing to add. */
static const struct value *told_basis(const struct claim_row *c)
{
	const struct value *b = claim_qualifier(c, "basis");
	bool stated = b && b->type == VALUE_CODE && str_eq(b->u.code.code, STR("stated"));
	return stated ? NULL : b;
}

bool claim_has_qualifiers(const struct claim_row *c)
{
	for (size_t i = 0; i < COUNT(NARROWINGS); i++)
		if (claim_qualifier(c, NARROWINGS[i].p))
			return true;
	return told_basis(c) != NULL;
}

/* Both calendars in a line of text, without the words for precision: the claim's own page has them. */
static void write_when(const struct part *p, struct str edtf)
{
	struct str other = word_date_other(p, edtf);
	html_text(p->h, word_date(p, edtf));
	if (!other.n)
		return;
	if (p->lang == LANG_FA)
		html_lit(p->h, " <span class=\"jal muted\">");
	else
		html_lit(p->h, " <span class=\"jal muted\" lang=\"fa\" dir=\"rtl\">");
	html_text(p->h, other);
	html_lit(p->h, "</span>");
}

static void write_narrowing(const struct part *p, const struct narrowing *n, const struct value *v)
{
	if (v->type == VALUE_UNKNOWN) {
		part_say(p, &n->called);
		html_lit(p->h, " ");
		part_say(p, &NOT_STATED);
		return;
	}
	part_say(p, &n->before);
	if (v->type == VALUE_DATE)
		write_when(p, v->u.date.edtf);
	else
		part_value(p, v);
}

void part_qualifiers(const struct part *p, const struct claim_row *c)
{
	bool first = true;
	const struct value *basis = told_basis(c);
	for (size_t i = 0; i < COUNT(NARROWINGS); i++) {
		const struct value *v = claim_qualifier(c, NARROWINGS[i].p);
		if (!v)
			continue;
		html_if(p->h, !first, " · ");
		write_narrowing(p, &NARROWINGS[i], v);
		first = false;
	}
	if (!basis)
		return;
	html_if(p->h, !first, " · ");
	part_value(p, basis);
}
