/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entity_kind.c - what one kind of record has and others have not. */
#include "web/entity.h"

/* ---- the fields that matter ------------------------------------------- */

/* What stands in the rail of a kind. An empty field is shown: it is a gap one can fill. */
struct kind_facts {
	const char *kind;
	const char *properties[12];
};
static const struct kind_facts FACTS[] = {
	{ "document",
	  { "held", "document_kind", "issued_by", "publication_date", "language", "contains",
	    "cites", "url" } },
	{ "ask",
	  { "addressee", "due", "occasion", "about", "legal_basis", "sent", "answered",
	    "outcome" } },
	{ "site",
	  { "part_of", "includes", "site_change", "new_use", "burials", "access", "location" } },
	{ "place", { "part_of", "location" } },
	{ "group", { "affiliation", "part_of", "prison" } },
	{ "organisation", { "source_kind", "party_to_matter", "affiliation", "part_of", "url" } },
	{ "authority", { "institution", "part_of", "source_kind" } },
	{ "source", { "source_kind" } },
	{ "assessment", { "about", "horizon", "likelihood", "confidence" } },
	{ "person", { "prison", "charge", "age", "sex", "office" } },
	{ "list", { "members_total", "named_members", "unnamed_members" } },
};

static void not_recorded(const struct part *p)
{
	html_el_class(p->h, "span", "muted", tr(p->lang, MSG_P("not recorded", "ثبت نشده")));
}

static bool same_shown(const struct part *p, const struct value *x, const struct value *y)
{
	return x->type == y->type && str_eq(word_value(p, x), word_value(p, y));
}

/* Each value once, however many say it. */
static bool is_first(const struct part *p, const struct entity_view *v, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(v->claims.v[k].property, v->claims.v[i].property) &&
		    same_shown(p, &v->claims.v[k].value, &v->claims.v[i].value))
			return false;
	return true;
}

/* Of a person the charge and the place may stand in an event only; the card has them. */
static bool card_fact(const struct part *p, const struct entity_view *v, struct str property)
{
	if (str_eq(property, STR("charge")) && v->card.charge.n) {
		part_code(p, "charges", v->card.charge);
		return true;
	}
	if (str_eq(property, STR("prison")) && v->card.place_label.n && entity_is(v, "person")) {
		page_foreign(p->h, p->lang, v->card.place_label, STR(""));
		return true;
	}
	return false;
}

static void fact(const struct part *p, const struct entity_view *v, struct str property)
{
	bool any = false;
	html_lit(p->h, "<dt>");
	part_property(p, property);
	html_lit(p->h, "</dt><dd>");
	for (size_t i = 0; i < v->claims.n; i++) {
		if (!str_eq(v->claims.v[i].property, property) || !is_first(p, v, i))
			continue;
		html_if(p->h, any, "<br>");
		part_value(p, &v->claims.v[i].value);
		any = true;
	}
	if (!any && !card_fact(p, v, property))
		not_recorded(p);
	html_lit(p->h, "</dd>");
}

/* The roles that are expected of this type of event. */
static void event_facts(const struct part *p, const struct entity_view *v)
{
	const struct event_type *t = vocab_event_type(v->vocab, v->card.status);
	struct str role;
	fact(p, v, STR("type"));
	for (struct str rest = t ? t->roles : STR("date|place"); rest.p;) {
		rest = str_cut(rest, '|', &role);
		fact(p, v, role);
	}
}

/* What the shipped list says of a place: its name there and its province. */
static void gazetteer(const struct part *p, const struct entity_view *v)
{
	const struct claim_row *c = entity_claim(v, "gazetteer");
	struct str set;
	if (c && c->value.type == VALUE_TEXT) {
		struct str code = str_cut(c->value.u.text.text, ':', &set);
		html_lit(p->h, "<dt>");
		part_property(p, STR("gazetteer"));
		html_lit(p->h, "</dt><dd>");
		part_code(p, str_z(p->a, set), code);
		html_lit(p->h, "</dd>");
	}
	html_lit(p->h, "<dt>");
	part_say(p, MSG_P("Province", "استان"));
	html_lit(p->h, "</dt><dd>");
	if (v->card.province.n)
		part_code(p, "provinces", v->card.province);
	else
		not_recorded(p);
	html_lit(p->h, "</dd>");
}

static const struct kind_facts *facts_of(const struct entity_view *v)
{
	for (size_t i = 0; i < COUNT(FACTS); i++)
		if (entity_is(v, FACTS[i].kind))
			return &FACTS[i];
	return NULL;
}

void entity_facts(const struct part *p, const struct entity_view *v)
{
	const struct kind_facts *f = facts_of(v);
	bool event = entity_is(v, "event");
	if (!f && !event)
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"fa\"><h2 id=\"fa\">");
	part_say(p, MSG_P("In short", "در یک نگاه"));
	html_lit(p->h, "</h2>\n<dl class=\"facts\">");
	if (event)
		event_facts(p, v);
	if (entity_is(v, "place"))
		gazetteer(p, v);
	for (size_t i = 0; f && i < COUNT(f->properties) && f->properties[i]; i++)
		fact(p, v, str_of(f->properties[i]));
	html_lit(p->h, "</dl></section>\n");
}

/* ---- a group: what is claimed beside who is named ---------------------- */

static bool is_count(struct str property)
{
	static const char *const COUNTS[] = { "count_at_risk", "count_on_death_row",
					      "members_total", "named_members", "unnamed_members" };
	for (size_t i = 0; i < COUNT(COUNTS); i++)
		if (str_eq(property, str_of(COUNTS[i])))
			return true;
	return false;
}

static bool is_member(const struct entity_view *v, size_t i)
{
	const struct claim_row *c = &v->claims.v[i];
	if (!str_eq(c->property, STR("member")) || c->value.type != VALUE_ENTITY)
		return false;
	for (size_t k = 0; k < i; k++) {
		const struct claim_row *o = &v->claims.v[k];
		if (str_eq(o->property, c->property) && o->value.type == VALUE_ENTITY &&
		    id_eq(&o->value.u.entity.id, &c->value.u.entity.id))
			return false;
	}
	return true;
}

static void count_rows(const struct part *p, const struct entity_view *v, int64_t named,
		       int64_t *ret_most)
{
	html_lit(p->h, "<div class=\"sides\">");
	for (size_t i = 0; i < v->claims.n; i++) {
		const struct claim_row *c = &v->claims.v[i];
		if (!is_count(c->property))
			continue;
		html_lit(p->h, "<div class=\"claim\"><p class=\"src\">");
		part_property(p, c->property);
		html_lit(p->h, "</p><p class=\"v\">");
		part_value(p, &c->value);
		html_lit(p->h, "</p>");
		if (claim_has_qualifiers(c)) {
			html_lit(p->h, "<p class=\"quote\">");
			part_qualifiers(p, c);
			html_lit(p->h, "</p>");
		}
		html_lit(p->h, "<p class=\"src\">");
		part_source(p, c);
		html_lit(p->h, "</p></div>\n");
		if (c->value.type == VALUE_QUANTITY && c->value.u.quantity.has_lo &&
		    c->value.u.quantity.lo > *ret_most &&
		    !str_eq(c->property, STR("named_members")) &&
		    !str_eq(c->property, STR("unnamed_members")))
			*ret_most = c->value.u.quantity.lo;
	}
	html_lit(p->h, "<div class=\"claim\"><p class=\"src\">");
	part_say(p, MSG_P("Named in this register", "نام‌برده در این دفتر"));
	html_lit(p->h, "</p><p class=\"v\"><a class=\"num\" href=\"#roster\">");
	page_num(p->h, p->lang, named);
	html_lit(p->h, "</a></p><p class=\"quote\">");
	part_say(p, MSG_P("counted here, member by member", "شمارش همین دفتر، عضو به عضو"));
	html_lit(p->h, "</p></div></div>\n");
}

static void roster(const struct part *p, const struct entity_view *v, int64_t most, int64_t named)
{
	html_lit(p->h, "<h3 id=\"roster\" style=\"margin-block:1rem .5rem\">");
	part_say(p, MSG_P("Members by name", "اعضا به نام"));
	html_lit(p->h, "</h3>\n<ul class=\"brief\">\n");
	for (size_t i = 0; i < v->claims.n; i++) {
		const struct claim_row *c = &v->claims.v[i];
		if (!is_member(v, i))
			continue;
		html_lit(p->h, "<li><span class=\"name\">");
		part_value(p, &c->value);
		html_lit(p->h, "</span><span class=\"src\">");
		part_source(p, c);
		html_lit(p->h, "</span></li>\n");
	}
	if (most > named) {
		static const struct msg ONE =
			MSG("{1} more is claimed and not named in this register.",
			    "{1} نفر دیگر ادعا شده که در این دفتر نامی ندارد.");
		static const struct msg MANY = MSG(
			"{1} more are claimed and not named in this register.",
			"{1} نفر دیگر ادعا شده‌اند که در این دفتر نامی ندارند.");
		html_lit(p->h, "<li><p><span class=\"tag open\">");
		part_say_n(p, &ONE, &MANY, most - named);
		html_lit(p->h, "</span></p></li>\n");
	}
	html_lit(p->h, "</ul>\n");
}

static void group_block(const struct part *p, const struct entity_view *v)
{
	int64_t named = 0;
	int64_t most = 0;
	bool any = false;
	for (size_t i = 0; i < v->claims.n; i++) {
		named += is_member(v, i);
		any |= is_count(v->claims.v[i].property);
	}
	if (!named && !any)
		return;
	html_lit(p->h,
		 "<section class=\"block heavy\" aria-labelledby=\"ro\"><header><h2 id=\"ro\">");
	part_say(p, MSG_P("How many, and who", "چند تن، و چه کسانی"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(
		p,
		MSG_P("What is claimed stands beside what is named. Neither is corrected by the other.",
		      "آنچه ادعا شده در کنار آنچه نام برده شده می‌ایستد. هیچ‌یک دیگری را اصلاح نمی‌کند."));
	html_lit(p->h, "</p></header>\n");
	count_rows(p, v, named, &most);
	roster(p, v, most, named);
	html_lit(p->h, "</section>\n");
}

/* ---- a parallel: past, present, difference ----------------------------- */

static void side(const struct part *p, const struct entity_view *v, const char *property,
		 const struct msg *none)
{
	bool any = false;
	html_lit(p->h, "<div><h3>");
	part_property(p, str_of(property));
	html_lit(p->h, "</h3>");
	for (size_t i = 0; i < v->claims.n; i++) {
		const struct claim_row *c = &v->claims.v[i];
		if (!str_eq(c->property, str_of(property)))
			continue;
		html_lit(p->h, "<p>");
		part_value(p, &c->value);
		html_lit(p->h, "</p><p class=\"src\">");
		part_source(p, c);
		html_lit(p->h, "</p>");
		any = true;
	}
	if (!any) {
		html_lit(p->h, "<p><span class=\"tag open\">");
		part_say(p, none);
		html_lit(p->h, "</span></p>");
	}
	html_lit(p->h, "</div>\n");
}

static void parallel_block(const struct part *p, const struct entity_view *v)
{
	static const struct msg NONE = MSG("none recorded", "ثبت نشده");
	static const struct msg NO_DIFFERENCE =
		MSG("none recorded: the source names none",
		    "ثبت نشده: منبع تفاوتی نمی‌گوید");
	html_lit(p->h,
		 "<section class=\"block heavy\" aria-labelledby=\"pa\"><header><h2 id=\"pa\">");
	part_say(p, MSG_P("Two times compared", "مقایسهٔ دو زمان"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(p,
		 MSG_P("A likeness is the judgement of whoever draws it.",
		       "همانندی داوری کسی است که آن را می‌گوید."));
	html_lit(p->h, "</p></header>\n<div class=\"cols three\">");
	side(p, v, "past", &NONE);
	side(p, v, "present", &NONE);
	side(p, v, "difference", &NO_DIFFERENCE);
	html_lit(p->h, "</div></section>\n");
}

/* ---- an ask ----------------------------------------------------------- */

static bool has_addressee(const struct entity_view *v)
{
	for (size_t i = 0; i < v->claims.n; i++)
		if (str_eq(v->claims.v[i].property, STR("addressee")) && !v->claims.v[i].unknown)
			return true;
	return false;
}

static void ask_block(const struct part *p, const struct entity_view *v)
{
	const struct claim_row *request = entity_claim(v, "request");
	const struct claim_row *due = entity_claim(v, "due");
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"ask\"><h2 id=\"ask\">");
	part_say(p, MSG_P("What is asked, of whom, by when", "چه، از که، تا کِی خواسته شده"));
	html_lit(p->h, "</h2>\n");
	if (request) {
		html_lit(p->h, "<p>");
		part_value(p, &request->value);
		html_lit(p->h, "</p>");
	}
	html_lit(p->h, "<p>");
	if (!has_addressee(v))
		html_el_class(
			p->h, "span", "tag ink",
			tr(p->lang,
			   MSG_P("No addressee: nobody who could act is named",
				 "بی‌مخاطب: کسی که بتواند کاری کند نام برده نشده")));
	html_if(p->h, !has_addressee(v), " ");
	if (due) {
		part_say(p, MSG_P("Due: ", "مهلت: "));
		part_value(p, &due->value);
	} else {
		html_el_class(p->h, "span", "tag open",
			      tr(p->lang, MSG_P("No day given", "روزی گفته نشده")));
	}
	html_lit(p->h, "</p></section>\n");
}

/* ---- a document ------------------------------------------------------- */

static void document_block(const struct part *p, const struct entity_view *v)
{
	const struct claim_row *held = entity_claim(v, "held");
	bool is = held && held->value.type == VALUE_BOOLEAN && held->value.u.is;
	bool is_not = held && held->value.type == VALUE_BOOLEAN && !held->value.u.is;
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"he\"><h2 id=\"he\">");
	part_say(p, MSG_P("Is it held?", "آیا در دست است؟"));
	html_lit(p->h, "</h2><p>");
	if (is)
		html_el_class(p->h, "span", "tag", tr(p->lang, MSG_P("Held", "در دست")));
	else if (is_not)
		html_el_class(p->h, "span", "tag open",
			      tr(p->lang, MSG_P("Not held", "در دست نیست")));
	else
		html_el_class(p->h, "span", "tag open",
			      tr(p->lang, MSG_P("Not recorded", "ثبت نشده")));
	html_lit(p->h, " ");
	if (is)
		part_say(p, MSG_P("The register has the document or a copy.",
				  "دفتر سند یا رونوشت آن را دارد."));
	else if (is_not)
		part_say(
			p,
			MSG_P("It is known only through those who cite it. This is a gap.",
			      "تنها از راه کسانی شناخته است که به آن ارجاع می‌دهند. این یک کمبود است."));
	else
		part_say(p, MSG_P("Nobody has recorded whether the register has it.",
				  "کسی ثبت نکرده که دفتر آن را دارد یا نه."));
	html_lit(p->h, "</p></section>\n");
}

void entity_kind_block(const struct part *p, const struct entity_view *v)
{
	if (entity_is(v, "group") || entity_is(v, "list"))
		group_block(p, v);
	else if (entity_is(v, "parallel"))
		parallel_block(p, v);
	else if (entity_is(v, "ask"))
		ask_block(p, v);
	else if (entity_is(v, "document"))
		document_block(p, v);
}

/* ---- whatever is a source --------------------------------------------- */

enum from { FROM_VIA, FROM_DOCUMENT };

static const struct entity *from_of(const struct claim_row *c, enum from what)
{
	return what == FROM_VIA ? &c->via : &c->document;
}

static void from_list(const struct part *p, const struct entity_view *v, enum from what,
		      const struct msg *label)
{
	bool any = false;
	html_lit(p->h, "<dt>");
	part_say(p, label);
	html_lit(p->h, "</dt><dd>");
	for (size_t i = 0; i < v->said.n; i++) {
		const struct entity *en = from_of(&v->said.v[i], what);
		bool known = !en->id;
		for (size_t k = 0; k < i && !known; k++)
			known = from_of(&v->said.v[k], what)->id == en->id;
		if (known)
			continue;
		html_if(p->h, any, "<br>");
		part_entity(p, en->kind, en->no);
		any = true;
	}
	if (!any && what == FROM_VIA)
		part_say(p, MSG_P("read directly", "مستقیم خوانده شده"));
	else if (!any)
		not_recorded(p);
	html_lit(p->h, "</dd>");
}

static void reliability(const struct part *p, const struct entity_view *v)
{
	bool any = false;
	html_lit(p->h, "<dt>");
	part_say(p, MSG_P("Reliability given", "اعتبار داده‌شده"));
	html_lit(p->h, "</dt><dd>");
	for (size_t i = 0; i < v->said.n; i++) {
		struct str grade = v->said.v[i].reliability;
		bool known = !grade.n;
		for (size_t k = 0; k < i && !known; k++)
			known = str_eq(v->said.v[k].reliability, grade);
		if (known)
			continue;
		html_if(p->h, any, "<br>");
		html_text(p->h, grade);
		html_lit(p->h, ": ");
		part_code(p, "reliability", grade);
		any = true;
	}
	if (!any)
		part_say(p, MSG_P("not graded", "درجه‌بندی نشده"));
	html_lit(p->h, "</dd>");
}

void entity_as_source(const struct part *p, const struct entity_view *v)
{
	if (!v->said.total)
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"as\"><h2 id=\"as\">");
	part_say(p, MSG_P("As a source", "به عنوان منبع"));
	html_lit(p->h, "</h2>\n<dl class=\"facts\">");
	from_list(p, v, FROM_VIA, MSG_P("Reached us through", "از راه"));
	from_list(p, v, FROM_DOCUMENT, MSG_P("In these documents", "در این اسناد"));
	reliability(p, v);
	html_lit(p->h, "</dl></section>\n");
}
