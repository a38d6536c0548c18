/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_rate.c - two periods compared. Needs no vault. */
#include "cli/app.h"

#include <math.h>

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "report/rate.h"

/* ---- what was asked -------------------------------------------------------- */

static int read_count(struct str s, const char *name, int64_t *ret, struct err *e)
{
	if (!str_to_int(s, ret) || *ret < 0)
		return err_set(e, ERR_INPUT, "%s is a whole number from 0, not \"%.*s\"", name,
			       STR_FMT(s));
	if (*ret > INT32_MAX)
		return err_set(e, ERR_INPUT,
			       "%s is at most 2,147,483,647: a count is of what was recorded, one by one",
			       name);
	return 0;
}

static int read_time(struct str s, const char *name, double *ret, struct err *e)
{
	if (!str_to_real(s, ret) || *ret <= 0)
		return err_set(e, ERR_INPUT,
			       "%s is the length of a period, a number above 0, not \"%.*s\"", name,
			       STR_FMT(s));
	return 0;
}

static int read_option(struct app *app, const char *name, double *ret, struct err *e)
{
	struct str s = given_str(&app->given, name);
	if (s.p && !str_to_real(s, ret))
		return err_set(e, ERR_INPUT, "%s takes a number, not \"%.*s\"", name, STR_FMT(s));
	return 0;
}

static int ask(struct app *app, struct rate_change *ret, struct err *e)
{
	int64_t x1, x0;
	double t1, t0;
	double phi = 1;
	double conf = 0.95;
	TRY(read_count(given_arg(&app->given, 0), "X1", &x1, e));
	TRY(read_time(given_arg(&app->given, 1), "T1", &t1, e));
	TRY(read_count(given_arg(&app->given, 2), "X0", &x0, e));
	TRY(read_time(given_arg(&app->given, 3), "T0", &t0, e));
	TRY(read_option(app, "--phi", &phi, e));
	TRY(read_option(app, "--confidence", &conf, e));
	return rate_compare(x1, t1, x0, t0, phi, conf, ret, e);
}

/* ---- the answer ------------------------------------------------------------- */

static void put_interval(struct jout *j, const char *key, struct num_interval in)
{
	jout_object(j, key);
	jout_real(j, "lo", in.lo);
	jout_real(j, "hi", in.hi);
	jout_close(j);
}

static void put_period(struct jout *j, const char *key, const struct rate_period *p)
{
	jout_object(j, key);
	jout_int(j, "count", p->count);
	jout_real(j, "time", p->time);
	jout_real(j, "rate", p->rate);
	jout_real(j, "lo", p->in.lo);
	jout_real(j, "hi", p->in.hi);
	jout_close(j);
}

static void put_json(struct app *app, const struct rate_change *c)
{
	struct jout j = jout_begin(&app->out);
	put_period(&j, "now", &c->now);
	put_period(&j, "before", &c->before);
	jout_real(&j, "confidence", c->conf);
	jout_real(&j, "ratio", c->ratio.ratio);
	put_interval(&j, "exact", c->ratio.exact);
	put_interval(&j, "midp", c->ratio.midp);
	jout_real(&j, "p_central", c->ratio.p_central);
	jout_real(&j, "p_minlike", c->ratio.p_minlike);
	jout_real(&j, "p_mid", c->ratio.p_mid);
	jout_real(&j, "phi", c->phi);
	put_interval(&j, "spread", c->spread);
	jout_real(&j, "tipping", c->tipping);
	jout_end(&j);
}

static struct str real(struct app *app, double v)
{
	if (isnan(v))
		return STR("-");
	if (isinf(v))
		return app_tr(app, MSG_P("no bound", "بی‌کران"));
	return str_printf(app->a, "%.3g", v);
}

static struct str span(struct app *app, struct num_interval in)
{
	struct str args[] = { real(app, in.lo), real(app, in.hi) };
	return tr_fmt(app->a, app->lang, MSG_P("{1} to {2}", "{1} تا {2}"), args, 2);
}

static void put_row(struct app *app, struct grid *g, const struct msg *what, struct str value,
		    struct num_interval in)
{
	grid_add(g, app_tr(app, what));
	grid_add(g, value);
	grid_add(g, span(app, in));
}

static struct str period_words(struct app *app, const struct rate_period *p)
{
	return str_printf(app->a, "%lld / %.6g = %.3g", (long long)p->count, p->time, p->rate);
}

static void put_text(struct app *app, const struct rate_change *c)
{
	struct grid g = grid_new(app->a, 3);
	put_row(app, &g, MSG_P("now", "اکنون"), period_words(app, &c->now), c->now.in);
	put_row(app, &g, MSG_P("before", "پیش از آن"), period_words(app, &c->before), c->before.in);
	put_row(app, &g, MSG_P("ratio, exact", "نسبت، دقیق"), real(app, c->ratio.ratio),
		c->ratio.exact);
	put_row(app, &g, MSG_P("ratio, mid-P", "نسبت، mid-P"), real(app, c->ratio.ratio),
		c->ratio.midp);
	if (!isnan(c->spread.lo))
		put_row(app, &g, MSG_P("ratio, in batches", "نسبت، دسته‌جمعی"),
			real(app, c->ratio.ratio), c->spread);
	grid_put(&g, 0, &app->out);
	buf_printf(&app->out, "p = %.3g (central), %.3g (mid-P)\n", c->ratio.p_central,
		   c->ratio.p_mid);
	buf_printf(&app->out, "%.*s\n", STR_FMT(report_rate_words(c, app->lang, app->a)));
	if (report_rate_assumed(c, app->lang).n)
		buf_printf(&app->out, "%.*s\n", STR_FMT(report_rate_assumed(c, app->lang)));
}

static int write_report(struct app *app, const struct rate_change *c, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	TRY(report_rate(c, app->lang, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

static int run(struct app *app, struct err *e)
{
	struct rate_change c;
	TRY(ask(app, &c, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, &c, e));
	if (app->json)
		put_json(app, &c);
	else
		put_text(app, &c);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--phi", 0, OPTION_TEXT, "F", false,
	  MSG("how far counts spread: variance over mean, 1 for events that come one by one",
	      "پراکندگی شمار: واریانس بخش بر میانگین؛ ۱ برای رویدادهای تک‌تک") },
	{ "--confidence", 0, OPTION_TEXT, "P", false,
	  MSG("of the bounds, both sides together (0.95)",
	      "اطمینان کران‌ها، دو سو با هم (۰٫۹۵)") },
	{ "--report", 0, OPTION_FILE, "FILE", false,
	  MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("as other commands take it; nothing is drawn here",
	      "چنان‌که فرمان‌های دیگر می‌پذیرند؛ این‌جا چیزی کشیده نمی‌شود") },
	{ 0 },
};

const struct command cmd_rate = {
	.name = "rate",
	.args = "X1 T1 X0 T0",
	.summary = MSG("Compare how often something happened in two periods.",
		       "مقایسهٔ فراوانی یک رویداد در دو دوره."),
	.help = MSG(
		"X1 events in a period of length T1 (days, weeks: any unit) against X0 in T0 before. Gives each rate with "
		"its bounds, the ratio with exact and mid-P bounds, and in words what may be said of it.\n\n"
		"With it stands the tipping coverage: how much more completely one period would have to be documented than "
		"the other for the change to vanish. No test can rule that out; it is for you to judge.",
		"X1 رویداد در دوره‌ای به درازای T1 (روز، هفته: هر یکا) در برابر X0 رویداد در T0 پیش از آن. هر فراوانی با "
		"کران‌هایش، نسبت با کران‌های دقیق و mid-P، و به زبان ساده این‌که چه می‌توان گفت.\n\n"
		"پوشش برگرداننده نیز می‌آید: یک دوره باید چند برابر کامل‌تر از دیگری مستند شده باشد تا تغییر از میان برود. "
		"هیچ آزمونی این را رد نمی‌کند؛ داوری با شماست."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
