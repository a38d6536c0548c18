/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/link_say.h"

#include <math.h>

#include "cli/link_warnings.h"

struct str link_bits(struct app *app, int64_t milli, bool sign)
{
	return number_local(app->a, app->lang,
			    str_printf(app->a, sign ? "%+.3f" : "%.3f", (double)milli / 1000));
}

struct str link_percent(struct app *app, int64_t ppm)
{
	struct str n = number_local(app->a, app->lang,
				    str_printf(app->a, "%lld.%lld", (long long)(ppm / 10000),
					       (long long)(ppm % 10000 / 1000)));
	return tr_fmt(app->a, app->lang, MSG_P("{1} %", "{1} ٪"), &n, 1);
}

struct str link_share(struct app *app, double v)
{
	return isfinite(v) ? decimal_text(app->a, app->lang, v, 3) : STR("-");
}

void link_share_json(struct jout *j, const char *key, double v)
{
	jout_decimal(j, key, v, 6);
}

void link_milli_json(struct jout *j, const char *key, int64_t milli)
{
	link_share_json(j, key, (double)milli / 1000);
}

int link_record(struct app *app, struct str number, int64_t *ret, struct err *e)
{
	struct entity en;
	TRY(reg_entity(app->reg, number, app->a, &en, e));
	*ret = en.id;
	return 0;
}

int link_lists(struct app *app, int64_t *ret, size_t max, size_t *ret_n, struct err *e)
{
	struct str rest = given_str(&app->given, "--lists");
	if (!rest.p)
		return err_set(e, CLI_USAGE, "of which lists? --lists I-1,I-2");
	*ret_n = 0;
	while (rest.p) {
		struct str one;
		rest = str_cut(rest, ',', &one);
		if (*ret_n == max)
			return err_set(e, CLI_USAGE, "at most %zu lists", max);
		TRY(link_record(app, str_trim(one), &ret[(*ret_n)++], e));
	}
	return 0;
}

/* ---- pairs ---- */

static struct str name_of(struct app *app, const struct linkage_record *x)
{
	if (x->label.n)
		return text_harmless(app->a, x->label);
	return app_tr(app, MSG_P("(unnamed)", "(بی‌نام)"));
}

void link_items(struct app *app, const struct linkage_item *items, size_t n)
{
	struct grid g = grid_new(app->a, 6);
	g.max[1] = g.max[3] = 34;
	g.right[4] = g.right[5] = true;
	for (size_t i = 0; i < n; i++) {
		const struct linkage_item *it = &items[i];
		grid_add(&g, it->a.number);
		grid_add(&g, name_of(app, &it->a));
		grid_add(&g, it->b.number);
		grid_add(&g, name_of(app, &it->b));
		grid_add(&g, link_percent(app, it->ppm));
		grid_add(&g,
			 it->flagged ? app_tr(app, MSG_P("odd cluster", "خوشهٔ نامعمول")) : STR(""));
	}
	grid_put(&g, 0, &app->out);
}

void link_items_json(struct app *app, struct jout *j, const struct linkage_item *items, size_t n)
{
	(void)app;
	jout_array(j, "pairs");
	for (size_t i = 0; i < n; i++) {
		const struct linkage_item *it = &items[i];
		jout_object(j, NULL);
		jout_str(j, "a", it->a.number);
		jout_str(j, "a_label", it->a.label);
		jout_text(j, "a_list", it->a.list_number);
		jout_str(j, "b", it->b.number);
		jout_str(j, "b_label", it->b.label);
		jout_text(j, "b_list", it->b.list_number);
		link_share_json(j, "probability", (double)it->ppm / 1e6);
		link_milli_json(j, "bits", it->bits_milli);
		link_milli_json(j, "effect", it->effect_milli);
		jout_bool(j, "flagged", it->flagged);
		jout_close(j);
	}
	jout_close(j);
}

/* ---- runs ---- */

static void say_recall(struct app *app, const struct linkage_report *r)
{
	if (r->exhaustive) {
		app_say(app,
			MSG_P("Every record was compared with every other: no pair was left out.",
			      "هر ردیف با همهٔ ردیف‌ها سنجیده شد: هیچ جفتی کنار نماند."),
			NULL, 0);
		return;
	}
	app_say(app,
		MSG_P("{1} pairs were compared; of true pairs they hold an estimated {2}, at least {3}.",
		      "{1} جفت سنجیده شد؛ از جفت‌های درست {2} (برآورد) را دارند، دست‌کم {3}."),
		ARGS(app_num(app, r->candidates), link_share(app, r->recall_captured),
		     link_share(app, r->recall_bound)));
	if (r->audited)
		app_say(app,
			MSG_P("{1} records were compared with all others: {2} true pairs found, {3} of them "
			      "missed before.",
			      "{1} ردیف با همه سنجیده شد: {2} جفت درست، {3} از آن‌ها پیش‌تر جا مانده بود."),
			ARGS(app_num(app, r->audited),
			     app_num(app, r->audit_found + r->audit_missed),
			     app_num(app, r->audit_missed)));
}

static void say_lists(struct app *app, const struct linkage_report *r)
{
	struct grid g = grid_new(app->a, 4);
	g.right[2] = g.right[3] = true;
	for (size_t i = 0; i < r->n_lists; i++) {
		const struct linkage_list *l = &r->lists[i];
		grid_add(&g, l->number.n ? l->number : STR("-"));
		grid_add(&g, text_harmless(app->a, l->label));
		grid_add(&g, str_printf(app->a, "%lld records", (long long)l->records));
		grid_add(&g, str_printf(app->a, "%lld linked, %lld unnamed, %lld pairs within",
					(long long)l->linked, (long long)l->unnamed,
					(long long)l->within));
	}
	grid_put(&g, 2, &app->out);
}

/* As `vigil link files` counts them: how many first, then who. */
static void say_persons(struct app *app, const struct linkage_report *r)
{
	struct str n[] = { app_num(app, r->persons),
			   app_num(app, r->lo),
			   app_num(app, r->hi),
			   app_num(app, r->drawn_lo),
			   app_num(app, r->drawn_hi),
			   app_num(app, r->likely),
			   app_num(app, linkage_whole(r->expected_milli)) };
	if (r->expected_milli)
		app_say(app,
			MSG_P("{7} persons expected, {4} to {5} in 95 % of drawn clusterings; {1} by what is sure, {6} in the most "
			      "likely clusters; {2} to {3} while pairs are undecided.",
			      "{7} شخص مورد انتظار، {4} تا {5} در ۹۵ ٪ دسته‌بندی‌های تصادفی؛ {1} با آنچه مسلم است، {6} در محتمل‌ترین "
			      "دسته‌ها؛ {2} تا {3} تا جفت‌ها داوری نشده‌اند."),
			n, COUNT(n));
	else
		app_say(app,
			MSG_P("{1} persons by what is sure, from {2} to {3} while pairs are undecided; most likely {6}, drawn 95 %: {4} to {5}.",
			      "{1} شخص با آنچه مسلم است، از {2} تا {3} تا وقتی جفت‌هایی نامعلوم‌اند؛ محتمل‌ترین {6}، ۹۵٪ نمونه‌ها: {4} تا {5}."),
			n, COUNT(n));
}

void link_found(struct app *app, const struct linkage_report *r)
{
	say_persons(app, r);
	app_say(app,
		MSG_P("{1} records: {2} linked, {3} alone, {4} unnamed and {5} of several people, which are "
		      "never linked.",
		      "{1} ردیف: {2} پیوندخورده، {3} تنها، {4} بی‌نام و {5} دربارهٔ چند نفر که هرگز پیوند نمی‌خورند."),
		ARGS(app_num(app, r->records), app_num(app, r->linked),
		     app_num(app, r->linkable - r->linked), app_num(app, r->unnamed),
		     app_num(app, r->groups)));
	app_say(app,
		MSG_P("{1} pairs are likely enough; {2} more wait for somebody: `vigil link review`.",
		      "{1} جفت به‌اندازهٔ کافی محتمل‌اند؛ {2} جفت دیگر چشم‌به‌راه‌اند: `vigil link review`."),
		ARGS(app_num(app, r->accepted), app_num(app, r->in_review)));
	say_recall(app, r);
	say_lists(app, r);
	for (size_t i = 0; i < r->n_warnings; i++)
		buf_printf(&app->out, "! %.*s: %.*s\n",
			   STR_FMT(link_warning_what(&r->warnings[i], app->lang, true, app->a)),
			   STR_FMT(link_warning_todo(&r->warnings[i], app->lang)));
}

static void levels_json(struct jout *j, const struct linkage_model_field *f)
{
	jout_array(j, "levels");
	for (size_t l = 0; l < f->n_levels; l++) {
		jout_object(j, NULL);
		jout_str(j, "what", f->levels[l].what);
		link_share_json(j, "m", f->levels[l].m);
		link_share_json(j, "u", f->levels[l].u);
		link_share_json(j, "bits", f->levels[l].bits);
		jout_close(j);
	}
	jout_close(j);
}

void link_expected_json(struct jout *j, int64_t milli)
{
	jout_decimal(j, "persons_expected", milli ? (double)milli / 1000 : (double)NAN, 1);
}

static void lists_json(struct jout *j, const struct linkage_report *r)
{
	jout_array(j, "lists");
	for (size_t i = 0; i < r->n_lists; i++) {
		const struct linkage_list *l = &r->lists[i];
		jout_object(j, NULL);
		jout_text(j, "id", l->number);
		jout_str(j, "label", l->label);
		jout_int(j, "records", l->records);
		jout_int(j, "linked", l->linked);
		jout_int(j, "unnamed", l->unnamed);
		jout_int(j, "pairs_within", l->within);
		link_expected_json(j, l->expected_milli);
		jout_bool(j, "duplicate_free", l->duplicate_free);
		jout_close(j);
	}
	jout_close(j);
}

void link_found_json(struct jout *j, const struct linkage_report *r)
{
	const struct {
		const char *key;
		int64_t v;
	} N[] = {
		{ "records", r->records },
		{ "unnamed", r->unnamed },
		{ "groups", r->groups },
		{ "persons", r->persons },
		{ "persons_likely", r->likely },
		{ "persons_least", r->lo },
		{ "persons_most", r->hi },
		{ "persons_drawn_low", r->drawn_lo },
		{ "persons_drawn_high", r->drawn_hi },
		{ "records_linked", r->linked },
		{ "pairs", r->pairs },
		{ "pairs_accepted", r->accepted },
		{ "pairs_in_review", r->in_review },
		{ "candidates", r->candidates },
		{ "audited", r->audited },
		{ "audit_missed", r->audit_missed },
	};
	if (r->run)
		jout_number(j, "run", r->run);
	else
		jout_null(j, "run");
	jout_str(j, "model", r->model);
	jout_bool(j, "frozen", r->frozen);
	jout_int(j, "seed", (int64_t)r->seed);
	for (size_t i = 0; i < COUNT(N); i++)
		jout_int(j, N[i].key, N[i].v);
	link_expected_json(j, r->expected_milli);
	jout_bool(j, "exhaustive", r->exhaustive);
	link_share_json(j, "blocking_recall", r->recall_captured);
	link_share_json(j, "blocking_recall_bound", r->recall_bound);
	link_share_json(j, "accept", r->accept);
	lists_json(j, r);
	jout_array(j, "fields");
	for (size_t f = 0; f < r->n_fields; f++) {
		jout_object(j, NULL);
		jout_str(j, "field", r->fields[f].label);
		levels_json(j, &r->fields[f]);
		jout_close(j);
	}
	jout_close(j);
	link_warnings_json(j, r->warnings, r->n_warnings, true);
}
