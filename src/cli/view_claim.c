/* SPDX-License-Identifier: GPL-3.0-or-later */
/* view_claim.c - claims and entities: as lines, and as JSON. */
#include "cli/view.h"

#include "cli/grid.h"

struct str view_claim_source(struct app *app, const struct claim_row *c)
{
	struct str s = c->source_label;
	if (!c->source.id)
		s = app_tr(app, MSG_P("source not readable", "منبع خواندنی نیست"));
	if (c->has_source_date)
		s = tr_fmt(app->a, app->lang, MSG_P("{1}, {2}", "{1}، {2}"),
			   ARGS(s, view_date(app, c->source_date.u.date.edtf)));
	if (c->document.id && !str_eq(c->document_label, c->source_label)) {
		struct str args[] = { s, c->document_label };
		s = tr_fmt(app->a, app->lang, MSG_P("{1}, in {2}", "{1}، در {2}"), args, 2);
	}
	if (c->via.id) {
		struct str args[] = { s, c->via_label };
		s = tr_fmt(app->a, app->lang, MSG_P("{1}, through {2}", "{1}، به واسطهٔ {2}"), args,
			   2);
	}
	return s;
}

struct str view_claim_frame(struct app *app, const struct claim_row *c)
{
	struct str s = view_claim_when(app, c);
	struct str more[] = { view_term(app, "scopes", c->scope),
			      str_eq(c->basis, STR("stated")) ? STR("")
							      : view_term(app, "basis", c->basis),
			      view_term(app, "position", c->position) };
	for (size_t i = 0; i < COUNT(more); i++)
		if (more[i].n)
			s = view_join(app, s, more[i]);
	return s;
}

struct str view_claim_standing(struct app *app, const struct claim_row *c)
{
	if (c->retracted) {
		struct str by = number_str(app->a, c->retracted);
		return tr_fmt(app->a, app->lang,
			      MSG_P("taken back by {1}", "پس‌گرفته با {1}"), &by, 1);
	}
	if (c->adopted)
		return app_tr(app, MSG_P("adopted", "پذیرفته"));
	if (c->in_conflict)
		return app_tr(app, MSG_P("in conflict", "در تعارض"));
	return STR("");
}

/* A claim is three thoughts, each wrapped below the other: what is said, of when and what, by whom.
 * Columns would cut off what matters most. */
static void put_claim(struct app *app, const struct claim_row *c, bool with_subject,
		      const struct str *source)
{
	struct arena *a = app->a;
	struct str id = view_claim_id(app, c->field);
	struct str standing = view_claim_standing(app, c);
	struct str frame = view_claim_frame(app, c);
	struct str head = view_property(app, c->property);
	AUTO_BUF b;
	buf_init(&b, 1 << 22);
	if (with_subject)
		head = str_printf(a, "%.*s %.*s", STR_FMT(reg_number(app->reg, &c->subject, a)),
				  STR_FMT(head));
	head = str_printf(a, "%.*s: %.*s%s%.*s%s", STR_FMT(head), STR_FMT(view_claim_value(app, c)),
			  standing.n ? "  <" : "", STR_FMT(standing), standing.n ? ">" : "");
	/* Hanging: the id stands in the margin of the first line. */
	text_wrap(&b, 8, app->width - 8, text_harmless(a, head));
	buf_printf(&app->out, "%-8.*s", STR_FMT(id));
	if (id.n >= 8) /* of another site: too long for the margin */
		buf_lit(&app->out, "\n        ");
	buf_add(&app->out, str_from(buf_str(&b), 8));
	if (frame.n)
		text_wrap(&app->out, 8, app->width - 8, text_harmless(a, frame));
	text_wrap(&app->out, 8, app->width - 8, text_harmless(a, *source));
}

void view_claims(struct app *app, const struct claim_row *c, size_t n, bool with_subject)
{
	struct str before = STR("");
	for (size_t i = 0; i < n; i++) {
		struct str source = view_claim_source(app, &c[i]);
		struct str again = app_tr(app, MSG_P("the same source", "همان منبع"));
		put_claim(app, &c[i], with_subject, str_eq(source, before) ? &again : &source);
		before = source;
	}
}

void view_cards(struct app *app, const struct card *c, size_t n)
{
	struct grid g = grid_new(app->a, 8);
	g.max[1] = 36;
	g.max[4] = 22;
	g.right[5] = g.right[6] = g.right[7] = true;
	grid_add(&g, app_tr(app, MSG_P("NUMBER", "شماره")));
	grid_add(&g, app_tr(app, MSG_P("NAME", "نام")));
	grid_add(&g, app_tr(app, MSG_P("STATUS", "وضعیت")));
	grid_add(&g, app_tr(app, MSG_P("DATE", "تاریخ")));
	grid_add(&g, app_tr(app, MSG_P("PLACE", "جا")));
	grid_add(&g, app_tr(app, MSG_P("CLAIMS", "گفته")));
	grid_add(&g, app_tr(app, MSG_P("SOURCES", "منبع")));
	grid_add(&g, app_tr(app, MSG_P("CONFLICTS", "تعارض")));
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, c[i].number);
		grid_add(&g, view_label(app, &c[i]));
		grid_add(&g, view_status(app, c[i].status));
		grid_add(&g, view_date(app, c[i].date));
		grid_add(&g,
			 c[i].place_label.n ? c[i].place_label : view_province(app, c[i].province));
		grid_add(&g, app_num(app, c[i].claims));
		grid_add(&g, app_num(app, c[i].sources));
		grid_add(&g, c[i].conflicts ? app_num(app, c[i].conflicts) : STR("-"));
	}
	grid_put(&g, 0, &app->out);
}

/* ---- JSON ---- */

void jout_entity(struct app *app, struct jout *j, const char *key, const struct entity *en,
		 struct str label)
{
	if (!en->id) {
		jout_null(j, key);
		return;
	}
	jout_object(j, key);
	jout_str(j, "id", reg_number(app->reg, en, app->a));
	jout_str(j, "kind", en->kind);
	jout_text(j, "label", label);
	jout_close(j);
}

void jout_card(struct app *app, struct jout *j, const char *key, const struct card *c)
{
	size_t n;
	const struct term *certainty = vocab_set(reg_vocab(app->reg), STR("certainty"), &n);
	bool known = certainty && c->certainty >= 0 && (size_t)c->certainty < n;
	struct entity place = { 0 };
	if (c->place && reg_entity_by_id(app->reg, c->place, app->a, &place, NULL) < 0)
		place.id = 0;
	jout_object(j, key);
	jout_str(j, "id", c->number);
	jout_str(j, "uuid", id_str(app->a, &c->entity.uuid));
	jout_str(j, "kind", c->entity.kind);
	jout_str(j, "label", c->label);
	jout_text(j, "label_lang", c->label_lang);
	jout_text(j, "label_fa", c->label_fa);
	jout_text(j, "status", c->status);
	jout_text(j, "date", c->date);
	jout_entity(app, j, "place", &place, c->place_label);
	jout_text(j, "province", c->province);
	jout_text(j, "charge", c->charge);
	jout_text(j, "certainty", known ? certainty[c->certainty].code : STR(""));
	jout_int(j, "claims", c->claims);
	jout_int(j, "sources", c->sources);
	jout_int(j, "open_conflicts", c->conflicts);
	jout_number(j, "first_entry", c->first_seq);
	jout_number(j, "last_entry", c->last_seq);
	jout_close(j);
}

/* A value of the register was written by the same function before, so it can be written again. */
static struct str sealed_form(struct app *app, const struct value *v)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 20);
	if (value_write(&b, v, NULL) < 0)
		return STR("null");
	return buf_copy(&b, app->a);
}

static void jout_claim(struct app *app, struct jout *j, const struct claim_row *c)
{
	jout_object(j, NULL);
	jout_str(j, "claim", view_claim_id(app, c->field));
	jout_number(j, "entry", c->seq);
	jout_str(j, "subject", reg_number(app->reg, &c->subject, app->a));
	jout_str(j, "property", c->property);
	jout_raw(j, "value", sealed_form(app, &c->value));
	jout_str(j, "text", view_claim_value(app, c));
	jout_object(j, "qualifiers");
	for (size_t i = 0; i < c->parsed.n_q; i++)
		jout_raw(j, str_z(app->a, c->parsed.q[i].p), sealed_form(app, &c->parsed.q[i].v));
	jout_close(j);
	jout_entity(app, j, "source", &c->source, c->source_label);
	jout_entity(app, j, "document", &c->document, c->document_label);
	jout_entity(app, j, "via", &c->via, c->via_label);
	jout_text(j, "source_date", c->has_source_date ? c->source_date.u.date.edtf : STR(""));
	jout_text(j, "reliability", c->reliability);
	jout_text(j, "when", c->when_text);
	jout_text(j, "scope", c->scope);
	jout_text(j, "basis", c->basis);
	jout_text(j, "position", c->position);
	if (c->batch)
		jout_number(j, "import", c->batch);
	else
		jout_null(j, "import");
	jout_text(j, "row", c->row);
	jout_time(j, "recorded", c->recorded_ms);
	if (c->retracted)
		jout_number(j, "taken_back_by", c->retracted);
	else
		jout_null(j, "taken_back_by");
	jout_bool(j, "adopted", c->adopted);
	jout_bool(j, "in_conflict", c->in_conflict);
	jout_close(j);
}

void jout_claims(struct app *app, struct jout *j, const char *key, const struct claim_row *c,
		 size_t n)
{
	jout_array(j, key);
	for (size_t i = 0; i < n; i++)
		jout_claim(app, j, &c[i]);
	jout_close(j);
}
