/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_estimate_figure.c - how many are missing from the lists of a register, over what is in doubt about who is who. */
#include "cli/figures.h"

#include <unistd.h>

#include "cli/estimate_show.h"
#include "cli/link_say.h"
#include "cli/progress.h"
#include "estimate/linkages.h"
#include "names/place.h"
#include "register/asof.h"
#include "register/figure.h"

enum { DRAWS = 10, NOTES_MAX = 4 * LINKAGE_DRAW_LISTS_MAX + 9 };

struct asked {
	struct reg *r; /* of now or of then; borrowed */
	struct figure f;
	struct linkage_draw_options o;
	int64_t lists[LINKAGE_DRAW_LISTS_MAX];
	struct linkage_drawn drawn;
	struct cells *tables;
	struct str *names;
};

/* ---- what is asked ------------------------------------------------------------- */

/* Of the figure's rule window and place hold for lists as well: their records have dates and places. */
static int read_rule(struct app *app, struct asked *q, struct err *e)
{
	struct str place;
	if (!q->f.rule.n)
		return err_set(
			e, ERR_INPUT,
			"nothing is counted for %.*s: an estimate needs a rule that says of what "
			"(`vigil figure define`)",
			STR_FMT(q->f.number));
	TRY(figure_rule_window(reg_vocab(app->reg), q->f.rule, app->a, &q->o.window, &place, e));
	return linkage_draw_place(app->reg, place, &q->o.place, e);
}

/* Lists, links and decisions as they were at that size; records have other ids there and the same numbers. */
static int find_then(struct app *app, struct asked *q, int64_t size, struct err *e)
{
	q->r = app->reg;
	if (!size)
		return 0;
	TRY(reg_then(app->reg, size, &q->r, e));
	for (size_t l = 0; l < q->o.n_lists; l++) {
		struct entity en;
		TRY(reg_entity_by_id(app->reg, q->lists[l], app->a, &en, e));
		struct str number = reg_number(app->reg, &en, app->a);
		int rc = reg_entity(q->r, number, app->a, &en, e);
		if (rc == ERR_NOTFOUND)
			return err_set(e, ERR_INPUT,
				       "%.*s was not there yet at that size of the log",
				       STR_FMT(number));
		TRY(rc);
		q->lists[l] = en.id;
	}
	return 0;
}

static int read_asked(struct app *app, struct asked *q, struct err *e)
{
	const int64_t n = given_number(&app->given, "--draws", DRAWS);
	struct entity en;
	int64_t size;
	if (n < 2 || n > LINKAGES_MAX)
		return err_set(e, CLI_USAGE, "--draws is from 2 to %d", LINKAGES_MAX);
	q->o.n = (size_t)n;
	q->o.seed = (uint64_t)given_number(&app->given, "--seed", 1);
	q->o.lists = q->lists;
	TRY(link_lists(app, q->lists, COUNT(q->lists), &q->o.n_lists, e));
	if (q->o.n_lists < 2)
		return err_set(e, ERR_INPUT,
			       "one list overlaps with nothing: name at least three, collected "
			       "independently");
	TRY(figure_named(app, &en, e));
	TRY(figure_size(app, &size, e));
	TRY(reg_figure(app->reg, en.id, size, false, app->a, &q->f, e));
	TRY(read_rule(app, q, e));
	return find_then(app, q, size, e);
}

/* ---- tables of drawn linkages ----------------------------------------------------- */

struct taking {
	struct asked *q;
	struct arena *a;
};

static int take_cells(void *ctx, size_t draw, const uint32_t *count, struct err *e)
{
	const struct taking *t = ctx;
	struct asked *q = t->q;
	return cells_of_counts(q->names, q->o.n_lists, count, t->a, &q->tables[draw], e);
}

static int draw_tables(struct app *app, struct asked *q, struct err *e)
{
	struct taking t = { q, app->a };
	q->tables = NEW_N(app->a, q->o.n, struct cells);
	q->names = NEW_N(app->a, q->o.n_lists, struct str);
	for (size_t l = 0; l < q->o.n_lists; l++) {
		struct entity en;
		TRY(reg_entity_by_id(q->r, q->lists[l], app->a, &en, e));
		q->names[l] = reg_number(q->r, &en, app->a);
		if (!str_eq(en.kind, STR("list")))
			return err_set(e, ERR_INPUT, "%.*s is no list", STR_FMT(q->names[l]));
	}
	return linkage_draw_cells(q->r, &q->o, take_cells, &t, app->a, &q->drawn, e);
}

/* ---- in words --------------------------------------------------------------------- */

struct notes {
	struct app *app;
	struct str s[NOTES_MAX];
	size_t n;
};

static void note(struct notes *t, const struct msg *m, const struct str *args, size_t n)
{
	if (t->n < NOTES_MAX)
		t->s[t->n++] = tr_fmt(t->app->a, t->app->lang, m, args, n);
}

static struct str tenth(struct app *app, double v)
{
	return decimal_text(app->a, app->lang, v, 1);
}

static void note_list(struct notes *t, const struct linkage_drawn_list *l)
{
	struct app *app = t->app;
	struct str more = STR("");
	const struct {
		int64_t n;
		const struct msg *what;
	} LEFT[] = {
		{ l->unnamed, MSG_P("{1} that name nobody", "{1} بی‌نام") },
		{ l->groups, MSG_P("{1} that speak of several people", "{1} دربارهٔ چند نفر") },
		{ l->outside, MSG_P("{1} outside the window", "{1} بیرون از بازه") },
		{ l->apart, MSG_P("{1} whose date may lie outside it or is not known",
				  "{1} که تاریخشان نامعلوم یا شاید بیرون از آن است") },
		{ l->elsewhere, MSG_P("{1} of other places", "{1} از جاهای دیگر") },
		{ l->perhaps, MSG_P("{1} whose place may be another or is not known",
				    "{1} که جایشان نامعلوم یا شاید جای دیگری است") },
	};
	for (size_t i = 0; i < COUNT(LEFT); i++) {
		struct str n = app_num(app, LEFT[i].n);
		if (LEFT[i].n)
			more = str_printf(app->a, "%.*s%s%.*s", STR_FMT(more), more.n ? "; " : "",
					  STR_FMT(tr_fmt(app->a, app->lang, LEFT[i].what, &n, 1)));
	}
	struct str arg[] = { l->number, text_harmless(app->a, l->label), app_num(app, l->records),
			     tenth(app, l->duplicates > 0 ? l->duplicates : 0), more };
	note(t,
	     more.n ? MSG_P("{1} ({2}): {3} records counted, {4} of them more than persons. Left out: {5}.",
			    "{1} ({2}): {3} ردیف شمرده شد، {4} بیش از شمار اشخاص. کنار نهاده: {5}.")
		    : MSG_P("{1} ({2}): {3} records counted, {4} of them more than persons.",
			    "{1} ({2}): {3} ردیف شمرده شد، {4} بیش از شمار اشخاص."),
	     arg, COUNT(arg));
}

static void note_all(struct notes *t, const struct asked *q, const struct linkages_result *r)
{
	struct app *app = t->app;
	struct str of[] = { q->f.number, figure_rule_hash(app, &q->f),
			    number_str(app->a, q->f.as_of) };
	note(t,
	     q->o.window.given
		     ? MSG_P("For figure {1}: of its rule (SHA-256 {2}, at {3} entries of the log) the window is "
			     "held against the dates of the lists. That they list what it counts is taken on trust.",
			     "برای رقم {1}: از قاعدهٔ آن (SHA-256 {2}، با {3} ورودی) بازهٔ زمانی با تاریخ‌های فهرست‌ها "
			     "سنجیده شد. این‌که فهرست‌ها از همین موردهایند به اعتماد پذیرفته شده است.")
		     : MSG_P("For figure {1}: its rule (SHA-256 {2}, at {3} entries of the log) has no window. That the "
			     "lists list what it counts is taken on trust.",
			     "برای رقم {1}: قاعدهٔ آن (SHA-256 {2}، با {3} ورودی) بازه ندارد. این‌که فهرست‌ها از همین "
			     "موردهایند به اعتماد پذیرفته شده است."),
	     of, COUNT(of));
	if (q->o.place) {
		struct str place = place_name(q->o.place, app->lang == LANG_FA);
		note(t,
		     MSG_P("Only records of {1} and of what lies in it are counted, by all their columns of places.",
			   "تنها ردیف‌های {1} و آنچه در آن است شمرده می‌شود، از روی همهٔ ستون‌های جا."),
		     &place, 1);
	}
	for (size_t l = 0; l < q->o.n_lists; l++)
		note_list(t, &q->drawn.lists[l]);
	struct str arg[] = { app_num(app, (int64_t)r->n), app_num(app, r->least),
			     app_num(app, r->most),	  number_str(app->a, q->drawn.run),
			     tenth(app, 100 * r->doubt),  app_num(app, r->refused) };
	note(t,
	     MSG_P("Who is the same person was drawn {1} times from the linkage of entry {4}: from {2} to {3} persons. "
		   "What follows below the range is of the draw in the middle.",
		   "این‌که چه کسی همان شخص است {1} بار از پیوند ورودی {4} کشیده شد: از {2} تا {3} شخص. آنچه زیر بازه "
		   "می‌آید از نمونهٔ میانی است."),
	     arg, COUNT(arg));
	if (r->combined)
		note(t,
		     MSG_P("Of the doubt about the number, {5} % is doubt about who is who.",
			   "از تردید دربارهٔ شمار، {5} ٪ تردید دربارهٔ هویت‌هاست."),
		     arg, COUNT(arg));
	if (r->refused && r->refused < (int)r->n)
		note(t,
		     MSG_P("{6} of the {1} draws would be refused alone, so all are.",
			   "{6} نمونه از {1} به‌تنهایی رد می‌شد، پس همه."),
		     arg, COUNT(arg));
	if (r->c.few || r->n < COMBINE_FEW)
		note(t,
		     MSG_P("Fewer than ten draws: the doubt about who is who is poorly known.",
			   "کمتر از ده نمونه: تردید دربارهٔ هویت‌ها خوب سنجیده نشده است."),
		     NULL, 0);
}

/* ---- as JSON ------------------------------------------------------------------------ */

static void put_json(struct app *app, const struct asked *q, const struct linkages_result *r)
{
	struct jout j = jout_begin(&app->out);
	jout_object(&j, "figure");
	jout_str(&j, "id", q->f.number);
	jout_str(&j, "rule_sha256", figure_rule_hash(app, &q->f));
	jout_number(&j, "as_of", q->f.as_of);
	jout_close(&j);
	jout_object(&j, "linkages");
	jout_number(&j, "run", q->drawn.run);
	jout_int(&j, "draws", (int64_t)r->n);
	jout_int(&j, "least", r->least);
	jout_int(&j, "most", r->most);
	jout_int(&j, "refused", r->refused);
	jout_int(&j, "ranges", r->ranges);
	jout_bool(&j, "combined", r->combined);
	jout_real(&j, "within", r->combined ? r->c.within : NUM_NAN);
	jout_real(&j, "between", r->combined ? r->c.between : NUM_NAN);
	jout_real(&j, "df", r->combined ? r->c.df : NUM_NAN);
	jout_real(&j, "doubt", r->doubt);
	jout_array(&j, "lists");
	for (size_t l = 0; l < q->o.n_lists; l++) {
		const struct linkage_drawn_list *x = &q->drawn.lists[l];
		jout_object(&j, NULL);
		jout_str(&j, "id", x->number);
		jout_str(&j, "label", x->label);
		jout_int(&j, "records", x->records);
		jout_int(&j, "unnamed", x->unnamed);
		jout_int(&j, "groups", x->groups);
		jout_int(&j, "outside", x->outside);
		jout_int(&j, "apart", x->apart);
		jout_int(&j, "elsewhere", x->elsewhere);
		jout_int(&j, "perhaps", x->perhaps);
		jout_real(&j, "duplicates", x->duplicates);
		jout_close(&j);
	}
	jout_close(&j);
	jout_close(&j);
	estimate_put_members(app, &j, &r->shown);
	jout_end(&j);
}

static int run(struct app *app, struct err *e)
{
	struct asked q = { 0 };
	struct notes notes = { .app = app };
	struct estimate_options o;
	struct linkages_result r;
	TRY(estimate_options_given(app, &o, e));
	TRY(read_asked(app, &q, e));
	{
		AUTO_PROGRESS p =
			progress_start(STDERR_FILENO, app->lang, MSG_P("Estimating", "برآورد"));
		o.progress = estimate_tell;
		o.ctx = &p;
		TRY(draw_tables(app, &q, e));
		TRY(estimate_linkages(q.tables, q.o.n, &o, app->a, &r, e));
	}
	note_all(&notes, &q, &r);
	r.shown.notes = notes.s;
	r.shown.n_notes = notes.n;
	TRY(estimate_write_files(app, &r.shown, e));
	if (app->json)
		put_json(app, &q, &r);
	else
		estimate_put_text(app, &r.shown);
	app->answer_is_no = r.shown.verdict == ESTIMATE_REFUSED;
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--lists", 0, OPTION_TEXT, "I-1,I-2,I-3", false,
	  MSG("which lists, separated by commas",
	      "کدام فهرست‌ها، جداشده با کاما") },
	{ "--draws", 0, OPTION_NUMBER, "R", false,
	  MSG("how often who is who is drawn (10)",
	      "چند بار هویت‌ها کشیده شود (۱۰)") },
	{ "--as-of", 0, OPTION_SIZE, "SIZE", false,
	  MSG("rule, lists and links when the log had this many entries; now when not given",
	      "قاعدهٔ رقم با این تعداد ورودی؛ پیش‌فرض اکنون") },
	{ "--known", 0, OPTION_TEXT, "DAY", false,
	  MSG("rule, lists and links as known at the end of this day",
	      "قاعدهٔ رقم آن‌گونه که در پایان این روز دانسته بود") },
	ESTIMATE_OPTIONS,
	{ 0 },
};

const struct command cmd_estimate_figure = {
	.name = "estimate",
	.args = "FIGURE",
	.summary = MSG(
		"Estimate how many are on none of the lists of a figure, or refuse.",
		"برآورد شمار کسانی که در هیچ‌یک از فهرست‌های یک رقم نیستند، یا خودداری از آن."),
	.help = MSG(
		"How lists overlap is counted on several linkages drawn from the newest run, and what each gives is combined, "
		"so that doubt about who is the same person is doubt about the answer. A record that names nobody or "
		"several people is in no table, nor is one outside the figure's window; how many is said. Otherwise as "
		"`vigil estimate cells`: an estimate, a range or a refusal (exit status 1), and no gate is passed because "
		"another linkage would pass it.",
		"هم‌پوشانی فهرست‌ها بر چند پیوند کشیده‌شده از تازه‌ترین اجرا شمرده و پاسخ‌ها با هم ترکیب می‌شوند، تا تردید "
		"دربارهٔ هویت‌ها تردید دربارهٔ پاسخ باشد. ردیف‌های بی‌نام یا دربارهٔ چند نفر یا بیرون از بازه در جدول نیستند و شمارشان "
		"گفته می‌شود."),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
