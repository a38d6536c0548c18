/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_link_evaluate.c - how good the newest run is, by a sample that people read; and draws for estimates. */
#include "cli/link_say.h"

#include <math.h>

enum { WANT = 200 };
static const size_t DRAWS_BYTES_MAX = (size_t)1 << 30;

static size_t want_of(const struct given *g)
{
	return (size_t)given_number(g, "--sample", WANT);
}

static uint64_t seed_of(const struct given *g)
{
	return (uint64_t)given_number(g, "--seed", 1);
}

static int run_sample(struct app *app, struct err *e)
{
	struct linkage_item *items;
	size_t n;
	TRY(linkage_sample(app->reg, want_of(&app->given), seed_of(&app->given), app->a, &items, &n,
			   e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		link_items_json(app, &j, items, n);
		jout_int(&j, "total", (int64_t)n);
		jout_end(&j);
		return 0;
	}
	link_items(app, items, n);
	app_say(app,
		MSG_P("{1} pairs. Answer each with `vigil link decide`; then `vigil link evaluate` with the same "
		      "--sample and --seed.",
		      "{1} جفت. هر یک را با `vigil link decide` پاسخ دهید؛ سپس `vigil link evaluate`."),
		ARGS(app_num(app, (int64_t)n)));
	return 0;
}

static const struct option SAMPLE_OPTIONS[] = {
	{ "--sample", 0, OPTION_NUMBER, "N", false,
	  MSG("so many pairs (200)", "شمار جفت‌ها (۲۰۰)") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("of what is sampled (1)", "بذر نمونه‌گیری (۱)") },
	{ 0 },
};

const struct command cmd_link_sample = {
	.name = "link sample",
	.summary = MSG(
		"List pairs to read for measuring how good the newest run is.",
		"فهرست جفت‌هایی که برای سنجش کیفیت باید خوانده شوند."),
	.help = MSG(
		"Drawn at random from all bins of probability, small ones more densely: the same for the same "
		"run and seed.",
		""),
	.options = SAMPLE_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_sample,
};

/* ---- evaluate ---- */

static void put_interval(struct jout *j, const char *key, double v, struct num_interval in)
{
	jout_object(j, key);
	link_share_json(j, "value", v);
	link_share_json(j, "low", in.lo);
	link_share_json(j, "high", in.hi);
	jout_close(j);
}

static const struct msg BY[] = { MSG("lists", "فهرست‌ها"), MSG("scripts", "خط‌ها"),
				 MSG("sex", "جنس"), MSG("tradition", "سنت نام") };

static void evaluation_json(struct app *app, const struct linkage_evaluation *v)
{
	struct jout j = jout_begin(&app->out);
	jout_number(&j, "run", v->run);
	jout_int(&j, "sampled", v->sampled);
	jout_int(&j, "read", v->looked);
	put_interval(&j, "precision", v->review.precision, v->review.precision_in);
	put_interval(&j, "recall", v->review.recall, v->review.recall_in);
	link_share_json(&j, "calibration", v->review.calibration);
	jout_array(&j, "bins");
	for (size_t i = 0; i < EVAL_BINS; i++) {
		const struct eval_bin *b = &v->review.bins[i];
		jout_object(&j, NULL);
		link_share_json(&j, "from", b->from);
		link_share_json(&j, "to", b->to);
		jout_int(&j, "pairs", b->pairs);
		link_share_json(&j, "expected", b->expected);
		jout_int(&j, "read", b->looked);
		jout_int(&j, "same", b->same);
		jout_close(&j);
	}
	jout_close(&j);
	jout_object(&j, "agreement");
	jout_int(&j, "pairs", v->agreement.n);
	link_share_json(&j, "agreed", v->agreement.n ? v->agreement.agreed : (double)NAN);
	link_share_json(&j, "kappa", v->agreement.kappa);
	link_share_json(&j, "kappa_low", v->agreement.kappa_in.lo);
	link_share_json(&j, "kappa_high", v->agreement.kappa_in.hi);
	jout_close(&j);
	jout_array(&j, "parts");
	for (size_t i = 0; i < v->n_parts; i++) {
		const struct linkage_part *p = &v->parts[i];
		jout_object(&j, NULL);
		jout_str(&j, "by", str_of(BY[p->by].en));
		jout_str(&j, "what", p->what);
		jout_int(&j, "pairs", p->pairs);
		jout_int(&j, "read", p->looked);
		put_interval(&j, "precision", p->review.precision, p->review.precision_in);
		put_interval(&j, "recall", p->review.recall, p->review.recall_in);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

static struct str with_interval(struct app *app, double v, struct num_interval in)
{
	return tr_fmt(app->a, app->lang, MSG_P("{1} ({2} to {3})", "{1} ({2} تا {3})"),
		      ARGS(link_share(app, v), link_share(app, in.lo), link_share(app, in.hi)));
}

static void say_parts(struct app *app, const struct linkage_evaluation *v)
{
	struct grid g = grid_new(app->a, 5);
	g.right[2] = true;
	for (size_t i = 0; i < v->n_parts; i++) {
		const struct linkage_part *p = &v->parts[i];
		grid_add(&g, app_tr(app, &BY[p->by]));
		grid_add(&g, text_harmless(app->a, p->what.n ? p->what : STR("-")));
		grid_add(&g,
			 tr_fmt(app->a, app->lang, MSG_P("{1} of {2} read", "{1} از {2} خوانده شد"),
				ARGS(app_num(app, p->looked), app_num(app, p->pairs))));
		grid_add(&g, with_interval(app, p->review.precision, p->review.precision_in));
		grid_add(&g, with_interval(app, p->review.recall, p->review.recall_in));
	}
	grid_put(&g, 2, &app->out);
}

static int run_evaluate(struct app *app, struct err *e)
{
	struct linkage_evaluation v;
	TRY(linkage_evaluate(app->reg, want_of(&app->given), seed_of(&app->given), app->a, &v, e));
	if (app->json) {
		evaluation_json(app, &v);
		return 0;
	}
	app_say(app,
		MSG_P("{1} of {2} pairs of the sample were answered.",
		      "{1} از {2} جفت نمونه پاسخ گرفته‌اند."),
		ARGS(app_num(app, v.looked), app_num(app, v.sampled)));
	app_say(app, MSG_P("Precision {1}; recall {2}.", "دقت {1}؛ بازیابی {2}."),
		ARGS(with_interval(app, v.review.precision, v.review.precision_in),
		     with_interval(app, v.review.recall, v.review.recall_in)));
	struct grid g = grid_new(app->a, 4);
	g.right[1] = g.right[2] = g.right[3] = true;
	for (size_t i = 0; i < EVAL_BINS; i++) {
		const struct eval_bin *b = &v.review.bins[i];
		if (!b->pairs)
			continue;
		grid_add(&g, tr_fmt(app->a, app->lang, MSG_P("{1} to {2}", "{1} تا {2}"),
				    ARGS(decimal_text(app->a, app->lang, b->from, 2),
					 decimal_text(app->a, app->lang, b->to, 2))));
		grid_add(&g, tr_fmt(app->a, app->lang, MSG_P("{1} pairs", "{1} جفت"),
				    ARGS(app_num(app, b->pairs))));
		grid_add(&g, tr_fmt(app->a, app->lang, MSG_P("{1} expected", "{1} مورد انتظار"),
				    ARGS(decimal_text(app->a, app->lang, b->expected, 1))));
		grid_add(&g, tr_fmt(app->a, app->lang,
				    MSG_P("{1} of {2} read are one",
					  "{1} از {2} خوانده‌شده یکی است"),
				    ARGS(app_num(app, b->same), app_num(app, b->looked))));
	}
	grid_put(&g, 2, &app->out);
	if (v.agreement.n)
		app_say(app,
			MSG_P("Two readers agree on {1} of {2} pairs: kappa {3}.",
			      "دو خواننده در {1} از {2} جفت هم‌نظرند: کاپا {3}."),
			ARGS(app_num(app,
				     (int64_t)(v.agreement.agreed * (double)v.agreement.n + .5)),
			     app_num(app, v.agreement.n),
			     with_interval(app, v.agreement.kappa, v.agreement.kappa_in)));
	say_parts(app, &v);
	return 0;
}

const struct command cmd_link_evaluate = {
	.name = "link evaluate",
	.summary = MSG("Measure the newest run by what people answered on a sample of its pairs.",
		       "سنجش آخرین اجرا با پاسخ‌های نمونه."),
	.help = MSG(
		"Precision and recall with 95 % intervals, how well probabilities fit, agreement of two "
		"readers, and the same by pair of lists, of scripts, and by sex: whose names are merged or "
		"split more often than others'. Pairs that were not drawn at random do not count.",
		""),
	.options = SAMPLE_OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run_evaluate,
};

/* ---- draws ---- */

static int run_draws(struct app *app, struct err *e)
{
	int64_t lists[LINKAGE_DRAW_LISTS_MAX];
	int64_t n;
	size_t n_lists;
	AUTO_BUF b;
	if (!str_to_int(given_arg(&app->given, 0), &n) || n < 1 || n > 100000)
		return err_set(e, CLI_USAGE, "how many draws? A number up to 100000");
	TRY(link_lists(app, lists, COUNT(lists), &n_lists, e));
	buf_init(&b, DRAWS_BYTES_MAX);
	TRY(linkage_draws(app->reg, lists, n_lists, (size_t)n, seed_of(&app->given), &b, e));
	return app_output(app, buf_str(&b), e);
}

static const struct option DRAWS_OPTIONS[] = {
	{ "--lists", 0, OPTION_TEXT, "I-1,I-2", false,
	  MSG("which lists, separated by commas",
	      "کدام فهرست‌ها، جداشده با کاما") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("of what is sampled (1)", "بذر نمونه‌گیری (۱)") },
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write there instead", "نوشتن در این پرونده") },
	{ 0 },
};

const struct command cmd_link_draws = {
	.name = "link draws",
	.args = "N",
	.summary = MSG(
		"Draw clusterings at random, and count who is on which lists in each.",
		"کشیدن خوشه‌بندی‌های تصادفی و شمردن اشخاص هر ترکیب از فهرست‌ها."),
	.help = MSG(
		"Writes CSV: the draw, 0 or 1 for each list, and the count of persons. What an estimate of "
		"those on no list needs so that doubt about links is doubt about its result. Unnamed records "
		"are on no list.",
		""),
	.options = DRAWS_OPTIONS,
	.needs = NEEDS_VAULT,
	.run = run_draws,
};
