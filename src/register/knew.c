/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * knew.c - what was known where: the heads that each log committed to, and before which of its own
 * entries. A log that is taken in was itself built on others, and those are committed to before it
 * (vault/log.h), so the entries of one log tell it all.
 *
 * Imports are few beside what they bring. Those of a log are read once and kept until the view is settled.
 */
#include "register/register_priv.h"

#include "ledger/checkpoint.h"
#include "register/query_priv.h"

static const struct sql IMPORTS = SQL(
	"SELECT seq, bytes FROM ledger_entry WHERE kind = 'import' AND seq BETWEEN :from AND :to ORDER BY seq");
static const struct sql SITE_OF = SQL("SELECT site FROM ledger_log WHERE origin = :origin");

struct import {
	int64_t index; /* in the log that made it */
	int64_t site;  /* whose head it commits to */
	int64_t size;
};

struct site_imports {
	int64_t site;
	struct import *p;
	size_t n;
	struct site_imports *next;
};

struct knew {
	struct arena *a;
	struct site_imports *sites;
};

void knew_free(struct knew *k)
{
	if (!k)
		return;
	arena_free(k->a);
	free(k);
}

/* -1: a log that is not here, of which nothing can be. */
static int site_of(struct store *st, struct str origin, int64_t *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	bool there;
	TRY(store_stmt(st, &SITE_OF, &q, e));
	bind_str(q, ":origin", origin);
	TRY(stmt_next(q, &there, e));
	*ret = there ? col_int(q, 0) : -1;
	return 0;
}

static int load(struct reg *r, int64_t site, struct arena *a, struct site_imports *ret,
		struct err *e)
{
	/* Of the vault also when the register is one of then: its logs are the same ones. */
	struct store *st = vault_store(r->v);
	AUTO_STMT *q = NULL;
	struct list all;
	bool more;
	list_init(&all, a, sizeof(struct import));
	TRY(store_stmt(st, &IMPORTS, &q, e));
	bind_int(q, ":from", number_of(site, 0));
	bind_int(q, ":to", number_of(site, NUMBER_COUNT_MAX));
	for (;;) {
		struct checkpoint c;
		TRY(stmt_next(q, &more, e));
		if (!more)
			break;
		TRY(checkpoint_parse(col_str(q, 1), &c, e));
		struct import *i = list_add(&all);
		*i = (struct import){ .index = number_count(col_int(q, 0)), .size = c.size };
		TRY(site_of(st, c.origin, &i->site, e));
	}
	*ret = (struct site_imports){ .site = site, .p = all.p, .n = all.n };
	return 0;
}

static int imports_of(struct reg *r, int64_t site, const struct site_imports **ret, struct err *e)
{
	if (!r->knew) {
		r->knew = mem_need(calloc(1, sizeof *r->knew));
		r->knew->a = arena_new(0);
	}
	struct knew *k = r->knew;
	struct site_imports *s = k->sites;
	while (s && s->site != site)
		s = s->next;
	if (!s) {
		s = NEW(k->a, struct site_imports);
		TRY(load(r, site, k->a, s, e));
		s->next = k->sites;
		k->sites = s;
	}
	*ret = s;
	return 0;
}

/* Entries of `other` that log `site` had committed to before its entry `index`. */
static int known(struct reg *r, int64_t site, int64_t index, int64_t other, int64_t *ret,
		 struct err *e)
{
	const struct site_imports *s;
	int64_t size = 0;
	TRY(imports_of(r, site, &s, e));
	for (size_t i = 0; i < s->n && s->p[i].index < index; i++)
		if (s->p[i].site == other && s->p[i].size > size)
			size = s->p[i].size;
	*ret = site == other ? index : size;
	return 0;
}

int reg_knew(struct reg *r, int64_t seq, int64_t other, bool *ret, struct err *e)
{
	int64_t size;
	TRY(known(r, number_site(seq), number_count(seq), number_site(other), &size, e));
	*ret = number_count(other) < size;
	return 0;
}

int reg_known_of(struct reg *r, int64_t size, int64_t site, int64_t *ret, struct err *e)
{
	return known(r, number_site(size), number_count(size), site, ret, e);
}
