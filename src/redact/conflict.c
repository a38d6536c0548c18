/* SPDX-License-Identifier: GPL-3.0-or-later */
/* conflict.c - conflicts of which the audience gets every side; one with a side missing would
 * show the other as undisputed, or show that there is something to hide. */
#include "redact/redact_priv.h"

static bool copy_side(struct work *w, const struct conflict_side *s, struct view_conflict *c,
		      struct view_side *ret)
{
	ret->claims = NEW_N(w->a, s->n, size_t);
	for (size_t i = 0; i < s->n; i++) {
		int64_t field = s->claims[i].field;
		const struct view_claim *at =
			map_get(&w->claim_at, str_n((const char *)&field, sizeof field));
		if (!at)
			return false;
		ret->claims[ret->n++] = (size_t)(at - w->view->claims);
		if (at->adopted && c->decided)
			c->adopted = (size_t)(at - w->view->claims);
	}
	return true;
}

static bool copy_conflict(struct work *w, const struct conflict *in, struct view_conflict *ret)
{
	const struct property *p = vocab_property(w->vocab, in->property);
	struct view_conflict c = {
		.kind = term_of(w, STR("conflict_kinds"), in->kind),
		.advice = w->policy->work
				  ? str_copy(w->a, vocab_detail(w->vocab, STR("conflict_kinds"),
								in->kind, STR("what_to_do_en")))
				  : STR(""),
		.subject = work_entity(w, in->subject.id),
		.sides = NEW_N(w->a, in->n_sides, struct view_side),
		.decided = in->decided != 0,
		.decided_entry = in->decided,
		.adopted = VIEW_NONE,
		.reason = w->policy->reasons ? str_copy(w->a, in->reason) : STR(""),
	};
	if (c.subject == VIEW_NONE || !p)
		return false;
	c.property = term_copy(w, &p->term);
	for (size_t i = 0; i < in->n_sides; i++)
		if (!copy_side(w, &in->sides[i], &c, &c.sides[c.n_sides++]))
			return false;
	*ret = c;
	return true;
}

static size_t kind_order(const struct vocab *v, struct str kind)
{
	size_t n;
	const struct term *all = vocab_set(v, STR("conflict_kinds"), &n);
	for (size_t i = 0; all && i < n; i++)
		if (str_eq(all[i].code, kind))
			return i;
	return n;
}

struct ordered {
	size_t kind, subject;
	int64_t first; /* place in the order of the register, by the first claim */
	struct str property;
	const struct conflict *c;
};

static int by_order(const void *x, const void *y)
{
	const struct ordered *a = x;
	const struct ordered *b = y;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->subject != b->subject)
		return a->subject < b->subject ? -1 : 1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return str_cmp(a->property, b->property);
}

int copy_conflicts(struct work *w, struct err *e)
{
	struct conflict *all;
	size_t n;
	int64_t total;
	TRY(reg_conflicts(w->r, 0, false, 0, REDACT_CLAIMS_MAX, w->scratch, &all, &n, &total, e));
	struct ordered *list = NEW_N(w->scratch, n, struct ordered);
	for (size_t i = 0; i < n; i++)
		list[i] = (struct ordered){ kind_order(w->vocab, all[i].kind),
					    work_entity(w, all[i].subject.id), (int64_t)i,
					    all[i].property, &all[i] };
	qsort(list, n, sizeof *list, by_order);
	w->view->conflicts = NEW_N(w->a, n, struct view_conflict);
	for (size_t i = 0; i < n; i++) {
		if (copy_conflict(w, list[i].c, &w->view->conflicts[w->view->n_conflicts]))
			w->view->n_conflicts++;
		else
			w->view->withheld[WITHHELD_CONFLICT]++;
	}
	return 0;
}
