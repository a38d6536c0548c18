/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_link.c - lists of people to persons, on plain files. Needs no vault. */
#include "cli/app.h"

#include <unistd.h>

#include "base/file.h"
#include "base/pool.h"
#include "cli/link_report.h"
#include "cli/progress.h"
#include "link/files.h"
#include "link/guess.h"
#include "link/splink.h"

static const size_t MEMORY_MAX = (size_t)32 << 30;

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
	{ "--audit", 0, OPTION_NUMBER, "N", false,
	  MSG("compare N records with all others, to bound what was missed",
	      "سنجش N ردیف با همه، برای کران آنچه جا مانده") },
	{ "--seed", 0, OPTION_NUMBER, "S", false,
	  MSG("of what is sampled (1)", "بذر نمونه‌گیری (۱)") },
	{ "--threads", 0, OPTION_NUMBER, "N", false,
	  MSG("how many compute at once (all processors)",
	      "شمار رشته‌های هم‌زمان (همهٔ پردازنده‌ها)") },
	{ "--export-splink", 0, OPTION_FILE, "DIR", false,
	  MSG("write the model for Splink into this folder", "نوشتن مدل برای Splink در این پوشه") },
	{ 0 }
};

static const struct option GUESS_OPTIONS[] = { { "--output", 'o', OPTION_FILE, "FILE", false,
						 MSG("write there instead",
						     "نوشتن در این پرونده") },
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

static int write_all(struct app *app, const struct link_result *r, uint64_t seed, struct err *e)
{
	AUTO_BUF clusters;
	AUTO_BUF pairs;
	AUTO_BUF report;
	buf_init(&clusters, MEMORY_MAX);
	buf_init(&pairs, MEMORY_MAX);
	buf_init(&report, 1 << 24);
	link_files_put_clusters(r, &clusters);
	link_files_put_pairs(r, &pairs);
	TRY(link_report_html(app, r, seed, &report, e));
	struct link_output out[] = { { path_of(app, "--clusters"), buf_str(&clusters) },
				     { path_of(app, "--pairs"), buf_str(&pairs) },
				     { path_of(app, "--report"), buf_str(&report) } };
	return link_files_write(out, COUNT(out), e);
}

static int run_files(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	struct str json;
	struct link_config c;
	if (!given_has(&app->given, "--config"))
		return err_set(e, CLI_USAGE, "--config is missing; vigil link guess writes one");
	TRY(file_read(given_str(&app->given, "--config").p, LINK_CONFIG_MAX, a, &json, e));
	TRY(link_config_read(json, a, &c, e));
	struct link_set *s;
	struct link_warning *notes;
	size_t n_notes;
	TRY(link_files_read(&c, app->given.rest, app->given.n_rest, a, &s, &notes, &n_notes, e));
	struct link_options o = { .mode = c.mode };
	o.seed = (uint64_t)given_number(&app->given, "--seed", 1);
	o.audit = (size_t)given_number(&app->given, "--audit", 0);
	int64_t threads = given_number(&app->given, "--threads", 0);
	o.threads = threads > POOL_THREADS_MAX ? POOL_THREADS_MAX : (int)threads;
	struct link_result r;
	{
		AUTO_PROGRESS p =
			progress_start(STDERR_FILENO, app->lang, MSG_P("Comparing", "سنجش"));
		TRY(link_run(s, NULL, &o, step, &p, a, &r, e));
	}
	/* What the tables had to say comes before what the model has. */
	struct link_warning *all = NEW_N(a, n_notes + r.n_warnings, struct link_warning);
	for (size_t i = 0; i < n_notes; i++)
		all[i] = notes[i];
	for (size_t i = 0; i < r.n_warnings; i++)
		all[n_notes + i] = r.warnings[i];
	r.warnings = all;
	r.n_warnings += n_notes;
	TRY(write_all(app, &r, o.seed, e));
	if (given_has(&app->given, "--export-splink"))
		TRY(link_splink_write(&r, c.mode, o.seed,
				      given_str(&app->given, "--export-splink").p, e));
	if (app->json)
		link_report_json(app, &r, o.seed);
	else
		link_report_text(app, &r, o.seed);
	return 0;
}

static int run_guess(struct app *app, struct err *e)
{
	AUTO_ARENA *a = arena_new(MEMORY_MAX);
	struct str bytes;
	struct csv_table t;
	struct csv_options o = { .lang = app->lang };
	struct link_config c;
	struct link_guessed *columns;
	TRY(file_read(given_arg(&app->given, 0).p, LINK_FILE_MAX, a, &bytes, e));
	csv_read(bytes, &o, a, &t);
	if (!t.header.n)
		return err_set(e, ERR_INPUT, "there is no header");
	TRY(link_guess(&t, a, &c, &columns, e));
	AUTO_BUF b;
	buf_init(&b, LINK_CONFIG_MAX);
	link_config_write(&c, &b);
	return app_output(app, buf_str(&b), e);
}

const struct command cmd_link_files = {
	.name = "link files",
	.args = "TABLE...",
	.summary = MSG("Find which records of lists speak of the same person.",
		       "یافتن ردیف‌هایی که از یک شخص می‌گویند."),
	.help = MSG(
		"Each TABLE is CSV in UTF-8 with a header. Records are compared column by column; what each "
		"agreement is worth is learned from the lists themselves, without labels. Nothing is merged: "
		"a cluster is a statement about records that all stay. Records without a name, or of several "
		"people, are counted and never linked.\n\n"
		"The result does not depend on the order of records or lists, nor on the number of threads. "
		"Persons are counted with an interval, and what blocking may have missed is said; --audit N "
		"bounds it. Files are written together or not at all.",
		"هر TABLE پرونده‌ای CSV با سرستون است. ارزش هر همخوانی از خود فهرست‌ها آموخته می‌شود. چیزی ادغام "
		"نمی‌شود. شمار اشخاص با بازه گفته می‌شود."),
	.options = FILES_OPTIONS,
	.needs = HAS_JSON,
	.run = run_files,
};

const struct command cmd_link_guess = {
	.name = "link guess",
	.args = "TABLE",
	.summary = MSG(
		"Guess which columns of a table are compared, and as what.",
		"حدس اینکه کدام ستون‌های جدول چگونه سنجیده شوند."),
	.help = MSG(
		"Writes a config for `vigil link files`, from what the columns are called (English, Persian, "
		"Arabic, Kurdish, German) and what stands in them. Read it before you use it.",
		"پیکربندی `vigil link files` را از نام ستون‌ها و محتوایشان می‌نویسد. پیش از کاربرد بخوانید."),
	.options = GUESS_OPTIONS,
	.run = run_guess,
};
