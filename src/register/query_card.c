/* SPDX-License-Identifier: GPL-3.0-or-later */
/* query_card.c - one line of a list, and how an entity is called. */
#include "register/query_priv.h"

static const struct sql CARD = SQL(
	"SELECT c.entity, n.uuid, n.kind, n.no, c.label, c.label_lang, c.label_fa, c.status, c.date,"
	" c.date_lo, c.date_hi, c.place, c.province, c.charge, c.sources, c.claims, c.conflicts,"
	" c.certainty, (SELECT s.seq FROM statement s WHERE s.pos = c.first),"
	" (SELECT s.seq FROM statement s WHERE s.pos = c.last)"
	" FROM card c JOIN entity n ON n.id = c.entity WHERE c.entity = :id");
static const struct sql NAME =
	SQL("SELECT n.id, n.uuid, n.kind, n.no, c.label"
	    " FROM entity n LEFT JOIN card c ON c.entity = n.id WHERE n.id = :id");

int64_t col_id(struct stmt *q, int i)
{
	return col_is_null(q, i) ? 0 : col_int(q, i);
}

struct str col_text(struct stmt *q, int i, struct arena *a)
{
	return col_is_null(q, i) ? STR("") : col_copy(q, i, a);
}

/* Columns id, uuid, kind, no from `first` on. */
static int take_entity(struct reg *r, struct stmt *q, int first, struct arena *a,
		       struct entity *ret, struct err *e)
{
	ret->id = col_int(q, first);
	TRY(col_blob(q, first + 1, ret->uuid.b, ID_LEN, e));
	const struct kind *k = vocab_kind(r->vocab, col_str(q, first + 2));
	ret->kind = k ? k->term.code : col_copy(q, first + 2, a);
	ret->no = col_int(q, first + 3);
	return 0;
}

/* ---- names ---- */

void namer_init(struct namer *n, struct reg *r, struct arena *a)
{
	n->r = r;
	n->a = a;
	map_init(&n->known, a);
}

int namer_get(struct namer *n, int64_t id, struct naming *ret, struct err *e)
{
	if (id == 0) {
		*ret = (struct naming){ .entity = { .kind = STR("") },
					.label = STR(""),
					.number = STR("") };
		return 0;
	}
	void **at = map_at(&n->known, str_n((const char *)&id, sizeof id));
	if (!*at) {
		AUTO_STMT *q = NULL;
		struct naming *fresh = NEW(n->a, struct naming);
		TRY(store_stmt(reg_store(n->r), &NAME, &q, e));
		bind_int(q, ":id", id);
		TRY(stmt_row(q, e));
		TRY(take_entity(n->r, q, 0, n->a, &fresh->entity, e));
		fresh->number = reg_number(n->r, &fresh->entity, n->a);
		fresh->label = col_text(q, 4, n->a);
		if (!fresh->label.n)
			fresh->label = fresh->number;
		*at = fresh;
	}
	*ret = *(struct naming *)*at;
	return 0;
}

/* ---- cards ---- */

static int card_load(struct namer *names, int64_t id, struct card *ret, struct err *e)
{
	AUTO_STMT *q = NULL;
	struct naming place;
	struct arena *a = names->a;
	struct card c = { .has_lo = false };
	TRY(store_stmt(reg_store(names->r), &CARD, &q, e));
	bind_int(q, ":id", id);
	TRY(stmt_row(q, e));
	TRY(take_entity(names->r, q, 0, a, &c.entity, e));
	c.number = reg_number(names->r, &c.entity, a);
	c.label = col_text(q, 4, a);
	c.label_lang = col_text(q, 5, a);
	c.label_fa = col_text(q, 6, a);
	c.status = col_text(q, 7, a);
	c.date = col_text(q, 8, a);
	c.has_lo = !col_is_null(q, 9);
	c.has_hi = !col_is_null(q, 10);
	c.date_lo = c.has_lo ? (int32_t)col_int(q, 9) : 0;
	c.date_hi = c.has_hi ? (int32_t)col_int(q, 10) : 0;
	c.place = col_id(q, 11);
	c.province = col_text(q, 12, a);
	c.charge = col_text(q, 13, a);
	c.sources = col_int(q, 14);
	c.claims = col_int(q, 15);
	c.conflicts = col_int(q, 16);
	c.certainty = (int)col_int(q, 17);
	c.first_seq = col_id(q, 18);
	c.last_seq = col_id(q, 19);
	if (!c.label.n) {
		c.label = c.number;
		c.label_lang = STR("en");
	}
	TRY(namer_get(names, c.place, &place, e));
	c.place_label = place.label;
	*ret = c;
	return 0;
}

int reg_card(struct reg *r, int64_t entity, struct arena *a, struct card *ret, struct err *e)
{
	return reg_cards(r, &entity, 1, a, ret, e);
}

int reg_cards(struct reg *r, const int64_t *ids, size_t n, struct arena *a, struct card *ret,
	      struct err *e)
{
	struct namer names;
	namer_init(&names, r, a);
	for (size_t i = 0; i < n; i++)
		TRY(card_load(&names, ids[i], &ret[i], e));
	return 0;
}

/* ---- lists ---- */

void list_init(struct list *l, struct arena *a, size_t size)
{
	*l = (struct list){ .a = a, .size = size };
	l->p = arena_alloc(a, 0, size);
}

void *list_add(struct list *l)
{
	l->p = arena_grow(l->a, l->p, l->n, &l->cap, l->size);
	return (char *)l->p + l->n++ * l->size;
}

void *list_of_key(struct list *l, struct map *at, const void *key, size_t n)
{
	void **slot = map_at(at, str_n(key, n));
	if (!*slot) {
		list_add(l);
		*slot = (void *)(uintptr_t)l->n; /* place + 1 */
	}
	return (char *)l->p + ((uintptr_t)*slot - 1) * l->size;
}
