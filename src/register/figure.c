/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - a figure: what is counted for it and what sources report of it, side by side. */
#include "register/figure_priv.h"

static const struct sql RULE =
	SQL("SELECT g.seq, g.rule, s.retracted FROM figure_rule g JOIN statement s ON s.seq = g.seq"
	    " WHERE g.figure = :id AND g.seq < :as_of ORDER BY g.seq DESC");
static const struct sql TOTALS = SQL(
	"SELECT id, seq, retracted FROM field WHERE subject = :id AND property = 'total' ORDER BY id");
static const struct sql FIGURES =
	SQL("SELECT id FROM entity WHERE kind = 'figure' AND first_seq < :as_of ORDER BY no");

static int read_rule(struct reg *r, int64_t figure, int64_t as_of, const struct past *p,
		     struct arena *a, struct figure *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	ret->rule = STR("");
	TRY(store_stmt(reg_store(r), &RULE, &q, e));
	bind_int(q, ":id", figure);
	bind_int(q, ":as_of", as_of);
	/* A definition that was taken back does not count, and the one before it does again. */
	for (;;) {
		TRY(stmt_next(q, &there, e));
		if (!there)
			return 0;
		if (past_stands(p, col_int(q, 0), col_id(q, 2)))
			break;
	}
	ret->rule_seq = col_int(q, 0);
	ret->rule = col_copy(q, 1, a);
	return 0;
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
			TRY(reg_claim(r, col_int(q, 0), a, list_add(&rows), e));
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

/* Everything but the cases; *ret_sum is NULL when nothing is counted. */
static int load(struct reg *r, int64_t figure, int64_t as_of, struct arena *a, struct figure *f,
		const struct figure_sum **ret_sum, struct err *e)
{
	struct figure_rule rule;
	struct card card;
	struct past past;
	int64_t size;
	*ret_sum = NULL;
	TRY(reg_log_size(reg_store(r), &size, e));
	if (as_of < 0 || as_of > size)
		return err_set(e, ERR_INPUT,
			       "the log has %lld entries; there is no figure as of entry %lld",
			       (long long)size, (long long)as_of);
	f->as_of = as_of ? as_of : size;
	TRY(reg_card(r, figure, a, &card, e));
	if (!str_eq(card.entity.kind, STR("figure")))
		return err_set(e, ERR_NOTFOUND, "this record is no figure");
	f->entity = card.entity;
	f->number = card.number;
	f->title = card.label;
	f->title_fa = card.label_fa;
	TRY(past_of(reg_store(r), f->as_of, a, &past, e));
	TRY(read_rule(r, figure, f->as_of, &past, a, f, e));
	TRY(read_reported(r, figure, &past, a, f, e));
	if (!f->rule.n)
		return 0;
	TRY(figure_rule_read(r->vocab, f->rule, a, &rule, e));
	if (rule.title.n)
		f->title = rule.title;
	if (rule.title_fa.n)
		f->title_fa = rule.title_fa;
	TRY(figure_counted(r, &rule, f->rule_seq, f->as_of, f->as_of == size, ret_sum, e));
	f->count = (*ret_sum)->count;
	f->apart = (*ret_sum)->apart;
	f->n_claims = (*ret_sum)->n_claims;
	f->n_sources = (*ret_sum)->n_sources;
	return 0;
}

int reg_figure(struct reg *r, int64_t figure, int64_t as_of, bool cases, struct arena *a,
	       struct figure *ret, struct err *e)
{
	struct figure f = { .as_of = 0 };
	const struct figure_sum *sum;
	TRY(load(r, figure, as_of, a, &f, &sum, e));
	if (cases && sum)
		TRY(load_cases(r, &sum->hits, 0, INT64_MAX, a, &f.cases, &f.n_cases, e));
	*ret = f;
	return 0;
}

int reg_figure_cases(struct reg *r, int64_t figure, int64_t as_of, int64_t offset, int64_t limit,
		     struct arena *a, struct figure *ret, struct err *e)
{
	struct figure f = { .as_of = 0 };
	const struct figure_sum *sum;
	if (offset < 0 || limit < 0)
		return err_set(e, ERR_INPUT, "a page cannot begin before the first case");
	TRY(load(r, figure, as_of, a, &f, &sum, e));
	if (sum)
		TRY(load_cases(r, &sum->hits, offset, limit, a, &f.cases, &f.n_cases, e));
	*ret = f;
	return 0;
}

int reg_figures(struct reg *r, int64_t as_of, struct arena *a, struct figure **ret, size_t *ret_n,
		struct err *e)
{
	AUTO_STMT *q = NULL;
	struct list list;
	bool more;
	list_init(&list, a, sizeof(struct figure));
	TRY(store_stmt(reg_store(r), &FIGURES, &q, e));
	bind_int(q, ":as_of", as_of ? as_of : INT64_MAX);
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(reg_figure(r, col_int(q, 0), as_of, false, a, list_add(&list), e));
	}
	*ret = list.p;
	*ret_n = list.n;
	return 0;
}
