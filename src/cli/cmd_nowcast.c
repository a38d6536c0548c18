/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_nowcast.c - what the newest weeks will come to once late reports are in. Needs no vault. */
#include "cli/figures.h"

#include <math.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/nowcast_show.h"
#include "cli/problems.h"

enum { BACK_FROM_SHARE = 3 };

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
	TRY(app_file(app, path, NOWCAST_FILE_MAX, &bytes, e));
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
static int read_figure(struct app *app, struct nowcast_answer *x, struct err *e)
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

static int ask(struct app *app, struct nowcast_answer *x, struct err *e)
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

static int compute(struct app *app, struct nowcast_answer *x, struct err *e)
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

static int write_report(struct app *app, const struct nowcast_answer *x, struct err *e)
{
	struct nowcast_page page = nowcast_page_of(app, x);
	AUTO_BUF b;
	buf_init(&b, 1 << 24);
	TRY(report_nowcast(&page, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

static int run(struct app *app, struct err *e)
{
	struct nowcast_answer x = { 0 };
	TRY(ask(app, &x, e));
	TRY(compute(app, &x, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, &x, e));
	if (app->json)
		nowcast_put_json(app, &x);
	else
		nowcast_put_text(app, &x);
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
