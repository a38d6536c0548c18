/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/view.h"

#include "cli/grid.h"

/* One side: the value once, then everyone who says it. */
static void side(struct app *app, struct grid *g, const struct conflict_side *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct claim_row *c = &s->claims[i];
		struct str              when = view_date(app, c->when_text);
		struct str              scope = view_term(app, "scopes", c->scope);
		struct str              position = view_term(app, "position", c->position);
		struct str              frame = when;
		if (scope.n)
			frame = str_printf(app->a, "%.*s%s%.*s", STR_FMT(frame), frame.n ? "; " : "", STR_FMT(scope));
		if (position.n)
			frame = str_printf(app->a, "%.*s%s%.*s", STR_FMT(frame), frame.n ? "; " : "", STR_FMT(position));
		grid_add(g, i == 0 ? view_claim_value(app, c) : STR(""));
		grid_add(g, view_claim_id(app, c->field));
		grid_add(g, view_property(app, c->property));
		grid_add(g, frame);
		grid_add(g, view_claim_source(app, c));
		grid_add(g, c->adopted ? app_tr(app, MSG_P("adopted", "پذیرفته")) : STR(""));
	}
}

/* The property is worth a column only when the sides speak of several. */
static bool several_properties(const struct conflict *c)
{
	for (size_t i = 0; i < c->n_sides; i++)
		for (size_t k = 0; k < c->sides[i].n; k++)
			if (!str_eq(c->sides[i].claims[k].property, c->property))
				return true;
	return false;
}

void view_conflict(struct app *app, const struct conflict *c)
{
	struct grid g = grid_new(app->a, 6);
	bool        several = several_properties(c);
	buf_printf(&app->out, "%.*s  %.*s: %.*s, %.*s %.*s\n", STR_FMT(c->ident),
	           STR_FMT(view_term(app, "conflict_kinds", c->kind)), STR_FMT(view_property(app, c->property)),
	           STR_FMT(c->subject_number), STR_FMT(text_harmless(app->a, c->subject_label)));
	g.max[0] = 36;
	g.max[3] = 40;
	g.max[4] = 60;
	for (size_t i = 0; i < c->n_sides; i++)
		side(app, &g, &c->sides[i]);
	for (size_t i = 2; !several && i < g.n; i += g.cols)
		g.cells[i] = STR("");
	grid_put(&g, 4, &app->out);
	if (c->decided) {
		struct str args[] = { str_printf(app->a, "%lld", (long long)c->decided), text_harmless(app->a, c->reason) };
		buf_lit(&app->out, "    ");
		app_say(app, MSG_P("Decided by entry {1}: {2}", "با ورودی {1} تصمیم‌گرفته: {2}"), args, 2);
	}
}

void jout_conflict(struct app *app, struct jout *j, const char *key, const struct conflict *c)
{
	jout_object(j, key);
	jout_str(j, "id", c->ident);
	jout_str(j, "kind", c->kind);
	jout_entity(app, j, "subject", &c->subject, c->subject_label);
	jout_str(j, "property", c->property);
	jout_array(j, "sides");
	for (size_t i = 0; i < c->n_sides; i++) {
		jout_object(j, NULL);
		jout_claims(app, j, "claims", c->sides[i].claims, c->sides[i].n);
		jout_close(j);
	}
	jout_close(j);
	if (c->decided)
		jout_int(j, "decided_by", c->decided);
	else
		jout_null(j, "decided_by");
	jout_text(j, "reason", c->reason);
	jout_close(j);
}
