/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run.c - records to persons.
 *
 *	1. levels of random pairs (u); keys; all candidates once, as a histogram of patterns and the pairs that
 *	   may be links
 *	2. m and lambda by EM; a first clustering
 *	3. with it u and frequencies again, now of different people; EM again: the model
 *	4. pairs weighed, clusters, counts, what blocking missed
 *
 * The second round matters: duplicates make values look common and chance agreement frequent.
 */
#include "link/run_priv.h"

#include <math.h>

#include "base/clock.h"

/* The first model knows little: what it keeps has to be enough for any later one. */
static const double KEEP_BITS = -18;
static const float FLOOR = .01F;
static const float ACCEPT = .95F;

struct link_run_state {
	const struct link_set *s;
	const struct link_decisions *d;
	struct link_options o;
	struct pool *pool;
	struct arena *a;
	struct link_told told;
	struct link_result *ret;
	struct link_blocks *blocks;
	struct link_sample sample;
	struct link_pass pass;
	struct link_labels labels;
	struct link_em_report em;
	uint32_t not_monotone;
	double pairs;
	size_t warnings_cap;
	bool *duplicate_free;
	double below; /* links expected among pairs that were compared and not kept */
	int64_t phase_began;
};

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

static void warn(struct link_run_state *st, struct str what, struct str todo)
{
	struct link_result *r = st->ret;
	r->warnings = arena_grow(st->a, r->warnings, r->n_warnings, &st->warnings_cap,
				 sizeof *r->warnings);
	r->warnings[r->n_warnings++] = (struct link_warning){ what, todo };
}

/* ---- learning ---- */

static void begin_model(struct link_run_state *st, const uint32_t *cluster)
{
	double u[LINK_FIELDS_MAX][LINK_LEVELS_MAX];
	link_sample_u(&st->sample, st->s, cluster, u);
	double lambda = .3 * (double)st->s->n / st->pairs;
	link_model_begin(st->ret->model, st->s, u, lambda > .3 ? .3 : lambda);
	link_model_weigh(st->ret->model, st->pairs);
}

static int learn(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)1 << 30);
	st->pass.h.all = st->pairs;
	TRY(link_em(st->ret->model, &st->pass.h, scratch, &st->em, e));
	st->not_monotone = link_model_weigh(st->ret->model, st->pairs);
	return 0;
}

/* Where towns pass for persons, fields that say the same thing twice may be why. */
static int learn_first(struct link_run_state *st, struct err *e)
{
	struct err refused = { 0 };
	if (learn(st, &refused) == 0)
		return 0;
	link_find_together_first(st->ret->model, st->s);
	begin_model(st, NULL);
	return learn(st, e);
}

/* ---- weighing and clustering ---- */

struct weighing {
	const struct link_run_state *st;
	const struct link_rarity *r;
	float *bits;
};
enum { WEIGH_RUN = 8192 };

static void weigh_run(void *ctx, size_t i, int worker)
{
	struct weighing *w = ctx;
	(void)worker;
	const struct link_pass *p = &w->st->pass;
	size_t to = (i + 1) * WEIGH_RUN < p->n_kept ? (i + 1) * WEIGH_RUN : p->n_kept;
	for (size_t k = i * WEIGH_RUN; k < to; k++)
		w->bits[k] =
			(float)link_pair_bits(w->r, p->kept[k].pattern, p->kept[k].a, p->kept[k].b);
}

static void weigh_pairs(struct link_run_state *st, struct arena *scratch)
{
	struct link_result *ret = st->ret;
	struct link_rarity r = link_rarity_new(st->s, ret->model, scratch);
	struct weighing w = { st, &r, NEW_N(scratch, st->pass.n_kept, float) };
	pool_each(st->pool, (st->pass.n_kept + WEIGH_RUN - 1) / WEIGH_RUN, weigh_run, &w);
	float floor_bits = (float)log2((double)st->o.floor / (1 - (double)st->o.floor));
	size_t n = 0;
	for (size_t i = 0; i < st->pass.n_kept; i++)
		n += w.bits[i] >= floor_bits;
	ret->pairs = NEW_N(st->a, n, struct link_pair);
	ret->n_pairs = 0;
	st->below = 0;
	for (size_t i = 0; i < st->pass.n_kept; i++) {
		const struct kept_pair *k = &st->pass.kept[i];
		if (w.bits[i] < floor_bits) {
			st->below += link_model_probability(ret->model, (double)w.bits[i]);
			continue;
		}
		double p = link_model_probability(ret->model, (double)w.bits[i]);
		ret->pairs[ret->n_pairs++] =
			(struct link_pair){ k->a, k->b, w.bits[i], (float)p, k->pattern };
	}
}

static struct cluster_in cluster_input(const struct link_run_state *st, struct arena *scratch)
{
	const struct link_result *ret = st->ret;
	struct cluster_edge *edges = NEW_N(scratch, ret->n_pairs, struct cluster_edge);
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
	in.absent = (float)log2((double)st->o.floor / (1 - (double)st->o.floor));
	in.pool = st->pool;
	return in;
}

static int cluster(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	weigh_pairs(st, scratch);
	struct cluster_in in = cluster_input(st, scratch);
	struct cluster_flag *flags;
	size_t n_flags;
	return cluster_solve(&in, scratch, st->ret->cluster, &flags, &n_flags, e);
}

/* ---- counts ---- */

/* In a list without duplicates at most one is right: each pair shares its odds with its rivals. */
static void share_odds(struct link_run_state *st, struct arena *scratch)
{
	struct link_result *ret = st->ret;
	double *rivals = NEW_N(scratch, st->s->n, double);
	bool any = false;
	for (size_t l = 0; l < st->s->n_lists; l++)
		any |= st->duplicate_free[l];
	/* With one such list on a side, the sum over it; rivals in several lists are not rivals of each other. */
	if (!any || st->s->n_lists != 2)
		return;
	for (size_t i = 0; i < ret->n_pairs; i++) {
		const struct link_pair *p = &ret->pairs[i];
		double odds = exp2(fmin((double)p->bits, 60));
		if (st->duplicate_free[st->s->list[p->b]] && st->s->list[p->a] != st->s->list[p->b])
			rivals[p->a] += odds;
		if (st->duplicate_free[st->s->list[p->a]] && st->s->list[p->a] != st->s->list[p->b])
			rivals[p->b] += odds;
	}
	for (size_t i = 0; i < ret->n_pairs; i++) {
		struct link_pair *p = &ret->pairs[i];
		if (st->s->list[p->a] == st->s->list[p->b])
			continue;
		double odds = exp2(fmin((double)p->bits, 60));
		double most = fmax(rivals[p->a], rivals[p->b]);
		if (most > odds)
			p->probability = (float)fmin((double)p->probability, odds / (1 + most));
	}
}

static int by_double(const void *x, const void *y)
{
	double a = *(const double *)x;
	double b = *(const double *)y;
	return (a > b) - (a < b);
}

static size_t count_clusters(const struct link_set *s, const uint32_t *cluster)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += cluster[i] == i && !(s->flags[i] & (LINK_UNNAMED | LINK_GROUP));
	return n;
}

struct drawn {
	const struct link_set *s;
	double *count;
};

static int count_draw(void *ctx, size_t draw, const uint32_t *cluster, struct err *e)
{
	struct drawn *d = ctx;
	(void)e;
	d->count[draw] = (double)count_clusters(d->s, cluster);
	return 0;
}

static int draw_counts(struct link_run_state *st, const struct cluster_in *in,
		       struct arena *scratch, struct err *e)
{
	size_t n = st->o.draws;
	struct drawn d = { st->s, NEW_N(scratch, n, double) };
	TRY(cluster_draws(in, st->o.seed, n, scratch, count_draw, &d, e));
	qsort(d.count, n, sizeof *d.count, by_double);
	st->ret->counts.drawn_lo = d.count[(size_t)(.025 * (double)(n - 1))];
	st->ret->counts.drawn_hi = d.count[(size_t)ceil(.975 * (double)(n - 1))];
	return 0;
}

/*
 * Links that nobody will be shown: each takes at most one person off the count, and none adds one. As many pairs
 * again as the model expects under the floor, and as capture-recapture says that blocking missed at most, with
 * what a Poisson count of them may exceed its mean by.
 */
static void count_unseen(struct link_run_state *st)
{
	struct link_counts *c = &st->ret->counts;
	double found = 0;
	for (size_t i = 0; i < st->ret->n_pairs; i++)
		found += (double)st->ret->pairs[i].probability;
	double bound = fmax(st->ret->recall.bound, .5);
	c->unseen = st->below + found * (1 - bound) / bound;
	double lo = c->drawn_lo - c->unseen - 1.96 * sqrt(c->unseen);
	c->drawn_lo = fmax(lo, fmin(1, (double)c->clusters));
}

static int count(struct link_run_state *st, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	const struct link_set *s = st->s;
	struct link_result *ret = st->ret;
	struct link_counts *c = &ret->counts;
	uint32_t *size = NEW_N(scratch, s->n, uint32_t);
	size_t held = 0;
	for (size_t i = 0; i < s->n; i++) {
		c->unnamed += (s->flags[i] & LINK_UNNAMED) != 0;
		c->groups += (s->flags[i] & (LINK_UNNAMED | LINK_GROUP)) == LINK_GROUP;
		assert(ret->cluster[i] <= i && ret->cluster[ret->cluster[i]] == ret->cluster[i]);
		size[ret->cluster[i]]++;
	}
	for (size_t i = 0; i < s->n; i++) {
		held += size[i];
		c->linked += size[i] > 1 ? size[i] : 0;
		assert(size[i] < 2 || !(s->flags[i] & (LINK_UNNAMED | LINK_GROUP)));
	}
	assert(held == s->n && "conservation: each record is in one cluster");
	c->records = s->n;
	c->linkable = s->n - c->unnamed - c->groups;
	c->clusters = count_clusters(s, ret->cluster);
	c->pairs = ret->n_pairs;
	for (size_t i = 0; i < ret->n_pairs; i++) {
		float p = ret->pairs[i].probability;
		c->auto_accepted += p >= st->o.accept;
		c->in_review += p >= 1 - st->o.accept && p < st->o.accept;
	}
	struct cluster_in in = cluster_input(st, scratch);
	float accept = (float)log2((double)st->o.accept / (1 - (double)st->o.accept));
	TRY(cluster_count_bounds(&in, accept, scratch, &c->lo, &c->hi, e));
	c->lo -= c->unnamed + c->groups;
	c->hi -= c->unnamed + c->groups;
	share_odds(st, scratch);
	return draw_counts(st, &in, scratch, e);
}

/* ---- warnings ---- */

static void warn_of_model(struct link_run_state *st)
{
	struct arena *a = st->a;
	if (!st->em.starts_agree)
		warn(st,
		     str_printf(
			     a,
			     "learning from different starts did not agree: %.3g, %.3g and %.3g of all pairs are one person",
			     st->em.lambdas[0], st->em.lambdas[1], st->em.lambdas[2]),
		     STR("review pairs of middling probability; add a field that tells people apart"));
	if (st->em.lambda_bounded)
		warn(st,
		     str_printf(
			     a,
			     "the share of pairs that are one person was held at %.3g: sure links are %.0f",
			     st->ret->model->lambda, st->em.sure),
		     STR("compare with a reviewed sample before using probabilities"));
	for (size_t f = 0; f < st->s->n_fields; f++)
		if (st->not_monotone >> f & 1)
			warn(st,
			     str_printf(
				     a,
				     "levels of %.*s were not in order and have been put in order",
				     STR_FMT(st->s->fields[f].label)),
			     STR("look whether the column has the type it was given"));
}

static void warn_of_together(struct link_run_state *st)
{
	const struct link_model *m = st->ret->model;
	for (size_t i = 0; i < m->n_together; i++) {
		const struct link_together *t = &m->together[i];
		if (t->bits >= 2)
			warn(st,
			     str_printf(
				     st->a,
				     "%.*s and %.*s go together: agreement in both was counted %.1f bits lower",
				     STR_FMT(m->fields[t->f].field.label),
				     STR_FMT(m->fields[t->g].field.label), t->bits),
			     STR("nothing, unless one of them is made from the other: then leave it out"));
	}
}

static void warn_of_lists(struct link_run_state *st)
{
	const struct link_set *s = st->s;
	size_t *within = NEW_N(st->a, s->n_lists, size_t);
	for (size_t i = 0; i < st->ret->n_pairs; i++) {
		const struct link_pair *p = &st->ret->pairs[i];
		if (s->list[p->a] == s->list[p->b] && p->bits > 4)
			within[s->list[p->a]]++;
	}
	for (size_t l = 0; l < s->n_lists; l++)
		if (s->lists[l].duplicate_free && within[l])
			warn(st,
			     str_printf(
				     st->a,
				     "list %.*s is said to be without duplicates; %zu pairs within it look like one person",
				     STR_FMT(s->lists[l].name), within[l]),
			     STR("look at them; if they are, take the list out of duplicate_free"));
}

/* ---- the run ---- */

static int learn_model(struct link_run_state *st, struct err *e)
{
	struct link_result *ret = st->ret;
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	st->told.phase = STR("comparing");
	link_sample_draw(st->s, st->o.mode, st->o.seed, st->pool, &st->sample);
	begin_model(st, NULL);
	if (st->o.frozen)
		*ret->model = *st->o.frozen;
	else
		for (size_t f = 0; f < st->s->n_fields; f++)
			ret->model->fields[f].tokens = st->s->values[f].tokens;
	phase_end(st, PHASE_SAMPLE);
	st->blocks = link_blocks_new(st->s, st->o.mode, st->o.seed, st->s->n <= LINK_EXHAUSTIVE,
				     st->pool, st->a);
	phase_end(st, PHASE_KEYS);
	double least = st->o.frozen ? -16 : KEEP_BITS;
	TRY(link_pass_run(st->s, st->blocks, ret->model, least, st->pool, &st->told, &st->pass, e));
	phase_end(st, PHASE_COMPARE);
	if (st->o.frozen)
		return 0;
	link_labels_take(st->d, st->s, st->o.mode, st->blocks, st->a, &st->pass.h, &st->labels);
	TRY(learn_first(st, e));
	link_count_people(ret->model, st->s, NULL, scratch);
	TRY(cluster(st, e));
	begin_model(st, ret->cluster);
	link_find_together(ret->model, st->s, ret->cluster);
	TRY(learn(st, e));
	link_count_people(ret->model, st->s, ret->cluster, st->a);
	link_labels_calibrate(&st->labels, st->s, ret->model, st->a);
	ret->model->seed = st->o.seed;
	phase_end(st, PHASE_LEARN);
	return 0;
}

static int run(struct link_run_state *st, struct err *e)
{
	struct link_result *ret = st->ret;
	TRY(learn_model(st, e));
	TRY(cluster(st, e));
	TRY(count(st, e));
	phase_end(st, PHASE_CLUSTER);
	ret->recall.candidates = st->pass.candidates;
	ret->recall.tightened = link_blocks_narrowed(st->blocks);
	ret->recall.exhaustive = st->s->n <= LINK_EXHAUSTIVE;
	struct link_scored scored = { ret->pairs, ret->n_pairs };
	link_recall_estimate(st->s, st->blocks, &scored, st->pool, &ret->recall);
	if (st->o.audit) {
		AUTO_ARENA *scratch = arena_new((size_t)2 << 30);
		struct link_rarity r = link_rarity_new(st->s, ret->model, scratch);
		st->told.phase = STR("auditing");
		TRY(link_recall_audit(st->s, st->o.mode, st->blocks, &r, st->o.audit, st->o.seed,
				      st->pool, &st->told, &ret->recall, e));
	}
	count_unseen(st);
	phase_end(st, PHASE_RECALL);
	if (!st->o.frozen) /* else nothing was learned here */
		warn_of_model(st);
	warn_of_together(st);
	warn_of_lists(st);
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
	int rc = run(&st, e);
	link_sample_done(&st.sample);
	link_pass_done(&st.pass);
	link_blocks_free(st.blocks);
	return rc;
}
