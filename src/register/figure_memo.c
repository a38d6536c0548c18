/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * figure_memo.c - what was counted is kept, because counting looks at every case.
 *
 * A rule at a place of the order never gives another result, so nothing kept is wrong until the view is
 * made again (something was erased, or came in between from another site). When entries were added,
 * only entities whose cards changed since are looked at again.
 */
#include "register/figure_priv.h"
#include "base/order.h"

enum { MEMO_SLOTS = 32 };

struct slot {
	int64_t rule_pos, upto;
	struct figure_sum sum;
	struct arena *a; /* NULL: free */
};

struct figure_memo {
	struct slot slots[MEMO_SLOTS];
	size_t next; /* to be given up for a new one */
};

void figure_memo_free(struct figure_memo *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < MEMO_SLOTS; i++)
		arena_free(m->slots[i].a);
	free(m);
}

/* Of the cases that are counted: all their claims, and how many sources speak in them. */
static void sum_up(struct figure_sum *s)
{
	AUTO_ARENA *a = arena_new(0);
	struct list sources;
	list_init(&sources, a, sizeof(int64_t));
	for (size_t i = 0; i < s->hits.n; i++) {
		const struct figure_hit *h = &s->hits.p[i];
		if (h->apart) {
			s->apart++;
			continue;
		}
		s->count++;
		s->n_claims += h->claims;
		for (size_t k = 0; k < h->sources.n; k++)
			*(int64_t *)list_add(&sources) = h->sources.p[k];
	}
	s->n_sources += (int64_t)order_each_once(sources.p, sources.n);
}

/* The newest count of this rule before `upto`, or NULL. */
static const struct slot *before(const struct figure_memo *m, int64_t rule_pos, int64_t upto)
{
	const struct slot *best = NULL;
	for (size_t i = 0; i < MEMO_SLOTS; i++) {
		const struct slot *s = &m->slots[i];
		if (s->a && s->rule_pos == rule_pos && s->upto < upto &&
		    (!best || best->upto < s->upto))
			best = s;
	}
	return best;
}

static int count(struct reg *r, const struct figure_rule *rule, const struct slot *old,
		 struct slot *s, struct err *e)
{
	if (old)
		TRY(figure_keep_up(r, rule, &old->sum.hits, old->upto, s->upto, s->a, &s->sum.hits,
				   e));
	else
		TRY(figure_count_all(r, rule, s->upto, s->a, &s->sum.hits, e));
	sum_up(&s->sum);
	return 0;
}

int figure_counted(struct reg *r, const struct figure_rule *rule, int64_t rule_pos, int64_t upto,
		   bool at_end, const struct figure_sum **ret, struct err *e)
{
	TRY(reg_forget_if_made_again(r, e));
	if (!r->figures)
		r->figures = mem_need(calloc(1, sizeof *r->figures));
	struct figure_memo *m = r->figures;
	for (size_t i = 0; i < MEMO_SLOTS; i++) {
		if (m->slots[i].a && m->slots[i].rule_pos == rule_pos && m->slots[i].upto == upto) {
			*ret = &m->slots[i].sum;
			return 0;
		}
	}
	/* Who is found under whom can change without a change of either's page. */
	bool moves = false;
	if (rule->count != FIGURE_EVENTS)
		TRY(figure_any_found_under(reg_store(r), &moves, e));
	struct slot fresh = { .rule_pos = rule_pos, .upto = upto, .a = arena_new(0) };
	const struct slot *old =
		at_end && figure_can_keep_up(rule) && !moves ? before(m, rule_pos, upto) : NULL;
	int rc = count(r, rule, old, &fresh, e);
	if (rc < 0) {
		arena_free(fresh.a);
		return rc;
	}
	/* What was kept up takes the place of what it came from; else the oldest goes. */
	struct slot *to = old ? &m->slots[old - m->slots] : &m->slots[m->next++ % MEMO_SLOTS];
	arena_free(to->a);
	*to = fresh;
	*ret = &to->sum;
	return 0;
}
