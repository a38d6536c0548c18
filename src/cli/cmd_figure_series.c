/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_figure_series.c - figure series: the cases of a figure by week or month, place or charge. */
#include "cli/figures.h"

#include "base/file.h"
#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/picture.h"
#include "register/figure_series.h"
#include "report/tiles.h"
#include "text/date.h"
#include "watch/of_figure.h"

/* ---- what several commands ask ------------------------------------------------ */

int figure_named(struct app *app, struct entity *ret, struct err *e)
{
	TRY(reg_entity(app->reg, given_arg(&app->given, 0), app->a, ret, e));
	if (!str_eq(ret->kind, STR("figure")))
		return err_set(e, ERR_NOTFOUND, "this is no figure; `vigil show` shows it");
	return 0;
}

int figure_size(struct app *app, int64_t *ret, struct err *e)
{
	const struct given *g = &app->given;
	struct date_reading *r;
	size_t n;
	*ret = given_size(g, "--as-of");
	if (!given_has(g, "--known"))
		return 0;
	if (given_has(g, "--as-of"))
		return err_set(e, CLI_USAGE, "either --as-of or --known");
	TRY(date_read(app->a, app->lang, given_str(g, "--known"), &r, &n, e));
	if (n != 1 || !r->has_day || r->doubt != DATE_SURE)
		return err_set(e, CLI_USAGE, "--known is one day, such as 2025-10-12");
	TRY(reg_size_on(app->reg, r->jdn, ret, e));
	if (!*ret)
		return err_set(e, ERR_NOTFOUND,
			       "nothing had been recorded here by the end of that day");
	return 0;
}

int figure_series_at(struct app *app, int64_t size, struct figure_series *ret, struct err *e)
{
	enum figure_by by = FIGURE_BY_MONTH;
	enum figure_of of = FIGURE_OF_ALL;
	struct entity en;
	if (given_has(&app->given, "--by"))
		(void)figure_by_parse(given_str(&app->given, "--by"), &by);
	if (given_has(&app->given, "--of"))
		(void)figure_of_parse(given_str(&app->given, "--of"), &of);
	TRY(figure_named(app, &en, e));
	return reg_figure_series(app->reg, en.id, size, by, of, app->a, ret, e);
}

int figure_series_given(struct app *app, struct figure_series *ret, struct err *e)
{
	int64_t size;
	TRY(figure_size(app, &size, e));
	return figure_series_at(app, size, ret, e);
}

/* ---- answers -------------------------------------------------------------------- */

static struct str line_label(struct app *app, const struct figure_line *l)
{
	bool fa = app->lang == LANG_FA && l->label_fa.n;
	return text_harmless(app->a, fa ? l->label_fa : l->label);
}

static void put_text(struct app *app, const struct figure_series *s)
{
	struct str notes[WATCH_FIGURE_NOTES];
	struct str title =
		app->lang == LANG_FA && s->figure.title_fa.n ? s->figure.title_fa : s->figure.title;
	struct grid g = grid_new(app->a, 3);
	buf_printf(&app->out, "%.*s  %.*s\n\n", STR_FMT(s->figure.number),
		   STR_FMT(text_harmless(app->a, title)));
	g.right[2] = true;
	g.max[1] = 60;
	grid_add(&g, app_tr(app, MSG_P("PERIOD", "دوره")));
	grid_add(&g, app_tr(app, MSG_P("WHERE", "کجا")));
	grid_add(&g, app_tr(app, MSG_P("CASES", "مورد")));
	for (size_t t = 0; t < s->n; t++)
		for (size_t i = 0; i < s->n_lines; i++) {
			if (i && !s->lines[i].count[t])
				continue;
			struct str label = digits_local(
				app->a, app->lang, watch_figure_period(s, t, app->lang, app->a));
			grid_add(&g, i ? STR("") : label);
			grid_add(&g, line_label(app, &s->lines[i]));
			grid_add(&g, app_num(app, s->lines[i].count[t]));
		}
	grid_put(&g, 0, &app->out);
	watch_figure_notes(s, app->lang, app->a, notes);
	for (size_t i = 0; i < COUNT(notes); i++)
		if (notes[i].n)
			buf_printf(&app->out, "%s%.*s\n", "(!) ", STR_FMT(notes[i]));
	if (s->unfinished)
		app_say(app,
			MSG_P("(!) The last period is not over.",
			      "(!) واپسین دوره پایان نیافته است."),
			NULL, 0);
}

static void json_numbers(struct jout *j, const char *key, const int64_t *n, size_t count)
{
	jout_array(j, key);
	for (size_t t = 0; t < count; t++)
		jout_int(j, NULL, n[t]);
	jout_close(j);
}

static void put_json(struct app *app, const struct figure_series *s)
{
	struct jout j = jout_begin(&app->out);
	jout_str(&j, "figure", s->figure.number);
	jout_number(&j, "as_of", s->figure.as_of);
	jout_str(&j, "by", str_of(figure_by_code(s->by)));
	jout_str(&j, "of", str_of(figure_of_code(s->of)));
	jout_int(&j, "count", s->figure.count);
	jout_int(&j, "in_one_period", s->whole);
	jout_int(&j, "spread", s->spread);
	jout_int(&j, "apart", s->apart);
	jout_int(&j, "later", s->later);
	jout_int(&j, "new_year", s->new_year);
	jout_bool(&j, "unfinished", s->unfinished);
	jout_array(&j, "periods");
	for (size_t t = 0; t < s->n; t++)
		jout_str(&j, NULL, s->label[t]);
	jout_close(&j);
	jout_array(&j, "lines");
	for (size_t i = 0; i < s->n_lines; i++) {
		const struct figure_line *l = &s->lines[i];
		jout_object(&j, NULL);
		jout_text(&j, "code", l->code);
		jout_str(&j, "label", l->label);
		jout_int(&j, "parent", (int64_t)l->parent);
		json_numbers(&j, "cases", l->count, s->n);
		jout_array(&j, "sources");
		for (size_t k = 0; k < s->n_parts; k++) {
			if (s->parts[k].line != i)
				continue;
			jout_object(&j, NULL);
			jout_str(&j, "source", s->parts[k].number);
			json_numbers(&j, "said", s->parts[k].said, s->n);
			json_numbers(&j, "alone", s->parts[k].alone, s->n);
			jout_close(&j);
		}
		jout_close(&j);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
}

/* As `surge series` reads it. */
static void put_csv(struct app *app, const struct figure_series *s, struct buf *b)
{
	struct series_set all;
	struct series_set sources;
	watch_of_figure(s, LANG_EN, app->a, &all, &sources);
	buf_lit(b, "series,t,date,freq,observed\n");
	for (size_t i = 0; i < all.n; i++) {
		const struct series *x = &all.parts[i].s;
		struct str name = x->name;
		for (size_t t = 0; t < x->n; t++) {
			buf_char(b, '"');
			for (size_t k = 0; k < name.n; k++) {
				if (name.p[k] == '"')
					buf_char(b, '"');
				buf_char(b, name.p[k]);
			}
			buf_printf(b, "\",%zu,%.*s,%d,%lld\n", t + 1, STR_FMT(x->label[t]), x->freq,
				   (long long)x->observed[t]);
		}
	}
}

/* ---- a picture --------------------------------------------------------------------- */

static void chart_of(struct app *app, const struct figure_series *s, struct chart *ret)
{
	struct chart_point *p = NEW_N(app->a, s->n, struct chart_point);
	struct str last = s->n ? app_num(app, s->lines[0].count[s->n - 1]) : STR("0");
	struct str title =
		app->lang == LANG_FA && s->figure.title_fa.n ? s->figure.title_fa : s->figure.title;
	for (size_t t = 0; t < s->n; t++)
		p[t] = (struct chart_point){
			.label = digits_local(app->a, app->lang,
					      watch_figure_period(s, t, app->lang, app->a)),
			.value = (double)s->lines[0].count[t],
			.expected = NUM_NAN,
			.upper = NUM_NAN,
			.part = s->unfinished && t + 1 == s->n,
		};
	*ret = (struct chart){
		.kind = CHART_SERIES,
		.lang = app->lang,
		.title = title,
		.desc = tr_fmt(app->a, app->lang,
			       MSG_P("Cases by period; {1} in the last.",
				     "موردها بر پایهٔ دوره؛ {1} در واپسین دوره."),
			       &last, 1),
	};
	ret->of.series = (struct chart_series){ p, s->n };
}

/* The last year by province. No surge is marked: a mark in a picture has no check by source beside it. */
static int draw_tiles(struct app *app, const struct figure_series *s, struct err *e)
{
	struct province_count counts[PROVINCE_TILES_N] = { 0 };
	int64_t nowhere = 0;
	struct chart c;
	if (!given_has(&app->given, "--tiles"))
		return 0;
	if (s->of != FIGURE_OF_PROVINCE)
		return err_set(e, CLI_USAGE, "--tiles is for --of province");
	for (size_t i = 0; i < PROVINCE_TILES_N; i++) {
		struct str code = str_of(PROVINCE_TILES[i].code);
		const struct term *t = vocab_term(reg_vocab(app->reg), STR("provinces"), code);
		enum lang of;
		counts[i].name = t ? term_label(t, app->lang, &of) : code;
		for (size_t n = 1; n < s->n_lines; n++)
			if (str_eq(s->lines[n].code, code))
				counts[i].count = figure_line_year(s, &s->lines[n]);
	}
	for (size_t n = 1; n < s->n_lines; n++)
		if (str_eq(s->lines[n].code, STR("-")))
			nowhere += figure_line_year(s, &s->lines[n]);
	report_tiles(counts, nowhere, app->lang, app->a, &c);
	return picture_write(app, "--tiles", &c, e);
}

static int draw(struct app *app, const struct figure_series *s, struct err *e)
{
	struct chart c;
	chart_of(app, s, &c);
	TRY(picture_write(app, "--chart", &c, e));
	return draw_tiles(app, s, e);
}

static int run(struct app *app, struct err *e)
{
	struct figure_series s;
	TRY(figure_series_given(app, &s, e));
	TRY(draw(app, &s, e));
	if (given_has(&app->given, "--csv")) {
		AUTO_BUF b;
		buf_init(&b, SERIES_FILE_MAX);
		put_csv(app, &s, &b);
		TRY(buf_check(&b, e));
		TRY(file_write(given_str(&app->given, "--csv").p, buf_str(&b), 0666, e));
	}
	if (app->json)
		put_json(app, &s);
	else
		put_text(app, &s);
	return 0;
}

static const struct option OPTIONS[] = {
	FIGURE_SERIES_OPTIONS(MSG("a line for each as well", "برای هر یک خطی هم")),
	FIGURE_SIZE_OPTIONS,
	{ "--chart", 0, OPTION_FILE, "FILE", false,
	  MSG("draw all cases into a .svg or .png file",
	      "رسم همهٔ موردها در پرونده‌ای .svg یا .png") },
	{ "--tiles", 0, OPTION_FILE, "FILE", false,
	  MSG("draw the last year by province into a .svg or .png file (with --of province)",
	      "رسم سال گذشته به تفکیک استان در پرونده‌ای .svg یا .png (با --of province)") },
	{ "--csv", 0, OPTION_FILE, "FILE", false,
	  MSG("write the table that `surge series` reads",
	      "نوشتن جدولی که `surge series` می‌خواند") },
	{ 0 },
};

const struct command cmd_figure_series = {
	.name = "figure series",
	.args = "FIGURE",
	.summary = MSG("The cases of a figure over time.", "موردهای یک رقم در گذر زمان."),
	.help = MSG(
		"Each case is in one period. A date that lies in several is in none of them, or spread, as the rule of the "
		"figure says (\"imprecise\"); a first of January or of Farvardin that far more cases have than chance "
		"allows is taken for a year. Weeks begin on Monday. Lines by province, prison and charge are those of the event.",
		""),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | HAS_JSON,
	.run = run,
};
