/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/figure_delay.h"

#include <stdlib.h>

#include "register/figure_priv.h"

/* Also what was taken back since told us of it. */
static const struct sql ENTERED =
	SQL("SELECT min(recorded_ms) FROM statement WHERE subject = :event AND kind = 'statement'"
	    " AND pos <= :upto");
static const struct sql BEGUN =
	SQL("SELECT recorded_ms FROM statement WHERE kind = 'statement' ORDER BY pos LIMIT 1");

struct delaying {
	struct store *st;
	int64_t upto;
	int64_t zero, end; /* numbers of the first period and of the one that is not over */
	struct figure_delays *d;
	struct list cells; /* struct figure_delay_cell */
};

static int find_start(struct delaying *x, int32_t today, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct figure_delays *d = x->d;
	bool there;
	TRY(store_stmt(x->st, &BEGUN, &q, e));
	TRY(stmt_next(q, &there, e));
	if (!there || !figure_period_of(d->by, figure_day_of_ms(col_int(q, 0)), &x->zero) ||
	    !figure_period_of(d->by, today, &x->end) ||
	    !figure_period_first(d->by, x->zero, &d->first))
		return err_set(e, ERR_INPUT, "nothing was entered in this register yet");
	d->n = x->end - x->zero;
	return 0;
}

static int add_case(struct delaying *x, const struct figure_hit *h, const struct figure_days *days,
		    bool year, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct figure_delays *d = x->d;
	int64_t t;
	int64_t to;
	int64_t entered;
	if (year || days->lo == INT32_MIN || days->hi == INT32_MAX ||
	    !figure_period_of(d->by, days->lo, &t) || !figure_period_of(d->by, days->hi, &to) ||
	    t != to) {
		d->apart++;
		return 0;
	}
	if (t < x->zero) {
		d->before++;
		return 0;
	}
	TRY(store_stmt(x->st, &ENTERED, &q, e));
	bind_int(q, ":event", h->event);
	bind_int(q, ":upto", x->upto);
	TRY(stmt_row(q, e));
	if (col_is_null(q, 0) ||
	    !figure_period_of(d->by, figure_day_of_ms(col_int(q, 0)), &entered)) {
		d->apart++;
		return 0;
	}
	/* Of the period that is not over, and of what became known in it, there is more to come. */
	if (t >= x->end || entered >= x->end) {
		d->later++;
		return 0;
	}
	d->cases++;
	*(struct figure_delay_cell *)list_add(&x->cells) =
		(struct figure_delay_cell){ t - x->zero, entered > t ? entered - t : 0, 1 };
	return 0;
}

static int by_time(const void *p, const void *q)
{
	const struct figure_delay_cell *a = p;
	const struct figure_delay_cell *b = q;
	return a->t != b->t ? (a->t > b->t) - (a->t < b->t)
			    : (a->delay > b->delay) - (a->delay < b->delay);
}

static void sum_up(struct delaying *x)
{
	struct figure_delays *d = x->d;
	struct figure_delay_cell *c = x->cells.p;
	if (x->cells.n)
		qsort(c, x->cells.n, sizeof *c, by_time);
	d->cells = c;
	for (size_t i = 0; i < x->cells.n; i++) {
		struct figure_delay_cell *last = d->n_cells ? &c[d->n_cells - 1] : NULL;
		if (last && last->t == c[i].t && last->delay == c[i].delay)
			last->count++;
		else
			c[d->n_cells++] = c[i];
	}
}

static int take_cases(struct delaying *x, const struct figure_rule *rule,
		      const struct figure_sum *sum, struct arena *a, struct err *e)
{
	const struct figure_hit **hits = NEW_N(a, sum->hits.n, const struct figure_hit *);
	struct figure_days *days = NEW_N(a, sum->hits.n, struct figure_days);
	bool *years = NEW_N(a, sum->hits.n, bool);
	size_t n = 0;
	for (size_t i = 0; i < sum->hits.n; i++) {
		const struct figure_hit *h = &sum->hits.p[i];
		if (h->apart)
			continue;
		hits[n] = h;
		days[n++] = (struct figure_days){ h->lo, h->hi };
	}
	if (rule->new_year != NEW_YEAR_DAY)
		(void)figure_find_years(days, n, rule->new_year == NEW_YEAR_YEAR, years);
	for (size_t i = 0; i < n; i++)
		TRY(add_case(x, hits[i], &days[i], years[i], e));
	return 0;
}

int reg_figure_delays(struct reg *r, int64_t figure, enum figure_by by, struct arena *a,
		      struct figure_delays *ret, struct err *e)
{
	struct figure_delays d = { .by = by };
	struct delaying x = { .d = &d };
	const struct figure_sum *sum;
	struct figure_asked q;
	struct figure_rule rule;
	int32_t today;
	TRY(figure_ask(r, 0, false, &q, e));
	TRY(figure_find_then(r, &q, &figure, a, e));
	TRY(figure_load(&q, figure, a, &d.figure, &sum, e));
	if (!sum)
		return err_set(e, ERR_INPUT, "nothing is counted for this figure");
	TRY(figure_rule_read(r->vocab, d.figure.rule, a, &rule, e));
	if (rule.count == FIGURE_STATUS)
		return err_set(
			e, ERR_INPUT,
			"this figure counts persons by status; only events have dates to be late for");
	x.st = reg_store(q.r);
	x.upto = q.upto;
	TRY(figure_last_day(q.r, q.as_of, &today, e));
	TRY(find_start(&x, today, e));
	list_init(&x.cells, a, sizeof(struct figure_delay_cell));
	TRY(take_cases(&x, &rule, sum, a, e));
	sum_up(&x);
	*ret = d;
	return 0;
}
