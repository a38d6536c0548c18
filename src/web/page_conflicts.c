/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_conflicts.c - the list of conflicts: what cannot both hold, side by side, open ones first.
 */
#include "web/page_conflict.h"

#include "web/routes.h"

enum { PAGES_MAX = 1000000 };

int conflict_names(struct page_request *p, struct names *n, const struct conflict *c, struct err *e)
{
	TRY(names_load_entity(n, p, &c->subject, e));
	for (size_t i = 0; i < c->n_sides; i++)
		TRY(names_load_claims(n, p, c->sides[i].claims, c->sides[i].n, e));
	return 0;
}

/* ---- parse and load --------------------------------------------------- */

/* Open ones first, each half in the order it has. */
static void open_first(struct conflicts_view *v, struct arena *a)
{
	struct conflict *sorted = NEW_N(a, v->n, struct conflict);
	size_t n = 0;
	for (int decided = 0; decided < 2; decided++)
		for (size_t i = 0; i < v->n; i++)
			if ((v->v[i].decided != 0) == decided)
				sorted[n++] = v->v[i];
	v->v = sorted;
}

static int load(struct page_request *p, struct conflicts_view *ret, struct err *e)
{
	struct conflicts_view v = { .vocab = reg_vocab(p->reg) };
	struct str show = page_arg(p, "show");
	struct conflict *none;
	size_t n;
	if (show.n && !str_eq(show, STR("all")))
		return err_set(e, ERR_INPUT, "“show” in the address is all");
	v.all = show.n;
	TRY(page_arg_int(p, "page", 1, &v.page, e));
	if (v.page < 1 || v.page > PAGES_MAX)
		return err_set(e, ERR_INPUT, "“page” in the address begins with 1");
	TRY(reg_conflicts(p->reg, 0, !v.all, (v.page - 1) * CONFLICTS_PAGE, CONFLICTS_PAGE, p->a,
			  &v.v, &v.n, &v.total, e));
	v.open = v.total;
	if (v.all)
		TRY(reg_conflicts(p->reg, 0, true, 0, 0, p->a, &none, &n, &v.open, e));
	open_first(&v, p->a);
	names_init(&v.names, p->a);
	for (size_t i = 0; i < v.n; i++)
		TRY(conflict_names(p, &v.names, &v.v[i], e));
	*ret = v;
	return 0;
}

/* ---- render ----------------------------------------------------------- */

static void headline(const struct part *p, const struct conflicts_view *v)
{
	static const struct msg OPEN_1 = MSG("{1} is open", "{1} باز است");
	static const struct msg OPEN_N = MSG("{1} are open", "{1} باز است");
	html_lit(p->h, "<div class=\"headline\"><h1>");
	part_say(p, MSG_P("Conflicts", "تعارض‌ها"));
	html_lit(p->h, "</h1>\n<p class=\"standfirst\">");
	part_say(
		p,
		MSG_P("What cannot both hold stands side by side here. Of these, ",
		      "آنچه هر دو با هم نمی‌تواند درست باشد، اینجا کنار هم است. از این‌ها، "));
	html_lit(p->h, "<a class=\"num\" href=\"/conflicts\">");
	part_say_n(p, &OPEN_1, &OPEN_N, v->open);
	html_lit(p->h, "</a>");
	part_say(
		p,
		MSG_P(". Deciding one hides nothing.",
		      ". تصمیم دربارهٔ هر یک چیزی را پنهان نمی‌کند."));
	html_lit(p->h, "</p>\n<p class=\"actions noprint\">");
	html_lit(p->h, "<a href=\"/conflicts\"");
	html_if(p->h, !v->all, " aria-current=\"page\"");
	html_lit(p->h, ">");
	part_say(p, MSG_P("Open", "باز"));
	html_lit(p->h, "</a> <a href=\"/conflicts?show=all\"");
	html_if(p->h, v->all, " aria-current=\"page\"");
	html_lit(p->h, ">");
	part_say(p, MSG_P("Decided as well", "تصمیم‌گرفته‌ها نیز"));
	html_lit(p->h, "</a></p></div>\n");
}

static void decision(const struct part *p, const struct conflict *c)
{
	html_lit(p->h, "<p class=\"small\"><span class=\"tag\">");
	part_say(p, MSG_P("Decided", "تصمیم گرفته شد"));
	html_lit(p->h, "</span> ");
	page_foreign(p->h, p->lang, c->reason, STR(""));
	html_lit(p->h, " · ");
	part_entry(p, c->decided);
	html_lit(p->h, "</p>");
}

static void one(const struct part *p, const struct shell *s, const struct conflict *c)
{
	html_lit(p->h, "<section class=\"field-claims\"><h2 class=\"h4\"><a href=\"/conflict/");
	html_url_arg(p->h, c->ident);
	html_lit(p->h, "\">");
	part_code(p, "conflict_kinds", c->kind);
	html_lit(p->h, "</a>");
	if (!c->decided) {
		html_lit(p->h, " ");
		html_el_class(p->h, "span", "tag open", tr(p->lang, MSG_P("Open", "باز")));
	}
	html_lit(p->h, "</h2><div><p style=\"margin-block-end:.5rem\">");
	part_entity(p, c->subject.kind, c->subject.no);
	html_lit(p->h, " · ");
	part_property(p, c->property);
	html_lit(p->h, "</p>");
	part_sides(p, c);
	if (c->decided) {
		decision(p, c);
	} else {
		html_lit(p->h, "<p class=\"small\"><a href=\"/conflict/");
		html_url_arg(p->h, c->ident);
		html_lit(p->h, "\">");
		part_say(p, s->may_decide ? MSG_P("Decide between these",
						  "تصمیم میان این‌ها")
					  : MSG_P("See the conflict", "دیدن تعارض"));
		html_lit(p->h, "</a></p>");
	}
	html_lit(p->h, "</div></section>\n");
}

void conflicts_render(struct html *h, const struct shell *s, const struct conflicts_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	page_begin(h, s, tr(s->lang, MSG_P("Conflicts", "تعارض‌ها")), SECTION_CONFLICTS);
	headline(&p, v);
	html_lit(h, "<div class=\"block heavy\">\n");
	for (size_t i = 0; i < v->n; i++)
		one(&p, s, &v->v[i]);
	if (!v->n) {
		html_lit(h, "<p>");
		part_say(
			&p,
			v->all ? MSG_P("No two claims contradict each other.",
				       "هیچ دو ادعایی یکدیگر را نقض نمی‌کنند.")
			       : MSG_P("No conflict is open.", "هیچ تعارضی باز نیست."));
		html_lit(h, "</p>\n");
	}
	part_pages(&p, v->all ? STR("/conflicts?show=all") : STR("/conflicts"), v->page,
		   CONFLICTS_PAGE, v->total, STR(""));
	html_lit(h, "</div>\n");
	page_end(h, s);
}

int page_conflicts(struct page_request *p, struct err *e)
{
	struct conflicts_view v;
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	conflicts_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
