/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_queue.c - what people should look at, in which order, and how many persons there are meanwhile. */
#include "link/register_priv.h"
#include "register/query.h"

int linkage_may(struct reg *r, enum vault_role least, const char *what, struct err *e)
{
	enum vault_role role;
	TRY(vault_my_role(reg_vault(r), &role, e));
	return role >= least ? 0 : err_set(e, ERR_DENIED, "%s", what);
}

static int fill_list(struct reg *r, const struct entity *list, struct arena *a,
		     struct linkage_record *ret, struct err *e)
{
	struct card c;
	ret->list_number = reg_number(r, list, a);
	TRY(reg_card(r, list->id, a, &c, e));
	ret->list_label = c.label;
	return 0;
}

int linkage_record_of(struct reg *r, int64_t id, struct arena *a, struct linkage_record *ret,
		      struct err *e)
{
	struct mention m;
	struct entity person;
	struct card c;
	*ret = (struct linkage_record){ .number = STR(""),
					.label = STR(""),
					.list_number = STR(""),
					.list_label = STR(""),
					.person_number = STR("") };
	TRY(reg_entity_by_id(r, id, a, &ret->entity, e));
	ret->number = reg_number(r, &ret->entity, a);
	ret->is_person = str_eq(ret->entity.kind, STR("person"));
	if (ret->is_person) {
		TRY(reg_card(r, id, a, &c, e));
		ret->label = c.label;
	} else {
		TRY(reg_mention(r, id, a, &m, e));
		ret->label = m.label;
		TRY(fill_list(r, &m.list, a, ret, e));
	}
	TRY(reg_person_of(r, id, &person, e));
	ret->person = person.id;
	if (person.id)
		ret->person_number = reg_number(r, &person, a);
	return 0;
}

/* ---- the queue ---- */

struct queueing {
	struct reg *r;
	struct arena *a;
	struct linkage_item *p;
	size_t n, cap;
	int64_t offset, limit, total;
};

static int add_item(struct queueing *q, int64_t x, int64_t y, const struct run_pair *p,
		    struct err *e)
{
	int64_t at = q->total++;
	if (at < q->offset || (q->limit && at >= q->offset + q->limit))
		return 0;
	q->p = arena_grow(q->a, q->p, q->n, &q->cap, sizeof *q->p);
	struct linkage_item *it = &q->p[q->n++];
	*it = (struct linkage_item){ 0 };
	if (p) {
		it->ppm = p->ppm;
		it->bits_milli = p->bits_milli;
		it->effect_milli = p->effect_milli;
		it->flagged = p->flagged;
	}
	TRY(linkage_record_of(q->r, x, q->a, &it->a, e));
	return linkage_record_of(q->r, y, q->a, &it->b, e);
}

static int pair_in_run(struct queueing *q, int64_t run, int64_t x, int64_t y,
		       const struct run_pair **ret, struct err *e)
{
	struct pair_query pq = { .run = run, .record = x, .other = y };
	struct run_pair *p;
	size_t n;
	*ret = NULL;
	if (!run)
		return 0;
	TRY(reg_pairs(q->r, &pq, q->a, &p, &n, NULL, e));
	*ret = n ? p : NULL;
	return 0;
}

static int add_undecided(struct queueing *q, int64_t run, struct err *e)
{
	struct pair_query pq = { .run = run,
				 .queue = true,
				 .undecided = true,
				 .offset = q->offset > q->total ? q->offset - q->total : 0,
				 .limit = q->limit };
	struct run_pair *p;
	size_t n;
	int64_t total;
	int64_t before = q->total;
	if (!run)
		return 0;
	TRY(reg_pairs(q->r, &pq, q->a, &p, &n, &total, e));
	q->total = before + pq.offset;
	for (size_t i = 0; i < n; i++)
		TRY(add_item(q, p[i].a.id, p[i].b.id, &p[i], e));
	q->total = before + total;
	return 0;
}

/* Pairs on which a first answer of somebody else stands and no second. */
static int add_second(struct queueing *q, int64_t run, struct err *e)
{
	struct link_row *rows;
	size_t n;
	const struct id *me = vault_member(reg_vault(q->r));
	TRY(reg_links(q->r, 0, false, q->a, &rows, &n, e));
	for (size_t i = 0; i < n; i++) {
		const struct run_pair *p;
		bool more = false;
		if (rows[i].round != LINK_ROUND_FIRST || id_eq(&rows[i].recorder, me))
			continue;
		for (size_t k = 0; k < n; k++)
			more |= rows[k].round != LINK_ROUND_FIRST && rows[k].a.id == rows[i].a.id &&
				rows[k].b.id == rows[i].b.id;
		if (more)
			continue;
		TRY(pair_in_run(q, run, rows[i].a.id, rows[i].b.id, &p, e));
		TRY(add_item(q, rows[i].a.id, rows[i].b.id, p, e));
	}
	return 0;
}

static int add_disputed(struct queueing *q, int64_t run, struct err *e)
{
	struct link_standing *st;
	size_t n;
	TRY(reg_link_verdicts(q->r, q->a, &st, &n, e));
	for (size_t i = 0; i < n; i++) {
		const struct run_pair *p;
		if (!st[i].disputed)
			continue;
		TRY(pair_in_run(q, run, st[i].a, st[i].b, &p, e));
		TRY(add_item(q, st[i].a, st[i].b, p, e));
	}
	return 0;
}

int linkage_queue(struct reg *r, enum linkage_round round, int64_t offset, int64_t limit,
		  struct arena *a, struct linkage_item **ret, size_t *ret_n, int64_t *ret_total,
		  struct err *e)
{
	struct queueing q = { .r = r, .a = a, .offset = offset, .limit = limit };
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	if (round == LINKAGE_FIRST || round == LINKAGE_ALL)
		TRY(add_undecided(&q, run, e));
	if (round == LINKAGE_SECOND || round == LINKAGE_ALL)
		TRY(add_second(&q, run, e));
	if (round == LINKAGE_DISPUTED)
		TRY(add_disputed(&q, run, e));
	*ret = q.p;
	*ret_n = q.n;
	*ret_total = q.total;
	return 0;
}

/* ---- how many ---- */

/* Over what is undecided: all pairs one, or none. */
int linkage_count(struct reg *r, struct linkage_count *ret, struct err *e)
{
	AUTO_ARENA *a = arena_new(0);
	struct conservation c;
	struct link_standing *st;
	size_t n;
	*ret = (struct linkage_count){ 0 };
	TRY(reg_conserved(r, &c, e));
	TRY(reg_link_verdicts(r, a, &st, &n, e));
	for (size_t i = 0; i < n; i++) {
		ret->decided += st[i].says != LINK_SAYS_UNSURE;
		ret->disputed += st[i].disputed;
	}
	int64_t nobody = c.unnamed + c.groups;
	ret->conserved = c;
	ret->records = c.standing + c.described;
	ret->unnamed = nobody;
	ret->persons = c.persons + c.unlinked - nobody;
	ret->lo = ret->persons;
	ret->hi = ret->persons;
	TRY(reg_run_newest(r, &ret->run, e));
	if (!ret->run)
		return 0;
	TRY(reg_pairs_waiting(r, ret->run, &ret->undecided, e));
	int64_t *unseen;
	size_t n_unseen;
	TRY(reg_unseen(r, ret->run, a, &unseen, &n_unseen, e));
	ret->unseen = (int64_t)n_unseen;
	struct linkage_awaited w;
	TRY(linkage_awaited(r, ret->run, &w, e));
	ret->lo = ret->persons > w.joined ? ret->persons - w.joined : 0;
	return linkage_expect_now(r, &w, ret, e);
}
