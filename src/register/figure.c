/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - a figure: what is counted for it and what sources report of it, side by side. */
#include "register/figure_priv.h"

#include "register/asof.h"

static const struct sql RULE =
	SQL("SELECT g.pos, g.rule, s.retracted FROM figure_rule g JOIN statement s ON s.pos = g.pos"
	    " WHERE g.figure = :id AND g.pos <= :upto ORDER BY g.pos DESC");
static const struct sql TOTALS = SQL(
	"SELECT id, pos, retracted FROM field WHERE subject = :id AND property = 'total' ORDER BY id");
static const struct sql FIGURES =
	SQL("SELECT id FROM entity WHERE kind = 'figure' AND first <= :upto ORDER BY no");

static int read_rule(struct reg *r, int64_t figure, const struct past *p, struct arena *a,
		     struct figure *ret, int64_t *ret_pos, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	ret->rule = STR("");
	TRY(store_stmt(reg_store(r), &RULE, &q, e));
	bind_int(q, ":id", figure);
	bind_int(q, ":upto", p->upto);
	/* A definition that was taken back does not count, and the one before it does again. */
	for (;;) {
		TRY(stmt_next(q, &there, e));
		if (!there)
			return 0;
		if (past_stands(p, col_int(q, 0), col_id(q, 2)))
			break;
	}
	*ret_pos = col_int(q, 0);
	ret->rule = col_copy(q, 1, a);
	return reg_seq(reg_store(r), *ret_pos, &ret->rule_seq, e);
}

static int read_reported(struct reg *r, int64_t figure, const struct past *p, struct arena *a,
			 struct figure *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list rows;
	bool more;
	list_init(&rows, a, sizeof(struct claim_row));
	TRY(store_stmt(reg_store(r), &TOTALS, &q, e));
	bind_int(q, ":id", figure);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		if (past_stands(p, col_int(q, 1), col_id(q, 2)))
			TRY(claim_load(r, col_int(q, 0), a, list_add(&rows), e));
	}
	ret->reported = rows.p;
	ret->n_reported = rows.n;
	return 0;
}

static int load_cases(struct reg *r, const struct figure_hits *h, int64_t offset, int64_t limit,
		      struct arena *a, struct figure_case **ret, size_t *ret_n, struct err *e)
{
	size_t from = offset < (int64_t)h->n ? (size_t)offset : h->n;
	size_t n = limit < (int64_t)(h->n - from) ? (size_t)limit : h->n - from;
	*ret = NEW_N(a, n, struct figure_case);
	*ret_n = n;
	for (size_t i = 0; i < n; i++) {
		(*ret)[i].apart = h->p[from + i].apart;
		TRY(reg_card(r, h->p[from + i].entity, a, &(*ret)[i].entity, e));
	}
	return 0;
}

int figure_ask(struct reg *r, int64_t as_of, bool again, struct figure_asked *ret, struct err *e)
{
	struct figure_asked q = { .r = r };
	int64_t size;
	bool one_log;
	TRY(reg_log_size(reg_store(r), &size, e));
	TRY(reg_last_pos(reg_store(r), &q.end, e));
	q.as_of = as_of ? as_of : size;
	q.upto = q.end;
	if (q.as_of != size) {
		TRY(reg_has_one_log(r, &one_log, e));
		if (as_of < 0 || (number_site(as_of) == number_site(size) && as_of > size) ||
		    (one_log && number_site(as_of) != number_site(size))) {
			char has[NUMBER_TEXT_MAX];
			char asked[NUMBER_TEXT_MAX];
			return err_set(e, ERR_INPUT,
				       "the log has %s entries; there is no figure as of entry %s",
				       number_text(size, 1, has),
				       as_of < 0 ? "-1" : number_text(as_of, 1, asked));
		}
		if (one_log && !again) {
			q.upto = number_count(as_of);
		} else {
			TRY(reg_then(r, as_of, &q.r, e));
			TRY(reg_last_pos(reg_store(q.r), &q.end, e));
			q.upto = q.end;
		}
	}
	*ret = q;
	return 0;
}

int figure_find_then(struct reg *r, const struct figure_asked *q, int64_t *figure, struct arena *a,
		     struct err *e)
{
	struct entity en;
	if (q->r == r)
		return 0;
	TRY(reg_entity_by_id(r, *figure, a, &en, e));
	TRY(reg_entity(q->r, id_str(a, &en.uuid), a, &en, e));
	*figure = en.id;
	return 0;
}

int figure_load(const struct figure_asked *q, int64_t figure, struct arena *a, struct figure *f,
		const struct figure_sum **ret_sum, struct err *e)
{
	struct reg *r = q->r;
	struct figure_rule rule;
	struct card card;
	struct past past;
	int64_t rule_pos = 0;
	*ret_sum = NULL;
	f->as_of = q->as_of;
	TRY(reg_card(r, figure, a, &card, e));
	if (!str_eq(card.entity.kind, STR("figure")))
		return err_set(e, ERR_NOTFOUND, "this record is no figure");
	f->entity = card.entity;
	f->number = card.number;
	f->title = card.label;
	f->title_fa = card.label_fa;
	TRY(past_of(reg_store(r), q->upto, a, &past, e));
	TRY(read_rule(r, figure, &past, a, f, &rule_pos, e));
	TRY(read_reported(r, figure, &past, a, f, e));
	if (!f->rule.n)
		return 0;
	TRY(figure_rule_read(r->vocab, f->rule, a, &rule, e));
	if (rule.title.n)
		f->title = rule.title;
	if (rule.title_fa.n)
		f->title_fa = rule.title_fa;
	TRY(figure_counted(r, &rule, rule_pos, q->upto, q->upto == q->end, ret_sum, e));
	f->count = (*ret_sum)->count;
	f->apart = (*ret_sum)->apart;
	f->n_claims = (*ret_sum)->n_claims;
	f->n_sources = (*ret_sum)->n_sources;
	return 0;
}

/* Rows of a register of then have ids of their own; what leaves here has those of now, where it is
 * known now. */
static int bring_back(struct reg *r, const struct figure_asked *q, struct figure *f,
		      struct arena *a, struct err *e)
{
	struct entity en;
	if (q->r == r)
		return 0;
	TRY(reg_entity(r, id_str(a, &f->entity.uuid), a, &f->entity, e));
	for (size_t i = 0; i < f->n_cases; i++) {
		TRY(reg_entity(r, id_str(a, &f->cases[i].entity.entity.uuid), a, &en, e));
		TRY(reg_card(r, en.id, a, &f->cases[i].entity, e));
	}
	for (size_t i = 0; i < f->n_reported; i++)
		TRY(reg_claim(r, f->reported[i].field, a, &f->reported[i], e));
	return 0;
}

static int figure_at(struct reg *r, int64_t figure, int64_t as_of, int64_t offset, int64_t limit,
		     struct arena *a, struct figure *ret, struct err *e)
{
	struct figure f = { .as_of = 0 };
	const struct figure_sum *sum;
	struct figure_asked q;
	TRY(figure_ask(r, as_of, false, &q, e));
	TRY(figure_find_then(r, &q, &figure, a, e));
	TRY(figure_load(&q, figure, a, &f, &sum, e));
	if (sum && limit)
		TRY(load_cases(q.r, &sum->hits, offset, limit, a, &f.cases, &f.n_cases, e));
	TRY(bring_back(r, &q, &f, a, e));
	*ret = f;
	return 0;
}

int reg_figure(struct reg *r, int64_t figure, int64_t as_of, bool cases, struct arena *a,
	       struct figure *ret, struct err *e)
{
	return figure_at(r, figure, as_of, 0, cases ? INT64_MAX : 0, a, ret, e);
}

int reg_figure_cases(struct reg *r, int64_t figure, int64_t as_of, int64_t offset, int64_t limit,
		     struct arena *a, struct figure *ret, struct err *e)
{
	if (offset < 0 || limit < 0)
		return err_set(e, ERR_INPUT, "a page cannot begin before the first case");
	return figure_at(r, figure, as_of, offset, limit, a, ret, e);
}

/* Those there were, by their numbers. */
static int all_figures(const struct figure_asked *q, struct list *ret, struct err *e)
{
	AUTO_STMT *s = NULL;
	bool more;
	TRY(store_stmt(reg_store(q->r), &FIGURES, &s, e));
	bind_int(s, ":upto", q->upto);
	for (;;) {
		TRY(stmt_next(s, &more, e));
		if (!more)
			return 0;
		*(int64_t *)list_add(ret) = col_int(s, 0);
	}
}

int reg_figures(struct reg *r, int64_t as_of, struct arena *a, struct figure **ret, size_t *ret_n,
		struct err *e)
{
	struct figure_asked q;
	struct list ids;
	list_init(&ids, a, sizeof(int64_t));
	TRY(figure_ask(r, as_of, false, &q, e));
	TRY(all_figures(&q, &ids, e));
	struct figure *list = NEW_N(a, ids.n, struct figure);
	for (size_t i = 0; i < ids.n; i++) {
		const struct figure_sum *sum;
		TRY(figure_load(&q, ((int64_t *)ids.p)[i], a, &list[i], &sum, e));
		TRY(bring_back(r, &q, &list[i], a, e));
	}
	*ret = list;
	*ret_n = ids.n;
	return 0;
}
