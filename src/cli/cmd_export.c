/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_export.c - export claims: the register as a table. */
#include "cli/app.h"
#include "cli/jout.h"
#include "register/table.h"

static const size_t EXPORT_MAX = (size_t)1 << 31;

static int run_claims(struct app *app, struct err *e)
{
	AUTO_BUF b;
	buf_init(&b, EXPORT_MAX);
	TRY(table_write(app->reg, &b, e));
	TRY(buf_check(&b, e));
	if (!app->json)
		return app_output(app, buf_str(&b), e);
	struct str path = app_output_path(app);
	struct jout j = jout_begin(&app->out);
	jout_text(&j, "file", path.p ? path : STR(""));
	jout_int(&j, "bytes", (int64_t)b.n);
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
		"moving a register, not for publishing. The file is readable by its owner only.",
		""),
	.options = CLAIMS_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_claims,
};
