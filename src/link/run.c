/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run.c - records to persons.
 *
 *	1. levels of random pairs; keys; all candidates once, as a histogram of patterns and the pairs that
 *	   may be links
 *	2. u of all pairs, m and lambda by EM; a first clustering
 *	3. with it u and frequencies again, now of different people; EM again, and once more
 *	   with what values are worth: the model
 *	4. pairs weighed, clusters, counts, what blocking missed
 *
 * The second round matters: duplicates make values look common and chance agreement frequent.
 */
#include "link/run_priv.h"

#include "base/clock.h"

/* The first model knows little: what it keeps has to be enough for any later one. */
static const double KEEP_BITS = -18;
static const float FLOOR = .01F;
static const float ACCEPT = .95F;
/* What is four times likelier two persons than one stays two, whatever the count. */
static const float LEAN_MOST = .3F;
/* Whole names of one person that have nothing to do with each other: in lists of the past, with names of marriage and of the
 * stage, it is one in eight. */
static const double UNLIKE_MOST = .15;

enum phase {
	PHASE_SAMPLE,
	PHASE_KEYS,
	PHASE_COMPARE,
	PHASE_LEARN,
	PHASE_CLUSTER,
	PHASE_RECALL,
	PHASES
};

struct str link_phase_name(size_t phase)
{
	static const char *const NAMES[PHASES] = { "sampling", "keys",	     "comparing",
						   "learning", "clustering", "checking recall" };
	return phase < PHASES ? str_of(NAMES[phase]) : STR("");
}

static void phase_end(struct link_run_state *st, enum phase p)
{
	int64_t now = clock_mono_ns();
	st->ret->seconds[p] += (double)(now - st->phase_began) / 1e9;
	st->phase_began = now;
}

/* ---- learning ---- */

static void begin_from(struct link_run_state *st, double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX])
{
	double lambda = .3 * (double)st->s->n / st->pairs;
	link_model_begin(st->ret->model, st->s, u, lambda > .3 ? .3 : lambda);
	link_model_weigh(st->ret->model, st->pairs);
}

static int learn(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)1 << 30);
	st->pass.h.all = st->pairs;
	st->pass.h.total = (const double(*)[LINK_LEVELS_MAX])st->total;
	st->pass.h.share = st->share;
	st->pass.h.unlike = UNLIKE_MOST;
	TRY(link_em(st->ret->model, &st->pass.h, scratch, &st->em, e));
	st->not_monotone = link_model_weigh(st->ret->model, st->pairs);
	return 0;
}

/* Before anything is compared: from the sample alone. */
static void begin_first(struct link_run_state *st)
{
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	link_sample_u(&st->sample, st->s, NULL, u);
	begin_from(st, u);
}

/* From all pairs, of one person or two: nothing is known yet. */
static void begin_all(struct link_run_state *st)
{
	st->share = link_chance_u(st->s, &st->sample, &st->pass, NULL, st->pairs, st->total);
	begin_from(st, st->total);
}

/* Less those that are one person as far as is known. */
static void begin_again(struct link_run_state *st)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	const uint32_t *cluster = st->ret->cluster;
	float *one = link_run_weigh(st, scratch);
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		const struct kept_pair *p = &st->pass.kept[i];
		double may_be = link_model_probability(st->ret->model, (double)one[i]);
		one[i] = cluster[p->a] == cluster[p->b] ? 1 : (float)may_be;
	}
	link_chance_u(st->s, &st->sample, &st->pass, one, st->pairs, u);
	begin_from(st, u);
}

/* Of each kept pair, what its values add to its levels. */
static void refine(struct link_run_state *st)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	float *bits = link_run_weigh(st, scratch);
	for (size_t i = 0; i < st->pass.n_kept; i++)
		bits[i] -= (float)link_model_bits(st->ret->model, st->pass.kept[i].pattern);
	link_refine(st->ret->model, &st->pass, bits, NULL, &st->labels, &st->em);
	st->not_monotone = link_model_weigh(st->ret->model, st->pairs);
}

/* ---- clustering ---- */

static void learn_between(struct link_run_state *st)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	const float *bits = link_run_weigh(st, scratch);
	link_between_learn(st->ret->model, st->s, st->o.mode, &st->pass, bits, &st->sample,
			   st->ret->cluster, st->a);
}

/* Returns the bits of all that were kept. */
static const float *weigh_pairs(struct link_run_state *st, struct arena *scratch)
{
	struct link_result *ret = st->ret;
	const float *bits = link_run_weigh(st, scratch);
	float floor_bits = (float)link_log_odds((double)st->o.floor);
	size_t n = 0;
	for (size_t i = 0; i < st->pass.n_kept; i++)
		n += link_is_kept(bits[i], floor_bits);
	ret->pairs = NEW_N(st->a, n, struct link_pair);
	ret->n_pairs = 0;
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		const struct kept_pair *k = &st->pass.kept[i];
		if (!link_is_kept(bits[i], floor_bits))
			continue;
		double p = link_model_probability(ret->model, (double)bits[i]);
		ret->pairs[ret->n_pairs++] =
			(struct link_pair){ k->a, k->b, bits[i], (float)p, k->pattern };
	}
	return bits;
}

/* What clustering is given. Edges in `a`. */
static struct cluster_in edges_of(const struct link_run_state *st, struct arena *a)
{
	const struct link_result *ret = st->ret;
	struct cluster_edge *edges = NEW_N(a, ret->n_pairs, struct cluster_edge);
	for (size_t i = 0; i < ret->n_pairs; i++)
		edges[i] = (struct cluster_edge){ ret->pairs[i].a, ret->pairs[i].b,
						  (float)link_model_odds(
							  ret->model, (double)ret->pairs[i].bits) };
	struct cluster_in in = { .n = st->s->n, .edges = edges, .n_edges = ret->n_pairs };
	in.list = st->s->list;
	in.duplicate_free = st->duplicate_free;
	in.rank = st->s->rank;
	if (st->d)
		in.decisions = *st->d;
	in.absent = (float)link_log_odds((double)st->o.floor);
	in.core_bits = (float)ret->model->core_bits;
	in.within = link_within(ret->model, st->s, a);
	in.lean = (float)ret->model->lean;
	in.pool = st->pool;
	return in;
}

static void solve(struct link_run_state *st, struct clustering *c, float lean,
		  struct arena *scratch)
{
	struct link_result *ret = st->ret;
	struct cluster_flag *flags;
	clustering_solve(c, lean, scratch, ret->cluster, &flags, &ret->n_flags);
	size_t cap = 0;
	size_t n = 0;
	for (; n < ret->n_flags; n++) {
		ret->flags = arena_grow(st->a, ret->flags, n, &cap, sizeof *flags);
		ret->flags[n] = flags[n];
	}
	for (size_t i = 0; i < ret->n_pairs; i++) {
		const struct link_pair *p = &ret->pairs[i];
		if (ret->cluster[p->a] != ret->cluster[p->b] ||
		    !link_dates_differ(ret->model, p->levels))
			continue;
		ret->flags = arena_grow(st->a, ret->flags, n, &cap, sizeof *flags);
		ret->flags[n++] =
			(struct cluster_flag){ ret->cluster[p->a], CLUSTER_DATES, p->a, p->b };
	}
	ret->n_flags = n;
}

/* While the model is not known yet. */
static int cluster_first(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct clustering *c;
	weigh_pairs(st, scratch);
	struct cluster_in in = edges_of(st, scratch);
	TRY(clustering_new(&in, scratch, &c, e));
	solve(st, c, in.lean, scratch);
	return 0;
}

static void refine_by_persons(struct link_run_state *st, const float *bits, const float *p,
			      struct arena *scratch)
{
	const struct link_result *ret = st->ret;
	float *one = NEW_N(scratch, st->pass.n_kept, float);
	float *rare = NEW_N(scratch, st->pass.n_kept, float);
	size_t k = 0;
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		const struct kept_pair *q = &st->pass.kept[i];
		bool is_pair =
			k < ret->n_pairs && ret->pairs[k].a == q->a && ret->pairs[k].b == q->b;
		rare[i] = bits[i] - (float)link_model_bits(ret->model, q->pattern);
		one[i] = is_pair ? p[k++] : ret->cluster[q->a] == ret->cluster[q->b];
	}
	link_refine(ret->model, &st->pass, rare, one, &st->labels, &st->em);
	st->not_monotone = link_model_weigh(ret->model, st->pairs);
}

/*
 * By itself each of ten namesakes may be the one; together they share one chance, and he who was found leaves them none. Pairs
 * weighed one by one have it that people change their dates and towns far more often than they do. So where there are lists
 * that repeat few, m is taken once more from what clusters say of each pair. Within one list that repeats people many times
 * what is left over is as often theirs, and it is not.
 */
static int learn_by_persons(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct link_model *m = st->ret->model;
	struct clustering *c;
	/* Weights of two lists' own are beside what is about to change. */
	for (size_t i = 0; i < m->n_between; i++)
		m->between[i].own = false;
	const float *bits = weigh_pairs(st, scratch);
	struct cluster_in in = edges_of(st, scratch);
	TRY(clustering_new(&in, scratch, &c, e));
	solve(st, c, in.lean, scratch);
	float *p = NEW_N(scratch, st->ret->n_pairs, float);
	clustering_probabilities(c, p);
	refine_by_persons(st, bits, p, scratch);
	m->n_between = 0;
	learn_between(st);
	return 0;
}

/* What belongs together by its pairs is compared in full. Once: a second time has found one pair in a thousand more. */
static void complete(struct link_run_state *st)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct link_completion how = { .sure = link_log_odds((double)st->o.accept),
				       .near = link_log_odds((double)st->o.floor),
				       .least = KEEP_BITS,
				       .most = st->pass.candidates };
	if (st->s->n <= LINK_EXHAUSTIVE)
		return;
	const float *bits = link_run_weigh(st, scratch);
	st->ret->recall.completed = link_pass_complete(st->s, st->o.mode, st->ret->model, bits,
						       &how, st->pool, &st->pass);
}

static int find_cores(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct cluster_cores cores;
	const float *bits = weigh_pairs(st, scratch);
	st->edges = edges_of(st, st->last_a);
	TRY(clustering_new(&st->edges, st->last_a, &st->last, e));
	clustering_cores(st->last, scratch, &cores);
	if (!st->o.frozen)
		link_run_cores(st, &cores, scratch);
	clustering_core_bits(st->last, (float)st->ret->model->core_bits);
	st->below = link_run_below(st, &cores, bits, (float)link_log_odds((double)st->o.floor),
				   scratch);
	return 0;
}

/* The best clustering of about as many persons as are expected. */
static void cluster_last(struct link_run_state *st)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	double alone = 0;
	for (size_t i = 0; i < st->s->n; i++)
		alone += !link_is_linkable(st->s, i);
	if (!st->o.frozen) {
		double persons = st->ret->counts.expected + alone;
		st->ret->model->lean = clustering_lean(st->last, persons, LEAN_MOST, scratch);
	}
	solve(st, st->last, st->ret->model->lean, scratch);
}

/* ---- the run ---- */

static int learn_model(struct link_run_state *st, struct err *e)
{
	struct link_result *ret = st->ret;
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	st->told.phase = STR("comparing");
	link_sample_draw(st->s, st->o.mode, st->o.seed, st->pool, &st->sample);
	begin_first(st);
	if (st->o.frozen)
		*ret->model = *st->o.frozen;
	else
		link_spaces_keep(ret->model, st->s, st->a);
	if (!st->o.frozen) {
		link_repeats_keep(ret->model, st->s);
		link_sexes_learn(ret->model, st->s, st->a);
	}
	for (size_t f = 0; f < st->s->n_fields && !st->o.frozen; f++)
		ret->model->fields[f].tokens = st->s->values[f].tokens;
	phase_end(st, PHASE_SAMPLE);
	st->blocks = link_blocks_new(st->s, st->o.mode, st->o.seed, st->s->n <= LINK_EXHAUSTIVE,
				     st->pool, st->a);
	phase_end(st, PHASE_KEYS);
	double least = st->o.frozen ? -16 : KEEP_BITS;
	TRY(link_pass_run(st->s, st->blocks, ret->model, least, st->pool, &st->told, &st->pass, e));
	if (!st->o.frozen)
		link_sample_meet(&st->sample, st->blocks, st->pool);
	link_blocks_forget(st->blocks);
	phase_end(st, PHASE_COMPARE);
	if (st->o.frozen)
		return 0;
	begin_all(st);
	link_labels_take(st->d, st->s, st->o.mode, st->blocks, st->a, &st->pass.h, &st->labels);
	link_find_together_first(ret->model, st->s, st->pool);
	TRY(learn(st, e));
	link_count_people(ret->model, st->s, NULL, scratch);
	link_weigh_words(ret->model, st->s, &st->sample, NULL);
	TRY(cluster_first(st, e));
	link_find_together(ret->model, st->s, link_may_be_one(ret, scratch), st->pool);
	begin_again(st);
	TRY(learn(st, e));
	link_count_people(ret->model, st->s, ret->cluster, st->a);
	link_weigh_words(ret->model, st->s, &st->sample, ret->cluster);
	link_weigh_any(ret->model, st->s, &st->sample, &st->pass, ret->cluster,
		       link_run_weigh(st, scratch));
	refine(st);
	learn_between(st);
	if (ret->model->n_between)
		TRY(learn_by_persons(st, e));
	link_labels_calibrate(&st->labels, st->s, ret->model, st->a);
	ret->model->seed = st->o.seed;
	phase_end(st, PHASE_LEARN);
	return 0;
}

static int run(struct link_run_state *st, struct err *e)
{
	struct link_result *ret = st->ret;
	TRY(learn_model(st, e));
	complete(st);
	TRY(find_cores(st, e));
	TRY(link_run_draw(st, e));
	phase_end(st, PHASE_CLUSTER);
	ret->recall.candidates = st->pass.candidates + ret->recall.completed;
	ret->recall.tightened = link_blocks_narrowed(st->blocks);
	ret->recall.exhaustive = st->s->n <= LINK_EXHAUSTIVE;
	struct link_scored scored = { ret->pairs, ret->n_pairs };
	link_recall_estimate(st->s, st->blocks, &scored, st->pool, &ret->recall);
	if (st->o.audit) {
		AUTO_ARENA *scratch = arena_new((size_t)2 << 30);
		struct link_rarity r = link_rarity_new(st->s, ret->model, scratch);
		st->told.phase = STR("auditing");
		TRY(link_recall_audit(st->s, st->o.mode, st->blocks, &scored, &r, st->o.audit,
				      st->o.seed, st->pool, &st->told, &ret->recall, e));
	}
	phase_end(st, PHASE_RECALL);
	link_run_count_unseen(st);
	cluster_last(st);
	TRY(link_run_count(st, e));
	phase_end(st, PHASE_CLUSTER);
	link_run_warn(st);
	return 0;
}

/* What an interval of draws gains beyond a few dozen, time does not allow for a million records. */
static size_t draws_for(size_t records)
{
	size_t n = 20000000 / (records + 1);
	return n < 20 ? 20 : n > 200 ? 200 : n;
}

static void set_defaults(struct link_options *o, size_t records)
{
	if (!(o->floor > 0))
		o->floor = FLOOR;
	if (!(o->accept > 0))
		o->accept = ACCEPT;
	if (!o->draws)
		o->draws = draws_for(records);
}

static int check_frozen(const struct link_model *m, const struct link_set *s, struct err *e)
{
	bool same = m->n_fields == s->n_fields;
	for (size_t f = 0; same && f < m->n_fields; f++)
		same = m->fields[f].field.type == s->fields[f].type;
	if (!same)
		return err_set(e, ERR_INPUT, "the model was learned from other fields");
	return 0;
}

int link_run(const struct link_set *set, const struct link_decisions *d,
	     const struct link_options *o, link_progress *progress, void *ctx, struct arena *a,
	     struct link_result *ret, struct err *e)
{
	struct link_run_state st = { .s = set, .d = d, .o = *o, .a = a, .ret = ret };
	struct link_set under;
	if (o->frozen) {
		TRY(check_frozen(o->frozen, set, e));
		under = link_set_under(set, o->frozen);
		st.s = &under;
	}
	set_defaults(&st.o, set->n);
	*ret = (struct link_result){ .set = set };
	ret->model = NEW(a, struct link_model);
	ret->cluster = NEW_N(a, set->n, uint32_t);
	st.told = (struct link_told){ progress, ctx, STR("comparing") };
	st.pairs = link_pairs_of(set, o->mode);
	st.duplicate_free = NEW_N(a, set->n_lists, bool);
	for (size_t l = 0; l < set->n_lists; l++)
		st.duplicate_free[l] = set->lists[l].duplicate_free;
	AUTO_POOL *pool = pool_new(o->threads);
	st.pool = pool;
	st.phase_began = clock_mono_ns();
	AUTO_ARENA *last = arena_new((size_t)16 << 30);
	st.last_a = last;
	int rc = run(&st, e);
	link_sample_done(&st.sample);
	link_pass_done(&st.pass);
	link_blocks_free(st.blocks);
	return rc;
}
