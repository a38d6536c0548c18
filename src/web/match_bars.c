/* SPDX-License-Identifier: GPL-3.0-or-later */
/* match_bars.c - the waterfall of a pair, and which sounds of its names met. */
#include "web/page_review.h"

#include "chart/fall.h"

/* ---- the waterfall --------------------------------------------------------------- */

static struct chart_fall scale_of(const struct linkage_pair *x)
{
	struct chart_fall s = { 0, 0 };
	chart_fall_fit(&s, x->prior_milli);
	for (size_t i = 0; i < x->n_bars; i++)
		chart_fall_fit(&s, x->bars[i].running_milli);
	/* What cannot be is beyond any scale. */
	chart_fall_fit(&s, x->total_milli - x->never_milli - x->together_milli);
	chart_fall_fit(&s, x->total_milli - x->never_milli);
	return s;
}

static const struct msg FIELD = MSG("Field", "ویژگی");
static const struct msg AGAINST_FOR = MSG("Against | for", "علیه | به سود");
static const struct msg WEIGHT = MSG("Weight", "وزن");
static const struct msg RUNNING = MSG("Running", "جمع تا اینجا");

static void given(const struct part *p, struct str number, struct str text)
{
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, number);
	html_lit(p->h, "\">");
	if (text.n)
		page_foreign(p->h, p->lang, text, STR(""));
	else
		html_el_class(p->h, "span", "muted", tr(p->lang, MSG_P("not given", "نیامده")));
	html_lit(p->h, "</td>");
}

static void one(const struct part *p, const struct linkage_pair *x, struct chart_fall s, size_t i)
{
	const struct linkage_bar *b = &x->bars[i];
	int64_t from = b->running_milli - b->milli;
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, list_field_label(b->field));
	html_lit(p->h, "<br><span class=\"src\">");
	if (b->missing || !b->what)
		part_say(p, MSG_P("Cannot be compared", "سنجیدنی نیست"));
	else
		part_say(p, b->what);
	if (b->rarity_milli >= 50 || b->rarity_milli <= -50) { /* shown as tenths */
		html_text(p->h, tr(p->lang, MSG_P("; being rare: ", "؛ کمیابی: ")));
		html_text(p->h, word_bits(p->a, p->lang, b->rarity_milli, true));
	}
	html_lit(p->h, "</span></th>");
	given(p, x->a.number, b->a);
	given(p, x->b.number, b->b);
	html_lit(p->h, "<td>");
	if (b->milli)
		chart_fall_bar(p->h, s, from, b->running_milli, false);
	html_lit(p->h, "</td>");
	part_right_cell(p, &WEIGHT, word_bits(p->a, p->lang, b->milli, true));
	part_right_cell(p, &RUNNING, word_bits(p->a, p->lang, b->running_milli, false));
	html_lit(p->h, "</tr>\n");
}

static void prior(const struct part *p, const struct linkage_pair *x, struct chart_fall s)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, MSG_P("Before comparing", "پیش از سنجیدن"));
	html_lit(p->h, "</th><td class=\"muted\" colspan=\"2\">");
	part_say(p, MSG_P("Few pairs of records are the same person",
			  "جفت‌های اندکی از رکوردها یک نفرند"));
	html_lit(p->h, "</td><td>");
	chart_fall_bar(p->h, s, 0, x->prior_milli, false);
	html_lit(p->h, "</td>");
	part_right_cell(p, &WEIGHT, word_bits(p->a, p->lang, x->prior_milli, true));
	part_right_cell(p, &RUNNING, word_bits(p->a, p->lang, x->prior_milli, false));
	html_lit(p->h, "</tr>\n");
}

/* Not said where nothing was taken off. */
static void together(const struct part *p, const struct linkage_pair *x, struct chart_fall s)
{
	if (!x->together_milli)
		return;
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, MSG_P("Said twice", "دو بار گفته"));
	html_lit(p->h, "</th><td class=\"muted\" colspan=\"2\">");
	part_say(
		p,
		MSG_P("People who share one of these often share the other: agreement in both counts less",
		      "کسانی که یکی را مشترک دارند اغلب دیگری را هم دارند: همخوانی در هر دو کمتر می‌ارزد"));
	html_lit(p->h, "</td><td>");
	int64_t after = x->total_milli - x->never_milli;
	chart_fall_bar(p->h, s, after - x->together_milli, after, false);
	html_lit(p->h, "</td>");
	part_right_cell(p, &WEIGHT, word_bits(p->a, p->lang, x->together_milli, true));
	part_right_cell(p, &RUNNING, word_bits(p->a, p->lang, after, false));
	html_lit(p->h, "</tr>\n");
}

/* What outweighs all else, without a bar: beside it no other could be seen. */
static void never(const struct part *p, const struct linkage_pair *x)
{
	if (!x->never)
		return;
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, MSG_P("Cannot be", "ناشدنی"));
	html_lit(p->h, "</th><td colspan=\"3\">");
	part_say(p, x->never);
	html_lit(p->h, "</td>");
	part_right_cell(p, &WEIGHT, word_bits(p->a, p->lang, x->never_milli, true));
	part_right_cell(p, &RUNNING, word_bits(p->a, p->lang, x->total_milli, false));
	html_lit(p->h, "</tr>\n");
}

static void total(const struct part *p, const struct linkage_pair *x, struct chart_fall s)
{
	static const struct msg TOTAL = MSG("Total", "روی هم");
	html_lit(p->h, "<tr><th scope=\"row\">");
	part_say(p, &TOTAL);
	html_lit(p->h, "</th><td colspan=\"2\">");
	html_text(p->h, word_odds(p->a, p->lang, x->total_milli));
	html_lit(p->h, "</td><td>");
	if (!x->never)
		chart_fall_bar(p->h, s, 0, x->total_milli, true);
	html_lit(p->h, "</td><td></td><td class=\"r\" data-l=\"");
	html_attr(p->h, tr(p->lang, &TOTAL));
	html_lit(p->h, "\"><b>");
	html_text(p->h, word_bits(p->a, p->lang, x->total_milli, false));
	html_lit(p->h, "</b></td></tr>\n");
}

static void key(const struct part *p)
{
	html_lit(p->h, "<ul class=\"key\"><li><i class=\"k-bar\"></i> ");
	part_say(p, MSG_P("speaks for", "به سود"));
	html_lit(p->h, "</li><li><i class=\"k-against\"></i> ");
	part_say(p, MSG_P("speaks against", "علیه"));
	html_lit(p->h, "</li><li><i class=\"k-ink\"></i> ");
	part_say(p, MSG_P("total", "روی هم"));
	html_lit(p->h, "</li></ul>\n");
}

static void number_head(const struct part *p, struct str number)
{
	html_lit(p->h, "<th scope=\"col\">");
	part_number(p, number);
	html_lit(p->h, "</th>");
}

void part_waterfall(const struct part *p, const struct linkage_pair *x)
{
	struct chart_fall s = scale_of(x);
	bool weighed = x->model.n > 0;
	html_lit(p->h, "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
	html_attr(p->h, tr(p->lang, MSG_P("Weights", "وزن‌ها")));
	html_lit(p->h, "\">"
		       "<table class=\"fall cards\"><thead><tr>");
	part_head_cell(p, &FIELD);
	number_head(p, x->a.number);
	number_head(p, x->b.number);
	part_head_cell(p, &AGAINST_FOR);
	part_head_number(p, &WEIGHT);
	part_head_number(p, &RUNNING);
	html_lit(p->h, "</tr></thead><tbody>\n");
	if (weighed)
		prior(p, x, s);
	for (size_t i = 0; i < x->n_bars; i++)
		one(p, x, s, i);
	if (weighed) {
		together(p, x, s);
		never(p, x);
		total(p, x, s);
	}
	html_lit(p->h, "</tbody></table></div>\n");
	key(p);
	if (x->ppm && x->run) {
		struct str share = word_ppm(p->a, p->lang, x->ppm);
		html_lit(p->h, "<p class=\"small\">");
		html_text(
			p->h,
			tr_fmt(p->a, p->lang,
			       MSG_P("Given what else they could be matched with, and how many records are expected to have a match: {1}.",
				     "با توجه به آنچه دیگر می‌توانستند با آن یکی باشند، و اینکه چند ردیف انتظار می‌رود همتایی داشته باشد: {1}."),
			       &share, 1));
		html_lit(p->h, "</p>\n");
	}
}

/* ---- sounds ------------------------------------------------------------------------- */

static struct str token_text(const struct name *n, int i)
{
	if (i < 0 || i >= n->n_tokens)
		return STR("");
	const struct name_token *t = &n->tokens[i];
	return (size_t)t->from + t->len <= n->given.n ? str_n(n->given.p + t->from, t->len)
						      : STR("");
}

static struct str two_tokens(const struct part *p, const struct name *n, int i, int more)
{
	struct str x = token_text(n, i);
	struct str y = token_text(n, more);
	return y.n ? str_printf(p->a, "%.*s %.*s", STR_FMT(x), STR_FMT(y)) : x;
}

static const struct msg *how_met(enum name_match how)
{
	static const struct msg HOW[] = {
		[MATCH_SAME] = MSG("the same letters", "همان حروف"),
		[MATCH_SOUND] = MSG("by sound", "به آوا"),
		[MATCH_VARIANT] = MSG("another form of the name", "شکل دیگری از نام"),
		[MATCH_INITIAL] = MSG("an initial", "حرف نخست"),
		[MATCH_JOINED] = MSG("two words here, one there", "اینجا دو واژه، آنجا یکی"),
		[MATCH_LEFT_OUT] = MSG("only on one side", "تنها در یک سو"),
	};
	return &HOW[how];
}

/* Marked in words as well: = the same, ~ near, ( ) left out. */
static void step(const struct part *p, const struct sound_step *s)
{
	if (s->x == SOUND_NONE || s->y == SOUND_NONE)
		html_lit(p->h, "<span class=\"snd gap\">(");
	else if (s->cost)
		html_lit(p->h, "<span class=\"snd near\">");
	else
		html_lit(p->h, "<span class=\"snd\">");
	if (s->x != SOUND_NONE)
		html_bdi(p->h, sound_name(s->x), STR(""), HTML_AUTO);
	if (s->x != SOUND_NONE && s->y != SOUND_NONE)
		html_text(p->h, s->cost ? STR("~") : STR("="));
	if (s->y != SOUND_NONE)
		html_bdi(p->h, sound_name(s->y), STR(""), HTML_AUTO);
	if (s->x == SOUND_NONE || s->y == SOUND_NONE)
		html_lit(p->h, ")");
	html_lit(p->h, "</span> ");
}

static const struct msg HERE = MSG("Here", "اینجا");
static const struct msg THERE = MSG("There", "آنجا");
static const struct msg HOW = MSG("How they met", "چگونه به هم رسیدند");
static const struct msg MET = MSG("Sounds", "آواها");

static void pairing(const struct part *p, const struct linkage_bar *b, const struct name_pairing *m)
{
	struct str x = two_tokens(p, &b->x, m->x, m->x_more);
	struct str y = two_tokens(p, &b->y, m->y, m->y_more);
	html_lit(p->h, "<tr>");
	part_cell(p, &HERE);
	if (x.n)
		page_foreign(p->h, p->lang, x, STR(""));
	html_lit(p->h, "</td>");
	part_cell(p, &THERE);
	if (y.n)
		page_foreign(p->h, p->lang, y, STR(""));
	html_lit(p->h, "</td>");
	part_cell(p, &HOW);
	part_say(p, how_met(m->how));
	if (m->moved)
		part_say(p, MSG_P(", in another place", "، در جای دیگر"));
	html_lit(p->h, "</td>");
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, tr(p->lang, &MET));
	html_lit(p->h, "\" dir=\"ltr\">");
	for (size_t i = 0; i < m->n_steps; i++)
		step(p, &m->steps[i]);
	html_lit(p->h, "</td></tr>\n");
}

void part_sounds(const struct part *p, const struct linkage_bar *b)
{
	html_lit(p->h, "<details class=\"help\"><summary>");
	part_say(p, list_field_label(b->field));
	html_text(p->h, tr(p->lang, MSG_P(": which sounds met which", ": کدام آوا به کدام رسید")));
	html_lit(p->h, "</summary>");
	part_table(p, list_field_label(b->field));
	part_head_cell(p, &HERE);
	part_head_cell(p, &THERE);
	part_head_cell(p, &HOW);
	part_head_cell(p, &MET);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < b->names.n; i++)
		pairing(p, b, &b->names.pairings[i]);
	html_lit(p->h, "</tbody></table></div><p class=\"small\">");
	part_say(p, MSG_P("= the same sound, ~ near, ( ) left out by one spelling.",
			  "= همان آوا، ~ نزدیک، ( ) که یک نگارش نیاورده."));
	html_lit(p->h, "</p></details>\n");
}
