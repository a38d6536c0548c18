/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_map.c - what the columns of a list would be taken for, and correcting that later. */
#include "cli/list_file.h"

#include "base/file.h"
#include "cli/jout.h"

static int run_map(struct app *app, struct err *e)
{
	AUTO_LIST_FILE f = { .fd = -1 };
	AUTO_BUF b;
	struct list_mapping m;
	struct str file = given_arg(&app->given, 0);
	buf_init(&b, 1 << 22);
	TRY(app_check_output(app, "--output", &file, 1, e));
	TRY(list_file_open(app, 0, &f, e));
	list_guess_columns(&f.look, app->a, &m);
	list_mapping_write(&b, &m);
	TRY(buf_check(&b, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_raw(&j, "mapping", buf_str(&b));
		jout_end(&j);
		return 0;
	}
	if (given_has(&app->given, "--output"))
		return app_output(app, buf_str(&b), e);
	TRY(list_put_mapping(app, &f, &m, e));
	app_say(app,
		MSG_P("Cells are shown as they would be understood: \"=\" as what, \"?\" in doubt, \"!\" not at all. The "
		      "mapping as a file, to be corrected: -o MAP.json",
		      "خانه‌ها چنان نشان داده شده‌اند که فهمیده می‌شوند: «=» به چه معنا، «?» با تردید، «!» هیچ. نگاشت به شکل پرونده، "
		      "برای تصحیح: -o MAP.json"),
		NULL, 0);
	return 0;
}

static const struct option MAP_OPTIONS[] = {
	LIST_FILE_OPTIONS,
	{ "--output", 'o', OPTION_FILE, "FILE", false,
	  MSG("write the mapping there, as JSON", "نوشتن نگاشت در آنجا، به JSON") },
	{ 0 },
};

const struct command cmd_list_map = {
	.name = "list map",
	.args = "FILE",
	.summary = MSG(
		"Guess what the columns of a list are, and show it on its first rows.",
		"حدس معنای ستون‌های فهرست و نشان دادن آن بر نخستین ردیف‌ها."),
	.help = MSG(
		"A column can be name, given_name, family_name, father_name, other_name, date (of the event), year, "
		"month, day, calendar, birth_date, birth_year, birth_month, birth_day, age, sex, place, origin, "
		"burial_place, prison, charge, cause, id (the list's own), url, note. What is none of these is kept as "
		"it is. In the mapping, \"calendar\" (gregorian, jalali, hijri) and \"order\" (dmy, mdy, ymd) say how "
		"dates of a column are to be read, and \"sealed\":true keeps a column out of every table: telephones, "
		"numbers of documents, who told it.\n\n"
		"Nothing is written to any vault.",
		"هر ستون می‌تواند یکی از این‌ها باشد: name، given_name، family_name، father_name، date، age، sex، place و "
		"دیگرها. آنچه هیچ‌یک نیست همان‌گونه نگه داشته می‌شود. \"sealed\":true ستونی را از همهٔ جدول‌ها دور نگه می‌دارد."),
	.options = MAP_OPTIONS,
	.needs = HAS_JSON,
	.run = run_map,
};

/* ---- later ---- */

static int run_remap(struct app *app, struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	struct edition ed;
	struct list_mapping m;
	struct list_mapping fit;
	struct str text;
	size_t missing;
	size_t fresh;
	int64_t seq;
	int64_t by;
	if (!number_parse(given_arg(&app->given, 0), &seq))
		return err_set(e, CLI_USAGE,
			       "EDITION is a number, as `vigil list editions` shows it");
	if (!given_has(&app->given, "--map"))
		return err_set(e, CLI_USAGE, "what are the columns? Give --map MAP.json");
	TRY(app_file(app, given_str(&app->given, "--map"), 1 << 20, &text, e));
	TRY(list_mapping_read(str_trim(text), app->a, &m, e));
	TRY(reg_edition(app->reg, seq, app->a, &ed, e));
	list_mapping_fit(&m, ed.header, ed.n_header, app->a, &fit, &missing, &fresh);
	if (missing)
		return err_set(e, ERR_INPUT,
			       "the mapping names %zu columns that the edition does not have",
			       missing);
	TRY(reg_begin(&tx, app->reg, e));
	TRY(reg_edition_map(&tx, seq, &fit, given_text(&app->given, "--reason", ""), &by, e));
	TRY(reg_commit(&tx, e));
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_number(&j, "edition", seq);
		jout_number(&j, "entry", by);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("Columns of edition {1} are read as said, by entry {2}. No cell changed; undo {2} takes it back.",
		      "ستون‌های ویرایش {1} با ورودی {2} چنان خوانده می‌شوند که گفته شد. هیچ خانه‌ای دگرگون نشد؛ undo {2} آن را پس می‌گیرد."),
		ARGS(number_str(app->a, seq), number_str(app->a, by)));
	return 0;
}

static const struct option REMAP_OPTIONS[] = {
	{ "--map", 0, OPTION_FILE, "FILE", false,
	  MSG("what the columns are, as `vigil list map` writes it",
	      "معنای ستون‌ها، چنان که `vigil list map` می‌نویسد") },
	OPTION_REASON,
	{ 0 },
};

const struct command cmd_list_remap = {
	.name = "list remap",
	.args = "EDITION",
	.summary = MSG("Correct what the columns of an edition are.",
		       "تصحیح معنای ستون‌های یک ویرایش."),
	.help = MSG(
		"The cells stay as they were sealed; what they are read as follows the newest mapping that is "
		"not taken back. What is sealed cannot be opened this way, nor sealed afterwards.",
		"خانه‌ها چنان که مُهر شدند می‌مانند؛ معنای آنها از تازه‌ترین نگاشت پیروی می‌کند."),
	.options = REMAP_OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run_remap,
};
