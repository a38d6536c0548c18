/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/view.h"

#include "cli/grid.h"

static void wrapped(struct app *app, size_t indent, struct str s)
{
	text_wrap(&app->out, indent, app->width - indent, text_harmless(app->a, s));
}

/* What is said once, then everyone who says it. */
static void put_side(struct app *app, const struct conflict *c, const struct conflict_side *s,
		     struct str *source)
{
	struct str said = STR("");
	for (size_t i = 0; i < s->n; i++) {
		const struct claim_row *row = &s->claims[i];
		struct str value = view_claim_value(app, row);
		struct str standing = view_claim_standing(app, row);
		struct str from = view_claim_source(app, row);
		struct str frame = view_claim_frame(app, row);
		if (!str_eq(row->property, c->property))
			value = str_printf(app->a, "%.*s: %.*s",
					   STR_FMT(view_property(app, row->property)),
					   STR_FMT(value));
		if (!str_eq(value, said))
			wrapped(app, 4, value);
		said = value;
		struct str line = str_eq(from, *source)
					  ? app_tr(app, MSG_P("the same source", "همان منبع"))
					  : from;
		if (frame.n)
			line = view_join(app, line, frame);
		if (row->adopted)
			line = str_printf(app->a, "%.*s  <%.*s>", STR_FMT(line), STR_FMT(standing));
		AUTO_BUF b;
		buf_init(&b, 1 << 20);
		text_wrap(&b, 16, app->width - 16, text_harmless(app->a, line));
		buf_printf(&app->out, "        %-8.*s%.*s", STR_FMT(view_claim_id(app, row->field)),
			   STR_FMT(str_from(buf_str(&b), 16)));
		*source = from;
	}
}

void view_conflict(struct app *app, const struct conflict *c)
{
	struct str source = STR("");
	struct str args[] = { c->ident, view_term(app, "conflict_kinds", c->kind),
			      view_property(app, c->property), c->subject_number,
			      c->subject_label };
	buf_printf(&app->out, "%.*s  %.*s\n", STR_FMT(args[0]), STR_FMT(args[1]));
	wrapped(app, 2,
		tr_fmt(app->a, app->lang, MSG_P("{3} of {4} {5}", "{3}: {4} {5}"), args,
		       COUNT(args)));
	for (size_t i = 0; i < c->n_sides; i++)
		put_side(app, c, &c->sides[i], &source);
	if (c->decided) {
		struct str done[] = { number_str(app->a, c->decided), c->reason };
		wrapped(app, 4,
			tr_fmt(app->a, app->lang,
			       MSG_P("Decided by entry {1}: {2}",
				     "با ورودی {1} تصمیم‌گرفته: {2}"),
			       done, 2));
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
		jout_number(j, "decided_by", c->decided);
	else
		jout_null(j, "decided_by");
	jout_text(j, "reason", c->reason);
	jout_close(j);
}
