/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/surge_show.h"

#include <stdio.h>

#include "cli/grid.h"
#include "cli/jout.h"
#include "text/calendar.h"
#include "watch/words.h"

/* ---- text -------------------------------------------------------------------------- */

static struct str decimal(struct app *app, double v, int places)
{
	return decimal_text(app->a, app->lang, v, places);
}

static struct str name_of(struct app *app, const struct alarm_series *x)
{
	if (!x->s->name.n)
		return app_tr(app, MSG_P("(one series)", "(یک سری)"));
	return text_harmless(app->a, x->s->name);
}

static void put_head(struct app *app, const struct alarm_set *set)
{
	size_t judged = 0;
	size_t periods = 0;
	size_t silent = 0;
	for (size_t i = 0; i < set->n; i++) {
		const struct alarm_series *x = &set->items[i];
		judged += !x->refused;
		for (size_t t = x->from; t <= x->s->n && !x->refused; t++) {
			periods++;
			silent += x->points[t - 1].quiet != ALARM_SPOKE;
		}
	}
	struct str args[] = { str_of(alarm_method_code(set->o.method)),
			      app_num(app, (int64_t)judged),
			      app_num(app, (int64_t)set->n),
			      app_num(app, (int64_t)periods),
			      app_num(app, (int64_t)silent),
			      decimal(app, set->nominal, 1),
			      decimal(app, set->o.budget, 0) };
	app_say(app,
		MSG_P("{1}: {2} of {3} series judged, {4} periods, {5} of them without an answer.",
		      "{1}: {2} از {3} سری سنجیده شد، {4} دوره، {5} دوره بی پاسخ."),
		args, 5);
	if (!judged)
		return;
	app_say(app,
		MSG_P("If nothing rose anywhere, bounds would still be passed about {6} times a year; shown is "
		      "what keeps within {7} false alarms a year.",
		      "اگر هیچ جا افزایشی نبود، باز سالی نزدیک {6} بار از کران‌ها گذر می‌شد؛ آنچه می‌آید با "
		      "بیشینهٔ {7} هشدار نادرست در سال می‌خواند."),
		args, 7);
}

/* Records by source in the period, and whether what is left without each is still an alarm. */
static void put_sources(struct app *app, const struct alarm_series *x, size_t t,
			enum surge_sources tested)
{
	struct grid g = grid_new(app->a, 3);
	size_t shown = 0;
	g.right[1] = true;
	for (size_t i = 0; i < x->n_without; i++) {
		const struct alarm_without *w = &x->without[i];
		const struct alarm_point *left = &w->left->points[t - 1];
		struct str args[] = { app_num(app, left->observed), decimal(app, left->upper, 0) };
		struct str n = app_num(app, x->s->observed[t - 1] - left->observed);
		if (tested == SURGE_BY_ALONE && left->observed == x->s->observed[t - 1])
			continue;
		shown++;
		grid_add(&g, text_harmless(app->a, w->source));
		grid_add(&g, tested == SURGE_BY_ALONE
				     ? tr_fmt(app->a, app->lang,
					      MSG_P("{1} from it alone", "{1} تنها از آن"), &n, 1)
				     : n);
		grid_add(&g, tr_fmt(app->a, app->lang,
				    left->quiet != ALARM_SPOKE
					    ? MSG_P("without it {1}: cannot be judged",
						    "بی آن {1}: سنجیدنی نیست")
				    : left->alarm ? MSG_P("without it {1}, still above {2}",
							  "بی آن {1}، هنوز بالای {2}")
						  : MSG_P("without it {1}, within the range to {2}",
							  "بی آن {1}، درون بازه تا {2}"),
				    args, 2));
	}
	int64_t rest = surge_unsourced(x, t, tested);
	if (rest) {
		grid_add(&g, app_tr(app, MSG_P("no source named", "بی نام منبع")));
		grid_add(&g, app_num(app, rest));
		grid_add(&g, app_tr(app, MSG_P("not tested", "سنجیده نشد")));
	}
	grid_put(&g, 6, &app->out);
	if (!shown && tested == SURGE_BY_ALONE)
		app_say(app,
			MSG_P("      No case of it rests on one source alone: it stands without any of them.",
			      "      هیچ مورد آن تنها بر یک منبع استوار نیست: بی هر یک هم برجاست."),
			NULL, 0);
}

static void put_episode(struct app *app, const struct alarm_series *x,
			const struct alarm_episode *ep, enum surge_sources tested)
{
	size_t t = alarm_episode_peak(x, ep);
	const struct alarm_point *p = &x->points[t - 1];
	struct str first = watch_period(x->s, ep->first, app->lang, app->a);
	struct str last = watch_period(x->s, ep->last, app->lang, app->a);
	struct str when = ep->first == ep->last
				  ? first
				  : str_printf(app->a, "%.*s–%.*s", STR_FMT(first), STR_FMT(last));
	struct str args[] = { name_of(app, x),
			      when,
			      app_tr(app, watch_state_words(ep->state)),
			      watch_period(x->s, t, app->lang, app->a),
			      app_num(app, p->observed),
			      decimal(app, p->expected, 1),
			      decimal(app, p->upper, 0),
			      watch_recurrence(p->p, x->s->freq, app->lang, app->a) };
	bool provisional = surge_is_provisional(x, tested);
	app_say(app,
		ep->open ? provisional ? MSG_P("{1}, {2}: {3}, open, provisional",
					       "{1}، {2}: {3}، باز، موقت")
				       : MSG_P("{1}, {2}: {3}, open", "{1}، {2}: {3}، باز")
		: provisional
			? MSG_P("{1}, {2}: {3}, over, provisional",
				"{1}، {2}: {3}، پایان‌یافته، موقت")
			: MSG_P("{1}, {2}: {3}, over", "{1}، {2}: {3}، پایان‌یافته"),
		args, 3);
	buf_lit(&app->out, "    ");
	app_say(app,
		MSG_P("{4}: {5} recorded, {6} expected, up to {7} ordinary. By chance {8}.",
		      "{4}: {5} ثبت شده، {6} انتظار می‌رفت، تا {7} عادی است. به تصادف {8}."),
		args, COUNT(args));
	put_sources(app, x, t, tested);
}

void surge_put_text(struct app *app, const struct alarm_set *set, enum surge_sources tested)
{
	size_t shown = 0;
	bool provisional = false;
	put_head(app, set);
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < set->items[i].n_episodes; k++) {
			if (!shown++)
				buf_char(&app->out, '\n');
			provisional = provisional || surge_is_provisional(&set->items[i], tested);
			put_episode(app, &set->items[i], &set->items[i].episodes[k], tested);
		}
	buf_char(&app->out, '\n');
	bool judged = false;
	for (size_t i = 0; i < set->n; i++)
		judged = judged || !set->items[i].refused;
	if (!judged)
		app_say(app, MSG_P("Nothing could be judged.", "هیچ چیز سنجیدنی نبود."), NULL, 0);
	else if (!shown)
		app_say(app, MSG_P("Nothing is out of the ordinary.", "چیز غیرعادی نیست."), NULL,
			0);
	if (provisional)
		app_say(app,
			MSG_P("(!) Provisional: not tested by source, and a new source looks like a surge. Give the counts "
			      "of each source, in a column `source` or with --sources FILE, before an alarm is used.",
			      "(!) موقت: بر پایهٔ منبع سنجیده نشد، و منبع تازه شبیه افزایش است. پیش از به‌کار بردن هشدار "
			      "شمار هر منبع را در ستون source یا با ‎--sources FILE بدهید."),
			NULL, 0);
	for (size_t i = 0; i < set->n; i++)
		if (set->items[i].refused)
			buf_printf(&app->out, "(!) %.*s\n",
				   STR_FMT(watch_refusal(&set->items[i], app->lang, app->a)));
}

/* ---- JSON -------------------------------------------------------------------------------- */

static void json_sources(struct jout *j, const struct alarm_series *x, size_t t)
{
	jout_array(j, "by_source");
	for (size_t i = 0; i < x->n_without; i++) {
		const struct alarm_without *w = &x->without[i];
		const struct alarm_point *left = &w->left->points[t - 1];
		jout_object(j, NULL);
		jout_str(j, "source", w->source);
		jout_int(j, "records", x->s->observed[t - 1] - left->observed);
		jout_int(j, "observed_without", left->observed);
		jout_real(j, "upper_without", left->upper);
		jout_bool(j, "alarm_without", left->alarm);
		jout_close(j);
	}
	jout_close(j);
}

static void json_row(struct jout *j, const struct alarm_set *set, const struct alarm_series *x,
		     size_t t, enum surge_sources tested)
{
	const struct alarm_point *p = &x->points[t - 1];
	/* The package says neither where it has too few cases. */
	bool hide = set->o.compat && p->quiet == ALARM_TOO_FEW;
	jout_object(j, NULL);
	jout_str(j, "series", x->s->name);
	jout_int(j, "t", x->s->by_date ? (int64_t)t : x->s->first + (int64_t)t - 1);
	jout_text(j, "date", x->s->label ? x->s->label[t - 1] : STR(""));
	jout_int(j, "observed", p->observed);
	jout_real(j, "expected", hide ? NUM_NAN : p->expected);
	jout_real(j, "upper", hide ? NUM_NAN : p->upper);
	jout_real(j, "score", p->score);
	jout_real(j, "p", p->p);
	jout_real(j, "recurrence_years", alarm_recurrence(p->p, x->s->freq));
	jout_real(j, "phi", x->phi[t - 1]);
	jout_real(j, "trend", x->trend[t - 1]);
	jout_bool(j, "alarm", p->alarm);
	jout_bool(j, "fires", x->fires[t - 1]);
	jout_bool(j, "provisional", p->alarm && surge_is_provisional(x, tested));
	jout_str(j, "quiet", str_of(watch_quiet_code(p->quiet)));
	if (!surge_is_provisional(x, tested) && p->alarm)
		json_sources(j, x, t);
	else
		jout_null(j, "by_source");
	jout_int(j, "unsourced", surge_unsourced(x, t, tested));
	jout_close(j);
}

static void json_series(struct app *app, struct jout *j, const struct alarm_series *x,
			enum surge_sources tested)
{
	jout_object(j, NULL);
	jout_str(j, "series", x->s->name);
	jout_text(j, "refused", x->refused ? watch_refusal(x, app->lang, app->a) : STR(""));
	jout_int(j, "periods", (int64_t)x->s->n);
	jout_int(j, "freq", x->s->freq);
	jout_int(j, "judged", x->refused ? 0 : (int64_t)(x->s->n - x->from + 1));
	jout_int(j, "level", x->level);
	if (x->years)
		jout_int(j, "years", x->years);
	else
		jout_null(j, "years");
	jout_real(j, "limit", x->h > 0 ? x->h : NUM_NAN);
	jout_real(j, "share", x->share);
	jout_str(j, "state", str_of(watch_state_code(x->state)));
	jout_real(j, "q", x->q);
	jout_array(j, "episodes");
	for (size_t i = 0; i < x->n_episodes; i++) {
		const struct alarm_episode *ep = &x->episodes[i];
		int64_t zero = x->s->by_date ? 0 : x->s->first - 1;
		jout_object(j, NULL);
		jout_int(j, "first", (int64_t)ep->first + zero);
		jout_int(j, "last", (int64_t)ep->last + zero);
		jout_int(j, "alarms", (int64_t)ep->alarms);
		jout_real(j, "least_p", ep->least_p);
		jout_str(j, "state", str_of(watch_state_code(ep->state)));
		jout_bool(j, "open", ep->open);
		jout_bool(j, "provisional", surge_is_provisional(x, tested));
		jout_close(j);
	}
	jout_close(j);
	jout_close(j);
}

/* What people said of alarms; each belongs to the one of its line whose periods hold the day. */
static void json_said(struct jout *j, const struct surge_figure *figure)
{
	jout_array(j, "said");
	for (size_t i = 0; i < figure->n_said; i++) {
		const struct warning_note *n = &figure->said[i];
		struct cal_day d = { 0 };
		char day[16];
		(void)cal_from_jdn(CAL_GREGORIAN, n->at.day, &d);
		(void)snprintf(day, sizeof day, "%04d-%02d-%02d", (int)d.year, d.month, d.day);
		jout_object(j, NULL);
		jout_str(j, "by", str_of(figure_by_code(n->at.by)));
		jout_str(j, "of", str_of(figure_of_code(n->at.of)));
		jout_str(j, "line", n->at.code);
		jout_str(j, "day", str_of(day));
		jout_bool(j, "explained", n->explained);
		jout_text(j, "to", n->to);
		jout_text(j, "reason", n->reason);
		jout_str(j, "said_by", n->by);
		jout_number(j, "entry", n->seq);
		jout_close(j);
	}
	jout_close(j);
}

void surge_put_json(struct app *app, const struct alarm_set *set, enum surge_sources tested,
		    const struct surge_figure *figure)
{
	struct jout j = jout_begin(&app->out);
	if (figure) {
		jout_str(&j, "figure", figure->number);
		jout_number(&j, "as_of", figure->as_of);
		jout_str(&j, "by", figure->by);
		jout_str(&j, "of", figure->of);
	}
	jout_str(&j, "method", str_of(alarm_method_code(set->o.method)));
	jout_real(&j, "alpha", set->o.alpha > 0 ? set->o.alpha : NUM_NAN);
	jout_real(&j, "budget", set->o.budget);
	jout_real(&j, "expected_by_chance", set->nominal);
	jout_text(&j, "compat", set->o.compat ? STR("surveillance") : STR(""));
	jout_bool(&j, "by_source", tested != SURGE_UNTESTED);
	if (figure) {
		jout_bool(&j, "alone", tested == SURGE_BY_ALONE);
		json_said(&j, figure);
	}
	jout_int(&j, "seed", (int64_t)set->o.seed);
	jout_array(&j, "rows");
	for (size_t i = 0; i < set->n; i++) {
		const struct alarm_series *x = &set->items[i];
		for (size_t t = x->from; t <= x->s->n; t++)
			json_row(&j, set, x, t, tested);
	}
	jout_close(&j);
	jout_array(&j, "series");
	for (size_t i = 0; i < set->n; i++)
		json_series(app, &j, &set->items[i], tested);
	jout_close(&j);
	jout_end(&j);
}
