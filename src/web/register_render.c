/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_render.c - the register as a list: filters on one side, records on the other. */
#include "web/page_register.h"

#include "web/part.h"

/* ---- addresses -------------------------------------------------------- */

/* What a link changes of the question; everything else stays. */
struct change {
	int facet;	    /* -1: none */
	struct str without; /* of that facet, this choice is left out */
	bool no_period, no_text, no_conflicts;
	int64_t page, n; /* 0: as it is; a changed filter begins at page 1 */
};
#define NO_CHANGE                                                                                  \
	{                                                                                          \
		.facet = -1                                                                        \
	}

/* "?..." in the one order of page_register.h; defaults are left out. */
static void question(struct html *h, const struct register_params *q, const struct change *c)
{
	const struct find *f = &q->find;
	int64_t n = c->n ? c->n : f->limit;
	if (f->text.n && !c->no_text)
		html_query(h, "q", f->text);
#define FACET(by, key)                                                                             \
	for (size_t i = 0; i < f->n_choices[by]; i++)                                              \
		if (c->facet != (int)(by) || !str_eq(c->without, f->choices[by][i]))               \
			html_query(h, key, f->choices[by][i].n ? f->choices[by][i] : STR("-"));
	FACET(FACET_KIND, "k")
	FACET(FACET_STATUS, "s")
	FACET(FACET_CERTAINTY, "c")
	FACET(FACET_PROVINCE, "p")
	FACET(FACET_PLACE, "l")
	FACET(FACET_CHARGE, "h")
	FACET(FACET_SOURCE, "o")
#undef FACET
	if (q->from.n && !c->no_period)
		html_query(h, "from", q->from);
	if (q->to.n && !c->no_period)
		html_query(h, "to", q->to);
	if (f->only_conflicts && !c->no_conflicts)
		html_query(h, "x", STR("1"));
	if (f->order != ORDER_LATEST_EVENT)
		html_query(h, "sort", str_of(REGISTER_SORT_KEYS[f->order]));
	if (n != 12)
		html_query(h, "n", n == 50 ? STR("50") : STR("100"));
	if (c->page > 1) {
		AUTO_ARENA *a = arena_new(0);
		html_query(h, "page", str_printf(a, "%lld", (long long)c->page));
	}
}

static void link_to(struct html *h, const struct register_params *q, const struct change *c)
{
	html_lit(h, "<a href=\"/register");
	question(h, q, c);
	html_lit(h, "\">");
}

/* The same question as hidden fields, for the form that changes the order. */
static void question_hidden(struct html *h, const struct register_params *q)
{
	const struct find *f = &q->find;
	if (f->text.n)
		html_hidden(h, "q", f->text);
#define FACET(by, key)                                                                             \
	for (size_t i = 0; i < f->n_choices[by]; i++)                                              \
		html_hidden(h, key, f->choices[by][i].n ? f->choices[by][i] : STR("-"));
	FACET(FACET_KIND, "k")
	FACET(FACET_STATUS, "s")
	FACET(FACET_CERTAINTY, "c")
	FACET(FACET_PROVINCE, "p")
	FACET(FACET_PLACE, "l")
	FACET(FACET_CHARGE, "h")
	FACET(FACET_SOURCE, "o")
#undef FACET
	if (q->from.n)
		html_hidden(h, "from", q->from);
	if (q->to.n)
		html_hidden(h, "to", q->to);
	if (f->only_conflicts)
		html_hidden(h, "x", STR("1"));
	if (f->limit != 12)
		html_hidden(h, "n", f->limit == 50 ? STR("50") : STR("100"));
}

/* ---- filters ---------------------------------------------------------- */

static const struct {
	struct msg label;
	enum facet_by by;
	bool open; /* without a choice in it */
} FACET_BLOCKS[] = {
	{ MSG("Kind", "گونه"), FACET_KIND, true },
	{ MSG("Status", "وضعیت"), FACET_STATUS, true },
	{ MSG("Certainty", "اطمینان"), FACET_CERTAINTY, true },
	{ MSG("Province", "استان"), FACET_PROVINCE, false },
	{ MSG("Place or prison", "جا یا زندان"), FACET_PLACE, false },
	{ MSG("Charge", "اتهام"), FACET_CHARGE, false },
	{ MSG("Source", "منبع"), FACET_SOURCE, false },
};

enum { CHOICES_SHOWN = 14 };

static void choice(struct html *h, const struct shell *s, enum facet_by by, size_t i,
		   const struct register_choice *c)
{
	struct str key = str_of(REGISTER_FACET_KEYS[by]);
	html_lit(h, "<div class=\"choice\"><input type=\"checkbox\" id=\"");
	html_attr(h, key);
	html_int(h, (int64_t)i);
	html_lit(h, "\" name=\"");
	html_attr(h, key);
	html_lit(h, "\" value=\"");
	html_attr(h, c->code.n ? c->code : STR("-"));
	html_lit(h, "\"");
	html_if(h, c->chosen, " checked");
	html_lit(h, "><label for=\"");
	html_attr(h, key);
	html_int(h, (int64_t)i);
	html_lit(h, "\"><span>");
	page_foreign(h, s->lang, c->label, c->label_lang);
	html_lit(h, "</span><span class=\"c\">");
	page_num(h, s->lang, c->count);
	html_lit(h, "</span></label></div>");
}

static void facet(struct html *h, const struct shell *s, size_t block,
		  const struct register_view *v)
{
	enum facet_by by = FACET_BLOCKS[block].by;
	const struct register_facet *f = &v->facets[by];
	size_t left = 0;
	if (!f->n)
		return;
	html_lit(h, "<details class=\"facet\"");
	html_if(h, FACET_BLOCKS[block].open || v->params->find.n_choices[by], " open");
	html_lit(h, "><summary>");
	page_say(h, s->lang, &FACET_BLOCKS[block].label);
	html_lit(h, "</summary><fieldset class=\"choices\"><legend class=\"vh\">");
	page_say(h, s->lang, &FACET_BLOCKS[block].label);
	html_lit(h, "</legend>");
	for (size_t i = 0; i < f->n; i++) {
		if (i < CHOICES_SHOWN || f->choices[i].chosen)
			choice(h, s, by, i, &f->choices[i]);
		else
			left++;
	}
	html_lit(h, "</fieldset>");
	if (left) {
		html_lit(h, "<p class=\"hint\">");
		page_num(h, s->lang, (int64_t)left);
		page_say(
			h, s->lang,
			MSG_P(" more; search narrows them.",
			      " مورد دیگر؛ جست‌وجو کوتاهشان می‌کند."));
		html_lit(h, "</p>");
	}
	html_lit(h, "</details>\n");
}

static void period(struct html *h, const struct shell *s, const struct register_params *q)
{
	html_lit(h, "<details class=\"facet\" open><summary>");
	page_say(h, s->lang, MSG_P("Period", "بازه"));
	html_lit(h, "</summary><div style=\"display:grid;gap:.5rem;padding-block-end:.75rem\">"
		    "<label class=\"small\" for=\"from\">");
	page_say(h, s->lang, MSG_P("From", "از"));
	html_lit(h, "</label><input id=\"from\" name=\"from\" type=\"text\" dir=\"auto\" "
		    "aria-describedby=\"ph\" value=\"");
	html_attr(h, q->from);
	html_lit(h, "\"><label class=\"small\" for=\"to\">");
	page_say(h, s->lang, MSG_P("To", "تا"));
	html_lit(h, "</label><input id=\"to\" name=\"to\" type=\"text\" dir=\"auto\" "
		    "aria-describedby=\"ph\" value=\"");
	html_attr(h, q->to);
	html_lit(h, "\"><span class=\"hint\" id=\"ph\">");
	page_say(h, s->lang,
		 MSG_P("Either calendar: 2025-07 or Tir 1404", "هر دو تقویم: تیر ۱۴۰۴ یا ۲۰۲۵-۰۷"));
	html_lit(h, "</span></div></details>\n");
}

static void filters(struct html *h, const struct shell *s, const struct register_view *v)
{
	html_lit(h, "<form action=\"/register\" method=\"get\" aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("Narrow the register", "کوتاه کردن فهرست")));
	html_lit(h,
		 "\">\n<div class=\"field\" style=\"margin-block-end:.75rem\"><label for=\"q\">");
	page_say(h, s->lang, MSG_P("Search", "جست‌وجو"));
	html_lit(h, "</label><span class=\"hint\" id=\"qh\">");
	page_say(
		h, s->lang,
		MSG_P("Any spelling or script. Also finds near spellings.",
		      "به هر املا و خط. املاهای نزدیک را نیز می‌یابد."));
	html_lit(
		h,
		"</span><input id=\"q\" name=\"q\" type=\"search\" dir=\"auto\" aria-describedby=\"qh\" value=\"");
	html_attr(h, v->params->find.text);
	html_lit(h, "\"></div>\n");
	for (size_t i = 0; i < COUNT(FACET_BLOCKS); i++) {
		facet(h, s, i, v);
		if (FACET_BLOCKS[i].by == FACET_STATUS)
			period(h, s, v->params);
	}
	html_lit(h,
		 "<div class=\"choice\"><input type=\"checkbox\" id=\"x\" name=\"x\" value=\"1\"");
	html_if(h, v->params->find.only_conflicts, " checked");
	html_lit(h, "><label for=\"x\" class=\"small\">");
	page_say(h, s->lang, MSG_P("Only with an open conflict", "فقط با تعارض باز"));
	html_lit(h, "</label></div>\n");
	if (v->params->find.order != ORDER_LATEST_EVENT)
		html_hidden(h, "sort", str_of(REGISTER_SORT_KEYS[v->params->find.order]));
	if (v->params->find.limit != 12)
		html_hidden(h, "n", v->params->find.limit == 50 ? STR("50") : STR("100"));
	html_lit(h, "<p class=\"actions\" style=\"margin-block:1rem\"><button class=\"primary\">");
	page_say(h, s->lang, MSG_P("Apply", "اعمال"));
	html_lit(h, "</button> <a href=\"/register\">");
	page_say(h, s->lang, MSG_P("Clear", "پاک کردن"));
	html_lit(h, "</a></p>\n</form>\n");
}

/* ---- filters in use --------------------------------------------------- */

static void remove_mark(struct html *h, const struct shell *s)
{
	html_lit(h, " <span aria-hidden=\"true\">×</span><span class=\"vh\"> ");
	page_say(h, s->lang, MSG_P("remove", "برداشتن"));
	html_lit(h, "</span></a></li>");
}

static void active_period(struct html *h, const struct shell *s, const struct register_view *v)
{
	struct change c = NO_CHANGE;
	c.no_period = true;
	html_lit(h, "<li>");
	link_to(h, v->params, &c);
	if (v->from_read.n) {
		page_say(h, s->lang, MSG_P("from ", "از "));
		html_text(h, v->from_read);
		html_lit(h, " ");
	}
	if (v->to_read.n) {
		page_say(h, s->lang, MSG_P("to ", "تا "));
		html_text(h, v->to_read);
	}
	remove_mark(h, s);
}

static bool any_filter(const struct register_view *v)
{
	const struct find *f = &v->params->find;
	bool any = f->text.n || f->only_conflicts || v->from_read.n || v->to_read.n;
	for (int i = 0; i < FACETS; i++)
		any = any || f->n_choices[i];
	return any;
}

static void active(struct html *h, const struct shell *s, const struct register_view *v)
{
	const struct find *f = &v->params->find;
	if (!any_filter(v))
		return;
	html_lit(h, "<ul class=\"active-filters\" aria-label=\"");
	html_attr(h,
		  tr(s->lang, MSG_P("Filters in use", "صافی‌های به‌کاررفته")));
	html_lit(h, "\">");
	if (f->text.n) {
		struct change c = NO_CHANGE;
		c.no_text = true;
		html_lit(h, "<li>");
		link_to(h, v->params, &c);
		html_lit(h, "<bdi dir=\"auto\">");
		html_text(h, f->text);
		html_lit(h, "</bdi>");
		remove_mark(h, s);
	}
	for (int by = 0; by < FACETS; by++)
		for (size_t i = 0; i < v->facets[by].n; i++) {
			const struct register_choice *one = &v->facets[by].choices[i];
			struct change c = { .facet = by, .without = one->code };
			if (!one->chosen)
				continue;
			html_lit(h, "<li>");
			link_to(h, v->params, &c);
			page_foreign(h, s->lang, one->label, one->label_lang);
			remove_mark(h, s);
		}
	if (v->from_read.n || v->to_read.n)
		active_period(h, s, v);
	if (f->only_conflicts) {
		struct change c = NO_CHANGE;
		c.no_conflicts = true;
		html_lit(h, "<li>");
		link_to(h, v->params, &c);
		page_say(h, s->lang, MSG_P("open conflict", "تعارض باز"));
		remove_mark(h, s);
	}
	html_lit(h, "</ul>\n");
}

static void order_form(struct html *h, const struct shell *s, const struct register_view *v)
{
	static const struct msg LABELS[REGISTER_SORTS] = {
		MSG("Latest event", "تازه‌ترین رویداد"),
		MSG("Latest claim", "تازه‌ترین ادعا"),
		MSG("Name, Latin", "نام، لاتین"),
		MSG("Name, Persian", "نام، فارسی"),
		MSG("Most conflicts", "بیشترین تعارض"),
	};
	html_lit(h, "<form class=\"actions\" action=\"/register\" method=\"get\" "
		    "style=\"margin-block:1rem\">");
	question_hidden(h, v->params);
	html_lit(h, "<label for=\"sort\" class=\"small\">");
	page_say(h, s->lang, MSG_P("Order", "ترتیب"));
	html_lit(h, "</label><select id=\"sort\" name=\"sort\" style=\"inline-size:auto\">");
	for (int i = 0; i < REGISTER_SORTS; i++) {
		html_lit(h, "<option value=\"");
		html_attr(h, str_of(REGISTER_SORT_KEYS[i]));
		html_lit(h, "\"");
		html_if(h, v->params->find.order == (enum find_order)i, " selected");
		html_lit(h, ">");
		page_say(h, s->lang, &LABELS[i]);
		html_lit(h, "</option>");
	}
	html_lit(h, "</select><button>");
	page_say(h, s->lang, MSG_P("Sort", "مرتب کردن"));
	html_lit(h, "</button></form>\n");
}

/* ---- records ---------------------------------------------------------- */

#define CELL(h, s, en, fa)                                                                         \
	(html_lit(h, "<td role=\"cell\" data-l=\""), html_attr(h, tr((s)->lang, MSG_P(en, fa))),   \
	 html_lit(h, "\">"))

static void not_recorded(struct html *h, const struct shell *s)
{
	html_lit(h, "<span class=\"muted\">");
	page_say(h, s->lang, MSG_P("not recorded", "ثبت نشده"));
	html_lit(h, "</span>");
}

static void text_or_not(struct html *h, const struct shell *s, struct str text, struct str lang)
{
	if (text.n)
		page_foreign(h, s->lang, text, lang);
	else
		not_recorded(h, s);
}

/* The name in the reader's script first, the other below it. */
static void name_cell(struct html *h, const struct shell *s, const struct register_row *r)
{
	const struct card *c = &r->card;
	bool fa_first = s->lang == LANG_FA && c->label_fa.n;
	bool both = c->label_fa.n && !str_eq(c->label, c->label_fa);
	html_lit(h, "<th scope=\"row\" role=\"rowheader\">");
	page_entity_a_name(h, c->entity.kind, c->number);
	page_foreign(h, s->lang, fa_first ? c->label_fa : c->label,
		     fa_first ? STR("fa") : c->label_lang);
	html_lit(h, "</a>");
	if (both && fa_first) {
		html_lit(h, "<br><span class=\"small muted\">");
		page_foreign(h, s->lang, c->label, c->label_lang);
		html_lit(h, "</span>");
	} else if (both) {
		html_lit(h, "<span class=\"name-fa\" lang=\"fa\" dir=\"rtl\">");
		html_text(h, c->label_fa);
		html_lit(h, "</span>");
	}
	html_lit(h, "</th>");
}

static void sources_cell(struct html *h, const struct shell *s, const struct card *c)
{
	AUTO_ARENA *a = arena_new(0);
	html_lit(h, "<td role=\"cell\" class=\"r\" data-l=\"");
	html_attr(h, tr(s->lang, MSG_P("Sources", "منابع")));
	html_lit(h, "\"><a class=\"num\" href=\"");
	/* The page of a figure has no list of claims: it is made of cases. */
	struct str at = str_eq(c->entity.kind, STR("figure")) ? STR("") : STR("#claims");
	html_url(h, page_entity_url(a, c->entity.kind, c->number, at));
	html_lit(h, "\">");
	page_num(h, s->lang, c->sources);
	html_lit(h, "<span class=\"vh\"> ");
	page_say(h, s->lang, MSG_P("sources for ", "منبع برای "));
	html_text(h, c->number);
	html_lit(h, "</span></a></td>");
}

static void certainty_cell(struct html *h, const struct shell *s, const struct register_row *r)
{
	CELL(h, s, "Certainty", "اطمینان");
	html_lit(h, "<span class=\"cert c");
	html_int(h, r->card.certainty);
	html_lit(h, "\">");
	html_text(h, r->certainty);
	html_lit(h, "</span>");
	if (r->card.conflicts) {
		html_lit(h, "<br><span class=\"tag open\">");
		page_num(h, s->lang, r->card.conflicts);
		if (r->card.conflicts == 1)
			page_say(h, s->lang, MSG_P(" conflict", " تعارض"));
		else
			page_say(h, s->lang, MSG_P(" conflicts", " تعارض"));
		html_lit(h, "</span>");
	}
	html_lit(h, "</td>");
}

static void row(struct html *h, const struct shell *s, const struct register_row *r)
{
	const struct card *c = &r->card;
	html_lit(h, "<tr role=\"row\">");
	name_cell(h, s, r);
	CELL(h, s, "Status", "وضعیت");
	/* What is neither a person nor an event has no status; its kind says what it is. */
	page_foreign(h, s->lang, r->status.n ? r->status : r->kind,
		     r->status.n ? r->status_lang : STR(""));
	html_lit(h, "</td>");
	CELL(h, s, "Date", "تاریخ");
	if (c->date.n) {
		AUTO_ARENA *a = arena_new(0);
		struct part part = part_of(h, s->lang, NULL, NULL, a);
		part_date(&part, c->date);
	} else {
		not_recorded(h, s);
	}
	html_lit(h, "</td>");
	CELL(h, s, "Place", "جا");
	if (r->has_place || c->place_label.n)
		text_or_not(h, s, c->place_label, STR(""));
	html_lit(h, "</td>");
	CELL(h, s, "Charge", "اتهام");
	if (r->has_charge || r->charge.n)
		text_or_not(h, s, r->charge, r->charge_lang);
	html_lit(h, "</td>");
	sources_cell(h, s, c);
	certainty_cell(h, s, r);
	html_lit(h, "</tr>\n");
}

/* "1 to 12 of 1,312" */
static void range(struct html *h, const struct shell *s, const struct register_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	static const struct msg RANGE = MSG("{1} to {2} of {3}", "{1} تا {2} از {3}");
	const struct str args[] = { num_text(a, s->lang, v->first),
				    num_text(a, s->lang, v->first + (int64_t)v->n - 1),
				    num_text(a, s->lang, v->total) };
	html_text(h, tr_fmt(a, s->lang, &RANGE, args, COUNT(args)));
}

#define COLUMN(h, s, class, en, fa)                                                                \
	(html_lit(h, "<th role=\"columnheader\" scope=\"col\"" class ">"),                         \
	 page_say(h, (s)->lang, MSG_P(en, fa)), html_lit(h, "</th>"))

static void table(struct html *h, const struct shell *s, const struct register_view *v)
{
	html_lit(h, "<table class=\"register cards\" role=\"table\"><caption class=\"vh\">");
	page_say(h, s->lang, MSG_P("Records, ", "پرونده‌ها، "));
	range(h, s, v);
	html_lit(h, "</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">");
	COLUMN(h, s, "", "Record", "پرونده");
	COLUMN(h, s, "", "Status", "وضعیت");
	COLUMN(h, s, "", "Date", "تاریخ");
	COLUMN(h, s, "", "Place", "جا");
	COLUMN(h, s, "", "Charge", "اتهام");
	COLUMN(h, s, " class=\"r\"", "Sources", "منابع");
	COLUMN(h, s, "", "Certainty", "اطمینان");
	html_lit(h, "</tr></thead>\n<tbody role=\"rowgroup\">\n");
	for (size_t i = 0; i < v->n; i++)
		row(h, s, &v->rows[i]);
	html_lit(h, "</tbody></table>\n");
}

static void page_link(struct html *h, const struct register_view *v, int64_t page, int64_t n)
{
	struct change c = NO_CHANGE;
	c.page = page;
	c.n = n;
	link_to(h, v->params, &c);
}

static void pages(struct html *h, const struct shell *s, const struct register_view *v)
{
	int64_t limit = v->params->find.limit;
	int64_t last = v->total ? (v->total - 1) / limit + 1 : 1;
	int64_t page = v->params->page;
	html_lit(h, "<nav aria-label=\"");
	html_attr(h, tr(s->lang, MSG_P("Pages", "صفحه‌ها")));
	html_lit(h, "\" class=\"actions\" style=\"margin-block:1rem\"><span>");
	range(h, s, v);
	html_lit(h, "</span>");
	if (page > 1) {
		html_lit(h, " ");
		page_link(h, v, page - 1, 0);
		page_say(h, s->lang, MSG_P("Previous", "پیشین"));
		html_lit(h, "</a>");
	}
	if (page < last) {
		html_lit(h, " ");
		page_link(h, v, page + 1, 0);
		page_say(h, s->lang, MSG_P("Next", "بعدی"));
		html_lit(h, "</a> ");
		page_link(h, v, last, 0);
		page_say(h, s->lang, MSG_P("Last", "واپسین"));
		html_lit(h, "</a>");
	}
	if (limit < 100 && v->total > limit) {
		html_lit(h, " ");
		page_link(h, v, 1, limit < 50 ? 50 : 100);
		page_say(h, s->lang,
			 limit < 50 ? MSG_P("Show 50", "نمایش ۵۰")
				    : MSG_P("Show 100", "نمایش ۱۰۰"));
		html_lit(h, "</a>");
	}
	html_lit(h, "</nav>\n");
}

/* ---- the page --------------------------------------------------------- */

static void nothing_found(struct html *h, const struct shell *s, const struct register_view *v)
{
	html_lit(h, "<div class=\"notice\" style=\"margin-block:1rem\"><p>");
	if (v->total)
		page_say(h, s->lang,
			 MSG_P("This page is behind the end of the list.",
			       "این صفحه پس از پایان فهرست است."));
	else if (v->mentions.found.total)
		page_say(
			h, s->lang,
			MSG_P("No record matches by claims of its own; rows of lists do.",
			      "هیچ پرونده‌ای با ادعاهای خود نمی‌خواند؛ ردیف‌های فهرست‌ها می‌خوانند."));
	else
		page_say(
			h, s->lang,
			MSG_P("No record matches. That says nothing about what happened, only about what is recorded here.",
			      "هیچ پرونده‌ای نمی‌خواند. این دربارهٔ آنچه رخ داده چیزی نمی‌گوید، فقط دربارهٔ آنچه اینجا ثبت شده است."));
	html_lit(h, "</p><p class=\"actions\"><a href=\"/register\">");
	page_say(h, s->lang, MSG_P("Show all records", "نمایش همهٔ پرونده‌ها"));
	html_lit(h, "</a> <a href=\"/add/event\">");
	page_say(h, s->lang, MSG_P("Record an event", "ثبت رویداد"));
	html_lit(h, "</a></p></div>\n");
}

static void results(struct html *h, const struct shell *s, const struct register_view *v)
{
	html_lit(h,
		 "<section aria-labelledby=\"res\">\n<h2 id=\"res\" class=\"vh\" tabindex=\"-1\">");
	page_say(h, s->lang, MSG_P("Results", "نتیجه‌ها"));
	html_lit(h, "</h2>\n");
	active(h, s, v);
	if (!v->n) {
		nothing_found(h, s, v);
	} else {
		order_form(h, s, v);
		table(h, s, v);
		pages(h, s, v);
	}
	mentions_block(h, s->lang, &v->mentions);
	html_lit(h, "</section>\n");
}

static void empty_register(struct html *h, const struct shell *s)
{
	html_lit(h, "<p class=\"standfirst\">");
	page_say(h, s->lang, MSG_P("No records yet.", "هنوز پرونده‌ای نیست."));
	html_lit(
		h,
		"</p></div>\n<div class=\"cols two\"><section class=\"block heavy\" aria-labelledby=\"b\">"
		"<h2 id=\"b\">");
	page_say(h, s->lang, MSG_P("Two ways to begin", "دو راه برای آغاز"));
	html_lit(h, "</h2>\n<ol class=\"brief\"><li><h3><a href=\"/add/event\">");
	page_say(h, s->lang, MSG_P("Record one event", "یک رویداد را ثبت کنید"));
	html_lit(h, "</a></h3><span>");
	page_say(
		h, s->lang,
		MSG_P("A form, a preview that reads as a sentence, then the seal.",
		      "یک فرم، یک پیش‌نمایش به صورت جمله، سپس مُهر."));
	html_lit(h, "</span></li><li><h3><a href=\"/import\">");
	page_say(h, s->lang, MSG_P("Bring in a claim table", "یک جدول ادعا وارد کنید"));
	html_lit(h, "</a></h3><span>");
	page_say(
		h, s->lang,
		MSG_P("A CSV file: what each source says, row by row. Every problem is told before anything is written.",
		      "یک پروندهٔ CSV: آنچه هر منبع می‌گوید، سطر به سطر. پیش از نوشتن، هر اشکالی گفته می‌شود."));
	html_lit(
		h,
		"</span></li></ol></section>\n<section class=\"block heavy\" aria-labelledby=\"c\"><h2 id=\"c\">");
	page_say(h, s->lang, MSG_P("Worth knowing first", "خوب است بدانید"));
	html_lit(h, "</h2><ul class=\"stack\"><li>");
	page_say(
		h, s->lang,
		MSG_P("A claim is what a source says. You never have to decide on the spot whether it is true.",
		      "ادعا چیزی است که یک منبع می‌گوید. لازم نیست همان دم تصمیم بگیرید که راست است یا نه."));
	html_lit(h, "</li><li>");
	page_say(
		h, s->lang,
		MSG_P("Sealed entries can be corrected, never overwritten.",
		      "مدخل‌های مُهرشده اصلاح می‌شوند، هرگز بازنویسی نمی‌شوند."));
	html_lit(h, "</li></ul></section></div>\n");
}

void register_render(struct html *h, const struct shell *s, const struct register_view *v)
{
	page_begin(h, s, tr(s->lang, MSG_P("Register", "پرونده‌ها")), SECTION_REGISTER);
	html_lit(h, "<div class=\"headline\"><h1>");
	page_say(h, s->lang, MSG_P("Register", "پرونده‌ها"));
	html_lit(h, "</h1>\n");
	if (v->empty) {
		empty_register(h, s);
		page_end(h, s);
		return;
	}
	html_lit(h, "<p class=\"standfirst\"><a class=\"num\" href=\"#res\">");
	page_num(h, s->lang, v->total);
	if (v->total == 1)
		page_say(h, s->lang, MSG_P(" record", " پرونده"));
	else
		page_say(h, s->lang, MSG_P(" records", " پرونده"));
	html_lit(h, "</a>");
	page_say(h, s->lang,
		 any_filter(v) ? MSG_P(" match.", " با این صافی‌ها می‌خواند.")
			       : MSG_P(" in the register.", " در دفتر است."));
	html_lit(h, " <a href=\"/evidence\">");
	page_say(h, s->lang, MSG_P("Evidence files", "فایل‌های مدارک"));
	html_lit(h, "</a></p></div>\n<p class=\"narrow-only\" style=\"margin-block-end:1rem\">"
		    "<a class=\"button\" href=\"#res\">");
	page_say(h, s->lang,
		 MSG_P("Skip filters, go to results",
		       "رد شدن از صافی‌ها، رفتن به نتیجه‌ها"));
	html_lit(h, "</a></p>\n<div class=\"cols lead\">\n");
	filters(h, s, v);
	results(h, s, v);
	html_lit(h, "</div>\n");
	page_end(h, s);
}
