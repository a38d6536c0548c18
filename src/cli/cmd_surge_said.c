/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_surge_said.c - what people say of an alarm of a figure: who looks into it, and what explains it.
 *
 * The alarm is computed again before anything is said of it, as the page Warnings does: where late reports have undone it
 * there is nothing to say anything of.
 */
#include "cli/figures.h"

#include "cli/jout.h"
#include "cli/member.h"
#include "register/warning.h"
#include "watch/alarm.h"
#include "watch/of_figure.h"

/* ---- which alarm ---------------------------------------------------------------- */

static bool is_line(const struct figure_line *l, struct str s)
{
	return str_eq(l->code, s) || str_eq(l->label, s) ||
	       (l->label_fa.n && str_eq(l->label_fa, s));
}

static int find_line(struct app *app, const struct figure_series *s, size_t *ret, struct err *e)
{
	struct str name = given_str(&app->given, "--line");
	*ret = 0;
	if (!name.n && s->of != FIGURE_OF_ALL)
		return err_set(
			e, CLI_USAGE,
			"which %s? --line takes its name or code, as `vigil figure series` has it",
			figure_of_code(s->of));
	if (!name.n)
		return 0;
	for (size_t i = 1; i < s->n_lines; i++)
		if (is_line(&s->lines[i], name)) {
			*ret = i;
			return 0;
		}
	return err_set(e, ERR_NOTFOUND,
		       "the figure has no line \"%.*s\": --of province, prison or "
		       "charge says which lines there are",
		       STR_FMT(name));
}

static int judge_line(struct app *app, const struct figure_series *s, size_t line,
		      const struct alarm_series **ret, struct err *e)
{
	struct series_set all;
	struct series_set sources;
	struct alarm_set *set = NEW(app->a, struct alarm_set);
	struct alarm_options o = { .seed = 1 };
	watch_of_figure(s, LANG_EN, app->a, &all, &sources);
	if (line >= all.n)
		return err_set(e, ERR_NOTFOUND, "no period of this figure is over yet");
	const struct series **list = NEW_N(app->a, all.n, const struct series *);
	for (size_t i = 0; i < all.n; i++)
		list[i] = &all.parts[i].s;
	alarm_judge(list, all.n, &o, NULL, app->a, set);
	*ret = &set->items[line];
	return 0;
}

/* The episode that has the period, by its newest alarm. */
static int find_alarm(struct app *app, const struct figure_series *s, struct warning_at *ret,
		      struct err *e)
{
	struct str period = given_arg(&app->given, 1);
	const struct alarm_series *x = NULL;
	size_t line;
	TRY(find_line(app, s, &line, e));
	TRY(judge_line(app, s, line, &x, e));
	for (size_t i = 0; i < x->n_episodes; i++)
		for (size_t t = x->episodes[i].first; t <= x->episodes[i].last; t++)
			if (str_eq(s->label[t - 1], period)) {
				*ret = (struct warning_at){
					.by = s->by,
					.of = line ? s->of : FIGURE_OF_ALL,
					.code = line ? s->lines[line].code : STR(""),
					.day = s->first[x->episodes[i].last - 1],
				};
				return 0;
			}
	return err_set(
		e, ERR_NOTFOUND,
		"nothing is out of the ordinary in %.*s, or not any more: late reports can undo an "
		"alarm, and `vigil surge` lists those there are",
		STR_FMT(period));
}

/* ---- said ------------------------------------------------------------------------- */

static int put_done(struct app *app, const struct warning_at *at, int64_t seq,
		    const struct msg *said)
{
	struct str n = number_str(app->a, seq);
	if (!app->json) {
		app_say(app, said, &n, 1);
		return 0;
	}
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "by", str_of(figure_by_code(at->by)));
	jout_str(&j, "of", str_of(figure_of_code(at->of)));
	jout_str(&j, "line", at->code);
	jout_number(&j, "entry", seq);
	jout_end(&j);
	return 0;
}

static int load(struct app *app, struct entity *ret_figure, struct warning_at *ret, struct err *e)
{
	struct figure_series s;
	TRY(figure_named(app, ret_figure, e));
	TRY(figure_series_at(app, 0, &s, e));
	return find_alarm(app, &s, ret, e);
}

static int run_assign(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct str to = given_str(&app->given, "--to");
	struct entity figure;
	struct warning_at at;
	struct id member = *vault_member(reg_vault(app->reg));
	int64_t seq;
	if (to.n)
		TRY(member_find(app, to, &member, e));
	TRY(load(app, &figure, &at, e));
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_warning_assign(&tx, &figure, &at, &member, given_text(&app->given, "--reason", ""),
			       &seq, e));
	TRY(reg_commit(&tx, e));
	return put_done(
		app, &at, seq,
		MSG_P("Given by entry {1}; `vigil undo {1}` takes it back.",
		      "با ورودی {1} سپرده شد؛ `vigil undo {1}` آن را پس می‌گیرد."));
}

static int run_explain(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct entity figure;
	struct warning_at at;
	int64_t seq;
	if (!given_has(&app->given, "--reason"))
		return err_set(
			e, CLI_USAGE,
			"what explains it? --reason TEXT, in one sentence: it is sealed in the log");
	TRY(load(app, &figure, &at, e));
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_warning_explain(&tx, &figure, &at, given_str(&app->given, "--reason"), &seq, e));
	TRY(reg_commit(&tx, e));
	return put_done(
		app, &at, seq,
		MSG_P("Explained by entry {1}; the alarm stays in the list, and `vigil undo {1}` takes the "
		      "explanation back.",
		      "با ورودی {1} توضیح داده شد؛ هشدار در فهرست می‌ماند و `vigil undo {1}` توضیح را پس "
		      "می‌گیرد."));
}

/* ---- commands ----------------------------------------------------------------------- */

#define OPTION_LINE                                                                                \
	{                                                                                          \
		"--line", 0, OPTION_TEXT, "NAME", false,                                           \
			MSG("with --of, which province, prison or charge: its name or code",       \
			    "با --of، کدام استان، زندان یا اتهام: نام یا کد آن")                   \
	}

static const struct option ASSIGN_OPTIONS[] = {
	FIGURE_SERIES_OPTIONS(
		MSG("an alarm of one of these", "هشدار یکی از این‌ها")),
	OPTION_LINE,
	{ "--to", 0, OPTION_TEXT, "MEMBER", false,
	  MSG("to whom, by name or id; to oneself when not given",
	      "به چه کسی، با نام یا شناسه؛ پیش‌فرض خود شما") },
	OPTION_REASON,
	{ 0 },
};

static const struct option EXPLAIN_OPTIONS[] = {
	FIGURE_SERIES_OPTIONS(
		MSG("an alarm of one of these", "هشدار یکی از این‌ها")),
	OPTION_LINE,
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_surge_assign = {
	.name = "surge assign",
	.args = "FIGURE PERIOD",
	.summary = MSG("Take an alarm of a figure, or give it to somebody.",
		       "برداشتن هشدار یک رقم، یا سپردن آن به کسی."),
	.help = MSG(
		"PERIOD is one of those that are out of the ordinary, as `vigil surge FIGURE` names it. Everybody who "
		"records may do this. It is a statement in the log; nothing of the alarm changes.",
		"PERIOD یکی از دوره‌های غیرعادی است، چنان‌که `vigil surge FIGURE` می‌نامد. گفته‌ای در دفتر است و از هشدار چیزی "
		"دگرگون نمی‌شود."),
	.options = ASSIGN_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_assign,
};

const struct command cmd_surge_explain = {
	.name = "surge explain",
	.args = "FIGURE PERIOD",
	.summary = MSG(
		"Say what explains an alarm of a figure.",
		"گفتن این‌که چه چیزی هشدار یک رقم را توضیح می‌دهد."),
	.help = MSG(
		"PERIOD is one of those that are out of the ordinary, as `vigil surge FIGURE` names it. Only editors and "
		"officers may, since others stop looking. The alarm stays in the list with its check by source; when it goes "
		"on, what comes later is not explained.",
		"PERIOD یکی از دوره‌های غیرعادی است، چنان‌که `vigil surge FIGURE` می‌نامد. تنها ویراستاران و مسئولان می‌توانند. "
		"هشدار با سنجش بر پایهٔ منبع در فهرست می‌ماند؛ اگر ادامه یابد، آنچه پس از آن می‌آید توضیح‌داده نیست."),
	.options = EXPLAIN_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_explain,
};
