/* SPDX-License-Identifier: GPL-3.0-or-later */
/* estimate_text.c - the verdict first, then the models, then what all of it rests on. */
#include "cli/estimate_show.h"

#include <stdio.h>

#include "cli/grid.h"
#include "estimate/words.h"

static struct str count(struct app *app, double v)
{
	return isfinite(v) ? app_num(app, (int64_t)nearbyint(v)) : STR("–");
}

static struct str decimal(struct app *app, double v, int places)
{
	return decimal_text(app->a, app->lang, v, places);
}

static struct str interval(struct app *app, double lo, double hi)
{
	if (!isfinite(lo) && !isfinite(hi))
		return STR("–");
	return str_printf(app->a, "%.*s–%.*s", STR_FMT(count(app, lo)), STR_FMT(count(app, hi)));
}

static void head(struct app *app, const struct msg *m)
{
	buf_char(&app->out, '\n');
	app_say(app, m, NULL, 0);
}

static void wrapped(struct app *app, struct str s)
{
	text_wrap(&app->out, 2, app->width - 2, text_harmless(app->a, s));
}

/* ---- verdict ------------------------------------------------------------------ */

static void put_verdict(struct app *app, const struct estimate_result *r)
{
	text_wrap(&app->out, 0, app->width, words_verdict(r, app->lang, app->a));
	buf_char(&app->out, '\n');
	app_say(app, MSG_P("Say: {1}", "بگویید: {1}"), ARGS(words_say(r, app->lang, app->a)));
	app_say(app, MSG_P("Do not say: {1}", "نگویید: {1}"),
		ARGS(words_not_say(r, app->lang, app->a)));
}

static void put_reasons(struct app *app, const struct estimate_result *r)
{
	static const struct msg HEADS[] = {
		MSG("Noted:", "یادداشت:"),
		MSG("Why no single number:", "چرا یک عدد نه:"),
		MSG("Why it is refused:", "چرا خودداری:"),
	};
	for (int v = ESTIMATE_REFUSED; v >= ESTIMATE_GIVEN; v--) {
		bool first = true;
		for (size_t i = 0; i < r->n_reasons; i++) {
			const struct estimate_reason *x = &r->reasons[i];
			if ((int)x->at_best != v)
				continue;
			if (first)
				head(app, &HEADS[v]);
			first = false;
			wrapped(app, words_reason(r, x, app->lang, app->a));
			if (v == ESTIMATE_GIVEN)
				continue;
			struct str todo[] = { words_todo(x, app->lang, app->a) };
			wrapped(app, tr_fmt(app->a, app->lang, MSG_P("→ {1}", "← {1}"), todo, 1));
		}
	}
}

/* ---- models ------------------------------------------------------------------- */

static void put_row(struct app *app, struct grid *g, const char *name,
		    const struct estimate_head *h, struct str more)
{
	if (!h->made && !h->why_not.n)
		return;
	grid_add(g, str_of(name));
	grid_add(g, h->made ? count(app, h->n.centre) : STR("–"));
	grid_add(g, h->made ? interval(app, h->n.lo, h->n.hi) : STR("–"));
	grid_add(g, h->made ? more : h->why_not);
}

static struct str chains_words(struct app *app, const struct lcmcr_result *m)
{
	struct str arg[] = { decimal(app, m->rhat, 3), count(app, m->ess_bulk),
			     count(app, m->ess_tail), decimal(app, m->classes, 1) };
	return tr_fmt(
		app->a, app->lang,
		MSG_P("R-hat {1}, worth {2} draws ({3} in the tails), {4} classes",
		      "R-hat برابر {1}، به ارزش {2} نمونه ({3} در دنباله‌ها)، {4} رده"),
		arg, 4);
}

static struct str near_words(struct app *app, const struct loglinear_result *m)
{
	struct str arg[] = { count(app, (double)m->near2), interval(app, m->near2_lo, m->near2_hi),
			     count(app, (double)m->tried) };
	return tr_fmt(
		app->a, app->lang,
		MSG_P("{1} of {3} models fit nearly as well: {2}",
		      "{1} از {3} مدل کم‌وبیش به همین اندازه برازنده‌اند: {2}"),
		arg, 3);
}

static struct str set_words(struct app *app, const struct dga_result *m)
{
	AUTO_BUF b;
	buf_init(&b, 1 << 16);
	for (size_t i = 0; i < m->n_set; i++)
		buf_printf(&b, "%s%.*s", i ? ", " : "",
			   STR_FMT(interval(app, m->set[i].lo, m->set[i].hi)));
	struct str arg[] = { count(app, (double)m->all_graphs), str_copy(app->a, buf_str(&b)) };
	return tr_fmt(app->a, app->lang,
		      MSG_P("{1} graphs; densest 95 %: {2}",
			    "{1} گراف؛ فشرده‌ترین ۹۵ ٪: {2}"),
		      arg, 2);
}

static void put_models(struct app *app, const struct estimate_result *r)
{
	struct grid g = grid_new(app->a, 4);
	g.right[1] = g.right[2] = true;
	head(app, MSG_P("What the models say (people in all, 95 %):",
			"آنچه مدل‌ها می‌گویند (روی هم، ۹۵ ٪):"));
	put_row(app, &g, "lcmcr", &r->lcmcr.head, chains_words(app, &r->lcmcr));
	put_row(app, &g, "dga", &r->dga.head, set_words(app, &r->dga));
	put_row(app, &g, "loglinear", &r->loglinear.head, near_words(app, &r->loglinear));
	put_row(app, &g, "sparse", &r->sparse.head, r->sparse.model);
	put_row(app, &g, "chao", &r->floor.head,
		app_tr(app,
		       MSG_P("a floor, if lists are not negatively related",
			     "کف، اگر فهرست‌ها رابطهٔ منفی نداشته باشند")));
	grid_put(&g, 2, &app->out);
	if (r->floor.has_chapman)
		app_say(app,
			MSG_P("  Two lists (Chapman): {1} ({2}), only if neither leads to the other.",
			      "  دو فهرست (چپمن): {1} ({2})، تنها اگر هیچ‌یک به دیگری نینجامد."),
			ARGS(count(app, r->floor.chapman),
			     interval(app, r->floor.chapman_lo, r->floor.chapman_hi)));
}

/* The table of near ties: what a single winner would hide. */
static void put_ties(struct app *app, const struct loglinear_result *m)
{
	struct grid g = grid_new(app->a, 5);
	if (!m->head.made)
		return;
	for (size_t i = 1; i < 5; i++)
		g.right[i] = true;
	head(app, MSG_P("Log-linear models within 6 of the best BIC:",
			"مدل‌های لگ‌خطی تا ۶ واحد از بهترین BIC:"));
	for (size_t i = 0; i < m->n_models && i < 12; i++) {
		const struct loglinear_model *x = &m->models[i];
		grid_add(&g, x->name);
		grid_add(&g, decimal(app, x->bic - m->models[0].bic, 1));
		grid_add(&g, count(app, x->n));
		grid_add(&g, interval(app, x->lo, x->hi));
		grid_add(&g, STR(""));
	}
	grid_put(&g, 2, &app->out);
	if (m->n_models > 12)
		app_say(app, MSG_P("  ... and {1} more.", "  ... و {1} مدل دیگر."),
			ARGS(count(app, (double)(m->n_models - 12))));
}

static struct str moved(struct app *app, double v)
{
	if (!isfinite(v))
		return STR("–");
	return number_local(app->a, app->lang,
			    str_printf(app->a, "%s%.1f %%", v < 0 ? "−" : "+", 100 * fabs(v)));
}

static void put_variants(struct app *app, const struct msg *title, const struct estimate_variant *v,
			 size_t n, bool truth)
{
	struct grid g = grid_new(app->a, 5);
	g.right[1] = g.right[2] = g.right[3] = true;
	if (n == 0)
		return;
	head(app, title);
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, v[i].name);
		grid_add(&g, count(app, v[i].n.centre));
		grid_add(&g, interval(app, v[i].n.lo, v[i].n.hi));
		grid_add(&g, truth ? count(app, (double)v[i].truth) : moved(app, v[i].moved));
		grid_add(&g, v[i].disagree
				     ? tr_fmt(app->a, app->lang,
					      MSG_P("runs did not settle: R-hat {1}",
						    "اجراها یکی نشدند: R-hat برابر {1}"),
					      ARGS(decimal_text(app->a, app->lang, v[i].rhat, 2)))
				     : STR(""));
	}
	grid_put(&g, 2, &app->out);
}

/* ---- all of it ---------------------------------------------------------------- */

static void put_overlap(struct app *app, const struct estimate_result *r)
{
	struct grid g = grid_new(app->a, 3);
	g.right[1] = true;
	head(app, MSG_P("The lists:", "فهرست‌ها:"));
	for (size_t i = 0; i < r->cells->n_lists; i++) {
		struct str arg[] = { count(app, (double)r->lists[i].alone) };
		grid_add(&g, r->lists[i].name);
		grid_add(&g, count(app, (double)r->lists[i].people));
		grid_add(&g, tr_fmt(app->a, app->lang,
				    MSG_P("{1} of them on no other",
					  "{1} نفر از آنان در هیچ فهرست دیگری"),
				    arg, 1));
	}
	grid_put(&g, 2, &app->out);
	for (size_t i = 0; i < r->n_empty; i++)
		app_say(app,
			MSG_P("  “{1}” holds nobody and was left out.",
			      "  «{1}» کسی ندارد و کنار گذاشته شد."),
			ARGS(text_harmless(app->a, r->empty[i])));
	app_say(app,
		MSG_P("  On two or more: {1} %; on three or more: {2} people.",
		      "  در دو فهرست یا بیشتر: {1} ٪؛ در سه فهرست یا بیشتر: {2} نفر."),
		ARGS(decimal(app, 100 * r->share_two, 1), count(app, (double)r->on_three)));
}

static void put_notes(struct app *app, const struct estimate_result *r)
{
	if (r->n_notes)
		head(app, MSG_P("Where the table comes from:", "جدول از کجا آمده است:"));
	for (size_t i = 0; i < r->n_notes; i++)
		wrapped(app, r->notes[i]);
}

static void put_not_drawn(struct app *app, const struct estimate_result *r)
{
	if (given_has(&app->given, "--chart") && r->verdict == ESTIMATE_REFUSED)
		app_say(app,
			MSG_P("(!) {1} was not drawn: a curve beside a refusal would be read as an estimate.",
			      "(!) {1} رسم نشد: منحنی در کنار خودداری، برآورد خوانده می‌شود."),
			ARGS(given_str(&app->given, "--chart")));
}

void estimate_put_text(struct app *app, const struct estimate_result *r)
{
	put_verdict(app, r);
	put_reasons(app, r);
	put_overlap(app, r);
	put_notes(app, r);
	put_models(app, r);
	put_ties(app, &r->loglinear);
	put_variants(app,
		     MSG_P("Had something else been assumed:",
			   "اگر چیز دیگری فرض می‌شد:"),
		     r->sensitivity, r->n_sensitivity, false);
	put_variants(app, MSG_P("Without one list:", "بی یکی از فهرست‌ها:"),
		     r->left_out, r->n_left_out, false);
	if (words_nothing_left_out(r, app->lang).n) {
		buf_char(&app->out, '\n');
		text_wrap(&app->out, 0, app->width, words_nothing_left_out(r, app->lang));
	}
	put_variants(app,
		     MSG_P("Each list as a population whose size is known (estimate, 95 %, truth):",
			   "هر فهرست به جای جمعیتی با شمار دانسته (برآورد، ۹۵ ٪، راستین):"),
		     r->within, r->n_within, true);
	head(app, MSG_P("What this rests on:", "این بر چه استوار است:"));
	for (size_t i = 0; i < WORDS_ASSUMPTIONS; i++)
		wrapped(app, words_assumption(i, app->lang));
	buf_char(&app->out, '\n');
	app_say(app, MSG_P("seed {1}", "بذر {1}"), ARGS(app_num(app, (int64_t)r->seed)));
	put_not_drawn(app, r);
}
