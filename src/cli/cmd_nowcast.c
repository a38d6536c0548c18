/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_nowcast.c - what the newest weeks will come to once late reports are in. Needs no vault. */
#include "cli/figures.h"

#include <math.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/problems.h"
#include "report/nowcast.h"
#include "watch/of_delay.h"

enum { BACK_FROM_SHARE = 3, SHOWN_SERIES = 40, SHOWN_PERIODS = 13 };

struct answer {
	struct nowcast_table table;
	struct nowcast_options o;
	struct nowcast_delay delay;
	struct nowcast_point **points; /* by series */
	size_t *n_points;
	struct nowcast_check *back; /* NULL: not asked for */
	size_t n_back;
	bool of_figure;
	struct figure_delays figure;
	struct str title; /* of it */
	struct str notes[NOWCAST_NOTES];
};

static struct nowcast_page page_of(struct app *app, const struct answer *x)
{
	struct nowcast_page p = { .table = &x->table,
				  .o = &x->o,
				  .delay = &x->delay,
				  .points = x->points,
				  .n_points = x->n_points,
				  .back = x->back,
				  .n_back = x->n_back,
				  .lang = app->lang,
				  .title = x->title };
	memcpy(p.notes, x->notes, sizeof p.notes);
	return p;
}

/* ---- what was asked -------------------------------------------------------- */

static int read_number(struct app *app, const char *name, double lo, double hi, double *ret,
		       struct err *e)
{
	struct str s = given_str(&app->given, name);
	if (s.p && (!str_to_real(s, ret) || *ret < lo || *ret > hi))
		return err_set(e, ERR_INPUT, "%s takes a number from %g to %g, not \"%.*s\"", name,
			       lo, hi, STR_FMT(s));
	return 0;
}

static int read_table(struct app *app, struct nowcast_table *ret, struct err *e)
{
	struct str path = given_arg(&app->given, 0);
	struct str bytes;
	struct csv_problems ps;
	TRY(file_read(str_z(app->a, path), NOWCAST_FILE_MAX, app->a, &bytes, e));
	TRY(nowcast_read(bytes, app->lang, app->a, ret, &ps, e));
	if (ps.n) {
		problems_put_csv(app, &ps);
		return err_set(e, ERR_INPUT, "%.*s: nothing was computed", STR_FMT(path));
	}
	if (!ret->n)
		return err_set(e, ERR_INPUT, "%.*s has no row with a count", STR_FMT(path));
	return period_check_today(&ret->axis, app_today(app), app->a, e);
}

/* A record number or key of a figure, unless there is a file of that name. */
static bool names_figure(struct str s, struct arena *a)
{
	bool looks = str_starts(s, STR("F-")) || str_starts(s, STR("figure:"));
	return looks && access(str_z(a, s), F_OK) != 0;
}

/* The log of a register knows when each case was entered. */
static int read_figure(struct app *app, struct answer *x, struct err *e)
{
	enum figure_by by = FIGURE_BY_WEEK;
	struct entity en;
	struct str notes[WATCH_DELAY_NOTES];
	if (given_has(&app->given, "--by"))
		(void)figure_by_parse(given_str(&app->given, "--by"), &by);
	TRY(app_open(app, false, e));
	TRY(figure_named(app, &en, e));
	TRY(reg_figure_delays(app->reg, en.id, by, app->a, &x->figure, e));
	TRY(watch_of_delays(&x->figure, app->a, &x->table, e));
	watch_delay_notes(&x->figure, app->lang, app->a, notes);
	for (size_t i = 0; i < COUNT(notes); i++)
		x->notes[i] = notes[i];
	bool fa = app->lang == LANG_FA && x->figure.figure.title_fa.n;
	x->title = str_printf(app->a, "%.*s · %.*s",
			      STR_FMT(fa ? x->figure.figure.title_fa : x->figure.figure.title),
			      STR_FMT(x->figure.figure.number));
	x->of_figure = true;
	return 0;
}

static int ask(struct app *app, struct answer *x, struct err *e)
{
	const struct given *g = &app->given;
	struct str when = given_str(g, "--as-of");
	x->o = (struct nowcast_options){ .now = -1,
					 .max_delay = given_number(g, "--max-delay", -1),
					 .window = given_number(g, "--window", 0),
					 .conf = 0.95,
					 .above = NUM_NAN };
	TRY(read_number(app, "--confidence", 0.5, 0.999, &x->o.conf, e));
	TRY(read_number(app, "--above", 0, (double)INT32_MAX, &x->o.above, e));
	if (names_figure(given_arg(g, 0), app->a))
		TRY(read_figure(app, x, e));
	else if (given_has(g, "--by"))
		return err_set(e, CLI_USAGE, "--by is for a figure; a file has its own periods");
	else
		TRY(read_table(app, &x->table, e));
	if (!when.p)
		return 0;
	TRY(period_find(&x->table.axis, when, &x->o.now, e));
	if (x->o.now < 0)
		return err_set(e, ERR_INPUT, "the table begins after %.*s", STR_FMT(when));
	return 0;
}

static int compute(struct app *app, struct answer *x, struct err *e)
{
	TRY(nowcast_learn(&x->table, &x->o, app->a, &x->delay, e));
	x->points = NEW_N(app->a, x->table.n, struct nowcast_point *);
	x->n_points = NEW_N(app->a, x->table.n, size_t);
	for (size_t i = 0; i < x->table.n; i++)
		nowcast_predict(&x->table.series[i], &x->delay, &x->o, app->a, &x->points[i],
				&x->n_points[i]);
	if (!given_has(&app->given, "--back-test"))
		return 0;
	return nowcast_back(&x->table, &x->o, x->delay.now / BACK_FROM_SHARE, app->a, &x->back,
			    &x->n_back, e);
}

/* ---- JSON -------------------------------------------------------------------- */

static void put_delay_json(struct jout *j, const struct nowcast_delay *d)
{
	jout_object(j, "delay");
	jout_int(j, "longest", d->max_delay);
	jout_int(j, "learned", d->learned);
	jout_int(j, "later", d->later);
	jout_real(j, "mean", d->mean);
	jout_real(j, "together", d->together);
	jout_real(j, "mean_old", d->mean_old);
	jout_real(j, "mean_new", d->mean_new);
	jout_real(j, "p_change", d->p_change);
	jout_array(j, "share");
	for (int64_t i = 0; i <= d->max_delay; i++)
		jout_real(j, NULL, d->share[i]);
	jout_close(j);
	jout_close(j);
}

static void put_figure_json(struct jout *j, const struct figure_delays *d)
{
	jout_object(j, "figure");
	jout_str(j, "id", d->figure.number);
	jout_number(j, "as_of", d->figure.as_of);
	jout_str(j, "by", str_of(figure_by_code(d->by)));
	jout_int(j, "cases", d->cases);
	jout_int(j, "before", d->before);
	jout_int(j, "apart", d->apart);
	jout_int(j, "later", d->later);
	jout_close(j);
}

static void put_point_json(struct app *app, struct jout *j, const struct answer *x, size_t series,
			   const struct nowcast_point *p)
{
	jout_object(j, NULL);
	jout_str(j, "series", x->table.series[series].name);
	jout_str(j, "event", period_text(&x->table.axis, p->t, app->a));
	jout_int(j, "age", x->delay.now - p->t);
	jout_int(j, "known", p->known);
	jout_real(j, "share", p->share);
	jout_real(j, "mean", p->mean);
	jout_real(j, "median", p->median);
	jout_real(j, "lo", p->lo);
	jout_real(j, "hi", p->hi);
	jout_real(j, "lo50", p->lo_half);
	jout_real(j, "hi50", p->hi_half);
	jout_real(j, "p_above", p->p_above);
	jout_bool(j, "early", p->early);
	jout_close(j);
}

static void put_json(struct app *app, const struct answer *x)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "as_of", period_text(&x->table.axis, x->delay.now, app->a));
	jout_real(&j, "confidence", x->o.conf);
	if (x->of_figure)
		put_figure_json(&j, &x->figure);
	put_delay_json(&j, &x->delay);
	jout_array(&j, "rows");
	for (size_t i = 0; i < x->table.n; i++)
		for (size_t k = 0; k < x->n_points[i]; k++)
			put_point_json(app, &j, x, i, &x->points[i][k]);
	jout_close(&j);
	jout_array(&j, "back_test");
	for (size_t i = 0; i < x->n_back; i++) {
		const struct nowcast_check *c = &x->back[i];
		double n = (double)c->n;
		jout_object(&j, NULL);
		jout_int(&j, "age", c->age);
		jout_int(&j, "n", c->n);
		jout_real(&j, "within", (double)c->within / n);
		jout_real(&j, "within50", (double)c->within_half / n);
		jout_real(&j, "width", c->width);
		jout_real(&j, "error", c->error);
		jout_real(&j, "error_of_known", c->raw);
		jout_real(&j, "wis", c->wis);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

/* ---- text -------------------------------------------------------------------- */

static struct str decimal(struct app *app, double v, int places)
{
	return decimal_text(app->a, app->lang, v, places);
}

static struct str percent(struct app *app, double share)
{
	return digits_local(app->a, app->lang, str_printf(app->a, "%.0f %%", 100 * share));
}

static struct str when(struct app *app, const struct answer *x, int64_t t)
{
	return digits_local(app->a, app->lang, period_text(&x->table.axis, t, app->a));
}

static void put_head(struct app *app, const struct answer *x)
{
	struct str said[NOWCAST_SAID];
	struct nowcast_page page = page_of(app, x);
	report_nowcast_said(&page, app->a, said);
	for (size_t i = 0; i < NOWCAST_SAID; i++)
		if (said[i].n)
			buf_printf(&app->out, "%s%.*s\n", i > 1 ? "(!) " : "", STR_FMT(said[i]));
	if (said[2].n)
		app_say(app,
			MSG_P("    --window N learns from the newest N alone.",
			      "    \u200e--window N تنها از N دورهٔ تازه می‌آموزد."),
			NULL, 0);
	for (size_t i = 0; i < NOWCAST_NOTES; i++)
		if (x->notes[i].n)
			buf_printf(&app->out, "(!) %.*s\n", STR_FMT(x->notes[i]));
}

static void head_row(struct app *app, struct grid *g, const struct answer *x)
{
	struct str in = str_printf(app->a, "%g %%", 100 * x->o.conf);
	grid_add(g, app_tr(app, MSG_P("EVENT", "رویداد")));
	grid_add(g, app_tr(app, MSG_P("KNOWN", "دانسته")));
	grid_add(g, app_tr(app, MSG_P("SHARE", "سهم")));
	grid_add(g, app_tr(app, MSG_P("IN THE END", "در پایان")));
	grid_add(g, digits_local(app->a, app->lang, in));
	grid_add(g, isnan(x->o.above) ? STR("")
				      : str_join(app->a, STR("> "), decimal(app, x->o.above, 0)));
	grid_add(g, STR(""));
	for (size_t i = 1; i < 4; i++)
		g->right[i] = true;
}

static void put_series(struct app *app, const struct answer *x, size_t series)
{
	struct grid g = grid_new(app->a, 7);
	const struct nowcast_point *points = x->points[series];
	size_t n = x->n_points[series];
	head_row(app, &g, x);
	for (size_t i = n > SHOWN_PERIODS ? n - SHOWN_PERIODS : 0; i < n; i++) {
		const struct nowcast_point *p = &points[i];
		struct str range[] = { decimal(app, p->lo, 0), decimal(app, p->hi, 0) };
		grid_add(&g, when(app, x, p->t));
		grid_add(&g, app_num(app, p->known));
		grid_add(&g, percent(app, p->share));
		grid_add(&g, decimal(app, p->median, 0));
		grid_add(&g,
			 tr_fmt(app->a, app->lang, MSG_P("{1} to {2}", "{1} تا {2}"), range, 2));
		grid_add(&g, isnan(p->p_above) ? STR("") : percent(app, p->p_above));
		grid_add(
			&g,
			p->early
				? app_tr(app,
					 MSG_P("too early: this is the level of those before",
					       "زود است: این سطح دوره‌های پیشین است"))
				: STR(""));
	}
	struct str name = x->table.series[series].name;
	buf_printf(&app->out, "\n");
	if (name.n)
		buf_printf(&app->out, "%.*s\n", STR_FMT(text_harmless(app->a, name)));
	grid_put(&g, name.n ? 2 : 0, &app->out);
}

static void put_back(struct app *app, const struct answer *x)
{
	struct grid g = grid_new(app->a, 7);
	const struct msg *head[] = { MSG_P("AGE", "سن"),
				     MSG_P("JUDGED", "سنجیده"),
				     MSG_P("WITHIN", "درون بازه"),
				     MSG_P("IN HALF", "درون نیمه"),
				     MSG_P("WIDTH", "پهنا"),
				     MSG_P("OFF BY", "خطا"),
				     MSG_P("KNOWN OFF BY", "خطای دانسته") };
	for (size_t i = 0; i < COUNT(head); i++) {
		grid_add(&g, app_tr(app, head[i]));
		g.right[i] = true;
	}
	for (size_t i = 0; i < x->n_back && i < SHOWN_PERIODS; i++) {
		const struct nowcast_check *c = &x->back[i];
		grid_add(&g, app_num(app, c->age));
		grid_add(&g, app_num(app, c->n));
		grid_add(&g, percent(app, (double)c->within / (double)c->n));
		grid_add(&g, percent(app, (double)c->within_half / (double)c->n));
		grid_add(&g, decimal(app, c->width, 1));
		grid_add(&g, decimal(app, c->error, 1));
		grid_add(&g, decimal(app, c->raw, 1));
	}
	buf_printf(&app->out, "\n");
	app_say(app,
		MSG_P("Looking back: the same as of each earlier day, held against what became known since.",
		      "نگاه به گذشته: همین محاسبه چنان‌که در هر روز پیشین بود، در برابر آنچه از آن پس دانسته شد."),
		NULL, 0);
	grid_put(&g, 0, &app->out);
}

static void put_text(struct app *app, const struct answer *x)
{
	put_head(app, x);
	for (size_t i = 0; i < x->table.n && i < SHOWN_SERIES; i++)
		put_series(app, x, i);
	if (x->table.n > SHOWN_SERIES)
		app_say(app,
			MSG_P("... and {1} series more: --json has all.",
			      "... و {1} سری دیگر: --json همه را دارد."),
			ARGS(app_num(app, (int64_t)x->table.n - SHOWN_SERIES)));
	if (x->back)
		put_back(app, x);
}

static int write_report(struct app *app, const struct answer *x, struct err *e)
{
	struct nowcast_page page = page_of(app, x);
	AUTO_BUF b;
	buf_init(&b, 1 << 24);
	TRY(report_nowcast(&page, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

static int run(struct app *app, struct err *e)
{
	struct answer x = { 0 };
	TRY(ask(app, &x, e));
	TRY(compute(app, &x, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, &x, e));
	if (app->json)
		put_json(app, &x);
	else
		put_text(app, &x);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--by", 0, OPTION_CHOICE, "week|month", false,
	  MSG("of a figure, the period; week when not given",
	      "دورهٔ یک رقم؛ پیش‌فرض week") },
	{ "--as-of", 0, OPTION_TEXT, "PERIOD", false,
	  MSG("what was known then: nothing later is used",
	      "آنچه آن زمان دانسته بود: چیزی پس از آن به کار نمی‌رود") },
	{ "--max-delay", 0, OPTION_NUMBER, "N", false,
	  MSG("periods after which nothing is expected any more (the longest seen)",
	      "شمار دوره‌هایی که پس از آن دیگر چیزی انتظار نمی‌رود (دیرترینِ دیده‌شده)") },
	{ "--window", 0, OPTION_NUMBER, "N", false,
	  MSG("learn delays from the newest N periods (all)",
	      "آموختن تأخیر از N دورهٔ تازه (همه)") },
	{ "--above", 0, OPTION_TEXT, "X", false,
	  MSG("how likely each period ends above X",
	      "احتمال این‌که هر دوره در پایان بیش از X باشد") },
	{ "--confidence", 0, OPTION_TEXT, "P", false,
	  MSG("of the bounds, both sides together (0.95)",
	      "اطمینان کران‌ها، دو سو با هم (۰٫۹۵)") },
	{ "--back-test", 0, OPTION_FLAG, NULL, false,
	  MSG("do the same as of earlier days and say how often it held",
	      "همین کار برای روزهای پیشین، و این‌که چند بار درست بود") },
	{ "--report", 0, OPTION_FILE, "FILE", false,
	  MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("as other commands take it; nothing is drawn here",
	      "چنان‌که فرمان‌های دیگر می‌پذیرند؛ این‌جا چیزی کشیده نمی‌شود") },
	{ 0 },
};

const struct command cmd_nowcast = {
	.name = "nowcast",
	.args = "FILE|FIGURE",
	.summary = MSG(
		"Say what the newest weeks will come to once late reports are in.",
		"برآورد این‌که هفته‌های تازه پس از رسیدن گزارش‌های دیر به چند می‌رسد."),
	.help = MSG(
		"FILE is CSV: event,delay,count. Each row says that of what happened in the period `event` (a number, a month "
		"2025-10, or a day 2025-10-06; days that are weeks apart are weeks) so many became known `delay` periods "
		"later. A column `series` gives several series, whose delays are learned together. FIGURE is a figure of the "
		"register that counts events: when each became known is when the log first spoke of it, and cases from before the "
		"register was begun are left out.\n\n"
		"The newest weeks always look quiet, because reports are late. From how late reports came before, each of "
		"them gets the number it will probably come to, with bounds.",
		"FILE جدول CSV است: event,delay,count. هر ردیف می‌گوید از آنچه در دورهٔ event (عدد، ماه 2025-10 یا روز "
		"2025-10-06) رخ داد، چند مورد delay دوره بعد دانسته شد. ستون series چند سری می‌دهد که تأخیرشان با هم آموخته "
		"می‌شود. FIGURE رقمی از دفتر است که رویداد می‌شمارد: زمان دانسته‌شدن هر مورد همان نخستین ورودی آن است و موردهای "
		"پیش از آغاز دفتر کنار نهاده می‌شود.\n\n"
		"هفته‌های تازه همیشه آرام می‌نماید، چون گزارش‌ها دیر می‌رسد. از روی تأخیر گزارش‌های پیشین، برای هر هفته شماری که "
		"به احتمال به آن می‌رسد با کران‌هایش می‌آید."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
