/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * register_pair.c - one pair as a waterfall: the prior and one bar a field, which sum exactly (explain.h).
 *
 * A pair of the newest run is shown as the run saw it: levels and rarities stand in the log. Any other pair is
 * compared now by the run's model, among all records, since how rare a value is depends on them.
 */
#include "link/register_priv.h"

#include <math.h>

#include "link/compare.h"
#include "link/config.h"
#include "link/explain.h"

struct two_rows {
	struct arena *a;
	struct list_row said;
	bool there;
};

static int keep_row(void *ctx, const struct reg_record *rec, struct err *e)
{
	struct two_rows *k = ctx;
	(void)e;
	for (int f = 0; f < LIST_FIELDS; f++)
		k->said.field[f] = str_copy(k->a, str_trim(rec->said->field[f]));
	k->there = true;
	return 0;
}

static int read_row(struct reg *r, int64_t id, struct arena *a, struct two_rows *ret, struct err *e)
{
	*ret = (struct two_rows){ .a = a };
	TRY(reg_record_one(r, id, keep_row, ret, e));
	return 0;
}

/* ---- bars ---- */

static void explain_names(struct linkage_bar *bar, enum name_role role, struct arena *a)
{
	name_read(bar->a, role, a, &bar->x);
	name_read(bar->b, role, a, &bar->y);
	if (bar->x.missing || bar->y.missing)
		return;
	name_explain(&bar->x, &bar->y, NULL, a, &bar->names);
	bar->has_names = true;
}

static void fill_bar(const struct link_bar *from, struct linkage_bar *bar)
{
	bar->level = from->level;
	bar->missing = from->missing;
	bar->what = from->what;
	bar->m = from->m;
	bar->u = from->u;
	bar->level_milli = from->level_milli;
	bar->rarity_milli = from->rarity_milli;
	bar->milli = from->milli;
	bar->running_milli = from->running;
}

static bool compares_whole_names(const struct link_model *m)
{
	for (size_t f = 0; f < m->n_fields; f++)
		if (str_eq(m->fields[f].field.label, str_of(list_field_code(LIST_NAME))))
			return true;
	return false;
}

static void make_bars(const struct link_model *m, const struct run_pair *p,
		      const struct two_rows *x, const struct two_rows *y, struct arena *a,
		      struct linkage_pair *ret)
{
	bool whole = compares_whole_names(m);
	struct link_waterfall w;
	link_explain(m, (uint64_t)p->levels, p->rarity_milli, &w);
	ret->bars = NEW_N(a, m->n_fields, struct linkage_bar);
	ret->n_bars = m->n_fields;
	ret->prior_milli = w.prior_milli;
	ret->together_milli = w.together_milli;
	ret->never = w.never;
	ret->never_milli = w.never_milli;
	ret->total_milli = w.total_milli;
	for (size_t f = 0; f < m->n_fields; f++) {
		struct linkage_bar *bar = &ret->bars[f];
		(void)list_field_parse(m->fields[f].field.label, &bar->field);
		bar->type = m->fields[f].field.type;
		bar->a = linkage_cell(&x->said, bar->field, whole, a);
		bar->b = linkage_cell(&y->said, bar->field, whole, a);
		fill_bar(&w.bars[f], bar);
		if (bar->type == LINK_NAME && bar->a.n && bar->b.n)
			explain_names(bar, m->fields[f].field.role, a);
	}
	ret->probability = link_model_probability(m, (double)ret->total_milli / 1000);
	ret->ppm = p->ppm;
}

/* The cells alone, where there is no model yet. */
static void bare_bars(const struct two_rows *x, const struct two_rows *y, struct arena *a,
		      struct linkage_pair *ret)
{
	ret->bars = NEW_N(a, LIST_FIELDS, struct linkage_bar);
	for (int f = LIST_NAME; f < LIST_FIELDS; f++) {
		if (!x->said.field[f].n && !y->said.field[f].n)
			continue;
		struct linkage_bar *bar = &ret->bars[ret->n_bars++];
		bar->field = (enum list_field)f;
		bar->a = x->said.field[f];
		bar->b = y->said.field[f];
		bar->missing = true;
	}
}

/* A pair that the run did not keep. */
static int compare_now(struct reg *r, int64_t x, int64_t y, const struct link_model *m,
		       struct run_pair *ret, struct err *e)
{
	AUTO_ARENA *scratch = arena_new((size_t)16 << 30);
	struct linkage_set s;
	TRY(linkage_set_read(r, m, scratch, &s, e));
	ptrdiff_t i = linkage_place(&s, x);
	ptrdiff_t k = linkage_place(&s, y);
	if (i < 0 || k < 0)
		return err_set(e, ERR_NOTFOUND, "one of them is no record that can be linked");
	struct link_set under = link_set_under(s.set, m);
	AUTO_LINK_COMPARER *cmp = link_comparer_new(&under);
	struct link_rarity rarity = link_rarity_new(s.set, m, scratch);
	uint64_t levels = link_compare(cmp, (uint32_t)i, (uint32_t)k);
	*ret = (struct run_pair){ .levels = (int64_t)levels, .n_rarity = m->n_fields + 1 };
	link_rarity_milli(&rarity, levels, (uint32_t)i, (uint32_t)k, ret->rarity_milli);
	double bits = link_pair_bits(&rarity, levels, (uint32_t)i, (uint32_t)k);
	ret->ppm = (int64_t)llround(link_model_probability(m, bits) * 1e6);
	return 0;
}

static int fill_weights(struct reg *r, int64_t x, int64_t y, struct arena *a,
			struct linkage_pair *ret, struct err *e)
{
	struct two_rows rx;
	struct two_rows ry;
	struct run_pair *p;
	struct run_pair now;
	struct str json;
	size_t n;
	int64_t run;
	TRY(read_row(r, x, a, &rx, e));
	TRY(read_row(r, y, a, &ry, e));
	TRY(reg_run_newest(r, &run, e));
	if (!run) {
		bare_bars(&rx, &ry, a, ret);
		return 0;
	}
	struct link_model *m = NEW(a, struct link_model);
	struct pair_query q = { .run = run, .record = x, .other = y };
	TRY(reg_run_model_of(r, run, a, &json, e));
	TRY(link_model_read(json, a, m, e));
	ret->model = linkage_model_name(json, a);
	TRY(reg_pairs(r, &q, a, &p, &n, NULL, e));
	ret->run = n ? run : 0;
	if (!n) {
		TRY(compare_now(r, x, y, m, &now, e));
		p = &now;
	}
	make_bars(m, p, &rx, &ry, a, ret);
	return 0;
}

/* ---- answers ---- */

static int fill_verdicts(struct reg *r, int64_t x, int64_t y, struct arena *a,
			 struct linkage_pair *ret, struct err *e)
{
	struct link_row *rows;
	struct vault_member *members;
	size_t n;
	size_t n_members;
	bool hidden;
	const struct id *me = vault_member(reg_vault(r));
	TRY(reg_links(r, x, false, a, &rows, &n, e));
	TRY(vault_members(reg_vault(r), a, &members, &n_members, e));
	ret->verdicts = NEW_N(a, n, struct linkage_verdict);
	for (size_t i = 0; i < n; i++) {
		const struct link_row *l = &rows[i];
		if (l->a.id != y && l->b.id != y)
			continue;
		struct linkage_verdict *v = &ret->verdicts[ret->n_verdicts++];
		*v = (struct linkage_verdict){ .seq = l->seq,
					       .says = l->says,
					       .round = l->round,
					       .reason = l->reason,
					       .recorder = l->recorder,
					       .recorder_name = STR(""),
					       .mine = id_eq(&l->recorder, me),
					       .changed = l->changed,
					       .recorded_ms = l->recorded_ms };
		for (size_t k = 0; k < n_members; k++)
			if (id_eq(&members[k].id, &l->recorder))
				v->recorder_name = members[k].name;
		TRY(reg_link_is_hidden(r, l->seq, &hidden, e));
		ret->may_second |= hidden;
	}
	/* The second reader does not see what the first one said. */
	for (size_t i = 0; ret->may_second && i < ret->n_verdicts; i++) {
		ret->verdicts[i].hidden = true;
		ret->verdicts[i].reason = STR("");
		ret->verdicts[i].says = LINK_SAYS_UNSURE;
	}
	return 0;
}

static int fill_standing(struct reg *r, int64_t x, int64_t y, struct arena *a,
			 struct linkage_pair *ret, struct err *e)
{
	struct link_standing *st;
	size_t n;
	enum vault_role role;
	TRY(reg_link_verdicts(r, a, &st, &n, e));
	TRY(vault_my_role(reg_vault(r), &role, e));
	for (size_t i = 0; i < n; i++) {
		if (st[i].a != (x < y ? x : y) || st[i].b != (x < y ? y : x))
			continue;
		ret->standing = !ret->may_second;
		ret->says = ret->may_second ? LINK_SAYS_UNSURE : st[i].says;
		ret->disputed = st[i].disputed;
	}
	ret->may_adjudicate = ret->disputed && role >= ROLE_EDITOR;
	return 0;
}

static int fill_place(struct reg *r, int64_t x, int64_t y, struct linkage_pair *ret, struct err *e)
{
	ret->before = -1;
	if (!ret->run)
		return 0;
	TRY(reg_pairs_waiting(r, ret->run, &ret->of, e));
	return reg_pair_before(r, ret->run, x, y, &ret->before, e);
}

static void hide_person(struct linkage_record *x)
{
	if (x->is_person)
		return;
	x->person = 0;
	x->person_number = STR("");
}

int linkage_pair(struct reg *r, int64_t x, int64_t y, struct arena *a, struct linkage_pair *ret,
		 struct err *e)
{
	*ret = (struct linkage_pair){ .model = STR("") };
	if (x == y)
		return err_set(e, ERR_INPUT, "these are one and the same record");
	TRY(linkage_record_of(r, x, a, &ret->a, e));
	TRY(linkage_record_of(r, y, a, &ret->b, e));
	TRY(fill_weights(r, x, y, a, ret, e));
	TRY(fill_verdicts(r, x, y, a, ret, e));
	TRY(fill_standing(r, x, y, a, ret, e));
	TRY(fill_place(r, x, y, ret, e));
	/* What the first one said shows in whom the records are of now. */
	if (ret->may_second) {
		hide_person(&ret->a);
		hide_person(&ret->b);
	}
	ret->one_person = ret->a.person && ret->a.person == ret->b.person;
	return 0;
}

/* ---- for programs ---- */

static void put_milli(struct buf *b, const char *name, int64_t v)
{
	int64_t abs = v < 0 ? -v : v;
	buf_printf(b, ",\"%s\":%s%lld.%03lld", name, v < 0 ? "-" : "", (long long)(abs / 1000),
		   (long long)(abs % 1000));
}

static void put_side(struct buf *b, const char *name, const struct linkage_record *x)
{
	buf_printf(b, "\"%s\":{\"id\":", name);
	json_put_str(b, x->number);
	buf_lit(b, ",\"label\":");
	json_put_str(b, x->label);
	buf_lit(b, ",\"list\":");
	json_put_str(b, x->list_number);
	buf_lit(b, ",\"person\":");
	json_put_str(b, x->person_number);
	buf_lit(b, "},");
}

static void put_bar(struct buf *b, const struct linkage_bar *bar)
{
	buf_lit(b, "{\"field\":");
	json_put_str(b, str_of(list_field_code(bar->field)));
	buf_lit(b, ",\"a\":");
	json_put_str(b, bar->a);
	buf_lit(b, ",\"b\":");
	json_put_str(b, bar->b);
	buf_lit(b, ",\"level\":");
	if (bar->what)
		json_put_str(b, str_of(bar->what->en));
	else
		buf_lit(b, "null");
	if (bar->what)
		buf_printf(b, ",\"m\":%.6g,\"u\":%.6g", bar->m, bar->u);
	else
		buf_lit(b, ",\"m\":null,\"u\":null");
	put_milli(b, "level_bits", bar->level_milli);
	put_milli(b, "rarity_bits", bar->rarity_milli);
	put_milli(b, "bits", bar->milli);
	put_milli(b, "running_bits", bar->running_milli);
	if (bar->has_names)
		buf_printf(b, ",\"name_score\":%.4f", (double)bar->names.score);
	else
		buf_lit(b, ",\"name_score\":null");
	buf_char(b, '}');
}

void linkage_pair_json(const struct linkage_pair *p, const struct reg *r, struct buf *b)
{
	(void)r;
	buf_char(b, '{');
	put_side(b, "a", &p->a);
	put_side(b, "b", &p->b);
	buf_lit(b, "\"model\":");
	json_put_str(b, p->model);
	buf_printf(b, ",\"in_run\":%s", p->run ? "true" : "false");
	put_milli(b, "prior_bits", p->prior_milli);
	buf_lit(b, ",\"fields\":[");
	for (size_t i = 0; i < p->n_bars; i++) {
		if (i)
			buf_char(b, ',');
		put_bar(b, &p->bars[i]);
	}
	buf_char(b, ']');
	put_milli(b, "together_bits", p->together_milli);
	if (p->never)
		put_milli(b, "never_bits", p->never_milli);
	put_milli(b, "total_bits", p->total_milli);
	buf_printf(b, ",\"probability\":%.6f,\"one_person\":%s,\"disputed\":%s,\"decided\":",
		   p->model.n ? (double)p->ppm / 1e6 : 0, p->one_person ? "true" : "false",
		   p->disputed ? "true" : "false");
	if (p->standing)
		json_put_str(b, str_of(link_says_code(p->says)));
	else
		buf_lit(b, "null");
	buf_lit(b, "}");
}
