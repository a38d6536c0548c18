/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_rate_table.c - the composition of two periods compared. Needs no vault. */
#include "cli/app.h"

#include <math.h>

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/problems.h"
#include "report/composition.h"

/* "12,9": of the period now and of that before, in any unit. */
static int read_lengths(struct app *app, struct composition_options *o, struct err *e)
{
	struct str s = given_str(&app->given, "--lengths");
	struct str now;
	struct str before = str_cut(s, ',', &now);
	if (!s.p)
		return 0;
	if (!before.p || !str_to_real(str_trim(now), &o->length_now) ||
	    !str_to_real(str_trim(before), &o->length_before) || !(o->length_now > 0) ||
	    !(o->length_before > 0))
		return err_set(
			e, ERR_INPUT,
			"--lengths takes the length of the period now and of that before: 9,12");
	return 0;
}

static int read_table(struct app *app, struct composition_table *ret, struct err *e)
{
	struct str path = given_arg(&app->given, 0);
	struct str bytes;
	struct csv_problems ps;
	TRY(app_file(app, path, COMPOSITION_FILE_MAX, &bytes, e));
	TRY(composition_read(bytes, app->lang, app->a, ret, &ps, e));
	if (!ps.n)
		return 0;
	problems_put_csv(app, &ps);
	return err_set(e, ERR_INPUT, "%.*s: nothing was compared", STR_FMT(path));
}

/* ---- JSON -------------------------------------------------------------------- */

static void put_interval(struct jout *j, const char *key, struct num_interval in)
{
	jout_object(j, key);
	jout_real(j, "lo", in.lo);
	jout_real(j, "hi", in.hi);
	jout_close(j);
}

static void put_row_json(struct jout *j, const struct composition_row *r)
{
	jout_object(j, NULL);
	jout_str(j, "value", r->value);
	jout_int(j, "before", r->before);
	jout_int(j, "now", r->now);
	jout_real(j, "share_before", r->share_before);
	jout_real(j, "share_now", r->share_now);
	put_interval(j, "difference", r->difference);
	put_interval(j, "worst", r->worst);
	jout_real(j, "p", r->p);
	jout_real(j, "q", r->q);
	jout_real(j, "tipping", r->tipping);
	jout_real(j, "tipping_rate", r->tipping_rate);
	jout_close(j);
}

static void put_json(struct app *app, const struct composition_table *t,
		     const struct composition_options *o)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "before", t->name_before);
	jout_str(&j, "now", t->name_now);
	jout_real(&j, "confidence", o->conf);
	jout_int(&j, "seed", (int64_t)o->seed);
	jout_array(&j, "properties");
	for (size_t i = 0; i < t->n; i++) {
		const struct composition *c = &t->items[i];
		jout_object(&j, NULL);
		jout_str(&j, "property", c->property);
		jout_int(&j, "known_before", c->known_before);
		jout_int(&j, "known_now", c->known_now);
		jout_int(&j, "unknown_before", c->unknown_before);
		jout_int(&j, "unknown_now", c->unknown_now);
		jout_real(&j, "v", c->v);
		jout_real(&j, "p", c->p);
		jout_real(&j, "q", c->q);
		jout_int(&j, "drawn", (int64_t)c->drawn);
		jout_array(&j, "rows");
		for (size_t k = 0; k < c->n; k++)
			put_row_json(&j, &c->rows[k]);
		jout_close(&j);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

/* ---- text -------------------------------------------------------------------- */

static struct str format(struct app *app, const char *text)
{
	return number_local(app->a, app->lang, str_of(text));
}

static void put_head(struct app *app, struct grid *g, const struct composition_table *t,
		     const struct composition *c)
{
	grid_add(g, c->property.n ? text_harmless(app->a, c->property) : STR(""));
	grid_add(g, text_harmless(app->a, t->name_before));
	grid_add(g, STR(""));
	grid_add(g, text_harmless(app->a, t->name_now));
	grid_add(g, STR(""));
	grid_add(g, app_tr(app, MSG_P("DIFFERENCE", "تفاوت")));
	grid_add(g, app_tr(app, MSG_P("AT WORST", "در بدترین حالت")));
	grid_add(g, app_tr(app, MSG_P("q", "q")));
	grid_add(g, app_tr(app, MSG_P("TIPPING", "برگردان")));
	grid_add(g, STR(""));
	for (size_t i = 1; i < 5; i++)
		g->right[i] = true;
}

static void put_row(struct app *app, struct grid *g, const struct composition_row *r)
{
	grid_add(g, text_harmless(app->a, r->value));
	grid_add(g, app_num(app, r->before));
	grid_add(g, report_composition_percent(r->share_before, app->lang, app->a));
	grid_add(g, app_num(app, r->now));
	grid_add(g, report_composition_percent(r->share_now, app->lang, app->a));
	grid_add(g, report_composition_points(r->difference, app->lang, app->a));
	grid_add(g, report_composition_points(r->worst, app->lang, app->a));
	grid_add(g, format(app, str_printf(app->a, "%.2g", r->q).p));
	grid_add(g, format(app, str_printf(app->a, "%.2f", r->tipping).p));
	grid_add(g, app_tr(app, report_composition_verdict(r)));
}

static void put_property(struct app *app, const struct composition_table *t,
			 const struct composition *c)
{
	struct grid g = grid_new(app->a, 10);
	put_head(app, &g, t, c);
	for (size_t i = 0; i < c->n; i++)
		put_row(app, &g, &c->rows[i]);
	grid_add(&g, app_tr(app, MSG_P("unknown", "نامعلوم")));
	grid_add(&g, app_num(app, c->unknown_before));
	grid_add(&g, STR(""));
	grid_add(&g, app_num(app, c->unknown_now));
	for (size_t i = 0; i < 6; i++)
		grid_add(&g, STR(""));
	grid_put(&g, 0, &app->out);
	app_say(app,
		MSG_P("All values together: Cramer's V {1}, p = {2} ({3} tables drawn).",
		      "همهٔ مقدارها با هم: V کرامر {1}، p = {2} ({3} جدول کشیده‌شده)."),
		ARGS(format(app, str_printf(app->a, "%.2f", c->v).p),
		     format(app, str_printf(app->a, "%.2g", c->p).p),
		     app_num(app, (int64_t)c->drawn)));
	buf_printf(&app->out, "\n");
}

static void put_text(struct app *app, const struct composition_table *t)
{
	for (size_t i = 0; i < t->n; i++)
		put_property(app, t, &t->items[i]);
	app_say(app, report_composition_key(), NULL, 0);
}

static int write_report(struct app *app, const struct composition_table *t,
			const struct composition_options *o, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 24);
	TRY(report_composition(t, o, app->lang, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

static int run(struct app *app, struct err *e)
{
	struct composition_table t;
	struct composition_options o = { .conf = 0.95,
					 .seed = (uint64_t)given_number(&app->given, "--seed", 1) };
	struct str conf = given_str(&app->given, "--confidence");
	if (conf.p && (!str_to_real(conf, &o.conf) || !(o.conf > 0 && o.conf < 1)))
		return err_set(e, ERR_INPUT, "the confidence is between 0 and 1: 0.95");
	TRY(read_lengths(app, &o, e));
	TRY(read_table(app, &t, e));
	TRY(composition_compare(&t, &o, app->a, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, &t, &o, e));
	if (app->json)
		put_json(app, &t, &o);
	else
		put_text(app, &t);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--lengths", 0, OPTION_TEXT, "NOW,BEFORE", false,
	  MSG("of the two periods, in any unit: gives the tipping coverage of each number as well",
	      "درازای دو دوره به هر یکا: پوشش برگردانندهٔ هر شمار را نیز می‌دهد") },
	{ "--confidence", 0, OPTION_TEXT, "P", false,
	  MSG("of the bounds, both sides together (0.95)",
	      "اطمینان کران‌ها، دو سو با هم (۰٫۹۵)") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("of the tables drawn (1)", "بذر جدول‌های کشیده‌شده (۱)") },
	{ "--report", 0, OPTION_FILE, "FILE", false,
	  MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده") },
	{ 0 },
};

const struct command cmd_rate_table = {
	.name = "rate table",
	.args = "FILE",
	.summary = MSG("Compare the composition of two periods: charge, sex, age, court.",
		       "مقایسهٔ ترکیب دو دوره: اتهام، جنس، سن، دادگاه."),
	.help = MSG(
		"FILE is CSV: property,value,before,now; a row for each value of each property, and one for what is "
		"unknown (empty or \"unknown\"). For each value: its share then and now, the difference with bounds, and the worst "
		"that the unknown could make of it.\n\n"
		"A change in the known is not a change in all. What keeps its sign at worst holds whatever the unknown were.",
		"FILE جدول CSV است: property,value,before,now؛ برای هر مقدارِ هر ویژگی یک ردیف، و یکی برای نامعلوم‌ها (خالی یا "
		"«نامعلوم»). برای هر مقدار: سهم آن در گذشته و اکنون، تفاوت با کران‌هایش، و بدترین چیزی که نامعلوم‌ها می‌توانند از "
		"آن بسازند.\n\n"
		"تغییر در شناخته‌ها تغییر در همه نیست. آنچه در بدترین حالت هم علامتش را نگه دارد، نامعلوم‌ها هرچه باشند برقرار "
		"است."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
