/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_model_render.c - how well a run did where somebody looked, and by what it weighed. */
#include "web/page_review.h"

#include <math.h>

/* ---- calibration ------------------------------------------------------------------------------ */

static const struct msg BIN = MSG("The program thinks", "برآورد برنامه");
static const struct msg PAIRS = MSG("Pairs", "جفت‌ها");
static const struct msg LOOKED = MSG("Looked at", "دیده‌شده");

static const struct msg WERE =
	MSG("One person, of those looked at", "یک نفر، از دیده‌شده‌ها");

static void bin(const struct part *p, const struct eval_bin *b)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	html_text(p->h, word_share(p->a, p->lang, b->from));
	html_text(p->h, tr(p->lang, MSG_P(" to ", " تا ")));
	html_text(p->h, word_share(p->a, p->lang, b->to));
	html_lit(p->h, "</th>");
	part_number_cell(p, &PAIRS, b->pairs);
	part_number_cell(p, &LOOKED, b->looked);
	part_cell(p, &WERE);
	if (b->looked) {
		html_lit(p->h, "<span class=\"hbar\" aria-hidden=\"true\"><i style=\"");
		html_style_num(p->h, "a", 100 * b->observed.lo);
		html_style_num(p->h, "w", 100 * (b->observed.hi - b->observed.lo));
		html_lit(p->h, "\"></i><i class=\"dot\" style=\"");
		html_style_num(p->h, "a", b->pairs ? 100 * b->expected / (double)b->pairs : 0);
		html_lit(p->h, "\"></i></span>");
		page_num(p->h, p->lang, b->same);
		html_text(p->h, tr(p->lang, MSG_P("; 95 %: ", "؛ ۹۵٪: ")));
		html_text(p->h, word_share(p->a, p->lang, b->observed.lo));
		html_text(p->h, tr(p->lang, MSG_P(" to ", " تا ")));
		html_text(p->h, word_share(p->a, p->lang, b->observed.hi));
	} else {
		html_el_class(p->h, "span", "muted",
			      tr(p->lang, MSG_P("not looked at", "دیده نشده")));
	}
	html_lit(p->h, "</td></tr>\n");
}

/* "Of what is linked 97.0 % is right (93.0 % to 99.0 %)." Nothing that was looked at speaks of it: that, in words. */
static void share_in(const struct part *p, const struct msg *known, const struct msg *unknown,
		     double share, struct num_interval in)
{
	struct str n[] = { word_share(p->a, p->lang, share), word_share(p->a, p->lang, in.lo),
			   word_share(p->a, p->lang, in.hi) };
	html_text(p->h, STR(" "));
	if (isnan(share))
		part_say(p, unknown);
	else
		html_text(p->h, tr_fmt(p->a, p->lang, known, n, COUNT(n)));
}

static void looked(const struct part *p, const struct linkage_evaluation *ev)
{
	static const struct msg RIGHT = MSG("Of what is linked {1} is right ({2} to {3}).",
					    "از آنچه پیوند خورده {1} درست است ({2} تا {3}).");
	static const struct msg RIGHT_UNKNOWN = MSG(
		"None of them was linked, so how much of what is linked is right is not known.",
		"هیچ‌یک پیوند نخورده بود، پس دانسته نیست چه سهمی از پیوندها درست است.");
	static const struct msg FOUND = MSG(
		"Of what should be linked {1} is ({2} to {3}).",
		"از آنچه باید پیوند می‌خورد {1} خورده است ({2} تا {3}).");
	static const struct msg FOUND_UNKNOWN = MSG(
		"How much of what should be linked is cannot be said from them.",
		"از آنها نمی‌توان گفت چه سهمی از آنچه باید، پیوند خورده است.");
	const struct eval_review *r = &ev->review;
	struct str n[] = { num_text(p->a, p->lang, ev->looked),
			   num_text(p->a, p->lang, ev->sampled) };
	html_lit(p->h, "<p>");
	if (ev->looked) {
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("People looked at {1} of {2} pairs of the sample.",
				     "کسان {1} از {2} جفت نمونه را دیده‌اند."),
			       n, 2));
		share_in(p, &RIGHT, &RIGHT_UNKNOWN, r->precision, r->precision_in);
		share_in(p, &FOUND, &FOUND_UNKNOWN, r->recall, r->recall_in);
	} else {
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("Nobody has looked at the sample of {2} pairs yet, so how far its probabilities are right is not known.",
				     "هنوز کسی نمونهٔ {2} جفتی را ندیده، پس دانسته نیست احتمال‌هایش تا چه اندازه درست است."),
			       n, 2));
	}
	html_lit(p->h, " <a class=\"num\" href=\"/review?round=sample\">");
	part_say(p, MSG_P("Look at the sample", "دیدن نمونه"));
	html_lit(p->h, "</a></p>\n");
}

static void agreement(const struct part *p, const struct eval_agreement *g)
{
	struct str k[] = { num_text(p->a, p->lang, g->n), word_share(p->a, p->lang, g->agreed),
			   decimal_text(p->a, p->lang, g->kappa, 2),
			   decimal_text(p->a, p->lang, g->kappa_in.lo, 2),
			   decimal_text(p->a, p->lang, g->kappa_in.hi, 2) };
	static const struct msg AGREE = MSG(
		"{1} pairs were read by two people: they agree on {2}.",
		"{1} جفت را دو نفر خوانده‌اند: در {2} هم‌نظرند.");
	static const struct msg KAPPA = MSG(
		" Beyond chance: kappa {3} ({4} to {5}); 1 is always, 0 as often as by chance.",
		" فراتر از تصادف: کاپا {3} ({4} تا {5})؛ ۱ یعنی همیشه و ۰ یعنی به اندازهٔ تصادف.");
	if (!g->n)
		return;
	html_lit(p->h, "<p>");
	html_text(p->h, tr_fmt(p->a, p->lang, &AGREE, k, COUNT(k)));
	if (isfinite(g->kappa))
		html_text(p->h, tr_fmt(p->a, p->lang, &KAPPA, k, COUNT(k)));
	html_lit(p->h, "</p>\n");
}

void part_calibration(const struct part *p, const struct linkage_evaluation *ev)
{
	const struct eval_review *r = &ev->review;
	looked(p, ev);
	part_table(p, MSG_P("Table of chances", "جدول احتمال‌ها"));
	part_head_cell(p, &BIN);
	part_head_number(p, &PAIRS);
	part_head_number(p, &LOOKED);
	part_head_cell(p, &WERE);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < EVAL_BINS; i++)
		bin(p, &r->bins[i]);
	html_lit(p->h, "</tbody></table></div>\n<ul class=\"key\"><li><i class=\"k-bar\"></i> ");
	part_say(p, MSG_P("seen, 95 %", "دیده‌شده، ۹۵٪"));
	html_lit(p->h, "</li><li><i class=\"k-ink\"></i> ");
	part_say(p, MSG_P("what the program expects", "آنچه برنامه انتظار دارد"));
	html_lit(p->h, "</li></ul>\n");
	agreement(p, &ev->agreement);
}

/* ---- the model ------------------------------------------------------------------------------------ */

static const struct msg FIELD = MSG("Field", "ویژگی");
static const struct msg LEVEL = MSG("When", "هنگامی که");
static const struct msg SAME = MSG("Of one person", "از یک نفر");
static const struct msg CHANCE = MSG("By chance", "به تصادف");
static const struct msg BITS = MSG("Weight", "وزن");

static void level(const struct part *p, const struct linkage_model_field *f, size_t i)
{
	const struct linkage_level *l = &f->levels[i];
	size_t n;
	const struct link_level_kind *kinds = link_levels_of(f->type, &n);
	enum list_field field;
	html_lit(p->h, "<tr>");
	if (i) {
		html_lit(p->h, "<td></td>");
	} else {
		html_lit(p->h, "<th scope=\"row\">");
		if (list_field_parse(f->label, &field))
			part_say(p, list_field_label(field));
		else
			html_text(p->h, f->label);
		html_lit(p->h, "</th>");
	}
	part_cell(p, &LEVEL);
	if (kinds && i < n)
		part_say(p, &kinds[i].what);
	else
		html_text(p->h, l->what);
	html_lit(p->h, "</td>");
	part_right_cell(p, &SAME, word_share(p->a, p->lang, l->m));
	part_right_cell(p, &CHANCE, word_share(p->a, p->lang, l->u));
	part_right_cell(p, &BITS, word_bits(p->a, p->lang, (int64_t)lround(l->bits * 1000), true));
	html_lit(p->h, "</tr>\n");
}

void part_model(const struct part *p, const struct linkage_report *r)
{
	static const struct msg *const HEADS[] = { &FIELD, &LEVEL, &SAME, &CHANCE, &BITS };
	struct str n[] = { word_bits(p->a, p->lang, (int64_t)lround(r->prior_bits * 1000), true),
			   r->model, num_text(p->a, p->lang, (int64_t)r->seed),
			   word_share(p->a, p->lang, r->accept) };
	html_lit(p->h, "<p>");
	html_text(
		p->h,
		tr_fmt(p->a, p->lang,
		       MSG_P("Each agreement adds its weight to {1}, what a pair is worth before it is compared. Model {2}, seed {3}; linked "
			     "without asking from {4}.",
			     "هر همخوانی وزن خود را به {1}، ارزش یک جفت پیش از سنجیدن، می‌افزاید. مدل {2}، بذر {3}؛ بی‌پرسش پیوند از {4}."),
		       n, COUNT(n)));
	if (r->frozen) {
		html_lit(p->h, " ");
		part_say(p, MSG_P("The model is that of an earlier run.",
				  "مدل از اجرایی پیش‌تر است."));
	}
	html_lit(p->h, "</p>\n<details><summary>");
	part_say(p, MSG_P("What each agreement is worth", "هر همخوانی چه می‌ارزد"));
	html_lit(p->h, "</summary>\n");
	part_table(p, MSG_P("Table of weights", "جدول وزن‌ها"));
	for (size_t i = 0; i < COUNT(HEADS); i++)
		if (i < 2)
			part_head_cell(p, HEADS[i]);
		else
			part_head_number(p, HEADS[i]);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < r->n_fields; i++)
		for (size_t k = 0; k < r->fields[i].n_levels; k++)
			level(p, &r->fields[i], k);
	html_lit(p->h, "</tbody></table></div></details>\n");
}
