/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_search.c - search: records by names and texts, and rows of lists by the names in them.
 *
 * Filters ask for what a row has not: a status, a source, a conflict. With one of them, only records are searched; with
 * --kind mention only rows.
 */
#include "cli/grid.h"
#include "cli/listing.h"
#include "register/mention_find.h"

static const struct msg HOWS[MENTION_HOWS] = {
	[MENTION_EXACT] = MSG("the same name", "همین نام"),
	[MENTION_WORDS] = MSG("in its name", "در نامش"),
	[MENTION_OTHER] = MSG("in what else it says", "در دیگر گفته‌هایش"),
	[MENTION_SOUNDS] = MSG("sounds alike, {1}", "هم‌آوا، {1}"),
};

static bool has_filter(const struct find *f)
{
	for (int i = 0; i < FACETS; i++)
		if (f->n_choices[i])
			return true;
	return f->has_from || f->has_to || f->only_conflicts;
}

static struct str how_text(struct app *app, const struct mention_found *m)
{
	struct str score = str_printf(app->a, "%d %%", m->score);
	struct str how = tr_fmt(app->a, app->lang, &HOWS[m->how], &score, 1);
	return m->earlier ? str_printf(app->a, "%.*s, %.*s", STR_FMT(how),
				       STR_FMT(tr(app->lang,
						  MSG_P("in an earlier version",
							"در نسخه‌ای پیشین"))))
			  : how;
}

static struct str where_text(struct app *app, const struct mention_found *m)
{
	struct str args[] = { m->list, app_num(app, m->mention.row) };
	return tr_fmt(app->a, app->lang,
		      m->mention.stands ? MSG_P("{1}, row {2}", "{1}، ردیف {2}")
					: MSG_P("{1}, row {2}, removed since",
						"{1}، ردیف {2}، سپس حذف‌شده"),
		      args, COUNT(args));
}

static void put_rows(struct app *app, const struct mentions_found *r, int64_t offset)
{
	struct grid g = grid_new(app->a, 5);
	struct str args[] = { app_num(app, r->total), app_num(app, offset + 1),
			      app_num(app, offset + (int64_t)r->n) };
	static const struct msg ONE =
		MSG("1 row of a list:", "۱ ردیف از فهرست‌ها:");
	static const struct msg MANY =
		MSG("{1} rows of lists:", "{1} ردیف از فهرست‌ها:");
	if (!r->total)
		return;
	app_say(app, r->total == 1 ? &ONE : &MANY, args, COUNT(args));
	g.max[1] = 40;
	for (size_t i = 0; i < r->n; i++) {
		const struct mention_found *m = &r->p[i];
		grid_add(&g, m->mention.number);
		grid_add(&g, text_harmless(app->a, m->said));
		grid_add(&g, where_text(app, m));
		grid_add(&g, m->person.n ? m->person
					 : tr(app->lang, MSG_P("unlinked", "بی‌پیوند")));
		grid_add(&g, how_text(app, m));
	}
	grid_put(&g, 2, &app->out);
	if (r->n && (int64_t)r->n < r->total)
		app_say(app,
			MSG_P("Rows {2} to {3} of {1} (--offset, --limit)",
			      "ردیف‌های {2} تا {3} از {1} (--offset، --limit)"),
			args, COUNT(args));
	if (r->cut)
		app_say(app,
			MSG_P("Too many rows share these words to look at all of them; one more word would help.",
			      "ردیف‌هایی که این واژه‌ها را دارند بیش از آن است که همه دیده شوند؛ یک واژهٔ دیگر کمک می‌کند."),
			NULL, 0);
}

static void json_rows(struct jout *j, const struct mentions_found *r)
{
	jout_object(j, "mentions");
	jout_int(j, "total", r->total);
	jout_bool(j, "more", r->cut);
	jout_array(j, "rows");
	for (size_t i = 0; i < r->n; i++) {
		const struct mention_found *m = &r->p[i];
		jout_object(j, NULL);
		jout_str(j, "mention", m->mention.number);
		jout_text(j, "name", m->said);
		jout_str(j, "list", m->list);
		jout_number(j, "edition", m->mention.edition);
		jout_int(j, "row", m->mention.row);
		jout_bool(j, "stands", m->mention.stands);
		jout_text(j, "person", m->person);
		jout_str(j, "by", str_of(mention_how_code(m->how)));
		jout_int(j, "percent", m->score);
		jout_bool(j, "earlier", m->earlier);
		jout_close(j);
	}
	jout_close(j);
	jout_close(j);
}

static void put(struct app *app, const struct find *f, const struct found *r,
		const struct mentions_found *rows)
{
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		listing_json(app, &j, f, r);
		json_rows(&j, rows);
		jout_end(&j);
		return;
	}
	if (!r->total && !rows->total)
		app_say(app, MSG_P("Nothing fits.", "چیزی نمی‌خواند."), NULL, 0);
	if (r->total)
		listing_put(app, f, r);
	put_rows(app, rows, f->offset);
}

static int run_search(struct app *app, struct err *e)
{
	struct find f = { .text = str_trim(given_arg(&app->given, 0)) };
	struct found r = { 0 };
	struct mentions_found rows = { 0 };
	bool only_rows = false;
	if (!f.text.n)
		return err_set(e, CLI_USAGE, "search for what? `vigil list all` lists everything");
	if (given_has(&app->given, "--kind"))
		TRY(listing_kind(app, given_str(&app->given, "--kind"), &f, e));
	only_rows = f.n_choices[FACET_KIND] && str_eq(f.choices[FACET_KIND][0], STR("mention"));
	TRY(listing_filters(app, &f, e));
	if (!only_rows)
		TRY(listing_find(app, f, &r, e));
	if (only_rows || !has_filter(&f))
		TRY(reg_find_mentions(app->reg, f.text, f.offset, f.limit, app->a, &rows, e));
	put(app, &f, &r, &rows);
	app->answer_is_no = r.total == 0 && rows.total == 0;
	return 0;
}

static const struct option SEARCH_OPTIONS[] = {
	{ "--kind", 0, OPTION_TEXT, "KIND", false, MSG("only of this kind", "تنها از این نوع") },
	LISTING_OPTIONS,
	{ 0 },
};

const struct command cmd_search = {
	.name = "search",
	.args = "TEXT...",
	.summary = MSG("Search names and texts, in any spelling.",
		       "جستجوی نام‌ها و متن‌ها، با هر نگارش."),
	.help = MSG(
		"Scripts, letter variants, digits and half-spaces make no difference; the last word may be a beginning. "
		"Behind the records stand the rows of lists in which the name is, in whatever spelling: which row of which "
		"list, the person it is linked to, and why it was found; --kind mention shows these alone, and a filter leaves "
		"them out. Cells that were sealed in the compartment are not searched. Exit status 1 when nothing is found.",
		""),
	.options = SEARCH_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_search,
};
