/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "web/sheet.h"

#include "base/bytes.h"
#include "base/crypto.h"
#include "text/csv.h"
#include "text/script.h"

static const char *const NAMES[SHEET_COLUMNS] = {
	[SHEET_CLAIM] = "claim",
	[SHEET_SUBJECT] = "subject",
	[SHEET_PROPERTY] = "property",
	[SHEET_VALUE] = "value",
	[SHEET_VALUE_LANG] = "value_lang",
	[SHEET_WHEN] = "when",
	[SHEET_WHERE] = "where",
	[SHEET_SCOPE] = "scope",
	[SHEET_BASIS] = "basis",
	[SHEET_POSITION] = "position",
	[SHEET_SOURCE] = "source",
	[SHEET_SOURCE_DATE] = "source_date",
	[SHEET_LOCATOR] = "locator",
	[SHEET_VIA] = "via",
	[SHEET_RELIABILITY] = "reliability",
	[SHEET_CREDIBILITY] = "credibility",
	[SHEET_CERTAINTY] = "certainty",
	[SHEET_NOTE] = "note",
	[SHEET_DOCUMENT] = "q:document",
	[SHEET_WORDING] = "q:wording",
};

void sheet_init(struct sheet *s, struct arena *a)
{
	uint8_t chance[6];
	/* A name of its own: two claims that differ are not the same one, changed. */
	random_bytes(chance, sizeof chance);
	*s = (struct sheet){ .rows = NEW_N(a, SHEET_ROWS_MAX, struct sheet_row),
			     .name = hex_str(a, chance, sizeof chance) };
}

struct sheet_row *sheet_row(struct sheet *s, struct arena *a, int no)
{
	struct sheet_row *r = &s->rows[s->n < SHEET_ROWS_MAX ? s->n++ : SHEET_ROWS_MAX - 1];
	*r = (struct sheet_row){ 0 };
	r->cell[SHEET_CLAIM].text = str_printf(a, "form-%.*s-%d", STR_FMT(s->name), no);
	return r;
}

void sheet_set(struct sheet_row *r, enum sheet_column c, struct str text, struct str field)
{
	r->cell[c] = (struct sheet_cell){ text, field };
}

void sheet_party(struct sheet_row *r, const struct sheet_row *from)
{
	static const enum sheet_column PARTY[] = { SHEET_SOURCE,  SHEET_SOURCE_DATE,
						   SHEET_VIA,	  SHEET_RELIABILITY,
						   SHEET_LOCATOR, SHEET_POSITION,
						   SHEET_DOCUMENT };
	for (size_t i = 0; i < COUNT(PARTY); i++)
		r->cell[PARTY[i]] = from->cell[PARTY[i]];
}

struct str sheet_csv(const struct sheet *s, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, (size_t)16 << 20);
	struct csv_writer w = { .b = &b };
	for (size_t c = 0; c < SHEET_COLUMNS; c++)
		csv_write_cell(&w, str_of(NAMES[c]));
	csv_write_end(&w);
	for (size_t i = 0; i < s->n; i++) {
		for (size_t c = 0; c < SHEET_COLUMNS; c++)
			csv_write_cell(&w, s->rows[i].cell[c].text);
		csv_write_end(&w);
	}
	return buf_copy(&b, a);
}

/* ---- problems become errors -------------------------------------------- */

static struct str field_of(const struct sheet *s, const struct table_problem *pr)
{
	if (pr->row < 2 || (size_t)pr->row - 2 >= s->n)
		return STR("");
	const struct sheet_row *r = &s->rows[pr->row - 2];
	for (size_t c = 0; c < SHEET_COLUMNS; c++)
		if (str_eq(pr->column, str_of(NAMES[c])))
			return r->cell[c].field;
	return STR("");
}

static struct str in_words(struct arena *a, const struct table_problem *pr)
{
	return str_printf(a, "%.*s%s%.*s", STR_FMT(pr->what), pr->todo.n ? " " : "",
			  STR_FMT(pr->todo));
}

int sheet_check(struct page_request *p, const struct sheet *s, struct form_errors *es,
		struct err *e)
{
	struct table t;
	TRY(table_check(p->reg, sheet_csv(s, p->a), p->lang, p->a, &t, e));
	for (size_t i = 0; i < t.n_problems; i++)
		form_error(es, field_of(s, &t.problems[i]), in_words(p->a, &t.problems[i]));
	return 0;
}

int sheet_seal(struct page_request *p, const struct sheet *s, struct str name,
	       struct form_errors *es, struct table_result *ret, struct err *e)
{
	struct table t;
	struct table_source src = { sheet_csv(s, p->a), name, p->lang };
	TRY(table_import(p->reg, &src, NULL, NULL, p->a, &t, ret, e));
	/* The caller has checked the same text: between the two, the register changed under us. */
	if (t.all_problems)
		return err_set(e, ERR_CONFLICT,
			       "the register changed meanwhile; look at the form again");
	if (!ret->added)
		form_error(
			es, STR(""),
			tr(p->lang,
			   MSG_P("Nothing new: this source is on record with exactly this.",
				 "چیز تازه‌ای نیست: همین ادعا از همین منبع در دفتر هست.")));
	return 0;
}

/* ---- names of new records ----------------------------------------------- */

static struct str name_property(struct str kind)
{
	if (str_eq(kind, STR("source")))
		return STR("real_name");
	return str_eq(kind, STR("document")) ? STR("title") : STR("name");
}

void sheet_name(struct sheet *s, struct arena *a, int no, const struct ask *k,
		const struct sheet_row *party)
{
	struct str field = str_of(k->name);
	if (k->state != ASK_NEW)
		return;
	struct sheet_row *r = sheet_row(s, a, no);
	sheet_party(r, party);
	sheet_set(r, SHEET_SUBJECT, k->key, field);
	sheet_set(r, SHEET_PROPERTY, name_property(k->kind), field);
	sheet_set(r, SHEET_VALUE, k->text, field);
	sheet_set(r, SHEET_VALUE_LANG, str_of(text_lang(k->text)), field);
}
