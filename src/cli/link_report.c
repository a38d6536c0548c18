/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_report.c - counts with their intervals first, then what blocking may have missed, then the model. */
#include "cli/link_report.h"

#include <math.h>

#include "cli/grid.h"
#include "cli/jout.h"
#include "cli/link_warnings.h"
#include "cli/list_file.h"

static void add_line(struct linkage_line *l, size_t *n, struct str label, struct str text)
{
	if (*n < LINK_LINES_MAX)
		l[(*n)++] = (struct linkage_line){ label, text };
}

static struct str recall_words(struct app *app, const struct link_recall *r)
{
	if (r->exhaustive)
		return app_tr(
			app,
			MSG_P("all pairs were compared: nothing was missed by blocking",
			      "همهٔ جفت‌ها سنجیده شد: چیزی در دسته‌بندی گم نشد"));
	struct str args[] = { decimal_text(app->a, app->lang, 100 * r->bound, 2),
			      app_num(app, (int64_t)r->audited),
			      app_num(app, (int64_t)r->audit_missed) };
	if (r->audited)
		return tr_fmt(
			app->a, app->lang,
			MSG_P("at least {1} % of the pairs (95 %): {2} records were compared with all others, {3} pairs had been missed",
			      "دست‌کم {1} ٪ جفت‌ها (۹۵ ٪): {2} ردیف با همه سنجیده شد و {3} جفت جا مانده بود"),
			args, 3);
	return tr_fmt(
		app->a, app->lang,
		MSG_P("about {1} % of the pairs, estimated from what families of keys found of each other; --audit N bounds it",
		      "حدود {1} ٪ جفت‌ها، برآورد از همپوشانی کلیدها؛ ‎--audit N کران می‌دهد"),
		args, 1);
}

/* Of the pairs that are accepted or asked about, in per cent. */
static double review_share(const struct link_counts *c)
{
	size_t both = c->auto_accepted + c->in_review;
	return both ? 100.0 * (double)c->in_review / (double)both : 0;
}

size_t link_report_lines(struct app *app, const struct link_result *r, uint64_t seed,
			 struct linkage_line *l)
{
	const struct link_counts *c = &r->counts;
	struct arena *a = app->a;
	size_t n = 0;
	add_line(l, &n, app_tr(app, MSG_P("records", "ردیف‌ها")),
		 app_num(app, (int64_t)c->records));
	if (c->unnamed + c->groups) {
		struct str args[] = { app_num(app, (int64_t)c->unnamed),
				      app_num(app, (int64_t)c->groups) };
		add_line(l, &n,
			 app_tr(app,
				MSG_P("never linked", "هرگز پیوند نمی‌خورند")),
			 tr_fmt(a, app->lang,
				MSG_P("{1} without a name, {2} that speak of several people",
				      "{1} بی‌نام، {2} دربارهٔ چند تن"),
				args, 2));
	}
	struct str persons[] = {
		app_num(app, (int64_t)c->clusters), app_num(app, (int64_t)c->drawn_lo),
		app_num(app, (int64_t)c->drawn_hi), app_num(app, (int64_t)c->lo),
		app_num(app, (int64_t)c->hi),	    app_num(app, llrint(c->expected))
	};
	add_line(
		l, &n, app_tr(app, MSG_P("persons", "اشخاص")),
		tr_fmt(a, app->lang,
		       MSG_P("{6} expected, {2} to {3} in 95 % of drawn clusterings; {1} in these clusters; {4} to {5} while pairs are undecided",
			     "{6} مورد انتظار، {2} تا {3} در ۹۵ ٪ دسته‌بندی‌های تصادفی؛ {1} در این دسته‌ها؛ {4} تا {5} تا جفت‌ها داوری نشده‌اند"),
		       persons, 6));
	add_line(l, &n,
		 app_tr(app, MSG_P("records linked", "ردیف‌های پیوندخورده")),
		 app_num(app, (int64_t)c->linked));
	struct str kept[] = { app_num(app, (int64_t)c->records), app_num(app, (int64_t)c->linked),
			      app_num(app, (int64_t)(c->linkable - c->linked)),
			      app_num(app, (int64_t)(c->records - c->linkable)) };
	add_line(l, &n, app_tr(app, MSG_P("none lost", "بی کم و کاست")),
		 tr_fmt(a, app->lang,
			MSG_P("{1} records = {2} linked + {3} alone + {4} never linked",
			      "{1} ردیف = {2} پیوندخورده + {3} تنها + {4} هرگز پیوندنخورده"),
			kept, 4));
	struct str pairs[] = { app_num(app, (int64_t)c->pairs),
			       app_num(app, (int64_t)c->auto_accepted),
			       app_num(app, (int64_t)c->in_review),
			       decimal_text(a, app->lang, review_share(c), 0) };
	add_line(
		l, &n, app_tr(app, MSG_P("pairs", "جفت‌ها")),
		tr_fmt(a, app->lang,
		       MSG_P("{1} kept, {2} of them accepted, {3} for people to look at ({4} % of both)",
			     "{1} نگه داشته شد، {2} پذیرفته، {3} برای بازبینی ({4} ٪ هر دو)"),
		       pairs, 4));
	add_line(l, &n, app_tr(app, MSG_P("blocking", "دسته‌بندی")),
		 recall_words(app, &r->recall));
	if (r->recall.tightened)
		add_line(l, &n,
			 app_tr(app,
				MSG_P("narrowed blocks", "دسته‌های باریک‌شده")),
			 app_num(app, (int64_t)r->recall.tightened));
	add_line(l, &n, app_tr(app, MSG_P("seed", "بذر")), app_num(app, (int64_t)seed));
	return n;
}

static void put_model(struct app *app, const struct link_model *m)
{
	struct grid g = grid_new(app->a, 5);
	g.right[2] = g.right[3] = g.right[4] = true;
	grid_add(&g, app_tr(app, MSG_P("FIELD", "ستون")));
	grid_add(&g, app_tr(app, MSG_P("LEVEL", "سطح")));
	grid_add(&g, STR("m"));
	grid_add(&g, STR("u"));
	grid_add(&g, app_tr(app, MSG_P("BITS", "بیت")));
	for (size_t f = 0; f < m->n_fields; f++) {
		const struct link_model_field *mf = &m->fields[f];
		size_t n;
		const struct link_level_kind *k = link_levels_of(mf->field.type, &n);
		for (size_t l = 0; l < mf->n_levels; l++) {
			grid_add(&g, l ? STR("") : mf->field.label);
			grid_add(&g, app_tr(app, &k[l].what));
			grid_add(&g, decimal_text(app->a, app->lang, mf->levels[l].m, 4));
			grid_add(&g, decimal_text(app->a, app->lang, mf->levels[l].u, 6));
			grid_add(&g, decimal_text(app->a, app->lang, mf->levels[l].bits, 1));
		}
	}
	grid_put(&g, 0, &app->out);
}

void link_report_text(struct app *app, const struct link_result *r, uint64_t seed)
{
	struct linkage_line l[LINK_LINES_MAX];
	size_t n = link_report_lines(app, r, seed, l);
	struct grid g = grid_new(app->a, 2);
	for (size_t i = 0; i < n; i++) {
		grid_add(&g, l[i].label);
		grid_add(&g, l[i].text);
	}
	grid_put(&g, 0, &app->out);
	buf_char(&app->out, '\n');
	put_model(app, r->model);
	for (size_t i = 0; i < r->n_warnings; i++)
		buf_printf(&app->out, "%s(!) %.*s: %.*s\n", i ? "" : "\n",
			   STR_FMT(link_warning_what(&r->warnings[i], app->lang, false, app->a)),
			   STR_FMT(link_warning_todo(&r->warnings[i], app->lang)));
}

void link_report_faults(struct app *app, const struct link_tables *t)
{
	for (size_t i = 0; i < t->n; i++) {
		const struct link_table *x = &t->tables[i];
		if (!x->faults.all)
			continue;
		buf_printf(&app->out, "%.*s\n", STR_FMT(text_harmless(app->a, x->path)));
		list_put_faults(app, &x->faults, &x->look);
		buf_char(&app->out, '\n');
	}
}

/* ---- for programs ---- */

static void put_json_model(struct jout *j, const struct link_model *m)
{
	jout_object(j, "model");
	jout_decimal(j, "lambda", m->lambda, 12);
	jout_decimal(j, "prior_bits", m->prior_bits, 3);
	jout_array(j, "fields");
	for (size_t f = 0; f < m->n_fields; f++) {
		const struct link_model_field *mf = &m->fields[f];
		jout_object(j, NULL);
		jout_str(j, "field", mf->field.label);
		jout_array(j, "levels");
		for (size_t l = 0; l < mf->n_levels; l++) {
			jout_object(j, NULL);
			jout_str(j, "level", mf->levels[l].what);
			jout_decimal(j, "m", mf->levels[l].m, 6);
			jout_decimal(j, "u", mf->levels[l].u, 9);
			jout_decimal(j, "bits", mf->levels[l].bits, 3);
			jout_close(j);
		}
		jout_close(j);
		jout_close(j);
	}
	jout_close(j);
	jout_close(j);
}

static void put_json_tables(struct jout *j, const struct link_tables *t)
{
	jout_array(j, "tables");
	for (size_t i = 0; i < t->n; i++) {
		const struct link_table *x = &t->tables[i];
		jout_object(j, NULL);
		jout_str(j, "file", x->path);
		jout_int(j, "rows", x->rows);
		jout_text(j, "encoding", encoding_name(x->look.encoding));
		list_json_faults(j, &x->faults);
		jout_close(j);
	}
	jout_close(j);
}

void link_report_json(struct app *app, const struct link_result *r, const struct link_tables *t,
		      uint64_t seed)
{
	const struct link_counts *c = &r->counts;
	struct jout j = jout_begin(&app->out);
	jout_int(&j, "records", (int64_t)c->records);
	jout_int(&j, "unnamed", (int64_t)c->unnamed);
	jout_int(&j, "groups", (int64_t)c->groups);
	jout_int(&j, "persons", (int64_t)c->clusters);
	jout_decimal(&j, "persons_expected", c->expected, 1);
	jout_int(&j, "persons_drawn_low", (int64_t)c->drawn_lo);
	jout_int(&j, "persons_drawn_high", (int64_t)c->drawn_hi);
	jout_int(&j, "persons_least", (int64_t)c->lo);
	jout_int(&j, "persons_most", (int64_t)c->hi);
	jout_int(&j, "records_linked", (int64_t)c->linked);
	jout_int(&j, "pairs", (int64_t)c->pairs);
	jout_int(&j, "pairs_accepted", (int64_t)c->auto_accepted);
	jout_int(&j, "pairs_in_review", (int64_t)c->in_review);
	jout_int(&j, "candidates", (int64_t)r->recall.candidates);
	jout_bool(&j, "exhaustive", r->recall.exhaustive);
	jout_decimal(&j, "blocking_recall", r->recall.captured, 6);
	jout_decimal(&j, "blocking_recall_bound", r->recall.bound, 6);
	jout_int(&j, "audited", (int64_t)r->recall.audited);
	jout_int(&j, "audit_missed", (int64_t)r->recall.audit_missed);
	jout_int(&j, "narrowed_blocks", (int64_t)r->recall.tightened);
	jout_int(&j, "seed", (int64_t)seed);
	put_json_model(&j, r->model);
	put_json_tables(&j, t);
	link_warnings_json(&j, r->warnings, r->n_warnings, false);
	jout_end(&j);
}
