/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/disclose.h"
#include "cli/view.h"

/* An entry, or one field of a claim. */
static int what_of(struct app *app, int64_t *ret_seq, int *ret_field, struct err *e)
{
	struct str what = given_arg(&app->given, 0);
	int64_t id;
	*ret_field = 0;
	if (view_entry_parse(what, ret_seq))
		return 0;
	if (!view_claim_parse(what, &id))
		return err_set(
			e, CLI_USAGE,
			"a proof is of an entry (48) or a claim (48.2), as `vigil show` prints them");
	*ret_seq = id / REG_FIELD_PLACES;
	*ret_field = (int)(id % REG_FIELD_PLACES);
	return 0;
}

static struct str joined(struct app *app, const struct vault_entry *entry,
			 const struct disclosed *d, bool shown)
{
	struct str s = STR("");
	for (size_t i = 0; i < entry->n_parts; i++) {
		struct disclosed all = *d;
		if (disclosed_shows(&all, entry->parts[i].path) != shown)
			continue;
		s = str_printf(app->a, "%.*s%s%.*s", STR_FMT(s), s.n ? ", " : "",
			       STR_FMT(entry->parts[i].path));
	}
	return s.n ? s : app_tr(app, MSG_P("nothing", "هیچ"));
}

static void paths(struct jout *j, const char *key, const struct vault_entry *entry,
		  const struct disclosed *d, bool shown)
{
	struct disclosed all = *d;
	jout_array(j, key);
	for (size_t i = 0; i < entry->n_parts; i++)
		if (disclosed_shows(&all, entry->parts[i].path) == shown)
			jout_str(j, NULL, entry->parts[i].path);
	jout_close(j);
}

static int put_json(struct app *app, const struct vault_entry *entry, const struct disclosed *d,
		    struct str text, struct err *e)
{
	struct str path = app_output_path(app);
	struct jout j = jout_begin(&app->out);
	jout_number(&j, "entry", entry->seq);
	paths(&j, "shows", entry, d, true);
	paths(&j, "leaves_out", entry, d, false);
	jout_text(&j, "file", path.p ? path : STR(""));
	jout_text(&j, "proof", path.p ? STR("") : text);
	jout_end(&j);
	return path.p ? app_output(app, text, e) : 0;
}

static int put_text(struct app *app, const struct vault_entry *entry, const struct disclosed *d,
		    struct str text, struct err *e)
{
	struct str path = app_output_path(app);
	TRY(app_output(app, text, e));
	if (path.p)
		app_say(app,
			MSG_P("Wrote {1}. It shows: {2}. It leaves out: {3}.",
			      "{1} نوشته شد. نشان می‌دهد: {2}. نشان نمی‌دهد: {3}."),
			ARGS(path, joined(app, entry, d, true), joined(app, entry, d, false)));
	return 0;
}

static int run(struct app *app, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct vault_entry entry;
	struct disclosed d;
	struct str list = given_str(&app->given, "--disclose");
	struct str text;
	int64_t seq;
	int field;
	TRY(what_of(app, &seq, &field, e));
	TRY(vault_entry_read(v, seq, app->a, &entry, e));
	TRY(disclose_choose(reg_vocab(app->reg), &entry, field, list, app->a, &d, e));
	TRY(vault_proof(v, seq, disclosed_shows, &d, app->a, &text, e));
	return app->json ? put_json(app, &entry, &d, text, e) : put_text(app, &entry, &d, text, e);
}

static const struct option OPTIONS[] = {
	{ "--disclose", 0, OPTION_TEXT, "PARTS", false,
	  MSG("show these parts, separated by commas, as `vigil show ENTRY` names them (f1,source/id); or all; only public "
	      "ones when not given",
	      "نشان‌دادن این بخش‌ها، جداشده با ویرگول لاتین؛ یا all؛ پیش‌فرض تنها بخش‌های عمومی") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write there instead of to standard output", "نوشتن در این پرونده به جای خروجی") },
	{ 0 },
};

const struct command cmd_proof = {
	.name = "proof",
	.args = "ID",
	.summary = MSG(
		"Prove that a claim is in the log, as it was sealed.",
		"برهان اینکه گفته‌ای همان‌گونه که مُهر شد در گزارش هست."),
	.help = MSG(
		"ID is an entry (48) or one claim of it (48.2). The proof is a text that `vigil-verify` checks without "
		"any vault: the sealed claim with the parts to be shown, its place in the log, and the signed head "
		"of the log. Parts that are left out cannot be guessed from it.\n\n"
		"Without --disclose it shows what may stand in a published report. Sealed fields never leave.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
