/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate.c - the page about those who are missing: the answer first, then what it is made of. */
#include "report/estimate_priv.h"

#include <stdio.h>

#include "estimate/words.h"
#include "report/report_priv.h"

struct str est_count(const struct est_page *p, double v)
{
	return isfinite(v) ? num_text(p->a, p->lang, (int64_t)nearbyint(v)) : STR("–");
}

struct str est_decimal(const struct est_page *p, double v, int places)
{
	return decimal_text(p->a, p->lang, v, places);
}

struct str est_interval(const struct est_page *p, double lo, double hi)
{
	if (!isfinite(lo) && !isfinite(hi))
		return STR("–");
	/* A dash between numbers would turn them round where the line runs from the right. */
	struct str ends[] = { est_count(p, lo), est_count(p, hi) };
	return tr_fmt(p->a, p->lang, MSG_P("{1}–{2}", "{1} تا {2}"), ends, 2);
}

void est_say(const struct est_page *p, const struct msg *m)
{
	html_text(p->h, tr(p->lang, m));
}

/* ---- the answer ----------------------------------------------------------------- */

static void fact(const struct est_page *p, const struct msg *name, struct str value)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	est_say(p, name);
	html_lit(p->h, "</th><td class=\"r\"><b>");
	html_text(p->h, value);
	html_lit(p->h, "</b></td></tr>\n");
}

static void put_headline(const struct est_page *p)
{
	html_lit(p->h, "<div class=\"headline\"><h1>");
	est_say(p, MSG_P("How many are missing from the lists?", "چند نفر در هیچ فهرستی نیستند؟"));
	html_lit(p->h, "</h1><p class=\"standfirst\">");
	html_text(p->h, words_verdict(p->r, p->lang, p->a));
	html_lit(p->h, "</p></div>\n");
}

static void put_answer(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	double n = (double)r->cells->total;
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"rs\"><h2 id=\"rs\">");
	est_say(p, MSG_P("Result", "پاسخ"));
	html_lit(p->h, "</h2>\n<table><tbody>");
	fact(p, MSG_P("Documented", "ثبت‌شده"), est_count(p, n));
	if (r->verdict == ESTIMATE_GIVEN)
		fact(p, MSG_P("Estimated total, the middle", "برآورد شمار کل، میانه"),
		     words_round(r->range.centre, p->lang, p->a));
	if (r->verdict != ESTIMATE_REFUSED) {
		fact(p,
		     r->verdict == ESTIMATE_GIVEN ? MSG_P("95 in 100 lie between", "۹۵ درصد میان")
						  : MSG_P("Range", "بازه"),
		     est_interval(p, r->range.lo, r->range.hi));
		fact(p, MSG_P("Share documented", "سهم ثبت‌شده"),
		     tr_fmt(p->a, p->lang, MSG_P("{1}–{2} %", "{1} تا {2} ٪"),
			    (const struct str[]){ est_decimal(p, 100 * n / r->range.hi, 0),
						  est_decimal(p, 100 * n / r->range.lo, 0) },
			    2));
	}
	html_lit(p->h, "</tbody></table>\n<p class=\"small\"><b>");
	est_say(p, MSG_P("Say:", "بگویید:"));
	html_lit(p->h, "</b> ");
	html_text(p->h, words_say(r, p->lang, p->a));
	html_lit(p->h, " <b>");
	est_say(p, MSG_P("Do not say:", "نگویید:"));
	html_lit(p->h, "</b> ");
	html_text(p->h, words_not_say(r, p->lang, p->a));
	html_lit(p->h, "</p></section>\n");
}

/* ---- refusal -------------------------------------------------------------------- */

static void put_refusal(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"rf\"><h2 id=\"rf\">");
	est_say(p, MSG_P("Why it is refused", "چرا خودداری"));
	html_lit(p->h, "</h2><div class=\"notice stack\"><p><b>");
	est_say(p, MSG_P("No estimate is given.", "برآوردی داده نمی‌شود."));
	html_lit(p->h, "</b></p><ul class=\"small\">");
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i].at_best == ESTIMATE_REFUSED)
			html_el(p->h, "li", words_reason(r, &r->reasons[i], p->lang, p->a));
	html_lit(p->h, "</ul><p class=\"small\"><b>");
	est_say(p, MSG_P("What would help:", "چه یاری می‌کند:"));
	html_lit(p->h, "</b></p><ul class=\"small\">");
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i].at_best == ESTIMATE_REFUSED)
			html_el(p->h, "li", words_todo(&r->reasons[i], p->lang, p->a));
	html_lit(p->h, "</ul></div></section>\n");
}

/* ---- trust ------------------------------------------------------------------------ */

static void check_row(const struct est_page *p, bool passed, const struct msg *tag, struct str what,
		      struct str todo)
{
	html_lit(p->h, "<li>");
	if (passed)
		html_lit(p->h, "<span class=\"tag\">");
	else
		html_lit(p->h, "<span class=\"tag open\">");
	est_say(p, tag);
	html_lit(p->h, "</span><span>");
	html_text(p->h, what);
	if (todo.n) {
		html_lit(p->h, " ");
		html_text(p->h, todo);
	}
	html_lit(p->h, "</span></li>\n");
}

static const struct estimate_reason *reason_of(const struct estimate_result *r,
					       enum estimate_gate g)
{
	for (size_t i = 0; i < r->n_reasons; i++)
		if (r->reasons[i].gate == g)
			return &r->reasons[i];
	return NULL;
}

/* What was found in order, with the value and its threshold; in the order of the gates. */
static struct str passed_words(const struct est_page *p, enum estimate_gate g)
{
	const struct estimate_result *r = p->r;
	const struct lcmcr_result *m = &r->lcmcr;
	struct str arg[] = { STR(""), STR("") };
	switch (g) {
	case GATE_OVERLAP:
		arg[0] = est_decimal(p, 100 * r->share_two, 1);
		arg[1] = est_count(p, (double)r->on_three);
		return tr_fmt(
			p->a, p->lang,
			MSG_P("{1} % of the people are on two lists or more, {2} on three or more.",
			      "{1} ٪ افراد در دو فهرست یا بیشتر و {2} نفر در سه فهرست یا بیشترند."),
			arg, 2);
	case GATE_CONVERGENCE:
		arg[0] = est_decimal(p, m->rhat, 3);
		arg[1] = est_count(p, m->ess_bulk < m->ess_tail ? m->ess_bulk : m->ess_tail);
		return !m->head.made
			       ? STR("")
			       : tr_fmt(p->a, p->lang,
					MSG_P("Runs from different places agree: R-hat {1}, worth {2} draws.",
					      "اجراها از جاهای مختلف یکی شدند: R-hat برابر {1}، به ارزش {2} نمونه."),
					arg, 2);
	case GATE_AGREEMENT:
		/* Where nothing was computed nothing agrees. */
		return !m->head.made || !(r->dga.head.made || r->loglinear.head.made)
			       ? STR("")
			       : tr(p->lang, MSG_P("The methods agree.",
						   "روش‌ها هم‌خوان‌اند."));
	case GATE_PRIOR:
		return r->n_sensitivity == 0
			       ? STR("")
			       : tr(p->lang,
				    MSG_P("Other assumptions beforehand change little.",
					  "پیش‌فرض‌های دیگر کم دگرگون می‌کنند."));
	case GATE_LEAVE_ONE_OUT:
		return r->n_left_out == 0
			       ? STR("")
			       : tr(p->lang,
				    MSG_P("No one list carries the answer.",
					  "هیچ فهرستی به‌تنهایی پاسخ را نگه نمی‌دارد."));
	case GATE_CONNECTED:
		return tr(
			p->lang,
			MSG_P("All lists are connected by people they share.",
			      "همهٔ فهرست‌ها با افراد مشترک به هم پیوسته‌اند."));
	case GATE_LISTS:
	case GATE_COPY:
	case GATE_EXISTENCE:
	case GATE_CEILING:
	case GATES:
		break;
	}
	return STR("");
}

static void put_trust(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"dg\"><h2 id=\"dg\">");
	est_say(p, MSG_P("Can it be trusted?", "می‌توان به آن اعتماد کرد؟"));
	html_lit(p->h, "</h2><ul class=\"check\">\n");
	for (int g = 0; g < GATES; g++) {
		struct str ok = passed_words(p, (enum estimate_gate)g);
		if (ok.n && !reason_of(r, (enum estimate_gate)g))
			check_row(p, true, MSG_P("Passed", "پذیرفته"), ok, STR(""));
	}
	for (size_t i = 0; i < r->n_reasons; i++) {
		const struct estimate_reason *x = &r->reasons[i];
		static const struct msg TAGS[] = { MSG("Noted", "یادداشت"),
						   MSG("Range only", "تنها بازه"),
						   MSG("Refused", "خودداری") };
		check_row(p, false, &TAGS[x->at_best], words_reason(r, x, p->lang, p->a),
			  x->at_best == ESTIMATE_RANGE ? words_todo(x, p->lang, p->a) : STR(""));
	}
	for (size_t i = 0; i < r->n_notes; i++)
		check_row(p, false, MSG_P("Table", "جدول"), r->notes[i], STR(""));
	for (size_t i = 0; i < WORDS_ASSUMPTIONS; i++)
		check_row(p, false, MSG_P("Assumed", "فرض"), words_assumption(i, p->lang), STR(""));
	html_lit(p->h, "</ul></section>\n");
}

/* ---- the page --------------------------------------------------------------------- */

void report_estimate_body(struct html *h, const struct estimate_result *r, enum lang lang,
			  struct arena *a)
{
	struct est_page p = { h, r, lang, a };
	put_headline(&p);
	html_lit(h, "<div class=\"cols two\">");
	put_answer(&p);
	if (r->verdict == ESTIMATE_REFUSED)
		put_refusal(&p);
	else
		est_put_density(&p);
	html_lit(h, "</div>\n");
	est_put_overlap(&p);
	put_trust(&p);
	est_put_models(&p);
	est_put_variants(&p);
}

static void put_colophon(const struct est_page *p)
{
	const struct lcmcr_result *m = &p->r->lcmcr;
	struct str arg[] = { est_count(p, (double)p->r->seed),	 est_count(p, (double)m->n_chains),
			     est_count(p, (double)m->draws),	 est_count(p, (double)m->thin),
			     est_count(p, (double)m->n_classes), STR(VIGIL_VERSION) };
	html_lit(p->h, "<footer class=\"colophon\"><div class=\"wrap\"><p>");
	html_text(
		p->h,
		m->head.made
			? tr_fmt(p->a, p->lang,
				 MSG_P("Vigil {6}, seed {1}; {2} chains of {3} draws, every {4}th sweep, at most {5} classes. The same table, version and seed give the same page.",
				       "Vigil {6}، بذر {1}؛ {2} زنجیره با {3} نمونه، از هر {4} گام یکی، بیشینه {5} رده. همان جدول، نسخه و بذر همین برگه را می‌دهد."),
				 arg, 6)
			: tr_fmt(p->a, p->lang,
				 MSG_P("Vigil {6}, seed {1}.", "Vigil {6}، بذر {1}."), arg, 6));
	html_lit(p->h, "</p></div></footer>");
}

int report_estimate(const struct estimate_result *r, enum lang lang, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	struct est_page p = { &h, r, lang, a };
	put_page_head(ret, lang, MSG_P("How many are missing? – Vigil", "چند نفر نیستند؟ – Vigil"),
		      STR("style.css"));
	html_begin(&h, ret);
	html_lit(&h, "<body><main id=\"main\" class=\"wrap\">\n");
	report_estimate_body(&h, r, lang, a);
	html_lit(&h, "</main>");
	put_colophon(&p);
	html_lit(&h, "</body>");
	TRY(html_finish(&h, e));
	buf_lit(ret, "\n</html>\n");
	return buf_check(ret, e);
}
