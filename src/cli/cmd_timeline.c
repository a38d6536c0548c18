/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/grid.h"
#include "cli/view.h"

static void put_text(struct app *app, const struct timeline_row *t, size_t n)
{
	struct grid g = grid_new(app->a, 6);
	g.max[3] = 56;
	g.right[5] = true;
	grid_add(&g, app_tr(app, MSG_P("DATE", "تاریخ")));
	grid_add(&g, app_tr(app, MSG_P("EVENT", "رویداد")));
	grid_add(&g, app_tr(app, MSG_P("NUMBER", "شماره")));
	grid_add(&g, app_tr(app, MSG_P("CALLED", "نام")));
	grid_add(&g, app_tr(app, MSG_P("ROLE", "نقش")));
	grid_add(&g, app_tr(app, MSG_P("CLAIMS", "گفته")));
	for (size_t i = 0; i < n; i++) {
		struct str date = t[i].date.n ? view_date(app, t[i].date)
					      : app_tr(app, MSG_P("no date", "بی‌تاریخ"));
		if (t[i].disputed)
			date = tr_fmt(app->a, app->lang,
				      MSG_P("{1} (disputed)", "{1} (محل اختلاف)"), &date, 1);
		grid_add(&g, date);
		grid_add(&g, view_status(app, t[i].type));
		grid_add(&g, t[i].event.number);
		grid_add(&g, view_label(app, &t[i].event));
		grid_add(&g, t[i].role.n ? view_property(app, t[i].role) : STR(""));
		grid_add(&g, app_num(app, t[i].claims));
	}
	grid_put(&g, 0, &app->out);
}

static void put_json(struct app *app, const struct entity *en, const struct timeline_row *t,
		     size_t n)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "subject", reg_number(app->reg, en, app->a));
	jout_array(&j, "events");
	for (size_t i = 0; i < n; i++) {
		jout_object(&j, NULL);
		jout_text(&j, "date", t[i].date);
		jout_bool(&j, "disputed", t[i].disputed);
		jout_text(&j, "type", t[i].type);
		jout_text(&j, "role", t[i].role);
		jout_int(&j, "claims", t[i].claims);
		jout_card(app, &j, "event", &t[i].event);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	struct entity en;
	struct timeline_row *t;
	size_t n;
	TRY(reg_entity(app->reg, given_arg(&app->given, 0), app->a, &en, e));
	TRY(reg_timeline(app->reg, en.id, app->a, &t, &n, e));
	if (app->json)
		put_json(app, &en, t, n);
	else if (n == 0)
		app_say(app, MSG_P("No event is recorded.", "رویدادی ثبت نشده است."), NULL, 0);
	else
		put_text(app, t, n);
	return 0;
}

const struct command cmd_timeline = {
	.name = "timeline",
	.args = "ID",
	.summary = MSG("Show the events of a subject in the order of their dates.",
		       "نمایش رویدادهای یک موضوع به ترتیب تاریخ."),
	.help = MSG("ID is a record number, kind:key or uuid. Events without a date come last.",
		    ""),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
