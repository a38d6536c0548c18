/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/nowcast_show.h"

#include <math.h>

#include "cli/grid.h"
#include "cli/jout.h"

enum { SHOWN_SERIES = 40, SHOWN_PERIODS = 13 };

struct nowcast_page nowcast_page_of(struct app *app, const struct nowcast_answer *x)
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

static void put_point_json(struct app *app, struct jout *j, const struct nowcast_answer *x,
			   size_t series, const struct nowcast_point *p)
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

void nowcast_put_json(struct app *app, const struct nowcast_answer *x)
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

static struct str when(struct app *app, const struct nowcast_answer *x, int64_t t)
{
	return digits_local(app->a, app->lang, period_text(&x->table.axis, t, app->a));
}

static void put_head(struct app *app, const struct nowcast_answer *x)
{
	struct str said[NOWCAST_SAID];
	struct nowcast_page page = nowcast_page_of(app, x);
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

static void head_row(struct app *app, struct grid *g, const struct nowcast_answer *x)
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

static void put_series(struct app *app, const struct nowcast_answer *x, size_t series)
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

static void put_back(struct app *app, const struct nowcast_answer *x)
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

void nowcast_put_text(struct app *app, const struct nowcast_answer *x)
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
