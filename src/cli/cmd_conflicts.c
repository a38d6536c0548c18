/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/view.h"

enum { PAGE = 100 };

static int load(struct app *app, struct conflict **ret, size_t *ret_n, int64_t *ret_total,
		struct err *e)
{
	const struct given *g = &app->given;
	struct entity en = { 0 };
	int64_t want = given_number(g, "--limit", INT64_MAX);
	int64_t offset = given_number(g, "--offset", 0);
	struct conflict *all = NULL;
	size_t n = 0;
	size_t got;
	if (given_has(g, "--of"))
		TRY(reg_entity(app->reg, given_str(g, "--of"), app->a, &en, e));
	do {
		struct conflict *page;
		int64_t left = want - (int64_t)n;
		TRY(reg_conflicts(app->reg, en.id, !given_has(g, "--all"), offset + (int64_t)n,
				  left < PAGE ? left : PAGE, app->a, &page, &got, ret_total, e));
		struct conflict *more = NEW_N(app->a, n + got, struct conflict);
		if (n)
			memcpy(more, all, n * sizeof *more);
		if (got)
			memcpy(more + n, page, got * sizeof *more);
		all = more;
		n += got;
	} while (got == PAGE && (int64_t)n < want);
	*ret = all;
	*ret_n = n;
	return 0;
}

static int run(struct app *app, struct err *e)
{
	struct conflict *list;
	size_t n;
	int64_t total;
	TRY(load(app, &list, &n, &total, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_int(&j, "total", total);
		jout_array(&j, "conflicts");
		for (size_t i = 0; i < n; i++)
			jout_conflict(app, &j, NULL, &list[i]);
		jout_close(&j);
		jout_end(&j);
	} else {
		for (size_t i = 0; i < n; i++) {
			view_conflict(app, &list[i]);
			buf_char(&app->out, '\n');
		}
		buf_add(&app->out, view_count(app, total, MSG_P("{1} conflict.", "{1} تعارض."),
					      MSG_P("{1} conflicts.", "{1} تعارض.")));
		buf_char(&app->out, '\n');
	}
	for (size_t i = 0; i < n && given_has(&app->given, "--fail"); i++)
		if (!list[i].decided)
			app->answer_is_no = true;
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--all", 0, OPTION_FLAG, NULL, false,
	  MSG("also those that were decided", "تصمیم‌گرفته‌ها نیز") },
	{ "--of", 0, OPTION_TEXT, "ID", false, MSG("of this subject only", "تنها از این موضوع") },
	{ "--fail", 0, OPTION_FLAG, NULL, false,
	  MSG("exit status 1 when one is open", "وضعیت خروج ۱ اگر یکی باز باشد") },
	{ "--limit", 0, OPTION_NUMBER, "N", false,
	  MSG("at most so many; all when not given",
	      "بیشینهٔ شمار؛ پیش‌فرض همه") },
	{ "--offset", 0, OPTION_NUMBER, "N", false,
	  MSG("leave out the first ones", "رد کردن نخستین‌ها") },
	{ 0 },
};

const struct command cmd_conflicts = {
	.name = "conflicts",
	.summary = MSG("List what cannot both hold, with everyone who says it.",
		       "فهرست آنچه با هم درست نیست، با گویندگان هر یک."),
	.help = MSG(
		"Each conflict has an id, a kind (vocab/conflict_kinds.csv says what each means and what to do), its "
		"subject and property, and its sides: a value and the claims that say so. `vigil adopt` decides "
		"one, for a reason.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
