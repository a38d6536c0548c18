/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_help.h - a claim table understood without a register, for the tests of tables. */
#ifndef VIGIL_TABLE_HELP_H
#define VIGIL_TABLE_HELP_H

#include "check.h"

#include "base/crypto.h"
#include "base/file.h"
#include "register/table_priv.h"

struct got {
	struct vocab *v;
	struct arena *a;
	struct table t;
	size_t cap;
};

/* One record is known: P-00012, a person. */
static inline int help_lookup(void *ctx, struct str number, struct arena *a, struct entity *ret,
			      struct err *e)
{
	(void)ctx;
	(void)a;
	if (!str_eq(number, STR("P-00012")) && !str_eq(number, STR("p12")))
		return err_set(e, ERR_NOTFOUND, "no such record");
	*ret = (struct entity){ .id = 7, .kind = STR("person"), .no = 12 };
	return 0;
}

static inline int help_keep(void *ctx, const struct table_claim *c, struct err *e)
{
	struct got *g = ctx;
	(void)e;
	if (g->t.n_claims == g->cap) {
		size_t cap = g->cap ? 2 * g->cap : 64;
		struct table_claim *more = NEW_N(g->a, cap, struct table_claim);
		if (g->cap)
			memcpy(more, g->t.claims, g->cap * sizeof *more);
		g->t.claims = more;
		g->cap = cap;
	}
	g->t.claims[g->t.n_claims++] = *c;
	return 0;
}

static inline struct got understand_in(struct str csv, enum lang lang)
{
	struct got g = { .a = arena_new(0) };
	struct err e = { 0 };
	CHECK_OK(crypto_init(&e), &e);
	CHECK_OK(vocab_new(&g.v, &e), &e);
	struct table_input in = { .v = g.v, .csv = csv, .lang = lang, .keep = true };
	in.lookup.record = help_lookup;
	in.sink = (struct table_sink){ help_keep, &g };
	struct table t = { 0 };
	CHECK_OK(table_understand(&in, g.a, &t, &e), &e);
	CHECK_INT(t.n_claims, g.t.n_claims);
	t.claims = g.t.claims;
	g.t = t;
	return g;
}

static inline struct got understand(struct str csv)
{
	return understand_in(csv, LANG_EN);
}

static inline void got_done(struct got *g)
{
	vocab_free(g->v);
	arena_free(g->a);
}
#define AUTO_GOT AUTO(got_done) struct got

static inline struct str field_json(struct arena *a, const struct value_field *f)
{
	AUTO_BUF b;
	struct err e = { 0 };
	buf_init(&b, 1 << 20);
	CHECK_OK(value_field_write(&b, f, &e), &e);
	return buf_copy(&b, a);
}

static inline void print_problems(const struct table *t)
{
	for (size_t i = 0; i < t->n_problems; i++)
		printf("  row %lld, %.*s [%.*s]: %.*s %.*s\n", (long long)t->problems[i].row,
		       STR_FMT(t->problems[i].column), STR_FMT(t->problems[i].cell),
		       STR_FMT(t->problems[i].what), STR_FMT(t->problems[i].todo));
}

#endif
