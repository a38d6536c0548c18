/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entity_named.c - the blocks of a record: how it is written, what names it, what a source says. */
#include "web/entity.h"

#include "text/script.h"

/* ---- names ------------------------------------------------------------ */

/* The written names by language and script. */
static void spellings(const struct part *p, const struct entity_view *v, const char *property,
		      bool *begun, const struct msg *label, bool (*fits)(const struct value *v))
{
	bool open = false;
	for (size_t i = 0; i < v->claims.n; i++) {
		const struct claim_row *c = &v->claims.v[i];
		if (!str_eq(c->property, str_of(property)) || c->value.type != VALUE_NAME ||
		    !fits(&c->value))
			continue;
		if (!*begun)
			html_lit(p->h, "<dl class=\"facts\">");
		*begun = true;
		if (open) {
			html_lit(p->h, "<br>");
		} else {
			html_lit(p->h, "<dt>");
			part_say(p, label);
			html_lit(p->h, "</dt><dd>");
		}
		open = true;
		page_foreign(p->h, p->lang, c->value.u.text.text, c->value.u.text.lang);
	}
	if (open)
		html_lit(p->h, "</dd>");
}

static bool is_arabic_script(const struct value *v)
{
	return text_script(v->u.text.text) == SCRIPT_ARAB;
}

static bool is_transliterated(const struct value *v)
{
	return str_has(v->u.text.lang, STR("-Latn"));
}

static bool is_other_name(const struct value *v)
{
	return !is_arabic_script(v) && !is_transliterated(v);
}

static bool is_any(const struct value *v)
{
	(void)v;
	return true;
}

void entity_names(const struct part *p, const struct entity_view *v)
{
	static const struct msg PERSIAN = MSG("Persian", "فارسی");
	static const struct msg LATIN = MSG("In Latin letters", "به خط لاتین");
	static const struct msg ENGLISH = MSG("In English text", "در متن انگلیسی");
	static const struct msg ALSO = MSG("Also written", "املاهای دیگر");
	static const struct msg FATHER = MSG("Father’s name", "نام پدر");
	bool begun = false;
	bool any = entity_claim(v, "name") || entity_claim(v, "also_known_as") ||
		   entity_claim(v, "title");
	if (!any || entity_is(v, "source"))
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"nm\"><h2 id=\"nm\">");
	part_say(p, MSG_P("Names and spellings", "نام‌ها و املاها"));
	html_lit(p->h, "</h2>\n");
	spellings(p, v, "name", &begun, &PERSIAN, is_arabic_script);
	spellings(p, v, "name", &begun, &LATIN, is_transliterated);
	spellings(p, v, "name", &begun, &ENGLISH, is_other_name);
	spellings(p, v, "title", &begun, MSG_P("Title", "عنوان"), is_any);
	spellings(p, v, "also_known_as", &begun, &ALSO, is_any);
	spellings(p, v, "father_name", &begun, &FATHER, is_any);
	if (begun)
		html_lit(p->h, "</dl>");
	html_lit(p->h, "</section>\n");
}

/* ---- where it is named ------------------------------------------------ */

static bool is_in_timeline(const struct entity_view *v, const struct claim_row *c)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (v->events[i].event.entity.id == c->subject.id)
			return true;
	return false;
}

/* The same record may be named twice by two sources: once is enough here. */
static bool is_repeated(const struct entity_view *v, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (v->naming.v[k].subject.id == v->naming.v[i].subject.id &&
		    str_eq(v->naming.v[k].property, v->naming.v[i].property))
			return true;
	return false;
}

void entity_naming(const struct part *p, const struct entity_view *v)
{
	enum { SHOWN = 40 };
	static const struct msg ALL =
		MSG("Named {1} times in all.", "روی هم {1} بار نام برده شده.");
	size_t shown = 0;
	for (size_t i = 0; i < v->naming.n && shown < SHOWN; i++) {
		const struct claim_row *c = &v->naming.v[i];
		if (is_in_timeline(v, c) || is_repeated(v, i))
			continue;
		if (!shown++) {
			html_lit(p->h,
				 "<section class=\"block\" aria-labelledby=\"nd\"><h2 id=\"nd\">");
			part_say(p, MSG_P("Where it is named", "جاهایی که نام برده شده"));
			html_lit(p->h, "</h2>\n<ul class=\"brief\">\n");
		}
		html_lit(p->h, "<li><span>");
		part_entity(p, c->subject.kind, c->subject.no);
		html_lit(p->h, "</span><span class=\"src\">");
		part_property(p, c->property);
		html_lit(p->h, " · ");
		part_entry(p, c->seq);
		html_lit(p->h, "</span></li>\n");
	}
	if (!shown)
		return;
	html_lit(p->h, "</ul>\n");
	if (v->naming.total > (int64_t)v->naming.n || shown == SHOWN) {
		html_lit(p->h, "<p class=\"small\">");
		part_say_n(p, &ALL, &ALL, v->naming.total);
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "</section>\n");
}

/* ---- what it says ----------------------------------------------------- */

static const struct msg OF_WHAT = MSG("Of what", "دربارهٔ");
static const struct msg PROPERTY = MSG("What", "چه");
static const struct msg VALUE = MSG("Value", "مقدار");
static const struct msg WHERE = MSG("Where it is stated", "کجا گفته شده");

static void said_row(const struct part *p, const struct claim_row *c, bool with_source)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_entity(p, c->subject.kind, c->subject.no);
	html_lit(p->h, "</th>");
	part_cell(p, &PROPERTY);
	part_property(p, c->property);
	html_lit(p->h, "</td>");
	part_cell(p, &VALUE);
	part_claim_value(p, c);
	html_lit(p->h, "</td>");
	html_lit(p->h, "<td class=\"src\" data-l=\"");
	html_attr(p->h, tr(p->lang, &WHERE));
	html_lit(p->h, "\">");
	if (with_source && c->source.id) {
		part_entity(p, c->source.kind, c->source.no);
		html_lit(p->h, " · ");
	}
	if (with_source)
		part_place(p, c); /* the document is this page */
	else
		part_where(p, c);
	html_lit(p->h, "</td></tr>\n");
}

static void said_table(const struct part *p, const struct claims_page *c, bool with_source)
{
	part_table(p, MSG_P("Claims", "ادعاها"));
	part_head_cell(p, &OF_WHAT);
	part_head_cell(p, &PROPERTY);
	part_head_cell(p, &VALUE);
	part_head_cell(p, &WHERE);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < c->n; i++)
		said_row(p, &c->v[i], with_source);
	html_lit(p->h, "</tbody></table></div>\n");
}

void entity_says(const struct part *p, const struct entity_view *v)
{
	if (v->said.total) {
		html_lit(
			p->h,
			"<section class=\"block heavy\" id=\"says\" aria-labelledby=\"sy\"><h2 id=\"sy\">");
		part_say(p, MSG_P("What it says", "آنچه می‌گوید"));
		html_lit(p->h, "</h2>\n");
		said_table(p, &v->said, false);
		part_pages_of(p, v->path, "said", v->said.page, ENTITY_SAID, v->said.total,
			      STR("says"));
		html_lit(p->h, "</section>\n");
	}
	if (v->inside.total) {
		html_lit(
			p->h,
			"<section class=\"block heavy\" id=\"inside\" aria-labelledby=\"in\"><h2 id=\"in\">");
		part_say(p, MSG_P("What is stated in it", "آنچه در آن گفته شده"));
		html_lit(p->h, "</h2>\n");
		said_table(p, &v->inside, true);
		part_pages_of(p, v->path, "inside", v->inside.page, ENTITY_SAID, v->inside.total,
			      STR("inside"));
		html_lit(p->h, "</section>\n");
	}
}
