/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence_custody_render.c - what was done with a piece of evidence, and what was found in it. */
#include "web/page_evidence.h"

static const struct msg WHEN = MSG("When", "کِی");
static const struct msg WHO = MSG("By", "به دست");
static const struct msg WAY = MSG("From and to", "از و به");
static const struct msg HOW = MSG("With what", "با چه");
static const struct msg ENTRY = MSG("Entry", "مدخل");

static void words(const struct part *p, bool *begun, const struct msg *before, struct str s)
{
	if (!s.n)
		return;
	if (*begun)
		html_text(p->h, tr(p->lang, MSG_P("; ", "؛ ")));
	*begun = true;
	if (before)
		part_say(p, before);
	page_foreign(p->h, p->lang, s, STR(""));
}

static void custody_row(const struct part *p, const struct evidence_act *c)
{
	bool way = false;
	bool how = false;
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_code(p, "custody", c->code);
	if (c->retracted) {
		html_lit(p->h, " <span class=\"tag\">");
		part_say(p, MSG_P("Taken back", "پس‌گرفته"));
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "</th>");
	part_cell(p, &WHEN);
	if (c->when.n)
		part_date(p, c->when);
	else
		html_text(p->h, word_time(p, c->recorded_ms));
	html_lit(p->h, "</td>");
	part_cell(p, &WHO);
	if (c->by.n) {
		page_foreign(p->h, p->lang, c->by, STR(""));
		part_say(p, MSG_P(", according to ", "، به گفتهٔ "));
	}
	if (c->recorder.n)
		page_foreign(p->h, p->lang, c->recorder, STR(""));
	else
		part_say(p, MSG_P("a member without a name", "عضوی بی‌نام"));
	html_lit(p->h, "</td>");
	part_cell(p, &WAY);
	words(p, &way, MSG_P("from ", "از "), c->from);
	words(p, &way, MSG_P("to ", "به "), c->to);
	words(p, &way, MSG_P("in ", "در "), c->place);
	html_lit(p->h, "</td>");
	part_cell(p, &HOW);
	words(p, &how, NULL, c->tool);
	words(p, &how, NULL, c->parameters);
	words(p, &how, NULL, c->note);
	html_lit(p->h, "</td>");
	part_cell(p, &ENTRY);
	part_entry(p, c->seq);
	html_lit(p->h, "</td></tr>\n");
}

void part_custody(const struct part *p, const struct evidence *ev)
{
	static const struct msg *const HEADS[] = { &WHEN, &WHO, &WAY, &HOW, &ENTRY };
	html_lit(p->h,
		 "<section class=\"block\" id=\"custody\" aria-labelledby=\"cu\"><h2 id=\"cu\">");
	part_say(p, MSG_P("What was done with it", "آنچه با آن شد"));
	html_lit(p->h, "</h2>\n");
	if (!ev->n_custody) {
		html_lit(p->h, "<p>");
		part_say(p, MSG_P("Nothing is recorded.", "چیزی ثبت نشده است."));
		html_lit(p->h, "</p></section>\n");
		return;
	}
	part_table(p, MSG_P("Custody", "نگهداری"));
	part_head_cell(p, MSG_P("What", "چه"));
	for (size_t i = 0; i < COUNT(HEADS); i++)
		part_head_cell(p, HEADS[i]);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < ev->n_custody; i++)
		custody_row(p, &ev->custody[i]);
	html_lit(p->h, "</tbody></table></div></section>\n");
}

void part_findings(const struct part *p, const struct evidence *ev)
{
	if (!ev->n_findings)
		return;
	html_lit(p->h,
		 "<section class=\"block\" id=\"findings\" aria-labelledby=\"fi\"><h2 id=\"fi\">");
	part_say(
		p,
		MSG_P("Where what others recorded in it does not hold",
		      "جایی که گفتهٔ دیگران در آن درست درنمی‌آید"));
	html_lit(p->h, "</h2>\n<p class=\"small\">");
	part_say(
		p,
		MSG_P("Every hash inside was made again. Differences are recorded and nothing is repaired.",
		      "هر هش درون آن دوباره ساخته شد. تفاوت‌ها ثبت می‌شود و چیزی درست نمی‌شود."));
	html_lit(p->h, "</p><ul class=\"brief\">\n");
	for (size_t i = 0; i < ev->n_findings; i++) {
		const struct evidence_finding *f = &ev->findings[i];
		html_lit(p->h, "<li><h3>");
		evidence_code(p->h, f->where);
		html_lit(p->h, "</h3><p class=\"src\">");
		evidence_code(p->h, f->code);
		html_lit(p->h, " · ");
		part_entry(p, f->field / 256);
		html_lit(p->h, "</p>");
		if (f->claimed.n) {
			html_lit(p->h, "<p class=\"mono-line\">");
			part_say(p, MSG_P("said: ", "گفته: "));
			evidence_code(p->h, f->claimed);
			html_lit(p->h, "</p>");
		}
		if (f->found.n) {
			html_lit(p->h, "<p class=\"mono-line\">");
			part_say(p, MSG_P("found: ", "یافته: "));
			evidence_code(p->h, f->found);
			html_lit(p->h, "</p>");
		}
		html_lit(p->h, "</li>\n");
	}
	html_lit(p->h, "</ul></section>\n");
}
