/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_settle.c - what follows from a decision, at once: what hangs together with it is solved again. */
#include "link/register_priv.h"

int linkage_settle(struct reg_tx *tx, const int64_t *records, size_t n, struct str reason,
		   struct str summary, int64_t *ret_run, int64_t *ret_before, int64_t *ret_after,
		   struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)2 << 30);
	struct linkage_piece c = { .r = tx->r, .a = a };
	struct linkage_plan plan;
	struct assign_run run = { .model = STR(""), .reason = reason, .summary = summary };
	TRY(linkage_base(tx->r, a, &c.run, &c.model, NULL, &c.accept, e));
	TRY(linkage_piece_gather(&c, records, n, e));
	TRY(linkage_piece_solve(&c, e));
	struct linkage_plan_in in = { .of = c.of, .n = c.n, .cluster = c.sure };
	struct linkage_person *persons;
	TRY(linkage_persons(tx->r, c.of, c.n, a, &persons, &in.n_persons, e));
	in.persons = persons;
	linkage_plan(&in, a, &plan);
	*ret_before = linkage_persons_before(&c);
	*ret_after = 0;
	for (uint32_t i = 0; i < c.n; i++)
		*ret_after += c.sure[i] == i;
	TRY(reg_assign_begin(tx, &run, ret_run, e));
	return linkage_assign(tx, *ret_run, &in, &plan,
			      linkage_best(c.sure, c.n, c.pairs, c.n_pairs, a), e);
}
