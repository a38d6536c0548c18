/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/evidence_show.h"

#include "base/clock.h"
#include "cli/grid.h"

static struct str time_of(struct app *app, int64_t ms)
{
	char text[CLOCK_TEXT_LEN + 1];
	clock_text(ms, text);
	return str_copy(app->a, str_of(text));
}

struct str evidence_show_state(struct app *app, enum evidence_state s)
{
	switch (s) {
	case EVIDENCE_HERE:
		return app_tr(app, MSG_P("here", "اینجاست"));
	case EVIDENCE_MISSING:
		return app_tr(app, MSG_P("not on this device", "روی این دستگاه نیست"));
	case EVIDENCE_SHUT:
		return app_tr(
			app,
			MSG_P("does not open: erased, or not given to this site",
			      "باز نمی‌شود: پاک شده یا به این جایگاه داده نشده"));
	case EVIDENCE_ERASED:
		return app_tr(app, MSG_P("erased", "پاک شده"));
	}
	return STR("");
}

void evidence_show_row_json(struct app *app, struct jout *j, const struct evidence_row *x)
{
	jout_object(j, NULL);
	jout_str(j, "id", x->number);
	jout_text(j, "title", x->title);
	jout_text(j, "media_type", x->media_type);
	jout_int(j, "bytes", x->bytes);
	jout_text(j, "sha256", x->sha256);
	jout_bool(j, "covered", x->covered);
	jout_str(j, "state", evidence_state_name(x->state));
	jout_int(j, "working_copies", (int64_t)x->copies);
	if (x->added_ms)
		jout_time(j, "added", x->added_ms);
	else
		jout_null(j, "added");
	jout_entity(app, j, "source", &x->source, x->source_label);
	jout_close(j);
}

/* ---- one, as text ---- */

static void row(struct app *app, struct grid *g, const struct msg *label, struct str text)
{
	if (!text.n)
		return;
	grid_add(g, app_tr(app, label));
	grid_add(g, text_harmless(app->a, text));
}

static void put_facts(struct app *app, const struct evidence *ev, int64_t stamped)
{
	struct grid g = grid_new(app->a, 2);
	const struct evidence_row *r = &ev->row;
	buf_printf(&app->out, "%.*s%s%.*s\n", STR_FMT(r->number), r->title.n ? "  " : "",
		   STR_FMT(text_harmless(app->a, r->title)));
	row(app, &g, MSG_P("payload", "پرونده"), evidence_show_state(app, r->state));
	row(app, &g, MSG_P("kind", "گونه"), r->media_type);
	row(app, &g, MSG_P("bytes", "بایت"), r->bytes ? app_num(app, r->bytes) : STR(""));
	row(app, &g, MSG_P("SHA-256", "SHA-256"), r->sha256);
	row(app, &g, MSG_P("from", "از"), r->source_label);
	row(app, &g, MSG_P("description", "شرح"), ev->description);
	row(app, &g, MSG_P("captured, as claimed", "ثبت به ادعا"), view_date(app, ev->captured));
	row(app, &g, MSG_P("dimensions", "اندازه"), ev->dimensions);
	row(app, &g, MSG_P("duration", "مدت"), ev->duration);
	row(app, &g, MSG_P("covered", "پوشیده"),
	    r->covered ? app_tr(app, MSG_P("yes: it may show injury", "بله: شاید آسیب را نشان دهد"))
		       : view_join(app, app_tr(app, MSG_P("no", "نه")), ev->cover_reason));
	row(app, &g, MSG_P("not examined", "بررسی‌نشده"), ev->not_examined);
	row(app, &g, MSG_P("stamped head", "سرِ مُهرزده"),
	    stamped ? number_str(app->a, stamped) : STR(""));
	row(app, &g, MSG_P("sealed: name", "مُهرشده: نام"), ev->original_name);
	grid_put(&g, 2, &app->out);
}

static struct str after(struct app *app, const struct msg *word, struct str s)
{
	return s.n ? str_printf(app->a, "%.*s %.*s", STR_FMT(app_tr(app, word)), STR_FMT(s)) : s;
}

void evidence_show_custody(struct app *app, const struct evidence *ev)
{
	struct grid g = grid_new(app->a, 4);
	if (!ev->n_custody)
		return;
	app_say(app, MSG_P("\nCustody", "\nزنجیرهٔ نگهداری"), NULL, 0);
	for (size_t i = 0; i < ev->n_custody; i++) {
		const struct evidence_act *c = &ev->custody[i];
		struct str what = after(app, MSG_P("by", "توسط"), c->by);
		what = view_join(app, what, after(app, MSG_P("from", "از"), c->from));
		what = view_join(app, what, after(app, MSG_P("to", "به"), c->to));
		what = view_join(app, what, view_join(app, c->tool, c->parameters));
		what = view_join(app, what, c->note);
		if (c->retracted)
			what = view_join(app, app_tr(app, MSG_P("taken back", "پس‌گرفته")),
					 what);
		grid_add(&g, c->when.n ? view_date(app, c->when) : time_of(app, c->recorded_ms));
		grid_add(&g, view_term(app, "custody", c->code));
		grid_add(&g, c->recorder);
		grid_add(&g, text_harmless(app->a, what));
	}
	grid_put(&g, 2, &app->out);
}

static void put_rest(struct app *app, const struct evidence *ev)
{
	struct grid copies = grid_new(app->a, 4);
	struct grid links = grid_new(app->a, 3);
	struct grid findings = grid_new(app->a, 4);
	if (ev->n_copies)
		app_say(app, MSG_P("\nWorking copies", "\nنسخه‌های کاری"), NULL, 0);
	for (size_t i = 0; i < ev->n_copies; i++) {
		grid_add(&copies, app_num(app, (int64_t)i + 1));
		grid_add(&copies, evidence_show_state(app, ev->copies[i].state));
		grid_add(&copies, ev->copies[i].media_type);
		grid_add(&copies, text_harmless(app->a, ev->copies[i].parameters));
	}
	grid_put(&copies, 2, &app->out);
	if (ev->n_supports)
		app_say(app, MSG_P("\nSpeaks of", "\nدربارهٔ"), NULL, 0);
	for (size_t i = 0; i < ev->n_supports; i++) {
		const struct evidence_support *s = &ev->supports[i];
		grid_add(&links, s->number);
		grid_add(&links, s->supports ? view_claim_id(app, s->supports) : STR(""));
		grid_add(&links, text_harmless(app->a, s->label));
	}
	grid_put(&links, 2, &app->out);
	if (ev->n_findings)
		app_say(app, MSG_P("\nFound in it", "\nیافته‌ها"), NULL, 0);
	for (size_t i = 0; i < ev->n_findings; i++) {
		const struct evidence_finding *f = &ev->findings[i];
		grid_add(&findings, text_harmless(app->a, f->code));
		grid_add(&findings, text_harmless(app->a, f->where));
		grid_add(&findings, text_harmless(app->a, f->claimed));
		grid_add(&findings, text_harmless(app->a, f->found));
	}
	grid_put(&findings, 2, &app->out);
}

void evidence_show_text(struct app *app, const struct evidence *ev, int64_t stamped)
{
	put_facts(app, ev, stamped);
	evidence_show_custody(app, ev);
	put_rest(app, ev);
}

/* ---- one, as JSON ---- */

static void json_file(struct jout *j, const char *key, const struct evidence_file *f)
{
	jout_object(j, key);
	jout_str(j, "sha256", f->sha256);
	jout_int(j, "bytes", f->bytes);
	jout_str(j, "media_type", f->media_type);
	jout_text(j, "object", f->object);
	jout_text(j, "tool", f->tool);
	jout_text(j, "parameters", f->parameters);
	jout_str(j, "state", evidence_state_name(f->state));
	jout_close(j);
}

void evidence_show_custody_json(struct jout *j, const struct evidence *ev)
{
	jout_array(j, "custody");
	for (size_t i = 0; i < ev->n_custody; i++) {
		const struct evidence_act *c = &ev->custody[i];
		jout_object(j, NULL);
		jout_str(j, "act", c->code);
		jout_number(j, "entry", c->seq);
		jout_time(j, "recorded", c->recorded_ms);
		jout_text(j, "recorder", c->recorder);
		jout_text(j, "when", c->when);
		jout_text(j, "by", c->by);
		jout_text(j, "from", c->from);
		jout_text(j, "to", c->to);
		jout_text(j, "tool", c->tool);
		jout_text(j, "parameters", c->parameters);
		jout_text(j, "note", c->note);
		jout_bool(j, "taken_back", c->retracted != 0);
		jout_close(j);
	}
	jout_close(j);
}

void evidence_show_json(struct app *app, const struct evidence *ev, int64_t first, int64_t last)
{
	struct jout j = jout_begin(&app->out);
	jout_array(&j, "evidence");
	evidence_show_row_json(app, &j, &ev->row);
	jout_close(&j);
	if (ev->has_file)
		json_file(&j, "file", &ev->file);
	else
		jout_null(&j, "file");
	jout_array(&j, "working_copies");
	for (size_t i = 0; i < ev->n_copies; i++)
		json_file(&j, NULL, &ev->copies[i]);
	jout_close(&j);
	evidence_show_custody_json(&j, ev);
	jout_text(&j, "captured", ev->captured);
	jout_text(&j, "dimensions", ev->dimensions);
	jout_text(&j, "duration", ev->duration);
	jout_text(&j, "not_examined", ev->not_examined);
	jout_text(&j, "original_name", ev->original_name);
	jout_array(&j, "speaks_of");
	for (size_t i = 0; i < ev->n_supports; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "id", ev->supports[i].number);
		jout_text(&j, "claim",
			  ev->supports[i].supports ? view_claim_id(app, ev->supports[i].supports)
						   : STR(""));
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "findings");
	for (size_t i = 0; i < ev->n_findings; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "code", ev->findings[i].code);
		jout_text(&j, "where", ev->findings[i].where);
		jout_text(&j, "claimed", ev->findings[i].claimed);
		jout_text(&j, "found", ev->findings[i].found);
		jout_close(&j);
	}
	jout_close(&j);
	if (last) {
		jout_number(&j, "first_stamped_head", first);
		jout_number(&j, "last_stamped_head", last);
	} else {
		jout_null(&j, "first_stamped_head");
		jout_null(&j, "last_stamped_head");
	}
	jout_end(&j);
}
