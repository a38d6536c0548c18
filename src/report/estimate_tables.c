/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_tables.c - what each model says, and what it would say had something else been assumed. */
#include "report/estimate_priv.h"

#include "estimate/words.h"

static void head(const struct est_page *p, const struct msg *title,
		 const struct msg *const *columns, size_t n)
{
	html_lit(p->h, "<section class=\"block\"><h2>");
	est_say(p, title);
	html_lit(p->h, "</h2><div class=\"scroll\"><table><thead><tr>");
	for (size_t i = 0; i < n; i++) {
		html_lit(p->h, "<th scope=\"col\"");
		html_if(p->h, i > 0 && i < 3, " class=\"r\"");
		html_lit(p->h, ">");
		est_say(p, columns[i]);
		html_lit(p->h, "</th>");
	}
	html_lit(p->h, "</tr></thead><tbody>\n");
}

static void foot(const struct est_page *p)
{
	html_lit(p->h, "</tbody></table></div></section>\n");
}

/* Names of models and numbers with a sign run from the left in any line. */
static struct str as_written(const struct est_page *p, struct str s)
{
	return lang_is_rtl(p->lang) ? str_printf(p->a, "\u2066%.*s\u2069", STR_FMT(s)) : s;
}

static void row(const struct est_page *p, struct str name, struct str centre, struct str interval,
		struct str more)
{
	html_lit(p->h, "<tr><th scope=\"row\">");
	html_text(p->h, name);
	html_lit(p->h, "</th>");
	html_el_class(p->h, "td", "r", centre);
	html_el_class(p->h, "td", "r", interval);
	html_el(p->h, "td", more);
	html_lit(p->h, "</tr>\n");
}

static void method(const struct est_page *p, const struct msg *name, const struct estimate_head *h,
		   struct str more)
{
	if (!h->made && !h->why_not.n)
		return;
	row(p, tr(p->lang, name), est_count(p, h->made ? h->n.centre : NUM_NAN),
	    h->made ? est_interval(p, h->n.lo, h->n.hi) : STR("–"), h->made ? more : h->why_not);
}

static struct str near_words(const struct est_page *p)
{
	const struct loglinear_result *m = &p->r->loglinear;
	struct str arg[] = { est_count(p, (double)m->near2),
			     est_interval(p, m->near2_lo, m->near2_hi),
			     est_count(p, (double)m->tried) };
	return tr_fmt(
		p->a, p->lang,
		MSG_P("best by BIC; {1} of {3} models fit nearly as well: {2}",
		      "بهترین از روی BIC؛ {1} از {3} مدل کم‌وبیش به همین اندازه برازنده‌اند: {2}"),
		arg, 3);
}

static struct str chains_words(const struct est_page *p)
{
	const struct lcmcr_result *m = &p->r->lcmcr;
	struct str arg[] = { est_decimal(p, m->rhat, 3), est_count(p, m->ess_bulk),
			     est_count(p, m->ess_tail), est_decimal(p, m->classes, 1),
			     est_decimal(p, 100 * m->at_cap, 2) };
	return tr_fmt(
		p->a, p->lang,
		MSG_P("R-hat {1}; effective draws {2}, in the tails {3}; {4} classes; {5} % beyond twenty times the people seen",
		      "R-hat برابر {1}؛ نمونهٔ مؤثر {2}، در دنباله‌ها {3}؛ {4} رده؛ {5} ٪ فراتر از بیست برابر افراد دیده‌شده"),
		arg, 5);
}

void est_put_models(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	static const struct msg COLUMNS[] = { MSG("Model", "مدل"), MSG("Total", "شمار کل"),
					      MSG("95 in 100", "۹۵ درصد"),
					      MSG("Remarks", "یادداشت") };
	const struct msg *const c[] = { &COLUMNS[0], &COLUMNS[1], &COLUMNS[2], &COLUMNS[3] };
	const struct loglinear_result *m = &r->loglinear;
	head(p, MSG_P("What the models say", "آنچه مدل‌ها می‌گویند"), c,
	     COUNT(c));
	method(p, MSG_P("Latent classes (LCMCR)", "رده‌های پنهان (LCMCR)"),
	       &r->lcmcr.head, chains_words(p));
	method(p, MSG_P("Graphs averaged (DGA)", "میانگین گراف‌ها (DGA)"),
	       &r->dga.head, STR(""));
	method(p, MSG_P("Log-linear", "لگ‌خطی"), &m->head, near_words(p));
	method(p, MSG_P("Sparse log-linear", "لگ‌خطی تُنُک"), &r->sparse.head,
	       r->sparse.model);
	method(p, MSG_P("Chao's floor", "کف چائو"), &r->floor.head,
	       tr(p->lang,
		  MSG_P("a floor, if lists are not negatively related",
			"کف، اگر فهرست‌ها رابطهٔ منفی نداشته باشند")));
	foot(p);
	if (!m->head.made)
		return;
	static const struct msg TIE_COLUMNS[] = { MSG("Model", "مدل"), MSG("Total", "شمار کل"),
						  MSG("95 in 100", "۹۵ درصد"),
						  MSG("BIC behind the best", "BIC پس از بهترین") };
	const struct msg *const t[] = { &TIE_COLUMNS[0], &TIE_COLUMNS[1], &TIE_COLUMNS[2],
					&TIE_COLUMNS[3] };
	head(p,
	     MSG_P("Log-linear models that nearly tie",
		   "مدل‌های لگ‌خطی کم‌وبیش برابر"),
	     t, COUNT(t));
	for (size_t i = 0; i < m->n_models && i < 20; i++)
		row(p, as_written(p, m->models[i].name), est_count(p, m->models[i].n),
		    est_interval(p, m->models[i].lo, m->models[i].hi),
		    est_decimal(p, m->models[i].bic - m->models[0].bic, 1));
	foot(p);
}

static struct str variant_name(const struct est_page *p, const struct estimate_variant *v)
{
	struct str arg[] = { as_written(p, v->name), est_decimal(p, v->rhat, 2) };
	if (!v->disagree)
		return arg[0];
	return tr_fmt(p->a, p->lang,
		      MSG_P("{1}; runs did not settle: R-hat {2}",
			    "{1}؛ اجراها یکی نشدند: R-hat برابر {2}"),
		      arg, 2);
}

static void variants(const struct est_page *p, const struct msg *title, const struct msg *last,
		     const struct estimate_variant *v, size_t n, bool truth)
{
	static const struct msg COLUMNS[] = { MSG("Assumed, or left out", "فرض یا کنارگذاشته"),
					      MSG("Total", "شمار کل"),
					      MSG("95 in 100", "۹۵ درصد") };
	const struct msg *const c[] = { &COLUMNS[0], &COLUMNS[1], &COLUMNS[2], last };
	if (n == 0)
		return;
	head(p, title, c, COUNT(c));
	for (size_t i = 0; i < n; i++)
		row(p, variant_name(p, &v[i]), est_count(p, v[i].n.centre),
		    est_interval(p, v[i].n.lo, v[i].n.hi),
		    truth ? est_count(p, (double)v[i].truth)
			  : str_printf(
				    p->a, "%.*s %%",
				    STR_FMT(as_written(p, est_decimal(p, 100 * v[i].moved, 1)))));
	foot(p);
}

void est_put_variants(const struct est_page *p)
{
	const struct estimate_result *r = p->r;
	static const struct msg MOVED = MSG("Moved by", "جابه‌جایی");
	static const struct msg TRUTH = MSG("In truth", "راستین");
	variants(p,
		 MSG_P("Had something else been assumed",
		       "اگر چیز دیگری فرض می‌شد"),
		 &MOVED, r->sensitivity, r->n_sensitivity, false);
	variants(p, MSG_P("Without one list", "بی یکی از فهرست‌ها"), &MOVED,
		 r->left_out, r->n_left_out, false);
	if (words_nothing_left_out(r, p->lang).n)
		html_el_class(p->h, "p", "small", words_nothing_left_out(r, p->lang));
	variants(p,
		 MSG_P("Each list as a population whose size is known",
		       "هر فهرست به جای جمعیتی با شمار دانسته"),
		 &TRUTH, r->within, r->n_within, true);
}
