/* SPDX-License-Identifier: GPL-3.0-or-later */
/* listing.c - filters, as many cards as asked for, as text and as JSON. */
#include "cli/listing.h"

#include "cli/grid.h"
#include "cli/view.h"
#include "text/date.h"
#include "text/fold.h"

/* ---- filters ---- */

/* A kind by its code, plural or label in either language; "all" is every kind. */
int listing_kind(struct app *app, struct str text, struct find *f, struct err *e)
{
	size_t n;
	const struct kind *k = vocab_kinds(reg_vocab(app->reg), &n);
	struct str key = fold_key(app->a, text);
	AUTO_BUF all;
	buf_init(&all, 4096);
	if (str_eq(key, STR("all")) || str_eq(key, fold_key(app->a, STR("همه"))))
		return 0;
	for (size_t i = 0; i < n; i++) {
		const struct str names[] = { k[i].term.code, k[i].term.en, k[i].term.fa,
					     k[i].plural_en, k[i].plural_fa };
		for (size_t m = 0; m < COUNT(names); m++) {
			if (!names[m].n || !str_eq(fold_key(app->a, names[m]), key))
				continue;
			f->choices[FACET_KIND][0] = k[i].term.code;
			f->n_choices[FACET_KIND] = 1;
			return 0;
		}
		buf_printf(&all, "%s%.*s", i ? ", " : "", STR_FMT(k[i].plural_en));
	}
	return err_set(e, CLI_USAGE, "\"%.*s\" is no kind; one of: all, %s", STR_FMT(text),
		       buf_z(&all));
}

/* Statuses are not terms of a set: a code, or a label in either language. */
static int status_of(struct app *app, struct str text, struct str *ret, struct err *e)
{
	size_t n;
	const struct status *s = vocab_statuses(reg_vocab(app->reg), &n);
	size_t n_types;
	const struct event_type *t = vocab_event_types(reg_vocab(app->reg), &n_types);
	struct str key = fold_key(app->a, text);
	for (size_t i = 0; i < n + n_types; i++) {
		const struct term *term = i < n ? &s[i].term : &t[i - n].term;
		const struct str names[] = { term->code, term->en, term->fa };
		for (size_t m = 0; m < COUNT(names); m++)
			if (names[m].n && str_eq(fold_key(app->a, names[m]), key)) {
				*ret = term->code;
				return 0;
			}
	}
	return err_set(
		e, ERR_INPUT,
		"\"%.*s\" is no status (vocab/statuses.csv) and no type of event (vocab/event_types.csv)",
		STR_FMT(text));
}

/* The register counts certainty from 0 in the order of the list. */
static int certainty_of(struct app *app, struct str text, struct str *ret, struct err *e)
{
	struct str code;
	size_t n;
	const struct term *t = vocab_set(reg_vocab(app->reg), STR("certainty"), &n);
	if (vocab_find_code(reg_vocab(app->reg), STR("certainty"), text, &code, e) < 0)
		return ERR_INPUT;
	for (size_t i = 0; i < n; i++)
		if (str_eq(t[i].code, code))
			*ret = str_printf(app->a, "%zu", i);
	return 0;
}

/* What facet `by` compares: a code, or a record number. */
static int choice(struct app *app, enum facet_by by, struct str text, struct str *ret,
		  struct err *e)
{
	static const struct str SETS[FACETS] = {
		[FACET_PROVINCE] = { "provinces", 9 }, [FACET_CHARGE] = { "charges", 7 }
	};
	struct entity en;
	if (by == FACET_STATUS)
		return status_of(app, text, ret, e);
	if (SETS[by].n) {
		int rc = vocab_find_code(reg_vocab(app->reg), SETS[by], text, ret, e);
		return rc == ERR_NOTFOUND || rc == ERR_CONFLICT ? ERR_INPUT : rc;
	}
	if (by == FACET_CERTAINTY)
		return certainty_of(app, text, ret, e);
	TRY(reg_entity(app->reg, text, app->a, &en, e));
	*ret = reg_number(app->reg, &en, app->a);
	return 0;
}

static const struct {
	const char *option;
	enum facet_by by;
} FILTERS[] = {
	{ "--status", FACET_STATUS }, { "--province", FACET_PROVINCE },
	{ "--place", FACET_PLACE },   { "--charge", FACET_CHARGE },
	{ "--source", FACET_SOURCE }, { "--certainty", FACET_CERTAINTY },
};

static int day_of(struct app *app, const char *option, bool last, bool *ret_has, int32_t *ret,
		  struct err *e)
{
	const struct date_reading *r;
	int32_t lo;
	int32_t hi;
	TRY(view_given_date(app, option, &r, e));
	if (!r)
		return 0;
	edtf_bounds(&r->edtf, &lo, &hi);
	*ret = last ? hi : lo;
	*ret_has = *ret != INT32_MIN && *ret != INT32_MAX;
	return 0;
}

int listing_filters(struct app *app, struct find *f, struct err *e)
{
	static const struct {
		const char *name;
		enum find_order order;
	} ORDERS[] = { { "latest-event", ORDER_LATEST_EVENT },
		       { "latest-claim", ORDER_LATEST_CLAIM },
		       { "name", ORDER_NAME },
		       { "name-fa", ORDER_NAME_FA },
		       { "conflicts", ORDER_CONFLICTS } };
	const struct given *g = &app->given;
	for (size_t i = 0; i < COUNT(FILTERS); i++) {
		size_t n = given_count(g, FILTERS[i].option);
		if (n > FIND_CHOICES_MAX)
			return err_set(e, CLI_USAGE, "at most %d times %s", FIND_CHOICES_MAX,
				       FILTERS[i].option);
		for (size_t k = 0; k < n; k++)
			TRY(choice(app, FILTERS[i].by, given_nth(g, FILTERS[i].option, k),
				   &f->choices[FILTERS[i].by][k], e));
		f->n_choices[FILTERS[i].by] = n;
	}
	TRY(day_of(app, "--from", false, &f->has_from, &f->from, e));
	TRY(day_of(app, "--to", true, &f->has_to, &f->to, e));
	f->only_conflicts = given_has(g, "--conflicts");
	f->only_cards = !app->json;
	f->order = app->lang == LANG_FA ? ORDER_NAME_FA : ORDER_NAME;
	for (size_t i = 0; i < COUNT(ORDERS); i++)
		if (str_eq(given_text(g, "--order", ""), str_of(ORDERS[i].name)))
			f->order = ORDERS[i].order;
	f->offset = given_number(g, "--offset", 0);
	f->limit = given_number(g, "--limit", LISTING_LIMIT);
	return 0;
}

/* ---- finding ---- */

/* As many as asked for, though the register gives them by pages. */
int listing_find(struct app *app, struct find f, struct found *ret, struct err *e)
{
	int64_t want = f.limit;
	size_t cap = 0;
	struct card *cards = NULL;
	size_t n = 0;
	*ret = (struct found){ 0 };
	do {
		struct found page;
		f.limit = want - (int64_t)n < FIND_PAGE_MAX ? want - (int64_t)n : FIND_PAGE_MAX;
		TRY(reg_find(app->reg, &f, app->a, &page, e));
		if (n == 0)
			*ret = page;
		if (n + page.n > cap) {
			struct card *more = NEW_N(app->a, (n + page.n) * 2, struct card);
			if (n)
				memcpy(more, cards, n * sizeof *more);
			cards = more;
			cap = (n + page.n) * 2;
		}
		if (page.n)
			memcpy(cards + n, page.cards, page.n * sizeof *cards);
		n += page.n;
		f.offset += (int64_t)page.n;
		if (page.n == 0)
			break;
	} while ((int64_t)n < want);
	ret->cards = cards;
	ret->n = n;
	return 0;
}

static struct str certainty_code(struct app *app, struct str number)
{
	size_t n;
	const struct term *t = vocab_set(reg_vocab(app->reg), STR("certainty"), &n);
	int64_t i;
	return str_to_int(number, &i) && i >= 0 && (size_t)i < n ? t[i].code : number;
}

void listing_json(struct app *app, struct jout *j, const struct find *f, const struct found *r)
{
	static const char *const NAMES[FACETS] = {
		[FACET_KIND] = "kind",		 [FACET_STATUS] = "status",
		[FACET_CERTAINTY] = "certainty", [FACET_PROVINCE] = "province",
		[FACET_PLACE] = "place",	 [FACET_CHARGE] = "charge",
		[FACET_SOURCE] = "source"
	};
	jout_int(j, "total", r->total);
	jout_int(j, "offset", f->offset);
	jout_array(j, "subjects");
	for (size_t i = 0; i < r->n; i++)
		jout_card(app, j, NULL, &r->cards[i]);
	jout_close(j);
	jout_object(j, "facets");
	for (size_t by = 0; by < FACETS; by++) {
		jout_array(j, NAMES[by]);
		for (size_t i = 0; i < r->n_facets[by]; i++) {
			struct str code = r->facets[by][i].code;
			jout_object(j, NULL);
			jout_text(j, "code",
				  by == FACET_CERTAINTY ? certainty_code(app, code) : code);
			jout_int(j, "count", r->facets[by][i].count);
			jout_close(j);
		}
		jout_close(j);
	}
	jout_close(j);
}

void listing_put(struct app *app, const struct find *f, const struct found *r)
{
	struct str args[] = { app_num(app, r->total), app_num(app, f->offset + (r->n ? 1 : 0)),
			      app_num(app, f->offset + (int64_t)r->n) };
	view_cards(app, r->cards, r->n);
	if (r->n && (int64_t)r->n < r->total)
		app_say(app,
			MSG_P("{2} to {3} of {1} (--offset, --limit)",
			      "{2} تا {3} از {1} (--offset، --limit)"),
			args, 3);
}
