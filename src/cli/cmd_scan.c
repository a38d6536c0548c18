/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_scan.c - did something rise somewhere: places and periods together. Needs no vault. */
#include "cli/app.h"

#include <math.h>

#include "base/file.h"
#include "base/pool.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/problems.h"
#include "report/scan.h"

static const size_t MEMORY_MAX = (size_t)4 << 30;

struct answer {
	struct scan_table table;
	struct scan_options o;
	int freq;
	struct scan_result r;
	struct scan_source *sources;
	size_t n_sources;
	struct scan_without *without; /* n_sources for each cluster */
	struct arena *a;
};

/* ---- what was asked -------------------------------------------------------- */

static int refuse(struct app *app, struct str path, const struct csv_problems *ps, struct err *e)
{
	problems_put_csv(app, ps);
	return err_set(e, ERR_INPUT, "%.*s: nothing was scanned", STR_FMT(path));
}

static int read_all(struct app *app, struct answer *x, struct err *e)
{
	const struct given *g = &app->given;
	struct str path = given_arg(g, 0);
	struct str where =
		given_has(g, "--places") ? given_str(g, "--places") : given_str(g, "--tree");
	struct str events;
	struct str places;
	struct csv_problems ps;
	struct csv_problems at;
	TRY(app_file(app, path, SCAN_FILE_MAX, &events, e));
	TRY(app_file(app, where, SCAN_FILE_MAX, &places, e));
	TRY(scan_read(events, places, app->lang, x->a, &x->table, &ps, &at, e));
	if (at.n)
		return refuse(app, where, &at, e);
	if (ps.n)
		return refuse(app, path, &ps, e);
	TRY(period_check_today(&x->table.axis, app_today(app), x->a, e));
	if (given_has(g, "--sources") && x->table.by_source)
		return err_set(e, ERR_INPUT, "%.*s has a column source itself: leave --sources out",
			       STR_FMT(path));
	if (given_has(g, "--sources")) {
		path = given_str(g, "--sources");
		TRY(app_file(app, path, SCAN_FILE_MAX, &events, e));
	} else if (!x->table.by_source) {
		return 0;
	}
	TRY(scan_read_sources(events, &x->table, app->lang, x->a, &x->sources, &x->n_sources, &ps,
			      e));
	return ps.n ? refuse(app, path, &ps, e) : 0;
}

/* Permuting compares places with each other. */
static int check_places(const struct answer *x, struct err *e)
{
	const struct scan_table *t = &x->table;
	bool several = t->n_events == 0;
	for (size_t i = 1; i < t->n_events; i++)
		several = several || t->events[i].place != t->events[0].place;
	if (several || x->o.method != SCAN_PERMUTATION)
		return 0;
	return err_set(
		e, ERR_INPUT,
		"all events are at \"%.*s\", and permutation compares places with each other: "
		"--method poisson or nb compares with the past",
		STR_FMT(t->places[t->events[0].place]));
}

static int ask(struct app *app, struct answer *x, struct err *e)
{
	const struct given *g = &app->given;
	struct str method = given_str(g, "--method");
	struct str freq = given_str(g, "--freq");
	int64_t nearest;
	int64_t longest;
	int64_t replicates;
	if (given_has(g, "--places") == given_has(g, "--tree"))
		return err_set(e, CLI_USAGE, "give either --places FILE or --tree FILE");
	x->freq = !freq.n ? 0 : str_eq(freq, STR("12")) ? 12 : 52;
	TRY(given_above_zero(g, "--nearest", 0, &nearest, e));
	TRY(given_above_zero(g, "--window", 0, &longest, e));
	TRY(given_above_zero(g, "--replicates", 0, &replicates, e));
	x->o = (struct scan_options){
		.nearest = (size_t)nearest,
		.longest = (size_t)longest,
		.replicates = (size_t)replicates,
		.anywhere = given_has(g, "--anywhere"),
		.seed = (uint64_t)given_number(g, "--seed", 1),
	};
	for (enum scan_method m = SCAN_PERMUTATION; m <= SCAN_NB; m++)
		if (str_eq(method, str_of(scan_method_code(m))))
			x->o.method = m;
	TRY(read_all(app, x, e));
	return check_places(x, e);
}

/* ---- scanning ---------------------------------------------------------------- */

static int64_t persons_of(const struct answer *x, const struct scan_source *s,
			  const struct scan_cluster *c)
{
	int64_t sum = 0;
	for (size_t i = 0; i < c->n_places; i++)
		for (size_t t = c->from; t <= c->to; t++)
			sum += s->persons[c->places[i] * (size_t)x->table.axis.n + t];
	return sum;
}

/* Each cluster again in what is left without each source, judged by replicates of what is left. */
static int check_sources(struct answer *x, struct pool *pool, struct err *e)
{
	x->without = NEW_N(x->a, x->r.n * x->n_sources, struct scan_without);
	for (size_t k = 0; k < x->n_sources; k++) {
		const struct scan_source *s = &x->sources[k];
		struct scan_result left = x->r;
		left.done = 0;
		if (s->left.persons)
			TRY(scan_run(&s->left, &x->r.o, pool, x->a, &left, e));
		for (size_t i = 0; i < x->r.n; i++)
			x->without[i * x->n_sources + k] = (struct scan_without){
				.source = s->name,
				.persons = persons_of(x, s, &x->r.clusters[i]),
				.left = scan_again(&s->left, &left, &x->r.clusters[i], x->a),
			};
	}
	return 0;
}

static struct scan_page page_of(const struct answer *x, enum lang lang)
{
	return (struct scan_page){ .table = &x->table,
				   .r = &x->r,
				   .freq = x->freq,
				   .without = x->without,
				   .n_sources = x->n_sources,
				   .lang = lang };
}

/* ---- JSON ---------------------------------------------------------------------- */

static void put_without_json(const struct answer *x, const struct scan_page *page, struct jout *j,
			     size_t cluster)
{
	jout_array(j, "by_source");
	for (size_t k = 0; k < x->n_sources; k++) {
		const struct scan_without *w = &x->without[cluster * x->n_sources + k];
		jout_object(j, NULL);
		jout_str(j, "source", w->source);
		jout_int(j, "persons", w->persons);
		jout_int(j, "left", w->left.persons);
		jout_real(j, "expected", w->left.expected);
		jout_real(j, "statistic", w->left.statistic);
		jout_real(j, "p", w->left.p);
		jout_bool(j, "alarm", report_scan_is_alarm(page, w->left.p));
		jout_close(j);
	}
	jout_close(j);
}

static void put_cluster_json(struct app *app, const struct answer *x, struct jout *j, size_t i)
{
	const struct scan_cluster *c = &x->r.clusters[i];
	const struct scan_page page = page_of(x, app->lang);
	bool capped;
	double years = scan_recurrence(&x->table, x->freq, c->p, &capped);
	/* Of all the past it would be the time between looks at all the past. */
	years = x->o.anywhere ? NUM_NAN : years;
	jout_object(j, NULL);
	jout_array(j, "places");
	for (size_t k = 0; k < c->n_places; k++)
		jout_str(j, NULL, x->table.places[c->places[k]]);
	jout_close(j);
	jout_str(j, "from", period_text(&x->table.axis, (int64_t)c->from, app->a));
	jout_str(j, "to", period_text(&x->table.axis, (int64_t)c->to, app->a));
	jout_int(j, "persons", c->persons);
	jout_int(j, "events", c->events);
	jout_real(j, "expected", c->expected);
	jout_real(j, "ratio", (double)c->persons / c->expected);
	jout_real(j, "statistic", c->statistic);
	jout_real(j, "p", c->p);
	jout_real(j, "recurrence_years", years);
	jout_bool(j, "recurrence_capped", !isnan(years) && capped);
	jout_bool(j, "alarm", report_scan_is_alarm(&page, c->p));
	jout_bool(j, "provisional", report_scan_is_alarm(&page, c->p) && !x->n_sources);
	put_without_json(x, &page, j, i);
	jout_close(j);
}

static void put_json(struct app *app, const struct answer *x)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "method", str_of(scan_method_code(x->o.method)));
	jout_int(&j, "places", (int64_t)x->table.n_places);
	jout_int(&j, "periods", x->table.axis.n);
	jout_int(&j, "events", (int64_t)x->table.n_events);
	jout_int(&j, "persons", x->table.persons);
	jout_int(&j, "missing", (int64_t)x->table.missing);
	jout_int(&j, "zones", (int64_t)x->r.zones);
	jout_int(&j, "longest", (int64_t)x->r.o.longest);
	jout_bool(&j, "anywhere", x->o.anywhere);
	jout_int(&j, "replicates", (int64_t)x->r.o.replicates);
	jout_int(&j, "done", (int64_t)x->r.done);
	jout_int(&j, "seed", (int64_t)x->o.seed);
	jout_real(&j, "theta", x->o.method == SCAN_NB ? x->r.theta : NUM_NAN);
	jout_bool(&j, "by_source", x->n_sources > 0);
	jout_array(&j, "clusters");
	for (size_t i = 0; i < x->r.n; i++)
		put_cluster_json(app, x, &j, i);
	jout_close(&j);
	jout_end(&j);
}

/* ---- text ---------------------------------------------------------------------- */

static void put_sources(struct app *app, const struct scan_page *p, size_t cluster)
{
	struct grid g = grid_new(app->a, 3);
	g.right[1] = true;
	for (size_t k = 0; k < p->n_sources; k++) {
		const struct scan_without *w = &p->without[cluster * p->n_sources + k];
		grid_add(&g, text_harmless(app->a, w->source));
		grid_add(&g, app_num(app, w->persons));
		grid_add(&g, report_scan_without(p, w, app->a));
	}
	grid_put(&g, 6, &app->out);
}

static void put_cluster(struct app *app, const struct scan_page *p, size_t i)
{
	const struct scan_cluster *c = &p->r->clusters[i];
	struct str args[] = { app_num(app, (int64_t)i + 1),
			      text_harmless(app->a, report_scan_places(p, c, app->a)),
			      report_scan_when(p, c->from, c->to, app->a),
			      report_scan_seen(p, c, app->a),
			      !report_scan_is_alarm(p, c->p) ? STR("")
			      : p->n_sources
				      ? app_tr(app, MSG_P(" ALARM", " هشدار"))
				      : app_tr(app, MSG_P(" ALARM, provisional", " هشدار، موقت")) };
	buf_printf(&app->out, "\n");
	app_say(app, MSG_P("{1}. {2}, {3}", "{1}. {2}، {3}"), args, 3);
	app_say(app, MSG_P("   {4}{5}", "   {4}{5}"), args, COUNT(args));
	put_sources(app, p, i);
}

static void put_text(struct app *app, const struct answer *x)
{
	const struct scan_page p = page_of(x, app->lang);
	struct str said[SCAN_SAID];
	bool alarm;
	report_scan_said(&p, app->a, said);
	for (size_t i = 0; i < SCAN_SAID; i++)
		if (said[i].n)
			buf_printf(&app->out, "%s%.*s\n", i == 1 ? "(!) " : "", STR_FMT(said[i]));
	size_t n = report_scan_shown(&p, &alarm);
	for (size_t i = 0; i < n; i++)
		put_cluster(app, &p, i);
	buf_printf(&app->out, "\n");
	if (report_scan_end(&p).n)
		buf_printf(&app->out, "%.*s\n", STR_FMT(report_scan_end(&p)));
}

static int write_report(struct app *app, const struct answer *x, struct err *e)
{
	const struct scan_page p = page_of(x, app->lang);
	AUTO_BUF b;
	buf_init(&b, 1 << 24);
	TRY(report_scan(&p, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

static int run(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	AUTO_POOL *pool = pool_new(0);
	struct answer x = { .a = a };
	TRY(ask(app, &x, e));
	TRY(scan_run(&x.table, &x.o, pool, a, &x.r, e));
	TRY(check_sources(&x, pool, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, &x, e));
	if (app->json)
		put_json(app, &x);
	else
		put_text(app, &x);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--places", 0, OPTION_FILE, "FILE", false,
	  MSG("where the places are: place,lat,lon, and perhaps population",
	      "جای مکان‌ها: place,lat,lon و شاید population") },
	{ "--tree", 0, OPTION_FILE, "FILE", false,
	  MSG("instead of places on a map, a tree such as of charges: node,parent",
	      "به جای نقشه، درختی مانند درخت اتهام‌ها: node,parent") },
	{ "--method", 0, OPTION_CHOICE, "permutation|poisson|nb", false,
	  MSG("what is expected: by the other places, or by the past (permutation)",
	      "معیار انتظار: جاهای دیگر یا گذشته (permutation)") },
	{ "--nearest", 0, OPTION_NUMBER, "K", false,
	  MSG("places in a zone at most (10)", "بیشینهٔ جاهای یک پهنه (۱۰)") },
	{ "--window", 0, OPTION_NUMBER, "T", false,
	  MSG("longest window in periods (6 months, 8 weeks, 30 days)",
	      "درازترین پنجره به دوره (۶ ماه، ۸ هفته، ۳۰ روز)") },
	{ "--anywhere", 0, OPTION_FLAG, NULL, false,
	  MSG("windows anywhere in the past, not only up to now",
	      "پنجره‌ها هرجا در گذشته، نه تنها تا اکنون") },
	{ "--replicates", 0, OPTION_NUMBER, "R", false,
	  MSG("simulations in which nothing rises (999)",
	      "شبیه‌سازی‌هایی که در آن چیزی افزایش نمی‌یابد (۹۹۹)") },
	{ "--freq", 0, OPTION_CHOICE, "52|12", false,
	  MSG("periods a year, where they are numbers",
	      "شمار دوره در سال، اگر دوره‌ها عددند") },
	{ "--sources", 0, OPTION_FILE, "FILE", false,
	  MSG("place,period,source,events,persons: each cluster is tested without each source",
	      "place,period,source,events,persons؛ هر خوشه بی هر منبع هم سنجیده می‌شود") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("of the simulations (1)", "بذر شبیه‌سازی (۱)") },
	{ "--report", 0, OPTION_FILE, "FILE", false,
	  MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده") },
	{ 0 },
};

const struct command cmd_scan = {
	.name = "scan",
	.args = "FILE",
	.summary = MSG(
		"Find places that rose together, and say how easily chance does it.",
		"یافتن جاهایی که با هم افزایش یافته‌اند، و این‌که تصادف چه آسان چنین می‌کند."),
	.help = MSG(
		"FILE is CSV: place,period,events,persons, a row for each place and period or a row for each event. "
		"Every place with its nearest neighbours and every window of the last periods is held against what is "
		"expected; the largest is held against the largest of simulations in which nothing rises.\n\n"
		"Simulations move whole events and never single persons, because several are often killed on one day: a test "
		"that forgets this alarms nearly every month. Probabilities are counted, not extrapolated, and nothing "
		"is called rarer than once in the length of the table.",
		"FILE جدول CSV است: place,period,events,persons، برای هر جا و دوره یا برای هر رویداد یک ردیف. هر جا با "
		"نزدیک‌ترین همسایه‌هایش و هر پنجره از دوره‌های اخیر با مقدار مورد انتظار سنجیده می‌شود؛ بزرگ‌ترین در برابر "
		"بزرگ‌ترینِ شبیه‌سازی‌هایی که در آن چیزی افزایش نمی‌یابد.\n\n"
		"شبیه‌سازی‌ها رویداد کامل را جابه‌جا می‌کنند، نه تک‌تک افراد را، چون اغلب چند نفر در یک روز کشته می‌شوند: آزمونی "
		"که این را نبیند کمابیش هر ماه هشدار می‌دهد. احتمال‌ها شمرده می‌شود، نه برون‌یابی، و هیچ چیز نادرتر از یک بار در "
		"درازای جدول خوانده نمی‌شود."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
