/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entity_block.c - the blocks of a record: timeline, claims, conflicts, evidence, rows of lists, history. */
#include "web/entity.h"
#include "web/page_evidence.h"

/* ---- timeline --------------------------------------------------------- */

static bool has_burial(const struct entity_view *v)
{
	for (size_t i = 0; i < v->n_events; i++)
		if (str_eq(v->events[i].type, STR("burial")))
			return true;
	return entity_claim(v, "burial_place") != NULL;
}

static bool is_dead(const struct entity_view *v)
{
	const struct status *s = vocab_status(v->vocab, v->card.status);
	static const char *const DEAD[] = { "executed", "died_in_custody", "killed" };
	for (size_t i = 0; s && i < COUNT(DEAD); i++)
		if (str_eq(s->term.code, str_of(DEAD[i])))
			return true;
	return false;
}

/* The empty field is shown: where a person lies is asked of every death. */
static void burial_missing(const struct part *p, const struct entity_view *v)
{
	html_lit(p->h, "<p class=\"small muted\">");
	part_say(p, MSG_P("Burial: not recorded. ", "خاک‌سپاری: ثبت نشده. "));
	html_lit(p->h, "<a href=\"/add/claim");
	html_query(p->h, "subject", v->card.number);
	html_query(p->h, "property", STR("burial_place"));
	html_lit(p->h, "\">");
	part_say(p, MSG_P("Add a claim", "افزودن ادعا"));
	html_lit(p->h, "</a></p>\n");
}

static const struct msg *timeline_title(const struct entity_view *v)
{
	static const struct msg PERSON = MSG("What is known to have happened",
					     "آنچه می‌دانیم رخ داده است");
	static const struct msg PLACE =
		MSG("What is recorded to have happened here", "آنچه ثبت شده اینجا رخ داده است");
	static const struct msg OTHER =
		MSG("Events it has a part in",
		    "رویدادهایی که در آن‌ها نقش دارد");
	if (entity_is(v, "person"))
		return &PERSON;
	return entity_is(v, "place") || entity_is(v, "site") ? &PLACE : &OTHER;
}

void entity_timeline(const struct part *p, const struct entity_view *v)
{
	bool missing = entity_is(v, "person") && is_dead(v) && !has_burial(v);
	if (!v->n_events && !missing)
		return;
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"tl\"><h2 id=\"tl\">");
	part_say(p, timeline_title(v));
	html_lit(p->h, "</h2>\n");
	part_spine(p, v->events, v->n_events);
	if (v->all_events > (int64_t)v->n_events) {
		static const struct msg ALL = MSG("All {1} in the register", "هر {1} در دفتر");
		html_lit(p->h, "<p class=\"small\"><a href=\"/register?k=event");
		if (entity_is(v, "place"))
			html_query(p->h, "l", v->card.number);
		html_lit(p->h, "\">");
		part_say_n(p, &ALL, &ALL, v->all_events);
		html_lit(p->h, "</a></p>\n");
	}
	if (missing)
		burial_missing(p, v);
	html_lit(p->h, "</section>\n");
}

/* ---- claims ----------------------------------------------------------- */

static void groups(const struct part *p, const struct shell *s, const struct entity_view *v,
		   const struct claim_row *c, size_t n, struct str under)
{
	struct field_group *g;
	size_t n_g;
	field_groups(v->vocab, c, n, v->conflicts, v->n_conflicts, p->a, &g, &n_g);
	for (size_t i = 0; i < n_g; i++) {
		g[i].under = under;
		part_field_claims(p, &g[i], s->may_decide);
	}
}

/* What is said of the events done to a person. The type and the person are the heading. */
static void told_groups(const struct part *p, const struct shell *s, const struct entity_view *v,
			const struct told *t)
{
	struct claim_row *c = NEW_N(p->a, t->n, struct claim_row);
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (!str_eq(t->claims[i].property, STR("type")) &&
		    !str_eq(t->claims[i].property, STR("victim")))
			c[n++] = t->claims[i];
	if (!n)
		return;
	html_lit(p->h, "<h3 style=\"margin-block-start:1.5rem\">");
	page_entity_a(p->h, t->event->event.entity.kind, t->event->event.number);
	part_status(p, t->event->type);
	html_lit(p->h, "</a></h3>\n");
	groups(p, s, v, c, n, t->event->event.number);
}

/* For members of the compartment, and closed until asked for: somebody may look over a shoulder. */
static void sealed_row(const struct part *p, const struct sealed_row *r)
{
	html_lit(p->h, "<div class=\"field-claims\"><h3>");
	part_property(p, r->field.p);
	html_lit(p->h, "<span class=\"tag ink\">");
	part_say(p, MSG_P("Sealed", "مُهرشده"));
	html_lit(
		p->h,
		"</span></h3><div class=\"sides\"><div class=\"claim\"><details class=\"noprint\"><summary>");
	part_say(p, MSG_P("Open the sealed value", "گشودن مقدار مُهرشده"));
	html_lit(p->h, "</summary><p class=\"v\">");
	part_value(p, &r->field.v);
	html_lit(p->h, "</p></details><p class=\"src\">");
	part_say(
		p,
		MSG_P("For members of this compartment only; in no list, search or report · ",
		      "تنها برای اعضای این بخش؛ در هیچ فهرست، جست‌وجو یا گزارشی نیست · "));
	part_entry(p, r->seq);
	html_lit(p->h, "</p></div></div></div>\n");
}

/* Who a protected source is, no page says: that there is a sealed statement, and no more. */
static void sealed(const struct part *p, const struct entity_view *v)
{
	static const struct msg ONE = MSG("{1} sealed statement", "{1} گفتهٔ مُهرشده");
	static const struct msg MANY = MSG("{1} sealed statements", "{1} گفتهٔ مُهرشده");
	bool closed = entity_is(v, "source");
	int64_t withheld = v->withheld + (closed ? (int64_t)v->n_sealed : 0);
	for (size_t i = 0; i < v->n_sealed && !closed; i++)
		sealed_row(p, &v->sealed[i]);
	if (!withheld)
		return;
	html_lit(p->h, "<div class=\"field-claims\"><h3>");
	part_say(p, MSG_P("Sealed fields", "فیلدهای مُهرشده"));
	html_lit(p->h,
		 "</h3><div class=\"sides\"><div class=\"claim\"><p><span class=\"withheld\">");
	part_say(p,
		 MSG_P("Withheld: safety of sources and relatives", "محفوظ: ایمنی منابع و بستگان"));
	html_lit(p->h, "</span></p><p class=\"src\">");
	part_say_n(p, &ONE, &MANY, withheld);
	html_lit(p->h, "</p></div></div></div>\n");
}

/* Conflicts that no property of this page leads to: those of a kind that compares several. */
static void conflicts(const struct part *p, const struct entity_view *v)
{
	bool any = false;
	for (size_t i = 0; i < v->n_conflicts; i++)
		any |= !v->conflicts[i].decided;
	if (!any)
		return;
	html_lit(p->h,
		 "<section class=\"block\" id=\"conflicts\" aria-labelledby=\"cf\"><h2 id=\"cf\">");
	part_say(p, MSG_P("Open conflicts", "تعارض‌های باز"));
	html_lit(p->h, "</h2>\n<ul class=\"brief\">\n");
	for (size_t i = 0; i < v->n_conflicts; i++) {
		const struct conflict *c = &v->conflicts[i];
		if (c->decided)
			continue;
		html_lit(p->h, "<li><a href=\"/conflict/");
		html_url_arg(p->h, c->ident);
		html_lit(p->h, "\">");
		part_code(p, "conflict_kinds", c->kind);
		html_lit(p->h, "</a><span class=\"src\">");
		part_property(p, c->property);
		if (!str_eq(c->subject_number, v->card.number)) {
			html_lit(p->h, " · ");
			part_entity(p, c->subject.kind, c->subject.no);
		}
		html_lit(p->h, "</span></li>\n");
	}
	html_lit(p->h, "</ul></section>\n");
}

void entity_claims(const struct part *p, const struct shell *s, const struct entity_view *v)
{
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"claims\" aria-labelledby=\"cl\"><header><h2 id=\"cl\">");
	part_say(p, MSG_P("Claims, field by field", "ادعاها، به تفکیک"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(
		p,
		MSG_P("A heavy edge marks the value an editor adopted. Nothing is overwritten.",
		      "خط پررنگ یعنی ویراستار این مقدار را پذیرفته است. هیچ چیز پاک نمی‌شود."));
	html_lit(p->h, "</p></header>\n");
	groups(p, s, v, v->claims.v, v->claims.n, STR(""));
	sealed(p, v);
	if (!v->claims.n && !v->n_sealed && !v->withheld) {
		html_lit(p->h, "<p>");
		part_say(p, MSG_P("No claim of its own yet.", "هنوز ادعایی دربارهٔ خود آن نیست."));
		html_lit(p->h, "</p>\n");
	}
	part_pages(p, v->path, v->claims.page, ENTITY_CLAIMS, v->claims.total, STR("claims"));
	for (size_t i = 0; i < v->n_told; i++)
		told_groups(p, s, v, &v->told[i]);
	html_lit(p->h, "</section>\n");
	conflicts(p, v);
}

/* ---- evidence --------------------------------------------------------- */

void entity_evidence(const struct part *p, const struct entity_view *v)
{
	static const struct msg ONE = MSG("{1} file", "{1} فایل");
	static const struct msg MANY = MSG("{1} files", "{1} فایل");
	if (!v->n_evidence)
		return;
	html_lit(
		p->h,
		"<section class=\"block\" id=\"evidence\" aria-labelledby=\"evh\"><header><h2 id=\"evh\">");
	part_say(p, MSG_P("Evidence", "مدارک"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say_n(p, &ONE, &MANY, (int64_t)v->n_evidence);
	html_lit(p->h, "</p></header>\n");
	part_evidence(p, v->evidence, v->n_evidence);
	html_lit(p->h, "</section>\n");
}

/* ---- rows of lists ------------------------------------------------------ */

static void list_row(const struct part *p, const struct entity_row *r)
{
	html_lit(p->h, "<li><span>");
	html_a(p->h, "/mention/", r->number, "");
	if (r->label.n)
		page_foreign(p->h, p->lang, r->label, STR(""));
	else
		part_say(p, MSG_P("unnamed", "بی‌نام"));
	html_lit(p->h, "</a> <span class=\"src\">");
	part_number(p, r->number);
	html_lit(p->h, "</span>");
	if (!r->stands) {
		html_lit(p->h, " <span class=\"tag ink\">");
		part_say(p, MSG_P("Removed by its publisher", "ناشر حذف کرده"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</span><span class=\"src\">");
	html_a(p->h, "/list/", r->list_number, "");
	page_foreign(p->h, p->lang, r->list_label, STR(""));
	html_lit(p->h, "</a></span></li>\n");
}

void entity_rows(const struct part *p, const struct entity_view *v)
{
	static const struct msg ONE =
		MSG("{1} row of a list is taken to speak of this person. ",
		    "{1} ردیف فهرست از این شخص گرفته می‌شود. ");
	static const struct msg MANY =
		MSG("{1} rows of lists are taken to speak of this person. ",
		    "{1} ردیف فهرست‌ها از این شخص گرفته می‌شود. ");
	if (!v->all_rows)
		return;
	html_lit(p->h,
		 "<section class=\"block\" id=\"rows\" aria-labelledby=\"rw\"><h2 id=\"rw\">");
	part_say(p, MSG_P("Linked rows", "ردیف‌های پیوندخورده"));
	html_lit(p->h, "</h2>\n<p>");
	part_say_n(p, &ONE, &MANY, v->all_rows);
	html_a_class(p->h, "num", "/cluster/", v->card.number, "");
	part_say(p, MSG_P("Which, and why", "کدام‌ها و چرا"));
	html_lit(p->h, "</a></p>\n<ul class=\"pairs\">\n");
	for (size_t i = 0; i < v->n_rows; i++)
		list_row(p, &v->rows[i]);
	html_lit(p->h, "</ul></section>\n");
}

/* ---- history ---------------------------------------------------------- */

void entity_history(const struct part *p, const struct entity_view *v)
{
	html_lit(p->h,
		 "<section class=\"block\" id=\"history\" aria-labelledby=\"hi\"><h2 id=\"hi\">");
	part_say(p, MSG_P("History", "تاریخچه"));
	html_lit(p->h, "</h2>\n");
	if (v->n_history) {
		part_history(p, v->history, v->n_history, false);
	} else {
		html_lit(p->h, "<p>");
		part_say(p, MSG_P("Nothing was recorded of it directly.",
				  "چیزی مستقیم دربارهٔ آن ثبت نشده است."));
		html_lit(p->h, "</p>");
	}
	if (v->before) {
		html_lit(p->h, "<p class=\"small\"><a href=\"");
		html_url(p->h, v->path);
		html_query(p->h, "before", number_str(p->a, v->before));
		html_lit(p->h, "#history\">");
		part_say(p, MSG_P("Earlier", "پیش‌تر"));
		html_lit(p->h, "</a></p>");
	}
	html_lit(p->h, "</section>\n");
}
