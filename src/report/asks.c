/* SPDX-License-Identifier: GPL-3.0-or-later */
/* asks.c - likenesses drawn by sources, with their differences; and what is asked of whom by when. */
#include "report/report_priv.h"

/* Who says something of the subject, each once. */
static void put_who(struct page *p, size_t entity)
{
	const struct view_entity *en = &p->v->entities[entity];
	for (size_t i = 0; i < en->n_claims; i++) {
		size_t source = p->v->claims[en->first_claim + i].source;
		bool before = false;
		for (size_t k = 0; k < i; k++)
			before |= p->v->claims[en->first_claim + k].source == source;
		if (before)
			continue;
		html_text(&p->h, i ? tr(p->lang, MSG_P("; ", "؛ ")) : STR(""));
		put_entity(p, source);
	}
}

/* ---- parallels ---- */

static void put_parallel(struct page *p, size_t i)
{
	html_lit(&p->h, "<tr>");
	CELL(p, i, "dimension", "Dimension", "جنبه", "not recorded", "ثبت نشده");
	CELL(p, i, "past", "Past side", "سوی گذشته", "not recorded", "ثبت نشده");
	CELL(p, i, "present", "Present side", "سوی اکنون", "not recorded", "ثبت نشده");
	CELL(p, i, "difference", "Difference", "تفاوت", "none recorded in the source",
	     "در منبع تفاوتی ثبت نشده");
	html_lit(&p->h, "<td data-l=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Drawn by", "از سوی")));
	html_lit(&p->h, "\">");
	put_who(p, i);
	html_lit(&p->h, "</td></tr>\n");
}

void section_parallels(struct page *p)
{
	size_t n = 0;
	size_t without = 0;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		if (!is_kind(p, i, "parallel"))
			continue;
		n++;
		without += claims_of(p, i, "difference").n == 0;
	}
	SECTION(p, "parallels", "Parallels and differences",
		"همانندی‌ها و تفاوت‌ها");
	if (n == 0) {
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
		SECTION_END(p);
		return;
	}
	html_lit(&p->h, "<p>");
	SAY(p,
	    "{1} likenesses are drawn by the sources named. For {2} of them no difference is recorded in the source. A "
	    "likeness without its differences is half a comparison; it is shown as the source’s and not weighed here.",
	    "منابع نام‌برده {1} همانندی برشمرده‌اند. برای {2} مورد، در منبع تفاوتی ثبت نشده است. همانندی بی‌تفاوت‌هایش نیمی از "
	    "یک مقایسه است؛ در اینجا به عنوان سخن منبع آمده و سنجیده نشده است.",
	    A_NUM(n), A_NUM(without));
	html_lit(&p->h, "</p><table class=\"cards\"><thead><tr>");
	HEAD_CELL(p, "Dimension", "جنبه");
	HEAD_CELL(p, "Past side", "سوی گذشته");
	HEAD_CELL(p, "Present side", "سوی اکنون");
	HEAD_CELL(p, "Difference", "تفاوت");
	HEAD_CELL(p, "Drawn by", "از سوی");
	html_lit(&p->h, "</tr></thead><tbody>");
	for (size_t i = 0; i < p->v->n_entities; i++)
		if (is_kind(p, i, "parallel"))
			put_parallel(p, i);
	html_lit(&p->h, "</tbody></table>");
	SECTION_END(p);
}

/* ---- asks ---- */

bool ask_has_addressee(struct page *p, size_t ask)
{
	struct ids s = claims_of(p, ask, "addressee");
	for (size_t i = 0; i < s.n; i++)
		if (p->v->claims[s.p[i]].value.type == VIEW_ENTITY)
			return true;
	return false;
}

struct due {
	size_t ask;
	int32_t day;
};

static int by_due(const void *x, const void *y)
{
	const struct due *a = x;
	const struct due *b = y;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	return (a->ask > b->ask) - (a->ask < b->ask);
}

static void put_about(struct page *p, size_t i)
{
	struct ids about = claims_of(p, i, "about");
	for (size_t k = 0; k < about.n; k++) {
		html_lit(&p->h, "<div class=\"src\">");
		SAY(p, "about: {1}{2}", "درباره: {1}{2}", A_VALUE(&p->v->claims[about.p[k]].value),
		    A_CITE(&about.p[k], 1));
		html_lit(&p->h, "</div>");
	}
}

static void put_ask(struct page *p, size_t i)
{
	html_lit(&p->h, "<tr>");
	html_lit(&p->h, "<td data-l=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Request", "درخواست")));
	html_lit(&p->h, "\">");
	put_cell(p, i, "request", MSG_P("not recorded", "ثبت نشده"));
	put_about(p, i);
	html_lit(&p->h, "</td>");
	html_lit(&p->h, "<td data-l=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Addressee", "مخاطب")));
	html_lit(&p->h, "\">");
	if (!ask_has_addressee(p, i)) {
		html_lit(&p->h, "<span class=\"tag ink\">");
		TELL(p, "no addressee named", "بدون مخاطب");
		html_lit(&p->h, "</span> ");
	}
	put_cell(p, i, "addressee", MSG_P("not recorded", "ثبت نشده"));
	html_lit(&p->h, "</td>");
	CELL(p, i, "due", "Due", "مهلت", "no day given", "روزی داده نشده");
	CELL(p, i, "occasion", "Occasion", "مناسبت", "–", "–");
	CELL(p, i, "answered", "Answered", "پاسخ", "not recorded", "ثبت نشده");
	html_lit(&p->h, "<td data-l=\"");
	html_attr(&p->h, tr(p->lang, MSG_P("Asked by", "از سوی")));
	html_lit(&p->h, "\">");
	put_who(p, i);
	html_lit(&p->h, "</td></tr>\n");
}

void section_asks(struct page *p)
{
	struct due *list = NEW_N(p->a, p->v->n_entities, struct due);
	size_t n = 0;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		if (!is_kind(p, i, "ask"))
			continue;
		const struct view_entity *en = &p->v->entities[i];
		list[n++] = (struct due){ i, claims_of(p, i, "due").n && en->has_days ? en->day_lo
										      : INT32_MAX };
	}
	qsort(list, n, sizeof *list, by_due);
	SECTION(p, "asks", "Asks and deadlines", "درخواست‌ها و مهلت‌ها");
	if (n == 0) {
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
		SECTION_END(p);
		return;
	}
	html_lit(&p->h, "<table class=\"cards\"><thead><tr>");
	HEAD_CELL(p, "Request", "درخواست");
	HEAD_CELL(p, "Addressee", "مخاطب");
	HEAD_CELL(p, "Due", "مهلت");
	HEAD_CELL(p, "Occasion", "مناسبت");
	HEAD_CELL(p, "Answered", "پاسخ");
	HEAD_CELL(p, "Asked by", "از سوی");
	html_lit(&p->h, "</tr></thead><tbody>");
	for (size_t i = 0; i < n; i++)
		put_ask(p, list[i].ask);
	html_lit(&p->h, "</tbody></table>");
	SECTION_END(p);
}
