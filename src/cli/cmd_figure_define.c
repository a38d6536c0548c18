/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_figure_define.c - a counting rule from options, or from a file as figure.h describes it. */
#include "cli/view.h"

#include "cli/jout.h"
#include "register/figure.h"

static void many(struct jout *j, const struct given *g, const char *option, const char *member)
{
	if (!given_has(g, option))
		return;
	jout_array(j, member);
	for (size_t i = 0; i < given_count(g, option); i++)
		jout_str(j, NULL, given_nth(g, option, i));
	jout_close(j);
}

static void one(struct jout *j, const struct given *g, const char *option, const char *member)
{
	if (given_has(g, option))
		jout_str(j, member, given_str(g, option));
}

static int rule_of(struct app *app, struct str *ret, struct err *e)
{
	const struct given *g = &app->given;
	if (given_has(g, "--rule")) {
		if (given_has(g, "--count"))
			return err_set(e, CLI_USAGE,
				       "either --rule or --count and the other options");
		TRY(app_file(app, given_str(g, "--rule"), FIGURE_RULE_MAX, ret, e));
		*ret = str_trim(*ret);
		return 0;
	}
	if (!given_has(g, "--count") || !given_has(g, "--title"))
		return err_set(e, CLI_USAGE, "a figure needs --count and --title, or a --rule");
	AUTO_BUF b;
	buf_init(&b, FIGURE_RULE_MAX);
	struct jout j = jout_begin(&b);
	one(&j, g, "--count", "count");
	many(&j, g, "--type", "type");
	many(&j, g, "--status", "status");
	one(&j, g, "--window", "window");
	one(&j, g, "--dates", "dates");
	one(&j, g, "--place", "place");
	one(&j, g, "--imprecise", "imprecise");
	one(&j, g, "--new-year", "new_year");
	jout_object(&j, "title");
	one(&j, g, "--title", "en");
	one(&j, g, "--title-fa", "fa");
	jout_close(&j);
	jout_end(&j);
	*ret = str_trim(buf_copy(&b, app->a));
	return 0;
}

/* A key that is not known yet makes a new figure. */
static int figure_of(struct app *app, struct reg_tx *tx, struct str what, struct entity *ret,
		     struct err *e)
{
	int rc = reg_entity(app->reg, what, app->a, ret, e);
	if (rc == ERR_NOTFOUND && str_starts(what, STR("figure:")))
		return reg_entity_new(tx, STR("figure"), what, ret, e);
	TRY(rc);
	if (!str_eq(ret->kind, STR("figure")))
		return err_set(
			e, ERR_INPUT,
			"a figure is F-00003 or figure:key; this is another kind of subject");
	return 0;
}

static int run(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct str rule;
	struct entity en;
	int64_t seq;
	TRY(rule_of(app, &rule, e));
	TRY(app_open(app, true, e));
	TRY(figure_rule_check(reg_vocab(app->reg), rule, e));
	TRY(reg_begin(&tx, app->reg, e));
	TRY(figure_of(app, &tx, given_arg(&app->given, 0), &en, e));
	TRY(reg_define_figure(&tx, &en, rule, &seq, e));
	TRY(reg_commit(&tx, e));
	struct str args[] = { reg_number(app->reg, &en, app->a), number_str(app->a, seq) };
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "figure", args[0]);
		jout_number(&j, "entry", seq);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Defined {1} by entry {2}. `vigil figure show {1}` counts it.",
		      "{1} با ورودی {2} تعریف شد. `vigil figure show {1}` آن را می‌شمارد."),
		args, 2);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--count", 0, OPTION_CHOICE, "events|persons|status", false,
	  MSG("what is counted: events, their victims, or persons of a status",
	      "چه چیزی شمرده می‌شود: رویدادها، قربانیان آنها، یا اشخاص با یک وضعیت") },
	{ "--type", 0, OPTION_TEXT, "CODE", true,
	  MSG("of these types of event", "از این نوع‌های رویداد") },
	{ "--status", 0, OPTION_TEXT, "CODE", true,
	  MSG("of these statuses", "با این وضعیت‌ها") },
	{ "--window", 0, OPTION_TEXT, "EDTF", false,
	  MSG("only events that can lie in this time",
	      "تنها رویدادهایی که می‌توانند در این زمان باشند") },
	{ "--dates", 0, OPTION_CHOICE, "whole|touching", false,
	  MSG("a date that lies only partly in the window: set apart (whole) or counted (touching)",
	      "تاریخی که تنها بخشی از آن در بازه است: کنار نهاده (whole) یا شمرده (touching)") },
	{ "--place", 0, OPTION_TEXT, "ID", false,
	  MSG("only there or in what is part of it",
	      "تنها در آنجا یا در بخش‌های آن") },
	{ "--imprecise", 0, OPTION_CHOICE, "apart|spread", false,
	  MSG("in a series, a date that lies in several periods: in none (apart), or a part in each (spread)",
	      "در سری، تاریخی که در چند دوره است: در هیچ‌کدام (apart) یا پخش (spread)") },
	{ "--new-year", 0, OPTION_CHOICE, "suspect|day|year", false,
	  MSG("in a series, 1 January or 1 Farvardin: a year where too many cases have it (suspect), always a day, always a year",
	      "در سری، اول ژانویه یا فروردین: اگر بیش از اندازه باشد سال (suspect)، همیشه روز، همیشه سال") },
	{ "--title", 0, OPTION_TEXT, "TEXT", false,
	  MSG("its title in English", "عنوان به انگلیسی") },
	{ "--title-fa", 0, OPTION_TEXT, "TEXT", false,
	  MSG("its title in Persian", "عنوان به فارسی") },
	{ "--rule", 0, OPTION_FILE, "FILE", false,
	  MSG("the whole rule as JSON", "همهٔ قاعده به صورت JSON") },
	{ 0 },
};

const struct command cmd_figure_define = {
	.name = "figure define",
	.args = "FIGURE",
	.summary = MSG("Say what a figure counts.",
		       "تعریف آنچه یک رقم می‌شمارد."),
	.help = MSG(
		"FIGURE is a record number or figure:key; a key not seen before makes a new figure. The rule is sealed "
		"in the log. A new rule counts from now on; figures as of earlier sizes keep the old one.",
		""),
	.options = OPTIONS,
	.needs = HAS_JSON, /* opens the vault itself, when the rule is understood */
	.run = run,
};
