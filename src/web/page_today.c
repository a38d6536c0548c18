/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page_today.c - Today: what asks for attention, from the register as it is.
 *
 * Everything here is a short list with a way to the whole of it. What is shown is bounded, so that
 * the page costs the same in a register of any size.
 */
#include "web/page_today.h"

#include "register/asof.h"
#include "register/find.h"
#include "text/date.h"
#include "web/page_priv.h"
#include "web/routes.h"
#include "web/today_priv.h"

enum { MS_PER_DAY = 86400000, JDN_1970 = 2440588 };

int32_t today_jdn(const struct page_request *p)
{
	return (int32_t)(p->now_ms / MS_PER_DAY) + JDN_1970;
}

int today_find(struct page_request *p, struct str kind, int64_t limit, struct found *ret,
	       struct err *e)
{
	struct find f = { .only_cards = true, .limit = limit, .order = ORDER_LATEST_CLAIM };
	f.choices[FACET_KIND][0] = kind;
	f.n_choices[FACET_KIND] = 1;
	return reg_find(p->reg, &f, p->a, ret, e);
}

/* ---- dates and news --------------------------------------------------- */

static void load_dates(struct page_request *p, struct today_view *v)
{
	struct edtf day = edtf_single(p->a, edtf_date_jdn(today_jdn(p)));
	v->date_en = date_show_long(p->a, LANG_EN, &day, CAL_GREGORIAN);
	v->date_fa = date_show_long(p->a, LANG_FA, &day, CAL_JALALI);
}

/* Of a member who was not here before: what there is at all. reg_news could tell, by counting every
 * claim. */
static int load_stock(struct page_request *p, struct today_view *v, struct err *e)
{
	struct find all = { .only_cards = true };
	struct found found;
	TRY(reg_find(p->reg, &all, p->a, &found, e));
	TRY(reg_entries(p->reg, &v->news.claims, e));
	v->news.entities = found.total;
	return 0;
}

/* What came since the member last looked; the session keeps that mark, so that loading the page
 * again shows the same. */
static int load_news(struct page_request *p, struct today_view *v, struct err *e)
{
	int64_t since = p->session->since_seq;
	v->first = since < 0;
	if (!v->first)
		v->since = page_when(p->a, p->lang, p->session->since_ms);
	session_looked(&p->web->sessions, p->session, p->shell.head.size, p->now_ms);
	return v->first ? load_stock(p, v, e) : reg_news(p->reg, since - 1, &v->news, e);
}

/* ---- conflicts, figures, asks, gaps ----------------------------------- */

static int load_conflicts(struct page_request *p, struct today_view *v, struct err *e)
{
	int64_t total;
	TRY(reg_conflicts(p->reg, 0, true, 0, 0, p->a, &v->conflicts, &v->n_conflicts, &total, e));
	int64_t from = total > TODAY_CONFLICTS ? total - TODAY_CONFLICTS : 0;
	TRY(reg_conflicts(p->reg, 0, true, from, TODAY_CONFLICTS, p->a, &v->conflicts,
			  &v->n_conflicts, &v->open_conflicts, e));
	/* They come in the order of the log; the newest stands first here. */
	for (size_t i = 0; i < v->n_conflicts / 2; i++) {
		struct conflict c = v->conflicts[i];
		v->conflicts[i] = v->conflicts[v->n_conflicts - 1 - i];
		v->conflicts[v->n_conflicts - 1 - i] = c;
	}
	for (size_t i = 0; i < v->n_conflicts; i++) {
		TRY(names_load_entity(&v->names, p, &v->conflicts[i].subject, e));
		for (size_t k = 0; k < v->conflicts[i].n_sides; k++)
			TRY(names_load_claims(&v->names, p, v->conflicts[i].sides[k].claims,
					      v->conflicts[i].sides[k].n, e));
	}
	return 0;
}

/* Those that are counted here come first: they can be set beside what is reported. */
static int load_figures(struct page_request *p, struct today_view *v, struct err *e)
{
	struct figure *all;
	size_t n;
	TRY(reg_figures(p->reg, 0, p->a, &all, &n, e));
	v->all_figures = (int64_t)n;
	v->figures = NEW_N(p->a, TODAY_FIGURES, struct figure);
	for (int counted = 1; counted >= 0; counted--)
		for (size_t i = 0; i < n && v->n_figures < TODAY_FIGURES; i++)
			if ((all[i].rule.n > 0) == (counted == 1) && (counted || all[i].n_reported))
				v->figures[v->n_figures++] = all[i];
	for (size_t i = 0; i < v->n_figures; i++)
		TRY(names_load_claims(&v->names, p, v->figures[i].reported,
				      v->figures[i].n_reported, e));
	return 0;
}

static int by_due(const void *x, const void *y)
{
	const struct today_ask *a = x;
	const struct today_ask *b = y;
	if (a->has_due != b->has_due)
		return b->has_due - a->has_due;
	if (a->days != b->days)
		return a->days < b->days ? -1 : 1;
	return a->card.entity.id < b->card.entity.id ? -1 : 1;
}

static int load_asks(struct page_request *p, struct today_view *v, struct err *e)
{
	struct found found;
	int32_t now = today_jdn(p);
	TRY(today_find(p, STR("ask"), FIND_PAGE_MAX, &found, e));
	v->all_asks = found.total;
	v->asks = NEW_N(p->a, found.n, struct today_ask);
	for (size_t i = 0; i < found.n; i++) {
		struct today_ask *ask = &v->asks[i];
		ask->card = found.cards[i];
		ask->has_due = found.cards[i].has_hi;
		ask->days = ask->has_due ? (int64_t)found.cards[i].date_hi - now : 0;
	}
	qsort(v->asks, found.n, sizeof *v->asks, by_due);
	v->n_asks = found.n < TODAY_ASKS ? found.n : TODAY_ASKS;
	return 0;
}

static int is_held(struct page_request *p, const struct card *c, bool *ret_said, bool *ret_held,
		   struct err *e)
{
	enum { LOOKED_AT = 60 };
	struct claim_row *row;
	size_t n;
	int64_t total;
	*ret_said = *ret_held = false;
	TRY(reg_claims(p->reg, CLAIMS_OF_SUBJECT, c->entity.id, false, 0, LOOKED_AT, p->a, &row, &n,
		       &total, e));
	for (size_t i = 0; i < n; i++)
		if (str_eq(row[i].property, STR("held")) && row[i].value.type == VALUE_BOOLEAN) {
			*ret_said = true;
			*ret_held = *ret_held || row[i].value.u.is;
		}
	return 0;
}

static int load_gaps(struct page_request *p, struct today_view *v, struct err *e)
{
	struct found found;
	TRY(today_find(p, STR("document"), TODAY_GAPS_OF, &found, e));
	v->gaps_in_part = found.total > TODAY_GAPS_OF;
	v->gaps = NEW_N(p->a, TODAY_GAPS, struct card);
	for (size_t i = 0; i < found.n && v->n_gaps < TODAY_GAPS; i++) {
		bool said;
		bool held;
		TRY(is_held(p, &found.cards[i], &said, &held, e));
		if (said && !held)
			v->gaps[v->n_gaps++] = found.cards[i];
	}
	return 0;
}

/* ---- the page --------------------------------------------------------- */

static int load(struct page_request *p, struct today_view *v, struct err *e)
{
	*v = (struct today_view){ .vocab = reg_vocab(p->reg), .sealed = p->shell.when };
	names_init(&v->names, p->a);
	load_dates(p, v);
	TRY(load_news(p, v, e));
	TRY(today_load_persons(p, v, e));
	TRY(today_load_groups(p, v, e));
	TRY(load_conflicts(p, v, e));
	TRY(load_figures(p, v, e));
	TRY(load_asks(p, v, e));
	TRY(load_gaps(p, v, e));
	return reg_history(p->reg, 0, 0, TODAY_CHANGES, p->a, &v->changes, &v->n_changes, e);
}

int page_today(struct page_request *p, struct err *e)
{
	struct today_view v;
	struct html h;
	TRY(load(p, &v, e));
	html_begin(&h, &p->rs->body);
	today_render(&h, &p->shell, &v);
	return html_finish(&h, e);
}
