/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/app.h"
#include "cli/jout.h"

static int run(struct app *app, struct err *e)
{
	(void)e;
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "version", STR(VIGIL_VERSION));
		jout_end(&j);
		return 0;
	}
	buf_lit(&app->out, "vigil " VIGIL_VERSION "\n");
	return 0;
}

const struct command cmd_version = {
	.name = "version",
	.summary = MSG("Say which version this is.", "شمارهٔ نسخهٔ برنامه."),
	.help = MSG("", ""),
	.needs = HAS_JSON,
	.run = run,
};
