/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_link_review.c - pairs that wait for somebody, one of them as a waterfall, and answers. */
#include "cli/link_say.h"

/* ---- review ---- */

static enum linkage_round round_asked(const struct given *g)
{
	if (given_has(g, "--second"))
		return LINKAGE_SECOND;
	return given_has(g, "--disputed") ? LINKAGE_DISPUTED : LINKAGE_FIRST;
}

static void say_count(struct app *app, const struct linkage_count *c)
{
	struct str n[] = {
		app_num(app, c->persons),     app_num(app, c->lo),
		app_num(app, c->unnamed),     app_num(app, linkage_whole(c->expected_milli)),
		app_num(app, c->expected_lo), app_num(app, c->expected_hi)
	};
	if (c->expected_milli)
		app_say(app,
			MSG_P("{4} persons expected, {5} to {6} (95 %); {1} as decided until now, at least {2} when all that is "
			      "undecided is one; {3} unnamed records besides.",
			      "{4} شخص مورد انتظار، {5} تا {6} (۹۵ ٪)؛ {1} چنان که تا اکنون تصمیم گرفته شده، دست‌کم {2} اگر همهٔ "
			      "نامعلوم‌ها یکی باشند؛ افزون بر آن {3} ردیف بی‌نام."),
			n, COUNT(n));
	else
		app_say(app,
			MSG_P("{1} persons, at least {2} when all that is undecided is one; {3} unnamed records besides.",
			      "{1} شخص، دست‌کم {2} اگر همهٔ نامعلوم‌ها یکی باشند؛ افزون بر آن {3} ردیف بی‌نام."),
			n, 3);
	if (c->unseen)
		app_say(app,
			MSG_P("{1} records came since the newest run: `vigil link run --new`.",
			      "{1} ردیف پس از آخرین اجرا آمده است: `vigil link run --new`."),
			ARGS(app_num(app, c->unseen)));
}

static int run_review(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	struct linkage_item *items;
	struct linkage_count c;
	size_t n;
	int64_t total;
	if (given_has(g, "--second") && given_has(g, "--disputed"))
		return err_set(e, CLI_USAGE, "either --second or --disputed");
	TRY(linkage_queue(app->reg, round_asked(g), given_number(g, "--offset", 0),
			  given_number(g, "--limit", 20), app->a, &items, &n, &total, e));
	TRY(linkage_count(app->reg, &c, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		link_items_json(app, &j, items, n);
		jout_int(&j, "total", total);
		jout_int(&j, "persons", c.persons);
		jout_int(&j, "persons_least", c.lo);
		link_expected_json(&j, c.expected_milli);
		if (c.expected_milli) {
			jout_int(&j, "persons_drawn_low", c.expected_lo);
			jout_int(&j, "persons_drawn_high", c.expected_hi);
		}
		jout_int(&j, "unnamed", c.unnamed);
		jout_int(&j, "undecided", c.undecided);
		jout_int(&j, "decided", c.decided);
		jout_int(&j, "disputed", c.disputed);
		jout_int(&j, "unseen", c.unseen);
		jout_end(&j);
		return 0;
	}
	link_items(app, items, n);
	app_say(app, MSG_P("{1} of {2} pairs.", "{1} از {2} جفت."),
		ARGS(app_num(app, (int64_t)n), app_num(app, total)));
	say_count(app, &c);
	return 0;
}

static const struct option REVIEW_OPTIONS[] = {
	{ "--second", 0, OPTION_FLAG, NULL, false,
	  MSG("pairs that somebody else answered; their answer stays hidden until yours is in",
	      "جفت‌هایی که دیگری پاسخ داده؛ پاسخش تا پاسخ شما پنهان می‌ماند") },
	{ "--disputed", 0, OPTION_FLAG, NULL, false,
	  MSG("pairs on which two readers differ",
	      "جفت‌هایی که دو خواننده بر سرشان اختلاف دارند") },
	{ "--limit", 0, OPTION_NUMBER, "N", false,
	  MSG("at most so many (20)", "بیشینهٔ شمار (۲۰)") },
	{ "--offset", 0, OPTION_NUMBER, "N", false,
	  MSG("leave out the first ones", "رد کردن نخستین‌ها") },
	{ 0 },
};

const struct command cmd_link_review = {
	.name = "link review",
	.summary =
		MSG("List pairs of records that wait for an answer, the most telling first.",
		    "فهرست جفت‌هایی که چشم‌به‌راه پاسخ‌اند."),
	.help = MSG(
		"In the order in which answers move the count of persons most. `vigil link show A B` compares one pair, "
		"`vigil link decide A B same|different|unsure` answers it.",
		""),
	.options = REVIEW_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_review,
};

/* ---- show ---- */

static void say_bars(struct app *app, const struct linkage_pair *p)
{
	struct grid g = grid_new(app->a, 6);
	g.max[1] = g.max[2] = 30;
	g.max[3] = 34;
	g.right[4] = g.right[5] = true;
	if (p->model.n) {
		grid_add(&g, app_tr(app, MSG_P("before looking", "پیش از نگاه")));
		for (int i = 0; i < 3; i++)
			grid_add(&g, STR(""));
		grid_add(&g, link_bits(app, p->prior_milli, true));
		grid_add(&g, link_bits(app, p->prior_milli, true));
	}
	for (size_t i = 0; i < p->n_bars; i++) {
		const struct linkage_bar *b = &p->bars[i];
		if (!b->a.n && !b->b.n)
			continue;
		grid_add(&g, app_tr(app, list_field_label(b->field)));
		grid_add(&g, text_harmless(app->a, b->a.n ? b->a : STR("-")));
		grid_add(&g, text_harmless(app->a, b->b.n ? b->b : STR("-")));
		grid_add(&g, b->what ? app_tr(app, b->what) : STR(""));
		grid_add(&g, p->model.n ? link_bits(app, b->milli, true) : STR(""));
		grid_add(&g, p->model.n ? link_bits(app, b->running_milli, true) : STR(""));
	}
	if (p->together_milli) {
		grid_add(&g, app_tr(app, MSG_P("said twice", "دو بار گفته")));
		for (int i = 0; i < 3; i++)
			grid_add(&g, STR(""));
		grid_add(&g, link_bits(app, p->together_milli, true));
		grid_add(&g, link_bits(app, p->total_milli - p->never_milli, true));
	}
	if (p->never) {
		grid_add(&g, app_tr(app, MSG_P("cannot be", "ناشدنی")));
		for (int i = 0; i < 2; i++)
			grid_add(&g, STR(""));
		grid_add(&g, app_tr(app, p->never));
		grid_add(&g, link_bits(app, p->never_milli, true));
		grid_add(&g, link_bits(app, p->total_milli, true));
	}
	grid_put(&g, 2, &app->out);
}

static void say_verdicts(struct app *app, const struct linkage_pair *p)
{
	for (size_t i = 0; i < p->n_verdicts; i++) {
		const struct linkage_verdict *v = &p->verdicts[i];
		buf_printf(&app->out, "  #%s %s, %.*s: ", number_str(app->a, v->seq).p,
			   link_round_code(v->round),
			   STR_FMT(text_harmless(app->a, v->recorder_name)));
		if (v->hidden)
			app_say(app, MSG_P("hidden until you have answered", "پنهان تا پاسخ شما"),
				NULL, 0);
		else
			buf_printf(&app->out, "%s%s%.*s%s\n", link_says_code(v->says),
				   v->reason.n ? ", " : "",
				   STR_FMT(text_harmless(app->a, v->reason)),
				   v->changed ? " (a row has changed since)" : "");
	}
	if (p->disputed)
		app_say(app,
			MSG_P("Two readers differ: an editor decides with --adjudicate.",
			      "دو خواننده هم‌نظر نیستند: ویراستار با --adjudicate تصمیم می‌گیرد."),
			NULL, 0);
}

static void say_side(struct app *app, const struct linkage_record *x)
{
	buf_printf(&app->out, "%.*s  %.*s%s%.*s%s%.*s\n", STR_FMT(x->number),
		   STR_FMT(text_harmless(app->a, x->label.n ? x->label : STR("-"))),
		   x->list_number.n ? "  " : "", STR_FMT(x->list_number),
		   x->person_number.n && !x->is_person ? "  -> " : "",
		   x->is_person ? 0 : (int)x->person_number.n, x->person_number.p);
}

static int run_show(struct app *app, struct err *e)
{
	int64_t a;
	int64_t b;
	struct linkage_pair p;
	TRY(link_record(app, given_arg(&app->given, 0), &a, e));
	TRY(link_record(app, given_arg(&app->given, 1), &b, e));
	TRY(linkage_pair(app->reg, a, b, app->a, &p, e));
	if (app->json) {
		linkage_pair_json(&p, app->reg, &app->out);
		buf_char(&app->out, '\n');
		return 0;
	}
	say_side(app, &p.a);
	say_side(app, &p.b);
	say_bars(app, &p);
	if (p.model.n)
		app_say(app,
			MSG_P("Together {1} bits: one person with a probability of {2}, other candidates "
			      "considered.",
			      "روی هم {1} بیت: با احتمال {2} یک شخص، با درنظرگرفتن نامزدهای دیگر."),
			ARGS(link_bits(app, p.total_milli, true), link_percent(app, p.ppm)));
	else
		app_say(app,
			MSG_P("Lists were not linked yet: `vigil link run`.",
			      "فهرست‌ها هنوز پیوند نخورده‌اند: `vigil link run`."),
			NULL, 0);
	say_verdicts(app, &p);
	return 0;
}

const struct command cmd_link_show = {
	.name = "link show",
	.args = "A B",
	.summary = MSG("Compare two records, field by field.", "سنجش دو ردیف، ستون به ستون."),
	.help = MSG(
		"What was likely before looking, and what each field adds or takes away, in bits: they sum exactly. "
		"10 bits are about a thousand to one. A field that one of them lacks says nothing. Cells that "
		"are sealed are not compared.",
		""),
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_show,
};

/* ---- decide ---- */

static int run_decide(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	struct linkage_decided d;
	struct linkage_decide in = { .reason = given_text(g, "--reason", ""),
				     .adjudicate = given_has(g, "--adjudicate") };
	TRY(link_record(app, given_arg(g, 0), &in.a, e));
	TRY(link_record(app, given_arg(g, 1), &in.b, e));
	if (!link_says_parse(given_arg(g, 2), &in.says))
		return err_set(e, CLI_USAGE, "the answer is one of: same, different, unsure");
	TRY(linkage_decide(app->reg, &in, &d, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_number(&j, "entry", d.seq);
		jout_str(&j, "round", str_of(link_round_code(d.round)));
		jout_bool(&j, "disputed", d.disputed);
		jout_bool(&j, "counts", d.counts);
		jout_int(&j, "persons_before", d.persons_before);
		jout_int(&j, "persons_after", d.persons_after);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Recorded as entry {1}, {2} answer; `vigil link undo {1}` takes it back.",
		      "به‌صورت ورودی {1} ثبت شد، پاسخ {2}؛ `vigil link undo {1}` آن را پس می‌گیرد."),
		ARGS(number_str(app->a, d.seq), str_of(link_round_code(d.round))));
	if (!d.counts)
		app_say(app,
			MSG_P("It counts with the next run or decision of an editor.",
			      "با اجرا یا تصمیم بعدی یک ویراستار به شمار می‌آید."),
			NULL, 0);
	else
		app_say(app,
			MSG_P("Of the records that hang together here: {1} persons, {2} before.",
			      "از ردیف‌هایی که به هم وابسته‌اند: {1} شخص، پیش‌تر {2}."),
			ARGS(app_num(app, d.persons_after), app_num(app, d.persons_before)));
	if (d.disputed)
		app_say(app,
			MSG_P("The two readers differ: an editor decides with --adjudicate.",
			      "دو خواننده هم‌نظر نیستند: ویراستار با --adjudicate تصمیم می‌گیرد."),
			NULL, 0);
	return 0;
}

static const struct option DECIDE_OPTIONS[] = {
	OPTION_REASON,
	{ "--adjudicate", 0, OPTION_FLAG, NULL, false,
	  MSG("decide between two readers, as an editor",
	      "تصمیم میان دو خواننده، در مقام ویراستار") },
	{ 0 },
};

const struct command cmd_link_decide = {
	.name = "link decide",
	.args = "A B ANSWER",
	.summary = MSG(
		"Say whether two records are of one person: same, different or unsure.",
		"گفتن اینکه دو ردیف از یک شخص‌اند: same، different یا unsure."),
	.help = MSG(
		"What somebody decided stands above every weight, is kept by all later runs, and counts at once. "
		"The first answer by another member makes yours the second: theirs is hidden until then. When the "
		"two differ nothing is decided until an editor does. `different` and `unsure` need a reason.",
		""),
	.options = DECIDE_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_decide,
};

/* ---- undo ---- */

static int run_undo(struct app *app, struct err *e)
{
	const struct given *g = &app->given;
	int64_t seq;
	if (!view_entry_parse(given_arg(g, 0), &seq))
		return err_set(e, CLI_USAGE, "which decision? The number of its entry");
	TRY(linkage_undo(app->reg, seq, given_text(g, "--reason", ""), e));
	view_taken_back(
		app, seq, 0,
		MSG_P("Decision {1} is taken back, with what followed from it; the log keeps both.",
		      "تصمیم {1} با پیامدهایش پس گرفته شد؛ هر دو در گزارش می‌مانند."));
	return 0;
}

static const struct option UNDO_OPTIONS[] = {
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_link_undo = {
	.name = "link undo",
	.args = "ENTRY",
	.summary = MSG(
		"Take back a decision, a split or a move, and what followed from it.",
		"پس گرفتن یک تصمیم، جداسازی یا جابه‌جایی، با پیامدهایش."),
	.help = MSG(
		"Persons are then as they would be without it. A whole run is taken back with `vigil undo`.",
		""),
	.options = UNDO_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_undo,
};
