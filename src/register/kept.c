/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "register/kept.h"

#include <stdlib.h>

#include "register/query_priv.h"
#include "register/register_priv.h"

/* Acts are few among claims, or claims few since the last act; and asked once an entry. */
static const struct sql LAST_ACT =
	SQL("SELECT pos FROM statement WHERE kind <> 'statement' ORDER BY pos DESC LIMIT 1");
static const struct sql RUNS = SQL(
	"SELECT run FROM run_part WHERE retracted IS NULL AND (run <> base OR run IN (SELECT run FROM run_model))"
	" ORDER BY run");

struct kept_value {
	struct kept_key key;
	uint64_t mark;
	int64_t entry; /* the newest when it was kept */
	int64_t used;  /* when, by counting */
	size_t n;
	void *p;
};

struct kept {
	int64_t entry; /* the marks are of this one */
	uint64_t act, run;
	int64_t clock;
	size_t n;
	struct kept_value v[KEPT_MAX];
};

void kept_free(struct kept *k)
{
	for (size_t i = 0; k && i < k->n; i++)
		free(k->v[i].p);
	free(k);
}

/* Which runs that speak of pairs stand, as one number (FNV-1a): those that only follow from a decision do not. */
static int mark_runs(struct store *st, uint64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	bool more;
	TRY(store_stmt(st, &RUNS, &q, e));
	for (;;) {
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		for (uint64_t pos = (uint64_t)col_int(q, 0), i = 0; i < 8; i++, pos >>= 8)
			h = (h ^ (pos & 0xff)) * UINT64_C(0x100000001b3);
	}
	*ret = h;
	return 0;
}

static int mark_act(struct store *st, uint64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, &LAST_ACT, &q, e));
	TRY(stmt_next(q, &there, e));
	*ret = there ? (uint64_t)col_int(q, 0) : 0;
	return 0;
}

/* *ret NULL inside a transaction. */
static int at_hand(struct reg *r, struct kept **ret, struct err *e)
{
	struct store *st = reg_store(r);
	int64_t entry;
	*ret = NULL;
	if (store_in_tx(st))
		return 0;
	TRY(reg_forget_if_made_again(r, e));
	TRY(reg_last_pos(st, &entry, e));
	if (!r->kept)
		r->kept = mem_need(calloc(1, sizeof *r->kept));
	if (!r->kept->n || r->kept->entry != entry) {
		TRY(mark_runs(st, &r->kept->run, e));
		TRY(mark_act(st, &r->kept->act, e));
		r->kept->entry = entry;
	}
	*ret = r->kept;
	return 0;
}

static uint64_t mark_of(const struct kept *k, enum kept_until until)
{
	switch (until) {
	case KEPT_UNTIL_ENTRY:
		break;
	case KEPT_UNTIL_ACT:
		return k->act;
	case KEPT_UNTIL_RUN:
		return k->run;
	}
	return (uint64_t)k->entry;
}

static struct kept_value *find(struct kept *k, struct kept_key key)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].key.what == key.what && k->v[i].key.of == key.of)
			return &k->v[i];
	return NULL;
}

static struct kept_value *place(struct kept *k)
{
	struct kept_value *oldest = &k->v[0];
	if (k->n < KEPT_MAX)
		return &k->v[k->n++];
	for (size_t i = 1; i < k->n; i++)
		oldest = k->v[i].used < oldest->used ? &k->v[i] : oldest;
	return oldest;
}

int reg_kept(struct reg *r, struct kept_key key, const void **ret, size_t *ret_n, struct err *e)
{
	struct kept *k;
	*ret = NULL;
	TRY(at_hand(r, &k, e));
	struct kept_value *v = k ? find(k, key) : NULL;
	if (!v || v->mark != mark_of(k, key.until))
		return 0;
	v->used = ++k->clock;
	*ret = v->p;
	*ret_n = v->n;
	return 0;
}

int reg_kept_before(struct reg *r, struct kept_key key, const void **ret, size_t *ret_n,
		    int64_t *ret_entry, struct err *e)
{
	struct kept *k;
	*ret = NULL;
	TRY(at_hand(r, &k, e));
	struct kept_value *v = k ? find(k, key) : NULL;
	if (!v)
		return 0;
	*ret = v->p;
	*ret_n = v->n;
	*ret_entry = v->entry;
	return 0;
}

int reg_kept_value(struct reg *r, struct kept_key key, void *ret, size_t size, bool *ret_there,
		   struct err *e)
{
	const void *kept;
	size_t n;
	TRY(reg_kept(r, key, &kept, &n, e));
	*ret_there = kept != NULL;
	if (!kept)
		return 0;
	assert(n == size && "one key is one kind of value");
	memcpy(ret, kept, size);
	return 0;
}

int reg_keep(struct reg *r, struct kept_key key, const void *p, size_t n, struct err *e)
{
	struct kept *k;
	TRY(at_hand(r, &k, e));
	if (!k)
		return 0;
	struct kept_value *v = find(k, key);
	if (!v)
		v = place(k);
	free(v->p);
	*v = (struct kept_value){ .key = key,
				  .mark = mark_of(k, key.until),
				  .entry = k->entry,
				  .used = ++k->clock,
				  .n = n,
				  .p = mem_need(malloc(n ? n : 1)) };
	if (n)
		memcpy(v->p, p, n);
	return 0;
}
