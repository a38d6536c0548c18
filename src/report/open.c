/* SPDX-License-Identifier: GPL-3.0-or-later */
/* open.c - what cannot both hold, what is missing, and what is held back. */
#include "report/report_priv.h"

/* ---- conflicts ---- */

/* Members of one list: the same source says the same of each, so it is said with the first. */
static bool says_the_same_way(const struct view_claim *c, const struct view_claim *before)
{
	return before && c->source == before->source && c->via == before->via &&
	       c->basis == before->basis && str_eq(c->property.code, before->property.code) &&
	       c->when.type == before->when.type && str_eq(c->when.text, before->when.text) &&
	       c->value.type == VIEW_ENTITY;
}

static void put_side_claim(struct page *p, size_t claim, size_t subject,
			   const struct view_claim *before)
{
	const struct view_claim *c = &p->v->claims[claim];
	html_lit(&p->h, "<p><span class=\"v\">");
	if (c->subject != subject)
		SAY(p, "{1}: ", "{1}: ", A_ENTITY(c->subject));
	put_value(p, &c->value);
	html_lit(&p->h, "</span> <span class=\"src\">");
	if (!says_the_same_way(c, before)) {
		put_term(p, &c->property);
		put_narrowing(p, c);
		html_lit(&p->h, " – ");
		put_source(p, c);
		if (c->position.code.n)
			SAY(p, " ({1})", " ({1})", A_TERM(&c->position));
	}
	cite_one(p, claim);
	html_lit(&p->h, "</span></p>");
}

static void put_side(struct page *p, const struct view_side *s, size_t subject)
{
	html_lit(&p->h, "<div class=\"claim\">");
	for (size_t i = 0; i < s->n; i++)
		put_side_claim(p, s->claims[i], subject,
			       i ? &p->v->claims[s->claims[i - 1]] : NULL);
	html_lit(&p->h, "</div>");
}

static void put_decision(struct page *p, const struct view_conflict *c)
{
	html_lit(&p->h, "<p>");
	if (!c->decided) {
		html_lit(&p->h, "<span class=\"tag open\">");
		TELL(p, "open", "باز");
		html_lit(&p->h, "</span>");
		if (c->advice.n) {
			html_lit(&p->h, " <span class=\"src\">");
			put_text(p, c->advice, STR("en"));
			html_lit(&p->h, "</span>");
		}
	} else {
		html_lit(&p->h, "<span class=\"tag\">");
		TELL(p, "decided", "تصمیم‌گرفته");
		html_lit(&p->h, "</span> ");
		if (c->adopted != VIEW_NONE)
			SAY(p, "An editor adopted {1} in log entry {2}.{3}",
			    "ویراستار در سطر {2} دفتر ثبت {1} را برگزید.{3}",
			    A_VALUE(&p->v->claims[c->adopted].value), A_ENTRY(c->decided_entry),
			    A_CITE(&c->adopted, 1));
		else
			SAY(p, "An editor let both stand in log entry {1}.",
			    "ویراستار در سطر {1} دفتر ثبت هر دو را نگه داشت.",
			    A_ENTRY(c->decided_entry));
		if (c->reason.n)
			SAY(p, " Reason: {1}", " دلیل: {1}", A_TEXT(c->reason, STR("")));
	}
	html_lit(&p->h, "</p>");
}

static void put_conflict(struct page *p, const struct view_conflict *c)
{
	html_lit(&p->h, "<article class=\"subject\"><h3>");
	SAY(p, "{1}: {2}, {3}", "{1}: {2}، {3}", A_TERM(&c->kind), A_ENTITY(c->subject),
	    A_TERM(&c->property));
	html_lit(&p->h, "</h3><div class=\"sides\">");
	for (size_t i = 0; i < c->n_sides; i++)
		put_side(p, &c->sides[i], c->subject);
	html_lit(&p->h, "</div>");
	put_decision(p, c);
	html_lit(&p->h, "</article>\n");
}

void section_conflicts(struct page *p)
{
	SECTION(p, "conflicts", "Conflicts", "تعارض‌ها");
	html_lit(&p->h, "<p class=\"src\">");
	TELL(p,
	     "Claims that cannot both hold, or that lack what they would need to be compared. They stand side by side; a "
	     "decision hides none of them.",
	     "ادعاهایی که هر دو نمی‌توانند درست باشند یا آنچه برای مقایسه لازم است ندارند. کنار هم می‌مانند و هیچ تصمیمی هیچ‌کدام را "
	     "پنهان نمی‌کند.");
	html_lit(&p->h, "</p>");
	if (p->v->n_conflicts == 0)
		NOTHING(p, "None is recorded.", "هیچ موردی ثبت نشده است.");
	for (size_t i = 0; i < p->v->n_conflicts; i++)
		put_conflict(p, &p->v->conflicts[i]);
	SECTION_END(p);
}

/* ---- gaps ---- */

bool claim_has_gap(const struct view_claim *c)
{
	return c->value.type == VIEW_NOT_STATED || c->when.type == VIEW_NOT_STATED ||
	       c->where.type == VIEW_NOT_STATED || c->scope.type == VIEW_NOT_STATED ||
	       c->counted_by.type == VIEW_NOT_STATED ||
	       c->comparison_base.type == VIEW_NOT_STATED ||
	       c->relative_to.type == VIEW_NOT_STATED || c->period.type == VIEW_NOT_STATED;
}

static bool is_not_held(const struct view_claim *c)
{
	return claim_is(c, "held") && c->value.type == VIEW_BOOLEAN && !c->value.is;
}

struct gap_counts count_gaps(struct page *p)
{
	struct gap_counts g = { 0, 0 };
	for (size_t i = 0; i < p->v->n_claims; i++) {
		g.documents += is_not_held(&p->v->claims[i]);
		g.values += claim_has_gap(&p->v->claims[i]);
	}
	return g;
}

static void put_missing_document(struct page *p, size_t claim)
{
	size_t doc = p->v->claims[claim].subject;
	struct ids by = claims_of(p, doc, "issued_by");
	struct ids cited = claims_naming(p, doc, "cites");
	struct ids contained = claims_naming(p, doc, "contains");
	html_lit(&p->h, "<li>");
	put_entity(p, doc);
	for (size_t i = 0; i < by.n; i++)
		SAY(p, ", issued by {1}{2}", "، صادرکننده {1}{2}",
		    A_VALUE(&p->v->claims[by.p[i]].value), A_CITE(&by.p[i], 1));
	for (size_t i = 0; i < cited.n; i++)
		SAY(p, "; cited in {1}{2}", "؛ ذکرشده در {1}{2}",
		    A_ENTITY(p->v->claims[cited.p[i]].subject), A_CITE(&cited.p[i], 1));
	for (size_t i = 0; i < contained.n; i++)
		SAY(p, "; embedded in {1}{2}", "؛ جاسازی‌شده در {1}{2}",
		    A_ENTITY(p->v->claims[contained.p[i]].subject), A_CITE(&contained.p[i], 1));
	TELL(p, "; not held", "؛ در دست نیست");
	cite_one(p, claim);
	html_lit(&p->h, "</li>\n");
}

static void put_documents(struct page *p)
{
	bool any = false;
	TELL_EL(p, "h3", "Documents cited and not held", "سندهای ذکرشده که در دست نیستند");
	html_lit(&p->h, "<ul>");
	for (size_t i = 0; i < p->v->n_claims; i++) {
		const struct view_claim *c = &p->v->claims[i];
		if (is_not_held(c)) {
			put_missing_document(p, i);
			any = true;
		} else if (claim_is(c, "missing_media")) {
			html_lit(&p->h, "<li>");
			SAY(p, "{1}: {2}, {3}{4}", "{1}: {2}، {3}{4}", A_ENTITY(c->subject),
			    A_TERM(&c->property), A_VALUE(&c->value), A_CITE(&i, 1));
			html_lit(&p->h, "</li>\n");
			any = true;
		}
	}
	if (!any)
		TELL_EL(p, "li", "None is recorded.", "هیچ موردی ثبت نشده است.");
	html_lit(&p->h, "</ul>");
}

static void put_gap(struct page *p, size_t claim)
{
	const struct view_claim *c = &p->v->claims[claim];
	html_lit(&p->h, "<li>");
	SAY(p, "{1}, {2}: ", "{1}، {2}: ", A_ENTITY(c->subject), A_TERM(&c->property));
	put_value(p, &c->value);
	html_lit(&p->h, "<span class=\"src\">");
	put_narrowing(p, c);
	html_lit(&p->h, " – ");
	put_source(p, c);
	cite_one(p, claim);
	html_lit(&p->h, "</span></li>\n");
}

static void put_unstated(struct page *p)
{
	bool any = false;
	TELL_EL(p, "h3", "Not stated by the source", "ناگفته در منبع");
	html_lit(&p->h, "<ul>");
	for (size_t i = 0; i < p->v->n_claims; i++) {
		if (!claim_has_gap(&p->v->claims[i]))
			continue;
		put_gap(p, i);
		any = true;
	}
	if (!any)
		TELL_EL(p, "li", "None is recorded.", "هیچ موردی ثبت نشده است.");
	html_lit(&p->h, "</ul>");
}

static void put_withheld(struct page *p)
{
	static const struct msg WHY[VIEW_REASONS] = {
		[WITHHELD_INTERNAL] = MSG(
			"withheld: internal – claims that only members of the register see",
			"پوشیده: داخلی – ادعاهایی که تنها اعضای دفتر می‌بینند"),
		[WITHHELD_SEALED] = MSG(
			"withheld: sealed – statements with a part in a compartment",
			"پوشیده: مهروموم – گفته‌هایی که بخشی از آن‌ها در محفظه است"),
		[WITHHELD_SOURCE] = MSG(
			"withheld: protected source – claims whose source, place or day would lead to somebody",
			"پوشیده: منبع محافظت‌شده – ادعاهایی که منبع، جا یا روزشان به کسی می‌رسد"),
		[WITHHELD_FREE_TEXT] = MSG("withheld: remarks in free words",
					   "پوشیده: یادداشت‌های آزاد"),
		[WITHHELD_CONFLICT] = MSG(
			"withheld: conflicts of which a side is withheld",
			"پوشیده: تعارض‌هایی که یک سویشان پوشیده است"),
	};
	bool any = false;
	TELL_EL(p, "h3", "Withheld from this report", "پوشیده در این گزارش");
	html_lit(&p->h, "<ul>");
	for (int i = 0; i < VIEW_REASONS; i++) {
		if (p->v->withheld[i] == 0)
			continue;
		html_lit(&p->h, "<li><span class=\"withheld\">");
		html_text(&p->h, tr(p->lang, &WHY[i]));
		html_lit(&p->h, "</span> (");
		put_num(p, p->v->withheld[i]);
		html_lit(&p->h, ")</li>\n");
		any = true;
	}
	if (!any)
		TELL_EL(p, "li", "Nothing is withheld.", "چیزی پوشیده نیست.");
	html_lit(&p->h, "</ul>");
}

void section_gaps(struct page *p)
{
	SECTION(p, "gaps", "Gaps", "کمبودها");
	put_documents(p);
	put_unstated(p);
	put_withheld(p);
	SECTION_END(p);
}
