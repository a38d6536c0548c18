/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_list_add.c - a list of somebody else becomes a record, with what is claimed of it. */
#include "cli/app.h"

#include "cli/jout.h"
#include "register/record.h"
#include "text/date.h"
#include "text/fold.h"
#include "text/script.h"

enum { FIELDS_MAX = 8 };

struct adding {
	struct app *app;
	struct value_field f[FIELDS_MAX];
	size_t n;
};

static struct value *field(struct adding *x, const char *property, enum value_type type)
{
	struct value_field *f = &x->f[x->n++];
	*f = (struct value_field){ .p = str_of(property), .v = { .type = type } };
	return &f->v;
}

static void add_text(struct adding *x, const char *property, enum value_type type, struct str text)
{
	if (!text.n)
		return;
	struct value *v = field(x, property, type);
	v->u.text.text = text;
	v->u.text.lang = str_of(text_lang(text));
}

static int add_date(struct adding *x, const char *option, const char *property, struct err *e)
{
	static const enum value_calendar CALENDARS[CAL_COUNT] = { [CAL_GREGORIAN] = VALUE_GREGORIAN,
								  [CAL_JALALI] = VALUE_JALALI,
								  [CAL_HIJRI] = VALUE_HIJRI };
	struct date_reading *r;
	size_t n;
	if (!given_has(&x->app->given, option))
		return 0;
	struct str text = given_str(&x->app->given, option);
	if (date_read(x->app->a, x->app->lang, text, &r, &n, e) < 0)
		return err_wrap(e, "%s", option);
	if (n > 1)
		return err_set(e, ERR_INPUT,
			       "%s can be read in %zu ways; write it as EDTF, for example %.*s",
			       option, n, STR_FMT(r[0].edtf_text));
	struct value *v = field(x, property, VALUE_DATE);
	v->u.date.edtf = r[0].edtf_text;
	v->u.date.cal = CALENDARS[r[0].calendar];
	v->u.date.given = text;
	return 0;
}

static void add_duplicate_free(struct adding *x)
{
	struct str says = given_str(&x->app->given, "--duplicate-free");
	if (!says.n)
		return;
	bool known = !str_eq(says, STR("unknown"));
	struct value *v = field(x, "duplicate_free", known ? VALUE_BOOLEAN : VALUE_UNKNOWN);
	if (known)
		v->u.is = str_eq(says, STR("yes"));
}

static struct str option(struct adding *x, const char *name)
{
	return given_has(&x->app->given, name) ? given_str(&x->app->given, name) : STR("");
}

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
static int publisher(struct adding *x, struct reg_tx *tx, struct entity *ret, struct err *e)
{
	struct app *app = x->app;
	struct str name = str_trim(option(x, "--publisher"));
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

static int run(struct app *app, struct err *e)
{
	struct adding x = { .app = app };
	struct statement st = { .fields = x.f };
	AUTO_REG_TX tx = { 0 };
	int64_t seq;
	add_text(&x, "name", VALUE_NAME, str_trim(given_arg(&app->given, 0)));
	add_text(&x, "publisher", VALUE_NAME, option(&x, "--publisher"));
	add_text(&x, "method", VALUE_TEXT, option(&x, "--method"));
	add_text(&x, "url", VALUE_TEXT, option(&x, "--url"));
	TRY(add_date(&x, "--covers", "covers", e));
	TRY(add_date(&x, "--published", "publication_date", e));
	add_duplicate_free(&x);
	if (!x.n)
		return err_set(e, CLI_USAGE, "how is the list called?");
	st.n_fields = x.n;
	if (given_has(&app->given, "--source"))
		TRY(reg_entity(app->reg, given_str(&app->given, "--source"), app->a, &st.source,
			       e));
	TRY(reg_begin(&tx, app->reg, e));
	if (!st.source.no)
		TRY(publisher(&x, &tx, &st.source, e));
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
