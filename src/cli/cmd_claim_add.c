/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_claim_add.c - one claim from the command line. It becomes a claim table of one row, so that
 * there is one set of rules for what may be said and how.
 */
#include "cli/app.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/file.h"
#include "cli/problems.h"
#include "cli/progress.h"
#include "cli/view.h"
#include "text/csv.h"

enum { CELL_MAX = 65536, QUALIFIERS_MAX = 32 };

/* Options that fill a column of the same name. */
static const struct {
	const char *option, *column;
} COLUMNS[] = {
	{ "--source", "source" },
	{ "--value-lang", "value_lang" },
	{ "--when", "when" },
	{ "--where", "where" },
	{ "--scope", "scope" },
	{ "--basis", "basis" },
	{ "--position", "position" },
	{ "--locator", "locator" },
	{ "--source-date", "source_date" },
	{ "--via", "via" },
	{ "--document", "q:document" },
	{ "--reliability", "reliability" },
	{ "--credibility", "credibility" },
	{ "--certainty", "certainty" },
	{ "--note", "note" },
};

struct one_row {
	struct buf header, cells;
	struct csv_writer h, c;
};

static void one_row_done(struct one_row *r)
{
	buf_done(&r->header);
	buf_done(&r->cells);
}

static void column(struct one_row *r, struct str name, struct str cell)
{
	csv_write_cell(&r->h, name);
	csv_write_cell(&r->c, cell);
}

/* NAME=VALUE of --qualifier as column q:NAME. */
static int qualifiers(const struct given *g, struct arena *a, struct one_row *r, struct err *e)
{
	size_t n = given_count(g, "--qualifier");
	if (n > QUALIFIERS_MAX)
		return err_set(e, CLI_USAGE, "at most %d qualifiers", QUALIFIERS_MAX);
	for (size_t i = 0; i < n; i++) {
		struct str name;
		struct str value = str_cut(given_nth(g, "--qualifier", i), '=', &name);
		if (!value.p || !name.n || !value.n)
			return err_set(
				e, CLI_USAGE,
				"--qualifier is NAME=VALUE, for example wording=\"early 2025\"");
		column(r, str_printf(a, "q:%.*s", STR_FMT(name)), value);
	}
	return 0;
}

static int value_of(struct app *app, struct str *ret, struct err *e)
{
	*ret = given_arg(&app->given, 2);
	if (!str_eq(*ret, STR("-")))
		return 0;
	TRY(file_read("-", CELL_MAX + 2, app->a, ret, e));
	*ret = str_trim(*ret);
	return 0;
}

static int build(struct app *app, struct str *ret, struct err *e)
{
	AUTO(one_row_done) struct one_row r = { 0 };
	const struct given *g = &app->given;
	uint8_t chance[6];
	struct str value;
	buf_init(&r.header, 1 << 16);
	buf_init(&r.cells, 1 << 24);
	r.h = (struct csv_writer){ .b = &r.header };
	r.c = (struct csv_writer){ .b = &r.cells };
	TRY(value_of(app, &value, e));
	/* A name of its own: two claims that differ are not the same one, changed. */
	random_bytes(chance, sizeof chance);
	column(&r, STR("claim"),
	       str_printf(app->a, "added-%.*s", STR_FMT(hex_str(app->a, chance, sizeof chance))));
	column(&r, STR("subject"), given_arg(g, 0));
	column(&r, STR("property"), given_arg(g, 1));
	column(&r, STR("value"), value);
	for (size_t i = 0; i < COUNT(COLUMNS); i++)
		if (given_has(g, COLUMNS[i].option))
			column(&r, str_of(COLUMNS[i].column), given_str(g, COLUMNS[i].option));
	TRY(qualifiers(g, app->a, &r, e));
	csv_write_end(&r.h);
	csv_write_end(&r.c);
	TRY(buf_check(&r.cells, e));
	*ret = str_join(app->a, buf_str(&r.header), buf_str(&r.cells));
	return 0;
}

/* The claim it became: "58.1"; "" when nothing was added, or nothing that is shown. */
static int claim_of(struct app *app, const struct table_result *r, struct str *ret, struct err *e)
{
	struct claim_row *list;
	size_t n = 0;
	int64_t total;
	*ret = STR("");
	if (r->batch)
		TRY(reg_claims(app->reg, CLAIMS_OF_BATCH, r->batch, true, 0, 1, app->a, &list, &n,
			       &total, e));
	if (n)
		*ret = view_claim_id(app, list[0].field);
	return 0;
}

static void put(struct app *app, const struct table *t, const struct table_result *r,
		struct str claim)
{
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_text(&j, "claim", claim);
		if (r->batch)
			jout_number(&j, "import", r->batch);
		else
			jout_null(&j, "import");
		jout_int(&j, "added", r->added);
		jout_int(&j, "new_subjects", r->entities);
		problems_json(app, &j, t);
		jout_end(&j);
		return;
	}
	struct str args[] = { claim, number_str(app->a, r->batch) };
	if (r->added && !claim.n) /* a claim of sealed properties alone has no row to point at */
		app_say(app,
			MSG_P("Sealed in the compartment of sources. `vigil undo {2}` takes it back.",
			      "در بخش منابع مُهر شد. `vigil undo {2}` آن را پس می‌گیرد."),
			args, 2);
	else if (r->added)
		app_say(app,
			MSG_P("Sealed as claim {1}. `vigil undo {2}` takes it back.",
			      "با شمارهٔ {1} مُهر شد. `vigil undo {2}` آن را پس می‌گیرد."),
			args, 2);
	else
		app_say(app,
			MSG_P("Nothing new: the source is on record with exactly this.",
			      "چیز تازه‌ای نیست: همین گفته از همین منبع در دفتر هست."),
			NULL, 0);
}

static int run(struct app *app, struct err *e)
{
	struct str csv;
	struct table t;
	struct table_result r = { 0 };
	struct str claim = STR("");
	AUTO_PROGRESS p = progress_start(2, app->lang, MSG_P("Sealing", "مُهرکردن"));
	if (!given_has(&app->given, "--source"))
		return err_set(e, CLI_USAGE,
			       "who says it? Give --source with a record number or kind:key");
	TRY(build(app, &csv, e));
	TRY(app_open(app, true, e));
	TRY(table_read(app->reg, csv, app->a, &t, e));
	if (t.all_problems) {
		if (app->json)
			put(app, &t, &r, claim);
		else
			problems_put(app, &t, false);
		return err_set(e, ERR_INPUT, "the claim was refused; nothing was written");
	}
	struct hash file = hash_of(csv);
	TRY(table_record(app->reg, &t, STR("claim add"), &file, progress_step, &p, &r, e));
	TRY(claim_of(app, &r, &claim, e));
	put(app, &t, &r, claim);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--source", 0, OPTION_TEXT, "ID", false,
	  MSG("who says it (required)", "چه کسی می‌گوید (لازم)") },
	{ "--value-lang", 0, OPTION_TEXT, "TAG", false,
	  MSG("language of a text or name: fa, fa-Latn, en", "زبان متن یا نام: fa، fa-Latn، en") },
	{ "--when", 0, OPTION_TEXT, "DATE", false,
	  MSG("when the value holds", "مقدار چه هنگام برقرار است") },
	{ "--where", 0, OPTION_TEXT, "PLACE", false,
	  MSG("where the value holds", "مقدار کجا برقرار است") },
	{ "--scope", 0, OPTION_TEXT, "CODE", false,
	  MSG("what a number counts", "عدد چه چیزی را می‌شمارد") },
	{ "--basis", 0, OPTION_CHOICE, "stated|derived|inferred", false,
	  MSG("how we come to the value", "مقدار چگونه به دست آمده") },
	{ "--position", 0, OPTION_TEXT, "CODE", false, MSG("part of the document", "بخش سند") },
	{ "--locator", 0, OPTION_TEXT, "TEXT", false,
	  MSG("place in the document", "جای آن در سند") },
	{ "--source-date", 0, OPTION_TEXT, "DATE", false,
	  MSG("when the source said it", "منبع چه هنگام گفته است") },
	{ "--via", 0, OPTION_TEXT, "ID", false,
	  MSG("through whom it reached us, when we did not read the source",
	      "به واسطهٔ چه کسی به ما رسیده") },
	{ "--document", 0, OPTION_TEXT, "ID", false,
	  MSG("the document in which the source says it",
	      "سندی که منبع در آن می‌گوید") },
	{ "--reliability", 0, OPTION_CHOICE, "A|B|C|D|E|F", false,
	  MSG("of the source", "اعتبار منبع") },
	{ "--credibility", 0, OPTION_CHOICE, "1|2|3|4|5|6", false,
	  MSG("of what it says", "اعتبار گفته") },
	{ "--certainty", 0, OPTION_TEXT, "CODE", false, MSG("word of certainty", "واژهٔ قطعیت") },
	{ "--note", 0, OPTION_TEXT, "TEXT", false, MSG("a remark", "یادداشت") },
	{ "--qualifier", 0, OPTION_TEXT, "NAME=VALUE", true,
	  MSG("another qualifier, as column q:NAME of a claim table",
	      "قیدی دیگر، چون ستون q:NAME جدول") },
	{ 0 },
};

const struct command cmd_claim_add = {
	.name = "claim add",
	.args = "SUBJECT PROPERTY VALUE",
	.summary = MSG(
		"Seal one claim: what one source says of one subject.",
		"مُهرکردن یک گفته: آنچه یک منبع دربارهٔ یک موضوع می‌گوید."),
	.help = MSG(
		"The arguments and options are the columns of a claim table, with the same rules. SUBJECT is a "
		"record number (P-00012) or kind:key; a key not seen before makes a new subject. VALUE may be "
		"unknown, or - to be read from standard input.\n\n"
		"What is typed here stays in the history of the shell. For names of people at risk use - or a "
		"claim table.",
		"آرگومان‌ها و گزینه‌ها ستون‌های جدول گفته‌ها هستند، با همان قاعده‌ها. آنچه اینجا نوشته شود در تاریخچهٔ "
		"پوسته می‌ماند؛ برای نام کسان در خطر از - یا جدول استفاده کنید."),
	.options = OPTIONS,
	.needs = HAS_JSON, /* opens the vault itself, when the call is understood */
	.run = run,
};
