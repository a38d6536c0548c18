/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_evaluate.c - how good the newest run is, by what people read of a random sample of its pairs. */
#include "link/register_priv.h"

#include <math.h>

#include "names/tradition.h"
#include "register/standing.h"
#include "text/script.h"

enum { PARTS_MAX = 60 };

struct pairs_of_run {
	int64_t run;
	const struct pair_weight *p;
	size_t n;
	float *probability;
};

static int load(struct reg *r, struct arena *a, struct pairs_of_run *ret, struct err *e)
{
	int64_t run;
	TRY(reg_run_newest(r, &run, e));
	if (!run)
		return err_set(e, ERR_NOTFOUND, "lists were not linked yet: `vigil link run`");
	*ret = (struct pairs_of_run){ .run = run };
	TRY(reg_pair_weights(r, run, a, &ret->p, &ret->n, e));
	ret->probability = NEW_N(a, ret->n, float);
	for (size_t i = 0; i < ret->n; i++)
		ret->probability[i] = (float)ret->p[i].ppm / 1e6F;
	return 0;
}

/* Rows that were taken out since are for nobody to compare. */
static bool both_stand(const struct standings *s, const struct pair_weight *p)
{
	return standing_stands(s, p->a) && standing_stands(s, p->b);
}

int linkage_sample(struct reg *r, size_t want, uint64_t seed, struct arena *a,
		   struct linkage_item **ret, size_t *ret_n, struct err *e)
{
	struct pairs_of_run all;
	struct standings standing;
	size_t *at;
	size_t found = 0;
	TRY(load(r, a, &all, e));
	TRY(standings_copy(r, a, &standing, e));
	size_t n = eval_sample(all.probability, all.n, want, seed, a, &at);
	*ret = NEW_N(a, n, struct linkage_item);
	for (size_t i = 0; i < n; i++) {
		const struct pair_weight *p = &all.p[at[i]];
		if (!both_stand(&standing, p))
			continue;
		struct linkage_item *it = &(*ret)[found++];
		*it = (struct linkage_item){ .ppm = p->ppm,
					     .bits_milli = p->bits_milli,
					     .effect_milli = p->effect_milli,
					     .flagged = p->flagged };
		TRY(linkage_record_of(r, p->a, a, &it->a, e));
		TRY(linkage_record_of(r, p->b, a, &it->b, e));
	}
	*ret_n = found;
	return 0;
}

/* ---- what a record is, for breaking numbers down ---- */

struct trait {
	struct str list, script, sex;
	enum name_tradition tradition;
};
struct traits {
	struct reg *r;
	struct arena *a;
	struct map of; /* id -> struct trait * */
	struct map lists;
	const struct traditions *traditions;
};

static struct str list_number(struct traits *t, int64_t list)
{
	void **at = map_at(&t->lists, str_n((const char *)&list, sizeof list));
	if (!*at) {
		struct entity en;
		struct str *s = NEW(t->a, struct str);
		*s = STR("case pages");
		if (list && reg_entity_by_id(t->r, list, t->a, &en, NULL) == 0)
			*s = reg_number(t->r, &en, t->a);
		*at = s;
	}
	return *(struct str *)*at;
}

static int take_trait(void *ctx, const struct reg_record *rec, struct err *e)
{
	struct traits *t = ctx;
	struct trait *x = NEW(t->a, struct trait);
	(void)e;
	struct str name = linkage_cell(rec->said, LIST_NAME, true, t->a);
	x->list = list_number(t, rec->list);
	x->script = str_of(script_code(text_script(name)));
	x->tradition = tradition_of(t->traditions, name);
	x->sex = str_copy(t->a, str_trim(rec->said->field[LIST_SEX]));
	*map_at(&t->of, str_n((const char *)&rec->entity.id, sizeof rec->entity.id)) = x;
	return 0;
}

static struct str pair_of(struct str x, struct str y, struct arena *a)
{
	if (str_cmp(x, y) > 0)
		return str_printf(a, "%.*s %.*s", STR_FMT(y), STR_FMT(x));
	return str_printf(a, "%.*s %.*s", STR_FMT(x), STR_FMT(y));
}

static struct str part_of(const struct trait *x, const struct trait *y, enum linkage_by by,
			  struct arena *a)
{
	switch (by) {
	case LINKAGE_BY_LISTS:
		return pair_of(x->list, y->list, a);
	case LINKAGE_BY_SCRIPTS:
		return pair_of(x->script, y->script, a);
	case LINKAGE_BY_SEX:
		return x->sex.n ? x->sex : y->sex;
	case LINKAGE_BY_TRADITION:
		if (x->tradition == y->tradition || y->tradition == TRADITION_OTHER)
			return tradition_code(x->tradition);
		return x->tradition == TRADITION_OTHER ? tradition_code(y->tradition)
						       : pair_of(tradition_code(x->tradition),
								 tradition_code(y->tradition), a);
	}
	return STR("");
}

/* ---- measuring ---- */

struct measuring {
	struct arena *a;
	struct pairs_of_run all;
	const bool *looked;
	const bool *same;
	double accept, missed;
	struct linkage_evaluation *ret;
	size_t cap;
};

static void measure(const struct measuring *m, const struct str *part, struct str what,
		    struct eval_review *ret, int64_t *ret_pairs, int64_t *ret_looked)
{
	AUTO_ARENA *scratch = arena_new((size_t)1 << 30);
	float *p = NEW_N(scratch, m->all.n, float);
	size_t n = 0;
	for (size_t i = 0; i < m->all.n; i++)
		if (!part || str_eq(part[i], what))
			p[n++] = m->all.probability[i];
	eval_bins(p, n, ret);
	*ret_pairs = (int64_t)n;
	*ret_looked = 0;
	for (size_t i = 0; i < m->all.n; i++) {
		if (!m->looked[i] || (part && !str_eq(part[i], what)))
			continue;
		eval_looked(ret, m->all.probability[i], m->same[i]);
		++*ret_looked;
	}
	eval_end(ret, m->accept, part ? 0 : m->missed);
}

static void measure_parts(struct measuring *m, const struct traits *t, enum linkage_by by)
{
	struct str *part = NEW_N(m->a, m->all.n, struct str);
	struct linkage_evaluation *ret = m->ret;
	for (size_t i = 0; i < m->all.n; i++) {
		int64_t x = m->all.p[i].a;
		int64_t y = m->all.p[i].b;
		const struct trait *tx = map_get(&t->of, str_n((const char *)&x, sizeof x));
		const struct trait *ty = map_get(&t->of, str_n((const char *)&y, sizeof y));
		part[i] = tx && ty ? part_of(tx, ty, by, m->a) : STR("");
	}
	for (size_t i = 0; i < m->all.n && ret->n_parts < PARTS_MAX; i++) {
		bool known = !part[i].n;
		for (size_t k = 0; k < ret->n_parts; k++)
			known |= ret->parts[k].by == by && str_eq(ret->parts[k].what, part[i]);
		if (known)
			continue;
		ret->parts =
			arena_grow(m->a, ret->parts, ret->n_parts, &m->cap, sizeof *ret->parts);
		struct linkage_part *to = &ret->parts[ret->n_parts++];
		*to = (struct linkage_part){ .by = by, .what = part[i] };
		measure(m, part, part[i], &to->review, &to->pairs, &to->looked);
	}
}

/* Answers on the sample: what stands, "cannot be told" being no answer. */
static int look(struct reg *r, struct measuring *m, size_t want, uint64_t seed, struct err *e)
{
	struct link_standing *st;
	struct standings standing;
	size_t n;
	size_t *at;
	bool *looked = NEW_N(m->a, m->all.n, bool);
	bool *same = NEW_N(m->a, m->all.n, bool);
	TRY(reg_link_verdicts(r, m->a, &st, &n, e));
	TRY(standings_copy(r, m->a, &standing, e));
	size_t k = eval_sample(m->all.probability, m->all.n, want, seed, m->a, &at);
	for (size_t i = 0; i < k; i++) {
		const struct pair_weight *p = &m->all.p[at[i]];
		if (!both_stand(&standing, p))
			continue;
		m->ret->sampled++;
		for (size_t j = 0; j < n; j++) {
			if (st[j].a != p->a || st[j].b != p->b || st[j].says == LINK_SAYS_UNSURE)
				continue;
			looked[at[i]] = true;
			same[at[i]] = st[j].says == LINK_SAYS_SAME;
			m->ret->looked++;
		}
	}
	m->looked = looked;
	m->same = same;
	return 0;
}

static int agree(struct reg *r, struct arena *a, struct linkage_evaluation *ret, struct err *e)
{
	struct link_row *rows;
	size_t n;
	int64_t table[EVAL_VERDICTS][EVAL_VERDICTS] = { 0 };
	TRY(reg_links(r, 0, false, a, &rows, &n, e));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			if (rows[i].round == LINK_ROUND_FIRST &&
			    rows[k].round == LINK_ROUND_SECOND && rows[i].a.id == rows[k].a.id &&
			    rows[i].b.id == rows[k].b.id)
				table[rows[i].says][rows[k].says]++;
	ret->agreement = eval_kappa((const int64_t(*)[EVAL_VERDICTS])table);
	return 0;
}

static int evaluate(struct reg *r, size_t want, uint64_t seed, struct measuring *m, struct err *e)
{
	struct linkage_report rep;
	int64_t pairs;
	struct linkage_evaluation *ret = m->ret;
	*ret = (struct linkage_evaluation){ 0 };
	TRY(load(r, m->a, &m->all, e));
	TRY(linkage_report(r, m->all.run, m->a, &rep, e));
	ret->run = m->all.run;
	m->accept = rep.accept;
	double recall = rep.recall_captured;
	double expected = 0;
	for (size_t i = 0; i < m->all.n; i++)
		expected += (double)m->all.probability[i];
	m->missed = recall > 0 && recall < 1 ? expected * (1 / recall - 1) : 0;
	TRY(look(r, m, want, seed, e));
	measure(m, NULL, STR(""), &ret->review, &pairs, &(int64_t){ 0 });
	return agree(r, m->a, ret, e);
}

int linkage_evaluate_whole(struct reg *r, size_t want, uint64_t seed, struct arena *a,
			   struct linkage_evaluation *ret, struct err *e)
{
	struct measuring m = { .a = a, .ret = ret };
	return evaluate(r, want, seed, &m, e);
}

int linkage_evaluate(struct reg *r, size_t want, uint64_t seed, struct arena *a,
		     struct linkage_evaluation *ret, struct err *e)
{
	struct traits t = { .r = r, .a = a };
	struct measuring m = { .a = a, .ret = ret };
	TRY(evaluate(r, want, seed, &m, e));
	map_init(&t.of, a);
	map_init(&t.lists, a);
	t.traditions = traditions_new(a);
	TRY(reg_records_each(r, take_trait, &t, e));
	measure_parts(&m, &t, LINKAGE_BY_LISTS);
	measure_parts(&m, &t, LINKAGE_BY_SCRIPTS);
	measure_parts(&m, &t, LINKAGE_BY_SEX);
	measure_parts(&m, &t, LINKAGE_BY_TRADITION);
	return 0;
}
