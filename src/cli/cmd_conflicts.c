/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/view.h"

enum { PAGE = 100 };

struct asked {
	int64_t subject; /* 0: all */
	bool only_open;
	int64_t offset, limit;
};

static int ask(struct app *app, struct asked *ret, struct err *e)
{
	const struct given *g = &app->given;
	struct entity en = { 0 };
	if (given_has(g, "--of"))
		TRY(reg_entity(app->reg, given_str(g, "--of"), app->a, &en, e));
	*ret = (struct asked){ .subject = en.id,
			       .only_open = !given_has(g, "--all"),
			       .offset = given_number(g, "--offset", 0),
			       .limit = given_number(g, "--limit", INT64_MAX) };
	return 0;
}

static void put(struct app *app, struct jout *j, const struct conflict *c)
{
	if (app->json) {
		jout_conflict(app, j, NULL, c);
		return;
	}
	view_conflict(app, c);
	buf_char(&app->out, '\n');
}

/* One page after the other, since a register can have more conflicts than memory has room for. */
static int put_all(struct app *app, struct jout *j, const struct asked *q, int64_t *ret_total,
		   bool *ret_open, struct err *e)
{
	struct conflict *page;
	size_t n;
	*ret_open = false;
	for (int64_t at = 0;; at += PAGE) {
		int64_t left = q->limit - at;
		TRY(reg_conflicts(app->reg, q->subject, q->only_open, q->offset + at,
				  left < PAGE ? left : PAGE, app->a, &page, &n, ret_total, e));
		for (size_t i = 0; i < n; i++) {
			put(app, j, &page[i]);
			*ret_open = *ret_open || !page[i].decided;
		}
		arena_clear(app->a);
		if (n < PAGE || left <= PAGE)
			return 0;
	}
}

static int answer(struct app *app, const struct asked *q, bool *ret_open, struct err *e)
{
	int64_t total;
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "conflicts");
		TRY(put_all(app, &j, q, &total, ret_open, e));
		jout_close(&j);
		jout_int(&j, "total", total);
		jout_end(&j);
		return 0;
	}
	TRY(put_all(app, NULL, q, &total, ret_open, e));
	buf_add(&app->out, view_count(app, total, MSG_P("{1} conflict.", "{1} تعارض."),
				      MSG_P("{1} conflicts.", "{1} تعارض.")));
	buf_char(&app->out, '\n');
	return 0;
}

static int run(struct app *app, struct err *e)
{
	AUTO_ARENA *page = arena_new(0);
	struct arena *keep = app->a;
	struct asked q;
	bool open;
	TRY(ask(app, &q, e));
	/* What one page takes is given back before the next. */
	app->a = page;
	int rc = answer(app, &q, &open, e);
	app->a = keep;
	TRY(rc);
	app->answer_is_no = open && given_has(&app->given, "--fail");
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
