/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link_sheet.c - what a linkage of files found, as the values that its page shows. */
#include "cli/link_report.h"

#include <math.h>

#include "link/explain.h"
#include "report/linkage.h"
#include "text/csv.h"

enum { NEAR = 6, FAULTS_SHOWN = 50 };
static const double ACCEPT = .95; /* as link_options.accept */

/* ---- files ---- */

static struct str kind_of(struct app *app, const struct table_look *t)
{
	static const char *const NAMES[TABLE_FORMATS] = { "CSV", "XLSX", "ODS", "JSON lines",
							  "JSON" };
	struct str name = str_of(NAMES[t->format]);
	if (t->format == TABLE_CSV)
		return str_printf(app->a, "%.*s, %.*s", STR_FMT(name),
				  STR_FMT(encoding_name(t->encoding)));
	return t->n_sheets ? str_printf(app->a, "%.*s, %.*s", STR_FMT(name),
					STR_FMT(t->sheets[t->sheet].name))
			   : name;
}

static struct linkage_file file_of(struct app *app, const struct link_table *t)
{
	size_t n = t->faults.n < FAULTS_SHOWN ? t->faults.n : FAULTS_SHOWN;
	struct linkage_fault *faults = NEW_N(app->a, n, struct linkage_fault);
	for (size_t i = 0; i < n; i++) {
		const struct table_fault *f = &t->faults.items[i];
		bool named = f->column && f->column <= t->look.n_columns;
		faults[i].place = table_fault_place(
			&t->faults, f, named ? t->look.columns[f->column - 1].name : STR_NULL);
		faults[i].what = f->what;
		faults[i].todo = f->todo;
	}
	return (struct linkage_file){ .name = t->path,
				      .kind = kind_of(app, &t->look),
				      .rows = t->rows,
				      .faults = faults,
				      .n_faults = n,
				      .more = t->faults.all - (int64_t)n };
}

/* ---- model and probabilities ---- */

static void add_levels(struct app *app, const struct link_model *m, struct linkage_sheet *s)
{
	struct linkage_level *all =
		NEW_N(app->a, m->n_fields * LINK_LEVELS_MAX, struct linkage_level);
	for (size_t f = 0; f < m->n_fields; f++) {
		const struct link_model_field *mf = &m->fields[f];
		size_t n;
		const struct link_level_kind *k = link_levels_of(mf->field.type, &n);
		for (size_t l = 0; l < mf->n_levels; l++)
			all[s->n_levels++] =
				(struct linkage_level){ .field = l ? STR("") : mf->field.label,
							.what = app_tr(app, &k[l].what),
							.m = mf->levels[l].m,
							.u = mf->levels[l].u,
							.bits = mf->levels[l].bits };
	}
	s->levels = all;
}

static void add_bands(struct app *app, const struct link_result *r, struct linkage_sheet *s)
{
	static const double EDGES[] = { .01, .05, .25, .5, .75, .95, .99, 1 };
	struct linkage_band *all = NEW_N(app->a, COUNT(EDGES) - 1, struct linkage_band);
	for (size_t k = 0; k + 1 < COUNT(EDGES); k++)
		all[k] = (struct linkage_band){ .from = EDGES[k], .to = EDGES[k + 1] };
	for (size_t i = 0; i < r->n_pairs; i++) {
		double p = (double)r->pairs[i].probability;
		size_t k = 0;
		while (k + 2 < COUNT(EDGES) && p >= EDGES[k + 1])
			k++;
		all[k].pairs++;
		all[k].expected += p;
	}
	s->bands = all;
	s->n_bands = COUNT(EDGES) - 1;
}

/* ---- pairs ---- */

/* The pairs nearest to the threshold on one side, nearest first; how many. */
static size_t nearest(const struct link_result *r, bool accepted, size_t *ret)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n_pairs; i++) {
		double p = (double)r->pairs[i].probability;
		bool never = (double)r->pairs[i].bits < -LINK_NEVER_BITS / 2;
		if (never || (p >= ACCEPT) != accepted)
			continue;
		size_t at = n;
		while (at &&
		       fabs((double)r->pairs[ret[at - 1]].probability - ACCEPT) > fabs(p - ACCEPT))
			at--;
		if (at == NEAR)
			continue;
		n += n < NEAR;
		for (size_t k = n - 1; k > at; k--)
			ret[k] = ret[k - 1];
		ret[at] = i;
	}
	return n;
}

static struct linkage_fall fall_of(struct app *app, const struct link_result *r,
				   const struct link_rarity *rare, const struct link_pair *p)
{
	const struct link_set *s = r->set;
	int64_t rarity[LINK_RARITY_MAX];
	struct link_waterfall w;
	link_rarity_milli(rare, p->levels, p->a, p->b, rarity);
	link_explain(r->model, p->levels, rarity, &w);
	struct linkage_bar *bars = NEW_N(app->a, w.n, struct linkage_bar);
	for (size_t f = 0; f < w.n; f++) {
		const struct link_value *v = s->values[f].p;
		bars[f] = (struct linkage_bar){
			.field = s->fields[f].label,
			.what = w.bars[f].what ? app_tr(app, w.bars[f].what) : STR(""),
			.a = v[s->value[f][p->a]].given,
			.b = v[s->value[f][p->b]].given,
			.milli = w.bars[f].milli,
			.running = w.bars[f].running,
		};
	}
	struct linkage_fall ret = { .prior = w.prior_milli,
				    .bars = bars,
				    .n_bars = w.n,
				    .together = w.together_milli,
				    .total = w.total_milli,
				    .probability = (double)p->probability };
	ret.accepted = ret.probability >= ACCEPT;
	ret.a = str_printf(app->a, "%.*s (%.*s)", STR_FMT(s->id[p->a]),
			   STR_FMT(s->lists[s->list[p->a]].name));
	ret.b = str_printf(app->a, "%.*s (%.*s)", STR_FMT(s->id[p->b]),
			   STR_FMT(s->lists[s->list[p->b]].name));
	return ret;
}

static void add_falls(struct app *app, const struct link_result *r, struct linkage_sheet *s)
{
	struct linkage_fall *all = NEW_N(app->a, (size_t)2 * NEAR, struct linkage_fall);
	struct link_rarity rare = link_rarity_new(r->set, r->model, app->a);
	for (int side = 1; side >= 0; side--) {
		size_t at[NEAR + 1];
		size_t n = nearest(r, side == 1, at);
		for (size_t i = 0; i < n; i++)
			all[s->n_falls++] = fall_of(app, r, &rare, &r->pairs[at[i]]);
	}
	s->falls = all;
	s->accept = ACCEPT;
}

/* ---- the whole ---- */

int link_report_html(struct app *app, const struct link_result *r, const struct link_tables *t,
		     uint64_t seed, struct buf *b, struct err *e)
{
	struct linkage_line lines[LINK_LINES_MAX];
	struct linkage_sheet s = { .lines = lines, .seed = seed };
	struct str n[] = {
		app_num(app, (int64_t)(r->counts.records - r->counts.unnamed - r->counts.groups)),
		app_num(app, (int64_t)r->counts.clusters),
		app_num(app, (int64_t)r->counts.drawn_lo),
		app_num(app, (int64_t)r->counts.drawn_hi), app_num(app, llrint(r->counts.expected))
	};
	s.persons = tr_fmt(
		app->a, app->lang,
		MSG_P("{1} records that name somebody are of {5} persons by the probabilities of all pairs, {3} to {4} (95 %); these clusters have {2}.",
		      "{1} ردیف که نام کسی را دارد، بنا بر احتمال همهٔ جفت‌ها دربارهٔ {5} نفر است، {3} تا {4} (۹۵ ٪)؛ این دسته‌ها {2} نفر دارند."),
		n, COUNT(n));
	s.n_lines = link_report_lines(app, r, seed, lines);
	struct linkage_file *files = NEW_N(app->a, t->n, struct linkage_file);
	for (size_t i = 0; i < t->n; i++)
		files[i] = file_of(app, &t->tables[i]);
	s.files = files;
	s.n_files = t->n;
	struct linkage_line *warnings = NEW_N(app->a, r->n_warnings, struct linkage_line);
	for (size_t i = 0; i < r->n_warnings; i++)
		warnings[i] =
			(struct linkage_line){ link_warning_what(&r->warnings[i], app->lang, false,
								 app->a),
					       link_warning_todo(&r->warnings[i], app->lang) };
	s.warnings = warnings;
	s.n_warnings = r->n_warnings;
	s.labels = (int64_t)r->model->labels;
	add_levels(app, r->model, &s);
	add_bands(app, r, &s);
	add_falls(app, r, &s);
	return report_linkage(&s, app->lang, b, e);
}
