/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_surge_figure.c - surge: is a figure of the register rising? */
#include "cli/figures.h"

#include "base/file.h"
#include "base/pool.h"
#include "cli/grid.h"
#include "cli/surge_show.h"
#include "watch/of_figure.h"
#include "watch/words.h"

static int judge(struct app *app, const struct figure_series *s, struct alarm_set *ret,
		 struct err *e)
{
	struct series_set all;
	struct series_set sources;
	struct alarm_options o;
	TRY(surge_options(app, &o, e));
	/* Programs read dates as they are in the figure. */
	watch_of_figure(s, app->json ? LANG_EN : app->lang, app->a, &all, &sources);
	if (!all.n)
		return err_set(e, ERR_INPUT,
			       "no period of this figure is over yet: there is nothing to judge");
	const struct series **list = NEW_N(app->a, all.n, const struct series *);
	for (size_t i = 0; i < all.n; i++)
		list[i] = &all.parts[i].s;
	AUTO_POOL *pool = pool_new(0);
	alarm_judge(list, all.n, &o, pool, app->a, ret);
	return alarm_check_sources(ret, &sources, app->a, e);
}

static int write_report(struct app *app, const struct figure_series *s, const struct alarm_set *set,
			struct err *e)
{
	struct surge_page page = { .set = set, .sources = SURGE_BY_ALONE, .lang = app->lang };
	bool fa = app->lang == LANG_FA && s->figure.title_fa.n;
	AUTO_BUF b;
	buf_init(&b, (size_t)1 << 28);
	page.title = str_printf(app->a, "%.*s · %.*s",
				STR_FMT(fa ? s->figure.title_fa : s->figure.title),
				STR_FMT(s->figure.number));
	watch_figure_notes(s, app->lang, app->a, page.notes);
	TRY(report_surge(&page, &b, e));
	return file_write(given_str(&app->given, "--report").p, buf_str(&b), 0666, e);
}

/* Who looks into an alarm, and what explains it. */
static void put_said(struct app *app, const struct figure_series *s, const struct alarm_set *set,
		     size_t line, size_t episode, const struct warning_note *said, size_t n)
{
	const struct alarm_series *x = &set->items[line];
	const struct alarm_episode *ep = &x->episodes[episode];
	const struct warning_at at = { .by = s->by,
				       .of = line ? s->of : FIGURE_OF_ALL,
				       .code = line ? s->lines[line].code : STR("") };
	for (size_t i = 0; i < n; i++) {
		const struct warning_note *w = &said[i];
		if (!warning_is_of(w, &at, s->first[ep->first - 1], s->first[ep->last]))
			continue;
		struct str args[] = { text_harmless(app->a, x->s->name),
				      watch_period(x->s, ep->last, app->lang, app->a),
				      text_harmless(app->a, w->explained ? w->by : w->to),
				      text_harmless(app->a, w->reason) };
		app_say(app,
			w->explained ? MSG_P("{1}, {2}: explained by {3}: {4}",
					     "{1}، {2}: توضیح {3}: {4}")
			: w->reason.n ? MSG_P("{1}, {2}: with {3}: {4}", "{1}، {2}: نزد {3}: {4}")
				      : MSG_P("{1}, {2}: with {3}", "{1}، {2}: نزد {3}"),
			args, w->explained || w->reason.n ? 4 : 3);
	}
}

static int run(struct app *app, struct err *e)
{
	struct figure_series s;
	struct alarm_set set;
	struct warning_note *said;
	size_t n_said;
	struct str notes[WATCH_FIGURE_NOTES];
	TRY(figure_series_given(app, &s, e));
	TRY(judge(app, &s, &set, e));
	if (given_has(&app->given, "--report"))
		TRY(write_report(app, &s, &set, e));
	app->answer_is_no = true;
	for (size_t i = 0; i < set.n; i++)
		app->answer_is_no = app->answer_is_no && set.items[i].refused;
	TRY(reg_warning_notes(app->reg, s.figure.entity.id, app->a, &said, &n_said, e));
	if (app->json) {
		surge_put_json(app, &set, SURGE_BY_ALONE,
			       &(const struct surge_figure){ s.figure.number,
							     str_of(figure_by_code(s.by)),
							     str_of(figure_of_code(s.of)),
							     s.figure.as_of, said, n_said });
		return 0;
	}
	surge_put_text(app, &set, SURGE_BY_ALONE);
	for (size_t i = 0; i < set.n; i++)
		for (size_t k = 0; k < set.items[i].n_episodes; k++)
			put_said(app, &s, &set, i, k, said, n_said);
	watch_figure_notes(&s, app->lang, app->a, notes);
	for (size_t i = 0; i < COUNT(notes); i++)
		if (notes[i].n)
			buf_printf(&app->out, "(!) %.*s\n", STR_FMT(notes[i]));
	return 0;
}

static const struct option OPTIONS[] = {
	FIGURE_SERIES_OPTIONS(
		MSG("judge a series for each as well", "سنجش یک سری برای هر کدام هم")),
	FIGURE_SIZE_OPTIONS,
	SURGE_OPTIONS,
	{ 0 },
};

const struct command cmd_surge_figure = {
	.name = "surge",
	.args = "FIGURE",
	.summary =
		MSG("Find weeks or months of a figure that are out of the ordinary.",
		    "یافتن هفته‌ها یا ماه‌های غیرعادی یک رقم."),
	.help = MSG(
		"The cases of the figure by week or month (as `vigil figure series` has them; a period that is not over is "
		"left out), judged as `vigil surge series` does. Every alarm is tested again without each source: "
		"without the cases that are known from that source alone. The exit status is 1 when nothing could be judged.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
