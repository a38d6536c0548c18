/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_export.c - export claims: the register as a table. */
#include "cli/app.h"

#include "cli/jout.h"
#include "register/table.h"

static const size_t EXPORT_MAX = (size_t)1 << 31;

/* Not among the rows. */
static void say_left_out(struct app *app, int64_t n)
{
	const struct msg *m = MSG_P(
		"Not in the table: {1} claims about sealed files. Files move by `vigil sync` and `vigil bundle`.",
		"در جدول نیست: {1} گفته دربارهٔ پرونده‌های مُهرشده. پرونده‌ها با `vigil sync` و `vigil bundle` می‌روند.");
	if (n)
		app_note(app, m, ARGS(app_num(app, n)));
}

static int run_claims(struct app *app, struct err *e)
{
	AUTO_BUF b;
	int64_t left_out;
	buf_init(&b, EXPORT_MAX);
	TRY(table_write(app->reg, &b, &left_out, e));
	TRY(buf_check(&b, e));
	if (!app->json) {
		TRY(app_output(app, buf_str(&b), e));
		say_left_out(app, left_out);
		return 0;
	}
	struct str path = app_output_path(app);
	struct jout j = jout_begin(&app->out);
	jout_text(&j, "file", path.p ? path : STR(""));
	jout_int(&j, "bytes", (int64_t)b.n);
	jout_int(&j, "left_out", left_out);
	jout_text(&j, "table", path.p ? STR("") : buf_str(&b));
	jout_end(&j);
	return path.p ? app_output(app, buf_str(&b), e) : 0;
}

static const struct option CLAIMS_OPTIONS[] = {
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write there instead of to standard output", "نوشتن در این پرونده به جای خروجی") },
	{ 0 },
};

const struct command cmd_export_claims = {
	.name = "export claims",
	.summary =
		MSG("Write all claims that stand as a claim table.",
		    "نوشتن همهٔ گفته‌های برقرار به صورت جدول."),
	.help = MSG(
		"The table can be imported again. It holds what the members of this vault may see, in clear: it is for "
		"moving a register, not for publishing. Claims about sealed files are not in it. The file is readable by its owner only.",
		""),
	.options = CLAIMS_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_claims,
};
