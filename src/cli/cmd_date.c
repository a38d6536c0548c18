/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_date.c - what a wording says as a date, in both calendars. Needs no vault. */
#include "cli/app.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "text/date.h"

static struct str doubt_words(struct app *app, enum date_doubt d)
{
	switch (d) {
	case DATE_SURE:
		return STR("");
	case DATE_AMBIGUOUS:
		return app_tr(app, MSG_P("one of several readings", "یکی از چند خوانش"));
	case DATE_WRONG_WEEKDAY:
		return app_tr(app, MSG_P("the weekday given does not fit",
					 "روز هفته نمی‌خواند"));
	}
	return STR("");
}

static void row(struct grid *g, struct str label, struct str text)
{
	if (!text.n)
		return;
	grid_add(g, label);
	grid_add(g, text);
}

/* Of several days, which the calendars above name without it: "Monday, Saturday". */
static struct str weekdays(struct app *app, const struct edtf *v)
{
	struct str s = STR("");
	for (size_t i = 0; i < v->n; i++) {
		const struct edtf_date *ends[] = { &v->items[i].from,
						   v->items[i].range ? &v->items[i].to : NULL };
		for (size_t k = 0; k < COUNT(ends) && ends[k]; k++) {
			int32_t lo;
			int32_t hi;
			edtf_date_bounds(ends[k], &lo, &hi);
			if (lo != hi)
				return STR("");
			struct str day = cal_weekday_name(cal_weekday(lo), app->lang);
			s = str_printf(app->a, "%.*s%s%.*s", STR_FMT(s),
				       k     ? " – "
				       : s.n ? ", "
					     : "",
				       STR_FMT(day));
		}
	}
	return s;
}

static void put_text(struct app *app, const struct date_reading *r)
{
	struct arena *a = app->a;
	struct grid g = grid_new(a, 2);
	struct str precision = date_precision_words(a, app->lang, &r->edtf);
	struct str given = cal_name(r->calendar, app->lang);
	/* A Jalali month is an interval of Gregorian days: what was said was a month. */
	if (r->precision != edtf_precision(&r->edtf)) {
		struct str args[] = { date_precision_name(app->lang, r->precision), precision };
		precision = tr_fmt(a, app->lang, MSG_P("{1} ({2})", "{1} ({2})"), args, 2);
	}
	row(&g, STR("EDTF"), r->edtf_text);
	/* Each calendar in the language people use it in, whatever the language of the answer. */
	row(&g, cal_name(CAL_GREGORIAN, app->lang),
	    date_show_long(a, LANG_EN, &r->edtf, CAL_GREGORIAN));
	row(&g, cal_name(CAL_JALALI, app->lang), date_show_long(a, LANG_FA, &r->edtf, CAL_JALALI));
	if (!r->has_day)
		row(&g, app_tr(app, MSG_P("weekdays", "روزهای هفته")), weekdays(app, &r->edtf));
	row(&g, app_tr(app, MSG_P("precision", "دقت")), precision);
	row(&g, app_tr(app, MSG_P("given in", "تقویم داده‌شده")), given);
	row(&g, app_tr(app, MSG_P("doubt", "تردید")), doubt_words(app, r->doubt));
	row(&g, app_tr(app, MSG_P("note", "یادداشت")), r->note);
	grid_put(&g, 0, &app->out);
}

static const char *doubt_code(enum date_doubt d)
{
	static const char *const CODES[] = { "none", "ambiguous", "wrong_weekday" };
	return CODES[d];
}

static const char *precision_code(enum edtf_precision p)
{
	static const char *const CODES[] = { "day",    "month",	  "season", "year",
					     "decade", "century", "none" };
	return CODES[p];
}

static void put_json(struct app *app, const struct date_reading *list, size_t n)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "given", list[0].as_given);
	jout_array(&j, "readings");
	for (size_t i = 0; i < n; i++) {
		const struct date_reading *r = &list[i];
		int32_t lo;
		int32_t hi;
		edtf_bounds(&r->edtf, &lo, &hi);
		jout_object(&j, NULL);
		jout_str(&j, "edtf", r->edtf_text);
		jout_str(&j, "calendar", str_of(cal_code(r->calendar)));
		jout_str(&j, "precision", str_of(precision_code(r->precision)));
		jout_str(&j, "gregorian", date_show_long(app->a, LANG_EN, &r->edtf, CAL_GREGORIAN));
		jout_str(&j, "jalali", date_show_long(app->a, LANG_FA, &r->edtf, CAL_JALALI));
		jout_text(&j, "weekday",
			  r->has_day ? cal_weekday_name(r->weekday, LANG_EN) : STR(""));
		if (lo != INT32_MIN)
			jout_int(&j, "first_jdn", lo);
		else
			jout_null(&j, "first_jdn");
		if (hi != INT32_MAX)
			jout_int(&j, "last_jdn", hi);
		else
			jout_null(&j, "last_jdn");
		jout_bool(&j, "approximate", edtf_is_approximate(&r->edtf));
		jout_bool(&j, "uncertain", edtf_is_uncertain(&r->edtf));
		jout_str(&j, "doubt", str_of(doubt_code(r->doubt)));
		jout_text(&j, "note", r->note);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	struct date_reading *list;
	size_t n;
	TRY(date_read(app->a, app->lang, given_arg(&app->given, 0), &list, &n, e));
	if (app->json) {
		put_json(app, list, n);
		return 0;
	}
	if (n > 1) {
		struct str count = app_num(app, (int64_t)n);
		app_say(app,
			MSG_P("{1} readings, the likeliest first:",
			      "{1} خوانش، محتمل‌ترین نخست:"),
			&count, 1);
	}
	for (size_t i = 0; i < n; i++) {
		if (n > 1)
			buf_char(&app->out, '\n');
		put_text(app, &list[i]);
	}
	return 0;
}

const struct command cmd_date = {
	.name = "date",
	.args = "TEXT...",
	.summary = MSG("Read a date in any wording and show it in both calendars.",
		       "خواندن تاریخ با هر نگارش و نمایش آن در هر دو تقویم."),
	.help = MSG(
		"Gregorian, Jalali and Hijri, digits and month names of any script, and EDTF. Nothing is made more "
		"exact than it was said: a year stays a year. When a wording can mean several things, all of "
		"them are shown. What is no date is refused with the reason (exit status 3).",
		"میلادی، هجری شمسی و قمری، با ارقام و نام ماه‌ها به هر خط، و EDTF. هیچ تاریخی دقیق‌تر از آنچه گفته "
		"شده نمی‌شود. اگر نوشته‌ای چند معنا داشته باشد همه نشان داده می‌شوند."),
	.needs = HAS_JSON,
	.run = run,
};
