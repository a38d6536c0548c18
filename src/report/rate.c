/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report/rate.h"

#include <math.h>

#include "report/plain.h"

static const struct msg CHANCE =
	MSG("The difference may be chance: from {1} to {2} times as often is all possible.",
	    "این تفاوت شاید تصادفی باشد: از {1} تا {2} برابر، همه ممکن است.");
static const struct msg MORE = MSG(
	"More often than before: {1} to {2} times. The change would vanish if the first period were documented "
	"{3} times as completely as the second.",
	"بیشتر از پیش: {1} تا {2} برابر. اگر دورهٔ نخست {3} برابر کامل‌تر از دورهٔ دوم مستند شده باشد، این تغییر از میان "
	"می‌رود.");
static const struct msg LESS = MSG(
	"Less often than before: {1} to {2} times. The change would vanish if the second period were documented "
	"{3} times as completely as the first.",
	"کمتر از پیش: {1} تا {2} برابر. اگر دورهٔ دوم {3} برابر کامل‌تر از دورهٔ نخست مستند شده باشد، این تغییر از میان "
	"می‌رود.");

static struct str short_real(double v, enum lang lang, struct arena *a)
{
	if (isnan(v))
		return STR("-");
	if (isinf(v))
		return tr(lang, MSG_P("no bound", "بی‌کران"));
	return number_local(a, lang, str_printf(a, "%.3g", v));
}

struct str report_rate_words(const struct rate_change *c, enum lang lang, struct arena *a)
{
	struct num_interval in = isnan(c->spread.lo) ? c->ratio.exact : c->spread;
	struct str args[] = { short_real(in.lo, lang, a), short_real(in.hi, lang, a),
			      short_real(c->tipping, lang, a) };
	return tr_fmt(a, lang, in.lo > 1 ? &MORE : in.hi < 1 ? &LESS : &CHANCE, args, COUNT(args));
}

struct str report_rate_assumed(const struct rate_change *c, enum lang lang)
{
	if (!isnan(c->spread.lo))
		return STR("");
	return tr(
		lang,
		MSG_P("Bounds hold for events that come one by one. If they come in batches, "
		      "give --phi: their variance over their mean.",
		      "این کران‌ها برای رویدادهایی است که یکی‌یکی رخ می‌دهند. اگر دسته‌جمعی رخ می‌دهند، "
		      "‎--phi را بدهید: واریانس آن‌ها بخش بر میانگینشان."));
}

/* ---- the page ----------------------------------------------------------------------- */

static struct str between(const struct plain *p, struct num_interval in)
{
	return plain_between(p, short_real(in.lo, p->lang, p->a), short_real(in.hi, p->lang, p->a));
}

static void put_period(const struct plain *p, const struct msg *name, const struct rate_period *x)
{
	plain_row_head(p, tr(p->lang, name));
	plain_number(p, MSG_P("Count", "شمار"), plain_count(p, x->count));
	plain_number(p, MSG_P("Length", "درازا"), short_real(x->time, p->lang, p->a));
	plain_number(p, MSG_P("Rate", "فراوانی"), short_real(x->rate, p->lang, p->a));
	plain_number(p, MSG_P("Bounds", "کران‌ها"), between(p, x->in));
	html_lit(p->h, "</tr>\n");
}

static void put_periods(const struct plain *p, const struct rate_change *c)
{
	html_lit(p->h, "<section class=\"block heavy\" aria-labelledby=\"pe\"><h2 id=\"pe\">");
	plain_say(p, MSG_P("The two periods", "دو دوره"));
	html_lit(p->h, "</h2>\n<table class=\"cards\"><thead><tr>");
	plain_head(p, MSG_P("Period", "دوره"), false);
	plain_head(p, MSG_P("Count", "شمار"), true);
	plain_head(p, MSG_P("Length", "درازا"), true);
	plain_head(p, MSG_P("Rate", "فراوانی"), true);
	plain_head(p, MSG_P("Bounds", "کران‌ها"), true);
	html_lit(p->h, "</tr></thead><tbody>\n");
	put_period(p, MSG_P("Now", "اکنون"), &c->now);
	put_period(p, MSG_P("Before", "پیش از آن"), &c->before);
	html_lit(p->h, "</tbody></table></section>\n");
}

static void put_ratio_row(const struct plain *p, const struct msg *name, struct num_interval in)
{
	plain_row_head(p, tr(p->lang, name));
	plain_number(p, MSG_P("Bounds", "کران‌ها"), between(p, in));
	html_lit(p->h, "</tr>\n");
}

static void put_ratio(const struct plain *p, const struct rate_change *c)
{
	struct str args[] = { short_real(c->ratio.ratio, p->lang, p->a),
			      short_real(c->ratio.p_central, p->lang, p->a),
			      short_real(c->ratio.p_mid, p->lang, p->a),
			      short_real(100 * c->conf, p->lang, p->a) };
	html_lit(p->h, "<section class=\"block\" aria-labelledby=\"ra\"><h2 id=\"ra\">");
	plain_say(p, MSG_P("How many times as often", "چند برابر"));
	html_lit(p->h, "</h2>\n<p>");
	plain_say_with(
		p,
		MSG_P("The ratio of the rates is {1}. Bounds are of {4} %; p = {2} (central), {3} (mid-P).",
		      "نسبت فراوانی‌ها {1} است. کران‌ها {4} ٪ است؛ p برابر {2} (مرکزی) و {3} (mid-P)."),
		args, COUNT(args));
	html_lit(p->h, "</p>\n<table class=\"cards\"><thead><tr>");
	plain_head(p, MSG_P("How", "چگونه"), false);
	plain_head(p, MSG_P("Bounds", "کران‌ها"), true);
	html_lit(p->h, "</tr></thead><tbody>\n");
	put_ratio_row(p, MSG_P("Exact (Clopper and Pearson)", "دقیق (کلاپر و پیرسون)"),
		      c->ratio.exact);
	put_ratio_row(p, MSG_P("Mid-P", "mid-P"), c->ratio.midp);
	if (!isnan(c->spread.lo))
		put_ratio_row(p,
			      MSG_P("For events in batches",
				    "برای رویدادهای دسته‌جمعی"),
			      c->spread);
	html_lit(p->h, "</tbody></table></section>\n");
}

static const struct msg ASSUMED = MSG("Assumed", "فرض");

static void put_limits(const struct plain *p, const struct rate_change *c)
{
	struct str assumed = report_rate_assumed(c, p->lang);
	plain_limits_begin(p);
	plain_limit(
		p, &ASSUMED,
		tr(p->lang,
		   MSG_P("Both periods were documented equally well. No test can tell; the sentence above says how unequal it would have to be.",
			 "هر دو دوره به یک اندازه مستند شده است. هیچ آزمونی این را نمی‌گوید؛ جملهٔ بالا می‌گوید چه اندازه نابرابری لازم است.")));
	if (assumed.n) {
		plain_limit(p, &ASSUMED, assumed);
	}
	plain_limits_end(p);
}

int report_rate(const struct rate_change *c, enum lang lang, struct buf *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct html h;
	const struct plain p = { &h, lang, a };
	plain_begin(&p, ret, MSG_P("Two periods compared – Vigil", "مقایسهٔ دو دوره – Vigil"),
		    MSG_P("More often than before?", "بیشتر از پیش؟"), STR(""),
		    report_rate_words(c, lang, a));
	put_periods(&p, c);
	put_ratio(&p, c);
	put_limits(&p, c);
	return plain_end(&p, ret, STR(""), e);
}
