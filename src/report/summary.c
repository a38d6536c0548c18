/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.c - the report in a few sentences, all of them made from the data. */
#include "report/report_priv.h"

enum { NAMES_MAX = 12 };

/* ---- persons by status ---- */

static int by_stage(const void *x, const void *y)
{
	const struct stage_group *a = x;
	const struct stage_group *b = y;
	if (a->at_risk != b->at_risk)
		return a->at_risk ? -1 : 1;
	if (a->order != b->order)
		return a->at_risk == (a->order > b->order) ? -1 : 1;
	return str_cmp(a->status->code, b->status->code);
}

/* A person of whom no event is recorded and who is not the one spoken of is here as a source. */
static bool is_case(struct page *p, size_t entity)
{
	const struct view_entity *en = &p->v->entities[entity];
	return is_kind(p, entity, "person") && en->status.code.n &&
	       !str_eq(en->status.code, STR("unknown"));
}

size_t group_by_status(struct page *p, struct stage_group **ret)
{
	struct stage_group *g = NEW_N(p->a, p->v->n_entities, struct stage_group);
	size_t n = 0;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		const struct view_entity *en = &p->v->entities[i];
		size_t at = 0;
		if (!is_case(p, i))
			continue;
		while (at < n && !str_eq(g[at].status->code, en->status.code))
			at++;
		if (at == n)
			g[n++] = (struct stage_group){ &en->status, en->at_risk, en->status_order,
						       ids_new(p, p->v->n_entities - i) };
		ids_add(&g[at].persons, i);
	}
	qsort(g, n, sizeof *g, by_stage);
	*ret = g;
	return n;
}

/* The claims that make the status: type, victim and date of the person's events. */
static struct ids claims_behind(struct page *p, size_t person)
{
	struct ids victim = claims_naming(p, person, "victim");
	size_t cap = victim.n;
	for (size_t i = 0; i < victim.n; i++)
		cap += p->v->entities[p->v->claims[victim.p[i]].subject].n_claims;
	struct ids s = ids_new(p, cap);
	for (size_t i = 0; i < victim.n; i++) {
		struct ids type = claims_of(p, p->v->claims[victim.p[i]].subject, "type");
		ids_add(&s, victim.p[i]);
		for (size_t k = 0; k < type.n; k++)
			ids_add(&s, type.p[k]);
	}
	return s;
}

static void say_stage(struct page *p, const struct stage_group *g)
{
	html_lit(&p->h, "<li><b>");
	put_term(p, g->status);
	html_lit(&p->h, "</b>: ");
	if (g->persons.n == 1)
		TELL(p, "1 person recorded", "۱ نفر ثبت شده");
	else
		SAY(p, "{1} persons recorded", "{1} نفر ثبت شده‌اند",
		    A_NUM(g->persons.n));
	for (size_t i = 0; g->persons.n <= NAMES_MAX && i < g->persons.n; i++) {
		struct ids behind = claims_behind(p, g->persons.p[i]);
		html_text(&p->h, i ? tr(p->lang, MSG_P(", ", "، ")) : STR(": "));
		put_entity(p, g->persons.p[i]);
		cite(p, behind.p, behind.n);
	}
	if (g->persons.n > NAMES_MAX)
		TELL(p, "; names under Cases", "؛ نام‌ها در بخش پرونده‌ها");
	html_lit(&p->h, "</li>\n");
}

/* ---- what sources say in numbers ---- */

static void say_number(struct page *p, size_t claim)
{
	const struct view_claim *c = &p->v->claims[claim];
	html_lit(&p->h, "<li>");
	SAY(p, "{1} reports: {2}", "{1} گزارش می‌دهد: {2}", A_ENTITY(c->source),
	    A_VALUE(&c->value));
	SAY(p, " – {1}, {2}", " – {1}، {2}", A_ENTITY(c->subject), A_TERM(&c->property));
	html_lit(&p->h, "<span class=\"src\">");
	put_narrowing(p, c);
	html_lit(&p->h, "</span>");
	cite_one(p, claim);
	html_lit(&p->h, "</li>\n");
}

static void say_numbers(struct page *p)
{
	struct ids figures = ids_new(p, p->v->n_claims);
	for (size_t i = 0; i < p->v->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[i];
		if (is_reported_number(c) && c->basis == VIEW_STATED &&
		    (claim_is(c, "total") || claim_is(c, "count_at_risk") ||
		     claim_is(c, "count_on_death_row") || claim_is(c, "participants")))
			ids_add(&figures, i);
	}
	if (figures.n == 0)
		return;
	html_lit(&p->h, "<p>");
	TELL(p,
	     "Sources report these numbers. They are theirs, differ in what and when they count, and are neither "
	     "added nor set against what this register counts.",
	     "منابع این شمارها را گزارش کرده‌اند. این شمارها از آنِ منابع‌اند، در موضوع و زمان شمارش یکسان نیستند و نه با هم "
	     "جمع می‌شوند و نه با شمارش این دفتر درآمیخته می‌شوند.");
	html_lit(&p->h, "</p><ul>");
	for (size_t i = 0; i < figures.n && i < NAMES_MAX; i++)
		say_number(p, figures.p[i]);
	if (figures.n > NAMES_MAX) {
		html_lit(&p->h, "<li>");
		SAY(p, "and {1} more, listed under Numbers", "و {1} شمار دیگر در بخش شمارها",
		    A_NUM(figures.n - NAMES_MAX));
		html_lit(&p->h, "</li>\n");
	}
	html_lit(&p->h, "</ul>");
}

/* ---- what is asked, and what is open ---- */

static void say_asks(struct page *p)
{
	size_t n = 0;
	size_t without = 0;
	for (size_t i = 0; i < p->v->n_entities; i++) {
		if (!is_kind(p, i, "ask"))
			continue;
		n++;
		without += !ask_has_addressee(p, i);
	}
	html_lit(&p->h, "<li>");
	SAY(p, "Asks recorded: {1}; of these without a named addressee: {2}.",
	    "درخواست‌های ثبت‌شده: {1}؛ بی‌مخاطب: {2}.", A_NUM(n),
	    A_NUM(without));
	for (size_t i = 0; i < p->v->n_entities; i++) {
		struct ids due =
			is_kind(p, i, "ask") ? claims_of(p, i, "due") : (struct ids){ NULL, 0 };
		for (size_t k = 0; k < due.n; k++)
			SAY(p, " Due {1}: {2}{3}.", " مهلت {1}: {2}{3}.",
			    A_VALUE(&p->v->claims[due.p[k]].value), A_ENTITY(i),
			    A_CITE(&due.p[k], 1));
	}
	html_lit(&p->h, "</li>\n");
}

static void say_open(struct page *p)
{
	size_t decided = 0;
	struct gap_counts g = count_gaps(p);
	for (size_t i = 0; i < p->v->n_conflicts; i++)
		decided += p->v->conflicts[i].decided;
	html_lit(&p->h, "<li>");
	SAY(p, "Conflicts between claims: {1}; open: {2}; decided by an editor: {3}.",
	    "تعارض‌های میان ادعاها: {1}؛ باز: {2}؛ با تصمیم ویراستار: {3}.",
	    A_NUM(p->v->n_conflicts), A_NUM(p->v->n_conflicts - decided), A_NUM(decided));
	html_lit(&p->h, "</li><li>");
	SAY(p,
	    "Documents cited and not held: {1}; claims with something the source does not give: {2}.",
	    "سندهای ذکرشده که در دست نیستند: {1}؛ ادعاهایی با چیزی که منبع نگفته است: {2}.",
	    A_NUM(g.documents), A_NUM(g.values));
	html_lit(&p->h, "</li>\n");
}

static size_t count_sources(struct page *p)
{
	bool *seen = NEW_N(p->a, p->v->n_entities, bool);
	size_t n = 0;
	for (size_t i = 0; i < p->v->n_claims; i++) {
		size_t s = p->v->claims[i].source;
		if (s == VIEW_NONE || seen[s])
			continue;
		seen[s] = true;
		n++;
	}
	return n;
}

void section_summary(struct page *p)
{
	struct stage_group *g;
	size_t n = group_by_status(p, &g);
	SECTION(p, "summary", "Summary", "چکیده");
	html_lit(&p->h, "<p class=\"standfirst\">");
	SAY(p,
	    "This report rests on {1} claims by {2} sources about {3} subjects. Each sentence with a name or a "
	    "figure names the claims it rests on; what a source says is that source’s word, not a finding.",
	    "این گزارش بر {1} ادعا از {2} منبع دربارهٔ {3} موضوع استوار است. هر جمله‌ای که نام یا رقمی دارد ادعاهای پشتوانهٔ خود را "
	    "نشان می‌دهد؛ آنچه منبعی می‌گوید سخن همان منبع است، نه یافتهٔ این دفتر.",
	    A_NUM(p->v->n_claims), A_NUM(count_sources(p)), A_NUM(p->v->n_entities));
	html_lit(&p->h, "</p>");
	if (n) {
		html_lit(&p->h, "<p>");
		TELL(p, "Counted in this register, by status worked out from recorded events:",
		     "شمرده در این دفتر، بر پایهٔ وضعیتی که از رویدادهای ثبت‌شده به دست می‌آید:");
		html_lit(&p->h, "</p><ul>");
		for (size_t i = 0; i < n; i++)
			say_stage(p, &g[i]);
		html_lit(&p->h, "</ul>");
	}
	say_numbers(p);
	html_lit(&p->h, "<ul>");
	say_asks(p);
	say_open(p);
	html_lit(&p->h, "</ul>");
	SECTION_END(p);
}
