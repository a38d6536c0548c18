/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_figure_export.c - figure export and figure rerun: a number with its rule and cases, and the same again. */
#include "cli/figures.h"

#include "base/bytes.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"
#include "cli/jout.h"
#include "cli/view.h"
#include "register/figure.h"

enum { EXPORT_MAX = 64 << 20 };

static struct str hex_hash(struct app *app, struct str s)
{
	struct hash h = hash_of(s);
	return hex_str(app->a, h.b, HASH_LEN);
}

struct str figure_rule_hash(struct app *app, const struct figure *f)
{
	return hex_hash(app, f->rule);
}

/* Numbers of the cases in the order in which they came, a line each: what the hash is of. */
static struct str case_lines(struct app *app, const struct figure *f, bool apart)
{
	AUTO_BUF b;
	buf_init(&b, EXPORT_MAX);
	for (size_t i = 0; i < f->n_cases; i++)
		if (f->cases[i].apart == apart)
			buf_printf(&b, "%.*s\n", STR_FMT(f->cases[i].entity.number));
	return buf_copy(&b, app->a);
}

static void put_cases(struct jout *j, const char *key, const struct figure *f, bool apart)
{
	jout_array(j, key);
	for (size_t i = 0; i < f->n_cases; i++)
		if (f->cases[i].apart == apart)
			jout_str(j, NULL, f->cases[i].entity.number);
	jout_close(j);
}

static int put(struct app *app, const struct figure *f, struct buf *b, struct err *e)
{
	struct vault *v = reg_vault(app->reg);
	struct hash root;
	TRY(vault_root(v, f->as_of, &root, e));
	struct jout j = jout_begin(b);
	jout_str(&j, "format", STR("vigil-figure-1"));
	jout_str(&j, "log", vault_origin(v));
	jout_number(&j, "as_of", f->as_of);
	jout_str(&j, "root", hex_str(app->a, root.b, HASH_LEN));
	jout_str(&j, "figure", f->number);
	jout_text(&j, "title", f->title);
	jout_text(&j, "title_fa", f->title_fa);
	jout_str(&j, "rule", f->rule);
	jout_str(&j, "rule_sha256", figure_rule_hash(app, f));
	jout_number(&j, "rule_entry", f->rule_seq);
	jout_int(&j, "count", f->count);
	jout_int(&j, "set_apart", f->apart);
	jout_int(&j, "claims", f->n_claims);
	jout_int(&j, "sources", f->n_sources);
	put_cases(&j, "cases", f, false);
	jout_str(&j, "cases_sha256", hex_hash(app, case_lines(app, f, false)));
	put_cases(&j, "cases_apart", f, true);
	jout_array(&j, "reported");
	for (size_t i = 0; i < f->n_reported; i++) {
		jout_object(&j, NULL);
		jout_str(&j, "value", view_claim_value(app, &f->reported[i]));
		jout_number(&j, "entry", f->reported[i].seq);
		jout_close(&j);
	}
	jout_close(&j);
	jout_end(&j);
	return buf_check(b, e);
}

static int run_export(struct app *app, struct err *e)
{
	struct entity en;
	struct figure f;
	int64_t size;
	AUTO_BUF b;
	buf_init(&b, EXPORT_MAX);
	TRY(figure_named(app, &en, e));
	TRY(figure_size(app, &size, e));
	TRY(reg_figure(app->reg, en.id, size, true, app->a, &f, e));
	if (!f.rule.n)
		return err_set(e, ERR_INPUT, "nothing is counted for this figure");
	TRY(put(app, &f, &b, e));
	return app_output(app, buf_str(&b), e);
}

static const struct option EXPORT_OPTIONS[] = {
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write it there, and not to the terminal", "نوشتن در این پرونده") },
	FIGURE_SIZE_OPTIONS,
	{ 0 },
};

const struct command cmd_figure_export = {
	.name = "figure export",
	.args = "FIGURE",
	.summary = MSG("Write a figure with its rule, the rule's hash and its cases.",
		       "نوشتن یک رقم با قاعده، هش قاعده و موردهایش."),
	.help = MSG(
		"One object of JSON: the number, the size and root of the log it was counted at, the rule as it was sealed and "
		"its SHA-256, and the record numbers of the cases, without names. `vigil figure rerun` counts it again from the file.",
		""),
	.options = EXPORT_OPTIONS,
	.needs = NEEDS_VAULT,
	.run = run_export,
};

/* ---- again ----------------------------------------------------------------------- */

struct exported {
	struct str figure, log, rule_sha256, cases_sha256, root;
	int64_t as_of, count;
};

static int read_export(struct app *app, struct exported *ret, struct err *e)
{
	struct str bytes;
	struct str format = STR("");
	struct str size = STR("");
	const struct json *o;
	TRY(app_file(app, given_arg(&app->given, 0), EXPORT_MAX, &bytes, e));
	TRY(json_read(bytes, EXPORT_MAX, JSON_ANY, app->a, &o, e));
	(void)json_str(json_get(o, STR("format")), &format);
	if (!str_eq(format, STR("vigil-figure-1")))
		return err_set(e, ERR_INPUT, "this is no file of `vigil figure export`");
	/* An entry of another site's log is a text: "qk7d2-48". */
	bool sized =
		json_int(json_get(o, STR("as_of")), &ret->as_of) ||
		(json_str(json_get(o, STR("as_of")), &size) && number_parse(size, &ret->as_of));
	if (!sized || !json_str(json_get(o, STR("figure")), &ret->figure) ||
	    !json_str(json_get(o, STR("log")), &ret->log) ||
	    !json_str(json_get(o, STR("root")), &ret->root) ||
	    !json_str(json_get(o, STR("rule_sha256")), &ret->rule_sha256) ||
	    !json_str(json_get(o, STR("cases_sha256")), &ret->cases_sha256) ||
	    !json_int(json_get(o, STR("count")), &ret->count))
		return err_set(e, ERR_INPUT, "this file lacks what `vigil figure export` writes");
	return 0;
}

struct rerun {
	struct figure f;
	bool same_root, same_rule, same_cases;
};

static int count_again(struct app *app, const struct exported *x, struct rerun *ret, struct err *e)
{
	struct entity en;
	struct hash root;
	struct vault *v = reg_vault(app->reg);
	if (!str_eq(x->log, vault_origin(v)))
		return err_set(e, ERR_INPUT, "the figure is of another register");
	TRY(reg_entity(app->reg, x->figure, app->a, &en, e));
	TRY(reg_figure(app->reg, en.id, x->as_of, true, app->a, &ret->f, e));
	TRY(vault_root(v, x->as_of, &root, e));
	ret->same_root = str_eq(x->root, hex_str(app->a, root.b, HASH_LEN));
	ret->same_rule = str_eq(x->rule_sha256, figure_rule_hash(app, &ret->f));
	ret->same_cases = x->count == ret->f.count &&
			  str_eq(x->cases_sha256, hex_hash(app, case_lines(app, &ret->f, false)));
	return 0;
}

static void say_again(struct app *app, const struct exported *x, const struct rerun *r)
{
	struct str args[] = { x->figure, number_str(app->a, x->as_of), app_num(app, x->count),
			      app_num(app, r->f.count) };
	if (r->same_root && r->same_rule && r->same_cases)
		app_say(app,
			MSG_P("Same: {1} is {3} with the log at {2} entries, by the same rule, with the same cases.",
			      "همان: {1} با {2} ورودی گزارش {3} است، با همان قاعده و همان موردها."),
			args, COUNT(args));
	if (!r->same_root)
		app_say(app,
			MSG_P("Not the same: the log at {2} entries has another root than in the file.",
			      "یکسان نیست: ریشهٔ گزارش با {2} ورودی با پرونده یکی نیست."),
			args, COUNT(args));
	if (!r->same_rule)
		app_say(app,
			MSG_P("Not the same: at {2} entries {1} had another rule than in the file.",
			      "یکسان نیست: با {2} ورودی قاعدهٔ {1} با پرونده یکی نیست."),
			args, COUNT(args));
	if (!r->same_cases)
		app_say(app,
			MSG_P("Not the same: the file has {3} cases, counted again there are {4}, or others. What was erased "
			      "since cannot be counted again.",
			      "یکسان نیست: پرونده {3} مورد دارد، در شمارش دوباره {4} مورد است یا موردهای دیگر. آنچه از آن پس پاک "
			      "شده دوباره شمردنی نیست."),
			args, COUNT(args));
}

static int run_rerun(struct app *app, struct err *e)
{
	struct exported x = { .as_of = 0 };
	struct rerun r;
	TRY(read_export(app, &x, e));
	TRY(app_open(app, false, e));
	TRY(count_again(app, &x, &r, e));
	app->answer_is_no = !r.same_root || !r.same_rule || !r.same_cases;
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "figure", x.figure);
		jout_number(&j, "as_of", x.as_of);
		jout_int(&j, "count", r.f.count);
		jout_bool(&j, "same", !app->answer_is_no);
		jout_bool(&j, "same_root", r.same_root);
		jout_bool(&j, "same_rule", r.same_rule);
		jout_bool(&j, "same_cases", r.same_cases);
		jout_end(&j);
		return 0;
	}
	say_again(app, &x, &r);
	return 0;
}

const struct command cmd_figure_rerun = {
	.name = "figure rerun",
	.args = "FILE",
	.summary = MSG(
		"Count an exported figure again, and say whether it is the same.",
		"شمردن دوبارهٔ رقمی که نوشته شد، و گفتن این‌که همان است یا نه."),
	.help = MSG(
		"FILE is what `vigil figure export` wrote. The rule is applied at the size of the log that stands in it. The exit "
		"status is 1 when root, rule, number or cases differ.",
		""),
	.needs = HAS_JSON, /* opens the vault itself, when the file is understood */
	.run = run_rerun,
};
