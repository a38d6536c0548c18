/* SPDX-License-Identifier: GPL-3.0-or-later */
/* register_write.c - persons that there are, and plans into the log. */
#include "link/register_priv.h"

/* ---- persons and what they were founded on ---- */

struct founding {
	struct reg *r;
	const struct linkage_one *of;
	size_t n;
	struct arena *a;
	struct map place; /* id -> place + 1 */
	struct map known; /* person id -> struct linkage_person * */
	struct linkage_person *list;
	size_t n_list, cap;
};

static struct str key_of(const int64_t *id)
{
	return str_n((const char *)id, sizeof *id);
}

static ptrdiff_t place_of(const struct founding *f, int64_t id)
{
	return (ptrdiff_t)(uintptr_t)map_get(&f->place, key_of(&id)) - 1;
}

static int add_person(struct founding *f, int64_t id, size_t founder, struct err *e)
{
	struct entity under;
	void **at = map_at(&f->known, key_of(&id));
	if (*at)
		return 0;
	*at = f;
	f->list = arena_grow(f->a, f->list, f->n_list, &f->cap, sizeof *f->list);
	struct linkage_person *p = &f->list[f->n_list++];
	*p = (struct linkage_person){ .id = id, .founder = (uint32_t)founder };
	TRY(reg_entity_by_id(f->r, id, f->a, &p->entity, e));
	TRY(reg_person_of(f->r, id, &under, e));
	p->uuid = p->entity.uuid;
	p->under = under.id == id ? 0 : under.id;
	return 0;
}

/* The first record that was assigned to a person and is still here founded it. */
static int add_assigned(struct founding *f, const struct assigned *list, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		ptrdiff_t at = place_of(f, list[i].record);
		/* A person that is found under another one has not founded that. */
		if (at >= 0 && !f->of[at].is_person)
			TRY(add_person(f, list[i].person, (size_t)at, e));
	}
	return 0;
}

/* For few records: the persons they were ever assigned to, whose founders may be records that are not among them. */
static int add_of_few(struct founding *f, struct err *e)
{
	for (size_t i = 0; i < f->n; i++) {
		struct assigned *mine;
		size_t n;
		TRY(reg_assigned(f->r, f->of[i].id, 0, f->a, &mine, &n, e));
		for (size_t k = 0; k < n; k++) {
			struct assigned *all;
			size_t n_all;
			if (map_get(&f->known, key_of(&mine[k].person)))
				continue;
			TRY(reg_assigned(f->r, 0, mine[k].person, f->a, &all, &n_all, e));
			TRY(add_assigned(f, all, n_all, e));
		}
	}
	return 0;
}

int linkage_persons(struct reg *r, const struct linkage_one *of, size_t n, struct arena *a,
		    struct linkage_person **ret, size_t *ret_n, struct err *e)
{
	enum { FEW = 2000 };
	AUTO_ARENA *scratch = arena_new((size_t)4 << 30);
	struct founding f = { .r = r, .of = of, .n = n, .a = a };
	map_init(&f.place, scratch);
	map_init(&f.known, scratch);
	for (size_t i = 0; i < n; i++)
		*map_at(&f.place, key_of(&of[i].id)) = (void *)(uintptr_t)(i + 1);
	for (size_t i = 0; i < n; i++)
		if (of[i].is_person)
			TRY(add_person(&f, of[i].id, i, e));
	if (n <= FEW) {
		TRY(add_of_few(&f, e));
	} else {
		struct assigned *all;
		size_t n_all;
		TRY(reg_assigned(r, 0, 0, scratch, &all, &n_all, e));
		TRY(add_assigned(&f, all, n_all, e));
	}
	*ret = f.list;
	*ret_n = f.n_list;
	return 0;
}

/* ---- assigning ---- */

struct writing {
	const struct linkage_plan_in *in;
	const struct linkage_plan *plan;
	struct entity *minted; /* of each lowest record */
	struct assignment *list;
	size_t n, cap;
	struct arena *a;
};

static void put(struct writing *w, const struct entity *record, const struct entity *person,
		float bits)
{
	w->list = arena_grow(w->a, w->list, w->n, &w->cap, sizeof *w->list);
	struct assignment *x = &w->list[w->n++];
	*x = (struct assignment){ .record = *record };
	if (person)
		x->person = *person;
	x->bits_milli = (int64_t)((double)bits * 1000);
}

static struct entity entity_of(const struct linkage_one *o)
{
	return (struct entity){ .id = o->id, .uuid = o->uuid, .kind = o->kind, .no = o->no };
}

static const struct entity *person_of_cluster(const struct writing *w, uint32_t c)
{
	int32_t win = w->plan->winner[c];
	if (win == LINKAGE_NOBODY)
		return NULL;
	return win == LINKAGE_MINTED ? &w->minted[c] : &w->in->persons[win].entity;
}

/* By cluster, then age: the record that a minted person is founded on comes first. */
struct turn {
	uint32_t cluster, i;
	struct id uuid;
};

static int by_turn(const void *x, const void *y)
{
	const struct turn *p = x;
	const struct turn *q = y;
	if (p->cluster != q->cluster)
		return p->cluster < q->cluster ? -1 : 1;
	return memcmp(p->uuid.b, q->uuid.b, ID_LEN);
}

static void put_records(struct writing *w, const float *best)
{
	const struct linkage_plan_in *in = w->in;
	struct turn *turns = NEW_N(w->a, in->n, struct turn);
	for (uint32_t i = 0; i < in->n; i++)
		turns[i] = (struct turn){ in->cluster[i], i, in->of[i].uuid };
	if (in->n)
		qsort(turns, in->n, sizeof *turns, by_turn);
	for (size_t k = 0; k < in->n; k++) {
		const struct linkage_one *o = &in->of[turns[k].i];
		const struct entity *person = person_of_cluster(w, turns[k].cluster);
		struct entity record = entity_of(o);
		if (o->is_person)
			continue; /* with the persons */
		if (person || o->person)
			put(w, &record, person, best[turns[k].i]);
	}
}

static void put_persons(struct writing *w, const float *best)
{
	for (size_t p = 0; p < w->in->n_persons; p++) {
		const struct linkage_person *x = &w->in->persons[p];
		const struct entity *person = person_of_cluster(w, w->in->cluster[x->founder]);
		if (person && !id_eq(&person->uuid, &x->uuid))
			put(w, &x->entity, person, best[x->founder]);
		else if (x->under)
			put(w, &x->entity, NULL, 0);
	}
}

int linkage_assign(struct reg_tx *tx, int64_t run, const struct linkage_plan_in *in,
		   const struct linkage_plan *plan, const float *best, struct err *e)
{
	AUTO_ARENA *a = arena_new((size_t)4 << 30);
	struct writing w = { .in = in, .plan = plan, .a = a };
	w.minted = NEW_N(a, in->n, struct entity);
	for (size_t i = 0; i < in->n; i++)
		if (plan->winner[i] == LINKAGE_MINTED)
			TRY(reg_entity_new(tx, STR("person"), STR(""), &w.minted[i], e));
	put_records(&w, best);
	put_persons(&w, best);
	return reg_assign(tx, run, w.list, w.n, e);
}
