/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c - a figure: what is counted for it and what sources report of it, side by side. */
#include "register/figure_priv.h"

static const struct sql RULE = SQL(
	"SELECT g.seq, g.rule, s.retracted FROM figure_rule g JOIN statement s ON s.seq = g.seq"
	" WHERE g.figure = :id AND g.seq < :as_of ORDER BY g.seq DESC");
static const struct sql TOTALS = SQL(
	"SELECT id, seq, retracted FROM field WHERE subject = :id AND property = 'total' ORDER BY id");
static const struct sql FIGURES = SQL(
	"SELECT id FROM entity WHERE kind = 'figure' AND first_seq < :as_of ORDER BY no");

static int read_rule(struct reg *r, int64_t figure, int64_t as_of, const struct past *p, struct arena *a,
                     struct figure *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool       there;
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

static int read_reported(struct reg *r, int64_t figure, const struct past *p, struct arena *a, struct figure *ret,
                         struct err *e)
{
	AUTO_STMT  *q = NULL;
	struct list rows;
	bool        more;
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

static int by_value(const void *x, const void *y)
{
	const int64_t *a = x;
	const int64_t *b = y;
	return (*a > *b) - (*a < *b);
}

/* Of the cases that are counted: all their claims, and how many sources speak in them. */
static void sum_up(const struct figure_hits *h, struct arena *a, struct figure *ret)
{
	struct list sources;
	list_init(&sources, a, sizeof(int64_t));
	for (size_t i = 0; i < h->n; i++) {
		if (h->p[i].apart) {
			ret->apart++;
			continue;
		}
		ret->count++;
		ret->n_claims += h->p[i].claims;
		for (size_t k = 0; k < h->p[i].sources.n; k++)
			*(int64_t *)list_add(&sources) = h->p[i].sources.p[k];
	}
	int64_t *s = sources.p;
	qsort(s, sources.n, sizeof *s, by_value);
	for (size_t i = 0; i < sources.n; i++)
		ret->n_sources += i == 0 || s[i] != s[i - 1];
}

static int load_cases(struct reg *r, const struct figure_hits *h, struct arena *a, struct figure *ret, struct err *e)
{
	ret->cases = NEW_N(a, h->n, struct figure_case);
	ret->n_cases = h->n;
	for (size_t i = 0; i < h->n; i++) {
		ret->cases[i].apart = h->p[i].apart;
		TRY(reg_card(r, h->p[i].entity, a, &ret->cases[i].entity, e));
	}
	return 0;
}

static int count(struct reg *r, bool cases, struct arena *a, struct figure *f, struct err *e)
{
	AUTO_ARENA        *scratch = arena_new(0);
	struct figure_rule rule;
	struct figure_hits hits;
	TRY(figure_rule_read(r->vocab, f->rule, a, &rule, e));
	if (rule.title.n)
		f->title = rule.title;
	if (rule.title_fa.n)
		f->title_fa = rule.title_fa;
	TRY(figure_cases(r, &rule, f->as_of, scratch, &hits, e));
	sum_up(&hits, scratch, f);
	return cases ? load_cases(r, &hits, a, f, e) : 0;
}

int reg_figure(struct reg *r, int64_t figure, int64_t as_of, bool cases, struct arena *a, struct figure *ret,
               struct err *e)
{
	struct figure f = { .as_of = as_of };
	struct card   card;
	struct past   past;
	int64_t       size;
	TRY(reg_log_size(reg_store(r), &size, e));
	if (as_of < 0 || as_of > size)
		return err_set(e, ERR_INPUT, "the log has %lld entries; there is no figure as of entry %lld",
		               (long long)size, (long long)as_of);
	if (as_of == 0)
		f.as_of = size;
	TRY(reg_card(r, figure, a, &card, e));
	if (!str_eq(card.entity.kind, STR("figure")))
		return err_set(e, ERR_NOTFOUND, "this record is no figure");
	f.entity = card.entity;
	f.number = card.number;
	f.title = card.label;
	f.title_fa = card.label_fa;
	TRY(past_of(reg_store(r), f.as_of, a, &past, e));
	TRY(read_rule(r, figure, f.as_of, &past, a, &f, e));
	TRY(read_reported(r, figure, &past, a, &f, e));
	if (f.rule.n)
		TRY(count(r, cases, a, &f, e));
	*ret = f;
	return 0;
}

int reg_figures(struct reg *r, int64_t as_of, struct arena *a, struct figure **ret, size_t *ret_n, struct err *e)
{
	AUTO_STMT  *q = NULL;
	struct list list;
	bool        more;
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
