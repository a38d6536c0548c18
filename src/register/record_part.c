/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record_part.c - parts of a claim, and the keys of those whom it is the first to speak of. */
#include "register/record_priv.h"

/* ---- writing parts ---- */

struct str part_ref(const struct entity *en, struct arena *a)
{
	return str_printf(a, "{\"id\":\"%s\",\"kind\":\"%.*s\",\"no\":%lld}",
			  id_str(a, &en->uuid).p, STR_FMT(en->kind), (long long)en->no);
}

struct str part_text(struct str s, struct arena *a)
{
	AUTO_BUF b;
	buf_init(&b, s.n * 6 + 16);
	json_put_str(&b, s);
	return buf_copy(&b, a);
}

struct str part_claim_id(struct arena *a)
{
	struct id id = id_new();
	return str_printf(a, "\"%s\"", id_str(a, &id).p);
}

struct str part_import(const struct id *batch, struct str row, struct arena *a)
{
	return str_printf(a, "{\"batch\":\"%s\",\"row\":%.*s}", id_str(a, batch).p,
			  STR_FMT(part_text(row, a)));
}

void parts_add(struct parts *p, const char *name, struct str value)
{
	assert(p->n < COUNT(p->part) && "more parts than a claim has");
	p->part[p->n++] = (struct claim_part){ .name = str_of(name), .value = value };
}

int parts_append(struct reg_tx *tx, struct parts *top, struct vault_claim *vc, int64_t *ret_seq,
		 struct err *e)
{
	vc->parts = top->part;
	vc->n_parts = top->n;
	return vault_append(&tx->vtx, vc, ret_seq, e);
}

/* ---- introducing ---- */

/* Entities that are in no statement yet are introduced by the first one that speaks of them: the one of
 * this id, once, if it has a key. */
static const struct new_entity *take_new(struct reg *r, const struct id *uuid)
{
	struct str bytes = str_n((const char *)uuid->b, ID_LEN);
	struct new_entity *fresh = r->tx_new.a ? map_get(&r->tx_new, bytes) : NULL;
	if (!fresh)
		return NULL;
	*map_at(&r->tx_new, bytes) = NULL;
	return fresh->key.n ? fresh : NULL;
}

static void put_introduction(const struct new_entity *fresh, const char *name, struct str text,
			     struct buf *list, struct arena *a)
{
	struct str ref = part_ref(&fresh->entity, a);
	buf_add(list, list->n ? STR(",") : STR("["));
	buf_add_n(list, ref.p, ref.n - 1);
	buf_printf(list, ",\"%s\":", name);
	json_put_str(list, text);
	buf_char(list, '}');
}

static void introduce(struct reg *r, const struct id *uuid, struct buf *list, struct arena *a)
{
	const struct new_entity *fresh = take_new(r, uuid);
	if (fresh)
		put_introduction(fresh, "key", fresh->key, list, a);
}

/* In a claim about somebody else: the key goes when they are erased, not when the subject is. */
static int introduce_aside(struct reg *r, const struct id *uuid, const struct id *goes_with,
			   struct buf *list, struct arena *a, struct err *e)
{
	struct str sealed;
	const struct new_entity *fresh = take_new(r, uuid);
	if (!fresh)
		return 0;
	TRY(vault_aside_seal(r->v, goes_with, fresh->key, a, &sealed, e));
	put_introduction(fresh, "sealed_key", sealed, list, a);
	return 0;
}

static int introduce_value(struct reg *r, const struct value *v, struct buf *list, struct arena *a,
			   struct err *e)
{
	const struct id *id = &v->u.entity.id;
	return v->type == VALUE_ENTITY ? introduce_aside(r, id, id, list, a, e) : 0;
}

static int introduce_values(struct reg *r, const struct value_field *f, struct buf *list,
			    struct arena *a, struct err *e)
{
	TRY(introduce_value(r, &f->v, list, a, e));
	for (size_t i = 0; i < f->n_q; i++)
		TRY(introduce_value(r, &f->q[i].v, list, a, e));
	return 0;
}

/* Adds no part when nobody is introduced. */
static int add_introductions(struct parts *p, struct buf *list, int group, struct arena *a,
			     struct err *e)
{
	if (!list->n)
		return 0;
	buf_char(list, ']');
	TRY(buf_check(list, e));
	parts_add(p, "introduces", buf_copy(list, a));
	p->part[p->n - 1].group = group;
	return 0;
}

int statement_introduce(struct reg *r, const struct statement *st, struct arena *a,
			struct statement_parts *p, struct err *e)
{
	AUTO_BUF list;
	AUTO_BUF below;
	buf_init(&list, CLAIM_DISCLOSURE_MAX / 2);
	buf_init(&below, CLAIM_DISCLOSURE_MAX / 2);
	introduce(r, &st->subject.uuid, &list, a);
	const struct id *of_source[] = { &st->source.uuid, &st->document.uuid, &st->via.uuid };
	/* Beside sealed properties there is no group of the source's. */
	bool aside = p->source.n && p->source.part[0].group != CLAIM_GROUP_SOURCE;
	for (size_t i = 0; i < COUNT(of_source); i++) {
		if (aside)
			TRY(introduce_aside(r, of_source[i], of_source[0], &below, a, e));
		else
			introduce(r, of_source[i], &below, a);
	}
	for (size_t i = 0; i < st->n_fields; i++)
		TRY(introduce_values(r, &st->fields[i], &list, a, e));
	if (below.n) {
		TRY(add_introductions(&p->source, &below, p->source.part[0].group, a, e));
		for (size_t i = 0; i < p->top.n; i++)
			if (p->top.part[i].parts)
				p->top.part[i].n_parts = p->source.n;
	}
	return add_introductions(&p->top, &list, CLAIM_GROUP_RECORD, a, e);
}

int parts_introduce(struct reg *r, struct parts *p, const struct id *uuid, struct arena *a,
		    struct err *e)
{
	AUTO_BUF list;
	buf_init(&list, CLAIM_DISCLOSURE_MAX / 2);
	introduce(r, uuid, &list, a);
	return add_introductions(p, &list, CLAIM_GROUP_RECORD, a, e);
}
