/* SPDX-License-Identifier: GPL-3.0-or-later */
/* entity.c - the page of a record: its blocks, in order. */
#include "web/entity.h"

/* No name in the title: it stands in window lists and on the desk of whoever looks over a shoulder. */
static struct str page_title(const struct part *p, const struct entity_view *v)
{
	struct str words[] = { word_kind(p, v->card.entity.kind), v->card.number };
	return tr_fmt(p->a, p->lang, MSG_P("{1} {2}", "{1} {2}"), words, 2);
}

void entity_render(struct html *h, const struct shell *s, const struct entity_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	page_begin(h, s, page_title(&p, v), SECTION_REGISTER);
	entity_headline(&p, s, v);
	html_lit(h, "<div class=\"cols rail\">\n<div>\n");
	entity_kind_block(&p, v);
	entity_timeline(&p, v);
	entity_claims(&p, s, v);
	entity_rows(&p, v);
	entity_evidence(&p, v);
	entity_says(&p, v);
	entity_history(&p, v);
	html_lit(h, "</div>\n<div>\n");
	entity_facts(&p, v);
	entity_names(&p, v);
	entity_as_source(&p, v);
	entity_naming(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}

static bool has_own_page(struct str kind)
{
	/* A list has one too, but what is said of it stands here. */
	static const char *const OWN[] = { "person", "event",	 "source", "place",
					   "figure", "evidence", "mention" };
	for (size_t i = 0; i < COUNT(OWN); i++)
		if (str_eq(kind, str_of(OWN[i])))
			return true;
	return false;
}

int entity_page(struct page_request *p, const char *kind, struct err *e)
{
	struct entity_view v;
	struct entity en;
	struct html h;
	TRY(page_entity(p, kind, &en, e));
	if (!kind && has_own_page(en.kind))
		return http_redirect(
			p->rs,
			page_entity_url(p->a, en.kind, reg_number(p->reg, &en, p->a), STR("")), e);
	TRY(entity_load(p, &en, &v, e));
	html_begin(&h, &p->rs->body);
	entity_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
