/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mention_show.c - one row of a list: as it was received, its versions, and what was decided of it. */
#include "cli/mention_show.h"

#include "cli/grid.h"
#include "cli/jout.h"
#include "link/register.h"
#include "register/mention.h"

struct row_shown {
	struct mention m;
	struct edition edition; /* that its cells came in with */
	struct mention_version *versions;
	size_t n_versions;
	struct link_row *links;
	bool *hidden; /* of each */
	size_t n_links;
	struct str sealed;
};

static int load(struct app *app, const struct entity *en, struct row_shown *s, struct err *e)
{
	TRY(reg_mention(app->reg, en->id, app->a, &s->m, e));
	TRY(reg_mention_versions(app->reg, en->id, app->a, &s->versions, &s->n_versions, e));
	TRY(reg_links(app->reg, s->m.entity.id, true, app->a, &s->links, &s->n_links, e));
	s->hidden = NEW_N(app->a, s->n_links, bool);
	for (size_t i = 0; i < s->n_links; i++)
		TRY(reg_link_is_hidden(app->reg, s->links[i].seq, &s->hidden[i], e));
	TRY(reg_edition(app->reg, s->versions[s->n_versions - 1].edition, app->a, &s->edition, e));
	return reg_mention_sealed(app->reg, s->m.entity.id, app->a, &s->sealed, e);
}

static struct str number(struct app *app, const struct entity *en)
{
	return en->no ? reg_number(app->reg, en, app->a) : STR("");
}

static void put_cells(struct app *app, const struct row_shown *s)
{
	struct grid g = grid_new(app->a, 2);
	struct str *cells;
	size_t n;
	g.max[0] = 30;
	if (list_cells_read(s->m.cells, app->a, &cells, &n, NULL) < 0)
		return;
	for (size_t i = 0; i < s->edition.n_header && i < n; i++) {
		if (!cells[i].n)
			continue;
		grid_add(&g, text_harmless(app->a, s->edition.header[i]));
		grid_add(&g, text_harmless(app->a, cells[i]));
	}
	grid_put(&g, 2, &app->out);
}

static void put(struct app *app, const struct row_shown *s)
{
	const struct mention *m = &s->m;
	struct str args[] = { number(app, &m->list),   number_str(app->a, m->edition),
			      app_num(app, m->row),    app_num(app, m->versions),
			      number(app, &m->person), app_num(app, (int64_t)s->n_links) };
	buf_printf(&app->out, "%.*s  %.*s\n", STR_FMT(m->number),
		   STR_FMT(text_harmless(app->a, m->label)));
	app_say(app,
		m->stands
			? MSG_P("Row {3} of edition {2} of list {1}; versions: {4}.",
				"ردیف {3} از ویرایش {2} فهرست {1}؛ نسخه‌ها: {4}.")
		: m->standing
			? MSG_P("Last in row {3} of edition {2} of list {1}, and removed since; versions: {4}.",
				"آخرین بار ردیف {3} از ویرایش {2} فهرست {1}، و سپس حذف‌شده؛ نسخه‌ها: {4}.")
			: MSG_P("Of list {1}; every edition that it was in is taken back; versions: {4}.",
				"از فهرست {1}؛ همهٔ ویرایش‌هایش پس گرفته شده؛ نسخه‌ها: {4}."),
		args, 4);
	put_cells(app, s);
	if (s->sealed.n)
		app_say(app,
			MSG_P("Some cells are sealed in the compartment of sources.",
			      "برخی خانه‌ها در بخش منابع مُهر شده‌اند."),
			NULL, 0);
	if (m->person.no)
		app_say(app, MSG_P("Of person {5}.", "از شخص {5}."), args, COUNT(args));
	for (size_t i = 0; i < s->n_links; i++) {
		const struct link_row *l = &s->links[i];
		bool first = l->a.id == m->entity.id;
		struct str args_hidden[] = { number_str(app->a, l->seq),
					     number(app, first ? &l->b : &l->a) };
		if (s->hidden[i]) {
			app_say(app,
				MSG_P("  {1}: {2}, hidden until you have answered",
				      "  {1}: {2}، پنهان تا پاسخ شما"),
				args_hidden, 2);
			continue;
		}
		buf_printf(&app->out, "  %.*s: %s %.*s (%s)%s%s%.*s\n",
			   STR_FMT(number_str(app->a, l->seq)), link_says_code(l->says),
			   STR_FMT(number(app, first ? &l->b : &l->a)), link_round_code(l->round),
			   l->retracted ? ", taken back"
			   : l->changed ? ", cells changed since"
					: "",
			   l->reason.n ? ": " : "", STR_FMT(text_harmless(app->a, l->reason)));
	}
}

static void put_json(struct app *app, const struct row_shown *s)
{
	const struct mention *m = &s->m;
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "mention", m->number);
	jout_str(&j, "list", number(app, &m->list));
	jout_number(&j, "edition", m->edition);
	jout_int(&j, "row", m->row);
	jout_bool(&j, "stands", m->stands);
	jout_text(&j, "name", m->label);
	jout_text(&j, "person", number(app, &m->person));
	jout_bool(&j, "sealed", s->sealed.n > 0);
	jout_array(&j, "header");
	for (size_t i = 0; i < s->edition.n_header; i++)
		jout_str(&j, NULL, s->edition.header[i]);
	jout_close(&j);
	jout_raw(&j, "cells", m->cells);
	jout_array(&j, "versions");
	for (size_t i = 0; i < s->n_versions; i++) {
		jout_object(&j, NULL);
		jout_number(&j, "entry", s->versions[i].seq);
		jout_number(&j, "edition", s->versions[i].edition);
		jout_int(&j, "row", s->versions[i].row);
		jout_raw(&j, "cells", s->versions[i].cells);
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "decisions");
	for (size_t i = 0; i < s->n_links; i++) {
		const struct link_row *l = &s->links[i];
		jout_object(&j, NULL);
		jout_number(&j, "entry", l->seq);
		jout_str(&j, "a", number(app, &l->a));
		jout_str(&j, "b", number(app, &l->b));
		bool hide = s->hidden[i];
		jout_text(&j, "says", hide ? STR("") : str_of(link_says_code(l->says)));
		jout_str(&j, "round", str_of(link_round_code(l->round)));
		jout_text(&j, "reason", hide ? STR("") : l->reason);
		jout_bool(&j, "changed_since", l->changed);
		jout_bool(&j, "taken_back", l->retracted != 0);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

int mention_show(struct app *app, const struct entity *en, struct err *e)
{
	struct row_shown *s = NEW(app->a, struct row_shown);
	TRY(load(app, en, s, e));
	if (app->json)
		put_json(app, s);
	else
		put(app, s);
	return 0;
}
