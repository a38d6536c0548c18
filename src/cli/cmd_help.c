/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"
#include "cli/help.h"
#include "cli/near.h"

static int find(struct str name, const struct command **ret, struct err *e)
{
	struct near n = { .word = name };
	for (size_t i = 0; COMMANDS[i]; i++) {
		if (str_eq(str_of(COMMANDS[i]->name), name)) {
			*ret = COMMANDS[i];
			return 0;
		}
		near_offer(&n, str_of(COMMANDS[i]->name));
	}
	if (n.best.p)
		return err_set(e, CLI_USAGE, "there is no command `%.*s`; did you mean `%.*s`?",
			       STR_FMT(name), STR_FMT(n.best));
	return err_set(e, CLI_USAGE, "there is no command `%.*s`; `vigil help` lists them all",
		       STR_FMT(name));
}

/* `vigil help member` helps with all that begin so. */
static bool help_family(struct app *app, struct str name)
{
	bool some = false;
	for (size_t i = 0; COMMANDS[i]; i++) {
		struct str head;
		struct str tail = str_cut(str_of(COMMANDS[i]->name), ' ', &head);
		if (!tail.p || !str_eq(head, name))
			continue;
		buf_printf(&app->out, "%.*s\n    %.*s\n", STR_FMT(help_usage(COMMANDS[i], app->a)),
			   STR_FMT(tr(app->lang, &COMMANDS[i]->summary)));
		some = true;
	}
	return some;
}

static void help_all(struct app *app)
{
	for (size_t i = 0; COMMANDS[i]; i++) {
		if (i)
			buf_lit(&app->out, "\n----\n\n");
		help_command(&app->out, COMMANDS[i], app->lang, app->a);
	}
}

static int run(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	struct str name = given_arg(g, 0);
	const struct command *c = NULL;
	if (given_has(g, "--names")) {
		for (size_t i = 0; COMMANDS[i]; i++)
			buf_printf(&app->out, "%s\n", COMMANDS[i]->name);
		return 0;
	}
	if (given_has(g, "--completion")) {
		help_bash(&app->out, app->a);
		return 0;
	}
	if (name.p && !given_has(g, "--man") && help_family(app, name))
		return 0;
	if (name.p)
		TRY(find(name, &c, e));
	if (given_has(g, "--man"))
		help_man(&app->out, c, app->a);
	else if (given_has(g, "--all"))
		help_all(app);
	else if (c)
		help_command(&app->out, c, app->lang, app->a);
	else
		help_overview(&app->out, app->lang, app->a);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--all", 0, OPTION_FLAG, NULL, false,
	  MSG("explain all commands", "شرح همهٔ فرمان‌ها") },
	{ "--names", 0, OPTION_FLAG, NULL, false,
	  MSG("only the names of the commands, one a line", "تنها نام فرمان‌ها") },
	{ "--man", 0, OPTION_FLAG, NULL, false,
	  MSG("as a page for man(1), of one command or of the program", "به صورت صفحهٔ man") },
	{ "--completion", 0, OPTION_CHOICE, "bash", false,
	  MSG("print the completion for this shell", "چاپ تکمیل خودکار برای این پوسته") },
	{ 0 },
};

const struct command cmd_help = {
	.name = "help",
	.args = "[COMMAND...]",
	.summary = MSG("List the commands, or explain one.",
		       "فهرست فرمان‌ها، یا شرح یکی از آنها."),
	.options = OPTIONS,
	.help = MSG("", ""),
	.run = run,
};
