/* SPDX-License-Identifier: GPL-3.0-or-later */
/* part_claim.c - a claim with who says it, and claims side by side. */
#include "web/part.h"

#include "web/page.h"

/* ---- the source ------------------------------------------------------- */

/* The document is worth naming when it is not what the source itself is called by. */
static bool names_document(const struct claim_row *c)
{
	return c->document.id && c->document.id != c->source.id;
}

struct str word_source(const struct part *p, const struct claim_row *c)
{
	struct str s = c->source.id ? word_entity(p, c->source.kind, c->source.no)
				    : tr(p->lang,
					 MSG_P("source not open to you", "منبع برای شما باز نیست"));
	if (c->has_source_date && c->source_date.type == VALUE_DATE) {
		struct str both[] = { s, word_date(p, c->source_date.u.date.edtf) };
		s = tr_fmt(p->a, p->lang, MSG_P("{1}, {2}", "{1}، {2}"), both, 2);
	}
	if (c->via.id) {
		struct str both[] = { s, word_entity(p, c->via.kind, c->via.no) };
		s = tr_fmt(p->a, p->lang, MSG_P("{1}, as cited in {2}", "{1}، به نقل در {2}"), both,
			   2);
	}
	return s;
}

static void dot(const struct part *p, bool *first)
{
	html_if(p->h, !*first, " · ");
	*first = false;
}

/* "summary · section 1, paragraph 2": where in the document it stands. */
static void write_place(const struct part *p, const struct claim_row *c, bool *first)
{
	const struct value *locator = claim_qualifier(c, "locator");
	if (c->position.n && !str_eq(c->position, STR("whole"))) {
		dot(p, first);
		part_code(p, "position", c->position);
	}
	if (locator && locator->type == VALUE_TEXT) {
		dot(p, first);
		page_foreign(p->h, p->lang, locator->u.text.text, locator->u.text.lang);
	}
}

/* In what, through whom, where in it, how good, which entry. `first`: nothing stands before it. */
static void write_rest(const struct part *p, const struct claim_row *c, bool first)
{
	if (names_document(c)) {
		part_say(p, first ? MSG_P("in ", "در ") : MSG_P(", in ", "، در "));
		part_entity(p, c->document.kind, c->document.no);
		first = false;
	}
	if (c->via.id) {
		part_say(p, first ? MSG_P("as cited in ", "به نقل در ")
				  : MSG_P(", as cited in ", "، به نقل در "));
		part_entity(p, c->via.kind, c->via.no);
		first = false;
	}
	write_place(p, c, &first);
	if (c->reliability.n) {
		dot(p, &first);
		part_say(p, MSG_P("reliability ", "اعتبار منبع "));
		html_text(p->h, c->reliability);
	}
	if (c->seq >= 0) {
		dot(p, &first);
		part_entry(p, c->seq);
	}
}

void part_where(const struct part *p, const struct claim_row *c)
{
	write_rest(p, c, true);
}

void part_place(const struct part *p, const struct claim_row *c)
{
	bool first = true;
	write_place(p, c, &first);
	if (c->seq >= 0) {
		dot(p, &first);
		part_entry(p, c->seq);
	}
}

void part_source(const struct part *p, const struct claim_row *c)
{
	if (c->source.id)
		part_entity(p, c->source.kind, c->source.no);
	else
		part_say(p, MSG_P("source not open to you", "منبع برای شما باز نیست"));
	if (c->has_source_date) {
		part_say(p, MSG_P(", ", "، "));
		if (c->source_date.type == VALUE_DATE)
			html_text(p->h, word_date(p, c->source_date.u.date.edtf));
		else
			part_say(p, MSG_P("date not stated", "تاریخ گفته نشده"));
	}
	write_rest(p, c, false);
}

/* ---- one claim -------------------------------------------------------- */

static void quotation(const struct part *p, struct str s)
{
	html_lit(p->h, "<p class=\"quote\">");
	part_say(p, MSG_P("“", "«"));
	page_foreign(p->h, p->lang, s, STR(""));
	part_say(p, MSG_P("”", "»"));
	html_lit(p->h, "</p>");
}

/* `beside`: another value stands next to it. */
static void write_standing(const struct part *p, const struct claim_row *c, bool beside)
{
	bool open = c->in_conflict && beside;
	if (!c->retracted && !c->adopted && !open)
		return;
	html_lit(p->h, "<p>");
	if (c->retracted) {
		html_lit(p->h, "<span class=\"tag ink\">");
		part_say(p, MSG_P("Taken back", "پس‌گرفته"));
		html_lit(p->h, "</span> ");
		part_entry(p, c->retracted);
	} else if (c->adopted) {
		html_el_class(p->h, "span", "tag",
			      tr(p->lang, MSG_P("Adopted", "پذیرفته‌شده")));
	} else {
		html_el_class(p->h, "span", "tag open",
			      tr(p->lang, MSG_P("Stands beside", "در کنار هم")));
	}
	html_lit(p->h, "</p>");
}

/* `id` only once on a page: a claim can stand in several conflicts. */
static void open_claim(const struct part *p, const struct claim_row *c, bool id)
{
	if (c->adopted)
		html_lit(p->h, "<div class=\"claim adopted\"");
	else
		html_lit(p->h, "<div class=\"claim\"");
	if (id && c->seq >= 0) {
		html_lit(p->h, " id=\"c");
		page_entry_id(p->h, c->seq);
		html_lit(p->h, "-");
		html_int(p->h, c->field % REG_FIELD_PLACES);
		html_lit(p->h, "\"");
	}
	html_lit(p->h, ">");
}

/* All that narrows it and how it was said, but not who. */
static void write_said(const struct part *p, const struct claim_row *c, unsigned with)
{
	const struct value *wording = claim_qualifier(c, "wording");
	if (claim_is_withheld(c))
		return;
	if ((with & PART_QUALIFIERS) && claim_has_qualifiers(c)) {
		html_lit(p->h, "<p class=\"quote\">");
		part_qualifiers(p, c);
		html_lit(p->h, "</p>");
	}
	if (wording && wording->type == VALUE_TEXT)
		quotation(p, wording->u.text.text);
}

static void write_src(const struct part *p, const struct claim_row *c)
{
	html_lit(p->h, "<p class=\"src\">");
	part_source(p, c);
	html_lit(p->h, "</p>");
}

static void write_about(const struct part *p, const struct claim_row *c, unsigned with)
{
	if (!(with & (PART_PROPERTY | PART_SUBJECT)))
		return;
	html_lit(p->h, "<p class=\"src\">");
	if (with & PART_SUBJECT) {
		part_entity(p, c->subject.kind, c->subject.no);
		html_if(p->h, with & PART_PROPERTY, " · ");
	}
	if (with & PART_PROPERTY)
		part_property(p, c->property);
	html_lit(p->h, "</p>");
}

bool claim_is_withheld(const struct claim_row *c)
{
	return str_eq(c->subject.kind, STR("source")) && !str_eq(c->property, STR("source_kind"));
}

static const struct msg WITHHELD = MSG("Withheld: safety of the source", "محفوظ: ایمنی منبع");

void part_claim_value(const struct part *p, const struct claim_row *c)
{
	if (claim_is_withheld(c))
		html_el_class(p->h, "span", "withheld", tr(p->lang, &WITHHELD));
	else
		part_value(p, &c->value);
}

struct str word_claim_value(const struct part *p, const struct claim_row *c)
{
	return claim_is_withheld(c) ? tr(p->lang, &WITHHELD) : word_value(p, &c->value);
}

static void write_value(const struct part *p, const struct claim_row *c)
{
	html_lit(p->h, "<p class=\"v\">");
	part_claim_value(p, c);
	html_lit(p->h, "</p>");
}

void part_claim(const struct part *p, const struct claim_row *c, unsigned with)
{
	open_claim(p, c, true);
	write_about(p, c, with);
	write_value(p, c);
	write_said(p, c, with);
	write_src(p, c);
	if (with & PART_STANDING)
		write_standing(p, c, true);
	html_lit(p->h, "</div>");
}

/* ---- grouping --------------------------------------------------------- */

static bool same_value(const struct value *x, const struct value *y)
{
	AUTO_BUF a;
	AUTO_BUF b;
	buf_init(&a, 1 << 20);
	buf_init(&b, 1 << 20);
	if (x->type != y->type || value_write(&a, x, NULL) < 0 || value_write(&b, y, NULL) < 0)
		return false;
	return str_eq(buf_str(&a), buf_str(&b));
}

/* The same value of the same thing: what narrows it counts, who says it and where does not. */
static bool same_claim(const struct claim_row *x, const struct claim_row *y)
{
	static const char *const SEPARATES[] = { "when", "where", "scope", "period", "basis" };
	if (!same_value(&x->value, &y->value))
		return false;
	for (size_t i = 0; i < COUNT(SEPARATES); i++) {
		const struct value *a = claim_qualifier(x, SEPARATES[i]);
		const struct value *b = claim_qualifier(y, SEPARATES[i]);
		if (a == b)
			continue;
		if (!a || !b || !same_value(a, b))
			return false;
	}
	return true;
}

/* Number of the property in the vocabulary; what is not there comes last. */
static size_t rank_of(const struct vocab *v, struct str property)
{
	size_t n;
	const struct property *all = vocab_properties(v, &n);
	const struct property *one = vocab_property(v, property);
	return one ? (size_t)(one - all) : n;
}

static struct field_group *group_for(struct field_group *g, size_t *n, const struct claim_row *c,
				     size_t most, struct arena *a)
{
	for (size_t i = 0; i < *n; i++)
		if (str_eq(g[i].property, c->property))
			return &g[i];
	g[*n] = (struct field_group){ .property = c->property,
				      .sides = NEW_N(a, most, struct side) };
	return &g[(*n)++];
}

static void add_claim(struct field_group *g, const struct claim_row *c, size_t most,
		      struct arena *a)
{
	size_t i = 0;
	g->in_conflict |= c->in_conflict;
	g->adopted |= c->adopted;
	while (i < g->n_sides && !same_claim(g->sides[i].claims[0], c))
		i++;
	if (i == g->n_sides) {
		g->sides[i].claims = NEW_N(a, most, const struct claim_row *);
		g->n_sides++;
	}
	g->sides[i].claims[g->sides[i].n++] = c;
}

static bool has_field(const struct field_group *g, int64_t field)
{
	for (size_t i = 0; i < g->n_sides; i++)
		for (size_t k = 0; k < g->sides[i].n; k++)
			if (g->sides[i].claims[k]->field == field)
				return true;
	return false;
}

/* Some claim of the group stands on a side of the conflict. */
static bool is_about(const struct conflict *c, const struct field_group *g)
{
	for (size_t i = 0; i < c->n_sides; i++)
		for (size_t k = 0; k < c->sides[i].n; k++)
			if (has_field(g, c->sides[i].claims[k].field))
				return true;
	return false;
}

void field_groups(const struct vocab *v, const struct claim_row *c, size_t n,
		  const struct conflict *conflicts, size_t n_conflicts, struct arena *a,
		  struct field_group **ret, size_t *ret_n)
{
	struct field_group *g = NEW_N(a, n, struct field_group);
	size_t n_g = 0;
	for (size_t i = 0; i < n; i++)
		add_claim(group_for(g, &n_g, &c[i], n, a), &c[i], n, a);
	/* By insertion: a subject has some dozen properties. Equal ranks stay in the order of the log. */
	for (size_t i = 1; i < n_g; i++) {
		struct field_group one = g[i];
		size_t k = i;
		for (; k > 0 && rank_of(v, g[k - 1].property) > rank_of(v, one.property); k--)
			g[k] = g[k - 1];
		g[k] = one;
	}
	for (size_t i = 0; i < n_g; i++)
		for (size_t k = 0; k < n_conflicts && !g[i].conflict.n; k++)
			if (!conflicts[k].decided && is_about(&conflicts[k], &g[i]))
				g[i].conflict = conflicts[k].ident;
	*ret = g;
	*ret_n = n_g;
}

/* ---- side by side ----------------------------------------------------- */

/* Whether an earlier claim of the side says the same in the same words. */
static bool is_said(const struct claim_row *const *c, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (str_eq(c[k]->property, c[i]->property) &&
		    same_value(&c[k]->value, &c[i]->value))
			return true;
	return false;
}

/* A side may hold several things that go together, such as all members by name: each once, under
 * its property. */
static void write_others(const struct part *p, const struct claim_row *const *c, size_t n,
			 const struct claim_row *shown)
{
	struct str last = STR("");
	for (size_t i = 0; i < n; i++) {
		bool same = str_eq(c[i]->property, shown->property) &&
			    same_value(&c[i]->value, &shown->value);
		if (same || is_said(c, i))
			continue;
		if (str_eq(last, c[i]->property)) {
			part_say(p, MSG_P(", ", "، "));
		} else {
			html_if(p->h, last.n, "</p>");
			html_lit(p->h, "<p class=\"quote\">");
			part_property(p, c[i]->property);
			html_lit(p->h, ": ");
			last = c[i]->property;
		}
		part_claim_value(p, c[i]);
	}
	html_if(p->h, last.n, "</p>");
}

static bool is_cited(const struct claim_row *const *c, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (c[k]->seq == c[i]->seq && c[k]->seq >= 0)
			return true;
	return false;
}

/* One value, and everyone who says it, each entry once. */
static void write_side(const struct part *p, const struct claim_row *const *c, size_t n,
		       unsigned with, bool id, bool beside)
{
	const struct claim_row *shown = c[0];
	for (size_t i = 0; i < n; i++)
		if (c[i]->adopted)
			shown = c[i];
	open_claim(p, shown, id);
	write_about(p, shown, with);
	write_value(p, shown);
	write_said(p, shown, with);
	write_others(p, c, n, shown);
	for (size_t i = 0; i < n; i++)
		if (!is_cited(c, i))
			write_src(p, c[i]);
	write_standing(p, shown, beside);
	html_lit(p->h, "</div>");
}

static void write_decide(const struct part *p, const struct field_group *g, bool may_decide)
{
	if (!g->conflict.n)
		return;
	html_lit(
		p->h,
		"<p class=\"actions review\" style=\"grid-column:-2/-1\"><a class=\"button\" href=\"/conflict/");
	html_url_arg(p->h, g->conflict);
	html_lit(p->h, "\">");
	part_say(p, may_decide && g->n_sides > 1
			    ? MSG_P("Decide between these", "تصمیم میان این‌ها")
			    : MSG_P("See the conflict", "دیدن تعارض"));
	html_lit(p->h, "</a></p>");
}

void part_field_claims(const struct part *p, const struct field_group *g, bool may_decide)
{
	html_lit(p->h, "<div class=\"field-claims\" id=\"c-");
	if (g->under.n) {
		html_attr(p->h, g->under);
		html_lit(p->h, "-");
	}
	html_attr(p->h, g->property);
	html_lit(p->h, "\"><h3>");
	part_property(p, g->property);
	if (g->in_conflict)
		html_el_class(p->h, "span", "tag open",
			      tr(p->lang, MSG_P("Conflict open", "تعارض باز")));
	html_lit(p->h, "</h3><div class=\"sides\">");
	for (size_t i = 0; i < g->n_sides; i++)
		write_side(p, g->sides[i].claims, g->sides[i].n, PART_QUALIFIERS, true,
			   g->n_sides > 1);
	html_lit(p->h, "</div>");
	write_decide(p, g, may_decide);
	html_lit(p->h, "</div>\n");
}

/* The property is worth a line only when the sides speak of several. */
static bool speaks_of_several(const struct conflict *c)
{
	for (size_t i = 0; i < c->n_sides; i++)
		for (size_t k = 0; k < c->sides[i].n; k++)
			if (!str_eq(c->sides[i].claims[k].property, c->property))
				return true;
	return false;
}

static bool has_several_subjects(const struct conflict *c)
{
	for (size_t i = 0; i < c->n_sides; i++)
		for (size_t k = 0; k < c->sides[i].n; k++)
			if (c->sides[i].claims[k].subject.id != c->subject.id)
				return true;
	return false;
}

void part_sides(const struct part *p, const struct conflict *c)
{
	unsigned with = PART_QUALIFIERS | (speaks_of_several(c) ? PART_PROPERTY : 0) |
			(has_several_subjects(c) ? PART_SUBJECT : 0);
	html_lit(p->h, "<div class=\"sides\">");
	for (size_t i = 0; i < c->n_sides; i++) {
		const struct conflict_side *s = &c->sides[i];
		const struct claim_row **claims = NEW_N(p->a, s->n, const struct claim_row *);
		for (size_t k = 0; k < s->n; k++)
			claims[k] = &s->claims[k];
		if (s->n)
			write_side(p, claims, s->n, with, false, c->n_sides > 1);
	}
	html_lit(p->h, "</div>");
}
