/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_view.c - persons with several records: what holds them together. */
#include "link/register_priv.h"
#include "register/query.h"

/* ---- one ---- */

static void add_member(struct linkage_cluster *c, struct arena *a, size_t *cap,
		       const struct linkage_record *m)
{
	c->members = arena_grow(a, c->members, c->n_members, cap, sizeof *c->members);
	c->members[c->n_members++] = *m;
}

static int add_mentions(struct reg *r, int64_t person, struct arena *a, struct linkage_cluster *c,
			size_t *cap, struct err *e)
{
	struct mention_query q = { .person = person, .which = MENTIONS_STANDING, .limit = 10000 };
	struct mention *m;
	size_t n;
	int64_t total;
	TRY(reg_mentions(r, &q, a, &m, &n, &total, e));
	for (size_t i = 0; i < n; i++) {
		struct linkage_record rec;
		TRY(linkage_record_of(r, m[i].entity.id, a, &rec, e));
		add_member(c, a, cap, &rec);
	}
	return 0;
}

static int has_claims(void *ctx, const struct reg_record *rec, struct err *e)
{
	(void)e;
	*(bool *)ctx |= rec->is_person;
	return 0;
}

/* A person is a record when somebody described it. */
static int add_person(struct reg *r, int64_t id, struct arena *a, struct linkage_cluster *c,
		      size_t *cap, struct err *e)
{
	struct linkage_record rec;
	bool described = false;
	int rc = reg_record_one(r, id, has_claims, &described, e);
	if (rc == ERR_NOTFOUND || (rc == 0 && !described))
		return 0;
	TRY(rc);
	TRY(linkage_record_of(r, id, a, &rec, e));
	add_member(c, a, cap, &rec);
	return 0;
}

/* Persons that end at this one, directly or over others. */
static int add_under(struct reg *r, int64_t person, struct arena *a, struct linkage_cluster *c,
		     size_t *cap, struct err *e)
{
	struct assigned *list;
	struct entity en;
	struct entity now;
	size_t n;
	size_t cap_under = 0;
	TRY(reg_assigned(r, 0, person, a, &list, &n, e));
	for (size_t i = 0; i < n; i++) {
		TRY(reg_entity_by_id(r, list[i].record, a, &en, e));
		if (!str_eq(en.kind, STR("person")))
			continue;
		TRY(reg_person_of(r, en.id, &now, e));
		if (now.id != person)
			continue;
		c->under = arena_grow(a, c->under, c->n_under, &cap_under, sizeof *c->under);
		c->under[c->n_under++] = reg_number(r, &en, a);
		TRY(add_person(r, en.id, a, c, cap, e));
	}
	return 0;
}

static bool find_standing(const struct link_standing *st, size_t n, int64_t x, int64_t y,
			  enum link_says *ret)
{
	for (size_t i = 0; i < n; i++)
		if (st[i].a == (x < y ? x : y) && st[i].b == (x < y ? y : x)) {
			*ret = st[i].says;
			return true;
		}
	return false;
}

/* A first answer that waits for mine is not told here either. */
static int hide_answer(struct reg *r, int64_t x, int64_t y, struct arena *a, bool *decided,
		       struct err *e)
{
	struct link_row *rows;
	size_t n;
	bool hidden = false;
	TRY(reg_links(r, x, false, a, &rows, &n, e));
	for (size_t i = 0; i < n && !hidden; i++)
		if (rows[i].a.id == y || rows[i].b.id == y)
			TRY(reg_link_is_hidden(r, rows[i].seq, &hidden, e));
	*decided = !hidden;
	return 0;
}

static int by_milli(const void *x, const void *y)
{
	const struct linkage_why *p = x;
	const struct linkage_why *q = y;
	if (p->compared != q->compared)
		return p->compared ? 1 : -1;
	if (p->milli != q->milli)
		return p->milli < q->milli ? -1 : 1;
	return p->a != q->a ? (p->a < q->a ? -1 : 1) : (p->b > q->b) - (p->b < q->b);
}

static int add_why(struct reg *r, struct arena *a, struct linkage_cluster *c, struct err *e)
{
	struct link_standing *st;
	size_t n_st;
	size_t cap = 0;
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	TRY(reg_link_verdicts(r, a, &st, &n_st, e));
	for (size_t i = 0; i < c->n_members; i++) {
		struct run_pair *p = NULL;
		size_t n = 0;
		int64_t x = c->members[i].entity.id;
		struct pair_query q = { .run = run, .record = x };
		if (run)
			TRY(reg_pairs(r, &q, a, &p, &n, NULL, e));
		for (size_t k = i + 1; k < c->n_members; k++) {
			int64_t y = c->members[k].entity.id;
			struct linkage_why w = { .a = i, .b = k };
			w.decided = find_standing(st, n_st, x, y, &w.says);
			if (w.decided)
				TRY(hide_answer(r, x, y, a, &w.decided, e));
			for (size_t m = 0; m < n; m++)
				if (p[m].a.id == y || p[m].b.id == y) {
					w.compared = true;
					w.milli = p[m].bits_milli;
					w.ppm = p[m].ppm;
				}
			if (!w.compared && !w.decided)
				continue;
			c->why = arena_grow(a, c->why, c->n_why, &cap, sizeof *c->why);
			c->why[c->n_why++] = w;
		}
	}
	if (c->n_why)
		qsort(c->why, c->n_why, sizeof *c->why, by_milli);
	return 0;
}

static int by_age(const void *x, const void *y)
{
	const struct linkage_record *p = x;
	const struct linkage_record *q = y;
	return memcmp(p->entity.uuid.b, q->entity.uuid.b, ID_LEN);
}

int linkage_cluster(struct reg *r, int64_t person, struct arena *a, struct linkage_cluster *ret,
		    struct err *e)
{
	struct card card;
	struct entity end;
	size_t cap = 0;
	*ret = (struct linkage_cluster){ 0 };
	TRY(reg_entity_by_id(r, person, a, &ret->person, e));
	if (!str_eq(ret->person.kind, STR("person")))
		return err_set(e, ERR_INPUT, "only a person has records that belong to it");
	TRY(reg_person_of(r, person, &end, e));
	if (end.id)
		ret->person = end;
	ret->number = reg_number(r, &ret->person, a);
	TRY(reg_card(r, ret->person.id, a, &card, e));
	ret->label = card.label;
	TRY(add_person(r, ret->person.id, a, ret, &cap, e));
	TRY(add_mentions(r, ret->person.id, a, ret, &cap, e));
	TRY(add_under(r, ret->person.id, a, ret, &cap, e));
	if (ret->n_members)
		qsort(ret->members, ret->n_members, sizeof *ret->members, by_age);
	return add_why(r, a, ret, e);
}

/* ---- all ---- */

int linkage_clusters(struct reg *r, bool only_flagged, int64_t offset, int64_t limit,
		     struct arena *a, struct linkage_cluster_row **ret, size_t *ret_n,
		     int64_t *ret_total, struct err *e)
{
	struct person_row *p;
	size_t n;
	struct card card;
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	TRY(reg_persons(r, run, only_flagged, offset, limit, a, &p, &n, ret_total, e));
	*ret = NEW_N(a, n, struct linkage_cluster_row);
	*ret_n = n;
	for (size_t i = 0; i < n; i++) {
		struct linkage_cluster_row *row = &(*ret)[i];
		*row = (struct linkage_cluster_row){ .records = p[i].records,
						     .lists = p[i].lists,
						     .weakest_milli = p[i].weakest_milli,
						     .has_weakest = p[i].has_weakest,
						     .flagged = p[i].flagged };
		TRY(reg_entity_by_id(r, p[i].person, a, &row->person, e));
		TRY(reg_card(r, row->person.id, a, &card, e));
		row->number = card.number;
		row->label = card.label;
	}
	return 0;
}
