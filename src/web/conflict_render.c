/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict_render.c - the page of one conflict. */
#include "web/page_conflict.h"

/* ---- what there is ---------------------------------------------------- */

static int64_t count_claims(const struct conflict *c)
{
	int64_t n = 0;
	for (size_t i = 0; i < c->n_sides; i++)
		n += (int64_t)c->sides[i].n;
	return n;
}

static void headline(const struct part *p, const struct conflict_view *v)
{
	static const struct msg VALUE_1 = MSG("{1} value", "{1} مقدار");
	static const struct msg VALUE_N = MSG("{1} values", "{1} مقدار");
	static const struct msg CLAIM_1 = MSG("in {1} claim", "در {1} ادعا");
	static const struct msg CLAIM_N = MSG("in {1} claims", "در {1} ادعا");
	html_lit(p->h, "<p class=\"crumbs\"><a href=\"/conflicts\">");
	part_say(p, MSG_P("Conflicts", "تعارض‌ها"));
	html_lit(p->h, "</a> / ");
	part_entity(p, v->c.subject.kind, v->c.subject.no);
	html_lit(p->h, "</p>\n<div class=\"headline\"><p class=\"kicker\">");
	part_say(p, v->c.decided ? MSG_P("Decided", "تصمیم گرفته شد")
				 : MSG_P("Open conflict", "تعارض باز"));
	html_lit(p->h, "</p>\n<h1>");
	part_code(p, "conflict_kinds", v->c.kind);
	html_lit(p->h, "</h1>\n<p class=\"standfirst\">");
	part_entity(p, v->c.subject.kind, v->c.subject.no);
	html_lit(p->h, " · ");
	part_property(p, v->c.property);
	html_lit(p->h, ": <a class=\"num\" href=\"#sides\">");
	part_say_n(p, &VALUE_1, &VALUE_N, (int64_t)v->c.n_sides);
	html_lit(p->h, " ");
	part_say_n(p, &CLAIM_1, &CLAIM_N, count_claims(&v->c));
	html_lit(p->h, "</a>.</p></div>\n");
}

static void sides(const struct part *p, const struct conflict_view *v)
{
	html_lit(
		p->h,
		"<section class=\"block heavy\" id=\"sides\" aria-labelledby=\"si\"><header><h2 id=\"si\">");
	part_say(p, MSG_P("What is said", "آنچه گفته شده"));
	html_lit(p->h, "</h2><p class=\"muted\">");
	part_say(
		p,
		MSG_P("A heavy edge marks the value an editor adopted. Nothing is overwritten.",
		      "خط پررنگ یعنی ویراستار این مقدار را پذیرفته است. هیچ چیز پاک نمی‌شود."));
	html_lit(p->h, "</p></header>\n");
	part_sides(p, &v->c);
	html_lit(p->h, "</section>\n");
}

static struct str detail(const struct part *p, const struct conflict_view *v, const char *en,
			 const char *fa, enum lang *ret_lang)
{
	struct str s = p->lang == LANG_FA ? vocab_detail(p->vocab, STR("conflict_kinds"), v->c.kind,
							 str_of(fa))
					  : STR("");
	*ret_lang = s.n ? LANG_FA : LANG_EN;
	return s.n ? s : vocab_detail(p->vocab, STR("conflict_kinds"), v->c.kind, str_of(en));
}

static void advice(const struct part *p, const struct conflict_view *v)
{
	enum lang lang;
	struct str found = detail(p, v, "found_when_en", "found_when_fa", &lang);
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"ad\"><h2 id=\"ad\">");
	part_say(p, MSG_P("What to do", "چه باید کرد"));
	html_lit(p->h, "</h2>\n<p>");
	struct str what = detail(p, v, "what_to_do_en", "what_to_do_fa", &lang);
	page_foreign(p->h, p->lang, what, str_of(lang_code(lang)));
	html_lit(p->h, "</p>\n<p class=\"small muted\">");
	part_say(p, MSG_P("Found when: ", "پیدا می‌شود وقتی: "));
	page_foreign(p->h, p->lang, found, STR(""));
	html_lit(p->h, "</p></section>\n");
}

static void decided(const struct part *p, const struct conflict_view *v)
{
	if (!v->c.decided)
		return;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"de\"><h2 id=\"de\">");
	part_say(p, MSG_P("How it was decided", "چگونه تصمیم گرفته شد"));
	html_lit(p->h, "</h2>\n<p>");
	page_foreign(p->h, p->lang, v->c.reason, STR(""));
	html_lit(p->h, " ");
	part_entry(p, v->c.decided);
	html_lit(p->h, "</p>\n<p class=\"small\">");
	part_say(
		p,
		MSG_P("A new decision replaces this one for what is shown; the log keeps both.",
		      "تصمیم تازه در آنچه نشان داده می‌شود جای این را می‌گیرد؛ دفتر هر دو را نگه می‌دارد."));
	html_lit(p->h, "</p></section>\n");
}

/* ---- the decision ----------------------------------------------------- */

static void radio(const struct part *p, const struct conflict_view *v, struct str value, size_t i)
{
	html_lit(p->h, "<div class=\"choice\"><input type=\"radio\" name=\"choice\" id=\"choice-");
	html_int(p->h, (int64_t)i);
	html_lit(p->h, "\" value=\"");
	html_attr(p->h, value);
	html_lit(p->h, "\"");
	html_if(p->h, str_eq(v->choice, value), " checked");
	html_lit(p->h, "><label for=\"choice-");
	html_int(p->h, (int64_t)i);
	html_lit(p->h, "\">");
}

/* The first claim of a side that can be adopted; NULL: it speaks of something else. */
static const struct claim_row *candidate(const struct conflict *c, const struct conflict_side *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (conflict_takes(c, &s->claims[i]))
			return &s->claims[i];
	return NULL;
}

static void choices(const struct part *p, const struct conflict_view *v)
{
	size_t i = 0;
	struct str wrong = form_error_at(&v->errors, STR("choice"));
	if (wrong.n)
		html_lit(
			p->h,
			"<fieldset class=\"field wrong\" id=\"choice\" aria-describedby=\"choice-e\"><legend>");
	else
		html_lit(p->h, "<fieldset class=\"field\" id=\"choice\"><legend>");
	part_say(p, MSG_P("Which value should stand first?", "کدام مقدار نخست بایستد؟"));
	html_lit(p->h, "</legend>");
	if (wrong.n) {
		html_lit(p->h, "<span class=\"errmsg\" id=\"choice-e\">");
		html_text(p->h, wrong);
		html_lit(p->h, "</span>");
	}
	html_lit(p->h, "<div class=\"choices\">\n");
	for (size_t k = 0; k < v->c.n_sides; k++) {
		const struct claim_row *c = candidate(&v->c, &v->c.sides[k]);
		if (!c)
			continue;
		radio(p, v, reg_field_text(c->field, p->a), i++);
		page_foreign(p->h, p->lang, word_claim_value(p, c), STR(""));
		html_lit(p->h, "</label><span class=\"hint\">");
		html_text(p->h, word_source(p, c));
		html_lit(p->h, "</span></div>\n");
	}
	radio(p, v, STR("both"), i);
	part_say(
		p,
		MSG_P("Both stand: they are shown side by side, and the question is settled so",
		      "هر دو می‌ماند: کنار هم نشان داده می‌شوند و پرسش چنین بسته می‌شود"));
	html_lit(p->h, "</label></div>\n</div></fieldset>\n");
}

static void form(const struct part *p, const struct conflict_view *v)
{
	struct form f = {
		.h = p->h, .lang = p->lang, .a = p->a, .path = "/conflict/", .errors = &v->errors
	};
	struct field reason = {
		.name = STR("reason"),
		.label = MSG_P("The reason", "دلیل"),
		.hint = MSG_P("One sentence that another editor will understand in ten years.",
			      "یک جمله که ویراستار دیگری ده سال بعد هم بفهمد."),
		.value = v->reason
	};
	html_lit(
		p->h,
		"<form method=\"post\" class=\"block heavy review\" aria-labelledby=\"fo\" action=\"/conflict/");
	html_url_arg(p->h, v->c.ident);
	html_lit(p->h, "\"><h2 id=\"fo\">");
	part_say(p, MSG_P("Decide", "تصمیم"));
	html_lit(p->h, "</h2>\n");
	page_form_hidden(p->h, &v->form);
	html_hidden(p->h, "subject", v->c.subject_number);
	html_hidden(p->h, "property", v->c.property);
	choices(p, v);
	form_area(&f, &reason, 3);
	html_lit(p->h, "<p class=\"small muted\">");
	part_say(
		p,
		MSG_P("The decision is sealed under your key and can be taken back by one more statement.",
		      "تصمیم با کلید شما مُهر می‌شود و با یک گفتهٔ دیگر می‌توان آن را پس گرفت."));
	html_lit(p->h, "</p>\n<p class=\"actions\"><button class=\"primary\">");
	part_say(p, MSG_P("Seal the decision", "مُهر کردن تصمیم"));
	html_lit(p->h, "</button> ");
	page_entity_a(p->h, v->c.subject.kind, v->c.subject_number);
	part_say(p, MSG_P("Back to the record", "بازگشت به پرونده"));
	html_lit(p->h, "</a></p></form>\n");
}

static void not_for_you(const struct part *p)
{
	html_lit(p->h, "<p class=\"notice\">");
	part_say(
		p,
		MSG_P("Editors and officers decide between claims. What you can do is add what a source says.",
		      "ویراستاران و مسئولان میان ادعاها تصمیم می‌گیرند. شما می‌توانید آنچه را منبعی می‌گوید بیفزایید."));
	html_lit(p->h, "</p>\n");
}

void conflict_render(struct html *h, const struct shell *s, const struct conflict_view *v)
{
	AUTO_ARENA *a = arena_new(0);
	struct part p = part_of(h, s->lang, v->vocab, &v->names, a);
	struct form f = {
		.h = h, .lang = s->lang, .a = a, .path = "/conflict/", .errors = &v->errors
	};
	page_begin(h, s,
		   v->errors.n ? tr(s->lang, MSG_P("Error: Conflict", "خطا: تعارض"))
			       : tr(s->lang, MSG_P("Conflict", "تعارض")),
		   SECTION_CONFLICTS);
	form_summary(&f);
	headline(&p, v);
	html_lit(h, "<div class=\"cols rail\">\n<div>\n");
	sides(&p, v);
	if (s->may_decide)
		form(&p, v);
	else
		not_for_you(&p);
	html_lit(h, "</div>\n<div>\n");
	decided(&p, v);
	advice(&p, v);
	html_lit(h, "</div></div>\n");
	page_end(h, s);
}
