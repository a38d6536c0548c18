/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A model that was saved: read again it is the same, and judges a part, or one record, like the whole. */
#include "people.h"

#include <math.h>

#include "link/explain.h"
#include "link/register_priv.h"

/* Those that a vault has, so that the model can be written. */
static struct link_set *saved_set(struct arena *a, enum list_field third, const struct made *m,
				  const size_t *order, size_t n)
{
	struct link_field f[] = { linkage_field(LIST_NAME, true), linkage_field(LIST_BIRTH, true),
				  linkage_field(third, true) };
	return set_with(a, f, m, order, n);
}

static const struct link_model *saved(const struct link_model *m, struct arena *a)
{
	struct err e = { 0 };
	AUTO_BUF b;
	AUTO_BUF again;
	struct link_model *ret = NEW(a, struct link_model);
	buf_init(&b, 1 << 24);
	buf_init(&again, 1 << 24);
	link_model_write(m, &b);
	CHECK_OK(link_model_read(buf_copy(&b, a), a, ret, &e), &e);
	link_model_write(ret, &again);
	CHECK(str_eq(buf_str(&b), buf_str(&again)));
	return ret;
}

static const struct link_pair *pair_at(const struct link_result *r, struct str x, struct str y)
{
	for (size_t i = 0; i < r->n_pairs; i++) {
		const struct link_pair *p = &r->pairs[i];
		struct str a = r->set->id[p->a];
		struct str b = r->set->id[p->b];
		if ((str_eq(a, x) && str_eq(b, y)) || (str_eq(a, y) && str_eq(b, x)))
			return p;
	}
	return NULL;
}

/* Every pair of the part with the same weight in the whole, and every pair of the whole that is in the part. */
static void same_pairs(const struct link_result *whole, const struct link_result *part,
		       const bool *in_part)
{
	size_t n = 0;
	for (size_t i = 0; i < part->n_pairs; i++) {
		const struct link_pair *p = &part->pairs[i];
		const struct link_pair *w =
			pair_at(whole, part->set->id[p->a], part->set->id[p->b]);
		CHECK(w && w->bits == p->bits && w->levels == p->levels);
	}
	for (size_t i = 0; i < whole->n_pairs; i++)
		n += in_part[whole->pairs[i].a] && in_part[whole->pairs[i].b];
	CHECK_INT(part->n_pairs, n);
}

static void weigh_parts(enum list_field third)
{
	AUTO_ARENA *a = arena_new((size_t)8 << 30);
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t n = make_people(a, m);
	size_t *order = NEW_N(a, n, size_t);
	bool *in_part = NEW_N(a, n, bool);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	struct link_result learned;
	struct link_result whole;
	link_people(a, saved_set(a, third, m, order, n), 2, NULL, &learned);
	const struct link_model *model = saved(learned.model, a);
	link_people(a, saved_set(a, third, m, order, n), 2, model, &whole);
	CHECK_INT(whole.n_pairs, learned.n_pairs);
	for (size_t i = 0; i < whole.n_pairs && i < learned.n_pairs; i++)
		CHECK(whole.pairs[i].bits == learned.pairs[i].bits);
	/* Every third record, then ten; then one that comes to those ten. */
	static const size_t STEP[] = { 3, 100, 100 };
	for (size_t k = 0; k < COUNT(STEP); k++) {
		struct link_result part;
		size_t *some = NEW_N(a, n, size_t);
		size_t n_some = 0;
		memset(in_part, 0, n * sizeof *in_part);
		for (size_t i = 0; i < n; i++)
			in_part[i] = i % STEP[k] == 0 || (k == 2 && i == 201);
		/* In the order of the whole backwards: that must not matter either. */
		for (size_t i = n; i-- > 0;)
			if (in_part[i])
				some[n_some++] = i;
		link_people(a, saved_set(a, third, m, some, n_some), 1, model, &part);
		same_pairs(&whole, &part, in_part);
	}
}

TEST(a_saved_model_weighs_a_part_or_one_more_record_like_the_whole)
{
	weigh_parts(LIST_PLACE);
}

/* Ten records, or one, do not show that pages of two lists are of nobody: the model has to know. */
TEST(a_saved_model_knows_which_lists_share_no_numbers)
{
	weigh_parts(LIST_URL);
}

TEST(a_model_of_other_fields_is_refused)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct err e = { 0 };
	struct made *m = NEW_N(a, RECORDS_MAX, struct made);
	size_t order[] = { 0, 1, 2, 3 };
	make_people(a, m);
	struct link_model other = { .n_fields = 1 };
	struct link_options o = { .mode = LINK_BOTH, .frozen = &other };
	struct link_result r;
	CHECK_ERR(link_run(set_of(a, m, order, COUNT(order)), NULL, &o, NULL, NULL, a, &r, &e),
		  ERR_INPUT);
}

/* ---- a weight as bars ---- */

TEST(bars_add_up_to_the_total_and_the_total_is_the_weight)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct link_result r;
	link_people(a, set_of_people(a), 2, NULL, &r);
	/* As if name and town went together. */
	r.model->together[0] = (struct link_together){ 0, 2, 1.5 };
	r.model->n_together = 1;
	struct link_rarity rare = link_rarity_new(r.set, r.model, a);
	size_t taken_off = 0;
	size_t kept = 0;
	for (size_t i = 0; i < r.n_pairs; i++) {
		const struct link_pair *p = &r.pairs[i];
		int64_t rarity[LINK_RARITY_MAX];
		struct link_waterfall w;
		link_rarity_milli(&rare, p->levels, p->a, p->b, rarity);
		link_explain(r.model, p->levels, rarity, &w);
		int64_t sum = w.prior_milli;
		for (size_t f = 0; f < w.n; f++) {
			sum += w.bars[f].milli;
			CHECK_INT(w.bars[f].running, sum);
			CHECK(!w.bars[f].missing || !w.bars[f].milli);
		}
		CHECK_INT(w.total_milli, sum + w.together_milli);
		taken_off += w.together_milli < 0;
		double bits = link_pair_bits(&rare, p->levels, p->a, p->b);
		float shared = LINK_NOT_ASKED;
		for (int again = 0; again < 2; again++)
			CHECK(link_pair_bits_again(&rare, p->levels, p->a, p->b, &shared) == bits);
		kept += shared > LINK_NOT_ASKED;
		CHECK(fabs((double)w.total_milli / 1000 - bits) < .001 * (double)(2 * w.n + 2));
	}
	CHECK(taken_off > 100);
	CHECK(kept > 0);
}
