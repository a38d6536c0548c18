/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list.c - list: the register as a list with filters. */
#include "cli/listing.h"

static int run_list(struct app *app, struct err *e)
{
	struct find f = { 0 };
	struct found r;
	TRY(listing_kind(app, given_arg(&app->given, 0), &f, e));
	TRY(listing_filters(app, &f, e));
	TRY(listing_find(app, f, &r, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		listing_json(app, &j, &f, &r);
		jout_end(&j);
	} else if (r.total) {
		listing_put(app, &f, &r);
	} else {
		app_say(app, MSG_P("Nothing fits.", "چیزی نمی‌خواند."), NULL, 0);
	}
	return 0;
}

static const struct option LIST_OPTIONS[] = { LISTING_OPTIONS, { 0 } };

const struct command cmd_list = {
	.name = "list",
	.args = "KIND",
	.summary = MSG("List persons, events, documents and so on, with filters.",
		       "فهرست اشخاص، رویدادها، اسناد و مانند آن، با پالایه."),
	.help = MSG(
		"KIND is person, event, document, organisation ... or all, in the singular or plural. Codes may be "
		"given as labels in either language: --status sentenced_to_death, --status \"sentenced to death\". "
		"DATE is any wording that `vigil date` reads.",
		""),
	.options = LIST_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_list,
};
