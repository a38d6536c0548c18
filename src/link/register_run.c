/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_run.c - one run on a vault: read, compute, look at it, write it. */
#include "link/register_priv.h"

#include <math.h>

#include "base/clock.h"
#include "link/explain.h"

static const size_t MEMORY_MAX = (size_t)32 << 30;

void linkage_free(struct linkage_job *j)
{
	if (!j)
		return;
	arena_free(j->a);
	free(j);
}

void linkage_freep(struct linkage_job **j)
{
	linkage_free(*j);
}

/* ---- computing ---- */

static struct cluster_in cluster_input(const struct linkage_job *j, struct arena *scratch)
{
	const struct link_result *res = &j->result;
	struct cluster_edge *edges = NEW_N(scratch, res->n_pairs, struct cluster_edge);
	bool *free_of = NEW_N(scratch, j->s.n_lists, bool);
	for (size_t i = 0; i < res->n_pairs; i++)
		edges[i] = (struct cluster_edge){ res->pairs[i].a, res->pairs[i].b,
						  linkage_shared_bits(&res->pairs[i]) };
	for (size_t i = 0; i < j->s.n_lists; i++)
		free_of[i] = j->s.lists[i].duplicate_free;
	return (struct cluster_in){ .n = j->s.n,
				    .edges = edges,
				    .n_edges = res->n_pairs,
				    .list = j->s.set->list,
				    .duplicate_free = free_of,
				    .rank = j->s.set->rank,
				    .decisions = { j->s.decisions, j->s.n_decisions },
				    .absent = (float)link_log_odds(.01),
				    .lean = res->model->lean };
}

static int order_queue(struct reg *r, struct linkage_job *j, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(MEMORY_MAX);
	struct cluster_in in = cluster_input(j, scratch);
	const bool *published;
	j->flagged = NEW_N(j->a, in.n, bool);
	for (size_t i = 0; i < j->result.n_flags; i++)
		j->flagged[j->result.flags[i].cluster] = true;
	TRY(linkage_published(r, j->s.of, j->s.n, scratch, &published, e));
	return linkage_turns(&in, published, j->o.accept, j->a, &j->queue, &j->n_queue, e);
}

static void write_model(struct linkage_job *j)
{
	AUTO_BUF b;
	buf_init(&b, RUN_MODEL_MAX);
	link_model_write(j->result.model, &b);
	j->model_json = buf_copy(&b, j->a);
}

static int compute(struct reg *r, struct linkage_job *j, link_progress *progress, void *ctx,
		   struct err *e)
{
	struct link_decisions d = { j->s.decisions, j->s.n_decisions };
	struct link_options o = { .mode = LINK_BOTH,
				  .threads = j->o.threads,
				  .seed = j->o.seed,
				  .accept = (float)j->o.accept,
				  .audit = j->o.audit,
				  .draws = j->o.draws,
				  .by_list = true,
				  .frozen = j->frozen };
	TRY(link_run(j->s.set, &d, &o, progress, ctx, j->a, &j->result, e));
	j->sure = NEW_N(j->a, j->s.n, uint32_t);
	linkage_sure(j->result.cluster, j->s.n, j->result.pairs, j->result.n_pairs, o.accept,
		     j->s.decisions, j->s.n_decisions, j->a, j->sure);
	struct linkage_plan_in in = { j->s.of, j->s.n, j->sure, j->persons, j->n_persons };
	linkage_plan(&in, j->a, &j->plan);
	return order_queue(r, j, e);
}

static int frozen_model(struct reg *r, struct linkage_job *j, struct err *e)
{
	struct str json;
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	if (!run)
		return err_set(e, ERR_NOTFOUND, "there is no run yet whose model could be taken");
	TRY(reg_run_model_of(r, run, j->a, &json, e));
	j->frozen = NEW(j->a, struct link_model);
	return link_model_read(json, j->a, j->frozen, e);
}

static int begin(struct reg *r, struct linkage_job *j, link_progress *progress, void *ctx,
		 struct err *e)
{
	int64_t began = clock_now_ms();
	TRY(reg_acts_mark(r, &j->mark, e));
	if (j->o.only_new && !j->o.anew) {
		AUTO_LINKAGE_ARRIVALS *x = NULL;
		bool is_done;
		TRY(linkage_arrivals_open(r, &x, e));
		TRY(linkage_new_begin(j, x, r, &is_done, e));
		if (is_done)
			return linkage_new_count(j, r, e);
	}
	if (j->o.only_new)
		TRY(frozen_model(r, j, e));
	TRY(linkage_set_read(r, j->frozen, j->a, &j->s, e));
	TRY(linkage_persons(r, j->s.of, j->s.n, j->a, &j->persons, &j->n_persons, e));
	TRY(compute(r, j, progress, ctx, e));
	write_model(j);
	linkage_report_of(&j->s, &j->result, j->sure, &j->o, j->frozen != NULL,
			  linkage_model_name(j->model_json, j->a), j->a, &j->report);
	j->report.in_review = (int64_t)j->n_queue;
	linkage_expect_run(j);
	j->report.milliseconds = clock_now_ms() - began;
	return 0;
}

int linkage_begin(struct reg *r, const struct linkage_options *o, link_progress *progress,
		  void *ctx, struct linkage_job **ret, struct err *e)
{
	double accept = o->accept > 0 ? o->accept : .95;
	if (accept < .5 || accept >= 1)
		return err_set(e, ERR_INPUT,
			       "accept is a probability from 0.5 to below 1, for example 0.95");
	AUTO_LINKAGE *j = mem_need(calloc(1, sizeof *j));
	j->a = arena_new(MEMORY_MAX);
	j->o = *o;
	j->o.accept = accept;
	if (!j->o.draws)
		j->o.draws = 200;
	TRY(begin(r, j, progress, ctx, e));
	*ret = j;
	j = NULL;
	return 0;
}

void linkage_found(const struct linkage_job *j, struct linkage_report *ret)
{
	*ret = j->report;
}

/* ---- looking at it ---- */

struct change_list {
	struct reg *r;
	struct arena *a;
	struct linkage_diff *d;
	size_t cap;
};

static struct str number_of(const struct change_list *c, const struct linkage_one *o)
{
	struct entity en = { .id = o->id, .uuid = o->uuid, .kind = o->kind, .no = o->no };
	return reg_number(c->r, &en, c->a);
}

static struct linkage_change *add_change(struct change_list *c, enum linkage_what what,
					 const struct entity *person, size_t room)
{
	c->d->changes = arena_grow(c->a, c->d->changes, c->d->n, &c->cap, sizeof *c->d->changes);
	struct linkage_change *x = &c->d->changes[c->d->n++];
	*x = (struct linkage_change){ .what = what,
				      .number = STR(""),
				      .records = NEW_N(c->a, room, struct str) };
	if (person) {
		x->person = person->id;
		x->number = reg_number(c->r, person, c->a);
	}
	return x;
}

static void add_record(struct change_list *c, struct linkage_change *x, const struct linkage_one *o)
{
	x->records[x->n_records++] = number_of(c, o);
}

/* Members of each cluster, one after the other. */
static void chain_members(const struct linkage_job *j, struct arena *a, uint32_t **ret_next)
{
	uint32_t *next = NEW_N(a, j->s.n, uint32_t);
	uint32_t *last = NEW_N(a, j->s.n, uint32_t);
	for (uint32_t i = 0; i < j->s.n; i++) {
		next[i] = UINT32_MAX;
		if (j->sure[i] != i)
			next[last[j->sure[i]]] = i;
		last[j->sure[i]] = i;
	}
	*ret_next = next;
}

static int by_number(const void *x, const void *y)
{
	const struct linkage_one *a = *(const struct linkage_one *const *)x;
	const struct linkage_one *b = *(const struct linkage_one *const *)y;
	return a->no < b->no ? -1 : a->no > b->no;
}

static void diff_cluster(struct change_list *c, const struct linkage_job *j, const uint32_t *next,
			 uint32_t lowest)
{
	int32_t w = j->plan.winner[lowest];
	const struct entity *person = w >= 0 ? &j->persons[w].entity : NULL;
	struct linkage_change *come = NULL;
	size_t size = 0;
	size_t n = 0;
	for (uint32_t i = lowest; i != UINT32_MAX; i = next[i])
		size++;
	const struct linkage_one **list = NEW_N(c->a, size, const struct linkage_one *);
	for (uint32_t i = lowest; i != UINT32_MAX && w != LINKAGE_NOBODY; i = next[i]) {
		const struct linkage_one *o = &j->s.of[i];
		if (!o->is_person && !(person && o->person == person->id))
			list[n++] = o;
	}
	/* They stand in the set as their contents sort; people look for numbers. */
	if (n > 1)
		qsort(list, n, sizeof *list, by_number);
	if (n)
		come = add_change(c, person ? LINKAGE_GROWS : LINKAGE_NEW, person, n);
	for (size_t i = 0; i < n; i++)
		add_record(c, come, list[i]);
	if (come && person)
		c->d->grown++;
	c->d->minted += w == LINKAGE_MINTED;
	c->d->same += person && !come;
}

static void diff_persons(struct change_list *c, const struct linkage_job *j)
{
	for (size_t p = 0; p < j->n_persons; p++) {
		const struct linkage_person *x = &j->persons[p];
		int32_t w = j->plan.winner[j->sure[x->founder]];
		if (w < 0 || (size_t)w == p || x->under == j->persons[w].id)
			continue;
		struct linkage_change *ch = add_change(c, LINKAGE_JOINS, &j->persons[w].entity, 1);
		ch->records[ch->n_records++] = reg_number(c->r, &x->entity, c->a);
		c->d->joined++;
	}
}

/* Records that leave: those whose person is still somebody, without them. */
static void diff_parted(struct change_list *c, const struct linkage_job *j, struct arena *scratch)
{
	struct map by_person;
	map_init(&by_person, scratch);
	for (size_t p = 0; p < j->n_persons; p++) {
		int64_t id = j->persons[p].id;
		*map_at(&by_person, str_n((const char *)&id, sizeof id)) = &j->persons[p];
	}
	for (size_t i = 0; i < j->s.n; i++) {
		const struct linkage_one *o = &j->s.of[i];
		const struct linkage_person *was =
			o->person ? map_get(&by_person,
					    str_n((const char *)&o->person, sizeof o->person))
				  : NULL;
		if (!was || (o->is_person && o->person == o->id) ||
		    j->sure[was->founder] == j->sure[i])
			continue;
		struct linkage_change *ch = add_change(c, LINKAGE_PARTS, &was->entity, 1);
		add_record(c, ch, o);
		c->d->parted++;
	}
}

int linkage_diff(struct linkage_job *j, struct reg *r, struct arena *a, struct linkage_diff *ret,
		 struct err *e)
{
	AUTO_ARENA *scratch = arena_new(MEMORY_MAX);
	struct change_list c = { .r = r, .a = a, .d = ret };
	uint32_t *next;
	(void)e;
	*ret = (struct linkage_diff){ 0 };
	chain_members(j, scratch, &next);
	for (uint32_t i = 0; i < j->s.n; i++)
		if (j->sure[i] == i)
			diff_cluster(&c, j, next, i);
	diff_persons(&c, j);
	diff_parted(&c, j, scratch);
	return 0;
}

/* ---- writing it ---- */

static struct run_pair pair_of(const struct linkage_job *j, const struct link_rarity *rarity,
			       const struct link_pair *p)
{
	const struct link_model *m = j->result.model;
	const struct linkage_one *x = &j->s.of[p->a];
	const struct linkage_one *y = &j->s.of[p->b];
	struct run_pair ret = { .a = { .id = x->id, .uuid = x->uuid },
				.b = { .id = y->id, .uuid = y->uuid },
				.ppm = (int64_t)llround((double)p->probability * 1e6),
				.n_rarity = m->n_fields + 1 };
	struct link_waterfall w;
	for (size_t f = 0; f < m->n_fields; f++)
		ret.levels |= (int64_t)link_level_at(p->levels, f) << (4 * f);
	link_rarity_milli(rarity, p->levels, p->a, p->b, ret.rarity_milli);
	link_explain(m, p->levels, ret.rarity_milli, &w);
	ret.bits_milli = w.total_milli;
	return ret;
}

static int write_pairs(struct linkage_job *j, struct reg_tx *tx, int64_t run, struct err *e)
{
	AUTO_ARENA *scratch = arena_new(MEMORY_MAX);
	const struct link_result *res = &j->result;
	struct link_rarity rarity = link_rarity_new(j->s.set, res->model, scratch);
	struct run_pair *pairs = NEW_N(scratch, res->n_pairs, struct run_pair);
	for (size_t i = 0; i < res->n_pairs; i++) {
		const struct link_pair *p = &res->pairs[i];
		pairs[i] = pair_of(j, &rarity, p);
		pairs[i].flagged =
			res->cluster[p->a] == res->cluster[p->b] && j->flagged[res->cluster[p->a]];
	}
	for (size_t i = 0; i < j->n_queue; i++) {
		struct run_pair *p = &pairs[j->queue[i].edge];
		p->place = (int64_t)i + 1;
		p->effect_milli = j->queue[i].effect_milli;
		p->published_milli = j->queue[i].published_milli;
	}
	return reg_run_pairs(tx, run, pairs, res->n_pairs, e);
}

static int write_run(struct linkage_job *j, struct reg_tx *tx, struct str reason, int64_t *ret,
		     struct err *e)
{
	AUTO_ARENA *scratch = arena_new(MEMORY_MAX);
	AUTO_BUF summary;
	buf_init(&summary, 1 << 18);
	linkage_summary_write(&j->report, &summary);
	TRY(buf_check(&summary, e));
	struct assign_run run = { .model = j->report.model,
				  .reason = reason,
				  .summary = buf_str(&summary),
				  .all = true };
	struct linkage_plan_in in = { j->s.of, j->s.n, j->sure, j->persons, j->n_persons };
	TRY(reg_assign_begin(tx, &run, ret, e));
	TRY(reg_run_model(tx, *ret, j->model_json, e));
	TRY(write_pairs(j, tx, *ret, e));
	return linkage_assign(
		tx, *ret, &in, &j->plan,
		linkage_best(j->sure, j->s.n, j->result.pairs, j->result.n_pairs, scratch), e);
}

int linkage_commit(struct linkage_job *j, struct reg *r, struct str reason, int64_t *ret_run,
		   struct err *e)
{
	AUTO_REG_TX tx = { 0 };
	int64_t mark;
	TRY(linkage_may(r, ROLE_EDITOR, "only an editor or officer links lists", e));
	TRY(reg_begin(&tx, r, e));
	TRY(reg_acts_mark(r, &mark, e));
	if (mark != j->mark)
		return err_set(
			e, ERR_CONFLICT,
			"records or decisions came in since this was computed: run it again");
	if (j->base)
		TRY(linkage_new_write(j, &tx, reason, ret_run, e));
	else
		TRY(write_run(j, &tx, reason, ret_run, e));
	return reg_commit(&tx, e);
}
