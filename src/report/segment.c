/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/segment.h"

#include <math.h>

#include "report/plain.h"
#include "watch/words.h"

/* Neighbours that correlate by more are told of. */
#define ALIKE 0.3

static struct str number(double v, enum lang lang, struct arena *a)
{
	return number_local(a, lang, str_printf(a, "%.3g", v));
}

void report_segment_rows(const struct segment *r, struct segment_row ret[SEGMENT_ROWS])
{
	static const struct msg LEVEL = MSG("level, at once", "سطح، یک‌باره");
	static const struct msg BEFORE = MSG("trend before, a year", "روند پیشین، سالانه");
	static const struct msg AFTER = MSG("trend after, a year", "روند پسین، سالانه");
	static const struct msg CHANGE = MSG("trend, after over before", "روند، پس بر پیش");
	static const struct msg LAST =
		MSG("last period, with over without", "واپسین دوره، با بر بی");
	ret[0] = (struct segment_row){ &LEVEL, &r->level };
	ret[1] = (struct segment_row){ &BEFORE, &r->before };
	ret[2] = (struct segment_row){ &AFTER, &r->after };
	ret[3] = (struct segment_row){ &CHANGE, &r->change };
	ret[4] = (struct segment_row){ &LAST, &r->last };
}

struct str report_segment_head(const struct segment_answer *x, enum lang lang, struct arena *a)
{
	const struct segment *r = &x->r;
	struct str args[] = {
		x->s->name.n ? x->s->name : tr(lang, MSG_P("(one series)", "(یک سری)")),
		num_text(a, lang, (int64_t)r->at - 1),
		watch_period(x->s, r->at, lang, a),
		num_text(a, lang, (int64_t)(x->s->n - r->at) + 1),
		r->season ? tr(lang, MSG_P(", seasons taken out",
					   "، فصل‌ها کنار گذاشته"))
			  : STR(""),
	};
	return tr_fmt(a, lang,
		      MSG_P("{1}: {2} periods before {3}, {4} from then on{5}.",
			    "{1}: {2} دوره پیش از {3} و {4} دوره از آن پس{5}."),
		      args, COUNT(args));
}

struct str report_segment_verdict(const struct segment *r, enum lang lang, struct arena *a)
{
	static const struct msg UP =
		MSG("The level rose at once, {1} to {2} times.",
		    "سطح یک‌باره بالا رفت، {1} تا {2} برابر.");
	static const struct msg DOWN = MSG(
		"The level fell at once, to {1} to {2} times what it was.",
		"سطح یک‌باره پایین آمد، به {1} تا {2} برابر آنچه بود.");
	static const struct msg NONE =
		MSG("A change of level may be chance: from {1} to {2} times is all possible.",
		    "تغییر سطح شاید تصادفی باشد: از {1} تا {2} برابر، همه ممکن است.");
	struct str args[] = { number(r->level.in.lo, lang, a), number(r->level.in.hi, lang, a) };
	return tr_fmt(a, lang,
		      r->level.in.lo > 1   ? &UP
		      : r->level.in.hi < 1 ? &DOWN
					   : &NONE,
		      args, 2);
}

struct str report_segment_alike(const struct segment *r, enum lang lang, struct arena *a)
{
	struct str n = number(r->neighbour, lang, a);
	if (!(fabs(r->neighbour) > ALIKE))
		return STR("");
	return tr_fmt(
		a, lang,
		MSG_P("Neighbouring periods are alike ({1}): bounds allow for it, but in short series "
		      "hold the truth less often than they say.",
		      "دوره‌های همسایه به هم می‌مانند ({1}): کران‌ها آن را به حساب می‌آورند، ولی در سری‌های "
		      "کوتاه کمتر از آنچه می‌گویند درست‌اند."),
		&n, 1);
}

/* ---- the page ----------------------------------------------------------------------- */

static const struct msg RATIO = MSG("Times", "چند برابر");
static const struct msg BOUNDS = MSG("Bounds", "کران‌ها");
static const struct msg CHANCE = MSG("p", "p");

static void put_table(const struct plain *p, const struct segment *r)
{
	struct segment_row rows[SEGMENT_ROWS];
	report_segment_rows(r, rows);
	html_lit(p->h, "<table class=\"cards\"><thead><tr>");
	plain_head(p, MSG_P("What", "چه"), false);
	plain_head(p, &RATIO, true);
	plain_head(p, &BOUNDS, true);
	plain_head(p, &CHANCE, true);
	html_lit(p->h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < SEGMENT_ROWS; i++) {
		const struct segment_ratio *x = rows[i].ratio;
		plain_row_head(p, tr(p->lang, rows[i].what));
		plain_number(p, &RATIO, number(x->ratio, p->lang, p->a));
		plain_number(p, &BOUNDS,
			     plain_between(p, number(x->in.lo, p->lang, p->a),
					   number(x->in.hi, p->lang, p->a)));
		plain_number(p, &CHANCE, number(x->p, p->lang, p->a));
		html_lit(p->h, "</tr>\n");
	}
	html_lit(p->h, "</tbody></table>\n");
}

static void put_one(const struct plain *p, const struct segment_answer *x)
{
	html_lit(p->h, "<section class=\"block\">");
	if (x->refused.n) {
		html_el_class(p->h, "p", "notice", x->refused);
	} else {
		html_el(p->h, "h2", report_segment_head(x, p->lang, p->a));
		html_el(p->h, "p", report_segment_verdict(&x->r, p->lang, p->a));
		put_table(p, &x->r);
		if (report_segment_alike(&x->r, p->lang, p->a).n)
			html_el_class(p->h, "p", "notice",
				      report_segment_alike(&x->r, p->lang, p->a));
	}
	html_lit(p->h, "</section>\n");
}

static void put_limits(const struct plain *p)
{
	static const struct msg ASSUMED = MSG("Assumed", "فرض");
	plain_limits_begin(p);
	plain_limit(
		p, &ASSUMED,
		tr(p->lang,
		   MSG_P("The day comes from elsewhere: a law, an election, a new office-holder. A day chosen because counts rose there proves itself.",
			 "روز از جای دیگر آمده است: قانونی، انتخاباتی، مقام تازه‌ای. روزی که چون شمارها آن‌جا بالا رفته برگزیده شود خود را اثبات می‌کند.")));
	plain_limit(
		p, &ASSUMED,
		tr(p->lang,
		   MSG_P("Nothing else changed on that day, and both sides were documented equally well.",
			 "در آن روز چیز دیگری دگرگون نشد و دو سو به یک اندازه مستند شده است.")));
	plain_limits_end(p);
}

int report_segment(const struct segment_answer *x, size_t n, enum lang lang, struct buf *ret,
		   struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	const struct plain p = { &h, lang, a };
	int64_t changed = 0;
	int64_t judged = 0;
	for (size_t i = 0; i < n; i++) {
		const struct num_interval *in = &x[i].r.level.in;
		judged += !x[i].refused.n;
		changed += !x[i].refused.n && (in->lo > 1 || in->hi < 1);
	}
	struct str args[] = { num_text(a, lang, changed), num_text(a, lang, judged) };
	plain_begin(
		&p, ret, MSG_P("Before and after – Vigil", "پیش و پس – Vigil"),
		MSG_P("Did it change that day?", "آیا آن روز دگرگون شد؟"), STR(""),
		tr_fmt(a, lang,
		       MSG_P("The level of {1} of {2} series changed at once by more than chance explains.",
			     "سطح {1} سری از {2} سری یک‌باره بیش از تصادف دگرگون شد."),
		       args, 2));
	for (size_t i = 0; i < n; i++)
		put_one(&p, &x[i]);
	put_limits(&p);
	return plain_end(&p, ret, STR(""), e);
}
