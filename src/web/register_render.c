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

/* ---- pages ------------------------------------------------------------ */

void register_range(struct html *h, const struct shell *s, const struct register_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	static const struct msg RANGE = MSG("{1} to {2} of {3}", "{1} تا {2} از {3}");
	const struct str args[] = { num_text(a, s->lang, v->first),
				    num_text(a, s->lang, v->first + (int64_t)v->n - 1),
				    num_text(a, s->lang, v->total) };
	html_text(h, tr_fmt(a, s->lang, &RANGE, args, COUNT(args)));
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
	register_range(h, s, v);
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
		register_table(h, s, v);
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
	register_filters(h, s, v);
	results(h, s, v);
	html_lit(h, "</div>\n");
	page_end(h, s);
}
