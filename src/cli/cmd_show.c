/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_show.c - one thing with all that is said of it: a subject, an entry of the log, a conflict. */
#include "cli/view.h"

#include "base/bytes.h"
#include "cli/figures.h"
#include "cli/grid.h"
#include "cli/mention_show.h"
#include "register/mention.h"

enum { CLAIMS_MAX = 500, CONFLICTS_MAX = 100 };

/* ---- a subject ---- */

struct subject {
	struct card card;
	struct claim_row *claims;
	size_t n_claims;
	int64_t all_claims;
	struct conflict *conflicts;
	size_t n_conflicts;
	int64_t all_conflicts;
	struct sealed_row *sealed;
	size_t n_sealed;
	int64_t withheld;
	struct entity *same_key; /* other records with its key */
	size_t n_same_key;
};

static int load_subject(struct app *app, const struct entity *en, struct subject *s, struct err *e)
{
	bool all = given_has(&app->given, "--all");
	int64_t limit = given_number(&app->given, "--limit", CLAIMS_MAX);
	TRY(reg_card(app->reg, en->id, app->a, &s->card, e));
	TRY(reg_claims(app->reg, CLAIMS_OF_SUBJECT, en->id, all, 0, limit, app->a, &s->claims,
		       &s->n_claims, &s->all_claims, e));
	TRY(reg_conflicts(app->reg, en->id, !all, 0, CONFLICTS_MAX, app->a, &s->conflicts,
			  &s->n_conflicts, &s->all_conflicts, e));
	TRY(reg_same_key(app->reg, en->id, app->a, &s->same_key, &s->n_same_key, e));
	return reg_sealed(app->reg, en->id, app->a, &s->sealed, &s->n_sealed, &s->withheld, e);
}

static void row(struct app *app, struct grid *g, const struct msg *label, struct str text)
{
	if (!text.n)
		return;
	grid_add(g, app_tr(app, label));
	grid_add(g, text);
}

static struct str based_on(struct app *app, const struct card *c)
{
	struct str args[] = { view_count(app, c->claims, MSG_P("{1} claim", "{1} گفته"),
					 MSG_P("{1} claims", "{1} گفته")),
			      view_count(app, c->sources, MSG_P("{1} source", "{1} منبع"),
					 MSG_P("{1} sources", "{1} منبع")),
			      number_str(app->a, c->first_seq), number_str(app->a, c->last_seq) };
	if (c->first_seq == c->last_seq)
		return tr_fmt(app->a, app->lang,
			      MSG_P("{1} by {2}, entry {3}", "{1} از {2}، ورودی {3}"), args, 4);
	return tr_fmt(app->a, app->lang,
		      MSG_P("{1} by {2}, entries {3} to {4}",
			    "{1} از {2}، ورودی‌های {3} تا {4}"),
		      args, 4);
}

/* Two sites read the same table before they knew of each other. */
static struct str same_key(struct app *app, const struct subject *s)
{
	struct str all = STR("");
	for (size_t i = 0; i < s->n_same_key; i++)
		all = str_printf(app->a, "%.*s%s%.*s", STR_FMT(all), i ? ", " : "",
				 STR_FMT(reg_number(app->reg, &s->same_key[i], app->a)));
	return all;
}

static void put_head(struct app *app, const struct subject *s)
{
	const struct card *c = &s->card;
	struct grid g = grid_new(app->a, 2);
	struct str name = view_label(app, c);
	bool unnamed = str_eq(name, c->number);
	buf_printf(&app->out, "%.*s%s%.*s\n", STR_FMT(c->number), unnamed ? "" : "  ",
		   STR_FMT(unnamed ? STR("") : text_harmless(app->a, name)));
	row(app, &g, MSG_P("other name", "نام دیگر"),
	    app->lang == LANG_FA || str_eq(c->label, c->label_fa) ? STR("") : c->label_fa);
	row(app, &g, MSG_P("kind", "نوع"), view_kind(app, c->entity.kind));
	row(app, &g, MSG_P("status", "وضعیت"), view_status(app, c->status));
	row(app, &g, MSG_P("date", "تاریخ"), view_date(app, c->date));
	row(app, &g, MSG_P("place", "جا"), c->place_label);
	row(app, &g, MSG_P("province", "استان"), view_province(app, c->province));
	row(app, &g, MSG_P("charge", "اتهام"), view_term(app, "charges", c->charge));
	row(app, &g, MSG_P("certainty", "قطعیت"), view_certainty(app, c->certainty));
	row(app, &g, MSG_P("same key as", "هم‌کلید با"), same_key(app, s));
	row(app, &g, MSG_P("based on", "بر پایهٔ"), based_on(app, c));
	row(app, &g, MSG_P("open conflicts", "تعارض‌های باز"),
	    c->conflicts ? app_num(app, c->conflicts) : STR(""));
	grid_put(&g, 2, &app->out);
}

static void put_sealed(struct app *app, const struct subject *s)
{
	struct grid g = grid_new(app->a, 3);
	if (s->withheld) {
		struct str n = app_num(app, s->withheld);
		app_say(app,
			MSG_P("\n{1} sealed statements are not ours to read.",
			      "\n{1} گفتهٔ مُهرشده برای ما خواندنی نیست."),
			&n, 1);
	}
	if (!s->n_sealed)
		return;
	app_say(app,
		MSG_P("\nSealed: for members of the compartment only, in no list or output",
		      "\nمُهرشده: تنها برای اعضای این بخش، در هیچ فهرست یا خروجی"),
		NULL, 0);
	for (size_t i = 0; i < s->n_sealed; i++) {
		grid_add(&g, number_str(app->a, s->sealed[i].seq));
		grid_add(&g, view_property(app, s->sealed[i].field.p));
		grid_add(&g, view_value(app, &s->sealed[i].field.v, STR(""), STR("")));
	}
	grid_put(&g, 2, &app->out);
}

static void put_subject(struct app *app, const struct subject *s)
{
	put_head(app, s);
	if (s->n_claims) {
		buf_char(&app->out, '\n');
		view_claims(app, s->claims, s->n_claims, false);
	}
	if (s->all_claims > (int64_t)s->n_claims) {
		struct str n = app_num(app, s->all_claims - (int64_t)s->n_claims);
		app_say(app, MSG_P("... and {1} more (--limit).", "... و {1} مورد دیگر (--limit)."),
			&n, 1);
	}
	for (size_t i = 0; i < s->n_conflicts; i++) {
		buf_char(&app->out, '\n');
		view_conflict(app, &s->conflicts[i]);
	}
	put_sealed(app, s);
}

static void json_subject(struct app *app, const struct subject *s)
{
	struct jout j = jout_begin(&app->out);
	jout_card(app, &j, "subject", &s->card);
	jout_claims(app, &j, "claims", s->claims, s->n_claims);
	jout_int(&j, "all_claims", s->all_claims);
	jout_array(&j, "conflicts");
	for (size_t i = 0; i < s->n_conflicts; i++)
		jout_conflict(app, &j, NULL, &s->conflicts[i]);
	jout_close(&j);
	jout_int(&j, "sealed", (int64_t)s->n_sealed);
	jout_int(&j, "withheld", s->withheld);
	jout_end(&j);
}

static int show_subject(struct app *app, const struct entity *en, struct err *e)
{
	struct subject s = { 0 };
	if (str_eq(en->kind, STR("figure")))
		return figure_show(app, en, given_size(&app->given, "--as-of"), e);
	if (str_eq(en->kind, STR("mention")))
		return mention_show(app, en, e);
	TRY(load_subject(app, en, &s, e));
	if (app->json)
		json_subject(app, &s);
	else
		put_subject(app, &s);
	return 0;
}

/* ---- an entry of the log ---- */

struct entry {
	struct vault_entry raw;
	struct claim_row *claims;
	size_t n_claims;
	bool hidden; /* what it says of a pair */
};

/* Two readers of a pair are blind to each other. */
static void hide_answer(struct vault_entry *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n_parts; i++)
		if (!str_eq(x->parts[i].path, STR("says")) &&
		    !str_eq(x->parts[i].path, STR("reason")))
			x->parts[n++] = x->parts[i];
	x->n_parts = n;
}

static int load_entry(struct app *app, int64_t seq, struct entry *ret, struct err *e)
{
	int64_t total;
	TRY(vault_entry_read(reg_vault(app->reg), seq, app->a, &ret->raw, e));
	TRY(reg_link_is_hidden(app->reg, seq, &ret->hidden, e));
	if (ret->hidden)
		hide_answer(&ret->raw);
	return reg_claims(app->reg, CLAIMS_OF_STATEMENT, seq, true, 0, CLAIMS_MAX, app->a,
			  &ret->claims, &ret->n_claims, &total, e);
}

static bool is_field(struct str path)
{
	return path.n > 1 && path.p[0] == 'f' && path.p[1] >= '1' && path.p[1] <= '9';
}

/* A part as people read it: a record number, a value, a text; anything else as it is. */
static struct str part_text(struct app *app, struct str json)
{
	const struct json *tree;
	struct value_ref ref;
	struct value v;
	struct str text;
	struct err e;
	if (json_read(json, CLAIM_DISCLOSURE_MAX, JSON_ANY, app->a, &tree, &e) < 0)
		return json;
	if (json_str(tree, &text))
		return text;
	if (value_ref_read(tree, &ref, &e) == 0) {
		struct entity en = { .uuid = ref.id, .kind = ref.kind, .no = ref.no };
		return reg_number(app->reg, &en, app->a);
	}
	if (value_read(tree, &v, &e) == 0)
		return view_value(app, &v, STR(""), STR(""));
	return json;
}

static void put_entry(struct app *app, const struct entry *s)
{
	struct grid g = grid_new(app->a, 2);
	struct str seq = number_str(app->a, s->raw.seq);
	app_say(app, MSG_P("Entry {1} of the log", "ورودی {1} گزارش"), &seq, 1);
	for (size_t i = 0; i < s->raw.n_parts; i++) {
		const struct vault_part *p = &s->raw.parts[i];
		/* Fields are shown below as claims, unless they are not in the register (sealed). */
		if (s->n_claims && is_field(p->path))
			continue;
		grid_add(&g, p->path);
		grid_add(&g, part_text(app, p->value));
	}
	grid_put(&g, 2, &app->out);
	if (s->hidden)
		app_say(app,
			MSG_P("What it says of the pair is hidden until you have answered.",
			      "آنچه دربارهٔ این جفت می‌گوید تا پاسخ شما پنهان است."),
			NULL, 0);
	if (s->raw.record_sealed)
		app_say(app,
			MSG_P("What it says of its subject is erased or not ours to read.",
			      "آنچه دربارهٔ موضوع می‌گوید پاک شده یا برای ما خواندنی نیست."),
			NULL, 0);
	if (s->raw.source_sealed)
		app_say(app,
			MSG_P("Its source is erased or not ours to read.",
			      "منبع آن پاک شده یا برای ما خواندنی نیست."),
			NULL, 0);
	if (s->n_claims) {
		buf_char(&app->out, '\n');
		view_claims(app, s->claims, s->n_claims, true);
	}
}

static void json_entry(struct app *app, const struct entry *s)
{
	struct jout j = jout_begin(&app->out);
	jout_number(&j, "entry", s->raw.seq);
	jout_object(&j, "parts");
	for (size_t i = 0; i < s->raw.n_parts; i++)
		jout_raw(&j, str_z(app->a, s->raw.parts[i].path), s->raw.parts[i].value);
	jout_close(&j);
	jout_bool(&j, "hidden", s->hidden);
	jout_bool(&j, "source_sealed", s->raw.source_sealed);
	jout_bool(&j, "record_sealed", s->raw.record_sealed);
	jout_claims(app, &j, "claims", s->claims, s->n_claims);
	jout_end(&j);
}

static int show_entry(struct app *app, int64_t seq, struct err *e)
{
	struct entry s = { 0 };
	TRY(load_entry(app, seq, &s, e));
	if (app->json)
		json_entry(app, &s);
	else
		put_entry(app, &s);
	return 0;
}

/* ---- a conflict ---- */

static void put_conflict(struct app *app, const struct conflict *c)
{
	if (!app->json) {
		view_conflict(app, c);
		return;
	}
	struct jout j = jout_begin(&app->out);
	jout_conflict(app, &j, "conflict", c);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	struct str what = given_arg(&app->given, 0);
	struct entity en;
	struct conflict c;
	int64_t n;
	if (view_entry_parse(what, &n))
		return show_entry(app, n, e);
	if (view_claim_parse(what, &n)) {
		struct claim_row claim;
		TRY(reg_claim(app->reg, n, app->a, &claim, e));
		return show_entry(app, claim.seq, e);
	}
	/* Conflicts have names of their own form; what is none of them is judged as a subject. */
	if (reg_conflict(app->reg, what, app->a, &c, NULL) == 0) {
		put_conflict(app, &c);
		return 0;
	}
	TRY(reg_entity(app->reg, what, app->a, &en, e));
	return show_subject(app, &en, e);
}

static const struct option OPTIONS[] = {
	{ "--all", 0, OPTION_FLAG, NULL, false,
	  MSG("also claims that were taken back and conflicts that were decided",
	      "گفته‌های پس‌گرفته و تعارض‌های تصمیم‌گرفته نیز") },
	{ "--limit", 0, OPTION_NUMBER, "N", false,
	  MSG("at most so many claims; 500 when not given",
	      "بیشینهٔ شمار گفته‌ها؛ پیش‌فرض ۵۰۰") },
	{ "--as-of", 0, OPTION_SIZE, "SIZE", false,
	  MSG("of a figure: as counted when the log had this many entries",
	      "برای رقم: با این تعداد ورودی گزارش") },
	{ 0 },
};

const struct command cmd_show = {
	.name = "show",
	.args = "ID",
	.summary = MSG("Show one subject, entry, claim or conflict with all that is said of it.",
		       "نمایش یک موضوع، ورودی، گفته یا تعارض با هر آنچه دربارهٔ آن گفته شده."),
	.help = MSG(
		"ID is a record number (P-00012), kind:key or uuid of a subject; the number of an entry of the log (48); "
		"a claim (48.2); or the id of a conflict. What is shown is what the sources say, each beside "
		"the other; values in conflict and values an editor adopted are marked.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
