/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_report.c - report situation: from the register through the one door out to a document. */
#include "cli/app.h"
#include "cli/jout.h"
#include "redact/redact.h"
#include "report/report.h"

static int view_of(struct app *app, struct view **ret, struct err *e)
{
	const struct given *g = &app->given;
	struct str audience = given_text(g, "--audience", "internal");
	struct redact_request rq = { .as_of = given_size(g, "--as-of") };
	if (!redact_audience_parse(audience, &rq.audience))
		return err_set(e, CLI_USAGE, "--audience is internal or public");
	return redact_view(app->reg, &rq, app->a, ret, e);
}

static void put_json(struct app *app, const struct view *view, struct str path, size_t bytes)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "file", path);
	jout_int(&j, "bytes", (int64_t)bytes);
	jout_str(&j, "audience", redact_audience_name(view->audience));
	jout_number(&j, "as_of", view->head.size);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	struct str path = given_str(&app->given, "--output");
	struct view *view;
	AUTO_BUF page;
	buf_init(&page, REPORT_MAX);
	if (!path.p)
		return err_set(e, CLI_USAGE,
			       "where to? Give --output FILE, or --output - for standard output");
	if (app->json && str_eq(path, STR("-")))
		return err_set(e, CLI_USAGE, "with --json the report goes into a file");
	TRY(app_open(app, false, e));
	TRY(view_of(app, &view, e));
	TRY(report_situation(view, app->lang, &page, e));
	TRY(app_output(app, buf_str(&page), e));
	if (app->json)
		put_json(app, view, path, page.n);
	else if (!str_eq(path, STR("-")))
		app_say(app,
			MSG_P("Wrote {1} for the audience {2}, as of {3} entries in the log.",
			      "{1} برای مخاطب {2} با {3} ورودی گزارش نوشته شد."),
			ARGS(path, redact_audience_name(view->audience),
			     number_str(app->a, view->head.size)));
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write the report there (required; - is standard output)",
	      "نوشتن گزارش در این پرونده (لازم)") },
	{ "--audience", 0, OPTION_CHOICE, "internal|public", false,
	  MSG("who will read it; internal when not given",
	      "خواننده کیست؛ پیش‌فرض internal") },
	{ "--as-of", 0, OPTION_SIZE, "SIZE", false,
	  MSG("as the register was when the log had this many entries; now when not given",
	      "دفتر آن‌گونه که با این تعداد ورودی بود؛ پیش‌فرض اکنون") },
	{ 0 },
};

const struct command cmd_report_situation = {
	.name = "report situation",
	.summary = MSG(
		"Write the situation report, in which every figure opens to its claims.",
		"نوشتن گزارش وضعیت که در آن هر رقم تا گفته‌هایش گشودنی است."),
	.help = MSG(
		"One HTML page that needs no other file. Its language is that of --lang. For the audience public it "
		"holds what is public of each property, for internal also what members may see; sealed fields and "
		"protected sources are in neither. The same register, size, audience and language give the same "
		"bytes.",
		""),
	.options = OPTIONS,
	.needs = HAS_JSON, /* opens the vault itself, when the call is understood */
	.run = run,
};
