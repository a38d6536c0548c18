/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/jout.h"
#include "cli/near.h"
#include "cli/view.h"
#include "register/record.h"

static int property_of(struct app *app, struct str id, struct err *e)
{
	struct str near[1];
	if (vocab_property(reg_vocab(app->reg), id))
		return 0;
	if (vocab_near_properties(reg_vocab(app->reg), id, near, 1))
		return err_set(e, ERR_INPUT, "\"%.*s\" is no property; did you mean %.*s?",
			       STR_FMT(id), STR_FMT(near[0]));
	return err_set(e, ERR_INPUT, "\"%.*s\" is no property (vocab/properties.csv)", STR_FMT(id));
}

static int field_of(const struct given *g, int64_t *ret, struct err *e)
{
	bool claim = given_has(g, "--claim");
	*ret = 0;
	if (claim == given_has(g, "--both"))
		return err_set(e, CLI_USAGE, "either --claim CLAIM or --both");
	if (!given_has(g, "--reason"))
		return err_set(e, CLI_USAGE, "why? A decision needs --reason TEXT");
	if (claim && !view_claim_parse(given_str(g, "--claim"), ret))
		return err_set(
			e, CLI_USAGE,
			"a claim is ENTRY.PLACE as `vigil conflicts` shows it, for example 48.2");
	return 0;
}

static int run(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	const struct given *g = &app->given;
	struct entity en;
	int64_t field;
	int64_t seq;
	TRY(field_of(g, &field, e));
	TRY(app_open(app, true, e));
	TRY(reg_entity(app->reg, given_arg(g, 0), app->a, &en, e));
	TRY(property_of(app, given_arg(g, 1), e));
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_adopt(&tx, &en, given_arg(g, 1), field, given_str(g, "--reason"), &seq, e));
	TRY(reg_commit(&tx, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "subject", reg_number(app->reg, &en, app->a));
		jout_str(&j, "property", given_arg(g, 1));
		jout_text(&j, "claim", field ? view_claim_id(app, field) : STR(""));
		jout_number(&j, "entry", seq);
		jout_end(&j);
		return 0;
	}
	struct str n = number_str(app->a, seq);
	app_say(app,
		field ? MSG_P("Adopted by entry {1}. The other claims stay, and `vigil undo {1}` takes the decision back.",
			      "با ورودی {1} پذیرفته شد. گفته‌های دیگر می‌مانند و `vigil undo {1}` تصمیم را پس می‌گیرد.")
		      : MSG_P("Both stand, by entry {1}. `vigil undo {1}` takes the decision back.",
			      "با ورودی {1} هر دو می‌مانند. `vigil undo {1}` تصمیم را پس می‌گیرد."),
		&n, 1);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--claim", 0, OPTION_TEXT, "CLAIM", false, MSG("adopt this one", "پذیرفتن این گفته") },
	{ "--both", 0, OPTION_FLAG, NULL, false,
	  MSG("all of them stand", "همه می‌مانند") },
	{ "--reason", 0, OPTION_TEXT, "TEXT", false, MSG("why (required)", "چرا (لازم)") },
	{ 0 },
};

const struct command cmd_adopt = {
	.name = "adopt",
	.args = "SUBJECT PROPERTY",
	.summary = MSG("Decide between claims, for a reason.",
		       "تصمیم میان گفته‌ها، با دلیل."),
	.help = MSG(
		"Only editors and officers may. Nothing is removed: the claim adopted is the one that lists and figures "
		"use, the others stay beside it. The decision is a statement in the log with its reason.",
		""),
	.options = OPTIONS,
	.needs = HAS_JSON, /* opens the vault itself, when the call is understood */
	.run = run,
};
