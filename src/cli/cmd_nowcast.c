/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_nowcast.c - what the newest weeks will come to once late reports are in. Needs no vault. */
#include "cli/app.h"

#include <math.h>

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/problems.h"
#include "watch/nowcast.h"

enum { BACK_FROM_SHARE = 3, SHOWN_SERIES = 40, SHOWN_PERIODS = 13 };

struct answer {
	struct nowcast_table table;
	struct nowcast_options o;
	struct nowcast_delay delay;
	struct nowcast_point **points; /* by series */
	size_t *n_points;
	struct nowcast_check *back; /* NULL: not asked for */
	size_t n_back;
};

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
	if (!isfinite(v))
		return STR("–");
	return digits_local(app->a, app->lang, str_printf(app->a, "%.*f", places, v));
}

static struct str percent(struct app *app, double share)
{
	return digits_local(app->a, app->lang, str_printf(app->a, "%.0f %%", 100 * share));
}

static struct str when(struct app *app, const struct answer *x, int64_t t)
{
	return digits_local(app->a, app->lang, period_text(&x->table.axis, t, app->a));
}

static const struct msg *unit_words(enum period_kind kind)
{
	static const struct msg WORDS[] = { MSG("periods", "دوره"), MSG("months", "ماه"),
					    MSG("weeks", "هفته"), MSG("days", "روز") };
	return &WORDS[kind];
}

/* The age by which this share is known. */
static int64_t age_of(const struct nowcast_delay *d, double share)
{
	int64_t age = 0;
	while (age < d->max_delay && d->share[age] < share)
		age++;
	return age;
}

static void put_head(struct app *app, const struct answer *x)
{
	const struct nowcast_delay *d = &x->delay;
	struct str unit = app_tr(app, unit_words(x->table.axis.kind));
	app_say(app,
		MSG_P("As known at {1}. Delays of {2} cases, in {4}, up to {3}: half are known after {5}, nine tenths after {6}.",
		      "چنان‌که در {1} دانسته بود. تأخیر {2} مورد به {4}، تا {3}: نیمی پس از {5} و نُه دهم پس از {6} دانسته می‌شود."),
		ARGS(when(app, x, d->now), app_num(app, d->learned), app_num(app, d->max_delay),
		     unit, app_num(app, age_of(d, 0.5)), app_num(app, age_of(d, 0.9))));
	if (d->later)
		app_say(app,
			MSG_P("{1} of them came later than that; such are not foreseen here.",
			      "{1} مورد دیرتر از آن آمد؛ چنین مواردی این‌جا پیش‌بینی نمی‌شود."),
			ARGS(app_num(app, d->later)));
	if (d->p_change < 0.05)
		app_say(app,
			d->mean_new > d->mean_old
				? MSG_P("(!) Delays have grown, from {1} to {2} {3} on average: less of the newest "
					"is known than assumed, and the numbers below may be too low. --window N learns "
					"from the newest N alone.",
					"(!) تأخیرها از میانگین {1} به {2} {3} رسیده است: از تازه‌ترین‌ها کمتر از آنچه "
					"فرض شده دانسته است و شاید شمارهای زیر کم باشد. --window N تنها از N دورهٔ تازه "
					"می‌آموزد.")
				: MSG_P("(!) Delays have become shorter, from {1} to {2} {3} on average: more of the "
					"newest is known than assumed, and the numbers below may be too high. "
					"--window N learns from the newest N alone.",
					"(!) تأخیرها از میانگین {1} به {2} {3} کوتاه شده است: از تازه‌ترین‌ها بیش از آنچه "
					"فرض شده دانسته است و شاید شمارهای زیر زیاد باشد. --window N تنها از N دورهٔ تازه "
					"می‌آموزد."),
			ARGS(decimal(app, d->mean_old, 1), decimal(app, d->mean_new, 1), unit));
	if (x->o.now < 0 && x->table.last > d->now)
		app_say(app,
			MSG_P("(!) Reports go on to {1}, events end before. If nothing happened since, give "
			      "--as-of {1}.",
			      "(!) گزارش‌ها تا {1} ادامه دارد و رویدادها پیش از آن پایان می‌یابد. اگر از آن پس چیزی رخ "
			      "نداده، --as-of {1} را بدهید."),
			ARGS(when(app, x, x->table.last)));
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

static int run(struct app *app, struct err *e)
{
	struct answer x = { 0 };
	TRY(ask(app, &x, e));
	TRY(compute(app, &x, e));
	if (app->json)
		put_json(app, &x);
	else
		put_text(app, &x);
	return 0;
}

static const struct option OPTIONS[] = {
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
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("as other commands take it; nothing is drawn here",
	      "چنان‌که فرمان‌های دیگر می‌پذیرند؛ این‌جا چیزی کشیده نمی‌شود") },
	{ 0 },
};

const struct command cmd_nowcast = {
	.name = "nowcast",
	.args = "FILE",
	.summary = MSG(
		"Say what the newest weeks will come to once late reports are in.",
		"برآورد این‌که هفته‌های تازه پس از رسیدن گزارش‌های دیر به چند می‌رسد."),
	.help = MSG(
		"FILE is CSV: event,delay,count. Each row says that of what happened in the period `event` (a number, a month "
		"2025-10, or a day 2025-10-06; days that are weeks apart are weeks) so many became known `delay` periods "
		"later. A column `series` gives several series, whose delays are learned together.\n\n"
		"The newest weeks always look quiet, because reports are late. From how late reports came before, each of "
		"them gets the number it will probably come to, with bounds.",
		"FILE جدول CSV است: event,delay,count. هر ردیف می‌گوید از آنچه در دورهٔ event (عدد، ماه 2025-10 یا روز "
		"2025-10-06) رخ داد، چند مورد delay دوره بعد دانسته شد. ستون series چند سری می‌دهد که تأخیرشان با هم آموخته "
		"می‌شود.\n\n"
		"هفته‌های تازه همیشه آرام می‌نماید، چون گزارش‌ها دیر می‌رسد. از روی تأخیر گزارش‌های پیشین، برای هر هفته شماری که "
		"به احتمال به آن می‌رسد با کران‌هایش می‌آید."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
