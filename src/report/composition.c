/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/composition.h"

#include <math.h>

#include "report/plain.h"

#define Q_SHOWN 0.05

const struct msg *report_composition_verdict(const struct composition_row *r)
{
	static const struct msg CHANCE = MSG("may be chance", "شاید تصادفی");
	static const struct msg HOLDS =
		MSG("holds whatever the unknown were",
		    "ناشناخته‌ها هرچه باشند برقرار است");
	static const struct msg KNOWN = MSG(
		"of the known only: the unknown can undo it",
		"تنها در شناخته‌ها: ناشناخته‌ها می‌توانند آن را برگردانند");
	if (!(r->q <= Q_SHOWN) || r->tipping <= 1)
		return &CHANCE;
	return r->worst.lo > 0 || r->worst.hi < 0 ? &HOLDS : &KNOWN;
}

struct str report_composition_points(struct num_interval in, enum lang lang, struct arena *a)
{
	struct str args[] = { number_local(a, lang, str_printf(a, "%+.0f", 100 * in.lo)),
			      number_local(a, lang, str_printf(a, "%+.0f", 100 * in.hi)) };
	return tr_fmt(a, lang, MSG_P("{1} to {2}", "{1} تا {2}"), args, 2);
}

struct str report_composition_percent(double v, enum lang lang, struct arena *a)
{
	return number_local(a, lang, str_printf(a, "%.0f %%", 100 * v));
}

const struct msg *report_composition_key(void)
{
	static const struct msg KEY = MSG(
		"Differences are in points of a hundred, of the known; q allows for all rows having been "
		"looked at. TIPPING: how many times more completely this value, against the others, would have to be "
		"documented in one period for the change to vanish.",
		"تفاوت‌ها به واحد درصد و از شناخته‌هاست؛ q همهٔ ردیف‌های دیده‌شده را به حساب می‌آورد. برگردان: این مقدار "
		"در برابر دیگران در یک دوره باید چند برابر کامل‌تر مستند شده باشد تا تغییر از میان برود.");
	return &KEY;
}

/* ---- the page ----------------------------------------------------------------------- */

static const struct msg DIFFERENCE = MSG("Difference", "تفاوت");
static const struct msg WORST = MSG("At worst", "در بدترین حالت");
static const struct msg TIPPING = MSG("Tipping", "برگردان");
static const struct msg SAID = MSG("What may be said", "چه می‌توان گفت");
static const struct msg Q = MSG("q", "q");

static struct str number(const struct plain *p, double v)
{
	return isnan(v) ? STR("–") : number_local(p->a, p->lang, str_printf(p->a, "%.2g", v));
}

static void named(const struct plain *p, struct str label, struct str s)
{
	html_lit(p->h, "<td class=\"r\" data-l=\"");
	html_attr(p->h, label);
	html_lit(p->h, "\">");
	html_text(p->h, s);
	html_lit(p->h, "</td>");
}

static struct str counted(const struct plain *p, int64_t n, double share)
{
	struct str args[] = { plain_count(p, n), report_composition_percent(share, p->lang, p->a) };
	return isnan(share) ? args[0]
			    : tr_fmt(p->a, p->lang, MSG_P("{1} ({2})", "{1} ({2})"), args, 2);
}

static void put_row(const struct plain *p, const struct composition_table *t,
		    const struct composition_row *r)
{
	plain_row_head(p, r->value);
	named(p, t->name_before, counted(p, r->before, r->share_before));
	named(p, t->name_now, counted(p, r->now, r->share_now));
	plain_number(p, &DIFFERENCE, report_composition_points(r->difference, p->lang, p->a));
	plain_number(p, &WORST, report_composition_points(r->worst, p->lang, p->a));
	plain_number(p, &Q, number(p, r->q));
	plain_number(p, &TIPPING, plain_decimal(p, r->tipping, 2));
	html_lit(p->h, "<td data-l=\"");
	html_attr(p->h, tr(p->lang, &SAID));
	html_lit(p->h, "\">");
	plain_say(p, report_composition_verdict(r));
	html_lit(p->h, "</td></tr>\n");
}

static void put_heads(const struct plain *p, const struct composition_table *t)
{
	html_lit(p->h, "<div class=\"scroll\"><table class=\"cards\"><thead><tr>");
	plain_head(p, MSG_P("Value", "مقدار"), false);
	html_lit(p->h, "<th scope=\"col\" class=\"r\">");
	html_text(p->h, t->name_before);
	html_lit(p->h, "</th><th scope=\"col\" class=\"r\">");
	html_text(p->h, t->name_now);
	html_lit(p->h, "</th>");
	plain_head(p, &DIFFERENCE, true);
	plain_head(p, &WORST, true);
	plain_head(p, &Q, true);
	plain_head(p, &TIPPING, true);
	plain_head(p, &SAID, false);
	html_lit(p->h, "</tr></thead><tbody>\n");
}

static void put_property(const struct plain *p, const struct composition_table *t,
			 const struct composition *c)
{
	struct str args[] = { plain_decimal(p, c->v, 2), number(p, c->p),
			      plain_count(p, (int64_t)c->drawn) };
	html_lit(p->h, "<section class=\"block\">");
	if (c->property.n)
		html_el(p->h, "h2", c->property);
	put_heads(p, t);
	for (size_t i = 0; i < c->n; i++)
		put_row(p, t, &c->rows[i]);
	plain_row_head(p, tr(p->lang, MSG_P("unknown", "نامعلوم")));
	named(p, t->name_before, plain_count(p, c->unknown_before));
	named(p, t->name_now, plain_count(p, c->unknown_now));
	html_lit(p->h, "<td></td><td></td><td></td><td></td><td></td></tr>\n");
	html_lit(p->h, "</tbody></table></div><p class=\"small\">");
	plain_say_with(
		p,
		MSG_P("All values together: Cramer's V {1}, p = {2} ({3} tables drawn).",
		      "همهٔ مقدارها با هم: V کرامر {1}، p = {2} ({3} جدول کشیده‌شده)."),
		args, COUNT(args));
	html_lit(p->h, "</p></section>\n");
}

/* How many changes there are, and how many of them nothing unknown can undo. */
static struct str standfirst(const struct composition_table *t, enum lang lang, struct arena *a)
{
	int64_t rows = 0;
	int64_t beyond = 0;
	int64_t hold = 0;
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->items[i].n; k++) {
			const struct composition_row *r = &t->items[i].rows[k];
			bool more = r->q <= Q_SHOWN && r->tipping > 1;
			rows++;
			beyond += more;
			hold += more && (r->worst.lo > 0 || r->worst.hi < 0);
		}
	struct str args[] = { num_text(a, lang, rows), num_text(a, lang, beyond),
			      num_text(a, lang, hold) };
	return tr_fmt(
		a, lang,
		MSG_P("Of {1} values compared, {2} changed by more than chance explains among the known, and {3} whatever the unknown were.",
		      "از {1} مقدار سنجیده، {2} مقدار در میان شناخته‌ها بیش از تصادف تغییر کرد، و {3} مقدار با هر ناشناخته‌ای."),
		args, COUNT(args));
}

static void put_limits(const struct plain *p)
{
	static const struct msg ASSUMED = MSG("Assumed", "فرض");
	plain_limits_begin(p);
	plain_limit(
		p, &ASSUMED,
		tr(p->lang,
		   MSG_P("Within a period all values were documented equally well. No test can tell; “tipping” says how unequal it would have to be.",
			 "در هر دوره همهٔ مقدارها به یک اندازه مستند شده‌اند. هیچ آزمونی این را نمی‌گوید؛ «برگردان» می‌گوید چه اندازه نابرابری لازم است.")));
	plain_limits_end(p);
}

int report_composition(const struct composition_table *t, const struct composition_options *o,
		       enum lang lang, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	const struct plain p = { &h, lang, a };
	plain_begin(&p, ret, MSG_P("Then and now – Vigil", "آن زمان و اکنون – Vigil"),
		    MSG_P("Who, then and now", "چه کسانی، آن زمان و اکنون"), STR(""),
		    standfirst(t, lang, a));
	for (size_t i = 0; i < t->n; i++)
		put_property(&p, t, &t->items[i]);
	html_lit(&h, "<section class=\"block\"><p>");
	plain_say(&p, report_composition_key());
	html_lit(&h, "</p></section>\n");
	put_limits(&p);
	return plain_end(&p, ret, num_text(a, lang, (int64_t)o->seed), e);
}
