/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * list_match.c - which rows of a file are rows that the register has.
 *
 * Surest first: the same id of the list's own; the same cells; the same name with most cells equal; the same
 * cells but for the spelling of the name. The last two only where each is the other's only best: taking a row
 * for another person's would lose one of them, while taking it for a new one shows both.
 */
#include "intake/list_priv.h"

#include "base/map.h"
#include "names/names.h"

static const float NEAR_NAME = 0.9f;
enum { LEAST_CELLS = 3 }; /* equal cells beside the name, for a name that is spelled otherwise */

static struct str key_of(const void *p, size_t n)
{
	return str_n(p, n);
}

/* Rows with one key, in their order: the first of them, and of each the next. */
struct list_chains {
	struct map first; /* key -> index + 1 */
	size_t *next;	  /* index + 1; 0 the last */
};

static void chains_init(struct list_chains *c, size_t n, struct arena *a)
{
	map_init(&c->first, a);
	c->next = NEW_N(a, n, size_t);
}

static void chains_add(struct list_chains *c, struct str key, size_t i)
{
	void **at = map_at(&c->first, key);
	c->next[i] = (size_t)(uintptr_t)*at;
	*at = (void *)(uintptr_t)(i + 1);
}

static size_t chains_first(const struct list_chains *c, struct str key)
{
	return (size_t)(uintptr_t)map_get(&c->first, key);
}

/* ---- what fits is written down ---- */

static struct str mention_key(const struct list_seen *x)
{
	return key_of(&x->mention, sizeof x->mention);
}

/* A mention has one row in an edition: no other version of it is free any more. */
static void take(struct list_sides *s, struct list_match *m, struct list_seen *fresh,
		 struct list_seen *old, enum list_fate fate)
{
	fresh->taken = true;
	old->taken = true;
	for (size_t k = chains_first(s->versions, mention_key(old)); k;
	     k = s->versions->next[k - 1])
		s->older[k - 1].taken = true;
	m->fate = fate;
	m->in_base = !s->older_now;
	m->is_base = m->in_base && fate == LIST_SAME;
	m->base = old->edition;
	m->base_row = old->base_row;
	m->mention = old->mention;
}

/* The same cells: also those that no table shows. */
static int same_sealed(struct list_sides *s, const struct list_seen *fresh,
		       const struct list_seen *old, bool *ret, struct err *e)
{
	AUTO_ARENA *one = NULL;
	struct str sealed;
	*ret = true;
	if (!s->has_sealed)
		return 0;
	one = arena_new(0);
	TRY(reg_version_sealed(s->r, old->version, one, &sealed, e));
	*ret = str_eq(sealed, fresh->sealed);
	return 0;
}

static int take_as(struct list_sides *s, struct list_match *m, struct list_seen *fresh,
		   struct list_seen *old, struct err *e)
{
	bool same = memcmp(fresh->hash, old->hash, LIST_HASH) == 0;
	if (same)
		TRY(same_sealed(s, fresh, old, &same, e));
	/* What was changed back, or comes again after its edition was taken back, is recorded already. */
	for (size_t k = chains_first(s->versions, mention_key(old)); k && !same;
	     k = s->versions->next[k - 1]) {
		struct list_seen *other = &s->older[k - 1];
		if (memcmp(fresh->hash, other->hash, LIST_HASH) != 0)
			continue;
		TRY(same_sealed(s, fresh, other, &same, e));
		if (same) {
			take(s, m, fresh, other, LIST_SAME);
			m->is_base = false;
			old->taken = true;
			return 0;
		}
	}
	take(s, m, fresh, old, same ? LIST_SAME : LIST_CHANGED);
	return 0;
}

/* ---- by their own id ---- */

static int by_id(struct list_sides *s, struct list_seen *old, size_t n_old, struct list_match *ret,
		 int64_t *ret_doubles, struct err *e)
{
	struct list_chains mine;
	struct list_chains theirs;
	chains_init(&mine, s->n_fresh, s->a);
	chains_init(&theirs, n_old, s->a);
	for (size_t i = s->n_fresh; i--;)
		if (s->fresh[i].id.n)
			chains_add(&mine, s->fresh[i].id, i);
	for (size_t i = n_old; i--;)
		if (old[i].id.n)
			chains_add(&theirs, old[i].id, i);
	*ret_doubles = 0;
	for (size_t i = 0; i < s->n_fresh; i++) {
		struct str id = s->fresh[i].id;
		if (!id.n)
			continue;
		size_t first = chains_first(&mine, id) - 1;
		bool alone = first == i && !mine.next[i];
		*ret_doubles += !alone;
		size_t k = chains_first(&theirs, id);
		if (alone && k && !theirs.next[k - 1] && !s->fresh[i].taken && !old[k - 1].taken)
			TRY(take_as(s, &ret[i], &s->fresh[i], &old[k - 1], e));
	}
	return 0;
}

/* ---- by their cells ---- */

/* Two ids that differ are two rows, whatever else is equal. */
static bool ids_allow(const struct list_seen *x, const struct list_seen *y)
{
	return !x->id.n || !y->id.n || str_eq(x->id, y->id);
}

/* The first with the first, the second with the second: rows that are equal cannot be told apart. */
static int by_cells(struct list_sides *s, struct list_seen *old, size_t n_old,
		    struct list_match *ret, struct err *e)
{
	struct list_chains theirs;
	chains_init(&theirs, n_old, s->a);
	for (size_t i = n_old; i--;)
		if (!old[i].taken)
			chains_add(&theirs, key_of(old[i].hash, LIST_HASH), i);
	for (size_t i = 0; i < s->n_fresh; i++) {
		struct list_seen *fresh = &s->fresh[i];
		if (fresh->taken)
			continue;
		size_t k = chains_first(&theirs, key_of(fresh->hash, LIST_HASH));
		while (k && (old[k - 1].taken || !ids_allow(fresh, &old[k - 1])))
			k = theirs.next[k - 1];
		bool same;
		if (!k)
			continue;
		TRY(same_sealed(s, fresh, &old[k - 1], &same, e));
		if (same)
			take(s, &ret[i], fresh, &old[k - 1], LIST_SAME);
	}
	return 0;
}

/* ---- the closest ---- */

struct likeness {
	size_t equal, filled; /* cells filled on either side */
};

static struct likeness compare(const struct list_seen *x, const struct list_seen *y, size_t columns)
{
	struct likeness l = { 0, 0 };
	for (size_t i = 0; i < columns; i++) {
		l.filled += x->cells[i] || y->cells[i];
		l.equal += x->cells[i] && x->cells[i] == y->cells[i];
	}
	return l;
}

/* More than half of the cells, or both have little but the name. */
static bool close_enough(struct likeness l)
{
	return 2 * l.equal > l.filled || (l.filled <= 3 && l.equal + 1 >= l.filled);
}

struct best {
	size_t i; /* index + 1; 0 none */
	size_t equal;
	bool tie;
};

static void consider(struct best *b, size_t i, size_t equal)
{
	if (b->i && equal == b->equal)
		b->tie = true;
	else if (!b->i || equal > b->equal)
		*b = (struct best){ i + 1, equal, false };
}

/* Long chains are "unknown" and the like: nothing can be told by such a name. */
enum { CHAIN_MAX = 64 };

static int by_name(struct list_sides *s, struct list_match *ret, struct err *e)
{
	struct list_chains theirs;
	struct best *of_fresh = NEW_N(s->a, s->n_fresh, struct best);
	struct best *of_old = NEW_N(s->a, s->n_old, struct best);
	chains_init(&theirs, s->n_old, s->a);
	for (size_t i = s->n_old; i--;)
		if (!s->old[i].taken && s->old[i].name.n)
			chains_add(&theirs, s->old[i].name, i);
	for (size_t i = 0; i < s->n_fresh; i++) {
		size_t seen = 0;
		if (s->fresh[i].taken || !s->fresh[i].name.n)
			continue;
		for (size_t k = chains_first(&theirs, s->fresh[i].name); k && seen < CHAIN_MAX;
		     k = theirs.next[k - 1], seen++) {
			struct likeness l = compare(&s->fresh[i], &s->old[k - 1], s->n_columns);
			if (!close_enough(l) || !ids_allow(&s->fresh[i], &s->old[k - 1]))
				continue;
			consider(&of_fresh[i], k - 1, l.equal);
			consider(&of_old[k - 1], i, l.equal);
		}
	}
	for (size_t i = 0; i < s->n_fresh; i++) {
		size_t k = of_fresh[i].i;
		if (k && !of_fresh[i].tie && of_old[k - 1].i == i + 1 && !of_old[k - 1].tie)
			TRY(take_as(s, &ret[i], &s->fresh[i], &s->old[k - 1], e));
	}
	return 0;
}

/* ---- the same but for the spelling of the name ---- */

/* Cells that are not of the name, in one hash; false when there are too few. */
static bool rest_of(const struct list_seen *x, size_t columns, const bool *is_name,
		    uint8_t ret[static LIST_HASH], struct arena *a)
{
	uint32_t *rest = NEW_N(a, columns, uint32_t);
	size_t filled = 0;
	for (size_t i = 0; i < columns; i++) {
		rest[i] = is_name[i] ? 0 : x->cells[i];
		filled += rest[i] != 0;
	}
	struct hash h = hash_of(str_n((const char *)rest, columns * sizeof *rest));
	memcpy(ret, h.b, LIST_HASH);
	return filled >= LEAST_CELLS;
}

static bool names_are_near(struct str x, struct str y, struct arena *a)
{
	struct name nx;
	struct name ny;
	name_read(x, NAME_FULL, a, &nx);
	name_read(y, NAME_FULL, a, &ny);
	return !nx.missing && !ny.missing && name_compare(&nx, &ny, NULL) >= NEAR_NAME;
}

static int by_rest(struct list_sides *s, const bool *is_name, struct list_match *ret, struct err *e)
{
	struct list_chains mine;
	struct list_chains theirs;
	uint8_t(*hash)[LIST_HASH] = arena_alloc(s->a, s->n_old + s->n_fresh, LIST_HASH);
	AUTO_ARENA *one = arena_new(0);
	chains_init(&mine, s->n_fresh, s->a);
	chains_init(&theirs, s->n_old, s->a);
	for (size_t i = s->n_old; i--; arena_clear(one))
		if (!s->old[i].taken && rest_of(&s->old[i], s->n_columns, is_name, hash[i], one))
			chains_add(&theirs, key_of(hash[i], LIST_HASH), i);
	for (size_t i = s->n_fresh; i--; arena_clear(one))
		if (!s->fresh[i].taken &&
		    rest_of(&s->fresh[i], s->n_columns, is_name, hash[s->n_old + i], one))
			chains_add(&mine, key_of(hash[s->n_old + i], LIST_HASH), i);
	for (size_t i = 0; i < s->n_fresh; i++) {
		struct str key = key_of(hash[s->n_old + i], LIST_HASH);
		size_t k = chains_first(&theirs, key);
		arena_clear(one);
		if (!k || theirs.next[k - 1] || chains_first(&mine, key) != i + 1 || mine.next[i] ||
		    s->fresh[i].taken || !ids_allow(&s->fresh[i], &s->old[k - 1]))
			continue;
		if (names_are_near(s->fresh[i].shown, s->old[k - 1].shown, one))
			TRY(take_as(s, &ret[i], &s->fresh[i], &s->old[k - 1], e));
	}
	return 0;
}

int list_match_rows(struct list_sides *s, const bool *is_name, struct list_match *ret,
		    int64_t *ret_back, int64_t *ret_id_doubles, struct err *e)
{
	struct list_chains versions;
	int64_t doubles;
	chains_init(&versions, s->n_older, s->a);
	for (size_t i = s->n_older; i--;)
		chains_add(&versions, mention_key(&s->older[i]), i);
	s->versions = &versions;
	for (size_t i = 0; i < s->n_fresh; i++) {
		ret[i] = (struct list_match){ .row = s->fresh[i].row, .fate = LIST_ADDED };
		memcpy(ret[i].hash, s->fresh[i].hash, LIST_HASH);
	}
	TRY(by_id(s, s->old, s->n_old, ret, ret_id_doubles, e));
	TRY(by_cells(s, s->old, s->n_old, ret, e));
	TRY(by_name(s, ret, e));
	TRY(by_rest(s, is_name, ret, e));
	/* What older editions had and the last one did not. */
	int64_t here = 0;
	*ret_back = 0;
	for (size_t i = 0; i < s->n_fresh; i++)
		here += s->fresh[i].taken;
	s->older_now = true;
	TRY(by_id(s, s->older, s->n_older, ret, &doubles, e));
	TRY(by_cells(s, s->older, s->n_older, ret, e));
	for (size_t i = 0; i < s->n_fresh; i++)
		*ret_back += s->fresh[i].taken;
	*ret_back -= here;
	return 0;
}
