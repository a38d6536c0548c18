/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_link.c - lists of people to persons, on plain files. Needs no vault. */
#include "cli/app.h"

#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"
#include "cli/grid.h"
#include "cli/link_options.h"
#include "cli/link_report.h"
#include "cli/list_file.h"
#include "cli/progress.h"
#include "link/guess.h"
#include "link/splink.h"

static const size_t MEMORY_MAX = (size_t)32 << 30;

int link_threads(struct app *app)
{
	int64_t n = given_number(&app->given, "--threads", 0);
	return n > POOL_THREADS_MAX ? POOL_THREADS_MAX : (int)n;
}

static const struct option FILES_OPTIONS[] = {
	{ "--config", 0, OPTION_FILE, "FILE", false,
	  MSG("which columns are compared, and as what",
	      "کدام ستون‌ها و چگونه سنجیده شوند") },
	{ "--clusters", 0, OPTION_FILE, "FILE", false,
	  MSG("write record_id,cluster_id there", "نوشتن record_id,cluster_id در این پرونده") },
	{ "--pairs", 0, OPTION_FILE, "FILE", false,
	  MSG("write pairs with their probabilities there",
	      "نوشتن جفت‌ها و احتمال‌ها در این پرونده") },
	{ "--report", 0, OPTION_FILE, "FILE", false,
	  MSG("write a page of HTML there", "نوشتن گزارش HTML در این پرونده") },
	LINK_RUN_OPTIONS,
	{ "--export-splink", 0, OPTION_FILE, "DIR", false,
	  MSG("write the model for Splink into this folder", "نوشتن مدل برای Splink در این پوشه") },
	LIST_FILE_OPTIONS,
	{ 0 }
};

static const struct option GUESS_OPTIONS[] = { { "--output", 'o', OPTION_FILE, "FILE", false,
						 MSG("write there instead",
						     "نوشتن در این پرونده") },
					       LIST_FILE_OPTIONS,
					       { 0 } };

static struct str path_of(struct app *app, const char *option)
{
	struct str p = given_str(&app->given, option);
	return p.p ? p : STR("");
}

static int step(void *ctx, struct str phase, int64_t done, int64_t of)
{
	(void)phase;
	return progress_step(ctx, done, of);
}

static int write_all(struct app *app, const struct link_result *r, const struct link_tables *t,
		     uint64_t seed, struct err *e)
{
	AUTO_BUF clusters;
	AUTO_BUF pairs;
	AUTO_BUF report;
	buf_init(&clusters, MEMORY_MAX);
	buf_init(&pairs, MEMORY_MAX);
	buf_init(&report, 1 << 24);
	link_files_put_clusters(r, &clusters);
	link_files_put_pairs(r, &pairs);
	if (given_has(&app->given, "--report"))
		TRY(link_report_html(app, r, t, seed, &report, e));
	struct link_output out[] = { { path_of(app, "--clusters"), buf_str(&clusters) },
				     { path_of(app, "--pairs"), buf_str(&pairs) },
				     { path_of(app, "--report"), buf_str(&report) } };
	return link_files_write(out, COUNT(out), e);
}

/* Before minutes are spent. */
static int check_outputs(struct app *app, struct err *e)
{
	static const char *const OUT[] = { "--clusters", "--pairs", "--report" };
	const struct given *g = &app->given;
	struct str *in = NEW_N(app->a, g->n_rest + 1, struct str);
	for (size_t i = 0; i < g->n_rest; i++)
		in[i] = g->rest[i];
	in[g->n_rest] = given_str(g, "--config");
	for (size_t i = 0; i < COUNT(OUT); i++) {
		TRY(app_check_output(app, OUT[i], in, g->n_rest + 1, e));
		for (size_t k = 0; k < i && given_has(g, OUT[i]); k++)
			if (str_eq(path_of(app, OUT[k]), path_of(app, OUT[i])))
				return err_set(e, CLI_USAGE, "%s and %s are the same file", OUT[k],
					       OUT[i]);
	}
	return 0;
}

/* What the tables had to say comes before what the model has. */
static void add_notes(struct link_result *r, const struct link_tables *t, struct arena *a)
{
	struct link_warning *all = NEW_N(a, t->n_notes + r->n_warnings, struct link_warning);
	for (size_t i = 0; i < t->n_notes; i++)
		all[i] = t->notes[i];
	for (size_t i = 0; i < r->n_warnings; i++)
		all[t->n_notes + i] = r->warnings[i];
	r->warnings = all;
	r->n_warnings += t->n_notes;
}

static int read_input(struct app *app, struct link_input *ret, struct worker *worker, struct err *e)
{
	TRY(worker_find(app->a, worker, e));
	*ret = (struct link_input){ .worker = worker };
	return list_file_options(app, &ret->options, e);
}

static int read_tables(struct app *app, const struct link_config *c, struct arena *a,
		       struct link_tables *ret, struct err *e)
{
	struct worker worker;
	struct link_input in;
	TRY(read_input(app, &in, &worker, e));
	in.threads = link_threads(app);
	int rc = link_files_read(c, &in, app->given.rest, app->given.n_rest, a, ret, e);
	if (rc < 0 && !app->json)
		link_report_faults(app, ret);
	return rc;
}

static bool is_warned(const struct link_result *r, enum link_warning_code code)
{
	for (size_t i = 0; i < r->n_warnings; i++)
		if (r->warnings[i].code == code)
			return true;
	return false;
}

static int read_and_link(struct app *app, const struct link_config *c, const struct link_options *o,
			 struct arena *a, struct link_tables *t, struct link_result *ret,
			 struct err *e)
{
	TRY(read_tables(app, c, a, t, e));
	AUTO_PROGRESS p = progress_start(STDERR_FILENO, app->lang, MSG_P("Comparing", "سنجش"));
	TRY(link_run(t->set, NULL, o, step, &p, a, ret, e));
	return 0;
}

/* Brothers share what their names have but for the given one; compared as one name, it is seen which word differs. */
static int link_joined(struct app *app, const struct link_config *c, const struct link_options *o,
		       struct arena *a, struct link_tables *t, struct link_result *ret,
		       struct err *e)
{
	struct link_config joined;
	struct link_warning *note = NEW(a, struct link_warning);
	if (!link_config_join_names(c, a, &joined, &note->text[0]))
		return 0;
	TRY(read_and_link(app, &joined, o, a, t, ret, e));
	note->code = LINK_WARN_JOINED;
	add_notes(ret, &(struct link_tables){ .notes = note, .n_notes = 1 }, a);
	return 0;
}

static int run_files(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	struct str json;
	struct link_config c;
	if (!given_has(&app->given, "--config"))
		return err_set(e, CLI_USAGE, "--config is missing; vigil link guess writes one");
	TRY(app_file(app, given_str(&app->given, "--config"), LINK_CONFIG_MAX, &json, e));
	TRY(link_config_read(json, a, &c, e));
	TRY(check_outputs(app, e));
	struct link_tables t;
	struct link_options o = { .mode = c.mode };
	o.seed = (uint64_t)given_number(&app->given, "--seed", 1);
	o.audit = (size_t)given_number(&app->given, "--audit", 0);
	o.threads = link_threads(app);
	struct link_result r;
	TRY(read_and_link(app, &c, &o, a, &t, &r, e));
	if (is_warned(&r, LINK_WARN_FAMILIES))
		TRY(link_joined(app, &c, &o, a, &t, &r, e));
	add_notes(&r, &t, a);
	TRY(write_all(app, &r, &t, o.seed, e));
	if (given_has(&app->given, "--export-splink"))
		TRY(link_splink_write(&r, c.mode, o.seed,
				      given_str(&app->given, "--export-splink").p, e));
	if (app->json) {
		link_report_json(app, &r, &t, o.seed);
		return 0;
	}
	link_report_faults(app, &t);
	link_report_text(app, &r, o.seed);
	return 0;
}

/* ---- guess ---- */

/* What became of each column, for people; the config itself went into a file. */
static void put_guessed(struct app *app, const struct link_guessed *columns, size_t n)
{
	struct grid g = grid_new(app->a, 4);
	for (size_t i = 0; i < n; i++) {
		bool first = i == 0 || columns[i].table != columns[i - 1].table;
		grid_add(&g, first ? app->given.rest[columns[i].table] : STR(""));
		grid_add(&g, text_harmless(app->a, columns[i].column));
		grid_add(&g, columns[i].as);
		grid_add(&g, columns[i].why);
	}
	grid_put(&g, 0, &app->out);
}

static int run_guess(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	size_t n = app->given.n_rest;
	struct link_sample *samples = NEW_N(a, n, struct link_sample);
	struct worker worker;
	struct link_input in;
	struct link_config c;
	struct link_guessed *columns;
	size_t n_columns;
	TRY(app_check_output(app, "--output", app->given.rest, n, e));
	TRY(read_input(app, &in, &worker, e));
	for (size_t i = 0; i < n; i++)
		TRY(link_sample_read(&in, app->given.rest[i], a, &samples[i], e));
	TRY(link_guess(samples, n, a, &c, &columns, &n_columns, e));
	AUTO_BUF b;
	buf_init(&b, LINK_CONFIG_MAX);
	link_config_write(&c, &b);
	TRY(app_output(app, buf_str(&b), e));
	if (app_output_path(app).p)
		put_guessed(app, columns, n_columns);
	return 0;
}

const struct command cmd_link_files = {
	.name = "link files",
	.args = "TABLE...",
	.summary = MSG("Find which records of lists speak of the same person.",
		       "یافتن ردیف‌هایی که از یک شخص می‌گویند."),
	.help = MSG(
		"Each TABLE is CSV, TSV, XLSX, ODS, JSON lines or a JSON array of objects; what it is is found in its "
		"bytes, as `vigil list look` does. Records are compared column by column; what each agreement is worth is learned from the lists themselves, without labels. Nothing is merged: "
		"a cluster is a statement about records that all stay. Records without a name, or of several "
		"people, are counted and never linked.\n\n"
		"The result does not depend on the order of records or lists, nor on the number of threads. "
		"Persons are counted with an interval, and what blocking may have missed is said; --audit N "
		"bounds it. Files are written together or not at all.",
		"هر TABLE جدولی است به شکل CSV، TSV، XLSX، ODS، سطرهای JSON یا آرایهٔ JSON از شیءها. ارزش هر همخوانی از خود فهرست‌ها آموخته می‌شود. چیزی ادغام "
		"نمی‌شود. شمار اشخاص با بازه گفته می‌شود."),
	.options = FILES_OPTIONS,
	.needs = HAS_JSON,
	.run = run_files,
};

const struct command cmd_link_guess = {
	.name = "link guess",
	.args = "TABLE...",
	.summary = MSG(
		"Guess which columns of tables are compared, and as what.",
		"حدس اینکه کدام ستون‌های جدول‌ها چگونه سنجیده شوند."),
	.help = MSG(
		"Writes a config for `vigil link files`, from what the columns are called (English, Persian, "
		"Arabic, Kurdish, German) and what stands in them. Columns of several tables that say the same thing "
		"become one field, whatever each table calls it. With --output the reason for each column is shown. Read "
		"it before you use it.",
		"پیکربندی `vigil link files` را از نام ستون‌ها و محتوایشان می‌نویسد. پیش از کاربرد بخوانید."),
	.options = GUESS_OPTIONS,
	.run = run_guess,
};
