/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_surge.c - is it rising: counts by week or month against what is ordinary. Needs no vault. */
#include "cli/app.h"

#include "base/file.h"
#include "base/pool.h"
#include "cli/problems.h"
#include "cli/surge_show.h"

static const size_t MEMORY_MAX = (size_t)8 << 30;

static const struct option OPTIONS[] = {
	SURGE_OPTIONS,
	{ "--freq", 0, OPTION_CHOICE, "52|12", false,
	  MSG("periods a year, where the table does not say", "شمار دوره در سال، اگر جدول نگوید") },
	{ "--sources", 0, OPTION_FILE, "FILE", false,
	  MSG("counts of each source (series,t,source,observed): each alarm is tested without it",
	      "شمار هر منبع (series,t,source,observed)؛ هر هشدار بی آن هم سنجیده می‌شود") },
	{ 0 }
};

/* A decimal between 0 and 1, in digits: the locale must not matter. */
static int read_alpha(struct app *app, double *ret, struct err *e)
{
	struct str s = given_str(&app->given, "--alpha");
	double v = 0;
	double scale = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '.' && scale == 0) {
			scale = 1;
		} else if (s.p[i] >= '0' && s.p[i] <= '9') {
			v = v * 10 + (s.p[i] - '0');
			scale *= 10;
		} else {
			return err_set(e, CLI_USAGE, "--alpha is a decimal such as 0.01");
		}
	}
	v = scale > 0 ? v / scale : v;
	if (!(v > 0 && v < 1))
		return err_set(e, CLI_USAGE, "--alpha is between 0 and 1, such as 0.01");
	*ret = v;
	return 0;
}

int surge_options(struct app *app, struct alarm_options *o, struct err *e)
{
	const struct given *g = &app->given;
	*o = (struct alarm_options){ .seed = (uint64_t)given_number(g, "--seed", 1) };
	if (given_has(g, "--method"))
		(void)alarm_method_parse(given_str(g, "--method"), &o->method);
	if (given_has(g, "--alpha"))
		TRY(read_alpha(app, &o->alpha, e));
	int64_t budget;
	TRY(given_above_zero(g, "--budget", 0, &budget, e));
	TRY(given_above_zero(g, "--from", 0, &o->from, e));
	o->budget = (double)budget;
	int64_t years = given_number(g, "--years", 0);
	if (given_has(g, "--years") &&
	    (years < FARRINGTON_YEARS_MIN || years > FARRINGTON_YEARS_MAX))
		return err_set(e, CLI_USAGE, "--years is between %d and %d", FARRINGTON_YEARS_MIN,
			       FARRINGTON_YEARS_MAX);
	o->years = (int)years;
	o->compat = given_has(g, "--compat");
	return 0;
}

static int read_bytes(struct app *app, struct str path, struct series_options *ret_o,
		      struct str *ret, struct err *e)
{
	struct str freq = given_str(&app->given, "--freq");
	*ret_o = (struct series_options){ .lang = app->lang,
					  .freq = !freq.n		    ? 0
						  : str_eq(freq, STR("12")) ? 12
									    : 52,
					  .today = app_today(app) };
	return app_file(app, path, SERIES_FILE_MAX, ret, e);
}

static int refuse(struct app *app, struct str path, const struct csv_problems *ps, struct err *e)
{
	if (!ps->n)
		return 0;
	problems_put_csv(app, ps);
	return err_set(e, ERR_INPUT, "%.*s: nothing was judged", STR_FMT(path));
}

/* The table of counts, and that of sources where one is named or the counts are by source. Problems of either go out. */
static int read_all(struct app *app, struct arena *a, struct series_set *ret,
		    struct series_set *ret_sources, struct err *e)
{
	struct csv_problems ps;
	struct series_options o;
	struct str bytes;
	struct str path = given_arg(&app->given, 0);
	struct str more = given_str(&app->given, "--sources");
	TRY(read_bytes(app, path, &o, &bytes, e));
	TRY(series_read_all(bytes, &o, a, ret, ret_sources, &ps, e));
	TRY(refuse(app, path, &ps, e));
	if (ret->n == 0)
		return err_set(e, ERR_INPUT, "%.*s has no row with a count", STR_FMT(path));
	if (!more.n)
		return 0;
	if (ret_sources->n)
		return err_set(e, ERR_INPUT, "%.*s has a column source itself: leave --sources out",
			       STR_FMT(path));
	TRY(read_bytes(app, more, &o, &bytes, e));
	TRY(series_read(bytes, &o, a, ret_sources, &ps, e));
	return refuse(app, more, &ps, e);
}

static int run(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	struct alarm_options o;
	struct series_set set;
	struct series_set sources = { NULL, 0 };
	struct alarm_set result;
	TRY(surge_options(app, &o, e));
	TRY(read_all(app, a, &set, &sources, e));
	const struct series **s = NEW_N(a, set.n, const struct series *);
	for (size_t i = 0; i < set.n; i++)
		s[i] = &set.parts[i].s;
	AUTO_POOL *pool = pool_new(0);
	alarm_judge(s, set.n, &o, pool, a, &result);
	TRY(alarm_check_sources(&result, &sources, a, e));
	enum surge_sources tested = sources.n > 0 ? SURGE_BY_SOURCE : SURGE_UNTESTED;
	if (given_has(&app->given, "--report")) {
		AUTO_BUF page;
		buf_init(&page, (size_t)1 << 28);
		TRY(report_surge(&(const struct surge_page){ .set = &result,
							     .sources = tested,
							     .lang = app->lang },
				 &page, e));
		TRY(file_write(given_str(&app->given, "--report").p, buf_str(&page), 0666, e));
	}
	app->answer_is_no = true;
	for (size_t i = 0; i < result.n; i++)
		app->answer_is_no = app->answer_is_no && result.items[i].refused;
	if (app->json)
		surge_put_json(app, &result, tested, NULL);
	else
		surge_put_text(app, &result, tested);
	return 0;
}

const struct command cmd_surge_series = {
	.name = "surge series",
	.args = "FILE",
	.summary = MSG(
		"Find weeks or months that are out of the ordinary.",
		"یافتن هفته‌ها یا ماه‌هایی که عادی نیستند."),
	.help = MSG(
		"FILE is CSV: long (series,t,date,freq,observed, a row for each period; freq is 52 or 12 periods a year) "
		"or wide (a row for each series, a column for each period). Each period is held against what the same "
		"season of earlier years makes likely, or, with cusum and glr, evidence for a higher rate is added up "
		"over several periods, which is what small counts need.\n\n"
		"Series whose names are paths (Country/Province/Prison) stand in levels. The budget of false alarms a "
		"year is shared between levels and series; an alarm is shown when it is rarer than its share, or "
		"when the series above it alarms too. A period that cannot be judged says why. A new source looks like a "
		"surge: with --sources each alarm is tested again without each source.",
		"FILE جدول CSV است: بلند (series,t,date,freq,observed، هر دوره یک ردیف؛ freq شمار دوره در سال، ۵۲ یا ۱۲) یا "
		"پهن (هر سری یک ردیف و هر دوره یک ستون). هر دوره با آنچه همان فصل در سال‌های پیش محتمل می‌کند سنجیده "
		"می‌شود؛ با cusum و glr نشانه‌های افزایش در چند دوره جمع می‌شود که برای شمارهای کوچک لازم است.\n\n"
		"بودجهٔ هشدار نادرست سالانه میان سطح‌ها و سری‌ها بخش می‌شود. دوره‌ای که نتوان سنجید دلیلش را می‌گوید. "
		"منبع تازه شبیه افزایش است: با --sources هر هشدار بی هر منبع هم سنجیده می‌شود."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
