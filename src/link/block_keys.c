/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * block_keys.c - keys of many records.
 *
 * Reading the keys of a name or a text costs a microsecond, and the same value is met in many records, by many
 * families and, while families are chosen, in each of some thousand trials. So keys are read once a value, and a
 * family only joins what is written down.
 */
#include "link/block_priv.h"
#include "link/link_priv.h"

size_t family_join(const struct family *f, const struct key_span *of, uint64_t ret[FAMILY_KEYS_MAX])
{
	size_t n = 1;
	ret[0] = 0;
	for (size_t i = 0; i < f->n; i++) {
		size_t nk = of[i].n;
		if (n * nk > FAMILY_KEYS_MAX)
			nk = FAMILY_KEYS_MAX / n;
		for (size_t j = nk; j-- > 0;) {
			uint64_t more = link_mix_more(of[i].p[j] + (uint64_t)f->of[i].kind);
			for (size_t x = 0; x < n; x++)
				ret[j * n + x] = link_mix_two(ret[x], more);
		}
		n *= nk;
	}
	return n;
}

size_t family_keys(const struct link_set *s, const struct family *f, uint32_t r,
		   uint64_t ret[FAMILY_KEYS_MAX])
{
	uint64_t keys[FAMILY_ATOMS_MAX][ATOM_KEYS_MAX];
	struct key_span of[FAMILY_ATOMS_MAX];
	for (size_t i = 0; i < f->n; i++) {
		size_t n = atom_keys(s, &f->of[i], r, keys[i]);
		of[i] = (struct key_span){ keys[i], n };
	}
	return family_join(f, of, ret);
}

/* ---- tables ---- */

struct filling {
	struct key_table *t;
	size_t rows, n, cap;
};

static struct filling begin(struct key_table *t, size_t rows)
{
	struct filling f = { .t = t, .cap = rows + ATOM_KEYS_MAX };
	t->first = malloc((rows + 1) * sizeof *t->first);
	t->key = malloc(f.cap * sizeof *t->key);
	if (!t->first || !t->key)
		die("out of memory");
	t->first[0] = 0;
	return f;
}

static void put_row(struct filling *f, const uint64_t *keys, size_t n)
{
	if (f->n + n > f->cap) {
		f->cap = f->cap * 2;
		f->t->key = mem_need(realloc(f->t->key, f->cap * sizeof *f->t->key));
	}
	memcpy(f->t->key + f->n, keys, n * sizeof *keys);
	f->n += n;
	assert(f->n <= UINT32_MAX && "2^24 records of at most 256 keys");
	f->t->first[++f->rows] = (uint32_t)f->n;
}

void key_table_free(struct key_table *t)
{
	free(t->first);
	free(t->key);
	*t = (struct key_table){ 0 };
}

void key_table_of_records(struct key_table *t, const struct link_set *s, const struct atom *at,
			  const uint32_t *records, size_t n)
{
	uint64_t keys[ATOM_KEYS_MAX];
	struct filling f = begin(t, n);
	for (size_t i = 0; i < n; i++)
		put_row(&f, keys, atom_keys(s, at, records[i], keys));
}

/* ---- of all values ---- */

struct wanted {
	struct key_ring *ring;
	struct {
		size_t field;
		enum atom_kind kind;
	} p[LINK_FAMILIES_MAX * FAMILY_ATOMS_MAX * 2];
	size_t n;
};

static void want(struct wanted *w, size_t field, enum atom_kind kind)
{
	for (size_t i = 0; i < w->n; i++)
		if (w->p[i].field == field && w->p[i].kind == kind)
			return;
	w->p[w->n].field = field;
	w->p[w->n++].kind = kind;
}

static void fill_values(void *ctx, size_t i, int worker)
{
	struct wanted *w = ctx;
	(void)worker;
	uint64_t keys[ATOM_KEYS_MAX];
	const struct link_values *vs = &w->ring->s->values[w->p[i].field];
	struct filling f = begin(&w->ring->of[w->p[i].field][w->p[i].kind], vs->n);
	for (size_t v = 0; v < vs->n; v++)
		put_row(&f, keys, atom_value_keys(&vs->p[v], w->p[i].kind, keys));
}

void key_ring_make(struct key_ring *ring, const struct link_set *s, const struct family *families,
		   size_t n, struct pool *pool)
{
	struct wanted w = { .ring = ring };
	*ring = (struct key_ring){ .s = s };
	for (size_t k = 0; k < n; k++) {
		for (size_t i = 0; i < families[k].n; i++) {
			const struct atom *at = &families[k].of[i];
			bool both = at->kind == ATOM_BOTH;
			want(&w, at->field, both ? ATOM_NAME : at->kind);
			if (both)
				want(&w, at->other, ATOM_NAME);
		}
	}
	pool_each_long(pool, w.n, fill_values, &w);
}

void key_ring_free(struct key_ring *ring)
{
	for (size_t f = 0; f < LINK_FIELDS_MAX; f++)
		for (size_t k = 0; k < ATOM_KINDS; k++)
			key_table_free(&ring->of[f][k]);
}

static struct key_span keys_at(const struct key_ring *ring, size_t f, enum atom_kind k, uint32_t r)
{
	return key_table_at(&ring->of[f][k], ring->s->value[f][r]);
}

/* The keys of atom i of a family; `both` has room for that of ATOM_BOTH. */
static struct key_span keys_of_atom(const struct key_ring *ring, const struct atom *at, uint32_t r,
				    uint64_t *both)
{
	if (at->kind != ATOM_BOTH)
		return keys_at(ring, at->field, at->kind, r);
	struct key_span x = keys_at(ring, at->field, ATOM_NAME, r);
	struct key_span y = keys_at(ring, at->other, ATOM_NAME, r);
	if (!x.n || !y.n)
		return (struct key_span){ 0 };
	*both = atom_both_key(x.p[0], y.p[0]);
	return (struct key_span){ both, 1 };
}

/* Those that fall into a slice, in `ret`. */
static struct key_span keys_in_slice(struct key_span all, const struct key_slice *slice,
				     uint64_t ret[ATOM_KEYS_MAX])
{
	size_t n = 0;
	for (size_t i = 0; i < all.n; i++)
		if ((all.p[i] * 0x9e3779b97f4a7c15u) >> (64 - slice->bits) == slice->at)
			ret[n++] = all.p[i];
	return (struct key_span){ ret, n };
}

size_t key_ring_family(const struct key_ring *ring, const struct family *f,
		       const struct key_slice *slice, uint32_t r, uint64_t ret[FAMILY_KEYS_MAX])
{
	struct key_span of[FAMILY_ATOMS_MAX] = { 0 };
	uint64_t both[FAMILY_ATOMS_MAX];
	UNCLEARED uint64_t mine[ATOM_KEYS_MAX];
	assert(f->n <= FAMILY_ATOMS_MAX && "as block_choose.c makes them");
	size_t lead = slice->lead;
	of[lead] = keys_of_atom(ring, &f->of[lead], r, &both[lead]);
	if (slice->bits)
		of[lead] = keys_in_slice(of[lead], slice, mine);
	for (size_t i = 0; i < f->n && of[lead].n; i++)
		if (i != lead)
			of[i] = keys_of_atom(ring, &f->of[i], r, &both[i]);
	return of[lead].n ? family_join(f, of, ret) : 0;
}

size_t key_ring_count(const struct key_ring *ring, const struct family *f, uint32_t r)
{
	uint64_t both;
	size_t n = 1;
	for (size_t i = 0; i < f->n && n; i++)
		n *= keys_of_atom(ring, &f->of[i], r, &both).n;
	return n;
}

size_t key_ring_lead(const struct key_ring *ring, const struct family *f)
{
	size_t ret = 0;
	size_t most = 0;
	for (size_t i = 0; i < f->n; i++) {
		const struct atom *at = &f->of[i];
		enum atom_kind kind = at->kind == ATOM_BOTH ? ATOM_NAME : at->kind;
		const struct key_table *t = &ring->of[at->field][kind];
		size_t n = t->first[ring->s->values[at->field].n];
		if (n <= most)
			continue;
		most = n;
		ret = i;
	}
	return ret;
}
