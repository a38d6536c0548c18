/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_rate_series.c - did level or trend of a series change at a given day? Needs no vault. */
#include "cli/app.h"

#include <math.h>

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/problems.h"
#include "report/segment.h"
#include "watch/series.h"

static int read_file(struct app *app, struct series_set *ret, struct err *e)
{
	struct str path = given_arg(&app->given, 0);
	struct str freq = given_str(&app->given, "--freq");
	struct series_options o = { .lang = app->lang };
	struct csv_problems ps;
	struct str bytes;
	struct series_set sources;
	o.today = app_today(app);
	o.freq = !freq.n ? 0 : str_eq(freq, STR("12")) ? 12 : 52;
	TRY(app_file(app, path, SERIES_FILE_MAX, &bytes, e));
	TRY(series_read_all(bytes, &o, app->a, ret, &sources, &ps, e));
	if (ps.n) {
		problems_put_csv(app, &ps);
		return err_set(e, ERR_INPUT, "%.*s: nothing was compared", STR_FMT(path));
	}
	if (!ret->n)
		return err_set(e, ERR_INPUT, "%.*s has no row with a count", STR_FMT(path));
	return 0;
}

/* The period that begins with or is called so, from 1; 0: none. */
static size_t period_named(const struct series *s, struct str name)
{
	int64_t t;
	for (size_t i = 0; s->label && i < s->n; i++)
		if (str_eq(s->label[i], name))
			return i + 1;
	if (!s->by_date && str_to_int(name, &t) && t >= s->first && t < s->first + (int64_t)s->n)
		return (size_t)(t - s->first) + 1;
	return 0;
}

static int judge(struct app *app, const struct series_set *set, struct segment_answer *x,
		 struct err *e)
{
	struct str at = given_str(&app->given, "--at");
	struct str conf_text = given_str(&app->given, "--confidence");
	double conf = 0.95;
	if (!at.p)
		return err_set(e, CLI_USAGE,
			       "--at PERIOD is needed: from which period on, known from elsewhere");
	if (conf_text.p && (!str_to_real(conf_text, &conf) || !(conf > 0 && conf < 1)))
		return err_set(e, ERR_INPUT, "the confidence is between 0 and 1: 0.95");
	for (size_t i = 0; i < set->n; i++) {
		const struct series *s = &set->parts[i].s;
		struct err why = { 0 };
		size_t t = period_named(s, at);
		x[i].s = s;
		if (!t)
			return err_set(e, ERR_INPUT, "\"%.*s\" has no period %.*s",
				       STR_FMT(s->name.n ? s->name : STR("the series")),
				       STR_FMT(at));
		if (segment_fit(s, t, conf, &x[i].r, &why) < 0)
			x[i].refused = str_copy(app->a, str_of(why.text));
	}
	return 0;
}

/* ---- JSON -------------------------------------------------------------------- */

static void put_ratio(struct jout *j, const char *key, const struct segment_ratio *r)
{
	jout_object(j, key);
	jout_real(j, "ratio", r->ratio);
	jout_real(j, "lo", r->in.lo);
	jout_real(j, "hi", r->in.hi);
	jout_real(j, "p", r->p);
	jout_close(j);
}

static void put_json(struct app *app, const struct segment_answer *x, size_t n)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "at", given_str(&app->given, "--at"));
	jout_array(&j, "series");
	for (size_t i = 0; i < n; i++) {
		const struct segment *r = &x[i].r;
		jout_object(&j, NULL);
		jout_str(&j, "series", x[i].s->name);
		jout_text(&j, "refused", x[i].refused);
		if (!x[i].refused.n) {
			jout_int(&j, "before", (int64_t)r->at - 1);
			jout_int(&j, "after", (int64_t)(x[i].s->n - r->at) + 1);
			put_ratio(&j, "level", &r->level);
			put_ratio(&j, "trend_before", &r->before);
			put_ratio(&j, "trend_after", &r->after);
			put_ratio(&j, "trend_change", &r->change);
			put_ratio(&j, "last", &r->last);
			jout_real(&j, "phi", r->phi);
			jout_real(&j, "theta", r->theta);
			jout_real(&j, "neighbour", r->neighbour);
			jout_int(&j, "lag", (int64_t)r->lag);
			jout_bool(&j, "season", r->season);
		}
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

/* ---- text -------------------------------------------------------------------- */

static struct str number(struct app *app, double v)
{
	return number_local(app->a, app->lang, str_printf(app->a, "%.3g", v));
}

static void put_one(struct app *app, const struct segment_answer *x)
{
	struct grid g = grid_new(app->a, 4);
	struct segment_row rows[SEGMENT_ROWS];
	if (x->refused.n) {
		buf_printf(&app->out, "(!) %.*s\n", STR_FMT(text_harmless(app->a, x->refused)));
		return;
	}
	buf_printf(&app->out, "%.*s\n",
		   STR_FMT(text_harmless(app->a, report_segment_head(x, app->lang, app->a))));
	report_segment_rows(&x->r, rows);
	for (size_t i = 0; i < SEGMENT_ROWS; i++) {
		const struct segment_ratio *r = rows[i].ratio;
		struct str range[] = { number(app, r->in.lo), number(app, r->in.hi) };
		grid_add(&g, app_tr(app, rows[i].what));
		grid_add(&g, number(app, r->ratio));
		grid_add(&g,
			 tr_fmt(app->a, app->lang, MSG_P("{1} to {2}", "{1} تا {2}"), range, 2));
		grid_add(&g, str_join(app->a, STR("p = "), number(app, r->p)));
	}
	grid_put(&g, 2, &app->out);
	struct str alike = report_segment_alike(&x->r, app->lang, app->a);
	buf_printf(&app->out, "%.*s\n", STR_FMT(report_segment_verdict(&x->r, app->lang, app->a)));
	if (alike.n)
		buf_printf(&app->out, "(!) %.*s\n", STR_FMT(alike));
}

static int write_report(struct app *app, const struct segment_answer *x, size_t n, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 24);
	TRY(report_segment(x, n, app->lang, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

static int run(struct app *app, struct err *e)
{
	struct series_set set;
	TRY(read_file(app, &set, e));
	struct segment_answer *x = NEW_N(app->a, set.n, struct segment_answer);
	TRY(judge(app, &set, x, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, x, set.n, e));
	app->answer_is_no = true;
	for (size_t i = 0; i < set.n; i++)
		app->answer_is_no = app->answer_is_no && x[i].refused.n;
	if (app->json) {
		put_json(app, x, set.n);
		return 0;
	}
	for (size_t i = 0; i < set.n; i++) {
		if (i)
			buf_printf(&app->out, "\n");
		put_one(app, &x[i]);
	}
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--at", 0, OPTION_TEXT, "PERIOD", false,
	  MSG("the first period after what may have changed it: a date or number of the table",
	      "نخستین دوره پس از آنچه شاید تغییرش داده: تاریخ یا شماره‌ای از جدول") },
	{ "--freq", 0, OPTION_CHOICE, "52|12", false,
	  MSG("periods a year, where the table does not say", "شمار دوره در سال، اگر جدول نگوید") },
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

const struct command cmd_rate_series = {
	.name = "rate series",
	.args = "FILE",
	.summary = MSG(
		"Say whether level or trend of a series changed at a given day.",
		"این‌که سطح یا روند یک سری در روزی معین تغییر کرد یا نه."),
	.help = MSG(
		"FILE is a table of counts as `vigil surge series` takes it. With --at the series is cut in two, and level and "
		"trend of both parts are compared by negative binomial regression. Bounds allow for counts that spread and "
		"for neighbouring periods that are alike.\n\n"
		"The day must come from elsewhere: a law, an election, a new head of the judiciary. A day chosen because counts "
		"rose there proves itself.",
		"FILE جدول شمارهاست چنان‌که `vigil surge series` می‌گیرد. با --at سری دو پاره می‌شود و سطح و روند دو پاره با "
		"رگرسیون دوجمله‌ای منفی سنجیده می‌شود. کران‌ها پراکندگی شمارها و همسانی دوره‌های همسایه را به حساب می‌آورند.\n\n"
		"روز باید از جای دیگر بیاید: قانونی، انتخاباتی، رئیس تازهٔ قوهٔ قضائیه. روزی که چون شمارها آن‌جا بالا رفته برگزیده "
		"شود خود را اثبات می‌کند."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
