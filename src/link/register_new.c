/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_new.c - records that came since the newest run, compared with the few that share a key with them. */
#include "link/register_arrivals.h"

#include <math.h>

#include "link/compare.h"
#include "link/explain.h"

static const double FLOOR = .01; /* as link_run */

/* ---- comparing ---- */

struct comparing {
	const struct linkage_arrivals *x;
	struct reg *r;
	struct arena *a;
	struct linkage_row *rows; /* first those that came */
	size_t n, cap, n_new;
	struct map at; /* id -> place + 1 */
	struct run_pair *pairs;
	size_t n_pairs, cap_pairs;
	size_t candidates;
};

static size_t place_in(const struct comparing *c, int64_t id)
{
	return (size_t)(uintptr_t)map_get(&c->at, str_n((const char *)&id, sizeof id));
}

/* What is not filed (any more) as it stands is met when it is new itself. */
static int add_rows(struct comparing *c, const int64_t *ids, size_t n, struct err *e)
{
	int64_t *news = NEW_N(c->a, n, int64_t);
	struct filed *filed = NEW_N(c->a, n, struct filed);
	size_t n_news = 0;
	for (size_t i = 0; i < n; i++)
		if (!place_in(c, ids[i]))
			news[n_news++] = ids[i];
	TRY(reg_filed(c->r, news, n_news, c->a, filed, e));
	for (size_t i = 0; i < n_news; i++) {
		const struct filed *f = &filed[i];
		if (!f->record)
			continue;
		c->rows = arena_grow(c->a, c->rows, c->n, &c->cap, sizeof *c->rows);
		c->rows[c->n++] = (struct linkage_row){ f->record, f->list, f->said };
		*map_at(&c->at, str_n((const char *)&f->record, sizeof f->record)) =
			(void *)(uintptr_t)c->n;
	}
	return 0;
}

struct met {
	int64_t *p;
	size_t n;
};

static int find_candidates(struct comparing *c, struct met *met, struct err *e)
{
	struct link_set *s;
	struct filed_under *keys = NEW_N(c->a, LINKAGE_KEYS_MAX, struct filed_under);
	TRY(linkage_key_set(c->x, c->rows, c->n_new, c->a, &s, e));
	for (size_t i = 0; i < c->n_new; i++) {
		size_t n = linkage_keys_of(s, (uint32_t)i, keys);
		TRY(reg_filed_under(c->r, keys, n, c->a, &met[i].p, &met[i].n, e));
		TRY(add_rows(c, met[i].p, met[i].n, e));
	}
	return 0;
}

static int keep_pair(struct comparing *c, const struct link_rarity *rarity, uint64_t levels,
		     uint32_t i, uint32_t k, double bits, struct err *e)
{
	const struct link_model *m = c->x->model;
	struct link_waterfall w;
	c->pairs = arena_grow(c->a, c->pairs, c->n_pairs, &c->cap_pairs, sizeof *c->pairs);
	struct run_pair *p = &c->pairs[c->n_pairs++];
	*p = (struct run_pair){ .n_rarity = m->n_fields + 1 };
	for (size_t f = 0; f < m->n_fields; f++)
		p->levels |= (int64_t)link_level_at(levels, f) << (4 * f);
	TRY(reg_entity_by_id(c->r, c->rows[i].id, c->a, &p->a, e));
	TRY(reg_entity_by_id(c->r, c->rows[k].id, c->a, &p->b, e));
	link_rarity_milli(rarity, levels, i, k, p->rarity_milli);
	link_explain(m, levels, p->rarity_milli, &w);
	p->bits_milli = w.total_milli;
	p->ppm = (int64_t)llround(link_model_probability(m, bits) * 1e6);
	return 0;
}

/* Those of `met` that `i` is compared with: behind it, for two that are new meet twice. */
static size_t others_of(const struct comparing *c, const struct link_set *s, const struct met *met,
			uint32_t i, uint32_t *ret)
{
	size_t n = 0;
	for (size_t k = 0; k < met->n; k++) {
		uint32_t other = (uint32_t)place_in(c, met->p[k]);
		if (other && other - 1 > i && link_pair_allowed(s, LINK_BOTH, i, other - 1))
			ret[n++] = other - 1;
	}
	return n;
}

static int compare_all(struct comparing *c, const struct met *met, struct err *e)
{
	struct link_set *s;
	struct linkage_lists lists = { 0 };
	struct link_reading as = linkage_reading_of(c->x->model);
	as.places = c->x->places;
	TRY(linkage_rows_set(c->x, c->r, &lists, c->rows, c->n, c->x->field, c->x->fields,
			     c->x->model->n_fields, &as, c->a, &s, e));
	struct link_set under = link_set_under(s, c->x->model);
	AUTO_LINK_COMPARER *cmp = link_comparer_new(&under);
	struct link_rarity rarity = link_rarity_new(&under, c->x->model, c->a);
	float floor = (float)link_log_odds(FLOOR);
	uint32_t *others = NEW_N(c->a, c->n, uint32_t);
	uint64_t *levels = NEW_N(c->a, c->n, uint64_t);
	for (uint32_t i = 0; i < c->n_new; i++) {
		size_t n = others_of(c, &under, &met[i], i, others);
		link_compare_many(cmp, i, others, n, levels);
		c->candidates += n;
		for (size_t k = 0; k < n; k++) {
			double bits = link_pair_bits(&rarity, levels[k], i, others[k]);
			if (link_is_kept((float)bits, floor))
				TRY(keep_pair(c, &rarity, levels[k], i, others[k], bits, e));
		}
	}
	return 0;
}

/* ---- what hangs together ---- */

static int64_t count_sure(const struct linkage_piece *c)
{
	int64_t n = 0;
	for (uint32_t i = 0; i < c->n; i++)
		n += c->sure[i] == i;
	return n;
}

/* All pairs of the piece as they now are; those that the log has otherwise, or not at all, are said. */
static int say_pairs(struct linkage_job *j, struct linkage_piece *c, struct err *e)
{
	struct cluster_in in = linkage_piece_edges(c);
	struct linkage_turn *turns;
	const bool *published;
	size_t n;
	bool *flagged = NEW_N(c->a, c->n, bool);
	size_t *turn_of = NEW_N(c->a, c->n_pairs, size_t);
	struct cluster_edge *edges = NEW_N(c->a, c->n_pairs, struct cluster_edge);
	for (size_t i = 0; i < c->n_pairs; i++)
		edges[i] = (struct cluster_edge){ c->pairs[i].a, c->pairs[i].b,
						  linkage_shared_bits(&c->pairs[i]) };
	in.edges = edges;
	in.core_bits = 0; /* is in them */
	for (size_t i = 0; i < c->n_flags; i++)
		flagged[c->flags[i].cluster] = true;
	for (size_t i = 0; i < c->n_pairs; i++)
		flagged[c->cluster[c->pairs[i].a]] |=
			c->cluster[c->pairs[i].a] == c->cluster[c->pairs[i].b] &&
			link_dates_differ(c->model, (uint64_t)c->said[i].levels);
	TRY(linkage_published(c->r, c->of, c->n, c->a, &published, e));
	TRY(linkage_turns(&in, published, j->o.accept, c->a, &turns, &n, e));
	for (size_t i = 0; i < n; i++)
		turn_of[turns[i].edge] = i + 1;
	j->said = NEW_N(j->a, c->n_pairs, struct run_pair);
	for (size_t i = 0; i < c->n_pairs; i++) {
		const struct link_pair *p = &c->pairs[i];
		const struct linkage_turn *t = turn_of[i] ? &turns[turn_of[i] - 1] : NULL;
		struct run_pair now = c->said[i];
		now.a = (struct entity){ .id = c->of[p->a].id, .uuid = c->of[p->a].uuid };
		now.b = (struct entity){ .id = c->of[p->b].id, .uuid = c->of[p->b].uuid };
		now.ppm = (int64_t)llround((double)p->probability * 1e6);
		now.place = t ? (int64_t)turn_of[i] : 0;
		now.effect_milli = t ? t->effect_milli : 0;
		now.published_milli = t ? t->published_milli : 0;
		now.flagged = c->cluster[p->a] == c->cluster[p->b] && flagged[c->cluster[p->a]];
		const struct run_pair *was = &c->said[i];
		bool same = was->ppm == now.ppm && (was->place > 0) == (now.place > 0) &&
			    was->effect_milli == now.effect_milli &&
			    was->published_milli == now.published_milli &&
			    was->flagged == now.flagged;
		if (!same || map_get(&c->redone, str_n((const char *)&now.a.id, sizeof now.a.id)) ||
		    map_get(&c->redone, str_n((const char *)&now.b.id, sizeof now.b.id)))
			j->said[j->n_said++] = now;
	}
	return 0;
}

static void report(struct linkage_job *j, const struct comparing *c,
		   const struct linkage_piece *piece)
{
	struct linkage_report *rep = &j->report;
	const struct link_model *m = c->x->model;
	*rep = (struct linkage_report){ .model = str_copy(j->a, c->x->model_name),
					.frozen = true,
					.seed = j->o.seed,
					.accept = j->o.accept,
					.lambda = m->lambda,
					.prior_bits = m->prior_bits,
					.records = (int64_t)c->n_new,
					.candidates = (int64_t)c->candidates,
					.pairs = (int64_t)c->n_pairs,
					.recall_captured = (double)NAN,
					.recall_bound = (double)NAN };
	int64_t waits = 0; /* hardly any hang together: each is counted by itself */
	for (size_t i = 0; i < j->n_said; i++) {
		rep->accepted += (double)j->said[i].ppm >= j->o.accept * 1e6;
		rep->in_review += j->said[i].place > 0;
		waits += j->said[i].place > 0 ? j->said[i].ppm : 0;
	}
	j->more_persons = count_sure(piece) - linkage_persons_before(piece);
	rep->persons = (int64_t)c->n_new + j->more_persons; /* than there were without them */
	rep->expected_milli = 1000 * rep->persons - waits / 1000;
}

/* What a reader of a whole run expects beside: counted over all records, which takes longer than finding. */
int linkage_new_count(struct linkage_job *j, struct reg *r, struct err *e)
{
	struct linkage_report *rep = &j->report;
	struct linkage_report own = *rep;
	struct linkage_count count;
	TRY(linkage_report(r, j->base, j->a, rep, e));
	TRY(linkage_count(r, &count, e));
	rep->run = 0;
	rep->frozen = true;
	rep->records = count.records;
	rep->unnamed = count.unnamed;
	rep->candidates = own.candidates;
	rep->pairs = own.pairs;
	rep->accepted = own.accepted;
	rep->in_review = count.undecided + own.in_review;
	rep->n_warnings = 0;
	rep->persons = count.persons + j->more_persons;
	rep->hi = rep->persons;
	rep->lo = rep->persons > rep->in_review ? rep->persons - rep->in_review : 0;
	rep->expected_milli = count.expected_milli;
	rep->drawn_lo = count.expected_milli ? count.expected_lo : rep->lo;
	rep->drawn_hi = count.expected_milli ? count.expected_hi : rep->hi;
	/* The records that came are among the persons counted: nobody compared them. */
	if (count.expected_milli)
		linkage_expect_move(own.expected_milli - 1000 * own.records, &rep->expected_milli,
				    &rep->drawn_lo, &rep->drawn_hi);
	j->brief = own;
	return 0;
}

static int compute(struct linkage_job *j, struct linkage_arrivals *x, struct reg *r,
		   const int64_t *ids, size_t n, struct err *e)
{
	struct comparing c = { .x = x, .r = r, .a = j->a };
	struct linkage_piece p = { .r = r, .a = j->a, .run = x->run, .model = x->model };
	map_init(&c.at, j->a);
	map_init(&p.redone, j->a);
	TRY(add_rows(&c, ids, n, e));
	c.n_new = c.n;
	if (!c.n)
		return 0;
	struct met *met = NEW_N(j->a, c.n_new, struct met);
	TRY(find_candidates(&c, met, e));
	TRY(compare_all(&c, met, e));
	j->compared = NEW_N(j->a, c.n_new, struct id);
	int64_t *came = NEW_N(j->a, c.n_new, int64_t);
	for (size_t i = 0; i < c.n_new; i++) {
		struct entity en;
		came[i] = c.rows[i].id;
		TRY(reg_entity_by_id(r, came[i], j->a, &en, e));
		j->compared[j->n_compared++] = en.uuid;
		*map_at(&p.redone, str_n((const char *)&came[i], sizeof came[i])) = came;
	}
	p.fresh = c.pairs;
	p.n_fresh = c.n_pairs;
	p.accept = (float)j->o.accept;
	TRY(linkage_piece_gather(&p, came, c.n_new, e));
	TRY(linkage_piece_solve(&p, e));
	TRY(say_pairs(j, &p, e));
	j->s = (struct linkage_set){ .a = j->a, .of = p.of, .n = p.n };
	j->sure = p.sure;
	j->result.pairs = p.pairs;
	j->result.n_pairs = p.n_pairs;
	TRY(linkage_persons(r, p.of, p.n, j->a, &j->persons, &j->n_persons, e));
	struct linkage_plan_in in = { p.of, p.n, p.sure, j->persons, j->n_persons };
	linkage_plan(&in, j->a, &j->plan);
	j->base = x->run;
	report(j, &c, &p);
	j->brief = j->report;
	return 0;
}

int linkage_new_begin(struct linkage_job *j, struct linkage_arrivals *x, struct reg *r,
		      bool *ret_done, struct err *e)
{
	int64_t *ids;
	size_t n;
	struct err no = { 0 };
	*ret_done = false;
	TRY(linkage_arrivals_keep_up(x, r, e));
	TRY(reg_unseen(r, x->run, j->a, &ids, &n, e));
	if (!n || n > LINKAGE_FEW || linkage_arrivals_file(x, r, &no) < 0)
		return 0;
	int rc = compute(j, x, r, ids, n, &no);
	*ret_done = rc == 0 && j->base;
	if (!*ret_done)
		j->base = 0; /* all is looked at instead */
	return 0;
}

int linkage_arrive(struct linkage_arrivals *x, struct reg *r, struct linkage_job **ret,
		   struct err *e)
{
	AUTO_LINKAGE *j = calloc(1, sizeof *j);
	bool is_done;
	if (!j)
		die("out of memory");
	j->a = arena_new(LINKAGE_ARRIVALS_MEMORY);
	*ret = NULL;
	TRY(linkage_arrivals_keep_up(x, r, e));
	j->o = (struct linkage_options){ .accept = (double)x->accept, .only_new = true };
	TRY(reg_acts_mark(r, &j->mark, e));
	TRY(linkage_new_begin(j, x, r, &is_done, e));
	if (!is_done)
		return 0;
	*ret = j;
	j = NULL;
	return 0;
}

/* ---- writing it ---- */

int linkage_new_write(struct linkage_job *j, struct reg_tx *tx, struct str reason, int64_t *ret_run,
		      struct err *e)
{
	AUTO_BUF summary;
	buf_init(&summary, 1 << 18);
	linkage_summary_write(&j->brief, &summary);
	TRY(buf_check(&summary, e));
	struct assign_run run = { .model = j->brief.model,
				  .reason = reason,
				  .summary = buf_str(&summary),
				  .of = j->base,
				  .all = true };
	struct linkage_plan_in in = { j->s.of, j->s.n, j->sure, j->persons, j->n_persons };
	TRY(reg_assign_begin(tx, &run, ret_run, e));
	TRY(reg_run_compared(tx, *ret_run, j->compared, j->n_compared, e));
	TRY(reg_run_pairs(tx, *ret_run, j->said, j->n_said, e));
	return linkage_assign(
		tx, *ret_run, &in, &j->plan,
		linkage_best(j->sure, j->s.n, j->result.pairs, j->result.n_pairs, j->a), e);
}
