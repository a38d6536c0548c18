/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_add.c - a list of somebody else becomes a record, with what is claimed of it. */
#include "cli/view.h"

#include "register/list_facts.h"
#include "register/record.h"
#include "text/fold.h"
#include "text/script.h"

/* "organisation:example-monitor" */
static struct str key_of(struct arena *a, struct str name)
{
	AUTO_BUF b;
	struct str word;
	buf_init(&b, name.n * 8 + 64);
	buf_lit(&b, "organisation:");
	for (struct str rest = fold_words(a, name); rest.p;) {
		rest = str_cut(rest, ' ', &word);
		buf_add(&b, word);
		if (rest.p)
			buf_char(&b, '-');
	}
	return buf_copy(&b, a);
}

/* Without --source the publisher says it of its own list: found by its name, or made. */
static int publisher(struct app *app, struct str name, struct reg_tx *tx, struct entity *ret,
		     struct err *e)
{
	struct value_field f = { .p = STR("name"), .v = { .type = VALUE_NAME } };
	struct statement st = { .fields = &f, .n_fields = 1 };
	int64_t seq;
	if (!name.n)
		return 0;
	struct str key = key_of(app->a, name);
	int rc = reg_entity(app->reg, key, app->a, ret, e);
	if (rc != ERR_NOTFOUND)
		return rc;
	TRY(reg_entity_new(tx, STR("organisation"), key, ret, e));
	f.v.u.text.text = name;
	f.v.u.text.lang = str_of(text_lang(name));
	st.subject = *ret;
	st.source = *ret;
	return reg_record(tx, &st, &seq, e);
}

static int read_facts(struct app *app, struct list_facts *ret, struct err *e)
{
	const struct given *g = &app->given;
	*ret = (struct list_facts){
		.name = str_trim(given_arg(g, 0)),
		.publisher = given_text(g, "--publisher", ""),
		.method = given_text(g, "--method", ""),
		.url = given_text(g, "--url", ""),
		.duplicate_free = given_text(g, "--duplicate-free", ""),
		.covers_given = given_text(g, "--covers", ""),
		.published_given = given_text(g, "--published", ""),
	};
	TRY(view_given_date(app, "--covers", &ret->covers, e));
	return view_given_date(app, "--published", &ret->published, e);
}

static int run(struct app *app, struct err *e)
{
	struct list_facts x;
	struct value_field fields[LIST_FACTS_MAX];
	struct statement st = { .fields = fields };
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	TRY(read_facts(app, &x, e));
	st.n_fields = list_facts_fields(&x, fields);
	if (!st.n_fields)
		return err_set(e, CLI_USAGE, "how is the list called?");
	if (given_has(&app->given, "--source"))
		TRY(reg_entity(app->reg, given_str(&app->given, "--source"), app->a, &st.source,
			       e));
	TRY(reg_begin(&tx, app->reg, e));
	if (!st.source.no)
		TRY(publisher(app, str_trim(x.publisher), &tx, &st.source, e));
	TRY(reg_entity_new(&tx, STR("list"), STR(""), &st.subject, e));
	TRY(reg_record(&tx, &st, &seq, e));
	TRY(reg_commit(&tx, e));
	struct str number = reg_number(app->reg, &st.subject, app->a);
	if (app->json) {
		struct jout j = jout_begin(&app->out);
		jout_str(&j, "list", number);
		jout_number(&j, "entry", seq);
		jout_end(&j);
		return 0;
	}
	app_say(app,
		MSG_P("{1} is the list. Next: `vigil list import FILE --of {1} --preview`",
		      "{1} شمارهٔ فهرست است. سپس: `vigil list import FILE --of {1} --preview`"),
		&number, 1);
	return 0;
}

static const struct option OPTIONS[] = {
	{ "--publisher", 0, OPTION_TEXT, "NAME", false,
	  MSG("who makes and publishes it",
	      "که آن را می‌سازد و منتشر می‌کند") },
	{ "--method", 0, OPTION_TEXT, "TEXT", false,
	  MSG("how it is made, in a sentence",
	      "چگونه ساخته می‌شود، در یک جمله") },
	{ "--covers", 0, OPTION_TEXT, "DATE", false,
	  MSG("the period it is about", "دوره‌ای که دربارهٔ آن است") },
	{ "--published", 0, OPTION_TEXT, "DATE", false,
	  MSG("when it was published", "زمان انتشار") },
	{ "--url", 0, OPTION_TEXT, "ADDRESS", false, MSG("where it was found", "کجا پیدا شد") },
	{ "--duplicate-free", 0, OPTION_CHOICE, "yes|no|unknown", false,
	  MSG("whether its makers say that nobody is in it twice",
	      "آیا سازندگانش می‌گویند هیچ‌کس دو بار در آن نیست") },
	{ "--source", 0, OPTION_TEXT, "ID", false,
	  MSG("who says all this; else the publisher", "گویندهٔ اینها؛ وگرنه ناشر") },
	{ 0 },
};

const struct command cmd_list_add = {
	.name = "list add",
	.args = "NAME...",
	.summary = MSG("Add a list of somebody else: its publisher, method and what it covers.",
		       "افزودن فهرست دیگران: ناشر، شیوه و دورهٔ آن."),
	.help = MSG(
		"The list becomes a record (I-00001), and what is said of it becomes claims. Its files come in as "
		"editions, with `vigil list import`.\n\n"
		"--duplicate-free yes lets linking take at most one row of it for one person. It is tested: rows of "
		"the list that look like one person are told.",
		"فهرست یک رکورد می‌شود (I-00001) و آنچه دربارهٔ آن گفته می‌شود گفته‌هایی چون دیگر گفته‌ها. پرونده‌هایش با "
		"`vigil list import` به شکل ویرایش وارد می‌شوند."),
	.options = OPTIONS,
	.needs = NEEDS_VAULT | NEEDS_WRITE | HAS_JSON,
	.run = run,
};
