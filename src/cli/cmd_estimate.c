/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_estimate.c - how many are missing, from a table of how lists overlap. Needs no vault. */
#include "cli/app.h"

#include <unistd.h>

#include "base/file.h"
#include "cli/estimate_show.h"
#include "cli/picture.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "estimate/cells_table.h"
#include "report/estimate.h"

enum { FILE_MAX = 16 << 20 };

static const struct {
	const char *name;
	unsigned method;
} METHODS[] = {
	{ "lcmcr", ESTIMATE_LCMCR },	     { "dga", ESTIMATE_DGA },
	{ "loglinear", ESTIMATE_LOGLINEAR }, { "sparse", ESTIMATE_SPARSE },
	{ "chao", ESTIMATE_CHAO },
};

static bool above_zero(struct str s, double *ret)
{
	return str_to_real(s, ret) && *ret > 0;
}

/* "gamma", "lognormal", or "A,B" of the gamma. */
static int read_prior(struct app *app, struct estimate_options *o, struct err *e)
{
	struct str s = given_str(&app->given, "--prior");
	struct str first;
	if (!s.p || str_eq(s, STR("gamma")))
		return 0;
	if (str_eq(s, STR("lognormal"))) {
		o->prior = LCMCR_LOGNORMAL;
		return 0;
	}
	struct str rest = str_cut(s, ',', &first);
	if (!rest.p || !above_zero(first, &o->a) || !above_zero(rest, &o->b))
		return err_set(e, CLI_USAGE, "--prior is gamma, lognormal, or two numbers A,B");
	return 0;
}

int estimate_options_given(struct app *app, struct estimate_options *o, struct err *e)
{
	const struct given *g = &app->given;
	int64_t threads;
	int64_t classes;
	int64_t budget;
	TRY(given_above_zero(g, "--threads", 0, &threads, e));
	TRY(given_above_zero(g, "--classes", 0, &classes, e));
	TRY(given_above_zero(g, "--budget", 0, &budget, e));
	*o = (struct estimate_options){ .seed = (uint64_t)given_number(g, "--seed", 1) };
	o->threads = threads > POOL_THREADS_MAX ? POOL_THREADS_MAX : (int)threads;
	o->budget = (double)budget;
	for (size_t i = 0; i < given_count(g, "--method"); i++)
		for (size_t k = 0; k < COUNT(METHODS); k++)
			if (str_eq(given_nth(g, "--method", i), str_of(METHODS[k].name)))
				o->methods |= METHODS[k].method;
	if (given_has(g, "--chart") && o->methods && !(o->methods & ESTIMATE_LCMCR))
		return err_set(
			e, CLI_USAGE,
			"--chart draws what latent classes say: ask for --method lcmcr as well");
	if (classes > LCMCR_CLASSES_MAX)
		return err_set(e, CLI_USAGE, "--classes is at most %d", LCMCR_CLASSES_MAX);
	o->classes = (int)classes;
	return read_prior(app, o, e);
}

bool estimate_tell(void *ctx, double share)
{
	progress_step(ctx, (int64_t)(share * 100), 100);
	return true;
}

static int read_cells(struct app *app, struct cells *ret, struct err *e)
{
	struct str bytes;
	struct csv_problems ps = { 0 };
	TRY(app_file(app, given_arg(&app->given, 0), FILE_MAX, &bytes, e));
	int rc = cells_read(bytes, app->lang, app->a, ret, &ps, e);
	if (rc == 0 || ps.n == 0)
		return rc;
	problems_put_csv(app, &ps);
	return err_set(e, ERR_INPUT, "%s: the table was refused: %zu problem%s",
		       given_arg(&app->given, 0).p, ps.n, ps.n == 1 ? "" : "s");
}

static int write_report(struct app *app, const struct estimate_result *r, struct err *e)
{
	struct str path = given_str(&app->given, "--report");
	AUTO_BUF page;
	buf_init(&page, 1 << 24);
	if (!path.p)
		return 0;
	TRY(report_estimate(r, app->lang, &page, e));
	return file_write(path.p, buf_str(&page), 0600, e);
}

int estimate_write_files(struct app *app, const struct estimate_result *r, struct err *e)
{
	struct chart c;
	TRY(write_report(app, r, e));
	if (given_has(&app->given, "--overlap")) {
		report_estimate_overlap(r, app->lang, app->a, &c);
		TRY(picture_write(app, "--overlap", &c, e));
	}
	if (report_estimate_density(r, app->lang, app->a, &c))
		return picture_write(app, "--chart", &c, e);
	return 0;
}

static int run(struct app *app, struct err *e)
{
	struct estimate_options o;
	struct cells c;
	struct estimate_result r;
	TRY(estimate_options_given(app, &o, e));
	TRY(read_cells(app, &c, e));
	{
		AUTO_PROGRESS p =
			progress_start(STDERR_FILENO, app->lang, MSG_P("Estimating", "برآورد"));
		o.progress = estimate_tell;
		o.ctx = &p;
		TRY(estimate_run(&c, &o, app->a, &r, e));
	}
	TRY(estimate_write_files(app, &r, e));
	if (app->json)
		estimate_put_json(app, &r);
	else
		estimate_put_text(app, &r);
	app->answer_is_no = r.verdict == ESTIMATE_REFUSED;
	return 0;
}

static const struct option OPTIONS[] = { ESTIMATE_OPTIONS, { 0 } };

const struct command cmd_estimate_cells = {
	.name = "estimate cells",
	.args = "FILE",
	.summary = MSG("Estimate how many are missing from lists that overlap, or refuse.",
		       "برآورد شمار کسانی که در هیچ فهرستی نیستند، یا خودداری از آن."),
	.help = MSG(
		"FILE is CSV: a column for each list with 0 or 1, and `count`, the number of people on exactly these "
		"lists. The answer is an estimate, a range or a refusal (exit status 1), with reasons and with what "
		"would help, then what each model says, then what all of it rests on. No option moves the thresholds "
		"of a refusal.",
		"FILE یک CSV است: برای هر فهرست ستونی با ۰ یا ۱، و count شمار کسانی که درست در همین فهرست‌ها هستند. "
		"پاسخ، برآورد یا بازه یا خودداری است (وضعیت خروج ۱) با دلیل‌ها و آنچه یاری می‌کند، سپس گفتهٔ هر مدل و "
		"آنچه همه بر آن استوار است."),
	.options = OPTIONS,
	.needs = HAS_JSON,
	.run = run,
};
