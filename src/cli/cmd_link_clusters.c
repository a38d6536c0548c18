/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_link_clusters.c - persons with several records, and people's own hand on them. */
#include "cli/link_say.h"

enum { RECORDS_MAX = 200 };

/* ---- many ---- */

static int say_clusters(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	struct linkage_cluster_row *rows;
	size_t n;
	int64_t total;
	TRY(linkage_clusters(app->reg, given_has(g, "--flagged"), given_number(g, "--offset", 0),
			     given_number(g, "--limit", 20), app->a, &rows, &n, &total, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_array(&j, "clusters");
		for (size_t i = 0; i < n; i++) {
			jout_object(&j, NULL);
			jout_str(&j, "person", rows[i].number);
			jout_str(&j, "label", rows[i].label);
			jout_int(&j, "records", rows[i].records);
			jout_int(&j, "lists", rows[i].lists);
			if (rows[i].has_weakest)
				link_milli_json(&j, "weakest_bits", rows[i].weakest_milli);
			else
				jout_null(&j, "weakest_bits");
			jout_bool(&j, "flagged", rows[i].flagged);
			jout_close(&j);
		}
		jout_close(&j);
		jout_int(&j, "total", total);
		jout_end(&j);
		return 0;
	}
	struct grid t = grid_new(app->a, 5);
	t.max[1] = 40;
	t.right[2] = t.right[3] = true;
	for (size_t i = 0; i < n; i++) {
		grid_add(&t, rows[i].number);
		grid_add(&t, text_harmless(app->a, rows[i].label));
		grid_add(&t, str_printf(app->a, "%lld records", (long long)rows[i].records));
		grid_add(&t, str_printf(app->a, "%lld lists", (long long)rows[i].lists));
		grid_add(&t, rows[i].flagged ? app_tr(app, MSG_P("odd", "نامعمول")) : STR(""));
	}
	grid_put(&t, 0, &app->out);
	app_say(app,
		MSG_P("{1} of {2} persons with several records.", "{1} از {2} شخص با چند ردیف."),
		ARGS(app_num(app, (int64_t)n), app_num(app, total)));
	return 0;
}

/* ---- one ---- */

static void cluster_json(struct app *app, const struct linkage_cluster *c)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "person", c->number);
	jout_str(&j, "label", c->label);
	jout_array(&j, "records");
	for (size_t i = 0; i < c->n_members; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "id", c->members[i].number);
		jout_str(&j, "label", c->members[i].label);
		jout_text(&j, "list", c->members[i].list_number);
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "why");
	for (size_t i = 0; i < c->n_why; i++) {
		const struct linkage_why *w = &c->why[i];
		jout_object(&j, NULL);
		jout_str(&j, "a", c->members[w->a].number);
		jout_str(&j, "b", c->members[w->b].number);
		if (w->compared)
			link_milli_json(&j, "bits", w->milli);
		else
			jout_null(&j, "bits");
		if (w->decided)
			jout_str(&j, "decided", str_of(link_says_code(w->says)));
		else
			jout_null(&j, "decided");
		jout_close(&j);
	}
	jout_close(&j);
	jout_array(&j, "found_under");
	for (size_t i = 0; i < c->n_under; i++)
		jout_str(&j, NULL, c->under[i]);
	jout_close(&j);
	jout_end(&j);
}

static int say_cluster(struct app *app, struct err *e)
{
	struct linkage_cluster c;
	int64_t id;
	TRY(link_record(app, given_arg(&app->given, 0), &id, e));
	TRY(linkage_cluster(app->reg, id, app->a, &c, e));
	if (app->json) {
		cluster_json(app, &c);
		return 0;
	}
	buf_printf(&app->out, "%.*s  %.*s\n", STR_FMT(c.number),
		   STR_FMT(text_harmless(app->a, c.label)));
	struct grid g = grid_new(app->a, 3);
	for (size_t i = 0; i < c.n_members; i++) {
		grid_add(&g, c.members[i].number);
		grid_add(&g, text_harmless(app->a, c.members[i].label));
		grid_add(&g, c.members[i].list_number);
	}
	grid_put(&g, 2, &app->out);
	for (size_t i = 0; i < c.n_why; i++) {
		const struct linkage_why *w = &c.why[i];
		buf_printf(&app->out, "  %.*s %.*s: %.*s%s%s\n", STR_FMT(c.members[w->a].number),
			   STR_FMT(c.members[w->b].number),
			   STR_FMT(w->compared ? link_bits(app, w->milli, true) : STR("-")),
			   w->compared ? " bits" : "",
			   w->decided && w->says == LINK_SAYS_SAME	  ? ", decided: same"
			   : w->decided && w->says == LINK_SAYS_DIFFERENT ? ", decided: different"
			   : w->decided					  ? ", decided: unsure"
									  : "");
	}
	for (size_t i = 0; i < c.n_under; i++)
		app_say(app,
			MSG_P("  {1} is found here.", "  {1} اینجا یافت می‌شود."),
			ARGS(c.under[i]));
	return 0;
}

static int run_clusters(struct app *app, struct err *e)
{
	return given_arg(&app->given, 0).p ? say_cluster(app, e) : say_clusters(app, e);
}

static const struct option CLUSTERS_OPTIONS[] = {
	{ "--flagged", 0, OPTION_FLAG, NULL, false,
	  MSG("only odd ones: held together by one pair, with one that speaks against, or with two dates that contradict",
	      "تنها نامعمول‌ها") },
	{ "--limit", 0, OPTION_NUMBER, "N", false,
	  MSG("at most so many (20)", "بیشینهٔ شمار (۲۰)") },
	{ "--offset", 0, OPTION_NUMBER, "N", false,
	  MSG("leave out the first ones", "رد کردن نخستین‌ها") },
	{ 0 },
};

const struct command cmd_link_clusters = {
	.name = "link clusters",
	.args = "[PERSON]",
	.summary = MSG(
		"List persons of several records, or what holds one of them together.",
		"فهرست اشخاص با چند ردیف، یا یکی از آن‌ها با دلیل‌هایش."),
	.help = MSG(
		"The largest first. Of one person: its records, the founding one first, and the pairs "
		"between them, the weakest first.",
		""),
	.options = CLUSTERS_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_clusters,
};

/* ---- by hand ---- */

static int say_done(struct app *app, int64_t first)
{
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_number(&j, "entry", first);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Recorded from entry {1} on; `vigil link undo {1}` takes it back. Later runs keep to it.",
		      "از ورودی {1} ثبت شد؛ `vigil link undo {1}` آن را پس می‌گیرد. اجراهای بعدی پایبندند."),
		ARGS(number_str(app->a, first)));
	return 0;
}

static int run_split(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	int64_t person;
	int64_t first;
	int64_t *records = NEW_N(app->a, RECORDS_MAX, int64_t);
	if (g->n_rest > RECORDS_MAX)
		return err_set(e, CLI_USAGE, "at most %d records at once", RECORDS_MAX);
	TRY(link_record(app, given_arg(g, 0), &person, e));
	for (size_t i = 0; i < g->n_rest; i++)
		TRY(link_record(app, g->rest[i], &records[i], e));
	TRY(linkage_split(app->reg, person, records, g->n_rest, !given_has(g, "--apart"),
			  given_text(&app->given, "--reason", ""), &first, e));
	return say_done(app, first);
}

static const struct option SPLIT_OPTIONS[] = {
	{ "--apart", 0, OPTION_FLAG, NULL, false,
	  MSG("each of them is another person", "هر یک شخصی دیگر است") },
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_link_split = {
	.name = "link split",
	.args = "PERSON RECORD...",
	.summary = MSG("Say that records are not of one person with its others.",
		       "گفتن اینکه ردیف‌هایی از آن شخص نیستند."),
	.help = MSG(
		"The records named leave together, or with --apart each for itself. The number stays with the "
		"record that the person was founded on. A reason is needed.",
		""),
	.options = SPLIT_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_split,
};

static int run_move(struct app *app, struct err *e)
{
	int64_t record;
	int64_t to;
	int64_t first;
	TRY(link_record(app, given_arg(&app->given, 0), &record, e));
	TRY(link_record(app, given_arg(&app->given, 1), &to, e));
	TRY(linkage_move(app->reg, record, to, given_text(&app->given, "--reason", ""), &first, e));
	return say_done(app, first);
}

static const struct option MOVE_OPTIONS[] = {
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_link_move = {
	.name = "link move",
	.args = "RECORD PERSON",
	.summary = MSG("Say that a record is of another person than it was found to be.",
		       "گفتن اینکه ردیفی از شخصی دیگر است."),
	.help = MSG(
		"It is of one person with all records of PERSON and with none of those it was with. A reason is "
		"needed.",
		""),
	.options = MOVE_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_move,
};
