/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The gates that look at the table alone. What each puts into a reason:
 *
 *	LISTS		usable, lists; a list that is not usable
 *	COPY		shared, people of the first, of the second; both lists
 *	CONNECTED	groups; a list of the first group and one of the second
 *	OVERLAP		share on two or more, people on two or more, on three or more, lists
 *	EXISTENCE	models or terms left out; the first of them
 *	CONVERGENCE	R-hat, effective sizes of the bulk and of the tail
 *	AGREEMENT	least and largest centre, their ratio, 1 if intervals do not meet; the two methods
 *	PRIOR		how far the centre moved (NaN: runs did not come together, their R-hat); what was assumed instead
 *	CEILING		mass beyond the ceiling, centre over people seen
 *	LEAVE_ONE_OUT	the same; without which list
 */
#include "estimate/gate.h"

enum { REASONS_MAX = 64 };

struct estimate_limits gate_limits(void)
{
	return (struct estimate_limits){ .list_people = 10,
					 .lists = 3,
					 .overlap_share = 0.10,
					 .overlap_triples = 20,
					 .rhat = 1.01,
					 .rhat_refused = 1.05,
					 .ess = 400,
					 .ess_refused = 100,
					 .agreement = 1.5,
					 .prior = 0.25,
					 .at_cap = 0.001,
					 .expansion = 10,
					 .leave_one_out = 0.5,
					 .copy_share = 0.95,
					 .copy_luck = 0.001 };
}

const char *gate_code(enum estimate_gate g)
{
	static const char *const CODES[GATES] = { "lists",	  "copy",      "connected",
						  "overlap",	  "existence", "convergence",
						  "agreement",	  "prior",     "ceiling",
						  "leave_one_out" };
	return CODES[g];
}

const char *verdict_code(enum estimate_verdict v)
{
	static const char *const CODES[] = { "estimate", "range", "refused" };
	return CODES[v];
}

void gate_say(struct estimate_result *r, struct arena *a, struct estimate_reason x)
{
	if (r->n_reasons == REASONS_MAX)
		return;
	struct estimate_reason *p = NEW_N(a, r->n_reasons + 1, struct estimate_reason);
	if (r->n_reasons)
		memcpy(p, r->reasons, r->n_reasons * sizeof *p);
	p[r->n_reasons++] = x;
	r->reasons = p;
}

/* ---- lists ---------------------------------------------------------------- */

static void look_at_lists(struct estimate_result *r, struct arena *a)
{
	const struct cells *c = r->cells;
	struct estimate_list *l = NEW_N(a, c->n_lists, struct estimate_list);
	int usable = 0;
	struct estimate_reason x = { .gate = GATE_LISTS, .at_best = ESTIMATE_REFUSED };
	for (size_t j = 0; j < c->n_lists; j++) {
		uint32_t bit = UINT32_C(1) << j;
		l[j] = (struct estimate_list){ c->lists[j], cells_on(c, bit), 0, false };
		for (size_t i = 0; i < c->n; i++)
			if (c->p[i].on == bit)
				l[j].alone = c->p[i].count;
		l[j].usable = l[j].people >= r->limits.list_people && l[j].people > l[j].alone;
		usable += l[j].usable;
		if (!l[j].usable && !x.name[0].n)
			x.name[0] = l[j].name;
	}
	r->lists = l;
	x.value[0] = usable;
	x.value[1] = (double)c->n_lists;
	if (usable < r->limits.lists)
		gate_say(r, a, x);
}

/* The chance that all of list `small` are on `large` by luck: of the people of other lists, the share
 * that the larger has. 1 when there is nobody to learn it from. */
static double luck_within(const struct cells *c, size_t small, size_t large, double people)
{
	double others = 0;
	double met = 0;
	for (size_t k = 0; k < c->n; k++) {
		uint32_t on = c->p[k].on;
		if (on >> small & 1 || on == UINT32_C(1) << large)
			continue;
		others += (double)c->p[k].count;
		met += on >> large & 1 ? (double)c->p[k].count : 0;
	}
	return others > 0 ? exp(people * log((met + 1) / (others + 2))) : 1;
}

/* Two lists that hold the same people are one list. A list that lies wholly within another was probably
 * compiled from it, unless that one has nearly everybody. */
static void look_at_pair(struct estimate_result *r, struct arena *a, size_t i, size_t j)
{
	size_t small = r->lists[i].people <= r->lists[j].people ? i : j;
	size_t large = small == i ? j : i;
	double shared = (double)cells_on(r->cells, UINT32_C(1) << i | UINT32_C(1) << j);
	double s = (double)r->lists[small].people;
	double l = (double)r->lists[large].people;
	struct estimate_reason x = { GATE_COPY,
				     ESTIMATE_REFUSED,
				     { shared, s, l, 0 },
				     { r->lists[small].name, r->lists[large].name } };
	if (s < (double)r->limits.list_people)
		return;
	if (shared >= r->limits.copy_share * (s + l - shared)) {
		gate_say(r, a, x);
	} else if (shared == s && luck_within(r->cells, small, large, s) < r->limits.copy_luck) {
		x.at_best = ESTIMATE_RANGE;
		gate_say(r, a, x);
	}
}

static void look_for_copies(struct estimate_result *r, struct arena *a)
{
	for (size_t i = 0; i < r->cells->n_lists; i++)
		for (size_t j = i + 1; j < r->cells->n_lists; j++)
			look_at_pair(r, a, i, j);
}

/* All lists that `group` reaches through people who are on several. */
static uint32_t grow_group(const struct cells *c, uint32_t group)
{
	for (bool grew = true; grew;) {
		grew = false;
		for (size_t i = 0; i < c->n; i++)
			if (c->p[i].on & group && c->p[i].on & ~group) {
				group |= c->p[i].on;
				grew = true;
			}
	}
	return group;
}

static void look_at_connection(struct estimate_result *r, struct arena *a)
{
	const struct cells *c = r->cells;
	struct estimate_reason x = { .gate = GATE_CONNECTED, .at_best = ESTIMATE_REFUSED };
	uint32_t met = 0;
	int groups = 0;
	for (size_t j = 0; j < c->n_lists; j++) {
		if (met >> j & 1)
			continue;
		met |= grow_group(c, UINT32_C(1) << j);
		if (groups < 2)
			x.name[groups] = c->lists[j];
		groups++;
	}
	x.value[0] = groups;
	if (groups > 1)
		gate_say(r, a, x);
}

static void look_at_overlap(struct estimate_result *r, struct arena *a)
{
	const struct cells *c = r->cells;
	int64_t two = 0;
	r->on_three = 0;
	for (size_t i = 0; i < c->n; i++) {
		int depth = cells_depth(c->p[i].on);
		two += depth >= 2 ? c->p[i].count : 0;
		r->on_three += depth >= 3 ? c->p[i].count : 0;
	}
	r->share_two = (double)two / (double)c->total;
	if (r->share_two < r->limits.overlap_share ||
	    (c->n_lists >= 4 && r->on_three < r->limits.overlap_triples))
		gate_say(r, a,
			 (struct estimate_reason){ GATE_OVERLAP,
						   ESTIMATE_RANGE,
						   { r->share_two, (double)two, (double)r->on_three,
						     (double)c->n_lists },
						   { STR_NULL, STR_NULL } });
}

void gate_table(struct estimate_result *r, struct arena *a)
{
	r->limits = gate_limits();
	look_at_lists(r, a);
	look_for_copies(r, a);
	look_at_connection(r, a);
	look_at_overlap(r, a);
}
