/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_scan.c - did something rise somewhere: places and periods together. Needs no vault. */
#include "cli/app.h"

#include <math.h>

#include "base/file.h"
#include "base/pool.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/problems.h"
#include "watch/scan.h"

enum { SHOWN_PLACES = 6, SHOWN_CLUSTERS = 5 };
static const size_t MEMORY_MAX = (size_t)4 << 30;
#define SHOWN_P 0.5  /* after the first; --json has all */
#define ALARM_P 0.05 /* where windows lie anywhere, or the length of a period is not known */

/* A cluster in what is left without one source. */
struct without {
	struct str source;
	int64_t persons; /* of the source, inside */
	struct scan_cluster left;
};

struct answer {
	struct scan_table table;
	struct scan_options o;
	int freq;
	struct scan_result r;
	struct scan_source *sources;
	size_t n_sources;
	struct without *without; /* n_sources for each cluster */
	struct arena *a;
};

/* ---- what was asked -------------------------------------------------------- */

static int read_file(struct str path, struct arena *a, struct str *ret, struct err *e)
{
	return file_read(str_z(a, path), SCAN_FILE_MAX, a, ret, e);
}

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
	TRY(read_file(path, x->a, &events, e));
	TRY(read_file(where, x->a, &places, e));
	TRY(scan_read(events, places, app->lang, x->a, &x->table, &ps, &at, e));
	if (at.n)
		return refuse(app, where, &at, e);
	if (ps.n)
		return refuse(app, path, &ps, e);
	if (!given_has(g, "--sources"))
		return 0;
	TRY(read_file(given_str(g, "--sources"), x->a, &events, e));
	TRY(scan_read_sources(events, &x->table, app->lang, x->a, &x->sources, &x->n_sources, &ps,
			      e));
	return ps.n ? refuse(app, given_str(g, "--sources"), &ps, e) : 0;
}

static int ask(struct app *app, struct answer *x, struct err *e)
{
	const struct given *g = &app->given;
	struct str method = given_str(g, "--method");
	struct str freq = given_str(g, "--freq");
	if (given_has(g, "--places") == given_has(g, "--tree"))
		return err_set(e, CLI_USAGE, "give either --places FILE or --tree FILE");
	x->freq = !freq.n ? 0 : str_eq(freq, STR("12")) ? 12 : 52;
	x->o = (struct scan_options){
		.nearest = (size_t)given_number(g, "--nearest", 0),
		.longest = (size_t)given_number(g, "--window", 0),
		.replicates = (size_t)given_number(g, "--replicates", 0),
		.anywhere = given_has(g, "--anywhere"),
		.seed = (uint64_t)given_number(g, "--seed", 1),
	};
	for (enum scan_method m = SCAN_PERMUTATION; m <= SCAN_NB; m++)
		if (str_eq(method, str_of(scan_method_code(m))))
			x->o.method = m;
	return read_all(app, x, e);
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
	x->without = NEW_N(x->a, x->r.n * x->n_sources, struct without);
	for (size_t k = 0; k < x->n_sources; k++) {
		const struct scan_source *s = &x->sources[k];
		struct scan_result left = x->r;
		left.done = 0;
		if (s->left.persons)
			TRY(scan_run(&s->left, &x->r.o, pool, x->a, &left, e));
		for (size_t i = 0; i < x->r.n; i++)
			x->without[i * x->n_sources + k] = (struct without){
				.source = s->name,
				.persons = persons_of(x, s, &x->r.clusters[i]),
				.left = scan_again(&s->left, &left, &x->r.clusters[i], x->a),
			};
	}
	return 0;
}

/* Rarer than once a year, as far as the table reaches. */
static bool is_alarm(const struct answer *x, double p)
{
	bool capped;
	double years = scan_recurrence(&x->table, x->freq, p, &capped);
	if (x->o.anywhere || isnan(years))
		return p <= ALARM_P;
	return years >= 1;
}

/* ---- JSON ---------------------------------------------------------------------- */

static void put_without_json(const struct answer *x, struct jout *j, size_t cluster)
{
	jout_array(j, "by_source");
	for (size_t k = 0; k < x->n_sources; k++) {
		const struct without *w = &x->without[cluster * x->n_sources + k];
		jout_object(j, NULL);
		jout_str(j, "source", w->source);
		jout_int(j, "persons", w->persons);
		jout_int(j, "left", w->left.persons);
		jout_real(j, "expected", w->left.expected);
		jout_real(j, "statistic", w->left.statistic);
		jout_real(j, "p", w->left.p);
		jout_bool(j, "alarm", is_alarm(x, w->left.p));
		jout_close(j);
	}
	jout_close(j);
}

static void put_cluster_json(struct app *app, const struct answer *x, struct jout *j, size_t i)
{
	const struct scan_cluster *c = &x->r.clusters[i];
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
	jout_bool(j, "alarm", is_alarm(x, c->p));
	put_without_json(x, j, i);
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

static struct str decimal(struct app *app, double v, int places)
{
	return digits_local(app->a, app->lang, str_printf(app->a, "%.*f", places, v));
}

static struct str when(struct app *app, const struct answer *x, size_t from, size_t to)
{
	struct str first = period_text(&x->table.axis, (int64_t)from, app->a);
	struct str last = period_text(&x->table.axis, (int64_t)to, app->a);
	return digits_local(
		app->a, app->lang,
		from == to ? first
			   : str_printf(app->a, "%.*s–%.*s", STR_FMT(first), STR_FMT(last)));
}

static void put_head(struct app *app, const struct answer *x)
{
	const struct scan_table *t = &x->table;
	app_say(app,
		MSG_P("{1}: {2} persons in {3} events, {4} places, periods {5}. {6} zones, windows up to {7}; {8} "
		      "replicates that move whole events.",
		      "{1}: {2} نفر در {3} رویداد، {4} جا، دوره‌های {5}. {6} پهنه، پنجره‌ها تا {7}؛ {8} تکرار با جابه‌جایی "
		      "رویدادهای کامل."),
		ARGS(str_of(scan_method_code(x->o.method)), app_num(app, t->persons),
		     app_num(app, (int64_t)t->n_events), app_num(app, (int64_t)t->n_places),
		     when(app, x, 0, (size_t)t->axis.n - 1), app_num(app, (int64_t)x->r.zones),
		     app_num(app, (int64_t)x->r.o.longest), app_num(app, (int64_t)x->r.done)));
	if (t->missing)
		app_say(app,
			MSG_P("(!) {1} places and periods have no row and were taken as 0. Where nobody looked, that is "
			      "not so.",
			      "(!) {1} جا و دوره ردیفی ندارد و ۰ گرفته شد. جایی که کسی نگاه نکرده چنین نیست."),
			ARGS(app_num(app, (int64_t)t->missing)));
	if (t->n_events && t->persons == (int64_t)t->n_events)
		app_say(app,
			MSG_P("Every event has one person. If several were killed together, make them one event, "
			      "or alarms will be too many.",
			      "هر رویداد یک نفر دارد. اگر چند نفر با هم کشته شده‌اند آنان را یک رویداد کنید، وگرنه هشدارها "
			      "بیش از اندازه می‌شود."),
			NULL, 0);
}

static struct str chance(struct app *app, const struct answer *x, double p)
{
	static const struct msg ALONE =
		MSG("By chance with probability {1}.", "احتمال اتفاقی بودن {1}.");
	static const struct msg RARE = MSG(
		"By chance with probability {1}: less than once in {2} years, the length of the table.",
		"احتمال اتفاقی بودن {1}: کمتر از یک بار در {2} سال، درازای جدول.");
	static const struct msg YEARS =
		MSG("By chance with probability {1}: about once in {2} years.",
		    "احتمال اتفاقی بودن {1}: نزدیک یک بار در {2} سال.");
	static const struct msg OFTEN =
		MSG("By chance with probability {1}: about {2} times a year.",
		    "احتمال اتفاقی بودن {1}: نزدیک {2} بار در سال.");
	bool capped;
	double years = scan_recurrence(&x->table, x->freq, p, &capped);
	bool untold = x->o.anywhere || isnan(years);
	bool often = !untold && years < 1;
	struct str args[] = { digits_local(app->a, app->lang, str_printf(app->a, "%.3g", p)),
			      decimal(app, often ? 1 / years : years, often ? 0 : 1) };
	return tr_fmt(app->a, app->lang,
		      untold   ? &ALONE
		      : capped ? &RARE
		      : often  ? &OFTEN
			       : &YEARS,
		      args, 2);
}

static struct str names_of(struct app *app, const struct answer *x, const struct scan_cluster *c)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < c->n_places && i < SHOWN_PLACES; i++)
		buf_printf(&b, "%s%.*s",
			   !i			  ? ""
			   : app->lang == LANG_FA ? "، "
						  : ", ",
			   STR_FMT(text_harmless(app->a, x->table.places[c->places[i]])));
	struct str more = app_num(app, (int64_t)c->n_places - SHOWN_PLACES);
	if (c->n_places > SHOWN_PLACES)
		buf_add(&b, tr_fmt(app->a, app->lang, MSG_P(" and {1} more", " و {1} جای دیگر"),
				   &more, 1));
	return str_copy(app->a, buf_str(&b));
}

static void put_sources(struct app *app, const struct answer *x, size_t cluster)
{
	struct grid g = grid_new(app->a, 3);
	g.right[1] = true;
	for (size_t k = 0; k < x->n_sources; k++) {
		const struct without *w = &x->without[cluster * x->n_sources + k];
		struct str args[] = { app_num(app, w->left.persons),
				      decimal(app, w->left.expected, 1) };
		grid_add(&g, text_harmless(app->a, w->source));
		grid_add(&g, app_num(app, w->persons));
		grid_add(&g,
			 tr_fmt(app->a, app->lang,
				is_alarm(x, w->left.p)
					? MSG_P("without it {1} of {2} expected, still an alarm",
						"بی آن {1} در برابر {2} مورد انتظار، هنوز هشدار")
					: MSG_P("without it {1} of {2} expected, no alarm",
						"بی آن {1} در برابر {2} مورد انتظار، بی هشدار"),
				args, 2));
	}
	grid_put(&g, 6, &app->out);
}

static void put_cluster(struct app *app, const struct answer *x, size_t i)
{
	const struct scan_cluster *c = &x->r.clusters[i];
	struct str args[] = { app_num(app, (int64_t)i + 1),
			      names_of(app, x, c),
			      when(app, x, c->from, c->to),
			      app_num(app, c->persons),
			      app_num(app, c->events),
			      decimal(app, c->expected, 1),
			      decimal(app, (double)c->persons / c->expected, 1),
			      chance(app, x, c->p),
			      is_alarm(x, c->p) ? app_tr(app, MSG_P(" ALARM", " هشدار"))
						: STR("") };
	buf_printf(&app->out, "\n");
	app_say(app, MSG_P("{1}. {2}, {3}", "{1}. {2}، {3}"), args, 3);
	app_say(app,
		MSG_P("   {4} persons in {5} events, {6} expected ({7} times as many). {8}{9}",
		      "   {4} نفر در {5} رویداد، {6} مورد انتظار ({7} برابر). {8}{9}"),
		args, 9);
	put_sources(app, x, i);
}

static void put_text(struct app *app, const struct answer *x)
{
	bool alarm = false;
	put_head(app, x);
	for (size_t i = 0; i < x->r.n && i < SHOWN_CLUSTERS; i++) {
		if (i > 0 && x->r.clusters[i].p > SHOWN_P)
			break;
		alarm = alarm || is_alarm(x, x->r.clusters[i].p);
		put_cluster(app, x, i);
	}
	buf_printf(&app->out, "\n");
	if (!x->r.n)
		app_say(app,
			MSG_P("Nowhere is more than expected.",
			      "هیچ‌جا بیش از انتظار نیست."),
			NULL, 0);
	else if (!alarm)
		app_say(app,
			MSG_P("No alarm: this comes by chance too often.",
			      "هشداری نیست: چنین چیزی بسیار اتفاقی رخ می‌دهد."),
			NULL, 0);
	if (alarm && !x->n_sources)
		app_say(app,
			MSG_P("(!) Not tested by source: a new source looks like a surge. Give --sources FILE before "
			      "an alarm is used.",
			      "(!) به تفکیک منبع سنجیده نشده: منبع تازه به افزایش می‌ماند. پیش از کاربرد هشدار --sources "
			      "FILE را بدهید."),
			NULL, 0);
}

static int run(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	AUTO_POOL *pool = pool_new(0);
	struct answer x = { .a = a };
	TRY(ask(app, &x, e));
	TRY(scan_run(&x.table, &x.o, pool, a, &x.r, e));
	TRY(check_sources(&x, pool, e));
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
